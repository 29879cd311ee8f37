import { expect } from "vitest";
import type { Outcome } from "../executor/executor.js";

/** How far a metric may be: of some 60 examples, one may fall on the other side of what is counted. */
const ONE_EXAMPLE = 0.02;

/**
 * Expects that a training came to what it comes to elsewhere: in the same way, after as many steps, with every loss of
 * its curve and every ratio near.
 *
 * @param tolerance - How far a number may be, relative to what is known.
 */
export function expectNear(found: Outcome, known: Outcome, tolerance: number): void {
  expect({ kind: found.kind, steps: found.spent.steps }).toEqual({ kind: known.kind, steps: known.spent.steps });
  if (!("curve" in found) || !("curve" in known)) throw new Error("Nothing was trained.");
  const near = (ours: ArrayLike<number>, theirs: ArrayLike<number>, least = 0): void => {
    expect(ours.length).toBe(theirs.length);
    for (let i = 0; i < theirs.length; i++) {
      const [x, y] = [ours[i] as number, theirs[i] as number];
      if (!Number.isFinite(y)) expect(x).toBe(y);
      else expect(Math.abs(x - y), `${x}, not ${y}`).toBeLessThanOrEqual(Math.max(least, tolerance * Math.abs(y)));
    }
  };
  near(found.hurdles, known.hurdles);
  near(found.ratios, known.ratios);
  if (known.kind === "failed") expect(found).toMatchObject({ reason: known.reason });
  else near(found.curve, known.curve);
  if ("loss" in found && "loss" in known) near([found.loss], [known.loss]);
  if (found.kind === "trained" && known.kind === "trained") {
    expect(Object.keys(found.metrics)).toEqual(Object.keys(known.metrics));
    near(Object.values(found.metrics), Object.values(known.metrics), ONE_EXAMPLE);
  }
}
