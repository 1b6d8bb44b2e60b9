"""Pictures in words: sentences computed from the numbers, for everyone who does not see the curves."""

import decimal
import re

import numpy as np

# What the methods are called where people read; their functions have lower-case names.
NAMES = {
    "sgd": "SGD", "momentum": "momentum", "momentum_ema": "momentum (average)", "nesterov": "Nesterov",
    "smoothed_nesterov": "smoothed Nesterov", "adagrad": "AdaGrad", "rmsprop": "RMSprop", "rmsprop_graves": "RMSprop (Graves)",
    "adadelta": "AdaDelta", "adam": "Adam", "adamw": "AdamW", "adamax": "AdaMax", "nadam": "Nadam", "amsgrad": "AMSGrad",
    "adabound": "AdaBound", "amsbound": "AMSBound", "smorms3": "SMORMS3", "eve": "Eve", "santa_e": "Santa-E",
    "santa_sss": "Santa-SSS", "adasecant": "AdaSecant", "learned": "learned", "lion": "Lion",
    "schedule_free": "Schedule-Free SGD", "schedule_free_adamw": "Schedule-Free AdamW", "sam": "SAM", "radam": "RAdam",
    "adabelief": "AdaBelief", "adan": "Adan", "yogi": "Yogi", "lamb": "LAMB", "prodigy": "Prodigy", "ademamix": "AdEMAMix",
    "sophia": "Sophia", "muon": "Muon", "shampoo": "Shampoo", "soap": "SOAP", "adafactor": "Adafactor",
}  # fmt: skip

_SYMBOL = re.compile(r"[b-z]\b|\w+_|\w+ = ")  # v, m_hat, lr = 0.1


def name(step):
    """What a step is called where people read: its own name if it is not one of the course's or a form of one.

    >>> from optlab import adagrad, variants
    >>> name(adagrad), name(variants.adagrad_eps_inside)
    ('AdaGrad', 'AdaGrad (eps inside)')
    """
    known, form = step.__name__, ""
    while known and known not in NAMES:
        known, _, last = known.rpartition("_")
        form = f"{last} {form}".strip()
    return step.__name__ if not known else f"{NAMES[known]} ({form})" if form else NAMES[known]


_THREE = decimal.Context(prec=3, rounding=decimal.ROUND_HALF_UP)  # as a page rounds


def number(value):
    """A number as it is read aloud: three significant digits, no needless zeros.

    >>> number(0.012345), number(1234.5), number(2.0)
    ('0.0123', '1230', '2')
    """
    value = float(value)
    if value == 0 or not np.isfinite(value):
        return "0" if value == 0 else str(value)
    short = _THREE.create_decimal(value)
    if 1e-3 <= abs(float(short)) < 1e5:
        return f"{float(short):.10f}".rstrip("0").rstrip(".")
    mantissa, _, exponent = f"{short:.2e}".partition("e")
    return f"{float(mantissa):g}e{int(exponent)}"


def value(hyper):
    """The value of a hyperparameter: a number, but of a share near 1, how far from 1 it is, for that is what it does.

    >>> value(0.1234), value(0.999), value(0.9995)
    ('0.123', '0.999', '0.9995')
    """
    return f"{1 - float(number(1 - hyper)):.10f}".rstrip("0").rstrip(".") if 0.99 < hyper < 1 else number(hyper)


def percent(share):
    """A share in tenths of a percent.

    >>> percent(0.12345)
    '12.3%'
    """
    return f"{np.floor(share * 1000 + 0.5) / 10:.1f}%"


def largest(y):
    """The largest size of finite numbers, 0 if there are none."""
    y = np.asarray(y, float)
    return float(np.abs(y).max(initial=0.0, where=~np.isnan(y)))


def curve(label, y, x=None):
    """What a curve does: its range, its largest excursion and where, inner lows, bursts, crossings of zero, its end.

    x : the position of each value, steps 1, 2, … if not given.

    >>> curve("update", np.array([0.0, 0.5, 1.0, 1.0]))
    'update rises from 0 to 1 at step 3 and ends at 1'
    >>> curve("the factor", np.array([1.0, 0.2, 0.15, 0.4, 1.0]))
    'the factor starts with its largest size at 1, falls to 0.15 at step 3 in between and ends at 1'
    """
    y = np.asarray(y, float)
    at = (lambda k: f"step {k + 1}") if x is None else (lambda k: number(np.asarray(x, float)[k]))
    good = np.isfinite(y)
    if not good.any():
        return f"{label} has left the floats from the first step"
    end = len(y) if good.all() else int(np.argmin(good)) or int(np.argmax(good)) + 1
    gone = "" if good.all() else f"; it leaves the floats after {at(end - 1)}"
    y = y[:end]
    size, low = np.abs(y).max(), int(np.argmin(y))
    peak = int(np.argmax(np.abs(y) >= (1 - 1e-9) * size))  # the first that is as large, up to rounding
    if np.ptp(y) <= 1e-9 * size:
        return f"{label} stays at {number(y[0])}{gone}"
    parts = [f"{'rises' if y[peak] > y[0] else 'falls'} from {number(y[0])} to {number(y[peak])} at {at(peak)}"]
    if peak == 0 or number(abs(y[0])) == number(abs(y[peak])):
        parts = [f"starts with its largest size at {number(y[0])}"]
    turns, many = crossings(y, size), _bursts(y, size)
    if len(many) > 1:
        parts.append(f"comes in {len(many)} bursts, the second at {at(many[1])}")
    if len(turns) == 1:
        parts.append(f"crosses zero at {at(turns[0])}")
    if len(turns) > 1:
        parts.append(f"crosses zero {len(turns)} times, first at {at(turns[0])}")
    if not len(turns) and low != peak and y[low] < min(y[0], y[-1]) - 0.02 * size:
        parts.append(f"falls to {number(y[low])} at {at(low)} in between")
    return f"{label} {', '.join(parts)} and ends at {number(y[-1])}{gone}"


def crossings(y, size):
    """Where the sign is another than before."""
    large = np.flatnonzero(np.abs(y) > 1e-9 * size)
    return large[1:][np.diff(np.sign(y[large])) != 0]


def _bursts(y, size):
    """Where a curve that is small most of the time begins to be large."""
    sizes = np.abs(y)
    if np.sort(sizes)[len(y) // 2] > 0.1 * size:
        return np.array([], int)
    large = sizes > size / 2
    return np.flatnonzero(large & ~np.concatenate([[False], large[:-1]]))


def coinciding(labels, curves):
    """The labels of curves that cannot be told apart: within a hundredth of the largest size, everywhere.

    >>> coinciding(["a", "b", "c"], np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 3.0]]))
    ['a and b coincide']
    """
    out = []
    for i, a in enumerate(curves):
        for j in range(i + 1, len(curves)):
            b = curves[j]
            size = max(largest(a), largest(b))
            if size > 0 and len(a) == len(b) and (np.abs(np.subtract(a, b)) <= 0.01 * size).all():
                out.append(f"{labels[i]} and {labels[j]} coincide")
    return out


def settling(y, share=0.95):
    """The step at which y first reaches a share of its last value, or None."""
    y = np.asarray(y, float)
    if not np.isfinite(y).all() or y[-1] == 0:
        return None
    reached = np.nonzero(y / y[-1] >= share)[0]
    return int(reached[0]) + 1 if len(reached) else None


def run(name, loss, distance=None):
    """One run on a landscape: where the loss went, and how far from the nearest known minimum it ended."""
    loss = np.asarray(loss, float)
    if not np.isfinite(loss).all():
        return f"{name} diverges: its loss leaves the floats at step {int(np.argmin(np.isfinite(loss)))}"
    where = "" if distance is None else f", {number(distance)} from the nearest minimum"
    steps, up, low = len(loss) - 1, int((np.diff(loss) > 0).sum()), int(np.argmin(loss))
    climbs = f" (it goes up in {up} of {steps} steps)" if up else ""
    better = ""
    if low < steps and number(loss[low]) != number(loss[-1]):
        better = f"; its lowest is {number(loss[low])} at step {low}"
    return f"{name} takes the loss from {number(loss[0])} to {number(loss[-1])} in {steps} steps{climbs}{where}{better}"


def sentence(parts):
    """Parts joined to sentences.

    >>> sentence(["the loss rises", "mu = 0.9 falls"])  # a symbol keeps its letters
    'The loss rises. mu = 0.9 falls.'
    """
    return " ".join((part if _SYMBOL.match(part) else part[0].upper() + part[1:]) + "." for part in parts if part)
