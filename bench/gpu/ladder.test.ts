import { describe, expect, test } from "vitest";
import { pretendDevice, requestOf } from "../../proxies/lanes/pretend.arbitrary.js";
import type { LanedTrainer } from "../../proxies/lanes/laned-trainer.js";
import { loadProblem } from "../../proxies/problem/problem.js";
import { type Climb, type Rung, type Top, climb, openHighest } from "./ladder.js";

const { task, program } = requestOf(0);

/** Climbs on a pretended device on which all lanes together take so many milliseconds for an advance. */
async function climbOn(took: (lanes: number) => number, changes: Partial<Climb> = {}): Promise<{
  readonly rungs: readonly Rung[];
  readonly advances: readonly (readonly [lanes: number, steps: number])[];
}> {
  let now = 0;
  const advances: (readonly [number, number])[] = [];
  const device = pretendDevice({
    onAdvance: (_, lanes, steps) => {
      advances.push([lanes, steps]);
      now += took(lanes);
    },
  });
  const problem = await loadProblem(task);
  const options: Climb = {
    make: (lanes) => device.make(problem, { lanes }),
    horizon: task.horizon, least: 2, most: 16, seconds: 1000, warmUp: 3,
    programOf: () => program, now: () => now, ...changes,
  };
  const { trainer } = await openHighest(options);
  const rungs: Rung[] = [];
  for await (const rung of climb(trainer, options)) rungs.push(rung);
  return { rungs, advances };
}

describe("a ladder of lanes", () => {
  test("goes up to the last lane while more lanes train more candidates", async () => {
    const { rungs, advances } = await climbOn(() => 500);
    expect(rungs).toEqual([2, 4, 8, 16].map((lanes) => ({ lanes, perSecond: 2 * lanes })));
    // What is prepared once is prepared by a step of the first candidates, whole trainings are timed.
    expect(advances).toEqual([[3, 1], [2, 12], [4, 12], [8, 12], [16, 12]]);
  });

  test("ends behind the rung at which the rate falls, but not where it stays", async () => {
    const { rungs } = await climbOn((lanes) => (lanes < 8 ? 100 : lanes * 100));
    expect(rungs.map(({ lanes }) => lanes)).toEqual([2, 4, 8]);
    const { rungs: level } = await climbOn((lanes) => lanes * 100);
    expect(level).toHaveLength(4);
  });

  test("leaves out a rung that would take too long", async () => {
    const { rungs } = await climbOn((lanes) => lanes * 1000, { seconds: 8 });
    expect(rungs.map(({ lanes }) => lanes)).toEqual([2, 4, 8]);
  });

  test("leaves out programs that no lane has room for", async () => {
    const asked: number[] = [];
    const { rungs } = await climbOn(() => 1, {
      most: 2, warmUp: 0,
      programOf: (index) => {
        asked.push(index);
        return index === 0 ? "no program" : program;
      },
    });
    expect(rungs).toHaveLength(1);
    expect(asked).toEqual([0, 1, 2]);
  });
});

describe("the room of a device", () => {
  const highest = async (
    room: number, most: number, limit = Infinity,
  ): Promise<Top & { readonly trainer: LanedTrainer }> => {
    const problem = await loadProblem(task);
    const device = pretendDevice({ room, limit });
    const make: Climb["make"] = (lanes) => device.make(problem, { lanes });
    return openHighest({ make, horizon: 12, least: 1, most, seconds: 1, warmUp: 0, programOf: () => program });
  };

  test("is found by halves, and what the device said is kept", async () => {
    const { trainer, ...top } = await highest(10, 64);
    expect(trainer.lanes).toBe(8);
    expect(top).toEqual({ room: 8, shortage: "0 of 10 lanes are taken, 64 do not fit." });
    expect(await highest(64, 64)).not.toHaveProperty("shortage");
  });

  test("is what its limits allow, and a half of that where its memory does not hold it", async () => {
    const { trainer: { lanes }, ...top } = await highest(64, 64, 40);
    expect([lanes, top]).toEqual([40, { room: 40, shortage: "its limits say so." }]);
    expect(await highest(30, 64, 40)).toMatchObject({ room: 20, shortage: "0 of 30 lanes are taken, 40 do not fit." });
  });

  test("is none where there is not even one lane", async () => {
    await expect(highest(0, 4)).rejects.toThrow("1 do not fit");
  });
});
