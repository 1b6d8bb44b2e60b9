"""Which lines of a function are wrong, and what they compute: the simplest of all ways to read it that reproduces its run.

Nothing is claimed that does not: the edit is run on fresh probes beside the learner.
"""

import ast
import contextlib
import itertools
from typing import NamedTuple

from ..formulas.algebra import expanded, key
from ..formulas.counted import forms, other_starts
from ..formulas.edits import edit_of
from ..formulas.fused import alike
from ..formulas.lines import BEFORE, names, put
from ..functions import source
from ..functions.cause import caused
from ..functions.inner import Wrong
from ..functions.roles import quantity_of
from ..functions.stumble import Stumble
from .comparison import EXCHANGED, STORED, Comparison, reproduces
from .names import OF_SEVERAL, told
from .place import placed, reading, to_be_seen
from .words import of_lines


class Explanation(NamedTuple):
    """wrong: the wrong lines. edit: them as an edit of the reference that takes the learner's path, or "". starts: {state: its
    wrong start}. lines: how many lines could be compared. form: the edit that counts a quantity as the learner does. comparison:
    where this was found, None where nothing could be compared. told: {wrong line: what is Told of it}, as far as it is known
    already. seen: whether all that is wrong can be seen in the lines, so that runs would add nothing."""

    wrong: tuple
    edit: str
    starts: dict
    lines: int
    form: str = ""
    comparison: Comparison | None = None
    told: dict = {}
    seen: bool = False


class _Way(NamedTuple):
    """A way to read a function: a Comparison, the wrong lines and the starts that it finds, and their edit."""

    comparison: Comparison
    wrong: list
    edit: str
    starts: dict


def explain(learner, step, yours):
    """The Explanation of a learner's run `yours` that is not the reference's."""
    starts = _starts(learner, step)
    values = _values(learner, step)
    if not values:
        return Explanation((), "", starts, 0)
    best, wrong, edit, starts = _best(_ways(learner, step, yours, values, starts))
    own = {q: f for formulas in best.own[1] for q, f in formulas.items()}
    wrong = [w._replace(formula=w.formula or own.get(w.quantity)) if edit else Wrong(w.quantity) for w in wrong]
    placed_there = wrong = _returned(best, placed(best, wrong))
    found = Explanation(tuple(wrong), edit, starts, len(best.checked), best.form, best)
    said = of_lines(found, best.table, learner.sig)
    seen = bool(edit) and _seen(best, wrong, said)
    wrong = wrong if seen else caused(best, wrong, reading)
    if wrong and all(w.formula for w in wrong) and (len(wrong) < len(placed_there) or not edit):
        edit = best.edit(wrong, starts) or edit
    once = {_statement(w): w for w in wrong[::-1]}
    said = {w: said[w.quantity] for w in placed_there}
    return found._replace(wrong=tuple(w for w in wrong if w in once.values()), edit=edit, told=said, seen=seen)


def _seen(c, wrong, told):
    """Whether each wrong line has one mistake, with a name of its own, that can be seen in the line. Not where the hint needs an
    axis, as only a change of the text shows it."""
    labels = [told[w.quantity].name for w in wrong]
    alone = len({*labels}) == len(labels) and all(label and " and " not in label for label in labels)
    summed = any(OF_SEVERAL.search(told[w.quantity].needs) for w in wrong)
    return alone and not summed and all(to_be_seen(c, w, len(wrong) > 1, told[w.quantity].known) for w in wrong)


def _starts(learner, step):
    """{state: number} of what starts with another number than in the rule, where that is seen by itself."""
    starts = other_starts(step, {r.name: r.default for r in learner.roles.values() if r.kind == "state"})
    for q in [role.name for role in learner.roles.values() if role.kind == "state" and role.default is None]:
        rule, written = learner.sig.state.get(q, 0), source.start_of(learner.function, learner.own_name(q))
        numbers = (v for v in (0, *learner.numbers) if v != rule and (written or rule is not None))
        begins = (starts | {q: float(v)} for v in numbers)  # h is None: h = 0
        starts = next((some for some in begins if reproduces(learner, step, edit_of(some))), starts)
    return starts


def _ways(learner, step, yours, values, starts):
    """[_Way]: in the form of the rule with the fewest wrong lines, and in the rule's own where it has about as few."""
    tried = [Comparison(learner, step, form, values) for form in forms(step, yours)]
    chance = [(c, hidden) for c in tried if (hidden := learner.helpers & {*c.wrong})]  # what bears a name of the rule by chance
    tried += [Comparison(learner, step, c.form, values, hidden) for c, hidden in chance]
    tried.sort(key=lambda c: len(c.wrong) + 0.5 * bool(c.again & {*c.wrong}))
    few = len(tried[0].wrong) + 1
    near = [c for c in tried if c.form == tried[0].form or (not c.form and len(c.wrong) <= few)]
    fit = [c for c in near if not c.form or c.weighed] or [c for c in tried if not c.form]
    return [_way(c, starts) for c in fit]


def _way(comparison, starts):
    wrong = comparison.search()
    begins = starts | comparison.begins(wrong)
    wrong = [w for w in wrong if w.quantity not in begins.keys() - starts.keys()]
    edit = comparison.edit(wrong, begins) if wrong or begins or comparison.form else ""
    if begins and reproduces(comparison.learner, comparison.base, edit_of(begins)):
        wrong, edit = [], edit_of(begins)
    return _Way(comparison, comparison.in_order(wrong), edit, begins)


def _best(ways):
    """The way that has an edit and in which the least differs; what has no name is none if the same is two mistakes that have."""
    plain = {c.form: sum(c.differs([w]) > 0 for w in wrong) for c, wrong, *_ in ways if not c.hidden}
    def much(way):  # what hides a name should not make one mistake of two
        c, wrong, edit, _ = way
        merged = c.hidden and len(wrong) < plain.get(c.form, 0)
        two = (o for o in ways if merged and o.edit and o.comparison.form == c.form and not o.comparison.hidden)
        nameless = any(_named(*o[:2]) for o in two) and not _named(c, wrong)
        return nameless or not edit, c.differs(wrong) * (1.25 if merged else 1) + 0.5 * bool(c.form)

    return min(ways, key=much)


def _named(c, wrong):
    """Whether each wrong line has a name for its mistake."""
    lines = [(*alike(w.formula, w.quantity, c.table), w.formula, w.quantity) for w in wrong if w.formula is not None]
    return len(lines) == len(wrong) and all(told(*line, c.learner.sig) for line in lines)


def _returned(best, wrong):
    """The wrong lines, those by name where a right line's value, or that of another state, is what comes back."""
    learner = best.learner
    others = {learner.back(q) for q in {*best.checked} - {*best.wrong}}  # what comes back as another one, and is right
    for i, w in [(i, w) for i, w in enumerate(wrong) if w.quantity in learner.sig.state]:
        mine, back = learner.own_name(w.quantity), learner.back(w.quantity)
        written = back in others and not isinstance(best.table[w.quantity], ast.Name)
        if len(wrong) == 1 and back != mine and not any(w.quantity in names(f) for f in best.table.values()):
            written = written or source.used(learner.function, back)  # the line that makes it is right
        meant = best.local(best.meant(w.quantity)) if written else None
        if meant is None and source.remade(learner.function, mine):
            meant = mine if quantity_of(back, learner.quantities) not in (w.quantity, None) else None
        wrong[i] = w._replace(name=STORED, right=f"{meant}, not {back}") if meant else w
    for pair in itertools.combinations([w for w in wrong if w.formula and w.quantity in learner.sig.state], 2):
        if all(best.equal(a.formula, best.table[b.quantity]) for a, b in (pair, pair[::-1])):
            wrong = [w._replace(name=EXCHANGED) for w in pair]
    return wrong


def _statement(wrong):
    """What two lines have in common that one statement makes, such as h, c = lstm(x, h, c)."""
    match wrong.formula:
        case ast.Subscript(ast.Call() as call):
            return key(call)
    return wrong.quantity


def _values(learner, step):
    """What the learner has in each step, with the values before it; none where its memory has no form that can be compared."""
    for share in (0.1, 0.0):
        with contextlib.suppress(Stumble, ValueError):
            values = learner.on_all(shaken=share)
            learner.shaken = share
            return values
    return {}


def exchanged_states(found, table):
    """{state: other state} of two whose lines are each other's: the learner's names mean them the other way round; or {}."""
    states = [w for w in found.wrong if w.formula and w.quantity in table and w.quantity + BEFORE in names(table[w.quantity])]
    for a, b in itertools.combinations(states, 2):
        pair = a.quantity, b.quantity
        turned = {one + end: ast.Name(other + end) for one, other in (pair, pair[::-1]) for end in ("", BEFORE)}
        if all(key(expanded(put(w.formula, turned))) == key(expanded(table[turned[w.quantity].id])) for w in (a, b)):
            return dict((pair, pair[::-1]))
    return {}
