"""Figures that are never laid out, for tests of what a picture says and shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from neadigital.plot import _style


class Undrawn(Figure):
    """A figure that is never laid out, which takes most of the time of a picture.

    What its pictures say and show is the same; only where their texts stand is not.
    """

    def draw_without_rendering(self) -> None:
        """Do nothing."""


def undrawn() -> Axes:
    """Return axes to draw in, in a figure of their own."""
    return Undrawn(**_style.SHEET).subplots()


def draw(what: Callable[..., Any], *given: Any, **options: Any) -> Axes:
    """Return a picture that no other test looks at, without a layout."""
    ax = undrawn()
    what(*given, ax=ax, **options)
    return ax
