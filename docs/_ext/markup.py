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
    stack: bool = False,
    ids: Iterable[str] = (),
    filters: Sequence[str] = (),
    numeric: Sequence[str] = (),
) -> str:
    """Return an HTML table. A long one sorts, searches and has pages; a row with an id can be linked to.

    A value that is HTML already is given as `Html`. The columns named in `filters` get a list to
    choose from, those in `numeric` stand to the right. On a narrow screen a table of more than four
    columns, or one to `stack`, shows each row as a block.
    """
    classes = " ".join(
        [
            "data",
            *(["long"] if long else []),
            *(["stack"] if stack or len(heads) > 4 else []),
        ]
    )
    head = "".join(
        f'<th scope="col"{" data-filter" if name in filters else ""}{" class=number" if name in numeric else ""}>'
        f"{breakable(name)}</th>"
        for name in heads
    )
    body = []
    for row, name in zip_longest(rows, ids, fillvalue=""):
        cells = []
        for column, value in zip(heads, row, strict=True):
            order = getattr(value, "order", None)
            attributes = f' data-label="{escape(column)}"' + (
                " class=number" if column in numeric else ""
            )
            attributes += f' data-order="{order}"' if order is not None else ""
            cells.append(
                f"<td{attributes}>{value if isinstance(value, Html) else escape(text(value))}</td>"
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
