"""What a learner's arguments and returned values mean: by exact names first, then by other common names, then by their order."""

import functools
import inspect
import itertools
import re
from typing import Any, NamedTuple

import numpy as np

from .foreign import Stumble

EMPTY = inspect.Parameter.empty
EVERYTHING = ("state", "optstate", "memory", "config", "cache")  # a tuple or dict of all that is remembered
_GREEK = dict(zip("αβγδεηθμρ", "alpha beta gamma delta eps eta theta mu rho".split(), strict=True))

# Other names in use, best first; written without underscores.
ALIASES = {
    "x": "w theta params param weights weight p pos position point xs wt xt newx xnew".split(),
    "g": "grad grads gradient gradients dx dw dtheta gt derivative slope dldx".split(),
    "t": "step i k it iteration iterations niter nstep time count steps epoch".split(),
    "grad": "gradient gradf fgrad gradfn gradfunc df fprime fn func gradfunction gradientfn dfdx".split(),
    "f": "loss cost value fx".split(),
    "rng": "random generator gen".split(),
    "lr": "learningrate eta alpha stepsize rate a".split(),
    "mu": "momentum beta gamma mom friction decay beta1 b rho alpha".split(),
    "rho": "decay gamma beta beta2 alpha decayrate b r keep".split(),
    "beta1": "b1 betaone betam mu rho1 decay1 momentum".split(),
    "beta2": "b2 betatwo betav nu rho2 decay2 rho".split(),
    "eps": "epsilon e tiny small delta fudge".split(),
    "final_lr": "finallr lrfinal finalrate lastlr endlr".split(),
    "m": "m1 mean mom momentum moment first firstmoment avg average expavg ema mt velocity v s".split(),
    "v": "m2 s second secondmoment var variance sq expavgsq velocity vel r cache g2 meansquare vt n u".split(),
    "h": "cache sum sumsq acc accumulator total s g2 v ht n r".split(),
    "u": "infnorm norm uinf edelta edx2 deltasq accdelta s v sx".split(),
    "v_max": "vmax vhat vhatmax maxv largest vm".split(),
    "m_hat": "mhat mcorrected mh mc mbar mcorr mhatt firstcorrected".split(),
    "v_hat": "vhat vcorrected vh vc vbar vcorr vhatt shat scorrected secondcorrected".split(),
    "g_ahead": "glook lookahead gahead gradahead gnext gl".split(),
    "delta": "dx step update d change".split(),
    "mem": "memory s tau".split(),
    "weight_decay": "wd decay lambda lam lmbda l2".split(),
}


class Role(NamedTuple):
    """What a parameter is: kind "input", "state", "hyper" or "own" (left to its default), under the reference's name."""

    kind: str
    name: str
    default: Any = EMPTY
    by_place: bool = False


@functools.lru_cache(maxsize=1024)
def plain(name):
    """A name without case, underscores, Greek letters and words like old and new."""
    name = "".join(_GREEK.get(c, c) for c in str(name)).lower()
    name = re.sub(r"^(old|prev|new|next|last)_(?!lr)|_(old|prev|new|next|last|t)$", "", name)
    return name.replace("_", "")


def read_roles(function, sig):
    """{parameter: Role} of a learner's function for a reference of signature `sig`."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        raise Stumble("not a function", "The arguments of your function cannot be read; write it with def.") from None
    open_ended = [p for p in parameters if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    parameters = [p for p in parameters if p not in open_ended]
    free = dict(input=list(sig.inputs), state=list(sig.state), hyper=list(sig.hyper))
    if "grad" in free["input"]:
        free["input"].append("g")  # the gradient at x, for those who write the form without a look-ahead
    if "g" in free["input"] and "t" not in free["input"]:
        free["input"].append("t")
    found = {}

    for p in parameters:  # a dict or an empty list cannot be the start of an average: it is a hiding place, or holds everything
        hides = isinstance(p.default, dict | set) or (isinstance(p.default, list) and not p.default)
        if hides or _holds_everything(p.name, p.default):
            found[p.name] = Role("own", p.name, p.default)

    def same_number(p, h):
        return h in sig.hyper and type(p.default) is type(sig.hyper[h]) and p.default == sig.hyper[h]

    def assign(p, kind, name):
        if name in free[kind]:
            free[kind].remove(name)
        found[p.name] = Role(kind, name, p.default, p.kind == p.POSITIONAL_ONLY)

    def alias(p, role):
        return plain(p.name) in ALIASES.get(role, ())

    course_names = {"v", "s"} <= {p.name for p in parameters} and {"m", "v"} <= set(sig.state) and "s" not in sig.state
    for fits in (lambda p, role: p.name == role, lambda p, role: plain(p.name) == plain(role), alias, same_number):
        for p in parameters:
            if p.name in found:
                continue
            if plain(p.name) == "betas" and "beta1" in sig.hyper:
                free["hyper"] = [name for name in free["hyper"] if name not in ("beta1", "beta2")]
                assign(p, "hyper", "betas")
            elif course_names and p.name in ("v", "s"):  # velocity and square, as some courses call Adam's m and v
                assign(p, "state", "m" if p.name == "v" else "v")
            else:
                options = [(kind, role) for kind in _kinds(p) for role in free[kind] if fits(p, role)]
                options.sort(key=lambda option: not same_number(p, option[1]))
                match = options[0] if options and (fits is not same_number or len(options) == 1) else None
                if match and not (p.default is not EMPTY and match[1] == "g"):
                    assign(p, *match)
    for p in parameters:  # the rest by its place
        if p.name not in found:
            if p.default is EMPTY:
                asked = {*sig.inputs, *sig.state, *sig.hyper}
                kind = next((kind for kind in ("input", "state", "hyper") if asked.intersection(free[kind])), None)
                if kind is None:
                    what = f"Your function asks for {p.name!r}, and the checker does not know what that is."
                    raise Stumble("unknown argument", f"{what} {_given(sig)}")
                assign(p, kind, free[kind][0])
            elif p.kind != p.KEYWORD_ONLY and free["state"] and (p.default == 0 or not isinstance(p.default, int | float | str)):
                assign(p, "state", free["state"][0])
            else:
                found[p.name] = Role("own", p.name, p.default)
    if not any(role.name == "x" for role in found.values()):
        what = "takes *args or **kwargs" if open_ended else "does not take x"
        raise Stumble("unknown argument", f"Your function {what}. {_given(sig)}")
    return {p.name: found[p.name] for p in parameters}


def renamed(found, missing):
    """Other readings of the arguments: what has a number as default and no role, as the hyperparameters that are missing."""
    rest = [p for p, role in found.items() if role.kind == "own" and type(role.default) in (int, float)]
    for chosen in itertools.islice(itertools.permutations(rest, len(missing)), bool(missing) and 24):
        yield found | {p: found[p]._replace(kind="hyper", name=h) for p, h in zip(chosen, missing, strict=True)}


def _holds_everything(name, default):
    if isinstance(default, tuple):
        return plain(name) in EVERYTHING or (len(default) > 1 and plain(name) != "betas")
    return plain(name) in EVERYTHING and default is None


def everything(found):
    """The parameter in which a learner keeps all that is remembered, as one tuple or dict; None if there is none."""
    return next((p for p, role in found.items() if role.name == p and _holds_everything(p, role.default)), None)


def _kinds(p):
    """Which kinds a parameter may be, the likeliest first."""
    if p.kind == p.KEYWORD_ONLY:
        return "hyper", "state", "input"
    if p.default is EMPTY:
        return "input", "state", "hyper"
    number = isinstance(p.default, int | float) and p.default != 0
    return ("hyper", "state", "input") if number else ("state", "hyper", "input")


def _given(sig):
    state = f", the state {', '.join(sig.state)}" if sig.state else ""
    return f"It can give {', '.join(sig.inputs)}{state} and the hyperparameters {', '.join(sig.hyper) or '(none)'}."


# What comes back


def flatten(row, names, whole=None):
    """A returned value as [(name or None, value)]: dicts have names, tuples the `names` in the return line; None for nothing.

    whole : the name of a memory that holds everything in one tuple or dict, and stays as it is.
    """
    if row is None or row is Ellipsis:
        return None
    if whole:
        return _beside(row, names, whole)
    row = row._asdict() if hasattr(row, "_asdict") else row
    if isinstance(row, dict):
        return [pair for key, value in row.items() for pair in (value.items() if isinstance(value, dict) else [(key, value)])]
    if not isinstance(row, tuple | list) or (isinstance(row, list) and not any(np.ndim(part) for part in row)):
        return [(None, row)]
    items = list(_unnest(row))
    bare = [i for i, (name, _) in enumerate(items) if name is None]
    if len(bare) == 1 < len(items):  # (x, dict of the rest)
        items[bare[0]] = "x", items[bare[0]][1]
    elif len(names) == len(items) and None not in names and len(set(names)) == len(names):
        items = [(name, value) for name, (_, value) in zip(names, items, strict=True)]
    return items


def _unnest(row):
    for part in row:
        if isinstance(part, dict):
            yield from part.items()
        elif isinstance(part, tuple):
            yield from _unnest(part)
        else:
            yield None, part


def _beside(row, names, whole):
    """x, and the memory that holds everything, as it came back."""
    if isinstance(row, dict) and whole in row:
        return list(row.items())
    kept = [part for part in row if isinstance(part, tuple | list | dict)] if isinstance(row, tuple) else []
    if not kept and isinstance(row, tuple) and len(row) == 2:
        kept = [row[names.index(whole) if whole in names and len(names) == 2 else 1]]
    if len(kept) == 1 and len(row) > 1:
        return [("x", next(part for part in row if part is not kept[0])), (whole, kept[0])]
    raise Stumble("return missing", f"Your function does not return {whole} beside x, as it came in; the next step needs it.")


def find(name, returned, found, sig):
    """The key under which the learner returns x, or a state of his; None if he does not."""
    role = "x" if name == "x" else found[name].name
    own = next((p for p, r in found.items() if r.name == "x" and r.kind == "input"), "x") if name == "x" else name
    taken = {key for key in returned if key in found and found[key].name != role}
    ways = (lambda key: key in (own, name), lambda key: plain(key) in (plain(own), plain(role)),
            lambda key: key not in taken and plain(key) in ALIASES.get(role, ()),
            lambda key: name == "x" and len(returned) == 1 and not sig.state)  # fmt: skip
    return next((key for fits in ways for key in returned if fits(key)), None)


@functools.lru_cache(maxsize=1024)
def quantity_of(name, quantities):
    """The reference's quantity that a returned name stands for, or None."""
    for q in sorted(quantities, key=lambda q: q != name):  # exact names first: G and g are two
        if name == q or plain(name) == plain(q):
            return q
    return next((q for q in quantities if plain(name) in ALIASES.get(q, ()) and len(q) > 1), None)


def names_quantity(name, wanted, found):
    """Whether a name in the learner's function stands for a quantity of the reference."""
    return (found[name].name if name in found else plain(name)) in (wanted, plain(wanted))
