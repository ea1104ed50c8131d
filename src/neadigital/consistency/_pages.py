"""The tables of an HTML page, as they are shown."""

from __future__ import annotations

from typing import Any

from lxml import html

from neadigital.consistency._grids import Budget, Grid, UnfitError, repeated

# A page of more tags would take too much memory.
_MOST_TAGS = 2_000_000
# What HTML allows.
_MOST_COLUMNS_OF_CELL = 1000
_UNSEEN = (
    "//script | //style | //template | //noscript | //comment()"
    " | //*[contains(translate(@style, ' ', ''), 'display:none')]"
)


def read_page(text: str, budget: Budget) -> list[Grid]:
    """Return the tables of a page."""
    if text.count("<") > _MOST_TAGS:
        raise UnfitError(f"The page has more than {_MOST_TAGS:,} tags.")
    page = html.document_fromstring(text)
    for element in page.xpath(_UNSEEN):
        element.drop_tree()
    for raised in list(page.iter("sup")):
        # A mark of a note would be read as a digit.
        note = raised.text_content().strip().strip("[]()")
        raised.clear(keep_tail=True)
        raised.text = f"[{note}]" if note else ""
    for line_break in page.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    grids = []
    # A cell of a table may have a table, which comes after it.
    for table in reversed(list(page.iter("table"))):
        grids.append(_read_table(table, budget))
        table.drop_tree()
    return grids[::-1]


def _read_table(table: Any, budget: Budget) -> Grid:
    """Return the rows of a table; a text that spans several cells is in all of them."""
    caption = table.xpath("string(caption)")
    grid = Grid(unit="row", title=_one_line(caption))
    #: For each column that a cell above reaches into: in how many rows more, and its text.
    from_above: dict[int, tuple[int, str]] = {}
    for place, of_row in enumerate(table.xpath("./tr | ./*/tr"), start=1):
        row: list[str] = []
        for cell in of_row.xpath("./td | ./th"):
            _fill_from_above(row, from_above)
            columns = min(_span(cell, "colspan"), _MOST_COLUMNS_OF_CELL)
            rows = _span(cell, "rowspan")
            text = _one_line(cell.text_content())
            for _ in range(columns):
                if rows > 1:
                    from_above[len(row)] = (rows - 1, repeated(text))
                row.append(text)
                text = repeated(text)
        _fill_from_above(row, from_above)
        budget.spend(len(row) + 1)
        grid.add(place, row)
    return grid


def _fill_from_above(row: list[str], from_above: dict[int, tuple[int, str]]) -> None:
    """Add the texts of cells above that reach into the next columns of a row."""
    while len(row) in from_above:
        column = len(row)
        rows, text = from_above.pop(column)
        if rows > 1:
            from_above[column] = (rows - 1, text)
        row.append(text)


def _span(cell: Any, name: str) -> int:
    """Return how many columns or rows a cell spans."""
    text = cell.get(name, "").strip()[:9]
    return max(int(text), 1) if text.isdecimal() else 1


def _one_line(text: str) -> str:
    return " ".join(text.split())
