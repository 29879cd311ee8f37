"""The optimizer prodigy.

Written by symopt export. Needs PyTorch 1.13 or later.
"""

import math
from typing import Any, Callable, Iterable, List, Optional

import torch
from torch import Tensor


class Prodigy(torch.optim.Optimizer):
    """The optimizer prodigy.

    Its sums over all parameters are over those of all groups that have a gradient.

    Args:
        params (iterable): Parameters to optimize, or dicts that define parameter
            groups.
        lr (float): Learning rate. Defaults to 1.0.
        beta1 (float): A hyperparameter of the rule. Defaults to 0.9.
        beta2 (float): A hyperparameter of the rule. Defaults to 0.999.
        epsilon (float): A hyperparameter of the rule. Defaults to 1e-8.
        initial_d (float): A hyperparameter of the rule. Defaults to 0.000001.
        d_coefficient (float): A hyperparameter of the rule. Defaults to 1.0.
        weight_decay (float): The coefficient of weight decay. Defaults to 0.0.
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1.0,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        initial_d: float = 0.000001,
        d_coefficient: float = 1.0,
        weight_decay: float = 0.0,
    ) -> None:
        if not lr >= 0.0:
            raise ValueError(f"lr must be at least 0, but is {lr}.")
        defaults = {
            "lr": lr,
            "beta1": beta1,
            "beta2": beta2,
            "epsilon": epsilon,
            "initial_d": initial_d,
            "d_coefficient": d_coefficient,
            "weight_decay": weight_decay,
            "step": 0,
            "d": 0.0,
            "numerator": 0.0,
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

        inner_product_parts: List[Tensor] = []
        inner_product_2_parts: List[Tensor] = []
        for group in self.param_groups:
            group["step"] += 1
            t = group["step"]
            lr = group["lr"]
            beta1 = group["beta1"]
            beta2 = group["beta2"]
            initial_d = group["initial_d"]
            d = group["d"]
            same = t == 1
            chosen = initial_d if same else d
            product_3 = chosen * (math.sqrt(1 - beta2**t) / (1 - beta1**t))
            ratio_2 = product_3 * lr / initial_d
            for w in group["params"]:
                if w.grad is None:
                    continue
                g = w.grad
                state = self.state[w]
                if not state:
                    state["step"] = 0
                    state["momentum"] = torch.zeros_like(w)
                    state["second_moment"] = torch.zeros_like(w)
                    state["momentum_2"] = torch.zeros_like(w)
                    state["w0"] = torch.zeros_like(w)
                state["step"] += 1
                t = state["step"]
                momentum_2 = state["momentum_2"]
                w0 = state["w0"]
                momentum_2 = math.sqrt(beta2) * momentum_2 + ratio_2 * (chosen * g)
                momentum_2_sign = torch.sign(momentum_2)
                w0 = w.clone() if t == 1 else w0
                difference_3 = w0 - w
                inner_product_parts.append(_dot(momentum_2, momentum_2_sign))
                inner_product_2_parts.append(_dot(g, difference_3))
                state["momentum_2"] = momentum_2
                state["w0"] = w0
        inner_product = _total(inner_product_parts)
        inner_product_2 = _total(inner_product_2_parts)

        for group in self.param_groups:
            t = group["step"]
            lr = group["lr"]
            beta1 = group["beta1"]
            beta2 = group["beta2"]
            epsilon = group["epsilon"]
            initial_d = group["initial_d"]
            d_coefficient = group["d_coefficient"]
            weight_decay = group["weight_decay"]
            d = group["d"]
            numerator = group["numerator"]
            chosen = initial_d if t == 1 else d
            product_3 = chosen * (math.sqrt(1 - beta2**t) / (1 - beta1**t))
            rate_2 = product_3 * lr
            product_7 = chosen / initial_d * rate_2 * inner_product_2
            numerator = math.sqrt(beta2) * numerator + product_7
            product_8 = d_coefficient * _divide(numerator, inner_product)
            d = _maximum(chosen, chosen if inner_product == 0 else product_8)
            product_9 = d * epsilon
            group["d"] = d
            group["numerator"] = numerator
            for w in group["params"]:
                if w.grad is None:
                    continue
                g = w.grad
                state = self.state[w]
                momentum = state["momentum"]
                second_moment = state["second_moment"]
                product = chosen * g
                momentum = (1 - beta1) * product + beta1 * momentum
                product_squared = product * product
                second_moment = (1 - beta2) * product_squared + beta2 * second_moment
                update = momentum / (torch.sqrt(second_moment) + product_9)
                update = (update + weight_decay * w) * rate_2
                state["momentum"] = momentum
                state["second_moment"] = second_moment
                w.sub_(update)

        return closure_loss


def _divide(x: float, y: float) -> float:
    """Divides: infinite or NaN where y is 0."""
    return x / y if y != 0 else x * math.copysign(math.inf, y)


def _maximum(x: float, y: float) -> float:
    """Larger of two numbers; NaN if either is, and 0 is larger than -0."""
    if x != x or y != y:
        return math.nan
    return max(x, y, key=lambda z: (z, math.copysign(1, z)))


def _wide(x: Tensor) -> torch.dtype:
    """Sums are float64, but on Apple's GPUs, which do not have it."""
    return torch.float32 if x.device.type == "mps" else torch.float64


def _dot(x: Tensor, y: Tensor) -> Tensor:
    """Inner product."""
    return torch.sum(x.to(_wide(x)) * y.to(_wide(y)))


def _total(parts: List[Tensor]) -> float:
    """Adds up numbers of all parameters; waits once for their device."""
    if not parts:
        return 0.0
    return sum(torch.stack([x.to(parts[0].device) for x in parts]).tolist())
