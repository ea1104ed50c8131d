"""Write what the search looks through: each section, claim, row and note by itself, as a script.

Sphinx's own search knows no numbers, finds pages only, and has no excerpts for files on a disk.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup, Tag

from _ext import words

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PARTS = "article :is(section[id], tr[id], .findings li[id], aside[popover], .note li, dl.py)"
HEADINGS = ["h1", "h2", "h3", "h4", "td", "summary", "b", "dt"]
UNREAD = ".headerlink, script, style, wbr, .prev-next-footer, .visually-hidden, sup"


def sections(html: str) -> list[list[str]]:
    """Return the anchor, heading and text of each part of a page, without the parts in it."""
    page = BeautifulSoup(html, "lxml")
    for element in page.select(UNREAD):
        element.decompose()
    page.smooth()
    found = []
    # The last part is never around another one.
    for part in reversed(page.select(PARTS)):
        part.extract()
        # The entry of a function has its name at its first line.
        is_named = part.get("id")
        named = part if is_named else part.find("dt")
        anchor = str(named["id"])
        anchor = anchor.removeprefix("why-")
        heading = part.find(HEADINGS)
        title = text_of(heading) if heading else ""
        text = text_of(part)
        found.append([anchor, title, text])
    keywords = page.select_one("meta[name=keywords]")
    if found and keywords:
        # The last one is the page as a whole.
        whole = found[-1]
        whole[2] = f"{whole[2]} {keywords['content']}"
    return found[::-1]


def text_of(element: Tag) -> str:
    """Return the text of an element with single spaces."""
    return words.one_line(element.get_text(" "))


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the parts of all pages but those below the one on the project."""
    if error or app.builder.name != "html":
        return
    below = app.env.toctree_includes.get("project", [])
    found: dict[str, Any] = {}
    for name in sorted(app.env.found_docs - {*below}):
        path = Path(app.outdir, f"{name}.html")
        html = path.read_text(encoding="utf-8")
        title = app.env.titles[name].astext()
        found[name] = [title, sections(html)]
    text = json.dumps(
        found,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    path = Path(app.outdir, "_static", "sections.js")
    path.write_text(f"const PAGES = {text};\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the parts once all pages are written."""
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
