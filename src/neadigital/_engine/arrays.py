"""Arrays with gaps: their types, and arithmetic that gives NaN instead of an infinite number."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]


def nan_unless(holds: Bools | bool, numbers: ArrayLike) -> Floats:
    """Return numbers, NaN where a condition does not hold."""
    return np.where(holds, numbers, np.nan)


def ratio(top: Floats, bottom: Floats) -> Floats:
    """Return top / bottom, NaN where the divisor is zero, negative or missing."""
    return top / nan_unless(bottom > 0, bottom)


def values_at(numbers: Floats, rows: Ints) -> Floats:
    """Return the numbers at some rows, NaN where the row is -1, which is none."""
    return nan_unless(rows >= 0, numbers[rows])


def sum_by_code(codes: Ints, terms: Floats, n_codes: int = 0) -> Floats:
    """Return the sum of the terms of each code."""
    # Of an empty array, bincount returns whole numbers.
    return np.bincount(codes, terms, n_codes).astype(np.float64)
