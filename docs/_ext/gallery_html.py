"""Give the galleries' small pictures a text for screen readers, and offer only the notebook to download."""

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
# Each page has three downloads, a Python script, a notebook and an archive of both.
_OTHERS = re.compile(
    r'<div class="sphx-glr-download sphx-glr-download-(?:python|zip).*?</div>',
    re.DOTALL,
)


def _named(match: re.Match[str]) -> str:
    name = match[3].strip().replace('"', "&quot;")
    return f'<img alt="{name}" {match[1]}aria-label="{name}" {match[2]}{match[3]}{match[4]}'


def mend(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Label each small picture and its link with the page's title; remove all downloads but the notebook."""
    if "sphx-glr" in context.get("body", ""):
        context["body"] = _OTHERS.sub("", _THUMB.sub(_named, context["body"]))


def setup(app: Sphinx) -> dict[str, Any]:
    """Change each page as it is written out."""
    app.connect("html-page-context", mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
