"""Drives exported optimizers for scalars.test.ts: prints the state that they keep.

Run as `python3 scalars.py FOLDER`, where FOLDER has request.json and the exported modules.
"""

import importlib
import json
import math
import sys
import traceback
import warnings

folder = sys.argv[1]
sys.path.insert(0, folder)
with open(f"{folder}/request.json") as file:
    request = json.load(file)


def torch_state(module, case, moment):
    """State after a first step and one at a moment, by its names."""
    import torch

    found = [x for x in vars(module).values() if isinstance(x, type)]
    (optimizer_class,) = [x for x in found if x.__module__ == module.__name__]
    p = torch.nn.Parameter(torch.ones(2))
    p.grad = torch.ones(2)
    keywords = {"total_steps": int(moment["T"])} if case["reads_T"] else {}
    optimizer = optimizer_class([p], lr=1.0, **keywords)
    (group,) = optimizer.param_groups
    for at in (request["first"], moment):
        group["lr"] = at["lr"]
        for counted in (group, optimizer.state[p]):
            if "step" in counted:
                counted["step"] = int(at["t"]) - 1
        loss = torch.tensor(float(at["loss"]), dtype=torch.float64)
        optimizer.step((lambda: loss) if case["reads_loss"] else None)
    return {**group, **optimizer.state[p]}


def optax_state(module, case, moment):
    """The same of a transformation."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    # A scalar of float64 may be too large for weights of float32.
    warnings.simplefilter("ignore", RuntimeWarning)
    keywords = {"total_steps": int(moment["T"])} if case["reads_T"] else {}
    if case["reads_peak"]:
        keywords["peak_learning_rate"] = 1.0
    params = {"w": jnp.ones(2, jnp.float32)}
    state = None
    for at in (request["first"], moment):
        transformation = module.f(learning_rate=float(at["lr"]), **keywords)
        state = transformation.init(params) if state is None else state
        state = state._replace(count=jnp.asarray(int(at["t"]) - 1, jnp.int32))
        loss = {"value": float(at["loss"])} if case["reads_loss"] else {}
        _, state = transformation.update(params, state, params, **loss)
    return state._asdict()


def spelled(x):
    """A number as JSON may have it."""
    x = float(x)
    return x if math.isfinite(x) else str(x)


def state_of(case, moment):
    try:
        module = importlib.import_module(case["module"])
        drive = torch_state if request["framework"] == "pytorch" else optax_state
        state = drive(module, case, moment)
        return [spelled(state[name]) for name in case["states"]]
    except Exception:
        return {"error": traceback.format_exc()}


moments = [
    {key: float(value) for key, value in moment.items()} for moment in request["moments"]
]
print(
    json.dumps(
        {
            case["module"]: [state_of(case, moment) for moment in moments]
            for case in request["cases"]
        }
    )
)
