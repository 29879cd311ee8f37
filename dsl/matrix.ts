import { NEWTON_SCHULZ } from "../src/engine/update/matrix.js";
import type { ArrayLayout } from "./layout.js";

/** Each element becomes the mean of its row, summed left to right in float64; a vector is one row. */
export function rowMean(out: Float32Array, x: Float32Array, array: ArrayLayout): void {
  const { offset, rows, cols } = array;
  for (let r = 0; r < rows; r++) {
    const start = offset + r * cols;
    let sum = 0;
    for (let c = 0; c < cols; c++) sum += x[start + c] as number;
    out.fill(sum / cols, start, start + cols);
  }
}

/** Each element becomes the mean of its column, summed top to bottom in float64. */
export function colMean(out: Float32Array, x: Float32Array, array: ArrayLayout): void {
  const { offset, rows, cols } = array;
  for (let c = 0; c < cols; c++) {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += x[offset + r * cols + c] as number;
    const mean = sum / rows;
    for (let r = 0; r < rows; r++) out[offset + r * cols + c] = mean;
  }
}

/**
 * Muon's orthogonalization of one array: X / (‖X‖ + 1e-8), then five Newton–Schulz steps, on the side with
 * fewer rows. Arrays of fewer than two dimensions are copied. Products are float32, each element of a product
 * added up along its inner dimension in order, as the executors' kernels do.
 *
 * @param norm - The array's Euclidean norm, float64.
 */
export function orthogonalize(out: Float32Array, x: Float32Array, array: ArrayLayout, norm: number): void {
  const { offset, size, rows, cols, shape } = array;
  const end = offset + size;
  if (shape.length < 2) {
    out.set(x.subarray(offset, end), offset);
    return;
  }
  const { a, b, c, steps, epsilon } = NEWTON_SCHULZ;
  const tall = rows > cols;
  const m = tall ? cols : rows;
  const n = tall ? rows : cols;
  const scale = Math.fround(1 / (norm + epsilon));
  let current = new Float32Array(size);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      current[i * n + j] = (x[offset + (tall ? j * cols + i : i * cols + j)] as number) * scale;
    }
  }
  const [fa, fb, fc] = [Math.fround(a), Math.fround(b), Math.fround(c)];
  for (let step = 0; step < steps; step++) {
    const gram = product(current, transpose(current, m, n), m, n, m);
    const squared = product(gram, gram, m, m, m);
    for (let i = 0; i < squared.length; i++) {
      squared[i] = Math.fround(fb * (gram[i] as number)) + Math.fround(fc * (squared[i] as number));
    }
    const next = product(squared, current, m, m, n);
    for (let i = 0; i < size; i++) next[i] = Math.fround(fa * (current[i] as number)) + (next[i] as number);
    current = next;
  }
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      out[offset + (tall ? j * cols + i : i * cols + j)] = current[i * n + j] as number;
    }
  }
}

/** The transpose of an m×n matrix. */
function transpose(x: Float32Array, m: number, n: number): Float32Array {
  const out = new Float32Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[j * m + i] = x[i * n + j] as number;
  return out;
}

/** The float32 product of an m×k and a k×n matrix; each element's terms are added in order of k. */
function product(x: Float32Array, y: Float32Array, m: number, k: number, n: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let l = 0; l < k; l++) {
      const factor = x[i * k + l] as number;
      for (let j = 0; j < n; j++) {
        const at = i * n + j;
        out[at] = (out[at] as number) + Math.fround(factor * (y[l * n + j] as number));
      }
    }
  }
  return out;
}
