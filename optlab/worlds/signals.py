"""Gradient signals for the open loop: each returns the gradients of one run as an array (steps,) of float64.

    >>> spikes().shape, float(spikes().sum())
    ((300,), 5.0)

Lengths are in samples, heights in gradient units; a signal with noise takes a seed or a `numpy.random.Generator`. What counts
samples (period, width, at, switch) is a whole number, 3 or 3.0. An argument that does not fit raises TypeError or ValueError, one
sentence that names it.
"""

import numpy as np

from ..run import inputs


def spikes(steps=300, *, period=60, height=1.0):
    """`height` at every `period`-th sample, else 0: a rare but informative gradient."""
    i, period, height = _samples(steps, period=period, height=height)
    return np.where(i % period == 0, height, 0.0)


def rectangles(steps=300, *, period=40, width=20, height=1.0):
    """+height for the first `width` samples of each period, −height for the rest: a square wave. 1 ≤ width ≤ period."""
    i, period, width, height = _samples(steps, period=period, width=width, height=height)
    return np.where(i % period < width, height, -height)


def noisy_sine(steps=300, *, scale=20.0, amplitude=1.0, noise=0.5, rng=0):
    """amplitude · sin(i / scale) plus uniform noise in [−noise, noise), fresh for each sample."""
    i, scale, amplitude, noise = _samples(steps, scale=scale, amplitude=amplitude, noise=noise)
    return amplitude * np.sin(i / scale) + inputs.generator(rng).uniform(-noise, noise, len(i))


def very_noisy_sine(steps=300, *, scale=20.0, amplitude=0.2, noise=0.5, rng=0):
    """A sine a fifth as high, which the same noise hides."""
    return noisy_sine(steps, scale=scale, amplitude=amplitude, noise=noise, rng=rng)


def sawtooth(steps=300, *, period=20, switch=80, first=5.0, then=20.0):
    """(i mod period) / first up to sample `switch`, (i mod period) / then after it: long teeth, then low teeth."""
    i, period, switch, first, then = _samples(steps, period=period, switch=switch, first=first, then=then)
    return np.where(i <= switch, i % period / first, i % period / then)


def saturation(steps=300, *, period=80, width=40, height=1.0):
    """`height` for the first `width` samples of each period, else 0: an on/off plateau. 1 ≤ width ≤ period."""
    i, period, width, height = _samples(steps, period=period, width=width, height=height)
    return np.where(i % period < width, height, 0.0)


def constant(steps=300, *, height=1.0):
    """The same gradient at every step."""
    i, height = _samples(steps, height=height)
    return np.full(len(i), height)


def impulse(steps=300, *, at=0, height=1.0):
    """One gradient at sample `at`, else 0: the response shows the optimizer's memory. 0 ≤ at < steps.

    >>> impulse(4, at=2)
    array([0., 0., 1., 0.])
    """
    i, at, height = _samples(steps, at=at, height=height)
    if at >= len(i):
        raise ValueError(f"at is {at:g}; it must be a whole number from 0 to {len(i) - 1}, as there are {len(i)} samples.")
    return np.where(i == at, height, 0.0)


def step(steps=300, *, at=50, height=1.0):
    """0 up to sample `at`, `height` from there on."""
    i, at, height = _samples(steps, at=at, height=height)
    return np.where(i >= at, height, 0.0)


def alternating(steps=300, *, height=1.0):
    """+height, −height, +height, …: the gradient on the two walls of a ravine."""
    i, height = _samples(steps, height=height)
    return np.where(i % 2 == 0, height, -height)


def ramp(steps=300, *, slope=0.01):
    """slope · i: a gradient that grows steadily."""
    i, slope = _samples(steps, slope=slope)
    return slope * i


def chirp(steps=300, *, slow=100.0, fast=4.0):
    """A sine whose period falls geometrically from `slow` to `fast` samples."""
    i, slow, fast = _samples(steps, slow=slow, fast=fast)
    ratio = (fast / slow) ** (1 / max(len(i) - 1, 1))
    turns = i / slow if ratio == 1 else (1 - ratio**-i) / (slow * np.log(ratio))
    return np.sin(2 * np.pi * turns)


def gaussian_noise(steps=300, *, mean=0.0, sigma=1.0, rng=0):
    """Independent normal samples."""
    i, mean, sigma = _samples(steps, mean=mean, sigma=sigma)
    return inputs.generator(rng).normal(mean, sigma, len(i))


def sparse(steps=300, *, p=0.1, height=1.0, rng=0):
    """`height` with probability p, else 0: the gradient of a rare feature."""
    i, p, height = _samples(steps, p=p, height=height)
    return np.where(inputs.generator(rng).random(len(i)) < p, height, 0.0)


def own(values):
    """Your own signal: any one-dimensional sequence of finite numbers, as float64."""
    array = inputs.signal(inputs.as_floats("signal", values, integers=True))
    if array.ndim != 1:
        raise ValueError(f"signal has shape {array.shape}; your own signal is one-dimensional.")
    return array.astype(float)


# What counts samples, and its least. Any other number: in the range of its name, or up to _LARGE, so that nothing computed from
# it leaves the floats.
_COUNTS = dict(period=1, width=1, at=0, switch=0)
_LARGE = 1e100
_LENGTH = (1 / _LARGE, _LARGE)
_RANGES = {
    **dict.fromkeys(("scale", "first", "then", "slow", "fast"), _LENGTH),
    **dict.fromkeys(("noise", "sigma"), (0.0, _LARGE)),
    "p": (0.0, 1.0),
}


def _samples(steps, **numbers):
    """0 … steps − 1, and each number as a float: numpy's integers and small floats would calculate otherwise."""
    found = {}
    for name, value in numbers.items():
        if name in _COUNTS:
            found[name] = inputs.count(name, value, _COUNTS[name], found["period"] if name == "width" else None)
            continue
        low, high = _RANGES.get(name, (-_LARGE, _LARGE))
        found[name] = inputs.real(name, value)
        if not low <= found[name] <= high:
            raise ValueError(f"{name} is {inputs.show(value)}; it must be between {low:g} and {high:g}.")
    return np.arange(inputs.steps(steps)), *found.values()
