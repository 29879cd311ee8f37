import type { Pieces } from "./piece.js";

/**
 * What is seen by the bits of a number alone: a shader's compiler may take every number for finite, and leave
 * comparisons out that only NaN and infinities could decide. Infinities and NaN are read from variables, since
 * constants may be neither.
 */
export const BITS: Pieces = {
  isNan: { code: "fn isNan(x: F) -> B { return (bitcast<U>(x) & U(0x7fffffffu)) > U(0x7f800000u); }" },
  isFinite: { code: "fn isFinite(x: F) -> B { return (bitcast<U>(x) & U(0x7f800000u)) != U(0x7f800000u); }" },
  isInfinite: { code: "fn isInfinite(x: F) -> B { return (bitcast<U>(x) & U(0x7fffffffu)) == U(0x7f800000u); }" },
  /** ±0; what is too small to be normal counts as itself, though the device may not. */
  isZero: { code: "fn isZero(x: F) -> B { return (bitcast<U>(x) & U(0x7fffffffu)) == U(0u); }" },
  nan: {
    code: "var<private> nanWord: u32 = 0x7fc00000u;\nfn nan() -> F { return bitcast<F>(U(nanWord)); }",
  },
  infinity: {
    code: "var<private> infinityWord: u32 = 0x7f800000u;\nfn infinity() -> F { return bitcast<F>(U(infinityWord)); }",
  },
  absOf: { code: "fn absOf(x: F) -> F { return bitcast<F>(bitcast<U>(x) & U(0x7fffffffu)); }" },
  negateOf: { code: "fn negateOf(x: F) -> F { return bitcast<F>(bitcast<U>(x) ^ U(0x80000000u)); }" },
  /** A value that is not negative, with the sign of x. */
  withSign: {
    code: `fn withSign(value: F, x: F) -> F {
  return bitcast<F>((bitcast<U>(value) & U(0x7fffffffu)) | (bitcast<U>(x) & U(0x80000000u)));
}`,
  },
  /** Lanes of y where the condition holds, of x elsewhere: NaN in the other is no matter. */
  choose: {
    code: `fn choose(x: F, y: F, condition: B) -> F {
  return bitcast<F>(select(bitcast<U>(x), bitcast<U>(y), condition));
}`,
  },
  /** 2^n for n from −126 to 127. */
  powerOfTwo: { code: "fn powerOfTwo(n: I) -> F { return bitcast<F>((n + I(127)) << U(23u)); }" },
  /** x · 2^n for n from −252 to 254, in two steps, so that neither factor leaves the range of numbers. */
  scaleBy: {
    needs: ["powerOfTwo"],
    code: `fn scaleBy(x: F, n: I) -> F {
  let half = n >> U(1u);
  return x * powerOfTwo(half) * powerOfTwo(n - half);
}`,
  },
};
