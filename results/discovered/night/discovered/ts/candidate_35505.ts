/** Rounds to the float32 that arrays hold. */
const f32 = Math.fround;

/** An array of weights. */
export interface ParameterArray {
  /** Its dimensions, outermost first; elements are in row-major order. */
  readonly shape: readonly number[];
}

/** What {@link Candidate35505} is set up with. */
export interface Candidate35505Options {
  /**
   * The peak of the learning rate, which the schedule multiplies.
   *
   * @default 2.3305137393603346
   */
  readonly learningRate?: number;
  /** A hyperparameter of the rule. @default 0.4773373134986174 */
  readonly momentum?: number;
  /** The coefficient of weight decay. @default 0 */
  readonly weightDecay?: number;
  /** A hyperparameter of the rule. @default 0.03139474323065347 */
  readonly adamLearningRate?: number;
  /** A hyperparameter of the rule. @default 0.8373558072814145 */
  readonly beta1?: number;
}

/** What a step of {@link Candidate35505} is told beside the gradients. */
export interface Candidate35505Inputs {
  /** The schedule's value, at most 1. @default 1 */
  readonly lr?: number;
}

/**
 * All that the next step of {@link Candidate35505} depends on beside weights
 * and gradients.
 */
export interface Candidate35505State {
  readonly momentum2: readonly (readonly number[])[];
}

/**
 * An update rule that symopt found: candidate 35505.
 *
 * Found by symopt 0.1.0, candidate 35505 of run, seed 20261130.
 *
 * Scores:
 * - glyph-mlp ×1, 200 steps of 64; teacher ×1, 200 steps of 64; language ×1,
 * 150 steps of 8: log2 speed-up over tuned AdamW on the tasks that it was
 * evolved on, 4 fresh seeds: 1.41 (95 % interval 1.32 to 1.49)
 * - 3 tasks of families that the search never trained on: log2 speed-up over
 * the best rule of the bar on each, 10 fresh seeds, all tuned by 16 trials:
 * 0.258 (95 % interval 0.191 to 0.325)
 * - noisy-labels ×10: log2 speed-up over the bar 0.737 (95 % interval 0.461 to
 * 1.01)
 * - auto-encoder ×10: log2 speed-up over the bar 0 (95 % interval 0 to 0)
 * - tabular ×10: log2 speed-up over the bar 0.0366 (95 % interval -0.131 to
 * 0.204)
 * - 3 sealed tasks: diffusion ×10, captions ×10, fine-tuning ×10: log2 speed-up
 * over the best rule of the bar on each, of families opened once it was chosen:
 * 0.231 (95 % interval 0.168 to 0.295)
 *
 * Computes in float32 as the rule was tried: only functions that JavaScript
 * leaves open, such as powers and exponentials, may differ in the last bits.
 */
export class Candidate35505 {
  /** The options, defaults filled in. */
  readonly options: Required<Candidate35505Options>;
  readonly #arrays: readonly {
    size: number;
    ndim: number;
    rows: number;
    cols: number;
  }[];
  #momentum2: Float32Array[];

  /**
   * @param arrays - The arrays of weights, in the order in which steps get
   * them.
   */
  constructor(
    arrays: readonly ParameterArray[],
    options: Candidate35505Options = {},
  ) {
    this.options = {
      learningRate: 2.3305137393603346,
      momentum: 0.4773373134986174,
      weightDecay: 0,
      adamLearningRate: 0.03139474323065347,
      beta1: 0.8373558072814145,
      ...options,
    };
    this.#arrays = arrays.map(({ shape }) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return {
        size,
        ndim: shape.length,
        rows: size / (shape.at(-1) ?? 1),
        cols: shape.at(-1) ?? 1,
      };
    });
    this.#momentum2 = this.#arrays.map(({ size }) => new Float32Array(size));
  }

  /**
   * Takes a step: changes the weights in place.
   *
   * @param weights - The arrays, in order.
   * @param gradients - The gradient of each.
   * @throws RangeError where they are not of the sizes that were announced.
   */
  step(
    weights: readonly Float32Array[],
    gradients: readonly Float32Array[],
    { lr = 1 }: Candidate35505Inputs = {},
  ): void {
    for (const list of [weights, gradients]) {
      const fits = this.#arrays.every(
        ({ size }, a) => list[a]?.length === size,
      );
      if (!fits || list.length !== this.#arrays.length) {
        throw new RangeError("Weights and gradients must fit the arrays.");
      }
    }
    const { learningRate, momentum, beta1 } = this.options;
    const weightDecay = f32(this.options.weightDecay);
    const adamLearningRate = f32(this.options.adamLearningRate);
    const rate = f32(lr * learningRate);
    for (let a = 0; a < weights.length; a++) {
      const { rows, cols, ndim } = this.#arrays[a]!;
      const wValues = weights[a]!;
      const gValues = gradients[a]!;
      const momentum2Values = this.#momentum2[a]!;
      const update2Values = new Float32Array(wValues.length);
      for (let i = 0; i < wValues.length; i++) {
        const g = gValues[i]!;
        const momentum2 = momentum2Values[i]!;
        const update = f32(g * f32(1.1099493955322028));
        const product2 = f32(f32(beta1) * momentum2);
        update2Values[i] = interp(update, product2, momentum);
      }
      const update3Values = orthogonalize(update2Values, rows, cols, ndim);
      const magnitude = Math.max(1.4389042768733589, cols / rows);
      const largerRoot = f32(Math.sqrt(magnitude));
      for (let i = 0; i < wValues.length; i++) {
        const w = wValues[i]!;
        const g = gValues[i]!;
        const momentum2 = momentum2Values[i]!;
        const update3 = update3Values[i]!;
        const update4 = f32(update3 * largerRoot);
        const update5 = f32(update4 + f32(weightDecay * w));
        const decay2 = f32(w * f32(0.0013931354487119283));
        const update6 = f32(f32(adamLearningRate * update5) + decay2);
        momentum2Values[i] = interp(g, momentum2, beta1);
        wValues[i] = w - f32(update6 * rate);
      }
    }
  }

  /** A copy of the state that JSON can hold. */
  state(): Candidate35505State {
    return {
      momentum2: this.#momentum2.map((values) => [...values]),
    };
  }

  /** Goes on from a state that was saved. */
  restore(state: Candidate35505State): void {
    this.#momentum2 = state.momentum2.map((values) =>
      Float32Array.from(values),
    );
  }
}

/** (1 - a)·x + a·y: from x to y. */
function interp(x: number, y: number, a: number): number {
  return f32(f32(f32(1 - a) * x) + f32(f32(a) * y));
}

/**
 * Nearly the closest orthogonal matrix, by Muon's five Newton-Schulz steps;
 * arrays of fewer than two dimensions stay as they are.
 */
function orthogonalize(
  x: Float32Array,
  rows: number,
  cols: number,
  ndim: number,
): Float32Array {
  if (ndim < 2) return x.slice();
  const [a, b, c] = [f32(3.4445), f32(-4.775), f32(2.0315)];
  const scale = f32(1 / (Math.sqrt(dot(x, x)) + 1e-8));
  const isTall = rows > cols;
  const [m, n] = isTall ? [cols, rows] : [rows, cols];
  let matrix = (isTall ? transpose(x, rows, cols) : x).map((v) => v * scale);
  for (let step = 0; step < 5; step++) {
    const gram = product(matrix, transpose(matrix, m, n), m, n, m);
    const squared = product(gram, gram, m, m, m);
    const mixed = gram.map((v, i) => f32(b * v) + f32(c * squared[i]!));
    const next = product(mixed, matrix, m, m, n);
    matrix = matrix.map((v, i) => f32(a * v) + next[i]!);
  }
  return isTall ? transpose(matrix, m, n) : matrix;
}

/** The transpose of an m×n matrix. */
function transpose(x: Float32Array, m: number, n: number): Float32Array {
  return x.map((_, k) => x[(k % m) * n + Math.floor(k / m)]!);
}

/** Σ x·y, in eight interleaved sums. */
function dot(x: Float32Array, y: Float32Array): number {
  const sums = new Float64Array(8);
  for (let i = 0; i < x.length; i++) sums[i % 8]! += x[i]! * y[i]!;
  const pair = (k: number): number => sums[k]! + sums[k + 1]!;
  return pair(0) + pair(2) + (pair(4) + pair(6));
}

/** The product of an m×k and a k×n matrix. */
function product(
  x: Float32Array,
  y: Float32Array,
  m: number,
  k: number,
  n: number,
): Float32Array {
  const out = new Float32Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let l = 0; l < k; l++) {
      const factor = x[i * k + l]!;
      for (let j = 0; j < n; j++) {
        const at = i * n + j;
        out[at] = out[at]! + f32(factor * y[l * n + j]!);
      }
    }
  }
  return out;
}
