import { ContractError } from "../../errors.js";

/** Dimensions, outermost first; `[]` is a single number. */
export type Shape = readonly number[];

/** How many elements a shape has. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const dimension of shape) size *= dimension;
  return size;
}

/** Whether two shapes are the same. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, i) => dimension === b[i]);
}

/** Spells a shape: `[2, 3]`. */
export function shapeText(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** Row-major strides of a contiguous array, in elements. */
export function stridesOf(shape: Shape): readonly number[] {
  const strides: number[] = [];
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides.unshift(stride);
    stride *= shape[axis] as number;
  }
  return strides;
}

/**
 * The shape that arrays broadcast to, aligned at their last dimensions, where 1 fits any dimension.
 *
 * @throws {@link ContractError} naming the operation and both shapes where they do not fit.
 */
export function broadcastShapes(operation: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new ContractError(
        `${operation} cannot broadcast ${shapeText(a)} and ${shapeText(b)}: dimension ${axis} is ${x} and ${y}.`,
      );
    }
    return Math.max(x, y);
  });
}

/** The axes along which an array of one shape is repeated to fill another, counted in the larger one. */
export function broadcastAxes(from: Shape, to: Shape): readonly number[] {
  const missing = to.length - from.length;
  return to.flatMap((dimension, axis) => (axis < missing || from[axis - missing] !== dimension ? [axis] : []));
}

/** Axes as non-negative numbers in order; negative ones count from the end. */
export function normalAxes(operation: string, shape: Shape, axes: readonly number[]): readonly number[] {
  const normal = axes.map((axis) => {
    const counted = axis < 0 ? axis + shape.length : axis;
    if (!Number.isInteger(counted) || counted < 0 || counted >= shape.length) {
      throw new ContractError(`${operation}: axis ${axis} is not one of ${shapeText(shape)}.`);
    }
    return counted;
  });
  return [...new Set(normal)].sort((x, y) => x - y);
}
