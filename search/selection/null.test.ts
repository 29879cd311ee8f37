import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BarRule, BAR_RULES } from "../../results/bar.js";
import { pretendRun } from "../run/pretend.arbitrary.js";
import { type ReadRun, readRun } from "../run/read.js";
import { entrantsOf } from "./entrants.js";
import { type Pretence, PretendedTrainer } from "./pretend.arbitrary.js";
import { select } from "./select.js";

/** Full selections of the law. */
const SELECTIONS = 200;

/** Winners among so many selections at 5 %, more than which there are one time in a thousand. */
const MOST_WINNERS = 21;

/** What seeds do to all programs alike, and what each training has alone, as shares of the loss. */
const NOISE = { common: 0.02, noise: 0.004 } as const;

const COUNTS = { fitness: 3, cells: 1 } as const;

let folder = "";
let run: ReadRun;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "symopt-null-"));
  await pretendRun(join(folder, "run"), [
    "budget.evaluations=60", "tasks.search=[teacher]", "tasks.selection=[{task: noisy-labels, size: 10}]",
    `selection={fitness: ${COUNTS.fitness}, cells: ${COUNTS.cells}, stages: [{size: 10, keep: 2, seeds: 2}], trials: 16}`,
  ]);
  run = readRun(join(folder, "run"));
});
afterAll(() => {
  run.store.close();
  rmSync(folder, { recursive: true });
});

/** The winner of each of so many selections, all with other noise. */
async function winnersOf(
  selections: number, pretence: Pretence, bar: readonly BarRule[] = BAR_RULES,
): Promise<readonly (number | null)[]> {
  const winners: (number | null)[] = [];
  for (let draw = 1; draw <= selections; draw++) {
    const { report } = await select(run, new PretendedTrainer({ ...NOISE, ...pretence, draw }), { bar });
    winners.push(report.verdict.winner);
  }
  return winners;
}

describe("a selection among programs that are all alike", () => {
  it("names a winner over a single rule, as good as they are, in 5 % of times at most", async () => {
    const winners = (await winnersOf(SELECTIONS, {}, ["adamw"])).filter((winner) => winner !== null);
    // Below, it is seen to name one where there is one.
    expect(winners.length).toBeLessThanOrEqual(MOST_WINNERS);
  });

  it("names hardly ever one over the best of five such rules", async () => {
    const winners = await winnersOf(SELECTIONS / 4, {});
    expect(winners.filter((winner) => winner !== null).length).toBeLessThanOrEqual(1);
  });
});

describe("a selection among programs of which one is better", () => {
  it("names that one where it is better by three times what a training varies by", async () => {
    const [, better] = entrantsOf(run, COUNTS);
    const winners = await winnersOf(SELECTIONS / 10, {
      worth: ({ program }) => (program.trim() === better?.text.trim() ? 3 * NOISE.noise : 0),
    });
    expect(winners.filter((winner) => winner === better?.index).length).toBeGreaterThanOrEqual(winners.length - 1);
    expect(winners.every((winner) => winner === null || winner === better?.index)).toBe(true);
  });
});
