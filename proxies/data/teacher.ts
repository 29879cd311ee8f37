import { RandomStream } from "../../src/random.js";
import { exp, log, power, tanh } from "../../src/transcendental/index.js";
import { addNoise } from "./noise.js";
import { exampleStream, type FloatField, type Source, type Split } from "./source.js";

/** What one example of {@link teacher} has. */
export type TeacherFields = Readonly<{
  /** `[inputs]`: normal, with mean 0 and mean variance 1. */
  inputs: FloatField;
  /** `[outputs]`: what the teacher says of them, of variance 1, and noise. */
  targets: FloatField;
}>;

/** Which teacher, and on what inputs. */
export interface TeacherOptions {
  /** How many numbers come in. @default 32 */
  readonly inputs?: number;
  /** How many the teacher gives. @default 4 */
  readonly outputs?: number;
  /** Width of the teacher's hidden layer. @default 16 */
  readonly hidden?: number;
  /** Largest eigenvalue of the inputs' covariance over the smallest: 1 or more. @default 1000 */
  readonly condition?: number;
  /**
   * How eigenvalues fall from the largest to the smallest: `"power"`, as j^−a, has most of them small;
   * `"geometric"`, as a^−j, has as many in each octave. @default "power"
   */
  readonly spectrum?: "power" | "geometric";
  /**
   * How well the teacher sees directions in which the inputs vary little: 0 as they are, 1 as well as any
   * other. At 0 a bad condition hardly matters, at 1 much of the loss waits for the slowest directions.
   * @default 0.5
   */
  readonly whitening?: number;
  /** Standard deviation of the hidden units before their tanh. Large ones make steps. @default 1.5 */
  readonly gain?: number;
  /** Standard deviation of the targets' noise. @default 0.2 */
  readonly noise?: number;
  /** Which teacher and which directions: an integer. @default 1 */
  readonly world?: number;
}

/** A source of {@link teacher}. */
export interface TeacherSource extends Source<TeacherFields> {
  /** The eigenvalues of the inputs' covariance, largest first; their mean is 1. */
  readonly eigenvalues: Float64Array;
}

/**
 * Regression on what a random tanh network says of ill-conditioned normal inputs.
 *
 * x = Q Λ^½ z with z standard normal, Q a random rotation and Λ the spectrum; targets are
 * A tanh(B Λ^((1−c)/2) z) + noise, c being the whitening and A scaled so that each target has variance 1
 * before the noise (measured on 4,000 inputs). The floor of the mean squared error is the noise's variance.
 */
export function teacher(options: TeacherOptions = {}): TeacherSource {
  const {
    inputs = 32, outputs = 4, hidden = 16, condition = 1000, spectrum = "power", whitening = 0.5, gain = 1.5,
    noise = 0.2, world = 1,
  } = options;
  const stream = new RandomStream(world, "teacher world");
  const eigenvalues = spectrumOf(inputs, condition, spectrum);
  const mixing = rotation(inputs, stream);
  for (let i = 0; i < inputs * inputs; i++) {
    mixing[i] = (mixing[i] as number) * Math.sqrt(eigenvalues[i % inputs] as number);
  }
  const first = firstLayer(hidden, eigenvalues, whitening, gain, stream);
  const second = normals(outputs * hidden, 1, stream);
  const draws = new Float32Array(inputs);
  const z = new Float64Array(inputs);
  const x = new Float64Array(inputs);
  const h = new Float64Array(hidden);
  const y = new Float64Array(outputs);

  /** Draws z and computes y. */
  function ask(from: RandomStream): void {
    addNoise(draws, 0, inputs, 1, from, true);
    z.set(draws);
    multiply(first, z, h);
    for (let k = 0; k < hidden; k++) h[k] = tanh(h[k] as number);
    multiply(second, h, y);
  }

  scaleOutputs(second, y, hidden, () => {
    ask(stream);
  });

  return {
    fields: {
      inputs: { element: "f32", shape: [inputs] },
      targets: { element: "f32", shape: [outputs] },
    },
    floor: { loss: noise * noise, kind: "exact" },
    eigenvalues,
    size: () => Infinity,
    fill(split: Split, seed: number, start: number, count: number, into) {
      for (let i = 0; i < count; i++) {
        const example = exampleStream("teacher", split, seed, start + i);
        ask(example);
        multiply(mixing, z, x);
        into.inputs.set(x, i * inputs);
        into.targets.set(y, i * outputs);
        addNoise(into.targets, i * outputs, outputs, noise, example);
      }
    },
  };
}

/** Matrix [rows of `into`, columns of `x`] times vector; four rows at a time, so that no sum waits for itself. */
function multiply(matrix: Float64Array, x: Float64Array, into: Float64Array): void {
  const { length } = x;
  let r = 0;
  for (; r + 4 <= into.length; r += 4) {
    const at = r * length;
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let j = 0; j < length; j++) {
      const factor = x[j] as number;
      a += (matrix[at + j] as number) * factor;
      b += (matrix[at + length + j] as number) * factor;
      c += (matrix[at + 2 * length + j] as number) * factor;
      d += (matrix[at + 3 * length + j] as number) * factor;
    }
    into[r] = a;
    into[r + 1] = b;
    into[r + 2] = c;
    into[r + 3] = d;
  }
  for (; r < into.length; r++) {
    let sum = 0;
    for (let j = 0; j < length; j++) sum += (matrix[r * length + j] as number) * (x[j] as number);
    into[r] = sum;
  }
}

function normals(count: number, deviation: number, stream: RandomStream): Float64Array {
  return Float64Array.from({ length: count }, () => deviation * stream.normal());
}

function spectrumOf(count: number, condition: number, kind: "power" | "geometric"): Float64Array {
  const values = new Float64Array(count);
  const last = Math.max(1, count - 1);
  let total = 0;
  for (let j = 0; j < count; j++) {
    values[j] =
      kind === "power"
        ? power(j + 1, -log(condition) / log(Math.max(2, count)))
        : exp((-log(condition) * j) / last);
    total += values[j] as number;
  }
  return values.map((value) => (value * count) / total);
}

/** A random orthogonal matrix: Gram–Schmidt on the rows of a normal one. */
function rotation(size: number, stream: RandomStream): Float64Array {
  const q = normals(size * size, 1, stream);
  for (let r = 0; r < size; r++) {
    const row = q.subarray(r * size, (r + 1) * size);
    // Twice is enough for rows orthogonal to the last bits (Giraud et al. 2005).
    for (let pass = 0; pass < 2; pass++) {
      for (let o = 0; o < r; o++) {
        const other = q.subarray(o * size, (o + 1) * size);
        const share = dot(row, other);
        for (let j = 0; j < size; j++) row[j] = (row[j] as number) - share * (other[j] as number);
      }
    }
    const length = Math.sqrt(dot(row, row));
    for (let j = 0; j < size; j++) row[j] = (row[j] as number) / length;
  }
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] as number) * (b[j] as number);
  return sum;
}

/** Weights from z to the hidden units, each of which then has the standard deviation `gain`. */
function firstLayer(
  hidden: number, eigenvalues: Float64Array, whitening: number, gain: number, stream: RandomStream,
): Float64Array {
  const size = eigenvalues.length;
  const weights = normals(hidden * size, 1, stream);
  for (let k = 0; k < hidden; k++) {
    const row = weights.subarray(k * size, (k + 1) * size);
    for (let j = 0; j < size; j++) {
      row[j] = (row[j] as number) * power(eigenvalues[j] as number, (1 - whitening) / 2);
    }
    const length = Math.sqrt(dot(row, row));
    for (let j = 0; j < size; j++) row[j] = (gain * (row[j] as number)) / length;
  }
  return weights;
}

/** Scales the rows of the second layer so that each output has variance 1; tanh is odd, so its mean is 0. */
function scaleOutputs(second: Float64Array, y: Float64Array, hidden: number, ask: () => void): void {
  const samples = 4000;
  const squares = new Float64Array(y.length);
  for (let i = 0; i < samples; i++) {
    ask();
    for (let k = 0; k < y.length; k++) {
      squares[k] = (squares[k] as number) + (y[k] as number) * (y[k] as number);
    }
  }
  for (let k = 0; k < y.length; k++) {
    const scale = 1 / Math.sqrt((squares[k] as number) / samples);
    for (let j = k * hidden; j < (k + 1) * hidden; j++) second[j] = (second[j] as number) * scale;
  }
}
