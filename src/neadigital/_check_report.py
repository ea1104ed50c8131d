"""Say what was found in a table: as text, and as one page of HTML without a script."""

from __future__ import annotations

import shlex
import shutil
import textwrap
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from neadigital.consistency._causes import Suspect, Suspects
from neadigital.consistency._cells import Cell
from neadigital.consistency._examine import Examined
from neadigital.consistency._relations import Growth, Relation, Share, Total
from neadigital.consistency._verdicts import FAILS, FOLLOWS

#: What contradicts without anything being wrong.
HINT = (
    "A base that was revised since, a part of a year, constant prices or another coverage also "
    "contradict: then nothing is wrong."
)
#: How to go on where nothing was found.
WAY_ON = (
    "Name what should follow: --growth RATE NEW [OLD], --share PCT PART WHOLE or --total TOTAL "
    "PART ...; for a row as WHOLE or TOTAL, --entity COL too."
)
# A page shows all rows of a table, or only those with a mark if there are more.
_MOST_ROWS = 500


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


class Report:
    """What is said about a table, whatever the format."""

    def __init__(self, examined: Examined, name: str) -> None:
        self.examined = examined
        self.name = name
        self.suspects = Suspects(examined.outcome)
        self.causes = list(self.suspects.fewest())
        self.follow, self.fail = examined.followed()
        self.by_no_rule = examined.without_rule()

    @property
    def summary(self) -> str:
        """What was read."""
        frame = self.examined.cells.frame
        judged = self.follow + self.fail + self.by_no_rule
        return (
            f"{self.name}: {_count(len(frame), 'row')}, {_count(frame.shape[1], 'column')}, "
            f"{_count(len(self.examined.labels), 'relation')}, "
            f"{_count(judged, 'number')} judged."
        )

    @property
    def conclusion(self) -> str:
        """How it ends."""
        if not self.fail:
            return self._conclusion_without_causes
        verb = "does" if self.fail == 1 else "do"
        cells = (
            "this cell" if len(self.causes) == 1 else f"these {len(self.causes)} cells"
        )
        return (
            f"{_count(self.fail, 'number')} {verb} not follow from the others. "
            f"All would follow with another value in {cells}:"
        )

    @property
    def _conclusion_without_causes(self) -> str:
        """How it ends where no cell is accused."""
        if self.by_no_rule:
            verb = "follows" if self.by_no_rule == 1 else "follow"
            return f"{_count(self.by_no_rule, 'number')} {verb} by no rule."
        if self.follow:
            what = "was judged" if self.examined.unjudged else "can be checked"
            return f"All that {what} follows."
        if self.examined.labels:
            return "Nothing of it can be checked: numbers are missing, or no base is above 0."
        if self.examined.all_found:
            return f"No relation has enough evidence to be judged. {WAY_ON}"
        return (
            f"No relation between its numbers was found that could be checked. {WAY_ON}"
        )

    def notes(self) -> Iterator[tuple[str, str]]:
        """Yield what was judged less than it could be, and the arguments that judge it."""
        for each in not_judged(self.examined):
            cells = (
                f"{number['column']} at {number['row']}: {number['printed']}"
                for number in each["numbers"]
            )
            yield (
                f"Not judged: {each['relation']}. By it these do not follow: "
                f"{'; '.join(cells)}. To judge it:",
                each["how"],
            )
        counts = list(self._counts())
        if counts:
            yield (
                "Whole numbers were judged as rounded. If they are counts, judge them exactly:",
                f"--exact {shlex.join(map(str, counts))}",
            )

    def _counts(self) -> Iterator[str]:
        """Yield the columns of totals in which all numbers are whole."""
        cells = self.examined.cells
        totals = [each for each in self.examined.labels if isinstance(each, Total)]
        columns = {
            column: None
            for each in totals
            if all(map(cells.is_whole, each.columns))
            for column in each.columns
        }
        yield from (column for column in columns if column not in cells.exact)

    def relations(self) -> Iterator[str]:
        """Yield each relation with how many of its numbers follow."""
        for label, follow, numbers, is_judged in self.examined.summary():
            note = "" if is_judged else f" ({self._why_not(numbers)}, not judged)"
            yield f"{label}: {follow} of {numbers} follow{note}"
        if self.examined.outcome.cut:
            cut = ", ".join(sorted(map(str, self.examined.outcome.cut)))
            yield f"taken as cut off, not rounded: {cut}"

    def _why_not(self, numbers: int) -> str:
        """Why a relation is shown and not judged."""
        if not numbers:
            return "no total with all its parts"
        is_found = any(each.bits for each in self.examined.all_found)
        return "too little evidence" if is_found else "its total lies between its parts"

    def cause(self, suspect: Suspect) -> str:
        """Say what a cell could be, and why."""
        printed = self.examined.cells.printed(suspect.cell)
        ends = len(suspect.ends)
        slip = self.suspects.slip(suspect)
        notes = [slip, f"{ends} numbers then follow" if ends > 1 else ""]
        why = "; ".join(filter(None, notes))
        return (
            f"{self.suspects.name(suspect.cell)}: {printed} could be "
            f"{self.suspects.could_be(suspect)}{f' ({why})' if why else ''}"
        )


def not_judged(examined: Examined) -> list[dict[str, Any]]:
    """Return each relation that was not judged, the numbers that fail it, and how to judge it."""
    relations: dict[Relation, list[dict[str, Any]]] = {}
    for verdict in examined.unjudged:
        column, row = verdict.judged.cell
        number = {
            "column": column,
            "row": str(examined.cells.label(row)),
            "printed": examined.cells.printed(verdict.judged.cell),
        }
        relations.setdefault(verdict.relation, []).append(number)
    return [
        {"relation": each.label, "numbers": numbers, "how": to_arguments(each)}
        for each, numbers in relations.items()
    ]


def to_arguments(relation: Relation) -> str:
    """Return the arguments of the command that name a relation."""
    entity: list[Any] = []
    time: list[str] = []
    named: list[Any] = []
    if isinstance(relation, Growth):
        named = ["--growth", relation.rate, relation.new]
        if relation.old is None:
            entity, time = list(relation.entity), ["--time", relation.time]
        else:
            named.append(relation.old)
    elif isinstance(relation, Share):
        named = ["--share", relation.share, relation.part, relation.whole]
        entity = [relation.entity] if relation.entity else []
    elif isinstance(relation, Total):
        signs = relation.signs
        named = [
            "--total",
            relation.total,
            *(k for k, sign in signs.items() if sign > 0),
        ]
        less = [part for part, sign in signs.items() if sign < 0]
        named += ["--less", *less] if less else []
        named += ["--value", relation.value] if relation.value else []
        entity = [relation.entity] if relation.entity else []
    if entity:
        named += ["--entity", *entity]
    within = list(getattr(relation, "within", ()))
    named += [*time, *(["--within", *within] if within else [])]
    return shlex.join(map(str, named))


def render_text(examined: Examined, name: str) -> str:
    """Return the answer as text, in lines that fit the terminal."""
    report = Report(examined, name)
    lines = [_wrap(report.summary)]
    lines += [_wrap(line, 2) for line in report.relations()]
    lines += ["", _wrap(report.conclusion)]
    for suspect, others in report.causes:
        lines.append(_wrap(report.cause(suspect), 2))
        lines += [_wrap(f"or {report.suspects.text(other)}", 4) for other in others]
    if report.fail:
        lines += ["", _wrap(HINT)]
    for note, how in report.notes():
        # Arguments are not broken, so that they can be copied.
        lines += ["", _wrap(note), f"  {_safe(how)}"]
    return "\n".join(lines)


def _wrap(line: str, indent: int = 0) -> str:
    """Return a line, broken to a readable width and indented; signs of control are written out."""
    return textwrap.fill(
        _safe(line),
        min(max(shutil.get_terminal_size((80, 24)).columns, 40), 100),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2 if indent else 0),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _safe(line: str) -> str:
    """Return a line in which signs of control are written out."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in line)


# HTML

_COLOURS = """
:root {
  color-scheme: light dark;
  --text: #1c1c1c; --page: #fff; --line: #d0d0d0; --soft: #f3f3f3; --good: #1b6e3c;
  --bad: #b00020; --bad-back: #fde7ea; --may: #8a5a00; --may-back: #fff3d6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e8e8e8; --page: #161616; --line: #444; --soft: #262626; --good: #7fd6a0;
    --bad: #ff8a99; --bad-back: #4a1620; --may: #ffcf70; --may-back: #46360f;
  }
}
"""
_PAGE_STYLE = """
body {
  font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page);
  max-width: 72rem; margin: 0 auto; padding: 1rem;
}
h1 { font-size: 1.4rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin-top: 1.75rem; }
li { margin: .25rem 0; overflow-wrap: anywhere; }
.hint { border-left: 3px solid var(--line); padding-left: .75rem; }
"""
TABLE_STYLE = """
.marked { overflow-x: auto; margin-bottom: 1rem; }
.marked table {
  border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums;
}
.marked th, .marked td {
  border: 1px solid var(--line); padding: .2rem .5rem; text-align: right; white-space: nowrap;
}
.marked th { background: var(--soft); }
.marked th:first-child, .marked td:first-child { text-align: left; }
.marked .legend td { text-align: left; white-space: normal; }
.marked .follows { color: var(--good); }
.marked .fails { text-decoration: underline wavy var(--bad); }
.marked .may {
  background: var(--may-back); outline: 1px dashed var(--may); outline-offset: -1px;
}
.marked .cause {
  background: var(--bad-back); font-weight: 600;
  outline: 2px solid var(--bad); outline-offset: -2px;
}
.marked .cause a { color: var(--bad); font-size: .75em; vertical-align: super; }
"""
_MARKS = {
    "cause": "a cell in which another value would end most of what does not follow",
    "may": "a cell in which another value would do the same",
    "fails": "a number that does not follow",
    "follows": "a number that follows",
}


def render_html(examined: Examined, name: str) -> str:
    """Return the answer as a page that needs no other file and has no script."""
    report = Report(examined, name)
    parts = [
        f"<h1>{escape(report.summary)}</h1>",
        f"<p>{escape(report.conclusion)}</p>",
        _causes_list(report),
        f'<p class="hint">{escape(HINT)}</p>' if report.fail else "",
        _relations_list(report),
        _notes_list(report),
        "<h2>The table</h2>",
        render_table(report),
    ]
    body = "\n".join(filter(None, parts))
    title = f"{escape(name)}: does it follow from itself?"
    style = f"{_COLOURS}{_PAGE_STYLE}{TABLE_STYLE}"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>"
        f"<style>{style}</style></head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def _relations_list(report: Report) -> str:
    """Return what should follow, as a list with a heading; empty if nothing should."""
    items = [f"<li>{escape(line)}</li>" for line in report.relations()]
    if not items:
        return ""
    listed = "".join(items)
    return f"<h2>What should follow</h2><ul>{listed}</ul>"


def _notes_list(report: Report) -> str:
    """Return what was not judged and how to judge it, as paragraphs."""
    paragraphs = ""
    for note, how in report.notes():
        paragraphs += f"<p>{escape(note)} <code>{escape(how)}</code></p>"
    return paragraphs


def _causes_list(report: Report) -> str:
    """Return the cells that would mend what does not follow, as a numbered list."""
    items = []
    for number, (suspect, others) in enumerate(report.causes, 1):
        text = escape(report.cause(suspect))
        nested = ""
        for other in others:
            instead = escape(report.suspects.text(other))
            nested += f"<li>or {instead}</li>"
        if nested:
            nested = f"<ul>{nested}</ul>"
        items.append(f'<li id="c{number}">{text}{nested}</li>')
    if not items:
        return ""
    listed = "".join(items)
    return f"<ol>{listed}</ol>"


def render_table(report: Report, last: int | None = None) -> str:
    """Return the table, or its last rows, with its marked cells, and what the marks mean."""
    marks = _marks(report)
    rows = _shown_rows(report, marks, last)
    numbers = {}
    for number, (suspect, _) in enumerate(report.causes, 1):
        numbers[suspect.cell] = number
    names = report.examined.cells.frame.columns
    head = "".join(f"<th>{escape(str(name))}</th>" for name in names)
    body = "\n".join(_row(report, row, marks, numbers) for row in rows)
    shown = set(rows)
    used = {mark for (_, row), mark in marks.items() if row in shown}
    legend = _legend(used)
    return (
        f'<div class="marked"><table><thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody></table></div>\n"
        f'<div class="marked"><table class="legend"><tbody>{legend}</tbody></table></div>'
    )


def _shown_rows(
    report: Report, marks: Mapping[Cell, str], last: int | None
) -> list[int]:
    """Return the rows to show: the last ones, and of a long table those with a mark."""
    rows = list(range(len(report.examined.cells.frame)))
    if last:
        rows = rows[-last:]
    if len(rows) <= _MOST_ROWS:
        return rows
    marked = {row for (_, row), mark in marks.items() if mark != "follows"}
    return sorted(marked)


def _legend(used: set[str]) -> str:
    """Return what the marks that are used mean, each in a row of a table."""
    rows = ""
    for mark, words in _MARKS.items():
        if mark in used:
            rows += f'<tr><td class="{mark}">12.3</td><td>{words}</td></tr>'
    return rows


def _row(
    report: Report, row: int, marks: Mapping[Cell, str], numbers: Mapping[Cell, int]
) -> str:
    """Return one row of the table."""
    frame = report.examined.cells.frame
    values = frame.iloc[row].tolist()
    cells = ""
    for name, value in zip(frame.columns, values, strict=True):
        place = name, row
        mark = marks.get(place, "")
        cells += _cell(value, mark, numbers.get(place))
    return f"<tr>{cells}</tr>"


def _cell(value: object, mark: str, number: int | None) -> str:
    # Only what is missing differs from itself.
    is_missing = value is None or value != value
    text = "" if is_missing else escape(str(value))
    if not mark:
        return f"<td>{text}</td>"
    link = f' <a href="#c{number}">{number}</a>' if number else ""
    return f'<td class="{mark}">{text}{link}</td>'


def _marks(report: Report) -> dict[Cell, str]:
    """Return the mark of each cell; a cause hides that a number does not follow."""
    marks: dict[Cell, str] = {}
    for verdict in report.examined.outcome.verdicts:
        cell = verdict.judged.cell
        if verdict.verdict in FAILS:
            marks[cell] = "fails"
        elif verdict.verdict in FOLLOWS:
            marks.setdefault(cell, "follows")
    for _, others in report.causes:
        marks |= {other.cell: "may" for other in others}
    return marks | {suspect.cell: "cause" for suspect, _ in report.causes}
