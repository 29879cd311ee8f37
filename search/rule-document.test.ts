import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { programs } from "../dsl/program.arbitrary.js";
import { samePrograms } from "../dsl/program.js";
import { parse } from "../dsl/text/parse.js";
import { print } from "../dsl/text/print.js";
import { courseOf, follow, worstError } from "../results/export/course.arbitrary.js";
import { choicesOf } from "../results/export/json/document.js";
import { JSON_RULE } from "../results/export/json/target.js";
import { type RuleChoices, toExportedRule } from "../results/export/rule.js";
import { libraryRules, tunedRules, unusualRules } from "../results/export/rules.arbitrary.js";
import { InputError } from "../src/errors.js";
import { parseRuleDocument } from "./rule-document.js";

const LION = JSON_RULE.write(toExportedRule(libraryRules.get("lion")?.program.program as never, { name: "lion" }));

function messageOf(text: string): string {
  try {
    parseRuleDocument(text, "mine.json");
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  throw new Error("It was read.");
}

describe("an exported rule in JSON", () => {
  it.each([...libraryRules, ...tunedRules])("reads back as the program it was, and is exported as before: %s", (_, rule) => {
    const text = JSON_RULE.write(rule);
    const { document } = parseRuleDocument(text, "mine.json");
    const program = parse(document.program);
    expect(samePrograms(program, rule.program.program)).toBe(true);
    expect(JSON_RULE.write(toExportedRule(program, { ...choicesOf(document), level: "dead" }))).toBe(text);
  });

  it.each([...libraryRules])("is the program itself where nothing is said beside it: %s", (_, rule) => {
    const { program } = parseRuleDocument(JSON_RULE.write(rule), "mine.json");
    expect(samePrograms(program, rule.program.program)).toBe(true);
  });

  it.each([...tunedRules, ...unusualRules])("does as a program what its code does, learning rate and decay included: %s", (_, rule) => {
    const course = courseOf(7, 5);
    for (const [learningRate, weightDecay] of [[0.05, 0], [1, 0.25], [0.5, 0.25]] as const) {
      const said = { ...rule, documentation: { ...rule.documentation, learningRate, weightDecay } };
      const { program } = parseRuleDocument(JSON_RULE.write(said), "mine.json");
      const done = follow(toExportedRule(program, { level: "dead" }), course, false);
      expect(worstError(done.map((w) => [...w]), follow(said, course, false), course)).toBeLessThan(1e-4);
    }
  });

  it("has its learning rate and its decay as hyperparameters of the program", () => {
    const rule = toExportedRule(parse("def s(w, g, lr):\n  return g * lr\n"), { learningRate: 0.05, weightDecay: 0.1 });
    expect(print(parseRuleDocument(JSON_RULE.write(rule), "mine.json").program))
      .toMatch(/^def s\(w, g, lr, learning_rate=0.05, weight_decay=0.1\):/);
  });

  it("reads back whatever program it holds, with all that is said of it", () => {
    const documentation: RuleChoices["documentation"] = {
      summary: "Says \"this\" \\ and Σ.", found: "a search", learningRate: 0.1 + 0.2, weightDecay: 1 / 3,
      scores: [{ on: "a ×10", what: "gain", mean: 0.5, interval: [0.1, 0.9] }, { on: "b", what: "gain", mean: -1, interval: null }],
    };
    fc.assert(fc.property(programs({ statements: 6 }), (program) => {
      const rule = toExportedRule(program, { level: "dead", documentation });
      const read = parseRuleDocument(JSON_RULE.write(rule), "mine.json");
      const written = parse(read.document.program);
      expect(samePrograms(written, rule.program.program)).toBe(true);
      expect(toExportedRule(written, { ...choicesOf(read.document), level: "dead" }).documentation).toEqual(rule.documentation);
    }), { numRuns: 50 });
  });

  it("is told where its JSON breaks off", () => {
    expect(messageOf(LION.slice(0, 40))).toMatch(/^mine\.json:3:\d+: this is not JSON: /);
    expect(messageOf(LION.replace('"version": 1,', '"version": 1'))).toMatch(/^mine\.json:4:3: this is not JSON: /);
  });

  it("is told each fault at its place", () => {
    const text = LION.replace('"version": 1', '"version": 2').replace('"learningRate": 1', '"learningRate": "much"')
      .replace('"found": null', '"found": 7').replace('"name": "lion",', '"nmae": "lion",');
    const message = messageOf(text);
    expect(message).toMatch(/^mine\.json holds JSON, but no exported rule\n/);
    expect(message).toContain('mine.json:3:3: `version` must be 1, got 2\n3 |   "version": 2,\n      ^^^^^^^^^');
    expect(message).toMatch(/mine\.json:\d+:3: `learningRate` must be a number, got "much"/);
    expect(message).toMatch(/mine\.json:\d+:5: `documentation\.found` must be text, got 7/);
    expect(message).toMatch(/mine\.json:4:3: `nmae` is no key of an exported rule/);
    expect(message).toMatch(/`name` must be text, got nothing/);
  });

  it.each([
    ["{}", '`format` must be "symopt/rule", got nothing'],
    ["[1]", "it must be an object, got [1]"],
    [LION.replace('"weightDecay": 0', '"weightDecay": -1'), "`weightDecay` must be a number from 0, got -1"],
    [LION.replace('"name": "lion"', '"name": "a b"'), "`name` must be letters, digits and underscores, got \"a b\""],
  ])("is told what it lacks: %#", (text, expected) => {
    expect(messageOf(text)).toContain(expected);
  });

  it("is told where its program is faulty", () => {
    expect(messageOf(LION.replace("= sign(", "= sine("))).toMatch(/^mine\.json, program:\d+:\d+: there is no function `sine`/);
  });

  it("takes what an editor adds: a byte order mark, tabs, spaces", () => {
    const text = `\ufeff \n${LION.replaceAll(/^ +/gm, "\t")}\n`;
    expect(parseRuleDocument(text, "mine.json").document.name).toBe("lion");
    expect(messageOf(text.replace('"version": 1', '"version": 2'))).toContain("`version` must be 1, got 2");
  });
});
