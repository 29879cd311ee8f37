import { describe, expect, it } from "vitest";
import * as transcendental from "../../../transcendental/index.js";
import { createKernel } from "./buffer.js";
import { TRANSCENDENTAL_COSTS, type TranscendentalPrimitive } from "./index.js";

const PRIMITIVES = Object.keys(TRANSCENDENTAL_COSTS) as TranscendentalPrimitive[];

/** The meaning: the float64 functions. */
const MEANING: Readonly<Record<TranscendentalPrimitive, (x: number, y: number) => number>> = {
  ...transcendental,
  log1pAbs: (x) => transcendental.log1p(x < -1 ? -2 - x : x),
};

const SPECIALS = [
  NaN, Infinity, -Infinity, 0, -0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, -1.5, 1e-45, -1e-45, 1.1754942e-38,
  1.17549435e-38, -1.17549435e-38, 3.4028235e38, -3.4028235e38, 16777216, -16777216, 16777215, 33554430,
];

/** Where some function changes its course: neighbours of these are tried as well. */
const TURNS = [
  1e-8, 0.25, 0.41421357, 0.5, 0.70710677, 0.78539816, 1, 1.4142135, 1.5707964, 2, 3.1415927, 3.9192059, 4,
  8.3177662, 9.0109, 9.3, 36, 38.5318, 44.8534, 45.1545, 87.3365, 88.3762, 88.7228, 89.4159, 103.278,
  103.972, 105, 126, 127, 128, 149, 150, 151, 8388608, 1e7, 9007199254740992, 1.8446744e19, 1.7014118e38,
];

const float = new Float32Array(1);
const word = new Int32Array(float.buffer);

/** The bits of a float32. */
function bits(x: number): number {
  float[0] = x;
  return word[0] as number;
}

/** The float32 of some bits. */
function fromBits(pattern: number): number {
  word[0] = pattern;
  return float[0] as number;
}

/** How many float32 numbers two are apart; NaN and the two zeros are far from all but themselves. */
function distance(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  if (Number.isNaN(a) || Number.isNaN(b) || a === b) return Infinity;
  const [p, q] = [bits(a), bits(b)].map((x) => (x < 0 ? -(x & 0x7fffffff) : x)) as [number, number];
  return Math.abs(p - q);
}

/** Well-mixed 32 bits of an integer (the finalizer of MurmurHash3). */
function mix(n: number): number {
  let h = Math.imul(n ^ (n >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Every sign and exponent with 256 random fractions each, the turns and their neighbours, specials. */
function argumentsOfAllSizes(): number[] {
  const values = [...SPECIALS];
  for (const turn of TURNS) {
    for (let k = -8; k <= 8; k++) {
      const pattern = bits(turn) + k;
      values.push(fromBits(pattern), -fromBits(pattern));
    }
  }
  for (let k = 0; k < 131072; k++) values.push(fromBits((k << 15) | (mix(k) & 0x7fff)));
  while (values.length % 4 !== 0) values.push(0);
  return values;
}

/** Bases and exponents: of all sizes, small halves and integers, those with results in float32's range. */
function pairs(): [number, number][] {
  const values = SPECIALS.flatMap((x) => SPECIALS.map((y): [number, number] => [x, y]));
  for (let k = 0; k < 131072; k++) {
    const x = fromBits((k << 15) | (mix(k) & 0x7fff));
    const draw = mix(k + 0x10000000) / 0x80000000;
    if (k % 4 === 0) values.push([x, fromBits(mix(k + 0x20000000))]);
    else if (k % 4 === 1) values.push([Math.abs(x), Math.round(draw * 20) / 2]);
    else if (k % 4 === 2) values.push([x, Math.round(draw * 5)]);
    else {
      const logarithm = transcendental.log2(Math.abs(x));
      const divisor = Number.isFinite(logarithm) && logarithm !== 0 ? logarithm : 1;
      values.push([Math.abs(x), (draw * 160) / divisor]);
    }
  }
  while (values.length % 4 !== 0) values.push([0, 0]);
  return values;
}

/** What a primitive yields for lists of operands. */
function evaluate(
  primitive: TranscendentalPrimitive,
  x: readonly number[],
  y?: readonly number[],
): Float32Array {
  const kernel = createKernel(primitive, x.length);
  kernel.x.set(x);
  if (y !== undefined) kernel.y.set(y);
  kernel.run();
  return kernel.results;
}

/** Four lanes: one number in one of them, another in the rest. */
function among(own: number, lane: number, other: number): number[] {
  return [0, 1, 2, 3].map((k) => (k === lane ? own : other));
}

/** The float64 function, rounded to float32. */
function reference(primitive: TranscendentalPrimitive, x: number, y: number): number {
  return Math.fround(MEANING[primitive](Math.fround(x), Math.fround(y)));
}

/** Operands whose result is more than 1 ulp off, or whose zero, infinity or NaN is another's. */
function faults(primitive: TranscendentalPrimitive, x: readonly number[], y: readonly number[]): string[] {
  const found: string[] = [];
  evaluate(primitive, x, y).forEach((actual, k) => {
    const exact = reference(primitive, x[k] as number, y[k] as number);
    if (distance(actual, exact) <= 1) return;
    found.push(`${primitive}(${x[k]}, ${y[k]}) is ${actual}, not ${exact}`);
  });
  return found.slice(0, 5);
}

const UNARY = PRIMITIVES.filter((primitive) => primitive !== "power");
const ALL_SIZES = argumentsOfAllSizes();
const PAIRS = pairs();

describe.each(UNARY)("%s of four lanes", (primitive) => {
  it("is the rounded float64 function or a float32 next to it for arguments of all sizes", () => {
    expect(faults(primitive, ALL_SIZES, ALL_SIZES)).toEqual([]);
  });

  it("is exactly the float64 function where that is NaN, infinite or a zero", () => {
    const results = evaluate(primitive, ALL_SIZES);
    const wrong = ALL_SIZES.filter((x, k) => {
      const exact = MEANING[primitive](Math.fround(x), 0);
      const special = exact === 0 || !Number.isFinite(exact);
      return special && !Object.is(results[k], exact);
    });
    expect(wrong).toEqual([]);
  });

  it("has in each lane the same bits, whatever is in the others", () => {
    const values = ALL_SIZES.filter((_, k) => k < 1400 || k % 40 === 0);
    const alone = evaluate(primitive, values.flatMap((x) => among(x, 0, x)));
    const neighbours = [[0, NaN], [1, 1e30], [2, -Infinity], [3, -0], [0, 1e-40], [3, 0.3]] as const;
    for (const [lane, other] of neighbours) {
      const mixed = evaluate(primitive, values.flatMap((x) => among(x, lane, other)));
      const wrong = values.filter((_, k) => !Object.is(mixed[4 * k + lane], alone[4 * k]));
      expect(wrong).toEqual([]);
    }
  });
});

describe("power of four lanes", () => {
  const x = PAIRS.map(([base]) => base);
  const y = PAIRS.map(([, exponent]) => exponent);

  it("is the rounded float64 function or a float32 next to it for operands of all sizes", () => {
    expect(faults("power", x, y)).toEqual([]);
  });

  it("is exactly the float64 function for special operands", () => {
    const results = evaluate("power", x, y);
    const wrong = PAIRS.slice(0, SPECIALS.length ** 2).filter(([base, exponent], k) => {
      const exact = reference("power", base, exponent);
      return (exact === 0 || !Number.isFinite(exact)) && !Object.is(results[k], exact);
    });
    expect(wrong).toEqual([]);
  });

  it("has in each lane the same bits, whatever is in the others", () => {
    const values = PAIRS.filter((_, k) => k < 700 || k % 37 === 0);
    const alone = evaluate(
      "power",
      values.flatMap(([b]) => among(b, 0, b)),
      values.flatMap(([, e]) => among(e, 0, e)),
    );
    const neighbours = [[0, NaN, 2], [1, -3, 0.5], [2, Infinity, NaN], [3, 0, -Infinity]] as const;
    for (const [lane, base, exponent] of neighbours) {
      const mixed = evaluate(
        "power",
        values.flatMap(([b]) => among(b, lane, base)),
        values.flatMap(([, e]) => among(e, lane, exponent)),
      );
      expect(values.filter((_, k) => !Object.is(mixed[4 * k + lane], alone[4 * k]))).toEqual([]);
    }
  });
});

describe("special arguments", () => {
  it.each([
    ["exp", -Infinity, 0], ["exp", Infinity, Infinity], ["exp", -0, 1], ["expm1", -0, -0],
    ["expm1", -Infinity, -1], ["log", 0, -Infinity], ["log", -0, -Infinity], ["log", -1, NaN],
    ["log", 1, 0], ["log2", 1e-45, -149], ["log10", 1000, 3], ["log1pAbs", -1, -Infinity],
    ["log1pAbs", -0, -0], ["log1pAbs", -2, 0], ["log1pAbs", -Infinity, Infinity], ["sin", -0, -0],
    ["sin", Infinity, NaN], ["cos", -0, 1], ["tan", -0, -0], ["tan", -Infinity, NaN], ["arcsin", -0, -0],
    ["arcsin", 1.0000001, NaN], ["arccos", 1, 0], ["arccos", -1.0000001, NaN], ["arctan", -0, -0],
    ["sinh", -0, -0], ["sinh", -Infinity, -Infinity], ["cosh", -Infinity, Infinity], ["tanh", -0, -0],
    ["tanh", -Infinity, -1], ["arcsinh", -0, -0], ["arcsinh", -Infinity, -Infinity], ["arccosh", 1, 0],
    ["arccosh", 0.99999994, NaN], ["arctanh", -0, -0], ["arctanh", -1, -Infinity],
    ["arctanh", 1.0000001, NaN], ["cbrt", -0, -0], ["cbrt", -27, -3], ["cbrt", -Infinity, -Infinity],
    ["sigmoid", -Infinity, 0], ["sigmoid", Infinity, 1], ["sigmoid", 0, 0.5], ["erf", -0, -0],
    ["erf", Infinity, 1], ["erf", -Infinity, -1],
  ] as const)("%s(%d) is %d", (primitive, x, expected) => {
    expect(evaluate(primitive, [x, x, x, x])[2]).toBe(expected);
  });
});
