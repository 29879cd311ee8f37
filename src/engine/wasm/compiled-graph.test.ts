import { describe, expect, it } from "vitest";
import { RandomStream } from "../../random.js";
import { evaluate } from "../graph/evaluate.arbitrary.js";
import { gradients } from "../graph/gradient.js";
import { Graph } from "../graph/graph.js";
import { sizeOf } from "../graph/shape.js";
import type { BinaryFunction, Tensor, UnaryFunction } from "../graph/tensor.js";
import { compileGraph } from "./compiled-graph.arbitrary.js";

/** The largest error of a compiled tensor of random inputs, relative to its largest element. */
function worstError(build: (g: Graph, input: (...shape: number[]) => Tensor) => Tensor): number {
  const graph = new Graph();
  const random = new RandomStream(3, "executor");
  const values = new Map<Tensor, Float32Array>();
  const root = build(graph, (...shape) => {
    const tensor = graph.input(`x${values.size}`, shape);
    values.set(tensor, Float32Array.from({ length: sizeOf(shape) }, () => random.normal()));
    return tensor;
  });
  const compiled = compileGraph({ parameters: [], outputs: [root] });
  new Uint32Array(compiled.parameters.buffer).fill(0xffffffff);
  for (const [tensor, elements] of values) compiled.input(tensor).set(elements);
  compiled.run();
  const expected = evaluate(root, values);
  const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0) || 1;
  const actual = compiled.output(root);
  return expected.reduce((most, x, i) => Math.max(most, Math.abs(x - (actual[i] as number)) / largest), 0);
}

const WIDTHS = [1, 2, 3, 5, 7, 9, 10, 17];
/** Ways in which an operand lies in memory, for a tensor of three dimensions. */
const VIEWS: Readonly<Record<string, (g: Graph, x: Tensor) => Tensor>> = {
  "row-major": (_, x) => x,
  "last axes swapped": (g, x) => g.transpose(x, [0, 2, 1]),
  "first axes swapped": (g, x) => g.transpose(x, [1, 0, 2]),
  reversed: (g, x) => g.transpose(x, [2, 1, 0]),
  rotated: (g, x) => g.transpose(x, [1, 2, 0]),
  "reshaped after a transpose": (g, x) => g.reshape(g.transpose(x, [1, 0, 2]), [x.shape[1] as number, -1, 1]),
};
const UNARY: readonly UnaryFunction[] = ["negate", "exp", "log", "sqrt", "tanh", "sigmoid", "phi", "abs", "relu"];
const BINARY: readonly BinaryFunction[] = [
  "add", "subtract", "multiply", "divide", "maximum", "minimum", "greater", "greaterEqual", "equal",
];

describe.each(Object.entries(VIEWS))("compiled, with operands %s,", (_, view) => {
  it.each(UNARY)("%s agrees with its evaluation at every width", (fn) => {
    for (const n of WIDTHS) {
      const positive = fn === "log" || fn === "sqrt";
      const error = worstError((g, input) => {
        const x = view(g, input(3, n, 4));
        return g.unary(fn, positive ? g.add(g.square(x), 0.1) : x);
      });
      expect(error).toBeLessThan(1e-6);
    }
  });

  it.each(BINARY)("%s agrees with its evaluation at every width and broadcast", (fn) => {
    for (const n of WIDTHS) {
      for (const other of [[2, n, 3], [n, 3], [3], [], [2, 1, 3], [1, n, 1], [2, n, 1], [4, 1, 1, 1]]) {
        const error = worstError((g, input) => {
          const x = view(g, input(2, n, 3));
          const y = input(...other.map((d, i) => (d === 1 ? 1 : (x.shape.at(i - other.length) ?? d))));
          return g.binary(fn, x, fn === "divide" ? g.add(g.square(y), 0.5) : y);
        });
        expect(error).toBeLessThan(1e-6);
      }
    }
  });

  it.each(["sum", "max"] as const)("%s agrees with its evaluation over any axes at every width", (fn) => {
    for (const n of WIDTHS) {
      for (const axes of [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]]) {
        const error = worstError((g, input) => g[fn](view(g, input(3, n, 5)), axes));
        expect(error).toBeLessThan(2e-6);
        // The reduction of what is computed on the way, beside a broadcast operand.
        const fused = worstError((g, input) => {
          const x = view(g, input(5, 3, n));
          return g[fn](g.multiply(g.unary("tanh", x), input(x.shape[1] as number, 1)), axes);
        });
        expect(fused).toBeLessThan(4e-6);
      }
    }
  });

  it.each([[false, false], [false, true], [true, false], [true, true]])(
    "products agree with their evaluation at every width, transposed: %s and %s",
    (ta, tb) => {
      for (const n of WIDTHS) {
        const asFirst = worstError((g, input) => {
          const a = view(g, input(3, n, 5));
          const [batch = 0, rows = 0, columns = 0] = a.shape;
          const k = ta ? rows : columns;
          return g.matmul(a, tb ? input(batch, 6, k) : input(batch, k, 6), ta, tb);
        });
        const asSecond = worstError((g, input) => {
          const b = view(g, input(3, n, 5));
          const [batch = 0, rows = 0, columns = 0] = b.shape;
          const k = tb ? columns : rows;
          return g.matmul(ta ? input(batch, k, 6) : input(batch, 6, k), b, ta, tb);
        });
        expect([asFirst, asSecond].every((error) => error < 2e-6)).toBe(true);
      }
    },
  );

  it("windows agree with their evaluation at every width", () => {
    for (const n of WIDTHS) {
      for (const [size, stride, padding] of [[1, 1, 0], [2, 2, 0], [3, 1, 1], [3, 2, 1], [2, 3, 2]] as const) {
        const windows = { height: size, width: 1, stride, padding };
        const image = (g: Graph, x: Tensor): Tensor => g.reshape(view(g, x), [2, 5, 1, -1]);
        expect(worstError((g, input) => g.unfold(image(g, input(5, 2, n)), windows))).toBe(0);
        expect(worstError((g, input) => {
          const rows = g.unfold(image(g, input(5, 2, n)), windows);
          return g.fold(g.square(rows), windows, 5, 1);
        })).toBeLessThan(2e-6);
      }
    }
  });
});

function vector(g: Graph, name: string, size: number): Tensor {
  return g.parameter(name, [size], "vector", { kind: "fill", value: 0 });
}

describe("a compiled graph", () => {
  it.each([127, 128, 129, 255, 256, 300])("adds the terms of a product %d deep in order, to the bit", (k) => {
    const g = new Graph();
    const [a, b] = [g.input("a", [2, k, 6]), g.input("b", [2, 9, k])];
    const c = g.matmul(a, b, true, true);
    const compiled = compileGraph({ parameters: [], outputs: [c] });
    const random = new RandomStream(5, "deep");
    const [as, bs] = [compiled.input(a), compiled.input(b)];
    for (const elements of [as, bs]) elements.forEach((_, i) => { elements[i] = random.normal(); });
    compiled.run();
    const expected: number[] = [];
    for (let at = 0; at < 2 * 6 * 9; at++) {
      const [batch, i, j] = [Math.floor(at / 54), Math.floor(at / 9) % 6, at % 9];
      let sum = 0;
      for (let p = 0; p < k; p++) {
        const term = (as[(batch * k + p) * 6 + i] as number) * (bs[(batch * 9 + j) * k + p] as number);
        sum = Math.fround(sum + Math.fround(term));
      }
      expected.push(sum);
    }
    expect([...compiled.output(c)]).toEqual(expected);
  });

  it.each([
    [100, 3], [50, 10], [16, 16], [17, 31], [3, 32], [3, 33], [2, 127], [2, 128], [2, 129], [3, 258], [1, 384],
  ])("computes functions in halves, in %d rows of %d", (rows, n) => {
    const chain = (g: Graph, x: Tensor, bias: Tensor): Tensor => {
      const inner = g.unary("exp", g.unary("tanh", g.add(x, bias)));
      return g.multiply(g.unary("phi", g.subtract(inner, 1)), g.unary("sigmoid", x));
    };
    expect(worstError((g, input) => chain(g, input(rows, n), input(n)))).toBeLessThan(1e-6);
    expect(worstError((g, input) => chain(g, g.transpose(input(n, rows), [1, 0]), input(rows, 1)))).toBeLessThan(1e-6);
    expect(worstError((g, input) => {
      const y = chain(g, input(rows, n), input(n));
      return g.divide(y, g.sum(y, [1]));
    })).toBeLessThan(1e-6);
    expect(worstError((g, input) => g.sum(chain(g, input(rows, n), input(n)), [0]))).toBeLessThan(1e-6);
    expect(worstError((g, input) => g.sum(chain(g, input(2, rows, n), input(n)), [0, 2]))).toBeLessThan(1e-6);
  });

  it("knows where it is in a row whose functions it computes in halves", () => {
    const g = new Graph();
    const [x, indices] = [g.input("x", [2, 150]), g.input("indices", [2], "i32")];
    const chosen = g.multiply(g.oneHot(indices, 150), g.unary("exp", x));
    const compiled = compileGraph({ parameters: [], outputs: [chosen] });
    compiled.input(indices).set([140, 7]);
    compiled.run();
    const ones = Array.from(compiled.output(chosen), (y, i) => (y === 1 ? [i] : [])).flat();
    expect(ones).toEqual([140, 157]);
  });

  it("gives each of two parameters with one gradient its own copy", () => {
    const g = new Graph();
    const [x, y] = [vector(g, "x", 3), vector(g, "y", 3)];
    const loss = g.reshape(g.sum(g.square(g.add(x, y)), [0]), []);
    const compiled = compileGraph({ parameters: [x, y], gradients: gradients(g, loss, [x, y]), outputs: [loss] });
    compiled.parameters.set([1, 2, 3, 4, 5, 6]);
    compiled.run();
    expect([...compiled.gradients]).toEqual([10, 14, 18, 10, 14, 18]);
    expect([...compiled.output(loss)]).toEqual([155]);
  });

  it("copies gradients that are an input or another parameter, so that writing them changes neither", () => {
    const g = new Graph();
    const [x, y, z] = [vector(g, "x", 2), vector(g, "y", 2), vector(g, "z", 2)];
    const data = g.input("data", [2]);
    const loss = g.reshape(g.sum(g.add(g.multiply(x, y), g.multiply(z, data)), [0]), []);
    const parameters = [x, y, z];
    const compiled = compileGraph({ parameters, gradients: gradients(g, loss, parameters), outputs: [loss] });
    compiled.parameters.set([1, 2, 3, 4, 5, 6]);
    compiled.input(data).set([7, 8]);
    compiled.run();
    expect([...compiled.gradients]).toEqual([3, 4, 1, 2, 7, 8]);
    compiled.gradients.fill(0);
    expect([...compiled.input(data)]).toEqual([7, 8]);
    expect([...compiled.parameters]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("gives outputs that are inputs, parameters, constants or views of them, row by row", () => {
    const g = new Graph();
    const x = g.input("x", [2, 3]);
    const p = g.parameter("p", [2, 2], "matrix", { kind: "fill", value: 0 });
    const outputs = [
      x, p, g.constant(4), g.transpose(x, [1, 0]), g.reshape(x, [3, 2]), g.transpose(p, [1, 0]), g.positions(3),
    ];
    const compiled = compileGraph({ parameters: [p], outputs });
    compiled.input(x).set([1, 2, 3, 4, 5, 6]);
    compiled.parameters.set([7, 8, 9, 10]);
    compiled.run();
    expect(outputs.map((tensor) => [...compiled.output(tensor)])).toEqual([
      [1, 2, 3, 4, 5, 6], [7, 8, 9, 10], [4], [1, 4, 2, 5, 3, 6], [1, 2, 3, 4, 5, 6], [7, 9, 8, 10], [0, 1, 2],
    ]);
  });

  it("keeps a parameter that it does not train as an input", () => {
    const g = new Graph();
    const p = vector(g, "p", 2);
    const y = g.multiply(p, 2);
    const compiled = compileGraph({ parameters: [], outputs: [y] });
    compiled.input(p).set([1, 2]);
    compiled.run();
    expect([...compiled.output(y)]).toEqual([2, 4]);
  });

  it("refuses to reach what it neither reads nor gives", () => {
    const g = new Graph();
    const x = g.input("x", [2]);
    const compiled = compileGraph({ parameters: [], outputs: [g.constant(1)] });
    expect(() => compiled.input(x)).toThrow("Only inputs and outputs of a compiled graph can be reached.");
  });

  it("takes an index outside a table as a row of zeros, and adds nothing for it", () => {
    const g = new Graph();
    const [table, indices] = [g.input("table", [3, 5]), g.input("indices", [4], "i32")];
    const rows = g.gather(table, indices);
    const sums = g.scatter(rows, indices, 2);
    const hot = g.oneHot(indices, 2);
    const compiled = compileGraph({ parameters: [], outputs: [rows, sums, hot] });
    const row = (k: number): number[] => Array.from({ length: 5 }, (_, i) => 10 * k + i + 1);
    compiled.input(table).set([0, 1, 2].flatMap(row));
    compiled.input(indices).set([1, -1, 3, 2147483647]);
    compiled.run();
    expect([...compiled.output(rows)]).toEqual([...row(1), ...Array<number>(15).fill(0)]);
    expect([...compiled.output(sums)]).toEqual([0, 0, 0, 0, 0, ...row(1)]);
    expect([...compiled.output(hot)]).toEqual([0, 1, 0, 0, 0, 0, 0, 0]);
  });

  it("reads nothing past the memory's end where neighbours lie far apart", () => {
    const g = new Graph();
    const x = g.input("x", [5, 20_000]);
    const y = g.sum(g.transpose(x, [1, 0]), [1]);
    const compiled = compileGraph({ parameters: [], outputs: [y] });
    compiled.input(x).fill(2);
    compiled.run();
    expect(compiled.output(y).every((sum) => sum === 10)).toBe(true);
  });

  it.each([[[1]], [[0]], [[0, 1]]])("shows a NaN wherever it stands in a maximum over axes %j", (axes) => {
    for (let at = 0; at < 35; at++) {
      const g = new Graph();
      const x = g.input("x", [5, 7]);
      const y = g.max(x, axes);
      const compiled = compileGraph({ parameters: [], outputs: [y] });
      compiled.input(x)[at] = NaN;
      compiled.run();
      expect([...compiled.output(y)].filter(Number.isNaN)).toHaveLength(1);
    }
  });

  it("adds a long row in float32 without losing more than its lanes' rounding", () => {
    const g = new Graph();
    const x = g.input("x", [100_000]);
    const y = g.sum(x, [0]);
    const compiled = compileGraph({ parameters: [], outputs: [y] });
    compiled.input(x).fill(0.1);
    compiled.run();
    expect(Math.abs((compiled.output(y)[0] as number) / 10_000 - 1)).toBeLessThan(1e-4);
  });
});
