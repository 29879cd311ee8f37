"""The JAX peer of the benchmark of candidates: whole trainings of a candidate each, on a GPU or the CPU.

Reads a folder that bench/problem.ts writes and prints a line of JSON: the training losses of the 20th step in each
form, and what it computes on. Then, for each line of input, a JSON object with the `steps` of a training, the `seconds`
that a form may take, and the `most` candidates side by side, it prints another: trainings a second in each form.

With one program a candidate, which is what a search needs, a whole training is one jitted scan over its steps, compiled
anew for each, as each has another program; once more without its compiling. With one program that all share it is
vmapped over the candidates, and compiling is not counted: python3 jax_candidates.py --device cuda|cpu FOLDER
"""

import json
import os
import sys
import time

sys.dont_write_bytecode = True
DEVICE = sys.argv[sys.argv.index("--device") + 1]
os.environ["JAX_PLATFORMS"] = DEVICE
# Others compute on the same GPU, at other times: none may take its memory for good.
os.environ["XLA_PYTHON_CLIENT_PREALLOCATE"] = "false"

import jax
import jax.numpy as jnp
from jax_problem import batches, loss_of, read_inputs, read_weights

AGREED = 20
# Products in float32, as everywhere else: on a GPU JAX rounds their operands to ten bits by default.
jax.config.update("jax_default_matmul_precision", "highest")
weights = read_weights()
inputs = {name: jnp.asarray(value) for name, value in read_inputs().items()}


def train(w, decay, data, steps):
    """The losses of all steps of a training."""

    def move(state, step):
        w, m, v = state
        x = {name: value[step % batches] for name, value in data.items()}
        loss, g = jax.value_and_grad(loss_of)(w, x)
        m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
        v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
        w = jax.tree.map(lambda w, m, v: w - 0.001 * (m / (jnp.sqrt(v) + 1e-8) + decay * w), w, m, v)
        return (w, m, v), loss

    zeros = jax.tree.map(jnp.zeros_like, w)
    (w, _, _), losses = jax.lax.scan(move, (w, zeros, zeros), jnp.arange(steps))
    # The weights too, or XLA would leave out what the losses do not need.
    return losses, w


def decay_of(candidate):
    """Another decay for each, so that none is taken for one trained before."""
    return 0.01 + 1e-6 * candidate


def compiled(candidate, steps):
    """A candidate's training as a program of its own: its decay is a constant in it."""
    decay = decay_of(candidate)
    return jax.jit(lambda w, data: train(w, decay, data, steps)).lower(weights, inputs).compile()


def shared(count, steps):
    """Trainings of candidates that share a program, each with a decay of its own."""
    decays = jnp.asarray([decay_of(candidate) for candidate in range(count)])
    batched = jax.vmap(lambda decay, w, data: train(w, decay, data, steps), in_axes=(0, None, None))
    runner = jax.jit(batched).lower(decays, weights, inputs).compile()
    return lambda: jax.block_until_ready(runner(decays, weights, inputs))


def rate(run, seconds):
    """Calls a second, one after another for about so many seconds, and one at least."""
    start, count = time.perf_counter(), 0
    while count == 0 or time.perf_counter() - start < seconds:
        run(count)
        count += 1
    return count / (time.perf_counter() - start)


def best_shared(steps, seconds, most):
    """Trainings a second where they share a program: as many side by side as does best."""
    best, count = None, min(16, most)
    while count <= most:
        try:
            start = time.perf_counter()
            run = shared(count, steps)
            took = time.perf_counter() - start
            run()
            start = time.perf_counter()
            found = count * rate(lambda _: run(), seconds / 4)
        except jax.errors.JaxRuntimeError as error:
            if "RESOURCE_EXHAUSTED" not in str(error):
                raise
            break
        if best is not None and found < best["perSecond"]:
            break
        best = {"kind": "shared", "form": "jax.vmap", "lanes": count, "perSecond": found, "compileSeconds": took}
        # The next takes four times as long, where this one filled the device.
        if time.perf_counter() - start > 2 * seconds:
            break
        count *= 4
    return best


def measure(steps, seconds, most):
    def fresh(candidate):
        jax.block_until_ready(compiled(candidate, steps)(weights, inputs))

    own = rate(fresh, seconds)
    ready = compiled(0, steps)
    prepared = rate(lambda _: jax.block_until_ready(ready(weights, inputs)), seconds / 2)
    forms = [
        {"kind": "own", "form": "jit, compiled for each", "lanes": 1, "perSecond": own},
        {"kind": "prepared", "form": "jit, compiling not counted", "lanes": 1, "perSecond": prepared},
        best_shared(steps, seconds, most),
    ]
    return [form for form in forms if form is not None]


losses = [float(compiled(0, AGREED)(weights, inputs)[0][-1])]
losses += [float(each) for each in shared(2, AGREED)()[0][:, -1]]
device = jax.devices()[0]
print(json.dumps({"losses": losses, "device": device.device_kind if DEVICE != "cpu" else "the CPU"}), flush=True)
for line in sys.stdin:
    print(json.dumps({"forms": measure(**json.loads(line))}), flush=True)
