import { describe, expect, it } from "vitest";
import { RandomStream } from "../../random.js";
import { canFuse } from "./fused.js";
import { createMemory, instantiate } from "./host.js";
import { ModuleBuilder } from "./module.js";
import { writeProduct, writeTranspose } from "./product.js";

const A = 1024;
const B = 16384;
const C = 32768;

const PAGE = (() => {
  const random = new RandomStream(2, "product");
  return Float32Array.from({ length: 16384 }, () => random.normal());
})();

/** What a function makes of a page of random numbers. */
function run(write: Parameters<ModuleBuilder["function"]>[3]): Float32Array {
  const memory = createMemory(1);
  const page = new Float32Array(memory.buffer);
  page.set(PAGE);
  const module = new ModuleBuilder();
  module.function("run", [], [], write);
  instantiate(module.finish(1), memory)["run"]?.();
  return page;
}

/** Where two pages first differ; −1 where they do not. */
function difference(actual: Float32Array, expected: Float32Array): number {
  return actual.findIndex((x, i) => x !== expected[i]);
}

const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 17];
const SHAPES = SIZES.flatMap((m) => SIZES.map((n) => [m, n, [1, 3, 8][(m + n) % 3] as number] as const));

/** x·y + z in float32, rounded to odd in float64 first, so that the second rounding does no harm (Boldo, Melquiond). */
function fusedTerm(x: number, y: number, z: number): number {
  const product = x * y;
  const sum = product + z;
  const part = sum - product;
  const lost = (product - (sum - part)) + (z - part);
  const bits = new BigInt64Array(Float64Array.of(sum).buffer);
  if (lost !== 0 && (bits[0] as bigint) % 2n === 0n) {
    const isAway = Math.sign(lost) === Math.sign(sum);
    bits[0] = (bits[0] as bigint) + (isAway ? 1n : -1n);
  }
  return Math.fround(new Float64Array(bits.buffer)[0] as number);
}

/** A term added to a sum, rounded twice. */
function plainTerm(x: number, y: number, z: number): number {
  return Math.fround(Math.fround(x * y) + z);
}

// A processor, or a Node, that cannot fuse has only plain products.
const WAYS = [
  { fused: false, accumulate: false }, { fused: false, accumulate: true },
  ...(canFuse() ? [{ fused: true, accumulate: false }, { fused: true, accumulate: true }] : []),
];

describe("a matrix product", () => {
  it.each(WAYS)("adds terms in order in float32, to the bit, and writes only C: %j", ({ fused, accumulate }) => {
    const add = fused ? fusedTerm : plainTerm;
    for (const [m, n, k] of SHAPES) {
      const actual = run((f) => {
        writeProduct(f, {
          m, n, k, accumulate, fused,
          a: { address: A, rowStride: 23, columnStride: 2 },
          b: { address: B, rowStride: 20 },
          c: { address: C, rowStride: 19 },
        });
      });
      const expected = PAGE.slice();
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = accumulate ? (PAGE[C / 4 + i * 19 + j] as number) : 0;
          for (let p = 0; p < k; p++) {
            sum = add(PAGE[A / 4 + i * 23 + p * 2] as number, PAGE[B / 4 + p * 20 + j] as number, sum);
          }
          expected[C / 4 + i * 19 + j] = sum;
        }
      }
      expect(difference(actual, expected)).toBe(-1);
    }
  });

  it("that is symmetric is what it would be without being told, and writes only C", () => {
    for (const m of [...SIZES, 15, 16, 24, 31]) {
      const write = (symmetric: boolean): Float32Array => run((f) => {
        writeTranspose(f, m, 9, { address: A, rowStride: 9 }, { address: B, rowStride: 37 });
        writeProduct(f, {
          m, n: m, k: 9, symmetric,
          a: { address: A, rowStride: 9 }, b: { address: B, rowStride: 37 }, c: { address: C, rowStride: 35 },
        });
      });
      expect(difference(write(true), write(false))).toBe(-1);
    }
  });
});

describe("a transpose", () => {
  it("moves every element and writes nothing else", () => {
    for (const m of SIZES) {
      for (const n of SIZES) {
        const actual = run((f) => {
          writeTranspose(f, m, n, { address: A, rowStride: 21 }, { address: B, rowStride: 18 });
        });
        const expected = PAGE.slice();
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) expected[B / 4 + j * 18 + i] = PAGE[A / 4 + i * 21 + j] as number;
        }
        expect(difference(actual, expected)).toBe(-1);
      }
    }
  });
});
