import fc from "fast-check";
import { expect, test } from "vitest";
import { ContractError } from "../../src/errors.js";
import { FAILED, STOPPED, rankOf } from "./rank.js";

test("full trainings rank by fitness, above all that were stopped, which rank above all that failed", () => {
  const fitness = fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e300 });
  fc.assert(
    fc.property(fitness, fitness, (one, other) => {
      expect(rankOf("trained", one)).toBe(one);
      expect(rankOf("trained", one) < rankOf("trained", other)).toBe(one < other);
      expect(rankOf("trained", one)).toBeGreaterThan(rankOf("stopped", null));
    }),
  );
  expect(rankOf("stopped", null)).toBeGreaterThan(rankOf("failed", null));
  expect(rankOf("stopped", null)).toBe(STOPPED);
});

test("a fault ranks as a failure, and neither looks at a fitness", () => {
  expect(rankOf("fault", null)).toBe(FAILED);
  expect(rankOf("failed", 2)).toBe(FAILED);
});

test.each([null, NaN, Infinity, -Infinity])("a full training with a fitness of %s is refused", (fitness) => {
  expect(() => rankOf("trained", fitness)).toThrow(ContractError);
});
