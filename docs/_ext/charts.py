"""The chart on top of each dataset's and each economy's page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import markup
import matplotlib.pyplot as plt
import table_pictures
from matplotlib.axes import Axes

import neadigital
from neadigital import plot

Draw = Callable[[Axes], Any]
# The figure or table of the paper that is drawn for each dataset.
FIGURES = {"global_digital_economy": 1, "digital_economy_scale": 6, "ict_industry": 7}
TABLES = {
    "growth_rates": 1,
    "itu_indicators": 2,
    "egovernment_ranks": 3,
    "digital_competitiveness_ranks": 4,
    "city_competitiveness": 5,
    "top_digital_enterprises": 6,
    "connectivity_index": 8,
    "cybersecurity_ranks": 9,
    "ecommerce_sales": 10,
    "b2c_ecommerce_sales": 12,
    "trade_with_russia": 13,
}


def of_dataset(name: str) -> Draw:
    """Return how a dataset is drawn."""
    if name in FIGURES:
        return partial(plot.figure, FIGURES[name])
    if name in TABLES:
        return partial(table_pictures.draw, TABLES[name])
    if name == "local_online_service_ranks":
        return lambda ax: plot.ranks(name, ax=ax)
    users = neadigital.world_development_indicators().query(
        "indicator == 'IT.NET.USER.ZS'"
    )
    return lambda ax: plot.time_distance(
        users, "value", reference="KOR", at=2021, ax=ax
    )


def of_economy(code: str) -> list[Draw]:
    """Return how an economy is drawn: its digital economy, where the paper has a figure of it, and Internet users."""
    number = {"CHN": 2, "RUS": 3, "JPN": 4, "KOR": 5}.get(code)
    figure = [partial(plot.figure, number)] if number else []
    return [*figure, lambda ax: table_pictures.draw(2, ax, code)]


def shown(folder: Path, name: str, draw: Draw, up: str, height: float = 3.6) -> str:
    """Draw a picture at 1200 pixels and at twice 400 for a telephone; return the HTML that shows the one that fits.

    Its title is also its text for screen readers.
    """
    folder = folder / "_extra" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for file, width, dpi in ((f"{name}.png", 8, 150), (f"{name}-narrow.png", 4, 200)):
        figure, ax = plt.subplots(
            figsize=(width, height), dpi=dpi, layout="constrained"
        )
        draw(ax)
        alt = " ".join(ax.get_title(loc="left").split())
        figure.savefig(folder / file)
        plt.close(figure)
    return markup.raw(
        f'<picture><source media="(max-width: 600px)" srcset="{up}pictures/{name}-narrow.png"><img '
        f'src="{up}pictures/{name}.png" alt="{escape(alt, quote=True)}" width="1200" loading="lazy"></picture>'
    )
