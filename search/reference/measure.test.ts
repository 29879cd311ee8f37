import { describe, expect, test, vi } from "vitest";
import type { Executor, Outcome, SubmitOptions, TrainingRequest } from "../../proxies/executor/executor.js";
import { LocalExecutor } from "../../proxies/executor/local.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { BAR_RULES } from "../../results/bar.js";
import { ContractError } from "../../src/errors.js";
import { mean, standardDeviation } from "../../src/statistics.js";
import { TUNING_SEEDS } from "../seeds.js";
import { EFFORTS } from "./effort.js";
import { fingerprintOf } from "./fingerprint.js";
import { type ReferenceOptions, measureReference } from "./measure.js";
import type { Effort, Reference } from "./reference.js";
import { parseReference, printReference } from "./schema.js";
import { scorerOf } from "./scorer.js";

const PROBLEM: ProblemReference = { name: "noisy-labels", size: 1, horizon: 20, batch: 8 };
const HORIZONS = [5, 10, 20, 40, 80];
const EFFORT: Effort = { trials: 16, tuningSeeds: 2, seeds: 3, horizons: [1 / 4, 1 / 2, 1, 2, 4] };

/** Which rule a request trains. */
function ruleOf({ program }: TrainingRequest): string {
  return /def (\w+)/.exec(program)?.[1] ?? "";
}

/** An executor that knows how every training ends, and answers in a shuffled order. */
class KnownExecutor implements Executor {
  readonly lanes = 2;
  readonly requests: TrainingRequest[] = [];
  readonly #outcomeOf: (request: TrainingRequest) => Outcome;
  readonly #stride: number;

  constructor(outcomeOf: (request: TrainingRequest) => Outcome, stride = 7) {
    this.#outcomeOf = outcomeOf;
    this.#stride = stride;
  }

  async submit(request: TrainingRequest, { signal }: SubmitOptions = {}): Promise<Outcome> {
    signal?.throwIfAborted();
    this.requests.push(request);
    for (let turns = (this.requests.length * this.#stride) % 5; turns > 0; turns--) await Promise.resolve();
    signal?.throwIfAborted();
    return this.#outcomeOf(request);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function trained(loss: number, steps: number): Outcome {
  const spent = { steps, seconds: 0, attempts: 1 };
  return { kind: "trained", loss, metrics: {}, curve: new Float32Array(steps), hurdles: [], ratios: [], spent };
}

const FAILED: Outcome = {
  kind: "failed", reason: "blown-up", curve: Float32Array.of(1), hurdles: [], ratios: [],
  spent: { steps: 1, seconds: 0, attempts: 1 },
};

/** The octave of the scale that is best for a rule at a horizon. */
function bestOctave(rule: string, horizon: number): number {
  return BAR_RULES.indexOf(rule as "adamw") - Math.log2(horizon / 20) / 2;
}

/** A loss that falls with the horizon, has one best scale, and depends on rule and seed. */
function lossOf(request: TrainingRequest): number {
  const { scale = 1, decay = 0, seed, task: { horizon } } = request;
  const rule = ruleOf(request);
  const miss = Math.log2(scale) - bestOctave(rule, horizon);
  return 1 + 1 / horizon + 0.01 * BAR_RULES.indexOf(rule as "adamw") + 0.1 * miss * miss + decay + 0.001 * (seed % 7);
}

function known(stride?: number): KnownExecutor {
  return new KnownExecutor((request) => trained(lossOf(request), request.task.horizon), stride);
}

function measure(executor: Executor, options: ReferenceOptions = {}, problem = PROBLEM): Promise<Reference> {
  return measureReference(executor, problem, { effort: EFFORT, ...options });
}

describe("a reference", () => {
  test("is tuned once more, from the shorter one's setting, where a longer training came out worse", async () => {
    const wanted = await measure(known());
    const [, , { setting: shorter } = { setting: undefined }] = wanted.curve;
    let spoilt = 0;
    const executor = new KnownExecutor((request) => {
      const { task: { horizon }, scale } = request;
      // Nothing does at this horizon but what is near the setting that is best at a shorter one.
      const spoils = horizon === 40 && Math.abs(Math.log2((scale ?? 1) / (shorter?.scale ?? 1))) > 0.01;
      if (spoils) spoilt++;
      return trained(spoils ? 9 + lossOf(request) : lossOf(request), horizon);
    });
    const reference = await measure(executor);
    expect(spoilt).toBeGreaterThan(EFFORT.trials);
    expect(reference.curve[3]?.setting).toEqual(shorter);
    const losses = reference.curve.map(({ loss }) => loss);
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));
    expect(reference.curve.toSpliced(3, 1)).toEqual(wanted.curve.toSpliced(3, 1));
    expect(reference.bar).toEqual(wanted.bar);
  });

  test("has the reference rule at every horizon and every rule of the bar at the problem's own", async () => {
    const reference = await measure(known());
    expect(reference).toMatchObject({
      task: PROBLEM.name, size: 1, horizon: 20, batch: 8, effort: EFFORT, fingerprint: await fingerprintOf(PROBLEM),
    });
    expect(reference.curve.map(({ horizon }) => horizon)).toEqual(HORIZONS);
    expect(Object.keys(reference.bar)).toEqual([...BAR_RULES]);
    for (const { horizon } of Object.values(reference.bar)) expect(horizon).toBe(20);
    expect(reference.bar.adamw).toBe(reference.curve[2]);
  });

  test("begins each rule's tuning from its setting at a smaller size", async () => {
    const from = await measure(known());
    const executor = known();
    await measure(executor, { from, effort: { ...EFFORT, trials: 1 } });
    for (const rule of BAR_RULES) {
      const scales = executor.requests.filter((request) => ruleOf(request) === rule).map(({ scale }) => scale);
      for (const scale of scales) expect(scale).toBeCloseTo(from.bar[rule].setting.scale, 9);
    }
  });

  test("measures again only what another effort adds to what is known", async () => {
    const effort = { ...EFFORT, horizons: [1 / 2, 1, 2] };
    const before = await measure(known(), { effort });
    const executor = known();
    const progress: number[] = [];
    const onProgress = (steps: number, total: number): void => { progress.push(steps / total); };
    const after = await measure(executor, { known: before, onProgress });
    expect(after).toEqual(await measure(known()));
    expect(new Set(executor.requests.map(({ task }) => task.horizon))).toEqual(new Set([5, 80]));
    expect(new Set(executor.requests.map(ruleOf))).toEqual(new Set(["adamw"]));
    expect(progress.at(-1)).toBe(1);
  });

  test("measures all again where what is known took other trials or is of another problem", async () => {
    const before = await measure(known());
    const all = known();
    await measure(all);
    for (const changed of [{ ...before, effort: { ...EFFORT, trials: 8 } }, { ...before, fingerprint: "another" }]) {
      const executor = known();
      await measure(executor, { known: changed });
      expect(executor.requests).toHaveLength(all.requests.length);
    }
  });

  test("tunes each with as many trials, and scores none on a seed that it was tuned on", async () => {
    const executor = known();
    const reference = await measure(executor);
    const measured = [
      ...reference.curve.map((entry) => ["adamw", entry] as const),
      ...BAR_RULES.slice(1).map((rule) => [rule, reference.bar[rule]] as const),
    ];
    for (const [rule, { horizon, setting, loss, deviation }] of measured) {
      const own = executor.requests.filter((request) => ruleOf(request) === rule && request.task.horizon === horizon);
      const tuning = own.filter(({ seed }) => TUNING_SEEDS.includes(seed));
      expect(tuning).toHaveLength(EFFORT.trials * EFFORT.tuningSeeds);
      for (const seed of TUNING_SEEDS) expect(tuning.filter((each) => each.seed === seed)).toHaveLength(EFFORT.trials);
      const scored = own.filter(({ seed }) => !TUNING_SEEDS.includes(seed));
      expect(scored.map(({ seed }) => seed)).toEqual([1, 2, 3]);
      for (const { scale, hyperparameters } of scored) {
        expect({ scale, hyperparameters }).toEqual({ scale: setting.scale, hyperparameters: setting.hyperparameters });
      }
      expect(loss).toBe(mean(scored.map(lossOf)));
      expect(deviation).toBe(standardDeviation(scored.map(lossOf)));
    }
    expect(executor.requests).toHaveLength(measured.length * (EFFORT.trials * EFFORT.tuningSeeds + EFFORT.seeds));
    expect(new Set(executor.requests.map(({ index }) => index)).size).toBe(executor.requests.length);
  });

  test("finds the best scale of each rule and horizon by itself", async () => {
    const { curve, bar } = await measure(known(), { effort: { ...EFFORT, trials: 64 } });
    for (const { horizon, setting } of curve) {
      expect(Math.abs(Math.log2(setting.scale) - bestOctave("adamw", horizon))).toBeLessThan(0.5);
    }
    for (const rule of BAR_RULES) {
      expect(Math.abs(Math.log2(bar[rule].setting.scale) - bestOctave(rule, 20))).toBeLessThan(0.5);
    }
  });

  test("is the same in whatever order the trainings end", async () => {
    const references = await Promise.all([7, 3, 1].map((stride) => measure(known(stride))));
    expect(references[1]).toEqual(references[0]);
    expect(references[2]).toEqual(references[0]);
  });

  test("trains for real, is the same to the bit every time, and survives as text", async () => {
    const once = (): Promise<Reference> => {
      const effort: Effort = { trials: 2, tuningSeeds: 1, seeds: 2, horizons: [1 / 2, 1, 2] };
      return measure(new LocalExecutor(), { effort }, { ...PROBLEM, horizon: 8 });
    };
    const [one, other] = [await once(), await once()];
    expect(other).toEqual(one);
    expect(parseReference(printReference(one))).toEqual(one);
    expect(one.curve.every(({ loss, deviation }) => Number.isFinite(loss) && deviation > 0)).toBe(true);
    const { score } = scorerOf(one);
    expect(Number.isFinite(score(one.bar.lion.loss))).toBe(true);
  });

  test("of one seed has no deviation", async () => {
    const { curve } = await measure(known(), { effort: { ...EFFORT, seeds: 1 } });
    for (const { deviation } of curve) expect(deviation).toBe(0);
  });

  test("tells how many steps have been made, of how many", async () => {
    const onProgress = vi.fn();
    const executor = known();
    await measure(executor, { onProgress });
    const total = executor.requests.reduce((sum, { task }) => sum + task.horizon, 0);
    expect(onProgress).toHaveBeenCalledTimes(executor.requests.length);
    expect(onProgress).toHaveBeenLastCalledWith(total, total);
  });

  test("takes as much work as the size of the problem allows, unless it is told", async () => {
    const executor = known();
    const { effort, curve } = await measureReference(executor, { ...PROBLEM, size: 10 });
    expect(effort).toBe(EFFORTS[10]);
    expect(curve.map(({ horizon }) => horizon)).toEqual([10, 20, 40, 80]);
    expect(executor.requests).toHaveLength((4 + 4) * (16 + 4));
  });
});

test("a setting that fails on a scored seed gives way to the next best that does not", async () => {
  const fails = new Set<number>();
  const executor = new KnownExecutor((request) => {
    const isScored = request.seed <= EFFORT.seeds;
    if (ruleOf(request) === "nesterov" && isScored && fails.size === 0) fails.add(request.scale ?? 1);
    return ruleOf(request) === "nesterov" && isScored && fails.has(request.scale ?? 1)
      ? FAILED
      : trained(lossOf(request), request.task.horizon);
  });
  const [own, undisturbed] = [await measure(executor), await measure(known())];
  const [best] = fails;
  expect(undisturbed.bar.nesterov.setting.scale).toBe(best);
  expect(own.bar.nesterov.setting.scale).not.toBe(best);
  expect(own.bar.nesterov.loss).toBeGreaterThan(undisturbed.bar.nesterov.loss);
  expect({ ...own.bar, nesterov: null }).toEqual({ ...undisturbed.bar, nesterov: null });
});

describe("a measurement is refused", () => {
  const fault: Outcome = { kind: "fault", message: "It exited.", spent: { steps: 20, seconds: 0, attempts: 2 } };

  test.each([
    ["a rule of the bar fails in every setting", ({ seed }: TrainingRequest) => seed > 0, "lion", "(blown-up)"],
    ["the tuned reference fails on a scored seed", ({ seed }: TrainingRequest) => seed === 2, "adamw", "(blown-up)"],
  ])("where %s", async (_, fails, rule, cause) => {
    const executor = new KnownExecutor((request) =>
      ruleOf(request) === rule && fails(request) ? FAILED : trained(lossOf(request), request.task.horizon),
    );
    const measuring = measure(executor);
    await expect(measuring).rejects.toMatchObject({ name: "InputError", code: "no-reference" });
    await expect(measuring).rejects.toThrow(rule);
    await expect(measuring).rejects.toThrow(cause);
  });

  test("where a worker is lost on a scored seed", async () => {
    const executor = new KnownExecutor((request) => request.seed === 1 ? fault : trained(1, request.task.horizon));
    await expect(measure(executor)).rejects.toThrow("(It exited.)");
  });

  test("at once: what has not begun is taken back", async () => {
    const executor = new KnownExecutor((request) => {
      if (request.index > 5) throw new ContractError("no such training");
      return trained(lossOf(request), request.task.horizon);
    });
    await expect(measure(executor)).rejects.toThrow("no such training");
    for (let turns = 0; turns < 100; turns++) await Promise.resolve();
    // The first of four rounds, of nine tunings.
    expect(executor.requests.length).toBeLessThanOrEqual((9 * EFFORT.trials * EFFORT.tuningSeeds) / 4);
  });

  test("where it is taken back", async () => {
    const controller = new AbortController();
    const options = { signal: controller.signal, onProgress: () => { controller.abort(new Error("enough")); } };
    await expect(measure(known(), options)).rejects.toThrow("enough");
  });

  test("where there is no such task", async () => {
    const unknown = { ...PROBLEM, name: "no-such-task" };
    await expect(measure(known(), {}, unknown)).rejects.toMatchObject({ code: "unknown-task" });
  });

  test("where the horizon leaves nothing to compare with; of two steps it does", async () => {
    const { curve } = await measure(known(), {}, { ...PROBLEM, horizon: 2 });
    expect(curve.map(({ horizon }) => horizon)).toEqual([1, 2, 4, 8]);
    const effort = { ...EFFORT, horizons: [1 / 2, 1] };
    const measuring = measure(known(), { effort }, { ...PROBLEM, horizon: 1 });
    await expect(measuring).rejects.toMatchObject({ name: "InputError", code: "no-reference" });
  });

  test("where the problem's own horizon is not among those to measure", async () => {
    const effort = { ...EFFORT, horizons: [1 / 2, 2] };
    await expect(measure(known(), { effort })).rejects.toThrow(ContractError);
  });
});
