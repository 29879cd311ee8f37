"""The optimizer muon.

Written by symopt export.
"""

import math
from typing import Any, Callable, NamedTuple, Optional, Union

import jax
import jax.numpy as jnp
import optax


class MuonState(NamedTuple):
    """State of muon: the steps taken and the rule's own."""

    count: Any
    momentum_2: Any
    second_moment: Any


def muon(
    learning_rate: Union[float, optax.Schedule] = 0.02,
    momentum: float = 0.95,
    weight_decay: float = 0.0,
    adam_learning_rate: float = 0.02,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
    peak_learning_rate: Optional[float] = None,
    roles: Any = None,
) -> optax.GradientTransformation:
    """The optimizer muon.

    Args:
        learning_rate (float or schedule): Learning rate, or a function of the count
            of steps taken. Defaults to 0.02.
        momentum (float): A hyperparameter of the rule. Defaults to 0.95.
        weight_decay (float): The coefficient of weight decay. Defaults to 0.0.
        adam_learning_rate (float): A hyperparameter of the rule. Defaults to 0.02.
        beta1 (float): A hyperparameter of the rule. Defaults to 0.9.
        beta2 (float): A hyperparameter of the rule. Defaults to 0.999.
        epsilon (float): A hyperparameter of the rule. Defaults to 1e-8.
        peak_learning_rate (float, optional): Peak of the learning rate: the rule
            sees the schedule's value, the learning rate divided by it, which is 0 at a
            learning rate of 0. Needed where learning_rate is a schedule; else it is
            learning_rate.
        roles (tree or callable, optional): What each array is, as a tree like
            params or a function that makes one of it: "matrix", "vector", "embedding"
            or "head". By default arrays of two or more dimensions are matrices and all
            others vectors.

    Returns:
        The transformation. It needs params in every update.
    """
    peak = learning_rate if peak_learning_rate is None else peak_learning_rate
    if callable(peak):
        raise ValueError("A schedule needs its peak: pass peak_learning_rate.")

    def init_fn(params: Any) -> MuonState:
        return MuonState(
            count=jnp.zeros([], jnp.int32),
            momentum_2=jax.tree_util.tree_map(jnp.zeros_like, params),
            second_moment=jax.tree_util.tree_map(jnp.zeros_like, params),
        )

    def update_fn(updates: Any, state: MuonState, params: Any = None) -> Any:
        if params is None:
            raise ValueError("This transformation needs params in every update.")
        count = state.count + 1
        lr = learning_rate(state.count) if callable(learning_rate) else learning_rate
        schedule = lr / jnp.where(lr == 0, 1, peak)
        t = count.astype(float)

        def step(w: Any, g: Any, momentum_2: Any, second_moment: Any, role: Any) -> Any:
            same = role == "matrix"
            chosen = peak if same else adam_learning_rate
            chosen_2 = momentum if same else beta1
            momentum_2 = (1 - chosen_2) * g + chosen_2 * momentum_2
            second_moment = (1 - beta2) * (g * g) + beta2 * second_moment
            if same:
                update = g / _one_minus_power(momentum, t)
                ratio = momentum_2 / _one_minus_power(momentum, t + 1)
                update = _orthogonalize((1 - momentum) * update + momentum * ratio)
                update = update * jnp.sqrt(jnp.maximum(1, _cols(w) / _rows(w)))
            else:
                total_2 = jnp.sqrt(second_moment / _one_minus_power(beta2, t)) + epsilon
                update = momentum_2 / _one_minus_power(beta1, t) / total_2
            update = chosen * (update + weight_decay * w) * schedule
            return -update, jnp.asarray(momentum_2, w.dtype), second_moment

        updates, momentum_2, second_moment = _map(
            step,
            3,
            params,
            updates,
            state.momentum_2,
            state.second_moment,
            _roles(roles, params),
        )
        return updates, MuonState(
            count=count,
            momentum_2=momentum_2,
            second_moment=second_moment,
        )

    return optax.GradientTransformation(init_fn, update_fn)


def _map(function: Callable[..., Any], outputs: int, *trees: Any) -> Any:
    """Maps a function that returns so many values: gives as many trees."""
    structure = jax.tree_util.tree_structure(trees[0])
    leaves = [structure.flatten_up_to(tree) for tree in trees]
    mapped = [function(*args) for args in zip(*leaves)]
    columns = zip(*mapped) if mapped else [()] * outputs
    return tuple(structure.unflatten(column) for column in columns)


def _roles(roles: Any, params: Any) -> Any:
    """Gives each array its role, by default by its dimensions."""
    if roles is None:
        return jax.tree_util.tree_map(
            lambda w: "matrix" if w.ndim >= 2 else "vector", params
        )
    return roles(params) if callable(roles) else roles


def _one_minus_power(base: Any, exponent: Any) -> Any:
    """1 - base**exponent, which float32 would round before it subtracts."""
    known = isinstance(base, float) and base > 0
    log = math.log(base) if known else jnp.log1p(base - 1)
    return -jnp.expm1(exponent * log)


def _norm(x: Any) -> Any:
    """Euclidean norm."""
    return jnp.sqrt(jnp.sum(jnp.square(x.astype(float))))


def _rows(x: Any) -> int:
    """Counts the rows of an array as a matrix; a vector is one row."""
    return math.prod(x.shape[:-1])


def _cols(x: Any) -> int:
    """Counts the columns of an array as a matrix; a vector is one row."""
    return x.size // _rows(x)


def _matrix(x: Any) -> Any:
    """Views an array as a matrix; a vector is one row."""
    return x.reshape(_rows(x), -1)


def _orthogonalize(x: Any) -> Any:
    """Brings a matrix near the closest orthogonal one: Newton-Schulz, as in Muon."""
    if x.ndim < 2:
        return x
    matrix = _matrix(x)
    tall = matrix.shape[0] > matrix.shape[1]
    if tall:
        matrix = matrix.T
    matrix = matrix * (1 / (_norm(x) + 1e-8)).astype(x.dtype)
    for _ in range(5):
        gram = matrix @ matrix.T
        matrix = 3.4445 * matrix + (-4.775 * gram + 2.0315 * (gram @ gram)) @ matrix
    return (matrix.T if tall else matrix).reshape(x.shape)
