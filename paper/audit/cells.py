"""The cells of all datasets that hold a number or could, their places in the paper, their notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from neadigital._store import KEY
from paper.audit.inputs import Dataset, Inputs
from paper.rows.intervals import CellId
from paper.rows.page import Row

#: A column's part of the descriptor.
Field = dict[str, Any]


class Cell(NamedTuple):
    """A cell: its dataset, key and column, its row, and its text on the page."""

    of: Dataset
    key: str
    field: Field
    row: Row
    #: The number as printed, as a short decimal, and the cell of the page; empty if there is none.
    printed: str
    on_page: str

    @property
    def dataset(self) -> str:
        """The name of its dataset."""
        return str(self.of.entry["name"])

    @property
    def column(self) -> str:
        """The name of its column."""
        return str(self.field["name"])

    @property
    def id(self) -> CellId:
        """What identifies it in the audit."""
        return self.dataset, self.key, self.column

    @property
    def text(self) -> str:
        """Its number as text; empty if none is known."""
        return self.row[self.column]

    @property
    def unit(self) -> str:
        """The unit: in a long table the row's, else the column's."""
        return str(self.row.get("unit", self.field["unit"]))

    @property
    def indicator(self) -> str:
        """What is measured or dated: in a long table the row's indicator, else the column."""
        if "indicator" in self.row:
            return self.row["indicator"]
        return self.row.get("strategy", self.column)

    @property
    def place(self) -> str:
        """The city or region of its row; empty if it has neither."""
        for name in ("city", "region", "place"):
            if self.row.get(name):
                return self.row[name]
        return ""

    @property
    def territory(self) -> str:
        """The region, else the economy, by which records and statements name it."""
        return self.place if self.place.startswith("CN") else self.economy

    @property
    def economy(self) -> str:
        """The economy; of a province, China."""
        return self.row.get("economy", "CHN")

    @property
    def year(self) -> str:
        """The year under which the number is printed."""
        return str(self.row["year"])

    @property
    def period(self) -> str:
        """The period of the number: its year, another year, a quarter or months."""
        own_year = self.row.get("reference_year", self.row["year"])
        return self.row.get("period", own_year)

    @property
    def is_of_default_edition(self) -> bool:
        """Whether it is of the edition that the paper's numbers come from, or of the only one."""
        default = self.of.entry.get("defaultEdition")
        return self.row.get("edition") == default

    @property
    def columns(self) -> Row:
        """The columns of the key that all tables about numbers share."""
        values = (
            self.dataset,
            self.economy,
            self.place,
            self.year,
            self.period,
            self.indicator,
            self.row.get("edition", ""),
            self.column,
        )
        return dict(zip(KEY, values, strict=True))


class Noted(NamedTuple):
    """The combined content of the notes on one cell."""

    #: Joined by ;.
    kinds: str = ""
    certainty: str = ""
    severity: str = ""


def cell_of(note: Row) -> CellId:
    """Return what identifies the cell that a note is on."""
    return note["dataset"], note["key"], note["column"]


class Cells:
    """The cells of all datasets, and what is noted of them."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.all: list[Cell] = []
        for of in inputs.datasets.values():
            self.all += _cells(of)
        self.by_id = {cell.id: cell for cell in self.all}

    def named(self, identifier: CellId) -> Cell:
        """Return a cell; one that no dataset has is refused."""
        name = "/".join(identifier)
        assert identifier in self.by_id, f"no dataset has the number {name}"
        return self.by_id[identifier]

    def known(self) -> Iterator[Cell]:
        """Yield the cells that hold a number."""
        return (cell for cell in self.all if cell.text)

    @cached_property
    def notes(self) -> defaultdict[CellId, Noted]:
        """What is noted of each cell; of a cell without a note, nothing."""
        found: defaultdict[CellId, Noted] = defaultdict(Noted)
        for note in self.inputs.notes:
            cell = cell_of(note)
            kinds, certainty, severity = found[cell]
            found[cell] = Noted(
                kinds=f"{kinds};{note['kind']}".removeprefix(";"),
                certainty=certainty or note["certainty"],
                severity=severity or note["severity"],
            )
        return found


def _cells(of: Dataset) -> Iterator[Cell]:
    """Yield the cells of a dataset, column by column."""
    keys = [of.key_of(row) for row in of.rows]
    for field in of.entry["schema"]["fields"]:
        if field.get("role") != "value":
            continue
        column = field["name"]
        for key, row, printed, page in zip(
            keys, of.rows, of.printed, of.page, strict=True
        ):
            # The paper may print a column for some years only.
            year = int(row["year"])
            if year not in field.get("years", [year]):
                continue
            texts = ("", "")
            if of.is_of_the_paper:
                texts = printed[column], page.get(column, "")
            yield Cell(of, key, field, row, *texts)


def figures(cell: Cell) -> list[str]:
    """Return the figures of the paper that plot a number."""
    facts = cell.row | {"column": cell.column}
    found = []
    for figure, plotted in cell.of.entry["figures"].items():
        fits = [facts[name] in values for name, values in plotted.items()]
        if all(fits):
            found.append(figure)
    return found
