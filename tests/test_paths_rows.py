"""Distances in time, and years until one catches up, beside plain ways that look at one row at a time."""

from __future__ import annotations

import math
from itertools import pairwise, product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neadigital import divide

YEARS = range(2010, 2018)
Table = dict[tuple[str, str, int], float]


def drawn(seed: int) -> Table:
    """Values of three economies in two panels, in any order, some of them missing."""
    rng = np.random.default_rng(seed)
    every = list(product("xy", "ABC", YEARS))
    chosen = rng.permutation(len(every))[: rng.integers(30, len(every) + 1)]
    return {every[place]: float(rng.choice([math.nan, *range(1, 10)])) for place in chosen} | {("x", "B", 2012): 4.0}


tables = st.integers(0, 9999).map(drawn)


def frame_of(table: Table) -> pd.DataFrame:
    """The table in the order of its rows."""
    return pd.DataFrame([(*key, value) for key, value in table.items()], columns=["kind", "economy", "year", "x"])


def path_of(table: Table, kind: str) -> list[tuple[int, float]]:
    """The reference's points in a panel."""
    return [(year, table[kind, "B", year]) for year in YEARS if not math.isnan(table.get((kind, "B", year), math.nan))]


def times_at(path: list[tuple[int, float]], level: float) -> list[float]:
    """When a path stood at a level."""
    times = [float(year) for year, value in path if value == level]
    for (one, start), (other, end) in pairwise(path):
        if min(start, end) < level < max(start, end):
            times.append(one + (other - one) * (level - start) / (end - start))
    return times


@given(table=tables, crossing=st.sampled_from(["first", "last"]), at=st.sampled_from([None, 2014, [2011, 2017]]))
def test_the_distance_in_time_of_each_row(table: Table, crossing: Any, at: Any) -> None:
    """Each value is looked for on the reference's path in its panel, and what is not found there has a reason."""
    years = {year for _, _, year in table}
    asked = years if at is None else {at} if isinstance(at, int) else {*at}
    if not asked <= years:
        return
    found = divide.time_distance(frame_of(table), "x", reference="B", within="kind", crossing=crossing, at=at)
    keys = sorted(key for key in table if key[2] in asked)

    assert list(zip(found["kind"], found["economy"], found["year"], strict=True)) == keys
    for key, row in zip(keys, found.itertuples(index=False), strict=True):
        level, path = table[key], path_of(table, key[0])
        times, values = times_at(path, level), [value for _, value in path]
        expected: tuple[float, Any] = (math.nan, None)
        if times:
            expected = (min(times) if crossing == "first" else max(times), "exact")
        elif values and level < min(values):
            expected = (path[0][0], "at_least")
        elif values and level > max(values) and key[2] <= path[-1][0]:
            expected = (math.nan, "ahead")
        assert row.reference == "B"
        assert row.reference_time == pytest.approx(expected[0], nan_ok=True)
        assert row.time_distance_years == pytest.approx(key[2] - expected[0], nan_ok=True)
        assert row.status == expected[1] if expected[1] else pd.isna(row.status)


@given(table=tables, span=st.sampled_from([(None, None), (2012, None), (None, 2015), (2011, 2016)]))
def test_the_years_until_each_economy_catches_up(table: Table, span: tuple[int | None, int | None]) -> None:
    """At the growth of both over the span, they are level after so many years, if they ever are."""
    if not {year for year in span if year is not None} <= {year for _, _, year in table}:
        return
    found = divide.catch_up(frame_of(table), "x", reference="B", within="kind", start=span[0], end=span[1])

    assert found[["kind", "economy"]].to_numpy().tolist() == sorted(
        [kind, name] for kind, name in {key[:2] for key in table}
    )
    assert found["catch_up_time"].dtype == np.float64
    for row in found.itertuples(index=False):
        own = {year: table.get((row.kind, row.economy, year), math.nan) for year in YEARS}
        theirs = {year: table.get((row.kind, "B", year), math.nan) for year in YEARS}
        both = [year for year in YEARS if not math.isnan(own[year] + theirs[year])]
        start = span[0] if span[0] is not None else both[0] if both else None
        end = span[1] if span[1] is not None else both[-1] if both else None
        assert [row.start, row.end] == [pd.NA if year is None else year for year in (start, end)]
        ends = [values.get(year, math.nan) if year else math.nan for values in (own, theirs) for year in (start, end)]
        if start is None or end is None or end <= start or np.isnan(ends).any():
            assert np.isnan([row.catch_up_years, row.catch_up_time]).all()
            assert pd.isna(row.status)
            continue
        growth = [100 * ((later / earlier) ** (1 / (end - start)) - 1) for earlier, later in (ends[:2], ends[2:])]
        assert (row.growth_pct, row.reference_growth_pct) == pytest.approx((growth[0], growth[1]), abs=1e-12)
        if ends[1] >= ends[3]:
            assert (row.status, row.catch_up_years, row.catch_up_time) == ("already", 0, end)
        elif growth[0] <= growth[1] + 1e-9:
            assert (row.status, str(row.catch_up_years)) == ("never", "nan")
        else:
            years = row.catch_up_years
            assert row.status == "reaches"
            assert ends[1] * (1 + growth[0] / 100) ** years == pytest.approx(ends[3] * (1 + growth[1] / 100) ** years)
            assert row.catch_up_time == end + years


@pytest.mark.parametrize("order", ["ABC", "ACB", "BAC", "CBA"])
def test_series_in_any_order_have_the_same_distances(order: str) -> None:
    """Where each series stands together the result is sorted all the same, whichever comes first."""
    table = {
        ("x", name, year): float(value)
        for name, start in zip("ABC", (1, 3, 2), strict=True)
        for year, value in zip(YEARS, range(start, 99), strict=False)
    }
    frame = frame_of(table)
    expected = divide.time_distance(frame, "x", reference="B", within="kind")
    parts = pd.concat([frame[frame["economy"] == name] for name in order])

    pd.testing.assert_frame_equal(divide.time_distance(parts, "x", reference="B", within="kind"), expected)


def test_a_row_that_is_not_asked_for_may_lack_its_economy() -> None:
    """Where some years are asked for, text with a missing value names the reference as other text does."""
    table = pd.DataFrame({"economy": pd.array(["A", "A", "B", None], dtype="string"), "year": [2019, 2020, 2020, 2018]})
    found = divide.time_distance(table.assign(x=[1.0, 2.0, 1.5, 9.0]), "x", reference="A", at=2020)

    assert found["time_distance_years"].tolist() == [0.0, 0.5]
