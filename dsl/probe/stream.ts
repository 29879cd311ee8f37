import { RandomStream } from "../../src/random.js";
import { exp10 } from "../../src/transcendental/index.js";
import { createLayout, type Layout } from "../layout.js";
import type { StepInputs } from "../interpret.js";

/** The parameter tree of the probe: one array of each role, 39 numbers in all. */
export const PROBE_LAYOUT: Layout = createLayout([
  { name: "embedding", shape: [5, 3], role: "embedding" },
  { name: "weight", shape: [3, 4], role: "matrix" },
  { name: "bias", shape: [4], role: "vector" },
  { name: "head", shape: [4, 2], role: "head" },
]);

/** The horizon that programs of the probe see as `T`. */
const HORIZON = 1000;

/** A fixed sequence of inputs, the same for every program: nothing in it depends on the updates. */
export type ProbeStream = readonly StepInputs[];

/** How the gradients of a stream are drawn. */
interface StreamSpec {
  readonly name: string;
  readonly steps: number;
  /** Mean over standard deviation of each coordinate's gradient. */
  readonly signalToNoise: number;
  /** Exponents of ten between which the coordinates' gradient scales spread. @default [0, 0] */
  readonly scales?: readonly [number, number];
  /** Whether the learning rate falls from 1 to ½ over the stream. @default false */
  readonly schedule?: boolean;
}

/** Draws a stream. Each coordinate's gradient has a mean square of its scale squared. */
export function createStream(spec: StreamSpec): ProbeStream {
  const { name, steps, signalToNoise, scales = [0, 0], schedule = false } = spec;
  const random = new RandomStream(0, `probe ${name}`);
  const { size } = PROBE_LAYOUT;
  const noise = 1 / Math.sqrt(1 + signalToNoise * signalToNoise);
  const [least, most] = scales;
  const scale = Float64Array.from({ length: size }, () => exp10(least + random.uniform() * (most - least)));
  const mean = Float64Array.from({ length: size }, () => (random.chance(0.5) ? 1 : -1) * signalToNoise * noise);
  const start = Float64Array.from({ length: size }, () => random.normal());
  const drift = Float64Array.from({ length: size }, () => 0.01 * random.normal());
  return Array.from({ length: steps }, (_, k): StepInputs => ({
    w: Float32Array.from(start, (w, i) => w + k * (drift[i] as number)),
    g: Float32Array.from(scale, (c, i) => c * ((mean[i] as number) + noise * random.normal())),
    lr: schedule ? 1 - (0.5 * k) / steps : 1,
    t: k + 1,
    T: HORIZON,
    loss: 1 / (1 + 0.1 * k),
  }));
}

/** A stream with every gradient changed. */
export function mapGradients(
  stream: ProbeStream,
  change: (gradient: Float32Array, step: number) => Float32Array,
): ProbeStream {
  return stream.map((inputs, k) => ({ ...inputs, g: change(inputs.g, k) }));
}
