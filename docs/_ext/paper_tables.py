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
from paper.audit import page as audited
from paper.make import page as typed
from paper.make import pages as write_pages

# A cell of table 2 holds two numbers, in the order of its header.
PAIR = [
    "Active mobile-broadband subscriptions per 100 inhabitants",
    "Fixed-broadband subscriptions per 100 inhabitants",
]
# The corner of table 13 is empty on the page.
EMPTY = "[period]"
Record = dict[str, Any]


def headings_of(heading: str) -> list[str]:
    """Return the headings of the numbers in a cell: two where the cell holds two."""
    if typed.TABLE_2_PAIR not in heading:
        return [heading]
    return [heading.replace(typed.TABLE_2_PAIR, one) for one in PAIR]


@cache
def _row_of_cell() -> dict[tuple[str, str, str], int]:
    """Return the row in `observations` of each cell of the datasets."""
    cells = write_pages.found().cells.all
    return {cell.id: number for number, cell in enumerate(cells)}


@cache
def numbers() -> pd.DataFrame:
    """Return the numbers of the paper with what a page says of each."""
    return words(paper_numbers.numbers())


@cache
def _known(table: int) -> dict[int, Record]:
    """Return the numbers that a table prints, by their row in `observations`."""
    is_own = numbers()["printed_in"] == f"Table {table}"
    own = numbers()[is_own]
    records: list[Any] = own.to_dict("records")
    return {record["number"]: record for record in records}


@cache
def _gaps() -> dict[int, Record]:
    """Return the cells that print no number, by their row in `observations`, with their note."""
    known = markup.filled(neadigital.observations())
    known["number"] = known.index
    known = known.query("ground == '' and kinds != ''")
    known = known.join(paper_numbers.notes(), on=list(KEY)).fillna({"note": ""})
    known["id"] = paper_numbers.ids(known)
    records: list[Any] = words(known).to_dict("records")
    return {record["number"]: record for record in records}


@cache
def corrected_by_audit() -> dict[tuple[str, int], float]:
    """Return what a number should be where a second table repeats it wrongly, by that table."""
    audit = neadigital.audit().query("verdict == 'misprint'")
    judged = neadigital.audit_cells().merge(audit, on="check")
    keys = markup.filled(neadigital.observations())[list(KEY)].astype(str)
    number_of = {tuple(key): number for number, key in enumerate(keys.to_numpy())}
    found = {}
    for row in markup.filled(judged).to_dict("records"):
        key = tuple(str(row[column]) for column in KEY)
        found[row["where"], number_of[key]] = row["recomputed"]
    return found


def words(known: pd.DataFrame) -> pd.DataFrame:
    """Return numbers with what a page says of each: its name, what it should be, and the signs."""
    known = paper_numbers.in_words(known.copy())
    known["correct"] = known.apply(correct, axis="columns")
    known["why"] = known["ground"].map(markup.WHY).fillna("no number")
    known["sign"] = known["ground"].map(markup.SIGNS).fillna("–")
    is_also = known["ground"].str.startswith("corrected") & known["severity"].ne("")
    doubt = "doubtful_" + known["severity"]
    known["also"] = doubt.where(is_also, "")
    return known


def correct(number: pd.Series) -> str:
    """Return what the paper should have printed; empty where it prints that or nothing."""
    if not number["ground"].startswith("corrected"):
        return ""
    if number["again"]:
        value = corrected_by_audit()[number["printed_in"], number["number"]]
    else:
        value = number["value"]
    return markup.text(value)


def parts(table: int, row: str, heading: str, text: str) -> Iterator[Record]:
    """Yield what a cell holds: its numbers, each with its text on the page, or its gap."""
    headings = headings_of(heading)
    for one, own in zip(headings, text.split("/"), strict=True):
        for cell in audited.cells_at(table, row, one):
            number = _row_of_cell()[cell]
            found = _known(table).get(number) or _gaps().get(number)
            # A rank that is printed once for two years has its address at the first.
            if found:
                yield found | {"text": own}
                break


def grid(table: int) -> dict[str, Any]:
    """Return a printed table: its heads, its rows of cells, and the numbers that it has."""
    title = typed.titles()[table]
    frame = markup.filled(neadigital.printed_table(table))
    label = title["label"]
    rows = []
    for line in frame.to_dict("records"):
        cells = []
        for heading, text in line.items():
            is_text = heading in (label, "Economies") or not text
            found = [] if is_text else list(parts(table, line[label], heading, text))
            cells.append({"text": text, "parts": found, "is_label": heading == label})
        rows.append(cells)
    held = [part for cells in rows for cell in cells for part in cell["parts"]]
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
    if not any(lower for _, _, lower in pairs):
        return [[{"text": name, "across": 1, "down": 1} for name in columns]]
    upper: list[Record] = []
    for name, _, lower in pairs:
        if lower and upper and upper[-1]["text"] == name:
            upper[-1]["across"] += 1
        else:
            down = 1 if lower else 2
            upper.append({"text": name.replace(EMPTY, ""), "across": 1, "down": down})
    below = [{"text": low, "across": 1, "down": 1} for _, _, low in pairs if low]
    return [upper, below]


def groups(held: list[Record]) -> list[list[Record]]:
    """Return numbers that are known in the same way together, the most doubtful first."""
    same = ["ground", "publication", "note", "check", "passes", "read"]
    frame = pd.DataFrame(held)
    if frame.empty:
        return []
    order = pd.Categorical(frame["ground"], [*reversed(markup.WHY), ""])
    frame = frame.assign(order_of_ground=order.codes)
    frame = frame.sort_values("order_of_ground", kind="stable")
    keys = frame[same].map(markup.text).agg("|".join, axis="columns")
    return [own.to_dict("records") for _, own in frame.groupby(keys, sort=False)]
