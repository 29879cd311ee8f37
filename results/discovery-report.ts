import { printable } from "../dsl/text/diagnostic.js";
import { wrapCode } from "./listing.js";
import { counted, toShortNumber, toSignedNumber } from "./number.js";
import { quoted } from "./run-report.js";
import type { RivalGain, Octaves } from "./selection-report.js";
import type { Page } from "./style.js";
import { formatField, wrap } from "./table.js";

/** What a program came to on tasks of families that its search never trained on. */
export interface FamilyVerdict {
  readonly tasks: readonly { readonly name: string; readonly family: string; readonly size: number }[];
  /** Fresh seeds. */
  readonly seeds: number;
  readonly overBar: RivalGain;
  readonly overAdamw: RivalGain;
}

/** A verdict on families that nothing was chosen by. */
export interface SealedVerdict extends FamilyVerdict {
  /** Whether another program of the run was judged on them before: then this one may have been chosen by that. */
  readonly reused: boolean;
}

/** What was found. */
export interface DiscoveredProgram {
  /** Its place in the run's log. */
  readonly index: number;
  /** Simplified: as it is exported. */
  readonly text: string;
  readonly statements: number;
  /** Live state variables. */
  readonly state: number;
  /** Static cost of a step, as a multiple of AdamW's. */
  readonly cost: number;
}

/** What `symopt discover` found out; `--json` prints it as it is. */
export interface DiscoveryReport {
  readonly folder: string;
  /** Whether a candidate is above the bar for sure on the families that it was selected by. */
  readonly verdict: "above" | "none";
  /** The winner, or the best of those that are not above the bar; `null` where nothing new was trained to its end. */
  readonly program: DiscoveredProgram | null;
  /** On the families that it was selected by; `null` where there is no program. */
  readonly selection: FamilyVerdict | null;
  /** `null` where there is no program, or no sealed family. */
  readonly sealed: SealedVerdict | null;
  /** Settings that are tried for each rule. */
  readonly trials: number;
  /** Training steps of it all, the search's included; not those of references. */
  readonly steps: number;
  /** Paths of what was written. */
  readonly modules: readonly string[];
  /** Path of the page that tells the story; `null` until it is written. */
  readonly page: string | null;
}

const INDENT = 18;

/** What a discovery prints for people: the rule, three lines, and where things are. */
export function formatDiscovery(report: DiscoveryReport, page: Page): string {
  const { folder, program, selection, sealed, verdict, modules } = report;
  const field = (label: string, value: string): string => formatField(label, value, INDENT, page);
  const prose = (text: string): string => `${wrap(text, page.width).join("\n")}\n`;
  if (program === null || selection === null) {
    return `${prose("verdict: none. Nothing new was trained to its end.")}\n${field("run", printable(folder))}`;
  }
  const { index, text, statements, state, cost } = program;
  const code = text.trimEnd().split("\n").flatMap((line) => wrapCode(line, page.width));
  const title = verdict === "above"
    ? `Candidate ${index} is what was found, simplified:`
    : `No candidate is above the bar for sure. The best of them, ${index}, simplified:`;
  return [
    prose(title),
    "\n",
    ...code.map((line) => `${line}\n`),
    "\n",
    field("size", `${counted(statements, "statement")}, ${counted(state, "state variable")}, ` +
      `${toShortNumber(cost)} × AdamW's cost`),
    field("over AdamW", `${octavesText(selection.overAdamw)} on ${familiesText(selection)}`),
    field("over the bar", `${octavesText(selection.overBar)} on the same: the best on each of ${rivalsText(selection.overBar)}`),
    field("sealed", sealed === null ? "the configuration has no sealed family" : sealedText(sealed)),
    "\n",
    prose(verdictText(report)),
    "\n",
    ...modules.map((path, k) => field(k === 0 ? "modules" : "", printable(path))),
    ...(report.page === null ? [] : [field("report", printable(report.page))]),
    field("run", printable(folder)),
    field("to see more", `symopt show ${quoted(folder)} ${index}`),
  ].join("");
}

/** A gain with its interval, as in `+0.21 (+0.12 to +0.30)`. */
export function octavesText({ mean, low, high }: Octaves): string {
  return `${toSignedNumber(mean)} (${toSignedNumber(low)} to ${toSignedNumber(high)})`;
}

function familiesText({ tasks, seeds }: FamilyVerdict): string {
  return `${tasks.map(taskText).join(", ")}, never trained on; ${counted(seeds, "seed")}`;
}

function taskText({ name, size }: FamilyVerdict["tasks"][number]): string {
  return `${printable(name)} ×${size}`;
}

/** The rule of the bar that was met on each task, with the gain over it. */
function rivalsText({ byTask }: RivalGain): string {
  return byTask.map(({ task, rival, mean }) => `${printable(task)}: ${rival}, ${toSignedNumber(mean)}`).join("; ");
}

function sealedText(sealed: SealedVerdict): string {
  const { overBar, overAdamw, tasks, reused } = sealed;
  return `${octavesText(overBar)} over the bar, ${octavesText(overAdamw)} over AdamW on ` +
    `${tasks.map(taskText).join(", ")}, neither trained on nor selected by` +
    (reused ? "; reused: another program of this run was judged on it before" : "");
}

function verdictText({ verdict, program, selection, sealed, trials }: DiscoveryReport): string {
  const how = `log2 speed-ups, mean and 95 % interval over seeds; every rule tuned by ${counted(trials, "trial")}, those of ` +
    "the bar at least";
  if (verdict === "none" || program === null || selection === null) {
    return `verdict: none. No candidate is above the bar for sure on families that the search never trained on (${how}).`;
  }
  const kept = sealed === null ? "" : sealed.overBar.low > 0
    ? " So it is on the sealed one."
    : " On the sealed one it is not, for sure.";
  return `verdict: ${program.index}. It is above the bar for sure on families that the search never trained on ` +
    `(${how}).${kept}`;
}
