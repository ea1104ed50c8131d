"""The paper's tables as pictures: ranks and rates over time as lines, the rest as points in rows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

import neadigital
from neadigital.plot import _style
from neadigital.plot._text import LABEL, SMALL
from neadigital.plot._words import names_of, source_of, span

# The tables of ranks over time, which the package draws.
RANKS = {
    3: "egovernment_ranks",
    4: "digital_competitiveness_ranks",
    9: "cybersecurity_ranks",
}
# Rows that are not members; CN is China as a whole, beside its provinces.
AGGREGATES = ["WLD", "TOP10", "TOP20", "CN"]


class Rows(NamedTuple):
    """A table drawn as points: its dataset, title, unit, and a frame with a row per member and a column per series."""

    dataset: str
    title: str
    unit: str
    prepare: Callable[[Any], pd.DataFrame]
    note: str = ""


def columns(member: str, **series: str) -> Callable[[Any], pd.DataFrame]:
    """Return a function that makes some columns of a dataset into series."""
    return lambda frame: frame.set_index(member)[list(series)].rename(columns=series)


def by_year(member: str, value: str, **series: str) -> Callable[[Any], pd.DataFrame]:
    """Return a function that makes the years of a dataset into series."""
    years = {int(year.strip("_")): text for year, text in series.items()}
    return lambda frame: frame.pivot(index=member, columns="year", values=value).rename(
        columns=years
    )


ROWS = {
    5: Rows(
        "city_competitiveness",
        "Digital competitiveness of five cities, 2021",
        "score, 0 to 100",
        columns(
            "city",
            economic_infrastructure_score="economy and infrastructure",
            digital_talent_score="digital talent",
            digital_innovation_score="digital innovation",
        ),
    ),
    6: Rows(
        "top_digital_enterprises",
        "Where the global top 100 digital enterprises are, 2020",
        "enterprises, log scale",
        columns("economy", enterprises=""),
    ),
    7: Rows(
        "itu_indicators",
        "Households with a computer, 2021",
        "% of households",
        columns("economy", value=""),
    ),
    8: Rows(
        "connectivity_index",
        "Global Connectivity Index by technology, 2020",
        "score, 0 to 120",
        columns(
            "economy",
            broadband="broadband",
            cloud="cloud",
            ai="artificial intelligence",
            iot="Internet of Things",
        ),
        "Mongolia is not in the index.",
    ),
    10: Rows(
        "ecommerce_sales",
        "E-commerce sales of the ten largest economies, 2018-2019",
        "US$ billion, log scale",
        by_year("economy", "total_usd_bn", _2018="2018", _2019="2019"),
    ),
    11: Rows(
        "ecommerce_sales",
        "Business-to-business e-commerce sales of the ten largest economies, 2018-2019",
        "US$ billion, log scale",
        by_year("economy", "b2b_usd_bn", _2018="2018", _2019="2019"),
    ),
    12: Rows(
        "b2c_ecommerce_sales",
        "Business-to-consumer e-commerce sales of the twenty largest economies, 2019",
        "US$ billion, log scale",
        columns("economy", b2c_usd_bn=""),
    ),
    13: Rows(
        "trade_with_russia",
        "Trade of China's northeastern provinces with Russia, 2021-2023",
        "CNY billion",
        by_year(
            "region",
            "trade_cny_bn",
            _2021="2021",
            _2022="2022",
            _2023="2023, January to July only",
        ),
    ),
}


def draw(
    number: int,
    ax: Axes | None = None,
    highlight: Hashable | Iterable[Hashable] | None = None,
) -> Axes:
    """Draw a table of the paper with the corrected values; the members to `highlight` stand out."""
    if number in RANKS:
        return neadigital.plot.ranks(RANKS[number], ax=ax, highlight=highlight)
    return (lines if number in (1, 2) else points)(number, ax, highlight)


def lines(number: int, ax: Axes | None, highlight: Any) -> Axes:
    """Draw table 1 or 2: a line for each economy, hollow where a value is doubtful."""
    if number == 1:
        frame, value, unit = neadigital.growth_rates(), "points", "percentage points"
        rates = ["digital_economy_growth_pct", "gdp_growth_pct"]
        frame[value] = (frame[rates[0]] - frame[rates[1]]).round(2)
        marks = neadigital.flags("growth_rates")[rates].agg(";".join, axis=1)
        title = "Growth of the digital economy less growth of GDP"
    else:
        frame, value, unit = neadigital.itu_indicators(), "value", "% of people"
        frame = frame[
            (frame["indicator"] == "internet_users_pct") & (frame["economy"] != "WLD")
        ]
        marks = neadigital.flags("itu_indicators")[value][frame.index]
        title = "Internet use"
    shapes = _style.looks(frame["economy"], highlight)
    doubted = frame[
        marks.str.contains("doubtful")
        & frame["economy"].map(lambda code: shapes[code] != _style.FAINT)
    ]
    paths = {
        code: (rows["year"], rows[value]) for code, rows in frame.groupby("economy")
    }
    with _style.styled(ax) as ax:
        ax.margins(x=0.04, y=0.08)
        ends = _style.draw_lines(
            ax, paths, shapes, names_of(paths), "g", frame["year"].max()
        )
        _style.mark_hollow(ax, doubted, "economy", value, shapes)
        if number == 1:
            ax.axhline(0, color=_style.GREY, linewidth=0.8, zorder=1)
        else:
            ax.set_ylim(0, 105)
        hollow = "Hollow points are doubtful." if len(doubted) else ""
        heading = f"{title}, {span(frame['year'])}"
        _style.finish(
            ax,
            heading,
            unit,
            [hollow, source_of(frame, None)],
            ends=ends,
            years=frame["year"],
        )
        return ax


def points(number: int, ax: Axes | None, highlight: Any) -> Axes:
    """Draw a table as points: a row for each member, the highest on top, and a shape for each series."""
    drawn = ROWS[number]
    frame: Any = neadigital.load(drawn.dataset)  # type: ignore[arg-type]
    if number == 7:
        frame = frame[frame["indicator"] == "households_with_computer_pct"]
    wide = drawn.prepare(frame).astype(float)
    if number != 7:
        wide = wide.drop(AGGREGATES, errors="ignore")
    names = names_of(wide.index) | {"AVG": "Average"}
    absent = [names[who] for who in wide.index[wide.isna().all(axis=1)]]
    wide = wide.dropna(how="all")
    wide = wide.loc[wide.mean(axis=1).sort_values().index]
    shown = set(wide.index) if highlight is None else {highlight}
    several = wide.shape[1] > 1
    with _style.styled(ax) as ax:
        # Points, not bars: the length of a bar on a logarithmic scale says nothing.
        ax.set_xscale("log" if "log" in drawn.unit else "linear")
        ax.grid(axis="y")
        ax.margins(x=0.12)
        samples = []
        for (series, values), look in zip(wide.items(), _style.LOOKS[6:], strict=False):
            fill = "white" if "only" in str(series) else look.colour
            style: dict[str, Any] = {
                "color": look.colour,
                "mfc": fill,
                "mec": look.colour,
                "mew": 1.3,
                "markersize": 7,
            }
            shape = look.marker if several else "o"
            samples += ax.plot([], [], shape, label=series, **style)
            for place, (who, value) in enumerate(values.items()):
                ax.plot(
                    value,
                    place,
                    shape,
                    alpha=1 if who in shown else 0.25,
                    zorder=3,
                    **style,
                )
                if not several:
                    text = ax.annotate(
                        f"{value:g}",
                        (value, place),
                        (8, 0),
                        textcoords="offset points",
                        va="center",
                    )
                    text.set(fontsize=SMALL, color=_style.INK)
        if "log" in drawn.unit:
            low, high = ax.get_xlim()
            ticks = [
                tick
                for tick in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
                if low <= tick <= high
            ]
            ax.set_xticks(
                ticks[:: 1 + len(ticks) // 6],
                [f"{tick:,}" for tick in ticks[:: 1 + len(ticks) // 6]],
            )
            ax.minorticks_off()
        ax.set_yticks(range(len(wide)), [names[who] for who in wide.index])
        for label, who in zip(ax.get_yticklabels(), wide.index, strict=True):
            label.set(
                size=LABEL,
                weight="bold" if highlight is not None and who in shown else "normal",
            )
        ax.set_ylim(-0.6, len(wide) - 0.4)
        remarks = [f"No value: {', '.join(absent)}." if absent else "", drawn.note]
        notes = [" ".join(filter(None, remarks)), source_of(frame, None)]
        _style.finish(
            ax,
            drawn.title,
            "",
            notes,
            x_label=drawn.unit,
            legend=samples if several else (),
            clear=[(len(wide) - 0.6, 0)],
        )
        return ax
