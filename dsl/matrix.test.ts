import { describe, expect, it } from "vitest";
import { RandomStream } from "../src/random.js";
import { type ArrayLayout, createLayout } from "./layout.js";
import { colMean, createOrthogonalization, rowMean } from "./matrix.js";

const random = new RandomStream(1, "matrix");

/** An array of a shape behind three other numbers. */
function arrayOf(...shape: number[]): ArrayLayout {
  return createLayout([
    { name: "before", shape: [3], role: "vector" },
    { name: "a", shape, role: "matrix" },
    { name: "behind", shape: [2], role: "vector" },
  ]).arrays[1] as ArrayLayout;
}

/** Random numbers for an array and what lies around it. */
function numbersFor({ offset, size }: ArrayLayout, scale = 1): Float32Array {
  return Float32Array.from({ length: offset + size + 2 }, () => scale * random.normal());
}

function element(x: Float32Array, { offset, cols }: ArrayLayout, row: number, col: number): number {
  return x[offset + row * cols + col] as number;
}

/** Singular values, as roots of the eigenvalues of the smaller Gram matrix, by Jacobi's rotations. */
function singularValues(x: Float32Array, array: ArrayLayout): number[] {
  const { rows, cols } = array;
  const n = Math.min(rows, cols);
  const at = (i: number, l: number): number => (rows <= cols ? element(x, array, i, l) : element(x, array, l, i));
  const gram = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => {
      let sum = 0;
      for (let l = 0; l < Math.max(rows, cols); l++) sum += at(i, l) * at(j, l);
      return sum;
    }),
  );
  const a = (i: number, j: number): number => (gram[i] as number[])[j] as number;
  const set = (i: number, j: number, value: number): void => void ((gram[i] as number[])[j] = value);
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(a(p, q)) < 1e-15) continue;
        const theta = 0.5 * Math.atan2(2 * a(p, q), a(q, q) - a(p, p));
        const [c, s] = [Math.cos(theta), Math.sin(theta)];
        for (let k = 0; k < n; k++) {
          const [kp, kq] = [a(k, p), a(k, q)];
          set(k, p, c * kp - s * kq);
          set(k, q, s * kp + c * kq);
        }
        for (let k = 0; k < n; k++) {
          const [pk, qk] = [a(p, k), a(q, k)];
          set(p, k, c * pk - s * qk);
          set(q, k, s * pk + c * qk);
        }
      }
    }
  }
  return gram.map((_, i) => Math.sqrt(Math.max(0, a(i, i)))).sort((p, q) => p - q);
}

function orthogonalized(x: Float32Array, array: ArrayLayout): Float32Array {
  const { offset, size } = array;
  const out = new Float32Array(x.length).fill(42);
  const norm = Math.sqrt(x.subarray(offset, offset + size).reduce((sum, v) => sum + v * v, 0));
  createOrthogonalization(array)(out, x, norm);
  return out;
}

describe("singularValues, with which this test measures,", () => {
  it("are those of a known matrix", () => {
    const array = arrayOf(2, 2);
    // [[3, 0], [4, 5]] has singular values √5 and 3√5.
    const values = singularValues(Float32Array.of(0, 0, 0, 3, 0, 4, 5, 0, 0), array);
    expect(values[0]).toBeCloseTo(Math.sqrt(5), 6);
    expect(values[1]).toBeCloseTo(3 * Math.sqrt(5), 6);
  });
});

describe("an orthogonalization", () => {
  it.each([
    ["square", [8, 8]], ["tall", [24, 6]], ["wide", [5, 30]], ["of one row", [1, 9]], ["of one column", [9, 1]],
    ["of four dimensions", [2, 3, 2, 5]], ["of one element", [1, 1]],
  ] as const)("brings the singular values of a %s matrix near 1", (_, shape) => {
    const array = arrayOf(...shape);
    for (const scale of [1, 1e-3, 1e4]) {
      const x = numbersFor(array, scale);
      const values = singularValues(orthogonalized(x, array), array);
      // Muon's polynomial maps what is not tiny to about [0.68, 1.13].
      const smallest = (singularValues(x, array)[0] as number) / Math.hypot(...singularValues(x, array));
      if (smallest > 0.02) expect(values[0]).toBeGreaterThan(0.6);
      expect(values.at(-1)).toBeLessThan(1.25);
    }
  });

  it("keeps the singular vectors: the result times the transpose of the matrix is symmetric", () => {
    const array = arrayOf(6, 10);
    const x = numbersFor(array);
    const out = orthogonalized(x, array);
    const product = (i: number, j: number): number => {
      let sum = 0;
      for (let l = 0; l < 10; l++) sum += element(out, array, i, l) * element(x, array, j, l);
      return sum;
    };
    for (let i = 0; i < 6; i++) for (let j = 0; j < i; j++) expect(product(i, j)).toBeCloseTo(product(j, i), 4);
  });

  it("gives the transpose of a matrix the transpose of its result", () => {
    const [tall, wide] = [arrayOf(9, 4), arrayOf(4, 9)];
    const x = numbersFor(tall);
    const transposed = x.slice();
    for (let i = 0; i < 9; i++) for (let j = 0; j < 4; j++) transposed[3 + j * 9 + i] = element(x, tall, i, j);
    const [a, b] = [orthogonalized(x, tall), orthogonalized(transposed, wide)];
    for (let i = 0; i < 9; i++) {
      for (let j = 0; j < 4; j++) expect(element(a, tall, i, j)).toBeCloseTo(element(b, wide, j, i), 5);
    }
  });

  it.each([["a vector", [7]], ["a single number", []]] as const)("leaves %s as it is", (_, shape) => {
    const array = arrayOf(...shape);
    const x = numbersFor(array);
    const out = orthogonalized(x, array);
    expect([...out.subarray(3, 3 + array.size)]).toEqual([...x.subarray(3, 3 + array.size)]);
  });

  it("leaves a matrix of zeros as it is", () => {
    const array = arrayOf(3, 4);
    expect([...orthogonalized(new Float32Array(17), array).subarray(3, 15)]).toEqual(new Array(12).fill(0));
  });

  it("takes no more memory for a very tall matrix than for a very wide one", () => {
    // The Gram matrix of the wrong side would have 10^10 elements.
    const [tall, wide] = [arrayOf(100_000, 1), arrayOf(1, 100_000)];
    const x = numbersFor(tall);
    expect(orthogonalized(x, tall)).toEqual(orthogonalized(x, wide));
  });

  it("writes nothing around its array", () => {
    const array = arrayOf(3, 4);
    const out = orthogonalized(numbersFor(array), array);
    expect([...out.subarray(0, 3), ...out.subarray(15)]).toEqual([42, 42, 42, 42, 42]);
  });

  it("gives the same, however often it ran before", () => {
    const array = arrayOf(4, 6);
    const [x, other] = [numbersFor(array), numbersFor(array, 100)];
    const orthogonalize = createOrthogonalization(array);
    const results = [x, other, x].map((input) => {
      const out = new Float32Array(x.length);
      orthogonalize(out, input, 3);
      return out;
    });
    expect(results[2]).toEqual(results[0]);
  });

  it("makes NaN of all elements where one is", () => {
    const array = arrayOf(2, 3);
    const x = numbersFor(array);
    x[5] = NaN;
    expect([...orthogonalized(x, array).subarray(3, 9)].every(Number.isNaN)).toBe(true);
  });
});

describe.each([
  ["rowMean", rowMean],
  ["colMean", colMean],
] as const)("%s", (name, mean) => {
  it.each([[[3, 5]], [[5, 3]], [[2, 3, 4]], [[1, 6]], [[6, 1]], [[4]], [[]]])("is the mean in float64 for %j", (shape) => {
    const array = arrayOf(...shape);
    const x = numbersFor(array);
    const out = new Float32Array(x.length).fill(42);
    mean(out, x, array);
    const { rows, cols } = array;
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < cols; c++) {
        let sum = 0;
        const count = name === "rowMean" ? cols : rows;
        for (let k = 0; k < count; k++) sum += name === "rowMean" ? element(x, array, r, k) : element(x, array, k, c);
        expect(element(out, array, r, c)).toBe(Math.fround(sum / count));
      }
    }
    expect([...out.subarray(0, 3), ...out.subarray(3 + array.size)]).toEqual([42, 42, 42, 42, 42]);
  });
});

describe("colMean", () => {
  it("is the identity on vectors", () => {
    const array = arrayOf(5);
    const x = numbersFor(array);
    const out = new Float32Array(x.length);
    colMean(out, x, array);
    expect([...out.subarray(3, 8)]).toEqual([...x.subarray(3, 8)]);
  });
});
