import type { RandomStream } from "../../src/random.js";
import type { TypedProgram } from "../check.js";
import { type Program, type Statement, GRADIENT_SLOT, WEIGHTS_SLOT } from "../program.js";
import { SCALAR, TENSOR } from "../type.js";

/** Not a type: the slot holds nothing yet. */
export const UNASSIGNED = 3;

// Scratch memory of the proposals: module-level, since no mutation yields before it is done with it.
let slotTypes = new Uint8Array(256);
let usedSlots = new Uint8Array(256);

/**
 * What each slot holds just before a statement: its type, or {@link UNASSIGNED}. The array is shared and
 * valid until the next call. Time O(slots + place).
 */
export function typesAt({ program, types, stateTypes }: TypedProgram, place: number): Uint8Array {
  const { parameters, names, states, statements } = program;
  if (names.length > slotTypes.length) slotTypes = new Uint8Array(names.length * 2);
  slotTypes.fill(UNASSIGNED, parameters.length, names.length);
  slotTypes.fill(SCALAR, 0, parameters.length);
  slotTypes[WEIGHTS_SLOT] = TENSOR;
  slotTypes[GRADIENT_SLOT] = TENSOR;
  for (let k = 0; k < states.length; k++) slotTypes[states[k] as number] = stateTypes[k] as number;
  for (let i = 0; i < place; i++) slotTypes[(statements[i] as Statement).target] = types[i] as number;
  return slotTypes;
}

/** A random slot among those of one type, other than `except`; −1 where there is none. */
export function pickOfType(
  known: Uint8Array,
  slots: number,
  type: number,
  except: number,
  stream: RandomStream,
): number {
  let count = 0;
  for (let slot = 0; slot < slots; slot++) if (known[slot] === type && slot !== except) count++;
  if (count === 0) return -1;
  let rest = stream.integer(count);
  for (let slot = 0; ; slot++) if (known[slot] === type && slot !== except && rest-- === 0) return slot;
}

/** A random slot among those that hold anything; there always is one, the weights' if no other. */
export function pickAssigned(known: Uint8Array, slots: number, stream: RandomStream): number {
  let count = 0;
  for (let slot = 0; slot < slots; slot++) if (known[slot] !== UNASSIGNED) count++;
  let rest = stream.integer(count);
  for (let slot = 0; ; slot++) if (known[slot] !== UNASSIGNED && rest-- === 0) return slot;
}

/**
 * Marks the slots in use: the parameters and what statements assign to (whatever is read or returned is one
 * of these). The other slots are free for new variables. The array is shared and valid until the next call.
 */
export function markUsed({ parameters, names, statements }: Program): Uint8Array {
  // One slot more than there are names, so that a new one can be marked as well.
  if (names.length >= usedSlots.length) usedSlots = new Uint8Array(names.length * 2);
  usedSlots.fill(1, 0, parameters.length);
  usedSlots.fill(0, parameters.length, names.length + 1);
  for (let i = 0; i < statements.length; i++) usedSlots[(statements[i] as Statement).target] = 1;
  return usedSlots;
}

/** The lowest slot free for a new variable, `names.length` where none of the present ones is. */
export function freeSlot(used: Uint8Array, { parameters, names }: Program): number {
  let slot = parameters.length;
  while (slot < names.length && used[slot] === 1) slot++;
  return slot;
}

const SHORT_NAMES = Array.from({ length: 1000 }, (_, i) => `v${i + 1}`);

/** The names with those of new variables: `v1`, `v2`, …, the first that no slot has. */
export function withNewName(names: readonly string[]): readonly string[] {
  return [...names, newName(names, "v")];
}

/** The first name of the form prefix and number that is not taken. */
export function newName(names: readonly string[], prefix: string): string {
  for (let i = 0; ; i++) {
    const name = prefix === "v" && i < SHORT_NAMES.length ? (SHORT_NAMES[i] as string) : `${prefix}${i + 1}`;
    if (!names.includes(name)) return name;
  }
}
