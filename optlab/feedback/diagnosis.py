"""What a function is: right, right in another convention, wrong in programming or in lines; and its score."""

import ast
import contextlib
import functools
import inspect
from dataclasses import replace

import numpy as np

from ..run.signature import signature
from ..steps import KNOWN
from ..theory import source
from ..theory.algebra import key
from ..theory.edits import edited
from ..theory.lines import at_step, lines, shown, text
from . import words
from .explain import EXCHANGED, NOT_RETURNED, explain
from .learner import Learner
from .probes import STEPS, WIDTH, by_coordinate, conventions, equal, is_alone, moved, probes, reference, same, stack
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
from .stumble import Stumble
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
    if KNOWN.get(step.__name__) is not step:
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
        first = inspect.getdoc(KNOWN[variant]).partition("\n")[0]
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
        found = found._replace(wrong=(found.wrong[0]._replace(name="coordinates mixed"), *found.wrong[1:]))
    return _verdict(learner, step, yours, found, about)


def mixes(learner):
    """Whether a coordinate of x hears of the gradients of the others, where it should not."""
    if not by_coordinate(learner.step):
        return False
    first, others = probes(learner.step)[0], slice(1, None)
    changed = first._replace(g=first.g * np.where(np.arange(WIDTH) == 0, 2.0, 1.0))
    one, two = learner.run(first)["x"], learner.run(changed)["x"]
    return not same(one[:, others], two[:, others]).all()


def _verdict(learner, step, yours, found, about):
    """From what was found to what is said."""
    table, missing = dict(lines(edited(step, found.form) if found.form else step)), _missing(learner)
    told = words.of_lines(found, table, learner.sig)
    number = {w.quantity: _number(learner, w, told[w.quantity], table.get(w.quantity)) for w in found.wrong}
    plain = found.edit and len(found.wrong) < 2 and all(t and t.known for t in told.values())
    other = None if plain else _other_method(step, yours)
    if other:
        about["remarks"] += (f"Every step agrees with {other}.",)
    labels = [said.name for said in told.values() if said] + [f"started at {v:g}" for v in found.starts.values()]
    mistake = words.together(labels) if all(labels) else ""
    if other and not (mistake and all(t and t.known for t in told.values())):
        mistake = f"another method: {other}"
    if missing and not any(labels) and not other:
        mistake = "hyperparameter missing"
    if missing and not found.edit:  # then no line can be told right from wrong
        found = found._replace(wrong=())
    message = words.sentences(learner, yours, found, told, other, number, table, missing, about["first"])
    hints, published = words.hints(learner, yours, found, told, number, table, about["first"]), _published(step, yours)
    if published:
        bug = PUBLISHED[published]
        about["remarks"] += (f"The same was published in {bug.seen}. {bug.story}",)
        if not mistake:
            mistake, hints = published.replace("-", " "), (bug.story, *hints[1:])
    wrong = [(s, f"{s} starts at {v:g}", 1) for s, v in found.starts.items()]
    wrong += [(shown(w.quantity), text(w.formula) if w.formula else "", number[w.quantity]) for w in found.wrong]
    quoted = tuple(source.line(learner.function, n) if n else "" for _, _, n in wrong)
    score = _score(yours, found, told, about["agree"])
    return Verdict(False, message, mistake=mistake or None, score=score, hints=hints, edit=found.edit, lines=tuple(wrong),
                   quoted=quoted, **about)  # fmt: skip


def _number(learner, wrong, told, right):
    """The number of the learner's line that makes a quantity; of the return, where that is what is wrong."""
    q = wrong.quantity
    mine = next((p for p, r in learner.roles.items() if r.name == q), q)
    back = dict(source.returned_as(learner.function)).get(mine) or mine
    at_return = NOT_RETURNED, EXCHANGED, "only the step returned"
    if words.old(wrong) or (told and told.name in at_return) or quantity_of(back, learner.quantities) not in (q, None):
        return source.return_line(learner.function)
    first = wrong.formula is not None and ast.unparse(wrong.formula).startswith("np.where(t == 1, ") and (
        right is None or key(at_step(wrong.formula, np.inf)) == key(at_step(right, np.inf)))
    switched = isinstance(right, ast.IfExp)  # by a hyperparameter: what holds without it stands above
    return first and line_for(learner, q, source.case_line) or line_for(learner, q, last=not switched)


def _score(yours, found, told, agree):
    """The share of the lines that are right and in which something moves; at least 1/4 for a single slip."""
    total, slips = max(found.lines, 1), len(found.wrong) + len(found.starts)
    if not slips and not found.edit:  # no line is known to be wrong
        total, slips = len(yours), len(yours) - len(agree)
    idle = _idle(yours, {w.quantity for w in found.wrong} | set(agree))
    named = all(said and said.name for said in told.values())
    slip = found.edit and slips <= 1 and named and not idle and not _idle({"x": yours["x"]}, ())
    return min(0.9, max((total - min(total, slips + idle)) / total, 0.25 if slip else 0.0))


def _idle(yours, judged):
    """How many lines only look right because nothing ever moves in them, or because they hold no numbers."""
    return sum(not np.isfinite(value).all() or (value == value[:1]).all() for q, value in yours.items() if q not in judged)


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
        if KNOWN.get(bug.step) is step and same(reference(edited(step, bug.edit), step)["x"][:, 0], yours["x"][:, 0]).all():
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
    for name, other in KNOWN.items():
        if other is not step:
            first = _as_learner(other, step)
            near = first is not None and same(first, yours["x"][:3, 0], 1e-7).all()
            if near and equal(step, run(Learner(other, step)), yours, "x"):
                return name
    return None
