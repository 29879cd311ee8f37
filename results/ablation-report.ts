import { counted, toShortNumber, toWholeNumber } from "./number.js";
import { MOST_SCORE } from "./score.js";
import type { Change } from "./simplify-report.js";
import type { Page } from "./style.js";
import { type Column, formatTable, wrap } from "./table.js";

/** What training without something costs, in octaves: log2 speed-up, so that 1 is twice as many steps. */
export interface MeasuredWorth {
  /** Mean over pairs of trainings with the same seed and over tasks; infinite where it fails to train. */
  readonly mean: number;
  /** Standard error of the mean over seeds. */
  readonly error: number;
  /** Upper end of the one-sided 95 % interval; of what is verified, the looks at the pairs allowed for. */
  readonly bound: number;
  /** Seeds of which there is a pair. */
  readonly pairs: number;
}

/** A part of a program, and what became of it. */
export interface AblatedPart {
  /** The statement or constant. */
  readonly part: string;
  /** What was put in its place. */
  readonly instead: string;
  /** Of the part alone, in the program as it was when it was tried last. */
  readonly worth: MeasuredWorth;
  /**
   * `dropped`; `kept`, since it is worth something or too little is known; `gone`, since something else was dropped
   * that it was made of: what it became was tried again.
   */
  readonly verdict: "dropped" | "kept" | "gone";
}

/** Parts that were dropped together or not, and what they are worth together. */
export interface JointRemoval {
  readonly parts: readonly string[];
  /** On other seeds than those of the parts alone, together with all that was dropped before. */
  readonly worth: MeasuredWorth;
  /** Whether that is surely less than the margin, so that they went. */
  readonly dropped: boolean;
}

/** What a program was trained with on a task. */
export interface AblationTask {
  readonly name: string;
  readonly size: number;
  readonly horizon: number;
  readonly batch: number;
  /** Whether the reference's loss has flattened by then. */
  readonly flat: boolean;
  /** Scale and decay of the whole program and of what is left, tuned. */
  readonly scale: Change<number>;
  readonly decay: Change<number>;
}

/** What `symopt simplify --level ablate` did; `--json` prints it as it is, so its keys stay what they are. */
export interface AblationReport {
  readonly name: string;
  readonly level: "ablate";
  /** Of the program after exact rewriting, and of what is left. */
  readonly statements: Change<number>;
  readonly state: Change<number>;
  /** Octaves below which a part is dropped. */
  readonly margin: number;
  readonly tasks: readonly AblationTask[];
  /** Every part that was tried without, once for each way. */
  readonly parts: readonly AblatedPart[];
  /** What was dropped together or not, in order. */
  readonly removals: readonly JointRemoval[];
  /** What the budget left no steps to try or to verify, in words: it stays. */
  readonly untried: readonly string[];
  readonly trainings: number;
  /** Training steps that were asked for. */
  readonly steps: number;
  /** The program after exact rewriting, with which ablation began. */
  readonly exact: string;
  /** What is left of it. */
  readonly text: string;
}

/** What the lines are marked with, so that program and table together are a program still. */
const COMMENT = "# ";

/**
 * What `symopt simplify --level ablate` says before the program that is left, as comments of it: what each part is
 * worth, and what was dropped together.
 */
export function formatAblation(report: AblationReport, page: Page): string {
  const inside = { ...page, width: page.width - COMMENT.length };
  const { name, statements, state, tasks, parts, removals, trainings, margin, untried } = report;
  const sizes = `${statements.before} → ${counted(statements.after, "statement")}, ` +
    `${state.before} → ${counted(state.after, "state variable")}`;
  const where = tasks.map(({ name: task, size, horizon, flat }) =>
    `${task} ×${size} at ${toWholeNumber(horizon)} steps${flat ? "" : " (its loss still falls)"}`);
  const sections = [
    prose(`${name}: ${sizes} after exact rewriting, by ${toWholeNumber(trainings)} trainings`, inside),
    parts.length === 0 ? "" : `\n${formatTable(COLUMNS, parts, inside)}`,
    removals.length === 0 ? "" : `\n${removals.map((removal) => formatRemoval(removal, inside)).join("")}`,
    untried.length === 0
      ? "" : `\n${prose(`The budget left no steps to decide on ${counted(untried.length, "part")}: ${untried.join("; ")}.`, inside)}`,
    `\n${prose(
      `Worth: log2 speed-up lost without the part, mean over seeds and ${where.join(", ")}; its scale tuned anew. ` +
        `Dropped where all that goes together is worth less than ${toShortNumber(margin)}, the upper end of a ` +
        "one-sided 95 % interval on other seeds. Scale and decay are tuned and stay.", inside,
    )}`,
  ];
  return sections.join("").split("\n").map((line) => (COMMENT + line).trimEnd()).join("\n").slice(0, -1);
}

const COLUMNS: readonly Column<AblatedPart>[] = [
  { title: "without", cell: ({ part }) => part },
  { title: "instead", cell: ({ instead }) => instead },
  { title: "worth", cell: ({ worth }) => worthText(worth.mean), align: "right", keep: true },
  { title: "at most", cell: ({ worth }) => worthText(worth.bound), align: "right", keep: true },
  { title: "seeds", cell: ({ worth }) => String(worth.pairs), align: "right", keep: true },
  { title: "", cell: ({ verdict }) => verdict, keep: true },
];

function formatRemoval({ parts, worth, dropped }: JointRemoval, page: Page): string {
  return prose(
    `${dropped ? "dropped" : "not dropped"}, worth ${worthText(worth.mean)}, at most ${worthText(worth.bound)} on ` +
      `${counted(worth.pairs, "seed")}: ${parts.join("; ")}`, page,
  );
}

function prose(text: string, page: Page): string {
  return wrap(text, page.width).map((line) => `${line}\n`).join("");
}

/**
 * Octaves to three digits behind the point, which the margin needs; `fails` where they are infinite, which a note keeps
 * as nothing.
 */
export function worthText(octaves: number | null): string {
  if (octaves === null || !Number.isFinite(octaves)) return "fails";
  if (octaves > MOST_SCORE) return `> +${MOST_SCORE}`;
  return `${octaves > 0 ? "+" : ""}${octaves.toFixed(3)}`;
}
