import * as tf from "@tensorflow/tfjs-core";

/** What {@link Candidate35505} is set up with. */
export interface Candidate35505Options {
  /** Learning rate. @default 2.3305137393603346 */
  learningRate?: number;
  /** A hyperparameter of the rule. @default 0.4773373134986174 */
  momentum?: number;
  /** The coefficient of weight decay. @default 0 */
  weightDecay?: number;
  /** A hyperparameter of the rule. @default 0.03139474323065347 */
  adamLearningRate?: number;
  /** A hyperparameter of the rule. @default 0.8373558072814145 */
  beta1?: number;
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
 * - 3 sealed tasks: diffusion ×10, captions ×10, fine-tuning ×10: log2 speed-up
 * over the best rule of the bar on each, of families opened once it was chosen:
 * 0.231 (95 % interval 0.168 to 0.295)
 *
 * A schedule sets the learning rate of each step by setLearningRate.
 */
export class Candidate35505 extends tf.Optimizer {
  /** Its name in saved models. */
  static get className(): string {
    return "Candidate35505";
  }

  /** The options, defaults filled in. */
  readonly options: Required<Candidate35505Options>;
  #learningRate: number;
  #momentum2: Slot[] = [];

  constructor(options: Candidate35505Options = {}) {
    super();
    this.options = {
      learningRate: 2.3305137393603346,
      momentum: 0.4773373134986174,
      weightDecay: 0,
      adamLearningRate: 0.03139474323065347,
      beta1: 0.8373558072814145,
      ...options,
    };
    this.#learningRate = this.options.learningRate;
  }

  /** Sets the learning rate of the steps to come. */
  setLearningRate(learningRate: number): void {
    this.#learningRate = learningRate;
  }

  /** Updates variables by their gradients. */
  applyGradients(gradients: tf.NamedTensorMap | NamedTensor[]): void {
    const { momentum, weightDecay, adamLearningRate, beta1 } = this.options;
    const lr = this.#learningRate;
    const named = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    tf.tidy(() => {
      const arrays = named.flatMap(({ name, tensor }, index) => {
        const w = tf.engine().registeredVariables[name]!;
        const momentum2 = slot(
          this.#momentum2,
          index,
          `${name}/momentum2`,
          w.shape,
        );
        return tensor == null ? [] : [{ w, g: tensor, momentum2 }];
      });
      for (const { w, g, momentum2 } of arrays) {
        const update = tf.mul(g, 1.1099493955322028);
        const product = tf.mul(beta1, momentum2);
        const update2 = tf.add(
          tf.mul(1 - momentum, update),
          tf.mul(momentum, product),
        );
        const larger = Math.max(1.4389042768733589, cols(w) / rows(w));
        const update3 = tf.mul(orthogonalize(update2), Math.sqrt(larger));
        const update4 = tf.add(update3, tf.mul(weightDecay, w));
        const update5 = tf.mul(adamLearningRate, update4);
        const update6 = tf.add(update5, tf.mul(w, 0.0013931354487119283));
        const update7 = tf.mul(update6, lr);
        const nextMomentum2 = tf.add(
          tf.mul(1 - beta1, g),
          tf.mul(beta1, momentum2),
        );
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
