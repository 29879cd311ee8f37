"""The optimizer muon.

Written by symopt export. Needs PyTorch 1.13 or later.
"""

import math
from typing import Any, Callable, Dict, Iterable, Optional

import torch
from torch import Tensor


class Muon(torch.optim.Optimizer):
    """The optimizer muon.

    Args:
        params (iterable): Parameters to optimize, or dicts that define parameter
            groups.
        lr (float): Learning rate at the peak of its schedule; the rule also sees
            the schedule's value, the present lr divided by it, which is 0 at an lr of
            0. A group that begins at 0 and rises later gives its peak as peak_lr.
            Defaults to 0.02.
        momentum (float): A hyperparameter of the rule. Defaults to 0.95.
        weight_decay (float): The coefficient of weight decay. Defaults to 0.0.
        adam_learning_rate (float): A hyperparameter of the rule. Defaults to 0.02.
        beta1 (float): A hyperparameter of the rule. Defaults to 0.9.
        beta2 (float): A hyperparameter of the rule. Defaults to 0.999.
        epsilon (float): A hyperparameter of the rule. Defaults to 1e-8.
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
        lr: float = 0.02,
        momentum: float = 0.95,
        weight_decay: float = 0.0,
        adam_learning_rate: float = 0.02,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        transposed: bool = True,
        role: Optional[str] = None,
    ) -> None:
        if not lr >= 0.0:
            raise ValueError(f"lr must be at least 0, but is {lr}.")
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "weight_decay": weight_decay,
            "adam_learning_rate": adam_learning_rate,
            "beta1": beta1,
            "beta2": beta2,
            "epsilon": epsilon,
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
            schedule = group["lr"] / group["peak_lr"] if group["lr"] else 0.0
            momentum = group["momentum"]
            weight_decay = group["weight_decay"]
            adam_learning_rate = group["adam_learning_rate"]
            beta1 = group["beta1"]
            beta2 = group["beta2"]
            epsilon = group["epsilon"]
            transposed = group["transposed"]
            for w in group["params"]:
                if w.grad is None:
                    continue
                g = w.grad
                state = self.state[w]
                if not state:
                    state["step"] = 0
                    state["momentum_2"] = torch.zeros_like(w)
                    state["second_moment"] = torch.zeros_like(w)
                state["step"] += 1
                t = state["step"]
                momentum_2 = state["momentum_2"]
                second_moment = state["second_moment"]
                role = group["role"] or ("matrix" if w.ndim >= 2 else "vector")
                same = role == "matrix"
                chosen = peak_lr if same else adam_learning_rate
                chosen_2 = momentum if same else beta1
                momentum_2 = (1 - chosen_2) * g + chosen_2 * momentum_2
                second_moment = (1 - beta2) * (g * g) + beta2 * second_moment
                if same:
                    ratio = momentum_2 / (1 - momentum ** (t + 1))
                    update = (1 - momentum) * (g / (1 - momentum**t)) + momentum * ratio
                    larger = max(1, _cols(w, transposed) / _rows(w, transposed))
                    update = _orthogonalize(update, transposed) * math.sqrt(larger)
                else:
                    total_2 = torch.sqrt(second_moment / (1 - beta2**t)) + epsilon
                    update = momentum_2 / (1 - beta1**t) / total_2
                update = chosen * (update + weight_decay * w) * schedule
                state["momentum_2"] = momentum_2
                state["second_moment"] = second_moment
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
