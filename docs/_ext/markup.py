"""Tables, marks and anchors as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import zip_longest
from typing import Any

import pandas as pd


class Html(str):
    """Text that is already HTML, and the number or text by which a table sorts it."""

    order: str | None = None

    @classmethod
    def sorted_by(cls, html: str, order: str) -> Html:
        """Return HTML that a table sorts by something other than its text."""
        made = cls(html)
        made.order = escape(order, quote=True)
        return made


def text(value: Any) -> str:
    """Return a cell as text: empty if missing, and a whole number without decimals."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def decimals(values: pd.Series) -> int:
    """Return how many decimals numbers are shown with, so that they align: at most three."""
    lengths = [len(text(value).partition(".")[2]) for value in values.dropna()]
    return min(max(lengths, default=0), 3)


def anchor(*parts: object) -> str:
    """Return an id made of the parts; it is the same on every page."""
    return re.sub("[^A-Za-z0-9]+", "-", "-".join(map(str, parts))).strip("-")


def breakable(name: str) -> str:
    """Return a column's name that may be broken after an underscore."""
    return escape(name).replace("_", "_<wbr>")


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
) -> str:
    """Return an HTML table. A long one sorts, searches and has pages; a row with an id can be linked to.

    A value that is HTML already is given as `Html`. The columns named in `filters` get a list to
    choose from, those in `numeric` stand to the right, and those in
    `noted` leave room for marks. On a narrow screen a table of more than four
    columns, or one to `stack`, shows each row as a block.
    """
    stacked = len(heads) > 4 if stack is None else stack
    flags = {"data": True, "long": long, "stack": stacked}
    classes = " ".join(name for name, is_so in flags.items() if is_so)
    kinds = {
        name: " ".join([*["number"] * (name in numeric), *["noted"] * (name in noted)])
        for name in heads
    }
    head = "".join(
        f'<th scope="col" class="{kinds[name]}"{" data-filter" if name in filters else ""}>'
        f"{breakable(name)}</th>"
        for name in heads
    )
    body = []
    for row, name in zip_longest(rows, ids, fillvalue=""):
        cells = []
        for column, value in zip(heads, row, strict=True):
            order = getattr(value, "order", None)
            by = f' data-order="{order}"' if order is not None else ""
            shown = value if isinstance(value, Html) else escape(text(value))
            cells.append(
                f'<td class="{kinds[column]}" data-label="{escape(column)}"{by}>{shown}</td>'
            )
        body.append(
            (f'<tr id="{name}">' if name else "<tr>") + "".join(cells) + "</tr>"
        )
    return (
        f'<div class="data-table"><table class="{classes}"><caption class="visually-hidden">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{chr(10).join(body)}\n</tbody></table></div>\n"
    )


def frame_table(frame: pd.DataFrame, caption: str, **options: Any) -> str:
    """Return a frame as an HTML table, numbers to the right."""
    rows = frame.astype(object).itertuples(index=False, name=None)
    numeric = list(frame.select_dtypes("number"))
    return table(rows, list(frame.columns), caption=caption, numeric=numeric, **options)


def raw(html: str) -> str:
    """Return HTML as a block that MyST passes on as it is."""
    return f"\n```{{raw}} html\n{html}\n```\n"


def front_matter(keywords: str = "") -> str:
    """Return the front matter of a page whose table needs the full width: no list of headings beside it."""
    words = f"myst:\n  html_meta:\n    keywords: {keywords}\n" if keywords else ""
    return f"---\nhtml_theme.sidebar_secondary.remove: true\n{words}---\n"
