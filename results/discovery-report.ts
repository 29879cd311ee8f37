import { printable } from "../dsl/text/diagnostic.js";
import { parse } from "../dsl/text/parse.js";
import { print } from "../dsl/text/print.js";
import { type TunedSetting, addedBy, withTunedDefaults } from "./export/setting.js";
import { type RivalGain, gainText, meanGainText, rivalText } from "./gain.js";
import { horizonWords } from "./horizon.js";
import { programLines } from "./listing.js";
import { counted, toShortNumber } from "./number.js";
import { quoted } from "./path.js";
import { horizonInputsOf } from "./program-report.js";
import { type Standing, belowText, intervalWords, standingOf } from "./selection-report.js";
import type { Page } from "./style.js";
import { formatField, wrap } from "./table.js";
import { type Work, workText } from "./work.js";

/** What a program came to on tasks of families that its search never trained on. */
export interface FamilyVerdict {
  readonly tasks: readonly { readonly name: string; readonly family: string; readonly size: number }[];
  /** Fresh seeds. */
  readonly seeds: number;
  /** Programs that the intervals are of 95 % for together. */
  readonly judged: number;
  readonly overBar: RivalGain;
  readonly overAdamw: RivalGain;
  /** How many of its trainings failed: with any it is not above the bar. */
  readonly failed: number;
}

/** A verdict on families that nothing was chosen by. */
export interface SealedVerdict extends FamilyVerdict {
  /** Whether another program of the run was judged on any of them before, so that this one may be chosen by that. */
  readonly reused: boolean;
  /** The tasks of which this is so, by family; an older version did not tell. @default all where it is `reused` */
  readonly reusedOn?: readonly string[];
}

/** The tasks of a sealed verdict whose family another program was judged on before. */
export function reusedTasks({ tasks, reused, reusedOn }: SealedVerdict): FamilyVerdict["tasks"] {
  return tasks.filter(({ name }) => reusedOn?.includes(name) ?? reused);
}

/** What was found. */
export interface DiscoveredProgram {
  /** Its place in the run's log. */
  readonly index: number;
  /** Simplified, with the defaults that it was found with. */
  readonly text: string;
  /** Whether it is what ablation left of the candidate. */
  readonly ablated: boolean;
  /**
   * What it was tuned to on one of the tasks that it was selected by, that of the middle scale: its files hold it. The
   * gains are each under what it was tuned to on the task itself.
   */
  readonly setting: TunedSetting | null;
  readonly statements: number;
  /** Live state variables. */
  readonly state: number;
  /** Static cost of a step, as a multiple of AdamW's. */
  readonly cost: number;
  /**
   * Which of the step and the steps in all its updates depend on: with any it may be good at one horizon alone; an
   * older version did not tell. @default what its text says
   */
  readonly reads?: readonly ("t" | "T")[];
}

/** What `symopt discover` found out; `--json` prints it as it is. */
export interface DiscoveryReport {
  readonly folder: string;
  /** Entries that the run had; an older version did not tell. */
  readonly entries?: number;
  /** Whether a candidate is above the bar for sure on the families that it was selected by. */
  readonly verdict: "above" | "none";
  /** The winner, or the best of those that are not above the bar; `null` where nothing new was trained to its end. */
  readonly program: DiscoveredProgram | null;
  /** On the families that it was selected by; `null` where there is no program. */
  readonly selection: FamilyVerdict | null;
  /** `null` where nothing is above the bar, for which they are not opened, and where there is no sealed family. */
  readonly sealed: SealedVerdict | null;
  /** Tasks of families that stay sealed; an older version did not tell. @default none */
  readonly unopened?: FamilyVerdict["tasks"];
  /** Tasks of families that were opened before, for whatever candidate, and are not again. @default none */
  readonly opened?: FamilyVerdict["tasks"];
  /** Whether what was found was to be tried without its parts; an older version did not tell. @default true */
  readonly ablation?: boolean;
  /** Settings that are tried for each rule. */
  readonly trials: number;
  /** Training steps of it all, the search's included; not those of references. */
  readonly steps: number;
  /** What of these steps went where; an older version did not tell. */
  readonly work?: Work;
  /** Paths of what was written. */
  readonly modules: readonly string[];
  /** Path of the page that tells the story; `null` until it is written. */
  readonly page: string | null;
}

const INDENT = 18;

/** What a discovery prints for people: the rule, three lines, and where things are. */
export function formatDiscovery(report: DiscoveryReport, page: Page): string {
  const { folder, program, selection, modules } = report;
  const field = (label: string, value: string): string => formatField(label, value, INDENT, page);
  const prose = (text: string): string => `${wrap(text, page.width).join("\n")}\n`;
  if (program === null || selection === null) {
    return [
      prose("verdict: none. Nothing new was trained to its end."), "\n",
      ...["over AdamW", "over the bar", "by family"].map((label) => field(label, "nothing to compare")),
      workField(report, page), field("run", printable(folder)),
    ].join("");
  }
  const { index, setting, statements, state, cost, reads = horizonInputsOf(parse(program.text)) } = program;
  const code = programLines(tunedText(program), page.width);
  return [
    prose(titleOf(report.verdict, program)),
    "\n",
    ...code.map((line) => `${line}\n`),
    "\n",
    field("size", `${counted(statements, "statement")}, ${counted(state, "state variable")}, ` +
      `${toShortNumber(cost)} × AdamW's cost`),
    ...(reads.length === 0 ? [] : [field("horizon", horizonWords({ reads }))]),
    ...(setting === null ? [] : [field("setting", settingText(program, selection.tasks.length, "the files below"))]),
    field("over AdamW", `${meanGainText(selection.overAdamw)} on ${namesOf(selection.tasks)}, never trained on`),
    field("over the bar", `${meanGainText(selection.overBar)} on the same: over ${rivalsText(selection.overBar, "brief")}`),
    report.sealed === null ? field("by family", byFamilyText(report, selection)) : field("sealed", sealedText(report.sealed)),
    "\n",
    prose(verdictOf(report, selection)),
    "\n",
    ...modules.map((path, k) => field(k === 0 ? "modules" : "", printable(path))),
    ...(report.page === null ? [] : [field("report", printable(report.page))]),
    workField(report, page),
    field("run", printable(folder)),
    field("to see more", `symopt show ${quoted(folder)} ${index}`),
  ].join("");
}

function titleOf(verdict: DiscoveryReport["verdict"], { index, ablated }: DiscoveredProgram): string {
  const how = ablated ? "simplified by ablation" : "simplified";
  return verdict === "above"
    ? `Candidate ${index} is what was found, ${how}:`
    : `No candidate is above the bar for sure. The best of them, ${index}, ${how}:`;
}

/** The program as it was tuned, as far as defaults can say that. */
export function tunedText({ text, setting }: Pick<DiscoveredProgram, "text" | "setting">): string {
  return setting === null ? text : print(withTunedDefaults(parse(text), setting));
}

/**
 * Which setting of those that it was tuned to a program is shown under, and what of that its text cannot hold.
 *
 * @param program - With its setting.
 * @param tasks - On how many it was tuned, each for itself.
 * @param files - What has the rest besides, in the plural.
 */
export function settingText(
  program: Pick<DiscoveredProgram, "text" | "setting">, tasks: number, files: string,
): string {
  const { text, setting } = program;
  if (setting === null) return "";
  const added = addedBy(parse(text), setting).map(({ name, value }) => `${name}=${toShortNumber(value)}`);
  return [
    `as tuned${setting.task === undefined ? "" : ` on ${printable(setting.task)}`}` +
      (tasks > 1 ? `, the middle by scale of ${counted(tasks, "task")}` : ""),
    ...(added.length === 0 ? [] : [`${files} have ${added.join(" and ")} besides`]),
    ...(tasks > 1 ? ["every gain is under the setting of its own task"] : []),
  ].join("; ");
}

function namesOf(tasks: FamilyVerdict["tasks"]): string {
  return tasks.map(({ name, size }) => `${printable(name)} ×${size}`).join(", ");
}

function workField({ work }: DiscoveryReport, page: Page): string {
  return work === undefined ? "" : formatField("work", workText(work), INDENT, page);
}

/** The rule of the bar that was met on each task, with the gain over it. */
function rivalsText({ byTask }: RivalGain, how: "brief" | "whole"): string {
  return byTask.map((gain) => rivalText(gain, how)).join(", ");
}

/**
 * What it came to on each family that its search never trained on, where no sealed one was opened. They say less than a
 * sealed one, since it was chosen by them; but that is opened once, and not for what is not above the bar.
 */
function byFamilyText(report: DiscoveryReport, selection: FamilyVerdict): string {
  const gains = selection.overBar.byTask.map((gain) => `${gainText(gain)} on ${printable(gain.task)}`);
  return `${gains.join(", ")}, over the bar: never trained on, but selected by; ${sealText(report)}`;
}

/** Why there is no sealed verdict, and what became of the families that could give one. */
function sealText({ verdict, unopened, opened = [] }: DiscoveryReport): string {
  // An older version did not tell whether there is any.
  if (verdict === "none" && unopened === undefined) return "nothing sealed was opened, since nothing is above the bar";
  const left = unopened ?? [];
  if (left.length + opened.length === 0) return "the configuration has no sealed family";
  const [stays, was] = [left.length === 1 ? "stays" : "stay", opened.length === 1 ? "was" : "were"];
  return [
    ...(left.length === 0 ? [] : [`${namesOf(left)} ${stays} sealed, since nothing is above the bar`]),
    ...(opened.length === 0 ? [] : [`${namesOf(opened)} ${was} opened before, and not again`]),
  ].join("; ");
}

function sealedText(sealed: SealedVerdict): string {
  const { overBar, overAdamw, tasks } = sealed;
  const again = reusedTasks(sealed);
  const which = again.length < tasks.length ? namesOf(again) : tasks.length === 1 ? "it" : "them";
  // Of several the mean may hide one.
  const each = overBar.byTask.length < 2 ? "" : `: over ${rivalsText(overBar, "whole")}`;
  return `${meanGainText(overBar)} over the bar, ${meanGainText(overAdamw)} over AdamW on ${namesOf(tasks)}, ` +
    `neither trained on nor selected by${each}` +
    (again.length === 0 ? "" : `; reused: another program of this run was judged on ${which} before`);
}

/** How a program stands to the bar, in words that follow `it is`. */
export const STANDINGS: Readonly<Record<Standing, string>> = {
  above: "above the bar for sure",
  below: "below the bar for sure",
  undecided: "not told apart from the bar",
  failed: "not above the bar: trainings failed",
};

function verdictOf({ verdict, program, sealed, trials }: DiscoveryReport, selection: FamilyVerdict): string {
  const how = `Gains are log2 speed-ups: mean and ${intervalWords(selection.judged)}; ${counted(selection.seeds, "seed")}. ` +
    `Every rule was tuned by ${counted(trials, "trial")}, those of the bar by that many or more.`;
  const sentences = verdict === "none"
    ? [
        "verdict: none. No candidate is above the bar for sure on families that the search never trained on.",
        belowText(selection, "the best of them"),
      ]
    : [
        `verdict: ${program?.index ?? ""}. It is above the bar for sure on families that the search never trained on.`,
        belowText(selection),
        ...(sealed === null
          ? [] : [`On ${counted(sealed.tasks.length, "sealed task")} it is ${STANDINGS[standingOf(sealed)]}.`, belowText(sealed)]),
      ];
  return [...sentences, how].filter((text) => text !== "").join(" ");
}
