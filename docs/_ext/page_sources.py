"""The page of publications: authors, datasets that rest on them, and numbers they give."""

from __future__ import annotations

from pathlib import Path

import markup
from page_economies import TITLES
from paper_numbers import NUMBER, named

import neadigital
from neadigital import _store

KINDS = {
    "paper": "the paper",
    "footnote": "footnote",
    "text": "in the text",
    "external": "found by us",
    "reading": "read there",
}


def pages(folder: Path) -> dict[str, str]:
    """Return the page."""
    known = markup.filled(neadigital.sources())
    known["id"] = known["source"].map(markup.anchor)
    figures = markup.filled(neadigital.load("external_figures")).sort_values(
        "source", kind="stable"
    )
    # The first number of a publication has an address.
    is_first = ~figures["source"].duplicated()
    address = "numbers-" + figures["source"].map(markup.anchor)
    figures["id"] = address.where(is_first, "")
    figures["publication"] = figures["source"].map(named)
    figures["shown"] = figures["value"].map(NUMBER)
    figures["order"] = markup.order(figures)
    by_source = figures.groupby("source")
    text = markup.render(
        "sources.md",
        kinds=KINDS,
        titles=TITLES,
        publications=known.to_dict("records"),
        figures=figures.to_dict("records"),
        counts=by_source.size(),
        grades=by_source["grade"].unique(),
        cites={
            name: _store.resource(name)["cites"]
            for name in neadigital.datasets()["dataset"]
        },
    )
    return {"sources.md": text}
