import * as fc from "fast-check";
import { FUNCTIONS } from "../../dsl/functions/table.js";
import type { FunctionRow } from "../../dsl/functions/row.js";
import { createInterpreter } from "../../dsl/interpret.js";
import { createLayout } from "../../dsl/layout.js";
import type { Operand, Program, ScalarInput } from "../../dsl/program.js";
import { parse } from "../../dsl/text/parse.js";
import { TENSOR } from "../../dsl/type.js";
import { ELEMENT_PRIMITIVES } from "../../src/engine/update/primitive.js";
import { toExportedRule } from "./rule.js";
import type { Rules } from "./rules.arbitrary.js";
import type { ExportedRule } from "./target.js";

/** What a step is told beside weights and gradient. */
export type Moment = Readonly<Record<ScalarInput, number>>;

/** The moment of the step that comes before the one that is looked at. */
export const FIRST: Moment = { t: 1, T: 10, lr: 1, loss: 1 };

/** State variables that a rule of scalars has. */
const STATES = ["a", "b", "c", "d"] as const;

const HEADER = `def f(w, g, ${STATES.join(", ")}, lr, t, T, loss, high=0.999, low=0.5, small=1e-8, one=1, two=2, minus=-0.5, zero=0)`;

/** Numbers at the ends of what floats hold, and those where functions change. */
const NUMBERS = ["0", "1", "-1", "0.5", "2", "3", "-2", "10", "1000", "999999", "1e-8", "1e-140", "1e300", "-1e300", "-0.0"];
const READ = ["lr", "t", "T", "loss", "high", "low", "small", "one", "two", "minus", "zero", ...STATES];

/** Functions that take scalars and give one. */
export const SCALAR_FUNCTIONS: readonly FunctionRow[] = FUNCTIONS.filter(({ args, result }) =>
  args.every(({ type }) => type !== "tensor") && result !== TENSOR);

/** What has gone wrong, or nearly. */
const KNOWN = [
  "power(two, t)", "power(1.5, t)", "power(2, t * 2)", "power(one, loss)", "power(1, loss)", "power(minus * two, loss)",
  "power(zero, minus)", "power(minus, low)", "power(two, T)", "divide(1, power(high, t * 1000))", "divide(1, lr)",
  "divide(loss, zero)", "divide(one, loss * loss)", "max(1, loss)", "min(loss, 1)", "max(zero, -zero)", "log(zero)",
  "exp(T)", "exp10(loss)", "sqrt(minus)", "sign(loss)", "floor(loss)", "square(square(square(square(square(T)))))",
  "cube(cube(cube(cube(cube(cube(t))))))", "cube(cube(cube(cube(999999))))", "divide(1, zero * -1)", "cbrt(-0.0)",
];

const operand = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...READ) }, fc.constantFrom(...NUMBERS));

/** A call, some of whose arguments are calls. */
function callOf(row: FunctionRow): fc.Arbitrary<string> {
  const inner = fc.constantFrom(...SCALAR_FUNCTIONS).chain((other) =>
    fc.tuple(...other.args.map(() => operand)).map((args) => `${other.name}(${args.join(", ")})`));
  const argument = fc.oneof({ weight: 2, arbitrary: operand }, inner);
  return fc.tuple(...row.args.map(() => argument)).map((args) => `${row.name}(${args.join(", ")})`);
}

const expression = fc.constantFrom(...SCALAR_FUNCTIONS).chain(callOf);

/** A rule that keeps as state what it makes of scalars. */
function ruleOf(expressions: readonly string[]): ExportedRule {
  const lines = STATES.map((name, k) => `  ${name} = ${expressions[k] ?? "0"}`);
  // State that no update of the next step reads would be no part of it.
  const update = `  update = g * (${STATES.join(" + ")})`;
  const text = [`${HEADER}:`, update, ...lines, `  return update, ${STATES.join(", ")}`, ""].join("\n");
  return toExportedRule(parse(text), { level: "dead" });
}

/** The same rules of scalars always: every function is called by several, with arguments at the ends of numbers. */
export function scalarRules(count: number): Rules {
  const seed = 5012;
  const called = SCALAR_FUNCTIONS.flatMap((row, k) => {
    const numRuns = row.args.length === 2 ? 8 : 3;
    return fc.sample(callOf(row), { numRuns, seed: seed + k });
  });
  const more = fc.sample(expression, { numRuns: Math.max(0, 4 * count - called.length - KNOWN.length), seed });
  const expressions = [...KNOWN, ...called, ...more];
  return new Map(Array.from({ length: count }, (_, k) =>
    [`scalars_${k}`, ruleOf(STATES.map((__, n) => expressions[k + n * count] as string))]));
}

/** Moments at which each rule is looked at: early and late ones, with losses that nothing holds. */
export function momentsOf(count: number): readonly Moment[] {
  return fc.sample(fc.record({
    t: fc.constantFrom(2, 3, 50, 1100, 2000, 1e6),
    T: fc.constantFrom(1, 1000, 1e6),
    lr: fc.constantFrom(1, 0.25, 0, 1e-3),
    loss: fc.constantFrom(1, -3, 0, 1e300, -1e-140, Infinity, NaN, 30.25),
  }), { numRuns: count, seed: 77 });
}

const LAYOUT = createLayout([{ name: "w", shape: [2], role: "vector" }]);

/** State after a first step and one at a moment, as the interpreter has it. */
export function stateAfter({ program }: ExportedRule, moment: Moment): readonly number[] {
  const interpreter = createInterpreter(program, LAYOUT);
  const arrays = { w: Float32Array.of(1, 1), g: Float32Array.of(1, 1) };
  for (const inputs of [{ ...FIRST, T: moment.T }, moment]) interpreter.step({ ...arrays, ...inputs });
  return interpreter.state.map(([value]) => value as number);
}

/** Primitives that every machine computes to the bit. */
const EXACT: ReadonlySet<string> = new Set([
  "add", "subtract", "multiply", "divide", "maximum", "minimum", "less", "lessEqual", "equal", "select", "copy",
  "negate", "abs", "sign", "floor", "sqrt",
]);

/**
 * The same with functions that are off by so much, relatively: what that changes depends on more digits than functions
 * of another library share.
 */
export function roughStateAfter(
  { program: { program } }: ExportedRule, moment: Moment, off: number,
): readonly number[] {
  const after = (inputs: Moment, state: readonly number[]): readonly number[] => {
    const slots = initialSlots(program, inputs, state);
    const read = (arg: Operand): number => (arg.kind === "constant" ? arg.value : slots[arg.slot] as number);
    for (const { fn, args, target } of program.statements) {
      slots[target] = fn.lower<number>({
        constant: (value) => value,
        element: (primitive, ...[x = 0, y = 0, z = 0]) =>
          ELEMENT_PRIMITIVES[primitive](x, y, z) * (EXACT.has(primitive) ? 1 : 1 + off),
        reduce: () => NaN, total: () => NaN, fact: () => NaN, matrix: () => NaN,
      }, ...args.map(read));
    }
    return program.outputs.slice(1).map((slot) => slots[slot] as number);
  };
  return after(moment, after({ ...FIRST, T: moment.T }, STATES.map(() => 0)));
}

function initialSlots({ parameters }: Program, inputs: Moment, state: readonly number[]): number[] {
  let states = 0;
  return parameters.map((parameter) => {
    switch (parameter.kind) {
      case "input":
        return inputs[parameter.name];
      case "hyperparameter":
        return parameter.value;
      case "state":
        return state[states++] as number;
      default:
        return 1;
    }
  });
}

/** Whether two numbers are the same, but for digits that libraries of functions do not share. */
export function isAlike(actual: number, expected: number, tolerance: number): boolean {
  if (!Number.isFinite(expected) || !Number.isFinite(actual)) return Object.is(actual, expected);
  return Math.abs(actual - expected) <= tolerance * Math.abs(expected) + 1e-300;
}
