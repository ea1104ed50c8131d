"""The build parses cells as printed, applies notes, and refuses mistakes in typed data."""

from __future__ import annotations

from pathlib import Path

import pytest
from pandera.errors import SchemaErrors

from neadigital import schemas
from neadigital.schemas import _registry as registry
from paper.audit import records
from paper.make import __main__ as program
from paper.make import data as build_data
from paper.rows import datasets, notes, page

Note = dict[str, str]
Patch = pytest.MonkeyPatch
RANKS = "cybersecurity_ranks"


def note(**parts: str) -> Note:
    return {
        "where": "economy=CHN;year=2014",
        "column": "rank",
        "kind": "misprint",
        "correct": "13",
        "certainty": "proved",
        "severity": "",
        "note": "The page prints 14",
        "evidence": "Another place of the paper",
        "cites": "",
    } | parts


def apply(rule: Note) -> None:
    raw = page.of_tables()[RANKS]
    model = schemas.CybersecurityRanks
    rows = datasets.typed(raw, model)
    notes.apply(RANKS, model, rows, [rule])


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (note(evidence=""), "a correction needs evidence"),
        (note(where="economy=CHN;year=2015"), "points at no row"),
        (note(where="city=CHN"), "no column is called city; there are economy, year"),
        (note(kind="other_year", correct=""), "no column is called reference_year"),
        (note(correct="14"), "corrects 14 to itself"),
        (note(kind="doubtful", severity="minor"), "this kind corrects nothing"),
        (note(certainty=""), "certainty is proved or inferred where a value is given"),
        (
            note(certainty="sure"),
            "certainty is proved or inferred where a value is given",
        ),
        (note(correct=""), "and empty elsewhere"),
        (
            note(kind="not_available", correct="", certainty=""),
            "explains a gap where 14 stands",
        ),
        (note(severity="minor"), "and nothing else, has a severity, minor or serious"),
        (note(correct="=guess"), "no such rule"),
        (note(cites="caict-2019-chian"), "cites caict-2019-chian, which sources.csv"),
    ],
)
def test_a_bad_note_is_refused(bad, complaint):
    """A note without evidence, without a cell or without need is an error."""
    with pytest.raises(
        AssertionError, match=rf"^paper/typed/note_rules\.csv[,:].*{complaint}"
    ):
        apply(bad)


def test_a_gap_without_a_note_is_refused():
    """A missing value that no note explains is an error."""
    name = "digital_competitiveness_ranks"
    model = schemas.DigitalCompetitivenessRanks
    rows = datasets.typed(page.of_tables()[name], model)
    with pytest.raises(AssertionError, match="missing without a note"):
        notes.apply(name, model, rows, [])


@pytest.mark.parametrize("cell", ["19.9/55.8", "n.a.", "1,000", "ten"])
def test_parse_guesses_nothing(cell):
    """A cell that is neither a number nor a known gap is an error."""
    with pytest.raises(ArithmeticError):
        page.parse(cell)


# parts that do not fit together


def without_model(patch: Patch) -> None:
    others = dict(registry.DATASETS)
    del others[RANKS]
    patch.setattr(registry, "DATASETS", others)


def without_heading(patch: Patch) -> None:
    headings = page.typed("headings")
    others = [line for line in headings if line["dataset"] != RANKS]
    patch.setattr(page, "typed", lambda name: others)


@pytest.mark.parametrize("spoil", [without_model, without_heading])
def test_a_build_that_is_refused_writes_nothing(spoil, monkeypatch, tmp_path):
    """A model without numbers, or numbers without a model, are named, and nothing is written."""
    folder = tmp_path / "made"
    monkeypatch.setattr("sys.argv", ["make", str(folder)])
    spoil(monkeypatch)
    with pytest.raises(AssertionError, match=RANKS):
        program.main()

    assert not Path(folder).exists()


def test_a_table_that_nothing_makes_any_more_is_removed(tmp_path):
    """A table in the folder of the built files that the typed data do not make is removed."""
    built = build_data.DATA.relative_to(page.REPOSITORY) / "built"
    made, other = built / "made.csv", built / "as_printed" / "other.csv"
    (tmp_path / other).parent.mkdir(parents=True)
    for path in (made, other):
        (tmp_path / path).write_text("year\n2020\n")
    program.remove_others(tmp_path, [made.as_posix()])

    assert (tmp_path / made).exists()
    assert not (tmp_path / other).exists()


def test_values_outside_their_model_are_refused():
    """A file that breaks its model is refused, with all its failures."""
    content = b"economy,year,rank\nCHN,2014,0\nXXX,2014,7\n"
    with pytest.raises(SchemaErrors, match=r"rank(.|\n)*XXX") as error:
        build_data.check_model(
            RANKS, "built/x.csv", content, schemas.CybersecurityRanks
        )

    assert error.value.__notes__ == [f"built/x.csv breaks the model of {RANKS}."]


@pytest.mark.parametrize(
    ("other", "broken"),
    [
        # A place in the general ranking as one in the digital ranking, a place as a share of
        # people, a slip.
        ({"indicator": "imd_digital_competitiveness_rank"}, "imd-wdcr's alone"),
        ({"indicator": "internet_users_pct"}, "the unit is one of %"),
        ({"indicator": "imd_rank"}, "'imd_rank' is not in INDICATORS"),
        ({"period": "1999", "use": "confirms"}, "agrees with no cell and no statement"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(other, broken, monkeypatch):
    """A record's indicator is in the list, in a unit of that, from its publication."""
    lines = page.typed("external_figures")
    general = "imd_world_competitiveness_rank"
    record, *_ = [line for line in lines if line["indicator"] == general]
    typed = {"external_figures": [*lines, record | other]}
    typed |= {name: page.typed(name) for name in ("digital_strategies", "statements")}
    monkeypatch.setattr(records, "typed", typed.__getitem__)

    with pytest.raises(AssertionError, match=broken):
        records.check(build_data.inputs())
