"""Declare what the models share: kinds of columns, the five economies, rules of every table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias, TypedDict, Unpack

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

#: A year, a quarter (SDMX), some years, or some months (ISO 8601).
PERIOD = r"^\d{4}(-Q[1-4]|/\d{4}|-\d\d/\d{4}-\d\d)?$"
#: What that pattern allows.
PERIODS = "a year, or a period such as 2022-Q4, 2000/2019 or 2023-01/2023-07"


def texts(
    meaning: str = "",
    *,
    label: str = "",
    codes: Codes | None = None,
    closed: bool = True,
    allowed: str = "",
    nullable: bool = False,
    unique: bool = False,
    isin: Sequence[str] | None = None,
    str_matches: str | None = None,
    at_least: int | None = None,
) -> Any:
    """Declare a column of text; the help of a loader has the meaning of its columns.

    `label` is what readers call it, by default its name; `codes` explains its values, and lists all
    of them if `closed`; `allowed` says in words what a pattern allows, `at_least` how many letters
    it has.
    """
    if codes and closed:
        isin = list(codes)
    return pa.Field(
        title=label,
        description=meaning,
        metadata={"codes": codes or {}, "allowed": allowed},
        nullable=nullable,
        unique=unique,
        isin=isin,
        str_matches=str_matches,
        str_length={"min_value": at_least} if at_least else None,
    )


class Published(TypedDict, total=False):
    """Whose numbers a column has, where the paper does not print them."""

    #: Where they come from, if each of them does.
    basis: str
    #: The publication, and the place in it: in both, braces stand for columns of the row.
    source: str
    place: str
    #: How near to its publisher it was read.
    grade: str
    #: The publication as which they confirm numbers of the paper.
    confirms: str


class Facts(TypedDict, total=False):
    """What may be said of a column of numbers, beside its meaning, unit, kind and checks."""

    #: What readers call it, by default its name.
    label: str
    nullable: bool
    #: Whether it is a value (the default), a bound of one, or says what a value is of.
    role: Literal["value", "low", "high", "attribute"]
    #: The only years for which the paper prints it.
    years: Sequence[int]
    #: Where a number comes from that the paper does not print.
    basis: str
    published: Published
    #: The publication as which it confirms numbers of the paper.
    confirms: str
    #: The column that it bounds; the columns whose quotient it is, in %.
    lowOf: str
    highOf: str
    ratioOf: Sequence[str]
    #: Its name among records, or in the other dataset that confirms it.
    indicator: str
    #: The source that the text names, by economy.
    named: Mapping[str, str]


def numbers(
    unit: str = "see unit",
    *,
    meaning: str = "",
    kind: str = "",
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    isin: Sequence[int] | None = None,
    **facts: Unpack[Facts],
) -> Any:
    """Declare a column of numbers.

    Without a unit of its own, a number has that of the column `unit` in its row, and the kind of
    its row's indicator; `kind` is one of NUMBER_KINDS.
    """
    described: dict[str, Any] = {"role": "value"}
    if kind:
        described["kind"] = kind
    described |= facts
    described |= described.pop("published", {})
    return pa.Field(
        title=described.pop("label", ""),
        description=meaning,
        metadata={"unit": unit, "facts": described},
        nullable=described.pop("nullable", False),
        ge=ge,
        gt=gt,
        le=le,
        isin=isin,
    )


def ranks(*, worst: int = 200, **facts: Unpack[Facts]) -> Any:
    """Declare a column of ranks."""
    return numbers("rank", kind="rank", ge=1, le=worst, **facts)


def percents(**facts: Unpack[Facts]) -> Any:
    """Declare a column of per cent between 0 and 100."""
    return numbers("%", kind="ratio", ge=0, le=100, **facts)


def scores(best: int, **facts: Unpack[Facts]) -> Any:
    """Declare a column of scores between 0 and the best."""
    unit = f"score 0-{best}"
    return numbers(unit, kind="ratio", ge=0, le=best, **facts)


def billions_of_dollars(**facts: Unpack[Facts]) -> Any:
    """Declare a column of amounts."""
    return numbers("US$ billion", kind="amount", gt=0, **facts)


def units(codes: Codes) -> Any:
    """Declare the column of the units of a long table."""
    known = {unit for _, unit, _ in codes.values()}
    return texts(isin=sorted(known))


def statuses() -> Any:
    """Declare the column of observation statuses, which the build fills from values and notes."""
    return texts(label="Status", codes=OBS_STATUS)


def bases() -> Any:
    """Declare the column that says where a value comes from."""
    return texts(label="Where it comes from", codes=BASIS, nullable=True)


def segments() -> Any:
    """Declare the column that counts the breaks of a series, which the build fills from notes."""
    return numbers("", label="Breaks so far", role="attribute", ge=0)


def years(*allowed: int) -> Any:
    """Declare a column of years; only these are allowed."""
    return numbers("year", role="attribute", isin=list(allowed))


#: What datasets are about, as in README.md and on the site.
Topic: TypeAlias = Literal[
    "the digital economy and GDP",
    "networks and Internet use",
    "government and competitiveness",
    "industry and trade",
]


class Declared(TypedDict):
    """What each dataset's model says of the dataset."""

    topic: Topic
    #: An SPDX name, and in words what may be done with the numbers, without a full stop.
    licence: str
    terms: str
    #: The picture that shows it, and its arguments.
    chart: dict[str, Any]


class About(Declared, total=False):
    """What a dataset's model says, or may say, of the dataset."""

    #: The tables of the paper that print it, the figures that plot it, with the values of the
    #: columns that they plot, and whether the text states it.
    tables: list[int]
    figures: dict[str, dict[str, Any]]
    prose: bool
    #: The publications that it cites beside those of its notes and values.
    sources: list[str]
    #: Of another publisher's numbers: whose they are, and the edition that a loader gives.
    publisher: str
    default_edition: str
    #: The column of the publisher's codes.
    code: str


class Table(pa.DataFrameModel):
    """The base of every model: only the declared columns, in their order."""

    class Config:
        strict = True
        ordered = True
        coerce = False
        # Each model has these; one of a table without a function has a title, too.
        name: str
        unique: list[str]
        metadata: About


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
