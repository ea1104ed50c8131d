"""The page of publications: authors, datasets that rest on them, and numbers they give."""

from __future__ import annotations

from pathlib import Path

import markup
import pandas as pd

import neadigital
from neadigital import _store

KINDS = {
    "paper": "the paper",
    "footnote": "footnote",
    "text": "in the text",
    "external": "found by us",
    "reading": "read there",
}


def cited_by() -> dict[str, list[str]]:
    """Return the datasets that rest on each publication."""
    found: dict[str, list[str]] = {}
    for name in neadigital.datasets()["name"]:
        for source in _store.resource(name)["cites"]:
            found.setdefault(source, []).append(name)
    return found


def publications(figures: pd.DataFrame) -> markup.Html:
    """Return all publications as a table, each with links to what rests on it."""
    datasets = cited_by()
    counts = figures["source"].value_counts()
    grades = figures.groupby("source")["grade"].unique()
    dataset = markup.Html('<a href="datasets/{0}.html">{0}</a>')
    numbers = markup.Html('<a href="#numbers-{}">{}</a>')
    known = neadigital.sources()
    rows = []
    for row in known.to_dict("records"):
        source = row["source"]
        links = [dataset.format(name) for name in datasets.get(source, [])]
        count = counts.get(source, 0)
        rows.append(
            [
                source,
                markup.render("publication.html", row=row),
                KINDS[row["kind"]],
                ", ".join(grades.get(source, [])),
                numbers.format(markup.anchor(source), count) if count else "",
                markup.Html(", ").join(links),
            ]
        )
    return markup.table(
        rows,
        ["key", "publication", "what it is", "read", "numbers", "datasets"],
        caption="All publications",
        long=True,
        ids=known["source"].map(markup.anchor),
        filters=("what it is",),
        numeric=("numbers",),
    )


def publication(source: str) -> markup.Html:
    """Return a link to the row of a publication."""
    return markup.LINK.format("", markup.anchor(source), source)


def numbers(figures: pd.DataFrame) -> markup.Html:
    """Return the numbers of other publications as a table, by publication."""
    ordered = figures.sort_values("source", kind="stable")
    names = "numbers-" + ordered["source"].map(markup.anchor)
    links = [publication(source) for source in ordered["source"]]
    # Text of pandas' own kind would forget that it is HTML.
    ordered["publication"] = pd.Series(links, ordered.index, dtype="object")
    ordered["measure"] = ordered["measure"].str.replace("_", " ")
    columns = ["publication", "economy", "period", "measure", "value", "unit", "place"]
    return markup.frame_table(
        ordered[columns],
        caption="Numbers of other publications",
        long=True,
        ids=names.mask(names.duplicated(), ""),
        filters=("publication",),
    )


def pages(folder: Path) -> dict[str, str]:
    """Return the page."""
    figures = neadigital.external_figures()
    text = markup.render(
        "sources.md",
        front_matter=markup.front_matter("bibliography, references, publications"),
        publications=markup.raw(publications(figures)),
        count=len(figures),
        numbers=markup.raw(numbers(figures)),
    )
    return {"sources.md": text}
