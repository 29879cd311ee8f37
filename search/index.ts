/**
 * What trains programs to find out how good they are: tuning, and the evaluation of programs on a task.
 *
 * @packageDocumentation
 */

export { ContractError, InputError, SymoptError } from "../src/errors.js";
export { describeTask } from "./describe-task.js";
export { type EvaluationOptions, MOST_SEEDS, TUNING_SEEDS, evaluate } from "./evaluation.js";
export {
  type Setting,
  type Trial,
  type Tuned,
  type TunedHyperparameter,
  type TuningOptions,
  tune,
} from "./tuning.js";
