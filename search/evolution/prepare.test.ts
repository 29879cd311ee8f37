import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Executor, ExecutorClosed } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { peerOf } from "../peer.js";
import { ReferenceCache } from "../reference/cache.js";
import { EFFORTS } from "../reference/effort.js";
import { fingerprintOf } from "../reference/fingerprint.js";
import { referenceOf } from "../reference/reference.arbitrary.js";
import { findReferences } from "./prepare.js";

/** At a horizon that no built-in reference has. */
const PROBLEM: ProblemReference = { name: "noisy-labels", size: 1, horizon: 24, batch: 64 };

/** References are known here, so that nothing trains. */
const IDLE: Executor = {
  lanes: 1, submit: () => Promise.reject(new ExecutorClosed()), close: () => Promise.resolve(),
};

let folder = "";
let cache: ReferenceCache;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "symopt-prepare-"));
  cache = new ReferenceCache(folder);
});
afterAll(() => { rmSync(folder, { recursive: true }); });

/** Makes a problem's reference known: its loss falls by so many standard deviations of its seeds. */
async function know(problem: ProblemReference, fall: number): Promise<void> {
  const { curve, ...rest } = referenceOf(problem);
  cache.put({
    ...rest, fingerprint: await fingerprintOf(problem), effort: EFFORTS[problem.size],
    curve: curve.map((point) => ({ ...point, deviation: 0.4 / fall })),
  });
}

async function refusalOf(problems: readonly ProblemReference[]): Promise<unknown> {
  return findReferences(IDLE, problems, { cache }).then(() => undefined, (error: unknown) => error);
}

describe("a search", () => {
  it("begins where the losses of its tasks fall enough", async () => {
    await know(PROBLEM, 3.01);
    expect(await refusalOf([PROBLEM])).toBeUndefined();
  });

  it("is told of a task whose bar is where scores end, since nothing can be above it, and of no other", async () => {
    const told = async (loss: number, octaves = 5): Promise<readonly unknown[]> => {
      const reference = referenceOf(PROBLEM);
      cache.put({
        ...reference, fingerprint: await fingerprintOf(PROBLEM), effort: EFFORTS[1],
        curve: reference.curve.slice(0, octaves),
        bar: { ...reference.bar, muon: { ...reference.bar.muon, loss } },
      });
      const ceilings: unknown[] = [];
      await findReferences(IDLE, [PROBLEM], { cache, onCeiling: (ceiling) => ceilings.push(ceiling) });
      return ceilings;
    };
    expect(await told(0.61)).toEqual([]);
    const muon = { task: PROBLEM.name, size: 1, rule: "muon" };
    expect(await told(0.6)).toEqual([{ ...muon, score: 2 }]);
    expect(await told(0.3)).toEqual([{ ...muon, score: 2 }]);
    // A reference that was measured at 2T at most ends there.
    expect(await told(0.81, 4)).toEqual([]);
    expect(await told(0.8, 4)).toEqual([{ ...muon, score: 1 }]);
  });

  it("is refused where they hardly do, with a figure that is below what is needed", async () => {
    await know(PROBLEM, 2.999);
    const message = expect.stringMatching(
      /"noisy-labels" ×1 with 24 steps of 64 .* by 2\.99 standard .* 3 are needed .* Train it for fewer steps/,
    ) as unknown;
    expect(await refusalOf([PROBLEM])).toMatchObject({ code: "weak-task", message });
  });

  it("is told of a peer that it is one, and how to do without", async () => {
    await know(PROBLEM, 9);
    await know(peerOf(PROBLEM), 2.555);
    const message = expect.stringMatching(
      /with 96 steps of 8 .* by 2\.55 .* It is the peer of that task with 24 steps of 64, .*tasks\.peers=false/,
    ) as unknown;
    expect(await refusalOf([PROBLEM, peerOf(PROBLEM)])).toMatchObject({ code: "weak-task", message });
  });
});
