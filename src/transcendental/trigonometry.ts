import { quotient } from "./pair.js";
import { reduce, remainder } from "./reduction.js";
import { HALF_PI, HALF_PI_LOW } from "./tables.js";

/** pi/4: up to here no reduction is needed. */
const QUARTER_PI = HALF_PI / 2;
const QUARTER_PI_LOW = HALF_PI_LOW / 2;

/** sin(x + low) for |x| <= pi/4, by fdlibm's Remez polynomial. */
function kernelSin(x: number, low: number): number {
  const z = x * x;
  const r =
    0.00833333333332249 + z * (-0.0001984126982985795 + z * (2.7557313707070068e-6 +
    z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)));
  const cube = z * x;
  return x - (z * (0.5 * low - cube * r) - low - cube * -0.16666666666666632);
}

/** cos(x + low) for |x| <= pi/4, by fdlibm's Remez polynomial. */
function kernelCos(x: number, low: number): number {
  const z = x * x;
  const r =
    0.0416666666666666 + z * (-0.001388888888887411 + z * (2.480158728947673e-5 +
    z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * z * r - x * low));
}

/** tan(x + low), or -1/tan(x + low) if `inverse`, for |x| <= pi/4, by fdlibm's Remez polynomial. */
function kernelTan(x: number, low: number, inverse: boolean): number {
  // Near pi/4 it goes by tan(pi/4 - y) = 1 - 2 tan y/(1 + tan y), as the polynomial's rounding errors grow.
  const far = x > 0.6743 || x < -0.6743;
  const negative = far && x < 0;
  if (far) {
    x = negative ? QUARTER_PI + x + (QUARTER_PI_LOW + low) : QUARTER_PI - x + (QUARTER_PI_LOW - low);
    low = 0;
  }
  const z = x * x;
  const w = z * z;
  const odd =
    0.13333333333320124 + w * (0.021869488294859542 + w * (0.0035920791075913124 +
    w * (0.0005880412408202641 + w * (7.817944429395571e-5 + w * -1.8558637485527546e-5))));
  const even =
    0.05396825397622605 + w * (0.0088632398235993 + w * (0.0014562094543252903 +
    w * (0.0002464631348184699 + w * (7.140724913826082e-5 + w * 2.590730518636337e-5))));
  const cube = z * x;
  const r = low + z * (cube * (odd + z * even) + low) + 0.3333333333333341 * cube;
  const t = x + r;
  if (far) {
    const v = inverse ? -1 : 1;
    const y = v - 2 * (x - ((t * t) / (t + v) - r));
    return negative ? -y : y;
  }
  return inverse ? quotient(-1, 0, t, x - t + r) : t;
}

/**
 * sin x, within 0.78 ulp, for every finite x.
 *
 * Odd, keeping -0; NaN at the infinities. Cody-Waite and Payne-Hanek reduction, fdlibm's Remez polynomials.
 */
export function sin(x: number): number {
  const size = Math.abs(x);
  if (size <= QUARTER_PI) return size < 1e-8 ? x : kernelSin(x, 0);
  if (!(size < Infinity)) return NaN;
  const n = reduce(x);
  const high = remainder[0] as number;
  const low = remainder[1] as number;
  const y = (n & 1) === 0 ? kernelSin(high, low) : kernelCos(high, low);
  return (n & 2) === 0 ? y : -y;
}

/**
 * cos x, within 0.76 ulp, for every finite x.
 *
 * Even; NaN at the infinities. Cody-Waite and Payne-Hanek reduction, fdlibm's Remez polynomials.
 */
export function cos(x: number): number {
  const size = Math.abs(x);
  if (size <= QUARTER_PI) return kernelCos(x, 0);
  if (!(size < Infinity)) return NaN;
  const n = reduce(x) + 1;
  const high = remainder[0] as number;
  const low = remainder[1] as number;
  const y = (n & 1) === 0 ? kernelSin(high, low) : kernelCos(high, low);
  return (n & 2) === 0 ? y : -y;
}

/**
 * tan x, within 0.88 ulp, for every finite x.
 *
 * Odd, keeping -0; NaN at the infinities. Cody-Waite and Payne-Hanek reduction, fdlibm's Remez polynomial.
 */
export function tan(x: number): number {
  const size = Math.abs(x);
  if (size <= QUARTER_PI) return size < 1e-8 ? x : kernelTan(x, 0, false);
  if (!(size < Infinity)) return NaN;
  const n = reduce(x);
  return kernelTan(remainder[0] as number, remainder[1] as number, (n & 1) === 1);
}
