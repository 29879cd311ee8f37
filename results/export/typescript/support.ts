import { NEWTON_SCHULZ } from "../../../src/engine/update/matrix.js";

const { a, b, c, steps, epsilon } = NEWTON_SCHULZ;

/** The functions that a module defines for itself, where its step calls them. */
export type SupportName =
  | "interp" | "power" | "log1pAbs" | "sigmoid" | "erf" | "sum" | "dot" | "rowMean" | "colMean" | "orthogonalize" | "product";

/** The text of a function, and the functions that it calls. */
interface Support {
  readonly text: string;
  readonly calls?: readonly SupportName[];
}

// Sums and products are rounded as the interpreter rounds them, in its order, so that results are equal to the bit.
const SUPPORT: Readonly<Record<SupportName, Support>> = {
  interp: {
    text: `/** (1 - a)·x + a·y: from x to y. */
function interp(x: number, y: number, a: number): number {
  return f32(f32(f32(1 - a) * x) + f32(f32(a) * y));
}`,
  },
  power: {
    text: `/** x to the power of y: 1 where x is, though y be infinite or NaN. */
function power(x: number, y: number): number {
  if (x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1;
  return x ** y;
}`,
  },
  log1pAbs: {
    text: `/** ln|1 + x|, exact for small x. */
function log1pAbs(x: number): number {
  return Math.log1p(x < -1 ? -2 - x : x);
}`,
  },
  sigmoid: {
    text: `/** The logistic function. */
function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}`,
  },
  erf: {
    text: `/** The error function: a series near 0, a continued fraction further out. */
function erf(x: number): number {
  const size = Math.abs(x);
  if (!(size < 6)) return Math.sign(x);
  if (size < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / 2 / (size + fraction);
  const rest = Math.exp(-x * x) / Math.sqrt(Math.PI) / (size + fraction);
  return Math.sign(x) * (1 - rest);
}`,
  },
  sum: {
    text: `/** Σ x, in eight interleaved sums. */
function sum(x: Float32Array): number {
  const sums = new Float64Array(8);
  for (let i = 0; i < x.length; i++) sums[i % 8]! += x[i]!;
  const pair = (k: number): number => sums[k]! + sums[k + 1]!;
  return pair(0) + pair(2) + (pair(4) + pair(6));
}`,
  },
  dot: {
    text: `/** Σ x·y, in eight interleaved sums. */
function dot(x: Float32Array, y: Float32Array): number {
  const sums = new Float64Array(8);
  for (let i = 0; i < x.length; i++) sums[i % 8]! += x[i]! * y[i]!;
  const pair = (k: number): number => sums[k]! + sums[k + 1]!;
  return pair(0) + pair(2) + (pair(4) + pair(6));
}`,
  },
  rowMean: {
    text: `/** Each element becomes the mean of its row. */
function rowMean(x: Float32Array, rows: number, cols: number): Float32Array {
  const out = new Float32Array(x.length);
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    for (let c = 0; c < cols; c++) sum += x[r * cols + c]!;
    out.fill(sum / cols, r * cols, (r + 1) * cols);
  }
  return out;
}`,
  },
  colMean: {
    text: `/** Each element becomes the mean of its column. */
function colMean(x: Float32Array, rows: number, cols: number): Float32Array {
  const out = new Float32Array(x.length);
  for (let c = 0; c < cols; c++) {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += x[r * cols + c]!;
    for (let r = 0; r < rows; r++) out[r * cols + c] = sum / rows;
  }
  return out;
}`,
  },
  orthogonalize: {
    calls: ["dot", "product"],
    text: `/**
 * Nearly the closest orthogonal matrix, by Muon's five Newton-Schulz steps;
 * arrays of fewer than two dimensions stay as they are.
 */
function orthogonalize(
  x: Float32Array,
  rows: number,
  cols: number,
  ndim: number,
): Float32Array {
  if (ndim < 2) return x.slice();
  const [a, b, c] = [f32(${a}), f32(${b}), f32(${c})];
  const scale = f32(1 / (Math.sqrt(dot(x, x)) + ${epsilon}));
  const isTall = rows > cols;
  const [m, n] = isTall ? [cols, rows] : [rows, cols];
  let matrix = (isTall ? transpose(x, rows, cols) : x).map((v) => v * scale);
  for (let step = 0; step < ${steps}; step++) {
    const gram = product(matrix, transpose(matrix, m, n), m, n, m);
    const squared = product(gram, gram, m, m, m);
    const mixed = gram.map((v, i) => f32(b * v) + f32(c * squared[i]!));
    const next = product(mixed, matrix, m, m, n);
    matrix = matrix.map((v, i) => f32(a * v) + next[i]!);
  }
  return isTall ? transpose(matrix, m, n) : matrix;
}

/** The transpose of an m×n matrix. */
function transpose(x: Float32Array, m: number, n: number): Float32Array {
  return x.map((_, k) => x[(k % m) * n + Math.floor(k / m)]!);
}`,
  },
  product: {
    text: `/** The product of an m×k and a k×n matrix. */
function product(
  x: Float32Array,
  y: Float32Array,
  m: number,
  k: number,
  n: number,
): Float32Array {
  const out = new Float32Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let l = 0; l < k; l++) {
      const factor = x[i * k + l]!;
      for (let j = 0; j < n; j++) {
        const at = i * n + j;
        out[at] = out[at]! + f32(factor * y[l * n + j]!);
      }
    }
  }
  return out;
}`,
  },
};

/** Every name that support takes. */
export const SUPPORT_NAMES: readonly string[] = [...Object.keys(SUPPORT), "transpose"];

/** The functions of these names and those that they call, as text. */
export function supportText(names: Iterable<SupportName>): readonly string[] {
  const needed = new Set<SupportName>(names);
  for (const name of needed) for (const called of SUPPORT[name].calls ?? []) needed.add(called);
  return [...needed].map((name) => SUPPORT[name].text);
}
