import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as transcendental from "./index.js";

type Entry = number | string;

const reference = JSON.parse(
  readFileSync(new URL("./reference.json", import.meta.url), "utf8"),
) as Record<string, Entry[][]>;

const functions: Record<string, (...x: number[]) => number> = { ...transcendental };

/** A float64's place in the order of all float64 numbers, so that neighbours differ by 1. */
function place(x: number): bigint {
  const bits = new BigInt64Array(Float64Array.of(x).buffer)[0] as bigint;
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

/** A float32's place in the order of all float32 numbers. */
function place32(x: number): number {
  const bits = new Int32Array(Float32Array.of(x).buffer)[0] as number;
  return bits < 0 ? -(bits & 0x7fffffff) : bits;
}

/** How many float64 numbers two results are apart. */
function distance(a: number, b: number): number {
  return Object.is(a, b) ? 0 : Number(place(a) > place(b) ? place(a) - place(b) : place(b) - place(a));
}

describe("every exported function", () => {
  it("has reference values", () => {
    expect(Object.keys(reference).sort()).toEqual(Object.keys(functions).sort());
  });
});

describe.each(Object.entries(reference))("%s", (name, rows) => {
  const numbers = rows.map((row) => row.map(Number));
  const results = numbers.map((row) => ({
    call: `${name}(${row.slice(0, -1).join(", ")})`,
    actual: (functions[name] as (...x: number[]) => number)(...row.slice(0, -1)),
    exact: row.at(-1) as number,
  }));

  it("is at most one float64 from the nearest to the exact value", () => {
    const bad = results.filter(({ actual, exact }) => distance(actual, exact) > 1);
    expect(bad).toEqual([]);
  });

  it("is the nearest float32 to the exact value once rounded to float32", () => {
    const bad = results.filter(({ actual, exact }) => place32(actual) !== place32(exact));
    expect(bad).toEqual([]);
  });

  it("keeps the sign of zeros and underflowing results", () => {
    const bad = results.filter(({ actual, exact }) => exact === 0 && !Object.is(actual, exact));
    expect(bad).toEqual([]);
  });
});
