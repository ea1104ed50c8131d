"""A dataset's rows with marks that link to notes, and the notes as cards."""

from __future__ import annotations

import markup
import pandas as pd
from page_evidence import grounds

import neadigital
from neadigital.schemas._registry import DATASETS

# Each kind of note, the most serious first: the mark in a cell, and what it means.
KINDS = pd.DataFrame(
    [
        ("misprint", "✎", "misprint, corrected"),
        ("wrong_base", "÷", "wrong base"),
        ("mislabelled", "⇄", "wrong label"),
        ("serious", "??", "seriously doubtful"),
        ("minor", "?", "slightly doubtful"),
        ("other_year", "y", "of another year"),
        ("other_basis", "b", "by another definition"),
        ("not_available", "–", "not available"),
        ("not_ranked", "–", "not ranked"),
    ],
    columns=["mark", "sign", "meaning"],
)
NAMED = markup.Html('{} <span class="code">{}</span>')
NAMES = neadigital.economies().set_index("code")["name"]


def noted(name: str) -> pd.DataFrame:
    """Return a dataset's notes, the most serious first, with mark, row's key and anchors."""
    notes = neadigital.notes(name)  # type: ignore[arg-type]
    doubtful = notes["kind"] == "doubtful"
    notes["mark"] = notes["severity"].where(doubtful, notes["kind"])
    notes["values"] = notes["key"].map(markup.values)
    notes["row"] = [markup.anchor(*values) for values in notes["values"]]
    places = zip(notes["row"], notes["column"], notes["mark"], strict=True)
    notes["id"] = [markup.anchor("note", *place) for place in places]
    # The order of the left side is kept: that of the kinds.
    return KINDS.merge(notes, on="mark")


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


def with_names(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the texts of cells, with an economy's name or a code's meaning beside the code."""
    shown = as_shown(frame).astype(object)
    codes = neadigital.codebook(name).query("code != ''")
    # The part after a semicolon says where else the quantity is found.
    codes["meaning"] = codes["meaning"].str.split(";").str[0]
    for column in frame:
        own = codes[codes["column"] == column].set_index("code")["meaning"]
        meanings = NAMES if column in ("economy", "region") else own
        named = frame[column].map(meanings).dropna()
        for row, meaning in named.items():
            shown.loc[row, column] = NAMED.format(meaning, shown.loc[row, column])
    return shown


def rows(name: str, notes: pd.DataFrame) -> str:
    """Return the whole dataset: a number leads to its ground, and its marks to its notes."""
    frame = neadigital.load(name)  # type: ignore[call-overload]
    keys = DATASETS[name].to_schema().unique or []
    key_texts = [
        ";".join(f"{key}={row[key]}" for key in keys)
        for row in frame.to_dict("records")
    ]
    own = grounds().query("dataset == @name")
    addresses = own.set_index(["key", "column"])["address"].to_dict()
    notes_by_cell = {
        cell: found.to_dict("records")
        for cell, found in notes.groupby(["key", "column"])
    }
    shown = with_names(name, frame)
    for column in frame.columns.difference(keys):
        for row, key in enumerate(key_texts):
            address = addresses.get((key, column), "")
            of_cell = notes_by_cell.get((key, column), [])
            if address or of_cell:
                html = markup.render(
                    "number.html",
                    shown=shown.loc[row, column],
                    address=address,
                    notes=of_cell,
                )
                order = markup.text(frame.loc[row, column])
                shown.loc[row, column] = markup.Html.sorted_by(html, order)
    table = markup.table(
        shown.itertuples(index=False, name=None),
        list(frame),
        caption=f"{name}, all rows",
        long=True,
        noted=sorted(set(notes["column"])),
        ids=[markup.anchor(*markup.values(key)) for key in key_texts],
        numeric=list(frame.select_dtypes("number")),
    )
    used = KINDS[KINDS["mark"].isin(notes["mark"])]
    legend = markup.render("legend.html", used=used.to_dict("records"))
    return legend + table if len(used) else table


def cards(notes: pd.DataFrame) -> markup.Html:
    """Return the notes as cards; cells with the same note share one."""
    values = pd.to_numeric(notes["value"], errors="coerce")
    notes["changed"] = (values - notes["printed_number"]).abs() > 0
    codes = notes["values"].str[0]
    notes["name"] = codes.map(NAMES).fillna(codes)
    same = ["mark", "certainty", "column", "note", "evidence"]
    found = []
    for _, cells in notes.groupby(same, sort=False):
        # A list that names an economy once needs no second name; a city has no more than its name.
        alone = cells["values"].str.len() == 1
        repeats = (cells["name"] == cells["name"].shift()) & ~alone
        found.append(cells.assign(repeats=repeats).to_dict("records"))
    return markup.render("cards.html", cards=found)
