"""A cell's text as HTML, with formulas that need no script."""

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from . import formulas

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table").use(dollarmath_plugin, double_inline=True)
for kind, block in ("math_inline", False), ("math_inline_double", True), ("math_block", True):
    MARKDOWN.add_render_rule(kind, lambda self, tokens, k, *_, block=block: formulas.mathml(tokens[k].content, block))


def in_html(text):
    r"""
    >>> in_html("A share `mu`, $\\mu$ too.")[:43]
    '<p>A share <code>mu</code>, <math display="'
    """
    return formulas.kept(MARKDOWN.render(text))
