/**
 * What trains programs to find out how good they are: tuning, evaluation on a task, comparison with the bar, ablation.
 *
 * @packageDocumentation
 */

export { ContractError, InputError, SymoptError } from "../src/errors.js";
export { type AblationOptions, ablate } from "./ablation/ablate.js";
export { ABLATION_TASKS, flatProblem } from "./ablation/problem.js";
export { type AblationProblem } from "./ablation/trials.js";
export { type ComparisonOptions, compare } from "./comparison/compare.js";
export { type ComparedProgram } from "./comparison/contender.js";
export { type StudyName, STUDIES } from "./comparison/studies/study.js";
export { type TaskSizeOptions, describeTask, describeTaskSize } from "./describe-task.js";
export { type EvaluationOptions, evaluate } from "./evaluation.js";
export { type Subject, librarySubject, subjectOf, tunedHyperparameters, underSetting } from "./subject.js";
export { type SubjectTuningOptions, MOST_SEEDS, TUNING_SEEDS, tuneSubject } from "./tune-subject.js";
export {
  type Setting,
  type Trial,
  type Tuned,
  type TunedHyperparameter,
  type TuningOptions,
  tune,
} from "./tuning.js";
