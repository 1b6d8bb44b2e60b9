"""What is said of a function whose lines are wrong: a sentence for each, and three hints, which are symptom, idea and line."""

import ast
import inspect
import re

import numpy as np

from ..formulas.algebra import functions, in_numpy, in_words, key, size
from ..formulas.fused import alike, in_full
from ..formulas.lines import BEFORE, LONG, OVER, at_step, begun, case_of_t, put, said, shown, text
from ..formulas.lines import names as names_in
from ..formulas.values import identical
from ..functions import source
from ..functions.symptom import made_of, seen, where_right
from ..worlds.probes import STEPS, reference
from .comparison import EXCHANGED, STORED
from .names import FOUND, Told, told

OF_SEVERAL = re.compile(r"np\.(?:linalg\.norm|sum|mean|max|min)\b")
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
        parts.append(f"Your {learner.own_name(s)} starts at {v:g}; {_begins(learner, s, table)}.")
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


def hints(learner, yours, found, told_all, number, table, first):
    """Symptom, idea, line: of the first wrong line; the others come when it is mended."""
    step, kept = learner.step, {}

    def run(probe):  # the usual one is asked for twice
        if id(probe) not in kept:
            kept[id(probe)] = probe, learner.run(probe)
        return kept[id(probe)][1]

    if not found.wrong and found.starts:
        s = next(iter(found.starts))
        own = learner.own_name(s)
        n = source.start_of(learner.function, own)
        if n:
            place = f"In line {n} ({source.line(learner.function, n)}): {_begins(learner, s, table)}."
        else:
            none = ": it has to be None, and the first step gets a case of its own" * (learner.sig.state[s] is None)
            place = f"In line {source.def_line(learner.function)}, the initial value of {own} in the signature{none}."
        return seen(step, s, yours, run), "A memory starts as the rule says.", place
    if not found.wrong and found.edit:
        return ("With one lr for all steps your way is the right one.",
                "It matters which lr scales what is remembered: the one of its own step, or the one of today.",
                "In the lines with lr: it stands where the rule has it.")  # fmt: skip
    if not found.wrong:
        return (seen(step, first[0], yours, run), "Each line of the formula has one line in the function.",
                "Compare them symbol by symbol.")  # fmt: skip
    w = found.wrong[0]
    told, n = told_all[w.quantity] or Told(), number[w.quantity]
    shows = "x" if f"{w.quantity} = " in found.form else w.quantity  # another sign of v is not wrong
    fine, symptom = where_right(step, run, shows), seen(step, shows, yours, run)
    symptom = f"{fine} With another value it is not." if fine else symptom
    q, right, mine = _beside_the_rule(w, table)
    loops = any(isinstance(node, ast.For | ast.comprehension) for node in source.nodes(learner.function))
    read = w.formula is not None or (w.at and w.at.deep)  # else no line of several is known to be the one
    line, place = source.line(learner.function, n) if n and read else "", _place(learner, w, told, n, loops and not w.at)
    own, targets = learner.own_name(w.quantity), source.targets(learner.function, n)
    if others := [name for name in targets if name != own and own in targets and not told.needs.startswith("give")]:
        told = told._replace(needs="")  # the rule's line says what it is
        place += f"{own} must not get what {' and '.join(others)} gets; "
    stay = mine is not None and w.mended and names_in(mine) & names_in(w.mended[1]) - names_in(right) & learner.made
    whole = q == shown(q) and not loops and not stay  # else a part of a line is compared, or a name of the learner's is in both
    called = {} if w.at and w.at.own else renewed(learner)
    both_called = put(right, called), put(mine, called) if mine is not None and whole else None
    idea = told.idea or made_of(q, *both_called, where(w, table)[1], told.name, learner.function, line)
    idea = f"Counted as you do, {idea}" if found.form and not told.idea else idea
    both = {"x", "x" + BEFORE} <= names_in(right)  # x is moved already, and the old one is meant
    right = put(right, {} if w.at and w.at.deep else renewed(learner))  # else own names are in it
    right = put(right, {"x" + BEFORE: ast.Name("the old x")} if both else {})
    rule = said(put(right, {q + BEFORE: ast.Name(q)}), "the old ", OVER)
    rule = f"{'counted as you do, ' * bool(found.form)}{shown(q)} should be {rule}." if len(rule) < LONG else ""
    short = {f for f in OF_SEVERAL.findall(told.needs) if f not in line}  # np.linalg.norm(g), and over which axis?
    if one := re.fullmatch(r"it needs \w+, not (\w+)\.", told.needs):  # which of several?
        short |= {one[1]} if len(re.findall(rf"\b{one[1]}\b", line.partition("=")[2])) > 1 else set()
    if w.mended:
        name, formula, likely = w.mended
        if (likely or short) and len(said(formula)) < LONG:
            rule = f"{name} should be {said(formula, over=OVER)}."
    needs = told.needs.replace(OVER, "") if re.search("axis|keepdims", line) else told.needs
    needs = needs * (not (short and rule)) or rule or "compare it with the rule's, piece by piece."
    if (new := re.fullmatch(r"it needs the new (\w+)\.", needs)) and not re.search(rf"\b{learner.own_name(new[1])}\b", line):
        holds = [n for n in sorted(learner.made - {*learner.roles}) if re.search(rf"\b{n}\b", line.partition("=")[2])]
        needs = f"{holds[0]} holds the old {new[1]}; {needs}" if len(holds) == 1 else needs
    if later := _made_below(learner.function, re.match(r"it needs (\w+)\b", told.needs), n):
        needs += f" {later[0]} is made in line {later[1]} only: this line has to stand below it."
    if f"out={own}" in line:
        needs = f"out={own} changes {own} as well: leave it out."
    return symptom, idea, place + needs


def _begins(learner, s, table):
    """How a state begins in the rule, in words."""
    start, first = learner.sig.state[s], table.get(f"{s}_1", table.get(s))
    if start is not None:
        return f"that of the rule starts at {start:g}"
    return f"in the rule {s + ' begins as' if f'{s}_1' in table else f'the first {s} is'} {said(at_step(first, 1))}"


def _made_below(function, needed, n):
    """(name, number of its line) of what a line n needs and only a line below it makes; None of anything else."""
    name = needed and n and needed[1]
    first = source.line_of(function, lambda made: made == name, last=False) if name else None
    return (name, first) if first and first > n and name not in inspect.signature(function).parameters else None


def _beside_the_rule(wrong, table):
    """(name, the rule's line, the learner's formula) as they are in later steps, in one form."""
    q, table, mine = where(wrong, table)
    mine = mine if wrong.at and wrong.at.deep else wrong.plain or mine
    right = table[q]
    if mine is not None:
        right, mine = alike(at_step(mine, np.inf), q, table)
    for n in [n for n in reversed(table) if n != q and shown(n) == q and n not in names_in(mine or ast.Name(q))]:
        right = put(right, {n: table[n]})  # what stands in its first line counts
    return q, in_words(at_step(right, np.inf)), mine


def _place(learner, wrong, told, n, looped):
    """Where to look, as a hint begins. n : the number of the line. looped : whether a loop keeps the line from being read."""
    deep = wrong.at and wrong.at.deep
    if wrong.formula is None and not deep:
        return f"In the lines that {shown(wrong.quantity)} is made of" + f", up to line {n}" * bool(n) + ": "
    if not n:
        return f"Where {shown(wrong.quantity)} is computed: "
    line = source.line(learner.function, n)
    calls = {f.rpartition(".")[2] for f in functions(wrong.formula)} if wrong.formula and line else ()
    elsewhere = looped or (any(f not in line for f in calls) and not source.own_calls(learner.function, line))
    known = told.name == "the first step by itself" or wrong.name in FOUND  # what is told is not what the formula calls
    above = ", or above it" if elsewhere and not deep and not known else ""
    return f"In line {n}{f' ({line})' * bool(line)}{above}: "
