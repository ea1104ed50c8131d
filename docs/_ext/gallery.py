"""What sphinx-gallery does not do: pictures for narrow and dark screens, and what they show."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from html import unescape
from io import StringIO
from pathlib import Path
from textwrap import indent
from typing import Any
from unittest.mock import patch

from bs4 import BeautifulSoup
from markupsafe import escape
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from _ext import pictures, words
from neadigital.plot import _style

#: Kept from one build to the next, as sphinx-gallery runs only the files that changed.
FOLDER = words.HERE / "auto_pictures" / "pictures"
_NARROW = (4, 4.2)
# The studies that lead; the others follow by name.
_LEADING = ["since.py", "exchange_rate.py", "closing.py"]
_TILE = re.compile(
    r'<img alt="" src="[^"]*/(sphx_glr_\w+_)thumb\.\w+" />(.*?<a )'
    r'(class="reference internal".*?<div class="sphx-glr-thumbnail-title">)([^<]*)(</div>)',
    re.DOTALL,
)
_FRAME = re.compile(r'<table border="1" class="dataframe">.*?</table>', re.DOTALL)
_PICTURE = (
    '<img class="only-{theme} dark-light" src="../pictures/{file}001-narrow{end}.svg" '
    'alt="{title}" loading="lazy">'
)


class LeadingFirst:
    """The order of the tiles: the key by which sphinx-gallery sorts the files of a folder."""

    def __init__(self, folder: str) -> None:
        """Take the folder, as sphinx-gallery asks; its files are told apart by name alone."""

    def __call__(self, name: str) -> tuple[int, str]:
        """Return a file's key."""
        if name in _LEADING:
            return _LEADING.index(name), name
        return len(_LEADING), name


def scrape(block: Any, variables: dict[str, Any], conf: dict[str, Any]) -> str:
    """Save a block's pictures for wide and narrow screens; return the lines that show them."""
    wide = _drawn()
    if not wide:
        return ""
    # The thumbnail is made of the first of these files.
    free_paths = variables["image_path_iterator"]
    paths = [Path(next(free_paths)) for _ in wide]
    html = ""
    for path, figure in zip(paths, wide, strict=True):
        width = figure.get_figwidth()
        height = figure.get_figheight()
        alt = pictures.describe(figure)
        pictures.save(figure, FOLDER, path.stem)
        pictures.save_png(figure, path)
        copy = FOLDER / f"{path.stem}.png"
        pictures.save_png(figure, copy)
        html += pictures.shown(path.stem, alt, "../", (width, height))
    plt.close("all")
    # The same once more, narrow; what it prints has been shown.
    with patch.dict(_style.SHEET, figsize=_NARROW), redirect_stdout(StringIO()):
        exec(block[1], variables["example_globals"])  # noqa: S102
    for path, figure in zip(paths, _drawn(), strict=True):
        name = f"{path.stem}-narrow"
        pictures.save(figure, FOLDER, name)
    plt.close("all")
    return f"\n.. raw:: html\n\n{indent(html, '    ')}\n\n"


def _drawn() -> list[Figure]:
    """Return the figures that are open."""
    numbers = plt.get_fignums()
    return [plt.figure(number) for number in numbers]


def with_pictures(body: str) -> str:
    """Return a page with the narrow picture in both themes on each tile, and a text for it."""
    return _TILE.sub(_tile, body)


def _tile(match: re.Match[str]) -> str:
    """Return a tile with its pictures; without any it keeps its own."""
    file, between, link, title, end = match.groups()
    name = escape(unescape(title.strip()))
    light = _PICTURE.format(theme="light", file=file, end="", title=name)
    dark = _PICTURE.format(theme="dark", file=file, end="-dark", title=name)
    if not (FOLDER / f"{file}001-narrow.svg").is_file():
        alt = f'alt="{name}"'
        return match[0].replace('alt=""', alt)
    label = f'aria-label="{name}" '
    return "".join([light, dark, between, label, link, title, end])


def in_words(body: str) -> str:
    """Return a page in which the frames of pandas have readers' words for columns and codes."""
    return _FRAME.sub(lambda found: _frame_in_words(found[0]), body)


def _frame_in_words(html: str) -> str:
    """Return a frame with names for its codes, and without the numbers of its rows."""
    table: Any = BeautifulSoup(html, "lxml").table
    for cell in table.select("th, td"):
        text = cell.get_text(strip=True)
        if text == "NaN":
            cell.string = "–"
        elif text in words.NAMES:
            cell.string = words.NAMES[text]
        elif cell.name == "th":
            cell.string = words.words(text)
    heads = table.select("thead tr")
    rows = table.select("tr")
    first_cells = [row.find(["th", "td"]) for row in rows]
    texts = [cell.get_text(strip=True) for cell in first_cells]
    corner, *labels = texts
    # An index with a name has a row of heads of its own.
    has_name = corner or len(heads) > 1
    if not has_name and all(map(str.isdigit, labels)):
        for cell in first_cells:
            cell.decompose()
    # A screen reader would read an empty corner as the head of a column.
    for cell in table.select("th:empty"):
        cell.name = "td"
    table.attrs = {"class": "data frame-of-pandas"}
    return str(table)
