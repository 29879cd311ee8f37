import type { Tensor } from "../../graph/tensor.js";
import { type Sum, constantSum, depthOf, plus } from "./sum.js";
import type { Body, Value } from "./text.js";

/** Where kernels find what they do not compute. */
export interface Memory {
  /** Of parameters and stored items, in floats from the start of the lane. */
  readonly arena: ReadonlyMap<Tensor, number>;
  /** Of inputs, in words from the start of a batch. */
  readonly inputs: ReadonlyMap<Tensor, number>;
  /** Words of a batch. */
  readonly batchWords: number;
}

/** Loads an element that lies in memory; `undefined` where it does not. */
export function load(body: Body, memory: Memory, tensor: Tensor, flat: Sum): Value | undefined {
  const offset = memory.arena.get(tensor);
  if (offset !== undefined) return body.define(`arena[${arenaIndex(body, offset, flat)}]`, depthOf(flat));
  const input = memory.inputs.get(tensor);
  if (input === undefined) return undefined;
  const word = `examples[batch + ${body.index(plus(flat, constantSum(input)))}]`;
  return body.define(tensor.element === "i32" ? word : `bitcast<f32>(${word})`, depthOf(flat));
}

/** The statement that stores an element of an item; none where it lies nowhere. */
export function storing(body: Body, memory: Memory, tensor: Tensor, flat: Sum, value: Value): string | undefined {
  const offset = memory.arena.get(tensor);
  return offset === undefined ? undefined : `arena[${arenaIndex(body, offset, flat)}] = ${value.text};`;
}

function arenaIndex(body: Body, offset: number, flat: Sum): string {
  return `base + ${body.index(plus(flat, constantSum(offset)))}`;
}
