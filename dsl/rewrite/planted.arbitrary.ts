import type { RandomStream } from "../../src/random.js";
import { type TypedProgram, check } from "../check.js";
import type { FunctionRow } from "../functions/row.js";
import { FUNCTIONS, functionNamed } from "../functions/table.js";
import { type Operand, type Parameter, type Program, type Statement, constant, variable } from "../program.js";
import { type ValueType, SCALAR, TENSOR } from "../type.js";
import { Nonnegative } from "./nonnegative.js";
import { Graph, type GraphNode, type ParameterNode } from "./graph.js";

/** A program that hides another: same meaning, more statements. */
export interface Planted {
  readonly program: Program;
  /** The edits that were made, in order. */
  readonly edits: readonly string[];
}

/**
 * Hides a program behind random edits that change nothing but rounding: the dead code, copies, identities and
 * detours that evolution leaves behind. Reorders its statements and reuses its variables in the end.
 */
export function plant(program: Program, edits: number, random: RandomStream): Planted {
  const draft = new Draft(program, random);
  const done: string[] = [];
  if (draft.statements.length === 0) return { program, edits: done };
  for (let tries = 0; done.length < edits && tries < 50 * edits; tries++) {
    const [name, edit] = random.pick(EDITS);
    if (edit(draft)) done.push(name);
  }
  return { program: draft.scrambled(), edits: done };
}

interface MutableStatement {
  target: number;
  fn: FunctionRow;
  args: Operand[];
}

/** A place in a program where a value is read. */
interface Place {
  readonly statement: MutableStatement;
  readonly argument: number;
  readonly operand: Operand;
}

/** Slots below are for parameters, so that one more does not move the others. */
const FIRST_SLOT = 64;

/** A program in which every variable is assigned once, open to edits. */
class Draft {
  readonly random: RandomStream;
  readonly parameters: Parameter[];
  readonly statements: MutableStatement[] = [];
  readonly outputs: number[];
  #types: ValueType[] = [];
  #slots: number;

  constructor(program: Program, random: RandomStream) {
    this.random = random;
    this.parameters = [...program.parameters];
    const renamed = new Map<number, number>();
    let next = FIRST_SLOT;
    const current = (slot: number): number => renamed.get(slot) ?? slot;
    for (const { target, fn, args } of program.statements) {
      const operands = args.map((arg) => (arg.kind === "variable" ? variable(current(arg.slot)) : arg));
      renamed.set(target, next);
      this.statements.push({ target: next++, fn, args: operands });
    }
    this.#slots = next;
    this.outputs = program.outputs.map(current);
    this.refresh();
  }

  /** The program as it stands. */
  toProgram(): Program {
    const names = Array.from({ length: this.#slots }, (_, slot) => this.parameters[slot]?.name ?? `u${slot}`);
    return {
      name: "planted",
      parameters: this.parameters,
      states: this.parameters.flatMap(({ kind }, slot) => (kind === "state" ? [slot] : [])),
      names,
      statements: this.statements,
      outputs: this.outputs,
    };
  }

  /** Finds out types and signs anew, after an edit. */
  refresh(): void {
    const typed: TypedProgram = check(this.toProgram());
    const states = typed.program.states;
    this.#types = this.parameters.map((parameter, slot) =>
      parameter.kind === "weights" || parameter.kind === "gradient"
        ? TENSOR
        : ((typed.stateTypes[states.indexOf(slot)] ?? SCALAR) as ValueType),
    );
    this.statements.forEach(({ target }, i) => (this.#types[target] = typed.types[i] as ValueType));
  }

  typeOf(operand: Operand): ValueType {
    return operand.kind === "constant" ? SCALAR : (this.#types[operand.slot] as ValueType);
  }

  /** A number of ordinary size that is not 0 or 1. */
  number(): number {
    return this.random.pick([0.1, 0.25, 0.3, 0.7, 0.9, 1.5, 2, 3, 10]);
  }

  /** The value of a call, computed just before a statement. */
  before(statement: MutableStatement, fn: string, ...args: Operand[]): Operand {
    const target = this.#slots++;
    this.statements.splice(this.statements.indexOf(statement), 0, { target, fn: functionNamed(fn), args });
    return variable(target);
  }

  /** A value of a type, or any, that is known before a statement. */
  known(statement: MutableStatement, fits: (type: ValueType) => boolean): Operand | undefined {
    const slots = this.parameters.map((_, slot) => slot);
    for (const each of this.statements) {
      if (each === statement) break;
      slots.push(each.target);
    }
    const fitting = slots.filter((slot) => fits(this.#types[slot] as ValueType));
    return fitting.length === 0 ? undefined : variable(this.random.pick(fitting));
  }

  /** A random read of a variable. */
  place(): Place | undefined {
    const places = this.statements.flatMap((statement) =>
      statement.args.flatMap((operand, argument): Place[] =>
        operand.kind === "variable" ? [{ statement, argument, operand }] : [],
      ),
    );
    return places.length === 0 ? undefined : this.random.pick(places);
  }

  /** A random call of a function. */
  call(...names: string[]): MutableStatement | undefined {
    const calls = this.statements.filter(({ fn }) => names.includes(fn.name));
    return calls.length === 0 ? undefined : this.random.pick(calls);
  }

  /** The statement that assigned a variable. */
  definition(operand: Operand): MutableStatement | undefined {
    return operand.kind === "variable" ? this.statements.find(({ target }) => target === operand.slot) : undefined;
  }

  /** Puts a call in a statement's place. */
  replace(statement: MutableStatement, fn: string, ...args: Operand[]): void {
    statement.fn = functionNamed(fn);
    statement.args = args;
  }

  /** Whether a value is known to be 0 or more. */
  isNonnegative(operand: Operand): boolean {
    const graph = new Graph();
    const nodes = this.parameters.map((parameter, slot): GraphNode =>
      graph.parameter(parameter, this.#types[slot] as ValueType),
    );
    const node = (arg: Operand): GraphNode =>
      arg.kind === "constant" ? graph.constant(arg.value) : (nodes[arg.slot] as GraphNode);
    for (const { target, fn, args } of this.statements) {
      nodes[target] = graph.tryCall(fn, args.map(node)) as GraphNode;
    }
    const [update, ...after] = this.outputs.map((slot) => nodes[slot] as GraphNode);
    const before = nodes.filter((each) => each.kind === "parameter" && each.parameter.kind === "state");
    const states = before.map((each, k) => ({ before: each as ParameterNode, after: after[k] as GraphNode }));
    return new Nonnegative({ update: update as GraphNode, states }).has(node(operand));
  }

  /** A new state variable's slot; its output is still to be pushed. */
  addState(name: string): number {
    const slot = this.parameters.push({ kind: "state", name }) - 1;
    this.#types[slot] = SCALAR;
    return slot;
  }

  /** A slot for a value that is still to be computed. */
  newSlot(): number {
    return this.#slots++;
  }

  /** The program in another order of statements, with variables that are used again when they are free. */
  scrambled(): Program {
    const order = this.#reordered();
    const lastRead = new Map<number, number>();
    order.forEach(({ args }, i) => {
      for (const arg of args) if (arg.kind === "variable") lastRead.set(arg.slot, i);
    });
    for (const output of this.outputs) lastRead.set(output, Infinity);
    const names = this.parameters.map(({ name }) => name);
    const place = new Map<number, number>(names.map((_, slot) => [slot, slot]));
    const holds = new Map<number, number>(names.map((_, slot) => [slot, slot]));
    const statements = order.map(({ target, fn, args }, i): Statement => {
      const operands = args.map((arg) => (arg.kind === "variable" ? variable(place.get(arg.slot) as number) : arg));
      const free = [...holds].flatMap(([slot, value]) => ((lastRead.get(value) ?? -1) <= i ? [slot] : []));
      let slot = names.length;
      if (free.length > 0 && this.random.chance(0.5)) slot = this.random.pick(free);
      else names.push(`x${slot}`);
      place.set(target, slot);
      holds.set(slot, target);
      return { target: slot, fn, args: operands };
    });
    return {
      ...this.toProgram(),
      names,
      statements,
      outputs: this.outputs.map((output) => place.get(output) as number),
    };
  }

  /** The statements in a random order in which every variable is assigned before it is read. */
  #reordered(): readonly MutableStatement[] {
    const waiting = [...this.statements];
    const assigned = new Set(this.parameters.map((_, slot) => slot));
    const order: MutableStatement[] = [];
    while (waiting.length > 0) {
      const ready = waiting.filter(({ args }) => args.every((arg) => arg.kind === "constant" || assigned.has(arg.slot)));
      const next = this.random.pick(ready);
      waiting.splice(waiting.indexOf(next), 1);
      assigned.add(next.target);
      order.push(next);
    }
    return order;
  }
}

/** Makes an edit; `false` where the program has no place for it. */
type Edit = (draft: Draft) => boolean;

/** An edit that reads, in place of a value, something else that equals it. */
function detour(make: (draft: Draft, value: Operand, at: MutableStatement) => Operand | undefined): Edit {
  return (draft) => {
    const place = draft.place();
    if (place === undefined) return false;
    const { statement, argument, operand } = place;
    const made = make(draft, operand, statement);
    if (made === undefined || made === operand) return false;
    statement.args[argument] = made;
    draft.refresh();
    return true;
  };
}

/** An edit that writes a call of a function in another way. */
function respell(fns: string, write: (draft: Draft, call: MutableStatement) => boolean): Edit {
  return (draft) => {
    const call = draft.call(...fns.split(" "));
    if (call === undefined || !write(draft, call)) return false;
    draft.refresh();
    return true;
  };
}

/** An edit that computes a constant. */
function calculate(make: (draft: Draft, value: number, at: MutableStatement) => Operand): Edit {
  return (draft) => {
    const places = draft.statements.flatMap((statement) =>
      statement.args.flatMap((arg, argument) => (arg.kind === "constant" ? [{ statement, argument, value: arg.value }] : [])),
    );
    if (places.length === 0) return false;
    const { statement, argument, value } = draft.random.pick(places);
    statement.args[argument] = make(draft, value, statement);
    draft.refresh();
    return true;
  };
}

const one = constant(1);

/** A constant that is worth splitting off another: the other part stays exact enough. */
function isOrdinary(operand: Operand | undefined): operand is Operand & { readonly kind: "constant" } {
  return operand?.kind === "constant" && Math.abs(operand.value) > 1e-6 && Math.abs(operand.value) < 1e6;
}

const DETOURS: Readonly<Record<string, Edit>> = {
  "copy": detour((draft, x, at) => draft.before(at, "copy", x)),
  "x + 0": detour((draft, x, at) => draft.before(at, "add", x, constant(0))),
  "0 + x": detour((draft, x, at) => draft.before(at, "add", constant(0), x)),
  "x - 0": detour((draft, x, at) => draft.before(at, "subtract", x, constant(0))),
  "x * 1": detour((draft, x, at) => draft.before(at, "multiply", x, one)),
  "x / 1": detour((draft, x, at) => draft.before(at, "protected_divide", x, one)),
  "divide(x, 1)": detour((draft, x, at) => draft.before(at, "divide", x, one)),
  "x ** 1": detour((draft, x, at) => draft.before(at, "power", x, one)),
  "-(-x)": detour((draft, x, at) => draft.before(at, "negative", draft.before(at, "negative", x))),
  "0 - (0 - x)": detour((draft, x, at) =>
    draft.before(at, "subtract", constant(0), draft.before(at, "subtract", constant(0), x)),
  ),
  "x * c * (1 / c)": detour((draft, x, at) => {
    const c = draft.number();
    return draft.before(at, "multiply", draft.before(at, "multiply", x, constant(c)), constant(1 / c));
  }),
  "x + c - c": detour((draft, x, at) => {
    const c = constant(draft.number());
    return draft.before(at, "subtract", draft.before(at, "add", x, c), c);
  }),
  "x * pi * (1 / pi)": detour((draft, x, at) =>
    draft.before(at, "multiply", draft.before(at, "multiply", x, draft.before(at, "get_pi")), constant(1 / Math.PI)),
  ),
  "divide(x * e, e)": detour((draft, x, at) => {
    const e = draft.before(at, "get_e");
    return draft.before(at, "divide", draft.before(at, "multiply", e, x), e);
  }),
  "x + y - y": detour((draft, x, at) => {
    const y = draft.known(at, (type) => type <= draft.typeOf(x));
    return y && draft.before(at, "subtract", draft.before(at, "add", x, y), y);
  }),
  "x - y + y": detour((draft, x, at) => {
    const y = draft.known(at, (type) => type <= draft.typeOf(x));
    return y && draft.before(at, "add", draft.before(at, "subtract", x, y), y);
  }),
  "y - (y - x)": detour((draft, x, at) => {
    const y = draft.known(at, (type) => type <= draft.typeOf(x));
    return y && draft.before(at, "subtract", y, draft.before(at, "subtract", y, x));
  }),
  "x + (y - y)": detour((draft, x, at) => {
    const y = draft.known(at, (type) => type <= draft.typeOf(x));
    return y && draft.before(at, "add", x, draft.before(at, "subtract", y, y));
  }),
  "max(x, x)": detour((draft, x, at) => draft.before(at, "max", x, x)),
  "min(x, x)": detour((draft, x, at) => draft.before(at, "min", x, x)),
  "interp(x, x, a)": detour((draft, x, at) => draft.before(at, "interp", x, x, constant(draft.number()))),
  "interp(x, x, s)": detour((draft, x, at) => {
    const s = draft.known(at, (type) => type === SCALAR);
    return s && draft.before(at, "interp", x, x, s);
  }),
  "interp(x, y, 0)": detour((draft, x, at) => {
    const y = draft.known(at, (type) => type <= draft.typeOf(x));
    return y && draft.before(at, "interp", x, y, constant(0));
  }),
  "interp(y, x, 1)": detour((draft, x, at) => {
    const y = draft.known(at, (type) => type <= draft.typeOf(x));
    return y && draft.before(at, "interp", y, x, one);
  }),
  "select(1, x, y)": detour((draft, x, at) => {
    const y = draft.known(at, (type) => type <= draft.typeOf(x));
    return y && draft.before(at, "select", one, x, y);
  }),
  "select(y < z, x, x)": detour((draft, x, at) => {
    const y = draft.known(at, (type) => type <= draft.typeOf(x));
    return y && draft.before(at, "select", draft.before(at, "less", y, x), x, x);
  }),
  "select(role(y) == c, z, x)": detour((draft, x, at) => {
    const [y, z] = [draft.known(at, (type) => type === TENSOR), draft.known(at, (type) => type <= draft.typeOf(x))];
    // A choice by arrays would make a scalar wider.
    if (draft.typeOf(x) === SCALAR || y === undefined || z === undefined) return undefined;
    const never = constant(draft.random.pick([-1.1, 4, 0.5]));
    return draft.before(at, "select", draft.before(at, "equal", draft.before(at, "role", y), never), z, x);
  }),
  "select(c < cols(y), x, z)": detour((draft, x, at) => {
    const [y, z] = [draft.known(at, (type) => type === TENSOR), draft.known(at, (type) => type <= draft.typeOf(x))];
    if (draft.typeOf(x) === SCALAR || y === undefined || z === undefined) return undefined;
    return draft.before(at, "select", draft.before(at, "less", constant(0.3), draft.before(at, "cols", y)), x, z);
  }),
  "x * power(1, y)": detour((draft, x, at) => {
    const y = draft.known(at, (type) => type <= draft.typeOf(x));
    return y && draft.before(at, "multiply", x, draft.before(at, "power", one, y));
  }),
  "(x + x) * 0.5": detour((draft, x, at) =>
    draft.before(at, "multiply", draft.before(at, "add", x, x), constant(0.5)),
  ),
  "abs of nonnegative": detour((draft, x, at) => (draft.isNonnegative(x) ? draft.before(at, "abs", x) : undefined)),
  "root of square": detour((draft, x, at) =>
    draft.isNonnegative(x) ? draft.before(at, "sqrt", draft.before(at, "square", x)) : undefined,
  ),
  "square of root": detour((draft, x, at) =>
    draft.isNonnegative(x) ? draft.before(at, "square", draft.before(at, "sqrt", x)) : undefined,
  ),
  "exp of log": detour((draft, x, at) =>
    draft.isNonnegative(x) ? draft.before(at, "exp", draft.before(at, "log", x)) : undefined,
  ),
  "reciprocal of reciprocal": detour((draft, x, at) =>
    draft.before(at, "reciprocal", draft.before(at, "reciprocal", x)),
  ),
};

const RESPELLINGS: Readonly<Record<string, Edit>> = {
  "arguments swapped": respell("add multiply max min dot equal", (_, call) => {
    call.args.reverse();
    return true;
  }),
  "square as product": respell("square", (draft, call) => {
    const [x] = call.args as [Operand];
    draft.replace(call, "multiply", x, x);
    return true;
  }),
  "fact of a product": respell("rows cols", (draft, call) => {
    draft.replace(call, call.fn.name, draft.before(call, "multiply", call.args[0] as Operand, variable(0)));
    return true;
  }),
  "square as power": respell("square", (draft, call) => {
    draft.replace(call, "power", call.args[0] as Operand, constant(2));
    return true;
  }),
  "square of negation": respell("square", (draft, call) => {
    draft.replace(call, "square", draft.before(call, "negative", call.args[0] as Operand));
    return true;
  }),
  "square of abs": respell("square", (draft, call) => {
    draft.replace(call, "square", draft.before(call, "abs", call.args[0] as Operand));
    return true;
  }),
  "root of abs": respell("sqrt", (draft, call) => {
    draft.replace(call, "sqrt", draft.before(call, "abs", call.args[0] as Operand));
    return true;
  }),
  "sign as quotient by root": respell("sign", (draft, call) => {
    const [x] = call.args as [Operand];
    draft.replace(call, "protected_divide", x, draft.before(call, "sqrt", draft.before(call, "multiply", x, x)));
    return true;
  }),
  "sign as quotient by abs": respell("sign", (draft, call) => {
    const [x] = call.args as [Operand];
    draft.replace(call, "protected_divide", x, draft.before(call, "abs", x));
    return true;
  }),
  "scaled sign as quotient": respell("sign", (draft, call) => {
    const [x] = call.args as [Operand];
    const c = draft.number();
    const scaled = draft.before(call, "multiply", x, constant(c));
    const root = draft.before(call, "sqrt", draft.before(call, "square", x));
    draft.replace(call, "multiply", draft.before(call, "protected_divide", scaled, root), constant(1 / c));
    return true;
  }),
  "sign of scaled": respell("sign", (draft, call) => {
    draft.replace(call, "sign", draft.before(call, "multiply", call.args[0] as Operand, constant(draft.number())));
    return true;
  }),
  "sign of sign": respell("sign", (draft, call) => {
    draft.replace(call, "sign", draft.before(call, "sign", call.args[0] as Operand));
    return true;
  }),
  "sign through negations": respell("sign", (draft, call) => {
    const negated = draft.before(call, "negative", call.args[0] as Operand);
    draft.replace(call, "negative", draft.before(call, "sign", negated));
    return true;
  }),
  "abs as maximum": respell("abs", (draft, call) => {
    const [x] = call.args as [Operand];
    draft.replace(call, "max", x, draft.before(call, "negative", x));
    return true;
  }),
  "abs as root of square": respell("abs", (draft, call) => {
    draft.replace(call, "sqrt", draft.before(call, "square", call.args[0] as Operand));
    return true;
  }),
  "interpolation nested": respell("interp", (draft, call) => {
    const [x, y, a] = call.args as [Operand, Operand, Operand];
    if (!isOrdinary(a)) return false;
    const r = draft.random.pick([0.5, 0.8, 0.95]);
    draft.replace(call, "interp", x, draft.before(call, "interp", x, y, constant(r)), constant(a.value / r));
    return true;
  }),
  "interpolation nested in its first argument": respell("interp", (draft, call) => {
    const [x, y, a] = call.args as [Operand, Operand, Operand];
    if (!isOrdinary(a) || a.value >= 1) return false;
    const r = a.value * 0.5;
    const s = 1 - (1 - a.value) / (1 - r);
    draft.replace(call, "interp", draft.before(call, "interp", x, y, constant(r)), y, constant(s));
    return true;
  }),
  "interpolation as weighted sum": respell("interp", (draft, call) => {
    const [x, y, a] = call.args as [Operand, Operand, Operand];
    const rest = a.kind === "constant" ? constant(1 - a.value) : draft.before(call, "subtract", one, a);
    draft.replace(call, "add", draft.before(call, "multiply", x, rest), draft.before(call, "multiply", y, a));
    return true;
  }),
  "interpolation as step": respell("interp", (draft, call) => {
    const [x, y, a] = call.args as [Operand, Operand, Operand];
    const step = draft.before(call, "multiply", draft.before(call, "subtract", y, x), a);
    draft.replace(call, "add", x, step);
    return true;
  }),
  "interpolation as step from the other end": respell("interp", (draft, call) => {
    const [x, y, a] = call.args as [Operand, Operand, Operand];
    const rest = a.kind === "constant" ? constant(1 - a.value) : draft.before(call, "subtract", one, a);
    const step = draft.before(call, "multiply", draft.before(call, "subtract", x, y), rest);
    draft.replace(call, "add", y, step);
    return true;
  }),
  "interpolation as subtracted step": respell("interp", (draft, call) => {
    const [x, y, a] = call.args as [Operand, Operand, Operand];
    const step = draft.before(call, "multiply", draft.before(call, "subtract", x, y), a);
    draft.replace(call, "subtract", x, step);
    return true;
  }),
  "interpolation the other way round": respell("interp", (draft, call) => {
    const [x, y, a] = call.args as [Operand, Operand, Operand];
    const rest = a.kind === "constant" ? constant(1 - a.value) : draft.before(call, "subtract", one, a);
    draft.replace(call, "interp", y, x, rest);
    return true;
  }),
  "difference as sum": respell("subtract", (draft, call) => {
    const [x, y] = call.args as [Operand, Operand];
    draft.replace(call, "add", x, draft.before(call, "negative", y));
    return true;
  }),
  "sum as difference": respell("add", (draft, call) => {
    const [x, y] = call.args as [Operand, Operand];
    draft.replace(call, "subtract", x, draft.before(call, "negative", y));
    return true;
  }),
  "sum as difference from negation": respell("add", (draft, call) => {
    const [x, y] = call.args as [Operand, Operand];
    draft.replace(call, "subtract", y, draft.before(call, "subtract", constant(0), x));
    return true;
  }),
  "difference negated": respell("subtract", (draft, call) => {
    const [x, y] = call.args as [Operand, Operand];
    draft.replace(call, "negative", draft.before(call, "subtract", y, x));
    return true;
  }),
  "both factors negated": respell("multiply", (draft, call) => {
    const [x, y] = call.args as [Operand, Operand];
    draft.replace(call, "multiply", draft.before(call, "negative", x), draft.before(call, "negative", y));
    return true;
  }),
  "product scaled and back": respell("multiply", (draft, call) => {
    const [x, y] = call.args as [Operand, Operand];
    const c = draft.number();
    const left = draft.before(call, "multiply", x, constant(c));
    draft.replace(call, "multiply", left, draft.before(call, "multiply", y, constant(1 / c)));
    return true;
  }),
  "sum scaled and back": respell("add subtract", (draft, call) => {
    const [x, y] = call.args as [Operand, Operand];
    const c = draft.number();
    const { name } = call.fn;
    const left = draft.before(call, "multiply", x, constant(c));
    const right = draft.before(call, "multiply", constant(c), y);
    draft.replace(call, "multiply", draft.before(call, name, left, right), constant(1 / c));
    return true;
  }),
  "quotient as product": respell("divide", (draft, call) => {
    const [x, y] = call.args as [Operand, Operand];
    draft.replace(call, "multiply", x, draft.before(call, "reciprocal", y));
    return true;
  }),
  "factor distributed": respell("multiply", (draft, call) => {
    const [x, y] = call.args as [Operand, Operand];
    const sum = draft.definition(x);
    if (sum === undefined || (sum.fn.name !== "add" && sum.fn.name !== "subtract")) return false;
    const [p, q] = sum.args as [Operand, Operand];
    draft.replace(call, sum.fn.name, draft.before(call, "multiply", p, y), draft.before(call, "multiply", y, q));
    return true;
  }),
  "factors regrouped": respell("multiply", (draft, call) => {
    const [x, y] = call.args as [Operand, Operand];
    const product = draft.definition(x);
    if (product?.fn.name !== "multiply") return false;
    const [p, q] = product.args as [Operand, Operand];
    draft.replace(call, "multiply", p, draft.before(call, "multiply", q, y));
    return true;
  }),
  "update scaled and back": (draft) => {
    const c = draft.number();
    const update = variable(draft.outputs[0] as number);
    const [scaled, back] = [draft.newSlot(), draft.newSlot()];
    draft.statements.push(
      { target: scaled, fn: functionNamed("multiply"), args: [update, constant(c)] },
      { target: back, fn: functionNamed("multiply"), args: [constant(1 / c), variable(scaled)] },
    );
    draft.outputs[0] = back;
    draft.refresh();
    return true;
  },
};

const CALCULATIONS: Readonly<Record<string, Edit>> = {
  "constant as sum": calculate((draft, value, at) =>
    draft.before(at, "add", constant(value * 0.25), constant(value * 0.75)),
  ),
  "constant as difference": calculate((draft, value, at) =>
    draft.before(at, "subtract", constant(value * 1.5), constant(value * 0.5)),
  ),
  "constant as product": calculate((draft, value, at) =>
    draft.before(at, "multiply", constant(value * 4), constant(0.25)),
  ),
  "constant as copy": calculate((draft, value, at) => draft.before(at, "copy", constant(value))),
};

/** A random statement whose result nothing else reads yet, or `undefined`. */
function randomCall(draft: Draft, at: MutableStatement): Operand | undefined {
  const fn = draft.random.pick(FUNCTIONS.filter(({ name }) => name !== "orthogonalize"));
  const args = fn.args.map(({ type }) =>
    type !== "tensor" && draft.random.chance(0.2)
      ? constant(draft.number())
      : draft.known(at, (known) => type === "any" || known === (type === "scalar" ? SCALAR : TENSOR)),
  );
  if (args.some((arg) => arg === undefined)) return undefined;
  return draft.before(at, fn.name, ...(args as Operand[]));
}

const ADDITIONS: Readonly<Record<string, Edit>> = {
  "dead statement": (draft) => {
    const made = randomCall(draft, draft.random.pick(draft.statements));
    draft.refresh();
    return made !== undefined;
  },
  "dead state": (draft) => {
    const before = variable(draft.addState(`s${draft.parameters.length}`));
    const last = draft.statements.at(-1) as MutableStatement;
    const other = draft.known(last, () => true) as Operand;
    const after = draft.before(last, "interp", other, before, constant(draft.number()));
    draft.outputs.push((after as { readonly slot: number }).slot);
    draft.refresh();
    return true;
  },
  "zero state": (draft) => {
    const place = draft.place();
    if (place === undefined) return false;
    const { statement, argument } = place;
    const before = variable(draft.addState(`z${draft.parameters.length}`));
    const operand = statement.args[argument] as Operand;
    const after = draft.before(statement, "multiply", before, constant(draft.number()));
    const sum = draft.before(statement, "add", operand, draft.random.chance(0.5) ? before : after);
    statement.args[argument] = sum;
    draft.outputs.push((after as { readonly slot: number }).slot);
    draft.refresh();
    return true;
  },
  "state twice": (draft) => {
    const states = draft.parameters.flatMap(({ kind }, slot) => (kind === "state" ? [slot] : []));
    if (states.length === 0) return false;
    const k = draft.random.integer(states.length);
    const original = states[k] as number;
    const twin = draft.addState(`d${draft.parameters.length}`);
    for (const statement of draft.statements) {
      statement.args = statement.args.map((arg) => {
        if (arg.kind !== "variable" || arg.slot !== original || draft.random.chance(0.5)) return arg;
        return variable(twin);
      });
    }
    const output = draft.outputs[k + 1] as number;
    const definition = draft.definition(variable(output));
    if (definition === undefined) draft.outputs.push(output);
    else {
      const target = draft.newSlot();
      const args = definition.args.map((arg) => (arg.kind === "variable" && arg.slot === twin ? variable(original) : arg));
      draft.statements.push({ target, fn: definition.fn, args });
      draft.outputs.push(target);
    }
    draft.refresh();
    return true;
  },
  "value computed twice": (draft) => {
    const place = draft.place();
    if (place === undefined) return false;
    const definition = draft.definition(place.operand);
    if (definition === undefined) return false;
    place.statement.args[place.argument] = draft.before(place.statement, definition.fn.name, ...definition.args);
    draft.refresh();
    return true;
  },
};

/** Every edit, by a name that shows what it does; dead code is as likely as a third of all the others. */
const EDITS: readonly (readonly [string, Edit])[] = [
  ...Object.entries({ ...DETOURS, ...RESPELLINGS, ...CALCULATIONS }),
  ...[1, 2, 3, 4, 5].flatMap(() => Object.entries(ADDITIONS)),
];

/** The names of all edits. */
export const EDIT_NAMES: readonly string[] = [...new Set(EDITS.map(([name]) => name))];
