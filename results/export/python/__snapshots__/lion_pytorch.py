"""The optimizer lion.

Written by symopt export. Needs PyTorch 1.13 or later.
"""

from typing import Any, Callable, Iterable, Optional

import torch
from torch import Tensor


class Lion(torch.optim.Optimizer):
    """The optimizer lion.

    Args:
        params (iterable): Parameters to optimize, or dicts that define parameter
            groups.
        lr (float): Learning rate. Defaults to 0.0001.
        beta1 (float): A hyperparameter of the rule. Defaults to 0.9.
        beta2 (float): A hyperparameter of the rule. Defaults to 0.99.
        weight_decay (float): The coefficient of weight decay. Defaults to 0.001.
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 0.0001,
        beta1: float = 0.9,
        beta2: float = 0.99,
        weight_decay: float = 0.001,
    ) -> None:
        if not lr >= 0.0:
            raise ValueError(f"lr must be at least 0, but is {lr}.")
        defaults = {
            "lr": lr,
            "beta1": beta1,
            "beta2": beta2,
            "weight_decay": weight_decay,
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
            beta1 = group["beta1"]
            beta2 = group["beta2"]
            weight_decay = group["weight_decay"]
            for w in group["params"]:
                if w.grad is None:
                    continue
                g = w.grad
                state = self.state[w]
                if not state:
                    state["momentum"] = torch.zeros_like(w)
                momentum = state["momentum"]
                update = torch.sign((1 - beta1) * g + beta1 * momentum)
                update = (update + weight_decay * w) * lr
                momentum = (1 - beta2) * g + beta2 * momentum
                state["momentum"] = momentum
                w.sub_(update)

        return closure_loss
