"""`optlab.check` on functions as learners write them: right ones pass, wrong ones do not and are named, nothing leaks."""

import functools
import inspect
import linecache
import math
import random
import re
import subprocess
import sys
import time
import warnings

import blind_fifth
import blind_fourth
import blind_functions
import numpy as np
import pytest
from blind_sixth import function
from IPython.core.formatters import DisplayFormatter
from right_functions import RIGHT
from sampled import sampled
from wrong_functions import WRONG

import optlab
from optlab import check
from optlab.feedback import diagnosis, edited
from optlab.feedback.diagnosis import conventions
from optlab.feedback.questions import breaks
from optlab.feedback.questions.exercises import PREDICTIONS
from optlab.feedback.questions.museum import PUBLISHED as BUGS
from optlab.steps import KNOWN
from optlab.steps.matrices import newton_schulz
from optlab.worlds.probes import reference

COURSE = [name for name, f in KNOWN.items() if f.__module__ != "optlab.variants"]


def ident(value):
    return getattr(value, "__name__", None) or (value if isinstance(value, str) else type(value).__name__)


# Right and wrong


@pytest.mark.parametrize("step", KNOWN)
def test_the_reference_itself_is_right(step):
    verdict = check(KNOWN[step], step)
    assert verdict.ok and verdict.score == 1.0 and verdict.mistake is None, verdict


@pytest.mark.parametrize("step, function", RIGHT, ids=ident)
def test_right_functions_pass(step, function):
    verdict = check(function, step)
    assert verdict.ok and verdict.score == 1.0 and verdict.mistake is None, verdict


@pytest.mark.parametrize("step, names, function", sampled(WRONG, 3, ids=lambda row: f"{row[0]}-{row[2].__name__}"))
def test_wrong_functions_do_not_pass_and_are_named(step, names, function):
    verdict = check(function, step)
    assert not verdict.ok and verdict.score < 1 and verdict.message.endswith("."), verdict
    assert verdict.mistake in names


def test_there_are_many_wrong_functions():
    assert len(WRONG) >= 130


@pytest.mark.parametrize("factor, where", [
    ("(x.shape[-2] / x.shape[-1]) ** 0.5", "a wide matrix"),
    ("max(1, x.shape[0] / x.shape[1]) ** 0.5", "runs of their own in front"),
])  # fmt: skip
def test_a_step_for_matrices_is_tried_on_wide_ones_and_on_several(factor, where):
    line = f"x = x - lr * ({factor} * o + weight_decay * x)"
    verdict = check(edited(optlab.muon, line), "muon")
    assert not verdict.ok and where in verdict.message, verdict


def root(x, g, s=0.0, *, lr=0.01, rho=0.9, eps=1e-8):
    s = rho * s + (1 - rho) * g**2
    return dict(s=s, x=x - lr * g / (math.sqrt(s) + eps))


def smaller(x, g, t, m=0.0, v=0.0, *, lr=1e-3, final_lr=0.1, beta1=0.9, beta2=0.999, gamma=1e-3, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    lower, upper = final_lr * (1 - 1 / (gamma * t + 1)), final_lr * (1 + 1 / (gamma * t))
    rate = min(np.maximum(lr_t / (np.sqrt(v) + eps), lower), upper)
    return dict(m=m, v=v, rate=rate, x=x - rate * m)


def larger(x, g, t, m=0.0, v=0.0, v_max=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = max(v_max, v)
    return dict(m=m, v=v, v_max=v_max, x=x - lr * m / (np.sqrt(v_max) + eps))


def short_root(x, g, s=0.0, *, lr=1e-3, rho=0.9, eps=1e-8):
    s = rho * s + (1 - rho) * g**2
    return dict(s=s, x=np.float32(x - lr * g / (math.sqrt(s) + eps)))


def signs(x, g, m=0.0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    c = beta1 * m + (1 - beta1) * g
    u = 0.0
    if c != 0:
        u = c / abs(c)
    return dict(u=u, m=beta2 * m + (1 - beta2) * g, x=x - lr * (u + weight_decay * x))


@pytest.mark.parametrize("function, step, mistake, where", [
    (root, "rmsprop", "works for single numbers only", "in line 3 (return dict(s=s, x=x - lr * g / (math.sqrt(s) "),
    (short_root, "rmsprop", "works for single numbers only", "in line 3 (return dict(s=s, x=np.float32("),
    (blind_fourth.right_adagrad_single, "adagrad", "works for single numbers only", "np.sqrt takes an array."),
    (blind_fourth.right_adam_scalar, "adam", "works for single numbers only", "np.sqrt takes an array."),
    (smaller, "adabound", "min for np.minimum", "np.minimum(a, b) does."),
    (larger, "amsgrad", "max for np.maximum", "line 4 (v_max = max(v_max, v)): max(a, b) and np.max(a, b) do not"),
    (signs, "lion", "scalar `if` on arrays", "line 4 (if c != 0:): a condition"),
])  # fmt: skip
def test_lines_that_take_single_numbers_are_judged_and_not_called_right(function, step, mistake, where):
    verdict = check(function, step)
    assert not verdict.ok and verdict.mistake == mistake and 0.25 <= verdict.score < 1 and len(verdict.hints) == 3
    assert verdict.message.startswith("Your lines are right for single numbers, not for arrays.") and where in verdict.message


def lengths(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    u = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps) + weight_decay * x
    x_size = np.linalg.norm(x, axis=-1, keepdims=True)
    u_size = np.sqrt(np.sum(u**2))
    ratio = np.where((x_size > 0) & (u_size > 0), x_size / np.where(u_size > 0, u_size, 1), 1)
    return dict(m=m, v=v, u=u, x_size=x_size, u_size=u_size, ratio=ratio, x=x - lr * ratio * u)


def looks(x, grad, *, lr=0.01, rho=0.05, eps=1e-12):
    g = grad(x)
    size = np.linalg.norm(g, axis=-1)
    e = rho * g / (size + eps)
    g_sam = grad(x + e)
    return dict(g=g, e=e, g_sam=g_sam, x=x - lr * g_sam)


def front(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    b = mu * b + g
    u = g + mu * b
    o = newton_schulz(u)
    rows, cols = x.shape[0], x.shape[1]
    return dict(b=b, u=u, o=o, x=x - lr * (max(1, rows / cols) ** 0.5 * o + weight_decay * x))


@pytest.mark.parametrize("function, step, mistake, number, told", [
    (lengths, "lamb", "axis or keepdims missing", 5, "axis=-1, keepdims=True in np.sum(u ** 2) gives each"),
    (looks, "sam", "axis or keepdims missing", 3, "axis=-1, keepdims=True in np.linalg.norm(g, axis=-1) gives"),
    (front, "muon", "axes counted from the front", 5, "count from the back, x.shape[0] and x.shape[1] from the front"),
])  # fmt: skip
def test_what_is_right_for_one_form_of_x_has_a_line_and_hints(function, step, mistake, number, told):
    verdict = check(function, step)
    assert not verdict.ok and verdict.mistake == mistake and 0.7 < verdict.score < 1 and len(verdict.hints) == 3
    assert [n for *_, n in verdict.lines] == [number] and told in verdict.hints[2] and verdict.quoted[0] in verdict.message


@pytest.mark.parametrize("name, mistake, told", [
    ("ada_math", "works for single numbers only", "math.sqrt takes one number"),
    ("funk_python_min", "min for np.minimum", "np.minimum(a, b) does."),
    ("kb_floor", "// in place of /", "Your m_hat (line 4) is m // (1 - beta1 ** t)."),
    ("kb_no_v", "return missing", "does not return v"),
    ("sharp_whole_batch", "axis or keepdims missing", "axis=-1, keepdims=True in np.linalg.norm(g) gives"),
    ("kb_tuple_order", None, "Right:"),
    ("eve_truth_of_loss", None, "Right:"),
])  # fmt: skip
def test_the_fifth_set(name, mistake, told):
    step = next(step for function, step, *_ in blind_fifth.WRONG if function.__name__ == name)
    verdict = check(getattr(blind_fifth, name), step)
    assert verdict.ok == (mistake is None) == bool(verdict.remarks) and verdict.mistake == mistake and told in verdict.message


def other_names(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    p, q = beta1 * m + (1 - beta1) * g, np.maximum(beta2 * u, np.abs(g) + eps)
    y = x - lr / (1 - beta1**t) * p / q
    return p, q, y


def x_first(x, g, v=0.0, *, lr=0.01, mu=0.9):
    a = mu * v - lr * g
    b = x + a
    return b, a


@pytest.mark.parametrize("function, step, back", [
    (other_names, "adamax", "dict(m=m, u=u, x=x)"), (x_first, "momentum", "dict(v=v, x=x)")])  # fmt: skip
def test_a_tuple_is_read_by_place_where_its_names_do_not_tell(function, step, back):
    verdict = check(function, step)
    assert verdict.ok and any(back in remark for remark in verdict.remarks)


def test_a_state_that_is_not_returned_is_not_none():
    verdict = check(lambda x, g, t, m=0.0, v=0.0: dict(m=m, x=x - m), "adam")
    assert verdict.mistake == "return missing" and "does not return v" in verdict.message
    assert "gives None" not in verdict.hints[0]


def test_a_loss_asked_by_if_is_right_for_one_run():
    def asks(x, g, t, f, m=0.0, v=0.0, d=1.0, f_old=None, *, lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.999, c=10.0, f_star=0.0,
             eps=1e-8):  # fmt: skip
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        if t > 1:
            low = f if f < f_old else f_old
            d = beta3 * d + (1 - beta3) * np.clip(np.abs(f - f_old) / (low - f_star), 1 / c, c)
        return dict(m=m, v=v, d=d, f_old=f, x=x - lr / d * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps))

    verdict = check(asks, "eve")
    assert verdict.ok and "two runs at once" in verdict.remarks[0] and not check(optlab.eve, "eve").remarks


def test_floor_division_is_no_integer_array():
    verdict = check(edited(optlab.nadam, "v_hat = v // (1 - beta2 ** t)"), "nadam")
    assert verdict.mistake == "// in place of /" and verdict.lines[0][0] == "v_hat"


def first_square(x, g, v=None, *, lr=1e-3, rho=0.9, eps=1e-8):
    if v is None:
        v = 2 * g**2
    else:
        v = rho * v + (1 - rho) * g**2
    return dict(v=v, x=x - lr * g / (np.sqrt(v) + eps))


def old_and_new(x, g, t, m=0.0, v=0.0, s=0.0, g_old=None, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8,
                weight_decay=0.0):  # fmt: skip
    if g_old is None:
        g_old = g
    change = g - g_old * 2
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    s = beta3 * s + (1 - beta3) * (g + beta2 * change) ** 2
    m_hat, v_hat, s_hat = m / (1 - beta1**t), v / (1 - beta2**t), s / (1 - beta3**t)
    x = (x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(s_hat) + eps)) / (1 + lr * weight_decay)
    return dict(change=change, m=m, v=v, s=s, m_hat=m_hat, v_hat=v_hat, s_hat=s_hat, g_old=g, x=x)


def lost(x, g, t, m=0.0, u=0.0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    u_new = np.maximum(beta2 * u, np.abs(g) + eps)  # noqa: F841
    return dict(m=m, u=u, x=x - lr / (1 - beta1**t) * m / (np.abs(g) + eps))


@pytest.mark.parametrize("function, step, quantity, number", [
    (first_square, "rmsprop", "v", 3), (old_and_new, "adan", "change", 5), (lost, "adamax", "u", 4)])  # fmt: skip
def test_the_line_that_computes_is_quoted_and_not_the_question(function, step, quantity, number):
    assert (quantity, number) in [(q, n) for q, _, n in check(function, step).lines]


def test_a_random_step_for_single_numbers_is_not_tried_one_by_one():
    """Alone, each coordinate would draw the same numbers; and a block of one has another length."""

    def single(x, g, t, rng, n, *, lr=0.1):
        return float(x) - lr * float(g)

    verdict = check(single, "santa_e")
    assert verdict.mistake == "works for single numbers only" and "santa_e draws random numbers" in verdict.message
    assert "length of the whole gradient" in check(lambda x, g, t: float(x) - float(g), "adasecant").message


def test_a_memory_without_units():
    def no_units(x, g, h1=0.0, c1=0.0, h2=0.0, c2=0.0):
        return dict(h1=h1, c1=c1, h2=h2, c2=c2, x=x - 0.1 * g)

    verdict = check(no_units, "learned")
    assert not verdict.ok and verdict.first == ("x", 1) and "<svg" in verdict._repr_html_()


def test_a_second_mistake_does_not_hide_the_first():
    wrong = edited(optlab.adam, "v = beta2 * v + (1 - beta2) * g; x = x + lr * m_hat / (np.sqrt(np.abs(v_hat)) + eps)")
    verdict = check(wrong, "adam")
    assert verdict.first == ("v", 1) and verdict.agree == ("m", "m_hat") and "square" in verdict.message
    assert verdict.edit == "v = beta2 * v + (1 - beta2) * g; x = x + lr * m_hat / (np.sqrt(np.abs(v_hat)) + eps)"


@pytest.mark.parametrize("step, variant", [(s, v) for s in COURSE for v in conventions(KNOWN[s])])
def test_a_framework_s_form_is_not_called_wrong(step, variant):
    verdict = check(KNOWN[variant], step)
    assert verdict.mistake is None and not verdict.ok and verdict.convention and "paper's form" in verdict.message


def test_a_velocity_may_count_the_other_way():
    def other_sign(x, g, v=0.0, *, lr=0.01, mu=0.9):
        v = mu * v + lr * g
        return dict(v=v, x=x - (mu * v + lr * g))

    verdict = check(other_sign, "momentum")
    assert verdict.mistake == "Nesterov written for heavy ball" and verdict.agree == ("v",) and verdict.first == ("x", 1)


def test_another_method_is_recognised():
    assert check(optlab.rmsprop, "adam").mistake == "another method: rmsprop"


def test_a_forgotten_line_is_not_taken_for_integers():
    def forgot_v(x, g, v=0.0, *, lr=0.01, mu=0.9):
        return dict(v=v, x=x + mu**2 * v - (1 + mu) * lr * g)

    def and_more(x, g, v=0.0, *, lr=0.01, mu=0.9):
        return dict(v=v, x=x + mu**2 * v - 1.7 * lr * g)

    assert check(forgot_v, "nesterov_shifted").mistake == "memory never updated"
    assert [q for q, _, _ in check(and_more, "nesterov_shifted").lines] == ["x", "v"]


def test_torch_s_form_of_nesterov_is_a_convention_of_the_shifted_one():
    verdict = check(optlab.variants.nesterov_torch, "nesterov_shifted")
    assert verdict.convention == "nesterov_torch" and check(optlab.variants.nesterov_keras, "nesterov_shifted").ok


def test_adamax_has_no_v():
    verdict = check(edited(optlab.adamax, "x = x - lr * m / u"), "adamax")
    assert verdict.mistake == "no bias correction" and not re.search(r"\bv(_hat)?\b", verdict.message + "".join(verdict.hints))


def test_where_no_row_has_a_name_the_difference_is_the_name():
    def odd(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * np.abs(g) ** 1.7
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)

    verdict = check(odd, "adam")
    assert verdict.mistake == "extra absolute value and 1.7 in place of 2"
    assert verdict.first == ("v", 1) and verdict.agree == ("m", "m_hat")
    assert verdict.score == pytest.approx(4 / 5)
    assert verdict.lines == (("v", "beta2 * v_before + (1 - beta2) * np.abs(g) ** 1.7", 3),)
    line = "Your v (line 3) is beta2 * v_before + (1 - beta2) * np.abs(g) ** 1.7."
    told = "np.abs is one too many: the rule takes g as it is. 1.7 stands where 2 belongs."
    assert verdict.message == f"{told} {line}"
    assert "line 3" in verdict.hint(3) and "beta2, g, v" in verdict.hint(2)


# Whatever is handed in


def endless(x, g, lr=0.1):
    while True:
        pass  # noqa: E701


def endless_in_two_lines(x, g, lr=0.1):
    while True:
        x = x - lr * g


def bottomless(x, g, lr=0.1):
    return bottomless(x, g, lr)


def quits(x, g, lr=0.1):
    sys.exit(3)


def misspelt(x, g, lr=0.1):
    return x - lr * grad  # noqa: F821


def not_called(x, g, lr=0.1):
    return x - lr * misspelt


def nothing(x, g, lr=0.1):
    x = x - lr * g


def empty(x, g, lr=0.1): ...


def words(x, g, lr=0.1):
    return "downhill"


def shorter(x, g, lr=0.1):
    return (x - lr * g)[:2]


def anything(*args, **more):
    return args[0]


def nobody():
    return 1


def yields(x, g, lr=0.1):
    yield x - lr * g


async def later(x, g, lr=0.1):
    return x - lr * g


def out_of_range(x, g, lr=0.1):
    return x[10] - lr * g


def not_a_number(x, g, lr=0.1):
    return x * np.nan


def imaginary(x, g, lr=0.1):
    return x - 1j * lr * g


class Optimizer:
    def step(self, x, g, lr=0.1):
        return x - lr * g


BROKEN = [
    (endless, "does not come to an end"),
    (endless_in_two_lines, "does not come to an end"),
    (bottomless, "calls itself without end"),
    (quits, "asks Python to quit"),
    (misspelt, "line 2 (return x - lr * grad"),
    (not_called, "a function stands where a number is needed"),
    (nothing, "returns nothing"),
    (empty, "still empty"),
    (words, "'downhill'"),
    (shorter, "shape (2,)"),
    (anything, "*args"),
    (nobody, "does not take x"),
    (yields, "return"),
    (later, "return"),
    (out_of_range, "index is out of range"),
    (not_a_number, "nan"),
    (imaginary, "must be a number"),
    (Optimizer, "the class Optimizer"),
    ("sgd", "a function is needed"),
    (None, "a function is needed"),
    (3, "a function is needed"),
    (np.sin, "lr"),
    (len, "number"),
]


@pytest.mark.parametrize("function, words", BROKEN, ids=ident)
def test_whatever_is_handed_in_gets_a_sentence(function, words):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        verdict = check(function, "sgd")
    assert not verdict.ok and words in verdict.message and verdict.message.endswith("."), verdict
    assert "Traceback" not in str(verdict) and "optlab" not in verdict.message


def test_a_name_that_the_package_does_not_have_is_no_endless_loop():
    def step(x, g, lr=0.1):
        return x - lr * optlab.newton_schultz(g)

    assert "stops in line 2" in check(step, "sgd").message and "newton_schultz" in check(step, "sgd").message


def test_methods_and_partials_are_functions_too():
    assert check(Optimizer().step, "sgd").ok
    assert check(functools.partial(Optimizer().step), "sgd").ok


def test_nothing_of_the_caller_is_changed(capsys):
    def rude(x, g, *, lr=0.1):
        print("hello")
        np.seterr(all="raise")
        warnings.simplefilter("error")
        random.seed(1)
        np.random.seed(1)  # noqa: NPY002
        sys.settrace(None)
        return x - lr * g

    before = np.random.get_state()[1].copy(), random.getstate(), np.geterr(), list(warnings.filters), sys.gettrace()  # noqa: NPY002
    verdict = check(rude, "sgd")
    after = np.random.get_state()[1], random.getstate(), np.geterr(), list(warnings.filters), sys.gettrace()  # noqa: NPY002
    assert np.array_equal(before[0], after[0]) and before[1:] == after[1:]
    assert capsys.readouterr() == ("", "") and verdict.mistake == "global random numbers"


def test_the_learner_s_own_world_is_not_changed():
    def counts(x, g, *, lr=0.1):
        counts.calls += 1
        return x - lr * g

    counts.calls = 0
    check(counts, "sgd")
    remembered = next(f for _, _, f in WRONG if f.__name__ == "remembers_in_its_default")
    check(remembered, "momentum")
    assert remembered.__defaults__ == ([],)


@pytest.mark.parametrize("step, meant", [("adma", "adam"), ("Adam", "adam"), ("nestrov", "nesterov"), ("rms", "rmsprop")])
def test_an_unknown_step_gets_the_nearest_name(step, meant):
    with pytest.raises(ValueError, match=f"did you mean '{meant}'"):
        check(endless, step)


BELIEF = next(f for _, _, f in WRONG if f.__name__ == "belief")


def five_rounds(x, g, b=0.0, *, lr=0.02, mu=0.95, weight_decay=0.0):
    """Muon with another norm: written out, its loop is a polynomial of polynomials."""
    b = mu * b + g
    u = g + mu * b
    o = u / (np.linalg.norm(u, 2) + 1e-7)
    for _ in range(5):
        twice = o @ o.T
        o = 3.4445 * o - 4.7750 * twice @ o + 2.0315 * twice @ twice @ o
    return dict(b=b, u=u, o=o, x=x - lr * np.sqrt(max(1, x.shape[0] / x.shape[1])) * o - lr * weight_decay * x)


SLOW = (BELIEF, "adam"), (blind_functions.santa_thermostat, "santa_e"), (five_rounds, "muon")


@pytest.mark.parametrize("slow, step", SLOW, ids=ident)
def test_a_check_is_fast(slow, step):
    check(slow, step)
    times = []
    for _ in range(3):
        start = time.thread_time()  # the machine may be busy with something else
        check(slow, step)
        times.append(time.thread_time() - start)
    assert min(times) < 1.0


def test_a_slow_machine_says_the_same(monkeypatch):
    """Nothing that decides a verdict asks the clock: these take the longest, and the clock runs ten times as fast."""
    late = ("ascent", "lr missing")
    rows = [(step, f) for step, names, f in WRONG if step == "nesterov_shifted" and names[0] in late]
    names = ("nadam_reversed", "eve_first_loss", "momentum_loop")
    rows += [(step, f) for f, step, *_ in blind_functions.WRONG if f.__name__ in names]
    quiet = [check(f, step) for step, f in rows]
    for clock in ("monotonic", "thread_time", "process_time", "perf_counter"):
        monkeypatch.setattr(time, clock, lambda now=getattr(time, clock): 10 * now())
    slow = [check(f, step) for step, f in rows]
    assert len(rows) >= 8 and [(v.mistake, v.message, v.edit) for v in slow] == [(v.mistake, v.message, v.edit) for v in quiet]


def test_the_package_loads_the_checker_only_when_asked():
    loaded = "'optlab.feedback.checks' in sys.modules"
    code = f"import sys, optlab; a = {loaded}; optlab.check; print(a, {loaded})"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.split() == ["False", "True"]


# What the verdict shows


def wrong_adam():
    return check(edited(optlab.adam, "v_hat = v"), "adam")


def test_three_hints_and_none_gives_the_formula():
    verdict = wrong_adam()
    assert len({verdict.hint(1), verdict.hint(2), verdict.hint(3)}) == 3 and "v_hat" in verdict.hint(3)
    with pytest.raises(ValueError, match="level is 4"):
        verdict.hint(4)


def test_the_page_shows_no_number_of_the_reference():
    verdict = wrong_adam()
    page = verdict._repr_html_()
    right = reference(optlab.adam)["x"]
    assert not [number for number in right.ravel() if f"{number:.3g}" in page and abs(number) > 1e-9 and len(f"{number:.3g}") > 4]
    assert 'role="img"' in page and "<title>" in page and "currentColor" in page
    folded = re.findall(r"<details><summary>Hint \d: [a-z ]+</summary>(.*?)</details>", page)
    assert len(folded) == 3 and "✗ Adam: " in page and "(1.5 of 3 points)" in verdict.page((1.5, 3))
    shown, _ = DisplayFormatter().format(verdict)
    assert shown == {"text/plain": str(verdict), "text/html": page}


def test_the_page_takes_its_colours_from_where_it_stands():
    page = wrong_adam()._repr_html_()
    assert not re.search(r"<(?:table|tr|th|td)\b|background|[^-]color:(?!inherit)", page)
    assert page.count("<text") == page.count('fill="currentColor"') >= 6


def test_what_the_learner_wrote_is_escaped():
    def bad(x, g, lr=0.1):
        raise ValueError("<script>alert(1)</script>")

    assert "<script>" not in check(bad, "sgd")._repr_html_()


def test_printing_is_a_remark():
    verdict = check(next(f for _, f in RIGHT if ident(f) == "prints_while_it_works"), "rmsprop")
    assert verdict.ok and "prints" in verdict.remarks[0]


def test_a_second_gradient_is_a_remark():
    def twice(x, grad, v=0.0, *, lr=0.01, mu=0.9):
        v = mu * v - lr * grad(x + mu * v)
        x = x + v + 0 * grad(x)
        return dict(v=v, x=x)

    verdict = check(twice, "nesterov")
    assert verdict.ok and "more than once" in verdict.remarks[0]
    assert not any("gradient" in remark for remark in check(optlab.nesterov, "nesterov").remarks)


# The other kinds of question


@pytest.mark.parametrize("name", PREDICTIONS)
def test_predictions_know_the_right_and_the_common_wrong_numbers(name):
    question = PREDICTIONS[name]
    given = dict(L=3.0) if "L" in inspect.signature(question.answer).parameters else {}  # with 1 a forgotten L is no mistake
    assert check.predict(name, float(question.answer(**given)), **given).ok
    for mistake, (sentence, formula) in question.wrong.items():
        verdict = check.predict(name, float(formula(**given)), **given)
        assert verdict.mistake == mistake and verdict.message.endswith(sentence) and len(mistake) <= 30
    assert not check.predict(name, -7.123).ok and not check.predict(name, "ten").ok and not check.predict(name, np.nan).ok


def ones(steps):
    return np.ones(steps)


GROWING = np.r_[np.zeros(8000), (0.999 / 0.9) ** np.arange(-300.0, 0)]

MEASURED = {
    "momentum_gain": lambda: optlab.drive(optlab.momentum, ones(400), lr=1.0).update[-1],
    "adagrad_step": lambda: optlab.drive(optlab.adagrad, ones(100), lr=1.0).update[-1],
    "adagrad_distance": lambda: optlab.drive(optlab.adagrad, ones(100), lr=1.0).update.sum(),
    "adagrad_first": lambda: optlab.drive(optlab.adagrad, 100 * ones(1), lr=1.0).update[0],
    "rmsprop_first": lambda: optlab.drive(optlab.rmsprop, ones(1), lr=1.0).update[0],
    "rmsprop_step": lambda: optlab.drive(optlab.rmsprop, ones(10), lr=1.0).update[-1],
    "graves_steady": lambda: optlab.drive(optlab.rmsprop_graves, ones(3000), lr=1.0).update[-1],
    "adadelta_first": lambda: optlab.drive(optlab.adadelta, ones(1)).update[0],
    "adadelta_warmup": lambda: optlab.drive(optlab.adadelta, ones(10_000)).update[-1],
    "adam_first": lambda: optlab.drive(optlab.adam, 100 * ones(1), lr=1.0).update[0],
    "adam_uncorrected_first": lambda: optlab.drive(edited(optlab.adam, "m_hat = m; v_hat = v"), ones(1), lr=1.0).update[
        0
    ],
    "adam_spike": lambda: optlab.drive(optlab.adam, np.r_[np.zeros(9000), 1.0], lr=1.0).update[-1],
    "adam_bound": lambda: optlab.drive(optlab.adam, GROWING, lr=1.0, eps=1e-300).update.max(),
    "adam_noise": lambda: np.sqrt(
        np.mean(optlab.drive(optlab.adam, optlab.signals.gaussian_noise(9000), lr=1.0).update[1000:] ** 2)
    ),
    "adamax_bound": lambda: optlab.drive(optlab.adamax, 0.999 ** np.arange(300.0), lr=1.0).update.max(),
    "nadam_first": lambda: optlab.drive(optlab.nadam, ones(1), lr=1.0).update[0],
    "amsgrad_start": lambda: optlab.drive(optlab.amsgrad, ones(10), lr=1.0).update[-1],
    "smorms3_first": lambda: optlab.drive(optlab.smorms3, ones(1), lr=0.1).update[0] / 0.1,
}


@pytest.mark.parametrize("name", MEASURED)
def test_predictions_are_what_the_steps_do(name):
    assert check.predict(name, MEASURED[name]()).ok


@pytest.mark.parametrize("nothing", [None, ...])
def test_no_number_yet(nothing):
    assert check.predict("momentum_gain", nothing).message == "There is no number yet: put one in its place."


def test_a_prediction_reads_well():
    named = check.predict("adadelta_first", np.float64(1e-3))
    assert (named.mistake, named.message) == ("1 - rho missing", "Not 0.001. v has only the share 1 - rho of g squared.")
    assert named.headline == "AdaDelta's first step: 1 - rho missing"
    for number, text in (np.sqrt(1e-5), "0.00316228"), (np.array([0.25]), "0.25"), (np.float32(7), "7"):
        unnamed = check.predict("adadelta_first", number)
        assert (
            unnamed.mistake is None and unnamed.message.startswith(f"{text} is too ") and unnamed.hint(1) not in unnamed.message
        )
    assert check.predict("adadelta_first", np.nan).message == "You predicted nan; a number is needed."


def test_a_prediction_with_other_parameters():
    assert check.predict("momentum_gain", 100, mu=0.99).ok and not check.predict("momentum_gain", 10, mu=0.99).ok
    with pytest.raises(TypeError, match="it has mu"):
        check.predict("momentum_gain", 10, beta=0.9)
    with pytest.raises(ValueError, match="did you mean 'half_life'"):
        check.predict("halflife", 6.6)


@pytest.mark.parametrize("name", BUGS)
def test_a_wild_bug_is_wrong_until_it_is_fixed(name):
    bug = BUGS[name]
    assert not check.fixed(edited(KNOWN[bug.step], bug.edit), name).ok
    assert check.fixed(KNOWN[bug.step], name).ok
    assert check.bug(name).startswith(f"def {bug.step}(")


def test_break_it():
    places = optlab.landscapes
    assert check.breaks("sgd", places.simple_quadratic, lr=1.1).ok
    assert check.breaks(step="adam", landscape=places.simple_quadratic, lr=1e-4).ok
    assert not check.breaks("adam", places.simple_quadratic, lr=0.1).ok
    theorem = np.tile([3.0, -1.0, -1.0], 200)
    assert check.breaks("adam", signal=theorem, lr=0.1, beta1=0.0, beta2=0.1).ok
    assert not check.breaks("sgd", signal=theorem).ok
    assert "lr" in check.breaks("adam", places.simple_quadratic, lr=-1).message
    assert "Give either" in check.breaks("adam").message


def test_a_run_that_does_not_end_is_stopped(monkeypatch):
    def stuck(x):
        while True:
            x = x + 0

    monkeypatch.setattr(breaks, "SECONDS", 0.3)
    bowl, stuck_bowl = (
        optlab.landscapes.simple_quadratic,
        optlab.landscapes.Landscape(lambda x: (x**2).sum(-1), stuck, start=(1.0, 1.0)),
    )
    before = time.monotonic()
    for verdict in (
        check.breaks("sgd", stuck_bowl),
        check.breaks("adam", bowl, steps=10**7),
        check.breaks("sgd", bowl, lr=stuck),
    ):
        assert not verdict.ok and "not over after 0.3 seconds" in verdict.message
    assert time.monotonic() - before < 5 and sys.gettrace() is None


def test_explain():
    assert not check.explain("...").ok and not check.explain(None).ok
    text = "The weights of the average add up to one, so it keeps the gradient's units."
    assert check.explain(text).remarks == () and check.explain(text, rubric=("the sum of the weights",)).remarks == (
        "Look for: the sum of the weights",
    )


def test_every_diagnosis_has_a_picture():
    verdict = wrong_adam()
    assert "<svg" in verdict._repr_html_() and "<svg" not in check(optlab.adam, "adam")._repr_html_()
    assert diagnosis.diagnose(optlab.adam, optlab.adam).ok


@pytest.mark.parametrize("step, edit, word", [
    ("eve", "d = beta3 * d + (1 - beta3) * np.clip(change, 0, c)", "floor"),
    ("adasecant", "rate = np.sqrt(last2 + eps_rate) / np.sqrt(c2 + eps_rate) - cov / c2", "adagrad"),
])  # fmt: skip
def test_a_name_speaks_of_what_stands_in_the_source(step, edit, word):
    """A number, a // or a switch that the learner did not write is no explanation, even where its numbers fit."""
    source = re.sub(r'""".*?"""', "", inspect.getsource(KNOWN[step]), flags=re.S)
    quantity, _, formula = edit.partition(" = ")
    body = re.sub(rf"^( +){quantity} = .*$", rf"\1{quantity} = {formula}", source, flags=re.M)
    scope = {"np": np}
    name = f"<{step}>"
    linecache.cache[name] = len(body), None, body.splitlines(True), name
    exec(compile(body, name, "exec"), scope)
    verdict = check(scope[step], step)
    assert not verdict.ok and verdict.edit and word not in verdict.message and word not in str(verdict.mistake), verdict


def test_a_text_in_the_place_of_a_number_is_said():
    from optlab.feedback.questions.marks import claim

    assert "a text stands where a number is needed" in claim("lr", lambda: "0.1" - 0.1).message


# What learners hand in, one for each way


def in_words(*lines, of="x, g, v=0.0, *, lr=0.01, mu=0.9"):
    """A function of these lines."""
    world = {"np": np, "math": math}
    exec(f"def step({of}):\n    " + "\n    ".join(lines), world)
    return world["step"]


V, X, AWAY = "v = mu * v - lr * g", "return dict(v=v, x=x + v)", "x, g, *, lr=0.01"
ADAM = "x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8"
M, S = "m = beta1 * m + (1 - beta1) * g", "v = beta2 * v + (1 - beta2) * g**2"
TO = "x - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)"


@pytest.mark.parametrize("step, function, said", [
    ("sgd", in_words("return x - lr * g * np.ones(3)", of=AWAY), "shapes do not fit together (shapes (4,) (3,))"),
    ("sgd", in_words("return x - lr * g * math.sqrt(-1)", of=AWAY), "a root or logarithm is taken of a negative number"),
    ("sgd", in_words("return x - lr(g)", of=AWAY), "something is called like a function that is none"),
    ("sgd", in_words("return x - lr * g", of="x, g, hessian, *, lr=0.01"), "asks for 'hessian'"),
    ("sgd", dict.get, "TypeError"),
    ("momentum", in_words(V, "return dict(v=v, speed=x + v)"), "not x: the next step needs the new x"),
    ("momentum", in_words(V, X, of="x, g, v='zeros', *, lr=0.01, mu=0.9"), "Your v begins as 'zeros'"),
    ("momentum", in_words("v = mu * v - (lr if lr != 0.01 else 0.02) * g", X), "not for its own defaults"),
    ("adam", in_words(M, S, "lr = [lr] * 30", f"return dict(m=m, v=v, x={TO.replace('lr', 'lr[t]')})", of=ADAM),
        "right in twenty steps, but not where a run begins with a given state, or is longer"),
    ("adam", in_words("step.t = t = getattr(step, 't', 0) + 1", M, S, f"return dict(m=m, v=v, x={TO})",
        of=ADAM.replace("t, ", "")), "counts the steps itself"),
])  # fmt: skip
def test_what_does_not_fit_is_said(step, function, said):
    verdict = check(function, step)
    assert not verdict.ok and said in verdict.message, verdict


class Unhashable:
    __hash__ = None

    def __call__(self, x, g, *, lr=0.01):
        return x - lr * g


@pytest.mark.parametrize("step, function", [
    ("sgd", in_words("return dict(result=x - lr * g)", of=AWAY)),
    ("sgd", in_words("x = x - lr * g", "return dict(x=x if np.ndim(x) else np.array([x]))", of=AWAY)),
    ("sgd", Unhashable()),
    ("momentum", in_words(V, X, of="x, g, v=np.zeros(3), *, lr=0.01, mu=0.9")),
    ("momentum", in_words(V, X, of="x, g, v=np.array([]), *, lr=0.01, mu=0.9")),
    ("momentum", in_words("v = strength * v - length * g", X, of="x, g, v=0.0, length=0.01, strength=0.5")),
    ("adam", in_words(M, S, f"return {TO}, (m, v)", of=ADAM)),
    ("adam", in_words(M, S, f"return {TO}, dict(m=m, v=v)", of=ADAM)),
])  # fmt: skip
def test_what_can_be_read_otherwise_is_right(step, function):
    assert check(function, step).ok


@pytest.mark.parametrize("line, edit", [
    ("v = mu * np.copy(v) + lr * g", "v = mu * v + lr * g"),
    ("v = np.multiply(v + 0 * g, mu, out=np.zeros_like(g)) + lr * g", "v = v * mu + lr * g"),
])
def test_copies_and_results_written_into_arrays_are_followed(line, edit):
    assert check(in_words(line, X), "momentum").edit == edit


def outside(a):
    return a["w"]


def test_an_error_in_a_helper_stands_in_the_line_that_calls_it():
    def step(x, g, *, lr=0.1):
        y = outside(x)
        return x - lr * y

    assert "in line 2 (y = outside(x)): an index" in optlab.check(step, "sgd").message


@pytest.mark.parametrize("copied", ["dict(etat)", "{**etat}", "etat.copy()", "etat"])
def test_a_state_in_one_dict_may_be_copied_first(copied):
    source = f"""
def adagrad(x, g, etat=None, *, lr=0.01, eps=1e-8):
    if etat is None:
        etat = {{"h": np.zeros_like(x), "steps": 0.0}}
    neu = {copied}
    neu["h"] = neu["h"] + g**2
    return dict(etat=neu, x=x - lr * g / (np.sqrt(neu["h"]) + eps))
"""
    assert check(function("state", source), "adagrad").ok
    assert "square" in check(function("state", source.replace("+ g**2", "+ g")), "adagrad").mistake


def test_a_state_in_one_dict_may_begin_where_it_is_copied():
    source = """
def adagrad(x, g, etat=None, *, lr=0.01, eps=1e-8):
    neu = dict(etat or {"h": 0 * x})
    neu["h"] = neu["h"] + g**2
    return dict(etat=neu, x=x - lr * g / (np.sqrt(neu["h"]) + eps))
"""
    assert check(function("state", source), "adagrad").ok
