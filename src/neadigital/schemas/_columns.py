"""What the models share: the kinds of columns, the five economies, and the rules that every table keeps."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa

FIVE = ["CHN", "JPN", "KOR", "MNG", "RUS"]
# Those of which the paper has the scale of the digital economy.
FOUR = [economy for economy in FIVE if economy != "MNG"]
ECONOMY = "ISO 3166-1 alpha-3 code of the economy"
RANK = "place in the world, 1 is best"
# A number that says what a value is of.
ATTRIBUTE = {"role": "attribute"}
# Where a number comes from; there is no fifth kind.
BASIS = {
    "stated": ("the paper prints it", ""),
    "reconstructed": ("computed from printed numbers by a stated rule, with bounds", ""),
    "bounded": ("only bounds can be given", ""),
    "external": ("another publication's, named in external_figures() or sources()", ""),
}


def text_column(
    meaning: str, *, codes: dict[str, tuple[str, str]] | None = None, blank: bool = False, **checks: Any
) -> Any:
    """Declare a text column; `codes` lists its values with their meaning and unit, `blank` allows none."""
    if codes:
        checks["isin"] = [*codes, ""] if blank else list(codes)
    return pa.Field(description=meaning, metadata={"unit": "", "codes": codes or {}}, **checks)


def number_column(
    meaning: str, unit: str, *, nullable: bool = False, facts: dict[str, Any] | None = None, **checks: Any
) -> Any:
    """Declare a column of numbers.

    Its role is `value`, unless `facts` has another: `attribute` for a number that says what a value is of. Other facts
    are `year` (of which year the column is, whatever its row's), `basis` and `source` (of what the page does not
    print), `lowOf` and `highOf` (the column that it bounds), `measure` (its name in the external figures), `tables` (of
    the page, where a dataset has several), `again` (a table that prints it once more, and where) and `per` (columns of
    the key, where the page prints one number for several rows).
    """
    metadata = {"unit": unit, "codes": {}, "facts": {"role": "value"} | (facts or {})}
    return pa.Field(description=meaning, metadata=metadata, nullable=nullable, **checks)


def rank_column(
    meaning: str = RANK, *, nullable: bool = False, worst: int = 200, facts: dict[str, Any] | None = None
) -> Any:
    """Declare a column of ranks."""
    return number_column(meaning, "rank", nullable=nullable, facts=facts, ge=1, le=worst)


def percent_column(meaning: str, *, nullable: bool = False, facts: dict[str, Any] | None = None) -> Any:
    """Declare a column of per cent between 0 and 100."""
    return number_column(meaning, "%", nullable=nullable, facts=facts, ge=0, le=100)


def year_column(meaning: str, *allowed: int) -> Any:
    """Declare a column of years; only these are allowed."""
    return number_column(meaning, "year", facts=ATTRIBUTE, isin=list(allowed))


def units_match(frame: pd.DataFrame, codes: dict[str, tuple[str, str]], column: str = "indicator") -> pd.Series[bool]:
    """Tell where a long table's unit is the one that its indicator has."""
    expected = frame[column].map({code: unit for code, (_, unit) in codes.items()})
    return frame["unit"] == expected


class Table(pa.DataFrameModel):
    """What every model has in common: these columns, no others, in this order."""

    class Config:
        strict = True
        ordered = True
        coerce = False
