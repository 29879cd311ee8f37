import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { courseOf, follow, isWellConditioned, readsInput, worstError } from "../course.arbitrary.js";
import {
  type Rules, libraryRules, randomRules, tunedRules, unusualRules, unusualTitles,
} from "../rules.arbitrary.js";
import { stepOf } from "../framework/step.js";
import { type Operation, operationOf } from "../framework/term.js";
import { pythonWith, runScript, writeModules } from "../python/python.arbitrary.js";
import type { ExportedRule } from "../target.js";
import { PYTORCH } from "./target.js";

/** How far weights may be from the interpreter's, relative to how far they have moved: torch has its own functions. */
const TOLERANCE = 2e-6;
/** The same of random programs, which may magnify a difference as they like. */
const ROUGHLY = 1e-3;

const STEPS = 20;
const RANDOM = 60;

const random = randomRules(RANDOM);
const all: Rules = new Map([...libraryRules, ...tunedRules, ...unusualRules, ...random]);

const course = courseOf(1, STEPS);
const stepsOf = (name: string): number => (random.has(name) ? 3 : STEPS);

type Steps = readonly (readonly (number | null)[])[];

/** What `drive.py` says of a rule. */
interface Driven {
  readonly steps: Steps | { readonly error: string };
  readonly turned?: Driven["steps"];
  readonly loaded?: unknown;
  readonly copied?: unknown;
  readonly pickled?: unknown;
}

interface Answer {
  readonly cases: Readonly<Record<string, Driven>>;
  readonly checks: Readonly<Record<string, { readonly error: string } | null>>;
}

const python = pythonWith("torch");

/** What has the same result in torch as in JavaScript; roots and quotients have not in every version. */
const EXACT: ReadonlySet<Operation | undefined> = new Set([
  "add", "subtract", "multiply", "maximum", "minimum", "less", "lessEqual", "equal", "select", "negate", "abs",
  "sign", "floor", "interp", "square", undefined,
]);

const exact = [...libraryRules.keys()].filter((name) =>
  stepOf(libraryRules.get(name) as ExportedRule).terms.every((term) => EXACT.has(operationOf(term))));

/** The error of what Python did against the interpreter; throws what it threw. */
function errorOf(steps: Driven["steps"] | undefined, name: string): number {
  if (steps === undefined) throw new Error(`${name} was not run.`);
  if ("error" in steps) throw new Error(steps.error);
  const rule = all.get(name) as ExportedRule;
  return worstError(steps, follow(rule, course).slice(0, stepsOf(name)), course);
}

describe.skipIf(python === undefined)("an exported PyTorch optimizer", () => {
  let answer: Answer;
  beforeAll(() => {
    const cases = [...all].map(([module, rule]) => {
      const text = PYTORCH.write(rule);
      return {
        module,
        steps: stepsOf(module),
        grouped: !random.has(module),
        resumed: !random.has(module),
        reads_T: readsInput(rule, "T"),
        reads_loss: readsInput(rule, "loss"),
        reads_role: text.includes("role: Optional"),
        reads_form: text.includes("transposed: bool = True"),
      };
    });
    const script = fileURLToPath(new URL("drive.py", import.meta.url));
    answer = runScript(python as string, script, { course, cases, checks: true }, (folder) => {
      writeModules(folder, PYTORCH, all);
    }) as Answer;
  });

  it.each([...libraryRules.keys(), ...tunedRules.keys()])("moves weights as the interpreter does: %s", (name) => {
    expect(errorOf(answer.cases[name]?.steps, name)).toBeLessThanOrEqual(TOLERANCE);
  });

  it.each(exact)("moves weights as the interpreter does to the bit, since all that it does is exact: %s", (name) => {
    const expected = follow(libraryRules.get(name) as ExportedRule, course);
    expect(answer.cases[name]?.steps).toEqual(expected.map((w) => [...w]));
  });

  it.each([...unusualTitles].map(([name, title]) => [title, name]))(
    "moves weights as the interpreter does where a rule %s", (_, name) => {
      expect(errorOf(answer.cases[name]?.steps, name)).toBeLessThanOrEqual(TOLERANCE);
    },
  );

  it.each([...libraryRules.keys(), ...tunedRules.keys(), ...unusualRules.keys()])(
    "goes on as if nothing had happened when it is saved and loaded, copied or pickled: %s", (name) => {
      const { loaded, copied, pickled } = answer.cases[name] as Driven;
      expect({ loaded, copied, pickled }).toEqual({ loaded: true, copied: true, pickled: true });
    },
  );

  it("takes matrices as outputs by inputs, as PyTorch's layers have them, for the rules that see rows and columns", () => {
    const turned = [...all.keys()].filter((name) => answer.cases[name]?.turned !== undefined && !random.has(name));
    expect(turned).toEqual(["gradient_centralization", "adafactor", "muon", "tuned_muon", "unusual_4"]);
    for (const name of turned) expect(errorOf(answer.cases[name]?.turned, name), name).toBeLessThanOrEqual(1e-5);
  });

  it("runs whatever program it is made of, and as the interpreter does where numbers stay finite", () => {
    let compared = 0;
    for (const [name, rule] of random) {
      const { steps } = answer.cases[name] as Driven;
      if ("error" in steps) throw new Error(`${steps.error}\n${PYTORCH.write(rule)}`);
      if (!isWellConditioned(rule, course, stepsOf(name))) continue;
      compared++;
      expect(errorOf(steps, name), PYTORCH.write(rule)).toBeLessThanOrEqual(ROUGHLY);
    }
    expect(compared).toBeGreaterThan(RANDOM / 4);
  });

  it.each([
    ["trains a model, is saved and loaded with it, and goes on to the same numbers", "model_goes_on"],
    ["follows each group's own learning rate and hyperparameters", "groups_have_rates"],
    ["leaves parameters without a gradient alone until they have one", "skips_without_gradient"],
    ["keeps what a rule remembers of the first weights apart from the weights", "first_weights_are_kept"],
    ["refuses a learning rate below 0", "rate_is_validated"],
    ["moves nothing at a learning rate of 0, which it begins with", "zero_rate_moves_nothing"],
    ["moves a group that begins at 0 and gives its peak, once it rises", "rate_rises_from_zero"],
    ["keeps its state in the parameters' precision", "half_precision"],
    ["takes a parameter that is one number", "scalar_parameter"],
  ])("%s", (_, check) => {
    expect(answer.checks[check]?.error ?? answer.checks[check]).toBeNull();
  });
});
