import type { ElementPrimitive } from "../update/primitive.js";
import type { TfjsBackend } from "./backend.js";
import type { Tfjs, TfjsTensor } from "./library.js";

/** ln 2 and ln 10. */
const [LN_2, LN_10] = [0.6931471805599453, 2.302585092994046];

/**
 * A primitive of update rules on broadcast tensors, in float32. Where a function is transcendental, its last
 * bits are the backend's.
 */
export function tensorPrimitive(
  tf: Tfjs,
  backend: TfjsBackend,
  primitive: ElementPrimitive,
  operands: readonly TfjsTensor[],
): TfjsTensor {
  const [x, y, z] = operands as [TfjsTensor, TfjsTensor, TfjsTensor];
  switch (primitive) {
    case "add":
      return tf.add(x, y);
    case "subtract":
      return tf.sub(x, y);
    case "multiply":
      return tf.mul(x, y);
    case "divide":
      return tf.div(x, y);
    case "maximum":
    case "minimum": {
      const found = tf[primitive](x, y);
      // The wasm kernels lose a NaN that comes second.
      return backend === "wasm" ? tf.where(tf.isNaN(y), y, found) : found;
    }
    case "less":
      return asFloats(tf, backend, tf.less(x, y));
    case "lessEqual":
      return asFloats(tf, backend, tf.lessEqual(x, y));
    case "equal":
      return asFloats(tf, backend, tf.equal(x, y));
    case "select":
      return tf.where(tf.notEqual(x, 0), y, z);
    case "copy":
      return tf.clone(x);
    case "negate":
      return tf.neg(x);
    case "sign":
      // tf.sign gives 0 for NaN.
      return tf.where(tf.isNaN(x), x, signOf(tf, x));
    case "power":
      return tf.pow(x, y);
    case "cbrt":
      return tf.mul(signOf(tf, x), tf.pow(tf.abs(x), 1 / 3));
    case "exp2":
      return tf.pow(2, x);
    case "exp10":
      return tf.pow(10, x);
    case "log2":
      return tf.div(tf.log(x), LN_2);
    case "log10":
      return tf.div(tf.log(x), LN_10);
    case "log1pAbs":
      return log1p(tf, backend, tf.where(tf.less(x, -1), tf.sub(-2, x), x));
    case "arcsin":
      return tf.asin(x);
    case "arccos":
      return tf.acos(x);
    case "arctan":
      return tf.atan(x);
    case "arcsinh":
      return tf.asinh(x);
    case "arccosh":
      return tf.acosh(x);
    case "arctanh":
      return tf.atanh(x);
    case "abs":
    case "floor":
    case "sqrt":
    case "exp":
    case "expm1":
    case "log":
    case "sin":
    case "cos":
    case "tan":
    case "sinh":
    case "cosh":
    case "tanh":
    case "sigmoid":
    case "erf":
      return tf[primitive](x);
  }
}

/** 1 for positive numbers, −1 for negative ones, 0 for others; the wasm kernel gives 0 for small ones too. */
export function signOf(tf: Tfjs, x: TfjsTensor): TfjsTensor {
  return tf.sub(tf.cast(tf.greater(x, 0), "float32"), tf.cast(tf.less(x, 0), "float32"));
}

/**
 * Truths or indices as float32 numbers. On webgpu a cast merely renames the integers, and shaders that move what they
 * read as it is, such as those that transpose, do not compile then: a product makes floats of them.
 */
export function asFloats(tf: Tfjs, backend: TfjsBackend, x: TfjsTensor): TfjsTensor {
  const named = tf.cast(x, "float32");
  return backend === "webgpu" ? tf.mul(named, 1) : named;
}

function log1p(tf: Tfjs, backend: TfjsBackend, x: TfjsTensor): TfjsTensor {
  if (backend !== "wasm") return tf.log1p(x);
  // The wasm kernel takes the logarithm of a rounded 1 + x. This corrects for the rounding (Kahan).
  const above = tf.add(1, x);
  const corrected = tf.mul(tf.log(above), tf.div(x, tf.sub(above, 1)));
  const small = tf.equal(above, 1);
  return tf.where(small, x, tf.where(tf.less(above, Infinity), corrected, tf.log(above)));
}
