import type { MutationOptions } from "../../dsl/mutate/options.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import type { Family } from "../../proxies/problem/task.js";
import type { Axis } from "../archive/grid.js";
import { type Settings, allowedFunctions } from "./schema.js";

/** A problem of a configuration: what executors train, paths absolute, and its family. */
export interface ConfiguredProblem extends ProblemReference {
  readonly family: Family;
}

/** A program that a search starts from. */
export interface StartingProgram {
  /** A name of the library, or what the user calls it. */
  readonly name: string;
  /** Its text. */
  readonly program: string;
  /** Whether its update is of a size that suits the tasks. @default false */
  readonly tuned?: boolean | undefined;
}

/** A starting program that is given besides the file, in place of those that the file names. */
export interface GivenProgram extends StartingProgram {
  /** Whether it came with others: then it is left out where it is outside the limits, and no fault. */
  readonly isOneOfMany: boolean;
}

/** The settings that mean something else than they say: these are in {@link Configuration} what they mean. */
type Resolved = "budget" | "inFlight" | "tasks" | "functions" | "start" | "startTuned" | "archive";

/**
 * The configuration of a search, resolved: every default filled in, every file that it names read, so that it is
 * pure data and says all there is to know. Nothing in it can be changed. Units and defaults are in the schema.
 */
export interface Configuration extends Omit<Settings, Resolved> {
  /** When the run ends: at the first limit that is reached; `null` is none, and one of them is set. */
  readonly budget: {
    /** Candidates that are trained. */
    readonly evaluations: number | null;
    /** Training steps in all. */
    readonly steps: number | null;
    /** Minutes of wall-clock time. */
    readonly minutes: number | null;
  };
  /** Trainings that are under way at a time. */
  readonly inFlight: number;
  /** Disjoint in their families. */
  readonly tasks: {
    /** What every candidate trains on, the peers at other horizons included, after the tasks themselves. */
    readonly search: readonly ConfiguredProblem[];
    readonly selection: readonly ConfiguredProblem[];
    readonly sealed: readonly ConfiguredProblem[];
  };
  /** The functions that mutations may write. */
  readonly functions: {
    readonly set: "extended" | "paper";
    readonly exclude: readonly string[];
    readonly include: readonly string[];
  };
  /** At least one; each keeps to the limits. */
  readonly start: readonly StartingProgram[];
  /** Whether the rules of the bar as they were tuned are to be added to these. */
  readonly startTuned: boolean;
  readonly archive: { readonly measures: readonly Axis[] };
}

/** What mutations of a search must be given: made once and passed again and again. */
export function mutationOptionsOf({ mutation, functions, limits }: Configuration): MutationOptions {
  const { statements, state, cost } = limits;
  return {
    mode: mutation.mode,
    weights: mutation.weights,
    normMatch: mutation.normMatch,
    limits: { statements, states: state, cost, functions: allowedFunctions(functions) },
  };
}
