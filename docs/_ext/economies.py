"""The economies: the paper's figure, four series to later years, and the distance to the leader."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from _ext import numbers, pictures, words
from neadigital import plot

# The figure of each economy that the paper has one of.
FIGURES = {
    "CHN": 2,
    "RUS": 3,
    "JPN": 4,
    "KOR": 5,
}


class Series(NamedTuple):
    """A series that goes on after the paper, and the dataset of what the paper has of it."""

    dataset: str
    column: str
    indicator: str
    paper: str
    decimals: int

    @property
    def label(self) -> str:
        """What readers call it."""
        return words.words(self.indicator or self.column, self.dataset)

    def load(self) -> pd.DataFrame:
        """Return the newest edition of the five economies, with the column `value`."""
        rows = newest_edition(self.dataset)
        if self.indicator:
            rows = rows[rows["indicator"] == self.indicator]
        is_one_of_five = rows["economy"].isin(words.FIVE)
        rows = rows[is_one_of_five].dropna(subset=self.column)
        rows = rows.rename(columns={self.column: "value"})
        return rows.sort_values("year")

    def number(self, value: float) -> str:
        """Return a value as text, with the decimals of the series."""
        return f"{value:.{self.decimals}f}"


def newest_edition(name: str) -> pd.DataFrame:
    """Return a dataset in its last edition, or in the only one."""
    editions = words.RESOURCES[name].get("editions")
    options = {"edition": editions[-1]} if editions else {}
    rows: pd.DataFrame = words.load(name, **options)
    return rows


BANK = "world_development_indicators"
SERIES = [
    Series(BANK, "value", "IT.NET.USER.ZS", "itu_indicators", 1),
    Series(BANK, "value", "IT.NET.BBND.P2", "itu_indicators", 1),
    Series("egovernment_index", "egdi", "", "egovernment_ranks", 3),
    Series("cybersecurity_index", "score", "", "cybersecurity_ranks", 1),
]


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the last year in which all five economies have a value."""
    counts = rows.groupby("year")["economy"].nunique()
    is_whole = counts == len(words.FIVE)
    whole_years = counts.index[is_whole]
    is_last = rows["year"] == whole_years.max()
    return rows[is_last]


def distance(series: Series, code: str) -> str:
    """Return the last value of an economy, and how far it is behind the leader."""
    last = latest(series.load())
    year = last["year"].iloc[0]
    values = last.set_index("economy")["value"]
    leader = str(values.idxmax())
    behind = values[leader] - values[code]
    start = f"{series.number(values[code])} in {year}"
    if not behind:
        return f"{start}, the highest of the five."
    points = series.number(behind)
    if "%" in series.label:
        points = f"{points} percentage points"
    name = words.NAMES[leader]
    article = "the " if name.startswith("R") else ""
    return f"{start}, {points} behind {article}{name}."


def draw(series: Series, code: str, ax: Any) -> None:
    """Draw an economy in colour among the other four, to the last year that all five have."""
    rows = series.load()
    last = latest(rows)["year"].iloc[0]
    rows = rows[rows["year"] <= last]
    label = series.label
    plot.series(rows, "value", highlight=code, label=label, unit="", ax=ax)


# the pages


def economy(code: str) -> dict[str, Any]:
    """Return what an economy's page shows."""
    figure = FIGURES.get(code)
    chart = ""
    if figure:
        draw_figure = partial(plot.figure, figure)
        chart = pictures.show(
            f"{code}-paper", draw_figure, dataset="digital_economy_scale"
        )
    later = []
    for number, series in enumerate(SERIES):
        # Two stand side by side.
        picture = pictures.show(
            f"{code}-{number}",
            partial(draw, series, code),
            dataset=series.dataset,
            sizes=pictures.HALF,
        )
        later.append(
            {
                "picture": picture,
                "distance": distance(series, code),
                "dataset": series.dataset,
                "paper": series.paper,
            }
        )
    own = numbers.observations().query("economy == @code or place == @code")
    return {
        "code": code,
        "keywords": words.native_names([code]),
        "figure": figure,
        "chart": chart,
        "later": later,
        "datasets": own["dataset"].value_counts(sort=False).to_dict(),
    }


def newest() -> pd.DataFrame:
    """Return the last number of each economy in each series, with readers' heads."""
    table = pd.DataFrame({"economy": words.FIVE})
    for series in SERIES:
        last = latest(series.load())
        values = last.set_index("economy")["value"]
        texts = values.map(series.number)
        year = last["year"].iloc[0]
        head = f"{series.label}, {year}"
        table[head] = table["economy"].map(texts)
    return table
