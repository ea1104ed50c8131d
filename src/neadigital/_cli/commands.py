"""The commands: the arguments that each takes, and the text that it returns."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Callable
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import neadigital
from neadigital import _store
from neadigital._cli.audit_text import render_audit
from neadigital._cli.files import csv_text
from neadigital._cli.terminal import bold, escape_controls, table, wrap
from neadigital._messages import count
from neadigital.errors import NeadigitalError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Run: TypeAlias = Callable[[Namespace], str]
# The names and options of an argument, as `add_argument` of argparse takes them.
Argument: TypeAlias = "tuple[tuple[str, ...], dict[str, Any]]"
# A table shows at most this many rows, unless `--all` is passed.
ROWS = 30


class Command(NamedTuple):
    """A command: the function that runs it, its help, and its arguments."""

    run: Run
    about: str
    example: str
    arguments: tuple[Argument, ...]


COMMANDS: dict[str, Command] = {}


def argument(*flags: str, **options: Any) -> Argument:
    """Return an argument with the options of argparse."""
    return flags, options


def command(about: str, example: str, *arguments: Argument) -> Callable[[Run], None]:
    """Register a function as a command, under its name without the underscore."""

    def register(run: Run) -> None:
        name = run.__name__.removeprefix("_")
        COMMANDS[name] = Command(run, about, example, arguments)

    return register


def _table_of_its_name(asked: Namespace) -> Any:
    """Call the public function that a command is named after, with the name if it takes one."""
    public = getattr(neadigital, asked.command)
    return public(asked.name) if "name" in asked else public()


def table_command(
    about: str,
    example: str,
    *arguments: Argument,
    of: Callable[[Namespace], pd.DataFrame] = _table_of_its_name,
) -> Callable[[Callable[[Any, Namespace], str]], None]:
    """Register a function that renders a table as a command; `of` returns that table.

    With `--format` the command prints the table as CSV or JSON instead.
    """

    def register(render: Callable[[Any, Namespace], str]) -> None:
        @command(about, example, *arguments, FORMAT)
        @wraps(render)
        def run(asked: Namespace) -> str:
            data = of(asked)
            if asked.format == "csv":
                return csv_text(data).removesuffix("\n")
            if asked.format == "json":
                return data.to_json(orient="records", force_ascii=False, indent=1)
            return render(data, asked)

    return register


# what several commands share

NAME = argument("name", metavar="NAME", help="a dataset")
ANY_NAME = argument("name", metavar="NAME", nargs="?", help="a dataset; by default all")
ALL = argument("--all", action="store_true", help="every row of a long table")
FORMAT = argument(
    "--format", choices=["csv", "json"], help="for pipes, instead of for people"
)


def _paragraphs(*parts: str) -> str:
    """Join the texts that are not empty, with empty lines between them."""
    return "\n\n".join(filter(None, parts))


def _titled(title: str, frame: Any, keys: list[str]) -> str:
    """Return a table with a title."""
    return f"{bold(title)}\n{table(frame, keys)}"


def _cut(frame: Any, asked: Namespace) -> tuple[Any, str]:
    """Return the rows to show, and a line on how to see the others."""
    if asked.all or len(frame) <= ROWS:
        return frame, ""
    rest = f"{ROWS} of {len(frame)} rows. Add --all to see them all."
    return frame.head(ROWS), rest


# the commands


@table_command("list the datasets", "list", of=lambda _: neadigital.datasets())
def _list(data: Any, asked: Namespace) -> str:
    size = max(map(len, data["dataset"]))
    lines = []
    for row in data.itertuples():
        rows = count(row.rows, "row")
        years = str(row.first_year)
        if row.last_year != row.first_year:
            years += f"-{row.last_year}"
        facts = [
            bold(row.dataset, size),
            rows.rjust(9),
            years.ljust(9),
            _origin(row.dataset),
        ]
        lines += ["  ".join(facts), wrap(row.title, 4)]
    counted = count(len(data), "dataset")
    more = "More: neadigital show NAME, about NAME, notes NAME, cite NAME"
    footer = wrap(f"{counted}. {more}")
    return _paragraphs("\n".join(lines), footer)


def _origin(name: str) -> str:
    """Return where in the paper a dataset is from."""
    from neadigital.catalogue.card import numbered

    entry = _store.dataset(name)
    tables = numbered("table", entry["tables"], as_range=True)
    figures = numbered("figure", entry["figures"], as_range=True)
    printed = "; ".join(filter(None, [tables, figures]))
    return printed or entry["publisher"] or "prose"


def _loaded(asked: Namespace) -> pd.DataFrame:
    """Return the dataset that is asked for."""
    try:
        frame: pd.DataFrame = neadigital.load(
            asked.name, as_printed=asked.as_printed, edition=asked.edition
        )
        return frame
    except TypeError as error:
        raise NeadigitalError(str(error)) from error


@table_command(
    "show a dataset",
    "show trade_with_russia --as-printed",
    NAME,
    argument(
        "--as-printed",
        action="store_true",
        help="the paper's values as printed, misprints included",
    ),
    argument(
        "--edition", metavar="EDITION", help="of a dataset with several, such as 2026"
    ),
    ALL,
    of=_loaded,
)
def _show(data: Any, asked: Namespace) -> str:
    entry = _store.dataset(asked.name)
    shown, rest = _cut(data, asked)
    errata = len(neadigital.errata(asked.name))
    title = entry["title"]
    text = entry["description"]
    if asked.as_printed:
        title = f"As printed: {title}"
        text = _as_printed(asked.name, errata)
    basis = [
        wrap(f"basis: {field['description']}.")
        for field in entry["schema"]["fields"]
        if field["name"] == "basis"
    ]
    return _paragraphs(
        bold(wrap(title)) + "\n" + wrap(text),
        table(shown, entry["schema"]["primaryKey"]),
        rest,
        *_legend(asked.name, shown),
        *basis,
        wrap(_notes_line(asked.name, errata)),
    )


def _legend(name: str, shown: Any) -> list[str]:
    """Return what readers call the columns of numbers, and the indicators of the rows shown."""
    book = neadigital.codebook(name).dropna(subset="label").fillna("")
    measured = book["code"].eq("") & ~book["unit"].isin(["", "year", "see unit"])
    codes = book["code"].isin(shown.get("indicator", default=[]))
    named: Any = book[measured | codes]
    lines = [
        wrap(f"{row.code or row.column}: {row.label}", hang=2)
        for row in named.itertuples()
    ]
    return ["\n".join(lines)] if lines else []


def _as_printed(name: str, errata: int) -> str:
    """Return the text of a table as printed: how many of its cells are corrected by default."""
    whole = "These are the paper's values as printed."
    if not errata:
        return f"{whole} None of them is corrected by default."
    verb = "is" if errata == 1 else "are"
    changed = f"{errata} of them {verb} corrected by default"
    return f"{whole} {changed}: neadigital notes {name} --errata"


def _notes_line(name: str, errata: int) -> str:
    """Return a line that counts the notes on a dataset; empty if there are none."""
    notes = neadigital.notes(name)
    if notes.empty:
        return ""
    counted = _count_notes(notes)
    if errata:
        corrected = count(errata, "corrected cell")
        counted = f"{counted}, {corrected}"
    return f"{counted}: neadigital notes {name}"


@command(
    "describe a dataset on one card",
    "about trade_with_russia",
    NAME,
    argument(
        "--full", action="store_true", help="every note whole, with claims and sources"
    ),
)
def _about(asked: Namespace) -> str:
    card: str = neadigital.about(asked.name, full=asked.full)
    in_python = f'`about("{asked.name}", full=True)`'
    in_shell = f"neadigital\u00a0about\u00a0{asked.name}\u00a0--full"
    card = card.replace(in_python, in_shell)
    text = []
    # The card is Markdown, wrapped to a fixed width: wrap it again to the terminal's.
    spaced = re.sub("^(#.*)\n", r"\1\n\n", card, flags=re.M)
    for block in spaced.split("\n\n"):
        items = re.split(r"\n(?=- )", block.lstrip("# \n"))
        wrapped = [wrap(item, hang=2 * item.startswith("- ")) for item in items]
        lines = "\n".join(wrapped)
        text.append(bold(lines) if block.startswith("#") else lines)
    return _paragraphs(*text)


@table_command(
    "say what the columns mean",
    "codebook ecommerce_sales",
    ANY_NAME,
)
def _codebook(data: Any, asked: Namespace) -> str:
    text = []
    for name, rows in data.fillna("").groupby("dataset", sort=False):
        lines = []
        for row in rows.itertuples():
            if row.code:
                unit = f" ({row.unit})" if row.unit else ""
                lines.append(wrap(f"{row.code}: {row.meaning}{unit}", 8, hang=2))
            else:
                column = f"  {row.column}"
                lines += [column, wrap(row.meaning, 6), wrap(_facts(row), 6)]
        text += [bold(name), "\n".join(lines)]
    return _paragraphs(*text)


def _facts(row: Any) -> str:
    """Return what a column may hold: its type, its unit, and which values."""
    unit = "" if row.unit == "year" else row.unit
    allowed = row.allowed.replace(";", ", ")
    return "; ".join(filter(None, [row.type, unit, allowed]))


# Cells that agree in these have the same note.
_SAME_NOTE = ["dataset", "kind", "certainty", "severity", "note", "evidence"]


def _noted(asked: Namespace) -> pd.DataFrame:
    """Return the notes that are asked for."""
    notes = neadigital.errata if asked.errata else neadigital.notes
    return notes(asked.name)


@table_command(
    "say what is wrong with which number, and why",
    "notes trade_with_russia",
    ANY_NAME,
    argument(
        "--errata", action="store_true", help="only the numbers that are corrected"
    ),
    of=_noted,
)
def _notes(data: Any, asked: Namespace) -> str:
    # Notes with the same text make one paragraph, with a list of their cells.
    shown = data.fillna(dict.fromkeys(["certainty", "severity", "printed"], ""))
    text = [_same_note(cells) for _, cells in shown.groupby(_SAME_NOTE, sort=False)]
    return _paragraphs(*text, _count_notes(data))


def _count_notes(notes: Any) -> str:
    """Return a text that counts notes, those of one text as one, and the cells that have them."""
    texts = notes[_SAME_NOTE].drop_duplicates()
    # A note's key is that of its cell, and its kind.
    *key, _ = _store.described("notes")["schema"]["primaryKey"]
    cells = notes[key].drop_duplicates()
    return f"{count(len(texts), 'note')} on {count(len(cells), 'cell')}"


def _same_note(cells: Any) -> str:
    """Return a note as a paragraph, with the cells that it is about, by column."""
    note = cells.iloc[0]
    columns = cells["column"].unique()
    words = [note["kind"].replace("_", " "), note["certainty"], note["severity"]]
    remark = ", ".join(filter(None, words))
    lines = [
        bold(wrap(f"{note['dataset']}, {', '.join(columns)}: {remark}")),
        wrap(f"{note['note']}.", 2),
        wrap(f"Evidence: {note['evidence']}.", 2),
    ]
    for column, own in cells.groupby("column", sort=False):
        listed = "; ".join(map(_noted_cell, own.itertuples()))
        # A single column is in the heading.
        lines.append(wrap(f"{column}: {listed}" if len(columns) > 1 else listed, 4))
    return "\n".join(lines)


def _noted_cell(cell: Any) -> str:
    """Return a number as printed and, if it is corrected, its correct value."""
    where = cell.place if isinstance(cell.place, str) else cell.economy
    what = "" if cell.indicator == cell.column else f" {cell.indicator}"
    # NaN is the only number that differs from itself.
    value = f"{cell.value:.15g}" if cell.value == cell.value else ""
    text = cell.printed or value or "blank"
    if cell.printed and value and cell.printed_value != cell.value:
        text += f" -> {value}"
    # No-break spaces let a line break between cells, but not within one.
    return f"{where} {cell.period}{what}: {text}".replace(" ", "\u00a0")


@table_command(
    "mark the cells of a dataset that have notes",
    "flags trade_with_russia",
    NAME,
    ALL,
)
def _flags(data: Any, asked: Namespace) -> str:
    shown, rest = _cut(data, asked)
    keys = _store.dataset(asked.name)["schema"]["primaryKey"]
    return _paragraphs(table(shown, keys), rest)


@table_command(
    "count the numbers of each table, figure and dataset by why they can be trusted",
    "quality",
)
def _quality(data: Any, asked: Namespace) -> str:
    # Shorten the names of columns, so that the table is narrower.
    short = {
        name: re.sub("^corrected_|^doubtful_|_doubtful$", "", name) for name in data
    }
    text = []
    for kind, rows in data.rename(columns=short).groupby("kind", sort=False):
        counts = rows.drop(columns="kind").reset_index(drop=True)
        counts.loc[len(counts)] = {"name": "all", **counts.sum(numeric_only=True)}
        text.append(_titled(f"{kind.capitalize()}s", counts, ["name"]))
    columns: Any = neadigital.codebook("quality").dropna(subset="unit")
    meanings = [
        wrap(f"{short[row.column]}: {row.meaning}", hang=2)
        for row in columns.itertuples()
    ]
    return _paragraphs(*text, "\n".join(meanings))


def _observed(asked: Namespace) -> pd.DataFrame:
    """Return the observations that are asked for."""
    return neadigital.observations(asked.name, economy=asked.economy)


@table_command(
    "list every number: its value, why it can be trusted, and who else has it",
    "observations itu_indicators --economy Mongolia",
    ANY_NAME,
    argument("--economy", metavar="ECONOMY", help="code or name; by default all"),
    ALL,
    of=_observed,
)
def _observations(data: Any, asked: Namespace) -> str:
    text = []
    shown, rest = _cut(data, asked)
    for name, rows in shown.groupby("dataset", sort=False):
        # Leave out keys that are the same in all rows.
        keys = [key for key in ("economy", "place") if rows[key].nunique() > 1]
        keys += ["period", "indicator"]
        values = ["value", "unit", "ground", "their_source", "their_value"]
        if (rows["basis"] == "bounded").any():
            values[1:1] = ["low", "high"]
        text.append(_titled(name, rows[keys + values], keys))
    return _paragraphs(
        *text,
        _named_sources(shown["their_source"]),
        wrap(_counted(data)),
        rest,
        wrap("Printed texts, sources, notes and findings: --format csv"),
    )


def _named_sources(sources: Any) -> str:
    """Return a line on each publication that is named."""
    from neadigital.catalogue.citation import entry

    named = sorted(set(sources.dropna()))
    return "\n".join(wrap(f"{name}: {entry(name)}", hang=2) for name in named)


def _counted(data: Any) -> str:
    """Return a line that counts numbers, bounds and gaps, and numbers by ground."""
    known = data["value"].count()
    bounded = (data["basis"] == "bounded").sum()
    gaps = len(data) - known - bounded
    counted = [count(known, "number")]
    if bounded:
        counted.append(f"{bounded} known by bounds only")
    if gaps:
        counted.append(count(gaps, "gap"))
    grounds = data["ground"].value_counts()
    listed = ", ".join(f"{number} {ground}" for ground, number in grounds.items())
    return f"{', '.join(counted)}: {listed}" if listed else ", ".join(counted)


@table_command(
    "say which of the paper's claims hold, recomputed, and which do not",
    "audit --format csv",
    argument(
        "--all", action="store_true", help="also what holds and what cannot be checked"
    ),
)
def _audit(data: Any, asked: Namespace) -> str:
    return render_audit(data, asked.all)


@table_command(
    "list every number of the paper's prose",
    "statements --format json",
)
def _statements(data: Any, asked: Namespace) -> str:
    text = []
    shown = data.astype(object).where(data.notna(), "")
    for row in shown.itertuples():
        years = [str(row.start_year), str(row.year)]
        head = [
            row.statement,
            _section(row.section),
            row.economies.replace(";", " "),
            " to ".join(filter(None, years)),
        ]
        heading = "  ".join(filter(None, head))
        text.append(bold(heading))
        indicator = row.indicator.replace("_", " ")
        amount = _amount(row.value, row.unit)
        number = f"{row.qualifier} {amount}".lstrip()
        remarks = [f"{row.subject}: {indicator} {number}"]
        if row.dataset:
            remarks = [f"{row.subject}: {number}"]
            remarks.append(f"in {row.dataset}, {row.indicator}")
        if row.repeats:
            repeated = row.repeats.replace("/", ", ")
            remarks.append(f"repeats table {repeated}")
        if row.note:
            remarks.append(f"{row.note}.")
        text += [wrap(remark, 6, hang=2) for remark in remarks]
    counted = count(len(data), "number")
    return _paragraphs("\n".join(text), counted)


def _section(section: str) -> str:
    """Return the name of a section of the paper: section I.1, abstract, introduction."""
    if "." in section:
        return f"section {section}"
    return section.replace("0", "introduction")


def _amount(value: float, unit: str) -> str:
    """Return a number with its unit, in the singular for 1; a rank has no unit."""
    if unit == "rank":
        unit = ""
    if value == 1:
        unit = re.sub("ies$", "y", unit).removesuffix("s")
    return f"{value:.10g} {unit}".rstrip()


@table_command(
    "list the paper's footnotes and the other publications",
    "sources --format csv",
)
def _sources(data: Any, asked: Namespace) -> str:
    from neadigital.catalogue.citation import entry

    text = []
    for row in data.fillna({"note": ""}).itertuples():
        text += [bold(row.source), wrap(entry(row.source), 4, hang=2)]
        if row.note:
            text.append(wrap(f"({row.note})", 4, hang=2))
    counted = count(len(data), "source")
    return _paragraphs("\n".join(text), counted)


@table_command(
    "list the economies, their codes and names",
    "economies",
)
def _economies(data: Any, asked: Namespace) -> str:
    text = []
    for row in data.fillna("").itertuples():
        where = ", Northeast Asia" if row.northeast_asia else ""
        kind = f"({row.kind}{where})"
        head = f"{bold(row.code, 7)}{row.name} {kind}"
        names = f"{row.paper_spellings};{row.aliases}".split(";")
        others = [name for name in names if name not in ("", row.name)]
        listed = "; ".join(dict.fromkeys(others))
        text += [head, wrap(f"also {listed}", 7, hang=2)]
    return "\n".join(text)


@command(
    "draw a picture into a file",
    "plot figure 3 -o figure.png",
    argument(
        "what",
        metavar="WHAT",
        choices=["figure", "corrections", "ranks"],
        help="figure (of the paper, by number), corrections, or ranks (of a dataset)",
    ),
    argument("of", metavar="OF", nargs="?", help="the figure's number, or the dataset"),
    argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help="its ending says the format: png, svg, pdf",
    ),
)
def _plot(asked: Namespace) -> str:
    from neadigital._cli.files import write_file

    content = BytesIO()
    ending = Path(asked.output).suffix
    form = ending.removeprefix(".") or "png"
    try:
        _draw(asked.what, asked.of).savefig(content, format=form, dpi=200)
    except ModuleNotFoundError as error:
        raise NeadigitalError(str(error)) from error
    except NeadigitalError:
        raise
    except ValueError as error:
        # The message is matplotlib's, which lists the formats.
        raise NeadigitalError(f"{error}.") from error
    written = content.getvalue()
    write_file(asked.output, written)
    size = round(len(written) / 1024)
    return escape_controls(f"{asked.output} written, {size} KB")


def _draw(what: str, of: Any) -> Figure:
    """Draw a picture in a new figure, without pyplot, which may need a screen."""
    from neadigital import plot

    try:
        from matplotlib.figure import Figure

        picture = Figure(figsize=(8, 5), layout="constrained")
        ax = picture.subplots()
    except ModuleNotFoundError:
        # The functions of `plot` raise the error that says what to install.
        ax = None
    if (of is None) != (what == "corrections"):
        raise NeadigitalError(
            "Say one of: plot figure NUMBER, plot ranks NAME, plot corrections."
        )
    if what == "figure":
        number = int(of) if of.isdecimal() else of
        plot.figure(number, ax=ax)
    elif what == "ranks":
        plot.ranks(of, ax=ax)
    else:
        plot.corrections(ax=ax)
    return picture


@command(
    "say how to cite the package, the paper and the datasets' sources",
    "cite growth_rates itu_indicators --style bibtex > sources.bib",
    argument(
        "names", metavar="NAME", nargs="*", help="datasets whose sources to cite too"
    ),
    argument(
        "--style",
        default="text",
        choices=["text", "bibtex", "csl"],
        help="text is the default",
    ),
)
def _cite(asked: Namespace) -> str:
    text = neadigital.cite(*asked.names, style=asked.style)
    if asked.style != "text":
        return text
    lines = [wrap(line, hang=4) for line in text.split("\n")]
    return "\n".join(lines)


@table_command(
    "validate the bundled files",
    "validate",
    ANY_NAME,
)
def _validate(data: Any, asked: Namespace) -> str:
    hold = "hold what their models say"
    if len(data) == 1:
        hold = "holds what its model says"
    counted = count(len(data), "file")
    files = table(data, ["file"])
    return _paragraphs(files, f"{counted} {hold}.")


@command(
    "write all data into a new folder",
    "export out --format sqlite",
    argument("directory", metavar="DIR", help="a folder that is new or empty"),
    argument(
        "--format",
        default="csv",
        choices=["csv", "sqlite", "parquet"],
        help="a Data Package of CSV files, one SQLite file, or Parquet files",
    ),
)
def _export(asked: Namespace) -> str:
    from neadigital._cli.export import export

    return escape_controls(export(asked.directory, asked.format))
