"""The optimizer prodigy.

Written by symopt export.
"""

import math
from typing import Any, Callable, NamedTuple, Union

import jax
import jax.numpy as jnp
import optax


class ProdigyState(NamedTuple):
    """State of prodigy: the steps taken and the rule's own."""

    count: Any
    momentum: Any
    second_moment: Any
    momentum_2: Any
    w0: Any
    d: Any
    numerator: Any


def prodigy(
    learning_rate: Union[float, optax.Schedule] = 1.0,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
    initial_d: float = 0.000001,
    d_coefficient: float = 1.0,
    weight_decay: float = 0.0,
) -> optax.GradientTransformation:
    """The optimizer prodigy.

    Args:
        learning_rate (float or schedule): Learning rate, or a function of the count
            of steps taken. Defaults to 1.0.
        beta1 (float): A hyperparameter of the rule. Defaults to 0.9.
        beta2 (float): A hyperparameter of the rule. Defaults to 0.999.
        epsilon (float): A hyperparameter of the rule. Defaults to 1e-8.
        initial_d (float): A hyperparameter of the rule. Defaults to 0.000001.
        d_coefficient (float): A hyperparameter of the rule. Defaults to 1.0.
        weight_decay (float): The coefficient of weight decay. Defaults to 0.0.

    Returns:
        The transformation. It needs params in every update.
    """

    def init_fn(params: Any) -> ProdigyState:
        return ProdigyState(
            count=jnp.zeros([], jnp.int32),
            momentum=jax.tree_util.tree_map(jnp.zeros_like, params),
            second_moment=jax.tree_util.tree_map(jnp.zeros_like, params),
            momentum_2=jax.tree_util.tree_map(jnp.zeros_like, params),
            w0=jax.tree_util.tree_map(jnp.zeros_like, params),
            d=jnp.zeros([]),
            numerator=jnp.zeros([]),
        )

    def update_fn(updates: Any, state: ProdigyState, params: Any = None) -> Any:
        if params is None:
            raise ValueError("This transformation needs params in every update.")
        count = state.count + 1
        lr = learning_rate(state.count) if callable(learning_rate) else learning_rate
        t = count.astype(float)
        same = t == 1
        chosen = jnp.where(same, initial_d, state.d)
        difference = _one_minus_power(beta2, t)
        difference_root = jnp.sqrt(difference)
        difference_2 = _one_minus_power(beta1, t)
        ratio = difference_root / difference_2
        product_3 = chosen * ratio
        rate_2 = product_3 * lr
        ratio_2 = rate_2 / initial_d

        def first_walk(w: Any, g: Any, momentum_2: Any, w0: Any) -> Any:
            momentum_2 = jnp.sqrt(beta2) * momentum_2 + ratio_2 * (chosen * g)
            momentum_2_sign = jnp.sign(momentum_2)
            w0 = jnp.where(same, w, w0)
            difference_3 = w0 - w
            return (
                jnp.asarray(momentum_2, w.dtype),
                jnp.asarray(w0, w.dtype),
                momentum_2_sign,
                difference_3,
            )

        momentum_2, w0, momentum_2_sign, difference_3 = _map(
            first_walk,
            4,
            params,
            updates,
            state.momentum_2,
            state.w0,
        )
        inner_product = _tree_dot(momentum_2, momentum_2_sign)
        inner_product_2 = _tree_dot(updates, difference_3)
        product_7 = chosen / initial_d * rate_2 * inner_product_2
        numerator = jnp.sqrt(beta2) * state.numerator + product_7
        product_8 = d_coefficient * (numerator / inner_product)
        d = jnp.maximum(chosen, jnp.where(inner_product == 0, chosen, product_8))
        product_9 = d * epsilon

        def second_walk(w: Any, g: Any, momentum: Any, second_moment: Any) -> Any:
            product = chosen * g
            momentum = (1 - beta1) * product + beta1 * momentum
            second_moment = (1 - beta2) * (product * product) + beta2 * second_moment
            update = momentum / (jnp.sqrt(second_moment) + product_9) + weight_decay * w
            update = update * rate_2
            return (
                -update,
                jnp.asarray(momentum, w.dtype),
                jnp.asarray(second_moment, w.dtype),
            )

        updates, momentum, second_moment = _map(
            second_walk,
            3,
            params,
            updates,
            state.momentum,
            state.second_moment,
        )
        return updates, ProdigyState(
            count=count,
            momentum=momentum,
            second_moment=second_moment,
            momentum_2=momentum_2,
            w0=w0,
            d=jnp.asarray(d, float),
            numerator=jnp.asarray(numerator, float),
        )

    return optax.GradientTransformation(init_fn, update_fn)


def _map(function: Callable[..., Any], outputs: int, *trees: Any) -> Any:
    """Maps a function that returns so many values: gives as many trees."""
    structure = jax.tree_util.tree_structure(trees[0])
    leaves = [structure.flatten_up_to(tree) for tree in trees]
    mapped = [function(*args) for args in zip(*leaves)]
    columns = zip(*mapped) if mapped else [()] * outputs
    return tuple(structure.unflatten(column) for column in columns)


def _one_minus_power(base: Any, exponent: Any) -> Any:
    """1 - base**exponent, which float32 would round before it subtracts."""
    known = isinstance(base, float) and base > 0
    log = math.log(base) if known else jnp.log1p(base - 1)
    return -jnp.expm1(exponent * log)


def _tree_dot(x: Any, y: Any) -> Any:
    """Inner product over all arrays."""
    products = jax.tree_util.tree_map(_dot, x, y)
    return sum(jax.tree_util.tree_leaves(products), jnp.zeros([]))


def _dot(x: Any, y: Any) -> Any:
    """Inner product."""
    return jnp.sum(x.astype(float) * y.astype(float))
