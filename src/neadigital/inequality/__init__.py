"""Indices of inequality of one array of values; `divide.dispersion` has them for a column.

A function takes a one-dimensional array `x` and, if wished, as many `weights`, and returns a plain
number. With weights w, p = w / sum w (1/n without), m is the mean of x under p and r = x / m.
Weights are populations: an economy with weight 3 counts exactly like three economies with the same
value. The units of values and weights change nothing.

Missing values, and values whose weight is 0, are left out; with nothing left, or a mean of 0, the
result is NaN. Negative or infinite values, negative, missing or infinite weights, and sizes outside
1e-150 to 1e150 raise ValueError; text, bool, dates and masked arrays TypeError. Weights that are a
Series must have the index of the values. Equal values give 0 (`palma` and `hhi` apart).

Where a greatest value such as 1 - 1/n is given, it holds without weights. With weights an index may
be higher, as if the whole consisted of equal units of the least weight.
"""

from neadigital.inequality._metrics import (
    atkinson,
    cv,
    generalized_entropy,
    gini,
    hhi,
    hoover,
    mld,
    palma,
    theil,
)

__all__ = [
    "atkinson",
    "cv",
    "generalized_entropy",
    "gini",
    "hhi",
    "hoover",
    "mld",
    "palma",
    "theil",
]

# Users know a function by the module that they import it from, not by its file.
for _name in __all__:
    globals()[_name].__module__ = __name__


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
