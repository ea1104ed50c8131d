"""Where a table was read: its file's tables, and the place of each of its rows and columns."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

import pandas as pd

# The name among the attributes of a frame.
_NAME = "origin"


@dataclass
class Origin:
    """Where a table was read.

    `rows` has the place of each row by its label, counted from 1 in the lines of a text, or in the
    rows of a sheet or of a table of a page, as `unit` says; `sections` the heading above the row.
    `letters` are those of the columns of a sheet.
    """

    table: int = 0
    tables: int = 1
    title: str = ""
    unit: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)

    def place(self, column: object, label: object) -> str:
        """Return the place of a cell: line 14, row 14 or D14; an empty text if it is not known."""
        row = self.rows.get(label) if isinstance(label, str) else None
        if row is None:
            return ""
        if self.unit != "sheet":
            return f"{self.unit} {row}"
        letters = self.letters.get(column) if isinstance(column, str) else None
        return f"{letters}{row}" if letters else f"row {row}"

    def section(self, label: object) -> str:
        """Return the heading above a row, an empty text if there is none."""
        return self.sections.get(label, "") if isinstance(label, str) else ""

    def write(self, frame: pd.DataFrame) -> None:
        """Keep it with a frame, as one text: pandas copies the parts of a list at each step."""
        frame.attrs[_NAME] = json.dumps(asdict(self))


def origin_of(frame: pd.DataFrame) -> Origin:
    """Return where a frame was read; the rows that users named anew have no place."""
    written = frame.attrs.get(_NAME)
    return Origin(**json.loads(written)) if written else Origin()
