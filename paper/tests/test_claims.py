"""The audit is complete, each verdict is explained, and the errata agree with it."""

from __future__ import annotations

import re

import pytest
from changed import all_findings

import neadigital
from neadigital import audit
from paper.audit.checks import (
    FAILING,
    LAST_DIGIT,
    NOT_CHECKABLE,
    Finding,
)
from paper.audit.page import name_of
from paper.audit.report import cause_of, causes
from paper.make.data import inputs
from paper.rows import page
from paper.rows.intervals import CellId, united


def judgements() -> list[Finding]:
    """Return what the checks found, without the checks."""
    return [result.finding for result in all_findings()]


def test_every_number_of_the_prose_is_judged():
    """Each number of the prose repeats a cell or is checked, if only to say why it cannot be."""
    judged = {identifier for found in judgements() for identifier in found.statements}
    statements = neadigital.load("statements").set_index("statement")
    repeats = statements["repeats"].dropna()

    assert judged | {*repeats.index} == {*statements.index}


def noted(column: str, value: str) -> set[CellId]:
    """Return the cells that have a note with a value in a column."""
    return {
        (note["dataset"], note["key"], note["column"])
        for note in inputs().notes
        if note[column] == value
    }


def test_every_corrected_cell_is_found_wrong_or_beyond_checking():
    """Of each printed cell that the errata correct some check says that it fails or is open."""
    corrected = noted("certainty", "proved") | noted("certainty", "inferred")
    open_or_wrong = (*FAILING, LAST_DIGIT, NOT_CHECKABLE)
    cells = set()
    for found in judgements():
        if found.verdict in open_or_wrong:
            cells |= {*found.cells}

    unjudged = corrected - cells
    assert unjudged == set(), "a claim must judge it (CONTRIBUTING.md, Add a claim)"


def test_a_proved_correction_is_in_no_open_cause():
    """What is proved is in no open cause; a doubt that is left has a note of its own."""
    proved = noted("certainty", "proved") - noted("kind", "doubtful")
    stale = []
    for result in all_findings():
        cause = cause_of(result)
        certainty = causes()[cause]["certainty"] if cause else ""
        is_open = certainty.startswith("open")
        if is_open and proved.intersection(result.finding.cells):
            stale.append(
                f"{result.identifier}: its cause {cause} in causes.toml is open"
            )

    assert not stale, "\n".join(stale)


@pytest.mark.parametrize("verdict", ["misprint", "wrong_base", "contradicted"])
def test_every_wrong_cell_has_a_note(verdict):
    """A cell or a number of the prose that is wrong has a note; if contradicted, a doubt."""
    cells = {
        (note["dataset"], note["key"], note["column"])
        for note in inputs().notes
        # A note on the label or the year does not say that the number is wrong.
        if verdict != "contradicted" or note["kind"] == "doubtful" or note["certainty"]
    }
    remarks = neadigital.load("statements").set_index("statement")["note"]
    remarked = set(remarks.dropna().index)
    found_wrong = [found for found in judgements() if found.verdict == verdict]

    assert found_wrong
    for found in found_wrong:
        unsaid = set(found.cells) - cells
        assert unsaid == set(), "mistyped, or a `doubtful` in note_rules.csv"
        if verdict != "contradicted" and not found.cells:
            assert remarked.intersection(found.statements), found.statements


@pytest.mark.parametrize("column", ["economy", "region", "city", "year"])
def test_a_finding_rests_on_what_it_is_about(column):
    """Where a claim is about one economy, region, city or year, so is a number that tests it."""
    others = []
    for result in all_findings():
        found = result.finding
        cells = found.recomputed.cells if found.recomputed else found.cells
        # A rate of table 1 is recomputed from the rates of all other years.
        if column == "year":
            cells = united(cells, found.cells)
        known = set()
        for _, key, _ in cells:
            for part in key.split(";"):
                name, _, value = part.partition("=")
                if name == column:
                    known.add(value)
        asked = str(found.labels.get(column, ""))
        if asked and known and asked not in known:
            others.append((result.identifier, known))

    assert others == []


def test_every_finding_that_does_not_hold_has_a_cause():
    """A finding that fails, or is off by a last digit, has a cause; a confirmed one has none."""
    data = audit()
    wrong = data["verdict"].isin([*FAILING, LAST_DIGIT])
    has_none = data["cause"].isna()
    is_confirmed = data["verdict"] == "confirmed"
    unexplained = data.loc[wrong & has_none, "check"]
    needless = data.loc[is_confirmed & ~has_none, "check"]

    assert unexplained.tolist() == [], "a cause in causes.toml"
    assert needless.tolist() == []


def test_each_cause_explains_findings_that_there_are():
    """Causes explain what fails, or is off by a digit, each once."""
    unconfirmed = [result for result in all_findings() if cause_of(result)]
    names = {result.identifier for result in unconfirmed}
    names |= {result.check.id for result in unconfirmed}
    explained: list[str] = []
    for cause in causes().values():
        explained += cause["explains"]

    idle = [name for name in explained if name not in names]
    assert idle == [], "nothing to explain there: take it out of `explains`"
    assert len(set(explained)) == len(explained)


def test_a_claim_in_words_names_what_its_number_is_of():
    """The words of a number of the prose name its economy and its year, and have the number."""
    for line in page.typed("statements"):
        words = line["claim"]
        if not words:
            continue
        economy = line["economy"]
        if economy and ";" not in economy and "China and Russia" not in words:
            assert name_of(economy) in words
        if line["unit"] != "year":
            assert line["year"] in words
        assert "{value}" in words


def test_a_claim_is_where_one_of_its_statements_is():
    """Where a claim names a section, one of the numbers that it rests on is in it."""
    statements = neadigital.load("statements").set_index("statement")
    section_of = statements["section"].replace("0", "introduction").str.casefold()
    of_text = {"section", "sections", "introduction", "abstract", "conclusion"}
    elsewhere = []
    for finding in audit().dropna(subset="statements").itertuples():
        where = finding.where.casefold()
        named = set(re.findall(r"[\w.]+", where))
        rests_on = finding.statements.split(";")
        sections = set(section_of[rests_on])
        if named & of_text and not named & sections:
            elsewhere.append((finding.check, finding.where, sections))

    assert elsewhere == []
