"""What a number is, and what may be done with it: kinds, units, bases."""

from __future__ import annotations

import warnings
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from discovery import FRAME, METRICS, beyond_the_world, uses_of
from metric_support import FOUR, TWO, members, near, one

import neadigital
from neadigital import divide, growth, shares
from neadigital._engine.kinds import KINDS, RULES, Kinds, kind_of
from neadigital.errors import (
    AggregateError,
    BreakWarning,
    KindWarning,
    MembershipWarning,
    OrdinalError,
    UnitError,
)

pytestmark = beyond_the_world

# Kinds

#: Names, indicators and units as publishers write them, by the kind that they say.
SAYS = {
    "rank": [
        "rank",
        "egdi_rank",
        "EGDI-Rank",
        "Ranks 2021",
        "HDI rank",
        "排名",
        "順位",
    ],
    "rate": [
        *(
            "gdp_growth_pct",
            "value_yoy_pct",
            "CAGR",
            "PCH_PRE",
            "RCH_A",
            "GDPGrowth",
            "annual %",
        ),
        *("Inflation, consumer prices (annual %)", "% a year", "percentage points"),
        *("Темп роста", "增长率", "経済成長率", "경제성장률"),
    ],
    "ratio": [
        *(
            "Individuals using the Internet (% of population)",
            "PC_IND",
            "PT_BS",
            "Percent",
        ),
        *(
            "US$ (current) per person",
            "kbit/s per user",
            "per 100 inhabitants",
            "score",
        ),
        *(
            "gdpPerCapita",
            "gdp_pc",
            "gdpPercap",
            "gdp_pcap",
            "HICP",
            "gdp_deflator",
            "life_expectancy",
            "lifeExp",
            "I15",
            "Consumer price index",
            "exchange_rate",
            "hdi",
            "GDP per hour worked",
        ),
        *("value_rank_score", "rank_pct", "LCU per US$", "index (own base year)", "％"),
        *(
            "普及率",
            "占比",
            "人均GDP",
            "보급 비율",
            "Доля городского населения",
            "Индекс",
        ),
    ],
    "": [
        *(
            "value",
            "OBS_VALUE",
            "US$ billion",
            "GDP, current prices",
            "enterprises",
            "THS_PER",
        ),
        *(
            "barrels per day",
            "thousand tonnes per year",
            "kbit per second",
            "pc_shipments",
            "PC units sold",
            "frank",
            "online_mn",
        ),
        *("a_rank_of", "NY.GDP.MKTP.CD", "地区生产总值", "인구", "население", "хүн ам"),
    ],
}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in SAYS.items() for text in texts]
)
def test_a_text_says_what_its_numbers_are(kind, text):
    """Whole words of names, indicators and units say the kind, in any case of letters."""
    assert kind_of(text) == kind
    if text.isascii():
        assert kind_of(text.replace(" ", "_")) == kind


@pytest.mark.parametrize("name", neadigital.datasets()["dataset"])
def test_the_gate_reads_our_own_tables_as_their_models_declare(name):
    """For each column, and each indicator of a long table, both say the same kind."""
    data = neadigital.load(name)
    declared = neadigital.codebook(name).dropna(subset="kind")

    for row in declared.itertuples():
        column, rows = row.column, data
        if isinstance(row.code, str):
            column, rows = "value", data[data[row.column] == row.code]
        numbers = rows[column].to_numpy(dtype=np.float64, na_value=np.nan)
        read = Kinds(rows, column, numbers)
        found = {kind for kind in KINDS if read.rows(kind).any()}

        assert found <= {row.kind}, (column, row.code)


# Ranks

#: What orders, counts or subtracts ranks.
OF_RANKS = [use for use, rule in RULES.items() if rule.rank != "refuse"]


PLAIN = [metric for name, metric in METRICS.items() if "-" not in name]
each_metric = pytest.mark.parametrize("metric", PLAIN, ids=lambda metric: metric.name)


@each_metric
def test_each_number_passes_the_gate(metric):
    """Whatever column of numbers a metric measures, it says how it uses it."""
    used = uses_of(metric, FRAME)

    assert {*metric.numbers} == {*used}


@each_metric
def test_ranks_are_not_divided(metric):
    """All that divides, adds up or measures distances refuses a column of ranks."""
    for column, use in uses_of(metric, FRAME).items():
        ranks = FRAME.rename(columns={column: "un_rank"})
        options = {
            name: "un_rank" for name, value in metric.options.items() if value == column
        }
        if RULES[use].rank == "yes":
            metric(ranks, **options)
            continue
        refused = ValueError if RULES[use].rank == "ask" else OrdinalError
        with pytest.raises(refused, match="'un_rank' holds ranks, as its name says"):
            metric(ranks, **options)


@pytest.mark.parametrize(
    ("name", "values", "refused"),
    [
        ("rank", [1, 2], True),
        ("EGDI-Rank", [1.5, 3.0], True),
        ("edi_rank", [None, 3], True),
        ("edi_rank", [0, 3], False),
        ("edi_rank", [1.25, 3], False),
        ("edi_rank_pct", [1, 2], False),
        ("rank_score", [1, 2], False),
        ("a_rank_of", [1, 2], False),
    ],
)
@pytest.mark.parametrize("dtype", [object, "Float64", "float32"])
def test_ranks_are_known_by_name_and_values(name, values, refused, dtype):
    """The first or last word is rank, the last does not deny it, and all values are halves."""
    data = one(1.0, 2.0, **{name: pd.Series(values, dtype=dtype)})

    if refused:
        with pytest.raises(OrdinalError):
            growth.cagr(data, name)
    else:
        growth.cagr(data, name)


def test_ranks_of_a_long_table_are_known_by_their_indicator():
    """Each indicator is looked at for itself, and the error says which one it is."""
    data = pd.concat(
        [
            FOUR.assign(indicator="egov_rank", value=[4, 3, 2, 1] * 2),
            FOUR.assign(indicator="egov_index", value=[0.1, 0.2, 0.3, 0.4] * 2),
        ],
        ignore_index=True,
    )

    with pytest.raises(OrdinalError, match="as indicator 'egov_rank' says") as raised:
        growth.yoy(data, "value", within="indicator")
    assert (raised.value.column, raised.value.said_by) == (
        "value",
        "indicator 'egov_rank'",
    )
    only = data[data["indicator"] == "egov_index"]
    assert growth.yoy(only, "value").notna().any()
    # What stands beside a column of values says nothing of another column.
    assert growth.yoy(data, "level", within="indicator").notna().any()


@pytest.mark.parametrize(
    "label", ["indicator", "Subject Descriptor", "INDICATOR_LABEL_EN", "Element"]
)
def test_the_label_of_a_long_table_says_what_its_numbers_are(label):
    """IMF, UNESCO and FAO have names of their own for the indicator of a row."""
    data = FOUR.assign(value=FOUR["level"], **{label: "GDP growth (annual %)"})

    with pytest.warns(KindWarning, match="'value' holds growth rates"):
        growth.yoy(data, "value")


def test_an_indicator_of_ranks_without_places_is_what_else_it_names():
    """If not all numbers of an indicator are places, its other words say what they are."""
    data = FOUR.assign(indicator="rank by price", value=[1.0, 0.3] * 4)

    read = Kinds(data, "value", data["value"].to_numpy())

    assert read.rows("ratio").all()


def test_the_column_that_was_ranked_is_offered():
    """If a column has the same name but for the rank, the error proposes it."""
    data = one(1.0, 2.0, egdi_rank=[2, 1], EGDI=[0.5, 0.6])

    with pytest.raises(OrdinalError, match="pass 'EGDI', which was ranked"):
        growth.yoy(data, "egdi_rank")


def test_whoever_ranks_ranks_says_which_end_is_best():
    """Of ranks 1 is the best: no default says so, and the error does."""
    ranks = members(1, 120, 40, un_rank=[1, 120, 40])

    with pytest.raises(ValueError, match=r"1 is the best\. Pass ascending=True"):
        shares.rank(ranks, "un_rank")
    assert shares.rank(ranks, "un_rank", ascending=True).tolist() == [1, 3, 2]
    with pytest.raises(ValueError, match=r"1 is the best\. Pass direction=-1"):
        divide.normalise(ranks, "un_rank", method="rank")
    found = divide.normalise(ranks, "un_rank", method="rank", direction=-1)
    assert found.tolist() == [1.0, 0.0, 0.5]


def test_quantities_are_not_compared_as_ranks():
    """`rank_change` refuses what is said to be something else, is too large or starts at 0."""
    for name, place in (("share_pct", 2), ("egdi_score", 2), ("usd_mn", 1001)):
        with pytest.raises(ValueError, match=f"'{name}' holds quantities.*shares.rank"):
            shares.rank_change(one(1.0, 2.0, **{name: [1, place]}), name)
    for place in (0, -1, 1.5):
        with pytest.raises(ValueError, match="'place' must hold whole ranks from 1"):
            shares.rank_change(one(1.0, 2.0, place=[1, place]), "place")
    for name, place in (("place", 1000), ("firm_rank", 5000)):
        data = one(1.0, 2.0, **{name: [1, place]})
        assert shares.rank_change(data, name).iloc[1] == 1 - place


# Ratios and rates


@each_metric
@pytest.mark.parametrize("kind", ["rate", "ratio"])
def test_what_means_little_is_warned_of_once(metric, kind):
    """A metric warns of rates and ratios where the table of rules says so, and only there."""
    for column, use in uses_of(metric, FRAME).items():
        named = {"rate": "un_growth_pct", "ratio": "un_score"}[kind]
        data = FRAME.rename(columns={column: named})
        options = {
            name: named for name, value in metric.options.items() if value == column
        }
        answer = getattr(RULES[use], kind)
        if answer == "refuse":
            with pytest.raises(ValueError, match="holds quantities"):
                metric(data, **options)
        elif answer == "yes":
            metric(data, **options)
        else:
            with pytest.warns(KindWarning, match=f"'{named}' holds .*its name") as told:
                metric(data, **options)
            assert len(told) == 1


@pytest.mark.parametrize(
    ("parts", "is_silent"),
    [
        ([50.3, 20.3, 20.2, 9.6], True),
        ([0.45, 0.3, 0.15, 0.1], True),
        ([51, 20, 20, 10], True),
        ([49, 20, 20, 10], True),
        # More than 1 % off.
        ([51.01, 20, 20, 10], False),
        ([48.99, 20, 20, 10], False),
        ([50, 60, 70, 80], False),
    ],
)
def test_percentages_of_one_whole_are_parts(parts, is_silent):
    """They add up to 100 or to 1, within 1 %, in every cross-section."""
    data = FOUR.assign(market_pct=[*parts, 25, 25, 25, 25])
    if max(parts) < 1:
        data["market_pct"] = [*parts] * 2

    for metric in (shares.share_of_group, shares.hhi, growth.contribution):
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            metric(data, "market_pct")
        assert not told if is_silent else told[0].category is KindWarning


def test_the_world_is_no_part_of_itself():
    """Parts add up without the member that is their whole, and none is larger than it."""
    data = FOUR.assign(sales_pct=[20, 30, 50, 100] * 2, per_100=[20, 30, 4, 25] * 2)
    rounded = FOUR.assign(people=[1.0, 4.02, 3.0, 4.0] * 2)

    assert shares.share_of_world(data, "sales_pct", world="D").max() == 100
    with pytest.warns(KindWarning, match="'per_100' holds ratios"):
        shares.share_of_world(data, "per_100", world="D")
    assert shares.share_of_world(rounded, "people", world="D").max() > 100
    with pytest.warns(KindWarning, match="'level' has shares from 67 to 667 per cent"):
        shares.share_of_world(
            FOUR.iloc[:4], "level", world="B", aggregates="keep"
        ).max()


def test_a_share_above_a_hundred_is_warned_of():
    """A part above its whole may be the whole; below zero it may be a balance."""
    data = pd.DataFrame({"trade": [30.0, -5.0], "gdp": [100.0, 50.0]})

    assert shares.share_of(data, "trade", "gdp").tolist() == [30.0, -10.0]
    with pytest.warns(KindWarning, match="'gdp' has shares from 333 to 333 per cent"):
        shares.share_of(data, "gdp", "trade")
    deficit = data.assign(trade=[30.0, -5000.0])
    with pytest.warns(KindWarning, match="'trade' has shares from -10000 to 30 per"):
        shares.share_of(deficit, "trade", "gdp")


def test_weights_are_amounts():
    """An index is no weight, ranks are refused, and the unit of the value is not of people."""
    data = FOUR.assign(value=FOUR["level"], unit="% of people", people=[1, 2, 3, 4] * 2)

    divide.dispersion(data, "value", weights="people", measures="gini")
    named = data.rename(columns={"people": "hdi_score"})
    with pytest.warns(KindWarning, match="'hdi_score' holds ratios"):
        divide.dispersion(named, "value", weights="hdi_score", measures="gini")
    named = data.rename(columns={"people": "un_rank"})
    with pytest.raises(OrdinalError):
        divide.dispersion(named, "value", weights="un_rank", measures="gini")


def test_a_unit_of_each_members_own_keeps_members_apart():
    """Amounts in national currency grow, but are not compared."""
    data = FOUR.assign(value=FOUR["level"], unit="million LCU")

    assert growth.yoy(data, "value").notna().any()
    for metric in (divide.dispersion, shares.rank, shares.share_of_group, divide.gap):
        with pytest.warns(KindWarning, match="unit that each member has for itself"):
            metric(data, "value")


# Units


@pytest.mark.parametrize(
    "column",
    [
        *("unit", "UNIT_MEASURE", "UNIT_MULT", "PowerCode", "currency"),
        *("Scale", "SCALAR_FACTOR", "PRICE_BASE"),
    ],
)
@pytest.mark.parametrize("value", ["value", "OBS_VALUE", "amount"])
def test_numbers_in_two_units_are_not_put_together(value, column):
    """Members of a year, and years of a member, agree; who keeps them apart may differ."""
    apart = ["CNY", "CNY", "JPY", "JPY"] * 2
    data = FOUR.assign(**{value: FOUR["level"], column: apart})
    over_time = FOUR.assign(**{value: FOUR["level"], column: ["CNY"] * 4 + ["JPY"] * 4})

    told = (
        f"'{value}' that are put together differ in column '{column}': 'CNY' and 'JPY'"
    )
    for metric in (shares.share_of_group, shares.hhi, shares.rank, divide.gap):
        with pytest.raises(UnitError, match=told):
            metric(data, value)
        assert len(metric(data, value, within=column))
        assert len(metric(over_time, value))
    for pairs in (
        growth.yoy,
        growth.cagr,
        growth.contribution,
        divide.beta_convergence,
    ):
        with pytest.raises(UnitError, match=told):
            pairs(over_time, value)
    assert growth.yoy(data, value).notna().any()


def test_a_scale_in_numbers_is_no_unit():
    """A column of numbers that is named scale is measured, and asks nothing of others."""
    data = FOUR.assign(value=FOUR["level"], scale=FOUR["level"])

    assert shares.share_of_group(data, "value").notna().all()


def test_a_missing_unit_agrees_and_a_kept_result_has_none():
    """What is not known is not refused, and a unit says nothing of a rate beside it."""
    data = FOUR.assign(value=FOUR["level"], unit=["CNY", None, "CNY", None] * 2)
    mixed = FOUR.assign(value=FOUR["level"], unit=["CNY", "JPY"] * 4)
    mixed["value_yoy_pct"] = growth.yoy(mixed, "value")

    assert shares.share_of_group(data, "value").notna().all()
    assert (
        divide.dispersion(mixed.iloc[4:], "value_yoy_pct", measures="sd")["n"].item()
        == 4
    )


def test_seven_months_are_not_compared_with_twelve():
    """`months` is asked of every number, whatever its name says."""
    data = one(12.0, 7.0, months=[12, 7], level_pct=[30.0, 20.0])

    for value in ("level", "level_pct"):
        with pytest.raises(UnitError, match="column 'months': 12 and 7"):
            growth.point_change(data, value)
    assert growth.point_change(data, "months").tolist()[1] == -5


# Members that are measured


def test_whose_whole_it_is_is_said():
    """Shares and contributions warn where a member has a row without a value; ranks do not."""
    data = members(1.0, 2.0, None, time=1)

    with pytest.warns(MembershipWarning, match="2021 lacks 1 of 3"):
        shares.share_of_group(data, "x")
    with pytest.warns(MembershipWarning, match="2021 lacks 1 of 3"):
        shares.hhi(data, "x")
    assert len(shares.hhi(data, "x", members="each")) == 1
    assert shares.share_of_group(data, "x", complete=["A", "B", "C"]).isna().all()
    assert shares.rank(data, "x").tolist() == [2, 1, pd.NA]
    assert divide.gap(data, "x")["x_gap"].tolist() == near([1, 0, np.nan])


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
def test_a_break_between_two_years_is_warned_of(metric, told, status, letter):
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


def test_a_break_at_the_start_of_a_span_crosses_nothing():
    """The row marked is the first on the new basis: only a pair with an earlier row crosses it."""
    data = broken()

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        growth.cagr(data, "level", start=2002)
        growth.cagr(data, "level", end=2001)
        growth.yoy(data.drop(index=1), "level")


def test_segments_number_the_spans_between_breaks():
    """Each series is counted from 0, in the order of its years and on the index of the data."""
    data = broken().set_axis(list("abcdefgh")).iloc[::-1]
    found = growth.segments(data)

    assert found.index.tolist() == data.index.tolist()
    assert found.sort_index().tolist() == [0, 0, 1, 1, 0, 0, 0, 0]
    assert (str(found.dtype), found.name) == ("Int64", "segment")
    with pytest.raises(KeyError, match="no column 'obs_status'"):
        growth.segments(data.drop(columns="obs_status"))


def test_measures_of_single_years_ask_nothing_of_breaks():
    """A break between two years is none between two members."""
    data = broken()

    for metric in (shares.hhi, shares.rank, divide.dispersion, divide.gap):
        assert len(metric(data, "level"))
    assert len(divide.normalise(data, "level"))


@pytest.mark.parametrize(
    "metric",
    [
        growth.contribution,
        divide.beta_convergence,
        divide.sigma_convergence,
        partial(divide.catch_up, reference="C"),
        partial(divide.time_distance, reference="C"),
    ],
)
def test_what_also_compares_members_advises_years_without_a_break(metric):
    """Within a segment other members would be lost, so it is not advised."""
    third = one(3.0, 4.0, 6.0, 9.0, economy="C", obs_status=["A", "A", "B", "A"])
    data = pd.concat([broken(), third], ignore_index=True)

    with pytest.warns(BreakWarning, match="Compare only years without a break") as told:
        metric(data, "level")
    assert len(told) == 1


def test_a_segment_is_seen_where_its_break_was_filtered_out():
    """The column says it also where the row with the status B is gone."""
    data = broken()
    data["segment"] = growth.segments(data)
    ends = data[data["year"].isin([2000, 2003])]

    for table in (data, ends):
        with pytest.warns(BreakWarning, match="A 2000-2003.*within='segment'"):
            growth.multiple(table, "level", start=2000, end=2003)
    growth.multiple(ends.drop(columns="segment"), "level")
    with pytest.warns(BreakWarning):
        growth.multiple(data.drop(columns="segment"), "level")


def test_two_editions_are_not_spliced_without_a_word():
    """Years of different editions are on different bases."""
    data = one(1.0, 2.0, 4.0, edition=["2022", "2022", "2026"])

    with pytest.warns(BreakWarning, match="1 of 2 pairs .*within='edition'"):
        growth.yoy(data, "level")
    assert growth.yoy(data, "level", within="edition").notna().sum() == 1


def test_where_each_year_is_on_its_own_basis_no_way_on_is_promised():
    """Within a segment no pair of years would be left."""
    data = one(1.0, 2.0, 4.0, obs_status="B")

    with pytest.warns(BreakWarning, match="no two years compare"):
        growth.yoy(data, "level")


def test_one_call_warns_once_of_each_class():
    """Two columns that show the same give one warning."""
    data = broken()

    with pytest.warns(BreakWarning) as told:
        growth.elasticity(data, "level", "gdp")
    assert len(told) == 1
    rates = TWO.assign(a_growth=TWO["level"], b_growth=TWO["gdp"])
    with pytest.warns(KindWarning) as told:
        growth.elasticity(rates, "a_growth", "b_growth")
    assert len(told) == 1


def test_refusals_come_in_one_order():
    """Aggregates are refused before ranks, and ranks before units."""
    data = members(1, 2, 3, economy=["CHN", "JPN", "WLD"])
    data = data.assign(un_rank=[1, 2, 3], months=[1, 2, 3])

    with pytest.raises(AggregateError):
        divide.gap(data, "un_rank")
    with pytest.raises(OrdinalError):
        divide.gap(data, "un_rank", aggregates="drop")
    with pytest.raises(UnitError):
        divide.gap(data, "x", aggregates="drop")
