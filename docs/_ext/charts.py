"""The chart on top of each dataset's and each economy's page."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import markup
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

import neadigital
from neadigital import plot
from neadigital.plot import _style, _words
from neadigital.plot._text import SMALL

Draw = Callable[[Axes], Any]

def lines(frame: Any, value: str, title: str, unit: str, what: str, *, only: str | None = None) -> Draw:
    """Return a function that draws a line for each economy; with `only`, the others are grey."""

    def draw(ax: Axes) -> None:
        members = {code: (rows["year"], rows[value]) for code, rows in frame.dropna(subset=value).groupby("economy")}
        with _style.styled(ax) as ax:
            shapes, names = _style.looks(members, only), _words.names_of(members)
            ends = _style.draw_lines(ax, members, shapes, names, ".4g", frame["year"].max(), thick=only)
            if frame[value].min() >= 0:
                ax.set_ylim(0)
            else:
                ax.axhline(0, color=_style.INK, linewidth=0.8)
            notes = [_style.source_line(frame, what)]
            _style.finish(ax, title, unit, notes, ends=ends, years=frame["year"])

    return draw


def dots(frame: Any, value: str, title: str, unit: str, what: str, *, by: str = "economy", log: bool = False) -> Draw:
    """Return a function that draws a row with a point for each member, the largest on top, the five in colour."""
    frame = frame.dropna(subset=value).sort_values(value)

    def draw(ax: Axes) -> None:
        names = _words.names_of(frame[by])
        with _style.styled(ax) as ax:
            for row, (member, economy, number) in enumerate(zip(frame[by], frame.get("economy", frame[by]), frame[value])):
                look = _style.OWN.get(economy)
                ax.plot(number, row, marker=look.marker if look else "o", color=look.colour if look else _style.GREY, ms=7)
                ax.annotate(f"{number:g}", (number, row), (8, 0), textcoords="offset points", va="center", fontsize=SMALL)
            ax.set_yticks(range(len(frame)), [names[member] for member in frame[by]])
            ax.grid(axis="y")
            if log:
                ax.set_xscale("log")
                ax.minorticks_off()
                ax.set_xticks([])
            else:
                ax.set_xlim(0)
            ax.margins(x=0.12)
            _style.finish(ax, title, "", [_style.source_line(frame, what)], x_label=unit)

    return draw


def of_datasets() -> dict[str, tuple[Draw, str]]:
    """Return how each dataset is drawn, and what the picture says to those who do not see it."""
    load = neadigital.load
    users = load("itu_indicators").query("indicator == 'internet_users_pct' and economy != 'WLD'")
    series = load("world_development_indicators").query("indicator == 'IT.NET.USER.ZS' and economy != 'WLD'")
    no_sums = "economy not in ('WLD', 'TOP10', 'TOP20')"
    charts: dict[str, tuple[Draw, str]] = {
        "global_digital_economy": (lambda ax: plot.figure(1, ax), "The world's digital economy, 2016 to 2021"),
        "digital_economy_scale": (
            lambda ax: plot.figure(6, ax),
            "The digital economies of four economies, 2016 to 2021",
        ),
        "ict_industry": (lambda ax: plot.figure(7, ax), "Value added of the ICT industry of China, 2018 to 2022"),
    }
    for name, text in (
        ("egovernment_ranks", "World ranks in e-government development"),
        ("digital_competitiveness_ranks", "World ranks in digital competitiveness"),
        ("cybersecurity_ranks", "World ranks in cybersecurity"),
        ("local_online_service_ranks", "Ranks of cities by online services"),
    ):
        charts[name] = (lambda ax, name=name: plot.ranks(name, ax=ax), text)
    for name, kind, frame, value, title, unit, what, options in (
        ("growth_rates", lines, load("growth_rates"), "digital_economy_growth_pct",
         "Growth of the digital economy in current US dollars", "% a year", "table 1, over the year before", {}),
        ("itu_indicators", lines, users, "value", "People who use the Internet", "% of people", "table 2", {}),
        ("world_development_indicators", lines, series, "value", "People who use the Internet", "% of people",
         "Internet users", {}),
        ("city_competitiveness", dots, load("city_competitiveness"), "total_score",
         "Digital economy competitiveness of cities, 2021", "total score", "table 5", {"by": "city"}),
        ("top_digital_enterprises", dots, load("top_digital_enterprises"), "enterprises",
         "Enterprises among the global digital top 100, 2020", "enterprises", "table 6", {}),
        ("connectivity_index", dots, load("connectivity_index"), "score", "Global Connectivity Index, 2020",
         "score", "table 8", {}),
        ("ecommerce_sales", dots, load("ecommerce_sales").query(f"year == 2019 and {no_sums}"), "total_usd_bn",
         "E-commerce sales, 2019", "US$ billion, logarithmic scale", "table 10", {"log": True}),
        ("b2c_ecommerce_sales", dots, load("b2c_ecommerce_sales").query(no_sums), "b2c_usd_bn",
         "E-commerce sales to consumers, 2019", "US$ billion, logarithmic scale", "table 12", {"log": True}),
        ("trade_with_russia", dots, load("trade_with_russia").query("year == 2022 and region != 'CN'"), "trade_cny_bn",
         "Trade of three Chinese provinces with Russia, 2022", "CNY billion", "table 13", {"by": "region"}),
    ):  # fmt: skip
        charts[name] = (kind(frame, value, title, unit, what, **options), title)
    return charts


def of_economy(code: str, name: str) -> list[tuple[Draw, str]]:
    """Return how an economy is drawn: its digital economy, where the paper has a figure of it, and Internet users."""
    users = neadigital.itu_indicators().query("indicator == 'internet_users_pct' and economy != 'WLD'")
    title = f"{name}: people who use the Internet"
    found = [(lines(users, "value", title, "% of people", "table 2, from ITU", only=code), f"{title}, 2015 to 2021")]
    number = {"CHN": 2, "RUS": 3, "JPN": 4, "KOR": 5}.get(code)
    if number:
        text = f"GDP and digital economy of {name}, 2016 to 2021: the paper's figure {number}, redrawn"
        found.insert(0, (lambda ax: plot.figure(number, ax), text))
    return found


def shown(folder: Path, name: str, draw: Draw, alt: str, up: str, height: float = 3.8) -> str:
    """Draw a picture at 1200 pixels and at twice 400 for a telephone; return the HTML that shows the one that fits."""
    folder = folder / "_extra" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for file, width, dpi in ((f"{name}.png", 8, 150), (f"{name}-narrow.png", 4, 200)):
        figure, ax = plt.subplots(figsize=(width, height), dpi=dpi, layout="constrained")
        draw(ax)
        figure.savefig(folder / file)
        plt.close(figure)
    return markup.raw(
        f'<picture><source media="(max-width: 600px)" srcset="{up}pictures/{name}-narrow.png"><img '
        f'src="{up}pictures/{name}.png" alt="{escape(alt, quote=True)}" width="1200" loading="lazy"></picture>'
    )
