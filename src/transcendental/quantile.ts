import { logPair } from "./logarithm.js";
import { productError, tail } from "./pair.js";

/** sqrt(2 pi), the slope of the quantile at one half, and what the float lacks of it. */
const SLOPE = 2.5066282746310007;
const SLOPE_LOW = -1.8328579980459167e-16;

/** SLOPE^3/6, the coefficient of the cube at one half. */
const BEND = 2.6249349909537365;

/** By how much 2.25 exceeds the quantile of e^(-2.25^2/2), and what the float lacks of it. */
const START = 0.8419592959009244;
const START_LOW = -7.643856546024232e-18;

/**
 * The x below which a standard normal variable falls with probability p, within 1.4 ulp (1 ulp for p < 0.05).
 *
 * -Infinity at 0, Infinity at 1, NaN outside; the negative for 1 - p. The ranges and variables of Wichura's
 * AS241 (PPND16). As its own rational functions come to 6 ulp, those here (by quantile.py) give but the part
 * of the quantile that is left by its series at one half, and by sqrt(-2 ln p) in the tails.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (q <= 0.425 && q >= -0.425) return central(q, p - (q + 0.5));
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  // 1 - p is exact here.
  const x = outer(q < 0 ? p : 1 - p);
  return q < 0 ? -x : x;
}

/** The quantile of 1/2 + q + lost, for |q| <= 0.425: a cubic and a small rest. */
function central(q: number, lost: number): number {
  const z = q * q;
  const r = 0.180625 - z;
  const a =
    12.45581149035967 + r * (491.03274616136474 + r * (7302.29297519377 + r * (51128.04871994482 +
    r * (171677.85361871932 + r * (249506.61286592626 +
    r * (114093.17799165049 + r * 305.2931669575614))))));
  const b =
    1 + r * (46.93869004088871 + r * (869.1085738509531 + r * (8084.155186080772 +
    r * (39859.41272741513 + r * (100978.66836646934 +
    r * (116581.69705113338 + r * 44448.14945173195))))));
  const rest = (z * a) / b;
  const line = q * SLOPE;
  // What p - 0.5 loses below 1/4 is at most half an ulp, so that a slope good to a tenth will do.
  const slope = SLOPE + z * (3 * BEND + 6 * rest);
  return line + (productError(q, SLOPE, line) + q * (SLOPE_LOW + z * (BEND + rest)) + lost * slope);
}

/** Minus the quantile of p < 0.075: R = sqrt(-2 ln p) as a pair, less a rest that falls from 0.84 to 0.12. */
function outer(p: number): number {
  const l = -2 * logPair(p);
  const low = -2 * (tail[0] as number);
  const root = Math.sqrt(l);
  const square = root * root;
  const rootLow = (l - square - productError(root, root, square) + low) / (2 * root);
  if (root > 7.0710678118654755) return root - (far(root - 7) - rootLow);
  const sum = root - START;
  const error = root - sum - START;
  return sum + (near(root - 2.25) + (error + rootLow - START_LOW));
}

/** What R = r + 2.25 exceeds the quantile by is START less this, for R up to 7.07. */
function near(r: number): number {
  const a =
    0.2091384263198643 + r * (0.23974184728423162 + r * (0.10570035783795577 + r * (0.023169752484855626 +
    r * (0.0026930796300483582 + r * (0.00015006106059725676 +
    r * (2.767094390699934e-06 + r * 1.4265277514665302e-10))))));
  const b =
    1 + r * (1.444193314365386 + r * (0.8395332470059368 + r * (0.2547305484463991 +
    r * (0.04368546777784049 + r * (0.004206378548825896 +
    r * (0.00020114488037844823 + r * 3.3259393622972226e-06))))));
  return (r * a) / b;
}

/** What R = r + 7 exceeds the quantile by, for R from 7.07 to 38.6. */
function far(r: number): number {
  const a =
    0.41599670560002977 + r * (0.1411319283290686 + r * (0.01728772270287051 +
    r * (0.0009456712811655197 + r * (2.3293088055989443e-05 + r * (2.300287405841604e-07 +
    r * (6.514230894732167e-10 + r * 7.506432981868815e-14))))));
  const b =
    1 + r * (0.43586092899561457 + r * (0.07295548048744327 + r * (0.0059074413951808 +
    r * (0.00024059500511513718 + r * (4.676807611300265e-06 +
    r * (3.7175924394569987e-08 + r * 8.172700260104055e-11))))));
  return a / b;
}
