import { printable } from "../dsl/text/diagnostic.js";
import { BAR } from "./bar.js";
import { type Estimate, estimateText, scoreText } from "./estimate.js";
import type { EvaluationReport, ProgramEvaluation, TuningEffort, TuningReport } from "./evaluation-report.js";
import { horizonWords } from "./horizon.js";
import { counted, toShortNumber, toSignedNumber, toWholeNumber } from "./number.js";
import { sparkline } from "./sparkline.js";
import type { Page } from "./style.js";
import { type Column, formatTable, wrap } from "./table.js";

/** A rule that takes part in a comparison. */
export interface ComparedRule {
  readonly name: string;
  /** Whether it was asked for, or is there as a rule of the bar. */
  readonly role: "program" | "bar";
  /** The rule of the bar that it is or computes; `null` where it is none. */
  readonly barRule: string | null;
  /** Bytes of state that it keeps for each parameter. */
  readonly stateBytes: number;
  /** Static cost of a step, as a multiple of AdamW's. */
  readonly cost: number;
  /** Which of the step and the steps in all its updates depend on. */
  readonly reads: readonly ("t" | "T")[];
  /** Whether there is any of these: such a rule may be good at one horizon alone. */
  readonly horizonDependent: boolean;
  /** Families of the tasks that it was evolved on; `null` where that is not known. */
  readonly evolvedOn: readonly string[] | null;
}

/** A speed-up as a power of two; 1 = the same loss in half the steps. */
export interface Reached {
  readonly octaves: number;
  /**
   * Where the loss that was to be reached lies beyond the horizons that were trained: `slower` means not reached at
   * the longest, so that the true speed-up is below; `faster`, surpassed at the shortest, so that it is above.
   */
  readonly beyond: "slower" | "faster" | null;
}

/** A speed-up and its 95 % interval over seeds. */
export interface SpeedUp {
  readonly value: Reached;
  readonly low: Reached;
  readonly high: Reached;
}

/**
 * What may be said of a program and the bar, at a level that holds for all programs and tasks together: it is better
 * or worse for sure, neither, or it failed. `below-known` is an older version's, which runs keep: it is better than the
 * bar as the comparison tuned it, but not than the bar under the settings that are known.
 */
export type Verdict = "beats" | "below-known" | "worse" | "undecided" | "failed";

/** A program against the bar on a task: the best rule of it, each under the better of two settings. */
export interface ProgramOnTask {
  /** That rule. */
  readonly bar: string;
  /** Whether its setting is one that was known; an older version met what the trials found alone. @default false */
  readonly known?: boolean;
  /**
   * The rule's loss less the program's, mean and 95 % interval by Student's t over the seeds' pairs; `null` where the
   * program failed.
   */
  readonly difference: { readonly mean: number; readonly low: number; readonly high: number } | null;
  /** Of the test that there is no difference; 1 where the program failed. */
  readonly p: number;
  /** The same after Holm's correction over all programs and tasks. */
  readonly adjustedP: number;
  readonly speedUp: SpeedUp;
  /** The smallest speed-up that so many seeds show 4 times in 5; `null` where the program failed. */
  readonly detectable: Reached | null;
  /** Milliseconds of a step, as a multiple of the rule's. Not repeatable. */
  readonly stepTime: number | null;
  /** Its losses at the horizons, one for each seed; `null` where it failed. */
  readonly horizons: readonly { readonly horizon: number; readonly losses: readonly (number | null)[] }[];
  readonly verdict: Verdict;
}

/** A rule on a task. */
export interface RuleOnTask {
  readonly name: string;
  readonly role: ComparedRule["role"];
  readonly setting: ProgramEvaluation["setting"];
  readonly tuning: TuningReport;
  /** Mean over the fresh seeds; `null` where it failed on any. */
  readonly loss: Estimate | null;
  /** Why it did. */
  readonly lossReason?: string;
  /** One for each seed; `null` where it failed. */
  readonly losses: readonly (number | null)[];
  /** Of the training that took the least a step. Not repeatable. */
  readonly millisecondsPerStep: number | null;
  /** `null` of what is there as a rule of the bar. */
  readonly match: ProgramOnTask | null;
}

/** The bar under the settings that are known for a task, found in more trials than a comparison makes. */
export interface KnownBar {
  /** The best of its rules. */
  readonly rule: string;
  readonly trials: number;
  /** On the same fresh seeds. */
  readonly loss: Estimate;
  /** Of each rule of the bar under the setting that is known, one for each seed; `null` where it failed. */
  readonly losses: Readonly<Record<string, readonly (number | null)[]>>;
}

/** One task of a comparison. */
export interface ComparedTask extends Omit<EvaluationReport["task"], "split"> {
  /** The bar under the settings that are known; `null` where it has none for the task. */
  readonly known: KnownBar | null;
  /** The programs, then the rules of the bar that are not among them. */
  readonly rules: readonly RuleOnTask[];
}

/** A program over all tasks. */
export interface OverallSpeedUp {
  readonly name: string;
  readonly families: number;
  readonly tasks: number;
  /** log2 of the geometric mean of the speed-ups, families counting alike, and its 95 % interval. */
  readonly octaves: number;
  readonly low: number;
  readonly high: number;
  /** Programs that the interval is of 95 % for together; an older version allowed for no others. @default 1 */
  readonly judged?: number;
  /** On how many tasks it does not reach the bar, which makes the mean too high. */
  readonly notReached: number;
  /** On how many tasks it is faster than can be seen, which makes the mean too low. */
  readonly beyondHorizons: number;
  /** `few-families`: too few to speak of others. */
  readonly verdict: "beats" | "worse" | "undecided" | "few-families";
}

/** A score, the mean over seeds, and its 95 % interval by Student's t: log2 speed-up over tuned AdamW, at most ±2. */
export interface ScoreOverSeeds {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /**
   * Where a seed's loss lies beyond the steps that AdamW was measured at, or its score beyond ±2: `slower`, so that the
   * true mean is below; `faster`, so that it is above; `null` where that is so of both.
   */
  readonly beyond: Reached["beyond"];
}

/** A comparison under other circumstances. */
export interface StudyPoint {
  /** What is varied: a multiple of T, a size, trials, or examples of a step. */
  readonly at: number;
  readonly size: number;
  readonly horizon: number;
  readonly batch: number;
  readonly trials: number;
  readonly programs: readonly {
    readonly name: string;
    readonly bar: string;
    /** As of {@link ProgramOnTask}. @default false */
    readonly known?: boolean;
    /**
     * `null` where the point's reference is not known or cannot be measured, losses are not of validation data, or the
     * program failed. @default null
     */
    readonly score?: ScoreOverSeeds | null;
    readonly loss: Estimate | null;
    readonly barLoss: Estimate | null;
    /** Its interval is not corrected for the number of points. */
    readonly speedUp: SpeedUp;
  }[];
}

/** Speed-ups at other horizons, sizes, numbers of trials or batch sizes. */
export interface PointStudy {
  readonly kind: "horizons" | "sizes" | "trials" | "batch";
  readonly task: string;
  /** Which data losses are of: there are scores of losses on validation data alone. An older version did not tell. */
  readonly split?: EvaluationReport["task"]["split"];
  readonly points: readonly StudyPoint[];
}

/** How sensitive a rule is to its learning rate. */
export interface WindowRule {
  readonly name: string;
  /** Width of the learning rates within 5 % of the best loss; `null` where that means nothing. */
  readonly octaves: number | null;
  /** Whether the window reaches farther than was tried. */
  readonly open: boolean;
  /** Mean losses at the factors; `null` where a training failed. */
  readonly losses: readonly (number | null)[];
}

/** The width of the window of learning rates. */
export interface WindowStudy {
  readonly kind: "window";
  readonly task: string;
  readonly seeds: readonly number[];
  /** Learning rates, as multiples of the tuned one. */
  readonly factors: readonly number[];
  readonly rules: readonly WindowRule[];
}

/** A performance profile, and its mean over τ. */
export interface Profile {
  /** The part of the tasks within each τ. */
  readonly fractions: readonly number[];
  readonly score: number;
}

/** Performance profiles over all tasks. */
export interface ProfileStudy {
  readonly kind: "profile";
  readonly taus: readonly number[];
  readonly rules: readonly {
    readonly name: string;
    /** On each task; `null` where the target is not reached. */
    readonly stepsToTarget: readonly (number | null)[];
    readonly steps: Profile;
    /** Wall-clock on this machine. Not repeatable. */
    readonly secondsToTarget: readonly (number | null)[];
    readonly seconds: Profile;
  }[];
}

/** What a comparison looked into besides. */
export type Study = PointStudy | WindowStudy | ProfileStudy;

/** What `symopt compare` says; `--json` prints it as it is, so its keys stay what they are. */
export interface ComparisonReport {
  /** The programs, then the rules of the bar that are not among them. */
  readonly rules: readonly ComparedRule[];
  /** The rules of the bar. */
  readonly bar: readonly string[];
  /** The fresh seeds. */
  readonly seeds: readonly number[];
  readonly tuning: TuningEffort;
  /** Which data losses are of; `unseen`: of tasks with `data` the test data, of others fresh validation data. */
  readonly split: EvaluationReport["task"]["split"] | "unseen";
  /** The chance of a false claim, over all programs and tasks together. */
  readonly level: number;
  readonly tasks: readonly ComparedTask[];
  /** Resamples of the intervals of `overall`. */
  readonly resamples: number;
  /** One for each program; none where there is one task alone. */
  readonly overall: readonly OverallSpeedUp[];
  readonly studies: readonly Study[];
}

/** What `symopt compare` prints for people. */
export function formatComparison(report: ComparisonReport, page: Page): string {
  const { tasks, seeds, tuning } = report;
  const { style } = page;
  const head = prose(
    `Every rule tuned by ${counted(tuning.trials, "trial")} on each task, then trained on ` +
      `${counted(seeds.length, "fresh seed")}${judgedOn(report)}. The bar: the best on the task of ${BAR}, each tuned ` +
      "alike or, where that is better, under its known setting.",
    page,
  );
  const isEdge = tasks.some(({ rules }) => rules.some(({ tuning: { edges } }) => edges.length > 0));
  const notes = [
    "Speed-up: T over the steps that a rule takes to the bar's loss at T, with its 95 % interval over seeds; < and " +
      "> where it lies beyond the horizons trained, ⅓ T to 1¼ T. p: of a paired t-test, corrected by Holm for all " +
      "programs and tasks. In time: the same in wall-clock on this machine, where the bar is reached. Detectable: the least true speed-up " +
      "that so many seeds tell from none 4 times in 5.",
    ...(isEdge ? ["(edge): the best trial lies at the edge of all trials; more of them might find better."] : []),
  ];
  return [
    `${head}\n`,
    ...tasks.map((task) => `${formatTask(task, page)}\n`),
    `${formatRules(report, page)}\n`,
    report.overall.length === 0 ? "" : `${formatOverall(report, page)}\n`,
    ...report.studies.map((study) => `${formatStudy(study, page)}\n`),
    ...notes.map((note) => wrap(note, page.width).map((line) => `${style.faint(line)}\n`).join("")),
    "\n",
    ...report.rules.filter(({ role }) => role === "program").map((rule, k) => prose(verdictWords(report, rule, k), page)),
  ].join("");
}

/** Which data losses are of, where that is not what each seed draws afresh. */
function judgedOn({ split, tasks }: ComparisonReport): string {
  if (split === "validation") return "";
  if (split !== "unseen") return `, judged on ${split} data`;
  const real = tasks.filter(({ data }) => data !== null);
  if (real.length === 0) return "";
  return `, judged on test data${real.length === tasks.length ? "" : " of the tasks that read files"}`;
}

/** Sentences, broken where the page ends. */
function prose(text: string, page: Page): string {
  return wrap(text, page.width).map((line) => `${line}\n`).join("");
}

function formatTask(task: ComparedTask, page: Page): string {
  const head =
    `${page.style.strong(printable(task.name))} ×${task.size} (${printable(task.family)}): ` +
    `${counted(task.horizon, "step")} of ${counted(task.batch, "example")}, ` +
    `${toWholeNumber(task.parameters)} parameters\n` +
    (task.data === null ? "" : `real data: ${printable(task.data)}\n`);
  const programs = task.rules.filter(({ role }) => role === "program");
  const bar = task.rules
    .filter(({ role }) => role === "bar")
    .toSorted((a, b) => (a.loss?.mean ?? Infinity) - (b.loss?.mean ?? Infinity));
  const failed = task.rules.flatMap(({ name, lossReason }) =>
    lossReason === undefined ? [] : [prose(`${name} fails: ${lossReason}`, page)]);
  const notes = [...failed, ...(task.known === null ? [] : [prose(knownWords(task.known), page)])];
  const rows = [...programs, ...bar];
  return `${head}\n${formatTable(TASK_COLUMNS, rows, page)}${notes.length === 0 ? "" : "\n"}${notes.join("")}`;
}

function knownWords({ rule, trials, loss }: KnownBar): string {
  return `Under the settings that are known, of ${counted(trials, "trial")}, the best rule of the bar (${rule}) ` +
    `comes to ${estimateText(loss)} on these seeds.`;
}

function number<Row>(title: string, cell: (row: Row) => string): Column<Row> {
  return { title, cell, align: "right", keep: true };
}

const TASK_COLUMNS: readonly Column<RuleOnTask>[] = [
  { title: "rule", cell: ({ name, role }) => (role === "bar" ? `  ${name}` : name), isName: true },
  number("loss", ({ loss, tuning: { edges } }) =>
    loss === null ? "failed" : `${estimateText(loss)}${edges.length > 0 ? " (edge)" : ""}`),
  { title: "over", cell: ({ match }) => (match === null ? "" : opponentText(match)), keep: true },
  number("speed-up", ({ match }) => (match === null ? "" : speedUpText(match.speedUp))),
  number("p", ({ match }) => (match === null ? "" : pText(match.adjustedP))),
  number("in time", ({ match }) => (match === null ? "" : timeText(match))),
  number("ms/step", ({ millisecondsPerStep: time }) => (time === null ? "" : toShortNumber(time))),
  number("detectable", ({ match }) => {
    const detectable = match?.detectable ?? null;
    return detectable === null ? "" : reachedText(detectable);
  }),
];

/** What a program met, as in `lion`, or `lion, known` where its setting is one that was known. */
export function opponentText({ bar, known = false }: Pick<ProgramOnTask, "bar" | "known">): string {
  return known ? `${bar}, known` : bar;
}

/** A speed-up as a factor, as in `1.52×`. */
export function ratioText(octaves: number): string {
  return `${(2 ** octaves).toFixed(2)}×`;
}

/** A speed-up that may lie beyond what was seen. */
export function reachedText({ octaves, beyond }: Reached): string {
  return `${beyond === null ? "" : beyond === "slower" ? "< " : "> "}${ratioText(octaves)}`;
}

/** A speed-up and its interval. */
export function speedUpText({ value, low, high }: SpeedUp): string {
  const [from, to] = [reachedText(low), reachedText(high)];
  // All of it beyond one end.
  return from === to ? reachedText(value) : `${reachedText(value)} (${from} to ${to})`;
}

/** The speed-up in wall-clock; nothing where the bar was not reached: by a cheap rule its bound reads as good news. */
function timeText({ speedUp: { value }, stepTime }: ProgramOnTask): string {
  if (stepTime === null || !(stepTime > 0) || value.beyond === "slower") return "";
  return reachedText({ ...value, octaves: value.octaves - Math.log2(stepTime) });
}

/** A p-value. */
export function pText(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}

function formatRules({ rules }: ComparisonReport, page: Page): string {
  return formatTable<ComparedRule>(
    [
      { title: "rule", cell: ({ name, role }) => (role === "bar" ? `  ${name}` : name), isName: true },
      number("state, bytes per parameter", ({ stateBytes }) => String(stateBytes)),
      number("cost of a step, × AdamW's", ({ cost }) => cost.toFixed(2)),
      { title: "horizon", cell: horizonWords, keep: true },
      { title: "evolved on", cell: ({ evolvedOn, role }) => (role === "bar" ? "" : evolvedOnWords(evolvedOn)) },
    ],
    rules, page,
  );
}

/** The families that a rule was evolved on. */
export function evolvedOnWords(families: readonly string[] | null): string {
  return families === null ? "not known" : families.map(printable).join(", ");
}

function formatOverall({ overall, resamples }: ComparisonReport, page: Page): string {
  const [first] = overall;
  const { families = 0, tasks = 0, judged = 1 } = first ?? {};
  const head =
    `Geometric mean of speed-ups over ${counted(tasks, "task")} of ${counted(families, "family", "families")}, ` +
    `${families > 1 ? "families counting alike, " : ""}95 % interval by a bootstrap of ` +
    `${families > 1 ? "families, then seeds" : "seeds"} (${toWholeNumber(resamples)} resamples)${togetherWords(judged)}`;
  return prose(head, page) + "\n" + formatTable<OverallSpeedUp>(
    [
      { title: "program", cell: ({ name }) => name, isName: true },
      number("speed-up", (row) => `${meanMark(row)}${ratioText(row.octaves)}`),
      number("interval", ({ low, high }) => `${ratioText(low)} to ${ratioText(high)}`),
      number("bar not reached on", ({ notReached, tasks: all }) => `${notReached} of ${all}`),
    ],
    overall, page,
  );
}

/** What an interval is of, where several programs are. */
export function togetherWords(judged: number): string {
  return judged > 1 ? `, for all ${judged} programs together` : "";
}

/** What lies beyond the horizons counts as their end. */
function meanMark({ notReached, beyondHorizons }: OverallSpeedUp): string {
  if (notReached > 0 && beyondHorizons > 0) return "about ";
  return notReached > 0 ? "at most " : beyondHorizons > 0 ? "at least " : "";
}

/** In honest words: against the bar, with its unit, and whether the families were evolved on. */
export function verdictWords(
  { tasks, rules, seeds, overall, level }: ComparisonReport, rule: ComparedRule, k: number,
): string {
  const matchOn = ({ rules }: ComparedTask): ProgramOnTask | null | undefined =>
    rules.filter(({ role }) => role === "program")[k]?.match;
  const on = (verdict: Verdict): readonly ComparedTask[] => tasks.filter((task) => matchOn(task)?.verdict === verdict);
  const name = printable(rule.name);
  const [beats, below, worse, failed] = [on("beats"), on("below-known"), on("worse"), on("failed")];
  const part = (list: readonly ComparedTask[]): string =>
    tasks.length === 1 ? "" : ` on ${list.length} of ${counted(tasks.length, "task")} (${list.map((task) => printable(task.name)).join(", ")})`;
  // Of several tasks the tables have them, and what holds over families its own.
  const interval = tasks.length === 1 && tasks[0] !== undefined ? intervalPart(matchOn(tasks[0]), rules) : "";
  const unit = `over ${counted(seeds.length, "seed")} at ${level * 100} %`;
  const parts = [
    ...(beats.length === 0 ? [] : [`${name} beats the bar${part(beats)}${interval}, ${unit}.`]),
    ...(beats.length + below.length + worse.length + failed.length > 0
      ? [] : [`${name} is not told apart from the bar by ${counted(seeds.length, "seed")}${interval}.`]),
    ...(below.length === 0
      ? [] : [`${name} is better than the bar tuned alike${part(below)}, but not than the bar under its known settings.`]),
    ...(worse.length === 0 ? [] : [`${name} is worse than the bar${part(worse)}${interval}${interval === "" ? "" : `, ${unit}`}.`]),
    ...(failed.length === 0 ? [] : [`${name} fails${part(failed)}.`]),
    ...(overall[k] === undefined ? [] : [familyWords(overall[k])]),
    ...(beats.length === 0 ? [] : [originWords(rule, beats)]),
  ];
  return parts.join(" ");
}

/** The speed-up and its interval, as in ` (speed-up 1.50×, 95 % interval 1.31× to 1.72×)`. */
function intervalPart(match: ProgramOnTask | null | undefined, rules: readonly ComparedRule[]): string {
  if (match === null || match === undefined) return "";
  const { value, low, high } = match.speedUp;
  const [from, to] = [reachedText(low), reachedText(high)];
  // What is claimed is corrected for all programs, the interval is not.
  const own = rules.filter(({ role }) => role === "program").length > 1 ? "its own " : "";
  const interval = from === to ? "" : `, ${own}95 % interval ${from} to ${to}`;
  return ` (speed-up ${reachedText(value)}${interval})`;
}

function familyWords({ verdict, families, octaves, low, high, judged = 1 }: OverallSpeedUp): string {
  const interval = `${ratioText(octaves)}, ${ratioText(low)} to ${ratioText(high)}${togetherWords(judged)}`;
  switch (verdict) {
    case "beats":
      return `Over ${families} families it beats the bar (${interval}).`;
    case "worse":
      return `Over ${families} families it is slower than the bar (${interval}).`;
    case "undecided":
      return `Over ${families} families it is not told apart from the bar (${interval}).`;
    case "few-families":
      return `Of other families of tasks ${counted(families, "family says", "families say")} nothing.`;
  }
}

/** Whether what it beats the bar on is what it was made for. */
function originWords({ evolvedOn }: ComparedRule, beats: readonly ComparedTask[]): string {
  if (evolvedOn === null) return "Which families it was evolved on is not known.";
  const seen = [...new Set(beats.map(({ family }) => family))].filter((family) => evolvedOn.includes(family));
  return seen.length === 0
    ? "It was evolved on none of their families."
    : `It was evolved on ${seen.map(printable).join(", ")}: what it does there says little of other tasks.`;
}

function formatStudy(study: Study, page: Page): string {
  switch (study.kind) {
    case "window":
      return formatWindow(study, page);
    case "profile":
      return formatProfile(study, page);
    case "horizons":
    case "sizes":
    case "trials":
    case "batch":
      return formatPoints(study, page);
  }
}

const POINT_WORDS: Readonly<Record<PointStudy["kind"], { readonly title: string; readonly at: (at: number) => string }>> = {
  horizons: { title: "against the horizon", at: (at) => (at === 1 ? "T" : `${at} T`) },
  sizes: { title: "against the size", at: (at) => `×${at}` },
  trials: { title: "against the tuning", at: (at) => counted(at, "trial") },
  batch: { title: "against the batch", at: (at) => counted(at, "example") },
};

function formatPoints({ kind, task, split, points }: PointStudy, page: Page): string {
  const { title, at } = POINT_WORDS[kind];
  const rows = points.flatMap(({ at: where, horizon, batch, programs }) =>
    programs.map((program) => ({ ...program, at: at(where), horizon, batch })));
  const words = `${page.style.strong(printable(task))}, speed-up ${title} (intervals are not corrected` +
    (kind === "sizes" ? ")" : "; the bar is tuned alike at each, and what is known of it does not count)");
  const isScored = rows.some(({ score }) => score !== undefined && score !== null);
  const note = isScored ? SCORE_WORDS : kind === "horizons" && split !== undefined && split !== "validation" ? noScoreWords(split) : "";
  return `${prose(words, page)}\n` + formatTable<(typeof rows)[number]>(
    [
      { title: "at", cell: (row) => row.at, keep: true },
      ...(kind !== "sizes" ? [] : [
        number<(typeof rows)[number]>("steps", ({ horizon }) => toWholeNumber(horizon)),
        number<(typeof rows)[number]>("batch", ({ batch }) => toWholeNumber(batch)),
      ]),
      { title: "program", cell: ({ name }) => name, isName: true },
      number("loss", ({ loss }) => (loss === null ? "failed" : estimateText(loss))),
      { title: "over", cell: opponentText, keep: true },
      number("its loss", ({ barLoss }) => (barLoss === null ? "" : estimateText(barLoss))),
      number("speed-up", ({ speedUp }) => speedUpText(speedUp)),
      ...(isScored ? [number<(typeof rows)[number]>("score", ({ score = null }) => scoreOverSeeds(score))] : []),
    ],
    rows, page,
  ) + (note === "" ? "" : `\n${prose(note, page)}`);
}

const SCORE_WORDS = "Score: log2 of the steps in which AdamW, tuned for the same problem, comes to the loss over those of " +
  "the program, at most ±2; the mean over seeds; < and > where one lies beyond that, or beyond the steps that AdamW was measured at.";

function noScoreWords(split: string): string {
  return `No scores: references are of losses on validation data, and these are of ${split} data. --split validation has them.`;
}

/** A score with its interval, as in `> +0.41 (+0.32 to +0.50)`. */
function scoreOverSeeds(score: ScoreOverSeeds | null): string {
  if (score === null) return "";
  const { mean, low, high, beyond } = score;
  const mark = beyond === null ? "" : beyond === "slower" ? "< " : "> ";
  const isSure = toSignedNumber(low) === toSignedNumber(high);
  return mark + scoreText(isSure ? { mean, error: null } : { mean, low, high });
}

/** The most that a loss is drawn above the best, as its multiple. */
const DRAWN = 1.5;

function formatWindow({ task, factors, rules, seeds }: WindowStudy, page: Page): string {
  const [first = 1, last = 1] = [factors[0], factors.at(-1)];
  const head =
    `${page.style.strong(printable(task))}, learning rates within 5 % of the best loss; losses at ` +
    `${toShortNumber(first)} to ${toShortNumber(last)} × the tuned one, ${counted(seeds.length, "seed")}\n\n`;
  return head + formatTable<WindowRule>(
    [
      { title: "rule", cell: ({ name }) => name, isName: true },
      number("width", ({ octaves, open }) => (octaves === null ? "none" : `${open ? "> " : ""}${ratioText(octaves)}`)),
      { title: "loss", cell: ({ losses }) => lossLine(losses), keep: true },
    ],
    rules, page,
  );
}

function lossLine(losses: readonly (number | null)[]): string {
  const best = Math.min(...losses.map((loss) => loss ?? Infinity));
  return sparkline(losses.map((loss) => loss ?? NaN), best, best > 0 ? DRAWN * best : best + 1);
}

/** The τ at which profiles are printed. */
const PRINTED_TAUS = [1, 1.1, 1.25, 1.5, 2, 4] as const;

function formatProfile({ taus, rules }: ProfileStudy, page: Page): string {
  const nearest = (tau: number): number =>
    taus.reduce((best, known, k) => (Math.abs(known - tau) < Math.abs((taus[best] as number) - tau) ? k : best), 0);
  const columns = (of: "steps" | "seconds"): string => {
    const ranked = rules.toSorted((a, b) => b[of].score - a[of].score);
    return formatTable<ProfileStudy["rules"][number]>(
      [
        { title: "rule", cell: ({ name }) => name, isName: true },
        ...PRINTED_TAUS.map((tau) => number<ProfileStudy["rules"][number]>(`τ = ${tau}`, (rule) =>
          (rule[of].fractions[nearest(tau)] ?? 0).toFixed(2))),
        number("mean", (rule) => rule[of].score.toFixed(3)),
        { title: "τ from 1 to 4", cell: (rule) => sparkline(thinned(rule[of].fractions), 0, 1), keep: true },
      ],
      ranked, page,
    );
  };
  const head =
    `${page.style.strong("Performance profile")}: the part of ` +
    `${counted(rules[0]?.stepsToTarget.length ?? 0, "task")} on which a rule reaches the lowest loss at T of the bar's ` +
    "rules, all tuned alike, within τ times the time of the fastest";
  return `${prose(head, page)}\nin steps\n${columns("steps")}\nin wall-clock\n${columns("seconds")}`;
}

/** Every third. */
function thinned(values: readonly number[]): readonly number[] {
  return values.filter((_, k) => k % 3 === 0);
}
