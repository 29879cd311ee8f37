import { describe, expect, test } from "vitest";
import { type GainOnTask, briefGainText, gainText, meanGainText, rivalText } from "./gain.js";

const GAIN: GainOnTask = { task: "tabular", rival: "muon", known: true, mean: 0.2, low: 0.1, high: 0.3, beyond: null, both: null };
const NOTHING = { mean: 0, low: 0, high: 0 } as const;

describe("a gain on a task", () => {
  test("has its interval", () => {
    expect(gainText(GAIN)).toBe("+0.20 (+0.10 to +0.30)");
    expect(briefGainText(GAIN)).toBe("+0.20 over muon");
    expect(rivalText(GAIN, "brief")).toBe("muon by +0.20 on tabular");
    expect(rivalText(GAIN, "whole")).toBe("muon by +0.20 (+0.10 to +0.30) on tabular");
  });

  test("is marked where one of the two scores lies where scores end", () => {
    expect(gainText({ ...GAIN, beyond: "faster" })).toBe("≥ +0.20 (+0.10 to +0.30)");
    expect(briefGainText({ ...GAIN, beyond: "slower" })).toBe("≤ +0.20 over muon");
    expect(rivalText({ ...GAIN, beyond: "faster" }, "brief")).toBe("muon by ≥ +0.20 on tabular");
    expect(gainText({ ...GAIN, mean: 4, low: 4, high: 4, beyond: "faster" })).toBe("≥ +4.00");
  });

  test("is not known where both lie there on every seed, and has no interval of no width", () => {
    const unknown: GainOnTask = { ...GAIN, ...NOTHING, both: { end: 2, seeds: 10, of: 10 } };
    expect(gainText(unknown)).toBe("both beyond +2, where scores end");
    expect(briefGainText(unknown)).toBe("both beyond +2: muon");
    expect(rivalText(unknown, "brief")).toBe("muon by an unknown gain on tabular (both beyond +2, where scores end)");
    expect(gainText({ ...unknown, both: { end: -1, seeds: 10, of: 10 } })).toBe("both beyond -1, where scores end");
  });

  test("says on how many seeds both lie there", () => {
    const partly: GainOnTask = { ...GAIN, both: { end: 2, seeds: 9, of: 10 } };
    expect(gainText(partly)).toBe("+0.20 (+0.10 to +0.30), both beyond +2 on 9 of 10 seeds");
    expect(briefGainText(partly)).toBe("about +0.20 over muon");
    expect(rivalText(partly, "whole")).toBe("muon by +0.20 (+0.10 to +0.30) on tabular (both beyond +2 on 9 of 10 seeds)");
  });

  test("that no seed tells anything of is none where both are known to be one program", () => {
    expect(gainText({ ...GAIN, ...NOTHING })).toBe("0.00 (0.00 to 0.00)");
  });

  test("of an older version, which did not tell where scores end, is marked by its interval", () => {
    const { beyond: _, both: __, ...older } = GAIN;
    expect(gainText(older)).toBe("+0.20 (+0.10 to +0.30)");
    expect(gainText({ ...older, ...NOTHING })).toBe("equal on every seed, as where scores end");
    expect(briefGainText({ ...older, ...NOTHING })).toBe("as muon on every seed");
    expect(gainText({ ...older, mean: 2, low: 2, high: 2 })).toBe("≥ +2.00");
  });
});

test("a mean gain is marked as its tasks are, and over one task it is what is known there", () => {
  const unknown: GainOnTask = { ...GAIN, ...NOTHING, both: { end: 2, seeds: 10, of: 10 } };
  expect(meanGainText({ ...GAIN, beyond: "faster", byTask: [GAIN, GAIN] })).toBe("≥ +0.20 (+0.10 to +0.30)");
  expect(meanGainText({ ...NOTHING, byTask: [unknown] })).toBe("both beyond +2, where scores end");
  expect(meanGainText({ ...GAIN, byTask: [unknown, GAIN] })).toBe("+0.20 (+0.10 to +0.30)");
});
