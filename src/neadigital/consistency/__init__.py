"""Consistency: does a printed table follow from itself?

A table often prints numbers that follow from others of it: growth from two values, a share from a
part and its whole, a total from its parts. `check` recomputes them. A printed number is an interval
of half a unit of its last digit, and intervals are carried through exactly, so rounding alone never
makes a contradiction.

A contradiction says that some printed numbers do not fit each other; it does not say which of them
is right. A base that was revised, a part of a year and growth in constant prices also contradict,
and nothing is wrong with them: docs/check_a_table.md comes first.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from neadigital._engine.validation import Columns, FrameLike, to_frame
from neadigital._options import check_choice, must, to_dict, to_name, to_names, to_whole
from neadigital.consistency._cells import Cells, Decimals
from neadigital.consistency._relations import Growth, Relation, Share, Total
from neadigital.consistency._rules import NAMES
from neadigital.consistency._suspects import Suspects
from neadigital.consistency._verdicts import judge

__all__ = ["check", "growth", "share", "total"]


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)


def check(
    data: FrameLike,
    *relations: Relation,
    decimals: Decimals = None,
    decimal: str = ".",
) -> pd.DataFrame:
    frame = to_frame(data)
    if not relations:
        raise ValueError("...")
    for relation in relations:
        if not isinstance(relation, Relation):
            raise TypeError(relation)
    cells = Cells(frame, decimals, decimal)
    judged = [each for relation in relations for each in judge(relation, cells)]
    cells.check_decimals()
    suspects = Suspects(judged, cells)
    rows = []
    for each in judged:
        found = suspects.of(each)
        printed, implied = cells[each.printed], each.implied
        rows.append(
            (
                each.relation,
                cells.label(each.printed[1]),
                each.printed[0],
                printed.value,
                *([float(x) for x in (implied.mid, implied.low, implied.high)] if implied else [float("nan")] * 3),
                each.rule,
                each.verdict,
                "; ".join(map(suspects.text, found)),
                "; ".join(suspects.readings(each, found)),
            )
        )
    return pd.DataFrame(rows, columns="relation row column printed implied low high rule verdict suspects readings".split())


def growth(rate, new, old=None, *, entity="economy", time="year", within=None, periods=1, rule="previous"):
    return Growth(rate, new, old, [] if entity is None else to_names("entity", entity), time, [] if within is None else to_names("within", within), periods, rule)


def share(share, part, whole, *, entity=None, within=None):
    return Share(share, part, whole, entity, [] if within is None else to_names("within", within))


def total(total, parts, *, value=None, entity=None, within=None):
    if not isinstance(parts, Mapping):
        parts = {part: 1 for part in parts}
    return Total(total, parts, value, entity, [] if within is None else to_names("within", within))
