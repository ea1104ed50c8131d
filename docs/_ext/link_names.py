"""Make names in the text links: a function to its reference, a dataset to its page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.nodes import make_refnode

import neadigital

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DATASETS = frozenset(neadigital.datasets()["dataset"])


def target(objects: dict[str, Any], text: str) -> tuple[str, str] | None:
    """Return page and anchor of what a text names, None if it names nothing of ours."""
    if text in DATASETS:
        return f"generated/datasets/{text}", ""
    name = text.removesuffix("()")
    # `rank` alone may be a column; `rank()` and `shares.rank` are functions.
    is_column = name == text and "." not in name
    is_error = name.endswith("Error")
    names = [name]
    if is_error or not is_column:
        names.append(f"neadigital.{name}")
    for one in names:
        if one in objects:
            found = objects[one]
            return found.docname, found.node_id
    return None


def link(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Turn each literal that is a known name into a link, but in headings and links."""
    objects = app.env.domaindata["py"]["objects"]
    for literal in list(doctree.findall(nodes.literal)):
        found = target(objects, literal.astext())
        is_linked = isinstance(literal.parent, (nodes.title, nodes.reference))
        if found is None or is_linked:
            continue
        other, anchor = found
        if other != page:
            shown = literal.deepcopy()
            linked = make_refnode(app.builder, page, other, anchor, shown)
            literal.replace_self(linked)


def break_names(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Let a name in code be broken after an underscore or a point, or before a capital."""

    def broken(match: re.Match[str]) -> str:
        return re.sub(r"[_.(](?=\w)|[a-z](?=[A-Z])", r"\g<0><wbr>", match[0])

    context["body"] = re.sub(
        r'(?<=<span class="pre">)[^<]+', broken, context.get("body", "")
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Link the names of each page before it is written."""
    app.connect("doctree-resolved", link)
    app.connect("html-page-context", break_names)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
