"""Format text and tables for a terminal."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    import pandas as pd

# Lines of prose are at most this long, because longer ones are hard to read.
PROSE = 100
MISSING = "-"


def width() -> int:
    """Return the width of a line: COLUMNS, else the terminal's, else 80."""
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def wrap(text: str, indent: int = 0, *, hang: int = 0) -> str:
    """Return prose in lines of a readable width; lines after the first are indented by `hang` more.

    A line breaks neither at a no-break space nor at the minus sign of a formula.
    """
    return textwrap.fill(
        re.sub(r"[ \n]+", " ", text).replace(" - ", "\u00a0-\u00a0"),
        min(width(), PROSE),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
        break_on_hyphens=False,
    ).replace("\u00a0", " ")


def escape_controls(text: str) -> str:
    r"""Return a text with control, bidi and other invisible characters written out, as ``\x1b``.

    Messages repeat what a user typed, and a terminal must not obey it.
    """
    return "".join(
        character
        if character.isprintable()
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def bold(text: str, width: int = 0) -> str:
    """Return a text in bold, padded to a width; plain for files, pipes and NO_COLOR."""
    blanks = " " * (width - len(text))
    in_terminal = sys.stdout is not None and sys.stdout.isatty()
    is_dumb = os.environ.get("TERM") == "dumb"
    if not in_terminal or is_dumb or os.environ.get("NO_COLOR"):
        return text + blanks
    return f"\x1b[1m{text}\x1b[0m{blanks}"


def echo(text: str, *, end: str = "\n", stream: TextIO | None = None) -> None:
    """Write a text to the standard output; escape characters that its encoding lacks."""
    out = stream or sys.stdout
    encoding = getattr(out, "encoding", None) or "utf-8"
    written = (text + end).encode(encoding, "backslashreplace")
    out.write(written.decode(encoding))


def echo_error(text: str) -> None:
    """Write a message to the standard error, unless that is closed or full."""
    if sys.stderr is None:
        return
    try:
        echo(text, stream=sys.stderr)
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def table(frame: pd.DataFrame, keys: list[str]) -> str:
    """Return a frame as text: keys first, numbers aligned right, a missing value as a dash.

    Columns that do not fit go below the others, in blocks that each begin with the keys.
    """
    import pandas as pd

    cells = {}
    others = frame.columns.difference(keys, sort=False)
    for name in [*keys, *others]:
        column = frame[name]
        is_number = column.dtype.kind in "iuf" and name not in keys
        pad = str.rjust if is_number else str.ljust
        text = _cells(column)
        # Pad the name to the width of its cells, so that it is aligned as they are.
        size = max(map(len, [name, *text]))
        cells[pad(name, size)] = [pad(cell, size) for cell in text]
    # The keys are the index of the frame, which pandas repeats in each block.
    head = list(cells)[: len(keys)]
    key_cells = [cells.pop(name) for name in head]
    index = map(" ".join, zip(*key_cells, strict=True))
    shown = pd.DataFrame(cells, list(index))
    shown.columns.name = " ".join(head)
    lines = shown.to_string(line_width=width() + 2)
    # Remove the backslash with which pandas marks a line that continues below.
    return re.sub(r" +\\?$", "", lines, flags=re.M)


def _cells(column: pd.Series[Any]) -> list[str]:
    """Return a column as text, its numbers with commas and equal decimals."""
    import numpy as np

    if column.dtype.kind == "b":
        column = column.map({True: "yes", False: "no"})
    is_float = column.dtype.kind == "f"
    shown = _numbers(column) if is_float else list(map(str, column))
    cells: list[str] = np.where(column.isna(), MISSING, shown).tolist()
    return cells


def _numbers(column: pd.Series[Any]) -> list[str]:
    """Return floats as text, all with the most decimals that one of them has.

    Where these are more than four, numbers that are large or of various sizes keep their own.
    """
    import numpy as np

    # Ten significant digits, without the noise of floats.
    exact = [
        np.format_float_positional(value, precision=10, fractional=False, trim="-")
        for value in column
    ]
    own = [len(text.partition(".")[2]) for text in exact]
    most = max(own, default=0)
    if most <= 4 or column.abs().max() < 10:
        own = [most] * len(own)
    return [f"{value:,.{places}f}" for value, places in zip(column, own, strict=True)]
