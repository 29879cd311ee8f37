import { sizeOf } from "../graph/shape.js";
import type { Tensor } from "../graph/tensor.js";

/** One array of the parameters as an update rule sees it. */
export interface UpdateArray {
  /** Index of its first element in the flat buffer. */
  readonly offset: number;
  readonly size: number;
  readonly ndim: number;
  /** Product of all dimensions but the last: 1 for a vector. */
  readonly rows: number;
  /** The last dimension. */
  readonly cols: number;
  /** Its role's code: 0 vector, 1 matrix, 2 embedding, 3 head. */
  readonly role: number;
}

/** Roles of parameters by the codes that update rules see. */
const ROLE_CODES = { vector: 0, matrix: 1, embedding: 2, head: 3 } as const;

/** The parameters of a graph as update rules see them, one after another in one flat buffer. */
export function updateArrays(parameters: readonly Tensor[]): readonly UpdateArray[] {
  let offset = 0;
  return parameters.map(({ shape, operation }) => {
    const size = sizeOf(shape);
    const cols = shape.at(-1) ?? 1;
    const role = operation.kind === "parameter" ? ROLE_CODES[operation.role] : 0;
    const array = { offset, size, ndim: shape.length, rows: size / cols, cols, role };
    offset += size;
    return array;
  });
}
