import { expect, test } from "vitest";
import { type Work, sharesOf, workText } from "./work.js";

const WORK: Work = { search: 600, confirmation: 150, selection: 150, ablation: 0, comparison: 100, sealed: 0 };

test("the parts that took steps have shares that make up the whole", () => {
  expect(sharesOf(WORK).map(({ part, share }) => [part, share]))
    .toEqual([["search", 0.6], ["confirmation", 0.15], ["selection", 0.15], ["comparison", 0.1]]);
});

test("says of no work that there was none", () => {
  const none = { search: 0, confirmation: 0, selection: 0, ablation: 0, comparison: 0, sealed: 0 };
  expect(workText(none)).toBe("0 training steps");
});
