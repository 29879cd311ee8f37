import { NEWTON_SCHULZ } from "../../../src/engine/update/matrix.js";
import { ROLE_NUMBER } from "../python/arithmetic.js";
import type { SupportFunction } from "../python/support.js";

const { a, b, c, steps, epsilon } = NEWTON_SCHULZ;

/** What exported optimizers call beside torch itself. */
export const TORCH_SUPPORT: readonly SupportFunction[] = [
  ROLE_NUMBER,
  {
    name: "_float64",
    needs: [],
    text: `
def _float64(function: Callable[..., Tensor], *numbers: float) -> float:
    """Calls a function of torch: infinity and NaN in place of Python's exceptions."""
    return function(*(torch.tensor(x, dtype=torch.float64) for x in numbers)).item()
`,
  },
  {
    name: "_divide",
    needs: [],
    text: `
def _divide(x: float, y: float) -> float:
    """Divides: infinite or NaN where y is 0."""
    return x / y if y != 0 else x * math.copysign(math.inf, y)
`,
  },
  {
    name: "_maximum",
    needs: [],
    text: `
def _maximum(x: float, y: float) -> float:
    """Larger of two numbers; NaN if either is, and 0 is larger than -0."""
    if x != x or y != y:
        return math.nan
    return max(x, y, key=lambda z: (z, math.copysign(1, z)))
`,
  },
  {
    name: "_minimum",
    needs: ["_maximum"],
    text: `
def _minimum(x: float, y: float) -> float:
    """Smaller of two numbers; NaN if either is, and -0 is smaller than 0."""
    return -_maximum(-x, -y)
`,
  },
  {
    name: "_sign",
    needs: [],
    text: `
def _sign(x: float) -> float:
    """1 or -1; 0 and NaN themselves."""
    return math.copysign(1, x) if x < 0 or x > 0 else x
`,
  },
  {
    name: "_fitting",
    needs: [],
    text: `
def _fitting(x: float, like: Tensor) -> float:
    """Makes infinite what is too large for a tensor, which torch refuses to round."""
    return math.copysign(math.inf, x) if abs(x) > torch.finfo(like.dtype).max else x
`,
  },
  {
    name: "_cbrt",
    needs: [],
    text: `
def _cbrt(x: Tensor) -> Tensor:
    """Cube root."""
    return torch.where(x == 0, x, torch.sign(x) * torch.abs(x) ** (1 / 3))
`,
  },
  {
    name: "_exp10",
    needs: [],
    text: `
def _exp10(x: Tensor) -> Tensor:
    """Power of ten."""
    return torch.pow(10.0, x)
`,
  },
  {
    name: "_log1p",
    needs: [],
    text: `
def _log1p(x: Tensor) -> Tensor:
    """Logarithm of the absolute value of 1 + x."""
    return torch.log1p(torch.where(x < -1, -2 - x, x))
`,
  },
  {
    name: "_wide",
    needs: [],
    text: `
def _wide(x: Tensor) -> torch.dtype:
    """Sums are float64, but on Apple's GPUs, which do not have it."""
    return torch.float32 if x.device.type == "mps" else torch.float64
`,
  },
  {
    name: "_scalar",
    needs: ["_wide"],
    text: `
def _scalar(x: float, like: Tensor) -> Tensor:
    """Puts a number on the device of a tensor."""
    return torch.full((), x, dtype=_wide(like), device=like.device)
`,
  },
  {
    name: "_sum",
    needs: ["_wide"],
    text: `
def _sum(x: Tensor) -> Tensor:
    """Sum of all elements."""
    return torch.sum(x, dtype=_wide(x))
`,
  },
  {
    name: "_mean",
    needs: ["_wide"],
    text: `
def _mean(x: Tensor) -> Tensor:
    """Mean of all elements."""
    return torch.mean(x, dtype=_wide(x))
`,
  },
  {
    name: "_dot",
    needs: ["_wide"],
    text: `
def _dot(x: Tensor, y: Tensor) -> Tensor:
    """Inner product."""
    return torch.sum(x.to(_wide(x)) * y.to(_wide(y)))
`,
  },
  {
    name: "_norm",
    needs: ["_dot"],
    text: `
def _norm(x: Tensor) -> Tensor:
    """Euclidean norm."""
    return torch.sqrt(_dot(x, x))
`,
  },
  {
    name: "_rms",
    needs: ["_dot"],
    text: `
def _rms(x: Tensor) -> Tensor:
    """Root mean square."""
    return torch.sqrt(_dot(x, x) / x.numel())
`,
  },
  {
    name: "_total",
    needs: [],
    text: `
def _total(parts: List[Tensor]) -> float:
    """Adds up numbers of all parameters; waits once for their device."""
    if not parts:
        return 0.0
    return sum(torch.stack([x.to(parts[0].device) for x in parts]).tolist())
`,
  },
  {
    name: "_matrix",
    needs: [],
    text: `
def _matrix(x: Tensor, transposed: bool) -> Tensor:
    """Views a parameter as a matrix of inputs by outputs; a vector is one row."""
    if x.ndim < 2:
        return x.reshape(1, -1)
    return x.flatten(1).t() if transposed else x.flatten(0, -2)
`,
  },
  {
    name: "_unmatrix",
    needs: [],
    text: `
def _unmatrix(matrix: Tensor, like: Tensor, transposed: bool) -> Tensor:
    """Undoes _matrix."""
    turned = matrix.t() if transposed and like.ndim >= 2 else matrix
    return turned.reshape(like.shape)
`,
  },
  {
    name: "_rows",
    needs: ["_matrix"],
    text: `
def _rows(x: Tensor, transposed: bool) -> int:
    """Counts the rows of a parameter as a matrix."""
    return _matrix(x, transposed).shape[0]
`,
  },
  {
    name: "_cols",
    needs: ["_matrix"],
    text: `
def _cols(x: Tensor, transposed: bool) -> int:
    """Counts the columns of a parameter as a matrix."""
    return _matrix(x, transposed).shape[1]
`,
  },
  {
    name: "_row_mean",
    needs: ["_matrix", "_unmatrix", "_wide"],
    text: `
def _row_mean(x: Tensor, transposed: bool) -> Tensor:
    """Replaces each element by the mean of its row."""
    matrix = _matrix(x, transposed)
    mean = matrix.mean(1, keepdim=True, dtype=_wide(x)).to(x.dtype)
    return _unmatrix(mean.expand_as(matrix), x, transposed)
`,
  },
  {
    name: "_col_mean",
    needs: ["_matrix", "_unmatrix", "_wide"],
    text: `
def _col_mean(x: Tensor, transposed: bool) -> Tensor:
    """Replaces each element by the mean of its column."""
    matrix = _matrix(x, transposed)
    mean = matrix.mean(0, keepdim=True, dtype=_wide(x)).to(x.dtype)
    return _unmatrix(mean.expand_as(matrix), x, transposed)
`,
  },
  {
    name: "_orthogonalize",
    needs: ["_matrix", "_unmatrix", "_norm"],
    text: `
def _orthogonalize(x: Tensor, transposed: bool) -> Tensor:
    """Brings a matrix near the closest orthogonal one: Newton-Schulz, as in Muon."""
    if x.ndim < 2:
        return x
    matrix = _matrix(x, transposed)
    tall = matrix.shape[0] > matrix.shape[1]
    if tall:
        matrix = matrix.t()
    matrix = matrix * (1 / (_norm(x) + ${epsilon}))
    for _ in range(${steps}):
        gram = matrix @ matrix.t()
        matrix = ${a} * matrix + (${b} * gram + ${c} * (gram @ gram)) @ matrix
    return _unmatrix(matrix.t() if tall else matrix, x, transposed)
`,
  },
];
