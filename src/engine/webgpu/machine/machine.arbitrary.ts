import type { Layout } from "../../../../dsl/layout.js";
import { ARRAY_ROLES } from "../../../../dsl/layout.js";
import { RandomStream } from "../../../random.js";
import type { UpdateArray } from "../../update/array.js";
import type { UpdateRule } from "../../update/rule.js";
import type { UpdateStep } from "../../wasm/update.js";
import { type Kernel, WORKGROUP } from "../kernel.js";
import { type Prepared, bindGroupLayout, prepare } from "../pipelines.js";
import { beginKernel } from "../record.js";
import { Submitter } from "../submitter.js";
import type { EncodedRule, HostProgram } from "./encode.js";
import { type MachineLayout, type MachineSpec, machineLayout } from "./layout.js";

/** What a lane is given for a step. */
export interface LaneStep extends UpdateStep {
  readonly g: Float32Array;
}

/** Steps of a lane. */
export interface LaneRun {
  readonly lane: number;
  readonly steps: readonly LaneStep[];
}

/** Arrays of a layout as update rules see them. */
export function arraysOf(layout: Layout): readonly UpdateArray[] {
  return layout.arrays.map(({ offset, size, shape, rows, cols, role }) => ({
    offset, size, ndim: shape.length, rows, cols, role: ARRAY_ROLES.indexOf(role),
  }));
}

/** Normal weights. */
export function randomWeights(size: number, seed = 1): Float32Array {
  const random = new RandomStream(seed, "weights of the machine");
  return Float32Array.from({ length: size }, () => random.normal());
}

/** Steps of noisy gradients, a few of them zero; `first` says which step of `horizon` they begin with. */
export function randomSteps(count: number, size: number, seed = 1, first = 1, horizon = 8): readonly LaneStep[] {
  return Array.from({ length: count }, (_, k) => {
    const t = first + k;
    const random = new RandomStream(seed, "gradients of the machine", t);
    const g = Float32Array.from({ length: size }, () => (random.chance(0.05) ? 0 : 0.3 * random.normal()));
    return { g, lr: 1 - t / (2 * horizon), t, T: horizon, loss: Math.fround(1 + 1 / t) };
  });
}

const STEPS = 8;

/** A machine on a device, with gradients as they are given. */
export class MachineRun {
  readonly machine: MachineLayout;
  readonly #size: number;
  readonly #stride: number;
  readonly #submitter: Submitter;
  readonly #begin: readonly Prepared[];
  readonly #feed: readonly Prepared[];
  readonly #kernels: readonly Prepared[];
  readonly #rules = new Map<number, { readonly rule: EncodedRule; readonly host: HostProgram }>();

  private constructor(
    machine: MachineLayout, size: number, stride: number, submitter: Submitter,
    begin: readonly Prepared[], feed: readonly Prepared[], kernels: readonly Prepared[],
  ) {
    this.machine = machine;
    this.#size = size;
    this.#stride = stride;
    this.#submitter = submitter;
    this.#begin = begin;
    this.#feed = feed;
    this.#kernels = kernels;
  }

  static async open(
    device: GPUDevice, arrays: readonly UpdateArray[], lanes: number,
    options: Pick<MachineSpec, "limits" | "mostBlocks"> = {},
  ): Promise<MachineRun> {
    const size = arrays.reduce((sum, array) => sum + array.size, 0);
    const weights = { offset: 0, length: size };
    const gradients = { offset: size, length: size };
    const machine = machineLayout(arrays, { weights, gradients, loss: 2 * size, room: 2 * size + 1, ...options });
    const stride = Math.ceil(machine.end / 64) * 64;
    const layout = bindGroupLayout(device);
    const compile = (kernels: readonly Kernel[]): Promise<readonly Prepared[]> =>
      prepare(device, layout, stride, kernels);
    const [begin, feed, kernels] = await Promise.all([
      compile([beginKernel(weights, machine.state)]),
      compile([feedKernel(size)]),
      compile(machine.kernels),
    ]);
    const submitter = await Submitter.open(device, layout, {
      lanes, steps: STEPS, arena: lanes * stride, results: 4, code: lanes * machine.codeWords,
      examples: lanes * STEPS * (size + 1), scalars: 1 << 16,
    });
    return new MachineRun(machine, size, stride, submitter, begin, feed, kernels);
  }

  /** Puts a rule and weights in a lane. */
  begin(lane: number, rule: UpdateRule, weights: Float32Array, tuned = false): EncodedRule {
    const encoded = this.machine.encode(rule, { tuned });
    this.#submitter.write("code", lane * this.machine.codeWords, encoded.words);
    this.#submitter.write("examples", 0, Float32Array.from(weights));
    this.#submitter.activate([{ ...IDLE, lane }]);
    this.#submitter.dispatch(0, this.#begin);
    this.#rules.set(lane, { rule: encoded, host: encoded.host() });
    return encoded;
  }

  /** Makes steps, as many in each lane. */
  advance(runs: readonly LaneRun[]): void {
    const submitter = this.#submitter;
    const words = this.#size + 1;
    let at = 0;
    const numbers = runs.map(({ lane, steps }, k) => {
      const { rule, host } = this.#rule(lane);
      const examples = k * STEPS * words;
      const scalars = new Float32Array(steps.length * rule.scalarCount);
      steps.forEach((step, s) => {
        host.write(scalars, s * rule.scalarCount, step);
        submitter.write("examples", examples + s * words, Float32Array.of(...step.g, step.loss));
      });
      submitter.write("scalars", at, scalars);
      at += scalars.length;
      return {
        ...IDLE, lane, examples, code: lane * this.machine.codeWords,
        scalars: at - scalars.length, scalarCount: rule.scalarCount,
      };
    });
    submitter.activate(numbers);
    const needed = this.#kernels.filter((_, k) => runs.some(({ lane }) => this.#rule(lane).rule.uses[k]));
    for (let s = 0; s < (runs[0]?.steps.length ?? 0); s++) submitter.dispatch(s, [...this.#feed, ...needed]);
  }

  /** A lane's weights. */
  weights(lane: number): Promise<Float32Array> {
    return this.#submitter.read("arena", lane * this.#stride, this.#size);
  }

  /** A lane's state variables that the device holds. */
  async states(lane: number): Promise<readonly (Float32Array | undefined)[]> {
    const all = await this.#submitter.read("arena", lane * this.#stride, this.#stride);
    const arrays = (this.machine.kernels.find(({ label }) => label === "matrix functions") as Kernel).workgroups;
    return this.#rule(lane).rule.states.map((place) => {
      if (place.kind === "host") return undefined;
      const length = place.kind === "tensor" ? this.#size : place.perArray ? arrays : 1;
      return all.slice(place.offset, place.offset + length);
    });
  }

  close(): void {
    this.#submitter.close();
  }

  #rule(lane: number): { readonly rule: EncodedRule; readonly host: HostProgram } {
    const found = this.#rules.get(lane);
    if (found === undefined) throw new Error(`Nothing was begun in lane ${lane}.`);
    return found;
  }
}

const IDLE = { examples: 0, code: 0, scalars: 0, scalarCount: 0, weights: 0, measured: undefined } as const;

/** Takes gradients and loss from the examples. */
function feedKernel(size: number): Kernel {
  return {
    label: "feed",
    workgroups: Math.ceil((size + 1) / WORKGROUP),
    code: `
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let lane = lanes[id.y];
  if (lane.running == 0u || id.x >= ${size + 1}u) { return; }
  arena[id.y * STRIDE + ${size}u + id.x] = bitcast<f32>(examples[lane.examples + step.index * ${size + 1}u + id.x]);
}`,
  };
}
