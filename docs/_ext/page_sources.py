"""The page of publications: who they are by, which datasets rest on them, and the numbers they give."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import markup
import pandas as pd

import neadigital
from neadigital import _store

KINDS = {
    "paper": "the paper",
    "footnote": "cited by the paper",
    "text": "named in the paper's text",
    "external": "found by us",
    "reading": "where we read it",
}


def cited_by() -> dict[str, list[str]]:
    """Return the datasets that rest on each publication."""
    found: dict[str, list[str]] = {}
    for name in neadigital.datasets()["name"]:
        for source in _store.resource(name)["cites"]:
            found.setdefault(source, []).append(name)
    return found


def publication(row: dict[str, Any]) -> markup.Html:
    """Return authors, year and title, which is a link where the publication has an address."""
    title = escape(row["title"])
    if row["address"]:
        title = f'<a href="{escape(row["address"], quote=True)}">{title}</a>'
    year = "" if pd.isna(row["year"]) else f" ({row['year']})"
    authors = (
        f"{escape(row['authors'].replace(';', '; '))}{year}. " if row["authors"] else ""
    )
    publisher = f". {escape(row['publisher'])}" if row["publisher"] else ""
    return markup.Html(f"{authors}{title}{publisher}")


def same(row: dict[str, Any]) -> str:
    """Return a link to the publication that a footnote repeats."""
    other = row["same_as"]
    return (
        f' <a href="#{markup.anchor(other)}">same as {escape(other)}</a>'
        if other
        else ""
    )


def publications(figures: pd.DataFrame) -> str:
    """Return all publications as a table, each with links to what rests on it."""
    datasets = cited_by()
    counts = figures["source"].value_counts()
    grades = figures.groupby("source")["grade"].agg(
        lambda all_: ", ".join(sorted(set(all_)))
    )
    rows = []
    for row in neadigital.sources().to_dict("records"):
        source = row["source"]
        links = [
            f'<a href="datasets/{name}.html">{name}</a>'
            for name in datasets.get(source, [])
        ]
        count = counts.get(source, 0)
        numbers = (
            f'<a href="#numbers-{markup.anchor(source)}">{count}</a>' if count else ""
        )
        what = markup.Html(publication(row) + same(row))
        rows.append(
            [
                markup.Html(f'<span class="code">{escape(source)}</span>'),
                what,
                KINDS[row["kind"]],
                grades.get(source, ""),
                markup.Html(numbers),
                markup.Html(", ".join(links)),
            ]
        )
    return markup.table(
        rows,
        ["key", "publication", "what it is", "read", "numbers", "datasets"],
        caption="All publications",
        long=True,
        ids=[markup.anchor(source) for source in neadigital.sources()["source"]],
        filters=("what it is",),
        numeric=("numbers",),
    )


def numbers(figures: pd.DataFrame) -> str:
    """Return the numbers of other publications as a table, by publication."""
    ordered = figures.sort_values("source", kind="stable")
    first = ~ordered["source"].duplicated()
    names = ordered["source"].map(markup.anchor)
    rows = [
        [
            markup.Html(
                f'<a href="#{markup.anchor(row.source)}">{escape(row.source)}</a>'
            ),
            row.economy,
            row.period,
            row.measure.replace("_", " "),
            row.value,
            row.unit,
            row.place,
            row.use,
        ]
        for row in ordered.itertuples()
    ]
    return markup.table(
        rows,
        ["publication", "economy", "year", "measure", "value", "unit", "where", "use"],
        caption="Numbers of other publications",
        long=True,
        ids=("numbers-" + names).where(first, ""),
        filters=("publication", "use"),
        numeric=("value",),
    )


def pages(folder: Path) -> dict[str, str]:
    """Return the page."""
    figures = neadigital.external_figures()
    text = f"""{markup.front_matter("bibliography, references, publications")}# Sources

The publications that the paper by Song Linlin (2023) cites, and those in which we looked for its numbers. In Python:
`neadigital.sources()` and `neadigital.external_figures()`.

*Primary* is read at the publisher, *copy* in a file that copies it, *secondary* in the press.
{markup.raw(publications(figures))}

## Numbers of other publications

{len(figures)} numbers that others publish, each with the place where it stands there.
{markup.raw(numbers(figures))}"""
    return {"sources.md": text}
