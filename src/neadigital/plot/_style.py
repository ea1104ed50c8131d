"""The style of all pictures: colours and shapes, and where title, notes and legend go."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import importlib_resources

from neadigital.errors import UnknownChoiceError
from neadigital.plot._text import (
    LABEL,
    SMALL,
    TITLE,
    End,
    figure_of,
    measure_text,
    move_apart,
    wrap_text,
    write_ends,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GREY, PALE, INK = "#6b6b6b", "#e3e3e3", "#222222"
# The figure of a picture that is given no axes.
SHEET: dict[str, Any] = {"figsize": (8, 5), "layout": "constrained"}
# A text, nothing (False), or the picture's own title (None).
Title = str | Literal[False] | None
Highlight = Hashable | Iterable[Hashable] | None


class Look(NamedTuple):
    """The colour of a member's line, one in which text can be read, and its shape."""

    colour: str
    ink: str
    marker: str


# The first five, of the five economies, are also far apart to the colour-blind.
LOOKS = (
    Look("#9E1B0B", "#9E1B0B", "o"),
    Look("#2372DE", "#1F68CC", "s"),
    Look("#2F9C85", "#1E7362", "^"),
    Look("#C98500", "#8A5A00", "D"),
    Look("#6B1577", "#6B1577", "v"),
    Look("#4D4D4D", "#4D4D4D", "P"),
    Look("#12306B", "#12306B", "X"),
    Look("#C74A94", "#B03A80", "<"),
    Look("#7C8A17", "#667212", ">"),
    Look("#3A9BC9", "#23789F", "p"),
    Look("#6F4A2A", "#6F4A2A", "h"),
    Look("#E06A4E", "#B84A30", "*"),
)
FAINT = Look("#b8b8b8", GREY, "")
# An economy has one look in every picture.
OWN: dict[Hashable, Look] = dict(
    zip(("CHN", "JPN", "KOR", "MNG", "RUS", "WLD"), LOOKS, strict=False)
)


def looks(
    members: Iterable[Hashable],
    highlight: Highlight = None,
    few: Iterable[Hashable] = (),
    always: Sequence[Hashable] = (),
) -> dict[Hashable, Look]:
    """Return how each member is drawn: in a colour and shape of its own, or in grey.

    Coloured are `always` and those to `highlight`; by default all of at most twelve, else the
    `few`.
    """
    everyone = dict.fromkeys(members)
    if highlight is None:
        chosen = dict.fromkeys(
            everyone if len(everyone) <= len(LOOKS) else [*always, *few]
        )
    else:
        several = not isinstance(highlight, str | tuple) and isinstance(
            highlight, Iterable
        )
        chosen = dict.fromkeys([*always, *(highlight if several else [highlight])])  # type: ignore[misc]
    for member in chosen:
        if member not in everyone:
            raise UnknownChoiceError(
                member, everyone, kind="line or point to highlight"
            )
    if len(chosen) > len(LOOKS):
        raise ValueError(
            f"highlight names {len(chosen)} members, and at most {len(LOOKS)} can be told apart."
        )
    own = {member: OWN[member] for member in chosen if member in OWN}
    # The looks of the economies come last, so that nobody is taken for one.
    rest = iter([look for look in (*LOOKS[6:], *LOOKS[:6]) if look not in own.values()])
    return {
        member: (own.get(member) or next(rest)) if member in chosen else FAINT
        for member in everyone
    }


@cache
def _sheet() -> Any:
    """Return the settings of the style sheet."""
    from matplotlib import rc_params_from_file

    file = importlib_resources.files("neadigital.plot") / "neadigital.mplstyle"
    with importlib_resources.as_file(file) as path:
        return rc_params_from_file(path, use_default_template=False)


@contextmanager
def styled(ax: Axes | None) -> Iterator[Axes]:
    """Give the axes to draw in, with the style sheet in force."""
    try:
        import matplotlib as mpl
        from matplotlib import pyplot as plt
    except ModuleNotFoundError as error:
        message = "Pictures need matplotlib, which is not installed. Install it with: pip install 'neadigital[plot]'"
        raise ModuleNotFoundError(message, name="matplotlib") from error
    with mpl.rc_context(_sheet()):
        if ax is None:
            _, ax = plt.subplots(**SHEET)
        # Axes that were made before have not seen the sheet.
        ax.spines[["top", "right"]].set_visible(False)
        ax.spines[["left", "bottom"]].set_color(GREY)
        ax.tick_params(
            labelsize=LABEL,
            labelcolor=INK,
            length=3,
            color=GREY,
            grid_color=PALE,
            grid_linewidth=0.7,
        )
        ax.set_axisbelow(True)
        yield ax


def finish(
    ax: Axes,
    title: str,
    unit: str,
    notes: Sequence[str],
    *,
    own: Title = None,
    x_label: str = "",
    ends: Sequence[End] = (),
    years: Iterable[Any] = (),
    legend: Sequence[Any] = (),
    clear: Sequence[tuple[float, float]] = (),
) -> None:
    """Set all text of a picture, once everything else is drawn.

    `own` is the caller's title. `notes` stand below the label of the x axis, because every layout
    of matplotlib makes room for that. `ends` are written beside the lines, `years` are marked on
    the x axis. A `legend` of samples stands on top; `clear` are the heights that it must not cover,
    each with how many points of text stand above it.
    """
    figure = figure_of(ax)
    ax.set_ylabel(unit, fontsize=LABEL, color=INK, parse_math=False)
    texts = write_ends(ax, ends)
    # First the width, in which texts are wrapped; then the height that these leave.
    figure.draw_without_rendering()
    # From the labels of the y axis to the figure's edge or the next axes.
    box, labels = ax.get_window_extent(), ax.yaxis.get_tightbbox()
    left = (labels.x0 - box.x0) / box.width if labels else 0.0
    right = figure.bbox.x1 if len(figure.axes) == 1 else box.x1
    width = (right - box.x0 - left * box.width) * 72 / figure.dpi - 8
    heading = wrap_text(title if own is None else own or "", width, TITLE, "bold")
    ax.set_title(
        heading,
        loc="left",
        x=left,
        pad=9,
        fontsize=TITLE,
        fontweight="bold",
        color=INK,
        parse_math=False,
    )
    above = wrap_text(x_label, width, SMALL) + "\n\n" if x_label else ""
    below = above + "\n".join(wrap_text(note, width, SMALL) for note in notes if note)
    ax.set_xlabel(
        below,
        loc="left",
        labelpad=4,
        fontsize=SMALL,
        color="#444444",
        linespacing=1.3,
        parse_math=False,
    )
    ax.xaxis.label.set_x(left)
    figure.draw_without_rendering()
    if legend:
        _legend(ax, legend, clear)
    if years := sorted({int(year) for year in years}):
        _year_ticks(ax, years)
    move_apart(ax, ends, texts)


def _legend(
    ax: Axes, samples: Sequence[Any], clear: Sequence[tuple[float, float]]
) -> None:
    """Set a legend in as many columns as fit, and raise the upper limit until it covers nothing."""
    box = ax.get_window_extent()
    for columns in range(len(samples), 0, -1):
        extent = ax.legend(
            handles=samples, loc="upper left", ncols=columns, labelcolor=INK
        ).get_window_extent()
        if extent.width <= box.width:
            break
    bottom, used = ax.get_ylim()[0], extent.height * 72 / figure_of(ax).dpi + 6
    room = box.height * 72 / figure_of(ax).dpi
    tops = [
        bottom + (height - bottom) / max(1 - (used + above) / room, 0.2)
        for height, above in clear
    ]
    ax.set_ylim(top=max(tops))


def _year_ticks(ax: Axes, years: Sequence[int]) -> None:
    """Mark every year, and name as many as there is room for, first the last."""
    low, high = ax.get_xlim()
    room = ax.get_window_extent().width * 72 / figure_of(ax).dpi / (high - low)
    named: list[int] = []
    for year in reversed(years):
        if (
            not named
            or (named[-1] - year) * room >= 1.3 * measure_text(str(year), LABEL)[0]
        ):
            named.append(year)
    ax.set_xticks(years, [str(year) if year in named else "" for year in years])


def draw_lines(
    ax: Axes,
    lines: dict[Hashable, tuple[Any, Any]],
    shapes: dict[Hashable, Look],
    names: dict[Hashable, str],
    form: str,
    now: Any,
    thick: Hashable = None,
) -> list[End]:
    """Draw a line for each member, the grey ones below; return what to write at their ends.

    That is name and last value, with its year if that is before `now`; of grey lines only if they
    are few.
    """
    ends = []
    for member, (x, y) in lines.items():
        look = shapes[member]
        [line] = ax.plot(
            x, y, color=look.colour, marker=look.marker, label=names[member]
        )
        # Long lines have few marks, counted from the end.
        every = max(1, len(x) // 8)
        line.set(
            markevery=slice((len(x) - 1) % every, None, every),
            linewidth=3 if member == thick else 2,
        )
        if look is FAINT:
            line.set(linewidth=0.9, zorder=1.5, label="_")
        if look is not FAINT or len(lines) <= len(LOOKS):
            year, last = max(
                (when, value)
                for when, value in zip(x, y, strict=True)
                if value == value
            )
            when = f" ({year})" if year < now else ""
            ends.append(
                End(last, f"{names[member]} {last:{form}}{when}".strip(), look.ink)
            )
    return ends


def mark_hollow(
    ax: Axes, rows: Any, member: str, column: str, shapes: dict[Hashable, Look]
) -> None:
    """Draw the points of these rows hollow, over their lines; grey lines have none."""
    for row in rows.to_dict("records"):
        look = shapes[row[member]]
        ax.plot(
            row["year"],
            row[column],
            look.marker,
            mfc="white",
            mec=look.colour,
            mew=1.5,
            zorder=4,
        )


def source_line(frame: Any, what: str) -> str:
    """Return the line of a dataset's source and licence."""
    about = frame.attrs["neadigital"]
    licence = about["licence"].replace("-", "\u00a0")

    source = (
        "World Bank and ITU"
        if about["dataset"] == "world_development_indicators"
        else "Song (2023)"
    )
    return f"Source: {source}, {what}. Data: neadigital\u00a0{about['version']}, {licence}."
