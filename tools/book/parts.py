"""What the book adds to Sphinx's pages: meanings of names, the figures' runtime, the button that opens a notebook to run it.

A name such as `mu` in the text tells what it means in this chapter when the pointer or the focus is on it; the glossary has all.
"""

import hashlib
import html
import json
import re
from pathlib import Path

import course
from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.transforms.post_transforms import SphinxPostTransform

from . import formulas
from .lite import place


def _chapter(docname):
    return next((chapter for chapter in course.chapters() if docname.endswith(f"/{chapter.name}")), None)


class Meanings(SphinxPostTransform):
    """Puts what the chapter's own table of symbols says of a name beside each place where the name stands.

    The first of each in a section can be reached with the keyboard; a finger reaches all.
    """

    default_priority = 800

    def run(self, **_):
        chapter = _chapter(self.env.docname)
        known = course.meanings(chapter) if chapter else {}
        seen = set()
        for node in list(self.document.findall(lambda node: isinstance(node, nodes.literal | nodes.math))):
            meaning, above = known.get(node.astext()), list(_above(node))
            if not meaning or any(isinstance(one, nodes.title | nodes.entry | nodes.reference) for one in above):
                continue
            key = (node.astext(), next((id(one) for one in above if isinstance(one, nodes.section)), 0))
            tab, text = -1 if key in seen else 0, html.escape(meaning)
            seen.add(key)
            tag, body = ("code", html.escape(key[0])) if isinstance(node, nodes.literal) else ("span", formulas.mathml(key[0]))
            text = f'<{tag} class="symbol" tabindex="{tab}" title="{text}">{body}</{tag}>'
            node.replace_self(nodes.raw("", text, format="html"))


class Below(SphinxPostTransform):
    """Puts folded code below the figure or the table that it makes: the text is followed by what it speaks of."""

    default_priority = 800

    def run(self, **_):
        for folded in list(self.document.findall(HideCodeCellNode)):
            cell = folded.parent
            cell.remove(folded)
            cell.append(folded)


def _above(node):
    while node.parent:
        node = node.parent
        yield node


def _page(app, pagename, templatename, context, doctree):
    """The runtime stands in the head: a figure's piece of HTML starts as soon as it is read. Above the text: other ways."""
    path = context["pathto"]
    context["metatags"] = context.get("metatags", "") + f'<script src="{path("_static/figures.js", resource=True)}"></script>'
    context["body"] = formulas.kept(context.get("body", ""))
    kind, _, _ = pagename.partition("/")
    if kind in ("notebooks", "exercises") and (chapter := _chapter(pagename)):
        lab = path("lite/lab/index.html", resource=True) + "?path=" + place(kind, chapter.name)
        ways = f'<a class="here" href="{path("here")}" data-lab="{lab}">▶ Run it here</a>'
        if kind == "notebooks" and chapter.number.isdigit():
            ways += f'<a href="{path(f"slides/{chapter.number}.html", resource=True)}">Slides</a>'
            if chapter.exercises:
                ways += f'<a href="{path(f"exercises/{chapter.name}/{chapter.name}")}">Exercises</a>'
        context["body"] = f'<p class="ways">{ways}</p>{context["body"]}'


def _texts(app, exception):
    """The text of every page, for the search page alone: from disk it may fetch none to show where a word was found."""
    if exception:
        return
    texts = {}
    for name in sorted(app.env.found_docs):
        page = Path(app.outdir, f"{name}.html").read_text("utf-8")
        texts[f"{name}.html"] = f'<div role="main">{searched(page)}</div>'
    answer = "window.fetch = (url) => Promise.resolve({ text: () => texts[url.replace(/^[.]\\//, '')] ?? '' });"
    script = f"const texts = {json.dumps(texts, ensure_ascii=False)};\n{answer}\n"
    Path(app.outdir, "_static", "texts.js").write_text(script, "utf-8")


def searched(page):
    """What is read on a page, in its sections.

    >>> searched('<nav>no</nav><article><section id="a"><h1>A</h1><style>b{}</style> <p>b <b>c</b></p></section></article>')
    '<section id="a"> A b c </section>'
    """
    body = re.search(r'<article\b[^>]*>(.*)</article>', page, flags=re.S)[1]
    spare = r'<(script|style|svg)\b.*?</\1>|<a class="headerlink".*?</a>|<details><summary [^>]*>Answer<.*?</details>'
    body = re.sub(spare, "", body, flags=re.S)  # not the answer to a question, either
    body = re.sub(r"<math\b.*?</math>", lambda math: re.sub(r"<[^>]*>", "", math[0]), body, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<(?!/?section\b)[^>]*>", " ", body)).strip()


def setup(app):
    made_by = (path for path in sorted(Path(__file__).parent.rglob("*")) if path.suffix in {".py", ".html"})
    tools = "".join(path.read_text("utf-8") for path in made_by)  # a page is made anew when what makes it changes
    app.add_config_value("tools", hashlib.sha256(tools.encode()).hexdigest(), "env")
    app.add_post_transform(Meanings)
    app.add_post_transform(Below)
    app.connect("html-page-context", _page)
    app.connect("build-finished", _texts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
