import { expect, test } from "vitest";
import { findRule } from "../dsl/rules/index.js";
import { BAR, BAR_RULES } from "./bar.js";

test("the bar is called by its rules, all of which the library has", () => {
  expect(BAR).toBe("AdamW, NAdamW, Lion, Nesterov SGD and Muon");
  for (const rule of BAR_RULES) expect(findRule(rule)?.name).toBe(rule);
});
