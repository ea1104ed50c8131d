"""What sphinx-gallery does not do: pictures for narrow and dark screens, and frames in words."""

from __future__ import annotations

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

#: Kept from one build to the next, as sphinx-gallery runs only the files that changed.
FOLDER = words.HERE / "auto_pictures" / "pictures"
_NARROW = (4, 4.2)
# As many rows of a frame are shown whole.
_LONG = 60
# The studies that lead; the others follow by name.
_LEADING = ["closing.py", "exchange_rate.py", "base.py"]


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
    free_paths = variables["image_path_iterator"]
    paths = [Path(next(free_paths)) for _ in wide]
    html = ""
    for path, figure in zip(paths, wide, strict=True):
        size = figure.get_figwidth(), figure.get_figheight()
        pictures.save(figure, FOLDER, path.stem)
        pictures.save_png(figure, FOLDER / f"{path.stem}.png")
        html += pictures.shown(path.stem, pictures.describe(figure), "../", size)
    plt.close("all")
    # The same once more, narrow; what it prints has been shown.
    with patch.dict(_style.SHEET, figsize=_NARROW), redirect_stdout(StringIO()):
        exec(block[1], variables["example_globals"])  # noqa: S102
    for path, figure in zip(paths, _drawn(), strict=True):
        pictures.save(figure, FOLDER, f"{path.stem}-narrow")
        # The tile of the page is made of the first of these files.
        pictures.save_png(figure, path)
    plt.close("all")
    return f"\n.. raw:: html\n\n{indent(html, '    ')}\n\n"


def _drawn() -> list[Figure]:
    """Return the figures that are open."""
    numbers = plt.get_fignums()
    return [plt.figure(number) for number in numbers]


def in_words(frame: pd.DataFrame) -> str:
    """Return a frame as HTML, with readers' words for columns and codes, without row numbers."""
    has_names = frame.index.name or frame.index.nlevels > 1
    is_numbered = pd.api.types.is_integer_dtype(frame.index) and not has_names
    shown = frame.rename(index=_word, columns=_word).replace(words.NAMES)
    shown = shown.rename_axis(index=_word, columns=_word)
    html: str = shown.to_html(
        index=not is_numbered,
        # Of a long frame some rows of both ends are shown.
        max_rows=10 if len(frame) > _LONG else None,
        na_rep="–",
        border=0,
        classes="data frame-of-pandas",
    )
    # A screen reader would read an empty cell as the head of a column.
    return html.replace("<th></th>", "<td></td>")


def _word(name: Any) -> Any:
    """Return what readers call a code or a column; what is no text stays as it is."""
    if not isinstance(name, str):
        return name
    return words.NAMES.get(name) or words.words(name)
