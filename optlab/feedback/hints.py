"""Three hints for the first wrong line of a function: symptom, idea, and line. The others come when it is mended."""

import ast
import functools
import re

import numpy as np

from ..formulas.algebra import functions, in_words
from ..formulas.fused import alike
from ..formulas.lines import BEFORE, LONG, OVER, at_step, names, put, said, shown
from ..functions import source
from ..functions.symptom import made_of, seen, where_right
from .names import FOUND, OF_SEVERAL, Told
from .words import begins, renewed, where


def hints(learner, yours, found, told, number, table, first):
    """(symptom, idea, line) of an Explanation found. told, number : of each wrong line, as `diagnosis` has them; first : of x."""
    run = learner.once()
    if found.wrong:
        line = _Line(learner, found, told[found.wrong[0].quantity] or Told(), number[found.wrong[0].quantity], table)
        return line.symptom(yours, run), line.idea(), line.place() + line.needs()
    if found.starts:
        s = next(iter(found.starts))
        return seen(learner.step, s, yours, run), "A memory starts as the rule says.", _start(learner, s, table)
    if found.edit:
        return ("With one lr for all steps your way is the right one.",
                "It matters which lr scales what is remembered: the one of its own step, or the one of today.",
                "In the lines with lr: it stands where the rule has it.")  # fmt: skip
    return (seen(learner.step, first[0], yours, run), "Each line of the formula has one line in the function.",
            "Compare them symbol by symbol.")  # fmt: skip


def _start(learner, s, table):
    """Where a memory gets its first value."""
    own = learner.own_name(s)
    if n := source.start_of(learner.function, own):
        return f"In line {n} ({source.line(learner.function, n)}): {begins(learner, s, table)}."
    none = ": it has to be None, and the first step gets a case of its own" * (learner.sig.state[s] is None)
    return f"In line {source.def_line(learner.function)}, the initial value of {own} in the signature{none}."


class _Line:
    """A wrong line, what is Told of it, and its number n."""

    def __init__(self, learner, found, told, n, table):
        self.learner, self.found, self.told, self.n, self.wrong = learner, found, told, n, found.wrong[0]
        self.name, self.right, self.mine = _beside_the_rule(self.wrong, table)
        self.table = where(self.wrong, table)[1]
        deep = self.wrong.at and self.wrong.at.deep
        self.read = self.wrong.formula is not None or deep  # else no line of several is known to be the one
        self.line = source.line(learner.function, n) if n and self.read else ""
        loops = any(isinstance(node, ast.For | ast.comprehension) for node in source.nodes(learner.function))
        self.looped, self.own = loops, learner.own_name(self.wrong.quantity)
        targets = source.targets(learner.function, n)  # v = v_max = …
        given = told.needs.startswith("give") or self.own not in targets
        self.others = [] if given else [name for name in targets if name != self.own]
        self.told = told._replace(needs="") if self.others else told  # the rule's line says what it is

    def symptom(self, yours, run):
        """How the quantity parts from the rule's."""
        q, step = self.wrong.quantity, self.learner.step
        shows = "x" if f"{q} = " in self.found.form else q  # another sign of v is not wrong
        fine = where_right(step, run, shows)
        return f"{fine} With another value it is not." if fine else seen(step, shows, yours, run)

    def idea(self):
        """What the thing is for that is wrong, or what the line is made of."""
        if self.told.idea:
            return self.told.idea
        at, mended, mine = self.wrong.at, self.wrong.mended, self.mine
        called = {} if at and at.own else renewed(self.learner)
        stays = mine is not None and mended and names(mine) & names(mended[1]) - names(self.right) & self.learner.made
        whole = self.name == shown(self.name) and not self.looped and not stays  # else a part of a line is compared
        both = put(self.right, called), put(mine, called) if mine is not None and whole else None
        made = made_of(self.name, *both, self.table, self.told.name, self.learner.function, self.line)
        return f"Counted as you do, {made}" if self.found.form else made

    def place(self):
        """Where to look, as the last hint begins."""
        wrong, n, function = self.wrong, self.n, self.learner.function
        if not self.read:
            return f"In the lines that {shown(wrong.quantity)} is made of" + f", up to line {n}" * bool(n) + ": "
        if not n:
            return f"Where {shown(wrong.quantity)} is computed: "
        calls = {f.rpartition(".")[2] for f in functions(wrong.formula)} if wrong.formula and self.line else ()
        elsewhere = any(f not in self.line for f in calls) and not source.own_calls(function, self.line)
        elsewhere = elsewhere or (self.looped and not wrong.at)
        known = self.told.name == "the first step by itself" or wrong.name in FOUND  # what is told is not what the formula calls
        above = ", or above it" if elsewhere and not (wrong.at and wrong.at.deep) and not known else ""
        several = f"{self.own} must not get what {' and '.join(self.others)} gets; " if self.others else ""
        return f"In line {n}{f' ({self.line})' * bool(self.line)}{above}: {several}"

    def needs(self):
        """What the line needs, to the letter where it can be said."""
        line, told, rule = self.line, self.told, self.should_be()
        if f"out={self.own}" in line:
            return f"out={self.own} changes {self.own} as well: leave it out."
        needs = told.needs.replace(OVER, "") if re.search("axis|keepdims", line) else told.needs
        needs = needs * (not (self.vague and rule)) or rule or "compare it with the rule's, piece by piece."
        if (new := re.fullmatch(r"it needs the new (\w+)\.", needs)) and not self.holds(self.learner.own_name(new[1])):
            old = [n for n in sorted(self.learner.made - {*self.learner.roles}) if self.holds(n)]
            needs = f"{old[0]} holds the old {new[1]}; {needs}" if len(old) == 1 else needs
        function, one = self.learner.function, re.match(r"it needs (\w+)\b", told.needs)
        if later := source.made_below(function, self.n, one and one[1]):
            needs += f" {later[0]} is made in line {later[1]} only: this line has to stand below it."
        many = re.fullmatch(r"it needs no np\.(\w+)\.", told.needs)
        if many and (earlier := source.changed_by(function, self.n, many[1])):
            needs = f"it needs {earlier[0]} as it was before line {earlier[1]}."
        return needs

    def holds(self, name):
        """How often a name stands in what the line computes."""
        return len(re.findall(rf"\b{name}\b", self.line.partition("=")[2]))

    @functools.cached_property
    def vague(self):
        """Whether what it needs may be read in two ways: np.linalg.norm(g), over which axis? Which of several?"""
        one = re.fullmatch(r"it needs \w+, not (\w+)\.", self.told.needs)
        short = any(f not in self.line for f in OF_SEVERAL.findall(self.told.needs)) and not self.told.needs.startswith("below")
        return short or bool(one and self.holds(one[1]) > 1)

    def should_be(self):
        """The line as it should be, by a change that mends all or by the rule; "" where it is too long."""
        if self.wrong.mended:
            name, formula, likely = self.wrong.mended
            if (likely or self.vague) and len(said(formula)) < LONG:
                return f"{name} should be {said(formula, over=OVER)}."
        right = self.right if self.wrong.at and self.wrong.at.deep else put(self.right, renewed(self.learner))
        if {"x", "x" + BEFORE} <= names(self.right):  # x is moved already, and the old one is meant
            right = put(right, {"x" + BEFORE: ast.Name("the old x")})
        rule = said(put(right, {self.name + BEFORE: ast.Name(self.name)}), "the old ", OVER)
        counted = "counted as you do, " * bool(self.found.form)
        return f"{counted}{shown(self.name)} should be {rule}." if len(rule) < LONG else ""


def _beside_the_rule(wrong, table):
    """(name, the rule's line, the learner's formula) as they are in later steps, in one form."""
    q, table, mine = where(wrong, table)
    mine = mine if wrong.at and wrong.at.deep else wrong.plain or mine
    right = table[q]
    if mine is not None:
        right, mine = alike(at_step(mine, np.inf), q, table)
    for n in [n for n in reversed(table) if n != q and shown(n) == q and n not in names(mine or ast.Name(q))]:
        right = put(right, {n: table[n]})  # what stands in its first line counts
    return q, in_words(at_step(right, np.inf)), mine
