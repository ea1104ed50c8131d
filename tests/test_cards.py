"""A dataset's card, part by part: its size, columns, remarks and claims, and how text and HTML are laid out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import neadigital
from neadigital.catalogue import overview
from neadigital.catalogue.overview import Card

CARD = Card("d", "t & u", {"": ["p < q"], "He": ["w", [{"a": "1", "b": ""}, {"a": "2", "b": "3"}]]})


def test_a_cards_text() -> None:
    """Title, paragraphs, underlined headings and rows stand apart by empty lines, and cells below their label."""
    assert str(CARD) == "d: t & u\n\np < q\n\nHe\n--\n\nw\n\n1\n\n2\n    3\n"
    assert repr(CARD) == str(CARD)


def test_a_cards_html() -> None:
    """Title, headings, paragraphs and tables have their tags, cells begin at the top left, and text is escaped."""
    style = ' style="text-align: left; vertical-align: top; white-space: normal"'
    rows = f"<tr><td{style}>1</td><td{style}></td></tr><tr><td{style}>2</td><td{style}>3</td></tr>"

    assert CARD._repr_html_() == (
        '<div style="text-align: left; max-width: 60em"><h3><code>d</code>: t &amp; u</h3><p>p &lt; q</p><h4>He</h4>'
        f"<p>w</p><table><thead><tr><th{style}>a</th><th{style}>b</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )


def test_a_word_that_is_too_long_stays_whole() -> None:
    """An address longer than a line is not broken, and the lines of a cell are all indented."""
    address = "https://example.org/" + "a" * 100

    assert str(Card("d", "t", {"": [f"see {address} there"]})).splitlines()[2:] == ["see", address, "there"]
    lines = str(Card("d", "t", {"": [[{"a": "label", "b": "word " * 40}]]})).splitlines()[3:]
    assert len(lines) == 3
    assert all(line.startswith("    word") and len(line) <= 100 for line in lines)


def entry(**parts: Any) -> dict[str, Any]:
    schema = {"primaryKey": ["economy", "year"]}
    return {
        "rows": 2,
        "tables": [],
        "figures": [],
        "prose": False,
        "firstYear": 1,
        "lastYear": 2,
        "schema": schema,
    } | parts


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"tables": [3]}, "2 rows, one for each economy, year; 1 to 2; from the paper's table 3."),
        ({"tables": [1, 2], "rows": 1}, "1 row, one for each economy, year; 1 to 2; from the paper's tables 1, 2."),
        ({"figures": ["9a"], "tables": [1]}, "from the paper's table 1 and figure 9a."),
        ({"figures": ["2", "3"], "prose": True}, "from the paper's figures 2, 3."),
        ({"prose": True}, "; from the paper's prose."),
        ({}, "; no part of the paper."),
    ],
)
def test_a_cards_size(parts: dict[str, Any], said: str) -> None:
    """How many rows, of what, of which years, and where the paper has them, or that it has not."""
    assert overview._size(entry(**parts)).endswith(said)


@pytest.mark.parametrize(
    ("unit", "said"),
    [(None, "m"), ("%", "m, %"), ("rank", "m"), ("year", "m"), ("see unit", "m"), ("", "m")],
)
def test_a_cards_column(unit: str | None, said: str) -> None:
    """A column has its meaning and unit, but for units that say nothing, and its codes with their meanings."""
    field: dict[str, Any] = {"name": "c", "description": "m"} | ({} if unit is None else {"unit": unit})
    codes = [{"value": "a", "meaning": "first"}, {"value": "b", "meaning": "second"}]

    assert overview._column_line(field) == {"column": "c", "meaning": said, "codes": ""}
    assert overview._column_line(field | {"codes": codes})["codes"] == "a: first; b: second"


def note(key: str, **parts: str) -> dict[str, str]:
    words = {"kind": "wrong_base", "certainty": "", "note": "N", "evidence": "E", "printed": "1", "value": "2"}
    return {"key": key, "column": "v"} | words | parts


def test_a_cards_remarks() -> None:
    """Notes of the same words are one remark with all their cells; a correction shows the change, a gap nothing."""
    notes = [
        note("economy=CHN;year=2020", certainty="proved"),
        note("economy=JPN;year=2020", certainty="proved"),
        note("economy=KOR;year=2020"),
        note("economy=KOR;year=2021", kind="not_available", value=""),
    ]

    assert overview._remarks(notes) == [
        {
            "kind": "wrong base, proved",
            "note": "N.",
            "evidence": "Evidence: E.",
            "cells": "Cells: CHN/2020 v (1 -> 2); JPN/2020 v (1 -> 2).",
        },
        {"kind": "wrong base", "note": "N.", "evidence": "Evidence: E.", "cells": "Cells: KOR/2020 v (2)."},
        {"kind": "not available", "note": "N.", "evidence": "Evidence: E.", "cells": "Cells: KOR/2021 v."},
    ]


def audited(*rows: tuple[str, str]) -> pd.DataFrame:
    lines = [
        {"verdict": verdict, "claim": f"C{i}", "where": f"W{i}", "explanation": f"X{i}.", "cells": cells}
        for i, (verdict, cells) in enumerate(rows)
    ]
    return pd.DataFrame(lines)


def test_a_cards_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings on any of the dataset's cells are counted, and those that are not confirmed are told."""
    mine = [("confirmed", "other/k/c d/k/c"), ("misprint", "d/k/c"), ("contradicted", "dd/k/c"), ("rounding", "")]
    monkeypatch.setattr(overview, "audit", lambda: audited(*mine))

    assert overview._claims("d") == [
        "2 findings on its numbers, of which 1 confirmed.",
        [{"verdict": "misprint: C1", "where": "W1", "explanation": "X1."}],
    ]
    assert overview._claims("other") == ["1 finding on its numbers, of which 1 confirmed."]
    assert overview._claims("none") == ["The audit judges none of its numbers."]


@pytest.mark.parametrize(
    "name", ["trade_with_russia", "cybersecurity_ranks", "local_online_service_ranks", "growth_rates"]
)
def test_a_cards_sections(name: str) -> None:
    """What a card has: columns, corrections where there are any, other notes where there are any, claims, sources."""
    card, notes = neadigital.about(name), neadigital.notes(name)
    proved, inferred = ((notes["certainty"] == certainty).sum() for certainty in ("proved", "inferred"))
    package, dataset, *sources = neadigital.cite(name).splitlines()

    assert (card.dataset, card.title) == (name, neadigital.datasets().set_index("name").at[name, "title"])
    assert list(card.sections) == [
        *("", "Columns"),
        *(["Corrected"] if proved + inferred else []),
        *(["Noted"] if len(notes) > proved + inferred else []),
        *("Claims of the paper about it", "Sources", "Cite"),
    ]
    assert card.sections["Sources"] == sources
    assert card.sections["Cite"] == [package, dataset]
    if proved + inferred:
        number = proved + inferred
        noun = "number" if number == 1 else "numbers"
        assert card.sections["Corrected"][0] == f"{number} {noun}: {proved} proved, {inferred} inferred."
    assert " ".join(map(str, card.sections[""][1:])).startswith(str(card.sections[""][1]))


def test_the_paragraphs_of_a_description_stay_apart() -> None:
    """What a row is and what a reader would get wrong are paragraphs of their own."""
    first, *paragraphs = neadigital.about("trade_with_russia").sections[""]

    assert str(first).startswith("12 rows, one for each region, year; ")
    assert len(paragraphs) > 1
    assert not any("\n" in str(paragraph) for paragraph in paragraphs)
