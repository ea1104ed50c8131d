"""What sphinx-gallery does not do: narrow pictures, cards, and frames in readers' words."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from textwrap import indent
from typing import Any
from unittest.mock import patch

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from _ext import pictures, words
from neadigital.plot import _style

#: The pictures of the studies, which the site has as files.
FOLDER = words.HERE / "auto_pictures" / "pictures"
_NARROW = (4, 4.2)
_VERDICTS = {code: code.replace("_", " ") for code in words.VERDICTS}
# As many rows of a frame are shown whole.
_LONG = 60
# A tile of sphinx-gallery, whose link has no text that a screen reader reads.
_TILES = re.compile(r'<div class="sphx-glr-thumbnails">.*</div></div>', re.DOTALL)
_TILE = re.compile(
    r'tooltip="(?P<text>[^"]*)"><img[^>]*/(?P<name>sphx_glr_\w+)_thumb\.png" />.*?'
    r'href="(?P<page>[^"]*)"><span class="doc">(?P<title>.*?)</span>',
    re.DOTALL,
)
_CARD = (
    '<li><a href="{page}"><img class="dark-light" src="../pictures/{name}-card.svg" alt="" '
    'loading="lazy"><span class="title">{title}</span></a><p>{first}.</p></li>'
)


def scrape(block: Any, variables: dict[str, Any], conf: dict[str, Any]) -> str:
    """Save a block's pictures for wide and narrow screens; return the lines that show them."""
    wide = _drawn()
    if not wide:
        return ""
    free_paths = variables["image_path_iterator"]
    paths = [Path(next(free_paths)) for _ in wide]
    html = ""
    for path, figure in zip(paths, wide, strict=True):
        html += _save_wide(path, figure)
    plt.close("all")
    # The same once more, narrow; what it prints has been shown.
    with patch.dict(_style.SHEET, figsize=_NARROW), redirect_stdout(StringIO()):
        exec(block[1], variables["example_globals"])  # noqa: S102
    for path, figure in zip(paths, _drawn(), strict=True):
        _save_narrow(path, figure)
    plt.close("all")
    indented = indent(html, "    ")
    return f"\n.. raw:: html\n\n{indented}\n\n"


def _save_wide(path: Path, figure: Figure) -> str:
    """Save a picture for a wide screen; return what shows it."""
    name = path.stem
    figure.draw_without_rendering()
    pictures.save(figure, FOLDER, name)
    pictures.save_png(figure, FOLDER / f"{name}.png")
    numbers = pictures.csv_link(pictures.numbers_in(figure), name)
    return pictures.shown(name, figure, "../", numbers, [])


def _save_narrow(path: Path, figure: Figure) -> None:
    """Save a picture for a narrow screen, and the card of a page, which shows its first one."""
    pictures.save(figure, FOLDER, f"{path.stem}-narrow")
    # Sphinx-gallery wants the file.
    pictures.save_png(figure, path)
    script, _, number = path.stem.rpartition("_")
    if number == "001":
        pictures.to_card(figure)
        pictures.save(figure, FOLDER, f"{script}-card")


def _drawn() -> list[Figure]:
    """Return the figures that are open."""
    numbers = plt.get_fignums()
    return [plt.figure(number) for number in numbers]


def with_cards(body: str) -> str:
    """Return the index of a gallery with a card for each page, which is a single link."""
    cards = ""
    for tile in _TILE.finditer(body):
        first, *_ = tile["text"].partition(". ")
        first = first.removesuffix(".")
        cards += _CARD.format(**tile.groupdict(), first=first)
    return _TILES.sub(f'<ul class="cards">{cards}</ul>', body)


def in_words(frame: pd.DataFrame) -> str:
    """Return a frame as HTML, with readers' words for columns and codes, without row numbers."""
    has_names = frame.index.name or frame.index.nlevels > 1
    is_numbered = pd.api.types.is_integer_dtype(frame.index) and not has_names
    shown = frame.rename(index=_word, columns=_word)
    shown = shown.replace(words.NAMES | _VERDICTS)
    if frame.columns.nlevels == 1:
        # The name of the last level of the index is the head of its column.
        corner = None if is_numbered else _word(frame.index.names[-1])
        shown.index.names = [None] * frame.index.nlevels
        shown.columns.name = corner
    html: str = shown.to_html(
        index=not is_numbered,
        # Of a long frame some rows of both ends are shown.
        max_rows=10 if len(frame) > _LONG else None,
        na_rep="–",
        border=0,
        classes="data frame-of-pandas",
    )
    link = pictures.csv_link(frame.to_csv(index=not is_numbered), "table")
    # A screen reader would read an empty cell as the head of a column.
    html = html.replace("<th></th>", "<td></td>")
    html = re.sub(r"<td>(?=-?[\d,.]+</td>|–</td>)", '<td class="number">', html)
    return f'{html}<p class="files">{link}</p>'


def _word(name: Any) -> Any:
    """Return what readers call a code or a column; what is no text stays as it is."""
    if not isinstance(name, str):
        return name
    if name in words.NAMES:
        return words.NAMES[name]
    # A column means the same in each dataset that has it, and so does an indicator.
    known = words.BOOK.query("column == @name or code == @name").dropna(subset="label")
    if "_" not in name or known.empty:
        return words.words(name)
    label, unit = known[["label", "unit"]].iloc[0]
    is_said = pd.isna(unit) or unit in label
    return label if is_said else f"{label}, {unit}"
