import { type TypedProgram, check } from "../dsl/check.js";
import { liveness } from "../dsl/liveness.js";
import { findScaleConstant } from "../dsl/mutate/scale.js";
import { probe, probeUpdateSize } from "../dsl/probe/probe.js";
import type { Program } from "../dsl/program.js";
import { findRule } from "../dsl/rules/index.js";
import { parse } from "../dsl/text/parse.js";
import { print } from "../dsl/text/print.js";
import type { TrainingRequest } from "../proxies/executor/executor.js";
import { ContractError } from "../src/errors.js";
import type { Setting, TunedHyperparameter } from "./tuning.js";

/** The program that update sizes are relative to. */
const REFERENCE = "adamw-paper";

/** From here to 1, a default is that of an average: what matters is how far it is from 1. */
const LEAST_AVERAGE = 0.5;

/** Below this exponent a rule's updates do not follow the size of the gradients. */
const INVARIANT = 0.25;

/** The size of updates, as a multiple of the reference's, that suits such rules: tuned ones lie within 2^±2 of it. */
const LIKELY_SIZE = 3;

/** Hyperparameters that tuning leaves alone: it has a decay of its own, and the others only guard a division. */
const LEFT_ALONE: readonly string[] = ["weight_decay", "epsilon", "epsilon_root"];

/** A program, with what is needed to train it under a setting. */
export interface Subject {
  /** What a report calls it. */
  readonly name: string;
  readonly text: string;
  /** Its update size on the probe, as a multiple of the reference's: s_ref. */
  readonly referenceSize: number;
  /**
   * Where tuning looks for its scale: of a rule whose updates do not follow the size of the gradients, where they are
   * as large as is good for such rules on the proxies; else 1.
   */
  readonly likelyScale: number;
  /** Those of its hyperparameters that tuning varies. */
  readonly hyperparameters: readonly TunedHyperparameter[];
}

/** Reads off a program what is needed to train it. Takes a run of the probe. */
export function subjectOf(name: string, typed: TypedProgram): Subject {
  const referenceSize = updateSize(typed) / referenceUpdateSize();
  const { scaleExponent = 1 } = probe(typed).measures ?? {};
  return {
    name,
    text: print(typed.program),
    referenceSize,
    likelyScale: Math.abs(scaleExponent) < INVARIANT ? LIKELY_SIZE / referenceSize : 1,
    hyperparameters: tunedHyperparameters(typed.program),
  };
}

/**
 * A rule of the library as a subject.
 *
 * @throws {@link ContractError} where the library has no such rule.
 */
export function librarySubject(name: string): Subject {
  const rule = findRule(name);
  if (rule === undefined) throw new ContractError(`There is no rule "${name}" in the library.`);
  return subjectOf(name, check(parse(rule.text, name)));
}

/**
 * The hyperparameters that tuning varies: all but those that are 0, that are a weight decay or an epsilon, and
 * the one that the whole update is proportional to, since the scale is tuned anyway.
 */
export function tunedHyperparameters(program: Program): readonly TunedHyperparameter[] {
  const scale = findScaleConstant(program, liveness(program));
  return program.parameters.flatMap((parameter, k) => {
    if (parameter.kind !== "hyperparameter" || parameter.value === 0) return [];
    if (LEFT_ALONE.includes(parameter.name) || (scale?.at === -1 && scale.argument === k)) return [];
    const { name, value } = parameter;
    return [{ name, default: value, scale: value >= LEAST_AVERAGE && value < 1 ? "average" : "factor" }];
  });
}

/** The training of a subject under a setting: decay is in units of the reference's update size. */
export function underSetting(
  { text, referenceSize }: Subject, { scale, decay, hyperparameters }: Setting,
): Pick<TrainingRequest, "program" | "scale" | "decay" | "hyperparameters"> {
  return { program: text, scale, decay: referenceSize * decay, hyperparameters };
}

let sizeOfReference: number | undefined;

function referenceUpdateSize(): number {
  return (sizeOfReference ??= updateSize(check(parse(findRule(REFERENCE)?.text ?? "", REFERENCE))));
}

/** The update size on the probe; 1 where it is 0 or not finite, so that decay means something still. */
function updateSize(program: TypedProgram): number {
  const size = probeUpdateSize(program);
  return size > 0 && size < Infinity ? size : 1;
}
