import type { MeasuredWorth } from "../../results/ablation-report.js";
import { ContractError } from "../../src/errors.js";
import { upperBound } from "../../src/paired.js";
import { RISK } from "./worth.js";

/** Parts of the pairs after which one looks. */
const SHARES = [1 / 4, 1 / 2, 1] as const;

/** Pairs at the first look, at least. */
const FEWEST = 8;

/** By how many standard errors a mean may be better than it seems, for a race to go on. */
const HOPE = 2;

/** What a look says: something is worth less than the margin, that will not be found, or look again. */
export type Verdict = "less" | "not-less" | "open";

/** A look at the pairs of a race. */
export interface Look {
  /** How many there are then. */
  readonly pairs: number;
  /** How often the bound may err at this look. */
  readonly risk: number;
}

/**
 * The looks of a race of so many pairs: after a quarter, a half and all of them, where that is eight or more. Several
 * looks would err more often than one, so each has its part of the 5 %: what is spent by a look grows with the square
 * of the share of pairs (the power family of Kim and DeMets 1987), and parts add up (Bonferroni), whatever the looks
 * have in common.
 *
 * @throws {@link ContractError} where there are fewer than two pairs.
 */
export function looksOf(most: number): readonly Look[] {
  if (!Number.isSafeInteger(most) || most < 2) throw new ContractError(`A race takes 2 pairs or more, got ${most}.`);
  const counts = SHARES.map((share) => Math.ceil(share * most)).filter((pairs) => pairs >= FEWEST || pairs === most);
  const spent = (pairs: number): number => (RISK * pairs * pairs) / (most * most);
  return counts.map((pairs, k) => ({ pairs, risk: spent(pairs) - spent(counts[k - 1] ?? 0) }));
}

/**
 * Judges a worth at a look. A race is given up where the mean, were it two standard errors better, would not be below
 * the margin at the last look: that keeps the part, so it is no error of the kind that is bounded.
 *
 * @param last - The last look of the race.
 */
export function judge(worth: MeasuredWorth, margin: number, last: Look): Verdict {
  const { mean, error, bound, pairs } = worth;
  if (bound < margin) return "less";
  if (pairs >= last.pairs || !Number.isFinite(mean)) return "not-less";
  const then = { mean: mean - HOPE * error, error: error * Math.sqrt(pairs / last.pairs) };
  return upperBound(then, last.pairs, last.risk) < margin ? "open" : "not-less";
}
