import { hashProgram } from "../dsl/hash.js";
import { countLive, liveness } from "../dsl/liveness.js";
import type { Program } from "../dsl/program.js";
import { type Keeps, KEEPS } from "../dsl/rewrite/rule.js";
import type { AppliedRule, Simplified, SimplifyLevel } from "../dsl/rewrite/simplify.js";
import { print } from "../dsl/text/print.js";
import { counted } from "./number.js";
import type { Page } from "./style.js";
import { pad, wrap } from "./table.js";

/** Before and after. */
export interface Change<T> {
  readonly before: T;
  readonly after: T;
}

/** What `symopt simplify` did; `--json` prints it as it is, so its keys stay what they are. */
export interface SimplifyReport {
  /** What the program was asked for as: a path, a name of the library, or `standard input`. */
  readonly name: string;
  readonly level: SimplifyLevel;
  /** Whether only rules that keep every bit were allowed. */
  readonly strict: boolean;
  readonly statements: Change<number>;
  /** Names of the state variables. */
  readonly state: Change<readonly string[]>;
  /** What went because no update of this or a later step depends on it. */
  readonly dead: { readonly statements: number; readonly state: readonly string[] };
  readonly hash: Change<string>;
  /** What holds of the whole: the weakest of what the rules used keep. */
  readonly keeps: Keeps;
  /** The rules that were used, and how often. */
  readonly applied: readonly AppliedRule[];
  /** The simplified program's text. */
  readonly text: string;
}

/** Gathers what a simplification did. */
export function toSimplifyReport(
  name: string,
  program: Program,
  simplified: Simplified,
  { level, strict }: { readonly level: SimplifyLevel; readonly strict: boolean },
): SimplifyReport {
  const { applied, keeps, program: after } = simplified;
  const live = liveness(program);
  const state = stateNames(program);
  return {
    name,
    level,
    strict,
    statements: { before: program.statements.length, after: after.statements.length },
    state: { before: state, after: stateNames(after) },
    dead: {
      statements: program.statements.length - countLive(live.statements),
      state: state.filter((_, k) => live.states[k] === 0),
    },
    hash: { before: hashProgram(program), after: hashProgram(after) },
    keeps,
    applied,
    text: print(after),
  };
}

function stateNames({ states, names }: Program): readonly string[] {
  return states.map((slot) => names[slot] ?? "?");
}

/** What each guarantee says, for people. */
const KEEPS_IN_WORDS: Readonly<Record<Keeps, string>> = {
  bits: "every bit of every update, NaN, infinities and -0 included",
  real: "the update in real arithmetic: equal but for rounding, where nothing over- or underflows",
  protected: "the update but for rounding and for the 1e-8 that the division adds to its denominator",
};

/** What `symopt simplify` says on standard error: sizes, the rules used, and what holds of the result. */
export function formatSimplification(report: SimplifyReport, page: Page): string {
  const { style } = page;
  const { name, statements, state, applied } = report;
  const sizes =
    `${statements.before} → ${counted(statements.after, "statement")}, ` +
    `${state.before.length} → ${counted(state.after.length, "state variable")}`;
  const dead = deadInWords(report);
  const head = `${style.strong(name)}: ${sizes}\n`;
  const ruleWidth = Math.max(0, ...applied.map(({ rule }) => rule.length));
  const indent = 2 + COUNT + ruleWidth + 2 + KEEPS_WIDTH + 2;
  const lines = applied.map(({ rule, keeps, count, reason }) => {
    const [first = "", ...rest] = wrap(reason, Math.max(20, page.width - indent));
    const start =
      `  ${pad(`${count}×`, COUNT - 1, "right")} ${style.accent(pad(rule, ruleWidth))}  ` +
      `${style.faint(pad(keeps, KEEPS_WIDTH))}  ${first}`;
    return [start, ...rest.map((text) => " ".repeat(indent) + text)].map((line) => `${line.trimEnd()}\n`).join("");
  });
  const kept = wrap(`keeps ${report.keeps}: ${KEEPS_IN_WORDS[report.keeps]}`, page.width);
  return head + (dead === "" ? "" : `  ${dead}\n`) + lines.join("") + kept.map((line) => `${line}\n`).join("");
}

function deadInWords({ dead: { statements, state } }: SimplifyReport): string {
  const dropped = [
    ...(statements > 0 ? [counted(statements, "dead statement")] : []),
    ...(state.length > 0 ? [`dead state ${state.join(", ")}`] : []),
  ];
  return dropped.length === 0 ? "" : `dropped ${dropped.join(" and ")}`;
}

const COUNT = 5;
const KEEPS_WIDTH = Math.max(...KEEPS.map((keeps) => keeps.length));
