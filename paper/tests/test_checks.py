"""Findings and causes: their names, texts, numbers, and the cells that a finding confirms."""

from __future__ import annotations

from fractions import Fraction

import pytest
from changed import the_page

from paper.audit.checks import (
    Check,
    Result,
    Sharpness,
    exceeds,
    fell,
    judged,
    passing,
    rose,
    rounds,
    sharpest,
    unknown,
    unless,
    within,
)
from paper.rows.intervals import CellId, Num

CELL = ("d", "k", "c")
OTHER = ("e", "k", "c")
STATED = Num.printed("1.0", (CELL,), ("s1",))
SAME = Num.exact("1.04", (OTHER,), ("s2",))
FAR = Num.exact("1.2", (OTHER,), ("s2",))
CHECK = Check(
    "x-1",
    lambda page: judged(True),
    "Table {number}",
    "{economy} has {stated} {unit} of {region}",
    {"half": "half of {economy}"},
    "A rule",
)


def test_each_way_to_state_a_finding_has_its_rule():
    """Each check judges by its own rule, and says which cells it judges."""
    ten = Num.exact(10)
    eleven = Num.exact(11)

    assert rounds(STATED, SAME, "%", "w", year=1) == judged(
        "confirmed", STATED, SAME, "%", "w", (CELL,), year=1
    )
    assert rounds(STATED, FAR) == judged("contradicted", STATED, FAR, cells=(CELL,))
    assert rounds(STATED, FAR, verdict="misprint").verdict == "misprint"
    assert rounds(STATED, SAME, cells=()).cells == ()
    assert exceeds(ten, eleven, year=1) == judged(True, ten, eleven, "%", year=1)
    assert exceeds(ten, ten).verdict == "contradicted"
    assert within(ten, ten, year=1) == judged(True, ten, ten, "rank", year=1)
    assert within(ten, eleven, detail="w") == judged(False, ten, eleven, "rank", "w")
    assert rose(ten, unit="points", detail="w", year=1) == judged(
        True, None, ten, "points", "w", year=1
    )
    assert rose(-ten).verdict == "contradicted"
    assert fell(-ten) == judged(True, None, -ten, "%")
    assert fell(ten).verdict == "contradicted"
    assert unknown("because", STATED, SAME, "%", year=1) == judged(
        "not_checkable", STATED, SAME, "%", "because", (CELL,), year=1
    )
    assert unknown("because", STATED, cells=(OTHER,)).cells == (OTHER,)
    assert unknown("because") == judged("not_checkable", detail="because")
    assert unless("because", STATED, SAME, year=1) == rounds(STATED, SAME, year=1)
    assert unless("because", STATED, FAR, unit="%", year=1) == unknown(
        "because", STATED, FAR, "%", year=1
    )


@pytest.mark.parametrize(
    ("verdict", "holds"),
    [("last_digit", True), ("misprint", False), ("not_checkable", None)],
)
def test_whether_a_finding_holds(verdict, holds):
    """A failed finding does not hold; one that cannot be checked may; all others hold."""
    assert judged(verdict).holds is holds


@pytest.mark.parametrize(
    ("verdict", "holding"),
    [
        ("confirmed", True),
        ("rounding", True),
        ("last_digit", False),
        ("contradicted", False),
        ("not_checkable", False),
    ],
)
def test_which_verdicts_confirm(verdict, holding):
    """A number that is right to its digits confirms its own cell; any other confirms none."""
    finding = judged(verdict, STATED, SAME, cells=(CELL, OTHER))

    assert set(sharpest([Result(CHECK, finding)])) == ({CELL} if holding else set())


def test_what_many_would_pass_is_no_sharp_test():
    """A test counts what would have passed; more than three pass only if all are near."""
    wide = judged(
        "rounding", STATED, Num(Fraction(1), Fraction(1, 2), Fraction(3)), cells=(CELL,)
    )
    order = Result(CHECK, judged(True, cells=(CELL,)))
    thousand = Num.printed("1000")

    # 0.5 to 3.0, with half a digit of the number on either side.
    loose = sharpest([Result(CHECK, wide)])[CELL]
    assert (loose.passes, loose.is_sharp) == (26, False)
    assert sharpest([Result(CHECK, wide), order])[CELL] == Sharpness(1, check="x-1")
    near = passing(thousand, Num(Fraction(1000), Fraction(991), Fraction(1009)))
    assert (near.passes, near.is_sharp) == (19, True)
    far = passing(thousand, Num(Fraction(1000), Fraction(980), Fraction(1009)))
    assert (far.passes, far.is_sharp) == (30, False)


def test_a_finding_tests_what_it_says():
    """A finding may test other numbers than the stated one, or none."""
    other = Num.printed("2.0", (OTHER,))
    tests = ((other, Num.exact(2)),)

    several = judged(True, STATED, SAME, cells=(CELL, OTHER), tests=tests)
    none = judged(True, STATED, SAME, cells=(CELL,), tests=())
    assert set(sharpest([Result(CHECK, several)])) == {OTHER}
    assert sharpest([Result(CHECK, none)]) == {}


def cells_of(text: str) -> tuple[CellId, ...]:
    """Read cells that are written as dataset, key and column."""
    return tuple(tuple(cell.split()) for cell in text.split(", ") if cell)


#: Numbers of the prose, and the cell that each is in; a bound or a quarter is in none.
STATED_IN = """
s001: global_digital_economy economy=WLD;year=2020 scale_usd_bn
s002: global_digital_economy economy=WLD;year=2020 share_of_gdp_pct
s009: digital_economy_scale economy=CHN;year=2016 scale_usd_bn
s013: digital_economy_scale economy=CHN;year=2021 share_of_gdp_pct
s036: local_online_service_ranks city=Seoul;year=2018 rank
s079: ict_industry economy=JPN;period=2020;indicator=ict_sales value
s021:
s018:
s011:
"""


@pytest.mark.parametrize("line", STATED_IN.strip().splitlines())
def test_where_a_number_of_the_prose_went(line):
    """A number of the prose has its statement, and its cell if a dataset holds it."""
    identifier, _, text = line.partition(":")
    cells = cells_of(text)
    page = the_page()
    value = page.statements[identifier]["value"]

    assert page.stated(identifier) == Num.printed(value, cells, (identifier,))
    assert page.count(identifier) == Num.exact(value, cells, (identifier,))


#: Table, row, column, printed text, and the cells with its value.
PRINTED_IN = """
5; Tokyo; Rank; 4 -> city_competitiveness city=Tokyo;year=2021 rank
5; Tokyo; Ranking in 2020; 5 -> city_competitiveness city=Tokyo;year=2020 rank
6; CHN; quantity; 10 -> top_digital_enterprises economy=CHN enterprises
6; Taiwan, China; Enterprise quantity; 4 -> top_digital_enterprises economy=TWN enterprises
8; CHN; AI; 48 -> connectivity_index economy=CHN ai_score
9; Mongolia; 2020; 120 -> cybersecurity_ranks economy=MNG;year=2020 rank
11; CHN; Rank; 3 -> ecommerce_sales economy=CHN;year=2018 rank, \
ecommerce_sales economy=CHN;year=2019 rank
13; 2022; CN-JL | Trade Volume; 34.67 -> \
trade_with_russia region=CN-JL;year=2022;months=12 trade_cny_bn
7; fixed-broadband; WLD; 17 -> \
itu_indicators economy=WLD;year=2021;indicator=fixed_broadband_per_100 value
"""


@pytest.mark.parametrize("line", PRINTED_IN.strip().splitlines())
def test_where_a_printed_cell_went(line):
    """A cell is found by codes, years or labels, and has the dataset's cells with its value."""
    place, _, cells = line.partition(" -> ")
    number, row, column, text = place.split("; ")
    year_or_name = int(row) if row.isdigit() else row
    found = the_page().cell(
        int(number),
        year_or_name,
        *column.split(" | "),
    )

    assert found == Num.printed(text, cells_of(cells))
