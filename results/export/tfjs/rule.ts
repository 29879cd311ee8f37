import { SCALAR } from "../../../dsl/type.js";
import { JAVASCRIPT_WORDS, Names, pascalCase } from "../identifier.js";
import { type Naming, nameStep } from "../framework/naming.js";
import { type Step, stepOf } from "../framework/step.js";
import type { Term } from "../framework/term.js";
import { type Walk, walksOf } from "../framework/walk.js";
import type { ExportedRule } from "../target.js";
import { TfjsDialect } from "./dialect.js";
import { SUPPORT_NAMES } from "./support.js";
import { ScriptNames } from "./syntax.js";

/** A rule as an optimizer of TensorFlow.js has it. */
export interface TfjsRule {
  readonly rule: ExportedRule;
  readonly step: Step;
  readonly walks: readonly Walk[];
  readonly naming: Naming;
  readonly dialect: TfjsDialect;
  /** The class. */
  readonly name: string;
  /** Whether it reads something that an optimizer must be told. */
  readonly reads: Readonly<Record<"t" | "T" | "loss" | "role" | "peak", boolean>>;
}

/** What a class calls its own things. */
const RESERVED = [
  "tf", "name", "tensor", "index", "gradients", "named", "arrays", "a", "role", "schedule", "options", "learningRate",
  "peakLearningRate", "totalSteps", "kept", "iterations", "className", "weights", "saved", "slots", "ROLES",
  "log1pAbs", "sigmoid", "erf", "power",
];

/** Makes everything ready to write a rule as an optimizer. */
export function tfjsRuleOf(rule: ExportedRule): TfjsRule {
  const step = stepOf(rule);
  const naming = nameStep(step, rule.program.program, {
    names: (taken) => new ScriptNames(taken),
    reserved: [...RESERVED, ...SUPPORT_NAMES], rate: "lr", peak: "peak",
    inputs: { t: "t", T: "steps", loss: "loss" },
  });
  const has = (test: (origin: Term["origin"]) => boolean): boolean => step.terms.some(({ origin }) => test(origin));
  const reads = (input: "t" | "T" | "loss"): boolean => has((origin) => origin.kind === "input" && origin.input === input);
  // Numbers and what comes of sums are computed once, before a walk.
  const scalars = step.terms.filter(({ type, origin }) =>
    type === SCALAR && (origin.kind === "call" || origin.kind === "state" || origin.kind === "input"));
  const befores = step.states.filter(({ type }) => type === SCALAR).map(({ before }) => before);
  return {
    rule, step, naming,
    walks: walksOf(step, { ofTree: new Set([...scalars, ...befores]), sharesStep: true }),
    dialect: new TfjsDialect(naming.weights),
    name: new Names([...JAVASCRIPT_WORDS, "ROLES", "NamedTensor", "Slot", "Error", "Promise"]).take(pascalCase(rule.name)),
    reads: {
      t: reads("t"), T: reads("T"), loss: reads("loss"),
      role: has((origin) => origin.kind === "fact" && origin.fact === "role"),
      peak: has(({ kind }) => kind === "peak" || kind === "schedule"),
    },
  };
}
