import fc from "fast-check";
import { expect, test } from "vitest";
import { RandomStream } from "../../src/random.js";
import { mean, standardError } from "../../src/statistics.js";
import { wins } from "./champion.js";

const score = fc.double({ min: -2, max: 2, noNaN: true });
/** Scores of two on the same eight seeds. */
const scores = fc.array(fc.tuple(score, score), { minLength: 8, maxLength: 8 });

test("a challenger wins where the lower 95 % bound of the mean difference on eight seeds is above 0", () => {
  fc.assert(
    fc.property(scores, (pairs) => {
      const [challenger, best] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
      const differences = pairs.map(([one, other]) => one - other);
      // Student's t, one-sided, 7 degrees of freedom.
      const bound = mean(differences) - 1.8945786 * standardError(differences);
      fc.pre(Math.abs(bound) > 1e-6);
      expect(wins(challenger, best)).toBe(bound > 0);
    }),
  );
});

test("two never win against each other, and nobody against an equal", () => {
  fc.assert(
    fc.property(scores, (pairs) => {
      const [one, other] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
      expect(wins(one, other) && wins(other, one)).toBe(false);
      expect(wins(one, one)).toBe(false);
    }),
  );
});

test("seeds are compared in pairs: what is a little better on every one wins, however seeds differ", () => {
  const best = [-1, 0, 1, 2, -2, 0.5, 1.5, -0.5];
  expect(wins(best.map((score, k) => score + 0.01 + 0.001 * (k % 2)), best)).toBe(true);
  expect(wins([...best].reverse().map((score) => score + 0.01), best)).toBe(false);
});

test("a better mean alone is not enough", () => {
  expect(wins([2, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1], [0, 0, 0, 0, 0, 0, 0, 0])).toBe(false);
});

test("without any spread the better one wins", () => {
  const zeros = Array.from({ length: 8 }, () => 0);
  expect(wins(zeros.map(() => 0.5), zeros)).toBe(true);
  expect(wins(zeros.map(() => -0.5), zeros)).toBe(false);
});

test("of equals one in twenty wins by chance", () => {
  const stream = new RandomStream(1, "champion");
  const draw = (): readonly number[] => Array.from({ length: 8 }, () => stream.normal());
  let won = 0;
  for (let k = 0; k < 4000; k++) if (wins(draw(), draw())) won++;
  // 200, and four standard deviations are 55.
  expect(Math.abs(won - 200)).toBeLessThan(55);
});
