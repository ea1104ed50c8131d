"""How each answer is told to people, line by line, from small frames."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pandas as pd
import pytest

import neadigital
from neadigital._shell import views
from neadigital.catalogue import citation
from neadigital.catalogue.overview import Card


@pytest.fixture(autouse=True)
def _sixty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")


def shown(text: str) -> str:
    return dedent(text).strip("\n")


CATALOGUE = pd.DataFrame(
    {
        "name": ["growth_rates", "ict_industry", "digital_economy_scale", "global_digital_economy", "itu_indicators"],
        "title": ["T one", "T two", "T three", "T four", "T five"],
        "rows": [1, 33, 60, 15, 103],
        "first_year": 2016,
        "last_year": [2016, 2021, 2021, 2021, 2021],
    }
)


def test_the_catalogue_in_a_wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is room, a dataset's name, rows, years and origin are one line, in columns, above its title."""
    # As wide as the longest line, and no more.
    monkeypatch.setenv("COLUMNS", "65")

    assert views.listing(CATALOGUE) == shown("""
        growth_rates               1 row  2016       table 1
            T one
        ict_industry             33 rows  2016-2021  figures 7-9b
            T two
        digital_economy_scale    60 rows  2016-2021  table 1; figures 2-6
            T three
        global_digital_economy   15 rows  2016-2021  figure 1
            T four
        itu_indicators          103 rows  2016-2021  tables 2, 7
            T five

        5 datasets. More: neadigital show NAME, about NAME, notes NAME,
        cite NAME
    """)


def test_the_catalogue_in_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a line is too long for one dataset, the facts of all stand below their names."""
    monkeypatch.setenv("COLUMNS", "64")
    assert "digital_economy_scale\n    60 rows, 2016-2021, table 1; figures 2-6\n" in views.listing(CATALOGUE)
    names = ["growth_rates", "local_online_service_ranks", "world_development_indicators"]

    assert views.listing(CATALOGUE.iloc[:3].assign(name=names)) == shown("""
        growth_rates
            1 row, 2016, table 1
            T one
        local_online_service_ranks
            33 rows, 2016-2021, prose
            T two
        world_development_indicators
            60 rows, 2016-2021, World Bank, ITU
            T three

        3 datasets. More: neadigital show NAME, about NAME, notes NAME,
        cite NAME
    """)


@pytest.mark.parametrize(("rows", "everything", "cut"), [(30, False, False), (31, False, True), (31, True, False)])
def test_more_than_thirty_rows_are_cut(rows: int, everything: bool, cut: bool) -> None:
    """Of a table of more than thirty rows thirty are shown, with the words that show all of them."""
    frame = pd.DataFrame({"k": range(rows), "v": range(rows)})
    lines = views.head(frame, ["k"], "show x", everything).splitlines()

    assert lines[1 + (30 if cut else rows) :] == (
        ["", "30 of 31 rows; all of them: neadigital show x --all"] if cut else []
    )


OBSERVED = pd.DataFrame(
    {
        "dataset": ["a", "a", "b"],
        "economy": ["CHN", "CHN", "JPN"],
        "place": ["x", "y", ""],
        "period": ["2020", "2021", "2021"],
        "variable": ["v", "v", "w"],
        "value": [1.0, 2.5, 3],
        "unit": ["%", "%", "rank"],
        "low": 0,
    }
)


def test_observations_are_told_by_dataset() -> None:
    """Each dataset's numbers stand under its name; an economy or a place that is the same for all is left out."""
    assert views.observations(OBSERVED, "observations x", False) == shown("""
        a
        place  period  variable  value  unit
        x      2020    v           1.0  %
        y      2021    v           2.5  %

        b
        period  variable  value  unit
        2021    w             3  rank

        3 numbers
    """)


def test_many_observations_are_cut() -> None:
    """Of more than thirty observations thirty are shown, all are counted, and how to see them is said."""
    many = pd.concat([OBSERVED] * 11)

    cut = views.observations(many, "observations x", False)
    assert cut.endswith("\n\n33 numbers\n\n30 of 33 rows; all of them: neadigital observations x --all")
    assert cut.count("  v  ") + cut.count("  w  ") == 30
    whole = views.observations(many, "observations x", True)
    assert whole.endswith("\n\n33 numbers")
    assert whole.count("  v  ") + whole.count("  w  ") == 33


@pytest.mark.parametrize(
    ("noted", "corrected", "told"),
    [
        (0, 0, ""),
        (1, 0, "1 note: neadigital notes cybersecurity_ranks"),
        (2, 1, "2 notes, 1 corrected cell: neadigital notes\ncybersecurity_ranks"),
        (2, 2, "2 notes, 2 corrected cells: neadigital notes\ncybersecurity_ranks"),
    ],
)
@pytest.mark.parametrize("as_printed", [False, True])
def test_a_dataset_is_told(noted: int, corrected: int, told: str, as_printed: bool) -> None:
    """A dataset has its title, what a row is, its rows, and how many notes and corrected cells there are."""
    name = "cybersecurity_ranks"
    frame = pd.DataFrame({"economy": ["CHN"], "year": [2020], "rank": [3]})
    text = views.dataset(frame, name, as_printed=as_printed, everything=False, noted=noted, corrected=corrected)
    title, _, rest = text.partition("\n")
    description, _, rest = rest.partition("\n\n")

    assert title == "As printed: " * as_printed + neadigital.datasets().set_index("name").at[name, "title"]
    assert description.startswith("World ranks in cybersecurity by ITU")
    assert "A row is one economy" in " ".join(description.split())
    assert rest == "economy  year  rank\nCHN      2020     3" + f"\n\n{told}" * bool(told)


@pytest.mark.parametrize(("as_printed", "option"), [(False, ""), (True, "--as-printed ")])
def test_a_long_dataset_says_how_to_see_all(as_printed: bool, option: str) -> None:
    """The words that show every row keep the page's values where those were asked for."""
    name = "cybersecurity_ranks"
    frame = pd.DataFrame({"economy": ["CHN"] * 31, "year": range(31), "rank": 3})
    cut = views.dataset(frame, name, as_printed=as_printed, everything=False, noted=0, corrected=0)
    whole = views.dataset(frame, name, as_printed=as_printed, everything=True, noted=0, corrected=0)

    assert " ".join(cut.split()).endswith(f"30 of 31 rows; all of them: neadigital show {name} {option}--all")
    assert whole.endswith("\nCHN        30     3")


def test_a_codebook_is_told() -> None:
    """A column has its meaning, type, unit and values, but for the unit "year"; its codes follow, with theirs."""
    columns = ("dataset", "column", "code", "meaning", "type", "unit", "allowed")
    rows = [
        ("a", "year", "", "the year", "int64", "year", "2014 to 2020"),
        ("a", "ind", "", "which", "str", "", "codes below"),
        ("a", "ind", "c1", "first " * 12, "str", "%", ""),
        ("a", "ind", "c2", "second", "str", "", ""),
        ("b", "v", "", "value", "float64", "%", ""),
    ]

    assert views.codebook(pd.DataFrame(rows, columns=columns)) == shown("""
        a

          year
              the year
              int64; 2014 to 2020
          ind
              which
              str; codes below
                c1: first first first first first first first
                  first first first first first (%)
                c2: second

        b

          v
              value
              float64; %
    """)


def noted(economy: str, year: int, **parts: str) -> dict[str, str]:
    cell = {"dataset": "a", "key": f"economy={economy};year={year}", "column": "v", "printed": "1", "value": "1"}
    return cell | {"kind": "doubtful", "certainty": "", "note": "Odd!", "evidence": "E"} | parts


def test_notes_are_told() -> None:
    """Notes that say the same are one paragraph with a list of their cells; a change has an arrow, a gap is blank."""
    corrected = {"kind": "wrong_base", "certainty": "proved", "note": "The page divides", "evidence": "Arithmetic."}
    gap = {"printed": "", "value": "", "kind": "not_available", "note": "No number?", "evidence": "The page"}
    notes = [
        noted("CHN", 2020, value="2", **corrected),
        noted("JPN", 2020, **gap),
        *(noted("KOR", year) for year in range(2011, 2019)),
    ]

    assert views.notes(pd.DataFrame(notes)) == shown("""
        a, v: wrong base, proved
          The page divides.
          Evidence: Arithmetic.
            CHN 2020: 1 -> 2

        a, v: not available
          No number?
          Evidence: The page.
            JPN 2020: blank

        a, v: doubtful
          Odd!
          Evidence: E.
            KOR 2011: 1; KOR 2012: 1; KOR 2013: 1; KOR 2014: 1;
            KOR 2015: 1; KOR 2016: 1; KOR 2017: 1; KOR 2018: 1

        10 notes
    """)
    assert views.notes(pd.DataFrame(notes[:1]).drop(columns="certainty")).startswith("a, v: wrong base\n")


@pytest.mark.parametrize("part", ["dataset", "column", "kind", "certainty", "note", "evidence"])
def test_notes_that_differ_are_told_apart(part: str) -> None:
    """Notes on different datasets or columns, of other kind or certainty, or with other words are not joined."""
    text = views.notes(pd.DataFrame([noted("CHN", 2020), noted("CHN", 2021, **{part: "other"})]))

    assert text.count("Evidence: ") == 2
    assert "other" in text


def test_a_long_cell_of_a_note_is_folded() -> None:
    """A cell that is longer than a line is folded between its words, and its lines are indented like the others."""
    text = views.notes(pd.DataFrame([noted("CHN", 2020, printed="word " * 20)]))
    cells = text.partition("Evidence: E.\n")[2].partition("\n\n")[0].splitlines()

    assert len(cells) == 3
    assert all(line.startswith("    ") and line[4] != " " and len(line) <= 60 for line in cells)
    assert sum(line.count("word") for line in cells) == 20


def test_a_card_is_told() -> None:
    """Headings stand between empty lines, a row's cells are indented below its label, sources hang."""
    rows: list[dict[str, str]] = [{"a": "label", "b": "", "c": "cell"}, {"a": "bare"}]
    sections: dict[str, Any] = {
        "": ["p one", "p two"],
        "Cite": ["c " * 40],
        "Sources": ["s " * 40],
        "Head": ["q " * 40, rows],
    }

    assert views.card(Card("d", "t", sections)) == "\n".join(
        [
            *("d: t", "", "p one", "", "p two", ""),
            *("Cite", "", " ".join("c" * 28), "    " + " ".join("c" * 12), ""),
            *("Sources", "", " ".join("s" * 28), "    " + " ".join("s" * 12), ""),
            *("Head", "", " ".join("q" * 30), " ".join("q" * 10), ""),
            *("label", "    cell", "", "bare"),
        ]
    )


STATEMENT = {"statement": "s", "section": "0", "economy": "CHN", "start_year": None, "year": 2020, "value": 1.0}
STATEMENT |= {"subject": "x", "measure": "m", "unit": "", "qualifier": "", "repeats": "", "note": ""}


def test_statements_are_told() -> None:
    """A number of the prose has its section, economies and years, then what it is of, what it repeats, its note."""
    columns = ("statement", "section", "subject", "economy", "start_year", "year", "measure", "value", "unit")
    rows = [
        ("s1", "0", "the market", "CHN;JPN", None, 2020, "growth_of_gdp", 3.5, "%", "about", "", ""),
        ("s2", "3", "x", "", 2019, 2021, "m", 12345678.9, "", "", "7/China/2021", "A note"),
        ("s3", "3", "x", "", None, None, "m", 1.0, "", "", "", ""),
    ]
    frame = pd.DataFrame(rows, columns=[*columns, "qualifier", "repeats", "note"])

    assert views.statements(frame.astype({"start_year": "Int64", "year": "Int64"})) == shown("""
        s1  introduction  CHN JPN  2020
              the market: growth of gdp about 3.5 %
        s2  section 3  2019 to 2021
              x: m 12345678.9
              repeats table 7, China, 2021
              A note.
        s3  section 3
              x: m 1

        3 numbers
    """)


def test_long_statements_hang() -> None:
    """The lines of a statement after its first one are indented by two more."""
    row = STATEMENT | {"subject": "x " * 40, "repeats": "y " * 40, "note": "z " * 40}
    lines = views.statements(pd.DataFrame([row])).splitlines()

    assert [len(line) - len(line.lstrip()) for line in lines[1:7]] == [6, 8] * 3


def test_sources_are_told() -> None:
    """A source is its entry as `cite` writes it, and its note, if there is one, in brackets."""
    frame = neadigital.sources().set_index("source", drop=False).loc[["fn33", "fn31"]]
    told = views.sources(frame.assign(note=["a note " * 12, ""]))
    head, *lines = told.partition("\nfn31\n")[0].splitlines()
    entry, _, note = " ".join(" ".join(lines).split()).partition(" (a note")

    assert (head, entry, note) == ("fn33", citation.entry("fn33"), " a note" * 11 + " )")
    assert [len(line) - len(line.lstrip()) for line in lines] == [4, 6, 6, 4, 6]
    assert told.endswith("\n\n2 sources")


def test_quality_is_told() -> None:
    """Tables, figures and datasets stand under a heading each, with their sum, and the grades are explained."""
    frame = pd.DataFrame(
        {"kind": ["table", "table", "dataset"], "name": ["1", "2", "a"], "cells": [3, 4, 5], "proved": [1, 0, 0]}
    )

    assert views.quality(frame) == shown("""
        Tables
        name  cells  proved
        1         3       1
        2         4       0
        all       7       1

        Datasets
        name  cells  proved
        a         5       0
        all       5       0

        independent: another publication has the number. within:
        another place of the paper has it, or it follows from
        others. proved, inferred: it is wrong on the page, and
        corrected. doubtful: it may be wrong, and stays. unchecked:
        there is nothing here to check it with.
    """)


def test_economies_are_told() -> None:
    """A place has its code, name and kind, whether it is in Northeast Asia, and what else it is called, each once."""
    frame = pd.DataFrame(
        {
            "code": ["KOR", "MNG"],
            "name": ["Republic of Korea", "Mongolia"],
            "kind": "economy",
            "northeast_asia": [True, False],
            "paper_spellings": ["Korea;South Korea;Republic of Korea", ""],
            "aliases": ["KR;Korea", ""],
        }
    )

    assert views.economies(frame) == shown("""
        code  name               kind     northeast_asia
        KOR   Republic of Korea  economy  yes
        MNG   Mongolia           economy  no

        code  also
        KOR   Korea; South Korea; KR
        MNG
    """)


def test_validation_is_told() -> None:
    """Each file that was validated is a line, and the last one says in words that agree that all is well."""
    frame = pd.DataFrame({"file": ["a.csv", "b.csv"], "rows": [1, 2], "columns": [3, 4], "checks": [5, 0]})

    assert views.validation(frame) == shown("""
        file   rows  columns  checks
        a.csv     1        3       5
        b.csv     2        4       0

        2 files hold what their models say.
    """)
    assert views.validation(frame.iloc[:1]).endswith("\n\n1 file holds what its model says.")


def test_headings_are_bold(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a terminal a name, a heading and a title are bold, and nothing else."""
    monkeypatch.setattr(views, "bold", lambda text: f"<{text}>")
    card = Card("d", "t", {"": ["p"], "Head": ["q"]})

    assert views.listing(CATALOGUE.iloc[:1]).startswith("<growth_rates>     1 row")
    assert views.observations(OBSERVED, "", True).startswith("<a>\n")
    assert views.card(card) == "<d: t>\n\np\n\n<Head>\n\nq"
    assert views.statements(pd.DataFrame([STATEMENT])).startswith("<s  introduction  CHN  2020>\n")
    assert views.notes(pd.DataFrame([noted("CHN", 2020)])).startswith("<a, v: doubtful>\n  Odd!\n")
