import {
  type Graph,
  type GraphNode,
  type ParameterNode,
  type Roots,
  leastStateTypes,
  rootNodes,
  topological,
} from "./graph.js";
import { foldCall } from "./pattern.js";

/** The roots with some nodes in others' places; `undefined` where that breaks a type. */
export function substitute(graph: Graph, roots: Roots, by: ReadonlyMap<GraphNode, GraphNode>): Roots | undefined {
  const became = new Map<GraphNode, GraphNode>(by);
  for (const old of topological(rootNodes(roots))) {
    if (old.kind !== "call") continue;
    const args = old.args.map((arg) => became.get(arg) ?? arg);
    const made = foldCall(graph, old.fn, args) ?? graph.tryCall(old.fn, args);
    if (made === undefined) return undefined;
    became.set(old, made);
  }
  const image = (node: GraphNode): GraphNode => became.get(node) ?? node;
  const update = image(roots.update);
  if (update.type !== roots.update.type) return undefined;
  return { update, states: roots.states.map(({ before, after }) => ({ before, after: image(after) })) };
}

/** The roots with every state variable as narrow as what is assigned to it; `undefined` where that is too narrow. */
export function retype(graph: Graph, roots: Roots): Roots | undefined {
  const types = leastStateTypes(roots);
  const narrowed = new Map<GraphNode, ParameterNode>();
  roots.states.forEach(({ before }, k) => {
    const type = types[k];
    if (type !== undefined && type < before.type) narrowed.set(before, graph.parameter(before.parameter, type));
  });
  if (narrowed.size === 0) return roots;
  const typed = substitute(graph, roots, narrowed);
  return typed && {
    ...typed,
    states: typed.states.map(({ before, after }) => ({ before: narrowed.get(before) ?? before, after })),
  };
}
