import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { courseOf, follow, isWellConditioned, readsInput, worstError } from "../course.arbitrary.js";
import {
  type Rules, libraryRules, randomRules, tunedRules, unusualRules, unusualTitles,
} from "../rules.arbitrary.js";
import { stepOf } from "../framework/step.js";
import { pythonWith, runScript, writeModules } from "../python/python.arbitrary.js";
import type { ExportedRule } from "../target.js";
import { OPTAX } from "./target.js";

/**
 * How far weights may be from the interpreter's, relative to how far they have moved: JAX's scalars are float32, the
 * interpreter's float64.
 */
const TOLERANCE = 5e-6;
/** RAdam subtracts numbers near 2,000 from each other in its first steps, which float32 scalars do not survive. */
const CANCELLING: Readonly<Record<string, number>> = { radam: 1e-3 };
/** The same where JAX has float64. */
const TOLERANCE_64 = 2e-6;
/** The same of random programs, which may magnify a difference as they like. */
const ROUGHLY = 1e-2;

const STEPS = 20;
const RANDOM = 20;

const random = randomRules(RANDOM);
const all: Rules = new Map([...libraryRules, ...tunedRules, ...unusualRules, ...random]);

/** Rules whose scalars depend on the step or on sums over all arrays. */
const COUNTING = ["radam", "nadam", "adafactor", "prodigy", "paper_5"];

// Few arrays: what takes time is compiling each rule for each of them.
const course = courseOf(1, STEPS, ["embedding", "tall", "bias", "kernel"]);
const stepsOf = (name: string): number => (random.has(name) ? 3 : STEPS);

/** What `drive.py` says of a rule. */
interface Driven {
  readonly steps: readonly (readonly (number | null)[])[] | { readonly error: string };
  readonly loaded?: unknown;
}

interface Answer {
  readonly cases: Readonly<Record<string, Driven>>;
  readonly checks: Readonly<Record<string, { readonly error: string } | null>>;
}

const python = pythonWith("optax");

function drive(names: readonly string[], float64: boolean): Answer {
  const cases = names.map((module) => {
    const rule = all.get(module) as ExportedRule;
    const text = OPTAX.write(rule);
    return {
      module,
      steps: stepsOf(module),
      resumed: !random.has(module) && !float64,
      peak: stepOf(rule).rate.value,
      reads_peak: text.includes("peak_learning_rate: "),
      reads_role: text.includes("roles: Any"),
      reads_T: readsInput(rule, "T"),
      reads_loss: readsInput(rule, "loss"),
    };
  });
  const script = fileURLToPath(new URL("drive.py", import.meta.url));
  return runScript(python as string, script, { course, cases, float64, checks: !float64 }, (folder) => {
    writeModules(folder, OPTAX, all);
  }) as Answer;
}

/** The error of what Python did against the interpreter; throws what it threw. */
function errorOf(answer: Answer, name: string): number {
  const steps = answer.cases[name]?.steps;
  if (steps === undefined) throw new Error(`${name} was not run.`);
  const rule = all.get(name) as ExportedRule;
  if ("error" in steps) throw new Error(`${steps.error}\n${OPTAX.write(rule)}`);
  return worstError(steps, follow(rule, course).slice(0, stepsOf(name)), course);
}

describe.skipIf(python === undefined)("an exported optax transformation", () => {
  let answer: Answer;
  beforeAll(() => { answer = drive([...all.keys()], false); });

  it.each([...libraryRules.keys(), ...tunedRules.keys()])("moves weights as the interpreter does: %s", (name) => {
    expect(errorOf(answer, name)).toBeLessThanOrEqual(CANCELLING[name] ?? TOLERANCE);
  });

  it.each([...unusualTitles].map(([name, title]) => [title, name]))(
    "moves weights as the interpreter does where a rule %s", (_, name) => {
      expect(errorOf(answer, name)).toBeLessThanOrEqual(TOLERANCE);
    },
  );

  it.each([...libraryRules.keys(), ...tunedRules.keys(), ...unusualRules.keys()])(
    "goes on as if nothing had happened when its state is saved and loaded: %s", (name) => {
      expect(answer.cases[name]?.loaded).toBe(true);
    },
  );

  it("runs whatever program it is made of, and as the interpreter does where numbers stay finite", () => {
    let compared = 0;
    for (const [name, rule] of random) {
      const error = errorOf(answer, name);
      if (!isWellConditioned(rule, course, stepsOf(name))) continue;
      compared++;
      expect(error, OPTAX.write(rule)).toBeLessThanOrEqual(ROUGHLY);
    }
    expect(compared).toBeGreaterThan(RANDOM / 4);
  });

  it.each([
    ["works in chains, masks, MultiSteps and with injected hyperparameters", "composes"],
    ["keeps the structure and types of its state, in lower precision too", "scans"],
    ["asks for the parameters where it is given none", "needs_params"],
    ["asks for the peak of a schedule where the rule sees the schedule", "needs_peak"],
    ["moves nothing at a learning rate of 0", "zero_rate_moves_nothing"],
    ["takes a tree without arrays", "takes_an_empty_tree"],
  ])("%s", (_, check) => {
    expect(answer.checks[check]?.error ?? answer.checks[check]).toBeNull();
  });

  describe("with float64 scalars", () => {
    let wide: Answer;
    beforeAll(() => { wide = drive(COUNTING, true); });

    it.each(COUNTING)("moves weights as the interpreter does, without loss: %s", (name) => {
      expect(errorOf(wide, name)).toBeLessThanOrEqual(TOLERANCE_64);
    });
  });
});
