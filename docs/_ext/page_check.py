"""A printed table with the cells marked that do not follow, as the report of a check shows it."""

from __future__ import annotations

from pathlib import Path

from neadigital import consistency
from neadigital._check_report import TABLE_STYLE, Report, render_table
from neadigital.consistency._cells import Cells
from neadigital.consistency._examine import examine

TABLE = "federal_register_before"
# The last rows, which have the marks.
ROWS = 8
# The colours of the report, for the theme's light and dark sides.
COLOURS = """
.marked {
  --page: var(--pst-color-background); --line: var(--pst-color-border);
  --soft: var(--pst-color-surface); --good: #1b6e3c;
  --bad: #b00020; --bad-back: #fde7ea; --may: #8a5a00; --may-back: #fff3d6;
}
html[data-theme="dark"] .marked {
  --good: #7fd6a0; --bad: #ff8a99; --bad-back: #4a1620; --may: #ffcf70; --may-back: #46360f;
}
"""


def pages(folder: Path) -> dict[str, str]:
    """Return the marked table that the page on checking includes."""
    path = folder.parent / "printed_tables" / f"{TABLE}.csv"
    examined = examine(Cells(consistency.read(path)))
    table = render_table(Report(examined, path.name), ROWS)
    # On this page no list is beside the table, so its numbers lead nowhere.
    plain = table.replace('<a href="#c', '<a data-cause="')
    return {"_marked_table.html": f"<style>{COLOURS}{TABLE_STYLE}</style>\n{plain}\n"}
