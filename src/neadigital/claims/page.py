"""What the checks read: the printed tables and the prose with their digits, and the datasets.

Tests give a page with a changed datum and see the verdict change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import neadigital
from neadigital import _store
from neadigital.claims.arithmetic import Num

if TYPE_CHECKING:
    import pandas as pd

FIVE = ("CHN", "RUS", "JPN", "KOR", "MNG")
FOUR = ("CHN", "JPN", "KOR", "RUS")
GDP = "NY.GDP.MKTP.CD"

_Row = dict[str, Any]


@dataclass(frozen=True)
class Statement:
    """A number of the prose."""

    fields: dict[str, str]

    @property
    def number(self) -> Num:
        """The number with its printed digits."""
        return Num.printed(self.fields["value"])

    @property
    def exact(self) -> Num:
        """The number as a count or a rank."""
        return Num.exact(self.fields["value"])


class Page:
    """The paper and the data that it is checked with.

    Parameters
    ----------
    changed : mapping, optional
        Frames to read instead of the package's own: ``"table 10"`` for a printed table, ``"statements"``, the name of a
        dataset, or that name and ``" as printed"``.
    """

    def __init__(self, changed: Mapping[str, pd.DataFrame] | None = None) -> None:
        self._changed = dict(changed or {})
        self._read: dict[str, list[_Row]] = {}
        self._index: dict[tuple[str, tuple[str, ...]], dict[tuple[object, ...], _Row]] = {}

    def _rows(self, name: str) -> list[_Row]:
        if name not in self._read:
            if name in self._changed:
                frame = self._changed[name]
            elif name.startswith("table "):
                frame = neadigital.printed_table(int(name.removeprefix("table ")))
            elif name == "external_figures":
                frame = neadigital.external_figures()
            else:
                dataset = name.removesuffix(" as printed")
                frame = neadigital.load(cast("Any", dataset), as_printed=dataset != name)
            self._read[name] = cast("list[_Row]", frame.to_dict("records"))
        return self._read[name]

    @cached_property
    def _places(self) -> list[dict[str, str]]:
        return _store.rows("economies")

    @cached_property
    def _spellings(self) -> dict[str, set[str]]:
        """The paper's spellings of each code; the tables are too small to ask for more."""
        return {place["code"]: set(place["paper_spellings"].split(";")) for place in self._places}

    def name(self, code: str) -> str:
        """Give the name of a code, as a sentence needs it."""
        name = next(place["name"] for place in self._places if place["code"] == code)
        if code in ("WLD", "TOP10", "TOP20"):
            return f"the {name.removeprefix('The ').casefold()}"
        return f"the {name}" if name.split()[0] in ("Republic", "Russian", "United") else name

    # The printed tables

    def table(self, number: int) -> list[_Row]:
        """Give the rows of a printed table; all cells are text."""
        return self._rows(f"table {number}")

    def _says(self, label: str, wanted: str | int) -> bool:
        """Tell whether a label is that of a code, or holds a text."""
        if wanted in self._spellings:
            return any(part in self._spellings[str(wanted)] for part in label.split(" | "))
        return str(wanted).casefold() in label.casefold()

    def text(self, table: int, row: str | int, *column: str | int) -> str:
        """Give the one cell whose row and column labels say all that is asked: codes, years or parts of the label."""
        rows = self.table(table)
        columns = list(rows[0])
        label = columns[1] if columns[0] == "Rank" else columns[0]
        matches = [
            line[name]
            for line in rows
            if self._says(line[label], row)
            for name in columns
            if name != label and all(self._says(name, part) for part in column)
        ]
        if len(matches) > 1:
            # "Rank" is also a part of "Ranking in 2020".
            same = [line[name] for line in rows if self._says(line[label], row) for name in columns if name in column]
            matches = same or matches
        if len(matches) != 1:
            raise LookupError(f"table {table}: {len(matches)} cells for {row!r}, {column!r}")
        return cast("str", matches[0])

    def cell(self, table: int, row: str | int, *column: str | int) -> Num:
        """Give a cell as a number with its printed digits."""
        return Num.printed(self.text(table, row, *column))

    def rank(self, table: int, row: str | int, *column: str | int) -> Num:
        """Give a cell as a rank or a count, which are exact."""
        return Num.exact(self.text(table, row, *column))

    def codes(self, table: int) -> list[str]:
        """Give the codes of a table's rows, in order; the places are the first column that is no rank."""
        rows = self.table(table)
        label = next(name for name in rows[0] if name != "Rank")
        known = [code for code in self._spellings if not code.startswith("CN")]
        return [next(code for code in known if row[label] in self._spellings[code]) for row in rows]

    # The prose

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """The numbers of the prose by identifier, as text, so that each keeps its digits."""
        if "statements" in self._changed:
            rows = cast("list[dict[str, str]]", self._changed["statements"].to_dict("records"))
        else:
            rows = _store.rows("statements")
        return {row["statement"]: Statement(row) for row in rows}

    def said(self, identifier: str) -> Num:
        """Give a number of the prose with its printed digits."""
        return self.statements[identifier].number

    def said_exactly(self, identifier: str) -> Num:
        """Give a number of the prose that is a count or a rank."""
        return self.statements[identifier].exact

    # The datasets

    def _field(self, dataset: str, column: str, as_printed: bool, key: dict[str, object]) -> str:
        name = f"{dataset} as printed" if as_printed else dataset
        where = (name, tuple(key))
        if where not in self._index:
            self._index[where] = {tuple(row[part] for part in key): row for row in self._rows(name)}
        row = self._index[where].get(tuple(key.values()))
        return "" if row is None else str(row[column])

    def datum(
        self, dataset: str, column: str, *, rounded: bool = False, as_printed: bool = False, **key: object
    ) -> Num | None:
        """Give a value of a dataset; None where it is missing or there is no such row.

        It is exact, unless `rounded` says that its last decimal was rounded when it was published.
        """
        text = self._field(dataset, column, as_printed, key)
        if text in ("", "nan", "<NA>"):
            return None
        return Num.printed(text) if rounded else Num.exact(text)

    def values(self, dataset: str, column: str) -> set[str]:
        """Give the different values of a column, as text."""
        return {str(row[column]) for row in self._rows(dataset)}

    def basis(self, dataset: str, **key: object) -> str:
        """Say on what a recovered value rests: `stated`, `reconstructed`, `bounded` or `external`."""
        return self._field(dataset, "basis", False, key)

    def bank(self, economy: str, year: int, indicator: str) -> Num | None:
        """Give a value of the World Development Indicators; None where the Bank has none."""
        return self.datum("world_development_indicators", "value", economy=economy, year=year, indicator=indicator)

    def gdp(self, economy: str, year: int) -> Num:
        """Give the World Bank's GDP, in US$ billion and exact to 100 million, the unit of figures 2 to 5."""
        value = self.bank(economy, year, GDP)
        if value is None:
            raise LookupError(f"no GDP of {economy} in {year}")
        hundred_million = Num.printed(str(round(value.mid / 10**8)))
        return hundred_million / 10
