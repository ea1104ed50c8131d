"""What a dataset's page shows: rows with marks that link to notes, and the notes as cards."""

from __future__ import annotations

from typing import Any

import markup
import pandas as pd
from paper_numbers import grounds

import neadigital

# Each kind of note, the most serious first: the mark in a cell, and what it means.
KINDS = pd.DataFrame(
    [
        ("misprint", "✎", "misprint, corrected"),
        ("wrong_base", "÷", "wrong base"),
        ("mislabelled", "⇄", "wrong label"),
        ("serious", "??", "seriously doubtful"),
        ("minor", "?", "slightly doubtful"),
        ("break", "|", "the series breaks here"),
        ("other_year", "y", "of another year"),
        ("other_basis", "b", "on a different definition"),
        ("not_available", "–", "not available"),
        ("not_ranked", "–", "not ranked"),
    ],
    columns=["mark", "sign", "meaning"],
)
# The share of a column's numbers from which their common note is marked once, in the column's head.
NEARLY_ALL = 0.8
# Notes that agree in these are one card.
SAME = ["mark", "certainty", "note", "evidence"]
# What a note says of its own number alone; on its card it is at the number.
ACCURACY = r"\. It is accurate to (?P<accuracy>[\d.]+) points"
# Columns from whose texts a reader chooses.
CHOSEN = ["economy", "region", "indicator"]


def noted(name: str) -> pd.DataFrame:
    """Return a dataset's notes, the most serious first, with mark, row's key and anchors."""
    notes = markup.filled(neadigital.notes(name))
    kind = notes["kind"]
    mark = notes["severity"].where(kind == "doubtful", kind)
    notes["accuracy"] = notes["note"].str.extract(ACCURACY)["accuracy"].fillna("")
    notes["note"] = notes["note"].str.replace(ACCURACY, "", regex=True)
    notes["key"] = markup.row_keys(name, notes)
    notes["mark"] = mark
    notes["row"] = notes["key"].map(markup.row_anchor)
    parts = notes[["row", "column", "mark"]]
    note = "note-" + parts.agg("-".join, axis="columns")
    notes["id"] = note.map(markup.anchor)
    # The order of the left side is kept: that of the kinds.
    return KINDS.merge(notes, on="mark")


def texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return values as texts; numbers of one kind have the same decimals."""
    shown = frame.map(markup.text)
    # A table without such a column has numbers of one kind in each of its columns.
    kinds = frame.get("indicator", pd.Series("", frame.index))
    for column in frame.select_dtypes("float"):
        shown[column] = markup.aligned(frame[column], kinds)
    return shown


def meanings(name: str) -> dict[str, dict[str, str]]:
    """Return what readers call each code, or what it means, by column."""
    codes = neadigital.codebook(name).dropna(subset="code")
    # A cell has the first part; the whole is on the page once, among the codes.
    meaning = codes["meaning"].str.split("[,;:]").str[0]
    codes = codes.assign(meaning=codes["label"].fillna(meaning))
    by_code = codes.set_index("code")
    by_column = by_code.groupby("column")["meaning"]
    found = by_column.agg(dict).to_dict()
    return found | {"economy": markup.NAMES, "region": markup.NAMES}


def loaded(name: str) -> pd.DataFrame:
    """Return every row of a dataset, also those that only another edition has."""
    return pd.concat(markup.by_edition(name), ignore_index=True)


def words_of(grounds: Any) -> str:
    """Return grounds in words, joined by ;."""
    return ";".join(markup.WHY[ground] for ground in grounds)


def counts(own: pd.DataFrame) -> dict[str, int]:
    """Return how many of a dataset's numbers have each ground, in the order of the words."""
    found = own["ground"].value_counts()
    return found.reindex([*markup.WHY]).dropna().astype(int).to_dict()


def rows(name: str, frame: pd.DataFrame, why: pd.Series) -> list[dict[str, Any]]:
    """Return the rows of a dataset with their keys, texts, grounds, and numbers to sort by."""
    # A year sorts by its text.
    numbers = frame.select_dtypes("number").drop(columns="year", errors="ignore")
    order = numbers.map(markup.text)
    found = pd.DataFrame()
    found["key"] = markup.row_keys(name, frame)
    found["id"] = found["key"].map(markup.row_anchor)
    grounds_of_row = found["key"].map(why)
    found["why"] = grounds_of_row.map(words_of, na_action="ignore").fillna("")
    found["texts"] = texts(frame).to_dict("records")
    found["order"] = order.to_dict("records")
    return found.to_dict("records")


def in_head(frame: pd.DataFrame, notes: pd.DataFrame) -> pd.Series:
    """Tell which notes say of nearly all numbers of a column that their definition differs."""
    cells = notes.groupby(["column", *SAME])["id"].transform("size")
    numbers = notes["column"].map(frame.count())
    return notes["mark"].eq("other_basis") & (cells >= NEARLY_ALL * numbers)


def marks_of_heads(
    frame: pd.DataFrame, notes: pd.DataFrame
) -> dict[str, dict[str, Any]]:
    """Return the mark in the head of each column whose numbers share a note."""
    marks = {}
    for column, own in notes.groupby("column"):
        numbers = frame[column].count()
        first = own.iloc[0].to_dict()
        meaning = f"{first['meaning']}: {len(own)} of {numbers} numbers"
        marks[column] = first | {"meaning": meaning}
    return marks


def cards(notes: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the notes, those with the same text together, by column."""
    change = notes["value"] - notes["printed_value"]
    # What a correction changes is said in the note that corrects, and in no other.
    is_correction = notes["certainty"] != ""
    notes["changed"] = is_correction & (change.abs() > 0)
    found = []
    for _, cells in notes.groupby(SAME, sort=False):
        by_column = cells.groupby("column", sort=False)
        columns = {column: own.to_dict("records") for column, own in by_column}
        found.append(cells.iloc[0].to_dict() | {"columns": columns})
    return found


def rows_and_notes(name: str) -> dict[str, Any]:
    """Return the whole dataset: numbers lead to their evidence, and marks to notes."""
    frame = loaded(name)
    notes = noted(name)
    own = grounds().query("dataset == @name")
    own = own.assign(key=markup.row_keys(name, own))
    cell = ["key", "column"]
    is_in_head = in_head(frame, notes)
    why = own.groupby("key")["ground"].unique()
    addresses = own.set_index(cell)["address"]
    of_cells = notes[~is_in_head].groupby(cell)
    by_cell = {place: found.to_dict("records") for place, found in of_cells}
    used = KINDS["mark"].isin(notes["mark"])
    return {
        "heads": list(frame),
        "labels": {column: markup.words(column, name) for column in frame},
        "filters": [column for column in CHOSEN if column in frame],
        "every_row": rows(name, frame, why),
        "numeric": list(frame.select_dtypes("number")),
        "noted": list(notes["column"]),
        "head_marks": marks_of_heads(frame, notes[is_in_head]),
        "meanings": meanings(name),
        "addresses": addresses.to_dict(),
        "grounds": own.set_index(cell)["ground"].to_dict(),
        "counts": counts(own),
        "notes_by_cell": by_cell,
        "legend": KINDS[used].to_dict("records"),
        "cards": cards(notes),
    }
