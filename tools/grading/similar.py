"""Which notebooks are the same, or nearly: what a person should look at. It proves nothing."""

import hashlib
import io
import itertools
import keyword
import tokenize
import zlib

from .course import plain

NEARLY = 0.7  # share of equal pieces: one changed line changes about a twelfth of a page of them
SKETCH = 64  # pieces by which two notebooks are compared first
LEAST = 60  # tokens of own code; with fewer everybody is alike


def own(found, exercise):
    """The learner's own part of a notebook: the texts of cells that were not handed out as they are."""
    return [cell["source"] for cell in found.cells if plain(cell["source"]) not in exercise.texts | {""}]


def tokens(sources):
    """The code without comments, blanks and the names of variables."""
    found = []
    for source in sources:
        try:
            for token in tokenize.generate_tokens(io.StringIO(source).readline):
                if token.type in (tokenize.OP, tokenize.NUMBER) or (
                    token.type == tokenize.NAME and keyword.iskeyword(token.string)
                ):
                    found.append(token.string)
                elif token.type == tokenize.NAME:
                    found.append("name")
        except (tokenize.TokenError, IndentationError, SyntaxError):
            continue
    return found[:4000]


def report(work, exercises):
    """Sentences on students whose notebooks are alike. work : {(student, exercise): what was handed in}."""
    texts = {}
    for (student, name), found in work.items():
        texts.setdefault(name, {})[student.name] = own(found, exercises[name])
    for exercise, students in sorted(texts.items()):
        alike = {}
        for student, sources in students.items():
            text = "\n".join(plain(source) for source in sources)
            if len(text) > 200:
                alike.setdefault(hashlib.sha256(text.encode()).hexdigest(), []).append(student)
        for same in alike.values():
            if len(same) > 1:
                yield f"{exercise}: identical notebooks: {', '.join(same)}"
        first = ((same[0], tokens(students[same[0]])) for same in alike.values())
        pieces = {student: _pieces(found) for student, found in first if len(found) >= LEAST}
        sketches = {student: set(sorted(found)[:SKETCH]) for student, found in pieces.items()}
        for one, two in itertools.combinations(pieces, 2):
            if len(sketches[one] & sketches[two]) < SKETCH // 4:  # in a class of a thousand few pairs are looked at closer
                continue
            a, b = pieces[one], pieces[two]
            share = len(a & b) / max(len(a), len(b))
            if share >= NEARLY:
                yield f"{exercise}: nearly the same code ({share:.0%}): {one}, {two}"


def _pieces(found):
    """Each run of twelve tokens as a number."""
    return {zlib.crc32(" ".join(found[i : i + 12]).encode()) for i in range(len(found) - 11)}
