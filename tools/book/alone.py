"""A chapter as one HTML file that asks no other host for anything: `python -m book.alone 04 page.html`.

It is nbconvert's page, with formulas as MathML and without the scripts that it would fetch. Figures and questions live in it.
"""

import base64
import sys
import tempfile
from pathlib import Path

import course
from nbconvert import HTMLExporter
from traitlets.config import Config

from . import formulas, run
from .pages import shown
from .text import in_html

TEMPLATES = Path(__file__).with_name("nbconvert")


def main(number, target):
    chapters = {chapter.number: chapter for chapter in course.chapters()}
    if number not in chapters:
        raise SystemExit(f"CHAPTER is {number!r}; it must be one of {', '.join(chapters)}.")
    chapter = chapters[number]
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    Path(target).write_text(page(*run.executed([chapter.path]), f"{chapter.number} · {chapter.title}"), "utf-8")
    return 0


def page(notebook, title):
    """The HTML of an executed notebook."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [shown(output) for output in cell.outputs]
    exporter = HTMLExporter(config=settings(Config()), exclude_input_prompt=True, exclude_output_prompt=True)
    return exporter.from_notebook_node(notebook, {"metadata": {"name": title}})[0]


def settings(config):
    """What nbconvert's page and slides of a chapter need so that they ask no host, put into a traitlets Config."""
    for exporter, template in ((config.HTMLExporter, "alone"), (config.SlidesExporter, "talk")):
        exporter.extra_template_basedirs = [str(TEMPLATES)]
        exporter.template_name = template
        exporter.filters = {"markdown2html": in_html, "math_font": math_font, "reveal": reveal}
    return config


def reveal(name):
    """The text of a file of reveal.js, which may stand in a script of the page."""
    import sphinx_revealjs

    text = Path(sphinx_revealjs.__file__).with_name("_static").joinpath("revealjs", name).read_text("utf-8")
    return text.replace("</script", "<\\/script")


def math_font(_):
    """The font of formulas, in base64."""
    with tempfile.TemporaryDirectory() as folder:
        font = Path(folder, "math.woff")
        formulas.font(font)
        return base64.b64encode(font.read_bytes()).decode()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
