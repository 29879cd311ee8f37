import { printable } from "../dsl/text/diagnostic.js";
import { type Estimate, estimateText, meanText, scoreText } from "./estimate.js";
import { counted, toShortNumber, toWholeNumber } from "./number.js";
import { nameWidth, shortNames } from "./short-name.js";
import { sparkline } from "./sparkline.js";
import type { Page } from "./style.js";
import { type Column, formatTable, pad, visibleWidth, wrap } from "./table.js";

/** One scored training. */
export interface TrainingReport {
  readonly seed: number;
  /** `fault`: it was given up, with its worker or for want of room; nothing is known of the program. */
  readonly kind: "trained" | "failed" | "fault";
  /** Mean loss on the split that it is scored on; `null` where it failed. */
  readonly loss: number | null;
  /** Why it failed: one of the engine's reasons, or what became of the worker. */
  readonly reason?: string;
  /** Steps that it made, or was charged for. */
  readonly steps: number;
}

/** How every program was tuned, on seeds that are never scored. */
export interface TuningEffort {
  /** Settings that were tried. */
  readonly trials: number;
  /** Every setting is trained on these. */
  readonly seeds: readonly number[];
  /** The one that is chosen trains on these too. */
  readonly checks: readonly number[];
}

/** What tuning came to, on seeds that are never scored. */
export interface TuningReport {
  /** Validation loss of the best trial; infinite where all failed. */
  readonly loss: number;
  /** How many of the trials failed. */
  readonly failed: number;
  /** What the best lies at the edge of all trials with: `scale`, `decay`, names of hyperparameters. */
  readonly edges: readonly string[];
}

/** How large an update is beside the weights that it changes, at one step. */
export interface UpdateToWeight {
  /** Of the training, from 1. */
  readonly step: number;
  /** Root mean square of the update over that of the weights before it, all arrays together; mean over seeds. */
  readonly ratio: number;
}

/** What `symopt evaluate` says of a program. */
export interface ProgramEvaluation {
  /** What the program was asked for as: a path, a name of the library, or `standard input`. */
  readonly name: string;
  /** It trained `scale · update + referenceSize · lr · decay · weights`. */
  readonly setting: {
    readonly scale: number;
    readonly decay: number;
    /** Values of its hyperparameters in place of their defaults, where it was tuned. */
    readonly hyperparameters: Readonly<Record<string, number>>;
    /** The program's update size on the probe, as a multiple of the reference's. */
    readonly referenceSize: number;
  };
  /** `null` where it was not tuned. */
  readonly tuning: TuningReport | null;
  /** Loss on the split that it is scored on; `null` where a training failed: such a program has no score. */
  readonly loss: Estimate | null;
  /** Why it has none. */
  readonly lossReason?: string;
  /**
   * log2 speed-up over tuned AdamW; `null` as `loss` is, where no reference of the task at this horizon and batch
   * size is known, which symopt brings or a search has measured here, and under another schedule or on another split
   * than its own.
   */
  readonly score: Estimate | null;
  /** The task's metrics on the same data by name; `null` as `loss` is. */
  readonly metrics: Readonly<Record<string, Estimate>> | null;
  /** Of the training, tuning included, that took the least; `null` where none made a step. Not repeatable. */
  readonly millisecondsPerStep: number | null;
  /** One for each seed, in order. */
  readonly trainings: readonly TrainingReport[];
  /** Training loss in equal parts of the horizon, mean over seeds; `null` as `loss` is. */
  readonly curve: readonly number[] | null;
  /** Update-to-weight ratio in the middle of each quarter of the horizon, mean over seeds; `null` as `loss` is. */
  readonly updateToWeight: readonly UpdateToWeight[] | null;
}

/** What `symopt evaluate` says; `--json` prints it as it is, so its keys stay what they are. */
export interface EvaluationReport {
  readonly task: {
    readonly name: string;
    /** The module that defines it; `null` for a built-in one. */
    readonly module: string | null;
    readonly family: string;
    readonly title: string;
    readonly size: number;
    readonly parameters: number;
    /** Steps of a training. */
    readonly horizon: number;
    /** Examples of a step. */
    readonly batch: number;
    /** Path of the real data that it trained on; `null` where the task generates its data. */
    readonly data: string | null;
    /** Which data losses and metrics are of. */
    readonly split: "validation" | "selection" | "test";
  };
  /** How the learning rate goes in every training, tuning included; references are trained under `cosine`. */
  readonly schedule: "cosine" | "linear" | "constant";
  /** The scored seeds. */
  readonly seeds: readonly number[];
  /** `null` where nothing was tuned. */
  readonly tuning: TuningEffort | null;
  /** Best first; those that failed come last, in the order asked for. */
  readonly programs: readonly ProgramEvaluation[];
}

/** Programs by their loss, best first; those that failed last; else as they were. */
export function rankEvaluations(programs: readonly ProgramEvaluation[]): readonly ProgramEvaluation[] {
  return programs.toSorted((a, b) => {
    const [x, y] = [a.loss?.mean ?? Infinity, b.loss?.mean ?? Infinity];
    return x === y ? 0 : x - y;
  });
}

/** Options of {@link formatEvaluation}. */
export interface EvaluationFormat {
  /** Whether learning curves and update-to-weight ratios follow the table. @default false */
  readonly curves?: boolean;
}

/** How wide names before curves and ratios are, unless it takes more to tell them apart. */
const NAME = 24;

/** Behind a number that lies at the edge of what was tried. */
const EDGE = " (edge)";

/**
 * What `symopt evaluate` prints for people: a table, why programs failed, and on request learning curves and
 * update-to-weight ratios.
 */
export function formatEvaluation(
  report: EvaluationReport, page: Page, { curves = false }: EvaluationFormat = {},
): string {
  const { task, schedule, seeds, tuning, programs } = report;
  const head =
    `${page.style.strong(task.name)} ×${task.size}: ${counted(task.horizon, "step")} of ` +
    `${counted(task.batch, "example")}, ${toWholeNumber(task.parameters)} parameters, ` +
    counted(seeds.length, "seed") +
    (tuning === null ? "" : `, tuned by ${counted(tuning.trials, "trial")} each`) +
    (schedule === "cosine" ? "" : `, schedule ${schedule}`) +
    (task.split === "validation" ? "" : `, scored on ${task.split} data`) +
    (task.data === null ? "" : `\nreal data: ${printable(task.data)}`);
  const notes: string[] = [];
  if (tuning === null && programs.length > 1) {
    notes.push("Not tuned: --tune N chooses scale and decay of each program by the same number of trials.");
  }
  if (programs.some((program) => (program.tuning?.edges.length ?? 0) > 0)) {
    notes.push("(edge): the best trial lies at the edge of all trials; more of them might find better.");
  }
  if (schedule !== "cosine") notes.push("No scores: the references are trained under the schedule cosine.");
  const failed = programs.filter((program) => program.loss === null);
  return [
    `${head}\n\n`,
    formatTable(columnsOf(programs), programs, page),
    failed.length === 0 ? "" : "\n",
    ...failed.map(({ name, lossReason = "" }) => formatProse(`${name}: ${lossReason}`, page)),
    curves ? formatCurves(programs, page) + formatRatios(programs, page) : "",
    notes.length === 0 ? "" : "\n",
    ...notes.map((note) => `${page.style.faint(note)}\n`),
  ].join("");
}

/** Sentences, broken where the page ends. */
function formatProse(text: string, page: Page): string {
  return wrap(text, page.width).map((line) => `${line}\n`).join("");
}

function columnsOf(programs: readonly ProgramEvaluation[]): readonly Column<ProgramEvaluation>[] {
  const metrics = Object.keys(programs.find((program) => program.metrics !== null)?.metrics ?? {});
  const isSet = programs.some(
    ({ setting, tuning }) => tuning !== null || setting.scale !== 1 || setting.decay !== 0,
  );
  const number = (
    title: string, cell: (program: ProgramEvaluation) => string,
  ): Column<ProgramEvaluation> => ({ title, cell, align: "right", keep: true });
  const edge = (program: ProgramEvaluation, name: string): string =>
    program.tuning?.edges.includes(name) === true ? EDGE : "";
  return [
    { title: "program", cell: ({ name }) => name, isName: true },
    number("loss", ({ loss }) => (loss === null ? "failed" : estimateText(loss))),
    ...(programs.some(({ score }) => score !== null)
      ? [number("score", ({ score }) => (score === null ? "" : scoreText(score)))]
      : []),
    ...metrics.map((name) =>
      number(name, ({ metrics: found }) => {
        const estimate = found?.[name];
        return estimate === undefined ? "" : meanText(estimate);
      }),
    ),
    number("ms/step", ({ millisecondsPerStep: time }) => (time === null ? "" : toShortNumber(time))),
    ...(isSet
      ? [
          number("scale", (program) => toShortNumber(program.setting.scale) + edge(program, "scale")),
          number("decay", (program) => toShortNumber(program.setting.decay) + edge(program, "decay")),
        ]
      : []),
    ...(programs.some(({ setting }) => Object.keys(setting.hyperparameters).length > 0)
      ? [{
          title: "hyperparameters",
          cell: (program: ProgramEvaluation) =>
            Object.entries(program.setting.hyperparameters)
              .map(([name, value]) => `${name}=${toShortNumber(value)}${edge(program, name)}`)
              .join(" "),
        }]
      : []),
  ];
}

/** Learning curves, all on one scale, so that they compare: logarithmic where losses allow. */
function formatCurves(programs: readonly ProgramEvaluation[], page: Page): string {
  const drawn = programs.flatMap(({ name, curve }) =>
    curve === null || curve.length === 0 ? [] : [{ name, curve }],
  );
  if (drawn.length === 0) return "";
  const isPositive = drawn.every(({ curve }) => curve.every((loss) => loss > 0));
  const level = (loss: number): number => (isPositive ? Math.log(loss) : loss);
  const lowest = Math.min(...drawn.flatMap(({ curve }) => curve.map(level)));
  // What rises above its start is cut: one that does would press all others flat.
  const highest = Math.max(...drawn.map(({ curve }) => level(curve[0] as number)));
  const names = namesOf(drawn);
  const lines = drawn.map(({ curve }, k) => {
    const ends = `${toShortNumber(curve[0] as number)} → ${toShortNumber(curve.at(-1) as number)}`;
    const bars = page.style.accent(sparkline(curve.map(level), lowest, highest));
    return `  ${names[k] ?? ""}  ${bars}  ${ends}\n`;
  });
  return `\n${page.style.faint(`training loss${isPositive ? ", logarithmic" : ""}`)}\n${lines.join("")}`;
}

/** Update-to-weight ratios, one line a program, in the order of their steps. */
function formatRatios(programs: readonly ProgramEvaluation[], page: Page): string {
  const drawn = programs.flatMap(({ name, updateToWeight }) =>
    updateToWeight === null || updateToWeight.length === 0 ? [] : [{ name, updateToWeight }],
  );
  const [first] = drawn;
  if (first === undefined) return "";
  const steps = first.updateToWeight.map(({ step }) => toWholeNumber(step)).join(", ");
  const names = namesOf(drawn);
  const lines = drawn.map(({ updateToWeight }, k) => {
    const ratios = updateToWeight.map(({ ratio }) => toShortNumber(ratio)).join(", ");
    return `  ${names[k] ?? ""}  ${ratios}\n`;
  });
  return `\n${page.style.faint(`update-to-weight ratio, steps ${steps}`)}\n${lines.join("")}`;
}

/** The names before curves and ratios, all of one width. */
function namesOf(drawn: readonly { readonly name: string }[]): readonly string[] {
  const names = drawn.map(({ name }) => name);
  const short = shortNames(names, Math.max(NAME, nameWidth(names)));
  const widest = Math.max(...short.map(visibleWidth));
  return short.map((name) => pad(name, widest));
}
