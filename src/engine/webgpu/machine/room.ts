import { InputError } from "../../../errors.js";
import type { UpdateArray } from "../../update/array.js";
import { type Region, WORKGROUP } from "../kernel.js";
import { STAGE_WORDS } from "./word.js";

/** How much a lane can hold, fixed when its kernels are made. */
export interface MachineLimits {
  /** State variables that are tensors. */
  readonly states: number;
  /** Tensors that are kept from one pass for a later one, made by matrix functions, or moved out of registers. */
  readonly kept: number;
  /** Narrow values that the device computes: numbers for each array. */
  readonly narrow: number;
  /** Reductions of a pass. */
  readonly sums: number;
  /** Passes of a step. */
  readonly stages: number;
  /** 32-bit words of a program. */
  readonly words: number;
}

/** What is needed of a lane, by the names of the limits. */
export type MachineNeeds = MachineLimits;

const NAMES: Readonly<Record<keyof MachineLimits, string>> = {
  states: "state tensors",
  kept: "tensors between passes",
  narrow: "narrow values",
  sums: "sums in a pass",
  stages: "passes",
  words: "words of a program",
};

/**
 * Sees to it that a lane has room for a rule.
 *
 * @throws {@link InputError} that names all that is short.
 */
export function requireRoom(needs: MachineNeeds, limits: MachineLimits): void {
  const names = Object.keys(NAMES) as (keyof MachineLimits)[];
  const short = names.filter((name) => needs[name] > limits[name]);
  if (short.length === 0) return;
  const texts = short.map((name) => `${needs[name]} ${NAMES[name]} (${limits[name]})`);
  throw new InputError(
    "no-room",
    `The rule needs ${texts.join(", ")}: more than a lane of the webgpu executor has room for (in brackets). ` +
      "Make it smaller, or train it with the executor wasm.",
  );
}

/** Elements that a workgroup of a pass computes at a time: four for each thread. */
export const CHUNK = WORKGROUP * 4;

/** How the parameters are divided among the workgroups of a pass: no block has elements of two arrays. */
export interface Blocks {
  /** Chunks of a block. */
  readonly chunks: number;
  /** The first block of each array, then the count of all. */
  readonly first: readonly number[];
  readonly count: number;
}

/** Divides the parameters into blocks, at most so many for an array. */
export function divide(arrays: readonly UpdateArray[], most: number): Blocks {
  const largest = Math.max(...arrays.map(({ size }) => size));
  const chunks = Math.max(1, Math.ceil(largest / (CHUNK * most)));
  const first = [0];
  for (const { size } of arrays) first.push((first.at(-1) as number) + Math.ceil(size / (CHUNK * chunks)));
  return { chunks, first, count: first.at(-1) as number };
}

/** Where everything of the machine lies in a lane's stretch of the arena, in floats from its start. */
export interface MachineRoom {
  readonly limits: MachineLimits;
  readonly arrays: readonly UpdateArray[];
  readonly blocks: Blocks;
  /** Weights, gradients and the loss, which lie elsewhere. */
  readonly weights: number;
  readonly gradients: number;
  readonly loss: number;
  /** The number of the stage that is computed. */
  readonly stage: number;
  /** Narrow values and narrow state. */
  readonly narrow: number;
  /** Floats of {@link narrow}. */
  readonly narrowLength: number;
  /** State tensors, one after another, `tensor` floats each. */
  readonly states: number;
  /** Tensors between passes. */
  readonly kept: number;
  /** Floats from one tensor to the next. */
  readonly tensor: number;
  /**
   * The partial sums of a pass: for each reduction one for each block. Matrix functions use it too, and narrow state on
   * its way.
   */
  readonly partial: number;
  /** Where each array's scratch room for matrix functions begins. */
  readonly scratch: readonly number[];
  /** What is zero when a rule begins. */
  readonly state: Region;
  readonly end: number;
}

/** Numbers of an array's scratch room: the matrix twice, and two products of its smaller side. */
export function scratchOf({ ndim, rows, cols, size }: UpdateArray): number {
  const side = Math.min(rows, cols);
  return ndim < 2 ? 0 : 2 * (size + side * side);
}

/** Places of what lies outside of the machine's room. */
export interface MachinePlace {
  readonly weights: Region;
  readonly gradients: Region;
  /** Where the loss of the present step lies: one float. */
  readonly loss: number;
  /** The first float that the machine may use. */
  readonly room: number;
}

/** Lays out a lane's room. */
export function layOut(
  arrays: readonly UpdateArray[], place: MachinePlace, limits: MachineLimits, mostBlocks: number,
): MachineRoom {
  const aligned = (floats: number): number => Math.ceil(floats / 16) * 16;
  const blocks = divide(arrays, mostBlocks);
  const tensor = aligned(arrays.reduce((sum, { size }) => sum + size, 0));
  const stage = aligned(place.room);
  const narrow = stage + 1;
  const narrowLength = limits.narrow * arrays.length;
  const states = aligned(narrow + narrowLength);
  const kept = states + limits.states * tensor;
  const partial = kept + limits.kept * tensor;
  let end = partial;
  const scratch = arrays.map((array) => {
    const start = end;
    end += scratchOf(array);
    return start;
  });
  return {
    limits, arrays, blocks, stage, narrow, narrowLength, states, kept, tensor, partial, scratch,
    weights: place.weights.offset, gradients: place.gradients.offset, loss: place.loss,
    state: { offset: stage, length: kept - stage },
    end: Math.max(end, partial + limits.sums * blocks.count, partial + narrowLength),
  };
}

/** Words of a program before anything that the stages point to. */
export function headWords(arrays: number, stages: number): number {
  return stagesAt(arrays) + stages * STAGE_WORDS;
}

/** Where the stages of a program begin. */
export function stagesAt(arrays: number): number {
  return 2 + arrays;
}
