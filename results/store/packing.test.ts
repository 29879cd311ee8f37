import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse, print } from "../../dsl/index.js";
import { rules } from "../../dsl/rules/index.js";
import { DICTIONARY } from "./dictionary.js";
import { programText } from "./entry.arbitrary.js";
import { pack, unpack } from "./packing.js";

test("the dictionary is part of the format: whoever changes it loses what was compressed with it", () => {
  expect(createHash("sha256").update(DICTIONARY).digest("hex"))
    .toBe("e6f1c42200890e9b5a883173cc3a93f7666656601761facd40eea5ce32154b90");
});

test("the dictionary ends with two programs as the language prints them", () => {
  const [, ...programs] = DICTIONARY.toString().split("def ").map((text) => `def ${text}`);
  expect(programs).toHaveLength(2);
  for (const program of programs) expect(print(parse(program))).toBe(program);
});

test("what was compressed comes back, and is shorter", () => {
  fc.assert(fc.property(programText, (text) => {
    const bytes = Buffer.from(text);
    const packed = pack(bytes);
    if (packed === undefined) return;
    expect(packed.length).toBeLessThan(bytes.length);
    expect(unpack(packed)).toBe(bytes.toString());
  }));
});

test("a text that would not be shorter is left", () => {
  expect(pack(Buffer.alloc(0))).toBe(undefined);
  expect(pack(Buffer.from("§"))).toBe(undefined);
});

test("texts longer than the window come back", () => {
  const text = `${rules.map((rule) => rule.text).join("")}${"µ".repeat(20_000)}`;
  expect(unpack(pack(Buffer.from(text)) as Buffer)).toBe(text);
});

test.each(rules.map(({ name, text }) => [name, text]))("the rule %s takes at most half of its size", (_, text) => {
  const bytes = Buffer.from(print({ ...parse(text), name: "candidate" }));
  expect((pack(bytes) as Buffer).length).toBeLessThan(bytes.length / 2);
});
