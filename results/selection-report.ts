import { printable } from "../dsl/text/diagnostic.js";
import { type Octaves, scoreText } from "./estimate.js";
import { type Beyond, type GainOnTask, type RivalGain, beyondAny, beyondMark, briefGainText, gainText, meanGainText } from "./gain.js";
import { counted, toSignedNumber } from "./number.js";
import { quoted } from "./path.js";
import { MOST_SCORE } from "./score.js";
import type { Page } from "./style.js";
import { formatTable, wrap } from "./table.js";

/** A candidate in one stage of a selection. */
export interface StageCandidate {
  /** Its place in the run's log. */
  readonly index: number;
  /** What brought it into the selection: its fitness, or that its behaviour lies far from the others'. */
  readonly by: "fitness" | "cell";
  /** As the search knew it. */
  readonly fitness: number;
  /** Mean score over the stage's tasks: log2 speed-up over tuned AdamW. */
  readonly score: number;
  /** Half the width of its 95 % interval. */
  readonly error: number;
  /** What decides: the lower end of the interval. */
  readonly lower: number;
  /** How many of its trainings failed: with any, its score is the lowest that there is. */
  readonly failed: number;
  /** The score on each task. */
  readonly byTask: readonly number[];
  /** On each task, where a seed's score is where scores end; an older version did not tell. @default where it is ±2 */
  readonly beyond?: readonly Beyond[] | undefined;
  readonly kept: boolean;
}

/** How a reusable holdout was used. */
export interface HoldoutUse {
  readonly threshold: number;
  readonly noise: number;
  readonly queries: number;
  readonly gain: number;
  /** Queries that earlier selections of the run had spent; an older version did not count these. @default 0 */
  readonly earlier?: number;
  /** Queries that are left. */
  readonly left: number;
}

/** One stage of a selection. */
export interface FunnelStage {
  readonly size: number;
  readonly tasks: readonly string[];
  readonly seeds: number;
  readonly trials: number;
  /** Spearman's rank correlation with the stage before, over those that were in both; `null` where these are few. */
  readonly correlation: {
    readonly value: number;
    readonly low: number;
    readonly high: number;
    readonly candidates: number;
    /** Whether it is 0.3 or more. */
    readonly informative: boolean;
  } | null;
  /** `null` where all data is generated. */
  readonly holdout: HoldoutUse | null;
  /** Best first. */
  readonly candidates: readonly StageCandidate[];
}

/** How the bests of a search, one after another, did at the last stage. */
export interface SelectionOverfitting {
  readonly points: readonly {
    readonly index: number;
    /** Entries of the log when it became the best. */
    readonly at: number;
    /** As the search knew it in the end, on all seeds; `null` where it failed on one of them later. */
    readonly fitness: number | null;
    readonly score: number;
    readonly error: number;
    /** How many of its trainings failed: with any, its score is the lowest that there is. @default 0 */
    readonly failed?: number;
  }[];
  /** Since when bests of the search have become worse at the last stage, for sure; `null` where they have not. */
  readonly since: number | null;
}

/** A finalist against the bar. */
export interface Finalist {
  readonly index: number;
  readonly overBar: RivalGain;
  /** Over AdamW alone. */
  readonly overAdamw: RivalGain;
  /** How many of its trainings failed: with any it is not above the bar, whatever the others say. */
  readonly failed: number;
  readonly text: string;
}

/** Whether a program is above or below the bar for sure, neither, or fails to train. */
export type Standing = "above" | "below" | "undecided" | "failed";

/** Octaves up to which a gain is none: two forms of one rule, which differ in rounding, may be told apart by seeds. */
export const LEAST_GAIN = 0.005;

/**
 * How a program stands to the bar: above it where the whole interval of its gain lies above the least gain that is one,
 * and below likewise. What failed on any seed is neither.
 */
export function standingOf(
  { overBar: { low, high }, failed }: { readonly overBar: Octaves; readonly failed: number },
): Standing {
  if (failed > 0) return "failed";
  if (low > LEAST_GAIN) return "above";
  return high < -LEAST_GAIN ? "below" : "undecided";
}

/** A sentence for each of several tasks on which a program is below the bar for sure, as a mean over them may hide. */
export function belowText({ overBar: { byTask }, failed }: Pick<Finalist, "overBar" | "failed">, subject = "it"): string {
  if (failed > 0 || byTask.length < 2) return "";
  return belowOn(byTask)
    .map((gain) => `On ${printable(gain.task)} ${subject} is below the bar for sure: ${gainText(gain)}.`).join(" ");
}

/** Those of some gains that are below the bar for sure, as {@link standingOf} has it. */
export function belowOn(gains: readonly GainOnTask[]): readonly GainOnTask[] {
  return gains.filter((gain) => standingOf({ overBar: gain, failed: 0 }) === "below");
}

/** What `symopt select` found out; `--json` prints it as it is. */
export interface SelectionReport {
  readonly folder: string;
  /** Entries that the run had; an older version did not tell. */
  readonly entries?: number;
  readonly stages: readonly FunnelStage[];
  /** `null` where the last stage is no larger than what the search trained on, or it had one best alone. */
  readonly overfitting: SelectionOverfitting | null;
  /** What the finalists were compared on. */
  readonly verdict: {
    readonly tasks: readonly { readonly name: string; readonly family: string; readonly size: number }[];
    readonly trials: number;
    readonly seeds: number;
    /** Programs that the intervals are of 95 % for together: the finalists and those of earlier selections. */
    readonly judged: number;
    /** Best first; none where nothing went in. */
    readonly finalists: readonly Finalist[];
    /** The place in the log of the best that is above the bar for sure; `null` where none is. */
    readonly winner: number | null;
  };
  /** Training steps of it all, but for references that were measured for it. */
  readonly steps: number;
  /** Those of them that went to the comparison with the bar; an older version did not tell. */
  readonly comparisonSteps?: number;
}

/** Candidates of a stage that are shown. */
const SHOWN = 12;

/** A selection, stage by stage, for people. */
export function formatSelection(report: SelectionReport, page: Page): string {
  const { folder, stages, overfitting, verdict } = report;
  const paragraph = (text: string): string => `${wrap(text, page.width).join("\n")}\n`;
  const shown = verdict.winner ?? verdict.finalists[0]?.index;
  const parts = [
    ...stages.map((stage) => formatStage(stage, page)),
    ...(overfitting === null ? [] : [paragraph(overfittingText(overfitting, stages.at(-1)?.size ?? 1))]),
    formatFinalists(verdict, page),
    paragraph(verdictText(report)),
    ...(shown === undefined ? [] : [paragraph(`the best of them   symopt show ${quoted(folder)} ${shown}`)]),
  ];
  return parts.join("\n");
}

function formatStage(stage: FunnelStage, page: Page): string {
  const { size, tasks, seeds, trials, correlation, holdout, candidates } = stage;
  const kept = candidates.filter((candidate) => candidate.kept).length;
  const title = `×${size}, ${tasks.join(", ")}: ${counted(candidates.length, "candidate")}, ${kept} kept; ${counted(seeds, "fresh seed")}, ` +
    (trials === 1 ? "as they are" : `tuned by ${counted(trials, "trial")}`);
  const table = formatTable(
    [
      { title: "id", cell: ({ index }) => String(index), align: "right", keep: true },
      { title: "by", cell: ({ by }) => by },
      { title: "fitness", cell: ({ fitness }) => toSignedNumber(fitness), align: "right" },
      { title: "score", cell: stageScoreText, align: "right", keep: true },
      ...tasks.map((title, k) => ({
        title, cell: (candidate: StageCandidate) => taskScoreText(candidate, k), align: "right" as const,
      })),
      { title: "kept", cell: ({ kept: stays }) => (stays ? "yes" : ""), keep: true },
    ],
    candidates.slice(0, Math.max(SHOWN, kept)),
    page,
  );
  const notes = [
    ...(correlation === null ? [] : [correlationText(correlation)]),
    ...(holdout === null ? [] : [holdoutText(holdout)]),
  ];
  return [`${wrap(title, page.width).join("\n")}\n`, table, ...notes.map((note) => `${wrap(note, page.width).join("\n")}\n`)]
    .join("\n");
}

/** The score of a candidate in a stage, or that it fails. */
export function stageScoreText(candidate: StageCandidate): string {
  const { score, error, failed, byTask } = candidate;
  if (failed > 0) return "failed";
  return beyondMark(beyondAny(byTask.map((_, k) => beyondOn(candidate, k)))) + scoreText({ mean: score, error });
}

/** The same on one of the tasks, without its interval. */
export function taskScoreText(candidate: StageCandidate, k: number): string {
  return (candidate.failed > 0 ? "" : beyondMark(beyondOn(candidate, k))) + toSignedNumber(candidate.byTask[k] ?? NaN);
}

function beyondOn({ byTask, beyond }: StageCandidate, k: number): Beyond {
  if (beyond !== undefined) return beyond[k] ?? null;
  return byTask[k] === MOST_SCORE ? "faster" : byTask[k] === -MOST_SCORE ? "slower" : null;
}

/** Whether a stage tells anything of the next. */
export function correlationText({ value, low, high, candidates, informative }: NonNullable<FunnelStage["correlation"]>): string {
  return `Rank correlation with the stage before, over ${candidates} candidates: ${value.toFixed(2)} ` +
    `(${low.toFixed(2)} to ${high.toFixed(2)}).` +
    (informative ? "" : " Below 0.3: the smaller size is uninformative of the larger one.");
}

/** By what rules a holdout answers, and how often it still may. */
export function holdoutText({ threshold, noise, gain, queries, earlier = 0, left }: HoldoutUse): string {
  return `The holdout of data from files: threshold ${threshold}, noise scale ${noise}, smallest gain ${gain}, budget ` +
    `${counted(queries, "query", "queries")} for all selections of the run; ${left} of ${queries} queries left` +
    (earlier === 0 ? "." : `, ${earlier} spent by earlier selections.`);
}

/** Whether the search has fitted itself to its own tasks. */
export function overfittingText({ points, since }: SelectionOverfitting, size: number): string {
  const path = points.map((point) => `${overfittingScore(point)} (the best at entry ${point.at})`).join(", ");
  return `The search's bests one after another, at ×${size}: ${path}. ` + (since === null
    ? "They have not become worse there for sure."
    : `Since entry ${since} they have become worse there: the search has fitted itself to its own tasks.`);
}

/** What a best of the search came to at the last stage. */
export function overfittingScore({ score, error, failed = 0 }: SelectionOverfitting["points"][number]): string {
  return failed > 0 ? "failed" : scoreText({ mean: score, error });
}

function formatFinalists({ finalists, tasks, trials, seeds }: SelectionReport["verdict"], page: Page): string {
  const sizes = [...new Set(tasks.map(({ size }) => `×${size}`))].join(", ");
  const title = `Against the bar, at ${sizes}: all tuned by ${counted(trials, "trial")}, the bar at least; ` +
    counted(seeds, "fresh seed");
  const table = formatTable(
    [
      { title: "id", cell: ({ index }) => String(index), align: "right", keep: true },
      { title: "over the bar", cell: (finalist) => finalistText(finalist), align: "right", keep: true },
      ...tasks.map(({ name }, k) => ({
        title: name,
        cell: ({ overBar: { byTask } }: Finalist) => briefGainText(byTask[k]),
        align: "right" as const,
      })),
    ],
    finalists,
    page,
  );
  return `${wrap(title, page.width).join("\n")}\n\n${table}`;
}

/** What a finalist gains over the bar, or that it fails. */
export function finalistText({ overBar, failed }: Finalist): string {
  return failed > 0 ? `fails ${counted(failed, "time")}` : meanGainText(overBar);
}

/** What an interval of several programs is of. */
export function intervalWords(judged: number): string {
  return judged <= 1 ? "95 % interval over seeds" : `95 % interval over seeds, for all ${judged} programs together that were judged`;
}

/** In honest words: whether a finalist is above the bar, by how much and where. */
export function verdictText({ verdict: { winner, finalists, tasks, seeds, judged } }: SelectionReport): string {
  const families = [...new Set(tasks.map(({ family }) => family))];
  const where = `on ${counted(families.length, "family", "families")} that the search never trained on ` +
    `(${families.join(", ")}), ${counted(seeds, "seed")}, ${intervalWords(judged)}`;
  const best = finalists.find(({ index }) => index === winner);
  if (best === undefined) return `verdict: none. No finalist is above the bar for sure ${where}.`;
  return `verdict: ${best.index}. It is above the bar by ${meanGainText(best.overBar)} octaves ${where}. ${belowText(best)}`.trimEnd();
}
