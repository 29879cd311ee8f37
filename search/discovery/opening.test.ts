import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RunStore } from "../../results/store/store.js";
import { type Opening, isOpened, noteOpening, openFor, openingsOf, reusedBy } from "./opening.js";
import { pretendDiscoverable } from "./pretend.arbitrary.js";

const TASKS = [
  { name: "auto-encoder", family: "auto-encoder" }, { name: "teacher", family: "regression" },
];

const PROGRAM = "def mine(w, g, lr):\n  unused = sign(g)\n  update = g * lr\n  return update\n";
const SIMPLIFIED = "def mine(w, g, lr):\n  update = g * lr\n  return update\n";
const OTHER = "def other(w, g, lr):\n  update = sign(g)\n  update = update * lr\n  return update\n";

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
    const one = { name: "one", family: "some" };
    const two = { name: "two", family: "others" };
    noteOpening(store, { candidate: 1, program: PROGRAM }, [one]);
    noteOpening(store, { candidate: 2, program: PROGRAM }, [one]);
    noteOpening(store, { candidate: 1, program: SIMPLIFIED }, [one]);
    noteOpening(store, { candidate: 1, program: PROGRAM }, [one, two]);
    noteOpening(store, { candidate: 1, program: PROGRAM }, [two]);
    noteOpening(store, { candidate: 3, program: OTHER }, [two]);
    store.close();
    expect(readOpenings(run)).toEqual([
      { candidate: 1, program: PROGRAM, tasks: ["one"], families: ["some"], reused: [] },
      { candidate: 1, program: PROGRAM, tasks: ["one", "two"], families: ["some", "others"], reused: [] },
      { candidate: 3, program: OTHER, tasks: ["two"], families: ["others"], reused: ["two"] },
    ]);
  });

  it("opens a family, whichever of its tasks that was on; of an older version the task alone is known", () => {
    const own: Opening = { candidate: 1, program: PROGRAM, tasks: ["one"], families: ["some"] };
    expect(isOpened([own], { name: "another", family: "some" })).toBe(true);
    expect(isOpened([own], { name: "another", family: "others" })).toBe(false);
    const { families: _, ...older } = own;
    expect(isOpened([older], { name: "one", family: "some" })).toBe(true);
    expect(isOpened([older], { name: "another", family: "some" })).toBe(false);
  });
});

describe("openings", () => {
  it("are reused family by family, by what was not the first to be judged on it", () => {
    const opening = (program: string, name: string, family = name): Opening =>
      ({ candidate: 1, program, tasks: [name], families: [family] });
    const tasks = ["one", "two", "three"].map((name) => ({ name, family: name }));
    const openings = [opening(PROGRAM, "one"), opening(OTHER, "two"), opening(OTHER, "one")];
    expect(reusedBy(openings, SIMPLIFIED, tasks)).toEqual(["two"]);
    expect(reusedBy(openings, OTHER, tasks)).toEqual(["one"]);
    expect(reusedBy([opening(OTHER, "another", "three")], PROGRAM, tasks)).toEqual(["three"]);
    expect(reusedBy([], PROGRAM, tasks)).toEqual([]);
  });

  it("are refused where another version noted one that this version cannot read", () => {
    const note = { kind: "sealed", at: 3, data: { candidate: 1, program: PROGRAM, tasks: { one: "some" } } };
    expect(() => openingsOf({ notes: () => [note] })).toThrow(/that sealed families were opened, and which/);
  });
});

describe("a candidate that is looked at by hand", () => {
  it("leaves a trace in its run where that keeps the family sealed", () => {
    const run = copy();
    for (let time = 0; time < 2; time++) {
      expect(openFor(`${run}:3`, PROGRAM, TASKS)).toEqual({ names: ["auto-encoder"], reused: [] });
    }
    expect(readOpenings(run)).toEqual([
      { candidate: 3, program: PROGRAM, tasks: ["auto-encoder"], families: ["auto-encoder"], reused: [] },
    ]);
  });

  it("is told, and its run, that another program was judged on the family before", () => {
    const run = copy();
    openFor(`${run}:3`, PROGRAM, TASKS);
    expect(openFor(`${run}:4`, OTHER, TASKS)).toEqual({ names: ["auto-encoder"], reused: ["auto-encoder"] });
    expect(openFor(`${run}:3`, SIMPLIFIED, TASKS).reused).toEqual([]);
    expect(readOpenings(run).map(({ candidate, reused }) => [candidate, reused])).toEqual([[3, []], [4, ["auto-encoder"]]]);
  });

  it("leaves none on other families, nor does a program that is named otherwise", () => {
    const run = copy();
    expect(openFor(`${run}:3`, PROGRAM, TASKS.slice(1)).names).toEqual([]);
    expect(openFor("lion", PROGRAM, TASKS).names).toEqual([]);
    expect(readOpenings(run)).toEqual([]);
  });

  it("is refused where its run cannot be written to, and only there", () => {
    const run = copy();
    const writer = RunStore.open(run);
    try {
      expect(() => openFor(`${run}:3`, PROGRAM, TASKS)).toThrow(/keeps auto-encoder sealed.* in use/);
      expect(openFor(`${run}:3`, PROGRAM, TASKS.slice(1)).names).toEqual([]);
    } finally {
      writer.close();
    }
  });
});
