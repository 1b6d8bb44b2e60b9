"""What the exercises of chapters 05 to 07 say to answers that are nearly right, and that a bug is not found by pasting."""

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed: exercises cannot be made or graded")

from test_exercises import edited, marks_of, read  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")


def marked(monkeypatch, name, question, answer):
    """The marks for an answer to one question of a solved exercise."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    return marks_of(question, edited(read("solutions", name), **{question.replace("-", "_"): answer}))


@pytest.mark.parametrize("answer, score", [
    ("line, signal = ..., [...]", 0), ("line, signal = 1, [1.0, 1.0, 1.0]", 0), ("line, signal = 1, [0.0, 1.0]", 0),
    ("line, signal = 2, [1.0, 1.0, 1.0, -1.0]", 1), ("line, signal = 1, [1.0, 1.0, 1.0, -1.0]", 2),
])  # fmt: skip
def test_05_a_look_back_shows_only_where_the_gradient_turns(monkeypatch, answer, score):
    assert marked(monkeypatch, "05_nesterov", "find-nesterov", answer) == score


@pytest.mark.parametrize("lr, said", [(0.13, "your lr is below it"), (0.136, "above Nesterov's limit, by 0.2%"), (0.16, "✓")])
def test_05_an_lr_just_above_the_limit_is_not_called_below_it(monkeypatch, capsys, lr, said):
    score = marked(monkeypatch, "05_nesterov", "break-nesterov", f"lr, mu = {lr}, 0.9")
    assert said in capsys.readouterr().out and score == (2 if said == "✓" else 0)


@pytest.mark.parametrize("answer, score", [
    ("line, signal = 2, [1.0, 0.0, 1.0]", 0), ("line, signal = 2, [0.0]", 0), ("line, signal = 1, [0.0, 1.0]", 1),
    ("line, signal = 2, [0.0, 1.0]", 2),
])  # fmt: skip
def test_06_a_missing_eps_shows_only_where_the_signal_begins_with_0(monkeypatch, answer, score):
    assert marked(monkeypatch, "06_adagrad", "find-bug", answer) == score


def test_06_the_border_is_a_border(monkeypatch):
    assert marked(monkeypatch, "06_adagrad", "break-adagrad", "first, last = 27, 66") == 1


@pytest.mark.parametrize("answer, score", [
    ("line, signal = 1, [[1.0, 1.0]]", 0), ("line, signal = 1, [[1.0]]", 0), ("line, signal = 2, [[3.0, 0.01]]", 1),
    ("line, signal = 1, [[0.01, 0.0], [0.01, 5.0]]", 2),
])  # fmt: skip
def test_07_a_common_denominator_shows_where_sizes_differ(monkeypatch, answer, score):
    assert marked(monkeypatch, "07_rmsprop", "find-bug", answer) == score


@pytest.mark.parametrize("scale, said", [
    (1e-3, "larger than eps = 1e-8: the root decides"), (1e-9, "500 of them still come far"), (1e-10, "✓ break it"),
])  # fmt: skip
def test_07_a_gradient_a_little_below_eps_is_not_sent_back_to_compare(monkeypatch, capsys, scale, said):
    marked(monkeypatch, "07_rmsprop", "break-rmsprop", f"scale, smaller_eps = {scale}, 1e-18")
    assert said in capsys.readouterr().out
