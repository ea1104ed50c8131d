"""Every number of every dataset in one long table."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital._cells import (
    Cell,
    Row,
    agree,
    cells,
    in_paper,
    notes_by_cell,
    published,
    to_float,
)
from neadigital.catalogue.places import economy_code

if TYPE_CHECKING:
    from pandera.typing import DataFrame

    from neadigital.schemas import Observations

_UNKNOWN = float("nan")


def observations(economy: str | None = None) -> DataFrame[Observations]:
    """Return every number of every dataset, one a row.

    Numbers that only the paper's text has are in `statements`.

    Parameters
    ----------
    economy : str, optional
        A code or a name that `economy_code` knows, such as ``"Mongolia"``; by default all. A
        province is a place of its economy.

    Returns
    -------
    DataFrame
        One row per cell that holds a number or could, in the order of `datasets`, of the columns
        and of the rows.

        - `dataset`
        - `economy` : code; of a province, of its economy
        - `place` : city or region, else empty
        - `year` : year that the value stands under
        - `period` : what the value is of: the year, or another year, a quarter, some years, months
          of a year
        - `variable` : the column; of a long table, the indicator or measure
        - `value`, `unit` : the value, corrected; NaN if none is known
        - `low`, `high` : bounds, if known, those of a share as it would be rounded
        - `printed` : the value as printed; NaN if none is
        - `kinds` : kinds of the cell's notes, joined by ``;``
        - `certainty` : of a corrected value `proved` or `inferred`; else empty
        - `basis` : `stated`, `reconstructed`, `bounded` or `external`; empty if nothing is known
        - `source` : publications, joined by ``;``: a stated value has those that the paper names,
          an external value the one it comes from, any other all that the dataset cites

    Raises
    ------
    UnknownEconomyError
        If no economy, region or aggregate has that name.
    DataIntegrityError
        If a bundled file is missing or changed.

    Examples
    --------
    >>> import neadigital
    >>> known = neadigital.observations("Mongolia")
    >>> known.query("variable == 'internet_users_pct'")[["year", "value"]].values.tolist()
    [[2015.0, 22.5], [2018.0, 47.1], [2021.0, 84.3]]
    """
    import pandas as pd

    code = None if economy is None else economy_code(economy)
    origins = _Origins()
    found = [
        _observation(cell, origins)
        for cell in cells()
        if code in (None, cell.economy, cell.place)
    ]
    fields = _store.described("observations")["schema"]["fields"]
    columns = [field["name"] for field in fields]
    return pd.DataFrame(found, columns=columns)  # type: ignore[return-value]


def _observation(cell: Cell, origins: _Origins) -> dict[str, Any]:
    noted = origins.notes[cell.id]
    low, high = _bounds(cell)
    basis = origins.basis(cell, bounded=low == low)
    return {
        "dataset": cell.dataset,
        "economy": cell.economy,
        "place": cell.row.get("city", cell.row.get("region", "")),
        "year": cell.year,
        "period": cell.period,
        "variable": cell.variable,
        "value": cell.value,
        "low": low,
        "high": high,
        "unit": cell.unit,
        "printed": cell.printed_value,
        "kinds": noted.kinds,
        "certainty": noted.certainty,
        "basis": basis,
        "source": origins.source(cell, basis),
    }


# --- bounds
# -------------------------------------------------------------------------------------------------


def _bounds(cell: Cell) -> tuple[float, float]:
    """Return the bounds of a number; NaN where none are known."""
    ratio = cell.field.get("ratioOf")
    if not ratio:
        return _columns_bounds(cell.dataset, cell.column, cell.row)
    if cell.printed:
        # The page's digits say how exact its share is.
        return _UNKNOWN, _UNKNOWN
    part, whole = ratio
    low, high = _columns_bounds(cell.dataset, part, cell.row)
    divisor = to_float(cell.row[whole])
    return round(100 * low / divisor, 1), round(100 * high / divisor, 1)


def _columns_bounds(name: str, column: str, row: Row) -> tuple[float, float]:
    """Return what stands in the columns that hold a column's bounds."""
    low = high = _UNKNOWN
    for field in _store.resource(name)["schema"]["fields"]:
        if field.get("lowOf") == column:
            low = to_float(row[field["name"]])
        if field.get("highOf") == column:
            high = to_float(row[field["name"]])
    return low, high


# --- where numbers come from
# --------------------------------------------------------------------------------


class _Origins:
    """The basis and the sources of numbers."""

    def __init__(self) -> None:
        self.notes = notes_by_cell()
        self._published = published()
        self._statements: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for line in _store.rows("statements"):
            self._statements[line["economy"], line["year"]].append(line)
        self._named_in_paper = {
            row["source"]
            for row in _store.rows("sources")
            if row["kind"] in ("footnote", "text")
        }

    def basis(self, cell: Cell, *, bounded: bool) -> str:
        """Return the basis of a number; empty if nothing is known."""
        if not cell.text:
            return "bounded" if bounded else ""
        if self._is_stated(cell):
            return "stated"
        declared = cell.field.get("basis") or cell.row.get("basis")
        if declared:
            return str(declared)
        if cell.id in self._published or not in_paper(cell.dataset):
            return "external"
        return "reconstructed"

    def source(self, cell: Cell, basis: str) -> str:
        """Return the publications of a number, joined by ;."""
        cited = _store.resource(cell.dataset)["cites"]
        if basis == "stated":
            return self._stated_source(cell, cited)
        if basis == "external" and cell.id in self._published:
            return self._published[cell.id]
        return ";".join(cited)

    def _is_stated(self, cell: Cell) -> bool:
        """Tell whether the paper states a number: here, under another label, or in the text."""
        noted = self.notes[cell.id]
        printed_here = cell.text == cell.printed and in_paper(cell.dataset)
        in_text = bool(noted.certainty and self._repeated_by(cell))
        return printed_here or "mislabelled" in noted.kinds or in_text

    def _repeated_by(self, cell: Cell) -> list[Row]:
        """Return the statements of the text that have a cell's number."""
        return [
            line
            for line in self._statements[cell.place, cell.row["year"]]
            if agree(cell.text, cell.unit, line["value"], line["unit"])
        ]

    def _stated_source(self, cell: Cell, cited: list[str]) -> str:
        """Return the footnote of a number of the text, else what the paper names for the column."""
        if not _store.resource(cell.dataset)["tables"]:
            footnotes = [line["source"] for line in self._repeated_by(cell)]
            for footnote in filter(None, footnotes):
                return footnote
        by_economy = cell.field.get("named", {})
        if cell.row.get("economy") in by_economy:
            return str(by_economy[cell.row["economy"]])
        return ";".join(one for one in cited if one in self._named_in_paper)
