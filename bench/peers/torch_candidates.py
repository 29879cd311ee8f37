"""The PyTorch peer of the benchmark of candidates: whole trainings of a candidate each, on a GPU or the CPU.

Reads a folder that bench/problem.ts writes and prints a line of JSON: the training losses of the 20th step in each
form, and what it computes on. Then, for each line of input, a JSON object with the `steps` of a training, the `seconds`
that a form may take, and the `most` candidates side by side, it prints another: trainings a second in each form.

Forms of one program a candidate, which is what a search needs: eager, one operation a tensor or torch._foreach, and a
step captured as a CUDA graph anew for each candidate, as each has another program. Forms of one program that all
candidates share: torch.func.vmap over them, eager, and as a CUDA graph. Losses stay on the device until a training
ends. Runs with PyTorch 2.0 or newer: python3 torch_candidates.py --device cuda|cpu FOLDER
"""

import json
import sys
import time

sys.dont_write_bytecode = True

import torch
from torch_adamw import update_each, update_foreach
from torch_problem import batches, loss_of, read_inputs, read_weights

AGREED = 20
device = torch.device(sys.argv[sys.argv.index("--device") + 1])
if device.type == "cuda" and not torch.cuda.is_available():
    sys.exit(f"Error: this PyTorch, {torch.__version__}, finds no CUDA GPU")
# As the other peers on the CPU: threads that wait for each other would take longer where others compute.
torch.set_num_threads(1)
# Products in float32, as everywhere else.
torch.backends.cuda.matmul.allow_tf32 = False
inputs = {name: value.to(device) for name, value in read_inputs().items()}
weights = {name: value.to(device) for name, value in read_weights().items()}


def synchronize():
    if device.type == "cuda":
        torch.cuda.synchronize()


def decay_of(candidate):
    """Another decay for each, so that none is taken for one trained before."""
    return 0.01 + 1e-6 * candidate


class Candidate:
    """One candidate with a program of its own."""

    def __init__(self, update, decay):
        self.update, self.decay, self.losses = update, decay, []
        self.p = {name: value.clone().requires_grad_() for name, value in weights.items()}
        self.w = list(self.p.values())
        self.m = [torch.zeros_like(w) for w in self.w]
        self.v = [torch.zeros_like(w) for w in self.w]

    def move(self, x):
        loss = loss_of(self.p, x)
        g = torch.autograd.grad(loss, self.w)
        with torch.no_grad():
            self.update(self.w, list(g), self.m, self.v, self.decay)
        return loss.detach()

    def train(self, steps):
        losses = []
        for step in range(steps):
            losses.append(self.move({name: value[step % batches] for name, value in inputs.items()}))
        return torch.stack(losses).cpu()


class Shared:
    """Candidates that share a program, side by side, each with a decay of its own."""

    def __init__(self, count):
        self.p = {name: value.expand(count, *value.shape).clone() for name, value in weights.items()}
        self.m = {name: torch.zeros_like(value) for name, value in self.p.items()}
        self.v = {name: torch.zeros_like(value) for name, value in self.p.items()}
        decays = torch.tensor([decay_of(candidate) for candidate in range(count)], device=device)
        self.decays = {name: decays.reshape(count, *[1] * (value.dim() - 1)) for name, value in self.p.items()}
        self.gradient = torch.func.vmap(torch.func.grad_and_value(loss_of), in_dims=(0, None))

    def move(self, x):
        gradients, loss = self.gradient(self.p, x)
        for name, w in self.p.items():
            g, m, v = gradients[name], self.m[name], self.v[name]
            m.mul_(0.9).add_(g, alpha=0.1)
            v.mul_(0.999).addcmul_(g, g, value=0.001)
            w.sub_(m.div(v.sqrt().add_(1e-8)).add_(w * self.decays[name]), alpha=0.001)
        return loss

    train = Candidate.train


class Graphed:
    """A training whose step was captured as a CUDA graph: nothing but the graph is launched."""

    def __init__(self, training, steps):
        self.training, self.steps = training, steps
        self.at = torch.zeros(1, dtype=torch.long, device=device)
        self.losses = None
        self.start = [value.detach().clone() for value in self.state()]
        # Not torch.cuda.graph, which collects garbage first: that would take longer than the training.
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            # A step as usual first, in which PyTorch's libraries make what they keep.
            loss = self.move()
            self.losses = torch.zeros(steps, *loss.shape, device=device)
            self.graph = torch.cuda.CUDAGraph()
            torch.cuda.synchronize()
            self.graph.capture_begin()
            try:
                self.move()
            finally:
                self.graph.capture_end()
        torch.cuda.current_stream().wait_stream(stream)
        self.reset()

    def state(self):
        values = [self.training.p, self.training.m, self.training.v]
        return [value for each in values for value in (each.values() if isinstance(each, dict) else each)]

    def move(self):
        batch = self.at.remainder(batches)
        x = {name: value.index_select(0, batch).squeeze(0) for name, value in inputs.items()}
        loss = self.training.move(x)
        if self.losses is not None:
            self.losses.index_copy_(0, self.at, loss.unsqueeze(0))
        self.at.add_(1)
        return loss

    def reset(self):
        with torch.no_grad():
            for value, start in zip(self.state(), self.start):
                value.copy_(start)
            self.at.zero_()

    def train(self, steps):
        for _ in range(steps):
            self.graph.replay()
        return self.losses[:steps].cpu()


def rate(train, seconds):
    """Trainings a second, one after another for about so many seconds, and one at least."""
    synchronize()
    start, count = time.perf_counter(), 0
    while count == 0 or time.perf_counter() - start < seconds:
        train(count)
        count += 1
    synchronize()
    return count / (time.perf_counter() - start)


def eager(update):
    return lambda candidate, steps: Candidate(update, decay_of(candidate)).train(steps)


def graphed(candidate, steps):
    return Graphed(Candidate(update_foreach, decay_of(candidate)), steps).train(steps)


def shared_graphed(count, steps):
    training = Graphed(Shared(count), steps)

    def train(_):
        training.reset()
        return training.train(steps)

    return train


own = {"one operation a tensor": eager(update_each), "torch._foreach": eager(update_foreach)}
shared = {"torch.func.vmap": lambda count, steps: lambda _: Shared(count).train(steps)}
if device.type == "cuda":
    own["a CUDA graph captured for each"] = graphed
    shared["torch.func.vmap in a CUDA graph"] = shared_graphed


def best_of(form, steps, seconds, most):
    """Trainings a second where they share a program: as many side by side as does best."""
    best, count = None, min(16, most)
    while count <= most:
        try:
            shared[form](count, 2)(0)
            train = shared[form](count, steps)
            start = time.perf_counter()
            found = count * rate(train, seconds / 4)
        except torch.cuda.OutOfMemoryError:
            break
        if best is not None and found < best["perSecond"]:
            break
        best = {"kind": "shared", "form": form, "lanes": count, "perSecond": found}
        # The next takes four times as long, where this one filled the device.
        if time.perf_counter() - start > 2 * seconds:
            break
        count *= 4
    return best


def measure(steps, seconds, most):
    forms = [
        {"kind": "own", "form": form, "lanes": 1, "perSecond": rate(lambda k: train(k, steps), seconds)}
        for form, train in own.items()
    ]
    return forms + [best for form in shared if (best := best_of(form, steps, seconds, most)) is not None]


def agreed(forms, train):
    """The losses of the 20th step in each form; one that this PyTorch cannot do is left out."""
    found = []
    for form in list(forms):
        try:
            found += train(forms[form])[-1].reshape(-1).tolist()
        except RuntimeError as error:
            print(f"{form}: {error}", file=sys.stderr)
            del forms[form]
    return found


losses = agreed(own, lambda train: train(0, AGREED)) + agreed(shared, lambda make: make(2, AGREED)(0))
name = torch.cuda.get_device_name() if device.type == "cuda" else "the CPU"
print(json.dumps({"losses": losses, "device": name}), flush=True)
for line in sys.stdin:
    print(json.dumps({"forms": measure(**json.loads(line))}), flush=True)
