import type { Documentation } from "./documentation.js";

/** Where a rule comes from, what it scored and what it is best used with, a paragraph each; no more than is known. */
export function provenance({ found, scores }: Documentation): readonly string[] {
  const measured = scores.map(({ on, what, mean, interval }) => {
    const range = interval === null ? "" : ` (95 % interval ${decimal(interval[0])} to ${decimal(interval[1])})`;
    return `- ${on}: ${what} ${decimal(mean)}${range}`;
  });
  return [
    ...(found === null ? [] : [`Found by ${found}.`]),
    ...(measured.length === 0 ? [] : [["Scores:", ...measured].join("\n")]),
  ];
}

/** A number to three significant digits. */
export function decimal(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** A sentence: the first letter large, a full stop at the end. */
export function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
