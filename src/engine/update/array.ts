import { sizeOf } from "../graph/shape.js";
import { PARAMETER_ROLES, type Tensor } from "../graph/tensor.js";

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
  /** Its role's code: its place in {@link PARAMETER_ROLES}. */
  readonly role: number;
}

/** The parameters of a graph as update rules see them, one after another in one flat buffer. */
export function updateArrays(parameters: readonly Tensor[]): readonly UpdateArray[] {
  let offset = 0;
  return parameters.map(({ shape, operation }) => {
    const size = sizeOf(shape);
    const cols = shape.at(-1) ?? 1;
    const role = operation.kind === "parameter" ? PARAMETER_ROLES.indexOf(operation.role) : 0;
    const array = { offset, size, ndim: shape.length, rows: size / cols, cols, role };
    offset += size;
    return array;
  });
}
