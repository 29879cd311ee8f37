import { check } from "../../dsl/check.js";
import { compile } from "../../dsl/compile.js";
import { adamwPaper } from "../../dsl/rules/paper.js";
import { parse } from "../../dsl/text/parse.js";
import type { UpdateArray } from "../../src/engine/update/array.js";
import type { UpdateRule } from "../../src/engine/update/rule.js";
import { type CompiledTraining, compileTraining } from "../../src/engine/wasm/training.js";
import { updateRoom } from "../../src/engine/wasm/room.js";
import { type CompiledUpdate, compileUpdate } from "../../src/engine/wasm/update.js";
import { allFinite } from "./all-finite.js";
import { Course } from "./course.js";
import type { Source, Split } from "../data/source.js";
import { decayFactors } from "./decay.js";
import { evaluationBatches } from "./evaluation-batches.js";
import type { ExampleSet } from "./examples.js";
import { type OpenProblem, type SharedData, openProblem } from "./open-problem.js";
import { ratioSteps } from "./ratio-steps.js";
import { learningRate } from "./schedule.js";
import type { Pretraining, Problem } from "../problem/task.js";
import { definitionOf } from "../problem/task-source.js";
import type { TrainingOptions, TrainingResult } from "./training.js";

/** The seed of every pretraining. */
const PRETRAINING_SEED = 1;

/** Seconds that the parts of one training step take. */
export interface StepSeconds {
  /** Loss and gradients. */
  readonly model: number;
  /** The update of the rule that was asked about. */
  readonly update: number;
  /** Making a batch of examples. */
  readonly data: number;
}

interface CompiledRule {
  readonly rule: UpdateRule;
  readonly tuned: boolean;
  readonly update: CompiledUpdate;
}

/** Options of a {@link Trainer}. */
export interface TrainerOptions extends SharedData {
  /** Whether the model's matrix products multiply and add in one; only where `canFuse` says so. @default false */
  readonly fused?: boolean | undefined;
}

/** Trains rules on one problem, one after another, in one memory. */
export class Trainer {
  readonly #problem: Problem;
  readonly #open: OpenProblem;
  readonly #metricNames: readonly string[];
  readonly #training: CompiledTraining;
  readonly #before: Float32Array;
  /** The inputs in the memory; void when it grows. */
  #targets: readonly (readonly [name: string, target: Float32Array | Int32Array])[] = [];
  #buffer: ArrayBuffer | undefined;
  #parameters = new Float32Array();
  /** The rule that was trained last: a tuning trains one rule many times. */
  #compiled: CompiledRule | undefined;

  /**
   * Builds, differentiates and compiles the problem's graph: tens of milliseconds.
   *
   * @throws {@link InputError} where the task has no such size, or its real data cannot be read; whatever the
   * task's own code throws.
   */
  constructor(problem: Problem, { fused = false, ...shared }: TrainerOptions = {}) {
    this.#problem = problem;
    // Pretraining is never fused: all trainings start from the same weights.
    this.#open = openProblem(problem, shared, pretrain);
    const { graph, loss, metrics = {} } = this.#open;
    this.#metricNames = Object.keys(metrics);
    this.#training = compileTraining({ graph, loss, metrics: Object.values(metrics), fused });
    this.#before = new Float32Array(this.#training.parameters.length);
  }

  /** The arrays of the parameters, as update rules see them. */
  get arrays(): readonly UpdateArray[] {
    return this.#open.arrays;
  }

  /** What it trains on. */
  get source(): Source {
    return this.#open.source;
  }

  /**
   * Trains a rule from a fresh start. Same rule and options, same result to the bit, whatever was trained
   * before.
   */
  train(rule: UpdateRule, options: TrainingOptions): TrainingResult {
    const { seed, schedule = "cosine", split = "validation", hurdles = [], onStep } = options;
    const { scale = 1, decay = 0 } = options;
    const { horizon } = this.#problem;
    const update = this.#prepare(rule, scale !== 1 || decay !== 0);
    this.#initialize(seed);
    const examples: ExampleSet = { split: "train", seed };
    const judged: ExampleSet = { split, seed };
    const factors = decayFactors(this.arrays, options);
    const decays = new Float64Array(factors.length);
    const compared = ratioSteps(horizon);
    const course = new Course(horizon, hurdles, this.#metricNames);
    const step = { lr: 0, t: 0, T: horizon, loss: 0, scale, decay: decays };
    for (let t = 1; t <= horizon; t++) {
      this.#write(examples, t - 1, horizon);
      const loss = this.#training.differentiate();
      const failed = course.step(loss);
      if (failed !== undefined) return failed;
      step.lr = learningRate(schedule, t, horizon);
      step.t = t;
      step.loss = loss;
      for (let a = 0; a < decays.length; a++) decays[a] = step.lr * (factors[a] as number);
      const compares = t === compared[course.ratios];
      if (compares) this.#before.set(this.#parameters);
      update.step(step);
      if (compares) course.ratio(this.#ratio());
      onStep?.(t);
      if (!course.isAtHurdle) continue;
      const cut = course.judge(this.#evaluate(judged)[0] ?? NaN);
      if (cut !== undefined) return cut;
    }
    return course.end(this.#evaluate(judged), allFinite(this.#parameters));
  }

  /** Batches that an evaluation takes: all of a split that has an end. */
  batchesOf(split: Split): number {
    return evaluationBatches(this.source, split, this.#problem.batch);
  }

  /** The weights that the last training left, as a copy. */
  weights(): Float32Array {
    return this.#parameters.slice();
  }

  /** Measures a step: the shortest of a few repetitions, some milliseconds in all. */
  measure(rule: UpdateRule): StepSeconds {
    const update = this.#prepare(rule, false);
    this.#initialize(1);
    const data = shortest(() => { this.#open.batches.make({ split: "train", seed: 1 }, 0); });
    this.#write({ split: "train", seed: 1 }, 0, 1);
    const step = { lr: 0, t: 1, T: 1, loss: 1 };
    return {
      model: shortest(() => { this.#training.differentiate(); }),
      update: shortest(() => { update.step(step); }),
      data,
    };
  }

  #prepare(rule: UpdateRule, tuned: boolean): CompiledUpdate {
    const last = this.#compiled;
    if (last?.rule === rule && last.tuned === tuned) {
      last.update.reset();
      return last.update;
    }
    this.#compiled = undefined;
    this.#training.reserve(updateRoom(rule, this.arrays));
    const { place } = this.#training;
    if (place.memory.buffer !== this.#buffer) {
      this.#buffer = place.memory.buffer;
      this.#targets = this.#open.inputs.map(([name, tensor]) => [name, this.#training.input(tensor)]);
      this.#parameters = this.#training.parameters as Float32Array<ArrayBuffer>;
    }
    const update = compileUpdate(rule, { ...place, arrays: this.arrays }, { tuned });
    this.#compiled = { rule, tuned, update };
    return update;
  }

  #initialize(seed: number): void {
    this.#parameters.set(this.#open.weights.of(seed));
  }

  /**
   * Means of the loss and the metrics over the first batches of a split, or over all of a split that has an end: its
   * last batch is filled up from its start.
   */
  #evaluate(set: ExampleSet): readonly number[] {
    const count = this.batchesOf(set.split);
    let sums: readonly number[] = [];
    for (let batch = 0; batch < count; batch++) {
      this.#write(set, batch, count);
      sums = this.#training.evaluate().map((value, k) => (sums[k] ?? 0) + value);
    }
    return sums.map((sum) => sum / count);
  }

  /** Writes a batch, one of `count`, into the graph's inputs. */
  #write(set: ExampleSet, batch: number, count: number): void {
    const arrays = this.#open.batches.at(set, batch, count);
    for (const [name, target] of this.#targets) target.set(arrays[name] as Float32Array | Int32Array);
  }

  /** How large the last update was, relative to the weights before it. */
  #ratio(): number {
    const before = this.#before;
    const after = this.#parameters;
    let moved = 0;
    let size = 0;
    for (let i = 0; i < before.length; i++) {
      const weight = before[i] as number;
      const step = (after[i] as number) - weight;
      moved += step * step;
      size += weight * weight;
    }
    return Math.sqrt(moved / size);
  }
}

/**
 * What a pretraining leaves, which is trained here whoever goes on with it, so that all trainings start from the same;
 * `undefined` where it fails.
 */
export function pretrain({ task, size }: Problem, pretraining: Pretraining): Float32Array | undefined {
  const { pretraining: _, ...definition } = definitionOf({ task, size });
  const { source, horizon, batch, scale } = pretraining;
  const name = `${task.name} pretraining`;
  const before = { ...task, name, sizes: { [size]: { ...definition, source, horizon, batch } } };
  const trainer = new Trainer({ task: before, size, horizon, batch });
  const result = trainer.train(compile(check(parse(adamwPaper.text))), { seed: PRETRAINING_SEED, scale });
  return result.kind === "trained" ? trainer.weights() : undefined;
}

/** Seconds of the shortest of a few runs; the first, in which the host still compiles, does not count. */
function shortest(run: () => void): number {
  run();
  let least = Infinity;
  const end = performance.now() + 20;
  for (let k = 0; k < 10; k++) {
    const start = performance.now();
    run();
    const now = performance.now();
    least = Math.min(least, (now - start) / 1000);
    if (now > end) break;
  }
  return least;
}
