"""Name members, quantities, units and sources in the texts of pictures."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from neadigital import _store
from neadigital._catalogue import codebook_rows
from neadigital._loaders import economies
from neadigital._options import as_list

_PLURALS = {
    "economy": "economies",
    "country": "countries",
    "city": "cities",
    "region": "regions",
}
# Short forms of labels that are too long for a title.
_SHORT = {
    "Internet users": "Internet use",
    "Mobile phone owners": "mobile phone ownership",
}


class Quantity(NamedTuple):
    """The meaning of a column: its label, unit and source, and the meaning of codes."""

    label: str
    unit: str
    source: str
    codes: dict[Hashable, str]


def quantity(
    data: Any,
    value: Any,
    label: str | None = None,
    unit: str | None = None,
    source: str | None = None,
    entity: Any = "economy",
    time: Any = "year",
) -> Quantity:
    """Return the meaning of a column: the caller's words, else the codebook's, else its name.

    Ahead of the source it says which values are of another year.
    """
    known = Quantity(str(value).replace("_", " "), "", "", {})
    about = data.attrs.get("neadigital")
    if about:
        known = _known_quantity(data, value, about["dataset"])
    remark = _other_years(data, value, entity, time)
    shown = known.source if source is None else source
    return Quantity(
        known.label if label is None else label,
        known.unit if unit is None else unit,
        join([remark, shown]),
        known.codes,
    )


def _known_quantity(data: Any, value: Any, name: str) -> Quantity:
    """Return the meaning of a column of a dataset, from its codebook."""
    label = str(value).replace("_", " ")
    unit = ""
    codes: dict[Hashable, str] = {}
    for row in codebook_rows(name):
        short = _short_label(row)
        if row["code"]:
            codes[row["code"]] = short
        elif row["column"] == value:
            label = short
            unit = row["unit"]
    # The values of a long table have the unit of their indicator.
    if unit == "see unit":
        label, unit = _of_indicators(data, codes)
    return Quantity(label, unit, source_line(data), codes)


def _short_label(row: dict[str, str]) -> str:
    """Return the label of a column or a code, without unit and remarks: these are elsewhere."""
    label, _, _ = row["label"].partition(",")
    meaning, _, _ = row["meaning"].partition(";")
    short = label or meaning
    return _SHORT.get(short, short)


def _of_indicators(data: Any, codes: Mapping[Hashable, str]) -> tuple[str, str]:
    """Return the label and the unit of the values of a long table."""
    indicators = data["indicator"].unique()
    units = data["unit"].unique()
    label = f"{len(indicators)} indicators"
    if len(indicators) == 1:
        label = codes[indicators[0]]
    unit = units[0] if len(units) == 1 else ""
    return label, unit


def _other_years(data: Any, value: Any, entity: Any, time: Any) -> str:
    """Return which values are under a year that they are not of."""
    if time is None or "reference_year" not in data:
        return ""
    known = data.dropna(subset=["reference_year", value])
    other = known[known["reference_year"] != known[time]]
    by_member = group_rows(other, entity)
    names = names_of(by_member)
    remarks = []
    for who, rows in by_member.items():
        years = rows.set_index(time)["reference_year"].to_dict()
        for year, own in years.items():
            remarks.append(f"{names[who]}'s value under {year} is of {own:.0f}.")
    return join(remarks)


def key_text(key: Hashable, codes: Mapping[Hashable, str]) -> str:
    """Return a key of one or several columns as text."""
    parts = key if isinstance(key, tuple) else (key,)
    return ", ".join(codes.get(part, str(part)) for part in parts)


def names_of(members: Collection[Hashable]) -> dict[Hashable, str]:
    """Return the name of each member if all are known codes, else the key as in the data."""
    names = economies().set_index("economy")["name"]
    known = names.to_dict()
    are_codes = known.keys() >= set(members)
    codes = known if are_codes else {}
    return {member: key_text(member, codes) for member in members}


def count_members(counts: Collection[int], entity: Any) -> str:
    """Return how many members there are, such as "5 economies" or "3 to 5 economies"."""
    least, most = min(counts), max(counts)
    numbers = f"{most}" if least == most else f"{least} to {most}"
    members = _PLURALS.get(str(entity), "members")
    return f"{numbers} {members}"


def span(years: Any) -> str:
    """Return the span of some years, such as "2015-2021", or the single year."""
    first = int(years.min())
    last = int(years.max())
    return str(first) if first == last else f"{first}-{last}"


def decimals_of(frame: Any) -> int:
    """Return with how many decimals to write numbers: the fewer, the larger they are.

    What has one more, as a printed number may, is written whole.
    """
    largest = frame.abs().max(axis=None)
    sizes = {1: 3, 10: 2, 1000: 1}
    most = next((digits for size, digits in sizes.items() if largest < size), 0)
    for decimals in range(most + 2):
        if np.allclose(frame, frame.round(decimals), equal_nan=True):
            return decimals
    return most


def join(remarks: Iterable[str]) -> str:
    """Join the remarks that are not empty."""
    return " ".join(filter(None, remarks))


def source_line(frame: Any, what: str = "") -> str:
    """Return the line of a dataset's source and licence, with what it says besides."""
    about = frame.attrs["neadigital"]
    publisher = _store.dataset(about["dataset"])["publisher"] or "Song (2023)"
    source = publisher.replace(", ", " and ")
    licence = about["licence"].replace("-", "\u00a0")
    if licence.startswith("LicenseRef"):
        licence = "quoted as facts"
    of_whom = f"{source}, {what}" if what else source
    return f"Source: {of_whom}; neadigital\u00a0{about['version']}, {licence}"


def ranked() -> dict[str, dict[str, str]]:
    """Return the columns of ranks of each dataset with ranks over the years, and their meaning."""
    found = {}
    for name in _store.names("dataset"):
        columns = {}
        for field in _store.fields(name):
            if field.get("kind") == "rank":
                columns[field["name"]] = field["description"]
        key = _store.key(name)
        is_yearly = len(key) == 2 and "year" in key
        if columns and is_yearly:
            found[name] = columns
    return found


def group_rows(frame: Any, columns: Any) -> dict[Hashable, Any]:
    """Return the rows of each key of one or several columns, in order of appearance."""
    by = [] if columns is None else as_list(columns)
    if not by:
        return {"": frame}
    keys = by[0] if len(by) == 1 else by
    grouped = frame.groupby(keys, sort=False, observed=True)
    return dict(iter(grouped))


def with_values(rows: Any, column: str, value: str) -> Any:
    """Return the rows that have a number to draw; none is an error."""
    there = rows.dropna(subset=[column])
    if there.empty:
        raise ValueError(
            f"There is nothing to draw: no number follows from column {value!r}."
        )
    return there
