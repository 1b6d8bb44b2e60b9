"""What a learner's arguments and returned values mean: by exact names first, then by other common names, then by their order."""

import functools
import inspect
import itertools
import re
from typing import Any, NamedTuple

import numpy as np

from . import source
from .stumble import Stumble

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
    "final_lr": "lrfinal finalrate lastlr endlr".split(),
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
    if "grad" in sig.inputs:
        free["input"].append("g")  # the gradient at x, for those who write the form without a look-ahead
    if "g" in free["input"] and "t" not in free["input"]:
        free["input"].append("t")
    if "beta1" in sig.hyper:
        free["hyper"].append("betas")  # both in a tuple
    course = {"v": "m", "s": "v"}  # velocity and square, as some courses call Adam's m and v
    course = course if {*course} <= {p.name for p in parameters} and {*sig.state} & {"m", "v", "s"} == {"m", "v"} else {}
    found = {}

    called = {p.name for p in parameters} - {"g", "t", "f", "n"}  # letters in the rule's order, as a, b, c
    bare = len(called) == sum(len(name) == 1 for name in called) > 1 and "x" not in called

    def same_number(p, h):
        return h in sig.hyper and type(p.default) is type(sig.hyper[h]) and p.default == sig.hyper[h]

    def assign(p, kind, name):
        if name in free.get(kind, ()):
            free[kind].remove(name)
        found[p.name] = Role(kind, name, p.default, p.kind == p.POSITIONAL_ONLY)

    for p in parameters:  # a dict or an empty list cannot be the start of an average: it is a hiding place, or holds everything
        hides = isinstance(p.default, dict | set) or (isinstance(p.default, list) and not p.default)
        if hides or _holds_everything(p.name, p.default, function):
            assign(p, "own", p.name)
    for fits in (
        lambda p, role: course.get(p.name, p.name) == role,
        lambda p, role: plain(p.name) == plain(role),
        lambda p, role: plain(p.name) in ALIASES.get(role, ()) and not (bare and len(p.name) == 1),
        same_number,
    ):
        for p in (p for p in parameters if p.name not in found):
            options = [(kind, role) for kind in _kinds(p) for role in free[kind] if fits(p, role)]
            options.sort(key=lambda option: not same_number(p, option[1]))
            one = len(options) == 1 or (options and fits is not same_number)
            if one and (p.default is EMPTY or _may_start(p, *options[0], sig)):
                assign(p, *options[0])
    for p in (p for p in parameters if p.name not in found):  # the rest by its place
        if p.default is EMPTY:
            asked = {*sig.inputs, *sig.state, *sig.hyper}
            kind = next((kind for kind in ("input", "state", "hyper") if asked.intersection(free[kind])), None)
            if kind is None:
                what = f"Your function asks for {p.name!r}, and the checker does not know what that is."
                raise Stumble("unknown argument", f"{what} {_given(sig)}")
            assign(p, kind, free[kind][0])
        elif p.kind != p.KEYWORD_ONLY and free["state"] and (
            p.default in (0, sig.state[free["state"][0]]) or not isinstance(p.default, int | float | str)
        ):
            assign(p, "state", free["state"][0])
        else:
            assign(p, "own", p.name)
    if not any(role.name == "x" for role in found.values()):
        if source.makes_function(function):
            what = "Your function makes another one: call it first, as in check(make(), step)"
            raise Stumble("not a function", f"{what}.")
        what = "takes *args or **kwargs" if open_ended else "does not take x"
        raise Stumble("unknown argument", f"Your function {what}. {_given(sig)}")
    return {p.name: found[p.name] for p in parameters}


def _may_start(p, kind, role, sig):
    """Whether what has a default may mean this: g has none, and step=None is no number of steps where the rule asks for none."""
    return role != "g" and (kind != "input" or role in sig.inputs or plain(p.name) == role)


def renamed(found, missing):
    """Other readings of the arguments: what has a number as default and no role, as the hyperparameters that are missing."""
    rest = [p for p, role in found.items() if role.kind == "own" and type(role.default) in (int, float)]
    for chosen in itertools.islice(itertools.permutations(rest, len(missing)), bool(missing) and 24):
        yield found | {p: found[p]._replace(kind="hyper", name=h) for p, h in zip(chosen, missing, strict=True)}


def _holds_everything(name, default, function):
    if isinstance(default, tuple):
        return plain(name) in EVERYTHING or (len(default) > 1 and plain(name) != "betas")
    return default is None and (plain(name) in EVERYTHING or name in source.unpacked(function))


def everything(found, function):
    """The parameter in which a learner keeps all that is remembered, as one tuple or dict; None if there is none."""
    return next((p for p, role in found.items() if role.name == p and _holds_everything(p, role.default, function)), None)


def _kinds(p):
    """Which kinds a parameter may be, the likeliest first."""
    if p.default is EMPTY and p.kind != p.KEYWORD_ONLY:
        return "input", "state", "hyper"
    number = isinstance(p.default, int | float) and p.default != 0
    return ("hyper", "state", "input") if number or p.kind == p.KEYWORD_ONLY else ("state", "hyper", "input")


def _given(sig):
    state = f", the state {', '.join(sig.state)}" if sig.state else ""
    return f"It can give {', '.join(sig.inputs)}{state} and the hyperparameters {', '.join(sig.hyper) or '(none)'}."


# What comes back


def flatten(row, names, whole=None):
    """A returned value as [(name or None, value)]: dicts have names, what is in a tuple has none; None for nothing.

    whole : the name of a memory that holds everything in one tuple or dict, and stays as it is. names : of the return line.
    """
    if row is None or row is Ellipsis:
        return None
    if whole:
        return _beside(row, names, whole)
    row = row._asdict() if hasattr(row, "_asdict") else row
    several = isinstance(row, dict | tuple) or (isinstance(row, list) and any(np.ndim(part) for part in row))
    return list(_leaves(row)) if several else [(None, row)]


def _leaves(row):
    for name, part in row.items() if isinstance(row, dict) else ((None, part) for part in row):
        if isinstance(part, dict) or (isinstance(part, tuple) and name is None):
            yield from _leaves(part)
        else:
            yield name, part


def _beside(row, names, whole):
    """x, and the memory that holds everything, as it came back."""
    if isinstance(row, dict) and whole in row:
        return list(row.items())
    if isinstance(row, tuple) and len(row) == 2:
        at = names.index(whole) if whole in names[:2] else int(not isinstance(row[0], tuple | list | dict))
        return [("x", row[1 - at]), (whole, row[at])]
    raise Stumble("return missing", f"Your function does not return {whole} beside x, as it came in; the next step needs it.")


def find(name, returned, found, sig):
    """The key under which the learner returns x, or a state of his; None if he does not."""
    role = "x" if name == "x" else found[name].name
    own = next((p for p, r in found.items() if r.name == "x" and r.kind == "input"), "x") if name == "x" else name
    others = {p for p, r in found.items() if r.name != role}  # p_new belongs to p
    taken = {key for key in returned if key in others or (name == "x" and plain(key) in map(plain, others))}
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


# What comes back without names, or under names of the learner's own


def keys_of(whole, state, quantities, known, expected=None):
    """{key: quantity} of a dict of all that is remembered: by the names of the keys; the others by what they hold in the first
    step, where the rule has `expected`, but for the wrong one; else in their order. known: what is known of them already."""
    meant = {key: known.get(key) or quantity_of(key, quantities) for key in whole}
    left, free = [key for key in meant if not meant[key]], [q for q in state if q not in meant.values()]
    if expected:
        fits = {key: next((q for q in free if alike(whole[key], expected.get(q))), None) for key in left}
        fits = {key: q for key, q in fits.items() if q and [*fits.values()].count(q) == 1}
        left, free = ([n for n in some if n not in done] for some, done in ((left, fits), (free, fits.values())))
        meant |= fits | (dict(zip(left, free)) if len(left) == len(free) else {})
    return {key: q for key, q in meant.items() if q}


def in_order(items, learner, fit):
    """[name] of the values of a tuple: those in the return line where they tell, else the order that fits best.

    items : [(name or None, value)]. fit : a function, how well {parameter: value} fits the first step.
    """
    called = learner.returned if len(learner.returned) == len(items) else [name for name, _ in items]
    stays = {p for p, role in learner.roles.items() if role.name == "x"} - learner.made - learner.in_place
    if len(called) > len(learner.state):  # what x was before the step may be remembered
        called = [None if name in stays else name for name in called]
    wanted = ("x", *learner.state)
    close = {p: find(p, list(filter(None, called)), learner.roles, learner.sig) for p in wanted}
    strict = {p: p if p in called else None for p in wanted}  # a name may be in use for something else
    for keys in (strict, close) if None in close.values() else (close,):
        told = {*learner.roles, *keys.values()} - {None}
        free = [i for i, n in enumerate(called) if n not in told and not (n and quantity_of(n, learner.quantities))]
        lost = [p for p, key in keys.items() if key is None]
        if len(items) < len(keys):
            lost = [p for p in lost if p not in learner.in_place]
        if len(lost) <= len(free):
            break
    if len(lost) <= len(free):
        lost.sort(key="x".__eq__)  # at the end, where nothing else tells
        ways = [dict(zip(order, lost)) for order in itertools.permutations(free[:5], len(lost))]
        points = [fit({p: items[i][1] for i, p in way.items()}) for way in ways]
        best = [way for way, some in zip(ways, points) if some == max(points)] or ways[:1]  # none where all are nan
        learner.orders = [[names.get(i, name) for i, name in enumerate(called)] for names in best]
        return learner.orders[0]
    if len(items) == len(keys):  # a name of one state stands in another one's place: as in the signature, x at one end
        orders = [*learner.state, "x"], ["x", *learner.state]
        return max(orders, key=lambda order: fit(dict(zip(order, (value for _, value in items)))))
    if len(items) < len(keys):
        alone = f"{called[0] or 'x'} alone" if len(items) == 1 else f"{len(items)} values"
        what = f"Your function returns {alone}; the next step needs {', '.join(keys)}."
        raise Stumble("x returned alone", what)
    return list(called)


def alike(value, other):
    """Whether two values are numbers of one shape, and equal."""
    try:
        return np.shape(value) == np.shape(other) and bool(np.allclose(value, other, rtol=1e-9, atol=0))
    except (TypeError, ValueError):
        return False
