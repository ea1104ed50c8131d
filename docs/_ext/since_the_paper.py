"""What came after the paper on an economy: in words, and as lines with their breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import markup
import pandas as pd

import neadigital
from neadigital import divide
from neadigital.schemas._labels import label_of

FIVE = ["CHN", "JPN", "KOR", "MNG", "RUS"]
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

    @property
    def label(self) -> str:
        """What readers call it."""
        return label_of(self.dataset, self.indicator or self.column)

    def load(self) -> pd.DataFrame:
        """Return the series of the five economies, with the column `value`."""
        return _one(self.dataset, self.column, self.indicator)

    def printed(self) -> pd.DataFrame:
        """Return what the paper has of the same, with the column `value`."""
        return _one(self.paper, self.paper_column, self.paper_indicator)


def _one(name: str, column: str, indicator: str) -> pd.DataFrame:
    """Return one indicator of a dataset, in the last edition, of the five economies."""
    editions = neadigital.datasets().set_index("dataset").loc[name, "editions"]
    last: Any = {} if pd.isna(editions) else {"edition": str(editions).split(";")[-1]}
    frame = neadigital.load(name, **last)  # type: ignore[call-overload]
    if indicator:
        frame = frame[frame["indicator"] == indicator]
    frame = frame[frame["economy"].isin(FIVE)].rename(columns={column: "value"})
    return frame.dropna(subset="value")


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
    ),
    Series(
        WDI,
        "value",
        "IT.NET.BBND.P2",
        "itu_indicators",
        "value",
        "fixed_broadband_per_100",
        1,
    ),
    Series(UN, "egdi", "", "egovernment_ranks", "egdi_rank", "", 3),
    Series(ITU, "score", "", "cybersecurity_ranks", "rank", "", 1),
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
    last = latest(data).set_index("economy", drop=False)
    value = last.loc[code, "value"]
    year = last.loc[code, "year"]
    behind = distance(series, last, code)
    name, _, unit = series.label.partition(", ")
    number = f"{value:.{series.decimals}f} {unit}".strip()
    text = f"**{name}**: {number} in {year}, {behind}."
    printed = series.printed().query("economy == @code")
    if printed.empty:
        return text
    theirs = printed.sort_values("year").iloc[-1]
    later = data[data["economy"] == code]
    return f"{text} {in_the_paper(series, theirs, later)}"


def newest() -> list[dict[str, str]]:
    """Return the last number of each economy in each series, as the rows of a table."""
    found = {}
    for series in SERIES:
        last = latest(series.load()).set_index("economy")
        year = last["year"].iloc[0]
        number = f"{{:.{series.decimals}f}}"
        found[f"{series.label}, {year}"] = last["value"].map(number.format)
    table = pd.DataFrame(found).loc[FIVE]
    return table.rename_axis("code").reset_index().to_dict("records")


def distance(series: Series, last: pd.DataFrame, code: str) -> str:
    """Return in words how far an economy is behind the leader of a year."""
    # The one year is no comparison across a break.
    values = last.drop(columns="obs_status")
    gaps = divide.gap(values, "value").set_index("economy")
    gap = gaps.loc[code, "value_gap"]
    if gap == 0:
        return "the highest of the five"
    leader = place(gaps.loc[code, "reference"])
    points = "percentage points " if "%" in series.label else ""
    return f"{gap:.{series.decimals}f} {points}behind {leader}"


def in_the_paper(series: Series, last: Any, later: pd.DataFrame) -> str:
    """Return the paper's last number, and why it may not be compared with what came after."""
    if "rank" in series.paper_column:
        return ranked(series, last, later)
    # A number may be of an earlier year than the one under which it is printed.
    year = last["reference_year"]
    under = "" if year == last["year"] else f", which it prints under {last['year']}"
    text = f"The paper ends with {last['value']:.1f} for {year}{under}."
    values = later.set_index("year")["value"]
    is_revised = abs(values[year] - last["value"]) >= 0.1
    if is_revised:
        text += f" Since then that number was revised to {values[year]:.1f}."
    broken = later.query("obs_status == 'B' and year > @year")["year"]
    if broken.any():
        years = " and ".join(broken.astype(str))
        text += f" The series breaks in {years}: do not compare across it."
    return text


def ranked(series: Series, last: Any, later: pd.DataFrame) -> str:
    """Return the paper's last rank, and the one of the last year if it has one."""
    text = f"The paper ends with world rank {last['value']:.0f} in {last['year']}"
    newest = later.sort_values("year").iloc[-1]
    rank = newest[series.paper_column]
    if pd.isna(rank):
        return f"{text}; there are no ranks for {newest['year']}."
    return f"{text}; in {newest['year']} the rank is {rank:.0f}."


def place(reference: str) -> str:
    """Return the leaders by name, with the article that English wants."""
    names = [markup.named(code) for code in reference.split(";")]
    articles = ("Republic", "Russian")
    return " and ".join(f"the {n}" if n.startswith(articles) else n for n in names)


def sentences(code: str) -> list[str]:
    """Return a sentence on each series of an economy."""
    return [sentence(series, code) for series in SERIES]


def lines(series: Series, code: str, ax: Any) -> None:
    """Draw an economy in colour among the other four, dashed where its series breaks."""
    data = series.load().sort_values("year")
    colours = {"own": "#C74A94", "others": "#8A939C"}
    for other, rows in data.groupby("economy"):
        is_own = other == code
        colour = colours["own" if is_own else "others"]
        parts = rows["obs_status"].eq("B").cumsum()
        for _, part in rows.groupby(parts):
            width = 2.6 if is_own else 1
            ax.plot(
                part["year"],
                part["value"],
                color=colour,
                lw=width,
                marker="o",
                ms=width + 1,
            )
        if is_own:
            ax.plot(rows["year"], rows["value"], color=colour, lw=1, ls=(0, (2, 3)))
            last = rows.iloc[-1]
            ax.annotate(
                f" {last['value']:.{series.decimals}f}",
                (last["year"], last["value"]),
                color=colour,
                fontweight="bold",
                va="center",
            )
    first, last_year = data["year"].agg(["min", "max"])
    ax.set_title(
        f"{markup.named(code)}: {series.label}, {first}-{last_year}",
        loc="left",
        fontsize=11,
        fontweight="bold",
        wrap=True,
    )
    ax.locator_params(axis="x", integer=True, nbins=6)
    ax.spines[["top", "right"]].set_visible(False)
