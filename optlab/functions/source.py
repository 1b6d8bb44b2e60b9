"""The source of somebody's function, as it is written: what it returns, and which line makes what."""

import ast
import functools
import inspect
import itertools
import linecache
import re

from ..formulas.algebra import in_numpy, key
from ..formulas.cells import above, cell_of, helpers
from ..formulas.lines import assigned, tree

SHORT = 120  # letters of a statement that is quoted as a whole


def once(question):
    """Makes a question about a function that is answered only once for each function."""
    kept = functools.lru_cache(maxsize=1024)(question)

    @functools.wraps(question)
    def asked(function, *about):
        try:
            hash(function)
        except TypeError:
            return question(function, *about)
        return kept(function, *about)

    return asked


def nodes(function):
    """All nodes of a function's syntax tree, the function first; none where there is no source (a built-in, a bare prompt)."""
    try:
        body = tree(function)
    except TypeError:  # not hashable
        body = None
    return _walked(body) if body else ()


@functools.lru_cache(maxsize=1024)
def _walked(body):
    return tuple(ast.walk(body))


def _returns(function):
    """For each return, [(key, formula)]: the keys of a dict, None for the parts of a tuple."""
    for node in nodes(function):
        match node:
            case ast.Return(ast.Call(keywords=keywords)):
                yield [pair for k in keywords for pair in _entries(k.value) or [(k.arg, k.value)]]
            case ast.Return(ast.Name(name)) if (filled := _filled(function, name)):
                yield filled
            case ast.Return(ast.Tuple() | ast.List() | ast.Name() as value):
                yield [(None, part) for part in _leaves(value)]


def _entries(value):
    """[(key, formula)] of a dict that is written out; [] of anything else."""
    match value:
        case ast.Call(ast.Name("dict"), [], named):
            return [(keyword.arg, keyword.value) for keyword in named]
        case ast.Dict(keys, values):
            return [(getattr(key, "value", None), value) for key, value in zip(keys, values)]
    return []


def _filled(function, name):
    """[(key, formula)] of a dict that is made, and added to, before it is returned."""
    found = []
    for node in nodes(function):
        match node:
            case ast.Assign([ast.Name(made)], value) if made == name:
                found += _entries(value)
            case ast.Expr(ast.Call(ast.Attribute(ast.Name(made), "update"), [], named)) if made == name:
                found += [(keyword.arg, keyword.value) for keyword in named]
            case ast.Assign([ast.Subscript(ast.Name(made), ast.Constant(str(key)))], value) if made == name:
                found.append((key, value))
    return [pair for pair in found if pair[0]]


@once
def names_in_tuple(function, length):
    """The names of a tuple of that many that comes back, in one part of what does; [] where there is none."""
    back = [n for node in nodes(function) if isinstance(node, ast.Return) and node.value for n in ast.walk(node.value)]
    some = [[getattr(part, "id", None) for part in n.elts] for n in back if isinstance(n, ast.Tuple | ast.List)]
    return next((found for found in some if len(found) == length and all(found)), [])


def _leaves(node):
    return [leaf for part in node.elts for leaf in _leaves(part)] if isinstance(node, ast.Tuple | ast.List) else [node]


@once
def returned_as(function):
    """[(key, name)] of the last return: the key is None in a tuple, the name is None for what is computed there."""
    last = list(_returns(function))[-1:]
    return [(key, getattr(part, "id", None)) for pairs in last for key, part in pairs]


def _made(some):
    """(name, line) of each assignment; not of np.zeros_like(x), which is where a memory begins and not how it is computed. What
    is changed in place changes under its other names, too."""
    for node in some:
        if getattr(node, "in_place", False):
            yield from ((other, node.lineno) for name, other, _ in aliases(some) if name == node.targets[0].id)
        match node:
            case ast.Expr(ast.Call(keywords=named)):  # np.maximum(a, b, out=v)
                yield from ((k.value.id, node.lineno) for k in named if k.arg == "out" and isinstance(k.value, ast.Name))
        targets = getattr(node, "targets", None) or [node.target] if isinstance(node, ast.Assign | ast.AugAssign) else []
        if targets and not _begins(node.value):
            written = [k.value for k in getattr(node.value, "keywords", ()) if k.arg == "out" and isinstance(k.value, ast.Name)]
            for part in [*(part for target in targets for part in getattr(target, "elts", [target])), *written]:
                yield getattr(part, "id", None) or getattr(getattr(part, "value", None), "id", None), node.lineno
                if isinstance(getattr(part, "slice", None), ast.Constant) and isinstance(part.slice.value, str):
                    yield part.slice.value, node.lineno  # out["v"] = …


def aliases(some):
    """(name, other name, line) of each assignment of one name to another: both are one array."""
    for node in some:
        match node:
            case ast.Assign([ast.Name(name)], ast.Name(other)):
                yield name, other, node.lineno
            case ast.Assign([ast.Name(name)], ast.IfExp(_, one, two)):
                yield from ((name, n.id, node.lineno) for n in (one, two) if isinstance(n, ast.Name) and n.id != name)


@once
def in_place(function):
    """The names that a function changes in place, as in v += g."""
    return {n.targets[0].id for n in nodes(function) if getattr(n, "in_place", False)}


def in_place_at(function, *some):
    """The numbers of the lines in which one of some names is changed in place."""
    return {n.lineno for n in nodes(function) if getattr(n, "in_place", False) and n.targets[0].id in some}


def _begins(value):
    """Whether a value is only where something begins: a number, None, zeros; or that in one case, in the other what there is."""
    if isinstance(value, ast.IfExp):
        one, other = value.body, value.orelse
        return any(_begins(a) and (_begins(b) or isinstance(b, ast.Name)) for a, b in ((one, other), (other, one)))
    parts = getattr(value, "elts", [value])
    return all(isinstance(part, ast.Constant) or re.match(r"np\.(zeros|ones|empty|full)", ast.unparse(part)) for part in parts)


def line_of(function, *tests, last=True):
    """The number of the last line (or the first) that assigns to a name that fits the first test that any does, or None.

    A quantity that is computed where it is returned has the line of the return.
    """
    found = list(_made(nodes(function)))
    for name, value in (pair for pairs in _returns(function) for pair in pairs):
        if name and any(isinstance(n, ast.BinOp) for n in ast.walk(value)):
            found.append((name, value.lineno))
    return _line(found, tests, max if last else min)


def _line(found, tests, which):
    fit = ([number for name, number in found if name and fits(name)] for fits in tests)
    return next(map(which, filter(None, fit)), None)


def return_line(function, name=None):
    """The number of the last return, or of the line of it in which a name comes back; or None."""
    last = max((node.lineno for node in nodes(function) if isinstance(node, ast.Return)), default=None)
    named = [value.lineno for pairs in list(_returns(function))[-1:] for key, value in pairs if key == name and key]
    return (named or [last])[0]


@once
def assigned_again(function):
    """The names that several lines of a function assign to, not only branches of one `if`: they mean one thing, then another."""
    blocks = [getattr(node, part, ()) for node in nodes(function) for part in ("body", "orelse")]
    made = [[assigned(part) for part in block] for block in blocks if isinstance(block, list)]
    return {name for block in made for i, one in enumerate(block) for other in block[:i] for name in one & other}


def unpacked(function):
    """The names that a function takes apart: m, v = state, state["m"], state[0] and state[1]; or copies of: dict(state)."""
    some = nodes(function)
    apart = [n.value for n in some if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Tuple)]
    named = [n for n in some if isinstance(n, ast.Subscript) and isinstance(n.slice, ast.Constant)]
    second = {ast.unparse(n.value) for n in named if n.slice.value == 1}
    apart += [n.value for n in named if isinstance(n.slice.value, str) or (n.slice.value == 0 and ast.unparse(n.value) in second)]
    whole = {name for value in apart for name in _same_as(value)}
    copied = [n.value for n in some if isinstance(n, ast.Assign) and getattr(n.targets[0], "id", None) in whole]
    return whole.union(*map(_same_as, copied))


def _same_as(value):
    """The names that a value is, or a copy of, in one case or another."""
    match value:
        case ast.Name(name):
            return {name}
        case ast.IfExp(_, one, other) | ast.BoolOp(_, [one, other]):
            return _same_as(one) | _same_as(other)
        case ast.Call(ast.Name("dict") | ast.Attribute(_, "copy" | "deepcopy"), [one]) | ast.Call(ast.Attribute(one, "copy"), []):
            return _same_as(one)
        case ast.Dict([None, *_], [one, *_]):  # {**state}
            return _same_as(one)
        case ast.ListComp(_, [each]) | ast.GeneratorExp(_, [each]):  # [part.copy() for part in state]
            return _same_as(each.iter)
    return set()


def start_of(function, name):
    """The number of the line in which a memory gets its first value, as in h = np.zeros_like(x); None where only the signature
    has one."""
    made = (n for n in nodes(function) if isinstance(n, ast.Assign) and _begins(n.value))
    return next((n.lineno for n in made if name in [getattr(target, "id", None) for target in n.targets]), None)


def def_line(function):
    """The number of the line of the signature."""
    return 1 + above(function)


def targets(function, number):
    """The names to which a statement of a line gives one value, as in v = v_max = …"""
    made = [n.targets for n in nodes(function) if isinstance(n, ast.Assign) and n.lineno == number]
    return [name.id for name in max(made, key=len, default=[]) if isinstance(name, ast.Name)]


def helper_line(function, number, pieces):
    """The number of the line of a helper that a line calls, where some wrong pieces all stand there and none in the line; or
    None."""
    text, wrong = line(function, number), {key(piece) for piece in pieces if piece is not None}

    def inside(node):
        return {key(n) for n in ast.walk(in_numpy(node)) if isinstance(n, ast.expr)}

    here = [n.value for n in nodes(function) if isinstance(n, ast.Assign | ast.Return) and n.lineno == number and n.value]
    if not wrong or wrong & set().union(*map(inside, here)):
        return None
    for node in (*nodes(function)[1:], *itertools.chain(*map(nodes, helpers(function)))):
        match node:
            case ast.Assign([ast.Name(name)], ast.Lambda(args, body)) | ast.FunctionDef(name, args, [ast.Return(body)]):
                if f"{name}(" in text and wrong <= inside(body) - {a.arg for a in args.args}:
                    return body.lineno
    return None


def own_calls(function, line):
    """The names of functions that a line calls and that are made within its function, or beside it in its cell."""
    own = {helper.__name__ for helper in helpers(function)}
    for node in nodes(function):
        match node:
            case ast.FunctionDef(name) | ast.Assign([ast.Name(name)], ast.Lambda()):
                own.add(name)
    return {name for name in own if re.search(rf"\b{name}\(", line)}


def holds(function, called, otherwise=False):
    """Whether a function calls np.sqrt, say; otherwise: or may do the same in another way, by a power, or by an `if`."""
    some, module, name = nodes(function), *called.rpartition(".")[::2]
    if not some or not module:  # a variable, or nobody can tell
        return bool(module) and not otherwise
    powers = [n.right for n in some if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Pow)]
    rooted = any(not isinstance(getattr(n, "value", None), int) for n in powers)
    chosen = any(isinstance(n, ast.If | ast.Compare) for n in some)
    names = {name, name.removesuffix("imum")}  # max is np.maximum
    there = any(names & {getattr(n, "id", None), getattr(n, "attr", None)} for n in some)
    return there or (otherwise and (rooted if name == "sqrt" else chosen))


def case_line(function, *tests):
    """The number of the line that makes what fits a test in the first step alone: under `if t == 1`, `if v is None`; or None."""
    first = re.compile(r"\bis None|== 1\b|< 2\b|<= 1\b")
    asked = [n for n in nodes(function) if (isinstance(n, ast.If) and first.search(ast.unparse(n.test)))
             or (isinstance(n, ast.match_case) and ast.unparse(n.pattern) == "None")]  # fmt: skip
    some = [part for n in asked for top in n.body for part in ast.walk(top)]
    back = [(k.arg, k.value.lineno) for n in some if isinstance(n, ast.Return) for k in getattr(n.value, "keywords", ())
            if not isinstance(k.value, ast.Name)]  # fmt: skip
    begins = [(target.id, n.lineno) for n in some if isinstance(n, ast.Assign) and _begins(n.value)
              for target in n.targets if isinstance(target, ast.Name)]  # fmt: skip
    return _line([*_made(some), *back], tests, max) or _line(begins, tests, max)


def loop_line(function, line=None):
    """The number of a line if it is in a loop, else of the first loop or slice; or None."""
    loops = [n for n in nodes(function) if isinstance(n, ast.For | ast.While)]
    if any(loop.lineno <= (line or 0) <= loop.end_lineno for loop in loops):
        return line
    slices = [n.target if isinstance(n, ast.comprehension) else n for n in nodes(function)
              if isinstance(n, ast.comprehension | ast.Slice)]  # fmt: skip
    return min((n.lineno for n in loops + slices if hasattr(n, "lineno")), default=None)


@once
def own_names(function):
    """The names that a function gives values to."""
    return set().union(*map(assigned, nodes(function)[:1]))


@once
def of_one_coordinate(function):
    """The names that a loop gives values to, one coordinate after the other: in which something is asked by its index."""
    found = set()
    for loop in (n for n in nodes(function) if isinstance(n, ast.For)):
        slices = [n.slice for part in loop.body for n in ast.walk(part) if isinstance(n, ast.Subscript)]
        asked = {n.id for some in slices for n in ast.walk(some) if isinstance(n, ast.Name)}
        found |= set().union(*map(assigned, loop.body)) if asked & assigned(loop.target) else set()
    return found


def remade(function, name):
    """Whether a name gets a value in every step, not in the first alone."""
    return line_of(function, lambda made: made == name) not in (None, case_line(function, lambda made: made == name))


def mixing(function, matrix):
    """[(text, line)] of what counts axes from the front or, not `matrix`, makes one number of several and keeps no axis."""
    found = []
    for node in nodes(function):
        match node:
            case ast.Subscript(ast.Attribute(attr="shape"), ast.Constant()) | ast.Attribute(attr="T") | ast.Call(ast.Name("len")):
                found += [node] if matrix else []
            case ast.Call(ast.Attribute(attr="norm" | "sum" | "mean" | "max" | "min" | "std" | "prod"), keywords=named):
                found += [node] if not matrix and "keepdims" not in {k.arg for k in named} else []
    return [(ast.unparse(node), node.lineno) for node in found]


def is_empty(function):
    """Whether the body is nothing but a docstring, pass or ..."""
    said = [s for body in nodes(function)[:1] for s in body.body if not isinstance(s, ast.Pass)]
    return bool(nodes(function)) and all(isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant) for s in said)


def made_below(function, number, name):
    """(name, number of its line) of what a line needs and only a line below it makes; None of anything else."""
    first = line_of(function, lambda made: made == name, last=False) if name and number else None
    return (name, first) if first and first > number and name not in inspect.signature(function).parameters else None


def changed_by(function, number, called):
    """(name, number of a line above) of what a line uses and that one has changed by a call, such as zeta = np.minimum(zeta, 1),
    where the line itself has no such call; or None."""
    text = line(function, number) if number else ""
    above = (n for n in nodes(function) if isinstance(n, ast.Assign) and n.lineno < (number or 0))
    for node, name in ((n, name) for n in above for name in assigned(n) if f"{called}(" not in text):
        both = ast.unparse(node.value), text.partition("=")[2]
        if f"{called}(" in both[0] and all(re.search(rf"\b{name}\b", code) for code in both):
            return name, node.lineno
    return None


def makes_function(function):
    """Whether a function hands back another one that it makes."""
    made = {n.name for n in nodes(function)[1:] if isinstance(n, ast.FunctionDef)}
    back = [n.value for n in nodes(function) if isinstance(n, ast.Return)]
    return any(isinstance(value, ast.Lambda) or getattr(value, "id", None) in made for value in back)


@once
def catches_all(function):
    """Whether a `while` has an except for all errors in it, also for that which stops a loop without an end."""
    tries = (n for loop in nodes(function) if isinstance(loop, ast.While) for n in ast.walk(loop) if isinstance(n, ast.Try))
    caught = (handler.type for n in tries for handler in n.handlers)
    return any(kind is None or getattr(kind, "id", "") == "BaseException" for kind in caught)


@once
def used(function, name):
    """Whether more is made of a name than what comes back under another one, or itself."""
    bare = {id(value) for pairs in _returns(function) for _, value in pairs}
    bare |= {id(n) for node in nodes(function) if isinstance(node, ast.Assign) and name in assigned(node) for n in ast.walk(node)}
    return any(getattr(n, "id", None) == name and id(n) not in bare for n in nodes(function))


@once
def line(function, number):
    """The text of a line, with the rest of a short statement; "" where there is none."""
    try:
        cell = cell_of(function)
        rows = linecache.getlines(cell) if cell else inspect.getsource(function).splitlines()
        ends = (n.end_lineno for n in nodes(function) if isinstance(n, ast.Assign | ast.Return) and n.lineno == number)
        whole = " ".join(row.strip() for row in rows[number - 1 : max(ends, default=number)])
        return whole.replace("( ", "(").replace(" )", ")") if len(whole) < SHORT else rows[number - 1].strip()
    except (OSError, TypeError, IndexError):
        return ""
