"""A page for each dataset: chart, columns, rows, notes, citation and files to download."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import annotated
import answers
import charts
import json_ld
import markup
import pictures
from markupsafe import Markup
from numpydoc.docscrape import FunctionDoc
from paper_numbers import numbers, places

import neadigital
from neadigital import _store
from neadigital.__main__ import main
from neadigital.schemas._registry import DATASETS

PAPER = "Song (2023)"
STYLES = {"Text": "text", "BibTeX": "bibtex"}
# Search words that readers may use and the dataset does not.
KEYWORDS = {"itu_indicators": "smartphone, smartphones, cell phone"}


def columns(name: str) -> dict[str, Any]:
    """Return the columns of a dataset and their codes, with the tables that print them."""
    book = markup.filled(neadigital.codebook(name))
    book = book.replace(";", ", ", regex=True)
    values = book["type"] + ", " + book["allowed"]
    book["values"] = values.str.removesuffix(", ")
    printed = places().query("dataset == @name")
    by_column = printed.groupby("column")["printed_in"].unique()
    by_code = printed.groupby("indicator")["printed_in"].unique()
    return {
        "book": book.to_dict("records"),
        "by_column": by_column.map(list).to_dict(),
        "by_code": by_code.map(list).to_dict(),
    }


def in_its_order(name: str) -> list[str]:
    """Return the tables and figures of the paper that have a dataset, else its sections."""
    own = numbers().query("dataset == @name")
    has_place = own["printed_in"] != ""
    found = own["printed_in"].where(has_place, own["section"])
    printed = found[has_place] if has_place.any() else found
    return list(printed.unique())


def sources(name: str) -> list[dict[str, Any]]:
    """Return the publications that a dataset rests on, the paper first."""
    known = markup.filled(neadigital.sources()).set_index("source", drop=False)
    resource = _store.resource(name)
    cited = list(resource["cites"])
    if resource["source"].startswith(PAPER):
        cited.insert(0, "song-2023")
    return known.loc[cited].to_dict("records")


def page(folder: Path, row: dict[str, Any]) -> str:
    """Return a dataset's page."""
    name = row["dataset"]
    return markup.render(
        "dataset.md",
        **row,
        name=name,
        **columns(name),
        **annotated.rows_and_notes(name),
        keywords=KEYWORDS.get(name, ""),
        json_ld=json_ld.dataset(name),
        doc=FunctionDoc(getattr(neadigital, name)),
        chart=charts.shown(folder, name, charts.of_dataset(name), "../../"),
        sources=sources(name),
        in_its_order=in_its_order(name),
        citations=cited(name),
    )


def cited(*names: str) -> dict[str, str]:
    """Return the citations of datasets, or of the package and the paper, in each style."""
    return {
        title: neadigital.cite(*names, style=style) for title, style in STYLES.items()
    }


def write_files(folder: Path) -> None:
    """Write one archive of what the package exports, and each dataset's file from it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        # The name that the examples in R and Stata read from.
        exported = Path(made, "neadigital-data")
        with redirect_stdout(StringIO()):
            main(["export", str(exported)])
        for name in neadigital.datasets()["dataset"]:
            path = _store.resource(name)["path"]
            shutil.copy(exported / path, folder)
        shutil.make_archive(str(folder / "neadigital"), "zip", made)


def card(row: dict[str, Any]) -> dict[str, Any]:
    """Return what the index says of a dataset, with its chart as a small picture."""
    name = row["dataset"]
    publisher = _store.resource(name)["publisher"]
    picture = pictures.shown(name, answers.of_dataset(name), "../../", narrow="all")
    return row | {
        "picture": Markup(picture),  # noqa: S704
        "whose": f"not in the paper: {publisher}" if publisher else "in the paper",
    }


def topics(known: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the cards of the index by topic, in the order of the catalogue."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in known:
        topic = DATASETS[row["dataset"]].Config.metadata["topic"]
        found.setdefault(topic, []).append(card(row))
    return found


def pages(folder: Path) -> dict[str, str]:
    """Return the pages and the citations for another page, and write the files to download."""
    write_files(folder / "_extra" / "data")
    found = {
        "_cite_package.md": markup.render("citations.md", citations=cited()),
        "_cite_dataset.md": markup.render(
            "citations.md", citations=cited("growth_rates")
        ),
    }
    known = neadigital.datasets().to_dict("records")
    for row in known:
        name = row["dataset"]
        row["source"] = _store.resource(name)["source"]
        found[f"datasets/{name}.md"] = page(folder, row)
    found["datasets/index.md"] = markup.render(
        "datasets.md", rows=known, topics=topics(known)
    )
    return found
