import fc from "fast-check";
import { expect, test } from "vitest";
import { RandomStream } from "../../src/random.js";
import { Archive } from "./archive.js";
import { SMALL_GRID, histories } from "./elite.arbitrary.js";
import { applyEvent, archiveAt } from "./history.js";

/** Everything that an archive answers, draws included. */
function answers(archive: Archive): unknown {
  const stream = new RandomStream(1, "test");
  return {
    cells: archive.cells(),
    best: archive.best,
    qdScore: archive.qdScore(),
    spread: archive.spread(4),
    samples: Array.from({ length: 10 }, () => archive.sample(stream)),
  };
}

test("an archive can be rebuilt as it was after any entry", () => {
  fc.assert(
    fc.property(histories, (events) => {
      const archive = new Archive(SMALL_GRID);
      for (const event of events) {
        applyEvent(archive, event);
        expect(answers(archiveAt(SMALL_GRID, events, event.at))).toEqual(answers(archive));
      }
    }),
  );
});

test("the first part of a history and then the rest make the same archive as all at once, questions between", () => {
  fc.assert(
    fc.property(histories, fc.nat(60), (events, length) => {
      const archive = archiveAt(SMALL_GRID, events.slice(0, length));
      answers(archive);
      for (const event of events.slice(length)) applyEvent(archive, event);
      expect(answers(archive)).toEqual(answers(archiveAt(SMALL_GRID, events)));
    }),
  );
});

test("before its first entry an archive is empty", () => {
  const events = [{ kind: "update", at: 3, index: 0, estimate: { fitness: 0, error: 0 } }] as const;
  expect(archiveAt(SMALL_GRID, events, 2).filled).toBe(0);
  expect(archiveAt(SMALL_GRID, [], 2).filled).toBe(0);
});
