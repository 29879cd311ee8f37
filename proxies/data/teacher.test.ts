import { describe, expect, it } from "vitest";
import { take } from "./source.js";
import { teacher } from "./teacher.js";

/** Eigenvalues of the sample covariance, largest first: Jacobi's rotations. */
function covarianceSpectrum(data: Float32Array, size: number): number[] {
  const rows = data.length / size;
  const a = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += (data[r * size + i] as number) * (data[r * size + j] as number);
    return sum / rows;
  })) as [number[], ...number[][]];
  const at = (i: number, j: number): number => (a[i] as number[])[j] as number;
  for (let sweep = 0; sweep < 12; sweep++) {
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        const angle = 0.5 * Math.atan2(2 * at(p, q), at(q, q) - at(p, p));
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let k = 0; k < size; k++) {
          const [x, y] = [at(p, k), at(q, k)];
          (a[p] as number[])[k] = c * x - s * y;
          (a[q] as number[])[k] = s * x + c * y;
        }
        for (let k = 0; k < size; k++) {
          const [x, y] = [at(k, p), at(k, q)];
          (a[k] as number[])[p] = c * x - s * y;
          (a[k] as number[])[q] = s * x + c * y;
        }
      }
    }
  }
  return Array.from({ length: size }, (_, i) => at(i, i)).sort((x, y) => y - x);
}

describe("teacher", () => {
  it.each(["power", "geometric"] as const)("has inputs of a %s spectrum, off the axes", (spectrum) => {
    const source = teacher({ inputs: 16, spectrum, condition: 1000 });
    const { inputs } = take(source, "train", 1, 0, 20_000);
    const found = covarianceSpectrum(inputs, 16);
    source.eigenvalues.forEach((value, i) => {
      expect(Math.abs((found[i] as number) / value - 1)).toBeLessThan(0.06);
    });
    expect((source.eigenvalues[0] as number) / (source.eigenvalues[15] as number)).toBeCloseTo(1000, 6);
    expect(source.eigenvalues.reduce((sum, value) => sum + value, 0) / 16).toBeCloseTo(1, 10);
  });

  it("has targets of variance 1 plus that of the noise", () => {
    const { targets } = take(teacher({ outputs: 3, noise: 0.5 }), "validation", 1, 0, 20_000);
    const square = targets.reduce((sum, y) => sum + y * y, 0) / targets.length;
    expect(Math.abs(square - 1.25)).toBeLessThan(0.04);
  });

  it("has the noise's variance as its floor, and adds no more than that", () => {
    const quiet = take(teacher({ noise: 0 }), "train", 1, 0, 5000).targets;
    const loud = take(teacher({ noise: 0.2 }), "train", 1, 0, 5000).targets;
    const square = loud.reduce((sum, y, i) => sum + (y - (quiet[i] as number)) ** 2, 0) / loud.length;
    expect(square).toBeCloseTo(teacher({ noise: 0.2 }).floor.loss, 2);
  });

  it("asks the same of every split and seed, and something else in another world", () => {
    const inputs = take(teacher(), "train", 1, 0, 1);
    const other = take(teacher({ world: 2 }), "train", 1, 0, 1);
    expect(other.targets).not.toEqual(inputs.targets);
  });
});
