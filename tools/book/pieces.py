"""What of a chapter's cells stands on slides, piece by piece; `slides` says which of them stand together."""

import ast
import html
import math
import re
from typing import NamedTuple

from .text import in_html

ROWS = 13  # of a table on a slide
LINE = 30  # words of a paragraph that is shown whole
LEAD = r"\*\*([^*]{3,60}?)([.:?])\*\*\s*"  # what a paragraph is about, in bold, before it begins


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


def blocks_of(cells):
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
            for part in paragraphs(cell.source):
                found = re.match(r"#+ (.*)\n?", part)
                if found:
                    heading, part = found[1], part[found.end() :]
                    title = heading
                shares = _in_slides(joined([first_sentence(part)])) if part.strip() else []  # of a long table there are several
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


def question(shown):
    """The sentence that asks, of a question, and the one before it where it is short; nothing where a sentence is to be ended.

    >>> question("<p><strong>Predict.</strong> Now mu = 0.9. How <em>far</em> does the run go? (In steps.)</p>")
    'How <em>far</em> does the run go?'
    >>> question("<p><strong>Predict.</strong> One line is wrong. Which?</p>")
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


def paragraphs(text):
    """The paragraphs, lists and tables of a text, without boxes for the curious; headings begin a part."""
    text = re.sub(r"<details>.*?</details>", "", text, flags=re.S)
    return [part for part in re.split(r"\n{2,}", text.strip()) if part.strip()]


def joined(parts):
    text = in_html("\n\n".join(parts))
    return re.sub(r'<a href="[^"]*">(.*?)</a>', r"\1", text)  # a slide leads nowhere


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


def _rows(shown):
    """Lines of a table or of text that was printed."""
    rows = re.findall(r"<tr\b.*?</tr>", shown, flags=re.S)
    high = sum(2 if "<mfrac" in row or "<mtable" in row else 1 for row in rows)
    return high or re.sub(r"<style>.*?</style>", "", shown, flags=re.S).count("\n")


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
        return joined([data["text/markdown"]])
    if "image/png" in data:
        alt = html.escape(output.get("metadata", {}).get("image/png", {}).get("alt", data.get("text/plain", "")), quote=True)
        return f'<img src="data:image/png;base64,{data["image/png"].strip()}" alt="{alt}">'
    text = data.get("text/plain") or (output.text if output.output_type == "stream" and output.name == "stdout" else "")
    if _is_about_code(text, "Code"):  # a source that was printed
        return _code(text)
    return f"<pre>{html.escape(text)}</pre>" if text else ""
