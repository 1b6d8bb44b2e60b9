"""What the numbers of a run do not show: mistakes of programming, other shapes, a given state, hyperparameters that change."""

import ast
import contextlib
import re

import numpy as np

from ..functions import source
from ..functions.stumble import Stumble
from ..run.guard import fresh
from ..run.signature import takes_matrix
from ..worlds.probes import WIDTH, by_coordinate, equal, far, is_alone, probes, reference, same, trace
from .verdict import Verdict

# fmt: off
_ONE = "With one coordinate your function runs; with several it stops with an error."
PROGRAMMING = {  # message ("" where what stopped the function is the message), symptom, idea, line
    "input changed in place": ("The function writes into an array that belongs to the caller.", "After a call the x, g or state "
        "that went in has changed.", "A step is a pure function: it makes new arrays and leaves the old ones alone.",
        "Write m = m + ... instead of m += ... or m[:] = ...; or work on a copy."),
    "state shared between parameters or runs": ("The function remembers something outside of what it is given: a second run "
        "differs from the first.", "Run your function twice from the same start: the results differ.", "All memory goes in as an "
        "argument and comes out in the returned dict.", "No global, nonlocal, class or function attribute; state is an argument "
        "with a default."),
    "mutable default": ("A default value is a list, a dict or an array, and the function changes it: all calls share that one "
        "object.", "Call your function twice without the state: the second result differs.", "Python makes a default once, when "
        "it reads the def line, not at each call.", "Use 0.0 or None as the default."),
    "integer state truncates": ("A quantity is kept in an integer array, which cuts off everything behind the decimal point.",
        "Your average is a whole number.", "An array of integers stays one: what is written into it is cut off.",
        "Make the array with the type of g: np.zeros_like(g), not dtype=int."),
    "scalar `if` on arrays": ("", _ONE, "Each coordinate may need another answer.", "np.where, np.maximum, np.clip or np.sign in "
        "place of the if."),
    "max for np.maximum": ("", "With several coordinates your function stops with an error.", "The larger of two arrays is taken "
        "coordinate by coordinate.", "np.maximum(a, b) in place of max(a, b) or np.max(a, b)."),
    "^ for **": ("", "Your function stops with an error.", "A power is written with two stars.", "** in place of ^."),
    "(d,1)+(d,) broadcast": ("", "What you return has more numbers than x.", "Shapes (d, 1) and (d,) broadcast to (d, d).",
        "Keep every quantity in the shape of x: no reshape, no [:, None]."),
    "global random numbers": ("The function uses the global random generator, which it shares with all other code.",
        "What is drawn after your function is another number than without it.", "Random numbers come in as an argument, rng, "
        "from a stated seed.", "No np.random: a rule with a random part asks for rng and draws rng.standard_normal(...)."),
    "t counted inside": ("The function counts the steps itself. The driver gives t, so that all parameters share one clock.",
        "Call your function with t = 5: it does not notice.", "t is an input like g: 1 in the first step, then 2, 3, ...",
        "Ask for t in the signature, without a default, and leave it as it is."),
    "return missing": ("", "Print what one call gives: None, or less than the next step asks for.", "What is not returned is "
        "forgotten.", "The last line is return dict(...), with every state and with x."),
    "x returned alone": ("", "Your function gives one array; the next step needs the state too.", "What is not returned is "
        "forgotten.", "The last line is return dict(...), with every state and with x."),
    "works for single numbers only": ("", _ONE, "x and g are arrays, and numpy works on all coordinates at once.",
        "np.sqrt in place of math.sqrt, np.abs, np.where and so on."),
}
PROGRAMMING["min for np.minimum"] = tuple(
    said.replace("max", "min").replace("larger", "smaller") for said in PROGRAMMING["max for np.maximum"])
ALONE = "works for single numbers only", "scalar `if` on arrays", "max for np.maximum", "min for np.minimum"
# fmt: on


def named(kind, message="", **more):
    """The verdict on a mistake of programming; a kind without a row in the table is no name for a learner."""
    said, *hints = PROGRAMMING.get(kind, ("",))
    return Verdict(False, message or said, mistake=kind if hints else None, hints=tuple(hints), **more)


def all_but_one(step):
    """The score of a function of which one line is wrong in a way that the numbers of a run do not show."""
    return min(0.9, max(1 - 1 / len(reference(step)), 0.25))


# Each question gets a case, as `diagnosis` has it, and answers with a verdict, or with None and perhaps a remark.


def unsound(case):
    """Whether what is wrong is no line, but that the function keeps something to itself, or cuts numbers off."""
    kind = _cut_off(case) or _not_repeatable(case.learner)
    return named(kind, score=min(0.9, len(case.about["agree"]) / len(case.right))) if kind else None


def impure(case):
    """Whether a function whose numbers are right is no pure one all the same."""
    learner, kind = case.learner, _not_repeatable(case.learner)
    if not kind and learner.in_place:
        shared = any(isinstance(learner.roles[p].default, list | dict | np.ndarray) for p in learner.in_place)
        kind = "mutable default" if shared else "input changed in place"
    if not kind and "t" in learner.sig.inputs and any((r.kind, r.name) == ("state", "t") for r in learner.roles.values()):
        kind = "t counted inside"
    return named(kind, f"The numbers are right. {PROGRAMMING[kind][0]}", score=0.9) if kind else None


def _not_repeatable(learner):
    """The name of what differs when the function is run twice on one copy, or None: a pure function gives the same again."""
    if learner.drawn:
        return "global random numbers"
    again, first = fresh(learner.function), probes(learner.step)[0]

    def defaults():
        return repr((getattr(again, "__defaults__", None), getattr(again, "__kwdefaults__", None)))

    before = defaults()
    try:
        one, two = learner.way(first, again), learner.way(first, again)
    except Stumble:
        return None
    if same(two, one).all():
        return None
    if defaults() != before:
        return "mutable default"
    deaf = "t" in learner.sig.inputs and same(learner.way(first._replace(late=7)), learner.way(first)).all()
    return "t counted inside" if deaf else "state shared between parameters or runs"


def _cut_off(case):
    """Whether a quantity is kept in integers; // rounds as well, and is a mistake of its line."""
    if any(isinstance(node, ast.FloorDiv) for node in source.nodes(case.learner.function)):
        return None
    whole = any(np.all(v == np.round(v)) and (v != v[:1]).any() and not np.all(case.right[q] == np.round(case.right[q]))
                and not np.isin(v, (-1, 0, 1)).all()  # those are signs
                for q, v in case.yours.items() if q in case.learner.integers and q in case.right)  # fmt: skip
    return "integer state truncates" if whole else None


BEYOND_HINTS = (
    "With the values that a run starts from your function is right; with others it is not.",
    "A step takes what it is given: the place, the state, and the hyperparameters of this step.",
    "Look for what is fixed in your function: a case for the first step or for 0, a product that you carry, a number of steps.",
)


def beyond(case):
    """Whether it differs in a longer run from a given state, or with hyperparameters that change."""
    learner, step, sig, first = case.learner, case.learner.step, case.learner.sig, probes(case.learner.step)[0]
    if learner.tolerance > 1e-9 or any(not equal(step, case.yours, case.right, s) for s in sig.state if s in case.right):
        return None  # another memory may begin, and follow a schedule, in a way of its own
    own = {r.name for r in learner.roles.values() if r.kind == "state"} - set(sig.state)
    long = first._replace(g=np.concatenate([first.g, first.g[::-1]]), f=np.concatenate([first.f, first.f[::-1]]))
    whole = not own and all(type(v) in (int, float) for v in sig.state.values())  # a state that is still None is no state
    begin = {s: v + 0.4 for s, v in sig.state.items()} if whole else {}
    cases = [(long._replace(begin=begin), "where a run begins with a given state, or is longer"),
             (first._replace(x0=0 * first.x0), "where x starts at 0")]  # fmt: skip
    for h, v in first.hyper.items():
        if h in sig.hyper and h != "lr" and type(v) is float:
            moving = {h: [v * (1 - 0.1 * (t % 3)) for t in range(len(long.g))]}
            cases.append((long._replace(hyper=first.hyper | moving), f"where {h} changes from step to step"))
    for probe, what, *close in [*cases, *((*some, 1e-4) for some in far(step))]:
        try:
            end = "" if _walks(learner, probe, *close or (1e-8,)) else "."
        except Stumble as stumble:
            end = f": {stumble.sentence}"
        told = f"Your function is right in twenty steps, but not {what}{end}"
        if end and not own:
            return Verdict(False, told, score=0.9, hints=BEYOND_HINTS)
        if end:
            case.remarks.append(f"{told} It keeps a memory of its own, which a schedule changes otherwise.")
            break
    return None


def _walks(learner, probe, tolerance, right=None):
    """Whether the function takes the reference's path on a probe. right : that path."""
    near = 1 + 1e-6 * tolerance
    nearby = probe._replace(x0=probe.x0 * near, g=[g * near for g in probe.g] if isinstance(probe.g, list) else probe.g * near)
    last = slice(None)  # the first step in which the rule's own path hangs on the last digit: there is no right one from there
    if right is None:
        right, other = trace(learner.step, probe)["x"], trace(learner.step, nearby)["x"]
        held = same(other - nearby.x0, right - probe.x0, tolerance / 10)
        last = slice(None if held.all() else int(np.argmin(held)))
    return same((learner.way(probe) - probe.x0)[last], (right - probe.x0)[last], tolerance).all()


def shapes(case):
    """Whether it is right for other shapes of x; that it only cannot run is a remark."""
    learner, step, sig = case.learner, case.learner.step, case.learner.sig
    first, close, alone = probes(step)[0], learner.tolerance, by_coordinate(step)
    if learner.bare:
        back = f"dict({', '.join(f'{name}={name}' for name in (*learner.state, 'x'))})"
        case.remarks.append(f"Your function returns no dict. That can be checked, but not run: drive and descend need {back}.")
    usual = "a list of numbers with one lr"
    shaped = ((WIDTH, 1), "a column"), ((2, 2), "a matrix"), ((2, 1, 2), "an array of three axes")
    if takes_matrix(step):
        runs = "runs of their own in front, (runs, rows, cols)"
        usual, shaped = "a tall matrix", (((2, 3), "a wide matrix (rows / columns is less than 1)"), ((1, 3, 2), runs))
    elif not alone:
        usual, shaped = "one point", (((2, 2), "several points, one in each row"), ((WIDTH, 1), "a column of points"))
    cases = [(first.shaped(shape), f"in the form of {called}", close) for shape, called in shaped]
    if "f" in sig.inputs:
        both = first.shaped((2, 2))._replace(f=np.stack([first.f, first.f[::-1]], axis=1)[..., None])
        cases.append((both, "in the form of two runs at once (f of shape (2, 1))", close))
    if not is_alone(step):  # random numbers are others in float32
        single = first._replace(g=first.g.astype(np.float32), x0=first.x0.astype(np.float32))
        cases.append((single, "in the form of float32 numbers", max(close, 1e-3)))
    if alone:
        cases.append((first.one(1), "in the form of one number in a list", close))
        cases.append((first.coordinate(1), "as a single number", close, trace(step, first)["x"][:, 1]))
    if alone and any(role.name == "lr" for role in learner.roles.values()):
        own = first.hyper["lr"] * np.array([1.0, 0.5, 2.0, 0.25])
        cases.append((first._replace(hyper=first.hyper | {"lr": own}), "of which each coordinate has an lr of its own", close))
    for probe, called, *how in cases:
        try:
            good = _walks(learner, probe, *how)
        except Stumble as stumble:
            good = "form" not in called or stumble.kind != "(d,1)+(d,) broadcast"
            if good and "form" in called:
                case.remarks.append(f"For x {called} your function does not run: {stumble.sentence}")
        if not good:
            case.about["agree"] = ()  # with one point alone
            return _other_form(learner, probe, usual, called)
    return None


def defaults(case):
    """Whether it is right with its own defaults as well; what it has no number for is given."""
    learner, sig, first = case.learner, case.learner.sig, probes(case.learner.step)[0]
    own = {role.name: role.default for role in learner.roles.values() if role.kind == "hyper"}
    whole = sig.hyper | {h: v for h, v in own.items() if isinstance(v, int | float)}
    right = trace(learner.step, first._replace(hyper=whole))["x"]
    theirs = first._replace(hyper={h: v for h, v in whole.items() if not isinstance(own.get(h), int | float)})
    close = max(learner.tolerance, 1e-6) if learner.dtype.itemsize > 4 else 0.1  # a short step is lost beside x in few digits
    if "betas" not in own and not _walks(learner, theirs, close, right):
        what = "Your function is right for the values that it is given, but not for its own defaults."
        return Verdict(False, what, score=all_but_one(learner.step), hints=BEYOND_HINTS)


FORMS = (  # for points in rows, for matrices: the name of the mistake, the idea, what to write
    ("axis or keepdims missing", "The numbers of one point stand along the last axis. Other points stand in front, each with a "
        "length of its own.", "axis=-1, keepdims=True in {} gives each point a number of its own"),
    ("axes counted from the front", "Rows are axis -2 and columns axis -1, whatever stands in front of them.",
        "-2 and -1 count from the back, {} from the front"),
)  # fmt: skip


def _other_form(learner, probe, usual, called):
    """The verdict on a function that goes another way than the reference where x has another form."""
    yours, right, matrix = {}, {}, takes_matrix(learner.step)
    with contextlib.suppress(Exception):  # a square table stops the run, and a step may need arrays
        yours, right = learner.run(probe), trace(learner.step, probe)
    off = {q: int(np.argmin(good)) for q in right if q in yours and not (good := same(yours[q], right[q], 1e-6)).all()}
    quantity = min(off, key=off.get, default="x")  # the first of the first step in which any differs
    number = learner.line_of(quantity)
    found = [(text, n) for text, n in source.mixing(learner.function, matrix) if n <= (number or n) and "wide" not in called]
    mistake, idea, what = FORMS[matrix] if found else (None, "A rule holds for every form of x: try it by hand on a small one.",
                                                       f"work it out for x of shape {np.shape(probe.x0)}")  # fmt: skip
    numbers = sorted({n for _, n in found}) or [number]
    quoted = tuple(source.line(learner.function, n) for n in numbers)
    place = "In " + " and ".join(f"line {n} ({text})" for n, text in zip(numbers, quoted)) if numbers[0] else f"Your {quantity}"
    needs = f"{place}: {what.format(' and '.join(dict.fromkeys(text for text, _ in found)))}."
    hints = (f"With x {called} your {quantity} is another than the rule's.", idea, needs)
    made = [re.match(r"(\w+) = ", text) if found else None for text in quoted]  # the quantity may only take it in
    wrong = tuple((name[1] if name else quantity, "", n) for name, n in zip(made, numbers))
    sentence = f"Your function is right for {usual}, but not for x {called}. {needs}"
    score = all_but_one(learner.step)
    return Verdict(False, sentence, mistake=mistake, score=score, hints=hints, lines=wrong, quoted=quoted)
