import { describe, expect, test } from "vitest";
import { meantFamily } from "./family-name.js";
import { FAMILIES } from "./task.js";

describe("a family's name", () => {
  test.each([
    ["Classification", "classification"], ["classifications", "classification"], [" classification ", "classification"],
    ["label noise", "label-noise"], ["LabelNoise", "label-noise"], ["labels_noise", "label-noise"],
    ["fine‑tuning", "fine-tuning"], ["autoencoder", "auto-encoder"], ["Auto-Encoders", "auto-encoder"],
  ])("such as %j means the built-in %j", (written, meant) => {
    expect(meantFamily(written)).toBe(meant);
  });

  test("may be new, or one that is built in", () => {
    for (const family of ["spirals", "reinforcement", "label", "noise", "autodecoder", ""]) {
      expect(meantFamily(family), family).toBeUndefined();
    }
    for (const family of FAMILIES) expect(meantFamily(family)).toBeUndefined();
  });

  test("is held against those of other tasks too", () => {
    expect(meantFamily("Graph", ["graphs"])).toBe("graphs");
    expect(meantFamily("graphs", ["graphs", "Graph"])).toBeUndefined();
  });
});
