"""Consistency: contradictions are found and explained, and nothing else is called one."""

from __future__ import annotations

import re
import runpy
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from printed_support import GROWTH, ROUNDINGS, SLIPS, detect, rates, rounded
from support import REPOSITORY

from neadigital import DuplicateKeyError, UnknownChoiceError, consistency

TABLES = REPOSITORY / "docs" / "printed_tables"
PAGE = REPOSITORY / "docs" / "check_a_table.md"
FOLLOWS = {"confirmed", "rounding"}


def verdicts(frame: pd.DataFrame, *relations: object, **options: object) -> list[str]:
    """Return the verdicts of a check."""
    found = consistency.check(frame, *relations, **options)
    return found["verdict"].tolist()


def pairs(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Return a table of new values, old values and rates."""
    return pd.DataFrame(rows, columns=["new", "old", "rate"])


PAIRS = consistency.growth("rate", "new", "old")


# Real tables


def federal_register(name: str) -> pd.DataFrame:
    """Return one of the two tables of pages from 1976, by year."""
    pages = pd.read_csv(TABLES / f"federal_register_{name}.csv", dtype=str)
    return pages[pages["year"] >= "1976"].set_index("year", drop=False)


def test_the_federal_register() -> None:
    """Two changes do not follow, are the first suspects, and their cause is read."""
    relations = (
        consistency.growth("change_pct", "actual", entity=None),
        consistency.total("actual", {"total": 1, "blanks": -1}),
    )
    found = consistency.check(federal_register("before"), *relations)
    wrong = found[found["verdict"] == "contradicted"]

    assert wrong["row"].tolist() == ["2022", "2023"]
    assert wrong["suspects"].tolist() == [
        "change_pct at 2022: 8.25",
        "change_pct at 2023: 11.91",
    ]
    assert wrong["readings"].tolist() == [
        "change_pct at 2022: follows with actual at 2020 in place of 2021",
        "change_pct at 2023: follows with actual at 2021 in place of 2022",
    ]
    mended = consistency.check(federal_register("after"), *relations)
    assert "contradicted" not in mended["verdict"].tolist()


def test_the_study_explains_each_contradiction(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each contradiction in the study of printed tables is one of those that it explains."""
    study = REPOSITORY / "docs" / "studies" / "printed.py"
    monkeypatch.chdir(study.parent)
    names = runpy.run_path(str(study))
    found = names["found"]
    wrong = found.loc[found["verdict"] == "contradicted", "table"]

    assert set(wrong) == set(names["CAUSES"])
    tables = {path.stem for path in TABLES.glob("*.csv")} - {"sources"}
    assert tables <= set(found["table"])


# What is never accused


def in_thousandths(number: int) -> Decimal:
    """Return a number with three decimals."""
    return Decimal(number) / 1000


levels_before_rounding = st.lists(
    st.integers(1000, 10**8).map(in_thousandths), min_size=2, max_size=12
)


@st.composite
def printed_growth(draw: st.DrawFn, roundings: list[str]) -> pd.DataFrame:
    """Draw a series whose levels, and rates of what was not rounded, are rounded alike."""
    rounding = ROUNDINGS[draw(st.sampled_from(roundings))]
    levels = draw(levels_before_rounding)
    decimals = draw(st.integers(0, 3))
    decimals_of_rates = draw(st.integers(0, 3))
    texts = [str(level) for level in levels]
    printed = [rounded(level, decimals, rounding) for level in levels]
    return pd.DataFrame(
        {
            "year": range(len(levels)),
            "level": printed,
            "rate": rates(texts, decimals_of_rates, rounding),
        }
    )


@given(printed_growth(["half up", "half even"]))
def test_rounded_growth_is_never_accused(frame: pd.DataFrame) -> None:
    """Growth of a consistent table follows, however it is rounded."""
    assert set(verdicts(frame, GROWTH)) <= FOLLOWS


@given(st.lists(st.integers(100, 10**6), min_size=2, max_size=12), st.integers(0, 3))
def test_truncated_growth_is_off_by_a_last_digit(
    levels: list[int], decimals: int
) -> None:
    """Rates that were cut off differ by a last digit at most."""
    texts = [f"{level}.0" for level in levels]
    frame = pd.DataFrame(
        {
            "year": range(len(texts)),
            "level": texts,
            "rate": rates(texts, decimals, ROUNDINGS["truncated"]),
        }
    )

    assert set(verdicts(frame, GROWTH)) <= FOLLOWS | {"last_digit"}


@given(
    st.lists(st.integers(1, 10**7), min_size=2, max_size=8),
    st.sampled_from(["half up", "half even"]),
    st.integers(0, 3),
)
def test_rounded_shares_and_totals_are_never_accused(
    thousandths: list[int], name: str, decimals: int
) -> None:
    """Shares and totals of a consistent table follow, however they are rounded."""
    rounding = ROUNDINGS[name]
    parts = [in_thousandths(number) for number in thousandths]
    whole = sum(parts)
    values = [*parts, whole]
    shares = [100 * value / whole for value in values]
    items = [str(place) for place in range(len(parts))]
    frame = pd.DataFrame(
        {
            "item": [*items, "all"],
            "value": [rounded(value, decimals, rounding) for value in values],
            "share": [rounded(share, decimals, rounding) for share in shares],
        }
    )
    share = consistency.share("share", "value", "all", entity="item")
    total = consistency.total("all", items, value="value", entity="item")

    # A whole that is printed as 0 has no shares.
    assert set(verdicts(frame, share, total)) <= FOLLOWS | {"not_checkable"}


def without_readings(frame: pd.DataFrame, *relations: object) -> pd.DataFrame:
    """Return a check in a fixed order, without what depends on the order of rows."""
    found = consistency.check(frame, *relations)
    # A neighbouring row is one in the table, so readings depend on its order.
    found = found.drop(columns="readings")
    return found.sort_values(["relation", "row"], ignore_index=True)


@given(printed_growth(["half up", "truncated"]), st.randoms(use_true_random=False))
def test_order_does_not_matter(frame: pd.DataFrame, random) -> None:
    """The order of rows and of relations changes only the order of the result."""
    frame.loc[len(frame) // 2, "rate"] = "17.3"
    frame["whole"] = "1000"
    frame["share"] = "12"
    share = consistency.share("share", "level", "whole")
    shuffled = frame.sample(frac=1, random_state=random.randrange(1000))
    one = without_readings(frame, GROWTH, share)
    other = without_readings(shuffled, share, GROWTH)

    pd.testing.assert_frame_equal(one, other)


# What is found


def shown_rates() -> list[list[str]]:
    """Return the rows of the table of detection rates on the page."""
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+ / .+) \|$", text, re.MULTILINE)
    return [row.split(" | ") for row in rows]


@pytest.mark.slow
@pytest.mark.parametrize("row", shown_rates(), ids=lambda row: "-".join(row[:2]))
def test_the_page_shows_the_detection_rates(row: list[str]) -> None:
    """The rates of detection on the page are those of the simulation, without false ones."""
    slip, column, *shown = row
    told = []
    for digits, rows in product((3, 5), (6, 20)):
        found = detect(slip, column, rows=rows, digits=digits, tables=100)
        told.append(f"{found['named']:.0f} / {found['first']:.0f}")
        assert found["false"] == 0
        assert found["other_rule"] <= 5

    assert shown == told


@pytest.mark.slow
def test_revised_bases_contradict_most_tables() -> None:
    """About nine in ten tables contradict if a fifth of ten bases were revised by 1 %."""
    generator = np.random.default_rng(0)
    contradicted = 0
    for _ in range(200):
        new, old = generator.integers(20_000, 60_000, (2, 10))
        signs = generator.choice([-1, 1], 10)
        is_revised = generator.random(10) < 0.2
        revised = old * (1 + 0.01 * signs * is_revised)
        rate = 100 * (new / revised - 1)
        frame = pd.DataFrame({"new": new, "old": old, "rate": rate.round(1)})
        contradicted += "contradicted" in verdicts(frame, PAIRS, decimals=1)

    assert 0.8 < contradicted / 200 < 0.95


@pytest.mark.parametrize("column", ["rate", "level"])
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_found(slip: str, column: str) -> None:
    """Most slips in a table of twenty rows are found, and accuse no other cell."""
    found = detect(slip, column, rows=20, digits=4, tables=10, seed=1)

    assert found["named"] >= 60
    assert found["false"] == 0


RULES = {
    "previous": (lambda new, old: 100 * (new / old - 1), 1),
    "current": (lambda new, old: 100 * (1 - old / new), 1),
    "log": (lambda new, old: 100 * np.log(new / old), 1),
    "index": (lambda new, old: 100 * new / old, 1),
    "fraction": (lambda new, old: new / old - 1, 3),
    "difference": (lambda new, old: new - old, 0),
    "factor": (lambda new, old: 100 * (1.04 * new / old - 1), 1),
    "annual": (lambda new, old: 100 * ((new / old) ** 0.5 - 1), 1),
}


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_known(rule: str) -> None:
    """A table of each rule follows it, and shows it where another rule was named."""
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
    assert all(wrong["readings"].str.startswith("level at 3: digits swapped, 470"))


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


# How numbers are printed

FORMS = [
    ("1,060.4", ".", 1060.4),
    ("1 060.4", ".", 1060.4),
    ("22 503,5", ",", 22503.5),
    ("1.060,4", ",", 1060.4),
    ("(12.3)", ".", -12.3),
    ("(11.4%)", ".", -11.4),
    ("90.2 (2020)", ".", 90.2),
    ("90.2(2020)", ".", 90.2),
    ("+0.9 %", ".", 0.9),
    ("-23.7%", ".", -23.7),
    ("−4.44", ".", -4.44),
    ("12", ".", 12),
]


@pytest.mark.parametrize(("text", "decimal", "value"), FORMS)
def test_numbers_are_read_as_printed(text: str, decimal: str, value: float) -> None:
    """Text is read in the forms that tables print."""
    frame = pd.DataFrame({"total": [text], "part": [text], "nil": ["0"]})
    relation = consistency.total("total", ["part", "nil"])
    found = consistency.check(frame, relation, decimal=decimal)

    assert found["printed"].tolist() == [value]


@pytest.mark.parametrize(
    ("texts", "halves"),
    [
        (["12.34"], [0.005]),
        (["12.10", "3.40", "5.00"], [0.05] * 3),
        (["12.10", "3.40"], [0.005] * 2),
        (["120", "340", "560"], [5] * 3),
        (["610,000", "12,345"], [5000, 0.5]),
        (["1200", "5"], [0.5, 0.5]),
    ],
)
def test_zeros_at_the_end(texts: list[str], halves: list[float]) -> None:
    """Zeros that a whole column has, and three of a whole number, are those of rounding."""
    frame = pd.DataFrame({"total": "1.0", "part": texts, "nil": 0})
    found = consistency.check(
        frame, consistency.growth("total", "part", "nil", rule="difference")
    )
    width = (found["high"] - found["low"]) / 2

    assert width.tolist() == pytest.approx([half + 0.5 for half in halves])


def test_one_zero_at_the_end_is_dropped_and_no_more() -> None:
    """A rate of 20.0 among rates of 10.0 is contradicted by growth of 10 per cent."""
    levels = ["1003", "1103", "1213", "1334", "1467", "1614", "1775"]
    frame = pd.DataFrame({"year": range(2015, 2022), "level": levels})
    frame["rate"] = [None, "10.0", "10.0", "20.0", "10.0", "10.0", "10.0"]
    found = consistency.check(frame, consistency.growth("rate", "level", entity=None))
    wrong = found["verdict"] == "contradicted"

    assert found.loc[wrong, "printed"].tolist() == [20.0]
    assert set(found.loc[~wrong, "verdict"]) == {"confirmed"}


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


@pytest.mark.parametrize(
    "text", ["12.3*", "1,23", "0,610", "12.3.4", "1e5", "(-3)", "5 bn"]
)
def test_digits_that_are_no_number(text: str) -> None:
    """Digits that are no number are refused with their column and row."""
    frame = GOOD.replace("110", text)
    message = rf"Column 'level' holds {re.escape(repr(text))} at row 'x'"

    with pytest.raises(ValueError, match=message):
        consistency.check(frame, BY_YEAR)


@pytest.mark.parametrize(
    ("change", "options", "error", "message"),
    [
        ({"level": [1.0, 2, 3, 4]}, {}, ValueError, r"decimals=\{'level': 1\}"),
        ({"level": [1.25, 2, 3, 4]}, {"decimals": 1}, ValueError, "1 decimals"),
        ({"level": [np.inf, 2, 3, 4]}, {"decimals": 1}, ValueError, "inf at row 'w'"),
        ({"level": [True] * 4}, {}, ValueError, "holds True"),
        ({}, {"decimals": {"level": 1}}, ValueError, "decimals has 'level'"),
        ({}, {"decimals": 1}, ValueError, "decimals has 1"),
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
        ("check", (GOOD,), {}, ValueError),
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
