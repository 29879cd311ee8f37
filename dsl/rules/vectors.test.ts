import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createInterpreter } from "../interpret.js";
import { type ArraySpec, type Layout, createLayout } from "../layout.js";
import { parse } from "../text/parse.js";
import { rules } from "./index.js";
import type { LibraryRule } from "./library-rule.js";

/** One run of a public implementation, as `reference.py` writes it. */
interface ReferenceCase {
  readonly rule: string;
  readonly implementation: string;
  readonly version: string;
  /** Keyword arguments that the implementation was given; all others are its defaults. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** The same settings as the rule names them; all others are its defaults. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  readonly start: "random" | "zero";
  /** Weights before minus weights after, for each step. */
  readonly updates: readonly (readonly number[])[];
}

interface Reference {
  readonly arrays: readonly ArraySpec[];
  readonly schedule: readonly number[];
  readonly weights: readonly number[];
  readonly gradients: readonly (readonly number[])[];
  readonly cases: readonly ReferenceCase[];
}

/** What both sides of a comparison are driven with. */
interface Course {
  readonly layout: Layout;
  readonly schedule: readonly number[];
  readonly weights: readonly number[];
  readonly gradients: readonly (readonly number[])[];
}

/** One step of a rule in float64, written from its paper: returns the update; keeps its state itself. */
type Formula = (w: readonly number[], g: readonly number[], lr: number) => readonly number[];

/** Starts a formula, given as many zeros as there are weights. */
type FormulaStart = (zeros: readonly number[]) => Formula;

/**
 * How far a rule may be from its reference, at every step, in every array: the largest |difference|
 * relative to the largest |update| of the reference in that array at that step. Where the reference does not
 * move an array at all, neither may the rule.
 */
const TOLERANCE = 1e-5;

const reference = JSON.parse(
  readFileSync(new URL("./reference.json", import.meta.url), "utf8"),
) as Reference;
const LAYOUT = createLayout(reference.arrays);

/** Draws from [0, 1), the same ones always: Park and Miller's generator. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/**
 * Gradients for the formulas, gentler than the reference's: of different scales, with zeros and a jump, but
 * with a direction. The programs of the search divide by a momentum's size, take sines of quotients and
 * multiply the gradient by the weights: a momentum that crosses zero, or an array of one coordinate whose
 * sine does, would tell float32 from float64 and nothing about the rule.
 */
function gentleCourse(steps: number, jump: number): Course {
  const draw = uniform(20230213);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  const layout = createLayout(LAYOUT.arrays.filter(({ size }) => size > 1));
  const scales = layout.arrays.flatMap(({ size }, a) => new Array<number>(size).fill(10 ** -(a % 4)));
  const means = scales.map(() => (draw() < 0.5 ? -1 : 1) * (0.7 + 0.6 * draw()));
  return {
    layout,
    weights: scales.map(() => Math.fround(0.5 * normal())),
    schedule: Array.from({ length: steps }, (_, i) => Math.min(1, (i + 1) / 5) * (1 - i / (steps + 1))),
    gradients: Array.from({ length: steps }, (_, step) =>
      scales.map((scale, i) => {
        const zero = draw() < 0.06 || (i % 11 === 3 && step < 5);
        const size = scale * (step === 12 ? jump : 1);
        return zero ? 0 : Math.fround(size * ((means[i] as number) + 0.4 * normal()));
      }),
    ),
  };
}

/** The largest error of a rule against reference updates, as {@link TOLERANCE} measures it, and where. */
function worstError(
  { text }: LibraryRule,
  { layout, weights, schedule, gradients }: Course,
  updates: readonly (readonly number[])[],
  hyperparameters: Readonly<Record<string, number>> = {},
): { readonly error: number; readonly where: string } {
  const interpreter = createInterpreter(parse(text), layout, { hyperparameters });
  const w = Float32Array.from(weights);
  let worst = { error: 0, where: "nowhere" };
  updates.forEach((expected, step) => {
    const g = Float32Array.from(gradients[step] as readonly number[]);
    const inputs = { w, g, lr: schedule[step] as number, t: step + 1, T: schedule.length, loss: 1 };
    const update = interpreter.step(inputs);
    for (const { name, offset, size } of layout.arrays) {
      let largest = 0;
      let difference = 0;
      for (let i = offset; i < offset + size; i++) {
        largest = Math.max(largest, Math.abs(expected[i] as number));
        difference = Math.max(difference, Math.abs((update[i] as number) - (expected[i] as number)));
      }
      const error = difference === 0 ? 0 : difference / largest;
      // A NaN is the worst error there is.
      if (!(error <= worst.error)) worst = { error, where: `${name}, step ${step + 1}` };
    }
    for (let i = 0; i < w.length; i++) w[i] = (w[i] as number) - (update[i] as number);
  });
  return worst;
}

/** The updates of a formula from zero state, its weights following them. */
function follow(start: FormulaStart, { weights, schedule, gradients }: Course): (readonly number[])[] {
  const formula = start(weights.map(() => 0));
  let w = weights;
  return gradients.map((g, step) => {
    const update = formula(w, g, schedule[step] as number);
    w = w.map((weight, i) => weight - (update[i] as number));
    return update;
  });
}

const at = (x: readonly number[], i: number): number => x[i] as number;
const inner = (x: readonly number[], y: readonly number[]): number =>
  x.reduce((sum, value, i) => sum + value * at(y, i), 0);
const mix = (x: readonly number[], y: readonly number[], a: number): number[] =>
  x.map((value, i) => (1 - a) * value + a * at(y, i));
/** The protected quotient. */
const over = (x: number, y: number): number => x / (y + 1e-8);
/** The gradient, scaled so that the norm of the whole tree is at most `limit`. */
const shrunk = (g: readonly number[], limit: number): number[] => {
  const factor = Math.min(1, limit / Math.sqrt(inner(g, g)));
  return g.map((value) => value * factor);
};

/**
 * The raw program without what has no effect, as the paper derives it: clipped gradient, arc sine, two
 * interpolations, the sign of the first written as a quotient, decay.
 */
function rawCore(zeros: readonly number[], a: number, b: number, rate: number, decay: number): Formula {
  let v = zeros;
  return (w, g, lr) => {
    const x = shrunk(g, lr).map(Math.asin);
    const m = mix(x, v, a);
    v = mix(x, m, b);
    const scale = lr * rate;
    return m.map((value, i) => scale * (over(value, Math.abs(value)) + decay * at(w, i)));
  };
}

/** The rules that no public implementation covers, worked out from their papers in plain float64. */
const FORMULAS: Readonly<Record<string, FormulaStart>> = {
  // b² ← b² + ‖g‖², w ← w − η/b·g, from b = 0.1.
  "adagrad-norm": () => {
    let b2 = 0.1 ** 2;
    return (_w, g, lr) => {
      b2 += inner(g, g);
      return g.map((value) => (lr / Math.sqrt(b2)) * value);
    };
  },
  // e^(sign(g)·sign(m))·g.
  powersign: (zeros) => {
    let m = zeros;
    return (_w, g, lr) => {
      m = mix(g, m, 0.9);
      return g.map((value, i) => 0.1 * lr * Math.exp(Math.sign(value) * Math.sign(at(m, i))) * value);
    };
  },
  // (1 + sign(g)·sign(m))·g.
  addsign: (zeros) => {
    let m = zeros;
    return (_w, g, lr) => {
      m = mix(g, m, 0.9);
      return g.map((value, i) => 0.1 * lr * (1 + Math.sign(value) * Math.sign(at(m, i))) * value);
    };
  },
  "adamw-paper": (zeros) => {
    let m = zeros;
    let v = zeros;
    return (w, g, lr) => {
      m = g.map((value, i) => 0.9 * at(m, i) + 0.1 * value);
      v = g.map((value, i) => 0.999 * at(v, i) + 0.001 * value ** 2);
      return m.map((value, i) => 0.001 * lr * (over(value, Math.sqrt(at(v, i))) + 0.01 * at(w, i)));
    };
  },
  "paper-raw": (zeros) =>
    rawCore(zeros, 0.8999999761581421, 1.109133005142212, 0.0002171761734643951, 0.4601978361606598),
  "paper-4": (zeros) => rawCore(zeros, 0.899, 1.109, 0.0002, 0.4602),
  // The decay is as strong as gradient and weights agree; v itself passes through a sine.
  "paper-5": (zeros) => {
    let m = zeros;
    let v = zeros;
    return (w, g, lr) => {
      m = g.map((value, i) => 0.84 * at(m, i) + 0.16 * value);
      v = g.map((value, i) => 0.999 * at(v, i) + 0.001 * value ** 2);
      const agreement = inner(g, w);
      const update = m.map(
        (value, i) =>
          0.0216 * lr * (Math.sin(over(value, Math.sqrt(Math.abs(at(v, i))))) + agreement * at(w, i)),
      );
      v = v.map(Math.sin);
      return update;
    };
  },
  // v only grows, as Adagrad's sum does, up to π.
  "paper-6": (zeros) => {
    let m = zeros;
    let v = zeros;
    return (_w, g, lr) => {
      m = g.map((value, i) => 0.9 * at(m, i) + 0.1 * value);
      v = g.map((value, i) => at(v, i) + 0.0015 * value ** 2);
      const update = m.map((value, i) => 0.0606 * lr * Math.sinh(over(value, Math.sqrt(at(v, i)))));
      v = v.map((value) => Math.min(value, Math.PI));
      return update;
    };
  },
  // The second moment of what the momentum did not foresee, as AdaBelief's.
  "paper-7": (zeros) => {
    let m = zeros;
    let v = zeros;
    return (w, g, lr) => {
      m = g.map((value, i) => 0.9 * at(m, i) + 0.1 * value);
      v = g.map((value, i) => 0.999 * at(v, i) + 0.001 * (value - at(m, i)) ** 2);
      return m.map((value, i) => 0.03721 * lr * (over(value, Math.sqrt(at(v, i))) + 0.0238 * at(w, i)));
    };
  },
};

/** Vectors in which an implementation ran with what the rule has as defaults, for 25 steps or more. */
const fullCases = reference.cases.filter(
  ({ hyperparameters, updates }) => Object.keys(hyperparameters).length === 0 && updates.length >= 25,
);

/** The rules that neither a full vector nor a formula vouches for. */
function unchecked(library: readonly LibraryRule[]): string[] {
  const vouched = new Set([...fullCases.map(({ rule }) => rule), ...Object.keys(FORMULAS)]);
  return library.map(({ name }) => name).filter((name) => !vouched.has(name));
}

function rule(name: string): LibraryRule {
  const found = rules.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`The library has no rule "${name}".`);
  return found;
}

describe("a rule that a public implementation covers", () => {
  const cases = reference.cases.map((item) => ({
    ...item,
    settings: Object.entries(item.hyperparameters).map(([name, value]) => `${name}=${value}`).join(", "),
  }));

  it.each(cases)("updates as $implementation $version: $rule($settings)", (item) => {
    const weights = item.start === "zero" ? reference.weights.map(() => 0) : reference.weights;
    const course = { ...reference, layout: LAYOUT, weights };
    const { error, where } = worstError(rule(item.rule), course, item.updates, item.hyperparameters);
    expect(error, where).toBeLessThanOrEqual(TOLERANCE);
  });
});

describe("a rule that only its paper covers", () => {
  it.each(Object.keys(FORMULAS))("updates as the formula of its paper: %s", (name) => {
    // Far enough for paper-6's second moment to reach its bound, π; paper-5's weights would blow up.
    const course = gentleCourse(30, name === "paper-5" ? 3 : 60);
    const updates = follow(FORMULAS[name] as FormulaStart, course);
    const { error, where } = worstError(rule(name), course, updates);
    expect(error, where).toBeLessThanOrEqual(TOLERANCE);
  });
});

describe("the check of the library", () => {
  it("leaves no rule without a vector or a formula", () => {
    expect(unchecked(rules)).toEqual([]);
  });

  it("fails a rule that is added without either", () => {
    const added: LibraryRule = { ...rule("sgd"), name: "newcomer" };
    expect(unchecked([...rules, added])).toEqual(["newcomer"]);
  });

  it("has no vector and no formula for a rule that is not there", () => {
    const names = new Set(rules.map(({ name }) => name));
    const vouched = [...reference.cases.map((item) => item.rule), ...Object.keys(FORMULAS)];
    expect(vouched.filter((name) => !names.has(name))).toEqual([]);
  });

  it("sees an error of 2e-5 in one coordinate of one array at one step", () => {
    const item = fullCases.find((candidate) => candidate.rule === "sgd") as ReferenceCase;
    const { offset, size } = LAYOUT.arrays[1] as { offset: number; size: number };
    const updates = item.updates.map((update) => [...update]);
    const last = updates.at(-1) as number[];
    const largest = Math.max(...last.slice(offset, offset + size).map(Math.abs));
    last[offset] = at(last, offset) + 2e-5 * largest;
    const { error, where } = worstError(rule("sgd"), { ...reference, layout: LAYOUT }, updates);
    expect(error).toBeGreaterThan(TOLERANCE);
    expect(where).toBe("bias, step 25");
  });

  it("compares with gradients that hold zeros and span many orders of magnitude", () => {
    const sizes = reference.gradients.flat().map(Math.abs);
    expect(sizes.filter((size) => size === 0).length).toBeGreaterThan(50);
    const nonzero = sizes.filter((size) => size > 0);
    expect(Math.max(...nonzero) / Math.min(...nonzero)).toBeGreaterThan(1e8);
    expect(new Set(reference.schedule).size).toBeGreaterThan(20);
  });
});
