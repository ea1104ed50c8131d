"""The command `neadigital check`: its arguments, and the answer for each of its files."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from neadigital._messages import count, list_some
from neadigital.consistency._examine import Examined, examine
from neadigital.consistency._grids import MOST_BYTES, origin_of
from neadigital.consistency._labels import Keys
from neadigital.consistency._named import growth, mean, share, total
from neadigital.consistency._reading import read, read_all
from neadigital.consistency._relations import RULES
from neadigital.consistency._report import (
    DOUBT,
    FAILED,
    NO_RELATION,
    OK,
    USAGE,
    conclude,
    notes,
    render,
    status_of,
    wrap,
)
from neadigital.consistency._result import Result
from neadigital.consistency._table import by_mark
from neadigital.errors import NeadigitalError

# The version of the answer in JSON.
_VERSION = 3
# So many tables are named of which nothing was checked.
_MOST_NAMES = 12

_COLUMNS: dict[str, Any] = {"nargs": "+", "default": []}
_RELATIONS: dict[str, Any] = {"nargs": "+", "action": "append", "default": []}
_CELLS = {**_RELATIONS, "nargs": 2}
_SHARES = {**_RELATIONS, "nargs": 3}
_OF_RULE = f"how each --growth follows: {', '.join(RULES)} or annual"
_OF_SHARE = "share of a column in another one, or in the row WHOLE of --entity"
# What each option that names a relation takes.
_FORMS = {
    "growth": "RATE NEW [OLD]",
    "total": "TOTAL PART ...",
    "mean": "MEAN PART ...",
}
_OF_GROWTH = f"{_FORMS['growth']}: growth, or that along the years"
# Each option, what stands for its arguments, how argparse takes them, and what it is.
_OPTIONS: list[tuple[str, Any, dict[str, Any], str]] = [
    ("--table", "N", {"type": int}, "one table, from 0; by default all with numbers"),
    ("--exact", "COL", _COLUMNS, "columns of whole counts"),
    ("--ignore", ("COL", "ROW"), _CELLS, "a cell to leave out"),
    ("--growth", "COL", _RELATIONS, _OF_GROWTH),
    ("--rule", "RULE", {}, _OF_RULE),
    ("--share", ("PCT", "PART", "WHOLE"), _SHARES, _OF_SHARE),
    ("--total", "COL", _RELATIONS, "TOTAL PART ...: of columns, or rows of --entity"),
    ("--less", "PART", _COLUMNS, "parts that are subtracted in each --total"),
    ("--mean", "COL", _RELATIONS, "MEAN PART ...: the plain mean, as --total"),
    ("--entity", "COL", {}, "the column of the members; by default found"),
    ("--time", "COL", {}, "the column of the years; by default the first one"),
    ("--value", "COL", _COLUMNS, "in which columns a --total or --mean of rows is"),
    ("--within", "COL", {"nargs": "+"}, "what else separates the rows"),
    ("--decimal", "MARK", {}, "the decimal mark"),
    ("--decimals", "N", {"type": int}, "how many decimals are printed"),
]


@dataclass
class _File:
    """The tables of a file that were examined, or why it could not be read."""

    name: str
    tables: list[Examined] = field(default_factory=list)
    error: str = ""
    #: How many tables it has that were not asked for.
    others: int = 0

    @property
    def status(self) -> int:
        """The exit status; a table that cannot be judged counts only if there is no other."""
        if self.error:
            return USAGE
        return _first_of(list(map(status_of, self.tables)), OK, USAGE)

    @property
    def text(self) -> str:
        """What is said to people; of several tables those that cannot be judged are named."""
        if self.error:
            return wrap(self.error)
        said = []
        unjudged = []
        for each in self.tables:
            if len(self.tables) > 1 and status_of(each) == USAGE:
                unjudged.append(_which(each))
            else:
                name = ", ".join(filter(None, [self.name, _which(each)]))
                said.append(render(each, name))
        if unjudged:
            listed = list_some(unjudged, _MOST_NAMES)
            found = f"{self.name}: Nothing was checked in these: {listed}."
            said.append(wrap(f"{found} {NO_RELATION}"))
        if self.others:
            others = count(self.others, "other table")
            said.append(wrap(f"The file has {others}: --table N."))
        return "\n\n".join(said)

    @property
    def answers(self) -> list[dict[str, Any]]:
        """What is said to programs, of each table."""
        if self.error:
            answer = {"status": USAGE, "conclusion": self.error}
            return [{"file": self.name, **answer}]
        return [{"file": self.name, **_answer(each)} for each in self.tables]


def _which(examined: Examined) -> str:
    """Return which table of its file it is, an empty text if the file has one."""
    origin = examined.table.origin
    if origin.tables == 1:
        return ""
    return f"{origin.title or 'table'} (--table {origin.table})"


def _answer(examined: Examined) -> dict[str, Any]:
    """Return the tables that were found, and what the text says beside them."""
    table = examined.table
    result = Result(examined)
    relations = result.relations.drop(columns="relation")
    return {
        "status": result.status,
        "table": table.origin.table,
        "title": table.origin.title,
        "conclusion": conclude(examined),
        "relations": _records(relations),
        "numbers": _records(result.numbers),
        "causes": _records(result.causes),
        "not_checked": list(map(table.name, sorted(examined.not_checked))),
        "unreadable": list(map(table.name, table.unreadable())),
        "counts": examined.counts,
        "notes": [{"note": note, "how": how} for note, how in notes(examined)],
    }


def _records(frame: pd.DataFrame) -> Any:
    """Return the rows of a frame, with null for what is missing."""
    text = frame.to_json(orient="records", force_ascii=False)
    return json.loads(text)


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

    What cannot be read is a NeadigitalError, if it is the only file and people read the answer.
    """
    files = [_check_file(asked, file) for file in asked.files]
    status = _first_of([file.status for file in files], USAGE, OK)
    if asked.format == "json":
        answers = [answer for file in files for answer in file.answers]
        answer = {"version": _VERSION, "files": answers}
        return json.dumps(answer, ensure_ascii=False, indent=1), status
    first, *others = files
    if first.error and not others:
        raise NeadigitalError(first.error)
    return "\n\n".join(file.text for file in files), status


def _first_of(statuses: Sequence[int], *others: int) -> int:
    """Return the status that counts: what fails, what is in doubt, then the others in order."""
    in_order = (FAILED, DOUBT, *others)
    return next(each for each in in_order if each in statuses)


def _check_file(asked: argparse.Namespace, file: str) -> _File:
    """Judge the tables of a file, or the one of which a column or the number is named."""
    name = "the input" if file == "-" else str(file)
    relations = asked.growth + asked.share + asked.total + asked.mean
    is_of_one = asked.table is not None
    is_of_one |= any([relations, asked.exact, asked.ignore])
    try:
        source: str | bytes = file
        if file == "-":
            # One byte more than is read tells that a file is too large.
            source = sys.stdin.buffer.read(MOST_BYTES + 1)
        tables = [read(source, asked.table)] if is_of_one else read_all(source)
        examined = [_examine(asked, table) for table in tables]
    except OSError as error:
        return _File(name, error=f"{name}: {error.strerror or error}")
    except (ImportError, LookupError, ValueError) as error:
        # The text of a KeyError would be in quotes.
        return _File(name, error=f"{name}: {error.args[0]}")
    others = 0
    if is_of_one:
        others = origin_of(tables[0]).tables - 1
    return _File(name, examined, others=others)


def _examine(asked: argparse.Namespace, table: pd.DataFrame) -> Examined:
    _refuse_incomplete(asked)
    return examine(
        table,
        list(_relations(asked, table)),
        exact=asked.exact,
        decimals=asked.decimals,
        decimal=asked.decimal,
        is_cut=asked.cut,
        ignore=[tuple(cell) for cell in asked.ignore],
    )


def _refuse_incomplete(asked: argparse.Namespace) -> None:
    """Raise if an option lacks the one that it belongs to, or a relation its columns."""
    for option, owner in {"rule": "growth", "less": "total"}.items():
        if getattr(asked, option) and not getattr(asked, owner):
            raise ValueError(f"--{option} belongs to a --{owner}.")
    for option, form in _FORMS.items():
        most = 3 if option == "growth" else math.inf
        for names in getattr(asked, option):
            if not 2 <= len(names) <= most:
                raise ValueError(f"Name {form} after --{option}.")


def _relations(asked: argparse.Namespace, table: pd.DataFrame) -> Iterator[Any]:
    """Yield the relations that are named."""
    for columns in asked.growth:
        along = {} if columns[2:] else _along_years(asked, table)
        yield growth(*columns, rule=asked.rule, **along)
    for columns in asked.share:
        yield share(*columns, entity=asked.entity, within=asked.within)
    less = dict.fromkeys(asked.less, -1)
    for name, *parts in asked.total:
        signs = dict.fromkeys(parts, 1) | less
        if len(signs) < len(parts) + len(asked.less):
            raise ValueError("A --total takes each of its parts once.")
        yield total(name, signs, **_of_rows(asked, table, name))
    for name, *parts in asked.mean:
        yield mean(name, parts, **_of_rows(asked, table, name))


def _of_rows(
    asked: argparse.Namespace, table: pd.DataFrame, name: str
) -> dict[str, Any]:
    """Return what is said of rows, nothing if a name is that of a column and of no member."""
    are_columns = {asked.entity, name} <= set(table)
    if are_columns and name not in table[asked.entity].tolist():
        return {}
    return {
        "value": asked.value or None,
        "entity": asked.entity,
        "within": asked.within,
    }


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
