import { ContractError } from "./errors.js";

/**
 * Holm's (1979) correction for testing several hypotheses at once: the p-value that each has then. Those at most α are
 * rejected, with a chance of at most α of rejecting any that is true, however they depend on each other.
 *
 * @param values - The p-values, each of a test by itself.
 * @returns The corrected ones, in the same order, at most 1.
 * @throws {@link ContractError} where one is no probability.
 */
export function holm(values: readonly number[]): readonly number[] {
  const wrong = values.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new ContractError(`A p-value lies between 0 and 1, got ${wrong}.`);
  const order = values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number));
  const corrected = new Array<number>(values.length);
  let most = 0;
  order.forEach((i, rank) => {
    // One that is behind another cannot be rejected before it.
    most = Math.max(most, Math.min(1, (values.length - rank) * (values[i] as number)));
    corrected[i] = most;
  });
  return corrected;
}
