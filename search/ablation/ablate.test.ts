import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "../../dsl/text/parse.js";
import { InputError } from "../../src/errors.js";
import { type AblationOptions, ablate } from "./ablate.js";
import { type Pretence, PretendedExecutor, pretendedProblem } from "./pretend.arbitrary.js";

/** Functions that no rewriting takes away, one after another about an average. */
const PROGRAM = parse(`
def rule(w, g, m, lr, learning_rate=0.001, weight_decay=0.1):
  update = sin(g)
  update = arctan(update)
  m = interp(update, m, 0.9)
  update = tanh(m)
  update = arcsinh(update)
  update = update + w * weight_decay
  update = update * learning_rate * lr
  return update, m
`);

/** What must stay, whatever is tried without it. */
const AVERAGE = { "interp(": 1, "0.9": 0.5 };

async function ablated(pretence: Pretence, options: Partial<AblationOptions> = {}) {
  const executor = new PretendedExecutor(pretence);
  const report = await ablate(executor, {
    program: PROGRAM, problems: [pretendedProblem()], trials: 4, seeds: 32, ...options,
  });
  const names = ["sin(", "arctan(", "interp(", "tanh(", "arcsinh("];
  return { executor, report, left: names.filter((name) => report.text.includes(` ${name}`)) };
}

describe("what is dropped", () => {
  test("is what is worth less than the margin, and nothing that is worth more", async () => {
    const { report, left } = await ablated({ worth: { ...AVERAGE, " sin(": 0.3, " arctan(": 0, " tanh(": 0.005 }, noise: 0.005 });
    expect(left).toEqual(["sin(", "interp("]);
    expect(report.statements).toEqual({ before: 9, after: 6 });
    const kept = report.parts.filter(({ verdict }) => verdict === "kept").map(({ part }) => part);
    const average = "momentum = interp(g_sin, momentum, 0.9)";
    expect([...new Set(kept)]).toEqual(["g_sin = sin(g)", average]);
    const [removal] = report.removals.filter(({ dropped }) => dropped);
    expect(removal?.worth.bound).toBeLessThan(0.02);
    expect(removal?.worth.mean).toBeGreaterThan(-0.02);
  });

  test("is worth less than the margin all in all, not part by part", async () => {
    const each = 0.009;
    const worth = { " sin(": each, " arctan(": each, " tanh(": each, " arcsinh(": each };
    const { report, left } = await ablated({ worth: { ...AVERAGE, ...worth }, noise: 0.001 });
    expect(left).toHaveLength(3);
    expect(report.removals.filter(({ dropped }) => dropped).length).toBeGreaterThan(0);
  });

  test("is verified together: of two parts that each stand in for the other one stays", async () => {
    const extra = (program: string): number => (/ (tanh|arcsinh)\(/.test(program) ? 0 : 0.4);
    const { report, left } = await ablated({ worth: { ...AVERAGE, " sin(": 1, " arctan(": 1 }, extra });
    expect(left).toHaveLength(4);
    const [refused] = report.removals.filter(({ dropped }) => !dropped);
    expect(refused?.worth.mean).toBeGreaterThan(0.3);
  });

  test("is not paid for by what the program trains better without", async () => {
    const worth = { ...AVERAGE, " sin(": -0.5, " arctan(": 1, " arcsinh(": 1, " tanh(": 0.04 };
    const { report, left } = await ablated({ worth, noise: 0.1 }, { seeds: 256 });
    expect(left).toEqual(["arctan(", "interp(", "tanh(", "arcsinh("]);
    // It looked cheap enough to be planned with, so that verification had to tell.
    const [refused] = report.removals.filter(({ dropped }) => !dropped);
    expect(refused?.parts.join()).toContain("tanh(");
  });

  test("is found where nothing alone can go, but a statement and what it takes its tensor from", async () => {
    const extra = (program: string): number =>
      program.includes(" sin(") === program.includes(" arctan(") ? 0 : 1;
    const { left } = await ablated({ worth: { ...AVERAGE, " tanh(": 1, " arcsinh(": 1 }, extra });
    expect(left).toEqual(["interp(", "tanh(", "arcsinh("]);
  });

  test("are digits too, as long as they are worth nothing", async () => {
    const program = parse("def rule(w, g, m, lr):\n  m = interp(g, m, 0.98765)\n  update = tanh(m) * lr * 0.01\n  return update, m");
    const { report } = await ablated({ worth: { "interp(": 1, " tanh(": 1, "0.98": 0.1 }, noise: 0.005 }, { program });
    expect(report.text).toContain("interp(g, momentum, 0.988)");
  });

  test("is never the scale or the decay, though they are worth nothing", async () => {
    const { report } = await ablated({});
    expect(report.text).toContain("learning_rate=0.001, weight_decay=0.1");
    expect(report.parts.length).toBeGreaterThan(0);
    expect(report.parts.map(({ part }) => part).join()).not.toMatch(/decay|rate/);
  });

  test("is no part that the noise hides the worth of", async () => {
    const { left } = await ablated({ worth: { ...AVERAGE, " tanh(": 0.05 }, noise: 0.5 }, { seeds: 4 });
    expect(left).toContain("interp(");
    expect(left).toContain("tanh(");
  });

  test("is no part that a larger margin would be needed for, which is dropped with it", async () => {
    const worth = { ...AVERAGE, " sin(": 1, " arctan(": 1, " arcsinh(": 1, " tanh(": 0.05 };
    expect((await ablated({ worth })).left).toContain("tanh(");
    expect((await ablated({ worth }, { margin: 0.1 })).left).not.toContain("tanh(");
  });
});

describe("worth", () => {
  test("is that of parts with the scale tuned anew: a part that only scales is worth nothing", async () => {
    const program = parse("def rule(w, g, lr):\n  g = g * 64\n  update = tanh(g)\n  return update * lr");
    const { report } = await ablated({ worth: { " tanh(": 1 } }, { program });
    const [tanh] = report.parts.filter(({ part }) => part.includes("tanh"));
    expect(tanh?.worth.mean).toBeCloseTo(1, 1);
  });

  test("is infinite of what does not train without it, which stays", async () => {
    const { report, left } = await ablated({ fails: ({ program }) => !program.includes(" tanh(") });
    expect(left).toContain("tanh(");
    const [tanh] = report.parts.filter(({ part, verdict }) => part.startsWith("update = tanh(") && verdict === "kept");
    expect(tanh).toMatchObject({ worth: { mean: Infinity, bound: Infinity } });
  });

  test("is a mean over problems", async () => {
    const executor = new PretendedExecutor({ worth: AVERAGE });
    const problems = [pretendedProblem("one"), pretendedProblem("two")];
    const report = await ablate(executor, { program: PROGRAM, problems, trials: 4, seeds: 8 });
    expect(report.tasks.map(({ name }) => name)).toEqual(["one", "two"]);
    expect(new Set(executor.requests.map(({ task }) => task.name))).toEqual(new Set(["one", "two"]));
    expect(report.steps).toBe(100 * report.trainings);
  });
});

test("what decides is on other seeds than what plans: luck there drops nothing", async () => {
  const lucky = (program: string, seed: number): number => (program.includes(" tanh(") ? 0 : seed <= 16 ? -1 : 0.3);
  const { report, left } = await ablated({ worth: AVERAGE, extra: lucky });
  expect(left).toEqual(["interp(", "tanh("]);
  const [tanh] = report.parts.filter(({ part }) => part.startsWith("update = tanh("));
  expect(tanh?.worth.mean).toBeLessThan(-0.9);
  expect(report.removals.some(({ dropped, worth }) => !dropped && worth.mean > 0.2)).toBe(true);
});

test("tuning sees none of the seeds that anything is judged by", async () => {
  const { executor } = await ablated({ worth: AVERAGE });
  const scales = (least: number, most: number): number =>
    new Set(executor.requests.filter(({ seed }) => seed >= least && seed <= most)
      .map(({ scale, program }) => `${scale} ${program}`)).size;
  const programs = new Set(executor.requests.map(({ program }) => program)).size;
  // On the others each program has one scale, but for those that are tuned with more care once they are planned.
  expect(scales(1, 1000)).toBeLessThanOrEqual(2 * programs);
  expect(scales(1001, Infinity)).toBeGreaterThan(4 * programs);
});

test("the report is the same whatever the order in which trainings end, and nothing is trained twice", async () => {
  const worth = { ...AVERAGE, " sin(": 0.3 };
  const [first, second] = [await ablated({ worth, stride: 7 }), await ablated({ worth, stride: 3 })];
  expect(second.report).toEqual(first.report);
  const trained = first.executor.requests.map(({ index: _, ...request }) => JSON.stringify(request));
  expect(new Set(trained).size).toBe(trained.length);
  expect(first.report.trainings).toBe(trained.length);
});

test("a budget is never exceeded, not touched where it suffices for no part, and what it leaves untried stays", async () => {
  const { steps } = (await ablated({ worth: AVERAGE })).report;
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: Math.round(1.2 * steps) }), async (budget) => {
    const { executor, report } = await ablated({ worth: AVERAGE }, { budget });
    expect(executor.requests.length * 100).toBeLessThanOrEqual(budget);
    expect(report.steps).toBe(executor.requests.length * 100);
    if (report.parts.length === 0) {
      expect(report.steps).toBe(0);
      expect(report.text).toBe(report.exact);
      expect(report.untried.length).toBeGreaterThan(0);
    }
  }), { numRuns: 20 });
  expect((await ablated({ worth: AVERAGE }, { budget: 100 * steps })).left).toEqual(["interp("]);
});

test("what a budget leaves no steps to verify stays, and is named", async () => {
  // One of these may go, no two: so many plans do not hold.
  const names = ["sin", "arctan", "tanh", "arcsinh", "cos", "exp", "erf", "sigmoid"];
  const chain = names.map((name) => `  update = ${name}(update)\n`).join("");
  const program = parse(`def rule(w, g, lr):\n  update = log1p(g)\n${chain}  return update * lr * 0.1\n`);
  const extra = (text: string): number => (names.filter((name) => !text.includes(` ${name}(`)).length > 1 ? 0.4 : 0);
  const worth = { "log1p(": 1 };
  const whole = (await ablated({ worth, extra }, { program })).report;
  expect(whole.removals.filter(({ dropped }) => !dropped).length).toBeGreaterThan(5);
  let unverified = 0;
  for (const part of [0.6, 0.7, 0.8, 0.9, 1, 1.1]) {
    const budget = Math.round(part * whole.steps);
    const { executor, report } = await ablated({ worth, extra }, { program, budget });
    expect(executor.requests.length * 100).toBeLessThanOrEqual(budget);
    if (report.removals.length > 0 && report.text === report.exact && report.untried.length > 0) unverified++;
  }
  expect(unverified).toBeGreaterThan(0);
});

test("a program that fails on a problem is refused, by the problem's name", async () => {
  const error = await ablated({ fails: () => true }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  expect((error as Error).message).toContain("rule fails on task \"pretended\"");
});

test.each([{ seeds: 1 }, { seeds: 985 }, { seeds: 8.5 }, { margin: 0 }])("%o is refused before anything is trained", async (options) => {
  let trained = 0;
  const counts = (): boolean => { trained++; return false; };
  await expect(ablated({ fails: counts }, options)).rejects.toThrow("An ablation takes");
  expect(trained).toBe(0);
});

test("it is taken back by its signal, and by what the executor refuses", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const onProgress = (stage: string): void => { if (stage.startsWith("round")) controller.abort(reason); };
  await expect(ablated({ worth: AVERAGE }, { signal: controller.signal, onProgress })).rejects.toBe(reason);
  const refusal = new InputError("bad-task", "no");
  const fails = (): boolean => { throw refusal; };
  await expect(ablated({ fails })).rejects.toBe(refusal);
});
