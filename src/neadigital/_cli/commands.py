"""The commands: what each is asked with, and what it answers."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import neadigital
from neadigital import _store
from neadigital._cli.files import csv_text
from neadigital._cli.terminal import bold, count, escape_controls, table, width, wrap
from neadigital.errors import NeadigitalError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

# A text for people, or the frame that `--format` asks for.
Answer: TypeAlias = "str | pd.DataFrame"
# An argument's names and options, as argparse takes them.
Argument: TypeAlias = "tuple[tuple[str, ...], dict[str, Any]]"
# A longer table is cut here, unless all of it is asked for.
ROWS = 30


class Command(NamedTuple):
    """A command: its function, its help, and its arguments."""

    run: Callable[[Namespace], Answer]
    about: str
    example: str
    arguments: tuple[Argument, ...]


COMMANDS: dict[str, Command] = {}


def argument(*flags: str, **options: Any) -> Argument:
    """Describe an argument in the words of argparse."""
    return flags, options


def command(
    about: str, example: str, *arguments: Argument
) -> Callable[[Callable[[Namespace], Answer]], None]:
    """Make a function a command of its name, without the underscore."""

    def register(run: Callable[[Namespace], Answer]) -> None:
        COMMANDS[run.__name__.removeprefix("_")] = Command(
            run, about, f"neadigital {example}", arguments
        )

    return register


def answer(asked: Namespace) -> str:
    """Return what a command prints."""
    found = COMMANDS[asked.command].run(asked)
    if isinstance(found, str):
        return found
    if asked.format == "csv":
        return csv_text(found).removesuffix("\n")
    return found.to_json(orient="records", force_ascii=False, indent=1)


# what several commands share

NAME = argument("name", metavar="NAME", help="a dataset")
ANY_NAME = argument("name", metavar="NAME", nargs="?", help="a dataset; by default all")
ALL = argument("--all", action="store_true", help="every row of a long table")
FORMAT = argument(
    "--format", choices=["csv", "json"], help="for pipes, instead of for people"
)


def _paragraphs(*parts: str) -> str:
    """Join what is not empty, with empty lines between."""
    return "\n\n".join(filter(None, parts))


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows, with columns as attributes."""
    return iter(frame.itertuples())


def _cut(frame: pd.DataFrame, asked: Namespace) -> tuple[pd.DataFrame, str]:
    """Return the rows to show, and how to see the others."""
    if asked.all or len(frame) <= ROWS:
        return frame, ""
    return frame.head(ROWS), f"{ROWS} of {len(frame)} rows. Add --all to see them all."


# the commands


@command("list the datasets", "list", FORMAT)
def _list(asked: Namespace) -> Answer:
    data = neadigital.datasets()
    if asked.format:
        return data
    size = max(map(len, data["name"]))
    lines = []
    for row in _rows(data):
        rows = count(row.rows, "row")
        years = "-".join(map(str, dict.fromkeys([row.first_year, row.last_year])))
        # Blanks stand outside of what is bold.
        name = bold(row.name) + " " * (size - len(row.name))
        lines.append(f"{name}  {rows:>9}  {years:<9}  {_origin(row.name)}")
        lines.append(wrap(row.title, 4))
    more = "More: neadigital show NAME, about NAME, notes NAME, cite NAME"
    return _paragraphs("\n".join(lines), wrap(f"{count(len(data), 'dataset')}. {more}"))


def _origin(name: str) -> str:
    """Return where in the paper a dataset is from."""
    entry = _store.dataset(name)
    places = [_numbered(thing, entry[f"{thing}s"]) for thing in ("table", "figure")]
    found = "; ".join(filter(None, places))
    if found:
        return found
    return "prose" if entry["prose"] else str(entry["publisher"])


def _numbered(thing: str, numbers: Iterable[object]) -> str:
    """Return numbers after what they are of: table 3, tables 2, 7, figures 7-9b."""
    texts = list(map(str, numbers))
    if len(texts) < 2:
        return " ".join([thing, *texts]) if texts else ""
    listed = ", ".join(texts) if len(texts) == 2 else f"{texts[0]}-{texts[-1]}"
    return f"{thing}s {listed}"


@command(
    "show a dataset",
    "show trade_with_russia --as-printed",
    NAME,
    argument(
        "--as-printed",
        action="store_true",
        help="the paper's values as printed, misprints included",
    ),
    ALL,
    FORMAT,
)
def _show(asked: Namespace) -> Answer:
    try:
        data = neadigital.load(asked.name, as_printed=asked.as_printed)
    except TypeError as error:
        raise NeadigitalError(str(error)) from error
    if asked.format:
        return data
    entry = _store.dataset(asked.name)
    shown, rest = _cut(data, asked)
    errata = len(neadigital.errata(asked.name))
    title, text = entry["title"], entry["description"]
    if asked.as_printed:
        title, text = f"As printed: {title}", _as_printed(asked.name, errata)
    fields = entry["schema"]["fields"]
    meanings = {field["name"]: field["description"] for field in fields}
    basis = f"basis: {meanings['basis']}." if "basis" in meanings else ""
    return _paragraphs(
        bold(wrap(title)) + "\n" + wrap(text),
        table(shown, entry["schema"]["primaryKey"]),
        rest,
        wrap(basis),
        wrap(_notes_line(asked.name, errata)),
    )


def _as_printed(name: str, errata: int) -> str:
    """Say what a table as printed holds, and how many of its cells are corrected by default."""
    whole = "These are the paper's values as printed."
    if not errata:
        return f"{whole} None of them is corrected by default."
    verb = "is" if errata == 1 else "are"
    changed = f"{errata} of them {verb} corrected by default"
    return f"{whole} {changed}: neadigital notes {name} --errata"


def _notes_line(name: str, errata: int) -> str:
    """Count the notes on a dataset and say how to read them; nothing if there are none."""
    notes = len(neadigital.notes(name))
    if not notes:
        return ""
    counted = count(notes, "note")
    if errata:
        counted += f", {count(errata, 'corrected cell')}"
    return f"{counted}: neadigital notes {name}"


@command(
    "describe a dataset on one card",
    "about trade_with_russia",
    NAME,
    argument(
        "--full", action="store_true", help="every note whole, with claims and sources"
    ),
)
def _about(asked: Namespace) -> Answer:
    more = (
        f'`about("{asked.name}", full=True)`',
        f"neadigital\u00a0about\u00a0{asked.name}\u00a0--full",
    )
    card = neadigital.about(asked.name, full=asked.full).replace(*more)
    text = []
    # The card is Markdown, in lines of a width of its own.
    for block in re.sub("^(#.*)\n", r"\1\n\n", card, flags=re.M).split("\n\n"):
        items = re.split(r"\n(?=- )", block.lstrip("# \n"))
        lines = "\n".join(wrap(item, hang=2 * item.startswith("- ")) for item in items)
        text.append(bold(lines) if block.startswith("#") else lines)
    return _paragraphs(*text)


@command("say what the columns mean", "codebook ecommerce_sales", ANY_NAME, FORMAT)
def _codebook(asked: Namespace) -> Answer:
    data = neadigital.codebook(asked.name)
    if asked.format:
        return data
    text = []
    for name, rows in data.groupby("dataset", sort=False):
        lines = []
        for row in _rows(rows):
            if row.code:
                lines.append(
                    wrap(
                        f"{row.code}: {row.meaning}"
                        + (f" ({row.unit})" if row.unit else ""),
                        8,
                        hang=2,
                    )
                )
            else:
                unit = "" if row.unit == "year" else row.unit
                # A list is joined by a semicolon, which a pattern may hold too.
                is_pattern = row.allowed.startswith("matches ")
                allowed = row.allowed if is_pattern else row.allowed.replace(";", ", ")
                facts = [row.type, unit, allowed]
                lines += [
                    f"  {row.column}",
                    wrap(row.meaning, 6),
                    wrap("; ".join(filter(None, facts)), 6),
                ]
        text += [bold(str(name)), "\n".join(lines)]
    return _paragraphs(*text)


@command(
    "say what is wrong with which cell, and why",
    "notes trade_with_russia",
    ANY_NAME,
    argument("--errata", action="store_true", help="only the cells that are corrected"),
    FORMAT,
)
def _notes(asked: Namespace) -> Answer:
    data = (
        neadigital.errata(asked.name) if asked.errata else neadigital.notes(asked.name)
    )
    if asked.format:
        return data
    text = []
    # Notes that say the same are one paragraph with a list of cells.
    same = ["dataset", "column", "kind", "certainty", "severity", "note", "evidence"]
    for _, cells in data.groupby(same, sort=False):
        first = cells.iloc[0]
        kind = first["kind"].replace("_", " ")
        words = [kind, first["certainty"], first["severity"]]
        heading = ", ".join(filter(None, words))
        listed = "; ".join(map(_noted_cell, _rows(cells)))
        lines = [
            bold(wrap(f"{first['dataset']}, {first['column']}: {heading}")),
            wrap(f"{first['note']}.", 2),
            wrap(f"Evidence: {first['evidence']}.", 2),
            wrap(listed, 4),
        ]
        text.append("\n".join(lines))
    return _paragraphs(*text, count(len(data), "note"))


def _noted_cell(cell: Any) -> str:
    """Return a cell with its number as printed and, if it is another, as it is."""
    key = " ".join(part.split("=")[1] for part in cell.key.split(";"))
    text = f"{key}: {cell.printed or 'blank'}"
    if cell.value not in ("", cell.printed):
        text += f" -> {cell.value}"
    # A line ends between cells, not within one.
    return text.replace(" ", "\u00a0")


@command(
    "mark the cells of a dataset that have notes",
    "flags trade_with_russia",
    NAME,
    ALL,
    FORMAT,
)
def _flags(asked: Namespace) -> Answer:
    data = neadigital.flags(asked.name)
    if asked.format:
        return data
    shown, rest = _cut(data, asked)
    return _paragraphs(
        table(shown, _store.dataset(asked.name)["schema"]["primaryKey"]), rest
    )


@command(
    "say on what ground each number stands, and who else has it",
    "evidence itu_indicators --all",
    ANY_NAME,
    ALL,
    FORMAT,
)
def _evidence(asked: Namespace) -> Answer:
    data = neadigital.evidence(asked.name)
    if asked.format:
        return data
    text = []
    shown, rest = _cut(data, asked)
    for name, rows in shown.groupby("dataset", sort=False):
        # The values of a key say enough without the names of its columns.
        keys = rows["key"].str.replace(r"[^;=]+=", "", regex=True)
        lines = rows.assign(key=keys.str.replace(";", " "))
        head = ["key"]
        if rows["column"].nunique() > 1:
            head.append("column")
        columns = ["value", "printed", "ground", "source", "their_value", "check"]
        text.append(f"{bold(str(name))}\n{table(lines[[*head, *columns]], head)}")
    from neadigital.catalogue.citation import entry

    sources = sorted(set(shown["source"]) - {""})
    named = [wrap(f"{source}: {entry(source)}", hang=2) for source in sources]
    grounds = data["ground"].value_counts()
    listed = ", ".join(f"{number} {ground}" for ground, number in grounds.items())
    return _paragraphs(
        *text,
        "\n".join(named),
        wrap(f"{count(len(data), 'number')}: {listed}"),
        rest,
        wrap("Notes, grades and places in the publications: --format csv"),
    )


@command(
    "count how many numbers of each table, figure and dataset stand on which ground",
    "quality",
    FORMAT,
)
def _quality(asked: Namespace) -> Answer:
    data = neadigital.quality()
    if asked.format:
        return data
    # Short names make a narrower table.
    short = {
        name: re.sub("^corrected_|^doubtful_|_doubtful$", "", str(name))
        for name in data
    }
    text = []
    for kind, rows in data.groupby("kind", sort=False):
        counts = rows.drop(columns="kind").reset_index(drop=True)
        total = counts.sum(numeric_only=True).to_dict()
        counts.loc[len(counts)] = {"name": "all", **total}
        lines = table(counts.rename(columns=short), ["name"])
        text.append(f"{bold(f'{str(kind).capitalize()}s')}\n{lines}")
    meanings = [
        wrap(f"{short[row.column]}: {row.meaning}", hang=2)
        for row in _rows(neadigital.codebook("quality").query("unit != ''"))
    ]
    return _paragraphs(*text, "\n".join(meanings))


@command(
    "list every number that is known of an economy, or of all",
    "observations Mongolia --format csv",
    argument(
        "economy", metavar="ECONOMY", nargs="?", help="code or name; by default all"
    ),
    ALL,
    FORMAT,
)
def _observations(asked: Namespace) -> Answer:
    data = neadigital.observations(asked.economy)
    if asked.format:
        return data
    text = []
    shown, rest = _cut(data, asked)
    for name, rows in shown.groupby("dataset", sort=False):
        # A place that is the same in all rows is left out.
        keys = [key for key in ("economy", "place") if rows[key].nunique() > 1]
        keys += ["period", "variable"]
        values = ["value"]
        if _only_bounded(rows).any():
            values += ["low", "high"]
        lines = table(rows[[*keys, *values, "unit"]], keys)
        text.append(f"{bold(str(name))}\n{lines}")
    counted = [count(int(data["value"].count()), "number")]
    bounded = int(_only_bounded(data).sum())
    if bounded:
        counted.append(f"{bounded} known by bounds only")
    gaps = int(data["value"].isna().sum()) - bounded
    if gaps:
        counted.append(count(gaps, "gap"))
    return _paragraphs(*text, ", ".join(counted), rest)


def _only_bounded(observed: pd.DataFrame) -> pd.Series[bool]:
    """Tell which observations have bounds and no value."""
    return observed["value"].isna() & (
        observed["low"].notna() | observed["high"].notna()
    )


@command(
    "recompute the paper's claims and say which do not hold",
    "audit --format csv",
    argument(
        "--all", action="store_true", help="also what holds and what cannot be checked"
    ),
    FORMAT,
)
def _audit(asked: Namespace) -> Answer:
    from neadigital.claims import report

    return (
        neadigital.audit()
        if asked.format
        else report.render_audit(report.all_findings(), width(), asked.all)
    )


@command("list every number of the paper's prose", "statements --format json", FORMAT)
def _statements(asked: Namespace) -> Answer:
    data = neadigital.statements()
    if asked.format:
        return data
    text = []
    for row in _rows(data.astype(object).where(data.notna(), None)):
        head = [row.statement, _section(row.section), row.economy.replace(";", " ")]
        ends = [str(year) for year in (row.start_year, row.year) if year is not None]
        head.append(" to ".join(ends))
        text.append(bold("  ".join(filter(None, head))))
        measure = row.measure.replace("_", " ")
        number = f"{row.qualifier} {_amount(row.value, row.unit)}".lstrip()
        remarks = [f"{row.subject}: {measure} {number}"]
        if row.repeats:
            remarks.append(f"repeats table {row.repeats.replace('/', ', ')}")
        if row.note:
            remarks.append(f"{row.note}.")
        text += [wrap(remark, 6, hang=2) for remark in remarks]
    return _paragraphs("\n".join(text), count(len(data), "number"))


def _section(section: str) -> str:
    """Name a section of the paper: section I.1, abstract, introduction."""
    return (
        f"section {section}" if "." in section else section.replace("0", "introduction")
    )


def _amount(value: float, unit: str) -> str:
    """Return a number with its unit; a rank has none, and 1 has a noun in the singular."""
    number = f"{value:.10g}"
    if unit == "rank":
        return number
    if value == 1 and unit.endswith("s"):
        unit = f"{unit[:-3]}y" if unit.endswith("ies") else unit[:-1]
    return number + (f" {unit}" if unit else "")


@command(
    "list the paper's footnotes and the other publications",
    "sources --format csv",
    FORMAT,
)
def _sources(asked: Namespace) -> Answer:
    data = neadigital.sources()
    if asked.format:
        return data
    from neadigital.catalogue.citation import entry

    text = []
    for row in _rows(data):
        text += [bold(row.source), wrap(entry(row.source), 4, hang=2)]
        if row.note:
            text.append(wrap(f"({row.note})", 4, hang=2))
    return _paragraphs("\n".join(text), count(len(data), "source"))


@command("list the economies, their codes and names", "economies", FORMAT)
def _economies(asked: Namespace) -> Answer:
    data = neadigital.economies()
    if asked.format:
        return data
    text = []
    for row in _rows(data):
        where = ", Northeast Asia" if row.northeast_asia else ""
        # Blanks stand outside of what is bold.
        blanks = " " * (7 - len(row.code))
        text.append(f"{bold(row.code)}{blanks}{row.name} ({row.kind}{where})")
        names = row.paper_spellings.split(";") + row.aliases.split(";")
        others = [name for name in names if name not in ("", row.name)]
        listed = "; ".join(dict.fromkeys(others))
        text.append(wrap(f"also {listed}", 7, hang=2))
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
def _plot(asked: Namespace) -> Answer:
    from neadigital._cli.files import write_file

    content = BytesIO()
    try:
        picture = _draw(asked.what, asked.of)
        picture.savefig(
            content,
            format=Path(asked.output).suffix.removeprefix(".") or "png",
            dpi=200,
        )
    except ModuleNotFoundError as error:
        raise NeadigitalError(str(error)) from error
    except ValueError as error:
        # matplotlib's, which names the formats that there are.
        raise (
            error
            if isinstance(error, NeadigitalError)
            else NeadigitalError(f"{error}.")
        ) from error
    write_file(asked.output, content.getvalue())
    return escape_controls(
        f"{asked.output} written, {round(len(content.getvalue()) / 1024)} KB"
    )


def _draw(what: str, of: Any) -> Figure:
    """Draw a picture in a figure of its own, as pyplot's may need a screen."""
    from neadigital import plot

    try:
        from matplotlib.figure import Figure

        picture = Figure(figsize=(8, 5), layout="constrained")
        ax = picture.subplots()
    except ModuleNotFoundError:
        # The functions of `plot` say what to install.
        ax = None
    if (of is None) != (what == "corrections"):
        raise NeadigitalError(
            "Say one of: plot figure NUMBER, plot ranks NAME, plot corrections."
        )
    if what == "figure":
        plot.figure(int(of) if of.isdecimal() else of, ax=ax)
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
def _cite(asked: Namespace) -> Answer:
    text = neadigital.cite(*asked.names, style=asked.style)
    return (
        "\n".join(wrap(line, hang=4) for line in text.split("\n"))
        if asked.style == "text"
        else text
    )


@command("validate the bundled files", "validate", ANY_NAME, FORMAT)
def _validate(asked: Namespace) -> Answer:
    data = neadigital.validate(asked.name)
    if asked.format:
        return data
    verb = (
        "holds what its model says" if len(data) == 1 else "hold what their models say"
    )
    return _paragraphs(table(data, ["file"]), f"{count(len(data), 'file')} {verb}.")


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
def _export(asked: Namespace) -> Answer:
    from neadigital._cli.export import export

    return escape_controls(export(asked.directory, asked.format))
