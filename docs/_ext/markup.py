"""Tables and anchors as HTML, and the templates of `docs/_templates/pages`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup, escape

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


def anchor(*parts: object) -> str:
    """Return an id made of the parts; it is the same on every page."""
    return re.sub("[^A-Za-z0-9]+", "-", "-".join(map(str, parts))).strip("-")


def breakable(name: str) -> Markup:
    """Return a column's name that may be broken after an underscore."""
    return escape(name).replace("_", Markup("_<wbr>"))


TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parents[1] / "_templates" / "pages"),
    autoescape=jinja2.select_autoescape(["html"]),
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters |= {
    "text": text,
    "words": words,
    "breakable": breakable,
    "anchor": anchor,
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
