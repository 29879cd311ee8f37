import type { Executor } from "../../proxies/executor.js";
import type { ProblemReference } from "../../proxies/problem.js";
import { log2 } from "../../src/transcendental/index.js";
import { type FindReferenceOptions, findReference } from "../reference/find.js";
import { type Reference, REFERENCE_RULE } from "../reference/reference.js";
import { librarySubject } from "../subject.js";
import type { AblationProblem } from "./trials.js";

/**
 * Tasks that parts are tried on where none are named: three families, each flat at its own ×10 horizon, at under half a
 * second a training on one core. All are classification of noisy data: of what the gradient's noise never leaves.
 */
export const ABLATION_TASKS: readonly string[] = ["glyph-mlp", "noisy-labels", "tabular"];

/** A loss is flat where the last octave of training lowers it by this share, at most, of all that training does. */
const FLAT = 0.1;

/** How many times as long a training may be made for that. */
const LONGEST = 8;

/**
 * A problem at the first horizon, of the given one, twice, four times and eight times that, at which the reference's
 * loss is flat: halving the horizon raises it by at most a tenth of what it is below that of the untrained model. Where
 * it is flat at none, the longest.
 *
 * @throws {@link InputError} where the problem has no reference, as `findReference`.
 */
export async function flatProblem(
  executor: Executor, problem: ProblemReference, options: FindReferenceOptions = {},
): Promise<AblationProblem> {
  const { signal } = options;
  const untrained = await executor.submit(
    { index: 0, program: librarySubject(REFERENCE_RULE).text, task: { ...problem, horizon: 1 }, seed: 1, scale: 0 },
    signal === undefined ? {} : { signal },
  );
  const start = untrained.kind === "trained" ? untrained.loss : Infinity;
  for (let longer = 1; ; longer *= 2) {
    const lengthened = { ...problem, horizon: longer * problem.horizon };
    const reference = await findReference(executor, lengthened, options);
    const flat = isFlat(reference, start);
    if (flat || longer >= LONGEST) return { problem: lengthened, reference, flat };
  }
}

/** Whether the last octave of a reference's training lowers its loss by little, of what lies below the start. */
export function isFlat({ curve, horizon }: Reference, start: number): boolean {
  const at = (octave: number): number | undefined =>
    curve.find((point) => Math.round(10 * log2(point.horizon / horizon)) === 10 * octave)?.loss;
  const [half, own] = [at(-1), at(0)];
  return half !== undefined && own !== undefined && half - own <= FLAT * (start - own);
}
