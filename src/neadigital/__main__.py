"""The command line: the same questions as the library, asked from a shell."""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import neadigital
from neadigital import _store
from neadigital.errors import DataIntegrityError, NeadigitalError

if TYPE_CHECKING:
    import pandas as pd

OK, FAILED, USAGE = 0, 1, 2


def _width() -> int:
    """How wide a line may be: the terminal's width, 80 where there is none, at most 100 for reading's sake."""
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, 100))


def _wrap(text: str, indent: int = 0) -> str:
    margin = " " * indent
    return textwrap.fill(
        text,
        _width(),
        initial_indent=margin,
        subsequent_indent=margin,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _decimal(value: float) -> str:
    if value != value:
        return "-"
    return f"{value:.0f}" if abs(value) >= 1e10 else f"{value:.10g}"


def _print_frame(frame: pd.DataFrame, rows: int | None = None) -> None:
    """Print a frame within the width, folded into blocks of columns where it is wider."""
    shown = frame.copy()
    for column in shown.columns:
        if shown[column].dtype == "float64":
            # Short decimals, as in the files; a gap is a dash.
            shown[column] = [_decimal(value) for value in shown[column]]
        elif shown[column].dtype == "Int64":
            shown[column] = [
                "-" if missing else str(value)
                for value, missing in zip(shown[column], shown[column].isna(), strict=True)
            ]
    text = shown.to_string(index=False, line_width=_width(), max_rows=rows, show_dimensions=False)
    print("\n".join(line.rstrip() for line in text.splitlines()))


def _print_for_pipes(frame: pd.DataFrame, form: str) -> None:
    if form == "csv":
        print(frame.to_csv(index=False, lineterminator="\n"), end="")
    else:
        print(frame.to_json(orient="records", force_ascii=False, indent=1))


def _origin(entry: pd.Series[str]) -> str:
    parts = [f"table{'s' if ',' in entry['tables'] else ''} {entry['tables']}"] if entry["tables"] else []
    if entry["figures"]:
        first, *rest = entry["figures"].split(", ")
        parts.append(f"figures {first}-{rest[-1]}" if rest else f"figure {first}")
    return "; ".join(parts) or ("prose" if _store.resource(entry["name"])["prose"] else "World Bank, ITU")


def _list(arguments: argparse.Namespace) -> int:
    frame = neadigital.datasets()
    if arguments.format:
        _print_for_pipes(frame, arguments.format)
        return OK
    for _, entry in frame.iterrows():
        years = str(entry["first_year"])
        years += f"-{entry['last_year']}" if entry["last_year"] != entry["first_year"] else ""
        print(f"{entry['name']:<30} {entry['rows']:>4} rows  {years:<9}  {_origin(entry)}")
        print(_wrap(entry["title"], 4))
    print(f"\n{len(frame)} datasets. More: neadigital show NAME, codebook NAME, notes NAME, cite NAME")
    return OK


def _show(arguments: argparse.Namespace) -> int:
    frame = neadigital.load(arguments.name, as_printed=arguments.as_printed)
    if arguments.format:
        _print_for_pipes(frame, arguments.format)
        return OK
    entry = _store.resource(arguments.name)
    print(_wrap(("As printed: " if arguments.as_printed else "") + entry["title"]))
    print(_wrap(f"A row: {entry['description'][0].lower()}{entry['description'][1:]}") + "\n")
    _print_frame(frame, None if arguments.all else 30)
    if not arguments.all and len(frame) > 30:
        print(f"\n{len(frame)} rows; all of them: neadigital show {arguments.name} --all")
    noted, corrected = (
        len(neadigital.notes(arguments.name)),
        sum(neadigital.errata()["dataset"] == arguments.name),
    )
    if noted:
        print(f"\n{noted} notes, {corrected} corrected cells: neadigital notes {arguments.name}")
    return OK


def _codebook(arguments: argparse.Namespace) -> int:
    frame = neadigital.codebook(arguments.name)
    if arguments.format:
        _print_for_pipes(frame, arguments.format)
        return OK
    for dataset, columns in frame.groupby("dataset", sort=False):
        print(f"{dataset}\n")
        for _, row in columns.iterrows():
            if row["code"]:
                unit = f" ({row['unit']})" if row["unit"] else ""
                print(_wrap(f"{row['code']}: {row['meaning']}{unit}", 8))
                continue
            facts = [
                fact for fact in (row["type"], row["unit"] if row["unit"] != "year" else "", row["allowed"]) if fact
            ]
            print(f"  {row['column']}")
            print(_wrap(row["meaning"], 6))
            print(_wrap("; ".join(facts), 6))
        print()
    return OK


def _notes(arguments: argparse.Namespace) -> int:
    frame = neadigital.errata() if arguments.errata else neadigital.notes(arguments.name)
    if arguments.errata and arguments.name:
        neadigital.notes(arguments.name)
        frame = frame[frame["dataset"] == arguments.name]
    if arguments.format:
        _print_for_pipes(frame, arguments.format)
        return OK
    # Notes that say the same of several cells are one paragraph with a list of cells.
    for (dataset, column, kind, note, evidence), cells in frame.groupby(
        ["dataset", "column", "kind", "note", "evidence"], sort=False
    ):
        print(f"{dataset}, {column}: {str(kind).replace('_', ' ')}")
        print(_wrap(f"{note}.", 2))
        print(_wrap(f"Evidence: {evidence}.", 2))
        listed = []
        for _, cell in cells.iterrows():
            key = " ".join(part.split("=")[1] for part in cell["key"].split(";"))
            change = cell["printed"] or "blank"
            if cell["value"] and cell["value"] != cell["printed"]:
                change += f" -> {cell['value']}"
            listed.append(f"{key}: {change}")
        print(
            textwrap.fill(
                "; ".join(text.replace(" ", "\0") for text in listed),
                _width(),
                initial_indent="    ",
                subsequent_indent="    ",
            ).replace("\0", " ")
        )
        print()
    print(f"{len(frame)} notes" if len(frame) != 1 else "1 note")
    return OK


def _audit(arguments: argparse.Namespace) -> int:
    from neadigital.claims import report

    if arguments.format:
        _print_for_pipes(neadigital.audit(), arguments.format)
        return OK
    print(report.text(report.all_findings(), _width(), arguments.all))
    return OK


def _cite(arguments: argparse.Namespace) -> int:
    text = neadigital.cite(*arguments.names, style=arguments.style)
    print("\n".join(_wrap(line) for line in text.splitlines()) if arguments.style == "text" else text)
    return OK


def _validate(arguments: argparse.Namespace) -> int:
    frame = neadigital.validate(arguments.name)
    if arguments.format:
        _print_for_pipes(frame, arguments.format)
        return OK
    _print_frame(frame)
    print(f"\n{len(frame)} files hold what their models say.")
    return OK


def _export(arguments: argparse.Namespace) -> int:
    directory = Path(arguments.directory)
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        print(
            f"neadigital export: {directory} is there already and not an empty folder. Name another.",
            file=sys.stderr,
        )
        return USAGE
    contents = {_store.resource(name)["path"]: _store.read(name) for name in _store.names()}
    for path in (_store.DESCRIPTOR, _store.DIGEST):
        contents[path] = _store.read_unlisted(path)
    names = _store.names("dataset")
    contents["CITATION.txt"] = (neadigital.cite(*names) + "\n").encode()
    contents["CITATION.bib"] = (neadigital.cite(*names, style="bibtex") + "\n").encode()
    try:
        for path, content in contents.items():
            target = directory / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    except OSError as error:
        print(f"neadigital export: cannot write to {directory}: {error.strerror}", file=sys.stderr)
        return USAGE
    print(f"{len(contents)} files written to {directory}; start with {directory / _store.DESCRIPTOR}")
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="neadigital",
        description="The digital economy of Northeast Asia: one paper's data, corrected and as printed.",
    )
    parser.add_argument("--version", action="version", version=f"neadigital {neadigital.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(
        name: str, run: Callable[[argparse.Namespace], int], about: str, *, formats: bool = True
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
        command.set_defaults(run=run)
        if formats:
            command.add_argument("--format", choices=["csv", "json"], help="for pipes, instead of for people")
        return command

    add("list", _list, "list the datasets")
    show = add("show", _show, "show a dataset")
    show.add_argument("name", metavar="NAME")
    show.add_argument("--as-printed", action="store_true", help="the page's values, misprints included")
    show.add_argument("--all", action="store_true", help="every row of a long dataset")
    add("codebook", _codebook, "say what the columns mean").add_argument("name", metavar="NAME", nargs="?")
    notes = add("notes", _notes, "say what is wrong with which cell, and why")
    notes.add_argument("name", metavar="NAME", nargs="?")
    notes.add_argument("--errata", action="store_true", help="only the cells that are corrected")
    audit = add("audit", _audit, "recompute the paper's claims and say which do not hold")
    audit.add_argument("--all", action="store_true", help="also what holds and what cannot be checked")
    cite = add("cite", _cite, "say how to cite the package, the paper and a dataset's sources", formats=False)
    cite.add_argument("names", metavar="NAME", nargs="*")
    cite.add_argument("--style", default="text", choices=["text", "bibtex", "csl"])
    add("validate", _validate, "validate the bundled files").add_argument("name", metavar="NAME", nargs="?")
    add("export", _export, "write all data as a Data Package", formats=False).add_argument("directory", metavar="DIR")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run a command; give its exit status: 0, 1 if the bundled files failed a check, 2 for bad usage."""
    parsed = _parser().parse_args(arguments)
    if sys.stdout is None:
        print("neadigital: there is nowhere to write to, the standard output is closed.", file=sys.stderr)
        return USAGE
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A pipe or file gets what the data files are in; a terminal gets what it can show.
        encoding = None if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        status: int = parsed.run(parsed)
        sys.stdout.flush()
    except DataIntegrityError as error:
        print(f"neadigital: {error}", file=sys.stderr)
        return FAILED
    except NeadigitalError as error:
        print(_wrap(f"neadigital: {error}"), file=sys.stderr)
        return USAGE
    except OSError as error:
        # Let nothing complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            # The reader, such as head, has seen enough.
            return OK
        print(f"neadigital: cannot write the output: {error.strerror}", file=sys.stderr)
        return USAGE
    return status


if __name__ == "__main__":
    sys.exit(main())
