"""One page a dataset: chart, columns, rows whose marks lead to the notes, notes, citation, and the files to download."""

from __future__ import annotations

import inspect
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import Any

import charts
import markup
import pandas as pd

import neadigital
from neadigital.schemas._registry import DATASETS

# Each kind of note: the mark in a cell, and what it says; the gravest first.
KINDS = {
    "misprint": ("✎", "corrected, a misprint"),
    "wrong_base": ("÷", "corrected, another base"),
    "mislabelled": ("⇄", "labelled wrongly in the paper"),
    "serious": ("??", "doubtful, a conclusion may change"),
    "minor": ("?", "doubtful, a small difference"),
    "other_year": ("y", "of another year"),
    "other_basis": ("b", "by another definition"),
    "not_available": ("–", "not available"),
    "not_ranked": ("–", "not ranked"),
}
# Words by which readers look for a dataset that does not use them.
KEYWORDS = {"itu_indicators": "smartphone, smartphones, cell phone"}
NAMES = neadigital.economies().set_index("code")["name"]


def words(column: str) -> str:
    """Return a column's name as words: the unit, which the note need not repeat, is left out."""
    for unit in ("_usd_bn", "_usd_trn", "_cny_bn", "_pct", "_mn", "_per_100", "_kbit_s"):
        column = column.removesuffix(unit)
    return column.replace("_", " ").replace("gdp", "GDP")


def place(key: str) -> str:
    """Return the key of a row in words: China 2021, internet users."""
    first, *rest = [part.split("=")[1] for part in key.split(";")]
    return " ".join([NAMES.get(first, first), *(words(part) for part in rest)])


def noted(name: str) -> pd.DataFrame:
    """Return the notes of a dataset with the mark of each, the gravest first, and its address on the page."""
    notes = neadigital.notes(name)
    notes["mark"] = notes["severity"].where(notes["kind"] == "doubtful", notes["kind"])
    notes["id"] = [
        markup.anchor("note", *(part.split("=")[1] for part in key.split(";")), column, mark)
        for key, column, mark in zip(notes["key"], notes["column"], notes["mark"], strict=True)
    ]
    return notes.sort_values("mark", key=lambda marks: marks.map(list(KINDS).index), kind="stable")


def rows(name: str, notes: pd.DataFrame) -> str:
    """Return the whole dataset as a table: names beside codes, and marks that lead to the notes."""
    frame = neadigital.load(name)  # type: ignore[call-overload]
    keys = DATASETS[name].to_schema().unique or []
    book = neadigital.codebook(name)
    meanings = book[book["code"] != ""].set_index(["column", "code"])["meaning"].to_dict()
    marks = {cell: rows for cell, rows in notes.groupby(["key", "column"])}

    def cell(key: str, column: str, value: Any) -> Any:
        shown = escape(markup.text(value))
        if (key, column) in marks and column not in keys:
            found = marks[key, column].to_dict("records")
            texts = [shown or "missing", *[""] * (len(found) - 1)]
            links = "".join(
                f'<a class="flag {note["mark"]}" href="#{note["id"]}" title="{KINDS[note["mark"]][1]}">{text}'
                f'<sup aria-label="{KINDS[note["mark"]][1]}">{KINDS[note["mark"]][0]}</sup></a>'
                for text, note in zip(texts, found, strict=True)
            )
            return markup.Html.sorted_by(links, markup.text(value))
        meaning = NAMES.get(value) if column in ("economy", "region") else meanings.get((column, value))
        return markup.Html(f'{escape(meaning)} <span class="code">{shown}</span>') if meaning else value

    texts = frame.astype(object).where(frame.notna(), None).to_dict("records")
    row_keys = [";".join(f"{key}={row[key]}" for key in keys) for row in texts]
    used = [mark for mark in KINDS if mark in set(notes["mark"])]
    legend = "".join(f'<li><span class="flag {k}"><sup>{KINDS[k][0]}</sup></span> {KINDS[k][1]}</li>' for k in used)
    return (f'<ul class="legend"><li>A mark leads to the note:</li>{legend}</ul>' if used else "") + markup.table(
        [[cell(key, column, row[column]) for column in frame] for key, row in zip(row_keys, texts, strict=True)],
        list(frame.columns),
        caption=f"{name}, all rows",
        long=True,
        ids=[markup.anchor(*(row[key] for key in keys)) for row in texts],
        numeric=list(frame.select_dtypes("number")),
    )


def cards(notes: pd.DataFrame) -> str:
    """Return the notes as cards, one for all cells of which the same is said."""
    values = pd.to_numeric(notes["value"], errors="coerce")
    notes = notes.assign(changed=(values - notes["printed_number"]).abs() > 0)
    found = []
    for (mark, certainty, column, note, evidence), cells in notes.groupby(
        ["mark", "certainty", "column", "note", "evidence"], sort=False
    ):
        items, above = [], ""
        for row in cells.to_dict("records"):
            # An economy is named once for all its years.
            first, _, rest = (
                place(row["key"]).rpartition(" ") if row["key"].count(";") == 1 else ("", "", place(row["key"]))
            )
            name = f'<span class="visually-hidden">{escape(first)}</span>' if first == above else escape(first)
            above = first
            becomes = f"{row['printed']} becomes {row['value']}" if row["changed"] else row["value"] or row["printed"]
            link = markup.anchor(*(part.split("=")[1] for part in row["key"].split(";")))
            items.append(
                f'<li id="{row["id"]}"><a href="#{link}">{name} {escape(rest)}</a>'
                f"{f': {escape(becomes)}' if becomes else ''}</li>"
            )
        heading = [f'<span class="flag {mark}"><sup>{KINDS[mark][0]}</sup> {KINDS[mark][1]}</span>', certainty]
        heading += [words(column)] if column != "value" else []
        found.append(
            f'<article class="note"><h3>{" · ".join(filter(None, heading))}</h3>\n<ul>{"".join(items)}</ul>\n'
            f"<p>{escape(note)}.</p>"
            f"{f'<details><summary>Evidence</summary>{escape(evidence)}.</details>' if evidence else ''}</article>"
        )
    return "\n".join(found)


def columns(name: str) -> str:
    """Return what each column means, and each code in one."""
    book = neadigital.codebook(name)
    heads, codes = book[book["code"] == ""], book[book["code"] != ""]
    heads = heads.assign(
        values=[", ".join(filter(None, pair)) for pair in zip(heads["type"], heads["allowed"], strict=True)]
    )
    found = markup.frame_table(heads[["column", "meaning", "unit", "values"]], f"Columns of {name}")
    if len(codes):
        found += markup.frame_table(codes[["column", "code", "meaning", "unit"]], f"Codes in the columns of {name}")
    return found


def printed_in(row: dict[str, Any]) -> str:
    """Return where in the paper a dataset is from: Tables 2 and 7."""
    if not row["tables"] and not row["figures"]:
        return "World Bank, ITU" if row["name"] == "world_development_indicators" else "the text"
    found = []
    for kind in ("Table", "Figure"):
        numbers = [number for number in row[f"{kind.lower()}s"].split(", ") if number]
        listed = " and ".join(filter(None, [", ".join(numbers[:-1]), *numbers[-1:]]))
        found += [f"{kind}{'s' if len(numbers) > 1 else ''} {listed}"] if numbers else []
    return "; ".join(found)


def page(folder: Path, row: dict[str, Any]) -> str:
    """Return a dataset's page."""
    name, notes = row["name"], noted(row["name"])
    text = inspect.getdoc(getattr(neadigital, name)) or ""
    lead, *prose = text.split("\n\nParameters\n")[0].split("\n\nReturns\n")[0].split("\n\n")
    source = printed_in(row)
    of_paper = " of the paper by Song Linlin (2023)" if name != "world_development_indicators" else ", not in the paper"
    lines = [
        f"{markup.front_matter(KEYWORDS.get(name, ''))}# {row['title']}",
        "",
        lead,
        "",
        f"From {source[0].lower() if source[0] == 'T' else source[0]}{source[1:]}{of_paper}. {row['rows']} rows, "
        f"{row['columns']} columns. In Python: `neadigital.{name}()`. "
        f"[Columns](#columns) · [Every row](#every-row) · "
        f"{'[Notes and corrections](#notes-and-corrections) · ' if len(notes) else ''}[Cite](#cite)",
        "",
        markup.raw(
            f'<p><a class="sd-btn sd-btn-primary download" href="../../data/{name}.csv" download>Download as CSV</a> '
            f'<a class="sd-btn sd-btn-outline-primary" href="../../data/neadigital.zip" download>All datasets (zip)</a></p>'
        ),
        charts.shown(folder, name, charts.of_dataset(name), "../../"),
        *[f"{paragraph}\n" for paragraph in prose],
        "## Columns",
        markup.raw(columns(name)),
        "## Every row",
        "" if len(notes) else "No number here has a note.",
        markup.raw(rows(name, notes)),
        *(["## Notes and corrections", markup.raw(cards(notes))] if len(notes) else []),
        "## Cite",
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
    """Return the pages; write each dataset as CSV beside them, and all of them, as the package exports them, as one zip."""
    data = folder / "_extra" / "data"
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        export = [sys.executable, "-m", "neadigital", "export", f"{made}/neadigital-{neadigital.__version__}"]
        subprocess.run(export, check=True, stdout=subprocess.DEVNULL)
        shutil.make_archive(str(data / "neadigital"), "zip", made)
    package, paper = neadigital.cite().splitlines()
    found = {
        f"_cite_{what}.md": f"```text\n{text}\n```\n"
        for what, text in (("package", package), ("paper", paper), ("dataset", neadigital.cite("growth_rates")))
    }
    listed = []
    for row in neadigital.datasets().to_dict("records"):
        name = row["name"]
        neadigital.load(name).to_csv(data / f"{name}.csv", index=False, lineterminator="\n")
        found[f"datasets/{name}.md"] = page(folder, row)
        listed.append(f"| [{row['title']}]({name}.md) | `{name}` | {row['rows']} | {printed_in(row)} |")
    toc = "\n".join(neadigital.datasets()["name"])
    found["datasets/index.md"] = (
        "# The datasets\n\nSixteen tables, each with a chart, the meaning of its columns, every row with its notes, and "
        "a file to download. All but the last are from one paper, Song Linlin (2023); [how to cite them](../../citing.md)."
        "\n\n"
        + markup.raw(
            f'<p><a class="sd-btn sd-btn-primary" href="../../data/neadigital.zip" download>Download all (zip)</a></p>'
        )
        + "\n| dataset | loader | rows | where in the paper |\n|---|---|---|---|\n"
        + "\n".join(listed)
        + f"\n\n```{{toctree}}\n:hidden:\n{toc}\n```\n"
    )
    return found
