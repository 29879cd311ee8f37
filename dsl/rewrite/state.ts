import { type Graph, type GraphNode, type ParameterNode, type Roots, rootNodes, topological } from "./graph.js";
import { foldCall } from "./pattern.js";

/** The name under which state that is another state's copy is reported. */
export const MERGE_STATES = "merge-equal-states";
/** The name under which state that never leaves zero is reported. */
export const ZERO_STATE = "fold-zero-state";

/**
 * Finds one state variable that always equals another, or is always zero, and reads that instead. Both hold
 * from the first step, where all state is zero, if they hold from each step to the next.
 *
 * @returns The roots without it and the rule's name; `undefined` where there is none.
 */
export function mergeState(graph: Graph, roots: Roots): { readonly roots: Roots; readonly rule: string } | undefined {
  for (const [k, { before, after }] of roots.states.entries()) {
    const zero = substitute(graph, roots, before, graph.constant(0));
    const next = zero?.states[k]?.after;
    if (zero !== undefined && next !== undefined && isZero(next)) {
      return { roots: without(zero, before), rule: ZERO_STATE };
    }
    for (const other of roots.states.slice(0, k)) {
      if (other.before.type !== before.type || other.after.type !== after.type) continue;
      const merged = substitute(graph, roots, before, other.before);
      const [mine, theirs] = [before, other.before].map(
        (node) => merged?.states.find((state) => state.before === node)?.after,
      );
      if (merged !== undefined && mine !== undefined && mine === theirs) {
        return { roots: without(merged, before), rule: MERGE_STATES };
      }
    }
  }
  return undefined;
}

function isZero(node: GraphNode): boolean {
  return node.kind === "constant" && Object.is(node.value, 0);
}

function without(roots: Roots, state: ParameterNode): Roots {
  return { ...roots, states: roots.states.filter(({ before }) => before !== state) };
}

/** The roots with a node in another's place; `undefined` where that breaks a type. */
export function substitute(graph: Graph, roots: Roots, node: GraphNode, by: GraphNode): Roots | undefined {
  const became = new Map<GraphNode, GraphNode>();
  for (const old of topological(rootNodes(roots))) {
    if (old === node) became.set(old, by);
    else if (old.kind !== "call") became.set(old, old);
    else {
      const args = old.args.map((arg) => became.get(arg) ?? arg);
      const made = foldCall(graph, old.fn, args) ?? graph.tryCall(old.fn, args);
      if (made === undefined) return undefined;
      became.set(old, made);
    }
  }
  const update = became.get(roots.update) ?? roots.update;
  if (update.type !== roots.update.type) return undefined;
  return { update, states: roots.states.map(({ before, after }) => ({ before, after: became.get(after) ?? after })) };
}
