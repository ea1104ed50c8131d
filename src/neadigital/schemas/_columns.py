"""Declare what the models share: kinds of columns, the five economies, rules of every table."""

from __future__ import annotations

from typing import Any, TypeAlias

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from neadigital.schemas._codes import BASIS, OBS_STATUS, Codes

# The type of the values of a column.
Text: TypeAlias = Series[str]
Whole: TypeAlias = Series[int]
WholeOrMissing: TypeAlias = Series[pd.Int64Dtype]
Number: TypeAlias = Series[float]

FIVE = ["CHN", "JPN", "KOR", "MNG", "RUS"]
# The economies for which the paper has the scale of the digital economy.
FOUR = ["CHN", "JPN", "KOR", "RUS"]
ECONOMY = "ISO 3166-1 alpha-3 code of the economy"
_CHECKS = ("ge", "gt", "le", "isin")

#: The key columns of every table about numbers, by which these tables can be joined.
KEY = (
    "dataset",
    "economy",
    "place",
    "year",
    "period",
    "indicator",
    "edition",
    "column",
)
#: A year, a quarter (SDMX), some years, or some months (ISO 8601).
PERIOD = r"^\d{4}(-Q[1-4]|/\d{4}|-\d\d/\d{4}-\d\d)?$"
#: What that pattern allows.
PERIODS = "a year, or a period such as 2022-Q4, 2000/2019 or 2023-01/2023-07"


def texts(
    meaning: str,
    *,
    label: str = "",
    codes: Codes | None = None,
    closed: bool = True,
    allowed: str = "",
    **checks: Any,
) -> Any:
    """Declare a column of text.

    `label` is what readers call it, by default its name; `codes` explains its values, and lists all
    of them if `closed`; `allowed` says in words what a pattern allows.
    """
    if codes and closed:
        checks["isin"] = list(codes)
    metadata = {"codes": codes or {}, "allowed": allowed}
    return pa.Field(title=label, description=meaning, metadata=metadata, **checks)


def numbers(
    meaning: str,
    unit: str = "see unit",
    *,
    label: str = "",
    nullable: bool = False,
    role: str = "value",
    **more: Any,
) -> Any:
    """Declare a column of numbers, with its label, its checks and its facts.

    Without a unit of its own, a number has that of the column `unit` in its row, and the kind of
    its row's indicator. Its role is `value`, or `attribute` if it says what a value is of. Facts
    are `kind` (one of NUMBER_KINDS), `years` (the only ones for
    which the paper prints the column), `basis`, `source`, `place` and `grade` (of what the paper
    does not print: the publication, where in it, in which braces stand for the row's own, and how
    near to its publisher it was read), `confirms` (the publication as which it confirms numbers of
    the paper), `lowOf` and `highOf` (the column that it bounds), `ratioOf` (the columns whose
    quotient it is, in %), `indicator` (its name among records, or in the other dataset that
    confirms it) and `named` (the source that the text names, by economy).
    """
    checks = {name: more.pop(name) for name in _CHECKS if name in more}
    metadata = {"unit": unit, "facts": {"role": role} | more}
    described: Any = {"title": label, "description": meaning, "metadata": metadata}
    return pa.Field(nullable=nullable, **described, **checks)


def ranks(
    meaning: str = "place in the world, 1 is best", *, worst: int = 200, **more: Any
) -> Any:
    """Declare a column of ranks."""
    return numbers(meaning, "rank", kind="rank", ge=1, le=worst, **more)


def percents(meaning: str, **more: Any) -> Any:
    """Declare a column of per cent between 0 and 100."""
    return numbers(meaning, "%", kind="ratio", ge=0, le=100, **more)


def scores(meaning: str, best: int, **more: Any) -> Any:
    """Declare a column of scores between 0 and the best."""
    unit = f"score 0-{best}"
    return numbers(meaning, unit, kind="ratio", ge=0, le=best, **more)


def billions_of_dollars(meaning: str, **more: Any) -> Any:
    """Declare a column of amounts."""
    return numbers(meaning, "US$ billion", kind="amount", gt=0, **more)


def units(codes: Codes) -> Any:
    """Declare the column of the units of a long table."""
    known = {unit for _, unit, _ in codes.values()}
    return texts("unit of the value", isin=sorted(known))


def statuses() -> Any:
    """Declare the column of observation statuses, which the build fills from values and notes."""
    return texts(
        "status, SDMX code list CL_OBS_STATUS", label="Status", codes=OBS_STATUS
    )


def bases(meaning: str) -> Any:
    """Declare the column that says where a value comes from."""
    return texts(meaning, label="Where it comes from", codes=BASIS, nullable=True)


def segments() -> Any:
    """Declare the column that counts the breaks of a series, which the build fills from notes."""
    return numbers(
        "breaks of the series so far, from 0; compare rows of one segment",
        "",
        label="Breaks so far",
        role="attribute",
        ge=0,
    )


def years(meaning: str, *allowed: int) -> Any:
    """Declare a column of years; only these are allowed."""
    return numbers(meaning, "year", role="attribute", isin=list(allowed))


class Table(pa.DataFrameModel):
    """The base of every model: only the declared columns, in their order."""

    class Config:
        strict = True
        ordered = True
        coerce = False


class LongTable(Table):
    """A table whose rows are of different indicators."""

    @pa.dataframe_check(description="a row's unit is its indicator's")
    def unit_is_the_indicators(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the unit."""
        codes = cls.to_schema().columns["indicator"].metadata["codes"]
        pairs = zip(frame["indicator"], frame["unit"], strict=True)
        # An unknown code is reported by the check of its column.
        fits = [
            code not in codes or unit in codes[code][1].split(";")
            for code, unit in pairs
        ]
        return pd.Series(fits, index=frame.index)
