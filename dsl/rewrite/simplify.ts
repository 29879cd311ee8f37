import { check } from "../check.js";
import type { Program } from "../program.js";
import { prune } from "../prune.js";
import { emit } from "./emit.js";
import { Graph, countCalls, rootNodes } from "./graph.js";
import { LIFT_DECAY, LIFT_RATE, liftConstants } from "./lift.js";
import { type Applied, FOLD, NARROW_STATE, RuleIndex, normalize } from "./normalize.js";
import { KEEPS, type Keeps, type RewriteRule } from "./rule.js";
import { REWRITE_RULES } from "./rules.js";
import { MERGE_STATES, VANISHING_STATE, ZERO_STATE, foldZeroStates, mergeEqualStates } from "./state.js";

/** How far to go: `dead` drops dead code and state, `exact` rewrites too. */
export type SimplifyLevel = "dead" | "exact";

/** Options of {@link simplify}. */
export interface SimplifyOptions {
  /** @default "exact" */
  readonly level?: SimplifyLevel;
  /** Whether only rules that keep every bit are used. @default false */
  readonly strict?: boolean;
}

/** How often a rule was used, and what it keeps. */
export interface AppliedRule {
  readonly rule: string;
  readonly keeps: Keeps;
  readonly count: number;
  /** Why it holds. */
  readonly reason: string;
}

/** A simplified program and how it came about. */
export interface Simplified {
  readonly program: Program;
  /** The rules that were used, in the order of the rules. */
  readonly applied: readonly AppliedRule[];
  /** What all of them together keep: the weakest of them. */
  readonly keeps: Keeps;
}

const ALL_RULES = new RuleIndex(REWRITE_RULES);
const STRICT_RULES = new RuleIndex(REWRITE_RULES.filter(({ keeps }) => keeps === "bits"));

/** What is done to a dataflow beside the rules. */
const BUILT_IN: readonly Pick<RewriteRule, "name" | "keeps" | "why">[] = [
  { name: FOLD, keeps: "bits", why: "A call on constants is a constant." },
  { name: MERGE_STATES, keeps: "bits", why: "State variables that always hold the same are one." },
  { name: ZERO_STATE, keeps: "bits", why: "A state variable that never leaves zero is zero." },
  { name: VANISHING_STATE, keeps: "real", why: "A state variable that finite values never move from zero is zero." },
  { name: NARROW_STATE, keeps: "real", why: "State that holds one number for all is one number, with more digits." },
  { name: LIFT_RATE, keeps: "bits", why: "The constant that scales the update is its learning rate." },
  { name: LIFT_DECAY, keeps: "bits", why: "The constant that multiplies the weights is the weight decay." },
];

/**
 * Simplifies a program without training anything. Never returns more statements than it was given.
 *
 * @returns At level `dead` the program as written, less what is dead. At level `exact` a program rewritten to a
 * fixed point, common subexpressions shared, values renamed, its outer scale and decay named as hyperparameters.
 */
export function simplify(program: Program, options: SimplifyOptions = {}): Simplified {
  const { level = "exact", strict = false } = options;
  const pruned = prune(program);
  if (level === "dead") return { program: pruned, applied: [], keeps: "bits" };
  const graph = new Graph();
  const rules = strict ? STRICT_RULES : ALL_RULES;
  const applied: Applied = new Map();
  let roots = normalize(graph, graph.read(check(pruned)), rules, applied);
  // Each round but the last leaves a state variable less.
  for (let before = -1; before !== roots.states.length; ) {
    before = roots.states.length;
    const merged = mergeEqualStates(graph, foldZeroStates(graph, roots, strict, applied), rules, applied);
    if (merged !== roots) roots = normalize(graph, merged, rules, applied);
  }
  const lifted: string[] = [];
  const named = liftConstants(graph, roots, pruned.parameters, lifted);
  if (lifted.length > 0 && countCalls(rootNodes(named)) <= countCalls(rootNodes(roots))) {
    // A hyperparameter is a scalar and no constant, so rules may fit that did not.
    roots = normalize(graph, named, rules, applied);
    for (const rule of lifted) applied.set(rule, 1);
  }
  const used = [...REWRITE_RULES, ...BUILT_IN].flatMap(({ name, keeps, why }): AppliedRule[] => {
    const count = applied.get(name) ?? 0;
    return count > 0 ? [{ rule: name, keeps, count, reason: why }] : [];
  });
  const weakest = Math.max(0, ...used.map(({ keeps }) => KEEPS.indexOf(keeps)));
  return {
    program: emit(program.name, roots, pruned.parameters),
    applied: used,
    keeps: KEEPS[weakest] as Keeps,
  };
}
