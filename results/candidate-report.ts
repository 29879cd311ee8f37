import type { Measures } from "../dsl/probe/probe.js";
import { printable } from "../dsl/text/diagnostic.js";
import type { AlignedLine } from "./align.js";
import { scoreText } from "./estimate.js";
import { programLines } from "./listing.js";
import { formatMeasures } from "./measures.js";
import { counted, toShortNumber, toSignedNumber } from "./number.js";
import type { Entry } from "./store/entry.js";
import type { Page } from "./style.js";
import { type Column, formatField, formatTable, wrap } from "./table.js";

/** A candidate's score. */
export interface CandidateScore {
  /** Mean score, log2 speed-up over the reference. */
  readonly score: number;
  /** Half the width of its 95 % interval. */
  readonly error: number;
  /** Seeds that the score is the mean of, for each task. */
  readonly seeds: number;
  /** Whether it was trained on seeds that it was not chosen by. */
  readonly confirmed: boolean;
}

/** A step on the way from a starting program to a candidate. */
export interface LineageStep {
  readonly index: number;
  /** How it came about. */
  readonly change: string;
  /** The second parent of a crossover; otherwise `null`. */
  readonly mate: number | null;
  /** `null` where it was not trained to its end: `status` says how it ended. */
  readonly score: CandidateScore | null;
  readonly status: Entry["status"];
  /** Its lines that differ from those of the step before, `a` being that one's; none of the first. */
  readonly lines: readonly AlignedLine[];
}

/** A training of a candidate. */
export interface CandidateTraining {
  /** The entry that it belongs to, and why there was that. */
  readonly entry: number;
  readonly kind: Entry["kind"];
  /** The name of the task; with steps and batch size where a task is there twice. */
  readonly task: string;
  readonly seed: number;
  /** Validation loss, and the score that it is; `null` where it was stopped or failed. */
  readonly loss: number | null;
  readonly score: number | null;
  readonly steps: number;
}

/** What `symopt show` says of a candidate; `--json` prints it as it is, so its keys stay what they are. */
export interface CandidateReport {
  readonly folder: string;
  readonly index: number;
  readonly kind: Entry["kind"];
  readonly island: number;
  /** How it came about, from which entries, and where the parent was taken from. */
  readonly change: string;
  readonly parent: number | null;
  readonly mate: number | null;
  readonly source: Entry["source"];
  readonly status: Entry["status"];
  readonly reason: string | null;
  /** The earlier entry whose outcome it took over, and what of it was the same. */
  readonly repeats: number | null;
  readonly repeatOf: Entry["repeatOf"];
  /** Whether it is the best of the run. */
  readonly best: boolean;
  /** Of the entry that it repeats, where it does; `null` where that was not trained to its end. */
  readonly score: CandidateScore | null;
  readonly statements: number;
  /** Statements that change nothing in one step. */
  readonly redundant: number;
  /** Live state variables. */
  readonly state: number;
  /** Static cost of a step, as a multiple of AdamW's. */
  readonly cost: number;
  readonly hash: string;
  readonly fingerprint: string | null;
  /** `null` where the probe was not asked, or could not tell. */
  readonly measures: Measures | null;
  readonly text: string;
  /** From the first to the candidate itself. */
  readonly lineage: readonly LineageStep[];
  /** Its own, then those of confirmations and challenges, as they came. */
  readonly trainings: readonly CandidateTraining[];
  /** Later entries that took over its outcome. */
  readonly repeatedBy: readonly number[];
}

const INDENT = 16;

/** Most repeats that are named. */
const MOST_NAMED = 12;

/** What `symopt show` prints for people. */
export function formatCandidate(report: CandidateReport, page: Page): string {
  const { style, width } = page;
  const { index, folder, best, statements, redundant, state, cost, hash, fingerprint, measures, trainings } = report;
  const field = (label: string, value: string): string => formatField(label, value, INDENT, page);
  const code = programLines(report.text, width);
  return [
    `${style.strong(`${report.kind} ${index}`)} of ${printable(folder)}${best ? ", the best" : ""}\n\n`,
    ...code.map((line) => `${line}\n`),
    "\n",
    field("origin", originText(report)),
    field("outcome", outcomeText(report)),
    field("size", `${counted(statements, "statement")}, ${redundant} redundant in one step; ` +
      `${counted(state, "live state variable")}; ${toShortNumber(cost)} × AdamW's cost`),
    field("hash", hash),
    field("fingerprint", fingerprint ?? "not asked for"),
    field("repeated by", repeatsText(report.repeatedBy)),
    measures === null ? "" : `\n${formatMeasures(measures, page)}`,
    trainings.length === 0 ? "" : `\n${formatTrainings(trainings, page)}`,
    `\n${formatLineage(report.lineage, page)}`,
  ].join("");
}

function originText({ change, parent, mate, source, kind, island }: CandidateReport): string {
  const from = parent === null ? "" : ` of ${parent}${source === null ? "" : `, from the ${source}`}`;
  const second = mate === null ? "" : `, with ${mate}`;
  return `${printable(change)}${from}${second}${kind === "candidate" ? `; island ${island}` : ""}`;
}

function outcomeText({ status, reason, repeats, repeatOf, score }: CandidateReport): string {
  const before = repeats === null ? "" : `that of ${repeats}, whose ${repeatOf ?? ""} is the same: `;
  return before + (score === null ? statusText(status, reason) : judgementText(score));
}

function statusText(status: Entry["status"], reason: string | null): string {
  return reason === null ? status : `${status}: ${printable(reason)}`;
}

function judgementText({ score, error, seeds, confirmed }: CandidateScore): string {
  const interval = `${scoreText({ mean: score, error })} over ${counted(seeds, "seed")}`;
  return `score ${interval}${confirmed ? "" : ", unconfirmed"}`;
}

function repeatsText(indices: readonly number[]): string {
  if (indices.length === 0) return "none";
  const more = indices.length - MOST_NAMED;
  return indices.slice(0, MOST_NAMED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** A seed of an entry: a line of the table. */
interface SeedLine {
  readonly entry: number;
  readonly kind: Entry["kind"];
  readonly seed: number;
  readonly scores: ReadonlyMap<string, number | null>;
}

/** The scores, a line for each seed and a column for each task. */
function formatTrainings(trainings: readonly CandidateTraining[], page: Page): string {
  const tasks = [...new Set(trainings.map(({ task }) => task))].toSorted();
  const lines = new Map<string, SeedLine & { readonly scores: Map<string, number | null> }>();
  for (const { entry, kind, task, seed, score } of trainings) {
    const key = `${entry} ${seed}`;
    const line = lines.get(key) ?? { entry, kind, seed, scores: new Map<string, number | null>() };
    line.scores.set(task, score);
    lines.set(key, line);
  }
  return formatTable<SeedLine>(
    [
      { title: "entry", cell: ({ entry }) => String(entry), align: "right", keep: true },
      { title: "trained as", cell: ({ kind }) => kind, keep: true },
      { title: "seed", cell: ({ seed }) => String(seed), align: "right", keep: true },
      ...tasks.map((task): Column<SeedLine> => ({
        title: printable(task), cell: ({ scores }) => cellText(scores.get(task)), align: "right",
      })),
    ],
    [...lines.values()],
    page,
  );
}

function cellText(score: number | null | undefined): string {
  return score === undefined ? "" : score === null ? "none" : toSignedNumber(score);
}

function formatLineage(lineage: readonly LineageStep[], page: Page): string {
  const { style } = page;
  const steps = lineage.map(({ index, change, mate, score, status, lines }) => {
    const outcome = score === null ? status : judgementText(score);
    const head = `${style.strong(String(index))}  ${printable(change)}${mate === null ? "" : ` with ${mate}`}  ${style.faint(outcome)}\n`;
    return head + lines.map((line) => changeText(line, page)).join("");
  });
  return `${style.faint("lineage, the first at the top")}\n${steps.join("")}`;
}

function changeText({ a, b }: AlignedLine, { style, width }: Page): string {
  const side = (mark: string, text: string | null, paint: (text: string) => string): string =>
    text === null ? "" : wrap(text, width - INDENT).map((line, k) => `    ${paint(`${k === 0 ? mark : " "} ${line}`)}\n`).join("");
  return side("-", a, style.bad) + side("+", b, style.good);
}
