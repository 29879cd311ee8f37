import { BAR } from "../../bar.js";
import { ratioText } from "../../comparison-report.js";
import { type FamilyVerdict, STANDINGS } from "../../discovery-report.js";
import { scoreText } from "../../estimate.js";
import { beyondMark, meanGainText } from "../../gain.js";
import { counted, toSignedNumber } from "../../number.js";
import type { Gain } from "../../run-progress.js";
import { stateText } from "../../run-report.js";
import { type Finalist, belowOn, belowText, intervalWords, standingOf, verdictText } from "../../selection-report.js";
import { barWords, startWords } from "../../verdict.js";
import { sealedWords } from "./sealed.js";
import { discoveryOf } from "../discovered.js";
import { type IntervalRow, intervalChart } from "../chart/intervals.js";
import { type Child, type Markup, element } from "../markup.js";
import { capitalized, figure, paragraph } from "../piece.js";
import type { RunStory } from "../story.js";

/** The first screen: what was found, whether it is better, than what, and how sure that is. */
export function headline(story: RunStory): Markup {
  const { name, run } = story;
  const rows = intervalRows(story);
  return element("header", { id: "top" },
    element("p", { class: "kicker" }, "symopt run ", element("b", {}, name), ` · ${dateText(run.created)} · ${stateText(run)}`),
    element("h1", {}, sentence(story)),
    figures(story),
    rows.length === 0 ? null : figure(
      "Speed-ups in octaves, with 95 % intervals: at +1 a rule comes to the same loss in half the steps, at 0 in as many.",
      intervalChart("Gains with their intervals", rows, "no faster")),
    words(story).map((text) => paragraph(text)),
  );
}

/** What was found, in one sentence that is true of the best that is known. */
function sentence({ run: { best, counts, writer }, final, selection }: RunStory): string {
  if (final === null || best === null) {
    return counts.entries === 0 ? "Nothing was trained yet." : "No program was trained to its end yet.";
  }
  const candidate = `Candidate ${final.index}`;
  const yet = writer === null ? "" : " so far";
  if (selection !== null) {
    const { winner, finalists } = selection.verdict;
    if (winner === null) return "No candidate is above the bar for sure on families that the search never trained on.";
    const { byTask = [] } = finalists.find(({ index }) => index === winner)?.overBar ?? {};
    const below = belowOn(byTask).map(({ task }) => task).join(", ");
    return `Candidate ${winner} is above the bar on families that the search never trained on` +
      `${below === "" ? "" : `, but below it on ${below}`}.`;
  }
  if (final.role === "start") return `Nothing better than the best starting program was found for sure${yet}.`;
  return isAboveBar(best)
    ? `${candidate} is above the bar on the tasks that it was evolved on${yet}.`
    : `${candidate} is better than what the search started from, but not above the bar for sure${yet}.`;
}

function isAboveBar({ confirmed, overBar }: NonNullable<RunStory["run"]["best"]>): boolean {
  return confirmed && overBar.mean - overBar.error > 0;
}

/** The numbers that matter, large. */
function figures(story: RunStory): Child {
  const { run, selection, final } = story;
  const { best, start, tasks } = run;
  if (best === null || final === null) return null;
  const { seeds, confirmed, overBar, overStart, score, error } = best;
  const unit = `${counted(seeds, confirmed ? "fresh seed" : "seed")}${tasks.length > 1 ? ` on each of ${tasks.length} tasks` : ""}` +
    (confirmed ? "" : ", unconfirmed");
  const families = [...new Set(tasks.map(({ family }) => family))].join(", ");
  // Whether or not it is above the bar: what was selected on families that it has not seen says the most.
  const selected = judgedOf(story);
  const whose = selection === null || final.index === best.index ? "" : `Candidate ${best.index}, the best of the search: `;
  return element("div", { class: "figures" },
    selected === null ? null : judgedFigure(selected, final.ablated),
    bigNumber(scoreText(overBar), `octaves over the bar, ${factorText(overBar)}`,
      `${whose}${unit} that it was evolved on (${families}).`),
    overStart === null || selected !== null ? null : bigNumber(scoreText(overStart), `octaves over ${start.best ?? "the start"}`,
      "The best of the programs that the search began with."),
    bigNumber(scoreText({ mean: score, error }), "octaves over the reference", "AdamW, tuned for each task."),
  );
}

/** What a program came to on families that the search never trained on. */
interface Judged extends Pick<Finalist, "overBar" | "failed"> {
  readonly seeds: number;
}

/** What the program itself came to there: what is known of it before ablation is no verdict on what was left. */
function judgedOf(story: RunStory): Judged | null {
  const { selection, final } = story;
  if (final?.ablated === true) return discoveryOf(story)?.selection ?? null;
  const finalist = selection?.verdict.finalists.find(({ index }) => index === final?.index);
  return finalist === undefined || selection === null ? null : { ...finalist, seeds: selection.verdict.seeds };
}

function judgedFigure({ overBar, failed, seeds }: Judged, isAblated: boolean): Markup {
  const where = `On families that the search never trained on, ${counted(seeds, "seed")}, all tuned${isAblated ? ", after ablation" : ""}.`;
  return failed > 0
    ? bigNumber("failed", counted(failed, "training"), where)
    : bigNumber(beyondMark(overBar.beyond) + toSignedNumber(overBar.mean), `octaves over the bar, ${toSignedNumber(overBar.low)} to ${toSignedNumber(overBar.high)}`, where);
}

function bigNumber(value: string, unit: string, note: string): Markup {
  return element("div", {}, element("p", { class: "big" }, value), element("p", { class: "unit" }, unit),
    element("p", { class: "remark" }, note));
}

/** A gain as a factor: `1.16× the speed (1.09× to 1.23×)`. */
function factorText({ mean, error }: Gain): string {
  const range = Number.isFinite(error) ? ` (${ratioText(mean - error)} to ${ratioText(mean + error)})` : "";
  return `${ratioText(mean)} the speed${range}`;
}

/** What the verdict rests on, as rows of a chart; without what failed, or has no finite interval. */
function intervalRows(story: RunStory): readonly IntervalRow[] {
  const { run: { best }, selection, final } = story;
  const rows: IntervalRow[] = [];
  const judgedRow = (name: string, { overBar, failed }: Pick<Finalist, "overBar" | "failed">, isMain: boolean): void => {
    if (failed > 0) return;
    const { mean, low, high } = overBar;
    rows.push({ name, mean, low, high, text: meanGainText(overBar), brief: toSignedNumber(mean), isMain });
  };
  const { winner = null, finalists = [] } = selection?.verdict ?? {};
  const own = discoveryOf(story);
  const isAblated = own?.program.ablated === true;
  if (isAblated && own.selection !== null) {
    judgedRow("Over the bar, unseen families (ablated)", own.selection, winner === final?.index);
  }
  for (const finalist of finalists.slice(0, FINALISTS)) {
    judgedRow(`Over the bar, unseen families (${finalist.index})`, finalist, finalist.index === winner && !isAblated);
  }
  if (own?.sealed) judgedRow("Over the bar, sealed families", own.sealed, false);
  if (best !== null) {
    const row = (name: string, { mean, error }: Gain, isMain: boolean): void => {
      rows.push({ name, mean, low: mean - error, high: mean + error, text: scoreText({ mean, error }), isMain });
    };
    row(selection === null ? "Over the bar" : `Over the bar, search tasks (${best.index})`, best.overBar, selection === null);
    if (best.overStart !== null) row("Over the best start", best.overStart, false);
    row("Over the reference", { mean: best.score, error: best.error }, false);
  }
  return rows.filter(({ mean, low, high }) => [mean, low, high].every(Number.isFinite));
}

/** Finalists that the chart of the first screen has. */
const FINALISTS = 3;

/** The verdict in full: against what, with which unit, on which tasks. */
function words(story: RunStory): readonly Child[] {
  const { run, selection } = story;
  const { best } = run;
  const own = discoveryOf(story);
  const left = own?.program.ablated === true ? own.selection : null;
  if (best === null) return [];
  return [
    ...(selection === null ? [] : [capitalized(verdictText(selection))]),
    ...(own === null || left === null ? [] : [ablatedWords(own.program.index, left)]),
    ...(own?.sealed ? [sealedWords(own.sealed)] : []),
    ...(best.overStart === null ? [startWords(run.start).replace(/:$/, ".")] : []),
    selection === null ? barWords(run) : barWords(run).replace(/^It is/, `On the search's own tasks candidate ${best.index} is`),
    `The bar is the best on each task of ${BAR}, each tuned; a candidate of the search is not.`,
  ];
}

/** What the program came to when it was judged again, without what ablation took from it. */
function ablatedWords(index: number, verdict: FamilyVerdict): string {
  const { overBar, seeds, judged, failed } = verdict;
  const gain = failed > 0 ? "" : `: ${meanGainText(overBar)}, ${counted(seeds, "seed")}, ${intervalWords(judged)}`;
  return `What ablation left of candidate ${index} is ${STANDINGS[standingOf(verdict)]} on the same${gain}. ${belowText(verdict)}`.trimEnd();
}

/** A moment, to the minute: runs are not made at one place. */
function dateText(created: string): string {
  return created.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, "$1 $2 UTC");
}
