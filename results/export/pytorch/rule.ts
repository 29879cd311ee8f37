import { PythonNames } from "../python/name.js";
import { type Naming, nameStep } from "../framework/naming.js";
import { type Step, stepOf } from "../framework/step.js";
import type { Term } from "../framework/term.js";
import { type Walk, treeScalars, walksOf } from "../framework/walk.js";
import type { ExportedRule } from "../target.js";
import { TorchDialect } from "./dialect.js";

/** A rule as a PyTorch optimizer has it. */
export interface TorchRule {
  readonly rule: ExportedRule;
  readonly step: Step;
  readonly walks: readonly Walk[];
  readonly naming: Naming;
  readonly dialect: TorchDialect;
  /** Scalars that belong to a parameter group: what comes of sums over all parameters or of the loss. */
  readonly ofGroup: ReadonlySet<Term>;
  /** Dicts by parameter of what one walk computes and a later one reads. */
  readonly kept: ReadonlyMap<Term, { readonly name: string; readonly dict: string }>;
  /** Whether it reads something that an optimizer must be told. */
  readonly reads: Readonly<Record<"T" | "loss" | "role" | "peak" | "transposed", boolean>>;
}

/** What a step calls its own things. */
const RESERVED = [
  "self", "torch", "math", "group", "state", "closure", "closure_loss", "params", "schedule", "step", "initial_lr",
  "transposed", "role", "kept", "defaults", "Tensor", "foreach", "capturable", "maximize", "differentiable", "fused",
];

/** Names of what is kept between walks: of the term, and of the dict that has it for each parameter. */
function nameKept(walks: readonly Walk[], { reserved, states }: Naming): TorchRule["kept"] {
  const names = new PythonNames([...reserved, ...states]);
  return new Map(walks.flatMap(({ kept }) => kept).map((term) => {
    const name = names.take(term.name === "" ? "value" : term.name);
    return [term, { name, dict: names.take(`${name}_of`) }];
  }));
}

/** Makes everything ready to write a rule as an optimizer. */
export function torchRuleOf(rule: ExportedRule): TorchRule {
  const step = stepOf(rule);
  const ofGroup = treeScalars(step, () => false);
  const naming = nameStep(step, rule.program.program, {
    names: (taken) => new PythonNames(taken),
    reserved: RESERVED, rate: "lr", peak: "peak_lr", inputs: { t: "t", T: "total_steps", loss: "loss" },
  });
  const has = (test: (origin: Term["origin"]) => boolean): boolean => step.terms.some(({ origin }) => test(origin));
  const isOfMatrix = (origin: Term["origin"]): boolean =>
    origin.kind === "call"
      ? ["rowMean", "colMean", "orthogonalize"].includes(origin.operation)
      : origin.kind === "fact" && (origin.fact === "rows" || origin.fact === "cols");
  const walks = walksOf(step, { ofTree: ofGroup, sharesStep: false });
  return {
    rule, step, naming, ofGroup, walks,
    kept: nameKept(walks, naming),
    dialect: new TorchDialect(step, naming.weights),
    reads: {
      T: has((origin) => origin.kind === "input" && origin.input === "T"),
      loss: has((origin) => origin.kind === "input" && origin.input === "loss"),
      role: has((origin) => origin.kind === "fact" && origin.fact === "role"),
      peak: has(({ kind }) => kind === "peak" || kind === "schedule"),
      transposed: has(isOfMatrix),
    },
  };
}
