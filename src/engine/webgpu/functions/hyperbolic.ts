import { type Pieces, polynomial } from "./piece.js";

/** Minimax polynomials of Cephes in x²: (sinh x − x)/x³ for |x| ≤ 1, (tanh x − x)/x³ for |x| ≤ 0.625. */
const SINH = [1.66667160211e-1, 8.33028376239e-3, 2.03721912945e-4];
const TANH = [-3.33332819422e-1, 1.33314422036e-1, -5.37397155531e-2, 2.06390887954e-2, -5.70498872745e-3];

/** Within 4 ulp; sinh and cosh reach the ends of the range of numbers, tanh is never beyond ±1. */
export const HYPERBOLIC: Pieces = {
  sinhOf: {
    needs: ["expScaled", "absOf", "withSign", "isNan", "choose"],
    code: `fn sinhOf(x: F) -> F {
  let size = absOf(x);
  let z = min(size, F(1.0)) * min(size, F(1.0));
  let near = size + size * z * ${polynomial("z", SINH)};
  let far = expScaled(size, I(-1)) - expScaled(-size, I(-1));
  return choose(withSign(select(far, near, size < F(1.0)), x), x, isNan(x) | (size < F(1.0e-4)));
}`,
  },
  coshOf: {
    needs: ["expScaled", "absOf"],
    code: "fn coshOf(x: F) -> F { return expScaled(absOf(x), I(-1)) + expScaled(-absOf(x), I(-1)); }",
  },
  tanhOf: {
    needs: ["expScaled", "absOf", "withSign", "isNan", "choose"],
    code: `fn tanhOf(x: F) -> F {
  let size = absOf(x);
  let z = min(size, F(1.0)) * min(size, F(1.0));
  let near = size + size * z * ${polynomial("z", TANH)};
  let far = F(1.0) - F(2.0) / (expScaled(F(2.0) * min(size, F(20.0)), I(0)) + F(1.0));
  return choose(withSign(select(far, near, size < F(0.625)), x), x, isNan(x) | (size < F(1.0e-4)));
}`,
  },
};
