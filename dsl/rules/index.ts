import { adagradRules } from "./adagrad.js";
import { adamRules } from "./adam.js";
import { adaptiveRateRules } from "./adaptive-rate.js";
import { layerwiseRules } from "./layerwise.js";
import type { LibraryRule } from "./library-rule.js";
import { matrixRules } from "./matrix.js";
import { paperRules } from "./paper.js";
import { sgdRules } from "./sgd.js";
import { signRules } from "./sign.js";

export type { LibraryRule } from "./library-rule.js";

/** The library: known optimizers as programs, family by family. */
export const rules: readonly LibraryRule[] = [
  ...sgdRules,
  ...signRules,
  ...adagradRules,
  ...adamRules,
  ...layerwiseRules,
  ...adaptiveRateRules,
  ...matrixRules,
  ...paperRules,
];

const BY_NAME: ReadonlyMap<string, LibraryRule> = new Map(rules.map((rule) => [rule.name, rule]));

/** The rule of a name, as `findRule("lion")`; `undefined` where the library has none of that name. */
export function findRule(name: string): LibraryRule | undefined {
  return BY_NAME.get(name);
}
