"""Findings and causes: their names, texts, numbers, and the cells that a finding confirms."""

from __future__ import annotations

from fractions import Fraction

import pytest
from changed import changed_page, the_page

from neadigital.consistency._printed import Cell, Num
from paper.audit import report
from paper.audit.checks import (
    Check,
    Finding,
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
from paper.audit.page import name_of
from paper.audit.report import Cause, quotes, render_cause

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


def test_a_verdict_is_passed_on():
    """A finding has what it is given, and rests on the statements of its numbers."""
    finding = judged(
        "misprint", STATED, SAME, "%", "why", (CELL,), ("s3", "s1"), year=2020
    )

    assert finding == Finding(
        "misprint",
        STATED,
        SAME,
        "%",
        "why",
        {"year": 2020},
        (CELL,),
        ("s1", "s2", "s3"),
    )
    assert judged(True) == Finding("confirmed")
    assert judged(False) == Finding("contradicted")


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


def test_a_finding_is_named_by_its_places():
    """A finding is named by the part, economy, region, city and year that set it apart."""
    finding = judged(True, part="Sum", region="CN-HL", number=3, year=2020)

    assert finding.part == "sum-hl-2020"
    assert judged(True, economy="CHN", city="Ulan Bator").part == "chn-ulan bator"
    assert judged(True, number=3).part == ""
    assert Result(CHECK, finding).identifier == "x-1-sum-hl-2020"
    assert Result(CHECK, judged(True, number=3)).identifier == "x-1"


def test_a_claim_is_filled():
    """Places are written by name, numbers with their digits, sentences begin with a capital."""
    finding = judged(
        True,
        Num.printed("2.50"),
        None,
        "%",
        "so",
        number=7,
        economy="KOR",
        region="CN-HL",
    )
    result = Result(CHECK, finding)

    assert result.where == "Table 7"
    assert result.claim == "The Republic of Korea has 2.50 % of Heilongjiang"
    assert result.detail == "So."
    assert result.explanation == "A rule. So."
    bare = Result(CHECK, judged(True, number=7, economy="MNG", region="CN-JL"))
    assert bare.claim == "Mongolia has   of Jilin"
    assert bare.detail == ""
    assert bare.explanation == "A rule."
    assert (
        Result(CHECK, judged(True, part="half", economy="MNG")).claim
        == "Half of Mongolia"
    )


def test_a_check_gives_one_finding_or_several():
    """A check has its findings in their order; a claim in words is one finding with its reason."""
    several = Check("two", lambda page: [judged(True), judged("rounding")], "Table 2")
    words = Check("words", None, "Table 2", unchecked="No number is printed")

    assert [result.finding.verdict for result in several.run(the_page())] == [
        "confirmed",
        "rounding",
    ]
    assert CHECK.run(the_page()) == [Result(CHECK, judged(True))]
    assert words.run(the_page()) == [Result(words, unknown("No number is printed"))]


def test_a_causes_texts_are_filled():
    """A cause can quote findings, how many hold, numbers of the prose, and records."""
    results = [
        Result(
            CHECK,
            judged(True, Num.printed("2.50"), Num.exact("2.515"), year=2020, way="old"),
        ),
        Result(CHECK, judged(False, year=2021)),
    ]
    text = "{x-1-2020.stated} {x-1-2020.recomputed:.2f} {x-1-2020.way} "
    text += (
        "{x-1.holding}/{x-1.count} {s011} {RUS 2018 imd_digital_competitiveness_rank}"
    )
    cause = Cause("id", "title {x}", ("x-1",), *(f"{text} {part}" for part in "abcde"))
    told = render_cause(cause, quotes(results, the_page()))

    assert told.id == "id"
    assert told.title == "title {x}"
    assert told.explains == ("x-1",)
    quoted = f"2.50 {2.515:.2f} old 1/2 51.8 40"
    assert [told.printed, told.follows, told.how, told.changes, told.certainty] == [
        f"{quoted} {part}" for part in "abcde"
    ]


def test_a_record_in_two_units_cannot_be_quoted():
    """A record whose name fits two numbers is refused, and so is one that does not exist."""
    quoted = quotes([], the_page())

    for text in ("{CHN 2016 digital_economy_value_added}", "{x-1.stated}"):
        with pytest.raises(KeyError):
            render_cause(Cause("id", "", (), text, "", "", "", ""), quoted)


def test_what_a_cause_explains(monkeypatch):
    """A cause explains a finding that it names, or all of a check, but no confirmed one."""
    monkeypatch.setattr(report, "_by_check", lambda: {"x-1": "all", "x-1-2020": "one"})
    other = Check("y", None, "")

    assert report.cause_of(Result(CHECK, judged(False, year=2020))) == "one"
    assert report.cause_of(Result(CHECK, judged("rounding", year=2021))) == "all"
    assert report.cause_of(Result(CHECK, judged(True, year=2020))) == ""
    assert report.cause_of(Result(other, judged(False))) == ""


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


def test_names_in_a_sentence():
    """The name of a place gets an article where English needs one."""
    assert [name_of(code) for code in ("CHN", "WLD", "CN-HL")] == [
        "China",
        "the world",
        "Heilongjiang",
    ]
    assert [name_of(code) for code in ("KOR", "RUS")] == [
        "the Republic of Korea",
        "the Russian Federation",
    ]
    assert name_of("USA") == "the United States"


def cells_of(text: str) -> tuple[Cell, ...]:
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
    found = the_page().cell(int(number), year_or_name, *column.split(" | "))

    assert found == Num.printed(text, cells_of(cells))


def test_a_label_that_is_not_declared_is_refused():
    """A printed label that is no heading, year or place of its table leads to no cell."""
    other = {"2017 | GDP": "2017 | GDP per head"}
    page = changed_page(
        "table 1", lambda data: data.rename(columns=other, inplace=True)
    )

    with pytest.raises(LookupError, match="table 1: 'GDP per head' is no heading"):
        page.cell(1, "CHN", 2017, "GDP")
