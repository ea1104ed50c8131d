"""The datasets: their rows with notes and evidence, their columns, and their files."""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup
from numpydoc.docscrape import FunctionDoc

import neadigital
from _ext import charts, numbers, pictures, words
from neadigital.__main__ import main
from neadigital.schemas._registry import DATASETS

Record = dict[str, Any]
# Search words that readers may use and a dataset does not.
KEYWORDS = {
    "itu_indicators": ["smartphone", "smartphones", "cell phone"],
    "digital_economy_scale": ["definition of digital economy", "CAICT definition"],
}
# A name in a cell is as long as this at most; a longer one is shown when one points at the code.
_LONGEST_NAME = 55
# As many measures are named in the sentence on a dataset.
_MOST_MEASURES = 4


def _all_editions(name: str) -> pd.DataFrame:
    """Return the rows of a dataset in each of its editions, the last one at the end."""
    known = words.RESOURCES[name].get("editions")
    if not known:
        whole: pd.DataFrame = words.load(name)
        return whole
    frames = []
    for edition in known:
        own = words.load(name, edition=edition)
        frames.append(own)
    return pd.concat(frames, ignore_index=True)


@cache
def meanings(name: str) -> dict[str, Record]:
    """Return what readers call each code, by column."""
    book = words.BOOK.query("dataset == @name")
    codes = book.dropna(subset="code").set_index("code")
    parts = codes["meaning"].str.split("[,;:]")
    first_part = parts.str[0]
    codes["name"] = codes["label"].fillna(first_part)
    is_short = codes["name"].str.len() <= _LONGEST_NAME
    found: dict[str, Any] = {}
    for column, own in codes[is_short].groupby("column"):
        found[str(column)] = own["name"].to_dict()
    found["economy"] = words.NAMES
    found["region"] = words.NAMES
    return found


def models() -> list[str]:
    """Return the names of the models of the datasets."""
    return [model.__name__ for model in DATASETS.values()]


def _places_of(name: str) -> list[str]:
    """Return the codes of the economies and regions of a dataset."""
    known = numbers.observations()
    own = known[known["dataset"] == name]
    economies = set(own["economy"])
    places = set(own["place"])
    return sorted(economies | places)


def _cited(name: str) -> list[Record]:
    """Return the publications that a dataset is from."""
    entry = words.RESOURCES[name]
    cited = list(entry["cites"])
    if entry["source"].startswith("Song (2023)"):
        cited.insert(0, "song-2023")
    sources = neadigital.sources()
    sources = sources.set_index("source", drop=False)
    own = words.filled(sources.loc[cited])
    return words.records(own)


def _notes(name: str) -> pd.DataFrame:
    """Return the notes of a dataset with their addresses, the most serious first."""
    notes = words.filled(neadigital.notes(name))
    kind = notes["kind"]
    is_doubtful = kind == "doubtful"
    notes["mark"] = notes["severity"].where(is_doubtful, kind)
    notes["row"] = words.row_anchors(name, notes)
    # Of a dataset without notes `agg` would give a frame.
    place = notes["row"] + "-" + notes["column"]
    start = "note-" + place
    ids = start + "-" + notes["mark"]
    notes["id"] = ids.map(words.anchor)
    kinds = list(words.KINDS)
    notes["order"] = notes["mark"].map(kinds.index)
    notes["shown"] = words.aligned(notes["value"], notes["indicator"])
    return notes.sort_values("order", kind="stable")


def _rows(name: str, frame: pd.DataFrame) -> list[list[Record]]:
    """Return the rows of a dataset, each as its cells."""
    texts = _texts(frame)
    anchors = words.row_anchors(name, frame)
    columns = []
    for column in frame:
        cells = _cells(name, anchors, texts[column], frame[column])
        columns.append(cells)
    rows = zip(*columns, strict=True)
    return [list(row) for row in rows]


def _cells(
    name: str, anchors: pd.Series, texts: pd.Series, values: pd.Series
) -> list[Record]:
    """Return the cells of a column: text, name, order, evidence and marks of each."""
    column = str(texts.name)
    names = meanings(name).get(column, {})
    evidence = _evidence(name)
    marks = _marks(name)
    cells = []
    for anchor, text, value in zip(anchors, texts, values, strict=True):
        place = anchor, column
        cells.append(
            {
                "column": column,
                "text": text,
                "name": names.get(text, ""),
                "order": words.text(value),
                "marks": marks.get(place, []),
                "evidence": evidence.get(place),
            }
        )
    return cells


@cache
def _evidence(name: str) -> Any:
    """Return why each number of a dataset is trusted and where a page says so, by its place."""
    known = numbers.grounds()
    own = known[known["dataset"] == name]
    own = own.set_index(["row", "column"])
    return own[["ground", "address"]].to_dict("index")


@cache
def _marks(name: str) -> Any:
    """Return the notes of a dataset by the place of their number."""
    groups = _notes(name).groupby(["row", "column"])
    return {place: words.records(own) for place, own in groups}


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of a dataset as texts, numbers of one kind with the same decimals."""
    texts = frame.map(words.text)
    without = pd.Series("", frame.index)
    kinds = frame.get("indicator", without)
    for column in frame.select_dtypes("float"):
        texts[column] = words.aligned(frame[column], kinds)
    return texts


def _book(name: str) -> list[Record]:
    """Return the columns and the codes of a dataset, each with the tables that print it."""
    book = neadigital.codebook(name)
    book = book.replace(";", ", ", regex=True)
    book = words.filled(book)
    printed = numbers.printed().query("dataset == @name and printed_in != ''")
    groups = printed.groupby("indicator")["printed_in"]
    places = groups.unique().to_dict()
    rows = words.records(book)
    for row in rows:
        own = row["code"] or row["column"]
        row["name"] = own
        row["places"] = places.get(own, [])
    return rows


def _about(name: str) -> str:
    """Return in a sentence what a dataset has, and of which years."""
    entry = words.RESOURCES[name]
    years = str(entry["lastYear"])
    if entry["firstYear"] != entry["lastYear"]:
        years = f"{entry['firstYear']} to {years}"
    measures = _measures(name)
    parts = measures[:_MOST_MEASURES]
    more = len(measures) - _MOST_MEASURES
    if more > 0:
        parts.append(f"{more} more")
    has = "; ".join(parts) or "names, dates and places"
    rows = entry["rows"]
    return f"{rows:,} rows of {years}: {has}."


def _measures(name: str) -> list[str]:
    """Return what readers call each measure of a dataset, with its unit."""
    values = [one["name"] for one in charts.values(name)]
    book = words.BOOK.query("dataset == @name")
    measures = book.query("column == 'indicator' and code.notna()")
    if measures.empty:
        is_value = book["column"].isin(values)
        is_year = book["unit"] == "year"
        measures = book[is_value & ~is_year]
    found = []
    for row in words.records(measures):
        label = row["label"]
        says_unit = re.search(r"%|per |\(|US\$", label)
        if not says_unit:
            label += f" ({row['unit']})"
        found.append(label)
    return found


def dataset(name: str) -> Record:
    """Return what a dataset's page shows: chart, columns, rows, notes and sources."""
    printed = numbers.printed().query("dataset == @name")
    in_table = printed["printed_in"]
    is_in_text = in_table == ""
    places = in_table.mask(is_in_text, printed["section"])
    grounds = numbers.grounds().query("dataset == @name")
    counts = grounds["ground"].value_counts(sort=False)
    keywords = KEYWORDS.get(name, [])
    native = words.native_names(_places_of(name))
    found = {
        "name": name,
        "entry": words.RESOURCES[name],
        "keywords": keywords + native,
        "about": _about(name),
        "doc": FunctionDoc(getattr(neadigital, name))["Extended Summary"],
        "model": DATASETS[name].__name__,
        "charts": _charts(name),
        "places": places.unique(),
        "counts": counts.to_dict(),
        "book": _book(name),
        "sources": _cited(name),
    }
    return found | _table(name) | _remarks(name)


def _table(name: str) -> Record:
    """Return the table of all rows: its heads, its rows and what it shows at first."""
    frame = _all_editions(name)
    numeric = frame.select_dtypes("number")
    ids = words.row_anchors(name, frame)
    editions = words.RESOURCES[name].get("editions")
    # A dataset with editions is too long to be read as a whole.
    first = {}
    if editions:
        first = {"edition": editions[-1], "indicator": charts.measure(name)}
    return {
        "heads": list(frame),
        "first": first,
        "numeric": list(numeric),
        "rows": _rows(name, frame),
        "ids": ids.tolist(),
    }


def _remarks(name: str) -> Record:
    """Return the notes, alike ones as one card, and how many marks a cell of a column has."""
    notes = _notes(name)
    alike = notes.groupby(["mark", "certainty", "note", "evidence"], sort=False)
    cards = [words.records(own) for _, own in alike]
    in_cells = notes.groupby(["row", "column"]).size()
    # A cell has room for as many marks as one of its column has.
    most_marks = in_cells.groupby("column").max()
    return {"cards": cards, "marked": most_marks.to_dict()}


def _charts(name: str) -> list[Markup]:
    """Return the chart of a dataset, and one of each other measure, after drawing its card."""
    pictures.save_card(name, charts.of_dataset(name, is_card=True))
    others = charts.others(name)
    first = charts.measure(name) if others else ""
    draw = charts.of_dataset(name)
    drawn = [pictures.show(name, draw, dataset=name, kind=first)]
    for label, draw in others.items():
        file = f"{name}-{words.anchor(label)}"
        drawn.append(pictures.show(file, draw, dataset=name, kind=label))
    return drawn


def topics() -> dict[str, list[str]]:
    """Return the datasets by topic, in the order of the catalogue."""
    found: dict[str, list[str]] = {}
    for name, model in DATASETS.items():
        own = found.setdefault(model.Config.metadata["topic"], [])
        own.append(name)
    return found


def write_files(folder: Path) -> None:
    """Write one archive of what the package exports, and each dataset's file from it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        exported = Path(made, "neadigital-data")
        with redirect_stdout(StringIO()):
            main(["export", str(exported)])
        for kind in ("data", "printed_tables"):
            for path in (exported / kind).glob("*.csv"):
                shutil.copy(path, folder)
        archive = folder / "neadigital"
        shutil.make_archive(str(archive), "zip", made)
