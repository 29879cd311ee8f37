import { sizeOf, stridesOf } from "../../graph/shape.js";
import type { Tensor } from "../../graph/tensor.js";
import { type Naming, type Sum, plus, project } from "./sum.js";

/** What the threads of a kernel run over: rows, and so many places in each. */
export interface Space {
  /** The same for spaces whose rows and places are the same. */
  readonly key: string;
  readonly rows: number;
  readonly length: number;
  /** Whether the places of a row are neighbours in memory. */
  readonly isTrailing: boolean;
  /** Which element of a tensor over the whole space a place of a row is; `undefined` where there is no such tensor. */
  readonly element?: (row: Sum, place: Sum, name: Naming) => Sum;
}

/** The elements of a tensor, each a row of its own. */
export function elementSpace(size: number): Space {
  return { key: `${size}`, rows: size, length: 1, isTrailing: true, element: (row) => row };
}

/** The space of a reduction: what is reduced to one number is a row. */
export function reductionSpace({ operands, operation }: Tensor): Space {
  const { shape } = operands[0] as Tensor;
  const axes = operation.kind === "reduce" ? operation.axes : [];
  const strides = stridesOf(shape);
  const of = (isReduced: boolean) => {
    const kept = shape.map((_, axis) => axis).filter((axis) => axes.includes(axis) === isReduced);
    return {
      shape: kept.map((axis) => shape[axis] as number),
      strides: kept.map((axis) => strides[axis] as number),
    };
  };
  const [rows, places] = [of(false), of(true)];
  const runs = shape.reduce<{ size: number; isReduced: boolean }[]>((before, size, axis) => {
    const isReduced = axes.includes(axis);
    const last = before.at(-1);
    if (size === 1) return before;
    if (last?.isReduced === isReduced) last.size *= size;
    else before.push({ size, isReduced });
    return before;
  }, []);
  return {
    key: runs.map(({ size, isReduced }) => `${size}${isReduced ? "r" : ""}`).join(" "),
    rows: sizeOf(rows.shape),
    length: sizeOf(places.shape),
    isTrailing: runs.at(-1)?.isReduced ?? true,
    element: (row, place, name) => {
      return plus(project(row, rows.shape, rows.strides, name), project(place, places.shape, places.strides, name));
    },
  };
}

/** The space of a scatter: every number of the table is a row, and every index a place that may add to it. */
export function scatterSpace({ operands, shape }: Tensor): Space {
  const indices = operands[1] as Tensor;
  const length = sizeOf(indices.shape);
  return { key: `scatter ${indices.id} ${sizeOf(shape)}`, rows: sizeOf(shape), length, isTrailing: false };
}
