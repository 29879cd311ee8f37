"""An update rule that symopt found: candidate 35505.

Written by symopt export.
"""

import math
from typing import Any, Callable, NamedTuple, Union

import jax
import jax.numpy as jnp
import optax


class Candidate35505State(NamedTuple):
    """State of candidate_35505: the steps taken and the rule's own."""

    count: Any
    momentum_2: Any


def candidate_35505(
    learning_rate: Union[float, optax.Schedule] = 2.3305137393603346,
    momentum: float = 0.4773373134986174,
    weight_decay: float = 0.0,
    adam_learning_rate: float = 0.03139474323065347,
    beta1: float = 0.8373558072814145,
) -> optax.GradientTransformation:
    """An update rule that symopt found: candidate 35505.

    Found by symopt 0.1.0, candidate 35505 of run, seed 20261130.

    Scores:
    - glyph-mlp ×1, 200 steps of 64; teacher ×1, 200 steps of 64; language ×1, 150
      steps of 8: log2 speed-up over tuned AdamW on the tasks that it was evolved on, 4
      fresh seeds: 1.41 (95 % interval 1.32 to 1.49)
    - 3 tasks of families that the search never trained on: log2 speed-up over the
      best rule of the bar on each, 10 fresh seeds, all tuned by 16 trials: 0.258 (95 %
      interval 0.191 to 0.325)
    - noisy-labels ×10: log2 speed-up over the bar 0.737 (95 % interval 0.461 to 1.01)
    - auto-encoder ×10: log2 speed-up over the bar 0 (95 % interval 0 to 0)
    - tabular ×10: log2 speed-up over the bar 0.0366 (95 % interval -0.131 to 0.204)
    - 3 sealed tasks: diffusion ×10, captions ×10, fine-tuning ×10: log2 speed-up over
      the best rule of the bar on each, of families opened once it was chosen: 0.231 (95
      % interval 0.168 to 0.295)

    Args:
        learning_rate (float or schedule): Learning rate, or a function of the count
            of steps taken. Defaults to 2.3305137393603346.
        momentum (float): A hyperparameter of the rule. Defaults to
            0.4773373134986174.
        weight_decay (float): The coefficient of weight decay. Defaults to 0.0.
        adam_learning_rate (float): A hyperparameter of the rule. Defaults to
            0.03139474323065347.
        beta1 (float): A hyperparameter of the rule. Defaults to 0.8373558072814145.

    Returns:
        The transformation. It needs params in every update.
    """

    def init_fn(params: Any) -> Candidate35505State:
        return Candidate35505State(
            count=jnp.zeros([], jnp.int32),
            momentum_2=jax.tree_util.tree_map(jnp.zeros_like, params),
        )

    def update_fn(updates: Any, state: Candidate35505State, params: Any = None) -> Any:
        if params is None:
            raise ValueError("This transformation needs params in every update.")
        count = state.count + 1
        lr = learning_rate(state.count) if callable(learning_rate) else learning_rate

        def step(w: Any, g: Any, momentum_2: Any) -> Any:
            update = g * 1.1099493955322028
            update = (1 - momentum) * update + momentum * (beta1 * momentum_2)
            larger_root = jnp.sqrt(jnp.maximum(1.4389042768733589, _cols(w) / _rows(w)))
            update = _orthogonalize(update) * larger_root + weight_decay * w
            update = (adam_learning_rate * update + w * 0.0013931354487119283) * lr
            momentum_2 = (1 - beta1) * g + beta1 * momentum_2
            return -update, momentum_2

        updates, momentum_2 = _map(step, 2, params, updates, state.momentum_2)
        return updates, Candidate35505State(count=count, momentum_2=momentum_2)

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
