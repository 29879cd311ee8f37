/**
 * A number for people: three significant digits, no exponent between 0.001 and 10,000, integers whole.
 */
export function toShortNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return String(value);
  if (size >= 0.001 && size < 10_000) return String(Number(value.toPrecision(3)));
  return Number(value.toExponential(2)).toExponential().replace("e+", "e");
}

/** A count and its noun, as in `1 statement` and `2 statements`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** A whole number for people, as in `8,970`. */
export function toWholeNumber(value: number): string {
  return value.toLocaleString("en-US");
}

/** A number of which the sign matters, with two digits behind the point, as in `+0.41`. */
export function toSignedNumber(value: number): string {
  if (!Number.isFinite(value)) return toShortNumber(value);
  const text = value.toFixed(2);
  // What rounds to nothing has no sign.
  return Number(text) === 0 ? "0.00" : value > 0 ? `+${text}` : text;
}

/** A share for people, as in `61 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}
