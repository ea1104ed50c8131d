"""The command `neadigital check`: its arguments, and the answer for each of its files."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from neadigital._messages import count, list_some
from neadigital.consistency import _functions
from neadigital.consistency._examine import Examined, examine
from neadigital.consistency._grids import MOST_BYTES
from neadigital.consistency._labels import Keys
from neadigital.consistency._reading import read, read_all
from neadigital.consistency._relations import RULES, Judged
from neadigital.consistency._report import (
    DOUBT,
    FAILED,
    NO_RELATION,
    OK,
    USAGE,
    arguments_of,
    conclude,
    notes,
    render,
    status_of,
    wrap,
)
from neadigital.consistency._result import Result
from neadigital.consistency._table import Table, by_mark
from neadigital.errors import NeadigitalError

# The version of the answer in JSON.
_VERSION = 3
# So many tables are named of which nothing was checked.
_MOST_NAMES = 12


@dataclass
class _Report:
    """What is said about a table of a file, or why the file could not be read."""

    file: str
    examined: Examined | None
    error: str = ""

    @property
    def status(self) -> int:
        """The exit status."""
        return USAGE if self.examined is None else status_of(self.examined)

    @property
    def table(self) -> str:
        """Which table of its file it is, an empty text if the file has one."""
        if self.examined is None or self.examined.table.origin.tables == 1:
            return ""
        origin = self.examined.table.origin
        return f"{origin.title or 'table'} (--table {origin.table})"

    @property
    def text(self) -> str:
        """What is said to people."""
        if self.examined is None:
            return wrap(self.error)
        name = ", ".join(filter(None, [self.file, self.table]))
        return render(self.examined, name)

    @property
    def answer(self) -> dict[str, Any]:
        """What is said to programs: the tables, and what the text says beside them."""
        answer: dict[str, Any] = {"file": self.file, "status": self.status}
        examined = self.examined
        if examined is None:
            return answer | {"conclusion": self.error}
        table = examined.table
        answer |= {"table": table.origin.table, "title": table.origin.title}
        result = Result(examined)
        left = sorted(examined.numbers() - examined.checked())
        return answer | {
            "conclusion": conclude(examined),
            "relations": [_relation(table, each) for each in examined.relations],
            "numbers": _records(result.numbers),
            "causes": _records(result.causes),
            "not_checked": list(map(table.name, left)),
            "unreadable": list(map(table.name, table.unreadable())),
            "counts": examined.counts,
            "notes": [{"note": note, "how": how} for note, how in notes(examined)],
        }


def _relation(table: Table, relation: Judged) -> dict[str, Any]:
    failing = relation.own[relation.fails].tolist()
    return {
        "relation": relation.text,
        "follow": int(relation.follows.sum()),
        "numbers": relation.numbers,
        "fails": list(map(table.name, failing)),
        "judged": relation.is_judged,
        "holds": relation.holds,
        "how": arguments_of(relation),
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame, with null for what is missing."""
    text = frame.to_json(orient="records", force_ascii=False)
    records: list[dict[str, Any]] = json.loads(text)
    return records


class _Less(argparse.Action):
    """Subtracts parts from the `--total` before it: they are a list within its list."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        """Add the parts to the last total."""
        if not namespace.total:
            parser.error("--less belongs to a --total, which comes before it")
        namespace.total[-1].append(values)


_COLUMNS: dict[str, Any] = {"nargs": "+", "default": []}
_RELATIONS: dict[str, Any] = {"nargs": "+", "action": "append", "default": []}
_RULES = [*RULES, "annual"]
# Each option, what stands for its arguments, how argparse takes them, and what it is.
_OPTIONS: list[tuple[str, Any, dict[str, Any], str]] = [
    ("--table", "N", {"type": int}, "one table, from 0; by default all with numbers"),
    ("--exact", "COL", _COLUMNS, "columns of whole counts"),
    (
        "--ignore",
        ("COL", "ROW"),
        {**_RELATIONS, "nargs": 2},
        "a cell to leave out",
    ),
    ("--growth", "COL", _RELATIONS, "RATE NEW [OLD]: growth, or that along the years"),
    (
        "--rule",
        "RULE",
        {"choices": _RULES},
        f"how each --growth follows: {', '.join(_RULES)}",
    ),
    (
        "--share",
        ("PCT", "PART", "WHOLE"),
        {**_RELATIONS, "nargs": 3},
        "share of a column in another one, or in the row WHOLE of --entity",
    ),
    ("--total", "COL", _RELATIONS, "TOTAL PART ...: of columns, or rows of --entity"),
    ("--less", "PART", {"nargs": "+", "action": _Less}, "parts that are subtracted"),
    ("--mean", "COL", _RELATIONS, "MEAN PART ...: the plain mean, as --total"),
    ("--entity", "COL", {}, "the column of the members; by default found"),
    ("--time", "COL", {}, "the column of the years; by default the first one"),
    ("--value", "COL", _COLUMNS, "in which columns a --total or --mean of rows is"),
    ("--within", "COL", {"nargs": "+"}, "what else separates the rows"),
    ("--decimal", "MARK", {"choices": [".", ","]}, "the decimal mark"),
    ("--decimals", "N", {"type": int}, "how many decimals are printed"),
]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to its parser."""
    files = "CSV, TSV, Markdown, HTML or Excel; - for the input; before the options"
    parser.add_argument("files", nargs="+", metavar="FILE", help=files)
    cut = "numbers were cut off, not rounded"
    parser.add_argument("--cut", action="store_true", help=cut)
    for name, metavar, how, told in _OPTIONS:
        parser.add_argument(name, metavar=metavar, help=told, **how)
    forms = ["text", "json"]
    parser.add_argument("--format", choices=forms, default="text", help="of the answer")


def run(asked: argparse.Namespace) -> tuple[str, int]:
    """Check some files; return the answer, and the status with which the command ends.

    What cannot be read is a NeadigitalError, if it is the only file.
    """
    by_file = [_check_file(asked, file) for file in asked.files]
    reports = [report for of_file in by_file for report in of_file]
    if len(reports) == 1 and reports[0].error:
        raise NeadigitalError(reports[0].error)
    # A table that cannot be judged counts only if the file has no other.
    statuses = [
        _first_of([report.status for report in of_file], OK, USAGE)
        for of_file in by_file
    ]
    status = _first_of(statuses, USAGE, OK)
    if asked.format == "json":
        answer = {"version": _VERSION, "files": [report.answer for report in reports]}
        return json.dumps(answer, ensure_ascii=False, indent=1), status
    texts = [_text_of_file(of_file, _is_of_one(asked)) for of_file in by_file]
    return "\n\n".join(texts), status


def _first_of(statuses: Sequence[int], *others: int) -> int:
    """Return the status that counts: what fails, what is in doubt, then the others in order."""
    return next(each for each in (FAILED, DOUBT, *others) if each in statuses)


def _check_file(asked: argparse.Namespace, file: str) -> list[_Report]:
    """Judge the tables of a file, by the relations that are named or by those that are found."""
    name = "the input" if file == "-" else str(file)
    try:
        # One byte more than is read tells that a file is too large.
        source = sys.stdin.buffer.read(MOST_BYTES + 1) if file == "-" else file
        tables = [read(source, asked.table)] if _is_of_one(asked) else read_all(source)
        return [_Report(name, _examine(asked, table)) for table in tables]
    except OSError as error:
        return [_Report(name, None, f"{name}: {error.strerror or error}")]
    except KeyError as error:
        # As text, it would be in quotes.
        return [_Report(name, None, f"{name}: {error.args[0]}")]
    except (ImportError, LookupError, ValueError) as error:
        return [_Report(name, None, f"{name}: {error}")]


def _is_of_one(asked: argparse.Namespace) -> bool:
    """Tell whether one table of each file is checked: columns are named of one."""
    relations = asked.growth + asked.share + asked.total + asked.mean
    return asked.table is not None or bool(relations + asked.exact + asked.ignore)


def _examine(asked: argparse.Namespace, table: pd.DataFrame) -> Examined:
    return examine(
        table,
        list(_named(asked, table)),
        exact=asked.exact,
        decimals=asked.decimals,
        decimal=asked.decimal,
        is_cut=asked.cut,
        ignore=[tuple(cell) for cell in asked.ignore],
    )


def _text_of_file(reports: Sequence[_Report], is_of_one: bool) -> str:
    """Return what is said of a file; tables of which nothing can be said have one line."""
    if len(reports) == 1:
        texts = [reports[0].text]
    else:
        texts = [report.text for report in reports if report.status != USAGE]
        unjudged = [report.table for report in reports if report.status == USAGE]
        listed = list_some(unjudged, _MOST_NAMES)
        said = f"Nothing was checked in these: {listed}. {NO_RELATION}"
        if unjudged:
            texts.append(wrap(f"{reports[0].file}: {said}"))
    examined = reports[0].examined
    others = examined.table.origin.tables - 1 if examined else 0
    if is_of_one and others:
        texts[0] += "\n" + wrap(
            f"The file has {count(others, 'other table')}: --table N."
        )
    return "\n\n".join(texts)


def _named(asked: argparse.Namespace, table: pd.DataFrame) -> Iterator[Any]:
    """Yield the relations that are named."""
    keys = {"entity": asked.entity, "within": asked.within}
    for columns in asked.growth:
        if not 2 <= len(columns) <= 3:
            raise ValueError(
                "--growth takes the rates and the values: --growth RATE NEW [OLD]"
            )
        along = keys if len(columns) == 3 else _along_years(asked, table)
        yield _functions.growth(*columns, rule=asked.rule, **along)
    for columns in asked.share:
        yield _functions.share(*columns, **keys)
    value = asked.value or None
    for total, *parts in asked.total:
        yield _functions.total(total, _signs(parts), value=value, **keys)
    for mean, *parts in asked.mean:
        if not parts:
            raise ValueError(
                "--mean takes the mean and its parts: --mean MEAN PART ..."
            )
        yield _functions.mean(mean, parts, value=value, **keys)


def _along_years(asked: argparse.Namespace, table: pd.DataFrame) -> dict[str, Any]:
    """Return the columns of the years and of the members, as named or else as found."""
    found = Keys(table, by_mark(table)[0].numeric)
    time = asked.time or found.time
    if time is None:
        raise ValueError(
            "No column has years such as 2021. Name it: --time COL; or name the column of the old "
            "values: --growth RATE NEW OLD."
        )
    entity = asked.entity or (None if asked.time else found.series)
    return {"time": time, "entity": entity, "within": asked.within}


def _signs(parts: Sequence[Any]) -> dict[str, int]:
    """Return the sign of each part of a total; a part that is named twice is an error."""
    # The parts that --less names are a list.
    added = [part for part in parts if isinstance(part, str)]
    less = [part for each in parts if isinstance(each, list) for part in each]
    signs = dict.fromkeys(added, 1) | dict.fromkeys(less, -1)
    if not signs or len(signs) < len(added + less):
        raise ValueError(
            "--total takes the total and its parts, each once: --total TOTAL PART ..."
        )
    return signs
