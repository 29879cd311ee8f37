import { intervalText } from "./estimate.js";
import { toShortNumber } from "./number.js";
import type { Page } from "./style.js";
import { type Column, formatTable } from "./table.js";

/** A rank correlation that a task must reach before a search trusts it. */
export const LEAST_CORRELATION = 0.6;

/** Standard errors by which known rules must differ. */
export const LEAST_ERRORS = 3;

/** How rules were tried at one size of a task. */
export interface SizedValidation {
  readonly size: number;
  readonly horizon: number;
  readonly batch: number;
  /** Settings tried for each rule, seeds of each trial, and fresh seeds of the best. */
  readonly trials: number;
  readonly tuningSeeds: number;
  readonly seeds: number;
}

/** A rank correlation with its 95 % interval. */
interface RankEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Whether a task ranks rules as its larger form does. */
export interface TaskValidation {
  readonly task: string;
  readonly proxy: SizedValidation;
  readonly larger: SizedValidation;
  /** The rules that were trained at both sizes, with their mean losses, tuned, on fresh seeds. */
  readonly rules: readonly { readonly name: string; readonly proxyLoss: number; readonly largerLoss: number }[];
  /** The rules that failed at either size, however tuned; they do not count. */
  readonly failed: readonly string[];
  /** Spearman's rank correlation of the losses with its 95 % interval; `null` of fewer than three rules. */
  readonly correlation: RankEstimate | null;
  /** The same of the half of the rules that did better on the proxy: what a search has to choose among. */
  readonly betterHalf: RankEstimate | null;
  /** How far known rules lie apart on the proxy: the mean paired difference in its standard errors. */
  readonly apart: readonly { readonly rules: readonly [string, string]; readonly errors: number }[];
}

/** What `symopt tasks --validate` prints: a line for each task. */
export function formatValidations(validations: readonly TaskValidation[], page: Page): string {
  const apart = (validation: TaskValidation, a: string, b: string): string => {
    const found = validation.apart.find(({ rules }) => rules[0] === a && rules[1] === b);
    return found === undefined ? "" : toShortNumber(Math.abs(found.errors));
  };
  const number = (title: string, cell: (validation: TaskValidation) => string): Column<TaskValidation> => ({
    title, cell, align: "right", keep: true,
  });
  const columns: readonly Column<TaskValidation>[] = [
    { title: "task", cell: ({ task }) => task },
    number("rules", ({ rules }) => String(rules.length)),
    number("failed", ({ failed }) => String(failed.length)),
    number("rank correlation", ({ correlation }) => correlationText(correlation)),
    number("of the better half", ({ betterHalf }) => correlationText(betterHalf)),
    number("trusted", ({ correlation }) => ((correlation?.value ?? 0) >= LEAST_CORRELATION ? "yes" : "no")),
    number("adamw–lion", (validation) => apart(validation, "adamw", "lion")),
    number("adamw–sgd", (validation) => apart(validation, "adamw", "sgd")),
    number("lion–sgd", (validation) => apart(validation, "lion", "sgd")),
  ];
  const notes = [
    "Rank correlation of tuned rules' losses, this size against the next, with its 95 % interval; a search trusts " +
      `a task from ${LEAST_CORRELATION} on.`,
    `Last columns: by how many standard errors known rules differ here; from ${LEAST_ERRORS} on they are told apart.`,
  ];
  return `${formatTable(columns, validations, page)}\n${notes.map((note) => `${page.style.faint(note)}\n`).join("")}`;
}

function correlationText(estimate: RankEstimate | null): string {
  if (estimate === null) return "none";
  const { value: mean, low, high } = estimate;
  return intervalText({ mean, low, high }, (value) => value.toFixed(2));
}
