"""What the command line can be asked: each command's frame, how people are shown it, and what may be said with it."""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from neadigital import _store
from neadigital._shell import views
from neadigital._shell.terminal import harmless, table, width, wrap
from neadigital.catalogue import codebook, datasets, sources, statements
from neadigital.catalogue.citation import cite
from neadigital.catalogue.overview import about, observations
from neadigital.catalogue.places import economies
from neadigital.claims import audit
from neadigital.loaders import load
from neadigital.trust import errata, flags, notes, quality, validate

if TYPE_CHECKING:
    import pandas as pd


class Argument(NamedTuple):
    """One argument of a command, as argparse takes it; `dataset` if its values are names of datasets."""

    flags: tuple[str, ...]
    options: dict[str, Any]
    dataset: bool = False


class Command(NamedTuple):
    """A question.

    Its answer is a frame, shown to people as `show` makes it a text; or a text from the start, where there is no
    frame, or where people are told more than it holds.
    """

    about: str
    example: str
    arguments: tuple[Argument, ...] = ()
    frame: Callable[[Namespace], pd.DataFrame] | None = None
    show: Callable[[pd.DataFrame, Namespace], str] = lambda frame, asked: table(frame)
    text: Callable[[Namespace], str] | None = None


NAME = Argument(("name",), {"metavar": "NAME", "help": "a dataset"}, True)
ANY_NAME = Argument(("name",), {"metavar": "NAME", "nargs": "?", "help": "a dataset; by default all"}, True)
ALL = Argument(("--all",), {"action": "store_true", "help": "every row of a long table"})


def _notes(asked: Namespace) -> pd.DataFrame:
    return errata(asked.name) if asked.errata else notes(asked.name)


def _show(frame: pd.DataFrame, asked: Namespace) -> str:
    return views.dataset(
        frame,
        asked.name,
        as_printed=asked.as_printed,
        everything=asked.all,
        noted=len(notes(asked.name)),
        corrected=len(errata(asked.name)),
    )


def _flags(frame: pd.DataFrame, asked: Namespace) -> str:
    keys = _store.dataset(asked.name)["schema"]["primaryKey"]
    return views.head(frame, keys, f"flags {asked.name}", asked.all)


def _observations(frame: pd.DataFrame, asked: Namespace) -> str:
    command = " ".join(["observations", *([shlex.quote(asked.economy)] if asked.economy else [])])
    return views.observations(frame, command, asked.all)


def _audit(asked: Namespace) -> str:
    from neadigital.claims import report

    return report.text(report.all_findings(), width(), asked.all)


def _cite(asked: Namespace) -> str:
    text = cite(*asked.names, style=asked.style)
    return "\n".join(wrap(line, hang=4) for line in text.split("\n")) if asked.style == "text" else text


def _plot(asked: Namespace) -> str:
    from neadigital._shell import pictures

    return harmless(pictures.save(asked.what, asked.of, asked.output))


def _export(asked: Namespace) -> str:
    from neadigital._shell.exporting import export

    return harmless(export(asked.directory, asked.format))


COMMANDS: dict[str, Command] = {
    "list": Command(
        "list the datasets",
        "neadigital list",
        frame=lambda asked: datasets(),
        show=lambda frame, asked: views.listing(frame),
    ),
    "show": Command(
        "show a dataset",
        "neadigital show trade_with_russia --as-printed",
        (
            NAME,
            Argument(("--as-printed",), {"action": "store_true", "help": "the page's values, misprints included"}),
            ALL,
        ),
        lambda asked: load(asked.name, as_printed=asked.as_printed),
        _show,
    ),
    "about": Command(
        "tell all about a dataset on one card",
        "neadigital about trade_with_russia",
        (NAME,),
        text=lambda asked: views.card(about(asked.name)),
    ),
    "codebook": Command(
        "say what the columns mean",
        "neadigital codebook ecommerce_sales",
        (ANY_NAME,),
        lambda asked: codebook(asked.name),
        lambda frame, asked: views.codebook(frame),
    ),
    "notes": Command(
        "say what is wrong with which cell, and why",
        "neadigital notes trade_with_russia",
        (ANY_NAME, Argument(("--errata",), {"action": "store_true", "help": "only the cells that are corrected"})),
        _notes,
        lambda frame, asked: views.notes(frame),
    ),
    "flags": Command(
        "mark the cells of a dataset that have notes",
        "neadigital flags trade_with_russia",
        (NAME, ALL),
        lambda asked: flags(asked.name),
        _flags,
    ),
    "quality": Command(
        "count how many numbers of each table, figure and dataset can be trusted",
        "neadigital quality",
        frame=lambda asked: quality(),
        show=lambda frame, asked: views.quality(frame),
    ),
    "observations": Command(
        "list every number that is known of an economy, or of all",
        "neadigital observations Mongolia --format csv",
        (Argument(("economy",), {"metavar": "ECONOMY", "nargs": "?", "help": "code or name; by default all"}), ALL),
        lambda asked: observations(asked.economy),
        _observations,
    ),
    "audit": Command(
        "recompute the paper's claims and say which do not hold",
        "neadigital audit --format csv",
        (Argument(("--all",), {"action": "store_true", "help": "also what holds and what cannot be checked"}),),
        lambda asked: audit(),
        text=_audit,
    ),
    "statements": Command(
        "list every number of the paper's prose",
        "neadigital statements --format json",
        frame=lambda asked: statements(),
        show=lambda frame, asked: views.statements(frame),
    ),
    "sources": Command(
        "list the paper's footnotes and the other publications",
        "neadigital sources --format csv",
        frame=lambda asked: sources(),
        show=lambda frame, asked: views.sources(frame),
    ),
    "economies": Command(
        "list the economies, their codes and names",
        "neadigital economies",
        frame=lambda asked: economies(),
        show=lambda frame, asked: views.economies(frame),
    ),
    "plot": Command(
        "draw a picture into a file",
        "neadigital plot figure 3 -o figure.png",
        (
            Argument(
                ("what",),
                {
                    "metavar": "WHAT",
                    "choices": ["figure", "corrections", "ranks"],
                    "help": "figure (of the paper, by number), corrections, or ranks (of a dataset)",
                },
            ),
            Argument(("of",), {"metavar": "OF", "nargs": "?", "help": "the figure's number, or the dataset"}),
            Argument(
                ("-o", "--output"),
                {"metavar": "FILE", "required": True, "help": "its ending says the format: png, svg, pdf"},
            ),
        ),
        text=_plot,
    ),
    "cite": Command(
        "say how to cite the package, the paper and the datasets' sources",
        "neadigital cite growth_rates itu_indicators --style bibtex > sources.bib",
        (
            Argument(("names",), {"metavar": "NAME", "nargs": "*", "help": "datasets whose sources to cite too"}, True),
            Argument(
                ("--style",),
                {"default": "text", "choices": ["text", "bibtex", "csl"], "help": "text is the default"},
            ),
        ),
        text=_cite,
    ),
    "validate": Command(
        "validate the bundled files",
        "neadigital validate",
        (ANY_NAME,),
        lambda asked: validate(asked.name),
        lambda frame, asked: views.validation(frame),
    ),
    "export": Command(
        "write all data into a new folder",
        "neadigital export out --format sqlite",
        (
            Argument(("directory",), {"metavar": "DIR", "help": "a folder that is new or empty"}),
            Argument(
                ("--format",),
                {
                    "default": "csv",
                    "choices": ["csv", "sqlite", "parquet"],
                    "help": "a Data Package of CSV files, one SQLite file, or Parquet files",
                },
            ),
        ),
        text=_export,
    ),
}


def answer(asked: Namespace) -> str:
    """Return what a command prints: for pipes where a format of its frame is asked for, else for people."""
    command = COMMANDS[asked.command]
    if command.frame and asked.format == "csv":
        return command.frame(asked).to_csv(index=False, lineterminator="\n").removesuffix("\n")
    if command.frame and asked.format == "json":
        return command.frame(asked).to_json(orient="records", force_ascii=False, indent=1)
    if command.text:
        return command.text(asked)
    return command.show(command.frame(asked), asked) if command.frame else ""
