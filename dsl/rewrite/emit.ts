import { functionNamed } from "../functions/table.js";
import {
  type Operand,
  type Parameter,
  type Program,
  type Statement,
  constant,
  stateSlots,
  variable,
} from "../program.js";
import { type GraphNode, type ParameterNode, type Roots, rootNodes, topological } from "./graph.js";
import { Namer, updateChain } from "./name.js";

const COPY = functionNamed("copy");

/**
 * Writes a dataflow as a program: one statement a call, arguments first, the update before the state, with
 * readable names. Parameters that nothing reads are left out, but for the weights and the gradient.
 *
 * @param order - The parameters of the program that was read, in order; new ones come last.
 */
export function emit(name: string, roots: Roots, order: readonly Parameter[]): Program {
  const nodes = topological(rootNodes(roots));
  const parameters = parametersOf(nodes, roots, order);
  const namer = new Namer(
    roots,
    parameters.filter((entry) => "id" in entry),
    parameters.flatMap((entry) => ("id" in entry ? [] : [entry.name])),
  );
  const chain = updateChain(roots);
  const slots = new Map<GraphNode, number>();
  const byName = new Map<string, number>();
  const names: string[] = [];
  const slot = (node: GraphNode, called: string): number => {
    let known = byName.get(called);
    if (known === undefined) {
      known = names.length;
      names.push(called);
      byName.set(called, known);
    }
    slots.set(node, known);
    return known;
  };
  const written: Parameter[] = parameters.map((entry) => {
    if (!("id" in entry)) {
      names.push(entry.name);
      byName.set(entry.name, names.length - 1);
      return entry;
    }
    slot(entry, namer.of(entry));
    return { ...entry.parameter, name: namer.of(entry) } as Parameter;
  });
  const calls = nodes.filter((node) => node.kind === "call");
  const lastRead = new Map<GraphNode, number>();
  calls.forEach((call, i) => { for (const arg of call.args) lastRead.set(arg, i); });
  const finals = new Map(roots.states.map(({ before, after }) => [after, before] as const));
  const statements = calls.map((call, i): Statement => {
    const args = call.args.map((arg): Operand =>
      arg.kind === "constant" ? constant(arg.value) : variable(slots.get(arg) as number),
    );
    const state = finals.get(call);
    // The next value of a state takes the state's own name once nothing reads the old value any more.
    const inPlace = state !== undefined && (lastRead.get(state) ?? -1) <= i && !isRoot(roots, state);
    let called: string;
    if (chain.has(call)) called = namer.share(call, namer.update);
    else if (inPlace) called = namer.share(call, namer.of(state));
    else called = namer.nameCall(call);
    return { target: slot(call, called), fn: call.fn, args };
  });
  const outputs = rootNodes(roots).map((root, k) => {
    if (root.kind !== "constant") return slots.get(root) as number;
    const state = roots.states[k - 1]?.before as ParameterNode;
    const target = slot(root, isRoot(roots, state) ? namer.nameConstant(root) : namer.of(state));
    statements.push({ target, fn: COPY, args: [constant(root.value)] });
    return target;
  });
  return { name, parameters: written, states: stateSlots(written), names, statements, outputs };
}

/**
 * The names of the parameters that a dataflow is written with.
 *
 * @param order - The parameters of the program that was read.
 */
export function parameterNames(roots: Roots, order: readonly Parameter[]): readonly string[] {
  const kept = parametersOf(topological(rootNodes(roots)), roots, order);
  return kept.map((entry) => ("id" in entry ? entry.parameter.name : entry.name));
}

/** Whether a state's old value is itself returned. */
function isRoot(roots: Roots, node: GraphNode): boolean {
  return rootNodes(roots).includes(node);
}

/** The parameters that are read, in their old order, then the new ones by name; unread weights and gradient stay. */
function parametersOf(
  nodes: readonly GraphNode[],
  roots: Roots,
  order: readonly Parameter[],
): readonly (ParameterNode | Parameter)[] {
  const read = new Map<string, ParameterNode>();
  for (const { before } of roots.states) read.set(before.parameter.name, before);
  for (const node of nodes) if (node.kind === "parameter") read.set(node.parameter.name, node);
  const known = new Set(order.map(({ name }) => name));
  const old = order.flatMap((parameter): (ParameterNode | Parameter)[] => {
    const node = read.get(parameter.name);
    if (node !== undefined) return [node];
    return parameter.kind === "weights" || parameter.kind === "gradient" ? [parameter] : [];
  });
  const added = [...read.values()].filter(({ parameter }) => !known.has(parameter.name));
  return [...old, ...added.sort((a, b) => (a.parameter.name < b.parameter.name ? -1 : 1))];
}
