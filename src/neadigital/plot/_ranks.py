"""Ranks over time, as a bump chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neadigital.catalogue import datasets
from neadigital.errors import UnknownChoiceError
from neadigital.loaders import load
from neadigital.plot import _style
from neadigital.plot._words import names_of, span
from neadigital.trust import flags

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The columns of ranks that have a year each, and what the ranks are.
_RANKED = {
    "egovernment_ranks": {
        "egdi_rank": "World ranks in e-government development (UN)",
        "epi_rank": "World ranks in e-participation (UN)",
    },
    "local_online_service_ranks": {"rank": "City ranks in local online services (UN)"},
    "digital_competitiveness_ranks": {"rank": "World ranks in digital competitiveness (IMD)"},
    "cybersecurity_ranks": {"rank": "World ranks in cybersecurity (ITU)"},
}


def ranks(
    name: str, column: str | None = None, ax: Axes | None = None, *, highlight: _style.Highlight = None,
    title: _style.Title = None,
) -> Axes:  # fmt: skip
    """Draw a bump chart of the ranks in a dataset: one line a member, the best place on top.

    A hollow point is a rank that is doubtful (see `notes`). A year without a rank breaks the line.

    Parameters
    ----------
    name : str
        ``"egovernment_ranks"``, ``"local_online_service_ranks"``, ``"digital_competitiveness_ranks"`` or
        ``"cybersecurity_ranks"``.
    column : str, optional
        Which ranks, where a dataset has several: ``"egdi_rank"`` (the default) or ``"epi_rank"``.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.
    highlight : code or city, or list of them, optional
        The lines to colour; the others are grey. By default all are coloured.
    title : str or False, optional
        In place of the picture's own title; False for none.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; the scale of the places, which are the world's, is logarithmic.

    Raises
    ------
    UnknownChoiceError
        If the dataset or the column holds no ranks over time.
    ModuleNotFoundError
        If matplotlib is not installed.

    References
    ----------
    Song (2023), tables 3, 4, 9 and section I.3; the index's publisher is in `sources`.

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
        raise UnknownChoiceError(column, _RANKED[name], kind=f"column of ranks in {name}")
    frame: Any = load(name)  # type: ignore[call-overload]
    member = "city" if "city" in frame else "economy"
    shapes = _style.looks(frame[member], highlight)
    # A city has the look of its economy, of which it is the only one.
    economy = dict(zip(frame[member], frame["economy"], strict=True))
    shapes = {who: look if look is _style.FAINT else _style.OWN[economy[who]] for who, look in shapes.items()}
    wide = frame.pivot(index="year", columns=member, values=column).astype(float)
    paths = {who: (wide.index, wide[who]) for who in wide}
    doubted = flags(name)[column].str.contains("doubtful")
    with _style.styled(ax) as ax:
        ax.margins(x=0.04)
        ends = _style.draw_lines(ax, paths, shapes, names_of(paths), "g", frame["year"].max())
        _style.mark_hollow(ax, frame[doubted], member, column, shapes)
        worst, best = float(frame[column].max()), float(frame[column].min())
        ticks = [tick for tick in (1, 2, 3, 5, 10, 20, 30, 50, 100, 200) if best <= tick <= worst * 1.15]
        ax.set(yscale="log", ylim=(worst * 1.15, best / 1.15))
        ax.set_yticks(ticks, [str(tick) for tick in ticks])
        ax.minorticks_off()
        ax.grid(axis="y")
        table: Any = datasets().set_index("name").loc[name, "tables"]
        remark = "Hollow points are doubtful: see neadigital.notes()." if doubted.any() else ""
        source = _style.source_line(frame, f"table {table}" if table else "section I.3")
        heading, unit = f"{_RANKED[name][column]}, {span(frame['year'])}", "place in the world, 1 is best (log scale)"
        _style.finish(ax, heading, unit, [remark, source], own=title, ends=ends, years=frame["year"])
        return ax
