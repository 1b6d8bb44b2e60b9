"""What the package costs, beside what it is measured against; `make bench`, or pytest tests/benchmarks/bench_speed.py.

Each row runs its two sides in turns in one process and counts the processor's time, so that a busy machine disturbs little;
it prints the ratio of their shortest times beside the ratio that is promised. Rows with torch are skipped where torch is missing.
"""

import importlib
import importlib.util
import subprocess
import sys
import time

import numpy as np
import pytest

import optlab
from optlab import adam, apply, descend, landscapes

TABLE = []
torch = importlib.import_module("torch") if importlib.util.find_spec("torch") else None
needs_torch = pytest.mark.skipif(torch is None, reason="torch is not installed")
if torch:
    torch.set_num_threads(1)
ONE = [adam.__kwdefaults__["beta1"], adam.__kwdefaults__["beta2"], adam.__kwdefaults__["eps"]]


@pytest.fixture(scope="module", autouse=True)
def table(request):
    yield
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\n\n{'what':48}{'beside':44}{'time':>11}{'beside':>11}{'ratio':>8}  promised")
        for what, beside, ours, theirs, ratio, promised in TABLE:
            print(f"{what:48}{beside:44}{ours * 1e3:8.2f} ms{theirs * 1e3:8.2f} ms{ratio:8.2f}  {promised}")


def race(ours, theirs, rounds, clock):
    """The shortest times of two functions that run in turns."""
    best = [float("inf"), float("inf")]
    for _ in range(rounds):
        for k, run in enumerate((ours, theirs)):
            start = clock()
            run()
            best[k] = min(best[k], clock() - start)
    return best


def compare(benchmark, what, beside, ours, theirs, *, at_most=None, at_least=None, rounds=7, clock=time.process_time):
    """Race, write a row of the table, and hold the ratio against what is promised: ours / theirs, or their rate in ours."""
    ours(), theirs()
    mine, other = race(ours, theirs, rounds, clock)
    ratio = other / mine if at_least else mine / other
    promised = f">= {at_least}" if at_least else f"<= {at_most}" if at_most else ""
    TABLE.append((what, beside, mine, other, ratio, promised))
    benchmark.extra_info.update(ratio=ratio, promised=promised)
    benchmark.pedantic(ours, rounds=1)
    assert at_least is None or ratio >= at_least
    assert at_most is None or ratio <= at_most


# One start in two dimensions, the whole trace recorded and read

STEPS = 300


def one_run(steps=STEPS, **hyper):
    trace = descend(adam, landscapes.simple_quadratic, steps=steps, **{"lr": 0.25, **hyper})
    return [trace[name] for name in trace.names]


def torch_run(autograd):
    x = torch.tensor([-2.8, -2.5], dtype=torch.float64, requires_grad=True)
    optimizer, path = torch.optim.Adam([x], lr=0.25), []
    for _ in range(STEPS):
        if autograd:
            optimizer.zero_grad()
            (x**2).sum().backward()
        else:
            x.grad = 2 * x.detach()
        optimizer.step()
        path.append(x.detach().clone())
    return torch.stack(path).numpy()


@needs_torch
def test_both_take_the_same_path():
    assert np.allclose(torch_run(True), one_run()[-1], rtol=0, atol=1e-12)


@needs_torch
def test_steps_per_second_with_autograd(benchmark):
    compare(benchmark, f"one start, {STEPS} steps, whole trace", "torch.optim.Adam, backward(), path kept",
            one_run, lambda: torch_run(True), at_least=5)  # fmt: skip


@needs_torch
def test_steps_per_second_with_the_gradient_given(benchmark):
    compare(benchmark, f"one start, {STEPS} steps, whole trace", "torch.optim.Adam, gradient given, path kept",
            one_run, lambda: torch_run(False), at_least=1)  # fmt: skip


# Many at once


@pytest.mark.parametrize("name", ["simple_quadratic", "wobbly"])
def test_many_starts(benchmark, name):
    grad, x0 = landscapes.ALL[name].grad, np.random.default_rng(0).uniform(-3, 3, (10_000, 2))

    def bare():
        x, m, v = x0, 0.0, 0.0
        beta1, beta2, eps = ONE
        for t in range(1, 201):
            g = grad(x)
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g**2
            m_hat = m / (1 - beta1**t)
            v_hat = v / (1 - beta2**t)
            x = x - 0.25 * m_hat / (np.sqrt(v_hat) + eps)

    compare(benchmark, f"10,000 starts x 200 steps, {name}, x read", "the bare formula in a loop, nothing kept",
            lambda: descend(adam, landscapes.ALL[name], x0, steps=200, lr=0.25).x, bare, at_most=1.5)  # fmt: skip


def test_grid(benchmark):
    grid = dict(lr=np.geomspace(0.01, 1, 21)[:, None], beta1=np.linspace(0, 0.99, 21))
    compare(benchmark, "21 x 21 grid, 1000 steps, whole trace", "one run", lambda: one_run(1000, **grid), lambda: one_run(1000),
            at_most=5)  # fmt: skip


# Many parameters

SIZE = 10**7


@pytest.fixture(scope="module")
def weights():
    rng = np.random.default_rng(0)
    x, g = rng.normal(size=SIZE), rng.normal(size=SIZE)
    return x, g, apply(adam, x, g, 1)[1]


@pytest.fixture(scope="module")
def torch_step():
    def make(**options):
        x = torch.randn(SIZE, dtype=torch.float64)
        x.grad = torch.randn(SIZE, dtype=torch.float64)
        return torch.optim.Adam([x], lr=1e-3, **options).step

    return make


@needs_torch
@pytest.mark.parametrize("overwrite", [True, False])
def test_many_parameters(benchmark, weights, torch_step, overwrite):
    x, g, state = weights
    compare(benchmark, f"10^7 parameters, overwrite={overwrite}", "torch.optim.Adam, one thread",
            lambda: apply(adam, x, g, 2, state, overwrite=overwrite), torch_step(), at_most=1 if overwrite else None,
            rounds=8)  # fmt: skip


@needs_torch
def test_many_parameters_fused(benchmark, weights, torch_step):
    x, g, state = weights
    compare(benchmark, "10^7 parameters, overwrite=True", "torch.optim.Adam(fused=True), one thread",
            lambda: apply(adam, x, g, 2, state, overwrite=True), torch_step(fused=True), rounds=5)  # fmt: skip


def test_many_parameters_copy(benchmark, weights):
    x, g, state = weights
    old = np.zeros(SIZE)
    compare(benchmark, "10^7 parameters, overwrite=True", "a copy of x", lambda: apply(adam, x, g, 2, state, overwrite=True),
            lambda: np.copyto(old, x), rounds=5)  # fmt: skip


# Import


def test_import(benchmark):
    def start(code):
        return lambda: subprocess.run([sys.executable, "-c", code], check=True)

    compare(benchmark, "import optlab", "import numpy", start("import optlab"), start("import numpy"), at_most=1.3,
            rounds=15, clock=time.perf_counter)  # fmt: skip


def test_import_loads_neither_matplotlib_nor_ipywidgets():
    code = "import sys, optlab; sys.exit(any(name in sys.modules for name in ('matplotlib', 'ipywidgets', 'IPython')))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
    assert optlab.__version__
