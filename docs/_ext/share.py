"""What a link to a page shows elsewhere: its title, a sentence and, with an address, a picture.

The address of the site is a setting, `SITE` in the environment of the build. Without it, nothing is
written that needs one: the preview picture, the same page in other languages, a line to embed.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

# Search engines and chats cut a longer text.
LETTERS = 200
# What a page without a chart of its own shows.
PREVIEW = "front-light-wide"
_META = Markup('<meta {}="{}" content="{}">\n')
_ALTERNATE = Markup('<link rel="alternate" hreflang="{}" href="{}">\n')
_PICTURE = re.compile(r'pictures/([\w-]+?)\.svg"')
_MARKS = re.compile(r"\[[^\]]*\]|\s+")


def address() -> str:
    """Return the address of the site with a slash at its end; empty if it has none."""
    site = os.environ.get("SITE", "")
    return site.rstrip("/") + "/" if site else ""


def sentence(text: str) -> str:
    """Return the first sentences of a text that fit, or its first words."""
    plain = " ".join(_MARKS.sub(" ", text).split())
    if len(plain) <= LETTERS:
        return plain
    start = plain[:LETTERS]
    end = max(start.rfind(mark) for mark in (". ", "。", "? ", "？"))
    if end > 0:
        return start[: end + 1]
    return start.rpartition(" ")[0] + " ..."


def first_paragraph(doctree: nodes.document | None) -> str:
    """Return what a page says of itself, else its first paragraph that is no list of links."""
    from docutils import nodes

    if doctree is None:
        return ""
    for meta in doctree.findall(nodes.meta):
        if meta.get("name") == "description":
            return str(meta["content"])
    for paragraph in doctree.findall(nodes.paragraph):
        links = sum(len(link.astext()) for link in paragraph.findall(nodes.reference))
        text = paragraph.astext().strip()
        if len(text) > 2 * links and len(text) > 30:
            return text
    return ""


def tags(title: str, text: str, language: str) -> Markup:
    """Return what a page says of itself wherever the site is."""
    said = [
        ("property", "og:description", text),
        ("property", "og:title", title),
        ("property", "og:type", "website"),
        ("property", "og:site_name", "neadigital"),
        ("property", "og:locale", language),
    ]
    return Markup("").join(_META.format(*one) for one in said if one[2])


def tags_with_address(
    site: str, page: str, picture: str, languages: dict[str, str]
) -> Markup:
    """Return what needs an address: this page, its preview, and it in other languages."""
    preview = f"{site}pictures/{picture}.png"
    written = [
        _META.format("property", "og:url", f"{site}{page}.html"),
        _META.format("property", "og:image", preview),
        _META.format("name", "twitter:card", "summary_large_image"),
    ]
    for language, other in languages.items():
        written.append(_ALTERNATE.format(language, f"{site}{other}.html"))
    return Markup("").join(written)


def first_picture(body: str) -> str:
    """Return the name of the first chart on a page, or that of the front page."""
    names = [name for name in _PICTURE.findall(body) if not name.endswith("-dark")]
    wide = [name for name in names if not name.endswith("-narrow")]
    return wide[0] if wide else PREVIEW


def add_tags(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add the tags to the head of a page."""
    known = app.env.titles.get(pagename)
    title = known.astext() if known else app.config.project
    language = context.get("language") or "en"
    text = sentence(first_paragraph(doctree))
    written = tags(title, text, language)
    if site := address():
        picture = first_picture(context.get("body", ""))
        languages = context.get("languages", {})
        written += tags_with_address(site, pagename, picture, languages)
    context["metatags"] = context.get("metatags", "") + str(written)


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the tags as pages are written, after the page's language is known."""
    app.connect("html-page-context", add_tags, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
