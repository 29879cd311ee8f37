import { expect, test } from "vitest";
import { check } from "../../dsl/check.js";
import { compile } from "../../dsl/compile.js";
import { findRule } from "../../dsl/rules/index.js";
import { parse } from "../../dsl/text/parse.js";
import { Trainer } from "../training/trainer.js";
import { contrastive } from "./contrastive.js";

test("two towers tell shapes apart by the captions that name them, far better than by chance", () => {
  const adamw = compile(check(parse(findRule("adamw")?.text ?? "")));
  const trainer = new Trainer({ task: contrastive, size: 1, horizon: 800, batch: 48 });
  const [short, long] = [{ scale: 1e-6 }, { scale: 5 }].map(({ scale }) => {
    const result = trainer.train(adamw, { seed: 1, scale });
    return result.kind === "trained" ? (result.metrics["zero-shot accuracy"] as number) : NaN;
  }) as [number, number];
  // There are twelve shapes.
  expect(Math.abs(short - 1 / 12)).toBeLessThan(0.06);
  expect(long).toBeGreaterThan(0.3);
});
