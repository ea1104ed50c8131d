"""The paper's tables as printed: in each cell its numbers, and why we trust them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import markup
import pandas as pd
import paper_numbers

import neadigital
from neadigital.schemas._columns import KEY
from paper.make import page as typed
from paper.make import pages as write_pages

# A cell of table 2 holds two numbers, in the order of its header.
# The corner of table 13 is empty on the page.
EMPTY = "[period]"
# The one column besides the labels that holds words.
OF_WORDS = "Economies"
# Numbers with the same of these are explained together.
SAME = ["ground", "publication", "note", "check", "passes", "read"]
# The order in which they are explained; a gap has no ground.
WORST_FIRST = [
    "doubtful_serious",
    "doubtful_minor",
    "corrected_proved",
    "corrected_inferred",
    "unchecked",
    "external",
    "consistent",
    "published",
    "",
]
Record = dict[str, Any]


# what a page says of a number


@cache
def numbers() -> pd.DataFrame:
    """Return the numbers of the paper with what a page says of each."""
    return words(paper_numbers.numbers())


def words(known: pd.DataFrame) -> pd.DataFrame:
    """Return numbers with their names, what they should be, why we trust them, and the signs."""
    known = paper_numbers.in_words(known.copy())
    ground = known["ground"]
    known["correct"] = known.apply(correct, axis="columns")
    known["why"] = ground.map(markup.WHY)
    known["sign"] = ground.map(markup.SIGNS)
    known["why"] = known["why"].fillna("no number")
    known["sign"] = known["sign"].fillna("–")
    # A corrected number may be in doubt, too.
    is_corrected = ground.str.startswith("corrected")
    is_doubtful = known["severity"] != ""
    doubt = "doubtful_" + known["severity"]
    known["also"] = doubt.where(is_corrected & is_doubtful, "")
    return known


def correct(number: pd.Series) -> str:
    """Return what the paper should have printed; empty where it prints that or nothing."""
    if not number["ground"].startswith("corrected"):
        return ""
    value = number["value"]
    if number["again"]:
        place = number["printed_in"], number["number"]
        value = corrected_by_audit()[place]
    return markup.text(value)


@cache
def corrected_by_audit() -> dict[tuple[str, int], float]:
    """Return what a number should be where a second table repeats it wrongly, by that table."""
    audit = neadigital.audit().query("verdict == 'misprint'")
    judged = neadigital.load("audit_cells").merge(audit, on="check")
    known = neadigital.observations()[list(KEY)].reset_index(names="number")
    found = judged.merge(known, on=list(KEY))
    of_table = found.set_index(["where", "number"])
    return of_table["recomputed"].to_dict()


# the cells of a printed table


@cache
def _row_of_cell() -> dict[tuple[str, str, str], int]:
    """Return the row in `observations` of each cell of the datasets."""
    cells = write_pages.found().cells.all
    return {cell.id: number for number, cell in enumerate(cells)}


def _by_number(known: pd.DataFrame) -> dict[int, Record]:
    """Return numbers by their row in `observations`."""
    records: list[Any] = known.to_dict("records")
    return {record["number"]: record for record in records}


@cache
def _known(table: int) -> dict[int, Record]:
    """Return the numbers that a table prints, by their row in `observations`."""
    is_own = numbers()["printed_in"] == f"Table {table}"
    return _by_number(numbers()[is_own])


@cache
def _gaps() -> dict[int, Record]:
    """Return the cells that print no number, by their row in `observations`, with their note."""
    known = markup.filled(neadigital.observations())
    known["number"] = known.index
    known = known.query("ground == '' and kinds != ''")
    known = known.join(paper_numbers.notes(), on=list(KEY))
    known = known.fillna({"note": ""})
    known["id"] = paper_numbers.ids(known)
    return _by_number(words(known))


def parts(table: int, row: str, heading: str, text: str) -> Iterator[Record]:
    """Yield what a cell holds: its numbers, each with its text on the page, or its gap."""
    texts = text.split("/")
    cells = write_pages.found().page.cells_at(table, row, heading)
    # A cell with two numbers has a place for each.
    places = [cells] if len(texts) == 1 else [(cell,) for cell in cells]
    known = _gaps() | _known(table)
    for place, own in zip(places, texts, strict=True):
        rows = map(_row_of_cell().get, place)
        found = [known[number] for number in rows if number in known]
        # A rank that is printed once for two years has its address at the first.
        for record in found[:1]:
            yield record | {"text": own}


def grid(table: int) -> dict[str, Any]:
    """Return a printed table: its heads, its rows of cells, and the numbers that it has."""
    title = typed.titles()[table]
    label = title["label"]
    frame = markup.filled(neadigital.printed_table(table))
    rows = []
    held: list[Record] = []
    for line in frame.to_dict("records"):
        cells = []
        for heading, text in line.items():
            cell = {"text": text, "is_label": heading == label, "parts": []}
            if text and heading not in (label, OF_WORDS):
                cell["parts"] = list(parts(table, line[label], heading, text))
            held += cell["parts"]
            cells.append(cell)
        rows.append(cells)
    return {
        "number": table,
        "title": title["title"],
        "heads": heads(list(frame)),
        "rows": rows,
        "held": held,
    }


def heads(columns: list[str]) -> list[list[Record]]:
    """Return the rows of a table's head: of a head in two rows, the upper ones span the lower."""
    pairs = [column.partition(" | ") for column in columns]
    below = [head(lower) for _, _, lower in pairs if lower]
    if not below:
        return [[head(name) for name in columns]]
    upper: list[Record] = []
    for name, _, lower in pairs:
        is_same = upper and upper[-1]["text"] == name
        if lower and is_same:
            upper[-1]["across"] += 1
        else:
            upper.append(head(name, down=1 if lower else 2))
    return [upper, below]


def head(name: str, down: int = 1) -> Record:
    """Return a cell of a table's head, which spans so many rows."""
    text = name.replace(EMPTY, "")
    return {"text": text, "across": 1, "down": down}


# numbers that are known in the same way


def groups(held: list[Record]) -> list[list[Record]]:
    """Return numbers that are known in the same way together, the most doubtful first."""
    found: dict[tuple[str, ...], list[Record]] = {}
    for record in sorted(held, key=lambda one: WORST_FIRST.index(one["ground"])):
        same = tuple(markup.text(record[column]) for column in SAME)
        found.setdefault(same, []).append(record)
    return list(found.values())
