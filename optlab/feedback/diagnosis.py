"""The verdict on a function, in words: right, another convention, or wrong, and then what it does line by line."""

import ast
import collections
import contextlib
import functools
import inspect
import re
from dataclasses import replace

import numpy as np

from ..run.signature import signature
from . import foreign, names
from .apart import functions, key, letters, like
from .explain import explain
from .foreign import Stumble
from .learner import Learner
from .lines import BEFORE, at_step, case_of_t, edited, lines, put, text
from .lines import names as names_in
from .names import MIXED, shown
from .probes import STEPS, WIDTH, by_coordinate, conventions, equal, is_alone, known, moved, probes, reference, same, stack
from .programming import (
    ALONE,
    BEYOND_HINTS,
    PROGRAMMING,
    all_but_one,
    beyond,
    cut_off,
    line_for,
    not_repeatable,
    programming,
    shapes,
)
from .questions.museum import PUBLISHED
from .roles import quantity_of, renamed
from .verdict import Verdict


def diagnose(function, step):
    """The verdict on one function: numbers first, then what a run alone does not show."""
    with np.errstate(all="ignore"):
        return _diagnose(function, step)


def _diagnose(function, step):
    name, right = step.__name__, reference(step)
    learner, remarks = Learner(function, step), []
    try:
        yours = run(learner)
        slopes = learner.slopes / (STEPS * len(probes(step)))
    except Stumble as stumble:
        # drive and descend hand over arrays, so a step that takes single numbers only is not right, whether it stops at
        # math.sqrt, at max or at an `if`. But its lines are judged, one coordinate at a time: all but the one that stops count.
        if stumble.kind not in ALONE:
            raise
        slopes, (yours, learner) = 1, _one_by_one(function, step, stumble)
        remarks.append(stumble.sentence)
        if equal(step, yours, right, "x"):
            message = f"Your lines are right for single numbers, not for arrays. {stumble.sentence}"
            hints, agree = PROGRAMMING[stumble.kind][1:], _agree(step, yours, right)
            return Verdict(False, message, name, stumble.kind, all_but_one(step), agree=agree, hints=hints)
    for roles in renamed(learner.roles, _missing(learner)) if not equal(step, yours, right, "x", learner.tolerance) else ():
        with contextlib.suppress(Stumble):
            other = Learner(function, step, roles)
            values = run(other)
            if equal(step, values, right, "x", 1e-4):
                learner, yours = other, values
                break
    if learner.dtype.itemsize < 8:
        learner.tolerance = 1e-4 if learner.dtype.itemsize == 4 else 1e-2
        remarks.append(f"Your function computes in {learner.dtype.name}: it is compared to fewer digits.")
    yours = {q: values for q, values in yours.items() if q not in right or values.shape == right[q].shape}
    if not equal(step, yours, right, "x", learner.tolerance):
        return _different(learner, step, yours, right, tuple(remarks))
    for h in (h for h, default in learner.sig.hyper.items() if isinstance(default, bool) and h not in _missing(learner)):
        default = learner.sig.hyper[h]
        turned = edited(step, f"start({h}={not default})")
        other = Learner(function, turned, learner.roles)
        values = run(other)
        if equal(turned, values, reference(turned), "x", learner.tolerance):
            continue
        if equal(step, values, yours, "x"):
            remarks.append(f"Your function does not use {h}: it is right where {h} is {default}.")
        else:
            verdict = _different(other, turned, values, reference(turned), tuple(remarks))
            return replace(verdict, message=f"Right where {h} is {default}, not where it is {not default}. {verdict.message}")
    agree, trouble = _agree(step, yours, right), programming(learner)
    if trouble:
        said = PROGRAMMING[trouble]
        return Verdict(False, f"The numbers are right. {said[0]}", name, trouble, 0.9, agree=agree, hints=said[1:])
    try:
        remarks += shapes(learner)
    except Stumble as gate:
        return Verdict(False, gate.sentence, name, gate.kind, all_but_one(step), agree=agree, remarks=tuple(remarks), **gate.more)
    late = beyond(learner, yours, right)
    if late and any(r.kind == "state" and r.name not in learner.sig.state for r in learner.roles.values()):
        remarks.append(f"{late} It keeps a memory of its own, which a schedule changes otherwise.")
    elif late:
        return Verdict(False, late, name, score=0.9, agree=agree, hints=BEYOND_HINTS, remarks=tuple(remarks))
    if learner.printed:
        remarks.append("Your function prints. In a run of 300 steps that is a lot of paper: take the print out.")
    if "grad" in learner.sig.inputs and slopes >= 2 and name == "nesterov":
        remarks.append("Your function asks for the gradient more than once in a step. Once is enough: keep it under a name.")
    facing = {q: -v if q != "x" and equal(step, {q: -v}, right, q) else v for q, v in yours.items()}
    for q in right:
        if q in yours and q not in learner.helpers and not equal(step, facing, right, q, learner.tolerance):
            mine = next((p for p, role in learner.roles.items() if role.name == q), q)
            remarks.append(f"Your x is right, but what you call {mine} is not the reference's {q}.")
    message = f"Right: it agrees with {_whose(step)} on every probe."
    return Verdict(True, message, name, score=1.0, agree=_agree(step, facing, right), remarks=tuple(remarks))


def run(learner):
    """{quantity: array (STEPS, probes, …)} of the learner's function on all probes."""
    start = {q: values[0, 0] for q, values in reference(learner.step).items()}
    return stack([learner.run(probe, expected=start) for probe in probes(learner.step)])


def _whose(step):
    """Where the right rule comes from: a paper, lecture notes, trained weights, a framework, or the one who asks."""
    about = inspect.getdoc(step) or ""
    if known().get(step.__name__) is not step:
        return "the reference"
    if step.__module__.endswith("variants") and about.startswith("`"):
        return about.partition(":")[0].rstrip(".")
    if step.__name__ == "learned":
        return "the trained network"
    return "Hinton's rule" if step.__name__ == "rmsprop" else "the paper's rule" if "Source:" in about else "the reference"


def _agree(step, yours, right):
    return tuple(q for q in right if equal(step, yours, right, q))


def _one_by_one(function, step, stumble):
    """The run of a function that takes single numbers only: each coordinate by itself."""
    if not by_coordinate(step):
        why = "draws random numbers" if is_alone(step) else "uses the length of the whole gradient"
        what = f"{stumble.sentence} {step.__name__} {why}, so its coordinates cannot be compared one by one."
        raise Stumble(stumble.kind, what)
    learner = Learner(function, step)
    learner.single = True
    with contextlib.suppress(Stumble):
        return run(learner), learner
    raise stumble from None


def _missing(learner):
    """The hyperparameters that the function does not take."""
    taken = {role.name for role in learner.roles.values()}
    return [h for h in learner.sig.hyper if h not in taken | ({"beta1", "beta2"} if "betas" in taken else set())]


# A function whose x is not the reference's


def _different(learner, step, yours, right, remarks):
    name, forms = step.__name__, conventions(step)
    variant = next((v for v, values in forms.items() if equal(step, yours, values, "x", learner.tolerance)), None)
    about = dict(step=name, remarks=remarks, **_first(step, yours, forms[variant] if variant else right, right))
    if variant:
        first = inspect.getdoc(known()[variant]).partition("\n")[0]
        where, _, what = first.rstrip(".").partition(": ")
        message = f"Not wrong: correct for {where} ({what}). Here the paper's form is asked for."
        compare = "Compare with the formula of the chapter: where eps stands, where lr stands, what is corrected and when."
        hints = ("Your run is close to the paper's and equal to a framework's.", first, compare)
        return Verdict(False, message, convention=variant, score=0.9, hints=hints, **about)
    about["first"] = about["first"] or ("x", 1)
    trouble = cut_off(learner, yours, right) or not_repeatable(learner) or ("global random numbers" if learner.drawn else None)
    if trouble:
        message, *hints = PROGRAMMING[trouble]
        score = min(0.9, len(about["agree"]) / max(1, len(right)))
        return Verdict(False, message, mistake=trouble, score=score, hints=tuple(hints), **about)
    if all(np.array_equal(v, np.round(v, 6), equal_nan=True) for v in yours.values()) and equal(step, yours, right, "x", 0.3):
        message = "Your x is right to a few digits only: something in your function rounds."
        hints = ("The first digits agree, the later ones do not.", "A step keeps all the digits that it has.",
                 "no round, no short floats.")  # fmt: skip
        return Verdict(False, message, mistake="rounded", score=0.9, hints=hints, **about)
    found = explain(learner, step, yours)
    if found.wrong and not found.edit and mixes(learner):
        found = found._replace(wrong=(found.wrong[0]._replace(row=MIXED), *found.wrong[1:]))
    named = found.edit and all(w.row and w.row.known for w in found.wrong)
    other = None if named and len(found.wrong) < 2 else _other_method(step, yours)
    if other:
        about["remarks"] += (f"Every step agrees with {other}.",)
    return _verdict(learner, step, yours, found, other, about)


def mixes(learner):
    """Whether a coordinate of x hears of the gradients of the others, where it should not."""
    if not by_coordinate(learner.step):
        return False
    first, others = probes(learner.step)[0], slice(1, None)
    changed = first._replace(g=first.g * np.where(np.arange(WIDTH) == 0, 2.0, 1.0))
    one, two = learner.run(first)["x"], learner.run(changed)["x"]
    return not same(one[:, others], two[:, others]).all()


def _verdict(learner, step, yours, found, other, about):
    """From what was found to what is said."""
    table = dict(lines(edited(step, found.form) if found.form else step))
    number = {w.quantity: _number(learner, w, table.get(w.quantity)) for w in found.wrong}
    labels = [names.said(w.row.name, w.quantity, w.bound) for w in found.wrong if w.row]
    labels += [f"started at {v:g}" for v in found.starts.values()]
    mistake = names.together(labels) if labels and len(labels) == len(found.wrong) + len(found.starts) else None
    if other and not (mistake and all(w.row.known for w in found.wrong)):
        mistake = f"another method: {other}"
    missing = _missing(learner)
    if missing and not labels and not other:
        mistake = "hyperparameter missing"
    if missing and not found.edit:  # then no line can be told right from wrong
        found = found._replace(wrong=())
    message = " ".join(_sentences(learner, step, yours, found, other, number, table, about["first"]))
    hints, published = _hints(learner, step, found, number, table, about, yours), _published(step, yours)
    if published:
        bug = PUBLISHED[published]
        about["remarks"] += (f"The same was published in {bug.seen}. {bug.story}",)
        if not mistake:
            mistake, hints = published.replace("-", " "), (bug.story, *hints[1:])
    told = [(s, f"{s} starts at {v:g}", 1) for s, v in found.starts.items()]
    told += [(shown(w.quantity), text(w.formula) if w.formula else "", number[w.quantity]) for w in found.wrong]
    quoted = tuple(foreign.line(learner.function, n) if n else "" for _, _, n in told)
    score = _score(yours, found, table, about["agree"])
    return Verdict(False, message, mistake=mistake, score=score, hints=hints, edit=found.edit, lines=tuple(told), quoted=quoted,
                   **about)  # fmt: skip


def _old(wrong):
    """Whether what is returned is the old value, as it came in."""
    return wrong.formula is not None and ast.unparse(wrong.formula) == wrong.quantity + BEFORE


def _number(learner, wrong, right):
    """The number of the learner's line that makes a quantity; of the return, where that is what is wrong."""
    q = wrong.quantity
    mine = next((p for p, r in learner.roles.items() if r.name == q), q)
    back = dict(foreign.returned_as(learner.function)).get(mine) or mine
    at_return, old = (names.NOT_RETURNED.name, names.EXCHANGED.name, "only the step returned"), _old(wrong)
    if old or (wrong.row and wrong.row.name in at_return) or quantity_of(back, learner.quantities) not in (q, None):
        return foreign.return_line(learner.function)
    first = wrong.formula is not None and ast.unparse(wrong.formula).startswith("np.where(t == 1, ") and (
        right is None or key(at_step(wrong.formula, np.inf)) == key(at_step(right, np.inf)))
    switched = isinstance(right, ast.IfExp)  # by a hyperparameter: what holds without it stands above
    return first and line_for(learner, q, foreign.case_line) or line_for(learner, q, last=not switched)


def _score(yours, found, table, agree):
    """The share of the lines that are right and in which something moves; at least 1/4 for a single slip."""
    total, slips = max(found.lines, 1), len(found.wrong) + len(found.starts)
    idle = _idle(yours, {w.quantity for w in found.wrong} | set(agree))
    few = slips <= 1 and all(w.row or small(w.formula, table.get(w.quantity)) for w in found.wrong)
    slip = found.edit and few and not idle and not _idle({"x": yours["x"]}, ())
    return min(0.9, max((total - min(total, slips + idle)) / total, 0.25 if slip else 0.0))


def _idle(yours, judged):
    """How many lines only look right because nothing ever moves in them, or because they hold no numbers."""
    return sum(not np.isfinite(value).all() or (value == value[:1]).all() for q, value in yours.items() if q not in judged)


def small(formula, right):
    """Whether two formulas differ by one name, number or operator."""
    if formula is None or right is None:
        return False
    mine, theirs = _parts(formula), _parts(right)
    return max((mine - theirs).total(), (theirs - mine).total()) <= 2


def _parts(formula):
    nodes = (n for n in ast.walk(formula) if not isinstance(n, ast.Load | ast.BinOp | ast.Attribute))
    return collections.Counter(getattr(n, "id", getattr(n, "value", type(n).__name__)) for n in nodes)


# What it does, in sentences


def _sentences(learner, step, yours, found, other, number, table, first):
    told = [f"{s} starts at {v:g}; here it starts at {learner.sig.state[s]:g}." for s, v in found.starts.items()]
    told += [f"This is {other}, not {step.__name__}."] if other else []
    if missing := _missing(learner):
        names_of = " and ".join(missing)
        told.append(f"Your function has no argument for {names_of}, so it cannot follow when another value is asked for.")
    for w in found.wrong:
        sentence = names.said(w.row.message, w.quantity, w.bound) if w.row and not _done_before(w, found, table) else ""
        if sentence and not any(part.startswith(sentence) for part in told):  # else said already, of another line
            told.append(sentence)
        told.append(_does(w, number[w.quantity], table.get(w.quantity)))
    bad = ~np.isfinite(yours["x"]).reshape(STEPS, -1).all(1) & np.isfinite(reference(step)["x"]).reshape(STEPS, -1).all(1)
    if bad.any() and not any(map(_old, found.wrong)):  # a None that comes back as None is no nan of the learner's
        told.append(f"It becomes nan or infinite in step {int(np.argmax(bad)) + 1}.")
    if not told and found.edit:  # another path than the rule's only where lr changes
        counted, held = found.edit.partition(" = ")[0], "steps" if "lr" in found.edit.partition(";")[0] else "gradients"
        told.append(f"Your {counted} remembers {held}, and lr stands elsewhere than in the rule: the path is the same while "
                    "lr stays the same, and another one when lr changes.")  # fmt: skip
    return told or [f"{first[0]} differs from step {first[1]} on."]


def _done_before(wrong, found, table):
    """Whether a line lacks what a wrong line before it has done already: m_hat = m, where m is corrected."""
    if wrong.formula is None:
        return False
    before = [w for w in found.wrong if w.formula and w.quantity in names_in(wrong.formula)]
    done = set().union(*(_parts(w.formula) - _parts(table[w.quantity]) for w in before))
    left = _parts(table[wrong.quantity]) - _parts(wrong.formula)
    return bool(left) and set(left) <= {*done, *(n for n in left if str(n).endswith(BEFORE))}


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
    told, rule = (re.sub(r"_\d\b", "", text(f)) if f is not None else "" for f in (formula, right))  # z_1 is z as well:
    if told == rule and (early := sorted({shown(n) for n in names_in(formula) - names_in(right)})):  # that of the first line
        return f"Your {q}{place} takes {' and '.join(early)} before the line in which it gets its last value."
    return f"Your {q}{place} is {told}."


# Hints: symptom, idea, line


def _hints(learner, step, found, number, table, about, yours):
    """Symptom, idea, line: of the first wrong line; the others come when it is mended."""
    if not found.wrong and found.starts:
        s = next(iter(found.starts))
        return (f"Your {s} is off from the first step on; later the difference fades.", "A memory starts as the rule says.",
                f"In line 1, the initial value of {s} in the signature.")  # fmt: skip
    if not found.wrong and found.edit:
        return ("With one lr for all steps your way is the right one.",
                "It matters which lr scales what is remembered: the one of its own step, or the one of today.",
                "In the lines with lr: it stands where the rule has it.")  # fmt: skip
    if not found.wrong:
        return (seen(step, about["first"][0], yours), "Each line of the formula has one line in the function.",
                "Compare them symbol by symbol.")  # fmt: skip
    w = found.wrong[0]
    symptom = seen(step, "x" if f"{w.quantity} = " in found.form else w.quantity, yours)  # another sign of v is not wrong
    place = _place(learner, w, number[w.quantity], table.get(w.quantity))
    look = "compare it with the formula symbol by symbol: signs, powers, parentheses, which value is old and which is new."
    idea, needs = names.hints(w.row, w.quantity, w.bound) if w.row else ("", look)
    needs = f"what comes back as {shown(w.quantity)} is still the old value." if _old(w) else needs
    known = set(yours) - foreign.assigned_again(learner.function)
    in_full = {*dict(lines(step)), *step.__globals__} - known  # what the learner has under no name may stand there in full
    right, mine = table[w.quantity], w.formula
    if mine is not None:
        right, mine = like(mine, w.quantity, table), at_step(mine, np.inf)
    for n in [n for n in reversed(table) if n != w.quantity and shown(n) == w.quantity]:  # what stands in its first line counts
        right = put(right, {n: table[n]})
    idea = idea or _made_of(w.quantity, right, mine, in_full)
    return symptom, idea, place + (look if w.otherwise else needs or look)


def _made_of(q, right, mine, in_full):
    """What a line is made of, and what the learner's has more or less."""
    used = letters(right)
    made = f"{q} is made of {', '.join(sorted(used))} and of nothing else." if used - {q} else ""
    if mine is None:
        return made
    theirs, added = letters(mine, cases="np.where" not in ast.unparse(right)), _parts(mine) - _parts(right)
    numbers = [f"{n:g}" for n in added if isinstance(n, int | float) and n not in (0, 1, 2, *_parts(right))]
    more = sorted(theirs - used) or [f"the number {' and '.join(numbers)}"] * bool(numbers)
    often = sorted({shown(n) for n in added if n in names_in(mine) & names_in(right)} - {"t"})
    if used - theirs - in_full:
        return f"{made} Yours has no {' and no '.join(sorted(used - theirs - in_full))}."
    if more or often:
        return f"{made} Yours has {' and '.join(more or often)} {'as well' if more else 'more often'}."
    theirs, ours = functions(mine), functions(right)
    if theirs != ours:
        calls = [" and ".join(sorted(some)) or "none" for some in (ours - theirs, theirs - ours)]
        return f"{made} The letters are right, the functions are not: the rule has {calls[0]} there, yours has {calls[1]}."
    if fewer := sorted({shown(n) for n in _parts(right) - _parts(mine) if n in names_in(right)} - {"t"}):
        return f"{made} The rule has {' and '.join(fewer)} more often."
    return f"{made} The letters are right: look at signs, powers and parentheses."


def _place(learner, wrong, number, right):
    """Where to look: the line, and what the lines above it make or change that it uses."""
    q, step_lines = wrong.quantity, dict(lines(learner.step))
    if wrong.formula is None:
        return f"In the lines that {shown(q)} is made of" + f", up to line {number}" * bool(number) + ": "
    if not number:
        return "Where you ask for the gradient: " if q == "g_ahead" else f"Where {shown(q)} is computed: "  # few give it a name
    old, above = {n.removesuffix(BEFORE) for n in names_in(right) if n.endswith(BEFORE)}, []
    for name, at in foreign.made_above(learner.function, number):
        role = learner.roles.get(name)
        if role and (role.name in old or (role.kind in ("input", "hyper") and role.name not in ("x", *step_lines))):
            above.append(f"{name}, which line {at} has changed")
        elif not role and name not in step_lines and not quantity_of(name, learner.quantities):
            above.append(f"{name}, which line {at} makes")
    quoted = foreign.line(learner.function, number)
    return f"In line {number}" + f" ({quoted})" * bool(quoted) + f", or in {' and '.join(above)}" * bool(above) + ": "


def seen(step, q, yours):
    """The symptom, measured: how the learner's quantity (x, where it is not returned) parts from the reference's."""
    right = reference(step)
    q = q if q in yours and q in right and not equal(step, yours, right, q) else "x"
    mine, theirs = moved(step, yours, q), moved(step, right, q)
    part, mine, theirs = ~same(mine, theirs), mine.reshape(STEPS, -1), theirs.reshape(STEPS, -1)
    first, lost = int(np.argmax(part)) + 1, ~np.isfinite(mine).all(1) & np.isfinite(theirs).all(1)
    called = "way from the start" if q == "x" else q
    if np.array_equal(mine, np.broadcast_to(mine[:1], mine.shape), equal_nan=True):
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
    least, most = np.nanpercentile(np.abs(ratio), [10, 90])
    return f"Your {called} is off from the first step on, mostly {least:.2g} to {most:.2g} times the right size."


# Beside the reference: the first difference, a published mistake, another method


def _first(step, yours, like, right):
    """What agrees, the first difference (quantity, step), and two curves of it."""
    turned = {q for q, v in yours.items() if q != "x" and not equal(step, yours, like, q) and equal(step, {q: -v}, like, q)}
    yours = {q: -v if q in turned else v for q, v in yours.items()}
    agree = _agree(step, yours, right)
    parted = [q for q in right if q in yours and q not in agree]
    if not parted:
        return dict(agree=agree, first=None)
    at = {q: int(np.argmin(same(moved(step, yours, q), moved(step, right, q)))) for q in parted}
    q = min(at, key=at.get)
    return dict(agree=agree, first=(q, at[q] + 1), curves=_curves(step, q, yours, right))


def _curves(step, q, yours, right):
    """One coordinate of one probe where the difference is plain to see."""
    with np.errstate(all="ignore"):
        a, b = moved(step, yours, q), moved(step, right, q)
        wrong_at = ~((a == b) | (np.abs(a - b) <= 1e-9 * np.abs(np.where(np.isfinite(b), b, 0)).max(axis=0)))
    where = np.unravel_index(int(np.argmax(wrong_at.any(axis=0))), a.shape[1:])
    return q, a[(slice(None), *where)], b[(slice(None), *where)], int(np.argmax(wrong_at[(slice(None), *where)])) + 1


def _published(step, yours):
    """The name under which the same mistake was published; None if it is not known to be."""
    for name, bug in PUBLISHED.items():
        if known().get(bug.step) is step and same(reference(edited(step, bug.edit), step)["x"][:, 0], yours["x"][:, 0]).all():
            return name
    return None


@functools.cache
def _as_learner(other, step):
    """What another step does in the first three steps, its arguments read as a learner's; None where it cannot be asked."""
    if not set(signature(other).inputs) <= {*signature(step).inputs, "t"} or is_alone(other) or is_alone(step):
        return None
    try:
        return Learner(other, step).run(probes(step)[0].until(3))["x"]
    except (Stumble, Exception):
        return None


def _other_method(step, yours):
    """The name of another method that the function equals."""
    for name, other in known().items():
        if other is not step:
            first = _as_learner(other, step)
            near = first is not None and same(first, yours["x"][:3, 0], 1e-7).all()
            if near and equal(step, run(Learner(other, step)), yours, "x"):
                return name
    return None
