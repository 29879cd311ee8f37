import { expect, test } from "vitest";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { InputError } from "../../src/errors.js";
import { peerOf } from "../peer.js";
import { fingerprintOf } from "./fingerprint.js";

const NOISY: ProblemReference = { name: "noisy-labels", size: 1, horizon: 200, batch: 64 };

test("a problem has the same fingerprint every time: sixteen hexadecimal digits", async () => {
  const fingerprint = await fingerprintOf(NOISY);
  expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
  expect(await fingerprintOf({ ...NOISY })).toBe(fingerprint);
});

test("tasks, sizes and batch sizes have fingerprints of their own", async () => {
  const problems = [
    NOISY,
    { ...NOISY, size: 10 },
    { ...NOISY, batch: 32 },
    peerOf(NOISY),
    { ...NOISY, name: "glyph-mlp" },
    { ...NOISY, name: "teacher" },
    { ...NOISY, name: "tabular" },
  ] as const;
  const fingerprints = await Promise.all(problems.map(fingerprintOf));
  expect(new Set(fingerprints).size).toBe(problems.length);
});

test.each([1, 2, 1000])("a horizon of %d makes no difference", async (horizon) => {
  expect(await fingerprintOf({ ...NOISY, horizon })).toBe(await fingerprintOf(NOISY));
});

test("a task that is not there has none", async () => {
  await expect(fingerprintOf({ ...NOISY, name: "no-such-task" })).rejects.toThrow(InputError);
});
