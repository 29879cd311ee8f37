"""Drives exported PyTorch optimizers for pytorch.test.ts: reads a request, prints results.

Run as `python3 drive.py FOLDER`, where FOLDER has request.json and the exported modules.
"""

import copy
import importlib
import io
import json
import math
import pickle
import sys
import traceback

import torch

folder = sys.argv[1]
sys.path.insert(0, folder)
with open(f"{folder}/request.json") as file:
    request = json.load(file)
course = request["course"]


def optimizer_class(name):
    """The only optimizer of a module."""
    module = importlib.import_module(name)
    found = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, torch.optim.Optimizer)
        and value is not torch.optim.Optimizer
    ]
    assert len(found) == 1, f"{name} has {len(found)} optimizers"
    return found[0]


def make_parameters(transposed=False):
    """The course's arrays; transposed ones are outputs by inputs."""
    parameters, offset = [], 0
    for array in course["arrays"]:
        size = math.prod(array["shape"])
        flat = torch.tensor(course["weights"][offset : offset + size])
        value = turned(flat.reshape(array["shape"]), transposed)
        parameters.append(torch.nn.Parameter(value.clone()))
        offset += size
    return parameters


def turned(value, transposed):
    """From inputs by outputs to outputs first, and back for arrays of two dimensions."""
    return value.movedim(-1, 0) if transposed and value.ndim >= 2 else value


def set_gradients(parameters, step, transposed=False):
    offset = 0
    for p, array in zip(parameters, course["arrays"]):
        size = p.numel()
        flat = torch.tensor(course["gradients"][step][offset : offset + size])
        p.grad = turned(flat.reshape(array["shape"]), transposed).clone()
        offset += size


def make_optimizer(case, parameters, transposed=False, **keywords):
    """One group an array, so that sums have to span the groups."""
    if case["reads_T"]:
        keywords["total_steps"] = len(course["gradients"])
    groups = []
    for p, array in zip(parameters, course["arrays"]):
        group = {"params": [p]}
        if case["reads_role"]:
            group["role"] = array["role"]
        if case["reads_form"]:
            group["transposed"] = transposed
        groups.append(group)
    whole = not case["reads_role"] and not case["grouped"]
    if whole:
        if case["reads_form"]:
            keywords["transposed"] = transposed
        return optimizer_class(case["module"])(parameters, **keywords)
    return optimizer_class(case["module"])(groups, **keywords)


def advance(case, optimizer, parameters, step, peaks, transposed=False):
    set_gradients(parameters, step, transposed)
    for group, peak in zip(optimizer.param_groups, peaks):
        group["lr"] = peak * course["schedule"][step]
    loss = course["losses"][step]
    if case["reads_loss"]:
        assert optimizer.step(lambda: torch.tensor(loss)) == loss
    else:
        assert optimizer.step() is None


def weights_of(parameters, transposed=False):
    flat = []
    for p in parameters:
        back = p.detach().movedim(0, -1) if transposed and p.ndim >= 2 else p.detach()
        flat += back.reshape(-1).tolist()
    return [x if math.isfinite(x) else None for x in flat]


def run(case, transposed=False, interrupted=None):
    """The weights after each step; `interrupted` replaces the optimizer halfway."""
    parameters = make_parameters(transposed)
    optimizer = make_optimizer(case, parameters, transposed)
    peaks = [group["lr"] for group in optimizer.param_groups]
    steps = []
    for step in range(case["steps"]):
        if interrupted is not None and step == case["steps"] // 2:
            parameters, optimizer = interrupted(case, parameters, optimizer)
        advance(case, optimizer, parameters, step, peaks, transposed)
        steps.append(weights_of(parameters, transposed))
    return steps


def reloaded(case, parameters, optimizer):
    """Saved to a file and loaded by a new process, as it were."""
    file = io.BytesIO()
    torch.save([[p.detach() for p in parameters], optimizer.state_dict()], file)
    file.seek(0)
    values, state = torch.load(file)
    again = [torch.nn.Parameter(value.clone()) for value in values]
    other = make_optimizer(case, again)
    other.load_state_dict(state)
    return again, other


def copied(case, parameters, optimizer):
    return copy.deepcopy((parameters, optimizer))


def pickled(case, parameters, optimizer):
    return pickle.loads(pickle.dumps((parameters, optimizer)))


def check_model_goes_on():
    """A model that is saved with its optimizer, loaded and trained on gives the same."""

    def train(model, optimizer, scheduler, steps, random):
        losses = []
        for _ in range(steps):
            x = torch.randn(16, 8, generator=random)
            y = (x[:, :3].sum(1) > 0).long()

            def closure():
                optimizer.zero_grad()
                loss = torch.nn.functional.cross_entropy(model(x), y)
                loss.backward()
                return loss

            losses.append(float(optimizer.step(closure)))
            scheduler.step()
        return losses

    def build(name):
        torch.manual_seed(1)
        model = torch.nn.Sequential(
            torch.nn.Linear(8, 16), torch.nn.Tanh(), torch.nn.Linear(16, 2)
        )
        optimizer = optimizer_class(name)(model.parameters(), lr=0.01)
        scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 200)
        return model, optimizer, scheduler

    for name in ["lion", "adamw", "muon", "paper_raw", "nadam"]:
        parts = build(name)
        random = torch.Generator().manual_seed(2)
        first = train(*parts, 60, random)
        file = io.BytesIO()
        torch.save([*(part.state_dict() for part in parts), random.get_state()], file)
        straight = train(*parts, 60, random)
        file.seek(0)
        *states, random_state = torch.load(file)
        parts = build(name)
        for part, state in zip(parts, states):
            part.load_state_dict(state)
        random.set_state(random_state)
        assert train(*parts, 60, random) == straight, f"{name} went on differently"
        assert sum(straight[-10:]) < 0.8 * sum(first[:10]), f"{name} did not learn"


def check_groups_have_rates():
    """Each group follows its own lr and hyperparameters."""
    a, b = (torch.nn.Parameter(torch.ones(3)) for _ in range(2))
    a.grad = b.grad = torch.ones(3)
    groups = [{"params": [a]}, {"params": [b], "lr": 0.5, "weight_decay": 1.0}]
    optimizer = optimizer_class("lion")(groups, lr=0.25, weight_decay=0.0)
    optimizer.step()
    assert a.tolist() == [0.75] * 3 and b.tolist() == [0.0] * 3


def check_skips_without_gradient():
    """What has no gradient is left alone, and begins when it has one."""
    a, b = (torch.nn.Parameter(torch.ones(2)) for _ in range(2))
    optimizer = optimizer_class("adamw")([a, b], lr=0.1, weight_decay=0.0)
    for _ in range(3):
        a.grad = torch.ones(2)
        optimizer.step()
    assert b.tolist() == [1.0, 1.0] and b not in optimizer.state
    a.grad, b.grad = None, torch.ones(2)
    optimizer.step()
    assert torch.allclose(b, torch.full((2,), 0.9)), b


def check_first_weights_are_kept():
    """A copy of the first weights does not follow the weights."""
    p = torch.nn.Parameter(torch.ones(2))
    optimizer = optimizer_class("dog")([p])
    for _ in range(3):
        p.grad = torch.ones(2)
        optimizer.step()
    assert optimizer.state[p]["w0"].tolist() == [1.0, 1.0] != p.tolist()


def check_rate_is_validated():
    p = torch.nn.Parameter(torch.ones(2))
    for lr in (-1.0, float("nan")):
        try:
            optimizer_class("lion")([p], lr=lr)
        except ValueError as error:
            assert "lr must be at least 0" in str(error)
        else:
            raise AssertionError(f"took lr {lr}")


def check_zero_rate_moves_nothing():
    for case in request["cases"]:
        if not case["grouped"]:
            continue
        parameters = make_parameters()
        optimizer = make_optimizer(case, parameters, lr=0.0)
        before = weights_of(parameters)
        for step in range(3):
            advance(case, optimizer, parameters, step, [0.0] * len(parameters))
        assert weights_of(parameters) == before, case["module"]


def check_rate_rises_from_zero():
    """A group that begins at 0 moves as any other once it gets to its peak."""
    moved = []
    for group in ({"lr": 0.0, "peak_lr": 0.1}, {"lr": 0.1}):
        p = torch.nn.Parameter(torch.eye(3))
        optimizer = optimizer_class("muon")([{"params": [p], **group}])
        optimizer.param_groups[0]["lr"] = 0.1
        p.grad = torch.ones_like(p)
        optimizer.step()
        moved.append(p.detach().clone())
    assert torch.equal(*moved) and not torch.equal(moved[0], torch.eye(3))


def check_half_precision():
    """State has the parameters' type."""
    for name in ["adamw", "lamb", "muon", "cautious_lion", "prodigy"]:
        p = torch.nn.Parameter(torch.ones(4, 3, dtype=torch.bfloat16))
        optimizer = optimizer_class(name)([p])
        for _ in range(2):
            p.grad = torch.ones_like(p)
            optimizer.step()
        assert p.dtype == torch.bfloat16
        for key, value in optimizer.state[p].items():
            if isinstance(value, torch.Tensor):
                assert value.dtype == torch.bfloat16, f"{name} {key} {value.dtype}"


def check_scalar_parameter():
    """A parameter that is one number, not an array of one, keeps its type too."""
    for name in ["adamw", "lars", "lamb", "muon", "adafactor", "prodigy"]:
        p = torch.nn.Parameter(torch.tensor(1.0))
        optimizer = optimizer_class(name)([p])
        for _ in range(3):
            p.grad = torch.tensor(0.5)
            optimizer.step()
        assert p.shape == () and math.isfinite(p.item())
        for key, value in optimizer.state[p].items():
            if isinstance(value, torch.Tensor):
                assert value.dtype == torch.float32, f"{name} {key}"


def attempt(function, *args, **keywords):
    try:
        return function(*args, **keywords)
    except Exception:
        return {"error": traceback.format_exc()}


def agreement(case):
    result = {"steps": attempt(run, case)}
    if case["resumed"]:
        for name, how in [
            ("loaded", reloaded),
            ("copied", copied),
            ("pickled", pickled),
        ]:
            other = attempt(run, case, interrupted=how)
            result[name] = (
                other if isinstance(other, dict) else other == result["steps"]
            )
    if case["reads_form"]:
        result["turned"] = attempt(run, case, transposed=True)
    return result


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
