"""Text and tables for a terminal: their width, bold headings, and no character that would act there."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    import pandas as pd

# Longer lines of prose are hard to follow from one to the next.
PROSE = 100
MISSING = "-"


def width() -> int:
    """Return how many characters a line may have: COLUMNS, else the terminal's width, else 80."""
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def wrap(text: str, indent: int = 0, *, hang: int = 0) -> str:
    """Return prose in lines of a readable width, the first indented so far, those after it by `hang` more."""
    return textwrap.fill(
        re.sub(r"[ \n]+", " ", text),
        min(width(), PROSE),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
        break_on_hyphens=False,
    )


def count(number: int, noun: str) -> str:
    """Return a number with its noun: 1 note, 2 notes."""
    return f"{number} {noun if number == 1 else f'{noun}s'}"


def escape_controls(text: str) -> str:
    r"""Return a text with its control, bidi and other invisible characters written out, as ``\x1b`` or ``\u202e``.

    What a user typed comes back in messages; a terminal must not obey it, nor show it in another order.
    """
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def bold(text: str) -> str:
    """Return a heading as a terminal shows it; plain for files, pipes and whoever sets NO_COLOR."""
    terminal = sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return f"\x1b[1m{text}\x1b[0m" if terminal and not os.environ.get("NO_COLOR") else text


def echo(text: str, *, end: str = "\n", stream: TextIO | None = None) -> None:
    """Write a text to the standard output, with what its encoding cannot hold written out."""
    out = stream or sys.stdout
    encoding = getattr(out, "encoding", None) or "utf-8"
    out.write((text + end).encode(encoding, "backslashreplace").decode(encoding))


def echo_error(text: str) -> None:
    """Write a message to the standard error; do nothing where that is closed or full, as nobody could read it."""
    if sys.stderr is None:
        return
    try:
        echo(text, stream=sys.stderr)
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def table(frame: pd.DataFrame, keys: list[str]) -> str:
    """Return a frame as text: the keys first, numbers on the right, text on the left, a gap as a dash.

    Columns that do not fit beside the others stand below them, in blocks that each begin with the keys. A block has at
    least one column besides, so in a narrow terminal it may be wider than a line.
    """
    import pandas as pd

    cells = {}
    for name in [*keys, *frame.columns.difference(keys, sort=False)]:
        number = frame[name].dtype.kind in "iuf" and name not in keys
        pad = str.rjust if number else str.ljust
        text = _cells(frame[name])
        # A name is as wide as the cells below it, so that both stand on the same side.
        size = max(map(len, [name, *text]))
        cells[pad(name, size)] = [pad(cell, size) for cell in text]
    head = list(cells)[: len(keys)]
    index = [" ".join(key) for key in zip(*(cells.pop(name) for name in head), strict=True)]
    shown = pd.DataFrame(cells, index).rename_axis(columns=" ".join(head))
    lines = shown.to_string(line_width=width() + 2, col_space={name: len(name) + 1 for name in cells})
    # pandas keeps room for the backslash with which it marks a line that goes on below.
    return re.sub(r" +\\?$", "", lines, flags=re.M)


def _cells(column: pd.Series[Any]) -> list[str]:
    """Return a column's values as text; if no number has more than four decimals, all have as many."""
    import numpy as np

    if column.dtype.kind == "b":
        column = column.map({True: "yes", False: "no"})
    if column.dtype.kind == "f":
        exact = [np.format_float_positional(value, precision=10, fractional=False, trim="-") for value in column]
        decimals = max((len(text.partition(".")[2]) for text in exact), default=0)
        shown = exact if decimals > 4 else [f"{value:.{decimals}f}" for value in column]
    else:
        shown = [str(value) for value in column]
    return [MISSING if gap else text for gap, text in zip(column.isna(), shown, strict=True)]
