import { createHash } from "node:crypto";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { LocalExecutor } from "../../proxies/executor/local.js";
import { librarySubject } from "../subject.js";
import { REFERENCE_RULE } from "./reference.js";

/** Steps of the training that a fingerprint is taken of. */
const STEPS = 3;

/** Digits of a loss that count: what another order of summation changes lies below them. */
const DIGITS = 4;

/**
 * What tells whether a problem is the one that it was: the losses of a few steps and the validation loss after
 * them. It depends on the model, its initial weights and the data, and hardly on how an engine rounds; not on the
 * horizon.
 *
 * @throws {@link InputError} where the problem cannot be trained.
 */
export async function fingerprintOf(problem: ProblemReference): Promise<string> {
  const executor = new LocalExecutor();
  const { text: program } = librarySubject(REFERENCE_RULE);
  const outcome = await executor
    .submit({ index: 0, program, task: { ...problem, horizon: STEPS }, seed: 1 })
    .finally(() => executor.close());
  const losses = "curve" in outcome ? [...outcome.curve] : [];
  if (outcome.kind === "trained") losses.push(outcome.loss);
  const digits = losses.map((loss) => loss.toPrecision(DIGITS)).join(" ");
  return createHash("sha256").update(digits).digest("hex").slice(0, 16);
}
