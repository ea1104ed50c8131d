"""Types of arrays, and what is computed of rows and groups by number."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

# Whole numbers are marked one by one where they span at most so many for each of them.
_NARROW = 4
# From here on a float does not tell whole numbers apart.
LARGEST_WHOLE_FLOAT = 2.0**53
# A sum that is so small beside its terms is 0 but for rounding.
_CANCELLED = 1e-12


def nan_unless(holds: Bools | bool, numbers: ArrayLike) -> Floats:
    """Return numbers, NaN where a condition does not hold."""
    return np.where(holds, numbers, np.nan)


def positive(numbers: Floats | Ints) -> Floats:
    """Return numbers, NaN where they are zero or negative."""
    return nan_unless(numbers > 0, numbers)


def ratio(top: Floats, bottom: Floats) -> Floats:
    """Return top / bottom, NaN where the divisor is zero, negative or missing."""
    return top / positive(bottom)


def values_at(numbers: Floats, rows: Ints) -> Floats:
    """Return the numbers at some rows, NaN where the row is -1, which is none."""
    return nan_unless(rows >= 0, numbers[rows])


# Rows of one number, and groups


def is_narrow(span: int, n: int) -> bool:
    """Tell whether `n` whole numbers in a span lie so close that each of it can be marked."""
    return span <= _NARROW * n


def _mark_used(whole: Ints) -> tuple[Ints, Bools] | None:
    """Return whole numbers from 0 on, and which of these are used; None if they lie far apart."""
    if not len(whole):
        return None
    least = int(whole.min())
    span = int(whole.max()) - least
    if not is_narrow(span, len(whole)):
        return None
    from_zero = whole - least if least else whole
    is_used: Bools = np.zeros(span + 1, dtype=bool)
    is_used[from_zero] = True
    return from_zero, is_used


def number(whole: Ints) -> Ints:
    """Number the distinct among whole numbers in their order."""
    narrow = _mark_used(whole)
    if narrow is None:
        codes: Ints = pd.factorize(whole, sort=True)[0]
        return codes
    from_zero, is_used = narrow
    if is_used.all():
        return from_zero
    # A number's code is how many smaller ones are used.
    code_of: Ints = np.cumsum(is_used) - 1
    return code_of[from_zero]


def are_unique(whole: Ints) -> bool:
    """Tell whether no whole number repeats."""
    narrow = _mark_used(whole)
    if narrow is None:
        return pd.Index(whole).is_unique
    return bool(np.count_nonzero(narrow[1]) == len(whole))


def count_by_group(codes: Ints, among: Bools | Ints, n: int) -> Ints:
    """Return how many of some rows, which are marked or numbered, each of `n` groups has."""
    return np.bincount(codes[among], minlength=n)


def sum_by_group(codes: Ints, numbers: Floats, n: int) -> Floats:
    """Return the sum of each of `n` groups without its missing values."""
    is_missing = np.isnan(numbers)
    known = np.where(is_missing, 0.0, numbers)
    sums = np.bincount(codes, known, n)
    return sums.astype(np.float64)


def nan_if_cancelled(sums: Floats, sizes: Floats) -> Floats:
    """Return sums that may be divided by, NaN where their terms cancel and leave only rounding.

    `sizes` are the sums of the terms without their signs; means may be compared with means alike.
    """
    is_more_than_noise = np.abs(sums) > _CANCELLED * sizes
    return nan_unless(is_more_than_noise, sums)


def totals_by_group(codes: Ints, numbers: Floats, n: int) -> Floats:
    """Return the sum of each of `n` groups, to divide by: NaN where its values cancel."""
    sums = sum_by_group(codes, numbers, n)
    sizes = sum_by_group(codes, np.abs(numbers), n)
    return nan_if_cancelled(sums, sizes)


def extremes_by_group(
    codes: Ints, numbers: Floats | Ints, n: int
) -> tuple[Floats, Floats]:
    """Return the least and the greatest number of each of `n` groups, NaN where there is none."""
    low = np.full(n, np.nan)
    high = np.full(n, np.nan)
    np.fmin.at(low, codes, numbers)
    np.fmax.at(high, codes, numbers)
    return low, high
