"""Write what the search looks through: each section, claim, row and note by itself, as a script.

Sphinx's own search knows no numbers, finds pages only, and has no excerpts for files on a disk.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PARTS = (
    "article :is(section[id], tr[id], .findings li[id], aside[popover], .note li, dt[id])"
)
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
        anchor = str(part["id"]).removeprefix("why-")
        heading = part.find(["h1", "h2", "h3", "h4", "td", "summary", "b"])
        title = " ".join(heading.get_text(" ").split()) if heading else ""
        found.append([anchor, title, " ".join(part.get_text(" ").split())])
    if found and (words := page.select_one("meta[name=keywords]")):
        found[-1][2] += f" {words['content']}"
    return found[::-1]


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the parts of all pages but those on the project."""
    if error or app.builder.name != "html":
        return
    project = {"project", *app.env.toctree_includes.get("project", [])}
    found: dict[str, Any] = {}
    for name in sorted(app.env.found_docs - project):
        html = Path(app.outdir, f"{name}.html").read_text(encoding="utf-8")
        found[name] = [app.env.titles[name].astext(), sections(html)]
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    path = Path(app.outdir, "_static", "sections.js")
    path.write_text(f"const PAGES = {text};\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the parts once all pages are written."""
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
