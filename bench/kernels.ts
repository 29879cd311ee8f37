import { check } from "../dsl/check.js";
import { compile } from "../dsl/compile.js";
import { adamwPaper } from "../dsl/rules/paper.js";
import { parse } from "../dsl/text/parse.js";
import { type V128, f32, f32x4, v128 } from "../src/engine/wasm/expression.js";
import { type WasmFunction, createMemory, instantiate } from "../src/engine/wasm/host.js";
import { ModuleBuilder } from "../src/engine/wasm/module.js";
import { writeProduct } from "../src/engine/wasm/product.js";
import { updateRoom } from "../src/engine/wasm/room.js";
import { compileUpdate } from "../src/engine/wasm/update.js";
import { median } from "./median.js";

/** How fast matrix products are, against what the machine's plain SIMD can do at most. */
export interface ProductTiming {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly gigaflops: number;
  /** Of the peak measured in the same run. */
  readonly share: number;
}

/** What the benchmark of the kernels measured. */
export interface KernelResult {
  /** Multiplications and additions of independent chains, 10^9 a second. */
  readonly peak: number;
  readonly products: readonly ProductTiming[];
  /** AdamW as a program on 10^7 parameters, and a copy of as many numbers: 10^9 bytes a second. */
  readonly adamw: number;
  readonly copy: number;
}

/** Shapes of the proxies' products: layers of the MLP, of the transformer, one head's attention. */
const SHAPES: readonly (readonly [m: number, n: number, k: number])[] = [
  [64, 64, 64], [64, 10, 64], [512, 32, 32], [512, 128, 32], [512, 32, 128], [32, 32, 8],
];
const CHAINS = 12;
const CHAIN_STEPS = 1_000_000;
const PARAMETERS = 10_000_000;
const ROUNDS = 15;

/** Measures the kernels; what they are compared with in the same run, turn by turn. */
export function kernelBench(): KernelResult {
  const builder = new ModuleBuilder();
  builder.function("chains", [], ["f32"], (f) => {
    const chains = Array.from({ length: CHAINS }, () => f.local("v128"));
    const [factor, addend] = [f.let(f32x4.splat(f32(0.999))), f.let(f32x4.splat(f32(1e-9)))];
    f.forRange(0, CHAIN_STEPS, 1, () => {
      chains.forEach((chain, i) => {
        f.set(chain, i % 2 === 0 ? f32x4.multiply(chain, factor) : f32x4.add(chain, addend));
      });
    });
    f.return(f32x4.lane(chains.reduce((sum: V128, chain) => f32x4.add(sum, chain), v128.zero), 0));
  });
  for (const [m, n, k] of SHAPES) {
    builder.function(`product ${m} ${n} ${k}`, ["i32", "i32", "i32"], [], (f) => {
      const [a, b, c] = f.parameters;
      writeProduct(f, {
        m, n, k,
        a: { address: a, rowStride: k }, b: { address: b, rowStride: n }, c: { address: c, rowStride: n },
      });
    });
  }
  const memory = createMemory(64);
  new Float32Array(memory.buffer).forEach((_, i, all) => { all[i] = ((i * 7919) % 13) / 13 - 0.5; });
  const functions = instantiate(builder.finish(1), memory);
  const chains = functions["chains"] as WasmFunction;
  const peaks: number[] = [];
  const measured = SHAPES.map(([m, n, k]) => {
    const product = functions[`product ${m} ${n} ${k}`] as WasmFunction;
    const times = Math.ceil(4e6 / (m * n * k));
    const run = (): void => { for (let i = 0; i < times; i++) product(0, 1 << 20, 1 << 21); };
    const rounds = Array.from({ length: ROUNDS }, () => {
      const peak = (CHAINS * CHAIN_STEPS * 4) / seconds(chains) / 1e9;
      peaks.push(peak);
      const gigaflops = (2 * m * n * k * times) / seconds(run) / 1e9;
      return { gigaflops, share: gigaflops / peak };
    });
    // The first rounds run before the host has optimized anything.
    const settled = rounds.slice(ROUNDS >> 1);
    return {
      m, n, k,
      gigaflops: median(settled.map((round) => round.gigaflops)),
      share: median(settled.map((round) => round.share)),
    };
  });
  return { peak: median(peaks.slice(peaks.length >> 1)), products: measured, ...bandwidths() };
}

/** AdamW reads weights, gradient and two states and writes three of them; a copy reads one and writes one. */
function bandwidths(): { readonly adamw: number; readonly copy: number } {
  const rule = compile(check(parse(adamwPaper.text)));
  const arrays = [{ offset: 0, size: PARAMETERS, ndim: 1, rows: 1, cols: PARAMETERS, role: 0 }];
  const gradients = 64 + PARAMETERS * 4 + 64;
  const room = gradients + PARAMETERS * 4 + 64;
  const memory = createMemory(Math.ceil((room + updateRoom(rule, arrays)) / 65536) + 1);
  const update = compileUpdate(rule, { memory, weights: 64, gradients, room, arrays });
  new Float32Array(memory.buffer, gradients, PARAMETERS).fill(0.01);
  const floats = new Float32Array(memory.buffer);
  const step = (): void => { update.step({ lr: 1, t: 1, T: 1, loss: 1 }); };
  const copy = (): void => { floats.copyWithin(gradients / 4, 16, 16 + PARAMETERS); };
  for (let i = 0; i < 3; i++) step();
  const rounds = Array.from({ length: ROUNDS }, () => ({
    adamw: (7 * 4 * PARAMETERS) / seconds(step) / 1e9,
    copy: (2 * 4 * PARAMETERS) / seconds(copy) / 1e9,
  }));
  return { adamw: median(rounds.map(({ adamw }) => adamw)), copy: median(rounds.map((round) => round.copy)) };
}

function seconds(run: () => unknown): number {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
}

/** Prints the result, a line a measurement. */
export function printKernelBench({ peak, products, adamw, copy }: KernelResult): readonly string[] {
  return [
    `plain SIMD peak, independent chains of multiplications and additions: ${peak.toFixed(1)} GFLOP/s`,
    ...products.map(({ m, n, k, gigaflops, share }) =>
      `product ${`${m}×${n}×${k}`.padEnd(12)} ${gigaflops.toFixed(1)} GFLOP/s, ${(100 * share).toFixed(0)} % of the peak`,
    ),
    `AdamW on 10^7 parameters ${adamw.toFixed(1)} GB/s, a copy ${copy.toFixed(1)} GB/s: ` +
      `${((100 * adamw) / copy).toFixed(0)} %`,
  ];
}
