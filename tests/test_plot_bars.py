"""Bars: order, names, colours and numbers; and what the site says of a picture in words."""

from __future__ import annotations

import sys
from typing import Any

import pandas as pd
import pytest
from support import REPOSITORY

import neadigital

pytest.importorskip("matplotlib")
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from plot_support import draw

from neadigital import plot
from neadigital.plot._looks import LOOKS

sys.path.append(str(REPOSITORY / "docs" / "_ext"))
import pictures

TABLE = pd.DataFrame(
    {"2018": [8640.0, 2304.0], "2019": [9580.0, None]}, index=["USA", "CHN"]
)


def drawn(table: Any, **options: Any) -> Axes:
    """Return bars in a figure of their own."""
    return draw(plot.bars, table, **options)


def test_bars_are_in_the_order_of_the_table_and_of_the_legend():
    """The first row and column are on top, and the legend begins with the first column."""
    ax = drawn(TABLE)
    heights = [
        ax.transData.transform((0, patch.get_y()))[1]
        for column in zip(*ax.containers, strict=True)
        for patch in column
    ]
    legend = ax.get_legend()
    assert legend is not None

    assert heights == sorted(heights, reverse=True)
    assert [text.get_text() for text in legend.get_texts()] == ["2018", "2019"]


def test_bars_have_names_and_numbers():
    """Codes of economies are names, thousands have commas, and a missing number is not known."""
    ax = drawn(TABLE)

    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "United States",
        "China",
    ]
    assert [text.get_text() for text in ax.texts] == [
        "8,640",
        "2,304",
        "9,580",
        "not known",
    ]


def test_an_economy_has_its_colour_as_row_and_as_column():
    """China has its own colour in a single column, and as a column among others."""
    row = drawn(TABLE["2018"]).patches[1]
    column = drawn(TABLE[["2018"]].T).patches[1]

    assert to_hex(row.get_facecolor()) == LOOKS[0].ink.lower()
    assert to_hex(column.get_facecolor()) == LOOKS[0].ink.lower()


def test_parts_follow_one_another():
    """Stacked bars begin where the one before ends, and negative ones go to the left."""
    parts = pd.DataFrame({"a": [2.0], "b": [3.0], "c": [-1.0]}, index=["all"])
    starts = [patch.get_x() for patch in drawn(parts, stacked=True).patches]

    assert starts == [0, 2, 0]
    assert drawn(parts, stacked=True).texts[2].get_text() == "\N{MINUS SIGN}1"


@pytest.mark.parametrize(
    ("table", "error", "told"),
    [
        (pd.DataFrame({"a": ["x"]}), TypeError, "'a' does not hold numbers"),
        (pd.DataFrame({"a": [None]}, dtype=float), ValueError, "no number"),
    ],
)
def test_what_cannot_be_drawn_as_bars(table, error, told):
    """A column of texts and a table without a number are refused."""
    with pytest.raises(error, match=told):
        drawn(table)


def in_words(ax: Axes) -> str:
    """Return what the site says of a picture."""
    figure: Any = ax.figure
    return pictures.describe(figure)


def test_words_on_bars_have_each_number():
    """The text of bars has title, and each row with its number."""
    told = in_words(drawn(TABLE, title="Sales"))

    assert told == (
        "Sales. 2018: United States 8,640, China 2,304; "
        "2019: United States 9,580, China not known."
    )


def test_words_on_lines_do_not_compare_across_breaks():
    """The text of lines says how a line goes, but not if it breaks."""
    users = neadigital.itu_indicators().query(
        "indicator == 'internet_users_pct' and economy in ['KOR', 'MNG']"
    )
    told = in_words(draw(plot.series, users, "value"))

    assert "Rep. of Korea: up from 89.9 in 2015 to 97.6 in 2021" in told
    assert "Mongolia: 84.3 in 2021, after a gap or a break" in told


def test_words_on_ranks_climb_when_numbers_fall():
    """A rank of a lower number is a better place."""
    told = in_words(draw(plot.ranks, "egovernment_ranks"))

    assert "China: up from 72 in 2010 to 43 in 2022" in told


def test_a_dark_picture_has_the_colours_of_the_package():
    """On a dark page each colour is the one that the package draws on a dark background."""
    from neadigital.plot._looks import DARK_LOOKS

    dark = [pictures.DARK[look.colour.lower()] for look in LOOKS]

    assert dark == [look.colour.lower() for look in DARK_LOOKS]
