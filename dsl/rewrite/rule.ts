/**
 * What a rewrite keeps. `bits`: the identical result, NaN, ±∞ and −0 included. `real`: equal in real
 * arithmetic, wherever both sides are finite and nothing over- or underflows; rounding may differ.
 * `protected`: equal but for the 1e-8 that the protected division adds.
 */
export type Keeps = "bits" | "real" | "protected";

/** The guarantees, strongest first. */
export const KEEPS: readonly Keeps[] = ["bits", "real", "protected"];

/**
 * A rewrite rule: data, in the language itself. In its texts the variables are holes:
 * `a b c` stand for constants, `q r s` for scalars, `w` for the weights, `x y z` for anything; a hole that
 * occurs twice stands for the same value. Arguments of commutative functions match in either order. What takes the
 * place may read `w` where what is looked for does not, since every program has weights.
 */
export interface RewriteRule {
  readonly name: string;
  readonly keeps: Keeps;
  /** What is looked for. */
  readonly from: string;
  /** What takes its place; calls on constants are folded. */
  readonly to: string;
  /** Why it holds, or what it is for. */
  readonly why: string;
  /** A condition on the constants, by hole. */
  readonly where?: (constants: Readonly<Record<string, number>>) => boolean;
  /** A condition on how wide the values are: these holes must be wider than scalars. */
  readonly wide?: string;
  /** A condition on the values: these holes must be known to be without a sign, see `Nonnegative`. */
  readonly nonnegative?: string;
}
