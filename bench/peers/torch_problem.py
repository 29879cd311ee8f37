"""What the PyTorch peers train: the folder that bench/problem.ts writes (problem.json, weights.bin, one file an input).

Reads the problem of the folder that is the last argument of the command, and has its losses as functions of named
parameters and inputs. Runs with PyTorch 1.13 or newer.
"""

import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

folder = Path(sys.argv[-1])
problem = json.loads((folder / "problem.json").read_text())
batches = problem["steps"]


def read(name, dtype, shape):
    data = bytearray((folder / name).read_bytes())
    return torch.frombuffer(data, dtype=dtype).reshape(shape).clone()


def read_weights():
    flat = read("weights.bin", torch.float32, [-1])
    weights, at = {}, 0
    for name, shape in problem["parameters"]:
        size = math.prod(shape)
        weights[name] = flat[at : at + size].reshape(shape).clone()
        at += size
    return weights


def read_inputs():
    """All batches of each input."""
    inputs = {
        name: read(f"{name}.bin", torch.float32 if element == "f32" else torch.int32, [batches, *shape])
        for name, element, shape in problem["inputs"]
    }
    return {name: value.long() if value.dtype == torch.int32 else value for name, value in inputs.items()}


def mlp_loss(p, x):
    h = x["pixels"].flatten(1)
    layer = 0
    while f"layer{layer}.weight" in p:
        h = torch.relu(torch.addmm(p[f"layer{layer}.bias"], h, p[f"layer{layer}.weight"]))
        layer += 1
    return F.cross_entropy(torch.addmm(p["head.bias"], h, p["head.weight"]), x["label"])


def transformer_loss(p, x):
    width, heads = problem["facts"]["width"], problem["facts"]["heads"]
    tokens = x["inputs"]
    batch, length = tokens.shape
    mask = torch.full([length, length], -1e9, device=tokens.device).triu(1)
    h = F.embedding(tokens, p["embedding"]) + p["positions"]

    def norm(name, value):
        return F.layer_norm(value, [width], p[f"{name}.scale"], p[f"{name}.shift"], 1e-5)

    layer = 0
    while f"block{layer}.norm1.scale" in p:
        b = f"block{layer}"
        n = norm(f"{b}.norm1", h)
        q, k, v = (
            (n @ p[f"{b}.attention.{part}.weight"]).view(batch, length, heads, -1).transpose(1, 2)
            for part in ("query", "key", "value")
        )
        weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(width // heads) + mask, -1)
        mixed = (weights @ v).transpose(1, 2).reshape(batch, length, width)
        h = h + mixed @ p[f"{b}.attention.output.weight"]
        n = norm(f"{b}.norm2", h)
        wide = F.gelu(n @ p[f"{b}.up.weight"] + p[f"{b}.up.bias"])
        h = h + wide @ p[f"{b}.down.weight"] + p[f"{b}.down.bias"]
        layer += 1
    logits = norm("norm", h) @ p["head.weight"]
    return F.cross_entropy(logits.flatten(0, 1), x["targets"].flatten())


loss_of = {"mlp": mlp_loss, "transformer": transformer_loss}[problem["model"]]
