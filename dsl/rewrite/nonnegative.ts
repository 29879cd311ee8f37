import type { FunctionName, FunctionRow } from "../functions/row.js";
import type { GraphNode, ParameterNode, Roots } from "./graph.js";

/** How a function's result comes to be without a sign. */
type Reason =
  /** Nothing is known of it. */
  | "unknown"
  /** Whatever its arguments are. */
  | "always"
  /** If all its arguments are. */
  | "all"
  /** If one of its arguments is. */
  | "any"
  /** If what it chooses or interpolates between is. */
  | "choices";

const REASONS: Readonly<Record<FunctionName, Reason>> = {
  square: "always", sqrt: "always", abs: "always", exp: "always", exp2: "always", exp10: "always",
  cosh: "always", sigmoid: "always", arccos: "always", arccosh: "always", less: "always", less_equal: "always",
  equal: "always", norm: "always", global_norm: "always", rms: "always", size: "always", ndim: "always",
  rows: "always", cols: "always", role: "always", get_pi: "always", get_e: "always", get_eps: "always",
  add: "all", multiply: "all", protected_divide: "all", divide: "all", min: "all", cube: "all", cbrt: "all",
  reciprocal: "all", floor: "all", clamp: "all", sum: "all", mean: "all", row_mean: "all", col_mean: "all",
  sign: "all", tanh: "all", sinh: "all", arctan: "all", arcsinh: "all", erf: "all",
  max: "any", select: "choices", interp: "choices",
  subtract: "unknown", negative: "unknown", mod: "unknown", copy: "unknown", power: "unknown", expm1: "unknown", log: "unknown",
  log2: "unknown", log10: "unknown", log1p: "unknown", sin: "unknown", cos: "unknown", tan: "unknown", arcsin: "unknown",
  arctanh: "unknown", dot: "unknown", cosine_sim: "unknown", clip: "unknown", orthogonalize: "unknown",
};

/**
 * What is known to be without a sign: 0 or more, −0 excluded, or NaN. Such a value is its own absolute value,
 * bit for bit. Hyperparameters are not: their defaults may be replaced.
 */
export class Nonnegative {
  readonly #known = new Map<GraphNode, boolean>();

  /**
   * Finds the state variables that are never negative: state is 0 at the start, and stays without a sign if
   * each step keeps it so. Starts from all of them and drops those that some step may make negative.
   */
  constructor(roots: Roots) {
    const assumed = new Set<ParameterNode>(roots.states.map(({ before }) => before));
    for (;;) {
      this.#known.clear();
      for (const { before } of roots.states) this.#known.set(before, assumed.has(before));
      const failed = roots.states.filter(({ before, after }) => assumed.has(before) && !this.has(after));
      if (failed.length === 0) return;
      for (const { before } of failed) assumed.delete(before);
    }
  }

  /** Whether a value is known to be without a sign. */
  has(node: GraphNode): boolean {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    // With a stack of its own: a chain of calls may be longer than JavaScript's is deep.
    const stack = [node];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const args: readonly GraphNode[] = top.kind === "call" ? top.args : [];
      const unknown = args.filter((arg) => !this.#known.has(arg));
      stack.push(...unknown);
      if (unknown.length > 0) continue;
      this.#known.set(top, this.#infer(top));
      stack.pop();
    }
    return this.#known.get(node) === true;
  }

  #infer(node: GraphNode): boolean {
    switch (node.kind) {
      case "constant":
        return node.value >= 0 && !Object.is(node.value, -0);
      case "parameter":
        return node.parameter.kind === "input" && (node.parameter.name === "t" || node.parameter.name === "T");
      case "call":
        return this.#inferCall(node.fn, node.args);
    }
  }

  #inferCall(fn: FunctionRow, args: readonly GraphNode[]): boolean {
    const holds = (arg: GraphNode | undefined): boolean => arg !== undefined && this.#known.get(arg) === true;
    switch (REASONS[fn.name]) {
      case "always":
        return true;
      case "all":
        return args.every(holds);
      case "any":
        return args.some(holds);
      case "choices": {
        if (fn.name === "select") return holds(args[1]) && holds(args[2]);
        const weight = args[2];
        const between = weight?.kind === "constant" && weight.value >= 0 && weight.value <= 1;
        return between && holds(args[0]) && holds(args[1]);
      }
      case "unknown":
        return false;
    }
  }
}
