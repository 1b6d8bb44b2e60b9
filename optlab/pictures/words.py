"""Pictures in words: sentences computed from the numbers, for everyone who does not see the curves."""

import re

import numpy as np

# What the methods are called where people read; their functions have lower-case names.
NAMES = {
    "sgd": "SGD", "momentum": "momentum", "momentum_ema": "momentum (average)", "nesterov": "Nesterov",
    "smoothed_nesterov": "smoothed Nesterov", "adagrad": "AdaGrad", "rmsprop": "RMSprop", "rmsprop_graves": "RMSprop (Graves)",
    "adadelta": "AdaDelta", "adam": "Adam", "adamw": "AdamW", "adamax": "AdaMax", "nadam": "Nadam", "amsgrad": "AMSGrad",
    "adabound": "AdaBound", "amsbound": "AMSBound", "smorms3": "SMORMS3", "eve": "Eve", "santa_e": "Santa-E",
    "santa_sss": "Santa-SSS", "adasecant": "AdaSecant", "learned": "learned",
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


def number(value):
    """A number as it is read aloud: three significant digits, no needless zeros.

    >>> number(0.012345), number(1234.5), number(2.0)
    ('0.0123', '1230', '2')
    """
    if value == 0 or not np.isfinite(value):
        return "0" if value == 0 else str(value)
    if 1e-3 <= abs(value) < 1e5:
        text = f"{float(f'{value:.3g}'):.10f}".rstrip("0").rstrip(".")
        return text
    mantissa, _, exponent = f"{value:.2e}".partition("e")
    return f"{float(mantissa):g}e{int(exponent)}"


def curve(label, y, x=None):
    """What a curve does: its range, its largest excursion and where, where it ends, how often it changes sign.

    x : the position of each value, steps 1, 2, … if not given.

    >>> curve("update", np.array([0.0, 0.5, 1.0, 1.0]))
    'update rises from 0 to 1 at step 3 and ends at 1'
    """
    y = np.asarray(y, float)
    at = (lambda k: f"step {k + 1}") if x is None else (lambda k: number(np.asarray(x, float)[k]))
    good = np.isfinite(y)
    if not good.any():
        return f"{label} has left the floats from the first step"
    end = len(y) if good.all() else int(np.argmin(good)) or int(np.argmax(good)) + 1
    gone = "" if good.all() else f"; it leaves the floats after {at(end - 1)}"
    y = y[:end]
    peak = int(np.argmax(np.abs(y) >= (1 - 1e-9) * np.abs(y).max()))  # the first that is as large, up to rounding
    if np.ptp(y) <= 1e-9 * np.abs(y).max():
        return f"{label} stays at {number(y[0])}{gone}"
    signs = np.sign(y[np.abs(y) > 1e-9 * np.abs(y).max()])
    turns = int((np.diff(signs) != 0).sum())
    parts = [f"{'rises' if y[peak] > y[0] else 'falls'} from {number(y[0])} to {number(y[peak])} at {at(peak)}"]
    if peak == 0 or number(abs(y[0])) == number(abs(y[peak])):
        parts = [f"starts with its largest size at {number(y[0])}"]
    if turns:
        parts.append(f"changes sign {turns} {'time' if turns == 1 else 'times'}")
    return f"{label} {', '.join(parts)} and ends at {number(y[-1])}{gone}"


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
    up = int((np.diff(loss) > 0).sum())
    climbs = f" (it goes up in {up} of {len(loss) - 1} steps)" if up else ""
    return f"{name} takes the loss from {number(loss[0])} to {number(loss[-1])} in {len(loss) - 1} steps{climbs}{where}"


def sentence(parts):
    """Parts joined to sentences.

    >>> sentence(["the loss rises", "mu = 0.9 falls"])  # a symbol keeps its letters
    'The loss rises. mu = 0.9 falls.'
    """
    return " ".join((part if _SYMBOL.match(part) else part[0].upper() + part[1:]) + "." for part in parts if part)
