import { ContractError } from "../../errors.js";
import type { UpdateArray } from "../update/array.js";
import { type ArrayFact, ELEMENT_PRIMITIVES, type ElementPrimitive } from "../update/primitive.js";

/** One number for all lanes, or one for each. */
export type PerLane = number | ArrayLike<number>;

/**
 * Narrow values that the host computes in float64, because they depend on nothing that only the backend
 * knows: lane after lane, one number each, or one for each array.
 */
export interface HostValue {
  readonly numbers: Float64Array;
  /** Numbers of a lane: 1, or as many as there are arrays. */
  readonly width: number;
}

/** Numbers of a step, for a group of lanes, counted from its first. */
export function stepValue(name: string, given: PerLane, first: number, count: number): HostValue {
  const numbers = new Float64Array(count);
  for (let lane = 0; lane < count; lane++) {
    const value = typeof given === "number" ? given : given[first + lane];
    if (value === undefined) throw new ContractError(`${name} has no number for lane ${first + lane}.`);
    numbers[lane] = value;
  }
  return { numbers, width: 1 };
}

/** The same number in all lanes. */
export function constantValue(value: number, lanes: number): HostValue {
  return { numbers: new Float64Array(lanes).fill(value), width: 1 };
}

/** A fact of each array, in all lanes. */
export function factValue(fact: ArrayFact, arrays: readonly UpdateArray[], lanes: number): HostValue {
  const width = arrays.length;
  const ofArray = (i: number): number => (arrays[i % width] as UpdateArray)[fact];
  return { numbers: Float64Array.from({ length: lanes * width }, (_, i) => ofArray(i)), width };
}

/** A primitive of host values. */
export function hostElement(
  primitive: ElementPrimitive,
  operands: readonly HostValue[],
  lanes: number,
): HostValue {
  const width = Math.max(...operands.map((operand) => operand.width));
  const f: (x: number, y: number, z: number) => number = ELEMENT_PRIMITIVES[primitive];
  const numbers = new Float64Array(lanes * width);
  const at = (operand: HostValue | undefined, lane: number, a: number): number =>
    operand === undefined ? 0 : hostNumber(operand, lane, a);
  const [x, y, z] = operands;
  for (let lane = 0; lane < lanes; lane++) {
    for (let a = 0; a < width; a++) {
      numbers[lane * width + a] = f(at(x, lane, a), at(y, lane, a), at(z, lane, a));
    }
  }
  return { numbers, width };
}

/** The sum of a host value over the arrays, in order. */
export function hostTotal({ numbers, width }: HostValue, lanes: number): HostValue {
  const sums = new Float64Array(lanes);
  for (let i = 0; i < numbers.length; i++) {
    const lane = Math.floor(i / width);
    sums[lane] = (sums[lane] as number) + (numbers[i] as number);
  }
  return { numbers: sums, width: 1 };
}

/** A host value's number of a lane and an array. */
export function hostNumber({ numbers, width }: HostValue, lane: number, array: number): number {
  return numbers[lane * width + (width === 1 ? 0 : array)] as number;
}

/** A host value with a number for each array. */
export function hostSpread(value: HostValue, width: number, lanes: number): HostValue {
  if (value.width === width) return value;
  const ofLane = (i: number): number => hostNumber(value, Math.floor(i / width), 0);
  return { numbers: Float64Array.from({ length: lanes * width }, (_, i) => ofLane(i)), width };
}
