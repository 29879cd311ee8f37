import { describe, expect, test } from "vitest";
import { check } from "../../dsl/check.js";
import { probeUpdateSize } from "../../dsl/probe/probe.js";
import { parse } from "../../dsl/text/parse.js";
import type { Executor, Outcome, SubmitOptions, TrainingRequest } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import type { Entry } from "../../results/store/entry.js";
import { RandomStream } from "../../src/random.js";
import { type Configuration, parseConfiguration } from "../configuration/index.js";
import { referenceOf } from "../reference/reference.arbitrary.js";
import { type ScoredProblem, scoredProblem } from "./problem.js";
import { type Log, Search } from "./search.js";

/** A log in memory. */
class MemoryLog implements Log {
  readonly kept: Entry[];

  constructor(kept: readonly Entry[] = []) {
    this.kept = [...kept];
  }

  append(entries: readonly Entry[]): void {
    this.kept.push(...entries);
  }

  entry(index: number): Entry | undefined {
    return this.kept[index];
  }

  entries(): Iterable<Entry> {
    return [...this.kept];
  }
}

const STEPS = 40;

function problemOf(name: string): ProblemReference {
  return { name, size: 1, horizon: STEPS, batch: 4 };
}

const PROBLEMS: readonly ScoredProblem[] = ["glyph-mlp", "teacher"].map((name) =>
  scoredProblem(problemOf(name), referenceOf(problemOf(name))),
);

/**
 * An executor that trains nothing: the loss is best where the update is of a certain size, better or worse by what
 * the program is, noisy by seed, and comes when it likes, so many at a time.
 */
class PretendExecutor implements Executor {
  readonly lanes: number;
  readonly #haste: RandomStream;
  readonly requests: TrainingRequest[] = [];
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(lanes: number, haste: number) {
    this.lanes = lanes;
    this.#haste = new RandomStream(haste, "haste");
  }

  async submit(request: TrainingRequest, { signal }: SubmitOptions = {}): Promise<Outcome> {
    if (this.#running >= this.lanes) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running++;
    try {
      this.requests.push(request);
      for (let turns = this.#haste.integer(4); turns > 0; turns--) {
        await new Promise((resolve) => { setImmediate(resolve); });
      }
      signal?.throwIfAborted();
      return outcomeOf(request);
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const sizes = new Map<string, number>();

/** The update size of a program, found once. */
function sizeOf(program: string): number {
  let size = sizes.get(program);
  if (size === undefined) {
    size = probeUpdateSize(check(parse(program)));
    sizes.set(program, size);
  }
  return size;
}

function outcomeOf({ program, task, seed, hurdles = [] }: TrainingRequest): Outcome {
  const size = sizeOf(program);
  const noise = 0.02 * new RandomStream(seed, `${task.name} ${program}`).normal();
  const quality = 0.4 * new RandomStream(1, program).uniform();
  const loss = 0.6 + 0.1 * Math.abs(Math.log2(size / 3e-3)) + quality + noise;
  const passed: number[] = [];
  for (const hurdle of hurdles) {
    const here = loss * (1 + 1 / hurdle.step);
    passed.push(here);
    const spent = { steps: hurdle.step, seconds: 0.01, attempts: 1 };
    if (here > hurdle.loss) {
      return { kind: "stopped", loss: here, curve: new Float32Array(), hurdles: passed, ratios: [], spent };
    }
  }
  const spent = { steps: task.horizon, seconds: 0.04, attempts: 1 };
  if (seed % 7 === 0 && size > 1) {
    return { kind: "failed", reason: "blown-up", curve: new Float32Array(), hurdles: passed, ratios: [], spent };
  }
  return { kind: "trained", loss, metrics: {}, curve: new Float32Array(), hurdles: passed, ratios: [], spent };
}

const QUICK = `
budget: { evaluations: 100 }
inFlight: 8
population: { size: 40, islands: 2, migrateEvery: 50 }
restart: { patience: 60 }
hurdles: { window: 40 }
`;

async function configuration(more = ""): Promise<Configuration> {
  return parseConfiguration(QUICK + more);
}

/** Runs a search to its end; the log without what is not repeatable. */
async function logOf(
  settings: Configuration, { lanes = 2, haste = 1, log = new MemoryLog() } = {},
): Promise<readonly Entry[]> {
  const search = new Search({
    configuration: settings, problems: PROBLEMS, log, executor: new PretendExecutor(lanes, haste),
    signal: new AbortController().signal,
  });
  await search.run();
  return log.kept.map((entry) => ({ ...entry, seconds: 0 }));
}

describe("a search", () => {
  test("is the same whatever the number of workers and the order in which trainings end", async () => {
    const settings = await configuration();
    const one = await logOf(settings, { lanes: 1, haste: 1 });
    expect(await logOf(settings, { lanes: 2, haste: 2 })).toEqual(one);
    expect(await logOf(settings, { lanes: 7, haste: 3 })).toEqual(one);
    expect(one.length).toBeGreaterThan(100);
  });

  test("goes on from any part of its log as if it had not been interrupted", async () => {
    const settings = await configuration();
    const whole = await logOf(settings);
    for (const length of [1, 11, 150, whole.length - 1]) {
      const log = new MemoryLog(whole.slice(0, length));
      expect(await logOf(settings, { haste: length, log })).toEqual(whole);
    }
  });

  test("goes on the same where its budget is extended", async () => {
    const long = await logOf(await configuration());
    const short = await logOf(await parseConfiguration(QUICK.replace("100", "60")));
    expect(long.slice(0, short.length)).toEqual(short);
    const log = new MemoryLog(short);
    expect(await logOf(await configuration(), { log })).toEqual(long);
  });

  test("does everything that it can do", async () => {
    const entries = await logOf(await configuration());
    const of = (kind: Entry["kind"]): readonly Entry[] => entries.filter((entry) => entry.kind === kind);
    expect(of("sweep").length).toBeGreaterThan(0);
    expect(of("confirmation").length).toBeGreaterThan(0);
    expect(of("challenge").length).toBeGreaterThan(0);
    expect(entries.some(({ status }) => status === "stopped")).toBe(true);
    expect(entries.some(({ spared }) => spared)).toBe(true);
    expect(entries.some(({ repeatOf }) => repeatOf === "structure")).toBe(true);
    expect(entries.some(({ repeatOf }) => repeatOf === "behaviour")).toBe(true);
    expect(new Set(of("candidate").map(({ island }) => island))).toEqual(new Set([0, 1]));
    expect(entries.some(({ source }) => source === "archive")).toBe(true);
  });

  test("trains no program twice on one seed", async () => {
    const executor = new PretendExecutor(3, 1);
    const log = new MemoryLog();
    const signal = new AbortController().signal;
    const search = new Search({ configuration: await configuration(), problems: PROBLEMS, log, executor, signal });
    await search.run();
    const trainings = executor.requests.map(({ program, task, seed }) => `${task.name} ${seed} ${program}`);
    expect(new Set(trainings).size).toBe(trainings.length);
  });

  test("finds something better, and is sure of it", async () => {
    const log = new MemoryLog();
    const signal = new AbortController().signal;
    const executor = new PretendExecutor(3, 1);
    const search = new Search({ configuration: await configuration(), problems: PROBLEMS, log, executor, signal });
    expect(await search.run()).toBe("evaluations");
    const best = search.state.best;
    expect(best?.index).toBeGreaterThan(10);
    expect(best?.bySeed.length).toBeGreaterThanOrEqual(8);
  });

  test("that is interrupted keeps what is committed, and resumes the same", async () => {
    const settings = await configuration();
    const whole = await logOf(settings);
    const log = new MemoryLog();
    for (let round = 0; log.kept.length < whole.length; round++) {
      const controller = new AbortController();
      const search = new Search({
        configuration: settings, problems: PROBLEMS, log, executor: new PretendExecutor(2, round),
        signal: controller.signal, onCommit: () => { if (log.kept.length % 5 === 0) controller.abort(); },
      });
      const end = await search.run();
      expect(["interrupted", "evaluations"]).toContain(end);
      if (end === "evaluations") break;
    }
    expect(log.kept.map((entry) => ({ ...entry, seconds: 0 }))).toEqual(whole);
  });

  test.each(["evolution", "archive", "random", "constants"])("has a mode %s", async (mode) => {
    const settings = await parseConfiguration(`${QUICK.replace("100", "60")}mode: ${mode}\n`);
    const entries = await logOf(settings);
    const evaluated = entries.filter(({ kind, repeats, trainings }) =>
      kind === "candidate" && repeats === null && trainings.length > 0);
    expect(evaluated).toHaveLength(60);
  });

  test("ends by steps", async () => {
    const settings = await parseConfiguration(QUICK.replace("evaluations: 100", "steps: 5000"));
    const entries = await logOf(settings);
    const steps = entries.reduce((sum, entry) => sum + entry.steps, 0);
    expect(steps).toBeGreaterThanOrEqual(5000);
    expect(steps).toBeLessThan(20_000);
  });

  test("ends where its log cannot be written, with nothing lost", async () => {
    const log = new MemoryLog();
    const append = log.append.bind(log);
    log.append = (entries) => {
      if (log.kept.length > 50) throw new Error("disk full");
      append(entries);
    };
    await expect(logOf(await configuration(), { log })).rejects.toThrow("disk full");
    expect(log.kept.map(({ index }) => index)).toEqual(log.kept.map((_, k) => k));
  });
});
