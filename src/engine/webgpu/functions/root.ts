import type { Pieces } from "./piece.js";

/** The cube root, within 3 ulp. */
export const ROOT: Pieces = {
  /**
   * |x| = m·8^k with m from 1 to 8, whose root two steps of Halley's method find from a line. A number that is too
   * small to be normal is multiplied by 2^24 first.
   */
  cbrtOf: {
    needs: ["absOf", "withSign", "isFinite", "isZero", "choose", "powerOfTwo"],
    code: `fn cbrtOf(x: F) -> F {
  let size = absOf(x);
  let small = bitcast<U>(size) < U(0x00800000u);
  let bits = bitcast<U>(select(size, size * F(16777216.0), small));
  let e = bits >> U(23u);
  let third = (e + U(2u)) / U(3u);
  let rest = e + U(2u) - third * U(3u);
  let m = bitcast<F>((bits & U(0x007fffffu)) | ((rest + U(127u)) << U(23u)));
  var root = F(0.857) + F(0.147) * m;
  for (var k = 0; k < 2; k++) {
    let cube = root * root * root;
    root = root * ((cube + m + m) / (cube + cube + m));
  }
  let scaled = root * powerOfTwo(I(third) - select(I(43), I(51), small));
  return choose(withSign(scaled, x), x, !isFinite(x) | isZero(x));
}`,
  },
};
