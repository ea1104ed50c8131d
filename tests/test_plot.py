"""Pictures: what they show and say, and that they are legible."""

from __future__ import annotations

import inspect
import re
import warnings
from collections.abc import Callable
from colorsys import rgb_to_hsv
from functools import cache, partial
from itertools import combinations
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from metric_support import table
from pictures import (
    DRAWN,
    ITU,
    OTHERS,
    PICTURES,
    PLAIN,
    RANKED,
    SCALE,
    TABLE,
    TABLE_2,
    TWENTY,
    USERS,
    Undrawn,
    contrast,
    draw,
    many,
    picture,
    strings,
    texts,
    words,
)
from support import cases

import neadigital
from neadigital import _store, divide, plot
from neadigital.plot import _corrections, _style
from neadigital.plot._figures import _FIGURES as FIGURES
from neadigital.plot._figures import KINDS

WHITE = (1.0, 1.0, 1.0)
# A narrow screen, where texts are in each other's way first.
INCHES, DPI = (4, 4.6), 100


@cache
def laid_out(name: str) -> Axes:
    """Return a picture at 400 pixels, drawn once."""
    figure = Figure(figsize=INCHES, dpi=DPI, layout="constrained")
    ax = (PICTURES | OTHERS)[name](ax=figure.subplots())
    figure.draw_without_rendering()
    return ax


def title(ax: Axes) -> str:
    return ax.get_title(loc="left").replace("\n", " ")


def gaps(line: Any) -> list[bool]:
    """Return where a line breaks."""
    heights = line.get_ydata()
    return list(np.isnan(heights))


def points(ax: Axes, is_sign: Callable[[Any], bool]) -> list[Any]:
    """Return the points of the lines with a sign."""
    found = []
    for line in ax.lines:
        if is_sign(line):
            found += [tuple(point) for point in line.get_xydata()]
    return found


def is_hollow(line: Any) -> bool:
    """Tell whether a line is of hollow points."""
    is_point = line.get_marker() not in ("x", "", "None")
    return is_point and line.get_markerfacecolor() == WHITE


def is_crossed(line: Any) -> bool:
    """Tell whether a line is of crosses."""
    return bool(line.get_marker() == "x")


def named(ax: Axes) -> dict[Any, Any]:
    """Return the lines that belong to one member each, by name."""
    found = {}
    for line in ax.lines:
        name = str(line.get_label())
        if not name.startswith("_"):
            found[name] = line
    return found


# what is drawn


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


def every_point(ax: Axes) -> np.ndarray:
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
    x, y = every_point(ax).T

    assert left <= x.min() <= x.max() <= right
    assert low <= y.min() <= y.max() <= high


def test_the_order_of_rows_never_matters():
    """A picture of many members has the same lines, in colour and in words, from shuffled rows."""
    rows = many(20)
    shuffled = rows.sample(frac=1, random_state=1)
    one, other = (
        draw(plot.series, each, "pct", entity="country") for each in (rows, shuffled)
    )

    assert words(one) == words(other)
    assert values(one) == values(other)


def bounds_of(economy: str) -> set[tuple[int, float, float]]:
    """Return the years in which an economy's scale has bounds, with the bounds."""
    of_economy = SCALE[SCALE["economy"] == economy]
    columns = ["year", "scale_low_usd_bn", "scale_high_usd_bn"]
    rows = of_economy[columns].dropna().round(3)
    return {*rows.itertuples(index=False, name=None)}


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


# how they look

# Pictures of tables that are made here: no cell of the paper, if it is corrected, moves a text.
FAST = ("twenty", "parts")
LAYOUTS = [
    pytest.param(name, marks=() if name in FAST else pytest.mark.slow)
    for name in PICTURES | OTHERS
]


def assert_apart(shown: list[Text], figure: Figure) -> None:
    """Let no text cover another, and none reach out of the figure."""
    whole = figure.bbox.padded(1)
    boxes = {text: Text.get_window_extent(text) for text in shown}
    for text, box in boxes.items():
        assert whole.contains(*box.min), text
        assert whole.contains(*box.max), text
    for one, other in combinations(shown, 2):
        inner = boxes[one].padded(-0.5)
        assert not inner.overlaps(boxes[other].padded(-0.5)), (one, other)


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_text_covers_another(name):
    """On a narrow screen no text covers another, and no legend the data."""
    ax = laid_out(name)
    shown = texts(ax)
    legend = ax.get_legend()
    top_of_axes = ax.get_window_extent().y1

    assert len(shown) > 5
    assert_apart(shown, _style.figure_of(ax))
    if legend:
        assert legend.get_window_extent().y0 >= top_of_axes - 1


def test_labels_at_the_ends_are_near_and_apart():
    """Labels of lines that end together are one above the other, in the order of the lines."""
    frame = table("""
        economy year value
        A       2021  50.0
        B       2021  50.2
        C       2021  50.1
        D       2021  90.0
    """)
    figure = Figure(figsize=(6, 4), layout="constrained")
    ax = plot.series(frame, "value", ax=figure.subplots())
    points_per_pixel = 72 / figure.dpi
    places = {}
    for text in ax.texts:
        box = Text.get_window_extent(text)
        places[text.get_text()[0]] = box.y0 * points_per_pixel

    assert sorted(places, key=places.__getitem__) == ["A", "C", "B", "D"]
    gaps = np.diff(sorted(places.values()))
    assert all(gaps[:2] > 1.2 * _style.LABEL)
    assert all(gaps[:2] < 1.4 * _style.LABEL)


@pytest.mark.slow
def test_a_row_of_pictures_keeps_its_texts():
    """In a grid of axes without a layout, no text is cut off or covers another."""
    figure = Figure(figsize=(10, 5))
    left, right = figure.subplots(1, 2)
    plot.figure(5, ax=left)
    PICTURES["lorenz"](ax=right)
    figure.draw_without_rendering()
    shown = []
    for ax in (left, right):
        shown += [*ax.texts, ax.xaxis.label, ax.yaxis.label, ax._left_title]

    assert_apart([text for text in shown if text.get_text()], figure)


@pytest.mark.parametrize(
    ("behind", "theme"), [("#ffffff", _style.LIGHT), ("#14181e", _style.DARK)]
)
def test_looks_are_told_apart(behind, theme):
    """Each look has a colour and a shape of its own, which are seen on their background."""
    assert len({look.marker for look in theme.looks}) == 12
    assert len({look.colour for look in theme.looks}) == 12
    for look in theme.looks:
        assert contrast(look.colour, behind) > 3
        assert contrast(look.ink, behind) > 4.5


def test_an_economy_has_one_hue():
    """On dark and on light, each of the five economies has the hue that is nearest."""
    hues = []
    for theme in (_style.LIGHT, _style.DARK):
        hues.append([rgb_to_hsv(*to_rgb(look.colour))[0] for look in theme.looks[:5]])
    turns = np.abs(np.subtract.outer(*hues))
    apart = np.minimum(turns, 1 - turns)

    assert list(apart.argmin(axis=0)) == [0, 1, 2, 3, 4]


def test_a_dark_figure_has_light_text():
    """On a dark background, of the style or of the figure, every text can be read."""
    given = Undrawn(facecolor="#14181e", layout="constrained").subplots()
    with plt.style.context("dark_background"):
        opened = plot.figure(6)
    for ax in (plot.figure(6, ax=given), opened):
        behind = _style.background(ax)
        shown = texts(ax)
        assert len(shown) > 10
        for text in shown:
            assert contrast(text.get_color(), behind) > 4.4
    plt.close(opened.get_figure())  # type: ignore[arg-type]


def test_no_two_lines_look_alike():
    """Each line that is named has a colour and a marker of its own."""
    for name in ("series", "twenty", "lorenz"):
        lines = named(picture(name)).values()
        colours = {line.get_color() for line in lines}
        markers = {line.get_marker() for line in lines}
        assert len(colours) == len(lines)
        assert len(markers) == len(lines)


# what they say


@pytest.mark.parametrize("name", PICTURES)
def test_picture_says_what_it_is(name):
    """Every picture has title, unit, source, version and terms, and says of what it is."""
    ax = picture(name)
    _, entries = ax.get_legend_handles_labels()
    bare = [entry for entry in entries if ": " not in entry]

    assert title(ax)
    assert ax.get_ylabel() or ax.get_yticklabels()
    told = words(ax)
    version = f"neadigital\u00a0{neadigital.__version__}"
    assert "members" not in title(ax)
    # Beside GDP each other entry says what it is of.
    assert "GDP" not in entries or bare == ["GDP"]
    assert re.search(
        f"Source: .+; {version}, (CC\u00a0BY\u00a04.0|quoted as facts)", told
    )


def test_picture_is_drawn_where_it_is_asked_for():
    """A picture is drawn in the given axes; a figure is opened only without axes."""
    ax = Undrawn().subplots()
    before = plt.get_fignums()

    assert plot.figure(1, ax=ax) is ax
    assert plt.get_fignums() == before
    opened = plot.figure(1).get_figure()
    assert plt.get_fignums() != before
    plt.close(opened)


def test_callers_say_what_theirs_is():
    """A caller's label, unit and source are used; codes become names if all are known."""
    codes = PLAIN.replace({"CHN": "ARG", "JPN": "a$b and $c"})
    ax = draw(plot.series, codes, "value", label="Phones", unit="$ each", source="Me.")
    own = {text.get_text().split()[0] for text in ax.texts}

    assert title(ax) == "Phones, 2015-2021"
    assert ax.get_ylabel() == "$ each"
    assert {"ARG", "a$b", "KOR"} <= own
    assert ax.get_xlabel().endswith("Me.")
    for text in texts(ax):
        is_formula = "$" in text.get_text() and text.get_parse_math()
        assert not is_formula


def test_a_callers_words_replace_those_of_the_package():
    """With a label and a source of the caller, a picture of the package's data has these."""
    for what in (plot.series, plot.lorenz):
        told = words(draw(what, USERS, "value", label="Phones", source="Me."))

        assert "Phones" in told
        assert "Song" not in told


def test_a_callers_title_is_used():
    """A caller's title is used in place of the picture's, and False means none."""
    assert title(draw(plot.figure, 6, title="Figure A1")) == "Figure A1"
    assert title(draw(plot.corrections, title=False)) == ""


def test_the_package_knows_its_own_data():
    """Labels and units of the package's data are the codebook's; other years are marked."""
    ax = draw(plot.series, USERS, "value", economies="JPN")

    assert title(ax) == "Internet use, 2015-2021"
    assert ax.get_ylabel() == "%"
    assert "Japan's value under 2021 is of 2020." in words(ax)


def test_values_in_several_units_have_none():
    """A picture names no unit where the indicators that it draws have different ones."""
    of_japan = ITU.query("economy == 'JPN' and year != 2021")
    ax = draw(plot.series, of_japan, "value", entity="indicator")

    assert of_japan["unit"].nunique() == 2
    assert ax.get_ylabel() == ""


def test_a_last_value_of_an_earlier_year_says_so():
    """A member without a value in 2022 shows its last one with the year."""
    later = table("""
        economy year value
        RUS     2022  90.0
        KOR     2022  98.0
        MNG     2022  84.0
    """)
    frame = pd.concat([PLAIN, later])
    told = words(draw(plot.series, frame, "value"))
    [china] = PLAIN.query("economy == 'CHN' and year == 2021")["value"]

    assert f"China {china:.1f} (2021)" in told
    assert "(2022)" not in told


def test_thousands_have_a_separator_and_years_have_none():
    """Levels have commas from four digits on and no powers of ten, and years have no commas."""
    large = picture("series")
    levels = strings(large.get_yticklabels())
    years = strings(large.get_xticklabels())
    thousandfold = many(5)
    thousandfold["pct"] *= 1000
    told = words(draw(plot.series, thousandfold, "pct", entity="country"))

    assert "4,000" in levels
    assert "2018" in years
    assert "99,000" in told
    assert "e+" not in told


# The world among its economies.
EVERYBODY = PLAIN.replace({"economy": {"RUS": "WLD"}})
NOTHING = "There is nothing to draw: no number follows from column 'value'"
WRONG = {
    "Two figures of the paper have the number 9": partial(plot.figure, 9),
    r"There is no figure 10\. Choose one of: 1, 2": partial(plot.figure, 10),
    "no dataset of ranks over time 'growth_rates'": partial(plot.ranks, "growth_rates"),
    "no column of ranks in egovernment_ranks 'rank'": partial(
        plot.ranks, "egovernment_ranks", "rank"
    ),
    "ranks takes the name of a dataset; series draws": partial(plot.ranks, PLAIN),
    NOTHING: partial(plot.series, USERS.iloc[:0], "value"),
    f"{NOTHING}.": partial(plot.lorenz, USERS.iloc[:0], "value"),
    "A picture is of one 'indicator', and the data hold fixed_broadband_per_100, ": partial(
        plot.series, TABLE_2, "value", within="indicator"
    ),
    "occurs? more than once|occur more than once": partial(
        plot.series, TABLE_2, "value"
    ),
    "no line to draw 'FRA'": partial(plot.series, PLAIN, "value", economies="FRA"),
    "no line or point to highlight 'Land'. Choose": partial(TWENTY, highlight="Land"),
    "highlight names 20 members, and at most 12 can": partial(
        TWENTY, highlight=many(20)["country"]
    ),
    "'a' does not hold numbers": partial(plot.bars, pd.DataFrame({"a": ["x"]})),
    "among its parts|aggregate": partial(plot.lorenz, EVERYBODY, "value"),
    "the table has no number": partial(plot.bars, TABLE[["2018"]] * np.nan),
}


@pytest.mark.filterwarnings("ignore:The table has no rows")
@pytest.mark.parametrize("told", WRONG)
def test_what_cannot_be_drawn_is_a_clear_error(told):
    """What cannot be drawn is an error that gives the reason and what can be drawn."""
    with pytest.raises((neadigital.NeadigitalError, TypeError, ValueError), match=told):
        WRONG[told](ax=Undrawn().subplots())


# the paper's figures, ranks and corrections


@pytest.mark.parametrize(
    ("number", "economy"), [(2, "CHN"), (3, "RUS"), (4, "JPN"), (5, "KOR")]
)
def test_figure_shows_every_number(number, economy):
    """Figures 2 to 5 write each year's level and share, draw its bounds, and name each kind."""
    ax = picture(f"figure_{number}")
    told = words(ax)
    bars = set()
    for bar in ax.patches:
        box = bar.get_bbox()
        middle = round((box.x0 + box.x1) / 2)
        bars.add((middle, round(box.y0, 3), round(box.y1, 3)))
    rows = SCALE[SCALE["economy"] == economy]
    wanted = set(rows["basis"])
    if economy == "CHN":
        wanted.add("doubtful")

    first, last = rows["year"].min(), rows["year"].max()
    kinds = {kind for kind, (name, *_) in KINDS.items() if name in told}

    assert title(ax).endswith(f"{first}-{last}")
    for row in rows.dropna(subset="scale_usd_bn").itertuples():
        assert f"{row.scale_usd_bn:,.1f} {row.share_of_gdp_pct:.1f} %" in told
    # Rounded outwards, a bound stays one.
    assert ("930 to 1,154 51–65 %" in told) == (economy == "KOR")
    assert kinds == wanted
    # A bar goes from the lower to the upper bound.
    assert bounds_of(economy)
    assert bounds_of(economy) <= bars


def test_figures_say_what_is_not_known_or_not_comparable():
    """What is not proved is said in the note; 2016 and 2017 in figure 1 are set apart."""
    likely = "That the figure plots 2016 and 2017 so is likely, not proved."
    hatch = KINDS["apart"][2]
    apart = []
    for bar in picture("figure_1").patches:
        height = bar.get_height()
        if bar.get_hatch() == hatch and height > 0:
            apart.append(round(height, 1))

    assert likely in words(picture("figure_1"))
    assert "9.2 7.4 %" in words(picture("figure_7"))
    assert apart == [11.5, 12.9]
    signs = {look[1:] for look in KINDS.values()}
    assert len(signs) == len(KINDS)


def test_corrections_shows_every_correction(monkeypatch):
    """Each corrected cell, of any economy, is a point at its printed over its correct value."""
    cells = neadigital.errata()
    cells["economy"] = cells["economy"].replace("RUS", "FRA")
    monkeypatch.setattr(_corrections, "errata", cells.copy)
    ratios = abs(cells["printed_value"] / cells["value"])
    inferred = cells["certainty"] == "inferred"
    drawn = []
    small = []
    for line in draw(plot.corrections).lines:
        if line.get_gid() == "cell" and line.get_marker():
            drawn.append(float(line.get_xdata()[0]))
            small.append(line.get_markersize() < 5)

    assert np.allclose(sorted(drawn), sorted(ratios))
    assert sum(small) == inferred.sum()


@pytest.mark.parametrize(("name", "column"), RANKED)
def test_ranks_draws_every_rank(name, column):
    """A bump chart draws each rank under its label, and crosses doubtful ones."""
    ax = picture(f"{name}-{column}")
    frame = neadigital.load(name)
    heights = [line.get_ydata() for line in named(ax).values()]
    drawn = pd.Series(np.concatenate(heights))
    ranks = drawn.dropna().sort_values()
    expected = frame[column].dropna().sort_values()
    doubts = neadigital.notes(name).query("column == @column and kind == 'doubtful'")
    book = neadigital.codebook(name).set_index("column")
    label = book["label"][column].lower()

    assert ax.yaxis_inverted()
    assert [*ranks] == [*expected]
    assert len(points(ax, is_crossed)) == doubts["value"].count()
    assert points(ax, is_hollow) == []
    assert title(ax).lower().startswith(label)


def test_hollow_is_reconstructed_and_crossed_is_doubtful():
    """A reconstructed point is hollow, a doubtful one crossed, another publication's filled."""
    china = SCALE[SCALE["economy"] == "CHN"]
    rebuilt = china[china["basis"] == "reconstructed"]
    notes = neadigital.notes("digital_economy_scale")
    doubts = notes.query(
        "kind == 'doubtful' and economy == 'CHN' and column == 'scale_usd_bn'"
    )
    of_china = draw(plot.series, SCALE, "scale_usd_bn", economies="CHN")
    of_japan = draw(plot.series, SCALE, "scale_usd_bn", economies="JPN")
    hollow = sorted(points(of_china, is_hollow))
    crossed_years = [year for year, _ in points(of_china, is_crossed)]
    hollow_of_japan = [year for year, _ in points(of_japan, is_hollow)]

    assert np.allclose(hollow, rebuilt[["year", "scale_usd_bn"]])
    assert crossed_years == sorted(doubts["year"])
    # What another publication says is filled.
    assert 2016 not in hollow_of_japan


# lines


def test_bounds_alone_are_drawn_from_nullable_columns():
    """A member with bounds only is drawn as a band, from nullable columns too."""
    ax = draw(
        plot.series,
        SCALE.convert_dtypes(),
        "scale_usd_bn",
        economies=["CHN", "South Korea"],
    )

    assert set(named(ax)) == {"China", "Republic of Korea"}
    assert "Republic of Korea 930–1,154" in words(ax)
    assert "Bands lie between bounds." in words(ax)


def test_a_line_is_dotted_across_a_break():
    """A line ends before a break and begins anew at it; a dotted one joins them and is labelled."""
    levels = table("""
        economy year   v obs_status
        A       2018 1.0 A
        A       2019 2.0 A
        A       2020 8.0 B
        A       2021 9.0 A
    """)
    without_status = levels.drop(columns="obs_status")
    ax = draw(plot.series, levels, "v")
    unbroken = draw(plot.series, without_status, "v")

    assert gaps(ax.lines[0]) == [0, 0, 1, 0, 0]
    assert gaps(unbroken.lines[0]) == [0, 0, 0, 0]
    [dotted] = [line for line in ax.lines if line.get_linestyle() == ":"]
    assert dotted.get_xydata().tolist() == [[2019, 2], [2020, 8]]
    assert strings(ax.texts).count("break") == 1
    assert "A dotted line crosses a break" in words(ax)
    assert "break" not in words(unbroken)


YEARLY = """
    2015 2016 2018 2019      | 0 0 1 0 0
    2015 2018 2021           | 0 0 0
    2003 2004 2008 2010 2012 | 0 0 0 0 0
"""


@pytest.mark.parametrize(("years", "breaks"), cases(YEARLY))
def test_a_year_that_nobody_has_breaks_a_yearly_line(years, breaks):
    """A line breaks at a year that the whole table lacks, unless most years are further apart."""
    numbers = [int(year) for year in years.split()]
    frame = pd.DataFrame({"economy": "a", "year": numbers, "value": 1.0})
    ax = draw(plot.series, frame, "value")

    assert gaps(named(ax)["a"]) == [int(one) for one in breaks.split()]


def test_series_breaks_at_a_gap():
    """A year that others have breaks the line, in whatever order the rows are."""
    with_gap = PLAIN.query("economy != 'RUS' or year != 2018")
    mixed = with_gap.sample(frac=1, random_state=1)
    ax = draw(plot.series, mixed, "value")

    assert gaps(named(ax)["Russian Federation"]) == [False, True, False]


@pytest.mark.parametrize("highlight", ["A", "B"])
def test_a_single_value_has_a_marker(highlight):
    """A value between two gaps is no line, so a marker shows it, coloured or grey."""
    years = [*range(1990, 2010), 2012, 2013, 2016, *range(2019, 2023)]
    first = pd.DataFrame({"economy": "A", "year": years, "value": 1.0})
    second = first.assign(economy="B", value=2.0)
    ax = draw(plot.series, pd.concat([first, second]), "value", highlight=highlight)
    [line] = [line for line in ax.lines if 1.0 in line.get_ydata()]
    years_drawn = line.get_xdata()

    assert 2016 in years_drawn[line.get_markevery()]


def test_of_many_members_a_few_are_coloured():
    """Of over a dozen members only the three that end highest have colours, or those asked for."""
    last = many(20).query("year == 2021")
    highest = last.nlargest(3, "pct")["country"]
    one = draw(TWENTY, highlight=["Land 005"])

    assert set(named(picture("twenty"))) == set(highest)
    assert "Coloured: the three that end highest." in words(picture("twenty"))
    assert "Coloured" not in words(picture("five"))
    assert set(named(one)) == {"Land 005"}


def test_highlight_takes_names_and_the_others_are_faint():
    """A member is highlighted by its name; a grey line keeps the cross of a doubt."""
    ax = draw(plot.ranks, "egovernment_ranks", "epi_rank", highlight="South Korea")
    inks = {text.get_color() for text in ax.texts}
    korea = _style.economy_looks(ax)["KOR"]
    grey = _style.LIGHT.faint

    assert set(named(ax)) == {"Republic of Korea"}
    assert points(ax, is_crossed) == [(2020.0, 28.0)]
    assert inks == {grey.ink, korea.ink}


def test_few_years_have_a_tick_each():
    """Ticks are at the years of the data if these are few, and at whole years if they are many."""
    of_three_years = draw(plot.series, PLAIN, "value")
    ticks = picture("twenty").get_xticks()

    assert list(of_three_years.get_xticks()) == [2015, 2018, 2021]
    assert len(ticks) < 12
    assert list(ticks) == list(np.round(ticks))


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        (plot.series, "polars"),
        (plot.lorenz, "pyarrow"),
        (plot.series, "category"),
        (plot.lorenz, "renamed"),
    ],
)
def test_any_table_is_drawn_alike(what, kind):
    """Other frames, types of columns and names of columns give the same picture."""
    frame = PLAIN
    options = {}
    if kind == "category":
        backwards = pd.CategoricalDtype([2021, 2018, 2015])
        mixed = PLAIN.sample(frac=1, random_state=1)
        frame = mixed.astype({"year": backwards, "economy": "category"})
    elif kind == "renamed":
        frame = PLAIN.rename(columns={"economy": "who", "year": "when"})
        options = {"entity": "who", "time": "when"}
    else:
        pytest.importorskip("pyarrow")
        frame = pytest.importorskip("polars").from_pandas(PLAIN)
        if kind == "pyarrow":
            frame = PLAIN.convert_dtypes(dtype_backend="pyarrow")
    told = words(draw(what, PLAIN, "value"))
    other = words(draw(what, frame, "value", **options))
    if kind == "renamed":
        told = told.replace("economies", "members")

    assert other == told


# Lorenz curves


def test_a_lorenz_curve_is_that_of_the_metric():
    """The curves are those of the metric, below the diagonal, and the most equal comes first."""
    ax = picture("lorenz")
    measured = USERS.drop(columns="reference_year")
    curves = divide.lorenz(measured, "value")
    last = curves[curves["year"] == 2021]
    shares = last[["population_share", "value_share"]]
    ginis = divide.dispersion(measured, "value", measures="gini")["gini"]
    legend = ax.get_legend()
    told = strings(legend.get_texts())
    _, most_equal, _ = ax.lines

    assert np.allclose(most_equal.get_xydata(), 100 * shares)
    assert told == [
        "equality",
        f"2021: Gini {ginis.min():.3g}",
        f"2015: Gini {ginis.max():.3g}",
    ]


def test_options_of_the_metrics_are_taken():
    """A Lorenz curve takes weights, and names them."""
    people = PLAIN.assign(people=2.0)
    weighted = draw(plot.lorenz, people, "value", weights="people")
    unweighted = picture("lorenz")

    assert "Weighted by people." in words(weighted)
    assert weighted.get_xlabel().startswith("share of people, the lowest first")
    assert unweighted.get_xlabel().startswith("share of the members, the lowest")


def test_there_is_a_lorenz_curve_for_each_cross_section():
    """There is a curve for each indicator, and one for data without a year."""
    last = TABLE_2[TABLE_2["year"] == 2021]
    one_year = PLAIN[PLAIN["year"] == 2021]
    several = draw(plot.lorenz, last, "value", within="indicator")
    single = draw(plot.lorenz, one_year, "value", time=None)

    # The diagonal is a line too.
    assert len(several.lines) == 1 + last["indicator"].nunique()
    assert len(single.lines) == 2


# bars


def test_bars_are_in_the_order_of_the_table_and_of_the_legend():
    """The first row and column are on top, names are those of economies, numbers have commas."""
    ax = draw(plot.bars, TABLE)
    columns = ax.containers
    heights = []
    for of_row in zip(*columns, strict=True):
        heights += [bar.get_y() for bar in of_row]
    legend = ax.get_legend()
    in_legend = strings(legend.get_texts())
    names = strings(ax.get_yticklabels())
    numbers = strings(ax.texts)

    assert heights == sorted(heights)
    assert ax.yaxis_inverted()
    assert in_legend == ["2018", "2019"]
    assert names == ["United States", "China"]
    assert numbers == ["8,640", "2,304", "9,580", "not known"]


def test_an_economy_has_its_colour_as_row_and_as_column():
    """China has its own colour in a single column, and as a column among others."""
    china = _style.LIGHT.looks[0]
    as_row = TABLE["2018"]
    as_column = TABLE[["2018"]].T
    for frame in (as_row, as_column):
        ax = draw(plot.bars, frame)
        bar = ax.patches[1]
        colour = to_hex(bar.get_facecolor())
        assert colour == china.ink.lower()


def test_parts_follow_one_another():
    """Stacked bars begin where the one before ends, and negative ones go to the left."""
    parts = table("""
        row    a    b     c
        all  2.0  3.0  -1.0
    """)
    ax = draw(plot.bars, parts, stacked=True)
    bars = ax.patches
    starts = [bar.get_x() for bar in bars]

    assert starts == [0, 2, 0]
    assert ax.texts[2].get_text() == "\N{MINUS SIGN}1"


def test_letters_of_other_scripts_have_a_font():
    """Installed fonts with Chinese letters come after the caller's; matplotlib warns of others."""
    frame = PLAIN.replace({"CHN": "\ue000"})
    figure = Figure()
    with pytest.warns(UserWarning, match="Glyph 57344"):
        plot.series(frame, "value", ax=figure.subplots())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert _style.families()[0] == mpl.rcParams["font.family"][0]
