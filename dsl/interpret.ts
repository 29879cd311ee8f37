import { ContractError } from "../src/errors.js";
import { type TypedProgram, check } from "./check.js";
import type {
  ArrayFact,
  ElementPrimitive,
  MatrixPrimitive,
  ReductionPrimitive,
} from "../src/engine/update/primitive.js";
import { PlainArithmetic, type TensorArithmetic } from "./arithmetic.js";
import type { Lowering } from "./functions/lowering.js";
import { requireHyperparameters } from "./hyperparameter.js";
import { type Values, runNarrow } from "./kernel.js";
import { ARRAY_ROLES, type ArrayLayout, type Layout } from "./layout.js";
import type { Operand, Parameter, Program, ScalarInput } from "./program.js";
import { arrayDot, arraySum } from "./reduction.js";
import { type ValueType, ARRAY_WISE, SCALAR, TENSOR } from "./type.js";

/** What training supplies to one step. */
export interface StepInputs extends Readonly<Record<ScalarInput, number>> {
  /** The weights, flat: not written. */
  readonly w: Float32Array;
  /** The gradient, flat: not written. */
  readonly g: Float32Array;
}

/** A program that runs on numbers, with its state. */
export interface Interpreter {
  /**
   * Runs one step and moves the state on.
   *
   * @returns The update, flat, to be subtracted from the weights; valid until the next call.
   */
  step(inputs: StepInputs): Float32Array;
  /** The present value of each state variable, in order: one number, one per array or one per parameter. */
  readonly state: readonly Values[];
  /** Puts all state back to zero. */
  reset(): void;
}

/** Options of {@link createInterpreter}. */
export interface InterpreterOptions {
  /** Values of hyperparameters in place of their defaults, by name. */
  readonly hyperparameters?: Readonly<Record<string, number>>;
  /** What it computes on tensors with. @default the interpreter itself */
  readonly arithmetic?: TensorArithmetic;
}

/** A value while a program is lowered: its storage and its width. */
interface Register {
  readonly type: ValueType;
  readonly values: Values;
  /** Whether it is known before the first step and never changes: computed once. */
  readonly fixed?: boolean;
}

/** The scalar inputs, in the order in which a step copies them in. */
const INPUTS: readonly ScalarInput[] = ["lr", "t", "T", "loss"];

/**
 * Prepares a program to run on a parameter tree. This interpreter is the meaning of the language: whatever is
 * compiled, simplified or exported must compute the same. It runs every statement, dead ones too, and
 * allocates nothing in a step.
 *
 * @throws {@link ContractError} where the program is invalid, or a hyperparameter is not one of its own; a
 * step throws it where the weights or the gradient are not of the layout's size.
 */
export function createInterpreter(
  program: Program | TypedProgram,
  layout: Layout,
  options: InterpreterOptions = {},
): Interpreter {
  return new FlatInterpreter("program" in program ? program : check(program), layout, options);
}

class FlatInterpreter implements Interpreter, Lowering<Register> {
  readonly #layout: Layout;
  readonly #arithmetic: TensorArithmetic;
  readonly #instructions: (() => void)[] = [];
  readonly #inputs = new Map<ScalarInput, Float64Array>();
  readonly #weights: Float32Array;
  readonly #gradient: Float32Array;
  readonly #facts = new Map<ArrayFact, Register>();
  /** Narrow values spread over wider storage, so that one is spread once however often it is read. */
  readonly #spread = new Map<Values, (Values | undefined)[]>();
  readonly #update: Values;
  readonly state: readonly Values[];

  constructor(typed: TypedProgram, layout: Layout, options: InterpreterOptions) {
    const { hyperparameters = {}, arithmetic = new PlainArithmetic(layout) } = options;
    const { program, stateTypes } = typed;
    this.#layout = layout;
    this.#arithmetic = arithmetic;
    this.#weights = arithmetic.tensor();
    this.#gradient = arithmetic.tensor();
    requireHyperparameters(program, hyperparameters);
    this.state = program.states.map((_, k) => this.#storage(stateTypes[k] as ValueType));
    let states = 0;
    const slots: (Register | undefined)[] = program.parameters.map((parameter) =>
      parameter.kind === "state"
        ? { type: stateTypes[states] as ValueType, values: this.state[states++] as Values }
        : this.#parameter(parameter, hyperparameters),
    );
    for (const { fn, args, target } of program.statements) {
      slots[target] = fn.lower<Register>(this, ...args.map((arg) => this.#operand(arg, slots)));
    }
    const outputs = program.outputs.map((slot) => slots[slot] as Register);
    this.#update = this.#settled((outputs[0] as Register).values);
    // The types of state are a fixed point: what is returned for it is as wide as it is stored.
    const next = outputs.slice(1).map((register) => this.#settled(register.values));
    this.#instructions.push(...next.map((values, k) => this.#element("copy", this.state[k] as Values, [values])));
  }

  step(inputs: StepInputs): Float32Array {
    const { size } = this.#layout;
    if (inputs.w.length !== size || inputs.g.length !== size) {
      throw new ContractError(
        `The layout holds ${size} numbers, but w has ${inputs.w.length} and g has ${inputs.g.length}.`,
      );
    }
    this.#weights.set(inputs.w);
    this.#gradient.set(inputs.g);
    for (const name of INPUTS) {
      const storage = this.#inputs.get(name);
      if (storage !== undefined) storage[0] = inputs[name];
    }
    for (const run of this.#instructions) run();
    return this.#update as Float32Array;
  }

  reset(): void {
    for (const values of this.state) values.fill(0);
  }

  constant(value: number): Register {
    return { type: SCALAR, values: Float64Array.of(value), fixed: true };
  }

  element(primitive: ElementPrimitive, ...operands: readonly Register[]): Register {
    const type = Math.max(...operands.map((operand) => operand.type)) as ValueType;
    const values = this.#storage(type);
    const run = this.#element(primitive, values, operands.map((operand) => this.#widened(operand, type)));
    const fixed = operands.every((operand) => operand.fixed === true);
    if (fixed) run();
    else this.#instructions.push(run);
    return { type, values, fixed };
  }

  reduce(primitive: ReductionPrimitive, ...operands: readonly Register[]): Register {
    const { arrays } = this.#layout;
    const values = new Float64Array(arrays.length);
    const [x, y] = operands.map((operand) => operand.values as Float32Array) as [Float32Array, Float32Array];
    this.#instructions.push(
      primitive === "arraySum"
        ? () => { for (let a = 0; a < arrays.length; a++) values[a] = arraySum(x, arrays[a] as ArrayLayout); }
        : () => { for (let a = 0; a < arrays.length; a++) values[a] = arrayDot(x, y, arrays[a] as ArrayLayout); },
    );
    return { type: ARRAY_WISE, values };
  }

  total(operand: Register): Register {
    const { values } = operand;
    const sum = new Float64Array(1);
    this.#instructions.push(() => {
      let running = 0;
      for (let a = 0; a < values.length; a++) running += values[a] as number;
      sum[0] = running;
    });
    return { type: SCALAR, values: sum };
  }

  fact(fact: ArrayFact): Register {
    let register = this.#facts.get(fact);
    if (register === undefined) {
      const values = Float64Array.from(this.#layout.arrays, (array) => arrayFact(fact, array));
      register = { type: ARRAY_WISE, values, fixed: true };
      this.#facts.set(fact, register);
    }
    return register;
  }

  matrix(primitive: MatrixPrimitive, operand: Register): Register {
    const values = this.#arithmetic.tensor();
    this.#instructions.push(this.#arithmetic.matrix(primitive, values, operand.values as Float32Array));
    return { type: TENSOR, values };
  }

  /** An instruction over values of one width. */
  #element(primitive: ElementPrimitive, out: Values, [x, y = x, z = x]: readonly Values[]): () => void {
    return out instanceof Float32Array
      ? this.#arithmetic.element(primitive, out, x as Float32Array, y as Float32Array, z as Float32Array)
      : runNarrow(primitive, out, x as Float64Array, y as Float64Array, z as Float64Array);
  }

  #parameter(parameter: Parameter, overrides: Readonly<Record<string, number>>): Register {
    switch (parameter.kind) {
      case "weights":
        return { type: TENSOR, values: this.#weights };
      case "gradient":
        return { type: TENSOR, values: this.#gradient };
      case "hyperparameter":
        return this.constant(
          Object.hasOwn(overrides, parameter.name) ? (overrides[parameter.name] as number) : parameter.value,
        );
      case "input": {
        const values = new Float64Array(1);
        this.#inputs.set(parameter.name, values);
        return { type: SCALAR, values };
      }
      case "state":
        throw new ContractError("State is laid out by the constructor.");
    }
  }

  #operand(operand: Operand, slots: readonly (Register | undefined)[]): Register {
    return operand.kind === "constant" ? this.constant(operand.value) : (slots[operand.slot] as Register);
  }

  #storage(type: ValueType): Values {
    if (type === TENSOR) return this.#arithmetic.tensor();
    return new Float64Array(type === SCALAR ? 1 : this.#layout.arrays.length);
  }

  /** A value's storage at a width: the value itself, or a copy of it spread out in every step. */
  #widened(register: Register, type: ValueType): Values {
    const { values } = register;
    if (register.type === type) return values;
    const widths = this.#spread.get(values) ?? [];
    this.#spread.set(values, widths);
    let wide = widths[type];
    if (wide === undefined) {
      wide = this.#storage(type);
      widths[type] = wide;
      const run = spread(values, wide, register.type, this.#layout);
      if (register.fixed === true) run();
      else this.#instructions.push(run);
    }
    return wide;
  }

  /** An output's storage, apart from all state: state is read before any of it is written. */
  #settled(values: Values): Values {
    if (!this.state.includes(values)) return values;
    const copy = values instanceof Float32Array ? this.#arithmetic.tensor() : new Float64Array(values.length);
    this.#instructions.push(this.#element("copy", copy, [values]));
    return copy;
  }
}

/** Spreads a narrow value; into a tensor it is rounded, once, to float32. */
function spread(from: Values, to: Values, type: ValueType, { arrays }: Layout): () => void {
  if (type === SCALAR) return () => to.fill(from[0] as number);
  return () => {
    for (let a = 0; a < arrays.length; a++) {
      const { offset, size } = arrays[a] as ArrayLayout;
      to.fill(from[a] as number, offset, offset + size);
    }
  };
}

/** What `size`, `ndim`, `rows`, `cols` and `role` say of an array. */
export function arrayFact(fact: ArrayFact, array: ArrayLayout): number {
  switch (fact) {
    case "ndim":
      return array.shape.length;
    case "role":
      return ARRAY_ROLES.indexOf(array.role);
    case "size":
    case "rows":
    case "cols":
      return array[fact];
  }
}
