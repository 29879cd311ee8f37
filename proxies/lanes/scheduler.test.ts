import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { ContractError, InputError } from "../../src/errors.js";
import { ExecutorClosed, type Outcome, type TrainingRequest } from "../executor/executor.js";
import { ratioSteps } from "../training/ratio-steps.js";
import { NO_ROOM, OutOfRoom } from "./laned-trainer.js";
import { type Pretence, endsFinite, judgedAt, lossAt, pretendDevice, ratioAt, requestOf } from "./pretend.arbitrary.js";
import { type Phase, Scheduler } from "./scheduler.js";

/** What one training after the other would come to. */
function expected({ seed, hurdles = [], task: { horizon } }: TrainingRequest): unknown {
  const curve: number[] = [];
  const passed: number[] = [];
  const ratios: number[] = [];
  const highest = 100 * Math.max(1, lossAt(seed, 1));
  const end = (kind: object): unknown => ({ ...kind, curve, hurdles: passed, ratios, steps: curve.length });
  const failure = (loss: number): string | undefined =>
    Number.isFinite(loss) ? (loss > highest ? "blown-up" : undefined) : "not-finite";
  for (let step = 1; step <= horizon; step++) {
    const loss = Math.fround(lossAt(seed, step));
    curve.push(loss);
    const reason = failure(loss);
    if (reason !== undefined) return end({ kind: "failed", reason });
    if (ratioSteps(horizon).includes(step)) ratios.push(ratioAt(seed, step));
    for (const hurdle of hurdles.filter((each) => each.step === step)) {
      const here = judgedAt(seed, step);
      if (!Number.isFinite(here)) return end({ kind: "failed", reason: "not-finite" });
      passed.push(here);
      if (here > hurdle.loss) return end({ kind: "stopped", loss: here });
    }
  }
  const loss = judgedAt(seed, horizon);
  if (!endsFinite(seed) || !Number.isFinite(loss)) return end({ kind: "failed", reason: "not-finite" });
  return end({ kind: "trained", loss, metrics: { accuracy: seed } });
}

function repeatable({ spent, ...outcome }: Outcome): unknown {
  return { ...outcome, ...("curve" in outcome ? { curve: [...outcome.curve] } : {}), steps: spent.steps };
}

const requests = fc.array(
  fc.record({
    index: fc.nat(20),
    seed: fc.nat(500),
    horizon: fc.constantFrom(1, 2, 3, 8, 12),
    batch: fc.constantFrom(4, 8),
    hurdles: fc.array(
      fc.record({ step: fc.integer({ min: 1, max: 11 }), loss: fc.constantFrom(1.3, 1.6, Infinity) }), { maxLength: 3 },
    ),
    wave: fc.nat(2),
  }),
  { minLength: 1, maxLength: 24 },
);

describe("outcomes", () => {
  test("are those of one training after the other, whatever is in the other lanes, waits, or finds no room", async () => {
    const kinds = new Set<string>();
    await fc.assert(fc.asyncProperty(
      requests, fc.integer({ min: 1, max: 5 }), fc.constantFrom(3, 7, Infinity), async (drawn, lanes, room) => {
        const device = pretendDevice({ room });
        const scheduler = new Scheduler({ lanes, make: device.make });
        const submitted: (readonly [TrainingRequest, Promise<Outcome>])[] = [];
        for (const wave of [0, 1, 2]) {
          for (const { horizon, batch, hurdles, ...rest } of drawn.filter((each) => each.wave === wave)) {
            const inside = hurdles.filter(({ step }) => step < horizon);
            const request = requestOf(rest.index, {
              seed: rest.seed, hurdles: inside, task: { name: "glyph-mlp", size: 1, horizon, batch },
            });
            submitted.push([request, scheduler.submit(request)]);
          }
          // The next ones come when the first of these has ended.
          if (submitted.length > 0) await Promise.race(submitted.map(([, outcome]) => outcome));
        }
        for (const [request, outcome] of submitted) {
          const found = await outcome;
          kinds.add(found.kind === "failed" ? found.reason : found.kind);
          expect(repeatable(found)).toEqual(expected(request));
        }
        await scheduler.close();
        expect(device.open.size).toBe(0);
      },
    ), { numRuns: 150 });
    expect(kinds).toEqual(new Set(["trained", "stopped", "not-finite", "blown-up"]));
  });

  test("say what was spent, and that a program was too costly before it was trained", async () => {
    const scheduler = new Scheduler({ lanes: 2, make: pretendDevice().make, mostCost: 1.5 });
    const { spent } = await scheduler.submit(requestOf(1));
    expect(spent).toMatchObject({ steps: 12, attempts: 1 });
    expect(spent.seconds).toBeGreaterThan(0);
    const program = "def costly(w, g):\n  return orthogonalize(orthogonalize(g))";
    expect(await scheduler.submit(requestOf(1, { program }))).toMatchObject({ kind: "failed", reason: "too-costly" });
  });

  test("are failures of their own where no lane can hold the program, and others go on", async () => {
    const { make } = pretendDevice();
    const scheduler = new Scheduler({
      lanes: 2,
      make: async (problem, options) => {
        const trainer = await make(problem, options);
        const begin = trainer.begin.bind(trainer);
        trainer.begin = (lane, training) => {
          if (training.seed === 7) throw new InputError(NO_ROOM, "It needs 9 states (8).");
          begin(lane, training);
        };
        return trainer;
      },
    });
    const outcomes = await Promise.all([10, 7, 15].map((seed) => scheduler.submit(requestOf(1, { seed }))));
    expect(outcomes).toMatchObject([
      { kind: "trained" },
      { kind: "failed", reason: "no-room", message: "It needs 9 states (8).", spent: { steps: 0 } },
      { kind: "trained" },
    ]);
  });

  test("are errors of the user's where the program or the task is at fault, and others go on", async () => {
    const scheduler = new Scheduler({ lanes: 2, make: pretendDevice().make });
    const outcomes = await Promise.allSettled([
      scheduler.submit(requestOf(1, { program: "def broken(" })),
      scheduler.submit(requestOf(1, { hyperparameters: { speed: 1 } })),
      scheduler.submit(requestOf(1, { task: { name: "nothing", size: 1, horizon: 3, batch: 1 } })),
      scheduler.submit(requestOf(1, { hurdles: [{ step: 99, loss: 1 }] })),
      scheduler.submit(requestOf(1)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected", "rejected", "fulfilled"]);
    const [program] = outcomes as PromiseRejectedResult[];
    expect(program?.reason).toBeInstanceOf(InputError);
  });
});

describe("lanes", () => {
  test("are filled together by all that is submitted at once, and again as soon as they are free", async () => {
    const advances: (readonly [number, number])[] = [];
    const { make } = pretendDevice({ onAdvance: (_, lanes, steps) => advances.push([lanes, steps]) });
    const scheduler = new Scheduler({ lanes: 4, make });
    await Promise.all([
      ...[10, 15].map((seed) => scheduler.submit(requestOf(1, { seed, hurdles: [{ step: 5, loss: 0 }] }))),
      ...[20, 30, 40, 50].map((seed) => scheduler.submit(requestOf(2, { seed }))),
    ]);
    expect(advances).toEqual([[4, 5], [4, 7], [2, 5]]);
  });

  test("do not wait where there is not enough to fill them", async () => {
    const advances: number[] = [];
    const { make } = pretendDevice({ onAdvance: (_, lanes) => advances.push(lanes) });
    await new Scheduler({ lanes: 100, make }).submit(requestOf(10));
    expect(advances).toEqual([1]);
  });

  test("take what waits in the order of the index", async () => {
    const scheduler = new Scheduler({ lanes: 1, make: pretendDevice().make });
    const order: number[] = [];
    await Promise.all([9, 4, 6, 1, 8].map(async (index) => {
      await scheduler.submit(requestOf(index, { seed: 10 }));
      order.push(index);
    }));
    expect(order).toEqual([1, 4, 6, 8, 9]);
  });

  test("of several problems take turns, that of the lowest index first", async () => {
    const order: string[] = [];
    const { make } = pretendDevice({ onAdvance: (task) => order.push(task) });
    const scheduler = new Scheduler({ lanes: 1, make });
    const of = (name: string, index: number) =>
      scheduler.submit(requestOf(index, { seed: 10, task: { name, size: 1, horizon: 4, batch: 4 } }));
    await Promise.all([
      of("teacher", 2), of("glyph-mlp", 1), of("teacher", 4), of("glyph-mlp", 3), of("glyph-mlp", 5), of("glyph-mlp", 6),
    ]);
    expect(order).toEqual(["glyph-mlp", "teacher", "glyph-mlp", "teacher", "glyph-mlp", "glyph-mlp"]);
  });

  test("are halved until there is room for them", async () => {
    const advances: number[] = [];
    const { make } = pretendDevice({ room: 3, onAdvance: (_, lanes) => advances.push(lanes) });
    const fewer: (readonly [number, string])[] = [];
    const onFewerLanes = (lanes: number, reason: string): unknown => fewer.push([lanes, reason]);
    const scheduler = new Scheduler({ lanes: 9, make, onFewerLanes });
    await Promise.all(Array.from({ length: 5 }, () => scheduler.submit(requestOf(1, { seed: 10 }))));
    expect(advances).toEqual([2, 2, 1]);
    expect(fewer.map(([lanes]) => lanes)).toEqual([4, 2]);
    expect(fewer[0]?.[1]).toMatch(/no room for more of task "glyph-mlp" ×1: .* 9 do not fit/);
  });

  test("are as many as the device's limits allow, and halved only where its memory does not hold these", async () => {
    const trained = async (pretence: Pretence): Promise<unknown> => {
      const advances: number[] = [];
      const fewer: (readonly [number, string])[] = [];
      const { make } = pretendDevice({ ...pretence, onAdvance: (_, lanes) => advances.push(lanes) });
      const onFewerLanes = (lanes: number, reason: string): unknown => fewer.push([lanes, reason]);
      const scheduler = new Scheduler({ lanes: 64, make, onFewerLanes });
      await Promise.all(Array.from({ length: 5 }, () => scheduler.submit(requestOf(1, { seed: 10 }))));
      return { advances, fewer };
    };
    const named = (why: RegExp): unknown => expect.stringMatching(RegExp(`"glyph-mlp" ×1: .*${why.source}`));
    expect(await trained({ limit: 4 })).toEqual({ advances: [4, 1], fewer: [[4, named(/its limits say so/)]] });
    expect(await trained({ limit: 6, room: 5 })).toEqual({ advances: [3, 2], fewer: [[3, named(/6 do not fit/)]] });
  });

  test("of which there is no room for a single one are the same error to all, that names the task and what to do", async () => {
    const scheduler = new Scheduler({ lanes: 4, make: pretendDevice({ room: 0 }).make });
    const ends = await Promise.allSettled([1, 2, 3].map((index) => scheduler.submit(requestOf(index))));
    const [first] = ends.map((end) => (end.status === "rejected" ? (end.reason as unknown) : undefined));
    expect(ends).toEqual([1, 2, 3].map(() => ({ status: "rejected", reason: first })));
    expect(first).toBeInstanceOf(InputError);
    expect(String(first)).toMatch(/"glyph-mlp" ×1 has no room in a single lane .*--executor wasm/);
  });

  test("of which not one has room for a candidate, though others had, are a fault of this candidate alone", async () => {
    const { make } = pretendDevice({
      onAdvance: (_, lanes, steps) => { if (steps === 7) throw new OutOfRoom(`${lanes} lanes are full.`); },
    });
    const scheduler = new Scheduler({ lanes: 1, make });
    const outcomes = await Promise.all([1, 2, 3].map((index) =>
      scheduler.submit(requestOf(index, { seed: 10, hurdles: index === 2 ? [{ step: 7, loss: Infinity }] : [] }))));
    expect(outcomes).toMatchObject([
      { kind: "trained" }, { kind: "fault", message: expect.stringMatching(/lanes are full/) as string },
      { kind: "trained" },
    ]);
  });

  test.each([
    new ContractError("The loss does not depend on a parameter."), new InputError("bad-data", "There is no such file."),
  ])("that cannot be made ready are the user's to mend: %s", async (error) => {
    const scheduler = new Scheduler({ lanes: 4, make: () => Promise.reject(error) });
    const refusal = await scheduler.submit(requestOf(1)).catch((reason: unknown) => reason);
    expect(refusal).toBeInstanceOf(InputError);
    expect(String(refusal)).toMatch(/"glyph-mlp" ×1 cannot be made ready by this executor: The.*--executor wasm/);
  });
});

test("what is taken back leaves its lane at once, and what waits behind it is trained", async () => {
  const scheduler = new Scheduler({ lanes: 1, make: pretendDevice().make });
  const [first, second] = [new AbortController(), new AbortController()];
  const running = scheduler.submit(requestOf(1, { seed: 10 }), { signal: first.signal });
  const waiting = scheduler.submit(requestOf(2, { seed: 10 }), { signal: second.signal });
  const other = scheduler.submit(requestOf(3, { seed: 10 }));
  second.abort(new Error("second thoughts"));
  setImmediate(() => { first.abort(new Error("enough")); });
  await expect(running).rejects.toThrow("enough");
  await expect(waiting).rejects.toThrow("second thoughts");
  expect((await other).kind).toBe("trained");
  await expect(scheduler.submit(requestOf(4), { signal: first.signal })).rejects.toThrow("enough");
});

test("what is taken back while its trainer is made never enters a lane", async () => {
  const advances: number[] = [];
  const device = pretendDevice({ onAdvance: (_, lanes) => advances.push(lanes) });
  const back = new AbortController();
  const scheduler = new Scheduler({
    lanes: 2,
    make: (problem, options) => {
      back.abort(new Error("Enough."));
      return device.make(problem, options);
    },
  });
  const gone = scheduler.submit(requestOf(1, { seed: 10 }), { signal: back.signal });
  expect((await scheduler.submit(requestOf(2, { seed: 10 }))).kind).toBe("trained");
  await expect(gone).rejects.toThrow("Enough.");
  expect(advances).toEqual([1]);
});

test("what a trainer throws is of those that were in its lanes; what waits begins anew", async () => {
  let isBroken = true;
  const { make } = pretendDevice({
    onAdvance: () => {
      if (!isBroken) return;
      isBroken = false;
      throw new Error("the driver broke");
    },
  });
  const scheduler = new Scheduler({ lanes: 2, make });
  const outcomes = await Promise.allSettled([1, 2, 3].map((index) => scheduler.submit(requestOf(index, { seed: 10 }))));
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
});

test("a closed scheduler rejects what has not ended and what comes after, and frees its trainers", async () => {
  const device = pretendDevice();
  const scheduler = new Scheduler({ lanes: 1, make: device.make });
  const outcomes = [1, 2].map((index) => scheduler.submit(requestOf(index, { seed: 10 })));
  await turn();
  const closed = scheduler.close();
  for (const outcome of outcomes) await expect(outcome).rejects.toThrow(ExecutorClosed);
  await closed;
  await expect(scheduler.submit(requestOf(3))).rejects.toThrow(ExecutorClosed);
  expect(device.open.size).toBe(0);
});

test("phases say what is in the lanes, and how long they should take once that is known", async () => {
  const phases: Phase[] = [];
  const scheduler = new Scheduler({ lanes: 2, make: pretendDevice().make, onPhase: (phase) => phases.push(phase) });
  await Promise.all([1, 2, 3].map((index) => scheduler.submit(requestOf(index, { seed: 10 }))));
  const seen = phases.map(({ requests: of, seconds }) => [of.map(({ index }) => index), seconds !== undefined]);
  expect(seen).toEqual([
    [[1, 2, 3], false], [[1, 2], false], [[1, 2], false], [[1, 2], false], [[3], false], [[3], false], [[3], true],
  ]);
  await scheduler.submit(requestOf(4, { seed: 10 }));
  expect(phases.slice(-2).map(({ seconds }) => seconds !== undefined)).toEqual([true, true]);
});

test("phases of more lanes, and of lanes that are judged together, are expected to take longer in proportion", async () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (now += 1000));
  const phases: Phase[] = [];
  const scheduler = new Scheduler({ lanes: 4, make: pretendDevice().make, onPhase: (phase) => phases.push(phase) });
  const train = (count: number): Promise<unknown> =>
    Promise.all(Array.from({ length: count }, (_, index) => scheduler.submit(requestOf(index, { seed: 10 }))));
  for (const count of [1, 1, 4, 1]) await train(count);
  vi.restoreAllMocks();
  const known = phases.flatMap(({ requests: of, seconds }) => (seconds === undefined ? [] : [[of.length, seconds]]));
  expect(known).toEqual([[1, 1], [4, 4], [4, 4], [1, 1], [1, 1]]);
});
