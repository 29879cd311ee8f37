import { ARRAY_WISE, SCALAR } from "../../../dsl/type.js";
import type { Step, StepState } from "./step.js";
import { type Term, closure, isOfArray, operationOf } from "./term.js";

/**
 * One walk over all arrays, and what is computed before it. A sum over all arrays must be whole before what depends
 * on it is computed, so a rule with such sums walks more than once.
 */
export interface Walk {
  /** What is read and was there before the step. */
  readonly given: ReadonlySet<Term>;
  /** Scalars of the whole tree that are computed before the walk, arguments first. */
  readonly before: readonly Term[];
  /** Those of them that the walk reads, or that are state after the step. */
  readonly beforeOutputs: readonly Term[];
  /** What is computed at each array, arguments first. */
  readonly inside: readonly Term[];
  /** What of that must have a name: it is stored, summed, kept or subtracted. */
  readonly insideOutputs: readonly Term[];
  /** The inner products over all arrays that the walk adds up. */
  readonly sums: readonly Term[];
  /** What it computes at each array that a later walk reads and that no state variable holds. */
  readonly kept: readonly Term[];
  /** What an earlier walk kept and this one reads. */
  readonly fetched: readonly Term[];
  /** State variables, by their place, whose new value was written by an earlier walk and is read by this one. */
  readonly restored: readonly number[];
  /** State variables that are written at each array. */
  readonly written: readonly number[];
  /** State variables of the whole tree that are written before the walk. */
  readonly writtenBefore: readonly number[];
  /** Whether what is computed before it reads the number of the step. */
  readonly countsBefore: boolean;
  /** Whether what is computed at an array does. */
  readonly countsInside: boolean;
  readonly isFirst: boolean;
  /** Whether the weights are updated. */
  readonly isLast: boolean;
}

/** How a framework sees the scalars of a step. */
export interface Scope {
  /** Scalars, state variables among them, of which there is one for the whole tree. */
  readonly ofTree: ReadonlySet<Term>;
  /** Whether scalars of the step's number that are computed before a walk hold inside it too. */
  readonly sharesStep: boolean;
}

/** What a later walk would rather compute again than keep. */
const CHEAP: ReadonlySet<string | undefined> =
  new Set(["add", "subtract", "multiply", "divide", "negate", "square", "interp", "less"]);

/** The walks of a step, in order. */
export function walksOf(step: Step, scope: Scope): readonly Walk[] {
  const { update, states, terms } = step;
  const levels = levelsOf(terms);
  const last = Math.max(...terms.map((term) => levels.get(term) as number));
  const sums = Array.from({ length: last + 1 }, (_, k) =>
    terms.filter((term) => isSum(term) && levels.get(term) === k + 1));
  const ends = [update, ...states.filter(({ before }) => !scope.ofTree.has(before)).map(({ after }) => after)];
  const roots = sums.map((summed, k) => [...summed.flatMap(({ args }) => args), ...(k === last ? ends : [])]);

  const next = new Set(states.map(({ after }) => after));
  const first = new Map<Term, number>();
  const computed = roots.map((ofWalk, k) => {
    const isThere = (term: Term): boolean =>
      first.has(term) && (next.has(term) || !isCheap(term, (arg) => first.has(arg)));
    const walk = closure(ofWalk, (term) => !isOfArray(term) || isThere(term)).filter(isArrayCall);
    for (const term of walk) if (!first.has(term)) first.set(term, k);
    return new Set(walk);
  });
  const readsOf = computed.map((walk, k) => new Set([...[...walk].flatMap(({ args }) => args), ...(roots[k] ?? [])]));
  const writtenAt = states.map(({ before, after }) => {
    const k = first.get(after) ?? last;
    return readsOf.slice(k + 1).some((read) => read.has(before)) ? last : k;
  });
  const isHeld = (term: Term, k: number): boolean =>
    states.some(({ after }, n) => after === term && isArrayCall(after) && (writtenAt[n] as number) < k);

  return roots.map((_, k): Walk => {
    const here = computed[k] as ReadonlySet<Term>;
    const written = states.flatMap(({ before }, n) => (!scope.ofTree.has(before) && writtenAt[n] === k ? [n] : []));
    const writtenBefore = states.flatMap(({ before }, n) => (scope.ofTree.has(before) && k === last ? [n] : []));
    const kept = [...here].filter((term) => first.get(term) === k
      && readsOf.some((later, j) => j > k && later.has(term) && !computed[j]?.has(term) && !isHeld(term, j)));
    const stored = written.map((n) => (states[n] as StepState).after);
    const summed = (sums[k] ?? []).flatMap(({ args }) => args);
    const insideEnds = [...summed, ...(k === last ? [update] : []), ...stored, ...kept];
    const read = new Set([...[...here].flatMap(({ args }) => args), ...insideEnds]);
    const earlier = [...read].filter((term) => isArrayCall(term) && !here.has(term));
    const reached = closure(insideEnds, (term) => earlier.includes(term) || scope.ofTree.has(term) || isSum(term));
    const reads = [...reached.flatMap(({ args }) => args), ...insideEnds];
    const asked = new Set(reads.filter((term) => scope.ofTree.has(term)));
    const beforeEnds = [...asked, ...writtenBefore.map((n) => (states[n] as StepState).after)];
    const reachedBefore = closure(beforeEnds, isSum);
    const before = reachedBefore.filter(isCall);
    const shared = new Set(before.filter((term) => scope.sharesStep || !dependsOnStep(term)));
    const inside = closure(insideEnds, (term) => earlier.includes(term) || shared.has(term) || scope.ofTree.has(term)
      || isSum(term));
    const insideReads = new Set([...inside.flatMap(({ args }) => args), ...insideEnds]);
    const isNamed = (term: Term): boolean => isCall(term) && inside.includes(term);
    return {
      given: new Set([...inside, ...reachedBefore, ...insideEnds, ...asked].filter((term) => !isCall(term))),
      before,
      beforeOutputs: before.filter((term) => insideReads.has(term) || beforeEnds.includes(term)),
      inside: inside.filter(isCall),
      insideOutputs: [...new Set([...stored, ...insideEnds].filter(isNamed))],
      sums: sums[k] ?? [],
      kept,
      fetched: earlier.filter((term) => !isHeld(term, k)),
      restored: states.flatMap(({ after }, n) => (earlier.includes(after) && isHeld(after, k) ? [n] : [])),
      written,
      writtenBefore,
      countsBefore: [...before.flatMap(({ args }) => args), ...beforeEnds].some(isStepNumber),
      countsInside: [...insideReads].some(isStepNumber),
      isFirst: k === 0,
      isLast: k === last,
    };
  });
}

/**
 * The scalars of which there is one for the whole tree: what comes of sums over all arrays, of the loss or of
 * certain state variables, and the state variables that these are made of.
 *
 * @param isTreeState - Whether a state variable is one of them in any case.
 */
export function treeScalars(step: Step, isTreeState: (state: StepState) => boolean): ReadonlySet<Term> {
  const { terms, states } = step;
  const ofTree = new Set(states.filter(isTreeState).map(({ before }) => before));
  for (let size = -1; size !== ofTree.size; ) {
    size = ofTree.size;
    for (const term of terms) {
      const isLoss = term.origin.kind === "input" && term.origin.input === "loss";
      if (isLoss || isSum(term)) ofTree.add(term);
      else if (term.type === SCALAR && term.args.some((arg) => ofTree.has(arg))) ofTree.add(term);
    }
    const within = new Set(closure(ofTree, isSum));
    for (const { before, after, type } of states) {
      if (type === SCALAR && (ofTree.has(after) || within.has(before))) ofTree.add(before);
    }
  }
  return ofTree;
}

function dependsOnStep(term: Term): boolean {
  return closure([term], isSum).some(isStepNumber);
}

function isStepNumber({ origin }: Term): boolean {
  return origin.kind === "input" && origin.input === "t";
}

/** Whether a value is an inner product over all arrays. */
export function isSum(term: Term): boolean {
  return operationOf(term) === "treeDot";
}

function isCall(term: Term): boolean {
  return operationOf(term) !== undefined && !isSum(term);
}

function isArrayCall(term: Term): boolean {
  return isCall(term) && term.type >= ARRAY_WISE;
}

/** How many sums over all arrays, one after the other, must be whole before a term is there. */
function levelsOf(terms: readonly Term[]): ReadonlyMap<Term, number> {
  const levels = new Map<Term, number>();
  for (const term of terms) {
    const level = Math.max(0, ...term.args.map((arg) => levels.get(arg) as number));
    levels.set(term, isSum(term) ? level + 1 : level);
  }
  return levels;
}

/** Whether a call is one plain operation on what is there anyway. */
function isCheap(term: Term, isKept: (arg: Term) => boolean): boolean {
  return CHEAP.has(operationOf(term)) && term.args.every((arg) => !isArrayCall(arg) || isKept(arg));
}
