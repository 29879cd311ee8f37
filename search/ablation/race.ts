import { ContractError } from "../../src/errors.js";
import { mean, standardError } from "../../src/statistics.js";
import { studentQuantile } from "../../src/student.js";

/** How often a part that is worth the margin is dropped all the same: at most. */
const ALPHA = 0.05;

/** Pairs at the first look, at least. */
const FEWEST = 8;

/** What is known of the worth of something, from pairs. All in octaves: log2 speed-up. */
export interface Worth {
  /** Mean difference over the pairs: above 0 where training is slower without it. Infinite where it fails. */
  readonly mean: number;
  /** Standard error of the mean. */
  readonly error: number;
  /** The upper end of the one-sided 95 % interval that the worth was judged by. */
  readonly bound: number;
  /** Pairs. */
  readonly pairs: number;
}

/** What a look at the pairs says: it is worth less than the margin, it will not be found to be, or look again. */
export type Verdict = "less" | "not-less" | "open";

/**
 * After how many pairs one looks: 8, 16, 32 … and the most.
 *
 * @throws {@link ContractError} where that is below two.
 */
export function looksOf(most: number): readonly number[] {
  if (!Number.isSafeInteger(most) || most < 2) throw new ContractError(`A race takes 2 pairs or more, got ${most}.`);
  const looks: number[] = [];
  for (let pairs = FEWEST; pairs < most; pairs *= 2) looks.push(pairs);
  return [...looks, most];
}

/**
 * The worth that the first pairs show. The 5 % by which the bound may err are spent on the looks in proportion to the
 * pairs that each adds (Lan and DeMets 1983, spending ∝ information), and by Bonferroni's inequality, so that the
 * chance of being below the margin at any look is at most that; with the quantiles of Student's t.
 *
 * @param differences - One of each pair, as many as at a look.
 */
export function worthOf(differences: readonly number[], most: number): Worth {
  const pairs = differences.length;
  const centre = mean(differences);
  if (!Number.isFinite(centre)) return { mean: Infinity, error: Infinity, bound: Infinity, pairs };
  const error = standardError(differences);
  return { mean: centre, error, bound: centre + quantileAt(pairs, most) * error, pairs };
}

/**
 * Judges a worth at a look. A race is given up where the mean, were it two standard errors better, would not be below
 * the margin after the most pairs: that keeps the part, so it is no error of the kind that is bounded.
 */
export function judge(worth: Worth, margin: number, most: number): Verdict {
  const { mean: centre, error, bound, pairs } = worth;
  if (bound < margin) return "less";
  if (pairs >= most || !Number.isFinite(centre)) return "not-less";
  const last = quantileAt(most, most) * error * Math.sqrt(pairs / most);
  return centre - 2 * error + last < margin ? "open" : "not-less";
}

function quantileAt(pairs: number, most: number): number {
  const looks = looksOf(most);
  const before = looks.filter((look) => look < pairs).at(-1) ?? 0;
  return studentQuantile(1 - (ALPHA * (pairs - before)) / most, pairs - 1);
}
