import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Sum, type Variable, constantSum, divide, keyOf, largestOf, plus, project, sumOf, times } from "./sum.js";

/** What a sum comes to for values of variables, and of those that were declared on the way. */
function valueOf({ constant, terms }: Sum, values: ReadonlyMap<string, number>): number {
  return terms.reduce((total, { variable, divisor, count, factor }) => {
    return total + (Math.floor((values.get(variable.name) as number) / divisor) % count) * factor;
  }, constant);
}

const sums = fc.tuple(
  fc.nat(40),
  fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 24 }), fc.nat()), { maxLength: 4 }),
).map(([constant, parts]) => {
  const values = new Map<string, number>();
  const terms = parts.map(([count, factor, draw], k) => {
    values.set(`x${k}`, draw % count);
    return times(sumOf({ name: `x${k}`, count, depth: 0 }), factor);
  });
  return { sum: plus(constantSum(constant), ...terms), values };
});

/** Declares variables as a kernel does, and knows what they hold. */
function naming(values: Map<string, number>): (sum: Sum) => Variable {
  return (sum) => {
    const name = `named ${keyOf(sum)}`;
    values.set(name, valueOf(sum, values));
    return { name, count: largestOf(sum) + 1, depth: 0 };
  };
}

const flat = (count: number): Sum => sumOf({ name: "flat", count, depth: 0 });
const never = (): Variable => expect.fail("nothing needs a name");

describe("an index", () => {
  it("is quotient times divisor plus remainder, which is less than the divisor", () => {
    fc.assert(fc.property(sums, fc.integer({ min: 1, max: 60 }), ({ sum, values }, by) => {
      const [quotient, remainder] = divide(sum, by, naming(values));
      const rest = valueOf(remainder, values);
      expect(valueOf(quotient, values) * by + rest).toBe(valueOf(sum, values));
      expect(rest).toBeLessThan(by);
      expect(largestOf(remainder)).toBeLessThan(by);
    }), { numRuns: 2000 });
  });

  it("is plain again when taken apart and put together", () => {
    const whole = flat(2 * 3 * 4 * 5);
    expect(keyOf(project(whole, [2, 3, 4, 5], [60, 20, 5, 1], never))).toBe(keyOf(whole));
    const [line, column] = divide(whole, 20, never);
    const [row, inside] = divide(column, 5, never);
    expect(keyOf(plus(times(line, 20), times(row, 5), inside))).toBe(keyOf(whole));
  });

  it("follows a transpose there and back", () => {
    const there = project(flat(24), [2, 3, 4], [1, 2, 6], never);
    expect(keyOf(project(there, [4, 3, 2], [1, 4, 12], never))).toBe(keyOf(flat(24)));
  });

  it("takes no remainder where tiles fit a shape", () => {
    const tile = plus(times(sumOf({ name: "group", count: 8, depth: 0 }), 32), times(sumOf({ name: "y", count: 8, depth: 0 }), 4));
    const [quotient, remainder] = divide(tile, 16, never);
    expect(largestOf(quotient)).toBe(15);
    expect(largestOf(remainder)).toBe(12);
  });
});
