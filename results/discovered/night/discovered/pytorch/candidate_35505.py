"""An update rule that symopt found: candidate 35505.

Written by symopt export. Needs PyTorch 1.13 or later.
"""

import math
from typing import Any, Callable, Dict, Iterable, Optional

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

    Args:
        params (iterable): Parameters to optimize, or dicts that define parameter
            groups.
        lr (float): Learning rate at the peak of its schedule; the rule also sees
            the schedule's value, the present lr divided by it. Defaults to
            0.01638781578422796.
        scale (float): What the whole update is multiplied by. Defaults to
            0.5390355986336701.
        momentum (float): A hyperparameter of the rule. Defaults to
            0.4773373134986174.
        weight_decay (float): The coefficient of weight decay. Defaults to 0.0.
        adam_learning_rate (float): A hyperparameter of the rule. Defaults to
            0.03139474323065347.
        beta1 (float): A hyperparameter of the rule. Defaults to 0.8373558072814145.
        transposed (bool): Whether weights are stored as outputs by inputs, as
            torch.nn.Linear and torch.nn.Conv2d do; False for a group of embeddings or
            of weights that are inputs by outputs. Defaults to True.
        role (str, optional): What the parameters of a group are: "matrix",
            "vector", "embedding" or "head". By default those of two or more dimensions
            are matrices and all others vectors.
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 0.01638781578422796,
        scale: float = 0.5390355986336701,
        momentum: float = 0.4773373134986174,
        weight_decay: float = 0.0,
        adam_learning_rate: float = 0.03139474323065347,
        beta1: float = 0.8373558072814145,
        transposed: bool = True,
        role: Optional[str] = None,
    ) -> None:
        if not lr >= 0.0:
            raise ValueError(f"lr must be at least 0, but is {lr}.")
        defaults = {
            "lr": lr,
            "scale": scale,
            "momentum": momentum,
            "weight_decay": weight_decay,
            "adam_learning_rate": adam_learning_rate,
            "beta1": beta1,
            "transposed": transposed,
            "role": role,
        }
        super().__init__(params, defaults)

    def add_param_group(self, param_group: Dict[str, Any]) -> None:
        """Adds a group of parameters; its lr is the peak of its schedule."""
        param_group.setdefault("peak_lr", param_group.get("lr", self.defaults["lr"]))
        super().add_param_group(param_group)

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
            peak_lr = group["peak_lr"]
            schedule = group["lr"] / group["peak_lr"]
            scale = group["scale"]
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
                role = group["role"] or ("matrix" if w.ndim >= 2 else "vector")
                same = _role_number(role) == -1.1486853695448198
                chosen = peak_lr if same else adam_learning_rate
                chosen_2 = momentum if same else beta1
                product = chosen_2 * momentum_2
                update = (1 - momentum) * (g * 1.1099493955322028) + momentum * product
                ratio = _cols(w, transposed) / _rows(w, transposed)
                larger_root = math.sqrt(max(1.4389042768733589, ratio))
                update = _orthogonalize(update, transposed) * larger_root
                update = chosen * (update + weight_decay * w)
                update = update + w * 0.0013931354487119283
                update = update * (schedule * 4.32348762357745) * scale
                momentum_2 = (1 - chosen_2) * g + product
                state["momentum_2"] = momentum_2
                w.sub_(update)

        return closure_loss


def _role_number(role: str) -> int:
    """Numbers the roles of arrays."""
    return ["vector", "matrix", "embedding", "head"].index(role)


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
