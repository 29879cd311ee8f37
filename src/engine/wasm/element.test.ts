import { describe, expect, it } from "vitest";
import { erf, exp, log, sigmoid, tanh } from "../../transcendental/index.js";
import { Graph } from "../graph/graph.js";
import type { UnaryFunction } from "../graph/tensor.js";
import { compileGraph } from "./compiled-graph.arbitrary.js";

/** The normal distribution function. */
const phi = (x: number): number => 0.5 + 0.5 * erf(x * Math.SQRT1_2);

/** The values of a compiled unary function. */
function apply(fn: UnaryFunction, arguments_: readonly number[] | Float32Array): Float32Array {
  const graph = new Graph();
  const x = graph.input("x", [arguments_.length]);
  const y = graph.unary(fn, x);
  const compiled = compileGraph({ parameters: [], outputs: [y] });
  compiled.input(x).set(arguments_);
  compiled.run();
  return compiled.output(y).slice();
}

/** Float32 numbers from one to another, evenly spaced in the order of all float32 numbers. */
function sweep(from: number, to: number, count: number): Float32Array {
  const place = (x: number): number => {
    const [bits = 0] = new Int32Array(Float32Array.of(x).buffer);
    return bits < 0 ? -(bits & 0x7fffffff) : bits;
  };
  const [low, high] = [place(from), place(to)];
  const bits = Int32Array.from({ length: count }, (_, i) => {
    const at = Math.round(low + ((high - low) * i) / (count - 1));
    return at < 0 ? -at | 0x80000000 : at;
  });
  return new Float32Array(bits.buffer);
}

/** The largest error, in units of the last place of the exact value. */
function largestError(fn: UnaryFunction, exact: (x: number) => number, at: Float32Array): number {
  const values = apply(fn, at);
  let worst = 0;
  at.forEach((x, i) => {
    const wanted = exact(x);
    const ulp = 2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(wanted)))) - 23);
    const error = Math.abs((values[i] as number) - wanted) / ulp;
    if (!(error <= worst)) worst = error;
  });
  return worst;
}

describe("element-wise functions", () => {
  const COUNT = 300_007;
  const cases: readonly [UnaryFunction, (x: number) => number, number, number, number][] = [
    ["exp", exp, -87.33654, 88.37, 1.3],
    ["exp", exp, -1, 1, 1.3],
    ["log", log, 1.1754944e-38, 3.4028234e38, 0.9],
    ["log", log, 0.5, 2, 0.9],
    ["tanh", tanh, -12, 12, 2.6],
    ["tanh", tanh, 0.1, 9.02, 2.6],
    ["sigmoid", sigmoid, -87.3, 30, 2.9],
    ["phi", phi, 0, 6, 4],
    ["sqrt", Math.sqrt, 1e-37, 3e38, 0.5],
  ];
  it.each(cases)("%s is as near to the exact value as its docstring says", (fn, exact, from, to, bound) => {
    expect(largestError(fn, exact, sweep(from, to, COUNT))).toBeLessThanOrEqual(bound);
  });

  const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
  const least = 2 ** -149;
  const special: readonly [UnaryFunction, readonly [number, number][]][] = [
    ["exp", [
      [nan, nan], [infinity, infinity], [-infinity, 0], [0, 1], [-0, 1], [88.4, infinity], [89, infinity],
      [1e30, infinity], [-88, 0], [-1e30, 0], [least, 1], [-least, 1],
    ]],
    ["log", [
      [nan, nan], [infinity, infinity], [-infinity, nan], [0, -infinity], [-0, -infinity], [1, 0], [-1, nan],
      [-least, nan],
    ]],
    ["tanh", [[nan, nan], [infinity, 1], [-infinity, -1], [0, 0], [1e30, 1], [-9.1, -1], [least, least]]],
    ["sigmoid", [[nan, nan], [infinity, 1], [-infinity, 0], [0, 0.5], [-0, 0.5], [1e30, 1], [-1e30, 0]]],
    ["phi", [[nan, nan], [infinity, 1], [-infinity, 0], [0, 0.5], [-0, 0.5], [1e30, 1], [5.2, 1], [-5.2, 0]]],
    ["sqrt", [[nan, nan], [infinity, infinity], [-infinity, nan], [-0, -0], [-1, nan], [4, 2]]],
    ["relu", [[nan, nan], [infinity, infinity], [-infinity, 0], [-1, 0], [least, least]]],
    ["abs", [[nan, nan], [-infinity, infinity], [-0, 0], [-least, least]]],
    ["negate", [[nan, nan], [infinity, -infinity], [0, -0], [-0, 0]]],
  ];
  it.each(special)("%s keeps to IEEE at zeros, infinities, NaN and where it saturates", (fn, pairs) => {
    expect([...apply(fn, pairs.map(([x]) => x))]).toEqual(pairs.map(([, y]) => y));
  });

  it("exp and log let every NaN pass, whatever bits it carries", () => {
    const payloads = new Float32Array(Uint32Array.of(0x7f800001, 0xffffffff, 0x7fc00001, 0xffc12345).buffer);
    expect([...apply("exp", payloads), ...apply("log", payloads)]).toEqual(Array(8).fill(NaN));
  });

  it("phi is within 3e-7 of the exact value everywhere", () => {
    const at = sweep(-20, 20, COUNT);
    expect(apply("phi", at).every((y, i) => Math.abs(y - phi(at[i] as number)) <= 3e-7)).toBe(true);
  });

  it("tanh and sigmoid stay within their limits, where a slope is taken from their value", () => {
    const at = sweep(-20, 20, COUNT);
    expect(apply("tanh", at).every((y) => Math.abs(y) <= 1)).toBe(true);
    expect(apply("sigmoid", at).every((y) => y >= 0 && y <= 1)).toBe(true);
  });
});
