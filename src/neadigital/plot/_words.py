"""What things are called in pictures: members, quantities, units, counts."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, NamedTuple, TypeAlias

from neadigital.catalogue import codebook
from neadigital.catalogue.places import economies
from neadigital.plot import _style

Columns: TypeAlias = str | Iterable[str]

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
}
# Names that are too long for a title.
_SHORT = {
    "Republic of Korea": "Rep. of Korea",
    "Russian Federation": "Russia",
    "individuals who use the Internet": "Internet use",
    "individuals using the Internet": "Internet use",
    "individuals who own a mobile phone": "mobile phone ownership",
    "international bandwidth used per Internet user": "bandwidth per Internet user",
}


class Quantity(NamedTuple):
    """What the values of a column are, their unit, and what codes mean."""

    label: str
    unit: str
    codes: dict[Hashable, str]


def quantity(
    data: Any, value: Hashable, label: str | None, unit: str | None
) -> Quantity:
    """Return what is drawn: in the caller's words, else the codebook's, else by the column's name."""
    about = getattr(data, "attrs", {}).get("neadigital")
    codes: dict[Hashable, str] = {}
    known, known_unit = str(value).replace("_", " "), ""
    if about:
        book: list[dict[str, str]] = codebook(about["dataset"]).to_dict("records")  # type: ignore[assignment]
        # Remarks follow a semicolon.
        meanings = {
            row["code"]: row["meaning"].split(";")[0] for row in book if row["code"]
        }
        codes = {
            code: _SHORT.get(meaning, meaning) for code, meaning in meanings.items()
        }
        for row in book:
            if row["column"] == value and not row["code"]:
                known, known_unit = row["meaning"].split(";")[0], row["unit"]
        if known_unit == "see unit":
            kind = "indicator" if "indicator" in data else "measure"
            present, units = sorted(set(data[kind])), sorted(set(data["unit"]))
            known = (
                codes[present[0]]
                if len(present) == 1
                else f"{_number(len(present))} {kind}s"
            )
            known_unit = units[0] if len(units) == 1 else ""
    return Quantity(
        known if label is None else label, known_unit if unit is None else unit, codes
    )


def key_text(key: Hashable, codes: dict[Hashable, str]) -> str:
    """Return a key of one or several columns as text."""
    return ", ".join(
        codes.get(part, str(part))
        for part in (key if isinstance(key, tuple) else (key,))
    )


def names_of(members: Iterable[Hashable]) -> dict[Hashable, str]:
    """Return what each member is called: by name if all codes are known, else as in the data."""
    everyone = list(members)
    known: dict[Hashable, str] = economies().set_index("code")["name"].to_dict()
    if not all(member in known for member in everyone):
        return {member: key_text(member, {}) for member in everyone}
    return {member: _SHORT.get(known[member], known[member]) for member in everyone}


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def count_members(numbers: Iterable[int], by: object) -> str:
    """Return how many members there are, such as "five economies" or "three to five economies"."""
    least, most = min(numbers := list(numbers)), max(numbers)
    many = _number(most) if least == most else f"{_number(least)} to {_number(most)}"
    one, several = (
        (by, _PLURALS[by])
        if isinstance(by, str) and by in _PLURALS
        else ("member", "members")
    )
    return f"{many} {one if most == 1 else several}"


def span(years: Iterable[Any]) -> str:
    """Return "2015-2021", or the one year."""
    first, last = min(years := [int(year) for year in years]), max(years)
    return f"{first}-{last}" if first < last else f"{first}"


def capitalise(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def list_some(names: Iterable[Any]) -> str:
    """Return the names, or how many they are where they are more than six."""
    listed = [str(name) for name in names]
    return ", ".join(listed) if len(listed) <= 6 else f"{len(listed)} members"


def source_of(data: Any, source: str | None) -> str:
    """Return the line of the source: the caller's, else the dataset's, else none."""
    about = getattr(data, "attrs", {}).get("neadigital")
    if source is not None or not about:
        return source or ""
    others = ""
    if "reference_year" in data:
        rows = data[data["reference_year"] != data["year"]]
        pairs = dict.fromkeys(
            zip(rows["economy"], rows["year"], rows["reference_year"], strict=True)
        )
        others = "".join(
            f"{names_of([code])[code]}'s value under {year} is of {of}. "
            for code, year, of in pairs
        )
    return others + _style.source_line(data, f"{about['dataset']}()")


def as_list(columns: Columns | None) -> list[str]:
    """Return the names of no column, one or several as a list."""
    return (
        []
        if columns is None
        else [columns]
        if isinstance(columns, str)
        else list(columns)
    )


def group_rows(frame: Any, columns: list[str]) -> dict[Hashable, Any]:
    """Return the rows of each group in order of appearance; the key of several columns is a tuple."""
    if not columns:
        return {"": frame}
    return dict(
        iter(
            frame.groupby(
                columns[0] if len(columns) == 1 else columns, sort=False, observed=True
            )
        )
    )
