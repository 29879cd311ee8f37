import type { FunctionName } from "../../../dsl/functions/row.js";
import type { Operand, Program } from "../../../dsl/program.js";
import { liveness } from "../../../dsl/liveness.js";
import { type Child, element } from "../markup.js";
import { applied, literal } from "./functions.js";
import { type Term, row, sign, sum } from "./notation.js";
import { type Symbols, symbolsOf } from "./symbols.js";

/** Letters and numbers that a term may have to be written in place of a name that is used once, and more than once. */
const [ONCE, OFTEN] = [9, 2];

/** A line of a formula: what is defined, and what as. */
export interface Equation {
  readonly left: Term;
  readonly right: Term;
}

/** A value of a step: a parameter before it, or the result of a statement. */
interface Value {
  /** What it is called, but for the strokes of a name that was given before. */
  readonly name: Term;
  /** As the program calls it. */
  readonly word: string;
  /** What it is made by; `undefined` of a parameter. */
  readonly made: { readonly fn: FunctionName; readonly args: readonly (Value | number)[] } | undefined;
  uses: number;
  /** Whether it is the next value of a state variable, which always has a line of its own. */
  isState: boolean;
  /** What stands where it is read, once that is known. */
  read: Term | undefined;
}

/** The result of a statement. */
interface Result extends Value {
  readonly made: NonNullable<Value["made"]>;
}

/**
 * A step of a program as equations: intermediate results where they are used more than once or would be long, then the
 * weights. What is dead is left out.
 */
export function equationsOf(program: Program): readonly Equation[] {
  const { parameters, statements, outputs, states, names } = program;
  const live = liveness(program);
  const symbol = symbolsOf(program);
  const slots: (Value | undefined)[] = parameters.map(({ kind, name }) => parameter(symbol, kind, name));
  /** How often each name was given. */
  const given = new Map<string, number>(parameters.map(({ name }) => [name, 1]));
  const order: Result[] = [];
  const operand = (arg: Operand): Value | number => {
    if (arg.kind === "constant") return arg.value;
    const value = slots[arg.slot] as Value;
    value.uses++;
    return value;
  };
  statements.forEach(({ fn, args, target }, i) => {
    if (live.statements[i] === 0) return;
    const name = names[target] as string;
    const value: Result = {
      name: symbol(name), word: name, made: { fn: fn.name, args: args.map(operand) }, uses: 0, isState: false,
      read: undefined,
    };
    slots[target] = value;
    order.push(value);
  });
  const copies: Equation[] = [];
  const stateNames = new Map<Value, Term>();
  states.forEach((slot, k) => {
    if (live.states[k] === 0) return;
    const next = slots[outputs[k + 1] as number] as Value;
    const name = symbol(names[slot] as string, STEP);
    // One value may be two state variables', and a state variable may take over what a parameter was.
    if (next.made === undefined || next.isState) {
      copies.push({ left: name, right: stateNames.get(next) ?? next.name });
      return;
    }
    next.isState = true;
    stateNames.set(next, name);
  });
  const update = slots[outputs[0] as number] as Value;
  update.uses++;
  const equations: Equation[] = [];
  for (const value of order) {
    const { fn, args } = value.made;
    const term = applied(fn, args.map((arg) => (typeof arg === "number" ? literal(arg) : readOf(arg))));
    const isShort = term.weight <= (value.uses > 1 ? OFTEN : ONCE);
    if (isShort && !value.isState) {
      value.read = term;
      continue;
    }
    const times = given.get(value.word) ?? 0;
    const state = stateNames.get(value);
    const name = state ?? primed(value.name, times);
    if (state === undefined) given.set(value.word, times + 1);
    value.read = name;
    equations.push({ left: name, right: term });
  }
  const weights = parameters[0]?.name ?? "w";
  return [
    ...equations, ...copies,
    { left: symbol(weights, STEP), right: sum(symbol(weights, BEFORE), "−", readOf(update)) },
  ];
}

const STEP = element("mi", {}, "t");
const BEFORE = row(element("mi", {}, "t"), sign("−"), element("mn", {}, "1"));

function readOf({ read, name }: Value): Term {
  return read ?? name;
}

function parameter(symbol: Symbols, kind: Program["parameters"][number]["kind"], name: string): Value {
  const index: Readonly<Record<typeof kind, readonly Child[]>> = {
    weights: [BEFORE], state: [BEFORE], gradient: [STEP], input: name === "lr" || name === "loss" ? [STEP] : [], hyperparameter: [],
  };
  return { name: symbol(name, ...index[kind]), word: name, made: undefined, uses: 0, isState: false, read: undefined };
}

/** A name that was given before, with a stroke for every time. */
function primed(name: Term, strokes: number): Term {
  if (strokes === 0) return name;
  return { ...name, markup: row(name.markup, element("mi", {}, "′".repeat(strokes))) };
}
