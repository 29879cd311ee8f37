import { describe, expect, it } from "vitest";
import { check, tryCheck } from "../check.js";
import { type Interpreter, createInterpreter } from "../interpret.js";
import { createLayout } from "../layout.js";
import { type Operand, type Program, constant, variable } from "../program.js";
import { type ValueType, ARRAY_WISE, SCALAR, TENSOR } from "../type.js";
import type { Lowering } from "./lowering.js";
import type { FunctionRow } from "./row.js";
import { EPSILON, FUNCTIONS, findFunction, functionNamed, functionNames } from "./table.js";

const { abs, fround, sqrt } = Math;

/** FACTS §1: the functions of the published search space, under the names that it uses. */
const PAPER_NAMES = [
  "abs cos sin tan arcsin arccos arctan exp log sinh cosh tanh arcsinh arccosh arctanh sign exp2 exp10 expm1",
  "log10 log2 log1p square sqrt cube cbrt reciprocal",
  "negative invert",
  "+ - * / power maximum minimum",
  "norm global_norm dot cosine_sim clip_by_global_norm interpolate",
  "get_pi get_e get_eps",
].join(" ").split(" ");
const PRINTED_NAMES = ["max", "min", "clip", "interp"];

describe("the table", () => {
  it("has the 45 functions of the paper and no other in its set", () => {
    expect(PAPER_NAMES).toHaveLength(45);
    const byOperator = new Map(FUNCTIONS.map((fn) => [fn.infix as string, fn]));
    const rows = PAPER_NAMES.map((name) => findFunction(name) ?? byOperator.get(name));
    expect(rows.filter((row) => row?.set !== "paper")).toEqual([]);
    // `invert` is another name of `reciprocal`.
    expect(new Set(rows).size).toBe(44);
    expect(FUNCTIONS.filter(({ set }) => set === "paper")).toHaveLength(44);
  });

  it("prints the names that the paper prints", () => {
    expect(PRINTED_NAMES.map((name) => findFunction(name)?.name)).toEqual(PRINTED_NAMES);
  });

  it("marks those that mix the elements of an array as those of a matrix, and no others", () => {
    for (const fn of FUNCTIONS) {
      let mixes = false;
      const nothing = (): string => "";
      const build: Lowering<string> = {
        constant: nothing, element: nothing, reduce: nothing, total: nothing, fact: nothing,
        matrix: () => { mixes = true; return ""; },
      };
      fn.lower(build, ...fn.args.map(({ name }) => name));
      expect(fn.mixesMatrix === true, fn.name).toBe(mixes);
    }
  });

  it("gives every name and operator to one function only", () => {
    const names = FUNCTIONS.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
    expect(functionNames()).toEqual(names);
    const operators = FUNCTIONS.flatMap(({ infix }) => infix ?? []);
    expect(operators).toEqual(["+", "-", "*", "/", "<", "<=", "=="]);
  });

  it("numbers its rows by their place", () => {
    expect(FUNCTIONS.map(({ id }) => id)).toEqual(FUNCTIONS.map((_, id) => id));
  });

  it("knows no names of JavaScript's objects", () => {
    for (const name of ["__proto__", "constructor", "toString", ""]) expect(findFunction(name)).toBeUndefined();
    expect(() => functionNamed("constructor")).toThrow(TypeError);
  });
});

describe.each(FUNCTIONS.map((fn) => [fn.name, fn] as const))("%s", (_, fn) => {
  it("is documented", () => {
    expect(fn.name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(fn.doc).toMatch(/^[^\s].*\.$/);
    expect(fn.doc).not.toContain("\n");
    expect(fn.formula).not.toBe("");
    expect(fn.cost).toBeGreaterThanOrEqual(0);
    expect(new Set(fn.args.map(({ name }) => name)).size).toBe(fn.args.length);
  });

  it("yields the type that it declares, for arguments of every type", () => {
    for (const types of argumentTypes(fn)) {
      const declared = fn.result === "widest" ? Math.max(SCALAR, ...types) : fn.result;
      expect(fn.lower(TYPES, ...types)).toBe(declared);
    }
  });
});

/** A form of a program that is only its types: what the primitives make of the types of their operands. */
const TYPES: Lowering<ValueType> = {
  constant: () => SCALAR,
  element: (_, ...operands) => Math.max(...operands) as ValueType,
  reduce: () => ARRAY_WISE,
  total: () => SCALAR,
  fact: () => ARRAY_WISE,
  matrix: () => TENSOR,
};

/** Every list of argument types that a function takes. */
function argumentTypes(fn: FunctionRow): ValueType[][] {
  let lists: ValueType[][] = [[]];
  for (const { type } of fn.args) {
    const types = { scalar: [SCALAR], tensor: [TENSOR], any: [SCALAR, ARRAY_WISE, TENSOR] }[type] as ValueType[];
    lists = lists.flatMap((list) => types.map((next) => [...list, next]));
  }
  return lists;
}

const TINY = 1.401298464324817e-45;
const POINTS = [
  0, -0, 1, -1, 0.5, -0.5, 2, -2, 3.7, -3.7, 0.1, -0.9, 1e-8, -1e-8, 1e-40, -1e-40, TINY, -TINY, 20, -20, 88.5, 1e5,
  1e30, -1e30, 3.4028234663852886e38, -3.4028234663852886e38, NaN, Infinity, -Infinity,
];

/** Triples of points: all pairs, with a third that varies. */
const TRIPLES = POINTS.flatMap((x, i) =>
  POINTS.map((y, j) => [x, y, POINTS[(5 * i + 3 * j) % POINTS.length] as number]),
);

const COLUMNS = [0, 1, 2].map((k) => Float32Array.from(TRIPLES, (numbers) => numbers[k] as number));

type Rounding = (x: number) => number;
type Expectation = (round: Rounding, x: number, y: number, z: number) => number;

/** `erf` by a series of positive terms. */
function erf(x: number): number {
  if (Number.isNaN(x) || abs(x) > 6) return Number.isNaN(x) ? x : Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; n < 200; n++) sum += term *= (2 * x * x) / (2 * n + 1);
  return (2 / sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** What is exact: every step rounded as the operands' width asks for. */
const EXACT: Readonly<Record<string, Expectation>> = {
  add: (r, x, y) => r(x + y),
  subtract: (r, x, y) => r(x - y),
  multiply: (r, x, y) => r(x * y),
  protected_divide: (r, x, y) => r(x / r(y + r(1e-8))),
  divide: (r, x, y) => r(x / y),
  negative: (_, x) => -x,
  abs: (_, x) => (x < 0 || Object.is(x, -0) ? -x : x),
  sign: (_, x) => (x > 0 ? 1 : x < 0 ? -1 : x),
  max: (_, x, y) => (x !== x || y !== y ? NaN : x > y || (x === y && !Object.is(x, -0)) ? x : y),
  min: (_, x, y) => (x !== x || y !== y ? NaN : x < y || (x === y && Object.is(x, -0)) ? x : y),
  floor: (_, x) => (Math.trunc(x) > x ? Math.trunc(x) - 1 : Math.trunc(x)),
  mod: (r, x, y) => r(x - r(Math.floor(r(x / y)) * y)),
  clamp: (r, x, y, z) => EXACT["min"]?.(r, EXACT["max"]?.(r, x, y, 0) ?? 0, z, 0) ?? 0,
  copy: (_, x) => x,
  square: (r, x) => r(x * x),
  cube: (r, x) => r(r(x * x) * x),
  sqrt: (r, x) => r(sqrt(abs(x))),
  reciprocal: (r, x) => r(1 / x),
  less: (_, x, y) => (x < y ? 1 : 0),
  less_equal: (_, x, y) => (x < y || x === y ? 1 : 0),
  equal: (_, x, y) => (x === y ? 1 : 0),
  select: (_, x, y, z) => (x === 0 ? z : y),
};

/** What is approximate: to one unit in the last place of float32. */
const CLOSE: Readonly<Record<string, (x: number, y: number) => number>> = {
  cbrt: Math.cbrt,
  exp: Math.exp,
  exp2: (x) => Math.pow(2, x),
  exp10: (x) => Math.pow(10, x),
  expm1: Math.expm1,
  log: (x) => Math.log(abs(x)),
  log2: (x) => Math.log2(abs(x)),
  log10: (x) => Math.log10(abs(x)),
  log1p: (x) => (x >= -1 ? Math.log1p(x) : Math.log(-1 - x)),
  sigmoid: (x) => (x > 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  erf,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  arcsinh: Math.asinh,
  arccosh: Math.acosh,
  arctanh: Math.atanh,
  // As C99, PyTorch and JAX have it, not JavaScript.
  power: (x, y) => (x === 1 || (x === -1 && abs(y) === Infinity) ? 1 : Math.pow(x, y)),
};

/** A float32's place in the order of all float32 numbers; ±0 are neighbours, and NaN is far away. */
function place(x: number): number {
  if (Number.isNaN(x)) return Infinity;
  const bits = new Int32Array(Float32Array.of(x).buffer)[0] as number;
  return bits < 0 ? -(bits & 0x7fffffff) - 1 : bits;
}

function closeInFloat32(a: number, b: number): boolean {
  return Object.is(fround(a), fround(b)) || abs(place(a) - place(b)) <= 1;
}

/** Element-wise functions: all arguments any, the result as wide as the widest. */
const ELEMENT_WISE = FUNCTIONS.filter(
  ({ args, result }) => result === "widest" && args.length > 0 && args.every(({ type }) => type === "any"),
);

const layout = createLayout([{ name: "a", shape: [TRIPLES.length], role: "vector" }]);
/** Where only scalars are looked at. */
const single = createLayout([{ name: "a", shape: [], role: "vector" }]);

/** A program `x = fn(args)` over w, g, state k, state s, t, T, lr; k becomes w and s becomes x. */
function calling(fn: FunctionRow, args: readonly Operand[]): Program {
  return {
    name: "f",
    parameters: [
      { kind: "weights", name: "w" },
      { kind: "gradient", name: "g" },
      { kind: "state", name: "k" },
      { kind: "state", name: "s" },
      { kind: "input", name: "t" },
      { kind: "input", name: "T" },
      { kind: "input", name: "lr" },
    ],
    states: [2, 3],
    names: ["w", "g", "k", "s", "t", "T", "lr", "x"],
    statements: [{ target: 7, fn, args }],
    outputs: [1, 0, 7],
  };
}

/** x, y and z as tensors, as scalars. */
const TENSORS = [variable(0), variable(1), variable(2)];
const SCALARS = [variable(4), variable(5), variable(6)];

/** Runs a step and gives x: on all triples as tensors, or on one as scalars. */
function run(interpreter: Interpreter, triple: readonly number[]): ArrayLike<number> {
  const [k, x] = interpreter.state as [Float32Array, ArrayLike<number>];
  const [w, g, z] = [0, 1, 2].map((column) => (COLUMNS[column] as Float32Array).subarray(0, k.length));
  k.set(z as Float32Array);
  const [t = 0, T = 0, lr = 0] = triple;
  interpreter.step({ w: w as Float32Array, g: g as Float32Array, t, T, lr, loss: 0 });
  return x;
}

/** What is wrong with a function's values, its arguments as given: the calls with actual and expected values. */
function mistakes(
  actual: ArrayLike<number>, triples: readonly number[][], expected: (x: number, y: number, z: number) => number,
  same: (a: number, b: number) => boolean = Object.is,
): unknown[] {
  return triples.flatMap(([x = 0, y = 0, z = 0], i) => {
    const wanted = expected(x, y, z);
    return same(actual[i] as number, wanted) ? [] : [{ x, y, z, actual: actual[i], wanted }];
  });
}

describe("every element-wise function", () => {
  it("has an expectation in this test", () => {
    const expected = [...Object.keys(EXACT), ...Object.keys(CLOSE)];
    expect(ELEMENT_WISE.map(({ name }) => name).sort()).toEqual(expected.sort());
  });
});

describe.each(Object.entries(EXACT))("%s", (name, expected) => {
  const fn = functionNamed(name);
  const on = (operands: readonly Operand[], arrays = layout): Interpreter =>
    createInterpreter(calling(fn, operands.slice(0, fn.args.length)), arrays);

  it("is exact on tensors, every step rounded to float32", () => {
    const triples = TRIPLES.map((triple) => triple.map(fround));
    const values = run(on(TENSORS), []);
    expect(mistakes(values, triples, (x, y, z) => expected(fround, x, y, z))).toEqual([]);
  });

  it("is exact on scalars, in float64", () => {
    const interpreter = on(SCALARS, single);
    const values = TRIPLES.map((triple) => run(interpreter, triple)[0] as number);
    expect(mistakes(values, TRIPLES, (x, y, z) => expected((r) => r, x, y, z))).toEqual([]);
  });

  if (fn.args.length < 2) return;

  it("rounds a scalar once, where it meets a tensor", () => {
    const interpreter = on([variable(4), ...TENSORS.slice(1)]);
    const reversed = on([variable(0), variable(5), variable(6)]);
    for (const scalar of [0.1, 1 / 3, -1e-46, 1e39]) {
      const s = fround(scalar);
      const triples = TRIPLES.map((triple) => triple.map(fround));
      const first = triples.map(([, y = 0, z = 0]) => [s, y, z]);
      expect(mistakes(run(interpreter, [scalar]), first, (x, y, z) => expected(fround, x, y, z))).toEqual([]);
      const rest = triples.map(([x = 0]) => [x, s, s]);
      // A scalar denominator is protected before it meets the tensor.
      const wanted: Expectation = name === "protected_divide" ? (_, x) => fround(x / fround(scalar + 1e-8)) : expected;
      expect(mistakes(run(reversed, [0, scalar, scalar]), rest, (x, y, z) => wanted(fround, x, y, z))).toEqual([]);
    }
  });
});

describe.each(Object.entries(CLOSE))("%s", (name, expected) => {
  const fn = functionNamed(name);
  const on = (operands: readonly Operand[], arrays = layout): Interpreter =>
    createInterpreter(calling(fn, operands.slice(0, fn.args.length)), arrays);

  it("is within one float32 of the true value on tensors", () => {
    const triples = TRIPLES.map((triple) => triple.map(fround));
    expect(mistakes(run(on(TENSORS), []), triples, (x, y) => fround(expected(x, y)), closeInFloat32)).toEqual([]);
  });

  it("is far more accurate than float32 on scalars", () => {
    const interpreter = on(SCALARS, single);
    const values = TRIPLES.map((triple) => run(interpreter, triple)[0] as number);
    const same = (a: number, b: number): boolean => Object.is(a, b) || abs(a - b) <= 1e-13 * abs(b) + 1e-300;
    expect(mistakes(values, TRIPLES, expected, same)).toEqual([]);
  });
});

describe("interp", () => {
  const interp = functionNamed("interp");

  it("is (1 - a)·x + a·y on tensors, 1 - a in float64, every other step rounded to float32", () => {
    const interpreter = createInterpreter(calling(interp, [variable(0), variable(1), variable(4)]), layout);
    for (const a of [0, 0.1, 0.9, 1, 1.109133005142212, -0.3, 1e-9, Infinity, NaN]) {
      const triples = TRIPLES.map((triple) => triple.map(fround));
      expect(mistakes(run(interpreter, [a]), triples, (x, y) =>
        fround(fround(fround(1 - a) * x) + fround(fround(a) * y)),
      )).toEqual([]);
    }
  });

  it("is float64 on scalars", () => {
    const interpreter = createInterpreter(calling(interp, SCALARS), single);
    const values = TRIPLES.map((triple) => run(interpreter, triple)[0] as number);
    expect(mistakes(values, TRIPLES, (x, y, a) => (1 - a) * x + a * y)).toEqual([]);
  });

  it("takes a constant for the scalar", () => {
    const interpreter = createInterpreter(calling(interp, [variable(0), variable(1), constant(0.9)]), layout);
    expect(run(interpreter, [])[POINTS.length * 2 + 7]).toBe(fround(fround(fround(1 - 0.9) * 1) + fround(0.9) * -2));
  });
});

describe("constants", () => {
  it.each([["get_pi", Math.PI], ["get_e", Math.E], ["get_eps", 1e-8]])("%s is exact", (name, value) => {
    expect(run(createInterpreter(calling(functionNamed(name), []), layout), [])[0]).toBe(value);
  });

  it("has one epsilon for the division and for get_eps", () => {
    expect(EPSILON).toBe(1e-8);
  });
});

describe("array-wise values", () => {
  it("are float64 among themselves and are rounded once where they meet a tensor", () => {
    const arrays = createLayout([
      { name: "a", shape: [3], role: "vector" },
      { name: "b", shape: [2], role: "vector" },
    ]);
    const fn = functionNamed("multiply");
    const w = Float32Array.of(0.1, 0.2, 0.3, 1e20, 1e20);
    const g = Float32Array.of(3, 5, 7, 11, 13);
    const norm = functionNamed("norm");
    const program: Program = {
      ...calling(fn, []),
      statements: [
        { target: 7, fn: norm, args: [variable(0)] },
        { target: 4, fn, args: [variable(7), variable(7)] },
        { target: 7, fn, args: [variable(4), variable(1)] },
      ],
      outputs: [7, 4, 7],
    };
    const interpreter = createInterpreter(program, arrays);
    const update = interpreter.step({ w, g, t: 0, T: 0, lr: 0, loss: 0 });
    const squares = [sqrt(norm2(w.subarray(0, 3))) ** 2, sqrt(norm2(w.subarray(3))) ** 2];
    expect([...(interpreter.state[0] as Float64Array)]).toEqual(squares);
    expect([...update]).toEqual([...g].map((x, i) => fround(fround(squares[i < 3 ? 0 : 1] as number) * x)));
  });
});

/** Σx² of a few numbers, in their order. */
function norm2(x: Float32Array): number {
  return x.reduce((sum, value) => sum + value * value, 0);
}

describe("linear algebra", () => {
  const arrays = createLayout([
    { name: "a", shape: [2, 2], role: "matrix" },
    { name: "b", shape: [3], role: "vector" },
  ]);
  const w = Float32Array.of(1, -2, 3, 0.1, -5, 6, 0.7);
  const g = Float32Array.of(2, 0.3, -1, 4, 0.25, -3, 9);
  const parts = (x: Float32Array): number[][] => [[...x.subarray(0, 4)], [...x.subarray(4)]];
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, v, i) => sum + v * (y[i] as number), 0);
  const each = (f: (x: number[]) => number): number[] => parts(w).map(f);
  const valueOf = (name: string, args: readonly Operand[], inputs = { t: 0 }): number[] => {
    const interpreter = createInterpreter(calling(functionNamed(name), args), arrays);
    interpreter.step({ w, g, T: 0, lr: 0, loss: 0, ...inputs });
    return [...(interpreter.state[1] as Float64Array)];
  };
  const x = [variable(0)];
  const xy = [variable(0), variable(1)];
  const expectClose = (actual: readonly number[], expected: readonly number[], relative = 1e-14): void => {
    expect(actual).toHaveLength(expected.length);
    for (const [i, value] of expected.entries()) {
      expect(abs((actual[i] as number) - value)).toBeLessThanOrEqual(relative * abs(value));
    }
  };

  it("norm, sum, mean and rms are of each array", () => {
    expectClose(valueOf("norm", x), each((v) => sqrt(dot(v, v))));
    expectClose(valueOf("sum", x), each((v) => v.reduce((a, b) => a + b)));
    expectClose(valueOf("mean", x), each((v) => v.reduce((a, b) => a + b) / v.length));
    expectClose(valueOf("rms", x), each((v) => sqrt(dot(v, v) / v.length)));
  });

  it("global_norm, dot and cosine_sim are of the whole tree", () => {
    const [all, other] = [[...w], [...g]];
    expectClose(valueOf("global_norm", x), [sqrt(dot(all, all))]);
    expectClose(valueOf("dot", xy), [dot(all, other)]);
    expectClose(valueOf("cosine_sim", xy), [dot(all, other) / sqrt(dot(all, all) * dot(other, other))]);
  });

  it("cosine_sim is not protected", () => {
    const interpreter = createInterpreter(calling(functionNamed("cosine_sim"), xy), arrays);
    interpreter.step({ w, g: new Float32Array(7), t: 0, T: 0, lr: 0, loss: 0 });
    expect(interpreter.state[1]?.[0]).toBeNaN();
  });

  it("clip scales down what is longer than s and leaves the rest to the bit", () => {
    const norm = sqrt(dot([...w], [...w]));
    const by = (s: number): number[] => valueOf("clip", [variable(0), variable(4)], { t: s });
    expect(by(norm * 1.01)).toEqual([...w]);
    expect(by(Infinity)).toEqual([...w]);
    expectClose(by(norm / 2), [...w].map((v) => v / 2), 1e-6);
    expectClose(by(0), w.map(() => 0) as unknown as number[]);
    expect(sqrt(dot(by(0.1), by(0.1)))).toBeCloseTo(0.1, 6);
  });

  it("clip leaves a tree of zeros as it is", () => {
    const interpreter = createInterpreter(calling(functionNamed("clip"), [variable(0), constant(1)]), arrays);
    interpreter.step({ w: new Float32Array(7), g, t: 0, T: 0, lr: 0, loss: 0 });
    expect([...(interpreter.state[1] as Float32Array)]).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});

describe("commutative", () => {
  const binary = FUNCTIONS.filter(({ args }) => args.length === 2);
  const values = (fn: FunctionRow, args: readonly Operand[]): ArrayLike<number> =>
    Array.from(run(createInterpreter(check(calling(fn, args)), layout), []));

  it("marks functions of two arguments of one type", () => {
    for (const fn of FUNCTIONS.filter(({ commutative }) => commutative)) {
      expect(fn.args).toHaveLength(2);
      expect(fn.args[0]?.type).toBe(fn.args[1]?.type);
    }
  });

  it.each(binary.filter(({ commutative }) => commutative).map((fn) => [fn.name, fn] as const))(
    "marks %s, which is to the bit",
    (_, fn) => {
      expect(values(fn, [variable(0), variable(1)])).toEqual(values(fn, [variable(1), variable(0)]));
    },
  );

  it.each(binary.filter(({ commutative }) => !commutative).map((fn) => [fn.name, fn] as const))(
    "does not mark %s, which is not",
    (_, fn) => {
      const exchanged = calling(fn, [variable(1), variable(0)]);
      // Where the arguments are of different types there is nothing to exchange.
      if (tryCheck(exchanged) === undefined) return;
      expect(values(fn, [variable(0), variable(1)])).not.toEqual(values(fn, [variable(1), variable(0)]));
    },
  );
});
