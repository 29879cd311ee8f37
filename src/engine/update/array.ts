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
