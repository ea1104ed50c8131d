"""Every number of every dataset in one long table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neadigital import _store
from neadigital._cells import Cell, cells, to_float
from neadigital._grounds import Grounds, all_grounds
from neadigital.catalogue.places import economy_code

if TYPE_CHECKING:
    from pandera.typing import DataFrame

    from neadigital import schemas
else:
    from neadigital._hints import DataFrame, schemas

_UNKNOWN = float("nan")


def observations(economy: str | None = None) -> DataFrame[schemas.Observations]:
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
        - `ground` : on what ground the value stands, as `evidence` says; empty if none is known
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
    grounds = all_grounds()
    found = [
        _observation(cell, grounds)
        for cell in cells()
        if code in (None, cell.economy, cell.place)
    ]
    fields = _store.described("observations")["schema"]["fields"]
    columns = [field["name"] for field in fields]
    # Without any number a frame has its columns, too.
    return pd.DataFrame(found, columns=columns)  # type: ignore[return-value]


def _observation(cell: Cell, grounds: Grounds) -> dict[str, Any]:
    noted = grounds.notes[cell.id]
    low, high = _bounds(cell)
    ground = basis = ""
    if cell.text:
        ground = grounds.of(cell).name
        basis = grounds.origins.basis(cell)
    # NaN is the only number that differs from itself.
    elif low == low:
        basis = "bounded"
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
        "ground": ground,
        "basis": basis,
        "source": grounds.origins.source(cell, basis),
    }


# bounds


def _bounds(cell: Cell) -> tuple[float, float]:
    """Return the bounds of a number; NaN where none are known."""
    ratio = cell.field.get("ratioOf")
    if not ratio:
        return _bound(cell, "lowOf", cell.column), _bound(cell, "highOf", cell.column)
    if cell.printed:
        # The page's digits say how exact its share is.
        return _UNKNOWN, _UNKNOWN
    part, whole = ratio
    percent = to_float(cell.row[whole]) / 100
    low, high = _bound(cell, "lowOf", part), _bound(cell, "highOf", part)
    return round(low / percent, 1), round(high / percent, 1)


def _bound(cell: Cell, end: str, column: str) -> float:
    """Return what a cell's row has in the column that bounds another; NaN if there is none."""
    for field in _store.fields(cell.dataset):
        if field.get(end) == column:
            return to_float(cell.row[field["name"]])
    return _UNKNOWN
