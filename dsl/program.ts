import type { FunctionRow } from "./functions/row.js";

/** A variable of a program, by its slot: parameters come first, in order, then the other variables. */
export interface Variable {
  readonly kind: "variable";
  readonly slot: number;
}

/** A literal number: a finite float64. */
export interface Constant {
  readonly kind: "constant";
  readonly value: number;
}

/** What a function can be applied to. */
export type Operand = Variable | Constant;

/** One call whose result is assigned to a variable. */
export interface Statement {
  /** Slot of the variable that the result goes to. */
  readonly target: number;
  readonly fn: FunctionRow;
  readonly args: readonly Operand[];
}

/** The scalar inputs that training supplies, by their fixed names. */
export const SCALAR_INPUTS = ["lr", "t", "T", "loss"] as const;

/** `lr`: the schedule's value, peak 1; `t`: the step, from 1; `T`: the steps in all; `loss`: this step's. */
export type ScalarInput = (typeof SCALAR_INPUTS)[number];

/** A parameter of a program and the role that its position, name or default gives it. */
export type Parameter =
  | { readonly kind: "weights"; readonly name: string }
  | { readonly kind: "gradient"; readonly name: string }
  | { readonly kind: "input"; readonly name: ScalarInput }
  | { readonly kind: "state"; readonly name: string }
  | { readonly kind: "hyperparameter"; readonly name: string; readonly value: number };

/**
 * An update rule: straight-line statements over a fixed set of slots. Immutable, and children share what they
 * did not change with their parents.
 *
 * Slots 0 … `parameters.length` − 1 are the parameters; `names` gives every slot's name. A statement may
 * assign to any slot, a parameter's too, as the programs of the paper do.
 */
export interface Program {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Slots of the state variables, in order. */
  readonly states: readonly number[];
  readonly names: readonly string[];
  readonly statements: readonly Statement[];
  /** Slots returned: the update, then the next value of each state variable. */
  readonly outputs: readonly number[];
}

/** The slot of the weights in every program. */
export const WEIGHTS_SLOT = 0;
/** The slot of the gradient in every program. */
export const GRADIENT_SLOT = 1;

// Millions of programs are made of few operands; the common ones exist once.
const VARIABLES: readonly Variable[] = Array.from({ length: 256 }, (_, slot) => ({ kind: "variable", slot }));

/** The operand that reads a slot. */
export function variable(slot: number): Variable {
  return VARIABLES[slot] ?? { kind: "variable", slot };
}

/** The operand that is a number. */
export function constant(value: number): Constant {
  return { kind: "constant", value };
}

/** The slots of those parameters that are state variables, in order. */
export function stateSlots(parameters: readonly Parameter[]): readonly number[] {
  return parameters.flatMap((parameter, slot) => (parameter.kind === "state" ? [slot] : []));
}

/** The slot of a scalar input, or −1 where the program does not take it. */
export function inputSlot(program: Program, input: ScalarInput): number {
  return program.parameters.findIndex((parameter) => parameter.kind === "input" && parameter.name === input);
}

/**
 * Whether two programs are the same text: same parameters, statements and outputs, variables compared by
 * name. Slot numbers and the program's own name do not count; −0 and 0 differ.
 */
export function samePrograms(a: Program, b: Program): boolean {
  if (a.parameters.length !== b.parameters.length || a.statements.length !== b.statements.length) return false;
  const sameSlot = (x: number | undefined, y: number | undefined): boolean =>
    x !== undefined && y !== undefined && a.names[x] === b.names[y];
  const sameOperand = (x: Operand, y: Operand | undefined): boolean => {
    if (x.kind === "constant") return y?.kind === "constant" && Object.is(x.value, y.value);
    return y?.kind === "variable" && sameSlot(x.slot, y.slot);
  };
  const sameParameter = (x: Parameter, y: Parameter | undefined): boolean =>
    x.kind === y?.kind &&
    x.name === y.name &&
    (x.kind !== "hyperparameter" || (y.kind === "hyperparameter" && Object.is(x.value, y.value)));
  const sameStatement = (x: Statement, y: Statement | undefined): boolean =>
    x.fn === y?.fn &&
    sameSlot(x.target, y.target) &&
    x.args.length === y.args.length &&
    x.args.every((arg, i) => sameOperand(arg, y.args[i]));
  return (
    a.outputs.length === b.outputs.length &&
    a.parameters.every((parameter, i) => sameParameter(parameter, b.parameters[i])) &&
    a.statements.every((statement, i) => sameStatement(statement, b.statements[i])) &&
    a.outputs.every((slot, i) => sameSlot(slot, b.outputs[i]))
  );
}
