import { counted, toSignedNumber, toWholeNumber } from "../../number.js";
import { type ChartSize, type Margins, areaBetween, at, axes, inBothSizes, label, line, octaveTick, pathThrough } from "../chart/frame.js";
import { linearScale } from "../chart/scale.js";
import { spreadLabels } from "../chart/spread-labels.js";
import { judgedText } from "../judged.js";
import { type Child, type Markup, element } from "../markup.js";
import { figure, section } from "../piece.js";
import type { ChampionPoint, Course, RunStory } from "../story.js";

/** What the course of a run is drawn against. */
interface Measure {
  readonly key: "trained" | "steps";
  readonly name: string;
  readonly title: string;
}

const MEASURES: readonly Measure[] = [
  { key: "trained", name: "by candidates", title: "candidates trained" },
  { key: "steps", name: "by training steps", title: "training steps" },
];

/** A champion that has a score. */
type Judged = ChampionPoint & { readonly score: NonNullable<ChampionPoint["score"]> };

/** How the best became better, against candidates and against training steps: a reader chooses. */
export function courseSection({ course }: RunStory): Markup | null {
  const champions = course.champions.filter((champion): champion is Judged => champion.score !== null);
  if (champions.length === 0) return null;
  const choices = MEASURES.map(({ key, name }, k) => [
    element("input", { type: "radio", name: "course", id: `course-${key}`, checked: k === 0 }),
    element("label", { for: `course-${key}` }, name),
  ]);
  return section("course", "Best over time",
    element("div", { class: "choice" }, choices, MEASURES.map((measure) =>
      element("div", { class: `choice-${measure.key}` },
        figure(captionText(course, champions), inBothSizes(`Best score against ${measure.title}`, (size) => drawing(course, champions, measure, size)))))),
  );
}

function captionText({ tried, end }: Course, champions: readonly Judged[]): string {
  const last = champions.at(-1);
  return "The best so far, each on all seeds that it was ever trained on, with its 95 % interval: " +
    `${counted(champions.length, "champion")}, the last with ${last === undefined ? "" : judgedText(last.score)}. ` +
    "Dots are candidates on the seeds that they began with, which flatters the highest of them" +
    `${tried.length < end.trained ? `: ${toWholeNumber(tried.length)} of ${toWholeNumber(end.trained)} are shown, those that came to their end` : ""}. ` +
    "What lies below the scale is drawn on its lower edge.";
}

const MARGINS: Margins = { top: 28, right: 16, bottom: 44, left: 46 };
/** Room for the names of lines on a wide chart. */
const NAMES = 116;

function drawing(course: Course, champions: readonly Judged[], { key, title }: Measure, size: ChartSize): Child {
  const { width, height, isNarrow } = size;
  const margins = { ...MARGINS, right: isNarrow ? MARGINS.right : NAMES };
  const end = Math.max(1, course.end[key]);
  const x = linearScale([0, end], [margins.left, width - margins.right], isNarrow ? 3 : 6);
  const y = linearScale(rangeOf(course, champions), [height - margins.bottom, margins.top], 5);
  const corners = champions.flatMap((champion, k) => {
    const until = champions[k + 1]?.[key] ?? end;
    return [champion[key], until].map((moment) => ({ moment, champion }));
  });
  const edge = (value: (champion: Judged) => number): readonly (readonly [number, number])[] =>
    corners.map(({ moment, champion }) => [x.at(moment), y.at(value(champion))]);
  return [
    axes(
      { scale: x, text: shortCount, title }, { scale: y, text: octaveTick, title: "octaves over the reference" }, size, margins,
    ),
    element("g", { class: "tried" }, course.tried.map((point) =>
      element("circle", { cx: at(x.at(point[key])), cy: at(y.at(point.score)), r: 1.6 }))),
    element("path", { class: "band", d: areaBetween(edge(upper), edge(lower)) }),
    levels(course, y.at, size, margins),
    element("path", { class: "best", d: pathThrough(edge(({ score }) => score.score)) }),
    champions.map((champion) => element("g", { class: "point", tabindex: 0, role: "img" },
      element("title", {}, `${champion.index}: ${judgedText(champion.score)}, after ${toWholeNumber(champion.trained)} candidates ` +
        `and ${toWholeNumber(champion.steps)} steps; ${champion.change}`),
      element("circle", { cx: at(x.at(champion[key])), cy: at(y.at(champion.score.score)), r: 4.5 }))),
  ];
}

/** What there was before: the bar and the best start, as lines with their names. */
function levels(
  { bar, start }: Course, y: (value: number) => number, { width, isNarrow }: ChartSize, margins: Margins,
): Child {
  const lines = [
    ...(Number.isFinite(bar) ? [{ name: "the bar", value: bar, className: "bar-line" }] : []),
    ...(start === null ? [] : [{ name: "best start", value: start.score.score, className: "start-line" }]),
  ];
  const wanted = lines.map(({ value }) => y(value));
  // On a narrow chart there is no room beside the lines: the names stand below all of them.
  const low = isNarrow ? Math.max(...wanted) + 14 : margins.top;
  const heights = spreadLabels(wanted, { distance: 15, low, high: y(-Infinity) });
  return lines.map(({ name, value, className }, k) => {
    const text = `${name} ${toSignedNumber(value)}`;
    const right = width - margins.right;
    return [
      line(margins.left, y(value), right, y(value), className),
      isNarrow
        ? label(text, right, heights[k] ?? 0, { anchor: "end", className: "name" })
        : label(text, right + 8, (heights[k] ?? 0) + 4, { className: "name" }),
    ];
  });
}

function upper({ score: { score, error } }: Judged): number {
  return score + error;
}

function lower({ score: { score, error } }: Judged): number {
  return score - error;
}

/** How far below all that matters a scale reaches, in octaves: what is worse is no more than worse. */
const DEPTH = 1;

function rangeOf({ bar, start, tried }: Course, champions: readonly Judged[]): readonly [number, number] {
  const last = champions.at(-1) as Judged;
  const matters = [bar, last.score.score, ...(start === null ? [] : [start.score.score]), lower(last), upper(last)]
    .filter(Number.isFinite);
  const ends = champions.flatMap((each) => [lower(each), upper(each)]);
  const all = [...matters, ...ends, ...tried.map(({ score }) => score)].filter(Number.isFinite);
  const [low, high] = [Math.max(Math.min(...all), Math.min(...matters) - DEPTH), Math.max(...all)];
  return [low - 0.05, high + 0.05];
}

/** A count on an axis, as in `20k` and `1.5M`. */
export function shortCount(count: number): string {
  const [unit, divisor] = count >= 1e6 ? ["M", 1e6] : count >= 1e4 ? ["k", 1e3] : ["", 1] as const;
  return divisor === 1 ? toWholeNumber(count) : `${Number((count / divisor).toPrecision(3))}${unit}`;
}
