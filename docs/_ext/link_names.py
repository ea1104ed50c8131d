"""Make names in the text links: a function to its reference, a dataset to its page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.nodes import make_refnode

import neadigital

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DATASETS = frozenset(neadigital.datasets()["name"])


def targets(app: Sphinx) -> dict[str, tuple[str, str]]:
    """Return page and anchor of each name that a text may mention."""
    found = {}
    for full, entry in app.env.domaindata["py"]["objects"].items():
        place = entry.docname, entry.node_id
        short = full.removeprefix("neadigital.")
        found[full] = found[f"{full}()"] = place
        # `rank` alone may be a column; `rank()` and `shares.rank` are functions.
        found[f"{short}()"] = place
        if "." in short or short.endswith("Error"):
            found[short] = place
    for name in DATASETS:
        found[name] = f"generated/datasets/{name}", ""
    return found


def link(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Turn each literal that is a known name into a link, but in headings and links."""
    known = targets(app)
    for literal in list(doctree.findall(nodes.literal)):
        text = literal.astext()
        if text not in known or isinstance(
            literal.parent, (nodes.title, nodes.reference)
        ):
            continue
        target, anchor = known[text]
        if target != page:
            shown = literal.deepcopy()
            literal.replace_self(make_refnode(app.builder, page, target, anchor, shown))


def trim(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Remove the empty line with which an example in Markdown ends."""
    for block in doctree.findall(nodes.literal_block):
        text = block.astext().rstrip()
        block.rawsource = text
        block[:] = [nodes.Text(text)]


def break_names(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Let a name in code be broken after an underscore or a point, but nowhere else."""

    def broken(match: re.Match[str]) -> str:
        return re.sub(r"([_.(])(?=\w)", r"\1<wbr>", match[0])

    context["body"] = re.sub(
        r'(?<=<span class="pre">)[^<]+', broken, context.get("body", "")
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Link the names of each page before it is written."""
    app.connect("doctree-resolved", link)
    app.connect("doctree-resolved", trim)
    app.connect("html-page-context", break_names)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
