import { describe, expect, it } from "vitest";
import type { RunNote } from "../../results/store/header.js";
import { gainScores, selectionScores, tunedSetting } from "./finalist.js";

/** A number of octaves with its interval. */
const octaves = (mean: number) => ({ mean, low: mean - 0.25, high: mean + 0.25 });

/** A note of a selection of two finalists. */
const SELECTION: RunNote = {
  kind: "selection", at: 10,
  data: {
    folder: "runs/first",
    verdict: {
      tasks: [{ name: "captions", family: "text", size: 10 }, { name: "diffusion", family: "image", size: 10 }],
      trials: 32, seeds: 8, winner: 7,
      finalists: [
        {
          index: 7, lower: 0.1, p: 0.01, text: "",
          overBar: { ...octaves(0.5), byTask: [{ task: "captions", ...octaves(0.75) }, { task: "diffusion", ...octaves(0.25) }] },
        },
        { index: 9, lower: -1, p: 1, text: "", overBar: { ...octaves(-0.5), byTask: [] } },
      ],
    },
  },
};

/** A note of a comparison in which candidate 7 was tuned to these scales, on a task each. */
function comparison(...scales: readonly number[]): RunNote {
  const tasks = scales.map((scale) => ({
    rules: [
      { name: "adamw", setting: { scale: 100, decay: 0, referenceSize: 1, hyperparameters: {} } },
      { name: "candidate 7", setting: { scale, decay: 1 / scale, referenceSize: 2, hyperparameters: { beta1: scale / 10 } } },
    ],
  }));
  return { kind: "comparison", at: 10, data: { tasks } };
}

describe("the scores of a finalist", () => {
  it("are those against the bar, of all tasks together and of each", () => {
    expect(selectionScores([SELECTION], 7)).toEqual([
      {
        on: "2 tasks of families that the search never trained on",
        what: "log2 speed-up over the best rule of the bar on each, 8 fresh seeds, tuned by 32 trials, the bar by that or more:",
        mean: 0.5, interval: [0.25, 0.75],
      },
      { on: "captions ×10", what: "log2 speed-up over the bar", mean: 0.75, interval: [0.5, 1] },
      { on: "diffusion ×10", what: "log2 speed-up over the bar", mean: 0.25, interval: [0, 0.5] },
    ]);
  });

  it("say in words where it is below the bar for sure", () => {
    const gains = [{ task: "captions", ...octaves(0) }, { task: "fine-tuning", ...octaves(-0.5) }];
    expect(gainScores(gains, [{ name: "fine-tuning", size: 10 }])).toEqual([
      { on: "captions", what: "log2 speed-up over the bar", mean: 0, interval: [-0.25, 0.25] },
      {
        on: "fine-tuning ×10", what: "log2 speed-up over the bar, below it for sure:", mean: -0.5, interval: [-0.75, -0.25],
      },
    ]);
  });

  it("say where scores end, and have no interval where nothing is known, nor of an older version's zeros", () => {
    const unknown = { task: "images", mean: 0, low: 0, high: 0 };
    const scores = gainScores([
      { task: "captions", ...octaves(1), beyond: "faster", both: null },
      { ...unknown, beyond: null, both: { end: 2, seeds: 8, of: 8 } },
      unknown,
      { task: "language", ...octaves(0), beyond: null, both: { end: 2, seeds: 3, of: 8 } },
      { ...unknown, mean: 3, low: 3, high: 3, beyond: "faster", both: null },
    ], []);
    expect(scores.map(({ what, interval }) => [what, interval !== null])).toEqual([
      ["log2 speed-up over the bar, at least:", true],
      ["log2 speed-up over the bar, both beyond +2, where scores end, which counts as:", false],
      ["log2 speed-up over the bar, equal on every seed, as where scores end, which counts as:", false],
      ["log2 speed-up over the bar, both beyond +2 on 3 of 8 seeds:", true],
      ["log2 speed-up over the bar, at least:", false],
    ]);
  });

  it("are none of what was none, and none where no note is one of a selection", () => {
    expect(selectionScores([SELECTION], 8)).toEqual([]);
    expect(selectionScores([{ kind: "selection", at: 1, data: null }, { kind: "ended", at: 1, data: {} }], 7)).toEqual([]);
  });

  it("are those of the latest selection that this version can read", () => {
    const other: RunNote = { kind: "selection", at: 20, data: { verdict: "of another version" } };
    expect(selectionScores([SELECTION, other], 7)).toHaveLength(3);
  });
});

describe("the setting of a finalist", () => {
  it("is that of the task with the middle scale, whole, its decay as it was trained", () => {
    expect(tunedSetting([comparison(4, 1, 2)], 7)).toEqual({ scale: 2, decay: 1, hyperparameters: { beta1: 0.2 } });
    expect(tunedSetting([comparison(4, 1, 2, 8)], 7)).toMatchObject({ scale: 2 });
  });

  it("names the task that it is of, where the comparison does", () => {
    const { data, ...note } = comparison(4, 1);
    const { tasks } = data as { readonly tasks: readonly object[] };
    const named = { ...note, data: { tasks: tasks.map((task, k) => ({ ...task, name: `task-${k}`, size: 10 })) } };
    expect(tunedSetting([named], 7)).toMatchObject({ scale: 1, task: "task-1 ×10" });
  });

  it("is that of the latest comparison, and none of what was not compared", () => {
    expect(tunedSetting([comparison(4), comparison(8)], 7)).toMatchObject({ scale: 8 });
    expect(tunedSetting([comparison(4)], 9)).toBeUndefined();
    expect(tunedSetting([], 7)).toBeUndefined();
  });
});
