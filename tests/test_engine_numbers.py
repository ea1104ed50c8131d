"""Numbering, ranking and counting within many groups at once, beside plain ways that take longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from neadigital._engine import numbering, ranking
from neadigital._engine.concordance import tau_b
from neadigital._engine.groups import Groups

MANY = 140_000


@pytest.fixture
def rng() -> np.random.Generator:
    """The same random numbers each time."""
    return np.random.default_rng(11)


@pytest.mark.parametrize("texts", [1, 7, MANY])
def test_texts_are_numbered_in_their_order(texts: int, rng: np.random.Generator) -> None:
    """A few objects that stand in a column again and again are numbered as texts of their own are."""
    names = np.array([f"E{code}" for code in range(texts)], dtype=object)
    column = names[rng.integers(0, texts, MANY)]
    copies = np.array(["".join(list(text)) for text in column], dtype=object)

    for array in (column, copies, column[::2]):
        codes, found = numbering.number(array, "key")
        assert (found[codes] == array).all()
        assert found.tolist() == sorted(set(array))


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_a_missing_text_among_many_is_an_error(missing: Any) -> None:
    """A key that is missing is found among any number of rows."""
    column = np.array(["a", "b"] * MANY, dtype=object)
    column[MANY] = missing

    with pytest.raises(ValueError, match="'key' has missing values"):
        numbering.number(column, "key")


def test_equal_objects_do_not_begin_a_run() -> None:
    """A run ends where the text changes, not where another object says the same."""
    column = np.array(["".join("ab"), "".join("ab"), "".join("ac"), "b", "b"], dtype=object)

    assert numbering.run_starts(column).tolist() == [True, False, True, True, False]


@pytest.mark.parametrize("limit", [1000, 4000, 10**6])
def test_order_is_that_of_a_sort(limit: int, rng: np.random.Generator) -> None:
    """Numbers near or far from one another are brought in their order."""
    numbers = rng.permutation(limit)[:1000]

    assert numbering.order_of(numbers, limit).tolist() == np.argsort(numbers).tolist()


@pytest.mark.parametrize("groups", [1, 200, 300, 100_000])
def test_groups_are_brought_together_in_the_order_of_rows(groups: int, rng: np.random.Generator) -> None:
    """The order is that of a stable sort, however many groups there are."""
    codes = rng.integers(0, groups, MANY)

    assert (numbering.order_by_group(codes, groups) == np.argsort(codes, kind="stable")).all()


@pytest.mark.parametrize("ties", ["min", "max", "dense", "average"])
@pytest.mark.parametrize("ascending", [True, False])
@pytest.mark.parametrize("sizes", [[5, 5, 5], [0, 1, 4, 0, 4, 2, 9], [1, 2, 1], [300_000, 2]])
def test_ranks_are_those_of_pandas(ties: Any, ascending: bool, sizes: list[int], rng: np.random.Generator) -> None:
    """Each group is ranked by itself, with ties or without."""
    codes = np.repeat(np.arange(len(sizes)), sizes)
    for numbers in (rng.integers(0, 4, len(codes)) * 1.0, rng.random(len(codes))):
        expected = pd.Series(numbers).groupby(codes).rank(method=ties, ascending=ascending)

        found = np.empty(len(numbers))

        def work(_: Any, here: Any, numbers: Any = numbers, found: Any = found) -> None:
            found[here] = ranking.ranks(numbers[here], ties, ascending=ascending)

        ranking.for_matrices(work, np.arange(len(numbers)), np.array(sizes))
        assert found.tolist() == expected.tolist()


@pytest.mark.parametrize("members", [40, 4000])
@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_rows_come_together_section_after_section(members: int, missing: float, rng: np.random.Generator) -> None:
    """The rows that are known stand in the order of their sections, and in each of their members if one asks for it."""
    sections, who = (codes.ravel() for codes in np.meshgrid(np.arange(30), rng.choice(members, 40, replace=False)))
    rows = rng.permutation(len(who))
    known = rng.random(len(rows)) >= missing
    of_row = [Groups([], codes[rows], [], count) for codes, count in ((sections, 30), (who, members))]
    found, sizes = ranking.together(*of_row, known, by_member=True)
    expected = np.lexsort((who[rows], sections[rows]))

    assert found.tolist() == expected[known[expected]].tolist()
    assert sizes.tolist() == np.bincount(sections[rows][known], minlength=30).tolist()


@pytest.mark.parametrize("values", [3, 1000])
def test_tau_is_that_of_scipy(values: int, rng: np.random.Generator) -> None:
    """Tau-b of groups of any size, with ties or without; NaN where a column is constant."""
    sizes = np.array([2, 3, 3, 33, 0, 1, 64, 65, 1000])
    x, y = (rng.integers(0, values, sizes.sum()) * 1.0 for _ in range(2))
    found, ends = tau_b(x, y, np.arange(len(x)), sizes), np.cumsum(sizes)

    for tau, size, end in zip(found, sizes, ends, strict=True):
        expected = stats.kendalltau(x[end - size : end], y[end - size : end]).statistic if size > 1 else np.nan
        assert tau == pytest.approx(expected, abs=1e-12, nan_ok=True)


@contextmanager
def sized(block: int, table: int) -> Iterator[None]:
    """Let the blocks of rows, and the tables that find numbers, be so small."""
    with (
        mock.patch.multiple(numbering, _BLOCK=block, _TASK=2 * block, _LEAST_PART=3 * block, _SAMPLE=2),
        mock.patch.multiple(numbering, TABLE_RANGE=table),
    ):
        yield


KINDS = ["int8", "int64", "uint8", "uint64", "float64", "object"]


@given(
    numbers=st.lists(st.integers(0, 9), max_size=30),
    kind=st.sampled_from(KINDS),
    step=st.sampled_from([1, 12]),
    block=st.sampled_from([1, 2, 5]),
    table=st.sampled_from([0, 40, 1 << 16]),
)
def test_numbers_are_those_of_a_sort(numbers: list[int], kind: str, step: int, block: int, table: int) -> None:
    """Equal keys have one number, the least key 0, whatever type holds them and however many blocks they fill."""
    array = np.array(numbers, dtype=np.int64) * step
    if kind == "object":
        array = np.array([f"E{number:03}" for number in array.tolist()], dtype=object)
    elif kind != "float64":
        ends = np.iinfo(kind)
        array = array.astype(kind) + np.array(ends.max - 108 if kind == "uint64" else ends.min, dtype=kind)
    else:
        array = array / 8
    expected, codes = np.unique(array, return_inverse=True)

    with sized(block, table):
        found, distinct = numbering.number(array, "key")
        span = numbering.narrow(array)
        starts = numbering.run_starts(array)

    assert found.tolist() == codes.tolist()
    assert np.asarray(distinct).tolist() == expected.tolist()
    assert np.asarray(distinct).dtype == array.dtype
    assert starts.tolist() == [i == 0 or array[i] != array[i - 1] for i in range(len(array))]
    width = int(max(array)) - int(min(array)) + 1 if len(array) and array.dtype.kind in "iu" else None
    assert span == ((int(min(array)), width) if width and width <= max(table, len(array)) else None)


@given(
    numbers=st.lists(st.one_of(st.integers(0, 9), st.none()), max_size=30),
    kind=st.sampled_from(["str", "string", "datetime64[ns, UTC]", "float64"]),
    block=st.sampled_from([1, 2, 5]),
)
def test_keys_that_are_looked_up_in_parts_have_the_numbers_of_a_sort(
    numbers: list[int | None], kind: str, block: int
) -> None:
    """Equal keys of any part of a column have one number, in sorted order; a missing one in any part is an error."""
    text = kind.startswith("str")
    keys = pd.Series([f"E{number}" if text and number is not None else number for number in numbers], dtype=kind)
    array = numbering.comparable(keys)

    with sized(block, 0):
        if None in numbers:
            with pytest.raises(ValueError, match="'economy' has missing values"):
                numbering.number(array, "economy")
            return
        codes, distinct = numbering.number(array, "economy")

    assert codes.tolist() == [sorted(set(numbers)).index(number) for number in numbers]
    assert pd.Series(distinct, dtype=kind).tolist() == sorted(keys.unique().tolist())


@given(
    numbers=st.lists(st.integers(0, 30), max_size=30),
    limit=st.sampled_from([31, 40, 200]),
    block=st.sampled_from([1, 2, 5]),
    table=st.sampled_from([0, 40, 1 << 16]),
)
def test_whole_numbers_are_counted_through(numbers: list[int], limit: int, block: int, table: int) -> None:
    """Those that are there have numbers without gaps, are ordered and looked up, in a table or without one."""
    array = np.array(numbers, dtype=np.int64)
    once = np.array(list(dict.fromkeys(numbers)), dtype=np.int64)
    expected, codes = np.unique(array, return_inverse=True)
    others = np.arange(limit)[::-1] * 10

    with sized(block, table):
        found, distinct = numbering.compact(array.copy(), limit)
        order = numbering.order_of(once, limit)
        taken = numbering.taken(others, array.astype(np.int32))
        replaced = numbering.replaced(array.copy(), others)

    assert (found.tolist(), distinct.tolist()) == (codes.tolist(), expected.tolist())
    assert order.tolist() == np.argsort(once).tolist()
    assert taken.tolist() == replaced.tolist() == others[array].tolist()


def test_keys_that_do_not_compare_stand_by_type_then_text() -> None:
    """Mixed keys have an order of their own: whole numbers before texts, each by their text."""
    codes, keys = numbering.number(np.array(["1", 9, 10, "0", 9], dtype=object), "economy")

    assert keys.tolist() == [10, 9, "0", "1"]
    assert codes.tolist() == [3, 1, 0, 2, 1]


def test_offsets_of_short_numbers_have_room() -> None:
    """The difference of two numbers of one byte may need more than a byte."""
    assert numbering.offsets(np.array([-128, 127], dtype=np.int8), -128).tolist() == [0, 255]
