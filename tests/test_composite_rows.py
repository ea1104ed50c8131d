"""Composite indices and their ranks beside plain ways that look at one economy, one pillar and one draw at a time."""

from __future__ import annotations

import math
from itertools import permutations, product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neadigital import divide

INDICATORS = ["p", "q", "r"]
# The region, the economy, the year and the indicator of a score.
keys = st.tuples(
    st.sampled_from("xy"), st.sampled_from("ABC"), st.sampled_from([2020, 2021]), st.sampled_from(INDICATORS)
)
SCORES = [math.nan, 1.0, 2.0, 4.0, 5.5]
three = st.tuples(*[st.sampled_from([1.0, 2.0, 5.0])] * 3)
means = st.sampled_from(["arithmetic", "geometric"])
Table = dict[tuple[str, str, int, str], float]


def drawn(seed: int) -> Table:
    """A table of many scores in any order."""
    rng = np.random.default_rng(seed)
    every = list(product("xy", "ABC", [2020, 2021], INDICATORS))
    chosen = rng.permutation(len(every))[: rng.integers(12, len(every) + 1)]
    return {every[place]: float(rng.choice(SCORES if rng.random() < 0.5 else SCORES[1:])) for place in chosen}


tables = st.one_of(st.dictionaries(keys, st.sampled_from(SCORES), max_size=36), st.integers(0, 9999).map(drawn))


def frame_of(table: Table) -> pd.DataFrame:
    """The table in the order of its rows, with a score of each indicator, so that none is unknown."""
    rows = [(*key, score) for key, score in table.items()] + [("z", "Z", 2020, name, 3.0) for name in INDICATORS]
    return pd.DataFrame(rows, columns=["region", "economy", "year", "indicator", "score"])


def average(scores: list[float], weights: list[float], mean: str) -> float:
    """The weighted mean of scores."""
    if not scores:
        return math.nan
    found = np.average(np.log(scores) if mean == "geometric" else scores, weights=weights)
    return float(np.exp(found) if mean == "geometric" else found)


def at_hand(frame: pd.DataFrame) -> list[tuple[tuple[str, str, int], dict[str, float]]]:
    """The units, sorted, and what scores each has."""
    units = frame.groupby(["region", "economy", "year"])
    return [
        ((str(region), str(economy), int(year)), dict(zip(part["indicator"], part["score"], strict=True)))
        for (region, economy, year), part in ((key, group.dropna().reset_index(drop=True)) for key, group in units)
    ]


@given(table=tables, weights=three, mean=means, least=st.sampled_from([0.0, 0.4, 0.75, 1.0]))
def test_an_index_is_the_mean_of_what_is_at_hand(
    table: Table, weights: tuple[float, float, float], mean: Any, least: float
) -> None:
    """Each economy has the weighted mean of its scores, if they have enough of the weight."""
    of = dict(zip(INDICATORS, weights, strict=True))
    frame = frame_of(table)
    found = divide.composite(frame, "score", within="region", indicator_weights=of, mean=mean, min_share=least)

    for row, (unit, scores) in zip(found.itertuples(index=False), at_hand(frame), strict=True):
        some = [of[name] for name in scores]
        share = sum(some) / sum(weights)
        expected = average([*scores.values()], some, mean) if share >= least - 1e-9 else math.nan
        assert (row.region, row.economy, row.year, row.n) == (*unit, len(scores))
        assert row.weight_share == pytest.approx(share)
        assert row.composite == pytest.approx(expected, rel=1e-12, nan_ok=True)


@given(
    table=tables,
    weights=three,
    mean=means,
    inside=st.sampled_from([None, "arithmetic", "geometric"]),
    least=st.sampled_from([0.0, 0.5, 0.6, 1.0]),
)
def test_an_index_of_pillars_is_the_mean_of_theirs(
    table: Table, weights: tuple[float, float, float], mean: Any, inside: Any, least: float
) -> None:
    """Each pillar has the mean of its scores, and the index that of the pillars, if enough of either are at hand."""
    of = dict(zip(INDICATORS, weights, strict=True))
    pillars = {"q": "second", "p": "first", "r": "second"}
    frame = frame_of(table)
    found = divide.composite(
        frame,
        "score",
        within="region",
        indicator_weights=of,
        mean=mean,
        min_share=least,
        pillars=pillars,
        pillar_mean=inside,
    )

    for row, (unit, scores) in zip(found.itertuples(index=False), at_hand(frame), strict=True):
        shares, means_of = {}, {}
        for pillar in ("second", "first"):
            here = {name: score for name, score in scores.items() if pillars[name] == pillar}
            some = [of[name] for name in here]
            shares[pillar] = sum(some) / sum(of[name] for name in INDICATORS if pillars[name] == pillar)
            enough = shares[pillar] >= least - 1e-9
            means_of[pillar] = average([*here.values()], some, inside or mean) if enough else math.nan
        known = [score for score in means_of.values() if not math.isnan(score)]
        expected = average(known, [1.0] * len(known), mean) if len(known) / 2 >= least else math.nan
        assert (row.region, row.economy, row.year, row.n) == (*unit, len(scores))
        assert row.weight_share == pytest.approx(sum(shares.values()) / 2)
        assert (row.second, row.first) == pytest.approx((means_of["second"], means_of["first"]), nan_ok=True)
        assert row.composite == pytest.approx(expected, rel=1e-12, nan_ok=True)


@given(
    table=tables,
    weights=st.sampled_from([None, (1.0, 2.0, 5.0), (2.0, 0.0, 1.0)]),
    mean=means,
    least=st.sampled_from([0.4, 1.0]),
    noise=st.sampled_from([None, 0.5, 1.0]),
)
def test_ranks_are_those_of_each_draw(
    table: Table, weights: tuple[float, float, float] | None, mean: Any, least: float, noise: float | None
) -> None:
    """The summary is that of the ranks which the indices of each draw have in their region and year."""
    of = dict(zip(INDICATORS, weights or (1.0, 1.0, 1.0), strict=True))
    frame = frame_of(table)
    options: dict[str, Any] = {"within": "region", "mean": mean, "min_share": least}
    if weights:
        options["indicator_weights"] = of
    n, nominal = 9, np.array([*of.values()])
    found = divide.rank_robustness(frame, "score", seed=3, n=n, noise=noise, **options)
    index = divide.composite(frame, "score", **options)
    generator, counted = np.random.default_rng(3), nominal > 0
    drawn = np.zeros((n, 3))
    if noise is None:
        drawn[:, counted] = generator.dirichlet(np.ones(counted.sum()), size=n)
    else:
        drawn[:, counted] = nominal[counted] * generator.uniform(1 - noise, 1 + noise, size=(n, counted.sum()))
    units = at_hand(frame)
    indices = [
        [
            average([*scores.values()], [float(draw[INDICATORS.index(name)]) for name in scores], mean)
            if not math.isnan(composite)
            else math.nan
            for (_, scores), composite in zip(units, index["composite"], strict=True)
        ]
        for draw in [nominal, *drawn]
    ]
    sections = [f"{region} {year}" for (region, _, year), _ in units]
    ranks = pd.DataFrame(np.round(indices, 9).T).groupby(sections).rank(ascending=False, method="min").to_numpy()

    for place, name in enumerate(["median_rank", "rank_p05", "rank_p95"]):
        level = [0.5, 0.05, 0.95][place]
        expected = [pd.NA if math.isnan(row[0]) else sorted(row[1:])[math.ceil(level * n - 1e-9) - 1] for row in ranks]
        assert found[name].tolist() == expected
    assert found["rank"].tolist() == [pd.NA if math.isnan(row[0]) else row[0] for row in ranks]


def test_geometric_indices_that_are_equal_tie() -> None:
    """The same scores in another order have the same mean and rank, also where its logarithm is near 0."""
    orders = list(permutations([0.37, 3.3, 1 / (0.37 * 3.3)]))
    rows = [
        (f"E{i}", 2021, name, score) for i, order in enumerate(orders) for name, score in zip("pqr", order, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["economy", "year", "indicator", "score"])

    found = divide.rank_robustness(frame, "score", seed=0, n=3, mean="geometric")

    assert found["rank"].tolist() == [1] * 6


def test_errors_name_the_option_that_is_meant() -> None:
    """An indicator that names no column, and pillars without labels, are told by their names."""
    frame = frame_of({})
    with pytest.raises(TypeError, match="indicator must name one column"):
        divide.composite(frame, "score", within="region", indicator=None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="pillars must be a mapping"):
        divide.composite(frame, "score", within="region", pillars=["p", "q", "r"])  # type: ignore[arg-type]
