"""The command line. Its texts are made of the rows of the files, without pandas."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import shutil
import signal
import sys
from argparse import Namespace
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from neadigital import __version__, _catalogue, _check_command, _citing, _store
from neadigital._messages import count
from neadigital.errors import NeadigitalError, UnknownDatasetError

Row = dict[str, str]
OK, FAILED = 0, 2
# A table shows at most this many rows, unless `--all` is passed.
ROWS = 30
# Lines of prose are at most this long, because longer ones are hard to read.
PROSE = 100
# A table about data with a longer cell is shown row by row, not as a grid.
LONG_CELL = 30
# So is a dataset that is about things with long names, such as strategies.
LONG_NAME = 50
MISSING = "-"

# text in a terminal


def width() -> int:
    """Return the width of a line: COLUMNS, else the terminal's, else 80."""
    terminal = shutil.get_terminal_size((80, 24))
    return max(40, terminal.columns)


def wrap(text: str, indent: int = 0, *, hang: int = 0) -> str:
    """Return prose in lines of a readable width; lines after the first are indented by `hang` more.

    A line breaks neither at a no-break space nor at the minus sign of a formula.
    """
    most = min(width(), PROSE)
    kept = text.replace(" - ", "\u00a0-\u00a0")
    lines = []
    line = " " * indent
    for word in re.findall(r"[^ \n]+", kept):
        is_empty = not line.strip()
        longer = f"{line}{word}" if is_empty else f"{line} {word}"
        if is_empty or len(longer) <= most:
            line = longer
            continue
        lines.append(line)
        line = " " * (indent + hang) + word
    lines.append(line)
    wrapped = "\n".join(filter(str.strip, lines))
    return wrapped.replace("\u00a0", " ")


def unbroken(text: str) -> str:
    """Return a text that `wrap` does not break."""
    return text.replace(" ", "\u00a0")


def escape_controls(text: str) -> str:
    r"""Return a text with control, bidi and other invisible characters written out, as ``\x1b``.

    Messages repeat what a user typed, and a terminal must not obey it.
    """
    safe = ""
    for character in text:
        if character.isprintable():
            safe += character
        else:
            escaped = character.encode("unicode_escape")
            safe += escaped.decode("ascii")
    return safe


def bold(text: str) -> str:
    """Return a text in bold; plain for files, pipes and NO_COLOR."""
    is_dumb = os.environ.get("TERM") == "dumb"
    is_plain = os.environ.get("NO_COLOR")
    if not sys.stdout.isatty() or is_dumb or is_plain:
        return text
    return f"\x1b[1m{text}\x1b[0m"


def paragraphs(*parts: str) -> str:
    """Join the texts that are not empty, with empty lines between them."""
    return "\n\n".join(filter(None, parts))


# tables, as their rows


class Table:
    """A table: types of its columns by name, its rows as text, its key, and its number of rows."""

    def __init__(
        self,
        types: dict[str, str],
        rows: list[Row],
        key: Sequence[str] = (),
        size: int | None = None,
    ) -> None:
        self.types = types
        self.rows = rows
        self.key = list(key)
        self.size = len(rows) if size is None else size

    def where(self, keeps: Callable[[Row], object]) -> Table:
        """Return the table with only the rows that a function keeps."""
        kept = [row for row in self.rows if keeps(row)]
        return Table(self.types, kept, self.key)


def stored(name: str, resource: str = "", most: int | None = None) -> Table:
    """Return a table of the bundled files, with all rows or `most` of them.

    `resource` is where its rows are, if they are not in the resource of its name.
    """
    types = {field["name"]: field["type"] for field in _store.fields(name)}
    rows = _store.rows(resource or name, most=most)
    return Table(types, rows, _store.key(name), _store.resource(name)["rows"])


def computed(rows: Iterable[dict[str, Any]], *key: str) -> Table:
    """Return a table that follows from the descriptor."""
    types = {}
    texts = []
    for row in rows:
        cells = {}
        for name, value in row.items():
            types[name] = "integer" if isinstance(value, int) else "string"
            cells[name] = str(value)
        texts.append(cells)
    return Table(types, texts, key)


def table_of(name: str, most: int | None = None) -> Table:
    """Return any table by its name, such as "table 2"; of a long one no more rows than `most`."""
    if name == "datasets":
        return computed(_catalogue.dataset_rows(), "dataset")
    if name == "codebook":
        return whole_codebook()
    if name == "errata":
        return stored("notes").where(is_correction)
    if printed := _store.printed_table(name):
        table = stored(printed)
        # Its rows are named by their labels; it has no other key.
        table.key = [_store.resource(printed)["label"]]
        return table
    names = [*_store.names("dataset", "about"), "codebook", "datasets", "errata"]
    if name not in names:
        raise UnknownDatasetError(name, names, kind="table")
    return stored(name, most=most)


def whole_codebook() -> Table:
    """Return the codebook of all datasets."""
    rows: list[Row] = []
    for name in _store.names("dataset"):
        rows += _catalogue.codebook_rows(name)
    return computed(rows, "dataset", "column", "code")


def is_correction(note: Row) -> bool:
    """Tell whether a note is on a number that is corrected."""
    return note["certainty"] != ""


def to_csv(table: Table) -> str:
    """Return a table as CSV; whole numbers have no decimal point."""
    import csv

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.types)
    for row in table.rows:
        cells = []
        for name, cell in row.items():
            is_number = table.types[name] == "number"
            cells.append(cell.removesuffix(".0") if is_number else cell)
        writer.writerow(cells)
    written = text.getvalue()
    return written.removesuffix("\n")


def to_json(table: Table) -> str:
    """Return a table as JSON: a list of objects, with null for what is missing."""
    rows = list(typed(table))
    return json.dumps(rows, ensure_ascii=False, indent=1)


# What a cell of each type is in Python.
_READ: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": lambda cell: cell.lower() == "true",
}


def typed(table: Table) -> Iterator[dict[str, Any]]:
    """Yield each row with its values; a missing one is None."""
    for row in table.rows:
        values = {}
        for name, kind in table.types.items():
            read = _READ[kind]
            cell = row[name]
            values[name] = read(cell) if cell else None
        yield values


def render(table: Table, longest: int = LONG_CELL) -> str:
    """Return a table as text: a grid, or one paragraph a row if a cell is longer than `longest`."""
    for row in table.rows:
        if any(len(cell) > longest for cell in row.values()):
            return records(table)
    return grid(table)


def records(table: Table) -> str:
    """Return each row as its key with what else it has."""
    texts = [record(row, table.key) for row in table.rows]
    return paragraphs(*texts)


def record(row: Row, key: list[str]) -> str:
    """Return a row as its key with what else it has, long texts on lines of their own."""
    head = " ".join(row[name] for name in key if row[name])
    known = head.split()
    short = []
    long = []
    for name, cell in row.items():
        if not cell or name in key or cell in known:
            continue
        if len(cell) > LONG_CELL:
            # The items of a list may be on lines of their own.
            spaced = cell.replace(";", "; ")
            long.append(wrap(f"{name}: {spaced}", 2, hang=2))
        else:
            short.append(unbroken(f"{name}: {cell}"))
    lines = [
        bold(wrap(head, hang=2)),
        wrap("; ".join(short), 2, hang=2),
        *long,
    ]
    return "\n".join(filter(str.strip, lines))


def grid(table: Table) -> str:
    """Return a table with aligned columns: keys first, a missing value as a dash.

    Columns that do not fit go below the others, in blocks that each begin with the keys.
    """
    others = [name for name in table.types if name not in table.key]
    head = [""] * (len(table.rows) + 1)
    for name in table.key:
        head = beside(head, column_of(table, name), gap=" ")
    blocks: list[list[str]] = []
    for name in others:
        column = column_of(table, name)
        widened = beside(blocks[-1], column) if blocks else []
        if widened and len(widened[0]) <= width():
            blocks[-1] = widened
        else:
            blocks.append(beside(head, column))
    texts = []
    for block in blocks:
        lines = [line.rstrip() for line in block]
        texts.append("\n".join(lines))
    return paragraphs(*texts)


def beside(block: list[str], column: list[str], gap: str = "  ") -> list[str]:
    """Return the lines of a block with the cells of a column after them."""
    lines = []
    for line, cell in zip(block, column, strict=True):
        lines.append(f"{line}{gap}{cell}" if line else cell)
    return lines


def column_of(table: Table, name: str) -> list[str]:
    """Return the name and the cells of a column, padded to one width."""
    cells = [row[name] for row in table.rows]
    kind = table.types[name]
    if kind == "number":
        cells = equal_decimals(cells)
    if kind == "boolean":
        cells = [yes_or_no(cell) for cell in cells]
    shown = [name]
    for cell in cells:
        shown.append(cell or MISSING)
    size = max(len(cell) for cell in shown)
    is_number = kind in ("number", "integer")
    is_right = is_number and name not in table.key
    align = str.rjust if is_right else str.ljust
    return [align(cell, size) for cell in shown]


def yes_or_no(cell: str) -> str:
    """Return a truth value as a word; empty if it is missing."""
    words = {"true": "yes", "false": "no"}
    return words.get(cell.lower(), "")


def equal_decimals(cells: list[str]) -> list[str]:
    """Return numbers with commas, all with the most decimals that one of them has.

    Where these are more than four, numbers that are large or of various sizes keep their own.
    """
    values = [float(cell) for cell in cells if cell]
    most = max(map(decimals, values), default=0)
    largest = max(map(abs, values), default=0)
    is_equal = most <= 4 or largest < 10
    shown = []
    for cell in cells:
        if not cell:
            shown.append("")
            continue
        value = float(cell)
        digits = most if is_equal else decimals(value)
        shown.append(f"{value:,.{digits}f}")
    return shown


def decimals(value: float) -> int:
    """Return how many decimals a number has, in ten significant digits."""
    digits, exponent = f"{value:.9e}".split("e")
    _, _, fraction = digits.partition(".")
    significant = fraction.rstrip("0")
    return max(0, len(significant) - int(exponent))


# the commands


def formatted(table: Table, form: str | None) -> str:
    """Return a table for a pipe; empty if it is for people."""
    if form is None:
        return ""
    return to_csv(table) if form == "csv" else to_json(table)


def _list(asked: Namespace) -> str:
    """List the datasets."""
    table = table_of("datasets")
    if text := formatted(table, asked.format):
        return text
    size = max(len(row["dataset"]) for row in table.rows)
    lines = []
    for row in table.rows:
        lines.append(dataset_line(row, size))
        lines.append(wrap(row["title"], 4))
    counted = count(len(table.rows), "dataset")
    more = "More: neadigital show NAME, about NAME, notes NAME, cite NAME"
    listed = "\n".join(lines)
    return paragraphs(listed, wrap(f"{counted}. {more}"))


def dataset_line(row: Row, size: int) -> str:
    """Return a dataset's name, padded to a size, its rows, its years and where it is from."""
    name = row["dataset"]
    gap = " " * (size - len(name))
    rows = count(default_rows(row), "row")
    years = row["first_year"]
    if row["last_year"] != years:
        years += f"-{row['last_year']}"
    facts = [bold(name) + gap, rows.rjust(9), years.ljust(9), origin(name)]
    return "  ".join(facts)


def default_rows(row: Row) -> int:
    """Return how many rows a dataset has, if it has editions in the default one."""
    if not row["editions"]:
        return int(row["rows"])
    edition = _store.check_edition(row["dataset"], None)
    lines = _store.rows(row["dataset"])
    return sum(line["edition"] == edition for line in lines)


def origin(name: str) -> str:
    """Return where in the paper a dataset is from."""
    entry = _store.dataset(name)
    tables = _catalogue.numbered("table", entry["tables"], as_range=True)
    figures = _catalogue.numbered("figure", entry["figures"], as_range=True)
    printed = "; ".join(filter(None, [tables, figures]))
    return printed or entry["publisher"] or "prose"


def _about(asked: Namespace) -> str:
    """Describe a dataset on one card."""
    card: str = _catalogue.about(asked.name)
    in_python = f'`neadigital.notes("{asked.name}")`'
    in_shell = unbroken(f"neadigital notes {asked.name}")
    card = card.replace(in_python, in_shell)
    # A heading is a block of its own.
    spaced = re.sub("^(#.*)\n", r"\1\n\n", card, flags=re.M)
    blocks = spaced.split("\n\n")
    return paragraphs(*map(wrapped_again, blocks))


def wrapped_again(block: str) -> str:
    """Return a block of a card, which is wrapped to a fixed width, in the terminal's width."""
    lines = []
    for item in re.split(r"\n(?=- )", block.lstrip("# \n")):
        hang = 2 if item.startswith("- ") else 0
        lines.append(wrap(item, hang=hang))
    text = "\n".join(lines)
    return bold(text) if block.startswith("#") else text


def _show(asked: Namespace) -> str:
    """Show a dataset, or a table about the data."""
    most = None if asked.all or asked.format else ROWS
    is_dataset = asked.name in _store.names("dataset")
    if is_dataset:
        table = of_dataset(asked)
    elif asked.as_printed or asked.edition:
        raise NeadigitalError(
            "--as-printed and --edition are for datasets, not for tables about the data."
        )
    else:
        table = table_of(asked.name, most)
    if text := formatted(table, asked.format):
        return text
    table.rows = table.rows[:most]
    is_cut = len(table.rows) < table.size
    counted = count(table.size, "row")
    if is_cut:
        counted = f"{ROWS} of {table.size} rows. Add --all to see them all."
    if not is_dataset:
        return paragraphs(render(table), counted)
    return paragraphs(
        heading(asked),
        render(table, LONG_NAME),
        counted if is_cut else "",
        labels(asked.name, table.rows),
        meaning_of_basis(asked.name),
        mention_of_notes(asked.name),
    )


def of_dataset(asked: Namespace) -> Table:
    """Return a dataset, or one of its editions, corrected or as printed."""
    name = asked.name
    if asked.as_printed and _store.dataset(name)["publisher"]:
        raise NeadigitalError(
            f"{name} is not in the paper, so there is no printed version."
        )
    try:
        edition = _store.check_edition(name, asked.edition)
    except TypeError as error:
        raise NeadigitalError(str(error)) from error
    resource = _store.as_printed(name) if asked.as_printed else name
    whole = stored(name, resource)
    return whole.where(lambda row: edition in (None, row.get("edition")))


def heading(asked: Namespace) -> str:
    """Return the title of a dataset and what a row is."""
    entry = _store.dataset(asked.name)
    if not asked.as_printed:
        return bold(wrap(entry["title"])) + "\n" + wrap(entry["description"])
    title = f"As printed: {entry['title']}"
    text = "These are the paper's values as printed."
    corrected = len(corrections(asked.name))
    if corrected:
        verb = "is" if corrected == 1 else "are"
        call = unbroken(f"neadigital notes {asked.name} --errata")
        text += f" {corrected} of them {verb} corrected by default: {call}"
    else:
        text += " None of them is corrected by default."
    return bold(wrap(title)) + "\n" + wrap(text)


def corrections(name: str) -> list[Row]:
    """Return the notes on the corrected numbers of a dataset."""
    notes = _store.rows("notes", name)
    return [note for note in notes if is_correction(note)]


def labels(name: str, shown: list[Row]) -> str:
    """Return what readers call the columns of a dataset, and the indicators that are shown."""
    codes = {row.get("indicator", "") for row in shown}
    lines = []
    for row in _catalogue.codebook_rows(name):
        code = row["code"]
        has_unit = row["unit"] not in ("", "year", "see unit")
        is_told = code in codes if code else has_unit
        if row["label"] and is_told:
            text = f"{code or row['column']}: {row['label']}"
            lines.append(wrap(text, hang=2))
    return "\n".join(lines)


def meaning_of_basis(name: str) -> str:
    """Return what the column `basis` of a dataset means; empty if it has none."""
    for row in _catalogue.codebook_rows(name):
        if row["column"] == "basis":
            return wrap(f"basis: {row['meaning']}.")
    return ""


def mention_of_notes(name: str) -> str:
    """Return how many notes are on a dataset, and how to read them; empty if there are none."""
    notes = _store.rows("notes", name)
    if not notes:
        return ""
    text = count_notes(notes)
    corrected = len(corrections(name))
    if corrected:
        text += f", {count(corrected, 'corrected cell')}"
    return wrap(f"{text}: neadigital notes {name}")


# Cells that agree in these have the same note.
_SAME_NOTE = ("dataset", "kind", "certainty", "severity", "note", "evidence")


def _notes(asked: Namespace) -> str:
    """Say what is wrong with which number, and why."""
    table = stored("notes")
    if asked.name is not None:
        _store.dataset(asked.name)
        table = table.where(lambda note: note["dataset"] == asked.name)
    if asked.errata:
        table = table.where(is_correction)
    if text := formatted(table, asked.format):
        return text
    # Notes with the same text make one paragraph, with a list of their cells.
    alike: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for note in table.rows:
        text_of_note = cells_of(note, _SAME_NOTE)
        alike[text_of_note].append(note)
    explained = map(same_note, alike.values())
    return paragraphs(*explained, count_notes(table.rows))


def cells_of(row: Row, columns: Iterable[str]) -> tuple[str, ...]:
    """Return some cells of a row."""
    return tuple(row[column] for column in columns)


def count_notes(notes: list[Row]) -> str:
    """Return a text that counts notes, those of one text as one, and the cells that have them."""
    # A note's key is that of its cell, and its kind.
    *key, _ = _store.key("notes")
    texts = {cells_of(note, _SAME_NOTE) for note in notes}
    cells = {cells_of(note, key) for note in notes}
    distinct = count(len(texts), "note")
    return f"{distinct} on {count(len(cells), 'cell')}"


def same_note(cells: list[Row]) -> str:
    """Return a note as a paragraph, with the cells that it is about, by column."""
    note = cells[0]
    by_column: defaultdict[str, list[str]] = defaultdict(list)
    for cell in cells:
        by_column[cell["column"]].append(noted_cell(cell))
    columns = ", ".join(by_column)
    kind = note["kind"].replace("_", " ")
    remarks = filter(None, [kind, note["certainty"], note["severity"]])
    lines = [
        bold(wrap(f"{note['dataset']}, {columns}: {', '.join(remarks)}")),
        wrap(f"{note['note']}.", 2),
        wrap(f"Evidence: {note['evidence']}.", 2),
    ]
    for column, texts in by_column.items():
        listed = "; ".join(texts)
        # A single column is in the heading.
        if len(by_column) > 1:
            listed = f"{column}: {listed}"
        lines.append(wrap(listed, 4))
    return "\n".join(lines)


def noted_cell(cell: Row) -> str:
    """Return a number as printed and, if it is corrected, its correct value."""
    where = cell["place"] or cell["economy"]
    name = f"{where} {cell['period']}"
    if cell["indicator"] != cell["column"]:
        name += f" {cell['indicator']}"
    printed = cell["printed"]
    value = shortest(cell["value"])
    text = printed or value or "blank"
    is_same = shortest(cell["printed_value"]) == value
    if printed and value and not is_same:
        text += f" -> {value}"
    # A line breaks between cells, but not within one.
    return unbroken(f"{name}: {text}")


def shortest(cell: str, digits: int = 15) -> str:
    """Return a number without digits that say nothing: 65 for 65.0."""
    return f"{float(cell):.{digits}g}" if cell else ""


def _cite(asked: Namespace) -> str:
    """Say how to cite the package, the paper, the sources of datasets, or single numbers."""
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
    lines = [wrap(line, hang=4) for line in text.split("\n")]
    return "\n".join(lines)


# the audit

# The columns of a cause, and their labels in a report.
_LABELS = {
    "printed": "Printed",
    "follows": "Follows",
    "how": "Known by",
    "changes": "Changes",
    "certainty": "How sure",
}
# At most this many findings of a cause are named.
_NAMED = 4


def _audit(asked: Namespace) -> str:
    """Say which of the paper's claims hold, recomputed, and which do not."""
    table = stored("audit")
    if text := formatted(table, asked.format):
        return text
    return report(table.rows, _store.rows("causes"))


def report(findings: list[Row], causes: list[Row]) -> str:
    """Return an audit as text: a summary, a count of each verdict, and findings by cause."""
    by_cause: defaultdict[str, list[Row]] = defaultdict(list)
    for row in findings:
        by_cause[row["cause"]].append(row)
    explained = []
    for number, cause in enumerate(causes, start=1):
        text = of_cause(number, cause, by_cause[cause["cause"]])
        explained.append(text)
    return paragraphs(
        wrap(f"{_catalogue.audit_summary(findings)}."),
        verdicts_of_claims(findings),
        verdicts_of_checks(findings),
        wrap("By cause, in the order of what changes a conclusion of the paper:"),
        *explained,
        wrap("All findings: neadigital show audit --all, or audit --format csv"),
    )


def verdicts_of_claims(findings: list[Row]) -> str:
    """Return a count of the claims by verdict, with what each verdict means."""
    counts = Counter(row["verdict"] for row in findings if row["kind"] == "claim")
    lines = []
    for verdict, meaning in _store.codes_of("audit", "verdict").items():
        head = unbroken(f"{counts[verdict]:>4} {verdict:<13} ")
        lines.append(wrap(head + meaning, hang=19))
    return "\n".join(lines)


def verdicts_of_checks(findings: list[Row]) -> str:
    """Return a count, by verdict, of the findings that are about no claim; empty without them."""
    counts = Counter(row["verdict"] for row in findings if row["kind"] != "claim")
    parts = []
    for verdict in _store.codes_of("audit", "verdict"):
        if counts[verdict]:
            parts.append(f"{counts[verdict]} {verdict}")
    if not parts:
        return ""
    return wrap(f"Checks of consistency: {', '.join(parts)}.")


def of_cause(number: int, cause: Row, explained: list[Row]) -> str:
    """Return a paragraph on a cause and on the findings that it explains."""
    place = unbroken(f"{number:>2}  ")
    lines = [wrap(f"{place}{cause['title']} [{cause['cause']}]")]
    for name, label in _LABELS.items():
        text = cause[name]
        if name == "certainty":
            text = f"{text[:1].upper()}{text[1:]}."
        lines.append(labelled(label, text))
    named: defaultdict[str, list[str]] = defaultdict(list)
    for row in explained:
        named[row["verdict"]].append(row["check"])
    found = [some_of(verdict, checks) for verdict, checks in named.items()]
    lines.append(labelled("Findings", "; ".join(found)))
    return "\n".join(lines)


def labelled(label: str, text: str) -> str:
    """Return a text with a label, beside which its further lines are indented."""
    head = f"{label}:".ljust(10)
    return wrap(unbroken(head) + text, 4, hang=10)


def some_of(verdict: str, checks: list[str]) -> str:
    """Return a text that counts the findings with one verdict, and names the first of them."""
    named = ", ".join(checks[:_NAMED])
    unnamed = len(checks) - _NAMED
    if unnamed > 0:
        named += f" and {unnamed} more"
    return f"{len(checks)} {verdict} ({named})"


# the export

_README = """\
# {title}, version {version}

{description}

Values are corrected where the correction is proved or the only possible reading. `notes` has
the printed values, and says why a value is missing or in doubt. `quality` counts
the numbers that can be trusted, `audit` recomputes the paper's claims, and `observations` has
every number in one table.

| dataset | title | rows |
|---|---|---|
{table}

LICENSE and CITATION.txt say on what terms the data may be used and how to cite them.

## Files

{files}
"""
_LICENSE = """\
These data are licensed under the {title} licence ({name}),
except where the list below says that numbers are quoted as facts:
{path}

On what terms each dataset may be used:

{terms}

They are taken from, corrected and added to:

{given}

If you pass them on, name these sources, say what you changed, and name the licence; CITATION.txt
has the words.
"""
_SQL = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}


def _export(asked: Namespace) -> str:
    """Write all data into a new folder, as CSV files or as one SQLite file."""
    files = _store.package_files()
    if asked.format == "sqlite":
        files = {"neadigital.sqlite": sqlite_file()}
    files |= texts_beside(sorted(files))
    folder = Path(asked.directory)
    try:
        if is_taken(folder):
            raise NeadigitalError(
                f"{asked.directory!r} is there already and not an empty folder. Name another."
            )
        write_files(folder, files)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise NeadigitalError(
            f"Cannot write all files to {asked.directory!r}: {reason}."
        ) from error
    written = count(len(files), "file")
    first = folder / "README.md"
    return escape_controls(f"{written} written to {folder}; start with {first}")


def is_taken(folder: Path) -> bool:
    """Tell whether something is at a path other than an empty folder."""
    if not folder.exists():
        return False
    return not folder.is_dir() or any(folder.iterdir())


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder, which is made if it is not there."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        # The mode x refuses to write over a file that has appeared meanwhile.
        with file.open("xb") as opened:
            opened.write(content)


def texts_beside(paths: list[str]) -> dict[str, bytes]:
    """Return the texts that are written beside the data: licence, README and citations."""
    names = _store.names("dataset")
    texts = {
        "LICENSE": licence(),
        "README.md": readme(paths),
        "CITATION.txt": _citing.cite(*names) + "\n",
        "CITATION.bib": _citing.cite(*names, style="bibtex") + "\n",
    }
    return {path: text.encode() for path, text in texts.items()}


def readme(paths: list[str]) -> str:
    """Return the README of an export."""
    package = _store.descriptor()
    table = []
    for name in _store.names("dataset"):
        entry = _store.dataset(name)
        table.append(f"| `{name}` | {entry['title']} | {entry['rows']} |")
    files = [f"- `{path}`" for path in paths]
    return _README.format(
        title=package["title"],
        version=package["version"],
        description=package["description"],
        table="\n".join(table),
        files="\n".join(files),
    )


def licence() -> str:
    """Return the licence of an export, with the terms of each dataset and the sources."""
    package = _store.descriptor()
    text = package["licenses"][0]
    terms = []
    for name in _store.names("dataset"):
        entry = _store.dataset(name)
        terms.append(f"- {name}: {entry['terms']}.")
    given = [f"- {source['title']}" for source in package["sources"]]
    return _LICENSE.format(
        title=text["title"],
        name=text["name"],
        path=text["path"],
        terms="\n".join(terms),
        given="\n".join(given),
    )


def sqlite_file() -> bytes:
    """Return a database with all tables, the codebook and the catalogue."""
    import sqlite3
    from contextlib import closing

    tables = {name: stored(name) for name in _store.names()}
    for name in ("datasets", "codebook"):
        tables[name] = table_of(name)
    tables["about"] = facts_of_the_package()
    with closing(sqlite3.connect(":memory:")) as connection:
        for name, table in tables.items():
            connection.execute(create_table(name, table))
            values = [tuple(row.values()) for row in typed(table)]
            connection.executemany(insert_into(name, table), values)
        connection.commit()
        return connection.serialize()


def facts_of_the_package() -> Table:
    """Return what the database says of itself: title, version, licence, citation."""
    package = _store.descriptor()
    names = _store.names("dataset")
    facts = {
        "title": package["title"],
        "description": package["description"],
        "version": package["version"],
        "licence": package["licenses"][0]["path"],
        "citation": _citing.cite(*names),
    }
    rows = [{"key": key, "value": value} for key, value in facts.items()]
    return computed(rows, "key")


def create_table(name: str, table: Table) -> str:
    """Return the statement that creates a table with the types of its columns and its key."""
    parts = []
    for column, kind in table.types.items():
        parts.append(f"{quoted(column)} {_SQL[kind]}")
    if table.key:
        key = ", ".join(map(quoted, table.key))
        parts.append(f"PRIMARY KEY ({key})")
    columns = ", ".join(parts)
    return f"CREATE TABLE {quoted(name)} ({columns})"


def insert_into(name: str, table: Table) -> str:
    """Return the statement that adds a row to a table, with a mark for each value."""
    marks = ", ".join("?" * len(table.types))
    # The names are those of the bundled tables.
    return f"INSERT INTO {quoted(name)} VALUES ({marks})"  # noqa: S608


def quoted(name: str) -> str:
    """Return a name as SQL writes one."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _check(asked: Namespace) -> str:
    """Check whether a printed table, yours too, follows from itself."""
    text, asked.status = _check_command.run(asked)
    return text


# the parser


class Argument:
    """An argument of a command: its names, and its options as argparse takes them."""

    def __init__(self, *flags: str, **options: Any) -> None:
        self.flags = flags
        self.options = options


NAME = Argument("name", metavar="NAME", help="a dataset")
FORMAT = Argument(
    "--format", choices=["csv", "json"], help="for pipes, instead of for people"
)
# Each command: the function that runs it, an example, and its arguments. The function returns the
# text to print; its docstring is the help.
COMMANDS: list[Any] = [
    (_list, "list", FORMAT),
    (
        _about,
        "about trade_with_russia",
        NAME,
    ),
    (
        _show,
        "show trade_with_russia --as-printed",
        Argument(
            "name", metavar="NAME", help="a dataset, or a table such as observations"
        ),
        Argument(
            "--as-printed",
            action="store_true",
            help="the paper's values as printed, misprints included",
        ),
        Argument(
            "--edition",
            metavar="EDITION",
            help="of a dataset with several, such as 2026",
        ),
        Argument("--all", action="store_true", help="every row of a long table"),
        FORMAT,
    ),
    (
        _notes,
        "notes trade_with_russia",
        Argument("name", metavar="NAME", nargs="?", help="a dataset; by default all"),
        Argument(
            "--errata", action="store_true", help="only the numbers that are corrected"
        ),
        FORMAT,
    ),
    (
        _audit,
        "audit --format csv",
        FORMAT,
    ),
    (
        _cite,
        "cite growth_rates --economy CHN --year 2018 --indicator gdp_growth_pct",
        Argument(
            "names",
            metavar="NAME",
            nargs="*",
            help="datasets whose sources to cite too",
        ),
        Argument(
            "--style",
            default="text",
            choices=["text", "bibtex", "csl"],
            help="text is the default",
        ),
        *(
            Argument(
                f"--{column}",
                metavar=column.upper(),
                help=f"cite the numbers of one dataset with this {column}",
            )
            for column in _citing.KEY
        ),
    ),
    (
        _export,
        "export out --format sqlite",
        Argument("directory", metavar="DIR", help="a folder that is new or empty"),
        Argument(
            "--format",
            default="csv",
            choices=["csv", "sqlite"],
            help="a Data Package of CSV files, or one SQLite file",
        ),
    ),
    (_check, "check table.csv --exact seats votes"),
]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Report a usage error, with control characters escaped."""
        super().error(escape_controls(message))


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
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
    for run, example, *arguments in COMMANDS:
        about = (run.__doc__ or "").removesuffix(".")
        added = commands.add_parser(
            run.__name__.removeprefix("_"),
            help=about[0].lower() + about[1:],
            description=f"{about}.",
            epilog=f"example:\n  neadigital {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        added.set_defaults(run=run)
        for argument in arguments:
            added.add_argument(*argument.flags, **argument.options)
    _check_command.add_arguments(commands.choices["check"])
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and print its answer.

    Parameters
    ----------
    arguments : sequence of str, optional
        The arguments after `neadigital` in a shell; by default those of the process.

    Returns
    -------
    int
        0; 1 if `check` finds that something does not follow; 2 for bad usage, a file that is
        damaged, or a place that cannot be written.

    Raises
    ------
    SystemExit
        As argparse: after help and version, and for unknown commands and options.
    """
    asked = parser().parse_args(arguments)
    try:
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
