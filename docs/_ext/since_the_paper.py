"""What came after the paper on an economy: in words, and as lines with their breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import markup
import pandas as pd
from markup import FIVE

from neadigital import divide, plot

KEY = ["economy", "year"]


@dataclass(frozen=True)
class Series:
    """A series that goes on after the paper, and the paper's own column of the same."""

    dataset: str
    column: str
    indicator: str
    paper: str
    paper_column: str
    paper_indicator: str
    decimals: int
    words: str

    def number(self, value: float) -> str:
        """Return a value as text, with the decimals of the series."""
        return f"{value:.{self.decimals}f}"

    @property
    def label(self) -> str:
        """What readers call it."""
        return markup.words(self.indicator or self.column, self.dataset)

    def load(self) -> pd.DataFrame:
        """Return the series of the five economies, with the column `value`."""
        return _one(self.dataset, self.column, self.indicator)

    def printed(self) -> pd.DataFrame:
        """Return what the paper has of the same, with the column `value`."""
        return _one(self.paper, self.paper_column, self.paper_indicator)


def _one(name: str, column: str, indicator: str) -> pd.DataFrame:
    """Return one indicator of a dataset, in the last edition, of the five economies."""
    frame = markup.by_edition(name)[-1]
    if indicator:
        frame = frame.query("indicator == @indicator")
    frame = frame.query("economy in @FIVE")
    return frame.rename(columns={column: "value"}).dropna(subset="value")


WDI, UN, ITU = (
    "world_development_indicators",
    "egovernment_index",
    "cybersecurity_index",
)
SERIES = [
    Series(
        WDI,
        "value",
        "IT.NET.USER.ZS",
        "itu_indicators",
        "value",
        "internet_users_pct",
        1,
        "{value}\u00a0% of people in {name} are online in {year}",
    ),
    Series(
        WDI,
        "value",
        "IT.NET.BBND.P2",
        "itu_indicators",
        "value",
        "fixed_broadband_per_100",
        1,
        "{name} has {value} fixed broadband lines per 100 people in {year}",
    ),
    Series(
        UN,
        "egdi",
        "",
        "egovernment_ranks",
        "egdi_rank",
        "",
        3,
        "{name} scores {value} in e-government in {year}",
    ),
    Series(
        ITU,
        "score",
        "",
        "cybersecurity_ranks",
        "rank",
        "",
        1,
        "{name} scores {value} of 100 in cybersecurity in {year}",
    ),
]


def latest(data: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the last year in which all five economies have a value."""
    counts = data.groupby("year")["economy"].nunique()
    is_whole = counts == len(FIVE)
    year = counts[is_whole].index.max()
    return data[data["year"] == year]


def sentence(series: Series, code: str) -> str:
    """Return the last value, how far it is behind the leader, and what the paper has."""
    data = series.load()
    name, _, unit = series.label.partition(", ")
    facts = {"name": name, "unit": unit, "number": series.number}
    facts |= distance(latest(data), code)
    facts |= in_the_paper(series, code, data.query("economy == @code"))
    text = markup.render("since.md", **facts)
    return " ".join(text.split())


def distance(last: pd.DataFrame, code: str) -> dict[str, Any]:
    """Return an economy's value in a year, and how far it is behind the leader."""
    # The one year is no comparison across a break.
    values = last.drop(columns="obs_status")
    gaps = divide.gap(values, "value").set_index("economy")
    gap = gaps.loc[code]
    value = values.set_index("economy").loc[code]
    return {
        "value": value["value"],
        "year": int(value["year"]),
        "gap": gap["value_gap"],
        "leader": place(gap["reference"]),
    }


def in_the_paper(series: Series, code: str, later: pd.DataFrame) -> dict[str, Any]:
    """Return the paper's last number, and why it may not be compared with what came after."""
    printed = series.printed().query("economy == @code")
    if printed.empty:
        return {"paper": None}
    paper = printed.sort_values("year").iloc[-1].to_dict()
    if "rank" in series.paper_column:
        newest = later.sort_values("year").iloc[-1]
        rank = newest[series.paper_column]
        known = None if pd.isna(rank) else rank
        return {"paper": paper, "rank": known, "rank_year": newest["year"]}
    # A number may be of an earlier year than the one under which it is printed.
    year = paper["reference_year"]
    value = later.set_index("year")["value"][year]
    is_revised = abs(value - paper["value"]) >= 0.1
    broken = later.query("obs_status == 'B' and year > @year")
    return {
        "paper": paper,
        "revised": value if is_revised else None,
        "breaks": broken["year"].tolist(),
    }


def newest() -> list[dict[str, str]]:
    """Return the last number of each economy in each series, as the rows of a table."""
    table = pd.DataFrame({"code": FIVE})
    for series in SERIES:
        last = latest(series.load())
        year = last["year"].iloc[0]
        values = last.set_index("economy")["value"]
        head = f"{series.label}, {year}"
        table[head] = table["code"].map(values).map(series.number)
    return table.to_dict("records")


def place(reference: str) -> str:
    """Return the leaders by name, with the article that English wants."""
    names = pd.Series(reference.split(";")).map(markup.NAMES)
    names = names.replace("^R", "the R", regex=True)
    return " and ".join(names)


def sentences(code: str) -> list[str]:
    """Return a sentence on each series of an economy."""
    return [sentence(series, code) for series in SERIES]


def answer(series: Series, code: str) -> str:
    """Return the title of an economy's picture: its last value, and how far behind the leader."""
    known = distance(latest(series.load()), code)
    if known["gap"] == 0:
        behind = "the highest of the five"
    else:
        unit = " percentage points" if "%" in series.label else ""
        gap = series.number(known["gap"])
        behind = f"{gap}{unit} behind {known['leader']}"
    value = series.number(known["value"])
    text = series.words.format(name=place(code), value=value, year=known["year"])
    return f"{text[:1].upper()}{text[1:]}, {behind}"


def lines(series: Series, code: str, ax: Any) -> None:
    """Draw an economy in colour among the other four."""
    plot.series(
        series.load().sort_values("year"),
        "value",
        highlight=code,
        label=series.label,
        unit=series.label,
        title=answer(series, code),
        ax=ax,
    )
