import { findScaleConstant } from "../../dsl/mutate/scale.js";
import { liveness } from "../../dsl/liveness.js";
import type { Program } from "../../dsl/program.js";
import type { ExportedRule } from "./target.js";

/** A number that whoever uses an exported optimizer may set. */
export interface RuleOption {
  /** As in the program's text: words joined by underscores. */
  readonly name: string;
  readonly value: number;
  /** What it is, in a sentence without a full stop. */
  readonly meaning: string;
  /** Its slot, where it is a hyperparameter of the program; `undefined` of what the export adds. */
  readonly slot?: number;
}

/** What an exported optimizer is set up with, the same for every target. */
export interface RuleOptions {
  /** All of them, in order: the learning rate first, then the rule's own, then the added decay. */
  readonly all: readonly RuleOption[];
  /** The one that users know as the learning rate: a hyperparameter of the rule, or added. */
  readonly learningRate: RuleOption;
  /** What multiplies the rule's update; `undefined` where a hyperparameter of the rule does that already. */
  readonly rate: RuleOption | undefined;
  /** The decay that is added to the scaled update, in units of the learning rate; `undefined` where none is. */
  readonly decay: RuleOption | undefined;
}

/** The hyperparameter that a user knows as the learning rate, and the name of the multiplier where there is none. */
export const RATE = "learning_rate";
/** What the multiplier is called where the rule has a `learning_rate` that does something else as well. */
export const SCALE = "scale";
/** What decay is called, the rule's own or the added one. */
export const DECAY = "weight_decay";
/** What the added decay is called where the rule has a `weight_decay` of its own. */
export const EXTRA_DECAY = "extra_weight_decay";

const MEANINGS: ReadonlyMap<string, string> = new Map([
  [RATE, "the peak of the learning rate, which the schedule multiplies"],
  [DECAY, "the coefficient of weight decay"],
]);

/** What is said of a decay that the export adds. */
const ADDED_DECAY = "the coefficient of decoupled weight decay, in units of the learning rate";

/**
 * Which options an exported rule has. One policy for every target:
 *
 * - A rule whose whole update is proportional to its own `learning_rate` keeps that as the learning rate, its
 *   default times the documented one. Any other rule gets a multiplier: called `learning_rate`, or `scale` where
 *   it has a `learning_rate` that does more than scale the update; then only if the documented one is not 1.
 * - A rule without a `weight_decay` gets one, decoupled, in the convention of the field (PyTorch's AdamW): arrays of
 *   two or more dimensions lose learning_rate · lr · weight_decay · w besides. A rule with one keeps it, and gets an
 *   `extra_weight_decay` only if the documented decay is not 0.
 * - All other hyperparameters stay what they are.
 */
export function optionsOf({ program: { program }, documentation }: ExportedRule): RuleOptions {
  const { learningRate, weightDecay } = documentation;
  const slot = slotOfRate(program);
  const own = program.parameters.flatMap((parameter, k): RuleOption[] => {
    if (parameter.kind !== "hyperparameter") return [];
    const { name, value } = parameter;
    const meaning = MEANINGS.get(name) ?? "a hyperparameter of the rule";
    return [{ name, value: k === slot ? value * learningRate : value, meaning, slot: k }];
  });
  const has = (name: string): boolean => own.some((option) => option.name === name);
  const isFree = !has(RATE);
  const rate: RuleOption | undefined =
    slot === undefined && (isFree || learningRate !== 1)
      ? {
          name: isFree ? RATE : unlike(SCALE, has),
          value: learningRate,
          meaning: "what the whole update is multiplied by",
        }
      : undefined;
  const known = isFree && rate !== undefined ? rate : own.find(({ name }) => name === RATE) as RuleOption;
  const isUndecayed = !has(DECAY);
  const decay: RuleOption | undefined =
    isUndecayed || weightDecay !== 0
      ? {
          name: isUndecayed ? DECAY : unlike(EXTRA_DECAY, has),
          value: weightDecay,
          meaning: ADDED_DECAY,
        }
      : undefined;
  const rates = rate === undefined ? own.filter((option) => option.slot === slot) : [rate];
  const others = own.filter((option) => option.slot !== slot);
  return {
    all: [...rates, ...others, ...(decay === undefined ? [] : [decay])],
    learningRate: known, rate, decay,
  };
}

/** The slot of the hyperparameter `learning_rate`, where the update is proportional to it and nothing else reads it. */
export function slotOfRate(program: Program): number | undefined {
  const scale = findScaleConstant(program, liveness(program));
  return scale?.at === -1 && program.parameters[scale.argument]?.name === RATE ? scale.argument : undefined;
}

/** The name, or one like it that is not taken. */
export function unlike(name: string, isTaken: (name: string) => boolean): string {
  return isTaken(name) ? unlike(`${name}_2`, isTaken) : name;
}
