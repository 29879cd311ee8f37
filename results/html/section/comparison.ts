import {
  type ComparedRule, type ComparedTask, type ComparisonReport, type OverallSpeedUp, type RuleOnTask, evolvedOnWords,
  opponentText, pText, ratioText, reachedText, speedUpText, togetherWords, verdictWords,
} from "../../comparison-report.js";
import { estimateText } from "../../estimate.js";
import { horizonWords } from "../../horizon.js";
import { counted, toShortNumber, toWholeNumber } from "../../number.js";
import { type IntervalRow, intervalChart } from "../chart/intervals.js";
import type { Child, Markup } from "../markup.js";
import { capitalized, dataTable, figure, folded, paragraph, remark, section } from "../piece.js";
import type { RunStory } from "../story.js";

/** The programs head to head with the bar. */
export function comparisonSection({ comparison }: RunStory): Markup | null {
  return comparison === null ? null : section("comparison", "Comparison with the bar", comparisonOf(comparison));
}

function comparisonOf(report: ComparisonReport): Child {
  const { rules, tasks, tuning, seeds, split, overall } = report;
  const programs = rules.filter(({ role }) => role === "program");
  const rows = tasks.flatMap((task) => task.rules.flatMap((rule) => intervalOf(task, rule, programs.length > 1)));
  return [
    programs.map((rule, k) => paragraph(capitalized(verdictWords(report, rule, k)))),
    rows.length === 0 ? null : figure(
      "Speed-up over the best rule of the bar on each task, in octaves, with 95 % intervals over seeds. What lies beyond the horizons " +
        "that were trained is drawn at their end, and marked with < or >.",
      intervalChart("Speed-ups on each task", rows, "as fast as the bar")),
    overall.length === 0 ? null : overallTable(overall),
    tasks.map((task) => folded(`${task.name} ×${task.size}, rule by rule`, taskTable(task))),
    folded("What the rules are", rulesTable(rules)),
    remark(`Every rule tuned by ${counted(tuning.trials, "trial")} on each task, then trained on ${counted(seeds.length, "fresh seed")}, ` +
      `judged on ${split} data; of the bar a setting that is known counts too where it is the better. p is corrected for all programs and tasks by Holm's method.`),
  ];
}

function intervalOf(
  { name, size }: ComparedTask, { name: rule, match }: RuleOnTask, isOneOfMany: boolean,
): readonly IntervalRow[] {
  if (match === null) return [];
  const { value, low, high } = match.speedUp;
  if (![value, low, high].every(({ octaves }) => Number.isFinite(octaves))) return [];
  return [{
    name: `${isOneOfMany ? `${rule} on ` : ""}${name} ×${size}, over ${opponentText(match)}`,
    mean: value.octaves, low: low.octaves, high: high.octaves, text: reachedText(value), isMain: match.verdict === "beats",
  }];
}

function taskTable({ name, size, family, horizon, batch, parameters, rules, known }: ComparedTask): Child {
  const ranked = rules.toSorted((a, b) =>
    Number(a.role === "bar") - Number(b.role === "bar") || (a.loss?.mean ?? Infinity) - (b.loss?.mean ?? Infinity));
  return [
    dataTable<RuleOnTask>(
      `${name} ×${size} (${family}): ${counted(horizon, "step")} of ${batch}, ${toWholeNumber(parameters)} parameters`, [
        { title: "rule", cell: (rule) => rule.name },
        { title: "loss", cell: ({ loss }) => (loss === null ? "failed" : estimateText(loss)), isNumber: true },
        { title: "over", cell: ({ match }) => (match === null ? "" : opponentText(match)) },
        { title: "speed-up", cell: ({ match }) => (match === null ? "" : speedUpText(match.speedUp)), isNumber: true },
        { title: "p", cell: ({ match }) => (match === null ? "" : pText(match.adjustedP)), isNumber: true },
        { title: "ms a step", cell: ({ millisecondsPerStep: time }) => (time === null ? "" : toShortNumber(time)), isNumber: true },
      ], ranked, ({ role }) => role === "program"),
    known === null ? null : remark(
      `Under the settings that are known, of ${counted(known.trials, "trial")}, the best rule of the bar (${known.rule}) comes to ` +
        `${estimateText(known.loss)} on these seeds.`),
    rules.flatMap((rule) => (rule.lossReason === undefined ? [] : [remark(`${rule.name} fails: ${rule.lossReason}`)])),
  ];
}

function rulesTable(rules: readonly ComparedRule[]): Markup {
  return dataTable<ComparedRule>("Cost and origin of the rules", [
    { title: "rule", cell: ({ name }) => name },
    { title: "state, bytes per parameter", cell: ({ stateBytes }) => String(stateBytes), isNumber: true },
    { title: "cost of a step, × AdamW's", cell: ({ cost }) => toShortNumber(cost), isNumber: true },
    { title: "horizon", cell: horizonWords },
    { title: "evolved on", cell: ({ evolvedOn, role }) => (role === "bar" ? "" : evolvedOnWords(evolvedOn)) },
  ], rules);
}

function overallTable(overall: readonly OverallSpeedUp[]): Markup {
  const together = togetherWords(overall[0]?.judged ?? 1);
  return dataTable<OverallSpeedUp>(`Over all tasks, families counting alike${together}`, [
    { title: "program", cell: ({ name }) => name },
    { title: "speed-up", cell: ({ octaves }) => ratioText(octaves), isNumber: true },
    { title: "95 % interval", cell: ({ low, high }) => `${ratioText(low)} to ${ratioText(high)}`, isNumber: true },
    { title: "families", cell: ({ families }) => String(families), isNumber: true },
    { title: "bar not reached on", cell: ({ notReached, tasks }) => `${notReached} of ${counted(tasks, "task")}`, isNumber: true },
  ], overall);
}
