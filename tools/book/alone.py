"""A chapter as one HTML file that asks no other host for anything: `python -m book.alone 04 page.html`.

It is nbconvert's page, with formulas as MathML and without the scripts that it would fetch. Figures and questions live in it.
"""

import base64
import sys
import tempfile
from pathlib import Path

import course
from nbconvert import HTMLExporter

from . import formulas, run
from .pages import shown
from .text import in_html

TEMPLATE = """{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block html_head_css -%}<style>STYLE</style>{%- endblock -%}"""
STYLE = """@font-face { font-family: "Math"; src: url("data:font/woff;base64,FONT"); }
math { font-family: "Math", math; font-size: 1.08em; }
main { max-width: 60rem; margin: 0 auto; }"""


def main(number, target):
    chapter = next(chapter for chapter in course.chapters() if chapter.number == number)
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    Path(target).write_text(page(*run.executed([chapter.path]), f"{chapter.number} · {chapter.title}"), "utf-8")
    return 0


def page(notebook, title):
    """The HTML of an executed notebook."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [shown(output) for output in cell.outputs]
    with tempfile.TemporaryDirectory() as folder:
        font = Path(folder, "math.woff")
        formulas.font(font)
        style = STYLE.replace("FONT", base64.b64encode(font.read_bytes()).decode())
    exporter = HTMLExporter(raw_template=TEMPLATE.replace("STYLE", style), exclude_input_prompt=True, exclude_output_prompt=True)
    exporter.register_filter("markdown2html", in_html)
    return exporter.from_notebook_node(notebook, {"metadata": {"name": title}})[0]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
