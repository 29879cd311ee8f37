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
  const outputs = [update, ...states.map(({ next }) => next)];
  const live = liveValues(rule, outputs);
  const stageOf = values.map(() => 0);
  values.forEach((value, i) => {
    // Narrow values are computed before the matrix functions of their stage, tensors in the pass after them.
    const waits = value.kind === "reduce" || value.kind === "matrix";
    const ready = operandsOf(value).map((operand) =>
      (stageOf[operand] as number) + (waits && values[operand]?.width === 2 ? 1 : 0),
    );
    stageOf[i] = Math.max(0, ...ready);
  });
  const last = Math.max(...values.map((_, i) => (live.has(i) ? (stageOf[i] as number) : 0)));
  const isLane = (i: number): boolean => {
    const value = values[i] as UpdateValue;
    return value.kind === "element" && value.width === 2;
  };
  const kept = new Set<number>();
  const expense = values.map(() => 0);
  values.forEach((value, i) => {
    if (!isLane(i)) return;
    const own = operandsOf(value).reduce((sum, operand) => sum + (expense[operand] as number), cost(value));
    expense[i] = own;
    if (!live.has(i)) return;
    const users = values.filter((user, j) => live.has(j) && operandsOf(user).includes(i));
    const laterUse = users.some(
      (user) => user.kind === "element" && (stageOf[values.indexOf(user)] as number) > (stageOf[i] as number),
    );
    const intoMatrix = users.some(({ kind }) => kind === "matrix");
    if (intoMatrix || (laterUse && own > RECOMPUTE)) {
      kept.add(i);
      expense[i] = 0;
    }
  });
  return Array.from({ length: last + 1 }, (_, stage): Stage => {
    const at = (i: number): boolean => live.has(i) && stageOf[i] === stage;
    const all = values.map((_value, i) => i);
    const reductions = all.filter(
      (i) => values[i]?.kind === "reduce" && live.has(i) && stageOf[i] === stage + 1,
    );
    const keptHere = all.filter((i) => kept.has(i) && stageOf[i] === stage);
    const targets = [...reductions.flatMap((i) => operandsOf(values[i] as UpdateValue)), ...keptHere];
    if (stage === last) targets.push(...outputs.filter((i) => values[i]?.width === 2));
    const wanted = new Set<number>();
    const want = (i: number): void => {
      if (wanted.has(i) || !isLane(i) || (kept.has(i) && (stageOf[i] as number) < stage)) return;
      wanted.add(i);
      operandsOf(values[i] as UpdateValue).forEach(want);
    };
    targets.forEach(want);
    return {
      narrow: all.filter((i) => at(i) && isNarrowStep(values[i] as UpdateValue)),
      matrices: all.filter((i) => at(i) && values[i]?.kind === "matrix"),
      computed: all.filter((i) => wanted.has(i)),
      kept: keptHere,
      reductions,
    };
  });
}

function isNarrowStep(value: UpdateValue): boolean {
  return (value.kind === "element" && value.width < 2) || value.kind === "total";
}

function liveValues({ values }: UpdateRule, outputs: readonly number[]): ReadonlySet<number> {
  const live = new Set<number>();
  const visit = (i: number): void => {
    if (live.has(i)) return;
    live.add(i);
    operandsOf(values[i] as UpdateValue).forEach(visit);
  };
  outputs.forEach(visit);
  return live;
}
