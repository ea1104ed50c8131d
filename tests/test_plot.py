"""Pictures: what they show and say, and that they are legible and stay as approved.

Each picture is drawn once for its content, and of each kind one for a phone, with its layout. The
slow tests lay out all, for a phone and for a wide screen.
"""

from __future__ import annotations

import inspect
import math
import sys
from collections.abc import Callable
from functools import cache, partial
from itertools import combinations
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from metric_support import table
from plot_support import draw
from support import REPOSITORY

import neadigital
from neadigital import divide, plot
from neadigital.plot import _looks, _text
from neadigital.plot._figures import KINDS
from neadigital.plot._words import ranked
from neadigital.schemas import _registry as registry

sys.path.append(str(REPOSITORY / "docs" / "_ext"))
import charts

# Without the status, no picture warns that Mongolia's Internet users break in 2018 and 2021.
ITU = neadigital.itu_indicators().query("economy != 'WLD'").drop(columns="obs_status")
SCALE = neadigital.digital_economy_scale()
USERS = ITU.query("indicator == 'internet_users_pct'")
TABLE_2 = ITU.query("table == 2")
mpl.use("Agg")
WHITE = (1.0, 1.0, 1.0)
# The same data without the package's metadata, like a caller's own.
PLAIN = pd.DataFrame(USERS.to_dict("list"))
# The pictures of a caller's table, by name.
OF_TABLES: dict[str, Callable[..., Axes]] = {
    name: getattr(plot, name)
    for name in plot.__all__
    if "data" in inspect.signature(getattr(plot, name)).parameters
}
every_picture = pytest.mark.parametrize("name", OF_TABLES)
RANKED = [(name, column) for name, columns in ranked().items() for column in columns]


def many(count: int) -> pd.DataFrame:
    """Return growing shares of so many countries in 22 years."""
    rng = np.random.default_rng(1)
    keys = pd.MultiIndex.from_product(
        [[f"Land {i:03d}" for i in range(count)], range(2000, 2022)]
    )
    growth = np.outer(rng.uniform(0.02, 0.12, count), range(22)).ravel()
    shares = np.minimum(99, np.repeat(rng.uniform(1, 60, count), 22) * np.exp(growth))
    return keys.to_frame(index=False, name=["country", "year"]).assign(pct=shares)


SALES = neadigital.ecommerce_sales().query("year == 2019 and rank > 0")
PARTS = pd.DataFrame(
    {"up": [5.0, 7, 1, 9, 20], "down": [-2.0, -9, -1, 0, -30]}, index=list("ABCDE")
)
PICTURES: dict[str, Callable[..., Axes]] = {
    **{f"figure_{number}": partial(plot.figure, number) for number in range(1, 9)},
    "corrections": plot.corrections,
    "ranks": partial(plot.ranks, "egovernment_ranks"),
    "ranks_of_cities": partial(plot.ranks, "local_online_service_ranks"),
    "lorenz": partial(plot.lorenz, USERS, "value"),
    "series": partial(plot.series, SCALE, "scale_usd_bn"),
    **{
        f"series_{count}": partial(plot.series, many(count), "pct", entity="country")
        for count in (5, 20)
    },
    "bars_10": partial(
        plot.bars, SALES.set_index("economy")[["total_usd_bn", "b2b_usd_bn"]]
    ),
    "bars_5": partial(plot.bars, PARTS, stacked=True, unit="%", source="My survey."),
    "lorenz_20": partial(
        plot.lorenz,
        many(20),
        "pct",
        entity="country",
        at=range(2000, 2022),
        source="My survey, US$.",
    ),
}
RANKS = {"-".join(key): partial(plot.ranks, *key) for key in RANKED}
# The figures bear numbers; others with a number at the end are of so many members.
PAPER = [
    name for name in PICTURES if name.startswith("figure") or not name[-1].isdigit()
]
SIZES = {
    "narrow": ((4, 4.6), 100),
    "wide": ((8, 5), 150),
}
#: The last picture of each function is looked at each time, the others by the slow tests.
OF_EACH_KIND = {getattr(draws, "func", draws): name for name, draws in PICTURES.items()}
SCREENS = [(name, "narrow") for name in [*PICTURES, *RANKS]]
# Where there is room for one chart of ranks, there is for another.
SCREENS += [(name, "wide") for name in PICTURES]


def marked(name: str, size: str) -> Any:
    """Mark what the slow tests alone look at."""
    is_fast = name in OF_EACH_KIND.values() and size == "narrow"
    return pytest.param(name, size, marks=[] if is_fast else [pytest.mark.slow])


def test_every_picture_is_looked_at():
    """The tests of how pictures look draw each kind of picture of the package."""
    assert {draws.__name__ for draws in OF_EACH_KIND} >= {*plot.__all__}


@cache
def laid_out(name: str, size: str) -> Axes:
    """Return a picture at 400 or 1200 pixels, drawn once."""
    inches, dpi = SIZES[size]
    figure = Figure(figsize=inches, dpi=dpi, layout="constrained")
    ax = (PICTURES | RANKS)[name](ax=figure.subplots())
    figure.draw_without_rendering()
    return ax


@cache
def picture(name: str) -> Axes:
    """Return a picture of which only the content matters, drawn once."""
    return draw(PICTURES[name])


def test_a_lorenz_curve_lies_below_the_diagonal():
    """The share of the values is at most that of the members, and somewhere it is less."""
    for line in named(picture("lorenz")).values():
        members, values = np.asarray(line.get_data(), dtype=float)

        assert (values <= members + 1e-9).all()
        assert (values < members - 0.01).any() or (values == members).all()


@cache
def plain_words(name: str) -> str:
    """Return what the picture of a caller's plain table says, drawn once."""
    return words(draw(OF_TABLES[name], PLAIN, "value"))


def texts(ax: Axes) -> list[Text]:
    """Return every visible text; matplotlib also keeps labels of ticks that are out of view."""
    ticks = [
        (axis, tick)
        for axis in (ax.xaxis, ax.yaxis)
        for tick in axis.get_major_ticks() + axis.get_minor_ticks()
    ]
    hidden = [
        t.label1
        for axis, t in ticks
        if not min(i := axis.get_view_interval()) <= t.get_loc() <= max(i)
    ]
    every = _text.figure_of(ax).findobj(Text)
    return [
        text
        for text in every
        if text.get_visible() and text.get_text().strip() and text not in hidden
    ]


def words(ax: Axes) -> str:
    return " ".join(text.get_text() for text in texts(ax)).replace("\n", " ")


def title(ax: Axes) -> str:
    return ax.get_title(loc="left").replace("\n", " ")


def hollow(ax: Axes) -> list[Any]:
    """Return the points that are drawn hollow."""
    lines = [line for line in ax.lines if line.get_marker() not in ("x", "", "None")]
    return [
        tuple(point)
        for line in lines
        if line.get_markerfacecolor() == WHITE
        for point in line.get_xydata()
    ]


def crossed(ax: Axes) -> list[Any]:
    """Return the points that are crossed."""
    crosses = [line for line in ax.lines if line.get_marker() == "x"]
    return [tuple(point) for line in crosses for point in line.get_xydata()]


def named(ax: Axes) -> dict[Any, Any]:
    """Return the lines that belong to one member each, by name."""
    return {line.get_label(): line for line in ax.lines if line.get_label()[0] != "_"}


@pytest.mark.parametrize(("name", "size"), [marked(*screen) for screen in SCREENS])
def test_no_text_covers_another(name, size):
    """On a narrow and a wide screen no text covers another, and no legend the data."""
    ax = laid_out(name, size)
    boxes = [(text.get_text(), Text.get_window_extent(text)) for text in texts(ax)]
    whole = _text.figure_of(ax).bbox.padded(1)

    assert len(boxes) > 5
    for (one, a), (other, b) in combinations(boxes, 2):
        assert not a.padded(-0.5).overlaps(b.padded(-0.5)), (one, other)
    for text, box in boxes:
        assert whole.contains(*box.min), text
        assert whole.contains(*box.max), text
    if legend := ax.get_legend():
        covered = legend.get_window_extent().padded(-1)
        points = [
            point
            for line in ax.lines
            for point in ax.transData.transform(np.asarray(line.get_xydata(), float))
        ]
        assert not any(covered.contains(x, y) for x, y in points)
        assert not any(covered.overlaps(bar.get_window_extent()) for bar in ax.patches)


@pytest.mark.parametrize("name", PAPER)
def test_picture_says_what_it_is(name):
    """Every picture of the paper has title, unit, source, version and licence."""
    ax = picture(name)

    assert title(ax)
    assert ax.get_ylabel() or ax.get_yticklabels()
    assert "Source: Song (2023)" in words(ax)
    assert f"neadigital\u00a0{neadigital.__version__}, CC\u00a0BY\u00a04.0" in words(ax)


def test_picture_is_drawn_where_it_is_asked_for():
    """A picture is drawn in the given axes; a figure is opened only without axes."""
    left, right = Figure(figsize=(14, 5), layout="constrained").subplots(1, 2)
    before = plt.get_fignums()

    assert PICTURES["series"](ax=left) is left
    assert left.title.get_window_extent().x1 < right.get_window_extent().x0
    assert plt.get_fignums() == before
    plt.close(plot.figure(1).get_figure())


@pytest.mark.parametrize(
    ("number", "economy"),
    [
        (2, "CHN"),
        (3, "RUS"),
        (4, "JPN"),
        (5, "KOR"),
    ],
)
def test_figure_shows_every_number(number, economy):
    """Figures 2 to 5 show each year's level and share, or its bounds, and name each kind."""
    ax = picture(f"figure_{number}")
    told = words(ax)
    rows = neadigital.digital_economy_scale().query("economy == @economy")
    first, last = rows["year"].min(), rows["year"].max()

    assert title(ax).endswith(f"{first}-{last}")
    for row in rows.itertuples():
        if row.basis == "bounded":
            # Rounded outwards, a bound stays one.
            low, high = (
                math.floor(row.scale_low_usd_bn),
                math.ceil(row.scale_high_usd_bn),
            )
            written = f"{low:,} to {high:,}"
        else:
            written = f"{row.scale_usd_bn:,.1f} {row.share_of_gdp_pct:.1f} %"
        assert written in told
    serious = {"doubtful"} if economy == "CHN" else set()
    named_kinds = {kind for kind, (name, *_) in KINDS.items() if name in told}
    assert named_kinds == {*rows["basis"], *serious}


def test_figures_say_what_is_not_known_or_not_comparable():
    """What is not proved is said in the note; 2016 and 2017 in figure 1 are set apart."""
    bars = [bar for bar in picture("figure_1").patches if bar.get_height() > 0]
    hatches = {round(bar.get_height(), 1): bar.get_hatch() for bar in bars}
    apart = [value for value in hatches if hatches[value] == hatches[12.9]]

    likely = "That the figure plots 2016 and 2017 so is likely, not proved."
    assert likely in words(picture("figure_1"))
    assert "9.2 7.4 %" in words(picture("figure_7"))
    assert len(hatches) == 6
    assert apart == [11.5, 12.9]
    assert len({look[1:] for look in KINDS.values()}) == len(KINDS)


def test_korea_is_a_band():
    """Where Korea is known only by bounds, figures 5 and 6 show a band between them."""
    korea = SCALE[SCALE["economy"] == "KOR"]
    bounds = korea[["scale_low_usd_bn", "scale_high_usd_bn"]].to_numpy()
    bars = picture("figure_5").patches
    drawn = [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in bars]
    bands = [band.get_paths()[0].vertices for band in picture("figure_6").collections]

    for pair in bounds:
        assert any(np.allclose(pair, ends) for ends in drawn)
    assert any({*bounds.ravel()} <= {*np.asarray(band)[:, 1]} for band in bands)


def test_corrections_shows_every_correction():
    """Each corrected cell is a point at its printed value as a multiple of the correct one."""
    cells = neadigital.errata()
    points = [line for line in picture("corrections").lines if line.get_gid() == "cell"]
    places = [float(point.get_xdata()[0]) for point in points]
    ratios = abs(cells["printed_value"] / cells["value"])
    small = [point for point in points if point.get_markersize() < 5]

    assert np.allclose(sorted(places), sorted(ratios))
    assert len(small) == (cells["certainty"] == "inferred").sum()


@pytest.mark.parametrize(("name", "column"), RANKED)
def test_ranks_draws_every_rank(name, column):
    """A bump chart draws each rank, and crosses on doubtful ones."""
    ax = draw(plot.ranks, name, column)
    ranks = neadigital.load(name)[column]
    label = neadigital.codebook(name).set_index("column").loc[column, "label"]
    drawn = np.concatenate([line.get_ydata() for line in named(ax).values()])
    doubts = neadigital.notes(name).query("column == @column and kind == 'doubtful'")
    ticks = [int(text.get_text()) for text in ax.get_yticklabels()]

    assert title(ax).lower().startswith(label.lower())
    assert f", {name}(). Data: " in words(ax)
    assert sorted(drawn[~np.isnan(drawn)]) == sorted(ranks.dropna())
    assert len(crossed(ax)) == doubts["value"].count()
    assert hollow(ax) == []
    assert ticks == [*ax.get_yticks()]


@pytest.mark.parametrize(("name", "column"), RANKED)
def test_ranks_have_a_place_for_each_year(name, column):
    """A line has a place for each year, and an empty one before each break of the series."""
    frame = neadigital.load(name)
    lines = named(draw(plot.ranks, name, column)).values()
    breaks = frame.get("obs_status", pd.Series()).eq("B").sum()
    places = sum(len(line.get_ydata()) for line in lines)

    assert places == len(lines) * frame["year"].nunique() + breaks


def test_metrics_are_those_of_the_package():
    """A picture of a metric shows the numbers that the metric returns."""
    curve = divide.lorenz(USERS, "value").query("year == 2021")
    shares = 100 * curve[["population_share", "value_share"]]

    assert np.allclose(picture("lorenz").lines[1].get_xydata(), shares)


def test_the_package_knows_its_own_data():
    """Labels and units of the package's data are the codebook's; other years are marked."""
    users = draw(plot.series, USERS, "value")

    assert title(users) == "Internet use, 2015-2021"
    assert users.get_ylabel() == "%"
    assert "Japan's value under 2021 is of 2020." in words(users)


def test_callers_say_what_theirs_is():
    """A caller's label, unit, source and title are used; codes become names if all are known."""
    codes = PLAIN.replace({"CHN": "ARG", "JPN": "a$b and $c"})
    ax = draw(plot.series, codes, "value", label="Phones", unit="$ each", source="Me.")
    dollars = [text for text in texts(ax) if "$" in text.get_text()]
    named_here = {text.get_text() for text in ax.texts}

    assert title(ax) == "Phones, 2015-2021"
    assert ax.get_ylabel() == "$ each"
    assert {"ARG 73.1", "a$b and $c 90.2", "KOR 97.6"} <= named_here
    assert ax.get_xlabel().endswith("Me.")
    assert dollars
    assert not any(text.get_parse_math() for text in dollars)


@pytest.mark.parametrize("name", OF_TABLES)
def test_a_callers_table_is_not_the_papers(name):
    """With a label and a source of the caller's own nothing names the paper."""
    told = words(draw(OF_TABLES[name], USERS, "value", label="Phones", source="Me."))

    assert "Phones" in told
    assert "Me." in told
    assert "Song" not in told


@pytest.mark.parametrize(
    ("title_asked", "shown"), [("Figure A1", "Figure A1"), (False, "")]
)
def test_a_title_is_the_callers(title_asked, shown):
    """A title is that which is asked for, or none."""
    assert title(draw(plot.corrections, title=title_asked)) == shown
    assert title(draw(plot.figure, 6, title=title_asked)) == shown


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


def test_options_of_the_metrics_are_taken():
    """A Lorenz curve accepts aggregates, weights, time and within as the metric does."""
    everybody = PLAIN.assign(people=2.0).replace({"economy": {"RUS": "WLD"}})
    people = PLAIN.assign(people=2.0)
    last = TABLE_2[TABLE_2["year"] == 2021]
    one_year = PLAIN[PLAIN["year"] == 2021]

    with pytest.raises(neadigital.errors.AggregateError):
        draw(plot.lorenz, everybody, "value")
    assert draw(plot.lorenz, everybody, "value", aggregates="drop").lines
    weighted = draw(plot.lorenz, people, "value", weights="people")
    assert "Weighted by people." in words(weighted)
    assert len(draw(plot.lorenz, last, "value", within="indicator").lines) == 5
    assert len(draw(plot.lorenz, one_year, "value", time=None).lines) == 2


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
    "no line or point to highlight 'Land'. Choose one of: Land 000": partial(
        PICTURES["series_20"], highlight="Land"
    ),
    "highlight names 20 members, and at most 12 can be": partial(
        PICTURES["series_20"], highlight=many(20)["country"]
    ),
}


@pytest.mark.filterwarnings("ignore:The table has no rows")
@pytest.mark.parametrize("told", WRONG)
def test_what_cannot_be_drawn_is_a_clear_error(told):
    """What cannot be drawn is an error that gives the reason and what can be drawn."""
    with pytest.raises((neadigital.NeadigitalError, ValueError), match=told):
        WRONG[told]()


AXES = Figure().subplots(1, 2)
MEANT: dict[str, dict[str, Any]] = {
    "ax must be the Axes to draw in, not ndarray": {"ax": AXES},
    "ax must be the Axes to draw in, not Figure": {"ax": AXES[0].figure},
    "title must be a text, not 5": {"title": 5},
    "label must be a text, not": {"label": ["Phones"]},
    "source must be a text, not": {"source": 2021},
}


@pytest.mark.parametrize("told", MEANT)
def test_an_option_that_cannot_be_meant_is_named(told):
    """Axes, title, label and source are checked before anything else, by the option's name."""
    for what in OF_TABLES.values():
        with pytest.raises(TypeError, match=told):
            what(USERS, "value", **MEANT[told])


@every_picture
def test_columns_that_the_metric_needs_are_named(name):
    """Of the package's own tables too a column that is absent, or none, is the metric's error."""
    what = OF_TABLES[name]
    with pytest.raises(KeyError, match="There is no column 'economy'"):
        what(USERS.drop(columns="economy"), "value")
    with pytest.raises(TypeError, match="One column must be named here"):
        what(USERS, USERS["value"])


def test_series_draws_levels_bands_and_doubts():
    """Lines are levels, bands bounds; hollow is what is reconstructed, crossed what is in doubt."""
    ax = draw(plot.series, SCALE, "scale_usd_bn", economies=["CHN", "South Korea"])
    china = SCALE[SCALE["economy"] == "CHN"]
    rebuilt = china.loc[china["basis"] == "reconstructed", ["year", "scale_usd_bn"]]
    doubts = neadigital.notes("digital_economy_scale").query("kind == 'doubtful'")
    of_china = doubts.query("economy == 'CHN' and column == 'scale_usd_bn'")

    assert {*named(ax)} == {"China", "Rep. of Korea"}
    assert np.allclose(named(ax)["China"].get_ydata(), china["scale_usd_bn"])
    assert len(ax.collections) == 2
    assert "Rep. of Korea 930–1,154" in words(ax)
    assert np.allclose(sorted(hollow(ax)), rebuilt)
    assert [year for year, _ in crossed(ax)] == sorted(of_china["year"])


def test_series_draws_what_another_publication_says_filled():
    """Japan's level of 2016 is another publication's: it is a point like a stated one."""
    ax = draw(plot.series, SCALE, "scale_usd_bn", economies="JPN")
    external = SCALE.query("economy == 'JPN' and basis == 'external'")["year"]

    assert len(external)
    assert not set(external) & {year for year, _ in hollow(ax)}


def test_series_writes_the_year_of_a_value_beside_it():
    """A value of another year than it is printed under has its year beside its point."""
    users = TABLE_2.query("indicator == 'internet_users_pct'")
    other = users[users["reference_year"] != users["year"]]
    ax = draw(plot.series, users, "value", economies="JPN")

    assert list(other["economy"].unique()) == ["JPN"]
    beside = [text.get_text() for text in ax.texts if text.get_text()[0] == "("]
    assert beside == [f"({year})" for year in other["reference_year"]]


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

    assert np.isnan(ax.lines[0].get_ydata()).tolist() == [
        False,
        False,
        True,
        False,
        False,
    ]
    assert not np.isnan(unbroken.lines[0].get_ydata()).any()
    assert "begins anew" in " ".join(ax.get_xlabel().split())


def test_series_breaks_at_a_gap():
    """A year that others have breaks the line, in whatever order the rows are."""
    gap = PLAIN[(PLAIN["economy"] != "RUS") | (PLAIN["year"] != 2018)]
    ax = draw(plot.series, gap.sample(frac=1, random_state=1), "value")

    assert np.isnan(named(ax)["Russia"].get_ydata()).tolist() == [False, True, False]


def test_series_refuses_what_it_cannot_tell_apart():
    """Several rows of one member in one year, and a member that is not there, are errors."""
    with pytest.raises(neadigital.errors.DuplicateKeyError):
        plot.series(TABLE_2, "value")
    told = "no line to draw 'FRA'"
    with pytest.raises(neadigital.errors.UnknownChoiceError, match=told):
        plot.series(PLAIN, "value", economies="FRA")


def in_category(frame: pd.DataFrame) -> pd.DataFrame:
    """Return shuffled rows whose years and economies are categories, not in order of time."""
    backwards = pd.CategoricalDtype(sorted({*frame["year"]}, reverse=True))
    mixed = frame.sample(frac=1, random_state=1)
    return mixed.astype({"year": backwards, "economy": "category"})


def test_thousands_have_a_separator_and_years_have_none():
    """Levels have commas from four digits on and no powers of ten, and years have no commas."""
    large = laid_out("series", "narrow")
    small = draw(plot.series, PLAIN, "value")
    thousandfold = many(5).assign(pct=lambda frame: 1000 * frame["pct"])
    of_five_digits = words(draw(plot.series, thousandfold, "pct", entity="country"))

    assert "4,000" in [label.get_text() for label in large.get_yticklabels()]
    assert "2018" in [label.get_text() for label in large.get_xticklabels()]
    assert "40" in [label.get_text() for label in small.get_yticklabels()]
    assert "99,000" in of_five_digits
    assert "e+" not in of_five_digits


def test_highlight_takes_names_and_doubts_stay_crossed():
    """A member is highlighted by code or name; a grey line keeps the cross of a doubt."""
    by_name = draw(plot.ranks, "egovernment_ranks", "epi_rank", highlight="South Korea")

    assert set(named(by_name)) == {"Rep. of Korea"}
    assert crossed(by_name) == [(2020.0, 28.0)]


def test_a_row_of_pictures_keeps_its_notes():
    """In a grid of axes without a layout, no text is cut off or covers another."""
    figure = Figure(figsize=(10, 5))
    axes = figure.subplots(1, 2)
    for ax, name in zip(axes, ("figure_5", "lorenz"), strict=True):
        PICTURES[name](ax=ax)
    figure.draw_without_rendering()
    whole = figure.bbox.padded(1)
    boxes = [
        Text.get_window_extent(text)
        for ax in axes
        for text in (ax.xaxis.label, ax.yaxis.label, *ax.texts)
    ]

    assert all(whole.contains(*box.min) and whole.contains(*box.max) for box in boxes)
    for one, other in combinations(boxes, 2):
        assert not one.padded(-1).overlaps(other.padded(-1))


def test_a_picture_says_why_some_are_coloured():
    """Of more than twelve members, the note says which have colours."""
    assert "Coloured" not in words(picture("series_5"))
    told = words(picture("series_20"))
    assert "Coloured: the three that end highest." in told


@pytest.mark.parametrize("count", [5, 20])
def test_every_coloured_member_has_a_label(count):
    """At 400 pixels, each coloured line is named."""
    ax = laid_out(f"series_{count}", "narrow")

    assert all(who in words(ax) for who in named(ax))


@pytest.mark.parametrize("name", registry.DATASETS)
def test_every_dataset_has_the_chart_of_its_model(name):
    """The chart on a dataset's page is the one that its model names, and it can be drawn."""
    chart = charts.of_dataset(name)
    assert chart is not None
    ax = draw(chart)

    assert title(ax)
    assert ax.has_data()


@pytest.mark.parametrize("kind", ["polars", "pyarrow", "category"])
@every_picture
def test_any_table_is_drawn_alike(name, kind):
    """A polars frame, and Arrow and category columns, give the same picture as a pandas frame."""
    if kind == "category":
        frame = in_category(PLAIN)
    elif kind == "polars":
        # polars needs pyarrow for the conversion to pandas.
        pytest.importorskip("pyarrow")
        frame = pytest.importorskip("polars").from_pandas(PLAIN)
    else:
        pytest.importorskip("pyarrow")
        frame = PLAIN.convert_dtypes(dtype_backend="pyarrow")

    assert words(draw(OF_TABLES[name], frame, "value")) == plain_words(name)


@every_picture
def test_columns_may_have_any_name(name):
    """Economies and years are read from the columns that are named."""
    renamed = PLAIN.rename(columns={"economy": "who", "year": "when"})
    told = words(draw(OF_TABLES[name], renamed, "value", entity="who", time="when"))

    assert told == plain_words(name).replace("economies", "members")


def test_of_many_members_a_few_are_coloured():
    """Of over a dozen members only the three that end highest have their own style."""
    last = many(20).query("year == 2021").nlargest(3, "pct")["country"]
    chosen = draw(PICTURES["series_20"], highlight=["Land 005"])
    curves = [label[:5] for label in named(picture("lorenz_20"))]

    assert {*named(picture("series_20"))} == {*last}
    assert {*named(chosen)} == {"Land 005"}
    assert curves == ["equal", "2021:", "2000:"]


def test_who_is_not_highlighted_is_faint():
    """Beside a highlighted member the names of the others are grey."""
    ax = draw(plot.ranks, "egovernment_ranks", highlight="MNG")
    inks = {text.get_color() for text in ax.texts}

    assert inks == {_looks.FAINT.ink, _looks.economy_looks(ax)["MNG"].ink}


@pytest.mark.parametrize("name", ["series", "series_20", "lorenz"])
def test_no_two_lines_look_alike(name):
    """Each line that is named has a colour and a marker of its own."""
    lines = named(picture(name)).values()

    for looks in ("get_color", "get_marker"):
        assert len({getattr(line, looks)() for line in lines}) == len(lines)


def test_a_label_leads_to_the_end_of_its_line():
    """Names at the ends of lines each have a thin line to where they belong."""
    led = [
        text.get_text()
        for text in laid_out("figure_6", "wide").texts
        if getattr(text, "arrow_patch", None)
    ]

    assert led == [
        "China 7,057.6",
        "Japan 2,569.2",
        "Rep. of Korea 930–1,154",
        "Russia 335.6",
    ]


@pytest.mark.filterwarnings("ignore:constrained_layout not applied")
def test_pictures_are_drawn_however_little_room_there_is():
    """Labels that do not fit are left out or made smaller, and a legend has one column."""
    for name in ("figure_1", "lorenz", "series"):
        ax = PICTURES[name](ax=Figure(figsize=(1, 1.5)).subplots())

        assert all(text.get_fontsize() <= _text.LABEL for text in ax.texts)


@pytest.mark.slow
@pytest.mark.parametrize("name", PAPER)
@pytest.mark.mpl_image_compare(
    baseline_dir="baseline", tolerance=1.5, style="default", savefig_kwargs={"dpi": 40}
)
def test_picture_looks_as_it_did(name):
    """A picture looks as it did when a person last checked it (tests/baseline)."""
    return _text.figure_of(laid_out(name, "wide"))


@pytest.mark.parametrize("highlight", ["A", "B"])
def test_a_single_value_has_a_marker(highlight):
    """A value between two gaps is no line, so a marker shows it, coloured or grey."""
    years = [*range(1990, 2010), 2012, 2013, 2016, *range(2019, 2023)]
    data = pd.DataFrame({"economy": "A", "year": years, "value": 1.0})
    other = data.assign(economy="B", value=2.0)
    ax = draw(plot.series, pd.concat([data, other]), "value", highlight=highlight)
    [line] = [line for line in ax.lines if 1.0 in line.get_ydata()]
    marked = line.get_xdata()[line.get_markevery()]

    assert 2016 in marked
