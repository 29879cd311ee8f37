"""The optimizer lars.

Written by symopt export. Needs PyTorch 1.13 or later.
"""

from typing import Any, Callable, Iterable, Optional

import torch
from torch import Tensor


class Lars(torch.optim.Optimizer):
    """The optimizer lars.

    Args:
        params (iterable): Parameters to optimize, or dicts that define parameter
            groups.
        lr (float): Learning rate. Defaults to 1.0.
        beta (float): A hyperparameter of the rule. Defaults to 0.9.
        weight_decay (float): The coefficient of weight decay. Defaults to 0.0.
        trust_coefficient (float): A hyperparameter of the rule. Defaults to 0.001.
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1.0,
        beta: float = 0.9,
        weight_decay: float = 0.0,
        trust_coefficient: float = 0.001,
    ) -> None:
        if not lr >= 0.0:
            raise ValueError(f"lr must be at least 0, but is {lr}.")
        defaults = {
            "lr": lr,
            "beta": beta,
            "weight_decay": weight_decay,
            "trust_coefficient": trust_coefficient,
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
            beta = group["beta"]
            weight_decay = group["weight_decay"]
            trust_coefficient = group["trust_coefficient"]
            for w in group["params"]:
                if w.grad is None:
                    continue
                g = w.grad
                state = self.state[w]
                if not state:
                    state["momentum"] = torch.zeros_like(w)
                momentum = state["momentum"]
                total = g + weight_decay * w
                w_norm = _norm(w)
                total_norm = _norm(total)
                same = torch.minimum(w_norm, total_norm) == 0
                product_2 = w_norm / total_norm * trust_coefficient
                product_4 = total * torch.where(same, 1.0, product_2) * lr
                momentum = beta * momentum + product_4
                state["momentum"] = momentum.to(w.dtype)
                w.sub_(momentum)

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
