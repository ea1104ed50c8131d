"""Set the style of every picture: settings of matplotlib, and the axes to draw in."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from neadigital.plot._looks import GREY, PALE, background, ink_of
from neadigital.plot._text import LABEL

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# Options that are passed on to matplotlib or to a metric.
Options: TypeAlias = dict[str, Any]

# The figure of a picture for which the caller passes no axes.
SHEET: Options = {"figsize": (8, 5), "layout": "constrained"}

# The settings of matplotlib for every picture. Without parsing, a dollar sign does not begin a
# formula.
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

# Fonts that have Chinese, Japanese or Korean letters, by their names on various systems.
CJK_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans CJK KR",
    "Noto Sans SC",
    "Noto Sans JP",
    "Noto Sans KR",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "IPAexGothic",
    "NanumGothic",
    "PingFang SC",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Microsoft YaHei",
    "SimHei",
    "Yu Gothic",
    "Malgun Gothic",
    "Arial Unicode MS",
)


def families() -> list[str]:
    """Return the fonts of a picture: the caller's, then installed ones for other letters."""
    from matplotlib import rcParams
    from matplotlib.font_manager import fontManager

    installed = fontManager.get_font_names()
    others = [name for name in CJK_FONTS if name in installed]
    return list(dict.fromkeys([*rcParams["font.family"], *others]))


def check_options(ax: Any, title: Any = None, **texts: Any) -> None:
    """Raise a TypeError for an option of a picture that has the wrong type."""
    for option, text in {"title": title or None, **texts}.items():
        if not isinstance(text, str | None):
            raise TypeError(f"{option} must be a text, not {text!r}.")
    if ax is not None and not hasattr(ax, "get_subplotspec"):
        raise TypeError(
            f"ax must be the Axes to draw in, not {type(ax).__name__}. "
            "Pass figure.subplots(), or one of several axes."
        )


@contextmanager
def styled(ax: Axes | None, grid: Literal["x", "y", "both"] = "y") -> Iterator[Axes]:
    """Yield the axes to draw in, while the settings of the style apply.

    `grid` is the axis of the values, which has lines instead of a frame.
    """
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
    ink = ink_of(ax)
    settings: Any = _SETTINGS | {
        "font.family": families(),
        "text.color": ink,
        "lines.markeredgecolor": background(ax),
    }
    with plt.rc_context(settings), warnings.catch_warnings():
        # `finish` warns once about letters that no font has; matplotlib would warn about each.
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing")
        # Set these by hand, because the axes were made before the settings.
        ax.spines[["top", "right", "left"]].set_visible(False)
        ax.spines["bottom"].set_color(GREY)
        ax.tick_params(
            length=0,
            pad=6,
            color=GREY,
            labelsize=LABEL,
            labelcolor=ink,
            labelfontfamily=settings["font.family"],
            grid_color=PALE,
            grid_linewidth=0.7,
        )
        ax.grid(axis=grid)
        ax.set_axisbelow(True)
        yield ax
