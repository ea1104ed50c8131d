"""What is drawn: the values and the unit of each picture, taken from what matplotlib holds."""

from __future__ import annotations

import inspect
import re

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from pictures import (
    OTHERS,
    PARTS,
    PICTURES,
    SCALE,
    USERS,
    contrast,
    draw,
    picture,
    strings,
    words,
)

import neadigital
from neadigital import _store, divide, plot
from neadigital.plot import _style
from neadigital.plot._figures import _FIGURES as FIGURES


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


def values(ax: Axes) -> set[float]:
    """Return each value of the lines, points and bars of a picture, to four digits."""
    found = []
    for line in ax.lines:
        x, y = line.get_data()
        found += [*x, *y]
    for bar in ax.patches:
        found += [bar.get_height(), bar.get_width()]
    return four_digits(found)


def four_digits(numbers: list[float] | pd.Series | pd.DataFrame) -> set[float]:
    """Return the numbers that are known and finite, to four digits."""
    every = np.asarray(numbers, float)
    finite = every[np.isfinite(every)]
    return {float(f"{number:.4g}") for number in finite}


@pytest.mark.parametrize(
    "name", [*PICTURES, *(name for name in OTHERS if name in DRAWN)]
)
def test_a_picture_draws_its_values_in_its_unit(name):
    """Lines, points and bars have the data's values, in the unit that the picture names."""
    unit, expected = DRAWN[name]
    ax = picture(name)

    assert unit in words(ax)
    assert four_digits(expected) <= values(ax)


def test_each_picture_has_a_case():
    """Each function that draws is among the pictures that the tests draw."""
    cases = [*PICTURES.values(), *OTHERS.values()]
    drawn = {getattr(case, "func", case).__name__ for case in cases}
    functions = {
        name for name in plot.__all__ if inspect.isfunction(getattr(plot, name))
    }

    assert functions <= drawn


def points(ax: Axes) -> np.ndarray:
    """Return every point that a picture draws: of lines, corners of bars, edges of bands."""
    found = []
    for line in ax.lines:
        # A line across all axes has no place in the data.
        if line.get_transform() == ax.transData:
            found.append(line.get_xydata())
    for bar in ax.patches:
        found += [bar.get_xy(), bar.get_bbox().max]
    for band in ax.collections:
        found += [path.vertices for path in band.get_paths()]
    every = np.vstack([np.atleast_2d(each).astype(float) for each in found])
    return every[np.isfinite(every).all(axis=1)]


@pytest.mark.parametrize("name", PICTURES | OTHERS)
def test_every_point_is_inside_the_picture(name):
    """Nothing that a picture draws is beyond its axes, where it would be cut off."""
    ax = picture(name)
    (left, right), (low, high) = map(sorted, (ax.get_xlim(), ax.get_ylim()))
    x, y = points(ax).T

    assert left <= x.min() <= x.max() <= right
    assert low <= y.min() <= y.max() <= high


def bounds_of(economy: str) -> set[tuple[int, float, float]]:
    """Return the years in which an economy's scale has bounds, with the bounds."""
    of_economy = SCALE[SCALE["economy"] == economy]
    columns = ["year", "scale_low_usd_bn", "scale_high_usd_bn"]
    rows = of_economy[columns].dropna().round(3)
    return {*rows.itertuples(index=False, name=None)}


@pytest.mark.parametrize(
    ("number", "economy"), [(2, "CHN"), (3, "RUS"), (4, "JPN"), (5, "KOR")]
)
def test_a_bar_has_both_bounds(number, economy):
    """Where a figure's number has bounds, a bar goes from the lower to the upper one."""
    bars = set()
    for bar in picture(f"figure_{number}").patches:
        box = bar.get_bbox()
        middle = round((box.x0 + box.x1) / 2)
        bars.add((middle, round(box.y0, 3), round(box.y1, 3)))

    assert bounds_of(economy)
    assert bounds_of(economy) <= bars


@pytest.mark.parametrize("name", ["figure_6", "series"])
def test_a_band_has_two_ends(name):
    """A band goes from the lower to the upper bound of each year; without values both are lines."""
    ax = picture(name)
    ends = set()
    for band in ax.collections:
        corners = pd.DataFrame(band.get_paths()[0].vertices, columns=["x", "y"])
        spans = corners.groupby("x")["y"].agg(["min", "max"]).round(3)
        ends |= {(int(year), low, high) for year, low, high in spans.itertuples()}
    dashed = set()
    for line in ax.lines:
        if line.get_linestyle() == "--":
            for year, value in line.get_xydata():
                dashed.add((int(year), round(value, 3)))

    for economy in SCALE["economy"].unique():
        assert bounds_of(economy) <= ends
    for year, low, high in bounds_of("KOR"):
        assert {(year, low), (year, high)} <= dashed


@pytest.mark.parametrize("economies", [["CHN", "JPN", "KOR", "MNG", "RUS"], []])
def test_no_member_looks_like_another(economies):
    """Each of twelve members has a colour and a shape of its own, with and without economies."""
    members = [*economies, *"abcdefghijkl"][:12]
    looks = _style.looks(picture("bars"), members)

    assert len({(look.colour, look.marker) for look in looks.values()}) == 12


def test_numbers_on_bars_can_be_read():
    """A number inside a bar is dark on a light one and light on a dark one."""
    ax = picture("parts")
    written = iter(ax.texts)
    for bars in ax.containers:
        for bar in bars:
            behind = bar.get_facecolor()
            assert contrast(next(written).get_color(), behind) > 3


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0.12345, "0.123"),
        (5.25, "5.25"),
        (9.45, "9.45"),
        (99.45, "99.45"),
        (999.4, "999.4"),
        (1234.5, "1,234.5"),
        (1234.56, "1,235"),
        (7, "7"),
    ],
)
def test_numbers_have_fewer_decimals_the_larger_they_are(number, written):
    """Below 1 three at most, from 1,000 on none; one more if the number then is whole."""
    ax = draw(plot.bars, pd.DataFrame({"a": [number]}))

    assert strings(ax.texts) == [written]


@pytest.mark.parametrize("number", FIGURES)
def test_numbers_of_a_note_are_in_the_data(number):
    """Each percentage and count in a figure's note is in the text or in another publication."""
    note = FIGURES[number].note
    columns = ["value", "unit", "year"]
    known = pd.concat(
        [neadigital.load(name)[columns] for name in ("statements", "external_figures")]
    )
    told = re.findall(
        r"([\d.]+) (%|economies)(?: of GDP)?(?: (?:in |\()(\d{4}))?", note
    )
    unknown = []
    for value, unit, year in told:
        has_value = known["value"] == float(value)
        has_unit = known["unit"] == {"economies": "countries"}.get(unit, unit)
        has_year = known["year"] == int(year) if year else True
        if not (has_value & has_unit & has_year).any():
            unknown.append((value, unit, year))

    assert unknown == []


@pytest.mark.parametrize("number", FIGURES)
def test_a_figure_names_the_publishers_of_its_data(number):
    """Each institution that a figure's text names is one of those of its dataset."""
    told = words(picture(f"figure_{number}"))
    named = set(re.findall(r"\b[A-Z]{3,}\b", told))
    publishers = named - {"GDP", "ICT", "BY"}
    entries = map(_store.dataset, neadigital.datasets()["dataset"])
    [entry] = [entry for entry in entries if str(number) in entry["figures"]]
    known = re.findall(r"\w+", str(entry))

    assert publishers <= {*known}


@pytest.mark.parametrize("number", [7, 8])
def test_a_note_says_which_year_is_of_the_text(number):
    """The year that a figure's note calls the only one to be recovered is that of the text."""
    plan = FIGURES[number]
    rows = neadigital.ict_industry().query("economy == @plan.economy")
    years = rows.loc[rows["basis"].isin(["stated", "reconstructed"]), "year"]
    [recovered] = re.findall(r"Only (\d{4}) can be recovered", plan.note)

    assert {int(recovered)} == set(years)


def test_a_note_says_which_shares_are_computed():
    """The years whose shares figure 2 computes are those that its note names."""
    china = SCALE.query("economy == 'CHN' and basis == 'reconstructed'")["year"]

    assert f"Shares of {china.min()} to {china.max()} " in FIGURES[2].note
