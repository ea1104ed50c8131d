"""The cells of all datasets that hold a number or could, their places in the paper, their notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from neadigital import _store

#: Dataset, key as notes write it, and column.
CellId = tuple[str, str, str]
Row = dict[str, str]
#: A column's part of the descriptor.
Field = dict[str, Any]


class Cell(NamedTuple):
    """A cell with its key, its column, its row, and its text on the page."""

    dataset: str
    key: str
    field: Field
    row: Row
    printed: str

    @property
    def column(self) -> str:
        """The name of its column."""
        return str(self.field["name"])

    @property
    def id(self) -> CellId:
        """What identifies it."""
        return self.dataset, self.key, self.column

    @property
    def text(self) -> str:
        """Its number as text; empty if none is known."""
        return self.row[self.column]

    @property
    def value(self) -> float:
        """Its number; NaN if none is known."""
        return to_float(self.text)

    @property
    def printed_value(self) -> float:
        """The number that the paper prints here; NaN if it prints none."""
        return to_float(self.printed) if in_paper(self.dataset) else float("nan")

    @property
    def unit(self) -> str:
        """The unit: in a long table the row's, else the column's."""
        return str(self.row.get("unit", self.field["unit"]))

    @property
    def variable(self) -> str:
        """What is measured: in a long table the row's indicator or measure, else the column."""
        return self.row.get("indicator", self.row.get("measure", self.column))

    @property
    def place(self) -> str:
        """The region, else the economy."""
        return self.row.get("region", self.economy)

    @property
    def economy(self) -> str:
        """The economy; of a province, China."""
        return self.row.get("economy", "CHN")

    @property
    def year(self) -> int:
        """The year that the number stands under."""
        return int(self.field.get("year", self.row["year"]))

    @property
    def period(self) -> str:
        """What the number is of: a period, the first months of a year, or a year."""
        if "year" in self.field:
            return str(self.field["year"])
        row = self.row
        if row.get("months", "12") != "12":
            return f"{row['year']}-01/{row['year']}-{int(row['months']):02d}"
        return row.get("period", row.get("reference_year", row["year"]))


def cells(*names: str) -> Iterator[Cell]:
    """Yield the cells of these datasets, by default of all, column by column."""
    for name in names or _store.names("dataset"):
        rows = _store.rows(name)
        printed = _store.rows(_store.as_printed(name))
        keys = [key_text(name, row) for row in rows]
        for field in _store.fields(name):
            if field.get("role") == "value":
                for key, row, printed_row in zip(keys, rows, printed, strict=True):
                    yield Cell(name, key, field, row, printed_row[field["name"]])


def key_text(name: str, row: Row) -> str:
    """Return the key of a dataset's row, as notes write it."""
    columns = _store.resource(name)["schema"]["primaryKey"]
    return ";".join(f"{column}={row[column]}" for column in columns)


def in_paper(name: str) -> bool:
    """Tell whether a dataset is the paper's, not another publication's."""
    return not _store.resource(name)["publisher"]


def to_float(text: str) -> float:
    """Return a number as a float; NaN for empty text."""
    return float(text) if text else float("nan")


# where a number is printed


class Place(NamedTuple):
    """A table, a figure or a dataset, and which of its numbers one is."""

    kind: str
    name: str
    number: tuple[str, ...]
    #: Whether an earlier table has the number too.
    repeated: bool = False


def places(cell: Cell) -> list[Place]:
    """Return the tables and figures of the paper that have a number."""
    entry = _store.resource(cell.dataset)
    facts = cell.row | {"column": cell.column}
    found = [
        Place("figure", figure, cell.id)
        for figure, plotted in entry["figures"].items()
        if all(facts[name] in values for name, values in plotted.items())
    ]
    # What a figure plots is not printed in a table.
    if cell.printed and not entry["figures"]:
        key = cell.field.get("per", entry["schema"]["primaryKey"])
        number = cell.column, *(cell.row[name] for name in key)
        tables = _tables(cell)
        found += [
            Place("table", str(table), number, repeated=table != tables[0])
            for table in tables
        ]
    return found


def _tables(cell: Cell) -> list[int]:
    """Return the tables that print a number, the first one first."""
    of_dataset = _store.resource(cell.dataset)["tables"]
    tables: list[int] = [*(cell.field.get("tables") or of_dataset)]
    if "table" in cell.row:
        tables = [int(cell.row["table"])]
    again = cell.field.get("again")
    if again and cell.row["year"] == str(again["year"]):
        tables.append(again["table"])
    return list(dict.fromkeys(tables))


# notes


class Noted(NamedTuple):
    """What the notes on one cell say together."""

    #: Joined by ;.
    kinds: str = ""
    certainty: str = ""
    severity: str = ""
    text: str = ""


def notes_by_cell() -> defaultdict[CellId, Noted]:
    """Return what is noted of each cell; of a cell without a note, nothing."""
    found: defaultdict[CellId, Noted] = defaultdict(Noted)
    for note in _store.rows("notes"):
        cell = note["dataset"], note["key"], note["column"]
        kinds, certainty, severity, text = found[cell]
        found[cell] = Noted(
            kinds=f"{kinds};{note['kind']}".removeprefix(";"),
            certainty=certainty or note["certainty"],
            severity=severity or note["severity"],
            text=f"{text} {note['note']}.".lstrip(),
        )
    return found
