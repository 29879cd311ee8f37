import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { jsonSchema } from "./json-schema.js";

interface Described {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
}

/** Every key of a schema's groups, with its description. */
function keysOf({ properties = {} }: Described, path = ""): readonly (readonly [string, string | undefined])[] {
  return Object.entries(properties).flatMap(([key, inner]) => [
    [`${path}${key}`, inner.description] as const, ...keysOf(inner, `${path}${key}.`),
  ]);
}

describe("jsonSchema", () => {
  it("is what configs/schema.json says (if not: `npm run configs:schema`)", async () => {
    await expect(`${JSON.stringify(jsonSchema(), null, 2)}\n`).toMatchFileSnapshot("../../configs/schema.json");
  });

  it("describes every key, with its default where it is no group", () => {
    const keys = keysOf(jsonSchema());
    expect(keys.length).toBeGreaterThan(50);
    const isGroup = (path: string): boolean => keys.some(([other]) => other.startsWith(`${path}.`));
    const bare = keys.filter(([path, text]) => text === undefined || (!isGroup(path) && !text.includes("Default")));
    expect(bare).toEqual([]);
  });

  const reader = z.fromJSONSchema(jsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);

  it.each(["quick.yaml", "evening.yaml", "laptop.yaml", "paper.yaml"])("takes configs/%s", (name) => {
    const text = readFileSync(new URL(`../../configs/${name}`, import.meta.url), "utf8");
    expect(reader.safeParse(parse(text)).error).toBeUndefined();
  });

  it.each([
    ["an empty file", {}, true],
    ["a group whose keys are all commented out", { population: null }, true],
    ["an unknown key", { population: { sise: 3 } }, false],
    ["another type", { seed: "x" }, false],
    ["a number out of range", { confirmation: { best: 3 } }, false],
    ["a task in long form", { tasks: { search: [{ task: "teacher", size: 10 }] } }, true],
    ["a size there is not", { tasks: { search: [{ task: "teacher", size: 3 }] } }, false],
  ])("knows %s", (_, value, isRight) => {
    expect(reader.safeParse(value).success).toBe(isRight);
  });
});
