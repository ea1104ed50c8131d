"""The command line. Its texts are made of the rows of the files, without pandas."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import re
import shutil
import signal
import sys
from argparse import Namespace
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import Any, NamedTuple, NoReturn

from neadigital import __version__, _catalogue, _citing, _find, _store
from neadigital._messages import (
    count,
    escape_controls,
    fill,
    nearest_first,
    plain_number,
)
from neadigital.errors import NeadigitalError, UnknownChoiceError, UnknownDatasetError

Row = dict[str, str]
OK, FAILED = 0, 2
# A table shows at most this many rows, unless `--all` is passed.
ROWS = 30
# Lines of prose are at most this long, because longer ones are hard to read.
PROSE = 100
# A table with a longer cell is shown row by row, not as a grid: one about data, and a dataset.
LONG_CELL, LONG_NAME = 30, 50

# text in a terminal


def width() -> int:
    """Return the width of a line: COLUMNS, else the terminal's, else 80."""
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def wrap(text: str, indent: int = 0, *, hang: int = 0) -> str:
    """Return prose in lines of a readable width; lines after the first are indented by `hang` more.

    A line breaks neither at a no-break space nor at the minus sign of a formula.
    """
    return fill(text, min(width(), PROSE), " " * indent, " " * (indent + hang))


def unbroken(text: str) -> str:
    """Return a text that `wrap` does not break."""
    return text.replace(" ", "\u00a0")


def bold(text: str) -> str:
    """Return a text in bold; plain for files, pipes and NO_COLOR."""
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    if is_plain or not sys.stdout.isatty():
        return text
    return f"\x1b[1m{text}\x1b[0m"


def paragraphs(*parts: str) -> str:
    """Join the texts that are not empty, with empty lines between them."""
    return "\n\n".join(filter(None, parts))


# tables, as their rows


class Table(NamedTuple):
    """A table: types of its columns by name, its rows as text, and its key."""

    types: dict[str, str]
    rows: list[Row]
    key: list[str]

    def where(self, keeps: Callable[[Row], object]) -> Table:
        """Return the table with only the rows that a function keeps."""
        rows = [row for row in self.rows if keeps(row)]
        return self._replace(rows=rows)


def stored(name: str, resource: str = "") -> Table:
    """Return a table of the bundled files, or the rows of another resource with its columns."""
    types = {field["name"]: field["type"] for field in _store.fields(name)}
    rows = _store.rows(resource or name)
    return Table(types, rows, _store.key(name))


def computed(rows: Iterable[dict[str, Any]], *key: str) -> Table:
    """Return a table that follows from the descriptor; its numbers are whole."""
    types: dict[str, str] = {}
    texts = []
    for row in rows:
        text = {}
        for name, cell in row.items():
            types[name] = "integer" if isinstance(cell, int) else "string"
            text[name] = str(cell)
        texts.append(text)
    return Table(types, texts, list(key))


def table_of(name: str) -> Table:
    """Return any table by its name, such as "table 2"."""
    datasets = _store.names("dataset")
    if name == "datasets":
        return computed(_catalogue.dataset_rows(), "dataset")
    if name == "codebook":
        rows: list[Row] = []
        for dataset_name in datasets:
            rows += _catalogue.codebook_rows(dataset_name)
        return computed(rows, "dataset", "column", "code")
    if name == "errata":
        return stored("notes").where(lambda note: note["certainty"])
    printed = _store.printed_table(name)
    if printed:
        # Its rows are named by their labels; it has no other key.
        label = _store.resource(printed)["label"]
        return stored(printed)._replace(key=[label])
    known = [*datasets, *_store.names("about"), "codebook", "datasets", "errata"]
    if name.lower().startswith("table"):
        numbers = _store.printed_tables()
        known = [f"table {min(numbers)} to table {max(numbers)}"]
    if name not in known:
        raise UnknownDatasetError(name, known, kind="table")
    return stored(name)


def formatted(table: Table, form: str | None) -> str:
    """Return a table for a pipe: CSV, or JSON with null for what is missing; empty for people."""
    if form == "json":
        rows = [json_row(row, table.types) for row in table.rows]
        return json.dumps(rows, ensure_ascii=False, indent=1)
    if form == "csv":
        return csv_of(table)
    return ""


def json_row(row: Row, types: dict[str, str]) -> dict[str, Any]:
    """Return a row with its numbers and truth values as such, and None for what is missing."""
    read: dict[str, Callable[[str], Any]] = {
        "integer": int,
        "number": float,
        "boolean": lambda cell: cell.lower() == "true",
        "string": str,
    }
    values: dict[str, Any] = {}
    for name, kind in types.items():
        cell = row[name]
        values[name] = read[kind](cell) if cell else None
    return values


def csv_of(table: Table) -> str:
    """Return a table as CSV, without the end of the last line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.types)
    for row in table.rows:
        cells = []
        for name, kind in table.types.items():
            cell = row[name]
            # Whole numbers have no decimal point.
            cells.append(cell.removesuffix(".0") if kind == "number" else cell)
        writer.writerow(cells)
    return text.getvalue().removesuffix("\n")


def render(table: Table, longest: int = LONG_CELL) -> str:
    """Return a table as text: a grid, or a record a row if a cell or the keys are too long."""
    lengths = [len(cell) for row in table.rows for cell in row.values()]
    keys = keys_of(table)
    if max(lengths, default=0) <= longest and len(keys[0]) <= width():
        return grid(table, keys)
    records = [record(row, table.key) for row in table.rows]
    # What has nothing but keys is a list.
    is_list = len(table.types) == len(table.key)
    return "\n".join(records) if is_list else paragraphs(*records)


def record(row: Row, key: list[str]) -> str:
    """Return a row as its key with what else it has, long texts on lines of their own."""
    # A period that is the year is named once.
    named = dict.fromkeys(row[name] for name in key if row[name])
    head = " ".join(named)
    # What is in the key, or missing, is not repeated.
    known = ["", *head.split()]
    short = []
    long = []
    for name, cell in row.items():
        if name in key or cell in known:
            continue
        if len(cell) <= LONG_CELL:
            short.append(unbroken(f"{name}: {cell}"))
        else:
            # The items of a list may be on lines of their own.
            items = cell.replace(";", "; ")
            long.append(f"{name}: {items}")
    lines = [bold(wrap(head, hang=2))]
    if short:
        lines.append(wrap("; ".join(short), 2, hang=2))
    for text in long:
        lines.append(wrap(text, 2, hang=2))
    return "\n".join(lines)


def keys_of(table: Table) -> list[str]:
    """Return the lines of a grid's keys, the first of which is their names."""
    first, *more = table.key
    lines = column_of(table, first)
    for name in more:
        cells = column_of(table, name)
        lines = beside(lines, cells, " ")
    return lines


def grid(table: Table, head: list[str]) -> str:
    """Return a table with aligned columns after its keys, a missing value as a dash.

    Columns that do not fit go below the others, in blocks that each begin with the keys.
    """
    blocks = []
    block = head
    for name in table.types:
        if name in table.key:
            continue
        cells = column_of(table, name)
        wider = beside(block, cells)
        fits = len(wider[0]) <= width()
        if block is head or fits:
            block = wider
        else:
            blocks.append(block)
            block = beside(head, cells)
    blocks.append(block)
    texts = []
    for lines in blocks:
        stripped = [line.rstrip() for line in lines]
        texts.append("\n".join(stripped))
    return paragraphs(*texts)


def beside(block: list[str], cells: list[str], gap: str = "  ") -> list[str]:
    """Return the lines of a block with the cells of a column after them."""
    return [gap.join(both) for both in zip(block, cells, strict=True)]


def column_of(table: Table, name: str) -> list[str]:
    """Return the name and the cells of a column, padded to one width."""
    kind = table.types[name]
    cells = [row[name] for row in table.rows]
    if kind == "number":
        cells = with_commas(cells)
    shown = [name]
    for cell in cells:
        shown.append(cell or "-")
    size = max(len(cell) for cell in shown)
    is_number = kind in ("number", "integer")
    if is_number and name not in table.key:
        return [cell.rjust(size) for cell in shown]
    return [cell.ljust(size) for cell in shown]


def with_commas(cells: list[str]) -> list[str]:
    """Return numbers with commas, all with the most decimals that one has, if these are few."""
    plain = []
    most = 0
    is_large = False
    for cell in cells:
        text = ""
        if cell:
            number = float(cell)
            text = ten_digits(number)
            is_large = is_large or abs(number) >= 10
        _, _, decimals = text.partition(".")
        most = max(most, len(decimals))
        plain.append(text)
    if most > 4 and is_large:
        return plain
    return [f"{float(cell):,.{most}f}" if cell else "" for cell in cells]


def ten_digits(value: float) -> str:
    """Return a number in ten digits, or all that it has before the point."""
    whole = f"{abs(value):.0f}"
    decimals = max(0, 10 - len(whole))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


# the commands


def _list(asked: Namespace) -> str:
    table = table_of("datasets")
    if text := formatted(table, asked.format):
        return text
    widest = max(len(row["dataset"]) for row in table.rows)
    lines = []
    for row in table.rows:
        lines.append(list_line(row, widest))
        lines.append(wrap(row["title"], 4))
    counted = count(len(table.rows), "dataset")
    more = "More: neadigital show NAME, about NAME, notes NAME, cite NAME"
    return paragraphs("\n".join(lines), wrap(f"{counted}. {more}"))


def list_line(row: Row, widest: int) -> str:
    """Return a dataset's name, padded to the widest, with rows, years and place in the paper."""
    name = row["dataset"]
    entry = _store.dataset(name)
    # Of a dataset with editions these are years and rows of the one that the loader gives.
    span = entry["firstYear"], entry["lastYear"]
    if "spans" in entry:
        span = entry["spans"][entry["defaultEdition"]]
    years = "-".join(str(year) for year in dict.fromkeys(span))
    rows = dataset(name).rows
    size = count(len(rows), "row")
    origin = _catalogue.printed_in(entry) or entry["publisher"] or "prose"
    # What makes a name bold takes no room.
    shown = bold(name) + " " * (widest - len(name))
    return f"{shown} {size:>9} {years:9} {origin}"


def _about(asked: Namespace) -> str:
    name = asked.name
    call = unbroken(f"neadigital notes {name}")
    readable = min(width(), PROSE)
    head, *others = _catalogue.card(name, call, readable)
    title, size = head.removeprefix("# ").split("\n", 1)
    return paragraphs(f"{bold(title)}\n{size}", *others)


def _show(asked: Namespace) -> str:
    name = asked.name
    is_dataset = name in _store.names("dataset")
    if is_dataset:
        table = dataset(name, as_printed=asked.as_printed, edition=asked.edition)
    elif asked.as_printed or asked.edition:
        raise NeadigitalError(
            "--as-printed and --edition are for datasets, not for tables about the data."
        )
    else:
        table = table_of(name)
    if text := formatted(table, asked.format):
        return text
    size = len(table.rows)
    shown = table._replace(rows=table.rows[: size if asked.all else ROWS])
    is_cut = len(shown.rows) < size
    counted = f"{ROWS} of {size} rows. Add --all to see them all."
    if not is_dataset:
        return paragraphs(render(shown), counted if is_cut else count(size, "row"))
    return paragraphs(
        heading(name, as_printed=asked.as_printed),
        render(shown, LONG_NAME),
        counted if is_cut else "",
        meanings(name, shown.rows),
        mention_of_notes(name),
    )


def dataset(name: str, *, as_printed: bool = False, edition: Any = None) -> Table:
    """Return a dataset, or one of its editions, corrected or as printed."""
    try:
        edition = _store.check_edition(name, edition)
        resource = _store.as_printed(name) if as_printed else name
    except TypeError as error:
        raise NeadigitalError(str(error)) from error
    table = stored(name, resource)
    return table.where(lambda row: edition in (None, row.get("edition")))


def heading(name: str, *, as_printed: bool) -> str:
    """Return the title of a dataset and what a row is."""
    entry = _store.dataset(name)
    title, text = entry["title"], entry["description"]
    if as_printed:
        title = f"As printed: {title}"
        text = "These are the paper's values as printed."
    return bold(wrap(title)) + "\n" + wrap(text)


def meanings(name: str, shown: list[Row]) -> str:
    """Return what readers call the columns of a dataset and the indicators that are shown."""
    codes = {row.get("indicator") for row in shown}
    lines = []
    for row in _catalogue.codebook_rows(name):
        code = row["code"]
        column = row["column"]
        label = row["label"]
        has_unit = row["unit"] not in ("", "year", "see unit")
        if code:
            if code in codes and label:
                lines.append(wrap(f"{code}: {label}", hang=2))
        elif has_unit and label:
            lines.append(wrap(f"{column}: {label}", hang=2))
        elif column == "basis":
            meaning = row["meaning"]
            lines.append(wrap(f"basis: {meaning}"))
    return "\n".join(lines)


def mention_of_notes(name: str) -> str:
    """Return how many notes are on a dataset, and how to read them."""
    notes = _store.rows("notes", name)
    text = counted_notes(notes)
    corrected = [note for note in notes if note["certainty"]]
    if corrected:
        text += f", {count(len(corrected), 'corrected cell')}"
    return wrap(f"{text}: neadigital notes {name}")


# Cells that agree in these have the same note.
_SAME_NOTE = ("dataset", "kind", "certainty", "severity", "note", "evidence")


def _notes(asked: Namespace) -> str:
    table = table_of("errata") if asked.errata else stored("notes")
    name = asked.name
    if name is not None:
        _store.dataset(name)
        table = table.where(lambda note: note["dataset"] == name)
    if text := formatted(table, asked.format):
        return text
    if not table.rows:
        nothing = wrap(f"No number of {name} is corrected.")
        return f"{nothing} {mention_of_notes(name)}"
    # Notes with the same text make one paragraph, with a list of their cells.
    alike: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for note in table.rows:
        same = values_of(note, _SAME_NOTE)
        alike[same].append(note)
    counted = counted_notes(table.rows)
    return paragraphs(*map(same_note, alike.values()), counted)


def counted_notes(notes: list[Row]) -> str:
    """Return a text that counts notes, those of one text as one, and the cells that have them."""
    # A note's key is that of its cell, and its kind.
    *key, _ = _store.key("notes")
    texts = {values_of(note, _SAME_NOTE) for note in notes}
    cells = {values_of(note, key) for note in notes}
    in_notes = count(len(texts), "note")
    on_cells = count(len(cells), "cell")
    return f"{in_notes} on {on_cells}"


def values_of(row: Row, columns: Iterable[str]) -> tuple[str, ...]:
    """Return the cells of a row in some columns."""
    return tuple(row[column] for column in columns)


def same_note(cells: list[Row]) -> str:
    """Return a note as a paragraph, with the cells that it is about, by column."""
    note, *_ = cells
    by_column: defaultdict[str, list[str]] = defaultdict(list)
    for cell in cells:
        by_column[cell["column"]].append(noted_cell(cell))
    columns = ", ".join(by_column)
    head = wrap(f"{note['dataset']}, {columns}: {weight_of(note)}")
    text = wrap(f"{note['note']}.", 2)
    evidence = wrap(f"Evidence: {note['evidence']}.", 2)
    lines = [bold(head), text, evidence]
    for column, texts in by_column.items():
        listed = "; ".join(texts)
        # A single column is in the heading.
        if len(by_column) > 1:
            listed = f"{column}: {listed}"
        lines.append(wrap(listed, 4))
    return "\n".join(lines)


def weight_of(note: Row) -> str:
    """Return the kind of a note, and how sure a correction or how serious a doubt is."""
    kind = note["kind"].replace("_", " ")
    remarks = [kind, note["certainty"], note["severity"]]
    return ", ".join(filter(None, remarks))


def noted_cell(cell: Row) -> str:
    """Return a number as printed and, if it is corrected, its correct value."""
    whose = cell["place"] or cell["economy"]
    name = f"{whose} {cell['period']}"
    if cell["indicator"] != cell["column"]:
        name += f" {cell['indicator']}"
    printed = cell["printed"]
    value = plain_number(cell["value"])
    before = plain_number(cell["printed_value"])
    text = printed or value or "blank"
    is_changed = value not in ("", before)
    if printed and is_changed:
        text += f" -> {value}"
    # A line breaks between cells, but not within one.
    return unbroken(f"{name}: {text}")


def _cite(asked: Namespace) -> str:
    for name in asked.names:
        column, is_number, value = name.partition("=")
        if is_number:
            raise NeadigitalError(
                f"Write {name} as an option: --{column} {quote(value)}."
            )
    number = {}
    for column in _citing.KEY:
        value = getattr(asked, column)
        if value is not None:
            number[column] = value
    try:
        text = _citing.cite(*asked.names, style=asked.style, **number)
    except TypeError as error:
        raise NeadigitalError(str(error)) from error
    if asked.style != "text":
        return text
    return "\n".join(wrap(line, hang=4) for line in text.split("\n"))


def _find_number(asked: Namespace) -> str:
    narrowed = asked.number, asked.economy, asked.dataset
    places = _find.rows(*narrowed)
    types = {field["name"]: field["type"] for field in _find.fields()}
    if text := formatted(Table(types, places, []), asked.format):
        return text
    if not places:
        return wrap(_find.nothing(*narrowed))
    texts = []
    for place in places:
        head, *others = _citing.paragraph(place)
        lines = [bold(wrap(head, hang=2))]
        lines += [wrap(line, 2, hang=2) for line in others]
        texts.append("\n".join(lines))
    return paragraphs(*texts)


# the audit


def _audit(asked: Namespace) -> str:
    table = stored("audit")
    name = asked.name
    if name is not None:
        causes = [row["cause"] for row in _store.rows("causes")]
        checks = [row["check"] for row in table.rows]
        if name not in [*causes, *checks]:
            nearest = nearest_first(name, checks)[:3]
            raise UnknownChoiceError(name, [*nearest, *causes], kind="check or cause")
        table = table.where(
            lambda finding: name in (finding["cause"], finding["check"])
        )
    if text := formatted(table, asked.format):
        return text
    if name is not None:
        return paragraphs(render(table), count(len(table.rows), "finding"))
    return paragraphs(
        wrap(f"{_catalogue.audit_summary(table.rows)}."),
        counted_verdicts(table.rows),
        wrap("By cause, in the order of what changes a conclusion of the paper:"),
        render(stored("causes")),
        wrap(
            "Findings of a cause or check: neadigital audit NAME; all: audit --format csv"
        ),
    )


def counted_verdicts(findings: list[Row]) -> str:
    """Return the count of each verdict on the claims, and what it means."""
    counts = Counter(row["verdict"] for row in findings if row["kind"] == "claim")
    lines = []
    for verdict, meaning in _store.codes_of("audit", "verdict").items():
        head = unbroken(f"{counts[verdict]:>4} {verdict:<13} ")
        lines.append(wrap(head + meaning, hang=19))
    return "\n".join(lines)


# the export

# The folder of each kind of file in an export.
_FOLDERS = {
    "dataset": "data",
    "as_printed": "as_printed",
    "printed": "printed_tables",
    "about": "about",
}
_DESCRIPTOR = "datapackage.json"
_README = """\
# {title}, version {version}

{description}

Values are corrected where the correction is proved or inferred. `notes` has the printed
values, and says why a value is missing or in doubt. `quality` counts
the numbers that can be trusted, `audit` recomputes the paper's claims, and `observations` has
every number in one table.

| dataset | title | rows |
|---|---|---|
{table}

LICENSE and CITATION.txt say on what terms the data may be used and how to cite them.

## Files

{guide}
"""
_GUIDE = """\
- `data` has the datasets, corrected;
- `as_printed` those datasets that are corrected, with the paper's values;
- `printed_tables` the paper's tables as they are laid out there;
- `about` what is known of the numbers: notes, sources, the audit;
- `datapackage.json` says what each column means."""
_LICENSE = """\
These data are licensed under the {title} licence ({name}),
except where CITATION.txt says of a dataset that its numbers are quoted as facts:
{path}

They are taken from other publications, corrected and added to. If you pass them on, name these
sources, say what you changed, and name the licence. CITATION.txt has the sources, the terms of
each dataset, and the words.
"""


def _export(asked: Namespace) -> str:
    if asked.format == "sqlite":
        files = {"neadigital.sqlite": sqlite_file()}
        guide = (
            "All tables are in one database; `codebook` says what each column means."
        )
    else:
        files = csv_files()
        guide = _GUIDE
    files |= texts_beside(guide)
    folder = Path(asked.directory)
    try:
        is_taken = folder.is_dir() and any(folder.iterdir())
        if folder.is_file() or is_taken:
            raise NeadigitalError(
                f"{asked.directory!r} is there already and not an empty folder. Name another."
            )
        write_all(files, folder)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise NeadigitalError(
            f"Cannot write all files to {asked.directory!r}: {reason}."
        ) from error
    start = folder / "README.md"
    text = f"{count(len(files), 'file')} written to {folder}; start with {start}"
    return escape_controls(text)


def write_all(files: dict[str, bytes], folder: Path) -> None:
    """Write files into a folder; if one cannot be written, remove all that was made."""
    made: list[Path] = []
    try:
        for path, content in files.items():
            file = folder / path
            for parent in reversed(file.parents):
                if not parent.exists():
                    parent.mkdir()
                    made.append(parent)
            # The mode x refuses to write over a file that has appeared meanwhile.
            with file.open("xb") as opened:
                made.append(file)
                opened.write(content)
    except BaseException:
        # Half an export would be in the way of the next.
        for one in reversed(made):
            if one.is_dir():
                one.rmdir()
            else:
                one.unlink()
        raise


def csv_files() -> dict[str, bytes]:
    """Return every table as CSV by its path in an export, and the descriptor with these paths."""
    files = {}
    resources = []
    for name in _store.names():
        entry = _store.resource(name)
        folder = _FOLDERS[entry["kind"]]
        file_name = Path(entry["path"]).name
        path = f"{folder}/{file_name}"
        files[path] = _store.read(name)
        resources.append(entry | {"path": path})
    package = _store.descriptor() | {"resources": resources}
    text = json.dumps(package, ensure_ascii=False, indent=1)
    files[_DESCRIPTOR] = f"{text}\n".encode()
    return files


def texts_beside(guide: str) -> dict[str, bytes]:
    """Return the texts that are written beside the data: licence, README and citations."""
    names = _store.names("dataset")
    licence, *_ = _store.descriptor()["licenses"]
    texts = {
        "LICENSE": _LICENSE.format_map(licence),
        "README.md": readme_text(names, guide),
        "CITATION.txt": _citing.cite(*names) + "\n",
        "CITATION.bib": _citing.cite(*names, style="bibtex") + "\n",
    }
    return {path: text.encode() for path, text in texts.items()}


def readme_text(names: list[str], guide: str) -> str:
    """Return what an export has: the datasets and the folders."""
    lines = []
    for name in names:
        entry = _store.dataset(name)
        lines.append(f"| `{name}` | {entry['title']} | {entry['rows']} |")
    package = _store.descriptor()
    own = {"table": "\n".join(lines), "guide": guide}
    return _README.format_map(package | own)


def sqlite_file() -> bytes:
    """Return a database with all tables, the codebook and the catalogue."""
    import sqlite3
    from contextlib import closing

    import pandas as pd

    frames: dict[str, Any] = {name: _store.frame(name) for name in _store.names()}
    frames["datasets"] = _catalogue.datasets()
    frames["codebook"] = _catalogue.codebook()
    package = _store.descriptor()
    facts = {
        "title": package["title"],
        "description": package["description"],
        "version": package["version"],
        "licence": package["licenses"][0]["path"],
        "citation": _citing.cite(*_store.names("dataset")),
    }
    frames["about"] = pd.DataFrame(facts.items(), columns=["key", "value"])
    with closing(sqlite3.connect(":memory:")) as database:
        for name, frame in frames.items():
            frame.to_sql(name, database, index=False)
        return database.serialize()


def _check(asked: Namespace) -> str:
    from neadigital.consistency import _command

    text, asked.status = _command.run(asked)
    return text


# the parser


#: Each command: the function that returns the text to print, what it does, an example.
COMMANDS: dict[str, tuple[Callable[[Namespace], str], str, str]] = {
    "list": (_list, "list the datasets", "list"),
    "about": (_about, "describe a dataset on one card", "about trade_with_russia"),
    "show": (
        _show,
        "show a dataset, or a table about the data",
        "show trade_with_russia --as-printed",
    ),
    "find": (
        _find_number,
        "find a number: where it is printed, and whether it is right",
        "find 34.67",
    ),
    "notes": (
        _notes,
        "say what is wrong with which number, and why",
        "notes trade_with_russia",
    ),
    "audit": (
        _audit,
        "say which of the paper's claims hold, recomputed, and which do not",
        "audit --format csv",
    ),
    "cite": (
        _cite,
        "say how to cite the package, the paper, datasets' sources, or single numbers",
        "cite growth_rates --economy CHN --year 2018 --column gdp_growth_pct",
    ),
    "export": (
        _export,
        "write all data into a new folder, as CSV files or as one SQLite file",
        "export out --format sqlite",
    ),
    "check": (
        _check,
        "check whether a printed table, yours too, follows from itself",
        "check table.csv --exact seats votes",
    ),
}


class _Parser(argparse.ArgumentParser):
    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Read the arguments; a command refuses itself what it does not know."""
        asked, others = super().parse_known_args(args, namespace)
        if others:
            from difflib import get_close_matches

            options = re.findall(r"--[a-z-]+", self.format_usage())
            nearest = get_close_matches(others[0], options, 1)
            hint = f"; did you mean {nearest[0]}?" if nearest else ""
            self.error(f"unrecognized arguments: {' '.join(others)}{hint}")
        return asked, others

    def error(self, message: str) -> NoReturn:
        """Report a usage error, with control characters escaped."""
        super().error(escape_controls(message))


def parser(command: str = "check") -> argparse.ArgumentParser:
    """Return the parser of all commands; the arguments of `check` are only there for itself.

    They need pandas, and the other commands do not.
    """
    whole = _Parser(
        prog="neadigital",
        description="The digital economy of Northeast Asia: one paper's data, "
        "corrected and as printed.",
    )
    version = f"neadigital {__version__}"
    whole.add_argument("--version", action="version", version=version)
    whole.set_defaults(run=lambda _: whole.format_help(), status=OK)
    # argparse aligns the list of commands by this text, so it must be longer than any of them.
    commands = whole.add_subparsers(title="commands", metavar="COMMAND [NAME]")
    for name, (run, about, example) in COMMANDS.items():
        added = commands.add_parser(
            name,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            epilog=f"example:\n  neadigital {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        added.set_defaults(run=run)
    _add_arguments(commands.choices)
    if command == "check":
        from neadigital.consistency import _command

        _command.add_arguments(commands.choices["check"])
    return whole


def _add_arguments(commands: Mapping[str, argparse.ArgumentParser]) -> None:
    """Add the arguments of each command but `check`."""
    add = commands["about"].add_argument
    add("name", metavar="NAME", help="a dataset")
    add = commands["show"].add_argument
    told = 'a dataset, a table such as observations, or "table 13" of the paper'
    add("name", metavar="NAME", help=told)
    told = "the paper's values as printed, misprints included"
    add("--as-printed", action="store_true", help=told)
    add("--edition", help="of a dataset with several, such as 2026")
    add("--all", action="store_true", help="every row of a long table")
    add = commands["find"].add_argument
    add("number", metavar="NUMBER", help="as it is printed")
    add("--economy", help="only its numbers: a code or a name")
    add("--dataset", help="only its numbers")
    add = commands["notes"].add_argument
    add("name", metavar="NAME", nargs="?", help="a dataset; by default all")
    add("--errata", action="store_true", help="only the numbers that are corrected")
    add = commands["audit"].add_argument
    told = "a cause, to see its findings, or a check, to see its own"
    add("name", metavar="NAME", nargs="?", help=told)
    for name in ("list", "show", "find", "notes", "audit"):
        told = "for pipes, not for people"
        commands[name].add_argument("--format", choices=["csv", "json"], help=told)
    add = commands["cite"].add_argument
    add("names", metavar="NAME", nargs="*", help="datasets whose sources to cite too")
    styles = ["text", "bibtex"]
    add("--style", choices=styles, default="text", help="text is the default")
    for name in _citing.KEY:
        add(f"--{name}", help=f"cite the numbers with this {name}")
    add = commands["export"].add_argument
    add("directory", metavar="DIR", help="a folder that is new or empty")
    formats = ["csv", "sqlite"]
    add("--format", choices=formats, default="csv", help="csv is the default")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and print its answer.

    Parameters
    ----------
    arguments : sequence of str, optional
        The arguments after `neadigital` in a shell; by default those of the process.

    Returns
    -------
    int
        0; 1 if `check` finds that something does not follow, 3 if that has too little evidence;
        2 for bad usage, a file that is damaged, or a place that cannot be written.

    Raises
    ------
    SystemExit
        As argparse: after help and version, and for unknown commands and options.
    """
    given = sys.argv[1:] if arguments is None else arguments
    try:
        # argparse lists the commands, but does not suggest the nearest.
        if given and not given[0].startswith("-") and given[0] not in COMMANDS:
            raise UnknownChoiceError(given[0], COMMANDS, kind="command")
        command = given[0] if given else ""
        asked = parser(command).parse_args(given)
        print(asked.run(asked))
    except NeadigitalError as error:
        lines = f"neadigital: {error}".split("\n")
        echo_error(*(wrap(escape_controls(line)) for line in lines))
        return FAILED
    return int(asked.status)


def echo_error(*lines: str) -> None:
    """Write lines to the standard error, if it is open."""
    if sys.stderr is not None:
        print(*lines, sep="\n", file=sys.stderr)


def script() -> int:
    """Run as a program, which may change its streams and how it is ended."""
    # A reader that has seen enough, such as head, and Ctrl-C end it quietly, as any program.
    for name in ("SIGPIPE", "SIGINT"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Pipes and files get UTF-8 whatever the locale; a terminal keeps its encoding.
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    if sys.stdout is None:
        echo_error("neadigital: cannot write the output: it is closed")
        return FAILED
    try:
        status = main()
        sys.stdout.flush()
    except OSError as error:
        echo_error(f"neadigital: cannot write the output: {error.strerror}")
        # Otherwise Python would try again at its exit, and fail with a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    return status


if __name__ == "__main__":
    sys.exit(script())
