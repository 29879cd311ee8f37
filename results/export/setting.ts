import { replaceDefault } from "../../dsl/mutate/edit.js";
import { type Program, WEIGHTS_SLOT, inputSlot } from "../../dsl/program.js";
import { parse } from "../../dsl/text/parse.js";
import { print, printNumber } from "../../dsl/text/print.js";
import { type RuleOptions, DECAY, EXTRA_DECAY, RATE, SCALE, optionsOf, slotOfRate, unlike } from "./options.js";

/** What a program was tuned to: it trained scale · update + lr · decay · weights. */
export interface TunedSetting {
  readonly scale: number;
  /** Of arrays of two or more dimensions. */
  readonly decay: number;
  /** Values of hyperparameters in place of their defaults. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** The task that it was tuned on, as in `noisy-labels`; an older version did not tell. @default not known */
  readonly task?: string | undefined;
}

/** A hyperparameter that a program has not had. */
export interface Added {
  readonly name: string;
  readonly value: number;
}

/**
 * The program that does by itself what another does under a setting. Hyperparameters are its defaults; the scale is
 * that of its learning rate where the whole update is proportional to one, else a factor of the update; decay is a term
 * of it, of arrays of two or more dimensions, in units of the learning rate. Parameters without a default come first.
 */
export function settled(program: Program, { scale, decay, hyperparameters }: TunedSetting): Program {
  const given = withDefaults(program, hyperparameters);
  const { learningRate } = optionsFor(given, scale, 0);
  return withRateAndDecay(given, scale, decay === 0 ? 0 : decay / learningRate.value);
}

/**
 * The program that does by itself what its export does with this learning rate and this decay as its documented ones.
 *
 * @param learningRate - What multiplies the whole update.
 * @param weightDecay - In units of what users know as the learning rate.
 */
export function withRateAndDecay(program: Program, learningRate: number, weightDecay: number): Program {
  const { learningRate: known, rate } = optionsFor(program, learningRate, weightDecay);
  const given = known.slot === undefined ? program : replaceDefault(program, known.slot, known.value);
  const isDecayed = weightDecay !== 0 && known.value !== 0;
  const name = slotOf(given, RATE) < 0 ? RATE : SCALE;
  const factor = rate !== undefined && (learningRate !== 1 || (isDecayed && rate === known))
    ? { name: freeName(given, name), value: learningRate }
    : undefined;
  const decay = freeName(given, slotOf(given, DECAY) < 0 ? DECAY : EXTRA_DECAY);
  const own = known.slot === undefined ? undefined : given.names[known.slot];
  const text = settledText(given, own, factor, isDecayed ? { name: decay, value: weightDecay } : undefined);
  // Read back as it is printed: slots lie as in a file of the rule.
  return parse(print(parse(text)));
}

function optionsFor(program: Program, learningRate: number, weightDecay: number): RuleOptions {
  return optionsOf({ program: { program }, documentation: { learningRate, weightDecay } });
}

/** The program with those defaults of a setting that its own hyperparameters can hold, and no statement more. */
export function withTunedDefaults(program: Program, { scale, hyperparameters }: TunedSetting): Program {
  const given = withDefaults(program, hyperparameters);
  const slot = slotOfRate(given);
  return slot === undefined ? given : replaceDefault(given, slot, scale * valueOf(given, slot));
}

/** The hyperparameters that a program gets where it is settled, since defaults of its own cannot hold the setting. */
export function addedBy(program: Program, setting: TunedSetting): readonly Added[] {
  return settled(program, setting).parameters
    .flatMap((each) => (each.kind === "hyperparameter" && slotOf(program, each.name) < 0 ? [each] : []));
}

/**
 * The text of a program whose update is multiplied by a factor, and has a decay added to it.
 *
 * @param own - Its learning rate, of which decay is in units; `undefined` where that is the factor.
 */
function settledText(
  program: Program, own: string | undefined, factor: Added | undefined, decay: Added | undefined,
): string {
  const { names, outputs } = program;
  const [update = "", ...states] = outputs.map((slot) => names[slot] as string);
  const isChanged = factor !== undefined || decay !== undefined;
  // What is returned under the same name as state is not scaled.
  const result = isChanged && states.includes(update) ? freeName(program, "update") : update;
  const term = freeName(program, "added_decay");
  const multiplied = factor === undefined ? [] : [factor.name];
  const decayed = decay === undefined ? [] : [term];
  // A rate that is added multiplies the decay too; to what the program's own multiplies already it is added last.
  const sum = own !== undefined
    ? [[update, ...multiplied].join(" * "), ...decayed].join(" + ")
    : [decayed.length === 0 ? update : `(${update} + ${term})`, ...multiplied].join(" * ");
  const rates = ["lr", ...(own === undefined ? [] : [own]), decay?.name];
  const [signature = "", ...body] = print({ ...program, parameters: [] }).trimEnd().split("\n");
  return [
    signature.replace("()", `(${parametersText(program, [factor, decay])})`),
    // At the beginning, where weights and rate are what they were given as.
    ...(decay === undefined ? [] : [`  ${term} = select(ndim(${names[WEIGHTS_SLOT]}) > 1, ${rates.join(" * ")} * ${names[WEIGHTS_SLOT]}, 0)`]),
    ...body.slice(0, -1),
    ...(isChanged ? [`  ${result} = ${sum}`] : []),
    `  return ${[result, ...states].join(", ")}`,
  ].join("\n");
}

/** The parameters of a program and those that it gets, all without a default before those with one. */
function parametersText(program: Program, added: readonly (Added | undefined)[]): string {
  const { parameters } = program;
  const isDecayed = added.at(-1) !== undefined;
  const plain = parameters.flatMap((parameter) => (parameter.kind === "hyperparameter" ? [] : [parameter.name]));
  const set: readonly Added[] = parameters.flatMap((parameter) => (parameter.kind === "hyperparameter" ? [parameter] : []));
  return [
    ...plain,
    ...(isDecayed && inputSlot(program, "lr") < 0 ? ["lr"] : []),
    ...[...set, ...added].flatMap((each) => (each === undefined ? [] : [`${each.name}=${printNumber(each.value)}`])),
  ].join(", ");
}

/** The slot of a hyperparameter; −1 where there is none of that name. */
function slotOf({ parameters }: Program, name: string): number {
  return parameters.findIndex((parameter) => parameter.kind === "hyperparameter" && parameter.name === name);
}

/** The default of the hyperparameter of a slot. */
function valueOf({ parameters }: Program, slot: number): number {
  const parameter = parameters[slot];
  return parameter?.kind === "hyperparameter" ? parameter.value : NaN;
}

/** The program with another default of a hyperparameter; itself where it has none of that name. */
function withDefault(program: Program, name: string, value: number): Program {
  const at = slotOf(program, name);
  return at < 0 ? program : replaceDefault(program, at, value);
}

/** The program with other defaults of those hyperparameters that it has. */
export function withDefaults(program: Program, values: TunedSetting["hyperparameters"]): Program {
  return Object.entries(values).reduce((changed, [name, value]) => withDefault(changed, name, value), program);
}

/** A name that no variable of the program has. */
function freeName({ names }: Program, name: string): string {
  return unlike(name, (each) => names.includes(each));
}
