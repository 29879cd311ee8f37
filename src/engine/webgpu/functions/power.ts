import type { Pieces } from "./piece.js";

/**
 * The power, within 2 ulp, by the scheme of fdlibm's `e_powf.c`: log2|x| and its product with y as pairs of float32, of
 * which the first has so few digits that products with it are exact. The special cases are those of
 * `ELEMENT_PRIMITIVES`.
 */
export const POWER: Pieces = {
  /** The first 12 digits. */
  headOf: { code: "fn headOf(x: F) -> F { return bitcast<F>(bitcast<U>(x) & U(0xfffff000u)); }" },
  powerOf: {
    needs: ["headOf", "absOf", "isNan", "isZero", "isInfinite", "infinity", "nan", "choose", "scaleBy"],
    code: `fn powerOf(x: F, y: F) -> F {
  let size = absOf(x);
  let negative = (bitcast<U>(x) & U(0x80000000u)) != U(0u);
  let whole = (floor(y) == y) | (absOf(y) >= F(8388608.0));
  let odd = whole & (absOf(y) < F(16777216.0)) & (floor(y * F(0.5)) * F(2.0) != y);

  // size = 2^n·a, with a near 1 or 3/2.
  let small = bitcast<U>(size) < U(0x00800000u);
  let bits = bitcast<U>(select(size, size * F(16777216.0), small));
  let fraction = bits & U(0x007fffffu);
  let upper = fraction >= U(0x5db3d7u);
  let middle = (fraction > U(0x1cc471u)) & !upper;
  let n = F(bits >> U(23u)) - select(F(127.0), F(151.0), small) + select(F(0.0), F(1.0), upper);
  let a = bitcast<F>((fraction | U(0x3f800000u)) - select(U(0u), U(0x00800000u), upper));
  let base = select(F(1.0), F(1.5), middle);

  // s = (a − base)/(a + base) and log2 a, as pairs.
  let u = a - base;
  let v = F(1.0) / (a + base);
  let s = u * v;
  let sHead = headOf(s);
  let halved = ((bitcast<U>(a) >> U(1u)) & U(0xfffff000u)) | U(0x20000000u);
  let sum = bitcast<F>(halved + U(0x00400000u) + select(U(0u), U(0x00200000u), middle));
  let sumRest = a - (sum - base);
  let sRest = v * ((u - sHead * sum) - sHead * sumRest);
  let z = s * s;
  var r = z * z * (F(6.0000002384e-1) + z * (F(4.2857143283e-1) + z * (F(3.3333334327e-1) + z * (F(2.7272811532e-1) +
    z * (F(2.3066075146e-1) + z * F(2.0697501302e-1))))));
  r += sRest * (sHead + s);
  let square = sHead * sHead;
  let t = headOf(F(3.0) + square + r);
  let tRest = r - ((t - F(3.0)) - square);
  let first = sHead * t;
  let second = sRest * t + tRest * s;
  let p = headOf(first + second);
  let pRest = second - (p - first);
  let high = F(9.6191406250e-1) * p;
  let low = F(-1.1736857402e-4) * p + pRest * F(9.6179670095e-1) + select(F(0.0), F(1.56322085e-6), middle);
  let offset = select(F(0.0), F(5.84960938e-1), middle);
  let log = headOf(((high + low) + offset) + n);
  let logRest = low - (((log - n) - offset) - high);

  // The product with y; beyond 2^32 the power of anything but 1 is 0 or infinite.
  let bounded = clamp(y, F(-4294967296.0), F(4294967296.0));
  let yHead = headOf(bounded);
  let product = yHead * log;
  let productRest = (bounded - yHead) * log + bounded * logRest;
  let exponent = product + productRest;
  let steps = round(clamp(exponent, F(-160.0), F(136.0)));
  let q = clamp(product - steps, F(-1000.0), F(1000.0));
  let w = q + productRest;
  let head = bitcast<F>(bitcast<U>(w) & U(0xffff8000u));
  let rest = productRest - (head - q);
  let e1 = head * F(0.693145752);
  let e2 = rest * F(6.9314718246e-1) + head * F(1.42860654e-6);
  let e = e1 + e2;
  let eRest = e2 - (e - e1);
  let g = e * e;
  let c = e - g * (F(1.6666667163e-1) + g * (F(-2.7777778450e-3) + g * (F(6.6137559770e-5) +
    g * (F(-1.6533901999e-6) + g * F(4.1381369442e-8)))));
  let d = (e * c) / (c - F(2.0)) - (eRest + e * eRest);
  var value = scaleBy(F(1.0) - (d - e), I(steps));
  value = choose(value, infinity(), exponent > F(129.0));
  value = choose(value, F(0.0), exponent < F(-151.0));
  value = choose(value, F(1.0), size == F(1.0));
  let edge = isZero(x) | isInfinite(x);
  value = choose(value, select(F(0.0), infinity(), isZero(x) != (y > F(0.0))), edge);
  value = choose(value, -value, negative & odd);
  value = choose(value, nan(), negative & !edge & !whole);
  value = choose(value, nan(), isNan(x) | isNan(y));
  return choose(value, F(1.0), isZero(y) | (x == F(1.0)));
}`,
  },
};
