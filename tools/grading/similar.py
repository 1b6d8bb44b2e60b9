"""Which notebooks are the same, or nearly: what a person should look at. It proves nothing."""

import difflib
import hashlib
import io
import itertools
import keyword
import tokenize

from .course import plain

NEARLY = 0.9  # share of equal pieces
LEAST = 60  # tokens of own code; with fewer everybody is alike


def own(cells, exercise):
    """The learner's own part: the texts of cells that were not handed out as they are."""
    return [cell["source"] for cell in cells if plain(cell["source"]) not in exercise.texts | {""}]


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


def report(work):
    """Sentences on pairs of students. work : {exercise: {student: own texts}}."""
    for exercise, students in work.items():
        alike = {}
        for student, sources in students.items():
            text = "\n".join(plain(source) for source in sources)
            if len(text) > 200:
                alike.setdefault(hashlib.sha256(text.encode()).hexdigest(), []).append(student)
        for same in alike.values():
            if len(same) > 1:
                yield f"{exercise}: identical notebooks: {', '.join(same)}"
        first = {same[0]: tokens(students[same[0]]) for same in alike.values()}
        shingles = {student: {tuple(found[i : i + 12]) for i in range(len(found) - 11)} for student, found in first.items()
                    if len(found) >= LEAST}  # fmt: skip
        for one, two in itertools.combinations(shingles, 2):
            a, b = shingles[one], shingles[two]
            if len(a & b) > 0.7 * min(len(a), len(b)):
                share = difflib.SequenceMatcher(None, first[one], first[two], autojunk=False).ratio()
                if share >= NEARLY:
                    yield f"{exercise}: nearly the same code ({share:.0%}): {one}, {two}"
