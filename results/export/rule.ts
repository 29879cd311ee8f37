import { type TypedProgram, check } from "../../dsl/check.js";
import { replaceDefault } from "../../dsl/mutate/edit.js";
import type { Program } from "../../dsl/program.js";
import { type SimplifyLevel, simplify } from "../../dsl/rewrite/simplify.js";
import type { Documentation } from "./documentation.js";
import { type RuleOption, optionsOf } from "./options.js";
import { type TunedSetting, settled } from "./setting.js";
import type { ExportedRule } from "./target.js";

/** How a program is exported. */
export interface RuleChoices {
  /** What the optimizer is called. @default the program's own name */
  readonly name?: string;
  /** How far the program is simplified first. @default "exact" */
  readonly level?: SimplifyLevel;
  /** What the code says of the rule. @default nothing is known; learning rate 1, no decay */
  readonly documentation?: Partial<Documentation>;
  /** Is written into the program: its defaults, and statements where these cannot hold it. @default nothing */
  readonly setting?: TunedSetting;
  /** The default of `learning_rate`, whatever else says. @default what the program or the documentation says */
  readonly learningRate?: number;
  /** The default of `weight_decay`, the rule's own or the added one. @default what program or documentation says */
  readonly weightDecay?: number;
}

/** A program made ready for export: simplified, named and documented. */
export function toExportedRule(program: Program, choices: RuleChoices = {}): ExportedRule {
  const { name = program.name, level = "exact", documentation = {}, setting } = choices;
  const tuned = setting === undefined ? program : settled(program, setting);
  const rule: ExportedRule = {
    program: check(simplify(tuned, { level }).program),
    name: name.replace(/[^A-Za-z0-9]+/g, "_"),
    documentation: {
      summary: `The optimizer ${name}.`, found: null, scores: [], learningRate: 1, weightDecay: 0, ...documentation,
    },
  };
  return withDecay(withRate(rule, choices.learningRate), choices.weightDecay);
}

function withRate(rule: ExportedRule, learningRate: number | undefined): ExportedRule {
  if (learningRate === undefined) return rule;
  const { rate, learningRate: option } = optionsOf(rule);
  if (rate === option) return documented(rule, { learningRate });
  // What scales the whole update already is set to all of it.
  const scaled = rate === undefined ? documented(rule, { learningRate: 1 }) : rule;
  return { ...scaled, program: withValue(rule.program, option, learningRate) };
}

function withDecay(rule: ExportedRule, weightDecay: number | undefined): ExportedRule {
  if (weightDecay === undefined) return rule;
  const { all, decay } = optionsOf(rule);
  const own = all.find((option) => option.name === "weight_decay" && option !== decay);
  return own === undefined
    ? documented(rule, { weightDecay })
    : { ...rule, program: withValue(rule.program, own, weightDecay) };
}

function documented(rule: ExportedRule, changes: Partial<Documentation>): ExportedRule {
  return { ...rule, documentation: { ...rule.documentation, ...changes } };
}

function withValue({ program }: TypedProgram, { slot }: RuleOption, value: number): TypedProgram {
  return slot === undefined ? check(program) : check(replaceDefault(program, slot, value));
}
