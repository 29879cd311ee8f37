import type { FunctionRow } from "../../dsl/functions/row.js";
import { functionNamed } from "../../dsl/functions/table.js";
import { liveness } from "../../dsl/liveness.js";
import { findScaleConstant } from "../../dsl/mutate/scale.js";
import { type Operand, type Program, WEIGHTS_SLOT, inputSlot } from "../../dsl/program.js";

const MULTIPLY = functionNamed("multiply");
const DIVISIONS: readonly FunctionRow[] = [functionNamed("divide"), functionNamed("protected_divide")];

/** The names that exact rewriting gives the scale of the update and the coefficient of its decay. */
const TUNED_NAMES: readonly string[] = ["learning_rate", "weight_decay"];

/** What tuning is there for, and ablation leaves alone. */
export interface ScaleAndDecay {
  /** The statements that apply the scale of the update or the decay of the weights, by index. */
  readonly statements: ReadonlySet<number>;
  /** The hyperparameters that these are, by slot. */
  readonly parameters: ReadonlySet<number>;
}

/** A product of weights, `lr` and numbers, or what is computed of numbers and `lr` alone: a number too. */
interface Product {
  /** Whether the weights are a factor. */
  readonly weights: boolean;
  /** Whether a number is. */
  readonly number: boolean;
  /** Whether the scale or the decay is, for sure. */
  readonly tuned: boolean;
  /** Statements that made it. */
  readonly statements: readonly number[];
  /** Hyperparameters that are factors. */
  readonly parameters: readonly number[];
}

const ONE: Product = { weights: false, number: false, tuned: false, statements: [], parameters: [] };

/**
 * What of a program is the scale of its update or its weight decay: the number that the whole update is proportional
 * to, hyperparameters that are named so, products of the weights and a number, however that is computed of constants,
 * hyperparameters and `lr`; and the statements that make such products or read them.
 */
export function scaleAndDecay(program: Program): ScaleAndDecay {
  const scale = findScaleConstant(program, liveness(program));
  const products = new Map<number, Product>([[WEIGHTS_SLOT, { ...ONE, weights: true }]]);
  const rate = inputSlot(program, "lr");
  if (rate >= 0) products.set(rate, ONE);
  program.parameters.forEach((parameter, slot) => {
    if (parameter.kind !== "hyperparameter") return;
    const tuned = TUNED_NAMES.includes(parameter.name) || (scale?.at === -1 && scale.argument === slot);
    products.set(slot, { ...ONE, number: true, tuned, parameters: [slot] });
  });
  const statements = new Set<number>();
  const parameters = new Set<number>();
  const add = (product: Product): void => {
    product.statements.forEach((at) => statements.add(at));
    product.parameters.forEach((slot) => parameters.add(slot));
  };
  products.forEach((product) => { if (product.tuned) add(product); });
  program.statements.forEach(({ fn, args, target }, at) => {
    const factors = args.map((arg) => productOf(arg, products));
    if (at === scale?.at) statements.add(at);
    const made = resultOf(fn, factors, at, at === scale?.at);
    for (const product of [made, ...factors]) {
      if (product === undefined || !isTuned(product)) continue;
      statements.add(at);
      add(product);
    }
    if (made === undefined) products.delete(target);
    else products.set(target, made);
  });
  return { statements, parameters };
}

function isTuned({ weights, number, tuned }: Product): boolean {
  return tuned || (weights && number);
}

function productOf(arg: Operand, products: ReadonlyMap<number, Product>): Product | undefined {
  return arg.kind === "constant" ? { ...ONE, number: true } : products.get(arg.slot);
}

/** What a statement makes of its arguments; `undefined` where that is neither such a product nor a number. */
function resultOf(
  fn: FunctionRow, factors: readonly (Product | undefined)[], at: number, tuned: boolean,
): Product | undefined {
  const known = factors.filter((factor) => factor !== undefined);
  if (known.length < factors.length) return undefined;
  const isProduct = fn === MULTIPLY || (DIVISIONS.includes(fn) && known.slice(1).every(({ weights }) => !weights));
  const weights = known.some((factor) => factor.weights);
  if (weights && !isProduct) return undefined;
  return {
    weights,
    // A product of the schedule's values alone is none, as they are not.
    number: known.length === 0 || known.some((factor) => factor.number),
    tuned: tuned || known.some((factor) => factor.tuned),
    statements: [at, ...known.flatMap((factor) => factor.statements)],
    parameters: known.flatMap((factor) => factor.parameters),
  };
}
