import { describe, expect, it } from "vitest";
import { gradients } from "../../graph/gradient.js";
import { Graph } from "../../graph/graph.js";
import { sizeOf } from "../../graph/shape.js";
import { meanOfAll } from "../../layers/softmax.js";
import { type Model, mlp, transformer } from "../../tfjs/models.arbitrary.js";
import { type LoweredGraph, lowerGraph } from "./lower.js";
import { inputsOf } from "./lowered.arbitrary.js";

function lowered({ graph, loss }: Pick<Model, "graph" | "loss">): LoweredGraph {
  const { parameters } = graph;
  const length = parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return lowerGraph({
    parameters,
    gradients: gradients(graph, loss, parameters),
    outputs: [loss],
    inputs: inputsOf(graph),
    at: { weights: { offset: 0, length }, gradients: { offset: length, length }, room: 2 * length },
  });
}

describe("a lowered graph", () => {
  it("has one kernel for each step that waits for another: of an MLP, its layers there and back", () => {
    const { kernels } = lowered(mlp(64, [64, 64, 64, 10]));
    expect(kernels.map(({ label }) => label.split(" | ").map((part) => part.split(":")[0]).join(" "))).toEqual([
      "product", "product", "product", "rows", expect.stringContaining("product"), expect.stringContaining("product"),
      expect.stringContaining("product"),
    ]);
  });

  it("takes a softmax and what comes before it in one kernel", () => {
    const { kernels } = lowered(transformer({ layers: 1, width: 16, positions: 16, batch: 4, heads: 2, symbols: 32 }));
    expect(kernels.filter(({ label }) => /max.*exp.*sum/.test(label))).toHaveLength(2);
    expect(kernels.length).toBeLessThan(27);
  });

  it("needs less room than all that it computes, as what is done with makes place", () => {
    const sizes = [64, ...Array.from({ length: 8 }, () => 64)];
    const { end } = lowered(mlp(64, sizes));
    const parameters = 8 * (64 * 64 + 64);
    // Every layer's activations are kept for the way back; the gradients of activations take turns.
    expect(end - 2 * parameters).toBeLessThan((8 + 4) * 64 * 64);
  });

  it("is the same text for the same graph", () => {
    expect(lowered(mlp(8, [6, 5, 3]))).toEqual(lowered(mlp(8, [6, 5, 3])));
  });

  it("refuses parameters that have no place, and a region of another size", () => {
    const graph = new Graph();
    const p = graph.parameter("p", [3], "vector", { kind: "fill", value: 0 });
    const loss = meanOfAll(graph, p);
    const none = { parameters: [], outputs: [loss], inputs: [], at: { weights: { offset: 0, length: 0 }, room: 0 } };
    expect(() => lowerGraph(none)).toThrow("\"p\" is none of the parameters and inputs that are given.");
    const short = { ...none, parameters: [p], at: { weights: { offset: 0, length: 2 }, room: 2 } };
    expect(() => lowerGraph(short)).toThrow("The parameters take 3 floats, but 2 are given to them.");
  });

  it("refuses what takes more workgroups than WebGPU allows", () => {
    const graph = new Graph();
    const p = graph.parameter("p", [1, 2100, 1], "vector", { kind: "fill", value: 0 });
    const output = graph.add(p, graph.reshape(p, [2100, 1, 1]));
    const at = { weights: { offset: 0, length: 2100 }, room: 2100 };
    const given = { parameters: [p], outputs: [output], inputs: [], at };
    expect(() => lowerGraph(given)).toThrow(/takes 68907 workgroups a lane; 65535 are allowed/);
  });
});
