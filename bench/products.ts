import { type BenchRow, toBenchRow } from "../results/bench-report.js";
import { type V128, f32x4, v128 } from "../src/engine/wasm/expression.js";
import { type WasmFunction, createMemory, instantiate } from "../src/engine/wasm/host.js";
import { ModuleBuilder } from "../src/engine/wasm/module.js";
import { writeProduct } from "../src/engine/wasm/product.js";
import { seconds } from "./clock.js";
import { median } from "./median.js";
import type { Effort, Section } from "./section.js";

/** Shapes of the proxies' products: layers of the MLP, of the transformer, one head's attention. */
const SHAPES: readonly (readonly [m: number, n: number, k: number])[] = [
  [64, 64, 64], [64, 10, 64], [512, 32, 32], [512, 128, 32], [512, 32, 128], [32, 32, 8],
];
/** As many sums as registers hold beside what is added to them: none may wait for another. */
const CHAINS = 11;
const CHAIN_STEPS = 500_000;
/** Multiplications of a turn, at least. */
const TURN = 4e6;
/** Rounds in which the host has not yet optimized everything. */
const WARM_UP = 7;
/** Rounds for each of the other sections': turns are short. */
const MORE = 3;
/** Share of the peak that a product must reach. */
const BAR = 0.75;

/** Matrix products, against what the machine's plain SIMD can do at most. */
export const products: Section = {
  name: "products",
  title: "matrix products, against the peak of plain SIMD",
  measure: (effort) => ({ rows: measureProducts(effort) }),
};

function measureProducts({ rounds: count }: Effort): readonly BenchRow[] {
  const memory = createMemory(64);
  new Float32Array(memory.buffer).forEach((_, i, all) => { all[i] = ((i * 7919) % 13) / 13 - 0.5; });
  const functions = instantiate(writeModule(), memory);
  const chains = functions["chains"] as WasmFunction;
  return SHAPES.map(([m, n, k]) => {
    const product = functions[`product ${m} ${n} ${k}`] as WasmFunction;
    const times = Math.ceil(TURN / (m * n * k));
    const run = (): void => { for (let i = 0; i < times; i++) product(0, 1 << 20, 1 << 21); };
    const rounds = Array.from({ length: WARM_UP + MORE * count }, () => {
      const peak = (2 * CHAINS * CHAIN_STEPS * 4) / seconds(() => chains(0)) / 1e9;
      const speed = (2 * m * n * k * times) / seconds(run) / 1e9;
      return { peak, speed, share: speed / peak };
    }).slice(WARM_UP);
    const [speed, peak] = [median(rounds.map((round) => round.speed)), median(rounds.map((round) => round.peak))];
    return toBenchRow({
      name: `products/${m}x${n}x${k}`,
      what: `product ${m}×${n}×${k}, of the SIMD peak`,
      unit: "share",
      measured: median(rounds.map(({ share }) => share)),
      bar: BAR,
      detail: `${speed.toFixed(1)} GFLOP/s, independent chains of multiplications and additions ${peak.toFixed(1)}`,
    });
  });
}

function writeModule(): Uint8Array<ArrayBuffer> {
  const builder = new ModuleBuilder();
  // Every sum grows by products that do not wait for it; operands are read anew, or the host would multiply but once.
  builder.function("chains", ["i32"], ["f32"], (f) => {
    const [operands] = f.parameters;
    const sums = Array.from({ length: CHAINS }, () => f.local("v128"));
    f.forRange(0, CHAIN_STEPS, 1, () => {
      const factor = f.let(v128.load(operands, 16 * CHAINS));
      sums.forEach((sum, i) => { f.set(sum, f32x4.add(sum, f32x4.multiply(factor, v128.load(operands, 16 * i)))); });
    });
    f.return(f32x4.lane(sums.reduce((all: V128, sum) => f32x4.add(all, sum), v128.zero), 0));
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
  return builder.finish(1);
}
