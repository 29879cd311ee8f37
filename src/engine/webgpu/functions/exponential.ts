import { EXP2, EXP_TAIL } from "../../wasm/transcendental/coefficients.js";
import { type Pieces, polynomial } from "./piece.js";

/** ln 2 and log10 2 in two parts: multiples of the first by integers below 2^9 are exact. */
const LN2_HIGH = "0.693145751953125";
const LN2_LOW = "1.42860677e-6";
const LOG10_2_HIGH = "0.30078125";
const LOG10_2_LOW = "2.48745664e-4";

/** The bounds keep 2^n, taken in two steps, in the range of numbers; beyond them a result is 0 or infinite. */
export const EXPONENTIAL: Pieces = {
  /** e^x · 2^shift, within 2 ulp (subnormal results as the device has them). */
  expScaled: {
    needs: ["scaleBy", "choose", "isNan"],
    code: `fn expScaled(x: F, shift: I) -> F {
  let bounded = clamp(x, F(-106.0), F(91.0));
  let n = round(bounded * F(1.44269504));
  let r = (bounded - n * F(${LN2_HIGH})) - n * F(${LN2_LOW});
  let mantissa = F(1.0) + (r + r * r * ${polynomial("r", EXP_TAIL)});
  return choose(scaleBy(mantissa, I(n) + shift), x, isNan(x));
}`,
  },
  expOf: { needs: ["expScaled"], code: "fn expOf(x: F) -> F { return expScaled(x, I(0)); }" },
  /** Within 2 ulp, exact for integers. */
  exp2Of: {
    needs: ["scaleBy", "choose", "isNan"],
    code: `fn exp2Of(x: F) -> F {
  let bounded = clamp(x, F(-152.0), F(130.0));
  let n = round(bounded);
  let r = bounded - n;
  return choose(scaleBy(${polynomial("r", EXP2)}, I(n)), x, isNan(x));
}`,
  },
  /** Within 3 ulp. */
  exp10Of: {
    needs: ["scaleBy", "choose", "isNan"],
    code: `fn exp10Of(x: F) -> F {
  let bounded = clamp(x, F(-46.0), F(39.5));
  let n = round(bounded * F(3.32192809));
  let r = ((bounded - n * F(${LOG10_2_HIGH})) - n * F(${LOG10_2_LOW})) * F(3.32192809);
  return choose(scaleBy(${polynomial("r", EXP2)}, I(n)), x, isNan(x));
}`,
  },
  /** Within 4 ulp: 2^n·(e^r − 1) + (2^n − 1), which loses nothing near 0. Beyond 30 the 1 is lost anyway. */
  expm1Of: {
    needs: ["expOf", "powerOfTwo", "choose", "isNan"],
    code: `fn expm1Of(x: F) -> F {
  let bounded = clamp(x, F(-30.0), F(30.0));
  let n = round(bounded * F(1.44269504));
  let r = (bounded - n * F(${LN2_HIGH})) - n * F(${LN2_LOW});
  let less = r + r * r * ${polynomial("r", EXP_TAIL)};
  let power = powerOfTwo(I(n));
  let near = power * less + (power - F(1.0));
  return choose(choose(near, expOf(x), x > F(30.0)), x, isNan(x) | (abs(x) < F(1.0e-8)));
}`,
  },
  /** Within 4 ulp: of −|x|, so that nothing overflows. */
  sigmoidOf: {
    needs: ["expOf", "absOf"],
    code: `fn sigmoidOf(x: F) -> F {
  let e = expOf(-absOf(x));
  return select(F(1.0), e, x < F(0.0)) / (F(1.0) + e);
}`,
  },
};
