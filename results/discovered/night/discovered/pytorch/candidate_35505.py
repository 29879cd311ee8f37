"""An update rule that symopt found: candidate 35505.

Written by symopt export. Needs PyTorch 1.13 or later.
"""

import math
from typing import Any, Callable, Iterable, Optional

import torch
from torch import Tensor


class Candidate35505(torch.optim.Optimizer):
    """An update rule that symopt found: candidate 35505.

    Found by symopt 0.1.0, candidate 35505 of run, seed 20261130.

    Scores:
    - glyph-mlp ×1, 200 steps of 64; teacher ×1, 200 steps of 64; language ×1, 150
      steps of 8: log2 speed-up over tuned AdamW on the tasks that it was evolved on, 4
      fresh seeds: 1.41 (95 % interval 1.32 to 1.49)
    - 3 tasks of families that the search never trained on: log2 speed-up over the
      best rule of the bar on each, 10 fresh seeds, all tuned by 16 trials: 0.258 (95 %
      interval 0.191 to 0.325)
    - noisy-labels ×10: log2 speed-up over the bar 0.737 (95 % interval 0.461 to 1.01)
    - auto-encoder ×10: log2 speed-up over the bar 0 (95 % interval 0 to 0)
    - tabular ×10: log2 speed-up over the bar 0.0366 (95 % interval -0.131 to 0.204)
    - 3 sealed tasks: diffusion ×10, captions ×10, fine-tuning ×10: log2 speed-up over
      the best rule of the bar on each, of families opened once it was chosen: 0.231 (95
      % interval 0.168 to 0.295)

    Args:
        params (iterable): Parameters to optimize, or dicts that define parameter
            groups.
        lr (float): Learning rate. Defaults to 2.3305137393603346.
        momentum (float): A hyperparameter of the rule. Defaults to
            0.4773373134986174.
        weight_decay (float): The coefficient of weight decay. Defaults to 0.0.
        adam_learning_rate (float): A hyperparameter of the rule. Defaults to
            0.03139474323065347.
        beta1 (float): A hyperparameter of the rule. Defaults to 0.8373558072814145.
        transposed (bool): Whether weights are stored as outputs by inputs, as
            torch.nn.Linear and torch.nn.Conv2d do; False for a group of embeddings or
            of weights that are inputs by outputs. Defaults to True.
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 2.3305137393603346,
        momentum: float = 0.4773373134986174,
        weight_decay: float = 0.0,
        adam_learning_rate: float = 0.03139474323065347,
        beta1: float = 0.8373558072814145,
        transposed: bool = True,
    ) -> None:
        if not lr >= 0.0:
            raise ValueError(f"lr must be at least 0, but is {lr}.")
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "weight_decay": weight_decay,
            "adam_learning_rate": adam_learning_rate,
            "beta1": beta1,
            "transposed": transposed,
        }
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure: Optional[Callable[[], Any]] = None) -> Any:
        """Updates the parameters that have a gradient.

        Args:
            closure (callable, optional): Computes the gradients anew and returns
                the loss.

        Returns:
            What the closure returned.
        """
        closure_loss = None
        if closure is not None:
            with torch.enable_grad():
                closure_loss = closure()

        for group in self.param_groups:
            lr = group["lr"]
            momentum = group["momentum"]
            weight_decay = group["weight_decay"]
            adam_learning_rate = group["adam_learning_rate"]
            beta1 = group["beta1"]
            transposed = group["transposed"]
            for w in group["params"]:
                if w.grad is None:
                    continue
                g = w.grad
                state = self.state[w]
                if not state:
                    state["momentum_2"] = torch.zeros_like(w)
                momentum_2 = state["momentum_2"]
                update = g * 1.1099493955322028
                update = (1 - momentum) * update + momentum * (beta1 * momentum_2)
                ratio = _cols(w, transposed) / _rows(w, transposed)
                larger_root = math.sqrt(max(1.4389042768733589, ratio))
                update = _orthogonalize(update, transposed) * larger_root
                update = adam_learning_rate * (update + weight_decay * w)
                update = (update + w * 0.0013931354487119283) * lr
                momentum_2 = (1 - beta1) * g + beta1 * momentum_2
                state["momentum_2"] = momentum_2
                w.sub_(update)

        return closure_loss


def _wide(x: Tensor) -> torch.dtype:
    """Sums are float64, but on Apple's GPUs, which do not have it."""
    return torch.float32 if x.device.type == "mps" else torch.float64


def _dot(x: Tensor, y: Tensor) -> Tensor:
    """Inner product."""
    return torch.sum(x.to(_wide(x)) * y.to(_wide(y)))


def _norm(x: Tensor) -> Tensor:
    """Euclidean norm."""
    return torch.sqrt(_dot(x, x))


def _matrix(x: Tensor, transposed: bool) -> Tensor:
    """Views a parameter as a matrix of inputs by outputs; a vector is one row."""
    if x.ndim < 2:
        return x.reshape(1, -1)
    return x.flatten(1).t() if transposed else x.flatten(0, -2)


def _unmatrix(matrix: Tensor, like: Tensor, transposed: bool) -> Tensor:
    """Undoes _matrix."""
    turned = matrix.t() if transposed and like.ndim >= 2 else matrix
    return turned.reshape(like.shape)


def _rows(x: Tensor, transposed: bool) -> int:
    """Counts the rows of a parameter as a matrix."""
    return _matrix(x, transposed).shape[0]


def _cols(x: Tensor, transposed: bool) -> int:
    """Counts the columns of a parameter as a matrix."""
    return _matrix(x, transposed).shape[1]


def _orthogonalize(x: Tensor, transposed: bool) -> Tensor:
    """Brings a matrix near the closest orthogonal one: Newton-Schulz, as in Muon."""
    if x.ndim < 2:
        return x
    matrix = _matrix(x, transposed)
    tall = matrix.shape[0] > matrix.shape[1]
    if tall:
        matrix = matrix.t()
    matrix = matrix * (1 / (_norm(x) + 1e-8))
    for _ in range(5):
        gram = matrix @ matrix.t()
        matrix = 3.4445 * matrix + (-4.775 * gram + 2.0315 * (gram @ gram)) @ matrix
    return _unmatrix(matrix.t() if tall else matrix, x, transposed)
