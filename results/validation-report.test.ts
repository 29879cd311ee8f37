import { expect, test } from "vitest";
import { plainStyle } from "./style.js";
import { type TaskValidation, formatValidations } from "./validation-report.js";

const SIZED = { size: 1, horizon: 200, batch: 64, trials: 16, tuningSeeds: 2, seeds: 8 };

const TEACHER: TaskValidation = {
  task: "teacher",
  proxy: SIZED,
  larger: { ...SIZED, size: 10 },
  rules: [{ name: "adamw", proxyLoss: 1, largerLoss: 2 }, { name: "lion", proxyLoss: 1.5, largerLoss: 2.5 }],
  failed: ["wild"],
  correlation: { value: 0.8149, low: 0.61, high: 0.9 },
  betterHalf: { value: 0.5, low: -0.2, high: 0.9 },
  apart: [{ rules: ["adamw", "lion"], errors: -4.25 }],
};

test("validations are a table with a line for each task, and what it means", () => {
  const unknown: TaskValidation = { ...TEACHER, task: "odd", correlation: null, betterHalf: null, rules: [], apart: [] };
  expect(formatValidations([TEACHER, unknown], { style: plainStyle, width: 110 })).toMatchInlineSnapshot(`
    "task     rules  failed     rank correlation    of the better half  trusted  adamw–lion  adamw–sgd  lion–sgd
    teacher      2       1  0.81 (0.61 to 0.90)  0.50 (-0.20 to 0.90)      yes        4.25
    odd          0       1                 none                  none       no

    Rank correlation of tuned rules' losses, this size against the next, with its 95 % interval; a search trusts a task from 0.6 on.
    Last columns: by how many standard errors known rules differ here; from 3 on they are told apart.
    "
  `);
});

test("a correlation below 0.6 is not trusted", () => {
  const weak: TaskValidation = { ...TEACHER, correlation: { value: 0.59, low: 0.2, high: 0.8 } };
  expect(formatValidations([weak], { style: plainStyle, width: 110 })).toMatch(/0\.59 \(0\.20 to 0\.80\) .* no /);
  expect(formatValidations([TEACHER], { style: plainStyle, width: 110 })).toMatch(/0\.81 \(0\.61 to 0\.90\) .* yes /);
});
