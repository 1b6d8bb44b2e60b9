"""The chapters as slides of 1280 × 720, one sub-idea each: `python -m book.slides` makes build/site/slides.

A slide shows what is looked at: of a paragraph the sentence that it begins with, formulas, lists, tables; who speaks finds the
whole paragraph in the notes. A figure is large, with its reading under it; code stands on a slide only where the slide is about
code; boxes for the curious stay in the book. The slide after a question has the question as its heading. A slide begins where a
cell says so, unless it would be nearly empty; what is larger than a slide goes on on the next.
"""

import ast
import hashlib
import html
import math
import re
import sys
from pathlib import Path
from typing import NamedTuple

import course
import nbformat

from . import formulas, run
from .pages import SITE, for_readers
from .text import MARKDOWN, in_html

HERE = Path(__file__).resolve().parent
OUT = SITE / "slides"
ROOM, MOST, ROWS = 14, 16, 13  # lines of type that fit on a slide, also in the smallest that the last row reads; rows of a table
THIN, BESIDE = 5, 4  # lines: with less a slide is nearly empty; as much text has room beside a figure
LINE = 30  # words of a paragraph that is shown whole
LEAD = r"\*\*([^*]{3,60}?)([.:?])\*\*\s*"  # what a paragraph is about, in bold, before it begins


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
        sections = "\n".join(_section(*slide) for slide in slides(notebook))
        text = template.replace("{title}", html.escape(f"{chapter.number} · {chapter.title}")).replace("{slides}", sections)
        target.write_text(page.without_runtime(text) + f"<!-- made from {made} -->\n", "utf-8")
    return 0


class Slide(NamedTuple):
    """kind : title, text, shown (a figure). above : the section, where the heading says more than that."""

    title: str
    body: str
    notes: list
    kind: str
    above: str = ""


class Block(NamedTuple):
    """A piece of a slide. kind : text, ask, figure, drawing, other, notes. begins : heading, slide, subslide or nothing."""

    html: str
    kind: str = "text"
    source: str = ""  # of a text, whole
    begins: str = ""
    heading: str = ""

    @property
    def lead(self):
        """What it is about, where it begins with that in bold."""
        found = re.match(LEAD, self.source)
        return found and found[1] + found[2].strip(".:")

    @property
    def announces(self):
        """Whether the sentence goes on in what follows it."""
        return bool(re.search(r"[\w:,;$]$", self.source)) and not self.source.endswith("$$")


def slides(notebook):
    """The slides of a chapter that was run."""
    heading, *rest = _parts(for_readers(notebook.cells[0].source))
    section, topic, asked, before = heading.removeprefix("# "), "", [], "text"
    made = [Slide(section, _joined(rest[:1]), [], "title")]
    for blocks in _filled(_grouped(_blocks(notebook.cells[1:]))):
        first, last = blocks[0], blocks[-1]
        if first.kind == "notes":
            made[-1].notes.append(first.source)
            continue
        if first.begins == "heading":
            section, topic, asked = first.heading, "", []
        elif first.begins == "slide":
            topic = ""
        alone = first.lead if sum(bool(block.lead) for block in blocks) == 1 else ""
        topic = alone or topic
        if last.kind == "ask":
            asked, title = [*(asked if before == "ask" else []), _question(last.html)], topic
        else:  # the answer: what is shown, and the text after it
            asked = asked if (before != "text" or first.kind != "text") and not alone else []
            title = asked[0] if len(asked) == 1 and asked[0] else topic
        before = last.kind
        where = f"{section}: {topic}" if topic and title != topic else section
        made.append(_slide(blocks, title or section, where if title else "", alone))
    return made


def _blocks(cells):
    """The pieces of the slides, in order."""
    heading = title = ""
    for cell in cells:
        begins = cell.metadata.get("slideshow", {}).get("slide_type", "")
        if begins == "notes":
            yield Block("", "notes", cell.source)
        if begins in ("notes", "skip"):
            continue
        pieces = []
        if cell.cell_type == "markdown":
            for part in _parts(cell.source):
                found = re.match(r"#+ (.*)\n?", part)
                if found:
                    heading, part = found[1], part[found.end() :]
                    title = heading
                shares = _in_slides(_joined([first_sentence(part)])) if part.strip() else []  # of a long table there are several
                for k, share in enumerate(shares):
                    pieces.append(Block(share, "text", "" if k else part.strip(), "heading" if heading else "", heading))
                    heading = ""
        else:
            code = [_code(_defined(cell.source))] if _is_about_code(cell.source, title) else []
            for shown in [*code, *(part for output in cell.outputs for part in _in_slides(_shown(output)))]:
                pieces.append(Block(shown, _kind(shown, cell.source)))
        begins = begins if begins in ("slide", "subslide") else ""
        for piece in pieces:
            if heading and cell.cell_type == "code":
                piece, heading = piece._replace(begins="heading", heading=heading), ""
            yield piece._replace(begins=piece.begins or begins)
            begins = ""


def _kind(shown, source):
    if "optlab-ask" in shown:
        return "ask"
    if not re.search(r"<img|optlab-figure|<svg", shown):
        return "other"
    return "drawing" if "family(" in source else "figure"  # a drawing has one size


def _grouped(blocks):
    """What stands together on a slide."""
    body, owed = [], ""
    for block in blocks:
        begins, owed = block.begins or owed, ""
        after = bool(body) and body[-1].kind in ("figure", "other") and block.kind == "text"
        after = after and not block.lead and not block.announces
        if after and begins != "heading" and _fits([*body, block]):  # what a figure or a table shows is said under it
            begins, owed = "", begins
        elif body and _turns(body, block, begins):
            carried = _carried(body, block) if begins != "heading" else []
            yield body[: len(body) - len(carried)]
            body = carried
        body = [*body, block._replace(begins=begins)]
    if body:
        yield body


def _turns(body, block, begins):
    """Whether a new slide begins with this block."""
    thin = _is_thin(body)
    if begins == "heading" or "notes" in (block.kind, body[-1].kind) or body[-1].kind == "ask":
        return True
    if block.kind == "ask" and any(one.kind in ("figure", "other") for one in body):
        return True
    if not _fits([*body, block]):
        return not (thin and block.kind not in ("figure", "drawing") and _lines([*body, block]) <= MOST)
    return bool(begins and block.lead) or bool(begins or block.lead) and not thin


def _carried(body, block):
    """What goes on to the next slide: a sentence that announces what follows, the text that a question needs."""
    k = len(body)
    while k > 1 and body[k - 1].kind == "text" and _fits([*body[k - 1 :], block]):
        announces = k == len(body) and body[k - 1].announces
        needed = block.kind == "ask" and body[k - 2].kind == "text" and (not _is_thin(body[: k - 1]))
        if not announces and not needed:
            break
        k -= 1
    return body[k:]


def _filled(groups):
    """The groups; what would be a slide of two lines stands on the one before it, if it has room there."""
    before = None
    for group in groups:
        kinds = [block.kind for block in group]
        joins = before and before[-1].kind not in ("ask", "notes") and set(kinds) == {"text"} and group[0].begins != "heading"
        if joins and _is_thin(group) and not group[0].lead and _fits([*before, *group]):
            before = [*before, *group]
        else:
            if before:
                yield before
            before = group
    if before:
        yield before


def _is_thin(blocks):
    return all(block.kind == "text" for block in blocks) and _lines(blocks) < THIN


def _fits(blocks):
    """Whether these fit on one slide; beside a figure, only a short text does."""
    if any(block.kind == "drawing" for block in blocks):
        return len(blocks) == 1
    rest = [block for block in blocks if block.kind != "figure"]
    if len(rest) == len(blocks):
        return _lines(blocks) <= ROOM
    return len(rest) == len(blocks) - 1 and all(block.kind == "text" for block in rest) and _lines(rest) <= BESIDE


def _lines(blocks):
    return sum(lines(block.html) for block in blocks)


def lines(shown):
    """How many lines of type a piece of HTML takes, roughly.

    >>> lines("<p>A line.</p>"), lines("<p>" + "word " * 40 + "</p>"), lines("<table><tr><td>1</td></tr></table>")
    (1.4, 4.4, 1.8)
    """
    shown = re.sub(r"<(style|script|summary)\b.*?</\1>", "", shown, flags=re.S)
    if "optlab-ask" in shown:
        shown = re.sub(r"<details.*?</details>", "", shown, flags=re.S)
        return math.ceil(len(_plain(shown)) / 58) + (shown.count(" · ") + 2 if " · " in shown else 1) + 2
    if "<tr" in shown:
        return 0.5 + 1.3 * sum(_high(row) for row in re.findall(r"<tr\b.*?</tr>", shown, flags=re.S))
    if "<pre" in shown:
        return 0.8 * shown.count("\n")
    math_ = re.findall(r'<math[^>]*display="block".*?</math>', shown, flags=re.S)
    high = sum(3 if "<mfrac" in one or "<mund" in one or "<mtr" in one else 1.8 for one in math_)
    rest = re.sub(r'<math[^>]*display="block".*?</math>', "", shown, flags=re.S)
    texts = [_plain(one) for one in re.split(r"</(?:p|li)>", rest)]
    return round(high + sum(math.ceil(len(one) / 62) + 0.4 for one in texts if one), 1)


def _high(row):
    cells = [len(_plain(cell)) for cell in row.split("</td>")]
    return 2 if "<mfrac" in row or "<mtable" in row or sum(cells) > 90 else 1


def _plain(shown):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", shown))).strip()


def _question(shown):
    """The sentence that asks, of a question, and the one before it where it is short; nothing where a sentence is to be ended.

    >>> _question("<p><strong>Predict.</strong> Now mu = 0.9. How <em>far</em> does the run go? (In steps.)</p>")
    'How <em>far</em> does the run go?'
    >>> _question("<p><strong>Predict.</strong> One line is wrong. Which?</p>")
    'One line is wrong. Which?'
    """
    asks = re.search(r"<strong>Predict.</strong>\s*(.*?)</p>", shown, flags=re.S)[1]
    sentences = re.split(r"(?<=[.?!…])\s+(?=[^\sa-z])", asks)
    k = next((k for k in reversed(range(len(sentences))) if sentences[k].endswith("?")), None)
    if k is None:
        return ""
    whole = " ".join(sentences[max(k - 1, 0) : k + 1])
    asking = whole if len(_plain(sentences[k]).split()) < 6 and len(_plain(whole)) <= 120 else sentences[k]
    return asking if len(_plain(asking)) <= 120 else ""


def _slide(blocks, title, above, lead):
    """These blocks as a slide; on a slide that would be nearly empty a paragraph is shown whole."""
    if lead:  # it stands in the heading
        source = re.sub(f"^{LEAD}", "", blocks[0].source)
        source = source[:1].upper() + source[1:]
        blocks = [blocks[0]._replace(source=source, html=_joined([first_sentence(source)])), *blocks[1:]]
    if _is_thin(blocks):
        whole = [block._replace(html=_joined([block.source])) for block in blocks]
        blocks = whole if _lines(whole) <= 2 * THIN else blocks
    said = [block.source for block in blocks if block.source and block.html != _joined([block.source])]
    kind = "shown" if any(block.kind in ("figure", "drawing") for block in blocks) else "text"
    return Slide(title, "".join(block.html for block in blocks), said, kind, above)


def first_sentence(paragraph):
    r"""What a slide shows of a paragraph: its first sentence. A short one is shown whole, so are lists, tables and formulas.

    >>> first_sentence("Momentum with $\\mu = 0.9$ remembers ten steps. " + "It is a sum. " * 12)
    'Momentum with $\\mu = 0.9$ remembers ten steps.'
    >>> first_sentence("See eq. (7). It is short.")
    'See eq. (7). It is short.'
    """
    if len(paragraph.split()) <= LINE or "$$" in paragraph or re.search(r"^\s*([-+*>|]|\d+[.)])\s|^[|<]", paragraph, flags=re.M):
        return paragraph
    lead = re.match(LEAD, paragraph)
    if lead and lead.end() < len(paragraph):
        return lead[0] + first_sentence(paragraph[lead.end() :])
    sentence = r"(?:`[^`]*`|\$[^$]*\$|\b(?:[Ee]qs?|e\.g|i\.e|[Ff]ig|al|cf|vs)\.|[^`$])*?[.?!][*_)\"”]*(?=\s+[^\s(a-z])"
    found = re.match(sentence, paragraph, flags=re.S)
    if found and len(found[0].split()) <= 4:  # a heading in the line, or an exclamation
        found = re.match(sentence + r"\s+" + sentence, paragraph, flags=re.S) or found
    return found[0] if found else paragraph


def _rows(shown):
    """Lines of a table or of text that was printed."""
    rows = re.findall(r"<tr\b.*?</tr>", shown, flags=re.S)
    high = sum(2 if "<mfrac" in row or "<mtable" in row else 1 for row in rows)
    return high or re.sub(r"<style>.*?</style>", "", shown, flags=re.S).count("\n")


def _in_slides(shown):
    """What a cell shows; a table with more rows than a slide holds goes on on the next, under its head again.

    >>> [part.count("<tr>") for part in _in_slides("<table><tbody>" + 20 * "<tr></tr>" + "</tbody></table>")]
    [10, 10]
    """
    table = re.fullmatch(r"(.*<tbody>)(.*)(</tbody>.*)", shown, flags=re.S)
    rows = re.findall(r"<tr\b.*?</tr>", table[2], flags=re.S) if table and shown.count("<tbody>") == 1 else []
    needed = math.ceil(_rows("".join(rows)) / ROWS)
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
    """Whether a cell begins with a step; where code is the matter, with any function, or what was made of one.

    >>> _is_about_code("def shown(steps):"), _is_about_code("def shown(steps):", "4 · Code"), _is_about_code("def sgd(x, g):")
    (False, True, True)
    """
    made = r"(def|class) |\w+ = edited\(" if re.search(r"\b(Code|Bug)\b", title) else r"def \w+\((x|params), g(rads?)?\b"
    return bool(re.match(rf"(#.*\n|\s)*({made})", source))


def _defined(source):
    r"""Of a cell that is about code, what it defines.

    >>> print(_defined("def sgd(x, g):\n    return dict(x=x - g)\n\nrun = sgd(1, 2)\ndraw(run)"))
    def sgd(x, g):
        return dict(x=x - g)
    """
    made = (ast.FunctionDef, ast.ClassDef)
    parts = [one for one in ast.parse(source).body if isinstance(one, made) or "edited(" in ast.unparse(one)]
    return "\n\n".join(ast.get_source_segment(source, one) for one in parts) or source


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


def _section(title, body, notes, kind, above):
    aside = "".join(f"<aside class=notes>{in_html(note)}</aside>" for note in notes)
    body = re.sub(r"(</?)section\b", r"\1div", body)  # a section is a slide
    heading = f"<p class=above>{MARKDOWN.renderInline(above)}</p>" if above else ""
    heading += f"<h2>{title if '<' in title else MARKDOWN.renderInline(title)}</h2>"
    return f'<section class="{kind}"><div class=slide>{heading}<div class=body>{body}</div></div>{aside}</section>'


if __name__ == "__main__":
    sys.exit(main())
