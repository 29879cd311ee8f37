import { functionNamed } from "../functions/table.js";
import { parameterNames } from "./emit.js";
import type { CallNode, Graph, GraphNode, Roots } from "./graph.js";
import type { Parameter } from "../program.js";
import { SCALAR } from "../type.js";

const MULTIPLY = functionNamed("multiply");
const ADD = functionNamed("add");

/** The name under which the scale of the update is reported. */
export const LIFT_RATE = "lift-learning-rate";
/** The name under which the coefficient of decay is reported. */
export const LIFT_DECAY = "lift-weight-decay";

/**
 * Names the constant that scales the whole update `learning_rate`, and the one that multiplies the weights
 * within it `weight_decay`: hyperparameters with these constants as their defaults, so nothing changes.
 * `(x + w·λ)·(lr·c)` becomes `(x + w·weight_decay)·(lr·learning_rate)`.
 *
 * @param parameters - The parameters of the program that was read: the names of those that are kept are taken.
 * @param lifted - Receives the names of what was done.
 */
export function liftConstants(
  graph: Graph,
  roots: Roots,
  parameters: readonly Parameter[],
  lifted: string[],
): Roots {
  const taken = new Set(parameterNames(roots, parameters));
  const hyperparameter = (name: string, value: number, rule: string): GraphNode => {
    lifted.push(rule);
    return graph.parameter({ kind: "hyperparameter", name, value }, SCALAR);
  };
  const product = (node: GraphNode): CallNode | undefined =>
    node.kind === "call" && node.fn === MULTIPLY ? node : undefined;

  /** A scalar product with its constant factor named. */
  const liftRate = (scale: GraphNode): GraphNode | undefined => {
    if (scale.kind === "constant") {
      // What climbs has no learning rate: a negative one would surprise whoever tunes it.
      return scale.value > 0 ? hyperparameter("learning_rate", scale.value, LIFT_RATE) : undefined;
    }
    const call = product(scale);
    if (call === undefined) return undefined;
    for (const k of [1, 0]) {
      const inner = liftRate(call.args[k] as GraphNode);
      if (inner !== undefined) return graph.tryCall(MULTIPLY, call.args.map((arg, j) => (j === k ? inner : arg)));
    }
    return undefined;
  };

  /** A sum with the constant that multiplies the weights named. */
  const liftDecay = (sum: GraphNode): GraphNode => {
    if (sum.kind !== "call" || sum.fn !== ADD) return sum;
    for (const k of [1, 0]) {
      const decay = product(sum.args[k] as GraphNode);
      if (decay === undefined) continue;
      const weights = decay.args.findIndex((arg) => arg.kind === "parameter" && arg.parameter.kind === "weights");
      const coefficient = decay.args[1 - weights];
      if (weights < 0 || coefficient?.kind !== "constant" || coefficient.value <= 0) continue;
      const named = hyperparameter("weight_decay", coefficient.value, LIFT_DECAY);
      const term = graph.tryCall(MULTIPLY, decay.args.map((arg) => (arg === coefficient ? named : arg)));
      if (term === undefined) continue;
      return graph.tryCall(ADD, sum.args.map((arg, j) => (j === k ? term : arg))) ?? sum;
    }
    return sum;
  };

  const scaled = product(roots.update);
  const scaleAt = scaled?.args.findIndex((arg) => arg.type === SCALAR) ?? -1;
  const canDecay = !taken.has("weight_decay");
  if (scaled === undefined || scaleAt < 0) {
    return canDecay ? { ...roots, update: liftDecay(roots.update) } : roots;
  }
  const scale = scaled.args[scaleAt] as GraphNode;
  const body = scaled.args[1 - scaleAt] as GraphNode;
  const newScale = taken.has("learning_rate") ? scale : (liftRate(scale) ?? scale);
  const newBody = canDecay ? liftDecay(body) : body;
  const args = scaleAt === 1 ? [newBody, newScale] : [newScale, newBody];
  return { ...roots, update: graph.tryCall(MULTIPLY, args) ?? roots.update };
}
