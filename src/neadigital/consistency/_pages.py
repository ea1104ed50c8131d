"""The tables of an HTML page, as they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from neadigital.consistency._grids import Budget, Grid, UnfitError, repeated

# What HTML allows.
_MOST_COLUMNS_OF_CELL = 1000
_MOST_ROWS_OF_CELL = 65534
# A longer raised text is no mark of a note.
_LONGEST_NOTE = 200
# A table, and one within it, takes as long as so many cells.
_CELLS_OF_TABLE = 50
_DEEPEST = 60
_UNSEEN = {"script", "style", "template", "noscript"}


def read_page(text: str, budget: Budget) -> list[Grid]:
    """Return the tables of a page. Nothing is kept of it but the texts of their cells."""
    page = _Page(budget)
    parser = etree.HTMLParser(target=page, huge_tree=True)
    parser.feed(text)
    grids: list[Grid] = parser.close()
    return grids


class _Table:
    """A table of which the end has not come yet."""

    def __init__(self) -> None:
        self.grid = Grid(unit="row")
        self.row: list[str] | None = None
        #: The pieces of the text of the cell, and where notes in it begin.
        self.texts: list[str] | None = None
        self.notes: list[int] = []
        self._span = (1, 1)
        #: For each column that a cell above reaches into: in how many rows more, and its text.
        self._from_above: dict[int, tuple[int, str]] = {}

    def begin_cell(self, attributes: Mapping[str, str]) -> None:
        """Begin a cell, after those that reach into its row from above."""
        if self.row is None:
            self.row = []
        self._span = (
            min(_whole(attributes.get("colspan")), _MOST_COLUMNS_OF_CELL),
            min(_whole(attributes.get("rowspan")), _MOST_ROWS_OF_CELL),
        )
        self.texts = []
        self.notes = []

    def end_cell(self) -> None:
        """Write the text of the cell into all columns that it spans."""
        if self.row is None or self.texts is None:
            return
        self._fill_from_above(self.row)
        text = " ".join("".join(self.texts).split())
        columns, rows = self._span
        for _ in range(columns):
            if rows > 1:
                self._from_above[len(self.row)] = (rows - 1, repeated(text))
            self.row.append(text)
            text = repeated(text)
        self.texts = None

    def _fill_from_above(self, row: list[str]) -> None:
        while len(row) in self._from_above:
            column = len(row)
            rows, text = self._from_above.pop(column)
            if rows > 1:
                self._from_above[column] = (rows - 1, text)
            row.append(text)

    def end_row(self, budget: Budget) -> None:
        """End a row, if there is one."""
        if self.row is None:
            return
        self._fill_from_above(self.row)
        budget.spend(len(self.row))
        self.grid.add(self.row, len(self.grid.rows) + 1)
        self.row = None

    def end_note(self) -> None:
        """Write a raised text as the mark of a note in brackets; else it is read as a digit."""
        if self.texts is None or not self.notes:
            return
        begin = self.notes.pop()
        raised = "".join(self.texts[begin:])
        note = raised.strip().strip("[]()")
        if len(raised) <= _LONGEST_NOTE:
            self.texts[begin:] = [f"[{note}]"] if note else []


def _whole(text: str | None) -> int:
    """Return the whole number of an attribute, 1 if it is none."""
    stripped = (text or "").strip()[:9]
    return max(int(stripped), 1) if stripped.isdecimal() else 1


class _Page:
    """Takes the elements of a page as they come."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._grids: list[Grid] = []
        #: A cell of a table may have a table.
        self._open: list[_Table] = []
        self._caption: list[str] | None = None
        #: How many elements are open from the first one that is not shown.
        self._unseen = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        self._budget.spend_element()
        style = attributes.get("style", "").replace(" ", "").casefold()
        if self._unseen or tag in _UNSEEN or "display:none" in style:
            self._unseen += 1
            return
        if tag == "table":
            self._budget.spend(_CELLS_OF_TABLE)
            if len(self._open) == _DEEPEST:
                raise UnfitError(f"The page has tables nested deeper than {_DEEPEST}.")
            self._open.append(_Table())
            self._grids.append(self._open[-1].grid)
        if not self._open:
            return
        table = self._open[-1]
        if tag == "tr":
            table.row = []
        elif tag in ("td", "th"):
            table.begin_cell(attributes)
        elif tag == "caption":
            self._caption = []
        elif tag == "sup" and table.texts is not None:
            table.notes.append(len(table.texts))
        elif tag == "br":
            self.data(" ")

    def end(self, tag: str) -> None:
        """End an element."""
        if self._unseen:
            self._unseen -= 1
            return
        if not self._open:
            return
        table = self._open[-1]
        if tag == "table":
            table.end_row(self._budget)
            self._open.pop()
        elif tag == "tr":
            table.end_row(self._budget)
        elif tag in ("td", "th"):
            table.end_cell()
        elif tag == "sup":
            table.end_note()
        elif tag == "caption" and self._caption is not None:
            table.grid.title = " ".join("".join(self._caption).split())
            self._caption = None

    def data(self, text: str) -> None:
        """Add a text to the cell, or to the title, that is open."""
        if self._unseen or not self._open:
            return
        if self._caption is not None:
            self._caption.append(text)
        elif self._open[-1].texts is not None:
            self._open[-1].texts.append(text)

    def comment(self, text: str) -> None:
        """Comments are not shown."""

    def close(self) -> list[Grid]:
        """Return the tables."""
        return self._grids
