import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { compileModules, importModules } from "./compile.arbitrary.js";
import { readsInput } from "./course.arbitrary.js";
import { OPTAX } from "./optax/target.js";
import { pythonWith, runScript, writeModules } from "./python/python.arbitrary.js";
import { PYTORCH } from "./pytorch/target.js";
import {
  FIRST, type Moment, SCALAR_FUNCTIONS, isAlike, momentsOf, roughStateAfter, scalarRules, stateAfter,
} from "./scalars.arbitrary.js";
import type { Target } from "./target.js";
import { TYPESCRIPT } from "./typescript/target.js";

const rules = scalarRules(70);
const moments = momentsOf(6);

/** How far numbers may be apart, relatively. */
const TOLERANCE = 1e-9;
/** How far the functions of another library may be off. */
const OFF = 1e-12;

/** State of each rule at each moment, or what was thrown. */
type States = Readonly<Record<string, readonly (readonly (number | string)[] | { readonly error: string })[]>>;

function driven(python: string, target: Target): States {
  const cases = [...rules].map(([module, rule]) => ({
    module,
    states: rule.program.program.states.map((slot) => rule.program.program.names[slot]),
    reads_T: readsInput(rule, "T"),
    reads_loss: readsInput(rule, "loss"),
    reads_peak: target.write(rule).includes("peak_learning_rate: "),
  }));
  const script = fileURLToPath(new URL("python/scalars.py", import.meta.url));
  // JSON has neither infinity nor NaN.
  const spelled = moments.map((moment) =>
    Object.fromEntries(Object.entries(moment).map(([key, x]) => [key, String(x)])));
  const request = { framework: target.name, first: FIRST, moments: spelled, cases };
  return runScript(python, script, request, (folder) => { writeModules(folder, target, rules); }) as States;
}

/** Expects the interpreter's state of all rules at all moments, but where it hangs on digits that nobody shares. */
function expectStates(states: States, target: Target): void {
  let [compared, all] = [0, 0];
  for (const [name, rule] of rules) {
    moments.forEach((moment, m) => {
      const actual = states[name]?.[m];
      const about = (): string => `${JSON.stringify({ ...moment, loss: String(moment.loss) })}\n${target.write(rule)}`;
      if (!Array.isArray(actual)) throw new Error(`${JSON.stringify(actual)}\n${about()}`);
      const expected = stateAfter(rule, moment);
      const rough = [OFF, -OFF].map((off) => roughStateAfter(rule, moment, off));
      expected.forEach((value, k) => {
        all++;
        if (rough.some((other) => !isAlike(other[k] as number, value, TOLERANCE / 2))) return;
        compared++;
        const is = NUMBERS[String(actual[k])] ?? Number(actual[k]);
        if (!isAlike(is, value, TOLERANCE)) expect.fail(`${"abcd"[k] ?? ""} is ${is}, not ${value}\n${about()}`);
      });
    });
  }
  expect(all).toBe(rules.size * moments.length * 4);
  expect(compared).toBeGreaterThan(0.9 * all);
}

const NUMBERS: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, "-inf": -Infinity };

interface Optimizer {
  readonly step: (
    weights: readonly Float32Array[], gradients: readonly Float32Array[], inputs: Partial<Moment>,
  ) => void;
  readonly state: () => Readonly<Record<string, number>>;
  readonly restore: (state: Readonly<Record<string, number>>) => void;
}
type Module = Readonly<Record<"F", new (arrays: readonly unknown[], options: unknown) => Optimizer>>;

/** State after a first step and one at a moment. */
function stepped({ F }: Module, moment: Moment): readonly number[] {
  const optimizer = new F([{ shape: [2] }], { totalSteps: moment.T });
  for (const { t, lr, loss } of [FIRST, moment]) {
    const state = optimizer.state();
    optimizer.restore("t" in state ? { ...state, t: t - 1 } : state);
    optimizer.step([Float32Array.of(1, 1)], [Float32Array.of(1, 1)], { lr, loss });
  }
  const { a, b, c, d } = optimizer.state();
  return [a, b, c, d] as readonly number[];
}

describe("scalars of an exported optimizer", () => {
  it("are tried with every function", () => {
    const called = new Set([...rules.values()].flatMap(({ program: { program: { statements } } }) =>
      statements.map(({ fn }) => fn.name)));
    expect(SCALAR_FUNCTIONS.filter(({ name }) => !called.has(name)).map(({ name }) => name)).toEqual([]);
  });

  it("are those of the interpreter in TypeScript, infinity and NaN included", async () => {
    const modules = await importModules<Module>(compileModules(TYPESCRIPT, rules, "/exported").code);
    expectStates(Object.fromEntries([...rules.keys()].map((name) =>
      [name, moments.map((moment) => stepped(modules.get(name) as Module, moment))])), TYPESCRIPT);
  });

  describe.each([[PYTORCH, pythonWith("torch")], [OPTAX, pythonWith("optax")]] as const)("in $name", (target, python) => {
    let states: States;
    beforeAll(() => {
      if (python !== undefined) states = driven(python, target);
    });

    it.skipIf(python === undefined)("are those of the interpreter where Python would raise an error", () => {
      expectStates(states, target);
    });
  });
});
