import type { RandomStream } from "../src/random.js";
import { type TypedProgram, check, tryCheck } from "./check.js";
import type { FunctionRow } from "./functions/row.js";
import { FUNCTIONS, functionNamed } from "./functions/table.js";
import {
  type Operand,
  type Parameter,
  type Program,
  type Statement,
  SCALAR_INPUTS,
  constant,
  stateSlots,
  variable,
} from "./program.js";
import { type ValueType, SCALAR, TENSOR } from "./type.js";

/** A program that means the same as another, to the bit, and how it was made of it. */
export interface Disguised {
  readonly typed: TypedProgram;
  /** The rewrites that were tried, in order; some may have found nothing to change. */
  readonly rewrites: readonly string[];
}

/**
 * Rewrites a program in ways that keep its meaning, and that a structural hash must not see: a random choice
 * of them, one after another. What it knows of dead code it finds out by itself, not by `liveness`.
 */
export function disguise(typed: TypedProgram, random: RandomStream): Disguised {
  for (;;) {
    const draft = new Draft(typed, random);
    const rewrites = REWRITE_NAMES.filter(() => random.chance(0.4));
    for (const name of rewrites) REWRITES[name]?.(draft);
    const program = draft.toProgram();
    // Only dead code can come out invalid, where its state turned out narrower than was thought.
    const checked = tryCheck(program);
    if (checked !== undefined) return { typed: checked, rewrites };
    check(draft.withoutDead().toProgram());
  }
}

/** A parameter and the value that it stands for. */
interface DraftParameter {
  parameter: Parameter;
  readonly value: number;
}

/** A call that gives a value; in the operands, slots are values. */
interface Call {
  readonly value: number;
  readonly fn: FunctionRow;
  args: readonly Operand[];
}

/** What is read in an operand's place, and the calls that it takes. */
interface Replacement {
  readonly calls: readonly Call[];
  readonly operand: Operand;
}

function mapSlots(args: readonly Operand[], map: (slot: number) => number): readonly Operand[] {
  return args.map((arg) => (arg.kind === "variable" ? variable(map(arg.slot)) : arg));
}

const COPY = functionNamed("copy");
const INTERP = functionNamed("interp");

/** A program in which every value has a number of its own, whatever variables it passes through. */
class Draft {
  readonly random: RandomStream;
  readonly #name: string;
  parameters: DraftParameter[];
  calls: Call[] = [];
  update: number;
  /** What is returned for a state variable, by the value that it begins with. */
  readonly returned = new Map<number, number>();
  readonly types: ValueType[] = [];
  /** Whether the program and its parameters get other names; the variables always do. */
  renamed = false;
  /** How often a call's result goes to a variable that is not needed any more, if there is one. */
  reuse = 0;

  constructor({ program, types, stateTypes }: TypedProgram, random: RandomStream) {
    this.random = random;
    this.#name = program.name;
    this.parameters = program.parameters.map((parameter, value) => ({ parameter, value }));
    for (const { kind } of program.parameters) {
      this.types.push(kind === "weights" || kind === "gradient" ? TENSOR : SCALAR);
    }
    program.states.forEach((slot, k) => (this.types[slot] = stateTypes[k] as ValueType));
    const current = program.names.map((_, slot) => slot);
    program.statements.forEach(({ target, fn, args }, i) => {
      const operands = mapSlots(args, (slot) => current[slot] as number);
      current[target] = this.types.push(types[i] as ValueType) - 1;
      this.calls.push({ value: current[target], fn, args: operands });
    });
    this.update = current[program.outputs[0] as number] as number;
    program.states.forEach((slot, k) => {
      this.returned.set(slot, current[program.outputs[k + 1] as number] as number);
    });
  }

  /** A new value; its call is still to be made. */
  newValue(type: ValueType): number {
    return this.types.push(type) - 1;
  }

  typeOf(operand: Operand): ValueType {
    return operand.kind === "constant" ? SCALAR : (this.types[operand.slot] as ValueType);
  }

  /** Makes a call whose result is as wide as its function says. */
  call(fn: FunctionRow, args: readonly Operand[]): Call {
    const widest = Math.max(SCALAR, ...args.map((arg) => this.typeOf(arg))) as ValueType;
    return { value: this.newValue(fn.result === "widest" ? widest : fn.result), fn, args };
  }

  /** Lets some of the operands read something else, computed by calls just before theirs. */
  replaceReads(replace: (operand: Operand) => Replacement): void {
    this.calls = this.calls.flatMap((call) => {
      const before: Call[] = [];
      const args = call.args.map((arg) => {
        const made = replace(arg);
        before.push(...made.calls);
        return made.operand;
      });
      return [...before, { ...call, args }];
    });
  }

  /** The values that the update depends on, in this step or a later one. */
  needed(): ReadonlySet<number> {
    const calls = new Map(this.calls.map((call) => [call.value, call]));
    const needed = new Set<number>();
    const open = [this.update];
    for (let value = open.pop(); value !== undefined; value = open.pop()) {
      if (needed.has(value)) continue;
      needed.add(value);
      for (const arg of calls.get(value)?.args ?? []) if (arg.kind === "variable") open.push(arg.slot);
      const next = this.returned.get(value);
      if (next !== undefined) open.push(next);
    }
    return needed;
  }

  /** The draft less dead code and dead state. */
  withoutDead(): this {
    const needed = this.needed();
    this.calls = this.calls.filter(({ value }) => needed.has(value));
    this.parameters = this.parameters.filter(
      ({ parameter, value }) => parameter.kind !== "state" || needed.has(value),
    );
    for (const value of [...this.returned.keys()]) if (!needed.has(value)) this.returned.delete(value);
    return this;
  }

  /** Puts a parameter at a random place behind the weights and the gradient. */
  insertParameter(parameter: Parameter, value: number): void {
    this.parameters.splice(2 + this.random.integer(this.parameters.length - 1), 0, { parameter, value });
  }

  /** A name that no parameter has. */
  newName(prefix: string): string {
    for (let i = 0; ; i++) {
      const name = `${prefix}${i}`;
      if (!this.parameters.some(({ parameter }) => parameter.name === name)) return name;
    }
  }

  /** Gives every value a variable, in place of one that is not needed any more or new. */
  toProgram(): Program {
    const { random, reuse } = this;
    const outputs = [
      this.update,
      ...this.parameters.flatMap(({ parameter, value }) =>
        parameter.kind === "state" ? [this.returned.get(value) as number] : [],
      ),
    ];
    const lastRead = new Map<number, number>();
    this.calls.forEach(({ args }, i) => {
      for (const arg of args) if (arg.kind === "variable") lastRead.set(arg.slot, i);
    });
    for (const value of outputs) lastRead.set(value, Infinity);
    const slotOf = new Map(this.parameters.map(({ value }, slot) => [value, slot]));
    const held = this.parameters.map(({ value }) => value);
    const statements = this.calls.map(({ value, fn, args }, i): Statement => {
      const operands = mapSlots(args, (used) => slotOf.get(used) as number);
      let target = held.length;
      if (random.chance(reuse)) {
        const free = held.flatMap((other, slot) => ((lastRead.get(other) ?? -1) <= i ? [slot] : []));
        if (free.length > 0) target = random.pick(free);
      }
      held[target] = value;
      slotOf.set(value, target);
      return { target, fn, args: operands };
    });
    const names = this.#names(held.length);
    const parameters = this.parameters.map(({ parameter }, slot): Parameter =>
      parameter.kind === "input" ? parameter : { ...parameter, name: names[slot] as string },
    );
    return {
      name: this.renamed ? "disguised" : this.#name,
      parameters,
      states: stateSlots(parameters),
      names,
      statements,
      outputs: outputs.map((value) => slotOf.get(value) as number),
    };
  }

  #names(slots: number): readonly string[] {
    const taken = new Set<string>(SCALAR_INPUTS);
    const fresh = (prefix: string): string => {
      let name = `${prefix}${this.random.integer(1000)}`;
      while (taken.has(name)) name = `${prefix}${this.random.integer(1_000_000)}`;
      taken.add(name);
      return name;
    };
    for (const { parameter } of this.parameters) taken.add(parameter.name);
    return Array.from({ length: slots }, (_, slot) => {
      const parameter = this.parameters[slot]?.parameter;
      if (parameter === undefined) return fresh(this.random.pick(["x", "_", "update", "m"]));
      const keeps = !this.renamed || parameter.kind === "input";
      return keeps ? parameter.name : fresh(this.random.pick(["p", "w", "grad", "v_"]));
    });
  }
}

/** Arguments for a call at a place, of what is known there; `undefined` where no tensor is. */
function argumentsAt(draft: Draft, fn: FunctionRow, place: number): readonly Operand[] | undefined {
  const { random } = draft;
  const values = [
    ...draft.parameters.map(({ value }) => value),
    ...draft.calls.slice(0, place).map(({ value }) => value),
  ];
  const args: Operand[] = [];
  for (const { type } of fn.args) {
    const wanted = type === "scalar" ? SCALAR : TENSOR;
    const fitting = type === "any" ? values : values.filter((value) => draft.types[value] === wanted);
    if (type === "tensor" && fitting.length === 0) return undefined;
    args.push(
      fitting.length === 0 || (type !== "tensor" && random.chance(0.2))
        ? constant(random.normal())
        : variable(random.pick(fitting)),
    );
  }
  return args;
}

/** The meaning-preserving rewrites, by what they are. The last ones decide how the text comes out. */
const REWRITES: Readonly<Record<string, (draft: Draft) => void>> = {
  "dead code and dead state removed": (draft) => {
    draft.withoutDead();
  },

  "copies removed": (draft) => {
    const copied = new Map<number, Operand>();
    for (const { value, fn, args } of draft.calls) {
      if (fn === COPY && draft.random.chance(0.7)) copied.set(value, args[0] as Operand);
    }
    const original = (operand: Operand): Operand => {
      let at = operand;
      while (at.kind === "variable" && copied.has(at.slot)) at = copied.get(at.slot) as Operand;
      return at;
    };
    draft.replaceReads((operand) => ({ calls: [], operand: original(operand) }));
    const output = (value: number): number => {
      const found = original(variable(value));
      return found.kind === "variable" ? found.slot : value;
    };
    draft.update = output(draft.update);
    for (const [state, value] of draft.returned) draft.returned.set(state, output(value));
  },

  "values computed twice shared": (draft) => {
    const known = new Map<string, number>();
    const same = new Map<number, number>();
    const shared = (value: number): number => same.get(value) ?? value;
    draft.calls = draft.calls.map((call) => {
      const args = mapSlots(call.args, shared);
      const key = [
        call.fn.id,
        ...args.map((arg) =>
          arg.kind === "variable" ? `v${arg.slot}` : Object.is(arg.value, -0) ? "-0" : String(arg.value),
        ),
      ].join(" ");
      const earlier = known.get(key);
      if (earlier === undefined) known.set(key, call.value);
      else if (draft.random.chance(0.7)) same.set(call.value, earlier);
      return { ...call, args };
    });
    draft.update = shared(draft.update);
    for (const [state, value] of draft.returned) draft.returned.set(state, shared(value));
  },

  "hyperparameters written as constants": (draft) => {
    const outputs = new Set([draft.update, ...draft.returned.values()]);
    const values = new Map<number, number>();
    draft.parameters = draft.parameters.filter(({ parameter, value }) => {
      if (parameter.kind !== "hyperparameter" || outputs.has(value) || draft.random.chance(0.3)) return true;
      values.set(value, parameter.value);
      return false;
    });
    draft.replaceReads((operand) => {
      const value = operand.kind === "variable" ? values.get(operand.slot) : undefined;
      return { calls: [], operand: value === undefined ? operand : constant(value) };
    });
  },

  "constants written as hyperparameters": (draft) => {
    draft.replaceReads((operand) => {
      if (operand.kind === "variable" || draft.random.chance(0.5)) return { calls: [], operand };
      const value = draft.newValue(SCALAR);
      const parameter: Parameter = { kind: "hyperparameter", name: draft.newName("h"), value: operand.value };
      draft.insertParameter(parameter, value);
      return { calls: [], operand: variable(value) };
    });
  },

  "values computed twice": (draft) => {
    const calls = new Map(draft.calls.map((call) => [call.value, call]));
    draft.replaceReads((operand) => {
      const made = operand.kind === "variable" ? calls.get(operand.slot) : undefined;
      if (made === undefined || draft.random.chance(0.7)) return { calls: [], operand };
      const again = draft.call(made.fn, made.args);
      return { calls: [again], operand: variable(again.value) };
    });
  },

  "copies made": (draft) => {
    const copy = (operand: Operand): Call => draft.call(COPY, [operand]);
    draft.replaceReads((operand) => {
      if (draft.random.chance(0.8)) return { calls: [], operand };
      const made = copy(operand);
      return { calls: [made], operand: variable(made.value) };
    });
    const output = (value: number): number => {
      if (draft.random.chance(0.7)) return value;
      const made = copy(variable(value));
      draft.calls.push(made);
      return made.value;
    };
    draft.update = output(draft.update);
    for (const [state, value] of draft.returned) draft.returned.set(state, output(value));
  },

  "arguments of commutative functions exchanged": (draft) => {
    draft.calls = draft.calls.map((call) =>
      call.fn.commutative && draft.random.chance(0.5) ? { ...call, args: call.args.toReversed() } : call,
    );
  },

  "dead state added": (draft) => {
    const count = 1 + draft.random.integer(2);
    for (let i = 0; i < count; i++) {
      const state = draft.newValue(SCALAR);
      let next = state;
      switch (draft.random.integer(3)) {
        case 0:
          break;
        case 1:
          next = draft.random.pick([draft.update, ...draft.returned.values()]);
          draft.types[state] = draft.types[next] as ValueType;
          break;
        default: {
          // The gradient is a tensor, so its average is one.
          draft.types[state] = TENSOR;
          const other = argumentsAt(draft, COPY, draft.calls.length) as readonly [Operand];
          const average = draft.call(INTERP, [other[0], variable(state), constant(draft.random.uniform())]);
          const moved = draft.call(functionNamed("max"), [variable(average.value), variable(1)]);
          draft.calls.push(average, moved);
          next = moved.value;
        }
      }
      draft.insertParameter({ kind: "state", name: draft.newName("s") }, state);
      draft.returned.set(state, next);
    }
  },

  "dead code added": (draft) => {
    const count = 1 + draft.random.integer(5);
    for (let i = 0; i < count; i++) {
      const place = draft.random.integer(draft.calls.length + 1);
      const fn = draft.random.pick(FUNCTIONS);
      const args = argumentsAt(draft, fn, place);
      if (args !== undefined) draft.calls.splice(place, 0, draft.call(fn, args));
    }
  },

  "inputs added that nothing reads": (draft) => {
    const name = draft.random.pick(SCALAR_INPUTS);
    if (draft.parameters.some(({ parameter }) => parameter.name === name)) return;
    draft.insertParameter({ kind: "input", name }, draft.newValue(SCALAR));
  },

  "parameters in another order": (draft) => {
    const states = draft.parameters.filter(({ parameter }) => parameter.kind === "state");
    const shuffled: DraftParameter[] = [];
    for (const each of draft.parameters.slice(2)) {
      shuffled.splice(draft.random.integer(shuffled.length + 1), 0, each);
    }
    // The state variables keep their order among themselves: theirs is what is returned.
    let state = 0;
    draft.parameters = [
      ...draft.parameters.slice(0, 2),
      ...shuffled.map((each) =>
        each.parameter.kind === "state" ? (states[state++] as DraftParameter) : each,
      ),
    ];
  },

  "independent statements in another order": (draft) => {
    const waiting = [...draft.calls];
    const made = new Set(draft.parameters.map(({ value }) => value));
    draft.calls = [];
    while (waiting.length > 0) {
      const ready = waiting.filter(({ args }) =>
        args.every((arg) => arg.kind === "constant" || made.has(arg.slot)),
      );
      const next = draft.random.pick(ready);
      waiting.splice(waiting.indexOf(next), 1);
      made.add(next.value);
      draft.calls.push(next);
    }
  },

  "variables reused": (draft) => {
    draft.reuse = draft.random.pick([0.3, 0.7, 1]);
  },

  "variables renamed": (draft) => {
    draft.renamed = true;
  },
};

/** The names of all rewrites, in the order in which they are made. */
export const REWRITE_NAMES: readonly string[] = Object.keys(REWRITES);
