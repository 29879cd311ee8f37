import type { Pieces } from "./piece.js";

/** Arithmetic, comparisons and choice, with NaN, infinities and the signs of zeros as IEEE 754 has them. */
export const ARITHMETIC: Pieces = {
  addOf: { code: "fn addOf(x: F, y: F) -> F { return x + y; }" },
  subtractOf: { code: "fn subtractOf(x: F, y: F) -> F { return x - y; }" },
  multiplyOf: { code: "fn multiplyOf(x: F, y: F) -> F { return x * y; }" },
  /** A device may divide by reciprocals, and the reciprocals of the largest numbers are too small for it. */
  divideOf: {
    needs: ["absOf"],
    code: `fn divideOf(x: F, y: F) -> F {
  let scale = select(F(1.0), F(0.0625), absOf(y) > F(2.0e37));
  return (x * scale) / (y * scale);
}`,
  },
  /** Of two equal numbers, which may be zeros, the bits say which is larger. */
  maximumOf: {
    needs: ["isNan", "choose", "nan"],
    code: `fn maximumOf(x: F, y: F) -> F {
  let equal = bitcast<F>(bitcast<U>(x) & bitcast<U>(y));
  let larger = choose(choose(y, x, x > y), equal, x == y);
  return choose(larger, nan(), isNan(x) | isNan(y));
}`,
  },
  minimumOf: {
    needs: ["isNan", "choose", "nan"],
    code: `fn minimumOf(x: F, y: F) -> F {
  let equal = bitcast<F>(bitcast<U>(x) | bitcast<U>(y));
  let smaller = choose(choose(y, x, x < y), equal, x == y);
  return choose(smaller, nan(), isNan(x) | isNan(y));
}`,
  },
  lessOf: {
    needs: ["isNan"],
    code: "fn lessOf(x: F, y: F) -> F { return select(F(0.0), F(1.0), (x < y) & !isNan(x) & !isNan(y)); }",
  },
  lessEqualOf: {
    needs: ["isNan"],
    code: "fn lessEqualOf(x: F, y: F) -> F { return select(F(0.0), F(1.0), (x <= y) & !isNan(x) & !isNan(y)); }",
  },
  equalOf: {
    needs: ["isNan"],
    code: "fn equalOf(x: F, y: F) -> F { return select(F(0.0), F(1.0), (x == y) & !isNan(x) & !isNan(y)); }",
  },
  selectOf: {
    needs: ["isZero", "choose"],
    code: "fn selectOf(x: F, y: F, z: F) -> F { return choose(y, z, isZero(x)); }",
  },
  copyOf: { code: "fn copyOf(x: F) -> F { return x; }" },
  signOf: {
    needs: ["isNan", "isZero", "choose", "withSign"],
    code: "fn signOf(x: F) -> F { return choose(withSign(F(1.0), x), x, isNan(x) | isZero(x)); }",
  },
  floorOf: {
    needs: ["isFinite", "choose", "isZero"],
    code: "fn floorOf(x: F) -> F { return choose(floor(x), x, !isFinite(x) | isZero(x)); }",
  },
  sqrtOf: {
    needs: ["isInfinite", "isZero", "isNan", "choose", "nan"],
    code: `fn sqrtOf(x: F) -> F {
  let negative = (bitcast<U>(x) & U(0x80000000u)) != U(0u);
  let kept = isZero(x) | (isInfinite(x) & !negative);
  return choose(choose(sqrt(x), nan(), negative | isNan(x)), x, kept);
}`,
  },
};
