import { describe, expect, it } from "vitest";
import { Starts } from "./starts.js";

describe("the starting programs", () => {
  it("are known in their best form, found by scaling and scaling again", () => {
    const fitness = [0.1, 0.5, -1, 0.3, 0.4, 0.2];
    const starts = new Starts((index) => fitness[index] ?? -Infinity);
    starts.add(0);
    starts.add(1);
    starts.add(2);
    expect(starts.forms).toEqual([0, 1, 2]);
    starts.add(3, 0);
    starts.add(4, 3);
    starts.add(5, 4);
    expect(starts.forms).toEqual([4, 1, 2]);
    expect(starts.best).toBe(1);
    expect([0, 3, 4, 5].every((index) => starts.has(index))).toBe(true);
    expect(starts.has(6)).toBe(false);
  });

  it("have no best before there is one", () => {
    const starts = new Starts(() => 0);
    expect(starts.best).toBe(undefined);
    starts.add(7);
    expect(starts.best).toBe(7);
  });
});
