import { isProportional } from "../../dsl/degree.js";
import { findScaleConstant } from "../../dsl/mutate/scale.js";
import { liveness } from "../../dsl/liveness.js";
import type { Program } from "../../dsl/program.js";
import type { Documentation } from "./documentation.js";

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

/** What decides about the options of an exported rule. */
export interface OptionedRule {
  readonly program: { readonly program: Program };
  readonly documentation: Pick<Documentation, "learningRate" | "weightDecay">;
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
/** What the multiplier is called in the text of a rule that has a `learning_rate` already. */
export const SCALE = "scale";
/** What such a `learning_rate` is called where the multiplier takes its name: the update is not proportional to it. */
const OWN_RATE = "own_learning_rate";
/** What decay is called, the rule's own or the added one. */
export const DECAY = "weight_decay";
/** What the added decay is called where the rule has a `weight_decay` of its own. */
export const EXTRA_DECAY = "extra_weight_decay";

const MEANINGS: ReadonlyMap<string, string> = new Map([
  [RATE, "the peak of the learning rate, which the schedule multiplies"],
  [DECAY, "the coefficient of weight decay"],
]);

/** What is said of what multiplies the update. */
const MULTIPLIER = "what the whole update is multiplied by";
/** What is said of a learning rate that is none. */
const NO_RATE = "a hyperparameter that the rule calls its learning rate, though the update is not proportional to it";
/** What is said of a decay that the export adds. */
const ADDED_DECAY = "the coefficient of decoupled weight decay, in units of the learning rate";

/**
 * Which options an exported rule has. One policy for every target:
 *
 * - The learning rate is what the whole update is proportional to. That is the rule's own `learning_rate` where this
 *   can be proved of it, its default times the documented one where nothing else depends on it; else the documented
 *   one is a `scale` besides, if it is not 1.
 * - Any other rule gets a multiplier called `learning_rate`, or has a `scale` that is one. A `learning_rate` of its
 *   own is an `own_learning_rate` then.
 * - A rule without a `weight_decay` gets one, decoupled, in the convention of the field (PyTorch's AdamW): arrays of
 *   two or more dimensions lose learning_rate · lr · weight_decay · w besides. A rule with one keeps it, and gets an
 *   `extra_weight_decay` only if the documented decay is not 0.
 * - All other hyperparameters stay what they are.
 */
export function optionsOf({ program: { program }, documentation }: OptionedRule): RuleOptions {
  const { learningRate, weightDecay } = documentation;
  const { names } = program;
  const { slot, other, multiplier } = rateOf(program);
  const own = program.parameters.flatMap((parameter, k): RuleOption[] => {
    if (parameter.kind !== "hyperparameter") return [];
    const { name, value } = parameter;
    if (k === other) {
      return [{ name: unlike(OWN_RATE, (each) => names.includes(each)), value, meaning: NO_RATE, slot: k }];
    }
    const isRate = k === slot;
    const isScaled = isRate && multiplier === undefined;
    const meaning = isRate && name !== RATE ? MULTIPLIER : MEANINGS.get(name) ?? "a hyperparameter of the rule";
    return [{ name: isRate ? RATE : name, value: isScaled ? value * learningRate : value, meaning, slot: k }];
  });
  const has = (name: string): boolean => own.some((option) => option.name === name);
  const rate: RuleOption | undefined = multiplier !== undefined && (slot === undefined || learningRate !== 1)
    ? { name: slot === undefined ? multiplier : unlike(multiplier, has), value: learningRate, meaning: MULTIPLIER }
    : undefined;
  const known = (own.find((option) => option.slot === slot) ?? rate) as RuleOption;
  const isUndecayed = !has(DECAY);
  const decay: RuleOption | undefined =
    isUndecayed || weightDecay !== 0
      ? {
          name: isUndecayed ? DECAY : unlike(EXTRA_DECAY, has),
          value: weightDecay,
          meaning: ADDED_DECAY,
        }
      : undefined;
  const isFirst = (option: RuleOption): boolean => multiplier === undefined && option.slot === slot;
  const rates = rate === undefined ? own.filter(isFirst) : [rate];
  const others = own.filter((option) => !isFirst(option));
  return {
    all: [...rates, ...others, ...(decay === undefined ? [] : [decay])],
    learningRate: known, rate, decay,
  };
}

/** What is the learning rate of a program. */
interface Rate {
  /** The hyperparameter that is; `undefined` where the multiplier is. */
  readonly slot?: number;
  /** What is called so, but is none. */
  readonly other?: number;
  /** What that is called which multiplies the update; `undefined` where the hyperparameter does so already. */
  readonly multiplier?: string;
}

function rateOf(program: Program): Rate {
  const own = slotOf(program, (name) => name === RATE);
  if (own === undefined) return { multiplier: RATE };
  if (slotOfRate(program) !== undefined) return { slot: own };
  if (isProportional(program, own, "matrices")) return { slot: own, multiplier: SCALE };
  const scale = slotOf(program, (name, slot) => name.startsWith(SCALE) && isProportional(program, slot));
  return scale === undefined ? { other: own, multiplier: RATE } : { other: own, slot: scale };
}

/** The first hyperparameter that is as asked; `undefined` where none is. */
function slotOf({ parameters }: Program, is: (name: string, slot: number) => boolean): number | undefined {
  const found = parameters.findIndex(({ kind, name }, slot) => kind === "hyperparameter" && is(name, slot));
  return found < 0 ? undefined : found;
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
