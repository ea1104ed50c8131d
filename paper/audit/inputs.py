"""What the audit reads: the datasets as they are built, their notes, and what is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from neadigital import _store
from paper.rows import page
from paper.rows.page import Row, Rows, key_text

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

    def records(self, name: str) -> list[dict[Any, Any]]:
        """Return the rows of a dataset with their types, or of a typed table such as "table 10"."""
        if name in self.datasets:
            found = self.datasets[name]
            fields = found.entry["schema"]["fields"]
            return _store.parse(found.content, fields).to_dict("records")
        if name.startswith("table "):
            number = int(name.removeprefix("table "))
            return list(page.read(page.file_of(number)))
        rows = page.typed(name)
        if name != "external_figures":
            return list(rows)
        records = []
        for row in rows:
            value = float(row["value"])
            records.append(row | {"value": value})
        return records
