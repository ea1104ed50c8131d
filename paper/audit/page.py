"""What the checks read: the printed tables and the prose with their digits, and the datasets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from neadigital.schemas._codes import ICT_INDICATORS, ITU_INDICATORS
from paper.audit.inputs import Inputs
from paper.rows import page as typed_page
from paper.rows.intervals import CellId, Num
from paper.rows.recovered import ict_key, is_of_ict

if TYPE_CHECKING:
    import pandas as pd

_Row = dict[Any, Any]


# The columns for the numbers of the prose on figures 1 to 6, by subject and indicator.
_FIGURES = {
    "global digital economy": "global_digital_economy",
    "digital economy": "digital_economy_scale",
}
_FIGURE_COLUMNS = {
    "digital_economy_value_added": "scale_usd_bn",
    "share_of_gdp": "share_of_gdp_pct",
}


def cell(dataset: str, column: str, **key: object) -> CellId:
    """Name a cell of a dataset as the notes do."""
    return dataset, typed_page.key_text(key, key), column


@cache
def _printed_in() -> dict[typed_page.Address, tuple[CellId, ...]]:
    """Return the datasets' cells that each printed cell went to."""
    found: defaultdict[typed_page.Address, list[CellId]] = defaultdict(list)
    for one in typed_page.printed():
        found[one.address].append(one.cell)
    return {address: tuple(cells) for address, cells in found.items()}


@cache
def _places() -> dict[str, dict[str, str]]:
    return {place["economy"]: place for place in typed_page.typed("economies")}


@cache
def _codes(*kinds: str) -> dict[str, str]:
    """Return the codes of places of these kinds, by each spelling of the paper."""
    return {
        spelling: code
        for code, place in _places().items()
        # The aggregate CN occurs only among regions; among economies China is CHN.
        if ("region" if code == "CN" else place["kind"]) in kinds
        for spelling in place["paper_spellings"].split(";")
    }


@cache
def name_of(code: str) -> str:
    """Return the name of a code in a sentence."""
    name = _places()[code]["name"]
    if code in ("WLD", "TOP10", "TOP20"):
        return f"the {name.removeprefix('The ').casefold()}"
    if name.split()[0] in ("Republic", "Russian", "United"):
        return f"the {name}"
    return name


def _matching(labels: Iterable[str], *wanted: str | int) -> list[str]:
    """Return the label that is wanted, else those with all its parts: codes, years or words."""
    candidates = list(labels)
    parts = [str(part) for part in wanted]
    whole = " | ".join(parts)
    if whole in candidates:
        return [whole]
    return [
        label for label in candidates if all(_contains(label, part) for part in parts)
    ]


@cache
def _contains(label: str, part: str) -> bool:
    if part not in _places():
        return part.casefold() in label.casefold()
    spellings = _places()[part]["paper_spellings"].split(";")
    return any(name in spellings for name in label.split(" | "))


@cache
def _strategies() -> dict[str, str]:
    """Return what each statement of a year dates."""
    lines = typed_page.typed("digital_strategies")
    return {line["statement"]: line["strategy"] for line in lines}


def _cell_of(statement: Mapping[str, str]) -> tuple[CellId, ...]:
    """Name the cell that a number of the prose went to, if any."""
    strategy = _strategies().get(statement.get("statement", ""))
    if strategy:
        return (cell("digital_strategies", "year", strategy=strategy),)
    economy, year = statement["economy"], statement["year"]
    indicator, subject = statement["indicator"], statement["subject"]
    if indicator == "local_online_service_rank":
        return (cell("local_online_service_ranks", "rank", city=subject, year=year),)
    if indicator in ICT_INDICATORS:
        key = {"economy": economy, "period": year, "indicator": indicator}
        return (cell("ict_industry", "value", **key),)
    # A number with a hedge, such as "over half", is a bound and no cell.
    if (
        indicator in _FIGURE_COLUMNS
        and subject in _FIGURES
        and not statement["qualifier"]
    ):
        column = _FIGURE_COLUMNS[indicator]
        return (cell(_FIGURES[subject], column, economy=economy, year=year),)
    return ()


class Page:
    """The paper and the data that it is checked with.

    `changed` has frames to read instead, by name as in `rows`.
    """

    def __init__(
        self, inputs: Inputs, changed: Mapping[str, pd.DataFrame] | None = None
    ) -> None:
        self._inputs = inputs
        self._read: dict[str, list[_Row]] = {}
        for name, frame in (changed or {}).items():
            self._read[name] = frame.to_dict("records")
        # Rows by their key, by the dataset and the columns of the key.
        self._index: dict[object, dict[object, _Row]] = {}

    def rows(self, name: str) -> list[_Row]:
        """Return the rows of a dataset, or of "table 10"."""
        if name not in self._read:
            self._read[name] = self._inputs.records(name)
        return self._read[name]

    def cells_at(self, table: int, row: str, column: str) -> tuple[CellId, ...]:
        """Name the datasets' cells that a printed cell went to; a rank of two years went to two."""
        return _printed_in()[table, row, column]

    def repeated_cells(self, statement: dict[str, str]) -> tuple[CellId, ...]:
        """Name the cells of the number that the prose repeats, or that it went to, if any."""
        table, _, address = statement["repeats"].partition("/")
        if table:
            row, _, column = address.partition("/")
            return self.cells_at(int(table), row, column)
        if is_of_ict(statement):
            return (cell("ict_industry", "value", **ict_key(statement)),)
        return _cell_of(statement)

    def _table(self, number: int) -> tuple[list[_Row], str]:
        """Return the rows of a printed table, and the column that names them."""
        title = typed_page.titles()[number]
        return self.rows(f"table {number}"), title["label"]

    def _find(
        self, table: int, row: str | int, column: tuple[str | int, ...]
    ) -> tuple[str, tuple[str, str]]:
        """Return the one cell whose labels have all that is asked, and its two labels."""
        rows, names = self._table(table)
        columns = [name for name in rows[0] if name != names]
        labels = _matching((line[names] for line in rows), row)
        headings = _matching(columns, *column)
        found = [
            (line[heading], (line[names], heading))
            for line in rows
            for heading in headings
            if line[names] in labels
        ]
        if len(found) != 1:
            number = len(found)
            raise LookupError(f"table {table}: {number} cells for {row!r}, {column!r}")
        return found[0]

    def printed(self, table: int, row: str | int, *column: str | int) -> str:
        """Return a cell as it is printed."""
        text, _ = self._find(table, row, column)
        return text

    def cell(self, table: int, row: str | int, *column: str | int) -> Num:
        """Return a cell as a printed number."""
        text, labels = self._find(table, row, column)
        return Num.printed(text, self.cells_at(table, *labels))

    def rank(self, table: int, row: str | int, *column: str | int) -> Num:
        """Return a cell as an exact rank or count."""
        text, labels = self._find(table, row, column)
        return Num.exact(text, self.cells_at(table, *labels))

    def rank_or_none(
        self, table: int, row: str | int, *column: str | int
    ) -> Num | None:
        """Return a rank; None where none is printed."""
        if self.printed(table, row, *column).isdigit():
            return self.rank(table, row, *column)
        return None

    def economies(self, table: int) -> list[str]:
        """Return the codes of the economies that have a row of a table, in order."""
        rows, names = self._table(table)
        codes = _codes("economy")
        labels = [row[names] for row in rows]
        return [codes[label] for label in labels if label in codes]

    @cached_property
    def five(self) -> list[str]:
        """The economies of Table 2."""
        return self.economies(2)

    @cached_property
    def four(self) -> list[str]:
        """The economies of Table 1."""
        return self.economies(1)

    @cached_property
    def statements(self) -> dict[str, dict[str, str]]:
        """The numbers of the prose as text, by identifier."""
        return {row["statement"]: row for row in self.rows("statements")}

    def stated(self, identifier: str) -> Num:
        """Return a printed number of the prose."""
        line = self.statements[identifier]
        return Num.printed(
            line["value"],
            _cell_of(line),
            (identifier,),
        )

    def count(self, identifier: str) -> Num:
        """Return an exact rank or count of the prose."""
        line = self.statements[identifier]
        return Num.exact(
            line["value"],
            _cell_of(line),
            (identifier,),
        )

    def field(self, dataset: str, column: str, **key: object) -> str:
        """Return a field of a dataset as text; empty where there is none."""
        where = (dataset, tuple(key))
        if where not in self._index:
            # The first of several records of one number counts, so it is entered last.
            self._index[where] = {
                tuple(row[part] for part in key): row
                for row in reversed(self.rows(dataset))
            }
        row = self._index[where].get(tuple(key.values()))
        text = "" if row is None else str(row[column])
        return "" if text in ("nan", "<NA>") else text

    def known(
        self, dataset: str, column: str, *, rounded: bool = False, **key: object
    ) -> Num | None:
        """Return a value, exact unless it was published `rounded`; None where there is none."""
        text = self.field(dataset, column, **key)
        if not text:
            return None
        cells = (cell(dataset, column, **key),)
        return Num.printed(text, cells) if rounded else Num.exact(text, cells)

    def value(
        self, dataset: str, column: str, *, rounded: bool = False, **key: object
    ) -> Num:
        """Return a value that must be there."""
        found = self.known(dataset, column, rounded=rounded, **key)
        if found is None:
            raise LookupError(f"{dataset}, {key}: no {column}")
        return found

    def wdi(self, economy: str, year: int, indicator: str) -> Num:
        """Return a World Development Indicator."""
        return self.value(
            "world_development_indicators",
            "value",
            economy=economy,
            year=year,
            indicator=indicator,
            edition="2022",
        )

    def bank(self, economy: str, year: int, indicator: str) -> Num:
        """Return the World Bank's copy of an ITU indicator."""
        _, _, facts = ITU_INDICATORS[indicator]
        return self.wdi(economy, year, facts["series"])

    def record(
        self,
        economy: str,
        period: int | str,
        indicator: str,
        *,
        rounded: bool = False,
        **more: str,
    ) -> Num | None:
        """Return a number of another publication; None where no record has it."""
        key = {"economy": economy, "period": str(period), "indicator": indicator}
        return self.known("external_figures", "value", rounded=rounded, **key, **more)

    def published(
        self,
        economy: str,
        year: int | str,
        indicator: str,
        unit: str = "%",
        **more: str,
    ) -> Num:
        """Return a number of another publication that must be there; a rank is exact."""
        is_rounded = unit != "rank"
        found = self.record(
            economy, year, indicator, rounded=is_rounded, unit=unit, **more
        )
        if found is None:
            wanted = economy, year, indicator, unit
            raise LookupError(f"no record of {wanted}")
        return found

    def gdp(self, economy: str, year: int) -> Num:
        """Return the World Bank's GDP in US$ billion, to whole 100 million as in figures 2 to 5.

        As for the notes, a number of six digits gives way to the unrounded one.
        """
        indicator = "NY.GDP.MKTP.CD"
        value = self.wdi(economy, year, indicator)
        unrounded = self.record(economy, year, indicator, source=typed_page.UNROUNDED)
        billions = unrounded.mid if unrounded else value.mid / 10**9
        in_hundreds = round(10 * billions)
        number = Num.printed(str(in_hundreds), value.cells)
        return replace(number / 10, formula="")
