"""What sphinx-gallery does not do: pictures for narrow and dark screens, and what they show."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from html import unescape
from io import StringIO
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pictures
from markupsafe import escape
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from neadigital.plot import _style

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NARROW = Path(__file__).parents[1] / "auto_narrow" / "pictures"
SIZE = (4, 4.2)
# The studies that lead; the others follow by name.
LEADING = ["since.py", "exchange_rate.py", "closing.py"]
_THUMB = re.compile(
    r'<img alt="" src="[^"]*/(sphx_glr_\w+_)thumb\.\w+" />(.*?<a )'
    r'(class="reference internal".*?<div class="sphx-glr-thumbnail-title">)([^<]*)(</div>)',
    re.DOTALL,
)


_CODE = re.compile(
    r'<div class="highlight-Python notranslate"><div class="highlight">'
    r"<pre>.*?</pre></div>\s*</div>",
    re.DOTALL,
)
_FOLDED = '<details class="code"><summary>The code of this step</summary>{}</details>'


class LeadingFirst:
    """The order of the tiles: the key by which sphinx-gallery sorts the files of a folder."""

    def __init__(self, folder: str) -> None:
        """Take the folder, as sphinx-gallery asks; its files are told apart by name alone."""

    def __call__(self, name: str) -> tuple[int, str]:
        """Return a file's key."""
        place = LEADING.index(name) if name in LEADING else len(LEADING)
        return place, name


def scrape(block: Any, variables: dict[str, Any], conf: dict[str, Any]) -> str:
    """Save a block's pictures for wide and narrow screens; return the lines that show them."""
    wide = _drawn()
    if not wide:
        return ""
    # The thumbnail is the first of these files; its name leads to the picture.
    paths = [Path(next(variables["image_path_iterator"])) for _ in wide]
    shown = []
    for path, figure in zip(paths, wide, strict=True):
        pictures.save(figure, NARROW, path.stem)
        path.with_suffix(".svg").write_bytes((NARROW / f"{path.stem}.svg").read_bytes())
        alt = pictures.describe(figure)
        shown.append(pictures.shareable(path.stem, alt, "../"))
    plt.close("all")
    with patch.dict(_style.SHEET, figsize=SIZE), redirect_stdout(StringIO()):
        exec(block[1], variables["example_globals"])  # noqa: S102
    for path, figure in zip(paths, _drawn(), strict=True):
        pictures.save(figure, NARROW, f"{path.stem}-narrow")
    plt.close("all")
    html = indent("".join(shown), "    ")
    return f"\n.. raw:: html\n\n{html}\n\n"


def _drawn() -> list[Figure]:
    """Return the figures that are open."""
    return [plt.figure(number) for number in plt.get_fignums()]


def _named(match: re.Match[str]) -> str:
    """Return a tile with the narrow picture in both themes, and with its title as their text."""
    file, between, link, title, end = match.groups()
    name = escape(unescape(title.strip()))
    if (NARROW / f"{file}001-narrow.svg").is_file():
        image = pictures.shown(f"{file}001", name, "../", narrow="all")
    else:
        tag, _, _ = match[0].partition(">")
        image = tag.replace('alt=""', f'alt="{name}"') + ">"
    return f'{image}{between}aria-label="{name}" {link}{title}{end}'


def mend(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give each tile its pictures and a text, mend tables of pandas, and fold a study's code."""
    body = context.get("body", "")
    if "sphx-glr" in body:
        # A screen reader would read an empty corner as the head of a column.
        body = body.replace("<th></th>", "<td></td>")
        body = _THUMB.sub(_named, body)
        if pagename.startswith("auto_studies/"):
            body = _CODE.sub(lambda found: _FOLDED.format(found[0]), body)
        context["body"] = body


def setup(app: Sphinx) -> dict[str, Any]:
    """Change each page as it is written out."""
    app.connect("html-page-context", mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
