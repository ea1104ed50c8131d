"""Read the cells of a printed table, each as an interval of half a unit of its last digit."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real
from typing import Any, TypeAlias, cast

import pandas as pd

from neadigital._engine.validation import get_column
from neadigital._messages import shorten
from neadigital._options import check_choice, to_dict, to_whole
from neadigital.consistency._printed import Num

# By chance, one number in a thousand ends in three zeros, and so do three numbers in one zero each.
ZEROS_OF_ROUNDING = 3
NUMBERS_TO_LOSE_A_DIGIT = 3
# A float has fewer digits than this.
_MOST_DECIMALS = 15

#: A cell: its column and the position of its row.
Cell: TypeAlias = tuple[str, int]
#: The digits of a number as a whole number, and how many of them are decimals.
Digits: TypeAlias = tuple[int, int]
Decimals: TypeAlias = int | Mapping[str, int] | None

# The separators of thousands that may go with each decimal mark; \s matches all kinds of spaces.
_SEPARATORS = {".": r"[,\s]", ",": r"[.\s]"}


def _pattern(decimal: str) -> re.Pattern[str]:
    """Return the pattern of a printed number, such as ``(1,060.4 %) (2020)``."""
    grouped = rf"[1-9]\d{{0,2}}(?P<between>{_SEPARATORS[decimal]})\d{{3}}(?:(?P=between)\d{{3}})*"
    return re.compile(
        rf"(?:(?P<minus>[-−–])|\+)?\s?(?P<open>\()?"
        rf"(?P<whole>{grouped}|\d+)(?:\{decimal}(?P<part>\d+))?"
        r"\s?%?(?(open)\)\s?%?)(?:\s?\(\d{4}\))?"
    )


_PATTERNS = {decimal: _pattern(decimal) for decimal in _SEPARATORS}


class Cells:
    """The cells of a table; a column is parsed when it is first asked for."""

    def __init__(self, frame: pd.DataFrame, decimals: Decimals, decimal: str) -> None:
        check_choice("decimal", decimal, list(_PATTERNS))
        self.frame = frame
        self._pattern = _PATTERNS[decimal]
        self._decimal = decimal
        self._read: dict[str, list[Num | None]] = {}
        # The columns of floats, which need `decimals`.
        self._used: set[Hashable] = set()
        self._by_column: dict[Any, int] = {}
        self._for_all: int | None = None
        if isinstance(decimals, Integral):
            self._for_all = _to_decimals(decimals)
        elif decimals is not None:
            by_column = to_dict("decimals", decimals)
            self._by_column = {
                name: _to_decimals(each) for name, each in by_column.items()
            }

    def __getitem__(self, cell: Cell) -> Num | None:
        """Return one cell, None if nothing is printed there."""
        column, position = cell
        return self.numbers(column)[position]

    def known(self, cell: Cell) -> Num:
        """Return one cell that is surely printed, as every number that is judged is."""
        return cast("Num", self[cell])

    def label(self, position: int) -> Any:
        """Return the label of a row."""
        return self.frame.index[position]

    def numbers(self, column: str) -> list[Num | None]:
        """Return the numbers of a column, None where nothing is printed."""
        if column not in self._read:
            values = get_column(self.frame, column).tolist()
            digits = [
                self._digits(column, position, value)
                for position, value in enumerate(values)
            ]
            if column not in self._used:
                # Nobody has said how many decimals are printed.
                digits = _lose_zero(digits)
            self._read[column] = [each and _to_num(each) for each in digits]
        return self._read[column]

    def check_decimals(self) -> None:
        """Raise for `decimals` that no column of floats has used."""
        unused = [name for name in self._by_column if name not in self._used]
        if self._for_all is not None and not self._used:
            unused = [self._for_all]
        if unused:
            raise ValueError(
                f"decimals has {unused[0]!r}, but the relations read no floats there. "
                "Text and whole numbers show their decimals themselves."
            )

    def _digits(self, column: str, position: int, value: Any) -> Digits | None:
        """Return the digits of one cell."""
        if isinstance(value, str):
            return self._digits_of_text(column, position, value)
        if value is None or value is pd.NA or value != value:
            return None
        if isinstance(value, Integral) and not isinstance(value, bool):
            return int(value), 0
        if isinstance(value, Decimal) and value.is_finite():
            return _split(value)
        if isinstance(value, Real) and not isinstance(value, bool):
            return self._digits_of_float(column, position, float(value))
        raise self._refuse(column, position, value, "Pass text, numbers or None.")

    def _digits_of_text(self, column: str, position: int, text: str) -> Digits | None:
        if not any(map(str.isdigit, text)):
            return None
        match = self._pattern.fullmatch(text.strip())
        if not match or (match["minus"] and match["open"]):
            raise self._refuse(
                column,
                position,
                text,
                "Write it as 1,060.4 or (12.3) or +0.9 % or 90.2 (2020), without marks of notes; "
                f"decimal is {self._decimal!r}, and may be '.' or ','.",
            )
        part = match["part"] or ""
        whole = "".join(filter(str.isdigit, match["whole"]))
        sign = -1 if match["minus"] or match["open"] else 1
        return sign * int(whole + part), len(part)

    def _digits_of_float(self, column: str, position: int, value: float) -> Digits:
        self._used.add(column)
        decimals = self._by_column.get(column, self._for_all)
        if decimals is None:
            raise ValueError(
                f"Column {column!r} holds floats, which do not show how many decimals were "
                f"printed (0.1 and 0.10 are one float). Pass decimals={{{column!r}: 1}} with the "
                "number printed, or read the file as text: pd.read_csv(file, dtype=str)."
            )
        # The float may differ from its decimals by the noise of arithmetic, but by no more.
        if not math.isfinite(value) or abs(round(value, decimals) - value) > 1e-9 * max(
            1, abs(value)
        ):
            advice = f"decimals says that it has {decimals} decimals."
            raise self._refuse(column, position, value, advice)
        return _split(Decimal(f"{value:.{max(decimals, 0)}f}"), decimals)

    def _refuse(
        self, column: str, position: int, value: object, advice: str
    ) -> ValueError:
        return ValueError(
            f"Column {column!r} holds {shorten(value)} at row {self.label(position)!r}, which is "
            f"no printed number. {advice}"
        )


def _to_decimals(number: Any) -> int:
    """Check and return a number of decimals; -3 means thousands."""
    return to_whole("decimals", number, -_MOST_DECIMALS, _MOST_DECIMALS)


def _split(number: Decimal, decimals: int | None = None) -> Digits:
    """Return the digits of a decimal number, and the number of its decimals, unless given."""
    if decimals is None:
        decimals = max(0, -int(number.as_tuple().exponent))
    return int(number.scaleb(decimals)), decimals


def _lose_zero(digits: list[Digits | None]) -> list[Digits | None]:
    """Drop the last digit of a column if it is 0 in every number.

    Only one digit goes: 10.0, 20.0 and 30.0 are read as 10, 20 and 30, and not as tens.
    """
    # With few numbers this may be chance, so a column needs three. Zeros alone prove nothing.
    shown = [each[0] for each in digits if each and each[0]]
    if len(shown) < NUMBERS_TO_LOSE_A_DIGIT or any(number % 10 for number in shown):
        return digits
    return [each and (each[0] // 10, each[1] - 1) for each in digits]


def _to_num(digits: Digits) -> Num:
    """Return the interval of a printed number, wider if it seems to be rounded to thousands."""
    number, decimals = digits
    unit = Fraction(10) ** -decimals
    mid = number * unit
    if decimals <= 0 and number:
        text = str(int(mid))
        zeros = len(text) - len(text.rstrip("0"))
        if zeros >= ZEROS_OF_ROUNDING:
            unit = Fraction(10) ** zeros
    return Num.around(mid, unit / 2, decimals)
