import { type TypedProgram, check } from "./check.js";
import type {
  ArrayFact,
  ElementPrimitive,
  MatrixPrimitive,
  ReductionPrimitive,
} from "../src/engine/update/primitive.js";
import type { Lowering } from "./functions/lowering.js";
import { requireHyperparameters } from "./hyperparameter.js";
import { liveness } from "./liveness.js";
import type { Operand, Parameter } from "./program.js";
import { prune } from "./prune.js";
import { printNumber } from "./text/print.js";
import type { UpdateRule, UpdateValue, Width } from "../src/engine/update/rule.js";
import { TENSOR } from "./type.js";

/** Options of {@link compile}. */
export interface CompileOptions {
  /** Values of hyperparameters in place of their defaults, by name. */
  readonly hyperparameters?: Readonly<Record<string, number>>;
}

/**
 * Lowers a program to the update IR of the engine: what is live, equal values once. The one compiler that
 * every executor is fed by. Time O(statements).
 *
 * @throws {@link ContractError} where a hyperparameter is not one of the program's own.
 */
export function compile(typed: TypedProgram, options: CompileOptions = {}): UpdateRule {
  requireHyperparameters(typed.program, options.hyperparameters ?? {});
  return new Compiler(check(prune(typed.program, liveness(typed.program))), options).rule;
}

class Compiler implements Lowering<number> {
  readonly rule: UpdateRule;
  readonly #values: UpdateValue[] = [];
  readonly #known = new Map<string, number>();

  constructor({ program, stateTypes }: TypedProgram, { hyperparameters = {} }: CompileOptions) {
    let state = 0;
    const slots: number[] = program.parameters.map((parameter) =>
      parameter.kind === "state"
        ? this.#value({ kind: "state", width: stateTypes[state] as Width, state: state++ })
        : this.#parameter(parameter, hyperparameters),
    );
    for (const { fn, args, target } of program.statements) {
      slots[target] = fn.lower<number>(this, ...args.map((arg) => this.#operand(arg, slots)));
    }
    const [update = 0, ...next] = program.outputs.map((slot) => slots[slot] as number);
    this.rule = {
      values: this.#values,
      update,
      states: next.map((value, k) => ({ width: stateTypes[k] as Width, next: value })),
    };
  }

  constant(value: number): number {
    return this.#value({ kind: "constant", width: 0, value });
  }

  element(primitive: ElementPrimitive, ...operands: readonly number[]): number {
    const width = Math.max(...operands.map((operand) => this.#width(operand))) as Width;
    if (primitive === "copy") return operands[0] as number;
    return this.#value({ kind: "element", width, primitive, operands });
  }

  reduce(primitive: ReductionPrimitive, ...operands: readonly number[]): number {
    return this.#value({ kind: "reduce", width: 1, primitive, operands });
  }

  total(operand: number): number {
    return this.#value({ kind: "total", width: 0, operands: [operand] });
  }

  fact(fact: ArrayFact): number {
    return this.#value({ kind: "fact", width: 1, fact });
  }

  matrix(primitive: MatrixPrimitive, operand: number): number {
    const operands = [operand];
    if (primitive === "orthogonalize") operands.push(this.element("sqrt", this.reduce("arrayDot", operand, operand)));
    return this.#value({ kind: "matrix", width: TENSOR, primitive, operands });
  }

  #parameter(parameter: Exclude<Parameter, { kind: "state" }>, overrides: Readonly<Record<string, number>>): number {
    switch (parameter.kind) {
      case "weights":
        return this.#value({ kind: "weights", width: TENSOR });
      case "gradient":
        return this.#value({ kind: "gradient", width: TENSOR });
      case "input":
        return this.#value({ kind: "input", width: 0, name: parameter.name });
      case "hyperparameter":
        return this.constant(
          Object.hasOwn(overrides, parameter.name) ? (overrides[parameter.name] as number) : parameter.value,
        );
    }
  }

  #operand(operand: Operand, slots: readonly number[]): number {
    return operand.kind === "constant" ? this.constant(operand.value) : (slots[operand.slot] as number);
  }

  #width(index: number): Width {
    return (this.#values[index] as UpdateValue).width;
  }

  /** The index of a value; equal values are one. */
  #value(value: UpdateValue): number {
    // JSON would write −0 as 0, and NaN and the infinities as null.
    const key = value.kind === "constant" ? printNumber(value.value) : JSON.stringify(value);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#values.push(value);
    this.#known.set(key, this.#values.length - 1);
    return this.#values.length - 1;
  }
}
