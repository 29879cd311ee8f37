import { durationText } from "../../duration.js";
import { counted, percent, toShortNumber, toSignedNumber, toWholeNumber } from "../../number.js";
import type { RunReport } from "../../run-report.js";
import { type Markup, element } from "../markup.js";
import { at } from "../chart/frame.js";
import { dataTable, facts, figure, section } from "../piece.js";
import type { RunStory } from "../story.js";

/** What became of some candidates. */
interface Fate {
  readonly name: string;
  readonly count: number;
  /** Which shade it is drawn in: the more was spent on a candidate, the stronger. */
  readonly shade: string;
  readonly meaning: string;
}

/** What happened to the candidates of a run. */
export function candidatesSection({ run }: RunStory): Markup {
  const { counts, falseRejections } = run;
  const fates = fatesOf(run);
  return section("candidates", "What happened to candidates",
    figure(`${toWholeNumber(counts.candidates)} programs were proposed, and ${toWholeNumber(run.evaluations)} of them trained.`,
      stack(fates, counts.candidates)),
    dataTable<Fate>("What became of them", [
      { title: "outcome", cell: ({ name, shade }) => [element("span", { class: `swatch ${shade}` }), name] },
      { title: "candidates", cell: ({ count }) => toWholeNumber(count), isNumber: true },
      { title: "of all", cell: ({ count }) => percent(counts.candidates === 0 ? 0 : count / counts.candidates), isNumber: true },
      { title: "why", cell: ({ meaning }) => meaning },
    ], fates),
    facts([
      ["never proposed", `${toWholeNumber(counts.invalid)} children that were invalid or beyond the limits`],
      ["length", `${toShortNumber(counts.statements)} statements on average, ${percent(counts.redundancy)} of them redundant`],
      ["looked at again", `${toWholeNumber(counts.sweeps)} scaled (${toWholeNumber(counts.sweepsKept)} better by it), ` +
        `${toWholeNumber(counts.confirmations)} confirmed on more seeds, ${counted(counts.challenges, "challenge")} of the best`],
      ["false stops", falseRejections === null
        ? "unknown: no candidate was let past a hurdle to see"
        : `${percent(falseRejections)} of the ${toWholeNumber(counts.spared)} that were let past a hurdle to see ended in the top quarter`],
      ["training", `${toWholeNumber(counts.steps)} steps, ${durationText(counts.seconds)} of workers`],
    ]),
    tasksTable(run),
  );
}

function fatesOf({ counts }: RunReport): readonly Fate[] {
  const failed = Object.entries(counts.failed).map(([reason, count]): Fate => ({
    name: `failed: ${reason}`, count, shade: "shade-failed", meaning: "worth nothing, whatever it came to before",
  }));
  return [
    { name: "trained to the end", count: counts.trained, shade: "shade-trained", meaning: "has a score" },
    { name: "stopped at a hurdle", count: counts.stopped, shade: "shade-stopped", meaning: "looked bad on the way" },
    ...failed,
    { name: "fault", count: counts.faults, shade: "shade-failed", meaning: "given up, with its worker or for want of room: this run may not repeat" },
    { name: "refused", count: counts.refused, shade: "shade-refused", meaning: "its update is zero or not finite" },
    { name: "known by behaviour", count: counts.behaviouralRepeats, shade: "shade-repeat", meaning: "does on the probe what another does" },
    { name: "known by structure", count: counts.structuralRepeats, shade: "shade-structure", meaning: "is another program, written otherwise" },
  ].filter(({ count }) => count > 0);
}

/** Units of a drawing that is stretched to the width of the page. */
const [WIDTH, HEIGHT] = [1000, 28];

/** All fates side by side, as wide as they are frequent. */
function stack(fates: readonly Fate[], total: number): Markup {
  let left = 0;
  return element("svg", {
    class: "stack", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "group", "aria-label": "What became of candidates",
  }, fates.map(({ name, count, shade }) => {
    const width = total === 0 ? 0 : (WIDTH * count) / total;
    const x = left;
    left += width;
    return element("g", { tabindex: 0, role: "img" },
      element("title", {}, `${name}: ${toWholeNumber(count)}, ${percent(count / total)}`),
      element("rect", { class: shade, x: at(x), y: 0, width: at(Math.max(0, width - 2)), height: HEIGHT }));
  }));
}

/** The tasks that they were trained on, and what scores on them are relative to. */
function tasksTable({ tasks }: RunReport): Markup {
  return dataTable<RunReport["tasks"][number]>("Tasks of the search, with the reference and the bar that scores are relative to", [
    { title: "task", cell: ({ task }) => task },
    { title: "family", cell: ({ family }) => family },
    { title: "size", cell: ({ size }) => `×${size}`, isNumber: true },
    { title: "steps", cell: ({ horizon }) => toWholeNumber(horizon), isNumber: true },
    { title: "batch", cell: ({ batch }) => toWholeNumber(batch), isNumber: true },
    { title: "AdamW's loss", cell: ({ reference }) => toShortNumber(reference), isNumber: true },
    { title: "bar", cell: ({ bar }) => bar.rule },
    { title: "its loss", cell: ({ bar }) => toShortNumber(bar.loss), isNumber: true },
    { title: "its score", cell: ({ bar }) => toSignedNumber(bar.score), isNumber: true },
  ], tasks);
}
