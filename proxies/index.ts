/**
 * Tasks, the training loop and what runs it: in this thread or on a pool of worker threads.
 *
 * @packageDocumentation
 */

export { ContractError, InputError, SymoptError } from "../src/errors.js";
export * from "./data/index.js";
export { ArrayCache } from "./examples.js";
export {
  type Executor,
  ExecutorClosed,
  type Outcome,
  type Spent,
  type SubmitOptions,
  type TrainingRequest,
} from "./executor.js";
export { EXECUTORS, type ExecutorName } from "./executor-name.js";
export { LocalExecutor } from "./local.js";
export { type OpenExecutorOptions, openExecutor } from "./open-executor.js";
export { WorkerPool, type WorkerPoolOptions } from "./pool/pool.js";
export type { SharedData } from "./open-problem.js";
export { type ProblemReference, loadProblem, loadTasks } from "./problem.js";
export { type ScheduleName, learningRate } from "./schedule.js";
export {
  type Family,
  type Model,
  type Pretraining,
  type Problem,
  type Size,
  type SizeDefinition,
  type TaskDefinition,
  FAMILIES,
  SIZES,
} from "./task.js";
export { TASKS, findTask } from "./tasks/index.js";
export { type StepSeconds, Trainer, type TrainerOptions } from "./trainer.js";
export type { Hurdle, TrainingOptions, TrainingResult, TrainingTrace } from "./training.js";
export { type TrainingWatcher, Workplace, type WorkplaceOptions } from "./workplace.js";
