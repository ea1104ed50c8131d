"""The style of all pictures: colours and shapes, and where title, notes and legend go."""

from __future__ import annotations

from collections.abc import (
    Collection,
    Hashable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from neadigital import _store
from neadigital._options import as_list
from neadigital.errors import UnknownChoiceError
from neadigital.places import economy_code
from neadigital.plot._text import (
    LABEL,
    SMALL,
    TITLE,
    End,
    Label,
    figure_of,
    label_points,
    move_apart,
    wrap_text,
    write_ends,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Options that are passed on, to matplotlib or a metric.
Options: TypeAlias = dict[str, Any]

# Lines of these colours are seen on white as well as on black.
GREY, PALE = "#7f7f7f", "#7f7f7f40"
# The colour of text on a light background and on a dark one.
INKS = ("#222222", "#e8e8e8")
# The figure of a picture that is given no axes.
SHEET: Options = {"figsize": (8, 5), "layout": "constrained"}
# The settings of matplotlib for every picture. A dollar sign in a name is a dollar sign.
_SETTINGS: Options = {
    "font.size": LABEL,
    "text.parse_math": False,
    "lines.markersize": 6,
    "lines.markeredgewidth": 0.6,
    "patch.linewidth": 0.9,
    "hatch.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": LABEL,
    "legend.handlelength": 1.6,
    "legend.columnspacing": 1.2,
    "legend.borderaxespad": 0.1,
}
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
Looks: TypeAlias = Mapping[Hashable, Look]

# The members that have no colour of their own have no shape either.
FAINT = Look("#b8b8b8", "#6b6b6b", "")
# The same looks on a dark background, where a colour is light enough to be read as text.
_DARK_COLOURS = (
    "#E6483C",
    "#5B9DFF",
    "#2FAE92",
    "#FFC857",
    "#E9BDF2",
    "#C4C4C4",
    "#8C9FD9",
    "#F08CC4",
    "#B9C94A",
    "#7CCBEF",
    "#C79A72",
    "#FF9C80",
)
DARK_LOOKS = tuple(
    Look(colour, colour, look.marker)
    for colour, look in zip(_DARK_COLOURS, LOOKS, strict=True)
)
_DARK_FAINT = Look("#5c6068", "#a0a4aa", "")
# The members that have one look in every picture, in the order of the looks.
_ECONOMIES = ("CHN", "JPN", "KOR", "MNG", "RUS", "WLD")


def check_options(ax: Any, title: Any = None, **texts: Any) -> None:
    """Raise a TypeError that names the option of a picture that has the wrong type."""
    for option, text in {"title": title or None, **texts}.items():
        if not isinstance(text, str | None):
            raise TypeError(f"{option} must be a text, not {text!r}.")
    if ax is not None and not hasattr(ax, "get_subplotspec"):
        raise TypeError(
            f"ax must be the Axes to draw in, not {type(ax).__name__}. "
            "Pass figure.subplots(), or one of several axes."
        )


def background(ax: Axes) -> tuple[float, float, float]:
    """Return the colour behind a picture; a transparent figure lies on white."""
    behind: Any = figure_of(ax).get_facecolor()
    opacity = behind[3]
    return behind[:3] if opacity > 0.5 else (1.0, 1.0, 1.0)


def is_dark(ax: Axes) -> bool:
    """Tell whether a picture is drawn on a dark background."""
    return sum(background(ax)) < 1.5


def economy_looks(ax: Axes) -> dict[Hashable, Look]:
    """Return the looks of the economies, which are the same in every picture."""
    return dict(zip(_ECONOMIES, DARK_LOOKS if is_dark(ax) else LOOKS, strict=False))


def find_members(
    asked: Highlight, members: Collection[Hashable], kind: str
) -> list[Hashable]:
    """Return the members that are meant by their codes or, of economies, by names.

    A tuple is one member of several columns.
    """
    found = []
    for one in [asked] if isinstance(asked, tuple) else as_list(asked):
        code = one
        if one not in members and isinstance(one, str):
            code = economy_code(one, errors="ignore")
        if code not in members:
            raise UnknownChoiceError(one, members, kind=kind)
        found.append(code)
    return found


def looks(
    ax: Axes,
    members: Iterable[Hashable],
    highlight: Highlight = None,
    few: Iterable[Hashable] = (),
    always: Iterable[Hashable] = (),
) -> dict[Hashable, Look]:
    """Return how each member is drawn: in a colour and shape of its own, or in grey.

    Coloured are `always` and those to `highlight`; by default all of at most twelve, else the
    `few`.
    """
    everyone = dict.fromkeys(members)
    asked = everyone if len(everyone) <= len(LOOKS) else few
    if highlight is not None:
        asked = find_members(highlight, everyone, "line or point to highlight")
    chosen = dict.fromkeys([*always, *asked])
    if len(chosen) > len(LOOKS):
        raise ValueError(
            f"highlight names {len(chosen)} members, "
            f"and at most {len(LOOKS)} can be told apart."
        )
    dark = is_dark(ax)
    palette = DARK_LOOKS if dark else LOOKS
    own = economy_looks(ax)
    # The looks of the economies come last, so that nobody is taken for one.
    left = [look for who, look in own.items() if who not in chosen]
    free = iter([*palette[len(own) :], *left])
    coloured = {who: own.get(who) or next(free) for who in chosen}
    return {who: coloured.get(who, _DARK_FAINT if dark else FAINT) for who in everyone}


def why_coloured(shapes: Looks, highlight: Highlight, few: str) -> str:
    """Return the remark that says which of many members have colours."""
    if len(shapes) <= len(LOOKS) or highlight is not None:
        return ""
    return f"Coloured: {few}."


@contextmanager
def styled(ax: Axes | None) -> Iterator[Axes]:
    """Give the axes to draw in, with the style of the pictures in force."""
    try:
        from matplotlib import pyplot as plt
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "Pictures need matplotlib, which is not installed. "
            "Install it with: pip install matplotlib",
            name="matplotlib",
        ) from error
    if ax is None:
        _, ax = plt.subplots(**SHEET)
    ink = INKS[is_dark(ax)]
    settings: Any = _SETTINGS | {
        "text.color": ink,
        "lines.markeredgecolor": background(ax),
    }
    with plt.rc_context(settings):
        # The axes were made before, without the settings.
        ax.spines[["top", "right"]].set_visible(False)
        ax.spines[["left", "bottom"]].set_color(GREY)
        ax.tick_params(
            length=3,
            color=GREY,
            labelsize=LABEL,
            labelcolor=ink,
            grid_color=PALE,
            grid_linewidth=0.7,
        )
        ax.set_axisbelow(True)
        yield ax


def finish(
    ax: Axes,
    title: str,
    unit: str,
    *notes: str,
    own: Title = None,
    x_label: str = "",
    ends: Sequence[End] = (),
    labels: Sequence[Label] = (),
    legend: Sequence[Any] = (),
) -> Axes:
    """Set all text of a picture, once everything else is drawn, and return its axes.

    `own` is the caller's title. `notes` stand below the label of the x axis, because every layout
    of matplotlib makes room for that. `ends` are written beside the lines, `labels` beside points,
    and the samples of a `legend` stand on top.
    """
    figure = figure_of(ax)
    if figure.get_layout_engine() is None:
        # Without a layout, notes would be cut off.
        figure.set_layout_engine("constrained")
    heading = title if own is None else own or ""
    texts = write_ends(ax, ends)
    ax.set_ylabel(unit, fontsize=LABEL, color=INKS[is_dark(ax)], parse_math=False)
    # Numbers of four digits and more have commas.
    if max(map(abs, ax.get_ylim())) >= 1000:
        ax.yaxis.set_major_formatter("{x:,.12g}")

    def arrange() -> None:
        move_apart(ax, texts)
        if labels:
            label_points(ax, labels)

    paragraphs = list(filter(None, notes))
    if x_label:
        paragraphs = [x_label, "", *paragraphs]
    wrap = partial(_wrap, ax, heading, paragraphs, legend)
    # This picture takes room from the others in its figure, so all are set again.
    ax._neadigital = wrap, arrange  # type: ignore[attr-defined]
    pictures = [each for each in figure.axes if hasattr(each, "_neadigital")]
    # First the width, in which texts are wrapped; then the height that these leave.
    for step in (0, 1):
        figure.draw_without_rendering()
        for picture in pictures:
            picture._neadigital[step]()
    return ax


def _wrap(
    ax: Axes, heading: str, paragraphs: Sequence[str], legend: Sequence[Any]
) -> None:
    """Set title, legend and what stands below, in lines as long as there is room."""
    figure = figure_of(ax)
    # From the labels of the y axis to the figure's edge or the next axes.
    box = ax.get_window_extent()
    labels = ax.yaxis.get_tightbbox()
    start = labels.x0 if labels else box.x0
    end = figure.bbox.x1 if len(figure.axes) == 1 else box.x1
    width = (end - start) * 72 / figure.dpi - 8
    left = (start - box.x0) / box.width
    look: Options = {"color": INKS[is_dark(ax)], "parse_math": False}
    heading = wrap_text(heading, width, TITLE, "bold")
    pad = 9 + (_legend(ax, legend, left, width) if legend else 0)
    ax.set_title(
        heading, loc="left", x=left, pad=pad, size=TITLE, weight="bold", **look
    )
    below = "\n".join(wrap_text(text, width, SMALL) for text in paragraphs)
    ax.set_xlabel(
        below, x=left, ha="left", labelpad=4, size=SMALL, linespacing=1.3, **look
    )


def _legend(ax: Axes, samples: Sequence[Any], left: float, width: float) -> float:
    """Set a legend below the title, in as many columns as fit; return its height in points."""
    points = 72 / figure_of(ax).dpi
    for columns in range(len(samples), 0, -1):
        legend = ax.legend(
            handles=samples, ncols=columns, loc="lower left", bbox_to_anchor=(left, 1)
        )
        extent = legend.get_window_extent()
        if extent.width * points <= width:
            break
    return extent.height * points


def source_line(frame: Any, what: str) -> str:
    """Return the line of a dataset's source and licence."""
    about = frame.attrs["neadigital"]
    publisher = _store.dataset(about["dataset"])["publisher"] or "Song (2023)"
    source = publisher.replace(", ", " and ")
    licence = about["licence"].replace("-", "\u00a0")
    if licence.startswith("LicenseRef"):
        licence = "no licence stated"
    return (
        f"Source: {source}, {what}. "
        f"Data: neadigital\u00a0{about['version']}, {licence}."
    )
