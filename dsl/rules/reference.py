"""Writes reference.json: what PyTorch, optax and two other public implementations compute, step by step.

Only needed to make the vectors anew; the tests read the committed file and need no Python.

    apt-get install python3-torch                              # 1.13.0a0 (Debian 12)
    /usr/bin/python3 -m venv --system-site-packages venv
    venv/bin/pip install jax==0.10.2 optax==0.2.8
    pip download --no-deps timm==1.0.31 && unzip -d timm timm-1.0.31-*.whl
    git clone https://github.com/AhmedMostafa16/EXAdam         # commit 989d7b6
    venv/bin/python dsl/rules/reference.py --timm timm --exadam EXAdam/exadam.py

Everything runs in float64 on gradients and weights that float32 represents exactly, so the vectors are the
rules themselves, not float32 noise. Updates are w before minus w after, rounded to float32 at the very end
and written as the shortest decimals that read back the same.
"""

import argparse
import importlib.util
import math
import pathlib
import sys
import types

import jax

jax.config.update("jax_enable_x64", True)

import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
import optax  # noqa: E402
import torch  # noqa: E402
from optax.contrib import MuonDimensionNumbers  # noqa: E402

STEPS = 25
# Settings other than the defaults are followed up to the burst only, to keep the file small.
SHORT_STEPS = 12
EXADAM_VERSION = "989d7b6"

# Name, shape, role: the outputs are the last dimension, as everywhere in symopt.
ARRAYS = [
    ("weight", (4, 3), "matrix"),
    ("bias", (3,), "vector"),
    ("kernel", (2, 2, 3), "matrix"),
    ("gain", (1,), "vector"),
    ("embedding", (5, 2), "embedding"),
    ("head", (3, 2), "head"),
]
ROLES = {name: role for name, _, role in ARRAYS}


def schedule():
    """Multipliers of the peak learning rate: five steps of warm-up, then a cosine."""
    warmup = 5
    rates = [
        (i + 1) / warmup if i < warmup else (1 + math.cos(math.pi * (i - warmup) / (STEPS + 1 - warmup))) / 2
        for i in range(STEPS)
    ]
    return [round(rate, 6) for rate in rates]


def float32(values):
    """Three significant digits, then the nearest float32: short to write and exact in every precision."""
    return np.vectorize(lambda x: float(np.float32(float(f"{x:.3g}"))))(values)


def data():
    """Weights and gradients of very different scales, with zeros in all the places that matter."""
    random = np.random.default_rng(20230213)
    base = {"weight": 1.0, "bias": 1e-3, "kernel": 30.0, "gain": 0.1, "embedding": 1e-2, "head": 1.0}
    # Coordinates of one array differ too, except in the matrices that Newton-Schulz must be able to invert.
    spread = {"weight": 0.3, "bias": 1.0, "kernel": 0.3, "gain": 0.0, "embedding": 1.0, "head": 0.5}
    weights, means, scales = {}, {}, {}
    for name, shape, _ in ARRAYS:
        weights[name] = float32(random.normal(size=shape) * 0.5)
        scales[name] = base[name] * 10 ** (random.normal(size=shape) * spread[name])
        means[name] = random.normal(size=shape) * 0.7
    # A whole array that starts at zero: the numerator of its trust ratio is zero at the first step.
    weights["bias"] = np.zeros((3,))
    gradients = []
    for step in range(STEPS):
        # A burst and a lull: the size of all gradients jumps up, then far down.
        size = 12.0 if step == 11 else 0.01 if step in (16, 17) else 1.0
        gradient = {}
        for name, shape, _ in ARRAYS:
            noise = means[name] + random.normal(size=shape)
            # A coordinate is zero now and then.
            keep = random.random(size=shape) >= 0.06
            gradient[name] = float32(scales[name] * size * noise * keep)
        # Rows of the embedding that the batch did not use; the last row is not used before step 9.
        unused = random.random(size=5) < 0.3
        unused[4] = unused[4] or step < 8
        gradient["embedding"][unused] = 0.0
        # A whole array without a gradient, at the first step and later.
        if step in (0, 1, 13):
            gradient["gain"][:] = 0.0
        gradients.append(gradient)
    return weights, gradients


RATES = schedule()
WEIGHTS, GRADIENTS = data()


def torch_case(rule, implementation, arguments, hyperparameters=None, start="random",
               version=torch.__version__, optimizer=None):
    """Runs a torch optimizer; arguments are its keyword arguments, lr the peak."""
    optimizer = optimizer or getattr(torch.optim, implementation.split(".")[-1])
    parameters = {name: torch.nn.Parameter(torch.tensor(value.tolist(), dtype=torch.float64))
                  for name, value in initial(start).items()}
    instance = optimizer(list(parameters.values()), **arguments)
    peak = instance.param_groups[0]["lr"]
    updates = []
    for rate, gradient in zip(RATES, GRADIENTS):
        before = {name: parameter.detach().clone() for name, parameter in parameters.items()}
        for name, parameter in parameters.items():
            parameter.grad = torch.tensor(gradient[name].tolist(), dtype=torch.float64)
        for group in instance.param_groups:
            group["lr"] = peak * rate
        instance.step()
        updates.append({name: np.array((before[name] - parameter.detach()).tolist())
                        for name, parameter in parameters.items()})
    return case(rule, implementation, version, arguments, hyperparameters, start, updates)


def optax_case(rule, implementation, arguments, hyperparameters=None, start="random", make=None, view=None,
               back=None):
    """Runs an optax transformation; `learning_rate` of the arguments is the peak.

    `view` and `back` map an array to the layout that the implementation expects and back again.
    """
    view = view or (lambda x: x)
    back = back or (lambda x, shape: x)
    arguments = dict(arguments)
    options = dict(arguments)
    peak = options.pop("learning_rate")
    if make is None:
        make = optax
        for part in implementation.split(".")[1:]:
            make = getattr(make, part)
    rates = jnp.asarray(RATES)
    transformation = make(lambda count: peak * rates[count], **options)
    parameters = {name: jnp.asarray(view(value)) for name, value in initial(start).items()}
    state = transformation.init(parameters)
    step = jax.jit(transformation.update)
    updates = []
    for gradient in GRADIENTS:
        gradient = {name: jnp.asarray(view(value)) for name, value in gradient.items()}
        change, state = step(gradient, state, parameters)
        assert all(value.dtype == jnp.float64 for value in change.values()), implementation
        parameters = optax.apply_updates(parameters, change)
        updates.append({name: back(-np.asarray(change[name]), shape) for name, shape, _ in ARRAYS})
    return case(rule, implementation, optax.__version__, arguments, hyperparameters, start, updates)


def initial(start):
    """The weights that a case starts from."""
    return WEIGHTS if start == "random" else {name: np.zeros(shape) for name, shape, _ in ARRAYS}


def case(rule, implementation, version, arguments, hyperparameters, start, updates):
    flat = [np.concatenate([update[name].ravel() for name, _, _ in ARRAYS]) for update in updates]
    assert all(np.isfinite(update).all() for update in flat), (rule, implementation)
    return {
        "rule": rule,
        "implementation": implementation,
        "version": version,
        "arguments": arguments,
        "hyperparameters": hyperparameters or {},
        "start": start,
        "updates": flat[:SHORT_STEPS] if hyperparameters else flat,
    }


def clipped(rate, max_delta):
    return optax.chain(optax.clip(max_delta), optax.sgd(rate))


def centralised(rate, momentum):
    return optax.chain(optax.centralize(), optax.sgd(rate, momentum=momentum))


def muon(rate, b1=0.9, b2=0.999, weight_decay=0.0, adam_scale=1.0, **options):
    """optax.contrib.muon for the arrays of role matrix, optax.adamw for the others.

    optax.contrib.muon alone would give the others Nesterov's AdamW, which Muon's author does not use.
    """
    dimensions = {"weight": MuonDimensionNumbers(0, 1), "kernel": MuonDimensionNumbers((0, 1), 2)}
    numbers = {name: dimensions.get(name) for name, _, _ in ARRAYS}
    matrices = optax.contrib.muon(
        rate, weight_decay=weight_decay, muon_weight_dimension_numbers=numbers, **options)
    others = optax.adamw(lambda count: adam_scale * rate(count), b1=b1, b2=b2, weight_decay=weight_decay)

    def init(params):
        return matrices.init(params), others.init(params)

    def update(gradient, state, params):
        first, first_state = matrices.update(gradient, state[0], params)
        second, second_state = others.update(gradient, state[1], params)
        picked = {name: (first if name in dimensions else second)[name] for name in numbers}
        return picked, (first_state, second_state)

    return optax.GradientTransformation(init, update)


def outputs_first(x):
    """optax.centralize averages over all dimensions but the first; symopt's outputs are the last."""
    return np.moveaxis(x, -1, 0)


def outputs_last(x, shape):
    return np.moveaxis(x, 0, -1).reshape(shape)


def as_matrix(x):
    """symopt's matrix functions see an array of more than two dimensions as rows × last dimension."""
    return x.reshape(-1, x.shape[-1]) if x.ndim > 2 else x


def from_matrix(x, shape):
    return x.reshape(shape)


def load_timm(folder):
    """timm.optim alone: the whole of timm wants torchvision."""
    for name, path in (("timm", "timm"), ("timm.optim", "timm/optim")):
        module = types.ModuleType(name)
        module.__path__ = [str(pathlib.Path(folder) / path)]
        sys.modules[name] = module
    from timm.optim.adamw import AdamWLegacy
    from timm.optim.lion import Lion
    path = pathlib.Path(folder) / "timm/version.py"
    specification = importlib.util.spec_from_file_location("version", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return AdamWLegacy, Lion, module.__version__


def load_exadam(path):
    specification = importlib.util.spec_from_file_location("exadam", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    # That commit dropped the import but not its last use.
    module.np = np
    return module.EXAdam


def cases(timm_folder, exadam_path):
    adamw_legacy, timm_lion, timm_version = load_timm(timm_folder)
    exadam = load_exadam(exadam_path)

    def caution(rule, implementation, optimizer, arguments, hyperparameters=None):
        return torch_case(rule, implementation, {"caution": True, **arguments}, hyperparameters,
                          version=timm_version, optimizer=optimizer)

    def dog(rate, init_step, init_value, **options):
        return optax.contrib.dog(rate, init_step=(init_step, init_value), **options)

    def cross(arguments, hyperparameters=None):
        return torch_case("exadam", "exadam.EXAdam", arguments, hyperparameters, version=EXADAM_VERSION,
                          optimizer=exadam)

    t, o = torch_case, optax_case
    return [
        t("sgd", "torch.optim.SGD", {"lr": 0.1}),
        t("momentum", "torch.optim.SGD", {"lr": 0.01, "momentum": 0.9}),
        t("momentum", "torch.optim.SGD", {"lr": 0.5, "momentum": 0.6}, {"learning_rate": 0.5, "beta": 0.6}),
        t("nesterov", "torch.optim.SGD", {"lr": 0.01, "momentum": 0.9, "nesterov": True}),
        t("nesterov", "torch.optim.SGD", {"lr": 0.03, "momentum": 0.7, "nesterov": True},
          {"learning_rate": 0.03, "beta": 0.7}),
        o("clipped-sgd", "optax.chain(clip, sgd)", {"learning_rate": 0.1, "max_delta": 1.0}, make=clipped),
        o("clipped-sgd", "optax.chain(clip, sgd)", {"learning_rate": 0.1, "max_delta": 0.002},
          {"limit": 0.002}, make=clipped),
        o("gradient-centralization", "optax.chain(centralize, sgd)", {"learning_rate": 0.01, "momentum": 0.9},
          make=centralised, view=outputs_first, back=outputs_last),
        o("gradient-centralization", "optax.chain(centralize, sgd)", {"learning_rate": 0.2, "momentum": 0.5},
          {"learning_rate": 0.2, "beta": 0.5}, make=centralised, view=outputs_first, back=outputs_last),
        o("signsgd", "optax.sign_sgd", {"learning_rate": 0.001}),
        o("signum", "optax.signum", {"learning_rate": 0.001}),
        o("signum", "optax.signum", {"learning_rate": 0.01, "beta": 0.6},
          {"learning_rate": 0.01, "beta": 0.6}),
        o("lion", "optax.lion", {"learning_rate": 0.0001}),
        o("lion", "optax.lion", {"learning_rate": 0.002, "b1": 0.7, "b2": 0.95, "weight_decay": 0.3},
          {"learning_rate": 0.002, "beta1": 0.7, "beta2": 0.95, "weight_decay": 0.3}),
        caution("cautious-lion", "timm.optim.lion.Lion", timm_lion, {}),
        caution("cautious-lion", "timm.optim.lion.Lion", timm_lion,
                {"lr": 0.002, "betas": (0.7, 0.95), "weight_decay": 0.3},
                {"learning_rate": 0.002, "beta1": 0.7, "beta2": 0.95, "weight_decay": 0.3}),
        t("adagrad", "torch.optim.Adagrad", {}),
        t("adagrad", "torch.optim.Adagrad", {"lr": 0.5, "eps": 0.01},
          {"learning_rate": 0.5, "epsilon": 0.01}),
        t("rmsprop", "torch.optim.RMSprop", {}),
        t("rmsprop", "torch.optim.RMSprop", {"lr": 0.01, "alpha": 0.8, "eps": 0.001},
          {"beta": 0.8, "epsilon": 0.001}),
        t("adadelta", "torch.optim.Adadelta", {}),
        t("adadelta", "torch.optim.Adadelta", {"lr": 0.3, "rho": 0.6, "eps": 0.001},
          {"learning_rate": 0.3, "rho": 0.6, "epsilon": 0.001}),
        t("adam", "torch.optim.Adam", {}),
        t("adam", "torch.optim.Adam", {"lr": 0.02, "betas": (0.5, 0.9), "eps": 0.01},
          {"learning_rate": 0.02, "beta1": 0.5, "beta2": 0.9, "epsilon": 0.01}),
        t("adamw", "torch.optim.AdamW", {}),
        t("adamw", "torch.optim.AdamW", {"lr": 0.01, "betas": (0.8, 0.95), "eps": 1e-05, "weight_decay": 0.3},
          {"learning_rate": 0.01, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-05, "weight_decay": 0.3}),
        t("adamax", "torch.optim.Adamax", {}),
        t("adamax", "torch.optim.Adamax", {"lr": 0.01, "betas": (0.7, 0.9), "eps": 0.01},
          {"learning_rate": 0.01, "beta1": 0.7, "beta2": 0.9, "epsilon": 0.01}),
        # Before PyTorch 2.0 the path without foreach multiplies the momentum product by mu once too often.
        t("nadam", "torch.optim.NAdam", {"foreach": True}),
        t("nadam", "torch.optim.NAdam",
          {"foreach": True, "lr": 0.01, "betas": (0.8, 0.95), "eps": 1e-05, "momentum_decay": 0.5},
          {"learning_rate": 0.01, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-05, "momentum_decay": 0.5}),
        o("nadamw", "optax.nadamw", {"learning_rate": 0.001}),
        o("nadamw", "optax.nadamw", {"learning_rate": 0.01, "b1": 0.8, "b2": 0.99, "weight_decay": 0.3},
          {"learning_rate": 0.01, "beta1": 0.8, "beta2": 0.99, "weight_decay": 0.3}),
        t("amsgrad", "torch.optim.Adam", {"amsgrad": True}),
        t("amsgrad", "torch.optim.Adam", {"amsgrad": True, "lr": 0.01, "betas": (0.8, 0.7)},
          {"learning_rate": 0.01, "beta1": 0.8, "beta2": 0.7}),
        t("radam", "torch.optim.RAdam", {}),
        t("radam", "torch.optim.RAdam", {"lr": 0.01, "betas": (0.8, 0.9), "eps": 0.001},
          {"learning_rate": 0.01, "beta1": 0.8, "beta2": 0.9, "epsilon": 0.001}),
        o("yogi", "optax.yogi", {"learning_rate": 0.01}),
        o("yogi", "optax.yogi", {"learning_rate": 0.03, "b1": 0.7, "b2": 0.9, "eps": 1e-05},
          {"learning_rate": 0.03, "beta1": 0.7, "beta2": 0.9, "epsilon": 1e-05}),
        o("adabelief", "optax.adabelief", {"learning_rate": 0.001}),
        o("adabelief", "optax.adabelief", {"learning_rate": 0.01, "b1": 0.7, "b2": 0.9, "eps": 0.0001},
          {"learning_rate": 0.01, "beta1": 0.7, "beta2": 0.9, "epsilon": 0.0001}),
        cross({}),
        cross({"lr": 0.01, "betas": (0.7, 0.95), "eps": 1e-05, "weight_decay": 0.3},
              {"learning_rate": 0.01, "beta1": 0.7, "beta2": 0.95, "epsilon": 1e-05, "weight_decay": 0.3}),
        caution("cautious-adamw", "timm.optim.adamw.AdamWLegacy", adamw_legacy, {}),
        caution("cautious-adamw", "timm.optim.adamw.AdamWLegacy", adamw_legacy,
                {"lr": 0.01, "betas": (0.7, 0.95), "weight_decay": 0.3},
                {"learning_rate": 0.01, "beta1": 0.7, "beta2": 0.95, "weight_decay": 0.3}),
        o("adafactor", "optax.adafactor", {"learning_rate": 0.01, "min_dim_size_to_factor": 1},
          view=as_matrix, back=from_matrix),
        o("adafactor", "optax.adafactor",
          {"learning_rate": 0.1, "min_dim_size_to_factor": 1, "decay_rate": 0.5, "clipping_threshold": 2.0},
          {"learning_rate": 0.1, "decay_rate": 0.5, "clipping_threshold": 2},
          view=as_matrix, back=from_matrix),
        o("lars", "optax.lars", {"learning_rate": 1.0}),
        o("lars", "optax.lars",
          {"learning_rate": 3.0, "weight_decay": 0.02, "trust_coefficient": 0.01, "momentum": 0.6},
          {"learning_rate": 3, "weight_decay": 0.02, "trust_coefficient": 0.01, "beta": 0.6}),
        o("lamb", "optax.lamb", {"learning_rate": 0.001}),
        o("lamb", "optax.lamb",
          {"learning_rate": 0.02, "b1": 0.7, "b2": 0.95, "eps": 0.0001, "weight_decay": 0.3},
          {"learning_rate": 0.02, "beta1": 0.7, "beta2": 0.95, "epsilon": 0.0001, "weight_decay": 0.3}),
        # Both measure how far the weights have come from their start, and at their defaults that is less than
        # the spacing of float32 numbers near 1: only from zero can float32 follow them.
        o("dog", "optax.contrib.dog", {"learning_rate": 1.0, "init_step": "heuristic", "init_value": 1e-06},
          start="zero", make=dog),
        o("dog", "optax.contrib.dog",
          {"learning_rate": 0.7, "init_step": "heuristic", "init_value": 0.1, "eps": 0.01},
          {"learning_rate": 0.7, "initial_distance": 0.1, "epsilon": 0.01}, make=dog),
        o("prodigy", "optax.contrib.prodigy", {"learning_rate": 1.0}, start="zero"),
        o("prodigy", "optax.contrib.prodigy",
          {"learning_rate": 1.0, "betas": (0.8, 0.9), "estim_lr0": 0.001, "estim_lr_coef": 2.0,
           "weight_decay": 0.1},
          {"beta1": 0.8, "beta2": 0.9, "initial_d": 0.001, "d_coefficient": 2, "weight_decay": 0.1},
          start="zero"),
        o("muon", "optax.contrib.muon and optax.adamw", {"learning_rate": 0.02}, make=muon),
        o("muon", "optax.contrib.muon and optax.adamw",
          {"learning_rate": 0.05, "beta": 0.8, "b1": 0.7, "b2": 0.95, "weight_decay": 0.3, "adam_scale": 0.1},
          {"learning_rate": 0.05, "momentum": 0.8, "beta1": 0.7, "beta2": 0.95, "weight_decay": 0.3,
           "adam_learning_rate": 0.005}, make=muon),
    ]


def number(x):
    """The shortest decimal that reads back as the float32 nearest to x."""
    x = np.float32(x)
    if x == 0:
        return "0"
    positional = np.format_float_positional(x, unique=True, trim="-")
    scientific = np.format_float_scientific(x, unique=True, trim="-", exp_digits=1)
    return min(positional, scientific, key=len)


def value(x):
    if isinstance(x, bool):
        return "true" if x else "false"
    if isinstance(x, str):
        return f'"{x}"'
    if isinstance(x, (tuple, list)):
        return "[" + ", ".join(map(value, x)) + "]"
    if isinstance(x, dict):
        return "{" + ", ".join(f'"{key}": {value(item)}' for key, item in x.items()) + "}"
    return repr(x)


def row(numbers):
    return "[" + ",".join(map(number, numbers)) + "]"


def rows(matrix, indent):
    separator = ",\n" + indent
    return "[\n" + indent + separator.join(map(row, matrix)) + "\n" + indent[:-2] + "]"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--timm", required=True, help="folder with timm's wheel unpacked")
    parser.add_argument("--exadam", required=True, help="exadam.py of its author's repository")
    options = parser.parse_args()
    arrays = ",\n    ".join(
        value({"name": name, "shape": shape, "role": role}) for name, shape, role in ARRAYS)
    flat = [np.concatenate([gradient[name].ravel() for name, _, _ in ARRAYS]) for gradient in GRADIENTS]
    weights = np.concatenate([WEIGHTS[name].ravel() for name, _, _ in ARRAYS])
    texts = []
    for item in cases(options.timm, options.exadam):
        head = ",\n      ".join(f'"{key}": {value(item[key])}' for key in item if key != "updates")
        updates = rows(item["updates"], " " * 8)
        texts.append("    {\n      " + head + ',\n      "updates": ' + updates + "\n    }")
    text = (
        '{\n  "arrays": [\n    ' + arrays + '\n  ],\n  "schedule": ' + value(RATES)
        + ',\n  "weights": ' + row(weights) + ',\n  "gradients": ' + rows(flat, " " * 4)
        + ',\n  "cases": [\n' + ",\n".join(texts) + "\n  ]\n}\n"
    )
    path = pathlib.Path(__file__).with_name("reference.json")
    path.write_text(text)
    print(f"{path}: {len(texts)} cases, {len(text)} bytes")


main()
