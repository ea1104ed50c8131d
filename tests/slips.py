"""Plant slips in printed tables: six kinds that people make when they type a table."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import pairwise
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
    places = [(name, row) for name in table.numeric for row in range(len(frame))]
    draw.shuffle(places)
    for name, row in places:
        column = frame.columns.get_loc(name)
        changed = frame.copy()
        text = frame.iat[row, column]
        if kind == "rows":
            below = frame.iat[row + 1, column] if row + 1 < len(frame) else ""
            slip = below
        elif kind == "copy":
            beside = list(_beside(frame, row, column))
            slip = draw.choice(beside) if beside else ""
        else:
            slip = _mistype(text, kind, table.mark, draw)
        if not re.search(r"[1-9]", text) or not re.search(r"\d", slip) or slip == text:
            continue
        changed.iat[row, column] = slip
        cells = {(name, frame.index[row])}
        if kind == "rows":
            changed.iat[row + 1, column] = text
            cells.add((name, frame.index[row + 1]))
        return changed, cells
    return None


def _beside(frame: pd.DataFrame, row: int, column: int) -> Iterator[str]:
    """Yield the numbers above, below, to the left and to the right of a cell."""
    for down, right in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        is_row = 0 <= row + down < len(frame)
        if is_row and 1 <= column + right < frame.shape[1]:
            yield frame.iat[row + down, column + right]


def _mistype(text: str, kind: str, mark: str, draw: random.Random) -> str:
    """Return a number with a slip of a kind, an empty text if it has no place for one."""
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    if kind == "sign":
        is_negative = text.startswith(_SIGNS)
        return re.sub(r"[-−()]", "", text) if is_negative else f"-{text}"
    if kind == "point":
        return _move_point(text, mark, draw)
    if kind == "one digit":
        place = draw.choice(digits)
        others = "0123456789".replace(text[place], "")
        return text[:place] + draw.choice(others) + text[place + 1 :]
    pairs = [
        (one, other) for one, other in pairwise(digits) if text[one] != text[other]
    ]
    if not pairs:
        return ""
    one, other = draw.choice(pairs)
    signs = list(text)
    signs[one], signs[other] = signs[other], signs[one]
    return "".join(signs)


def _move_point(text: str, mark: str, draw: random.Random) -> str:
    """Return a number whose decimal point is lost or moved, or that got a zero."""
    whole, point, part = text.partition(mark)
    # A number is typed again without the separators of thousands.
    whole = re.sub(r"(?<=\d)[ ,.](?=\d)", "", whole)
    if point and part[:1].isdigit():
        return whole + part
    last = max(place for place, sign in enumerate(whole) if sign.isdigit())
    if draw.random() < 0.5:
        return f"{whole[: last + 1]}0{whole[last + 1 :]}"
    has_two = last > 0 and whole[last - 1].isdigit()
    return f"{whole[:last]}{mark}{whole[last:]}" if has_two else ""
