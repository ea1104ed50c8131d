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


def sentence(series: Series, code: str) -> str:
    """Return the last value, how far it is behind the leader, and what the paper has."""
    data = series.load()
    # The leader is that of the last year in which all five have a value.
    counts = data.groupby("year")["economy"].nunique()
    year = counts[counts == len(FIVE)].index.max()
    latest = data[data["year"] == year].drop(columns="obs_status")
    gap = divide.gap(latest, "value").set_index("economy").loc[code]
    value = latest.set_index("economy").loc[code, "value"]
    places = series.decimals
    behind = f"{gap['value_gap']:.{places}f} behind {place(gap['reference'])}"
    if gap["value_gap"] == 0:
        behind = "the highest of the five"
    text = f"**{series.label}**: {value:.{places}f} in {year}, {behind}."
    printed = series.printed().query("economy == @code")
    if printed.empty:
        return text
    last = printed.sort_values("year").iloc[-1]
    return f"{text} {in_the_paper(series, last, data[data['economy'] == code])}"


def in_the_paper(series: Series, last: Any, later: pd.DataFrame) -> str:
    """Return the paper's last number, and why it may not be compared with what came after."""
    if "rank" in series.paper_column:
        return f"The paper ends with world rank {last['value']:.0f} in {last['year']}."
    # A number may stand under a later year than its own.
    year = last["reference_year"]
    under = "" if year == last["year"] else f", which it prints under {last['year']}"
    text = f"The paper ends with {last['value']:.1f} for {year}{under}."
    values = later.set_index("year")["value"]
    if abs(values[year] - last["value"]) >= 0.1:
        text += f" Since then that number was revised to {values[year]:.1f}."
    broken = later.query("obs_status == 'B' and year > @year")["year"].astype(str)
    if len(broken):
        text += (
            f" The series breaks in {' and '.join(broken)}: do not compare across it."
        )
    return text


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
