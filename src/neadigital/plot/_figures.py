"""The paper's figures 1 to 8, redrawn from the data, each kind of number told apart by sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any

import pandas as pd

from neadigital.errors import NeadigitalError, UnknownChoiceError
from neadigital.loaders.development import ict_industry
from neadigital.loaders.economy import digital_economy_scale, global_digital_economy
from neadigital.plot import _style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

# Each kind of number: what it is called, how full its colour is, and its hatch.
BASES = {
    "stated": ("stated in the text", 1.0, ""),
    "reconstructed": ("reconstructed", 0.45, "////"),
    "external": ("from another publication", 0.22, "...."),
    "bounded": ("only bounds are known", 0.45, ""),
}
MARKS = {"stated": "o", "reconstructed": "o", "external": "D"}


@dataclass(frozen=True)
class Bar:
    """One bar: its year, its value and bounds, the kind of number it is, the whole behind it, and its label."""

    year: int
    value: float
    low: float
    high: float
    basis: str
    whole: float
    share: str


def _patch(colour: str, basis: str, **options: Any) -> Patch:
    """Return the sample of a kind of number for the legend."""
    from matplotlib.patches import Patch

    text, full, hatch = BASES[basis]
    edge = _style.ink(colour, 3.0)
    if basis == "bounded":
        return Patch(facecolor=_style.tint(colour, full), edgecolor=edge, linestyle="--", label=text, **options)
    return Patch(facecolor=_style.tint(colour, full), edgecolor=edge, hatch=hatch, label=text, **options)


def _bars(ax: Axes, bars: Sequence[Bar], colour: str, whole: str, form: str) -> None:
    """Draw the bars over the wholes that they are shares of, with bounds, labels and a legend."""
    edge = _style.ink(colour, 3.0)
    top = 0.0
    room = ax.get_window_extent().width * 72 / _style.figure_of(ax).dpi / (len(bars) + 0.2)
    crowded = room < 5.2 * _style.SMALL
    for bar in bars:
        if not isnan(bar.whole):
            ax.bar(bar.year, bar.whole, width=0.8, color=_style.PALE, edgecolor="#b5b5b5", linewidth=0.6, zorder=1)
            top = max(top, bar.whole)
        if bar.basis == "bounded":
            ax.bar(bar.year, bar.low, width=0.6, color="none", edgecolor=edge, linewidth=0.9, linestyle=":", zorder=2)
            band = ax.bar(bar.year, bar.high - bar.low, bottom=bar.low, width=0.6, linewidth=0.9, zorder=2)
            band[0].set(facecolor=_style.tint(colour, BASES["bounded"][1]), edgecolor=edge, linestyle="--")
            height, text = bar.high, f"{bar.low:,.0f} to\n{bar.high:,.0f}"
        elif isnan(bar.value):
            height, text = 0.0, "?" if crowded else "not\nrecovered"
        else:
            _, full, hatch = BASES[bar.basis]
            drawn = ax.bar(bar.year, bar.value, width=0.6, linewidth=0.9, zorder=2)
            drawn[0].set(facecolor=_style.tint(colour, full), edgecolor=edge, hatch=hatch)
            if not isnan(bar.low):
                spread = ax.bar(bar.year, bar.high - bar.low, bottom=bar.low, width=0.6, color=_style.INK, zorder=3)
                spread[0].set(linewidth=0)
            height, text = bar.value, f"{bar.value:{form}}"
        text = f"{text}\n{bar.share}" if bar.share else text
        ax.annotate(
            text,
            (bar.year, height),
            xytext=(0, 2.5),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=_style.SMALL,
            color=_style.INK,
            linespacing=1.1,
            zorder=4,
        )
        top = max(top, height)
    _style.year_ticks(ax, [bar.year for bar in bars])
    ax.set_ylim(0, top)
    used = [basis for basis in BASES if any(bar.basis == basis for bar in bars)]
    entries: list[tuple[str, Any]] = [("", _patch(colour, basis)) for basis in used]
    if whole:
        entries.append((whole, _style.PALE))
    shown = _style.legend(ax, entries, columns=3)
    over = max((bar.value if bar.basis != "bounded" else bar.high) for bar in bars if bar.basis)
    _style.headroom(ax, shown, max(top, over), 0 if whole else 2.6 * _style.SMALL)


def _room(ax: Axes, bars: Sequence[Bar]) -> None:
    """Set the limits that the bars need, so that the axis has its width before texts are wrapped."""
    tops = [number for bar in bars for number in (bar.whole, bar.value, bar.high) if not isnan(number)]
    ax.set_xlim(bars[0].year - 0.6, bars[-1].year + 0.6)
    ax.set_ylim(0, 1.25 * max(tops))


def _scale(number: int, economy: str, lead: str, note: str, ax: Axes | None) -> Axes:
    """Draw figure 2, 3, 4 or 5: one economy's digital economy within its GDP."""
    frame = digital_economy_scale()
    bars = []
    for row in frame[frame["economy"] == economy].to_dict("records"):
        low, high = (100 * row[f"scale_{end}_usd_bn"] / row["gdp_usd_bn"] for end in ("low", "high"))
        share = f"{low:.0f}–{high:.0f} %" if row["basis"] == "bounded" else f"{row['share_of_gdp_pct']:.1f} %"
        ends = (row["scale_low_usd_bn"], row["scale_high_usd_bn"])
        bars.append(Bar(row["year"], row["scale_usd_bn"], *ends, row["basis"], row["gdp_usd_bn"], share))
    ax = _style.sheet(ax)
    source = _style.source_line(frame, f"figure {number}, recovered from text and table 1; GDP: World Bank")
    title = f"Figure {number}. {lead}, 2016-2021"
    ax.yaxis.set_major_formatter("{x:,.0f}")
    _room(ax, bars)
    _style.finish(ax, title, "US$ billion", [note, source])
    _bars(ax, bars, _style.colour_of(economy), "GDP", ",.1f")
    return ax


def _figure_1(ax: Axes | None) -> Axes:
    frame = global_digital_economy()
    bars = []
    for row in frame.to_dict("records"):
        share = "" if isnan(row["share_of_gdp_pct"]) else f"{row['share_of_gdp_pct']:.1f} %"
        nan = float("nan")
        bars.append(
            Bar(row["year"], row["scale_usd_bn"] / 1000, nan, nan, row["basis"], row["gdp_usd_bn"] / 1000, share)
        )
    ax = _style.sheet(ax)
    _room(ax, bars)
    _style.finish(
        ax,
        "Figure 1. The world's GDP and digital economy, 2016-2021",
        "US$ trillion",
        [
            "Cannot be recovered: 2016, and the shares of 2016 and 2017. 2017 is another estimator's: do not compare "
            "it with later years. The shares are the published ones, of the GDP of the countries estimated, not of the "
            "grey bar.",
            _style.source_line(frame, "figure 1 and introduction; CAICT; Huawei and Oxford Economics; World Bank"),
        ],
    )
    _bars(ax, bars, _style.colour_of("WLD"), "World GDP", ".1f")
    return ax


def _figure_6(ax: Axes | None) -> Axes:
    from matplotlib.lines import Line2D

    frame = digital_economy_scale()
    ax = _style.sheet(ax)
    ax.set_yscale("log")
    ends = []
    for code, rows in frame.groupby("economy"):
        colour = _style.colour_of(code)
        years = rows["year"]
        low, high = rows["scale_low_usd_bn"], rows["scale_high_usd_bn"]
        ax.fill_between(years, low, high, color=_style.tint(colour, 0.45), linewidth=0, zorder=2)
        middle = rows["scale_usd_bn"]
        if middle.isna().all():
            for edge in (low, high):
                ax.plot(years, edge, color=_style.ink(colour, 3.0), linewidth=1, linestyle="--", zorder=3)
            middle = (low * high) ** 0.5
        else:
            ax.plot(years, middle, color=colour, linewidth=1.8, zorder=3)
            for basis, mark in MARKS.items():
                chosen = rows[rows["basis"] == basis]
                fill = colour if basis == "stated" else "white"
                ax.plot(
                    chosen["year"],
                    chosen["scale_usd_bn"],
                    mark,
                    color=colour,
                    mfc=fill,
                    markersize=6,
                    mew=1.5,
                    zorder=4,
                )
        last = rows.iloc[-1]
        text = (
            f"{last['scale_low_usd_bn']:.0f}–{last['scale_high_usd_bn']:,.0f}"
            if pd.isna(last["scale_usd_bn"])
            else f"{last['scale_usd_bn']:,.1f}"
        )
        ends.append(_style.End(float(middle.iloc[-1]), f"{_style.name_of(code)} {text}", colour))
    ax.set_xlim(2015.8, 2021.2)
    ticks = [200, 500, 1000, 2000, 5000, 10000]
    ax.set_yticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.minorticks_off()
    ax.grid(axis="y", color=_style.PALE, linewidth=0.7)
    bottom = 180.0
    ax.set_ylim(bottom, 8000)
    notes = [
        "Korea cannot be recovered: only bounds follow from the text. The bounds of the other three are narrower than "
        "their lines. The scale is logarithmic: equal distances are equal ratios.",
        _style.source_line(frame, "figure 6, recovered from text and table 1"),
    ]
    _style.finish(ax, "Figure 6. The digital economy of four countries, 2016-2021", "US$ billion, log scale", notes)

    def sample(shape: str, fill: str, text: str) -> tuple[str, Any]:
        line = Line2D([], [], marker=shape, color=_style.GREY, markerfacecolor=fill, markeredgewidth=1.5, label=text)
        return "", line

    entries = [
        sample("o", _style.GREY, BASES["stated"][0]),
        sample("o", "white", BASES["reconstructed"][0]),
        sample("D", "white", BASES["external"][0]),
        ("", _patch(_style.colour_of("KOR"), "bounded")),
    ]
    _style.headroom(ax, _style.legend(ax, entries), 8000)
    _style.end_labels(ax, ends)
    _style.year_ticks(ax, frame["year"])
    return ax


def _measured(frame: Any, economy: str, measure: str) -> dict[int, dict[str, Any]]:
    """Return the rows of one measure of the ICT industry by year."""
    chosen = frame[(frame["economy"] == economy) & (frame["measure"] == measure)]
    return {row["year"]: row for row in chosen.to_dict("records")}


def _figure_7(ax: Axes | None) -> Axes:
    frame = ict_industry()
    nan = float("nan")
    value = _measured(frame, "CHN", "digital_industrialisation_value_added") | _measured(
        frame, "CHN", "ict_value_added"
    )
    shares = _measured(frame, "CHN", "digital_industrialisation_share_of_gdp")
    shares |= _measured(frame, "CHN", "ict_value_added_share_of_gdp")
    bars = [
        Bar(
            year,
            row["value"],
            nan,
            nan,
            row["basis"],
            nan,
            "no share" if isnan(shares[year]["value"]) else f"{shares[year]['value']:.1f} %",
        )
        for year, row in sorted(value.items())
    ]
    ax = _style.sheet(ax)
    notes = [
        "Only 2022 can be recovered from the text. The other bars are CAICT's digital industrialisation, the published "
        "series nearest to the figure; that it plots this is not proved. No share of 2020 is known.",
        _style.source_line(frame, "section I.5.1, for figure 7; CAICT"),
    ]
    title = "Figure 7. China: value added of the ICT industry and its share of GDP, 2018-2022"
    _room(ax, bars)
    _style.finish(ax, title, "CNY trillion", notes)
    _bars(ax, bars, _style.colour_of("CHN"), "", "g")
    return ax


def _figure_8(ax: Axes | None) -> Axes:
    frame = ict_industry()
    nan = float("nan")
    bars = [
        Bar(year, row["value"] / 1000, nan, nan, row["basis"], nan, "")
        for year, row in sorted(_measured(frame, "JPN", "ict_sales").items())
    ]
    ax = _style.sheet(ax)
    notes = [
        "Only 2020 can be recovered from the text. The other bars are the ministries' published sales (fiscal years, "
        "activity base); that the figure plots these is not proved. No value of 2013 is known.",
        _style.source_line(frame, "section I.5.3, for figure 8; METI and MIC, Japan"),
    ]
    _room(ax, bars)
    _style.finish(ax, "Figure 8. Japan: sales of the ICT industry, 2010-2020", "JPY trillion", notes)
    _bars(ax, bars, _style.colour_of("JPN"), "", ".1f")
    return ax


_CHINA = "Shares of 2017 to 2020 are US$ over US$; CAICT's own, in yuan, differ (38.6 % in 2020)."
_RUSSIA = "Everything follows from 18.9 % of GDP (2021) and table 1; the black bands are the bounds."
_JAPAN = "2016 is China Info100's; it and the stated 52.0 % of GDP (2021) agree through table 1."
_KOREA = (
    "No value can be recovered: more than half of GDP in 2020 and 2021, and China's 64 % of the four, give bounds only."
)


def figure(number: int, ax: Axes | None = None) -> Axes:
    """Return the paper's figure 1 to 8, redrawn from the package's data.

    What the text states, what follows from it, what another publication says and what is only bounded look
    different; what cannot be recovered is said in the picture. Bounds are drawn as bands.

    Parameters
    ----------
    number : int
        1 to 8: the world; China, Russia, Japan and Korea; the four compared (US$); China's ICT industry (trillion
        yuan); Japan's ICT sales (trillion yen).
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; ``.figure`` is the figure, to save with ``savefig``.

    Raises
    ------
    UnknownChoiceError
        If there is no such figure.
    NeadigitalError
        If it is 9: two figures bear that number, and neither can be recovered.
    ModuleNotFoundError
        If matplotlib is not installed.

    References
    ----------
    Song (2023), figures 1 to 8; `digital_economy_scale`, `global_digital_economy` and `ict_industry` name the sources
    of each number.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> from neadigital import plot
    >>> plot.figure(5).get_ylabel()
    'US$ billion'
    """
    if number == 9:
        raise NeadigitalError(
            "Two figures of the paper bear the number 9 (the ICT industry's contribution to Japan's growth, and "
            "Korea's ICT industry), and of neither can a plotted number be recovered from the text: see "
            "neadigital.notes('ict_industry')."
        )
    if number == 1:
        return _figure_1(ax)
    if number == 2:
        return _scale(2, "CHN", "China: GDP and digital economy", _CHINA, ax)
    if number == 3:
        return _scale(3, "RUS", "Russia: GDP and digital economy", _RUSSIA, ax)
    if number == 4:
        return _scale(4, "JPN", "Japan: GDP and digital economy", _JAPAN, ax)
    if number == 5:
        return _scale(5, "KOR", "Republic of Korea: GDP and digital economy", _KOREA, ax)
    later = {6: _figure_6, 7: _figure_7, 8: _figure_8}
    if number not in later:
        error = UnknownChoiceError(number, range(1, 9), kind="figure")
        error.message = error.message.replace(f"figure {number!r}", f"figure {number!r} to draw", 1)
        raise error
    return later[number](ax)
