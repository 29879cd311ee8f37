import { sizeOf } from "../../src/engine/graph/shape.js";
import { openDevice } from "../../src/engine/webgpu/device.js";
import type { BufferLimits } from "../../src/engine/webgpu/lane-room.js";
import { type Stretch, type WebgpuTraining, createWebgpuTraining } from "../../src/engine/webgpu/training.js";
import type { Words } from "../../src/engine/webgpu/word-pool.js";
import type { Split } from "../data/source.js";
import { decayFactors } from "../training/decay.js";
import { evaluationBatches } from "../training/evaluation-batches.js";
import type { ExampleSet } from "../training/examples.js";
import { type OpenProblem, type SharedData, openProblem } from "../training/open-problem.js";
import { ratioSteps } from "../training/ratio-steps.js";
import { learningRate } from "../training/schedule.js";
import type { Problem } from "../problem/task.js";
import { pretrain } from "../training/trainer.js";
import type { LaneEvaluation, LaneProgress, LaneTraining, LanedTrainer } from "./laned-trainer.js";

/** Options of {@link createWebgpuTrainer}. */
export interface WebgpuTrainerOptions extends SharedData {
  /** How many candidates are trained side by side, as far as the GPU's limits allow. */
  readonly lanes: number;
  /** What the GPU allows of its buffers. @default what it says */
  readonly limits?: BufferLimits;
  /**
   * Whether kernels that do not wait for each other are joined to one: fewer dispatches, but a processor that plays a
   * GPU takes very long to compile them. @default true, but for such a processor
   */
  readonly isJoined?: boolean;
}

/** The training of a lane, and how far it is. */
interface Occupant {
  readonly training: LaneTraining;
  readonly factors: readonly number[];
  /** The steps at which the size of the update is measured, from 1. */
  readonly ratioSteps: readonly number[];
  /** Steps made. */
  steps: number;
}

/**
 * A trainer on a GPU, through WebGPU: the graph's kernels and the machine that runs each lane's program.
 *
 * @throws {@link InputError} where there is no GPU, or the problem cannot be opened.
 * @throws {@link OutOfRoom} where the GPU has no memory for the lanes that its limits allow, or they allow none.
 */
export async function createWebgpuTrainer(problem: Problem, options: WebgpuTrainerOptions): Promise<LanedTrainer> {
  const { lanes, limits, isJoined, ...shared } = options;
  const opened = openProblem(problem, shared, pretrain);
  const { graph, inputs, loss, metrics = {} } = opened;
  const { device, isSoftware } = await openDevice();
  try {
    const training = await createWebgpuTraining({
      device, graph, loss, metrics: Object.values(metrics), inputs: inputs.map(([, tensor]) => tensor), lanes,
      isJoined: isJoined ?? !isSoftware, clock: () => performance.now(), ...(limits === undefined ? {} : { limits }),
    });
    return new WebgpuTrainer(problem, opened, device, training);
  } catch (error) {
    device.destroy();
    throw error;
  }
}

class WebgpuTrainer implements LanedTrainer {
  readonly lanes: number;
  readonly shortage: string | undefined;
  readonly metrics: readonly string[];
  readonly #problem: Problem;
  readonly #opened: OpenProblem;
  readonly #device: GPUDevice;
  readonly #training: WebgpuTraining;
  readonly #occupants = new Map<number, Occupant>();

  constructor(problem: Problem, opened: OpenProblem, device: GPUDevice, training: WebgpuTraining) {
    this.#problem = problem;
    this.#opened = opened;
    this.#device = device;
    this.#training = training;
    this.lanes = training.lanes;
    this.shortage = training.shortage;
    this.metrics = Object.keys(opened.metrics ?? {});
  }

  begin(lane: number, training: LaneTraining): void {
    const { rule, seed, scale = 1, decay = 0 } = training;
    const weights = this.#opened.weights.of(seed);
    const words: Words = {
      key: `weights ${seed}`, length: weights.length,
      fill: (target) => { new Float32Array(target.buffer).set(weights); },
    };
    this.#training.begin(lane, rule, words, { tuned: scale !== 1 || decay !== 0 });
    this.#occupants.set(lane, {
      training, steps: 0,
      factors: decayFactors(this.#opened.arrays, training), ratioSteps: ratioSteps(this.#problem.horizon),
    });
  }

  async advance(steps: number): Promise<readonly LaneProgress[]> {
    const runs = [...this.#occupants].map(([lane, { training, factors, ratioSteps: at, steps: made }]) => ({
      lane,
      steps: this.#numbers(training, factors, made, steps),
      examples: this.#examples({ split: "train", seed: training.seed }, this.#problem.horizon, made),
      measured: at.map((step) => step - 1 - made).filter((step) => step >= 0 && step < steps),
    }));
    for (const occupant of this.#occupants.values()) occupant.steps += steps;
    return this.#training.train(runs);
  }

  async evaluate(lanes: readonly number[]): Promise<readonly LaneEvaluation[]> {
    // Lanes may be judged on different splits, which have different numbers of batches.
    const found: LaneEvaluation[] = [];
    const splitOf = (lane: number): Split => this.#occupants.get(lane)?.training.split ?? "validation";
    for (const split of new Set(lanes.map(splitOf))) {
      const own = lanes.filter((lane) => splitOf(lane) === split);
      const count = evaluationBatches(this.#opened.source, split, this.#problem.batch);
      const runs = own.map((lane) => ({
        lane, examples: this.#examples({ split, seed: this.#occupants.get(lane)?.training.seed ?? 0 }, count, 0),
      }));
      for (const { lane, values, isFinite } of await this.#training.evaluate(runs, count)) {
        found.push({ lane, isFinite, values: means(values) });
      }
    }
    return found;
  }

  end(lane: number): void {
    this.#occupants.delete(lane);
  }

  close(): void {
    this.#training.close();
    this.#device.destroy();
  }

  /** The numbers of the steps that come after those made. */
  #numbers(
    { schedule = "cosine", scale = 1 }: LaneTraining, factors: readonly number[], made: number, count: number,
  ): readonly StepNumbers[] {
    const { horizon } = this.#problem;
    return Array.from({ length: count }, (_, k) => {
      const t = made + k + 1;
      const lr = learningRate(schedule, t, horizon);
      return { lr, t, T: horizon, scale, decay: Float64Array.from(factors, (factor) => lr * factor) };
    });
  }

  /**
   * Batches of a set, of so many in all, which lie in stretches that all trainings of the seed share.
   *
   * @param offset - Which batch the first is.
   */
  #examples(set: ExampleSet, total: number, offset: number): (batch: number) => Stretch {
    const { batchWords, stretch } = this.#training;
    return (batch) => {
      const at = offset + batch;
      const before = at % stretch;
      const first = at - before;
      const count = Math.min(stretch, total - first);
      const words: Words = {
        key: `${set.split} ${set.seed} ${first}+${count}`, length: count * batchWords,
        fill: (target) => { this.#write(target, set, first, count, total); },
      };
      return { words, before, left: count - before };
    };
  }

  /** Writes batches of a set, one after another, each field after field. */
  #write(target: Uint32Array<ArrayBuffer>, set: ExampleSet, first: number, count: number, total: number): void {
    const { inputs, batches } = this.#opened;
    let at = 0;
    for (let batch = first; batch < first + count; batch++) {
      const arrays = batches.at(set, batch, total);
      for (const [name, { shape }] of inputs) {
        const values = arrays[name] as Float32Array | Int32Array;
        const size = sizeOf(shape);
        target.set(new Uint32Array(values.buffer, values.byteOffset, size), at);
        at += size;
      }
    }
  }
}

interface StepNumbers {
  readonly lr: number;
  readonly t: number;
  readonly T: number;
  readonly scale: number;
  readonly decay: Float64Array;
}

/** The mean over batches of each number. */
function means(batches: readonly Float32Array[]): readonly number[] {
  const [first = new Float32Array()] = batches;
  return Array.from(first, (_, k) => batches.reduce((sum, values) => sum + (values[k] as number), 0) / batches.length);
}
