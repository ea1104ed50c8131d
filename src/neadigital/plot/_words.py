"""Name members, quantities, units and sources in the texts of pictures."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any, NamedTuple

from neadigital import _store
from neadigital._catalogue import codebook_rows
from neadigital._loaders import economies
from neadigital._options import as_list

_PLURALS = {"country": "countries", "city": "cities", "region": "regions"}
# Short forms of names that are too long for a title.
_SHORT = {
    "Republic of Korea": "Rep. of Korea",
    "Russian Federation": "Russia",
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
) -> Quantity:
    """Return the meaning of a column: the caller's words, else the codebook's, else its name."""
    known, known_unit, origin = str(value).replace("_", " "), "", ""
    codes: dict[Hashable, str] = {}
    if about := data.attrs.get("neadigital"):
        origin = join([_other_years(data), source_line(data, f"{about['dataset']}()")])
        for row in codebook_rows(about["dataset"]):
            # The unit and remarks stand elsewhere in a picture.
            name = row["label"].split(",")[0] or row["meaning"].split(";")[0]
            name = _SHORT.get(name, name)
            if row["code"]:
                codes[row["code"]] = name
            elif row["column"] == value:
                known, known_unit = name, row["unit"]
        # The values of a long table have the unit of their indicator.
        if known_unit == "see unit":
            present, units = data["indicator"].unique(), data["unit"].unique()
            is_one = len(present) == 1
            known = codes[present[0]] if is_one else f"{len(present)} indicators"
            known_unit = units[0] if len(units) == 1 else ""
    return Quantity(
        known if label is None else label,
        known_unit if unit is None else unit,
        origin if source is None else source,
        codes,
    )


def _other_years(data: Any) -> str:
    """Return which values are printed under a year that they are not of."""
    if "reference_year" not in data:
        return ""
    other = data[data["reference_year"] != data["year"]]
    names = names_of(other["economy"])
    return join(
        f"{names[row.economy]}'s value under {row.year} is of {row.reference_year}."
        for row in other.drop_duplicates(["economy", "year"]).itertuples()
    )


def key_text(key: Hashable, codes: Mapping[Hashable, str]) -> str:
    """Return a key of one or several columns as text."""
    parts = key if isinstance(key, tuple) else (key,)
    return ", ".join(codes.get(part, str(part)) for part in parts)


def names_of(members: Collection[Hashable]) -> dict[Hashable, str]:
    """Return the name of each member if all are known codes, else the key as in the data."""
    known = economies().set_index("economy")["name"].replace(_SHORT).to_dict()
    codes = known if known.keys() >= set(members) else {}
    return {member: key_text(member, codes) for member in members}


def count_members(counts: Collection[int], entity: Any) -> str:
    """Return how many members there are, such as "5 economies" or "3 to 5 economies"."""
    numbers = " to ".join(map(str, sorted({min(counts), max(counts)})))
    plurals = {"economy": "economies"} | _PLURALS
    return f"{numbers} {plurals.get(str(entity), 'members')}"


def span(years: Any) -> str:
    """Return the span of some years, such as "2015-2021", or the single year."""
    return "-".join(map(str, sorted({int(years.min()), int(years.max())})))


def capitalise(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def join(remarks: Iterable[str]) -> str:
    """Join the remarks that are not empty."""
    return " ".join(filter(None, remarks))


def source_line(frame: Any, what: str) -> str:
    """Return the line of a dataset's source and licence."""
    about = frame.attrs["neadigital"]
    publisher = _store.dataset(about["dataset"])["publisher"] or "Song (2023)"
    source = publisher.replace(", ", " and ")
    licence = about["licence"].replace("-", "\u00a0")
    if licence.startswith("LicenseRef"):
        licence = "quoted as facts"
    data = f"Data: neadigital\u00a0{about['version']}, {licence}."
    return f"Source: {source}, {what}. {data}"


def ranked() -> dict[str, dict[str, str]]:
    """Return the columns of ranks of each dataset with ranks over the years, and their meaning."""
    found = {}
    for name in _store.names("dataset"):
        columns = {
            field["name"]: field["description"]
            for field in _store.fields(name)
            if field.get("kind") == "rank"
        }
        key = _store.key(name)
        if columns and len(key) == 2 and "year" in key:
            found[name] = columns
    return found


def group_rows(frame: Any, columns: Any) -> dict[Hashable, Any]:
    """Return the rows of each key of one or several columns, in order of appearance."""
    by = [] if columns is None else as_list(columns)
    if not by:
        return {"": frame}
    grouped = frame.groupby(by[0] if len(by) == 1 else by, sort=False, observed=True)
    return dict(iter(grouped))


def with_values(rows: Any, column: str, value: str) -> Any:
    """Return the rows that have a number to draw; none is an error."""
    there = rows.dropna(subset=[column])
    if there.empty:
        raise ValueError(
            f"There is nothing to draw: no number follows from column {value!r}."
        )
    return there
