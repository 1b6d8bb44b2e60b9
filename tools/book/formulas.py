"""LaTeX as MathML, which every browser of today sets by itself: no script, no request, and a screen reader reads it."""

import functools
import importlib.util
import re
from pathlib import Path
from xml.etree import ElementTree

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
    return _spaced(convert(latex.strip(), display="block" if block else "inline"), block)


THIN, BARS, OPENING, CLOSING = "0.167em", "|‖", "([{⟨", ")]}⟩"
NAMES = {"ln", "log", "exp", "sin", "cos", "tan", "tanh", "arcsin", "arctan", "erf", "sign", "tr", "var", "max", "min", "argmin"}


def _spaced(text, block=False):
    """The formula with the spaces of print, which a browser can only guess: bars that open and close, signs, functions."""
    math = ElementTree.fromstring(text.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', ""))
    for row in list(math.iter()):
        if row.tag not in ("mrow", "math", "mtd", "msqrt"):
            continue
        _grow(row)
        cores = [_core(one) for one in row]
        bars = [one for one in cores if one.tag == "mo" and one.text in tuple(BARS) and "form" not in one.attrib]
        for k, bar in enumerate(bars if len(bars) % 2 == 0 else ()):  # |a| |b|: they open and close in turns
            bar.attrib |= {"form": "postfix" if k % 2 else "prefix", "stretchy": "false", "lspace": "0", "rspace": "0"}
        for k, one in enumerate(cores):
            before, after = cores[k - 1] if k else None, cores[k + 1] if k + 1 < len(cores) else None
            if one.tag == "mo" and one.text == "/":
                one.attrib |= {"lspace": "0.05em", "rspace": "0.05em"}
            elif one.tag == "mo" and one.text in ("−", "+", "±") and not any(_ends(c) for c in _last(cores[:k])):
                one.set("form", "prefix")
            elif one.text in NAMES and one.tag in ("mo", "mi"):
                opens = after is None or after.tag == "mo" and after.text not in (*BARS, *NAMES)
                one.tag = "mo"
                one.attrib |= {"form": "prefix", "lspace": THIN if _ends(before) else "0", "rspace": "0" if opens else THIN}
                if block and row[k].tag == "msub" and one.text in ("max", "min", "argmin"):
                    row[k].tag = "munder"
            elif one.text == "~":  # as latex2mathml writes \\sim
                one.tag, one.text = "mo", "∼"
    math.set("xmlns", "http://www.w3.org/1998/Math/MathML")
    return ElementTree.tostring(math, encoding="unicode")


def _grow(row):
    """A large bracket with an exponent: the exponent is that of all between the brackets, so that both are as large."""
    for one in list(row):
        if one.tag in ("msup", "msub", "msubsup") and "minsize" in one[0].attrib:
            k = list(row).index(one)
            begin = max((j for j in range(k) if "minsize" in row[j].attrib and row[j].text in tuple(OPENING)), default=None)
            if begin is not None:
                inner = ElementTree.Element("mrow")
                inner.extend([*row[begin:k], one[0]])
                for bracket in (inner[0], inner[-1]):
                    bracket.attrib = {"stretchy": "true", "form": "postfix" if bracket is inner[-1] else "prefix"}
                one[0] = inner
                for old in list(row[begin:k]):
                    row.remove(old)


def _last(cores):
    """The last of them that is no room, if there is one."""
    return [one for one in cores if one.tag != "mspace"][-1:]


def _core(node):
    """What a node with an exponent or an index is about."""
    return _core(node[0]) if node.tag in ("msub", "msup", "msubsup", "munder") and len(node) else node


def _ends(node):
    """Whether a node is a value or closes one: a sign after it is a difference."""
    if node is None or node.tag == "mspace":
        return False
    return node.tag != "mo" or (node.text or " ") in CLOSING + "!" or node.get("form") == "postfix"


def kept(page):
    """A page of HTML in which no line begins with the comma that follows a formula.

    >>> kept("Let <math>x</math>, then")
    'Let <span class="whole"><math>x</math>,</span> then'
    """
    formula = r'(?:<span class="symbol"[^>]*>)?<math\b(?:(?!</math>).)*</math>(?:</span>)?'
    return re.sub(rf'({formula}[.,;:!?)”’]+)', r'<span class="whole">\1</span>', page, flags=re.S)


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
