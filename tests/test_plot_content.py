"""What is drawn: the numbers, names and notes of each picture are those of the data and of the metrics."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import neadigital
from neadigital import plot
from neadigital.plot import _style

mpl.use("Agg")

USERS = neadigital.itu_indicators().query("indicator == 'internet_users_pct' and economy != 'WLD'")


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def test_completion_shows_the_pictures() -> None:
    """What `dir` lists of the module is its pictures, each of which says that it is found there."""
    assert dir(plot) == sorted(plot.__all__)
    assert {getattr(plot, name).__module__ for name in plot.__all__} == {"neadigital.plot"}


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "Cannot be recovered: 2016, and the shares of 2016 and 2017."),
        (2, "CAICT's own, in yuan, differ (38.6 % in 2020)."),
        (3, "Everything follows from 18.9 % of GDP (2021) and table 1"),
        (4, "2016 is China Info100's"),
        (5, "China's 64 % of the four, give bounds only."),
        (6, "Korea cannot be recovered: only bounds follow from the text."),
        (7, "The other bars are CAICT's digital industrialisation"),
        (8, "The other bars are the ministries' published sales"),
    ],
)
def test_a_figure_says_what_its_numbers_rest_on(number: int, said: str) -> None:
    """Below each figure stands which of its numbers the text does not give, and where they are from instead."""
    assert said in plot.figure(number).get_xlabel().replace("\n", " ")


RANKED = {
    ("egovernment_ranks", "egdi_rank"): "World ranks in e-government development (UN)",
    ("egovernment_ranks", "epi_rank"): "World ranks in e-participation (UN)",
    ("local_online_service_ranks", "rank"): "City ranks in local online services (UN)",
    ("digital_competitiveness_ranks", "rank"): "World ranks in digital competitiveness (IMD)",
    ("cybersecurity_ranks", "rank"): "World ranks in cybersecurity (ITU)",
    ("ecommerce_sales", "rank"): "World ranks by e-commerce sales (UNCTAD)",
}


@pytest.mark.parametrize(("name", "column"), RANKED)
def test_ranks_say_whose_they_are(name: str, column: str) -> None:
    """A bump chart's title says what is ranked, by whom and in which years; its ticks are round ranks."""
    ax = plot.ranks(name, column)
    years = neadigital.load(name)["year"]  # type: ignore[call-overload]
    ticks = [int(label.get_text()) for label in ax.get_yticklabels()]

    assert ax.get_title(loc="left").replace("\n", " ") == f"{RANKED[name, column]}, {years.min()}-{years.max()}"
    assert ticks == [int(tick) for tick in ax.get_yticks()]
    assert set(ticks) <= {1, 2, 3, 5, 10, 20, 30, 50, 100, 200}
    assert len(ticks) > 1


@pytest.mark.parametrize(("name", "column"), RANKED)
def test_ranks_of_years_that_follow_are_joined(name: str, column: str) -> None:
    """A line of a bump chart joins each rank to that of the year before, and leaves a gap where one is not known."""
    frame = neadigital.load(name)
    years = sorted(set(frame["year"]))
    member = "city" if "city" in frame else "economy"
    known = {(row[member], row["year"]) for row in frame[frame[column].notna()].to_dict("records")}
    wanted = sum((who, after) in known for who, year in known for before, after in pairwise(years) if before == year)
    lines = [line for line in plot.ranks(name, column).lines if line.get_marker() in ("None", "")]

    assert sum(len(line.get_xdata()) - 1 for line in lines) == wanted


def test_corrections_says_how_far_and_whose() -> None:
    """Each tick of the corrections stands where its words say, and the legend has each point's colour, by name."""
    ax = plot.corrections()
    legend = ax.get_legend()
    names = [text.get_text() for text in legend.get_texts()]
    colours = {handle.get_color() for handle in legend.legend_handles}

    assert dict(zip(ax.get_xticks(), (label.get_text() for label in ax.get_xticklabels()), strict=True)) == {
        0.1: "a tenth",
        0.5: "half",
        1: "right",
        2: "twice",
        10: "ten times",
    }
    assert names == sorted(set(names))
    assert {line.get_color() for line in ax.lines if line.get_gid() == "cell"} == colours


def test_lorenz_shows_curves_and_equality() -> None:
    """A Lorenz curve is drawn in % from nothing to all, with the line of equality, which the legend shows as it is."""
    ax = plot.lorenz(USERS, "value", at=[2021])
    equality, curve = ax.lines
    points = neadigital.divide.lorenz(USERS, "value").query("year == 2021")
    [sample, _] = ax.get_legend().legend_handles

    assert np.array_equal(equality.get_xydata(), [(0, 0), (100, 100)])
    assert (sample.get_color(), sample.get_linestyle()) == (equality.get_color(), equality.get_linestyle())
    assert np.allclose(curve.get_xydata(), 100 * points[["population_share", "value_share"]].to_numpy())
    assert (curve.get_marker(), curve.get_linestyle()) == ("o", "-")
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 100), (0, 100))


@pytest.mark.parametrize(
    ("transform", "unit", "start"),
    [
        ("log", "growth a year, of the log", "log of value in 2015"),
        ("logit", "growth a year, of the logit", "logit of value in 2015"),
        (None, "growth a year", "value in 2015"),
    ],
)
def test_convergence_is_that_of_its_transform(transform: str | None, unit: str, start: str) -> None:
    """Points, line, axes and the note of a picture of convergence are those of the transform that is asked for."""
    ax = plot.convergence(USERS, "value", start=2015, end=2021, transform=transform)  # type: ignore[arg-type]
    fit = neadigital.divide.beta_convergence(USERS, "value", start=2015, end=2021, transform=transform).iloc[0]  # type: ignore[arg-type]
    points = np.array([line.get_xydata()[0] for line in ax.lines if line.get_marker() == "o"])
    line = next(line for line in ax.lines if line.get_marker() == "None").get_xydata()

    assert len(points) == fit["n"]
    assert np.allclose(np.polyfit(*points.T, 1), (fit["beta"], fit["intercept"]))
    assert np.allclose(np.polyfit(*line.T, 1), (fit["beta"], fit["intercept"]))
    assert ax.get_ylabel() == unit
    assert ax.get_xlabel().startswith(start)
    assert f"Slope {fit['beta']:.3f}, standard error {fit['se']:.3f}, n = {fit['n']}" in ax.get_xlabel()


def test_each_measure_has_its_name() -> None:
    """The axis of a picture of dispersion names the measure in words, and no measure is named that there is not."""
    from neadigital.plot._measures import MEASURES

    columns = neadigital.divide.dispersion(USERS, "value", measures=tuple(MEASURES)).columns
    named = {name: plot.dispersion(USERS, "value", measure=name).get_ylabel() for name in ("atkinson", "p90_p10")}

    assert set(MEASURES) <= set(columns)
    assert named == {"atkinson": "Atkinson index, 0 to 1", "p90_p10": "90th over 10th percentile"}


def test_a_group_without_a_number_is_left_out() -> None:
    """Where a group has no number in any year its line is left out, and those of the groups after it are drawn."""
    frame = pd.concat(
        USERS.assign(kind=kind, value=values)
        for kind, values in (("a", USERS["value"]), ("b", np.nan), ("c", 2 * USERS["value"]))
    )
    drawn = plot.dispersion(frame, "value", within="kind")

    assert len(drawn.lines) == 2
    assert [text.get_text()[0] for text in drawn.texts] == ["a", "c"]


@pytest.mark.parametrize(("years", "marker"), [(12, "o"), (13, "None")])
def test_short_series_have_points(years: int, marker: str) -> None:
    """Up to twelve years each observation is a point on its line; of more years the line alone is drawn."""
    frame = pd.DataFrame({"economy": np.repeat(["x", "y"], years), "year": [*range(2000, 2000 + years)] * 2})
    frame["value"] = frame["year"] - 1990.0 + 5 * (frame["economy"] == "y")
    lines = plot.time_distance(frame, "value", reference="y").lines

    assert {line.get_marker() or "None" for line in lines[:2]} == {marker}


def test_places_are_told_apart() -> None:
    """Economies without a colour of their own differ in colour or kind of line; the lines of the five are plain."""
    codes = neadigital.economies()["code"]
    others = sorted(set(codes[codes.str.fullmatch("[A-Z]{3}")]) - set(_style._FIXED))
    looks = {(_style.colour_of(code), _style.dash_of(code)) for code in others}

    assert len(looks) == min(len(others), len(_style._OTHERS) * len(_style._DASHES))
    assert {_style.dash_of(code) for code in ("CHN", "JPN", "KOR", "MNG", "RUS")} == {"-"}


def test_ink_is_as_dark_as_it_must_be() -> None:
    """Text in a colour is darkened until its contrast is enough, and no further; what is dark enough stays as it is."""
    for colour in ("#D55E00", "#56B4E9", "#E69F00", "#00ff00", "#ff0000"):
        light = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in mpl.colors.to_rgb(_style.ink(colour))
        ]
        assert 4.55 <= 1.05 / (np.dot([0.2126, 0.7152, 0.0722], light) + 0.05) <= 5.2, colour

    assert _style.ink("#332288") == "#332288"


def test_what_has_no_room_is_still_told() -> None:
    """Names that do not fit beside their lines stand in a legend, and a legend too wide has one column."""
    ax = plt.figure(figsize=(2, 1)).subplots()
    ends = [_style.End(0.5, f"E{number}", "#000000") for number in range(60)]
    _style.end_labels(ax, ends)
    named = ax.get_legend()
    wide = _style.legend(ax, [("a name as long as can be " * 9, "#000000"), ("another", "#000000")])

    assert named is not None
    assert [text.get_text() for text in named.get_texts()] == [end.text for end in ends]
    assert wide._ncols == 1


def test_corrections_are_drawn_however_little_room_there_is() -> None:
    """Marks that would not fit at any size are drawn at the least."""
    ax = plot.corrections(plt.figure(figsize=(8, 1)).subplots())

    assert ax.collections or ax.lines


def test_axes_of_no_figure_are_an_error() -> None:
    """Axes that were taken from their figure cannot be drawn on."""
    ax = plt.figure().subplots()
    ax.remove()

    with pytest.raises(ValueError, match="in no figure"):
        _style.figure_of(ax)
