import { functionNamed } from "../functions/table.js";
import { type CallNode, type GraphNode, type ParameterNode, type Roots, rootNodes, topological } from "./graph.js";
import { SCALAR, TENSOR } from "../type.js";

const INTERP = functionNamed("interp");
const MULTIPLY = functionNamed("multiply");
const SQUARE = functionNamed("square");
const SUMMED = new Set(["add", "subtract", "multiply", "protected_divide", "divide", "interp"]);

/** What a call with one argument makes of the argument's name. */
const DERIVED: Readonly<Record<string, string>> = {
  square: "squared", cube: "cubed", sqrt: "root", sign: "sign", abs: "abs", clip: "clipped",
  power: "power", orthogonalize: "orthogonal", row_mean: "row_mean", col_mean: "col_mean", norm: "norm",
};

/** Names of calls by their function, where the arguments' names would be too long. */
const PLAIN: Readonly<Record<string, string>> = {
  add: "total", subtract: "difference", multiply: "product", protected_divide: "ratio", divide: "ratio",
  interp: "average", max: "larger", min: "smaller", select: "chosen", less: "below", less_equal: "at_most",
  equal: "same", sum: "element_sum", mean: "average", negative: "negated", reciprocal: "inverse",
};

/** The longest name that is made of an argument's. */
const LONGEST = 18;

/** Chooses readable names for everything that a program computes; no two values share one by accident. */
export class Namer {
  readonly #taken = new Set<string>();
  readonly #names = new Map<GraphNode, string>();

  /** Names the parameters: state variables by what they hold, all others as they were. */
  nameParameters(roots: Roots, parameters: readonly ParameterNode[]): void {
    for (const node of parameters) if (node.parameter.kind !== "state") this.#give(node, node.parameter.name);
    for (const { before, after } of roots.states) this.#give(before, stateName(before, after));
  }

  /** The name of a value that has one. */
  of(node: GraphNode): string {
    return this.#names.get(node) ?? "value";
  }

  /** Gives a call a name of its own, from its function and its first argument. */
  nameCall(node: CallNode): string {
    return this.#give(node, this.#describe(node));
  }

  /** Gives a value a name that others may bear too: it is assigned again. */
  share(node: GraphNode, name: string): string {
    this.#taken.add(name);
    this.#names.set(node, name);
    return name;
  }

  #give(node: GraphNode, wanted: string): string {
    let name = wanted;
    for (let k = 2; this.#taken.has(name); k++) name = `${wanted}_${k}`;
    this.#taken.add(name);
    this.#names.set(node, name);
    return name;
  }

  #describe({ fn, args, type }: CallNode): string {
    if (fn === MULTIPLY) {
      const names = args.map((arg) => (arg.kind === "parameter" ? arg.parameter.name : ""));
      if (names.includes("weight_decay") && type === TENSOR) return "decay";
      if (names.includes("lr") && type === SCALAR) return "rate";
    }
    const [first] = args;
    const base = first === undefined || first.kind === "constant" ? "" : this.of(first);
    const derived = DERIVED[fn.name] ?? (args.length === 1 ? fn.name : undefined);
    if (derived !== undefined && base !== "" && base.length + derived.length < LONGEST) return `${base}_${derived}`;
    return PLAIN[fn.name] ?? fn.name.replace(/^get_/, "");
  }
}

/** `momentum` for a running combination of gradients, `second_moment` for one of squares; else its old name. */
function stateName(before: ParameterNode, after: GraphNode): string {
  const seen = topological([after]);
  const running =
    after.kind === "call" && SUMMED.has(after.fn.name) && seen.includes(before) && before.type === TENSOR;
  if (!running) return before.parameter.name;
  const reaches = (node: GraphNode, squared: boolean): "square" | "linear" | undefined => {
    if (node.kind === "parameter") return node.parameter.kind === "gradient" ? (squared ? "square" : "linear") : undefined;
    if (node.kind === "constant") return undefined;
    for (const arg of node.args) {
      const found = reaches(arg, squared || node.fn === SQUARE);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const terms = after.fn === INTERP || SUMMED.has(after.fn.name) ? after.args : [];
  for (const term of terms) {
    if (term === before) continue;
    const found = reaches(term, false);
    if (found !== undefined) return found === "square" ? "second_moment" : "momentum";
  }
  return before.parameter.name;
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
  let node: GraphNode | undefined = roots.update;
  while (node?.kind === "call" && (node === roots.update || uses.get(node) === 1)) {
    if (node === roots.update && (uses.get(node) ?? 0) > 0) break;
    chain.add(node);
    node = node.args.find((arg) => arg.kind === "call" && arg.type === TENSOR);
  }
  return chain;
}
