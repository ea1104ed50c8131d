"""What the audit reads: the datasets as they are built, their notes, and what is typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from neadigital import _store
from paper.rows import page
from paper.rows.intervals import CellId
from paper.rows.notes import key_text
from paper.rows.page import Address, PlaceOnPage, Printed, Row, Rows

#: The numbers and gaps in each printed cell, each with the cell of a dataset that it went to.
PrintedIn = dict[Address, list[tuple[PlaceOnPage, CellId]]]

#: A part of the descriptor.
Entry = dict[str, Any]


class Dataset(NamedTuple):
    """A dataset: its part of the descriptor, and its rows, corrected, as printed, on the page.

    The rows as printed hold short decimals, those of the page its very text.
    """

    entry: Entry
    content: bytes
    rows: Rows
    printed: Rows
    page: Rows

    @property
    def is_of_the_paper(self) -> bool:
        """Whether it is the paper's, not another publication's."""
        return not self.entry["publisher"]

    def key_of(self, row: Row) -> str:
        """Return the key of a row as column=value joined by ;."""
        return key_text(row, self.entry["schema"]["primaryKey"])


class Inputs:
    """The datasets by name, the notes on them, and the typed tables."""

    def __init__(self, datasets: Mapping[str, Dataset], notes: Rows) -> None:
        self.datasets = datasets
        self.notes = notes

    @cached_property
    def printed_in(self) -> PrintedIn:
        """The numbers and gaps of each printed cell, with the cells of the datasets they went to.

        It is read off the rows, in which the text of a printed number has kept its places.
        """
        found: PrintedIn = defaultdict(list)
        for name, made in self.datasets.items():
            for row, on_page in zip(made.rows, made.page, strict=True):
                key = made.key_of(row)
                for column, text in on_page.items():
                    if isinstance(text, Printed):
                        identifier = name, key, column
                        for place in text.places:
                            found[place.address].append((place, identifier))
        # Of a cell with two numbers the first one comes first.
        for cells in found.values():
            cells.sort(key=lambda cell: cell[0].part)
        return dict(found)

    def records(self, name: str) -> list[dict[Any, Any]]:
        """Return the rows of a dataset with their types, or of a typed table such as "table 10"."""
        if name in self.datasets:
            found = self.datasets[name]
            frame = _store.parse(found.content, found.entry["schema"]["fields"])
            return frame.to_dict("records")
        if name.startswith("table "):
            number = int(name.removeprefix("table "))
            return list(page.read(page.file_of(number)))
        rows = page.typed(name)
        if name == "external_figures":
            return [row | {"value": float(row["value"])} for row in rows]
        return list(rows)
