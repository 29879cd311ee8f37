/**
 * Prints what the functions cost: nanoseconds for four lanes, each over a buffer of 4096 numbers.
 *
 * Run: npm run build && node dist/bench/transcendental.js [names]
 */
import { performance } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { type BufferKernel, createKernel } from "../src/engine/wasm/transcendental/buffer.js";
import { TRANSCENDENTAL_COSTS, type TranscendentalPrimitive } from "../src/engine/wasm/transcendental/index.js";

const COUNT = 4096;

/** Where the arguments lie, if not from −5 to 5. */
const RANGES: Partial<Record<TranscendentalPrimitive, readonly [number, number]>> = {
  exp: [-20, 20],
  exp2: [-20, 20],
  exp10: [-10, 10],
  log: [0, 100],
  log2: [0, 100],
  log10: [0, 100],
  sin: [-50, 50],
  cos: [-50, 50],
  tan: [-50, 50],
  arcsin: [-1, 1],
  arccos: [-1, 1],
  arccosh: [1, 100],
  arctanh: [-1, 1],
  power: [0, 10],
};

/** A kernel with arguments spread over a range (by the golden ratio), run often enough to be optimized. */
function prepare(primitive: TranscendentalPrimitive, [low, high]: readonly [number, number]): BufferKernel {
  const kernel = createKernel(primitive, COUNT);
  for (let k = 0; k < COUNT; k++) {
    kernel.x[k] = low + (high - low) * ((k * 0.618033988749895) % 1);
    kernel.y[k] = -3 + 6 * ((k * 0.7548776662466927) % 1);
  }
  for (let turn = 0; turn < 3000; turn++) kernel.run();
  return kernel;
}

/** The least of 25 measurements of 40 runs, in nanoseconds for four lanes. */
function measure({ run }: BufferKernel): number {
  let least = Infinity;
  for (let turn = 0; turn < 25; turn++) {
    const start = performance.now();
    for (let k = 0; k < 40; k++) run();
    least = Math.min(least, performance.now() - start);
  }
  return (least * 1e6) / (40 * (COUNT / 4));
}

const primitives = Object.keys(TRANSCENDENTAL_COSTS) as TranscendentalPrimitive[];
const named = process.argv.slice(2);
const kernels = new Map<string, BufferKernel>();
for (const primitive of primitives) {
  if (named.length === 0 || named.includes(primitive)) {
    kernels.set(primitive, prepare(primitive, RANGES[primitive] ?? [-5, 5]));
  }
}
if (named.length === 0) kernels.set("sin, |x| to 10^8", prepare("sin", [-1e8, 1e8]));
// Optimized code comes from other threads.
await setTimeout(1500);
// Of three rounds, as other programs may take the processor for one.
const least = new Map<string, number>();
for (let round = 0; round < 3; round++) {
  for (const [name, kernel] of kernels) {
    least.set(name, Math.min(least.get(name) ?? Infinity, measure(kernel)));
  }
}
for (const [name, cost] of least) {
  process.stdout.write(`${name.padEnd(18)}${cost.toFixed(1).padStart(6)} ns\n`);
}
