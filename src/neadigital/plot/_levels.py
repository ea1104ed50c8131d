"""Lines of levels over time: any table's series, ranks, and the paper's figure 6."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from neadigital import _store
from neadigital._engine.panel import Columns, Panel
from neadigital._loaders import digital_economy_scale, notes
from neadigital._tables import dataset
from neadigital.errors import UnknownChoiceError
from neadigital.plot._layout import Title, finish
from neadigital.plot._lines import (
    Frames,
    draw_lines,
    find_bounds,
    mark_years,
    on_breaks,
    three_highest,
    with_breaks,
    with_gaps,
)
from neadigital.plot._looks import (
    Highlight,
    Look,
    Looks,
    background,
    economy_looks,
    find_members,
    looks,
    why_coloured,
)
from neadigital.plot._style import Options, check_options, styled
from neadigital.plot._tables import (
    columns_of,
    group_rows,
    one_panel,
    read_table,
    with_values,
)
from neadigital.plot._text import SMALL, End
from neadigital.plot._words import (
    capitalise,
    join,
    names_of,
    quantity,
    ranked,
    source_line,
    span,
)

if TYPE_CHECKING:
    from matplotlib import axes
else:
    from neadigital._hints import axes

# What each sign means, in the order of the remarks below a picture.
_MEANINGS = {
    "is_hollow": "Hollow points are reconstructed.",
    "is_crossed": "Crossed points are doubtful: see neadigital.notes().",
    "has_year": "A year beside a point is the year that its value is of.",
}
_ON_FIGURE_6 = (
    "Filled points are stated in the text or another publication's (Japan's of 2016), hollow "
    "ones are reconstructed, crossed ones doubtful (China's of 2020 seriously). Korea cannot "
    "be recovered: only bounds follow from the text. The bounds of the other three are "
    "narrower than their lines. The scale is logarithmic: equal distances are equal ratios."
)


def signs_of(frame: Any, value: str, time: str = "year") -> Any:
    """Return the signs of each point: hollow, crossed, and the year of its value if another."""
    # A point that is stated or another publication's, and not in doubt, has none.
    known = frame[value].notna()
    basis = frame.get("basis", pd.Series("", frame.index))
    severity = pd.Series(None, frame.index, dtype=object)
    if about := frame.attrs.get("neadigital"):
        severity = _severity_of(frame, about["dataset"], value)
    signs = pd.DataFrame(index=frame.index)
    signs["is_hollow"] = known & basis.eq("reconstructed")
    signs["is_crossed"] = known & severity.notna()
    signs["has_year"] = False
    if "reference_year" in frame:
        signs["reference_year"] = frame["reference_year"]
        signs["has_year"] = known & frame["reference_year"].ne(frame[time])
    return signs


# The columns that identify a number in a dataset and in its notes.
_KEY = ("economy", "place", "year", "period", "indicator", "edition")


def _severity_of(frame: Any, name: str, value: str) -> Any:
    """Return the severity of the doubt about each number of a column; missing without a doubt."""
    key = _store.key(name)
    if not set(key) <= set(frame):
        return pd.Series(None, frame.index, dtype=object)
    # Notes have cities and regions in the column `place`.
    renamed = frame.rename(columns={"city": "place", "region": "place"})
    own = renamed[[column for column in _KEY if column in renamed]]
    doubts: Any = notes(name).query("kind == 'doubtful' and column == @value")
    doubts = doubts[[*own, "severity"]].astype(dict.fromkeys(own, str))
    return own.astype(str).merge(doubts, "left").set_index(frame.index)["severity"]


def _draw(
    ax: axes.Axes,
    lines: Frames,
    value: str,
    shapes: Looks,
    *,
    time: str = "year",
    form: str = "g",
) -> tuple[list[End], str]:
    """Draw the line, the band and the signs of each member; return the texts at the ends and below.

    The text below explains the signs; it is empty if there are none.
    """
    drawn: Any = pd.concat(lines.values())
    signs = signs_of(drawn, value, time)
    names = names_of(lines)
    apart = with_breaks(with_gaps(lines, time), [value, *find_bounds(drawn, value)])
    ends = draw_lines(ax, apart, time, value, shapes, names, form)
    for who, rows in lines.items():
        own = signs.loc[rows.index].assign(x=rows[time], y=rows[value])
        _draw_signs(ax, own, shapes[who])
    mark_years(ax, drawn[time])
    seen = [text for sign, text in _MEANINGS.items() if signs[sign].any()]
    return ends, join(seen)


def _draw_signs(ax: axes.Axes, points: Any, look: Look) -> None:
    """Draw a hollow point where one is reconstructed, a cross where it is doubtful, and years."""
    shape, size = (look.marker, 6) if look.marker else ("o", 4)
    edge: Options = {"mec": look.colour, "mew": 1.5, "zorder": 4}
    hollow = points[points["is_hollow"]]
    ax.plot(hollow["x"], hollow["y"], shape, ms=size, mfc=background(ax), **edge)
    crossed = points[points["is_crossed"]]
    ax.plot(crossed["x"], crossed["y"], "x", ms=size + 4, **edge)
    for point in points[points["has_year"]].itertuples():
        ax.annotate(
            f"({point.reference_year})",
            (point.x, point.y),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            size=SMALL,
            color=look.ink,
        )


def series(
    data: pd.DataFrame,
    value: str,
    *,
    economies: Highlight = None,
    entity: Columns = "economy",
    time: str = "year",
    within: Columns | None = None,
    label: str | None = None,
    unit: str | None = None,
    title: Title = None,
    highlight: Highlight = None,
    source: str | None = None,
    ax: axes.Axes | None = None,
) -> axes.Axes:
    """Draw the levels of chosen economies over the years, a line each.

    Where the data have bounds (columns named like `value`, as ``scale_low_usd_bn`` and
    ``scale_high_usd_bn``), a band lies between them. A filled point is stated or another
    publication's, a hollow one reconstructed (by the column `basis`); of the package's own data, a
    doubtful one is crossed. Where the column `reference_year` has another year, it is written
    beside the point. A year without a value interrupts the line, and so does a break:
    where the status (`obs_status`, ``OBS_STATUS`` or ``OBS_FLAG``) says that a series breaks, its
    line begins anew.

    Parameters
    ----------
    data : DataFrame
        One row per member and year (and `within`), in any order: a pandas DataFrame, or a table
        with `to_pandas` or `__arrow_c_stream__`, such as polars' or DuckDB's.
    value : str
        The column of levels.
    economies : str or list, optional
        The members to draw, by code or name, whatever `entity` calls them; by default all.
    entity : str or list of str, default 'economy'
        The column of the members, such as economies, cities or sectors; or several.
    time : str, default 'year'
        The column of the year, a whole number. It is one column, because years are paired.
    within : str or list of str, optional
        The columns of whatever else separates one cross-section from another, such as
        ``"indicator"``. The data may hold only one.
    label : str, optional
        What the values are, in words; by default the codebook's words for the package's own data,
        else the name of the column.
    unit : str, optional
        The unit of the values; by default the codebook's for the package's own data.
    title : str or False, optional
        In place of the picture's own title; False for none.
    highlight : str or list, optional
        The lines to colour, at most twelve; the others are grey. By default all of at most twelve,
        else the three that end highest.
    source : str, optional
        The line of the source; by default that of the package's own dataset.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: a line for each member, with its last value or bounds at the end.

    Raises
    ------
    KeyError
        If a column that is named is absent.
    TypeError
        If an option has the wrong type, or a column does not hold numbers.
    DuplicateKeyError
        If a member has several values in a year.
    UnknownChoiceError
        If a member to draw or to highlight is not in the data.
    ValueError
        If there is nothing to draw, the data hold more than one `within`, or more than twelve lines
        are to be highlighted.
    ModuleNotFoundError
        If matplotlib is not installed.

    References
    ----------
    Song (2023); the sources of each number are in `observations`.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> import neadigital
    >>> scale = neadigital.digital_economy_scale()
    >>> axes = neadigital.plot.series(scale, "scale_usd_bn", economies=["South Korea", "Japan"])
    >>> [text.get_text() for text in axes.texts]
    ['Rep. of Korea 930–1,154', 'Japan 2,569']
    """
    frame = read_table(data, time, ax, title, label=label, unit=unit, source=source)
    # Doubts are looked up by the label of a row, so labels must be unique.
    frame = frame.reset_index(drop=True)
    # The panel checks the table: it needs the same columns, and each member once a year.
    Panel(frame, entity, time, within).values(value)
    one_panel(frame, within)
    what = quantity(frame, value, label, unit, source)
    lines = _lines_of(frame, value, entity, time)
    empty = group_rows(frame, entity).keys() - lines.keys()
    if economies is not None:
        chosen = find_members(economies, lines, "line to draw", empty)
        lines = {who: lines[who] for who in chosen}
    with styled(ax) as ax:
        few = three_highest(lines, value)
        shapes = looks(ax, lines, highlight, few=few, empty=empty)
        ax.margins(x=0.04, y=0.08)
        ends, on_signs = _draw(ax, lines, value, shapes, time=time, form=",.4g")
        remarks = [
            why_coloured(shapes, highlight, "the three that end highest"),
            on_signs,
            "Bands lie between bounds." if ax.collections else "",
            on_breaks(lines),
        ]
        return finish(
            ax,
            f"{what.capital}, {span(pd.concat(lines.values())[time])}",
            what.unit,
            join(remarks),
            what.source,
            own=title,
            ends=ends,
        )


def _lines_of(frame: Any, value: str, entity: Columns, time: str) -> Frames:
    """Return each member's rows that have a value or bounds, in order of time."""
    numbers = [value, *find_bounds(frame, value)]
    rows = frame.dropna(subset=numbers, how="all")
    rows = with_values(rows, time, value).sort_values([*columns_of(entity), time])
    # As floats, missing numbers of every type are NaN, and unsigned numbers can be negated.
    rows = rows.astype({**dict.fromkeys(numbers, float), time: "int64"})
    return group_rows(rows, entity)


def figure_6(ax: axes.Axes | None, own: Title) -> axes.Axes:
    """Draw figure 6: a line for each of the four economies, and the band between its bounds."""
    frame: Any = digital_economy_scale()
    value = "scale_usd_bn"
    lines = group_rows(frame, "economy")
    with styled(ax) as ax:
        shapes = economy_looks(ax)
        ends, _ = _draw(ax, lines, value, shapes, form=",.1f")
        _log_axis(ax, (180, 9000), [200, 500, 1000, 2000, 5000])
        ax.set_xlim(2015.8, 2021.2)
        return finish(
            ax,
            "Figure 6. The digital economy of four countries, 2016-2021",
            "US$ billion, log scale",
            _ON_FIGURE_6,
            source_line(frame, "figure 6, recovered from text and table 1"),
            own=own,
            ends=ends,
        )


def _log_axis(ax: axes.Axes, limits: tuple[float, float], ticks: Sequence[int]) -> None:
    """Make the y axis logarithmic, with the given ticks and a grid line at each."""
    ax.set(yscale="log", ylim=limits, yticks=ticks)
    ax.yaxis.set_major_formatter("{x:,g}")
    ax.minorticks_off()


_PLACES = (1, 2, 3, 5, 10, 20, 30, 50, 100, 200)


def ranks(
    name: str,
    column: str | None = None,
    *,
    highlight: Highlight = None,
    title: Title = None,
    ax: axes.Axes | None = None,
) -> axes.Axes:
    """Draw the ranks in a dataset as a bump chart: a line for each member, the best place on top.

    A crossed point is a doubtful rank (see `notes`). A year without a rank breaks the line, and so
    does a break of the series.

    Parameters
    ----------
    name : str
        A dataset in which each member has a rank in several years, such as ``"egovernment_ranks"``.
    column : str, optional
        The column of ranks; by default the first.
    highlight : str or list, optional
        The lines to colour; the others are grey. By default all of at most twelve.
    title : str or False, optional
        In place of the picture's own title; False for none.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: a line for each member that has a rank, with name and last rank at its end.

    Raises
    ------
    UnknownChoiceError
        If the dataset has no ranks over time, or not this column, or no such member.
    TypeError
        If `ax` or `title` has the wrong type.
    ModuleNotFoundError
        If matplotlib is not installed.

    References
    ----------
    Song (2023); the publishers of the ranks are in `sources`.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> from neadigital import plot
    >>> bool(plot.ranks("cybersecurity_ranks").yaxis_inverted())
    True
    """
    check_options(ax, title)
    column, meaning = _column_of_ranks(name, column)
    frame: Any = dataset(name).astype({column: float})
    # One column of the key is the year, the other the member.
    [member] = set(_store.key(name)) - {"year"}
    is_ranked = frame.groupby(member)[column].transform("count") > 0
    frame = frame[is_ranked]
    lines = group_rows(frame, member)
    what = quantity(frame, column, None, None, None)
    with styled(ax) as ax:
        shapes = looks(ax, lines, highlight)
        if member != "economy":
            shapes = {**shapes, **_looks_of_economies(ax, lines, shapes)}
        ax.margins(x=0.04)
        ends, on_signs = _draw(ax, lines, column, shapes)
        _axis_of_ranks(ax, frame[column])
        return finish(
            ax,
            f"{what.capital}, {span(frame['year'])}",
            f"{what.unit} (log scale)",
            join([f"{capitalise(meaning)}.", on_signs, on_breaks(lines)]),
            what.source,
            own=title,
            ends=ends,
        )


def _column_of_ranks(name: str, column: str | None) -> tuple[str, str]:
    """Return the column of ranks in a dataset, by default the first, and what it means."""
    datasets = ranked()
    if name not in datasets:
        raise UnknownChoiceError(name, datasets, kind="dataset of ranks over time")
    columns = datasets[name]
    chosen = next(iter(columns)) if column is None else column
    if chosen not in columns:
        raise UnknownChoiceError(column, columns, kind=f"column of ranks in {name}")
    return chosen, columns[chosen]


def _looks_of_economies(ax: axes.Axes, lines: Frames, shapes: Looks) -> Looks:
    """Return the look of its economy for each coloured city; none if two cities share one."""
    economies = {who: rows["economy"].iloc[0] for who, rows in lines.items()}
    if len(set(economies.values())) < len(economies):
        return {}
    own = economy_looks(ax)
    return {who: own[economies[who]] for who in lines if shapes[who].marker}


def _axis_of_ranks(ax: axes.Axes, ranks: Any) -> None:
    """Put the best rank on top, with some room above it and below the worst."""
    best, worst = ranks.min(), ranks.max()
    lowest = worst * 1.15
    places = [place for place in _PLACES if best <= place <= lowest]
    _log_axis(ax, (lowest, best / 1.15), places)
