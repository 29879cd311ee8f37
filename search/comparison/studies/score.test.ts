import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { referenceOf } from "../../reference/reference.arbitrary.js";
import { scorerOf } from "../../reference/scorer.js";
import { scoreAgainst } from "./score.js";

const REFERENCE = referenceOf({ name: "pretended", size: 1, horizon: 100, batch: 8 });
const { loss: FIRST } = REFERENCE.curve[0] as { readonly loss: number };
const { loss: LAST } = REFERENCE.curve.at(-1) as { readonly loss: number };

/** The score of ten equal losses. */
function scoreOf(horizon: number, loss: number) {
  return scoreAgainst(REFERENCE, horizon, Array.from({ length: 10 }, () => loss))?.value;
}

describe("the score of a rule", () => {
  it("at the reference's own horizon is that of a search", () => {
    const scorer = scorerOf(REFERENCE);
    fc.assert(fc.property(fc.double({ min: LAST, max: FIRST, noNaN: true }), (loss) => {
      expect(scoreOf(100, loss)?.octaves).toBeCloseTo(scorer.score(loss), 9);
    }));
  });

  it("of a longer training is lower by as many octaves, as far as that was measured", () => {
    for (const { horizon, loss } of REFERENCE.curve.slice(0, -1)) {
      const octaves = Math.log2(horizon / 400);
      expect(scoreOf(400, loss)).toEqual(octaves < -2
        ? { octaves: -2, beyond: "slower" } : { octaves: expect.closeTo(octaves, 9) as number, beyond: null });
    }
  });

  it("is said to be beyond where the reference's longest training does not come to the loss", () => {
    expect(scoreOf(400, LAST - 0.1)).toEqual({ octaves: 0, beyond: "faster" });
    expect(scoreOf(1600, LAST - 0.1)).toEqual({ octaves: -2, beyond: "faster" });
    expect(scoreOf(100, FIRST + 0.1)).toEqual({ octaves: -2, beyond: "slower" });
  });

  it("has an interval around it, the wider the more seeds differ, and none where one failed", () => {
    const spread = (by: number) => scoreAgainst(REFERENCE, 100, Array.from({ length: 10 }, (_, k) =>
      (FIRST + LAST) / 2 + by * (k % 2 === 0 ? 1 : -1)));
    const [narrow, wide] = [spread(0.001), spread(0.01)];
    for (const score of [narrow, wide]) {
      expect(score?.low.octaves).toBeLessThan(score?.value.octaves ?? NaN);
      expect(score?.high.octaves).toBeGreaterThan(score?.value.octaves ?? NaN);
    }
    expect(wide?.low.octaves).toBeLessThan(narrow?.low.octaves ?? NaN);
    expect(scoreAgainst(REFERENCE, 100, [1, Infinity])).toBe(null);
  });
});
