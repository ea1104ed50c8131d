"""What things are called in pictures: members, quantities, units, counts."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from neadigital._engine.validation import decode, to_frame
from neadigital.catalogue import codebook
from neadigital.catalogue.places import economies
from neadigital.plot._style import source_line

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

    @property
    def capital(self) -> str:
        """The label with a capital first letter."""
        return capitalise(self.label)


def quantity(data: Any, value: Any, label: str | None, unit: str | None) -> Quantity:
    """Return what is drawn: in the caller's words, else the codebook's, else the column's name."""
    codes: dict[Hashable, str] = {}
    known = str(value).replace("_", " ")
    known_unit = ""
    if about := data.attrs.get("neadigital"):
        for row in codebook(about["dataset"]).itertuples():
            # Remarks follow a semicolon.
            meaning = str(row.meaning).split(";")[0]
            if row.code:
                codes[row.code] = _SHORT.get(meaning, meaning)
            elif row.column == value:
                known = meaning
                known_unit = str(row.unit)
        if known_unit == "see unit":
            kind = "indicator" if "indicator" in data else "measure"
            present = set(data[kind])
            units = set(data["unit"])
            known = f"{_number(len(present))} {kind}s"
            if len(present) == 1:
                known = codes[present.pop()]
            known_unit = units.pop() if len(units) == 1 else ""
    label = known if label is None else label
    unit = known_unit if unit is None else unit
    return Quantity(label, unit, codes)


def with_unit(label: str, unit: str) -> str:
    """Return a label with the unit, if there is one."""
    return f"{label}, {unit}" if unit else label


def key_text(key: Hashable, codes: Mapping[Hashable, str]) -> str:
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


def count_members(numbers: Iterable[int], by: Any) -> str:
    """Return how many members there are, such as "five economies" or "three to five economies"."""
    least = min(numbers := list(numbers))
    most = max(numbers)
    many = _number(most) if least == most else f"{_number(least)} to {_number(most)}"
    one = by if isinstance(by, str) and by in _PLURALS else "member"
    return f"{many} {one if most == 1 else _PLURALS.get(one, 'members')}"


def span(years: Iterable[Any]) -> str:
    """Return "2015-2021", or the one year."""
    first = min(years := [int(year) for year in years])
    last = max(years)
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
    about = data.attrs.get("neadigital")
    if source is not None or not about:
        return source or ""
    line = source_line(data, f"{about['dataset']}()")
    if "reference_year" in data:
        other = data[data["reference_year"] != data["year"]]
        for row in other.drop_duplicates(["economy", "year"])[::-1].itertuples():
            name = names_of([row.economy])[row.economy]
            year = row.reference_year
            line = f"{name}'s value under {row.year} is of {year}. {line}"
    return line


def join(remarks: Iterable[str]) -> str:
    """Return the remarks that say something as one text."""
    return " ".join(filter(None, remarks))


def as_list(columns: Columns | None) -> list[str]:
    """Return the names of no column, one or several as a list."""
    if columns is None:
        return []
    return [columns] if isinstance(columns, str) else list(columns)


def keys_of(frame: Any, columns: list[str]) -> Any:
    """Return each row's key: "" of no column, a value of one, a tuple of several."""
    if not columns:
        return ""
    if len(columns) == 1:
        return frame[columns[0]]
    return list(frame[columns].itertuples(index=False, name=None))


def group_rows(frame: Any, columns: list[str]) -> dict[Hashable, Any]:
    """Return the rows of each key, in order of appearance."""
    if not columns:
        return {"": frame}
    by = columns[0] if len(columns) == 1 else columns
    return dict(iter(frame.groupby(by, sort=False, observed=True)))


def one_panel(frame: Any, within: Columns | None) -> None:
    """Raise if the rows belong to several panels."""
    panels = group_rows(frame, as_list(within))
    if len(panels) > 1:
        raise ValueError(
            f"A picture is of one {within!r}, and the data hold {list_some(panels)}: choose one."
        )


def whole_years(data: Any, time: Any) -> Any:
    """Return the table; years that are categories become numbers, which have their own order."""
    frame = to_frame(data)
    if isinstance(time, str) and time in frame:
        return frame.assign(**{time: decode(frame[time])})
    return frame


def with_values(rows: Any, column: str, value: str) -> Any:
    """Return the rows that have a number to draw, at least one."""
    there = rows.dropna(subset=[column])
    if there.empty:
        raise ValueError(
            f"There is nothing to draw: no number follows from column {value!r}."
        )
    return there
