import { ContractError } from "../../errors.js";
import { OutOfRoom } from "../device-error.js";
import { gradients } from "../graph/gradient.js";
import { sizeOf } from "../graph/shape.js";
import type { Tensor } from "../graph/tensor.js";
import { type UpdateArray, updateArrays } from "../update/array.js";
import type { UpdateRule } from "../update/rule.js";
import type { TrainingSpec } from "../wasm/training.js";
import type { UpdateStep } from "../wasm/update.js";
import { lowerGraph } from "./graph/lower.js";
import type { Kernel } from "./kernel.js";
import { type BufferLimits, laneRoom, longestBuffer } from "./lane-room.js";
import type { EncodedRule, HostProgram } from "./machine/encode.js";
import { type MachineLayout, machineLayout } from "./machine/layout.js";
import { Pace } from "./pace.js";
import { type Prepared, bindGroupLayout, prepare } from "./pipelines.js";
import { type ResultLayout, beginKernel, finiteKernel, keepKernel, ratioKernel, recordKernel } from "./record.js";
import { Relay } from "./relay.js";
import { type LaneNumbers, Submitter } from "./submitter.js";
import { WordPool, type Words } from "./word-pool.js";

/** Steps, or batches of an evaluation, that one submission makes at most: results have room for so many. */
const MOST_STEPS = 64;

/** Floats of the arena that a lane's stretch is rounded up to: neighbours share no cache line. */
const ALIGNMENT = 64;

/** 32-bit words of examples and initial weights that the device keeps, at most. */
const POOL_WORDS = 1 << 26;

/** Numbers of steps that the host writes for a submission, at most. */
const SCALARS = 1 << 24;

/** Numbers of a step that the host writes for an array, usually: of a rule that has more fewer steps go together. */
const USUAL_SCALARS = 4;

/** What is trained, and on which device. */
export interface WebgpuTrainingSpec extends TrainingSpec {
  readonly device: GPUDevice;
  /** The graph's inputs in the order in which the words of a batch have them. */
  readonly inputs: readonly Tensor[];
  /** How many candidates are trained side by side, as far as the device's limits allow. */
  readonly lanes: number;
  /** What the device allows of its buffers. @default what it says */
  readonly limits?: BufferLimits;
  /** Whether kernels that do not wait for each other are joined to one. @default true */
  readonly isJoined?: boolean;
  /** Tells milliseconds: submissions are made as long as suits the device. What they compute does not depend on it. */
  readonly clock: () => number;
}

/** Batches that lie one after another on the device, and a place among them. */
export interface Stretch {
  readonly words: Words;
  /** Batches before the place. */
  readonly before: number;
  /** Batches from the place to the end: at least 1. */
  readonly left: number;
}

/** Steps of one lane. */
export interface LaneSteps {
  readonly lane: number;
  /** As many as every other lane makes; their `loss` is known to the device alone. */
  readonly steps: readonly Omit<UpdateStep, "loss">[];
  /** Where the batch of a step lies, from 0. */
  readonly examples: (step: number) => Stretch;
  /** At which of the steps, from 0 and ascending, the size of the update is measured. */
  readonly measured: readonly number[];
}

/** What the steps of one lane left. */
export interface LaneTrace {
  readonly lane: number;
  readonly losses: Float32Array;
  /** Rms of the update over rms of the weights before it, at each step where it was measured. */
  readonly ratios: readonly number[];
}

/** Batches that one lane is judged on. */
export interface LaneBatches {
  readonly lane: number;
  /** Where a batch lies, from 0. */
  readonly examples: (batch: number) => Stretch;
}

/** What a lane's batches came to. */
export interface LaneValues {
  readonly lane: number;
  /** For each batch the loss, then the metrics. */
  readonly values: readonly Float32Array[];
  /** Whether every weight is finite. */
  readonly isFinite: boolean;
}

/** A graph that a GPU trains, many candidates side by side, each by a rule of its own. */
export interface WebgpuTraining {
  readonly lanes: number;
  /** Why there are fewer lanes than were asked for. @default there are not */
  readonly shortage?: string | undefined;
  /** The arrays of the parameters, as update rules see them. */
  readonly arrays: readonly UpdateArray[];
  /**
   * Puts a rule in a lane, with its weights, and with all state zero.
   *
   * @throws {@link InputError} where the lane has no room for what the rule keeps.
   */
  begin(lane: number, rule: UpdateRule, weights: Words, options: { readonly tuned: boolean }): void;
  /**
   * Makes steps; further ones may be asked for before these are done. They go in submissions of up to 64 steps or about
   * 0.1 s, and after each its losses are read: the device has room for those of one submission, and how long it took
   * sets how long the next may be. The device works on the next one meanwhile; weights and state are never read.
   */
  train(lanes: readonly LaneSteps[]): Promise<readonly LaneTrace[]>;
  /** Judges lanes as they are now, on as many batches each. */
  evaluate(lanes: readonly LaneBatches[], batches: number): Promise<readonly LaneValues[]>;
  /** Words of a batch. */
  readonly batchWords: number;
  /** Batches that a stretch may have, so that the device holds one for each lane. */
  readonly stretch: number;
  /** Frees the device's memory. */
  close(): void;
}

/**
 * Prepares a graph to be trained on a GPU: lowers it, and compiles some dozens of kernels, once for all candidates.
 *
 * @throws {@link OutOfRoom} where the device has no memory for the lanes that its limits allow, or they allow none.
 * @throws {@link ContractError} where the loss does not depend on one of the parameters.
 */
export async function createWebgpuTraining(spec: WebgpuTrainingSpec): Promise<WebgpuTraining> {
  const { device, graph, loss, metrics = [], inputs, isJoined = true, clock, limits = device.limits } = spec;
  const { parameters } = graph;
  const arrays = updateArrays(parameters);
  const length = arrays.reduce((sum, { size }) => sum + size, 0);
  const weights = { offset: 0, length };
  const gradient = { offset: length, length };
  const before = { offset: 2 * length, length };
  const room = 3 * length;
  const differentiate = lowerGraph({
    parameters, gradients: gradients(graph, loss, parameters), outputs: [loss], inputs, isJoined,
    at: { weights, gradients: gradient, room },
  });
  const evaluate = lowerGraph({ parameters, outputs: [loss, ...metrics], inputs, isJoined, at: { weights, room } });
  const machine = machineLayout(arrays, {
    weights, gradients: gradient, loss: differentiate.outputs[0] as number,
    room: Math.max(differentiate.end, evaluate.end),
  });
  const stride = Math.ceil(machine.end / ALIGNMENT) * ALIGNMENT;
  const values = MOST_STEPS * (1 + metrics.length);
  const results = { stride: values + 2, ratio: values, finite: values + 1 };
  const words = { arena: stride, code: machine.codeWords, results: results.stride };
  const { lanes, shortage } = laneRoom(spec.lanes, words, limits);
  const layout = bindGroupLayout(device);
  const compile = (kernels: readonly Kernel[]): Promise<readonly Prepared[]> =>
    prepare(device, layout, stride, kernels);
  const [begin, step, update, judge, finite, keep, ratio] = await Promise.all([
    compile([beginKernel(weights, machine.state)]),
    compile([...differentiate.kernels, recordKernel(differentiate.outputs, results)]),
    compile(machine.kernels),
    compile([...evaluate.kernels, recordKernel(evaluate.outputs, results)]),
    compile([finiteKernel(weights, results)]),
    compile([keepKernel(weights, before)]),
    compile([ratioKernel(weights, before, results)]),
  ]);
  const batchWords = inputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const longest = longestBuffer(limits);
  const submitter = await Submitter.open(device, layout, {
    lanes, steps: MOST_STEPS,
    arena: lanes * stride, results: lanes * results.stride, code: lanes * machine.codeWords,
    // As much as a submission takes whose lanes have nothing in common.
    examples: Math.min(POOL_WORDS, longest, lanes * (length + MOST_STEPS * batchWords)),
    scalars: Math.min(SCALARS, longest, lanes * MOST_STEPS * USUAL_SCALARS * (arrays.length + 1)),
  });
  const kernels = { begin, step, update, judge, finite, keep, ratio };
  return new LanedTraining({
    submitter, machine, arrays, lanes, shortage, batchWords, results, metrics: metrics.length, kernels, clock,
  });
}

/** What kernels are dispatched together for. */
type KernelSet = "begin" | "step" | "update" | "judge" | "finite" | "keep" | "ratio";

/** What a training is made of. */
interface Parts {
  readonly submitter: Submitter;
  readonly machine: MachineLayout;
  readonly arrays: readonly UpdateArray[];
  readonly lanes: number;
  readonly shortage: string | undefined;
  readonly batchWords: number;
  readonly results: ResultLayout;
  /** How many metrics there are. */
  readonly metrics: number;
  readonly kernels: Readonly<Record<KernelSet, readonly Prepared[]>>;
  readonly clock: () => number;
}

/** What a lane holds. */
interface Occupant {
  readonly rule: EncodedRule;
  readonly host: HostProgram;
  readonly weights: Words;
}

class LanedTraining implements WebgpuTraining {
  readonly lanes: number;
  readonly shortage: string | undefined;
  readonly arrays: readonly UpdateArray[];
  readonly batchWords: number;
  readonly stretch: number;
  readonly #parts: Parts;
  readonly #pool: WordPool;
  readonly #occupants = new Map<number, Occupant>();
  /** Lanes whose weights are yet to be put in place. */
  readonly #begun = new Set<number>();
  readonly #stepPace = new Pace(MOST_STEPS);
  readonly #batchPace = new Pace(MOST_STEPS);
  readonly #relay: Relay;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#relay = new Relay(parts.clock);
    this.lanes = parts.lanes;
    this.shortage = parts.shortage;
    this.arrays = parts.arrays;
    this.batchWords = parts.batchWords;
    const { submitter, arrays } = parts;
    const weights = arrays.reduce((sum, { size }) => sum + size, 0);
    const room = submitter.capacity.examples / parts.lanes - weights;
    this.stretch = Math.max(1, Math.min(MOST_STEPS, Math.floor(room / parts.batchWords)));
    this.#pool = new WordPool(submitter.capacity.examples, (at, words) => { submitter.write("examples", at, words); });
  }

  begin(lane: number, rule: UpdateRule, weights: Words, options: { readonly tuned: boolean }): void {
    const { machine, submitter, lanes } = this.#parts;
    if (!Number.isInteger(lane) || lane < 0 || lane >= lanes) {
      throw new ContractError(`There is no lane ${lane}; there are ${lanes}, counted from 0.`);
    }
    const encoded = machine.encode(rule, options);
    submitter.write("code", lane * machine.codeWords, encoded.words);
    this.#occupants.set(lane, { rule: encoded, host: encoded.host(), weights });
    this.#begun.add(lane);
  }

  async train(runs: readonly LaneSteps[]): Promise<readonly LaneTrace[]> {
    this.#placeBegun();
    const total = runs[0]?.steps.length ?? 0;
    let sent = 0;
    const parts = await this.#relay.send(() => {
      if (sent === total) return undefined;
      const from = sent;
      const count = this.#stepsAtOnce(runs, from, total);
      sent += count;
      return {
        send: () => this.#trainPart(runs, from, count),
        took: (seconds) => { this.#stepPace.took(seconds, count, runs.length); },
      };
    });
    return runs.map(({ lane }, k) => {
      const own = parts.map((part) => part[k] as LaneTrace);
      const losses = new Float32Array(total);
      let at = 0;
      for (const part of own) {
        losses.set(part.losses, at);
        at += part.losses.length;
      }
      return { lane, losses, ratios: own.flatMap(({ ratios }) => ratios) };
    });
  }

  async evaluate(runs: readonly LaneBatches[], batches: number): Promise<readonly LaneValues[]> {
    this.#placeBegun();
    let sent = 0;
    const parts = await this.#relay.send(() => {
      if (sent === batches) return undefined;
      const from = sent;
      const count = Math.min(this.#batchesAtOnce(runs, from), batches - from);
      sent += count;
      return {
        send: () => this.#evaluatePart(runs, from, count),
        took: (seconds) => { this.#batchPace.took(seconds, count, runs.length); },
      };
    });
    return runs.map(({ lane }, k) => {
      const own = parts.map((part) => part[k] as LaneValues);
      return { lane, values: own.flatMap(({ values }) => values), isFinite: own.every(({ isFinite }) => isFinite) };
    });
  }

  close(): void {
    this.#parts.submitter.close();
  }

  async #trainPart(runs: readonly LaneSteps[], from: number, count: number): Promise<readonly LaneTrace[]> {
    const { submitter, kernels, results, machine } = this.#parts;
    const examples = this.#placeExamples(runs, from);
    const occupants = runs.map(({ lane }) => this.#occupant(lane));
    const scalars = new Float32Array(occupants.reduce((sum, { rule }) => sum + rule.scalarCount * count, 0));
    let at = 0;
    const numbers = runs.map(({ lane, steps, measured }, k): LaneNumbers => {
      const { rule: { scalarCount }, host } = occupants[k] as Occupant;
      const start = at;
      for (let step = from; step < from + count; step++) {
        host.write(scalars, at, steps[step] as LaneSteps["steps"][number]);
        at += scalarCount;
      }
      const own = measured.find((step) => step >= from && step < from + count);
      return {
        lane, examples: examples[k] as number, code: lane * machine.codeWords, weights: 0, scalars: start, scalarCount,
        measured: own === undefined ? undefined : own - from,
      };
    });
    submitter.write("scalars", 0, scalars);
    submitter.activate(numbers);
    const update = kernels.update.filter((_, k) => occupants.some(({ rule }) => rule.uses[k]));
    const measured = new Set(numbers.map((lane) => lane.measured));
    for (let step = 0; step < count; step++) {
      const moved = measured.has(step) ? [...kernels.keep, ...update, ...kernels.ratio] : update;
      submitter.dispatch(step, [...kernels.step, ...moved]);
    }
    const found = await submitter.submit();
    return numbers.map(({ lane, measured: own }): LaneTrace => {
      const start = lane * results.stride;
      const ratios = own === undefined ? [] : [found[start + results.ratio] as number];
      return { lane, losses: found.slice(start, start + count), ratios };
    });
  }

  async #evaluatePart(runs: readonly LaneBatches[], from: number, count: number): Promise<readonly LaneValues[]> {
    const { submitter, kernels, results, metrics } = this.#parts;
    const examples = this.#placeExamples(runs, from);
    submitter.activate(runs.map(({ lane }, k) => ({ ...IDLE, lane, examples: examples[k] as number })));
    for (let batch = 0; batch < count; batch++) submitter.dispatch(batch, kernels.judge);
    submitter.dispatch(0, kernels.finite);
    const found = await submitter.submit();
    const width = 1 + metrics;
    return runs.map(({ lane }) => {
      const start = lane * results.stride;
      const values = Array.from({ length: count }, (_, b) => found.slice(start + b * width, start + (b + 1) * width));
      return { lane, values, isFinite: found[start + results.finite] === 1 };
    });
  }

  /** How many steps go into one submission: what the buffers hold, and no lane measured twice. */
  #stepsAtOnce(runs: readonly LaneSteps[], from: number, total: number): number {
    const scalars = runs.reduce((sum, { lane }) => sum + this.#occupant(lane).rule.scalarCount, 0);
    const most = Math.min(total - from, Math.floor(this.#parts.submitter.capacity.scalars / scalars));
    if (most < 1) throw new OutOfRoom(`The numbers of ${runs.length} lanes do not fit into a buffer.`);
    let count = Math.min(most, this.#stepPace.steps(runs.length), left(runs, from));
    for (const { measured } of runs) {
      const second = measured.filter((step) => step >= from)[1];
      if (second !== undefined) count = Math.min(count, second - from);
    }
    return count;
  }

  /** How many batches of an evaluation go into one submission. */
  #batchesAtOnce(runs: readonly LaneBatches[], from: number): number {
    return Math.min(this.#batchPace.steps(runs.length), left(runs, from));
  }

  /** Makes sure that the device has the batches of all lanes from one on, and says where they begin. */
  #placeExamples(runs: readonly Pick<LaneBatches, "examples">[], from: number): readonly number[] {
    const stretches = runs.map(({ examples }) => examples(from));
    const places = this.#pool.places(stretches.map(({ words }) => words));
    return stretches.map(({ before }, k) => (places[k] as number) + before * this.batchWords);
  }

  #occupant(lane: number): Occupant {
    const occupant = this.#occupants.get(lane);
    if (occupant === undefined) throw new ContractError(`Nothing was begun in lane ${lane}.`);
    return occupant;
  }

  /** Puts the weights of the lanes that were begun in place, ahead of whatever comes next. */
  #placeBegun(): void {
    if (this.#begun.size === 0) return;
    const { submitter, kernels } = this.#parts;
    const begun = [...this.#begun];
    const places = this.#pool.places(begun.map((lane) => this.#occupant(lane).weights));
    submitter.activate(begun.map((lane, k) => ({ ...IDLE, lane, weights: places[k] as number })));
    submitter.dispatch(0, kernels.begin);
    submitter.flush();
    this.#begun.clear();
  }
}

/** How many batches all lanes have one after another, from one on. */
function left(runs: readonly Pick<LaneBatches, "examples">[], from: number): number {
  return Math.min(...runs.map(({ examples }) => examples(from).left));
}

/** A lane that takes part without a program. */
const IDLE = { examples: 0, code: 0, weights: 0, scalars: 0, scalarCount: 0, measured: undefined } as const;
