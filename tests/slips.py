"""Plant slips in printed tables: six kinds that people make when they type a table."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Iterator
from itertools import pairwise, product
from typing import Any

import pandas as pd

from neadigital.consistency._table import by_mark

KINDS = ["two digits", "one digit", "point", "sign", "rows", "copy"]
_SIGNS = ("-", "−", "(")


def plant(
    frame: pd.DataFrame, kind: str, draw: random.Random
) -> tuple[pd.DataFrame, set[tuple[Any, Any]]] | None:
    """Return a table with one slip and the cells that it changed; None if there is no place."""
    table = by_mark(frame)[0]
    rows = range(len(frame))
    places = list(product(table.numeric, rows))
    draw.shuffle(places)
    for name, row in places:
        column = frame.columns.get_loc(name)
        text = frame.iat[row, column]
        below = row + 1
        if kind == "rows":
            slip = frame.iat[below, column] if below in rows else ""
        elif kind == "copy":
            beside = list(_beside(frame, row, column))
            slip = draw.choice(beside) if beside else ""
        else:
            slip = _mistype(text, kind, table.mark, draw)
        is_number = re.search(r"[1-9]", text)
        is_slip = re.search(r"\d", slip) and slip != text
        if is_number and is_slip:
            break
    else:
        return None

    changed = frame.copy()
    changed.iat[row, column] = slip
    cells = {(name, frame.index[row])}
    if kind == "rows":
        changed.iat[below, column] = text
        cells.add((name, frame.index[below]))
    return changed, cells


def _beside(frame: pd.DataFrame, row: int, column: int) -> Iterator[str]:
    """Yield the numbers above, below, to the left and to the right of a cell."""
    height, width = frame.shape
    if row > 0:
        yield frame.iat[row - 1, column]
    if row + 1 < height:
        yield frame.iat[row + 1, column]
    # The first column has the labels.
    if column > 1:
        yield frame.iat[row, column - 1]
    if column + 1 < width:
        yield frame.iat[row, column + 1]


def _mistype(text: str, kind: str, mark: str, draw: random.Random) -> str:
    """Return a number with a slip of a kind, an empty text if it has no place for one."""
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    if kind == "sign":
        if text.startswith(_SIGNS):
            return re.sub(r"[-−()]", "", text)
        return f"-{text}"
    if kind == "point":
        return _move_point(text, mark, draw)
    if kind == "one digit":
        place = draw.choice(digits)
        others = string.digits.replace(text[place], "")
        signs = list(text)
        signs[place] = draw.choice(others)
        return "".join(signs)
    pairs = []
    for one, other in pairwise(digits):
        if text[one] != text[other]:
            pairs.append((one, other))
    if not pairs:
        return ""
    one, other = draw.choice(pairs)
    signs = list(text)
    signs[one] = text[other]
    signs[other] = text[one]
    return "".join(signs)


def _move_point(text: str, mark: str, draw: random.Random) -> str:
    """Return a number whose decimal point is lost or moved, or that got a zero."""
    whole, point, part = text.partition(mark)
    # A number is typed again without the separators of thousands.
    whole = re.sub(r"(?<=\d)[ ,.](?=\d)", "", whole)
    if point and part[:1].isdigit():
        return whole + part
    begin, digit, end = re.fullmatch(r"(.*)(\d)(\D*)", whole).groups()
    if draw.random() < 0.5:
        return f"{begin}{digit}0{end}"
    has_two = begin[-1:].isdigit()
    return f"{begin}{mark}{digit}{end}" if has_two else ""
