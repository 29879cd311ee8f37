"""The optimizer lars.

Written by symopt export.
"""

from typing import Any, Callable, NamedTuple, Union

import jax
import jax.numpy as jnp
import optax


class LarsState(NamedTuple):
    """State of lars: the steps taken and the rule's own."""

    count: Any
    momentum: Any


def lars(
    learning_rate: Union[float, optax.Schedule] = 1.0,
    beta: float = 0.9,
    weight_decay: float = 0.0,
    trust_coefficient: float = 0.001,
) -> optax.GradientTransformation:
    """The optimizer lars.

    Args:
        learning_rate (float or schedule): Learning rate, or a function of the count
            of steps taken. Defaults to 1.0.
        beta (float): A hyperparameter of the rule. Defaults to 0.9.
        weight_decay (float): The coefficient of weight decay. Defaults to 0.0.
        trust_coefficient (float): A hyperparameter of the rule. Defaults to 0.001.

    Returns:
        The transformation. It needs params in every update.
    """

    def init_fn(params: Any) -> LarsState:
        return LarsState(
            count=jnp.zeros([], jnp.int32),
            momentum=jax.tree_util.tree_map(jnp.zeros_like, params),
        )

    def update_fn(updates: Any, state: LarsState, params: Any = None) -> Any:
        if params is None:
            raise ValueError("This transformation needs params in every update.")
        count = state.count + 1
        lr = learning_rate(state.count) if callable(learning_rate) else learning_rate

        def step(w: Any, g: Any, momentum: Any) -> Any:
            total = g + weight_decay * w
            w_norm = _norm(w)
            total_norm = _norm(total)
            product_2 = w_norm / total_norm * trust_coefficient
            chosen = jnp.where(jnp.minimum(w_norm, total_norm) == 0, 1, product_2)
            momentum = beta * momentum + total * chosen * lr
            return -momentum, jnp.asarray(momentum, w.dtype)

        updates, momentum = _map(step, 2, params, updates, state.momentum)
        return updates, LarsState(count=count, momentum=momentum)

    return optax.GradientTransformation(init_fn, update_fn)


def _map(function: Callable[..., Any], outputs: int, *trees: Any) -> Any:
    """Maps a function that returns so many values: gives as many trees."""
    structure = jax.tree_util.tree_structure(trees[0])
    leaves = [structure.flatten_up_to(tree) for tree in trees]
    mapped = [function(*args) for args in zip(*leaves)]
    columns = zip(*mapped) if mapped else [()] * outputs
    return tuple(structure.unflatten(column) for column in columns)


def _norm(x: Any) -> Any:
    """Euclidean norm."""
    return jnp.sqrt(jnp.sum(jnp.square(x.astype(float))))
