"""Tables and texts as HTML or Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

import pandas as pd


def text(value: Any) -> str:
    """Return a cell as text: missing is empty, a whole number has no decimals of its own."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def table(
    rows: Iterable[Sequence[Any]],
    heads: Sequence[str],
    *,
    caption: str,
    long: bool = False,
    cell: Callable[[int, int], str] | None = None,
    numeric: Sequence[bool] = (),
) -> str:
    """Return an HTML table that can be scrolled by keyboard; a long one sorts and searches.

    `cell` returns the attributes of a cell by its row and column. A value that is already HTML is given as `Html`.
    """
    kind = "data long" if long else "data"
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    rows = list(rows)
    # A column of prose is not squeezed by the others.
    lengths = [[0 if isinstance(value, Html) else len(text(value)) for value in row] for row in rows]
    wide = [max((row[j] for row in lengths), default=0) > 70 for j in range(len(heads))]
    body = []
    for i, row in enumerate(rows):
        cells = []
        for j, value in enumerate(row):
            kind_of = "number" if j < len(numeric) and numeric[j] else "wide" if wide[j] else ""
            classes = f' class="{kind_of}"' if kind_of else ""
            attributes = (cell(i, j) if cell else "") or classes
            if isinstance(value, Html) and value.order is not None:
                attributes += f' data-order="{value.order}"'
            cells.append(f"<td{attributes}>{value if isinstance(value, Html) else escape(text(value))}</td>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    label = escape(caption, quote=True)
    return (
        f'<div class="scroll" role="region" aria-label="{label}" tabindex="0">\n'
        f'<table class="{kind}"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{chr(10).join(body)}\n</tbody></table></div>\n"
    )


class Html(str):
    """Text that is HTML already, and by what number or text it sorts."""

    order: str | None = None

    @classmethod
    def sorted_by(cls, html: str, order: str) -> Html:
        """Return HTML that sorts by something else than its text."""
        made = cls(html)
        made.order = escape(order, quote=True)
        return made


def frame_table(frame: pd.DataFrame, caption: str, *, long: bool = False) -> str:
    """Return a frame as an HTML table, numbers to the right."""
    numeric = [pd.api.types.is_numeric_dtype(dtype) for dtype in frame.dtypes]
    rows = frame.astype(object).itertuples(index=False, name=None)
    return table(rows, [str(name) for name in frame.columns], caption=caption, long=long, numeric=numeric)


def raw(html: str) -> str:
    """Return HTML as a block that MyST passes on as it is."""
    return f"\n```{{raw}} html\n{html}\n```\n"
