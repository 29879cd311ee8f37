"""The optimizer lion.

Written by symopt export.
"""

from typing import Any, Callable, NamedTuple, Union

import jax
import jax.numpy as jnp
import optax


class LionState(NamedTuple):
    """State of lion: the steps taken and the rule's own."""

    count: Any
    momentum: Any


def lion(
    learning_rate: Union[float, optax.Schedule] = 0.0001,
    beta1: float = 0.9,
    beta2: float = 0.99,
    weight_decay: float = 0.001,
) -> optax.GradientTransformation:
    """The optimizer lion.

    Args:
        learning_rate (float or schedule): Learning rate, or a function of the count
            of steps taken. Defaults to 0.0001.
        beta1 (float): A hyperparameter of the rule. Defaults to 0.9.
        beta2 (float): A hyperparameter of the rule. Defaults to 0.99.
        weight_decay (float): The coefficient of weight decay. Defaults to 0.001.

    Returns:
        The transformation. It needs params in every update.
    """

    def init_fn(params: Any) -> LionState:
        return LionState(
            count=jnp.zeros([], jnp.int32),
            momentum=jax.tree_util.tree_map(jnp.zeros_like, params),
        )

    def update_fn(updates: Any, state: LionState, params: Any = None) -> Any:
        if params is None:
            raise ValueError("This transformation needs params in every update.")
        count = state.count + 1
        lr = learning_rate(state.count) if callable(learning_rate) else learning_rate

        def step(w: Any, g: Any, momentum: Any) -> Any:
            update = jnp.sign((1 - beta1) * g + beta1 * momentum) + weight_decay * w
            update = update * lr
            momentum = (1 - beta2) * g + beta2 * momentum
            return -update, momentum

        updates, momentum = _map(step, 2, params, updates, state.momentum)
        return updates, LionState(count=count, momentum=momentum)

    return optax.GradientTransformation(init_fn, update_fn)


def _map(function: Callable[..., Any], outputs: int, *trees: Any) -> Any:
    """Maps a function that returns so many values: gives as many trees."""
    structure = jax.tree_util.tree_structure(trees[0])
    leaves = [structure.flatten_up_to(tree) for tree in trees]
    mapped = [function(*args) for args in zip(*leaves)]
    columns = zip(*mapped) if mapped else [()] * outputs
    return tuple(structure.unflatten(column) for column in columns)
