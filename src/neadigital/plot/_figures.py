"""The paper's figures 1 to 8, redrawn from the data, each kind of number told apart by sight."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from neadigital.errors import NeadigitalError, UnknownChoiceError
from neadigital.loaders.development import ict_industry
from neadigital.loaders.economy import digital_economy_scale, global_digital_economy
from neadigital.plot import _style
from neadigital.plot._text import LEADING, SMALL, End
from neadigital.plot._words import names_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# Each kind of number: what it is called, how full its colour is, its hatch, and the line around it.
KINDS = {
    "stated": ("stated in the text", 1.0, "", "-"),
    "reconstructed": ("reconstructed", 0.45, "////", "-"),
    "external": ("from another publication", 0.2, "....", "-"),
    "bounded": ("only bounds are known", 0.45, "", "--"),
    "apart": ("another institute's estimate, not to be compared", 0.0, "xxxx", ":"),
}


# Each figure but 6: whose it is, its title, its unit, a note, and the source (of 2 to 5 the same).
_FIGURES = {
    1: (
        "WLD", "The world's digital economy and its share of GDP", "US$ trillion",
        "Cannot be recovered: 2016 (?), and the shares of 2016 and 2017. From 2018 on, level and share are those of 47 "
        "economies, the share of their own GDP.",
        "figure 1 and introduction; CAICT; Huawei and Oxford Economics",
    ),
    2: (
        "CHN", "China: GDP and digital economy", "US$ billion",
        "Shares of 2017 to 2020 are US$ over US$; CAICT's own, in yuan, differ (38.6 % in 2020).", "",
    ),
    3: (
        "RUS", "Russia: GDP and digital economy", "US$ billion",
        "Everything follows from 18.9 % of GDP (2021) and table 1; the black bands are the bounds.", "",
    ),
    4: (
        "JPN", "Japan: GDP and digital economy", "US$ billion",
        "2016 is China Info100's; it and the stated 52.0 % of GDP (2021) agree through table 1.", "",
    ),
    5: (
        "KOR", "Republic of Korea: GDP and digital economy", "US$ billion",
        "No value can be recovered: more than half of GDP in 2020 and 2021, and China's 64 % of the four, give bounds "
        "only.", "",
    ),
    7: (
        "CHN", "China: value added of the ICT industry and its share of GDP", "CNY trillion",
        "Only 2022 can be recovered from the text. The other bars are CAICT's digital industrialisation, the published "
        "series nearest to the figure; that it plots this is not proved. No share of 2020 is known.",
        "section I.5.1, for figure 7; CAICT",
    ),
    8: (
        "JPN", "Japan: sales of the ICT industry", "JPY trillion",
        "Only 2020 can be recovered from the text. The other bars are the ministries' published sales (fiscal years, "
        "activity base); that the figure plots these is not proved. The value of 2013 (?) is not known.",
        "section I.5.3, for figure 8; METI and MIC, Japan",
    ),
}  # fmt: skip


def _frame_and_rows(number: int) -> tuple[Any, Any]:
    """Return the dataset of any figure but 6, and a row for each bar: value, bounds, and the whole behind it."""
    code = _FIGURES[number][0]
    frame: Any
    if number == 1:
        frame = global_digital_economy()
        rows = frame.assign(
            value=frame["scale_usd_bn"] / 1000, basis=frame["basis"].mask(frame["year"] == 2017, "apart")
        )
    elif number < 6:
        frame = digital_economy_scale()
        names = {"scale_usd_bn": "value", "scale_low_usd_bn": "low", "scale_high_usd_bn": "high", "gdp_usd_bn": "whole"}
        rows = frame[frame["economy"] == code].rename(columns=names)
    else:
        frame = ict_industry()
        own = frame[frame["economy"] == code]
        # Of a year for which there are both, what the text says (ict_) comes last and is drawn.
        values, shares = (
            own[own["measure"].str.fullmatch(measure)].drop_duplicates("year", keep="last").set_index("year")
            for measure in (".*_value_added|ict_sales", ".*(industrialisation|value_added)_share_of_gdp")
        )
        rows = values.assign(share_of_gdp_pct=shares["value"]).reset_index()
        rows["value"] /= 1000 if number == 8 else 1
    columns = ["year", "value", "low", "high", "whole", "share_of_gdp_pct", "basis"]
    return frame, list(rows.reindex(columns=columns).itertuples())


def _fill_style(look: _style.Look, kind: str) -> dict[str, Any]:
    """Return the colours and the hatch of a kind of number."""
    from matplotlib.colors import to_rgba

    _, full, hatch, edge = KINDS[kind]
    return {"facecolor": to_rgba(look.colour, full), "edgecolor": look.ink, "hatch": hatch, "linestyle": edge}


def _draw_bar(ax: Axes, row: Any, look: _style.Look) -> tuple[float, str]:
    """Draw a bar over the whole that it is a share of; return how high it is, and its label."""
    ax.bar(row.year, row.whole, width=0.8, color=_style.PALE, edgecolor="#b5b5b5", linewidth=0.6, zorder=1)
    if not row.basis:
        return 0, "?"
    band = {"x": row.year, "height": row.high - row.low, "width": 0.6, "bottom": row.low}
    if row.basis == "bounded":
        ax.bar(row.year, row.low, width=0.6, color="none", edgecolor=look.ink, linestyle=":", zorder=2)
        ax.bar(**band, zorder=2, **_fill_style(look, row.basis))
        share = f"{100 * row.low / row.whole:.0f}–{100 * row.high / row.whole:.0f} %"
        return row.high, f"{row.low:,.0f} to\n{row.high:,.0f}\n{share}"
    ax.bar(row.year, row.value, width=0.6, zorder=2, **_fill_style(look, row.basis))
    ax.bar(**band, color=_style.INK, linewidth=0, zorder=3)
    share = "" if isnan(row.share_of_gdp_pct) else f"\n{row.share_of_gdp_pct:.1f} %"
    return row.value, (f"{row.value:,.1f}" if row.value > 10 else f"{row.value:g}") + share


def _bars(number: int, ax: Axes | None, own: _style.Title) -> Axes:
    """Draw any figure but 6."""
    code, title, unit, note, source = _FIGURES[number]
    frame, rows = _frame_and_rows(number)
    look = _style.OWN[code]
    with _style.styled(ax) as ax:
        from matplotlib.patches import Patch

        clear = [(row.whole, 0.0) for row in rows if not isnan(row.whole)]
        samples = [Patch(facecolor=_style.PALE, edgecolor="#b5b5b5", label="GDP")] if clear else []
        for row in rows:
            height, text = _draw_bar(ax, row, look)
            label = ax.annotate(text, (row.year, height), (0, 2.5), textcoords="offset points", fontsize=SMALL)
            label.set(ha="center", va="bottom", linespacing=1.1, zorder=4)
            clear.append((height, LEADING * SMALL * (1 + text.count("\n"))))
        used = [kind for kind in KINDS if any(row.basis == kind for row in rows)]
        samples += [Patch(label=KINDS[kind][0], **_fill_style(look, kind)) for kind in used]
        years = [row.year for row in rows]
        ax.set_xlim(years[0] - 0.6, years[-1] + 0.6)
        ax.yaxis.set_major_formatter("{x:,.0f}")
        heading = f"Figure {number}. {title}, {years[0]}-{years[-1]}"
        source = source or f"figure {number}, recovered from text and table 1; GDP: World Bank"
        notes = [note, _style.source_line(frame, source)]
        _style.finish(ax, heading, unit, notes, own=own, years=years, legend=samples, clear=clear)
        return ax


def _figure_6(ax: Axes | None, own: _style.Title) -> Axes:
    """Draw the four economies compared: a line each, and the band between its bounds."""
    frame: Any = digital_economy_scale()
    names, ends, paths = names_of(frame["economy"]), [], {}
    with _style.styled(ax) as ax:
        for code, rows in frame.groupby("economy"):
            look, years = _style.OWN[code], rows["year"]
            low, high = rows["scale_low_usd_bn"], rows["scale_high_usd_bn"]
            ax.fill_between(years, low, high, linewidth=0, color=look.colour, alpha=0.45, zorder=2)
            if rows["scale_usd_bn"].isna().all():
                ax.plot(years, low, years, high, color=look.ink, linewidth=1, linestyle="--", zorder=3)
                least, most = low.iloc[-1], high.iloc[-1]
                ends.append(End((least * most) ** 0.5, f"{names[code]} {least:,.0f}–{most:,.0f}", look.ink))
            else:
                paths[code] = years, rows["scale_usd_bn"]
        ends += _style.draw_lines(ax, paths, _style.OWN, names, ",.1f", 2021)
        derived = frame[frame["basis"].isin(["reconstructed", "external"])]
        _style.mark_hollow(ax, derived, "economy", "scale_usd_bn", _style.OWN)
        ticks = [200, 500, 1000, 2000, 5000]
        ax.set(yscale="log", xlim=(2015.8, 2021.2), ylim=(180, 9000))
        ax.set_yticks(ticks, [f"{tick:,}" for tick in ticks])
        ax.minorticks_off()
        ax.grid(axis="y")
        notes = [
            "Filled points are stated in the text, hollow ones are reconstructed (Japan's of 2016 is another "
            "publication's). Korea cannot be recovered: only bounds follow from the text. The bounds of the other "
            "three are narrower than their lines. The scale is logarithmic: equal distances are equal ratios.",
            _style.source_line(frame, "figure 6, recovered from text and table 1"),
        ]
        heading, unit = "Figure 6. The digital economy of four countries, 2016-2021", "US$ billion, log scale"
        _style.finish(ax, heading, unit, notes, own=own, ends=ends, years=frame["year"])
        return ax


def figure(number: int, ax: Axes | None = None, *, title: _style.Title = None) -> Axes:
    """Draw the paper's figure 1 to 8 from the package's data.

    What the text states, what follows from it, what another publication says and what is only bounded look
    different; what cannot be recovered is said in the picture. Bounds are drawn as bands.

    Parameters
    ----------
    number : int
        1 to 8: the world; China, Russia, Japan and Korea; the four compared (US$); China's ICT industry (trillion
        yuan); Japan's ICT sales (trillion yen).
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    title : str or False, optional
        In place of the picture's own title; False for none.

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
    if number not in range(1, 9):
        raise UnknownChoiceError(number, range(1, 9), kind="figure")
    return _figure_6(ax, title) if number == 6 else _bars(number, ax, title)
