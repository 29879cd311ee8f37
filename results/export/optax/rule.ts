import { SCALAR } from "../../../dsl/type.js";
import { pascalCase } from "../identifier.js";
import { PythonNames } from "../python/name.js";
import { type Naming, nameStep } from "../framework/naming.js";
import { type Step, stepOf } from "../framework/step.js";
import type { Term } from "../framework/term.js";
import { type Walk, treeScalars, walksOf } from "../framework/walk.js";
import type { ExportedRule } from "../target.js";
import { JaxDialect } from "./dialect.js";

/** A rule as an optax transformation has it. */
export interface OptaxRule {
  readonly rule: ExportedRule;
  readonly step: Step;
  readonly walks: readonly Walk[];
  readonly naming: Naming;
  readonly dialect: JaxDialect;
  /** Scalars of which there is one for the whole tree; each state variable that is a scalar is one. */
  readonly ofTree: ReadonlySet<Term>;
  /** The name of the function that makes the transformation, and of its state. */
  readonly names: { readonly factory: string; readonly state: string };
  /** Whether it reads something that a transformation must be told. */
  readonly reads: Readonly<Record<"t" | "T" | "loss" | "role" | "peak", boolean>>;
}

/** What a transformation calls its own things. */
const RESERVED = [
  "jax", "jnp", "optax", "math", "params", "updates", "state", "count", "index", "learning_rate", "peak_learning_rate",
  "schedule", "role", "roles", "init_fn", "update_fn", "value", "extra_args", "step", "gradients",
  "first_walk", "second_walk", "third_walk", "walk_4", "walk_5",
];

/** Makes everything ready to write a rule as a transformation. */
export function optaxRuleOf(rule: ExportedRule): OptaxRule {
  const step = stepOf(rule);
  const ofTree = treeScalars(step, ({ type }) => type === SCALAR);
  const factory = new PythonNames(["jax", "jnp", "optax", "math"]).take(rule.name.toLowerCase());
  const state = `${pascalCase(rule.name)}State`;
  const naming = nameStep(step, rule.program.program, {
    names: (taken) => new PythonNames(taken),
    reserved: [...RESERVED, factory, state], rate: "lr", peak: "peak", inputs: { t: "t", T: "total_steps", loss: "loss" },
  });
  const has = (test: (origin: Term["origin"]) => boolean): boolean => step.terms.some(({ origin }) => test(origin));
  const reads = (input: "t" | "T" | "loss"): boolean => has((origin) => origin.kind === "input" && origin.input === input);
  return {
    rule, step, naming, ofTree,
    walks: walksOf(step, { ofTree, sharesStep: true }),
    dialect: new JaxDialect(step, naming.weights),
    names: { factory, state },
    reads: {
      t: reads("t"), T: reads("T"), loss: reads("loss"),
      role: has((origin) => origin.kind === "fact" && origin.fact === "role"),
      peak: has(({ kind }) => kind === "peak" || kind === "schedule"),
    },
  };
}
