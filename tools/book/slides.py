"""The chapters as slides of 1280 × 720, one sub-idea each: `python -m book.slides` makes build/site/slides.

A slide begins where a cell says so. It shows what is looked at: of a paragraph the sentence that it begins with, formulas, lists,
tables; who speaks finds the whole paragraph in the notes. What a cell shows is large; code stands on a slide only where the
slide is about code; boxes for the curious stay in the book. What is larger than a slide goes on on the next.
"""

import hashlib
import html
import math
import re
import sys
from pathlib import Path

import course
import nbformat

from . import formulas, run
from .pages import SITE, for_readers
from .text import MARKDOWN, in_html

HERE = Path(__file__).resolve().parent
OUT = SITE / "slides"
WORDS, ROWS = 110, 13  # what fits on a slide in type that the last row reads
LINE = 30  # words: a text that stands above a figure, a paragraph that is shown whole


def main():
    import sphinx_revealjs

    from optlab.pictures import page

    dist = Path(sphinx_revealjs.__file__).parent / "_static" / "revealjs" / "dist"
    plugin = dist.parent / "plugin" / "notes" / "notes.js"
    shared = OUT / "_static"
    shared.mkdir(parents=True, exist_ok=True)
    for path in (dist / "reveal.js", dist / "reveal.css", plugin):
        (shared / path.name).write_bytes(path.read_bytes())
    (shared / "slides.css").write_text((HERE / "slides.css").read_text("utf-8"), "utf-8")
    (shared / "figures.js").write_text(page.runtime(), "utf-8")
    if not (shared / "math.woff").exists():
        formulas.font(shared / "math.woff")
    chapters = [chapter for chapter in course.chapters() if chapter.number.isdigit()]  # an appendix is for reading
    template = (HERE / "slides.html").read_text("utf-8")
    tools = "".join(path.read_text("utf-8") for path in sorted(HERE.glob("*.*")))
    for chapter, notebook in zip(chapters, run.executed([chapter.path for chapter in chapters]), strict=True):
        target, made = OUT / f"{chapter.number}.html", hashlib.sha256((tools + nbformat.writes(notebook)).encode()).hexdigest()
        if target.exists() and made in target.read_text("utf-8"):
            continue
        sections = "\n".join(_section(title, body, notes, kind) for title, body, notes, kind in slides(notebook))
        text = template.replace("{title}", html.escape(f"{chapter.number} · {chapter.title}")).replace("{slides}", sections)
        target.write_text(page.without_runtime(text) + f"<!-- made from {made} -->\n", "utf-8")
    return 0


def slides(notebook):
    """(title, HTML, speaker notes, kind) of each slide; kind: title, text, shown."""
    heading, *rest = _parts(for_readers(notebook.cells[0].source))
    made, title, small, body, said = [(heading.removeprefix("# "), _joined(rest[:1]), [], "title")], "", "", [], []

    def done(kind="text"):
        if len(body) == len(said) == 1 and len(said[0].split()) <= 2 * LINE:  # a paragraph that is alone has room
            body[:] = [(_joined([re.sub(r"^\*\*.*?\*\*\s+", "", said.pop()) if small else said.pop()]), 0)]
        if body:
            made.append((f"{title}: {small}" if small else title, "".join(part for part, _ in body), list(said), kind))
        body.clear()
        said.clear()

    def put(part, size, room=WORDS):
        """On this slide where there is room, else on the next."""
        if sum(words for _, words in body) + size > room:
            done()
        body.append((part, size))

    for cell in notebook.cells[1:]:
        kind = cell.metadata.get("slideshow", {}).get("slide_type", "")
        if kind in ("slide", "subslide", "notes"):
            done()
        if kind == "notes":
            made[-1][2].append(cell.source)
        elif kind == "skip":
            continue
        elif cell.cell_type == "markdown":
            leads = re.findall(r"^\*\*([^*]{3,60})[.:]\*\*\s+", cell.source, flags=re.M)
            for part in _parts(cell.source):
                heading = re.match(r"#+ (.*)\n?", part)
                if heading:
                    done()
                    title, small, part = heading[1], "", part[heading.end() :]
                point = first_sentence(part)
                if sum(words for _, words in body) + len(point.split()) > WORDS:
                    done()
                if point != part:
                    said.append(part)
                if not body:  # the only paragraph that says what it is about says it in the title
                    small = leads[0] if len(leads) == 1 and point.startswith(f"**{leads[0]}") else ""
                    point = re.sub(r"^\*\*.*?\*\*\s+", "", point) if small else point
                shares = _in_slides(_joined([point]))  # a long table goes on on the next slide
                for share in shares if point.strip() else ():
                    put(share, len(point.split()) // len(shares))
        else:
            code = [_code(cell.source)] if _is_about_code(cell.source, title) else []
            for shown in [*code, *(part for output in cell.outputs for part in _in_slides(_shown(output)))]:
                if _is_large(shown):
                    put(shown, WORDS, WORDS + LINE)
                    done("shown")
                else:
                    put(shown, WORDS // 2 if "optlab-ask" in shown else 6 * _rows(shown))
                if "optlab-ask" in shown:  # what follows tells the answer
                    done()
    done()
    return made


def first_sentence(paragraph):
    r"""What a slide shows of a paragraph: its first sentence. A short one is shown whole, so are lists, tables and formulas.

    >>> first_sentence("Momentum with $\\mu = 0.9$ remembers ten steps. " + "It is a sum. " * 12)
    'Momentum with $\\mu = 0.9$ remembers ten steps.'
    >>> first_sentence("See eq. (7). It is short.")
    'See eq. (7). It is short.'
    """
    if len(paragraph.split()) <= LINE or "$$" in paragraph or re.search(r"^\s*([-+*>|]|\d+[.)])\s|^[|<]", paragraph, flags=re.M):
        return paragraph
    sentence = r"(?:`[^`]*`|\$[^$]*\$|\b(?:[Ee]qs?|e\.g|i\.e|[Ff]ig|al|cf|vs)\.|[^`$])*?[.?!][*_)\"”]*(?=\s+[^\s(a-z])"
    found = re.match(sentence, paragraph, flags=re.S)
    if found and len(found[0].split()) <= 4:  # a heading in the line, or an exclamation
        found = re.match(sentence + r"\s+" + sentence, paragraph, flags=re.S) or found
    return found[0] if found else paragraph


def _is_large(shown):
    """Whether what a cell shows leaves room for one line above it and no more."""
    return "optlab-ask" not in shown and (_rows(shown) > 8 or bool(re.search(r"<img|optlab-figure|<svg", shown)))


def _rows(shown):
    """Lines of a table or of text that was printed."""
    return shown.count("<tr") or re.sub(r"<style>.*?</style>", "", shown, flags=re.S).count("\n")


def _in_slides(shown):
    """What a cell shows; a table with more rows than a slide holds goes on on the next, under its head again.

    >>> [part.count("<tr>") for part in _in_slides("<table><tbody>" + 20 * "<tr></tr>" + "</tbody></table>")]
    [10, 10]
    """
    table = re.fullmatch(r"(.*<tbody>)(.*)(</tbody>.*)", shown, flags=re.S)
    rows = re.findall(r"<tr\b.*?</tr>", table[2], flags=re.S) if table and shown.count("<tbody>") == 1 else []
    needed = math.ceil(sum(2 if "<mfrac" in row or "<mtable" in row else 1 for row in rows) / ROWS)
    if needed < 2:
        return [shown] if shown else []
    most = math.ceil(len(rows) / needed)
    return [table[1] + "".join(rows[k : k + most]) + table[3] for k in range(0, len(rows), most)]


def _parts(text):
    """The paragraphs, lists and tables of a text, without boxes for the curious; headings begin a part."""
    text = re.sub(r"<details>.*?</details>", "", text, flags=re.S)
    return [part for part in re.split(r"\n{2,}", text.strip()) if part.strip()]


def _joined(parts):
    text = in_html("\n\n".join(parts))
    return re.sub(r'<a href="[^"]*">(.*?)</a>', r"\1", text)  # a slide leads nowhere


def _is_about_code(source, title=""):
    """Whether a cell begins with a step; where code is the matter, with any function.

    >>> _is_about_code("def shown(steps):"), _is_about_code("def shown(steps):", "4 · Code"), _is_about_code("def sgd(x, g):")
    (False, True, True)
    """
    step = "" if re.search(r"\b(Code|Bug)\b", title) else r"\w+\((x|params), g(rads?)?\b"
    return bool(re.match(rf"(#.*\n|\s)*(def|class) {step}", source))


def _code(source):
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return highlight(source, PythonLexer(), HtmlFormatter(nowrap=False))


def _shown(output):
    data = output.get("data", {})
    if "text/html" in data:
        return data["text/html"]
    if "text/markdown" in data:
        return _joined([data["text/markdown"]])
    if "image/png" in data:
        alt = html.escape(output.get("metadata", {}).get("image/png", {}).get("alt", data.get("text/plain", "")), quote=True)
        return f'<img src="data:image/png;base64,{data["image/png"].strip()}" alt="{alt}">'
    text = data.get("text/plain") or (output.text if output.output_type == "stream" and output.name == "stdout" else "")
    if _is_about_code(text, "Code"):  # a source that was printed
        return _code(text)
    return f"<pre>{html.escape(text)}</pre>" if text else ""


def _section(title, body, notes, kind):
    aside = "".join(f"<aside class=notes>{in_html(note)}</aside>" for note in notes)
    body = re.sub(r"(</?)section\b", r"\1div", body)  # a section is a slide
    heading = f"<h2>{MARKDOWN.renderInline(title)}</h2>" if title else ""
    return f'<section class="{kind}"><div class=slide>{heading}<div class=body>{body}</div></div>{aside}</section>'


if __name__ == "__main__":
    sys.exit(main())
