import { ELEMENT_PRIMITIVES } from "../../src/engine/update/primitive.js";
import type { Lowering } from "../functions/lowering.js";
import type { FunctionRow } from "../functions/row.js";
import { functionNamed } from "../functions/table.js";
import { type Expression, parseExpression } from "../text/parse.js";
import { SCALAR } from "../type.js";
import type { CallNode, ConstantNode, Graph, GraphNode } from "./graph.js";
import type { RewriteRule } from "./rule.js";

/** What a hole stands for. */
type HoleType = "constant" | "scalar" | "weights" | "any";

/** A side of a rule, ready to match or to build. */
type Pattern =
  | { readonly kind: "hole"; readonly index: number; readonly takes: HoleType }
  | { readonly kind: "constant"; readonly value: number }
  | CallPattern;

interface CallPattern {
  readonly kind: "call";
  readonly fn: FunctionRow;
  readonly args: readonly Pattern[];
}

/** A rule with its texts read. */
export interface CompiledRule {
  readonly rule: RewriteRule;
  /** The function at the root of what it looks for. */
  readonly root: FunctionRow;
  readonly from: CallPattern;
  readonly to: Pattern;
  readonly holes: readonly string[];
  readonly wide: readonly number[];
  readonly nonnegative: readonly number[];
  /** How many calls take the place of the match, before folding. */
  readonly builds: number;
}

/**
 * A place where a rule fits: what the holes stand for (nothing yet, of weights that only the replacement reads), and
 * the calls that it matched, the root first.
 */
export interface Match {
  readonly bound: readonly (GraphNode | undefined)[];
  readonly calls: readonly CallNode[];
}

const MULTIPLY = functionNamed("multiply");

const HOLE = /^[abcqrswxyz]$/;

/** Reads a rule's texts. Throws where they are faulty: the rules are symopt's own. */
export function compileRule(rule: RewriteRule): CompiledRule {
  const holes: string[] = [];
  const compile = (expression: Expression): Pattern => {
    switch (expression.kind) {
      case "constant":
        return expression;
      case "call":
        return { kind: "call", fn: expression.fn, args: expression.args.map(compile) };
      case "variable": {
        const name = expression.token.text;
        if (!HOLE.test(name)) throw new TypeError(`Rule ${rule.name}: "${name}" is no hole.`);
        if (!holes.includes(name)) holes.push(name);
        return { kind: "hole", index: holes.indexOf(name), takes: whatFits(name) };
      }
    }
  };
  const from = compile(parseExpression(rule.from));
  const known = holes.length;
  const to = compile(parseExpression(rule.to));
  const isUnknown = holes.slice(known).some((name) => whatFits(name) !== "weights");
  if (from.kind !== "call" || isUnknown) throw new TypeError(`Rule ${rule.name} is not well formed.`);
  const indices = (names = ""): readonly number[] => [...names].map((name) => holes.indexOf(name));
  return {
    rule,
    root: from.fn,
    from,
    to,
    holes,
    wide: indices(rule.wide),
    nonnegative: indices(rule.nonnegative),
    builds: countCalls(to),
  };
}

function whatFits(hole: string): HoleType {
  if ("abc".includes(hole)) return "constant";
  if ("qrs".includes(hole)) return "scalar";
  return hole === "w" ? "weights" : "any";
}

function countCalls(pattern: Pattern): number {
  return pattern.kind === "call" ? pattern.args.reduce((count, arg) => count + countCalls(arg), 1) : 0;
}

/**
 * Whether a call's arguments may be what a rule looks for, as far as their own kinds tell. Most rules fail
 * here, before anything is allocated.
 */
function mayMatch({ fn, args: patterns }: CallPattern, args: readonly GraphNode[]): boolean {
  let inOrder = true;
  for (let k = 0; k < patterns.length && inOrder; k++) inOrder = resembles(patterns[k], args[k]);
  if (inOrder || !fn.commutative) return inOrder;
  return resembles(patterns[0], args[1]) && resembles(patterns[1], args[0]);
}

function resembles(pattern: Pattern | undefined, node: GraphNode | undefined): boolean {
  if (pattern === undefined || node === undefined) return false;
  switch (pattern.kind) {
    case "constant":
      return node.kind === "constant" && Object.is(node.value, pattern.value);
    case "hole":
      return fits(pattern.takes, node);
    case "call":
      return node.kind === "call" && node.fn === pattern.fn;
  }
}

/**
 * The first way in which a rule fits a node, trying both orders of every commutative function.
 *
 * @param isNonnegative - What is known of the values' signs.
 */
export function matchRule(
  compiled: CompiledRule,
  node: CallNode,
  isNonnegative: (node: GraphNode) => boolean,
): Match | undefined {
  const { from, holes, wide, nonnegative, rule } = compiled;
  if (!mayMatch(from, node.args)) return undefined;
  const bound: (GraphNode | undefined)[] = holes.map(() => undefined);
  const calls: CallNode[] = [];
  let found: Match | undefined;
  const accept = (): boolean => {
    if (wide.some((index) => bound[index]?.type === SCALAR)) return false;
    if (!nonnegative.every((index) => isNonnegative(bound[index] as GraphNode))) return false;
    if (rule.where !== undefined && !rule.where(constantsOf(holes, bound))) return false;
    found = { bound: [...bound], calls: [...calls] };
    return true;
  };
  // Matching in continuation style: when what comes later fails, the other order of what came before is tried.
  const match = (pattern: Pattern, at: GraphNode, then: () => boolean): boolean => {
    switch (pattern.kind) {
      case "constant":
        return at.kind === "constant" && Object.is(at.value, pattern.value) && then();
      case "hole": {
        const already = bound[pattern.index];
        if (already !== undefined) return already === at && then();
        if (!fits(pattern.takes, at)) return false;
        bound[pattern.index] = at;
        if (then()) return true;
        bound[pattern.index] = undefined;
        return false;
      }
      case "call": {
        if (at.kind !== "call" || at.fn !== pattern.fn) return false;
        calls.push(at);
        const [p, q] = pattern.args;
        const [x, y] = at.args;
        if (matchAll(pattern.args, at.args, 0, then)) return true;
        if (pattern.fn.commutative && p !== undefined && q !== undefined && x !== undefined && y !== undefined) {
          if (match(p, y, () => match(q, x, then))) return true;
        }
        calls.pop();
        return false;
      }
    }
  };
  const matchAll = (
    patterns: readonly Pattern[],
    nodes: readonly GraphNode[],
    k: number,
    then: () => boolean,
  ): boolean => {
    const pattern = patterns[k];
    const at = nodes[k];
    if (pattern === undefined || at === undefined) return then();
    return match(pattern, at, () => matchAll(patterns, nodes, k + 1, then));
  };
  match(from, node, accept);
  return found;
}

function fits(takes: HoleType, node: GraphNode): boolean {
  switch (takes) {
    case "constant":
      return node.kind === "constant";
    case "scalar":
      return node.type === SCALAR;
    case "weights":
      return node.kind === "parameter" && node.parameter.kind === "weights";
    case "any":
      return true;
  }
}

function constantsOf(holes: readonly string[], bound: readonly (GraphNode | undefined)[]): Record<string, number> {
  const constants: Record<string, number> = {};
  holes.forEach((name, index) => {
    const node = bound[index];
    if (node?.kind === "constant") constants[name] = node.value;
  });
  return constants;
}

/**
 * Builds what takes the place of a match.
 *
 * @param built - Receives every call that is built.
 * @returns `undefined` where an argument would have the wrong type, or a constant would over- or underflow.
 */
export function buildReplacement(
  graph: Graph,
  compiled: CompiledRule,
  match: Match,
  built: GraphNode[],
): GraphNode | undefined {
  const build = (pattern: Pattern): GraphNode | undefined => {
    switch (pattern.kind) {
      case "constant":
        return graph.constant(pattern.value);
      case "hole":
        return match.bound[pattern.index] ?? (pattern.takes === "weights" ? graph.weights : undefined);
      case "call": {
        const args: GraphNode[] = [];
        for (const arg of pattern.args) {
          const node = build(arg);
          if (node === undefined) return undefined;
          args.push(node);
        }
        const folded = foldCall(graph, pattern.fn, args);
        if (folded !== undefined) {
          if (!isTame(folded, pattern.fn, args)) return undefined;
          return compiled.rule.keeps === "bits" ? folded : graph.constant(tidy(folded.value));
        }
        if (args.length > 0 && args.every(({ kind }) => kind === "constant")) return undefined;
        const node = graph.tryCall(pattern.fn, args);
        if (node !== undefined) built.push(node);
        return node;
      }
    }
  };
  return build(compiled.to);
}

/** The least and the largest normal float32. */
const LEAST = 1.1754943508222875e-38;
const LARGEST = 3.4028234663852886e38;

/**
 * Whether a constant that a rule makes of others keeps its digits where it meets a tensor. `(x * 1e30) * 1e30`
 * may be finite where `x * 1e60` is not, and a product that underflows to 0 is none.
 */
function isTame({ value }: ConstantNode, fn: FunctionRow, args: readonly GraphNode[]): boolean {
  const size = Math.abs(value);
  if (value !== 0) return size >= LEAST && size <= LARGEST;
  return fn !== MULTIPLY || args.some((arg) => arg.kind === "constant" && arg.value === 0);
}

/** A number without the digits that are a calculation's rounding: 0.1 for 1 − 0.9, which is 0.09999999999999998. */
function tidy(value: number): number {
  const rounded = Number(value.toPrecision(14));
  const isNear = Math.abs(rounded - value) <= 4 * Number.EPSILON * Math.abs(value);
  return isNear && String(rounded).length <= String(value).length - 4 ? rounded : value;
}

/** Evaluates narrow float64 arithmetic. */
const NUMERIC: Pick<Lowering<number>, "constant" | "element"> = {
  constant: (value) => value,
  element: (primitive, ...operands) => {
    const f: (x: number, y: number, z: number) => number = ELEMENT_PRIMITIVES[primitive];
    return f(operands[0] ?? 0, operands[1] ?? 0, operands[2] ?? 0);
  },
};

/** The node of the constant that a call on constants is; `undefined` where it is none, or not finite. */
export function foldCall(graph: Graph, fn: FunctionRow, args: readonly GraphNode[]): ConstantNode | undefined {
  const values: number[] = [];
  for (const arg of args) {
    if (arg.kind !== "constant") return undefined;
    values.push(arg.value);
  }
  const value = foldConstants(fn, values);
  return value === undefined ? undefined : graph.constant(value);
}

/** A function of scalars on numbers; `undefined` where it takes tensors, or the result is not finite. */
export function foldConstants(fn: FunctionRow, values: readonly number[]): number | undefined {
  if (fn.args.some(({ type }) => type === "tensor")) return undefined;
  // No function of scalars reduces anything, so the two arithmetic members are all that it can call.
  const value = fn.lower(NUMERIC as Lowering<number>, ...values);
  return Number.isFinite(value) ? value : undefined;
}
