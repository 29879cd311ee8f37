import { type TypedProgram, check } from "../../dsl/check.js";
import { replaceDefault } from "../../dsl/mutate/edit.js";
import type { Program } from "../../dsl/program.js";
import { type SimplifyLevel, simplify } from "../../dsl/rewrite/simplify.js";
import type { Documentation } from "./documentation.js";
import { optionsOf } from "./options.js";
import type { ExportedRule } from "./target.js";

/** What a program was tuned to: it trained scale · update + lr · decay · weights. */
export interface TunedSetting {
  readonly scale: number;
  readonly decay: number;
  /** Values of hyperparameters in place of their defaults. */
  readonly hyperparameters: Readonly<Record<string, number>>;
}

/** How a program is exported. */
export interface RuleChoices {
  /** What the optimizer is called. @default the program's own name */
  readonly name?: string;
  /** How far the program is simplified first. @default "exact" */
  readonly level?: SimplifyLevel;
  /** What the code says of the rule. @default nothing is known; learning rate 1, no decay */
  readonly documentation?: Partial<Documentation>;
  /** Makes this the default, in place of what the documentation says of learning rate and decay. @default nothing */
  readonly setting?: TunedSetting;
  /** The default of `learning_rate`, whatever else says. @default what the program or the documentation says */
  readonly learningRate?: number;
  /** The default of `weight_decay`, the rule's own or the added one. @default what program or documentation says */
  readonly weightDecay?: number;
}

/** A program made ready for export: simplified, named and documented. */
export function toExportedRule(program: Program, choices: RuleChoices = {}): ExportedRule {
  const { name = program.name, level = "exact", documentation = {}, setting } = choices;
  const defaults = Object.entries(setting?.hyperparameters ?? {});
  const given = defaults.reduce((changed, [key, value]) => withDefault(changed, key, value), program);
  const rule: ExportedRule = {
    program: check(simplify(given, { level }).program),
    name: name.replace(/[^A-Za-z0-9]+/g, "_"),
    documentation: {
      summary: `The optimizer ${name}.`, found: null, scores: [], learningRate: 1, weightDecay: 0, ...documentation,
    },
  };
  const tuned = setting === undefined ? rule : withSetting(rule, setting);
  return withDecay(withRate(tuned, choices.learningRate), choices.weightDecay);
}

/** A rule whose defaults are the scale and the decay that its program was tuned to. */
function withSetting(rule: ExportedRule, { scale, decay }: TunedSetting): ExportedRule {
  const scaled = documented(rule, { learningRate: scale });
  const rate = optionsOf(scaled).learningRate.value;
  return documented(scaled, { weightDecay: rate === 0 ? 0 : decay / rate });
}

function withRate(rule: ExportedRule, learningRate: number | undefined): ExportedRule {
  if (learningRate === undefined) return rule;
  const { rate, learningRate: option } = optionsOf(rule);
  if (rate === option) return documented(rule, { learningRate });
  // What scales the whole update already is set to all of it.
  const scaled = rate === undefined ? documented(rule, { learningRate: 1 }) : rule;
  return { ...scaled, program: withValue(rule.program, option.name, learningRate) };
}

function withDecay(rule: ExportedRule, weightDecay: number | undefined): ExportedRule {
  if (weightDecay === undefined) return rule;
  const { all, decay } = optionsOf(rule);
  const own = all.find((option) => option.name === "weight_decay" && option !== decay);
  return own === undefined
    ? documented(rule, { weightDecay })
    : { ...rule, program: withValue(rule.program, own.name, weightDecay) };
}

function documented(rule: ExportedRule, changes: Partial<Documentation>): ExportedRule {
  return { ...rule, documentation: { ...rule.documentation, ...changes } };
}

function withValue({ program }: TypedProgram, name: string, value: number): TypedProgram {
  return check(withDefault(program, name, value));
}

/** The program with another default of a hyperparameter; itself where it has none of that name. */
function withDefault(program: Program, name: string, value: number): Program {
  const at = program.parameters.findIndex((parameter) => parameter.kind === "hyperparameter" && parameter.name === name);
  return at < 0 ? program : replaceDefault(program, at, value);
}
