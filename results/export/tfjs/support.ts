import { NEWTON_SCHULZ } from "../../../src/engine/update/matrix.js";

const { a, b, c, steps, epsilon } = NEWTON_SCHULZ;

/** A function that a module may define for itself, and those that it calls. */
interface SupportFunction {
  readonly calls?: readonly string[];
  readonly text: string;
}

/** What exported optimizers call beside TensorFlow.js itself. */
const SUPPORT: Readonly<Record<string, SupportFunction>> = {
  slot: {
    text: `/** A variable of state: zeros at first. */
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
}`,
  },
  restored: {
    text: `/** The variables of saved state of a kind. */
function restored(weights: NamedTensor[], kind: string): Slot[] {
  return weights
    .filter(({ name }) => name.endsWith(\`/\${kind}\`))
    .map(({ name, tensor }) => ({
      originalName: name,
      variable: tensor.variable(false),
    }));
}`,
  },
  rows: {
    calls: ["cols"],
    text: `/** The rows of a tensor as a matrix; a vector is one row. */
function rows(x: tf.Tensor): number {
  return x.size / cols(x);
}`,
  },
  cols: {
    text: `/** The columns of a tensor as a matrix. */
function cols(x: tf.Tensor): number {
  return x.shape.at(-1) ?? 1;
}`,
  },
  dot: {
    text: `/** Inner product. */
function dot(x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return tf.sum(tf.mul(x, y));
}`,
  },
  norm: {
    text: `/** Euclidean norm. */
function norm(x: tf.Tensor): tf.Tensor {
  return tf.sqrt(tf.sum(tf.square(x)));
}`,
  },
  rms: {
    text: `/** Root mean square. */
function rms(x: tf.Tensor): tf.Tensor {
  return tf.sqrt(tf.mean(tf.square(x)));
}`,
  },
  cbrt: {
    text: `/** Cube root. */
function cbrt(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.sign(x), tf.pow(tf.abs(x), 1 / 3));
}`,
  },
  logOnePlus: {
    text: `/** Logarithm of the absolute value of 1 + x. */
function logOnePlus(x: tf.Tensor): tf.Tensor {
  return tf.log1p(tf.where(tf.less(x, -1), tf.sub(-2, x), x));
}`,
  },
  rowMean: {
    calls: ["rows", "cols"],
    text: `/** Each element becomes the mean of its row. */
function rowMean(x: tf.Tensor): tf.Tensor {
  const matrix = tf.reshape(x, [rows(x), cols(x)]);
  const mean = tf.mean(matrix, 1, true);
  return tf.reshape(tf.tile(mean, [1, cols(x)]), x.shape);
}`,
  },
  colMean: {
    calls: ["rows", "cols"],
    text: `/** Each element becomes the mean of its column. */
function colMean(x: tf.Tensor): tf.Tensor {
  const matrix = tf.reshape(x, [rows(x), cols(x)]);
  const mean = tf.mean(matrix, 0, true);
  return tf.reshape(tf.tile(mean, [rows(x), 1]), x.shape);
}`,
  },
  orthogonalize: {
    calls: ["rows", "cols", "norm"],
    text: `/**
 * Nearly the closest orthogonal matrix, by Muon's Newton-Schulz steps; tensors
 * of fewer than two dimensions stay as they are.
 */
function orthogonalize(x: tf.Tensor): tf.Tensor {
  if (x.rank < 2) return tf.clone(x);
  const whole = tf.reshape<tf.Rank.R2>(x, [rows(x), cols(x)]);
  const isTall = rows(x) > cols(x);
  const turned = isTall ? tf.transpose(whole) : whole;
  let matrix: tf.Tensor = tf.div(turned, tf.add(norm(x), ${epsilon}));
  for (let step = 0; step < ${steps}; step++) {
    const gram = tf.matMul(matrix, matrix, false, true);
    const squared = tf.matMul(gram, gram);
    const mixed = tf.add(tf.mul(${b}, gram), tf.mul(${c}, squared));
    matrix = tf.add(tf.mul(${a}, matrix), tf.matMul(mixed, matrix));
  }
  return tf.reshape(isTall ? tf.transpose(matrix) : matrix, x.shape);
}`,
  },
};

/** Every name that these functions take. */
export const SUPPORT_NAMES: readonly string[] = Object.keys(SUPPORT);

/** The functions that a text calls and those that they call, as text. */
export function supportFor(text: string): readonly string[] {
  const needed = new Set(SUPPORT_NAMES.filter((name) => new RegExp(`(?<![\\w.#])${name}\\(`).test(text)));
  for (const name of needed) for (const called of SUPPORT[name]?.calls ?? []) needed.add(called);
  return [...needed].flatMap((name) => SUPPORT[name]?.text ?? []);
}
