"""One table of what metrics refuse, and where the way on leads."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from metric_support import draw, follow, members, python_in

from neadigital import divide, growth, inequality, shares
from neadigital.errors import (
    DuplicateKeyError,
    UnknownChoiceError,
)

# One that pairs years, one with a number for each row and one with a row for each year. What every
# metric refuses is in test_metric_laws.
METRICS: dict[str, Callable[..., Any]] = {
    "yoy": growth.yoy,
    "share_of_group": shares.share_of_group,
    "dispersion": divide.dispersion,
}
every = pytest.mark.parametrize("name", METRICS)
pytestmark = pytest.mark.filterwarnings("ignore::neadigital.errors.NeadigitalWarning")


def call(name: str, table: Any, **options: Any) -> Any:
    """Call a metric on a drawn table."""
    return METRICS[name](table, "x", **{"within": "group"} | options)


#: What is done to a table, the error, and words of its message. What an error shows as Python is
#: followed below.
REFUSED: dict[str, tuple[Callable[[pd.DataFrame], Any], type[Exception], str]] = {
    "near": (
        lambda t: t.rename(columns={"economy": "ecnomy"}),
        KeyError,
        "mean 'ecnomy'",
    ),
    "twice": (lambda t: pd.concat([t, t[["x"]]], axis=1), ValueError, "more than once"),
    "bool": (
        lambda t: t.assign(x=True),
        TypeError,
        "must hold numbers, but it is bool",
    ),
    "infinite": (lambda t: t.assign(x=np.inf), ValueError, "infinite"),
    "panels": (
        lambda t: pd.concat([t.assign(sex="f"), t.assign(sex="m")]),
        DuplicateKeyError,
        r"differ in sex: f, m.*within='sex'",
    ),
    # What is measured separates no panels, nor do fractions or the number of a row.
    "measured": (
        lambda t: pd.concat([t.assign(x=2, w=0.5), t.assign(x=3, w=1.5)]).assign(
            n=range(2 * len(t))
        ),
        DuplicateKeyError,
        "Drop or aggregate",
    ),
    "no table": (lambda t: t["x"], TypeError, "Series as a table"),
}
YEARS: list[tuple[Callable[[pd.DataFrame], Any], type[Exception], str]] = [
    (
        lambda t: [f"{y}-Q{y % 4 + 1}" for y in t["year"]],
        TypeError,
        r"the year, .*str\[:4\].*the rest, .*str\[4:\]",
    ),
    (lambda t: pd.date_range("2020", periods=len(t)), TypeError, r"str\[:4\]"),
    # October, 2020.10, and January cannot be told apart.
    (lambda t: t["year"] + 0.1, ValueError, "read the column as text"),
    (lambda t: np.nan, ValueError, "in every row"),
]


@every
@pytest.mark.parametrize(("change", "error", "words"), REFUSED.values(), ids=REFUSED)
def test_refusals(name, change, error, words):
    """The class of the error, and what its message says."""
    with pytest.raises(error, match=words):
        call(name, change(draw(1)))


@pytest.mark.parametrize(("change", "error", "words"), YEARS)
def test_refusals_of_years(change, error, words):
    """Those of metrics that pair years; others take any key for a time."""
    table = draw(1)
    with pytest.raises(error, match=words):
        call("yoy", table.assign(year=change(table)))


NAN = np.nan
#: Texts for numbers, and the numbers to which the error leads.
TEXTS: list[tuple[list[object], list[float]]] = [
    (["12", "3"], [12, 3]),
    (["1,234.5", "10"], [1234.5, 10]),
    (["1,100", "1,020*", "950"], [1100, 1020, 950]),
    (["$1,200", "$950", "n/a"], [1200, 950, NAN]),
    (["100円", "1,200円"], [100, 1200]),
    (["10,5", "1,250"], [10.5, 1.25]),
    (["0,125", "0,250"], [0.125, 0.25]),
    (["1.234,5", "7"], [1234.5, 7]),
    (["1.234.567", "7.000"], [1234567, 7000]),
    (["1 234", "7\xa0001"], [1234, 7001]),
    (["1 234,5", "12,75"], [1234.5, 12.75]),
    (["1'234.5", "10"], [1234.5, 10]),
    (["10%", "2.5 %"], [10, 2.5]),
    (["12 руб.", "3,5 руб."], [12, 3.5]),
    (["3", "-", ".."], [3, NAN, NAN]),
    ([":", "5.0 e", "6.1 (p)"], [NAN, 5, 6.1]),
    ([3.5, "1,234"], [3.5, 1234]),
    (["１２３", "４５．６"], [123, 45.6]),
    (["12¹", "3"], [12, 3]),
    (["−5", "3"], [-5, 3]),
    (["1e5", "3"], [100000, 3]),
]


@pytest.mark.parametrize(("texts", "numbers"), TEXTS, ids=str)
@pytest.mark.parametrize("storage", ["object", "category"])
def test_the_way_on_from_text_leads_to_its_numbers(texts, numbers, storage):
    """One line takes out what is in the way, and no number changes its size."""
    table = members(*numbers).assign(x=pd.Series(texts, dtype=storage))
    ranks, data = follow(shares.rank, table, "x")
    found = data["x"].astype("Float64").to_numpy(float, na_value=NAN)

    assert found.tolist() == pytest.approx(numbers, nan_ok=True)
    assert len(ranks) == len(texts)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["1,234", "5,678"], "thousands or decimals.* thousands= or decimal="),
        (["1.234", "5.678"], "thousands or decimals"),
        (["5.000 €", "950 €"], "thousands or decimals"),
        (["1,234", "12345"], "thousands or decimals"),
        (["1,2", "1.5"], "thousands or decimals"),
        (["12.3 b", "4"], "'12.3 b' may be more than a number"),
        (["5 万", "3"], "more than a number"),
        (["1.2 bn", "3"], "more than a number"),
        (["(5.1)", "3"], "more than a number"),
        (["▲5", "3"], "more than a number"),
        (["<5", "6"], "more than a number"),
        (["12 [1]", "3"], "more than a number"),
        (["1-2", "3"], "more than a number"),
        (["USD 5", "EUR 6"], "it is in EUR and USD"),
    ],
)
def test_no_line_is_shown_that_may_change_a_number(texts, words):
    """Thousands or decimals, thousands or people, minus or plus: the reader knows."""
    with pytest.raises(TypeError, match=words) as error:
        shares.rank(members(1, 2).assign(x=texts), "x")

    assert not python_in(str(error.value))


def test_arrays_show_the_same_way_on():
    """With the name of the argument."""
    with pytest.raises(TypeError, match=r"x = pd.to_numeric\(pd.Series\(x\)\.as"):
        inequality.gini(["1,234.5", "10"])


WIDE = pd.DataFrame({"economy": ["A", "B"], "2020": [2, 4], "2021": [3, 8]})
LONG = pd.DataFrame({"country": [*"AABB"], "Year": [2020, 2021] * 2, "x": [2, 3, 4, 8]})
UNITS = pd.concat(
    LONG.assign(unit=unit, sex=sex, age=age, code=ord(sex), y=LONG["x"] * factor)
    for factor, (unit, sex, age) in enumerate([*product("ab", "fm", "12")], 1)
)


@pytest.mark.parametrize(
    ("data", "value", "expected"),
    [
        (WIDE, "value", [50, 100]),
        (WIDE.set_index("economy"), "value", [50, 100]),
        (WIDE.drop(columns="economy"), "value", [50, 100]),
        (WIDE, "gdp", [50, 100]),
        (WIDE.rename(columns={"economy": "country"}), "value", [50, 100]),
        *(
            (WIDE.rename(columns={"2020": first, "2021": last}), "value", [50, 100])
            for first, last in [
                *(("YR2020", "YR2021"), ("2020年", "2021年"), (2020, 2021)),
                *(("users_2020", "users_2021"), ("2020", "2021*")),
            ]
        ),
        (LONG, "x", [50, 100]),
        (LONG.rename(columns={"country": "国家", "Year": "年份"}), "x", [50, 100]),
        (LONG.rename(columns={"country": "Страна", "Year": "Год"}), "x", [50, 100]),
        (LONG.set_index(["country", "Year"]), "x", [50, 100]),
        (LONG.assign(Year=LONG["Year"].astype(str)), "x", [50, 100]),
        (LONG.assign(Year=pd.PeriodIndex(LONG["Year"], freq="Y")), "x", [50, 100]),
        (pd.concat([LONG, LONG]), "x", [50, 100]),
        (UNITS, "y", [50, 100] * 8),
        (UNITS[UNITS["age"] == "1"], "y", [50, 100] * 4),
        (LONG.assign(x=["2,000", "3,000*", "4,000", "8,000.0"]), "x", [50, 100]),
    ],
)
def test_all_that_errors_say_leads_to_the_right_number(data, value, expected):
    """A file as it comes: each error in its turn, until there is a result."""
    options = {"entity": []} if len(data.columns) == 2 and value == "value" else {}
    if "economy" not in data and value == "value" and options:
        data = data.assign(economy=["A", "B"]).set_index("economy")
    found, data = follow(growth.yoy, data, value)
    years = data.filter(regex="(?i)year|年|год").astype(int)

    assert years.isin([2020, 2021]).all(axis=None)
    assert sorted(found.dropna()) == sorted(expected)


def test_a_cross_section_may_have_no_time():
    """Without a column of years the error names the option."""
    found, _ = follow(divide.gap, members(3, 7).drop(columns="year"), "x")

    assert found["x_gap"].tolist() == [4, 0]


def test_what_must_be_left_out_is_a_filter():
    """Aggregates, and rows without a key."""
    table = members(1, 2, 5, 9).assign(economy=["A", "B", None, "World"])
    found, _ = follow(shares.share_of_group, table, "x")

    assert found.tolist() == pytest.approx([100 / 3, 200 / 3])


def test_the_world_is_named_as_the_table_has_it():
    """Where the usual code is not there."""
    table = members(1, 4).assign(economy=["A", "World"])
    with pytest.raises(ValueError, match="Pass 'World' for the world"):
        shares.share_of_world(table, "x")


@pytest.mark.parametrize(
    ("number", "year", "part"),
    [(202011, 100, 11), (20204, 10, 4), (20201130, 10000, 1130)],
)
def test_the_way_on_from_months_and_quarters_pairs_years(number, year, part):
    """The number is divided into the year, and the rest that goes into within."""
    table = pd.DataFrame({"economy": "A", "year": [number, number + year], "x": [2, 3]})
    with pytest.raises(
        ValueError, match=f"// {year}, .* % {year}, which goes into within"
    ):
        growth.yoy(table, "x")
    split = table.assign(year=table["year"] // year, part=table["year"] % year)
    assert split["part"].tolist() == [part, part]
    assert growth.yoy(split, "x", within="part").tolist()[1] == 50


OPTIONS = [
    (growth.yoy, {"periods": 0}, ValueError, "periods"),
    (growth.cagr, {"start": 1999}, ValueError, "no row for 1999"),
    (growth.cagr, {"start": 2014, "end": 2014}, ValueError, "start must be before end"),
    (growth.cagr, {"entity": None}, ValueError, r"entity=\[\]"),
    (growth.yoy, {"time": ["year", "people"]}, ValueError, "one column"),
    (growth.yoy, {"time": None}, ValueError, "one column"),
    (growth.yoy, {"within": ["group", "year"]}, ValueError, "one role"),
    (shares.share_of_group, {"entity": None}, ValueError, "entity='row'"),
    (growth.index_number, {"base": [2012, 1999, 2014]}, ValueError, "no row for 1999"),
    (shares.rank, {"method": "frist"}, UnknownChoiceError, "method"),
    (
        shares.share_of_world,
        {"world": "Z"},
        ValueError,
        "no row has the code 'Z'.*A, B",
    ),
    (shares.share_of_world, {"world": ("A", "B")}, ValueError, "by its keys"),
    (divide.gap, {"direction": 0}, ValueError, "direction"),
    (divide.dispersion, {"measures": "ginny"}, UnknownChoiceError, "gini"),
    (
        divide.dispersion,
        {"weights": "minus"},
        ValueError,
        "negative or missing weights",
    ),
    (divide.theil_decompose, {"groups": "year"}, ValueError, "keys already"),
    (divide.sigma_convergence, {"measure": "gini"}, ValueError, "transform=None"),
    (divide.sigma_convergence, {"transform": "logit"}, ValueError, "logit"),
    (divide.beta_convergence, {"transform": "ln"}, UnknownChoiceError, "transform"),
    (divide.normalise, {"method": "rank"}, UnknownChoiceError, "method"),
    (divide.normalise, {"method": "zscore", "low": 0}, ValueError, "no ends"),
    (divide.normalise, {"low": 5, "high": 5}, ValueError, "low must be below"),
    (divide.normalise, {"low": {"p": 0}}, ValueError, "no number for 'q'"),
    (
        divide.normalise,
        {"low": pd.Series([0, 1], [*"pp"])},
        ValueError,
        "low names 'p'",
    ),
    (divide.normalise, {"high": "100"}, ValueError, "high must be a number"),
    (divide.normalise, {"direction": {"p": 1, "q": 0}}, ValueError, "direction"),
    (divide.composite, {"over": "block", "mean": "mean"}, UnknownChoiceError, "mean"),
    (divide.composite, {"over": "topic"}, KeyError, "no column 'topic'"),
    *(
        (divide.composite, {"over": "block", "weights": weights}, ValueError, words)
        for weights, words in [
            ({"u": 1}, "each indicator: u, v"),
            ({"u": 1, "v": 2, "w": 3}, "each indicator: u, v"),
            ({"u": 1, "v": -1}, "weights must be a number, at least 0"),
            ({"u": 0, "v": 0}, "above 0"),
        ]
    ),
    (divide.time_distance, {"reference": "Z"}, ValueError, "no row has the code"),
]


@pytest.mark.parametrize(("metric", "options", "error", "words"), OPTIONS)
def test_refused_options(metric, options, error, words):
    """An option that names what is not there."""
    table = draw(1).assign(minus=-1.0).assign(x=lambda t: t["x"] * 3)
    with pytest.raises(error, match=f"(?i){words}"):
        metric(table, "x", **{"within": "group"} | options)


def test_other_refusals():
    """Negative values, ranks that are none, and a result that has the name of a key."""
    with pytest.raises(ValueError, match=r"below 0.* no gini.* sd and range_gap"):
        divide.dispersion(members(-1, 2), "x", measures=["sd", "gini"])
    spread = divide.dispersion(members(-1, 2), "x", measures=["sd", "range_gap"])
    assert spread[["sd", "range_gap"]].to_numpy().tolist() == [[1.5, 3]]
    rows = members(1, -2, indicator=["a", "b"], economy="A")
    with pytest.raises(ValueError, match="no geometric mean"):
        divide.composite(rows, "x", mean="geometric")
    with pytest.raises(ValueError, match="differ in 'unit'"):
        divide.composite(rows.assign(unit=["pct", "score"]), "x")
    for x in ([0, 1], [1.5, 2], [5000, 1]):
        with pytest.raises(ValueError, match="must hold ranks"):
            shares.rank_change(members(*x), "x")
    table = members(1, 2).rename(columns={"economy": "reference"})
    with pytest.raises(ValueError, match="'reference' would be a result"):
        divide.gap(table, "x", entity="reference")


RATES = {2011: 1.0, 2012: 2.0}


@pytest.mark.parametrize(
    ("rates", "anchor", "words"),
    [
        ({2011: 1.0, 2013: 2.0}, {2010: 1.0}, "each year"),
        ({202011: 1.0, 202012: 2.0}, {202010: 1.0}, "indexed by year"),
        (RATES, {1990: 1.0}, "name years"),
        (RATES, {2010: -1.0}, "no positive level"),
        (RATES, {2010: 100.0, 2012: 200.0}, "No series fits"),
        ({2011: -120.0}, {2010: 1.0}, "leaves no positive level"),
    ],
)
def test_rates_without_levels_are_refused(rates, anchor, words):
    """A year without a rate, an anchor beside them, and what no levels fit."""
    with pytest.raises(ValueError, match=words):
        growth.levels_from_rates(rates, anchor)
    with pytest.raises(UnknownChoiceError, match="base"):
        growth.levels_from_rates(rates, anchor, base="next")


@pytest.mark.parametrize(
    "keys",
    [[True, False], [1, 2], [0.5, 1.5], [*"ab"], [*pd.to_datetime(["2020", "2021"])]],
    ids=str,
)
def test_keys_may_be_of_any_type(keys):
    """Bool, numbers, text and dates."""
    table = pd.DataFrame(
        {"economy": keys * 2, "year": [2020, 2020, 2021, 2021], "x": [1, 2, 3, 8]}
    )
    assert growth.yoy(table, "x").tolist()[2:] == [200, 300]
    assert shares.share_of_group(table, "x").tolist()[2:] == pytest.approx(
        [300 / 11, 800 / 11]
    )
    assert divide.lorenz(table, "x")["economy"].tolist()[1:3] == keys


def test_rows_may_be_members_and_members_may_have_several_keys():
    """Without an entity each row counts; with several each combination does."""
    x = pd.DataFrame({"x": [5.0, 5, 1, 9]})
    found = divide.dispersion(x, "x", entity=None, time=None, measures="range_gap")
    assert found.to_dict("records") == [
        {"n": 4, "range_gap": 8, "weighting": "unweighted"}
    ]
    pairs = x.assign(a=[*"uuvv"], b=[*"pqpq"])
    found = divide.gap(pairs, "x", entity=["a", "b"], time=None, reference=("v", "q"))
    assert found["x_gap"].tolist() == [4, 4, 8, 0]
    assert {*found["reference"]} == {"v q"}
