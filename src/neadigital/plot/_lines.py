"""Lines over time or along a curve: any table's series, ranks, and the paper's figure 6."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from neadigital import _store
from neadigital._engine.gate import find_breaks
from neadigital._engine.panel import Panel
from neadigital._engine.tables import Columns, read_years, to_frame
from neadigital._loaders import digital_economy_scale, notes
from neadigital._messages import capitalise, list_some
from neadigital._options import as_list
from neadigital._tables import dataset
from neadigital.errors import UnknownChoiceError
from neadigital.plot._style import (
    SMALL,
    End,
    Highlight,
    Look,
    Options,
    Title,
    background,
    economy_looks,
    find_members,
    finish,
    looks,
    styled,
    why_coloured,
)
from neadigital.plot._words import (
    decimals_of,
    group_rows,
    join,
    names_of,
    quantity,
    ranked,
    source_line,
    span,
    with_values,
)

if TYPE_CHECKING:
    from matplotlib import axes
else:
    from neadigital._hints import axes

# A table for each member, and the look and the name of each.
Frames: TypeAlias = Mapping[Hashable, Any]
Looks: TypeAlias = Mapping[Hashable, Look]
Names: TypeAlias = Mapping[Hashable, str]

# At most this many years get a tick each, and at most this many grey lines a text.
_FEW_YEARS, _FEW_LINES = 7, 12
# What each sign means, in the order of the remarks below a picture.
_MEANINGS = {
    "is_hollow": "Hollow points are reconstructed.",
    "is_crossed": "Crossed points are doubtful: see neadigital.notes().",
}
_ON_BREAKS = "A dotted line crosses a break of a series: do not compare its two ends."
_ON_FIGURE_6 = (
    "Filled points are stated in the text or another publication's (Japan's of 2016), hollow "
    "ones are reconstructed, crossed ones doubtful (China's of 2020 seriously). Korea cannot "
    "be recovered: only bounds follow from the text. The bounds of the other three are "
    "narrower than their lines. The scale is logarithmic: equal distances are equal ratios."
)
# The columns that identify a number in a dataset and in its notes.
_KEY = [name for name in _store.KEY if name not in ("dataset", "column")]
_PLACES = (1, 2, 3, 5, 10, 20, 30, 50, 100, 200)

# what is drawn


def find_bounds(rows: Any, y: str) -> Sequence[str]:
    """Return the two columns of bounds, such as `scale_low_usd_bn` of `scale_usd_bn`, or none."""
    found = []
    for end in ("_low", "_high"):
        for column in map(str, rows):
            without_end = column.replace(end, "", 1)
            if end in column and without_end == y:
                found.append(column)
    return found if len(found) == 2 else []


def with_gaps(lines: Frames, time: str, numbers: list[str]) -> Frames:
    """Return lines that break where a year is missing, and where a series breaks.

    A year is missing if other lines have it. A year that no line has is missing too, if at least
    half of the years are consecutive: a survey of every second year has no gaps.
    """
    of_all = pd.concat([rows[time] for rows in lines.values()])
    years = np.unique(of_all)
    follows = np.diff(years) == 1
    are_yearly = follows.sum() >= len(follows) / 2
    if are_yearly:
        years = np.arange(years[0], years[-1] + 1)
    frame = pd.DataFrame({time: years})
    apart = {}
    for who, rows in lines.items():
        # Rows of NaN make matplotlib break the line.
        whole = frame.merge(rows, "left", on=time)
        apart[who] = _cut_at_breaks(whole, numbers)
    return apart


def _cut_at_breaks(rows: Any, numbers: list[str]) -> Any:
    """Return a line with a row of NaN ahead of each row with which the series breaks."""
    is_break = find_breaks(rows)
    nothing = dict.fromkeys(numbers, np.nan)
    cuts = rows[is_break].assign(**nothing)
    # A cut has the label of its row, and a stable sort keeps it ahead.
    both = pd.concat([cuts, rows]).sort_index(kind="stable")
    return both.reset_index(drop=True)


def signs_of(frame: Any, value: str) -> Any:
    """Return the signs of each point: hollow, or crossed.

    A point that is stated or another publication's, and not in doubt, has none.
    """
    is_known = frame[value].notna()
    signs = pd.DataFrame({"is_crossed": False}, frame.index)
    basis = frame.get("basis", "")
    signs["is_hollow"] = is_known & (basis == "reconstructed")
    about = frame.attrs.get("neadigital")
    if about:
        is_doubtful = _is_doubtful(frame, about["dataset"], value)
        signs["is_crossed"] = is_known & is_doubtful
    return signs


def _is_doubtful(frame: Any, name: str, value: str) -> Any:
    """Tell which numbers of a column have a note that doubts them."""
    # A caller may have dropped a column of the key.
    if not set(_store.key(name)) <= set(frame):
        return False
    # Notes have cities and regions in the column `place`.
    renamed = frame.rename(columns={"city": "place", "region": "place"})
    own = [column for column in _KEY if column in renamed]
    doubts: Any = notes(name).query("kind == 'doubtful' and column == @value")
    doubted = set(_keys(doubts, own))
    return _keys(renamed, own).isin(doubted)


def _keys(rows: Any, columns: list[str]) -> Any:
    """Return the key of each row as a tuple of texts."""
    return rows[columns].astype(str).apply(tuple, axis=1)


def mark_years(ax: axes.Axes, years: Any) -> None:
    """Set ticks at the years of the data if they are few and evenly spaced, else at whole years."""
    years = np.unique(years)
    steps = set(np.diff(years))
    if len(years) <= _FEW_YEARS and len(steps) < 2:
        ax.set_xticks(years)
    else:
        ax.locator_params(axis="x", integer=True)


def draw_lines(
    ax: axes.Axes, lines: Frames, x: str, y: str, shapes: Looks, names: Names
) -> list[End]:
    """Draw a line for each member, grey ones below the others; return the texts at their ends.

    A text is the name and the last value, with its year if other lines end later; a member that has
    only bounds has the last bounds. All have the same decimals. Grey lines have no text, unless
    they are few.
    """
    ends = []
    now = max(rows[x].max() for rows in lines.values())
    are_few = len(lines) <= _FEW_LINES
    last = [rows[y].dropna().tail(1) for rows in lines.values()]
    form = f",.{decimals_of(pd.concat(last).to_frame())}f"
    for who, rows in lines.items():
        look = shapes[who]
        _draw_band(ax, rows, x, y, look)
        _draw_line(ax, rows, x, y, look, names[who])
        if look.marker or are_few:
            height, number = _last_of(rows, x, y, form, now)
            text = f"{names[who]} {number}".strip()
            ends.append(End(height, text, look.ink))
    return ends


def _draw_band(ax: axes.Axes, rows: Any, x: str, y: str, look: Look) -> None:
    """Draw the band between the bounds, and the bounds as lines if there are no values."""
    bounds = [rows[bound] for bound in find_bounds(rows, y)]
    if bounds and look.marker:
        ax.fill_between(rows[x], *bounds, color=look.colour, alpha=0.3, lw=0)
    if rows[y].isna().all():
        for bound in bounds:
            ax.plot(rows[x], bound, color=look.ink, linewidth=1, linestyle="--")


def _draw_line(ax: axes.Axes, rows: Any, x: str, y: str, look: Look, name: str) -> None:
    """Draw a coloured line with its markers, or a thin grey one."""
    is_known = rows[y].notna()
    before = is_known.shift(1, fill_value=False)
    after = is_known.shift(-1, fill_value=False)
    # A value between two gaps is no line: only its marker shows it.
    is_marked = is_known & ~before & ~after
    if look.marker:
        # A long line has about eight markers, counted from its end so that the last value has one.
        known = rows.index[is_known]
        step = max(1, len(known) // 8)
        is_marked[known[::-step]] = True
    ax.plot(
        rows[x],
        rows[y],
        color=look.colour,
        marker=look.marker or "o",
        markersize=6 if look.marker else 4,
        markevery=list(np.flatnonzero(is_marked)),
        linewidth=2 if look.marker else 0.9,
        label=name if look.marker else "_",
        zorder=2 if look.marker else 1.5,
    )


def _last_of(rows: Any, x: str, y: str, form: str, now: Any) -> tuple[float, str]:
    """Return the height at which a line ends, and its last value or bounds as text."""
    known = rows.dropna(subset=[y])
    if known.empty:
        lower, upper = find_bounds(rows, y)
        low = rows[lower].dropna().iloc[-1]
        high = rows[upper].dropna().iloc[-1]
        middle = (low + high) / 2
        return middle, f"{low:,.0f}–{high:,.0f}"
    value = known[y].iloc[-1]
    year = known[x].iloc[-1]
    text = f"{value:{form}}"
    if year != now:
        text += f" ({year})"
    return value, text


def _draw(
    ax: axes.Axes,
    lines: Frames,
    value: str,
    shapes: Looks,
    *,
    time: str = "year",
) -> tuple[list[End], str]:
    """Draw the line, the band and the signs of each member; return the texts at the ends and below.

    The text below explains the signs and the breaks; it is empty if there are none.
    """
    drawn: Any = pd.concat(lines.values())
    numbers = [value, *find_bounds(drawn, value)]
    apart = with_gaps(lines, time, numbers)
    ends = draw_lines(ax, apart, time, value, shapes, names_of(lines))
    has_breaks = _join_across_breaks(ax, lines, time, value, shapes)
    signs = signs_of(drawn, value)
    for who, rows in lines.items():
        points = signs.loc[rows.index].assign(x=rows[time], y=rows[value])
        _draw_signs(ax, points, shapes[who])
    mark_years(ax, drawn[time])
    remarks = [text for sign, text in _MEANINGS.items() if signs[sign].any()]
    if ax.collections:
        remarks.append("Bands lie between bounds.")
    remarks += [_ON_BREAKS] if has_breaks else []
    return ends, join(remarks)


def _join_across_breaks(
    ax: axes.Axes, lines: Frames, x: str, y: str, shapes: Looks
) -> bool:
    """Draw a dotted line across each break, and label the steepest; return whether there is one."""
    heights = []
    steps = []
    for who, rows in lines.items():
        is_break = find_breaks(rows)
        for last in np.flatnonzero(is_break[1:]):
            step = rows.iloc[last : last + 2]
            colour = shapes[who].colour
            ax.plot(step[x], step[y], color=colour, lw=1, ls=":", label="_", zorder=1.5)
            low, high = sorted(step[y])
            heights.append(high - low)
            steps.append((step, colour))
    if not steps:
        return False
    # A side that has only bounds has no height.
    steepest = np.argmax(np.nan_to_num(heights))
    step, colour = steps[steepest]
    ax.annotate(
        "break",
        (step[x].mean(), step[y].mean()),
        xytext=(4, -2),
        textcoords="offset points",
        va="top",
        size=SMALL,
        color=colour,
    )
    return True


def _draw_signs(ax: axes.Axes, points: Any, look: Look) -> None:
    """Draw a hollow point where one is reconstructed, and a cross where it is doubtful."""
    shape, size = look.marker, 6
    if not shape:
        shape, size = "o", 4
    edge: Options = {"mec": look.colour, "mew": 1.5, "zorder": 4}
    hollow = points[points["is_hollow"]]
    ax.plot(hollow["x"], hollow["y"], shape, ms=size, mfc=background(ax), **edge)
    crossed = points[points["is_crossed"]]
    ax.plot(crossed["x"], crossed["y"], "x", ms=size + 4, **edge)


# the pictures


def read_table(data: Any, time: Any) -> Any:
    """Return the table of a picture; years that are categories become numbers, to be in order."""
    frame = to_frame(data)
    if isinstance(time, str) and time in frame:
        return frame.assign(**{time: read_years(frame[time])})
    return frame


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
    doubtful one is crossed, and a value of another year is named below. A year without a value
    interrupts the line. Where the status (`obs_status`, ``OBS_STATUS`` or ``OBS_FLAG``) says that a
    series breaks, the two sides are joined by a thin dotted line: they are not to be compared.

    Parameters
    ----------
    data, value, entity, time, within
        See `neadigital.growth`; the data may hold only one `within`.
    economies : str or list, optional
        The members to draw, by code or name, whatever `entity` calls them; by default all.
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
        If a column does not hold numbers.
    DuplicateKeyError
        If a member has several values in a year.
    UnknownChoiceError
        If a member to draw or to highlight is not in the data.
    ValueError
        If there is nothing to draw, the data hold more than one `within`, or more than twelve lines
        are to be highlighted.

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
    ['Republic of Korea 930–1,154', 'Japan 2,569.2']
    """
    # Doubts are looked up by the label of a row, so labels must be unique.
    frame = read_table(data, time).reset_index(drop=True)
    # The panel checks the table: it needs the same columns, and each member once a year.
    Panel(frame, value, entity, time, within)
    if len(panels := group_rows(frame, within)) > 1:
        some = list_some(list(panels), between=", ")
        raise ValueError(
            f"A picture is of one {within!r}, and the data hold {some}: choose one."
        )
    what = quantity(frame, value, label, unit, source, entity, time)
    lines = _lines_of(frame, value, entity, time)
    if economies is not None:
        chosen = find_members(economies, lines, "line to draw")
        lines = {who: lines[who] for who in chosen}
    with styled(ax) as ax:
        shapes = looks(ax, lines, highlight, few=_three_highest(lines, value))
        ax.margins(x=0.04, y=0.08)
        ends, on_signs = _draw(ax, lines, value, shapes, time=time)
        coloured = why_coloured(shapes, highlight, "the three that end highest")
        years = span(pd.concat(lines.values())[time])
        return finish(
            ax,
            f"{capitalise(what.label)}, {years}",
            what.unit,
            join([coloured, on_signs]),
            what.source,
            own=title,
            ends=ends,
        )


def _lines_of(frame: Any, value: str, entity: Columns, time: str) -> Frames:
    """Return each member's rows that have a value or bounds, in order of time."""
    numbers = [value, *find_bounds(frame, value)]
    rows = frame.dropna(subset=numbers, how="all")
    rows = with_values(rows, time, value).sort_values([*as_list(entity), time])
    # As floats, missing numbers of every type are NaN.
    rows = rows.astype({**dict.fromkeys(numbers, float), time: "int64"})
    return group_rows(rows, entity)


def _three_highest(lines: Frames, y: str) -> list[Hashable]:
    """Return the members whose lines end highest; those without a value come last."""
    last = {}
    for who, rows in lines.items():
        known = rows[y].dropna()
        last[who] = -np.inf if known.empty else known.iloc[-1]
    return sorted(last, key=last.__getitem__, reverse=True)[:3]


def figure_6(ax: axes.Axes | None, own: Title) -> axes.Axes:
    """Draw figure 6: a line for each of the four economies, and the band between its bounds."""
    frame: Any = digital_economy_scale()
    with styled(ax) as ax:
        lines = group_rows(frame, "economy")
        ends, _ = _draw(ax, lines, "scale_usd_bn", economy_looks(ax))
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


def ranks(
    name: str,
    column: str | None = None,
    *,
    highlight: Highlight = None,
    title: Title = None,
    ax: axes.Axes | None = None,
) -> axes.Axes:
    """Draw the ranks in a dataset as a bump chart: a line for each member, the best place on top.

    A crossed point is a doubtful rank (see `notes`). A year without a rank interrupts the line;
    across a break of the series it is dotted.

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
    column = _column_of_ranks(name, column)
    # One column of the key is the year, the other the member.
    [member] = set(_store.key(name)) - {"year"}
    frame: Any = dataset(name).astype({column: float})
    has_ranks = frame.groupby(member)[column].transform("count") > 0
    frame = frame[has_ranks]
    lines = group_rows(frame, member)
    what = quantity(frame, column)
    with styled(ax) as ax:
        shapes = looks(ax, lines, highlight)
        ax.margins(x=0.04)
        ends, on_signs = _draw(ax, lines, column, shapes)
        # The best rank is on top, with some room above it and below the worst.
        best = frame[column].min()
        lowest = frame[column].max() * 1.15
        places = [place for place in _PLACES if best <= place <= lowest]
        _log_axis(ax, (lowest, best / 1.15), places)
        meaning = capitalise(ranked()[name][column])
        return finish(
            ax,
            f"{capitalise(what.label)}, {span(frame['year'])}",
            f"{what.unit} (log scale)",
            join([f"{meaning}.", on_signs]),
            what.source,
            own=title,
            ends=ends,
        )


def _column_of_ranks(name: str, column: str | None) -> str:
    """Return a column of ranks of a dataset, by default the first; no other is allowed."""
    if not isinstance(name, str):
        raise TypeError("ranks takes the name of a dataset; series draws any frame.")
    datasets = ranked()
    if name not in datasets:
        raise UnknownChoiceError(name, datasets, kind="dataset of ranks over time")
    columns = datasets[name]
    if column is None:
        return next(iter(columns))
    if column not in columns:
        raise UnknownChoiceError(column, columns, kind=f"column of ranks in {name}")
    return column
