"""What is drawn: the values and the unit of each picture, taken from what matplotlib holds."""

from __future__ import annotations

import inspect

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from test_plot import OTHERS, PARTS, PICTURES, SCALE, USERS, picture, words

import neadigital
from neadigital import divide, plot


def scale_of(economy: str, column: str = "scale_usd_bn") -> pd.Series:
    """Return the digital economy's scale of one economy."""
    return SCALE.loc[SCALE["economy"] == economy, column]


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
DRAWN: dict[str, tuple[str, pd.Series]] = {
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


def values(ax: Axes) -> set[float]:
    """Return each value of the lines, points and bars of a picture, to four digits."""
    lines = [line.get_data()[place] for line in ax.lines for place in (0, 1)]
    bars = [side for bar in ax.patches for side in (bar.get_height(), bar.get_width())]
    every = np.concatenate(
        [np.asarray(bars, float), *(np.asarray(x, float) for x in lines)]
    )
    return {float(f"{value:.4g}") for value in every if np.isfinite(value)}


@pytest.mark.parametrize(
    "name", [*PICTURES, *(name for name in OTHERS if name in DRAWN)]
)
def test_a_picture_draws_its_values_in_its_unit(name):
    """Lines, points and bars have the data's values, in the unit that the picture names."""
    unit, expected = DRAWN[name]
    known = expected.astype(float).dropna()

    assert unit in words(picture(name))
    assert {float(f"{value:.4g}") for value in known} <= values(picture(name))


def test_each_picture_has_a_case():
    """Each function that draws is among the pictures that the tests draw."""
    cases = [*PICTURES.values(), *OTHERS.values()]
    drawn = {getattr(case, "func", case).__name__ for case in cases}
    functions = {
        name for name in plot.__all__ if inspect.isfunction(getattr(plot, name))
    }

    assert functions <= drawn
