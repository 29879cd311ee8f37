import { DeviceLost, OutOfRoom } from "../device-error.js";
import { LANE_WORDS } from "./kernel.js";
import { type Prepared, STEP_BYTES } from "./pipelines.js";

/** How large the buffers of a training are, in 32-bit words. */
export interface Capacity {
  readonly lanes: number;
  /** Steps of a submission. */
  readonly steps: number;
  readonly arena: number;
  readonly results: number;
  readonly code: number;
  readonly examples: number;
  readonly scalars: number;
}

/** What kernels are told of a lane that takes part in a submission: see the structure `Lane` of the prelude. */
export interface LaneNumbers {
  readonly lane: number;
  readonly examples: number;
  readonly code: number;
  readonly scalars: number;
  readonly scalarCount: number;
  readonly weights: number;
  readonly measured: number | undefined;
}

/** A buffer that the host writes. */
type Written = "code" | "examples" | "scalars";

/**
 * The buffers of one training, and what is sent to the device: writes, then dispatches, then the results are read. All
 * in order, and without waiting for what was sent before. Buffers, their bind group and the pipelines are made once;
 * dispatches are encoded anew for each submission, since WebGPU uses a command buffer up when it is submitted.
 */
export class Submitter {
  readonly capacity: Capacity;
  readonly #device: GPUDevice;
  readonly #buffers: Readonly<Record<Written | "arena" | "lanes" | "results" | "steps", GPUBuffer>>;
  readonly #group: GPUBindGroup;
  readonly #lanes: Uint32Array<ArrayBuffer>;
  /** Lanes that the dispatches reach: up to the highest that takes part. */
  #reach = 0;
  #encoder: GPUCommandEncoder | undefined;
  #pass: GPUComputePassEncoder | undefined;
  #loss: string | undefined;
  #error: GPUError | undefined;
  /** Buffers that results were read through and may be again. */
  readonly #staging: GPUBuffer[] = [];

  private constructor(device: GPUDevice, layout: GPUBindGroupLayout, capacity: Capacity) {
    this.#device = device;
    this.capacity = capacity;
    const { COPY_DST, COPY_SRC, STORAGE, UNIFORM } = GPUBufferUsage;
    const buffer = (label: string, words: number, usage: number): GPUBuffer =>
      device.createBuffer({ label, size: Math.max(16, words * 4), usage });
    this.#buffers = {
      arena: buffer("arena", capacity.arena, STORAGE | COPY_SRC),
      lanes: buffer("lanes", capacity.lanes * LANE_WORDS, STORAGE | COPY_DST),
      examples: buffer("examples", capacity.examples, STORAGE | COPY_DST),
      code: buffer("code", capacity.code, STORAGE | COPY_DST),
      scalars: buffer("scalars", capacity.scalars, STORAGE | COPY_DST),
      results: buffer("results", capacity.results, STORAGE | COPY_SRC),
      steps: buffer("steps", (capacity.steps * STEP_BYTES) / 4, UNIFORM | COPY_DST),
    };
    const { arena, lanes, examples, code, scalars, results, steps } = this.#buffers;
    const entries = [arena, lanes, examples, code, scalars, results].map((each, binding) => ({
      binding, resource: { buffer: each },
    }));
    this.#group = device.createBindGroup({
      layout, entries: [...entries, { binding: 6, resource: { buffer: steps, size: 16 } }],
    });
    this.#lanes = new Uint32Array(capacity.lanes * LANE_WORDS);
    const numbers = new Uint32Array((capacity.steps * STEP_BYTES) / 4);
    for (let step = 0; step < capacity.steps; step++) numbers[(step * STEP_BYTES) / 4] = step;
    device.queue.writeBuffer(steps, 0, numbers);
    void device.lost.then(({ message, reason }) => { this.#loss = message === "" ? reason : message; });
    device.addEventListener("uncapturederror", ({ error }) => { this.#error ??= error; });
  }

  /**
   * Makes the buffers.
   *
   * @throws {@link OutOfRoom} where the device has no memory for them.
   */
  static async open(device: GPUDevice, layout: GPUBindGroupLayout, capacity: Capacity): Promise<Submitter> {
    device.pushErrorScope("out-of-memory");
    const submitter = new Submitter(device, layout, capacity);
    const error = await device.popErrorScope();
    if (error === null) return submitter;
    submitter.close();
    throw new OutOfRoom(error.message, capacity);
  }

  /** Writes words into a buffer, ahead of what is dispatched after. */
  write(to: Written, at: number, words: Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>): void {
    this.flush();
    if (words.length > 0) this.#device.queue.writeBuffer(this.#buffers[to], at * 4, words);
  }

  /** Says which lanes take part in what is dispatched from now on. */
  activate(lanes: readonly LaneNumbers[]): void {
    this.flush();
    this.#lanes.fill(0);
    this.#reach = 0;
    for (const { lane, examples, code, scalars, scalarCount, weights, measured = 0xffffffff } of lanes) {
      this.#lanes.set([1, examples, code, scalars, scalarCount, weights, measured, 0], lane * LANE_WORDS);
      this.#reach = Math.max(this.#reach, lane + 1);
    }
    this.#device.queue.writeBuffer(this.#buffers.lanes, 0, this.#lanes);
  }

  /** Runs kernels one after another, as the step or batch of an index. */
  dispatch(index: number, kernels: readonly Prepared[]): void {
    if (this.#reach === 0) return;
    this.#encoder ??= this.#device.createCommandEncoder();
    this.#pass ??= this.#encoder.beginComputePass();
    this.#pass.setBindGroup(0, this.#group, [index * STEP_BYTES]);
    for (const { pipeline, workgroups } of kernels) {
      this.#pass.setPipeline(pipeline);
      this.#pass.dispatchWorkgroups(workgroups, this.#reach);
    }
  }

  /** Sends what was dispatched, without waiting for it. */
  flush(): void {
    if (this.#encoder === undefined) return;
    this.#pass?.end();
    this.#device.queue.submit([this.#encoder.finish()]);
    this.#encoder = undefined;
    this.#pass = undefined;
  }

  /**
   * Sends what was dispatched, and gives the results of all lanes: of each lane some hundred numbers, copied behind the
   * dispatches, so that the next submission may overwrite them.
   *
   * @throws {@link DeviceLost} where the device is gone, {@link OutOfRoom} where its memory is full.
   */
  async submit(): Promise<Float32Array> {
    return this.read("results", 0, this.#reachOf("results"));
  }

  /**
   * Reads a part of a buffer, behind all that was dispatched.
   *
   * @throws {@link DeviceLost} where the device is gone, {@link OutOfRoom} where its memory is full.
   */
  async read(from: "arena" | "results", at: number, words: number): Promise<Float32Array> {
    this.flush();
    const staging = this.#takeStaging(words * 4);
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(this.#buffers[from], at * 4, staging, 0, words * 4);
    this.#device.queue.submit([encoder.finish()]);
    try {
      await staging.mapAsync(GPUMapMode.READ);
    } catch (error) {
      staging.destroy();
      throw this.#fault() ?? new DeviceLost(this.#loss ?? String(error));
    }
    const found = new Float32Array(staging.getMappedRange(0, words * 4).slice(0));
    staging.unmap();
    this.#staging.push(staging);
    const fault = this.#fault();
    if (fault !== undefined) throw fault;
    return found;
  }

  /** Frees the buffers. */
  close(): void {
    for (const buffer of [...Object.values(this.#buffers), ...this.#staging]) buffer.destroy();
  }

  /** A buffer to read through: one that is free, or another. */
  #takeStaging(bytes: number): GPUBuffer {
    const free = this.#staging.findIndex(({ size }) => size >= bytes);
    const [found] = free < 0 ? [] : this.#staging.splice(free, 1);
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    return found ?? this.#device.createBuffer({ label: "staging", size: Math.max(16, bytes), usage });
  }

  /** What the device has reported since the last time; nothing that was computed since then is to be trusted. */
  #fault(): Error | undefined {
    const error = this.#error;
    this.#error = undefined;
    if (error === undefined) return undefined;
    return error instanceof GPUOutOfMemoryError ? new OutOfRoom(error.message) : new DeviceLost(error.message);
  }

  #reachOf(buffer: "results"): number {
    return (this.capacity[buffer] / this.capacity.lanes) * this.#reach;
  }
}
