"""Tables, anchors and links as HTML, and the templates of `docs/_templates/pages`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup, escape

import neadigital

UNITS = ("_usd_bn", "_cny_bn", "_pct", "_mn", "_per_100", "_kbit_s")


class Html(Markup):
    """Text that is already HTML, and the number or text by which a table sorts it."""

    order: str | None = None

    @classmethod
    def sorted_by(cls, html: str, order: str) -> Html:
        """Return HTML that a table sorts by something other than its text."""
        made = cls(html)
        made.order = order
        return made


LINK = Html('<a href="{}#{}">{}</a>')


def text(value: Any) -> str:
    """Return a cell as text: empty if missing, and a whole number without decimals."""
    if isinstance(value, str):
        return value
    if value is None or pd.isna(value):
        return ""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def words(name: str) -> str:
    """Return the name of a column or an indicator as words, without its unit."""
    for unit in UNITS:
        name = name.removesuffix(unit)
    return name.replace("_", " ").replace("gdp", "GDP")


def decimals(values: pd.Series) -> int:
    """Return how many decimals numbers are shown with, so that they align: at most three."""
    lengths = [len(text(value).partition(".")[2]) for value in values.dropna()]
    return min(max(lengths, default=0), 3)


def values(key: str) -> list[str]:
    """Return the values in the key of a row: `JPN` and `2020` in `economy=JPN;year=2020`."""
    return [part.partition("=")[2] for part in key.split(";")]


def anchor(*parts: object) -> str:
    """Return an id made of the parts; it is the same on every page."""
    return re.sub("[^A-Za-z0-9]+", "-", "-".join(map(str, parts))).strip("-")


def breakable(name: str) -> Markup:
    """Return a column's name that may be broken after an underscore."""
    return escape(name).replace("_", Markup("_<wbr>"))


@cache
def anchors_by_name() -> dict[str, str]:
    """Return the anchor of each publication by the forms in which a text may name it."""
    known = neadigital.sources()
    work = known["same_as"].where(known["same_as"] != "", known["source"])
    title = known["title"].str.strip("[]")
    author = known["authors"].replace("[unsigned]", "an unsigned report")
    year = " (" + known["year"].astype("string") + ")"
    without_subtitle = title.str.partition(":")[0]
    full = author + ", " + title
    found = {}
    for form in (
        full + year,
        title + year,
        full,
        title,
        author + ", " + without_subtitle,
    ):
        # A form that two works share names neither.
        is_clear = work.groupby(form).transform("nunique") == 1
        for name, source in zip(form[is_clear], known["source"][is_clear], strict=True):
            found.setdefault(name, anchor(source))
    return found


@cache
def any_name() -> re.Pattern[str]:
    """Return a pattern that finds the names of publications, the longest first."""
    names = sorted(anchors_by_name(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, names))})(?!\w)")


def linked(text: str, page: str = "sources.html") -> Html:
    """Return a text in which each publication that it names leads to its entry."""
    # Names and the texts between them take turns.
    parts = any_name().split(text)
    anchors = anchors_by_name()
    shown = [
        LINK.format(page, anchors[part], part) if part in anchors else escape(part)
        for part in parts
    ]
    return Html("").join(shown)


TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parents[1] / "_templates" / "pages"),
    autoescape=jinja2.select_autoescape(["html"]),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters |= {
    "text": text,
    "words": words,
    "breakable": breakable,
    "anchor": anchor,
    "linked": linked,
}


def render(template: str, **values: Any) -> Html:
    """Return a template with the values filled in."""
    return Html(TEMPLATES.get_template(template).render(values))


def table(
    rows: Iterable[Sequence[Any]],
    heads: Sequence[str],
    *,
    caption: str,
    long: bool = False,
    stack: bool | None = None,
    ids: Iterable[str] = (),
    filters: Sequence[str] = (),
    numeric: Sequence[str] = (),
    noted: Sequence[str] = (),
) -> Html:
    """Return an HTML table; a long one sorts, searches and has pages.

    A value that is HTML already is given as `Html`, and `ids` are the addresses of rows. The
    columns named in `filters` get a list to choose from, those in `numeric` stand to the right, and
    those in `noted` leave room for marks. On a narrow screen a table of more than four columns, or
    one to `stack`, shows each row as a block.
    """
    stacked = len(heads) > 4 if stack is None else stack
    flags = {"data": True, "long": long, "stack": stacked}
    named = [list(zip(heads, row, strict=True)) for row in rows]
    return render(
        "table.html",
        rows=zip_longest(named, ids, fillvalue=""),
        heads=heads,
        caption=caption,
        classes=" ".join(name for name, is_so in flags.items() if is_so),
        filters=filters,
        numeric=numeric,
        noted=noted,
    )


def frame_table(frame: pd.DataFrame, caption: str, **options: Any) -> Html:
    """Return a frame as an HTML table, numbers to the right."""
    rows = frame.astype(object).itertuples(index=False, name=None)
    numeric = list(frame.select_dtypes("number"))
    return table(rows, list(frame.columns), caption=caption, numeric=numeric, **options)


def raw(html: str) -> str:
    """Return HTML as a block that MyST passes on as it is."""
    return f"\n```{{raw}} html\n{html}\n```\n"


def front_matter(keywords: str = "") -> str:
    """Return the front matter of a page that needs the full width: no list of headings."""
    words = f"myst:\n  html_meta:\n    keywords: {keywords}\n" if keywords else ""
    return f"---\nhtml_theme.sidebar_secondary.remove: true\n{words}---\n"
