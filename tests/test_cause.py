"""The line that is the cause: found by runs in which lines are given the rule's values."""

import blind_eighteenth
import blind_fourteenth
import blind_sixteenth
import blind_twelfth
import numpy as np
import pytest
from blind_sixth import functions

from optlab import adam, check, momentum
from optlab.steps.matrices import eigenvectors, transpose
from optlab.theory.planted import Planted

ROWS = {name: (function, step) for some in (blind_eighteenth, blind_sixteenth, blind_fourteenth, blind_twelfth)
        for name, function, step, *_ in functions([*some.ONE, *some.TWO])}  # fmt: skip
LINES = dict(  # the lines that have to be changed, where those below them are right as they are
    torch_adagrad_decays_at_once=[3], santa_noise_with_new_preconditioner=[13], sophia_late_and_bare=[3, 5],
    radam_counts_from_zero=[3, 6], santa_sss_friction_once_whole=[26], noise_from_new_preconditioner=[14],
    santa_sss_one_damping_only=[24],
)  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_the_cause_is_told(name):
    verdict = check(*ROWS[name])
    assert not verdict.ok and [n for *_, n in verdict.lines] == LINES[name], verdict
    assert "nan" not in verdict.message + "".join(verdict.hints)


def test_a_lambda_reads_what_an_if_may_have_made():
    def soap(x, g, t, m=0.0, v=0.0, L=None, R=None, QL=None, QR=None,
             *, lr=3e-3, beta1=0.95, beta2=0.95, beta3=0.95, eps=1e-8, k=10):  # fmt: skip
        gg, hh = g @ transpose(g), transpose(g) @ g
        if QL is None:
            L = R = 0.0
            QL, QR = eigenvectors(gg), eigenvectors(hh)
        turn = lambda a: transpose(QL) @ a @ QR  # noqa: E731
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * turn(g) ** 2
        direction = turn(m) / (np.sqrt(v) + eps)
        x = x - lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * turn(direction)
        L = beta3 * L + (1 - beta3) * gg
        R = beta3 * R + (1 - beta3) * hh
        if t % k == 0:
            QL, QR = np.linalg.qr(L @ QL)[0], np.linalg.qr(R @ QR)[0]
        return dict(m=m, v=v, L=L, R=R, QL=QL, QR=QR, x=x)

    verdict = check(soap, "soap")
    assert not verdict.ok and [n for *_, n in verdict.lines] == [11], verdict


def test_an_innermost_line_is_told_only_if_it_mends():
    def keras(x, g, v=0.0, *, lr=1e-2, mu=0.9):
        push = lr * g
        coasting = mu * v
        v = coasting + push
        x = x + mu * v - push
        return dict(v=v, x=x)

    assert [n for *_, n in check(keras, "nesterov_keras").lines] == [4]  # push is right, and used below


def test_two_mistakes_stay_two_where_the_first_hides_the_second():
    def adadelta(x, g, v=0.0, u=0.0, *, lr=1.0, rho=0.95, eps=1e-6):
        v = rho * v + (1 - rho) * g**2
        delta = np.sqrt(u + eps) / np.sqrt(v) * g
        u = (1 - rho) * u + rho * delta**2
        return dict(v=v, u=u, x=x - lr * delta)

    assert [n for *_, n in check(adadelta, "adadelta").lines] == [3, 4]


def test_a_name_that_only_a_test_asks_for_is_not_blamed():
    """`length` of one of the rule's numbers would mend it by chance: then the branch is never taken."""
    name, function, step, *_ = next(functions([row for row in blind_fourteenth.ONE if row[0] == "clip_sneaks_in"]))
    assert [n for *_, n in check(function, step).lines] == [5]


def test_a_mended_function_walks_the_way_of_the_rule():
    planted, x = Planted(momentum), np.array([1.0, -2.0])
    assert [(site.name, site.back) for site in planted.sites] == [("v", False), ("x", False), ("v", True), ("x", True)]
    planted.given = {0: [np.array([0.5, 0.25])]}
    row = planted.twin()(x, np.ones(2), lr=0.1)
    assert np.array_equal(row["x"], x + [0.5, 0.25]) and planted.above(1) == {0, 1} and planted.above(0) == {0}
    assert np.array_equal(planted.seen[0][0], [-0.1, -0.1]) and np.array_equal(x, [1.0, -2.0])


def test_what_has_no_source_is_told():
    with pytest.raises(ValueError, match="no source"):
        Planted(abs)
    assert Planted(adam).sites and not Planted(adam).looped


def test_each_value_is_taken_in_the_shape_of_the_old_one():
    def step(x, g):
        size = np.mean(g, axis=-1, keepdims=True)
        count = float(g.sum())
        return dict(x=x - size * count)

    planted, g = Planted(step), np.array([1.0, 3.0])
    planted.given = {0: [np.array([2.0, 2.0])], 1: [np.array([7.0, 7.0])]}
    assert np.array_equal(planted.twin()(np.zeros(2), g)["x"], [-14.0, -14.0])
    planted.given = {1: [np.array([7.0, 8.0])]}
    with pytest.raises(ValueError, match="several numbers"):
        planted.twin()(np.zeros(2), g)
