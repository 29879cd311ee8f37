import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** What IEEE 754 or ECMAScript fix to the bit. */
const FIXED = ["abs", "ceil", "clz32", "floor", "fround", "imul", "max", "min", "sqrt", "trunc"];

const folder = new URL("./", import.meta.url);
const sources = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));

/** The source without comments, which may name anything. */
function code(name: string): string {
  return readFileSync(new URL(name, folder), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}

describe.each(sources)("%s", (name) => {
  it("uses of Math only what is the same on every machine", () => {
    const mentions = [...code(name).matchAll(/\bMath\b(?:\s*\.\s*(\w+))?/g)];
    const used = mentions.map((match) => match[1] ?? "Math itself");
    expect(used.filter((method) => !FIXED.includes(method))).toEqual([]);
  });

  it("does not use the ** operator", () => {
    expect(code(name)).not.toContain("**");
  });
});
