"""Fill templates from the package's public functions: pages of their own, and parts of typed pages.

Each page in `FILLED` is a Jinja template, and so is each of `site_pages.pages()`.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import site_charts
import site_numbers
import site_pages
import site_words
from docutils import nodes
from sphinx.util.nodes import make_refnode

import neadigital
from neadigital import consistency, divide, growth
from paper.make import hero
from paper.make import pages as workshop

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DOCS = Path(__file__).parents[1]
# Typed pages with parts to fill in.
FILLED = ["index", "trust", "citing", "explorer", "check_a_table"]
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(DOCS / "_templates" / "pages"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    finalize=site_words.text,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.globals |= {
    "data": neadigital,
    "divide": divide,
    "growth": growth,
    "consistency": consistency,
    "hero": hero,
    "charts": site_charts,
    "numbers": site_numbers,
    "pages": site_pages,
    "workshop": workshop,
    "words": site_words,
}
TEMPLATES.filters |= {
    "text": site_words.text,
    "words": site_words.words,
    "named": site_words.named,
    "named_number": site_words.named_number,
    "number": site_words.number,
    "when": site_words.when,
    "why": lambda ground: site_words.GROUNDS[ground][1],
    "sign": lambda ground: site_words.GROUNDS[ground][0],
    "breakable": site_words.breakable,
    "anchor": site_words.anchor,
    "linked": site_words.linked,
    "address_of": site_numbers.address_of,
    "script": site_words.script,
    "exact": site_words.exact,
}


def write_pages(app: Sphinx) -> None:
    """Write the folder `generated` from scratch, so that no outdated page stays."""
    folder = Path(app.srcdir) / "generated"
    shutil.rmtree(folder, ignore_errors=True)
    site_pages.write_files(folder / "_extra" / "data")
    for name, template, context in site_pages.pages():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = TEMPLATES.get_template(template).render(context)
        path.write_text(text, encoding="utf-8")


def fill(app: Sphinx, page: str, source: list[str]) -> None:
    """Fill in the parts of a typed page."""
    if page in FILLED:
        source[0] = TEMPLATES.from_string(source[0]).render()


def link(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Make each literal a link that names a dataset, a function or an error, but in headings."""
    known = app.env.domaindata["py"]["objects"]
    for literal in list(doctree.findall(nodes.literal)):
        text = literal.astext()
        name = text.removesuffix("()")
        # `rank` alone may be a column; `rank()` and `shares.rank` are functions.
        names = (
            [name] if text == name and "." not in name else [name, f"neadigital.{name}"]
        )
        found = next((known[one] for one in names if one in known), None)
        other = (found.docname, found.node_id) if found else ("", "")
        if text in site_words.DATASETS:
            other = f"generated/datasets/{text}", ""
        is_linked = isinstance(literal.parent, (nodes.title, nodes.reference))
        if other[0] not in ("", page) and not is_linked:
            shown = make_refnode(app.builder, page, *other, literal.deepcopy())
            literal.replace_self(shown)


def finish(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Say in which language a page of the story is, and fold the code of a study."""
    folder, _, name = page.rpartition("/")
    if folder == "generated/story":
        context["language"] = name
    if folder.startswith("auto_"):
        # A screen reader would read an empty corner as the head of a column.
        context["body"] = context.get("body", "").replace("<th></th>", "<td></td>")
    if folder == "auto_studies":
        folded = r'<details class="code"><summary>The code of this step</summary>\g<0></details>'
        code = r'<div class="highlight-Python notranslate">.*?</pre></div>\s*</div>'
        context["body"] = re.sub(code, folded, context.get("body", ""), flags=re.DOTALL)


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the pages as soon as the configuration is read."""
    app.connect("builder-inited", write_pages, priority=100)
    app.connect("source-read", fill)
    app.connect("doctree-resolved", link)
    app.connect("html-page-context", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
