import { logPair } from "./logarithm.js";
import { productError, sumError, tail } from "./pair.js";
import { LN2_HIGH, LN2_LOW } from "./tables.js";

/** ln(x + sqrt(x^2 + one)) for 1e-4 < x < 2^28, one = 1 or -1, the root and the sum as pairs. */
function logOfRoot(x: number, one: number): number {
  const square = x * x;
  const h = square + one;
  const hl = sumError(square, one, h) + productError(x, x, square);
  const root = Math.sqrt(h);
  if (root === 0) return 0;
  const back = root * root;
  const rootLow = (h - back - productError(root, root, back) + hl) / (2 * root);
  const u = x + root;
  const ul = sumError(x, root, u) + rootLow;
  const l = logPair(u);
  return l + ((tail[0] as number) + ul / u);
}

/** ln(2 x), for x so large that the root above is x. */
function logOfDouble(x: number): number {
  const l = logPair(x);
  const lower = tail[0] as number;
  const sum = l + LN2_HIGH;
  return sum + (sumError(l, LN2_HIGH, sum) + (lower + LN2_LOW));
}

/**
 * arcsinh x, within 0.501 ulp.
 *
 * Odd, keeping -0 and infinities. ln(x + sqrt(x^2 + 1)) in pairs, Taylor polynomial near 0.
 */
export function arcsinh(x: number): number {
  const size = Math.abs(x);
  if (size < 1e-3) {
    if (size < 1e-8) return x;
    const z = x * x;
    return x - x * z * (1 / 6 - z * (3 / 40 - z * (15 / 336)));
  }
  if (!(size < Infinity)) return x;
  const y = size < 268435456 ? logOfRoot(size, 1) : logOfDouble(size);
  return x < 0 ? -y : y;
}

/**
 * arccosh x, within 0.52 ulp.
 *
 * 0 at 1, NaN below, Infinity at Infinity. ln(x + sqrt(x^2 - 1)) in pairs.
 */
export function arccosh(x: number): number {
  if (!(x >= 1)) return NaN;
  if (x < 268435456) return logOfRoot(x, -1);
  return x < Infinity ? logOfDouble(x) : x;
}

/**
 * arctanh x, within 0.501 ulp.
 *
 * Odd, keeping -0; infinite at -1 and 1, NaN beyond. ln((1 + x)/(1 - x))/2 in pairs, Taylor polynomial
 * near 0.
 */
export function arctanh(x: number): number {
  const size = Math.abs(x);
  if (size < 1e-3) {
    const z = x * x;
    return x + x * z * (1 / 3 + z * (1 / 5 + z * (1 / 7)));
  }
  if (!(size < 1)) return size === 1 ? x * Infinity : NaN;
  // ln((1 + x)/(1 - x))/2, both sums and the quotient as pairs.
  const above = 1 + size;
  const below = 1 - size;
  const ratio = above / below;
  const back = ratio * below;
  const rest = above - back - productError(ratio, below, back);
  const l = logPair(ratio);
  const low = rest + sumError(1, size, above) - ratio * sumError(1, -size, below);
  const y = 0.5 * (l + ((tail[0] as number) + low / above));
  return x < 0 ? -y : y;
}
