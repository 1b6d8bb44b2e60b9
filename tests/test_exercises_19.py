"""Exercises 19: a tuning loop that is wrong is told how; a comparison is exposed by what it drops."""

import numpy as np
import pytest
from test_exercises import edited, marks_of, read

HEAD = "def tune(step, landscape, starts, rates, steps=100):\n"
HEAD += "    loss = optlab.descend(step, landscape, starts, {}, lr=rates).loss\n"
END = "    e = np.where(np.isfinite(loss[-1]), loss[-1], np.inf)\n"
BACK = "    b = np.argmin(m)\n    return rates[b], m[b]\n"
WRONG = {
    "the mean over the starts": END + "    m = e.mean(axis=1)\n" + BACK,
    "are not counted": "    m = np.ma.median(np.ma.masked_invalid(loss[-1]), axis=1).filled(np.inf)\n" + BACK,
    "nan has won": "    m = np.median(loss[-1], axis=1)\n" + BACK,
    "counts as 0": "    m = np.median(np.nan_to_num(loss[-1]), axis=1)\n" + BACK,
    "index of the rate": END + "    m = np.median(e, axis=1)\n    return m.argmin(), m.min()\n",
    "over the rates": END + "    m = np.median(e, axis=0)\n" + BACK,
    "lowest loss on the way": "    m = np.median(np.where(np.isfinite(loss), loss, np.inf).min(axis=0), axis=1)\n" + BACK,
    "first start only": END + "    m = e[:, 0]\n" + BACK,
    "that is luck": END + "    m = e.min(axis=1)\n" + BACK,
    "worst rate": END + "    m = np.median(e, axis=1)\n    return rates[m.argmax()], m.max()\n",
    "first the rate": END + "    m = np.median(e, axis=1)\n    return m.min(), rates[m.argmin()]\n",
    "two numbers": END + "    m = np.median(e, axis=1)\n    return rates[m.argmin()]\n",
    "returns nothing": "    ...\n",
}


@pytest.fixture(autouse=True)
def graded(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")


@pytest.mark.parametrize("said", WRONG)
def test_a_wrong_tuning_loop_is_told_what_it_does(said, capsys):
    solved = edited(read("solutions", "19_race"), implement_tune=HEAD.format("steps") + WRONG[said])
    assert marks_of("implement-tune", solved) == 0
    assert said in " ".join(capsys.readouterr().out.split())


def test_steps_must_be_taken_from_the_argument(capsys):
    body = HEAD.format(100) + END + "    m = np.median(e, axis=1)\n" + BACK
    assert marks_of("implement-tune", edited(read("solutions", "19_race"), implement_tune=body)) == 1.5
    assert "as many steps as" in capsys.readouterr().out


@pytest.mark.parametrize("rate, score", [(0.035, 2), (0.046, 0), (0.01, 0), (0.09, 0), (0.5, 0)])
def test_only_a_rate_that_loses_runs_and_is_praised_exposes_the_comparison(rate, score):
    answer = f"line, exposing = 2, {rate}"
    assert marks_of("find-comparison", edited(read("solutions", "19_race"), find_comparison=answer)) == score


def test_a_window_by_a_run():
    """What the worked answer of question 1 says."""
    import optlab

    rates = np.linspace(0.01, 0.05, 2001)
    ends = optlab.descend(optlab.sgd, optlab.landscapes.quartic, [-3.5], 200, lr=rates).x[-1, :, 0]
    good = rates[np.abs(ends - 2.5) < 0.01]
    assert good.min() == pytest.approx(3 / 144, rel=0.01) and good.max() == pytest.approx(2 / 48, rel=0.01)
