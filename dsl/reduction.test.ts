import { describe, expect, it } from "vitest";
import { RandomStream } from "../src/random.js";
import { type ArrayLayout, createLayout } from "./layout.js";
import { arrayDot, arraySum } from "./reduction.js";

/** The order that the documentation gives, written down as plainly as can be. */
function inOrder(terms: readonly number[]): number {
  const partial = [0, 0, 0, 0, 0, 0, 0, 0];
  terms.forEach((term, i) => (partial[i % 8] = (partial[i % 8] as number) + term));
  const [a, b, c, d, e, f, g, h] = partial as [number, number, number, number, number, number, number, number];
  return ((a + b) + (c + d)) + ((e + f) + (g + h));
}

/** An array of a size behind another one of a size, in a buffer with more behind it. */
function arrayAt(offset: number, size: number): ArrayLayout {
  const specs = [offset, size, 9].filter((n) => n > 0).map((n) => ({ name: "a", shape: [n], role: "vector" as const }));
  return createLayout(specs).arrays[offset > 0 ? 1 : 0] as ArrayLayout;
}

const random = new RandomStream(1, "reduction");
/** Numbers of very different sizes, so that any other order shows in the last bits. */
function numbers(): Float32Array {
  return Float32Array.from({ length: 60 }, () => random.normal() * 2 ** (random.integer(40) - 20));
}

/** Offsets and sizes. */
const places = Array.from({ length: 33 }, (_, k) => k + 1).flatMap((size) =>
  [0, 1, 7, 8, 13].map((offset) => [offset, size] as const),
);

describe("arraySum", () => {
  it("adds in the documented order, to the bit, for every size and offset", () => {
    for (const [offset, size] of places) {
      const x = numbers();
      const terms = [...x.subarray(offset, offset + size)];
      expect(arraySum(x, arrayAt(offset, size))).toBe(inOrder(terms));
    }
  });

  it("does not add in the order of the elements", () => {
    const different = places.filter(([offset, size]) => {
      const x = numbers();
      return arraySum(x, arrayAt(offset, size)) !== x.subarray(offset, offset + size).reduce((a, b) => a + b, 0);
    });
    expect(different.length).toBeGreaterThan(50);
  });

  it("is NaN where one element is", () => {
    for (let at = 0; at < 17; at++) {
      const x = new Float32Array(17).fill(1);
      x[at] = NaN;
      expect(arraySum(x, arrayAt(0, 17))).toBeNaN();
    }
  });

  it("does not overflow where float32 would", () => {
    expect(arraySum(new Float32Array(10).fill(3e38), arrayAt(0, 10))).toBeCloseTo(3e39, -33);
  });
});

describe("arrayDot", () => {
  it("adds exact products in the documented order, to the bit, for every size and offset", () => {
    for (const [offset, size] of places) {
      const [x, y] = [numbers(), numbers()];
      const terms = [...x.subarray(offset, offset + size)].map((v, i) => v * (y[offset + i] as number));
      expect(arrayDot(x, y, arrayAt(offset, size))).toBe(inOrder(terms));
    }
  });

  it("does not underflow where float32 would", () => {
    const x = Float32Array.of(1e-30, 1e-30);
    expect(arrayDot(x, x, arrayAt(0, 2))).toBe(2 * Math.fround(1e-30) ** 2);
  });
});
