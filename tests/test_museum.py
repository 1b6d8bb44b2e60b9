"""The museum: each published mistake has a test that shows it, and the checker explains it."""

import re

import numpy as np
import pytest

import optlab
from optlab.feedback import edited
from optlab.feedback.questions.museum import PUBLISHED
from optlab.pictures.museum import CLUES, THEORY, Exhibit, wall


def hang(name):
    bug = PUBLISHED[name]
    right = getattr(optlab, bug.step)
    return Exhibit(name, right, edited(right, bug.edit), bug.edit, bug.seen)


def test_each_published_mistake_hangs_in_a_hall():
    assert set(CLUES) == set(PUBLISHED) == set(THEORY)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_number_gives_it_away(name):
    exhibit = hang(name)
    _, right, wrong = exhibit.number
    assert np.isfinite(right) and not np.isclose(right, wrong, rtol=0.3)
    assert all(line != repaired for line, repaired in exhibit.lines) and exhibit.lines
    usual = exhibit.curves("usual")["as published"]
    assert np.isfinite(usual).all(), "the usual test shows that something is wrong"


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_number_is_what_theory_says(name):
    exhibit = hang(name)
    np.testing.assert_allclose(exhibit.number[2], exhibit.predicted, rtol=0.06)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_checker_explains_it(name):
    """Its edit gives the steps of the published line, on gradients of all signs, with zeros, and a loss of both signs."""
    exhibit = hang(name)
    verdict = optlab.check(exhibit.wrong, exhibit.right)
    assert not verdict.ok and verdict.edit
    rng = np.random.default_rng(1)
    g = rng.normal(size=(3, 40))
    g[1] = np.abs(g[1])
    g[2, :5] = 0
    options = dict(f=rng.normal(size=40), rng=0)
    options = options if {"f", "rng"} & set(optlab.signature(exhibit.right).inputs) else {}
    for signal in g:
        found, wrong = (optlab.drive(step, signal, **options) for step in (edited(exhibit.right, verdict.edit), exhibit.wrong))
        np.testing.assert_allclose(found.x, wrong.x, rtol=1e-9, atol=1e-12)


def test_a_mistake_without_a_test_of_its_own_hangs_too():
    exhibit = hang("exponent-two")._replace(name="new")
    assert exhibit.test.hall == "others" and "new" in repr(wall([exhibit])) and len(exhibit.panels()) == 2


def test_on_the_wall_both_lines_are_seen():
    """The published one is in the box, or the right one is; a dot says where its numbers end."""
    for name in PUBLISHED:
        exhibit = hang(name)
        svg = wall([exhibit])._repr_html_().partition("<article>")[2]
        heights = {kind: np.array(re.findall(r"[ML]\d+ (-?[\d.]+)", d)[:], float)
                   for kind, d in re.findall(r"class=(right|published) d='([^']+)'", svg)}  # fmt: skip
        right, wrong = (y[np.isfinite(y)] for y in exhibit.curves("shows").values())
        assert heights["right"].min() >= -1e-9 and heights["right"].max() <= 100
        if np.abs(wrong).max(initial=0) < 40 * np.ptp([0, *right]):
            assert heights["published"].min() >= 0 and heights["published"].max() <= 100.1, name
        assert ("published end" in svg) == (len(wrong) < len(right)), name


def test_the_wall_has_all_and_keeps_text_safe():
    page = wall([hang(name)._replace(seen="a < b") for name in PUBLISHED])._repr_html_()
    assert page.count("<article>") == len(PUBLISHED) and page.count("<h3>") == 4 and "a &lt; b" in page
