"""Every number of every dataset, and the other publications that have it too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from neadigital import _store

#: A cell of a dataset: dataset, key as notes write it, column.
Cell = tuple[str, str, str]
Row = dict[str, str]
Field = dict[str, Any]

# What a number in the first unit is in the second.
_FACTORS = {
    ("US$ trillion", "US$ billion"): 1000.0,
    ("CNY million", "CNY billion"): 0.001,
    ("per 100 people", "per 100 inhabitants"): 1.0,
    ("% of population", "%"): 1.0,
}


def cells() -> Iterator[tuple[Cell, Field, Row, str]]:
    """Yield each cell that holds a number or could, with its column, its row and what is printed there."""
    for name in _store.names("dataset"):
        rows, printed = _store.rows(name), _store.rows(_store.page_of(name))
        keys = [key_text(name, row) for row in rows]
        for field in _store.resource(name)["schema"]["fields"]:
            if field.get("role") == "value":
                column = field["name"]
                for key, row, page in zip(keys, rows, printed, strict=True):
                    yield (name, key, column), field, row, page[column]


def key_text(name: str, row: Row) -> str:
    """Return the key of a dataset's row, as notes write it."""
    return ";".join(
        f"{column}={row[column]}"
        for column in _store.resource(name)["schema"]["primaryKey"]
    )


def period_of(row: Row) -> str:
    """Return what a row's value is of: a period, the first months of a year, or a year."""
    if row.get("months", "12") != "12":
        return f"{row['year']}-01/{row['year']}-{int(row['months']):02d}"
    return next(
        row[column] for column in ("period", "reference_year", "year") if column in row
    )


def unit_of(field: Field, row: Row) -> str:
    """Return the unit of a number: in a long table its row's, else its column's."""
    return row["unit"] if "unit" in row else str(field["unit"])


def agree(text: str, unit: str, other: str, other_unit: str) -> bool:
    """Tell whether two numbers have units that go together, and agree at the digits of the coarser one."""
    factor = 1.0 if unit == other_unit else _FACTORS.get((other_unit, unit))
    if factor is None:
        return False
    own, others = (10.0 ** -len(number.partition(".")[2]) for number in (text, other))
    return abs(float(text) - factor * float(other)) <= max(own, factor * others) / 2 * (
        1 + 1e-9
    )


def published() -> dict[Cell, str]:
    """Return the publication that has a number, for each cell with one."""
    records: defaultdict[tuple[str, ...], list[tuple[str, str, str]]] = defaultdict(
        list
    )
    for line in _store.rows("external_figures"):
        records[line["economy"], line["period"], line["measure"]].append(
            (line["value"], line["unit"], line["source"])
        )
    for line in _store.rows("world_development_indicators"):
        value = line["value"], line["unit"], f"wdi-{line['vintage']}"
        records[line["economy"], line["year"], line["indicator"]].append(value)
    found: dict[Cell, str] = {}
    for cell, field, row, _ in cells():
        text, unit, place = (
            row[field["name"]],
            unit_of(field, row),
            row.get("economy", row.get("region", "")),
        )
        facts = field | _codes(cell[0]).get(
            row.get("indicator", row.get("measure", "")), {}
        )
        for measure in (facts.get(name, "") for name in ("value", "measure", "series")):
            for number, other, source in records.get(
                (place, period_of(row), measure), []
            ):
                if text and agree(text, unit, number, other):
                    found.setdefault(cell, source)
        if text and "source" in field:
            found.setdefault(cell, field["source"])
    return found


def _codes(name: str) -> dict[str, Field]:
    """Return the codes in the key of a long table."""
    schema = _store.resource(name)["schema"]
    coded = [
        field["codes"]
        for field in schema["fields"]
        if "codes" in field and field["name"] in schema["primaryKey"]
    ]
    return {code["value"]: code for codes in coded for code in codes}
