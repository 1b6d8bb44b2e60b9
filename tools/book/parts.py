"""What the book adds to Sphinx's pages: meanings of names, the figures' runtime, the button that opens a notebook to run it.

A name such as `mu` in the text tells what it means in this chapter when the pointer is on it; the glossary has them all.
"""

import html

import course
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class Meanings(SphinxPostTransform):
    """Puts what the chapter's own table of symbols says of a name beside each place where the name stands."""

    default_priority = 800

    def run(self, **_):
        chapter = next((c for c in course.chapters() if f"notebooks/{c.name}" == self.env.docname), None)
        known = course.meanings(chapter) if chapter else {}
        for node in list(self.document.findall(nodes.literal)):
            meaning = known.get(node.astext())
            if meaning and not isinstance(node.parent, nodes.title | nodes.entry) and not list(node.findall(nodes.entry)):
                text = f'<code class="symbol" title="{html.escape(meaning)}">{html.escape(node.astext())}</code>'
                node.replace_self(nodes.raw("", text, format="html"))


def _head(app, pagename, templatename, context, doctree):
    """The runtime stands in the head: a figure's piece of HTML starts as soon as it is read."""
    source = context["pathto"]("_static/figures.js", resource=True)
    context["metatags"] = context.get("metatags", "") + f'<script src="{source}"></script>'


def setup(app):
    app.add_post_transform(Meanings)
    app.connect("html-page-context", _head)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
