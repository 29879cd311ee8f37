import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RunStore } from "../../results/store/store.js";
import { type Opening, noteOpening, openFor, openingsOf } from "./opening.js";
import { pretendDiscoverable } from "./pretend.arbitrary.js";

const TASKS = [
  { name: "auto-encoder", family: "auto-encoder" }, { name: "teacher", family: "regression" },
];

let folder = "";
let next = 0;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "symopt-opening-"));
  await pretendDiscoverable(join(folder, "run"), ["budget.evaluations=4"]);
});
afterAll(() => { rmSync(folder, { recursive: true }); });

/** A run of the test's own. */
function copy(): string {
  const own = join(folder, `copy-${next++}`);
  cpSync(join(folder, "run"), own, { recursive: true });
  return own;
}

function readOpenings(run: string): readonly Opening[] {
  const store = RunStore.read(run);
  try {
    return openingsOf(store);
  } finally {
    store.close();
  }
}

describe("an opening", () => {
  it("is noted once for a program and a task", () => {
    const run = copy();
    const store = RunStore.open(run);
    const openings: readonly Opening[] = [
      { candidate: 1, program: "a", tasks: ["one"] },
      { candidate: 2, program: "a", tasks: ["one"] },
      { candidate: 1, program: "a", tasks: ["one", "two"] },
      { candidate: 1, program: "a", tasks: ["two"] },
      { candidate: 3, program: "b", tasks: ["two"] },
    ];
    for (const opening of openings) noteOpening(store, opening);
    store.close();
    expect(readOpenings(run)).toEqual([openings[0], openings[2], openings[4]]);
  });
});

describe("a candidate that is looked at by hand", () => {
  it("leaves a trace in its run where that keeps the family sealed", () => {
    const run = copy();
    expect(openFor(`${run}:3`, "text", TASKS)).toEqual(["auto-encoder"]);
    expect(openFor(`${run}:3`, "text", TASKS)).toEqual(["auto-encoder"]);
    expect(readOpenings(run)).toEqual([{ candidate: 3, program: "text", tasks: ["auto-encoder"] }]);
  });

  it("leaves none on other families, nor does a program that is named otherwise", () => {
    const run = copy();
    expect(openFor(`${run}:3`, "text", TASKS.slice(1))).toEqual([]);
    expect(openFor("lion", "text", TASKS)).toEqual([]);
    expect(readOpenings(run)).toEqual([]);
  });

  it("is refused where its run cannot be written to, and only there", () => {
    const run = copy();
    const writer = RunStore.open(run);
    try {
      expect(() => openFor(`${run}:3`, "text", TASKS)).toThrow(/keeps auto-encoder sealed.* in use/);
      expect(openFor(`${run}:3`, "text", TASKS.slice(1))).toEqual([]);
    } finally {
      writer.close();
    }
  });
});
