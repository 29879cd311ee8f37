import { toShortNumber, toWholeNumber, counted } from "./number.js";
import type { Change } from "./simplify-report.js";
import type { Page } from "./style.js";
import { type Column, formatTable, wrap } from "./table.js";

/** What training without something costs, in octaves: log2 speed-up, so that 1 is twice as many steps. */
export interface MeasuredWorth {
  /** Mean over pairs of trainings with the same seed and over tasks; infinite where it fails to train. */
  readonly mean: number;
  /** Standard error of the mean over seeds. */
  readonly error: number;
  /** Upper end of the one-sided 95 % interval, repeated looks at the pairs allowed for. */
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
  readonly worth: MeasuredWorth;
  /** `dropped`; `kept`, since it is worth something or too little is known; `gone`, since more than it was dropped. */
  readonly verdict: "dropped" | "kept" | "gone";
}

/** Parts that were dropped together, and what they are worth together. */
export interface JointRemoval {
  readonly parts: readonly string[];
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
  readonly statements: Change<number>;
  readonly state: Change<number>;
  /** Octaves below which a part is dropped. */
  readonly margin: number;
  readonly tasks: readonly AblationTask[];
  /** Every part that was tried without, once for each way. */
  readonly parts: readonly AblatedPart[];
  /** What was dropped together or not, in order. */
  readonly removals: readonly JointRemoval[];
  readonly trainings: number;
  /** The program after exact rewriting, with which ablation began. */
  readonly exact: string;
  /** What is left of it. */
  readonly text: string;
}

/** What `symopt simplify --level ablate` says on standard error: what each part is worth, and what went together. */
export function formatAblation(report: AblationReport, page: Page): string {
  const { style } = page;
  const { name, statements, state, tasks, parts, removals, trainings, margin } = report;
  const sizes = `${statements.before} → ${counted(statements.after, "statement")}, ` +
    `${state.before} → ${counted(state.after, "state variable")}`;
  const head = `${style.strong(name)}: ${sizes}, by ${toWholeNumber(trainings)} trainings\n`;
  const right = (title: string, cell: (part: AblatedPart) => string): Column<AblatedPart> => ({
    title, cell, align: "right", keep: true,
  });
  const columns: readonly Column<AblatedPart>[] = [
    { title: "without", cell: ({ part }) => part },
    { title: "instead", cell: ({ instead }) => instead },
    right("worth", ({ worth }) => octaves(worth.mean)),
    right("95 % below", ({ worth }) => octaves(worth.bound)),
    right("seeds", ({ worth }) => String(worth.pairs)),
    { title: "", cell: ({ verdict }) => verdict, keep: true },
  ];
  const joint = removals.map(({ parts: together, worth, dropped }) =>
    `${dropped ? "dropped" : "not dropped"} together, worth ${octaves(worth.mean)}, at most ${octaves(worth.bound)} ` +
      `(${worth.pairs} seeds): ${together.join("; ")}`);
  const where = tasks.map(({ name: task, size, horizon, flat }) =>
    `${task} ×${size} at ${toWholeNumber(horizon)} steps${flat ? "" : " (its loss falls still)"}`);
  const notes = [
    `Worth: log2 speed-up lost without, mean over seeds and tasks (${where.join(", ")}), scale tuned anew. Dropped ` +
      `where it is below ${toShortNumber(margin)} for sure (95 %), of all that goes together.`,
  ];
  const prose = (text: string): string => wrap(text, page.width).map((line) => `${line}\n`).join("");
  return head + (parts.length === 0 ? "" : formatTable(columns, parts, page)) + joint.map(prose).join("") +
    notes.map((note) => wrap(note, page.width).map((line) => `${style.faint(line)}\n`).join("")).join("");
}

/** Octaves to three digits behind the point, which the margin needs. */
function octaves(value: number): string {
  if (!Number.isFinite(value)) return "fails";
  return `${value > 0 ? "+" : ""}${value.toFixed(3)}`;
}
