import type { ElementPrimitive } from "../../update/primitive.js";
import { OPERATION, REGISTERS, instructionWord, operationOf } from "./word.js";

/** Where a value of a pass comes from: a tensor in the arena, a narrow number, or what the pass computes. */
export type PassSource =
  | { readonly kind: "tensor"; readonly offset: number }
  | { readonly kind: "narrow"; readonly word: number }
  | { readonly kind: "computed" };

/** What a pass does, in order; values are numbered. */
export type PassStep =
  | {
      readonly kind: "element";
      readonly value: number;
      readonly primitive: ElementPrimitive;
      readonly operands: readonly number[];
    }
  | { readonly kind: "sum"; readonly sum: number; readonly operands: readonly number[] }
  | { readonly kind: "store"; readonly offset: number; readonly operands: readonly [number] }
  /** Brings values into registers: what is stored after it may be where they were read. */
  | { readonly kind: "hold"; readonly operands: readonly number[] };

/**
 * Gives the values of a pass registers, and writes its instructions. A value is loaded where it is first needed and
 * held until it was needed last. Where registers run out, the value that is needed last of all gives way: what can be
 * loaded again is; what was computed is stored in a tensor of its own first.
 *
 * @param sourceOf - Where a value comes from.
 * @param takeTensor - Gives the place of a tensor to store a value in.
 */
export function assemblePass(
  steps: readonly PassStep[],
  sourceOf: (value: number) => PassSource,
  takeTensor: () => number,
): readonly number[] {
  return new Assembler(steps, sourceOf, takeTensor).words;
}

class Assembler {
  readonly words: number[] = [];
  readonly #sourceOf: (value: number) => PassSource;
  readonly #takeTensor: () => number;
  /** For each value the steps that need it, last first. */
  readonly #uses = new Map<number, number[]>();
  readonly #stored = new Map<number, number>();
  readonly #registerOf = new Map<number, number>();
  readonly #free = Array.from({ length: REGISTERS }, (_, k) => REGISTERS - 1 - k);

  constructor(steps: readonly PassStep[], sourceOf: (value: number) => PassSource, takeTensor: () => number) {
    this.#sourceOf = sourceOf;
    this.#takeTensor = takeTensor;
    for (let at = steps.length - 1; at >= 0; at--) {
      for (const value of new Set((steps[at] as PassStep).operands)) {
        const uses = this.#uses.get(value);
        if (uses === undefined) this.#uses.set(value, [at]);
        else uses.push(at);
      }
    }
    for (const step of steps) this.#write(step);
  }

  #write(step: PassStep): void {
    const { operands } = step;
    const registers = operands.map((value) => this.#hold(value, operands));
    for (const value of new Set(operands)) {
      const uses = this.#uses.get(value) as number[];
      uses.pop();
      if (uses.length === 0) this.#release(value);
    }
    switch (step.kind) {
      case "element": {
        const to = this.#take(step.value, []);
        this.words.push(instructionWord(operationOf(step.primitive), to, registers));
        if (!this.#uses.has(step.value)) this.#release(step.value);
        return;
      }
      case "sum": {
        const operation = registers.length === 1 ? OPERATION.sum : OPERATION.dot;
        this.words.push(instructionWord(operation, step.sum, registers));
        return;
      }
      case "store":
        this.words.push(instructionWord(OPERATION.store, 0, registers), step.offset);
        return;
      case "hold":
    }
  }

  /** The register of a value, which is loaded where it is in none. */
  #hold(value: number, pinned: readonly number[]): number {
    const held = this.#registerOf.get(value);
    if (held !== undefined) return held;
    const register = this.#take(value, pinned);
    const stored = this.#stored.get(value);
    const source: PassSource = stored === undefined ? this.#sourceOf(value) : { kind: "tensor", offset: stored };
    if (source.kind === "narrow") {
      this.words.push(instructionWord(OPERATION.spread, register, []), source.word);
    } else if (source.kind === "tensor") {
      this.words.push(instructionWord(OPERATION.load, register, []), source.offset);
    }
    return register;
  }

  #take(value: number, pinned: readonly number[]): number {
    if (this.#free.length === 0) this.#evict(pinned);
    const register = this.#free.pop() as number;
    this.#registerOf.set(value, register);
    return register;
  }

  #release(value: number): void {
    const register = this.#registerOf.get(value);
    if (register === undefined) return;
    this.#registerOf.delete(value);
    // The lowest register first: registers that are never used cost nothing.
    this.#free.push(register);
    this.#free.sort((a, b) => b - a);
  }

  #evict(pinned: readonly number[]): void {
    let furthest = -1;
    let victim = -1;
    for (const value of this.#registerOf.keys()) {
      const next = this.#uses.get(value)?.at(-1) ?? Infinity;
      if (next > furthest && !pinned.includes(value)) [furthest, victim] = [next, value];
    }
    const register = this.#registerOf.get(victim) as number;
    if (this.#sourceOf(victim).kind === "computed" && !this.#stored.has(victim)) {
      const offset = this.#takeTensor();
      this.#stored.set(victim, offset);
      this.words.push(instructionWord(OPERATION.store, 0, [register]), offset);
    }
    this.#release(victim);
  }
}
