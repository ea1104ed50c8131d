"""Colours and shapes that the colour-blind can distinguish, and what drawing requires."""

from __future__ import annotations

import sys
from itertools import combinations
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.text import Text
from plot_support import Undrawn

from neadigital import plot
from neadigital.plot import _looks

# Machado, Oliveira and Fernandes (2009), severity 1: protanopia, deuteranopia; and normal vision.
SIGHT = np.array(
    [
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
        np.eye(3),
    ]
)
XYZ = np.array(
    [
        [0.41246, 0.35758, 0.18044],
        [0.21267, 0.71515, 0.07218],
        [0.01933, 0.11919, 0.95030],
    ]
)


def linear(colour: str) -> Any:
    rgb = np.array(mpl.colors.to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(colour: str) -> Any:
    """Return a colour in CIE L*a*b* under D65, as seen with each kind of vision."""
    x, y, z = np.cbrt(
        np.clip(SIGHT @ linear(colour) @ XYZ.T, 0, None) / XYZ.sum(axis=1)
    ).T
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG defines it."""
    low, high = sorted(float(linear(colour) @ XYZ[1]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


# The background, the looks on it, and the least difference of two economies.
THEMES = {
    "light": ("#ffffff", _looks.LOOKS, 30),
    "dark": ("#14181e", _looks.DARK_LOOKS, 28),
}


@pytest.mark.parametrize("theme", THEMES)
def test_looks_are_told_apart(theme):
    """The five economies' colours and shapes differ, also for the colour-blind."""
    behind, looks, least = THEMES[theme]
    # CIE76 differences; 2.3 is just noticeable.
    differences = [
        np.linalg.norm(lab(one.colour) - lab(other.colour), axis=0).min()
        for one, other in combinations(looks[:5], 2)
    ]

    assert min(differences) > least
    for part in ("marker", "colour"):
        assert len({getattr(look, part) for look in looks}) == 12
    assert min(contrast(look.colour, behind) for look in looks) > 3
    assert min(contrast(look.ink, behind) for look in looks) > 4.5


def test_a_dark_figure_has_light_text_and_lighter_colours():
    """On a dark background, of the style or of the figure, every text can be read."""
    given = Undrawn(facecolor="#14181e", layout="constrained").subplots()
    with plt.style.context("dark_background"):
        opened = plot.figure(6)
    for ax in (plot.figure(6, ax=given), opened):
        behind = mpl.colors.to_hex(ax.figure.get_facecolor())
        texts = [text for text in ax.findobj(Text) if text.get_text()]

        assert len(texts) > 10
        for text in texts:
            assert contrast(mpl.colors.to_hex(text.get_color()), behind) > 4.4
    plt.close(opened.figure)


def test_completion_shows_the_pictures():
    """`dir` of the module lists the pictures only, and each has it as its `__module__`."""
    assert dir(plot) == sorted(plot.__all__)
    assert {getattr(plot, name).__module__ for name in plot.__all__} == {
        "neadigital.plot"
    }


def test_without_matplotlib(monkeypatch):
    """Without matplotlib, drawing is an error with the line that installs it."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ModuleNotFoundError, match="pip install matplotlib"):
        plot.corrections()
