"""Fill templates from the package's public functions: whole pages, and parts of typed pages.

Each page in `FILLED` is a Jinja template, and so is each of `pages.pages()`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from docutils import nodes
from sphinx.util.nodes import make_refnode

import neadigital
from _ext import (
    datasets,
    economies,
    facts,
    gallery,
    numbers,
    pages,
    parts,
    previews,
    sections,
    words,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Typed pages with parts to fill in.
FILLED = ["index", "trust"]
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader([words.HERE / "_templates" / "pages", words.HERE]),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    finalize=words.text,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.globals |= {
    "data": neadigital,
    "datasets": datasets,
    "economies": economies,
    "facts": facts,
    "numbers": numbers,
    "pages": pages,
    "parts": parts,
    "sections": sections,
    "words": words,
}
TEMPLATES.filters |= {
    name: getattr(words, name)
    for name in (
        "anchor",
        "breakable",
        "named",
        "named_number",
        "number",
        "script",
        "shown",
        "sign",
        "text",
        "when",
        "why",
        "words",
    )
}
TEMPLATES.filters["address_of"] = sections.address_of
_CODE = re.compile(
    r'<div class="highlight-Python notranslate">.*?</pre></div>\s*</div>', re.DOTALL
)
_FOLDED = '<details class="code"><summary>The code of this step</summary>{}</details>'


def write_pages(app: Sphinx) -> None:
    """Write the pages that changed into the folder `generated`, and remove outdated ones."""
    folder = Path(app.srcdir) / "generated"
    outdated = {*folder.rglob("*.md"), *folder.glob("api/*.rst")}
    datasets.write_files(folder / "_extra" / "data")
    for name, template, context in pages.pages():
        path = folder / name
        filled = TEMPLATES.get_template(template).render(context)
        outdated.discard(path)
        # Sphinx reads a page again if its file is new.
        if not path.is_file() or path.read_text(encoding="utf-8") != filled:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(filled, encoding="utf-8")
    for path in outdated:
        path.unlink()


def fill(app: Sphinx, page: str, source: list[str]) -> None:
    """Fill in the parts of a typed page."""
    if page in FILLED:
        template = TEMPLATES.from_string(source[0])
        source[0] = template.render(app.config.html_context)


def shorten(
    app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]
) -> None:
    """Leave out of the entry of a loader what the page of its dataset says anyway."""
    module, _, last = name.rpartition(".")
    if module == "neadigital" and last in words.DATASETS:
        are_ruled = [line.startswith("---") for line in lines]
        first = are_ruled.index(True)
        del lines[: first - 1]
    if module == "neadigital.schemas" and last in datasets.models():
        lines[:] = ["The Pandera model of this table, for checks of your own frames."]


def link(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Make each literal a link that names a dataset, a function or a finding, but in headings."""
    for literal in list(doctree.findall(nodes.literal)):
        target, anchor = _target(app, literal.astext())
        is_linked = isinstance(literal.parent, (nodes.title, nodes.reference))
        if target not in ("", page) and not is_linked:
            copy = literal.deepcopy()
            shown = make_refnode(app.builder, page, target, anchor, copy)
            literal.replace_self(shown)


def _target(app: Sphinx, text: str) -> tuple[str, str]:
    """Return the page and the place of what a literal names; both empty where it names nothing."""
    if text in words.DATASETS:
        return f"generated/datasets/{text}", ""
    findings = numbers.finding_addresses()
    if text in findings:
        folder_page, _, anchor = findings[text].partition(".html#")
        return f"generated/{folder_page}", anchor
    known = app.env.domaindata["py"]["objects"]
    name = text.removesuffix("()")
    # `rank` alone may be a column; `rank()` and `shares.rank` are functions.
    names = [name]
    if text != name or "." in name:
        names.append(f"neadigital.{name}")
    for one in names:
        if one in known:
            return known[one].docname, known[one].node_id
    return "", ""


def finish(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Say in which language a page is, fold the code of a study, and add what a link shows."""
    folder, _, name = page.rpartition("/")
    if folder == "generated/story":
        context["language"] = name
    # No line begins with a sign of per cent.
    body = context.get("body", "")
    body = re.sub("(?<=\\d) %", "\N{NO-BREAK SPACE}%", body)
    context["body"] = body
    if page == "auto_studies/index":
        context["body"] = gallery.with_cards(body)
    elif folder == "auto_studies":
        context["body"] = _CODE.sub(lambda found: _FOLDED.format(found[0]), body)
    if doctree:
        context["metatags"] += previews.tags(app, page, context, doctree)


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the pages as soon as the configuration is read."""
    app.connect("builder-inited", write_pages, priority=100)
    app.connect("source-read", fill)
    app.connect("autodoc-process-docstring", shorten, priority=100)
    app.connect("doctree-resolved", link)
    app.connect("html-page-context", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
