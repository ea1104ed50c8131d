"""Types of arrays, and what is computed of rows and groups by number."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

# From here on a float does not tell whole numbers apart.
LARGEST_WHOLE_FLOAT = 2.0**53


def nan_unless(holds: Bools | bool, numbers: ArrayLike) -> Floats:
    """Return numbers, NaN where a condition does not hold."""
    return np.where(holds, numbers, np.nan)


def ratio(top: Floats, bottom: Floats) -> Floats:
    """Return top / bottom, NaN where the divisor is zero, negative or missing."""
    return top / nan_unless(bottom > 0, bottom)


def values_at(numbers: Floats, rows: Ints) -> Floats:
    """Return the numbers at some rows, NaN where the row is -1, which is none."""
    return nan_unless(rows >= 0, numbers[rows])


def sum_by_group(codes: Ints, numbers: Floats, count: int) -> Floats:
    """Return the sum of each group without its missing values."""
    known = np.where(np.isnan(numbers), 0.0, numbers)
    return np.bincount(codes, known, count).astype(np.float64)


def extremes_by_group(
    codes: Ints, numbers: Floats | Ints, count: int
) -> tuple[Floats, Floats]:
    """Return the least and the greatest number of each group, NaN where there is none."""
    low, high = np.full((2, count), np.nan)
    np.fmin.at(low, codes, numbers)
    np.fmax.at(high, codes, numbers)
    return low, high
