import type { TypedProgram } from "../../dsl/check.js";
import type { Lowering } from "../../dsl/functions/lowering.js";
import type { Operand, ScalarInput } from "../../dsl/program.js";
import { type ValueType, ARRAY_WISE, SCALAR, TENSOR } from "../../dsl/type.js";
import type {
  ArrayFact, ElementPrimitive, MatrixPrimitive, ReductionPrimitive,
} from "../../src/engine/update/primitive.js";
import type { RuleOption, RuleOptions } from "./options.js";

/** What an exported optimizer knows of an array: as rules ask it, and whether the added decay applies to it. */
export type ExportFact = ArrayFact | "decayed";

/** An element-wise primitive; `interp` stays whole on tensors, since every target has a word for it. */
export type ExportPrimitive = ElementPrimitive | "interp";

/** What a value is made by. */
export type Origin =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "weights" }
  | { readonly kind: "gradient" }
  | { readonly kind: "input"; readonly input: ScalarInput }
  | { readonly kind: "option"; readonly option: RuleOption }
  /** A state variable before the step, by its place among them. */
  | { readonly kind: "state"; readonly index: number }
  | { readonly kind: "fact"; readonly fact: ExportFact }
  | { readonly kind: "element"; readonly primitive: ExportPrimitive }
  | { readonly kind: "reduce"; readonly primitive: ReductionPrimitive }
  /** The sum of an array-wise value over the arrays. */
  | { readonly kind: "total" }
  | { readonly kind: "matrix"; readonly primitive: MatrixPrimitive };

/** A value of a step: what it is made of, and what the program calls it. Equal values are one object. */
export interface Value {
  /** Its place in {@link Dataflow.values}. */
  readonly id: number;
  readonly type: ValueType;
  readonly origin: Origin;
  readonly args: readonly Value[];
  /** As in the program's text; empty of what has no name there. */
  readonly name: string;
}

/** A step of an exported optimizer as a graph of values. */
export interface Dataflow {
  /** Those that the step needs, arguments first. */
  readonly values: readonly Value[];
  /** What is subtracted from the weights: scaled, with the added decay. */
  readonly update: Value;
  readonly states: readonly {
    readonly name: string;
    readonly type: ValueType;
    /** Its value after the step. */
    readonly next: Value;
  }[];
}

/**
 * Reads a step off a program, the learning rate and the decay that the export adds included. Functions become the
 * primitives that define them, so that whatever computes these as they are defined computes what the interpreter does.
 */
export function dataflowOf({ program, stateTypes }: TypedProgram, options: RuleOptions): Dataflow {
  const { all, learningRate, rate, decay } = options;
  const graph = new ValueGraph();
  let states = 0;
  const slots: (Value | undefined)[] = program.parameters.map((parameter, slot) => {
    const { kind, name } = parameter;
    switch (kind) {
      case "weights":
      case "gradient":
        return graph.value(TENSOR, { kind }, [], name);
      case "input":
        return graph.value(SCALAR, { kind, input: parameter.name }, [], name);
      case "hyperparameter":
        return graph.option(all.find((option) => option.slot === slot) as RuleOption);
      case "state":
        return graph.value(stateTypes[states] as ValueType, { kind, index: states++ }, [], name);
    }
  });
  const operand = (arg: Operand): Value =>
    arg.kind === "constant" ? graph.constant(arg.value) : (slots[arg.slot] as Value);
  for (const { fn, args, target } of program.statements) {
    const operands = args.map(operand);
    const isInterp = fn.name === "interp" && operands[0]?.type === TENSOR && operands[1]?.type === TENSOR;
    const value = isInterp ? graph.element("interp", ...operands) : fn.lower<Value>(graph, ...operands);
    slots[target] = graph.named(value, program.names[target] as string);
  }
  const [output, ...next] = program.outputs.map((slot) => slots[slot] as Value);
  let update = output as Value;
  if (rate !== undefined) update = graph.named(graph.element("multiply", update, graph.option(rate)), "update");
  if (decay !== undefined) {
    const weights = graph.value(TENSOR, { kind: "weights" }, [], "");
    const peak = graph.element("multiply", graph.lr(), graph.option(learningRate));
    const lambda = graph.element("multiply", peak, graph.option(decay));
    const chosen = graph.element("select", graph.value(ARRAY_WISE, { kind: "fact", fact: "decayed" }, [], ""),
      lambda, graph.constant(0));
    const term = graph.element("multiply", graph.named(chosen, "decay"), weights);
    update = graph.named(graph.element("add", update, term), "update");
  }
  return {
    values: graph.reachedFrom([update, ...next]),
    update,
    states: next.map((value, k) => ({
      name: program.names[program.states[k] as number] as string,
      type: stateTypes[k] as ValueType,
      next: value,
    })),
  };
}

/** Builds values; those that are equal are made once. */
class ValueGraph implements Lowering<Value> {
  readonly #known = new Map<string, Value>();
  readonly #values: Value[] = [];
  readonly #names = new Map<Value, string>();

  value(type: ValueType, origin: Origin, args: readonly Value[], name: string): Value {
    const key = JSON.stringify([origin, args.map(({ id }) => id)], spellZero);
    let value = this.#known.get(key);
    if (value === undefined) {
      const names = this.#names;
      value = { id: this.#values.length, type, origin, args, get name() { return names.get(this) ?? ""; } };
      if (name !== "") names.set(value, name);
      this.#known.set(key, value);
      this.#values.push(value);
    }
    return value;
  }

  /** The same value under a name, where it has none yet. */
  named(value: Value, name: string): Value {
    if (value.name === "" && value.origin.kind !== "constant") this.#names.set(value, name);
    return value;
  }

  constant(value: number): Value {
    return this.value(SCALAR, { kind: "constant", value }, [], "");
  }

  option(option: RuleOption): Value {
    return this.value(SCALAR, { kind: "option", option }, [], option.name);
  }

  lr(): Value {
    return this.value(SCALAR, { kind: "input", input: "lr" }, [], "lr");
  }

  element(primitive: ExportPrimitive, ...operands: readonly Value[]): Value {
    // A copy is the value itself.
    if (primitive === "copy") return operands[0] as Value;
    const type = Math.max(...operands.map((operand) => operand.type)) as ValueType;
    return this.value(type, { kind: "element", primitive }, operands, "");
  }

  reduce(primitive: ReductionPrimitive, ...operands: readonly Value[]): Value {
    return this.value(ARRAY_WISE, { kind: "reduce", primitive }, operands, "");
  }

  total(operand: Value): Value {
    return this.value(SCALAR, { kind: "total" }, [operand], "");
  }

  fact(fact: ArrayFact): Value {
    return this.value(ARRAY_WISE, { kind: "fact", fact }, [], fact);
  }

  matrix(primitive: MatrixPrimitive, operand: Value): Value {
    return this.value(TENSOR, { kind: "matrix", primitive }, [operand], "");
  }

  /** The values that some depend on and these themselves, arguments first. */
  reachedFrom(roots: readonly Value[]): readonly Value[] {
    const reached = new Set<Value>(roots);
    for (const value of this.#values.toReversed()) {
      if (reached.has(value)) for (const arg of value.args) reached.add(arg);
    }
    return this.#values.filter((value) => reached.has(value));
  }
}

/** JSON knows no −0. */
function spellZero(_: string, value: unknown): unknown {
  return Object.is(value, -0) ? "-0" : value;
}
