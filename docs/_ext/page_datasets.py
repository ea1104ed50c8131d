"""A page for each dataset: chart, columns, rows, notes, citation and files to download."""

from __future__ import annotations

import inspect
import shutil
import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import annotated
import charts
import markup
import pandas as pd
from page_evidence import PLACE, places

import neadigital
from neadigital import _store
from neadigital.__main__ import main

PAPER = "Song (2023)"
# Search words that readers may use and the dataset does not.
KEYWORDS = {"itu_indicators": "smartphone, smartphones, cell phone"}


def place_links(known: pd.DataFrame, by: str) -> dict[str, markup.Html]:
    """Return the tables and figures of each column or code, as links to the numbers in them."""
    return {
        name: markup.Html(", ").join(
            # The two words stay together.
            PLACE.format("../", place, place.replace(" ", "\N{NO-BREAK SPACE}"))
            for place in found.unique()
        )
        for name, found in known.groupby(by)["place"]
    }


def columns(name: str) -> str:
    """Return the meaning of each column and of each of its codes, in one table."""
    book = neadigital.codebook(name).replace(";", ", ", regex=True)
    book["values"] = (book["type"] + ", " + book["allowed"]).str.removesuffix(", ")
    of_paper = places().query("dataset == @name")
    by_column = place_links(of_paper, "column")
    by_code = place_links(of_paper, "variable")
    links = [
        by_code.get(row.code) or by_column.get(row.column, "")
        for row in book.itertuples()
    ]
    # Text of pandas' own kind would forget that it is HTML.
    book["in the paper"] = pd.Series(links, dtype="object")
    last = ["in the paper"] if len(of_paper) else []
    heads = book[book["code"] == ""]
    codes = book[book["code"] != ""]
    found = markup.frame_table(
        heads[["column", "meaning", "unit", "values", *last]],
        f"Columns of {name}",
        stack=True,
    )
    if len(codes):
        found += markup.frame_table(
            codes[["column", "code", "meaning", "unit", *last]],
            f"Codes in the columns of {name}",
            stack=True,
        )
    return found


def sources(name: str) -> list[dict[str, str]]:
    """Return the publications that a dataset rests on, with their anchors."""
    known = neadigital.sources().set_index("source")
    resource = _store.resource(name)
    paper = ["song-2023"] if resource["source"].startswith(PAPER) else []
    cited = known.loc[[*paper, *resource["cites"]]].reset_index()
    cited["authors"] = cited["authors"].str.replace(";", "; ")
    cited["anchor"] = cited["source"].map(markup.anchor)
    return cited[["authors", "title", "anchor"]].to_dict("records")


def page(folder: Path, row: dict[str, Any]) -> str:
    """Return a dataset's page."""
    name = row["name"]
    notes = annotated.noted(name)
    text = inspect.getdoc(getattr(neadigital, name)) or ""
    described = text.split("\n\nParameters\n")[0].split("\n\nReturns\n")[0]
    lead, *prose = described.split("\n\n")
    styles = {"Text": "text", "BibTeX": "bibtex", "CSL JSON": "csl"}
    return markup.render(
        "dataset.md",
        **row,
        front_matter=markup.front_matter(KEYWORDS.get(name, "")),
        lead=lead,
        prose=prose,
        chart=charts.shown(folder, name, charts.of_dataset(name), "../../"),
        meanings=markup.raw(columns(name)),
        table=markup.raw(annotated.rows(name, notes)),
        cards=markup.raw(annotated.cards(notes)) if len(notes) else "",
        sources=sources(name),
        citations={
            title: neadigital.cite(name, style=style) for title, style in styles.items()
        },
    )


def write_files(folder: Path) -> None:
    """Write one archive of what the package exports, and each dataset's file from it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        # The name that the examples in R and Stata read from.
        exported = Path(made, "neadigital-data")
        with redirect_stdout(StringIO()):
            main(["export", str(exported)])
        for name in neadigital.datasets()["name"]:
            shutil.copy(exported / _store.resource(name)["path"], folder)
        shutil.make_archive(str(folder / "neadigital"), "zip", made)


def pages(folder: Path) -> dict[str, str]:
    """Return the pages and the citations for another page, and write the files to download."""
    write_files(folder / "_extra" / "data")
    package, paper = neadigital.cite().splitlines()
    citations = {
        "package": package,
        "paper": paper,
        "dataset": neadigital.cite("growth_rates"),
    }
    found = {
        f"_cite_{what}.md": f"```text\n{text}\n```\n"
        for what, text in citations.items()
    }
    known = neadigital.datasets().to_dict("records")
    for row in known:
        row["source"] = _store.resource(row["name"])["source"]
        found[f"datasets/{row['name']}.md"] = page(folder, row)
    found["datasets/index.md"] = markup.render(
        "datasets.md",
        of_paper=[row for row in known if row["source"].startswith(PAPER)],
        others=[row for row in known if not row["source"].startswith(PAPER)],
    )
    return found
