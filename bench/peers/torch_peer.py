"""The PyTorch peer of the training benchmark: the same model, weights, data and update rule, eager, one thread.

Reads a folder that bench/problem.ts writes and prints a line of JSON: the training losses of the 20th step. Then,
for each line of input, a number of seconds, it prints another: the milliseconds of a step, and which form of the
update was the faster, one operation a tensor or torch._foreach.
Runs with PyTorch 1.13 or newer: python3 torch_peer.py FOLDER
"""

import json
import sys
import time

sys.dont_write_bytecode = True

import torch
from torch_adamw import update_each, update_foreach
from torch_problem import batches, loss_of, read_inputs, read_weights

torch.set_num_threads(1)
inputs = read_inputs()


class Training:
    def __init__(self, update):
        self.p = {name: weight.requires_grad_() for name, weight in read_weights().items()}
        self.w = list(self.p.values())
        self.m = [torch.zeros_like(w) for w in self.w]
        self.v = [torch.zeros_like(w) for w in self.w]
        self.update, self.at = update, 0

    def step(self):
        x = {name: value[self.at % batches] for name, value in inputs.items()}
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
