"""How the site says things: names, numbers, reasons, anchors and links to publications."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup, escape

import neadigital

#: Rows of a table.
Records = list[dict[str, Any]]
HERE = Path(__file__).parents[1]
_DESCRIPTOR = files("neadigital") / "data" / "datapackage.json"
PACKAGE = json.loads(_DESCRIPTOR.read_text(encoding="utf-8"))
RESOURCES = {one["name"]: one for one in PACKAGE["resources"]}
DATASETS = neadigital.datasets()["dataset"].tolist()
PLACES = neadigital.economies()
NAMES = PLACES.set_index("economy")["name"].to_dict()
# The five economies of the paper.
FIVE = list(PLACES.query("kind == 'economy' and northeast_asia")["economy"])
BOOK = neadigital.codebook()
#: Large numbers are written in these units.
SIZES = {1e12: "trillion", 1e9: "billion", 1e6: "million"}
# Why a number can be trusted: its sign and readers' words, in the order of the tables.
GROUNDS = {
    "published": ("✓", "published"),
    "consistent": ("=", "consistent"),
    "corrected_proved": ("✎", "corrected, proved"),
    "corrected_inferred": ("✐", "corrected, inferred"),
    "doubtful_minor": ("?", "doubtful, slightly"),
    "doubtful_serious": ("??", "doubtful, seriously"),
    "external": ("↗", "from another publication"),
    "unchecked": ("○", "unchecked"),
    "": ("–", "no number"),
}
# Each kind of note, the most serious first.
KINDS = {
    "misprint": ("✎", "misprint, corrected"),
    "wrong_base": ("÷", "wrong base"),
    "mislabelled": ("⇄", "wrong label"),
    "serious": ("??", "seriously doubtful"),
    "minor": ("?", "slightly doubtful"),
    "break": ("|", "the series breaks here"),
    "other_year": ("y", "of another year"),
    "other_basis": ("b", "on a different definition"),
    "not_available": ("–", "not available"),
    "not_ranked": ("–", "not ranked"),
}
# The verdicts on claims, the worst first.
VERDICTS = {
    "contradicted": "✗",
    "misprint": "✎",
    "wrong_base": "÷",
    "last_digit": "≈",
    "rounding": "≈",
    "not_checkable": "○",
    "confirmed": "✓",
}


def text(value: Any) -> Any:
    """Return a cell as a template writes it: empty if missing, no decimals if whole."""
    if value is None or value is pd.NA:
        return ""
    if not isinstance(value, float):
        return value
    if pd.isna(value):
        return ""
    return np.format_float_positional(value, precision=10, trim="-")


def one_line(said: str) -> str:
    """Return a text with single blanks between its words."""
    return " ".join(said.split())


def decimals(said: Any) -> int:
    """Return how many decimals a number has, as it is printed or as a template writes it."""
    number = re.match(r"-?[\d,]*\.?(\d*)", str(text(said)))
    return len(number[1]) if number else 0


def corrected_as(printed: str, value: float) -> str:
    """Return a correct number whole, with no fewer digits than the page has."""
    places = max(decimals(printed), decimals(value))
    return f"{value:.{places}f}"


def load(name: str, **options: Any) -> Any:
    """Return a table of the package by its name, whichever it is."""
    load_any: Any = neadigital.load
    return load_any(name, **options)


def cited(*names: str) -> list[str]:
    """Return how the package, the paper and the sources of datasets are cited, a line each."""
    return str(neadigital.cite(*names)).splitlines()


def records(frame: Any) -> Records:
    """Return the rows of a table."""
    rows: Records = frame.to_dict("records")
    return rows


def filled(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which missing text is empty."""
    texts = frame.select_dtypes(exclude="number")
    texts = texts.astype(object)
    known = texts.where(texts.notna(), "")
    return frame.assign(**known)


@cache
def _labels() -> dict[tuple[str, str], str]:
    """Return what readers call each column and each code of each dataset."""
    names = BOOK["code"].fillna(BOOK["column"])
    by_name = BOOK.assign(name=names).set_index(["dataset", "name"])
    labels: dict[Any, Any] = by_name["label"].to_dict()
    policies = neadigital.digital_strategies()
    names_of_policies = policies.set_index("strategy")["name"]
    for code, name in names_of_policies.items():
        labels["digital_strategies", code] = name
    return labels


def words(name: str, dataset: str = "") -> str:
    """Return what readers call a column or an indicator; other names as words."""
    at = dataset, name
    label = text(_labels().get(at))
    if label:
        return label
    return name.replace("_", " ").replace("gdp", "GDP")


def named(code: Any) -> Any:
    """Return an economy's name by its code; other texts stay as they are."""
    return NAMES.get(code, code)


def native_names(codes: list[str]) -> list[str]:
    """Return the names of economies and regions in the languages of the region, to search by."""
    is_asked = PLACES["economy"].isin(codes)
    own = PLACES[is_asked]
    columns = own.filter(regex="^name_")
    names = columns.stack().dropna()
    aliases = own["aliases"].dropna()
    aliases = aliases.str.split(";").explode()
    is_english = aliases.map(str.isascii)
    native = aliases[~is_english]
    return sorted({*names, *native})


def when(period: str) -> str:
    """Return a period as words: a year, a quarter, some months, or a span of years."""
    said = str(period)
    first, _, last = said.partition("/")
    if not last:
        # 2021-Q3 is read as words.
        return first.replace("-", " ")
    if len(last) == 4:
        return f"{first} to {last}"
    start = pd.Period(first).strftime("%B")
    end = pd.Period(last).strftime("%B %Y")
    return f"{start} to {end}"


def named_number(one: Any) -> str:
    """Return what a number is: whose, of when, and of what; in a second table by its labels."""
    if one.get("label"):
        return str(one["label"])
    who = named(one["place"] or one["economy"])
    period = when(one["period"])
    what = words(one["indicator"], one["dataset"])
    return f"{who}, {period}: {what}"


def number(value: Any) -> str:
    """Return a number with thousands apart."""
    if pd.isna(value):
        return ""
    return f"{value:,.10g}"


def shown(one: Any) -> str:
    """Return a number as the paper prints it, with what it should be where it is wrong."""
    if one["correct"]:
        return f"{one['printed']} → {one['correct']}"
    return one["printed"] or number(one["value"])


def citing(one: Any) -> str:
    """Return the call in Python that cites a number."""
    names = ["economy", "place", "period", "indicator", "edition"]
    parts = [f'"{one["dataset"]}"']
    for name in names:
        value = one[name]
        if value:
            parts.append(f'{name}="{value}"')
    parts.append('style="bibtex"')
    listed = ", ".join(parts)
    return f"neadigital.cite({listed})"


def why(ground: str) -> str:
    """Return in readers' words why a number is trusted."""
    return GROUNDS[ground][1]


def sign(ground: str) -> str:
    """Return the sign of why a number is trusted."""
    return GROUNDS[ground][0]


def aligned(values: pd.Series, kinds: Any) -> pd.Series:
    """Return numbers as people write them, those of one kind with the same decimals."""

    def align(group: pd.Series) -> pd.Series:
        places = _places(group)
        return group.map(lambda one: _written(one, places), na_action="ignore")

    groups = values.astype(float).groupby(kinds, group_keys=False)
    found = groups.apply(align)
    return found.astype(object).fillna("")


def _places(group: pd.Series) -> int:
    """Return with how many decimals numbers of one kind are written."""
    lengths = map(decimals, group.dropna())
    longest = max(lengths, default=0)
    if longest <= 3:
        return longest
    # What is computed has more decimals than anyone reads.
    largest = group.abs().max()
    if largest >= 10:
        return 1
    return 2 if largest > 1 else 3


def _written(value: float, places: int) -> str:
    """Return a number with some decimals, a large one in words, a tiny one with two digits."""
    for size, name in SIZES.items():
        if abs(value) >= size:
            shown = value / size
            return f"{shown:,.2f} {name}"
    if value and abs(value) < 10**-places:
        return np.format_float_positional(
            value, precision=2, fractional=False, trim="-"
        )
    return f"{value:,.{places}f}"


def anchor(name: Any) -> str:
    """Return an id made of a text; it is the same on every page."""
    joined = re.sub("[^A-Za-z0-9]+", "-", str(name))
    return joined.strip("-")


def row_anchors(name: str, frame: pd.DataFrame) -> pd.Series:
    """Return the id of each row of a dataset, or of each number of it in `observations`."""
    schema = RESOURCES[name]["schema"]
    key = list(schema["primaryKey"])
    if "months" in key:
        key.remove("months")
        key[key.index("year")] = "period"
    other = {"city": "place", "region": "place", "strategy": "indicator"}
    columns = []
    for column in key:
        known = column if column in frame else other[column]
        columns.append(known)
    rows = frame[columns].astype(str).to_numpy()
    ids = [anchor("-".join(row)) for row in rows]
    return pd.Series(ids, frame.index, dtype=object)


def breakable(name: Any) -> Markup:
    """Return a column's name that may be broken after an underscore."""
    return escape(name).replace("_", Markup("_<wbr>"))


def script(data: Any) -> Markup:
    """Return data as a script element holds it."""
    held = json.dumps(
        data,
        ensure_ascii=False,
        separators=(",", ":"),
        default=text,
    )
    return Markup(held.replace("</", r"<\/"))  # noqa: S704
