import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ContractError } from "./errors.js";
import { studentDistribution, studentQuantile } from "./student.js";

type Row = readonly [number, freedom: number, number];

const reference = JSON.parse(readFileSync(new URL("./student.json", import.meta.url), "utf8")) as {
  readonly quantiles: readonly Row[];
  readonly probabilities: readonly Row[];
};

const freedoms = fc.integer({ min: 1, max: 2000 });
const places = fc.double({ min: -50, max: 50, noNaN: true });
const parts = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });

describe("the quantile of Student's t", () => {
  it.each(reference.quantiles)("for %d and %d degrees of freedom is %d", (p, freedom, t) => {
    expect(Math.abs(studentQuantile(p, freedom) - t) / (1 + Math.abs(t))).toBeLessThan(1e-10);
  });

  // Printed in every textbook.
  it.each([[0.95, 1, 6.314], [0.975, 5, 2.571], [0.95, 7, 1.895], [0.975, 30, 2.042], [0.995, 10, 3.169]])(
    "for %d and %d degrees of freedom is %d in the tables", (p, freedom, t) => {
      expect(studentQuantile(p, freedom)).toBeCloseTo(t, 3);
    },
  );

  it("is the inverse of the distribution", () => {
    fc.assert(
      fc.property(parts, freedoms, (p, freedom) => {
        expect(studentDistribution(studentQuantile(p, freedom), freedom)).toBeCloseTo(p, 11);
      }),
    );
  });

  it("is odd about one half, where it is 0", () => {
    fc.assert(
      // Of multiples of 2^-20 the difference from 1 is exact.
      fc.property(fc.integer({ min: 1, max: 2 ** 20 - 1 }), freedoms, (n, freedom) => {
        const p = n / 2 ** 20;
        expect(studentQuantile(1 - p, freedom)).toBe(0 - studentQuantile(p, freedom));
      }),
    );
    expect(studentQuantile(0.5, 3)).toBe(0);
  });

  it("rises with the part", () => {
    fc.assert(
      fc.property(parts, parts, freedoms, (one, other, freedom) => {
        fc.pre(one < other);
        expect(studentQuantile(one, freedom)).toBeLessThanOrEqual(studentQuantile(other, freedom));
      }),
    );
  });

  it("is farther out the fewer degrees of freedom there are", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.51, max: 0.9999, noNaN: true }), fc.integer({ min: 1, max: 99 }), (p, freedom) => {
        expect(studentQuantile(p, freedom)).toBeGreaterThan(studentQuantile(p, freedom + 1));
      }),
    );
  });

  it.each([[0, 3], [1, 3], [-0.1, 3], [NaN, 3], [0.9, 0], [0.9, -1], [0.9, 2.5], [0.9, NaN], [0.9, Infinity]])(
    "for %d and %d degrees of freedom is refused", (p, freedom) => {
      expect(() => studentQuantile(p, freedom)).toThrow(ContractError);
    },
  );
});

describe("the distribution of Student's t", () => {
  it.each(reference.probabilities)("at %d with %d degrees of freedom is %d", (t, freedom, p) => {
    expect(Math.abs(studentDistribution(t, freedom) - p)).toBeLessThan(1e-10);
  });

  it("of one degree of freedom is Cauchy's, of two an algebraic function", () => {
    fc.assert(
      fc.property(places, (t) => {
        expect(studentDistribution(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 12);
        expect(studentDistribution(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 12);
      }),
    );
  });

  it("rises from 0 to 1, and is symmetric", () => {
    fc.assert(
      fc.property(places, places, freedoms, (one, other, freedom) => {
        fc.pre(one < other);
        const [low, high] = [studentDistribution(one, freedom), studentDistribution(other, freedom)];
        expect(high).toBeGreaterThanOrEqual(low - 1e-14);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(studentDistribution(-one, freedom)).toBeCloseTo(1 - low, 15);
      }),
    );
    expect(studentDistribution(0, 4)).toBe(0.5);
    expect([-Infinity, Infinity].map((t) => studentDistribution(t, 4))).toEqual([0, 1]);
  });
});
