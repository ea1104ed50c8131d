"""What the checks read: the printed tables and the prose with their digits, and the datasets.

Each number carries the cell or statement that it is. Tests give a page with a changed datum and see the verdict change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, cast

from neadigital import _store
from neadigital.claims.numbers import Cell, Num

if TYPE_CHECKING:
    import pandas as pd

GDP = "NY.GDP.MKTP.CD"

_Row = dict[str, Any]

# Where the cells of a printed table went: the dataset, the year if an address has none, and the column (of the long
# table of ITU's indicators: the indicator) that a part of an address means.
_ECOMMERCE = {"Rank": "rank", "($ billion)": "total_usd_bn", "in GDP": "total_share_of_gdp_pct"}
_ITU = {
    "fixed-telephone": "fixed_telephone_per_100",
    "mobile-cellular": "mobile_cellular_per_100",
    "mobile-broadband": "mobile_broadband_per_100",
    "fixed-broadband": "fixed_broadband_per_100",
    "3G": "coverage_3g_pct",
    "4G": "coverage_4g_pct",
    "using the Internet": "internet_users_pct",
    "owning a computer": "households_with_computer_pct",
}
_DATASETS: dict[int, tuple[str, int | None, dict[str, str]]] = {
    1: ("growth_rates", None, {"GDP": "gdp_growth_pct", "Digital": "digital_economy_growth_pct"}),
    2: ("itu_indicators", None, _ITU),
    3: ("egovernment_ranks", None, {"EGDI": "egdi_rank", "EPI": "epi_rank"}),
    4: ("digital_competitiveness_ranks", None, {"": "rank"}),
    5: (
        "city_competitiveness",
        None,
        {
            "Rank": "rank",
            "infrastructure competitiveness": "economic_infrastructure_score",
            "talent competitiveness": "digital_talent_score",
            "innovation competitiveness": "digital_innovation_score",
            "Total score": "total_score",
            "Ranking in 2020": "rank_2020",
            "Ranking in 2019": "rank_2019",
        },
    ),
    6: ("top_digital_enterprises", None, {"quantity": "enterprises"}),
    7: ("itu_indicators", 2021, _ITU),
    8: (
        "connectivity_index",
        None,
        {"Ranking": "rank", "Total": "score", "Broadband": "broadband", "Cloud": "cloud", "AI": "ai", "things": "iot"},
    ),
    9: ("cybersecurity_ranks", None, {"": "rank"}),
    10: ("ecommerce_sales", None, _ECOMMERCE),
    11: (
        "ecommerce_sales",
        None,
        {"Rank": "rank", "($ billion)": "b2b_usd_bn", "Share": "b2b_share_of_total_pct"},
    ),
    12: (
        "b2c_ecommerce_sales",
        None,
        {
            "Rank": "rank",
            "($ billion)": "b2c_usd_bn",
            "in GDP": "share_of_gdp_pct",
            "(million)": "online_shoppers_mn",
            "internet users": "online_shoppers_pct",
        },
    ),
    13: ("trade_with_russia", None, {"Trade Volume": "trade_cny_bn", "year-on-year": "yoy_growth_pct"}),
}


# The column that the numbers of the prose on figures 1 to 6 went to.
_PROSE = {"digital_economy_value_added": "scale_usd_bn", "share_of_gdp": "share_of_gdp_pct"}


def cell(dataset: str, column: str, **key: object) -> Cell:
    """Name a cell of a dataset as the notes do."""
    return dataset, ";".join(f"{name}={value}" for name, value in key.items()), column


@cache
def _places() -> dict[str, dict[str, str]]:
    return {place["code"]: place for place in _store.rows("economies")}


@cache
def _spellings() -> dict[str, set[str]]:
    """The paper's spellings of each code."""
    return {code: set(place["paper_spellings"].split(";")) for code, place in _places().items()}


@cache
def name_of(code: str) -> str:
    """Return the name of a code, as a sentence needs it."""
    name = _places()[code]["name"]
    if code in ("WLD", "TOP10", "TOP20"):
        return f"the {name.removeprefix('The ').casefold()}"
    return f"the {name}" if name.split()[0] in ("Republic", "Russian", "United") else name


@dataclass(frozen=True)
class Statement:
    """A number of the prose."""

    fields: dict[str, str]

    @property
    def number(self) -> Num:
        """The number with its printed digits."""
        return Num.printed(self.fields["value"], self.cells, (self.fields["statement"],))

    @property
    def exact(self) -> Num:
        """The number as a count or a rank."""
        return Num.exact(self.fields["value"], self.cells, (self.fields["statement"],))

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cell of a dataset that the number went to, if it did."""
        economy, year, measure = (self.fields[name] for name in ("economy", "year", "measure"))
        key: dict[str, object] = {"economy": economy, "year": year}
        if measure in _PROSE and self.fields["subject"] == "global digital economy":
            return (cell("global_digital_economy", _PROSE[measure], **key),)
        if measure in _PROSE and self.fields["subject"] == "digital economy" and not self.fields["qualifier"]:
            return (cell("digital_economy_scale", _PROSE[measure], **key),)
        if measure == "local_online_service_rank":
            return (cell("local_online_service_ranks", "rank", city=self.fields["subject"], year=year),)
        if measure.startswith("ict_"):
            return (cell("ict_industry", "value", economy=economy, period=year, measure=measure),)
        return ()


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
                frame = _store.frame(_store.printed_tables()[int(name.removeprefix("table "))])
            else:
                frame = _store.frame(name)
            self._read[name] = cast("list[_Row]", frame.to_dict("records"))
        return self._read[name]

    # The printed tables

    def table(self, number: int) -> list[_Row]:
        """Return the rows of a printed table; all cells are text."""
        return self._rows(f"table {number}")

    @staticmethod
    def _says(label: str, wanted: str | int) -> bool:
        """Tell whether a label is that of a code, or holds a text."""
        spellings = _spellings().get(str(wanted))
        if spellings is not None:
            return any(part in spellings for part in label.split(" | "))
        return str(wanted).casefold() in label.casefold()

    def text(self, table: int, row: str | int, *column: str | int) -> str:
        """Return the one cell whose row and column labels say all that is asked: codes, years or parts of the label."""
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

    def labelled(self, table: int, row: str, column: str, exact: bool) -> Num:
        """Return the cell under two labels of the page, in full, as a count or with its printed digits."""
        lines = self.table(table)
        label = list(lines[0])[1 if "Rank" in lines[0] else 0]
        text = next(line[column] for line in lines if line[label] == row)
        code = next(code for code, spellings in _spellings().items() if row in spellings)
        parts = [part for part in _DATASETS[table][2] if part and part.casefold() in column.casefold()]
        cells = self._cells(table, (code, *parts, *re.findall(r"\b20\d\d\b", column)))
        return (Num.exact if exact else Num.printed)(text, cells)

    @staticmethod
    def _cells(table: int, address: tuple[str | int, ...]) -> tuple[Cell, ...]:
        """Name the dataset's cells that a printed cell went to; a rank of two years went to two."""
        dataset, year, columns = _DATASETS[table]
        place = next(str(part) for part in address if part in _spellings() or table == 5)
        kind = "city" if table == 5 else "region" if table == 13 else "economy"
        years = [int(part) for part in address if str(part).isdigit()] or ([] if year is None else [year])
        if table in (10, 11) and not years:
            years = [2018, 2019]
        column = columns.get("") or next(columns[str(part)] for part in address if part in columns)
        at: dict[str, object] = {"indicator": column} if dataset == "itu_indicators" else {}
        name = "value" if at else column
        keys = [{kind: place, "year": one} for one in years] or [{kind: place}]
        return tuple(cell(dataset, name, **key, **at) for key in keys)

    def cell(self, table: int, row: str | int, *column: str | int) -> Num:
        """Return a cell as a number with its printed digits."""
        return Num.printed(self.text(table, row, *column), self._cells(table, (row, *column)))

    def rank(self, table: int, row: str | int, *column: str | int) -> Num:
        """Return a cell as a rank or a count, which are exact."""
        return Num.exact(self.text(table, row, *column), self._cells(table, (row, *column)))

    def place(self, table: int, row: str | int, *column: str | int) -> Num | None:
        """Return a rank; None where the page prints that there is none."""
        return self.rank(table, row, *column) if self.text(table, row, *column).isdigit() else None

    def codes(self, table: int) -> list[str]:
        """Return the codes of a table's rows, in order; the places are the first column that is no rank."""
        rows = self.table(table)
        label = next(name for name in rows[0] if name != "Rank")
        known = {code: spellings for code, spellings in _spellings().items() if not code.startswith("CN")}
        return [next(code for code in known if row[label] in known[code]) for row in rows]

    @cached_property
    def five(self) -> list[str]:
        """The economies of the paper, in the order of Table 2."""
        return self.codes(2)

    @cached_property
    def four(self) -> list[str]:
        """The economies of which the paper has the scale of the digital economy, in the order of Table 1."""
        return self.codes(1)

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
        """Return a number of the prose with its printed digits."""
        return self.statements[identifier].number

    def said_exactly(self, identifier: str) -> Num:
        """Return a number of the prose that is a count or a rank."""
        return self.statements[identifier].exact

    # The datasets

    def _field(self, dataset: str, column: str, key: dict[str, object]) -> str:
        where = (dataset, tuple(key))
        if where not in self._index:
            self._index[where] = {tuple(row[part] for part in key): row for row in self._rows(dataset)}
        row = self._index[where].get(tuple(key.values()))
        return "" if row is None else str(row[column])

    def datum(self, dataset: str, column: str, *, rounded: bool = False, **key: object) -> Num | None:
        """Return a value of a dataset; None where it is missing or there is no such row.

        It is exact, unless `rounded` says that its last decimal was rounded when it was published.
        """
        text = self._field(dataset, column, key)
        if text in ("", "nan", "<NA>"):
            return None
        return (Num.printed if rounded else Num.exact)(text, (cell(dataset, column, **key),))

    def values(self, dataset: str, column: str) -> set[str]:
        """Return the different values of a column, as text."""
        return {str(row[column]) for row in self._rows(dataset)}

    def basis(self, dataset: str, **key: object) -> str:
        """Say on what a recovered value rests: `stated`, `reconstructed`, `bounded` or `external`."""
        return self._field(dataset, "basis", key)

    def bank(self, economy: str, year: int, indicator: str) -> Num | None:
        """Return a value of the World Development Indicators; None where the Bank has none."""
        return self.datum("world_development_indicators", "value", economy=economy, year=year, indicator=indicator)

    def published(self, economy: str, year: int, measure: str, unit: str) -> Num | None:
        """Return a number of another publication, with its digits; None if there is none."""
        key = {"economy": economy, "period": str(year), "measure": measure, "unit": unit}
        return self.datum("external_figures", "value", rounded=True, **key)

    def gdp(self, economy: str, year: int) -> Num:
        """Return the World Bank's GDP, in US$ billion and exact to 100 million, the unit of figures 2 to 5."""
        value = self.bank(economy, year, GDP)
        if value is None:
            raise LookupError(f"no GDP of {economy} in {year}")
        return Num.printed(str(round(value.mid / 10**8)), value.cells) / 10
