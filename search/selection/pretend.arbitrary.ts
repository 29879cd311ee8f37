import type { Executor, Outcome, SubmitOptions, TrainingRequest } from "../../proxies/executor/executor.js";
import { definitionOf } from "../../proxies/problem/task-source.js";
import { findTask } from "../../proxies/tasks/index.js";
import { RandomStream } from "../../src/random.js";
import { builtInReference } from "../reference/find.js";

/** Data of a file: three columns of numbers and a class. */
export const TABLE = Array.from({ length: 300 }, (_, k) => `${k % 7},${k % 5},${k % 11},${k % 2}\n`).join("");

/** How pretended trainings on built-in tasks end. */
export interface Pretence {
  /** By which share of the reference's loss a training's is lower. @default 0 */
  readonly worth?: (request: TrainingRequest) => number;
  /** Which blow up. @default none */
  readonly fails?: (request: TrainingRequest) => boolean;
  /** Deviation of a loss, as a share of the reference's, that each training has alone. @default 0.001 */
  readonly noise?: number;
  /** The same of what trainings on a seed have in common. @default 0 */
  readonly common?: number;
  /** Which draw of all that noise. @default 0 */
  readonly draw?: number;
  /** By how much the loss of a model whose update is multiplied by 0 is higher than the reference's. @default 10 */
  readonly untrained?: number;
  /** In which order trainings end: any whole number. @default 0, as they are asked for */
  readonly stride?: number;
  /** Told before each training, how many there were before. @default nothing */
  readonly onTrain?: (before: number) => void;
}

/** An executor that trains nothing: losses lie about the reference's at the task's own horizon, on any horizon. */
export class PretendedTrainer implements Executor {
  readonly lanes = 2;
  /** Those that came to an end. */
  readonly trained: TrainingRequest[] = [];
  readonly #pretence: Pretence;
  #begun = 0;

  constructor(pretence: Pretence = {}) {
    this.#pretence = pretence;
  }

  async submit(request: TrainingRequest, { signal }: SubmitOptions = {}): Promise<Outcome> {
    signal?.throwIfAborted();
    const { stride = 0, onTrain } = this.#pretence;
    onTrain?.(this.#begun++);
    for (let turns = (this.#begun * stride) % 5; turns > 0; turns--) await Promise.resolve();
    signal?.throwIfAborted();
    this.trained.push(request);
    const { task: { horizon: steps } } = request;
    if (this.#pretence.fails?.(request) === true) {
      return {
        kind: "failed", reason: "blown-up", curve: new Float32Array(), hurdles: [], ratios: [],
        spent: { steps: 1, seconds: 0.0005, attempts: 1 },
      };
    }
    return {
      kind: "trained", loss: this.#lossOf(request), metrics: {}, curve: new Float32Array(), hurdles: [], ratios: [],
      spent: { steps, seconds: 0.0005 * steps, attempts: 1 },
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #lossOf(request: TrainingRequest): number {
    const { worth = () => 0, noise = 0.001, common = 0, draw = 0, untrained = 10 } = this.#pretence;
    const { task, seed, scale } = request;
    if (scale === 0) return referenceLoss(task) + untrained;
    // Validation data is what a training is judged on where nothing is said.
    const named = JSON.stringify({ split: "validation", ...request, index: 0 });
    const shared = common === 0 ? 0 : common * new RandomStream(seed, task.name, draw).normal();
    const own = noise * new RandomStream(seed, named, draw).normal();
    return referenceLoss(task) * (1 - worth(request) + shared + own);
  }
}

function referenceLoss({ name, size }: TrainingRequest["task"]): number {
  const task = findTask(name);
  if (task === undefined) return 1;
  const { horizon, batch } = definitionOf({ task, size });
  return builtInReference({ name, size, horizon, batch })?.bar.adamw.loss ?? 1;
}
