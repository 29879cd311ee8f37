import { mean, standardError } from "../../../src/statistics.js";
import { studentQuantile } from "../../../src/student.js";
import { counted, toShortNumber } from "../../number.js";
import { type ChartSize, type Margins, areaBetween, at, axes, inBothSizes, label, pathThrough } from "../chart/frame.js";
import { linearScale, logScale } from "../chart/scale.js";
import { spreadLabels } from "../chart/spread-labels.js";
import { type Child, type Markup, element } from "../markup.js";
import { figure, remark, section } from "../piece.js";
import type { RuleCurve, RunStory, TaskCurves } from "../story.js";
import { shortCount } from "./course.js";

/** The part of Student's t below the upper end of a 95 % interval. */
const UPPER = 0.975;

/** From this ratio of the largest to the smallest loss on, a scale is logarithmic. */
const RATIO = 3;

/** Units between the lowest loss and the axis. */
const ROOM = 14;

/** A point of a curve: the mean over seeds and its 95 % interval. */
interface Point {
  readonly step: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** A curve up to where it failed on a seed. */
interface Drawn {
  readonly rule: RuleCurve;
  readonly points: readonly Point[];
  readonly isWhole: boolean;
}

/** How the program learns beside the rules of the bar. */
export function curvesSection({ curves, final }: RunStory): Markup | null {
  if (curves === null) return null;
  return section("curves", "Learning curves against the bar",
    ...curves.tasks.map((task) => {
      const drawn = task.rules.map((rule) => drawnOf(task, rule));
      return [
        element("h3", {}, `${task.task} ×${task.size}`),
        figure(captionOf(task, drawn), inBothSizes(`Validation loss on ${task.task}`, (size) => drawing(task, drawn, size))),
      ];
    }),
    remark(`Means of ${counted(curves.seeds.length, "fresh seed")}, the program's with its 95 % interval. The program is as it was ` +
      `evolved${final?.ablated === true ? ", before ablation" : ""}, the rules of the bar as they were tuned for the task. The search trained on ` +
      "these tasks, on other seeds."),
  );
}

function drawnOf({ steps }: TaskCurves, rule: RuleCurve): Drawn {
  const points: Point[] = [];
  for (const [k, step] of steps.entries()) {
    const losses = rule.losses.map((curve) => curve[k] ?? NaN);
    const middle = mean(losses);
    if (losses.length === 0 || !Number.isFinite(middle)) break;
    const half = losses.length < 2 ? 0 : studentQuantile(UPPER, losses.length - 1) * standardError(losses);
    points.push({ step, mean: middle, low: middle - half, high: middle + half });
  }
  return { rule, points, isWhole: points.length === steps.length };
}

function captionOf({ family, horizon, batch }: TaskCurves, drawn: readonly Drawn[]): string {
  const ends = drawn.filter(({ isWhole }) => isWhole)
    .map(({ rule, points }) => ({ name: rule.name, loss: points.at(-1)?.mean ?? NaN }))
    .sort((a, b) => a.loss - b.loss).map(({ name, loss }) => `${name} ${toShortNumber(loss)}`);
  const failed = drawn.filter(({ isWhole }) => !isWhole).map(({ rule }) => rule.name);
  return `Validation loss (${family}, ${counted(horizon, "step")} of ${batch}). At the end: ${ends.join(", ")}.` +
    (failed.length === 0 ? "" : ` Failed on a seed: ${failed.join(", ")}.`);
}

const MARGINS: Margins = { top: 28, right: 16, bottom: 44, left: 46 };
/** Room for names, on a wide and on a narrow chart. */
const [NAMES, NARROW_NAMES] = [128, 104];

function drawing({ horizon }: TaskCurves, drawn: readonly Drawn[], size: ChartSize): Child {
  const { width, height, isNarrow } = size;
  const margins = { ...MARGINS, right: isNarrow ? NARROW_NAMES : NAMES };
  const all = drawn.flatMap(({ points }) => points);
  if (all.length === 0) return label("Every training failed.", margins.left, height / 2);
  const [low, high] = [Math.min(...all.map((point) => point.mean)), Math.max(...all.map((point) => point.mean))];
  const isLog = low > 0 && high / low > RATIO;
  // The best curve does not lie on the axis.
  const extent = [height - margins.bottom - ROOM, margins.top] as const;
  const y = isLog ? logScale([low, high], extent) : linearScale([low, high], extent);
  const x = linearScale([0, horizon], [margins.left, width - margins.right], isNarrow ? 3 : 6);
  const place = (value: (point: Point) => number) => (point: Point): readonly [number, number] =>
    [x.at(point.step), y.at(value(point))];
  // The program last, so that it lies above the others.
  const order = drawn.toSorted((a, b) => Number(a.rule.role === "program") - Number(b.rule.role === "program"));
  const ends = order.filter(({ points }) => points.length > 0);
  const heights = spreadLabels(ends.map(({ points }) => y.at((points.at(-1) as Point).mean)), {
    distance: 15, low: margins.top + 4, high: height - margins.bottom,
  });
  return [
    axes(
      { scale: x, text: shortCount, title: "steps" },
      { scale: y, text: toShortNumber, title: `validation loss${isLog ? ", logarithmic" : ""}` }, size, margins),
    order.map(({ rule, points }, k) => element("g", {
      class: rule.role === "program" ? "curve program" : `curve dash-${k % DASHES}`, tabindex: 0, role: "img",
    },
    element("title", {}, `${rule.name}: ${toShortNumber(points.at(-1)?.mean ?? NaN)} after ${points.at(-1)?.step ?? 0} steps`),
    rule.role === "program"
      ? element("path", { class: "band", d: areaBetween(points.map(place((point) => point.high)), points.map(place((point) => point.low))) })
      : null,
    element("path", { class: "course", d: pathThrough(points.map(place((point) => point.mean))) }))),
    ends.map(({ rule, points }, k) => {
      const [endX, endY] = place((point) => point.mean)(points.at(-1) as Point);
      const right = width - margins.right;
      return [
        element("path", { class: "leader", d: `M${at(endX + 2)} ${at(endY)}L${at(right + 10)} ${at(heights[k] ?? endY)}` }),
        label(rule.name, right + 14, (heights[k] ?? endY) + 4, { className: rule.role === "program" ? "name value" : "name" }),
      ];
    }),
  ];
}

/** How many kinds of dashes lines have. */
const DASHES = 5;
