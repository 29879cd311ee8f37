import { z } from "zod";
import type { RunNote } from "../../results/store/header.js";
import type { RunStore } from "../../results/store/store.js";
import { InputError } from "../../src/errors.js";
import type { Configuration } from "../configuration/configuration.js";
import { type ScoredProblem, scoredProblem } from "../evolution/problem.js";
import type { Reference } from "../reference/reference.js";
import { allNotesOf } from "./note.js";

/** The kind of the note that changes the budget of a run. */
const BUDGET = "budget";

/** How runs raced that were begun before there was a choice. */
const RACE_OF_OLD = { race: "interval" } as const;

const limit = z.number().nullable();

/** What of a note of a budget is relied on. */
const budgetSchema = z.object({ evaluations: limit, steps: limit.exactOptional(), minutes: limit });

/** All that a run's entries follow from. */
export interface RunContent {
  readonly configuration: Configuration;
  /** The references of the search tasks, in their order, as they were when the run began. */
  readonly references: readonly Reference[];
}

/**
 * What a run's file says of its content, the budget as it was changed last.
 *
 * @throws {@link InputError} where the file was written by something else.
 */
export function readContent(store: RunStore): RunContent {
  const { header, folder } = store;
  const content = header.configuration;
  if (!isContent(content)) {
    throw new InputError("not-a-search", `${folder} holds a run that is no search of symopt: it has no configuration.`);
  }
  const { configuration } = content;
  return {
    ...content,
    configuration: {
      ...configuration,
      confirmation: { ...RACE_OF_OLD, ...configuration.confirmation },
      budget: budgetOf(content, store.notes()),
    },
  };
}

/** The problems of a run, with what turns losses on them into scores. */
export function problemsOf({ configuration, references }: RunContent): readonly ScoredProblem[] {
  return configuration.tasks.search.map((problem, k) => scoredProblem(problem, references[k] as Reference));
}

/** Notes that a run goes on with another budget. */
export function noteBudget(store: RunStore, budget: Configuration["budget"]): void {
  store.note(BUDGET, store.length, budget);
}

function isContent(value: unknown): value is RunContent {
  if (typeof value !== "object" || value === null) return false;
  const { configuration, references } = value as Partial<Record<keyof RunContent, unknown>>;
  return typeof configuration === "object" && configuration !== null && Array.isArray(references);
}

function budgetOf({ configuration }: RunContent, notes: readonly RunNote[]): Configuration["budget"] {
  return { ...configuration.budget, ...allNotesOf(notes, BUDGET, budgetSchema, "another budget").at(-1) };
}
