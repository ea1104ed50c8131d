"""Consistency: relations, verdicts and causes, and what is refused."""

from __future__ import annotations

import runpy
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from printed_support import FAILS
from support import REPOSITORY

from neadigital import consistency
from neadigital.errors import DuplicateKeyError, UnknownChoiceError

TABLES = REPOSITORY / "docs" / "printed_tables"
FOLLOWS = {"confirmed", "rounding"}
GROWTH = consistency.growth("rate", "level", entity=None)


def verdicts(frame: pd.DataFrame, *relations: object, **options: object) -> list[str]:
    """Return the verdicts of a check."""
    found = consistency.check(frame, *relations, **options)
    return found["verdict"].tolist()


def pairs(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Return a table of new values, old values and rates."""
    return pd.DataFrame(rows, columns=["new", "old", "rate"])


PAIRS = consistency.growth("rate", "new", "old")


# Real tables


def test_the_federal_register() -> None:
    """Two changes over two years instead of one are found, and the cause of each."""
    before = consistency.read(TABLES / "federal_register_before.csv")
    causes = consistency.causes(before)

    assert causes[["column", "row", "could_be", "slip"]].values.tolist() == [
        ["change_pct", "2022", "8.25", "another year's: follows from 2020 to 2022"],
        ["change_pct", "2023", "11.91", "another year's: follows from 2021 to 2023"],
    ]
    after = consistency.read(TABLES / "federal_register_after.csv")
    assert not set(consistency.check(after)["verdict"]) & set(FAILS)


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
    "previous": (lambda new, old: 100 * (new / old - 1), 1),
    "current": (lambda new, old: 100 * (1 - old / new), 1),
    "log": (lambda new, old: 100 * np.log(new / old), 1),
    "index": (lambda new, old: 100 * new / old, 1),
    "fraction": (lambda new, old: new / old - 1, 3),
    "factor": (lambda new, old: 100 * (1.04 * new / old - 1), 1),
    "annual": (lambda new, old: 100 * ((new / old) ** 0.5 - 1), 1),
}


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_known(rule: str) -> None:
    """A table of each rule follows it where it is named, and is told from the usual one."""
    formula, decimals = RULES[rule]
    olds = [200, 310, 415, 520, 640, 777]
    news = [333, 257, 501, 811, 599, 1013]
    rows = []
    for new, old in zip(news, olds, strict=True):
        rate = f"{formula(new, old):.{decimals}f}"
        rows.append((str(new), str(old), rate))
    frame = pairs(*rows)
    by_two = partial(consistency.growth, "rate", "new", "old", periods=2)
    found = consistency.check(frame, by_two())

    assert set(verdicts(frame, by_two(rule=rule))) <= FOLLOWS
    assert found["rule"].unique().tolist() == [rule]
    if rule != "previous":
        assert found["verdict"].unique().tolist() == ["other_rule"]


def test_few_numbers_accuse_nothing() -> None:
    """With fewer than five rates, one that does not follow leaves no rule."""
    rows = [("111", "101", "9.9"), ("231", "220", "5.0"), ("84", "80", "9.0")]

    assert verdicts(pairs(*rows), PAIRS) == ["no_rule"] * 3
    assert verdicts(pairs(*rows[:2]), PAIRS) == ["confirmed"] * 2


def test_a_rule_needs_a_third() -> None:
    """Rates of which too few follow have no rule, such as real growth of nominal levels."""
    good = [("1101", "1000.0", "10.1"), ("2313", "2200.0", "5.1")]
    wrong = []
    for place in range(1, 6):
        new = 900 + 37 * place
        whole = place * place - 9
        wrong.append((str(new), "800.0", f"{whole}.3"))

    assert verdicts(pairs(*good, *wrong), PAIRS) == ["no_rule"] * 7
    assert verdicts(pairs(*good, *wrong[:3]), PAIRS)[2:] == ["contradicted"] * 3


def test_a_rule_that_is_named_binds() -> None:
    """A named rule or scale is kept, however few numbers follow it."""
    frame = pairs(("111", "100", "0.11"), ("231", "220", "0.05"))
    named = consistency.growth("rate", "new", "old", rule="previous")
    share = consistency.share("rate", "new", "old", scale=100)

    assert verdicts(frame, named) == ["contradicted"] * 2
    assert verdicts(frame, share) == ["contradicted"] * 2
    assert verdicts(frame, PAIRS) == ["no_rule"] * 2


@pytest.mark.parametrize("places", [-3, 0, 2, 6])
def test_the_scale_of_a_quotient_is_found(places: int) -> None:
    """A quotient may be in any power of ten, from five numbers up; with fewer it is per cent."""
    rows = [(813, 37), (452, 29), (977, 61), (604, 17), (531, 43)]
    quotients = [f"{float(f'1e{places}') * new / old:.12g}" for new, old in rows]
    columns = zip(*rows, strict=True)
    frame = pd.DataFrame(dict(zip(("new", "old"), columns, strict=True)))
    frame["rate"] = quotients
    share = consistency.share("rate", "new", "old")

    assert set(verdicts(frame, share)) <= FOLLOWS
    few = set(verdicts(frame[:4], share))
    assert few <= FOLLOWS if places == 2 else few == {"no_rule"}


def test_a_base_that_is_not_positive_is_not_judged() -> None:
    """A rate over 0, over less, or over nothing printed is not checkable."""
    rows = [("5", "0", "3.0"), ("5", "-4", "3.0"), ("5", "..", "3.0")]

    assert verdicts(pairs(*rows), PAIRS) == ["not_checkable"] * 3


def test_one_level_explains_two_rates() -> None:
    """A wrong level is named before the rates that do not follow from it."""
    printed = pd.DataFrame(
        {
            "year": range(2000, 2007),
            "level": ["412", "431", "455", "740", "485", "506", "530"],
            "rate": ["", "4.6", "5.6", "3.3", "3.2", "4.3", "4.7"],
        }
    )
    found = consistency.check(printed, GROWTH)
    wrong = found[found["verdict"] == "contradicted"]

    assert wrong["row"].tolist() == [3, 4]
    assert all(wrong["suspects"].str.startswith("level at 3: 469 to 471;"))
    causes = consistency.causes(printed, GROWTH)
    assert causes["ends"].tolist() == [2]
    assert causes["slip"].tolist() == ["two digits: 470"]


def test_a_cell_that_others_confirm_is_no_suspect() -> None:
    """A cell is suspected only if one value mends every relation in which it is."""
    printed = pd.DataFrame(
        {"a": ["3.0"], "b": ["4.0"], "all": ["8.0"], "whole": ["16.0"], "pct": ["50.0"]}
    )
    found = consistency.check(
        printed,
        consistency.total("all", ["a", "b"]),
        consistency.share("pct", "all", "whole"),
    )

    assert found["verdict"].tolist() == ["contradicted", "confirmed"]
    assert found["suspects"][0] == "a at 0: 3.9 to 4.1; b at 0: 4.9 to 5.1"


def test_a_quotient_is_no_growth() -> None:
    """A share that is printed as a fraction is found as that, not as growth of what it is of."""
    table = consistency.read(
        "city,turned out,registered,share\nA,220,359,0.613\nB,718,990,0.725\n"
        "C,121,244,0.496\nD,95,177,0.537\nE,149,278,0.536\nF,310,402,0.771\n"
    )
    verdicts = consistency.check(table)

    assert set(verdicts["column"]) == {"share"}
    assert set(verdicts["verdict"]) == {"confirmed"}


def test_a_column_of_small_numbers_is_no_part_of_a_total() -> None:
    """What hides in the rounding of a total is not found to be a part of it."""
    first = [round(41.3 * 1.07**place, 1) for place in range(30)]
    second = [round(88.1 * 1.04**place, 1) for place in range(30)]
    columns = {
        "bank": first,
        "other": second,
        "rate": [round(0.01 + place / 100, 2) for place in range(30)],
        "all": [one + other for one, other in zip(first, second, strict=True)],
    }
    texts = {
        name: [f"{each:.2f}" for each in column] for name, column in columns.items()
    }
    texts["all"] = [f"{float(each):.0f}" for each in columns["all"]]
    found = consistency.relations(pd.DataFrame(texts))

    assert found["text"].tolist() == ["all is bank + other"]


def test_a_part_that_is_mostly_nothing_is_a_part() -> None:
    """A total is not found without a part that is 0 in most rows."""
    parts = pd.DataFrame({"bank": range(101, 131), "other": range(340, 400, 2)})
    parts["gift"] = [9, 0, 0, 0, 0, 0] * 5
    table = parts.assign(all=parts.sum(axis="columns")).astype(str)
    found = consistency.relations(table)

    assert found["text"].tolist() == ["all is bank + other + gift"]
    assert consistency.causes(table).empty


def test_one_relation_for_rows_that_several_columns_name() -> None:
    """Of two columns that each name every row one is enough."""
    table = consistency.read(
        "code,name,2018,2019,2020,2021\n"
        "A,Alpha,12.2,13.4,15.7,18.1\nB,Beta,18.1,19.7,22.2,21.3\n"
        "C,Gamma,7.4,9.9,8.3,7.7\nT,Total,37.7,43.0,46.2,47.1\n"
    )
    found = consistency.relations(table)

    assert len(found) == found["text"].nunique() == 4


@pytest.mark.parametrize(
    "years",
    [
        ["2019年", "2020年", "2021年", "2022年", "2023年"],
        ["2019", "2020", "2021", "2022", "2023*"],
        ["2019", "2020", "2021", "2022e", "2023 (prelim.)"],
        ["2019/20", "2020/21", "2021/22", "2022/23", "2023/24"],
        ["FY2019", "FY2020", "FY2021", "FY2022", "FY2023"],
    ],
)
def test_a_year_is_read_in_its_forms(years: list[str]) -> None:
    """Growth is paired along calendar and fiscal years, with and without notes."""
    table = pd.DataFrame(
        {
            "year": years,
            "sales": ["412", "431", "455", "470", "485"],
            "growth": ["", "4.6", "5.6", "3.3", "3.2"],
        }
    )
    found = consistency.check(table, consistency.growth("growth", "sales", entity=None))

    assert set(found["verdict"]) == {"confirmed"}


def test_growth_is_paired_by_year() -> None:
    """A year that is absent leaves the rate of the next one unchecked, and periods pair years."""
    frame = pd.DataFrame(
        {
            "economy": ["A", "A", "A"],
            "year": ["2018", "2020", "2021"],
            "level": ["100", "121", "133"],
            "rate": ["5.0", "21.0", "9.9"],
        }
    )
    by_one = consistency.growth("rate", "level")
    by_two = consistency.growth("rate", "level", periods=2)

    assert verdicts(frame, by_one) == ["not_checkable", "not_checkable", "confirmed"]
    assert verdicts(frame, by_two)[1] == "confirmed"


# How numbers are rounded


@pytest.mark.parametrize(
    ("texts", "halves"),
    [
        (["12.34"], [0.005]),
        (["12.10", "3.40", "5.00"], [0.05] * 3),
        (["12.10", "3.40"], [0.005] * 2),
        (["120", "340", "560"], [5] * 3),
        (["610,000", "12,345"], [5000, 0.5]),
        (["1200", "5"], [0.5, 0.5]),
        (["100.0", "12.3"], [0.05, 0.05]),
        (["12,000", "3,000", "0"], [500] * 3),
    ],
)
def test_zeros_at_the_end(texts: list[str], halves: list[float]) -> None:
    """Zeros that a whole column has, and three more of a number, are those of rounding."""
    frame = pd.DataFrame({"total": "1.0", "part": texts, "nil": 0})
    relation = consistency.total("total", ["part", "nil"])
    found = consistency.check(frame, relation, exact=["nil"])
    width = (found["high"] - found["low"]) / 2

    assert width.tolist() == pytest.approx(halves)


def test_columns_may_be_cut_off() -> None:
    """Numbers that were cut off follow, and the result says which column was."""
    levels = [1009, 1107, 1213, 1334, 1487, 1614, 1775]
    rates = [100 * (new / old - 1) for old, new in pairwise(levels)]
    frame = pd.DataFrame({"year": range(2015, 2022), "level": levels})
    frame["rate"] = ["", *(f"{int(10 * rate) / 10}" for rate in rates)]
    found = consistency.check(frame, GROWTH, exact=["level"])

    assert set(found["verdict"][1:]) == {"confirmed"}
    assert set(found["rule"]) == {"previous, cut off: rate"}


def test_counts_are_exact() -> None:
    """A column of counts is not rounded, so a total that is off by one does not follow."""
    frame = pd.DataFrame({"a": ["10", "20"], "b": ["20", "40"], "all": ["31", "60"]})
    total = consistency.total("all", ["a", "b"])

    assert verdicts(frame, total, exact=["a", "b", "all"]) == [
        "contradicted",
        "confirmed",
    ]
    assert verdicts(frame, total) == ["rounding", "confirmed"]


def test_the_decimal_mark_is_found() -> None:
    """The decimal mark is the comma if it reads more cells."""
    frame = pairs(("1.107,0", "1.000,0", "10,7"), ("231,0", "220,0", "5,0"))

    assert set(verdicts(frame, PAIRS)) <= FOLLOWS
    with pytest.raises(ValueError, match="4 cells are no numbers") as caught:
        consistency.check(frame[["new", "old"]].assign(rate="1"), PAIRS, decimal=".")
    assert "column 'new', row 0: '1.107,0'" in str(caught.value)


THOUSANDS = pd.DataFrame(
    {
        "a": ["1.203", "2.410", "3.119", "1.740", "2.905"],
        "b": ["817", "1.390", "2.056", "945", "1.112"],
        "all": ["2.020", "3.800", "5.715", "2.685", "4.017"],
    }
)


def test_a_mark_that_may_be_either_is_the_one_that_more_follow() -> None:
    """Whole thousands with points are read as such if more numbers follow, and said alike."""
    total = consistency.total("all", ["a", "b"])
    causes = consistency.causes(THOUSANDS, total)
    decimals = THOUSANDS.replace({"817": "0.817", "945": "0.945", "5.715": "5.175"})

    assert causes[["column", "row", "slip"]].values.tolist() == [
        ["all", 2, "two digits: 5.175"]
    ]
    assert causes["could_be"][0] == "5.174 to 5.176"
    assert set(verdicts(decimals, total)) == {"confirmed"}
    assert consistency.check(decimals, total)["implied"][0] == pytest.approx(2.02)


def test_one_slip_makes_no_decimal_comma() -> None:
    """A comma at the wrong place is refused, and does not turn the thousands into decimals."""
    texts = [f"{number:,}" for number in range(1234, 13_000, 800)]
    table = pd.DataFrame({"old": texts, "new": [*texts[:-1], "12,4344"], "sum": texts})

    with pytest.raises(ValueError, match=r"1 cell is no number.*\n.*'12,4344'"):
        consistency.check(table, consistency.total("sum", ["old", "new"]))


def test_zeros_of_others_do_not_widen_a_number() -> None:
    """A rate of 23.0 among rates of 10.0 is contradicted by growth of 10 per cent."""
    levels = ["1003", "1103", "1213", "1334", "1467", "1614", "1775"]
    frame = pd.DataFrame({"year": range(2015, 2022), "level": levels})
    frame["rate"] = [None, "10.0", "10.0", "23.0", "10.0", "10.0", "10.0"]
    found = consistency.check(frame, consistency.growth("rate", "level", entity=None))
    wrong = found["verdict"].isin(FAILS)

    assert found.loc[wrong, "printed"].tolist() == ["23.0"]
    assert set(found.loc[~wrong, "verdict"]) == {"confirmed"}


def test_a_number_that_shows_its_digit_is_not_widened() -> None:
    """A level of 55 among tens is no 50 to 60, so growth of 19.1 per cent to 60 fails."""
    olds = ["100", "250", "80", "310", "55", "140"]
    news = ["120", "260", "84", "330", "60", "147"]
    rates = ["20.0", "4.0", "5.0", "6.5", "19.1", "5.0"]
    frame = pairs(*zip(news, olds, rates, strict=True))
    found = consistency.check(frame, PAIRS)

    assert found.loc[found["verdict"].isin(FAILS), "row"].tolist() == [4]


def test_one_slip_does_not_narrow_a_column_of_thousands() -> None:
    """Thousands of which one lost its zeros stay thousands, and the one keeps its digits."""
    texts = ["12000", "13000", "15400", "17000", "19000"]
    frame = pd.DataFrame({"total": "1.0", "part": texts, "nil": 0})
    relation = consistency.total("total", ["part", "nil"])
    found = consistency.check(frame, relation, exact=["nil"])
    width = found["high"] - found["low"]

    assert width.tolist() == pytest.approx([1000, 1000, 100, 1000, 1000])


def test_stated_decimals_are_kept() -> None:
    """Where `decimals` says how many are printed, a zero is a digit like any other."""
    frame = pd.DataFrame({"sum": 3.0, "one": [1.0, 1.0, 1.0], "other": 2.0})
    relation = consistency.total("sum", ["one", "other"])
    found = consistency.check(frame, relation, decimals=1)

    assert (found["high"] - found["low"]).round(2).tolist() == [0.2] * 3


def test_floats_with_decimals_are_text() -> None:
    """Floats with their decimals, and Decimals, give what text gives."""
    text = pairs(("110.0", "100.5", "9.45"), ("231.0", "220.5", "4.70"))
    expected = consistency.check(text, PAIRS)
    decimals = {"new": 1, "old": 1, "rate": 2}
    of_floats = consistency.check(text.astype(float), PAIRS, decimals=decimals)
    of_decimals = consistency.check(text.map(Decimal), PAIRS)

    pd.testing.assert_frame_equal(of_floats, expected)
    pd.testing.assert_frame_equal(of_decimals, expected)


def test_decimals_of_text_make_zeros_digits() -> None:
    """Text with stated decimals means all of its zeros."""
    frame = pd.DataFrame({"sum": ["30"], "one": ["10"], "other": ["20"]})
    relation = consistency.total("sum", ["one", "other"])
    widths = [
        (found["high"] - found["low"]).tolist()
        for decimals in (None, 0, 1)
        for found in [consistency.check(frame, relation, decimals=decimals)]
    ]

    assert widths == [[20], [2], pytest.approx([0.2])]


# Relations


def test_growth_of_a_total_follows_from_its_parts() -> None:
    """The growth of a total is judged by rows and by columns, without last year's levels."""
    frame = pd.DataFrame(
        {
            "item": ["exports", "imports", "trade"],
            "level": ["120.0", "80.0", "200.0"],
            "growth": ["20.0", "-20.0", "0.0"],
        }
    )
    by_rows = consistency.total(
        "trade", ["exports", "imports"], value="level", entity="item", rates="growth"
    )
    wide = frame.set_index("item")["level"].to_frame().T.reset_index(drop=True)
    wide = wide.assign(e="20.0", i="-20.0", t="10.0")
    rates = {"trade": "t", "exports": "e", "imports": "i"}
    by_columns = consistency.total("trade", ["exports", "imports"], rates=rates)

    assert verdicts(frame, by_rows, decimals=1) == ["confirmed", "confirmed"]
    assert verdicts(wide, by_columns, decimals=1) == ["confirmed", "contradicted"]


def test_no_two_relations_have_one_label() -> None:
    """Relations that read alike are numbered."""
    frame = pairs(("110", "100", "10.1"), ("230", "220", "4.5"))
    again = consistency.growth("rate", "new", "old")
    found = consistency.check(frame, PAIRS, again)

    assert found["relation"].nunique() == 2


# Causes


def test_what_two_cells_explain_has_two_causes() -> None:
    """Each cause ends what the ones before it do not."""
    frame = pd.DataFrame({"year": range(2000, 2012)})
    levels = [412, 431, 455, 470, 485, 506, 530, 551, 580, 603, 640, 655]
    rates = [100 * (new / old - 1) for old, new in pairwise(levels)]
    frame["level"] = [str(level) for level in levels]
    frame["rate"] = ["", *(f"{rate:.1f}" for rate in rates)]
    frame.loc[3, "level"] = "740"
    frame.loc[9, "rate"] = "9.4"
    causes = consistency.causes(frame, GROWTH)

    assert causes[["column", "row", "ends"]].values.tolist() == [
        ["level", 3, 2],
        ["rate", 9, 1],
    ]


def test_nothing_has_no_causes() -> None:
    """A table that follows has an empty table of causes, with its columns."""
    frame = pairs(("110", "100", "10.0"), ("230", "220", "4.5"))

    assert len(consistency.causes(frame, PAIRS)) == 0
    assert "could_be" in consistency.causes(frame, PAIRS)


def test_what_no_cell_mends_has_no_cause() -> None:
    """Where no whole number would make an exact share follow, there is no cause, and no error."""
    frame = pd.DataFrame({"part": ["1"], "whole": ["3"], "share": ["7"]})
    share = consistency.share("share", "part", "whole", scale=100)
    exact = list(frame)

    assert verdicts(frame, share, exact=exact) == ["contradicted"]
    assert len(consistency.causes(frame, share, exact=exact)) == 0


def test_a_base_that_may_be_nothing_contradicts_no_more() -> None:
    """If two totals want a base to be about 0, a share of it cannot be checked by that base."""
    table = {"a": 4, "a and base": 4, "c": 5, "c and base": 5, "base": 8, "share": 30}
    frame = pd.DataFrame({name: [str(number)] for name, number in table.items()})
    relations = [
        consistency.total("a and base", ["a", "base"]),
        consistency.total("c and base", ["c", "base"]),
        consistency.share("share", "a", "base", scale=100),
    ]
    causes = consistency.causes(frame, *relations, decimals=0)

    assert verdicts(frame, *relations, decimals=0) == ["contradicted"] * 3
    assert causes[["column", "could_be", "ends"]].values.tolist() == [
        ["base", "-1 to 1", 2]
    ]


def test_bounds_are_exact() -> None:
    """The bounds of a rate are those of its digits, and a tie counts as rounding to it."""
    found = consistency.check(pairs(("107.25", "100.00", "7.2")), PAIRS).iloc[0]
    low = 100 * (Fraction("107.245") / Fraction("100.005") - 1)

    assert found["verdict"] == "confirmed"
    assert found["low"] == float(low)


# Refusals

GOOD = pd.DataFrame(
    {
        "economy": ["A", "A", "B", "B"],
        "year": [2020, 2021] * 2,
        "level": ["100", "110", "50", "60"],
        "rate": ["", "10.0", "", "20.0"],
    },
    index=["w", "x", "y", "z"],
)
BY_YEAR = consistency.growth("rate", "level")


def test_all_that_is_refused_is_refused_at_once() -> None:
    """Cells that are no numbers are listed together, each with its column and row."""
    frame = GOOD.replace({"110": "1x5", "60": "12-15", "20.0": "2.0x"})

    with pytest.raises(ValueError, match="3 cells are no numbers") as caught:
        consistency.check(frame, BY_YEAR)
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
        ({"level": [True] * 4}, {}, ValueError, "row 'w': True"),
        ({"level": ["1.5"] * 4}, {"exact": "level"}, ValueError, "whole number"),
        ({"level": ["1.55"] * 4}, {"decimals": 1}, ValueError, "has 1 decimals"),
        ({"other": "1"}, {"decimals": {"other": 1}}, ValueError, "decimals has 'oth"),
        ({"other": "1"}, {"exact": ["other"]}, ValueError, "exact has 'other'"),
        ({}, {"exact": ["others"]}, KeyError, "no column 'others'"),
        ({}, {"decimals": 1.5}, TypeError, "decimals must"),
        ({}, {"decimal": ";"}, UnknownChoiceError, "decimal must be one of"),
        ({"year": [2020] * 4}, {}, DuplicateKeyError, "economy, year"),
        ({"year": ["2020", "2021", "2020", "2021 (1-7)"]}, {}, ValueError, "1-7"),
        ({"economy": ["A", None, "B", "B"]}, {}, ValueError, "missing"),
    ],
)
def test_what_a_table_must_not_hold(
    change: dict[str, list[object]],
    options: dict[str, object],
    error: type[Exception],
    message: str,
) -> None:
    """Floats without decimals, options without use, and repeated keys are refused by name."""
    with pytest.raises(error, match=message):
        consistency.check(GOOD.assign(**change), BY_YEAR, **options)


def test_a_count_that_no_relation_reads_is_refused() -> None:
    """Also among relations that are found, `exact` and `decimals` name columns that are read."""
    frame = THOUSANDS.assign(other=["7", "1", "9", "4", "3"], name=list("abcde"))

    for function in (consistency.check, consistency.causes, consistency.relations):
        function(frame, exact=["a", "b", "all"], decimals={"a": 0})
        with pytest.raises(ValueError, match="exact has 'other', but no relation"):
            function(frame, exact=["other"])
        with pytest.raises(ValueError, match="decimals has 'name', but no relation"):
            function(frame, decimals={"name": 0})


@pytest.mark.parametrize(
    ("relation", "error", "message"),
    [
        (consistency.growth("rate", "levels"), KeyError, "no column 'levels'"),
        (consistency.growth("rate", "level", "old"), KeyError, "no column 'old'"),
        (consistency.growth("rate", "level", time="t"), KeyError, "no column 't'"),
        (
            consistency.growth("rate", "level", periods="economy"),
            ValueError,
            "whole numbers",
        ),
        (
            consistency.share("rate", "level", "C", entity="economy", within="year"),
            UnknownChoiceError,
            "for whole, 'C'. Choose one of: A, B",
        ),
        (
            consistency.share("rate", "level", "A", entity="economy"),
            DuplicateKeyError,
            "economy",
        ),
        (
            consistency.total(
                "A", ["B", "C"], value="level", entity="economy", within="year"
            ),
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
        ("growth", ("r", "v"), {"rule": "yoy"}, UnknownChoiceError),
        ("growth", ("r", "v"), {"periods": 0}, ValueError),
        ("growth", ("r", None), {}, TypeError),
        ("share", ("s", "v", None), {}, TypeError),
        ("total", ("t", []), {}, ValueError),
        ("total", ("t", ["t", "u"]), {}, ValueError),
        ("total", ("t", {"u": 2}), {}, ValueError),
        ("total", ("t", ["u"]), {"value": "v"}, ValueError),
        ("total", ("t", ["u"]), {"entity": "e"}, ValueError),
        ("total", ("t", ["u"]), {"rates": {"u": "r"}}, ValueError),
        ("total", ("t", {"u": -1}), {"rates": {"u": "r", "t": "s"}}, ValueError),
        ("share", ("s", "v", "w"), {"scale": 50}, ValueError),
        ("check", (GOOD, "growth"), {}, TypeError),
    ],
)
def test_wrong_options(
    name: str,
    arguments: tuple[object, ...],
    options: dict[str, object],
    error: type[Exception],
) -> None:
    """An option that is none is refused where it is passed."""
    with pytest.raises(error):
        getattr(consistency, name)(*arguments, **options)


def test_a_part_that_is_absent_in_one_year() -> None:
    """A total whose part is absent, or not printed, is not checkable in that year only."""
    frame = pd.DataFrame(
        {
            "item": ["a", "b", "all", "a", "all"],
            "year": [2020] * 3 + [2021] * 2,
            "value": ["1.0", "2.0", "3.0", "1.5", "1.5"],
        }
    )
    relation = consistency.total(
        "all", ["a", "b"], value="value", entity="item", within="year"
    )

    assert verdicts(frame, relation) == ["confirmed", "not_checkable"]
    frame.loc[1, "value"] = "-"
    assert verdicts(frame, relation)[0] == "not_checkable"


def test_the_table_is_not_changed() -> None:
    """A check leaves the table as it was."""
    before = GOOD.copy(deep=True)
    consistency.check(GOOD, BY_YEAR)

    pd.testing.assert_frame_equal(GOOD, before)


def test_the_module_stands_beside_no_dataset() -> None:
    """No file of the module opens a bundled file."""
    sources = Path(consistency.__file__).parent.glob("*.py")

    assert not any("_store" in path.read_text(encoding="utf-8") for path in sources)
