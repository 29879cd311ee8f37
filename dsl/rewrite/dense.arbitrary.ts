import * as fc from "fast-check";
import { RandomStream } from "../../src/random.js";
import { tryCheck } from "../check.js";
import type { FunctionRow } from "../functions/row.js";
import { FUNCTIONS, functionNamed } from "../functions/table.js";
import { type Operand, type Parameter, type Program, type Statement, constant, variable } from "../program.js";
import { type ValueType, SCALAR, TENSOR } from "../type.js";
import { callType } from "./graph.js";

/** Constants that identities are about. */
const CONSTANTS = [0, -0, 1, -1, 0.5, 2, 0.1, 0.9, 0.99, -0.3, 3, 1e-3];

/** Functions that rules are mostly about, so that programs of them have much to be rewritten. */
export const ARITHMETIC: readonly FunctionRow[] = [
  "add", "subtract", "multiply", "add", "subtract", "multiply", "protected_divide", "divide", "negative", "abs", "sign",
  "max", "min", "interp", "interp", "square", "cube", "sqrt", "reciprocal", "select", "clamp", "copy", "tanh",
].map(functionNamed);

/** Functions that tell arrays apart, so that programs of them have choices that are none. */
export const CHOICE: readonly FunctionRow[] = [
  "role", "ndim", "rows", "cols", "size", "equal", "less", "less_equal", "select", "select", "max", "min", "floor",
  "power", "add", "multiply", "divide", "interp",
].map(functionNamed);

/** What dense programs are made of. */
export interface DenseShape {
  /** At most so many statements, before what combines them. @default 20 */
  readonly statements?: number;
  /** @default all but `orthogonalize`, which takes long */
  readonly functions?: readonly FunctionRow[];
}

const ALL = FUNCTIONS.filter(({ name }) => name !== "orthogonalize");

/** Random valid programs without dead statements: rewriting has to deal with all that is written. */
export function densePrograms({ statements = 20, functions = ALL }: DenseShape = {}): fc.Arbitrary<Program> {
  return fc
    .tuple(fc.integer({ min: 1, max: statements }), fc.nat(3), fc.nat())
    .map(([count, states, seed]) => dense(count, states, functions, new RandomStream(seed, "dense")))
    .filter((program) => tryCheck(program) !== undefined);
}

function dense(count: number, states: number, functions: readonly FunctionRow[], random: RandomStream): Program {
  const parameters: Parameter[] = [
    { kind: "weights", name: "w" },
    { kind: "gradient", name: "g" },
    ...Array.from({ length: states }, (_, k): Parameter => ({ kind: "state", name: `m${k}` })),
    { kind: "input", name: "lr" },
    { kind: "input", name: "t" },
    { kind: "hyperparameter", name: "beta", value: 0.9 },
  ];
  const types = parameters.map(({ kind }): ValueType =>
    kind === "input" || kind === "hyperparameter" ? SCALAR : TENSOR,
  );
  const unread = new Set(types.keys());
  const written: Statement[] = [];
  const write = (fn: FunctionRow, args: readonly Operand[]): void => {
    for (const arg of args) if (arg.kind === "variable") unread.delete(arg.slot);
    const target = types.length;
    written.push({ target, fn, args });
    types.push(callType(fn, args.map((arg) => (arg.kind === "variable" ? (types[arg.slot] as ValueType) : SCALAR))));
    unread.add(target);
  };
  const operand = (fits: (type: ValueType) => boolean): Operand | undefined => {
    const all = [...types.keys()].filter((slot) => fits(types[slot] as ValueType));
    if (all.length === 0) return undefined;
    const fresh = all.filter((slot) => unread.has(slot));
    if (fresh.length > 0 && random.chance(0.5)) return variable(random.pick(fresh));
    return variable(random.pick(random.chance(0.5) ? all.slice(-3) : all));
  };
  while (written.length < count) {
    const fn = random.pick(functions);
    const args = fn.args.map(({ type }) =>
      type !== "tensor" && random.chance(type === "scalar" ? 0.7 : 0.2)
        ? constant(random.pick(CONSTANTS))
        : operand((known) => type === "any" || known === (type === "scalar" ? SCALAR : TENSOR)),
    );
    if (args.every((arg) => arg !== undefined)) write(fn, args);
  }
  // Whatever nothing has read yet goes into the update or becomes the next state.
  const outputs = Array.from({ length: states }, () => random.integer(types.length));
  write(functionNamed("add"), [variable(1), constant(0)]);
  for (const slot of [...unread].slice(0, -1)) {
    const operands = [variable(types.length - 1), variable(slot)];
    if (random.chance(0.5)) operands.reverse();
    write(functionNamed(random.pick(["add", "add", "subtract", "multiply"])), operands);
  }
  return {
    name: "dense",
    parameters,
    states: Array.from({ length: states }, (_, k) => k + 2),
    names: types.map((_, slot) => parameters[slot]?.name ?? `x${slot}`),
    statements: written,
    outputs: [types.length - 1, ...outputs],
  };
}
