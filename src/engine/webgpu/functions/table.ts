import { ContractError } from "../../../errors.js";
import { ELEMENT_PRIMITIVES, type ElementPrimitive } from "../../update/primitive.js";
import { ARC } from "./arc.js";
import { AREA } from "./area.js";
import { ARITHMETIC } from "./arithmetic.js";
import { BITS } from "./bits.js";
import { ERROR } from "./error.js";
import { EXPONENTIAL } from "./exponential.js";
import { HYPERBOLIC } from "./hyperbolic.js";
import { LOGARITHM } from "./logarithm.js";
import type { Piece, Pieces } from "./piece.js";
import { POWER } from "./power.js";
import { ROOT } from "./root.js";
import { TRIGONOMETRY } from "./trigonometry.js";

const PIECES: Pieces = {
  ...BITS, ...ARITHMETIC, ...EXPONENTIAL, ...LOGARITHM, ...TRIGONOMETRY, ...ARC, ...HYPERBOLIC, ...AREA, ...ROOT,
  ...ERROR, ...POWER,
};

/** Numbers that a function computes with at once. */
export type FunctionWidth = 1 | 4;

/** What `F`, `U`, `I` and `B` stand for. */
const TYPES: Readonly<Record<FunctionWidth, Readonly<Record<string, string>>>> = {
  1: { F: "f32", U: "u32", I: "i32", B: "bool" },
  4: { F: "vec4f", U: "vec4u", I: "vec4i", B: "vec4<bool>" },
};

/** Every name that a piece declares. */
const DECLARED: ReadonlySet<string> = new Set(
  Object.values(PIECES).flatMap(({ code }) =>
    [...code.matchAll(/^(?:fn|struct|var<private>) (\w+)/gm)].map(([, name]) => name as string)),
);

/** The primitives by their numbers: each has a function in WGSL, `expOf` for `exp`. */
export const PRIMITIVES = Object.keys(ELEMENT_PRIMITIVES) as readonly ElementPrimitive[];

/** The name of a primitive's function in WGSL, of one number or of four: `expOf`, `expOf4`. */
export function functionOf(primitive: ElementPrimitive, width: FunctionWidth): string {
  return named(`${primitive}Of`, width);
}

/** How many operands a primitive takes. */
export function operandCount(primitive: ElementPrimitive): number {
  return Math.max(1, ELEMENT_PRIMITIVES[primitive].length);
}

/**
 * The text of functions and of all that they call. Those of four numbers have a 4 behind their names, so that a
 * module may have both.
 *
 * @param names - As functions of one number have them.
 * @throws {@link ContractError} where there is no function of a name.
 */
export function writeFunctions(names: readonly string[], width: FunctionWidth): string {
  const written = new Map<string, string>();
  const write = (name: string): void => {
    if (written.has(name)) return;
    const piece: Piece | undefined = PIECES[name];
    if (piece === undefined) throw new ContractError(`There is no function "${name}" in WGSL.`);
    const typed = piece.code.replace(/\w+/g, (word) =>
      DECLARED.has(word) ? named(word, width) : (TYPES[width][word] ?? word));
    written.set(name, typed);
    piece.needs?.forEach(write);
  };
  names.forEach(write);
  return [...written.values()].join("\n");
}

function named(name: string, width: FunctionWidth): string {
  return width === 1 ? name : `${name}${width}`;
}
