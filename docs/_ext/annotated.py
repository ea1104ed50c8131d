"""A dataset's rows with a mark on each cell that has a note, and the notes as cards: each mark links to its note."""

from __future__ import annotations

from html import escape
from typing import Any

import markup
import pandas as pd

import neadigital
from neadigital.schemas._registry import DATASETS

# Each kind of note, the most serious first: the mark in a cell, and what it means.
KINDS = {
    "misprint": ("✎", "misprint, corrected"),
    "wrong_base": ("÷", "wrong base, corrected"),
    "mislabelled": ("⇄", "wrong label"),
    "serious": ("??", "seriously doubtful"),
    "minor": ("?", "slightly doubtful"),
    "other_year": ("y", "of another year"),
    "other_basis": ("b", "by another definition"),
    "not_available": ("–", "not available"),
    "not_ranked": ("–", "not ranked"),
}
NAMES = neadigital.economies().set_index("code")["name"]
UNITS = ("_usd_bn", "_cny_bn", "_pct", "_mn", "_per_100", "_kbit_s")


def words(column: str) -> str:
    """Return the name of a column or an indicator as words, without its unit."""
    for unit in UNITS:
        column = column.removesuffix(unit)
    return column.replace("_", " ").replace("gdp", "GDP")


def noted(name: str) -> pd.DataFrame:
    """Return a dataset's notes, the most serious first, each with its mark, the row's key as values, and an anchor."""
    notes = neadigital.notes(name)  # type: ignore[arg-type]
    notes["mark"] = notes["severity"].where(notes["kind"] == "doubtful", notes["kind"])
    notes["values"] = [
        [part.partition("=")[2] for part in key.split(";")] for key in notes["key"]
    ]
    notes["id"] = [
        markup.anchor("note", *values, column, mark)
        for values, column, mark in zip(
            notes["values"], notes["column"], notes["mark"], strict=True
        )
    ]
    return notes.sort_values(
        "mark", key=lambda marks: marks.map(list(KINDS).index), kind="stable"
    )


def link(note: dict[str, Any], text: str = "", page: str = "") -> str:
    """Return a link to a note, on this page or another: a text, or the note's mark."""
    mark, meaning = KINDS[note["mark"]]
    shown = text or f'<sup aria-hidden="true">{mark}</sup>'
    return (
        f'<a class="flag {note["mark"]}" href="{page}#{note["id"]}" title="{meaning}">'
        f'{shown}<span class="visually-hidden"> {meaning}</span></a>'
    )


def flagged(text: str, notes: list[dict[str, Any]]) -> str:
    """Return a value that links to its first note, and beside it the marks of all its notes."""
    first, *others = notes
    mark = f'<sup aria-hidden="true">{KINDS[first["mark"]][0]}</sup>'
    marks = mark + "".join(map(link, others))
    return f'{link(first, text or "missing")}<span class="marks">{marks}</span>'


def as_shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Return values as texts; numbers of one kind have the same decimals."""
    kinds = frame.columns.intersection(["indicator", "measure"])
    shown = frame.map(markup.text)
    for column in frame.select_dtypes("float"):
        groups = (
            frame.groupby(list(kinds))[column] if len(kinds) else [("", frame[column])]
        )
        for _, values in groups:
            decimals = markup.decimals(values)
            texts = ["" if pd.isna(one) else f"{one:.{decimals}f}" for one in values]
            shown.loc[values.index, column] = texts
    return shown


def rows(name: str, notes: pd.DataFrame) -> str:
    """Return the whole dataset as a table, with names beside codes and marks that link to the notes."""
    frame = neadigital.load(name)  # type: ignore[call-overload]
    keys = DATASETS[name].to_schema().unique or []
    book = neadigital.codebook(name)
    # The part after a semicolon says where else the quantity is found.
    meanings = {
        (row.column, row.code): row.meaning.partition(";")[0]
        for row in book.itertuples()
        if row.code
    }
    notes_by_cell = dict(iter(notes.groupby(["key", "column"])))

    def cell(key: str, column: str, value: Any, shown: str) -> Any:
        if (key, column) in notes_by_cell and column not in keys:
            html = flagged(escape(shown), notes_by_cell[key, column].to_dict("records"))
            return markup.Html.sorted_by(html, markup.text(value))
        names = NAMES if column in ("economy", "region") else meanings
        meaning = names.get(value if names is NAMES else (column, value))
        if meaning:
            return markup.Html(
                f'{escape(meaning)} <span class="code">{escape(shown)}</span>'
            )
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
    used = [KINDS[mark] + (mark,) for mark in KINDS if mark in set(notes["mark"])]
    legend = "".join(
        f'<li><span class="flag {kind}"><sup>{mark}</sup></span> {text}</li>'
        for mark, text, kind in used
    )
    return (
        f'<ul class="legend"><li>A mark leads to the note:</li>{legend}</ul>'
        if used
        else ""
    ) + table


def item(note: dict[str, Any], above: str) -> str:
    """Return a cell for a card's list: what it is, and its value or how that changes; a repeated name is hidden."""
    first, *rest = note["values"]
    name = escape(NAMES.get(first, first))
    name = (
        f'<span class="visually-hidden">{name}</span>'
        if name == above and rest
        else name
    )
    becomes = (
        f"{note['printed']} becomes {note['value']}"
        if note["changed"]
        else note["value"] or note["printed"]
    )
    return (
        f'<li id="{note["id"]}"><a href="#{markup.anchor(*note["values"])}">{name} {" ".join(map(words, rest))}</a>'
        f"{f': {escape(becomes)}' if becomes else ''}</li>"
    )


def cards(notes: pd.DataFrame) -> str:
    """Return the notes as cards; cells with the same note share one."""
    values = pd.to_numeric(notes["value"], errors="coerce")
    notes = notes.assign(changed=(values - notes["printed_number"]).abs() > 0)
    found = []
    for (mark, certainty, column, text, evidence), cells in notes.groupby(
        ["mark", "certainty", "column", "note", "evidence"], sort=False
    ):
        records = cells.to_dict("records")
        above = ["", *(NAMES.get(note["values"][0]) for note in records)]
        items = "".join(map(item, records, above))
        flag = f'<span class="flag {mark}"><sup>{KINDS[mark][0]}</sup> {KINDS[mark][1]}</span>'
        heading = " · ".join(
            filter(None, [flag, certainty, words(column) if column != "value" else ""])
        )
        proof = (
            f"<details><summary>Evidence</summary>{escape(evidence)}.</details>"
            if evidence
            else ""
        )
        found.append(
            f'<article class="note"><h3>{heading}</h3>\n<ul>{items}</ul>\n<p>{escape(text)}.</p>{proof}</article>'
        )
    return f'<div class="notes">{"".join(found)}</div>'
