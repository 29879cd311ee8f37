import { mean } from "../src/statistics.js";

/** Parts of a learning curve that is kept or drawn. */
const PARTS = 40;

/** The means of equal parts of a learning curve, 40 of them: as many as there are steps where these are fewer. */
export function curveParts(curve: Float32Array): readonly number[] {
  const parts = Math.min(PARTS, curve.length);
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * curve.length) / parts);
    const to = Math.floor(((part + 1) * curve.length) / parts);
    return mean([...curve.subarray(from, to)]);
  });
}
