import * as fc from "fast-check";
import { tryCheck } from "./check.js";
import type { FunctionRow } from "./functions/row.js";
import { FUNCTIONS } from "./functions/table.js";
import {
  type Operand,
  type Parameter,
  type Program,
  type Statement,
  GRADIENT_SLOT,
  SCALAR_INPUTS,
  constant,
  stateSlots,
  variable,
} from "./program.js";
import { type ValueType, SCALAR, TENSOR } from "./type.js";

/** What random programs are made of. */
export interface ProgramShape {
  /** At most so many statements. @default 12 */
  readonly statements?: number;
  /** At most so many state variables. @default 3 */
  readonly states?: number;
  /** The functions that they call. @default all */
  readonly functions?: readonly FunctionRow[];
}

/** Names that have led programs astray before: of functions, of JavaScript's objects, of made-up results. */
const AWKWARD_NAMES = [
  "update", "x_1", "sign", "__proto__", "constructor", "toString", "update_1", "_", "e5", "interp", "hasOwnProperty",
];

/** Any finite float64, ordinary constants and edge cases as likely as all the rest. */
export const constants: fc.Arbitrary<number> = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -2, max: 2 }),
  fc.constantFrom(0, -0, 1, -1, 0.9, 0.999, 1e-8, 1e21, -1e-7, 5e-324, 1.7976931348623157e308, 0.1),
);

/** Numbers that choose: each is taken modulo the number of choices there are. */
interface Gene {
  readonly fn: number;
  readonly target: number;
  readonly args: readonly number[];
  readonly constants: readonly number[];
}

const choice = fc.nat(1_000_000);
const gene: fc.Arbitrary<Gene> = fc.record({
  fn: choice,
  target: choice,
  args: fc.array(choice, { minLength: 3, maxLength: 3 }),
  constants: fc.array(constants, { minLength: 3, maxLength: 3 }),
});

/** A parameter and its type; of state the width that it is meant to have. */
interface ParameterGene {
  readonly parameter: Parameter;
  readonly type: ValueType;
}

function parameterGenes(states: number): fc.Arbitrary<readonly ParameterGene[]> {
  const width = fc.constantFrom<ValueType>(0, 1, 2, 2, 2);
  return fc
    .tuple(
      fc.array(width, { maxLength: states }),
      fc.array(constants, { maxLength: 2 }),
      fc.subarray([...SCALAR_INPUTS]),
    )
    .chain(([stateTypes, values, inputs]) => {
      const genes: ParameterGene[] = [
        ...stateTypes.map((type, k): ParameterGene => ({ parameter: { kind: "state", name: `m${k}` }, type })),
        ...values.map((value, k): ParameterGene => ({
          parameter: { kind: "hyperparameter", name: `h${k}`, value },
          type: SCALAR,
        })),
        ...inputs.map((name): ParameterGene => ({ parameter: { kind: "input", name }, type: SCALAR })),
      ];
      return fc.shuffledSubarray(genes, { minLength: genes.length });
    });
}

/** The element that a gene's number chooses. */
function choose<T>(items: readonly T[], number: number): T {
  return items[number % items.length] as T;
}

/** As `choose`, but mostly one of the last: what was made last should not be dead. */
function chooseRecent(slots: readonly number[], number: number): number {
  return choose(number % 4 < 3 ? slots.slice(-1 - (number % 2)) : slots, Math.floor(number / 8));
}

function express(
  functions: readonly FunctionRow[],
  genes: readonly Gene[],
  parameterGenes: readonly ParameterGene[],
  returned: readonly number[],
): Program {
  const parameters: Parameter[] = [
    { kind: "weights", name: "w" },
    { kind: "gradient", name: "g" },
    ...parameterGenes.map(({ parameter }) => parameter),
  ];
  const states = stateSlots(parameters);
  const names = parameters.map(({ name }) => name);
  const types: ValueType[] = [TENSOR, TENSOR, ...parameterGenes.map(({ type }) => type)];
  const stateTypes = states.map((slot) => types[slot] as ValueType);
  /** Every slot, the one assigned last at the end. */
  let slotsByAge = names.map((_, slot) => slot);
  const slotsOf = (fits: (type: ValueType) => boolean): number[] =>
    slotsByAge.filter((slot) => fits(types[slot] as ValueType));
  const statements = genes.map(({ fn: fnNumber, target: targetNumber, args: numbers, constants }): Statement => {
    const fn = choose(functions, fnNumber);
    const args = fn.args.map(({ type }, k): Operand => {
      const number = numbers[k] as number;
      const slots = slotsOf((slotType) => type === "any" || slotType === (type === "scalar" ? SCALAR : TENSOR));
      return type !== "tensor" && (slots.length === 0 || number % 8 === 7)
        ? constant(constants[k] as number)
        : variable(chooseRecent(slots, number));
    });
    const widths = args.map((arg) => (arg.kind === "variable" ? (types[arg.slot] as ValueType) : SCALAR));
    const result = fn.result === "widest" ? (Math.max(SCALAR, ...widths) as ValueType) : fn.result;
    let target = targetNumber % (2 * names.length);
    // A new variable as often as an old one; the gradient stays a tensor, so that there always is one.
    if (target >= names.length || (target === GRADIENT_SLOT && result !== TENSOR)) {
      target = names.length;
      names.push(AWKWARD_NAMES[target - parameters.length] ?? `x${target}`);
    }
    types[target] = result;
    slotsByAge = [...slotsByAge.filter((slot) => slot !== target), target];
    return { target, fn, args };
  });
  const outputs = [TENSOR, ...stateTypes].map((type, k) => {
    const exact = slotsOf((slotType) => slotType === type);
    return chooseRecent(exact.length > 0 ? exact : slotsOf(() => true), returned[k] as number);
  });
  return { name: "f", parameters, states, names, statements, outputs };
}

/** Random valid programs over all functions: reassigned parameters, constants and dead code included. */
export function programs(shape: ProgramShape = {}): fc.Arbitrary<Program> {
  const { statements = 12, states = 3, functions = FUNCTIONS } = shape;
  return fc
    .tuple(
      fc.array(gene, { maxLength: statements }),
      parameterGenes(states),
      fc.array(choice, { minLength: states + 1, maxLength: states + 1 }),
    )
    .map((genome) => express(functions, ...genome))
    .filter((program) => tryCheck(program) !== undefined);
}

/** Programs whose operands, targets and outputs are any slots at all: most are invalid. */
export function brokenPrograms(shape: ProgramShape = {}): fc.Arbitrary<Program> {
  const slot = fc.option(choice, { nil: undefined, freq: 3 });
  return fc
    .tuple(programs(shape), fc.array(slot, { minLength: 80, maxLength: 80 }))
    .map(([program, genes]) => {
      let at = 0;
      const names = [...program.names, "unassigned"];
      const other = (slot: number): number => {
        const number = genes[at++ % genes.length];
        return number === undefined ? slot : number % names.length;
      };
      return {
        ...program,
        names,
        statements: program.statements.map(({ target, fn, args }) => ({
          target: other(target),
          fn,
          args: args.map((arg) => (arg.kind === "variable" ? variable(other(arg.slot)) : arg)),
        })),
        outputs: program.outputs.map(other),
      };
    });
}
