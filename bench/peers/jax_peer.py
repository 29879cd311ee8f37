"""The JAX peer of the training benchmark: the same model, weights, data and update rule, one jitted step, one thread.

Reads a folder that bench/problem.ts writes (problem.json, weights.bin, one file an input) and prints a line of
JSON: the training loss of the 20th step. Then, for each line of input, a number of seconds, it prints another:
the milliseconds of a step. Compiling, which takes seconds, is not counted: python3 jax_peer.py FOLDER
"""

import json
import math
import os
import sys
import time
from pathlib import Path

# One thread: XLA sizes its pools by the cores that the process may use, read when it is imported.
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
os.environ["JAX_PLATFORMS"] = "cpu"
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

import jax
import jax.numpy as jnp
import numpy as np

folder = Path(sys.argv[1])
problem = json.loads((folder / "problem.json").read_text())
steps = problem["steps"]


def read_parameters():
    flat = np.fromfile(folder / "weights.bin", np.float32)
    parameters, at = {}, 0
    for name, shape in problem["parameters"]:
        size = math.prod(shape)
        parameters[name] = jnp.asarray(flat[at : at + size].reshape(shape))
        at += size
    return parameters


def read_batches():
    arrays = {
        name: np.fromfile(folder / f"{name}.bin", np.float32 if element == "f32" else np.int32).reshape([steps, *shape])
        for name, element, shape in problem["inputs"]
    }
    return [{name: jnp.asarray(array[step]) for name, array in arrays.items()} for step in range(steps)]


def cross_entropy(logits, labels):
    return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(logits), labels[..., None], -1))


def mlp_loss(p, x):
    h = x["pixels"].reshape(x["pixels"].shape[0], -1)
    layer = 0
    while f"layer{layer}.weight" in p:
        h = jax.nn.relu(h @ p[f"layer{layer}.weight"] + p[f"layer{layer}.bias"])
        layer += 1
    return cross_entropy(h @ p["head.weight"] + p["head.bias"], x["label"])


def transformer_loss(p, x):
    width, heads = problem["facts"]["width"], problem["facts"]["heads"]
    tokens = x["inputs"]
    batch, length = tokens.shape
    mask = jnp.triu(jnp.full([length, length], -1e9), 1)
    h = p["embedding"][tokens] + p["positions"]

    def norm(name, value):
        mean = value.mean(-1, keepdims=True)
        variance = jnp.square(value - mean).mean(-1, keepdims=True)
        return (value - mean) * jax.lax.rsqrt(variance + 1e-5) * p[f"{name}.scale"] + p[f"{name}.shift"]

    layer = 0
    while f"block{layer}.norm1.scale" in p:
        b = f"block{layer}"
        n = norm(f"{b}.norm1", h)
        q, k, v = (
            (n @ p[f"{b}.attention.{part}.weight"]).reshape(batch, length, heads, -1).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        weights = jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) / math.sqrt(width // heads) + mask)
        mixed = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, length, width)
        h = h + mixed @ p[f"{b}.attention.output.weight"]
        n = norm(f"{b}.norm2", h)
        wide = jax.nn.gelu(n @ p[f"{b}.up.weight"] + p[f"{b}.up.bias"], approximate=False)
        h = h + wide @ p[f"{b}.down.weight"] + p[f"{b}.down.bias"]
        layer += 1
    return cross_entropy(norm("norm", h) @ p["head.weight"], x["targets"])


loss_of = {"mlp": mlp_loss, "transformer": transformer_loss}[problem["model"]]


def train_step(state, x):
    w, m, v = state
    loss, g = jax.value_and_grad(loss_of)(w, x)
    m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
    v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
    w = jax.tree.map(lambda w, m, v: w - 0.001 * (m / (jnp.sqrt(v) + 1e-8) + 0.01 * w), w, m, v)
    return (w, m, v), loss


class Training:
    def __init__(self):
        w = read_parameters()
        zeros = [jax.tree.map(jnp.zeros_like, w) for _ in range(2)]
        self.state, self.batches, self.at = (w, *zeros), read_batches(), 0
        self.jitted = jax.jit(train_step, donate_argnums=0)

    def step(self):
        x = self.batches[self.at % steps]
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
