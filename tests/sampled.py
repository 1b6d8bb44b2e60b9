"""Long tables of rows that are much alike: some of them in `make test`, all of them with the slow tests."""

import pytest


def sampled(rows, share, ids=None):
    """Every so manieth row by default, the others with the slow tests. ids : a name for each row, itself by default."""
    return [pytest.param(*(row if isinstance(row, tuple) else (row,)), id=ids(row) if ids else None,
                         marks=[] if i % share == 0 else pytest.mark.slow) for i, row in enumerate(rows)]  # fmt: skip
