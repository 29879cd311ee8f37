"""The JAX peer of the training benchmark: the same model, weights, data and update rule, one jitted step, one thread.

Reads a folder that bench/problem.ts writes and prints a line of JSON: the training loss of the 20th step. Then, for
each line of input, a number of seconds, it prints another: the milliseconds of a step. Compiling, which takes seconds,
is not counted: python3 jax_peer.py FOLDER
"""

import json
import os
import sys
import time

sys.dont_write_bytecode = True
# One thread: XLA sizes its pools by the cores that the process may use, read when it is imported.
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
os.environ["JAX_PLATFORMS"] = "cpu"
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

import jax
import jax.numpy as jnp
from jax_problem import batches, loss_of, read_inputs, read_weights


def train_step(state, x):
    w, m, v = state
    loss, g = jax.value_and_grad(loss_of)(w, x)
    m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
    v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
    w = jax.tree.map(lambda w, m, v: w - 0.001 * (m / (jnp.sqrt(v) + 1e-8) + 0.01 * w), w, m, v)
    return (w, m, v), loss


class Training:
    def __init__(self):
        w, inputs = read_weights(), read_inputs()
        zeros = [jax.tree.map(jnp.zeros_like, w) for _ in range(2)]
        self.state, self.at = (w, *zeros), 0
        self.batches = [{name: jnp.asarray(array[k]) for name, array in inputs.items()} for k in range(batches)]
        self.jitted = jax.jit(train_step, donate_argnums=0)

    def step(self):
        x = self.batches[self.at % batches]
        self.at += 1
        self.state, loss = self.jitted(self.state, x)
        return float(loss)


def time_step(training, seconds):
    """Milliseconds of a step: the median over about so many seconds."""
    times, until = [], time.perf_counter() + seconds
    while not times or time.perf_counter() < until:
        start = time.perf_counter()
        for _ in range(10):
            training.step()
        times.append((time.perf_counter() - start) / 10)
    return sorted(times)[len(times) // 2] * 1000


training = Training()
print(json.dumps({"losses": [[training.step() for _ in range(20)][-1]]}), flush=True)
for line in sys.stdin:
    print(json.dumps({"milliseconds": time_step(training, float(line))}), flush=True)
