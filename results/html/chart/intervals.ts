import { type Markup, element } from "../markup.js";
import { type ChartSize, at, inBothSizes, label, line, octaveTick } from "./frame.js";
import { linearScale } from "./scale.js";

/** A value with its interval, on a line of its own. */
export interface IntervalRow {
  readonly name: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** The value in words. */
  readonly text: string;
  /** The same where there is little room. @default text */
  readonly brief?: string;
  /** Whether it is what matters. @default false */
  readonly isMain?: boolean;
}

/** Units of height that a row takes. */
const ROW = 46;
/** Room above and below the rows. */
const [TOP, BOTTOM] = [8, 34];
/** What of the width is left free on either side. */
const SIDE = 16;

/**
 * Gains in octaves, finite with their intervals, one below the other and the name of each above it, against 0.
 *
 * @param zero - What 0 means.
 */
export function intervalChart(
  title: string, rows: readonly IntervalRow[], zero: string,
): readonly Markup[] {
  return inBothSizes(title, (size) => drawing(rows, zero, size), TOP + ROW * rows.length + BOTTOM);
}

function drawing(
  rows: readonly IntervalRow[], zero: string, { width, height, isNarrow }: ChartSize,
): readonly Markup[] {
  const ends = rows.flatMap(({ mean, low, high }) => [mean, low, high]);
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const room = Math.max(0.05, (most - least) * 0.08);
  const scale = linearScale([least - room, most + room], [SIDE, width - SIDE], isNarrow ? 4 : 8);
  const bottom = height - BOTTOM;
  return [
    element("g", { class: "axes" },
      scale.ticks.map((tick) => [
        line(scale.at(tick), TOP, scale.at(tick), bottom, "grid"),
        label(octaveTick(tick), scale.at(tick), bottom + 16, { anchor: "middle" }),
      ]),
      line(scale.at(0), TOP, scale.at(0), bottom + 4, "zero"),
      label(zero, Math.min(width - SIDE, Math.max(SIDE, scale.at(0))), bottom + 31, {
        anchor: scale.at(0) < width / 3 ? "start" : scale.at(0) > (2 * width) / 3 ? "end" : "middle", className: "title",
      })),
    ...rows.map((row, k) => rowOf(row, TOP + ROW * k, scale.at, { width, isNarrow })),
  ];
}

function rowOf(
  { name, mean, low, high, text, brief = text, isMain = false }: IntervalRow, top: number, x: (value: number) => number,
  { width, isNarrow }: Pick<ChartSize, "width" | "isNarrow">,
): Markup {
  const middle = top + 30;
  const [from, to] = [x(low), x(high)];
  return element("g", { class: isMain ? "interval main" : "interval", tabindex: 0, role: "img" },
    element("title", {}, `${name}: ${text}`),
    label(name, SIDE, top + 16, { className: "name" }),
    label(isNarrow ? brief : text, width - SIDE, top + 16, { anchor: "end", className: "name value" }),
    line(from, middle, to, middle, "range"),
    line(from, middle - 5, from, middle + 5, "range"),
    line(to, middle - 5, to, middle + 5, "range"),
    element("circle", { cx: at(x(mean)), cy: at(middle), r: isMain ? 5.5 : 4 }));
}
