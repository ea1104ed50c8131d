"""Pictures: what they show, what they say, that they can be read, and that they stay as they were looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

import neadigital
from neadigital import plot
from neadigital.plot import _style

mpl.use("Agg")

RANKED = [
    ("egovernment_ranks", "egdi_rank"),
    ("egovernment_ranks", "epi_rank"),
    ("local_online_service_ranks", "rank"),
    ("digital_competitiveness_ranks", "rank"),
    ("cybersecurity_ranks", "rank"),
    ("ecommerce_sales", "rank"),
]
PICTURES: dict[str, Callable[..., Axes]] = {
    **{f"figure_{number}": lambda ax=None, number=number: plot.figure(number, ax) for number in range(1, 9)},
    "corrections": plot.corrections,
    **{
        f"ranks_{name}_{column}": lambda ax=None, name=name, column=column: plot.ranks(name, column, ax)
        for name, column in RANKED
    },
}
ITU = neadigital.itu_indicators().query("economy != 'WLD'")
USERS = ITU.query("indicator == 'internet_users_pct'")
PICTURES |= {
    "dispersion": lambda ax=None: plot.dispersion(USERS, "value", complement=100, what="Internet users", ax=ax),
    "dispersion_within": lambda ax=None: plot.dispersion(ITU[ITU["table"] == 2], "value", within="indicator", ax=ax),
    "time_distance": lambda ax=None: plot.time_distance(USERS, "value", reference="RUS", unit="% of people", ax=ax),
    "lorenz": lambda ax=None: plot.lorenz(USERS, "value", what="Internet users", ax=ax),
    "convergence": lambda ax=None: plot.convergence(USERS, "value", start=2015, end=2021, ax=ax),
}
SIZES = {"narrow": ((4, 4.4), 100), "telephone": ((4, 4.6), 200), "wide": ((8, 5), 150)}


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def drawn(name: str, size: str) -> Figure:
    """Draw a picture at a size."""
    inches, dpi = SIZES[size]
    figure, ax = plt.subplots(figsize=inches, dpi=dpi, layout="constrained")
    PICTURES[name](ax=ax)
    figure.draw_without_rendering()
    return figure


def texts(figure: Figure) -> list[Text]:
    """Every text that can be seen in a picture; matplotlib keeps labels of ticks that are out of view."""
    hidden = {
        id(tick.label1)
        for ax in figure.axes
        for axis in (ax.xaxis, ax.yaxis)
        for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    }
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in hidden
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PICTURES)
def test_no_text_covers_another(name: str, size: str) -> None:
    """In every picture, on a narrow screen and a wide one, no text covers another and none is cut off."""
    figure = drawn(name, size)
    boxes = [(text.get_text(), Text.get_window_extent(text)) for text in texts(figure)]
    whole = figure.bbox.padded(1)

    assert len(boxes) > 5
    for (one, a), (other, b) in combinations(boxes, 2):
        assert not a.padded(-0.5).overlaps(b.padded(-0.5)), (one, other)
    for text, box in boxes:
        assert whole.contains(box.x0, box.y0), text
        assert whole.contains(box.x1, box.y1), text


@pytest.mark.parametrize("name", PICTURES)
def test_picture_says_what_it_is(name: str) -> None:
    """Every picture has a title, a unit and a line with source, version and licence."""
    ax = PICTURES[name]()
    below = ax.get_xlabel().replace("\n", " ")

    assert ax.get_title(loc="left")
    assert ax.get_ylabel() or "times" in below
    assert "Source: Song (2023)" in below
    assert f"neadigital\u00a0{neadigital.__version__}, CC\u00a0BY\u00a04.0" in below


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_drawn_where_it_is_asked_for(name: str) -> None:
    """A picture is drawn in the axes that are given, and opens no other figure."""
    _, axes = plt.subplots(1, 2, figsize=(14, 5), layout="constrained")
    before = plt.get_fignums()

    assert PICTURES[name](ax=axes[1]) is axes[1]
    assert plt.get_fignums() == before
    assert not axes[0].get_title(loc="left")


def words(ax: Axes) -> str:
    return " ".join(text.get_text() for text in texts(_style.figure_of(ax))).replace("\n", " ")


@pytest.mark.parametrize(("number", "economy"), [(2, "CHN"), (3, "RUS"), (4, "JPN"), (5, "KOR")])
def test_figure_shows_every_number(number: int, economy: str) -> None:
    """Figures 2 to 5 show each year's level and share, or its bounds, and name each kind of number."""
    rows = neadigital.digital_economy_scale().query("economy == @economy")
    said = words(plot.figure(number))

    for row in rows.to_dict("records"):
        if row["basis"] == "bounded":
            assert f"{row['scale_low_usd_bn']:,.0f} to {row['scale_high_usd_bn']:,.0f}" in said
        else:
            assert f"{row['scale_usd_bn']:,.1f} {row['share_of_gdp_pct']:.1f} %" in said
    for basis, text in (("stated", "stated in the text"), ("bounded", "only bounds"), ("external", "another publ")):
        assert (text in said) == (basis in set(rows["basis"]))


def test_korea_is_a_band() -> None:
    """Where Korea is known by bounds only, figures 5 and 6 show a band from the lower to the higher one."""
    korea = neadigital.digital_economy_scale().query("economy == 'KOR'")
    bars = [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in plot.figure(5).patches]
    bands = [band.get_paths()[0].vertices for band in plot.figure(6).collections]

    for low, high in zip(korea["scale_low_usd_bn"], korea["scale_high_usd_bn"], strict=True):
        assert any(np.allclose((low, high), bar) for bar in bars)
        assert any({low, high} <= set(np.asarray(band)[:, 1]) for band in bands)


def test_metrics_are_those_of_the_package() -> None:
    """A picture of a metric shows the numbers that the metric gives."""
    spread = neadigital.divide.dispersion(USERS, "value", measures=("gini",))
    behind = neadigital.divide.time_distance(USERS, "value", reference="RUS", at=2021).set_index("economy")
    fit = neadigital.divide.beta_convergence(USERS, "value", start=2015, end=2021).iloc[0]
    line = next(
        line for line in plot.convergence(USERS, "value", start=2015, end=2021).lines if len(line.get_xdata()) == 2
    )
    rise = np.diff(line.get_ydata()) / np.diff(line.get_xdata())

    assert np.allclose(plot.dispersion(USERS, "value").lines[0].get_ydata(), spread["gini"])
    assert f"{behind.loc['CHN', 'time_distance_years']:.1f} years" in words(
        plot.time_distance(USERS, "value", reference="RUS")
    )
    assert np.allclose(rise, fit["beta"])


def test_any_frame_can_be_drawn() -> None:
    """A frame of one's own, with its own names and without a licence, is drawn with the source that is given."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {"city": np.repeat([f"City {i}" for i in range(12)], 9), "when": np.tile(np.arange(2000, 2009), 12)}
    )
    frame["amount"] = rng.lognormal(3, 0.5, len(frame))
    drawn = [
        plot.dispersion(frame, "amount", by="city", time="when", measure="theil", source="My survey"),
        plot.time_distance(frame, "amount", by="city", time="when", reference="City 0", source="My survey"),
        plot.lorenz(frame, "amount", by="city", time="when", at=[2001, 2004, 2007], source="My survey"),
        plot.convergence(frame, "amount", by="city", time="when", start=2000, end=2008, source="My survey"),
    ]

    for ax in drawn:
        assert "My survey" in ax.get_xlabel()
        assert "Song" not in ax.get_xlabel()
    assert plot.dispersion(frame.iloc[:9], "amount", by="city", time="when").lines


def test_a_source_is_named_that_is_the_source() -> None:
    """What is the World Bank's is not said to be the paper's."""
    series = neadigital.world_development_indicators().query("indicator == 'IT.NET.USER.ZS'")
    below = plot.dispersion(series, "value").get_xlabel()

    assert "World Bank" in below
    assert "Song" not in below


def test_what_cannot_be_recovered_is_said() -> None:
    """A year without a number is a visible gap, and the picture says that it cannot be recovered."""
    for number, gap in ((1, "2016"), (8, "2013")):
        said = words(plot.figure(number))
        assert "not recovered" in said
        assert gap in said

    assert "No share of 2020 is known" in words(plot.figure(7))


def test_kinds_look_different() -> None:
    """Stated, reconstructed, external and bounded values differ in fill or hatch, so also in black and white."""
    from neadigital.plot._figures import BASES, _patch

    looks = {
        basis: (patch.get_hatch(), patch.get_linestyle(), patch.get_facecolor())
        for basis, patch in ((basis, _patch("#D55E00", basis)) for basis in BASES)
    }

    assert len({look[:2] + look[2:] for look in looks.values()}) == len(BASES)
    assert len({(hatch, line) for hatch, line, _ in looks.values()}) == len(BASES)


def test_figure_9_says_why_not() -> None:
    """Figure 9 is refused with the reason, and a number that no figure bears with those that can be drawn."""
    with pytest.raises(neadigital.NeadigitalError, match="Two figures of the paper bear the number 9"):
        plot.figure(9)
    with pytest.raises(neadigital.NeadigitalError, match=r"There is no figure 10 to draw\. Choose one of: 1, 2"):
        plot.figure(10)


def test_ranks_refuses_what_has_none() -> None:
    """A dataset without ranks over time, or a column that holds none, is an error that lists those that do."""
    with pytest.raises(neadigital.NeadigitalError, match="cybersecurity_ranks"):
        plot.ranks("growth_rates")
    with pytest.raises(neadigital.NeadigitalError, match="epi_rank"):
        plot.ranks("egovernment_ranks", "rank")


@pytest.mark.parametrize(("name", "column"), RANKED)
def test_ranks_draws_every_rank(name: str, column: str) -> None:
    """A bump chart has one point for each rank, and doubtful ranks are hollow."""
    frame = neadigital.load(name)
    doubted = neadigital.notes(name).query("kind == 'doubtful' and column == @column")
    points = [line for line in plot.ranks(name, column).lines if line.get_marker() == "o"]

    assert len(points) == frame[column].notna().sum()
    assert sum(point.get_markerfacecolor() == "white" for point in points) == len(doubted)


def test_corrections_shows_every_correction() -> None:
    """The picture of the corrections has one point for each correction, at its ratio of printed to right."""
    cells = neadigital.errata()
    ratios = sorted(abs(float(cell.printed) / float(cell.value)) for cell in cells.itertuples())
    points = sorted(float(line.get_xdata()[0]) for line in plot.corrections().lines if line.get_gid() == "cell")

    assert np.allclose(points, ratios)


def test_colours_are_told_apart() -> None:
    """The five economies' colours differ to readers with protanopia or deuteranopia, and text in them has contrast."""
    machado = {  # Machado, Oliveira and Fernandes (2009), severity 1
        "protanopia": [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
        "deuteranopia": [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    }
    five = [np.array(mpl.colors.to_rgb(_style.colour_of(code))) for code in ("CHN", "JPN", "KOR", "MNG", "RUS")]
    for matrix in machado.values():
        seen = [np.array(matrix) @ np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) for c in five]
        assert min(np.linalg.norm(np.cbrt(np.abs(a)) - np.cbrt(np.abs(b))) for a, b in combinations(seen, 2)) > 0.1

    for code in ("CHN", "JPN", "KOR", "MNG", "RUS", "WLD", "USA", "any other"):
        light = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in mpl.colors.to_rgb(_style.ink(_style.colour_of(code)))
        ]
        assert 1.05 / (np.dot([0.2126, 0.7152, 0.0722], light) + 0.05) >= 4.5


def test_labels_are_spread() -> None:
    """Labels keep their order and their distance, move no more than needed; where they cannot fit, None."""
    assert _style.spread([5.0, 5.0, 9.0], 2.0, 0.0, 20.0) == [4.0, 6.0, 9.0]
    assert _style.spread([1.0, 19.5], 2.0, 2.0, 18.0) == [2.0, 18.0]
    assert _style.spread([3.0, 1.0], 1.0, 0.0, 9.0) == [3.0, 1.0]
    assert _style.spread([1.0, 2.0, 3.0], 5.0, 0.0, 9.0) is None


def test_without_matplotlib(python) -> None:  # type: ignore[no-untyped-def]
    """Without matplotlib the module can be read, and drawing is an error with the line that installs it."""
    code = """
import sys
sys.modules["matplotlib"] = None
from neadigital import plot
for draw in (lambda: plot.figure(1), plot.corrections, lambda: plot.ranks("cybersecurity_ranks")):
    try:
        draw()
    except ModuleNotFoundError as error:
        print(error)
"""
    lines = python(code, check=True).stdout.splitlines()

    assert len(lines) == 3
    assert all("pip install 'neadigital[plot]'" in line for line in lines)


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.mpl_image_compare(baseline_dir="baseline", tolerance=12, style="default", savefig_kwargs={"dpi": 40})
def test_picture_looks_as_it_did(name: str) -> Figure:
    """A picture looks as it did when a person last looked at it (tests/baseline), fonts apart."""
    return _style.figure_of(PICTURES[name]())
