import { describe, expect, it } from "vitest";
import type { Parameter } from "../program.js";
import { type Expression, parseExpression } from "../text/parse.js";
import { type ValueType, ARRAY_WISE, SCALAR, TENSOR } from "../type.js";
import { type CallNode, Graph, type GraphNode, countCalls } from "./graph.js";
import { RuleIndex, normalize } from "./normalize.js";
import { buildReplacement, compileRule, foldCall, matchRule } from "./pattern.js";
import { prove } from "./prove.arbitrary.js";
import { KEEPS, type RewriteRule } from "./rule.js";
import { REWRITE_RULES } from "./rules.js";

const NAMED = REWRITE_RULES.map((rule) => [rule.name, rule] as const);

/** What no value was found for is unknown to be without a sign, so tests say what the rule wants to hear. */
const anySign = (): boolean => true;

/** Constants that the rule accepts, all different from each other. */
function constantsFor(rule: RewriteRule): Readonly<Record<string, number>> {
  const candidates = [
    { a: 0.25, b: 0.75, c: 3 }, { a: 3, b: 0.3, c: 5 }, { a: -3, b: -0.7, c: 5 }, { a: 0.75, b: 0.25, c: 3 },
    { a: 1.25, b: 0.25, c: 3 }, { a: 1 + 2 ** -52, b: 0.5, c: 3 }, { a: 7, b: 0.3, c: 5 },
  ];
  const found = candidates.find((constants) => rule.where?.(constants) !== false);
  if (found === undefined) throw new Error(`None of the constants suits ${rule.name}.`);
  return found;
}

/** A side of a rule as a dataflow, every hole a parameter, its constants folded as a replacement's are. */
function build(
  graph: Graph,
  rule: RewriteRule,
  side: string,
  typeOf: (hole: string) => ValueType,
): GraphNode | undefined {
  const constants = constantsFor(rule);
  const node = (expression: Expression): GraphNode | undefined => {
    switch (expression.kind) {
      case "constant":
        return graph.constant(expression.value);
      case "variable": {
        const name = expression.token.text;
        const value = constants[name];
        if (value !== undefined) return graph.constant(value);
        const parameter: Parameter = name === "w" ? { kind: "weights", name } : { kind: "state", name };
        return graph.parameter(parameter, typeOf(name));
      }
      case "call": {
        const args = expression.args.map(node);
        if (args.some((arg) => arg === undefined)) return undefined;
        const nodes = args as GraphNode[];
        const folded = side === rule.to ? foldCall(graph, expression.fn, nodes) : undefined;
        return folded ?? graph.tryCall(expression.fn, nodes);
      }
    }
  };
  return node(parseExpression(side));
}

/** A graph that knows the weights, as of every program that was read. */
function graphWithWeights(): Graph {
  const graph = new Graph();
  graph.parameter({ kind: "weights", name: "w" }, TENSOR);
  return graph;
}

const widest = (hole: string): ValueType => ("qrs".includes(hole) ? SCALAR : TENSOR);

describe("the rewrite rules", () => {
  it.each(NAMED)("keep what %s says it keeps, on random inputs of all types", (_, rule) => {
    const proof = prove(rule);
    expect(proof.counterexample).toBeUndefined();
    expect(proof.compared).toBeGreaterThan(200);
    expect(proof.types).not.toEqual([]);
  });

  it.each(NAMED)("find with %s what it looks for and put there what it says", (_, rule) => {
    const graph = graphWithWeights();
    const from = build(graph, rule, rule.from, widest);
    const compiled = compileRule(rule);
    const match = matchRule(compiled, from as CallNode, anySign);
    expect(match).toBeDefined();
    const replacement = match && buildReplacement(graph, compiled, match, []);
    expect(replacement).toBe(build(graph, rule, rule.to, widest));
    expect(replacement).not.toBe(from);
  });

  it.each(NAMED)("never make a program longer with %s, whatever is used elsewhere too", (_, rule) => {
    const index = new RuleIndex([rule]);
    for (const type of [SCALAR, ARRAY_WISE, TENSOR] as const) {
      const graph = graphWithWeights();
      const from = build(graph, rule, rule.from, (hole) => (widest(hole) === SCALAR ? SCALAR : hole === "w" ? TENSOR : type));
      if (from?.kind !== "call") continue;
      // Every part of what is looked for is alone in one program and used by an output in another.
      const parts = [from, ...from.args.filter(({ kind }) => kind === "call")];
      for (const extra of [[], parts.slice(1)]) {
        const states = [from, ...extra].map((after, k) => ({
          before: graph.parameter({ kind: "state", name: `k${k}` }, after.type),
          after,
        }));
        const update = graph.parameter({ kind: "gradient", name: "g" }, TENSOR);
        const roots = normalize(graph, { update, states }, index, new Map());
        expect(countCalls(roots.states.map(({ after }) => after))).toBeLessThanOrEqual(countCalls(parts));
      }
    }
  });

  it("have each a name of its own, a reason and a known guarantee", () => {
    expect(new Set(REWRITE_RULES.map(({ name }) => name)).size).toBe(REWRITE_RULES.length);
    for (const { name, why, keeps } of REWRITE_RULES) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(why).toMatch(/^\S.*\.$/);
      expect(KEEPS).toContain(keeps);
    }
  });

  it("are all different", () => {
    const texts = REWRITE_RULES.map(({ from, where }) => `${from} ${String(where)}`);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe("the proof of a rule", () => {
  const wrong: readonly Pick<RewriteRule, "keeps" | "from" | "to">[] = [
    { keeps: "bits", from: "x + 0", to: "x" },
    { keeps: "bits", from: "x * 0", to: "0 * x * 0 + 0" },
    { keeps: "bits", from: "sqrt(square(x))", to: "abs(x)" },
    { keeps: "bits", from: "(x + y) + z", to: "x + (y + z)" },
    { keeps: "bits", from: "interp(x, y, s)", to: "x + (y - x) * s" },
    { keeps: "bits", from: "-x", to: "0 - x" },
    { keeps: "bits", from: "x - x", to: "x * 0" },
    { keeps: "bits", from: "role(x) < 3", to: "1" },
    { keeps: "bits", from: "0 < role(x)", to: "1" },
    { keeps: "bits", from: "role(x) == 2", to: "0" },
    { keeps: "bits", from: "ndim(x) < 1", to: "0" },
    { keeps: "bits", from: "rows(x) <= 1", to: "1" },
    { keeps: "bits", from: "cols(x) == 1", to: "0" },
    { keeps: "bits", from: "size(x)", to: "rows(w)" },
    { keeps: "bits", from: "power(1, x)", to: "x * 0 + 1" },
    { keeps: "real", from: "x - y", to: "y - x" },
    { keeps: "real", from: "x / x", to: "1" },
    { keeps: "real", from: "x / abs(x)", to: "sign(x)" },
    { keeps: "real", from: "sqrt(x)", to: "sqrt(x + 0.0001)" },
    { keeps: "real", from: "interp(x, y, s)", to: "interp(y, x, s)" },
    { keeps: "real", from: "sqrt(square(x))", to: "x" },
    { keeps: "real", from: "clip(clip(x, s), s)", to: "clip(x, s)" },
    { keeps: "real", from: "row_mean(col_mean(x))", to: "row_mean(x)" },
    { keeps: "real", from: "max(x, y)", to: "x" },
    { keeps: "protected", from: "x / y", to: "divide(x, y + 0.00001)" },
    { keeps: "protected", from: "x / abs(x)", to: "-sign(x)" },
  ];

  it.each(wrong)("finds that $from → $to does not keep $keeps", ({ keeps, from, to }) => {
    const { counterexample } = prove({ name: "wrong", keeps, from, to, why: "It does not hold." });
    expect(counterexample).toMatch(/ for x = /);
  });

  it("uses constants for which the rule's condition holds", () => {
    const positive: RewriteRule = {
      name: "positive", keeps: "real", from: "sqrt(square(a * x))", to: "a * abs(x)", why: "It holds for a > 0.",
      where: ({ a = 0 }) => a > 0,
    };
    expect(prove(positive).counterexample).toBeUndefined();
    expect(prove({ ...positive, where: () => true }).counterexample).toMatch(/a = -/);
    expect(() => prove({ ...positive, where: () => false })).toThrow("No constants were found");
  });

  it("uses values without a sign where the rule asks for them", () => {
    const root: RewriteRule = {
      name: "root", keeps: "real", from: "sqrt(square(x))", to: "x", why: "It holds for x ≥ 0.", nonnegative: "x",
    };
    expect(prove(root).counterexample).toBeUndefined();
  });

  it("tries scalars, array-wise values and tensors in every combination that is valid", () => {
    const { types } = prove({ name: "sum", keeps: "bits", from: "x + y", to: "y + x", why: "Addition commutes." });
    expect(types).toHaveLength(9);
    const { types: wide } = prove({ name: "dot", keeps: "bits", from: "dot(x, y)", to: "dot(y, x)", why: "It commutes." });
    expect(wide).toEqual(["x: tensor, y: tensor"]);
  });
});
