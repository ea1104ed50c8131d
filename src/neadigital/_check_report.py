"""Say what was found in tables: as text, and as JSON."""

from __future__ import annotations

import json
import shlex
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from neadigital._messages import count, list_some
from neadigital.consistency._blame import Suspect
from neadigital.consistency._examine import Examined
from neadigital.consistency._relations import Relation

#: What fails without anything being wrong.
HINT = (
    "A base that was revised since, a part of a year, constant prices or another coverage make "
    "numbers fail too: then nothing is wrong."
)
#: How to go on where nothing was found.
WAY_ON = (
    "Name what should follow: --growth RATE NEW [OLD], --share PCT PART WHOLE or --total TOTAL "
    "PART ..."
)
#: The version of the answer in JSON.
VERSION = 2
# So many cells, columns or relations that nothing is said of are named.
_MOST_NAMES = 12
_MOST_NOTES = 5
# If more of its numbers fail, a relation may be none.
_MANY_FAIL = 0.1


@dataclass
class Report:
    """What is said about a table, or why it could not be read."""

    name: str
    examined: Examined | None
    error: str = ""

    @property
    def _known(self) -> Examined:
        if self.examined is None:
            raise ValueError(self.error)
        return self.examined

    @property
    def status(self) -> int:
        """The exit status: 0 if all that was judged follows, 1 if not, 2 if nothing was judged."""
        if self.examined is None or not self.examined.follow + self.examined.fail:
            return 2
        return 1 if self.examined.fail else 0

    @property
    def conclusion(self) -> str:
        """What the check came to, in one sentence."""
        if self.examined is None:
            return self.error
        causes = len(self.examined.causes)
        if self.status == 2:
            return f"Nothing was checked: no relation between its numbers was found. {WAY_ON}"
        if self.status == 0:
            return "All that was checked follows."
        verb = "fails" if self.examined.fail == 1 else "fail"
        said = f"{count(self.examined.fail, 'number')} {verb} to follow from the others"
        return (
            f"{said}. {count(causes, 'cell')} may be wrong:" if causes else f"{said}."
        )

    @property
    def coverage(self) -> str:
        """How many numbers are in a check, and which are not."""
        numbers = self._known.numbers()
        left = numbers - self._known.checked()
        said = f"{len(numbers) - len(left)} of {count(len(numbers), 'number')} are in a check"
        if not left:
            return f"{said}."
        if len(left) == len(numbers):
            return "No number is in a check."
        return f"{said}. These are not: {list_some(self._places(left), _MOST_NAMES)}."

    def _places(self, cells: set[int]) -> list[str]:
        """Return the names of cells, those of a whole column together."""
        table, numbers = self._known.table, self._known.numbers()
        places = []
        for name in table.numeric:
            own = set(table.cells(name).tolist()) & numbers
            left = sorted(own & cells)
            if left and len(left) == len(own):
                places.append(f"all of {name}")
            elif 2 * len(left) > len(own):
                places.append(f"{len(left)} of {name}")
            else:
                places += [table.name(cell) for cell in left]
        return places

    def cause(self, suspect: Suspect) -> str:
        """Say what a cell could be, and why."""
        blame, table = self._known.blame, self._known.table
        said = f"{table.name(suspect.cell)}: {table.printed(suspect.cell)}"
        if suspect.partner is None:
            said += f" could be {blame.could_be(suspect)}"
        why = [suspect.slip]
        if len(suspect.ends) > 1:
            why.append(f"{len(suspect.ends)} numbers then follow")
        if suspect.breaks:
            why.append(f"{count(suspect.breaks, 'other')} then fail")
        reasons = "; ".join(filter(None, why))
        return f"{said} ({reasons})" if reasons else said

    def relations(self) -> Iterator[str]:
        """Yield each relation that was judged, with how many of its numbers follow."""
        for each in self._known.judged:
            fails = int(each.fails.sum())
            said = f"{each.text}: {int(each.follows.sum())} of {each.numbers} follow"
            if fails > 2 and fails > _MANY_FAIL * each.numbers:
                said += " (perhaps it is no identity)"
            yield said

    def notes(self) -> Iterator[tuple[str, str]]:
        """Yield what was not judged or left out, and the arguments that change that."""
        table = self._known.table
        if self._known.counts:
            listed = list_some(self._known.counts, _MOST_NAMES, ", ")
            yield f"Judged as exact counts, as their totals show: {listed}.", ""
        if table.is_cut:
            yield "Judged as cut off, not rounded.", ""
        unread = [
            f"{table.name(cell)} ({table.printed(cell)})" for cell in table.unreadable()
        ]
        if unread:
            yield (
                f"Left out, as they cannot be read: {list_some(unread, _MOST_NAMES)}.",
                "",
            )
        for name in table.taken_for_text():
            yield f"Taken for text, as its numbers cannot be read: {name}.", ""
        for each in self._known.noted[:_MOST_NOTES]:
            failing = each.cells[each.fails, 0].tolist()
            named = [f"{table.name(cell)}: {table.printed(cell)}" for cell in failing]
            why = "by its name" if not each.bits else "with too little evidence"
            yield (
                f"Not judged: {each.text}, {why}; {int(each.follows.sum())} of {each.numbers} "
                f"follow. By it these fail: {list_some(named, _MOST_NAMES)}."
                f"{' To judge it:' if each.how else ''}",
                shlex.join(map(str, each.how)),
            )
        others = table.frame.attrs.get("tables", 1) - 1
        if others:
            yield f"The file has {count(others, 'other table')}: --table N.", ""


def render(reports: Sequence[Report], form: str) -> str:
    """Return the answer as text or JSON."""
    if form == "json":
        answers = [_answer(report) for report in reports]
        return json.dumps(
            {"version": VERSION, "files": answers}, ensure_ascii=False, indent=1
        )
    return "\n\n".join(map(_render_text, reports))


def _render_text(report: Report) -> str:
    """Return the answer as text, in lines that fit the terminal."""
    if report.examined is None:
        return _wrap(report.error)
    lines = [_wrap(f"{report.name}: {report.conclusion}")]
    for suspect, others in report.examined.causes:
        lines.append(_wrap(report.cause(suspect), 2))
        lines += [_wrap(f"or {report.cause(other)}", 4) for other in others]
    if report.status == 1:
        lines += ["", _wrap(HINT)]
    lines += ["", *(_wrap(line, 2) for line in report.relations())]
    lines += ["", _wrap(report.coverage)]
    for note, how in report.notes():
        lines.append(_wrap(note))
        if how:
            # Arguments are not broken, so that they can be copied.
            lines.append(f"  {_safe(how)}")
    return "\n".join(lines)


def _wrap(line: str, indent: int = 0) -> str:
    """Return a line, broken to a readable width and indented; signs of control are written out."""
    columns, _ = shutil.get_terminal_size((80, 24))
    return textwrap.fill(
        _safe(line),
        min(max(columns, 40), 100),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2 if indent else 0),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _safe(line: str) -> str:
    """Return a line in which signs of control are written out."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in line)


def _answer(report: Report) -> dict[str, Any]:
    """Return the answer for programs: the frames, and what the text says beside them."""
    answer: dict[str, Any] = {
        "file": report.name,
        "status": report.status,
        "conclusion": report.conclusion,
    }
    if report.examined is None:
        return answer
    examined = report.examined
    left = sorted(examined.numbers() - examined.checked())
    return answer | {
        "relations": [_relation(each) for each in examined.relations],
        "numbers": _records(examined.numbers_table()),
        "causes": _records(examined.causes_table()),
        "not_checked": [examined.table.name(cell) for cell in left],
        "unreadable": [
            examined.table.name(cell) for cell in examined.table.unreadable()
        ],
        "counts": examined.counts,
        "notes": [{"note": note, "how": how} for note, how in report.notes()],
    }


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "relation": relation.text,
        "follow": int(relation.follows.sum()),
        "numbers": relation.numbers,
        "judged": relation.is_judged,
        "how": shlex.join(map(str, relation.how)),
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame, with null for what is missing."""
    text = frame.to_json(orient="records", force_ascii=False)
    records: list[dict[str, Any]] = json.loads(text)
    return records
