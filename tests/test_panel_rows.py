"""The rows of a panel, brought in order, paired and fitted, beside plain ways that look at one row at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import product
from typing import Any
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from neadigital._engine import grid, numbering
from neadigital._engine import panel as panels
from neadigital._engine.panel import Panel, at, cross_sections, line_slope, panel, series

NUMBERS = [math.nan, 1.0, 2.0, 3.5, 8.0, 20.0]
# A panel of each of two kinds, and an economy, a year and a value.
keys = st.tuples(st.sampled_from("xy"), st.sampled_from("ABC"), st.integers(0, 14))


def drawn(seed: int) -> dict[tuple[str, str, int], float]:
    """A table of many rows in any order, few of them without a value."""
    rng = np.random.default_rng(seed)
    every = list(product("xy", "ABC", range(15)))
    chosen = rng.permutation(len(every))[: rng.integers(1, len(every) + 1)]
    return {every[place]: float(rng.choice(NUMBERS)) if rng.random() < 0.1 else rng.lognormal() for place in chosen}


tables = st.one_of(
    st.dictionaries(keys, st.sampled_from(NUMBERS), min_size=1, max_size=40), st.integers(0, 9999).map(drawn)
)
# Each year of each series.
FULL = {
    (kind, economy, year): 1.0 + i for i, (kind, economy, year) in enumerate(product("xy", "CAB", range(14, -1, -1)))
}
# How many rows are worked on at once, and whether tables of places are made.
ways = st.sampled_from([(1 << 15, 1 << 16), (2, 1 << 16), (3, 0), (1 << 15, 0)])
# The years' step, and the first one.
times = st.sampled_from([(1, 2000), (1, -3), (2**20, 5), (2**52 + 1, 7), (2**58, -(2**61))])


@contextmanager
def sized(block: int, table: int) -> Iterator[None]:
    """Let blocks and tables be so small."""
    with ExitStack() as changed:
        for patch in (
            mock.patch.multiple(numbering, _BLOCK=block, _TASK=2 * block, TABLE_RANGE=table),
            mock.patch.multiple(grid, TABLE_RANGE=table, _MARKS=8 if table else 0, _ROWS=4 if table else 0),
            mock.patch.multiple(panels, TABLE_RANGE=table, _SPARSE=4 if table else 0, _LINES=block, _TASK=2 * block),
        ):
            changed.enter_context(patch)
        yield


def frame_of(table: dict[tuple[str, str, int], float], step: int = 1, first: int = 0) -> pd.DataFrame:
    """The table, in the order of its rows."""
    rows = [(kind, economy, year * step + first, value) for (kind, economy, year), value in table.items()]
    return pd.DataFrame(rows, columns=["kind", "economy", "year", "value"])


def pieces(rows: Panel) -> list[pd.DataFrame]:
    """The rows of each series, as the panel has them."""
    frame = rows.frame if rows.order is None else rows.frame.iloc[rows.order]
    return [frame.iloc[one : one + size] for one, size in zip(rows.starts.tolist(), rows.sizes.tolist(), strict=True)]


@given(table=tables, way=ways, time=times)
def test_series_stand_together_and_their_years_rise(table: Any, way: tuple[int, int], time: tuple[int, int]) -> None:
    """Each series is one piece, with its own key; years rise within it; results find their rows again."""
    frame = frame_of(table, *time)
    with sized(*way):
        rows = panel(frame, "economy", "year", "kind")
        values, back = rows["value"], rows.unsort(np.arange(len(frame)))
    parts = pieces(rows)
    labels = rows.labels.to_numpy().tolist()

    assert [part[["kind", "economy"]].drop_duplicates().to_numpy().tolist() for part in parts] == [[x] for x in labels]
    assert len({tuple(label) for label in labels}) == len(labels) == rows.count
    assert all(part["year"].is_monotonic_increasing for part in parts)
    assert rows.years.tolist() == [year for part in parts for year in part["year"]]
    np.testing.assert_array_equal(values, [value for part in parts for value in part["value"]])
    np.testing.assert_array_equal(rows.series(values, "value"), frame["value"])
    assert rows.series(values, "value").name == "value"
    assert rows.sort(back).tolist() == list(range(len(frame)))
    assert np.flatnonzero(rows.first).tolist() == rows.starts.tolist()
    assert rows.members.labels["economy"][rows.members.codes].tolist() == [label[1] for label in labels]
    assert rows.panels.labels["kind"][rows.panels.codes].tolist() == [label[0] for label in labels]
    assert rows.codes.tolist() == np.repeat(np.arange(rows.count), rows.sizes).tolist()


@given(table=tables, way=ways, time=times, periods=st.integers(1, 15))
@example(table=FULL, way=(1 << 15, 1 << 16), time=(2**58, -(2**61)), periods=3)
@example(table=FULL, way=(3, 0), time=(2**58, -(2**61)), periods=15)
@example(table=FULL, way=(3, 0), time=(2**52 + 1, 7), periods=5)
@example(table=FULL, way=(3, 0), time=(1, 2000), periods=9)
def test_a_row_finds_that_of_an_earlier_year(
    table: Any, way: tuple[int, int], time: tuple[int, int], periods: int
) -> None:
    """However far back it lies and however the rows stand, the value is that of the same series so many years ago."""
    frame = frame_of(table, *time)
    with sized(*way):
        rows = panel(frame, "economy", "year", "kind")
        found = rows.series(rows.before(rows["value"], periods * time[0]), "before")
    expected = [table.get((kind, economy, year - periods), math.nan) for kind, economy, year in table]

    np.testing.assert_array_equal(found, expected)


@given(values=st.dictionaries(st.integers(-3, 9), st.sampled_from(NUMBERS), max_size=8), block=st.sampled_from([2, 99]))
def test_a_single_series_needs_no_key(values: dict[int, float], block: int) -> None:
    """With nobody to tell apart all rows are one series, in any order; no rows are none."""
    frame = pd.DataFrame(
        {"year": pd.array([*values], dtype="int64"), "value": pd.array([*values.values()], dtype="float64")}
    )
    with sized(block, 0):
        rows = panel(frame, [], "year")
        found = rows.series(rows.before(rows["value"], 2), "before")
        sections = cross_sections(frame, [], "year")

    assert rows.count == min(len(values), 1)
    assert (rows.sizes.tolist(), rows.codes.tolist()) == ([len(values)][: len(values)], [0] * len(values))
    assert rows.years.tolist() == sorted(values)
    np.testing.assert_array_equal(found, [values.get(year - 2, math.nan) for year in values])
    assert sections.sections.labels["year"][sections.codes].tolist() == [*values]
    assert [len(part) for part in rows.crosswise()] == [
        len(values),
        len(range(min(values), max(values) + 1)) if values else 0,
    ]


@given(table=tables, way=ways, time=times, ends=st.tuples(*[st.one_of(st.none(), st.integers(0, 14))] * 2))
def test_ends_of_each_series(
    table: Any, way: tuple[int, int], time: tuple[int, int], ends: tuple[int | None, int | None]
) -> None:
    """They are the rows of the years that are asked for, else the first and the last that has a value."""
    frame = frame_of(table, *time)
    start, end = (None if year is None else year * time[0] + time[1] for year in ends)
    with sized(*way):
        rows = panel(frame, "economy", "year", "kind")
        first, last = rows.ends(~np.isnan(rows["value"]), start, end)
        span = rows.span(first, last, start, end)
        between = rows.between(start, end)
    for i, part in enumerate(pieces(rows)):
        seen = part.dropna()
        for places, year, row, name in ((first, start, 0, "start"), (last, end, -1, "end")):
            asked = part[part["year"] == year] if year is not None else seen.iloc[[row]] if len(seen) else seen
            value = at(rows["value"], places)[i]
            if len(asked):
                np.testing.assert_array_equal(value, asked["value"].iloc[0])
            assert (places[i] >= 0) == (len(asked) > 0)
            known = year if year is not None else int(asked["year"].iloc[0]) if len(asked) else pd.NA
            assert span[name][i] is known or span[name][i] == known
        one, other = span["start"][i], span["end"][i]
        years = pd.NA if one is pd.NA or other is pd.NA or other < one else other - one
        assert span["years"][i] is years or span["years"][i] == years
    low, high = (-math.inf if start is None else start), (math.inf if end is None else end)
    assert between.tolist() == [low <= year <= high for year in rows.years.tolist()]


@given(table=tables, way=ways, time=times)
def test_places_of_panels_by_years(table: Any, way: tuple[int, int], time: tuple[int, int]) -> None:
    """Rows share a place if they share a panel and a year, and the place tells both."""
    frame = frame_of(table, *time)
    # Without a table each year that is there has a place, however far apart they are.
    with sized(way[0], 0 if time[0] > 1 else way[1]):
        rows = panel(frame, "economy", "year", "kind")
        places, years = rows.crosswise()
        kinds = rows.panels.codes[rows.codes]

    assert (np.diff(years) > 0).all()
    assert years[places % len(years)].tolist() == rows.years.tolist()
    assert (places // len(years)).tolist() == kinds.tolist()


@given(
    table=tables,
    way=ways,
    logs=st.sampled_from(["", "x", "y", "xy"]),
    used=st.one_of(st.just([True] * 90), st.lists(st.booleans(), min_size=90, max_size=90)),
)
def test_the_line_of_each_series(table: Any, way: tuple[int, int], logs: str, used: list[bool]) -> None:
    """It is that of the rows that are used, none if one of them has no value."""
    frame = frame_of(table, 1, 3)
    with sized(*way):
        rows = panel(frame, "economy", "year", "kind")
        taken = np.array(used[: len(frame)], dtype=bool)
        slopes, n = line_slope(rows, taken, rows.years, rows["value"], logs)
    for i, part in enumerate(pieces(rows)):
        here = part[taken[rows.starts[i] : rows.starts[i] + rows.sizes[i]]]
        x, y = here["year"].to_numpy(dtype=float), here["value"].to_numpy()
        x, y = (np.log(x) if "x" in logs else x), (np.log(y) if "y" in logs else y)
        assert n[i] == len(here)
        if len(here) < 2 or np.isnan(y).any():
            assert np.isnan(slopes[i])
        else:
            assert slopes[i] == pytest.approx(np.polyfit(x, y, 1)[0], rel=1e-9, abs=1e-12)


@given(table=tables, way=ways, drop=st.sampled_from([None, "drop", "keep"]))
def test_sections_and_series_of_members(table: Any, way: tuple[int, int], drop: Any) -> None:
    """Cross-sections, and series whose years are in no order, know the key of each row; aggregates leave both."""
    frame = frame_of(table).replace({"economy": {"C": "WLD" if drop else "C"}})
    with sized(*way):
        sections = cross_sections(frame, "economy", "year", "kind", aggregates=drop)
        ordered = panel(frame, "economy", "year", "kind", aggregates=drop)
        of_series = series(frame, "economy", "year", "kind")
        beside = sections.beside(told="yes", number=sections["value"])
    kept = frame[frame["economy"] != "WLD"] if drop == "drop" else frame

    assert sections.sections.labels.take(sections.codes).to_numpy().tolist() == kept[["kind", "year"]].values.tolist()
    assert sections.members.labels["economy"][sections.members.codes].tolist() == kept["economy"].tolist()
    assert sections.panels.labels["kind"][sections.panels.codes[sections.codes]].tolist() == kept["kind"].tolist()
    np.testing.assert_array_equal(
        ordered.series(ordered["value"], "x"), frame["value"].where(frame.index.isin(kept.index))
    )
    assert (
        of_series.sections.labels.take(of_series.codes).to_numpy().tolist()
        == frame[["kind", "economy"]].values.tolist()
    )
    assert of_series.panels.count == of_series.count
    inside = frame.index.isin(kept.index)
    assert list(beside.columns) == ["kind", "economy", "year", "told", "number"]
    assert [told == "yes" for told in beside["told"]] == beside["told"].notna().tolist() == inside.tolist()
    np.testing.assert_array_equal(beside["number"], frame["value"].where(inside))
