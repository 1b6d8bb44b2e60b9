"""The published experiment on digits: ten runs of 10 002 iterations on a two-layer network.

Five methods, three wrong versions, and Adam at RMSprop's rate with two lengths of memory.

What they left lies in long_runs.npz beside this file; `python -m optlab.worlds.long_runs` makes it anew, in some minutes.
"""

import functools
import pathlib
from typing import NamedTuple

import numpy as np

from ..steps.adaptive import adagrad, adam, rmsprop
from ..steps.classic import momentum, sgd
from . import digits, network

_FILE = pathlib.Path(__file__).with_name("long_runs.npz")
EPOCHS, BATCH = 1667, 256  # 1500 digits are 6 mini-batches: 10 002 iterations
FIRST = 30  # of so many mini-batches the loss is kept, for whoever repeats the start


def adagrad_lr_inside(x, g, h=0.0, *, lr=0.01, eps=1e-8):
    """A wrong AdaGrad: the learning rate stands in the sum too, and cancels."""
    h = h + (lr * g) ** 2
    x = x - lr * g / (np.sqrt(h) + eps)
    return dict(h=h, x=x)


def adam_plus_equals(x, g, t, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """A wrong Adam: made from AdaGrad, and the += of its sum was kept where the average stands."""
    m = beta1 * m + (1 - beta1) * g
    v = v + beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return dict(m=m, v=v, m_hat=m_hat, v_hat=v_hat, x=x)


def adam_uncorrected(x, g, m=0.0, v=0.0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam without the correction of its averages: lr where lr_t belongs."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    x = x - lr * m / (np.sqrt(v) + eps)
    return dict(m=m, v=v, x=x)


RUNS = {
    "gradient descent": (sgd, dict(lr=0.01)),
    "momentum": (momentum, dict(lr=0.01, mu=0.9)),
    "AdaGrad": (adagrad, dict(lr=0.01)),
    "RMSprop": (rmsprop, dict(lr=0.01, rho=0.99)),
    "Adam": (adam, dict(lr=0.001)),
    "AdaGrad, lr inside h": (adagrad_lr_inside, dict(lr=0.01)),
    "Adam, += in the average": (adam_plus_equals, dict(lr=0.001)),
    "Adam, uncorrected": (adam_uncorrected, dict(lr=0.001)),
    "Adam, RMSprop's lr": (adam, dict(lr=0.01)),
    "Adam, RMSprop's lr and memory": (adam, dict(lr=0.01, beta2=0.99)),
}


class LongRun(NamedTuple):
    """What a long run leaves: the training loss after so many iterations (points,), the loss of the first mini-batches, and the
    norm of W1 and of each state at the same iterations but 0, by name."""

    iterations: np.ndarray
    loss: np.ndarray
    first: np.ndarray
    norms: dict

    def at(self, iteration):
        """The training loss at the last kept iteration up to this one."""
        return float(self.loss[np.searchsorted(self.iterations, iteration, side="right") - 1])


def run(name, epochs=EPOCHS, **options):
    """The run of this name, for so many epochs, as a `LongRun`; options as in `network.train`.

    >>> short = run("Adam", epochs=2)
    >>> bool(np.allclose(short.first, long_runs()["Adam"].first[:12]))
    True
    """
    step, hyper = RUNS[name]
    x, y, *_ = digits.digits()
    each = -(-len(x) // BATCH)
    kept, norms = points(epochs), {}

    def watch(t, loss, params, state):
        if t % each == 0 and t // each in kept:
            for quantity, array in dict(W1=params["W1"], **state).items():
                with np.errstate(over="ignore"):  # the wrong average doubles in each step: its norm is inf in the end
                    norms.setdefault(quantity, []).append(np.linalg.norm(array))

    history = network.train(step, x, y, epochs=epochs, batch=BATCH, watch=watch, **hyper, **options)
    norms = {quantity: np.array(values) for quantity, values in norms.items()}
    return LongRun(np.array(kept) * each, history.epochs[kept], history.losses[:FIRST], norms)


def step_lengths(name, epochs=50):
    """How long each step of the run of this name is: the root mean square over all weights, in units of lr; (6 epochs,).

    >>> step_lengths("Adam", epochs=1).round(2)
    array([0.89, 0.8 , 0.75, 0.74, 0.73, 0.71])
    """
    step, hyper = RUNS[name]
    x, y, *_ = digits.digits()
    before, lengths = network.flatten(network.init((64, 32, 10))), []

    def watch(t, loss, params, state):
        nonlocal before
        now = network.flatten(params)
        lengths.append(np.sqrt(np.mean((now - before) ** 2)) / hyper["lr"])
        before = now

    network.train(step, x, y, epochs=epochs, batch=BATCH, watch=watch, **hyper)
    return np.array(lengths)


def repeated(name, epochs=10):
    """The first epochs of a run, made anew: (loss of its 30th mini-batch, whether all is as stored to a millionth).

    >>> repeated("Adam", epochs=5)[1]
    True
    """
    now, kept = run(name, epochs=epochs), long_runs()[name]
    pairs = (now.first, kept.first), (now.loss, kept.loss[: epochs + 1])
    return float(now.first[-1]), all(np.allclose(new, old, rtol=1e-6, atol=0) for new, old in pairs)


def points(epochs):
    """The epochs that are kept: the first ten, 50 (iteration 300), and about 25 in each decade.

    >>> points(12)
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    """
    spread = np.geomspace(1, EPOCHS, 81).round().astype(int).tolist()
    return sorted({point for point in (*range(11), 50, *spread, epochs) if point <= epochs})


@functools.cache
def long_runs():
    """The runs that ship, {name: LongRun}.

    >>> runs = long_runs()
    >>> runs["momentum"].at(60) > runs["AdaGrad"].at(60), runs["momentum"].at(10_002) < runs["AdaGrad"].at(10_002)
    (True, True)
    """
    with np.load(_FILE) as file:
        held = {key: file[key] for key in file.files}
    found = {}
    for name in RUNS:
        mine = {key.removeprefix(f"{name}/"): value for key, value in held.items() if key.startswith(f"{name}/")}
        norms = {key.removeprefix("norm "): value for key, value in mine.items() if key.startswith("norm ")}
        found[name] = LongRun(mine["iterations"], mine["loss"], mine["first"], norms)
    return found


def main():
    held = {}
    for name in RUNS:
        done = run(name)
        print(f"{name:24} {done.at(60):8.3g} {done.at(300):8.3g} {done.loss[-1]:8.2g}", flush=True)
        norms = {f"norm {quantity}": values for quantity, values in done.norms.items()}
        for key, value in dict(iterations=done.iterations, loss=done.loss, first=done.first, **norms).items():
            held[f"{name}/{key}"] = value
    np.savez_compressed(_FILE, **held)


if __name__ == "__main__":
    main()
