"""Say what was found in a table, as text."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from neadigital._messages import count, cut, escape_controls, fill, list_some
from neadigital.consistency._blame import Suspect
from neadigital.consistency._examine import Examined
from neadigital.consistency._named import Growth, Share, Total
from neadigital.consistency._relations import Judged
from neadigital.consistency._slips import VALUES
from neadigital.consistency._table import Table

#: The exit statuses: all that was judged follows; a number fails; nothing was read or judged; a
#: number fails, with too little evidence to accuse a cell.
OK, FAILED, USAGE, DOUBT = 0, 1, 2, 3
#: What fails without anything being wrong.
HINT = (
    "A number that was revised since, or is of another time, price or coverage than the others, "
    "fails too: then nothing is wrong."
)
#: What is said where nothing was found, and how to go on.
NO_RELATION = (
    "No relation between the numbers was found. Name what should follow: --growth RATE NEW [OLD], "
    "--share PCT PART WHOLE, --total TOTAL PART ... [--less PART ...] or --mean MEAN PART ..."
)
# So many cells, columns or relations are named of each kind.
_MOST_NAMES = 12
_LONGEST = 500
_MOST_NOTES = 5
# So many cells are listed that would do the same as the one that may be wrong.
_MOST_OTHERS = 4
_MOST_CELLS_OF_COLUMN = 3


def status_of(examined: Examined) -> int:
    """Return the exit status."""
    if examined.fail:
        return FAILED
    if examined.doubt:
        return DOUBT
    return OK if examined.follow else USAGE


def conclude(examined: Examined) -> str:
    """Return what the check came to, in one or two sentences."""
    said = f"Nothing was checked. {NO_RELATION}"
    if examined.fail + examined.doubt:
        said = _failures(examined)
    elif examined.follow:
        said = "All that was checked follows."
    elif examined.judged:
        said = "Nothing was checked: by what was named, no number can be recomputed."
    elif examined.noted:
        said = "Nothing was checked: too few numbers tell what should follow."
    ended = "Of too many sums only the likeliest were tried. "
    return ended + said if examined.has_ended else said


def _failures(examined: Examined) -> str:
    """Say how many numbers fail, and how many cells may be wrong."""
    said = _fails(examined.fail + examined.doubt, "number")
    if examined.doubt:
        of_all = f"{examined.doubt} of them " if examined.fail else ""
        are_named = all(each.is_judged for each in examined.doubted)
        why = "with too little evidence to accuse a cell"
        if are_named:
            why = "by what was named and does not hold in this table"
        said += f", {of_all}{why}"
    if examined.causes:
        partners = [each.partner for each, _ in examined.causes]
        # Cells that may have changed places are two.
        cells = 2 * len(partners) - partners.count(None)
        return f"{said}. {count(cells, 'cell')} may be wrong:"
    if not examined.fail:
        rest = " All else that was checked follows." if examined.follow else ""
        return f"{said}.{rest}"
    if all(judged.is_near[at] for judged, at in examined.unexplained()):
        said += " by less than one in the last digit of each number"
    return f"{said}."


def _fails(fail: int, noun: str) -> str:
    """Say that so many fail."""
    verb = "fails" if fail == 1 else "fail"
    return f"{count(fail, noun)} {verb}"


def render(examined: Examined, name: str = "") -> str:
    """Return what was found as text, in lines that fit the terminal."""
    table = examined.table
    begin = f"{name}: " if name else ""
    lines = [wrap(begin + conclude(examined))]
    for cause in examined.causes:
        lines += _cause(examined, *cause)
    unexplained = [_implied(table, *number) for number in examined.unexplained()]
    if unexplained:
        listed = _list(unexplained)
        lines.append(wrap(f"No cell is named for these: {listed}."))
    for relation in examined.doubted:
        lines += _told(*_doubted(table, relation))
    if examined.fail + examined.doubt:
        lines += ["", wrap(HINT)]
    summaries = [_summary(each) for each in examined.holding if each.numbers]
    if summaries:
        lines.append("")
    lines += [wrap(summary, 2) for summary in summaries]
    if status_of(examined) != USAGE:
        lines += ["", wrap(_coverage(examined))]
    for note, how in notes(examined):
        lines += _told(note, how)
    return "\n".join(lines)


def _cause(examined: Examined, first: Suspect, others: list[Suspect]) -> Iterator[str]:
    """Yield the lines of a cell that may be wrong, and of those that would do the same."""
    ends = len(first.ends)
    explained = {1: "it", 2: "both"}.get(ends, f"all {ends}")
    sure = f"no other cell explains {explained}"
    if others:
        sure = f"one of {len(others) + 1} cells that explain {explained}"
    yield wrap(_suspect(examined, first, sure), 2)
    for each in others[:_MOST_OTHERS]:
        said = _suspect(examined, each)
        yield wrap(f"or {said}", 4)
    unsaid = [examined.table.name(each.cell) for each in others[_MOST_OTHERS:]]
    if unsaid:
        listed = _list(unsaid)
        yield wrap(f"and {len(unsaid)} more: {listed}", 4)


def _told(note: str, how: str) -> list[str]:
    """Return a note and the arguments that change it, unbroken, so that they can be copied."""
    lines = [wrap(note)]
    if how:
        lines.append(f"  {escape_controls(how)}")
    return lines


def _suspect(examined: Examined, suspect: Suspect, sure: str = "") -> str:
    """Say what a cell could be, and why."""
    said = _printed(examined.table, suspect.cell)
    slip, _, meant = suspect.slip.partition(": ")
    if slip in VALUES:
        # The number that was meant says more than all that would follow.
        said += f" could be {meant}"
    elif suspect.partner is None:
        slip = suspect.slip
        values = examined.blame.could_be(suspect)
        said += f" could be {values}"
    others = ""
    if suspect.breaks:
        others_fail = _fails(suspect.breaks, "other number")
        others = f"but then {others_fail}"
    reasons = filter(None, [slip, others, sure])
    return said + _in_brackets("; ".join(reasons))


def _printed(table: Table, cell: int) -> str:
    """Return the name of a cell, where it is, and what is printed in it."""
    label = str(table.label(cell))
    section = table.origin.sections.get(label, "")
    where = table.place(cell)
    if section and section not in label:
        where = f"{section}, {where}" if where else section
    name = cut(table.name(cell))
    in_file = _in_brackets(cut(where))
    printed = table.printed(cell)
    return f"{name}{in_file}: {printed}"


def _list(items: Sequence[str]) -> str:
    """Return the first few items; of a long one the name is cut, and not the number after it."""
    return list_some(items, _MOST_NAMES, longest=_LONGEST)


def _in_brackets(text: str) -> str:
    """Return a text in brackets after a blank, if there is one."""
    return f" ({text})" if text else ""


def _implied(table: Table, relation: Judged, number: int) -> str:
    """Return the name of a cell that fails, and what follows from the others."""
    cell = int(relation.own[number])
    low, _, high = map(float, relation.implied.at(number))
    decimals = table.decimals(cell) + 1
    implied = table.write(low, cell, decimals)
    most = table.write(high, cell, decimals)
    if implied != most:
        implied += f" to {most}"
    else:
        # A digit more tells what rounds to the printed number from what is cut off to it.
        implied = table.write(high, cell, decimals + 1)
    return f"{_printed(table, cell)}, from the others {implied}"


def _summary(relation: Judged) -> str:
    """Say how many numbers of a relation follow."""
    said = f"{relation.text}: {relation.follow} of {relation.numbers} follow"
    if not relation.holds:
        said += ", so it does not hold in this table and accuses no cell"
    return said


def _coverage(examined: Examined) -> str:
    """Say how many numbers are in a check, and which are not."""
    numbers = len(examined.numbers)
    checked = numbers - len(examined.not_checked)
    said = f"{checked} of {count(numbers, 'number')} are in a check."
    if examined.not_checked:
        said += f" These are not: {_list(_not_checked(examined))}."
    return said


def _not_checked(examined: Examined) -> list[str]:
    """Return the names of the cells in no check, those of a whole column or row together."""
    table = examined.table
    left = set(examined.not_checked)
    names = [*table.numeric, *table.frame.index]
    columns = map(table.cells, table.numeric)
    rows = np.arange(len(table.units)).reshape(-1, table.rows).T
    places = []
    for name, line in zip(names, [*columns, *rows], strict=True):
        numbers = examined.numbers.intersection(line)
        if len(numbers) > 1 and numbers <= left:
            places.append(f"all of {name}")
            left -= numbers
    for name, of_column in groupby(sorted(left), table.column):
        names = list(map(table.name, of_column))
        if len(names) > _MOST_CELLS_OF_COLUMN:
            names = [f"{name} in {len(names)} rows"]
        places += names
    return places


def notes(examined: Examined) -> Iterator[tuple[str, str]]:
    """Yield what was not judged or left out, and the arguments that change that."""
    table = examined.table
    if table.is_cut:
        yield "Judged as cut off, not rounded.", ""
    said = {
        "Judged as exact counts, as the table shows": examined.counts,
        "Left out, as asked": [_printed(table, cell) for cell in table.ignored],
        "Left out, as they cannot be read": [
            _printed(table, cell) + _in_brackets(why)
            for cell, why in table.unreadable().items()
        ],
        "Taken for text, as their numbers cannot be read": [
            str(name) + _in_brackets(why) for name, why in table.taken_for_text()
        ],
    }
    for words, names in said.items():
        if names:
            yield f"{words}: {_list(names)}.", ""
    for each in examined.noted[:_MOST_NOTES]:
        yield _doubted(table, each)


def _doubted(table: Table, relation: Judged) -> tuple[str, str]:
    """Say which numbers fail by a relation that accuses no cell, and how to judge it."""
    summary = _summary(relation)
    if relation.is_judged:
        return f"{summary}.", ""
    failing = np.flatnonzero(relation.fails).tolist()
    listed = _list([_implied(table, relation, number) for number in failing])
    said = f"Too little evidence to judge: {summary}. By it these fail: {listed}."
    how = arguments_of(table, relation)
    if how:
        said += " To judge it:"
    return said, how


def arguments_of(table: Table, relation: Judged) -> str:
    """Return the arguments of the command that name a relation, if it can be named."""
    named = relation.named
    if not isinstance(named, (Growth, Share, Total)):
        return ""
    words: list[Any] = []
    for option, given in named.options.items():
        if given:
            words += [option, *given]
    if "--entity" not in words:
        # Where columns are named all rows are judged, and what was found may be of some.
        name = table.column(relation.own[0])
        for cell in np.setdiff1d(table.cells(name), relation.own):
            if table.printed(cell):
                words += ["--ignore", name, table.label(cell)]
    return shlex.join(map(str, words))


def wrap(line: str, indent: int = 0) -> str:
    """Return a line, broken to a readable width and indented."""
    columns, _ = shutil.get_terminal_size((80, 24))
    width = min(max(columns, 40), 100)
    hang = indent + 2 if indent else 0
    return fill(escape_controls(line), width, " " * indent, " " * hang)
