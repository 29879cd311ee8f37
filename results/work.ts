import { percent, toWholeNumber } from "./number.js";

/**
 * The parts of a discovery, in their order. `confirmation` is what the search spent on further seeds of what it holds
 * for good, and on its challenges of the best; `comparison`, all that was judged against the bar but sealed families.
 */
export const WORK_PARTS = ["search", "confirmation", "selection", "ablation", "comparison", "sealed"] as const;

/** One of the parts of a discovery. */
export type WorkPart = (typeof WORK_PARTS)[number];

/** Training steps of each part: those of references and of a page's learning curves are in none. */
export type Work = Readonly<Record<WorkPart, number>>;

/** What a part took of all work. */
export interface WorkShare {
  readonly part: WorkPart;
  /** Training steps. */
  readonly steps: number;
  /** Of all of them, from 0 to 1. */
  readonly share: number;
}

/** The steps of all parts. */
export function stepsOf(work: Work): number {
  return WORK_PARTS.reduce((sum, part) => sum + work[part], 0);
}

/** The parts that took any steps. */
export function sharesOf(work: Work): readonly WorkShare[] {
  const all = stepsOf(work);
  return WORK_PARTS.flatMap((part) => (work[part] === 0 ? [] : [{ part, steps: work[part], share: work[part] / all }]));
}

/** Where the steps went, as in `1,000 training steps: 700 in search (70 %), 300 in comparison (30 %)`. */
export function workText(work: Work): string {
  const parts = sharesOf(work).map(({ part, steps, share }) => `${toWholeNumber(steps)} in ${part} (${percent(share)})`);
  return `${toWholeNumber(stepsOf(work))} training steps${parts.length === 0 ? "" : `: ${parts.join(", ")}`}`;
}
