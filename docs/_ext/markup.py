"""Texts, anchors and links, and the templates of `docs/_templates/pages`."""

from __future__ import annotations

import re
from functools import cache, partial
from pathlib import Path
from typing import Any

import jinja2
import numpy as np
import pandas as pd
from markupsafe import Markup, escape

import neadigital
from neadigital import _store

UNIT = re.compile(r"_(usd_bn|cny_bn|pct|mn|per_100|kbit_s)$")
PLACES = neadigital.economies()
NAMES = PLACES.set_index("economy")["name"].to_dict()
# The five economies of the paper.
FIVE = list(PLACES.query("kind == 'economy' and northeast_asia")["economy"])
LINK = Markup('<a href="{}#{}">{}</a>')
# Why a number can be trusted, in readers' words, in the order of the tables.
WHY = {
    "published": "published",
    "consistent": "consistent",
    "corrected_proved": "corrected, proved",
    "corrected_inferred": "corrected, inferred",
    "doubtful_minor": "doubtful, slightly",
    "doubtful_serious": "doubtful, seriously",
    "external": "from another publication",
    "unchecked": "unchecked",
}
# The sign of each, where there is no room for the word.
SIGNS = {
    "published": "✓",
    "consistent": "=",
    "corrected_proved": "✎",
    "corrected_inferred": "✐",
    "doubtful_minor": "?",
    "doubtful_serious": "??",
    "external": "↗",
    "unchecked": "○",
}


def text(value: Any) -> str:
    """Return a cell as text: empty if missing, and a whole number without decimals."""
    if isinstance(value, str):
        return value
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, float):
        return np.format_float_positional(value, precision=10, trim="-")
    return str(value)


@cache
def _labels(dataset: str) -> dict[str, str]:
    """Return what readers call the columns of a dataset and its indicators."""
    columns = {field["name"]: field["title"] for field in _store.fields(dataset)}
    codes = _store.codes(dataset)
    return columns | {code: entry["label"] for code, entry in codes.items()}


def words(name: str, dataset: str = "") -> str:
    """Return what readers call a column or an indicator; other names as words, without a unit."""
    for known in map(_labels, [dataset] if dataset else _store.names("dataset")):
        if name in known:
            return known[name]
    without_unit = UNIT.sub("", name)
    return without_unit.replace("_", " ").replace("gdp", "GDP")


def named(code: str) -> str:
    """Return an economy's name by its code; other texts stay as they are."""
    return NAMES.get(code, code)


def when(period: str) -> str:
    """Return a period as words: a year, a quarter, some months, or a span of years."""
    first, _, last = period.partition("/")
    if not last:
        return period.replace("-", " ")
    if len(last) == 4:
        return f"{first} to {last}"
    start = pd.Period(first).strftime("%B")
    end = pd.Period(last).strftime("%B %Y")
    return f"{start} to {end}"


def named_number(number: dict[str, Any]) -> str:
    """Return what a number is: whose, of when, and of what."""
    who = named(number["place"] or number["economy"])
    what = words(number["indicator"], number["dataset"])
    return f"{who}, {when(number['period'])}: {what}"


def decimals(values: pd.Series) -> int:
    """Return how many decimals numbers are shown with, so that they align: at most three."""
    texts = [text(value) for value in values.dropna()]
    lengths = [len(number.partition(".")[2]) for number in texts]
    return min(max(lengths, default=0), 3)


def aligned(values: pd.Series, kinds: Any) -> pd.Series:
    """Return numbers as texts with commas, those of one kind with the same decimals."""

    def align(group: pd.Series) -> pd.Series:
        number = f"{{:,.{decimals(group)}f}}"
        return group.map(number.format, na_action="ignore")

    texts = values.groupby(kinds, group_keys=False).apply(align)
    return texts.astype(object).fillna("")


def order(frame: pd.DataFrame) -> list[dict[str, str]]:
    """Return the exact values of a table's rows, by which a page sorts them."""
    exact = frame[["value"]].map(text)
    return exact.to_dict("records")


def filled(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which missing text is empty."""
    texts = frame.select_dtypes(exclude="number").astype(object)
    return frame.assign(**texts.where(texts.notna(), ""))


def by_edition(name: str) -> list[pd.DataFrame]:
    """Return a dataset in each of its editions, the last one at the end."""
    known = neadigital.datasets().set_index("dataset")
    editions = known.loc[name, "editions"]
    load = partial(neadigital.load, name)
    if pd.isna(editions):
        return [load()]
    return [load(edition=edition) for edition in str(editions).split(";")]


def row_keys(name: str, frame: pd.DataFrame) -> pd.Series:
    """Return the key of each row of a dataset, or of each number of it in a table about numbers."""
    key = _store.key(name)
    # A table about numbers has a year and its months as a period.
    if "months" in key:
        key.remove("months")
        key[key.index("year")] = "period"
    # A table about numbers has a city or a region as its place, and a policy as what is dated.
    otherwise = {"city": "place", "region": "place", "strategy": "indicator"}
    columns = [column if column in frame else otherwise[column] for column in key]
    texts = frame[columns].astype(str)
    keys = texts.itertuples(index=False, name=None)
    return pd.Series(list(keys), frame.index, dtype=object)


def anchor(text: str) -> str:
    """Return an id made of a text; it is the same on every page."""
    return re.sub("[^A-Za-z0-9]+", "-", text).strip("-")


def row_anchor(key: tuple[str, ...]) -> str:
    """Return the id of a row, made of the values in its key."""
    return anchor("-".join(key))


def breakable(name: str) -> Markup:
    """Return a column's name that may be broken after an underscore."""
    return escape(name).replace("_", Markup("_<wbr>"))


@cache
def anchors_by_name() -> dict[str, str]:
    """Return the anchor of each publication by the forms in which a text may name it."""
    known = neadigital.sources()
    known["work"] = known["same_as"].fillna(known["source"])
    title = known["title"].str.strip("[]")
    author = known["authors"].replace("[unsigned]", "an unsigned report")
    published = known["year"].astype("string")
    year = " (" + published + ")"
    without_subtitle = title.str.partition(":")[0]
    full = author + ", " + title
    short = author + ", " + without_subtitle
    forms = [full + year, title + year, full, title, short]
    by_form = pd.concat([known.assign(form=form) for form in forms])
    # A form that two works share names neither.
    works = by_form.groupby("form")["work"].transform("nunique")
    clear = by_form[works == 1].drop_duplicates("form")
    sources = clear.set_index("form")["source"]
    return sources.map(anchor).to_dict()


@cache
def any_name() -> re.Pattern[str]:
    """Return a pattern that finds the names of publications, the longest first."""
    names = sorted(anchors_by_name(), key=len, reverse=True)
    any_of = "|".join(map(re.escape, names))
    return re.compile(rf"(?<!\w)({any_of})(?!\w)")


def linked(text: str, page: str = "sources.html") -> Markup:
    """Return a text in which each publication that it names leads to its entry."""
    anchors = anchors_by_name()

    def link(part: str) -> Markup:
        if part in anchors:
            return LINK.format(page, anchors[part], part)
        return escape(part)

    # Names and the texts between them take turns.
    parts = any_name().split(text)
    return Markup("").join(map(link, parts))


FOLDER = Path(__file__).parents[1] / "_templates" / "pages"
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(FOLDER),
    autoescape=jinja2.select_autoescape(["html"]),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters |= {
    "text": text,
    "words": words,
    "named": named,
    "named_number": named_number,
    "when": when,
    "why": lambda ground: WHY.get(ground, ground),
    "breakable": breakable,
    "anchor": anchor,
    "linked": linked,
}


def render(template: str, **values: Any) -> str:
    """Return a template with the values filled in."""
    return TEMPLATES.get_template(template).render(values)


def in_script(text: str) -> str:
    """Return data that a script element holds: a closing tag within it would end the script."""
    return text.replace("</", r"<\/")


def raw(html: str) -> str:
    """Return HTML as a block that MyST passes on as it is."""
    return f"\n```{{raw}} html\n{html}\n```\n"
