"""The chapters as slides of 1280 × 720, one sub-idea each: `python -m book.slides` makes build/site/slides.

A slide shows what is looked at: of a paragraph the sentence that it begins with, formulas, lists, tables; who speaks finds the
whole paragraph in the notes. A figure is large, with its reading under it; code stands on a slide only where the slide is about
code; boxes for the curious stay in the book. The slide after a question has the question as its heading. A slide begins where a
cell says so, unless it would be nearly empty; what is larger than a slide goes on on the next.
"""

import hashlib
import html
import re
import sys
from pathlib import Path
from typing import NamedTuple

import course
import nbformat

from . import formulas, run
from .pages import SITE, for_readers
from .pieces import LEAD, blocks_of, first_sentence, joined, lines, paragraphs, question
from .text import MARKDOWN, in_html

HERE = Path(__file__).resolve().parent
OUT = SITE / "slides"
ROOM, MOST = 14, 16  # lines of type that fit on a slide, also in the smallest that the last row reads
THIN, BESIDE = 5, 4  # lines: with less a slide is nearly empty; as much text has room beside a figure


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


def slides(notebook):
    """The slides of a chapter that was run."""
    heading, *rest = paragraphs(for_readers(notebook.cells[0].source))
    section, topic, asked, before = heading.removeprefix("# "), "", [], "text"
    made = [Slide(section, joined(rest[:1]), [], "title")]
    for blocks in _filled(_grouped(blocks_of(notebook.cells[1:]))):
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
            asked, title = [*(asked if before == "ask" else []), question(last.html)], topic
        else:  # the answer: what is shown, and the text after it
            asked = asked if (before != "text" or first.kind != "text") and not alone else []
            title = asked[0] if len(asked) == 1 and asked[0] else topic
        before = last.kind
        where = f"{section}: {topic}" if topic and title != topic else section
        made.append(_slide(blocks, title or section, where if title else "", alone))
    return made


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


def _slide(blocks, title, above, lead):
    """These blocks as a slide; on a slide that would be nearly empty a paragraph is shown whole."""
    if lead:  # it stands in the heading
        source = re.sub(f"^{LEAD}", "", blocks[0].source)
        source = source[:1].upper() + source[1:]
        blocks = [blocks[0]._replace(source=source, html=joined([first_sentence(source)])), *blocks[1:]]
    if _is_thin(blocks):
        whole = [block._replace(html=joined([block.source])) for block in blocks]
        blocks = whole if _lines(whole) <= 2 * THIN else blocks
    said = [block.source for block in blocks if block.source and block.html != joined([block.source])]
    kind = "shown" if any(block.kind in ("figure", "drawing") for block in blocks) else "text"
    return Slide(title, "".join(block.html for block in blocks), said, kind, above)


def _section(title, body, notes, kind, above):
    aside = "".join(f"<aside class=notes>{in_html(note)}</aside>" for note in notes)
    body = re.sub(r"(</?)section\b", r"\1div", body)  # a section is a slide
    heading = f"<p class=above>{MARKDOWN.renderInline(above)}</p>" if above else ""
    heading += f"<h2>{title if '<' in title else MARKDOWN.renderInline(title)}</h2>"
    return f'<section class="{kind}"><div class=slide>{heading}<div class=body>{body}</div></div>{aside}</section>'


if __name__ == "__main__":
    sys.exit(main())
