"""The paper's figures 1 to 8, redrawn from the package's data."""

from __future__ import annotations

from math import ceil, floor, isnan, nan
from typing import TYPE_CHECKING, Any, NamedTuple

from neadigital._loaders import (
    digital_economy_scale,
    global_digital_economy,
    ict_industry,
)
from neadigital.errors import NeadigitalError, UnknownChoiceError
from neadigital.plot._lines import figure_6, mark_years, signs_of
from neadigital.plot._style import (
    GREY,
    PALE,
    SMALL,
    Look,
    Options,
    Title,
    economy_looks,
    finish,
    styled,
)
from neadigital.plot._words import source_line, span

if TYPE_CHECKING:
    from matplotlib import axes
else:
    from neadigital._hints import axes

# Each kind of number: its name, the opacity of its colour, its hatch, and the style of its edge.
KINDS = {
    "stated": ("stated in the text", 1.0, "", "-"),
    "reconstructed": ("reconstructed", 0.0, "", "-"),
    "external": ("from another publication", 0.55, "", "-"),
    "bounded": ("only bounds are known", 0.3, "", "--"),
    "doubtful": ("doubtful", 0.0, "xxxx", "-"),
    "apart": ("another institute's estimate, not to be compared", 0.2, "..", ":"),
}


class _Figure(NamedTuple):
    """The texts of a figure of bars, and the economy that it shows."""

    economy: str
    title: str
    unit: str
    note: str
    source: str


_RECOVERED = "figure {}, recovered from text and table 1; GDP: World Bank"
# All figures except figure 6, which has lines.
_FIGURES = {
    1: _Figure(
        "WLD",
        "The world's digital economy and its share of GDP",
        "US$ trillion",
        "That the figure plots 2016 and 2017 so is likely, not proved. From 2018 on, level and "
        "share are those of 47 economies, the share of their own GDP.",
        "figure 1 and introduction; CAICT; Huawei and Oxford Economics",
    ),
    2: _Figure(
        "CHN",
        "China: GDP and digital economy",
        "US$ billion",
        "Shares of 2017 to 2020 are US$ over US$; CAICT's own, in yuan, differ (38.6 % in 2020).",
        _RECOVERED,
    ),
    3: _Figure(
        "RUS",
        "Russia: GDP and digital economy",
        "US$ billion",
        "Everything follows from 18.9 % of GDP (2021) and table 1.",
        _RECOVERED,
    ),
    4: _Figure(
        "JPN",
        "Japan: GDP and digital economy",
        "US$ billion",
        "2016 is China Info100's; it and the stated 52.0 % of GDP (2021) agree through table 1.",
        _RECOVERED,
    ),
    5: _Figure(
        "KOR",
        "Republic of Korea: GDP and digital economy",
        "US$ billion",
        "No value can be recovered: more than half of GDP in 2020 and 2021, and China's 64 % of "
        "the four, give bounds only.",
        _RECOVERED,
    ),
    7: _Figure(
        "CHN",
        "China: value added of the ICT industry and its share of GDP",
        "CNY trillion",
        "Only 2022 can be recovered from the text; its share is as printed, and doubtful. The "
        "other bars are CAICT's digital industrialisation, the published series nearest to the "
        "figure; that it plots this is not proved. No share of 2020 is known.",
        "section I.5.1, for figure 7; CAICT",
    ),
    8: _Figure(
        "JPN",
        "Japan: sales of the ICT industry",
        "JPY trillion",
        "Only 2020 can be recovered from the text. The other bars are the ministries' published "
        "sales (fiscal years, activity base); that the figure plots these is not proved.",
        "section I.5.3, for figure 8; METI and MIC, Japan",
    ),
}


def _table_and_rows(number: int, code: str) -> tuple[Any, Any]:
    """Return the table of a figure, and a row for each bar: value, bounds, and GDP."""
    if number < 6:
        table: Any = (
            global_digital_economy() if number == 1 else digital_economy_scale()
        )
        own = table[table["economy"] == code]
        rows = own.assign(basis=_kinds_of(own, "scale_usd_bn")).rename(
            columns={
                "scale_usd_bn": "value",
                "scale_low_usd_bn": "low",
                "scale_high_usd_bn": "high",
                "gdp_usd_bn": "whole",
            }
        )
    else:
        table = ict_industry()
        own = table[table["economy"] == code]
        own = own.assign(basis=_kinds_of(own, "value"))
        rows = _one_a_year(own, ".*_value_added|ict_sales")
        shares = _one_a_year(own, ".*(industrialisation|value_added)_share_of_gdp")
        rows = rows.assign(share_of_gdp_pct=shares["value"]).reset_index()
    columns = ["year", "value", "low", "high", "whole", "share_of_gdp_pct", "basis"]
    rows = rows.reindex(columns=columns)
    if number == 1:
        # Figure 1 does not draw the world's GDP.
        rows["whole"] = nan
    if number in (1, 8):
        # Convert billions to trillions.
        rows["value"] /= 1000
    return table, rows


def _kinds_of(rows: Any, value: str) -> Any:
    """Return the kind of each number: its basis, `doubtful`, or `apart`."""
    # Whether a figure plots another publication's number is always open, and its note says so.
    is_external = rows["basis"] == "external"
    is_doubtful = signs_of(rows, value)["is_crossed"] & ~is_external
    kinds = rows["basis"].mask(is_doubtful, "doubtful")
    if "coverage" not in rows:
        return kinds
    return kinds.mask(rows["coverage"] == "world", "apart")


def _one_a_year(rows: Any, indicator: str) -> Any:
    """Return one value of an indicator for each year."""
    # Values of the text (ict_) come after those of publications, so keep the last.
    chosen = rows[rows["indicator"].str.fullmatch(indicator)]
    return chosen.drop_duplicates("year", keep="last").set_index("year")


def _draw_bars(ax: axes.Axes, rows: Any, kind: str, look: Look, prefix: str) -> None:
    """Draw and label the bars of one kind, and their bounds."""
    name, full, hatch, edge = KINDS[kind]
    years = rows["year"]
    low = rows["low"]
    span_of_bounds = rows["high"] - low
    bottom = 0
    height = rows["value"]
    if kind == "bounded":
        # Draw a bar between the bounds, and the outline of the certain part below it.
        ax.bar(years, low, 0.6, fill=False, ec=look.ink, linestyle=":")
        bottom, height = low, span_of_bounds
    bars = ax.bar(
        years,
        height,
        0.6,
        bottom,
        ec=look.ink,
        fc=(look.colour, full),
        hatch=hatch,
        linestyle=edge,
        label=prefix + name,
    )
    # Mark the bounds of a value as a bar inside the bar; it is thin, as they are close.
    if kind != "bounded":
        ax.bar(years, span_of_bounds, 0.6, low, color=look.ink, linewidth=0)
    texts = [_text_of(row) for row in rows.itertuples()]
    ax.bar_label(bars, texts, padding=2.5, size=SMALL, linespacing=1.1)


def _text_of(row: Any) -> str:
    """Return the number of a bar, or its bounds, and the share of GDP."""
    if row.basis == "bounded":
        return _text_of_bounds(row.low, row.high, row.whole)
    form = ",.1f" if row.value > 10 else "g"
    text = f"{row.value:{form}}"
    share = row.share_of_gdp_pct
    return text if isnan(share) else f"{text}\n{share:.1f} %"


def _text_of_bounds(low: float, high: float, whole: float) -> str:
    """Return two bounds, and their shares of the whole, rounded outwards: they remain valid."""
    lowest = floor(low)
    highest = ceil(high)
    least = floor(100 * low / whole)
    most = ceil(100 * high / whole)
    return f"{lowest:,} to\n{highest:,}\n{least}–{most} %"


def _bars(number: int, ax: axes.Axes | None, own: Title) -> axes.Axes:
    """Draw a figure of bars, which is any figure except 6."""
    plan = _FIGURES[number]
    table, rows = _table_and_rows(number, plan.economy)
    with styled(ax) as ax:
        prefix = ""
        if rows["whole"].notna().all():
            prefix = "digital economy: "
            look: Options = {"fc": PALE, "ec": GREY, "linewidth": 0.6}
            ax.bar(rows["year"], rows["whole"], 0.8, label="GDP", **look)
        # Draw the kinds in the order of the bars, which is then the order of the legend.
        for kind, of_kind in rows.groupby("basis", sort=False):
            _draw_bars(ax, of_kind, kind, economy_looks(ax)[plan.economy], prefix)
        years = rows["year"]
        mark_years(ax, years)
        ax.set_xlim(years.min() - 0.6, years.max() + 0.6)
        ax.margins(y=0.12)
        return finish(
            ax,
            f"Figure {number}. {plan.title}, {span(years)}",
            plan.unit,
            plan.note,
            source_line(table, plan.source.format(number)),
            own=own,
        )


def figure(
    number: int, *, title: Title = None, ax: axes.Axes | None = None
) -> axes.Axes:
    """Draw the paper's figure 1 to 8 from the package's data.

    What the text states, what follows from it, what another publication says and what is only
    bounded look different.

    Parameters
    ----------
    number : int
        1 to 8: the world; China, Russia, Japan, Korea; the four (US$); China's ICT industry (yuan);
        Japan's (yen).
    title : str or False, optional
        In place of the picture's own title; False for none.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; save their ``.figure`` with ``savefig``.

    Raises
    ------
    UnknownChoiceError
        If there is no such figure.
    NeadigitalError
        If it is 9: neither of the two can be recovered.

    References
    ----------
    Song (2023); the sources of each number are in `observations`.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> from neadigital import plot
    >>> plot.figure(5).get_ylabel()
    'US$ billion'
    """
    if number in (9, "9a", "9b"):
        raise NeadigitalError(
            "Two figures of the paper have the number 9 (the ICT industry's contribution to "
            "Japan's growth, and Korea's ICT industry), and of neither can a plotted number be "
            "recovered from the text: see neadigital.notes('ict_industry')."
        )
    if number not in range(1, 9):
        raise UnknownChoiceError(number, range(1, 9), kind="figure")
    return figure_6(ax, title) if number == 6 else _bars(int(number), ax, title)
