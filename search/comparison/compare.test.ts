import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { check } from "../../dsl/check.js";
import { findRule } from "../../dsl/rules/index.js";
import { parse } from "../../dsl/text/parse.js";
import type { TrainingRequest } from "../../proxies/executor/executor.js";
import { LocalExecutor } from "../../proxies/executor/local.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { BAR_RULES } from "../../results/bar.js";
import type { ComparisonReport, OverallSpeedUp, ProgramOnTask, RuleOnTask } from "../../results/comparison-report.js";
import { ContractError } from "../../src/errors.js";
import { ReferenceCache } from "../reference/cache.js";
import { builtInReference } from "../reference/find.js";
import { fingerprintOf } from "../reference/fingerprint.js";
import type { Reference } from "../reference/reference.js";
import { CHECK_SEEDS, SEEDS as RANGES, TUNING_SEEDS, seedsOf } from "../seeds.js";
import { type ComparisonOptions, compare } from "./compare.js";
import { SPEED_UP_HORIZONS, leastFamilies } from "./effort.js";
import { PretendedExecutor, type Pretence, libraryProgram, programOf, ruleOf } from "./pretend.arbitrary.js";

const TEACHER: ProblemReference = { name: "teacher", size: 1, horizon: 120, batch: 16 };
const SEEDS = seedsOf(RANGES.comparison, 10);

/** Compares a program called `mine`, and what else is asked for, without training. */
async function compared(
  pretence: Pretence, options: Partial<ComparisonOptions> = {},
): Promise<ComparisonReport & { readonly executor: PretendedExecutor }> {
  const executor = new PretendedExecutor(pretence);
  const report = await compare(executor, { programs: [programOf("mine")], tasks: [TEACHER], trials: 8, ...options });
  return { ...report, executor };
}

function rule({ tasks }: ComparisonReport, name = "mine", task = 0): RuleOnTask {
  return tasks[task]?.rules.find((each) => each.name === name) as RuleOnTask;
}

function match(report: ComparisonReport, name = "mine", task = 0): ProgramOnTask {
  return rule(report, name, task).match as ProgramOnTask;
}

describe("a comparison", () => {
  test("finds that a rule twice as fast as all others is, and says that it beats the bar", async () => {
    const report = await compared({ speed: { mine: 2 }, noise: 1e-4 });
    const { speedUp, verdict, p, adjustedP } = match(report);
    expect(2 ** speedUp.value.octaves).toBeCloseTo(2, 1);
    expect(speedUp.low.octaves).toBeGreaterThan(0.9);
    expect({ verdict, p: adjustedP }).toEqual({ verdict: "beats", p });
  });

  test("keeps what does not reach the bar, as slower than the longest horizon allows", async () => {
    const { speedUp, verdict } = match(await compared({ speed: { mine: 0.5 } }));
    expect(speedUp.value.beyond).toBe("slower");
    expect(2 ** speedUp.value.octaves).toBeCloseTo(0.8, 9);
    expect(verdict).toBe("worse");
  });

  test("judges data from files by what tuning has not seen, and generated data by fresh draws", async () => {
    const folder = mkdtempSync(join(tmpdir(), "symopt-compare-"));
    const data = join(folder, "table.csv");
    writeFileSync(data, Array.from({ length: 100 }, (_, k) => `${k % 7},${k % 5},${k % 2}\n`).join(""));
    const tasks: readonly ProblemReference[] = [TEACHER, { name: "tabular", size: 1, horizon: 120, batch: 16, data }];
    const splitsOf = ({ executor }: Awaited<ReturnType<typeof compared>>, isTuning: boolean) =>
      tasks.map(({ name }) => new Set(executor.requests
        .filter(({ task, seed }) => task.name === name && [...TUNING_SEEDS, ...CHECK_SEEDS].includes(seed) === isTuning)
        .map(({ split }) => split)));
    const unseen = await compared({}, { tasks });
    expect(splitsOf(unseen, true)).toEqual([new Set(["validation"]), new Set(["validation"])]);
    expect(splitsOf(unseen, false)).toEqual([new Set(["validation"]), new Set(["test"])]);
    expect(unseen.split).toBe("unseen");
    const told = await compared({}, { tasks, split: "validation" });
    expect(splitsOf(told, false)).toEqual([new Set(["validation"]), new Set(["validation"])]);
    rmSync(folder, { recursive: true });
  });

  test("does not tell equal rules apart", async () => {
    const { verdict, speedUp } = match(await compared({ noise: 0.03 }));
    expect(verdict).not.toBe("beats");
    expect(speedUp.low.octaves).toBeLessThan(0);
  });

  test("tunes all rules with as many trials, on seeds of their own, and trains all on the same fresh seeds", async () => {
    const { executor: { requests } } = await compared({});
    const rules = ["mine", ...BAR_RULES];
    for (const name of rules) {
      const own = requests.filter((request) => ruleOf(request) === name);
      const tuning = own.filter(({ seed }) => TUNING_SEEDS.includes(seed));
      expect(tuning).toHaveLength(8 * TUNING_SEEDS.length);
      expect(own.filter(({ seed }) => CHECK_SEEDS.includes(seed))).toHaveLength(CHECK_SEEDS.length);
      const scored = own.filter(({ seed }) => ![...TUNING_SEEDS, ...CHECK_SEEDS].includes(seed));
      const horizons = name === "mine" ? SPEED_UP_HORIZONS.map((multiple) => Math.round(multiple * 120)) : [120];
      for (const horizon of horizons) {
        const seeds = scored.filter(({ task }) => task.horizon === horizon).map(({ seed }) => seed);
        expect(seeds).toEqual(SEEDS);
      }
      expect(scored).toHaveLength(SEEDS.length * horizons.length);
      expect(new Set(scored.map(({ scale }) => scale)).size).toBe(1);
    }
    expect(new Set(requests.map(({ index }) => index)).size).toBe(requests.length);
  });

  test("enters each rule under a setting that trains on the seeds of the check, and says no more than was planned", async () => {
    const progress = vi.fn();
    const fails = ({ scale = 1, seed }: TrainingRequest): boolean => scale > 3 && seed === CHECK_SEEDS[2];
    const { executor: { requests } } = await compared({ fails }, { onProgress: progress });
    expect(requests.some(fails)).toBe(true);
    for (const { scale = 1, seed } of requests) if (SEEDS.includes(seed)) expect(scale).toBeLessThanOrEqual(3);
    const [done, total] = progress.mock.lastCall as [number, number];
    expect(done).toBe(total);
  });

  test("takes the best of the bar on the fresh seeds", async () => {
    const report = await compared({ speed: { lion: 1.5, mine: 1.2 }, noise: 1e-4 });
    expect(match(report).bar).toBe("lion");
    expect(2 ** match(report).speedUp.value.octaves).toBeCloseTo(0.8, 1);
  });

  test("compares a rule of the bar, whatever it is called, with the best of the others", async () => {
    const renamed = (findRule("lion")?.text ?? "").replaceAll("lion", "mine");
    const program = check(parse(renamed, "mine"));
    const report = await compared(
      { speed: { lion: 3, mine: 3, muon: 1.5 }, noise: 1e-4 }, { programs: [{ name: "mine", program }] },
    );
    expect(match(report)).toMatchObject({ bar: "muon", verdict: "beats" });
    expect(report.rules.map(({ name }) => name)).toEqual(["mine", "adamw", "nadamw", "nesterov", "muon"]);
    expect(report.rules[0]?.barRule).toBe("lion");
  });

  test("corrects p-values for all programs and tasks", async () => {
    const report = await compared({ noise: 0.03 }, {
      programs: [programOf("mine"), programOf("other")], tasks: [TEACHER, { ...TEACHER, horizon: 160 }],
    });
    const matches = [0, 1].flatMap((task) => ["mine", "other"].map((name) => match(report, name, task)));
    const least = matches.reduce((a, b) => (a.p < b.p ? a : b));
    expect(least.adjustedP).toBeCloseTo(Math.min(1, 4 * least.p), 12);
    for (const { p, adjustedP } of matches) expect(adjustedP).toBeGreaterThanOrEqual(p);
  });

  test("gives what fails on a fresh seed no loss and no claim, and counts it as never reaching the bar", async () => {
    const report = await compared(
      { speed: { mine: 2 }, fails: (request) => ruleOf(request) === "mine" && request.seed === SEEDS[3] },
      { tasks: [TEACHER, { ...TEACHER, batch: 8 }] },
    );
    expect(rule(report)).toMatchObject({ loss: null, lossReason: "blown-up" });
    expect(rule(report).losses[3]).toBe(null);
    expect(match(report)).toMatchObject({
      p: 1, verdict: "failed", difference: null, detectable: null, speedUp: { value: { beyond: "slower" } },
    });
    expect(report.overall[0]).toMatchObject({ notReached: 2, tasks: 2 });
    expect(2 ** (report.overall[0]?.octaves ?? 0)).toBeCloseTo(0.8, 9);
  });

  test("leaves rules of the bar out that fail, and refuses a task where all do", async () => {
    const fails = (names: readonly string[]): Pretence =>
      ({ speed: { muon: 2 }, fails: (request) => names.includes(ruleOf(request)) });
    expect(match(await compared(fails(["muon"]))).bar).not.toBe("muon");
    await expect(compared(fails(BAR_RULES))).rejects.toMatchObject({ name: "InputError", code: "no-bar" });
  });

  test("says what a rule costs: state, step, horizon, wall-clock", async () => {
    const report = await compared({ speed: { muon: 2 } }, { programs: [programOf("mine"), libraryProgram("adamw")] });
    expect(report.rules.slice(0, 2)).toMatchObject([
      { name: "mine", stateBytes: 0, reads: [], horizonDependent: false, evolvedOn: null },
      { name: "adamw", stateBytes: 8, reads: ["t"], horizonDependent: true, barRule: "adamw" },
    ]);
    expect(report.rules[0]?.cost).toBeLessThan(report.rules[1]?.cost ?? 0);
    expect(match(report)).toMatchObject({ bar: "muon", stepTime: 0.5 });
    expect(rule(report).millisecondsPerStep).toBeCloseTo(0.5, 9);
  });

  test("is the same in whatever order trainings end", async () => {
    const [one, other] = await Promise.all([7, 3].map(async (stride) => {
      const { executor: _, ...report } = await compared({ stride, noise: 0.01 }, { studies: ["window", "batch"] });
      return report;
    }));
    expect(other).toEqual(one);
  });

  test("tells how many steps have been made, of how many, studies and known bar included", async () => {
    const [onProgress, onReference] = [vi.fn(), vi.fn()];
    // symopt knows a better tuned bar at the task's own horizon.
    const own = { ...TEACHER, horizon: 200, batch: 64 };
    const { executor } = await compared({}, {
      tasks: [own], onProgress, onReference, studies: ["horizons", "sizes", "trials", "window", "batch", "profile"],
    });
    const references = onReference.mock.calls.length;
    const total = executor.requests.slice(references).reduce((sum, { task }) => sum + task.horizon, 0);
    expect(onProgress).toHaveBeenCalledTimes(executor.requests.length - references);
    expect(onProgress).toHaveBeenLastCalledWith(total, total);
  });

  test("is taken back by its signal", async () => {
    const controller = new AbortController();
    const options = { signal: controller.signal, onProgress: () => { controller.abort(new Error("enough")); } };
    await expect(compared({}, options)).rejects.toThrow("enough");
  });

  test("is refused of a horizon that leaves nothing to compare, of few seeds, and of nothing", async () => {
    const short = compared({}, { tasks: [{ ...TEACHER, horizon: 1 }] });
    await expect(short).rejects.toMatchObject({ name: "InputError", code: "no-comparison" });
    await expect(compared({}, { seeds: 9 })).rejects.toThrow(ContractError);
    await expect(compared({}, { programs: [] })).rejects.toThrow(ContractError);
    await expect(compared({}, { tasks: [{ ...TEACHER, name: "none" }] })).rejects.toMatchObject({ code: "unknown-task" });
  });
});

describe("a bar under the settings that are known", () => {
  const own: ProblemReference = { ...TEACHER, horizon: 200, batch: 64 };
  const known = builtInReference(own) as Reference;
  /** The program is 1.3 times as fast as the bar; under the settings that are known this is better by so much. */
  const pretence = (bonus: number): Pretence => ({
    speed: { mine: 1.3 }, noise: 1e-4,
    bonus: (request) => (request.scale === known.bar.muon.setting.scale && ruleOf(request) === "muon" ? bonus : 0),
  });

  test("is trained on the same seeds, where there are such settings", async () => {
    const { tasks: [task], executor } = await compared(pretence(0.5), { tasks: [own] });
    expect(task?.known).toMatchObject({ rule: "muon", trials: known.effort.trials });
    const trained = executor.requests.filter(({ scale }) => scale === known.bar.muon.setting.scale);
    expect(trained.map(({ seed }) => seed)).toEqual(SEEDS);
    expect((await compared({})).tasks[0]?.known).toBe(null);
  });

  test("is trained where this machine has kept them too, as those of a task of one's own", async () => {
    const kept = mkdtempSync(join(tmpdir(), "symopt-compare-"));
    vi.stubEnv("SYMOPT_CACHE", kept);
    const { horizon, batch } = TEACHER;
    new ReferenceCache().put({ ...known, horizon, batch, fingerprint: await fingerprintOf(TEACHER) });
    const { tasks: [task] } = await compared(pretence(0.5));
    vi.unstubAllEnvs();
    rmSync(kept, { recursive: true });
    expect(task?.known).toMatchObject({ rule: "muon", trials: known.effort.trials });
  });

  test("is the bar where it is better than what the trials found, for every figure that is given", async () => {
    const worse = match(await compared(pretence(-1), { tasks: [own] }));
    const better = match(await compared(pretence(0.5), { tasks: [own] }));
    expect(worse).toMatchObject({ known: false, verdict: "beats" });
    expect(better).toMatchObject({ bar: "muon", known: true, verdict: "worse", speedUp: { value: { beyond: "slower" } } });
    expect(better.difference?.high).toBeLessThan(0);
  });

  test("counts in the mean over tasks too", async () => {
    const tasks = [own, { ...own, batch: 32 }];
    const [first, second] = await Promise.all([-1, 0.5].map((bonus) => compared(pretence(bonus), { tasks })));
    expect(first?.overall[0]?.notReached).toBe(0);
    expect(second?.overall[0]?.notReached).toBe(1);
    expect(second?.overall[0]?.low).toBeLessThan(first?.overall[0]?.low ?? NaN);
  });

  test("must be surpassed for sure before a program is said to beat the bar", async () => {
    const under = (bonus: number) => compared({ ...pretence(bonus), noise: 0.003 }, { tasks: [own] });
    const lossesOf = (report: ComparisonReport): readonly number[] =>
      [rule(report).loss, report.tasks[0]?.known?.loss].map((loss) => loss?.mean ?? NaN);
    const [mine = NaN, bar = NaN] = lossesOf(await under(0.5));
    // A lower mean alone is no claim: by a third of the error of the difference.
    const report = await under(0.5 + bar - mine - 0.0004);
    expect(lossesOf(report)[1]).toBeGreaterThan(lossesOf(report)[0] as number);
    expect(match(report)).toMatchObject({ known: true, verdict: "undecided" });
  });
});

describe("a comparison over tasks", () => {
  const FAMILIES = [
    "teacher", "glyph-mlp", "language", "noisy-labels", "masked-language", "diffusion", "auto-encoder",
  ];
  const tasks = FAMILIES.map((name): ProblemReference => ({ ...TEACHER, name }));

  test("says that a rule beats the bar over families where it does on each", async () => {
    const { overall } = await compared({ speed: { mine: 1.5 }, noise: 1e-3 }, { tasks });
    expect(overall).toMatchObject([{ name: "mine", families: 7, tasks: 7, notReached: 0, verdict: "beats" }]);
    const { octaves, low, high } = overall[0] as OverallSpeedUp;
    expect(2 ** octaves).toBeCloseTo(1.5, 1);
    expect(low).toBeLessThan(octaves);
    expect(high).toBeGreaterThan(octaves);
  });

  test("claims nothing where the bar is not reached on some, whatever the mean of what is seen", async () => {
    // Seven tasks: surpassed by far on four, far from reached on three.
    const executor = new PretendedExecutor({ noise: 1e-3 });
    const submit = executor.submit.bind(executor);
    executor.submit = (request, options) => {
      const factor = FAMILIES.indexOf(request.task.name) < 4 ? 2 : 0.2;
      if (ruleOf(request) !== "mine") return submit(request, options);
      return submit(request, options).then((outcome) => outcome.kind === "trained"
        ? { ...outcome, loss: outcome.loss + 5 / Math.sqrt(request.task.horizon) * (1 / Math.sqrt(factor) - 1) }
        : outcome);
    };
    const { overall } = await compare(executor, { programs: [programOf("mine")], tasks, trials: 8 });
    expect(overall[0]?.octaves).toBeGreaterThan(0);
    expect(overall[0]).toMatchObject({ notReached: 3, verdict: "undecided" });
    expect(overall[0]?.low).toBeLessThan(-0.5);
  });

  test("corrects what it says over families for the number of programs", async () => {
    const pretence: Pretence = { speed: { mine: 1.5, other: 1.5 }, noise: 0.01 };
    const { overall: [alone] } = await compared(pretence, { tasks });
    const { overall: [first] } = await compared(pretence, { tasks, programs: [programOf("mine"), programOf("other")] });
    expect([alone?.judged, first?.judged]).toEqual([1, 2]);
    expect(first?.octaves).toBe(alone?.octaves);
    expect(first?.low).toBeLessThan(alone?.low ?? NaN);
    expect(first?.high).toBeGreaterThan(alone?.high ?? NaN);
  });

  test("takes more families to speak of others where it is to hold for more programs", () => {
    expect([1, 2, 3, 4, 10].map(leastFamilies)).toEqual([6, 7, 7, 8, 9]);
  });

  test("speaks of no other families where it has seen few", async () => {
    const { overall } = await compared({ speed: { mine: 2 } }, { tasks: tasks.slice(0, 3) });
    expect(overall[0]).toMatchObject({ families: 3, verdict: "few-families" });
  });
});

describe("a comparison that trains", () => {
  test("finds no difference between a rule and a rewritten copy of it", async () => {
    // x + g as x − (0 − g): another program, the same numbers.
    const { text } = findRule("nesterov") as { readonly text: string };
    const swapped = text.replace("(g + beta * m)", "(beta * m - (0 - g))").replace("def nesterov", "def copy");
    const program = check(parse(swapped, "copy"));
    const executor = new LocalExecutor();
    const report = await compare(executor, {
      programs: [{ name: "copy", program }], tasks: [{ ...TEACHER, horizon: 12, batch: 4 }], trials: 4,
    }).finally(() => executor.close());
    expect(report.rules[0]?.barRule).toBe(null);
    expect(rule(report, "copy").losses).toEqual(rule(report, "nesterov").losses);
    const { bar, difference, p, verdict } = match(report, "copy");
    expect({ bar, difference, p, verdict }).toEqual({
      bar: "nesterov", difference: { mean: 0, low: 0, high: 0 }, p: 1, verdict: "undecided",
    });
  });
});
