import { expect, test } from "vitest";
import { plainStyle } from "./style.js";
import { type TaskReport, formatTask, formatTasks } from "./tasks-report.js";

const SMALL: TaskReport["sizes"][number] = {
  size: 1,
  parameters: 8970,
  horizon: 200,
  batch: 64,
  metrics: ["accuracy"],
  floor: { loss: 0.362319, kind: "atLeast" },
  fields: [{ name: "pixels", element: "f32", shape: [8, 8, 1] }, { name: "label", element: "i32", shape: [] }],
  arrays: [
    { name: "head.weight", role: "head", shape: [64, 10] },
    { name: "head.bias", role: "vector", shape: [10] },
    { name: "sharpness", role: "vector", shape: [] },
  ],
};
const GLYPHS: TaskReport = {
  name: "glyph-mlp",
  family: "classification",
  title: "Stroke glyphs, multi-layer perceptron",
  sizes: [SMALL, { ...SMALL, size: 100, parameters: 399_370, horizon: 1200 }],
};
const SPIRALS: TaskReport = {
  name: "spirals",
  family: "regression",
  title: "Two spirals",
  sizes: [{ ...SMALL, metrics: [], floor: { loss: 0.04, kind: "exact" } }],
};

test("tasks are a table, one size a line", () => {
  expect(formatTasks([GLYPHS, SPIRALS], { style: plainStyle, width: 90 })).toMatchInlineSnapshot(`
    "name       family          title                            size  parameters  steps  batch
    glyph-mlp  classification  Stroke glyphs, multi-layer per…    ×1       8,970    200     64
                                                                ×100     399,370  1,200     64
    spirals    regression      Two spirals                        ×1       8,970    200     64
    "
  `);
});

test("one task is told in detail", () => {
  expect(formatTask(SPIRALS, { style: plainStyle, width: 90 })).toMatchInlineSnapshot(`
    "spirals

      title         Two spirals
      family        regression

    ×1
      steps         200
      batch         64
      example       pixels (f32 8×8×1), label (i32)
      least loss    0.04
      metrics       none
      parameters    8,970
      arrays        head.weight (head 64×10)
                    head.bias (vector 10)
                    sharpness (vector)
    "
  `);
});
