import type { TypedProgram } from "../../dsl/check.js";
import type { Documentation } from "./documentation.js";

/** What optimizers can be written as. */
export type TargetName = "ts" | "tfjs" | "pytorch" | "optax" | "latex" | "json";

/** A program that is to be written as code. */
export interface ExportedRule {
  /** Simplified: no statement that no update depends on. */
  readonly program: TypedProgram;
  /** What the optimizer is called, as in `def name(…)`: words joined by underscores. */
  readonly name: string;
  readonly documentation: Documentation;
}

/** One of the languages and frameworks that a rule can be exported to. */
export interface Target {
  readonly name: TargetName;
  /** One line of help. */
  readonly title: string;
  /** How its files end, with the dot. */
  readonly extension: string;
  /** Why it cannot hold a program; `undefined` where it can. */
  readonly refuses: (program: TypedProgram) => string | undefined;
  /** The module, whole: it ends in a line feed. */
  readonly write: (rule: ExportedRule) => string;
}
