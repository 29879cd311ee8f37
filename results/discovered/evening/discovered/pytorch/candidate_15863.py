"""An update rule that symopt found: candidate 15863.

Written by symopt export. Needs PyTorch 1.13 or later.
"""

import math
from typing import Any, Callable, Dict, Iterable, Optional

import torch
from torch import Tensor


class Candidate15863(torch.optim.Optimizer):
    """An update rule that symopt found: candidate 15863.

    Found by symopt 0.1.0, candidate 15863 of run, seed 20261129.

    Scores:
    - glyph-mlp ×1, 200 steps of 64; teacher ×1, 200 steps of 64; language ×1, 150
      steps of 8: log2 speed-up over tuned AdamW on the tasks that it was evolved on, 8
      fresh seeds: 1.46 (95 % interval 1.38 to 1.54)
    - 3 tasks of families that the search never trained on: log2 speed-up over the
      best rule of the bar on each, 10 fresh seeds, all tuned by 16 trials: 0.179 (95 %
      interval 0.109 to 0.249)
    - noisy-labels ×10: log2 speed-up over the bar 0.473 (95 % interval 0.312 to
      0.634)
    - auto-encoder ×10: log2 speed-up over the bar 0 (95 % interval 0 to 0)
    - tabular ×10: log2 speed-up over the bar 0.0629 (95 % interval -0.0357 to 0.161)
    - 3 sealed tasks: diffusion ×10, captions ×10, fine-tuning ×10: log2 speed-up over
      the best rule of the bar on each, of families opened once it was chosen: 0.0456
      (95 % interval -0.00836 to 0.0996)

    Args:
        params (iterable): Parameters to optimize, or dicts that define parameter
            groups.
        lr (float): Learning rate at the peak of its schedule; the rule also sees
            the schedule's value, the present lr divided by it, which is 0 at an lr of
            0. A group that begins at 0 and rises later gives its peak as peak_lr.
            Defaults to 0.9503029355165901.
        own_learning_rate (float): A hyperparameter that the rule calls its learning
            rate, though the update is not proportional to it. Defaults to
            0.019170314203214717.
        momentum (float): A hyperparameter of the rule. Defaults to
            0.7689120411854008.
        weight_decay (float): The coefficient of weight decay. Defaults to 0.0.
        beta1 (float): A hyperparameter of the rule. Defaults to 0.7798073898441655.
        transposed (bool): Whether weights are stored as outputs by inputs, as
            torch.nn.Linear and torch.nn.Conv2d do; False for a group of embeddings or
            of weights that are inputs by outputs. Defaults to True.
        total_steps (int): How many steps there will be: what the rule does depends
            on this horizon.
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 0.9503029355165901,
        own_learning_rate: float = 0.019170314203214717,
        momentum: float = 0.7689120411854008,
        weight_decay: float = 0.0,
        beta1: float = 0.7798073898441655,
        transposed: bool = True,
        *,
        total_steps: int,
    ) -> None:
        if not lr >= 0.0:
            raise ValueError(f"lr must be at least 0, but is {lr}.")
        defaults = {
            "lr": lr,
            "own_learning_rate": own_learning_rate,
            "momentum": momentum,
            "weight_decay": weight_decay,
            "beta1": beta1,
            "transposed": transposed,
            "total_steps": total_steps,
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
            own_learning_rate = group["own_learning_rate"]
            momentum = group["momentum"]
            weight_decay = group["weight_decay"]
            beta1 = group["beta1"]
            total_steps = group["total_steps"]
            transposed = group["transposed"]
            for w in group["params"]:
                if w.grad is None:
                    continue
                g = w.grad
                state = self.state[w]
                if not state:
                    state["step"] = 0
                    state["momentum_2"] = torch.zeros_like(w)
                state["step"] += 1
                t = state["step"]
                momentum_2 = state["momentum_2"]
                momentum_2 = 0.5889221410381088 * g + beta1 * momentum_2
                ratio = 69.16128313200015 / (total_steps + 1e-8)
                update = (1 - ratio) * (g / (1 - momentum**t)) + ratio * momentum_2
                larger = max(1, _cols(w, transposed) / _rows(w, transposed))
                update = _orthogonalize(update, transposed) * math.sqrt(larger)
                rate_2 = own_learning_rate * schedule * 3.7251595414636918
                decay_2 = w * (schedule * 0.004982956473063552)
                update = (update + weight_decay * w) * rate_2 + decay_2
                update = update * 1.4631023593899315 * peak_lr
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
