import { LOG_TAIL } from "../../wasm/transcendental/coefficients.js";
import { type Pieces, polynomial } from "./piece.js";

/**
 * x = 2^e·(1 + r) with 1 + r from √½ to √2, and ln(1 + r) = r − (r²/2 − s·(r²/2 + tail)) with s = r/(2 + r): the form
 * of fdlibm, whose leading term is exact.
 */
export const LOGARITHM: Pieces = {
  /** ln(1 + r), for r from √½ − 1 to √2 − 1, within 1 ulp. */
  logOfRest: {
    code: `fn logOfRest(r: F) -> F {
  let s = r / (r + F(2.0));
  let square = s * s;
  let half = r * r * F(0.5);
  return r - (half - s * (half + square * ${polynomial("square", LOG_TAIL)}));
}`,
  },
  /** The exponent and the rest of a positive number; one that is too small for the device counts as its least. */
  exponentOf: {
    code: `fn raisedBits(x: F) -> U {
  let small = bitcast<U>(x) < U(0x00800000u);
  return bitcast<U>(select(x, x * F(8388608.0), small)) + U(0x3f800000u - 0x3f3504f3u);
}
fn exponentOf(x: F) -> F {
  let small = bitcast<U>(x) < U(0x00800000u);
  return F(raisedBits(x) >> U(23u)) - select(F(127.0), F(150.0), small);
}`,
  },
  restOf: {
    needs: ["exponentOf"],
    code: `fn restOf(x: F) -> F {
  return bitcast<F>((raisedBits(x) & U(0x007fffffu)) + U(0x3f3504f3u)) - F(1.0);
}`,
  },
  /** −∞ at zeros, ∞ at ∞, NaN below 0 and for NaN. */
  logEdges: {
    needs: ["isNan", "isZero", "isInfinite", "infinity", "nan", "choose"],
    code: `fn logEdges(value: F, x: F) -> F {
  let negative = (bitcast<U>(x) & U(0x80000000u)) != U(0u);
  let known = choose(choose(value, infinity(), isInfinite(x)), nan(), negative | isNan(x));
  return choose(known, -infinity(), isZero(x));
}`,
  },
  logOf: {
    needs: ["logOfRest", "exponentOf", "restOf", "logEdges"],
    code: `fn logOf(x: F) -> F {
  let e = exponentOf(x);
  return logEdges(e * F(0.693145752) + (e * F(1.42860677e-6) + logOfRest(restOf(x))), x);
}`,
  },
  log2Of: {
    needs: ["logOfRest", "exponentOf", "restOf", "logEdges"],
    code: "fn log2Of(x: F) -> F { return logEdges(exponentOf(x) + logOfRest(restOf(x)) * F(1.44269504), x); }",
  },
  log10Of: {
    needs: ["logOfRest", "exponentOf", "restOf", "logEdges"],
    code: `fn log10Of(x: F) -> F {
  return logEdges(exponentOf(x) * F(0.301029996) + logOfRest(restOf(x)) * F(0.434294482), x);
}`,
  },
  /** ln(1 + x) for x from −1: beyond ±0.3 the logarithm of the rounded sum, with what was rounded off. */
  log1pOf: {
    needs: ["logOf", "logOfRest", "isFinite", "isZero", "choose"],
    code: `fn log1pOf(x: F) -> F {
  let sum = x + F(1.0);
  let lost = x - (sum - F(1.0));
  let valid = isFinite(sum) & !isZero(sum);
  let far = logOf(sum) + select(F(0.0), lost / sum, valid);
  return choose(choose(far, logOfRest(x), abs(x) < F(0.29)), x, abs(x) < F(1.0e-8));
}`,
  },
  log1pAbsOf: {
    needs: ["log1pOf"],
    code: "fn log1pAbsOf(x: F) -> F { return log1pOf(select(x, F(-2.0) - x, x < F(-1.0))); }",
  },
};
