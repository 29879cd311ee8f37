import { expect, it } from "vitest";
import type { Executor, Outcome, TrainingRequest } from "../../proxies/executor/executor.js";
import { Ledger, type TrainingLog } from "./ledger.js";
import { keyOf } from "./training-key.js";

const REQUEST: TrainingRequest = {
  index: 3, program: "def f(w, g):\n  return g\n", seed: 1, scale: 2, hyperparameters: { a: 1, b: 2 },
  task: { name: "teacher", size: 1, horizon: 100, batch: 8 },
};

/** An executor whose losses count its trainings. */
class Counting implements Executor {
  readonly lanes = 1;
  trainings = 0;

  submit({ task }: TrainingRequest): Promise<Outcome> {
    const curve = Float32Array.from({ length: task.horizon }, (_, step) => (step < 50 ? 1 / 3 : NaN));
    return Promise.resolve({
      kind: "trained", loss: ++this.trainings, metrics: {}, curve, hurdles: [], ratios: [],
      spent: { steps: task.horizon, seconds: 0.1, attempts: 1 },
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A log that holds JSON, as a file does. */
function memory(): TrainingLog {
  const texts: string[] = [];
  return {
    keep: (trainings) => { texts.push(...trainings.map((training) => JSON.stringify(training))); },
    kept: () => texts.map((text): unknown => JSON.parse(text)),
  };
}

it("trains what it was asked for once, whatever its number and the order of its keys", async () => {
  const executor = new Counting();
  const ledger = new Ledger(executor, memory());
  const { task: { batch, horizon, size, name } } = REQUEST;
  const again = { ...REQUEST, index: 7, hyperparameters: { b: 2, a: 1 }, task: { batch, horizon, size, name } };
  const [first, second] = await Promise.all([ledger.submit(REQUEST), ledger.submit(again)]);
  expect(second).toEqual(first);
  expect([executor.trainings, ledger.size]).toEqual([1, 1]);
});

it("trains anew what differs in anything that matters", async () => {
  const executor = new Counting();
  const ledger = new Ledger(executor, memory());
  const others: readonly Partial<TrainingRequest>[] = [
    { seed: 2 }, { scale: 3 }, { decay: 0.1 }, { split: "test" }, { schedule: "linear" }, { program: "def g(w, g):\n" },
    { hyperparameters: { a: 1, b: 3 } }, { task: { ...REQUEST.task, horizon: 101 } },
    { hurdles: [{ step: 5, loss: Infinity }] }, { hurdles: [{ step: 5, loss: 1 }] },
  ];
  for (const other of others) await ledger.submit({ ...REQUEST, ...other });
  expect(executor.trainings).toBe(others.length);
});

it("answers in a later process what it knows from the log, the same to the bit", async () => {
  const log = memory();
  const first = await new Ledger(new Counting(), log).submit(REQUEST);
  const executor = new Counting();
  expect(await new Ledger(executor, log).submit(REQUEST)).toEqual(first);
  expect(executor.trainings).toBe(0);
  expect(first).toMatchObject({ kind: "trained", loss: 1 });
  const curve = "curve" in first ? [...first.curve] : [];
  expect(curve).toEqual([...Array<number>(20).fill(Math.fround(1 / 3)), ...Array<number>(20).fill(NaN)]);
});

it("trains anew what another executor has trained", async () => {
  const log = memory();
  await new Ledger(new Counting(), log, "wasm").submit(REQUEST);
  const executor = new Counting();
  for (const name of ["webgpu", "tfjs:cpu", "webgpu"] as const) await new Ledger(executor, log, name).submit(REQUEST);
  expect(executor.trainings).toBe(2);
});

it("trains anew what another device has trained, and keeps apart what nothing is known of", async () => {
  const log = memory();
  const trainings: number[] = [];
  for (const name of ["one GPU", "another GPU", undefined, "one GPU"]) {
    const executor = Object.assign(new Counting(), name === undefined ? {} : { device: { name } });
    await new Ledger(executor, log, "webgpu").submit(REQUEST);
    trainings.push(executor.trainings);
  }
  expect(trainings).toEqual([1, 1, 1, 0]);
});

it("calls a training by what it is, so that logs of older versions answer", () => {
  expect(keyOf(REQUEST)).toBe("de45f3d64beff88a91e4b020ccca46f9");
  expect(keyOf({ ...REQUEST, index: 4 }, "wasm")).toBe(keyOf(REQUEST));
});

it("goes on with what two have asked for until both have taken it back, each by its own signal", async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const slow: Executor = {
    lanes: 1,
    submit: (_, { signal } = {}) => new Promise((_resolve, reject) => {
      signals.push(signal);
      signal?.addEventListener("abort", () => { reject(signal.reason as Error); });
    }),
    close: () => Promise.resolve(),
  };
  const ledger = new Ledger(slow, memory());
  const [one, two] = [new AbortController(), new AbortController()];
  const first = ledger.submit(REQUEST, { signal: one.signal });
  const second = ledger.submit(REQUEST, { signal: two.signal });
  one.abort(new Error("the first"));
  await expect(first).rejects.toThrow("the first");
  expect(signals.map((signal) => signal?.aborted)).toEqual([false]);
  two.abort(new Error("the second"));
  // What is taken back is no answer for who asks next.
  void ledger.submit(REQUEST);
  await expect(second).rejects.toThrow("the second");
  expect(signals.map((signal) => signal?.aborted)).toEqual([true, false]);
});

it("ends the waiting of one who asked later and was ended first", async () => {
  const executor = new Counting();
  const ledger = new Ledger(executor, memory());
  const first = ledger.submit(REQUEST, { signal: new AbortController().signal });
  const second = ledger.submit(REQUEST, { signal: AbortSignal.abort(new Error("too late")) });
  await expect(second).rejects.toThrow("too late");
  expect((await first).kind).toBe("trained");
});

it("does not keep what was taken back", async () => {
  const log = memory();
  const broken: Executor = { lanes: 1, submit: () => Promise.reject(new Error("taken back")), close: () => Promise.resolve() };
  const ledger = new Ledger(broken, log);
  await expect(ledger.submit(REQUEST)).rejects.toThrow("taken back");
  expect([ledger.size, log.kept().length]).toEqual([0, 0]);
});

it("keeps nothing of a training that took its worker along, and ends what asked for it", async () => {
  const log = memory();
  const executor = new Counting();
  const fault: Outcome = { kind: "fault", message: "It exited.", spent: { steps: 100, seconds: 1, attempts: 2 } };
  const losing: Executor = { lanes: 1, submit: () => Promise.resolve(fault), close: () => Promise.resolve() };
  await expect(new Ledger(losing, log).submit(REQUEST)).rejects.toThrow("It exited.");
  expect(log.kept()).toEqual([]);
  expect((await new Ledger(executor, log).submit(REQUEST)).kind).toBe("trained");
});
