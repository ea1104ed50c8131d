"""The picture of README.md and the front page: one increase over two denominators, as SVG."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass

import pandas as pd

import neadigital
from neadigital import growth

NAME = "scale_usd_bn"
START, END = 2016, 2021

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

    def at(self, year: int, value: float) -> tuple[float, float]:
        """Return where a year and a value are."""
        across = (year - START) / (END - START)
        up = value / 7500
        x = self.left + across * (self.right - self.left)
        return round(x, 1), round(self.bottom - up * (self.bottom - self.top), 1)


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


def volume() -> float:
    """Return the growth without exchange rate and prices, in per cent.

    The deflator of GDP stands in for the prices of the digital economy.
    """
    series = {"PA.NUS.FCRF": "rate", "NY.GDP.DEFL.ZS": "prices"}
    bank = neadigital.world_development_indicators()
    bank = bank[bank["indicator"].isin(list(series))]
    wide = bank.pivot(index=["economy", "year"], columns="indicator", values="value")
    wide = wide.rename(columns=series).reset_index()
    scale = neadigital.digital_economy_scale().query("economy == 'CHN'")
    both = scale.merge(wide, on=["economy", "year"], validate="one_to_one")
    parts = growth.decompose(
        both, NAME, exchange_rate="rate", deflator="prices", periods=END - START
    )
    return 100 * math.expm1(parts["volume"].iloc[-1] / 100)


def numbers() -> Numbers:
    """Return China's levels, each with its basis and the severity of its doubt."""
    known = neadigital.observations("digital_economy_scale")
    china = known[(known["economy"] == "CHN") & (known["column"] == NAME)]
    columns = ["year", "value", "basis", "severity"]
    levels = china[columns].rename(columns={"value": NAME})
    return Numbers(levels.sort_values("year"), volume())


def title(of: Numbers) -> str:
    """Return the picture's title: what it answers."""
    return (
        f"China's digital economy grew by {of.usual:.0f}\u00a0% in five years, "
        f"not by {of.printed:.0f}\u00a0%"
    )


def description(of: Numbers) -> str:
    """Return what is seen, for those who do not see it."""
    return (
        f"China's digital economy in US$ billion rises from {of.old:,.0f} in {START} to "
        f"{of.new:,.0f} in {END}. The increase of {of.new - of.old:,.0f} is {of.usual:.1f} % of "
        f"the old value and {of.printed:.1f} % of the new one, which the paper divides by. "
        f"In volume, by the deflator of GDP, it is about {of.volume:.0f} %."
    )


def text(
    x: float, y: float, content: str, kind: str = "", anchor: str = "start"
) -> str:
    """Return a line of text."""
    return (
        f'<text x="{x}" y="{y}" class="{kind}" text-anchor="{anchor}">{content}</text>'
    )


def lines(texts: list[str], start: int, step: int, kind: str) -> list[str]:
    """Return lines of text, one below the other."""
    return [
        text(8, start + step * number, line, kind) for number, line in enumerate(texts)
    ]


def marks(of: Numbers, shape: Shape) -> list[str]:
    """Return a point for each year, hollow if it is reconstructed, crossed if in serious doubt."""
    drawn = []
    for year, value, basis, severity in of.levels.itertuples(index=False, name=None):
        x, y = shape.at(year, value)
        kind = "point" if basis == "stated" else "point hollow"
        drawn.append(f'<circle cx="{x}" cy="{y}" r="6" class="{kind}"/>')
        if severity == "serious":
            drawn.append(
                f'<path d="M{x - 9} {y - 9}l18 18m0 -18l-18 18" class="arrow"/>'
            )
            drawn.append(text(x, y + 30, f"{value:,.0f}, in doubt", "muted", "middle"))
        drawn.append(text(x, shape.bottom + 22, str(year), "muted", "middle"))
    return drawn


def plot(of: Numbers, shape: Shape) -> list[str]:
    """Return the line over its area, the level of the first year, and the increase."""
    rows = of.levels[["year", NAME]].itertuples(index=False, name=None)
    path = " ".join("{},{}".format(*shape.at(year, value)) for year, value in rows)
    left, old = shape.at(START, of.old)
    right, new = shape.at(END, of.new)
    arrow = right + 22
    return [
        f'<polygon points="{left},{shape.bottom} {path} {right},{shape.bottom}" class="area"/>',
        f'<path d="M{left} {old}H{arrow + 8}" class="level"/>',
        f'<polyline points="{path}" class="line"/>',
        f'<path d="M{arrow} {old}V{new}m-7 10l7 -10l7 10" class="arrow"/>',
        *marks(of, shape),
        text(left + 4, old - 16, f"{of.old:,.0f}"),
        text(right - 14, new - 8, f"{of.new:,.0f}", anchor="end"),
    ]


def answers(of: Numbers, shape: Shape) -> list[str]:
    """Return the increase, and what it is of the old and of the new value."""
    x, y = shape.beside
    return [
        text(x, y, f"+{of.new - of.old:,.0f}", "large"),
        text(x, y + 32, f"{of.usual:.1f} % of {of.old:,.0f}", "usual"),
        text(x, y + 58, f"{of.printed:.1f} % of {of.new:,.0f}, as printed", "muted"),
    ]


def words(of: Numbers, shape: Shape) -> list[str]:
    """Return the title, the unit below it, and the notes below the plot."""
    head = textwrap.wrap(title(of), shape.title_letters)
    unit = textwrap.wrap(
        "US$ billion. The paper divides the increase by the new value.", shape.letters
    )
    notes = [
        f"In volume, by GDP's deflator, it is about {of.volume:.0f}\u00a0%: "
        "the rest is exchange rate and prices.",
        "Hollow points are reconstructed from the printed rates.",
        "Data: Song Linlin (2023); for the volume, the World Bank.",
    ]
    below = [line for note in notes for line in textwrap.wrap(note, shape.letters)]
    return [
        *lines(head, 30, 27, "title"),
        *lines(unit, 28 + 27 * len(head), 20, "muted"),
        *lines(below, shape.height - 10 - 20 * (len(below) - 1), 20, "muted"),
    ]


def draw(of: Numbers, shape: Shape) -> str:
    """Return the picture as SVG."""
    content = [
        *words(of, shape),
        *plot(of, shape),
        *answers(of, shape),
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="hero-chart" role="img" '
            f'aria-label="{description(of)}" viewBox="0 0 {shape.width} {shape.height}">',
            f"<style>\n{STYLE}\n</style>",
            *content,
            "</svg>\n",
        ]
    ).replace(' class=""', "")


SHAPES = {
    "hero": Shape(940, 430, 40, 600, 90, 325, (650, 165), 80, 95),
    "hero-narrow": Shape(400, 655, 24, 345, 160, 365, (8, 440), 24, 47),
}


def pictures() -> dict[str, str]:
    """Return the picture for a wide and for a narrow screen."""
    of = numbers()
    return {name: draw(of, shape) for name, shape in SHAPES.items()}
