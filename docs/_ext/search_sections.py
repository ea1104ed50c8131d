"""Write what the search looks through: each section, each claim, each row and each note by itself.

Sphinx's own search finds pages, needs all words, and reads pages again for its excerpts, which a
browser refuses for files on a disk.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PARTS = "section[id], tr[id], article.note, dl.py > dt[id]"
UNREAD = ".headerlink, script, style, .filters, .prev-next-footer"


def place(part: Tag) -> str:
    """Return the anchor of a part of a page; a note has that of the first cell it is about."""
    anchored = part if part.get("id") else part.select_one("[id]")
    return str(anchored["id"]) if anchored else ""


def sections(html: str) -> list[dict[str, str]]:
    """Return the parts of a page, each with its heading and its text without its own parts."""
    page = BeautifulSoup(html, "html.parser")
    article = page.select_one("article.bd-article")
    if article is None or article.h1 is None:
        return []
    for element in article.select(UNREAD):
        element.decompose()
    for code in article.select("pre"):
        code.string = code.get_text()
    title = article.h1.get_text()
    found = []
    # The last part is never around another one.
    for part in reversed(article.select(PARTS)):
        heading = part.find(["h1", "h2", "h3", "h4"])
        cells = [cell.get_text(" ", strip=True) for cell in part.find_all("td")]
        found.append(
            {
                "title": title,
                "anchor": place(part),
                "heading": heading.get_text(" ", strip=True) if heading else "",
                "row": " · ".join(cells[:2]),
                "text": " ".join(part.get_text(" ").split()),
            }
        )
        part.extract()
    keywords = page.select_one("meta[name=keywords]")
    if keywords:
        found[-1]["text"] += f" {keywords['content']}"
    return found[::-1]


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the sections of all pages but those on the project, as a script."""
    if error or app.builder.name != "html":
        return
    project = {"project", *app.env.toctree_includes.get("project", [])}
    found = []
    for name in sorted(app.env.found_docs - project):
        path = Path(app.outdir, f"{name}.html")
        parts = sections(path.read_text(encoding="utf-8"))
        found += [{"page": f"{name}.html"} | part for part in parts]
    text = json.dumps(found, ensure_ascii=False)
    path = Path(app.outdir, "_static", "sections.js")
    path.write_text(f"const SECTIONS = {text};\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the sections once all pages are written."""
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
