/**
 * A piece of WGSL: declarations, mostly one function, with the names of the pieces that it calls.
 *
 * Pieces are written once for any number of lanes: `F`, `U`, `I` and `B` stand for the floats, unsigned and signed
 * integers and booleans of all of them. Numbers that stand alone are written `F(…)`.
 */
export interface Piece {
  readonly needs?: readonly string[];
  readonly code: string;
}

/** Pieces by the name of the function that each declares. */
export type Pieces = Readonly<Record<string, Piece>>;

/** A polynomial in WGSL by Horner's rule, coefficients from the lowest power up. */
export function polynomial(x: string, coefficients: readonly number[]): string {
  return coefficients
    .map((coefficient) => `F(${literal(coefficient)})`)
    .reduceRight((sum, coefficient) => `(${sum} * ${x} + ${coefficient})`);
}

/** A number as WGSL writes float32 literals. */
export function literal(x: number): string {
  return `${String(Math.fround(x))}f`;
}
