import { describe, expect, test } from "vitest";
import type { Executor, Outcome, SubmitOptions, TrainingRequest } from "../../proxies/executor/executor.js";
import { InputError } from "../../src/errors.js";
import type { Scorer } from "../reference/scorer.js";
import { carryOut, repeatOf } from "./carry-out.js";
import type { EntryFacts, Plan, PlannedTraining } from "./plan.js";
import type { ScoredProblem } from "./problem.js";

/** The score of a loss is 1 − loss. */
const SCORER: Scorer = { score: (loss) => 1 - loss, deviation: () => 0.1, signal: { fall: 9, suffices: true } };

const PROBLEMS: readonly ScoredProblem[] = ["one", "two", "three"].map((name) => ({
  problem: { name, size: 1, horizon: 100, batch: 4 }, scorer: SCORER, bar: 0,
}));

const FACTS: EntryFacts = {
  index: 12, kind: "candidate", island: 2, subject: 5, mate: null, source: "archive", change: "insert",
  program: "def candidate(w, g):\n  return g", hash: "h", fingerprint: "f", measures: null, repeats: null, repeatOf: null,
  statements: 3, redundant: 1, cost: 0.5, invalid: 4,
};

/** What a training comes to: a loss, or something else. */
type Course = number | "stopped" | "failed" | "fault";

function outcomeOf(course: Course, hurdles: readonly number[]): Outcome {
  const trace = { curve: new Float32Array(), hurdles, ratios: [] };
  const spent = { steps: course === "failed" ? 10 : 100, seconds: 0.5, attempts: 1 };
  switch (course) {
    case "stopped":
      return { kind: "stopped", loss: hurdles.at(-1) ?? NaN, ...trace, spent: { ...spent, steps: 25 } };
    case "failed":
      return { kind: "failed", reason: "blown-up", ...trace, spent };
    case "fault":
      return { kind: "fault", message: "It exited.", spent };
    default:
      return { kind: "trained", loss: course, metrics: {}, ...trace, spent };
  }
}

/** Knows how trainings end, by problem and seed, and how many of them were under way at a time. */
class KnownExecutor implements Executor {
  readonly lanes = 4;
  readonly requests: TrainingRequest[] = [];
  most = 0;
  readonly #courses: readonly Course[];
  readonly #hurdles: readonly number[];
  #running = 0;

  /**
   * @param courses - By problem, then by seed.
   * @param hurdles - What every training that has any loses there.
   */
  constructor(courses: readonly Course[], hurdles: readonly number[] = []) {
    this.#courses = courses;
    this.#hurdles = hurdles;
  }

  async submit(request: TrainingRequest, { signal }: SubmitOptions = {}): Promise<Outcome> {
    this.requests.push(request);
    this.most = Math.max(this.most, ++this.#running);
    const { task, seed, hurdles = [] } = request;
    const place = PROBLEMS.findIndex(({ problem }) => problem === task);
    // The last that are submitted end first.
    for (let turns = 10 - this.requests.length; turns > 0; turns--) await Promise.resolve();
    signal?.throwIfAborted();
    this.#running--;
    const course = this.#courses[place + PROBLEMS.length * (seed - 1)] ?? "fault";
    return outcomeOf(course, hurdles.length > 0 ? this.#hurdles : []);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function training(problem: number, seed = 1, hurdles: PlannedTraining["hurdles"] = []): PlannedTraining {
  return { problem, seed, hurdles };
}

const HURDLES = [{ step: 25, loss: 2 }, { step: 50, loss: 1 }];

function planOf(changes: Partial<Plan> = {}, facts: Partial<EntryFacts> = {}): Plan {
  return {
    facts: { ...FACTS, ...facts }, trained: FACTS.program,
    trainings: [training(1, 1, HURDLES), training(2), training(0)], goesOn: false, refusal: null, ...changes,
  };
}

function carry(plan: Plan, executor: Executor, signal = new AbortController().signal) {
  return carryOut(plan, { executor, problems: PROBLEMS, signal });
}

describe("a candidate", () => {
  test("is trained on one problem after the other, in the order of its plan", async () => {
    const executor = new KnownExecutor([0.1, 0.4, 0.7], [1.5, 0.9]);
    const entry = await carry(planOf(), executor);
    expect(executor.most).toBe(1);
    expect(executor.requests.map(({ task }) => task.name)).toEqual(["two", "three", "one"]);
    expect(entry).toEqual({
      ...FACTS, status: "trained", reason: null, fitness: expect.closeTo(0.6, 12) as number, spared: false, steps: 300,
      seconds: 1.5,
      trainings: [
        { problem: 1, seed: 1, loss: 0.4, score: 0.6, steps: 100, hurdles: [1.5, 0.9] },
        { problem: 2, seed: 1, loss: 0.7, score: expect.closeTo(0.3, 12) as number, steps: 100, hurdles: [] },
        { problem: 0, seed: 1, loss: 0.1, score: 0.9, steps: 100, hurdles: [] },
      ],
    });
  });

  test("is asked for with its index, program and hurdles", async () => {
    const executor = new KnownExecutor([0, 0, 0]);
    await carry(planOf(), executor);
    expect(executor.requests[0]).toEqual({
      index: 12, program: FACTS.program, task: PROBLEMS[1]?.problem, seed: 1, hurdles: HURDLES,
    });
    expect(executor.requests[1]?.hurdles).toEqual([]);
  });

  test.each([
    ["stopped", "hurdle after 25 steps", 25],
    ["failed", "blown-up", 10],
    ["fault", "It exited.", 100],
  ] as const)("that is %s on one problem is not trained on the next", async (course, reason, steps) => {
    const executor = new KnownExecutor([0.1, 0.4, course], [1.5]);
    const entry = await carry(planOf(), executor);
    expect(executor.requests).toHaveLength(2);
    expect(entry).toMatchObject({ status: course, reason, fitness: null, spared: false, steps: 100 + steps });
    expect(entry.trainings[1]).toMatchObject({ problem: 2, loss: null, score: null, steps });
  });

  test("that is stopped keeps the losses at the hurdles that it reached", async () => {
    const entry = await carry(planOf(), new KnownExecutor([0, "stopped", 0], [3]));
    expect(entry.trainings).toEqual([{ problem: 1, seed: 1, loss: null, score: null, steps: 25, hurdles: [3] }]);
    expect(entry).toMatchObject({ status: "stopped", spared: false });
  });

  test("that is refused trains nothing", async () => {
    const executor = new KnownExecutor([]);
    const entry = await carry(planOf({ trainings: [], refusal: "no finite update on the probe" }), executor);
    expect(executor.requests).toEqual([]);
    expect(entry).toEqual({
      ...FACTS, status: "failed", reason: "no finite update on the probe", fitness: null, trainings: [], spared: false,
      steps: 0, seconds: 0,
    });
  });
});

describe("a candidate that goes on", () => {
  const plan = planOf({ goesOn: true });

  test("is only looked at where others are stopped", async () => {
    const executor = new KnownExecutor([0, 0, 0], [1, 1]);
    await carry(plan, executor);
    expect(executor.requests[0]?.hurdles).toEqual([{ step: 25, loss: Infinity }, { step: 50, loss: Infinity }]);
  });

  test.each([
    ["did not pass the first hurdle", 0.1, [2.1, 0.5], true],
    ["did not pass the last", 0.1, [0.5, 1.1], true],
    ["did not pass one and failed later", "failed", [2.1], true],
    ["passed both, if only just", 0.1, [2, 1], false],
    ["failed before the first", "failed", [], false],
    ["was lost", "fault", [2.1], false],
  ] as const)("and %s is marked if it was spared", async (_, course, hurdles, spared) => {
    const entry = await carry(plan, new KnownExecutor([0.1, course, 0.1], hurdles));
    expect(entry.spared).toBe(spared);
  });

  test("is not marked where a hurdle does not know yet", async () => {
    const trainings = [training(1, 1, [{ step: 25, loss: Infinity }])];
    const entry = await carry(planOf({ goesOn: true, trainings }), new KnownExecutor([0, 0, 0], [1e9]));
    expect(entry.spared).toBe(false);
  });
});

describe("a sweep", () => {
  function sweep(courses: readonly Course[], rivalScores: readonly number[]) {
    const executor = new KnownExecutor(courses);
    const trainings = [training(0), training(1), training(2)];
    return { executor, entry: carry(planOf({ trainings, rivalScores }, { kind: "sweep" }), executor) };
  }

  test("is given up once it is a tenth of an octave behind its candidate, in the mean so far", async () => {
    const { executor, entry } = sweep([0.4, 0.7, 0.1], [0.6, 0.6, 0.6]);
    expect(await entry).toMatchObject({ status: "stopped", reason: "behind its candidate", fitness: null, steps: 200 });
    expect(executor.requests).toHaveLength(2);
  });

  test("goes on where it is less behind, one problem after the other, and may make good for a bad one", async () => {
    const { executor, entry } = sweep([0.2, 0.6, 0.3], [0.6, 0.6, 0.7]);
    expect(await entry).toMatchObject({ status: "trained", fitness: expect.closeTo(19 / 30, 12) as number });
    expect(executor.requests).toHaveLength(3);
    expect(executor.most).toBe(1);
    const just = sweep([0.4 + 0.09, 0.4, 0.4], [0.6, 0.6, 0.6]);
    expect(await just.entry).toMatchObject({ status: "trained" });
  });

  test("that fails is failed, not behind", async () => {
    const { entry } = sweep(["failed", 0, 0], [2, 2, 2]);
    expect(await entry).toMatchObject({ status: "failed", reason: "blown-up" });
  });

  test("that is refused trains nothing", async () => {
    const plan = planOf({ trainings: [], rivalScores: [1], refusal: "no" }, { kind: "sweep" });
    expect(await carry(plan, new KnownExecutor([]))).toMatchObject({ status: "failed", reason: "no", steps: 0 });
  });
});

describe.each(["confirmation", "challenge"] as const)("a %s", (kind) => {
  const trainings = [1, 2].flatMap((seed) => [0, 1, 2].map((problem) => training(problem, seed)));
  const plan = planOf({ trainings }, { kind });

  test("is trained all at once, and has its trainings in the order of the plan", async () => {
    const executor = new KnownExecutor([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    const entry = await carry(plan, executor);
    expect(executor.most).toBe(6);
    expect(entry.trainings.map(({ problem, seed, loss }) => [problem, seed, loss])).toEqual([
      [0, 1, 0.1], [1, 1, 0.2], [2, 1, 0.3], [0, 2, 0.4], [1, 2, 0.5], [2, 2, 0.6],
    ]);
    expect(entry).toMatchObject({
      status: "trained", reason: null, fitness: expect.closeTo(0.65, 12) as number, steps: 600, seconds: 3, spared: false,
    });
  });

  test("has failed where it fails on one seed, and counts what the others took", async () => {
    const entry = await carry(plan, new KnownExecutor([0.1, 0.2, 0.3, 0.4, "failed", 0.6]));
    expect(entry).toMatchObject({ status: "failed", reason: "blown-up", fitness: null, steps: 510 });
    expect(entry.trainings).toHaveLength(6);
  });
});

describe("what is carried out", () => {
  test("is the same every time, but for seconds", async () => {
    const courses = [0.1, 0.4, "stopped"] as const;
    expect(await carry(planOf(), new KnownExecutor(courses, [9]))).toEqual(
      await carry(planOf(), new KnownExecutor(courses, [9])),
    );
  });

  test.each(["candidate", "confirmation"] as const)("ends where it is taken back: a %s", async (kind) => {
    const controller = new AbortController();
    const executor = new KnownExecutor([0, 0, 0]);
    const carrying = carry(planOf({}, { kind }), executor, controller.signal);
    controller.abort(new Error("enough"));
    await expect(carrying).rejects.toThrow("enough");
    expect(executor.requests).toHaveLength(kind === "candidate" ? 1 : 3);
  });

  test.each(["candidate", "confirmation"] as const)("ends where a training is refused: a %s", async (kind) => {
    const refusal = new InputError("unknown-task", "There is no such task.");
    const executor: Executor = { lanes: 1, submit: () => Promise.reject(refusal), close: () => Promise.resolve() };
    await expect(carry(planOf({}, { kind }), executor)).rejects.toBe(refusal);
  });
});

describe("a repeat", () => {
  test.each([
    { status: "trained", reason: null, fitness: 0.5 },
    { status: "stopped", reason: "hurdle after 25 steps", fitness: null },
    { status: "failed", reason: "blown-up", fitness: null },
    { status: "fault", reason: "It exited.", fitness: null },
  ] as const)("takes over that an entry was $status, and costs nothing", (original) => {
    const facts = { ...FACTS, repeats: 3, repeatOf: "structure" } as const;
    expect(repeatOf(planOf({ trainings: [] }, facts), original)).toEqual({
      ...facts, ...original, trainings: [], spared: false, steps: 0, seconds: 0,
    });
  });
});
