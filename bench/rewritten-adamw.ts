import { compareBehaviour } from "../dsl/compare.js";
import { hashProgram } from "../dsl/hash.js";
import type { Program } from "../dsl/program.js";
import { simplify } from "../dsl/rewrite/simplify.js";
import { findRule } from "../dsl/rules/index.js";
import { parse } from "../dsl/text/parse.js";
import { print } from "../dsl/text/print.js";

/** By what the first moment is multiplied where it is kept; no powers of two, so that rounding differs. */
const FIRST = [3, 5, 7, 11, 13, 17] as const;

/** The same of the root of the second moment. */
const SECOND = [1, 3, 5, 7] as const;

/** How far apart the updates of a step may lie, as a share of their norm: what float32 rounds. */
const ROUNDING = 1e-5;

/** AdamWs that are written otherwise. */
export interface RewrittenAdamws {
  /** Their texts, simplified as far as it goes. */
  readonly texts: readonly string[];
  /** The largest distance to AdamW's updates, as a share of their norm, over 100 steps. */
  readonly apart: number;
}

/**
 * AdamWs that keep their moments multiplied by constants: in real arithmetic the same, in float32 within rounding, and
 * no rewriting makes one of another, so that a selection takes them for different programs.
 *
 * @throws Error where two of them are one program, or one is no AdamW.
 */
export function rewrittenAdamws(): RewrittenAdamws {
  const adamw = parse(findRule("adamw")?.text ?? "");
  const programs = FIRST.flatMap((first) => SECOND.map((second) => simplify(parse(textOf(first, second))).program));
  const hashes = new Set([adamw, ...programs].map((program) => hashProgram(program)));
  if (hashes.size <= programs.length) throw new Error(`Of ${programs.length} programs ${hashes.size - 1} are new.`);
  const apart = Math.max(...programs.map((program) => distance(adamw, program)));
  if (!(apart < ROUNDING)) throw new Error(`A rewritten AdamW is off by ${apart}.`);
  return { texts: programs.map((program) => print(program)), apart };
}

function distance(adamw: Program, program: Program): number {
  return compareBehaviour(adamw, program).relative.value;
}

function textOf(first: number, second: number): string {
  return `def rewritten(w, g, m, v, lr, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01):
  m = interp(g * ${first}, m, beta1)
  v = interp(square(g * ${second}), v, beta2)
  m_hat = divide(m, (1 - beta1 ** t) * ${first})
  v_hat = divide(v, 1 - beta2 ** t)
  update = divide(m_hat, sqrt(v_hat) / ${second} + epsilon)
  update = (update + weight_decay * w) * (learning_rate * lr)
  return update, m, v
`;
}
