import { ContractError } from "./errors.js";
import { RandomStream } from "./random.js";
import { mean } from "./statistics.js";

/** Resamples of a bootstrap. */
const RESAMPLES = 2000;

/** A rank correlation with its 95 % interval. */
export interface RankCorrelation {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Spearman's rank correlation of pairs, equals sharing their mean rank, and its 95 % interval by a bootstrap over
 * the pairs (percentiles of 2,000 resamples). The same on every call.
 *
 * @throws {@link ContractError} where there are fewer than three pairs, or not as many of the one as of the other.
 */
export function rankCorrelation(xs: readonly number[], ys: readonly number[]): RankCorrelation {
  const n = xs.length;
  if (n < 3 || n !== ys.length) throw new ContractError(`A rank correlation is of three pairs or more, got ${n}.`);
  const stream = new RandomStream(1, "rank correlation");
  const resampled: number[] = [];
  for (let k = 0; k < RESAMPLES; k++) {
    const drawn = Array.from({ length: n }, () => stream.integer(n));
    const value = spearman(drawn.map((i) => xs[i] as number), drawn.map((i) => ys[i] as number));
    // A resample of one pair alone says nothing.
    if (!Number.isNaN(value)) resampled.push(value);
  }
  resampled.sort((a, b) => a - b);
  const at = (p: number): number => resampled[Math.round(p * (resampled.length - 1))] ?? NaN;
  return { value: spearman(xs, ys), low: at(0.025), high: at(0.975) };
}

/** The correlation of the ranks; NaN where all of one are equal. */
function spearman(xs: readonly number[], ys: readonly number[]): number {
  return correlation(ranks(xs), ranks(ys));
}

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const [a, b] = [mean(xs), mean(ys)];
  let [xy, xx, yy] = [0, 0, 0];
  xs.forEach((x, k) => {
    const [dx, dy] = [x - a, (ys[k] as number) - b];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  });
  return xy / Math.sqrt(xx * yy);
}

/** The rank of each value, from 1; equals share the mean of theirs. */
function ranks(values: readonly number[]): readonly number[] {
  const order = values.map((_, i) => i).sort((a, b) => compare(values[a] as number, values[b] as number));
  const found = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++;
    for (let k = from; k < to; k++) found[order[k] as number] = (from + to + 1) / 2;
    from = to;
  }
  return found;
}

/** Not a difference: that of two infinities is NaN. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
