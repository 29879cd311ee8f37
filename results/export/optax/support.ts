import { NEWTON_SCHULZ } from "../../../src/engine/update/matrix.js";
import { ROLE_NUMBER } from "../python/arithmetic.js";
import type { SupportFunction } from "../python/support.js";

const { a, b, c, steps, epsilon } = NEWTON_SCHULZ;

/** What exported transformations call beside JAX itself. */
export const OPTAX_SUPPORT: readonly SupportFunction[] = [
  ROLE_NUMBER,
  {
    name: "_map",
    needs: [],
    text: `
def _map(function: Callable[..., Any], outputs: int, *trees: Any) -> Any:
    """Maps a function that returns so many values: gives as many trees."""
    structure = jax.tree_util.tree_structure(trees[0])
    leaves = [structure.flatten_up_to(tree) for tree in trees]
    mapped = [function(*args) for args in zip(*leaves)]
    columns = zip(*mapped) if mapped else [()] * outputs
    return tuple(structure.unflatten(column) for column in columns)
`,
  },
  {
    name: "_roles",
    needs: [],
    text: `
def _roles(roles: Any, params: Any) -> Any:
    """Gives each array its role, by default by its dimensions."""
    if roles is None:
        return jax.tree_util.tree_map(
            lambda w: "matrix" if w.ndim >= 2 else "vector", params
        )
    return roles(params) if callable(roles) else roles
`,
  },
  {
    name: "_one_minus_power",
    needs: [],
    text: `
def _one_minus_power(base: Any, exponent: Any) -> Any:
    """1 - base**exponent, which float32 would round before it subtracts."""
    known = isinstance(base, float) and base > 0
    log = math.log(base) if known else jnp.log1p(base - 1)
    return -jnp.expm1(exponent * log)
`,
  },
  {
    name: "_log1p",
    needs: [],
    text: `
def _log1p(x: Any) -> Any:
    """Logarithm of the absolute value of 1 + x."""
    return jnp.log1p(jnp.where(x < -1, -2 - x, x))
`,
  },
  {
    name: "_tree_dot",
    needs: ["_dot"],
    text: `
def _tree_dot(x: Any, y: Any) -> Any:
    """Inner product over all arrays."""
    products = jax.tree_util.tree_map(_dot, x, y)
    return sum(jax.tree_util.tree_leaves(products), jnp.zeros([]))
`,
  },
  {
    name: "_dot",
    needs: [],
    text: `
def _dot(x: Any, y: Any) -> Any:
    """Inner product."""
    return jnp.sum(x.astype(float) * y.astype(float))
`,
  },
  {
    name: "_norm",
    needs: [],
    text: `
def _norm(x: Any) -> Any:
    """Euclidean norm."""
    return jnp.sqrt(jnp.sum(jnp.square(x.astype(float))))
`,
  },
  {
    name: "_rms",
    needs: [],
    text: `
def _rms(x: Any) -> Any:
    """Root mean square."""
    return jnp.sqrt(jnp.mean(jnp.square(x.astype(float))))
`,
  },
  {
    name: "_rows",
    needs: [],
    text: `
def _rows(x: Any) -> int:
    """Counts the rows of an array as a matrix; a vector is one row."""
    return math.prod(x.shape[:-1])
`,
  },
  {
    name: "_cols",
    needs: ["_rows"],
    text: `
def _cols(x: Any) -> int:
    """Counts the columns of an array as a matrix; a vector is one row."""
    return x.size // _rows(x)
`,
  },
  {
    name: "_matrix",
    needs: ["_rows"],
    text: `
def _matrix(x: Any) -> Any:
    """Views an array as a matrix; a vector is one row."""
    return x.reshape(_rows(x), -1)
`,
  },
  {
    name: "_row_mean",
    needs: ["_matrix"],
    text: `
def _row_mean(x: Any) -> Any:
    """Replaces each element by the mean of its row."""
    matrix = _matrix(x)
    mean = jnp.mean(matrix, axis=1, keepdims=True, dtype=float).astype(x.dtype)
    return jnp.broadcast_to(mean, matrix.shape).reshape(x.shape)
`,
  },
  {
    name: "_col_mean",
    needs: ["_matrix"],
    text: `
def _col_mean(x: Any) -> Any:
    """Replaces each element by the mean of its column."""
    matrix = _matrix(x)
    mean = jnp.mean(matrix, axis=0, keepdims=True, dtype=float).astype(x.dtype)
    return jnp.broadcast_to(mean, matrix.shape).reshape(x.shape)
`,
  },
  {
    name: "_orthogonalize",
    needs: ["_matrix", "_norm"],
    text: `
def _orthogonalize(x: Any) -> Any:
    """Brings a matrix near the closest orthogonal one: Newton-Schulz, as in Muon."""
    if x.ndim < 2:
        return x
    matrix = _matrix(x)
    tall = matrix.shape[0] > matrix.shape[1]
    if tall:
        matrix = matrix.T
    matrix = matrix * (1 / (_norm(x) + ${epsilon})).astype(x.dtype)
    for _ in range(${steps}):
        gram = matrix @ matrix.T
        matrix = ${a} * matrix + (${b} * gram + ${c} * (gram @ gram)) @ matrix
    return (matrix.T if tall else matrix).reshape(x.shape)
`,
  },
];
