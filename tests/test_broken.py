"""What people hand over that goes wrong only far from the usual, or in ways that have nothing to do with the formula."""

import os
import subprocess
import sys

import numpy as np
import pytest
from blind_sixth import function as written

from optlab import check, lookahead
from optlab.formulas.lines import parse
from optlab.functions.changes import Scope, changed
from optlab.steps import KNOWN
from optlab.worlds.probes import far

ADAM = """
def adam(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    {before}
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    x = x - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    {after}
    return dict(m=m, v=v, x=x)
"""
FAR = (  # what stands before and after it, and where it shows
    ("g = np.clip(g, -500, 500)", "pass", "where gradients are large"),
    ("pass", "x = np.clip(x, -10, 10)", "where x is large"),
    ("lr = lr if t <= 50 else lr / 10", "pass", "in 130 steps"),
    ("v = 0 * v if t % 100 == 0 else v", "pass", "in 130 steps"),
    ("lr = min(lr, 1.0)", "pass", "where lr is 3"),
    ("beta1 = min(beta1, 0.99)", "pass", "where beta1 is 0.9995"),
    ("eps = max(eps, 1e-8)", "pass", "where eps is 1e-12"),
)


@pytest.mark.parametrize("before, after, where", FAR)
def test_what_is_wrong_only_far_away_is_not_right(before, after, where):
    verdict = check(written(f"far {before} {after}", ADAM.format(before=before, after=after)), "adam")
    assert not verdict.ok and where in verdict.message


def test_without_all_that_it_is_right():
    assert check(written("far", ADAM.format(before="pass", after="pass")), "adam").ok


def test_a_number_of_steps_in_a_teacher_s_rule_is_reached():
    def late(x, g, t, *, lr=0.1):
        x = x - lr * g * (0.1 if t > 700 else 1)
        return dict(x=x)

    def never(x, g, t, *, lr=0.1):
        return dict(x=x - lr * g)

    assert check(late, late).ok and not check(never, late).ok


@pytest.mark.parametrize("step", [*KNOWN.values(), lookahead(KNOWN["sgd"])], ids=lambda step: step.__name__)
def test_each_rule_is_asked_far_away(step):
    found = {what for _, what in far(step)}
    assert "in 130 steps" in found and len(found) > 2


def test_three_axes_are_tried():
    def sgd(x, g, *, lr=0.1):
        return dict(x=x + lr * g if np.ndim(x) == 3 else x - lr * g)

    assert "three axes" in check(sgd, "sgd").message


def test_letters_in_the_rule_s_order_are_no_other_quantities():
    assert check(written("letters", "def step(a, b, c):\n    return a - c * b"), "sgd").ok
    nine = """
def f(w, d, n, p, q, s, j, k, l):
    p = j * p + (1 - j) * d
    q = k * q + (1 - k) * d * d
    return w - s * (p / (1 - j**n)) / (np.sqrt(q / (1 - k**n)) + l), p, q
"""
    assert check(written("nine letters", nine), "adam").ok


def test_whole_numbers_are_no_integers():
    def smorms3(x, g, m=0.0, v=0.0, mem=1.0, *, lr=1e-3, eps=1e-16):
        r = 1 / (mem + 1)
        m = (1 - r) * m + r * g
        v = (1 - r) * v + r * g**2
        zeta = m**2 / (v + eps)
        x = x - np.minimum(lr, zeta) / (np.sqrt(v) + eps) * g
        mem = 1 + mem
        return dict(r=r, m=m, v=v, zeta=zeta, mem=mem, x=x)

    assert check(smorms3, "smorms3").mistake == "1 - zeta missing"


def test_a_text_is_no_array():
    def sgd(x, g, *, lr=0.1):
        return dict(x=(x - lr * g).astype(str))

    assert "must be a number" in check(sgd, "sgd").message


def test_a_line_that_is_missing_is_said():
    def adafactor(x: "matrix", g, t, r=None, c=None, *, lr=0.01, decay=0.8, d=1.0, eps=1e-30, eps2=1e-3):  # noqa: F821
        keep, sq = 1 - np.power(t, -decay), g**2 + eps
        r = (0.0 if r is None else keep * r) + (1 - keep) * sq.mean(axis=-1, keepdims=True)
        c = (0.0 if c is None else keep * c) + (1 - keep) * sq.mean(axis=-2, keepdims=True)
        u = g / np.sqrt(r * c / r.mean(axis=-2, keepdims=True))
        size = np.sqrt(np.mean(x**2, axis=(-2, -1), keepdims=True))
        return dict(r=r, c=c, x=x - np.maximum(eps2, size) * np.minimum(lr, 1 / t**0.5) * u)

    verdict = check(adafactor, "adafactor")
    assert verdict.mistake == "a line missing" and "below it u = u / np.maximum(1, " in verdict.hints[2]


def test_a_bound_that_holds_nothing_is_one_too_many():
    verdict = check(written("bound", ADAM.format(before="beta2 = max(beta2, 0.9)", after="pass")), "adam")
    assert verdict.mistake == "extra maximum" and verdict.lines[0][2] == 2


def test_one_number_for_each_point_may_be_remembered():
    def rule(x, g, top=0.0, *, lr=0.1, fade=0.9):
        length = np.linalg.norm(g, axis=-1, keepdims=True)
        top = np.maximum(fade * top, length)
        x = x - lr * g / top
        return dict(length=length, top=top, x=x)

    def by_point(x, g, top=0.0, *, lr=0.1, fade=0.9):
        top = np.broadcast_to(top, (*x.shape[:-1], 1))
        top = np.maximum(fade * top, np.linalg.norm(g, axis=-1, keepdims=True))
        return dict(top=top, x=x - lr * g / top)

    assert check(by_point, rule).ok


def test_several_states_may_be_one_array():
    def rule(x, g, hi=0.0, lo=0.0, *, lr=0.1, fade=0.9):
        hi = np.maximum(fade * hi, g)
        lo = np.minimum(fade * lo, g)
        x = x - lr * (hi + lo)
        return dict(hi=hi, lo=lo, x=x)

    def band(x, g, both=None, *, lr=0.1, fade=0.9):
        both = np.zeros((2, *x.shape)) if both is None else both
        both = np.stack([np.maximum(fade * both[0], g), np.minimum(fade * both[1], g)])
        return dict(both=both, x=x - lr * both.sum(0))

    assert check(band, rule).ok
    wrong = "def band(x, g, both=None, *, lr=0.1, fade=0.9):\n    return dict(both=[x, x], x=x - g)"
    assert not check(written("band", wrong), rule).ok


# What is no formula


def test_a_loop_that_swallows_its_end_is_not_run():
    def sgd(x, g, *, lr=0.1):
        while True:
            try:
                x = x - lr * g
            except:  # noqa: E722
                pass
        return dict(x=x)

    assert "never stop" in check(sgd, "sgd").message


def test_a_long_loop_is_said_to_be_long():
    def sgd(x, g, *, lr=0.1):
        for _ in range(10**6):
            pass
        return dict(x=x - lr * g)

    assert "or that is very long" in check(sgd, "sgd").message


IMPORTS = """
import linecache, optlab
text = "def sgd(x, g, lr=0.01):\\n    import matplotlib.pyplot as plt\\n    plt.figure()\\n    return x - lr * g\\n"
linecache.cache["<cell>"] = len(text), None, text.splitlines(True), "<cell>"
exec(compile(text, "<cell>", "exec"))
assert optlab.check(sgd, "sgd").ok
import matplotlib.pyplot as plt
assert not plt.get_fignums()
"""


def test_an_import_is_no_endless_loop_and_figures_are_closed():
    subprocess.run([sys.executable, "-c", IMPORTS], check=True, env={**os.environ, "MPLBACKEND": "agg"})


def test_what_a_function_sets_is_set_back(tmp_path):
    def sgd(x, g, *, lr=0.1):
        np.set_printoptions(precision=1)
        sys.setrecursionlimit(5000)
        os.chdir("/")
        return dict(x=x - lr * g)

    before = np.get_printoptions(), sys.getrecursionlimit(), os.getcwd()
    assert check(sgd, "sgd").ok
    assert before == (np.get_printoptions(), sys.getrecursionlimit(), os.getcwd())


def test_random_numbers_are_spoken_of_as_they_are():
    def langevin(x, g, rng, *, lr=0.1, temp=0.5):
        x = x - lr * g + np.sqrt(2 * lr * temp) * rng.standard_normal(x.shape)
        return dict(x=x)

    def own(x, g, rng, *, lr=0.1, temp=0.5):
        x = x - lr * g + np.sqrt(2 * lr * temp) * np.random.randn(*x.shape)  # noqa: NPY002
        return dict(x=x)

    def seeded(x, g, *, lr=0.1):
        np.random.seed(0)  # noqa: NPY002
        return dict(x=x - lr * g)

    for function, step in ((own, langevin), (seeded, "sgd")):
        verdict = check(function, step)
        assert verdict.mistake == "global random numbers"
        assert "draws" not in verdict.message and "This rule has no" not in verdict.hints[2]


DICTIONARIES = (
    ("def sgd(x, g, **kw):\n    return x - kw['lr'] * g", "sgd", "stand in its signature"),
    ("def momentum(p, g, state, lr=0.1, mu=0.9):\n    state['v'] = mu * state['v'] - lr * g\n    return p + state['v'], state",
     "momentum", "v=0.0"),
    ("def sgd(params, grads, lr=0.1):\n    params['W1'] = params['W1'] - lr * grads['dW1']\n    return params", "sgd", "layers"),
)  # fmt: skip


@pytest.mark.parametrize("source, step, said", DICTIONARIES)
def test_which_dictionary_is_meant(source, step, said):
    assert said in check(written(f"dictionary {step} {said}", source), step).message


def test_what_comes_back_alone_is_called_by_its_name():
    def momentum(x, g, v, lr=0.01, mu=0.9):
        v = mu * v - lr * g
        return v

    assert "returns v alone" in check(momentum, "momentum").message


def test_few_digits_are_no_other_defaults():
    before = "x, g = np.asarray(x, np.float32), np.asarray(g, np.float32)"
    single = ADAM.format(before=before, after="x = np.asarray(x, np.float32)")
    assert check(written("single", single), "adam").ok


def test_a_rule_that_refuses_what_is_far_away_is_asked_no_more():
    def careful(x, g, t, *, lr=0.1):
        if np.max(lr) > 1 or t > 100:
            raise ValueError("lr is too large, or the run too long")
        x = x - lr * g
        return dict(x=x)

    def sgd(x, g, *, lr=0.1):
        return dict(x=x - lr * g)

    assert check(sgd, careful).ok


SOFT = """
def soft(z, s):
    return np.sign(z) * np.maximum(np.abs(z) - s, 0)

def prox(x, g, *, lr=0.1, lam=0.5):
    x = soft(x - lr * g, lr * lam)
    return dict(x=x)
"""


def test_a_helper_that_the_rule_has_too_is_not_looked_into():
    rule = written("rule with a helper", SOFT)
    assert check(written("copy with a helper", SOFT), rule).ok
    verdict = check(written("wrong with a helper", SOFT.replace("lr * lam)", "lam)")), rule)
    assert "np.sign" not in verdict.message and verdict.lines[0][2] == 5 and "lr" in verdict.hints[2]


MISUSED = (
    ("def make(lr=0.01, mu=0.9):\n    def step(x, g, v=0.0):\n        return x - lr * g, v\n    return step", "call it first"),
    ("def update(params, grads, lr=0.1):\n    for k, p in params.items():\n        params[k] = p - lr * grads[k]", "layers"),
    ("def sgd(params, g, lr=0.01):\n    return params - lr * params.grad", "no .grad of its own"),
)


@pytest.mark.parametrize("source, said", MISUSED)
def test_what_is_handed_over_by_mistake_is_told(source, said):
    assert said in check(written(f"misused {said}", source), "momentum" if "make" in source else "sgd").message


def test_a_hyperparameter_by_place_is_no_state():
    def muon(x, g, b=0.0, lr=0.02, mu=0.95, weight_decay=0.0):
        b = mu * b + g
        U, _, V = np.linalg.svd(g + mu * b, full_matrices=False)
        return dict(b=b, x=x - lr * (max(1, x.shape[-2] / x.shape[-1]) ** 0.5 * U @ V + weight_decay * x))

    verdict = check(muon, "muon")
    assert not verdict.ok and "lr_before" not in str(verdict.lines) + verdict.message + verdict.edit


def test_a_tuple_is_read_in_the_order_that_makes_it_right():
    """In the first step the mean is the last point, so that alone does not tell them apart."""
    text = """
def schedule_free(x, grad, t, z=None, *, lr=0.01, beta=0.9):
    base = x if z is None else z
    base = base - lr * grad(base - beta * (base - x))
    mean = ((t - 1) * x + {}) / t
    return {}
"""
    for back in ("base, mean", "mean, base"):
        assert check(written(f"order {back}", text.format("base", back)), "schedule_free").ok
        assert not check(written(f"order {back} wrong", text.format("x", back)), "schedule_free").ok


def test_a_number_without_end_is_one_too():
    assert [*changed(parse("1e999"), None, Scope((), ()), 0)]


GONE = """
import os, tempfile, linecache, optlab
folder = tempfile.mkdtemp()
os.chdir(folder)
os.rmdir(folder)
text = "def sgd(x, g, lr=0.01):\\n    return x - lr * g\\n"
linecache.cache["<cell>"] = len(text), None, text.splitlines(True), "<cell>"
exec(compile(text, "<cell>", "exec"))
assert optlab.check(sgd, "sgd").ok
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folder that a process is in")
def test_a_folder_that_is_gone_stops_no_check():
    subprocess.run([sys.executable, "-c", GONE], check=True, env={**os.environ, "PYTHONPATH": os.getcwd()})
