"""What makes the book and the slides, on small things; the whole site is opened in tests/pages."""

import io
import json
import os
import py_compile
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from unittest import mock

import nbformat
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
for package in ("sphinx", "myst_nb", "latex2mathml", "nbconvert"):
    pytest.importorskip(package)

import course  # noqa: E402
from book import alone, formulas, lite, pages, parts, run, slides, text  # noqa: E402
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output  # noqa: E402


def cell(text, kind=None):
    return new_markdown_cell(text, metadata={"slideshow": {"slide_type": kind}} if kind else {})


def shows(code, html):
    return new_code_cell(code, outputs=[new_output("display_data", {"text/html": html})])


@pytest.mark.parametrize(
    "latex", [r"\mu", r"x_t &= x_{t-1} \\ v_t &= \mu v_{t-1}", r"\frac{\sqrt\kappa-1}{\sqrt\kappa+1}", r"\big( a \big)"]
)
def test_a_formula_is_mathml(latex):
    text = formulas.mathml(latex, block=True)
    assert text.startswith("<math") and "\\" not in text and "<mtext>" not in text


def test_lines_of_a_formula_stand_below_each_other():
    assert formulas.mathml(r"a &= b \\ c &= d", block=True).count("<mtr>") == 2


@pytest.mark.parametrize(
    "latex, seen",
    [
        (r"\lambda|x|", '<mo stretchy="false" form="prefix" lspace="0" rspace="0">|</mo><mi>x</mi>'),  # no room inside the bars
        (r"\lVert g\rVert", '<mo form="postfix" stretchy="false" lspace="0" rspace="0">‖</mo>'),
        (r"\left\lVert g_t\right\rVert", '<mo stretchy="false" fence="true" form="prefix" lspace="0" rspace="0">‖</mo>'),
        (r"\left|\frac{a}{b}\right|", '<mo stretchy="true" fence="true" form="prefix">|</mo>'),
        (r"a|b", "<mo stretchy=\"false\">|</mo><mi>b</mi>"),  # one alone opens nothing
        (r"x=-3", '<mo form="prefix">−</mo><mn>3</mn>'),
        (r"a-b", "<mo>−</mo><mi>b</mi>"),
        (r"a\,-b", "<mo>−</mo><mi>b</mi>"),
        (r"x_t-b", "<mo>−</mo><mi>b</mi>"),
        (r"\ln 2", '<mo form="prefix" lspace="0" rspace="0.167em">ln</mo><mn>2</mn>'),
        (r"\log_{10} 4", 'rspace="0.167em">log</mo>'),
        (r"2\max(a, b)", 'lspace="0.167em" rspace="0">max</mo>'),
        (r"x\sim t", "<mo>∼</mo>"),
        (r"\Big(\frac{s}{t}\Big)^2", "</mfrac><mo stretchy=\"true\" form=\"postfix\">)</mo></mrow><mn>2</mn></msup>"),
    ],
)
def test_a_formula_has_the_spaces_of_print(latex, seen):
    assert seen in formulas.mathml(latex)


def test_the_bound_of_a_maximum_stands_below_it_where_there_is_room():
    latex = r"\max_{\lVert e\rVert\le\rho} f"
    assert "<munder>" in formulas.mathml(latex, block=True) and "<munder>" not in formulas.mathml(latex)


def test_two_large_brackets_have_their_exponents():
    assert formulas.mathml(r"\big(a\big)^2 + \big(b - \big(c\big)^3\big)^4").count("</mrow><mn>") == 3


def test_no_line_begins_with_a_comma_that_follows_a_formula():
    assert re.search(r'<span class="whole"><math.*</math>,</span> then', text.in_html("Let $x$, then"))
    named = '<span class="symbol" title="a"><math>x</math></span>'
    assert formulas.kept(f"{named}. So {named} is") == f'<span class="whole">{named}.</span> So {named} is'


@pytest.mark.parametrize(
    "code, called",
    [
        ("optlab.explore(optlab.adam)", {"explore"}),
        ("runs = 3\ndraw(panel(runs))", {"draw"}),
        ("for k in range(3):\n    draw(k)", set()),
        ("def adam(x):\n    return x", set()),
        ("%matplotlib inline", set()),
    ],
)
def test_what_a_cell_only_calls(code, called):
    assert pages.calls(code) == called


def test_what_is_said_to_who_runs_a_chapter_is_not_in_the_book():
    for chapter in course.chapters():
        said = pages.for_readers(nbformat.read(chapter.path, as_version=4).cells[0].source)
        assert said.split("\n\n")[1].startswith("*Reading time "), chapter.name
    assert pages.for_readers("*First Run → Run All Cells. Then read.\nReading time 3 minutes.*") == "*Reading time 3 minutes.*"


def test_a_figure_is_large_and_code_only_where_the_slide_is_about_it():
    book = new_notebook(
        cells=[
            cell("# 04 · Momentum\n\nOne line.\n\nAnother."),
            cell("## 1 · A question\n\nOne line before.", "slide"),
            shows("optlab.explore(1)", "<div class=optlab-figure></div>"),
            cell("Said to who speaks.", "notes"),
            cell("Text after.", "subslide"),
            shows("def step(x, g):\n    return x", "<p>4</p>"),
            shows("def plumbing(n):\n    return n", "<p>5</p>"),
            cell("Not here.", "skip"),
        ]
    )
    made = list(slides.slides(book))
    assert [slide.kind for slide in made] == ["title", "shown", "text"]
    text = "".join(slide.body for slide in made)
    assert "optlab.explore" not in text and "Not here" not in text and "Another" not in text
    assert "def" in text and "plumbing" not in text
    assert [slide.notes for slide in made] == [[], ["Said to who speaks."], []]


def test_a_slide_shows_the_first_sentence_and_the_notes_have_the_rest():
    long = "Momentum sums. It is the sum of all gradients. " + "More is said here. " * 10
    book = new_notebook(cells=[cell("# T"), cell(f"{long}\n\n- a list\n- is shown", "slide"), shows("1", "<table><tr></table>")])
    _, slide = slides.slides(book)
    assert "<p>Momentum sums. It is the sum of all gradients.</p>" in slide.body and "More" not in slide.body
    assert "is shown" in slide.body and "<table>" in slide.body and slide.kind == "text"
    assert slide.notes == [long.strip()]


def test_a_slide_that_would_be_nearly_empty_shows_its_paragraph_whole():
    long = "**The name.** Momentum sums over all of its gradients. " + "More is said. " * 12
    book = new_notebook(cells=[cell("# T"), cell(long, "slide"), cell(f"{long}\n\n- a list\n- of two\n- of three", "slide")])
    _, alone_, beside = slides.slides(book)
    assert alone_.title == "The name" and alone_.body.count("More is said.") == 12 and not alone_.notes
    assert "More" not in beside.body and "More" in beside.notes[0]


def test_text_stands_below_a_small_table():
    small = "<style>\n" + 20 * "\n" + "</style><table><tr></tr><tr></tr></table>"
    book = new_notebook(cells=[cell("# T"), cell("Before.", "slide"), shows("table(1)", small), cell("After.")])
    assert len(slides.slides(book)) == 2
    book.cells[-1] = cell("After.\n\n- a list" + 4 * "\n- of five", "subslide")  # the break comes after what reads the table
    _, first, second = slides.slides(book)
    assert "After" in first.body and "list" in second.body


def test_what_a_paragraph_is_about_is_the_title_of_its_slide():
    price = cell("## 3 · Derivation\n\n**The price.** it grows.", "slide")
    _, priced, same, other = slides.slides(new_notebook(cells=[cell("# T"), price, full("subslide"), full("slide")]))
    assert (priced.title, priced.above, priced.notes) == ("The price", "3 · Derivation", [])
    assert "<p>It grows.</p>" in priced.body and "The price" not in priced.body
    assert (same.title, other.title, other.above) == ("The price", "3 · Derivation", "")


def full(kind):
    return cell("- " + "\n- ".join(["a line of a list that is long enough to need two lines of type on a slide"] * 7), kind)


FIGURE = "<div class=optlab-figure></div>"
ASKED = "<p><strong>Predict.</strong> Here mu = 0.9. How far does the run go?</p>"
ASK = "<div class=optlab-ask><style>" + "\n" * 50 + f"</style>{ASKED}</div>"


def test_no_text_beside_a_figure_but_a_few_lines():
    book = new_notebook(cells=[cell("# T"), full("slide"), shows("optlab.explore(1)", FIGURE)])
    assert [slide.kind for slide in slides.slides(book)] == ["title", "text", "shown"]
    book.cells.append(cell("It goes down.\n\n- a list" + 4 * "\n- of five", "slide"))
    *_, figure, last = slides.slides(book)
    assert "It goes down." in figure.body and "list" not in figure.body and "list" in last.body
    book.cells[2].source = "family()"  # a drawing of one size
    assert "It goes down." not in slides.slides(book)[2].body


def test_a_question_stands_below_a_short_text_and_is_the_heading_of_its_answer():
    book = new_notebook(cells=[cell("# T"), cell("## 2 · Why\n\nShort.", "slide"), shows("predict(1)", ASK)])
    assert len(slides.slides(book)) == 2
    book.cells += [shows("table(1)", "<table><tr></tr></table>"), cell("346 steps.", "slide"), full("slide")]
    _, ask, answer, after = slides.slides(book)
    assert (ask.title, ask.above) == ("2 · Why", "") and "<table>" in answer.body and "346" in answer.body
    assert (answer.title, answer.above) == ("How far does the run go?", "2 · Why") and after.title == "2 · Why"
    book.cells.insert(2, book.cells[2])  # of two questions neither is the one that is answered
    assert [slide.title for slide in slides.slides(book)] == ["T", *["2 · Why"] * 4]


def test_a_sentence_that_goes_on_stands_with_what_it_announces():
    text = "- one" + 4 * "\n- more" + "\n\nIt takes two steps:\n\n- first" + 5 * "\n- then"
    book = new_notebook(cells=[cell("# T"), cell(text, "slide")])
    _, first, second = slides.slides(book)
    assert "two steps" not in first.body and second.body.startswith("<p>It takes two steps:</p>")


def test_two_lines_make_no_slide_of_their_own():
    begin = cell("## 1 · A\n\n- one\n- two\n- three\n- four", "slide")
    book = new_notebook(cells=[cell("# T"), begin, cell("Two lines.", "subslide"), cell("## 2 · B\n\nC.", "slide")])
    _, joined, alone_ = slides.slides(book)
    assert "Two lines." in joined.body and alone_.title == "2 · B"


def test_long_text_goes_on_on_the_next_slide():
    book = new_notebook(cells=[cell("# T"), cell("\n\n".join(["word " * 120] * 3), "slide")])
    assert len(slides.slides(book)) == 4


def test_what_a_progress_bar_leaves_is_not_in_the_book():
    widget = {"application/vnd.jupyter.widget-view+json": {}}
    bar, figure = ({"text/plain": "film: 33%"} | widget), ({"text/html": "<p>"} | widget)
    cells = [new_code_cell("1", outputs=[new_output("display_data", data) for data in (bar, figure)]), cell("A")]
    kept = run.without_bars(new_notebook(cells=cells))
    assert [sorted(output.data) for output in kept.cells[0].outputs] == [sorted(figure)]


@pytest.mark.parametrize(
    "code, folded",
    [
        ("rows = []\nfor k in (1, 2):\n    rows.append(k)\ntable(('k',), rows)", True),
        ("optlab.explore_curve(larger)", True),
        ("table((), rows)\nprint('equal:', True)", True),
        ("print(source(optlab.adam))", False),
        ("def step(x, g):\n    return dict(x=x - g)\n\ndraw(step)", False),
        ("runs = table(1)\nfor k in runs:\n    pass", False),
        ("%matplotlib inline", False),
    ],
)
def test_code_is_folded_where_it_only_makes_a_figure_or_a_table(code, folded):
    assert pages.only_shows(code) == folded


def test_no_two_notebooks_in_the_browser_have_one_name():
    names = [lite.place(kind, c.name).split("/")[1] for c in course.chapters() for kind in ("notebooks", "exercises")]
    assert len(set(names)) == len(names)


def test_the_public_pyodide_is_the_one_that_the_kernel_expects(monkeypatch, tmp_path):
    constants = pytest.importorskip("jupyterlite_pyodide_kernel.constants")
    lock, asked, configs = {"info": {"python": "3.14.2"}, "packages": {"numpy": {"file_name": "numpy.whl"}}}, [], []

    def built(command, cwd, **_):
        configs.append(json.loads((cwd / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"])
        (tmp_path / "lite").mkdir()
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(lite.urllib.request, "urlopen", lambda url: asked.append(url) or io.BytesIO(json.dumps(lock).encode()))
    monkeypatch.setattr(lite.subprocess, "run", built)
    for name, value in ("_contents", None), ("_own_wheel", None), ("_wheels", []), ("_add", None):
        monkeypatch.setattr(lite, name, lambda *_, value=value: value)
    lite.main(tmp_path, "")
    settings, address = configs[0]["litePluginSettings"][lite.KERNEL], constants.PYODIDE_CDN_URL
    assert asked == [f"{address}/pyodide-lock.json"] and "pyodideUrl" not in settings  # so the kernel takes its own address:
    scripts = Path(sys.prefix, "share/jupyter/labextensions", constants.PYODIDE_KERNEL_NPM_NAME, "static").glob("*.js")
    addresses = {found for one in scripts for found in re.findall(r"https://[^\"'`\s]*/pyodide\.m?js", one.read_text("utf-8"))}
    assert addresses == {f"{address}/{constants.PYODIDE_MJS}"}
    made = json.loads((tmp_path / "lite" / "pyodide" / "pyodide-lock.json").read_text("utf-8"))
    assert made["packages"]["numpy"]["file_name"] == f"{address}/numpy.whl"


def test_a_wheel_is_put_into_the_list_with_what_it_needs_there(tmp_path):
    wheel = tmp_path / "some_thing-1.0-py3-none-any.whl"
    needs = ["numpy>=2", 'colorama; sys_platform == "win32"', 'pytest; extra == "test"', "Jupyter_Lab-Widgets"]
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("some_thing/__init__.py", "")
        head = "Metadata-Version: 2.1\nName: Some_Thing\nVersion: 1.0\n"
        archive.writestr("some_thing-1.0.dist-info/METADATA", head + "".join(f"Requires-Dist: {need}\n" for need in needs))
    lock, out = {"packages": {"numpy": {}, "pytest": {}, "colorama": {}}}, tmp_path / "out"
    out.mkdir()
    lite._add(lock, out, [wheel])
    row = lock["packages"]["some-thing"]
    assert (row["depends"], row["imports"], row["file_name"]) == (["numpy"], ["some_thing"], wheel.name)
    assert (out / wheel.name).exists() and json.dumps(lock)


def test_a_chapter_alone_asks_nobody():
    text = alone.page(new_notebook(cells=[cell("# T\n\nA share $\\mu$."), shows("1", "<p>seen</p>")]), "T")
    assert "<math" in text and "seen" in text
    assert not re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="(?!data:)[^"]*"', text)


@pytest.mark.parametrize("form", ["html", "slides"])
def test_plain_nbconvert_makes_what_lives_alone(form, tmp_path):
    """With what `make lab` puts where Jupyter looks for settings."""
    code = 'import optlab\noptlab.explore(optlab.momentum, "spikes")'
    path = tmp_path / "one.ipynb"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(new_notebook(cells=[cell("# One\n\nA share $\\mu$."), new_code_cell(code)], metadata=kernel), path)
    root = Path(__file__).parents[1]
    env = os.environ | {"JUPYTER_CONFIG_PATH": str(root / "tools" / "lab"), "PYTHONPATH": str(root / "tools")}
    command = [sys.executable, "-m", "nbconvert", "--execute", "--log-level=ERROR", "--to", form, str(path)]
    subprocess.run(command, env=env, check=True)
    page = next(tmp_path.glob("one*.html")).read_text("utf-8")
    assert ("Reveal.initialize" in page) == (form == "slides")
    assert "optlab-runtime" in page and "<math" in page and "widget-view" not in page
    assert not re.search(r"""(src=|href=|url\(|from )["']?https?://""", page)


def test_the_book_is_set_up_beside_compiled_modules():
    """As Python leaves them, wherever it is not told otherwise."""
    compiled = Path(py_compile.compile(parts.__file__))
    assert compiled.exists() and compiled.is_relative_to(Path(parts.__file__).parent)
    parts.setup(mock.Mock())
