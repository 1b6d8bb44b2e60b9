"""Every step equals what it says it equals: the frameworks' classes (golden data) and the other steps (reductions)."""

import importlib.util
import inspect
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from golden import make_golden
from table import TABLE, roll

import optlab
from optlab import landscapes, variants

GOLDEN = Path(make_golden.__file__).parent
SIGNAL = dict(np.load(GOLDEN / "signal.npz"))
LIBRARIES = list(make_golden.PATHS)
STORED = {library: dict(np.load(GOLDEN / f"{library}.npz")) for library in LIBRARIES}
REFERENCES = [(row, *reference) for row in TABLE for reference in row.references()]
TOLERANCE = 1e-12  # of the distance travelled


def difference(path, other, x0=0.0):
    """The largest difference of two paths, relative to the largest distance from the start."""
    return float(np.max(np.abs(path - other)) / np.max(np.abs(other - x0)))


def optlab_path(row, ref, hyper):
    gradient, x0, lr = make_golden.problem(ref, hyper, SIGNAL)
    steps = make_golden.STEPS
    free = {name: value for name, value in hyper.items() if name != "lr"}
    if ref.on == "quadratic":
        h = SIGNAL["curvature"]
        bowl = landscapes.Landscape(lambda x: (h * x**2).sum(-1) / 2, lambda x: h * x, start=tuple(x0))
        trace = optlab.descend(row.step, bowl, steps=steps, state=ref.state, lr=lr, **free)
    else:
        signal = np.array([gradient(t, None) for t in range(1, steps + 1)])
        losses = dict(f=SIGNAL["losses"]) if "f" in optlab.signature(row.step).inputs else {}
        lr = hyper["lr"] if ref.lr_from else lr
        trace = optlab.drive(row.step, signal, x0=x0, state=ref.state, lr=lr, **losses, **free)
    return ref.reads(trace, **hyper)[make_golden.kept(ref)], x0


@pytest.mark.parametrize("row, key, ref, hyper", REFERENCES, ids=[f"{key}-{ref.library}" for _, key, ref, _ in REFERENCES])
def test_equals_framework(row, key, ref, hyper, record_property):
    path, x0 = optlab_path(row, ref, hyper)
    gap = difference(path, STORED[ref.library][key], x0)
    record_property("difference", gap)
    assert gap <= TOLERANCE, f"{row.name} and {ref.call} are {gap:.1e} apart"


def test_golden_data_hold_every_reference_and_nothing_else():
    for library in LIBRARIES:
        assert set(STORED[library]) == {key for _, key, ref, _ in REFERENCES if ref.library == library}
        assert (GOLDEN / f"{library}.npz").stat().st_size < 100_000
    assert SIGNAL["gradients"].shape == (make_golden.STEPS, make_golden.D)


def test_every_public_step_is_in_the_table():
    functions = [f for namespace in (vars(optlab), vars(variants)) for f in namespace.values() if inspect.isfunction(f)]
    steps = {f for f in functions if next(iter(inspect.signature(f).parameters), None) == "x"}
    assert len(steps) > 40
    assert {step.__name__ for step in steps - {row.step for row in TABLE}} == set()
    assert len({row.step for row in TABLE}) == len(TABLE), "a step has two rows"


def test_hyperparameters_of_the_table_are_far_from_the_defaults_and_complete():
    for row in TABLE:
        defaults = optlab.signature(row.step).hyper
        assert set(row.hyper) == set(defaults), row.name
        for name, value in row.hyper.items():
            assert abs(value - defaults[name]) > 0.15 * abs(value), (row.name, name)  # a switch: the other of True, False


@pytest.mark.parametrize("library", LIBRARIES)
def test_golden_data_can_be_made_again(library, tmp_path):
    also = {"keras": ["jax"], "pytorch_optimizer": ["torch"]}
    missing = [name for name in [library, *also.get(library, [])] if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed: its stored paths are used as they are")
    np.savez(tmp_path / "signal.npz", **SIGNAL)
    subprocess.run([sys.executable, make_golden.__file__, library, "--out", tmp_path], check=True, timeout=240)
    made = dict(np.load(tmp_path / f"{library}.npz"))
    assert set(made) == set(STORED[library])
    for row, key, ref, _ in REFERENCES:
        if ref.library == library:
            _, x0, _ = make_golden.problem(ref, {"lr": 1.0}, SIGNAL) if not ref.lr_from else (None, SIGNAL["x0"], None)
            assert difference(made[key], STORED[library][key], x0) <= TOLERANCE, (row.name, ref.call)


# Reductions: a step with some hyperparameter at a limit is another step. `lr` may be a function of t.

_LR, _MU = dict(lr=0.07), dict(mu=0.65)
_RHO, _BETAS, _EPS = dict(rho=0.7), dict(beta1=0.6, beta2=0.85), dict(eps=0.03)
_ADAM = {**_LR, **_BETAS, **_EPS}
_NO_EPS = {**_ADAM, "eps": 0.0}
_MOMENTUM = {**_LR, **_MU}
_WIDE = dict(final_lr=0.02, gamma=1e-300)  # bounds at 0 and 1e298: never reached
_CLOSED = dict(final_lr=0.02, gamma=1e300)  # both bounds at final_lr

REDUCTIONS = [
    ("momentum, mu = 0, is gradient descent", optlab.momentum, {**_LR, "mu": 0.0}, optlab.sgd, _LR),
    ("nesterov, mu = 0, is gradient descent", optlab.nesterov, {**_LR, "mu": 0.0}, optlab.sgd, _LR),
    ("the average is momentum with lr (1 - mu)", optlab.momentum_ema, _MOMENTUM, optlab.momentum,
     dict(lr=0.07 * 0.35, **_MU)),
    ("lr in or out of the buffer is the same while lr is constant", variants.momentum_torch, {**_LR, **_MU, "dampening": 0.0},
     optlab.momentum, _MOMENTUM),
    ("nesterov is momentum where the gradient is the same everywhere", optlab.nesterov, _MOMENTUM, optlab.momentum, _MOMENTUM),
    ("smoothed nesterov likewise", optlab.smoothed_nesterov, _MOMENTUM, optlab.momentum, _MOMENTUM),
    ("the three shifted forms are one", variants.nesterov_shifted, _MOMENTUM, variants.nesterov_keras, _MOMENTUM),
    ("torch's is the same while lr is constant", variants.nesterov_torch, _MOMENTUM, variants.nesterov_keras, _MOMENTUM),
    ("no weight decay", variants.sgd_l2, {**_LR, "weight_decay": 0.0}, optlab.sgd, _LR),
    ("no lr decay", variants.adagrad_torch, {**_LR, **_EPS, "lr_decay": 0.0}, optlab.adagrad, {**_LR, **_EPS}),
    ("lr decay is a schedule", variants.adagrad_torch, {**_LR, **_EPS, "lr_decay": 0.2}, optlab.adagrad,
     dict(lr=lambda t: 0.07 / (1 + 0.2 * (t - 1)), **_EPS)),
    ("no eps, no difference where it stands", variants.adagrad_eps_inside, {**_LR, "eps": 0.0}, optlab.adagrad,
     {**_LR, "eps": 0.0}),
    ("no momentum (torch)", variants.rmsprop_torch, {**_LR, **_RHO, **_EPS, "mu": 0.0}, optlab.rmsprop, {**_LR, **_RHO, **_EPS}),
    ("no momentum (keras)", variants.rmsprop_keras, {**_LR, **_RHO, **_EPS, "mu": 0.0}, variants.rmsprop_eps_inside,
     {**_LR, **_RHO, **_EPS}),
    ("lr in or out of the buffer (RMSprop)", variants.rmsprop_torch, {**_LR, **_RHO, **_MU, "eps": 0.0},
     variants.rmsprop_keras, {**_LR, **_RHO, **_MU, "eps": 0.0}),
    ("Graves without momentum and eps", optlab.rmsprop_graves, {**_LR, **_RHO, "mu": 0.0, "eps": 0.0},
     variants.rmsprop_centered_torch, {**_LR, **_RHO, "eps": 0.0}),
    ("Adam without averaged gradients is RMSprop, corrected", optlab.adam, {**_ADAM, "beta1": 0.0}, variants.rmsprop_corrected,
     {**_LR, "rho": 0.85, **_EPS}),
    ("Adam: lr_t form with eps sqrt(1 - beta2^t)", variants.adam_lr_t, {**_ADAM, "eps": lambda t: 0.03 * np.sqrt(1 - 0.85**t)},
     optlab.adam, _ADAM),
    ("Adam: lr_t form without eps", variants.adam_lr_t, _NO_EPS, optlab.adam, _NO_EPS),
    ("Adam: eps inside, without eps", variants.adam_eps_inside, _NO_EPS, optlab.adam, _NO_EPS),
    ("Adam: no weight decay (L2)", variants.adam_l2, {**_ADAM, "weight_decay": 0.0}, optlab.adam, _ADAM),
    ("Adam: no weight decay (AdamW)", optlab.adamw,
     {**_ADAM, "weight_decay": 0.0}, optlab.adam, _ADAM),
    ("Adam: no weight decay (keras)", variants.adamw_keras, {**_ADAM, "weight_decay": 0.0}, variants.adam_lr_t, _ADAM),
    ("AdamW: lr_t form without eps", variants.adamw_keras, {**_NO_EPS, "weight_decay": 0.3}, optlab.adamw,
     {**_NO_EPS, "weight_decay": 0.3}),
    ("AdaMax without eps", variants.adamax_keras, _NO_EPS, optlab.adamax, _NO_EPS),
    ("Nadam: a schedule that is over (torch)", variants.nadam_torch, {**_ADAM, "psi": 1e6}, optlab.nadam, _ADAM),
    ("Nadam: a schedule that is over (Dozat); his factor is lr / sqrt(beta2)", variants.nadam_dozat, {**_NO_EPS, "psi": 1e6},
     optlab.nadam, {**_NO_EPS, "lr": 0.07 / np.sqrt(0.85)}),
    ("AMSGrad: torch's and keras's without eps", variants.amsgrad_torch, _NO_EPS, variants.amsgrad_keras, _NO_EPS),
    ("AMSGrad: torch's correction as a schedule on the paper's", variants.amsgrad_keras, _ADAM, optlab.amsgrad,
     {**_ADAM, "lr": lambda t: 0.07 * np.sqrt(1 - 0.85**t) / (1 - 0.6**t)}),
    ("AdaBound within wide bounds is Adam (lr_t form)", optlab.adabound, {**_ADAM, **_WIDE}, variants.adam_lr_t, _ADAM),
    ("AdaBound with closed bounds is momentum SGD", optlab.adabound, {**_ADAM, **_CLOSED}, optlab.momentum_ema,
     dict(lr=0.02, mu=0.6)),
    ("AMSBound within wide bounds is AMSGrad (keras)", optlab.amsbound, {**_ADAM, **_WIDE}, variants.amsgrad_keras, _ADAM),
    ("AMSBound with closed bounds is momentum SGD", optlab.amsbound, {**_ADAM, **_CLOSED}, optlab.momentum_ema,
     dict(lr=0.02, mu=0.6)),
    ("Eve with c = 1 is Adam", optlab.eve, {**_ADAM, "beta3": 0.7, "c": 1.0, "f_star": 0.0}, optlab.adam, _ADAM),
]  # fmt: skip


def same_path(step, hyper, other, other_hyper, gradients=SIGNAL["gradients"]):
    paths = [np.array([row["x"] for row in roll(s, gradients, SIGNAL["x0"], losses=SIGNAL["losses"], hyper=h)])
             for s, h in ((step, hyper), (other, other_hyper))]  # fmt: skip
    return difference(*paths, SIGNAL["x0"])


@pytest.mark.parametrize("what, step, hyper, other, other_hyper", REDUCTIONS, ids=[r[0] for r in REDUCTIONS])
def test_reduction(what, step, hyper, other, other_hyper):
    assert same_path(step, hyper, other, other_hyper) <= TOLERANCE


@pytest.mark.parametrize("what, step, hyper, other, other_hyper", [
    ("momentum: lr in or out of the buffer, once lr changes", variants.momentum_torch,
     dict(lr=lambda t: 0.1 if t <= 50 else 0.01, mu=0.65, dampening=0.0), optlab.momentum,
     dict(lr=lambda t: 0.1 if t <= 50 else 0.01, mu=0.65)),
    ("Adam: where eps stands", variants.adam_eps_inside, _ADAM, optlab.adam, _ADAM),
    ("Adam: lr_t form with the same eps", variants.adam_lr_t, _ADAM, optlab.adam, _ADAM),
    ("weight decay in the gradient or on x", variants.adam_l2, {**_ADAM, "weight_decay": 0.3}, optlab.adamw,
     {**_ADAM, "weight_decay": 0.3}),
    ("AMSGrad: which maximum", variants.amsgrad_optax, _ADAM, variants.amsgrad_torch, _ADAM),
    ("AMSGrad: without correction", optlab.amsgrad, _ADAM, variants.amsgrad_torch, _ADAM),
    ("AdaGrad: where the sum starts", variants.adagrad_keras, {**_LR, **_EPS}, variants.adagrad_eps_inside, {**_LR, **_EPS}),
], ids=lambda value: value if isinstance(value, str) else "")  # fmt: skip
def test_forms_that_differ_visibly(what, step, hyper, other, other_hyper):
    assert same_path(step, hyper, other, other_hyper) > 1e-3


def test_smorms3_is_rmsprop_whose_memory_and_rate_it_sets_itself():
    """rho_t = mem / (mem + 1), lr_t = min(lr, zeta), coordinate by coordinate."""
    for g in SIGNAL["gradients"].T:
        trace = optlab.drive(optlab.smorms3, g, lr=0.2)
        mem = np.r_[1.0, trace.mem[:-1]]
        rates = np.minimum(0.2, trace.zeta)
        rho, lr = (lambda t, m=mem: m[t - 1] / (m[t - 1] + 1)), (lambda t, r=rates: r[t - 1])
        same = optlab.drive(optlab.rmsprop, g, rho=rho, lr=lr, eps=1e-16)
        assert difference(trace.x, same.x) <= TOLERANCE


def test_smorms3_equals_a_plain_loop_after_its_author():
    for g in SIGNAL["gradients"].T:
        x, mem, mean, square, path = 0.0, 1.0, 0.0, 0.0, []
        for grad in g.tolist():
            r = 1 / (mem + 1)
            mean = (1 - r) * mean + r * grad
            square = (1 - r) * square + r * grad * grad
            agreement = mean * mean / (square + 1e-16)
            x -= grad * min(0.2, agreement) / (square**0.5 + 1e-16)
            mem = 1 + mem * (1 - agreement)
            path.append(x)
        assert difference(optlab.drive(optlab.smorms3, g, lr=0.2).x, np.array(path)) <= TOLERANCE


@pytest.mark.parametrize("step", [variants.adabound_paper, variants.amsbound_paper], ids=lambda step: step.__name__)
def test_the_bounded_algorithms_as_printed_equal_a_plain_loop(step):
    lr, beta1, beta2, final_lr = 0.04, 0.6, 0.85, 0.02
    clipped, parted = set(), 0
    for g in SIGNAL["gradients"].T:
        x, m, v, largest, path = 0.0, 0.0, 0.0, 0.0, []
        for t, grad in enumerate(g.tolist(), 1):
            m = beta1 * m + (1 - beta1) * grad
            v = beta2 * v + (1 - beta2) * grad * grad
            largest = max(largest, v)
            parted += largest > v
            low, high = final_lr - final_lr / ((1 - beta2) * t + 1), final_lr + final_lr / ((1 - beta2) * t)
            rate = lr / (v if step is variants.adabound_paper else largest) ** 0.5
            clipped.add((rate > high) - (rate < low))
            x -= min(max(rate, low), high) / t**0.5 * m
            path.append(x)
        trace = optlab.drive(step, g, lr=lr, beta1=beta1, beta2=beta2, final_lr=final_lr)
        assert difference(trace.x, np.array(path)) <= TOLERANCE
    assert clipped == {-1, 0, 1} and parted, "the signal must reach both bounds and the middle, and its squares must fall"


def test_nesterov_with_another_momentum_each_step():
    """Nesterov's own form: x_t = y - lr grad(y) at y = x + mu_t (x - x_old), mu_t from a_t."""
    h, lr = np.array([0.1, 1.0, 7.0]), 0.1
    a = [1.0]
    while len(a) < 102:
        a.append((1 + np.sqrt(1 + 4 * a[-1] ** 2)) / 2)
    mu = [(a[t] - 1) / a[t + 1] for t in range(101)]
    old = x = SIGNAL["x0"]
    for t in range(100):
        y = x + mu[t] * (x - old)
        old, x = x, y - lr * h * y
    bowl = landscapes.Landscape(lambda x: (h * x**2).sum(-1) / 2, lambda x: h * x, start=tuple(SIGNAL["x0"]))
    trace = optlab.descend(optlab.nesterov, bowl, steps=100, lr=lr, mu=lambda t: mu[t - 1])
    np.testing.assert_allclose(trace.x[-1], x, rtol=1e-12, atol=1e-15)


def test_one_step_by_pencil():
    """x = (1, 2), g = (2, 1), the pencil-and-paper steps of the course."""
    x, g, half = np.array([1.0, 2.0]), np.array([2.0, 1.0]), dict(beta1=0.5, beta2=0.5)
    row = optlab.adagrad(x, g, lr=1.0, eps=0.0)
    assert row["h"].tolist() == [4, 1] and row["x"].tolist() == [0, 1]
    assert optlab.rmsprop(x, g, lr=1.0, rho=0.75, eps=0.0)["x"].tolist() == [-1, 0]
    row = optlab.adam(x, g, 1, lr=1.0, eps=0.0, **half)
    assert [row[name].tolist() for name in ("m", "v", "m_hat", "v_hat")] == [[1, 0.5], [2, 0.5], [2, 1], [4, 1]]
    assert row["x"].tolist() == [0, 1]
