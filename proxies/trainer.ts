import { check } from "../dsl/check.js";
import { compile } from "../dsl/compile.js";
import { adamwPaper } from "../dsl/rules/paper.js";
import { parse } from "../dsl/text/parse.js";
import { InputError } from "../src/errors.js";
import type { Graph } from "../src/engine/graph/graph.js";
import type { Tensor } from "../src/engine/graph/tensor.js";
import { type UpdateArray, updateArrays } from "../src/engine/update/array.js";
import type { UpdateRule } from "../src/engine/update/rule.js";
import { type CompiledTraining, compileTraining } from "../src/engine/wasm/training.js";
import { updateRoom } from "../src/engine/wasm/room.js";
import { type CompiledUpdate, compileUpdate } from "../src/engine/wasm/update.js";
import { RandomStream } from "../src/random.js";
import type { Source, Split } from "./data/source.js";
import { ArrayCache, Batches, type ExampleSet } from "./examples.js";
import { type ScheduleName, learningRate } from "./schedule.js";
import type { Problem, SizeDefinition } from "./task.js";
import { buildTaskGraph } from "./task-graph.js";
import { definitionOf, openSource } from "./task-source.js";

/** Batches of an evaluation on data that has no end. */
const EVALUATION_BATCHES = 16;

/** A training whose loss is this many times its first, or 1 if that is more, is taken for blown up. */
const BLOWN_UP = 100;

/** How often a training compares the size of its updates with that of its weights. */
const RATIOS = 4;

/** Bytes of examples and initial weights that a trainer keeps, unless it is given a cache. */
const CACHE_BYTES = 1 << 28;

/** The seed of every pretraining. */
const PRETRAINING_SEED = 1;

/** A cut inside a training, which goes on under its full schedule where it passes. */
export interface Hurdle {
  /** After how many steps: from 1, below the horizon. */
  readonly step: number;
  /** The training stops where its loss here is above this; `Infinity` only looks. */
  readonly loss: number;
}

/** What one training is told. */
export interface TrainingOptions {
  /** Which weights it starts from and which data it sees. */
  readonly seed: number;
  /** @default "cosine" */
  readonly schedule?: ScheduleName | undefined;
  /** What every update is multiplied by. @default 1 */
  readonly scale?: number | undefined;
  /** What lr · weights is multiplied by and added to every update. @default 0 */
  readonly decay?: number | undefined;
  /** Whether decay applies to every array, or to those of two or more dimensions. @default "matrices" */
  readonly decayed?: "matrices" | "all" | undefined;
  /** Which data the result and the hurdles are judged on. @default "validation" */
  readonly split?: Exclude<Split, "train"> | undefined;
  /** @default none */
  readonly hurdles?: readonly Hurdle[] | undefined;
  /** Told after every step: how far the training is. */
  readonly onStep?: ((step: number) => void) | undefined;
}

/** What every training leaves, however far it came. */
export interface TrainingTrace {
  /** The training loss of each step. */
  readonly curve: Float32Array;
  /** The loss at each hurdle that was reached with one that is finite. */
  readonly hurdles: readonly number[];
  /** In the middle of each quarter that was reached: rms of the update over rms of the weights before it. */
  readonly ratios: readonly number[];
}

/** How a training ended. */
export type TrainingResult = TrainingTrace &
  (
    | {
        readonly kind: "trained";
        /** Mean loss on the split that it is judged on. */
        readonly loss: number;
        /** Mean of each metric there. */
        readonly metrics: Readonly<Record<string, number>>;
      }
    | {
        readonly kind: "stopped";
        /** The loss at the hurdle that it did not pass. */
        readonly loss: number;
      }
    | {
        readonly kind: "failed";
        /** `not-finite`: a loss or a weight is NaN or infinite. `blown-up`: a loss is 100 times the first. */
        readonly reason: "not-finite" | "blown-up";
      }
  );

/** Options of a {@link Trainer}. */
export interface TrainerOptions {
  /** Keeps examples and initial weights; trainers of one thread may share one. @default 256 MiB of its own */
  readonly cache?: ArrayCache;
  /** What tells tasks of one name apart in a shared cache. @default "" */
  readonly origin?: string;
  /** The problem's source, where another trainer has it open already. @default opened anew */
  readonly source?: Source | undefined;
}

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

/** Trains rules on one problem, one after another, in one memory. */
export class Trainer {
  readonly #problem: Problem;
  readonly #definition: SizeDefinition;
  readonly #graph: Graph;
  readonly #inputs: readonly (readonly [name: string, tensor: Tensor])[];
  readonly #metricNames: readonly string[];
  readonly #training: CompiledTraining;
  readonly #batches: Batches;
  readonly #cache: ArrayCache;
  readonly #name: string;
  readonly #before: Float32Array;
  /** The inputs in the memory; void when it grows. */
  #targets: readonly (readonly [name: string, target: Float32Array | Int32Array])[] = [];
  #buffer: ArrayBuffer | undefined;
  #parameters = new Float32Array();
  /** The rule that was trained last: a tuning trains one rule many times. */
  #compiled: CompiledRule | undefined;
  /** The arrays of the parameters, as update rules see them. */
  readonly arrays: readonly UpdateArray[];
  /** What it trains on. */
  readonly source: Source;

  /**
   * Builds, differentiates and compiles the problem's graph: tens of milliseconds.
   *
   * @throws {@link InputError} where the task has no such size, or its real data cannot be read; whatever the
   * task's own code throws.
   */
  constructor(problem: Problem, options: TrainerOptions = {}) {
    const { task, size, data = "", batch } = problem;
    const { cache = new ArrayCache(CACHE_BYTES), origin = "", source = openSource(problem) } = options;
    const definition = definitionOf(problem);
    this.#problem = problem;
    this.#definition = definition;
    this.#cache = cache;
    this.#name = `${origin} ${task.name} ×${size} ${data}`;
    this.source = source;
    this.#batches = new Batches(source, batch, cache, this.#name);
    const { graph, inputs, loss, metrics = {} } = buildTaskGraph(definition, source, batch);
    this.#graph = graph;
    this.#inputs = inputs;
    this.#metricNames = Object.keys(metrics);
    this.#training = compileTraining({ graph, loss, metrics: Object.values(metrics) });
    this.arrays = updateArrays(graph.parameters);
    this.#before = new Float32Array(this.#training.parameters.length);
  }

  /**
   * Trains a rule from a fresh start. Same rule and options, same result to the bit, whatever was trained
   * before.
   */
  train(rule: UpdateRule, options: TrainingOptions): TrainingResult {
    const { seed, schedule = "cosine", split = "validation", hurdles = [], onStep } = options;
    const { scale = 1, decay = 0, decayed = "matrices" } = options;
    const { horizon } = this.#problem;
    const update = this.#prepare(rule, scale !== 1 || decay !== 0);
    this.#initialize(seed);
    const examples: ExampleSet = { split: "train", seed };
    const judged: ExampleSet = { split, seed };
    const factors = this.arrays.map(({ ndim }) => (decayed === "all" || ndim >= 2 ? decay : 0));
    const decays = new Float64Array(factors.length);
    const curve = new Float32Array(horizon);
    const losses: number[] = [];
    const ratios: number[] = [];
    const trace = (steps: number): TrainingTrace => ({
      curve: curve.slice(0, steps), hurdles: losses, ratios,
    });
    let highest = Infinity;
    for (let t = 1; t <= horizon; t++) {
      this.#write(examples, t - 1, horizon);
      const loss = this.#training.differentiate();
      curve[t - 1] = loss;
      if (t === 1) highest = BLOWN_UP * Math.max(1, loss);
      if (!Number.isFinite(loss)) return { kind: "failed", reason: "not-finite", ...trace(t) };
      if (loss > highest) return { kind: "failed", reason: "blown-up", ...trace(t) };
      const lr = learningRate(schedule, t, horizon);
      for (let a = 0; a < decays.length; a++) decays[a] = lr * (factors[a] as number);
      const compares = t === ratioStep(ratios.length, horizon);
      if (compares) this.#before.set(this.#parameters);
      update.step({ lr, t, T: horizon, loss, scale, decay: decays });
      if (compares) ratios.push(this.#ratio());
      onStep?.(t);
      for (const hurdle of hurdles) {
        if (hurdle.step !== t) continue;
        const [here = NaN] = this.#evaluate(judged);
        if (!Number.isFinite(here)) return { kind: "failed", reason: "not-finite", ...trace(t) };
        losses.push(here);
        if (here > highest) return { kind: "failed", reason: "blown-up", ...trace(t) };
        if (here > hurdle.loss) return { kind: "stopped", loss: here, ...trace(t) };
      }
    }
    const [loss = NaN, ...metrics] = this.#evaluate(judged);
    // A weight that this model happens not to read must be finite too.
    if (!Number.isFinite(loss) || !allFinite(this.#parameters)) {
      return { kind: "failed", reason: "not-finite", ...trace(horizon) };
    }
    if (loss > highest) return { kind: "failed", reason: "blown-up", ...trace(horizon) };
    const named = Object.fromEntries(this.#metricNames.map((name, k) => [name, metrics[k] as number]));
    return { kind: "trained", loss, metrics: named, ...trace(horizon) };
  }

  /** Batches that an evaluation takes: all of a split that has an end. */
  batchesOf(split: Split): number {
    const size = this.source.size(split);
    return size === Infinity ? EVALUATION_BATCHES : Math.max(1, Math.ceil(size / this.#problem.batch));
  }

  /** The weights that the last training left, as a copy. */
  weights(): Float32Array {
    return this.#parameters.slice();
  }

  /** Measures a step: the shortest of a few repetitions, some milliseconds in all. */
  measure(rule: UpdateRule): StepSeconds {
    const update = this.#prepare(rule, false);
    this.#initialize(1);
    const data = shortest(() => { this.#batches.make({ split: "train", seed: 1 }, 0); });
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
      this.#targets = this.#inputs.map(([name, tensor]) => [name, this.#training.input(tensor)]);
      this.#parameters = this.#training.parameters as Float32Array<ArrayBuffer>;
    }
    const update = compileUpdate(rule, { ...place, arrays: this.arrays }, { tuned });
    this.#compiled = { rule, tuned, update };
    return update;
  }

  #initialize(seed: number): void {
    const key = `${this.#name} weights ${seed}`;
    const bytes = this.#before.byteLength;
    this.#parameters.set(this.#cache.get(key, bytes, () => this.#initial(seed)));
  }

  #initial(seed: number): Float32Array {
    const pretrained = this.#pretrained();
    const weights = pretrained?.slice() ?? new Float32Array(this.#before.length);
    const random = new RandomStream(seed, `weights ${this.#problem.task.name}`);
    this.#graph.parameters.forEach(({ operation }, k) => {
      const { offset, size } = this.arrays[k] as UpdateArray;
      if (operation.kind !== "parameter") return;
      const { initial, role } = operation;
      if (pretrained !== undefined && role !== "head") return;
      for (let i = offset; i < offset + size; i++) {
        weights[i] = initial.kind === "fill" ? initial.value : initial.deviation * random.normal();
      }
    });
    return weights;
  }

  /** What was trained beforehand, kept in the cache and trained again where it is gone from there. */
  #pretrained(): Float32Array | undefined {
    const { pretraining, ...definition } = this.#definition;
    if (pretraining === undefined) return undefined;
    const { source, horizon, batch, scale } = pretraining;
    return this.#cache.get(`${this.#name} pretrained`, this.#before.byteLength, () => {
      const { task, size } = this.#problem;
      const name = `${task.name} pretraining`;
      const before = { ...task, name, sizes: { [size]: { ...definition, source, horizon, batch } } };
      const trainer = new Trainer({ task: before, size, horizon, batch });
      const result = trainer.train(compile(check(parse(adamwPaper.text))), { seed: PRETRAINING_SEED, scale });
      const of = `The pretraining of task "${task.name}" ×${size}`;
      if (result.kind !== "trained") {
        throw new InputError("bad-task", `${of} diverges at scale ${scale}. Choose a smaller one.`);
      }
      const weights = trainer.weights();
      if (weights.length === this.#before.length) return weights;
      const counts = `${weights.length} weights, but the task ${this.#before.length}`;
      throw new InputError("bad-task", `${of} has ${counts}. Give both sources fields of the same shapes and symbols.`);
    });
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
    const { arrays, place } = this.#batches.at(set, batch, count);
    for (const [name, target] of this.#targets) {
      const from = arrays[name] as Float32Array | Int32Array;
      target.set(from.subarray(place * target.length, (place + 1) * target.length));
    }
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

/** Whether no number is NaN or infinite. */
function allFinite(numbers: Float32Array): boolean {
  let zero = 0;
  for (let i = 0; i < numbers.length; i++) zero += (numbers[i] as number) * 0;
  return zero === 0;
}

/** The step in the middle of a part of the training, from the first part, 0. */
function ratioStep(part: number, horizon: number): number {
  return part < RATIOS ? Math.ceil(((part + 0.5) * horizon) / RATIOS) : Infinity;
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
