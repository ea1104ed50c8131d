"""Save a picture twice, for wide screens and for narrow ones, and show the one that fits."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import markup
import matplotlib.pyplot as plt
from matplotlib.axes import Axes


def narrow(path: Path) -> Path:
    """Return the path of the narrow picture beside a wide one."""
    return path.with_name(f"{path.stem}-narrow.png")


def save(draw: Callable[[Axes], object], path: Path, height: float = 5, narrow_height: float = 4.6) -> None:
    """Draw a picture at 1200 pixels, and at twice 400 for a telephone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for file, size, dpi in ((path, (8, height), 150), (narrow(path), (4, narrow_height), 200)):
        figure, ax = plt.subplots(figsize=size, dpi=dpi, layout="constrained")
        draw(ax)
        figure.savefig(file)
        plt.close(figure)


def shown(address: str, alt: str) -> str:
    """Return the picture as HTML; the browser takes the narrow one on a narrow screen."""
    small = address.replace(".png", "-narrow.png")
    return markup.raw(
        f'<picture><source media="(max-width: 600px)" srcset="{small}">'
        f'<img src="{address}" alt="{escape(alt, quote=True)}" width="1200" loading="lazy"></picture>'
    )
