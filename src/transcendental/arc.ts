import { HALF_PI, HALF_PI_LOW } from "./tables.js";

/** (arcsin(s) - s)/s for z = s^2 <= 1/4, by fdlibm's rational approximation. */
function excess(z: number): number {
  const p =
    0.16666666666666666 + z * (-0.3255658186224009 + z * (0.20121253213486293 +
    z * (-0.04005553450067941 + z * (0.0007915349942898145 + z * 3.479331075960212e-5))));
  const q =
    1 + z * (-2.403394911734414 + z * (2.0209457602335057 +
    z * (-0.6882839716054533 + z * 0.07703815055590194)));
  return (z * p) / q;
}

/**
 * arcsin x in [-pi/2, pi/2], within 0.89 ulp.
 *
 * Odd, keeping -0; NaN beyond 1. Method and rational approximation of fdlibm.
 */
export function arcsin(x: number): number {
  const size = Math.abs(x);
  if (size < 0.5) return size < 1e-8 ? x : x + x * excess(x * x);
  if (!(size <= 1)) return NaN;
  if (size === 1) return x * HALF_PI;
  // pi/2 - 2 arcsin(sqrt((1 - size)/2)), the root as head + rest.
  const z = (1 - size) * 0.5;
  const s = Math.sqrt(z);
  const head = Math.fround(s);
  const rest = (z - head * head) / (s + head);
  const y = HALF_PI * 0.5 - (2 * s * excess(z) - (HALF_PI_LOW - 2 * rest) - (HALF_PI * 0.5 - 2 * head));
  return x < 0 ? -y : y;
}

/**
 * arccos x in [0, pi], within 0.9 ulp.
 *
 * 0 at 1; NaN beyond 1. Method and rational approximation of fdlibm.
 */
export function arccos(x: number): number {
  const size = Math.abs(x);
  if (size < 0.5) return HALF_PI - (x - (HALF_PI_LOW - x * excess(x * x)));
  if (!(size < 1)) return x === 1 ? 0 : x === -1 ? 2 * HALF_PI : NaN;
  const z = (1 - size) * 0.5;
  const s = Math.sqrt(z);
  if (x < 0) return 2 * (HALF_PI - (s + (s * excess(z) - HALF_PI_LOW)));
  const head = Math.fround(s);
  const rest = (z - head * head) / (s + head);
  return 2 * (head + (s * excess(z) + rest));
}

/**
 * arctan x in [-pi/2, pi/2], within 0.84 ulp.
 *
 * Odd, keeping -0; pi/2 at Infinity. Method and polynomial of fdlibm.
 */
export function arctan(x: number): number {
  const size = Math.abs(x);
  let y = size;
  let high = 0;
  let low = 0;
  // arctan x = arctan c + arctan((x - c)/(1 + c x)) for c = 1/2, 1, 3/2 and infinity.
  if (size >= 0.4375) {
    if (size >= 2.4375) {
      high = HALF_PI;
      low = HALF_PI_LOW;
      y = -1 / size;
    } else if (size >= 1.1875) {
      high = 0.982793723247329;
      low = 1.3903311031230998e-17;
      y = (size - 1.5) / (1 + 1.5 * size);
    } else if (size >= 0.6875) {
      high = HALF_PI * 0.5;
      low = HALF_PI_LOW * 0.5;
      y = (size - 1) / (size + 1);
    } else {
      high = 0.4636476090008061;
      low = 2.2698777452961687e-17;
      y = (2 * size - 1) / (2 + size);
    }
  } else if (size < 1e-8) return x;
  const z = y * y;
  const w = z * z;
  const even =
    z * (0.3333333333333293 + w * (0.14285714272503466 + w * (0.09090887133436507 +
    w * (0.06661073137387531 + w * (0.049768779946159324 + w * 0.016285820115365782)))));
  const odd =
    w * (-0.19999999999876483 + w * (-0.11111110405462356 + w * (-0.0769187620504483 +
    w * (-0.058335701337905735 + w * -0.036531572744216916))));
  const series = y * (even + odd);
  const result = high - (series - low - y);
  return x < 0 ? -result : result;
}
