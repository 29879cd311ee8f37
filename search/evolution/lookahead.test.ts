import fc from "fast-check";
import { expect, test } from "vitest";
import { Lookahead } from "./lookahead.js";

/** As it is defined: the entries older than the k-th last training before entry n, of a log of trainings or not. */
function naiveDue(log: readonly boolean[], n: number, inFlight: number): number {
  const trainings = log.slice(0, n).flatMap((trains, index) => (trains ? [index] : []));
  return trainings.at(-inFlight) ?? 0;
}

const logs = fc.array(fc.boolean(), { maxLength: 60, size: "max" });

test("an entry waits for all that are older than the k-th last training before it", () => {
  fc.assert(
    fc.property(logs, fc.integer({ min: 1, max: 12 }), (log, inFlight) => {
      const lookahead = new Lookahead(inFlight);
      log.forEach((trains, n) => {
        expect(lookahead.due).toBe(naiveDue(log, n, inFlight));
        if (trains) lookahead.add(n);
      });
      expect(lookahead.due).toBe(naiveDue(log, log.length, inFlight));
    }),
  );
});

test("as an entry is proposed k trainings at most are under way, and what is due never goes back", () => {
  fc.assert(
    fc.property(logs, fc.integer({ min: 1, max: 12 }), (log, inFlight) => {
      const lookahead = new Lookahead(inFlight);
      let before = 0;
      log.forEach((trains, n) => {
        const { due } = lookahead;
        expect(due).toBeGreaterThanOrEqual(before);
        before = due;
        // Whatever is older than `due` has been applied.
        expect(log.slice(due, n).filter((each) => each).length).toBeLessThanOrEqual(inFlight);
        if (trains) lookahead.add(n);
      });
    }),
  );
});

test("with one at a time a training is applied before the next but one is proposed", () => {
  const lookahead = new Lookahead(1);
  expect(lookahead.due).toBe(0);
  lookahead.add(0);
  expect(lookahead.due).toBe(0);
  lookahead.add(1);
  expect(lookahead.due).toBe(1);
  lookahead.add(4);
  expect(lookahead.due).toBe(4);
});
