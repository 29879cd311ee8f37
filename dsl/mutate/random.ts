import { InputError } from "../../src/errors.js";
import type { RandomStream } from "../../src/random.js";
import { type TypedProgram, tryCheck } from "../check.js";
import { liveness } from "../liveness.js";
import { type Operand, type Parameter, type Statement, stateSlots } from "../program.js";
import { SCALAR, TENSOR } from "../type.js";
import { randomArguments } from "./call.js";
import { withinLimits } from "./limit.js";
import { MOST_TRIES } from "./mutate.js";
import { type MutationOptions, type Palette, paletteOf } from "./options.js";
import { UNASSIGNED, withNewName } from "./scope.js";

/** Options of {@link randomProgram}. */
export interface RandomProgramOptions extends MutationOptions {
  /** The fewest and the most statements; every length between is equally likely. @default 2 to 30 */
  readonly length?: { readonly least: number; readonly most: number };
}

/** The signature of the paper's programs. */
const PARAMETERS: readonly Parameter[] = [
  { kind: "weights", name: "w" },
  { kind: "gradient", name: "g" },
  { kind: "state", name: "m" },
  { kind: "state", name: "v" },
  { kind: "input", name: "lr" },
];
const STATES = stateSlots(PARAMETERS);
const UPDATE = PARAMETERS.length;
const NAMES: readonly string[] = [...PARAMETERS.map(({ name }) => name), "update"];

/**
 * A random valid program with the paper's signature `(w, g, m, v, lr)`, for the random-search baseline:
 * random functions of random arguments, results in new or existing variables, half each; one statement,
 * anywhere, gives the update, which later ones may overwrite. Programs that come out invalid or outside the
 * limits are drawn again.
 *
 * @throws {@link InputError} where the lengths are out of order, or 1,000 tries gave no program.
 */
export function randomProgram(stream: RandomStream, options: RandomProgramOptions): TypedProgram {
  const palette = paletteOf(options);
  const { least = 2, most = Math.min(30, palette.statements) } = options.length ?? {};
  if (!(Number.isInteger(least) && Number.isInteger(most) && least >= 1 && most >= least)) {
    throw new InputError(
      "bad-mutation-options",
      `A random program's length goes from \`least\` ≥ 1 to \`most\` ≥ \`least\`, got ${least} and ${most}.`,
    );
  }
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const typed = draw(least + stream.integer(most - least + 1), palette, stream);
    if (typed !== undefined && withinLimits(typed, liveness(typed.program), palette)) return typed;
  }
  throw new InputError(
    "no-mutation",
    `No valid program of ${least} to ${most} statements was found in ${MOST_TRIES} tries. Widen the limits or ` +
      "allow more functions.",
  );
}

function draw(length: number, palette: Palette, stream: RandomStream): TypedProgram | undefined {
  let names = NAMES;
  // State is taken for tensors, as most comes to be; whether it is turns out in the check.
  const known = new Uint8Array(NAMES.length + length).fill(UNASSIGNED);
  known.fill(TENSOR, 0, UPDATE);
  known[UPDATE - 1] = SCALAR;
  const place = stream.integer(length);
  const statements: Statement[] = [];
  for (let i = 0; i < length; i++) {
    const statement =
      i === place ? drawTensor(known, names, palette, stream) : drawCall(known, names, palette, stream);
    if (statement === undefined) return undefined;
    const target = i === place ? UPDATE : stream.chance(0.5) ? names.length : stream.integer(names.length);
    if (target === names.length) names = withNewName(names);
    known[target] = resultType(statement, known);
    statements.push({ target, fn: statement.fn, args: statement.args });
  }
  return tryCheck({
    name: "random",
    parameters: PARAMETERS,
    states: STATES,
    names,
    statements,
    outputs: [UPDATE, ...STATES],
  });
}

type Call = Pick<Statement, "fn" | "args">;

function drawCall(
  known: Uint8Array,
  names: readonly string[],
  palette: Palette,
  stream: RandomStream,
): Call | undefined {
  const fn = stream.pick(palette.functions);
  const args = randomArguments(fn, known, names.length, stream);
  return args === undefined ? undefined : { fn, args };
}

/** How many calls are drawn in search of one whose result can be an update. */
const MOST_DRAWS = 50;

function drawTensor(
  known: Uint8Array,
  names: readonly string[],
  palette: Palette,
  stream: RandomStream,
): Call | undefined {
  for (let draws = 0; draws < MOST_DRAWS; draws++) {
    const call = drawCall(known, names, palette, stream);
    if (call !== undefined && resultType(call, known) === TENSOR) return call;
  }
  return undefined;
}

function resultType({ fn, args }: Call, known: Uint8Array): number {
  if (fn.result !== "widest") return fn.result;
  return args.reduce<number>((widest, arg: Operand) => {
    const type = arg.kind === "constant" ? SCALAR : (known[arg.slot] as number);
    return Math.max(widest, type);
  }, SCALAR);
}
