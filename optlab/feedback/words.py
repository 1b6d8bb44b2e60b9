"""What is said of a function whose lines are wrong: a sentence for each, and three hints, which are symptom, idea and line."""

import ast
import re

import numpy as np

from ..formulas.algebra import in_numpy, key, size
from ..formulas.fused import alike, in_full
from ..formulas.lines import BEFORE, LONG, OVER, at_step, begun, case_of_t, put, said, shown, text
from ..formulas.lines import names as names_in
from ..formulas.values import identical
from ..worlds.probes import STEPS, reference
from .comparison import EXCHANGED, STORED
from .names import FOUND, Told, told

WHOLE = 40  # names and numbers in two formulas that are compared in full


def of_lines(found, table, sig):
    """{quantity: what is Told of it} of all wrong lines of an Explanation."""
    told = {w.quantity: found.told.get(w._replace(mended=())) or _of_line(w, table, sig) for w in found.wrong}
    if "lr" in found.form:  # the rule's lines are counted otherwise: only one small difference is told
        told = {q: Told() if " and " in some.name else some for q, some in told.items()}
    return told


def where(wrong, table):
    """(name, the rule's lines, the learner's formula) of what is compared: of the innermost line, with what it should be."""
    at = wrong.at if wrong.at and wrong.at.deep else None
    return (at.name, table | {at.name: at.right}, at.mine) if at else (wrong.quantity, table, wrong.formula)


def _of_line(wrong, table, sig):
    if wrong.at and wrong.at.deep and wrong.at.mine is None:  # a line that cannot be read: what came of it can
        wrong = wrong._replace(at=None)
    first = later_old(wrong) and wrong.quantity + BEFORE not in names_in(table.get(wrong.quantity, wrong.formula))
    kept = "memory never updated" if old(wrong) else "memory of the first step" * first
    found = FOUND.get(wrong.name or kept * (wrong.quantity in sig.state))
    outside, (q, table, mine) = table, where(wrong, table)
    deep = wrong.at and wrong.at.deep
    mine = mine if deep else wrong.plain or mine
    if found:
        found = found._replace(message=found.message.format(q=shown(q)),
                               needs=found.needs.format(q=shown(q), right=wrong.right))  # fmt: skip
    if found and wrong.name not in (STORED, EXCHANGED):
        return found
    start = table.get(f"{q}_1")
    if start is not None and mine is not None and key(begin := at_step(start, 1)) != key(at_step(start, np.inf)):
        first, own = (put(at_step(f, 1), {f"{q}_1": begin}) for f in (table[q], mine))
        if identical(at_step(mine, np.inf), at_step(table[q], np.inf)) and not identical(first, own):
            message = f"In the first step your {shown(q)} begins otherwise than the rule's."
            return Told("another start", message, f"{shown(q)} begins as {said(begin)}.")
    if mine is None or q not in table:
        return found or Told()
    above = {p: ast.Name(q) for p in table if p != q and shown(p) == q}  # u_1, where u has a second line
    if key(mine) in {*above, *(key(table[p]) for p in above)} and {*above} & names_in(table[q]):
        needs = f"below it {q} = {said(put(table[q], above), over=OVER)} is missing."
        return Told("a line missing", f"The rule has one more line for {q}, and it is missing.", needs)
    whole = [in_full(formula, q, table) for formula in (table[q], mine)]
    short = told(*alike(mine, q, table), mine, q, sig, table[q])
    if found:
        needs = f"what has to come back as {shown(q)} is {wrong.right}." if wrong.right else found.needs
        if wrong.right.startswith(f"{shown(q)}, "):
            needs = wrong.right.replace(",", " itself has to come back,", 1) + "."
        return (short if short and short.known else found)._replace(needs=needs)
    short = short or sum(map(size, whole)) < WHOLE and told(*whole, mine, q, sig, table[q]) or Told()
    outer = _of_line(wrong._replace(at=None), outside, sig) if deep else short  # a well-known mistake has its name
    lent = outer.known or (deep and wrong.at.own and not short.name)
    return outer._replace(needs=short.needs) if lent else short


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
    for s, v in found.starts.items():
        parts.append(f"Your {learner.own_name(s)} starts at {v:g}; {begins(learner, s, table)}.")
    parts += [f"This is {other}, not {step.__name__}."] if other else []
    if missing:
        several = " and ".join(missing)
        parts.append(f"Your function has no argument for {several}, so it cannot follow when another value is asked for.")
    for w in found.wrong:
        sentence = told[w.quantity].message if told[w.quantity] else ""
        if sentence and not any(part.startswith(sentence) for part in parts):  # else said already, of another line
            parts.append(sentence)
        parts.append(_does(w, number[w.quantity], table, renewed(learner)))
    parts = list(dict.fromkeys(filter(None, parts)))  # one line may be the cause of two
    bad = ~np.isfinite(yours["x"]) & np.isfinite(reference(step)["x"])
    if bad.any() and not any(map(old, found.wrong)):  # a None that comes back as None is no nan of the learner's
        t = int(np.argmax(bad.reshape(STEPS, -1).any(1))) + 1
        parts.append(f"On some inputs your x becomes nan or infinite in step {t}.")
    if not parts and found.wrong:
        parts = [_unlike(where(w, table)[0], number[w.quantity]) for w in found.wrong if number[w.quantity]]
    if not parts and found.edit and not found.wrong:  # another path than the rule's only where lr changes
        counted, held = found.edit.partition(" = ")[0], "steps" if "lr" in found.edit.partition(";")[0] else "gradients"
        parts.append(f"Your {counted} remembers {held}, and lr stands elsewhere than in the rule: the path is the same while "
                     "lr stays the same, and another one when lr changes.")  # fmt: skip
    return " ".join(parts or [f"{first[0]} differs from step {first[1]} on."])


def old(wrong):
    """Whether what is returned is the old value, as it came in."""
    return wrong.formula is not None and ast.unparse(wrong.formula) == wrong.quantity + BEFORE


def later_old(wrong):
    """The same from the second step on."""
    return wrong.formula is not None and ast.unparse(at_step(wrong.formula, np.inf)) == wrong.quantity + BEFORE


def renewed(learner):
    """{state: its new value's name} where the name of the state is that of the old value, and another one comes back."""
    back = {q: learner.back(q) for q in learner.sig.state if learner.own_name(q) == q and q not in learner.made}
    return {q: ast.Name(n) for q, n in back.items() if n != q and n in learner.made and n not in learner.quantities}


def _does(wrong, number, table, own_names):
    """What the learner's line computes, in one sentence. own_names : of `renewed`."""
    q, table, formula = where(wrong, table)
    place, q, right = f" (line {number})" if number else "", q if q != wrong.quantity else shown(q), table.get(q)
    if formula is None:
        return _unlike(q, number)
    own = wrong.at and wrong.at.own
    if wrong.formula and wrong.quantity in names_in(formula) and not own:  # the new x in what makes x: it is written out
        formula = wrong.formula
    when = ""
    if case := case_of_t(formula):
        test, early, later = case
        if right is not None and identical(*(in_numpy(at_step(f, np.inf)) for f in (later, right))):
            formula, when = early, f" where {text(test)}"
        elif text(test) == "t == 1":
            formula, when = later, " from step 2 on"
    formula = put(formula, begun(table))
    mine, rule = (re.sub(r"_\d\b", "", text(f)) if f is not None else "" for f in (formula, right))  # z_1 is z as well:
    if mine == rule and (early := sorted({shown(n) for n in names_in(formula) - names_in(right)})):  # that of the first line
        return f"Your {q}{place} takes {' and '.join(early)} before the line in which it gets its last value."
    if mine == rule:  # it stands in another place
        return ""
    mine = mine if own or not own_names else re.sub(r"_\d\b", "", text(put(formula, own_names)))
    if len(mine) > LONG:  # what it uses is written out in it
        return f"Your {q}{place} {_is(q)} another than the rule's."
    return f"Your {q}{place} {_is(q)} {mine}{when}."


def _unlike(name, number):
    """That what a line makes is another thing than the rule's, where no formula says it."""
    return f"Your {name} {_is(name)} not what the rule has{f' (line {number})' if number else ''}."


def _is(name):
    return "are" if " and " in name else "is"


def begins(learner, s, table):
    """How a state begins in the rule, in words."""
    start, first = learner.sig.state[s], table.get(f"{s}_1", table.get(s))
    if start is not None:
        return f"that of the rule starts at {start:g}"
    return f"in the rule {s + ' begins as' if f'{s}_1' in table else f'the first {s} is'} {said(at_step(first, 1))}"
