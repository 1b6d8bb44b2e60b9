"""LaTeX as MathML, which every browser of today sets by itself: no script, no request, and a screen reader reads it."""

import functools
import importlib.util
import re
from pathlib import Path

from docutils import nodes
from latex2mathml.converter import convert


@functools.lru_cache(maxsize=4096)
def mathml(latex, block=False):
    """A formula as a <math> element.

    >>> mathml(r"\\\\mu")[:5]
    '<math'
    """
    if block and not re.search(r"\\begin\{(align|aligned|cases|array|gather|equation|split)", latex) and r"\\" in latex:
        latex = rf"\begin{{align*}}{latex}\end{{align*}}"
    latex = re.sub(r"\{(aligned|gathered)\}", "{align*}", latex)  # as latex2mathml calls it
    return convert(latex.strip(), display="block" if block else "inline")


# Latin, Greek, arrows and operators, brackets that grow, then italic and bold letters of formulas.
SIGNS = [(0x20, 0x17F), (0x370, 0x3FF), (0x2000, 0x22FF), (0x239B, 0x23E1), (0x2A7D, 0x2A7E)]
SIGNS += [(0x1D400, 0x1D49F), (0x1D6A4, 0x1D6E1)]


def font(path):
    """Writes the signs of STIX Two Math that a formula may need, with the table that says how to stack and stretch them."""
    from fontTools import subset

    options = subset.Options(flavor="woff", layout_features=["*"], drop_tables=["DSIG"])
    fonts = Path(importlib.util.find_spec("ziamath").origin).parent / "fonts"
    with subset.load_font(str(fonts / "STIXTwoMath-Regular.ttf"), options) as stix:
        _mend_roots(stix)
        signs = subset.Subsetter(options)
        signs.populate(unicodes=[sign for first, last in SIGNS for sign in range(first, last + 1)])
        signs.subset(stix)
        subset.save_font(stix, str(path), options)


def _mend_roots(font):
    """Root signs of one width, for Chromium keeps the room of the widest behind each; the smallest one low."""
    variants = font["MATH"].table.MathVariants
    roots = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index("uni221A")]
    smallest, *larger = roots.MathGlyphVariantRecord
    width, _ = font["hmtx"]["uni221A"]
    smallest.AdvanceMeasurement = round(0.9 * smallest.AdvanceMeasurement)
    parts = [part.glyph for part in roots.GlyphAssembly.PartRecords]
    for name in ["uni221A", *(one.VariantGlyph for one in larger), *parts]:
        glyph, (wide, _) = font["glyf"][name], font["hmtx"][name]
        glyph.coordinates.scale((width / wide, 0.9 if name == "uni221A" else 1.0))
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = width, glyph.xMin


def _inline(self, node):
    self.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def _block(self, node):
    self.body.append(f'<div class="formula">{mathml(node.astext(), True)}</div>')
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("mathml", inline_renderers=(_inline, None), block_renderers=(_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
