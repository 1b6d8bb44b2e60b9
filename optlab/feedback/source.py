"""What can be read off the source of a learner's function, as far as there is one."""

import ast
import functools
import inspect
import textwrap


@functools.lru_cache(maxsize=64)
def tree(function):
    """The syntax tree of a function, or None where there is no source (typed into a bare prompt, a built-in)."""
    try:
        module = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, IndentationError):
        return None
    return next((node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)), None)


def source_tree(function):
    try:
        return tree(function)
    except TypeError:  # not hashable
        return None


def numbers(function, sig):
    """The numbers that stand in the source, without those that every formula has and without the defaults: at most four."""
    tree = source_tree(function)
    found = {abs(n.value) for n in ast.walk(tree) if isinstance(n, ast.Constant) and type(n.value) in (int, float)} if tree else ()
    usual = {0, 1, 2} | (set(sig.hyper.values()) if tree and not _in_body(tree, sig) else set())
    return sorted(set(found) - usual)[:6]


def _in_body(tree, sig):
    inner = {n.value for part in tree.body for n in ast.walk(part) if isinstance(n, ast.Constant)}
    return bool(inner & (set(sig.hyper.values()) - {0, 1, 2}))


def _returns(function):
    body = source_tree(function)
    return [] if body is None else [node.value for node in ast.walk(body) if isinstance(node, ast.Return)]


def returned_names(function):
    """The names that stand in the last return: keys of a dict, or the names in a tuple (None where it is not a name)."""
    for value in reversed(_returns(function)):
        if isinstance(value, ast.Call):
            return [keyword.arg for keyword in value.keywords]
        if isinstance(value, ast.Dict):
            return [getattr(key, "value", None) for key in value.keys]
        if isinstance(value, ast.Tuple | ast.List):
            return [name for part in value.elts for name in _leaves(part)]
        if isinstance(value, ast.Name):
            return [value.id]
    return []


def _leaves(node):
    if isinstance(node, ast.Tuple | ast.List):
        return [name for part in node.elts for name in _leaves(part)]
    return [node.id if isinstance(node, ast.Name) else None]


def line_of(function, fits):
    """The number of the last line that assigns to a name that fits, or None; the def line is 1."""
    body, line = source_tree(function), None
    for node in ast.walk(body) if body else ():
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        for target in targets:
            name = getattr(target, "id", None) or getattr(getattr(target, "value", None), "id", None)
            if name and fits(name):
                line = node.lineno
    return line


def is_empty(function):
    """Whether the body is nothing but a docstring, pass or ..."""
    body = source_tree(function)
    if body is None:
        return False
    return all(isinstance(s, ast.Pass) or (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant)) for s in body.body)


def line(function, number):
    """The text of a line, counted from the def line as 1."""
    try:
        return inspect.getsource(function).splitlines()[number - 1].strip()
    except (OSError, TypeError, IndexError):
        return ""
