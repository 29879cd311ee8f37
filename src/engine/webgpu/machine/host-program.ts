import { ELEMENT_PRIMITIVES, type ElementPrimitive } from "../../update/primitive.js";
import type { StepInput } from "../../update/rule.js";
import type { UpdateStep } from "../../wasm/update.js";

/** A step of what the host computes: a primitive, or a sum over the arrays; places count in its numbers. */
export interface HostStep {
  readonly primitive: ElementPrimitive | "total";
  readonly to: number;
  /** How many numbers it gives, or adds up. */
  readonly count: number;
  readonly operands: readonly HostOperand[];
}

/** Where an operand lies, and how far its number for an array is from the one before: 0 or 1. */
export interface HostOperand {
  readonly at: number;
  readonly stride: 0 | 1;
}

/** What the host computes of a rule, which any number of trainings share. */
export interface HostPlan {
  /** All numbers at the start: those that never change have their values, all others are 0. */
  readonly numbers: Float64Array;
  readonly steps: readonly HostStep[];
  readonly inputs: readonly (readonly [name: Exclude<StepInput, "loss">, at: number])[];
  /** State that moves on at the end of a step: so many numbers from one place to another. */
  readonly moves: readonly { readonly from: HostOperand; readonly to: number; readonly count: number }[];
  /** Where scale and decay are put; none where the rule is not tuned. */
  readonly tuning: { readonly scale: number; readonly decay: number } | undefined;
  /** Which numbers the device is given, in the order in which it is given them. */
  readonly row: Int32Array;
}

/** Numbers of a step that the host knows. */
export type HostInputs = Omit<UpdateStep, "loss">;

type Function3 = (x: number, y: number, z: number) => number;

/**
 * What the host computes for one training: in float64, rounded once, where the device is given it. Narrow state that
 * the host holds goes on from step to step.
 */
export class HostProgram {
  readonly #plan: HostPlan;
  readonly #numbers: Float64Array;
  readonly #pending: Float64Array;
  readonly #functions: readonly Function3[];
  /** Six numbers a step: where to, how many, and the places of three operands; the strides are bits of the last. */
  readonly #places: Int32Array;

  constructor(plan: HostPlan) {
    this.#plan = plan;
    this.#numbers = plan.numbers.slice();
    this.#pending = new Float64Array(plan.moves.reduce((sum, { count }) => sum + count, 0));
    this.#functions = plan.steps.map(({ primitive }) =>
      primitive === "total" ? total : ELEMENT_PRIMITIVES[primitive]);
    this.#places = Int32Array.from(plan.steps.flatMap(({ to, count, operands }) => {
      const [x = NOTHING, y = NOTHING, z = NOTHING] = operands;
      return [to, count, x.at, y.at, z.at, x.stride | (y.stride << 1) | (z.stride << 2)];
    }));
  }

  /** Computes a step and writes what the device is given of it. */
  write(target: Float32Array, at: number, step: HostInputs): void {
    const { inputs, tuning, moves, row } = this.#plan;
    const numbers = this.#numbers;
    for (const [name, place] of inputs) numbers[place] = step[name];
    if (tuning !== undefined) {
      numbers[tuning.scale] = step.scale ?? 1;
      if (step.decay !== undefined) numbers.set(step.decay, tuning.decay);
    }
    this.#compute();
    for (let k = 0; k < row.length; k++) target[at + k] = numbers[row[k] as number] as number;
    if (moves.length === 0) return;
    // All state is read before any of it is written.
    let pending = 0;
    for (const { from, count } of moves) {
      for (let a = 0; a < count; a++) this.#pending[pending++] = numbers[from.at + a * from.stride] as number;
    }
    pending = 0;
    for (const { to, count } of moves) {
      for (let a = 0; a < count; a++) numbers[to + a] = this.#pending[pending++] as number;
    }
  }

  #compute(): void {
    const numbers = this.#numbers;
    const places = this.#places;
    for (let k = 0, p = 0; k < this.#functions.length; k++, p += 6) {
      const f = this.#functions[k] as Function3;
      const to = places[p] as number;
      const count = places[p + 1] as number;
      const x = places[p + 2] as number;
      const y = places[p + 3] as number;
      const z = places[p + 4] as number;
      if (f === total) {
        numbers[to] = sumOf(numbers, x, count);
        continue;
      }
      const strides = places[p + 5] as number;
      const dx = strides & 1;
      const dy = (strides >> 1) & 1;
      const dz = strides >> 2;
      for (let a = 0; a < count; a++) {
        numbers[to + a] = f(
          numbers[x + a * dx] as number, numbers[y + a * dy] as number, numbers[z + a * dz] as number,
        );
      }
    }
  }
}

const NOTHING: HostOperand = { at: 0, stride: 0 };

/** Stands for a sum over the arrays among the functions. */
const total: Function3 = () => NaN;

function sumOf(numbers: Float64Array, at: number, count: number): number {
  let sum = 0;
  for (let a = 0; a < count; a++) sum += numbers[at + a] as number;
  return sum;
}
