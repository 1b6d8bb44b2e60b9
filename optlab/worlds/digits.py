"""Data that ships with the package: 1 797 handwritten digits, 8 × 8 pixels.

Source: E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning Repository,
doi:10.24432/C50P49, the test part, licensed CC BY 4.0; the pixels are unchanged.
"""

import functools
import pathlib

import numpy as np


@functools.cache
def _file():
    with np.load(pathlib.Path(__file__).with_name("digits.npz")) as file:
        return file["images"], file["labels"]


def digits(test=297, *, rng=0):
    """The digits, shuffled and split: (x_train, y_train, x_test, y_test).

    x : (samples, 64) float64 in [0, 1], row by row of the image. y : (samples,) int, the digit. test : how many are kept
    for testing, 1 … 1796. rng : seed of the shuffle.

    >>> x, y, x_test, y_test = digits()
    >>> x.shape, x_test.shape, int(y.min()), int(y.max())
    ((1500, 64), (297, 64), 0, 9)
    """
    from ..run import inputs

    images, labels = _file()
    if inputs.whole("test", test) >= len(images):
        raise ValueError(f"test is {test}; it must be less than the {len(images)} samples there are.")
    order = inputs.generator(rng).permutation(len(images))
    x, y = images[order] / 16.0, labels[order].astype(int)
    return x[test:], y[test:], x[:test], y[:test]
