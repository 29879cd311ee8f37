import { check } from "../../dsl/check.js";
import type { Program } from "../../dsl/program.js";
import { type SimplifyLevel, simplify } from "../../dsl/rewrite/simplify.js";
import type { Documentation } from "./documentation.js";
import type { ExportedRule } from "./target.js";

/** How a program is exported. */
export interface RuleChoices {
  /** What the optimizer is called. @default the program's own name */
  readonly name?: string;
  /** How far the program is simplified first. @default "exact" */
  readonly level?: SimplifyLevel;
  /** What the code says of the rule. @default nothing is known; learning rate 1, no decay */
  readonly documentation?: Partial<Documentation>;
}

/** A program made ready for export: simplified, named and documented. */
export function toExportedRule(program: Program, choices: RuleChoices = {}): ExportedRule {
  const { name = program.name, level = "exact", documentation = {} } = choices;
  return {
    program: check(simplify(program, { level }).program),
    name: name.replace(/[^A-Za-z0-9]+/g, "_"),
    documentation: {
      summary: `The optimizer ${name}.`, found: null, scores: [], learningRate: 1, weightDecay: 0, ...documentation,
    },
  };
}
