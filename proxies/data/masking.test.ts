import { describe, expect, it } from "vitest";
import { grammar } from "./grammar.js";
import { masked } from "./masking.js";
import { take } from "./source.js";

const text = grammar({ length: 32 });

describe("masked text", () => {
  it("hides 15 % of the places, as many in each example, and weighs them to a mean of 1", () => {
    const { targets, weights } = take(masked(text), "train", 1, 0, 100);
    for (let i = 0; i < 100; i++) {
      const places = targets.subarray(i * 32, (i + 1) * 32);
      expect(places.filter((symbol) => symbol >= 0)).toHaveLength(5);
      const sum = weights.subarray(i * 32, (i + 1) * 32).reduce((total, weight) => total + weight, 0);
      expect(sum / 32).toBeCloseTo(1, 5);
    }
  });

  it("leaves other places as they are, and asks for what stood at the hidden ones", () => {
    const clear = take(text, "train", 1, 0, 100).inputs;
    const { inputs, targets, weights } = take(masked(text), "train", 1, 0, 100);
    for (let i = 0; i < clear.length; i++) {
      if (targets[i] === -1) {
        expect(inputs[i]).toBe(clear[i]);
        expect(weights[i]).toBe(0);
      } else {
        expect(targets[i]).toBe(clear[i]);
      }
    }
  });

  it("shows the mask four times in five, a random symbol or the right one otherwise", () => {
    const { inputs, targets } = take(masked(text), "train", 1, 0, 2000);
    const hidden = inputs.filter((symbol, i) => targets[i] !== -1 && symbol === 32).length;
    const kept = inputs.filter((symbol, i) => targets[i] === symbol).length;
    expect(Math.abs(hidden / 10_000 - 0.8)).toBeLessThan(0.02);
    // One in 32 random symbols is the right one.
    expect(Math.abs(kept / 10_000 - 0.1 - 0.1 / 32)).toBeLessThan(0.015);
  });
});
