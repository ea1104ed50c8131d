"""Read and check the rows of a picture, and group them by their keys."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from neadigital import _options
from neadigital._engine.panel import Columns, read_years, to_frame
from neadigital.plot._style import check_options
from neadigital.plot._words import names_or_count


def read_table(
    data: Any,
    time: Any,
    ax: Any,
    title: Any,
    *,
    label: Any,
    source: Any,
    unit: Any = None,
) -> Any:
    """Check the options that all pictures have, and return the table of a picture.

    Years that are categories become numbers, so that they are in order.
    """
    check_options(ax, title, label=label, unit=unit, source=source)
    frame = to_frame(data)
    if isinstance(time, str) and time in frame:
        return frame.assign(**{time: read_years(frame[time])})
    return frame


def columns_of(columns: Columns | None) -> list[str]:
    """Return the names of columns as a list; they may be one, several or none."""
    return [] if columns is None else _options.as_list(columns)


def keys_of(frame: Any, columns: Columns | None) -> Any:
    """Return the key of each row: the value of one column, a tuple of several, "" of none."""
    named = columns_of(columns)
    if not named:
        return pd.Series("", frame.index)
    # An index of one column holds values, one of several columns holds tuples.
    keys = frame.set_index(named).index
    return pd.Series(list(keys), frame.index)


def group_rows(frame: Any, columns: Columns | None) -> dict[Hashable, Any]:
    """Return the rows of each key, in order of appearance."""
    keys = keys_of(frame, columns)
    return dict(iter(frame.groupby(keys, sort=False, observed=True)))


def one_panel(frame: Any, within: Columns | None) -> None:
    """Raise if the rows belong to several panels."""
    panels = group_rows(frame, within)
    if len(panels) > 1:
        raise ValueError(
            f"A picture is of one {within!r}, and the data hold "
            f"{names_or_count(panels)}: choose one."
        )


def with_values(rows: Any, column: str, value: str) -> Any:
    """Return the rows that have a number to draw; none is an error."""
    there = rows.dropna(subset=[column])
    if there.empty:
        raise ValueError(
            f"There is nothing to draw: no number follows from column {value!r}."
        )
    return there
