import type { FunctionName } from "../functions/row.js";
import { findFunction, functionNamed } from "../functions/table.js";
import { type Parameter, SCALAR_INPUTS } from "../program.js";
import {
  type CallNode,
  type ConstantNode,
  type GraphNode,
  type ParameterNode,
  type Roots,
  rootNodes,
  topological,
} from "./graph.js";
import { SCALAR, TENSOR } from "../type.js";

const MULTIPLY = functionNamed("multiply");
const SQUARE = functionNamed("square");
const SUMMED = new Set<FunctionName>(["add", "subtract", "multiply", "protected_divide", "divide", "interp"]);

/** What a call makes of the name of its first argument; without an entry, its own name is put behind it. */
const DERIVED: Readonly<Partial<Record<FunctionName, string>>> = {
  square: "squared", cube: "cubed", sqrt: "root", clip: "clipped", clamp: "clamped", orthogonalize: "orthogonal",
  power: "power",
};

/** Names of calls by their function, where the argument has none or too long a one. */
const PLAIN: Readonly<Partial<Record<FunctionName, string>>> = {
  add: "total", subtract: "difference", multiply: "product", protected_divide: "ratio", divide: "ratio",
  interp: "average", max: "larger", min: "smaller", select: "chosen", less: "below", less_equal: "at_most",
  equal: "same", sum: "element_sum", mean: "average", negative: "negated", reciprocal: "inverse",
  square: "squared", cube: "cubed", sqrt: "root", cbrt: "cube_root", power: "powered", abs: "magnitude",
  sign: "direction", clip: "clipped", clamp: "clamped", floor: "floored", mod: "remainder", exp: "exponential",
  log: "logarithm", dot: "inner_product", global_norm: "length", norm: "array_length", cosine_sim: "alignment",
  orthogonalize: "orthogonal",
};

/** The longest name that is made of an argument's. */
const LONGEST = 18;

/** Chooses readable names for everything that a program computes; no two values share one by accident. */
export class Namer {
  readonly #taken = new Set<string>(SCALAR_INPUTS);
  readonly #names = new Map<GraphNode, string>();
  /** How often a name was wanted, so that the thousandth variable need not try all the others' names. */
  readonly #counts = new Map<string, number>();
  /** The name of the update on its way, whose value is replaced again and again. */
  readonly update: string;

  /**
   * Names the parameters: state variables by what they hold, all others as they were.
   *
   * @param reserved - Names of parameters that nothing reads.
   */
  constructor(roots: Roots, parameters: readonly ParameterNode[], reserved: readonly string[]) {
    for (const name of reserved) this.#taken.add(name);
    for (const node of parameters) if (node.parameter.kind !== "state") this.#keep(node, node.parameter.name);
    for (const { before, after } of roots.states) this.#keep(before, this.#free(stateName(before, after)));
    this.update = this.#free("update");
    this.#taken.add(this.update);
  }

  /** The name of a value that has one. */
  of(node: GraphNode): string {
    return this.#names.get(node) ?? "";
  }

  /** Gives a call a name of its own, from its function and its first argument. */
  nameCall(node: CallNode): string {
    return this.#keep(node, this.#free(this.#describe(node)));
  }

  /** Gives a number a name of its own. */
  nameConstant(node: ConstantNode): string {
    return this.#keep(node, this.#free("constant"));
  }

  /** Gives a value a name that others bear too: the variable is assigned again. */
  share(node: GraphNode, name: string): string {
    this.#names.set(node, name);
    return name;
  }

  #keep(node: GraphNode, name: string): string {
    this.#taken.add(name);
    this.#names.set(node, name);
    return name;
  }

  #free(wanted: string): string {
    // `power = power(x, y)` would read as if a function were assigned.
    const base = findFunction(wanted) === undefined ? wanted : `${wanted}_value`;
    let name = base;
    let count = this.#counts.get(base) ?? 1;
    while (this.#taken.has(name)) name = `${base}_${++count}`;
    this.#counts.set(base, count);
    return name;
  }

  #describe(node: CallNode): string {
    const { fn, args, type } = node;
    if (fn === MULTIPLY) {
      if (isDecay(node)) return "decay";
      if (type === SCALAR && args.some((arg) => /^(lr|rate)$/.test(this.of(arg)))) return "rate";
    }
    const [first] = args;
    const base = first === undefined ? "" : this.of(first);
    const derived = DERIVED[fn.name] ?? (args.length === 1 ? fn.name : undefined);
    if (derived !== undefined && base !== "" && base.length + derived.length < LONGEST) return `${base}_${derived}`;
    return PLAIN[fn.name] ?? fn.name.replace(/^get_/, "");
  }
}

/** Whether a call is the weights times a number. */
function isDecay({ fn, args }: CallNode): boolean {
  return fn === MULTIPLY && args.some((arg) => roleOf(arg) === "weights") && args.some(({ type }) => type === SCALAR);
}

function roleOf(node: GraphNode): Parameter["kind"] | undefined {
  return node.kind === "parameter" ? node.parameter.kind : undefined;
}

/** `momentum` for a running combination of gradients, `second_moment` for one of squares; else its old name. */
function stateName(before: ParameterNode, after: GraphNode): string {
  const old = before.parameter.name;
  if (before.type !== TENSOR || after.kind !== "call" || !SUMMED.has(after.fn.name)) return old;
  if (!topological([after]).includes(before)) return old;
  for (const term of after.args) {
    const found = term === before ? undefined : kindOfGradient(term);
    if (found !== undefined) return found === "squared" ? "second_moment" : "momentum";
  }
  return old;
}

/** Whether the first gradient that a value is made of, from left to right, goes into a square. */
function kindOfGradient(root: GraphNode): "squared" | "plain" | undefined {
  // Depth first with a stack of its own, each value once: programs may be long chains, or share much.
  const seen = new Set<GraphNode>();
  const stack: { readonly node: GraphNode; readonly squared: boolean }[] = [{ node: root, squared: false }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { node, squared } = top;
    if (seen.has(node)) continue;
    seen.add(node);
    if (roleOf(node) === "gradient") return squared ? "squared" : "plain";
    if (node.kind !== "call") continue;
    for (const arg of [...node.args].reverse()) stack.push({ node: arg, squared: squared || node.fn === SQUARE });
  }
  return undefined;
}

/**
 * The calls that read best as `update` assigned again and again: from the update's root down along first
 * arguments that nothing else uses.
 */
export function updateChain(roots: Roots): ReadonlySet<GraphNode> {
  const uses = new Map<GraphNode, number>();
  for (const node of topological(rootNodes(roots))) {
    if (node.kind === "call") for (const arg of node.args) uses.set(arg, (uses.get(arg) ?? 0) + 1);
  }
  for (const { after } of roots.states) uses.set(after, (uses.get(after) ?? 0) + 1);
  const chain = new Set<GraphNode>();
  // A link is read by the next one alone (the last by nothing), so no value is replaced before it was read.
  let node: GraphNode | undefined = roots.update;
  for (let readers = 0; node?.kind === "call" && (uses.get(node) ?? 0) === readers; readers = 1) {
    chain.add(node);
    node = node.args.find((arg) => arg.kind === "call" && arg.type === TENSOR && !isDecay(arg));
  }
  return chain;
}
