import { type TypedProgram, check } from "../../dsl/check.js";
import { compile } from "../../dsl/compile.js";
import { staticCost } from "../../dsl/cost.js";
import { hyperparametersOf } from "../../dsl/hyperparameter.js";
import { parse } from "../../dsl/text/parse.js";
import { printNumber } from "../../dsl/text/print.js";
import { InputError } from "../../src/errors.js";
import type { UpdateRule } from "../../src/engine/update/rule.js";
import type { TrainingRequest } from "./executor.js";

/** A program as it is trained. */
export interface CompiledProgram {
  readonly rule: UpdateRule;
  /** Its static cost, as a multiple of AdamW's. */
  readonly cost: number;
}

/** The programs that were asked for last, compiled: one often comes again, on another task or seed. */
export class Programs {
  readonly #most: number;
  readonly #known = new Map<string, CompiledProgram>();

  /**
   * @param most - How many are kept: from 1.
   */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * The program of a request.
   *
   * @throws {@link InputError} where it is faulty, or has no such hyperparameter.
   */
  get({ program, hyperparameters = {} }: TrainingRequest): CompiledProgram {
    // JSON would write −0 as 0, and NaN and the infinities as null.
    const values = Object.entries(hyperparameters).map(([name, value]) => [name, printNumber(value)]);
    const key = JSON.stringify([program, values]);
    const compiled = this.#known.get(key) ?? compiledProgram(program, hyperparameters);
    // Put last again: the first is the one that was not used for longest.
    this.#known.delete(key);
    this.#known.set(key, compiled);
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.#most && oldest !== undefined) this.#known.delete(oldest);
    return compiled;
  }
}

function compiledProgram(text: string, hyperparameters: Readonly<Record<string, number>>): CompiledProgram {
  const typed = check(parse(text));
  refuseUnknown(typed, hyperparameters);
  return { rule: compile(typed, { hyperparameters }), cost: staticCost(typed) };
}

function refuseUnknown({ program }: TypedProgram, hyperparameters: Readonly<Record<string, number>>): void {
  const known = hyperparametersOf(program);
  for (const name of Object.keys(hyperparameters)) {
    if (known.includes(name)) continue;
    throw new InputError(
      "unknown-hyperparameter",
      `Program "${program.name}" has no hyperparameter "${name}"; it has ${known.join(", ") || "none"}.`,
    );
  }
}
