import { ContractError } from "../../../src/errors.js";

/** What values are drawn at: a mapping of a range of values to a length of a chart. */
export interface Scale {
  /** The lowest and the highest value that are drawn. */
  readonly domain: readonly [low: number, high: number];
  /** Where a value is drawn; what lies outside is drawn at the edge. */
  readonly at: (value: number) => number;
  /** Round values within the domain, ascending. */
  readonly ticks: readonly number[];
}

/** The ends of an axis on a chart: where the lowest and the highest value are drawn. */
export type Extent = readonly [from: number, to: number];

/** A scale on which equal differences are equally long. The values are finite; of a single one it makes a range. */
export function linearScale([low, high]: readonly [number, number], extent: Extent, count = 5): Scale {
  const [from, to] = widened(low, high);
  return scaleOf([from, to], extent, ticksBetween(from, to, count), (value) => value);
}

/** A scale on which equal ratios are equally long; the values are above 0. */
export function logScale([low, high]: readonly [number, number], extent: Extent, count = 5): Scale {
  if (!(low > 0)) throw new ContractError(`A logarithmic scale has values above 0, got ${low}.`);
  const [from, to] = high > low * (1 + LEAST) ? [low, high] : [low / 1.1, low * 1.1];
  return scaleOf([from, to], extent, roundBetween(from, to, count), Math.log);
}

function scaleOf(
  domain: readonly [number, number], [from, to]: Extent, ticks: readonly number[], measure: (value: number) => number,
): Scale {
  const [first, last] = [measure(domain[0]), measure(domain[1])];
  if (![first, last].every(Number.isFinite)) throw new ContractError(`A scale is finite, got ${domain.join(" to ")}.`);
  return {
    domain, ticks,
    at: (value) => {
      const inside = Math.min(domain[1], Math.max(domain[0], Number.isNaN(value) ? domain[0] : value));
      return from + ((measure(inside) - first) / (last - first)) * (to - from);
    },
  };
}

/** Part of a range's ends that it must be long to be one: of a shorter one numbers cannot tell the middle. */
const LEAST = 1e-9;

/** A range of some length, also of a single value. */
function widened(low: number, high: number): readonly [number, number] {
  if (high - low > LEAST * Math.max(Math.abs(low), Math.abs(high), Number.EPSILON)) return [low, high];
  const room = Math.max(Math.abs(low) / 10, 1e-3);
  return [low - room, high + room];
}

/** Multiples of 1, 2 or 5 times a power of ten, about so many. */
function ticksBetween(low: number, high: number, count: number): readonly number[] {
  const raw = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((digit) => digit * power >= raw * (1 - 1e-9)) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const multiples = Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => (first + k) * step);
  // Rounded, since multiples of 0.1 are not what they are called.
  return multiples.map((tick) => Number(tick.toPrecision(12)) + 0);
}

/** Round numbers between two that are above 0: powers of ten, their doubles and halves, or equal steps. */
function roundBetween(low: number, high: number, count: number): readonly number[] {
  for (const digits of [[1], [1, 3], [1, 2, 5]]) {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
      ticks.push(...digits.map((digit) => Number((digit * 10 ** power).toPrecision(12))));
    }
    const inside = ticks.filter((tick) => tick >= low && tick <= high);
    if (inside.length >= 3) return inside;
  }
  return ticksBetween(low, high, count);
}
