import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { ContractError } from "../../src/errors.js";
import { RandomStream } from "../../src/random.js";
import { Archive, FLOOR } from "./archive.js";
import { RUNNERS_UP } from "./cell.js";
import { type Elite, bySimplicity, bySureness, lowerBound, upperBound } from "./elite.js";
import { SMALL_GRID, elite, elites, histories } from "./elite.arbitrary.js";
import { applyEvent } from "./history.js";

/** An archive that candidates were added to, in this order. */
function archiveOf(...candidates: readonly Elite[]): Archive {
  const archive = new Archive(SMALL_GRID);
  for (const candidate of candidates) archive.add(candidate);
  return archive;
}

/** The index of the elite where one cell is filled. */
function onlyElite(archive: Archive): number | undefined {
  expect(archive.filled).toBe(1);
  return archive.elites()[0]?.index;
}

describe("a candidate", () => {
  it("is new where its cell is empty, however bad it is", () => {
    expect(archiveOf().add(elite(0, -2, 0))).toBe("new");
  });

  it("is better where its interval lies wholly above, however many statements it has", () => {
    const archive = archiveOf(elite(0, 0, 0.1, 3));
    expect(archive.add(elite(1, 0.5, 0.1, 30))).toBe("better");
    expect(onlyElite(archive)).toBe(1);
  });

  it("is simpler where intervals overlap and it has fewer statements, though its fitness is lower", () => {
    const archive = archiveOf(elite(0, 0.5, 0.3, 8));
    expect(archive.add(elite(1, 0.2, 0.1, 7))).toBe("simpler");
    expect(onlyElite(archive)).toBe(1);
  });

  it("is better where it is simpler and its interval lies wholly above", () => {
    expect(archiveOf(elite(0, 0, 0.1, 8)).add(elite(1, 0.5, 0.1, 7))).toBe("better");
  });

  it("is better where intervals overlap, statements are as many and its fitness is higher", () => {
    expect(archiveOf(elite(0, 0, 0.3)).add(elite(1, 0.01, 0.3))).toBe("better");
  });

  it.each([
    ["its interval lies wholly below", elite(1, -1, 0.5, 1)],
    ["intervals overlap and it has more statements", elite(1, 0.3, 0.4, 9)],
    ["it is equal in all", elite(1, 0, 0.2)],
    ["it has as many statements and a lower fitness", elite(1, -0.1, 0.2)],
  ])("is rejected where %s", (_, candidate) => {
    const archive = archiveOf(elite(0, 0, 0.2));
    expect(archive.add(candidate)).toBe("rejected");
    expect(onlyElite(archive)).toBe(0);
  });

  it("is rejected a second time, and its estimate stays", () => {
    const archive = archiveOf(elite(0, 0, 0.2));
    expect(archive.add(elite(0, 2, 0))).toBe("rejected");
    expect(archive.elites()).toEqual([elite(0, 0, 0.2)]);
  });

  it("does not win by simplicity where a runner-up is better for sure", () => {
    const [bad, middle, good] = [elite(0, 0, 0, 1), elite(1, 1, 1.2, 2), elite(2, 2, 0.1, 3)] as const;
    // Each would beat the one before it, and the first the last.
    const archive = archiveOf(good, middle);
    expect(onlyElite(archive)).toBe(1);
    expect(archive.add(bad)).toBe("rejected");
    expect(onlyElite(archive)).toBe(1);
  });

  it("that cannot be told from the best is outdone by a simpler one, whichever came first", () => {
    const [wide, good] = [elite(0, 0, Infinity, 2), elite(1, 1, 0.1, 3)] as const;
    expect(onlyElite(archiveOf(wide, good))).toBe(0);
    expect(onlyElite(archiveOf(good, wide))).toBe(0);
  });

  it("that is the best is never forgotten for others that are fitter and less sure", () => {
    const archive = archiveOf(elite(0, 0, 0, 9), ...Array.from({ length: 9 }, (_, k) => elite(k + 1, 0.5, 1, k + 1)));
    expect(archive.cells()[0]?.runnersUp).toContainEqual(elite(0, 0, 0, 9));
    expect(archive.best?.index).toBe(0);
  });

  it.each([
    ["fitness NaN", elite(0, NaN, 0)],
    ["fitness infinite", elite(0, -Infinity, 0)],
    ["error negative", elite(0, 0, -1)],
    ["error NaN", elite(0, 0, NaN)],
  ])("is refused with its %s", (_, candidate) => {
    expect(() => archiveOf().add(candidate)).toThrow(ContractError);
    const archive = archiveOf(elite(0, 0, 0));
    expect(() => archive.update(0, candidate)).toThrow(ContractError);
  });
});

describe("a new estimate", () => {
  it("takes the cell from an elite that proves bad, for the next in line", () => {
    const archive = archiveOf(elite(0, 0.5, 0.4, 5), elite(1, 0.6, 0.2, 7), elite(2, -1, 0.1, 1));
    expect(onlyElite(archive)).toBe(0);
    expect(archive.update(0, { fitness: -0.5, error: 0.1 })).toBe("runner-up");
    expect(onlyElite(archive)).toBe(1);
  });

  it("gives the cell to a runner-up that proves good", () => {
    const archive = archiveOf(elite(0, 0.5, 0.1, 5), elite(1, 0.6, 0.2, 7));
    expect(archive.update(1, { fitness: 1, error: 0.1 })).toBe("elite");
    expect(onlyElite(archive)).toBe(1);
  });

  it("leaves the elite where nothing else was ever there", () => {
    const archive = archiveOf(elite(0, 1, 0.1));
    expect(archive.update(0, { fitness: -2, error: 0 })).toBe("elite");
    expect(archive.elites()).toEqual([elite(0, -2, 0)]);
  });

  it("of a candidate that is not remembered changes nothing", () => {
    const many = Array.from({ length: 9 }, (_, k) => elite(k, k / 10 - 1, 0.01, 9));
    const archive = archiveOf(...many);
    const before = archive.cells();
    expect(archive.update(0, { fitness: 2, error: 0 })).toBe("forgotten");
    expect(archive.update(1000, { fitness: 2, error: 0 })).toBe("forgotten");
    expect(archive.cells()).toEqual(before);
  });
});

describe("laws of adding", () => {
  test("the highest lower bound of a cell is never lost, and its elite's interval reaches it", () => {
    fc.assert(
      fc.property(fc.oneof(elites(60), elites(60, { oneCell: true })), (candidates) => {
        const archive = new Archive(SMALL_GRID);
        const highest = new Map<number, number>();
        for (const candidate of candidates) {
          archive.add(candidate);
          const number = SMALL_GRID.cellOf(candidate.measures);
          highest.set(number, Math.max(highest.get(number) ?? -Infinity, lowerBound(candidate)));
          for (const { cell, elite, runnersUp } of archive.cells()) {
            const bar = highest.get(cell) ?? NaN;
            expect(Math.max(...[elite, ...runnersUp].map(lowerBound))).toBe(bar);
            expect(upperBound(elite)).toBeGreaterThanOrEqual(bar);
          }
          expect(lowerBound(archive.best as Elite)).toBe(Math.max(...highest.values()));
        }
      }),
    );
  });

  test("an elite yields only to who raises the bar above it or comes first by simplicity, so nothing goes round", () => {
    const picks = fc.array(fc.nat(7), { maxLength: 60, size: "max" });
    fc.assert(
      fc.property(elites(8, { oneCell: true }), picks, (pool, order) => {
        const archive = new Archive(SMALL_GRID);
        let bar = -Infinity;
        for (const candidate of order.flatMap((k) => pool[k] ?? [])) {
          const [before] = archive.elites();
          archive.add(candidate);
          const [after] = archive.elites();
          const raised = lowerBound(archive.best as Elite);
          expect(raised).toBeGreaterThanOrEqual(bar);
          if (before !== undefined && after !== before) {
            const fallen = raised > bar && upperBound(before) < raised;
            expect(fallen || bySimplicity(after as Elite, before) < 0).toBe(true);
          }
          bar = raised;
        }
      }),
    );
  });

  test("what is said of a candidate is what became of it", () => {
    fc.assert(
      fc.property(elites(60), (candidates) => {
        const archive = new Archive(SMALL_GRID);
        for (const candidate of candidates) {
          const number = SMALL_GRID.cellOf(candidate.measures);
          const find = (): Elite | undefined => archive.cells().find(({ cell }) => cell === number)?.elite;
          const before = find();
          const addition = archive.add(candidate);
          expect(find() === candidate).toBe(addition !== "rejected");
          expect(before === undefined).toBe(addition === "new");
          if (before === undefined) continue;
          if (lowerBound(candidate) > upperBound(before)) expect(find()).not.toBe(before);
          if (upperBound(candidate) < lowerBound(before)) expect(find()).toBe(before);
          if (addition === "simpler") expect(candidate.statements).toBeLessThan(before.statements);
          if (addition === "better") expect(candidate.fitness).toBeGreaterThan(before.fitness);
        }
      }),
    );
  });

  test("adding once more changes nothing", () => {
    fc.assert(
      fc.property(elites(40), (candidates) => {
        const archive = new Archive(SMALL_GRID);
        for (const candidate of candidates) {
          archive.add(candidate);
          const once = archive.cells();
          expect(archive.add(candidate)).toBe("rejected");
          expect(archive.cells()).toEqual(once);
        }
      }),
    );
  });

  test("as long as nothing is forgotten, order does not matter", () => {
    const shuffled = elites(1 + RUNNERS_UP, { oneCell: true }).chain((candidates) =>
      fc.tuple(
        fc.constant(candidates),
        fc.shuffledSubarray([...candidates], { minLength: candidates.length, maxLength: candidates.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([candidates, others]) => {
        expect(archiveOf(...others).cells()).toEqual(archiveOf(...candidates).cells());
      }),
    );
  });
});

describe("laws of a history", () => {
  test("the elite is the simplest that cannot be told from the best, after updates too", () => {
    fc.assert(
      fc.property(histories, (events) => {
        const archive = new Archive(SMALL_GRID);
        for (const event of events) {
          applyEvent(archive, event);
          for (const { elite, runnersUp } of archive.cells()) {
            const members = [elite, ...runnersUp];
            const bar = Math.max(...members.map(lowerBound));
            const contenders = members.filter((member) => upperBound(member) >= bar);
            expect(elite).toBe(contenders.sort(bySimplicity)[0]);
            expect(runnersUp.length).toBeLessThanOrEqual(RUNNERS_UP);
          }
        }
      }),
    );
  });

  test("a cell stays filled until all in it are removed, and an update brings up only who was remembered", () => {
    fc.assert(
      fc.property(histories, (events) => {
        const archive = new Archive(SMALL_GRID);
        for (const event of events) {
          const before = archive.cells();
          applyEvent(archive, event);
          const after = archive.cells();
          const removed = event.kind === "remove" ? event.index : undefined;
          const kept = before.filter(({ elite, runnersUp }) =>
            [elite, ...runnersUp].some(({ index }) => index !== removed));
          expect(after.map(({ cell }) => cell)).toEqual(expect.arrayContaining(kept.map(({ cell }) => cell)));
          if (event.kind === "add") continue;
          const indices = (cells: typeof before): readonly (readonly number[])[] => cells.map(({ elite, runnersUp }) =>
            [elite, ...runnersUp].map(({ index }) => index).filter((index) => index !== removed).sort((a, b) => a - b));
          expect(indices(after)).toEqual(indices(kept));
        }
      }),
    );
  });

  test("the best is the surest of all that are remembered, whenever it is asked for", () => {
    fc.assert(
      fc.property(histories, fc.infiniteStream(fc.boolean()), (events, ask) => {
        const archive = new Archive(SMALL_GRID);
        for (const event of events) {
          applyEvent(archive, event);
          if (ask.next().value !== true) continue;
          const all = archive.cells().flatMap(({ elite, runnersUp }) => [elite, ...runnersUp]);
          expect(archive.best).toBe(all.sort(bySureness)[0]);
        }
      }),
    );
  });

  test("coverage and QD score follow from the elites, which stand in the order of their cells", () => {
    fc.assert(
      fc.property(histories, (events) => {
        const archive = new Archive(SMALL_GRID);
        for (const event of events) applyEvent(archive, event);
        const all = archive.elites();
        const cells = all.map(({ measures }) => SMALL_GRID.cellOf(measures));
        expect(cells).toEqual([...new Set(cells)].sort((a, b) => a - b));
        expect(archive.filled).toBe(all.length);
        expect(archive.coverage).toBe(all.length / 8);
        expect(archive.qdScore()).toBeCloseTo(all.reduce((sum, { fitness }) => sum + fitness, 0) - FLOOR * all.length);
      }),
    );
  });
});

describe("a draw", () => {
  it("is nothing from an empty archive", () => {
    expect(archiveOf().sample(new RandomStream(1, "test"))).toBeUndefined();
  });

  it("takes every cell equally often, however many candidates it has seen", () => {
    const archive = archiveOf(
      ...Array.from({ length: 50 }, (_, k) => elite(k, 0, 0, 8)),
      elite(50, 0, 0, 8, { liveState: 0 }),
      elite(51, 0, 0, 8, { coupling: "tree" }),
    );
    const stream = new RandomStream(1, "test");
    const counts = new Map<number | undefined, number>();
    for (let draws = 0; draws < 3000; draws++) {
      const index = archive.sample(stream)?.index;
      counts.set(index, (counts.get(index) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([0, 50, 51]);
    // Three standard deviations are 77.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(100);
  });
});

describe("elites far apart", () => {
  test("begin with the best, then go where nobody is near", () => {
    const [best, near, far] = [
      elite(0, 1, 0), elite(1, 0.9, 0, 8, { coupling: "array" }), elite(2, -1, 0, 8, { coupling: "tree", liveState: 0 }),
    ] as const;
    expect(archiveOf(near, best, far).spread(2)).toEqual([best, far]);
    expect(archiveOf(near, best, far).spread(9)).toEqual([best, far, near]);
    expect(archiveOf().spread(2)).toEqual([]);
  });

  test("go on to the next where one is not taken, far from that too, until there are as many or none are left", () => {
    const [best, near, far] = [
      elite(0, 1, 0), elite(1, 0.9, 0, 8, { coupling: "array" }), elite(2, -1, 0, 8, { coupling: "tree", liveState: 0 }),
    ] as const;
    const archive = archiveOf(near, best, far);
    expect(archive.spread(1, (each) => each !== best)).toEqual([far]);
    expect(archive.spread(2, (each) => each !== best)).toEqual([far, near]);
    expect(archive.spread(9, (each) => each !== far)).toEqual([best, near]);
  });

  test("are each as far from those before as any that is left", () => {
    fc.assert(
      fc.property(elites(40), fc.nat(8), (candidates, count) => {
        const archive = archiveOf(...candidates);
        const chosen = archive.spread(count);
        expect(chosen.length).toBe(Math.min(count, archive.filled));
        expect(new Set(chosen).size).toBe(chosen.length);
        chosen.forEach((next, k) => {
          const nearest = ({ measures }: Elite): number =>
            Math.min(
              ...chosen.slice(0, k).map((other) =>
                SMALL_GRID.distance(SMALL_GRID.cellOf(measures), SMALL_GRID.cellOf(other.measures)),
              ),
            );
          const rest = archive.elites().filter((other) => !chosen.slice(0, k).includes(other));
          expect(nearest(next)).toBe(Math.max(...rest.map(nearest)));
        });
      }),
    );
  });
});
