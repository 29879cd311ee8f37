import { describe, expect, it } from "vitest";
import { ContractError } from "../../src/errors.js";
import { captions } from "./captions.js";
import { diffusion } from "./diffusion.js";
import { digest } from "./digest.arbitrary.js";
import { glyphs } from "./glyphs.js";
import { grammar } from "./grammar.js";
import { masked } from "./masking.js";
import { allocate, numbersIn, type Source, SPLITS, symbolsOf, take } from "./source.js";
import { tabularClassification, tabularRegression } from "./tabular.js";
import { teacher } from "./teacher.js";

const SOURCES: Readonly<Record<string, () => Source>> = {
  "glyphs": () => glyphs(),
  "glyphs, in colour": () => glyphs({ side: 12, channels: 3 }),
  "glyphs, shifted": () => glyphs({ shift: 1, labelNoise: 0.1 }),
  "captions": () => captions(),
  "diffusion": () => diffusion(glyphs()),
  "grammar": () => grammar(),
  "grammar of 128 symbols": () => grammar({ symbols: 128, length: 64 }),
  "masked grammar": () => masked(grammar({ length: 32 })),
  "teacher": () => teacher(),
  "tabular classification": () => tabularClassification(),
  "tabular regression": () => tabularRegression(),
};

describe.each(Object.entries(SOURCES))("%s", (_, make) => {
  it("gives an example whatever batch it comes in", () => {
    const source = make();
    const whole = take(source, "train", 3, 0, 24);
    const other = make();
    take(other, "validation", 3, 5, 2);
    const part = take(other, "train", 3, 17, 5);
    for (const [name, field] of Object.entries(source.fields)) {
      const width = numbersIn(field.shape);
      expect(part[name], name).toEqual(whole[name]?.slice(17 * width, 22 * width));
    }
  });

  it("has finite numbers, and symbols within their range", () => {
    const source = make();
    const batch = take(source, "train", 1, 0, 200);
    for (const [name, field] of Object.entries(source.fields)) {
      const array = batch[name] as Float32Array | Int32Array;
      expect(array.length).toBe(200 * numbersIn(field.shape));
      expect(array.every(Number.isFinite), name).toBe(true);
      if (field.element === "i32") {
        expect(Math.max(...array)).toBeLessThan(field.symbols);
        expect(Math.min(...array)).toBeGreaterThanOrEqual(-1);
      }
    }
  });

  it("shares no example between splits, seeds or places", () => {
    const source = make();
    const seen = new Set<string>();
    const [name = ""] = Object.keys(source.fields);
    const field = source.fields[name];
    const width = numbersIn(field?.shape ?? []);
    const exact = field?.element === "f32";
    const held = allocate(source.fields, 100);
    const texts: string[] = [];
    for (const split of SPLITS) {
      for (const seed of [1, 2]) {
        source.fill(split, seed, 0, 100, held);
        for (let i = 0; i < 100; i++) texts.push(String(held[name]?.subarray(i * width, (i + 1) * width)));
        seen.add(String(held[name]));
      }
    }
    expect(seen.size).toBe(8);
    // Short texts may by chance be alike; numbers may not.
    if (exact) expect(new Set(texts).size).toBe(800);
    else expect(new Set(texts).size).toBeGreaterThan(780);
  });

  it("writes only what was asked for", () => {
    const source = make();
    const into = allocate(source.fields, 4);
    for (const array of Object.values(into)) array.fill(77);
    source.fill("train", 1, 0, 3, into);
    for (const [name, field] of Object.entries(source.fields)) {
      const rest = into[name]?.subarray(3 * numbersIn(field.shape));
      expect(rest?.every((number) => number === 77), name).toBe(true);
    }
  });
});

it("generates the same bits as ever", () => {
  const digests = Object.fromEntries(Object.entries(SOURCES).map(([name, make]) => [name, digest(make())]));
  expect(digests).toMatchInlineSnapshot(`
    {
      "captions": "198ac83e0762",
      "diffusion": "4c5fa0f8f4de",
      "glyphs": "68b960161525",
      "glyphs, in colour": "ce24dd6951a8",
      "glyphs, shifted": "922676e41aa6",
      "grammar": "b51cb53b7853",
      "grammar of 128 symbols": "c5d976bd1b1f",
      "masked grammar": "741d7de67e1e",
      "tabular classification": "3b8ad94abeb5",
      "tabular regression": "f3552e48d16c",
      "teacher": "8a655f5726e1",
    }
  `);
});

it("is not moved by what stood in the arrays before", () => {
  for (const [name, make] of Object.entries(SOURCES)) {
    const source = make();
    const into = allocate(source.fields, 5);
    for (const array of Object.values(into)) array.fill(array instanceof Float32Array ? NaN : 7);
    source.fill("train", 1, 0, 5, into);
    expect(into, name).toEqual(take(source, "train", 1, 0, 5));
  }
});

it("says how many symbols an array of integers has", () => {
  expect(symbolsOf(grammar({ symbols: 48 }).fields, "inputs")).toBe(48);
  expect(() => symbolsOf(glyphs().fields, "pixels")).toThrow(/no array of integers named "pixels"/);
  expect(() => symbolsOf(glyphs().fields, "caption")).toThrow(ContractError);
});
