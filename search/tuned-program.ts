import { check } from "../dsl/check.js";
import { normMatch } from "../dsl/mutate/index.js";
import { type Program, WEIGHTS_SLOT, inputSlot } from "../dsl/program.js";
import { parse } from "../dsl/text/parse.js";
import { print } from "../dsl/text/print.js";
import { withDefaults } from "../results/export/setting.js";
import type { Subject } from "./subject.js";
import type { Setting } from "./tuning.js";

/** Limits that every program keeps to. */
const UNLIMITED = { limits: { statements: 1000, states: 1000, cost: Infinity } };

/** What stands before the outputs, in the last line of a program's text. */
const RETURN = "\n  return ";

/**
 * The text of a program that does by itself what a subject does under a setting: hyperparameters are its defaults,
 * the scale is a factor of its update and decay a term of it. All arrays decay, other than in a tuning.
 *
 * @returns `undefined` where the setting cannot be written into it.
 */
export function tunedProgram({ text, referenceSize }: Subject, setting: Setting): string | undefined {
  const program = withDefaults(parse(text), setting.hyperparameters);
  const scaled = normMatch(check(program), setting.scale, UNLIMITED)?.program;
  const decay = referenceSize * setting.decay;
  return scaled === undefined || decay === 0 ? scaled && print(scaled) : withDecay(scaled, decay);
}

/**
 * The text of the program with decay · lr · weights added to its update; `undefined` where it does not take `lr`, or
 * gives it or the weights another value.
 */
function withDecay(program: Program, decay: number): string | undefined {
  const { names, outputs, statements } = program;
  const rate = inputSlot(program, "lr");
  if (rate < 0 || statements.some(({ target }) => target === rate || target === WEIGHTS_SLOT)) return undefined;
  const [update = "", weights = ""] = [outputs[0], WEIGHTS_SLOT].map((slot) => names[slot as number]);
  const text = print(program);
  const end = text.lastIndexOf(RETURN) + RETURN.length + update.length;
  return print(parse(`${text.slice(0, end)} + lr * ${weights} * ${decay}${text.slice(end)}`));
}
