"""What sphinx-gallery does not do: narrow pictures, and texts for screen readers."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib import pyplot as plt
from sphinx_gallery.scrapers import matplotlib_scraper

from neadigital.plot import _style

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NARROW = Path(__file__).parents[1] / "auto_narrow" / "pictures"
SIZE = (4, 4.2)
# The studies that lead; the others follow by name.
LEADING = ["since.py", "exchange_rate.py", "closing.py"]
_PICTURE = re.compile(r'<img [^>]*src="[^"]*/_images/(sphx_glr_\w+?_\d{3}\.png)"[^>]*>')
_THUMB = re.compile(
    r'<img alt="" (?P<picture>src="[^"]*_thumb\.\w+" />.*?<a )'
    r'(?P<link>class="reference internal".*?<div class="sphx-glr-thumbnail-title">'
    r"(?P<title>[^<]*)</div>)",
    re.DOTALL,
)


class LeadingFirst:
    """The order of the tiles: the key by which sphinx-gallery sorts the files of a folder."""

    def __init__(self, folder: str) -> None:
        """Take the folder, as sphinx-gallery asks; its files are told apart by name alone."""

    def __call__(self, name: str) -> tuple[int, str]:
        """Return a file's key."""
        place = LEADING.index(name) if name in LEADING else len(LEADING)
        return place, name


def scrape(block: Any, variables: dict[str, Any], conf: dict[str, Any]) -> str:
    """Save a block's picture, and draw it again for a narrow screen."""
    shown = matplotlib_scraper(block, variables, conf)
    name = re.search(r"sphx_glr_\w+?_\d{3}\.png", shown)
    if name:
        NARROW.mkdir(parents=True, exist_ok=True)
        wide = _style.SHEET["figsize"]
        _style.SHEET["figsize"] = SIZE
        # A study may draw with the package or with matplotlib alone.
        with redirect_stdout(StringIO()), plt.rc_context({"figure.figsize": SIZE}):
            exec(block[1], variables["example_globals"])  # noqa: S102
        _style.SHEET["figsize"] = wide
        figure = plt.gcf()
        for ax in figure.axes:
            ax.title.set_wrap(True)
        figure.savefig(NARROW / name[0], dpi=200)
        plt.close("all")
    return str(shown)


def _named(match: re.Match[str]) -> str:
    name = match["title"].strip().replace('"', "&quot;")
    return match.expand(rf'<img alt="{name}" \g<picture>aria-label="{name}" \g<link>')


def _fitting(match: re.Match[str]) -> str:
    if not (NARROW / match[1]).is_file():
        return match[0]
    return (
        '<picture><source media="(max-width: 600px)" '
        f'srcset="../pictures/{match[1]}">{match[0]}</picture>'
    )


def mend(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Label small pictures and their links, offer narrow ones, and mend tables of pandas."""
    body = context.get("body", "")
    if "sphx-glr" in body:
        body = _THUMB.sub(_named, body)
        # A screen reader would read an empty corner as the head of a column.
        body = body.replace("<th></th>", "<td></td>")
        context["body"] = _PICTURE.sub(_fitting, body)


def setup(app: Sphinx) -> dict[str, Any]:
    """Change each page as it is written out."""
    app.connect("html-page-context", mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
