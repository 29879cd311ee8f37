import type { RandomStream } from "../../src/random.js";
import { countLive, liveness } from "../liveness.js";
import {
  type Operand,
  type Parameter,
  type Program,
  type ScalarInput,
  type Statement,
  inputSlot,
  variable,
} from "../program.js";
import { assignedBefore, edited } from "./edit.js";
import { freeSlot, markUsed, newName, withNewName } from "./scope.js";

/** A program and the slot in it that was asked for. */
export interface Placed {
  readonly program: Program;
  readonly slot: number;
}

/** A program that takes a scalar input, and the slot of it: the program itself where it takes it already. */
export function withInput(program: Program, input: ScalarInput): Placed {
  const slot = inputSlot(program, input);
  return slot >= 0 ? { program, slot } : withParameter(program, { kind: "input", name: input });
}

/**
 * A program with one state variable more whose value may be read and written anywhere, and its slot; its
 * output is the slot itself. While a state variable is dead, a random one of those is taken over: its slot is
 * cleared for the new one (where statements assign to it, they and their readers move to another variable),
 * so that parameters do not pile up over generations. Otherwise a parameter is added after the others;
 * `undefined` where as many as allowed are live.
 */
export function withState(program: Program, most: number, stream: RandomStream): Placed | undefined {
  const { states, names } = program;
  const live = liveness(program).states;
  const alive = countLive(live);
  if (alive >= most) return undefined;
  const dead = states.length - alive;
  if (dead > 0) {
    let rest = stream.integer(dead);
    let k = 0;
    while (live[k] === 1 || rest-- > 0) k++;
    return { program: cleared(program, k), slot: states[k] as number };
  }
  const added = withParameter(program, { kind: "state", name: newName(names, "s") });
  const { slot } = added;
  const outputs = [...added.program.outputs, slot];
  return { program: edited(added.program, { states: [...states, slot], outputs }), slot };
}

/** Adds a parameter after the others; whatever variable has that slot or that name gets another. */
function withParameter(program: Program, parameter: Parameter): Placed {
  const slot = program.parameters.length;
  let { names, statements, outputs } = program;
  const clash = names.indexOf(parameter.name);
  if (clash >= 0) names = names.map((name, s) => (s === clash ? newName(names, "v") : name));
  if (slot < names.length) {
    // The variable that has the slot moves to the end; a free slot just ends.
    const moved = names.length;
    if (markUsed(program)[slot] === 1) {
      names = [...names, names[slot] as string];
      statements = statements.map((statement) => renamed(statement, slot, moved));
      outputs = outputs.map((output) => (output === slot ? moved : output));
    }
  }
  const renaming = names.slice();
  renaming[slot] = parameter.name;
  return {
    program: edited(program, {
      parameters: [...program.parameters, parameter],
      names: renaming,
      statements,
      outputs,
    }),
    slot,
  };
}

/** A program that leaves the slot of a dead state variable alone and returns it as it came. */
function cleared(program: Program, state: number): Program {
  const slot = program.states[state] as number;
  let { names, statements, outputs } = program;
  if (assignedBefore(statements, statements.length, slot)) {
    const other = freeSlot(markUsed(program), program);
    if (other === names.length) names = withNewName(names);
    const first = statements.findIndex(({ target }) => target === slot);
    statements = statements.map((statement, i) => {
      if (i < first) return statement;
      // The first assignment still reads the state's old value.
      return i === first ? { ...statement, target: other } : renamed(statement, slot, other);
    });
    outputs = outputs.map((output) => (output === slot ? other : output));
  }
  outputs = outputs.map((output, k) => (k === state + 1 ? slot : output));
  return edited(program, { names, statements, outputs });
}

/** A statement that reads and writes another slot in place of one. */
function renamed(statement: Statement, from: number, to: number): Statement {
  const { target, fn, args } = statement;
  if (target !== from && !args.some((arg) => arg.kind === "variable" && arg.slot === from)) return statement;
  return {
    target: target === from ? to : target,
    fn,
    args: args.map((arg): Operand => (arg.kind === "variable" && arg.slot === from ? variable(to) : arg)),
  };
}
