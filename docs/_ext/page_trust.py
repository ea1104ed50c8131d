"""The trust sheet: what of each table and figure agrees, is corrected, is doubtful, or is not checked."""

from __future__ import annotations

from pathlib import Path

import markup
import pictures
import write_readme
from matplotlib.axes import Axes

import neadigital
from neadigital.plot import _style

# Each ground of trust: its colour, its hatch, and what it is called.
GROUNDS = {
    "independent": ("#0072B2", "", "agrees with another publication"),
    "consistent": ("#9ccbe8", "", "fits other places of the paper"),
    "corrected_proved": ("#D55E00", "", "corrected, proved"),
    "corrected_inferred": ("#f3b48a", "////", "corrected, inferred"),
    "doubtful_minor": ("#F0E442", "....", "doubtful, minor"),
    "doubtful_serious": ("#E8C100", "xxxx", "doubtful, serious"),
    "unchecked": ("#d9d9d9", "", "not checked"),
}


def draw(ax: Axes) -> None:
    """Draw the sheet of the thirteen tables as bars."""
    sheet = neadigital.quality().query("kind == 'table'").iloc[::-1]
    names = [f"Table {name}" for name in sheet["name"]]
    left = [0.0] * len(sheet)
    with _style.styled(ax) as ax:
        for ground, (colour, hatch, text) in GROUNDS.items():
            options = {"color": colour, "hatch": hatch, "edgecolor": "white", "linewidth": 0, "label": text}
            ax.barh(names, sheet[ground], left=left, **options)
            left = [a + b for a, b in zip(left, sheet[ground], strict=True)]
        source = _style.source_line(neadigital.growth_rates(), "tables 1 to 13; neadigital.quality()")
        _style.finish(ax, "How far each table can be trusted", "", [source], x_label="numbers")
        figure = _style.figure_of(ax)
        columns = 3 if figure.get_figwidth() > 6 else 1
        figure.legend(loc="outside lower center", ncols=columns, fontsize=_style.LABEL, frameon=False)


def pages(folder: Path) -> dict[str, str]:
    """Return the included parts, the totals and the sheet, and draw it."""
    pictures.save(draw, folder / "_extra" / "pictures" / "trust.png", height=5.6, narrow_height=5.6)
    sheet = neadigital.quality()
    named = sheet.assign(
        name=[
            markup.Html(f'<a href="generated/datasets/{row.name_}.html">{row.name_}</a>')
            if row.kind == "dataset"
            else row.name_
            for row in sheet.rename(columns={"name": "name_"}).itertuples()
        ]
    )
    return {
        "_totals.md": f"{write_readme.totals()}\n",
        "_trust_picture.md": pictures.shown(
            "pictures/trust.png",
            "A bar for each of the thirteen tables: how many numbers agree, are corrected, doubtful or not checked",
        ),
        "_corrections_picture.md": pictures.shown(
            "pictures/corrections.png",
            "Each number that is wrong as printed, as so many times the right one: most are in tables 1 and 2",
        ),
        "_sheet.md": markup.raw(markup.frame_table(named, "The trust sheet: tables, figures and datasets", long=True)),
    }
