"""Drives exported optax transformations for target.test.ts: reads a request, prints results.

Run as `python3 drive.py FOLDER`, where FOLDER has request.json and the exported modules.
"""

import importlib
import json
import math
import os
import pickle
import sys
import traceback

# Rules are compiled once each and run for some steps: what counts is the compiler's own time.
os.environ["XLA_FLAGS"] = "--xla_backend_optimization_level=0"

import jax
import jax.numpy as jnp
import numpy
import optax

folder = sys.argv[1]
sys.path.insert(0, folder)
with open(f"{folder}/request.json") as file:
    request = json.load(file)
course = request["course"]
jax.config.update("jax_enable_x64", request["float64"])


def factory(name):
    """The function of a module that makes its transformation."""
    module = importlib.import_module(name)
    found = [
        value
        for key, value in vars(module).items()
        if callable(value)
        and getattr(value, "__module__", "") == name
        and not isinstance(value, type)
        and not key.startswith("_")
    ]
    assert len(found) == 1, f"{name} has {len(found)} functions"
    return found[0]


def tree_of(numbers):
    tree, offset = {}, 0
    # JAX sorts the keys of a dict: the numbers keep the arrays in order.
    for index, array in enumerate(course["arrays"]):
        size = math.prod(array["shape"])
        flat = numpy.asarray(numbers[offset : offset + size], numpy.float32)
        tree[f"{index}"] = flat.reshape(array["shape"])
        offset += size
    return tree


gradients = [tree_of(gradient) for gradient in course["gradients"]]


def schedule(peak):
    values = jnp.asarray(course["schedule"], float)
    return lambda count: peak * values[count]


def make(case, **keywords):
    if not keywords:
        keywords["learning_rate"] = schedule(case["peak"])
        if case["reads_peak"]:
            keywords["peak_learning_rate"] = case["peak"]
    if case["reads_T"]:
        keywords["total_steps"] = len(course["gradients"])
    if case["reads_role"]:
        roles = {f"{k}": array["role"] for k, array in enumerate(course["arrays"])}
        keywords["roles"] = roles
    return factory(case["module"])(**keywords)


def make_step(case):
    """The transformation, and a compiled step of it."""
    transformation = make(case)

    def step(params, state, gradient, loss):
        extra = {"value": loss} if case["reads_loss"] else {}
        updates, state = transformation.update(gradient, state, params, **extra)
        return optax.apply_updates(params, updates), state

    return transformation, jax.jit(step)


def run(case, transformation, step, reload=False):
    """The weights after each step."""
    params = jax.device_put(tree_of(course["weights"]))
    state = transformation.init(params)
    steps = []
    for k in range(case["steps"]):
        if reload and k == case["steps"] // 2:
            leaves, treedef = jax.tree_util.tree_flatten(state)
            saved = pickle.dumps([jax.device_get(leaf) for leaf in leaves])
            state = treedef.unflatten([jnp.asarray(x) for x in pickle.loads(saved)])
        before = jax.tree_util.tree_map(lambda x: (x.shape, x.dtype), state)
        params, state = step(params, state, gradients[k], course["losses"][k])
        after = jax.tree_util.tree_map(lambda x: (x.shape, x.dtype), state)
        assert before == after, f"state changed its type: {before} {after}"
        arrays = [numpy.asarray(x).reshape(-1) for x in params.values()]
        flat = numpy.concatenate(arrays).tolist()
        steps.append([x if math.isfinite(x) else None for x in flat])
    return steps


def small_problem(transformation, steps=50):
    params = {"w": jnp.ones((3, 2)), "b": jnp.zeros(2)}
    state = transformation.init(params)

    def loss_of(params):
        x = jnp.arange(12.0).reshape(4, 3) / 10
        return jnp.sum((x @ params["w"] + params["b"] - 1) ** 2)

    @jax.jit
    def step(params, state):
        gradient = jax.grad(loss_of)(params)
        updates, state = transformation.update(gradient, state, params)
        return optax.apply_updates(params, updates), state

    first = loss_of(params)
    for _ in range(steps):
        params, state = step(params, state)
    return float(first), float(loss_of(params))


def check_composes():
    """Works in chains, masks and multi_transform, and inside lax.scan."""
    lion, adamw = factory("lion"), factory("adamw")
    mask, rest = {"w": True, "b": False}, {"w": False, "b": True}
    for transformation in [
        optax.chain(optax.clip_by_global_norm(1.0), adamw(0.1)),
        optax.chain(
            optax.masked(lion(0.01), mask), optax.masked(optax.set_to_zero(), rest)
        ),
        optax.multi_transform({"a": lion(0.01), "b": adamw(0.1)}, {"w": "a", "b": "b"}),
        optax.inject_hyperparams(adamw)(learning_rate=0.1),
        optax.MultiSteps(adamw(0.1), every_k_schedule=2),
    ]:
        first, last = small_problem(transformation)
        assert last < 0.5 * first, f"{transformation}: {first} to {last}"


def check_scans():
    """The state keeps its structure and types, as a loop of JAX demands."""
    for name in ["adamw", "prodigy", "nadam", "lars", "adafactor", "dog"]:
        for dtype in [jnp.float32, jnp.bfloat16]:
            transformation = factory(name)()
            params = {"w": jnp.ones((3, 2), dtype)}
            gradients = jnp.ones((5, 3, 2), dtype)

            def step(carry, gradient):
                params, state = carry
                updates, state = transformation.update({"w": gradient}, state, params)
                return (optax.apply_updates(params, updates), state), None

            carry = (params, transformation.init(params))
            (params, _), _ = jax.lax.scan(step, carry, gradients)
            assert params["w"].dtype == dtype and bool(
                jnp.all(jnp.isfinite(params["w"]))
            )


def check_needs_params():
    transformation = factory("lion")()
    params = {"w": jnp.ones(2)}
    try:
        transformation.update(params, transformation.init(params))
    except ValueError as error:
        assert "needs params" in str(error)
    else:
        raise AssertionError("took no params")


def check_needs_peak():
    try:
        factory("muon")(learning_rate=lambda count: 0.1)
    except ValueError as error:
        assert "peak_learning_rate" in str(error)
    else:
        raise AssertionError("took a schedule without its peak")


def check_zero_rate_moves_nothing():
    """Of the rules that divide by the peak; the others multiply by the rate."""
    params, gradient = tree_of(course["weights"]), gradients[0]
    cases = [case for case in request["cases"] if case["reads_peak"] and case["resumed"]]
    assert len(cases) > 2
    made = [make(case, learning_rate=0.0) for case in cases]
    injected = optax.inject_hyperparams(factory("muon"))(learning_rate=0.0)
    for transformation in [*made, injected]:
        state = transformation.init(params)
        update_fn = optax.with_extra_args_support(transformation).update
        updates, _ = update_fn(gradient, state, params, value=1.0)
        for update in updates.values():
            assert not numpy.any(numpy.asarray(update)), transformation


def check_takes_an_empty_tree():
    transformation = factory("adamw")()
    updates, _ = transformation.update({}, transformation.init({}), {})
    assert updates == {}


def attempt(function, *args, **keywords):
    try:
        return function(*args, **keywords)
    except Exception:
        return {"error": traceback.format_exc()}


def agreement(case):
    made = attempt(make_step, case)
    if isinstance(made, dict):
        return {"steps": made}
    steps = attempt(run, case, *made)
    if not case["resumed"]:
        return {"steps": steps}
    return {"steps": steps, "loaded": attempt(run, case, *made, reload=True) == steps}


checks = {
    name[6:]: function for name, function in globals().items() if name[:6] == "check_"
}
print(
    json.dumps(
        {
            "cases": {case["module"]: agreement(case) for case in request["cases"]},
            "checks": {
                name: attempt(function)
                for name, function in (checks.items() if request["checks"] else [])
            },
        }
    )
)
