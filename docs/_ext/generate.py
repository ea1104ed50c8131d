"""Write the pages that are computed from the data, before Sphinx looks for sources."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import front
import page_api
import page_check
import page_datasets
import page_economies
import page_explorer
import page_paper
import page_sources
import page_story
import page_trust

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def write_pages(app: Sphinx) -> None:
    """Write the folder `generated` from scratch, so that no outdated page stays."""
    folder = Path(app.srcdir) / "generated"
    shutil.rmtree(folder, ignore_errors=True)
    for module in (
        front,
        page_api,
        page_check,
        page_datasets,
        page_economies,
        page_explorer,
        page_paper,
        page_sources,
        page_story,
        page_trust,
    ):
        for name, text in module.pages(folder).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the pages as soon as the configuration is read."""
    app.connect("builder-inited", write_pages, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
