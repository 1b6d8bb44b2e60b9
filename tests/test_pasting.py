"""The first three "find the bug": a right function alone earns a part at most, and what shows nothing earns nothing."""

import re

import pytest
from test_exercises import edited, marks_of, read
from test_exercises import pytestmark as fresh

pytestmark = fresh
FIND = {  # chapter: id of the cell, what shows the bug, what shows nothing
    "01_gradient_descent": ("find-gradient", "wrong, shows", '"a", [2.0, 0.0]', '"b", [2.0, 0.0]', '"a", [2.0, 1.0]'),
    "02_stochastic": ("find-update", "meets, sizes", '"W2", (4, 6, 3)', '"b2", (4, 6, 3)', '"W2", (3, 3, 3)'),
    "03_averages": ("find-average", "old_share, signal", "0.1, [1, 1, 1, -1]", "0.9, [1, 1, 1, -1]", "0.1, [1, 1, 1, 1]"),
}


@pytest.mark.parametrize("name", FIND)
def test_where_the_bug_shows_is_asked(name, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    cell, names, right, *wrong = FIND[name]
    solved = read("solutions", name)
    source = next(c.source for c in solved.cells if c.metadata.get("nbgrader", {}).get("grade_id") == cell)
    function = re.sub(r"^(wrong|shows|meets|sizes|old_share|signal) = .*$", "", source, flags=re.M)

    def marks(answer):
        return marks_of(cell, edited(solved, **{cell.replace("-", "_"): f"{function}\n{names} = {answer}\n"}))

    full = marks(right)
    assert full > 0
    assert all(marks(answer) == full / 2 for answer in ("(..., ...)", *wrong))
