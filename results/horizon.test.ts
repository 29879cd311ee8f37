import { describe, expect, test } from "vitest";
import { rules } from "../dsl/rules/index.js";
import { parse } from "../dsl/text/parse.js";
import { horizonInputs, horizonWords } from "./horizon.js";
import { toProgramReport } from "./program-report.js";
import { toRuleReport } from "./rules-report.js";

describe("the horizon", () => {
  test("is read as the step, as the steps in all, or both", () => {
    expect(horizonInputs(["lr", "t", "loss", "T"])).toEqual(["t", "T"]);
    expect(horizonInputs(["lr", "loss"])).toEqual([]);
    expect(horizonWords({ reads: [] })).toBe("independent");
    expect(horizonWords({ reads: ["T"] })).toBe("dependent: reads T");
    expect(horizonWords({ reads: ["t", "T"] })).toBe("dependent: reads t and T");
  });

  test.each(rules)("is what $name depends on where it reads either, in every report alike", (rule) => {
    const { reads, horizonDependent } = toRuleReport(rule);
    const report = toProgramReport(rule.name, parse(rule.text, rule.name));
    expect(reads).toEqual(horizonInputs(report.inputs));
    expect([horizonDependent, report.horizonDependent]).toEqual([reads.length > 0, reads.length > 0]);
  });

  test("is read by AdamW, which corrects its bias by the step, and not by Lion", () => {
    const [adamw, lion] = ["adamw", "lion"].map((name) =>
      toRuleReport(rules.find((rule) => rule.name === name) as (typeof rules)[number]));
    expect(adamw).toMatchObject({ reads: ["t"], horizonDependent: true });
    expect(lion).toMatchObject({ reads: [], horizonDependent: false });
  });
});
