"""Quotients, shares and sums of groups that know what is missing, what cannot be divided and what is too large."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neadigital._engine.door import Floats, Ints
from neadigital._engine.numbering import added, blocks, in_parts

# Rows of a quotient at a time: a call of numpy is no small part of so cheap a work on fewer.
_LONG = 1 << 18
# The bits of what is infinite.
_INFINITE = int(np.array(np.inf).view(np.uint64))


class Extremes:
    """Arithmetic without warnings that knows whether a result was too large, or too near 0, for a float."""

    def __enter__(self) -> Extremes:
        self._met = False
        self._state = np.errstate(over="call", under="call", call=self._meet)
        self._state.__enter__()
        return self

    def __exit__(self, *problem: Any) -> None:
        self._state.__exit__(*problem)

    def _meet(self, kind: str, flag: int) -> None:
        self._met = True

    def __bool__(self) -> bool:
        return self._met


@contextmanager
def finite(numbers: Floats) -> Iterator[None]:
    """Make NaN of what becomes infinite while `numbers` are computed in place."""
    with Extremes() as extremes:
        yield
    # Only then is a pass through the numbers needed.
    if extremes:
        numbers[np.isinf(numbers)] = np.nan


def ratio(top: NDArray[Any], bottom: NDArray[Any], codes: Ints | None = None, out: Floats | None = None) -> Floats:
    """Quotient, NaN where the divisor is zero, negative or missing and where it is too large for a number.

    `codes` name the divisor of each number, which are otherwise in pairs; `out` may be the numbers themselves.
    """
    quotient = np.empty(len(top)) if out is None else out
    with finite(quotient), np.errstate(divide="ignore", invalid="ignore"):
        for block in blocks(len(top)):
            divisors = bottom[block] if codes is None else np.take(bottom, codes[block])
            np.divide(top[block], divisors, out=quotient[block])
            if not np.fmin.reduce(divisors) > 0:
                quotient[block][~(divisors > 0)] = np.nan
    return quotient


def percent(parts: Floats, wholes: Floats, codes: Ints | None = None) -> Floats:
    """Return parts in per cent of wholes, of which `codes` name that of each part; NaN over zero or below."""
    return checked_percent(parts, wholes, codes)[0]


def _all_finite(numbers: Floats) -> bool:
    """Whether all numbers are known and finite, by one pass; not of giants, whose sum is too large for a number."""
    return math.isfinite(np.add.reduce(numbers))


def _all_plain(numbers: Floats) -> bool:
    """Whether no number is negative, infinite or missing, by one pass: the bits of those are the largest."""
    return bool(np.maximum.reduce(numbers.view(np.uint64)) < _INFINITE)


def _mend(parts: Floats, divisors: Floats, quotients: Floats) -> bool:
    """Make NaN of quotients that mean nothing; return whether all was finite."""
    finite_ones = not (np.isinf(parts) | np.isinf(divisors)).any()
    quotients[~(divisors > 0) | np.isinf(quotients)] = np.nan
    return finite_ones


def checked_percent(parts: Floats, wholes: Floats, codes: Ints | None = None) -> tuple[Floats, bool]:
    """Return the percentages, and whether all was finite, as far as is seen while the processor's cache holds it."""
    percents, plain = np.empty(len(parts)), []

    def work(rows: slice) -> None:
        with np.errstate(all="ignore"):
            for block in blocks(rows.stop, rows.start, _LONG):
                divisors = wholes[block] if codes is None else np.take(wholes, codes[block])
                quotients = percents[block]
                np.divide(parts[block], divisors, out=quotients)
                quotients *= 100
                # What is divided by zero is no finite quotient.
                if not (_all_plain(divisors) and _all_finite(quotients)):
                    plain.append(_mend(parts[block], divisors, quotients))

    in_parts(work, len(parts))
    return percents, all(plain)


def sums(codes: Ints, numbers: Floats, m: int) -> Floats:
    """Sum of each group without its missing values, NaN for a group that has no value."""
    if np.isnan(np.min(numbers, initial=0.0)):
        observed = ~np.isnan(numbers)
        codes, numbers = codes[observed], numbers[observed]
    totals = added(codes, numbers, m)
    # Only then may a group have no value.
    if not totals.all():
        totals[np.bincount(codes, minlength=m) == 0] = np.nan
    return totals


def extreme(codes: NDArray[np.integer[Any]], numbers: Floats, m: int, least: np.ufunc) -> Floats:
    """Return the least or the greatest value of each group, by `np.fmin` or `np.fmax`; NaN for one without a value."""
    found = np.full(m, np.nan)
    if len(codes) and (codes[1:] >= codes[:-1]).all():
        starts = np.flatnonzero(np.concatenate([[True], codes[1:] > codes[:-1]]))
        found[codes[starts]] = least.reduceat(numbers, starts)
    elif np.isnan(np.min(numbers, initial=0.0)):
        least.at(found, codes, numbers)
    else:
        # What need not look for missing values is faster by a third.
        whole, end = (np.minimum, np.inf) if least is np.fmin else (np.maximum, -np.inf)
        found[:] = end
        whole.at(found, codes, numbers)
        found[found == end] = np.nan
    return found


def summed(codes: Ints, numbers: Floats, m: int) -> tuple[Floats, Floats]:
    """Return the numbers and the sum of each group; both are scaled where a sum would be too large for a number."""
    totals = sums(codes, numbers, m)
    if np.isinf(totals).any():
        # A power of two changes no digit, and a quotient of the two not at all.
        numbers = numbers * 2.0**-64
        totals = sums(codes, numbers, m)
    return numbers, totals
