"""Pictures that several tests look at, each drawn once, and what their texts say."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from metric_support import table

import neadigital
from neadigital import divide, plot
from neadigital.plot import _style
from neadigital.plot._words import ranked

mpl.use("Agg")
# Without the status, nothing warns that Mongolia's Internet users break in 2018 and 2021.
ITU = neadigital.itu_indicators().query("economy != 'WLD'")
ITU = ITU.drop(columns=["obs_status", "segment"])
USERS = ITU.query("indicator == 'internet_users_pct'")
TABLE_2 = ITU.query("table == 2")
SCALE = neadigital.digital_economy_scale()
SALES = neadigital.ecommerce_sales().query("year == 2019 and rank > 0")
# The same data without the package's metadata, like a caller's own.
PLAIN = pd.DataFrame(USERS.drop(columns="reference_year").to_dict("list"))
TABLE = table("""
    row    2018    2019
    USA  8640.0  9580.0
    CHN  2304.0       -
""")
PARTS = table("""
    row    up   down
    A     5.0   -2.0
    B     7.0   -9.0
    C     1.0   -1.0
    D     9.0    0.0
    E    20.0  -30.0
""")


def many(count: int) -> pd.DataFrame:
    """Return growing shares of so many countries in 22 years."""
    rng = np.random.default_rng(1)
    years = np.arange(2000, 2022)
    frames = []
    for number in range(count):
        rate = rng.uniform(0.02, 0.12)
        start = rng.uniform(1, 60)
        shares = start * np.exp(rate * (years - 2000))
        rows = {
            "country": f"Land {number:03d}",
            "year": years,
            "pct": np.minimum(99, shares),
        }
        frames.append(pd.DataFrame(rows))
    return pd.concat(frames, ignore_index=True)


TWENTY = partial(plot.series, many(20), "pct", entity="country")
RANKED = [(name, column) for name, columns in ranked().items() for column in columns]
PICTURES = {
    **{f"figure_{number}": partial(plot.figure, number) for number in range(1, 9)},
    "corrections": plot.corrections,
    "ranks": partial(plot.ranks, "egovernment_ranks"),
    "ranks_of_cities": partial(plot.ranks, "local_online_service_ranks"),
    "lorenz": partial(plot.lorenz, USERS, "value"),
    "series": partial(plot.series, SCALE, "scale_usd_bn"),
}
OTHERS = {
    "five": partial(plot.series, many(5), "pct", entity="country"),
    "twenty": TWENTY,
    "bars": partial(plot.bars, SALES.set_index("economy").filter(like="usd_bn")),
    "parts": partial(plot.bars, PARTS, stacked=True, unit="%", source="My survey."),
    **{"-".join(key): partial(plot.ranks, *key) for key in RANKED},
}


def scale_of(economy: str, column: str = "scale_usd_bn") -> pd.DataFrame:
    """Return the digital economy's scale of one economy, or a bound of it, and its GDP."""
    return SCALE.loc[SCALE["economy"] == economy, [column, "gdp_usd_bn"]]


def thousands(indicator: str) -> pd.Series:
    """Return a series of the ICT industry in thousands of its unit."""
    industry = neadigital.ict_industry()
    return industry.loc[industry["indicator"] == indicator, "value"] / 1000


ERRATA = neadigital.errata()
# A number that lost its sign has no place on a logarithmic scale.
TIMES = ERRATA["printed_value"] / ERRATA["value"]
WORLD = neadigital.global_digital_economy()["scale_usd_bn"]
INDUSTRY = 1000 * thousands("digital_industrialisation_value_added")
EGOV = neadigital.egovernment_ranks()
CITIES = neadigital.local_online_service_ranks()
# Japan's number of 2021 is of 2020, of which a metric warns.
of_two_years = USERS[USERS["year"].isin([2015, 2021])]
CURVES = divide.lorenz(of_two_years.drop(columns="reference_year"), "value")
#: The unit that a picture names, and the values that it draws.
DRAWN = {
    "figure_1": ("US$ trillion", WORLD / 1000),
    "figure_2": ("US$ billion", scale_of("CHN")),
    "figure_3": ("US$ billion", scale_of("RUS")),
    "figure_4": ("US$ billion", scale_of("JPN")),
    "figure_5": ("US$ billion", scale_of("KOR", "scale_low_usd_bn")),
    "figure_6": ("US$ billion", SCALE["scale_usd_bn"]),
    "figure_7": ("CNY trillion", INDUSTRY),
    "figure_8": ("JPY trillion", thousands("ict_sales")),
    "corrections": (
        "as a multiple of the correct one",
        TIMES[TIMES > 0],
    ),
    "ranks": ("rank", EGOV["egdi_rank"]),
    "ranks_of_cities": ("rank", CITIES["rank"]),
    "lorenz": ("share of the total, %", 100 * CURVES["value_share"]),
    "series": ("US$ billion", SCALE["scale_usd_bn"]),
    "parts": ("%", pd.Series(PARTS.to_numpy().ravel())),
}


class Undrawn(Figure):
    """A figure that is never laid out, which takes most of the time of a picture."""

    def draw_without_rendering(self) -> None:
        """Do nothing."""


def draw(what: Callable[..., Any], *given: Any, **options: Any) -> Axes:
    """Return a picture of which only the content matters."""
    return what(*given, ax=Undrawn(layout="constrained").subplots(), **options)


@cache
def picture(name: str) -> Axes:
    """Return a picture of which only the content matters, drawn once."""
    return draw((PICTURES | OTHERS)[name])


def texts(ax: Axes) -> list[Text]:
    """Return every visible text; matplotlib also keeps labels of ticks that are out of view."""
    hidden = []
    for axis in (ax.xaxis, ax.yaxis):
        least, most = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks() + axis.get_minor_ticks():
            if not least <= tick.get_loc() <= most:
                hidden.append(tick.label1)
    every = _style.figure_of(ax).findobj(Text)
    shown = []
    for text in every:
        is_seen = text.get_visible() and text.get_text().strip()
        if is_seen and text not in hidden:
            shown.append(text)
    return shown


def words(ax: Axes) -> str:
    """Return all texts of a picture, each in one line."""
    return " ".join(text.get_text().replace("\n", " ") for text in texts(ax))


def strings(shown: Any) -> list[str]:
    """Return what some texts say."""
    return [text.get_text() for text in shown]


def brightness(colour: Any) -> float:
    """Return the relative luminance of a colour, as WCAG defines it (sRGB)."""
    rgb = np.array(to_rgb(colour))
    bright = ((rgb + 0.055) / 1.055) ** 2.4
    linear = np.where(rgb <= 0.04045, rgb / 12.92, bright)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(one: Any, other: Any) -> float:
    """Return the contrast of two colours, as WCAG defines it."""
    low, high = sorted(map(brightness, (one, other)))
    return (high + 0.05) / (low + 0.05)
