"""What a number is: ranks are not divided, and breaks in a series are warned of."""

from __future__ import annotations

import warnings
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from discovery import FRAME, METRICS, Metric, beyond_the_world
from metric_support import FOUR, near, one

from neadigital import growth, shares
from neadigital.errors import BreakWarning, NeadigitalWarning, OrdinalError

pytestmark = beyond_the_world

# Ranks

#: What orders, counts or subtracts ranks, and what reads a scale that may have been made of them.
OF_RANKS = ("point_change", "rank", "rank_change", "rank_correlation", "segments")
divides = pytest.mark.parametrize(
    "metric",
    [
        metric
        for name, metric in METRICS.items()
        if "-" not in name
        and metric.function.__module__ in ("neadigital.growth", "neadigital.shares")
    ],
    ids=lambda metric: metric.name,
)


@divides
def test_ranks_are_not_divided(metric: Metric) -> None:
    """All of growth and shares but what orders refuses a column of ranks."""
    for column in metric.numbers:
        ranks = FRAME.rename(columns={column: "un_rank"})
        options = {
            name: "un_rank" for name, value in metric.options.items() if value == column
        }
        if metric.name in OF_RANKS:
            metric(ranks, **options)
            continue
        with pytest.raises(OrdinalError, match="'un_rank' holds ranks") as raised:
            metric(ranks, **options)
        assert isinstance(raised.value, ValueError)
        assert "rank_change" in str(raised.value)


@pytest.mark.parametrize(
    ("name", "values", "refused"),
    [
        ("rank", [1, 2], True),
        ("Ranks 2021", [1, 2], True),
        ("EGDI-Rank", [1.5, 3.0], True),
        ("edi_rank", [None, 3], True),
        ("edi_rank", [0, 3], False),
        ("edi_rank", [1.25, 3], False),
        ("edi_rank_pct", [1, 2], False),
        ("rank_score", [1, 2], False),
        ("percentile rank", [1, 2], False),
        ("share_of_rank", [1, 2], False),
        ("frank", [1, 2], False),
        ("a_rank_of", [1, 2], False),
    ],
)
@pytest.mark.parametrize("dtype", [object, "Float64", "float32"])
def test_ranks_are_known_by_name_and_values(
    name: str, values: Any, refused: bool, dtype: Any
) -> None:
    """The first or last word is rank, none denies it, and all values are halves from 1 on."""
    data = one(1.0, 2.0, **{name: pd.Series(values, dtype=dtype)})

    if refused:
        with pytest.raises(OrdinalError):
            growth.cagr(data, name)
    else:
        growth.cagr(data, name)


def test_ranks_of_a_long_table_are_known_by_their_indicator() -> None:
    """In a column `value` each indicator is looked at for itself, unless the column is renamed."""
    data = pd.concat(
        [
            FOUR.assign(indicator="egov_rank", value=[4, 3, 2, 1] * 2),
            FOUR.assign(indicator="egov_index", value=[0.1, 0.2, 0.3, 0.4] * 2),
        ],
        ignore_index=True,
    )
    told = "'value' of indicator 'egov_rank' holds ranks.*rename the indicator"

    with pytest.raises(OrdinalError, match=told) as raised:
        growth.yoy(data, "value", within="indicator")
    assert raised.value.indicator == "egov_rank"
    only = data[data["indicator"] == "egov_index"]
    assert growth.yoy(only, "value").notna().any()
    renamed = data.rename(columns={"value": "level"}).loc[
        :, lambda d: ~d.columns.duplicated()
    ]
    assert growth.yoy(renamed, "level", within="indicator").notna().any()


def test_the_column_that_was_ranked_is_offered() -> None:
    """If a column has the same name but for the rank, the error proposes it."""
    data = one(1.0, 2.0, egdi_rank=[2, 1], EGDI=[0.5, 0.6])

    with pytest.raises(OrdinalError, match="pass 'EGDI', which was ranked"):
        growth.yoy(data, "egdi_rank")


def test_quantities_are_not_compared_as_ranks() -> None:
    """`rank_change` refuses what is called something else, is too large or starts at 0."""
    for name, place in (("share_pct", 2), ("egdi_score", 2), ("usd_mn", 1001)):
        with pytest.raises(ValueError, match=f"'{name}' holds quantities.*shares.rank"):
            shares.rank_change(one(1.0, 2.0, **{name: [1, place]}), name)
    for place in (0, -1, 1.5):
        with pytest.raises(ValueError, match="'place' must hold whole ranks from 1"):
            shares.rank_change(one(1.0, 2.0, place=[1, place]), "place")
    for name, place in (("place", 1000), ("firm_rank", 5000)):
        data = one(1.0, 2.0, **{name: [1, place]})
        assert shares.rank_change(data, name).iloc[1] == 1 - place


# Parts of a whole

#: Columns of four members in two years, with what is said of their sums or shares.
NO_PARTS = {
    "gdp_growth_pct": ([1, 2, 3, 4], "holds rates"),
    "online_pct": ([50, 60, 70, 80], "holds percentages that add up to 260"),
    "balance_usd": ([55, 60, 65, -80], "has shares from -80 to 65 per cent"),
}
PARTS = {
    "market_share_pct": [50.3, 20.3, 20.2, 9.6],
    "people_mn": [50, 60, 70, 80],
    "growth_fund_usd": [50, 60, 70, 80],
}


@pytest.mark.parametrize("name", NO_PARTS)
@pytest.mark.parametrize(
    "metric", [shares.share_of_group, shares.hhi, growth.contribution]
)
def test_shares_of_what_is_no_part_are_warned_of(name: str, metric: Any) -> None:
    """Rates, percentages of several wholes and negative shares are named, with the way on."""
    values, said = NO_PARTS[name]
    data = FOUR.assign(**{name: values * 2})

    if metric is growth.contribution and said.startswith("has shares"):
        # National accounts add up exports and imports, too.
        metric(data, name)
    elif metric is shares.hhi and said.startswith("has shares"):
        with pytest.raises(ValueError, match="negative size -80"):
            metric(data, name)
    else:
        with pytest.warns(NeadigitalWarning, match=f"'{name}' {said}.*divide.gap"):
            metric(data, name)
        renamed = data.rename(columns={name: "parts"})
        assert said.startswith("has shares") or len(metric(renamed, "parts"))


@pytest.mark.parametrize("name", PARTS)
def test_shares_of_parts_are_silent(name: str) -> None:
    """Percentages of one whole may be added up, and so may what is no percentage."""
    data = FOUR.assign(**{name: PARTS[name] * 2})

    assert shares.share_of_group(data, name).notna().all()
    assert shares.hhi(data, name)["hhi"].notna().all()
    assert growth.contribution(data, name).notna().sum() == 4


def test_a_part_above_the_world_is_warned_of() -> None:
    """What is larger than the world's own value is no part of it; a rounding is none."""
    data = FOUR.assign(per_100=[1, 9, 3, 4] * 2)

    with pytest.warns(NeadigitalWarning, match="'per_100' has shares from 25 to 225"):
        shares.share_of_world(data, "per_100", world="D")
    rounded = FOUR.assign(people=[1.0, 4.02, 3.0, 4.0] * 2)
    assert shares.share_of_world(rounded, "people", world="D").max() > 100


# Breaks


def broken(status: str = "obs_status", letter: str = "B") -> pd.DataFrame:
    """Return two economies over four years; the series of A breaks in 2002."""
    data = pd.concat(
        [one(1.0, 2.0, 4.0, 8.0), one(1.0, 2.0, 4.0, 8.0, economy="B")],
        ignore_index=True,
    )
    return data.assign(
        gdp=[1, 2, 3, 4] * 2, **{status: [None, "A", letter, "A"] + ["A"] * 4}
    )


COMPARES_YEARS = {
    "yoy": (growth.yoy, "1 of 6 pairs .*: A 2001-2002"),
    "log_growth": (growth.log_growth, "1 of 6 pairs .*: A 2001-2002"),
    "point_change": (growth.point_change, "1 of 6 pairs .*: A 2001-2002"),
    "contribution": (growth.contribution, "1 of 6 pairs .*: A 2001-2002"),
    "two years": (
        partial(growth.yoy, periods=2),
        "2 of 4 pairs .*: A 2000-2002; A 2001-2003",
    ),
    "cagr": (growth.cagr, "1 of 2 pairs .*: A 2000-2003"),
    "multiple": (growth.multiple, "1 of 2 pairs .*: A 2000-2003"),
    "index_number": (
        partial(growth.index_number, base=2003),
        "2 of 8 pairs .*: A 2000-2003",
    ),
    "elasticity": (partial(growth.elasticity, versus="gdp"), "1 of 2 pairs"),
    "rank_change": (shares.rank_change, "1 of 6 pairs"),
}


@pytest.mark.parametrize(
    ("metric", "told"), COMPARES_YEARS.values(), ids=COMPARES_YEARS
)
@pytest.mark.parametrize(
    ("status", "letter"),
    [
        ("obs_status", "B"),
        ("OBS_STATUS", "B"),
        ("OBS_FLAG", "be"),
        ("obs_status", "B;E"),
    ],
)
def test_a_break_between_two_years_is_warned_of(
    metric: Any, told: str, status: str, letter: str
) -> None:
    """A metric that pairs years warns once where the series breaks between them."""
    data = broken(status, letter).sample(frac=1, random_state=3)

    with pytest.warns(BreakWarning, match=told) as warned:
        found = metric(data, "level")
    assert [warning.filename for warning in warned] == [__file__]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        silent = metric(data.drop(columns=status), "level")
        segment = growth.segments(data, status=status)
        metric(data.assign(segment=segment), "level", **apart(metric))
    assert found.equals(silent)


def apart(metric: Any) -> dict[str, Any]:
    """Return options with which nothing is compared across a break."""
    options: dict[str, Any] = {"within": ["segment"]}
    if getattr(metric, "keywords", {}).get("base"):
        options["on_missing"] = "nan"
    return options


def test_a_break_at_the_start_of_a_span_crosses_nothing() -> None:
    """The row marked is the first on the new basis: only a pair with an earlier row crosses it."""
    data = broken()

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        growth.cagr(data, "level", start=2002)
        growth.cagr(data, "level", end=2001)
        growth.yoy(data.drop(index=1), "level")


def test_segments_number_the_spans_between_breaks() -> None:
    """Each series is counted from 0, in the order of its years and on the index of the data."""
    data = broken().set_axis(list("abcdefgh")).iloc[::-1]
    found = growth.segments(data)

    assert found.index.tolist() == data.index.tolist()
    assert found.sort_index().tolist() == [0, 0, 1, 1, 0, 0, 0, 0]
    assert (str(found.dtype), found.name) == ("Int64", "segment")
    with pytest.raises(KeyError, match="no column 'obs_status'"):
        growth.segments(data.drop(columns="obs_status"))


def test_concentration_across_a_break_is_warned_of() -> None:
    """`hhi` compares the cross-sections of several years."""
    with pytest.warns(BreakWarning, match="1 values after a break .*: A 2002"):
        shares.hhi(broken(), "level")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shares.hhi(broken().query("year >= 2002"), "level")
    assert issubclass(BreakWarning, NeadigitalWarning)


# Real terms


def test_decompose_adds_up_and_pairs_by_year() -> None:
    """Currency, price and volume add up to the growth of the value, gaps and all."""
    rng = np.random.default_rng(5)
    data = one(
        *rng.lognormal(size=9), fx=rng.lognormal(size=9), prices=rng.lognormal(size=9)
    )
    data = data.drop(index=4).sample(frac=1, random_state=1)
    found = growth.decompose(data, "level", exchange_rate="fx", deflator="prices")
    two = growth.decompose(data, "level", exchange_rate="fx")

    assert list(found) == ["total", "currency", "price", "volume"]
    assert list(two) == ["total", "currency", "local"]
    assert found.index.equals(data.index)
    assert found["total"].equals(growth.log_growth(data, "level").rename("total"))
    assert found["currency"].tolist() == near((-growth.log_growth(data, "fx")).tolist())
    assert found["price"].tolist() == near(growth.log_growth(data, "prices").tolist())
    for parts in (found, two):
        rest = parts["total"] - parts.iloc[:, 1:].sum(axis=1, skipna=False)
        assert rest.abs().max() < 1e-12
        assert rest.isna().sum() == 2


def test_a_part_that_is_unknown_leaves_the_total() -> None:
    """A part without its value is NaN, and so is the rest; the total stays."""
    data = one(
        1.0, 2.0, 4.0, 8.0, fx=[1.0, None, 3.0, 4.0], prices=[1.0, 1.0, -1.0, 1.0]
    )
    found = growth.decompose(data, "level", exchange_rate="fx", deflator="prices")

    assert found["total"].notna().tolist() == [False, True, True, True]
    assert found["currency"].notna().tolist() == [False, False, False, True]
    assert found["price"].tolist() == near([np.nan, 0.0, np.nan, np.nan])
    assert found["volume"].isna().all()
