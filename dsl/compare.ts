import { createInterpreter } from "./interpret.js";
import { PROBE_LAYOUT, createStream } from "./probe/stream.js";
import type { Program } from "./program.js";

/** Options of {@link compareBehaviour}. */
export interface CompareOptions {
  /** How many steps both programs run. @default 100 */
  readonly steps?: number;
  /** Which stream of gradients and weights they see. @default 0 */
  readonly seed?: number;
}

/** A largest value and the step, from 1, at which it was reached first. */
export interface Peak {
  readonly value: number;
  readonly step: number;
}

/** How far the updates of two programs lie apart. */
export interface BehaviourDifference {
  readonly steps: number;
  readonly seed: number;
  /** The first step, from 1, whose updates differ in any bit; `null` where none do. All NaNs are equal. */
  readonly firstDifference: number | null;
  /** Largest |a − b| of a coordinate; infinite where only one of the two is finite. */
  readonly absolute: Peak;
  /** Largest ‖a − b‖ / max(‖a‖, ‖b‖) of a step: 1 where one stands still, 2 where they are opposite. */
  readonly relative: Peak;
}

/**
 * Runs two programs through the interpreter on the same stream of gradients and weights, drawn as the probe
 * draws its own, from zero state. Neither program's updates move the weights: what differs in a step differs
 * by the rules, not by where they have led. Deterministic.
 */
export function compareBehaviour(a: Program, b: Program, options: CompareOptions = {}): BehaviourDifference {
  const { steps = 100, seed = 0 } = options;
  const stream = createStream({
    name: `compare ${seed}`,
    steps,
    signalToNoise: 0.5,
    scales: [-2, 0.5],
    schedule: true,
  });
  const first = createInterpreter(a, PROBE_LAYOUT);
  const second = createInterpreter(b, PROBE_LAYOUT);
  let firstDifference: number | null = null;
  let absolute: Peak = { value: 0, step: 1 };
  let relative: Peak = { value: 0, step: 1 };
  stream.forEach((inputs, k) => {
    const step = k + 1;
    const apart = distance(first.step(inputs), second.step(inputs));
    if (!apart.equal) firstDifference ??= step;
    if (apart.absolute > absolute.value) absolute = { value: apart.absolute, step };
    if (apart.relative > relative.value) relative = { value: apart.relative, step };
  });
  return { steps, seed, firstDifference, absolute, relative };
}

interface Distance {
  readonly equal: boolean;
  readonly absolute: number;
  readonly relative: number;
}

function distance(a: Float32Array, b: Float32Array): Distance {
  let equal = true;
  let absolute = 0;
  let squares = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    if (Object.is(x, y)) {
      // Equal infinities have no difference, and must not make the norms infinite.
      if (Number.isFinite(x)) {
        squaresA += x * x;
        squaresB += y * y;
      }
      continue;
    }
    equal = false;
    const apart = Number.isFinite(x) && Number.isFinite(y) ? Math.abs(x - y) : Infinity;
    if (apart > absolute) absolute = apart;
    squares += apart * apart;
    squaresA += x * x;
    squaresB += y * y;
  }
  const size = Math.sqrt(Math.max(squaresA, squaresB));
  const relative = squares === 0 ? 0 : absolute === Infinity ? Infinity : Math.sqrt(squares) / size;
  return { equal, absolute, relative };
}
