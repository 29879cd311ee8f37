import type { Program } from "../../dsl/program.js";
import { JSON_RULE } from "./json/target.js";
import { LATEX } from "./latex/target.js";
import { OPTAX } from "./optax/target.js";
import { PYTORCH } from "./pytorch/target.js";
import { type RuleChoices, toExportedRule } from "./rule.js";
import type { Target, TargetName } from "./target.js";
import { TFJS } from "./tfjs/target.js";
import { TYPESCRIPT } from "./typescript/target.js";

/** What a rule can be written as. */
export const TARGETS: readonly Target[] = [TYPESCRIPT, TFJS, PYTORCH, OPTAX, LATEX, JSON_RULE];

/** The target of a name; `undefined` where there is none. */
export function findTarget(name: string): Target | undefined {
  return TARGETS.find((target) => target.name === name);
}

/**
 * Writes a program as code of a target.
 *
 * @returns A whole module, which ends in a line feed.
 */
export function exportProgram(program: Program, target: TargetName, choices: RuleChoices = {}): string {
  return (findTarget(target) as Target).write(toExportedRule(program, choices));
}
