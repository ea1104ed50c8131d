"""What came after the paper on an economy: in words, and as lines with their breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import markup
import pandas as pd

import neadigital
from neadigital import divide, plot
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
    words: str

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


def last_value(series: Series, code: str) -> tuple[dict[str, Any], str]:
    """Return an economy's last value with its year, and how far it is behind the leader."""
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
    return {"value": f"{value:.{places}f}", "year": year}, behind


def sentence(series: Series, code: str) -> str:
    """Return the last value, how far it is behind the leader, and what the paper has."""
    data = series.load()
    last_known, behind = last_value(series, code)
    text = (
        f"**{series.label}**: {last_known['value']} in {last_known['year']}, {behind}."
    )
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


def answer(series: Series, code: str) -> str:
    """Return the title of an economy's picture: its last value, and how far behind the leader."""
    value, behind = last_value(series, code)
    name = place(code)
    text = series.words.format(name=name, **value)
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
