"""What the exercises of chapters 01 to 04 say to answers that are nearly right: the name fits what the answer does."""

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed: exercises cannot be made or graded")

from test_exercises_05_07 import marked  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")

AVERAGE = """
def average(x, g, m=0.0, *, lr=0.01, beta=0.9):
    m = beta * m + (1 - beta) * g
    return dict(m=m, x=x - lr * m)


def corrected(m, t, beta):
    return """

EQUAL = """
def momentum_ema(x, g, m=0.0, *, lr=0.01, mu=0.9):
    m = mu * m + (1 - mu) * g
    return dict(m=m, x=x - lr * m)


def equal_lr(lr, mu):
    return """


@pytest.mark.parametrize("formula, said", [
    ("m", "comes out as it went in"), ("m / 1 - beta**t", "Brackets are missing"), ("m / (1 - beta)", "at t = 2"),
    ("m / (1 - beta * t)", "a power of beta"), ("m / beta**t", "the share of the invented 0, not by the rest"),
    ("m / (1 - (1 - beta) ** t)", "not (1 - beta)**t"), ("m / (1 + beta**t)", "taken off the 1"),
    ("m / sum(beta**k for k in range(t))", "1 - beta times that"), ("m / (1 - beta ** (t - 1))", "one step late"),
    ("m / (1 - beta ^ t)", "a power is written **"), ("2.0", "the shape of m"),
])  # fmt: skip
def test_03_a_wrong_correction_is_named_by_what_it_does_at_every_step(monkeypatch, capsys, formula, said):
    """At t = 1 several formulas give one number, and only one of them is the learner's."""
    assert marked(monkeypatch, "03_averages", "implement-average", AVERAGE + formula) < 3
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("formula, said", [("lr / (1 - mu)", "✓ equal_lr"), ("lr * (1 - mu)", "the other way round"),
                                           ("lr", "the paths differ")])  # fmt: skip
def test_04_the_lr_of_the_other_form_is_named(monkeypatch, capsys, formula, said):
    marked(monkeypatch, "04_momentum", "implement-average", EQUAL + formula)
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("answer, said", [
    ("single, four, no_repeat = 3, 1, 2 / 3", "old noise stays"), ("single, four, no_repeat = 4, 2, 1", "root of the batch size"),
])  # fmt: skip
def test_02_a_number_that_shows_two_ideas_is_told_of_both(monkeypatch, capsys, answer, said):
    assert marked(monkeypatch, "02_stochastic", "predict-cloud", answer) < 3
    told = capsys.readouterr().out
    assert said in told and "variance of one step" not in told


def test_02_a_shuffle_that_returns_nothing_is_said(monkeypatch, capsys):
    answer = "def epoch(x, grad, n, *, lr=0.1, batch=10, rng=None):\n    return grad(x, rng.shuffle(np.arange(n))[:batch])"
    assert marked(monkeypatch, "02_stochastic", "implement-epoch", answer) == 0
    assert "such as rng.shuffle" in capsys.readouterr().out


def test_01_the_best_lr_is_not_the_factor(monkeypatch, capsys):
    assert marked(monkeypatch, "01_gradient_descent", "predict-numbers", "limit, factor, best = 0.25, -1.6, 0.2") == 1
    told = capsys.readouterr().out
    assert "That is the best lr" in told and "-1.6 is too large in size" in told


def test_01_a_sum_of_squares_is_not_called_a_sum_of_sizes(monkeypatch, capsys):
    answer = "def sgd_stopping(x, g, *, lr=0.01, tol=1e-4):\n    return dict(x=x - lr * g * (lr * (g**2).sum() >= tol))"
    assert marked(monkeypatch, "01_gradient_descent", "implement-stop", answer) == 0
    assert "and take no root?" in capsys.readouterr().out


def test_04_losses_below_0_are_compared_by_what_lies_between_them(monkeypatch, capsys):
    """A run that ends level below 0 is not 1 % higher, whatever the sign of the loss."""
    below = "landscape = landscapes.Landscape(lambda x: (x**2).sum(-1) - 100, lambda x: 2 * x, start=(1.0, 1.0))\n"
    assert marked(monkeypatch, "04_momentum", "break-momentum", below + "lr = 0.25\nmu = 0.5") == 0
    assert "They end level" in capsys.readouterr().out


def test_04_a_landscape_whose_grad_is_not_the_derivative_of_f_is_told(monkeypatch, capsys):
    """Also where it is the derivative along the way of gradient descent; kinks are no reason."""
    slow = "landscape = landscapes.Landscape(lambda x: (x**2).sum(-1), lambda x: 1.9 * x, start=(1.0, 1.0))\n"
    way = "lambda x: np.where(x < 0, 1.9, 2) * x"
    right = "lambda x: np.where(x < 0, 2, 2) * x"
    edge = "landscape = landscapes.Landscape(lambda x: np.abs(x).sum(-1), np.sign, start=(1.0, 1.0))\n"
    ends = "lr = 0.25\nmu = 0.95"
    for answer, points in ((slow, 0), (slow.replace("lambda x: 1.9 * x", way), 0), (slow.replace("lambda x: 1.9 * x", right), 2)):
        assert marked(monkeypatch, "04_momentum", "break-momentum", answer + ends) == points
        assert ("In your landscape grad is not the derivative of f: at (" in capsys.readouterr().out) == (not points)
    assert marked(monkeypatch, "04_momentum", "break-momentum", f"{edge}lr = 0.01\nmu = 0.99") == 2
