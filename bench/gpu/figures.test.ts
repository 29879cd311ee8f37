import { expect, test } from "vitest";
import { type Figures, toRows } from "./figures.js";
import type { Work } from "./work.js";

const WORK: Work = {
  name: "mlp", title: "MLP proxy", bar: 2000, reference: { name: "glyph-mlp", size: 1, horizon: 200, batch: 64 },
};
const FIGURES: Figures = {
  device: { name: "Some GPU, driver 1.2", isGpu: true },
  climbed: { rungs: [{ lanes: 16, perSecond: 400 }, { lanes: 32, perSecond: 700 }], top: { room: 32, shortage: "64 do not fit" } },
  executor: {
    lanes: 32, spread: 3000, adamw: 4000, refused: 2, faults: 1,
    likeness: { compared: 40, agreeing: 0.975, difference: 2e-6 },
  },
  wasm: [{ workers: 2, perSecond: 50 }, { workers: 16, perSecond: 300 }],
  peers: [
    {
      library: { name: "pytorch", title: "PyTorch 2.9" }, device: "Some GPU",
      rates: [
        { kind: "own", form: "eager", lanes: 1, perSecond: 10 },
        { kind: "own", form: "a graph", lanes: 1, perSecond: 500 },
        { kind: "shared", form: "vmap", lanes: 256, perSecond: 2000 },
      ],
    },
    { library: { name: "jax", title: "JAX", advice: "pip install jax" }, reason: "pip install jax" },
  ],
};

test("each figure stands beside its bar, with lanes, device and room", () => {
  const rows = toRows(WORK, FIGURES);
  expect(rows.map(({ name, measured, bar, met }) => [name, measured, bar, met])).toEqual([
    ["gpu/mlp/lanes", 700, null, null],
    ["gpu/mlp/executor", 3000, 2000, true],
    ["gpu/mlp/agreement", 0.975, null, null],
    ["gpu/mlp/wasm", 60, 50, true],
    ["gpu/mlp/wasm-cores", 10, null, null],
    ["gpu/mlp/pytorch", 8, 10, false],
    ["gpu/mlp/pytorch-shared", 2, null, null],
    ["gpu/mlp/jax", null, 10, null],
    ["gpu/mlp/jax-shared", null, null, null],
  ]);
  expect(rows[0]?.detail).toBe("Some GPU, driver 1.2; by lanes: 16 400/s, 32 700/s; room for 32: 64 do not fit");
  expect(rows[1]?.detail).toMatch(/; 2 candidates refused, .*; 1 candidate lost, which count for nothing$/);
  expect(rows[5]?.what).toBe("MLP proxy, against PyTorch, one program a candidate");
  expect(rows[5]?.detail).toBe(
    "PyTorch 2.9 on Some GPU: eager 10/s, a graph 500/s; ours 4000/s, with programs of their own",
  );
  expect(rows[6]?.detail).toContain("vmap over 256 2000/s");
  expect(rows[7]?.detail).toContain("JAX: pip install jax");
});

test("a processor that plays a GPU is held to no bar, and rows say so", () => {
  const rows = toRows(WORK, { ...FIGURES, device: { name: "lavapipe", isGpu: false } });
  expect(rows.map(({ bar }) => bar)).toEqual(rows.map(() => null));
  expect(rows[0]?.detail).toMatch(/^lavapipe, a processor: no figures of a GPU; /);
});

test("where nothing was trained, rows say why", () => {
  const failure = "WebGPU finds no GPU.";
  const nothing = { device: undefined, climbed: { rungs: [], failure }, executor: { failure }, wasm: [], peers: [] };
  const rows = toRows(WORK, nothing);
  expect(rows.map(({ name, measured, met }) => [name, measured, met])).toEqual(
    ["lanes", "executor", "agreement"].map((key) => [`gpu/mlp/${key}`, null, null]),
  );
  for (const { detail } of rows) expect(detail).toContain(failure);
});
