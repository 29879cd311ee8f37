import type { ElementPrimitive } from "../update/primitive.js";
import { binaryLanes } from "./element.js";
import { type V128, f32x4, v128 } from "./expression.js";
import type { FunctionBuilder } from "./module.js";
import { writeTranscendental } from "./transcendental/index.js";

const ONE = f32x4.constant(1);
const MINUS_ONE = f32x4.constant(-1);
const ZERO = v128.zero;

/** Writes a primitive of update rules on four float32 lanes. */
export function primitiveLanes(f: FunctionBuilder, primitive: ElementPrimitive, operands: readonly V128[]): V128 {
  const [x, y, z] = operands as [V128, V128, V128];
  switch (primitive) {
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
    case "maximum":
    case "minimum":
    case "equal":
      return binaryLanes(primitive, x, y);
    case "less":
      return v128.and(f32x4.less(x, y), ONE);
    case "lessEqual":
      return v128.and(f32x4.lessEqual(x, y), ONE);
    case "select":
      return v128.select(y, z, f32x4.notEqual(x, ZERO));
    case "copy":
      return x;
    case "negate":
      return f32x4.negate(x);
    case "abs":
      return f32x4.abs(x);
    case "sign":
      return v128.select(ONE, v128.select(MINUS_ONE, x, f32x4.less(x, ZERO)), f32x4.less(ZERO, x));
    case "floor":
      return f32x4.floor(x);
    case "sqrt":
      return f32x4.sqrt(x);
    default:
      return writeTranscendental(f, primitive, operands);
  }
}
