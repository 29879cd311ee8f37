import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ContractError } from "../../src/errors.js";
import { RandomStream } from "../../src/random.js";
import { mean } from "../../src/statistics.js";
import { SPEED_UP_HORIZONS } from "./effort.js";
import { type HorizonLosses, advantageOver, resampledSpeedUp } from "./speed-up.js";

const T = 600;
const HORIZONS = SPEED_UP_HORIZONS.map((multiple) => Math.round(multiple * T));
const SEEDS = Array.from({ length: 10 }, (_, k) => k);

/** The loss of the bar after so many steps. */
function lossAfter(steps: number): number {
  return 1 + 10 / Math.sqrt(steps);
}

/** Losses with noise, of a rule that is so many times as fast as the bar. */
function losses(speed: number, noise: number, name: string, shift = 0): readonly HorizonLosses[] {
  return HORIZONS.map((horizon) => ({
    horizon,
    losses: SEEDS.map((seed) =>
      lossAfter(speed * horizon) + shift + noise * new RandomStream(seed, `${name} ${horizon}`).normal()),
  }));
}

function barLosses(noise: number, name = "bar"): readonly number[] {
  return losses(1, noise, name)[4]?.losses ?? [];
}

describe("a speed-up", () => {
  test.each([0.85, 1, 1.25, 1.5, 1.7, 2, 2.6])("of a rule %d times as fast is that", (speed) => {
    const { speedUp } = advantageOver(T, barLosses(0), losses(speed, 0, ""));
    expect(speedUp.value.beyond).toBe(null);
    // What interpolation costs is a per cent at most.
    expect(Math.abs(2 ** speedUp.value.octaves / speed - 1)).toBeLessThan(0.01);
    expect(speedUp.low).toEqual(speedUp.value);
  });

  test("is exactly 2 where half the steps come to the bar's loss", () => {
    const { speedUp, difference } = advantageOver(T, barLosses(0), losses(2, 0, ""));
    expect(speedUp.value.octaves).toBeCloseTo(1, 12);
    expect(difference.mean).toBeCloseTo(lossAfter(T) - lossAfter(2 * T), 12);
  });

  test("is censored, not dropped, where the bar is not reached by 1¼ T, or surpassed by ⅓ T", () => {
    const slow = advantageOver(T, barLosses(0), losses(0.5, 0, "")).speedUp;
    expect(slow.value.beyond).toBe("slower");
    expect(2 ** slow.value.octaves).toBeCloseTo(0.8, 12);
    const fast = advantageOver(T, barLosses(0), losses(5, 0, "")).speedUp;
    expect(fast.value.beyond).toBe("faster");
    expect(2 ** fast.value.octaves).toBeCloseTo(3, 12);
  });

  test("has an interval around it that has the truth in it as often as it says", () => {
    let covered = 0;
    for (let k = 0; k < 300; k++) {
      const { low, value, high } = advantageOver(T, barLosses(0.02, `bar ${k}`), losses(1.5, 0.02, `own ${k}`)).speedUp;
      expect(low.octaves).toBeLessThanOrEqual(value.octaves);
      expect(high.octaves).toBeGreaterThanOrEqual(value.octaves);
      if (2 ** low.octaves <= 1.5 && 2 ** high.octaves >= 1.5) covered++;
    }
    expect(covered / 300).toBeGreaterThan(0.925);
  });

  test("is above 1 for equal rules no more often than it may be, however large the noise", () => {
    for (const noise of [0.001, 0.05, 2]) {
      let above = 0;
      const octaves: number[] = [];
      for (let k = 0; k < 200; k++) {
        const { speedUp } = advantageOver(T, barLosses(noise, `bar ${k}`), losses(1, noise, `own ${k}`));
        if (speedUp.low.octaves > 0) above++;
        octaves.push(speedUp.value.octaves);
      }
      // 2.5 of 100, and three standard errors.
      expect(above / 200).toBeLessThan(0.06);
      expect(octaves.filter((octave) => octave > 0).length / 200).toBeLessThan(0.65);
    }
  });

  test("does not see what a seed means for both", () => {
    const seedEffect = SEEDS.map((seed) => 0.3 * new RandomStream(seed, "effect").normal());
    const shifted = (values: readonly number[]) => values.map((value, k) => value + (seedEffect[k] as number));
    const plain = advantageOver(T, barLosses(0.01), losses(1.5, 0.01, "own"));
    const moved = advantageOver(
      T, shifted(barLosses(0.01)),
      losses(1.5, 0.01, "own").map((point) => ({ ...point, losses: shifted(point.losses) })),
    );
    expect(moved.speedUp.low.octaves).toBeCloseTo(plain.speedUp.low.octaves, 9);
    expect(moved.speedUp.high.octaves).toBeCloseTo(plain.speedUp.high.octaves, 9);
  });

  test("never falls where every loss does, and its lower end is above 1 just where the test at T says so", () => {
    fc.assert(fc.property(
      fc.double({ min: 0.5, max: 4, noNaN: true }), fc.double({ min: 0, max: 0.2, noNaN: true }), fc.nat(99),
      (speed, gain, k) => {
        const bar = barLosses(0.01, `bar ${k}`);
        const one = advantageOver(T, bar, losses(speed, 0.01, `own ${k}`)).speedUp;
        const other = advantageOver(T, bar, losses(speed, 0.01, `own ${k}`, -gain)).speedUp;
        expect(other.value.octaves).toBeGreaterThanOrEqual(one.value.octaves - 1e-9);
        expect(other.low.octaves).toBeGreaterThanOrEqual(one.low.octaves - 1e-9);
        // With losses that fall in order nothing is pooled.
        const smooth = losses(speed, 0, "");
        const { difference, speedUp } = advantageOver(T, bar, smooth);
        expect(speedUp.low.octaves > 0).toBe(difference.low > 0);
      },
    ), { numRuns: 50 });
  });

  test("leaves out horizons beyond one that failed", () => {
    const failed = (at: number, speed: number) =>
      losses(speed, 0, "").map((point, k) => (k === at ? { ...point, losses: point.losses.with(3, Infinity) } : point));
    expect(2 ** advantageOver(T, barLosses(0), failed(1, 5)).speedUp.value.octaves).toBeCloseTo(3 / 2, 9);
    expect(advantageOver(T, barLosses(0), failed(5, 0.9)).speedUp.value).toEqual({ octaves: 0, beyond: "slower" });
    expect(() => advantageOver(T, barLosses(0), failed(4, 1))).toThrow(ContractError);
  });

  test("of some seeds, each as often as it is drawn, is that of their means", () => {
    const [bar, own] = [barLosses(0.01), losses(1.6, 0.01, "own")];
    const all = resampledSpeedUp(T, bar, own, SEEDS).octaves;
    expect(all).toBeCloseTo(advantageOver(T, bar, own).speedUp.value.octaves, 9);
    const drawn = [0, 0, 3, 5, 5, 5, 7, 7, 8, 9];
    const take = (values: readonly number[]) => drawn.map((k) => values[k] as number);
    const known = advantageOver(T, take(bar), own.map((point) => ({ ...point, losses: take(point.losses) })));
    expect(resampledSpeedUp(T, bar, own, drawn).octaves).toBeCloseTo(known.speedUp.value.octaves, 9);
  });
});

describe("the smallest detectable speed-up", () => {
  test("grows with the noise, and is one where there is none", () => {
    const of = (noise: number) => advantageOver(T, barLosses(noise), losses(1, noise, "own")).detectable;
    expect(of(0).octaves).toBeCloseTo(0, 9);
    expect(of(0.01).octaves).toBeGreaterThan(0.01);
    expect(of(0.05).octaves).toBeGreaterThan(of(0.01).octaves);
    expect(of(5).beyond).toBe("faster");
  });

  test("is what is detected 4 times in 5", () => {
    const noise = 0.02;
    const sizes = Array.from({ length: 100 }, (_, k) =>
      advantageOver(T, barLosses(noise, `a ${k}`), losses(1, noise, `b ${k}`)).detectable.octaves);
    // A bar that the program comes to in so many fewer steps.
    const shift = lossAfter(T / 2 ** mean(sizes)) - lossAfter(T);
    let found = 0;
    for (let k = 0; k < 300; k++) {
      const bar = barLosses(noise, `c ${k}`).map((loss) => loss + shift);
      const { difference } = advantageOver(T, bar, losses(1, noise, `d ${k}`));
      if (difference.p < 0.05 && difference.mean > 0) found++;
    }
    // Three standard errors, and what the noise of the sizes themselves does.
    expect(found / 300).toBeGreaterThan(0.7);
    expect(found / 300).toBeLessThan(0.9);
  });
});
