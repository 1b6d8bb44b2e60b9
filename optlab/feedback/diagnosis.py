"""The diagnosis behind `optlab.check`: which known function does a learner's function equal, and if none, where does it leave?"""

import inspect

import numpy as np

from ..run.signature import signature
from . import mistakes, roles, source
from .known import (
    CONSTANT_LR,
    agreement,
    by_coordinate,
    conventions,
    equal,
    moved,
    other_trace,
    others,
    quantities,
    random,
    reference,
    stack,
    steps,
    wrong,
)
from .learner import Learner
from .probes import STEPS, WIDTH, probes
from .purity import not_repeatable, programming, shapes
from .stumble import Stumble
from .traits import trait
from .verdict import Verdict

COMPARE = "compare it with the formula symbol by symbol: signs, powers, parentheses, which value is old and which is new."


def diagnose(function, name):
    """The verdict on one function: numbers first, then what a run alone does not show."""
    sig, right = signature(steps()[name]), reference(name)
    learner = Learner(function, sig, quantities(name))
    start = {q: values[0, 0] for q, values in right.items()}
    remarks = []
    try:
        yours = stack([learner.run(probe, expected=start) for probe in probes()])
        slopes = learner.slopes / (STEPS * len(probes()))
    except Stumble as stumble:
        if stumble.kind not in ("works for single numbers only", "scalar `if` on arrays", "max for np.maximum"):
            raise
        slopes, (yours, learner) = 1, _one_by_one(function, sig, name, stumble)
        if not equal(yours, right, "x"):
            remarks.append(stumble.sentence)
        elif stumble.kind != "works for single numbers only":
            raise
        else:
            return Verdict(True, "Right for single numbers.", name, score=1.0, remarks=(_advice(stumble),))
    yours = {q: values for q, values in yours.items() if q not in right or values.shape == right[q].shape}
    if not equal(yours, right, "x"):
        return _different(learner, yours, right, name, remarks)
    trouble = programming(learner, name)
    if trouble:
        row = mistakes.named(trouble)
        return Verdict(
            False, f"The numbers are right. {row.message}", name, trouble, 0.9, agree=_agree(yours, right), hints=row.hints
        )
    remarks += shapes(learner, name)
    if learner.printed:
        remarks.append("Your function prints. In a run of 300 steps that is a lot of paper: take the print out.")
    if name == "nesterov" and slopes >= 2:
        remarks.append("Your function asks for the gradient more than once in a step. Once is enough: keep it under a name.")
    yours = _facing(yours, right)
    for q in _agree(right, right):
        if q in yours and not equal(yours, right, q):
            remarks.append(f"Your x is right, but what you call {q} is not the paper's {q}.")
    return Verdict(
        True,
        "Right: it agrees with the paper's rule on every probe.",
        name,
        score=1.0,
        agree=_agree(yours, right),
        remarks=tuple(remarks),
    )


def _agree(yours, right):
    return tuple(q for q in right if equal(yours, right, q))


def _one_by_one(function, sig, name, stumble):
    """The run of a function that takes single numbers only: each coordinate by itself."""
    if not by_coordinate(name):
        why = "draws random numbers" if random(name) else "uses the length of the whole gradient"
        raise Stumble(stumble.kind, f"{stumble.sentence} {name} {why}, so its coordinates cannot be compared one by one.")
    learner = Learner(function, sig, quantities(name))
    runs = []
    for probe in probes():
        try:
            columns = [learner.run(probe.coordinate(i)) for i in range(WIDTH)]
        except Stumble:
            raise stumble from None
        runs.append({q: np.stack([column[q] for column in columns], axis=1) for q in columns[0]})
    return stack(runs), learner


def _advice(stumble):
    return f"{stumble.sentence} Each coordinate was tried by itself; with numpy's functions all of them go at once."


def _different(learner, yours, right, name, remarks):
    """The verdict on a function whose x is not the reference's."""
    known, forms = wrong(name), conventions(name)
    variant = next((v for v, values in forms.items() if equal(yours, values, "x")), None)
    exact = [m for m, values in known.items() if equal(yours, values, "x")]
    exact = exact or [m for m, values in known.items() if equal(yours, values, "x", CONSTANT_LR)]
    if not np.isfinite(yours["x"]).any():  # nan equals nan: then everything else must agree as well
        exact = [m for m in exact if all(equal(yours, known[m], q) for q in yours if q in known[m])]
    found = max(exact, key=lambda m: sum(equal(yours, known[m], q) for q in yours)) if exact else None
    yours = _facing(yours, forms[variant] if variant else known[found] if found else right)

    order = [q for q in quantities(name) if q in yours and q in right]
    first_step = {q: int(np.argmin(agreement(yours, right, q))) for q in order if not equal(yours, right, q)}
    step = min(first_step.values())
    q = next(q for q in order if first_step.get(q) == step)
    agree = _agree(yours, right)
    about = dict(step=name, agree=agree, first=(q, step + 1), remarks=tuple(remarks), curves=_curves(q, yours, right))
    score = len(agree) / len(order)

    if variant:
        return Verdict(False, _convention(variant), convention=variant, score=0.9, hints=_convention_hints(variant), **about)
    if found:
        return _by_name(learner, mistakes.catalogue(name)[found], score, about)
    if any(
        np.all(values == np.round(values)) and values.any() and not np.all(right[s] == np.round(right[s]))
        for s, values in yours.items()
        if s != "x"
    ):
        return _by_name(learner, mistakes.named("integer state truncates"), score, about)
    trouble = not_repeatable(learner, name) or ("global random numbers" if learner.drawn else None)
    if trouble:
        return _by_name(learner, mistakes.named(trouble), score, about)
    part = [
        m for m, values in known.items() if q != "x" and equal(yours, values, q) and mistakes.catalogue(name)[m].quantity == q
    ]
    if part:
        return _by_name(learner, mistakes.catalogue(name)[part[0]], score, about, " There may be a second difference further on.")
    for other in others(name):
        if equal(yours, other_trace(other, name), "x"):
            message = f"This is {other}, not {name}: every step agrees with it."
            return Verdict(
                False,
                message,
                mistake=f"another method: {other}",
                score=score,
                hints=_first_hints(learner, q, step, name),
                **about,
            )
    missing = [h for h in learner.sig.hyper if h not in {r.name for r in learner.roles.values()} and not _betas(learner, h)]
    if missing:
        row = mistakes.named("hyperparameter missing")
        message = (
            f"Your function has no argument for {' and '.join(missing)}, so it cannot follow when another value is asked for."
        )
        return Verdict(False, message, mistake=row.name, score=score, hints=row.hints, **about)
    odd, more = trait(learner, name)
    if odd:
        return _by_name(learner, mistakes.named(odd), score, about, f" {more}".rstrip(), _line(learner, q))
    before = ", ".join(other for other in order[: order.index(q)] if other in agree)
    lost = (
        "" if np.isfinite(yours[q][step]).all() or not np.isfinite(right[q][step]).all() else ", where it becomes nan or infinite"
    )
    message = f"{q} differs from step {step + 1} on{lost}." + (
        f" What comes before it in the formula ({before}) is right." if before else ""
    )
    return Verdict(False, message, score=score, hints=_first_hints(learner, q, step, name), **about)


def _facing(yours, like):
    """The traces with the signs of `like`: a learner's velocity may count in the other direction."""

    def turned(q):
        return q != "x" and not equal(yours, like, q) and equal({q: -yours[q]}, like, q)

    return {q: -values if turned(q) else values for q, values in yours.items()}


def _betas(learner, name):
    return name in ("beta1", "beta2") and any(role.name == "betas" for role in learner.roles.values())


def _by_name(learner, mistake, score, about, more="", place=""):
    remarks = about.pop("remarks")
    if learner.in_place:
        remarks = (*remarks, mistakes.named("input changed in place").message)
    if mistake.quantity in about["agree"] and "before(" not in mistake.edit:  # the same effect, from a line further down
        q = about["first"][0]
        more += f" Your {mistake.quantity} is right; it happens in the line of {q}."
        hints = (*mistake.hints[:2], _line(learner, q) + COMPARE)
    else:
        if mistake.quantity and not mistake.line.startswith("in the line"):
            place = _line(learner, mistake.quantity)
        hints = (*mistake.hints[:2], place + mistake.line if place else mistake.line[0].upper() + mistake.line[1:])
    return Verdict(False, mistake.message + more, mistake=mistake.name, score=score, hints=hints, remarks=remarks, **about)


def _line(learner, quantity):
    number = source.line_of(learner.function, lambda name: roles.names_quantity(name, quantity, learner.roles))
    if not number and quantity == "g_ahead":
        return "Where you ask for the gradient: "  # few give it a name
    return f"In the line that computes {quantity}" + (f" (line {number} of your function): " if number else ": ")


def _first_hints(learner, q, step, name):
    """Hints where the mistake has no name: where, what the quantity is made of, which line."""
    formula = mistakes.assignments(mistakes.tree(steps()[name]))[q]
    used = sorted({part.id for part in mistakes.names_in(formula)} - {"np"})
    when = "already in the first step" if step == 0 else f"in step {step + 1}; the steps before are right"
    return (
        f"The first difference is in {q}, {when}.",
        f"{q} is made of {', '.join(used)} and of nothing else. Which of them is missing, or too much?",
        _line(learner, q) + COMPARE,
    )


def _convention(variant):
    where, _, what = inspect.getdoc(steps()[variant]).partition("\n")[0].rstrip(".").partition(": ")
    return f"Not wrong: correct for {where} ({what}). Here the paper's form is asked for."


def _convention_hints(variant):
    return (
        "Your run is close to the paper's and equal to a framework's.",
        inspect.getdoc(steps()[variant]).partition("\n")[0],
        "Compare with the formula of the chapter: where eps stands, where lr stands, what is corrected and when.",
    )


def _curves(q, yours, right):
    """One coordinate of one probe where the difference is plain to see."""
    with np.errstate(all="ignore"):
        a, b = moved(yours, q), moved(right, q)
        wrong_at = ~((a == b) | (np.abs(a - b) <= 1e-9 * np.nanmax(np.abs(b), axis=0)))
    where = np.unravel_index(int(np.argmax(wrong_at.any(axis=0))), a.shape[1:])
    return q, a[(slice(None), *where)], b[(slice(None), *where)], int(np.argmax(wrong_at[(slice(None), *where)])) + 1
