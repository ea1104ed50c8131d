"""Choose the colours and shapes of members, the same in every picture."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from neadigital._messages import list_some
from neadigital._options import as_list
from neadigital._places import economy_code, has_no_code
from neadigital.errors import UnknownChoiceError
from neadigital.plot._text import figure_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# Lines of these colours are visible on white and on black.
GREY, PALE = "#7f7f7f", "#7f7f7f40"

# The colour of text on a light background and on a dark one.
INKS = ("#222222", "#e8e8e8")

Highlight = Hashable | Iterable[Hashable] | None


class Look(NamedTuple):
    """The colour of a member's line, the colour of its text, and the shape of its points."""

    colour: str
    ink: str
    marker: str


# The first five are those of the five economies; the colour-blind can tell them apart, too.
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

# The look of members without a colour: they have no shape either.
FAINT = Look("#b8b8b8", "#6b6b6b", "")

# The same looks on a dark background, where each colour is light enough for text.
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


def background(ax: Axes) -> tuple[float, float, float]:
    """Return the colour behind a picture; that of a transparent figure is white."""
    behind: Any = figure_of(ax).get_facecolor()
    opacity = behind[3]
    return behind[:3] if opacity > 0.5 else (1.0, 1.0, 1.0)


def is_dark(ax: Axes) -> bool:
    """Tell whether a picture is drawn on a dark background."""
    return sum(background(ax)) < 1.5


def ink_of(ax: Axes) -> str:
    """Return the colour of text on the background of a picture."""
    return INKS[is_dark(ax)]


def ink_on(colour: Any) -> str:
    """Return the colour of text on a bar, which is dark on a light bar."""
    red, green, blue = colour[:3]
    is_light = 0.3 * red + 0.6 * green + 0.1 * blue > 0.55
    return "#111111" if is_light else "#ffffff"


def economy_looks(ax: Axes) -> dict[Hashable, Look]:
    """Return the looks of the economies, which are the same in every picture."""
    return dict(zip(_ECONOMIES, DARK_LOOKS if is_dark(ax) else LOOKS, strict=False))


def bar_colours(ax: Axes, frame: Any) -> list[str]:
    """Return the colour of each column of a table, or of each row if it has a single column.

    An economy has its own. Other columns are grey and then coloured, other rows of one colour.
    """
    single = len(frame.columns) == 1
    members = list(frame.index if single else frame.columns)
    own = economy_looks(ax)
    grey = (_DARK_FAINT if is_dark(ax) else FAINT).ink
    if own.keys() & {*members}:
        return [own[who].ink if who in own else grey for who in members]
    palette = DARK_LOOKS if is_dark(ax) else LOOKS
    others = [look.ink for look in palette[len(own) :]]
    if single:
        return others[:1] * len(members)
    return list(islice(cycle([grey, *others]), len(members)))


def find_members(
    asked: Highlight,
    members: Collection[Hashable],
    kind: str,
    empty: Collection[Hashable] = (),
) -> list[Hashable]:
    """Return the members that are asked for by their codes, or economies by their names.

    A tuple is one member of several columns. `empty` are members of the data without a value.
    """
    found = []
    for one in [asked] if isinstance(asked, tuple) else as_list(asked):
        code = one
        if isinstance(one, str) and one not in members:
            if has_no_code(one):
                # This raises the error that explains the name.
                economy_code(one)
            code = economy_code(one, errors="ignore")
        if code in empty:
            drawn = list_some([*map(str, members)], between=", ")
            raise ValueError(f"{one} has no value here. Those with a value: {drawn}.")
        if code not in members:
            raise UnknownChoiceError(one, members, kind=kind)
        found.append(code)
    return found


def looks(
    ax: Axes,
    members: Iterable[Hashable],
    highlight: Highlight = None,
    few: Iterable[Hashable] = (),
    empty: Collection[Hashable] = (),
) -> dict[Hashable, Look]:
    """Return the look of each member: a separate colour and shape, or grey.

    The members in `highlight` get colours. By default all members do, or the `few`
    if there are more than twelve. `empty` are members of the data without a value.
    """
    everyone = dict.fromkeys(members)
    asked = everyone if len(everyone) <= len(LOOKS) else few
    if highlight is not None:
        asked = find_members(highlight, everyone, "line or point to highlight", empty)
    chosen = dict.fromkeys(asked)
    if len(chosen) > len(LOOKS):
        raise ValueError(
            f"highlight names {len(chosen)} members, "
            f"and at most {len(LOOKS)} can be told apart."
        )
    dark = is_dark(ax)
    palette = DARK_LOOKS if dark else LOOKS
    own = economy_looks(ax)
    # Use the looks of the economies last, so that no other member is taken for one.
    left = [look for who, look in own.items() if who not in chosen]
    free = iter([*palette[len(own) :], *left])
    coloured = {who: own.get(who) or next(free) for who in chosen}
    return {who: coloured.get(who, _DARK_FAINT if dark else FAINT) for who in everyone}


def why_coloured(shapes: Looks, highlight: Highlight, few: str) -> str:
    """Return the remark that says which of many members have colours."""
    if len(shapes) <= len(LOOKS) or highlight is not None:
        return ""
    return f"Coloured: {few}."
