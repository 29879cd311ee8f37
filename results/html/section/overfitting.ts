import { counted, toSignedNumber, toWholeNumber } from "../../number.js";
import { type SelectionOverfitting, overfittingScore, overfittingText } from "../../selection-report.js";
import { type ChartSize, type Margins, at, axes, inBothSizes, label, line, octaveTick, pathThrough } from "../chart/frame.js";
import { type Scale, linearScale } from "../chart/scale.js";
import { spreadLabels } from "../chart/spread-labels.js";
import { type Child, type Markup, element } from "../markup.js";
import { figure, paragraph } from "../piece.js";
import { shortCount } from "./course.js";

type Point = SelectionOverfitting["points"][number];

/** A line of the chart: what each best of the search has of it. */
interface Series {
  readonly name: string;
  readonly kind: "fitness" | "score";
  /** Those that have a value, in order; at least one. */
  readonly points: readonly (Point & { readonly value: number })[];
}

/**
 * Whether the search has fitted itself to its own tasks: the fitness of its bests over time against their scores at
 * the last stage, drawn, and a warning where these have become worse.
 *
 * @param size - Of the last stage.
 * @param entries - Of the log, when the selection was made.
 */
export function overfittingOf(overfitting: SelectionOverfitting, size: number, entries: number): Child {
  const { points, since } = overfitting;
  const text = overfittingText(overfitting, size);
  return [
    element("h3", {}, `Fitness over time, and what it was worth at ×${size}`),
    since === null ? paragraph(text) : element("p", { class: "warning" }, text),
    points.length === 0 ? null : figure(captionText(points, size), chartOf(overfitting, size, entries)),
  ];
}

function captionText(points: readonly Point[], size: number): string {
  return `${counted(points.length, "best")} of the search, each from when it became that: hollow points are ` +
    "fitness, as the search knew it in the end on the tasks that it trained on; full ones are the score of the same programs at " +
    `×${size} on families that it never trained on, with its 95 % interval. What failed is drawn on the lower edge. Where the ` +
    "hollow points rise and the full ones do not, the search has learned its own tasks alone.";
}

function chartOf(overfitting: SelectionOverfitting, size: number, entries: number): readonly Markup[] {
  const { points } = overfitting;
  const known = points.flatMap((point) => (point.fitness === null ? [] : [{ ...point, value: point.fitness }]));
  const series: readonly Series[] = [
    { name: "fitness", kind: "fitness" as const, points: known },
    { name: `at ×${size}`, kind: "score" as const, points: points.map((point) => ({ ...point, value: valueOf(point) })) },
  ].filter((each) => each.points.length > 0);
  const end = Math.max(1, entries, ...points.map((point) => point.at));
  return inBothSizes(`Fitness of the search's bests against their scores at ×${size}, by entries of the log`, (chart) =>
    drawing(series, overfitting, end, chart));
}

/** A score on the chart: what failed lies below all else. */
function valueOf({ score, failed = 0 }: Point): number {
  return failed > 0 ? -Infinity : score;
}

const MARGINS: Margins = { top: 28, right: 16, bottom: 44, left: 46 };
/** Room for the names of lines, on a wide and on a narrow chart. */
const [NAMES, NARROW_NAMES] = [116, 104];

function drawing(
  series: readonly Series[], { points, since }: SelectionOverfitting, end: number, size: ChartSize,
): Child {
  const { width, height, isNarrow } = size;
  const margins = { ...MARGINS, right: isNarrow ? NARROW_NAMES : NAMES };
  const right = width - margins.right;
  const x = linearScale([0, end], [margins.left, right], isNarrow ? 3 : 6);
  const y = linearScale(rangeOf(points), [height - margins.bottom, margins.top]);
  const heights = spreadLabels(series.map((each) => y.at(lastOf(each).value)), {
    distance: 15, low: margins.top + 4, high: height - margins.bottom,
  });
  return [
    axes(
      { scale: x, text: shortCount, title: "entries of the log" }, { scale: y, text: octaveTick, title: "octaves over the reference" },
      size, margins),
    since === null ? null : element("g", {},
      line(x.at(since), margins.top, x.at(since), height - margins.bottom, "start-line"),
      label("worse since", x.at(since) + (isLate(since, end) ? -6 : 6), margins.top + 10, {
        anchor: isLate(since, end) ? "end" : "start", className: "name",
      })),
    series.map((each) => lineOf(each, x, y, end)),
    series.map((each) => each.points.map((point) => pointOf(each, point, x, y))),
    series.map((each, k) => label(
      `${each.name} ${Number.isFinite(lastOf(each).value) ? toSignedNumber(lastOf(each).value) : "failed"}`,
      right + 8, (heights[k] ?? 0) + 4, { className: each.kind === "score" ? "name value" : "name" })),
  ];
}

function lastOf({ points }: Series): Series["points"][number] {
  return points.at(-1) as Series["points"][number];
}

/** Whether a moment is where what is written beside it goes to the left. */
function isLate(moment: number, end: number): boolean {
  return moment > end / 2;
}

/** From best to best, and from the last on to the end, since none followed it. */
function lineOf({ kind, points }: Series, x: Scale, y: Scale, end: number): Markup {
  const path = points.map((point): readonly [number, number] => [x.at(point.at), y.at(point.value)]);
  const last = path.at(-1);
  const whole = last === undefined ? [] : [...path, [x.at(end), last[1]] as const];
  return element("g", { class: kind === "score" ? "curve dash-1" : "curve program" },
    element("path", { class: "course", d: pathThrough(whole) }));
}

function pointOf({ kind }: Series, point: Series["points"][number], x: Scale, y: Scale): Markup {
  const { index, value, score, error, failed = 0 } = point;
  const [left, top] = [x.at(point.at), y.at(value)];
  const became = `${index}, the best at entry ${toWholeNumber(point.at)}`;
  const circle = element("circle", { cx: at(left), cy: at(top), r: 4.5 });
  if (kind === "fitness") {
    return element("g", { class: "point", tabindex: 0, role: "img" },
      element("title", {}, `${became}: fitness ${toSignedNumber(value)}`), circle);
  }
  const [high, low] = [y.at(score + error), y.at(score - error)];
  return element("g", { class: "interval", tabindex: 0, role: "img" },
    element("title", {}, `${became}: score ${overfittingScore(point)}`),
    failed > 0 ? null : [
      line(left, high, left, low, "range"), line(left - 4, high, left + 4, high, "range"), line(left - 4, low, left + 4, low, "range"),
    ],
    circle);
}

/** Of all that is finite, with a little room. */
function rangeOf(points: readonly Point[]): readonly [number, number] {
  const all = points.flatMap(({ fitness, score, error, failed = 0 }) =>
    [fitness ?? NaN, ...(failed > 0 ? [] : [score, score - error, score + error])]).filter(Number.isFinite);
  if (all.length === 0) return [-1, 1];
  return [Math.min(...all) - 0.05, Math.max(...all) + 0.05];
}
