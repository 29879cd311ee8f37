import type { Page } from "./style.js";
import { pad, visibleWidth, wrap } from "./table.js";

/** Whether something works here, is not there, or is there and does not work. */
export type CheckState = "ok" | "missing" | "broken";

/** What was found of one thing that symopt needs or can use. */
export interface DoctorCheck {
  /** Stays the same from version to version, such as `tfjs-wasm`. */
  readonly name: string;
  /** Its name for people. */
  readonly title: string;
  readonly state: CheckState;
  /** What was found. */
  readonly finding: string;
  /** What to do about it, where something can be done. */
  readonly advice?: string;
}

/** What works on this machine. */
export interface DoctorReport {
  /** Whether symopt can do its work: the wasm executor trains and gives the numbers that it must, and runs are kept. */
  readonly healthy: boolean;
  readonly checks: readonly DoctorCheck[];
}

/** Columns of a state, and between two columns. */
const STATE = 9;
const GAP = 2;
/** Findings are never broken to less than this. */
const NARROWEST = 20;

/** A line for each thing that was looked at, what to do below it, and a verdict. */
export function formatDoctor({ healthy, checks }: DoctorReport, page: Page): string {
  const { style } = page;
  const colours = { ok: style.good, missing: style.faint, broken: style.bad } as const;
  const titles = GAP + Math.max(0, ...checks.map(({ title }) => visibleWidth(title)));
  const width = Math.max(NARROWEST, page.width - STATE - titles);
  const lines = checks.flatMap(({ title, state, finding, advice = "" }) => {
    const head = colours[state](state) + " ".repeat(STATE - state.length) + pad(title, titles);
    const [first = "", ...rest] = [...wrap(finding, width), ...wrap(advice, width)];
    return [head + first, ...rest.map((line) => " ".repeat(STATE + titles) + line)];
  });
  const verdict = healthy
    ? "symopt works here: what it computes is equal, bit for bit, to what other machines compute."
    : "symopt does not work here: what is broken above says why.";
  return [...lines, "", style.strong(verdict)].map((line) => `${line}\n`).join("");
}
