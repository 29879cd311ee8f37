import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { BestReport, RunProgress } from "../../results/run-progress.js";
import { aRunCounts } from "../../results/run.arbitrary.js";
import type { SearchEvent } from "../../search/run/progress.js";
import type { Follower } from "./follower.js";
import { LiveLines } from "./live.js";
import { RunLog } from "./log.js";
import { EventStream } from "./stream.js";

const BEST: BestReport = {
  index: 512, score: 0.412, error: 0.118, seeds: 8, confirmed: true, overStart: null,
  overBar: { mean: -0.048, error: 0.14 },
};

const PROGRESS: RunProgress = { counts: aRunCounts(), best: BEST, archive: { cells: 320, filled: 34, qdScore: 61 } };

const BEGUN: SearchEvent = {
  kind: "begun", folder: "runs/a", entries: 0, budget: { evaluations: 9, steps: null, minutes: null }, workers: 2,
  progress: PROGRESS,
};

const COMMITTED: SearchEvent = { kind: "committed", entries: [], progress: () => PROGRESS };

/** What a follower wrote of some events. */
function written(make: (write: (text: string) => true) => Follower, events: readonly SearchEvent[]): string {
  let text = "";
  const follower = make((more) => {
    text += more;
    return true;
  });
  for (const event of events) follower.see(event);
  follower.end();
  return text;
}

/** What is on a screen of one page after a text: line feeds, `\r`, "one line up" and "clear the rest of the line". */
function screenAfter(text: string): readonly string[] {
  const lines = [""];
  let at = 0;
  // eslint-disable-next-line no-control-regex -- what a terminal obeys
  for (const part of text.split(/(\n|\r|\u001b\[1A|\u001b\[K)/)) {
    if (part === "\n") lines[++at] ??= "";
    else if (part === "\u001b[1A") at--;
    else if (part === "\u001b[K") lines[at] = "";
    else if (part !== "\r") lines[at] = `${lines[at] ?? ""}${part}`;
  }
  return lines;
}

const OTHER_DEVICE: SearchEvent = { kind: "otherDevice", executor: "webgpu", before: "one GPU", now: "another GPU" };
const FEWER_LANES: SearchEvent = { kind: "fewerLanes", lanes: 32, reason: "It is full." };
const ENDED_EARLY: SearchEvent = { kind: "endedEarly", tried: 5, programs: 8 };
const AT_CEILING: SearchEvent = { kind: "atCeiling", task: "mine", size: 1, rule: "muon", score: 2 };
const CEILING = /^nothing can be above the bar on mine ×1: muon scores \+2\.00 there, where scores end, .*; make the task harder/;
const EARLY = "3 starting programs of 8 were not tried, since the budget was spent before: the best starting program is only the " +
  "best of those that were";
const WARNING = /^`webgpu` trained this run on one GPU before, and goes on with another GPU: .* may not repeat$/;

beforeEach(() => { vi.useFakeTimers({ toFake: ["performance"] }); });
afterEach(() => { vi.useRealTimers(); });

describe("lines on a terminal", () => {
  const live = (columns: number) => (write: (text: string) => true) => new LiveLines({ isTTY: true, columns, write });

  test("vanish at the end, and what is worth keeping stays", () => {
    const text = written(live(200), [
      { kind: "reference", task: "mine", steps: 1, total: 4 }, AT_CEILING, BEGUN, COMMITTED, { kind: "best", best: BEST }, COMMITTED,
      { kind: "lost", index: 7, reason: "It crashed." }, OTHER_DEVICE, FEWER_LANES, ENDED_EARLY,
    ]);
    expect(screenAfter(text).filter((line) => line !== "")).toEqual([
      expect.stringMatching(CEILING),
      "the run is in runs/a; Ctrl-C stops it, with nothing lost",
      expect.stringMatching(/^new best: starting program 512, score \+0\.41/),
      "a worker was lost with entry 7: It crashed.",
      expect.stringMatching(WARNING),
      "32 lanes from now on: It is full.",
      EARLY,
    ]);
  });

  test("stand below what stays, and no wider than the terminal", () => {
    let text = "";
    const lines = live(60)((more) => {
      text += more;
      return true;
    });
    lines.see(BEGUN);
    lines.see(COMMITTED);
    lines.see({ kind: "best", best: BEST });
    const screen = screenAfter(text);
    expect(screen.slice(-2)).toEqual([expect.stringMatching(/^2,314 generated/), expect.stringMatching(/^best: /)]);
    expect(screen.at(-2)?.length).toBeLessThan(60);
  });

  test("are not written anew more than five times a second", () => {
    const text = written(live(200), [BEGUN, ...Array.from({ length: 100 }, () => COMMITTED)]);
    expect(text.split("generated")).toHaveLength(2);
  });
});

describe("a log", () => {
  const log = (write: (text: string) => true): Follower => new RunLog({ write });

  test("has a line of JSON for what is worth knowing, with a message for people", () => {
    const lines = written(log, [
      { kind: "reference", task: "mine", steps: 4, total: 4 }, AT_CEILING, BEGUN, COMMITTED, { kind: "best", best: BEST },
      { kind: "lost", index: 7, reason: "It crashed." }, OTHER_DEVICE, FEWER_LANES, ENDED_EARLY,
    ]).trimEnd().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      ["info", "measuring the reference of mine: 100 %"],
      ["warn", expect.stringMatching(CEILING)],
      ["info", "the search in runs/a begins"],
      ["info", expect.stringMatching(/^new best: starting program 512/)],
      ["warn", "a worker was lost with entry 7: It crashed."],
      ["warn", expect.stringMatching(WARNING)],
      ["warn", "32 lanes from now on: It is full."],
      ["warn", EARLY],
      ["info", expect.stringMatching(/^2,314 generated .*; best: starting program 512/)],
    ]);
    expect(lines[2]).toMatchObject({ folder: "runs/a", workers: 2, budget: { evaluations: 9 } });
    expect(String(lines[0]?.["time"])).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  test("says where a resumed search goes on", () => {
    expect(written(log, [{ ...BEGUN, entries: 5 }])).toContain("the search in runs/a goes on behind 5 entries");
  });
});

describe("a stream of events", () => {
  const stream = (write: (text: string) => true): Follower => new EventStream(write);

  test("has every event as a line of JSON, and where the run stands not each time", () => {
    const lines = written(stream, [BEGUN, COMMITTED, COMMITTED, { kind: "best", best: BEST }])
      .trimEnd().split("\n").map((line) => (JSON.parse(line) as SearchEvent).kind);
    expect(lines).toEqual(["begun", "committed", "progress", "committed", "best"]);
  });

  test("does not tell every step of a reference", () => {
    const steps = [1, 2, 3, 4].map((done): SearchEvent => ({ kind: "reference", task: "mine", steps: done, total: 4 }));
    expect(written(stream, steps).match(/"steps":\d/g)).toEqual(['"steps":1', '"steps":4']);
  });
});
