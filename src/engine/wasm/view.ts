import { type Shape, stridesOf } from "../graph/shape.js";

/** A block of memory that a plan gives out: a number that the memory plan turns into an address. */
export type BufferId = number;

/** How a tensor lies in a buffer: element (i, j, …) is at offset + i·strides[0] + j·strides[1] + …. */
export interface View {
  readonly buffer: BufferId;
  /** In elements. */
  readonly offset: number;
  readonly shape: Shape;
  /** In elements, one a dimension; 0 repeats. */
  readonly strides: readonly number[];
}

/** A whole buffer, row-major. */
export function contiguousView(buffer: BufferId, shape: Shape, offset = 0): View {
  return { buffer, offset, shape, strides: stridesOf(shape) };
}

/** Whether a view's elements lie row-major without gaps, as in {@link contiguousView}. */
export function isContiguous({ shape, strides }: View): boolean {
  const wanted = stridesOf(shape);
  return shape.every((size, axis) => size === 1 || strides[axis] === wanted[axis]);
}

/** The same elements with dimensions in another order. */
export function transposedView(view: View, permutation: readonly number[]): View {
  return {
    ...view,
    shape: permutation.map((axis) => view.shape[axis] as number),
    strides: permutation.map((axis) => view.strides[axis] as number),
  };
}

/**
 * The same elements under another shape, without moving any; `undefined` where no strides do that: a new
 * dimension would run across a gap.
 */
export function reshapedView(view: View, shape: Shape): View | undefined {
  const from = view.shape
    .map((size, axis) => ({ size, stride: view.strides[axis] as number }))
    .filter(({ size }) => size !== 1);
  const strides: number[] = new Array<number>(shape.length).fill(0);
  let axis = 0;
  for (let i = 0; i < from.length; ) {
    // Take as many old and new dimensions as hold the same number of elements.
    let last = i;
    let first = axis;
    while (shape[first] === 1) first++;
    let end = first;
    let oldSize = (from[i] as { size: number }).size;
    let newSize = shape[end] ?? 1;
    while (oldSize !== newSize) {
      if (oldSize < newSize) oldSize *= (from[++last] as { size: number }).size;
      else newSize *= shape[++end] ?? 1;
    }
    for (let k = i; k < last; k++) {
      const outer = from[k] as { size: number; stride: number };
      const inner = from[k + 1] as { size: number; stride: number };
      if (outer.stride !== inner.stride * inner.size) return undefined;
    }
    let stride = (from[last] as { stride: number }).stride;
    for (let k = end; k >= first; k--) {
      strides[k] = stride;
      stride *= shape[k] as number;
    }
    i = last + 1;
    axis = end + 1;
  }
  return { ...view, shape, strides };
}

/** The strides with which a view is read over a shape that it broadcasts to. */
export function broadcastStrides(view: View, shape: Shape): readonly number[] {
  const missing = shape.length - view.shape.length;
  return shape.map((size, axis) => {
    const own = axis - missing;
    return own < 0 || (view.shape[own] === 1 && size !== 1) ? 0 : (view.strides[own] as number);
  });
}
