"""What `neadigital check` says of a table, alike in all formats."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import pytest

from neadigital.__main__ import main

# A's share has two digits swapped: one of six shares is little evidence for the others.
ELECTION = """\
Party,Seats,Share
A,206,48.4
B,125,27.2
C,98,21.3
D,19,4.1
E,12,2.6
All,460,100.0
"""
# The difference of D is -13, which whole numbers that were rounded or cut off hide.
GOALS = """\
Club,For,Against,Difference,Points
A,74,31,43,81
B,68,29,39,77
C,55,48,7,61
D,34,47,-11,40
E,41,45,-4,44
F,28,70,-42,21
"""


def answers(
    table: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[int, dict[str, str]]:
    """Return the exit status, and the answer in each format as one line."""
    path = folder / "table.csv"
    path.write_text(table, encoding="utf-8")
    said = {}
    for form in ("text", "json", "html"):
        status = main(["check", str(path), "--format", form])
        said[form] = " ".join(unescape(capsys.readouterr().out).split())
    return status, said


def test_what_is_found_and_not_judged_does_not_pass(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing was judged the status is 2, and what fails is said, with what judges it."""
    status, said = answers(ELECTION, tmp_path, capsys)
    answer = json.loads(said["json"])
    (relation,) = answer["not_judged"]

    assert status == 2
    assert [number["printed"] for number in relation["numbers"]] == ["48.4"]
    for form in ("text", "html"):
        assert "5 of 6 follow (too little evidence, not judged)" in said[form]
        assert "Nothing was judged" in said[form]
        assert "Share at A: 48.4" in said[form]
        assert relation["how"] in said[form]


def test_all_formats_say_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was not judged, and how to judge counts, is in the text, in JSON and on the page."""
    status, said = answers(GOALS, tmp_path, capsys)
    answer = json.loads(said["json"])
    (note,) = answer["notes"]

    assert status == 0
    assert answer["unread"] == ["Points"]
    assert note["how"] == "--exact Difference For Against"
    for form in ("text", "html"):
        assert answer["conclusion"] in said[form]
        assert f"{note['note']} {note['how']}" in said[form].replace("<code>", "")
        assert "no relation of these was found or named: Points" in said[form]
        assert f"taken as cut off, not rounded: {answer['cut_off'][0]}" in said[form]
