import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Executor, TrainingRequest } from "../../proxies/executor/executor.js";
import type { SealedVerdict } from "../../results/discovery-report.js";
import type { RunNote } from "../../results/store/header.js";
import { CountingExecutor } from "../selection/counting.js";
import { PretendedTrainer } from "../selection/pretend.arbitrary.js";
import type { StageProgram } from "../selection/stage.js";
import { pretendDiscoverable, withPretended } from "./pretend.arbitrary.js";
import { openFor } from "./opening.js";
import { openSealed } from "./sealed.js";

const OPTIONS = { trials: 2, seeds: 10, evolvedOn: ["regression"] } as const;

let folder = "";
let next = 0;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "symopt-sealed-"));
  await pretendDiscoverable(join(folder, "run"), ["budget.evaluations=4"]);
});
afterAll(() => { rmSync(folder, { recursive: true }); });

/** A run of the test's own. */
function copy(): string {
  const own = join(folder, `copy-${next++}`);
  cpSync(join(folder, "run"), own, { recursive: true });
  return own;
}

function programOf(index: number): StageProgram {
  return { index, text: `def mine(w, g, lr):\n  update = g * lr\n  update = update * ${index}\n  return update\n` };
}

/** Opens the sealed family of a run for a program. */
function open(run: string, program: StageProgram, executor: Executor = new PretendedTrainer()): Promise<SealedVerdict> {
  return withPretended(run, executor, ({ run: { content: { configuration } }, store, executor: ledger }) =>
    openSealed({ executor: new CountingExecutor(ledger), store }, program, configuration.tasks.sealed, OPTIONS));
}

function openings(run: string): Promise<readonly RunNote[]> {
  return withPretended(run, new PretendedTrainer(), ({ store }) =>
    Promise.resolve(store.notes().filter(({ kind }) => kind === "sealed")));
}

describe("sealed families", () => {
  it("are noted as opened before anything is trained on them", async () => {
    const run = copy();
    const trainer = new PretendedTrainer({ onTrain: () => { throw new Error("the machine burns"); } });
    await expect(open(run, programOf(7), trainer)).rejects.toThrow("the machine burns");
    expect(trainer.trained).toHaveLength(0);
    expect(await openings(run)).toMatchObject([
      { data: { candidate: 7, program: programOf(7).text, tasks: ["auto-encoder"] } },
    ]);
  });

  it("are opened once for the same program: what it came to stays what it was", async () => {
    const run = copy();
    const first = await open(run, programOf(7));
    const trainer = new PretendedTrainer();
    expect(await open(run, programOf(7), trainer)).toEqual(first);
    expect(first.reused).toBe(false);
    expect(trainer.trained).toHaveLength(0);
    expect(await openings(run)).toHaveLength(1);
  });

  it("are reused by another program of the run, each time it is asked for, and not by the first", async () => {
    const run = copy();
    await open(run, programOf(7));
    expect((await open(run, programOf(8))).reused).toBe(true);
    expect((await open(run, programOf(8))).reused).toBe(true);
    expect((await open(run, programOf(7))).reused).toBe(false);
    expect((await openings(run)).map(({ data }) => (data as { candidate: number }).candidate)).toEqual([7, 8]);
  });

  it("are not reused by a candidate that was looked at before, as it was found and not simplified", async () => {
    const run = copy();
    const { index, text } = programOf(7);
    const raw = text.replace("  return", "  unused = sign(g)\n  return");
    expect(openFor(`${run}:${index}`, raw, [{ name: "auto-encoder", family: "auto-encoder" }])).toEqual({ names: ["auto-encoder"], reused: [] });
    expect((await open(run, programOf(7))).reused).toBe(false);
    expect((await open(run, programOf(8))).reused).toBe(true);
  });

  it("are reused family by family: by the first, those that another program opened", async () => {
    const run = join(folder, "two");
    await pretendDiscoverable(run, [
      "budget.evaluations=4", "tasks.sealed=[{task: auto-encoder, size: 1}, {task: captions, size: 1}]",
    ]);
    openFor(`${run}:7`, programOf(7).text, [{ name: "captions", family: "contrastive" }]);
    openFor(`${run}:8`, programOf(8).text, [{ name: "auto-encoder", family: "auto-encoder" }]);
    expect(await open(run, programOf(7))).toMatchObject({ reused: true, reusedOn: ["auto-encoder"] });
    expect(await open(run, programOf(8))).toMatchObject({ reused: true, reusedOn: ["captions"] });
    expect(await open(run, programOf(9))).toMatchObject({ reused: true, reusedOn: ["auto-encoder", "captions"] });
  });

  it("are another candidate's too where that is the same program", async () => {
    const run = copy();
    await open(run, programOf(7));
    expect((await open(run, { ...programOf(7), index: 9 })).reused).toBe(false);
  });

  it("tell what the program gains over the bar and over AdamW there", async () => {
    const worth = ({ program }: TrainingRequest): number => (program.includes("mine") ? 0.2 : 0);
    const verdict = await open(copy(), programOf(7), new PretendedTrainer({ worth }));
    expect(verdict).toMatchObject({ tasks: [{ name: "auto-encoder", size: 1 }], seeds: 10 });
    expect(verdict.overBar.low).toBeGreaterThan(0.1);
    expect(verdict.overAdamw.mean).toBeGreaterThanOrEqual(verdict.overBar.mean);
  });
});
