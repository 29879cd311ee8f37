import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rules } from "../dsl/rules/index.js";
import { commandIn } from "./command.arbitrary.js";

let folder: string;
const { symopt } = commandIn(() => folder);
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "symopt-hostile-programs-")); });
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const PIECES = [
  "", " ", "(", ")", "((", "=", "==", "+", "-", "*", "**", "/", ",", ":", ".", "\t", "\r", "\n  ", "#", "0", "1e999", "-1e-999", "nan", "w", "g",
  "lr", "def ", "return ", "__proto__", "constructor", "toString", "interp(", "orthogonalize(", "dot(w, ", "w w", "\u0000", "\u202e", "é", "𝟙",
  "=0", "1.2.3", "0x10", "9".repeat(400), "update = update", "lr=0.1", "w, g", "\\", "\"", "'", "`", "$", "${x}", "\u001b[31m",
];

/** A rule of the library with a few pieces cut, doubled, moved or replaced. */
const mutilated = fc
  .tuple(
    fc.constantFrom(...rules.map(({ text }) => text)),
    fc.array(fc.tuple(fc.nat(2000), fc.nat(12), fc.constantFrom(...PIECES)), { minLength: 1, maxLength: 4 }),
  )
  .map(([rule, edits]) => edits.reduce((text, [at, length, piece]) => {
    const from = at % text.length;
    return text.slice(0, from) + piece + text.slice(from + length);
  }, rule));

/** Text that would exhaust a naive reader. */
const exhausting = fc.tuple(fc.integer({ min: 200, max: 20_000 }), fc.constantFrom(
  (n: number) => `def f(w, g):\n  return ${"(".repeat(n)}w`,
  (n: number) => `def f(w, g):\n  return ${"-".repeat(n)}`,
  (n: number) => `def f(w, g):\n  u = ${"sin(".repeat(n)}g${")".repeat(n)}\n  return v`,
  (n: number) => `def f(w, g):\n${"  u = g + u\n".repeat(n)}  return u`,
  (n: number) => `def f(${"w, ".repeat(n)}):\n  return w`,
  (n: number) => "#".repeat(n),
  (n: number) => "\n".repeat(n),
  (n: number) => `def ${"f".repeat(n)}`,
)).map(([n, text]) => text(n));

const json = fc.constantFrom(
  "", "{", "[]", "null", "1e999", "\"\"", "{\"program\": 1}", "{\"program\": \"def\"}", "{\"__proto__\": {\"program\": \"\"}}", "[".repeat(20_000),
);

/** Files of texts, in the order of their numbers. */
function write(kind: string, extension: string, texts: readonly (string | Uint8Array)[]): readonly string[] {
  return texts.map((text, k) => {
    const name = `${kind}-${String(k).padStart(3, "0")}.${extension}`;
    writeFileSync(join(folder, name), text);
    return name;
  });
}

describe("500 broken or hostile program files", () => {
  test("are each named in what the command says, which ends in code 2 and has no stack trace", () => {
    const sample = <T>(texts: fc.Arbitrary<T>, numRuns: number): T[] => fc.sample(texts, { numRuns, seed: 7 });
    const files = [
      ...write("mutilated", "rule", sample(mutilated, 500)),
      ...write("exhausting", "rule", sample(exhausting, 16)),
      ...write("garbage", "rule", sample(fc.uint8Array({ minLength: 0, maxLength: 600 }), 40)),
      ...write("json", "json", sample(json, 20)),
    ];
    const { code, out, err } = symopt("check", ...files);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).not.toMatch(/\n\s+at .*:\d+:\d+|This is a defect/);
    const refused = files.filter((name) => err.includes(name));
    // Some of what was mutilated is a program after all.
    expect(refused.length).toBeGreaterThanOrEqual(500);
  });

  test.each(["check", "simplify", "diff lion", "export --to pytorch", "evaluate --task teacher", "search --from"])(
    "end so whatever the command is: %s", (command) => {
      const [file = ""] = write("single", "rule", ["def f(w, g):\n  return w +\n"]);
      const { code, out, err } = symopt(...command.split(" "), file);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(/single-000\.rule:2:/);
      expect(err).not.toMatch(/\n\s+at .*:\d+:\d+|This is a defect/);
    },
  );
});
