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
from itertools import takewhile
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
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def wrap(text: str, indent: int = 0, *, hang: int = 0) -> str:
    """Return prose in lines of a readable width; lines after the first are indented by `hang` more.

    A line breaks neither at a no-break space nor at the minus sign of a formula.
    """
    most = min(width(), PROSE)
    line, lines = " " * indent, []
    for word in re.findall(r"[^ \n]+", text.replace(" - ", "\u00a0-\u00a0")):
        if line.strip() and len(line) + 1 + len(word) > most:
            lines.append(line)
            line = " " * (indent + hang)
        line += f" {word}" if line.strip() else word
    return "\n".join(filter(str.strip, [*lines, line])).replace("\u00a0", " ")


def unbroken(text: str) -> str:
    """Return a text that `wrap` does not break."""
    return text.replace(" ", "\u00a0")


def escape_controls(text: str) -> str:
    r"""Return a text with control, bidi and other invisible characters written out, as ``\x1b``.

    Messages repeat what a user typed, and a terminal must not obey it.
    """
    return "".join(
        character
        if character.isprintable()
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def bold(text: str) -> str:
    """Return a text in bold; plain for files, pipes and NO_COLOR."""
    in_terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    if in_terminal and not os.environ.get("NO_COLOR"):
        return f"\x1b[1m{text}\x1b[0m"
    return text


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
        self.types, self.rows, self.key = types, rows, list(key)
        self.size = len(rows) if size is None else size


def stored(name: str, resource: str = "", most: int | None = None) -> Table:
    """Return a table of the bundled files, with all rows or `most` of them.

    `resource` is where its rows are, if they are not in the resource of its name.
    """
    entry = _store.resource(name)
    schema = entry["schema"]
    types = {field["name"]: field["type"] for field in schema["fields"]}
    rows = _store.rows(resource or name, most=most)
    return Table(types, rows, schema.get("primaryKey", ()), entry["rows"])


def computed(rows: Iterable[dict[str, Any]], *key: str) -> Table:
    """Return a table that follows from the descriptor."""
    listed = list(rows)
    types = {
        name: "integer" if isinstance(value, int) else "string"
        for name, value in listed[0].items()
    }
    texts = [{name: str(value) for name, value in row.items()} for row in listed]
    return Table(types, texts, key)


def table_of(name: str, most: int | None = None) -> Table:
    """Return any table that `load` knows, by its name; of a long one no more rows than `most`."""
    if name == "datasets":
        return computed(_catalogue.dataset_rows(), "dataset")
    if name == "codebook":
        names = _store.names("dataset")
        rows = [row for one in names for row in _catalogue.codebook_rows(one)]
        return computed(rows, "dataset", "column", "code")
    if name == "errata":
        notes = stored("notes")
        corrected = [row for row in notes.rows if row["certainty"]]
        return Table(notes.types, corrected, notes.key)
    names = [*_store.names("dataset", "about"), "codebook", "datasets", "errata"]
    if name not in names:
        raise UnknownDatasetError(name, names, kind="table")
    return stored(name, most=most)


def to_csv(table: Table) -> str:
    """Return a table as CSV; whole numbers have no decimal point."""
    import csv

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.types)
    numbers = [name for name, kind in table.types.items() if kind == "number"]
    for row in table.rows:
        short = {name: row[name].removesuffix(".0") for name in numbers}
        writer.writerow((row | short).values())
    return text.getvalue().removesuffix("\n")


def to_json(table: Table) -> str:
    """Return a table as JSON: a list of objects, with null for what is missing."""
    return json.dumps(list(typed(table)), ensure_ascii=False, indent=1)


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
        yield {
            name: _READ[kind](row[name]) if row[name] else None
            for name, kind in table.types.items()
        }


def render(table: Table, longest: int = LONG_CELL) -> str:
    """Return a table as text: a grid, or one paragraph a row if a cell is longer than `longest`."""
    widest = max((len(cell) for row in table.rows for cell in row.values()), default=0)
    return records(table) if widest > longest else grid(table)


def records(table: Table) -> str:
    """Return each row as its key with what else it has, long texts on lines of their own."""
    texts = []
    for row in table.rows:
        head = " ".join(row[name] for name in table.key if row[name])
        others = {
            name: cell
            for name, cell in row.items()
            if cell and name not in table.key and cell not in head.split()
        }
        is_long = {name: len(cell) > LONG_CELL for name, cell in others.items()}
        short = [
            unbroken(f"{name}: {cell}")
            for name, cell in others.items()
            if not is_long[name]
        ]
        lines = [bold(wrap(head, hang=2)), wrap("; ".join(short), 2, hang=2)]
        # The items of a list may be on lines of their own.
        lines += [
            wrap(f"{name}: {cell.replace(';', '; ')}", 2, hang=2)
            for name, cell in others.items()
            if is_long[name]
        ]
        texts.append("\n".join(filter(str.strip, lines)))
    return paragraphs(*texts)


def grid(table: Table) -> str:
    """Return a table with aligned columns: keys first, a missing value as a dash.

    Columns that do not fit go below the others, in blocks that each begin with the keys.
    """
    names = [*table.key, *(name for name in table.types if name not in table.key)]
    columns = [column_of(table, name) for name in names]
    keys = columns[: len(table.key)]
    head = [" ".join(cells) for cells in zip(*keys, strict=True)]
    blocks: list[list[str]] = []
    for column in columns[len(table.key) :]:
        if not blocks or len(blocks[-1][0]) + 2 + len(column[0]) > width():
            blocks.append(head or [""] * len(column))
        pairs = zip(blocks[-1], column, strict=True)
        blocks[-1] = [f"{line}  {cell}" if line else cell for line, cell in pairs]
    return paragraphs(*("\n".join(line.rstrip() for line in block) for block in blocks))


def column_of(table: Table, name: str) -> list[str]:
    """Return the name and the cells of a column, padded to one width."""
    cells = [row[name] for row in table.rows]
    kind = table.types[name]
    if kind == "number":
        cells = equal_decimals(cells)
    if kind == "boolean":
        words = {"true": "yes", "false": "no"}
        cells = [words.get(cell.lower(), "") for cell in cells]
    shown = [name, *(cell or MISSING for cell in cells)]
    is_right = kind in ("number", "integer") and name not in table.key
    size = max(map(len, shown))
    return [cell.rjust(size) if is_right else cell.ljust(size) for cell in shown]


def equal_decimals(cells: list[str]) -> list[str]:
    """Return numbers with commas, all with the most decimals that one of them has.

    Where these are more than four, numbers that are large or of various sizes keep their own.
    """
    values = [float(cell) for cell in cells if cell]
    own = [decimals(value) for value in values]
    most = max(own, default=0)
    if most <= 4 or max(map(abs, values)) < 10:
        own = [most] * len(own)
    shown = [f"{value:,.{n}f}" for value, n in zip(values, own, strict=True)]
    left = iter(shown)
    return [next(left) if cell else "" for cell in cells]


def decimals(value: float) -> int:
    """Return how many decimals a number has, in ten significant digits."""
    digits, exponent = f"{value:.9e}".split("e")
    fraction = digits.partition(".")[2].rstrip("0")
    return max(0, len(fraction) - int(exponent))


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
        years = row["first_year"]
        if row["last_year"] != years:
            years += f"-{row['last_year']}"
        rows = count(int(row["rows"]), "row")
        name = bold(row["dataset"]) + " " * (size - len(row["dataset"]))
        facts = [name, rows.rjust(9), years.ljust(9), origin(row["dataset"])]
        lines += ["  ".join(facts), wrap(row["title"], 4)]
    counted = count(len(table.rows), "dataset")
    more = "More: neadigital show NAME, about NAME, notes NAME, cite NAME"
    return paragraphs("\n".join(lines), wrap(f"{counted}. {more}"))


def origin(name: str) -> str:
    """Return where in the paper a dataset is from."""
    entry = _store.dataset(name)
    tables = _catalogue.numbered("table", entry["tables"], as_range=True)
    figures = _catalogue.numbered("figure", entry["figures"], as_range=True)
    printed = "; ".join(filter(None, [tables, figures]))
    return printed or entry["publisher"] or "prose"


def _about(asked: Namespace) -> str:
    """Describe a dataset on one card."""
    card: str = _catalogue.about(asked.name, full=asked.full)
    in_python = f'`about("{asked.name}", full=True)`'
    in_shell = unbroken(f"neadigital about {asked.name} --full")
    card = card.replace(in_python, in_shell)
    text = []
    # The card is Markdown, wrapped to a fixed width: wrap it again to the terminal's.
    spaced = re.sub("^(#.*)\n", r"\1\n\n", card, flags=re.M)
    for block in spaced.split("\n\n"):
        items = re.split(r"\n(?=- )", block.lstrip("# \n"))
        wrapped = [wrap(item, hang=2 * item.startswith("- ")) for item in items]
        lines = "\n".join(wrapped)
        text.append(bold(lines) if block.startswith("#") else lines)
    return paragraphs(*text)


def _show(asked: Namespace) -> str:
    """Show a dataset, or a table about the data."""
    most = None if asked.all or asked.format else ROWS
    if asked.name in _store.names("dataset"):
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
    counted = count(table.size, "row")
    if len(table.rows) < table.size:
        counted = f"{ROWS} of {table.size} rows. Add --all to see them all."
    if asked.name not in _store.names("dataset"):
        return paragraphs(render(table), counted)
    rest = counted if len(table.rows) < table.size else ""
    end = legend(asked.name, table.rows)
    return paragraphs(heading(asked), render(table, LONG_NAME), rest, *end)


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
    whole = stored(name, _store.as_printed(name) if asked.as_printed else name)
    rows = [row for row in whole.rows if edition in (None, row.get("edition"))]
    return Table(whole.types, rows, whole.key)


def heading(asked: Namespace) -> str:
    """Return the title of a dataset and what a row is."""
    entry = _store.dataset(asked.name)
    title, text = entry["title"], entry["description"]
    if asked.as_printed:
        title = f"As printed: {title}"
        corrected = len(corrections(asked.name))
        text = "These are the paper's values as printed."
        if corrected:
            verb = "is" if corrected == 1 else "are"
            text += f" {corrected} of them {verb} corrected by default: "
            text += unbroken(f"neadigital notes {asked.name} --errata")
        else:
            text += " None of them is corrected by default."
    return bold(wrap(title)) + "\n" + wrap(text)


def corrections(name: str) -> list[Row]:
    """Return the notes on the corrected numbers of a dataset."""
    return [row for row in _store.rows("notes", name) if row["certainty"]]


def legend(name: str, shown: list[Row]) -> Iterator[str]:
    """Yield what readers call columns and indicators, what `basis` is, and how many notes."""
    codes = {row.get("indicator", "") for row in shown}
    lines = []
    basis = ""
    for row in _catalogue.codebook_rows(name):
        is_column = not row["code"] and row["unit"] not in ("", "year", "see unit")
        if row["label"] and (is_column or (row["code"] and row["code"] in codes)):
            text = f"{row['code'] or row['column']}: {row['label']}"
            lines.append(wrap(text, hang=2))
        if row["column"] == "basis" and not row["code"]:
            basis = wrap(f"basis: {row['meaning']}.")
    yield "\n".join(lines)
    yield basis
    notes = _store.rows("notes", name)
    corrected = len(corrections(name))
    more = f", {count(corrected, 'corrected cell')}" if corrected else ""
    if notes:
        yield wrap(f"{count_notes(notes)}{more}: neadigital notes {name}")


# Cells that agree in these have the same note.
_SAME_NOTE = ("dataset", "kind", "certainty", "severity", "note", "evidence")


def _notes(asked: Namespace) -> str:
    """Say what is wrong with which number, and why."""
    table = stored("notes")
    if asked.name is not None:
        _store.dataset(asked.name)
    table.rows = [
        row
        for row in table.rows
        if asked.name in (None, row["dataset"])
        and (row["certainty"] or not asked.errata)
    ]
    if text := formatted(table, asked.format):
        return text
    # Notes with the same text make one paragraph, with a list of their cells.
    alike: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in table.rows:
        alike[tuple(row[name] for name in _SAME_NOTE)].append(row)
    return paragraphs(*map(same_note, alike.values()), count_notes(table.rows))


def count_notes(notes: list[Row]) -> str:
    """Return a text that counts notes, those of one text as one, and the cells that have them."""
    texts = {tuple(row[name] for name in _SAME_NOTE) for row in notes}
    # A note's key is that of its cell, and its kind.
    *key, _ = _store.resource("notes")["schema"]["primaryKey"]
    cells = {tuple(row[name] for name in key) for row in notes}
    return f"{count(len(texts), 'note')} on {count(len(cells), 'cell')}"


def same_note(cells: list[Row]) -> str:
    """Return a note as a paragraph, with the cells that it is about, by column."""
    note = cells[0]
    by_column: defaultdict[str, list[str]] = defaultdict(list)
    for cell in cells:
        by_column[cell["column"]].append(noted_cell(cell))
    words = [note["kind"].replace("_", " "), note["certainty"], note["severity"]]
    remark = ", ".join(filter(None, words))
    lines = [
        bold(wrap(f"{note['dataset']}, {', '.join(by_column)}: {remark}")),
        wrap(f"{note['note']}.", 2),
        wrap(f"Evidence: {note['evidence']}.", 2),
    ]
    for column, texts in by_column.items():
        listed = "; ".join(texts)
        # A single column is in the heading.
        lines.append(wrap(f"{column}: {listed}" if len(by_column) > 1 else listed, 4))
    return "\n".join(lines)


def noted_cell(cell: Row) -> str:
    """Return a number as printed and, if it is corrected, its correct value."""
    where = cell["place"] or cell["economy"]
    what = "" if cell["indicator"] == cell["column"] else f" {cell['indicator']}"
    value, printed = shortest(cell["value"]), cell["printed"]
    text = printed or value or "blank"
    is_same = shortest(cell["printed_value"]) == value
    if printed and value and not is_same:
        text += f" -> {value}"
    # A line breaks between cells, but not within one.
    return unbroken(f"{where} {cell['period']}{what}: {text}")


def shortest(cell: str, digits: int = 15) -> str:
    """Return a number without digits that say nothing: 65 for 65.0."""
    return f"{float(cell):.{digits}g}" if cell else ""


def _cite(asked: Namespace) -> str:
    """Say how to cite the package, the paper, the sources of datasets, or single numbers."""
    number = {
        column: value
        for column in _citing.KEY
        if (value := getattr(asked, column)) is not None
    }
    try:
        text = _citing.cite(*asked.names, style=asked.style, **number)
    except TypeError as error:
        raise NeadigitalError(str(error)) from error
    if asked.style != "text":
        return text
    return "\n".join(wrap(line, hang=4) for line in text.split("\n"))


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
    return report(table.rows, _store.rows("causes"), everything=asked.all)


def report(findings: list[Row], causes: list[Row], *, everything: bool = False) -> str:
    """Return an audit as text: a summary, a count of each verdict, and findings by cause.

    `everything` adds the findings without a cause.
    """
    by_cause: defaultdict[str, list[Row]] = defaultdict(list)
    for row in findings:
        by_cause[row["cause"]].append(row)
    explained = [
        of_cause(number, cause, by_cause[cause["cause"]])
        for number, cause in enumerate(causes, start=1)
    ]
    ends = [wrap("All findings: neadigital audit --all, or --format csv")]
    if everything:
        ends = list(without_cause(by_cause[""]))
    return paragraphs(
        wrap(f"{_catalogue.audit_summary(findings)}."),
        *verdicts(findings),
        wrap("By cause, in the order of what changes a conclusion of the paper:"),
        *explained,
        *ends,
    )


def verdicts(findings: list[Row]) -> Iterator[str]:
    """Yield a count of the claims by verdict, and of the findings that are about no claim."""
    meanings = _store.codes_of("audit", "verdict")
    counts = Counter((row["kind"] == "claim", row["verdict"]) for row in findings)
    lines = []
    for verdict, meaning in meanings.items():
        head = unbroken(f"{counts[True, verdict]:>4} {verdict:<13} ")
        lines.append(wrap(head + meaning, hang=19))
    yield "\n".join(lines)
    others = [
        f"{counts[False, name]} {name}" for name in meanings if counts[False, name]
    ]
    if others:
        yield wrap(f"Checks of consistency: {', '.join(others)}.")


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
    return "\n".join([*lines, labelled("Findings", "; ".join(found))])


def labelled(label: str, text: str) -> str:
    """Return a text with a label, beside which its further lines are indented."""
    return wrap(unbroken(f"{label + ':':<10}") + text, 4, hang=10)


def some_of(verdict: str, checks: list[str]) -> str:
    """Return a text that counts the findings with one verdict, and names the first of them."""
    named = ", ".join(checks[:_NAMED])
    if len(checks) > _NAMED:
        named += f" and {len(checks) - _NAMED} more"
    return f"{len(checks)} {verdict} ({named})"


def without_cause(findings: list[Row]) -> Iterator[str]:
    """Yield paragraphs on the findings without a cause, the worst verdict first."""
    for verdict in _store.codes_of("audit", "verdict"):
        groups: defaultdict[str, list[Row]] = defaultdict(list)
        for row in findings:
            if row["verdict"] == verdict:
                groups[row["explanation"]].append(row)
        if groups:
            name = verdict.replace("_", " ").capitalize()
            beside = ", or against a bound" if verdict == "confirmed" else ""
            yield f"{name}: stated -> recomputed{beside}"
        yield from map(of_explanation, groups.values())


def of_explanation(rows: list[Row]) -> str:
    """Return a paragraph on the findings that share an explanation."""
    # Name the claim of the first only, and then the numbers of each.
    first, *others = rows
    stem = shared_stem([row["check"] for row in rows])
    more = f", and {len(others)} more" if others else ""
    name = f"{stem}..." if others and stem else first["check"]
    lines = [wrap(f"{first['where']}: {first['claim']}{more}. [{name}]", 2, hang=2)]
    listed = [
        f"{row['check'].removeprefix(stem)} {shown}"
        for row in rows
        if (shown := amounts(row))
    ]
    if listed and not others:
        listed = [f"{amounts(first)} {first['unit']}".strip()]
    # A line breaks between findings, but not within one.
    if listed:
        lines.append(wrap("; ".join(map(unbroken, listed)), 6))
    lines.append(wrap(f"How: {first['explanation'].removesuffix('.')}.", 6))
    return "\n".join(lines)


def shared_stem(checks: list[str]) -> str:
    """Return the beginning that the identifiers of several findings share, up to a dash."""
    parts = [check.split("-") for check in checks]
    shared = takewhile(lambda same: len(set(same)) == 1, zip(*parts, strict=False))
    return "".join(f"{part}-" for part, *_ in shared)


def amounts(row: Row) -> str:
    """Return the stated and the recomputed number as text.

    They are joined by an arrow, unless the stated number is only a bound that is kept.
    """
    stated, recomputed = (shortest(row[name], 10) for name in ("stated", "recomputed"))
    if not (stated and recomputed):
        return stated + recomputed
    digits = len(stated.partition(".")[2])
    is_bound = round(float(row["recomputed"]), digits) != float(row["stated"])
    if row["verdict"] == "confirmed" and is_bound:
        return f"{recomputed} against {stated}"
    return f"{stated} -> {recomputed}"


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
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise NeadigitalError(
                f"{asked.directory!r} is there already and not an empty folder. Name another."
            )
        for path, content in files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            # The mode x refuses to write over a file that has appeared meanwhile.
            with file.open("xb") as opened:
                opened.write(content)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise NeadigitalError(
            f"Cannot write all files to {asked.directory!r}: {reason}."
        ) from error
    written = count(len(files), "file")
    first = folder / "README.md"
    return escape_controls(f"{written} written to {folder}; start with {first}")


def texts_beside(paths: list[str]) -> dict[str, bytes]:
    """Return the texts that are written beside the data: licence, README and citations."""
    package = _store.descriptor()
    names = _store.names("dataset")
    entries = [_store.dataset(name) for name in names]
    lines = [f"| `{one['name']}` | {one['title']} | {one['rows']} |" for one in entries]
    readme = _README.format(
        **{key: package[key] for key in ("title", "version", "description")},
        table="\n".join(lines),
        files="\n".join(f"- `{path}`" for path in paths),
    )
    licence = _LICENSE.format(
        **package["licenses"][0],
        given="\n".join(f"- {source['title']}" for source in package["sources"]),
        terms="\n".join(f"- {one['name']}: {one['terms']}." for one in entries),
    )
    texts = {
        "LICENSE": licence,
        "README.md": readme,
        "CITATION.txt": _citing.cite(*names) + "\n",
        "CITATION.bib": _citing.cite(*names, style="bibtex") + "\n",
    }
    return {path: text.encode() for path, text in texts.items()}


def sqlite_file() -> bytes:
    """Return a database with all tables, the codebook and the catalogue."""
    import sqlite3
    from contextlib import closing

    tables = {name: stored(name) for name in _store.names()}
    tables |= {name: table_of(name) for name in ("datasets", "codebook")}
    package = _store.descriptor()
    facts = {key: package[key] for key in ("title", "description", "version")}
    facts["licence"] = package["licenses"][0]["path"]
    facts["citation"] = _citing.cite(*_store.names("dataset"))
    about = [{"key": key, "value": value} for key, value in facts.items()]
    tables["about"] = computed(about, "key")
    with closing(sqlite3.connect(":memory:")) as connection:
        for name, table in tables.items():
            connection.execute(create_table(name, table))
            marks = ", ".join("?" * len(table.types))
            values = [tuple(row.values()) for row in typed(table)]
            # The names are those of the bundled tables.
            statement = f"INSERT INTO {quoted(name)} VALUES ({marks})"  # noqa: S608
            connection.executemany(statement, values)
        connection.commit()
        return connection.serialize()


def create_table(name: str, table: Table) -> str:
    """Return the statement that creates a table with the types of its columns and its key."""
    parts = [f"{quoted(column)} {_SQL[kind]}" for column, kind in table.types.items()]
    if table.key:
        parts.append(f"PRIMARY KEY ({', '.join(map(quoted, table.key))})")
    return f"CREATE TABLE {quoted(name)} ({', '.join(parts)})"


def quoted(name: str) -> str:
    """Return a name as SQL writes one."""
    return '"' + name.replace('"', '""') + '"'


def _check(asked: Namespace) -> str:
    """Check whether a printed table, yours too, follows from itself."""
    text, asked.status = _check_command.run(asked)
    return text


# the parser


class Argument:
    """An argument of a command: its names, and its options as argparse takes them."""

    def __init__(self, *flags: str, **options: Any) -> None:
        self.flags, self.options = flags, options


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
        Argument(
            "--full",
            action="store_true",
            help="every note whole, with claims and sources",
        ),
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
        Argument(
            "--all",
            action="store_true",
            help="also what holds and what cannot be checked",
        ),
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
