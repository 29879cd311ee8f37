import { expect } from "vitest";
import { gradients } from "../../graph/gradient.js";
import type { Graph } from "../../graph/graph.js";
import { sizeOf } from "../../graph/shape.js";
import type { Tensor } from "../../graph/tensor.js";
import { compileGraph } from "../../wasm/compiled-graph.arbitrary.js";
import { LANE_WORDS } from "../kernel.js";
import { STEP_BYTES, bindGroupLayout, prepare } from "../pipelines.js";
import { type GraphSpec, type LoweredGraph, lowerGraph } from "./lower.js";

/** What is run: a graph's tensors that matter, in the order of their fields and parameters. */
export interface RunSpec extends Omit<GraphSpec, "at"> {
  readonly lanes: number;
}

/** What came out for a lane. */
export interface LaneResult {
  readonly gradients: Float32Array;
  /** The elements of each output. */
  readonly outputs: readonly Float32Array[];
}

/** Kernels of a graph on a device, with all that they need to run. */
export interface LoweredRun {
  readonly lowered: LoweredGraph;
  /** Floats of a lane. */
  readonly stride: number;
  /** Runs all lanes with elements of inputs and parameters, so many times; only `running` lanes take part. */
  run(
    values: (tensor: Tensor, lane: number) => ArrayLike<number>,
    options?: { readonly times?: number; readonly isRunning?: (lane: number) => boolean },
  ): Promise<readonly LaneResult[]>;
  destroy(): void;
}

/** Lowers a graph and prepares its kernels, weights at the start of a lane, gradients behind them. */
export async function runLowered(device: GPUDevice, spec: RunSpec): Promise<LoweredRun> {
  const { parameters, gradients: wanted = [], outputs, inputs, lanes, isJoined = false } = spec;
  const length = parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const filled = wanted.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const at = { weights: { offset: 0, length }, gradients: { offset: length, length: filled }, room: length + filled };
  const lowered = lowerGraph({ parameters, gradients: wanted, outputs, inputs, isJoined, at });
  const stride = Math.ceil(lowered.end / 32) * 32 + 32;
  const layout = bindGroupLayout(device);
  const prepared = await prepare(device, layout, stride, lowered.kernels);
  const batch = inputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const storage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
  const buffer = (size: number, usage = storage): GPUBuffer => device.createBuffer({ size: Math.max(size, 64), usage });
  const arena = buffer(stride * lanes * 4);
  const table = buffer(LANE_WORDS * lanes * 4);
  const examples = buffer(batch * lanes * 4);
  const step = buffer(STEP_BYTES, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
  const others = [buffer(64), buffer(64), buffer(64)] as const;
  const buffers = [arena, table, examples, others[0], others[1], others[2], step];
  const bindGroup = device.createBindGroup({
    layout,
    entries: buffers.map((own, binding) => {
      return { binding, resource: binding === 6 ? { buffer: own, size: 16 } : { buffer: own } };
    }),
  });
  const staging = buffer(stride * lanes * 4, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  return {
    lowered,
    stride,
    async run(values, { times = 1, isRunning = () => true } = {}) {
      const floats = new Float32Array(stride * lanes).fill(NaN);
      const words = new Int32Array(batch * lanes);
      const numbers = new Float32Array(words.buffer);
      const entries = new Uint32Array(LANE_WORDS * lanes);
      for (let lane = 0; lane < lanes; lane++) {
        let place = lane * stride;
        for (const tensor of parameters) {
          floats.set(values(tensor, lane), place);
          place += sizeOf(tensor.shape);
        }
        let word = lane * batch;
        for (const tensor of inputs) {
          (tensor.element === "i32" ? words : numbers).set(values(tensor, lane), word);
          word += sizeOf(tensor.shape);
        }
        entries.set([isRunning(lane) ? 1 : 0, lane * batch], lane * LANE_WORDS);
      }
      device.queue.writeBuffer(arena, 0, floats);
      device.queue.writeBuffer(examples, 0, words);
      device.queue.writeBuffer(table, 0, entries);
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setBindGroup(0, bindGroup, [0]);
      for (let k = 0; k < times; k++) {
        for (const { pipeline, workgroups } of prepared) {
          pass.setPipeline(pipeline);
          pass.dispatchWorkgroups(workgroups, lanes);
        }
      }
      pass.end();
      encoder.copyBufferToBuffer(arena, 0, staging, 0, stride * lanes * 4);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      const found = new Float32Array(staging.getMappedRange().slice(0));
      staging.unmap();
      return Array.from({ length: lanes }, (_, lane) => {
        const own = found.subarray(lane * stride, (lane + 1) * stride);
        return {
          gradients: own.subarray(length, length + filled),
          outputs: outputs.map(({ shape }, k) => {
            const start = lowered.outputs[k] as number;
            return own.subarray(start, start + sizeOf(shape));
          }),
        };
      });
    },
    destroy() {
      for (const own of [...buffers, staging]) own.destroy();
    },
  };
}

/** A graph, and what its tensors are made of in each lane. */
export interface LoweredComparison {
  readonly graph: Graph;
  /** A single number, whose gradients are compared; `undefined` compares none. */
  readonly loss?: Tensor;
  readonly outputs?: readonly Tensor[];
  readonly lanes: number;
  readonly isJoined?: boolean;
  readonly values: (tensor: Tensor, lane: number) => ArrayLike<number>;
  /** How far arrays may be off, relative to their largest element (of outputs: or to 1). */
  readonly tolerance: number;
}

/**
 * Expects outputs and gradients of every lane to be those that the wasm executor gives alone, and to be the same to the
 * bit where lanes have changed their places.
 */
export async function expectAsAlone(device: GPUDevice, comparison: LoweredComparison): Promise<void> {
  const { graph, loss, outputs = [], lanes, isJoined = false, values, tolerance } = comparison;
  const parameters = loss === undefined ? [] : graph.parameters;
  const found = loss === undefined ? [] : gradients(graph, loss, parameters);
  const all = loss === undefined ? outputs : [loss, ...outputs];
  const given = { parameters: graph.parameters, gradients: found, outputs: all };
  const run = await runLowered(device, { ...given, inputs: inputsOf(graph), lanes, isJoined });
  const results = await run.run(values);
  const turned = await run.run((tensor, lane) => values(tensor, (lane + 1) % lanes));
  run.destroy();
  const alone = compileGraph(given);
  const sources = sourcesOf([...found, ...all]);
  for (let lane = 0; lane < lanes; lane++) {
    alone.parameters.set(graph.parameters.flatMap((tensor) => Array.from(values(tensor, lane))));
    for (const input of inputsOf(graph)) if (sources.has(input)) alone.input(input).set(values(input, lane));
    alone.run();
    const own = results[lane] as LaneResult;
    let start = 0;
    for (const { operation, shape } of parameters) {
      const part = (numbers: Float32Array): Float32Array => numbers.subarray(start, start + sizeOf(shape));
      const name = operation.kind === "parameter" ? operation.name : "";
      expectWithin(part(own.gradients), part(alone.gradients), tolerance, 0, `gradient of ${name} in lane ${lane}`);
      start += sizeOf(shape);
    }
    all.forEach((tensor, k) => {
      const what = `output ${k} (${tensor.operation.kind}) in lane ${lane}`;
      expectWithin(own.outputs[k] as Float32Array, alone.output(tensor), tolerance, 1, what);
    });
    const other = turned[(lane + lanes - 1) % lanes] as LaneResult;
    const bits = ({ gradients: g, outputs: o }: LaneResult): Uint32Array[] => [g, ...o].map((numbers) => {
      return new Uint32Array(Float32Array.from(numbers).buffer);
    });
    expect(bits(other), `lane ${lane} in another place`).toEqual(bits(own));
  }
}

/** Expects arrays to differ by no more than a fraction of the larger of a number and their largest element. */
function expectWithin(
  actual: Float32Array, expected: Float32Array, tolerance: number, least: number, what: string,
): void {
  expect(actual.length, what).toBe(expected.length);
  const largest = expected.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), least);
  expected.forEach((y, i) => {
    const x = actual[i] as number;
    if (Object.is(x, y) || x === y || Math.abs(x - y) <= tolerance * largest) return;
    expect.fail(`${what}: element ${i} is ${x}, not ${y} (within ${tolerance * largest}).`);
  });
}

/** The inputs of a graph, in order. */
export function inputsOf(graph: Graph): readonly Tensor[] {
  return graph.tensors.filter(({ operation }) => operation.kind === "input");
}

/** All that some tensors are computed from. */
function sourcesOf(tensors: readonly Tensor[]): ReadonlySet<Tensor> {
  const found = new Set<Tensor>();
  const stack = [...tensors];
  for (let tensor = stack.pop(); tensor !== undefined; tensor = stack.pop()) {
    if (found.has(tensor)) continue;
    found.add(tensor);
    stack.push(...tensor.operands);
  }
  return found;
}
