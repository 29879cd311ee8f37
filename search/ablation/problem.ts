import type { Executor } from "../../proxies/executor/executor.js";
import type { ProblemReference } from "../../proxies/problem/problem.js";
import { log2 } from "../../src/transcendental/index.js";
import { type FindReferenceOptions, findReference } from "../reference/find.js";
import { type Reference, REFERENCE_RULE } from "../reference/reference.js";
import { librarySubject } from "../subject.js";
import type { AblationProblem } from "./trials.js";

/**
 * Tasks that parts are tried on where none are named: three families that symopt brings references of at size 10, on
 * which that is flat. Of these tasks they are what tells most in a second: a training takes a sixth of one on a core,
 * and a pair of trainings differs by 0.12 to 0.23 octaves from seed to seed where programs do not.
 */
export const ABLATION_TASKS: readonly string[] = ["glyph-mlp", "noisy-labels", "tabular"];

/** A loss is flat where the last octave of training lowers it by this share, at most, of all that training does. */
const FLAT = 0.1;

/** Options of {@link flatProblem}. */
export interface FlatProblemOptions extends FindReferenceOptions {
  /** How many times as long a training may be made for a flat loss: a power of two. @default 8 */
  readonly longest?: number;
}

/**
 * A problem at the first horizon, of the given one, twice, four times and eight times that, at which the reference's
 * loss is flat: halving the horizon raises it by at most a tenth of what it is below that of the untrained model. Where
 * it is flat at none, the longest. A longer horizon's reference is measured, where it was not before.
 *
 * @throws {@link InputError} where the problem has no reference, as `findReference`.
 */
export async function flatProblem(
  executor: Executor, problem: ProblemReference, options: FlatProblemOptions = {},
): Promise<AblationProblem> {
  const { longest = 8, ...rest } = options;
  const { signal } = rest;
  const untrained = await executor.submit(
    { index: 0, program: librarySubject(REFERENCE_RULE).text, task: { ...problem, horizon: 1 }, seed: 1, scale: 0 },
    signal === undefined ? {} : { signal },
  );
  const start = untrained.kind === "trained" ? untrained.loss : Infinity;
  for (let longer = 1; ; longer *= 2) {
    const lengthened = { ...problem, horizon: longer * problem.horizon };
    const reference = await findReference(executor, lengthened, rest);
    const flat = isFlat(reference, start);
    if (flat || longer >= longest) return { problem: lengthened, reference, flat };
  }
}

/** Whether the last octave of a reference's training lowers its loss by little, of what lies below the start. */
export function isFlat({ curve, horizon }: Reference, start: number): boolean {
  const at = (octave: number): number | undefined =>
    curve.find((point) => Math.round(10 * log2(point.horizon / horizon)) === 10 * octave)?.loss;
  const [half, own] = [at(-1), at(0)];
  return half !== undefined && own !== undefined && half - own <= FLAT * (start - own);
}
