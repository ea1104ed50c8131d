"""What a link to a page shows elsewhere: its title, a description, and a picture of its own."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx

import neadigital
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
    up = app.config.html_baseurl or "../" * page.count("/")
    folder = Path(app.outdir, "pictures")
    folder.mkdir(exist_ok=True)
    title = app.env.titles[page].astext()
    chart = _CHART.search(context.get("body", ""))
    if page == "index" or page.startswith("generated/story/"):
        picture = "story"
        if page == "index":
            _draw_story(folder / "story.png")
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
        text = " ".join(paragraph.astext().split())
        links = sum(len(one.astext()) for one in paragraph.findall(nodes.reference))
        if len(text) > _SHORTEST and links < len(text) / 2:
            return _cut(text)
    return title


def _cut(text: str) -> str:
    """Return the sentences of a text that fit, or as many words of the first one."""
    if len(text) <= _LONGEST:
        return text
    start = text[:_LONGEST]
    for end in (". ", "。", " "):
        kept, found, _ = start.rpartition(end)
        if found and len(kept) > _SHORTEST:
            return f"{kept} …" if end == " " else f"{kept}{end}".strip()
    return start


def _draw_title(title: str, path: Path) -> None:
    """Draw the title of a page on a ground of the site's colour."""
    figure = plt.figure(figsize=_SIZE, facecolor="#0b6e75")
    lines = _style.wrap(title, 370, 24)
    look: Any = {"color": "white", "parse_math": False}
    figure.text(0.08, 0.62, lines, size=24, weight="bold", va="center", **look)
    figure.text(0.08, 0.12, "neadigital: the digital economy of Northeast Asia", **look)
    figure.savefig(path, dpi=100)
    plt.close(figure)


def _draw_story(path: Path) -> None:
    """Draw the first picture of the site, of which every language reads the numbers."""
    china = neadigital.digital_economy_scale().query("economy == 'CHN'")
    levels = china.set_index("year")["scale_usd_bn"]
    growth = 100 * (levels[2021] / levels[2016] - 1)
    stated = neadigital.load("statements").set_index("statement")["value"]["s011"]
    colour = _style.LIGHT.looks[0].colour
    figure, ax = plt.subplots(figsize=_SIZE, layout="constrained")
    ax.plot(levels.index, levels, color=colour, linewidth=4, marker="o")
    ax.fill_between(levels.index, levels, color=colour, alpha=0.13)
    ax.set(ylim=(0, 9500), yticks=[])
    ax.spines[["left", "top", "right"]].set_visible(False)
    for year, side in ((2016, "left"), (2021, "right")):
        ax.text(year, levels[year] + 400, f"{levels[year]:,.0f}", ha=side, size=13)
    ax.text(2016, 7700, f"{growth:.1f} %", size=34, weight="bold", color=colour)
    ax.text(2016, 6300, f"{stated:.1f} %", size=20, color="#6b6b6b")
    ax.plot([2016, 2016.95], [6550, 6550], color="#6b6b6b", linewidth=2)
    figure.savefig(path, dpi=100)
    plt.close(figure)
