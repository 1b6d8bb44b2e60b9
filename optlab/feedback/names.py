"""What a difference of two formulas is called, what is said of it, and what the thing is for.

`apart` finds the difference, and most are told by what they are: "the factor lr is missing". A row of KNOWN says more of a
mistake that many make, on any step: it is a pattern of how differences are written, `line => kind: right piece -> wrong piece`,
where a piece is moved `line => moved: piece -> the learner's line`.
"""

import ast
import re
from typing import NamedTuple

from ..formulas.algebra import factors, in_numpy, key, size
from ..formulas.apart import LARGE, weight
from ..formulas.lines import BEFORE, OVER, at_step, parse, put, said, shown, text
from ..formulas.lines import names as names_in
from ..formulas.values import identical
from ..formulas.ways import elsewhere, pieces, ways

COMPARED = 90  # names and numbers in two formulas: in longer ones no difference is told by a name
OF_SEVERAL = re.compile(r"np\.(?:linalg\.norm|sum|mean|max|min)\b")  # what makes one number of several


class Told(NamedTuple):
    """name: what it is called; message: a sentence; needs: what the line needs; idea: what the thing is for; known: whether it
    is a well-known mistake. Empty where nothing short says it."""

    name: str = ""
    message: str = ""
    needs: str = ""
    idea: str = ""
    known: bool = False


# (pattern, quantities that it may be about: "" all, "-x" all but x, "S" states, "S-" and "x-" where the old value is gone; name,
# message, idea). {q} is the quantity, H a hyperparameter.
_H, _ALL = r"(?P<H>\w+)", r"np\.(?:mean|sum|max|dot|linalg\.norm)"
KNOWN = [(re.compile(pattern), *row) for pattern, *row in (
    (r"(?!x_before \+ .*=> sign: (?!.*\bg\b)).*=> sign: (?!.*weight_decay).*\b(lr|rate)\b.* -> .*", "x v delta", "ascent",
     "The sign is wrong: the step goes along the gradient, uphill.", "The gradient points uphill. A descent step goes the "
     "other way."),
    (r".*=> sign: (?P<A>v|delta\w*) -> .*", "x", "double minus", "{A} already carries the minus sign, and x subtracts it "
     "once more: x goes uphill.", "Decide once where the minus stands: before the line of x or in it."),
    (r".*=> (missing term: x_before -> |piece: x_before [-+] (?P<A>.*) -> (?P=A))", "x-", "only the step returned",
     "What is returned as x is the change of x, not the new x.", "The next step begins where this one ended: at the old "
     "point plus the change."),
    (r".*=> extra factor:  -> lr", "S", "lr in the memory", "lr multiplies what is remembered, one time too many.",
     "lr belongs to one step. What {q} remembers of it is the lr of another step."),
    # what is remembered
    (rf"(?!.*maximum).*\b{_H} \* \w+_before\b.*=> extra factor:  -> 1 - (?P=H)", "-x", "average instead of sum",
     "The new value is damped by 1 - {H}: that is the averaged form. The rule has a sum.",
     "A sum takes what is new in full: with a fixed {H}, 1 / (1 - {H}) of a gradient that stays. An average gives it the "
     "weight that is left."),
    (rf"(?!.*where).*\b{_H} \* \w+_before\b.*=> missing factor: 1 - (?P=H) -> ", "-x", "sum instead of average",
     "The new value is added in full, without its weight 1 - {H}: a sum, not an average.",
     "The two weights of an average add up to 1."),
    (rf"(?=.*_before.* =>).*1 - {_H}\b(?! \*\*).*=> exchanged: "
     r"(.*1 - (?P=H)\b(?! \*\*).*|.*\b[gmuv](_before|_ahead)?\b.*)", "", "weights swapped",
     "The two weights are exchanged: what is new has the weight of what is old.", "The share of what "
     "is new and that of what is kept add up to 1; which is which says how long the memory is."),
    (rf"{_H} \* \w+_before [-+] (?P<A>.*) => moved: (?P=A) -> .*", "S", "{H} on both",
     "{H} multiplies what is new as well.", "{H} belongs to what is remembered alone."),
    (r".*=> piece: np\.maximum\((?=.*_before)(?P<A>.*), (?P<B>.*)\) -> .*(?P=A) \+ .*(?P=B)\)?", "",
     "no maximum", "Old and new sizes are added up, weighted or not; the larger of the two "
     "is needed.", "The maximum lets {q} jump at once to a large gradient and forget it slowly."),
    (r"(?!.*where).*=> (missing term: (.* \* )?(?P<q>\w+)_before -> |piece: \w+ \* (?P<p>\w+)_before -> 0)", "S-",
     "{q} reset each step", "The old {q} does not enter the new one: nothing is remembered.",
     "{q} carries over from step to step."),
    (r"(?!.*maximum).*=> extra divisor:  -> 1 - \w+ \*\* t", "S", "corrected value stored back",
     "The corrected {q} is carried into the next step and corrected again.", "{q} is the memory; the corrected value is "
     "only a view of it, and gets a name of its own."),
    (r"(?!.*maximum.* =>).*=> function: (?P<A>.*) -> np\.maximum\((.*_before, (?P=A)|(?P=A), .*_before)\)", "S",
     "maximum stored back", "The largest value so far is stored back as {q}: the average goes on from it and cannot fall.",
     "An average follows what comes; the largest of its values is another memory, with a name of its own."),
    (r"(?P<A>.*) => function: (?P=A) -> np\.sqrt\(.*", "S", "root stored back", "The root is taken before {q} is returned, "
     "and the next step adds a square to a root.", "What is remembered is made of squares; its root is only a view of it."),
    # looking ahead
    (r".*=> piece: v -> mu \* v [-+] lr \* g", "x", "Nesterov written for heavy ball",
     "This step looks ahead: x moves by mu v - lr g, and here it should move by v.",
     "The new position is the old one plus the new velocity, no more."),
    (r".*=> piece: v -> mu \* v - lr \* g_ahead", "x", "looked ahead twice", "The gradient is taken at the look-ahead "
     "point, and x is carried on to the next one as well: two forms in one.", "Either the gradient is asked ahead and x "
     "moves by v, or x itself is the look-ahead point; not both."),
    (r".*=> extra term:  -> mu \* v_before", "x", "look-ahead kept as the new x", "The step starts from the look-ahead "
     "point, so mu v is walked twice.", "The look-ahead point is only visited to measure the slope."),
    (r"grad\(x_before \+ mu \* v_before\) => piece: .* -> grad\(x_before\)", "g_ahead", "gradient at x instead of the look-ahead",
     "The gradient is taken at x: that is heavy ball, and no look-ahead.", "Nesterov asks for the slope where the velocity "
     "is about to lead."),
    # weight decay
    (r".*weight_decay.*=> moved: lr -> .*", "x", "decay without the rate", "The decay is not multiplied by lr: it takes the "
     "share weight_decay of x in each step, far too much.", "Both pulls are multiplied by lr, so that one schedule rules "
     "both."),
    (r".*=> moved: weight_decay \* x_before -> .*", "x", "decay in the quotient", "The decay is divided by the size of the "
     "gradients as well: that is what AdamW is there to undo.", "The decay stands beside the quotient, not in it."),
    (r".*=> extra term:  -> weight_decay \* x_before", "-x", "decay in the gradient",
     "The decay is added to the gradient too early: this line of the rule has the gradient alone.",
     "A decay has its own place in the rule, behind what is made of gradients alone."),
    # squares, roots and eps
    (rf".*\*\* 2.*=> moved: 1 - {_H} -> .*", "S", "1 - {H} squared as well", "The weight is squared as well: the new value comes "
     "in with (1 - {H})^2.", "First the square, then its weight: the two weights of an average add up to 1."),
    (r".*=> piece: np\.sqrt\((?P<A>.*)\) -> (?P=A) / 2", "", "half instead of the root", "{A} is halved; its root is "
     "needed.", "** binds more strongly than /: h**1/2 is half of h."),
    (r".*=> piece: np\.sqrt\((?P<A>.*)\) \+ eps -> np\.sqrt\((?P=A) \+ eps\)", "", "eps inside the root",
     "eps stands under the root, where it acts like its own root.", "The root of 1e-8 is 1e-4: a small eps is far stronger "
     "under the root than beside it."),
    (r".*np\.sqrt\([^()]* \+ eps\).*=> (moved: (eps|np\.sqrt)|piece: .*\+ eps\).*) -> .*\) \+ eps.*", "",
     "eps outside the root", "eps stands beside the root; in this rule it stands under it.",
     "The root of 1e-8 is 1e-4: a small eps is far weaker beside the root than under it."),
    (r"(?!.*np\.sqrt\([^()]* \+ eps\)).*=> moved: eps -> .*", "x", "parentheses lost",
     "Without parentheses eps is added outside of the denominator.", "Division binds more strongly than addition."),
    (r".*\bg \*\* 2.*=> extra term:  -> m(_before)?", "S", "distance from m squared",
     "{q} averages (g - m)^2: that is AdaBelief, another method.", "Here {q} is the mean square of g itself."),
    (r".*=> extra term:  -> eps", "S", "eps inside the accumulator", "eps is added to {q} in each step, so it piles up "
     "there.", "eps only keeps a denominator away from 0. What is remembered holds gradients alone."),
    (r".*=> missing divisor: (?P<A>1 - \w+ \*\* t) -> ", "", "no bias correction", "The division by {A}, the correction for "
     "the start at 0, is missing: the first steps have the wrong size.", "After one step an average holds only the share "
     "1 - beta of the gradient. Dividing by 1 - beta^t repairs that, once."),
    # the coordinates
    (rf"(?!.*(?:stack|array)\()((?!{_ALL}\().)*=> (?:function|piece): .* -> .*(?P<F>{_ALL})\(.*", "",
     "one size for all coordinates", "{F} runs over the coordinates: they all share one number.",
     "Each coordinate has a number of its own, over the steps."),
)]  # fmt: skip

# What is found by other ways than a difference of formulas.
FOUND = {name: Told(name, *words, known=True) for name, *words in (
    ("new value not returned", "The new value is computed and used, but the old one is returned: the next step knows "
     "nothing of it.", "what comes back as {q} is still the old value.", "What is not returned is forgotten."),
    ("new values exchanged", "What is returned as {q} is the new value of another state.",
     "look at which name gets which value.", "Each new value comes back under its own name."),
    ("another value remembered", "What this step uses is right; what comes back as {q} is another value.",
     "give what this line makes a name of its own, and let {q} come back without it.", "The value that a step uses and the one "
     "that the next step needs may be two: each has its own name."),
    ("memory never updated", "{q} comes back as it went in: nothing is ever remembered.",
     "what comes back as {q} is still the old value.", "What a step learns has to be in what it returns."),
    ("memory of the first step", "From step 2 on {q} comes back as it went in: only the first step is remembered.",
     "what comes back as {q} is still the old value.", "What a step learns has to be in what it returns."),
    ("coordinates mixed", "Each coordinate gets the gradient of others.", "look for a sum, a mean or an index that is off "
     "by one.", "The rule treats each coordinate by itself."),
    ("another order of the lines", "What each line computes may be right; they stand in another order than the rule's.",
     "this line has to stand {right}.", "A line uses what the lines above it have made, and what is made below it from before."),
    ("an argument overwritten", "A loop gives an argument other values, and what stands below it takes the last of them.",
     "the loop needs a name of its own in the place of {right}.", "After a loop its name holds the last value."),
    ("a coordinate left out", "Not all coordinates of x are moved: some stay where they started.",
     "look at where a loop or a slice begins and ends.", "Every parameter takes part in every step."),
)}  # fmt: skip

# What a thing is for: the second hint where it, and nothing else, is missing or one too many.
WHY = {
    "lr": "lr is one factor of the whole step: without it, or with it twice, the step has the wrong size.",
    "eps": "Where sizes are 0, eps decides: it keeps a denominator away from 0, and lets a numerator begin.",
    "weight_decay": "A decay takes a share of x in each step, towards 0, whatever the gradients are.",
    "np.sqrt": "A root takes back a square, in size and in units.",
    "np.abs": "Directions keep their sign, sizes have none.",
    "np.sign": "A sign has no size: with it a gradient of 0.01 counts as much as one of 100.",
    "np.clip": "A value between two bounds is at least the one and at most the other; a bound hides how large it was.",
}
CALLED = {"np.sqrt": "root", "np.abs": "absolute value", "np.sign": "sign", "np.maximum": "maximum", "np.minimum": "minimum"}


def told(right, mine, written, q, sig, line=None):
    """What is Told of a line of q that has other things than the rule's; None where too much differs.

    right, mine: the two formulas; written: the learner's as it stands there. sig: the signature of the step. line: the rule's as
    it stands there.
    """
    there = names_in(right if line is None else line)
    early = {n: ast.Name(shown(n) + BEFORE) for n in names_in(mine) - names_in(right) if n != shown(n)}
    some = [shown(n) for n in early if shown(n) not in ("x", *sig.state)]
    if some and said(mine) == said(right):
        return Told(f"{some[0]} used too early", "", f"it has to stand below the line in which {some[0]} gets its last value.")
    mine = put(mine, early)  # z_1, where the rule has the z of a later line
    late, mine_late = at_step(right, 1e9), at_step(mine, 1e9)
    if identical(late, mine_late):
        if key(right) == key(mine) or (key(right) == key(late) and key(mine) == key(mine_late)):
            return None
        first, own_first = at_step(right, 1), key(at_step(mine, 1))
        own = own_first != key(mine_late)
        if own and key(first) == own_first:  # the step is another in which it ends
            return Told("another end of the first steps", "In the first steps the rule has a formula of its own, and so has "
                        "yours, but not in the same steps.", f"the rule has {said(right, over=OVER)}.")  # fmt: skip
        if own and key(first) != key(late):
            return Told("another first step", "The first step has a formula of its own in the rule, and another one in yours.",
                        f"it needs {said(first)} in the first step.")  # fmt: skip
        one, other = ("Yours", "the rule has") if own else ("The rule", "yours has")
        begins = "" if (start := sig.state.get(q)) is None else f"; {q} starts at {start:g}"
        return Told("the first step by itself" if own else "no formula for the first step",
                    f"{one} has a formula of its own for the first step; {other} none.",
                    f"it needs no case of its own{begins}." if own else "it needs another formula there.")  # fmt: skip
    for found, literal in ways(late, mine_late, written, sig.hyper) if size(late) + size(mine_late) < COMPARED else ():
        whole = [part if literal else elsewhere(part, late, written) for part in found]
        words = [_known(late, mine_late, part, q, sig) or _too_far(part, late, written) or _words(*short)
                 for part, short in zip(found, whole)]  # fmt: skip
        words = [part for part in words if part and part.name.endswith("reset each step")] or words  # its weight is no matter
        much = len(found) > 1 and 3 * weight(found) > 2 * (size(late) + size(mine_late))
        asked = {part.needs for part in words if part}
        if any(f"no {needs}" in asked for needs in asked):  # one thing is too many here and missing there
            continue
        if any(kind == "missing term" and names_in(r) - there - {n + BEFORE for n in there} for kind, r, _ in found):
            continue  # it is no term of this line
        calls = ((r, w) for kind, r, w in found if kind == "function" and isinstance(w, ast.Call))
        if any(pieces(late)[said(w)] and key(r) in map(key, w.args) for r, w in calls):  # one too many, and right elsewhere
            continue
        if words and all(words) and not (much and not all(part.known for part in words)):
            names, sentences = (" and ".join(dict.fromkeys(part[i] for part in words)) for i in range(2))
            idea = next((part.idea for part in words if part.idea), "") or _why(late, mine_late, found, q, sig.hyper)
            plain = literal and all(one.needs and _once(part, written, mine_late, late) for one, part in zip(words, found))
            # where a hint could mean two places the rule's line says more
            needs = "; ".join(f"it needs {part}" for part in dict.fromkeys(part.needs for part in words)) + "."
            return Told(names, sentences.replace(". and ", ". "), needs * plain, idea, all(part.known for part in words))
    return None


def _once(part, written, mine, line):
    """Whether what a hint would name stands in one place of the line, or in none where it is missing."""
    kind, right, wrong = part
    within = [n for n in ast.walk(line) if isinstance(n, ast.Call) or isinstance(getattr(n, "op", None), ast.Pow)]
    deep = kind.startswith("missing") and key(right) in {key(n) for some in within for n in ast.walk(some) if n is not some}
    if kind == "missing term" or deep:  # with which sign, or under which root
        return False
    named = said(right if kind == "sign" else wrong or right)
    one, two = (sorted(said(n) for n in ast.walk(f) if isinstance(n, ast.Name)) for f in (written, mine))
    return pieces(written)[named] == (wrong is not None) and ("factor" not in kind or one == two)  # not read as an average


def _known(line, mine, part, q, sig):
    """What is Told of a well-known mistake; None of any other."""
    kind, *pieces = part
    pieces = (pieces[0], mine) if kind == "moved" else pieces  # where it stands now
    written = f"{text(line)} => {kind}: {' -> '.join(text(piece) if piece else '' for piece in pieces)}"
    for pattern, where, name, message, idea in KNOWN:
        gone = q in sig.state and q + BEFORE not in names_in(mine)
        lost = q == "x" and "x_before" not in names_in(mine)
        about = {"": True, "-x": q != "x", "S": q in sig.state, "S-": gone, "x-": lost}.get(where, q in where.split())
        if about and (match := pattern.fullmatch(written)) and match.groupdict().get("H", "") in ("", None, *names_in(mine)):
            words = {letter: said(parse(piece)) for letter, piece in match.groupdict().items() if piece and letter not in "pq"}
            if q in (found := [match.groupdict().get(n) for n in "pq"]) or not any(found):
                name, message, idea = (part.format(**words, q=shown(q)) for part in (name, message, idea))
                plain = _words(*part) or Told(needs=" and not ".join(said(piece) for piece in pieces if piece))
                return Told(name, message, plain.needs, idea, True)
    return None


def _too_far(part, right, written):
    """What is Told of a factor that stands as often as in the rule, and multiplies more than it does there."""
    kind, _, wrong = part
    if kind == "extra factor" and wrong is not None and 0 < pieces(written)[said(wrong)] <= pieces(right)[said(wrong)]:
        return Told(f"{said(wrong)} on too much", f"{said(wrong)} multiplies more than it does in the rule.")
    return None


def _words(kind, right, wrong):
    """What is Told of one difference; None where the pieces are too large, or where 0 is left of a piece."""
    if kind == "function":
        return _function(right, wrong)
    if kind == "power":
        return _power(right, wrong)
    if kind == "all side" and not all(any(isinstance(n, ast.Div) for n in ast.walk(piece)) for piece in (right, wrong)):
        kind = "piece"
    if kind == "compared":
        ours, theirs = (said(ast.Compare(ast.Name("a"), piece.ops, [ast.Name("b")]))[2:-2] for piece in (right, wrong))
        return Told(f"{theirs} in place of {ours}", f"{theirs} stands where {ours} belongs.", f"{ours}, not {theirs}")
    if kind == "all side":
        return Told("upside down", "What is divided and what it is divided by are exchanged.", "the two exchanged")
    r, w = (said(piece) if piece else "" for piece in (right, wrong))
    whole, other = (said(piece, over=OVER) if piece else "" for piece in (right, wrong))
    ours, theirs = (names_in(piece) if piece else set() for piece in (right, wrong))
    mixed = {n for n in ours | theirs if n + BEFORE in ours | theirs}  # one is old and one is new
    if kind == "piece" and mixed:
        r, w = whole, other = [said(piece, "the old ") for piece in (right, wrong)]
        for n in ours:
            twin = n.removesuffix(BEFORE) if n.endswith(BEFORE) else n + BEFORE
            if twin in theirs and identical(in_numpy(put(right, {n: ast.Name(twin)})), in_numpy(wrong)):
                return _age(shown(n), new=twin.endswith(BEFORE))
    if kind == "piece" and isinstance(getattr(wrong, "op", None), ast.FloorDiv):
        return Told("// in place of /", "// rounds the quotient down to a whole number.", "/, not //")
    kind, _, part = kind.partition(" ")
    if right and isinstance(wrong, ast.Constant) and not wrong.value and not isinstance(right, ast.Constant):  # nobody wrote it:
        return None  # it is the first of several that are counted
    if kind == "sign" and size(right) > LARGE:
        first = said(factors(right)[0][1])
        return Told(f"sign before {first}", f"The sign before {first} is wrong.", f"the other sign before {first}")
    if kind == "piece" and (whole == other or whole.startswith("-(")):  # the rule's line says more
        return None
    if kind == "exchanged" and max(map(size, (right, wrong))) >= LARGE:
        return Told("two pieces exchanged", "Two pieces stand in each other's place.")
    if max(size(piece) for piece in (right, wrong) if piece) >= (LARGE + (kind == "sign")) * (1 + (kind in ("missing", "extra"))):
        return None
    return Told(*{
        "moved": (f"{r} in another place", f"{r} stands in another place than in the rule.", ""),
        "all": ("signs turned", f"{w} stands where {r} belongs.", f"{whole}, not {other}"),
        "sign": (f"sign of {r}", f"The sign of {r} is wrong.", f"the other sign before {r}"),
        "side": (f"{r} on the wrong side", f"{r} is on the wrong side of the division.", f"{r} on the other side"),
        "exchanged": (" and ".join(sorted([r, w])) + " exchanged", f"{r} and {w} stand in each other's place.",
                      f"{r} and {w} in each other's place"),
        "missing": (f"{r} missing", f"The {part} {r} of the rule is missing here.", f"the {part} {whole}"),
        "extra": (f"extra {w}", f"The {part} {w} is one too many in this line.",
                  f"no {part} {w}"),
        "shared": (f"{w} for {r} as well", f"{w} serves two terms here; in one of them {r} belongs.", ""),
        "piece": (f"{w} in place of {r}", f"{w} stands where {r} belongs.", f"{whole}, not {other}"),
    }[kind])  # fmt: skip


def _age(name, new):
    """The old value in the place of the new one, or the new one in that of the old."""
    if new:
        message = f"The {name} from before this step stands where the new one belongs."
        return Told(f"old {name} used", message, f"the new {name}")
    message = f"{name} is updated already where the one from before this step belongs."
    return Told(f"{name} updated before its use", message, f"the old {name}")


def _function(right, wrong):
    """A function that is missing, too many, or another one."""
    ours, theirs = (said(n.func) if isinstance(n, ast.Call) else "" for n in (right, wrong))
    called, other, article = CALLED.get(ours, ours), CALLED.get(theirs, theirs), "The " * (ours in CALLED)
    if "np.where" in (ours, theirs):  # it stands for an if
        if ours:
            return Told("a case left out", "A case of the rule is missing here.", "one more case")
        return Told("a case of its own", "There is a case of its own here, which the rule does not have.", "no case of its own")
    if isinstance(right, ast.Call) and key(wrong) in map(key, right.args):
        return Told(f"{called} missing", f"{article}{called} is missing: {said(wrong)} stands there as it is.", ours)
    if isinstance(wrong, ast.Call) and key(right) in map(key, wrong.args):
        return Told(f"extra {other}", f"{theirs} is one too many: the rule takes {said(right)} as it is.", f"no {theirs}")
    return Told(f"{other} in place of {called}", f"{theirs} stands where {ours} belongs.", f"{ours}, not {theirs}")


def _power(right, wrong):
    """A power that is missing, too many, or another one."""
    (base, ours), (_, theirs) = ((n.left, said(n.right)) if isinstance(n, ast.BinOp) else (n, "1") for n in (right, wrong))
    if (ours, theirs) == ("2", "1"):
        return Told("square missing", f"{said(base)} is not squared.", "a square")
    if (ours, theirs) == ("1", "2"):
        return Told("extra square", f"{said(base)} is squared; the rule takes it as it is.", "no square")
    message = f"{said(base)} is raised to {theirs}; the rule has {ours}."
    return Told(f"power {theirs} in place of {ours}", message, f"the power {ours}")


def _why(right, mine, found, q, hyper):
    """What the one thing is for that is missing or too many, if that is known."""
    if len(found) != 1:
        return ""
    kind, ours, theirs = found[0]
    thing, side = said(ours or theirs), kind.partition(" ")[0]
    match ours, theirs:
        case ast.Name(h), ast.Constant() if h in hyper:
            return "A hyperparameter is an argument, so that it can be changed."
        case _, ast.BinOp(_, ast.FloorDiv()):
            return "In Python / divides, and // divides and rounds down."
    if side == "missing" and re.search(rf"\b{re.escape(thing)} \* {q}_before", text(right)) and f"{thing} *" not in text(mine):
        return f"{thing} is the share of the old {shown(q)} that is kept: the larger it is, the longer the memory."
    if kind == "function":
        call = ours if isinstance(ours, ast.Call) else theirs
        steps, of_gradient = names_in(call) == {"t"}, "g" in {shown(n) for n in names_in(call)}
        thing = said(call.func) if not steps and (of_gradient or said(call.func) != "np.sign") else ""
    if kind == "power" and not names_in(ours) & {"t", *hyper}:
        return "A square has no sign: it makes a size of what is squared."
    return WHY.get(thing, "") if side in ("missing", "extra", "function") else ""
