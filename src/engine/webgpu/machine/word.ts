import type { ElementPrimitive } from "../../update/primitive.js";
import { PRIMITIVES } from "../functions/table.js";

/*
 * The language of the update machine. A lane's program is a stretch of 32-bit words; places in it count from its start.
 *
 *   stages        how many there are
 *   first blocks  for each array the index of its first block, then the count of all
 *   stages        STAGE_WORDS words each
 *   moves, sums, narrow instructions, matrix functions, passes, numbers: wherever the stages say
 */

/** Registers of a pass, each of four elements. */
export const REGISTERS = 24;

/** Sums of a pass, which instructions number by six bits. */
export const MOST_SUMS = 64;

/** Words of a stage. */
export const STAGE_WORDS = 11;

/** The words of a stage by their places in it. */
export const STAGE = {
  /** Narrow state that moves on before anything else of a step: two words each, from where and to where. */
  moves: 0, moveCount: 1,
  /** Where the reductions of the pass before it are left: a word each. */
  sums: 2, sumCount: 3,
  /** Narrow instructions, {@link NARROW_WORDS} words each. */
  narrow: 4, narrowCount: 5,
  /** Matrix functions, {@link MATRIX_WORDS} words each. */
  matrices: 6, matrixCount: 7,
  /** The pass, and its end; none where they are equal. */
  pass: 8, passEnd: 9,
  /** Reductions of the pass. */
  passSums: 10,
} as const;

/** Words of a narrow instruction: what it does, where to, three operands. */
export const NARROW_WORDS = 5;

/** Words of a matrix function: which, from where, where to, the norm. */
export const MATRIX_WORDS = 4;

/** What instructions do beside primitives, whose numbers are their places in {@link PRIMITIVES}. */
export const OPERATION = {
  /** A tensor into a register. A second word says where it lies in the lane's stretch of the arena. */
  load: PRIMITIVES.length,
  /** A narrow number into a register. A second word says where it lies. */
  spread: PRIMITIVES.length + 1,
  /** A register into a tensor. A second word says where. */
  store: PRIMITIVES.length + 2,
  /** Adds a register to a sum. */
  sum: PRIMITIVES.length + 3,
  /** Adds the products of two registers to a sum. */
  dot: PRIMITIVES.length + 4,
  /** A narrow number added up over the arrays, in order. */
  total: PRIMITIVES.length + 5,
} as const;

/** The number of a primitive. */
export function operationOf(primitive: ElementPrimitive): number {
  return PRIMITIVES.indexOf(primitive);
}

/** The numbers of matrix functions. */
export const MATRIX_FUNCTION = { rowMean: 0, colMean: 1, orthogonalize: 2 } as const;

/** Where a narrow number lies: in the lane's stretch of the arena, among the numbers of the step, or in the program. */
export const SPACE = { arena: 0, scalars: 1, program: 2 } as const;

/** The bit of a narrow place that says that there is a number for each array. */
export const PER_ARRAY = 1 << 29;

/** The word of a narrow place. */
export function placeWord(space: keyof typeof SPACE, offset: number, width: 0 | 1): number {
  return ((SPACE[space] << 30) | (width === 1 ? PER_ARRAY : 0) | offset) >>> 0;
}

/** The first word of an instruction of a pass: what it does, where to, up to three registers. */
export function instructionWord(operation: number, to: number, operands: readonly number[]): number {
  const [x = 0, y = 0, z = 0] = operands;
  return (operation | (to << 8) | (x << 14) | (y << 20) | (z << 26)) >>> 0;
}
