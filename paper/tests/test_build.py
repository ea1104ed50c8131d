"""The committed data are what the build makes, and it refuses mistakes in typed data.

The loaders and the pages are compared by `make lint`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from support import PACKAGE, read_csv

from neadigital import schemas
from paper.make import data as build_data
from paper.rows import datasets, notes, page
from paper.rows.page import BuildError

Note = dict[str, str]
Patch = pytest.MonkeyPatch
Output = pytest.CaptureFixture[str]


def test_the_data_are_what_is_built_and_checked(monkeypatch, capsys):
    """Every file of data is what is made now, and the model of its name has checked it."""
    checked: list[tuple[str, str, str]] = []
    check_model = build_data.check_model

    def noted(name: str, path: str, content: bytes, model: Any) -> None:
        checked.append((name, path, model.Config.name))
        check_model(name, path, content, model)

    monkeypatch.setattr(build_data, "check_model", noted)
    monkeypatch.setattr("sys.argv", ["data", "--check"])

    assert build_data.main() == 0, capsys.readouterr().out

    text = (PACKAGE / "data/datapackage.json").read_text(encoding="utf-8")
    package = json.loads(text)
    entries = {entry["name"]: entry for entry in package["resources"]}
    others = ("printed", "citations")
    of_models = {name for name, entry in entries.items() if entry["kind"] not in others}
    assert {name for name, *_ in checked} == of_models
    for name, path, model in checked:
        assert path == entries[name]["path"]
        assert model == entries[name].get("dataset", name)


# A run takes seconds and names every file that differs, so all are changed together.


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


def apply(*rules: Note) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    raw = page.cybersecurity_ranks()
    model = schemas.CybersecurityRanks
    noted = notes.apply(
        "cybersecurity_ranks", model, datasets.typed(raw, model), list(rules)
    )
    return noted.rows, noted.notes


def test_a_note_corrects_its_cell():
    """A correcting note changes its cell and no other, and says which and how sure."""
    plain, _ = apply()
    corrected, [made] = apply(note())
    changed = [
        (old, new) for old, new in zip(plain, corrected, strict=True) if old != new
    ]

    assert [(old["rank"], new["rank"]) for old, new in changed] == [("14", "13")]
    assert made["key"] == "economy=CHN;year=2014"
    assert made["certainty"] == "proved"
    assert made["note"] == "The page prints 14"


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (note(evidence=""), "a correction needs evidence"),
        (note(where="economy=CHN;year=2015"), "points at no row"),
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
        (
            note(severity="minor"),
            "a doubt, and nothing else, has a severity, minor or serious",
        ),
        (
            note(kind="doubtful", correct="", certainty=""),
            "a doubt, and nothing else, has a severity",
        ),
        (note(correct="=guess"), "no such rule"),
        (note(cites="caict-2019-chian"), "cites caict-2019-chian, which sources.csv"),
    ],
)
def test_a_bad_note_is_refused(bad, complaint):
    """A note without evidence, without a cell or without need is an error."""
    with pytest.raises(
        BuildError, match=rf"^paper/typed/note_rules\.csv[,:].*{complaint}"
    ):
        apply(bad)


def test_a_gap_without_a_note_is_refused():
    """A missing value that no note explains is an error."""
    raw = page.digital_competitiveness_ranks()
    model = schemas.DigitalCompetitivenessRanks
    with pytest.raises(BuildError, match="missing without a note"):
        notes.apply(
            "digital_competitiveness_ranks",
            model,
            datasets.typed(raw, model),
            [],
        )


PARSED = {
    "11.40": "11.4",
    "-0.43": "-0.43",
    "90.2(2020)": "90.2",
    "70 (2022)": "70",
    "100": "100",
    "0.0": "0",
}


@pytest.mark.parametrize(
    ("cell", "parsed"),
    [*PARSED.items(), ("NA", ""), ("-", ""), ("---", ""), ("no", "")],
)
def test_parse(cell, parsed):
    """A printed cell becomes a short decimal, and a sign for "no value" becomes a gap."""
    assert page.parse(cell) == parsed


@pytest.mark.parametrize("cell", ["19.9/55.8", "n.a.", "1,000", "ten"])
def test_parse_guesses_nothing(cell):
    """A cell that is neither a number nor a known gap is an error."""
    with pytest.raises(ArithmeticError):
        page.parse(cell)


def test_every_typed_note_is_used():
    """Each line of paper/typed/note_rules.csv makes at least one note for each of its columns."""
    made = {
        (line["dataset"], line["column"], line["kind"])
        for line in read_csv(PACKAGE / "data/built/notes.csv")
    }

    for line in read_csv(notes.FILE):
        for column in line["column"].split("|"):
            assert (line["dataset"], column, line["kind"]) in made
