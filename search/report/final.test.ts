import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TrainingRequest } from "../../proxies/executor/executor.js";
import { BAR_RULES } from "../../results/bar.js";
import type { DiscoveryReport } from "../../results/discovery-report.js";
import { discoveryOf } from "../../results/html/discovered.js";
import { formatPage } from "../../results/html/page.js";
import { readPage } from "../../results/html/reader.arbitrary.js";
import type { RunStory } from "../../results/html/story.js";
import { RunStore } from "../../results/store/store.js";
import { keepAblation } from "../ablation/keep.js";
import { discover } from "../discovery/discover.js";
import { pretendDiscoverable, withPretended } from "../discovery/pretend.arbitrary.js";
import { readRun, withRun } from "../run/read.js";
import { entrantsOf } from "../selection/entrants.js";
import { PretendedTrainer } from "../selection/pretend.arbitrary.js";
import { librarySubject } from "../subject.js";
import { simplified } from "./final.js";
import { toRunStory } from "./story.js";

/** A program that is nobody's. */
const OTHER = "def other(w, g, lr):\n  update = g * lr\n  return update\n";

/** The rules of the bar, as they are trained. */
const BAR = new Set(BAR_RULES.map((rule) => librarySubject(rule).text.trim()));

let folder = "";
let next = 0;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "symopt-final-"));
  // All that is not of the bar is better; at size 10, on which ablation trains, nothing matters to anyone.
  await discovered("ablated", ({ program, task }) => task.size === 10 || !BAR.has(program.trim()));
  // One candidate is better as it is, and at size 10 nothing matters to it either.
  await discovered("whole", ({ program, task }, better) => task.size === 10 || program.trim() === better.trim());
});
afterAll(() => { rmSync(folder, { recursive: true }); });

/** Makes a run in which training is pretended, and discovers in it. */
async function discovered(
  name: string, isBetter: (request: TrainingRequest, candidate: string) => boolean,
): Promise<DiscoveryReport> {
  const run = join(folder, name);
  await pretendDiscoverable(run, ["ablation={steps: 100000000, margin: 0.02}"]);
  const read = readRun(run);
  const candidate = entrantsOf(read, { fitness: 4, cells: 2 })[1]?.text ?? "";
  read.store.close();
  const trainer = new PretendedTrainer({ worth: (request) => (isBetter(request, candidate) ? 0.1 : 0) });
  return withPretended(run, trainer, (discovering) => discover(discovering));
}

/** A run of the test's own, as another, with notes beside those that it has. */
function copy(name: string, note: (store: RunStore, story: RunStory) => void = () => undefined): string {
  const own = join(folder, `copy ${next++}`);
  cpSync(join(folder, name), own, { recursive: true });
  const story = storyOf(own);
  const store = RunStore.open(own);
  try {
    note(store, story);
  } finally {
    store.close();
  }
  return own;
}

function storyOf(run: string): RunStory {
  return withRun(run, toRunStory);
}

/** The text of a part of a run's page. */
function textOf(run: string, id: string): string {
  return readPage(formatPage(storyOf(run))).find(({ attributes }) => attributes.get("id") === id)?.text ?? "";
}

/** What a story has of a discovery. */
function foundIn({ discovery, final }: RunStory) {
  if (discovery?.program === undefined || discovery.program === null || final === null) throw new Error("nothing was found");
  return { discovery, program: discovery.program, final };
}

describe.each(["ablated", "whole"])("a run whose program was discovered, %s,", (name) => {
  test("is told whole: every note of it is read", () => {
    const story = storyOf(join(folder, name));
    const store = RunStore.read(join(folder, name));
    const kinds = new Set(store.notes().map(({ kind }) => kind));
    store.close();
    expect([...kinds].toSorted()).toEqual(["ablation", "comparison", "discovery", "ended", "sealed", "selection"]);
    expect(story.remarks.map(({ kind }) => kind)).toEqual(["ended"]);
    expect([story.selection, story.comparison, story.discovery]).not.toContain(null);
    expect(story.discovery?.sealed).not.toBeNull();
    expect([story.ablations.length, story.openings.length]).toEqual([1, 1]);
    const ids = readPage(formatPage(story)).flatMap(({ attributes }) => attributes.get("id") ?? []);
    expect(ids).toEqual(expect.arrayContaining(["program", "selection", "comparison", "sealed", "ablation"]));
  });

  test("has the program of its discovery, in files that are there wherever the run is now", () => {
    const { discovery, program, final } = foundIn(storyOf(copy(name)));
    expect(final).toMatchObject({
      index: program.index, role: "selected", text: program.text, ablated: program.ablated,
      statements: program.statements, state: program.state, cost: program.cost,
    });
    expect(final.modules).toHaveLength(discovery.modules.length);
    expect(final.modules.length).toBeGreaterThan(1);
    for (const path of final.modules) {
      expect(path).toContain("copy ");
      expect(existsSync(path), path).toBe(true);
    }
  });

  test("has no other program after another ablation of the candidate", () => {
    const before = foundIn(storyOf(join(folder, name))).final;
    const run = copy(name, (store, { ablations: [ablation] }) => {
      if (ablation !== undefined) keepAblation(store, before.index, { ...ablation, text: OTHER });
    });
    const story = storyOf(run);
    expect(story.ablations).toHaveLength(2);
    expect(story.final).toEqual({ ...before, modules: story.final?.modules });
    expect(textOf(run, "program")).not.toContain(OTHER.trimEnd());
    expect(textOf(run, "ablation")).toContain(OTHER.trimEnd());
  });

  test("has no program of a discovery that came to another candidate than a later selection", () => {
    const run = copy(name, (store, { selection, discovery }) => {
      const finalist = selection?.verdict.finalists.find(({ index }) => index !== discovery?.program?.index);
      if (selection === null || finalist === undefined) throw new Error("there is one finalist alone");
      const verdict = { ...selection.verdict, winner: finalist.index };
      store.note("selection", store.length, { ...selection, verdict });
    });
    const story = storyOf(run);
    const { program, final } = foundIn(story);
    expect(final.index).not.toBe(program.index);
    expect(final).toMatchObject({ text: simplified(final.raw), ablated: false, modules: [] });
    expect(discoveryOf(story)).toBeNull();
    expect(textOf(run, "top")).not.toMatch(/sealed/i);
    expect(textOf(run, "sealed")).toContain(`candidate ${program.index}, which is another than that above, is above the bar for sure`);
    expect(textOf(run, "program")).toContain(`symopt export '${run}:${final.index}' --to pytorch`);
  });
});

describe("what ablation left of a discovered program", () => {
  test("is the program where the discovery went on with it, with its own verdict in the headline", () => {
    const run = join(folder, "ablated");
    const { program, final } = foundIn(storyOf(run));
    expect(final).toMatchObject({ ablated: true, exact: simplified(final.raw) });
    expect(final.text).not.toBe(final.exact);
    expect(textOf(run, "program")).toContain("what is left of it after ablation, which was judged against the bar again");
    expect(textOf(run, "top")).toContain(`What ablation left of candidate ${program.index} is above the bar for sure`);
  });

  test("is no more than tried where the discovery refused it", () => {
    const run = join(folder, "whole");
    const { ablations: [ablation], final } = storyOf(run);
    expect(final).toMatchObject({ ablated: false, text: final?.exact });
    expect(ablation?.index).toBe(final?.index);
    expect(ablation?.text).not.toBe(final?.text);
    expect(textOf(run, "program")).toContain("simplified, equal in real arithmetic");
    expect(textOf(run, "ablation")).toMatch(/what is left is not the program above, and not what the run's selection judged/);
    expect(textOf(run, "top")).not.toContain("ablation");
  });
});
