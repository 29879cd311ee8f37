import { ContractError } from "../src/errors.js";
import { type Operand, type Program, type Statement, WEIGHTS_SLOT, GRADIENT_SLOT } from "./program.js";
import { printStatement } from "./text/print.js";
import { type ValueType, SCALAR, TENSOR, typeName } from "./type.js";

/** A program together with what abstract execution found out about it. */
export interface TypedProgram {
  readonly program: Program;
  /** Type of each statement's result. */
  readonly types: Uint8Array;
  /** Type of each state variable, in order: the least fixed point from zero. */
  readonly stateTypes: Uint8Array;
}

/** One reason why a program is invalid, and the place in it. */
export interface Fault {
  /** Index of the statement, or `statements.length` for the return. */
  readonly statement: number;
  /** Index of the argument (of the output, for the return). */
  readonly argument: number;
  readonly message: string;
}

/** Not a type: the slot has not been assigned. Above all types, so that joins keep it. */
const UNASSIGNED = 3;

// Scratch memory of the inference, which runs for every proposed program; it grows and is never shared
// between two runs, since none of them yields.
let slotTypes = new Uint8Array(256);

/**
 * Infers the types of a program, or answers `undefined` where it is invalid: an unassigned variable is read,
 * an argument is too wide or too narrow, or the update is no tensor. Time O(statements) for each round of the
 * fixed point, of which there are at most 2·states + 1 and usually two.
 */
export function tryCheck(program: Program): TypedProgram | undefined {
  const { parameters, statements, states, outputs, names } = program;
  if (names.length > slotTypes.length) slotTypes = new Uint8Array(names.length * 2);
  const types = new Uint8Array(statements.length);
  const stateTypes = new Uint8Array(states.length);
  for (;;) {
    slotTypes.fill(UNASSIGNED, parameters.length, names.length);
    slotTypes.fill(SCALAR, 0, parameters.length);
    slotTypes[WEIGHTS_SLOT] = TENSOR;
    slotTypes[GRADIENT_SLOT] = TENSOR;
    for (let k = 0; k < states.length; k++) slotTypes[states[k] as number] = stateTypes[k] as number;
    let valid = true;
    for (let i = 0; i < statements.length; i++) {
      const statement = statements[i] as Statement;
      const { args, fn } = statement;
      let widest = SCALAR as number;
      for (let k = 0; k < args.length; k++) {
        const arg = args[k] as Operand;
        const type = arg.kind === "constant" ? SCALAR : (slotTypes[arg.slot] as number);
        if (type > widest) widest = type;
        const wanted = fn.args[k]?.type;
        if (wanted !== "any" && type !== (wanted === "scalar" ? SCALAR : TENSOR)) valid = false;
      }
      if (widest === UNASSIGNED) return undefined;
      const type = fn.result === "widest" ? widest : fn.result;
      types[i] = type;
      slotTypes[statement.target] = type;
    }
    let settled = true;
    for (let k = 0; k < states.length; k++) {
      const type = slotTypes[outputs[k + 1] as number] as number;
      if (type === UNASSIGNED) return undefined;
      if (type > (stateTypes[k] as number)) {
        stateTypes[k] = type;
        settled = false;
      }
    }
    if (!settled) continue;
    if (!valid || slotTypes[outputs[0] as number] !== TENSOR) return undefined;
    return { program, types, stateTypes };
  }
}

/**
 * Infers the types of a program.
 *
 * @throws {@link ContractError} listing every fault where the program is invalid; text is checked with located
 * errors by `parse`.
 */
export function check(program: Program): TypedProgram {
  const typed = tryCheck(program);
  if (typed !== undefined) return typed;
  const faults = findFaults(program).map((fault) => {
    const statement = program.statements[fault.statement];
    const where = statement === undefined ? "return" : printStatement(program, statement);
    return `  ${where}: ${fault.message}`;
  });
  throw new ContractError(`Program "${program.name}" is invalid:\n${faults.join("\n")}`);
}

/** Every fault of a program, in order; none where it is valid. An unassigned variable is reported once. */
export function findFaults(program: Program): readonly Fault[] {
  const { parameters, statements, states, outputs, names } = program;
  const stateTypes: ValueType[] = states.map(() => SCALAR);
  for (;;) {
    const faults: Fault[] = [];
    const reported = new Set<number>();
    const known: (ValueType | undefined)[] = names.map((_, slot) => (slot < parameters.length ? SCALAR : undefined));
    known[WEIGHTS_SLOT] = TENSOR;
    known[GRADIENT_SLOT] = TENSOR;
    states.forEach((slot, k) => (known[slot] = stateTypes[k]));
    const read = (slot: number, statement: number, argument: number): ValueType | undefined => {
      const type = known[slot];
      if (type === undefined && !reported.has(slot)) {
        reported.add(slot);
        faults.push({ statement, argument, message: `\`${names[slot] ?? "?"}\` is read before it is assigned` });
      }
      return type;
    };
    statements.forEach(({ fn, args, target }, i) => {
      let result: ValueType | undefined = fn.result === "widest" ? SCALAR : fn.result;
      args.forEach((arg, k) => {
        const type = arg.kind === "constant" ? SCALAR : read(arg.slot, i, k);
        const row = fn.args[k];
        const wanted = row?.type === "any" ? undefined : row?.type === "scalar" ? SCALAR : TENSOR;
        if (type !== undefined && wanted !== undefined && type !== wanted) {
          faults.push({
            statement: i,
            argument: k,
            message:
              `\`${fn.name}\` expects ${withArticle(wanted)} as its argument \`${row?.name ?? ""}\`, ` +
              `got ${withArticle(type)}`,
          });
        }
        if (fn.result === "widest" && result !== undefined) {
          result = type === undefined ? undefined : type > result ? type : result;
        }
      });
      // What an invalid statement yields is unknown, but it is assigned: one fault must not cause others.
      known[target] = result ?? TENSOR;
    });
    let settled = true;
    outputs.forEach((slot, k) => {
      const type = read(slot, statements.length, k);
      if (k === 0) {
        if (type !== undefined && type !== TENSOR) {
          faults.push({
            statement: statements.length,
            argument: 0,
            message: `the update must be a tensor, but \`${names[slot] ?? "?"}\` is ${withArticle(type)}`,
          });
        }
      } else if (type !== undefined && type > (stateTypes[k - 1] ?? SCALAR)) {
        stateTypes[k - 1] = type;
        settled = false;
      }
    });
    if (settled) return faults;
  }
}

function withArticle(type: ValueType): string {
  return type === 1 ? "an array-wise value" : `a ${typeName(type)}`;
}
