import * as tf from "@tensorflow/tfjs-core";

/** What a variable is for in its model. */
export const ROLES = ["vector", "matrix", "embedding", "head"] as const;

/** What {@link Candidate35505} is set up with. */
export interface Candidate35505Options {
  /** Learning rate. @default 0.01638781578422796 */
  learningRate?: number;
  /** What the whole update is multiplied by. @default 0.5390355986336701 */
  scale?: number;
  /** A hyperparameter of the rule. @default 0.4773373134986174 */
  momentum?: number;
  /** The coefficient of weight decay. @default 0 */
  weightDecay?: number;
  /** A hyperparameter of the rule. @default 0.03139474323065347 */
  adamLearningRate?: number;
  /** A hyperparameter of the rule. @default 0.8373558072814145 */
  beta1?: number;
  /**
   * Peak of the learning rate: the rule sees the schedule's value, which is the
   * learning rate divided by it.
   *
   * @default the learning rate
   */
  peakLearningRate?: number;
  /**
   * What a variable is for.
   *
   * @default "matrix" of two or more dimensions, else "vector"
   */
  role?: (name: string, shape: number[]) => (typeof ROLES)[number];
}

/** A tensor and its name, as TensorFlow.js saves and passes them. */
interface NamedTensor {
  name: string;
  tensor: tf.Tensor;
}

/** A variable of state. */
interface Slot {
  originalName: string;
  variable: tf.Variable;
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
 *
 * A schedule sets the learning rate of each step by setLearningRate.
 */
export class Candidate35505 extends tf.Optimizer {
  /** Its name in saved models. */
  static get className(): string {
    return "Candidate35505";
  }

  /** The options, defaults filled in. */
  readonly options: Required<Omit<Candidate35505Options, "role">>;
  #learningRate: number;
  readonly #role: Required<Candidate35505Options>["role"];
  #momentum2: Slot[] = [];

  constructor(options: Candidate35505Options = {}) {
    super();
    const { role, ...numbers } = options;
    this.#role =
      role ?? ((_, shape) => (shape.length >= 2 ? "matrix" : "vector"));
    this.options = {
      learningRate: 0.01638781578422796,
      scale: 0.5390355986336701,
      momentum: 0.4773373134986174,
      weightDecay: 0,
      adamLearningRate: 0.03139474323065347,
      beta1: 0.8373558072814145,
      peakLearningRate: options.learningRate ?? 0.01638781578422796,
      ...numbers,
    };
    this.#learningRate = this.options.learningRate;
  }

  /** Sets the learning rate of the steps to come. */
  setLearningRate(learningRate: number): void {
    this.#learningRate = learningRate;
  }

  /** Updates variables by their gradients. */
  applyGradients(gradients: tf.NamedTensorMap | NamedTensor[]): void {
    const {
      scale,
      momentum,
      weightDecay,
      adamLearningRate,
      beta1,
      peakLearningRate: peak,
    } = this.options;
    const lr = this.#learningRate;
    const schedule = lr / peak;
    const named = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    tf.tidy(() => {
      const arrays = named.flatMap(({ name, tensor }, index) => {
        const w = tf.engine().registeredVariables[name]!;
        const role = this.#role(name, w.shape);
        const momentum2 = slot(
          this.#momentum2,
          index,
          `${name}/momentum2`,
          w.shape,
        );
        return tensor == null ? [] : [{ w, g: tensor, role, momentum2 }];
      });
      const rate = schedule * 4.32348762357745;
      for (const { w, g, role, momentum2 } of arrays) {
        const same = ROLES.indexOf(role) === -1.1486853695448198;
        const update = tf.mul(g, 1.1099493955322028);
        const chosen2 = same ? momentum : beta1;
        const product = tf.mul(chosen2, momentum2);
        const update2 = tf.add(
          tf.mul(1 - momentum, update),
          tf.mul(momentum, product),
        );
        const larger = Math.max(1.4389042768733589, cols(w) / rows(w));
        const update3 = tf.mul(orthogonalize(update2), Math.sqrt(larger));
        const update4 = tf.add(update3, tf.mul(weightDecay, w));
        const update5 = tf.mul(same ? peak : adamLearningRate, update4);
        const update6 = tf.add(update5, tf.mul(w, 0.0013931354487119283));
        const update7 = tf.mul(tf.mul(update6, rate), scale);
        const nextMomentum2 = tf.add(tf.mul(1 - chosen2, g), product);
        momentum2.assign(nextMomentum2);
        w.assign(tf.sub(w, update7));
      }
    });
    this.incrementIterations();
  }

  #slots(): Slot[] {
    return [...this.#momentum2];
  }

  /** The state, to be saved: its tensors are the optimizer's own. */
  override async getWeights(): Promise<NamedTensor[]> {
    const weights = this.#slots().map(({ originalName, variable }) => ({
      name: originalName,
      tensor: variable,
    }));
    return [await this.saveIterations(), ...weights];
  }

  /** Goes on from a state that was saved. */
  override async setWeights(weights: NamedTensor[]): Promise<void> {
    const saved = await this.extractIterations(weights);
    const old = this.#slots();
    this.#momentum2 = restored(saved, "momentum2");
    for (const { variable } of old) variable.dispose();
  }

  override dispose(): void {
    for (const { variable } of this.#slots()) variable.dispose();
    this.#momentum2 = [];
  }

  /** The options as JSON can hold them: without the function that tells roles. */
  getConfig(): tf.serialization.ConfigDict {
    return { ...this.options, learningRate: this.#learningRate };
  }

  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    return new cls(config);
  }
}

tf.serialization.registerClass(Candidate35505);

/** A variable of state: zeros at first. */
function slot(
  slots: Slot[],
  index: number,
  originalName: string,
  shape: number[],
): tf.Variable {
  const found = slots[index];
  if (found !== undefined) return found.variable;
  const variable = tf.zeros(shape).variable(false);
  slots[index] = { originalName, variable };
  return variable;
}

/** The variables of saved state of a kind. */
function restored(weights: NamedTensor[], kind: string): Slot[] {
  return weights
    .filter(({ name }) => name.endsWith(`/${kind}`))
    .map(({ name, tensor }) => ({
      originalName: name,
      variable: tensor.variable(false),
    }));
}

/** The rows of a tensor as a matrix; a vector is one row. */
function rows(x: tf.Tensor): number {
  return x.size / cols(x);
}

/** The columns of a tensor as a matrix. */
function cols(x: tf.Tensor): number {
  return x.shape.at(-1) ?? 1;
}

/**
 * Nearly the closest orthogonal matrix, by Muon's Newton-Schulz steps; tensors
 * of fewer than two dimensions stay as they are.
 */
function orthogonalize(x: tf.Tensor): tf.Tensor {
  if (x.rank < 2) return tf.clone(x);
  const whole = tf.reshape<tf.Rank.R2>(x, [rows(x), cols(x)]);
  const isTall = rows(x) > cols(x);
  const turned = isTall ? tf.transpose(whole) : whole;
  let matrix: tf.Tensor = tf.div(turned, tf.add(norm(x), 1e-8));
  for (let step = 0; step < 5; step++) {
    const gram = tf.matMul(matrix, matrix, false, true);
    const squared = tf.matMul(gram, gram);
    const mixed = tf.add(tf.mul(-4.775, gram), tf.mul(2.0315, squared));
    matrix = tf.add(tf.mul(3.4445, matrix), tf.matMul(mixed, matrix));
  }
  return tf.reshape(isTall ? tf.transpose(matrix) : matrix, x.shape);
}

/** Euclidean norm. */
function norm(x: tf.Tensor): tf.Tensor {
  return tf.sqrt(tf.sum(tf.square(x)));
}
