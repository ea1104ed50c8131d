"""One page a dataset: what a row is, columns, cells coloured by their notes, notes, sources, citation, download."""

from __future__ import annotations

import inspect
from html import escape
from pathlib import Path
from typing import Any

import markup
import pandas as pd

import neadigital

# Each kind of note: its mark in a cell, and what it says; the order is that of gravity.
KINDS = {
    "misprint": ("✎", "corrected: misprint"),
    "wrong_base": ("÷", "corrected: over another base"),
    "mislabelled": ("⇄", "another label than the page's"),
    "doubtful": ("?", "doubtful"),
    "other_year": ("y", "of another year"),
    "other_basis": ("b", "by another definition"),
    "not_available": ("–", "not available"),
    "not_ranked": ("–", "not ranked"),
}


def prose(name: str) -> list[str]:
    """Return the docstring of a loader up to its sections: what a row is, and what is easily misread."""
    text = inspect.getdoc(getattr(neadigital, name)) or ""
    return text.split("\n\nParameters\n")[0].split("\n\nReturns\n")[0].split("\n\n")


def flagged(name: str) -> str:
    """Return the whole dataset as a table whose cells show what is noted of them, on hover and by a mark."""
    frame, flags = neadigital.load(name), neadigital.flags(name)
    notes = neadigital.notes(name)
    columns = list(frame.columns)
    kinds = flags.reindex(columns=columns).fillna("").astype(str)
    keys = neadigital.registry.DATASETS[name].to_schema().unique or []
    told: dict[tuple[str, str], list[str]] = {}
    for row in notes.to_dict("records"):
        told.setdefault((row["key"], row["column"]), []).append(row["note"])
    texts = frame.astype(object).where(frame.notna(), None)
    row_keys = [
        ";".join(f"{key}={value}" for key, value in zip(keys, values, strict=True))
        for values in frame[keys].itertuples(index=False, name=None)
    ]
    numeric = [pd.api.types.is_numeric_dtype(dtype) for dtype in frame.dtypes]

    def content(i: int, j: int) -> Any:
        value = markup.text(texts.iat[i, j])
        found = kinds.iat[i, j].split(";") if columns[j] not in keys and kinds.iat[i, j] else []
        kind = next((kind for kind in KINDS if kind in found), "")
        if not kind:
            return value
        hint = escape(f"{KINDS[kind][1]}. {' '.join(told.get((row_keys[i], columns[j]), []))}", quote=True)
        html = f'<span class="flag {kind}" title="{hint}">{escape(value)}<sup>{KINDS[kind][0]}</sup></span>'
        return markup.Html.sorted_by(html, value)

    rows = [[content(i, j) for j in range(len(columns))] for i in range(len(frame))]
    found = {kind for cell in kinds.to_numpy().ravel() for kind in cell.split(";")}
    used = [kind for kind in KINDS if kind in found]
    legend = "".join(f'<li><span class="flag {k}"><sup>{KINDS[k][0]}</sup></span> {KINDS[k][1]}</li>' for k in used)
    key = f'<ul class="flags">{legend}</ul>' if used else "<p>No cell has a note.</p>"
    return key + markup.table(rows, columns, caption=f"{name}, all rows", long=True, numeric=numeric)


def page(name: str, row: dict[str, Any]) -> str:
    """Return a dataset's page."""
    notes = neadigital.notes(name)
    corrected = neadigital.errata(name)
    book = neadigital.codebook(name).drop(columns="dataset")
    if not book["code"].any():
        book = book.drop(columns="code")
    where = [
        f"{kind}{'s' if ',' in row[f'{kind.lower()}s'] else ''} {row[f'{kind.lower()}s']}"
        if row[f"{kind.lower()}s"]
        else ""
        for kind in ("Table", "Figure")
    ]
    lines = [
        f"# {row['title']}",
        "",
        f"`neadigital.{name}()`",
        "",
        *[f"{paragraph}\n" for paragraph in prose(name)],
        f"{row['rows']} rows, {row['columns']} columns, {row['first_year']} to {row['last_year']}. "
        f"{'; '.join(text for text in where if text) or 'From the prose'}. {len(corrected)} corrected cells, "
        f"{len(notes)} notes. Licence: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/).",
        "",
        markup.raw(
            f'<p><a class="btn btn-primary download" href="../../data/{name}.csv" download>Download as CSV</a></p>'
        ),
        "",
        "## Every row",
        markup.raw(flagged(name)),
        "## Columns",
        markup.raw(markup.frame_table(book, f"Columns of {name}")),
    ]
    if len(notes):
        shown = notes.drop(columns="dataset")
        lines += ["## Notes and corrections", markup.raw(markup.frame_table(shown, f"Notes on {name}", long=True))]
    lines += [
        "## Source and citation",
        "",
        "::::{tab-set}",
        *(
            f":::{{tab-item}} {title}\n```text\n{neadigital.cite(name, style=style)}\n```\n:::"
            for style, title in (("text", "Text"), ("bibtex", "BibTeX"), ("csl", "CSL JSON"))
        ),
        "::::",
    ]
    return "\n".join(lines)


def pages(folder: Path) -> dict[str, str]:
    """Return the pages, and write each dataset as CSV beside them."""
    extra = folder / "_extra" / "data"
    extra.mkdir(parents=True, exist_ok=True)
    found, listed = {}, []
    for row in neadigital.datasets().to_dict("records"):
        name = row["name"]
        neadigital.load(name).to_csv(extra / f"{name}.csv", index=False, lineterminator="\n")
        found[f"datasets/{name}.md"] = page(name, row)
        listed.append(f"| [{row['title']}]({name}.md) | `{name}` | {row['rows']} | {row['tables'] or row['figures']} |")
    toc = "\n".join(neadigital.datasets()["name"])
    found["datasets/index.md"] = (
        "# The datasets\n\nEach page has every row, with what is noted of each cell, and the file to download.\n\n"
        "| dataset | loader | rows | tables or figures |\n|---|---|---|---|\n"
        + "\n".join(listed)
        + f"\n\n```{{toctree}}\n:hidden:\n{toc}\n```\n"
    )
    return found
