"""What is said of a wrong line: its name, a sentence, and three hints, which are symptom, idea and line.

A well-known mistake brings its own words from `names`. For any other the words are read off: from where the two formulas part,
from what the things are for that are missing or too many, from what the step's own docstring says.
"""

import ast
import collections
import re
from typing import NamedTuple

import numpy as np

from ..theory.apart import LARGE, alike, apart, functions, key, letters, moved, numpy_s, size
from ..theory.lines import BEFORE, at_step, case_of_t, lines, mapped, put, text
from ..theory.lines import names as names_in
from . import foreign
from .probes import STEPS, equal, reference, same
from .probes import moved as way

# What a thing is for: the second hint where it is missing, or one too many.
WHY = {
    "lr": "lr turns gradient units into parameter units, once: without it, or with it twice, the step has the wrong size.",
    "eps": "eps keeps a denominator away from 0, once. It also decides how small a gradient still counts.",
    "weight_decay": "A decay takes a share of x in each step, towards 0, whatever the gradients are.",
    "np.sqrt": "The root takes back the square: squares add up, and a length is the root of their sum.",
    "a square": "A square has no sign: it makes a size of what is squared.",
    "np.abs": "Directions keep their sign, sizes have none.",
    "np.sign": "A sign has no size: with it a gradient of 0.01 counts as much as one of 100.",
    "np.clip": "A value between two bounds is at least the one and at most the other; a bound hides how large it was.",
    "//": "In Python / divides, and // divides and rounds down.",
    r"1 - \w+ \*\* t": "After one step an average holds only the share 1 - beta of the gradient. Dividing by 1 - beta^t repairs "
    "that, once.",
    r"1 - \w+": "The two weights of an average add up to 1.",
    r"t|t [+-] 1": "t counts the gradients that have come in: 1 in the first step. A schedule for lr belongs outside.",
}
CALLED = {"np.sqrt": "root", "np.abs": "absolute value", "np.sign": "sign", "np.maximum": "maximum", "np.minimum": "minimum"}
LOOK = "compare it with the formula symbol by symbol: signs, powers, parentheses, which value is old and which is new."


def shown(name):
    """A name as a learner would write it: without before, and without the number of one of several lines."""
    return re.sub(r"_before$|_\d$", "", name)


def said(formula, old=""):
    """A formula as a learner would write it, without what tells the old values from the new ones."""
    return re.sub(r"_\d\b", "", re.sub(r"\b(?!x_)(\w+)_before\b", rf"{old}\1", text(formula)).replace("x_before", "x"))


# Where two formulas part, in words


def told(right, mine, written=None):
    """(name, message, what the line needs), of what it has in the place of the rule's; None where too much differs."""
    early = {n: ast.Name(shown(n) + BEFORE) for n in names_in(mine) - names_in(right) if n != shown(n)}
    mine = put(mine, early)  # z_1, where the rule has the z of a later line
    late, mine_late = at_step(right, 1e9), at_step(mine, 1e9)
    if key(late) == key(mine_late):
        sentence = "The first step has a formula of its own."
        return None if key(right) == key(mine) else ("the first step by itself", sentence, "it needs no case of its own.")
    found, piece = _parting(late, mine_late, written or mine, most=1), moved(late, mine_late)
    found = found or not piece and _parting(late, mine_late, written or mine)
    piece = piece or moved(late, mine_late, times=True)
    if found or not piece or isinstance(piece, ast.Constant) or size(piece) >= LARGE:
        return found or None
    name, place = f"{said(piece)} in another place", f"{said(piece)} stands in another place than in the rule."
    return name, place, f"in the rule {said(piece)} stands elsewhere."


def _parting(right, mine, written, most=2):
    """The same, of so many differences at most, if what is missing or too many is, and stands in what is written."""
    found = apart(right, mine)
    count = [collections.Counter(said(n) for n in ast.walk(line) if isinstance(n, ast.expr)) for line in (right, mine)]
    single = [(said(w or r), *(count if w else count[::-1])) for _, r, w in found if None in (r, w)]
    if any(0 < less[p] >= more[p] for p, less, more in single):
        return None
    there = re.findall(r"[\w.]+", f"{said(written)} {said(mapped(written, numpy_s))}")
    for w in (w for _, r, w in found if w and not (r and isinstance(w, ast.Constant))):
        if not {*re.findall(r"[\w.]+", said(w))} <= {*there} or (size(w) > 1 and not names_in(w)):  # 0 / 4 for a 0
            return None
    small = [1 if kind in ("function", "power", "sign", "side") else sum(map(size, filter(None, some))) for kind, *some in found]
    words = [_words(*part, again=part[2] and count[0][said(part[2])]) for part in found]
    if not 0 < len(words) <= most or not all(words) or most == 1 and sum(small) >= LARGE:
        return None
    if len(words) > 1 and 3 * sum(small) > 2 * (size(right) + size(mine)):
        return None
    names, sentences, needs = (dict.fromkeys(part) for part in zip(*words, strict=True))
    return " and ".join(names), " ".join(sentences), f"it needs {' and '.join(needs)}."


def _words(kind, right, wrong, again=0):
    """(name, sentence, what is needed) of one difference; None where the pieces are too large to be told."""
    if kind == "function":
        return _function(right, wrong)
    if kind == "power":
        return _power(right, wrong)
    if kind == "all side":
        return "upside down", "What is divided and what it is divided by are exchanged.", "the two exchanged"
    r, w = (said(piece) if piece else "" for piece in (right, wrong))
    ours, theirs = (names_in(piece) if piece else set() for piece in (right, wrong))
    if kind == "piece" and any({n + BEFORE, n.removesuffix(BEFORE)} & theirs - {n} for n in ours):  # one is old and one is new
        r, w = (said(piece, "the old ") for piece in (right, wrong))
        if isinstance(right, ast.Name) and isinstance(wrong, ast.Name):
            return _age(shown(right.id), new=wrong.id.endswith(BEFORE))
    if kind == "piece" and isinstance(getattr(wrong, "op", None), ast.FloorDiv):
        return "// in place of /", "// rounds the quotient down to a whole number.", "/, not //"
    kind, _, part = kind.partition(" ")
    if max(size(piece) for piece in (right, wrong) if piece) >= (LARGE + (kind == "sign")) * (1 + (kind in ("missing", "extra"))):
        return None
    return {
        "all": ("signs turned", f"{w} stands where {r} belongs.", f"{r}, not {w}"),
        "sign": (f"sign of {r}", f"The sign of {r} is wrong.", f"the other sign before {r}"),
        "side": (f"{r} on the wrong side", f"{r} is on the wrong side of the division.", f"{r} on the other side"),
        "exchanged": (" and ".join(sorted([r, w])) + " exchanged", f"{r} and {w} stand in each other's place.",
                      f"{r} where {w} stands"),
        "missing": (f"{r} missing", f"The {part} {r} of the rule is missing here.", f"the {part} {r}"),
        "extra": (f"extra {w}", f"The {part} {w} is one too many in this line.",
                  f"one {part} {w} less" if again else f"no {part} {w}"),
        "piece": (f"{w} in place of {r}", f"{w} stands where {r} belongs.", f"{r}, not {w}"),
    }[kind]


def _age(name, new):
    """The old value in the place of the new one, or the new one in that of the old."""
    if new:
        message = f"This line uses the {name} from before this step; the rule takes the new one here."
        return f"old {name} used", message, f"the new {name}"
    message = f"This line needs the {name} from before this step, and {name} is updated already."
    return f"{name} updated before its use", message, f"the old {name}"


def _function(right, wrong):
    """A function that is missing, too many, or another one."""
    ours, theirs = (said(n.func) if isinstance(n, ast.Call) else "" for n in (right, wrong))
    called, other, article = CALLED.get(ours, ours), CALLED.get(theirs, theirs), "The " * (ours in CALLED)
    if "np.where" in (ours, theirs):  # it stands for an if
        if ours:
            return "a case left out", "A case of the rule is missing here.", "one more case"
        return "a case of its own", "There is a case of its own here, which the rule does not have.", "no case of its own"
    if isinstance(right, ast.Call) and key(wrong) in map(key, right.args):
        return f"{called} missing", f"{article}{called} is missing: {said(wrong)} stands there as it is.", ours
    if isinstance(wrong, ast.Call) and key(right) in map(key, wrong.args):
        return f"extra {other}", f"{theirs} is taken of {said(right)}; the rule takes it as it is.", f"no {theirs}"
    return f"{other} in place of {called}", f"{theirs} stands where {ours} belongs.", f"{ours}, not {theirs}"


def _power(right, wrong):
    """A power that is missing, too many, or another one."""
    (base, ours), (_, theirs) = ((n.left, said(n.right)) if isinstance(n, ast.BinOp) else (n, "1") for n in (right, wrong))
    if (ours, theirs) == ("2", "1"):
        return "square missing", f"{said(base)} is not squared.", "a square"
    if (ours, theirs) == ("1", "2"):
        return "extra square", f"{said(base)} is squared; the rule takes it as it is.", "no square"
    return f"power {theirs} in place of {ours}", f"{said(base)} is raised to {theirs}; the rule has {ours}.", f"the power {ours}"


# A wrong line


class Told(NamedTuple):
    """name: what it is called, "" where nothing short says it; message; idea and needs: for the second and the third hint."""

    name: str = ""
    message: str = ""
    idea: str = ""
    needs: str = LOOK


def of_line(wrong, table, hyper):
    """What is said of a wrong line. table : {quantity: formula} of the rule. hyper : its hyperparameters."""
    q, bound, row = wrong.quantity, wrong.bound, wrong.row
    right, mine = alike(wrong.formula, q, table) if wrong.formula is not None and q in table else (None, None)
    name, message, needs = mine is not None and told(right, mine, wrong.formula) or Told()[:2] + (LOOK,)
    if not row and bound:  # a slip
        name, message, needs = told(bound["R"], bound["W"]) or (name, message, needs)
        right, mine = bound["R"], bound["W"]
    if not row:
        return Told(name, message, _why(right, mine, q, hyper) if name else "", needs)
    words = {letter: said(formula) for letter, formula in bound.items()}
    words = dict.fromkeys("ABCRW", "it") | {"H": "mu", "N": words.get("N_before", "")} | words | {"q": shown(q)}
    name, message, idea = (part.format(**words) for part in (row.name, row.message, row.idea))
    if "R" not in bound:  # not found by a change of the line
        idea, _, needs = idea.partition(": ")
        return Told(name, message, f"{idea}.", needs)
    piece = told(bound["R"], bound["W"])
    return Told(name, message, idea or _why(bound["R"], bound["W"], q, hyper), piece[2] if piece else needs)


def _why(right, mine, q, hyper):
    """What the first thing is for that is missing or too many, if that is known."""
    ours, theirs = (collections.Counter(_things(at_step(formula, 1e9), hyper)) for formula in (right, mine))
    lost, extra = list(ours - theirs), list(theirs - ours)
    if {*lost} & {*hyper} and any(re.fullmatch(r"[\d.]+(e-\d+)?", thing) for thing in extra):
        return "A hyperparameter is an argument, so that it can be changed."
    for thing in lost or extra:
        if any(re.search(rf".\b{re.escape(thing)}\b", other) for other in extra if thing in lost):
            continue  # it is there, in a larger thing
        if q != "x" and re.search(rf"\b{re.escape(thing)} \* {q}_before", ast.unparse(right)):
            return f"{thing} is the share of the old {shown(q)} that is kept: the larger it is, the longer the memory."
        if thing == "a square" and extra:
            continue
        if sentence := next((WHY[pattern] for pattern in WHY if re.fullmatch(pattern, thing)), ""):
            return sentence
    return ""


def _things(formula, hyper):
    """The things that a formula is made of, as one says them."""
    if isinstance(formula, ast.Name):
        return [shown(formula.id)] if formula.id != "np" else []
    found = [thing for part in ast.iter_child_nodes(formula) for thing in _things(part, hyper)]
    match formula:
        case ast.Constant(int() | float() as value) if value not in (0, 1, 2):
            return [f"{value:g}"]
        case ast.Attribute():
            return [ast.unparse(formula)]
        case ast.BinOp(_, ast.FloorDiv()):
            return [*found, "//"]
        case ast.BinOp(base, ast.Pow(), ast.Constant(2)) if not names_in(base) <= {*hyper}:
            return [*found, "a square"]
    return [whole] if re.fullmatch(r"1 - \w+( \*\* t)?|t [+-] 1", whole := ast.unparse(formula)) else found


def of_lines(found, table, hyper):
    """{quantity: what is said of it, or None where a wrong line before it has done what is missing} of all wrong lines."""
    return {w.quantity: None if _done_before(w, found, table) else of_line(w, table, hyper) for w in found.wrong}


def _parts(formula):
    """What a formula is made of, to be counted: names, numbers, operators."""
    nodes = (n for n in ast.walk(formula) if not isinstance(n, ast.Load | ast.BinOp | ast.Attribute))
    return collections.Counter(getattr(n, "id", getattr(n, "value", type(n).__name__)) for n in nodes)


def _done_before(wrong, found, table):
    """Whether a line lacks what a wrong line before it has done already: m_hat = m, where m is corrected."""
    if wrong.formula is None:
        return False
    before = [w for w in found.wrong if w.formula and w.quantity in names_in(wrong.formula)]
    if not before:
        return False
    done = set().union(*(_parts(w.formula) - _parts(table[w.quantity]) for w in before))
    left = {n for n in _parts(table[wrong.quantity]) - _parts(wrong.formula) if not str(n).endswith(BEFORE)}
    return bool(left) and left <= done


def together(labels):
    """One name for the names of all wrong lines; none where it is too long for a title."""
    for label in labels:
        one, both, other = label.partition(" in place of ")
        if both and f"{other} in place of {one}" in labels:
            pair = {label, f"{other} in place of {one}"}
            labels = [f"{min(one, other)} and {max(one, other)} exchanged" if some in pair else some for some in labels]
    name = " and ".join(dict.fromkeys(labels))
    return name if len(name) <= 100 else ""


# What the lines do, in sentences


def sentences(learner, yours, found, told, other, number, table, missing, first):
    """All that is said, of each wrong line and of the whole."""
    step, parts = learner.step, []
    parts += [f"{s} starts at {v:g}; here it starts at {learner.sig.state[s]:g}." for s, v in found.starts.items()]
    parts += [f"This is {other}, not {step.__name__}."] if other else []
    if missing:
        several = " and ".join(missing)
        parts.append(f"Your function has no argument for {several}, so it cannot follow when another value is asked for.")
    for w in found.wrong:
        sentence = told[w.quantity].message if told[w.quantity] else ""
        if sentence and not any(part.startswith(sentence) for part in parts):  # else said already, of another line
            parts.append(sentence)
        parts.append(_does(w, number[w.quantity], table.get(w.quantity)))
    bad = ~np.isfinite(yours["x"]).reshape(STEPS, -1).all(1) & np.isfinite(reference(step)["x"]).reshape(STEPS, -1).all(1)
    if bad.any() and not any(map(old, found.wrong)):  # a None that comes back as None is no nan of the learner's
        parts.append(f"Your x becomes nan or infinite in step {int(np.argmax(bad)) + 1}.")
    if not parts and found.edit:  # another path than the rule's only where lr changes
        counted, held = found.edit.partition(" = ")[0], "steps" if "lr" in found.edit.partition(";")[0] else "gradients"
        parts.append(f"Your {counted} remembers {held}, and lr stands elsewhere than in the rule: the path is the same while "
                     "lr stays the same, and another one when lr changes.")  # fmt: skip
    return " ".join(parts or [f"{first[0]} differs from step {first[1]} on."])


def old(wrong):
    """Whether what is returned is the old value, as it came in."""
    return wrong.formula is not None and ast.unparse(wrong.formula) == wrong.quantity + BEFORE


def _does(wrong, number, right):
    """What the learner's line computes, in one sentence."""
    place, q, formula = f" (line {number})" if number else "", shown(wrong.quantity), wrong.formula
    if formula is None:
        return f"Your {q} is not what the rule has{place}."
    if case := case_of_t(formula):
        kept, later = case[1:] if ast.unparse(case[0]) == "t == 1" else case[:0:-1]
        odd = right is not None and key(at_step(later, np.inf)) != key(at_step(right, np.inf))
        if odd or isinstance(kept, ast.Constant) or ast.unparse(kept) == q + BEFORE:  # from the second step on
            formula = later
    mine, rule = (re.sub(r"_\d\b", "", text(f)) if f is not None else "" for f in (formula, right))  # z_1 is z as well:
    if mine == rule and (early := sorted({shown(n) for n in names_in(formula) - names_in(right)})):  # that of the first line
        return f"Your {q}{place} takes {' and '.join(early)} before the line in which it gets its last value."
    return f"Your {q}{place} is {mine}."


# Hints


def hints(learner, yours, found, told, number, table, first):
    """Symptom, idea, line: of the first wrong line; the others come when it is mended."""
    step = learner.step
    if not found.wrong and found.starts:
        s = next(iter(found.starts))
        return (f"Your {s} is off from the first step on; later the difference fades.", "A memory starts as the rule says.",
                f"In line 1, the initial value of {s} in the signature.")  # fmt: skip
    if not found.wrong and found.edit:
        return ("With one lr for all steps your way is the right one.",
                "It matters which lr scales what is remembered: the one of its own step, or the one of today.",
                "In the lines with lr: it stands where the rule has it.")  # fmt: skip
    if not found.wrong:
        return (seen(step, first[0], yours), "Each line of the formula has one line in the function.",
                "Compare them symbol by symbol.")  # fmt: skip
    w = found.wrong[0]
    q, told = w.quantity, told[w.quantity] or Told()
    symptom = seen(step, "x" if f"{q} = " in found.form else q, yours)  # another sign of v is not wrong
    needs = f"what comes back as {shown(q)} is still the old value." if old(w) else LOOK if w.otherwise else told.needs
    known = set(yours) - foreign.assigned_again(learner.function)
    in_full = {*dict(lines(step)), *step.__globals__} - known  # what the learner has under no name may stand there in full
    right, mine = table[q], w.formula
    if mine is not None:
        right, mine = alike(at_step(mine, np.inf), q, table)
    for n in [n for n in reversed(table) if n != q and shown(n) == q]:  # what stands in its first line counts
        right = put(right, {n: table[n]})
    unrolled = any(isinstance(n, ast.For | ast.comprehension) for n in foreign.nodes(learner.function))
    idea = told.idea or _made_of(shown(q), at_step(right, np.inf), None if unrolled else mine, in_full)
    return symptom, idea, _place(learner, w, number[q], table, needs) + needs


def _made_of(q, right, mine, in_full):
    """What a line is made of, and what the learner's has more or less."""
    used = letters(right)
    made = f"{q} is made of {', '.join(sorted(used))} and of nothing else." if used - {q} else f"Look at what {q} is made of."
    if mine is None:
        return made
    theirs = letters(mine)
    if lost := used - theirs - in_full:
        return f"{made} Yours has no {' and no '.join(sorted(lost))}."
    if more := theirs - used:
        return f"{made} Yours has {' and '.join(sorted(more))} as well."
    theirs, ours = functions(mine), functions(right)
    if theirs != ours:
        calls = [" and ".join(sorted(some)) or "none" for some in (ours - theirs, theirs - ours)]
        return f"{made} The functions differ: the rule has {calls[0]} there, yours has {calls[1]}."
    if often := sorted({shown(n) for n in _parts(right) - _parts(mine) if n in names_in(right) & names_in(mine)} - {"t"}):
        return f"{made} The rule has {' and '.join(often)} more often."
    return made + " The letters are right: look at their places and what is between them." * (names_in(right) == names_in(mine))


def _place(learner, wrong, number, table, needs):
    """Where to look: the line, and what the lines above it make or change that it uses, if that is not in the rule."""
    q, step_lines = wrong.quantity, dict(lines(learner.step))
    if wrong.formula is None:
        return f"In the lines that {shown(q)} is made of" + f", up to line {number}" * bool(number) + ": "
    if not number:
        return "Where you ask for the gradient: " if q == "g_ahead" else f"Where {shown(q)} is computed: "  # few give it a name
    old, above = {n.removesuffix(BEFORE) for n in names_in(table[q]) if n.endswith(BEFORE)}, {}
    full, back = table[q], dict(foreign.returned_as(learner.function))
    for n in reversed(table):
        full = put(full, {n: table[n]})
    right = {said(n) for formula in (full, *table.values()) for n in ast.walk(formula) if isinstance(n, ast.expr)}
    there = {p: ast.Name(role.name) for p, role in learner.roles.items()}
    for name, at, formula in foreign.made_above(learner.function, number):
        role = learner.roles.get(name)
        if formula and not re.search(r"\bthe (old|new)\b", needs) and said(mapped(put(formula, there), numpy_s)) in right:
            continue
        if role and (role.name in old or (role.kind in ("input", "hyper") and role.name not in ("x", *step_lines))):
            above[name] = f"{name}, which line {at} has changed"
        elif not role and name not in (*back, *back.values()):
            above[name] = f"{name}, which line {at} makes"
    quoted = foreign.line(learner.function, number)
    return f"In line {number}" + f" ({quoted})" * bool(quoted) + f", or in {' and '.join(above.values())}" * bool(above) + ": "


def seen(step, q, yours):
    """The symptom, measured: how the learner's quantity parts from the reference's; where it is not returned, the next one that
    is made of it."""
    right, table, made, shows = reference(step), dict(lines(step)), {q}, ""
    for n in table if q in table else ():
        made |= {n} if names_in(table[n]) & made else set()
        if n in made and n in yours and n in right and not equal(step, yours, right, n):
            q, shows = n, "" if n in ("x", q) else f"It shows in {n} first. "
            break
    else:
        q = q if q in yours and q in right and not equal(step, yours, right, q) else "x"
    return shows + _parted(q, way(step, yours, q), way(step, right, q))


def _parted(q, mine, theirs):
    """How an array (steps, …) parts from another one, in a sentence."""
    part, mine, theirs = ~same(mine, theirs), mine.reshape(STEPS, -1), theirs.reshape(STEPS, -1)
    first, lost = int(np.argmax(part)) + 1, ~np.isfinite(mine).all(1) & np.isfinite(theirs).all(1)
    called = "way from the start" if q == "x" else q
    if np.array_equal(mine, np.broadcast_to(mine[:1], mine.shape), equal_nan=True) and (q != "x" or not mine.any()):
        return f"Your {q} never changes."
    if lost.any():
        return f"Your {q} becomes nan or infinite in step {int(np.argmax(lost)) + 1}."
    if first > 1:
        return f"Your {q} is right in the first step{f's, up to {first - 1}' * (first > 2)}; from step {first} on it is not."
    ratio = np.where(np.abs(theirs) > 1e-9 * np.abs(theirs).max(0), mine / theirs, np.nan)
    ratio = ratio[:, np.isfinite(ratio).any(0)]
    if not ratio.size:
        return f"Your {q} moves; the right one does not."
    ratio = ratio[np.isfinite(ratio).any(1)]
    low, high, last = np.nanmin(ratio), np.nanmax(ratio), np.nanmedian(np.abs(ratio[-1] - 1))
    steady = np.allclose(np.nanmin(ratio, 0), np.nanmax(ratio, 0))
    if steady and np.isclose(low, -1) and np.isclose(high, -1):
        return f"Your {called} has the right size and the wrong sign."
    size = "too large" if low > 1 else "too small" if 0 < high < 1 and low > 0 else ""
    if steady and size:
        return f"Your {called} is {size}, in every step by one and the same factor."
    if last < 0.1 < np.nanmedian(np.abs(ratio[0] - 1)):
        return f"Your {called} is off in the first steps; later it comes close to the right one."
    if np.nanmean(ratio < 0) > 0.9:
        return f"Your {called} points the wrong way."
    if size:
        return f"Your {called} is {size} from the first step on."
    least, most = (f"{float(f'{size:.2g}'):g}" for size in np.nanpercentile(np.abs(ratio), [10, 90]))  # 180, not 1.8e+02
    if least == most:
        return f"Your {called} is right in most runs, and in some it is off from the first step on."
    return f"Your {called} is off from the first step on, mostly {least} to {most} times the right size."
