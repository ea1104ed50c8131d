"""Pictures of the package's own data: the paper's figures 1 to 8 redrawn, ranks over time, and what was corrected."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from neadigital.catalogue import datasets
from neadigital.errors import NeadigitalError, UnknownChoiceError
from neadigital.loaders import load
from neadigital.loaders.data_tables import (
    digital_economy_scale,
    global_digital_economy,
    growth_rates,
    ict_industry,
)
from neadigital.plot import _style
from neadigital.plot._text import LEADING, SMALL, End
from neadigital.plot._words import names_of, span
from neadigital.trust import errata, flags

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# Each kind of number: its name, how full its colour is, its hatch, and its edge.
KINDS = {
    "stated": ("stated in the text", 1.0, "", "-"),
    "reconstructed": ("reconstructed", 0.45, "////", "-"),
    "external": ("from another publication", 0.2, "....", "-"),
    "bounded": ("only bounds are known", 0.45, "", "--"),
    "apart": ("another institute's estimate, not to be compared", 0.0, "xxxx", ":"),
}


# Each figure but 6: economy, title, unit, note, and source (of 2 to 5 the same).
_FIGURES = {
    1: (
        "WLD",
        "The world's digital economy and its share of GDP",
        "US$ trillion",
        "That the figure plots 2016 and 2017 so is likely, not proved. From 2018 on, level and share are those of 47 "
        "economies, the share of their own GDP.",
        "figure 1 and introduction; CAICT; Huawei and Oxford Economics",
    ),
    2: (
        "CHN",
        "China: GDP and digital economy",
        "US$ billion",
        "Shares of 2017 to 2020 are US$ over US$; CAICT's own, in yuan, differ (38.6 % in 2020).",
        "",
    ),
    3: (
        "RUS",
        "Russia: GDP and digital economy",
        "US$ billion",
        "Everything follows from 18.9 % of GDP (2021) and table 1.",
        "",
    ),
    4: (
        "JPN",
        "Japan: GDP and digital economy",
        "US$ billion",
        "2016 is China Info100's; it and the stated 52.0 % of GDP (2021) agree through table 1.",
        "",
    ),
    5: (
        "KOR",
        "Republic of Korea: GDP and digital economy",
        "US$ billion",
        "No value can be recovered: more than half of GDP in 2020 and 2021, and China's 64 % of the four, give bounds "
        "only.",
        "",
    ),
    7: (
        "CHN",
        "China: value added of the ICT industry and its share of GDP",
        "CNY trillion",
        "Only 2022 can be recovered from the text. The other bars are CAICT's digital industrialisation, the published "
        "series nearest to the figure; that it plots this is not proved. No share of 2020 is known.",
        "section I.5.1, for figure 7; CAICT",
    ),
    8: (
        "JPN",
        "Japan: sales of the ICT industry",
        "JPY trillion",
        "Only 2020 can be recovered from the text. The other bars are the ministries' published sales (fiscal years, "
        "activity base); that the figure plots these is not proved.",
        "section I.5.3, for figure 8; METI and MIC, Japan",
    ),
}


def _frame_and_rows(number: int) -> tuple[Any, Any]:
    """Return the dataset of a figure, and a row for each bar: value, bounds, and the whole behind it."""
    code = _FIGURES[number][0]
    frame: Any
    if number == 1:
        frame = global_digital_economy()
        rows = frame.assign(
            value=frame["scale_usd_bn"] / 1000,
            basis=frame["basis"].mask(frame["year"] <= 2017, "apart"),
        )
    elif number < 6:
        frame = digital_economy_scale()
        names = {
            "scale_usd_bn": "value",
            "scale_low_usd_bn": "low",
            "scale_high_usd_bn": "high",
            "gdp_usd_bn": "whole",
        }
        rows = frame[frame["economy"] == code].rename(columns=names)
    else:
        frame = ict_industry()
        own = frame[frame["economy"] == code]
        # What the text says (ict_) comes last, and is drawn.
        values, shares = (
            own[own["measure"].str.fullmatch(measure)]
            .drop_duplicates("year", keep="last")
            .set_index("year")
            for measure in (
                ".*_value_added|ict_sales",
                ".*(industrialisation|value_added)_share_of_gdp",
            )
        )
        rows = values.assign(share_of_gdp_pct=shares["value"]).reset_index()
        rows["value"] /= 1000 if number == 8 else 1
    columns = ["year", "value", "low", "high", "whole", "share_of_gdp_pct", "basis"]
    return frame, list(rows.reindex(columns=columns).itertuples())


def _fill_style(look: _style.Look, kind: str) -> dict[str, Any]:
    """Return the colours and the hatch of a kind of number."""
    from matplotlib.colors import to_rgba

    _, full, hatch, edge = KINDS[kind]
    return {
        "facecolor": to_rgba(look.colour, full),
        "edgecolor": look.ink,
        "hatch": hatch,
        "linestyle": edge,
    }


def _draw_bar(ax: Axes, row: Any, look: _style.Look) -> tuple[float, str]:
    """Draw a bar over the whole that it is a share of; return its height and label."""
    ax.bar(
        row.year,
        row.whole,
        width=0.8,
        color=_style.PALE,
        edgecolor="#b5b5b5",
        linewidth=0.6,
        zorder=1,
    )
    if not row.basis:
        return 0, "?"
    band = {
        "x": row.year,
        "height": row.high - row.low,
        "width": 0.6,
        "bottom": row.low,
    }
    if row.basis == "bounded":
        ax.bar(
            row.year,
            row.low,
            width=0.6,
            color="none",
            edgecolor=look.ink,
            linestyle=":",
            zorder=2,
        )
        ax.bar(**band, zorder=2, **_fill_style(look, row.basis))
        share = f"{100 * row.low / row.whole:.0f}–{100 * row.high / row.whole:.0f} %"
        return row.high, f"{row.low:,.0f} to\n{row.high:,.0f}\n{share}"
    ax.bar(row.year, row.value, width=0.6, zorder=2, **_fill_style(look, row.basis))
    ax.bar(**band, color=_style.INK, linewidth=0, zorder=3)
    share = "" if isnan(row.share_of_gdp_pct) else f"\n{row.share_of_gdp_pct:.1f} %"
    return row.value, (
        f"{row.value:,.1f}" if row.value > 10 else f"{row.value:g}"
    ) + share


def _bars(number: int, ax: Axes | None, own: _style.Title) -> Axes:
    """Draw any figure but 6."""
    code, title, unit, note, source = _FIGURES[number]
    frame, rows = _frame_and_rows(number)
    look = _style.OWN[code]
    with _style.styled(ax) as ax:
        from matplotlib.patches import Patch

        clear = [(row.whole, 0.0) for row in rows if not isnan(row.whole)]
        samples = (
            [Patch(facecolor=_style.PALE, edgecolor="#b5b5b5", label="GDP")]
            if clear
            else []
        )
        for row in rows:
            height, text = _draw_bar(ax, row, look)
            label = ax.annotate(
                text,
                (row.year, height),
                (0, 2.5),
                textcoords="offset points",
                fontsize=SMALL,
            )
            label.set(ha="center", va="bottom", linespacing=1.1, zorder=4)
            clear.append((height, LEADING * SMALL * (1 + text.count("\n"))))
        used = [kind for kind in KINDS if any(row.basis == kind for row in rows)]
        what = "digital economy: " if samples else ""
        samples += [
            Patch(label=what + KINDS[kind][0], **_fill_style(look, kind))
            for kind in used
        ]
        years = [row.year for row in rows]
        ax.set_xlim(years[0] - 0.6, years[-1] + 0.6)
        ax.yaxis.set_major_formatter("{x:,.0f}")
        heading = f"Figure {number}. {title}, {years[0]}-{years[-1]}"
        source = (
            source
            or f"figure {number}, recovered from text and table 1; GDP: World Bank"
        )
        notes = [note, _style.source_line(frame, source)]
        _style.finish(
            ax, heading, unit, notes, own=own, years=years, legend=samples, clear=clear
        )
        return ax


def _figure_6(ax: Axes | None, own: _style.Title) -> Axes:
    """Draw the four economies: a line each, and the band between its bounds."""
    frame: Any = digital_economy_scale()
    names, ends, paths = names_of(frame["economy"]), [], {}
    with _style.styled(ax) as ax:
        for code, rows in frame.groupby("economy"):
            look, years = _style.OWN[code], rows["year"]
            low, high = rows["scale_low_usd_bn"], rows["scale_high_usd_bn"]
            ax.fill_between(
                years, low, high, linewidth=0, color=look.colour, alpha=0.45, zorder=2
            )
            if rows["scale_usd_bn"].isna().all():
                ax.plot(
                    years,
                    low,
                    years,
                    high,
                    color=look.ink,
                    linewidth=1,
                    linestyle="--",
                    zorder=3,
                )
                least, most = low.iloc[-1], high.iloc[-1]
                ends.append(
                    End(
                        (least * most) ** 0.5,
                        f"{names[code]} {least:,.0f}–{most:,.0f}",
                        look.ink,
                    )
                )
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
        heading, unit = (
            "Figure 6. The digital economy of four countries, 2016-2021",
            "US$ billion, log scale",
        )
        _style.finish(ax, heading, unit, notes, own=own, ends=ends, years=frame["year"])
        return ax


def figure(number: int, ax: Axes | None = None, *, title: _style.Title = None) -> Axes:
    """Draw the paper's figure 1 to 8 from the package's data.

    What the text states, what follows from it, what another publication says and what is only
    bounded look different.

    Parameters
    ----------
    number : int
        1 to 8: the world; China, Russia, Japan, Korea; the four (US$); China's ICT industry (yuan);
        Japan's (yen).
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    title : str or False, optional
        In place of the picture's own title; False for none.

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
    ModuleNotFoundError
        If matplotlib is not installed.

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
            "Two figures of the paper bear the number 9 (the ICT industry's contribution to Japan's growth, and "
            "Korea's ICT industry), and of neither can a plotted number be recovered from the text: see "
            "neadigital.notes('ict_industry')."
        )
    if number not in range(1, 9):
        raise UnknownChoiceError(number, range(1, 9), kind="figure")
    return _figure_6(ax, title) if number == 6 else _bars(number, ax, title)


# --- ranks
# -------------------------------------------------------------------------------------------------------

# The columns of ranks over time, and what they are.
_RANKED = {
    "egovernment_ranks": {
        "egdi_rank": "World ranks in e-government development (UN)",
        "epi_rank": "World ranks in e-participation (UN)",
    },
    "local_online_service_ranks": {"rank": "City ranks in local online services (UN)"},
    "digital_competitiveness_ranks": {
        "rank": "World ranks in digital competitiveness (IMD)"
    },
    "cybersecurity_ranks": {"rank": "World ranks in cybersecurity (ITU)"},
}


def ranks(
    name: str,
    column: str | None = None,
    ax: Axes | None = None,
    *,
    highlight: _style.Highlight = None,
    title: _style.Title = None,
) -> Axes:
    """Draw the ranks in a dataset as a bump chart: a line for each member, the best place on top.

    A hollow point is a doubtful rank (see `notes`). A year without a rank breaks the line.

    Parameters
    ----------
    name : str
        ``"egovernment_ranks"``, ``"local_online_service_ranks"``,
        ``"digital_competitiveness_ranks"`` or ``"cybersecurity_ranks"``.
    column : str, optional
        ``"egdi_rank"`` (the default) or ``"epi_rank"``, of the first.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    highlight : code or city, or list of them, optional
        The lines to colour; the others are grey. By default all.
    title : str or False, optional
        In place of the picture's own title; False for none.

    Returns
    -------
    matplotlib.axes.Axes
        The axes, with a logarithmic scale.

    Raises
    ------
    UnknownChoiceError
        If the dataset or the column holds no ranks over time.
    ModuleNotFoundError
        If matplotlib is not installed.

    References
    ----------
    Song (2023), tables 3, 4, 9 and section I.3.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> from neadigital import plot
    >>> bool(plot.ranks("cybersecurity_ranks").yaxis_inverted())
    True
    """
    if name not in _RANKED:
        raise UnknownChoiceError(name, _RANKED, kind="dataset of ranks over time")
    column = column or next(iter(_RANKED[name]))
    if column not in _RANKED[name]:
        raise UnknownChoiceError(
            column, _RANKED[name], kind=f"column of ranks in {name}"
        )
    frame: Any = load(name)  # type: ignore[call-overload]
    member = "city" if "city" in frame else "economy"
    shapes = _style.looks(frame[member], highlight)
    # A city has the look of its economy.
    economy = dict(zip(frame[member], frame["economy"], strict=True))
    shapes = {
        who: look if look is _style.FAINT else _style.OWN[economy[who]]
        for who, look in shapes.items()
    }
    wide = frame.pivot(index="year", columns=member, values=column).astype(float)
    paths = {who: (wide.index, wide[who]) for who in wide}
    doubted = flags(name)[column].str.contains("doubtful")
    with _style.styled(ax) as ax:
        ax.margins(x=0.04)
        ends = _style.draw_lines(
            ax, paths, shapes, names_of(paths), "g", frame["year"].max()
        )
        _style.mark_hollow(ax, frame[doubted], member, column, shapes)
        worst, best = float(frame[column].max()), float(frame[column].min())
        ticks = [
            tick
            for tick in (1, 2, 3, 5, 10, 20, 30, 50, 100, 200)
            if best <= tick <= worst * 1.15
        ]
        ax.set(yscale="log", ylim=(worst * 1.15, best / 1.15))
        ax.set_yticks(ticks, [str(tick) for tick in ticks])
        ax.minorticks_off()
        ax.grid(axis="y")
        tables: Any = datasets().set_index("name").loc[name, "tables"]
        remark = (
            "Hollow points are doubtful: see neadigital.notes()."
            if doubted.any()
            else ""
        )
        source = _style.source_line(
            frame, f"table {tables}" if tables else "section I.3"
        )
        heading, unit = (
            f"{_RANKED[name][column]}, {span(frame['year'])}",
            "place in the world, 1 is best (log scale)",
        )
        _style.finish(
            ax,
            heading,
            unit,
            [remark, source],
            own=title,
            ends=ends,
            years=frame["year"],
        )
        return ax


# --- corrections
# -------------------------------------------------------------------------------------------------

# Why many cells are wrong, by dataset and kind: the table and the reason.
_CAUSES = {
    ("growth_rates", "wrong_base"): ("Table 1", "Table 1 divides by the wrong year"),
    ("itu_indicators", "mislabelled"): (
        "Table 2",
        "table 2 swaps the headers of fixed and mobile broadband",
    ),
}
_MEASURES = {
    "trade_cny_bn": "trade",
    "yoy_growth_pct": "growth of trade",
    "gdp_growth_pct": "GDP",
    "coverage_3g_pct": "3G coverage",
}


# A corrected cell: printed over correct number, whether that is proved, whose it is, and both
# numbers.
Cell = tuple[float, bool, str, str]


def _corrected_cells() -> dict[tuple[str, str], list[Cell]]:
    """Return the corrected cells by table (none for misprints) and row, the smallest ratio first."""
    rows: dict[tuple[str, str], list[Cell]] = {}
    for row in errata().to_dict("records"):
        key = dict(part.split("=") for part in row["key"].split(";"))
        place = key.get("economy") or key["region"]
        printed, right = row["printed_number"], float(row["value"])
        table, _ = _CAUSES.get((row["dataset"], row["kind"]), ("", ""))
        name = names_of([place])[place]
        what = key.get("indicator", row["column"])
        misprint = f"{name} {key['year']}, {_MEASURES.get(what, what)}"
        economy = "CHN" if place.startswith("CN-") else place
        cell = (
            abs(printed / right),
            row["certainty"] == "proved",
            economy,
            f"{printed:g} → {right:g}",
        )
        rows.setdefault((table, f"{table}: {name}" if table else misprint), []).append(
            cell
        )
    tables = sorted(row for row in rows if row[0])
    misprints = sorted((row for row in rows if not row[0]), key=lambda row: rows[row])
    return {row: sorted(rows[row]) for row in tables + misprints}


def corrections(ax: Axes | None = None, *, title: _style.Title = None) -> Axes:
    """Draw every number that the paper prints wrong, as a multiple of the correct one.

    Each point is a cell. Tables 1 and 2, each wrong as a whole, have a row for each economy, a
    misprint one of its own.

    Parameters
    ----------
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    title : str or False, optional
        In place of the picture's own title; False for none.

    Returns
    -------
    matplotlib.axes.Axes
        The axes, with a logarithmic scale and a point for each row of `errata`, hollow if it is
        inferred.

    Raises
    ------
    ModuleNotFoundError
        If matplotlib is not installed.

    References
    ----------
    Song (2023); the evidence is in `errata`.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> import neadigital
    >>> axes = neadigital.plot.corrections()
    >>> sum(line.get_gid() == "cell" for line in axes.lines) == len(neadigital.errata())
    True
    """
    rows = _corrected_cells()
    counts = {
        table: sum(len(cells) for (of, _), cells in rows.items() if of == table)
        for table, _ in rows
    }
    causes = ", ".join(
        f"{cause} ({counts[table]} numbers)" for table, cause in _CAUSES.values()
    )
    with _style.styled(ax) as ax:
        ax.axvline(1, color=_style.GREY, linewidth=1, zorder=1)
        for place, cells in enumerate(rows.values()):
            for turn, (ratio, proved, economy, _) in enumerate(cells):
                # Points of one row are close together: they stand a little higher and lower by
                # turns.
                y = place + (turn % 5 - 2) * 0.14 * (len(cells) > 1)
                look = _style.OWN[economy]
                fill = look.colour if proved else "white"
                ax.plot(
                    ratio,
                    y,
                    look.marker,
                    ms=4.5,
                    mfc=fill,
                    mec=look.colour,
                    mew=0.9,
                    zorder=3,
                    gid="cell",
                )
            if len(cells) == 1:
                side = 1 if ratio <= 1 else -1
                text = ax.annotate(
                    cells[0][3],
                    (ratio, y),
                    (7 * side, 0),
                    textcoords="offset points",
                    va="center",
                )
                text.set(
                    ha="left" if side > 0 else "right",
                    size=SMALL,
                    color=look.ink,
                    zorder=2,
                )
                text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})
        for above, row in enumerate(list(rows)[1:]):
            if row[0] != list(rows)[above][0]:
                ax.axhline(above + 0.5, color=_style.PALE, linewidth=0.8, zorder=0)
        ax.set(xscale="log", xlim=(0.055, 18), ylim=(len(rows) - 0.4, -0.6))
        ax.set_xticks([0.1, 0.5, 1, 2, 10], ["1/10", "1/2", "1", "2", "10"])
        ax.minorticks_off()
        ax.set_yticks(range(len(rows)), [row for _, row in rows])
        heading = f"{sum(counts.values())} numbers of the paper are wrong as printed"
        notes = [
            f"{causes}; the rest are misprints. Filled points: the correct number is proved. Hollow: it is inferred.",
            _style.source_line(
                growth_rates(),
                "corrected; the evidence for each is in neadigital.errata()",
            ),
        ]
        _style.finish(
            ax,
            heading,
            "",
            notes,
            own=title,
            x_label="printed value as a multiple of the correct one",
        )
        return ax
