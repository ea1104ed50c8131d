"""A page for each dataset: chart, columns, rows with marks that link to notes, citation, and files to download."""

from __future__ import annotations

import inspect
import shutil
import tempfile
from contextlib import redirect_stdout
from html import escape
from io import StringIO
from pathlib import Path
from typing import Any

import annotated
import charts
import markup

import neadigital
from neadigital import _store
from neadigital.__main__ import main

# Search words that readers may use and the dataset does not.
KEYWORDS = {"itu_indicators": "smartphone, smartphones, cell phone"}


def columns(name: str) -> str:
    """Return the meaning of each column and of each of its codes, in one table."""
    book = neadigital.codebook(name)
    heads, codes = book[book["code"] == ""], book[book["code"] != ""]
    heads = heads.assign(
        values=(heads["type"] + ", " + heads["allowed"]).str.removesuffix(", ")
    )
    found = markup.frame_table(
        heads[["column", "meaning", "unit", "values"]].replace(";", ", ", regex=True),
        f"Columns of {name}",
        stack=True,
    )
    if len(codes):
        found += markup.frame_table(
            codes[["column", "code", "meaning", "unit"]],
            f"Codes in the columns of {name}",
            stack=True,
        )
    return found


def printed_in(row: dict[str, Any]) -> str:
    """Return where in the paper a dataset is from, such as "Tables 2 and 7"."""
    if not row["tables"] and not row["figures"]:
        return (
            "World Bank, ITU"
            if row["name"] == "world_development_indicators"
            else "the text"
        )
    found = []
    for kind in ("Table", "Figure"):
        numbers = [number for number in row[f"{kind.lower()}s"].split(";") if number]
        listed = " and ".join(filter(None, [", ".join(numbers[:-1]), *numbers[-1:]]))
        found += (
            [f"{kind}{'s' if len(numbers) > 1 else ''} {listed}"] if numbers else []
        )
    return "; ".join(found)


def sources(name: str) -> str:
    """Return the publications that a dataset rests on, each a link to the page of sources."""
    titles = neadigital.sources().set_index("source")[["authors", "title"]]
    cited = titles.loc[["song-2023", *_store.resource(name)["cites"]]]
    items = "; ".join(
        f"{escape(row.authors.replace(';', '; '))}, "
        f'<a href="../sources.html#{markup.anchor(row.Index)}">{escape(row.title)}</a>'
        for row in cited.itertuples()
    )
    return markup.raw(f"<p>{items}.</p>")


def page(folder: Path, row: dict[str, Any]) -> str:
    """Return a dataset's page."""
    name, notes = row["name"], annotated.noted(row["name"])
    text = inspect.getdoc(getattr(neadigital, name)) or ""
    lead, *prose = (
        text.split("\n\nParameters\n")[0].split("\n\nReturns\n")[0].split("\n\n")
    )
    source = "the World Bank and ITU, not from the paper"
    if name != "world_development_indicators":
        source = f"{printed_in(row).replace('T', 't').replace('F', 'f')} of the paper by Song Linlin (2023)"
    corrections = (
        "[Notes and corrections](#notes-and-corrections) · " if len(notes) else ""
    )
    downloads = (
        f'<p><a class="sd-btn sd-btn-primary download" href="../../data/{name}.csv" download>Download as CSV</a> '
        '<a class="sd-btn sd-btn-outline-primary" href="../../data/neadigital.zip" download>All datasets (zip)</a></p>'
    )
    citations = "".join(
        f":::{{tab-item}} {title}\n```text\n{neadigital.cite(name, style=style)}\n```\n:::\n"
        for style, title in (
            ("text", "Text"),
            ("bibtex", "BibTeX"),
            ("csl", "CSL JSON"),
        )
    )
    lines = [
        f"{markup.front_matter(KEYWORDS.get(name, ''))}# {row['title']}\n\n{lead}\n",
        f"From {source}. {row['rows']} rows, {row['columns']} columns. In Python: `neadigital.{name}()`. "
        f"[Columns](#columns) · [Every row](#every-row) · {corrections}[Sources](#sources) · [Cite](#cite)",
        markup.raw(downloads),
        charts.shown(folder, name, charts.of_dataset(name), "../../"),
        *[f"{paragraph}\n" for paragraph in prose],
        "## Columns",
        markup.raw(columns(name)),
        "## Every row",
        "" if len(notes) else "No number here has a note.",
        markup.raw(annotated.rows(name, notes)),
        *(
            ["## Notes and corrections", markup.raw(annotated.cards(notes))]
            if len(notes)
            else []
        ),
        f"## Sources\n\n{sources(name)}\n\n## Cite\n\n::::{{tab-set}}\n{citations}::::",
    ]
    return "\n".join(lines)


def write_files(folder: Path) -> None:
    """Write each dataset as CSV, and one archive of all, as the package exports them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in neadigital.datasets()["name"]:
        neadigital.load(name).to_csv(
            folder / f"{name}.csv", index=False, lineterminator="\n"
        )
    with tempfile.TemporaryDirectory() as made:
        with redirect_stdout(StringIO()):
            main(["export", f"{made}/neadigital-{neadigital.__version__}"])
        shutil.make_archive(str(folder / "neadigital"), "zip", made)


def pages(folder: Path) -> dict[str, str]:
    """Return the pages and the citations that another page includes, and write the files to download."""
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
    listed = []
    for row in neadigital.datasets().to_dict("records"):
        found[f"datasets/{row['name']}.md"] = page(folder, row)
        listed.append(
            f"| [{row['title']}]({row['name']}.md) | `{row['name']}` | {row['rows']} | {printed_in(row)} |"
        )
    button = '<p><a class="sd-btn sd-btn-primary" href="../../data/neadigital.zip" download>Download all (zip)</a></p>'
    found["datasets/index.md"] = f"""# The datasets

{len(listed)} tables, each with a chart, the meaning of its columns, every row with its notes, and a file to download. All but
the last are from one paper, Song Linlin (2023); [how to cite them](../../citing.md).
{markup.raw(button)}
| dataset | loader | rows | where in the paper |
|---|---|---|---|
{chr(10).join(listed)}

```{{toctree}}
:hidden:
{chr(10).join(neadigital.datasets()["name"])}
```
"""
    return found
