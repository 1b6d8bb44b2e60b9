"""The catalogue of wrong optimizers: every edit applies, shows on the probes, and is no framework's documented form."""

import itertools

import numpy as np
import pytest

from optlab.feedback import known, mistakes

STEPS = [name for name in known.steps() if mistakes.catalogue(name)]

# Edits with the same path: only the other named quantities tell them apart, if a function returns them.
SAME_PATH = {
    "momentum": [{"ascent", "double minus"}],
    "adam": [
        {"only m corrected", "v where v_hat belongs"},
        {"only v corrected", "m where m_hat belongs"},
        {"no bias correction", "hats computed, not used"},
    ],
    "amsgrad": [{"memory never updated (v)", "minimum instead of maximum"}],
    "nesterov_shifted": [{"memory never updated", "old v left out"}],
    "rmsprop_graves": [{"ascent", "double minus"}, {"mean not subtracted", "memory never updated (m)"}],
    "nadam": [{"only m corrected", "v where v_hat belongs"}],
}


def test_the_catalogue_is_large():
    assert sum(len(mistakes.catalogue(step)) for step in STEPS) >= 250
    assert len({row.name for row in mistakes.table()}) >= 120


@pytest.mark.parametrize("step", STEPS)
def test_every_edit_is_wrong(step):
    for name, trace in known.wrong(step).items():
        assert not known.equal(trace, known.reference(step), "x"), f"{step}, {name}: the probes do not show it"


@pytest.mark.parametrize("step", STEPS)
def test_no_framework_is_called_wrong(step):
    for (name, trace), (variant, theirs) in itertools.product(known.wrong(step).items(), known.conventions(step).items()):
        assert not known.equal(trace, theirs, "x"), f"{step}, {name} is {variant}"


@pytest.mark.parametrize("step", STEPS)
def test_edits_differ_from_each_other(step):
    twins = [{one, two} for (one, a), (two, b) in itertools.combinations(known.wrong(step).items(), 2) if known.equal(a, b, "x")]
    assert sorted(map(sorted, twins)) == sorted(map(sorted, SAME_PATH.get(step, [])))
    for one, two in twins:
        a, b = known.wrong(step)[one], known.wrong(step)[two]
        assert any(not known.equal(a, b, q) for q in a if q in b), f"{step}: nothing tells {one} from {two}"


def test_every_row_is_complete():
    for row in mistakes.table():
        for text in (row.message, *row.hints):
            assert text == text.strip() and text.endswith("."), (row.name, text)
        assert row.seen and len(row.message) < 160 and len(set(row.hints)) == 3, row.name
        assert set(row.edits) <= set(known.steps()), row.name


def test_two_rows_may_not_share_a_name():
    for step in STEPS:
        rows = [row.name for row in mistakes.table() if step in row.edits]
        assert len(rows) == len(set(rows)), step


def test_an_edit_keeps_the_rest():
    source = mistakes.edited_source(known.steps()["adam"], "start(v_max=0.0); v_hat = v_max = np.maximum(v_max, v)")
    assert "v_max=0.0, *, lr=" in source
    assert "v_hat = v_max = np.maximum(v_max, v)" in source
    assert source.endswith("return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, v_max=v_max, x=x)")


def test_an_edit_may_ask_for_time():
    wrong = mistakes.edited(known.steps()["rmsprop"], "x = x - lr / t * g")
    assert wrong(np.array([1.0]), np.array([2.0]), 2, lr=0.5)["x"] == 0.5


def test_an_edit_may_change_a_line_with_several_names():
    memory = mistakes.catalogue("learned")["memory lost at each step"]
    source = mistakes.edited_source(known.steps()["learned"], memory.edit)
    assert memory.quantity == "h1" and "lstm(a, 0 * h1, 0 * c1" in source and "lstm(h1, h2, c2" in source


def test_of_two_lines_for_a_name_an_edit_changes_the_first_outside_of_an_if():
    source = mistakes.edited_source(known.steps()["santa_sss"], "x = 0; noise = 1; u = 2")
    assert [source.count(f"x = {value}") for value in ("0", "x + G * u / 2")] == [1, 1]
    assert "u = lr ** 0.5 * rng" in source and "noise = 1" in source and "noise = noise + lr" in source


@pytest.mark.parametrize("step", ["santa_e", "santa_sss", "adasecant", "learned"])
def test_the_rarer_steps_have_five_mistakes_or_more(step):
    assert len(mistakes.catalogue(step)) >= 5


@pytest.mark.parametrize("edit", ["w = x", "swap(x, v)", "before(x, w)"])
def test_an_edit_that_does_not_fit_is_refused(edit):
    with pytest.raises(ValueError, match="no line assigns to w|neither an assignment"):
        mistakes.edited_source(known.steps()["rmsprop"], edit)
