import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../graph/evaluate.arbitrary.js";
import { gradients } from "../graph/gradient.js";
import type { Graph } from "../graph/graph.js";
import { type DrawnGraph, graphs } from "../graph/graph.arbitrary.js";
import { sizeOf } from "../graph/shape.js";
import type { Tensor } from "../graph/tensor.js";
import { meanOfAll } from "../layers/softmax.js";
import { writeKernel } from "./compile.js";
import { type CompiledGraph, compileGraph } from "./compiled-graph.arbitrary.js";
import { createMemory, instantiate } from "./host.js";
import { lowerGraph } from "./lower.js";
import { planMemory } from "./memory.js";
import { ModuleBuilder } from "./module.js";

/** Everything that tensors depend on. */
function needed(roots: readonly Tensor[]): ReadonlySet<Tensor> {
  const found = new Set<Tensor>();
  const stack = [...roots];
  for (let tensor = stack.pop(); tensor !== undefined; tensor = stack.pop()) {
    if (!found.has(tensor)) stack.push(...tensor.operands);
    found.add(tensor);
  }
  return found;
}

/** Compiles a graph, fills its whole memory with NaN, then gives inputs and parameters their elements. */
function load(
  { graph, values }: DrawnGraph,
  outputs: readonly Tensor[],
  gradients: readonly Tensor[] = [],
  parameters = graph.parameters,
): CompiledGraph {
  const compiled = compileGraph({ parameters, gradients, outputs });
  new Uint32Array(compiled.parameters.buffer).fill(0xffffffff);
  for (const tensor of needed([...outputs, ...gradients])) {
    const given = values.get(tensor);
    if (given !== undefined && !parameters.includes(tensor)) compiled.input(tensor).set(given);
  }
  compiled.parameters.set(parameters.flatMap((tensor) => [...(values.get(tensor) as number[])]));
  return compiled;
}

/** The largest difference of two arrays; ∞ where one has a NaN that the other has not. */
function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = actual.length === expected.length ? 0 : Infinity;
  for (let i = 0; i < expected.length; i++) {
    const gap = Math.abs((actual[i] as number) - (expected[i] as number));
    if (!Object.is(actual[i], expected[i])) largest = Math.max(largest, Number.isNaN(gap) ? Infinity : gap);
  }
  return largest;
}

/** The loss whose gradient is asked for: every output weighted by fixed numbers and added up. */
function lossOf(graph: Graph, outputs: readonly Tensor[]): Tensor {
  return outputs.reduce((sum, tensor) => {
    const weights = graph.reshape(graph.positions(sizeOf(tensor.shape)), tensor.shape);
    const weighted = graph.multiply(tensor, graph.subtract(graph.multiply(weights, 1 / 64), 1));
    return graph.add(sum, meanOfAll(graph, weighted));
  }, graph.constant(0));
}

/** The outputs of a drawn graph, its loss and the gradients of the parameters that the loss depends on. */
function withGradients({ graph, outputs }: DrawnGraph): {
  readonly parameters: readonly Tensor[];
  readonly found: readonly Tensor[];
  readonly loss: Tensor;
} {
  const loss = lossOf(graph, outputs.map(({ tensor }) => tensor));
  const parameters = graph.parameters.filter((parameter) => {
    try {
      gradients(graph, loss, [parameter]);
      return true;
    } catch {
      return false;
    }
  });
  return { parameters, found: gradients(graph, loss, parameters), loss };
}

describe("a compiled graph", () => {
  it("gives what its evaluation gives, exactly where float32 is exact, whatever memory held before", () => {
    fc.assert(fc.property(graphs(30), (drawn) => {
      const { values, outputs } = drawn;
      const compiled = load(drawn, outputs.map(({ tensor }) => tensor));
      compiled.run();
      for (const { tensor, tolerance } of outputs) {
        const expected = evaluate(tensor, values);
        expect(distance(compiled.output(tensor), expected)).toBeLessThanOrEqual(tolerance);
      }
    }), { numRuns: 500 });
  });

  it("gives gradients as their evaluation gives them, beside outputs taken on the way", () => {
    fc.assert(fc.property(graphs(20), (drawn) => {
      const { values, outputs } = drawn;
      const { parameters, found, loss } = withGradients(drawn);
      const compiled = load(drawn, [loss, ...outputs.map(({ tensor }) => tensor)], found, parameters);
      compiled.run();
      const expected = found.flatMap((tensor) => [...evaluate(tensor, values)]);
      const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      expect(distance(compiled.gradients, expected)).toBeLessThanOrEqual(largest * 1e-4);
      for (const { tensor, tolerance } of outputs) {
        expect(distance(compiled.output(tensor), evaluate(tensor, values))).toBeLessThanOrEqual(tolerance);
      }
    }), { numRuns: 300 });
  });

  it("gives the same bits again and leaves inputs and parameters as they were", () => {
    fc.assert(fc.property(graphs(20), (drawn) => {
      const { values, outputs } = drawn;
      const { parameters, found } = withGradients(drawn);
      const tensors = outputs.map(({ tensor }) => tensor);
      const compiled = load(drawn, tensors, found, parameters);
      const results = (): readonly Float32Array[] => [
        compiled.gradients.slice(), ...tensors.map((tensor) => compiled.output(tensor).slice()),
      ];
      compiled.run();
      const first = results();
      compiled.run();
      expect(results()).toEqual(first);
      for (const tensor of needed([...tensors, ...found])) {
        if (tensor.operation.kind !== "input") continue;
        expect([...compiled.input(tensor)]).toEqual([...(values.get(tensor) as number[])]);
      }
      const given = parameters.flatMap((tensor) => [...(values.get(tensor) as number[])]);
      expect([...compiled.parameters]).toEqual(given);
    }), { numRuns: 100 });
  });

  it("writes nothing outside its buffers", () => {
    fc.assert(fc.property(graphs(20), (drawn) => {
      const { found, loss } = withGradients(drawn);
      const lowered = lowerGraph([loss, ...found], {}, new Map());
      const plan = planMemory(lowered, 64, new Set());
      const pages = Math.ceil(plan.size / 65536);
      const memory = createMemory(pages);
      const builder = new ModuleBuilder();
      const kernels = lowered.kernels.map((kernel, i) => builder.function(`${i}`, [], [], (f) => {
        writeKernel(f, kernel, (id) => plan.addresses[id] as number, false);
      }));
      builder.function("run", [], [], (f) => { for (const kernel of kernels) f.call(kernel); });
      const bytes = new Uint8Array(memory.buffer).fill(0xa5);
      // Indices are what they are, so that rows are written where they must not.
      instantiate(builder.finish(pages), memory)["run"]?.();
      lowered.buffers.forEach(({ size }, id) => {
        const start = plan.addresses[id] as number;
        bytes.fill(0xa5, start, start + size * 4);
      });
      expect(bytes.every((byte) => byte === 0xa5)).toBe(true);
    }), { numRuns: 100 });
  });
});
