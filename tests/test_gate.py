"""What the metrics take a column for, and what they refuse or warn of for that reason."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import Any

import pandas as pd
import pytest
from metric_support import follow, members, panel, paths
from support import cases, listed, text_of

import neadigital
from neadigital import divide, growth, shares
from neadigital._engine import aggregates, gate, words
from neadigital.errors import (
    AggregateError,
    BreakWarning,
    KindWarning,
    MembershipWarning,
    NeadigitalWarning,
    OrdinalError,
    TotalWarning,
    UnitError,
)


@pytest.mark.parametrize(("text", "year"), listed("years").to_numpy())
def test_a_text_is_a_year(text, year):
    """Calendar or fiscal, with the mark of a note or of a publisher; no part of a year."""
    found = words.year_of(text)

    assert ("" if found is None else str(found)) == year


HEADERS = listed("headers")
READINGS = {
    "total": words.says_total,
    "mean": words.says_mean,
    "change": words.says_change,
    "share": words.says_share,
    "adds": words.adds_up,
    "own": words.says_own_unit,
}


def test_a_header_says_a_kind():
    """Of publishers, and made up to mislead: two are taken for amounts, and no amount for else."""
    found = HEADERS["header"].map(words.kind_of).replace("", "amount")
    wrong = HEADERS[found != HEADERS["kind"]]

    assert wrong["header"].tolist() == [
        "Life expectancy at birth, total (years)",
        "Среднемесячная заработная плата",
    ]
    assert set(found[wrong.index]) == {"amount"}


@pytest.mark.parametrize("name", ["rank", "rate of growth", "ratio"])
def test_the_words_on_the_page_are_those_of_the_list(name):
    """Each word of a kind on the page on metrics gives it, and the page has each last word."""
    kind, *_ = name.split()
    page = text_of("docs/metrics.md")
    [listed] = re.findall(rf"^\| {name} \| (.*?) \|", page, re.M)
    bare = re.sub(r'"| \(.*?\)|last word: ', "", listed)
    on_page = re.split("[,;] ", bare)
    # A number is no last word, and "per" says something only before another.
    kinds = [words.kind_of(f"x {word} 9") for word in on_page]

    assert kinds == [kind] * len(on_page)
    assert words._LAST_WORDS[kind] <= set(on_page)


@pytest.mark.parametrize(
    ("header", "says"),
    HEADERS.loc[HEADERS["says"] != "", ["header", "says"]].to_numpy(),
)
def test_a_header_says_what_its_numbers_are(header, says):
    """Anywhere in it, where a column of a metric is read by its last word."""
    found = [name for name, reads in READINGS.items() if reads(header)]

    assert " ".join(found) == says.replace("nothing", "")


def test_own_columns_are_read_as_their_models_declare_them():
    """Every value column, and every indicator of a long table."""
    declared = neadigital.codebook().dropna(subset="kind")
    for row in declared.itertuples():
        data = neadigital.load(row.dataset)
        column = row.column
        if isinstance(row.code, str):
            data = data[data[column] == row.code]
            column = "value"
        if data[column].notna().any():
            found = gate.Column(data, column)
            assert found.kinds == {row.kind}, row.label


#: Metrics by how they use a value: divide between years, add up, compare, put in order, subtract.
USES = {
    "growth": [
        *(growth.yoy, growth.log_growth, growth.cagr, growth.multiple),
        lambda table, x: growth.index_number(table, x, base=2020),
        lambda table, x: growth.decompose(table, x, exchange_rate="people"),
        *(divide.beta_convergence, divide.sigma_convergence),
    ],
    "part": [
        *(shares.share_of_group, growth.contribution),
        lambda table, x: shares.share_of_world(table, x, world="e2"),
    ],
    "distance": [
        *(divide.gap, divide.dispersion, divide.lorenz),
        lambda table, x: divide.time_distance(table, x, reference="e0", direction=1),
        lambda table, x: divide.theil_decompose(table, x, groups="block"),
    ],
    "order": [shares.rank],
    "change": [growth.point_change],
}
# What each use of a kind gives, in the order of the uses.
ANSWERS = {
    "rank": [OrdinalError, OrdinalError, OrdinalError, ValueError, None],
    "growth_pct": [KindWarning, KindWarning, None, None, None],
    "share_pct": [None, KindWarning, None, None, None],
    "usd_bn": [None, None, None, None, None],
}


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize(("place", "use"), enumerate(USES))
def test_a_kind_has_its_uses(name, place, use):
    """Ranks are refused by arithmetic, growth of rates and sums of ratios are warned of."""
    table = panel("2020: 3 2 7 4 | 2021: 2 3 6 5").rename(columns={"x": name})
    table = table.assign(people=[1.0, 2] * 4, block="u")
    answer = ANSWERS[name][place]
    for metric in USES[use]:
        with warnings.catch_warnings():
            warnings.simplefilter("error", KindWarning)
            if answer is None:
                metric(table, name)
                continue
            with pytest.raises(answer, match=name):
                metric(table, name)


def test_ranks_are_ranked_as_their_error_says():
    """Ranked again with the option that the error names, the best place is still the best."""
    table = members(3, 1).rename(columns={"x": "rank"})
    found, _ = follow(shares.rank, table, "rank")

    assert found.tolist() == [2, 1]


def test_parts_that_come_to_a_whole_are_parts():
    """100 or 1, but for rounding, in every section."""
    for whole in (100, 1):
        parts = members(0, 0, users_pct=[0.302 * whole, 0.701 * whole])
        # The whole is no part of itself.
        world = members(0, economy=["WLD"], users_pct=[whole])
        with_world = pd.concat([parts, world])
        halves = parts.assign(users_pct=0.47 * whole)
        shares.share_of_group(parts, "users_pct")
        shares.share_of_world(with_world, "users_pct")
        with pytest.warns(KindWarning, match="no parts of a whole"):
            shares.share_of_group(halves, "users_pct")


INDICATORS = cases("""
    indicator | indicator_label | indicatorName | SERIES_NAME | variable | measure
    指标 | 항목 | показатель
""")


@pytest.mark.parametrize("name", chain(*INDICATORS))
def test_a_long_table_is_read_by_its_indicator_and_then_by_its_unit(name):
    """In `value`; a column with a word of its own is what it says."""
    long = pd.DataFrame(
        {
            "economy": ["A", "A", "B", "B"],
            "year": 2021,
            "value": [1.0, 2, 3, 4],
            name: ["gdp", "Overall rank", "gdp", "x"],
            "unit": ["%", "%", None, "score"],
            "value_share_pct": 1,
        }
    )
    assert gate.Column(long, "value").row_kinds.tolist() == [
        "ratio",
        "rank",
        "amount",
        "ratio",
    ]
    assert gate.Column(long, "value_share_pct").kinds == {"ratio"}
    assert gate.Column(long.assign(people=1), "people").kinds == {"amount"}


def test_what_says_a_kind_wrongly_is_named():
    """The column itself, or the one beside it, without which nothing is told."""
    table = members(3, 7).rename(columns={"x": "value"}).assign(unit="annual %")
    with pytest.warns(KindWarning, match=r"change or drop what says so: 'unit'\.$"):
        shares.share_of_group(table, "value")
    shares.share_of_group(table.drop(columns="unit"), "value")
    with pytest.warns(KindWarning, match=r"rename it\.$"):
        shares.share_of_group(table.rename(columns={"value": "growth"}), "growth")


UNITS = listed("units")


@pytest.mark.parametrize(
    ("column", "first", "second", "name", "refused"), UNITS.to_numpy()
)
def test_numbers_in_two_units_are_not_put_together(
    column, first, second, name, refused
):
    """Neither between members nor between years; `within` keeps them apart, if it leaves any."""
    units = [int(unit) if unit.isdigit() else unit or None for unit in (first, second)]
    there_and_back = [*units, *units[::-1]]
    of_members = members(30, 70, 20, 90).assign(**{column: there_and_back})
    of_years = panel("2018: 3 | 2019: 7 | 2020: 4 | 2021: 9")
    of_years[column] = there_and_back
    for table, metric in ((of_members, divide.gap), (of_years, growth.point_change)):
        data = table.rename(columns={"x": name})
        if refused == "no":
            metric(data, name)
            continue
        with pytest.raises(UnitError, match=f"{column}.*pass within='{column}'"):
            metric(data, name)
        with pytest.raises(UnitError, match=r"or keep one unit\.$"):
            metric(data[:2], name)
        metric(data, name, within=column)


def test_a_missing_unit_agrees_with_every_other():
    """Between years, too, where another series has another unit."""
    of_years = BROKEN.assign(unit=["yuan", None, "yen", "yen"])
    of_members = BROKEN.assign(unit=["yuan", "yen", None, "yen"])
    *_, rate = growth.yoy(of_years, "x")

    assert rate == 50
    divide.gap(of_members, "x")


def test_members_in_their_own_units_are_not_compared():
    """Local currency and an own base year give a warning, but growth is fine."""
    table = panel("2020: 3 2 | 2021: 2 3").rename(columns={"x": "value"})
    frames = [
        (table.assign(unit=unit), "value")
        for unit in ("LCU per US$", "index (own base year)", "CLV_I15", "2015=100")
    ]
    index = growth.index_number(table, "value", base=2020)
    names = [index.name, "gdp_lcu", "指数(2017年=100)", "CPI (2010 = 100)"]
    frames += [(table.assign(**{name: index}), name) for name in names]
    for measured, name in frames:
        growth.yoy(measured, name)
        with pytest.warns(KindWarning, match="own currency or base"):
            divide.gap(measured, name)
    # Elsewhere such a code is an item.
    divide.gap(table.assign(indicator="i15"), "value", within="indicator")
    # In a single year the year is that of an edition.
    one_year = table[table["year"] == 2021].rename(columns={"value": "hdi_index_2020"})
    divide.gap(one_year, "hdi_index_2020")


BROKEN = panel("2020: 3 2 | 2021: 4 3")


@pytest.mark.parametrize(
    "columns",
    [
        {"segment": [0, 1, 0, 0]},
        {"edition": list("abaa")},
        {"obs_status": [*"ABAA"]},
        {"Observation status": ["Normal value", "Time series break", None, ""]},
        {"OBS_FLAG": ["p", "bp", "", ""]},
        {"Value Flag": [None, "B", None, "E"]},
        {"obs_status.label": [None, "Break in series", None, None]},
        {"flags": [None, "b", None, None]},
    ],
    ids=str,
)
def test_breaks_are_told_of(columns):
    """Between the years of a member, once, also where a result has several years."""
    broken = BROKEN.assign(**columns)
    for metric in (
        *(growth.yoy, growth.cagr, divide.sigma_convergence),
        *(divide.dispersion, divide.gap, shares.rank, shares.share_of_group),
    ):
        for rows in (broken, broken.iloc[[1, 0, 2, 3]]):
            with pytest.warns(BreakWarning, match=r"1 of 2 .* e0 in 2021") as told:
                metric(rows, "x")
            # Members are not parted from each other.
            is_of_members = metric not in (growth.yoy, growth.cagr)
            assert ("ass within=" in str(told[0].message)) is not is_of_members
        by_time = broken.assign(year=pd.to_datetime(broken["year"], format="%Y"))
    with pytest.warns(BreakWarning, match="1 of 2 .* e0 in 2021"):
        shares.rank(by_time, "x")
    for time in ("year", None):
        divide.dispersion(broken[broken["year"] == 2021], "x", time=time)


def test_a_break_is_named_where_it_is():
    """Over a span, too, and with the way to the column that keeps its sides apart."""
    table = panel("2018: 3 | 2019: 4 | 2020: nan | 2021: 7")
    table["obs_status"] = [*"ABAA"]
    backward = partial(growth.index_number, base=2021)
    for metric in (growth.yoy, growth.cagr, backward):
        with pytest.warns(BreakWarning, match="e0 in 2019: .* by growth.segments, "):
            metric(table, "x")


def test_a_break_as_a_key_is_none():
    """Where a value is missing nothing is compared, so nothing is told."""
    apart = BROKEN.assign(segment=[0, 1, 0, 0])
    missing = apart.assign(x=[3, None, 2, 3])
    # Segments that are there count more than the statuses that they were made of.
    in_one = BROKEN.assign(segment=0, obs_status=[*"ABAA"])
    *_, rate = growth.yoy(apart, "x", within="segment")

    assert rate == 50
    for table in (missing, in_one):
        growth.yoy(table, "x")


def test_a_number_of_another_year_is_told_of():
    """Between members, and in the years that are compared; a missing one is its own."""
    table = panel("2018: 3 2 | 2021: 4 3")
    table["reference_year"] = [2018, 2020, 2018, None]
    as_text = table.astype({"year": "category", "reference_year": "str"})
    of_one = table[table["economy"] == "e1"]
    of_its_own_year = table[table["year"] == 2018]

    for metric in (divide.gap, divide.dispersion, shares.rank, growth.cagr):
        with pytest.warns(BreakWarning, match="of e0 in 2021, which is of 2020"):
            metric(table, "x")
    with pytest.warns(BreakWarning, match="of e0 in 2021"):
        shares.rank(as_text, "x")
    growth.yoy(of_one, "x", periods=3)
    divide.gap(of_its_own_year, "x")


# Aggregates


MEMBERS = listed("members")


@pytest.mark.parametrize(("names", "found"), MEMBERS.to_numpy())
def test_an_aggregate_is_no_member(names, found):
    """The world, a group beside a country, a total beside its pair; regions alone are members."""
    names = names.split("; ")
    # No number is the sum of others.
    table = members(*(2.0**place for place in range(len(names))), economy=names)
    left = ()
    try:
        shares.rank(table, "x")
    except AggregateError as error:
        left = error.found

    assert sorted(left) == sorted(found.split("; ") if found else [])


def test_members_beside_an_aggregate_are_not_compared_nor_added_up():
    """What each metric refuses, also a row without a key, is left out by what it shows."""
    table = members(1, 2, 4, 5).assign(economy=["CHN", "JPN", "WLD", None])
    for metric in (shares.share_of_group, divide.gap, divide.dispersion, divide.lorenz):
        _, data = follow(metric, table, "x")

        assert data["economy"].tolist() == ["CHN", "JPN"]


def test_a_word_for_a_total_beside_a_pair_is_a_total():
    """Whatever its value: that of rates is a mean, and may be rounded beyond both."""
    for value in (71, 99):
        table = members(70, 72, value).assign(economy=["Women", "Men", "Total"])
        with pytest.raises(AggregateError) as error:
            divide.gap(table, "x")
        assert error.value.found == ("Total",)


def warnings_of(metric: Callable[..., Any], *given: Any, **options: Any) -> list[Any]:
    """Return what a metric warns of."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        metric(*given, **options)
    return seen


NAMES = {
    "member": ["Shell"],
    "total": [
        "Total",
        "T",
        "合计",
        "合計",
        "합계",
        "계",
        "Всего",
        "Нийт",
        "All persons",
    ],
    "mean": ["Total", "Mean", "평균"],
}
#: The values of members in each year, what the name of the last one says, and how sums answer.
TOTALS = """
    5.1 4.8 9.95 and 5 4 9 and 5 4 8 | total  | refused
    5.1 4.8 7                        | total  | silent
    5 5                              | total  | silent
    5 4 9 and 5 4 99 and 5 4 99      | total  | silent
    1 5 2 and 1 5 3                  | mean   | told
    1 5 2 and 1 5 7                  | mean   | silent
    4 3 3.5 10.5                     | member | told
    4 3 3 10                         | member | told
    4 3 3 10 and 9 9 2 20            | member | told
    6 4 10 and 9 11 20               | member | told
    6 4 10                           | member | silent
    6 4 10 and 9 12 20               | member | silent
    10 10 and 20 20                  | member | silent
    10 0 10 and 20 0 20              | member | silent
"""


@pytest.mark.parametrize(("values", "says", "answer"), cases(TOTALS))
def test_a_total_is_found_by_its_value_and_its_name(values, says, answer):
    """Called total it is the sum of the others, or lies between them; else it is always the sum."""
    years = [year.split() for year in values.split(" and ")]
    table = paths(range(2020, 2020 + len(years)), years)
    last = f"e{len(years[0]) - 1}"
    for name in NAMES[says]:
        named = table.replace({"economy": {last: name}})
        if answer == "refused":
            with pytest.raises(AggregateError) as error:
                shares.share_of_group(named, "x")
            assert error.value.found == (name,)
        else:
            seen = warnings_of(shares.share_of_group, named, "x")
            expected = {TotalWarning} if answer == "told" else set()
            assert {each.category for each in seen} == expected


def test_rows_that_are_members_have_no_total():
    """One household may have what the three others have together."""
    assert warnings_of(divide.dispersion, members(10, 4, 3, 3), "x", entity=None) == []


def test_a_total_of_each_region_is_found_among_several_keys():
    """The sum is that of the rows that agree in all other keys."""
    table = pd.DataFrame({"area": [*"aaabbb"], "sex": [*"fmT"] * 2, "year": 2021})
    table["x"] = [2.0, 3, 5, 4, 4, 8]
    with pytest.raises(AggregateError, match=r"'sex'.*'T'"):
        shares.share_of_group(table, "x", entity=["area", "sex"])


def test_names_that_only_look_like_aggregates_are_members():
    """South Africa, East Timor and a code of ISO 4217 beside other members."""
    names = listed("not_aggregates")["text"]

    assert len(names) > 300
    for name in names:
        others = ["Here", "There", "Elsewhere"]
        if name.isupper():
            others = ["HER", "THR", "ELS"]
        assert aggregates.find([name, *others]) == [], name


def test_years_without_a_member_are_told_of():
    """With how many members they have; a whole lacks those whose value is missing, too."""
    table = panel("2020: 3 2 9 | 2021: 4 nan 8")
    metrics = [divide.dispersion, divide.lorenz, shares.share_of_group]
    for metric in (*metrics, growth.contribution):
        with pytest.warns(MembershipWarning, match="2021 has 2 of 3"):
            metric(table, "x")
    last = table[table["year"] == 2021]
    with pytest.warns(MembershipWarning, match="2021 has 2 of 3"):
        shares.share_of_group(last, "x")
    divide.dispersion(last, "x")


def test_a_result_without_a_number_is_told_of():
    """No two values so far apart, no span, shares beyond the whole, a reference that falls."""
    table = panel("2010: 3 2 | 2015: 4 1")
    with pytest.warns(NeadigitalWarning, match="two values 1 year apart"):
        growth.yoy(table, "x")
    # So many years before, another series begins.
    with pytest.warns(NeadigitalWarning, match="two values 20000 years apart"):
        growth.yoy(table, "x", periods=20000)
    with pytest.warns(NeadigitalWarning, match="both ends"):
        growth.cagr(table.dropna().drop_duplicates("economy"), "x")
    with pytest.warns(KindWarning, match="to 200 per cent"):
        shares.share_of(table.assign(whole=2), "x", "whole")
    with pytest.warns(KindWarning, match="falls from 2 to 1"):
        divide.time_distance(table, "x", reference="e1")
    divide.time_distance(table[table["year"] == 2010], "x", reference="e1")


NAMED = listed("currencies")


@pytest.mark.parametrize(("part", "whole", "refused"), NAMED.to_numpy())
def test_a_share_is_of_one_currency_and_scale(part, whole, refused):
    """Those that both names say."""
    table = members(50).assign(**{part: 1.0, whole: 2.0})
    if refused:
        with pytest.raises(UnitError, match=refused):
            shares.share_of(table, part, whole)
    else:
        assert shares.share_of(table, part, whole).item() == 50


MEASURES = """
    US$                  | usd us$ dollar dollars
    euro                 | eur €
    yuan                 | cny rmb yuan 元
    yen                  | jpy yen 円
    won                  | krw 원
    roubles              | rub ruble rubles rouble roubles руб
    togrog               | mnt төгрөг
    local currency       | lcu local_currency
    trillions            | tn trillion trillions трлн
    billions             | bn billion billions млрд 十亿
    millions             | mn mln million millions млн 百万
    thousands            | th thousand thousands тыс 千
    hundreds of millions | 亿 億 억
    ten thousands        | 万 만
"""


@pytest.mark.parametrize(("measure", "said"), cases(MEASURES))
def test_each_word_of_a_currency_or_scale_says_it(measure, said):
    """No word of either is missing."""
    for word in said.split():
        assert measure in words.measures_in(f"gdp_{word}"), word


def test_each_class_is_told_once():
    """However many columns and pairs show it."""
    table = BROKEN.assign(g_growth=1.0, segment=[0, 1, 0, 1])
    columns = dict.fromkeys(("value", "exchange_rate", "deflator"), "g_growth")
    one, other = warnings_of(growth.decompose, table, **columns)

    assert {one.category, other.category} == {BreakWarning, KindWarning}
    assert {one.filename, other.filename} == {__file__}
