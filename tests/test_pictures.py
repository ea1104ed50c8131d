"""What the site says of a picture in words, and the chart of each dataset."""

from __future__ import annotations

import sys

import pytest
from support import REPOSITORY
from test_plot import TABLE, Undrawn, draw, title

import neadigital
from neadigital import plot
from neadigital.plot._style import DARK, LIGHT
from neadigital.schemas import _registry as registry

sys.path.append(str(REPOSITORY / "docs"))
from _ext import charts, pictures

USERS = neadigital.itu_indicators().query(
    "indicator == 'internet_users_pct' and economy in ['KOR', 'MNG']"
)


@pytest.mark.parametrize(
    ("what", "given", "told"),
    [
        (
            plot.bars,
            (TABLE,),
            "2018: United States 8,640, China 2,304; 2019: United States 9,580, China not known.",
        ),
        (plot.series, (USERS, "value"), "Rep. of Korea: up from 89.9 in 2015 to 97.6"),
        # Nothing is compared across a break.
        (
            plot.series,
            (USERS, "value"),
            "Mongolia: 84.3 in 2021, after a gap or a break",
        ),
        (plot.ranks, ("egovernment_ranks",), "China: up from 72 in 2010 to 43 in 2022"),
    ],
)
def test_a_picture_in_words(what, given, told):
    """The text of a picture has each number of bars, and how lines go; a lower rank is better."""
    assert told in pictures.describe(draw(what, *given).get_figure())


@pytest.mark.parametrize("name", registry.DATASETS)
def test_every_dataset_has_the_chart_of_its_model(name):
    """The chart on a dataset's page is the one that its model names, and it can be drawn."""
    chart = charts.of_dataset(name)
    assert chart is not None
    ax = Undrawn(layout="constrained").subplots()
    chart(ax=ax)

    assert title(ax)
    assert ax.has_data()


def test_a_dark_picture_has_the_colours_of_the_package():
    """On a dark page each colour is the one that the package draws on a dark background."""
    for light, dark in zip(LIGHT.looks, DARK.looks, strict=True):
        assert pictures.DARK_COLOURS[light.colour.lower()] == dark.colour.lower()
