/** Rounds to the float32 that arrays hold. */
const f32 = Math.fround;

/** An array of weights. */
export interface ParameterArray {
  /** Its dimensions, outermost first; elements are in row-major order. */
  readonly shape: readonly number[];
}

/** What {@link Candidate15863} is set up with. */
export interface Candidate15863Options {
  /** How many steps training will take: the rule depends on it. */
  readonly totalSteps: number;
  /** What the whole update is multiplied by. @default 0.9503029355165901 */
  readonly learningRate?: number;
  /**
   * A hyperparameter that the rule calls its learning rate, though the update
   * is not proportional to it.
   *
   * @default 0.019170314203214717
   */
  readonly ownLearningRate?: number;
  /** A hyperparameter of the rule. @default 0.7689120411854008 */
  readonly momentum?: number;
  /** The coefficient of weight decay. @default 0 */
  readonly weightDecay?: number;
  /** A hyperparameter of the rule. @default 0.7798073898441655 */
  readonly beta1?: number;
}

/** What a step of {@link Candidate15863} is told beside the gradients. */
export interface Candidate15863Inputs {
  /** The schedule's value, at most 1. @default 1 */
  readonly lr?: number;
}

/**
 * All that the next step of {@link Candidate15863} depends on beside weights
 * and gradients.
 */
export interface Candidate15863State {
  /** Steps so far. */
  readonly t: number;
  readonly momentum2: readonly (readonly number[])[];
}

/**
 * An update rule that symopt found: candidate 15863.
 *
 * Found by symopt 0.1.0, candidate 15863 of run, seed 20261129.
 *
 * Scores:
 * - glyph-mlp ×1, 200 steps of 64; teacher ×1, 200 steps of 64; language ×1,
 * 150 steps of 8: log2 speed-up over tuned AdamW on the tasks that it was
 * evolved on, 8 fresh seeds: 1.46 (95 % interval 1.38 to 1.54)
 * - 3 tasks of families that the search never trained on: log2 speed-up over
 * the best rule of the bar on each, 10 fresh seeds, all tuned by 16 trials:
 * 0.179 (95 % interval 0.109 to 0.249)
 * - noisy-labels ×10: log2 speed-up over the bar 0.473 (95 % interval 0.312 to
 * 0.634)
 * - auto-encoder ×10: log2 speed-up over the bar 0 (95 % interval 0 to 0)
 * - tabular ×10: log2 speed-up over the bar 0.0629 (95 % interval -0.0357 to
 * 0.161)
 * - 3 sealed tasks: diffusion ×10, captions ×10, fine-tuning ×10: log2 speed-up
 * over the best rule of the bar on each, of families opened once it was chosen:
 * 0.0456 (95 % interval -0.00836 to 0.0996)
 *
 * Computes in float32 as the rule was tried: only functions that JavaScript
 * leaves open, such as powers and exponentials, may differ in the last bits.
 */
export class Candidate15863 {
  /** The options, defaults filled in. */
  readonly options: Required<Candidate15863Options>;
  readonly #arrays: readonly {
    size: number;
    ndim: number;
    rows: number;
    cols: number;
  }[];
  #momentum2: Float32Array[];
  #t = 0;

  /**
   * @param arrays - The arrays of weights, in the order in which steps get
   * them.
   */
  constructor(
    arrays: readonly ParameterArray[],
    options: Candidate15863Options,
  ) {
    this.options = {
      learningRate: 0.9503029355165901,
      ownLearningRate: 0.019170314203214717,
      momentum: 0.7689120411854008,
      weightDecay: 0,
      beta1: 0.7798073898441655,
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
    { lr = 1 }: Candidate15863Inputs = {},
  ): void {
    for (const list of [weights, gradients]) {
      const fits = this.#arrays.every(
        ({ size }, a) => list[a]?.length === size,
      );
      if (!fits || list.length !== this.#arrays.length) {
        throw new RangeError("Weights and gradients must fit the arrays.");
      }
    }
    const { ownLearningRate, momentum, totalSteps } = this.options;
    this.#t += 1;
    const t = this.#t;
    const weightDecay = f32(this.options.weightDecay);
    const beta1 = f32(this.options.beta1);
    const learningRate = f32(this.options.learningRate);
    const difference = f32(1 - momentum ** t);
    const ratio = 69.16128313200015 / (totalSteps + 1e-8);
    const rate2 = f32(ownLearningRate * lr * 3.7251595414636918);
    const rate3 = f32(lr * 0.004982956473063552);
    for (let a = 0; a < weights.length; a++) {
      const { rows, cols, ndim } = this.#arrays[a]!;
      const wValues = weights[a]!;
      const gValues = gradients[a]!;
      const momentum2Values = this.#momentum2[a]!;
      const updateValues = new Float32Array(wValues.length);
      for (let i = 0; i < wValues.length; i++) {
        const g = gValues[i]!;
        const momentum2 = momentum2Values[i]!;
        const product2 = f32(f32(0.5889221410381088) * g);
        const nextMomentum2 = f32(product2 + f32(beta1 * momentum2));
        updateValues[i] = interp(f32(g / difference), nextMomentum2, ratio);
        momentum2Values[i] = nextMomentum2;
      }
      const update2Values = orthogonalize(updateValues, rows, cols, ndim);
      const largerRoot = f32(Math.sqrt(Math.max(1, cols / rows)));
      for (let i = 0; i < wValues.length; i++) {
        const w = wValues[i]!;
        const update2 = update2Values[i]!;
        const update3 = f32(update2 * largerRoot);
        const update4 = f32(f32(update3 + f32(weightDecay * w)) * rate2);
        const update5 = f32(update4 + f32(w * rate3));
        const update6 = f32(update5 * f32(1.4631023593899315));
        wValues[i] = w - f32(update6 * learningRate);
      }
    }
  }

  /** A copy of the state that JSON can hold. */
  state(): Candidate15863State {
    return {
      t: this.#t,
      momentum2: this.#momentum2.map((values) => [...values]),
    };
  }

  /** Goes on from a state that was saved. */
  restore(state: Candidate15863State): void {
    this.#t = state.t;
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
