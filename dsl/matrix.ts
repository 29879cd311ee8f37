import { NEWTON_SCHULZ } from "../src/engine/update/matrix.js";
import type { ArrayLayout } from "./layout.js";

/**
 * Writes the orthogonalized array into `out`, at the array's place; other places are left as they are.
 *
 * @param norm - The array's Euclidean norm, float64.
 */
export type Orthogonalization = (out: Float32Array, x: Float32Array, norm: number) => void;

const [A, B, C] = [Math.fround(NEWTON_SCHULZ.a), Math.fround(NEWTON_SCHULZ.b), Math.fround(NEWTON_SCHULZ.c)];

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
 * What is returned has memory of its own, so that a call allocates nothing.
 */
export function createOrthogonalization({ offset, size, rows, cols, shape }: ArrayLayout): Orthogonalization {
  const end = offset + size;
  if (shape.length < 2) return (out, x) => { for (let i = offset; i < end; i++) out[i] = x[i] as number; };
  const tall = rows > cols;
  const m = tall ? cols : rows;
  const n = tall ? rows : cols;
  const buffers = [new Float32Array(size), new Float32Array(size)] as const;
  const gram = new Float32Array(m * m);
  const polynomial = new Float32Array(m * m);
  return (out, x, norm) => {
    const scale = Math.fround(1 / (norm + NEWTON_SCHULZ.epsilon));
    let [current, next] = buffers;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        current[i * n + j] = (x[offset + (tall ? j * cols + i : i * cols + j)] as number) * scale;
      }
    }
    for (let step = 0; step < NEWTON_SCHULZ.steps; step++) {
      rowProducts(gram, current, m, n);
      rowProducts(polynomial, gram, m, m);
      for (let i = 0; i < polynomial.length; i++) {
        polynomial[i] = Math.fround(B * (gram[i] as number)) + Math.fround(C * (polynomial[i] as number));
      }
      advance(next, polynomial, current, m, n);
      [current, next] = [next, current];
    }
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        out[offset + (tall ? j * cols + i : i * cols + j)] = current[i * n + j] as number;
      }
    }
  };
}

/** X·Xᵀ of an m×n matrix: symmetric to the bit, so half of it is computed. */
function rowProducts(out: Float32Array, x: Float32Array, m: number, n: number): void {
  for (let i = 0; i < m; i++) {
    for (let j = i; j < m; j++) {
      let sum = 0;
      for (let l = 0; l < n; l++) {
        sum = Math.fround(sum + Math.fround((x[i * n + l] as number) * (x[j * n + l] as number)));
      }
      out[i * m + j] = sum;
      out[j * m + i] = sum;
    }
  }
}

/** a·X + P·X of an m×n matrix and an m×m one. */
function advance(out: Float32Array, p: Float32Array, x: Float32Array, m: number, n: number): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let l = 0; l < m; l++) {
        sum = Math.fround(sum + Math.fround((p[i * m + l] as number) * (x[l * n + j] as number)));
      }
      out[i * n + j] = Math.fround(A * (x[i * n + j] as number)) + sum;
    }
  }
}
