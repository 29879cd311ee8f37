"""What the JAX peers train: the folder that bench/problem.ts writes (problem.json, weights.bin, one file an input).

Reads the problem of the folder that is the last argument of the command, and has its losses as functions of named
parameters and inputs. The variables of the environment that XLA reads must be set before this is imported.
"""

import json
import math
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

folder = Path(sys.argv[-1])
problem = json.loads((folder / "problem.json").read_text())
batches = problem["steps"]


def read_weights():
    flat = np.fromfile(folder / "weights.bin", np.float32)
    weights, at = {}, 0
    for name, shape in problem["parameters"]:
        size = math.prod(shape)
        weights[name] = jnp.asarray(flat[at : at + size].reshape(shape))
        at += size
    return weights


def read_inputs():
    """All batches of each input."""
    types = {"f32": np.float32, "i32": np.int32}
    return {
        name: np.fromfile(folder / f"{name}.bin", types[element]).reshape([batches, *shape])
        for name, element, shape in problem["inputs"]
    }


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
