"""Gaps, ranges, parts of Theil's index, ranks and quotients beside plain ways that look at one row at a time."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neadigital import divide, kernels, shares

Table = dict[tuple[str, int, str], float]
ECONOMIES = "ABCDEFG"


def drawn(seed: int) -> Table:
    """Values of some economies in two panels and years, in any order, with ties and gaps."""
    rng = np.random.default_rng(seed)
    every = list(product("xy", [2020, 2021], ECONOMIES))
    chosen = rng.permutation(len(every))[: rng.integers(1, len(every) + 1)]
    values = [math.nan, 0.0, *range(1, rng.integers(3, 9))]
    return {every[place]: float(rng.choice(values)) for place in chosen}


tables = st.integers(0, 99_999).map(drawn)


def frame_of(table: Table) -> pd.DataFrame:
    """The table in the order of its rows, with a number of people that depends on the economy."""
    frame = pd.DataFrame([(*key, value) for key, value in table.items()], columns=["kind", "year", "economy", "v"])
    return frame.assign(people=frame["economy"].map(ECONOMIES.index) + 1.0)


def section(table: Table, kind: str, year: int) -> dict[str, float]:
    """The values of a cross-section."""
    rows = {name: table.get((kind, year, name), math.nan) for name in ECONOMIES}
    return {name: value for name, value in rows.items() if not math.isnan(value)}


def told(names: list[str]) -> Any:
    """Up to three codes, and how many more."""
    if not names:
        return None
    return ";".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


@given(table=tables, to=st.sampled_from(["leader", "mean", "people", "B"]), relative=st.booleans())
def test_the_gap_of_each_row(table: Table, to: str, relative: bool) -> None:
    """Each value is compared with its own cross-section's reference, whoever that is."""
    if to == "B" and not any(name == "B" for _, _, name in table):
        return
    frame = frame_of(table)
    asked = {"to": "mean", "weights": "people"} if to == "people" else {"to": to}
    found = divide.gap(frame, "v", within="kind", relative=relative, **asked)  # type: ignore[arg-type]

    for (kind, year, name), row in zip(table, found.itertuples(index=False), strict=True):
        here, value = section(table, kind, year), table[kind, year, name]
        if to == "leader":
            best = [one for one in here if here[one] == max(here.values())]
            reference = max(here.values(), default=math.nan)
            assert row.leaders == len(best)
            assert row.reference == told(best) if best else pd.isna(row.reference)
        elif to == "B":
            reference = here.get("B", math.nan)
            assert row.reference == "B"
        else:
            weights = [ECONOMIES.index(one) + 1.0 if to == "people" else 1.0 for one in here]
            reference = np.average([*here.values()], weights=weights) if here else math.nan
            assert (row.reference, row.weighting) == ("mean", "people" if to == "people" else "unweighted")
        ratio = value / reference if reference else math.nan
        assert row.reference_value == pytest.approx(reference, nan_ok=True)
        assert row[-2 if hasattr(row, "weighting") else -1] == pytest.approx(
            ratio if relative else reference - value, nan_ok=True, abs=1e-12
        )


@given(table=tables, which=st.sampled_from(["gap", "ratio"]))
def test_the_range_of_each_cross_section(table: Table, which: str) -> None:
    """The ends of each cross-section are told, who holds them, and how far apart they are."""
    metric = divide.range_gap if which == "gap" else divide.range_ratio
    found = metric(frame_of(table), "v", within="kind")

    assert list(zip(found["kind"], found["year"], strict=True)) == sorted({key[:2] for key in table})
    for row in found.itertuples(index=False):
        here = section(table, row.kind, row.year)
        low, high = (end(here.values(), default=math.nan) for end in (min, max))
        assert row.n == len(here)
        assert (row.min, row.max) == pytest.approx((low, high), nan_ok=True)
        for text, end in ((row.lowest, low), (row.highest, high)):
            names = [one for one in here if here[one] == end]
            assert text == told(names) if names else pd.isna(text)
        expected = high - low if which == "gap" else high / low if low else math.nan
        assert row[-1] == pytest.approx(expected, nan_ok=True)


@given(table=tables, index=st.sampled_from(["T", "L"]), weighted=st.booleans())
def test_the_parts_of_theils_index(table: Table, index: Any, weighted: bool) -> None:
    """The index of each cross-section is that between groups and their own, each by its share."""
    table = {key: value + 1 for key, value in table.items()}
    frame = frame_of(table)
    frame["block"] = frame["economy"].isin(["A", "C", "G"]).map({True: "one", False: "two"})
    found = divide.theil_decompose(
        frame, "v", groups="block", index=index, within="kind", weights="people" if weighted else None
    )
    measure = kernels.theil if index == "T" else kernels.mld
    totals = found.drop_duplicates(["kind", "year"])

    assert list(zip(totals["kind"], totals["year"], strict=True)) == sorted({key[:2] for key in table})
    for kind, year in totals[["kind", "year"]].itertuples(index=False):
        part = frame[(frame["kind"] == kind) & (frame["year"] == year) & frame["v"].notna()]
        rows = found[(found["kind"] == kind) & (found["year"] == year)]
        if part.empty:
            assert rows["total"].isna().all()
            continue
        people = part["people"] if weighted else part["people"] * 0 + 1
        assert rows["total"].to_numpy() == pytest.approx(measure(part["v"], people), abs=1e-12)
        assert rows["total"].to_numpy() == pytest.approx((rows["between"] + rows["within"]).to_numpy(), abs=1e-12)
        mass = people * part["v"] if index == "T" else people
        inside = sum(
            mass[part["block"] == name].sum() / mass.sum() * measure(group["v"], people[part["block"] == name])
            for name, group in part.groupby("block")
        )
        assert rows["within"].to_numpy() == pytest.approx(inside, abs=1e-12)


@given(table=tables, ascending=st.booleans(), method=st.sampled_from(["min", "max", "dense"]))
def test_ranks_and_shares_of_each_cross_section(table: Table, ascending: bool, method: Any) -> None:
    """Each value has the place and the share that it has among those of its panel and year."""
    frame = frame_of(table)
    ranks = shares.rank(frame, "v", within="kind", ascending=ascending, method=method)
    portions = shares.share_of_group(frame, "v", within="kind")
    of_sections = shares.hhi(frame, "v", within="kind").set_index(["kind", "year"])

    for place, (kind, year, name) in enumerate(table):
        here, value = section(table, kind, year), table[kind, year, name]
        if math.isnan(value):
            assert ranks[place] is pd.NA
            assert np.isnan(portions[place])
            continue
        before = [one for one in here.values() if (one < value if ascending else one > value)]
        level = [one for one in here.values() if one == value]
        rank = {"min": len(before) + 1, "max": len(before) + len(level), "dense": len(set(before)) + 1}[method]
        total = sum(here.values())
        assert ranks[place] == rank
        assert portions[place] == pytest.approx(100 * value / total if total else math.nan, nan_ok=True)
        hhi = sum((one / total) ** 2 for one in here.values()) if total else math.nan
        assert of_sections["hhi"][kind, year] == pytest.approx(hhi, nan_ok=True)
