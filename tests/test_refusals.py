"""One table of what metrics refuse, and where the way on leads."""

from __future__ import annotations

import ast
from itertools import product

import numpy as np
import pandas as pd
import pytest
from metric_support import draw, follow, members, panel, paths, python_in
from support import cases, listed

import neadigital
from neadigital import divide, growth, inequality, shares
from neadigital.errors import DuplicateKeyError, UnknownChoiceError

# What every metric refuses is in test_metric_laws.
pytestmark = pytest.mark.filterwarnings("ignore::neadigital.errors.NeadigitalWarning")


DRAWN = draw(1)
SEXES = [DRAWN.assign(sex=sex) for sex in "fm"]
QUARTERS = [f"{year}-Q{year % 4 + 1}" for year in DRAWN["year"]]
DATES = pd.date_range("2020", periods=len(DRAWN))
#: A table, the error, and words of its message. What an error shows as Python is followed below.
REFUSED = {
    "near": (DRAWN.rename(columns={"economy": "ecnomy"}), KeyError, "mean 'ecnomy'"),
    "twice": (pd.concat([DRAWN, DRAWN[["x"]]], axis=1), ValueError, "more than once"),
    "bool": (DRAWN.assign(x=True), TypeError, "must hold numbers, but it is bool"),
    "no table": (DRAWN["x"], TypeError, "Series as a table"),
    "quarters": (
        DRAWN.assign(year=QUARTERS),
        TypeError,
        r"the year, .*str\[:4\].*the rest, .*str\[4:\]",
    ),
    "dates": (DRAWN.assign(year=DATES), TypeError, r"str\[:4\]"),
    # October, 2020.10, and January cannot be told apart.
    "months": (
        DRAWN.assign(year=DRAWN["year"] + 0.1),
        ValueError,
        "read the column as text",
    ),
    "no year": (DRAWN.assign(year=np.nan), ValueError, "in every row"),
}


@pytest.mark.parametrize(("table", "error", "words"), REFUSED.values(), ids=REFUSED)
def test_refusals(table, error, words):
    """The class of the error, and what its message says."""
    with pytest.raises(error, match=words):
        growth.yoy(table, "x", within="group")


def test_each_way_on_from_repeated_keys_is_one():
    """What is passed already is in it; a number, a time and a column with gaps are no way."""
    table = pd.concat(SEXES)
    years = table["year"].astype(str)
    table = table.assign(
        period=years + table["sex"],
        gap=table["block"].where(table["sex"] == "f"),
        row=range(len(table)),
        w=(table["sex"] == "f") / 2,
    )
    told = r"differ in sex: f, m.*within=\['group', 'sex'\]"
    with pytest.raises(DuplicateKeyError, match=told) as error:
        growth.yoy(table, "x", within="group")
    ways = error.value.candidates
    growth.yoy(table, "x", within=ways[0])

    assert ways == (["group", "sex"],)
    measured = table[["group", "economy", "year", "x", "row", "w"]]
    for some in (measured, measured[measured["year"] == 2012]):
        with pytest.raises(DuplicateKeyError, match="Drop or aggregate"):
            growth.yoy(some, "x", within="group")


#: Texts for numbers, and the numbers to which the error leads or why it shows no way.
TEXTS = listed("texts")
HAS_WAY = TEXTS["refused"] == ""


@pytest.mark.parametrize(
    ("texts", "numbers"), TEXTS.loc[HAS_WAY, ["texts", "numbers"]].to_numpy()
)
@pytest.mark.parametrize("storage", ["object", "category"])
def test_the_way_on_from_text_leads_to_its_numbers(texts, numbers, storage):
    """One line takes out what is in the way, and no number changes its size."""
    given = pd.Series(texts.split(" | "), dtype=storage)
    expected = [float(number) for number in numbers.split(" | ")]
    table = members(*expected).assign(x=given)
    ranks, data = follow(shares.rank, table, "x")
    found = data["x"].astype("Float64").to_numpy(float, na_value=np.nan)

    assert found.tolist() == pytest.approx(expected, nan_ok=True)
    assert len(ranks) == len(given)


@pytest.mark.parametrize(
    ("texts", "words"), TEXTS.loc[~HAS_WAY, ["texts", "refused"]].to_numpy()
)
def test_no_line_is_shown_that_may_change_a_number(texts, words):
    """Thousands or decimals, thousands or people, minus or plus: the reader knows."""
    table = members(1, 2).assign(x=texts.split(" | "))
    with pytest.raises(TypeError, match=words) as error:
        shares.rank(table, "x")

    assert not python_in(str(error.value))


def test_arrays_show_the_same_way_on():
    """With the name of the argument."""
    with pytest.raises(TypeError, match=r"x = pd.to_numeric\(pd.Series\(x\)\.as"):
        inequality.gini(["1,234.5", "10"])


WIDE = pd.DataFrame({"economy": ["A", "B"], "2020": [2, 4], "2021": [3, 8]})
LONG = pd.DataFrame({"country": [*"AABB"], "Year": [2020, 2021] * 2, "x": [2, 3, 4, 8]})
UNITS = pd.concat(
    LONG.assign(unit=unit, sex=sex, age=age, code=ord(sex), x=LONG["x"] * factor)
    for factor, (unit, sex, age) in enumerate([*product("ab", "fm", "12")], 1)
)
HEADS = [
    ("YR2020", "YR2021"),
    ("2020年", "2021年"),
    (2020, 2021),
    ("users_2020", "users_2021"),
    ("2020", "2021*"),
]
WIDES = [
    WIDE,
    WIDE.set_index("economy"),
    *(WIDE.set_axis(["economy", *heads], axis=1) for heads in HEADS),
]
#: The same numbers as files have them: a growth of A by 50 per cent, and of B by 100.
FILES = [
    *WIDES,
    WIDE.rename(columns={"economy": "country"}),
    LONG,
    LONG.rename(columns={"country": "国家", "Year": "年份"}),
    LONG.rename(columns={"country": "Страна", "Year": "Год"}),
    LONG.set_index(["country", "Year"]),
    LONG.assign(Year=LONG["Year"].astype(str)),
    LONG.assign(Year=pd.PeriodIndex(LONG["Year"], freq="Y")),
    LONG.assign(x=["2,000", "3,000*", "4,000", "8,000.0"]),
    LONG.assign(x=[2000, "3,000*", "4,000", 8000.0]),
    pd.concat([LONG, LONG]),
    UNITS,
    UNITS[UNITS["age"] == "1"],
]


@pytest.mark.parametrize("data", FILES)
def test_all_that_errors_say_leads_to_the_right_number(data):
    """A file as it comes: each error in its turn, until there is a result."""
    value = "x" if "x" in data else "value"
    rates, read = follow(growth.yoy, data, value)
    years = read.filter(regex="(?i)year|年|год").astype(int)
    found = sorted(rates.dropna())
    of_each = len(found) // 2

    assert years.isin([2020, 2021]).all(axis=None)
    assert len(read) == len(found) * 2
    assert found == [50] * of_each + [100] * of_each


@pytest.mark.parametrize("data", WIDES)
def test_years_in_heads_become_whole_numbers(data):
    """Also for what takes any key for a time."""
    _, read = follow(shares.rank, data, "value")

    assert read["year"].tolist() == [2020, 2020, 2021, 2021]


def test_a_cross_section_may_have_no_time():
    """Without a column of years the error names the option; growth needs one, and says so."""
    alone = members(3, 7).drop(columns="year")
    found, _ = follow(divide.gap, alone, "x")
    with pytest.raises(KeyError, match="Years are paired here: make one") as error:
        growth.cagr(alone, "x")

    assert found["x_gap"].tolist() == [4, 0]
    assert not python_in(str(error.value))


def test_the_world_is_named_as_the_table_has_it():
    """Where the usual code is not there."""
    table = members(1, 4).assign(economy=["A", "World"])
    with pytest.raises(ValueError, match="Pass 'World' for the world"):
        shares.share_of_world(table, "x")


@pytest.mark.parametrize(
    ("number", "year"), [(202011, 100), (20204, 10), (20201130, 10000)]
)
def test_the_way_on_from_months_and_quarters_pairs_years(number, year):
    """The number is divided into the year, and the rest that goes into within."""
    table = paths([number, number + year], [[2], [3]])
    told = f"// {year}, .* % {year}, which goes into within"
    with pytest.raises(ValueError, match=told):
        growth.yoy(table, "x")
    table["part"] = table["year"] % year
    table["year"] //= year
    _, rate = growth.yoy(table, "x", within="part")

    assert table["year"].tolist() == [2020, 2021]
    assert rate == 50


OPTIONS = listed("refused")


@pytest.mark.parametrize(("metric", "options", "error", "words"), OPTIONS.to_numpy())
def test_refused_options(metric, options, error, words):
    """An option that names what is not there."""
    module, _, name = metric.partition(".")
    function = getattr(getattr(neadigital, module), name)
    chosen = eval(f"dict({options})")  # noqa: S307
    table = DRAWN.assign(minus=-1.0, x=3 * DRAWN["x"])
    of_all = {"within": "group"} | chosen
    with pytest.raises((KeyError, ValueError), match=f"(?i){words}") as raised:
        function(table, "x", **of_all)
    bases = type(raised.value).__mro__

    assert error in [base.__name__ for base in bases]


def test_other_refusals():
    """Negative values, ranks that are none, and a result that has the name of a key."""
    with pytest.raises(ValueError, match=r"below 0.* no gini.* sd and range_gap"):
        divide.dispersion(members(-1, 2), "x", measures=["sd", "gini"])
    spread = divide.dispersion(members(-1, 2), "x", measures=["sd", "range_gap"])
    assert spread[["sd", "range_gap"]].to_numpy().tolist() == [[1.5, 3]]
    rows = members(1, -2, indicator=["a", "b"], economy="A")
    with pytest.raises(ValueError, match="no geometric mean"):
        divide.composite(rows, "x", mean="geometric")
    in_two_units = rows.assign(unit=["pct", "score"])
    with pytest.raises(ValueError, match="differ in 'unit'"):
        divide.composite(in_two_units, "x")
    for x in (0, 1.5, 5000):
        no_ranks = members(x, 1)
        with pytest.raises(ValueError, match="must hold ranks"):
            shares.rank_change(no_ranks, "x")
    table = members(1, 2).rename(columns={"economy": "reference"})
    with pytest.raises(ValueError, match="'reference' would be a result"):
        divide.gap(table, "x", entity="reference")


RATES = """
    {2011: 1, 2013: 2}     | {2010: 1}              | each year
    {202011: 1, 202012: 2} | {202010: 1}            | indexed by year
    {2011: 1, 2012: 2}     | {1990: 1}              | name years
    {2011: 1, 2012: 2}     | {2010: -1}             | no positive level
    {2011: 1, 2012: 2}     | {2010: 100, 2012: 200} | No series fits
    {2011: -120}           | {2010: 1}              | leaves no positive level
"""


@pytest.mark.parametrize(("rates", "anchor", "words"), cases(RATES))
def test_rates_without_levels_are_refused(rates, anchor, words):
    """A year without a rate, an anchor beside them, and what no levels fit."""
    given = ast.literal_eval(rates)
    known = ast.literal_eval(anchor)
    with pytest.raises(ValueError, match=words):
        growth.levels_from_rates(given, known)
    with pytest.raises(UnknownChoiceError, match="base"):
        growth.levels_from_rates(given, known, base="next")


@pytest.mark.parametrize(
    "keys",
    [[True, False], [1, 2], [0.5, 1.5], [*"ab"], [*pd.to_datetime(["2020", "2021"])]],
    ids=str,
)
def test_keys_may_be_of_any_type(keys):
    """Bool, numbers, text and dates."""
    table = panel("2020: 2 4 | 2021: 3 7").assign(economy=np.repeat(keys, 2))
    rates = growth.yoy(table, "x").dropna()
    parts = shares.share_of_group(table, "x")
    _, *of_2020 = divide.lorenz(table, "x")["economy"][:3]

    assert rates.tolist() == [50, 75]
    assert parts[table["year"] == 2021].tolist() == [30, 70]
    assert of_2020 == keys


def test_rows_may_be_members_and_members_may_have_several_keys():
    """Without an entity each row counts; with several each combination does."""
    rows = pd.DataFrame({"x": [5.0, 5, 1, 9]})
    pairs = rows.assign(a=[*"uuvv"], b=[*"pqpq"])
    last = ("v", "q")
    spread = divide.dispersion(rows, "x", entity=None, time=None, measures="range_gap")
    gaps = divide.gap(pairs, "x", entity=["a", "b"], time=None, reference=last)

    assert [*spread] == ["n", "range_gap", "weighting"]
    assert spread["n"].item() == 4
    assert spread["range_gap"].item() == 8
    assert gaps["x_gap"].tolist() == [4, 4, 8, 0]
    assert {*gaps["reference"]} == {"v q"}
