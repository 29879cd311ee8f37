// A task of your own: `symopt evaluate adamw lion --task configs/task.js`. It can be searched on, without peers:
// docs/own-task.md says how.
//
// A task has data, a model with its loss, and up to three sizes: 1 is the proxy that candidates train on by the
// thousand (make a training take well under a second), 10 and 100 are for those that did well.
import { crossEntropy, activate, dense } from "symopt/engine";

/**
 * The data: a source gives example number i of a split and a seed, always the same one. Here: two spirals, to
 * be told apart. Fields have a shape for one example; the batch comes first in the model.
 */
function spirals() {
  const seeds = { train: 1, validation: 2, selection: 3, test: 4 };
  return {
    fields: {
      point: { element: "f32", shape: [2] },
      label: { element: "i32", shape: [], symbols: 2 },
    },
    // What is known of the smallest loss that any model can reach.
    floor: { loss: 0, kind: "atLeast" },
    size: () => Infinity,
    fill(split, seed, first, count, into) {
      for (let i = 0; i < count; i++) {
        const [a, b, c] = noise(seeds[split], seed, first + i);
        const label = a < 0.5 ? 0 : 1;
        const turn = 9 * b + Math.PI * label;
        into.point[2 * i] = b * Math.cos(turn) + 0.3 * (c - 0.5);
        into.point[2 * i + 1] = b * Math.sin(turn) + 0.3 * ((a * 97) % 1 - 0.5);
        into.label[i] = label;
      }
    },
  };
}

/** Three numbers between 0 and 1 that depend on all three arguments and on nothing else. */
function noise(...words) {
  let hash = 0x9e3779b9;
  const mix = () => {
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  };
  for (const word of words) {
    hash += word;
    mix();
  }
  return [0, 1, 2].map(() => {
    hash += 0x6d2b79f5;
    mix();
    return (hash >>> 0) / 2 ** 32;
  });
}

/** One size of the task: how wide its layers are, for how many steps it trains, on how many examples each. */
function perceptron(width, horizon, batch) {
  return {
    source: spirals,
    horizon,
    batch,
    model(graph, { point, label }) {
      let h = point;
      for (const layer of [1, 2]) h = activate(graph, "tanh", dense(graph, `layer${layer}`, h, width));
      return { loss: crossEntropy(graph, dense(graph, "head", h, 2, { role: "head" }), label) };
    },
  };
}

/** @type {import("symopt/proxies").TaskDefinition} */
const task = {
  name: "spirals",
  family: "classification",
  title: "Two spirals, multi-layer perceptron",
  sizes: {
    1: perceptron(32, 200, 32),
    10: perceptron(64, 250, 64),
  },
};

export default task;
