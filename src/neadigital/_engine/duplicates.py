"""Say in which columns rows with the same key differ, and which of these would tell them apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
from pandas.api import types

from neadigital._engine.arrays import Ints

# A column whose last word is one of these holds what is measured, or says where a number comes from
# or how sure it is. Separated by it, numbers that belong together would be compared with nothing.
_NO_LABELS = {
    *("basis", "comment", "comments", "flag", "flags", "footnote", "footnotes"),
    *("note", "notes", "reference", "remark", "remarks", "source", "sources"),
    *("status", "url", "value", "vintage"),
}
_CANNOT_BE_COMPARED = (TypeError, ValueError, NotImplementedError)


def find_differences(
    rows: pd.DataFrame, cells: Ints, names: Sequence[str]
) -> dict[str, list[Any]]:
    """Return the columns in which rows of one cell differ, with the values of the first such cell.

    `names` are the keys, which do not differ. Measurements, which are floats, count only if nothing
    else differs.
    """
    differing = {}
    named_once = rows.columns.drop_duplicates(keep=False)
    for name in [name for name in named_once if name not in names]:
        in_cells = rows[name].groupby(cells, sort=False)
        try:
            n_values = in_cells.nunique(dropna=False)
        except _CANNOT_BE_COMPARED:
            # Lists and the like.
            continue
        if n_values.max() > 1:
            first = (n_values > 1).idxmax()
            differing[name] = in_cells.get_group(first).unique().tolist()
    floats = [name for name in differing if types.is_float_dtype(rows[name].dtype)]
    labels = {name: differing[name] for name in differing if name not in floats}
    return labels or differing


def find_separators(
    frame: pd.DataFrame, differing: Sequence[str], names: list[str], time: list[str]
) -> list[str | list[str]]:
    """Return the columns each of which makes every row unique as a `within`; or all together.

    `time` is the column of the years that are paired, if they are: within a period, which is of one
    year, no years are paired.
    """
    labels = [name for name in differing if _is_label(frame[name])]
    if time:
        labels = [name for name in labels if not _is_a_time(frame, name, time)]
    alone: list[str | list[str]] = [
        name for name in labels if not frame.duplicated([*names, name]).any()
    ]
    if not alone and labels and not frame.duplicated([*names, *labels]).any():
        return [labels]
    return alone


def _is_label(column: pd.Series[Any]) -> bool:
    """Tell whether a column may separate panels: no measurement, no gap, nothing on the origin."""
    if types.is_float_dtype(column.dtype) or column.isna().any():
        return False
    # Whole numbers that hardly repeat are measurements or numbers of rows.
    if types.is_integer_dtype(column.dtype) and 2 * column.nunique() > len(column):
        return False
    words = re.split(r"[\W_]+", str(column.name).lower())
    return _NO_LABELS.isdisjoint(words[-1:])


def _is_a_time(frame: pd.DataFrame, name: str, time: list[str]) -> bool:
    """Tell whether each label of a column is of one year, and there are several years."""
    pairs = frame[[name, *time]].drop_duplicates()
    is_of_one_year = not pairs.duplicated(name).any()
    return is_of_one_year and len(pairs[time].drop_duplicates()) > 1
