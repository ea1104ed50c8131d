"""Arithmetic of many groups, beside the same row by row; groups by their names."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from neadigital._engine import arithmetic, groups, numbering
from neadigital._engine.arithmetic import Extremes, checked_percent, finite, percent, ratio, summed, sums
from neadigital._engine.groups import Groups, Key, check_pairs, group

NUMBERS = [math.nan, -math.inf, -1e308, -1.5, 0.0, 5e-324, 1e-3, 2.0, 7.0, 1e308, math.inf]
numbers = st.sampled_from(NUMBERS)
blocks = st.sampled_from([1, 3, 1 << 15])


@contextmanager
def sized(block: int) -> Iterator[None]:
    """Let the blocks of rows be so small."""
    with mock.patch.multiple(numbering, _BLOCK=block, _TASK=2 * block), mock.patch.multiple(arithmetic, _LONG=block):
        yield


def per_cent(part: float, whole: float) -> float:
    """A part in per cent of a whole, infinite where no number holds it, NaN of a whole that is none."""
    with np.errstate(all="ignore"):
        return float(np.float64(part) / np.float64(whole) * 100) if whole > 0 else math.nan


@given(rows=st.lists(st.tuples(numbers, numbers), max_size=12), block=blocks)
def test_per_cent_of_wholes_in_pairs(rows: list[tuple[float, float]], block: int) -> None:
    """Each part is divided by its whole; nothing infinite comes out, and whether infinite numbers go in is told."""
    parts, wholes = (np.array([row[i] for row in rows], dtype=np.float64) for i in (0, 1))
    expected = [per_cent(*row) for row in rows]

    with sized(block):
        found, plain = checked_percent(parts, wholes)

    np.testing.assert_array_equal(found, [math.nan if math.isinf(number) else number for number in expected])
    # A percentage too large for a number is no error.
    assert plain == (not np.isinf([*parts, *wholes]).any())


@given(
    rows=st.lists(st.tuples(numbers, st.integers(0, 2)), max_size=12), wholes=st.tuples(*[numbers] * 3), block=blocks
)
def test_per_cent_of_wholes_by_group(
    rows: list[tuple[float, int]], wholes: tuple[float, float, float], block: int
) -> None:
    """A whole that several parts share is that which their code names."""
    parts, codes = np.array([row[0] for row in rows]), np.array([row[1] for row in rows], dtype=np.int64)

    with sized(block):
        found = percent(parts, np.array(wholes), codes)
        pairs = percent(parts, np.array(wholes)[codes])

    np.testing.assert_array_equal(found, pairs)


@given(rows=st.lists(st.tuples(numbers, numbers), max_size=12), block=blocks)
def test_quotients_are_finite_or_missing(rows: list[tuple[float, float]], block: int) -> None:
    """A divisor that is not above 0 gives NaN, and so does a quotient that no float holds."""
    tops, bottoms = (np.array([row[i] for row in rows], dtype=np.float64) for i in (0, 1))
    with np.errstate(all="ignore"):
        plain = np.where(bottoms > 0, tops / bottoms, math.nan)
    # An infinite number that was there before is no result that became too large.
    finite_rows = np.isfinite(tops)

    with sized(block):
        found, by_code = ratio(tops, bottoms), ratio(tops, bottoms[::-1], np.arange(len(rows))[::-1])

    np.testing.assert_array_equal(found[finite_rows], np.where(np.isinf(plain), math.nan, plain)[finite_rows])
    np.testing.assert_array_equal(found, by_code)


# What adds up to the same in any order.
ADDED = [math.nan, -1.5, 0.0, 5e-324, 0.25, 2.0, 7.0, 1e308]


@given(rows=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(ADDED)), max_size=12))
@example(rows=[(0, 1e308), (0, 1e308), (1, 2.0), (1, math.nan), (2, math.nan), (3, -1.5), (3, 1.5)])
def test_sums_leave_missing_values_out(rows: list[tuple[int, float]]) -> None:
    """A group without a value has no sum; where a sum is too large both sides of a quotient are made smaller."""
    codes, values = np.array([row[0] for row in rows], dtype=np.int64), np.array([row[1] for row in rows], dtype=float)
    held = [values[(codes == code) & ~np.isnan(values)] for code in range(5)]
    with np.errstate(over="ignore"):
        expected = [np.add.reduce(part) if len(part) else math.nan for part in held]
        found = sums(codes, values, 5)
        levels, totals = summed(codes, values, 5)
    scale = 2.0**-64 if np.isinf(expected).any() else 1.0

    np.testing.assert_allclose(found, expected, 1e-12)
    np.testing.assert_array_equal(levels, values * scale)
    np.testing.assert_allclose(totals, [sum(part * scale) if len(part) else math.nan for part in held], 1e-12)


def test_results_that_are_too_large_or_too_small_are_noticed() -> None:
    """Overflow and underflow are seen and give no warning; inside `finite` the infinite ones are made missing."""
    with Extremes() as nothing:
        np.array([1.0]) * 2
    with Extremes() as large:
        np.array([1e308]) * 10
    with Extremes() as small:
        np.array([1e-308]) / 1e10
    numbers = np.array([1e308, 1.0, -1e308])
    with finite(numbers):
        numbers *= 10

    assert [bool(nothing), bool(large), bool(small)] == [False, True, True]
    np.testing.assert_array_equal(numbers, [math.nan, 10.0, math.nan])


LABELS = pd.DataFrame({"economy": ["A", "A", "B", "C"], "sector": [1, 2, 1, 3]})


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("A", [True, True, False, False]),
        (1, [True, False, True, False]),
        (("A", 2), [False, True, False, False]),
        (("A",), [False] * 4),
        (("A", 2, "x"), [False] * 4),
        ("B 1", [False, False, True, False]),
        ("3", [False] * 4),
        (["A", 2], [False] * 4),
        (pd.Timestamp("2020"), [False] * 4),
        (10**30, [False] * 4),
        (pd.NA, [False] * 4),
    ],
)
def test_a_code_names_groups(code: Any, expected: list[bool]) -> None:
    """A tuple names all keys of a group, anything else any one of them, and a text the keys one after the other."""
    found = groups.named(LABELS, code)

    assert found.dtype == bool
    assert found.tolist() == expected


def test_groups_have_names_and_sizes() -> None:
    """Each group knows its keys, its text and its rows; without a key all rows are one group, without rows none."""
    frame = pd.DataFrame({"economy": list("BABA"), "sector": pd.array([2, 1, 2, 3], dtype="Int8")})
    found = group([Key(frame["economy"]), Key(frame["sector"])], 4)
    first = found.among(0, 1)

    assert found.texts.tolist() == ["A 1", "A 3", "B 2"]
    assert found.labels.dtypes.tolist() == frame.dtypes.tolist()
    assert (found.codes.tolist(), found.sizes.tolist()) == ([2, 0, 2, 1], [1, 1, 2])
    assert (first.codes.tolist(), first.count, first.texts.tolist()) == ([0, 0, 1], 2, ["A", "B"])
    assert found.among(2).codes.tolist() == [0, 0, 0]
    assert [(group([], n).count, group([], n).codes.tolist()) for n in (0, 3)] == [(0, []), (1, [0, 0, 0])]
    assert group([], 2).texts.tolist() == [""]
    assert found.named("A 3").tolist() == [False, True, False]


def test_keys_are_known_without_their_numbers() -> None:
    """A column says which keys it has, and how many, whether anybody asked for the number of each row or not."""
    asked, first = Key(pd.Series(["b", "a", "b"])), Key(pd.Series(["b", "a", "b"]))

    assert (list(asked.distinct), asked.count) == (["a", "b"], 2)
    assert (first.numbers().tolist(), list(first.distinct), first.short.tolist()) == ([1, 0, 1], ["a", "b"], [1, 0, 1])


def test_groups_inside_others() -> None:
    """A key splits the groups of others, whose keys come first; the groups themselves stay."""
    frame = pd.DataFrame({"year": [1, 2, 1, 2], "sector": list("xxyx")})
    outer = group([Key(frame["year"])], 4)
    found = group([Key(frame["sector"])], 4, inside=outer)
    alone = group([Key(frame["sector"])], 4, inside=group([], 4))

    assert found.texts.tolist() == ["1 x", "1 y", "2 x"]
    assert found.codes.tolist() == [0, 2, 1, 2]
    assert outer.codes.tolist() == [0, 1, 0, 1]
    assert alone.texts.tolist() == ["x", "y"]


@given(
    rows=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8),
    ordered=st.booleans(),
    step=st.sampled_from([1, 7]),
    block=st.sampled_from([2, 1 << 15]),
    table=st.sampled_from([0, 1 << 16]),
)
@example(rows=[(0, 0), (0, 0), (1, 5)], ordered=True, step=7, block=2, table=0)
@example(rows=[(0, 0), (1, 5), (0, 0)], ordered=False, step=7, block=2, table=0)
@example(rows=[(0, 1), (1, 0)], ordered=False, step=7, block=2, table=0)
def test_pairs_that_repeat_are_found(
    rows: list[tuple[int, int]], ordered: bool, step: int, block: int, table: int
) -> None:
    """Whether two rows have the same group and member is known in any order, in a table or without one."""
    rows = sorted(rows) if ordered else rows
    # Keys that no row has make pairs many beside the rows.
    codes = [np.array([row[i] * step for row in rows], dtype=np.int64) for i in (0, 1)]
    both = [Groups([], each, [], 5 * step + 1) for each in codes]

    with mock.patch.multiple(numbering, _BLOCK=block), mock.patch.multiple(groups, TABLE_RANGE=table):
        found = check_pairs(*both)

    assert found == (len(set(rows)) == len(rows))
    assert [each.codes.tolist() for each in both] == [each.tolist() for each in codes]


def test_nobody_is_named_where_nobody_is() -> None:
    """Among no groups a code marks none, as truth values that others can be combined with."""
    found = groups.named(pd.DataFrame({"economy": pd.array([], dtype="str")}), "CHN")

    assert found.dtype == bool
    assert found.tolist() == []
