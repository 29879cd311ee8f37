import { type Pieces, polynomial } from "./piece.js";

/** Minimax polynomials of Cephes in s²: (arcsin s − s)/s³ for s ≤ 1/2, (arctan s − s)/s³ for s ≤ tan(π/8). */
const ARCSIN = [1.6666752422e-1, 7.4953002686e-2, 4.5470025998e-2, 2.4181311049e-2, 4.2163199048e-2];
const ARCTAN = [-3.33329491539e-1, 1.99777106478e-1, -1.38776856032e-1, 8.05374449538e-2];

/** Within 4 ulp. */
export const ARC: Pieces = {
  /** arcsin s for s up to 1/2. */
  arcOf: { code: `fn arcOf(s: F) -> F { let z = s * s; return s + s * z * ${polynomial("z", ARCSIN)}; }` },
  /** Beyond 1/2 it is π/2 − 2·arcsin √((1 − |x|)/2). */
  arcsinOf: {
    needs: ["arcOf", "absOf", "withSign", "isNan", "nan", "choose"],
    code: `fn arcsinOf(x: F) -> F {
  let size = absOf(x);
  let far = size > F(0.5);
  let arc = arcOf(select(size, sqrt(max(F(0.0), F(1.0) - size) * F(0.5)), far));
  let value = withSign(select(arc, F(1.57079633) - F(2.0) * arc, far), x);
  return choose(choose(value, x, size < F(1.0e-4)), nan(), isNan(x) | (size > F(1.0)));
}`,
  },
  arccosOf: {
    needs: ["arcOf", "absOf", "withSign", "isNan", "nan", "choose"],
    code: `fn arccosOf(x: F) -> F {
  let size = absOf(x);
  let far = size > F(0.5);
  let arc = arcOf(select(size, sqrt(max(F(0.0), F(1.0) - size) * F(0.5)), far));
  let near = F(1.57079633) - withSign(arc, x);
  let beyond = select(F(2.0) * arc, F(3.14159265) - F(2.0) * arc, x < F(0.0));
  return choose(select(near, beyond, far), nan(), isNan(x) | (size > F(1.0)));
}`,
  },
  /** Beyond tan(π/8) it is π/4 + arctan((s − 1)/(s + 1)), beyond tan(3π/8) π/2 − arctan(1/s). */
  arctanOf: {
    needs: ["absOf", "withSign", "isNan", "isInfinite", "choose"],
    code: `fn arctanOf(x: F) -> F {
  let size = absOf(x);
  let far = size > F(2.41421356);
  let middle = size > F(0.414213562);
  let bounded = min(size, F(1.0e12));
  let above = select(select(bounded, bounded - F(1.0), middle), F(-1.0), far);
  let below = select(select(F(1.0), bounded + F(1.0), middle), bounded, far);
  let s = above / below;
  let z = s * s;
  let base = select(select(F(0.0), F(0.785398163), middle), F(1.57079633), far);
  let value = base + (s + s * z * ${polynomial("z", ARCTAN)});
  return choose(withSign(value, x), x, isNan(x) | (size < F(1.0e-4)));
}`,
  },
};
