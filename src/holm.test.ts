import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ContractError } from "./errors.js";
import { holm } from "./holm.js";

const VALUES = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

describe("Holm's correction", () => {
  test("is that of R's p.adjust", () => {
    // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm"), the example of the method's page on Wikipedia.
    const corrected = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((p, k) => { expect(corrected[k]).toBeCloseTo(p, 12); });
    // p.adjust(c(0.5, 0.001, 0.5), "holm")
    expect(holm([0.5, 0.001, 0.5])).toEqual([1, 0.003, 1]);
  });

  test("leaves one alone as it is, and none", () => {
    expect(holm([0.04])).toEqual([0.04]);
    expect(holm([])).toEqual([]);
  });

  test("rejects what the step-down procedure rejects, one hypothesis after the other", () => {
    fc.assert(fc.property(VALUES, fc.double({ min: 0.001, max: 0.5, noNaN: true }), (values, level) => {
      const rejected = values.map(() => false);
      const order = values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number));
      for (const [rank, i] of order.entries()) {
        if ((values.length - rank) * (values[i] as number) > level) break;
        rejected[i] = true;
      }
      expect(holm(values).map((p) => p <= level)).toEqual(rejected);
    }));
  });

  test("makes nothing smaller, keeps the order, and is below Bonferroni's", () => {
    fc.assert(fc.property(VALUES, (values) => {
      const corrected = holm(values);
      values.forEach((p, i) => {
        expect(corrected[i]).toBeGreaterThanOrEqual(p);
        expect(corrected[i]).toBeLessThanOrEqual(Math.min(1, values.length * p));
        values.forEach((q, k) => { if (p < q) expect(corrected[i]).toBeLessThanOrEqual(corrected[k] as number); });
      });
    }));
  });

  test.each([-0.1, 1.1, NaN])("%d is refused", (p) => {
    expect(() => holm([0.5, p])).toThrow(ContractError);
  });
});
