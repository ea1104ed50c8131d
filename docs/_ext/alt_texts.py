"""Name the small pictures of the galleries, which sphinx-gallery leaves without an alternative text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_THUMB = re.compile(
    r'<img alt="" (src="[^"]*_thumb\.\w+" />.*?<a )'
    r'(class="reference internal".*?<div class="sphx-glr-thumbnail-title">)([^<]*)(</div>)',
    re.DOTALL,
)


def _named(match: re.Match[str]) -> str:
    name = match[3].strip().replace('"', "&quot;")
    return f'<img alt="{name}" {match[1]}aria-label="{name}" {match[2]}{match[3]}{match[4]}'


def name_pictures(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give each small picture, and the link that lies over it, the title of the page that it leads to."""
    if "body" in context and "_thumb" in context["body"]:
        context["body"] = _THUMB.sub(_named, context["body"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Name the pictures as each page is written."""
    app.connect("html-page-context", name_pictures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
