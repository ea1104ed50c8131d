"""The models of the tables that are computed when they are asked for."""

from __future__ import annotations

from typing import Any

import pandas as pd
from pandera.typing import Series

from neadigital.schemas._codes import BASIS, CERTAINTY
from neadigital.schemas._columns import Table, numbers, texts


def _count(meaning: str) -> Any:
    return numbers(meaning, "numbers")


class Quality(Table):
    """How many numbers of one table, figure or dataset can be trusted, and on what ground."""

    kind: Series[str] = texts("what is counted", isin=["table", "figure", "dataset"])
    name: Series[str] = texts("number of the table or figure, or name of the dataset")
    numbers: Series[int] = _count("how many there are; the next seven columns add up to it")
    independent: Series[int] = _count("another publication has the number, or it is its own")
    consistent: Series[int] = _count("it fits other places of the paper, to the printed digits")
    corrected_proved: Series[int] = _count("the printed number is wrong; the right one is proved")
    corrected_inferred: Series[int] = _count("the printed number is wrong; the right one is inferred")
    doubtful_minor: Series[int] = _count("it may be off by a last digit, a revision or a rounding")
    doubtful_serious: Series[int] = _count("it may be wrong, and a conclusion may change with it")
    unchecked: Series[int] = _count("no second source was found; it may well be right")
    also_doubtful: Series[int] = _count("how many of those corrected are doubtful too")

    class Config:
        name = "quality"
        title = "How many numbers can be trusted: by table, figure and dataset"
        unique = ["kind", "name"]


class Observations(Table):
    """One number of one dataset, or one that is missing."""

    dataset: Series[str] = texts("name of the dataset")
    economy: Series[str] = texts("code; of a province, of its economy")
    place: Series[str] = texts("the city or the region, where the row is of one; else empty")
    year: Series[int] = numbers("year that the value stands under", "year")
    period: Series[str] = texts(
        "what the value is of: the year, or another year, a quarter, some years, months of a year"
    )
    variable: Series[str] = texts("the column; of a long table, the indicator or measure")
    value: Series[float] = numbers("the value, corrected; missing if none is known", "see unit", nullable=True)
    low: Series[float] = numbers("lower bound, if known", "see unit", nullable=True)
    high: Series[float] = numbers("upper bound, if known", "see unit", nullable=True)
    unit: Series[str] = texts("unit of the value")
    printed: Series[float] = numbers("the value as printed; missing if none is", "see unit", nullable=True)
    kinds: Series[str] = texts("kinds of the cell's notes, joined by ;")
    certainty: Series[str] = texts("how sure a correction is; else empty", codes=CERTAINTY, blank=True)
    basis: Series[str] = texts("where the value comes from; empty if nothing is known", codes=BASIS, blank=True)
    source: Series[str] = texts(
        "publications, joined by ;: of a stated value those that the paper names, of an external one the one that has "
        "it, else all that the dataset cites"
    )

    class Config:
        name = "observations"
        title = "Every number of every dataset, one a row"
        unique = ["dataset", "economy", "place", "year", "period", "variable"]


class Audit(Table):
    """One claim of the paper, and what its recomputation gives."""

    check: Series[str] = texts("stable identifier", unique=True)
    cause: Series[str] = texts("the slip or open question that explains it; else empty")
    where: Series[str] = texts("table or section")
    claim: Series[str] = texts("the claim, in our words")
    kind: Series[str] = texts(
        "claim: the paper says so; consistency: no sentence says so, but the data should fit",
        isin=["claim", "consistency"],
    )
    stated: Series[float] = numbers("the number that the paper states", "see unit", nullable=True)
    recomputed: Series[float] = numbers("the number that the data give", "see unit", nullable=True)
    unit: Series[str] = texts("unit of both")
    verdict: Series[str] = texts("what follows from the two")
    holds: Series[pd.BooleanDtype] = numbers("whether the claim holds; missing if unknown", "", nullable=True)
    explanation: Series[str] = texts("which data, which rule, and what to say of this number")
    cells: Series[str] = texts("cells that it judges, as dataset/key/column joined by a space")
    statements: Series[str] = texts("numbers of the prose that it rests on, joined by a space")

    class Config:
        name = "audit"
        title = "The paper's claims, recomputed"
        unique = ["check"]
