import { ContractError } from "../src/errors.js";
import type { ArgumentType } from "./functions/row.js";
import { FUNCTIONS } from "./functions/table.js";
import { type Operand, type Program, type Statement, WEIGHTS_SLOT, GRADIENT_SLOT } from "./program.js";
import { printStatement } from "./text/print.js";
import { type ValueType, ARRAY_WISE, SCALAR, TENSOR, typeName } from "./type.js";

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
  /** The slot that is read before it is assigned, where that is the fault. */
  readonly unassigned?: number;
}

/** Not a type: the value is unknown, or the slot unassigned. Above all types, so that joins keep it. */
const UNKNOWN = 3;
/** What is known of a value. */
type Knowledge = ValueType | typeof UNKNOWN;

/** Stands for "any" among wanted types and for "widest" among result types in the two tables below. */
const FREE = 255;
/** No function takes more arguments. */
const MOST_ARGUMENTS = 4;
// What the inference asks of functions, flat and by id: their rows have many shapes, which are slow to look up.
const WANTED = new Uint8Array(FUNCTIONS.length * MOST_ARGUMENTS).fill(FREE);
const RESULT = new Uint8Array(FUNCTIONS.length);

// The inference writes a type as bits, so that the join of two types is their union: 00, 01 and 11 for the
// three types, 100 for what is unassigned, and above these one bit for each state variable whose type, not
// known before the end, is joined in as well.
const TYPE_BITS = [0b000, 0b001, 0b011];
const TYPES = Uint8Array.of(SCALAR, ARRAY_WISE, ARRAY_WISE, TENSOR);
const TENSOR_BITS = 0b011;
const UNASSIGNED_BIT = 0b100;
const STATE_SHIFT = 3;
/** How many state variables there are bits for. */
const MOST_STATES = 32 - STATE_SHIFT;

for (const { id, args, result } of FUNCTIONS) {
  RESULT[id] = result === "widest" ? FREE : (TYPE_BITS[result] as number);
  for (const [k, { type }] of args.entries()) {
    const wanted = wantedType(type);
    WANTED[id * MOST_ARGUMENTS + k] = wanted === undefined ? FREE : (TYPE_BITS[wanted] as number);
  }
}

// Scratch memory of the inference, which runs for every proposed program; it grows and is never shared
// between two runs, since none of them yields.
let slotBits = new Int32Array(256);
let resultBits = new Int32Array(256);
/** Bits of arguments whose type is not known before the states' are, and the type that each must come to. */
let openBits = new Int32Array(1024);
let openWanted = new Uint8Array(1024);
const stateBits = new Uint8Array(MOST_STATES);

/**
 * Infers the types of a program, or answers `undefined` where it is invalid: an unassigned variable is read,
 * an argument is too wide or too narrow, or the update is no tensor. Time O(statements), in one pass; for
 * each round of the fixed point where there are more than 29 state variables.
 */
export function tryCheck(program: Program): TypedProgram | undefined {
  const { parameters, statements, states, outputs, names } = program;
  if (states.length > MOST_STATES) return checkInRounds(program);
  if (names.length > slotBits.length) slotBits = new Int32Array(names.length * 2);
  if (statements.length > resultBits.length) {
    resultBits = new Int32Array(statements.length * 2);
    openBits = new Int32Array(statements.length * 2 * MOST_ARGUMENTS);
    openWanted = new Uint8Array(statements.length * 2 * MOST_ARGUMENTS);
  }
  slotBits.fill(0, 0, parameters.length);
  slotBits.fill(UNASSIGNED_BIT, parameters.length, names.length);
  slotBits[WEIGHTS_SLOT] = TENSOR_BITS;
  slotBits[GRADIENT_SLOT] = TENSOR_BITS;
  for (let k = 0; k < states.length; k++) slotBits[states[k] as number] = 1 << (k + STATE_SHIFT);
  let open = 0;
  for (let i = 0; i < statements.length; i++) {
    const { args, fn, target } = statements[i] as Statement;
    const { id } = fn;
    let joined = 0;
    for (let k = 0; k < args.length; k++) {
      const arg = args[k] as Operand;
      const bits = arg.kind === "constant" ? 0 : (slotBits[arg.slot] as number);
      joined |= bits;
      const wanted = WANTED[id * MOST_ARGUMENTS + k] as number;
      if (wanted === FREE || bits === wanted) continue;
      if (bits >>> STATE_SHIFT === 0) return undefined;
      openBits[open] = bits;
      openWanted[open++] = wanted;
    }
    if ((joined & UNASSIGNED_BIT) !== 0) return undefined;
    const result = RESULT[id] as number;
    const bits = result === FREE ? joined : result;
    resultBits[i] = bits;
    slotBits[target] = bits;
  }
  if (!settleStates(program)) return undefined;
  if (knownBits(slotBits[outputs[0] as number] as number) !== TENSOR_BITS) return undefined;
  for (let i = 0; i < open; i++) if (knownBits(openBits[i] as number) !== openWanted[i]) return undefined;
  const types = new Uint8Array(statements.length);
  for (let i = 0; i < types.length; i++) types[i] = TYPES[knownBits(resultBits[i] as number)] as number;
  const stateTypes = new Uint8Array(states.length);
  for (let k = 0; k < stateTypes.length; k++) stateTypes[k] = TYPES[stateBits[k] as number] as number;
  return { program, types, stateTypes };
}

/** The least fixed point of the states' types, given what is returned; false where that is not assigned. */
function settleStates({ outputs, states }: Program): boolean {
  for (let k = 0; k < states.length; k++) {
    const bits = slotBits[outputs[k + 1] as number] as number;
    if ((bits & UNASSIGNED_BIT) !== 0) return false;
    stateBits[k] = bits & TENSOR_BITS;
  }
  for (let settled = false; !settled;) {
    settled = true;
    for (let k = 0; k < states.length; k++) {
      const bits = knownBits(slotBits[outputs[k + 1] as number] as number);
      if (bits === stateBits[k]) continue;
      stateBits[k] = bits;
      settled = false;
    }
  }
  return true;
}

/** A type, the states' types as known so far joined in. */
function knownBits(bits: number): number {
  let known = bits & (TENSOR_BITS | UNASSIGNED_BIT);
  for (let rest = bits >>> STATE_SHIFT, k = 0; rest !== 0 && known !== TENSOR_BITS; rest >>>= 1, k++) {
    if ((rest & 1) === 1) known |= stateBits[k] as number;
  }
  return known;
}

/** The same by joining types round after round, for any number of state variables. */
function checkInRounds(program: Program): TypedProgram | undefined {
  const { parameters, statements, names } = program;
  if (findFaults(program).length > 0) return undefined;
  const stateTypes = settledStateTypes(program, undefined);
  const known = new Uint8Array(names.length);
  known.fill(SCALAR, 0, parameters.length);
  known[WEIGHTS_SLOT] = TENSOR;
  known[GRADIENT_SLOT] = TENSOR;
  program.states.forEach((slot, k) => (known[slot] = stateTypes[k] as number));
  const types = Uint8Array.from(statements, ({ fn, args, target }) => {
    const widest = args.reduce<number>(
      (type, arg) => Math.max(type, arg.kind === "constant" ? SCALAR : (known[arg.slot] as number)),
      SCALAR,
    );
    return (known[target] = fn.result === "widest" ? widest : fn.result);
  });
  return { program, types, stateTypes };
}

/**
 * Infers the types of a program.
 *
 * @throws {@link ContractError} listing every fault where the program is invalid; text is checked with
 * located errors by `parse`.
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

/** What `findFaults` is told of a text that is not a whole program. */
export interface FindFaultsOptions {
  /** Indices of statements of which only the target and some variables that they read are known. */
  readonly broken?: ReadonlySet<number>;
}

/**
 * Every fault of a program, in order; none where it is valid. An unassigned variable is reported once. What
 * is made of it is unknown and never faulted, so that no fault causes others. Outputs may be missing.
 */
export function findFaults(program: Program, options: FindFaultsOptions = {}): readonly Fault[] {
  const { parameters, statements, states, outputs, names } = program;
  const { broken } = options;
  const stateTypes = settledStateTypes(program, broken);
  const faults: Fault[] = [];
  const known: (Knowledge | undefined)[] = names.map((_, slot) => (slot < parameters.length ? SCALAR : undefined));
  known[WEIGHTS_SLOT] = TENSOR;
  known[GRADIENT_SLOT] = TENSOR;
  states.forEach((slot, k) => (known[slot] = stateTypes[k] as Knowledge));
  const reported = new Set<number>();
  const read = (slot: number, statement: number, argument: number): Knowledge => {
    const type = known[slot];
    if (type === undefined && !reported.has(slot)) {
      reported.add(slot);
      const name = names[slot] ?? "?";
      const quoted = name.length > 40 ? `${name.slice(0, 40)}…` : name;
      faults.push({ statement, argument, message: `\`${quoted}\` is read before it is assigned`, unassigned: slot });
    }
    return type ?? UNKNOWN;
  };
  for (const [i, { fn, args, target }] of statements.entries()) {
    const isBroken = broken?.has(i) === true;
    let widest: Knowledge = SCALAR;
    for (const [k, arg] of args.entries()) {
      const type = arg.kind === "constant" ? SCALAR : read(arg.slot, i, k);
      if (type > widest) widest = type;
      const row = fn.args[k];
      const wanted = wantedType(row?.type);
      if (isBroken || type === UNKNOWN || wanted === undefined || wanted === type) continue;
      faults.push({
        statement: i,
        argument: k,
        message:
          `\`${fn.name}\` expects ${withArticle(wanted)} as its argument \`${row?.name ?? ""}\`, ` +
          `got ${withArticle(type)}`,
      });
    }
    known[target] = isBroken ? UNKNOWN : fn.result === "widest" ? widest : fn.result;
  }
  for (const [k, slot] of outputs.entries()) {
    const type = read(slot, statements.length, k);
    if (k > 0 || type === UNKNOWN || type === TENSOR) continue;
    const message = `the update must be a tensor, got ${withArticle(type)}`;
    faults.push({ statement: statements.length, argument: 0, message });
  }
  return faults;
}

/** The types of the state variables of a program that may be faulty: the least fixed point from zero. */
function settledStateTypes(
  { parameters, statements, states, outputs, names }: Program,
  broken: ReadonlySet<number> | undefined,
): Uint8Array {
  const stateTypes = Uint8Array.from(states, (_, k) => (outputs[k + 1] === undefined ? UNKNOWN : SCALAR));
  const known = new Uint8Array(names.length);
  for (;;) {
    known.fill(UNKNOWN);
    known.fill(SCALAR, 0, parameters.length);
    known[WEIGHTS_SLOT] = TENSOR;
    known[GRADIENT_SLOT] = TENSOR;
    for (let k = 0; k < states.length; k++) known[states[k] as number] = stateTypes[k] as number;
    for (let i = 0; i < statements.length; i++) {
      const { fn, args, target } = statements[i] as Statement;
      let type: number = fn.result === "widest" ? SCALAR : fn.result;
      if (broken?.has(i) === true) type = UNKNOWN;
      else if (fn.result === "widest") {
        for (let k = 0; k < args.length; k++) {
          const arg = args[k] as Operand;
          if (arg.kind === "variable") type = Math.max(type, known[arg.slot] as number);
        }
      }
      known[target] = type;
    }
    let settled = true;
    for (let k = 0; k < states.length; k++) {
      const type = known[outputs[k + 1] ?? WEIGHTS_SLOT] as number;
      if (type <= (stateTypes[k] as number)) continue;
      stateTypes[k] = type;
      settled = false;
    }
    if (settled) return stateTypes;
  }
}

/** The one type that an argument must have, if there is one. */
function wantedType(type: ArgumentType | undefined): ValueType | undefined {
  return type === "scalar" ? SCALAR : type === "tensor" ? TENSOR : undefined;
}

function withArticle(type: ValueType): string {
  return type === ARRAY_WISE ? "an array-wise value" : `a ${typeName(type)}`;
}
