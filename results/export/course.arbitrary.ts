import { createInterpreter } from "../../dsl/interpret.js";
import { type ArraySpec, createLayout } from "../../dsl/layout.js";
import { type ScalarInput, type Statement, inputSlot } from "../../dsl/program.js";
import { RandomStream } from "../../src/random.js";
import { optionsOf } from "./options.js";
import type { ExportedRule } from "./target.js";

/** What an exported optimizer and the interpreter are both driven with. */
export interface Course {
  readonly arrays: readonly ArraySpec[];
  readonly weights: readonly number[];
  /** A gradient a step. */
  readonly gradients: readonly (readonly number[])[];
  /** The schedule's value at each step. */
  readonly schedule: readonly number[];
  readonly losses: readonly number[];
}

/** Arrays of every kind that a rule may ask for: an embedding, matrices of both forms, vectors, a tensor, a number. */
const ARRAYS: readonly ArraySpec[] = [
  { name: "embedding", shape: [6, 4], role: "embedding" },
  { name: "wide", shape: [3, 5], role: "matrix" },
  { name: "bias", shape: [5], role: "vector" },
  { name: "tall", shape: [7, 3], role: "matrix" },
  { name: "kernel", shape: [2, 3, 4], role: "matrix" },
  { name: "head", shape: [4, 3], role: "head" },
  { name: "gain", shape: [1], role: "vector" },
];

/**
 * Random weights and gradients, some of them zero, of scales from array to array, under a schedule with warm-up.
 *
 * @param names - Of the arrays to take. @default all
 */
export function courseOf(seed: number, steps: number, names?: readonly string[]): Course {
  const arrays = ARRAYS.filter(({ name }) => names?.includes(name) ?? true);
  const random = new RandomStream(seed, "course");
  const layout = createLayout(arrays);
  const draw = (scale: number): number => Math.fround(scale * random.normal());
  return {
    arrays,
    weights: Array.from({ length: layout.size }, () => draw(0.5)),
    gradients: Array.from({ length: steps }, () =>
      layout.arrays.flatMap(({ size }, a) =>
        Array.from({ length: size }, () => (random.chance(0.05) ? 0 : draw(10 ** -(a % 3)))))),
    schedule: Array.from({ length: steps }, (_, k) => Math.min(1, (k + 1) / 4) * (1 - k / (2 * steps))),
    losses: Array.from({ length: steps }, (_, k) => 2 / (k + 2)),
  };
}

/**
 * The weights after each step of the interpreter, with the documented learning rate and decay.
 *
 * @param schedules - Whether an update that does not read the schedule is scheduled as a whole, as frameworks do it.
 */
export function follow(rule: ExportedRule, course: Course, schedules = true): readonly Float32Array[] {
  const { program: { program }, documentation } = rule;
  const isScheduled = !schedules || readsInput(rule, "lr");
  const rate = optionsOf(rule).learningRate.value;
  const layout = createLayout(course.arrays);
  const interpreter = createInterpreter(program, layout);
  const w = Float32Array.from(course.weights);
  return course.gradients.map((gradient, k) => {
    const lr = course.schedule[k] as number;
    const inputs = { lr, t: k + 1, T: course.gradients.length, loss: course.losses[k] as number };
    const update = interpreter.step({ w, g: Float32Array.from(gradient), ...inputs });
    const scale = documentation.learningRate * (isScheduled ? 1 : lr);
    for (const { offset, size, shape } of layout.arrays) {
      const decay = shape.length >= 2 ? rate * lr * documentation.weightDecay : 0;
      for (let i = offset; i < offset + size; i++) {
        w[i] = (w[i] as number) - scale * (update[i] as number) - decay * (w[i] as number);
      }
    }
    return w.slice();
  });
}

/**
 * How far weights are from those of the interpreter: the largest |difference| of an array and step, beyond a rounding
 * of the weights, relative to how far that array has moved from where it began. A NaN that the other has not is ∞.
 */
export function worstError(
  actual: readonly (readonly (number | null)[])[], expected: readonly Float32Array[], { arrays, weights }: Course,
): number {
  let worst = 0;
  expected.forEach((w, step) => {
    for (const { offset, size } of createLayout(arrays).arrays) {
      let moved = 0;
      let difference = 0;
      for (let i = offset; i < offset + size; i++) {
        const is = actual[step]?.[i] ?? NaN;
        const should = w[i] as number;
        moved = Math.max(moved, Math.abs(should - (weights[i] as number)));
        if (Number.isFinite(is) || Number.isFinite(should)) {
          const rounding = 2 ** -23 * Math.abs(should);
          const beyond = Math.max(0, Math.abs(is - should) - rounding);
          difference = Number.isFinite(beyond) ? Math.max(difference, beyond) : Infinity;
        }
      }
      worst = Math.max(worst, difference === 0 ? 0 : difference / moved);
    }
  });
  return worst;
}

/**
 * Whether the interpreter itself gives much the same for a course that differs by a millionth: finite weights of
 * ordinary size, and no sign or comparison on the brink.
 */
export function isWellConditioned(rule: ExportedRule, course: Course, steps: number): boolean {
  const nudged = (x: number, i: number): number => Math.fround(x * (1 + (i % 2 === 0 ? 1e-6 : -1e-6)));
  const other: Course = {
    ...course, weights: course.weights.map(nudged), gradients: course.gradients.map((g) => g.map(nudged)),
  };
  const a = follow(rule, course).slice(0, steps);
  const b = follow(rule, other).slice(0, steps);
  const isOrdinary = a.every((w) => w.every((x) => Math.abs(x) < 1e6));
  return hasOrdinaryNumbers(rule) && isOrdinary && worstError(b.map((w) => [...w]), a, course) < 1e-3;
}

/** Whether no number of a rule is one that float32 has not: frameworks differ in when they round such numbers. */
function hasOrdinaryNumbers({ program: { program: { parameters, statements } } }: ExportedRule): boolean {
  const numbers = [
    ...parameters.flatMap((parameter) => (parameter.kind === "hyperparameter" ? [parameter.value] : [])),
    ...statements.flatMap(({ args }) => args.flatMap((arg) => (arg.kind === "constant" ? [arg.value] : []))),
  ];
  return numbers.every((x) => x === 0 || (Math.abs(x) > 1e-30 && Math.abs(x) < 1e30));
}

/** Whether a rule reads an input, before it gives that name to something else. */
export function readsInput({ program: { program } }: ExportedRule, input: ScalarInput): boolean {
  const slot = inputSlot(program, input);
  if (slot < 0) return false;
  const reads = ({ args }: Statement): boolean => args.some((arg) => arg.kind === "variable" && arg.slot === slot);
  const end = program.statements.findIndex(({ target }) => target === slot);
  const before = end < 0 ? program.statements : program.statements.slice(0, end + 1);
  return before.some(reads) || (end < 0 && program.outputs.includes(slot));
}
