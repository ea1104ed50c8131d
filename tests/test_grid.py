"""Rows as places of a grid, beside numbering each key apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from neadigital._engine import grid, groups, numbering
from neadigital._engine.arithmetic import extreme
from neadigital._engine.groups import Groups, Key, Years, check_pairs, group

KINDS: dict[str, Any] = {
    "whole": lambda codes: codes,
    "negative": lambda codes: (codes - 100).astype(np.int8),
    "unsigned": lambda codes: codes.astype(np.uint64) + np.uint64(2**64 - 50),
    "least": lambda codes: codes + np.iinfo(np.int64).min,
    "far apart": lambda codes: codes * 10**12,
    "text": lambda codes: pd.array([f"E{code}" for code in codes], dtype="str"),
    "category": lambda codes: pd.Categorical.from_codes(codes, list("zyxwvutsrqponmlkjih")),
    "float": lambda codes: codes / 2,
    "bool": lambda codes: codes % 2 == 0,
}
# How many rows are worked on at once, and how many places a table may have at least and for each row.
SIZES = st.sampled_from([(1 << 15, 1 << 16, 8), (2, 1 << 16, 8), (3, 40, 1), (4, 0, 1), (2, 0, 100)])


def drawn(seed: int) -> list[tuple[int, int, int]]:
    """A table of many rows, none of which need stand twice."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, rng.integers(1, 11), (40, 3))
    return [(a, b, c) for a, b, c in (np.unique(rows, axis=0) if seed % 2 else rows).tolist()][:: rng.choice([1, -1])]


few = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), max_size=40)
tables = st.one_of(few, st.integers(0, 9999).map(drawn))


@contextmanager
def sized(block: int, places: int, of_row: int) -> Iterator[None]:
    """Let blocks, and tables of places, be so small."""
    with ExitStack() as changed:
        for module, name, size in (
            (numbering, "_BLOCK", block),
            (numbering, "_TASK", 2 * block),
            (grid, "TABLE_RANGE", places),
            (groups, "TABLE_RANGE", places),
            (grid, "_MARKS", of_row),
            (grid, "_ROWS", of_row),
        ):
            changed.enter_context(mock.patch.object(module, name, size))
        yield


def keys_of(frame: pd.DataFrame, *columns: str) -> list[Key]:
    """The key columns, read anew."""
    return [Key(frame[name]) for name in columns]


def same(one: Groups, other: Groups) -> bool:
    """Whether two numberings agree in everything."""
    return (
        one.count == other.count
        and one.codes.tolist() == other.codes.tolist()
        and one.labels.equals(other.labels)
        and one.sizes.tolist() == other.sizes.tolist()
    )


@given(table=tables, kinds=st.tuples(*[st.sampled_from(sorted(KINDS))] * 3), split=st.integers(0, 3), size=SIZES)
def test_groups_are_those_of_keys_numbered_one_by_one(
    table: list[tuple[int, int, int]], kinds: tuple[str, str, str], split: int, size: tuple[int, int, int]
) -> None:
    """A grid finds the same groups, members and repeated keys, whatever type holds the keys and how many it holds."""
    codes = np.array(table, dtype=np.int64).reshape(-1, 3)
    frame = pd.DataFrame(
        {name: KINDS[kind](codes[:, i]) for i, (name, kind) in enumerate(zip("abc", kinds, strict=True))}
    )
    first, last = list("abc")[:split], list("abc")[split:]
    n = len(frame)

    some = np.arange(n)[::-2]
    with sized(*size):
        sections, members, once = grid.crossed(keys_of(frame, *first), keys_of(frame, *last), n)
        together = grid.grouped(keys_of(frame, *"abc"), n)
        of_some = members.of(some)
        codes = members.codes
    expected = group(keys_of(frame, *first), n), group(keys_of(frame, *last), n)

    assert same(sections, expected[0])
    assert same(members, expected[1])
    assert same(together, group(keys_of(frame, *"abc"), n))
    assert of_some.tolist() == codes[some].tolist()
    assert once == check_pairs(*expected) == (not frame.duplicated().any())


@given(
    table=tables,
    kinds=st.tuples(*[st.sampled_from(sorted(KINDS))] * 2),
    first=st.sampled_from([0, 1970, 2**31, -(2**14), 2**14 - 5, -40_000]),
    block=st.sampled_from([2, 1 << 15]),
)
def test_rows_are_ordered_by_series_and_year(
    table: list[tuple[int, int, int]], kinds: tuple[str, str], first: int, block: int
) -> None:
    """A grid brings rows in the order of a sort, and leaves tables with repeated keys to others."""
    codes = np.array(table, dtype=np.int64).reshape(-1, 3)
    frame = pd.DataFrame(
        {name: KINDS[kind](codes[:, i]) for i, (name, kind) in enumerate(zip("ab", kinds, strict=True))}
    )
    frame["year"] = codes[:, 2] + first
    keys, n = keys_of(frame, "a", "b"), len(frame)
    with sized(block, 1 << 16, 8):
        found = grid.ordered(keys, Years(frame, "year"), n)
    if not n or frame.duplicated().any():
        assert found is None
        return
    assert found is not None
    series, order, starts, years = found
    expected = group(keys_of(frame, "a", "b"), n)

    assert order.tolist() == np.lexsort((frame["year"], expected.codes)).tolist()
    assert starts.tolist() == (np.cumsum(expected.sizes) - expected.sizes).tolist()
    assert years.tolist() == frame["year"].to_numpy()[order].tolist()
    assert series.labels.equals(expected.labels)


def test_a_grid_of_too_many_places_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys whose grid would be mostly empty are numbered one by one, with the same result."""
    monkeypatch.setattr(grid, "TABLE_RANGE", 1)
    frame = pd.DataFrame({"a": np.arange(100), "b": np.arange(100)})

    sections, members, once = grid.crossed(keys_of(frame, "a"), keys_of(frame, "b"), 100)

    assert grid.ordered(keys_of(frame, "a"), Years(frame, "b"), 100) is None
    assert (sections.codes.tolist(), members.codes.tolist(), once) == (list(range(100)), list(range(100)), True)


@pytest.mark.parametrize("least", [np.fmin, np.fmax])
@given(
    rows=st.lists(st.tuples(st.integers(0, 4), st.sampled_from([np.nan, -1.0, 0.0, 2.5, 7.0])), max_size=30),
    ordered=st.booleans(),
)
@example(rows=[(1, 2.5), (0, 7.0), (1, -1.0), (3, 0.0)], ordered=False)
@example(rows=[(1, 2.5), (0, 7.0), (1, np.nan), (3, np.nan)], ordered=False)
def test_extremes_of_groups(least: np.ufunc, rows: list[tuple[int, float]], ordered: bool) -> None:
    """The least and greatest value of a group leave missing values out, in any order of rows."""
    rows = sorted(rows, key=lambda row: row[0]) if ordered else rows
    codes, numbers = np.array([row[0] for row in rows], dtype=np.int64), np.array([row[1] for row in rows], dtype=float)
    expected = [least.reduce(numbers[codes == code]) if (codes == code).any() else np.nan for code in range(6)]

    np.testing.assert_array_equal(extreme(codes, numbers, 6, least), expected)
