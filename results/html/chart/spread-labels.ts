/** Where labels may stand. */
export interface LabelRoom {
  /** Between two of them, at least. */
  readonly distance: number;
  readonly low: number;
  readonly high: number;
}

/** Heights for labels at the ends of lines, so that they do not lie upon each other: near what was wanted, in order. */
export function spreadLabels(wanted: readonly number[], { distance, low, high }: LabelRoom): readonly number[] {
  const order = wanted.map((_, k) => k).sort((a, b) => (wanted[a] as number) - (wanted[b] as number));
  const placed = new Array<number>(wanted.length).fill(0);
  let floor = low;
  for (const k of order) {
    placed[k] = Math.max(wanted[k] as number, floor);
    floor = placed[k] + distance;
  }
  let ceiling = high;
  for (const k of order.toReversed()) {
    placed[k] = Math.min(placed[k] as number, ceiling);
    ceiling = placed[k] - distance;
  }
  return placed;
}
