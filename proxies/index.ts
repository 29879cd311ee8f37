/**
 * Tasks, the training loop and what runs it: in this thread or on a pool of worker threads.
 *
 * @packageDocumentation
 */

export { ContractError, InputError, SymoptError } from "../src/errors.js";
export * from "./data/index.js";
export { ArrayCache } from "./training/examples.js";
export {
  type Executor,
  ExecutorClosed,
  type Outcome,
  type Spent,
  type SubmitOptions,
  type TrainingRequest,
} from "./executor/executor.js";
export { EXECUTORS, type ExecutorName } from "./executor/executor-name.js";
export { LocalExecutor } from "./executor/local.js";
export { type OpenExecutorOptions, openExecutor } from "./executor/open-executor.js";
export { WorkerPool, type WorkerPoolOptions } from "./pool/pool.js";
export type { SharedData } from "./training/open-problem.js";
export { accuracy } from "./models/metric.js";
export { type ProblemReference, loadProblem, loadTasks } from "./problem/problem.js";
export { type ScheduleName, learningRate } from "./training/schedule.js";
export {
  type Family,
  type Model,
  type NamedSource,
  type Pretraining,
  type Problem,
  type Size,
  type SizeDefinition,
  type TaskDefinition,
  FAMILIES,
  SIZES,
  defineSize,
} from "./problem/task.js";
export { TASKS, findTask } from "./tasks/index.js";
export { type StepSeconds, Trainer, type TrainerOptions } from "./training/trainer.js";
export type { Hurdle, TrainingOptions, TrainingResult, TrainingTrace } from "./training/training.js";
export { type TrainingWatcher, Workplace, type WorkplaceOptions } from "./executor/workplace.js";
