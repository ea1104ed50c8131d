"""What a link to a page shows elsewhere: its title, a description, and a picture of its own."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from textwrap import shorten
from typing import Any

import matplotlib.pyplot as plt
from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx

from _ext import words
from neadigital.plot import _style

_CHART = re.compile(r'id="chart-([\w.-]+)"')
# Six hundred pixels are the least that a large preview needs.
_SIZE = (6.0, 3.15)
_LONGEST = 200
# A paragraph as short as this is a list of links, or no sentence.
_SHORTEST = 60
_TAG = Markup('<meta {kind}="{name}" content="{content}" />\n')


def tags(app: Sphinx, page: str, context: dict[str, Any], doctree: Any) -> str:
    """Return the tags of a page, by which other sites show a link to it."""
    depth = page.count("/")
    up = app.config.html_baseurl or "../" * depth
    folder = Path(app.outdir, "pictures")
    folder.mkdir(exist_ok=True)
    title = app.env.titles[page].astext()
    chart = _CHART.search(context.get("body", ""))
    if page == "index" or page.startswith("generated/story/"):
        # Its numbers are read in every language.
        picture = "CHN-paper"
    elif chart:
        picture = chart[1]
    else:
        picture = f"page-{words.anchor(page)}"
        _draw_title(title, folder / f"{picture}.png")
    known = {
        "og:title": title,
        "og:type": "website",
        "og:site_name": "neadigital",
        "og:description": _description(title, context["metatags"], doctree),
        "og:image": f"{up}pictures/{picture}.png",
        "og:image:alt": title,
    }
    if app.config.html_baseurl:
        known["og:url"] = f"{up}{page}.html"
    found = _TAG.format(kind="name", name="twitter:card", content="summary_large_image")
    for name, content in known.items():
        found += _TAG.format(kind="property", name=name, content=content)
    if 'name="description"' not in context["metatags"]:
        content = known["og:description"]
        found += _TAG.format(kind="name", name="description", content=content)
    return str(found)


def _description(title: str, metatags: str, doctree: Any) -> str:
    """Return what a page says it is, else its first sentences."""
    said = re.search(r'content="([^"]*)" name="description"', metatags)
    if said:
        return unescape(said[1])
    for paragraph in doctree.findall(nodes.paragraph):
        text = words.one_line(paragraph.astext())
        in_links = 0
        for link in paragraph.findall(nodes.reference):
            in_links += len(link.astext())
        is_of_links = in_links >= len(text) / 2
        if len(text) > _SHORTEST and not is_of_links:
            return shorten(text, _LONGEST, placeholder=" …")
    return title


def _draw_title(title: str, path: Path) -> None:
    """Draw the title of a page on a ground of the site's colour."""
    figure = plt.figure(figsize=_SIZE, facecolor="#0b6e75")
    lines = _style.wrap(title, 370, 24)
    look: Any = {"color": "white", "parse_math": False}
    figure.text(0.08, 0.62, lines, size=24, weight="bold", va="center", **look)
    figure.text(0.08, 0.12, "neadigital: the digital economy of Northeast Asia", **look)
    figure.savefig(path, dpi=100)
    plt.close(figure)
