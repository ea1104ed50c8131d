"""What a finding is called, says and rests on, and what each verb of a check finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isnan

import pytest

from neadigital.claims import causes
from neadigital.claims.agreement import agreement
from neadigital.claims.causes import Amounts, Cause
from neadigital.claims.findings import CHECKS, Check, Finding, Result, agrees, check, judged, results, rounds, unknown
from neadigital.claims.findings import unless as unless_so
from neadigital.claims.findings import within as at_most
from neadigital.claims.numbers import Num
from neadigital.claims.page import Page, Statement, cell, name_of

CELL, OTHER = ("d", "k", "c"), ("e", "k", "c")
SAID = Num.printed("1.0", (CELL,), ("s1",))
SAME = Num.exact("1.04", (OTHER,), ("s2",))
FAR = Num.exact("1.2", (OTHER,), ("s2",))


def nothing(page: Page) -> Iterator[Finding]:
    yield from ()


CHECK = Check("x-1", "Table {number}", "{economy} has {said} {unit} of {region}", "A rule", "about", nothing)


def test_a_verdict_is_passed_on() -> None:
    """A finding has the verdict, numbers, unit, remark and words given, and rests on the numbers' statements."""
    found = judged("misprint", SAID, SAME, "%", "why", (CELL,), ("s3", "s1"), year=2020)

    assert found == Finding("misprint", SAID, SAME, "%", "why", {"year": 2020}, (CELL,), ("s1", "s2", "s3"))
    assert judged(True) == Finding("confirmed")
    assert judged(False) == Finding("contradicted")


def test_the_verbs() -> None:
    """Each verb judges by its own rule, and says which cells it judges."""
    assert rounds(SAID, SAME, "%", "w", year=1) == judged("confirmed", SAID, SAME, "%", "w", (CELL,), year=1)
    assert rounds(SAID, FAR) == judged("contradicted", SAID, FAR, cells=(CELL,))
    assert rounds(SAID, FAR, verdict="misprint").verdict == "misprint"
    assert agrees(SAID, SAME, "%", "w", year=1) == judged("confirmed", SAID, SAME, "%", "w", (CELL, OTHER), year=1)
    assert agrees(SAID, FAR).verdict == "contradicted"
    ten = Num.exact(10)
    assert at_most(ten, Num.exact(10), year=1) == judged(True, ten, Num.exact(10), "rank", year=1)
    assert at_most(ten, Num.exact(11), "place", "w") == judged(False, ten, Num.exact(11), "place", "w")
    assert unknown("because", SAID, SAME, "%", year=1) == judged(
        "not_checkable", SAID, SAME, "%", "because", (CELL,), year=1
    )
    assert unknown("because", SAID, cells=(OTHER,)).cells == (OTHER,)
    assert unknown("because") == judged("not_checkable", detail="because")
    assert unless_so("because", SAID, SAME, "%", "w", year=1) == rounds(SAID, SAME, "%", "w", year=1)
    assert unless_so("because", SAID, SAME) == rounds(SAID, SAME)
    assert unless_so("because", SAID, FAR, "%", "w", year=1) == unknown("because", SAID, FAR, "%", year=1)


def test_a_finding_is_named_by_its_places() -> None:
    """Part, economy, region, city and year, as they are given, tell a finding from the others of its check."""
    found = judged(True, part="Sum", region="CN-HL", number=3, year=2020)

    assert found.part == "sum-hl-2020"
    assert judged(True, economy="CHN", city="Ulan Bator").part == "chn-ulan bator"
    assert judged(True, number=3).part == ""
    assert Result(CHECK, found).identifier == "x-1-sum-hl-2020"
    assert Result(CHECK, judged(True, number=3)).identifier == "x-1"


def test_a_claim_is_filled() -> None:
    """Places stand by their names, a number with its printed digits, and a sentence begins with a capital."""
    found = judged(True, Num.printed("2.50"), None, "%", "so", number=7, economy="KOR", region="CN-HL")
    result = Result(CHECK, found)

    assert result.where == "Table 7"
    assert result.claim == "The Republic of Korea has 2.50 % of Heilongjiang"
    assert (result.detail, result.explanation) == ("so.", "A rule. so.")
    bare = Result(CHECK, judged(True, number=7, economy="MNG", region="CN-JL"))
    assert bare.claim == "Mongolia has   of Jilin"
    assert (bare.detail, bare.explanation) == ("", "A rule.")


def test_checks_are_registered_and_run_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check stands under its name with what is said of it, and all of them are run, each finding with its check."""
    monkeypatch.setattr("neadigital.claims.findings.CHECKS", registered := {})

    @check("one", "Table 1", "a claim", "a rule")
    def one(page: Page) -> Iterator[Finding]:
        yield judged(True)
        yield judged(False)

    @check("two", "Table 2", "another", "a rule", "all together")
    def two(page: Page) -> Iterator[Finding]:
        yield judged("rounding")

    assert registered["one"] == Check("one", "Table 1", "a claim", "a rule", "a claim", one)
    assert registered["two"] == Check("two", "Table 2", "another", "a rule", "all together", two)
    told = [(result.check.id, result.finding.verdict) for result in results(Page())]
    assert told == [("one", "confirmed"), ("one", "contradicted"), ("two", "rounding")]


def test_a_causes_texts_are_filled() -> None:
    """A cause tells a finding's numbers as printed and as found, and a number of the prose, in each of its texts."""
    page = Page()
    said, statement = next((name, s) for name, s in page.statements.items() if s.fields["value"])
    words = [f"{{x-1.said}} {{x-1.found:.2f}} {{{said}.said}} {part}" for part in "abcde"]
    whole = Cause("id", "title {x}", ("x-1",), *words)
    told = causes.told(whole, {"x-1": Result(CHECK, judged(True, Num.printed("2.50"), Num.exact("2.515")))}, page)

    assert (told.id, told.title, told.explains) == ("id", "title {x}", ("x-1",))
    found = f"2.50 {2.515:.2f} {statement.fields['value']}"
    assert [told.printed, told.follows, told.how, told.changes, told.sure] == [f"{found} {part}" for part in "abcde"]


def test_amounts_of_a_finding_without_numbers() -> None:
    """What is not stated is no text, and what is not found is no number."""
    amounts = Amounts.of(Result(CHECK, judged(True)))

    assert amounts.said == ""
    assert isnan(amounts.found)


def test_what_a_cause_explains(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cause explains a finding that it names, or all of a check, but nothing that is confirmed."""
    monkeypatch.setattr(causes, "_BY_CHECK", {"x-1": "all", "x-1-2020": "one"})

    assert causes.cause_of(Result(CHECK, judged(False, year=2020))) == "one"
    assert causes.cause_of(Result(CHECK, judged("rounding", year=2021))) == "all"
    assert causes.cause_of(Result(CHECK, judged(True, year=2020))) == ""
    other = Check("y", "", "", "", "", nothing)
    assert causes.cause_of(Result(other, judged(False))) == ""


def test_each_cause_explains_checks_that_there_are() -> None:
    """What a cause explains is a check or a finding of the audit, and no two causes explain the same."""
    names = {result.identifier for result in results(Page())} | set(CHECKS)
    explained = [name for cause in causes.CAUSES for name in cause.explains]

    assert [name for name in explained if name not in names] == []
    assert len(set(explained)) == len(explained)


def test_identifiers_can_be_typed() -> None:
    """A cause and a check are called by small letters, digits and hyphens, and no two causes by the same."""
    names = [cause.id for cause in causes.CAUSES]

    assert [name for name in [*names, *CHECKS] if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("verdict", "resting", "basis"),
    [
        ("confirmed", ("world_development_indicators", "k", "c"), "source"),
        ("rounding", ("external_figures", "k", "c"), "source"),
        ("last_digit", OTHER, "paper"),
        ("contradicted", OTHER, None),
        ("not_checkable", OTHER, None),
    ],
)
def test_what_a_cell_agrees_with(verdict: str, resting: tuple[str, str, str], basis: str | None) -> None:
    """What holds to its digits agrees with another publication, if that went into it, else with the paper."""
    found = Result(CHECK, judged(verdict, SAID, Num.exact(1, (OTHER, resting)), cells=(CELL,)))

    assert agreement([found]) == ({} if basis is None else {CELL: basis})


def test_another_publication_outweighs_the_paper() -> None:
    """A cell that both have agrees with the publication, whichever is found first; without a number, with the paper."""
    paper = Result(CHECK, judged(True, SAID, SAME, cells=(CELL,)))
    source = Result(CHECK, judged(True, SAID, Num.exact(1, (("external_figures", "k", "c"),)), cells=(CELL, OTHER)))
    bare = Result(CHECK, judged(True, cells=(OTHER,)))

    assert agreement([paper, source, bare]) == agreement([bare, source, paper]) == {CELL: "source", OTHER: "source"}
    assert agreement([bare]) == {OTHER: "paper"}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CHN", "China"),
        ("KOR", "the Republic of Korea"),
        ("RUS", "the Russian Federation"),
        ("USA", "the United States"),
        ("WLD", "the world"),
        ("CN-HL", "Heilongjiang"),
    ],
)
def test_names_in_a_sentence(code: str, name: str) -> None:
    """A name that needs its article has it."""
    assert name_of(code) == name


@pytest.mark.parametrize(
    ("fields", "cells"),
    [
        (
            {"economy": "WLD", "measure": "digital_economy_value_added", "subject": "global digital economy"},
            (cell("global_digital_economy", "scale_usd_bn", economy="WLD", year="2020"),),
        ),
        (
            {"economy": "WLD", "measure": "share_of_gdp", "subject": "global digital economy"},
            (cell("global_digital_economy", "share_of_gdp_pct", economy="WLD", year="2020"),),
        ),
        (
            {"measure": "digital_economy_value_added", "subject": "digital economy"},
            (cell("digital_economy_scale", "scale_usd_bn", economy="CHN", year="2020"),),
        ),
        (
            {"measure": "share_of_gdp", "subject": "digital economy"},
            (cell("digital_economy_scale", "share_of_gdp_pct", economy="CHN", year="2020"),),
        ),
        ({"measure": "share_of_gdp", "subject": "digital economy", "qualifier": "over"}, ()),
        ({"measure": "share_of_gdp", "subject": "something else"}, ()),
        (
            {"measure": "local_online_service_rank", "subject": "Seoul"},
            (cell("local_online_service_ranks", "rank", city="Seoul", year="2020"),),
        ),
        (
            {"measure": "ict_sales", "subject": "ICT"},
            (cell("ict_industry", "value", economy="CHN", period="2020", measure="ict_sales"),),
        ),
        ({"measure": "growth", "subject": "digital economy"}, ()),
    ],
)
def test_where_a_number_of_the_prose_went(fields: dict[str, str], cells: tuple[object, ...]) -> None:
    """A number of the prose that a dataset holds is its cell; it carries cell and statement, with digits or exact."""
    whole = {"economy": "CHN", "year": "2020", "qualifier": "", "value": "2.50", "statement": "s9"} | fields
    said = Statement(whole)

    assert said.cells == cells
    assert said.number == Num.printed("2.50", cells, ("s9",))  # type: ignore[arg-type]
    assert said.exact == Num.exact("2.50", cells, ("s9",))  # type: ignore[arg-type]
