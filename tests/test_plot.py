"""Pictures: what they show and say, and that they are legible."""

from __future__ import annotations

import math
import subprocess
import sys
import warnings
from collections.abc import Callable
from functools import cache, partial
from inspect import signature
from itertools import combinations
from typing import Any, get_type_hints

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

import neadigital
from neadigital import divide, errors, plot
from neadigital.plot import _lorenz, _style
from neadigital.plot._figures import KINDS
from neadigital.plot._words import ranked

mpl.use("Agg")
WHITE = (1.0, 1.0, 1.0)
# Without the status, no picture warns that Mongolia's Internet users break in 2018 and 2021.
ITU = neadigital.itu_indicators().query("economy != 'WLD'").drop(columns="obs_status")
USERS = ITU.query("indicator == 'internet_users_pct'")
TABLE_2 = ITU.query("table == 2")
SCALE = neadigital.digital_economy_scale()
SALES = neadigital.ecommerce_sales().query("year == 2019 and rank > 0")
# The same data without the package's metadata, like a caller's own.
PLAIN = pd.DataFrame(USERS.drop(columns="reference_year").to_dict("list"))
TABLE = pd.DataFrame(
    {"2018": [8640.0, 2304.0], "2019": [9580.0, None]}, index=["USA", "CHN"]
)
PARTS = pd.DataFrame(
    {"up": [5.0, 7, 1, 9, 20], "down": [-2.0, -9, -1, 0, -30]}, index=list("ABCDE")
)


def many(count: int) -> pd.DataFrame:
    """Return growing shares of so many countries in 22 years."""
    rng = np.random.default_rng(1)
    keys = pd.MultiIndex.from_product(
        [[f"Land {i:03d}" for i in range(count)], range(2000, 2022)]
    )
    growth = np.outer(rng.uniform(0.02, 0.12, count), range(22)).ravel()
    shares = np.minimum(99, np.repeat(rng.uniform(1, 60, count), 22) * np.exp(growth))
    return keys.to_frame(index=False, name=["country", "year"]).assign(pct=shares)


TWENTY = partial(plot.series, many(20), "pct", entity="country")
RANKED = [(name, column) for name, columns in ranked().items() for column in columns]
PICTURES: dict[str, Callable[..., Axes]] = {
    **{f"figure_{number}": partial(plot.figure, number) for number in range(1, 9)},
    "corrections": plot.corrections,
    "ranks": partial(plot.ranks, "egovernment_ranks"),
    "ranks_of_cities": partial(plot.ranks, "local_online_service_ranks"),
    "lorenz": partial(plot.lorenz, USERS, "value"),
    "series": partial(plot.series, SCALE, "scale_usd_bn"),
}
OTHERS: dict[str, Callable[..., Axes]] = {
    "five": partial(plot.series, many(5), "pct", entity="country"),
    "twenty": TWENTY,
    "bars": partial(plot.bars, SALES.set_index("economy").filter(like="usd_bn")),
    "parts": partial(plot.bars, PARTS, stacked=True, unit="%", source="My survey."),
    **{"-".join(key): partial(plot.ranks, *key) for key in RANKED},
}
OF_TABLES = [plot.series, plot.lorenz]
SIZES = {"narrow": ((4, 4.6), 100), "wide": ((8, 5), 150)}


class Undrawn(Figure):
    """A figure that is never laid out, which takes most of the time of a picture."""

    def draw_without_rendering(self) -> None:
        """Do nothing."""


def draw(what: Callable[..., Any], *given: Any, **options: Any) -> Axes:
    """Return a picture of which only the content matters."""
    ax: Axes = what(*given, ax=Undrawn(layout="constrained").subplots(), **options)
    return ax


@cache
def picture(name: str) -> Axes:
    """Return a picture of which only the content matters, drawn once."""
    return draw((PICTURES | OTHERS)[name])


@cache
def laid_out(name: str, size: str) -> Axes:
    """Return a picture at 400 or 1200 pixels, drawn once."""
    inches, dpi = SIZES[size]
    figure = Figure(figsize=inches, dpi=dpi, layout="constrained")
    ax = (PICTURES | OTHERS)[name](ax=figure.subplots())
    figure.draw_without_rendering()
    return ax


def texts(ax: Axes) -> list[Text]:
    """Return every visible text; matplotlib also keeps labels of ticks that are out of view."""
    hidden = [
        tick.label1
        for axis in (ax.xaxis, ax.yaxis)
        for tick in axis.get_major_ticks() + axis.get_minor_ticks()
        if not min(i := axis.get_view_interval()) <= tick.get_loc() <= max(i)
    ]
    every: Any = _style.figure_of(ax).findobj(Text)
    shown = [one for one in every if one.get_visible() and one.get_text().strip()]
    return [text for text in shown if text not in hidden]


def words(ax: Axes) -> str:
    return " ".join(" ".join(text.get_text().split("\n")) for text in texts(ax))


def title(ax: Axes) -> str:
    return ax.get_title(loc="left").replace("\n", " ")


def points(ax: Axes, is_sign: Callable[[Any], bool]) -> list[Any]:
    """Return the points of the lines with a sign."""
    return [tuple(xy) for line in ax.lines if is_sign(line) for xy in line.get_xydata()]


def is_hollow(line: Any) -> bool:
    is_point = line.get_marker() not in ("x", "", "None")
    return is_point and line.get_markerfacecolor() == WHITE


def is_crossed(line: Any) -> bool:
    return bool(line.get_marker() == "x")


def named(ax: Axes) -> dict[Any, Any]:
    """Return the lines that belong to one member each, by name."""
    return {line.get_label(): line for line in ax.lines if line.get_label()[0] != "_"}


# how they look

# Pictures of tables that are made here: no cell of the paper, if it is corrected, moves a text.
FAST = ("twenty", "parts")


@pytest.mark.parametrize(
    ("name", "size"),
    [
        pytest.param(name, size, marks=[] if name in FAST else [pytest.mark.slow])
        for name in [*PICTURES, *OTHERS]
        for size in SIZES
    ],
)
def test_no_text_covers_another(name, size):
    """On a narrow and a wide screen no text covers another, and no legend the data."""
    ax = laid_out(name, size)
    boxes = [(text.get_text(), Text.get_window_extent(text)) for text in texts(ax)]
    whole = _style.figure_of(ax).bbox.padded(1)

    assert len(boxes) > 5
    for (one, a), (other, b) in combinations(boxes, 2):
        assert not a.padded(-0.5).overlaps(b.padded(-0.5)), (one, other)
    for text, box in boxes:
        assert whole.contains(*box.min), text
        assert whole.contains(*box.max), text
    if legend := ax.get_legend():
        assert legend.get_window_extent().y0 >= ax.get_window_extent().y1 - 1


def test_labels_at_the_ends_are_near_and_apart():
    """Labels of lines that end together are one above the other, in the order of the lines."""
    values = {"A": 50.0, "B": 50.2, "C": 50.1, "D": 90.0}
    rows = [
        (who, year, value) for who, value in values.items() for year in (2020, 2021)
    ]
    frame = pd.DataFrame(rows, columns=["economy", "year", "value"])
    figure = Figure(figsize=(6, 4), layout="constrained")
    ax = plot.series(frame, "value", ax=figure.subplots())
    places = {
        text.get_text()[0]: Text.get_window_extent(text).y0 * 72 / figure.dpi
        for text in ax.texts
    }

    assert sorted(places, key=places.__getitem__) == ["A", "C", "B", "D"]
    gaps = np.diff(sorted(places.values()))
    assert all(gaps[:2] > 1.2 * _style.LABEL)
    assert all(gaps[:2] < 1.4 * _style.LABEL)


def test_a_row_of_pictures_keeps_its_texts():
    """In a grid of axes without a layout, no text is cut off or covers another."""
    figure = Figure(figsize=(10, 5))
    for ax, name in zip(figure.subplots(1, 2), ("figure_5", "lorenz"), strict=True):
        PICTURES[name](ax=ax)
    figure.draw_without_rendering()
    shown = [
        text
        for ax in figure.axes
        for text in (*ax.texts, ax.xaxis.label, ax.yaxis.label, ax._left_title)
    ]
    boxes = [Text.get_window_extent(text) for text in shown if text.get_text()]
    whole = figure.bbox.padded(1)

    assert all(whole.contains(*box.min) and whole.contains(*box.max) for box in boxes)
    for one, other in combinations(boxes, 2):
        assert not one.padded(-1).overlaps(other.padded(-1))


# Machado, Oliveira and Fernandes (2009), severity 1: protanopia, deuteranopia; and normal vision.
SIGHT = np.array(
    [
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
        np.eye(3),
    ]
)
XYZ = np.array(
    [
        [0.41246, 0.35758, 0.18044],
        [0.21267, 0.71515, 0.07218],
        [0.01933, 0.11919, 0.95030],
    ]
)


def linear(colour: Any) -> Any:
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(colour: str) -> Any:
    """Return a colour in CIE L*a*b* under D65, as seen with each kind of vision."""
    seen = np.clip(SIGHT @ linear(colour) @ XYZ.T, 0, None) / XYZ.sum(axis=1)
    x, y, z = np.cbrt(seen).T
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one: Any, other: Any) -> float:
    """Return the contrast of two colours, as WCAG defines it."""
    low, high = sorted(float(linear(colour) @ XYZ[1]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("behind", "theme"), [("#ffffff", _style.LIGHT), ("#14181e", _style.DARK)]
)
def test_looks_are_told_apart(behind, theme):
    """The five economies' colours and shapes differ, also for the colour-blind."""
    pairs = combinations(theme.looks[:5], 2)
    # CIE76 differences; 2.3 is just noticeable.
    differences = [
        np.linalg.norm(lab(one.colour) - lab(other.colour), axis=0).min()
        for one, other in pairs
    ]

    assert min(differences) > 28
    for part in ("marker", "colour"):
        assert len({getattr(look, part) for look in theme.looks}) == 12
    assert min(contrast(look.colour, behind) for look in theme.looks) > 3
    assert min(contrast(look.ink, behind) for look in theme.looks) > 4.5


def test_a_dark_figure_has_light_text():
    """On a dark background, of the style or of the figure, every text can be read."""
    given = Undrawn(facecolor="#14181e", layout="constrained").subplots()
    with plt.style.context("dark_background"):
        opened = plot.figure(6)
    for ax in (plot.figure(6, ax=given), opened):
        behind = _style.background(ax)
        assert len(texts(ax)) > 10
        assert all(contrast(text.get_color(), behind) > 4.4 for text in texts(ax))
    plt.close(opened.get_figure())  # type: ignore[arg-type]


def test_no_two_lines_look_alike():
    """Each line that is named has a colour and a marker of its own."""
    for name in ("series", "twenty", "lorenz"):
        lines = named(picture(name)).values()
        for look in ("get_color", "get_marker"):
            assert len({getattr(line, look)() for line in lines}) == len(lines)


# what they say


@pytest.mark.parametrize("name", PICTURES)
def test_picture_says_what_it_is(name):
    """Every picture of the paper has title, unit, source, version and licence."""
    ax = picture(name)

    assert title(ax)
    assert ax.get_ylabel() or ax.get_yticklabels()
    assert "Source: Song (2023)" in words(ax)
    assert f"neadigital\u00a0{neadigital.__version__}, CC\u00a0BY\u00a04.0" in words(ax)


def test_picture_is_drawn_where_it_is_asked_for():
    """A picture is drawn in the given axes; a figure is opened only without axes."""
    ax = Undrawn().subplots()
    before = plt.get_fignums()

    assert plot.figure(1, ax=ax) is ax
    assert plt.get_fignums() == before
    plt.close(plot.figure(1).get_figure())  # type: ignore[arg-type]
    assert {getattr(plot, name).__module__ for name in dir(plot)} == {"neadigital.plot"}


def test_callers_say_what_theirs_is():
    """A caller's label, unit, source and title are used; codes become names if all are known."""
    codes = PLAIN.replace({"CHN": "ARG", "JPN": "a$b and $c"})
    ax = draw(plot.series, codes, "value", label="Phones", unit="$ each", source="Me.")
    own = {text.get_text().replace("\n", " ") for text in ax.texts}

    assert title(ax) == "Phones, 2015-2021"
    assert ax.get_ylabel() == "$ each"
    assert {"ARG 73.1", "a$b and $c 90.2", "KOR 97.6"} <= own
    assert ax.get_xlabel().endswith("Me.")
    assert not any(one.get_parse_math() for one in texts(ax) if "$" in one.get_text())
    for what in OF_TABLES:
        told = words(draw(what, USERS, "value", label="Phones", source="Me."))
        assert "Phones" in told
        assert "Song" not in told
    assert title(draw(plot.figure, 6, title="Figure A1")) == "Figure A1"
    assert title(draw(plot.corrections, title=False)) == ""


def test_the_package_knows_its_own_data():
    """Labels and units of the package's data are the codebook's; other years are marked."""
    ax = draw(plot.series, USERS, "value", economies="JPN")
    years = [text.get_text() for text in ax.texts if text.get_text()[0] == "("]

    assert title(ax) == "Internet use, 2015-2021"
    assert ax.get_ylabel() == "%"
    assert "Japan's value under 2021 is of 2020." in words(ax)
    assert years == ["(2020)"]


def test_a_last_value_of_an_earlier_year_says_so():
    """A member without a value in 2022 shows its last one with the year."""
    later = table("""
        economy year value
        RUS     2022  90.0
        KOR     2022  98.0
        MNG     2022  84.0
    """)
    told = words(draw(plot.series, pd.concat([PLAIN, later]), "value"))

    assert "China 73.1 (2021)" in told
    assert "(2022)" not in told


def test_thousands_have_a_separator_and_years_have_none():
    """Levels have commas from four digits on and no powers of ten, and years have no commas."""
    large = laid_out("series", "narrow")
    thousandfold = many(5).assign(pct=lambda frame: 1000 * frame["pct"])
    told = words(draw(plot.series, thousandfold, "pct", entity="country"))

    assert "4,000" in [label.get_text() for label in large.get_yticklabels()]
    assert "2018" in [label.get_text() for label in large.get_xticklabels()]
    assert "99,000" in told
    assert "e+" not in told


NOTHING = "There is nothing to draw: no number follows from column 'value'"
WRONG: dict[str, Callable[..., Axes]] = {
    "Two figures of the paper have the number 9": partial(plot.figure, 9),
    r"There is no figure 10\. Choose one of: 1, 2": partial(plot.figure, 10),
    "no dataset of ranks over time 'growth_rates'": partial(plot.ranks, "growth_rates"),
    "no column of ranks in egovernment_ranks 'rank'": partial(
        plot.ranks, "egovernment_ranks", "rank"
    ),
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
    "the table has no number": partial(plot.bars, TABLE[["2018"]] * np.nan),
}


@pytest.mark.filterwarnings("ignore:The table has no rows")
@pytest.mark.parametrize("told", WRONG)
def test_what_cannot_be_drawn_is_a_clear_error(told):
    """What cannot be drawn is an error that gives the reason and what can be drawn."""
    with pytest.raises((neadigital.NeadigitalError, ValueError), match=told):
        WRONG[told](ax=Undrawn().subplots())


def test_without_matplotlib():
    """Without matplotlib, the pictures are an error with the line that installs it."""
    code = "import sys; sys.modules['matplotlib'] = None; import neadigital.plot"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert "Pictures need matplotlib" in run.stderr.splitlines()[-1]


# the paper's figures, ranks and corrections


@pytest.mark.parametrize(
    ("number", "economy"), [(2, "CHN"), (3, "RUS"), (4, "JPN"), (5, "KOR")]
)
def test_figure_shows_every_number(number, economy):
    """Figures 2 to 5 show each year's level and share, or its bounds, and name each kind."""
    ax = picture(f"figure_{number}")
    told = words(ax)
    rows = neadigital.digital_economy_scale().query("economy == @economy")

    assert title(ax).endswith(f"{rows['year'].min()}-{rows['year'].max()}")
    for row in rows.itertuples():
        written = f"{row.scale_usd_bn:,.1f} {row.share_of_gdp_pct:.1f} %"
        if row.basis == "bounded":
            # Rounded outwards, a bound stays one.
            low, high = row.scale_low_usd_bn, row.scale_high_usd_bn
            written = f"{math.floor(low):,} to {math.ceil(high):,}"
        assert written in told
    kinds = {kind for kind, (name, *_) in KINDS.items() if name in told}
    assert kinds == {*rows["basis"]} | ({"doubtful"} if economy == "CHN" else set())


def test_figures_say_what_is_not_known_or_not_comparable():
    """What is not proved is said in the note; 2016 and 2017 in figure 1 are set apart."""
    bars = [bar for bar in picture("figure_1").patches if bar.get_height() > 0]
    hatches = {round(bar.get_height(), 1): bar.get_hatch() for bar in bars}
    likely = "That the figure plots 2016 and 2017 so is likely, not proved."

    assert likely in words(picture("figure_1"))
    assert "9.2 7.4 %" in words(picture("figure_7"))
    assert [one for one in hatches if hatches[one] == hatches[12.9]] == [11.5, 12.9]
    assert len({look[1:] for look in KINDS.values()}) == len(KINDS)


def test_korea_is_a_band():
    """Where Korea is known only by bounds, figures 5 and 6 show a band between them."""
    korea = SCALE[SCALE["economy"] == "KOR"]
    bounds = korea[["scale_low_usd_bn", "scale_high_usd_bn"]].to_numpy()
    bars = picture("figure_5").patches
    drawn = [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in bars]
    bands: Any = [band.get_paths()[0] for band in picture("figure_6").collections]

    assert all(any(np.allclose(pair, ends) for ends in drawn) for pair in bounds)
    assert any({*bounds.ravel()} <= {*band.vertices[:, 1]} for band in bands)


def test_corrections_shows_every_correction():
    """Each corrected cell is a point at its printed value as a multiple of the correct one."""
    cells = neadigital.errata()
    drawn = [line for line in picture("corrections").lines if line.get_gid() == "cell"]
    ratios = abs(cells["printed_value"] / cells["value"])
    small = [point for point in drawn if point.get_markersize() < 5]

    assert np.allclose(
        sorted(float(one.get_xdata()[0]) for one in drawn), sorted(ratios)
    )
    assert len(small) == (cells["certainty"] == "inferred").sum()


@pytest.mark.parametrize(("name", "column"), RANKED)
def test_ranks_draws_every_rank(name, column):
    """A bump chart draws each rank, crosses doubtful ones, and breaks where a series does."""
    ax = picture(f"{name}-{column}")
    frame = neadigital.load(name)
    label = neadigital.codebook(name).set_index("column").loc[column, "label"]
    drawn = [line.get_ydata() for line in named(ax).values()]
    every = np.concatenate(drawn)
    doubts = neadigital.notes(name).query("column == @column and kind == 'doubtful'")
    breaks = frame.get("obs_status", pd.Series()).eq("B").sum()

    assert title(ax).lower().startswith(str(label).lower())
    assert f", {name}(). Data: " in words(ax)
    assert ax.yaxis_inverted()
    assert sorted(every[~np.isnan(every)]) == sorted(frame[column].dropna())
    assert len(every) == len(drawn) * frame["year"].nunique() + breaks
    assert len(points(ax, is_crossed)) == doubts["value"].count()
    assert points(ax, is_hollow) == []
    assert [int(text.get_text()) for text in ax.get_yticklabels()] == [*ax.get_yticks()]


# lines


def test_series_draws_levels_bands_and_doubts():
    """Lines are levels, bands bounds; hollow is what is reconstructed, crossed what is in doubt."""
    ax = draw(plot.series, SCALE, "scale_usd_bn", economies=["CHN", "South Korea"])
    china = SCALE[SCALE["economy"] == "CHN"]
    rebuilt = china.loc[china["basis"] == "reconstructed", ["year", "scale_usd_bn"]]
    doubts = neadigital.notes("digital_economy_scale").query("kind == 'doubtful'")
    of_china = doubts.query("economy == 'CHN' and column == 'scale_usd_bn'")
    japan = draw(plot.series, SCALE, "scale_usd_bn", economies="JPN")

    assert {*named(ax)} == {"China", "Rep. of Korea"}
    assert np.allclose(named(ax)["China"].get_ydata(), china["scale_usd_bn"])
    assert len(ax.collections) == 2
    assert "Rep. of Korea 930–1,154" in words(ax)
    assert np.allclose(sorted(points(ax, is_hollow)), rebuilt)
    assert [year for year, _ in points(ax, is_crossed)] == sorted(of_china["year"])
    # What another publication says is filled.
    assert 2016 not in {year for year, _ in points(japan, is_hollow)}


def test_bounds_alone_are_drawn_from_nullable_columns():
    """A member with bounds only is drawn as a band, from nullable columns too."""
    ax = draw(plot.series, SCALE.convert_dtypes(), "scale_usd_bn")

    assert "Rep. of Korea 930–1,154" in words(ax)


def test_series_draws_no_line_across_a_break():
    """A line ends before a break of its series and begins anew at it; the picture says so."""
    levels = table("""
        economy year   v obs_status
        A       2018 1.0 A
        A       2019 2.0 A
        A       2020 8.0 B
        A       2021 9.0 A
    """)
    ax = draw(plot.series, levels, "v")
    unbroken = draw(plot.series, levels.drop(columns="obs_status"), "v")

    assert np.isnan(ax.lines[0].get_ydata()).tolist() == [0, 0, 1, 0, 0]
    assert not np.isnan(unbroken.lines[0].get_ydata()).any()
    assert "begins anew" in words(ax)
    assert "begins anew" not in words(unbroken)


@pytest.mark.parametrize(
    ("years", "breaks"),
    [
        ([2015, 2016, 2018, 2019], [0, 0, 1, 0, 0]),
        ([2015, 2018, 2021], [0, 0, 0]),
        ([2003, 2004, 2008, 2010, 2012], [0] * 5),
    ],
)
def test_a_year_that_nobody_has_breaks_a_yearly_line(years, breaks):
    """A line breaks at a year that the whole table lacks, unless most years are further apart."""
    frame = pd.DataFrame({"economy": "a", "year": years, "value": 1.0})
    ax = draw(plot.series, frame, "value")

    assert np.isnan(named(ax)["a"].get_ydata()).tolist() == breaks


def test_series_breaks_at_a_gap():
    """A year that others have breaks the line, in whatever order the rows are."""
    gap = PLAIN[(PLAIN["economy"] != "RUS") | (PLAIN["year"] != 2018)]
    ax = draw(plot.series, gap.sample(frac=1, random_state=1), "value")

    assert np.isnan(named(ax)["Russia"].get_ydata()).tolist() == [0, 1, 0]


@pytest.mark.parametrize("highlight", ["A", "B"])
def test_a_single_value_has_a_marker(highlight):
    """A value between two gaps is no line, so a marker shows it, coloured or grey."""
    years = [*range(1990, 2010), 2012, 2013, 2016, *range(2019, 2023)]
    data = pd.DataFrame({"economy": "A", "year": years, "value": 1.0})
    both = pd.concat([data, data.assign(economy="B", value=2.0)])
    ax = draw(plot.series, both, "value", highlight=highlight)
    [line] = [line for line in ax.lines if 1.0 in line.get_ydata()]

    assert 2016 in line.get_xdata()[line.get_markevery()]


def test_of_many_members_a_few_are_coloured():
    """Of over a dozen members only the three that end highest have colours, or those asked for."""
    last = many(20).query("year == 2021").nlargest(3, "pct")["country"]

    assert {*named(picture("twenty"))} == {*last}
    assert "Coloured: the three that end highest." in words(picture("twenty"))
    assert "Coloured" not in words(picture("five"))
    assert {*named(draw(TWENTY, highlight=["Land 005"]))} == {"Land 005"}


def test_highlight_takes_names_and_the_others_are_faint():
    """A member is highlighted by its name; a grey line keeps the cross of a doubt."""
    ax = draw(plot.ranks, "egovernment_ranks", "epi_rank", highlight="South Korea")
    inks = {text.get_color() for text in ax.texts}

    assert set(named(ax)) == {"Rep. of Korea"}
    assert points(ax, is_crossed) == [(2020.0, 28.0)]
    assert inks == {_style.LIGHT.faint.ink, _style.economy_looks(ax)["KOR"].ink}


def test_few_years_have_a_tick_each():
    """Ticks are at the years of the data if these are few, and at whole years if they are many."""
    ticks = draw(TWENTY).get_xticks()

    assert draw(plot.series, PLAIN, "value").get_xticks().tolist() == [2015, 2018, 2021]
    assert len(ticks) < 12
    assert all(tick == round(tick) for tick in ticks)


@pytest.mark.parametrize("kind", ["polars", "pyarrow", "category", "renamed"])
@pytest.mark.parametrize("what", OF_TABLES)
def test_any_table_is_drawn_alike(what, kind):
    """Other frames, types of columns and names of columns give the same picture."""
    frame: Any = PLAIN
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
    told = words(draw(what, PLAIN, "value")).replace("economies", "members")

    assert (
        words(draw(what, frame, "value", **options)).replace("economies", "members")
        == told
    )


# Lorenz curves


def test_a_lorenz_curve_is_that_of_the_metric():
    """The curves are those of the metric, below the diagonal, and the most equal comes first."""
    ax = picture("lorenz")
    users = USERS.drop(columns="reference_year")
    curve = divide.lorenz(users, "value").query("year == 2021")
    legend: Any = ax.get_legend()
    ginis = divide.dispersion(users, "value", measures="gini").sort_values("gini")

    shares = 100 * curve[["population_share", "value_share"]]
    assert np.allclose(ax.lines[1].get_xydata(), shares)
    told = [text.get_text() for text in legend.get_texts()]
    first, last = ginis["gini"].iloc[[0, -1]]
    assert told == ["equality", f"2021: Gini {first:.3g}", f"2015: Gini {last:.3g}"]


def test_options_of_the_metrics_are_taken():
    """A Lorenz curve accepts weights, time and within as the metric does."""
    people = PLAIN.assign(people=2.0)
    everybody = people.replace({"economy": {"RUS": "WLD"}})
    last = TABLE_2[TABLE_2["year"] == 2021]

    with pytest.raises(errors.AggregateError):
        draw(plot.lorenz, everybody, "value")
    weighted = draw(plot.lorenz, people, "value", weights="people")
    assert "Weighted by people." in words(weighted)
    assert weighted.get_xlabel().startswith("share of people, the lowest first")
    assert picture("lorenz").get_xlabel().startswith("share of the members, the lowest")
    assert len(draw(plot.lorenz, last, "value", within="indicator").lines) == 5
    one_year = PLAIN[PLAIN["year"] == 2021]
    assert len(draw(plot.lorenz, one_year, "value", time=None).lines) == 2


def test_a_picture_names_every_option_of_its_metric():
    """What a picture passes on are the metric's options with their types, but for its own."""
    hints = get_type_hints(divide.lorenz)
    own = {*signature(plot.lorenz).parameters, "return"}

    assert get_type_hints(_lorenz.LorenzOptions) == {
        name: hints[name] for name in hints if name not in own
    }


# bars


def test_bars_are_in_the_order_of_the_table_and_of_the_legend():
    """The first row and column are on top, names are those of economies, numbers have commas."""
    ax = draw(plot.bars, TABLE)
    heights = [bar.get_y() for pair in zip(*ax.containers, strict=True) for bar in pair]  # type: ignore[attr-defined]
    legend: Any = ax.get_legend()
    numbers = [text.get_text() for text in ax.texts]

    assert heights == sorted(heights)
    assert ax.yaxis_inverted()
    assert [text.get_text() for text in legend.get_texts()] == ["2018", "2019"]
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["United States", "China"]
    assert numbers == ["8,640", "2,304", "9,580", "not known"]


def test_an_economy_has_its_colour_as_row_and_as_column():
    """China has its own colour in a single column, and as a column among others."""
    for frame in (TABLE["2018"], TABLE[["2018"]].T):
        bar: Any = draw(plot.bars, frame).patches[1]
        assert to_hex(bar.get_facecolor()) == _style.LIGHT.looks[0].ink.lower()


def test_parts_follow_one_another():
    """Stacked bars begin where the one before ends, and negative ones go to the left."""
    parts = pd.DataFrame({"a": [2.0], "b": [3.0], "c": [-1.0]}, index=["all"])
    ax = draw(plot.bars, parts, stacked=True)
    starts = [bar.get_x() for bar in ax.patches]  # type: ignore[attr-defined]

    assert starts == [0, 2, 0]
    assert ax.texts[2].get_text() == "\N{MINUS SIGN}1"
    with pytest.raises(TypeError, match="'a' does not hold numbers"):
        draw(plot.bars, pd.DataFrame({"a": ["x"]}))


def test_letters_of_other_scripts_have_a_font():
    """Installed fonts with Chinese letters come after the caller's; matplotlib warns of others."""
    frame = PLAIN.replace({"CHN": "\ue000"})
    figure = Figure()
    with pytest.warns(UserWarning, match="Glyph 57344"):
        plot.series(frame, "value", ax=figure.subplots())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert _style.families()[0] == mpl.rcParams["font.family"][0]
