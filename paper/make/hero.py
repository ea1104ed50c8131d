"""The picture of README.md, the front page and the story: one increase over two denominators.

It is SVG, and its words are sentences of the story, so that each language has its own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

import neadigital
from neadigital import growth
from paper.make import story
from paper.make.story import Story

NAME = "scale_usd_bn"
START = 2016
END = 2021
# The level at the top of the plot.
HIGHEST = 7500
# How far one line of text is below another.
LINE = 20
TITLE_LINE = 27

# A page that has a theme of its own sets the same variables.
STYLE = """\
.hero-chart { --ink: #1c1e21; --muted: #5c6670; --line: #b3261e; --behind: #ffffff;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
@media (prefers-color-scheme: dark) {
  .hero-chart { --ink: #e8eaed; --muted: #a3adb8; --line: #ff8a75; --behind: #14181e; }
}
.hero-chart text { fill: var(--ink); font-size: 14px; }
.hero-chart .title { font-size: 21px; font-weight: 700; }
.hero-chart .muted { fill: var(--muted); }
.hero-chart .line { stroke: var(--line); stroke-width: 5; fill: none; stroke-linejoin: round; }
.hero-chart .area { fill: var(--line); opacity: 0.13; }
.hero-chart .level { stroke: var(--muted); stroke-width: 1.5; stroke-dasharray: 5 4; }
.hero-chart .arrow { stroke: var(--line); stroke-width: 2.5; fill: none; }
.hero-chart .point { stroke: var(--line); stroke-width: 2.5; fill: var(--line); }
.hero-chart .hollow { fill: var(--behind); }
.hero-chart .large { font-size: 38px; font-weight: 700; }
.hero-chart .usual { fill: var(--line); font-size: 18px; font-weight: 700; }"""


@dataclass(frozen=True)
class Shape:
    """The size of the picture, the sides of the plot, and how many letters a line may have."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    beside: tuple[int, int]
    title_letters: int
    letters: int

    def across(self, year: int) -> float:
        """Return how far to the right a year is."""
        share = (year - START) / (END - START)
        x = self.left + share * (self.right - self.left)
        return round(x, 1)

    def down(self, value: float) -> float:
        """Return how far down a value is."""
        share = value / HIGHEST
        y = self.bottom - share * (self.bottom - self.top)
        return round(y, 1)


@dataclass(frozen=True)
class Numbers:
    """What the picture says, computed from the data."""

    levels: pd.DataFrame
    volume: float

    @property
    def old(self) -> float:
        """The level of the first year."""
        return float(self.levels[NAME].iloc[0])

    @property
    def new(self) -> float:
        """The level of the last year."""
        return float(self.levels[NAME].iloc[-1])

    @property
    def usual(self) -> float:
        """The growth over the old level, in per cent."""
        return 100 * (self.new / self.old - 1)

    @property
    def printed(self) -> float:
        """The increase over the new level, in per cent."""
        return 100 * (1 - self.old / self.new)


# Numbers


def rates_and_prices() -> pd.DataFrame:
    """Return exchange rate and GDP's deflator of each economy and year, as columns."""
    series = {
        "PA.NUS.FCRF": "rate",
        "NY.GDP.DEFL.ZS": "prices",
    }
    bank = neadigital.world_development_indicators()
    known = bank[bank["indicator"].isin(list(series))]
    wide = known.pivot(index=["economy", "year"], columns="indicator", values="value")
    return wide.rename(columns=series).reset_index()


def volume() -> float:
    """Return the growth without exchange rate and prices, in per cent.

    The deflator of GDP stands in for the prices of the digital economy.
    """
    scale = neadigital.digital_economy_scale()
    china = scale[scale["economy"] == "CHN"]
    both = china.merge(
        rates_and_prices(),
        on=["economy", "year"],
        validate="one_to_one",
    )
    parts = growth.decompose(
        both,
        NAME,
        exchange_rate="rate",
        deflator="prices",
        periods=END - START,
    )
    last = parts["volume"].iloc[-1]
    return 100 * math.expm1(last / 100)


@cache
def numbers() -> Numbers:
    """Return China's levels, each with its basis and the severity of its doubt."""
    known = neadigital.observations("digital_economy_scale")
    is_china = known["economy"] == "CHN"
    is_level = known["column"] == NAME
    china = known[is_china & is_level]
    levels = china[["year", "value", "basis", "severity"]]
    levels = levels.rename(columns={"value": NAME})
    return Numbers(levels.sort_values("year"), volume())


# Words


def filling(of: Numbers, told: Story) -> dict[str, str]:
    """Return the numbers and names in the picture's sentences, as a language writes them."""
    doubted = of.levels.loc[of.levels["severity"] == "serious", NAME]
    return {
        "CHN": story.names(told.language)["CHN"],
        "start": str(START),
        "end": str(END),
        "old": told.number(of.old),
        "new": told.number(of.new),
        "increase": told.number(of.new - of.old),
        "usual": told.number(of.usual),
        "usual_exact": told.number(of.usual, 1),
        "printed": told.number(of.printed),
        "printed_exact": told.number(of.printed, 1),
        "volume": told.number(of.volume),
        "doubted": told.list.join(doubted.map(told.number)),
    }


def words(of: Numbers, told: Story) -> dict[str, str]:
    """Return each sentence that the picture shows, and `picture`, which says what is seen."""
    values = filling(of, told)
    keys = [key for key in told.sentences if key.startswith("picture")]
    return {key: told.fill(key, values) for key in keys}


# Elements of SVG


def element(name: str, **attributes: Any) -> str:
    """Return an element without content; `kind` is its class."""
    named = {"class" if key == "kind" else key: attributes[key] for key in attributes}
    told = " ".join(f'{key}="{value}"' for key, value in named.items())
    return f"<{name} {told}/>"


def text(
    x: float, y: float, content: str, kind: str = "", anchor: str = "start"
) -> str:
    """Return a line of text."""
    place = f'x="{x}" y="{y}"'
    look = f'class="{kind}" ' if kind else ""
    return f'<text {place} {look}text-anchor="{anchor}">{content}</text>'


def lines(texts: list[str], start: int, step: int, kind: str) -> list[str]:
    """Return lines of text, one below the other."""
    drawn = []
    for number, line in enumerate(texts):
        y = start + step * number
        drawn.append(text(8, y, line, kind))
    return drawn


# Parts of the picture


def marks(of: Numbers, shape: Shape, doubt: str) -> list[str]:
    """Return a point for each year, hollow if it is reconstructed, crossed if in serious doubt."""
    drawn = []
    for row in of.levels.to_dict("records"):
        x = shape.across(row["year"])
        y = shape.down(row[NAME])
        is_stated = row["basis"] == "stated"
        kind = "point" if is_stated else "point hollow"
        drawn.append(element("circle", cx=x, cy=y, r=6, kind=kind))
        if row["severity"] == "serious":
            cross = f"M{x - 9} {y - 9}l18 18m0 -18l-18 18"
            drawn.append(element("path", d=cross, kind="arrow"))
            drawn.append(text(x, y + 30, doubt, "muted", "middle"))
        year = str(row["year"])
        drawn.append(text(x, shape.bottom + 22, year, "muted", "middle"))
    return drawn


def path_of(of: Numbers, shape: Shape) -> str:
    """Return the points of the line."""
    years = of.levels["year"].map(shape.across)
    values = of.levels[NAME].map(shape.down)
    return " ".join(f"{x},{y}" for x, y in zip(years, values, strict=True))


def plot(of: Numbers, shape: Shape, values: Mapping[str, str], doubt: str) -> list[str]:
    """Return the line over its area, the level of the first year, and the increase."""
    path = path_of(of, shape)
    left = shape.across(START)
    right = shape.across(END)
    old = shape.down(of.old)
    new = shape.down(of.new)
    bottom = shape.bottom
    arrow = right + 22
    area = f"{left},{bottom} {path} {right},{bottom}"
    level = f"M{left} {old}H{arrow + 8}"
    increase = f"M{arrow} {old}V{new}m-7 10l7 -10l7 10"
    return [
        element("polygon", points=area, kind="area"),
        element("path", d=level, kind="level"),
        element("polyline", points=path, kind="line"),
        element("path", d=increase, kind="arrow"),
        *marks(of, shape, doubt),
        text(left + 4, old - 16, values["old"]),
        text(right - 14, new - 8, values["new"], anchor="end"),
    ]


def answers(shape: Shape, increase: str, said: Mapping[str, str]) -> list[str]:
    """Return the increase, and what it is of the old and of the new value."""
    x, y = shape.beside
    return [
        text(x, y, f"+{increase}", "large"),
        text(x, y + 32, said["picture_usual"], "usual"),
        text(x, y + 58, said["picture_printed"], "muted"),
    ]


def around(shape: Shape, said: Mapping[str, str]) -> list[str]:
    """Return the title, the unit below it, and the notes below the plot."""
    head = story.wrap(said["picture_title"], shape.title_letters)
    unit = story.wrap(said["picture_unit"], shape.letters)
    below: list[str] = []
    for key in ("picture_real", "picture_hollow", "picture_source"):
        below += story.wrap(said[key], shape.letters)
    under_head = 28 + TITLE_LINE * len(head)
    lowest = shape.height - 10
    first_note = lowest - LINE * (len(below) - 1)
    return [
        *lines(head, 30, TITLE_LINE, "title"),
        *lines(unit, under_head, LINE, "muted"),
        *lines(below, first_note, LINE, "muted"),
    ]


def draw(of: Numbers, shape: Shape, told: Story) -> str:
    """Return the picture as SVG, in the language of a story."""
    said = words(of, told)
    values = filling(of, told)
    look = f'class="hero-chart" role="img" lang="{told.language}"'
    box = f"0 0 {shape.width} {shape.height}"
    seen = f'aria-label="{said["picture"]}" viewBox="{box}"'
    content = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {look} {seen}>',
        f"<style>\n{STYLE}\n</style>",
        *around(shape, said),
        *plot(of, shape, values, said["picture_doubt"]),
        *answers(shape, values["increase"], said),
        "</svg>\n",
    ]
    return "\n".join(content)


SHAPES = {
    "hero": Shape(940, 430, 40, 600, 90, 325, (650, 165), 80, 95),
    "hero-narrow": Shape(400, 675, 24, 345, 160, 365, (8, 440), 24, 47),
}


def pictures(language: str = story.ENGLISH) -> dict[str, str]:
    """Return the picture for a wide and for a narrow screen."""
    of = numbers()
    told = story.story(language)
    return {name: draw(of, shape, told) for name, shape in SHAPES.items()}
