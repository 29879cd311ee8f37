import type { ArrayLayout } from "./layout.js";

/**
 * The order of every reduction, the same on every executor: element i of an array goes to partial sum i mod 8
 * in float64; the eight meet as ((0+1)+(2+3))+((4+5)+(6+7)); arrays are then added in their order.
 * Eight sums are four two-lane SIMD registers.
 */
export function arraySum(x: Float32Array, array: ArrayLayout): number {
  const { offset, size } = array;
  const end = offset + size;
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
  let i = offset;
  for (; i + 8 <= end; i += 8) {
    s0 += x[i] as number;
    s1 += x[i + 1] as number;
    s2 += x[i + 2] as number;
    s3 += x[i + 3] as number;
    s4 += x[i + 4] as number;
    s5 += x[i + 5] as number;
    s6 += x[i + 6] as number;
    s7 += x[i + 7] as number;
  }
  if (i < end) s0 += x[i++] as number;
  if (i < end) s1 += x[i++] as number;
  if (i < end) s2 += x[i++] as number;
  if (i < end) s3 += x[i++] as number;
  if (i < end) s4 += x[i++] as number;
  if (i < end) s5 += x[i++] as number;
  if (i < end) s6 += x[i] as number;
  return s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7));
}

/** The sum of an array's products x·y, each exact in float64, in the order of {@link arraySum}. */
export function arrayDot(x: Float32Array, y: Float32Array, array: ArrayLayout): number {
  const { offset, size } = array;
  const end = offset + size;
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
  let i = offset;
  for (; i + 8 <= end; i += 8) {
    s0 += (x[i] as number) * (y[i] as number);
    s1 += (x[i + 1] as number) * (y[i + 1] as number);
    s2 += (x[i + 2] as number) * (y[i + 2] as number);
    s3 += (x[i + 3] as number) * (y[i + 3] as number);
    s4 += (x[i + 4] as number) * (y[i + 4] as number);
    s5 += (x[i + 5] as number) * (y[i + 5] as number);
    s6 += (x[i + 6] as number) * (y[i + 6] as number);
    s7 += (x[i + 7] as number) * (y[i + 7] as number);
  }
  if (i < end) s0 += (x[i] as number) * (y[i++] as number);
  if (i < end) s1 += (x[i] as number) * (y[i++] as number);
  if (i < end) s2 += (x[i] as number) * (y[i++] as number);
  if (i < end) s3 += (x[i] as number) * (y[i++] as number);
  if (i < end) s4 += (x[i] as number) * (y[i++] as number);
  if (i < end) s5 += (x[i] as number) * (y[i++] as number);
  if (i < end) s6 += (x[i] as number) * (y[i] as number);
  return s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7));
}
