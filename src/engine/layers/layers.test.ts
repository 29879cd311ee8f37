import { describe, expect, it } from "vitest";
import { RandomStream } from "../../random.js";
import { evaluate } from "../graph/evaluate.arbitrary.js";
import { gradients } from "../graph/gradient.js";
import { Graph } from "../graph/graph.js";
import { sizeOf } from "../graph/shape.js";
import type { Tensor } from "../graph/tensor.js";
import { compileGraph } from "../wasm/compiled-graph.arbitrary.js";
import { activate } from "./activation.js";
import { attention } from "./attention.js";
import { infoNCE, unitLength } from "./contrast.js";
import { averagePool, conv2d, maxPool } from "./convolution.js";
import { dense } from "./dense.js";
import { addPositions, embedding } from "./embedding.js";
import { layerNorm, rmsNorm } from "./norm.js";
import { residual } from "./residual.js";
import { crossEntropy, logLoss, meanOfAll, softmax, squaredError } from "./softmax.js";

/** A layer over inputs, drawn at random: `x` gives float32 numbers, `index` indices below a count. */
type Layer = (
  g: Graph,
  x: (...shape: number[]) => Tensor,
  index: (count: number, ...shape: number[]) => Tensor,
) => Tensor;

interface Built {
  readonly graph: Graph;
  readonly result: Tensor;
  readonly values: Map<Tensor, Float64Array>;
  /** The elements of any tensor of the graph. */
  readonly of: (tensor: Tensor) => number[];
}

function build(layer: Layer): Built {
  const graph = new Graph();
  const random = new RandomStream(4, "layers");
  const values = new Map<Tensor, Float64Array>();
  const fill = (tensor: Tensor, next: () => number): Tensor => {
    values.set(tensor, Float64Array.from({ length: sizeOf(tensor.shape) }, next));
    return tensor;
  };
  const name = (): string => `input${values.size}`;
  const result = layer(
    graph,
    (...shape) => fill(graph.input(name(), shape), () => Math.fround(random.normal())),
    (count, ...shape) => fill(graph.input(name(), shape, "i32"), () => random.integer(count)),
  );
  for (const parameter of graph.parameters) fill(parameter, () => Math.fround(random.normal()));
  return { graph, result, values, of: (tensor) => [...evaluate(tensor, values)] };
}

const LAYERS: Readonly<Record<string, Layer>> = {
  dense: (g, x) => dense(g, "a", x(2, 3, 5), 7),
  "dense without a bias": (g, x) => dense(g, "a", x(4, 5), 3, { bias: false, role: "head", gain: 2 }),
  "conv2d": (g, x) => conv2d(g, "a", x(2, 5, 4, 3), 6, 3),
  "conv2d with a stride": (g, x) => conv2d(g, "a", x(1, 6, 7, 2), 5, 3, { stride: 2, padding: 0, bias: false }),
  maxPool: (g, x) => maxPool(g, conv2d(g, "a", x(2, 4, 6, 1), 3, 3), 2),
  averagePool: (g, x) => averagePool(g, conv2d(g, "a", x(2, 4, 6, 1), 5, 3), 2),
  layerNorm: (g, x) => layerNorm(g, "a", dense(g, "b", x(3, 4), 9)),
  rmsNorm: (g, x) => rmsNorm(g, "a", dense(g, "b", x(3, 4), 9)),
  embedding: (g, _, index) => embedding(g, "a", index(5, 2, 3), 5, 7),
  addPositions: (g, x) => addPositions(g, "a", dense(g, "b", x(2, 3, 5), 4)),
  attention: (g, x) => attention(g, "a", x(2, 5, 6), { heads: 2 }),
  "causal attention": (g, x) => attention(g, "a", x(2, 5, 6), { heads: 3, causal: true }),
  residual: (g, x) => residual(g, dense(g, "a", x(3, 4), 5), (seen) => activate(g, "silu", dense(g, "b", seen, 5))),
  relu: (g, x) => activate(g, "relu", dense(g, "a", x(3, 4), 5)),
  gelu: (g, x) => activate(g, "gelu", dense(g, "a", x(3, 4), 5)),
  silu: (g, x) => activate(g, "silu", dense(g, "a", x(3, 4), 5)),
  tanh: (g, x) => activate(g, "tanh", dense(g, "a", x(3, 4), 5)),
  softmax: (g, x) => softmax(g, dense(g, "a", x(3, 4), 5)),
  crossEntropy: (g, x, index) => crossEntropy(g, dense(g, "a", x(3, 4), 5), index(5, 3)),
  squaredError: (g, x) => squaredError(g, dense(g, "a", x(3, 4), 5), x(3, 5)),
  infoNCE: (g, x) => {
    const sharpness = g.unary("exp", g.parameter("s", [], "vector", { kind: "fill", value: 1 }));
    return infoNCE(g, dense(g, "a", x(4, 3), 5), dense(g, "b", x(4, 3), 5), sharpness);
  },
};

describe.each(Object.entries(LAYERS))("%s", (_, layer) => {
  const weighted: Layer = (g, x, index) => {
    const y = layer(g, x, index);
    return g.reshape(g.sum(g.reshape(g.multiply(y, x(...y.shape)), [sizeOf(y.shape)]), [0]), []);
  };

  it("has gradients that agree with central differences", () => {
    const { graph, result, values, of } = build(weighted);
    gradients(graph, result, graph.parameters).forEach((gradient, k) => {
      const point = values.get(graph.parameters[k] as Tensor) as Float64Array;
      const wanted = [...point.keys()].map((i) => {
        const x = point[i] as number;
        const [above, below] = [1e-5, -1e-5].map((step) => {
          point[i] = x + step;
          return of(result)[0] as number;
        }) as [number, number];
        point[i] = x;
        return (above - below) / 2e-5;
      });
      const largest = Math.max(...wanted.map(Math.abs));
      expect(largest).toBeGreaterThan(1e-6);
      of(gradient).forEach((value, i) => {
        expect(Math.abs(value - (wanted[i] as number)) / largest).toBeLessThan(1e-6);
      });
    });
  });

  it("compiled, agrees with its evaluation, gradients included", () => {
    const { graph, result, values, of } = build(weighted);
    const { parameters } = graph;
    const found = gradients(graph, result, parameters);
    const compiled = compileGraph({ parameters, gradients: found, outputs: [result] });
    new Uint32Array(compiled.parameters.buffer).fill(0xffffffff);
    for (const [tensor, elements] of values) {
      if (!parameters.includes(tensor)) compiled.input(tensor).set(elements);
    }
    compiled.parameters.set(parameters.flatMap((parameter) => [...(values.get(parameter) as Float64Array)]));
    compiled.run();
    const expected = found.flatMap(of);
    const largest = Math.max(...expected.map(Math.abs));
    const gaps = expected.map((value, i) => Math.abs(value - (compiled.gradients[i] as number)));
    expect(Math.max(...gaps) / largest).toBeLessThan(1e-5);
    const [loss = 0] = of(result);
    expect(Math.abs((compiled.output(result)[0] as number) - loss)).toBeLessThan(1e-5 * Math.max(1, Math.abs(loss)));
  });
});

describe("attention", () => {
  function outputs(causal: boolean, changed: number): number[][] {
    const { result, values, of } = build((g, x) => attention(g, "a", x(1, 6, 4), { heads: 2, causal }));
    const [input] = values.values() as unknown as [Float64Array];
    for (let i = 0; i < 4; i++) if (changed >= 0) input[changed * 4 + i] = 5 - i;
    const all = of(result);
    return Array.from({ length: 6 }, (_, position) => all.slice(position * 4, position * 4 + 4));
  }

  it("that is causal shows no position what comes after it, and shows what comes before", () => {
    const before = outputs(true, -1);
    const after = outputs(true, 3);
    expect(after.slice(0, 3)).toEqual(before.slice(0, 3));
    for (const position of [3, 4, 5]) expect(after[position]).not.toEqual(before[position]);
  });

  it("that is not causal shows every position all of them", () => {
    const before = outputs(false, -1);
    const after = outputs(false, 3);
    for (let position = 0; position < 6; position++) expect(after[position]).not.toEqual(before[position]);
  });

  it("refuses heads that do not divide the width", () => {
    const g = new Graph();
    expect(() => attention(g, "a", g.input("x", [2, 3, 4]), { heads: 3 })).toThrow(
      "attention: [2, 3, 4] cannot be split into 3 heads.",
    );
    expect(() => attention(g, "b", g.input("y", [3, 4]), { heads: 2 })).toThrow("[3, 4] cannot be split");
  });
});

describe("a residual block", () => {
  it("adds to what goes in what its branch makes of it", () => {
    const { result, values, of } = build((g, x) => residual(g, x(2, 3), (seen) => g.multiply(seen, seen)));
    const [input] = [...values.values()] as [Float64Array];
    expect(of(result)).toEqual([...input].map((x) => x + x * x));
  });

  it("refuses a branch that changes the shape", () => {
    const g = new Graph();
    const x = g.input("x", [2, 3]);
    expect(() => residual(g, x, (seen) => g.sum(seen, [-1]))).toThrow(
      "The branch of a residual block must keep the shape [2, 3], it gave [2, 1].",
    );
  });
});

describe("a norm", () => {
  it("of layers has mean 0 and variance 1 in every row, before its scale and shift", () => {
    const { graph, result, values, of } = build((g, x) => layerNorm(g, "a", g.add(3, g.multiply(5, x(4, 50)))));
    const [scale, shift] = graph.parameters as [Tensor, Tensor];
    values.set(scale, new Float64Array(50).fill(2));
    values.set(shift, new Float64Array(50).fill(7));
    const all = of(result);
    for (let row = 0; row < 4; row++) {
      const numbers = all.slice(row * 50, row * 50 + 50).map((x) => (x - 7) / 2);
      expect(numbers.reduce((sum, x) => sum + x, 0) / 50).toBeCloseTo(0, 6);
      expect(numbers.reduce((sum, x) => sum + x * x, 0) / 50).toBeCloseTo(1, 5);
    }
  });

  it("of root mean squares has mean square 1 in every row, and keeps the mean's sign", () => {
    const { graph, result, values, of } = build((g, x) => rmsNorm(g, "a", g.add(3, x(2, 50))));
    values.set(graph.parameters[0] as Tensor, new Float64Array(50).fill(1));
    const all = of(result);
    for (let row = 0; row < 2; row++) {
      const numbers = all.slice(row * 50, row * 50 + 50);
      expect(numbers.reduce((sum, x) => sum + x * x, 0) / 50).toBeCloseTo(1, 5);
      expect(numbers.reduce((sum, x) => sum + x, 0)).toBeGreaterThan(30);
    }
  });
});

/** Every index of some counts, the last one fastest. */
function grid(...counts: number[]): number[][] {
  return counts.reduce<number[][]>(
    (all, count) => all.flatMap((index) => Array.from({ length: count }, (_, i) => [...index, i])),
    [[]],
  );
}

describe("images", () => {
  const at = (elements: ArrayLike<number>, shape: readonly number[], index: readonly number[]): number => {
    if (index.some((i, axis) => i < 0 || i >= (shape[axis] as number))) return 0;
    return elements[index.reduce((sum, i, axis) => sum * (shape[axis] as number) + i, 0)] as number;
  };

  it.each([[1, 1, 3], [2, 1, 3], [2, 0, 2], [1, 2, 5], [3, 0, 1]])(
    "are convolved as a direct loop does it: stride %d, padding %d, kernel %d",
    (stride, padding, kernel) => {
      const { result, values, of } = build((g, x) => conv2d(g, "a", x(2, 6, 7, 3), 4, kernel, { stride, padding }));
      const [image, weight, bias] = [...values.values()] as [Float64Array, Float64Array, Float64Array];
      const [, rows = 0, columns = 0] = result.shape;
      expect([rows, columns]).toEqual([6, 7].map((side) => Math.floor((side + 2 * padding - kernel) / stride) + 1));
      const expected: number[] = [];
      for (const [b = 0, i = 0, j = 0, o = 0] of grid(2, rows, columns, 4)) {
        let sum = bias[o] as number;
        for (const [y = 0, x = 0, c = 0] of grid(kernel, kernel, 3)) {
          const pixel = at(image, [2, 6, 7, 3], [b, i * stride + y - padding, j * stride + x - padding, c]);
          sum += pixel * at(weight, [kernel, kernel, 3, 4], [y, x, c, o]);
        }
        expected.push(sum);
      }
      expect(of(result).map((x) => x.toFixed(9))).toEqual(expected.map((x) => x.toFixed(9)));
    },
  );

  it.each([5, 6])("of height %d are pooled window by window, channel by channel", (height) => {
    const rows = Math.floor(height / 2);
    for (const [pool, over] of [
      [maxPool, (numbers: number[]) => Math.max(...numbers)],
      [averagePool, (numbers: number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length],
    ] as const) {
      const { result, values, of } = build((g, x) => pool(g, x(2, height, 4, 3), 2));
      const [image] = [...values.values()] as [Float64Array];
      expect(result.shape).toEqual([2, rows, 2, 3]);
      const expected = grid(2, rows, 2, 3).map(([b = 0, i = 0, j = 0, c = 0]) =>
        over(grid(2, 2).map(([y = 0, x = 0]) => at(image, [2, height, 4, 3], [b, 2 * i + y, 2 * j + x, c]))));
      of(result).forEach((x, k) => { expect(x).toBeCloseTo(expected[k] as number, 12); });
    }
  });
});

it.each([[1, 8], [3, 8], [5, 8], [2, 9], [8, 9]])(
  "a convolution with a kernel of %d makes images of 8×8 %d wide, unless told otherwise",
  (kernel, side) => {
    const { result } = build((g, x) => conv2d(g, "a", x(2, 8, 8, 3), 4, kernel));
    expect(result.shape).toEqual([2, side, side, 4]);
  },
);

it("dense layers and convolutions say which dimensions they need", () => {
  const g = new Graph();
  const [number, row] = [g.input("x", []), g.input("y", [5])];
  expect(() => dense(g, "a", number, 3)).toThrow('dense: "a" needs [..., batch, inputs], got [].');
  expect(() => dense(g, "a", row, 3)).toThrow('dense: "a" needs [..., batch, inputs], got [5].');
  expect(() => conv2d(g, "a", number, 3, 1)).toThrow('conv2d: "a" needs [batch, height, width, channels], got [].');
  expect(g.parameters).toEqual([]);
});

describe("a loss", () => {
  it("of classes is the mean negative log-likelihood, also where logits are large", () => {
    const { result, values, of } = build((g, x, index) => crossEntropy(g, g.multiply(100, x(4, 5)), index(5, 4)));
    const [logits, labels] = [...values.values()] as [Float64Array, Float64Array];
    let total = 0;
    labels.forEach((label, row) => {
      const numbers = [...logits.slice(row * 5, row * 5 + 5)].map((x) => 100 * x);
      const largest = Math.max(...numbers);
      const sum = numbers.reduce((most, x) => most + Math.exp(x - largest), 0);
      total += Math.log(sum) + largest - (numbers[label] as number);
    });
    expect(of(result)[0]).toBeCloseTo(total / 4, 9);
  });

  it("of classes has one number for each label", () => {
    const { result } = build((g, x, index) => logLoss(g, x(2, 3, 5), index(5, 2, 3)));
    expect(result.shape).toEqual([2, 3]);
  });

  it("of numbers is the mean of squares", () => {
    const g = new Graph();
    const [x, y] = [g.input("x", [2, 2]), g.input("y", [2, 2])];
    const values = new Map([[x, [1, 2, 3, 4]], [y, [1, 0, 3, 1]]]);
    expect([...evaluate(squaredError(g, x, y), values)]).toEqual([3.25]);
    expect(meanOfAll(g, x).shape).toEqual([]);
  });

  it("refuses shapes that would only broadcast", () => {
    const g = new Graph();
    const [column, row] = [g.input("column", [4, 1]), g.input("row", [4])];
    const labels = g.input("labels", [4], "i32");
    expect(() => squaredError(g, column, row)).toThrow("A prediction [4, 1] cannot be compared with a target [4].");
    expect(() => crossEntropy(g, g.input("logits", [4, 4, 3]), labels)).toThrow(
      "Logits [4, 4, 3] need one label a row, got labels [4].",
    );
  });
});

describe("InfoNCE", () => {
  function direct(a: Float64Array, b: Float64Array, batch: number, width: number, sharpness: number): number {
    const row = (m: Float64Array, i: number): number[] => {
      const numbers = [...m.slice(i * width, (i + 1) * width)];
      const length = Math.sqrt(numbers.reduce((sum, x) => sum + x * x, 0));
      return numbers.map((x) => x / length);
    };
    const score = (i: number, j: number): number =>
      sharpness * row(a, i).reduce((sum, x, k) => sum + x * (row(b, j)[k] as number), 0);
    let total = 0;
    for (let i = 0; i < batch; i++) {
      const all = Array.from({ length: batch }, (_, j) => j);
      const across = Math.log(all.reduce((sum, j) => sum + Math.exp(score(i, j)), 0)) - score(i, i);
      const down = Math.log(all.reduce((sum, j) => sum + Math.exp(score(j, i)), 0)) - score(i, i);
      total += (across + down) / 2;
    }
    return total / batch;
  }

  it("is the cross-entropy of picking partners by cosine similarity, in both directions", () => {
    const { result, values, of } = build((g, x) => infoNCE(g, x(5, 3), x(5, 3), 10));
    const [a, b] = [...values.values()] as [Float64Array, Float64Array];
    expect(result.shape).toEqual([]);
    expect(of(result)[0]).toBeCloseTo(direct(a, b, 5, 3, 10), 5);
  });

  it("does not depend on which batch comes first, nor on the embeddings' lengths", () => {
    const one = build((g, x) => {
      const [a, b] = [x(5, 3), x(5, 3)];
      return g.subtract(infoNCE(g, a, b, 4), infoNCE(g, g.multiply(3, b), a, 4));
    });
    expect(one.of(one.result)[0]).toBeCloseTo(0, 9);
  });

  it("is ln(batch) where all embeddings are equal, zeros included", () => {
    for (const value of [0, 2]) {
      const { result, of } = build((g) => {
        const same = g.broadcast(g.constant(value), [6, 4]);
        return infoNCE(g, same, same, 5);
      });
      expect(of(result)[0]).toBeCloseTo(Math.log(6), 6);
    }
  });

  it("scales rows to length 1 and leaves zeros", () => {
    const { result, of } = build((g) => unitLength(g, g.multiply(g.reshape(g.positions(2), [2, 1]), g.positions(3))));
    const [, , , ...rest] = of(result);
    expect(of(result).slice(0, 3)).toEqual([0, 0, 0]);
    expect(rest.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 9);
  });

  it("refuses batches of different shapes", () => {
    const g = new Graph();
    expect(() => infoNCE(g, g.input("x", [4, 3]), g.input("y", [4, 2]), 1)).toThrow(
      "InfoNCE needs two batches of one shape [batch, width], got [4, 3] and [4, 2].",
    );
  });
});

describe("parameters", () => {
  it("know what they are for and begin as documented", () => {
    const { graph } = build((g, _, index) => {
      const h = layerNorm(g, "norm", addPositions(g, "positions", embedding(g, "symbols", index(5, 2, 3), 5, 4)));
      return dense(g, "head", h, 5, { role: "head" });
    });
    expect(graph.parameters.map(({ operation, shape }) => ({ ...operation, shape }))).toEqual([
      { name: "symbols", role: "embedding", initial: { kind: "normal", deviation: 0.02 }, shape: [5, 4] },
      { name: "positions", role: "embedding", initial: { kind: "normal", deviation: 0.02 }, shape: [3, 4] },
      { name: "norm.scale", role: "vector", initial: { kind: "fill", value: 1 }, shape: [4] },
      { name: "norm.shift", role: "vector", initial: { kind: "fill", value: 0 }, shape: [4] },
      { name: "head.weight", role: "head", initial: { kind: "normal", deviation: 0.5 }, shape: [4, 5] },
      { name: "head.bias", role: "vector", initial: { kind: "fill", value: 0 }, shape: [5] },
    ].map((parameter) => ({ kind: "parameter", ...parameter })));
  });
});
