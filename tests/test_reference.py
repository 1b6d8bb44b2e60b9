"""`check` with a reference of a teacher's own: any step function, whatever hyperparameters it has."""

import math
import re

import numpy as np
import pytest

from optlab import check


def warm_up(x, g, t, *, lr=0.1, T=100):
    x = x - lr * min(1, t / T) * g
    return dict(x=x)


def never_full(x, g, t, *, lr=0.1, T=100):
    return dict(x=x - lr * t / T * g)


def pauses(x, g, t, *, lr=0.1, span=50.0):
    return dict(x=x - lr * g * np.where(t > span, 0.0, 1.0))


def never_pauses(x, g, t, *, lr=0.1, span=50.0):
    return dict(x=x - lr * g)


def several(x, g, *, lr=0.1, k=3):
    for _ in range(k):
        x = x - lr * g
    return dict(x=x)


def one_more(x, g, *, lr=0.1, k=3):
    for _ in range(k + 1):
        x = x - lr * g
    return dict(x=x)


@pytest.mark.parametrize("wrong, right", [(never_full, warm_up), (never_pauses, pauses), (one_more, several)])
def test_what_a_hyperparameter_switches_happens_within_the_probes(wrong, right):
    assert check(right, right).ok
    assert not check(wrong, right).ok


@pytest.mark.parametrize("sentence, step", [
    ("which does not run on the checks: <lambda> returns an array; it must return dict(x=x).", lambda x, g: x - g),
    ("step is <lambda>, which does not run on the checks: only", lambda x, g: dict(x=x - math.sqrt(g))),
])  # fmt: skip
def test_a_reference_that_does_not_run_is_told(sentence, step):
    with pytest.raises(TypeError, match=re.escape(sentence)):
        check(several, step)


def test_without_a_step_it_is_asked_for():
    with pytest.raises(TypeError, match="step is None; it must be a name such as 'adam'."):
        check(several)
