"""The PyTorch peer of the training benchmark: the same model, weights, data and update rule, eager, one thread.

Reads a folder that bench/problem.ts writes (problem.json, weights.bin, one file an input) and prints a line of
JSON: the training losses of the 20th step. Then, for each line of input, a number of seconds, it prints another:
the milliseconds of a step, and which form of the update was the faster, one operation a tensor or torch._foreach.
Runs with PyTorch 1.13 or newer: python3 torch_peer.py FOLDER
"""

import json
import math
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F

torch.set_num_threads(1)
folder = Path(sys.argv[1])
problem = json.loads((folder / "problem.json").read_text())


def read(name, dtype, shape):
    data = bytearray((folder / name).read_bytes())
    return torch.frombuffer(data, dtype=dtype).reshape(shape).clone()


def fresh_parameters():
    flat = read("weights.bin", torch.float32, [-1])
    parameters, at = {}, 0
    for name, shape in problem["parameters"]:
        size = math.prod(shape)
        parameters[name] = flat[at : at + size].reshape(shape).clone().requires_grad_()
        at += size
    return parameters


steps = problem["steps"]
inputs = {
    name: read(f"{name}.bin", torch.float32 if element == "f32" else torch.int32, [steps, *shape])
    for name, element, shape in problem["inputs"]
}
inputs = {name: value.long() if value.dtype == torch.int32 else value for name, value in inputs.items()}


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
    mask = torch.full([length, length], -1e9).triu(1)
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


def update_each(w, g, m, v):
    for wi, gi, mi, vi in zip(w, g, m, v):
        mi.mul_(0.9).add_(gi, alpha=0.1)
        vi.mul_(0.999).addcmul_(gi, gi, value=0.001)
        wi.sub_(mi.div(vi.sqrt().add_(1e-8)).add_(wi, alpha=0.01), alpha=0.001)


def update_foreach(w, g, m, v):
    torch._foreach_mul_(m, 0.9)
    torch._foreach_add_(m, g, alpha=0.1)
    torch._foreach_mul_(v, 0.999)
    torch._foreach_addcmul_(v, g, g, 0.001)
    root = torch._foreach_sqrt(v)
    torch._foreach_add_(root, 1e-8)
    update = torch._foreach_div(m, root)
    torch._foreach_add_(update, w, alpha=0.01)
    torch._foreach_add_(w, update, alpha=-0.001)


class Training:
    def __init__(self, update):
        self.p = fresh_parameters()
        self.w = list(self.p.values())
        self.m = [torch.zeros_like(w) for w in self.w]
        self.v = [torch.zeros_like(w) for w in self.w]
        self.update, self.at = update, 0

    def step(self):
        x = {name: value[self.at % steps] for name, value in inputs.items()}
        self.at += 1
        loss = loss_of(self.p, x)
        g = torch.autograd.grad(loss, self.w)
        with torch.no_grad():
            self.update(self.w, list(g), self.m, self.v)
        return loss.item()


def time_step(training, seconds):
    """Milliseconds of a step: the median over about so many seconds."""
    times, until = [], time.perf_counter() + seconds
    while not times or time.perf_counter() < until:
        start = time.perf_counter()
        for _ in range(10):
            training.step()
        times.append((time.perf_counter() - start) / 10)
    return sorted(times)[len(times) // 2] * 1000


trainings = {"one operation a tensor": Training(update_each), "torch._foreach": Training(update_foreach)}
losses = [[training.step() for _ in range(20)][-1] for training in trainings.values()]
print(json.dumps({"losses": losses}), flush=True)
for line in sys.stdin:
    times = {form: time_step(training, float(line) / 2) for form, training in trainings.items()}
    form = min(times, key=times.get)
    print(json.dumps({"milliseconds": times[form], "form": form}), flush=True)
