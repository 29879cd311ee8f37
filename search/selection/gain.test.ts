import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BarRule, BAR_RULES } from "../../results/bar.js";
import type { ComparedRule, ComparisonReport, KnownBar, RuleOnTask } from "../../results/comparison-report.js";
import type { RivalGain } from "../../results/gain.js";
import { compare } from "../comparison/compare.js";
import { PretendedExecutor, libraryProgram, programOf } from "../comparison/pretend.arbitrary.js";
import { type ScoredProblem, scoredProblem } from "../evolution/problem.js";
import { builtInReference } from "../reference/find.js";
import { referenceOf } from "../reference/reference.arbitrary.js";
import type { Reference } from "../reference/reference.js";
import { failuresOf, gainOver } from "./gain.js";

const SEEDS = 10;

/** Losses on the fresh seeds; `null` where the training failed. */
type Losses = readonly (number | null)[];

/** What is pretended of one task. */
interface Pretended {
  /** Of the program. */
  readonly own: Losses;
  /** Of rules as the comparison tuned them; the others lose 1 on every seed. */
  readonly tuned?: Partial<Record<BarRule, Losses>>;
  /** Of all rules, as they are known. */
  readonly known?: Partial<Record<BarRule, Losses>>;
}

function flat(loss: number): Losses {
  return Array.from({ length: SEEDS }, () => loss);
}

/** A problem where a loss lost is an octave gained. */
function problemOf(name: string): ScoredProblem {
  return {
    problem: { name, size: 1, horizon: 100, batch: 8 },
    scorer: { score: (loss) => -loss, deviation: () => 0.1, signal: { fall: 10, suffices: true } },
    bar: 0,
  };
}

function factsOf(name: string, role: ComparedRule["role"], barRule: BarRule | null): ComparedRule {
  return { name, role, barRule, stateBytes: 8, cost: 1, reads: [], horizonDependent: false, evolvedOn: null };
}

function ruleOf(name: string, role: RuleOnTask["role"], losses: Losses): RuleOnTask {
  return {
    name, role, losses,
    setting: { scale: 1, decay: 0, hyperparameters: {}, referenceSize: 1 }, tuning: { loss: 1, failed: 0, edges: [] },
    loss: null, millisecondsPerStep: null, match: null,
  };
}

/** A comparison of a program called `mine` with the bar. */
function comparisonOf(tasks: readonly Pretended[], itself: BarRule | null = null): ComparisonReport {
  const bar = BAR_RULES.filter((rule) => rule !== itself);
  return {
    rules: [factsOf("mine", "program", itself), ...bar.map((rule) => factsOf(rule, "bar", rule))],
    bar: BAR_RULES, seeds: Array.from({ length: SEEDS }, (_, k) => 500_001 + k),
    tuning: { trials: 8, seeds: [1001, 1002], checks: [1003] }, split: "validation", level: 0.05,
    tasks: tasks.map(({ own, tuned, known }, k) => ({
      name: `task ${k}`, module: null, family: "regression", title: "", size: 1, parameters: 10, horizon: 100, batch: 8,
      data: null,
      known: known === undefined ? null : knownBarOf(known),
      rules: [ruleOf("mine", "program", own), ...bar.map((rule) => ruleOf(rule, "bar", tuned?.[rule] ?? flat(1)))],
    })),
    resamples: 0, overall: [], studies: [],
  };
}

function knownBarOf(losses: Partial<Record<BarRule, Losses>>): KnownBar {
  const all = Object.fromEntries(BAR_RULES.map((rule) => [rule, losses[rule] ?? flat(1)]));
  return { rule: "adamw", trials: 64, loss: { mean: 0, error: null }, losses: all };
}

/** What the program gains over the bar on these tasks. */
function gainOn(
  tasks: readonly Pretended[], rules: readonly BarRule[] = BAR_RULES, itself: BarRule | null = null,
): RivalGain {
  return gainOver(comparisonOf(tasks, itself), tasks.map((_, k) => problemOf(`task ${k}`)), "mine", { rules });
}

describe("the gain of a program", () => {
  it("is over the best of the rules on each task, by what they come to on the fresh seeds", () => {
    const { mean, byTask } = gainOn([
      { own: flat(0), tuned: { lion: flat(0.25), muon: flat(0.5) } },
      { own: flat(0), tuned: { lion: flat(0.75), muon: flat(0.5) } },
    ]);
    expect(byTask.map(({ task, rival, mean: gain }) => [task, rival, gain]))
      .toEqual([["task 0", "lion", 0.25], ["task 1", "muon", 0.5]]);
    expect(mean).toBe(0.375);
  });

  it("is over the better of a rule's two settings: the one that the comparison tuned, and the one that is known", () => {
    const better = gainOn([{ own: flat(0), tuned: { lion: flat(0.5) }, known: { lion: flat(0.25) } }]);
    expect(better.byTask[0]).toMatchObject({ rival: "lion", known: true, mean: 0.25 });
    const worse = gainOn([{ own: flat(0), tuned: { lion: flat(0.5) }, known: { lion: flat(0.75) } }]);
    expect(worse.byTask[0]).toMatchObject({ rival: "lion", known: false, mean: 0.5 });
  });

  it("counts a rule of the bar that the program computes as no rival, under neither setting", () => {
    const tasks = [{ own: flat(0), tuned: { muon: flat(0.5) }, known: { lion: flat(-1) } }];
    expect(gainOn(tasks, BAR_RULES, "lion").byTask[0]).toMatchObject({ rival: "muon", mean: 0.5 });
  });

  it("over the one rule that the program computes is none, unless a better setting of that rule is known", () => {
    const itself = (known?: Pretended["known"]): RivalGain =>
      gainOn([{ own: flat(0.5), ...(known === undefined ? {} : { known }) }], ["adamw"], "adamw");
    expect(itself()).toMatchObject({ mean: 0, low: 0, high: 0 });
    expect(itself({ adamw: flat(0.25) }).mean).toBe(-0.25);
  });

  it("counts a training that failed as the lowest score that there is", () => {
    const own = flat(0).map((loss, seed) => (seed === 3 ? null : loss));
    const tasks = [{ own, tuned: { muon: flat(0.5) } }];
    expect(gainOn(tasks).mean).toBeCloseTo(0.5 - 2 / SEEDS, 12);
    expect(failuresOf(comparisonOf([...tasks, { own: flat(0) }]), "mine")).toBe(1);
    const failing = Object.fromEntries(BAR_RULES.map((rule) => [rule, own.map(() => null)]));
    expect(gainOn([{ own: flat(1), tuned: failing }]).mean).toBe(1);
  });

  it("is the mean over tasks seed by seed, with Student's interval over seeds", () => {
    const own = (step: number): Losses => flat(0).map((_, seed) => -step * seed);
    const tuned = { adamw: flat(0) };
    const { mean, low, high } = gainOn([{ own: own(1), tuned }, { own: own(3), tuned }]);
    expect(mean).toBe(9);
    // 0, 2, … 18: a variance of 110/3; 97.5 % of Student's t with 9 degrees of freedom lie below 2.262157.
    const half = 2.262157 * Math.sqrt(110 / 3 / SEEDS);
    expect([low, high]).toEqual([expect.closeTo(9 - half, 5), expect.closeTo(9 + half, 5)]);
  });

  it("has a wider interval where more programs are judged together", () => {
    const tasks = [{ own: flat(0).map((_, seed) => -seed), tuned: { adamw: flat(0) } }];
    const problems = [problemOf("task 0")];
    const of = (judged: number): RivalGain => gainOver(comparisonOf(tasks), problems, "mine", { judged });
    // 99.5 % of Student's t with 9 degrees of freedom lie below 3.249836: five intervals, two ends each.
    const error = Math.sqrt(110 / 12 / SEEDS);
    expect(of(5).high).toBeCloseTo(4.5 + 3.249836 * error, 5);
    expect(of(5).mean).toBe(of(1).mean);
  });

  it.each([-1, 0, 0.02, 0.5])("is over the rule that the comparison itself meets, %d to the credit of one that is known", async (by) => {
    const own = { name: "teacher", size: 1, horizon: 200, batch: 64 } as const;
    const reference = builtInReference(own) as Reference;
    const tasks = [own, { ...own, batch: 32 }];
    const executor = new PretendedExecutor({
      noise: 0.01, bonus: ({ scale }) => (scale === reference.bar.lion.setting.scale ? by : 0),
    });
    const report = await compare(executor, { programs: [programOf("mine")], tasks, trials: 4 });
    const { byTask } = gainOver(report, tasks.map((problem) => scoredProblem(problem, reference)), "mine");
    const met = report.tasks.map(({ rules }) => rules.find(({ name }) => name === "mine")?.match);
    expect(byTask.map(({ rival, known }) => [rival, known])).toEqual(met.map((match) => [match?.bar, match?.known]));
  });

  it("is over the rule that the comparison itself meets where several are the best alike", async () => {
    const problem = { name: "teacher", size: 1, horizon: 120, batch: 8 } as const;
    const reference = referenceOf(problem);
    const programs = [programOf("mine"), libraryProgram("muon")];
    const executor = new PretendedExecutor();
    const submit = executor.submit.bind(executor);
    executor.submit = async (...asked) => {
      const outcome = await submit(...asked);
      return outcome.kind === "trained" ? { ...outcome, loss: 1 } : outcome;
    };
    const report = await compare(executor, { programs, tasks: [problem], trials: 4 });
    const { byTask: [gain] } = gainOver(report, [scoredProblem(problem, reference)], "mine");
    expect(report.tasks[0]?.rules[0]?.match?.bar).toBe(gain?.rival);
  });

  describe("where scores end", () => {
    /** A problem where scores end at ±1. */
    const ended = (name: string): ScoredProblem => {
      const { scorer, ...rest } = problemOf(name);
      return { ...rest, scorer: { ...scorer, score: (loss) => Math.min(1, Math.max(-1, -loss)) } };
    };
    const gainOf = (...tasks: readonly Pretended[]): RivalGain =>
      gainOver(comparisonOf(tasks), tasks.map((_, k) => ended(`task ${k}`)), "mine");
    const on = (own: Losses, muon: Losses): Pretended => ({ own, tuned: { muon } });
    /** So many seeds of one kind, the rest of another. */
    const seeds = (count: number, loss: number, other: number): Losses =>
      flat(other).map((rest, seed) => (seed < count ? loss : rest));

    it("is larger than it seems where its own score is beyond the end on a seed, or its rival's beyond the other", () => {
      for (const task of [on(seeds(1, -3, 0), flat(0.5)), on(flat(0), seeds(1, 9, 0.5))]) {
        expect(gainOf(task)).toMatchObject({ beyond: "faster", byTask: [{ beyond: "faster", both: null }] });
      }
    });

    it("is smaller where it is the other way round, and neither where both may be or nothing is there", () => {
      expect(gainOf(on(seeds(1, 3, 0), flat(0.5))).byTask[0]).toMatchObject({ beyond: "slower", both: null });
      expect(gainOf(on(flat(0), seeds(1, -3, -0.5))).byTask[0]).toMatchObject({ beyond: "slower", both: null });
      const either = on([...seeds(1, 3, 0).slice(0, 9), -3], flat(0.5));
      expect(gainOf(either).byTask[0]).toMatchObject({ beyond: null, both: null });
      expect(gainOf(on(flat(0), flat(0.5)))).toMatchObject({ beyond: null, byTask: [{ beyond: null, both: null }] });
    });

    it("is not known where both are beyond the same end: on how many seeds is told", () => {
      expect(gainOf(on(flat(-4), flat(-3)))).toMatchObject({
        mean: 0, low: 0, high: 0, beyond: null, byTask: [{ beyond: null, both: { end: 1, seeds: SEEDS, of: SEEDS } }],
      });
      expect(gainOf(on(seeds(3, -4, 0), seeds(3, -3, 0.5))).byTask[0]?.both).toEqual({ end: 1, seeds: 3, of: SEEDS });
    });

    it("lies beyond its mean over tasks as on each, unless one of them is not known", () => {
      const [known, larger, unknown] = [on(flat(0), flat(0.5)), on(flat(-3), flat(0)), on(flat(-4), flat(-3))];
      expect(gainOf(known, larger).beyond).toBe("faster");
      expect(gainOf(known, larger, unknown).beyond).toBeNull();
    });
  });

  const losses = fc.array(fc.integer({ min: -64, max: 64 }).map((n) => n / 64), { minLength: SEEDS, maxLength: SEEDS });
  const tuned = fc.record({ adamw: losses, nadamw: losses, lion: losses, nesterov: losses, muon: losses });
  const task = fc.record({ own: losses, tuned });
  const shift = fc.integer({ min: -128, max: 128 }).map((n) => n / 64);

  it("moves by what all its scores move by, its interval with it", () => {
    fc.assert(fc.property(fc.array(task, { minLength: 1, maxLength: 3 }), shift, (tasks, by) => {
      const before = gainOn(tasks);
      const after = gainOn(tasks.map((each) => ({ ...each, own: each.own.map((loss) => loss - by) })));
      for (const end of ["mean", "low", "high"] as const) expect(after[end]).toBeCloseTo(before[end] + by, 9);
      expect(after.byTask.map(({ rival }) => rival)).toEqual(before.byTask.map(({ rival }) => rival));
    }), { numRuns: 50 });
  });

  it("stays where the program and the bar move alike: what a seed does to all is left out", () => {
    fc.assert(fc.property(task, losses, ({ own, tuned: bar }, common) => {
      const shared = (all: readonly number[]): Losses => all.map((loss, seed) => loss + (common[seed] as number));
      const moved = Object.fromEntries(Object.entries(bar).map(([rule, all]) => [rule, shared(all)]));
      const [before, after] = [gainOn([{ own, tuned: bar }]), gainOn([{ own: shared(own), tuned: moved }])];
      // Rivals that are equally good may stand for each other.
      expect(after.mean).toBeCloseTo(before.mean, 9);
    }), { numRuns: 50 });
  });

  it("is never larger over more rules", () => {
    fc.assert(fc.property(task, fc.subarray([...BAR_RULES], { minLength: 1 }), (each, some) => {
      expect(gainOn([each], some).mean).toBeGreaterThanOrEqual(gainOn([each]).mean);
    }), { numRuns: 50 });
  });
});
