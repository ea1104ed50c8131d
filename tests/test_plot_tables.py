"""Pictures of tables that are not the package's: gaps, types, names, letters, options."""

from __future__ import annotations

import warnings
from functools import partial
from inspect import signature
from itertools import product
from pathlib import Path
from typing import Any, get_type_hints

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from plot_support import undrawn

import neadigital
from neadigital import divide, plot
from neadigital.plot import _lorenz, _style

mpl.use("Agg")
SCALE = neadigital.digital_economy_scale()


def table(
    years: range | list[int], members: str = "abcd", **columns: Any
) -> pd.DataFrame:
    """Return a table of members whose values grow, with other columns of one value each."""
    rows = list(product(members, years))
    frame = pd.DataFrame(rows, columns=["economy", "year"])
    return frame.assign(value=np.arange(1.0, len(rows) + 1), **columns)


def axes() -> Axes:
    """Return axes in a figure that is laid out."""
    return Figure(figsize=(6, 4), layout="constrained").subplots()


def levels(ax: Axes, name: str) -> list[float]:
    """Return the heights of a member's line."""
    (line,) = [line for line in ax.lines if line.get_label() == name]
    return np.asarray(line.get_ydata(), float).tolist()


@pytest.mark.parametrize("dtype", ["uint8", "UInt8", "float64"])
def test_the_highest_are_coloured_whatever_the_type(dtype):
    """Of many members the three that end highest are coloured, and none that ends at 0."""
    frame = table([2020, 2021], "abcdefghijklmn").astype({"value": dtype})
    frame.loc[1, "value"] = 0
    ax = plot.series(frame, "value", ax=undrawn())

    coloured = [line.get_label() for line in ax.lines if line.get_label()[0] != "_"]
    assert sorted(coloured) == ["l", "m", "n"]


def test_weights_are_on_the_axis_of_a_lorenz_curve():
    """With weights the x axis is the share of what they count, else of the members."""
    frame = table([2020, 2021], people_mn=2.0)
    weighted = plot.lorenz(frame, "value", weights="people_mn", ax=undrawn())
    plain = plot.lorenz(frame, "value", ax=undrawn())

    assert weighted.get_xlabel().startswith("share of people mn, the lowest first")
    assert plain.get_xlabel().startswith("share of the members, the lowest first")


@pytest.mark.parametrize(
    ("years", "breaks"),
    [
        ([2015, 2016, 2018, 2019], [False, False, True, False, False]),
        ([2015, 2018, 2021], [False, False, False]),
        ([2003, 2004, 2008, 2010, 2012], [False] * 5),
    ],
)
def test_a_year_that_nobody_has_breaks_a_yearly_line(years, breaks):
    """A line breaks at a year that the whole table lacks, unless most years are further apart."""
    ax = plot.series(table(years), "value", ax=undrawn())

    assert np.isnan(levels(ax, "a")).tolist() == breaks


@pytest.mark.parametrize("backend", ["numpy_nullable", "pyarrow"])
def test_bounds_alone_are_drawn_whatever_the_type(backend):
    """A member with bounds only is drawn as a band, from nullable and Arrow columns too."""
    if backend == "pyarrow":
        pytest.importorskip("pyarrow")
    nullable = SCALE.convert_dtypes(dtype_backend=backend)
    ax = plot.series(nullable, "scale_usd_bn", ax=undrawn())
    named = [text.get_text().replace("\n", " ") for text in ax.texts]

    assert len(named) == SCALE["economy"].nunique()
    assert "Rep. of Korea 930–1,154" in named


@pytest.mark.parametrize("option", ["economies", "highlight"])
def test_a_name_of_two_economies_is_explained(option):
    """A name that is more than one economy, or has no data, gets what `economy_code` says."""
    for name in ("Northeast Asia", "North Korea"):
        with pytest.raises(neadigital.errors.UnknownEconomyError) as expected:
            neadigital.economy_code(name)
        with pytest.raises(neadigital.errors.UnknownEconomyError) as raised:
            plot.series(SCALE, "scale_usd_bn", **{option: [name]}, ax=undrawn())

        assert str(raised.value) == str(expected.value)


def test_a_member_without_a_value_is_said_to_have_none():
    """A member that is in the data but has no value there is not called unknown."""
    frame = SCALE.drop(columns=["scale_low_usd_bn", "scale_high_usd_bn"])
    draw = partial(plot.series, frame, "scale_usd_bn", ax=undrawn())

    with pytest.raises(ValueError, match=r"KOR has no value here\. Those with"):
        draw(economies="KOR")
    with pytest.raises(ValueError, match=r"South Korea has no value here\. Those with"):
        draw(highlight="South Korea")


def test_a_title_that_the_caller_has_set_stays():
    """Drawing a second picture in a figure leaves the caller's own title of the first alone."""
    left, right = Figure(figsize=(9, 4), layout="constrained").subplots(1, 2)
    plot.series(table([2020, 2021]), "value", ax=left)
    left.set_title("My title", loc="left")
    plot.series(table([2020, 2021]), "value", ax=right)

    assert left.get_title(loc="left") == "My title"


def test_few_years_have_a_tick_each():
    """Ticks are at the years of the data if these are few, and at whole years if they are many."""
    few = plot.series(table([2015, 2018, 2021]), "value", ax=undrawn())
    many = plot.series(table(range(1990, 2022)), "value", ax=undrawn())

    assert few.get_xticks().tolist() == [2015, 2018, 2021]
    assert len(many.get_xticks()) < 12
    assert all(tick == round(tick) for tick in many.get_xticks())


def test_the_legend_has_the_order_of_what_it_names():
    """A legend names bars from left to right, and curves from the diagonal down."""
    levels = table([2020, 2021])
    bars = plot.figure(1, ax=undrawn()).get_legend().get_texts()
    curves = plot.lorenz(levels, "value", ax=undrawn()).get_legend().get_texts()
    ginis = divide.dispersion(levels, "value", measures="gini").sort_values("gini")

    assert bars[0].get_text().startswith("another institute's")
    named = [int(text.get_text()[:4]) for text in curves[1:]]
    assert named == ginis["year"].tolist()


def test_letters_without_a_font_are_one_warning():
    """Where no font has the letters of a name, the picture warns once, at the caller's line."""
    frame = table([2020, 2021]).replace({"economy": {"a": "\ue000中国", "b": "日本"}})
    with pytest.warns(UserWarning, match="No font in use has the letters") as caught:
        plot.series(frame, "value", ax=undrawn())

    assert [Path(warning.filename).name for warning in caught] == [Path(__file__).name]


def test_a_font_with_the_letters_is_taken(tmp_path, monkeypatch):
    """An installed font with Chinese letters is used for them, and nothing is warned of."""
    font = FontBuilder(1000)
    font.setupGlyphOrder([".notdef", "zhong"])
    font.setupCharacterMap({ord("中"): "zhong"})
    glyph = TTGlyphPen(None).glyph()
    font.setupGlyf({".notdef": glyph, "zhong": glyph})
    font.setupHorizontalMetrics({".notdef": (500, 0), "zhong": (1000, 0)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": _style.CJK_FONTS[0], "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(tmp_path / "letters.ttf")
    monkeypatch.setattr(fontManager, "ttflist", [*fontManager.ttflist])
    fontManager.addfont(tmp_path / "letters.ttf")
    frame = table([2020, 2021]).replace({"economy": {"a": "中"}})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = plot.series(frame, "value", title="中", ax=axes())
        ax.figure.draw_without_rendering()

    assert _style.CJK_FONTS[0] in ax.texts[0].get_fontfamily()


def test_a_picture_names_every_option_of_its_metric():
    """What a picture passes on are the metric's options with their types, but for its own."""
    passed = get_type_hints(_lorenz.LorenzOptions)
    hints = get_type_hints(divide.lorenz)
    own = {*signature(plot.lorenz).parameters, "return"}

    assert passed == {name: hints[name] for name in hints if name not in own}
