import { beforeEach, describe, expect, it } from "vitest";
import type { Entry, EntryStatus, EntryTraining } from "../../results/store/entry.js";
import { entryLike } from "../../results/store/entry.arbitrary.js";
import { parseConfiguration } from "../configuration/index.js";
import { referenceOf } from "../reference/reference.arbitrary.js";
import type { FollowUp } from "./follow-up.js";
import { scoredProblem } from "./problem.js";
import { FEWEST_VALUES } from "../population/window.js";
import { SearchState } from "./state.js";

const PROBLEM = { name: "glyph-mlp", size: 1, horizon: 40, batch: 4 } as const;
const PROBLEMS = [scoredProblem(PROBLEM, referenceOf(PROBLEM))];

/** Two starting programs; what is better than the worst is confirmed. */
const CONFIGURATION = await parseConfiguration("start: [adamw, lion]", {
  overrides: ["sweep.top=0", "hurdles.at=[]", "confirmation.top=1", "startTuned=false"],
});

let state: SearchState;
beforeEach(() => { state = new SearchState(CONFIGURATION, PROBLEMS); });

function trainingsOf(score: number | null, seeds: readonly number[]): readonly EntryTraining[] {
  // Seeds differ a little, as they do.
  return seeds.map((seed) => ({
    problem: 0, seed, loss: score === null ? null : 1, score: score === null ? null : score + 0.001 * ((seed - 1) % 5),
    steps: 40, hurdles: [],
  }));
}

/**
 * Commits a candidate; −∞ is one that fails.
 *
 * @param parent - Taken from the archive. @default none
 */
function candidate(score: number, parent?: number): number {
  const index = state.applied;
  const isTrained = score > -Infinity;
  const { subject, ...rest } = entryLike(index);
  state.apply({
    ...rest, subject: index < 2 ? null : (parent ?? subject), source: parent === undefined ? null : "archive", island: 0, hash: `${index}`, fingerprint: `${index}`,
    status: isTrained ? "trained" : "failed", fitness: isTrained ? score : null,
    trainings: trainingsOf(isTrained ? score : null, [1]),
  });
  return index;
}

/** Carries out the next follow-up: it ends so, with this score. */
function followUp(status: EntryStatus, score: number): FollowUp {
  const index = state.applied;
  const next = state.takeFollowUp(index);
  if (next.kind === "sweep") throw new Error("Nothing is scaled here.");
  const { kind, subject, seeds } = next;
  const entry: Entry = {
    ...entryLike(index), kind, subject, island: 0, program: "", hash: "", fingerprint: null, measures: null, status,
    fitness: status === "trained" ? score : null, trainings: trainingsOf(status === "trained" ? score : null, seeds),
  };
  state.apply(entry);
  return next;
}

/** Commits starting programs, and so many poor candidates that the top of all is known. */
function begin(...scores: readonly number[]): void {
  for (const score of scores) candidate(score);
  for (let k = 0; k < FEWEST_VALUES; k++) candidate(-1.5);
}

/** Carries out all follow-ups until a challenge is next. */
function confirmAll(scores: Readonly<Record<number, number>>): void {
  for (let next = state.followUps[0]; next !== undefined && next.kind !== "challenge"; next = state.followUps[0]) {
    followUp("trained", scores[next.subject] ?? -1.5);
  }
}

/** The first that is neither a starting program nor poor. */
const GOOD = 2 + FEWEST_VALUES;

describe("the best", () => {
  it("is a starting program until another beats it on fresh seeds", () => {
    begin(0.1, 0);
    candidate(1);
    confirmAll({ [GOOD]: 1 });
    expect(state.best?.index).toBe(0);
    expect(followUp("trained", 0.1)).toMatchObject({ kind: "challenge", subject: 0, mate: GOOD });
    expect(followUp("trained", 1)).toMatchObject({ kind: "challenge", subject: GOOD, mate: 0 });
    expect(state.best?.index).toBe(GOOD);
  });

  it("is challenged on fresh seeds, however often it was challenged before", async () => {
    const overrides = ["sweep.top=0", "hurdles.at=[]", "confirmation.top=1", "startTuned=false", "confirmation.best=1000"];
    state = new SearchState(await parseConfiguration("start: [adamw, lion]", { overrides }), PROBLEMS);
    begin(0.1, 0);
    const firsts: number[] = [];
    for (let k = 0; k < 400; k++) {
      const challenger = candidate(1);
      confirmAll({ [challenger]: 1 });
      const { seeds } = followUp("fault", 0) as FollowUp & { readonly kind: "challenge" };
      followUp("fault", 0);
      firsts.push(seeds[0] as number);
    }
    expect(firsts.slice(0, 2)).toEqual([2001, 3001]);
    expect(firsts.slice(-3)).toEqual([399_001, 1_000_001, 1_001_001]);
  });

  it.each([["the best's", "fault", "trained"], ["the challenger's", "trained", "fault"]] as const)(
    "stays where %s half of a challenge is lost with its worker", (_, first, second) => {
      begin(0.1, 0);
      candidate(1);
      confirmAll({ [GOOD]: 1 });
      followUp(first, 0.1);
      followUp(second, 1);
      expect(state.best?.index).toBe(0);
    },
  );

  it("that fails on a further seed makes room for the next best starting program", () => {
    begin(0.2, 0.1);
    candidate(-1.5, 0);
    expect(followUp("failed", NaN)).toMatchObject({ kind: "confirmation", subject: 0 });
    expect([state.best?.index, state.bestStart]).toEqual([1, 1]);
  });

  it("is the first that has all its seeds, where no starting program comes to its end", () => {
    begin(-Infinity, -Infinity);
    expect(state.best).toBeUndefined();
    // The first that was above the worst when the top was known.
    const first = state.followUps[0];
    confirmAll({});
    expect(first).toMatchObject({ kind: "confirmation", subject: state.best?.index });
    expect(state.bestStart).toBeUndefined();
    const good = candidate(1);
    confirmAll({ [good]: 1 });
    expect(state.followUps[0]).toMatchObject({ kind: "challenge", subject: state.best?.index, mate: good });
  });
});

describe("the race for the best", () => {
  /** The further seeds of a candidate that is as good as this on its first, and on all others. */
  function raced(first: number, others: number): readonly number[] {
    begin(0.5, 0);
    confirmAll({ 0: 0.5 });
    const index = candidate(first);
    const seeds: number[] = [];
    while (state.followUps[0]?.kind === "confirmation") {
      const { subject, seeds: further } = followUp("trained", others) as FollowUp & { readonly kind: "confirmation" };
      expect(subject).toBe(index);
      seeds.push(...further);
    }
    return seeds;
  }

  /** The further seeds of an entry, where all that is wanted is carried out and comes to this score. */
  function seedsOf(index: number, score: number): readonly number[] {
    const seeds: number[] = [];
    while (state.followUps.length > 0) {
      const next = followUp("trained", score);
      if (next.kind === "confirmation" && next.subject === index) seeds.push(...next.seeds);
    }
    return seeds;
  }

  it("begins with the best starting program on all seeds", () => {
    begin(0.5, 0);
    expect(seedsOf(0, 0.5)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });

  it("begins anew with the next, where the best starting program fails on a further seed", () => {
    begin(0.5, 0.25);
    while (state.followUps[0]?.subject !== 0) followUp("trained", 0.25);
    followUp("failed", NaN);
    expect(state.best?.index).toBe(1);
    expect(seedsOf(1, 0.25)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });

  it("goes on while a candidate is not behind the best on the seeds that both were trained on", () => {
    expect(raced(0.6, 0.45)).toEqual([2, 3, 4]);
  });

  it("ends at once for one that only its first seed was good for", () => {
    expect(raced(0.6, 0.35)).toEqual([2]);
  });

  it("ends in a challenge", () => {
    expect(raced(0.6, 0.6)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(state.followUps[0]).toMatchObject({ kind: "challenge", subject: 0 });
  });
});

describe("the archive", () => {
  it("forgets what fails on a further seed", () => {
    candidate(0.2);
    candidate(-1);
    candidate(-1.5, 0);
    expect(state.archive.best?.index).toBe(0);
    followUp("failed", NaN);
    expect(state.archive.best?.index).toBe(1);
    const remembered = state.archive.cells().flatMap(({ elite, runnersUp }) => [elite, ...runnersUp]);
    expect(remembered.map(({ index }) => index).sort()).toEqual([1, 2]);
  });
});
