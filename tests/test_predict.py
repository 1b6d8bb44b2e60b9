"""The callouts and their questions: all are complete, their answers are true, and their page does not tell."""

import html
import re

import numpy as np
import pytest
from sampled import sampled

from optlab.feedback.questions.ask import Callout, Question, predict, questions
from optlab.feedback.questions.exercises import PREDICTIONS
from optlab.pictures.tables import Table, table

OWN = {name: row for name, row in questions().items() if name not in PREDICTIONS}


def page_text(callout):
    """What a reader sees of the page's source, with the character references as they stand."""
    return re.sub(r"<(style|script)>.*?</\1>|<[^>]*>", " ", callout._repr_html_(), flags=re.S)


@pytest.mark.parametrize("name", questions())
def test_a_question_is_complete(name):
    callout = predict(name)
    assert callout.row.asks and callout.row.why and len(callout.wrong) >= 1
    assert all(sentence.strip().endswith((".", "!")) for sentence in callout.wrong.values())
    if name in OWN and not callout.choices:  # others have parameters, for which two ideas may give one number
        tolerance = callout.row.tolerance * abs(callout.answer)
        assert all(abs(value - callout.answer) > tolerance for value in callout.wrong), "a wrong idea gives the right number"


@pytest.mark.parametrize("name", sampled(OWN, 3))
def test_an_answer_is_what_a_run_gives(name):
    row = OWN[name]
    assert row.measured, "a question of a chapter has a function that measures its answer"
    answer, measured = predict(name).answer, row.measured()
    if isinstance(answer, str):
        assert measured == answer
    else:
        assert measured == pytest.approx(answer, rel=row.tolerance)


@pytest.mark.parametrize("name", OWN)
def test_the_page_does_not_tell_before_it_is_asked(name):
    row, text = OWN[name], page_text(predict(name))
    told = [row.why, *row.wrong.values()]
    assert not any(word in text.replace(row.asks, "") for sentence in told for word in [sentence[:12]])
    assert re.split("[`^]", row.why)[0] in html.unescape(text)  # and yet it is there to be opened


def test_parameters_reach_question_answer_and_wrong_ideas():
    callout = predict("momentum_gain", mu=0.95)
    assert callout.answer == pytest.approx(20) and 1.95 in callout.wrong
    assert "mu = 0.95" in repr(callout) and "mu = 0.95" in page_text(callout)


def test_text_is_escaped_and_lightly_marked():
    callout = predict("Is <b> & `x < y` of mu^(k+1)?", 1, wrong={'a"<i>': "No <i>."}, why="<script>")
    page = callout._repr_html_()
    assert "Is &lt;b&gt; &amp; <code>x &lt; y</code> of mu<sup>k+1</sup>?" in page
    assert page.count("<script>") == 1 and "<i>" not in page
    callout = predict("Which?", "<u>", wrong={'a"<i>': "No <i>."})
    assert "<u>" not in callout._repr_html_() and "<i>" not in callout._repr_html_()


@pytest.mark.parametrize("name, said", [("momentum_gian", "did you mean 'momentum_gain'"), ("How long?", "no answer is given")])
def test_an_unknown_question_is_told(name, said):
    with pytest.raises(ValueError, match=said):
        predict(name)


def test_choices_stand_in_an_order_that_does_not_tell():
    callout = predict("How many?", "about 60", wrong={"about 350": "No.", "about 9.5": "No.", "none": "No."})
    assert callout.choices == ["about 9.5", "about 60", "about 350", "none"]


def test_an_unknown_parameter_is_told():
    with pytest.raises(TypeError, match="it has mu"):
        predict("momentum_gain", beta=0.9)


def test_a_wrong_idea_may_be_a_number_or_a_function():
    row = Question("?", lambda mu=0.9: 1 / (1 - mu), {1: "One.", (lambda mu=0.9: mu): "It is mu."}, "Because.")
    assert Callout(row, dict(mu=0.5)).wrong == {1.0: "One.", 0.5: "It is mu."}


def test_a_table_in_text_and_as_a_page(capsys):
    table(("quantity", "predicted", "measured"), [("gain", 10, 9.99999997), ("a", -0.5, np.inf)])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [["quantity", "predicted", "measured"], ["gain", "10", "10"],
                                                ["a", "-0.5", "left", "the", "floats"]]  # fmt: skip
    assert len(set(map(len, lines))) == 1
    page = Table(("q", "x"), [("<a>", "-0.5"), ("b", "10")], [False, True], "Title")._repr_html_()
    assert "<caption>Title</caption>" in page and "&lt;a&gt;" in page and "−0.5" in page and page.count("<th scope=col>") == 2


def test_a_table_is_folded_where_a_question_waits_for_it():
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell()
    InteractiveShell._instance = shell
    try:
        shown = []
        for code in ("predict(1)", "TABLE", "1", "TABLE", "predict(1); TABLE"):
            with capture_output() as seen:
                code = code.replace("TABLE", "table(('a', 'b'), [('c', 1)])").replace("predict(1)", "predict('momentum_gain')")
                shell.run_cell(f"from optlab import predict, table\n{code}" if "table" in code else code, store_history=True)
            shown += [output.data["text/html"] for output in seen.outputs if "optlab-table" in output.data.get("text/html", "")]
    finally:
        InteractiveShell.clear_instance()
    assert ["<details" in page for page in shown] == [True, False, True]


def test_an_empty_title_is_not_read_out():
    page = Table(("one step", "pencil", "", "code"), [tuple("abcd")], [False] * 4)._repr_html_()
    assert "Table · one step: pencil, code<" in page and page.count("<th scope=col>") == 3 and "></th>" not in page


def test_a_column_has_its_format(capsys):
    table(("mu", "gain"), [("0.5", 2), ("0.9", 10.04)], digits=(0, ".1f"), caption="Gains")
    assert capsys.readouterr().out == "Gains\nmu         gain\n0.5         2.0\n0.9        10.0\n"


@pytest.mark.parametrize(
    "rows, digits, said", [([(1,)], 4, "every row needs as many"), ([(1, 2)], (1, 2, 3), "one for each of the 2")]
)
def test_a_table_with_a_row_or_format_too_few_is_told(rows, digits, said):
    with pytest.raises(ValueError, match=said):
        table(("a", "b"), rows, digits)
