import { type Child, type Markup, element } from "../markup.js";
import type { Scale } from "./scale.js";

/** How large a chart is drawn, in its own units: one is a pixel where it is not scaled. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
  readonly isNarrow: boolean;
}

/** Room around what is drawn. */
export interface Margins {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

const WIDE: ChartSize = { width: 720, height: 320, isNarrow: false };
const NARROW: ChartSize = { width: 340, height: 260, isNarrow: true };

/**
 * A chart twice, for wide pages and narrow ones, of which a page shows one: letters stay as large as they should be.
 *
 * @param height - Of both. Default: 320 for wide pages, 260 for narrow ones.
 */
export function inBothSizes(name: string, draw: (size: ChartSize) => Child, height?: number): readonly Markup[] {
  return [WIDE, NARROW].map((size) => (height === undefined ? size : { ...size, height })).map((size) =>
    element("svg", {
      class: size.isNarrow ? "narrow" : "wide", viewBox: `0 0 ${size.width} ${size.height}`, role: "group",
      "aria-label": name,
    }, draw(size)));
}

/** A number in a drawing: two digits behind the point are finer than can be seen. */
export function at(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

/** Text in a drawing. */
export function label(
  text: Child, x: number, y: number, { anchor = "start", className }: LabelOptions = {},
): Markup {
  return element("text", { x: at(x), y: at(y), "text-anchor": anchor, class: className }, text);
}

/** Options of {@link label}. */
export interface LabelOptions {
  /** Which part of the text stands at the point. @default "start" */
  readonly anchor?: "start" | "middle" | "end";
  readonly className?: string | undefined;
}

/** A straight line in a drawing. */
export function line(x1: number, y1: number, x2: number, y2: number, className: string): Markup {
  return element("line", { x1: at(x1), y1: at(y1), x2: at(x2), y2: at(y2), class: className });
}

/** An axis: what its ticks say, and what it measures. */
export interface Axis {
  readonly scale: Scale;
  readonly text: (tick: number) => string;
  readonly title: string;
}

/** Lines and words around a chart: one faint line for each tick of y, ticks of x below, what y measures above. */
export function axes(x: Axis, y: Axis, { width, height }: ChartSize, margins: Margins): Markup {
  const [left, right, bottom] = [margins.left, width - margins.right, height - margins.bottom];
  return element("g", { class: "axes" },
    y.scale.ticks.map((tick) => [
      line(left, y.scale.at(tick), right, y.scale.at(tick), "grid"),
      label(y.text(tick), left - 8, y.scale.at(tick) + 4, { anchor: "end" }),
    ]),
    line(left, bottom, right, bottom, "axis"),
    x.scale.ticks.map((tick) => [
      line(x.scale.at(tick), bottom, x.scale.at(tick), bottom + 4, "axis"),
      label(x.text(tick), x.scale.at(tick), bottom + 18, { anchor: "middle" }),
    ]),
    label(y.title, 0, 12, { className: "title" }),
    label(x.title, right, bottom + 34, { anchor: "end", className: "title" }),
  );
}

/** A tick of a scale of octaves: with its sign, without digits that say nothing. */
export function octaveTick(octaves: number): string {
  return octaves > 0 ? `+${octaves}` : String(octaves);
}

/** The path through points. */
export function pathThrough(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y], k) => `${k === 0 ? "M" : "L"}${at(x)} ${at(y)}`).join("");
}

/** The area between two paths over the same points. */
export function areaBetween(
  upper: readonly (readonly [x: number, y: number])[], lower: readonly (readonly [x: number, y: number])[],
): string {
  return upper.length === 0 ? "" : `${pathThrough([...upper, ...lower.toReversed()])}Z`;
}
