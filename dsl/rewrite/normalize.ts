import { FUNCTIONS } from "../functions/table.js";
import { type CallNode, type Graph, type GraphNode, type Roots, countCalls, rootNodes, topological } from "./graph.js";
import { type CompiledRule, type Match, buildReplacement, compileRule, foldCall, matchRule } from "./pattern.js";
import type { RewriteRule } from "./rule.js";

/** How often one node may be rewritten in one pass, and how many passes there may be: both far above need. */
const MOST_REWRITES = 100;
const MOST_PASSES = 100;

/** Counts the applications of each rule, by name. */
export type Applied = Map<string, number>;

/** The name under which constant folding is reported. */
export const FOLD = "fold-constants";

/** Rules by the function that they look for, in the order of their list. */
export class RuleIndex {
  readonly #byRoot: readonly CompiledRule[][];

  constructor(rules: readonly RewriteRule[]) {
    this.#byRoot = FUNCTIONS.map(() => []);
    for (const rule of rules) {
      const compiled = compileRule(rule);
      this.#byRoot[compiled.root.id]?.push(compiled);
    }
  }

  /** The rules that may fit a call. */
  for(node: CallNode): readonly CompiledRule[] {
    return this.#byRoot[node.fn.id] ?? [];
  }
}

/**
 * Rewrites a program's dataflow to a fixed point. Never needs more statements than before: a pass that would
 * is taken back and run again with those rules alone that cannot grow anything.
 */
export function normalize(graph: Graph, roots: Roots, rules: RuleIndex, applied: Applied): Roots {
  let current = liveRoots(roots);
  let size = countCalls(rootNodes(current));
  let cautious = false;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const counted: Applied = new Map();
    const next = liveRoots(new Pass(graph, rules, cautious, counted).run(current));
    const nextSize = countCalls(rootNodes(next));
    if (nextSize > size) {
      if (cautious) break;
      cautious = true;
      continue;
    }
    if (sameRoots(current, next)) break;
    for (const [name, count] of counted) applied.set(name, (applied.get(name) ?? 0) + count);
    current = next;
    size = nextSize;
  }
  return current;
}

/** One walk over the graph, arguments before calls. */
class Pass {
  readonly #graph: Graph;
  readonly #rules: RuleIndex;
  readonly #cautious: boolean;
  readonly #applied: Applied;
  readonly #became = new Map<GraphNode, GraphNode>();
  /** How many calls of the graph use a node, as far as is known in this walk. */
  readonly #uses = new Map<GraphNode, number>();

  constructor(graph: Graph, rules: RuleIndex, cautious: boolean, applied: Applied) {
    this.#graph = graph;
    this.#rules = rules;
    this.#cautious = cautious;
    this.#applied = applied;
  }

  run(roots: Roots): Roots {
    const order = topological(rootNodes(roots));
    const uses = countUses(order, rootNodes(roots));
    for (const node of order) {
      const became = node.kind === "call" ? this.#rewrite(this.#rebuilt(node)) : node;
      this.#became.set(node, became);
      this.#uses.set(became, (this.#uses.get(became) ?? 0) + (uses.get(node) ?? 0));
    }
    return {
      update: this.#asWide(roots.update),
      states: roots.states.map(({ before, after }) => ({ before, after: this.#asWide(after) })),
    };
  }

  /** What a node became, or the node itself where it would be narrower than it has to be. */
  #asWide(node: GraphNode): GraphNode {
    const became = this.#became.get(node) ?? node;
    return became.type === node.type ? became : node;
  }

  /** The same call on what its arguments became. */
  #rebuilt(node: CallNode): GraphNode {
    const args = node.args.map((arg, k) =>
      node.fn.args[k]?.type === "any" ? (this.#became.get(arg) ?? arg) : this.#asWide(arg),
    );
    return this.#graph.tryCall(node.fn, args) ?? node;
  }

  #rewrite(node: GraphNode): GraphNode {
    let current = node;
    for (let i = 0; i < MOST_REWRITES; i++) {
      const next = this.#step(current);
      if (next === undefined) return current;
      current = next;
    }
    return current;
  }

  #step(node: GraphNode): GraphNode | undefined {
    if (node.kind !== "call") return undefined;
    const folded = foldCall(this.#graph, node.fn, node.args);
    if (folded !== undefined) {
      this.#count(FOLD);
      return folded;
    }
    for (const compiled of this.#rules.for(node)) {
      if (this.#cautious && compiled.builds > 1) continue;
      const match = matchRule(compiled, node);
      if (match === undefined) continue;
      const built: GraphNode[] = [];
      const next = buildReplacement(this.#graph, compiled, match, built);
      if (next === undefined || next === node || this.#grows(match, built)) continue;
      this.#count(compiled.rule.name);
      return next;
    }
    return undefined;
  }

  /** Whether more calls would come than go: the root goes, and with it those that nothing else uses. */
  #grows(match: Match, built: readonly GraphNode[]): boolean {
    let coming = 0;
    for (const node of built) if (!this.#uses.has(node)) coming++;
    if (coming <= 1) return false;
    let going = 1;
    for (const node of match.calls.slice(1)) if ((this.#uses.get(node) ?? 0) <= 1) going++;
    return coming > going;
  }

  #count(name: string): void {
    this.#applied.set(name, (this.#applied.get(name) ?? 0) + 1);
  }
}

function countUses(order: readonly GraphNode[], roots: readonly GraphNode[]): ReadonlyMap<GraphNode, number> {
  const uses = new Map<GraphNode, number>();
  const use = (node: GraphNode): void => {
    uses.set(node, (uses.get(node) ?? 0) + 1);
  };
  for (const node of order) if (node.kind === "call") node.args.forEach(use);
  roots.forEach(use);
  return uses;
}

/** The roots without the state variables that no update depends on any more. */
export function liveRoots(roots: Roots): Roots {
  const live = new Set<GraphNode>();
  for (;;) {
    const reached = new Set(
      topological([roots.update, ...roots.states.filter(({ before }) => live.has(before)).map(({ after }) => after)]),
    );
    const before = live.size;
    for (const state of roots.states) if (reached.has(state.before)) live.add(state.before);
    if (live.size === before) return { ...roots, states: roots.states.filter((state) => live.has(state.before)) };
  }
}

function sameRoots(a: Roots, b: Roots): boolean {
  return (
    a.update === b.update &&
    a.states.length === b.states.length &&
    a.states.every(({ before, after }, k) => before === b.states[k]?.before && after === b.states[k].after)
  );
}
