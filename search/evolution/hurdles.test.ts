import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EntryTraining } from "../../results/store/entry.js";
import { FEWEST_VALUES } from "../population/window.js";
import type { Scorer } from "../reference/scorer.js";
import { Hurdles } from "./hurdles.js";
import type { ScoredProblem } from "./problem.js";

const SCORER: Scorer = { score: () => 0, deviation: () => 0, signal: { fall: 9, suffices: true } };
const USUAL = { at: [0.25, 0.5], keep: 0.5, window: 500, spare: 0.05 };

/** Problems of which nothing but their horizons matters. */
function problems(...horizons: readonly number[]): readonly ScoredProblem[] {
  return horizons.map((horizon) => ({
    problem: { name: "made", size: 1, horizon, batch: 4 }, scorer: SCORER, bar: 0,
  }));
}

/** An entry whose first training saw these losses at hurdles; a second one, on another problem, saw none. */
function entry(problem: number, hurdles: readonly number[]): { readonly trainings: readonly EntryTraining[] } {
  const training: EntryTraining = { problem, seed: 1, loss: 1, score: 0, steps: 100, hurdles };
  return { trainings: [training, { ...training, problem: problem + 1, hurdles: [] }] };
}

const losses = fc.array(
  fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 10, noNaN: true })), { maxLength: 2 }),
  { maxLength: 80, size: "max" },
);

describe("hurdles", () => {
  it("only look until enough candidates have been there", () => {
    const hurdles = new Hurdles(USUAL, problems(200));
    expect(hurdles.of(0)).toEqual([{ step: 50, loss: Infinity }, { step: 100, loss: Infinity }]);
    for (let k = 1; k < FEWEST_VALUES; k++) hurdles.add(entry(0, [k, k]));
    expect(hurdles.of(0)).toEqual([{ step: 50, loss: Infinity }, { step: 100, loss: Infinity }]);
    hurdles.add(entry(0, [FEWEST_VALUES, FEWEST_VALUES]));
    expect(hurdles.of(0)).toEqual([{ step: 50, loss: 10 }, { step: 100, loss: 5 }]);
  });

  it("let pass the best part of a part of the latest that began with the problem, the stopped being the worst", () => {
    const window = 30;
    fc.assert(
      fc.property(losses, fc.constantFrom(0.25, 0.5, 0.8), (all, keep) => {
        const hurdles = new Hurdles({ ...USUAL, keep, window }, problems(200));
        for (const each of all) hurdles.add(entry(0, each));
        const latest = all.slice(-window);
        hurdles.of(0).forEach(({ loss }, k) => {
          const here = latest.map((each) => each[k] ?? Infinity).sort((a, b) => (a < b ? -1 : 1));
          const place = Math.ceil((k === 0 ? keep : keep * keep) * here.length - 1e-9);
          expect(loss).toBe(here.length < FEWEST_VALUES ? Infinity : here[Math.max(0, place - 1)]);
        });
      }),
    );
  });

  it("of the second place count those stopped at the first", () => {
    const hurdles = new Hurdles(USUAL, problems(200));
    // Half are stopped at the first; of the others half are good enough at the second.
    for (let k = 0; k < 40; k++) hurdles.add(entry(0, k < 20 ? [k, k] : [k]));
    expect(hurdles.of(0).map(({ loss }) => loss)).toEqual([19, 9]);
  });

  it("of a problem learn from candidates that began with it alone", () => {
    const hurdles = new Hurdles(USUAL, problems(200, 800));
    for (let k = 0; k < 40; k++) hurdles.add(entry(1, [k, k]));
    expect(hurdles.of(0).map(({ loss }) => loss)).toEqual([Infinity, Infinity]);
    expect(hurdles.of(1)).toEqual([{ step: 200, loss: 19 }, { step: 400, loss: 9 }]);
  });

  it("take no notice of an entry that nothing was trained for", () => {
    const hurdles = new Hurdles(USUAL, problems(200));
    for (let k = 0; k < 40; k++) hurdles.add({ trainings: [] });
    expect(hurdles.of(0)[0]?.loss).toBe(Infinity);
  });

  it("are none where none are wanted", () => {
    const hurdles = new Hurdles({ ...USUAL, at: [] }, problems(200));
    hurdles.add(entry(0, []));
    expect(hurdles.of(0)).toEqual([]);
  });

  it.each([[1, []], [2, [1]], [3, [1, 2]], [4, [1, 2]], [10, [3, 5]]])("of %d steps lie at %j, inside", (horizon, steps) => {
    const hurdles = new Hurdles(USUAL, problems(horizon));
    expect(hurdles.of(0).map(({ step }) => step)).toEqual(steps);
  });

  it("lie at rising steps inside the horizon, whatever that is", () => {
    const shares = fc.uniqueArray(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { maxLength: 5 });
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 40 }), (at, horizon) => {
        const sorted = [...at].sort((a, b) => a - b);
        const steps = new Hurdles({ ...USUAL, at: sorted }, problems(horizon)).of(0).map(({ step }) => step);
        for (const step of steps) expect(step >= 1 && step < horizon && Number.isInteger(step)).toBe(true);
        expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
      }),
    );
  });

  it("stay apart where two of them fall on one step", () => {
    const hurdles = new Hurdles({ ...USUAL, at: [0.25, 0.26, 0.75] }, problems(4));
    for (let k = 0; k < 40; k++) hurdles.add(entry(0, [k, 100 + k]));
    expect(hurdles.of(0)).toEqual([{ step: 1, loss: 19 }, { step: 3, loss: 109 }]);
  });
});
