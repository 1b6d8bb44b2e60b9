"""What is said of a function whose lines are wrong: a sentence for each, and three hints, which are symptom, idea and line."""

import ast
import collections
import re

import numpy as np

from ..theory import source
from ..theory.algebra import functions, key, letters, numpy_s, size
from ..theory.fused import alike, in_full
from ..theory.lines import BEFORE, at_step, case_of_t, lines, mapped, put, said, shown, text
from ..theory.lines import names as names_in
from ..worlds.probes import STEPS, equal, reference, same
from ..worlds.probes import moved as way
from .names import FOUND, Told, told
from .roles import quantity_of

WHOLE = 40  # names and numbers in two formulas that are compared in full
LONG = 160  # letters of a formula that nobody reads


def of_lines(found, table, sig):
    """{quantity: what is Told of it, or None where a wrong line before it has done what is missing} of all wrong lines."""
    told = {w.quantity: None if _done_before(w, found, table) else _of_line(w, table, sig) for w in found.wrong}
    if "lr" in found.form:  # the rule's lines are counted otherwise: only one small difference is told
        told = {q: Told() if some and " and " in some.name else some for q, some in told.items()}
    return told


def _of_line(wrong, table, sig):
    q, found = wrong.quantity, FOUND.get(wrong.name or "memory never updated" * (old(wrong) and wrong.quantity in sig.state))
    if found:
        return found._replace(message=found.message.format(q=shown(q)), needs=found.needs.format(q=shown(q)))
    if wrong.formula is None or q not in table:
        return Told()
    whole = [in_full(formula, q, table) for formula in (table[q], wrong.formula)]
    short = told(*alike(wrong.formula, q, table), wrong.formula, q, sig)
    return short or sum(map(size, whole)) < WHOLE and told(*whole, wrong.formula, q, sig) or Told()


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


def sentences(learner, yours, found, told, other, number, table, missing, first):
    """All that is said, of each wrong line and of the whole."""
    step, parts = learner.step, []
    parts += [f"Your {s} starts at {v:g}; that of the rule starts at {learner.sig.state[s]:g}." for s, v in found.starts.items()]
    parts += [f"This is {other}, not {step.__name__}."] if other else []
    if missing:
        several = " and ".join(missing)
        parts.append(f"Your function has no argument for {several}, so it cannot follow when another value is asked for.")
    for w in found.wrong:
        sentence = told[w.quantity].message if told[w.quantity] else ""
        if sentence and not any(part.startswith(sentence) for part in parts):  # else said already, of another line
            parts.append(sentence)
        parts.append(_does(w, number[w.quantity], table.get(w.quantity)))
    bad = ~np.isfinite(yours["x"]) & np.isfinite(reference(step)["x"])
    if bad.any() and not any(map(old, found.wrong)):  # a None that comes back as None is no nan of the learner's
        t = int(np.argmax(bad.reshape(STEPS, -1).any(1))) + 1
        parts.append(f"On some inputs your x becomes nan or infinite in step {t}.")
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
    when = ""
    if case := case_of_t(formula):
        test, early, later = case
        if right is not None and key(at_step(later, np.inf)) == key(at_step(right, np.inf)):
            formula, when = early, f" where {text(test)}"
        elif text(test) == "t == 1":
            formula = later
    mine, rule = (re.sub(r"_\d\b", "", text(f)) if f is not None else "" for f in (formula, right))  # z_1 is z as well:
    if mine == rule and (early := sorted({shown(n) for n in names_in(formula) - names_in(right)})):  # that of the first line
        return f"Your {q}{place} takes {' and '.join(early)} before the line in which it gets its last value."
    if len(mine) > LONG:  # what it uses is written out in it
        return f"Your {q}{place} is another than the rule's."
    return f"Your {q}{place} is {mine}{when}."


def hints(learner, yours, found, told_all, number, table, first):
    """Symptom, idea, line: of the first wrong line; the others come when it is mended."""
    step = learner.step
    if not found.wrong and found.starts:
        s = next(iter(found.starts))
        return (seen(step, s, yours), "A memory starts as the rule says.",
                f"In line 1, the initial value of {s} in the signature.")  # fmt: skip
    if not found.wrong and found.edit:
        return ("With one lr for all steps your way is the right one.",
                "It matters which lr scales what is remembered: the one of its own step, or the one of today.",
                "In the lines with lr: it stands where the rule has it.")  # fmt: skip
    if not found.wrong:
        return (seen(step, first[0], yours), "Each line of the formula has one line in the function.",
                "Compare them symbol by symbol.")  # fmt: skip
    w = found.wrong[0]
    q, told = w.quantity, told_all[w.quantity] or Told()
    symptom = seen(step, "x" if f"{q} = " in found.form else q, yours)  # another sign of v is not wrong
    right, mine = table[q], w.formula
    if mine is not None:
        right, mine = alike(at_step(mine, np.inf), q, table)
    for n in [n for n in reversed(table) if n != q and shown(n) == q]:  # what stands in its first line counts
        right = put(right, {n: table[n]})
    right = mapped(at_step(right, np.inf), numpy_s)
    part = q != shown(q) or any(isinstance(n, ast.For | ast.comprehension) for n in source.nodes(learner.function))
    idea = told.idea or _made_of(q, right, None if part else mine, table, told.name)
    alone = None not in told_all.values()  # else a line below has to change as well
    rule = said(put(right, {q + BEFORE: ast.Name(q)}), "the old ")
    needs = told.needs * alone or (f"the rule has {rule}." if len(rule) < LONG else "compare it with the rule's, piece by piece.")
    return symptom, idea, _place(learner, w, number[q]) + needs


def _made_of(q, right, mine, table, name):
    """What a line is made of, and what the learner's lacks or has beside that, by whatever name. name: of the difference."""
    called, used = shown(q), letters(right) | {name for name in functions(right) if "." not in name}
    made = f"{called} is made of {', '.join(sorted(used))} and of nothing else."
    made = made if used - {called} else f"Look at what {called} is made of."
    if mine is None:
        return made
    full = (in_full(f, "", table) for f in (table.get(q, right), mine))
    one, two, ours, theirs = (letters(f) | functions(f) for f in (right, mine, *full))
    lost, more = (sorted(some) for some in (one - two - theirs, two - one - ours))
    if lost or more:
        lacks, has = f" Yours has no {' and no '.join(lost)}.", f" Yours has {' and '.join(more)} as well."
        return made + lacks * bool(lost) + has * bool(more)
    alike = not name and names_in(right) == names_in(mine)
    return made + " The letters are right: look at their places, at how often they stand, at what is between them." * alike


def _place(learner, wrong, number):
    """Where to look: the line, and what it takes from lines above that are none of the rule's."""
    q, function = shown(wrong.quantity), learner.function
    if wrong.formula is None:
        return f"In the lines that {q} is made of" + f", up to line {number}" * bool(number) + ": "
    if not number:
        return "Where you ask for the gradient: " if q == "g_ahead" else f"Where {q} is computed: "  # few give it a name
    known = {name for pair in source.returned_as(function) for name in pair}
    above = {}
    for name, at in source.made_above(function, number):
        role = learner.roles[name].name if name in learner.roles else quantity_of(name, learner.quantities)
        if q == role or (name not in known and not quantity_of(name, learner.quantities)):
            above.setdefault(name, []).append(str(at))
    taken = ", ".join(f"{name} from line{'s' * (len(at) > 1)} {' and '.join(at)}" for name, at in above.items())
    inside = ", with ".join(filter(None, (source.line(function, number), taken)))
    return f"In line {number}" + f" ({inside})" * bool(inside) + ": "


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
        return f"On some inputs your {q} becomes nan or infinite in step {int(np.argmax(lost)) + 1}."
    if first > 1:
        return f"Your {q} is right in the first step{f's, up to {first - 1}' * (first > 2)}; from step {first} on it is not."
    ratio = np.where(np.abs(theirs) > 1e-9 * np.abs(theirs).max(0), mine / theirs, np.nan)
    ratio = ratio[:, np.isfinite(ratio).any(0)]
    if not ratio.size:
        return f"Your {q} moves; the right one does not."
    low, high, steady = np.nanmin(ratio), np.nanmax(ratio), np.allclose(np.nanmin(ratio, 0), np.nanmax(ratio, 0))
    if np.isclose(low, -1) and np.isclose(high, -1):
        return f"Your {called} has the right size and the wrong sign."
    if low > 1 or 0 < low <= high < 1:
        since = "in every step by one and the same factor" if steady else "from the first step on"
        return f"Your {called} is {'too large' if low > 1 else 'too small'}, {since}."
    return f"Your {called} is off from the first step on."
