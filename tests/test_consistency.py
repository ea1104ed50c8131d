"""Consistency: relations, verdicts and causes, and what is refused."""

from __future__ import annotations

import runpy
from cProfile import Profile
from decimal import Decimal
from fractions import Fraction
from pstats import Stats
from typing import Any

import numpy as np
import pandas as pd
import pytest
from printed_support import FAILS
from support import REPOSITORY

from neadigital import consistency
from neadigital.consistency import growth, share, total
from neadigital.errors import DuplicateKeyError, UnknownChoiceError

TABLES = REPOSITORY / "docs" / "printed_tables"
FOLLOWS = {"confirmed", "rounding"}
IN_TIME = growth("rate", "level", entity=None)
PAIRS = growth("rate", "new", "old")
SHARES = share("rate", "new", "old")
PARTS = total("all", ["a", "b"])


def verdicts(table: str | pd.DataFrame, *relations: object, **options: Any) -> str:
    """Return the verdicts of a check, the first letters of a word for each."""
    if isinstance(table, str):
        table = consistency.read(table)
    found = consistency.check(table, *relations, **options)
    return " ".join(found["verdict"])


def causes(table: str, *relations: object, **options: Any) -> list[str]:
    """Return each cause in one text: the cell, what it could be, how much it ends, the slip."""
    found = consistency.causes(consistency.read(table), *relations, **options)
    return [
        f"{cause.column} {cause.row}: {cause.could_be}, {cause.ends}, {cause.slip}"
        for cause in found.itertuples()
    ]


# Real tables


def test_the_federal_register() -> None:
    """Two changes over two years instead of one are found, and the cause of each."""
    before = (TABLES / "federal_register_before.csv").read_text(encoding="utf-8")
    after = (TABLES / "federal_register_after.csv").read_text(encoding="utf-8")

    assert causes(before) == [
        "change_pct 2022: 8.25, 1, another year's: follows from 2020 to 2022",
        "change_pct 2023: 11.91, 1, another year's: follows from 2021 to 2023",
    ]
    assert not set(verdicts(after).split()) & set(FAILS)


def test_the_study_explains_each_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each table in which something does not follow is one that the study explains."""
    study = REPOSITORY / "docs" / "studies" / "printed.py"
    monkeypatch.chdir(study.parent)
    names = runpy.run_path(str(study))
    found = names["found"]
    wrong = found.loc[found["verdict"].isin(FAILS), "table"]

    assert set(wrong) == set(names["KNOWN"])
    tables = {path.stem for path in TABLES.glob("*.csv")} - {"sources"}
    assert tables <= set(found["table"])


# Rules

RULES = {
    "previous": lambda ratio: 100 * (ratio - 1),
    "current": lambda ratio: 100 * (1 - 1 / ratio),
    "log": lambda ratio: 100 * np.log(ratio),
    "index": lambda ratio: 100 * ratio,
    "fraction": lambda ratio: ratio - 1,
    "factor": lambda ratio: 100 * (1.04 * ratio - 1),
    "annual": lambda ratio: 100 * (ratio**0.5 - 1),
}
LEVELS = """\
new,old
333,200
257,310
501,415
811,520
599,640
1013,777
"""


def with_rates(formula: Any) -> pd.DataFrame:
    """Return the table of levels with the rates that a formula gives."""
    table = consistency.read(LEVELS)
    ratio = table["new"].astype(float) / table["old"].astype(float)
    return table.assign(rate=[f"{rate:.9g}" for rate in formula(ratio)])


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_known(rule: str) -> None:
    """A table of each rule follows it where it is named, and is told from the usual one."""
    table = with_rates(RULES[rule])
    by_two = growth("rate", "new", "old", periods=2)
    named = growth("rate", "new", "old", periods=2, rule=rule)
    found = consistency.check(table, by_two)

    assert set(verdicts(table, named).split()) <= FOLLOWS
    assert found["rule"].unique().tolist() == [rule]
    if rule != "previous":
        assert found["verdict"].unique().tolist() == ["other_rule"]


@pytest.mark.parametrize("places", [-3, 0, 2, 6])
def test_the_scale_of_a_quotient_is_found(places: int) -> None:
    """A quotient may be in any power of ten, from five numbers up; with fewer it is per cent."""
    table = with_rates(lambda ratio: ratio * 10.0**places)

    assert set(verdicts(table, SHARES).split()) <= FOLLOWS
    few = set(verdicts(table[:4], SHARES).split())
    assert few <= FOLLOWS if places == 2 else few == {"no_rule"}


TWO = "new,old,rate\n111,101,9.9\n231,220,5.0\n"
FIVE = (
    "new,old,rate\n1101,1000.0,10.1\n2313,2200.0,5.1\n937,800.0,-8.3\n974,800.0,-5.3\n"
)
NO_BASE = "new,old,rate\n5,0,3.0\n5,-4,3.0\n5,..,3.0\n"
BY_YEAR = """\
economy,year,level,rate
A,2018,100,5.0
A,2020,121,21.0
A,2021,133,9.9
"""
IN_PARTS = """\
item,year,value
a,2020,1.0
b,2020,2.0
all,2020,3.0
a,2021,1.5
all,2021,1.5
"""
OF_TRADE = """\
item,level,growth
exports,120.0,20.0
imports,80.0,-20.0
trade,200.0,0.0
"""
TRADE = """\
exports,imports,trade,e,i,t
120.0,80.0,200.0,20.0,-20.0,10.0
"""
TO_TRADE = ("trade", ["exports", "imports"])
IN_ROWS = total("all", ["a", "b"], value="value", entity="item", within="year")


@pytest.mark.parametrize(
    ("table", "relation", "expected"),
    [
        # Fewer than five rates must all follow, and of more a third.
        (TWO, PAIRS, "confirmed confirmed"),
        (TWO + "84,80,9.0\n", PAIRS, "no_rule no_rule no_rule"),
        (
            FIVE + "1011,800.0,0.3\n",
            PAIRS,
            "confirmed confirmed contradicted contradicted contradicted",
        ),
        (
            FIVE + "1011,800.0,0.3\n1048,800.0,7.3\n1085,800.0,16.3\n",
            PAIRS,
            " ".join(["no_rule"] * 7),
        ),
        # A rule or a scale that is named binds.
        (
            TWO,
            growth("rate", "new", "old", rule="fraction"),
            "contradicted contradicted",
        ),
        (TWO, share("rate", "new", "old", scale=1), "contradicted contradicted"),
        # A base is above 0, and printed.
        (NO_BASE, PAIRS, "not_checkable not_checkable not_checkable"),
        # Rates are paired by year.
        (BY_YEAR, growth("rate", "level"), "not_checkable not_checkable confirmed"),
        (
            BY_YEAR,
            growth("rate", "level", periods=2),
            "not_checkable confirmed not_checkable",
        ),
        # A part that is absent in one year leaves the other one.
        (IN_PARTS, IN_ROWS, "confirmed not_checkable"),
        (IN_PARTS.replace("2.0", "-"), IN_ROWS, "not_checkable not_checkable"),
        # The growth of a total follows from its parts, though last year's levels are not printed.
        (
            OF_TRADE,
            total(*TO_TRADE, value="level", entity="item", rates="growth"),
            "confirmed confirmed",
        ),
        (
            TRADE,
            total(*TO_TRADE, rates={"trade": "t", "exports": "e", "imports": "i"}),
            "confirmed contradicted",
        ),
        # A whole is exactly 100 per cent of itself, however few digits it has.
        (
            "item,sales,pct\nA,12.1,59.6\nB,8.2,40.4\nAll,20.3,100.4\n",
            share("pct", "sales", "All", entity="item"),
            "confirmed confirmed contradicted",
        ),
        # A balance is a total of which a part is subtracted.
        ("a,b,all\n4.7,3.8,0.9\n", total("all", {"a": 1, "b": -1}), "confirmed"),
    ],
)
def test_a_relation_has_its_verdicts(
    table: str, relation: object, expected: str
) -> None:
    """Each number follows, does not follow, has no rule, or cannot be checked."""
    assert verdicts(table, relation) == expected


def test_no_two_relations_have_one_label() -> None:
    """Relations that read alike are numbered."""
    found = consistency.check(
        consistency.read(TWO), PAIRS, growth("rate", "new", "old")
    )

    assert found["relation"].nunique() == 2


@pytest.mark.parametrize(
    ("new", "lowest", "divisor"),
    [("107.25", "107.245", "100.005"), ("-107.25", "-107.255", "99.995")],
)
def test_bounds_are_exact(new: str, lowest: str, divisor: str) -> None:
    """The bounds of a rate are those of its digits, also of a number below 0."""
    table = consistency.read(f"new,old,rate\n{new},100.00,7.2\n")
    found = consistency.check(table, PAIRS).iloc[0]
    low = 100 * (Fraction(lowest) / Fraction(divisor) - 1)

    assert found["low"] == float(low)


def test_a_tie_is_confirmed() -> None:
    """A rate of exactly 7.25 may be printed as 7.2."""
    assert verdicts("new,old,rate\n107.25,100.00,7.2\n", PAIRS) == "confirmed"


# How numbers are rounded


@pytest.mark.parametrize(
    ("texts", "decimals", "halves"),
    [
        ("12.34", None, "0.005"),
        # Zeros that a whole column has are those of rounding, from three numbers up.
        ("12.10 3.40 5.00", None, "0.05 0.05 0.05"),
        ("12.10 3.40", None, "0.005 0.005"),
        ("120 340 560", None, "5 5 5"),
        ("12,000 3,000 0", None, "500 500 500"),
        ("1200 5", None, "0.5 0.5"),
        ("10.0 10.0 23.0 12.3", None, "0.05 0.05 0.05 0.05"),
        # Three zeros more before the point are those of a number that was rounded by itself.
        ("610,000 12,345", None, "5000 0.5"),
        ("100.0 12.3", None, "0.05 0.05"),
        ("100 250 80 310 55", None, "0.5 0.5 0.5 0.5 0.5"),
        # One of five thousands that lost its zeros keeps its digits, and the others their unit.
        ("12000 13000 15400 17000 19000", None, "500 500 50 500 500"),
        # What `decimals` says is printed.
        ("10 20 30", 0, "0.5 0.5 0.5"),
        ("10 20 30", 1, "0.05 0.05 0.05"),
        ("1.0 1.0 2.0", 1, "0.05 0.05 0.05"),
    ],
)
def test_the_last_digit_of_a_number(
    texts: str, decimals: int | None, halves: str
) -> None:
    """The digits of a number are told from the zeros that rounding left, by its column."""
    frame = pd.DataFrame({"all": "1", "a": texts.split(), "b": "0"})
    exact = ["all", "b"]
    found = consistency.check(frame, PARTS, exact=exact, decimals=decimals)
    widths = (found["high"] - found["low"]) / 2

    assert widths.tolist() == pytest.approx(list(map(float, halves.split())))


def test_columns_may_be_cut_off() -> None:
    """Numbers that were cut off follow, and the result says which column was."""
    table = consistency.read(
        "year,level,rate\n2015,1009,\n2016,1107,9.7\n2017,1213,9.5\n2018,1334,9.9\n"
        "2019,1487,11.4\n2020,1614,8.5\n2021,1775,9.9\n"
    )
    found = consistency.check(table, IN_TIME, exact=["level"])

    assert set(found["verdict"]) == {"confirmed"}
    assert set(found["rule"]) == {"previous, cut off: rate"}


def test_counts_are_exact() -> None:
    """A column of counts is not rounded, so a total that is off by one does not follow."""
    table = "a,b,all\n10,20,31\n20,40,60\n"

    assert verdicts(table, PARTS, exact=["a", "b", "all"]) == "contradicted confirmed"
    assert verdicts(table, PARTS) == "rounding confirmed"


def test_the_decimal_mark_is_found() -> None:
    """The decimal mark is the comma if it reads more cells."""
    table = consistency.read("new;old;rate\n1.107,0;1.000,0;10,7\n231,0;220,0;5,0\n")

    assert set(verdicts(table, PAIRS).split()) <= FOLLOWS
    with pytest.raises(ValueError, match="6 cells are no numbers") as caught:
        consistency.check(table, PAIRS, decimal=".")
    assert "column 'new', row 0: '1.107,0'" in str(caught.value)


THOUSANDS = """\
a,b,all
1.203,817,2.020
2.410,1.390,3.800
3.119,2.056,5.715
1.740,945,2.685
2.905,1.112,4.017
"""


def test_a_mark_that_may_be_either_is_the_one_that_more_follow() -> None:
    """Whole thousands with points are read as such if more numbers follow, and said alike."""
    decimals = THOUSANDS.replace(",817", ",0.817").replace(",945", ",0.945")
    found = consistency.check(consistency.read(decimals), PARTS)

    assert causes(THOUSANDS, PARTS) == ["all 2: 5.174 to 5.176, 1, two digits: 5.175"]
    assert found["implied"][0] == pytest.approx(2.02)


def test_one_slip_makes_no_decimal_comma() -> None:
    """A comma at the wrong place is refused, and does not turn the thousands into decimals."""
    texts = [f"{number:,}" for number in range(1234, 13_000, 800)]
    table = pd.DataFrame({"a": texts, "b": [*texts[:-1], "12,4344"], "all": texts})

    with pytest.raises(ValueError, match=r"1 cell is no number.*\n.*'12,4344'"):
        consistency.check(table, PARTS)


def test_floats_with_decimals_are_text() -> None:
    """Floats with their decimals, and Decimals, give what text gives."""
    text = consistency.read("new,old,rate\n110.0,100.5,9.45\n231.0,220.5,4.70\n")
    expected = consistency.check(text, PAIRS)
    decimals = {"new": 1, "old": 1, "rate": 2}
    of_floats = consistency.check(text.astype(float), PAIRS, decimals=decimals)
    of_decimals = consistency.check(text.map(Decimal), PAIRS)

    pd.testing.assert_frame_equal(of_floats, expected)
    pd.testing.assert_frame_equal(of_decimals, expected)


# Causes

# The level of 2003 has two digits swapped, and the rate of 2009 is wrong.
TWO_SLIPS = """\
year,level,rate
2000,412,
2001,431,4.6
2002,455,5.6
2003,740,3.3
2004,485,3.2
2005,506,4.3
2006,530,4.7
2007,551,4.0
2008,580,5.3
2009,603,9.4
2010,640,6.1
"""
A_CONFIRMED_CELL = "a,b,all,whole,pct\n3.0,4.0,8.0,16.0,50.0\n"
NO_BASE_LEFT = "a,c,base,a and base,c and base,share\n4,5,8,4,5,30\n"


@pytest.mark.parametrize(
    ("table", "relations", "options", "expected"),
    [
        # Each cause ends what the ones before it do not.
        (
            TWO_SLIPS,
            [IN_TIME],
            {},
            [
                "level 2003: 469 to 471, 2, two digits: 470",
                "rate 2009: 3.8 to 4.1, 1, another year's: follows from 2007 to 2009",
            ],
        ),
        (TWO, [PAIRS], {}, []),
        # No whole number would make an exact share follow.
        (
            "new,old,rate\n1,3,7\n",
            [share("rate", "new", "old", scale=100)],
            {"exact": ["new", "old", "rate"]},
            [],
        ),
        # If two totals want a base to be about 0, a share of it cannot be checked by that base.
        (
            NO_BASE_LEFT,
            [
                total("a and base", ["a", "base"]),
                total("c and base", ["c", "base"]),
                share("share", "a", "base", scale=100),
            ],
            {"decimals": 0},
            ["base 0: -1 to 1, 2, point: 0.8"],
        ),
    ],
)
def test_the_fewest_cells_are_named(
    table: str, relations: list[object], options: dict[str, Any], expected: list[str]
) -> None:
    """A cause is a cell of which one other value, which is shown, ends what does not follow."""
    assert causes(table, *relations, **options) == expected


def test_a_cell_that_others_confirm_is_no_suspect() -> None:
    """A cell is suspected only if one value mends every relation in which it is."""
    table = consistency.read(A_CONFIRMED_CELL)
    found = consistency.check(table, PARTS, share("pct", "all", "whole"))

    assert found["verdict"].tolist() == ["contradicted", "confirmed"]
    assert found["suspects"][0] == "a at 0: 3.9 to 4.1; b at 0: 4.9 to 5.1"


def test_the_nearest_of_several_values_is_named() -> None:
    """A level that two rates want to be 75 or 120 is named for the nearer one, 120 for 110."""
    table = consistency.read(
        "year,level,rate\n2000,100,\n2001,110,20.0\n2002,121,61.3\n"
    )
    relation = growth("rate", "level", entity=None, rule="previous")
    suspects = consistency.check(table, relation)["suspects"]

    assert ["level at 2001: 119 to 121" in each for each in suspects] == [True, False]


def test_many_slips_are_explained_in_linear_time() -> None:
    """The causes of four times as many slips take four times the work, not sixteen times."""
    assert work(rows=120) < 5 * work(rows=30)


def work(rows: int) -> int:
    """Return how many functions are called to explain totals that are all wrong."""
    numbers = range(1000, 1000 + rows)
    frame = pd.DataFrame({"a": numbers, "b": numbers, "all": 999}).astype(str)
    profile = Profile()
    profile.runcall(consistency.causes, frame, PARTS)
    return int(Stats(profile).total_calls)


# Relations that are found


def found_in(table: pd.DataFrame) -> list[str]:
    """Return the relations that are found in a table."""
    return consistency.relations(table)["text"].tolist()


def test_a_quotient_is_no_growth() -> None:
    """A share that is printed as a fraction is found as that, not as growth of what it is of."""
    table = consistency.read(
        "city,turned out,registered,share\nA,220,359,0.613\nB,718,990,0.725\n"
        "C,121,244,0.496\nD,95,177,0.537\nE,149,278,0.536\nF,310,402,0.771\n"
    )
    found = consistency.check(table)

    assert set(found["column"]) == {"share"}
    assert set(found["verdict"]) == {"confirmed"}


def test_a_share_is_told_from_its_whole() -> None:
    """The share is the smaller column by far, though its decimals are those of the part."""
    name = "unctad_online_retail_2018_2020.csv"
    found = consistency.relations(consistency.read(TABLES / name))

    assert found["text"].iloc[0] == "online_share_pct is online_usd_bn / retail_usd_bn"


def test_a_column_of_small_numbers_is_no_part_of_a_total() -> None:
    """What hides in the rounding of a total is not found to be a part of it."""
    place = np.arange(30)
    levels = pd.DataFrame({"bank": 41.3 * 1.07**place, "other": 88.1 * 1.04**place})
    table = levels.round(1).assign(rate=0.01 + place / 100).map("{:.2f}".format)
    table["all"] = levels.round(1).sum(axis="columns").map("{:.0f}".format)

    assert found_in(table) == ["all is bank + other"]


def test_a_part_that_is_mostly_nothing_is_a_part() -> None:
    """A total is not found without a part that is 0 in most rows."""
    parts = pd.DataFrame({"bank": range(101, 131), "other": range(340, 400, 2)})
    parts["gift"] = [9, 0, 0, 0, 0, 0] * 5
    table = parts.assign(all=parts.sum(axis="columns")).astype(str)

    assert found_in(table) == ["all is bank + other + gift"]
    assert consistency.causes(table).empty


STATES = (
    "state,area,people\nA,35748,11280257\nB,70542,13369393\nC,891,3755251\nD,29654,2573135\n"
    "E,420,684864\nF,755,1892122\nG,21116,6391360\nAll,159126,39946382\n"
)
QUARTERS = (
    "month,2018,2019\nJan,1120,1180\nFeb,1080,1065\nMar,1310,1402\nQ1,3510,3647\n"
    "Apr,1205,1250\nMay,1290,1311\nJun,1401,1398\nQ2,3896,3959\nH1,7406,7606\n"
)
SEGMENTS = (
    "segment,Q1,Q2,Q3,Q4\nNorth,412,431,455,470\nSouth,98,-12,31,77\n"
    "Corporate,-131,-142,-150,-139\nTotal,379,277,336,408\n"
)


@pytest.mark.parametrize(
    ("table", "texts"),
    [
        (QUARTERS, {"Q1 is Jan + Feb + Mar", "Q2 is Apr + May + Jun", "H1 is Q1 + Q2"}),
        (SEGMENTS, {"Total is North + South + Corporate"}),
        (STATES, {"All is A + B + 4 more + G"}),
    ],
    ids=["few columns", "negative numbers", "all others"],
)
def test_totals_of_rows_are_found(table: str, texts: set[str]) -> None:
    """Totals that have evidence together are found, with negative parts, and of all others."""
    found = consistency.relations(consistency.read(table))
    named = found["text"].str.partition(": ")[2]

    assert set(named) == texts
    assert found["judged"].all()


def test_numbers_that_follow_easily_accuse_none() -> None:
    """Many small counts that are nearly sums of others are shown as such, and not judged."""
    place = np.arange(400)
    table = pd.DataFrame({"one": place * 7 % 9, "two": place * 11 % 7})
    table["both"] = table.sum(axis="columns") + np.where(place % 5, 0, 4)
    found = consistency.relations(table.astype(str))

    assert found["text"].tolist() == ["both is one + two"]
    assert not found["judged"].any()


def test_one_relation_for_rows_that_several_columns_name() -> None:
    """Of two columns that each name every row one is enough."""
    table = consistency.read(
        "code,name,2018,2019,2020,2021\n"
        "A,Alpha,12.2,13.4,15.7,18.1\nB,Beta,18.1,19.7,22.2,21.3\n"
        "C,Gamma,7.4,9.9,8.3,7.7\nT,Total,37.7,43.0,46.2,47.1\n"
    )
    found = found_in(table)

    assert len(found) == len(set(found)) == 4


@pytest.mark.parametrize(
    "years",
    [
        "2019年, 2020年, 2021年, 2022年, 2023年",
        "2019, 2020, 2021, 2022, 2023*",
        "2019, 2020, 2021, 2022e, 2023 (prelim.)",
        "2019/20, 2020/21, 2021/22, 2022/23, 2023/24",
        "FY2019, FY2020, FY2021, FY2022, FY2023",
    ],
)
def test_a_year_is_read_in_its_forms(years: str) -> None:
    """Growth is paired along calendar and fiscal years, with and without notes."""
    table = consistency.read("level,rate\n412,\n431,4.6\n455,5.6\n470,3.3\n485,3.2\n")

    assert set(verdicts(table.assign(year=years.split(", ")), IN_TIME).split()) == {
        "confirmed"
    }


# Refusals

GOOD = consistency.read(
    "item,economy,year,level,rate\nw,A,2020,100,\nx,A,2021,110,10.0\n"
    "y,B,2020,50,\nz,B,2021,60,20.0\n"
)
YEARLY = growth("rate", "level")


def test_all_that_is_refused_is_refused_at_once() -> None:
    """Cells that are no numbers are listed together, each with its column and row."""
    frame = GOOD.replace({"110": "1x5", "60": "12-15", "20.0": "2.0x"})

    with pytest.raises(ValueError, match="3 cells are no numbers") as caught:
        consistency.check(frame, YEARLY)
    assert str(caught.value).splitlines()[1:] == [
        "column 'level', row 'x': '1x5'",
        "column 'level', row 'z': '12-15'",
        "column 'rate', row 'z': '2.0x'",
    ]


@pytest.mark.parametrize(
    ("change", "options", "error", "message"),
    [
        ({"level": [1.0, 2, 3, 4]}, {}, ValueError, "pass decimals"),
        ({"level": [1.25, 2, 3, 4]}, {"decimals": 1}, ValueError, "1 decimals"),
        ({"level": [np.inf, 2, 3, 4]}, {"decimals": 1}, ValueError, "row 'w': inf"),
        ({"level": True}, {}, ValueError, "row 'w': True"),
        ({"level": "1.5"}, {"exact": "level"}, ValueError, "whole number"),
        ({"level": "1.55"}, {"decimals": 1}, ValueError, "has 1 decimals"),
        ({"other": "1"}, {"decimals": {"other": 1}}, ValueError, "decimals has 'oth"),
        ({"other": "1"}, {"exact": ["other"]}, ValueError, "exact has 'other'"),
        ({}, {"exact": ["others"]}, KeyError, "no column 'others'"),
        ({}, {"decimals": 1.5}, TypeError, "decimals must"),
        ({}, {"decimal": ";"}, UnknownChoiceError, "decimal must be one of"),
        ({"year": 2020}, {}, DuplicateKeyError, "economy, year"),
        ({"year": "2021 (1-7)"}, {}, ValueError, "1-7"),
        ({"economy": ["A", None, "B", "B"]}, {}, ValueError, "missing"),
    ],
)
def test_what_a_table_must_not_hold(
    change: dict[str, object],
    options: dict[str, object],
    error: type[Exception],
    message: str,
) -> None:
    """Floats without decimals, options without use, and repeated keys are refused by name."""
    with pytest.raises(error, match=message):
        consistency.check(GOOD.assign(**change), YEARLY, **options)


@pytest.mark.parametrize("name", ["check", "causes", "relations"])
def test_a_count_that_no_relation_reads_is_refused(name: str) -> None:
    """Also among relations that are found, `exact` and `decimals` name columns that are read."""
    function = getattr(consistency, name)
    frame = consistency.read(THOUSANDS).assign(other=list("71943"), name=list("abcde"))
    function(frame, exact=["a", "b", "all"], decimals={"a": 0})

    with pytest.raises(ValueError, match="exact has 'other', but no relation"):
        function(frame, exact=["other"])
    with pytest.raises(ValueError, match="decimals has 'name', but no relation"):
        function(frame, decimals={"name": 0})


@pytest.mark.parametrize(
    ("relation", "error", "message"),
    [
        (growth("rate", "levels"), KeyError, "no column 'levels'"),
        (growth("rate", "level", "old"), KeyError, "no column 'old'"),
        (growth("rate", "level", time="t"), KeyError, "no column 't'"),
        (growth("rate", "level", periods="economy"), ValueError, "whole numbers"),
        (
            share("rate", "level", "C", entity="economy", within="year"),
            UnknownChoiceError,
            "for whole, 'C'. Choose one of: A, B",
        ),
        (
            share("rate", "level", "A", entity="economy"),
            DuplicateKeyError,
            "economy",
        ),
        (
            total("A", ["B", "C"], value="level", entity="economy", within="year"),
            UnknownChoiceError,
            "for parts, 'C'",
        ),
    ],
)
def test_what_a_table_must_hold(
    relation: object, error: type[Exception], message: str
) -> None:
    """A column or a member that is absent is refused by name."""
    with pytest.raises(error, match=message):
        consistency.check(GOOD, relation)


@pytest.mark.parametrize(
    ("name", "arguments", "options", "error"),
    [
        ("growth", ["r", "v"], {"rule": "yoy"}, UnknownChoiceError),
        ("growth", ["r", "v"], {"periods": 0}, ValueError),
        ("growth", ["r", None], {}, TypeError),
        ("share", ["s", "v", None], {}, TypeError),
        ("share", ["s", "v", "w"], {"scale": 50}, ValueError),
        ("total", ["t", []], {}, ValueError),
        ("total", ["t", ["t", "u"]], {}, ValueError),
        ("total", ["t", {"u": 2}], {}, ValueError),
        ("total", ["t", ["u"]], {"value": "v"}, ValueError),
        ("total", ["t", ["u"]], {"entity": "e"}, ValueError),
        ("total", ["t", ["u"]], {"rates": {"u": "r"}}, ValueError),
        ("total", ["t", {"u": -1}], {"rates": {"u": "r", "t": "s"}}, ValueError),
        ("check", [GOOD, "growth"], {}, TypeError),
    ],
)
def test_wrong_options(
    name: str,
    arguments: list[object],
    options: dict[str, object],
    error: type[Exception],
) -> None:
    """An option that is none is refused where it is passed."""
    with pytest.raises(error):
        getattr(consistency, name)(*arguments, **options)


def test_the_table_is_not_changed() -> None:
    """A check leaves the table as it was."""
    before = GOOD.copy(deep=True)
    consistency.check(GOOD, YEARLY)

    pd.testing.assert_frame_equal(GOOD, before)
