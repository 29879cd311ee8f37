import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { digestOf } from "../../results/store/digest.js";
import type { Entry } from "../../results/store/entry.js";
import { RunStore } from "../../results/store/store.js";
import { InputError } from "../../src/errors.js";
import { mean } from "../../src/statistics.js";
import { readCandidate } from "./candidate.js";
import { loadProgram } from "../load-program.js";
import { loadConfiguration } from "../configuration/index.js";
import { pretendRun } from "./pretend.arbitrary.js";
import { bestReport } from "./progress.js";
import { withRun } from "./read.js";
import { toRunReport } from "./report.js";
import { describeCandidate } from "./show.js";
import { startingPrograms } from "./starting-programs.js";
import { topOf } from "./top.js";

let base = "";
let folder = "";
let entries: readonly Entry[] = [];
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "symopt-read-"));
  folder = join(base, "run");
  await pretendRun(folder);
  entries = withRun(folder, ({ store }) => [...store.entries()]);
});
afterAll(() => { if (base !== "") rmSync(base, { recursive: true }); });

/** The entries of a kind that are about a candidate. */
function about(kind: Entry["kind"], index: number): readonly Entry[] {
  return entries.filter((entry) => entry.kind === kind && entry.subject === index);
}

describe("a run that is read", () => {
  test("knows what the search knew as it ended", () => {
    withRun(folder, (run) => {
      expect(run.entries).toBe(entries.length);
      expect(run.counts.entries).toBe(entries.length);
      expect(run.digest).toBe(digestOf(entries));
      expect(run.state.best?.bySeed.length).toBeGreaterThanOrEqual(8);
    });
  });

  test("can be read as it was at any entry", () => {
    for (const count of [0, 1, 3, 50, entries.length]) {
      withRun(folder, (run) => {
        expect([run.entries, run.state.applied]).toEqual([count, count]);
        expect(run.digest).toBe(digestOf(entries.slice(0, count)));
      }, { entries: count });
    }
    expect(() => { withRun(folder, () => undefined, { entries: entries.length + 1 }); }).toThrow(InputError);
  });

  test("goes as it went, where it is of a version that knew one way to race over seeds", async () => {
    const [now, old] = [join(base, "now"), join(base, "old")];
    await pretendRun(now, ["confirmation.race=interval"]);
    const before = withRun(now, ({ store, content: { configuration, references }, digest }) => {
      const { race: _, ...confirmation } = configuration.confirmation;
      const content = { configuration: { ...configuration, confirmation }, references };
      const log = RunStore.create(old, { symopt: "0.0.9", created: "", configuration: content });
      log.append([...store.entries()]);
      log.close();
      return digest;
    });
    withRun(old, ({ content, digest }) => {
      expect(content.configuration.confirmation.race).toBe("interval");
      expect(digest).toBe(before);
    });
  });

  test("is refused where it was no search", () => {
    const other = join(base, "other");
    RunStore.create(other, { symopt: "1", created: "", configuration: { stages: [] } }).close();
    expect(() => { withRun(other, () => undefined); }).toThrow("is no search of symopt");
  });
});

describe("what a run says of its best", () => {
  test("is the mean of all fresh seeds, with the bar and the best starting program beside it", () => {
    withRun(folder, (run) => {
      const best = bestReport(run);
      const index = run.state.best?.index ?? -1;
      const scores = about("challenge", index).flatMap(({ trainings }) => trainings.map(({ score }) => score ?? NaN));
      expect(best).toMatchObject({ index, confirmed: true, seeds: scores.length / 2 });
      expect(best?.score).toBeCloseTo(mean(scores), 12);
      // Lion is the bar: its loss is better by a quarter of what an octave is worth.
      expect(best?.overBar.mean).toBeCloseTo(mean(scores) - mean(run.problems.map(({ bar }) => bar)), 12);
      expect(best?.overBar.error).toBeGreaterThan(best?.error ?? NaN);
      expect(best?.overStart?.mean).toBeGreaterThan(0);
    });
  });

  test("is a starting program and unconfirmed before anything better was found", () => {
    withRun(folder, (run) => {
      const best = bestReport(run);
      expect(best).toMatchObject({ confirmed: false, seeds: 1, overStart: null });
      expect(best?.index).toBe(run.state.bestStart);
    }, { entries: 3 });
  });

  test("is nothing before a starting program was trained", () => {
    withRun(folder, (run) => {
      expect(bestReport(run)).toBeNull();
      expect(toRunReport(run)).toMatchObject({ best: null, start: { best: null } });
    }, { entries: 0 });
  });
});

test("a report of a run says what it came to, and what its scores are relative to", () => {
  const report = withRun(folder, toRunReport);
  expect(report).toMatchObject({
    folder, symopt: "1.2.3", writer: null, ended: "evaluations", length: entries.length, seed: 5,
    budget: { evaluations: 300, steps: null, minutes: null }, evaluations: 300, start: { programs: 3 },
    tasks: [{ task: "glyph-mlp", reference: 1, bar: { rule: "lion", loss: 0.95 } }, { task: "teacher" }],
  });
  expect(report.best?.text).toMatch(/^def candidate/);
  const { structuralRepeats, behaviouralRepeats, candidates } = report.counts;
  expect(report.repeats).toBe((structuralRepeats + behaviouralRepeats) / candidates);
});

test("a run that is being written says by whom, and one that was killed does not", () => {
  const writing = RunStore.open(folder);
  expect(withRun(folder, toRunReport).writer).toBe(process.pid);
  writing.close();
  writeFileSync(join(folder, "run.pid"), "999999999\n");
  expect(withRun(folder, toRunReport).writer).toBeNull();
  rmSync(join(folder, "run.pid"));
});

describe("the top of a run", () => {
  test("has the best candidates first, and marks what is unconfirmed", () => {
    const { candidates, trained } = withRun(folder, (run) => topOf(run, 1000));
    expect(candidates).toHaveLength(trained);
    expect(candidates.map(({ rank }) => rank)).toEqual(candidates.map((_, k) => k + 1));
    candidates.slice(1).forEach(({ score }, k) => { expect(score).toBeLessThanOrEqual(candidates[k]?.score ?? NaN); });
    expect(candidates.filter(({ best }) => best)).toHaveLength(1);
    for (const { index, seeds, confirmed, statements } of candidates) {
      const later = [...about("confirmation", index), ...about("challenge", index)];
      expect(confirmed).toBe(later.some(({ status }) => status === "trained"));
      expect(seeds === 1).toBe(!confirmed);
      expect(statements).toBe(entries[index]?.statements);
    }
  });

  test("has no more than are asked for", () => {
    const all = withRun(folder, (run) => topOf(run, 1000));
    const few = withRun(folder, (run) => topOf(run, 3));
    expect(few).toEqual({ ...all, candidates: all.candidates.slice(0, 3) });
  });
});

describe("a candidate that is shown", () => {
  test("has all of its trainings and repeats", () => {
    withRun(folder, (run) => {
      const index = run.state.best?.index ?? -1;
      const { trainings, repeatedBy, best } = describeCandidate(run, index);
      const own = [entries[index] as Entry, ...entries.filter((entry) => entry.program === "" && entry.subject === index)];
      expect(trainings.map(({ entry, seed, score }) => ({ entry, seed, score }))).toEqual(
        own.flatMap((entry) => entry.trainings.map(({ seed, score }) => ({ entry: entry.index, seed, score }))),
      );
      expect(new Set(trainings.map(({ task }) => task))).toEqual(new Set(["glyph-mlp", "teacher"]));
      expect(repeatedBy).toEqual(entries.filter(({ repeats }) => repeats === index).map((entry) => entry.index));
      expect(best).toBe(true);
    });
  });

  test("asks for no program of entries that are not about it, which would have to be inflated", () => {
    withRun(folder, (run) => {
      const index = run.state.best?.index ?? -1;
      const asked: Entry[] = [];
      const reading = vi.spyOn(run.store, "entries").mockImplementation(function* (from = 0) {
        for (const entry of entries.slice(from)) {
          yield Object.defineProperty({ ...entry }, "program", { get: () => (asked.push(entry), entry.program) });
        }
      });
      expect(describeCandidate(run, index).trainings.length).toBeGreaterThan(8);
      reading.mockRestore();
      expect(asked.filter((entry) => entry.index !== index && entry.subject !== index)).toEqual([]);
    });
  });

  test("has a lineage of parents from a starting program on, with what differs from step to step", () => {
    withRun(folder, (run) => {
      const { lineage } = describeCandidate(run, run.state.best?.index ?? -1);
      expect(lineage[0]).toMatchObject({ lines: [], change: expect.stringMatching(/^start /) as string });
      lineage.slice(1).forEach(({ index, lines }, k) => {
        expect(entries[index]?.subject).toBe(lineage[k]?.index);
        expect(lines.some(({ kind }) => kind === "same")).toBe(false);
      });
      expect(lineage.at(-1)?.index).toBe(run.state.best?.index);
    });
  });

  test("has the outcome of what it repeats", () => {
    const repeat = entries.find(({ repeats, fitness }) => repeats !== null && fitness !== null) as Entry;
    withRun(folder, (run) => {
      const shown = describeCandidate(run, repeat.index);
      expect(shown).toMatchObject({ repeats: repeat.repeats, trainings: [] });
      expect(shown.score).toEqual(describeCandidate(run, repeat.repeats ?? -1).score);
    });
  });

  test("is refused where there is none, and where the entry has no program of its own", () => {
    const confirmation = entries.find(({ kind }) => kind === "confirmation") as Entry;
    withRun(folder, (run) => {
      expect(() => describeCandidate(run, 99_999)).toThrow(`its entries are 0 to ${entries.length - 1}`);
      expect(() => describeCandidate(run, confirmation.index)).toThrow(`of candidate ${confirmation.subject ?? ""}: name that one`);
    });
  });
});

describe("a candidate of a run", () => {
  test("is a program like any other", async () => {
    const { name, program } = await loadProgram(`${folder}:1`);
    expect(name).toBe(`${folder}:1`);
    expect(program.statements).toHaveLength(entries[1]?.statements ?? -1);
    expect(readCandidate(folder, 1)).toBe(entries[1]?.program);
    expect(await loadProgram("run:1", base)).toMatchObject({ name: "run:1" });
  });

  test("is sought where there is no file of that name", async () => {
    writeFileSync(join(base, "mine:1"), "def sgd(w, g, lr):\n  update = g * lr\n  return update\n");
    expect((await loadProgram("mine:1", base)).program.statements).toHaveLength(1);
    await expect(loadProgram("gone:1", base)).rejects.toThrow("there is no run here");
    await expect(loadProgram("run:99999", base)).rejects.toThrow("no candidate 99999");
  });
});

describe("starting programs", () => {
  test("of a run are its best, its archive and what its populations hold, each once", async () => {
    const programs = await startingPrograms([folder]);
    withRun(folder, ({ state }) => {
      const names = programs.map(({ name }) => name);
      expect(names[0]).toBe(`${folder}:${state.best?.index ?? -1}`);
      expect(names).toEqual(expect.arrayContaining(state.archive.elites().map(({ index }) => `${folder}:${index}`)));
      expect(new Set(names).size).toBe(names.length);
    });
    for (const { program, isOneOfMany } of programs) expect([isOneOfMany, program.startsWith("def ")]).toEqual([true, true]);
  });

  test("may be of a file, of the library and of a run side by side", async () => {
    const programs = await startingPrograms(["lion", `${folder}:1`]);
    expect(programs.map(({ name, isOneOfMany }) => [name, isOneOfMany])).toEqual([["lion", false], [`${folder}:1`, false]]);
  });

  test("take the place of those that the configuration names; those of a run that are outside the limits are left out", async () => {
    const start = await startingPrograms([folder]);
    const all = await loadConfiguration({ start });
    expect(all.start.map(({ name }) => name)).toEqual(start.map(({ name }) => name));
    const few = await loadConfiguration({ start, overrides: ["limits.state=0"] });
    expect(few.start.length).toBeLessThan(start.length);
    const named = loadConfiguration({ start: await startingPrograms(["adamw"]), overrides: ["limits.state=0"] });
    await expect(named).rejects.toThrow("--from: `adamw` keeps 2 state variables, `limits.state` is 0");
  });

  test("are refused where there is none", async () => {
    await expect(startingPrograms([base])).rejects.toThrow("there is no run here");
    await expect(startingPrograms(["lionn"])).rejects.toThrow("did you mean `lion`?");
  });
});
