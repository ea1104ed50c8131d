"""Write what the search looks through: each section, each claim, each row and each note by itself.

Sphinx's own search finds pages, needs all words, and reads pages again for its excerpts, which a
browser refuses for files on a disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PARTS = (
    ".bd-article :is(section[id], tr[id], .findings > li, .register li, article.note, "
    "dl.py > dt[id])"
)
UNREAD = ".headerlink, script, style, wbr, .filters, .prev-next-footer"


def joined(elements: Iterable[Tag]) -> str:
    """Return the texts of elements in one line."""
    texts = [element.get_text(" ", strip=True) for element in elements]
    return " · ".join(texts)


def section(part: Tag, title: str) -> dict[str, str]:
    """Return a part of a page with its anchor, its heading and its text."""
    # A note has the anchor of the first cell that it is about.
    first = part.find(id=True)
    anchor = part.get("id") or first["id"]
    headings = part.find_all(["h1", "h2", "h3", "h4"], limit=1)
    cells = part.find_all(["td", "summary"], limit=2)
    words = part.get_text(" ").split()
    return {
        "title": title,
        "anchor": str(anchor),
        "heading": joined(headings),
        "row": joined(cells),
        "text": " ".join(words),
    }


def sections(html: str) -> list[dict[str, str]]:
    """Return the parts of a page, each without the parts that are in it."""
    page = BeautifulSoup(html, "html.parser")
    for element in page.select(UNREAD):
        element.decompose()
    # What stood around a possible break is one text again.
    page.smooth()
    for code in page.select("pre"):
        code.string = code.get_text()
    title = page.select_one("article.bd-article h1")
    if title is None:
        return []
    name = title.get_text()
    parts = page.select(PARTS)
    # The last part is never around another one.
    parts.reverse()
    found = [section(part.extract(), name) for part in parts]
    found.reverse()
    keywords = page.select_one("meta[name=keywords]")
    if keywords:
        words = str(keywords["content"])
        found[0]["text"] += " " + words
    return found


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the sections of all pages but those on the project, as a script."""
    if error or app.builder.name != "html":
        return
    project = {"project", *app.env.toctree_includes.get("project", [])}
    found = []
    for name in sorted(app.env.found_docs - project):
        page = f"{name}.html"
        html = Path(app.outdir, page).read_text(encoding="utf-8")
        found += [{"page": page} | part for part in sections(html)]
    text = json.dumps(found, ensure_ascii=False)
    path = Path(app.outdir, "_static", "sections.js")
    path.write_text(f"const SECTIONS = {text};\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the sections once all pages are written."""
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
