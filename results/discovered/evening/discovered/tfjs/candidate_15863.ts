import * as tf from "@tensorflow/tfjs-core";

/** What {@link Candidate15863} is set up with. */
export interface Candidate15863Options {
  /** How many steps training will take: the rule depends on it. */
  totalSteps: number;
  /** Learning rate. @default 0.9503029355165901 */
  learningRate?: number;
  /**
   * A hyperparameter that the rule calls its learning rate, though the update
   * is not proportional to it.
   *
   * @default 0.019170314203214717
   */
  ownLearningRate?: number;
  /** A hyperparameter of the rule. @default 0.7689120411854008 */
  momentum?: number;
  /** The coefficient of weight decay. @default 0 */
  weightDecay?: number;
  /** A hyperparameter of the rule. @default 0.7798073898441655 */
  beta1?: number;
  /**
   * Peak of the learning rate: the rule sees the schedule's value, which is the
   * learning rate divided by it and 0 at a learning rate of 0.
   *
   * @default the learning rate
   */
  peakLearningRate?: number;
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
 * A schedule sets the learning rate of each step by setLearningRate.
 */
export class Candidate15863 extends tf.Optimizer {
  /** Its name in saved models. */
  static get className(): string {
    return "Candidate15863";
  }

  /** The options, defaults filled in. */
  readonly options: Required<Candidate15863Options>;
  #learningRate: number;
  #momentum2: Slot[] = [];

  constructor(options: Candidate15863Options) {
    super();
    this.options = {
      learningRate: 0.9503029355165901,
      ownLearningRate: 0.019170314203214717,
      momentum: 0.7689120411854008,
      weightDecay: 0,
      beta1: 0.7798073898441655,
      peakLearningRate: options.learningRate ?? 0.9503029355165901,
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
    const {
      ownLearningRate,
      momentum,
      weightDecay,
      beta1,
      totalSteps: steps,
      peakLearningRate: peak,
    } = this.options;
    const lr = this.#learningRate;
    const schedule = lr === 0 ? 0 : lr / peak;
    const t = this.iterations + 1;
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
      const difference = 1 - momentum ** t;
      const ratio = 69.16128313200015 / (steps + 1e-8);
      const rate2 = ownLearningRate * schedule * 3.7251595414636918;
      const rate3 = schedule * 0.004982956473063552;
      for (const { w, g, momentum2 } of arrays) {
        const update = tf.div(g, difference);
        const product = tf.mul(0.5889221410381088, g);
        const nextMomentum2 = tf.add(product, tf.mul(beta1, momentum2));
        const update2 = tf.add(
          tf.mul(1 - ratio, update),
          tf.mul(ratio, nextMomentum2),
        );
        const largerRoot = Math.sqrt(Math.max(1, cols(w) / rows(w)));
        const update3 = tf.mul(orthogonalize(update2), largerRoot);
        const update4 = tf.mul(tf.add(update3, tf.mul(weightDecay, w)), rate2);
        const update5 = tf.add(update4, tf.mul(w, rate3));
        const update6 = tf.mul(tf.mul(update5, 1.4631023593899315), peak);
        momentum2.assign(nextMomentum2);
        w.assign(tf.sub(w, update6));
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

tf.serialization.registerClass(Candidate15863);

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
