"""What a learner's function computes, said by itself: it is run once on symbols in the place of numbers."""

import ast
import contextlib

from ..formulas.lines import BEFORE, lines, put
from ..run.guard import Guard, fresh
from .stumble import Stumble
from .symbols import First, Late, Rng, Symbol, answering, either, length, taking_symbols

LONGEST = 600  # pieces of a formula that is told


def followed(learner, first=False, questions=1):
    """({own memory: (start, formula)}, {quantity: formula}) of a learner's function; its `written` are the formulas of all names.

    first : as in the first step, when t is 1 and a memory that starts as None is still None. A function that branches on
    symbols is run along both branches, and the pieces that differ become np.where. questions : how many it may ask. Raises
    Stumble where it cannot be followed.
    """
    with contextlib.suppress(Stumble):
        return _along(learner, first)
    return _both(learner, first, questions)


def _both(learner, first, most, answers=()):
    """The same along all branches of which the first questions have these answers."""
    with answering(answers) as asked:
        own, yes = _along(learner, first)
    if len(asked) == len(answers):
        return own, yes
    if len(answers) == most:
        raise Stumble("branches", "Your function asks too many questions.")
    question, _ = [*asked.values()][len(answers)]
    if len(asked) > len(answers) + 1:
        own, yes = _both(learner, first, most, (*answers, True))
    other, no = _both(learner, first, most, (*answers, False))
    own = {name: (start, either(question, formula, other[name][1], yes, no)) for name, (start, formula) in own.items()}
    return own, no | {q: either(question, formula, no.get(q, formula), yes, no) for q, formula in yes.items()}


def _along(learner, first):
    """The same of a function that asks nothing, or is answered."""
    whole = learner.whole if isinstance(learner.kept, tuple | list | dict) else None
    twin, parts = fresh(learner.function), {}
    if whole:
        parts = {key: quantity or key for key, quantity, _ in learner._parts(learner.kept)}
    if hasattr(twin, "__globals__"):
        twin.__globals__.update(taking_symbols(twin.__globals__, learner.step.__globals__))
    with Guard(watch=getattr(twin, "__code__", None)) as guard:
        row = learner._call(guard, twin, _given(learner, first, whole, parts), 1)
    x = Symbol(ast.Name("x" + BEFORE))
    _, state, found = learner._read(row, {}, guard.locals, x, 1, None)
    if whole:
        new = state.pop(whole)
        found |= dict(zip(parts.values(), new.values() if isinstance(new, dict) else new))
    found = {q: Symbol.of(value) for q, value in found.items()}
    mine = {p: Symbol.of(value) for p, value in state.items() if learner.roles[p].name not in learner.sig.state}
    own = {_label(learner, p): (learner.roles[p].default, formula) for p, formula in mine.items()}
    written = dict(lines(learner.step))
    named, told = {}, {}  # by identity: a line that uses another is not written out, as it may be very long
    for q in (q for q in written if q in found and q not in learner.again and not isinstance(found[q], ast.Name | ast.Constant)):
        named.setdefault(id(found[q]), ast.Name(q))
    for q in (q for q in written if q in found):
        others = {node: name for node, name in named.items() if name.id != q}
        if length(found[q], dict.fromkeys(others, 1)) < LONGEST:
            told[q] = put(found[q], others)
    local = {name: value.node for name, value in guard.locals.items() if isinstance(value, Symbol)}
    if not (first and learner.written):  # as in later steps, if that can be followed
        learner.written = {name: put(f, {i: q for i, q in named.items() if i != id(f)}) for name, f in local.items()
                           if length(f, {i: 1 for i in named if i != id(f)}) < LONGEST}  # fmt: skip
    short = {name: pair for name, pair in own.items() if length(pair[1], dict.fromkeys(named, 1)) < LONGEST}
    return {name: (start, put(formula, named)) for name, (start, formula) in short.items()}, told


def _given(learner, first, whole, parts):
    """{parameter: the symbol that it is given}."""
    own = dict(grad=lambda y: Symbol(ast.Call(ast.Name("grad"), [Symbol.of(y)], [])), rng=Rng())
    own["t"] = (First if first else Late)(ast.Name("t"))
    again = {"x", *dict(lines(learner.step))}  # what the step gives another value
    switches = {h: value for h, value in learner.sig.hyper.items() if isinstance(value, bool)}

    def state(p):
        if p == whole:
            leaves = {key: Symbol(ast.Name(label + BEFORE)) for key, label in parts.items()}
            return leaves if isinstance(learner.kept, dict) else type(learner.kept)(leaves.values())
        return None if first and learner.roles[p].default is None else Symbol(ast.Name(_label(learner, p) + BEFORE))

    return learner._arguments(state, lambda name: switches.get(name, Symbol(ast.Name(name))),
                              lambda name: own.get(name, Symbol(ast.Name(name + BEFORE * (name in again)))))  # fmt: skip


def _label(learner, p):
    """What a state is called in formulas: one that the rule does not have is the learner's own."""
    name = learner.roles[p].name
    return name if name in learner.sig.state else f"{name}_own"
