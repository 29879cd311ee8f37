import { highWord, twoTo } from "./bits.js";

/** 2^(j/3), j = 0, 1, 2. */
const ROOT_OF_TWO_TO = new Float64Array([1, 1.2599210498948732, 1.5874010519681996]);

/**
 * The cube root, within 0.68 ulp.
 *
 * Odd, keeping -0, infinities and NaN. Chebyshev polynomial of degree 5 on [1, 2), rounded to float32, and
 * a step of Halley's method as in FreeBSD's cbrt.
 */
export function cbrt(x: number): number {
  const size = Math.abs(x);
  if (!(size > 0 && size < Infinity)) return x;
  // size = z 2^(3 third + rest - shift), z in [1, 2).
  const subnormal = size < 2.2250738585072014e-308;
  const normal = subnormal ? size * 18014398509481984 : size;
  const k = (highWord(normal) >> 20) - 1023;
  const third = (((k + 1080) / 3) | 0) - 360;
  const rest = k - 3 * third;
  const z = normal * twoTo(-k);
  // Good to 20 bits; as a float32 its square is exact, and a step of Halley's method triples the bits.
  const series =
    0.47514693623890253 + z * (0.8317431442479309 + z * (-0.4602977267696209 + z * (0.19665479701360078 +
    z * (-0.04831832068166114 + z * 0.005072953325277491))));
  const t = Math.fround(series * (ROOT_OF_TWO_TO[rest] as number));
  const m = z * twoTo(rest);
  const q = m / (t * t);
  const root = t + t * ((q - t) / (t + t + q));
  const scaled = root * twoTo(subnormal ? third - 18 : third);
  return x < 0 ? -scaled : scaled;
}
