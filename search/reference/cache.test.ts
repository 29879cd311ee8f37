import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, test, vi } from "vitest";
import { type BarRule, BAR_RULES } from "../../results/bar.js";
import { ReferenceCache, cacheFolder } from "./cache.js";
import { PROCEDURE } from "./measure.js";
import type { Reference, TunedLoss } from "./reference.js";
import { parseReference, printReference } from "./schema.js";

let folder: string;

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "symopt-references-")); });

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function tunedLoss(horizon: number, loss: number): TunedLoss {
  const setting = { scale: 2 ** 0.3, decay: 1e-5 / 3, hyperparameters: { beta1: 0.9, "β": 1 / 3 } };
  return { horizon, setting, loss, deviation: loss / 7, edges: ["scale"] };
}

function referenceOf(loss = 1 / 3, changes: Partial<Reference> = {}): Reference {
  return {
    task: "glyph-mlp", size: 1, horizon: 200, batch: 64, fingerprint: "0123456789abcdef",
    effort: { trials: 4, tuningSeeds: 2, seeds: 8, horizons: [1 / 2, 1] },
    curve: [tunedLoss(100, 2 * loss), tunedLoss(200, loss)],
    bar: Object.fromEntries(BAR_RULES.map((rule) => [rule, tunedLoss(200, loss)])) as Record<BarRule, TunedLoss>,
    ...changes,
  };
}

/** The one file of a cache that holds one reference. */
function fileOf(reference: Reference): string {
  new ReferenceCache(folder).put(reference);
  return join(folder, readdirSync(folder)[0] as string);
}

describe("a cache", () => {
  it("gives back what was put, to the bit", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 0, max: 1e300 }), (loss) => {
        const reference = referenceOf(loss + 0);
        new ReferenceCache(folder).put(reference);
        expect(new ReferenceCache(folder).get(reference)).toStrictEqual(reference);
      }),
      { numRuns: 50 },
    );
  });

  it("keeps problems apart, in a file each and nothing else", () => {
    const changes: readonly Partial<Reference>[] = [
      {}, { task: "teacher" }, { size: 10 }, { horizon: 800 }, { batch: 8 }, { fingerprint: "fedcba9876543210" },
    ];
    const cache = new ReferenceCache(folder);
    const references = changes.map((change, k) => referenceOf(k + 1, change));
    references.forEach((reference) => { cache.put(reference); });
    expect(references.map((reference) => cache.get(reference))).toEqual(references);
    expect(readdirSync(folder)).toHaveLength(changes.length);
    expect(readdirSync(folder).every((name) => name.endsWith(".json"))).toBe(true);
  });

  it("has nothing of a problem that has changed, or was never measured", () => {
    const cache = new ReferenceCache(folder);
    expect(cache.get(referenceOf())).toBeUndefined();
    cache.put(referenceOf());
    expect(cache.get(referenceOf(1, { fingerprint: "another" }))).toBeUndefined();
  });

  it("keeps what was put last", () => {
    const cache = new ReferenceCache(folder);
    cache.put(referenceOf(2));
    cache.put(referenceOf(1));
    expect(cache.get(referenceOf())).toEqual(referenceOf(1));
  });

  it.each(["a/b", "../outside", "c:\\d", "a b", "Größe", ""])("takes any name of a task: %j", (task) => {
    const reference = referenceOf(1, { task });
    expect(readdirSync(folder)).toEqual([]);
    expect(fileOf(reference)).toMatch(/[\w-]+\.json$/);
    expect(new ReferenceCache(folder).get(reference)).toEqual(reference);
  });

  it("does not take the reference of one task for that of another with a similar name", () => {
    const cache = new ReferenceCache(folder);
    cache.put(referenceOf(1, { task: "a.b" }));
    expect(cache.get(referenceOf(1, { task: "a:b" }))).toBeUndefined();
  });

  const { bar, curve, ...rest } = { procedure: PROCEDURE, ...referenceOf() };
  test.each([
    ["empty", ""],
    ["cut short", printReference(referenceOf()).slice(0, -9)],
    ["something else", '{ "task": "glyph-mlp" }'],
    ["null", "null"],
    ["without a rule of the bar", JSON.stringify({ ...rest, curve, bar: { adamw: bar.adamw } })],
    ["with an infinite loss", JSON.stringify({ ...rest, curve: [curve[0], { ...curve[1], loss: Infinity }], bar })],
    ["of one horizon", JSON.stringify({ ...rest, curve: [curve[1]], bar })],
    ["of another problem", printReference(referenceOf(1, { horizon: 201 }))],
    ["measured as an earlier version did", JSON.stringify({ ...rest, curve, bar, procedure: PROCEDURE - 1 })],
    ["measured nobody says how", JSON.stringify(referenceOf())],
  ])("has nothing where the file is %s, and writes it anew", (_, text) => {
    const cache = new ReferenceCache(folder);
    writeFileSync(fileOf(referenceOf()), text);
    expect(cache.get(referenceOf())).toBeUndefined();
    cache.put(referenceOf());
    expect(cache.get(referenceOf())).toEqual(referenceOf());
  });

  it("leaves out what this version does not know", () => {
    const file = fileOf(referenceOf());
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, "utf8")) as Reference), later: 1 }));
    expect(new ReferenceCache(folder).get(referenceOf())).toStrictEqual(referenceOf());
  });

  it("does no harm where it can be neither written nor read", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const inFile = new ReferenceCache(join(file, "references"));
    inFile.put(referenceOf());
    expect(inFile.get(referenceOf())).toBeUndefined();
    // A folder where the file should be.
    const folderOfOwn = join(folder, "references");
    const cache = new ReferenceCache(folderOfOwn);
    cache.put(referenceOf());
    const [name = ""] = readdirSync(folderOfOwn);
    rmSync(join(folderOfOwn, name));
    mkdirSync(join(folderOfOwn, name));
    cache.put(referenceOf());
    expect(cache.get(referenceOf())).toBeUndefined();
  });

  // The superuser may write everywhere.
  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)("reads from a folder that it may not write", () => {
    const cache = new ReferenceCache(folder);
    cache.put(referenceOf());
    chmodSync(folder, 0o500);
    cache.put(referenceOf(1, { horizon: 100 }));
    expect(cache.get(referenceOf())).toEqual(referenceOf());
    expect(readdirSync(folder)).toHaveLength(1);
    chmodSync(folder, 0o700);
  });
});

describe("the folder of caches", () => {
  it("is SYMOPT_CACHE, with references in a folder of theirs", () => {
    vi.stubEnv("SYMOPT_CACHE", folder);
    expect(cacheFolder()).toBe(folder);
    new ReferenceCache().put(referenceOf());
    expect(readdirSync(join(folder, "references"))).toHaveLength(1);
  });

  it.each([undefined, ""])("is the system's where that is %j", (value) => {
    vi.stubEnv("SYMOPT_CACHE", value);
    expect(cacheFolder()).toMatch(/symopt/);
  });
});

test("a text that is no reference is none", () => {
  for (const text of ["", "[]", "1", "{"]) expect(parseReference(text)).toBeUndefined();
});
