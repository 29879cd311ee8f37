const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** Numbers as bars on one line between two levels; what lies outside is cut, NaN is a gap. */
export function sparkline(values: readonly number[], lowest: number, highest: number): string {
  const top = BARS.length - 1;
  return values
    .map((value) => {
      if (Number.isNaN(value)) return " ";
      if (!(highest > lowest)) return BARS[0] as string;
      const level = Math.round((top * (value - lowest)) / (highest - lowest));
      return BARS[Math.min(top, Math.max(0, level))] as string;
    })
    .join("");
}
