"""The command `neadigital check`: its arguments, and the text that it answers with.

The check itself is imported when it runs, because it needs pandas, and the other commands do not.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from neadigital._messages import list_some
from neadigital.errors import NeadigitalError

if TYPE_CHECKING:
    from neadigital.consistency._cells import Cells
    from neadigital.consistency._relations import Relation, View
    from neadigital.consistency._verdicts import Verdict

#: All that can be checked follows; something does not; nothing could be read or checked.
OK, FAILED, USAGE = 0, 1, 2
# A table with more cells takes seconds, so it shows what is being done.
_LONG = 20_000


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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to its parser."""
    add = parser.add_argument
    add(
        "file",
        metavar="FILE",
        help="CSV, TSV, Markdown, HTML or Excel; - for the input",
    )
    add(
        "--table",
        type=int,
        default=0,
        metavar="N",
        help="which table of the file, from 0",
    )
    add("--exact", nargs="+", default=[], metavar="COL", help="columns of whole counts")
    add(
        "--growth",
        nargs="+",
        action="append",
        default=[],
        metavar="COL",
        help="RATE NEW [OLD]: growth from OLD to NEW, or of NEW along the years",
    )
    add(
        "--share",
        nargs=3,
        action="append",
        default=[],
        metavar=("PCT", "PART", "WHOLE"),
        help="share of a column in another one, or in the row WHOLE of --entity",
    )
    add(
        "--total",
        nargs="+",
        action="append",
        default=[],
        metavar="COL",
        help="TOTAL PART ...: a total of columns, or of rows of --entity",
    )
    add(
        "--less",
        nargs="+",
        action=_Less,
        metavar="PART",
        help="parts that are subtracted",
    )
    add("--entity", metavar="COL", help="the column of the members")
    add("--time", metavar="COL", help="the column of the years; by default year")
    add(
        "--value",
        nargs="+",
        default=[],
        metavar="COL",
        help="which columns a --total of rows adds up",
    )
    add("--within", nargs="+", metavar="COL", help="what else separates the rows")
    add("--decimal", metavar="MARK", choices=[".", ","], help="the decimal mark")
    add("--decimals", type=int, metavar="N", help="how many decimals are printed")
    add(
        "--format",
        choices=["text", "json", "html"],
        default="text",
        help="of the answer",
    )


def run(asked: argparse.Namespace) -> tuple[str, int]:
    """Check a file; return the answer, and the status with which the command ends.

    What cannot be read is a NeadigitalError.
    """
    from neadigital import consistency
    from neadigital.consistency._cells import Cells
    from neadigital.consistency._examine import examine

    try:
        source = sys.stdin.read() + "\n" if asked.file == "-" else asked.file
        frame = consistency.read(source, asked.table)
        cells = Cells(frame, asked.exact, asked.decimals, asked.decimal)
        is_long = frame.size > _LONG
        reading, *_ = cells.by_mark(frame.columns)
        named, aside = _relations(asked, reading)
        examined = examine(cells, named, _show_progress if is_long else None)
        if aside:
            examined.set_aside(aside)
    except (ImportError, KeyError, LookupError, OSError, ValueError) as error:
        raise NeadigitalError(f"{asked.file}: {_message(error)}") from error
    from neadigital._check_report import render
    from neadigital.consistency._verdicts import FAILS, FOLLOWS, NO_RULE

    # A relation that the user named is judged, so it fails if no rule holds for it.
    fails = [*FAILS, NO_RULE] if named else FAILS
    status = USAGE
    if examined.how_many(*fails):
        status = FAILED
    elif examined.how_many(*FOLLOWS):
        status = OK
    name = "the input" if asked.file == "-" else str(asked.file)
    return render(examined, name, asked.format), status


def _message(error: Exception) -> str:
    """Return the text of an error, without the quotes that a KeyError adds."""
    if isinstance(error, OSError):
        return str(error.strerror or error)
    if isinstance(error, KeyError) and error.args:
        return str(error.args[0])
    return str(error)


def _show_progress(doing: str) -> None:
    print(f"{doing} ...", file=sys.stderr, flush=True)


# Relations that are typed


def _relations(
    asked: argparse.Namespace, cells: Cells
) -> tuple[list[Relation], list[Relation]]:
    """Return the relations that the arguments name, and totals that are not judged."""
    named = [*_growths(asked, cells), *_shares(asked, cells)]
    aside: list[Relation] = []
    for total, *parts in asked.total:
        totals, means = _totals(total, parts, asked, cells)
        named += totals
        aside += means
    _refuse_unused(asked, [*named, *aside])
    return named, aside


def _refuse_unused(asked: argparse.Namespace, relations: list[Relation]) -> None:
    """Raise an error where an option says something that no named relation needs."""
    for option in ("entity", "time", "within", "value"):
        is_used = any(_uses(relation, option) for relation in relations)
        if getattr(asked, option) and not is_used:
            raise ValueError(
                f"No --growth, --share or --total that was named needs --{option}."
            )


def _uses(relation: Relation, option: str) -> bool:
    """Tell whether a relation reads the columns that an option names."""
    # Growth between two columns looks up no other row.
    is_in_row = getattr(relation, "old", None) is not None
    if is_in_row and option in ("entity", "time"):
        return False
    return bool(getattr(relation, option, None))


def _growths(asked: argparse.Namespace, cells: Cells) -> Iterator[Relation]:
    from neadigital import consistency

    for columns in asked.growth:
        if not 2 <= len(columns) <= 3:
            raise ValueError("--growth takes RATE NEW or RATE NEW OLD.")
        rate, new, *old = columns
        time = asked.time or "year"
        if not old and time not in cells.frame:
            raise ValueError(
                f"--growth {rate} {new} needs the column of the years, which --time names, or the "
                "column OLD of the earlier values."
            )
        yield consistency.growth(
            *columns, entity=asked.entity, time=time, within=asked.within
        )


def _shares(asked: argparse.Namespace, cells: Cells) -> Iterator[Relation]:
    from neadigital import consistency

    for share, part, whole in asked.share:
        entity = None if whole in cells.frame else _entity(asked, whole, cells)
        yield consistency.share(share, part, whole, entity=entity, within=asked.within)


def _totals(
    total: str, parts: list[Any], asked: argparse.Namespace, cells: Cells
) -> tuple[list[Relation], list[Relation]]:
    """Return a total of columns, or of rows in each column, and those of rates and means."""
    from neadigital import consistency

    if not parts:
        raise ValueError("--total takes the total and its parts.")
    signs = _signs(parts)
    if total in signs:
        raise ValueError(f"--total names {total!r} as a part of itself.")
    if total in cells.frame:
        return [consistency.total(total, signs)], []
    entity = _entity(asked, total, cells)
    typed = [*asked.growth, *asked.share]
    rates = {columns[0] for columns in typed}
    levels = {name for columns in typed for name in columns[1:]}
    judged: list[Relation] = []
    aside: list[Relation] = []
    for value in asked.value or cells.numeric_columns():
        relation = consistency.total(
            total, signs, value=value, entity=entity, within=asked.within
        )
        is_named = value in asked.value or value in levels
        if is_named or not _is_mean(relation, value in rates, cells):
            judged.append(relation)
        else:
            aside.append(relation)
    # What is named is judged, whatever its numbers look like.
    return (judged, aside) if judged else (aside, [])


def _signs(parts: list[Any]) -> dict[str, int]:
    """Return the sign of each part of a total; a part that is named twice is an error."""
    # The parts that --less names are a list.
    added = [part for part in parts if isinstance(part, str)]
    subtracted = [part for each in parts if isinstance(each, list) for part in each]
    [(part, times)] = Counter([*added, *subtracted]).most_common(1)
    if times > 1:
        raise ValueError(f"--total names {part!r} {times} times. Name each part once.")
    return dict.fromkeys(added, 1) | dict.fromkeys(subtracted, -1)


def _is_mean(relation: Relation, is_rate: bool, cells: Cells) -> bool:
    """Tell whether no total follows, and all lie between their parts, as rates and means do."""
    from neadigital.consistency._verdicts import judge

    outcome = judge([relation], cells)
    # Zeros that add up to 0 do not tell amounts from rates.
    if any(each.follows and each.printed.mid for each in outcome.verdicts):
        return False
    failing = [each for each in outcome.verdicts if each.fails]
    return is_rate or all(_is_between_its_parts(each, outcome.view) for each in failing)


def _is_between_its_parts(verdict: Verdict, view: View) -> bool:
    """Tell whether a total is not below its least part nor above its greatest one."""
    middles = [each.mid for each in verdict.judged.known(view) or []]
    return min(middles) <= verdict.printed.mid <= max(middles)


def _entity(asked: argparse.Namespace, member: str, cells: Cells) -> str:
    """Return the column of the members, which a total or a share of rows needs."""
    if asked.entity is None:
        numeric = cells.numeric_columns()
        labels = [repr(name) for name in cells.frame if name not in numeric]
        listed = list_some(labels, between=", ") or "none"
        raise ValueError(
            f"There is no column {member!r}. For a row, name the column of the rows with --entity "
            f"(columns of text: {listed})."
        )
    return str(asked.entity)
