/**
 * What searches for programs and finds out how good they are: configurations and runs, tuning, evaluation on a task,
 * comparison with the bar, ablation, selection, and all of it in a row.
 *
 * @packageDocumentation
 */

export { type BarRule, BAR_RULES } from "../results/bar.js";
export { ContractError, InputError, SymoptError } from "../src/errors.js";
export { type AblationOptions, ablate } from "./ablation/ablate.js";
export { type FlatProblemOptions, ABLATION_TASKS, flatProblem } from "./ablation/problem.js";
export { type AblationProblem } from "./ablation/trials.js";
export { type Axis, type CouplingAxis, type NumericAxis } from "./archive/grid.js";
export { type ComparisonOptions, compare } from "./comparison/compare.js";
export { type ComparedProgram } from "./comparison/contender.js";
export { type ComparisonSplit } from "./comparison/split.js";
export { type StudyName, STUDIES } from "./comparison/studies/study.js";
export {
  type Configuration,
  type ConfiguredProblem,
  type GivenProgram,
  type StartingProgram,
} from "./configuration/configuration.js";
export { type Fault, ConfigurationError } from "./configuration/fault.js";
export { type ConfigurationSource, loadConfiguration } from "./configuration/load.js";
export { type Place, type Source } from "./configuration/node.js";
export { type TaskSizeOptions, describeTask, describeTaskSize } from "./describe-task.js";
export { discover } from "./discovery/discover.js";
export { type DiscoverOptions, type Discovering } from "./discovery/discovering.js";
export { forecast } from "./discovery/forecast.js";
export { type EvaluationOptions, evaluate } from "./evaluation.js";
export { type CandidateChoices, candidateChoices } from "./export/candidate.js";
export { type LoadedProgram, loadProgram } from "./load-program.js";
export { EFFORTS } from "./reference/effort.js";
export { type Effort, type Reference, type TunedLoss } from "./reference/reference.js";
export { toRunStory } from "./report/story.js";
export { type Ceiling } from "./evolution/prepare.js";
export { type SearchEnd } from "./evolution/search.js";
export { type RunContent } from "./run/content.js";
export { type DeviceChange } from "./run/device.js";
export { type SearchEvent } from "./run/progress.js";
export { type ReadOptions, type ReadRun, readRun, withRun } from "./run/read.js";
export { toRunReport } from "./run/report.js";
export { type RunEnd, type RunOptions, resumeRun, startRun } from "./run/run.js";
export { topOf } from "./run/top.js";
export { type TrainedRun, type TrainedRunOptions, withTrainedRun } from "./run/trained-run.js";
export { CHECK_SEEDS, MOST_SEEDS, TUNING_SEEDS } from "./seeds.js";
export { type Verdict } from "./selection/verdict.js";
export { type SelectOptions, type Selection, select } from "./selection/select.js";
export { type Subject, librarySubject, subjectOf, tunedHyperparameters, underSetting } from "./subject.js";
export { type SubjectTuningOptions, tuneSubject } from "./tune-subject.js";
export {
  type Setting,
  type Trial,
  type Tuned,
  type TunedHyperparameter,
  type TuningOptions,
  tune,
} from "./tuning.js";
