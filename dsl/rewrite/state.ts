import { type Graph, type GraphNode, type Roots, rootNodes, topological } from "./graph.js";
import { type Applied, type RuleIndex, normalize } from "./normalize.js";
import { foldConstants } from "./pattern.js";
import { retype, substitute } from "./substitute.js";

/** The name under which state that is another state's copy is reported. */
export const MERGE_STATES = "merge-equal-states";
/** The name under which state that never leaves zero is reported. */
export const ZERO_STATE = "fold-zero-state";
/** The name under which that is reported where finite values times zero were taken to vanish. */
export const VANISHING_STATE = "fold-vanishing-state";

/**
 * Reads 0 in place of the state variables that never leave it. All state is 0 at the start, so some of it
 * stays 0 if it becomes 0 again in every step in which it was: the largest such set is found by starting from
 * all and dropping what fails.
 *
 * @param strict - Whether a product with 0 counts as unknown, since it may be NaN or −0.
 * @returns The roots without them, `roots` itself where there are none.
 */
export function foldZeroStates(graph: Graph, roots: Roots, strict: boolean, applied: Applied): Roots {
  const order = topological(rootNodes(roots));
  let zero = new Set<GraphNode>(roots.states.map(({ before }) => before));
  let vanished = false;
  for (let settled = false; !settled && zero.size > 0; ) {
    const known = new Map<GraphNode, number>();
    vanished = false;
    for (const node of order) {
      const value = valueOf(node, zero, known);
      if (value !== undefined) known.set(node, value);
      else if (!strict && vanishes(node, known)) {
        known.set(node, 0);
        vanished = true;
      }
    }
    const left = roots.states.filter(({ before, after }) => zero.has(before) && Object.is(known.get(after), 0));
    settled = left.length === zero.size;
    zero = new Set(left.map(({ before }) => before));
  }
  if (zero.size === 0) return roots;
  const folded = substitute(graph, roots, new Map([...zero].map((node) => [node, graph.constant(0)])));
  const rest = folded && { ...folded, states: folded.states.filter(({ before }) => !zero.has(before)) };
  const typed = rest && retype(graph, rest);
  if (typed === undefined) return roots;
  count(applied, vanished ? VANISHING_STATE : ZERO_STATE, zero.size);
  return typed;
}

/** The number that a value is known to be. */
function valueOf(
  node: GraphNode,
  zero: ReadonlySet<GraphNode>,
  known: ReadonlyMap<GraphNode, number>,
): number | undefined {
  switch (node.kind) {
    case "constant":
      return node.value;
    case "parameter":
      return zero.has(node) ? 0 : undefined;
    case "call": {
      const values = node.args.map((arg) => known.get(arg));
      return values.includes(undefined) ? undefined : foldConstants(node.fn, values as number[]);
    }
  }
}

/** Whether a call is 0 because some of its arguments are, whatever finite values the others have. */
function vanishes(node: GraphNode, known: ReadonlyMap<GraphNode, number>): boolean {
  if (node.kind !== "call") return false;
  const isZero = (k: number): boolean => known.get(node.args[k] as GraphNode) === 0;
  switch (node.fn.name) {
    case "multiply":
    case "dot":
      return isZero(0) || isZero(1);
    case "divide":
    case "protected_divide":
    case "clip":
    case "norm":
    case "global_norm":
    case "sum":
    case "mean":
    case "rms":
    case "row_mean":
    case "col_mean":
      return isZero(0);
    case "interp":
      return isZero(0) && isZero(1);
    default:
      return false;
  }
}

/** How often classes of state are split; only long delay lines, of which each split is one, need many. */
const MOST_ROUNDS = 20;

/**
 * Reads one state variable in place of several that always hold the same. All state is 0 at the start, so
 * state variables stay equal if each step in which they were makes them equal again: the classes are found by
 * taking all of one type to be equal and splitting them until that is so. What each step makes of them is
 * compared in normal form.
 *
 * @returns The roots without the others, `roots` itself where there are none.
 */
export function mergeEqualStates(graph: Graph, roots: Roots, rules: RuleIndex, applied: Applied): Roots {
  let classes = groupBy(roots.states, ({ before }) => before.type).filter((members) => members.length > 1);
  for (let round = 0; round < MOST_ROUNDS && classes.length > 0; round++) {
    const first = new Map<GraphNode, GraphNode>(
      classes.flatMap((members) => members.slice(1).map(({ before }) => [before, (members[0] as State).before])),
    );
    const used: Applied = new Map();
    const substituted = substitute(graph, roots, first);
    if (substituted === undefined) return roots;
    const merged = normalize(graph, substituted, rules, used, { keepDeadState: true });
    const after = new Map(merged.states.map((state) => [state.before, state.after]));
    const split = classes.flatMap((members) => groupBy(members, ({ before }) => after.get(before)));
    if (split.length === classes.length) {
      for (const [name, times] of used) count(applied, name, times);
      count(applied, MERGE_STATES, first.size);
      return { ...merged, states: merged.states.filter(({ before }) => !first.has(before)) };
    }
    classes = split.filter((members) => members.length > 1);
  }
  return roots;
}

type State = Roots["states"][number];

function groupBy<T>(items: readonly T[], keyOf: (item: T) => unknown): readonly (readonly T[])[] {
  const groups = new Map<unknown, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

function count(applied: Applied, name: string, times: number): void {
  applied.set(name, (applied.get(name) ?? 0) + times);
}
