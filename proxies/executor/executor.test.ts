import { expect, test } from "vitest";
import { type TrainingRequest, checkRequest } from "./executor.js";

const REQUEST: TrainingRequest = {
  index: 0, program: "", task: { name: "glyph-mlp", size: 1, horizon: 10, batch: 4 }, seed: 1,
  hyperparameters: { beta: 0.9 }, hurdles: [{ step: 5, loss: Infinity }], scale: -0, decay: 1e300,
};

test("a request whose numbers make sense passes", () => {
  expect(() => { checkRequest(REQUEST); }).not.toThrow();
});

test.each<[string, Partial<TrainingRequest>]>([
  ["index", { index: 0.5 }],
  ["seed", { seed: NaN }],
  ["task.horizon", { task: { ...REQUEST.task, horizon: 0 } }],
  ["task.batch", { task: { ...REQUEST.task, batch: Infinity } }],
  ["scale", { scale: Infinity }],
  ["decay", { decay: NaN }],
  ["hyperparameters.beta", { hyperparameters: { alpha: 1, beta: NaN } }],
  ["hyperparameters.beta", { hyperparameters: { beta: -Infinity } }],
  ["hurdles.step", { hurdles: [{ step: 10, loss: 1 }] }],
  ["hurdles.loss", { hurdles: [{ step: 5, loss: NaN }] }],
])("a request is refused for its `%s`", (name, changes) => {
  expect(() => { checkRequest({ ...REQUEST, ...changes }); }).toThrow(`A training's \`${name}\` must be `);
});
