"""What a function is: right, right in another convention, wrong in programming or in lines; and its score."""

import contextlib
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..formulas.edits import edited
from ..formulas.lines import BEFORE, begun, lines, names, put, shown, text
from ..functions import source
from ..functions.learner import Learner, run
from ..functions.mended import mended
from ..functions.roles import quantity_of, renamed
from ..functions.stumble import Stumble
from ..run.guard import uncollected
from ..worlds.probes import STEPS, WIDTH, by_coordinate, close, equal, is_alone, moved, probes, reference, same
from . import words
from .explain import exchanged_states, explain
from .hints import hints
from .names import Told
from .others import convention, conventions, other_method, published_as, whose
from .place import line_number
from .programming import ALONE, all_but_one, beyond, defaults, impure, named, shapes, unsound
from .questions.museum import PUBLISHED
from .verdict import Verdict


class Case(NamedTuple):
    """A learner's function beside its rule, on all probes.

    yours, right : the two runs. about : what agrees and, where x does not, the first difference, as a Verdict has them.
    remarks : a list, to be added to. stopped : the Stumble of a function that takes single numbers only.
    """

    learner: Learner
    yours: dict
    right: dict
    about: dict
    remarks: list
    stopped: Stumble | None = None


def diagnose(function, step):
    """The verdict on one function: the first answer to the questions in their order."""
    with np.errstate(all="ignore"), uncollected():
        try:
            if source.is_empty(function):
                raise Stumble("return missing", "Your function is still empty: write your lines below the def.")
            if source.catches_all(function):
                raise Stumble("error", "Your loop has an except for all errors, and so would never stop: name the one you mean.")
            return _answer(_read(function, step))
        except Stumble as stumble:
            return named(stumble.kind, stumble.sentence, step=step.__name__)


def _answer(case):
    """The verdict on a case: the first that a question has."""
    questions = DIFFERENT if "first" in case.about else ALIKE
    verdict = next(said for question in questions if (said := question(case)) is not None)  # a wrong one is false
    if verdict.step:  # of another form of the rule, and complete
        return verdict
    return replace(verdict, step=case.learner.step.__name__, remarks=tuple(case.remarks), **case.about)


def _read(function, step):
    """The Case of a function: its run, where it can be run, with its arguments read as fits best."""
    learner, right, stopped = Learner(function, step), reference(step), None
    try:
        yours = run(learner)
    except Stumble as stumble:
        # drive and descend hand over arrays, so a step that takes single numbers only is not right, whether it stops at
        # math.sqrt, at max or at an `if`. But its lines are judged, one coordinate at a time: all but the one that stops count.
        if other := _in_any_shape(function, step, stumble):
            learner, yours = other
        else:
            stopped, (yours, learner) = stumble, _one_by_one(function, step, stumble)
    ways = [(roles, None) for roles in renamed(learner.roles, _missing(learner))]
    ways += [(learner.roles, order) for order in learner.orders[1:]]
    for roles, order in ways if not equal(step, yours, right, "x", learner.tolerance) else ():
        with contextlib.suppress(Stumble):
            other = Learner(function, step, roles)
            other.order = order
            values = run(other)
            if equal(step, values, right, "x", 1e-4):
                learner, yours = other, values
                break
    remarks = [stopped.sentence] if stopped else []
    if learner.dtype.itemsize < 8:
        learner.tolerance = 1e-4 if learner.dtype.itemsize == 4 else 1e-2
        remarks.append(f"Your function computes in {learner.dtype.name}: it is compared to fewer digits.")
    return _case(learner, yours, remarks, stopped)


def _case(learner, yours, remarks, stopped=None):
    """The Case of a run: what of it agrees, and where it parts first."""
    step, right = learner.step, reference(learner.step)
    yours = {q: values for q, values in yours.items() if q not in right or values.shape == right[q].shape}

    def meant(q, values):
        return any(equal(step, {q: values}, like, q) for like in (right, *conventions(step).values()))

    facing = {q: -v if q != "x" and meant(q, -v) and not meant(q, v) else v for q, v in yours.items()}  # the sign may be another
    agree = tuple(q for q in right if equal(step, facing, right, q, learner.tolerance))
    about = dict(agree=agree) if "x" in agree else dict(agree=agree, **_parted(step, facing, right, agree))
    return Case(learner, yours, right, about, remarks, stopped)


def _parted(step, yours, right, agree):
    """The first difference (quantity, step), and one coordinate of one probe where it is plain to see."""
    runs = {q: (moved(step, yours, q), moved(step, right, q)) for q in right if q in yours and q not in agree}
    at = {q: int(np.argmin(same(*both))) for q, both in runs.items()}
    q = min(at, key=at.get)
    a, b = runs[q]
    parts = ~close(a, b)
    where = (slice(None), *np.unravel_index(int(np.argmax(parts.any(axis=0))), a.shape[1:]))
    return dict(first=(q, at[q] + 1), curves=(q, a[where], b[where], int(np.argmax(parts[where])) + 1))


def _one_by_one(function, step, stumble):
    """The run of a function that takes single numbers only: each coordinate by itself. Raises the Stumble of any other."""
    if stumble.kind not in ALONE:
        raise stumble
    if not by_coordinate(step):
        why = "draws random numbers" if is_alone(step) else "uses the length of the whole gradient"
        what = f"{stumble.sentence} {step.__name__} {why}, so its coordinates cannot be compared one by one."
        raise Stumble(stumble.kind, what)
    learner = Learner(function, step)
    learner.single = True
    with contextlib.suppress(Stumble):
        return run(learner), learner
    raise stumble from None


def _in_any_shape(function, step, stumble):
    """(a learner, its run) where the states have another shape than the rule's, which fits it all the same: an own one where they
    start as None, one number for each point where they start as a number; None where neither does."""
    for form in ("loose",) * (stumble.kind == "wrong shape") + ("plain",) * (not by_coordinate(step)):
        learner = Learner(function, step)
        setattr(learner, form, True)
        with contextlib.suppress(Stumble):
            values = run(learner)
            if (form == "loose" and None in learner.sig.state.values()) or equal(step, values, reference(step), "x"):
                return learner, values
    return None


def _missing(learner):
    """The hyperparameters that the function does not take."""
    taken = {role.name for role in learner.roles.values()}
    return [h for h in learner.sig.hyper if h not in taken | ({"beta1", "beta2"} if "betas" in taken else set())]


# A function whose x is the reference's


def single(case):
    """Whether it is right for single numbers only."""
    if case.stopped:
        message = f"Your lines are right for single numbers, not for arrays. {case.stopped.sentence}"
        case.remarks.clear()  # the message says it
        return named(case.stopped.kind, message, score=all_but_one(case.learner.step))


def switched(case):
    """Whether it is another where a hyperparameter that is on or off is turned."""
    learner, step = case.learner, case.learner.step
    for h in (h for h, default in learner.sig.hyper.items() if isinstance(default, bool) and h not in _missing(learner)):
        default = learner.sig.hyper[h]
        other = Learner(learner.function, edited(step, f"start({h}={not default})"), learner.roles)
        other.tolerance, values = learner.tolerance, run(other)
        turned = _case(other, values, case.remarks)
        if "first" in turned.about and not equal(step, values, case.yours, "x"):
            verdict = _answer(turned)
            return replace(verdict, message=f"Right where {h} is {default}, not where it is {not default}. {verdict.message}")
        if "first" in turned.about:
            case.remarks.append(f"Your function does not use {h}: it is right where {h} is {default}.")


def right(case):
    """The verdict that it is right, with what else is worth knowing."""
    learner, step = case.learner, case.learner.step
    if learner.printed:
        case.remarks.append("Your function prints. In a run of 300 steps that is a lot of paper: take the print out.")
    learner.slopes = 0
    learner.way(probes(step)[0])
    if learner.slopes >= 2 * STEPS and step.__name__ == "nesterov":
        case.remarks.append("Your function asks for the gradient more than once in a step. Once is enough: keep it under a name.")
    whole = learner.whole or len(learner.state) >= len(learner.sig.state)  # else a memory is in a form of its own
    for q in case.right if whole else ():
        if q in case.yours and q not in (*learner.helpers, *learner.guessed, *case.about["agree"]):
            mine = next((p for p, role in learner.roles.items() if role.name == q), q)
            case.remarks.append(f"Your x is right, but what you call {mine} is not the reference's {q}.")
    return Verdict(True, f"Right: it agrees with {whose(step)} on every probe.", score=1.0)


# A function whose x is not the reference's


def rounded(case):
    """Whether something in it keeps a few digits only."""
    short = all(np.array_equal(v, np.round(v, 6), equal_nan=True) for v in case.yours.values())
    if short and equal(case.learner.step, case.yours, case.right, "x", 0.3):
        hints = ("The first digits agree, the later ones do not.", "A step keeps all the digits that it has.",
                 "no round, no short floats.")  # fmt: skip
        message = "Your x is right to a few digits only: something in your function rounds."
        return Verdict(False, message, mistake="rounded", score=0.9, hints=hints)


def explained(case):
    """What its lines compute instead: from what was found to what is said."""
    learner, step, yours, first = case.learner, case.learner.step, case.yours, case.about["first"]
    found, plain = explain(learner, step, yours), {q for q in case.about["agree"] if equal(step, yours, case.right, q)}
    case.about["agree"] = tuple(q for q in case.about["agree"] if q in plain or f"{q} = " in found.form)  # else of another sign
    if found.wrong and not found.edit and _mixes(learner):
        found = found._replace(wrong=(found.wrong[0]._replace(name="coordinates mixed"), *found.wrong[1:]))
    table, missing = dict(lines(edited(step, found.form) if found.form else step)), _missing(learner)
    told, number = _told(learner, found, table)
    if exchanged := exchanged_states(found, table):
        roles = {p: role._replace(name=exchanged.get(role.name, role.name)) for p, role in learner.roles.items()}
        with contextlib.suppress(Stumble):
            other = Learner(learner.function, step, roles)
            again = _case(other, run(other), [*case.remarks])
            verdict = explained(again)
            if len(verdict.lines) < len(found.wrong):
                case.remarks[:] = again.remarks
                return replace(verdict, **again.about)
    named, seen = {q: said for q, said in told.items() if said and said.name}, found.seen and not found.starts
    wrong, kept = mended(found.comparison, found.wrong, number, named, seen) if found.comparison else found.wrong, set()
    if wrong is not found.wrong:
        alone = len(wrong) == 1 and bool(wrong[0].mended or (wrong[0].at and wrong[0].at.own))  # one change mends all
        starts = {} if alone else found.starts
        found = found._replace(wrong=wrong, told={w: told[w.quantity] for w in found.wrong}, starts=starts)
        told, number = _told(learner, found, table)
        kept = {*found.comparison.wrong} & learner.sig.state.keys() - told.keys()
        if first[0] in kept:  # a memory in a form of its own is not wrong
            case.about.update(_parted(step, yours, case.right, (*case.about["agree"], *kept)))
            first = case.about["first"]
    known = all(t and t.known for t in told.values())
    other = None if found.edit and len(found.wrong) < 2 and known else other_method(step, yours)
    if other:
        case.remarks.append(f"Every step agrees with {other}.")
    labels = [said.name for said in told.values() if said] + [f"started at {v:g}" for v in found.starts.values()]
    mistake = words.together(labels) if all(labels) else ""
    if other and not (mistake and known):
        mistake = f"another method: {other}"
    if missing and not any(labels) and not other:
        mistake = "hyperparameter missing"
    if missing and not found.edit:  # then no line can be told right from wrong
        found = found._replace(wrong=())
    _one_array(case, told, number)
    message = words.sentences(learner, yours, found, told, other, number, table, missing, first)
    three, published = hints(learner, yours, found, told, number, table, first), published_as(step, yours)
    if published:
        bug = PUBLISHED[published]
        case.remarks.append(f"The same was published in {bug.seen}. {bug.story}")
        if not mistake:
            mistake, three = published.replace("-", " "), (bug.story, *three[1:])
    score = _score(yours, found, told, case.about["agree"])
    return Verdict(False, message, mistake=mistake or None, score=score, hints=three, edit=found.edit,
                   **_lines(learner, found, number, kept, begun(table)))  # fmt: skip


def _one_array(case, told, number):
    """Notes where two names are one array that is changed in place; told and number are changed."""
    learner = case.learner
    for name, twin, line in source.aliases(source.nodes(learner.function)):
        if {name, twin} & source.in_place(learner.function):
            both = {learner.roles[n].name if n in learner.roles else quantity_of(n, learner.quantities) for n in (name, twin)}
            for q in told.keys() & both:
                number[q] = number[q] if number[q] in source.in_place_at(learner.function, name, twin) else line
                where = "here it becomes" if number[q] == line else f"line {line} makes it"
                told[q] = told[q]._replace(needs=f"{name} needs an array of its own; {where} a name of {twin}'s.")
            case.remarks.append(f"Since line {line}, {name} and {twin} are one array: what changes one in place changes both.")


def _lines(learner, found, number, kept, early):
    """The wrong lines as a Verdict has them: what they compute, how they stand there, and how that is shown. kept : memories in
    a form of their own. early : {z_1: the z from before} where z begins."""
    begins = {s: source.start_of(learner.function, learner.own_name(s)) for s in found.starts}
    wrong = [(s, f"{s} starts at {v:g}", begins[s] or source.def_line(learner.function)) for s, v in found.starts.items()]
    said = [formula for _, formula, _ in wrong]
    for w in found.wrong:
        wrong.append((shown(w.quantity), text(w.formula) if w.formula else "", number[w.quantity]))
        own = w.formula and kept & {*map(shown, names(w.formula))}  # there it has the function's own names
        formula = w.at.mine if own and w.at and w.at.own else w.formula
        called = {} if w.at and w.at.own else words.renewed(learner)
        said.append(text(put(put(formula, early), called)) if formula else "")
    quoted = tuple(source.line(learner.function, n) if n else "" for *_, n in wrong)
    return dict(lines=tuple(wrong), quoted=quoted, said=tuple(said))


# The questions in their order, for a function whose x is the reference's and for others
ALIKE = single, switched, impure, shapes, defaults, beyond, right
DIFFERENT = convention, unsound, rounded, explained


def _told(learner, found, table):
    """({quantity: what is Told of it}, {quantity: the number of its line}) of all wrong lines."""
    told = _under_its_name(learner, found, words.of_lines(found, table, learner.sig))
    return told, {w.quantity: line_number(learner, w, told[w.quantity], table) for w in found.wrong}


def _under_its_name(learner, found, told):
    """What is Told where a line takes an old value for a new one, or the other way, and each has a name of its own."""
    new = {q: name.id for q, name in words.renewed(learner).items()}
    for w in found.wrong:
        name, early, _ = told[w.quantity].name.partition(" used too early")
        meant = found.comparison.local(found.comparison.meant(w.quantity)) if early and found.comparison else None
        pair, label = (learner.own_name(name), meant) if meant and meant not in learner.roles else (), told[w.quantity].name
        for q, own in new.items():
            before = _name_of_before(learner, found.comparison, q, own)
            pair = {f"{q} updated before its use": before and (own, before), f"old {q} used": (q, own)}.get(label, pair)
        if pair:
            one, other = pair
            said = f"{one} stands where {other} belongs.", f"it needs {other}, not {one}."
            told = told | {w.quantity: Told(f"{name} in place of {meant}" if early else label, *said)}
    return told


def _name_of_before(learner, c, q, new):
    """The function's name of the old value of a state: that of its argument, or what is made of that where it starts as None."""
    if not c or q not in learner.roles or learner.roles[q].default is not None:
        return q
    old, made = c.env.get(q + BEFORE), learner.made - {new, q}
    return next((n for n, values in c.locals.items() if n in made and same(values[1:], old[1:]).all()), None)


def _mixes(learner):
    """Whether a coordinate of x hears of the gradients of the others, where it should not."""
    if not by_coordinate(learner.step):
        return False
    first, others = probes(learner.step)[0], slice(1, None)
    changed = first._replace(g=first.g * np.where(np.arange(WIDTH) == 0, 2.0, 1.0))
    one, two = learner.way(first), learner.way(changed)
    return not same(one[:, others], two[:, others]).all()


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
