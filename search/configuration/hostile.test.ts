import fc from "fast-check";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { InputError } from "../../src/errors.js";
import { loadConfiguration, parseConfiguration } from "./load.js";
import { settingsSchema } from "./schema.js";

const folder = mkdtempSync(join(tmpdir(), "symopt-hostile-"));
afterAll(() => { rmSync(folder, { recursive: true }); });

const SAMPLES = ["quick.yaml", "evening.yaml", "laptop.yaml", "paper.yaml"].map((name) =>
  readFileSync(new URL(`../../configs/${name}`, import.meta.url), "utf8"),
);

const KEYS = [
  ...Object.keys(settingsSchema.shape), "size", "search", "task", "weights", "at", "seeds", "measures", "edges",
  "exclude", "__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "<<", "", "0", "null", "\u0000", "a.b", "\u202e",
];

const SCALARS = [
  "-1", "0", "1e999", "-1e999", ".nan", "-.inf", "0x7fffffffffffffffff", "9".repeat(400), "1e-400", "9007199254740993",
  "true", "null", "~", "yes", "''", "' '", "..", ".", "/", "/dev/null", "[]", "{}", "[[]]", "[null]", "{a}", "!!js x", "!<x> y",
  "&a [*a]", "*a", "*", "&", "|", ">", "%", "@", "`", "\"\\uD800\"", "\"\\x00\"", "'\u0007\u202e'", "2001-01-01", "def f(w, g):",
  "{ task: teacher, size: 10, horizon: 1.5 }", "{ name: x, program: 'def f(w): return w' }", "[liveState, liveState]",
];

const hostileScalar = fc.constantFrom(...SCALARS);

/** A sample with a few pieces cut, doubled, moved or replaced. */
const mutilated = fc
  .tuple(
    fc.constantFrom(...SAMPLES),
    fc.array(
      fc.record({
        kind: fc.constantFrom("cut", "double", "insert", "value", "indent", "key"),
        at: fc.nat(10_000),
        length: fc.integer({ min: 1, max: 40 }),
        scalar: hostileScalar,
        key: fc.constantFrom(...KEYS),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  )
  .map(([sample, edits]) =>
    edits.reduce((text, { kind, at, length, scalar, key }) => {
      const from = at % Math.max(1, text.length);
      const to = from + length;
      const [before, piece, after] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
      const lines = text.split("\n");
      const line = at % lines.length;
      switch (kind) {
        case "cut": return before + after;
        case "double": return before + piece + piece + after;
        case "insert": return before + scalar + piece + after;
        case "indent": return lines.with(line, ` ${lines[line] ?? ""}`).join("\n");
        case "key": return lines.with(line, `${lines[line] ?? ""}\n${key}: ${scalar}`).join("\n");
        case "value": return lines.with(line, (lines[line] ?? "").replace(/:.*/, `: ${scalar}`)).join("\n");
      }
    }, sample),
  );

/** Values of any shape under keys that are known and keys that are not. */
const misshapen = fc
  .dictionary(fc.constantFrom(...KEYS), fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.string({ unit: "binary" })),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...KEYS), tie("value"), { maxKeys: 4 }),
    ),
  })).value, { minKeys: 1, maxKeys: 5 })
  .map((value) => stringify(value));

/** Text that would exhaust a naive reader. */
const exhausting = fc.tuple(fc.integer({ min: 40, max: 30_000 }), fc.constantFrom(
  (n: number) => "[".repeat(n),
  (n: number) => "{a: ".repeat(n),
  (n: number) => "- ".repeat(n),
  (n: number) => "? ".repeat(n),
  (n: number) => `start: ${"[".repeat(n)}${"]".repeat(n)}`,
  (n: number) => `seed: ${"9".repeat(n)}`,
  (n: number) => `seed: "${"\\x".repeat(n)}`,
  (n: number) => `seed: [${",".repeat(n)}]`,
  (n: number) => "---\n".repeat(n),
  (n: number) => Array.from({ length: n }, (_, k) => `key${k}: 1`).join("\n"),
  (n: number) => `tasks: {search: [${"teachr, ".repeat(Math.min(n, 20_000))}]}`,
  (n: number) => `a0: &a0 [x]\n${Array.from({ length: Math.min(n, 60) }, (_, k) => `a${k + 1}: &a${k + 1} [*a${k}, *a${k}]`).join("\n")}`,
)).map(([n, text]) => text(n));

const garbage = fc.uint8Array({ minLength: 1, maxLength: 2000 });

/** Whether something that may be faulty is refused; anything but an error for the user fails the test. */
async function isRefused(load: Promise<unknown>): Promise<boolean> {
  try {
    await load;
    return false;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).not.toMatch(/\n\s+at .*:\d+:\d+/);
    expect(error.message).not.toBe("");
    return true;
  }
}

describe("500 broken or hostile configurations", () => {
  it.each([
    ["samples that were mutilated", mutilated, 300, 200],
    ["values of any shape", misshapen, 200, 190],
    ["texts that would exhaust a naive reader", exhausting, 24, 24],
  ] as const)("are refused with a message, or taken where they are right after all: %s", async (_, texts, count, broken) => {
    let refused = 0;
    for (const text of fc.sample(texts, { numRuns: count, seed: 4 })) {
      if (await isRefused(parseConfiguration(text, { folder }))) refused++;
    }
    expect(refused).toBeGreaterThanOrEqual(broken);
  });

  it("are refused as files of random bytes", async () => {
    const file = join(folder, "garbage.yaml");
    let refused = 0;
    for (const bytes of fc.sample(garbage, { numRuns: 60, seed: 4 })) {
      writeFileSync(file, bytes);
      if (await isRefused(loadConfiguration({ file }))) refused++;
    }
    expect(refused).toBeGreaterThanOrEqual(58);
  });

  it("are refused as values set beside a file", async () => {
    const pairs = fc.tuple(fc.array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 4 }), hostileScalar);
    let refused = 0;
    for (const [path, scalar] of fc.sample(pairs, { numRuns: 150, seed: 4 })) {
      if (await isRefused(parseConfiguration("", { folder, overrides: [`${path.join(".")}=${scalar}`] }))) refused++;
    }
    expect(refused).toBeGreaterThanOrEqual(130);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
