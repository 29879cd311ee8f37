import { type Liveness, liveness } from "./liveness.js";
import type { FunctionRow } from "./functions/row.js";
import type { Operand, Program, Statement } from "./program.js";
import { FUNCTIONS, functionNamed } from "./functions/table.js";

/**
 * A Merkle hash of what a program computes: 64 bits, as 16 hexadecimal digits. Equal hashes mean the same
 * dataflow, and so the same bits, up to a collision of 64 bits.
 */
export type ProgramHash = string;

/** Options of {@link createHasher}. */
export interface HasherOptions {
  /**
   * Which functions' arguments are put in order before they are hashed. Only a test of the tests changes it.
   *
   * @default the `commutative` column of the functions table
   */
  readonly commutative?: (fn: FunctionRow) => boolean;
}

const COPY = functionNamed("copy");

// Running state of the hash, 64 bits in two words. Module-level so that the inner loop allocates nothing.
let high = 0;
let low = 0;

/** Takes 64 more bits in: two Feistel rounds, so that no state is lost for any input. */
function absorb(wordHigh: number, wordLow: number): void {
  high ^= wordHigh;
  low ^= wordLow;
  let f = Math.imul(low ^ 0x9e3779b9, 0x85ebca6b);
  f ^= f >>> 15;
  f = Math.imul(f, 0xc2b2ae35);
  high = (high + (f ^ (f >>> 13))) | 0;
  f = Math.imul(high ^ 0x7f4a7c15, 0xcc9e2d51);
  f ^= f >>> 16;
  f = Math.imul(f, 0x1b873593);
  low = (low + (f ^ (f >>> 14))) | 0;
  f = Math.imul(low, 0x27d4eb2f);
  high ^= f ^ (f >>> 15);
}

const STATE = 0;
const INPUT = 1;
const NUMBER = 2;
const CALL = 3;
const RESULT = 4;

/**
 * Each kind's starting state, already mixed: what is absorbed next is XORed in, and a number may be any 64
 * bits, so starts that differed in a bit or two would let a subnormal constant hash like a state variable.
 */
const START_HIGH = new Int32Array(5);
const START_LOW = new Int32Array(5);
for (const kind of [STATE, INPUT, NUMBER, CALL, RESULT]) {
  high = 0x6a09e667;
  low = 0xbb67ae85 | 0;
  absorb(kind, kind);
  START_HIGH[kind] = high;
  START_LOW[kind] = low;
}

/** Begins the hash of something of a kind. */
function start(kind: number): void {
  high = START_HIGH[kind] as number;
  low = START_LOW[kind] as number;
}

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** Hashes a text into the running state. */
function absorbText(text: string): void {
  for (let i = 0; i < text.length; i++) absorb(text.charCodeAt(i), i);
}

/** Each function's starting state, from its name: a row added to the table changes no other hash. */
const SEED_HIGH = new Int32Array(FUNCTIONS.length);
const SEED_LOW = new Int32Array(FUNCTIONS.length);
for (const fn of FUNCTIONS) {
  start(CALL);
  absorbText(fn.name);
  SEED_HIGH[fn.id] = high;
  SEED_LOW[fn.id] = low;
}

let slotHigh = new Int32Array(256);
let slotLow = new Int32Array(256);
const argHigh = new Int32Array(8);
const argLow = new Int32Array(8);

/** Hashes the number into the running state, from its start. */
function hashNumber(value: number): void {
  start(NUMBER);
  double[0] = value;
  absorb(words[1] as number, words[0] as number);
}

/**
 * Makes a functional hash: a Merkle hash of the dataflow of the update and of the live state.
 *
 * It does not see names, dead code, the order of independent statements, reassignment, copies, sharing (a
 * value computed once or twice) or the argument order of commutative functions. Anything else changes it,
 * constants at full precision. State counts by its position among the live state variables; a hyperparameter
 * is its default value. Time O(live statements), about 30 ns each.
 */
export function createHasher(options: HasherOptions = {}): (program: Program, live?: Liveness) => ProgramHash {
  const ordered = FUNCTIONS.map(options.commutative ?? ((fn) => fn.commutative));
  return (program, live = liveness(program)) => {
    const { parameters, names, statements, states, outputs } = program;
    if (names.length > slotHigh.length) {
      slotHigh = new Int32Array(names.length * 2);
      slotLow = new Int32Array(names.length * 2);
    }
    let position = 0;
    let state = 0;
    for (let slot = 0; slot < parameters.length; slot++) {
      const parameter = parameters[slot] as (typeof parameters)[number];
      switch (parameter.kind) {
        case "state":
          start(STATE);
          absorb(0, live.states[state++] === 1 ? ++position : 0);
          break;
        case "hyperparameter":
          hashNumber(parameter.value);
          break;
        case "input":
          start(INPUT);
          absorb(parameter.name.length, parameter.name.charCodeAt(0));
          break;
        default:
          start(INPUT);
          absorb(0, parameter.kind === "weights" ? 1 : 2);
      }
      slotHigh[slot] = high;
      slotLow[slot] = low;
    }
    for (let i = 0; i < statements.length; i++) {
      if (live.statements[i] === 0) continue;
      const { fn, args, target } = statements[i] as Statement;
      const count = args.length;
      for (let k = 0; k < count; k++) {
        const arg = args[k] as Operand;
        if (arg.kind === "variable") {
          argHigh[k] = slotHigh[arg.slot] as number;
          argLow[k] = slotLow[arg.slot] as number;
        } else {
          hashNumber(arg.value);
          argHigh[k] = high;
          argLow[k] = low;
        }
      }
      if (fn === COPY) {
        slotHigh[target] = argHigh[0] as number;
        slotLow[target] = argLow[0] as number;
        continue;
      }
      high = SEED_HIGH[fn.id] as number;
      low = SEED_LOW[fn.id] as number;
      const swap =
        ordered[fn.id] === true &&
        ((argHigh[0] as number) > (argHigh[1] as number) ||
          (argHigh[0] === argHigh[1] && (argLow[0] as number) > (argLow[1] as number)));
      if (swap) {
        absorb(argHigh[1] as number, argLow[1] as number);
        absorb(argHigh[0] as number, argLow[0] as number);
      } else {
        for (let k = 0; k < count; k++) absorb(argHigh[k] as number, argLow[k] as number);
      }
      slotHigh[target] = high;
      slotLow[target] = low;
    }
    start(RESULT);
    const update = outputs[0] as number;
    absorb(slotHigh[update] as number, slotLow[update] as number);
    for (let k = 0; k < states.length; k++) {
      if (live.states[k] === 0) continue;
      const slot = outputs[k + 1] as number;
      absorb(slotHigh[slot] as number, slotLow[slot] as number);
    }
    absorb(position, 0);
    return hex(high) + hex(low);
  };
}

const HEX = Array.from({ length: 65536 }, (_, i) => i.toString(16).padStart(4, "0"));

function hex(word: number): string {
  return (HEX[word >>> 16] as string) + (HEX[word & 0xffff] as string);
}

/** The functional hash of a program; see {@link createHasher}. */
export const hashProgram: (program: Program, live?: Liveness) => ProgramHash = createHasher();
