import { type Pieces, polynomial } from "./piece.js";

/** Minimax polynomials of Cephes in r², |r| ≤ π/4: (sin r − r)/r³, (cos r − 1 + r²/2)/r⁴, (tan r − r)/r³. */
const SIN = [-1.6666654611e-1, 8.3321608736e-3, -1.9515295891e-4];
const COS = [4.166664568298827e-2, -1.388731625493765e-3, 2.443315711809948e-5];
const TAN = [
  3.33331568548e-1, 1.3338799494e-1, 5.34112807005e-2, 2.44301354525e-2, 3.11992232697e-3, 9.38540185543e-3,
];

/** The bits of 2/π, after a word of zeros. */
const DIGITS = [
  0, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab, 0xdebbc561,
];

/** Within 3 ulp, and near zeros that are no zeros of x within 2^-31 of the truth; for every finite x. */
export const TRIGONOMETRY: Pieces = {
  /** Word k of the digits. */
  digitWord: {
    code: `fn digitWord(k: U) -> U {
  var word = U(0u);
${DIGITS.map((digit, k) => `  word = select(word, U(${digit}u), k == U(${k}u));`).join("\n")}
  return word;
}`,
  },
  /** The upper word of a product. */
  productHigh: {
    code: `fn productHigh(x: U, y: U) -> U {
  let x0 = x & U(0xffffu);
  let x1 = x >> U(16u);
  let y0 = y & U(0xffffu);
  let y1 = y >> U(16u);
  let middle = x1 * y0 + ((x0 * y0) >> U(16u));
  let rest = x0 * y1 + (middle & U(0xffffu));
  return x1 * y1 + (middle >> U(16u)) + (rest >> U(16u));
}`,
  },
  /**
   * x less the nearest multiple n of π/2, and n, of which only the lowest two bits count. Below 8192 by π/2 in three
   * parts (Cody and Waite), beyond by the digits of 2/π that matter (Payne and Hanek): of the integer m·2^e only
   * products with digits of which multiples of 4 are no part.
   */
  reduceAngle: {
    needs: ["digitWord", "productHigh", "absOf"],
    code: `struct Angle { n: U, r: F }
fn reduceAngle(x: F) -> Angle {
  let size = absOf(x);
  let multiple = round(min(size, F(8192.0)) * F(0.636619772));
  let near = (size - multiple * F(1.5703125)) - multiple * F(4.83751297e-4);
  var angle = Angle(U(multiple), near - multiple * F(7.54978995e-8));
  if (any(size >= F(8192.0))) {
    let bits = bitcast<U>(size);
    let m = (bits & U(0x007fffffu)) | U(0x00800000u);
    let place = max(bits >> U(23u), U(140u)) - U(120u);
    let k = place >> U(5u);
    let shift = place & U(31u);
    let w0 = digitWord(k);
    let w1 = digitWord(k + U(1u));
    let w2 = digitWord(k + U(2u));
    let high = (w0 << shift) | ((w1 >> U(1u)) >> (U(31u) - shift));
    let low = (w1 << shift) | ((w2 >> U(1u)) >> (U(31u) - shift));
    let p0 = m * low;
    let p1 = m * high + productHigh(m, low);
    let fraction = (p1 << U(2u)) | (p0 >> U(30u));
    let n = (p1 >> U(30u)) + (fraction >> U(31u));
    let far = size >= F(8192.0);
    angle.n = select(angle.n, n, far);
    let turns = F(bitcast<I>(fraction)) + F(p0 << U(2u)) * F(2.32830644e-10);
    angle.r = select(angle.r, turns * F(3.65729530e-10), far);
  }
  return angle;
}`,
  },
  /** sin(r + n·π/2). */
  sineOf: {
    code: `fn sineOf(r: F, n: U) -> F {
  let z = r * r;
  let sine = r + r * z * ${polynomial("z", SIN)};
  let cosine = F(1.0) - F(0.5) * z + z * z * ${polynomial("z", COS)};
  let value = select(sine, cosine, (n & U(1u)) == U(1u));
  return select(value, -value, (n & U(2u)) == U(2u));
}`,
  },
  sinOf: {
    needs: ["reduceAngle", "sineOf", "isFinite", "choose", "nan", "negateOf"],
    code: `fn sinOf(x: F) -> F {
  let angle = reduceAngle(x);
  let value = sineOf(angle.r, angle.n);
  let signed = choose(value, negateOf(value), (bitcast<U>(x) & U(0x80000000u)) != U(0u));
  return choose(choose(signed, x, abs(x) < F(1.0e-4)), nan(), !isFinite(x));
}`,
  },
  cosOf: {
    needs: ["reduceAngle", "sineOf", "isFinite", "choose", "nan"],
    code: `fn cosOf(x: F) -> F {
  let angle = reduceAngle(x);
  return choose(sineOf(angle.r, angle.n + U(1u)), nan(), !isFinite(x));
}`,
  },
  tanOf: {
    needs: ["reduceAngle", "isFinite", "choose", "nan", "negateOf"],
    code: `fn tanOf(x: F) -> F {
  let angle = reduceAngle(x);
  let z = angle.r * angle.r;
  let tangent = angle.r + angle.r * z * ${polynomial("z", TAN)};
  let value = select(tangent, F(-1.0) / tangent, (angle.n & U(1u)) == U(1u));
  let signed = choose(value, negateOf(value), (bitcast<U>(x) & U(0x80000000u)) != U(0u));
  return choose(choose(signed, x, abs(x) < F(1.0e-4)), nan(), !isFinite(x));
}`,
  },
};
