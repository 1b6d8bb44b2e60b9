"""Hostile calls: whatever goes in, out come finite arrays, a trace that says where it left the floats, or one clear error.

500 calls in a plain run; ``OPTLAB_FUZZ=10000 pytest tests/test_fuzz.py`` makes 10,000 of them.
"""

import math
import os
import traceback
import warnings

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import optlab
from optlab import landscapes, signals, variants

CALLS = int(os.environ.get("OPTLAB_FUZZ", "500"))


def calls(share):
    """A share of all calls, always the same ones."""
    return settings(max_examples=max(1, int(CALLS * share)), deadline=None, derandomize=True, database=None,
                    suppress_health_check=list(HealthCheck))  # fmt: skip


# Things that nobody should pass, and things on the edge of what may be passed


class Strange:
    """No number, no array, not even a repr."""

    def __repr__(self):
        raise RuntimeError("no repr")


class Spiky:
    """Claims to be an array."""

    def __array__(self, dtype=None, copy=None):
        raise KeyError("no array")


TINY, HUGE = 5e-324, 1e308
NUMBERS = st.sampled_from(
    [0.0, -0.0, 1.0, 0.5, -1.0, 0.999, 1e-8, 0.9, 2, 0, -1, 10**400, math.nan, math.inf, -math.inf, HUGE, -HUGE, TINY, 1e-308,
     np.float32(0.5), np.float64(0.9), np.float16(0.5), np.int64(1), np.longdouble(0.5), np.longdouble("1e4000"), True]
)  # fmt: skip
RUBBISH = st.sampled_from(
    [None, "a", "1.0", b"1", {}, {"a": 1.0}, set(), object(), Strange(), Spiky(), 1j, ..., float, len, np.sin, (), [], [[]],
     [1.0, [2.0, 3.0]], [None], ["1.0"], [1j], np.array("a"), np.array([1.0, "b"], object), np.array([1, 2]),
     np.array([True, False]),
     np.array([1 + 2j]), np.array([], float), np.zeros((0, 3)), np.datetime64("2020-01-01"), range(3), iter([1.0]), slice(2),
     np.ma.masked, np.array([1.0, 2.0], dtype=">f8"), np.random.default_rng(0), lambda t: t, lambda t: "x", lambda: 1.0]
)  # fmt: skip
SHAPES = st.sampled_from([(), (1,), (2,), (3,), (7,), (1, 1), (2, 1), (3, 2), (5, 2), (4, 1, 2), (2, 3, 2)])
VALUES = [np.zeros, np.ones, lambda s: np.full(s, HUGE), lambda s: np.full(s, -1e200), lambda s: np.full(s, TINY),
          lambda s: np.linspace(-3, 3, max(math.prod(s), 1))[: math.prod(s)].reshape(s),
          lambda s: np.where(np.arange(math.prod(s)) == math.prod(s) - 1, np.nan, 1.0).reshape(s),
          lambda s: np.where(np.arange(math.prod(s)) == 0, np.inf, 1.0).reshape(s)]  # fmt: skip
DTYPES = st.sampled_from([np.float64, np.float64, np.float32, np.float16, np.longdouble, np.int64, object, complex, bool])


@st.composite
def arrays(draw):
    with np.errstate(all="ignore"):
        array = draw(st.sampled_from(VALUES))(draw(SHAPES)).astype(draw(DTYPES))
    return draw(st.sampled_from([lambda a: a, np.ndarray.tolist, lambda a: a[..., ::-1] if a.ndim else a]))(array)


ANYTHING = st.one_of(NUMBERS, RUBBISH, arrays())
STEPS = [getattr(optlab, name) for name in
         ("sgd", "momentum", "nesterov", "smoothed_nesterov", "adagrad", "rmsprop", "rmsprop_graves", "adadelta", "adam",
          "adamax", "nadam", "amsgrad", "adabound", "amsbound", "smorms3", "eve")]  # fmt: skip
STEPS += [variants.momentum_torch, variants.nadam_torch]
NAMES = st.sampled_from(["lr", "beta1", "beta2", "mu", "rho", "eps", "learning_rate", "x", "m", "gamma", "t", "signal_", "c"])


@st.composite
def keywords(draw):
    """A few arguments by name, most of them wrong."""
    given = {name: draw(ANYTHING) for name in draw(st.lists(NAMES, max_size=3))}
    if draw(st.booleans()):
        given["lr"] = draw(st.sampled_from([0.1, 1e200, [0.1, 10.0], np.array([[0.1], [1.0]]), lambda t: 1 / t]))
    for name in draw(st.lists(st.sampled_from(["state", "rng", "x0", "n", "f"]), max_size=2)):
        given[name] = draw(
            st.one_of(ANYTHING, st.sampled_from([{"m": 1.0}, {"v": math.nan}, {"v": np.ones(2)}, {"nope": 1.0}, 3]))
        )
    return given


# What a learner might write


def hostile(kind, at):
    """A step that goes wrong in a given way at a given time."""
    later = {"n": 0}

    def step(x, g, t, m=0.0, v=None, *, lr=0.1, mode="a"):
        later["n"] += 1
        now = t >= at
        good = dict(m=0.9 * m + g, v=g, x=x - lr * g)
        wrong = {
            "nothing": lambda: None,
            "a tuple": lambda: (x, m),
            "no x": lambda: dict(m=m, v=v),
            "no state": lambda: dict(x=x),
            "only x": lambda: x,
            "rubbish": lambda: dict(good, m=Strange(), q=Spiky()),
            "ragged": lambda: dict(good, m=[1.0, [2.0]]),
            "None": lambda: dict(good, m=None),
            "text": lambda: dict(good, x="abc"),
            "complex": lambda: dict(good, v=1j * g, x=x + 1j),
            "complex state": lambda: dict(good, m=g * 1j),
            "integer": lambda: dict(good, x=x.astype(int)),
            "half": lambda: dict(good, x=x.astype(np.float16), m=np.float16(1)),
            "object": lambda: dict(good, x=x.astype(object)),
            "grows": lambda: dict(good, m=np.concatenate([np.atleast_1d(m)] * 2)),
            "grows x": lambda: dict(good, x=np.concatenate([x, x])),
            "more axes": lambda: dict(good, m=np.ones((*x.shape, 3))),
            "wrong shape": lambda: dict(good, v=np.ones((5, 7))),
            "empty": lambda: dict(good, m=np.ones((0, 3))),
            "scalar": lambda: dict(good, x=float(x.flat[0]), m=3, v=True),
            "more names": lambda: dict(good, **{f"q{t}": g}),
            "odd names": lambda: {**good, 3: g, None: 1.0},
            "nan": lambda: dict(good, v=np.nan * g),
            "nan for a moment": lambda: dict(good, q=np.where(t == at, np.nan, g)),
            "inf": lambda: dict(good, m=np.inf),
            "overflow": lambda: dict(good, q=1e200**2, x=x * 1e300),
            "Python overflow": lambda: dict(good, q=math.exp(1000.0 * at)),
            "domain": lambda: dict(good, q=math.sqrt(-1.0)),
            "division": lambda: dict(good, q=1 / 0),
            "jump": lambda: dict(good, x=-x * 1e308),
            "in place": lambda: dict(good, x=np.subtract(x, g, out=x)),
            "gradient in place": lambda: dict(good, x=x - g.__imul__(2)),
            "lr in place": lambda: dict(good, x=x - np.multiply(lr, 0.5, out=lr) * g),
            "state in place": lambda: dict(good, m=np.add(m, g, out=m)),
            "raises": lambda: {}["nope"],
            "huge int": lambda: dict(good, m=10**400, q=10**5000),
            "itself": lambda: dict(x=x, m=x, v=x),
            "fine": lambda: good,
        }
        names = dict(good, q=0.0) if kind in ("nan for a moment", "overflow", "Python overflow", "domain", "division") else good
        return wrong[kind]() if now else names

    return step


KINDS = st.sampled_from(
    ["nothing", "a tuple", "no x", "no state", "only x", "rubbish", "ragged", "None", "text", "complex", "complex state",
     "integer",
     "half", "object", "grows", "grows x", "more axes", "wrong shape", "empty", "scalar", "more names", "odd names", "nan",
     "nan for a moment", "inf", "overflow", "Python overflow", "domain", "division", "jump", "in place", "gradient in place",
     "lr in place", "state in place", "raises", "huge int", "itself", "fine"]
)  # fmt: skip


def bad_signature(x, *args, lr=0.1): ...
def asks_for_more(x, g, momentum, *, lr=0.1): ...
def no_x(g, *, lr=0.1): ...
def driver_name(x, g, *, steps=3): ...
def needs(x, g, *, lr): ...
def text_state(x, g, m="a"): ...
def asks_everywhere(x, grad, *, lr=0.1):
    return dict(x=x - lr * grad(np.ones((3, 5))))


def asks_nowhere(x, grad, *, lr=0.1):
    return dict(x=x - lr * grad(None))


def positional(x, /, g): ...


STEPLIKE = st.one_of(
    st.sampled_from(STEPS),
    st.builds(hostile, KINDS, st.integers(1, 4)),
    st.sampled_from([bad_signature, asks_for_more, no_x, driver_name, needs, text_state, asks_everywhere, asks_nowhere,
                     positional,
                     "adam", None, len, max, np.sin, dict, 3, lambda x, g: dict(x=x - g), lambda: None, print]),
)  # fmt: skip


def landscape(kind):
    """A landscape that goes wrong in a given way."""
    f, grad = (lambda x: (x**2).sum(-1)), (lambda x: 2 * x)

    def sometimes(wrong, right):
        def now(x):
            now.calls += 1
            return wrong(x) if now.calls > 3 else right(x)

        now.calls = 0
        return now

    wrong = {
        "fine": (f, grad),
        "no batches": (lambda x: x[0] ** 2 + x[1] ** 2, lambda x: np.array([2 * x[0], 2 * x[1]])),
        "nan": (f, lambda x: x * np.nan),
        "nan later": (f, sometimes(lambda x: x * np.nan, grad)),
        "loss nan later": (sometimes(lambda x: np.nan * x[..., 0], f), grad),
        "wrong shape": (f, lambda x: np.ones(5)),
        "wrong shape later": (f, sometimes(lambda x: np.ones((5, 7)), grad)),
        "loss of a wrong shape": (lambda x: x, grad),
        "loss of a wrong shape later": (sometimes(lambda x: x, f), grad),
        "nothing": (lambda x: None, lambda x: None),
        "nothing later": (f, sometimes(lambda x: None, grad)),
        "text": (f, lambda x: "abc"),
        "text later": (f, sometimes(lambda x: "abc", grad)),
        "complex later": (f, sometimes(lambda x: x * 1j, grad)),
        "a list": (lambda x: f(x).tolist(), lambda x: grad(x).tolist()),
        "integers": (lambda x: f(x).astype(int), lambda x: grad(x).astype(int)),
        "overflow": (lambda x: np.exp(np.abs(x).sum(-1)), lambda x: np.sign(x) * np.exp(10 * np.abs(x))),
        "Python overflow": (f, sometimes(lambda x: x * math.exp(1e4), grad)),
        "raises": (f, sometimes(lambda x: [][1], grad)),
        "writes into x": (f, lambda x: np.multiply(x, 2, out=x)),
        "float32": (f, lambda x: grad(x).astype(np.float32)),
    }[kind]
    return landscapes.Landscape(*wrong, start=(-2.8, -2.5))


LANDSCAPES = st.one_of(
    st.sampled_from(list(landscapes.ALL.values())),
    st.sampled_from([landscapes.simple_quadratic.with_noise(0.5), landscapes.ravine(1e300), landscapes.ravine, "ripple"]),
    st.sampled_from([None, 3, dict]),
    st.builds(landscape, st.sampled_from(
        ["fine", "no batches", "nan", "nan later", "loss nan later", "wrong shape", "wrong shape later", "loss of a wrong shape",
         "loss of a wrong shape later", "nothing", "nothing later", "text", "text later", "complex later", "a list", "integers",
         "overflow", "Python overflow", "raises", "writes into x", "float32"])),
)  # fmt: skip


# What must hold


def from_outside(error):
    """Whether the learner's own function raised it, that is: a function of this file stands last in the traceback."""
    frames = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    return os.path.basename(frames[-1]) == "test_fuzz.py" and len(frames) > 2


def outcome(call):
    """The result of a call, or None if it ended with an error of the allowed kind. Warnings count as errors."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return call()
    except (TypeError, ValueError) as error:
        message = str(error)
        if from_outside(error) or " argument" in message:  # Python's own word on a call with a wrong number of arguments
            return None
        frames = traceback.extract_tb(error.__traceback__)
        assert f"{os.sep}optlab{os.sep}" in frames[-1].filename, f"from outside optlab: {message}"
        assert (frames[-1].line or "").startswith("raise "), f"not raised on purpose: {message}"
        assert message.endswith(".") and "\n" not in message and ". " not in message.replace("...", ""), message
        assert " at 0x" not in message, message
        return None
    except Exception as error:
        assert from_outside(error), f"{type(error).__name__} from inside: {error}"
        return None


def check_trace(trace):
    """Finite, or it says where it left the floats."""
    if trace is None:
        return
    arrays = {name: trace[name] for name in (*trace.names, "path")[: len(trace.names)]}
    left = np.asarray(trace.left)
    assert (trace.diverged is None) == (not left.any())
    assert all(len(array) == len(trace) for array in arrays.values())
    assert np.shape(trace.path)[0] == len(trace) + 1
    if left.ndim == 0:
        kept = {**arrays, "path": trace.path}
        if left:
            assert len(trace) == left - 1 and f"at step {left}" in trace.diverged
    else:
        fine = left == 0
        kept = {name: array[:, fine] for name, array in arrays.items()}
        if left.any():
            assert f"at step {left[left > 0].min()} (first of {np.count_nonzero(left)} of {left.size} runs)" in trace.diverged
    for name, array in kept.items():
        unknown = name == "v"  # None until the hostile step sets it
        assert unknown or np.isfinite(array).all(), (name, trace.diverged)
    repr(trace), trace.update, trace.g


@calls(0.35)
@given(STEPLIKE, st.one_of(ANYTHING, arrays(), st.just(np.linspace(-1, 1, 6)), st.just(np.ones((5, 2)))), keywords())
def test_drive(step, signal, hyper):
    check_trace(outcome(lambda: optlab.drive(step, signal, **hyper)))


@calls(0.35)
@given(STEPLIKE, LANDSCAPES, st.one_of(st.none(), st.none(), ANYTHING), st.one_of(st.integers(1, 9), ANYTHING), keywords())
def test_descend(step, landscape, x0, steps, hyper):
    hyper.pop("x0", None)
    if isinstance(steps, int) and steps > 10**6:
        steps = 10**400
    check_trace(outcome(lambda: optlab.descend(step, landscape, x0, steps, **hyper)))


@calls(0.15)
@given(STEPLIKE, ANYTHING, ANYTHING, st.one_of(st.integers(1, 5), ANYTHING), ANYTHING, keywords(), st.booleans(), st.booleans())
def test_apply(step, x, g, t, block, hyper, overwrite, same):
    g = x if same else g
    hyper = {name: value for name, value in hyper.items() if name not in ("x", "t")}
    result = outcome(lambda: optlab.apply(step, x, g, t, overwrite=overwrite, block=block, **hyper))
    if result is not None:
        new, state = result
        assert np.shape(new) == np.shape(x) and isinstance(state, dict)
        again = outcome(lambda: optlab.apply(step, new, g, 2, state, **{k: v for k, v in hyper.items() if k != "state"}))
        assert again is None or np.shape(again[0]) == np.shape(x)


SIGNALS = [signals.spikes, signals.rectangles, signals.noisy_sine, signals.very_noisy_sine, signals.sawtooth, signals.saturation,
           signals.constant, signals.impulse, signals.step, signals.alternating, signals.ramp, signals.chirp,
           signals.gaussian_noise,
           signals.sparse]  # fmt: skip
ARGUMENTS = ("period", "width", "height", "scale", "amplitude", "noise", "rng", "switch", "first", "then", "at", "slope", "slow",
             "fast", "mean", "sigma", "p")  # fmt: skip


@calls(0.15)
@given(st.sampled_from(SIGNALS), st.one_of(st.integers(1, 50), ANYTHING), st.data())
def test_signals(signal, steps, data):
    if isinstance(steps, int) and steps > 10**6:
        steps = 10**400
    takes = [name for name in ARGUMENTS if name in signal.__kwdefaults__]
    hyper = {name: data.draw(ANYTHING) for name in data.draw(st.lists(st.sampled_from(takes), unique=True))}
    result = outcome(lambda: signal(steps, **hyper))
    assert result is None or (result.shape == (steps,) and result.dtype == float and np.isfinite(result).all())


@pytest.mark.parametrize("make", [signals.own, landscapes.ravine, landscapes.simple_quadratic.with_noise,
                                  landscapes.simple_quadratic.hessian, landscapes.wobbly.curvature])  # fmt: skip
@calls(0.02)
@given(ANYTHING)
def test_makers(make, value):
    result = outcome(lambda: make(value))
    if isinstance(result, np.ndarray):
        assert np.isfinite(result).all()
