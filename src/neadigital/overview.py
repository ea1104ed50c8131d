"""All that is known at once: every number in one long table, and each dataset on one card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from neadigital import _store
from neadigital.places import economy_code
from neadigital.trust import key_texts, marks

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["observations"]

_NOTHING = float("nan")
# The publication of each external number, by economy, period and value.
_External: TypeAlias = "dict[tuple[str, str, float], str]"


def observations(economy: str | None = None) -> pd.DataFrame:
    """Return every number of every dataset, one a row.

    Parameters
    ----------
    economy : str, optional
        A code or a name that `economy_code` knows, such as ``"MNG"`` or ``"Mongolia"``; by default all. A province is a
        place of its economy.

    Returns
    -------
    DataFrame
        One row per cell that holds a number or could hold one, in the order of `datasets`, of the dataset's columns and
        of its rows.

        - `dataset` : name of the dataset
        - `economy` : code; WLD where a dataset is of the world and has no such column
        - `place` : the city or the region, where the row is of one; else empty
        - `year` : year that the value stands under
        - `period` : what the value is of, where the year does not say it: the year in the cell's own brackets, a
          quarter, some years, the months of a year; else the year
        - `variable` : the column; of a long table, the indicator or measure
        - `value` : the value, corrected; NaN where none is known
        - `low`, `high` : bounds, where they are known
        - `unit` : unit of the value
        - `printed` : the page's value; NaN where the page has none
        - `kinds` : kinds of the cell's notes, joined by ``;``
        - `certainty` : of a corrected value `proved` or `inferred`; else empty
        - `basis` : `stated`, `reconstructed`, `bounded` or `external`; empty where nothing is known
        - `source` : the publications that the dataset rests on, joined by ``;``; for an external value those that
          hold it

    Raises
    ------
    UnknownEconomyError
        If no economy, region or aggregate is known by that name; the message says which are near.
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

    external: _External = {}
    for figure in _store.rows("external_figures"):
        if figure["use"] == "value":
            external[figure["economy"], figure["period"], float(figure["value"])] = figure["source"]
    noted = marks()
    rows = [row for name in _store.names("dataset") for row in _observed(name, external, noted)]
    if economy is not None:
        code = economy_code(economy)
        rows = [row for row in rows if code in (row.economy, row.place)]
    return pd.DataFrame(rows, columns=_Observation._fields)


class _Observation(NamedTuple):
    dataset: str
    economy: str
    place: str
    year: int
    period: str
    variable: str
    value: float
    low: float
    high: float
    unit: str
    printed: float
    kinds: str
    certainty: str
    basis: str
    source: str


def _observed(name: str, external: _External, noted: dict[tuple[str, str, str], tuple[str, str]]) -> list[_Observation]:
    entry = _store.resource(name)
    fields = {field["name"]: field for field in entry["schema"]["fields"]}
    data, page = _store.frame(name), _store.frame(_store.page_of(name))
    in_paper = bool(entry["tables"] or entry["figures"] or entry["prose"])
    keys = key_texts(name, data)
    cites = ";".join(entry["cites"])
    nothing = [_NOTHING] * len(data)
    empty = [""] * len(data)

    def column(*names: str, otherwise: list[Any]) -> list[Any]:
        """The first of these columns that there is."""
        return next((data[name].tolist() for name in names if name in data), otherwise)

    places = column("city", "region", otherwise=empty)
    economies = column("economy", otherwise=["CHN" if "region" in fields else "WLD"] * len(data))
    years, vintages = data["year"].tolist(), column("vintage", otherwise=empty)
    periods, bases = _periods(data), column("basis", otherwise=empty)
    names, units = column("indicator", "measure", otherwise=empty), column("unit", otherwise=empty)
    observed = []
    for variable, field in fields.items():
        if field.get("role") != "value":
            continue
        values, printed = _numbers(data[variable]), _numbers(page[variable])
        low, high = (
            next((_numbers(data[other]) for other in fields if fields[other].get(side) == variable), nothing)
            for side in ("lowOf", "highOf")
        )
        for i, value in enumerate(values):
            kinds, certainty = noted.get((name, keys[i], variable), ("", ""))
            year, period = (field["year"], str(field["year"])) if "year" in field else (years[i], periods[i])
            known = value == value or low[i] == low[i]
            publication = external.get((economies[i], period, value), "")
            if not known:
                basis = ""
            elif in_paper and value == printed[i]:
                basis = "stated"
            elif "mislabelled" in kinds:
                # The page states the number under another label.
                basis = "stated"
            elif not in_paper or publication or "basis" in field:
                basis = field.get("basis", "external")
            else:
                basis = bases[i] or "reconstructed"
            source = cites
            if basis == "external":
                source = publication or field.get("source") or (f"wdi-{vintages[i]}" if vintages[i] else cites)
            observed.append(
                _Observation(
                    name,
                    economies[i],
                    places[i],
                    year,
                    period,
                    names[i] or variable,
                    value,
                    low[i],
                    high[i],
                    units[i] or field.get("unit", ""),
                    printed[i] if in_paper else _NOTHING,
                    kinds,
                    certainty,
                    basis,
                    source,
                )
            )
    return observed


def _numbers(column: pd.Series[Any]) -> list[float]:
    """A column as floats; a missing rank is NaN."""
    return column.astype("float64").tolist()


def _periods(data: pd.DataFrame) -> list[str]:
    """What each row's value is of."""
    if "period" in data:
        return data["period"].tolist()
    if "months" in data:
        spans = zip(data["year"], data["months"], strict=True)
        return [str(year) if months == 12 else f"{year}-01/{year}-{months:02d}" for year, months in spans]
    return data["reference_year" if "reference_year" in data else "year"].astype(str).tolist()


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
