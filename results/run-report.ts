import { printable } from "../dsl/text/diagnostic.js";
import { BAR } from "./bar.js";
import { durationText } from "./duration.js";
import { scoreText } from "./estimate.js";
import { programLines } from "./listing.js";
import { counted, percent, toShortNumber, toSignedNumber, toWholeNumber } from "./number.js";
import { quoted } from "./path.js";
import type { RunCounts } from "./run-counts.js";
import type { ArchiveProgress, BestReport } from "./run-progress.js";
import { MOST_SCORE } from "./score.js";
import type { Page } from "./style.js";
import { formatField, formatTable, wrap } from "./table.js";
import { barWords, startWords } from "./verdict.js";

/** A task of a run, and what its scores are relative to. */
export interface RunTaskReport {
  readonly task: string;
  readonly family: string;
  readonly size: number;
  /** Steps of a training. */
  readonly horizon: number;
  /** Examples of a step. */
  readonly batch: number;
  /** Validation loss of the reference, tuned AdamW, at this horizon. */
  readonly reference: number;
  /** The rule of the bar with the lowest loss, that loss, and its score. */
  readonly bar: { readonly rule: string; readonly loss: number; readonly score: number };
}

/** What a run was trained on, beside worker threads. */
export interface RunDevice {
  /** The executor, such as `webgpu`. */
  readonly executor: string;
  /** Maker, model and driver, as far as they are known. */
  readonly device: string;
}

/** The best of a run, and its program. */
export interface RunBestReport extends BestReport {
  readonly statements: number;
  /** Live state variables. */
  readonly state: number;
  /** Static cost of a step, as a multiple of AdamW's. */
  readonly cost: number;
  /** How it came about. */
  readonly change: string;
  readonly text: string;
  /** The same program, simplified: equal in real arithmetic. */
  readonly simplified: string;
}

/** What `symopt status` says of a run; `--json` prints it as it is, so its keys stay what they are. */
export interface RunReport {
  readonly folder: string;
  /** The version of symopt that made it, and the format of its file. */
  readonly symopt: string;
  readonly format: number;
  /** When it was made: ISO 8601. */
  readonly created: string;
  /** Id of the process that writes to it now; `null` where none does. */
  readonly writer: number | null;
  /** Why it ended when it last did; `null` while it goes on, and where it was killed. */
  readonly ended: string | null;
  /** Entries of its log. */
  readonly length: number;
  /** Entries that all below is about: all, or so many of the first as were asked for. */
  readonly entries: number;
  /** SHA-256 of these entries, but for their timings: equal for runs that did the same. */
  readonly digest: string;
  readonly seed: number;
  readonly mode: string;
  /** Devices in the order in which they trained for it; empty where worker threads alone did. */
  readonly devices: readonly RunDevice[];
  /** The limits of its budget, `null` where there is none. */
  readonly budget: {
    readonly evaluations: number | null;
    readonly steps: number | null;
    readonly minutes: number | null;
  };
  /** Candidates that were trained, to the end or not: what the budget's evaluations count. */
  readonly evaluations: number;
  readonly counts: RunCounts;
  /** The share of candidates that were known by structure or behaviour. */
  readonly repeats: number;
  /** The share of spared candidates that ended in the top quarter; `null` where none was spared. */
  readonly falseRejections: number | null;
  /** What it started from. */
  readonly start: {
    readonly programs: number;
    /** What the best of them is called; `null` where none was trained to its end. */
    readonly best: string | null;
  };
  /** `null` before a starting program was trained. */
  readonly best: RunBestReport | null;
  readonly archive: ArchiveProgress & { readonly coverage: number };
  readonly tasks: readonly RunTaskReport[];
}

const INDENT = 18;

/** What `symopt status` prints for people. */
export function formatStatus(report: RunReport, page: Page): string {
  const { folder, symopt, created, digest, tasks, entries, length, seed, mode, devices } = report;
  const field = (label: string, value: string): string => formatField(label, value, INDENT, page);
  return [
    `${page.style.strong(printable(folder))}\n\n`,
    field("state", stateText(report)),
    field("entries", toWholeNumber(length) + (entries < length ? `; all below is about the first ${toWholeNumber(entries)}` : "")),
    field("budget", budgetText(report)),
    field("search", `${mode}, seed ${seed}, begun ${created} by symopt ${symopt}`),
    field("digest", digest),
    ...(devices.length === 0 ? [] : [field("trained on", devicesText(devices))]),
    "\n",
    formatCounts(report, page),
    "\n",
    formatTasks(tasks, page),
    "\n",
    formatVerdict(report, page),
    formatFaults(report, page),
  ].join("");
}

/** What a search prints for people when it has ended: what was found, what it took, and how to go on. */
export function formatOutcome(report: RunReport, page: Page): string {
  const { folder } = report;
  const name = quoted(folder);
  const field = (label: string, value: string): string => formatField(label, value, INDENT, page);
  return [
    formatVerdict(report, page),
    "\n",
    formatCounts(report, page),
    formatFaults(report, page),
    "\n",
    field("run", `${printable(folder)}, ${stateText(report)}`),
    field("to go on", wayOn(report)),
    field("the best", `symopt top ${name}`),
    field("one of them", `symopt show ${name} ID`),
  ].join("");
}

/** The best in honest words: against the bar, with interval and unit, and on which tasks. */
export function formatVerdict(report: RunReport, page: Page): string {
  const { best, start, tasks } = report;
  if (best === null) return prose("No program was trained to its end yet: there is no best.", page);
  const { index, score, error, seeds, confirmed, overStart, overBar, statements, state, cost } = best;
  const field = (label: string, value: string): string => formatField(label, value, INDENT, page);
  const code = programLines(best.simplified, page.width);
  const unit = `mean of ${counted(seeds, confirmed ? "fresh seed" : "seed")}` +
    (tasks.length === 1 ? "" : ` on each of ${tasks.length} tasks`);
  return [
    prose(overStart === null ? startWords(start) : `Candidate ${index} is the best that was found, simplified:`, page),
    "\n",
    ...code.map((line) => `${line}\n`),
    "\n",
    field("size", `${counted(statements, "statement")}, ${counted(state, "state variable")}, ` +
      `${toShortNumber(cost)} × AdamW's cost`),
    field("score", `${scoreText({ mean: score, error })}: log2 speed-up over the reference; ${unit}, 95 % interval` +
      (confirmed ? "" : "; unconfirmed") + (Math.abs(score) < MOST_SCORE ? "" : `; scores end at ±${MOST_SCORE}`)),
    ...(overStart === null
      ? []
      : [field("over the start", `${scoreText(overStart)} over ${printable(start.best ?? "")}, the best starting program`)]),
    field("over the bar", `${scoreText(overBar)} over the best on each task of ${BAR}, each tuned; the candidate is not`),
    "\n",
    prose(barWords(report), page),
  ].join("");
}

function formatCounts(report: RunReport, page: Page): string {
  const { counts, evaluations, repeats, falseRejections, archive } = report;
  const field = (label: string, value: string): string => formatField(label, value, INDENT, page);
  const reasons = Object.entries(counts.failed);
  const failed = reasons.reduce((sum, [, count]) => sum + count, 0);
  const why = reasons.map(([reason, count]) => `${toWholeNumber(count)} ${printable(reason)}`).join(", ");
  return [
    field("generated", `${toWholeNumber(counts.candidates)} programs of ${toShortNumber(counts.statements)} statements on average, ` +
      `${percent(counts.redundancy)} of them redundant; ${toWholeNumber(counts.invalid)} invalid children thrown away`),
    field("repeats", `${percent(repeats)}: ${toWholeNumber(counts.structuralRepeats)} by structure, ` +
      `${toWholeNumber(counts.behaviouralRepeats)} by behaviour`),
    field("trained", `${toWholeNumber(evaluations)}: ${toWholeNumber(counts.trained)} to the end, ` +
      `${toWholeNumber(counts.stopped)} stopped at a hurdle, ${toWholeNumber(failed)} failed${why === "" ? "" : ` (${why})`}; ` +
      `${toWholeNumber(counts.refused)} refused untrained`),
    field("false stops", falseRejections === null
      ? "unknown: none was spared"
      : `${percent(falseRejections)}: of ${counted(counts.spared, "spared candidate")} ` +
        `${toWholeNumber(counts.falselyStopped)} ended in the top quarter`),
    field("follow-ups", `${toWholeNumber(counts.sweeps)} scaled (${toWholeNumber(counts.sweepsKept)} better by it), ` +
      `${toWholeNumber(counts.confirmations)} confirmed on more seeds, ${counted(counts.challenges, "challenge")}`),
    field("steps", `${toWholeNumber(counts.steps)} training steps, ${durationText(counts.seconds)} of workers`),
    field("archive", `${archive.filled} of ${archive.cells} cells (${percent(archive.coverage)}), ` +
      `QD score ${toShortNumber(archive.qdScore)}`),
  ].join("");
}

function formatTasks(tasks: readonly RunTaskReport[], page: Page): string {
  return formatTable<RunTaskReport>(
    [
      { title: "task", cell: ({ task }) => printable(task), keep: true },
      { title: "family", cell: ({ family }) => printable(family) },
      { title: "size", cell: ({ size }) => `×${size}`, align: "right", keep: true },
      { title: "steps", cell: ({ horizon }) => toWholeNumber(horizon), align: "right", keep: true },
      { title: "batch", cell: ({ batch }) => toWholeNumber(batch), align: "right", keep: true },
      { title: "reference", cell: ({ reference }) => toShortNumber(reference), align: "right", keep: true },
      { title: "bar", cell: ({ bar }) => bar.rule, keep: true },
      { title: "loss", cell: ({ bar }) => toShortNumber(bar.loss), align: "right", keep: true },
      { title: "score", cell: ({ bar }) => toSignedNumber(bar.score), align: "right", keep: true },
    ],
    tasks,
    page,
  );
}

function formatFaults({ counts: { faults, followUpFaults } }: RunReport, page: Page): string {
  const all = faults + followUpFaults;
  if (all === 0) return "";
  return `\n${page.style.bad(
    `${counted(all, "training")} ${all === 1 ? "was" : "were"} given up, with a worker or for want of room (faults): ` +
      "this run may not repeat.",
  )}\n`;
}

/** Whether a run goes on, or why it ended. */
export function stateText({ writer, ended }: RunReport): string {
  if (writer !== null) return `process ${writer} writes to it`;
  return ended === null ? "at rest, and not ended" : ENDS[ended] ?? `ended: ${printable(ended)}`;
}

/** Why a search ended, in words. */
const ENDS: Readonly<Record<string, string>> = {
  evaluations: "ended: its evaluations are spent",
  steps: "ended: its training steps are spent",
  minutes: "ended: its time is spent",
  interrupted: "interrupted",
  exhausted: "ended: nothing new was found within reach",
};

function budgetText({ budget, evaluations, counts }: RunReport): string {
  const limits = [
    ...(budget.evaluations === null ? [] : [ofLimit(evaluations, budget.evaluations, "evaluations")]),
    ...(budget.steps === null ? [] : [ofLimit(counts.steps, budget.steps, "training steps")]),
    ...(budget.minutes === null ? [] : [`at most ${toShortNumber(budget.minutes)} minutes at a time`]),
  ];
  return limits.join(", ");
}

/** Each device once; those of one executor have outcomes of their own to the last bits. */
function devicesText(devices: readonly RunDevice[]): string {
  const each = [...new Map(devices.map((use) => [JSON.stringify(use), use])).values()];
  const isMixed = new Set(each.map(({ executor }) => executor)).size < each.length;
  const named = each.map(({ executor, device }) => `${printable(device)} (${printable(executor)})`).join("; ");
  return isMixed ? `${named}: several devices, so this run may not repeat` : named;
}

function ofLimit(done: number, limit: number, noun: string): string {
  return `${toWholeNumber(done)} of ${toWholeNumber(limit)} ${noun} (${percent(Math.min(1, done / limit))})`;
}

/** The command that goes on with a run, with an option for each limit that would end it again at once. */
function wayOn({ folder, ended, budget, evaluations, counts }: RunReport): string {
  const name = quoted(folder);
  // Whatever it is given, it would find nothing again.
  if (ended === "exhausted") return `symopt search --from ${name}, with another configuration or seed`;
  const isSpent = (limit: "evaluations" | "steps", done: number): boolean => done >= (budget[limit] ?? Infinity);
  return [
    `symopt resume ${name}`,
    ...(isSpent("evaluations", evaluations) ? ["--evaluations N"] : []),
    ...(isSpent("steps", counts.steps) ? ["--steps N"] : []),
  ].join(" ");
}

function prose(text: string, { width }: Page): string {
  return wrap(text, width).map((line) => `${line}\n`).join("");
}
