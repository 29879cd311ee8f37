import type { Measures } from "../../dsl/probe/probe.js";
import type { AblationReport } from "../ablation-report.js";
import type { ArchiveReport, EliteReport } from "../archive-report.js";
import type { CandidateScore, LineageStep } from "../candidate-report.js";
import type { ComparisonReport } from "../comparison-report.js";
import type { DiscoveryReport } from "../discovery-report.js";
import type { TunedSetting } from "../export/setting.js";
import type { RunReport } from "../run-report.js";
import type { SelectionReport } from "../selection-report.js";
import type { RunNote } from "../store/header.js";

/** How much a search had done when something came up. */
export interface Moment {
  /** Candidates that were trained by then, to their end or not. */
  readonly trained: number;
  /** Training steps by then, those of hurdles, sweeps and confirmations included. */
  readonly steps: number;
}

/** A program that was the best of a run for a while. */
export interface ChampionPoint extends Moment {
  /** Its place in the log. */
  readonly index: number;
  /** How it came about. */
  readonly change: string;
  /** As it is known now, on all seeds that it was ever trained on; `null` where it failed on one of them later. */
  readonly score: CandidateScore | null;
}

/** A candidate that was trained to its end. */
export interface TriedPoint extends Moment {
  readonly index: number;
  /** Mean score on the seeds that it began with. */
  readonly score: number;
}

/** How the best of a run became better. */
export interface Course {
  /** All that the run did. */
  readonly end: Moment;
  /** In the order in which they became the best. */
  readonly champions: readonly ChampionPoint[];
  /** Candidates that were trained to their end; of many, some at equal distances. */
  readonly tried: readonly TriedPoint[];
  /** Score of the bar: the mean over tasks of its best rule on each. */
  readonly bar: number;
  /** The best starting program; `null` before one was trained. */
  readonly start: { readonly name: string; readonly score: CandidateScore } | null;
}

/** The elite of a cell, with its program. */
export interface EliteProgram extends EliteReport {
  /** Simplified: equal in real arithmetic. */
  readonly text: string;
}

/** The archive, with the programs that are in it. */
export interface ArchiveStory extends Omit<ArchiveReport, "elites"> {
  readonly elites: readonly EliteProgram[];
}

/** A step on the way to a candidate, with its program. */
export interface LineageProgram extends LineageStep {
  readonly text: string;
}

/** The program that a run came to. */
export interface FinalProgram {
  /** Its place in the log. */
  readonly index: number;
  /**
   * `selected`: the winner of a selection; `finalist`: the best of its finalists, none of which is above the bar for
   * sure; `best`: the best of the search; `start`: the same, where that is a program that it started from.
   */
  readonly role: "selected" | "finalist" | "best" | "start";
  /** As the log has it. */
  readonly raw: string;
  /** The same simplified: equal in real arithmetic. */
  readonly exact: string;
  /** The program itself: what was discovered where a discovery came to this candidate, else `exact`. */
  readonly text: string;
  /** Whether `text` is what ablation left of `exact`, and was judged as such. */
  readonly ablated: boolean;
  /** What it was tuned to against the bar: the defaults of its code; `null` where it was not, or nobody knows. */
  readonly setting: TunedSetting | null;
  /** Paths of what it was written as, the program's own text first, in the run's folder as it is named now. */
  readonly modules: readonly string[];
  readonly statements: number;
  /** Live state variables. */
  readonly state: number;
  /** Static cost of a step, as a multiple of AdamW's. */
  readonly cost: number;
  /** Of the candidate, before ablation. */
  readonly measures: Measures | null;
  /** From a starting program to itself. */
  readonly lineage: readonly LineageProgram[];
}

/** Losses of a rule while it trains. */
export interface RuleCurve {
  readonly name: string;
  readonly role: "program" | "bar";
  /** Validation losses for each seed, at the steps of the task; `null` from where it failed. */
  readonly losses: readonly (readonly (number | null)[])[];
}

/** Learning curves on a task. */
export interface TaskCurves {
  readonly task: string;
  readonly family: string;
  readonly size: number;
  readonly horizon: number;
  readonly batch: number;
  /** After how many steps losses were taken: the last is the horizon. */
  readonly steps: readonly number[];
  /** The program first. */
  readonly rules: readonly RuleCurve[];
}

/** Learning curves of a program, as it is, and of the rules of the bar, each tuned for the task. */
export interface CurvesReport {
  /** The program's place in the log. */
  readonly index: number;
  /** Fresh seeds that every rule was trained on. */
  readonly seeds: readonly number[];
  readonly tasks: readonly TaskCurves[];
}

/** What was noted when sealed families were opened for a program. */
export interface Opening {
  /** The program's place in the log. */
  readonly candidate: number;
  readonly tasks: readonly string[];
  /** Those of them that another program of the run was judged on before. @default none */
  readonly reused?: readonly string[];
}

/** An ablation that is kept in a run. */
export interface KeptAblation extends AblationReport {
  /** The program's place in the log. */
  readonly index: number;
}

/** All that a page about a run tells: plain data, so that `--json` prints it as it is. */
export interface RunStory {
  /** What the run is called: the last part of its folder. */
  readonly name: string;
  readonly run: RunReport;
  /** Whether the last entry is a candidate that was trained: a search for as many evaluations ends with it too. */
  readonly endsWithTraining: boolean;
  /** The configuration as YAML, whole, its budget as it was changed last. */
  readonly configuration: string;
  /** `null` before a program was trained to its end. */
  readonly final: FinalProgram | null;
  readonly course: Course;
  readonly archive: ArchiveStory;
  /** What came after the search, as far as it did: the latest of each, of whatever candidate it is. */
  readonly selection: SelectionReport | null;
  readonly comparison: ComparisonReport | null;
  readonly discovery: DiscoveryReport | null;
  /** Every one, of whatever candidate, in order: what is left of one need not be the program that the run came to. */
  readonly ablations: readonly KeptAblation[];
  readonly curves: CurvesReport | null;
  /** Every program that sealed families were opened for, in order. */
  readonly openings: readonly Opening[];
  /** Remarks of other kinds, and what another version wrote that this one cannot read, in order. */
  readonly remarks: readonly RunNote[];
}
