import { liveValues } from "./live.js";
import { type UpdateRule, type UpdateValue, operandsOf } from "./rule.js";

/** Arithmetic a lane, in multiplications, beyond which a tensor is kept for later passes and not recomputed. */
const RECOMPUTE = 6;

/** One pass over all parameters, and what must be known before it. */
export interface Stage {
  /** Narrow values to be computed before the pass, in order. */
  readonly narrow: readonly number[];
  /** Matrix functions to be computed before the pass, in order. */
  readonly matrices: readonly number[];
  /** Tensors computed lane by lane in the pass, in order. */
  readonly computed: readonly number[];
  /** Of these, those that are kept in memory for later stages. */
  readonly kept: readonly number[];
  /** Reductions whose sums are taken in the pass. */
  readonly reductions: readonly number[];
}

/**
 * Divides a rule into passes: a value that depends on a reduction or a matrix function waits for the next
 * pass. Nothing that a pass reads is overwritten before the last, so later passes compute cheap values again.
 *
 * @param cost - The cost of an element-wise primitive, in multiplications.
 */
export function planStages(rule: UpdateRule, cost: (value: UpdateValue) => number): readonly Stage[] {
  const { values, update, states } = rule;
  const live = liveValues(rule);
  const stageOf = values.map(() => 0);
  for (const i of live) {
    const value = values[i] as UpdateValue;
    // Narrow values are computed before the matrix functions of their stage, tensors in the pass after them.
    const waits = value.kind === "reduce" || value.kind === "matrix";
    const ready = operandsOf(value).map((operand) =>
      (stageOf[operand] as number) + (waits && values[operand]?.width === 2 ? 1 : 0),
    );
    stageOf[i] = Math.max(0, ...ready);
  }
  const kept = keptValues({ values, live, stageOf, cost });
  const stages = live.reduce((most, i) => Math.max(most, 1 + (stageOf[i] as number)), 1);
  const members: { narrow: number[]; matrices: number[]; kept: number[]; reductions: number[] }[] =
    Array.from({ length: stages }, () => ({ narrow: [], matrices: [], kept: [], reductions: [] }));
  for (const i of live) {
    const value = values[i] as UpdateValue;
    const stage = stageOf[i] as number;
    const own = members[stage];
    if (isNarrowStep(value)) own?.narrow.push(i);
    if (value.kind === "matrix") own?.matrices.push(i);
    if (kept.has(i)) own?.kept.push(i);
    // Its sum is taken in the pass before, if it is one of a tensor.
    if (value.kind === "reduce") members[stage - 1]?.reductions.push(i);
  }
  const outputs = [update, ...states.map(({ next }) => next)].filter((i) => values[i]?.width === 2);
  return members.map((own, stage): Stage => {
    const targets = [...own.reductions.flatMap((i) => operandsOf(values[i] as UpdateValue)), ...own.kept];
    if (stage === stages - 1) targets.push(...outputs);
    const wanted = new Set<number>();
    for (let i = targets.pop(); i !== undefined; i = targets.pop()) {
      const value = values[i] as UpdateValue;
      if (wanted.has(i) || !isLane(value) || (kept.has(i) && (stageOf[i] as number) < stage)) continue;
      wanted.add(i);
      targets.push(...operandsOf(value));
    }
    return { ...own, computed: [...wanted].sort((a, b) => a - b) };
  });
}

/** What is known of a rule's values when it is decided which of them are kept. */
interface Plan {
  readonly values: readonly UpdateValue[];
  /** Ascending. */
  readonly live: readonly number[];
  readonly stageOf: readonly number[];
  readonly cost: (value: UpdateValue) => number;
}

/** Tensors computed lane by lane that are kept in memory: what matrix functions read, and what is dear to repeat. */
function keptValues({ values, live, stageOf, cost }: Plan): ReadonlySet<number> {
  const lastUse = values.map(() => 0);
  const intoMatrix = new Set<number>();
  for (const j of live) {
    const user = values[j] as UpdateValue;
    for (const i of operandsOf(user)) {
      if (user.kind === "element") lastUse[i] = Math.max(lastUse[i] as number, stageOf[j] as number);
      if (user.kind === "matrix") intoMatrix.add(i);
    }
  }
  const kept = new Set<number>();
  const expense = values.map(() => 0);
  for (const i of live) {
    const value = values[i] as UpdateValue;
    if (!isLane(value)) continue;
    const own = operandsOf(value).reduce((sum, operand) => sum + (expense[operand] as number), cost(value));
    const isDear = own > RECOMPUTE && (lastUse[i] as number) > (stageOf[i] as number);
    if (intoMatrix.has(i) || isDear) kept.add(i);
    else expense[i] = own;
  }
  return kept;
}

/** Whether a value is computed lane by lane in a pass. */
function isLane(value: UpdateValue): boolean {
  return value.kind === "element" && value.width === 2;
}

function isNarrowStep(value: UpdateValue): boolean {
  return (value.kind === "element" && value.width < 2) || value.kind === "total";
}
