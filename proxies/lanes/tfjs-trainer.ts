import { setImmediate as turn } from "node:timers/promises";
import type { TfjsBackend } from "../../src/engine/tfjs/backend.js";
import { type TfjsTensor, selectBackend } from "../../src/engine/tfjs/library.js";
import { type TfjsPlace, type TfjsTraining, createTfjsTraining } from "../../src/engine/tfjs/training.js";
import { type TfjsUpdate, createTfjsUpdate } from "../../src/engine/tfjs/update.js";
import { allFinite } from "../training/all-finite.js";
import { decayFactors } from "../training/decay.js";
import { evaluationBatches } from "../training/evaluation-batches.js";
import type { ExampleSet } from "../training/examples.js";
import { type OpenProblem, type SharedData, openProblem } from "../training/open-problem.js";
import { ratioSteps } from "../training/ratio-steps.js";
import { learningRate } from "../training/schedule.js";
import type { Problem } from "../problem/task.js";
import { pretrain } from "../training/trainer.js";
import {
  type LaneEvaluation, type LaneProgress, type LaneTraining, type LanedTrainer, OutOfRoom,
} from "./laned-trainer.js";

/** Steps after which the event loop has its turn: the backends of GPUs free there what they are done with. */
const TURN = 16;

/** A single lane is computed by other kernels than several are, and comes to other bits: one more stays empty then. */
const FEWEST = 2;

/** What a backend says where it has no memory: TensorFlow the first, most others the second. */
const NO_MEMORY = /\bOOM\b|out of memory|GPUOutOfMemoryError/i;

/** Options of {@link createTfjsTrainer}. */
export interface TfjsTrainerOptions extends SharedData {
  readonly backend: TfjsBackend;
  /** How many candidates are trained side by side. */
  readonly lanes: number;
}

/**
 * A trainer on TensorFlow.js: the model in all lanes at once, each lane's program by itself.
 *
 * @throws {@link InputError} where the backend does not work here, or the problem cannot be opened.
 * @throws {@link OutOfRoom} where the backend has no memory for so many lanes.
 */
export async function createTfjsTrainer(problem: Problem, options: TfjsTrainerOptions): Promise<LanedTrainer> {
  const { backend, lanes, ...shared } = options;
  const opened = openProblem(problem, shared, pretrain);
  const { graph, inputs, loss, metrics = {} } = opened;
  const laneInputs = inputs.map(([, tensor]) => tensor);
  const spec = { graph, loss, metrics: Object.values(metrics), backend, lanes: Math.max(FEWEST, lanes), laneInputs };
  return new TfjsTrainer(problem, opened, await inRoom(() => createTfjsTraining(spec)), lanes);
}

/**
 * What comes of work on a backend.
 *
 * @throws {@link OutOfRoom} where the backend has no memory for it.
 */
async function inRoom<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw roomError(error);
  }
}

/** What a backend threw; {@link OutOfRoom} where that says that it has no memory. */
function roomError(error: unknown): unknown {
  if (!(error instanceof Object) || !("message" in error)) return error;
  // WebGPU's is no error of JavaScript's, and is told by its class.
  const message = String(error.message);
  const { name } = error.constructor;
  return NO_MEMORY.test(`${name} ${message}`) ? new OutOfRoom(message) : error;
}

/** One lane's weights and gradients, as an update rule sees them. */
class LanePlace implements TfjsPlace {
  readonly tf;
  readonly backend;
  readonly lanes = 1;
  weights: readonly TfjsTensor[] = [];
  gradients: readonly TfjsTensor[] = [];

  constructor({ tf, backend }: TfjsPlace) {
    this.tf = tf;
    this.backend = backend;
  }

  /** Whoever made the former weights frees them. */
  replace(weights: readonly TfjsTensor[]): void {
    this.weights = weights;
  }
}

/** What is trained in a lane, and how far it is. */
interface Occupant {
  readonly training: LaneTraining;
  readonly place: LanePlace;
  readonly update: TfjsUpdate;
  readonly factors: readonly number[];
  /** Whether the rule reads the loss, which must then be known on the host at every step. */
  readonly readsLoss: boolean;
  steps: number;
}

/** A lane that is judged, on so many batches of a set. */
interface Judged {
  readonly lane: number;
  readonly set: ExampleSet;
  readonly count: number;
}

class TfjsTrainer implements LanedTrainer {
  readonly lanes: number;
  readonly metrics: readonly string[];
  readonly #problem: Problem;
  readonly #opened: OpenProblem;
  readonly #training: TfjsTraining;
  readonly #occupants = new Map<number, Occupant>();

  constructor(problem: Problem, opened: OpenProblem, training: TfjsTraining, lanes: number) {
    this.#problem = problem;
    this.#opened = opened;
    this.#training = training;
    this.lanes = lanes;
    this.metrics = Object.keys(opened.metrics ?? {});
  }

  begin(lane: number, training: LaneTraining): void {
    try {
      this.#begin(lane, training);
    } catch (error) {
      throw roomError(error);
    }
  }

  advance(steps: number): Promise<readonly LaneProgress[]> {
    return inRoom(() => this.#advance(steps));
  }

  evaluate(lanes: readonly number[]): Promise<readonly LaneEvaluation[]> {
    return inRoom(() => this.#evaluate(lanes));
  }

  end(lane: number): void {
    this.#occupants.get(lane)?.update.dispose();
    this.#occupants.delete(lane);
  }

  close(): void {
    for (const lane of [...this.#occupants.keys()]) this.end(lane);
    this.#training.dispose();
  }

  #begin(lane: number, training: LaneTraining): void {
    const { rule, seed } = training;
    const { arrays, weights } = this.#opened;
    const { place: whole } = this.#training;
    this.#training.writeParameters(lane, weights.of(seed));
    const place = new LanePlace(whole);
    place.weights = this.#slices(whole.weights, lane);
    try {
      // Only the shapes are of use to it now.
      const update = createTfjsUpdate(rule, { place, arrays });
      this.#occupants.set(lane, {
        training, place, update, factors: decayFactors(arrays, training),
        readsLoss: rule.values.some((value) => value.kind === "input" && value.name === "loss"), steps: 0,
      });
    } finally {
      whole.tf.dispose([...place.weights]);
    }
  }

  async #advance(steps: number): Promise<readonly LaneProgress[]> {
    const { tf } = this.#training.place;
    const losses: TfjsTensor[] = [];
    const ratios = new Map([...this.#occupants.keys()].map((lane) => [lane, [] as TfjsTensor[]]));
    try {
      for (let k = 0; k < steps; k++) {
        if (k % TURN === TURN - 1) await turn();
        await this.#step(losses, ratios);
      }
      const curves = await valuesOf(losses);
      const progress: LaneProgress[] = [];
      for (const [lane, passed] of ratios) {
        const squares = await valuesOf(passed);
        progress.push({
          lane,
          losses: Float32Array.from(curves, (curve) => curve[lane] as number),
          ratios: squares.map(({ 0: moved = NaN, 1: size = NaN }) => Math.sqrt(moved / size)),
        });
      }
      return progress;
    } finally {
      // Also where there is no memory: then it is tried again in fewer lanes.
      tf.dispose([losses, ...ratios.values()].flat());
    }
  }

  async #evaluate(lanes: readonly number[]): Promise<readonly LaneEvaluation[]> {
    const { source } = this.#opened;
    const judged = lanes.map((lane): Judged => {
      const { seed, split = "validation" } = (this.#occupants.get(lane) as Occupant).training;
      return { lane, set: { split, seed }, count: evaluationBatches(source, split, this.#problem.batch) };
    });
    const values = await this.#evaluated(judged);
    const width = 1 + this.metrics.length;
    const evaluations: LaneEvaluation[] = [];
    for (const { lane, count } of judged) {
      const sums = Array.from({ length: width }, (_, k) =>
        values.slice(0, count).reduce((sum, each) => sum + (each[lane * width + k] as number), 0));
      evaluations.push({ lane, values: sums.map((sum) => sum / count), isFinite: await this.#isFinite(lane) });
    }
    return evaluations;
  }

  /** For each batch what all lanes come to, as far as they are judged on so many. */
  async #evaluated(judged: readonly Judged[]): Promise<readonly ArrayLike<number>[]> {
    const found: TfjsTensor[] = [];
    try {
      for (let batch = 0; batch < Math.max(...judged.map(({ count }) => count)); batch++) {
        for (const { lane, set, count } of judged) {
          if (batch < count) this.#write(lane, set, batch, count);
        }
        found.push(this.#training.evaluated());
      }
      return await valuesOf(found);
    } finally {
      this.#training.place.tf.dispose(found);
    }
  }

  /**
   * Makes a step in every lane that is taken.
   *
   * @param taken - Takes the losses of all.
   * @param ratios - Takes for each lane the sums of the squares of its update and of the weights before it.
   */
  async #step(taken: TfjsTensor[], ratios: ReadonlyMap<number, TfjsTensor[]>): Promise<void> {
    const { horizon } = this.#problem;
    const { place: whole } = this.#training;
    const { tf } = whole;
    for (const [lane, { training: { seed }, steps }] of this.#occupants) {
      this.#write(lane, { split: "train", seed }, steps, horizon);
    }
    const losses = this.#training.differentiated();
    taken.push(losses);
    const readsLoss = [...this.#occupants.values()].some((occupant) => occupant.readsLoss);
    const known = readsLoss ? await losses.data() : undefined;
    selectBackend(tf, whole.backend);
    const compared = ratioSteps(horizon);
    whole.replace(tf.tidy(() => {
      const moved = Array.from({ length: whole.lanes }, (_, lane) => {
        const occupant = this.#occupants.get(lane);
        const before = this.#slices(whole.weights, lane);
        if (occupant === undefined) return before;
        const t = ++occupant.steps;
        const after = this.#updated(occupant, before, this.#slices(whole.gradients, lane), known?.[lane] ?? NaN);
        if (compared.includes(t)) ratios.get(lane)?.push(tf.keep(squaresOf(whole, before, after)));
        return after;
      });
      return whole.weights.map((_, a) => tf.concat(moved.map((weights) => weights[a] as TfjsTensor), 0));
    }));
  }

  /** A lane's weights behind its step. */
  #updated(
    { training, place, update, factors, steps: t }: Occupant,
    weights: readonly TfjsTensor[], gradients: readonly TfjsTensor[], loss: number,
  ): readonly TfjsTensor[] {
    const { schedule = "cosine", scale = 1, decay = 0 } = training;
    const { horizon } = this.#problem;
    const lr = learningRate(schedule, t, horizon);
    const tuned = { scale, decay: factors.map((factor) => lr * factor) };
    place.weights = weights;
    place.gradients = gradients;
    update.step({ lr, t, T: horizon, loss, ...(scale !== 1 || decay !== 0 ? tuned : {}) });
    return place.weights;
  }

  /** Writes a batch, one of `count`, into a lane's inputs. */
  #write(lane: number, set: ExampleSet, batch: number, count: number): void {
    const { inputs, batches } = this.#opened;
    const arrays = batches.at(set, batch, count);
    for (const [name, tensor] of inputs) {
      const target = this.#training.input(tensor);
      const size = target.length / this.#training.lanes;
      target.set(arrays[name] as Float32Array | Int32Array, lane * size);
    }
  }

  /** A lane's part of each tensor: all or none. */
  #slices(tensors: readonly TfjsTensor[], lane: number): readonly TfjsTensor[] {
    const { tf } = this.#training.place;
    return tf.tidy(() => tensors.map((tensor) => tf.slice(tensor, [lane], [1])));
  }

  async #isFinite(lane: number): Promise<boolean> {
    const { tf, weights, backend } = this.#training.place;
    selectBackend(tf, backend);
    const own = this.#slices(weights, lane);
    try {
      return (await valuesOf(own)).every((each) => allFinite(each as Float32Array));
    } finally {
      tf.dispose([...own]);
    }
  }
}

/** The numbers of tensors, read together. */
async function valuesOf(tensors: readonly TfjsTensor[]): Promise<readonly ArrayLike<number>[]> {
  const read = await Promise.allSettled(tensors.map((tensor) => tensor.data()));
  return read.map((each) => {
    if (each.status === "rejected") throw each.reason;
    return each.value;
  });
}

/** The sums of the squares of how far weights have moved, and of the weights before. */
function squaresOf({ tf }: TfjsPlace, before: readonly TfjsTensor[], after: readonly TfjsTensor[]): TfjsTensor {
  const sum = (tensors: readonly TfjsTensor[]): TfjsTensor =>
    // Not all at once: there may be more than a kernel of a GPU can be given.
    tensors.map((tensor) => tf.sum(tf.square(tensor))).reduce((whole, part) => tf.add(whole, part));
  return tf.stack([sum(after.map((tensor, a) => tf.sub(tensor, before[a] as TfjsTensor))), sum(before)]);
}
