import { type Pieces, polynomial } from "./piece.js";

/**
 * Minimax polynomials of Cephes: (arcsinh x − x)/x³ in x² for |x| ≤ 1/2, arccosh(1 + z)/√z in z for z ≤ 1/2 and
 * (arctanh x − x)/x³ in x² for |x| ≤ 1/2.
 */
const ARCSINH = [-1.6666288134e-1, 7.4847586088e-2, -4.2699340972e-2, 2.0122003309e-2];
const ARCCOSH = [1.4142135263, -1.1784741703e-1, 2.6454905019e-2, -7.5272886713e-3, 1.7596881071e-3];
const ARCTANH = [3.33337300303e-1, 1.9978216450e-1, 1.4669143173e-1, 8.24370301058e-2, 1.81740078349e-1];

/** Within 5 ulp. Beyond 10^4, where x² + 1 is x² in float32, the root is x and never overflows. */
export const AREA: Pieces = {
  arcsinhOf: {
    needs: ["logOf", "absOf", "withSign", "isFinite", "choose"],
    code: `fn arcsinhOf(x: F) -> F {
  let size = absOf(x);
  let small = min(size, F(1.0e4));
  let z = min(size, F(0.5)) * min(size, F(0.5));
  let near = size + size * z * ${polynomial("z", ARCSINH)};
  let large = size > F(1.0e4);
  let far = logOf(select(small + sqrt(small * small + F(1.0)), size, large)) + select(F(0.0), F(0.693147181), large);
  return choose(withSign(select(far, near, size < F(0.5)), x), x, !isFinite(x) | (size < F(1.0e-4)));
}`,
  },
  arccoshOf: {
    needs: ["logOf", "isNan", "nan", "choose"],
    code: `fn arccoshOf(x: F) -> F {
  let small = clamp(x, F(1.0), F(1.0e4));
  let z = small - F(1.0);
  let bounded = min(z, F(0.5));
  let near = sqrt(bounded) * ${polynomial("bounded", ARCCOSH)};
  let large = x > F(1.0e4);
  let far = logOf(select(small + sqrt(z * (small + F(1.0))), x, large)) + select(F(0.0), F(0.693147181), large);
  return choose(select(far, near, x < F(1.5)), nan(), isNan(x) | (x < F(1.0)));
}`,
  },
  arctanhOf: {
    needs: ["logOf", "absOf", "withSign", "isNan", "nan", "infinity", "choose"],
    code: `fn arctanhOf(x: F) -> F {
  let size = absOf(x);
  let z = min(size, F(0.5)) * min(size, F(0.5));
  let near = size + size * z * ${polynomial("z", ARCTANH)};
  let bounded = min(size, F(0.99999994));
  let far = F(0.5) * logOf((F(1.0) + bounded) / (F(1.0) - bounded));
  let value = choose(select(far, near, size < F(0.5)), infinity(), size == F(1.0));
  return choose(choose(withSign(value, x), x, size < F(1.0e-4)), nan(), isNan(x) | (size > F(1.0)));
}`,
  },
};
