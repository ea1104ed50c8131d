"""A dataset's rows with marks that link to notes, and the notes as cards."""

from __future__ import annotations

from typing import Any

import markup
import pandas as pd

import neadigital
from neadigital.schemas._registry import DATASETS

# Each kind of note, the most serious first: the mark in a cell, and what it means.
KINDS = {
    "misprint": ("✎", "misprint, corrected"),
    "wrong_base": ("÷", "wrong base"),
    "mislabelled": ("⇄", "wrong label"),
    "serious": ("??", "seriously doubtful"),
    "minor": ("?", "slightly doubtful"),
    "other_year": ("y", "of another year"),
    "other_basis": ("b", "by another definition"),
    "not_available": ("–", "not available"),
    "not_ranked": ("–", "not ranked"),
}
EVIDENCE = markup.Html('<a class="evidence" href="../evidence.html#{}">{}</a>')
NAMES = neadigital.economies().set_index("code")["name"]


def noted(name: str) -> pd.DataFrame:
    """Return a dataset's notes, the most serious first, with mark, row's key and anchors."""
    notes = neadigital.notes(name)  # type: ignore[arg-type]
    doubtful = notes["kind"] == "doubtful"
    notes["mark"] = notes["severity"].where(doubtful, notes["kind"])
    notes["sign"] = [KINDS[mark][0] for mark in notes["mark"]]
    notes["meaning"] = [KINDS[mark][1] for mark in notes["mark"]]
    notes["values"] = [
        [part.partition("=")[2] for part in key.split(";")] for key in notes["key"]
    ]
    notes["row"] = [markup.anchor(*values) for values in notes["values"]]
    places = zip(notes["row"], notes["column"], notes["mark"], strict=True)
    notes["id"] = [markup.anchor("note", *place) for place in places]
    order = notes["mark"].map(list(KINDS).index)
    return notes.iloc[order.argsort(kind="stable")]


def grounds(name: str | None = None) -> pd.DataFrame:
    """Return the grounds of the numbers that have a row on the page of evidence: the paper's."""
    known = neadigital.evidence(name)  # type: ignore[arg-type]
    return known[known["printed"].notna() | (known["ground"] != "external")]


def link(note: dict[str, Any], text: str = "", page: str = "") -> markup.Html:
    """Return a link to a note, on this page or another: a text, or the note's mark."""
    return markup.render("note_link.html", note=note, text=text, page=page)


def flagged(text: str, notes: list[dict[str, Any]]) -> markup.Html:
    """Return a value that links to its first note, and beside it the marks of all its notes."""
    first, *others = notes
    links = [link(first, text or "missing"), *map(link, others)]
    return markup.render("flagged.html", links=links, sign=first["sign"])


def as_shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Return values as texts; numbers of one kind have the same decimals."""
    shown = frame.map(markup.text)
    kinds = [name for name in ("indicator", "measure") if name in frame]
    groups = frame.groupby(kinds).groups.values() if kinds else [frame.index]
    for column in frame.select_dtypes("float"):
        for index in groups:
            values = frame.loc[index, column]
            form = f"{{:.{markup.decimals(values)}f}}".format
            shown.loc[index, column] = values.map(form).replace("nan", "")
    return shown


def rows(name: str, notes: pd.DataFrame) -> str:
    """Return the whole dataset as a table, with names beside codes and marks beside numbers."""
    frame = neadigital.load(name)  # type: ignore[call-overload]
    keys = DATASETS[name].to_schema().unique or []
    book = neadigital.codebook(name)
    # The part after a semicolon says where else the quantity is found.
    meanings = {
        (row.column, row.code): row.meaning.partition(";")[0]
        for row in book.itertuples()
        if row.code
    }
    known = grounds(name)
    numbers = set(zip(known["key"], known["column"], strict=True))
    notes_by_cell = dict(iter(notes.groupby(["key", "column"])))

    def cell(key: str, column: str, value: Any, shown: str) -> Any:
        if (key, column) in notes_by_cell and column not in keys:
            html = flagged(shown, notes_by_cell[key, column].to_dict("records"))
            return markup.Html.sorted_by(html, markup.text(value))
        names = NAMES if column in ("economy", "region") else meanings
        meaning = names.get(value if names is NAMES else (column, value))
        if meaning:
            form = markup.Html('{} <span class="code">{}</span>')
            return form.format(meaning, shown)
        if (key, column) in numbers:
            values = [part.partition("=")[2] for part in key.split(";")]
            place = markup.anchor(name, *values, column)
            html = EVIDENCE.format(place, shown)
            return markup.Html.sorted_by(html, markup.text(value))
        return shown

    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    row_keys = [";".join(f"{key}={row[key]}" for key in keys) for row in records]
    texts = as_shown(frame).to_dict("records")
    table = markup.table(
        [
            [cell(key, column, row[column], text[column]) for column in frame]
            for key, row, text in zip(row_keys, records, texts, strict=True)
        ],
        list(frame.columns),
        caption=f"{name}, all rows",
        long=True,
        noted=sorted(set(notes["column"])),
        ids=[markup.anchor(*(row[key] for key in keys)) for row in records],
        numeric=list(frame.select_dtypes("number")),
    )
    used = {mark: KINDS[mark] for mark in KINDS if mark in set(notes["mark"])}
    return (markup.render("legend.html", used=used) if used else "") + table


def cards(notes: pd.DataFrame) -> markup.Html:
    """Return the notes as cards; cells with the same note share one."""
    values = pd.to_numeric(notes["value"], errors="coerce")
    notes = notes.assign(
        changed=(values - notes["printed_number"]).abs() > 0,
        name=[NAMES.get(values[0], values[0]) for values in notes["values"]],
    )
    same = ["mark", "certainty", "column", "note", "evidence"]
    found = []
    for _, cells in notes.groupby(same, sort=False):
        # A list that names an economy once needs no second name; a city has no more than its name.
        alone = cells["values"].str.len() == 1
        repeats = (cells["name"] == cells["name"].shift()) & ~alone
        records = cells.assign(repeats=repeats).to_dict("records")
        found.append((records[0], records))
    return markup.render("cards.html", cards=found)
