import { FUNCTIONS } from "../functions/table.js";
import { type ValueType, SCALAR, TENSOR } from "../type.js";
import {
  type CallNode,
  type Graph,
  type GraphNode,
  type Roots,
  countCalls,
  leastStateTypes,
  rootNodes,
  topological,
} from "./graph.js";
import { Nonnegative } from "./nonnegative.js";
import { type CompiledRule, type Match, buildReplacement, compileRule, foldCall, matchRule } from "./pattern.js";
import type { RewriteRule } from "./rule.js";
import { retype } from "./substitute.js";

/** How often one node may be rewritten in one pass, and how many passes there may be: no program came near. */
const MOST_REWRITES = 100;
const MOST_PASSES = 50;
/** How many calls all passes together may visit, so that ten thousand statements do not take many passes. */
const MOST_VISITS = 60_000;
/** How deep a replacement's own calls are rewritten at once; what is deeper waits for the next pass. */
const DEEPEST = 20;

/** Counts the applications of each rule, by name. */
export type Applied = Map<string, number>;

/** The name under which constant folding is reported. */
export const FOLD = "fold-constants";

/** The name under which it is reported that state became narrower, and so has more digits. */
export const NARROW_STATE = "narrow-state";

/** Rules by the function that they look for, in the order of their list. */
export class RuleIndex {
  readonly #byRoot: readonly CompiledRule[][];
  /** Whether all of them keep every bit. */
  readonly keepsBits: boolean;

  constructor(rules: readonly RewriteRule[]) {
    this.keepsBits = rules.every(({ keeps }) => keeps === "bits");
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

/** Options of {@link normalize}. */
export interface NormalizeOptions {
  /** Whether state that no update depends on is kept. @default false */
  readonly keepDeadState?: boolean;
}

/**
 * Rewrites a program's dataflow to a fixed point. Never needs more statements than before: a pass that would
 * is taken back and run again with those rules alone that cannot grow anything.
 */
export function normalize(
  graph: Graph,
  roots: Roots,
  rules: RuleIndex,
  applied: Applied,
  { keepDeadState = false }: NormalizeOptions = {},
): Roots {
  const live = keepDeadState ? (all: Roots): Roots => all : liveRoots;
  let current = live(roots);
  let size = countCalls(rootNodes(current));
  let cautious = false;
  const passes = Math.min(MOST_PASSES, Math.ceil(MOST_VISITS / Math.max(1, size)));
  for (let pass = 0; pass < passes; pass++) {
    const counted: Applied = new Map();
    const next = live(new Pass(graph, rules, cautious, counted).run(current));
    if (sameRoots(current, next)) break;
    const nextSize = countCalls(rootNodes(next));
    if (nextSize > size) {
      if (cautious) break;
      cautious = true;
      continue;
    }
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
  /** For a node that became narrower: what it becomes where its width is needed. */
  readonly #wide = new Map<GraphNode, GraphNode>();
  /** How many calls of the graph use a node, as far as is known in this walk. */
  readonly #uses = new Map<GraphNode, number>();
  #nonnegative: (node: GraphNode) => boolean = () => false;

  constructor(graph: Graph, rules: RuleIndex, cautious: boolean, applied: Applied) {
    this.#graph = graph;
    this.#rules = rules;
    this.#cautious = cautious;
    this.#applied = applied;
  }

  run(roots: Roots): Roots {
    const facts = new Nonnegative(roots);
    this.#nonnegative = (node) => facts.has(node);
    const order = topological(rootNodes(roots));
    const uses = countUses(order, rootNodes(roots));
    for (const node of order) {
      const became = node.kind === "call" ? this.#visit(node) : node;
      this.#became.set(node, became);
      this.#uses.set(became, (this.#uses.get(became) ?? 0) + (uses.get(node) ?? 0));
    }
    const rewritten: Roots = {
      update: this.#asWide(roots.update),
      states: roots.states.map(({ before, after }) => ({ before, after: this.#asWide(after) })),
    };
    const narrowed = this.#rules.keepsBits ? undefined : retype(this.#graph, rewritten);
    if (narrowed === undefined) return keepWidths(roots, rewritten);
    if (narrowed !== rewritten) this.#count(NARROW_STATE);
    return narrowed;
  }

  /** Rewrites a call whose arguments are done, and once more as wide as it was if that made it narrower. */
  #visit(node: CallNode): GraphNode {
    const became = this.#rewrite(this.#rebuilt(node, false), SCALAR);
    if (became.type !== node.type) this.#wide.set(node, this.#rewrite(this.#rebuilt(node, true), node.type));
    return became;
  }

  /** What a node became, as wide as it was. */
  #asWide(node: GraphNode): GraphNode {
    return this.#wide.get(node) ?? this.#became.get(node) ?? node;
  }

  /** The same call on what its arguments became. */
  #rebuilt(node: CallNode, wide: boolean): GraphNode {
    const args = node.args.map((arg, k) =>
      !wide && node.fn.args[k]?.type === "any" ? (this.#became.get(arg) ?? arg) : this.#asWide(arg),
    );
    return this.#graph.tryCall(node.fn, args) ?? node;
  }

  /** Applies rules to a call until none fits, never making it narrower than is allowed. */
  #rewrite(node: GraphNode, narrowest: ValueType, depth = 0): GraphNode {
    let current = node;
    for (let i = 0; i < MOST_REWRITES; i++) {
      const next = this.#step(current, narrowest, depth);
      if (next === undefined) return current;
      current = next;
    }
    return current;
  }

  #step(node: GraphNode, narrowest: ValueType, depth: number): GraphNode | undefined {
    if (node.kind !== "call") return undefined;
    const folded = foldCall(this.#graph, node.fn, node.args);
    if (folded !== undefined && folded.type >= narrowest) {
      this.#count(FOLD);
      return folded;
    }
    for (const compiled of this.#rules.for(node)) {
      if (this.#cautious && compiled.builds > 1) continue;
      const match = matchRule(compiled, node, this.#nonnegative);
      if (match === undefined) continue;
      const built: GraphNode[] = [];
      const next = buildReplacement(this.#graph, compiled, match, built);
      if (next === undefined || next === node || next.type < narrowest) continue;
      if (compiled.rule.keeps === "bits" && !hasSameDigits(next.type, node.type)) continue;
      if (this.#grows(match, built)) continue;
      this.#count(compiled.rule.name);
      return depth < DEEPEST ? this.#settled(next, built, depth) : next;
    }
    return undefined;
  }

  /** A replacement with the calls within it rewritten too, as wide as they were. */
  #settled(node: GraphNode, built: readonly GraphNode[], depth: number): GraphNode {
    if (node.kind !== "call" || !built.includes(node)) return node;
    const args = node.args.map((arg) => {
      if (!built.includes(arg)) return arg;
      return this.#rewrite(this.#settled(arg, built, depth), arg.type, depth + 1);
    });
    return this.#graph.tryCall(node.fn, args) ?? node;
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

/**
 * Whether a value of one type has the digits that it had as one of another, and so has what is made of it: one
 * number for all arrays is a float64 as one for each is, but a tensor's are float32.
 */
function hasSameDigits(type: ValueType, old: ValueType): boolean {
  return type === old || (type < old && old !== TENSOR);
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

/**
 * The rewritten roots, but the old value of every state variable that would no longer be as wide as it is. A
 * state variable is as wide as what is assigned to it, so `v + 1 + (g - g)` may lose what makes `v` a tensor;
 * then everything that is made of `v` would be narrower than the graph takes it to be, and have other bits, or
 * be too narrow for a function that takes tensors.
 */
function keepWidths(old: Roots, rewritten: Roots): Roots {
  let roots = rewritten;
  for (;;) {
    const types = leastStateTypes(roots);
    const narrow = roots.states.map(({ before }, k) => (types[k] ?? SCALAR) < before.type);
    if (!narrow.includes(true)) return roots;
    const states = roots.states.map((state, k) => (narrow[k] === true ? (old.states[k] ?? state) : state));
    if (states.every((state, k) => state.after === roots.states[k]?.after)) return old;
    roots = { ...roots, states };
  }
}

/** The roots without the state variables that no update depends on any more. */
function liveRoots(roots: Roots): Roots {
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
