import { createMemory, instantiate } from "../host.js";
import { v128 } from "../expression.js";
import { ModuleBuilder } from "../module.js";
import { type TranscendentalPrimitive, writeTranscendental } from "./index.js";

/** A primitive over buffers, as tests and timings run it. */
export interface BufferKernel {
  /** The first operands. */
  readonly x: Float32Array;
  /** The second operands, which only `power` reads. */
  readonly y: Float32Array;
  /** What `run` leaves. */
  readonly results: Float32Array;
  readonly run: () => void;
}

/** Compiles a primitive to a loop over buffers of a multiple of four numbers. */
export function createKernel(primitive: TranscendentalPrimitive, count: number): BufferKernel {
  const bytes = count * 4;
  const module = new ModuleBuilder();
  module.function("run", [], [], (f) => {
    f.forRange(0, bytes, 16, (at) => {
      const x = v128.load(at);
      const operands = primitive === "power" ? [x, v128.load(at, bytes)] : [x];
      f.storeVector(at, writeTranscendental(f, primitive, operands), 2 * bytes);
    });
  });
  const memory = createMemory(Math.ceil((3 * bytes) / 65536));
  const { run } = instantiate(module.finish(0), memory);
  if (run === undefined) throw new Error("The module exports no run");
  return {
    x: new Float32Array(memory.buffer, 0, count),
    y: new Float32Array(memory.buffer, bytes, count),
    results: new Float32Array(memory.buffer, 2 * bytes, count),
    run: () => void run(),
  };
}
