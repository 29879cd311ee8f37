"""An update rule that symopt found: candidate 15863.

Written by symopt export.
"""

import math
from typing import Any, Callable, NamedTuple, Optional, Union

import jax
import jax.numpy as jnp
import optax


class Candidate15863State(NamedTuple):
    """State of candidate_15863: the steps taken and the rule's own."""

    count: Any
    momentum_2: Any


def candidate_15863(
    learning_rate: Union[float, optax.Schedule] = 0.9503029355165901,
    own_learning_rate: float = 0.019170314203214717,
    momentum: float = 0.7689120411854008,
    weight_decay: float = 0.0,
    beta1: float = 0.7798073898441655,
    peak_learning_rate: Optional[float] = None,
    *,
    total_steps: int,
) -> optax.GradientTransformation:
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
        learning_rate (float or schedule): Learning rate, or a function of the count
            of steps taken. Defaults to 0.9503029355165901.
        own_learning_rate (float): A hyperparameter that the rule calls its learning
            rate, though the update is not proportional to it. Defaults to
            0.019170314203214717.
        momentum (float): A hyperparameter of the rule. Defaults to
            0.7689120411854008.
        weight_decay (float): The coefficient of weight decay. Defaults to 0.0.
        beta1 (float): A hyperparameter of the rule. Defaults to 0.7798073898441655.
        peak_learning_rate (float, optional): Peak of the learning rate: the rule
            sees the schedule's value, the learning rate divided by it, which is 0 at a
            learning rate of 0. Needed where learning_rate is a schedule; else it is
            learning_rate.
        total_steps (int): How many steps there will be: what the rule does depends
            on this horizon.

    Returns:
        The transformation. It needs params in every update.
    """
    total_steps = float(total_steps)
    peak = learning_rate if peak_learning_rate is None else peak_learning_rate
    if callable(peak):
        raise ValueError("A schedule needs its peak: pass peak_learning_rate.")

    def init_fn(params: Any) -> Candidate15863State:
        return Candidate15863State(
            count=jnp.zeros([], jnp.int32),
            momentum_2=jax.tree_util.tree_map(jnp.zeros_like, params),
        )

    def update_fn(updates: Any, state: Candidate15863State, params: Any = None) -> Any:
        if params is None:
            raise ValueError("This transformation needs params in every update.")
        count = state.count + 1
        lr = learning_rate(state.count) if callable(learning_rate) else learning_rate
        schedule = lr / jnp.where(lr == 0, 1, peak)
        t = count.astype(float)

        def step(w: Any, g: Any, momentum_2: Any) -> Any:
            update = g / _one_minus_power(momentum, t)
            momentum_2 = 0.5889221410381088 * g + beta1 * momentum_2
            ratio = 69.16128313200015 / (total_steps + 1e-8)
            update = _orthogonalize((1 - ratio) * update + ratio * momentum_2)
            update = update * jnp.sqrt(jnp.maximum(1, _cols(w) / _rows(w)))
            rate_2 = own_learning_rate * schedule * 3.7251595414636918
            decay_2 = w * (schedule * 0.004982956473063552)
            update = (update + weight_decay * w) * rate_2 + decay_2
            update = update * 1.4631023593899315 * peak
            return -update, momentum_2

        updates, momentum_2 = _map(step, 2, params, updates, state.momentum_2)
        return updates, Candidate15863State(count=count, momentum_2=momentum_2)

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
