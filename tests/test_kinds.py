"""What a number is, and what may be done with it: kinds, units, bases."""

from __future__ import annotations

import warnings
from functools import partial

import numpy as np
import pandas as pd
import pytest
from discovery import FRAME, METRICS, beyond_the_world, uses_of
from metric_support import FOUR, members, near, one, table

import neadigital
from neadigital import divide, growth, shares
from neadigital._engine.kinds import KINDS, RULES, Kinds, kind_of
from neadigital.errors import (
    AggregateError,
    BreakWarning,
    DuplicateKeyError,
    KindWarning,
    MembershipWarning,
    OrdinalError,
    UnitError,
)

pytestmark = beyond_the_world

# Kinds

#: Names, indicators and units as publishers write them, by the kind that they say.
SAYS = {
    "rank": "rank; egdi_rank; EGDI-Rank; Ranks 2021; HDI rank; 排名; 順位",
    "rate": """gdp_growth_pct; value_yoy_pct; CAGR; PCH_PRE; RCH_A; GDPGrowth; annual %; % a year;
        Inflation, consumer prices (annual %); percentage points; Темп роста; 增长率;
        経済成長率; 경제성장률""",
    "ratio": """Individuals using the Internet (% of population); PC_IND; PT_BS; Percent;
        US$ (current) per person; kbit/s per user; per 100 inhabitants; score; gdpPerCapita; gdp_pc;
        gdpPercap; gdp_pcap; HICP; gdp_deflator; life_expectancy; lifeExp; I15; CPI;
        Consumer price index; exchange_rate; hdi; GDP per hour worked; value_rank_score;
        rank_pct; LCU per US$; index (own base year); ％; 普及率; 占比; 人均GDP; 보급 비율;
        Доля городского населения; Индекс""",
    "": """value; OBS_VALUE; US$ billion; GDP, current prices; enterprises; THS_PER;
        barrels per day; thousand tonnes per year; kbit per second; frank; online_mn;
        pc_shipments; PC units sold; a_rank_of; NY.GDP.MKTP.CD; FP.CPI.TOTL.ZG;
        地区生产总值; 인구; население; хүн ам""",
}


@pytest.mark.parametrize("kind", SAYS)
def test_a_text_says_what_its_numbers_are(kind):
    """Whole words of names, indicators and units say the kind, in any case of letters."""
    for written in SAYS[kind].split(";"):
        text = " ".join(written.split())
        assert kind_of(text) == kind, text
        if text.isascii():
            assert kind_of(text.replace(" ", "_")) == kind, text


@pytest.mark.parametrize("name", neadigital.datasets()["dataset"])
def test_the_gate_reads_our_own_tables_as_their_models_declare(name):
    """For each column, and each indicator of a long table, both say the same kind."""
    data = neadigital.load(name)
    declared = neadigital.codebook(name).dropna(subset="kind")

    for row in declared.itertuples():
        is_code = isinstance(row.code, str)
        rows = data[data[row.column] == row.code] if is_code else data
        column = "value" if is_code else row.column
        numbers = rows[column].to_numpy(dtype=np.float64, na_value=np.nan)
        read = Kinds(rows, column, numbers)
        assert {kind for kind in KINDS if read.rows(kind).any()} <= {row.kind}


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
def test_ranks_are_known_by_name_and_values(name, values, refused):
    """The first or last word is rank, the last does not deny it, and all values are halves."""
    data = one(1.0, 2.0, **{name: pd.Series(values, dtype="Float64")})

    if refused:
        with pytest.raises(OrdinalError):
            growth.cagr(data, name)
    else:
        growth.cagr(data, name)


def test_ranks_of_a_long_table_are_known_by_their_indicator():
    """Each indicator is looked at for itself, and the error says which one it is."""
    data = table("""
        economy indicator  year level value
        A       egov_rank  2020   1.0     2
        A       egov_rank  2021   2.0     1
        A       egov_index 2020   1.0   0.1
        A       egov_index 2021   2.0   0.2
    """)
    only = data[data["indicator"] == "egov_index"]

    with pytest.raises(OrdinalError, match="as indicator 'egov_rank' says") as raised:
        growth.yoy(data, "value", within="indicator")
    assert raised.value.column == "value"
    assert raised.value.said_by == "indicator 'egov_rank'"
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
    by_rank = partial(divide.normalise, ranks, "un_rank", method="rank")

    with pytest.raises(ValueError, match=r"1 is the best\. Pass ascending=True"):
        shares.rank(ranks, "un_rank")
    with pytest.raises(ValueError, match=r"1 is the best\. Pass direction=-1"):
        by_rank()
    assert shares.rank(ranks, "un_rank", ascending=True).tolist() == [1, 3, 2]
    assert by_rank(direction=-1).tolist() == [1.0, 0.0, 0.5]


@pytest.mark.parametrize(
    ("name", "second", "told"),
    [
        ("share_pct", 2, "'share_pct' holds quantities.*shares.rank"),
        ("egdi_score", 2, "'egdi_score' holds quantities.*shares.rank"),
        ("usd_mn", 1001, "'usd_mn' holds quantities.*shares.rank"),
        ("place", 0, "'place' must hold whole ranks from 1"),
        ("place", -1, "'place' must hold whole ranks from 1"),
        ("place", 1.5, "'place' must hold whole ranks from 1"),
    ],
)
def test_quantities_are_not_compared_as_ranks(name, second, told):
    """`rank_change` refuses what is said to be something else, is too large or starts at 0."""
    with pytest.raises(ValueError, match=told):
        shares.rank_change(one(1.0, 2.0, **{name: [1, second]}), name)


@pytest.mark.parametrize(("name", "second"), [("place", 1000), ("firm_rank", 5000)])
def test_large_ranks_are_ranks(name, second):
    """A thousand places may be ranks, and more if their name says so."""
    found = shares.rank_change(one(1.0, 2.0, **{name: [1, second]}), name)

    assert found[1] == 1 - second


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
@pytest.mark.parametrize(
    "metric", [shares.share_of_group, shares.hhi, growth.contribution]
)
def test_percentages_of_one_whole_are_parts(metric, parts, is_silent):
    """They add up to 100 or to 1, within 1 %, in every cross-section."""
    data = FOUR.assign(market_pct=[*parts, *parts])

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        metric(data, "market_pct")
    assert {warning.category for warning in told} == (
        set() if is_silent else {KindWarning}
    )


def test_the_world_is_no_part_of_itself():
    """Parts add up without the member that is their whole, and none is larger than it."""
    data = FOUR.assign(sales_pct=[20, 30, 50, 100] * 2, per_100=[20, 30, 4, 25] * 2)
    rounded = FOUR.assign(people=[1.0, 4.02, 3.0, 4.0] * 2)

    assert shares.share_of_world(data, "sales_pct", world="D").max() == 100
    assert shares.share_of_world(rounded, "people", world="D").max() > 100
    with pytest.warns(KindWarning, match="'per_100' holds ratios"):
        shares.share_of_world(data, "per_100", world="D")
    with pytest.warns(KindWarning, match="'level' has shares from 67 to 667 per cent"):
        shares.share_of_world(FOUR[:4], "level", world="B", aggregates="keep")


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
    """Members of a year agree; who keeps them apart may differ."""
    data = FOUR.rename(columns={"level": value})
    data[column] = ["CNY", "CNY", "JPY", "JPY"] * 2
    told = (
        f"'{value}' that are put together differ in column '{column}': 'CNY' and 'JPY'"
    )

    for metric in (shares.share_of_group, shares.hhi, shares.rank, divide.gap):
        with pytest.raises(UnitError, match=told):
            metric(data, value)
        assert len(metric(data, value, within=column))
    assert growth.yoy(data, value).notna().any()


@pytest.mark.parametrize(
    "metric",
    [growth.yoy, growth.cagr, growth.contribution, divide.beta_convergence],
)
def test_years_in_two_units_are_not_put_together(metric):
    """Years of a member agree where they are compared, and need not where they are not."""
    data = FOUR.assign(unit=["CNY"] * 4 + ["JPY"] * 4)

    with pytest.raises(UnitError, match="differ in column 'unit': 'CNY' and 'JPY'"):
        metric(data, "level")
    assert len(shares.rank(data, "level"))


def test_a_scale_in_numbers_is_no_unit():
    """A column of numbers that is named scale is measured, and asks nothing of others."""
    data = FOUR.assign(value=FOUR["level"], scale=FOUR["level"])

    assert shares.share_of_group(data, "value").notna().all()


def test_a_missing_unit_agrees_and_a_kept_result_has_none():
    """What is not known is not refused, and a unit says nothing of a rate beside it."""
    data = FOUR.assign(value=FOUR["level"], unit=["CNY", None, "CNY", None] * 2)
    mixed = FOUR.assign(value=FOUR["level"], unit=["CNY", "JPY"] * 4)
    mixed["value_yoy_pct"] = growth.yoy(mixed, "value")
    found = divide.dispersion(mixed[4:], "value_yoy_pct", measures="sd")

    assert shares.share_of_group(data, "value").notna().all()
    assert found["n"].item() == 4


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

    for metric in (shares.share_of_group, shares.hhi):
        with pytest.warns(MembershipWarning, match="2021 lacks 1 of 3"):
            metric(data, "x")
    assert len(shares.hhi(data, "x", members="each")) == 1
    assert shares.share_of_group(data, "x", complete=["A", "B", "C"]).isna().all()
    assert shares.rank(data, "x").tolist() == [2, 1, pd.NA]
    assert divide.gap(data, "x")["x_gap"].tolist() == near([1, 0, np.nan])


# Breaks


def broken(status: str = "obs_status", letter: str = "B") -> pd.DataFrame:
    """Return two economies over four years; the series of A breaks in 2002."""
    data = table("""
        economy year level gdp status
        A       2000   1.0   1 -
        A       2001   2.0   2 A
        A       2002   4.0   3 B
        A       2003   8.0   4 A
        B       2000   1.0   1 A
        B       2001   2.0   2 A
        B       2002   4.0   3 A
        B       2003   8.0   4 A
    """)
    letters = data["status"].replace({"B": letter})
    return data.drop(columns="status").assign(**{status: letters})


@pytest.mark.parametrize(
    ("metric", "told"),
    [
        (growth.yoy, "1 of 6 pairs .*: A 2001-2002"),
        (growth.log_growth, "1 of 6 pairs .*: A 2001-2002"),
        (growth.point_change, "1 of 6 pairs .*: A 2001-2002"),
        (partial(growth.yoy, periods=2), "2 of 4 pairs .*: A 2000-2002; A 2001-2003"),
        (growth.cagr, "1 of 2 pairs .*: A 2000-2003"),
        (growth.multiple, "1 of 2 pairs .*: A 2000-2003"),
        (partial(growth.index_number, base=2003), "2 of 8 pairs .*: A 2000-2003"),
        (partial(growth.elasticity, versus="gdp"), "1 of 2 pairs"),
        (shares.rank_change, "1 of 6 pairs"),
    ],
)
def test_a_break_between_two_years_is_warned_of(metric, told):
    """A metric that pairs years warns once where the series breaks between them."""
    data = broken().sample(frac=1, random_state=3)
    with pytest.warns(BreakWarning, match=told) as warned:
        found = metric(data, "level")
    silent = metric(data.drop(columns="obs_status"), "level")

    assert [warning.filename for warning in warned] == [__file__]
    assert found.equals(silent)


@pytest.mark.parametrize(
    ("status", "letter"),
    [("OBS_STATUS", "B"), ("OBS_FLAG", "be"), ("obs_status", "B;E")],
)
def test_a_break_is_seen_as_publishers_write_it(status, letter):
    """The letter may stand beside others; within a segment nothing is warned of."""
    data = broken(status, letter)
    segments = data.assign(segment=growth.segments(data, status=status))

    with pytest.warns(BreakWarning, match="1 of 6 pairs"):
        growth.yoy(data, "level")
    growth.yoy(segments, "level", within="segment")


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

    for rows in (data, ends):
        with pytest.warns(BreakWarning, match="A 2000-2003.*within='segment'"):
            growth.multiple(rows, "level", start=2000, end=2003)
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


def test_refusals_come_in_one_order():
    """Repeated rows go before aggregates, aggregates before ranks, and ranks before units."""
    data = table("""
        economy year un_rank months x
        CHN     2021       1      1 1
        JPN     2021       2      2 2
        WLD     2021       3      3 3
    """)
    twice = pd.concat([data, data])

    with pytest.raises(DuplicateKeyError):
        divide.gap(twice, "un_rank")
    with pytest.raises(AggregateError):
        divide.gap(data, "un_rank")
    with pytest.raises(OrdinalError):
        divide.gap(data, "un_rank", aggregates="drop")
    with pytest.raises(UnitError):
        divide.gap(data, "x", aggregates="drop")
