"""How text and tables look in a terminal: width, folding, colour, and no character that would act there."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    import pandas as pd

# Longer lines of prose are hard to follow from one to the next.
PROSE = 100
GAP = "  "
MISSING = "-"


# --- text --------------------------------------------------------------------------------------------------------


def width() -> int:
    """Return how wide a line may be: COLUMNS, else the terminal's width, else 80."""
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def measure(text: str) -> int:
    """Return how many columns a text takes: two for a wide character of East Asia, none for a mark on a letter."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def lines(words: Iterable[str], limit: int, gap: str = " ") -> list[str]:
    """Return words in lines of at most so many columns; a longer word has a line of its own."""
    found: list[str] = []
    for word in words:
        if found and measure(found[-1]) + measure(gap) + measure(word) <= limit:
            found[-1] += gap + word
        else:
            found.append(word)
    return found


def wrap(text: str, indent: int = 0, *, hang: int = 0) -> str:
    """Return prose in lines of a readable width, the first indented so far, those after it by `hang` more."""
    filled = lines(text.split(), min(width(), PROSE) - indent - hang)
    return "\n".join(" " * (indent + hang * (number > 0)) + line for number, line in enumerate(filled))


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: 1 note, 2 notes."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def harmless(text: str) -> str:
    r"""Return a text whose control, bidi and other invisible characters are written out, as ``\x1b`` or ``\u202e``.

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


def say(text: str = "", *, end: str = "\n", stream: TextIO | None = None) -> None:
    """Write a text to the output, in whatever characters it can take."""
    out = stream or sys.stdout
    encoding = getattr(out, "encoding", None) or "utf-8"
    out.write((text + end).encode(encoding, "backslashreplace").decode(encoding))


def complain(text: str) -> None:
    """Write a message about what went wrong; quietly nothing where nobody could read it."""
    if sys.stderr is None:
        return
    try:
        say(text, stream=sys.stderr)
        sys.stderr.flush()
    except (OSError, ValueError):
        return


# --- tables ------------------------------------------------------------------------------------------------------


class Column(NamedTuple):
    """One column as text."""

    name: str
    cells: list[str]
    number: bool

    def size(self) -> int:
        """Return the width of the column, whose cells may be of several lines."""
        return max(measure(line) for cell in [self.name, *self.cells] for line in cell.split("\n"))

    def within(self, limit: int) -> Column:
        """Return the column with its longer cells folded into lines."""
        if self.number or self.size() <= limit:
            return self
        name = "\n".join(folded(self.name, limit))
        return self._replace(name=name, cells=["\n".join(folded(cell, limit)) for cell in self.cells])


def folded(cell: str, limit: int) -> list[str]:
    """Return a cell's text in lines of at most so many columns: between words, else after a mark within one."""
    if measure(cell) <= limit:
        return [cell]
    found = []
    for line in lines(cell.replace(";", "; ").split(), limit):
        while measure(line) > limit:
            cut = max(line.rfind(mark, 0, limit) + 1 for mark in "_-/=") or limit
            found.append(line[:cut])
            line = line[cut:]
        found.append(line)
    return found


def _decimals(values: Sequence[float]) -> list[str]:
    """Return numbers with as many decimals as the longest needs, or, where that is many, their points aligned."""
    short = ["" if value != value else f"{value:.0f}" if abs(value) >= 1e10 else f"{value:.10g}" for value in values]
    most = max((len(text.partition(".")[2]) for text in short), default=0)
    if any("e" in text for text in short):
        return [text or MISSING for text in short]
    if most <= 3:
        return [f"{value:.{most}f}" if text else MISSING for value, text in zip(values, short, strict=True)]
    # So many decimals would be noise after a large number.
    return [
        text + " " * (most - len(text.partition(".")[2]) + ("." not in text)) if text else MISSING + " " * (most + 1)
        for text in short
    ]


def _column(series: pd.Series) -> Column:
    kind = str(series.dtype)
    if kind == "float64":
        return Column(str(series.name), _decimals(series.tolist()), True)
    if kind == "bool":
        return Column(str(series.name), ["yes" if value else "no" for value in series], False)
    missing = series.isna()
    cells = [MISSING if gap else str(value) for value, gap in zip(series, missing, strict=True)]
    return Column(str(series.name), cells, kind in ("int64", "Int64"))


def _block(columns: Sequence[Column]) -> list[str]:
    sizes = [column.size() for column in columns]
    rows = [[column.name for column in columns], *zip(*(column.cells for column in columns), strict=True)]
    text = []
    for row in rows:
        cells = [cell.split("\n") for cell in row]
        for number in range(max(map(len, cells))):
            parts = []
            for column, size, cell in zip(columns, sizes, cells, strict=True):
                part = cell[number] if number < len(cell) else ""
                padding = " " * (size - measure(part))
                parts.append(padding + part if column.number else part + padding)
            text.append(GAP.join(parts).rstrip())
    return text


def table(frame: pd.DataFrame, keys: Sequence[str] = ()) -> str:
    """Return a frame as text within the width: folded into blocks of columns that each begin with the keys.

    Numbers are aligned at the right, the decimals of a column are as many; a long text is folded within its cell.
    """
    limit = width()
    columns = [_column(frame[name]) for name in frame.columns]
    if sum(column.size() for column in columns) + len(GAP) * (len(columns) - 1) <= limit:
        return "\n".join(_block(columns))
    # Long texts are folded within their cells, if that leaves them room, before columns are.
    long = [column for column in columns if not column.number and column.size() > 24 and column.name not in keys]
    fixed = sum(column.size() for column in columns if column not in long) + len(GAP) * (len(columns) - 1)
    if long and (limit - fixed) // len(long) >= 20:
        share = (limit - fixed) // len(long)
        return "\n".join(_block([column.within(share) if column in long else column for column in columns]))
    # Keys that fill the width would leave no room for what they are the keys of: the widest gives way.
    repeated = [column for column in columns if column.name in keys]
    excess = sum(column.size() + len(GAP) for column in repeated) - limit * 2 // 3
    if excess > 0:
        widest = max(repeated, key=Column.size)
        place = repeated.index(widest)
        repeated[place] = widest.within(max(12, widest.size() - excess))
    taken = sum(column.size() + len(GAP) for column in repeated)
    blocks: list[list[Column]] = []
    room = 0
    for column in columns:
        if column.name in keys:
            continue
        folded = column.within(max(12, limit - taken))
        if not blocks or room + len(GAP) + folded.size() > limit:
            blocks.append([])
            room = taken - len(GAP)
        blocks[-1].append(folded)
        room += len(GAP) + folded.size()
    return "\n\n".join("\n".join(_block([*repeated, *block])) for block in blocks or [[]])
