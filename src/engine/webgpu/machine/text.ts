import type { ElementPrimitive } from "../../update/primitive.js";
import { type FunctionWidth, PRIMITIVES, functionOf, operandCount, writeFunctions } from "../functions/table.js";
import { type MachineRoom, stagesAt } from "./room.js";
import { STAGE, STAGE_WORDS, operationOf } from "./word.js";

/** Primitives of a few instructions, which a pass computes of four elements at once. */
const SHORT: ReadonlySet<ElementPrimitive> = new Set([
  "add", "subtract", "multiply", "divide", "maximum", "minimum", "less", "lessEqual", "equal", "select", "copy",
  "negate", "abs", "sign", "floor", "sqrt",
]);

/** Whether a primitive is computed by some instructions, and not by dozens. */
export function isShort(primitive: ElementPrimitive): boolean {
  return SHORT.has(primitive);
}

/**
 * The function `apply`: the primitive of a number, of up to three operands.
 *
 * @param among - Which primitives it can be.
 */
export function writeApply(among: (primitive: ElementPrimitive) => boolean): string {
  const chosen = PRIMITIVES.filter(among);
  return writeFunctions(chosen.map((primitive) => functionOf(primitive, 1)), 1) + writeSwitch("apply", chosen, 1);
}

/**
 * The function `apply4` of four elements: what is long is computed one after another, so that it holds few
 * registers.
 */
export function writeApply4(): string {
  const short = PRIMITIVES.filter(isShort);
  return `${writeFunctions(short.map((primitive) => functionOf(primitive, 1)), 4)}
${writeApply((primitive) => !isShort(primitive))}
fn applyEach(operation: u32, x: vec4f, y: vec4f) -> vec4f {
  var value: vec4f;
  for (var k = 0u; k < 4u; k++) { value[k] = apply(operation, x[k], y[k], 0.0); }
  return value;
}${writeSwitch("apply4", short, 4, "applyEach(operation, x, y)")}`;
}

function writeSwitch(
  name: string, chosen: readonly ElementPrimitive[], width: FunctionWidth, otherwise = "x",
): string {
  const type = width === 1 ? "f32" : "vec4f";
  const cases = chosen.map((primitive) => {
    const operands = ["x", "y", "z"].slice(0, operandCount(primitive)).join(", ");
    return `    case ${operationOf(primitive)}u: { return ${functionOf(primitive, width)}(${operands}); }`;
  });
  return `
fn ${name}(operation: u32, x: ${type}, y: ${type}, z: ${type}) -> ${type} {
  switch operation {
${cases.join("\n")}
    default: { return ${otherwise}; }
  }
}`;
}

/** What every kernel of the machine declares: where its lane's numbers begin, and how narrow ones are read. */
export const PLACES = `
var<private> base: u32;
var<private> program: u32;
var<private> row: u32;
fn takePlaces(lane: Lane, index: u32) {
  base = index * STRIDE;
  program = lane.code;
  row = lane.scalars + step.index * lane.scalarCount;
}
fn narrowNumber(word: u32, array: u32) -> f32 {
  let at = (word & 0x1fffffffu) + select(0u, array, (word & 0x20000000u) != 0u);
  switch word >> 30u {
    case 0u: { return arena[base + at]; }
    case 1u: { return scalars[row + at]; }
    default: { return bitcast<f32>(code[program + at]); }
  }
}`;

/** The word of a stage, whose words begin at `head`, by its name. */
export function stageWord(name: keyof typeof STAGE): string {
  return `code[head + ${STAGE[name]}u]`;
}

/** Where the words of a stage begin, given an expression for its number. */
export function stageHead({ arrays }: MachineRoom, stage: string): string {
  return `lane.code + ${stagesAt(arrays.length)}u + ${stage} * ${STAGE_WORDS}u`;
}

/**
 * Binds `stage` to the number of the stage, which the narrow kernel has left in the arena; the same for all threads,
 * as the compiler knows.
 */
export function loadStage({ stage }: MachineRoom, thread: string): string {
  return `  if (${thread} == 0u) { present = u32(arena[base + ${stage}u]); }
  let stage = workgroupUniformLoad(&present);
  if (stage >= code[lane.code]) { return; }`;
}

/**
 * A tree of comparisons that leads from a number to one of some ranges.
 *
 * @param starts - Where each range begins, from 0, rising.
 * @param leaf - What is done in the range of an index.
 */
export function writeSearch(starts: readonly number[], number: string, leaf: (index: number) => string): string {
  const search = (from: number, to: number): string => {
    if (to - from === 1) return leaf(from);
    const middle = (from + to) >> 1;
    return `if (${number} < ${starts[middle]}u) { ${search(from, middle)} } else { ${search(middle, to)} }`;
  };
  return search(0, starts.length);
}
