import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setImmediate } from "node:timers";

// Tasks for the tests of the pool: what a training does is told by the thousands of its seed. A plain module,
// as a user would write one.

const { WebAssembly } = globalThis;

/** A WebAssembly module whose function `f` has this code. */
function wasm(...code) {
  const body = [code.length + 2, 0, ...code, 0x0b];
  const bytes = [
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 0x66, 0, 0,
    10, body.length + 1, 1, ...body,
  ];
  return new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes))).exports.f;
}

function hang() {
  for (;;);
}

const kept = [];

export const faults = [
  ["none", () => undefined],
  ["hangs", hang],
  ["throws", () => { throw new Error("A source that throws."); }],
  ["exits", () => { process.exit(0); }],
  ["outgrows its heap", () => { for (;;) kept.push({ numbers: [kept.length] }); }],
  ["outgrows the memory", () => { for (;;) kept.push(new Float64Array(1 << 17).fill(1)); }],
  ["traps", wasm(0x00)],
  ["hangs in WebAssembly", wasm(0x03, 0x40, 0x0c, 0x00, 0x0b)],
  ["throws a text", () => { throw "no error"; }],
  ["throws later", () => { setImmediate(() => { throw new Error("Left behind."); }); hang(); }],
  ["crashes once", (attempt) => { if (attempt === 1) process.exit(1); }],
  ["outgrows WebAssembly's memory", () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    for (;;) memory.grow(1024);
  }],
];

/** Notes an attempt in a file of the seed's name, and says which it is. */
function attemptOf(seed) {
  const file = join(process.env.SYMOPT_FAULTS, String(seed));
  appendFileSync(file, "x");
  return readFileSync(file, "utf8").length;
}

function fill(split, seed, first, count, into) {
  const [, misbehave] = faults[Math.floor(seed / 1000)];
  if (split === "train" && seed >= 1000) misbehave(attemptOf(seed));
  let state = (seed * 7919 + first * 131 + split.length) >>> 0;
  const draw = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  for (let i = 0; i < count; i++) {
    let y = 0.1 * draw();
    for (let k = 0; k < 8; k++) {
      const x = draw();
      into.x[i * 8 + k] = x;
      y += x * (k - 3);
    }
    into.y[i] = y;
  }
}

const size = {
  source: () => ({
    fields: { x: { element: "f32", shape: [8] }, y: { element: "f32", shape: [1] } },
    floor: { loss: 0, kind: "atLeast" },
    size: () => Infinity,
    fill,
  }),
  horizon: 40,
  batch: 8,
  model: (graph, { x, y }) => {
    const weight = graph.parameter("weight", [8, 1], "matrix", { kind: "normal", deviation: 0.1 });
    const bias = graph.parameter("bias", [1], "vector", { kind: "fill", value: 0 });
    const error = graph.subtract(graph.add(graph.matmul(x, weight), bias), y);
    const loss = graph.reshape(graph.mean(graph.square(error), [0, 1]), []);
    return { loss, metrics: { root: graph.unary("sqrt", loss) } };
  },
};

const broken = { ...size, model: () => { throw new TypeError("A model that cannot be built."); } };

export default [
  { name: "faulty", family: "regression", title: "A line, with faults", sizes: { 1: size } },
  { name: "broken", family: "regression", title: "A model that cannot be built", sizes: { 1: broken } },
];
