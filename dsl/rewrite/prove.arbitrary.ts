import { RandomStream } from "../../src/random.js";
import type { FunctionRow } from "../functions/row.js";
import { type Interpreter, createInterpreter } from "../interpret.js";
import type { Values } from "../kernel.js";
import { ARRAY_ROLES, type ArrayRole, type ArraySpec, type Layout, createLayout } from "../layout.js";
import type { Program } from "../program.js";
import { type Expression, parse, parseExpression } from "../text/parse.js";
import { printNumber } from "../text/print.js";
import { type ValueType, ARRAY_WISE, SCALAR, TENSOR, typeName } from "../type.js";
import type { RewriteRule } from "./rule.js";

/** What came of proving a rule on random inputs. */
export interface Proof {
  /** A case in which the two sides differ more than the rule says; `undefined` where none was found. */
  readonly counterexample?: string;
  /** How many pairs of numbers were compared: neither outside the domain of the rule's promise. */
  readonly compared: number;
  /** The combinations of types that were tried. */
  readonly types: readonly string[];
}

/** How many draws of a rule's constants there are for each combination of types. */
const DRAWS = 6;

/** Largest errors are multiples of the last place of the largest number on the way. */
const ROUNDINGS = 64;

// The widest value decides how many numbers one step tries; narrow ones need more steps instead.
const SHAPES: Readonly<Record<ValueType, { readonly layout: Layout; readonly steps: number }>> = {
  [SCALAR]: { layout: layoutOf(1, [[]]), steps: 250 },
  [ARRAY_WISE]: { layout: layoutOf(60, [[]]), steps: 10 },
  [TENSOR]: { layout: layoutOf(12, [[3, 5], [7], [], [2, 3, 2], [1, 4], [5, 1], [9, 2]]), steps: 16 },
};

/** Arrays of the shapes in turn, and of all roles in turn. */
function layoutOf(arrays: number, shapes: readonly (readonly number[])[]): Layout {
  const array = (_: unknown, k: number): ArraySpec => ({
    name: `array${k}`,
    shape: shapes[k % shapes.length] as readonly number[],
    role: ARRAY_ROLES[k % ARRAY_ROLES.length] as ArrayRole,
  });
  return createLayout(Array.from({ length: arrays }, array));
}

/**
 * Looks for inputs on which the two sides of a rule differ more than what it `keeps` allows: every combination
 * of types that both sides take, constants for which its `where` holds, run through the interpreter.
 *
 * - `bits`: equal for every input, NaN, ±∞, ±0, subnormal and huge numbers among them.
 * - `real`: where all numbers on the way are finite, within 64 roundings of the largest of them.
 * - `protected`: that and 4e-8 of the largest, divided by the smallest, number on the way; nothing where that is 0.
 */
export function prove(rule: RewriteRule): Proof {
  const random = new RandomStream(1, `prove ${rule.name}`);
  const from = parseExpression(rule.from);
  const to = parseExpression(rule.to);
  const holes = [...new Set(rule.from.match(/\b[qrsxyz]\b/g))];
  const constants = [...new Set(rule.from.match(/\b[abc]\b/g))];
  const types: string[] = [];
  let compared = 0;
  const choices = holes.map((name) => ("qrs".includes(name) ? [SCALAR] : [SCALAR, ARRAY_WISE, TENSOR]));
  for (const widths of combinations(choices)) {
    const typeOf = new Map(holes.map((name, k) => [name, widths[k] as ValueType]));
    if ([...(rule.wide ?? "")].some((name) => typeOf.get(name) === SCALAR)) continue;
    for (let draw = 0; draw < (constants.length > 0 ? DRAWS : 1); draw++) {
      const values = drawConstants(rule, constants, random);
      const trial = new Trial(rule, typeOf, values, from, to);
      if (!trial.legal) break;
      const counterexample = trial.run(random);
      compared += trial.compared;
      if (counterexample !== undefined) return { counterexample, compared, types };
      if (draw === 0) types.push(holes.map((name, k) => `${name}: ${typeName(widths[k] as ValueType)}`).join(", "));
    }
  }
  return { compared, types };
}

function combinations<T>(choices: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return choices.reduce<readonly (readonly T[])[]>(
    (lists, options) => lists.flatMap((list) => options.map((option) => [...list, option])),
    [[]],
  );
}

/** Constants that the rule accepts. */
function drawConstants(rule: RewriteRule, names: readonly string[], random: RandomStream): Record<string, number> {
  for (let tries = 0; tries < 10_000; tries++) {
    const values: Record<string, number> = {};
    let last = 0;
    for (const name of names) {
      const kind = random.integer(rule.keeps === "bits" ? 6 : 5);
      if (kind === 0) last = random.pick([0, 1, -1, 0.5, 2, -0.1, 1 - 2 ** -53, 1 + 2 ** -52]);
      else if (kind === 1) last = 1 - last;
      else if (kind === 2) last = last - 1;
      else if (kind === 5) last = random.pick([-0, 1e-300, -1e300, 5e-324, 1e-8, 3e38]);
      else last = moderate(random);
      values[name] = last;
    }
    const signs = [...(rule.nonnegative ?? "")].every((name) => !((values[name] ?? 0) < 0));
    if (signs && rule.where?.(values) !== false) return values;
  }
  throw new Error(`No constants were found for which rule ${rule.name} may be used.`);
}

/** A number of ordinary size: products and quotients of a few stay within every format. */
function moderate(random: RandomStream): number {
  const magnitude = 2 ** (random.uniform() * 6 - 4);
  return random.chance(0.5) ? magnitude : -magnitude;
}

const SPECIAL = [
  NaN, Infinity, -Infinity, 0, -0, 0, -0, 1, -1, 1e-45, -1e-45, 5e-324, 1e-40, -3e38, 3e38, 1.7e308, -1.7e308, 1e-200,
];

/** Any number at all. */
function wild(random: RandomStream): number {
  const kind = random.integer(4);
  if (kind < 2) return random.pick(SPECIAL);
  return kind === 2 ? moderate(random) : moderate(random) * 10 ** (random.integer(80) - 40);
}

/** A number inside the domain of what holds for real numbers. */
function tame(random: RandomStream): number {
  return random.chance(0.05) ? random.pick([0, 1, -1, 0.5]) : moderate(random);
}

/** Both sides of a rule as one program, for one combination of types and constants. */
class Trial {
  readonly #rule: RewriteRule;
  readonly #holes: ReadonlyMap<string, ValueType>;
  readonly #constants: Readonly<Record<string, number>>;
  readonly #program: Program | undefined;
  readonly #shape: { readonly layout: Layout; readonly steps: number };
  /** Which of the program's state variables hold the two results. */
  readonly #results: readonly [number, number];
  readonly #inSingle: boolean;
  compared = 0;

  constructor(
    rule: RewriteRule,
    holes: ReadonlyMap<string, ValueType>,
    constants: Readonly<Record<string, number>>,
    from: Expression,
    to: Expression,
  ) {
    this.#rule = rule;
    this.#holes = holes;
    this.#constants = constants;
    const lines: string[] = [];
    const steps: string[] = [];
    const write = (expression: Expression): string => {
      switch (expression.kind) {
        case "constant":
          return printNumber(expression.value);
        case "variable":
          return this.#operand(expression.token.text);
        case "call":
          return this.#call(expression.fn, expression.args.map(write), lines, steps);
      }
    };
    const result = (side: Expression): number => {
      const text = write(side);
      // A side that is a hole or a number alone becomes a copy.
      if (side.kind !== "call") lines.push(`  v${steps.push(side.kind) - 1} = copy(${text})`);
      return holes.size + steps.length - 1;
    };
    this.#results = [result(from), result(to)];
    this.#program = tryParse(holes, steps.length, lines);
    const widest = Math.max(SCALAR, /\bw\b/.test(rule.from) ? TENSOR : SCALAR, ...holes.values()) as ValueType;
    this.#shape = SHAPES[widest];
    this.#inSingle = widest === TENSOR;
  }

  /**
   * Whether the rule may be used on these types: both sides are valid, and where every bit is kept the result
   * is as wide as it was, or one number where there was one for each array: what is narrower than a tensor has more
   * digits.
   */
  get legal(): boolean {
    if (this.#program === undefined) return false;
    const [from = 0, to = 0] = this.#resultWidths(createInterpreter(this.#program, this.#shape.layout));
    return this.#rule.keeps !== "bits" || from === to || (to < from && from < Infinity);
  }

  /** Runs both sides on random inputs: a counterexample, if there is one. */
  run(random: RandomStream): string | undefined {
    if (this.#program === undefined) return undefined;
    const { layout, steps } = this.#shape;
    const interpreter = createInterpreter(this.#program, layout);
    const draw = this.#rule.keeps === "bits" ? wild : tame;
    const names = [...this.#holes.keys()];
    const numbers = (size: number): number[] => Array.from({ length: size }, () => draw(random));
    for (let step = 0; step < steps; step++) {
      const inputs = names.map((name, k) => {
        const values = interpreter.state[k] as Values;
        const drawn = numbers(values.length);
        values.set(this.#rule.nonnegative?.includes(name) === true ? drawn.map(Math.abs) : drawn);
        return values.slice();
      });
      const w = Float32Array.from(numbers(layout.size));
      interpreter.step({ w, g: w, lr: 1, t: 1, T: 1, loss: 1 });
      const way = [...inputs, w, ...interpreter.state.slice(names.length)];
      for (let i = 0; i < layout.size; i++) {
        const [left = NaN, right = NaN] = this.#results.map((k) => at(interpreter.state[k] as Values, i, layout));
        if (this.#agree(left, right, way.map((values) => at(values, i, layout)))) continue;
        const shown = [...this.#holes].map(([name, type], k) =>
          `${name} = ${at(inputs[k] as Values, i, layout)} (${typeName(type)})`,
        );
        const constants = Object.entries(this.#constants).map(([name, value]) => `${name} = ${printNumber(value)}`);
        const where = [...shown, ...constants].join(", ");
        return `${this.#rule.from} is ${left}, ${this.#rule.to} is ${right} for ${where}`;
      }
    }
    return undefined;
  }

  #agree(left: number, right: number, way: readonly number[]): boolean {
    if (this.#rule.keeps === "bits") {
      this.compared++;
      return Object.is(left, right);
    }
    if (!way.every(Number.isFinite)) return true;
    this.compared++;
    const sizes = [...way, ...Object.values(this.#constants)].map(Math.abs);
    const largest = Math.max(1, ...sizes);
    const smallest = Math.min(1, ...sizes);
    const unit = this.#inSingle ? 2 ** -24 : 2 ** -53;
    const protection = this.#rule.keeps === "protected" ? (4e-8 * largest) / smallest : 0;
    return Math.abs(left - right) <= ROUNDINGS * unit * largest + protection;
  }

  #resultWidths(interpreter: Interpreter): readonly number[] {
    return this.#results.map((k) => {
      const values = interpreter.state[k] as Values;
      return values instanceof Float32Array ? Infinity : values.length;
    });
  }

  #operand(name: string): string {
    const value = this.#constants[name];
    return value === undefined ? name : printNumber(value);
  }

  #call(fn: FunctionRow, args: readonly string[], lines: string[], steps: string[]): string {
    const name = `v${steps.push(fn.name) - 1}`;
    lines.push(`  ${name} = ${fn.name}(${args.join(", ")})`);
    return name;
  }
}

/** The value of a coordinate, a narrow one repeated. */
function at(values: Values, i: number, { arrays, size }: Layout): number {
  if (values.length === size) return values[i] as number;
  if (values.length === 1) return values[0] as number;
  return values[arrays.findIndex(({ offset, size: length }) => i < offset + length)] as number;
}

/** The program of both sides: holes and results are state; `undefined` where a type is wrong. */
function tryParse(holes: ReadonlyMap<string, ValueType>, steps: number, lines: readonly string[]): Program | undefined {
  const results = Array.from({ length: steps }, (_, k) => `v${k}`);
  const kept = [...holes].map(([name, type]) => (type === SCALAR ? name : type === TENSOR ? "g" : "lengths"));
  const text = [
    `def sides(${["w", "g", ...holes.keys(), ...results].join(", ")}):`,
    "  lengths = norm(g)",
    ...lines,
    `  return ${["g", ...kept, ...results].join(", ")}`,
  ].join("\n");
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
