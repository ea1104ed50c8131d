"""Name members, quantities, units and counts in the texts of pictures."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any, NamedTuple

from neadigital import _store
from neadigital._catalogue import codebook
from neadigital._loaders import economies

_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_PLURALS = {
    "economy": "economies",
    "country": "countries",
    "city": "cities",
    "region": "regions",
    "member": "members",
}
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

    @property
    def capital(self) -> str:
        """The label with a capital first letter."""
        return capitalise(self.label)


def quantity(
    data: Any, value: Any, label: str | None, unit: str | None, source: str | None
) -> Quantity:
    """Return the meaning of a column: the caller's words, else the codebook's, else its name."""
    codes: dict[Hashable, str] = {}
    known = str(value).replace("_", " ")
    known_unit = ""
    if about := data.attrs.get("neadigital"):
        meanings: Any = codebook(about["dataset"])
        for row in meanings.itertuples():
            name = _name_of(row)
            if isinstance(row.code, str):
                codes[row.code] = name
            elif row.column == value:
                known = name
                known_unit = row.unit if isinstance(row.unit, str) else ""
        # The values of a long table have the unit of their indicator.
        if known_unit == "see unit":
            present = data["indicator"].unique()
            units = data["unit"].unique()
            known = f"{_number(len(present))} indicators"
            if len(present) == 1:
                known = codes[present[0]]
            known_unit = units[0] if len(units) == 1 else ""
    return Quantity(
        label=known if label is None else label,
        unit=known_unit if unit is None else unit,
        source=_source_of(data, source),
        codes=codes,
    )


def _name_of(row: Any) -> str:
    """Return what a column or a code is called: its label, else its meaning without remarks.

    The unit stands elsewhere in a picture.
    """
    has_label = isinstance(row.label, str)
    name: str = row.label.split(",")[0] if has_label else row.meaning.split(";")[0]
    return _SHORT.get(name, name)


def key_text(key: Hashable, codes: Mapping[Hashable, str]) -> str:
    """Return a key of one or several columns as text."""
    parts = key if isinstance(key, tuple) else (key,)
    return ", ".join(codes.get(part, str(part)) for part in parts)


def names_of(members: Collection[Hashable]) -> dict[Hashable, str]:
    """Return the name of each member if all are known codes, else the key as in the data."""
    known = economies().set_index("economy")["name"].replace(_SHORT).to_dict()
    codes = known if known.keys() >= set(members) else {}
    return {member: key_text(member, codes) for member in members}


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def count_members(counts: Collection[int], entity: Any) -> str:
    """Return how many members there are, such as "five economies" or "three to five economies"."""
    least = min(counts)
    most = max(counts)
    many = _number(most)
    if least < most:
        many = f"{_number(least)} to {many}"
    one = entity if str(entity) in _PLURALS else "member"
    return f"{many} {one if most == 1 else _PLURALS[one]}"


def span(years: Any) -> str:
    """Return the span of some years, such as "2015-2021", or the single year."""
    first, last = years.astype(int).agg(["min", "max"])
    return f"{first}-{last}" if first < last else f"{first}"


def capitalise(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def names_or_count(names: Iterable[Any]) -> str:
    """Return up to six names as a text, or the number of names if there are more."""
    listed = [str(name) for name in names]
    return ", ".join(listed) if len(listed) <= 6 else f"{len(listed)} members"


def _source_of(data: Any, source: str | None) -> str:
    """Return the line of the source: the caller's, else the dataset's, else an empty text."""
    about = data.attrs.get("neadigital")
    if source is not None or not about:
        return source or ""
    # Some values are printed under a year that they are not of.
    remarks = []
    if "reference_year" in data:
        other = data[data["reference_year"] != data["year"]]
        names = names_of(other["economy"])
        for row in other.drop_duplicates(["economy", "year"]).itertuples():
            remarks.append(
                f"{names[row.economy]}'s value under {row.year} is of "
                f"{row.reference_year}."
            )
    return join([*remarks, source_line(data, f"{about['dataset']}()")])


def join(remarks: Iterable[str]) -> str:
    """Join the remarks that are not empty."""
    return " ".join(filter(None, remarks))


def weighting(options: Mapping[str, Any]) -> str:
    """Return a text of how the members are weighted."""
    weights = options.get("weights")
    return "unweighted" if weights is None else f"weighted by {weights}"


def source_line(frame: Any, what: str) -> str:
    """Return the line of a dataset's source and licence."""
    about = frame.attrs["neadigital"]
    publisher = _store.dataset(about["dataset"])["publisher"] or "Song (2023)"
    source = publisher.replace(", ", " and ")
    licence = about["licence"].replace("-", "\u00a0")
    if licence.startswith("LicenseRef"):
        licence = "quoted as facts"
    return (
        f"Source: {source}, {what}. "
        f"Data: neadigital\u00a0{about['version']}, {licence}."
    )


def ranked() -> dict[str, dict[str, str]]:
    """Return the columns of ranks of each dataset with ranks over the years, and their meaning."""
    found = {}
    for name in _store.names("dataset"):
        ranks_of = {
            field["name"]: field["description"]
            for field in _store.fields(name)
            if field.get("kind") == "rank"
        }
        key = _store.key(name)
        if ranks_of and len(key) == 2 and "year" in key:
            found[name] = ranks_of
    return found
