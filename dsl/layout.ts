import { PARAMETER_ROLES } from "../src/engine/graph/tensor.js";
import { InputError } from "../src/errors.js";

/** What a parameter array is for in its model; the codes are what the function `role` returns. */
export const ARRAY_ROLES = PARAMETER_ROLES;

/** The role of a parameter array. */
export type ArrayRole = (typeof ARRAY_ROLES)[number];

/** What a caller says of an array. */
export interface ArraySpec {
  readonly name: string;
  /** Dimensions, outermost first, elements in row-major order; `[]` is a single number. */
  readonly shape: readonly number[];
  readonly role: ArrayRole;
}

/** One array of the parameter tree and where it lies in the flat buffer. */
export interface ArrayLayout extends ArraySpec {
  /** Index of its first element in the flat buffer. */
  readonly offset: number;
  readonly size: number;
  /** Product of all dimensions but the last: 1 for a vector. */
  readonly rows: number;
  /** The last dimension. */
  readonly cols: number;
}

/** The parameter tree, laid out array after array in one flat buffer. */
export interface Layout {
  readonly arrays: readonly ArrayLayout[];
  /** How many numbers all arrays hold. */
  readonly size: number;
}

/**
 * Lays out arrays one after another.
 *
 * @throws {@link InputError} where a dimension is not a positive integer or there is no array.
 */
export function createLayout(specs: readonly ArraySpec[]): Layout {
  if (specs.length === 0) throw new InputError("bad-layout", "A layout needs at least one array.");
  let offset = 0;
  const arrays = specs.map((spec): ArrayLayout => {
    for (const dimension of spec.shape) {
      if (!Number.isInteger(dimension) || dimension < 1) {
        throw new InputError(
          "bad-layout",
          `Array "${spec.name}" has shape [${spec.shape.join(", ")}]; every dimension must be a positive integer.`,
        );
      }
    }
    const size = spec.shape.reduce((product, dimension) => product * dimension, 1);
    const cols = spec.shape.at(-1) ?? 1;
    const array = { ...spec, offset, size, rows: size / cols, cols };
    offset += size;
    return array;
  });
  return { arrays, size: offset };
}
