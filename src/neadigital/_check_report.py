"""Say what was found in a table: as text, as JSON, and as one page of HTML without a script."""

from __future__ import annotations

import json
import shlex
import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from neadigital._messages import count, list_some
from neadigital.consistency._causes import Suspect
from neadigital.consistency._cells import Cell
from neadigital.consistency._examine import Examined, Summary
from neadigital.consistency._relations import Growth, Relation, Share, Total
from neadigital.consistency._verdicts import (
    FAILS,
    FOLLOWS,
    NO_RULE,
    NOT_CHECKABLE,
)

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
# So many columns that nothing is said of are named.
_MOST_NAMES = 12


class Report:
    """What is said about a table, whatever the format."""

    def __init__(self, examined: Examined, name: str) -> None:
        self.examined = examined
        self.name = name
        self.suspects = examined.suspects
        self.causes = self.suspects.causes
        self.follow = examined.how_many(*FOLLOWS)
        self.fail = examined.how_many(*FAILS)
        self.by_no_rule = examined.how_many(NO_RULE)

    @property
    def summary(self) -> str:
        """What was read."""
        rows, columns = self.examined.cells.frame.shape
        judged = self.follow + self.fail + self.by_no_rule
        others = self.examined.cells.frame.attrs.get("tables", 1) - 1
        more = f" It has {count(others, 'other table')}: --table." if others else ""
        return (
            f"{self.name}: {count(rows, 'row')}, {count(columns, 'column')}, "
            f"{count(len(self.examined.judged), 'relation')}, "
            f"{count(judged, 'number')} judged.{more}"
        )

    @property
    def conclusion(self) -> str:
        """How it ends."""
        if not self.fail:
            return self._conclusion_without_causes()
        verb = "does" if self.fail == 1 else "do"
        said = f"{count(self.fail, 'number')} {verb} not follow from the others."
        number = len(self.causes)
        if not number:
            return f"{said} No other value of one cell would mend that."
        cells = "this cell" if number == 1 else f"these {number} cells"
        mended = self.fail - len(self.suspects.open)
        most = "All" if mended == self.fail else f"{mended} of them"
        return f"{said} {most} would follow with another value in {cells}:"

    def _conclusion_without_causes(self) -> str:
        """How it ends where no cell is accused."""
        if self.by_no_rule:
            verb = "follows" if self.by_no_rule == 1 else "follow"
            return f"{count(self.by_no_rule, 'number')} {verb} by no rule."
        examined = self.examined
        if self.follow:
            judged = "All that was judged follows."
            rest = "The rest of the table was not judged."
            return judged if examined.judges_all else f"{judged} {rest}"
        if examined.judged:
            return "Nothing of it can be checked: numbers are missing, or no base is above 0."
        if examined.others:
            return f"Nothing was judged: no relation has enough evidence. {WAY_ON}"
        return (
            f"Nothing was judged: no relation between its numbers was found. {WAY_ON}"
        )

    def relations(self) -> Iterator[str]:
        """Yield each relation with how many of its numbers follow, and what was not judged."""
        yield from self._said_of(self.examined.judged)
        yield from self._said_of(self.examined.others)
        unchecked = self.examined.how_many(NOT_CHECKABLE)
        if unchecked:
            yield (
                f"{count(unchecked, 'number')} cannot be checked: one that it follows from is "
                "missing, or its base is not above 0"
            )
        unread = self.examined.unread()
        if unread:
            listed = list_some(unread, _MOST_NAMES, ", ")
            yield f"not judged, as no relation of these was found or named: {listed}"
        for name, text in self.examined.cells.unknown_columns().items():
            yield f"taken for text, as no number is written like {text!r}: {name}"
        if self.cut_off:
            yield f"taken as cut off, not rounded: {', '.join(self.cut_off)}"

    @property
    def cut_off(self) -> list[str]:
        """The columns that are taken as cut off."""
        return sorted(map(str, self.examined.outcome.cut))

    def _said_of(self, summaries: Sequence[Summary]) -> Iterator[str]:
        """Yield how many numbers follow, for a total that follows in several columns once."""
        alike: dict[str, list[Summary]] = {}
        for each in summaries:
            words = each.label
            if isinstance(each.relation, Total) and not each.failing:
                words = each.relation.words
            alike.setdefault(words, []).append(each)
        for words, same in alike.items():
            first, *others = same
            label = f"{words}, in {len(same)} columns" if others else first.label
            follow = sum(each.follow for each in same)
            numbers = sum(each.numbers for each in same)
            note = "" if first.is_judged else f" ({self._why_not(first)}, not judged)"
            yield f"{label}: {follow} of {numbers} follow{note}"

    def _why_not(self, summary: Summary) -> str:
        """Why a relation is shown and not judged."""
        if not summary.numbers:
            return "no total with all its parts"
        if summary.found.is_near:
            return "it follows in other columns"
        is_found = any(each.found.bits for each in self.examined.relations)
        return "too little evidence" if is_found else "its total lies between its parts"

    def cause(self, suspect: Suspect) -> str:
        """Say what a cell could be, and why."""
        printed = self.examined.cells.printed(suspect.cell)
        name = self.suspects.name(suspect.cell)
        said = f"{name}: {printed} could be {self.suspects.could_be(suspect)}"
        why = [self.suspects.slip(suspect)]
        ends = len(suspect.ends)
        if ends > 1:
            why.append(f"{ends} numbers then follow")
        reasons = "; ".join(filter(None, why))
        return f"{said} ({reasons})" if reasons else said

    def instead(self, other: Suspect) -> str:
        """Say what another cell could be instead, and by which slip."""
        said = f"or {self.suspects.text(other)}"
        slip = self.suspects.slip(other)
        return f"{said} ({slip})" if slip else said

    def not_judged(self) -> list[dict[str, Any]]:
        """Return each relation that was not judged, what fails it, and how to judge it."""
        return [
            {
                "relation": each.relation.label,
                "numbers": [
                    self._number(verdict.judged.cell) for verdict in each.failing
                ],
                "how": to_arguments(each.relation),
            }
            for each in self.examined.others
            if each.failing
        ]

    def _number(self, cell: Cell) -> dict[str, Any]:
        column, row = cell
        cells = self.examined.cells
        return {
            "column": column,
            "row": str(cells.label(row)),
            "printed": cells.printed(cell),
        }

    def may_be_counts(self) -> list[str]:
        """Return the columns of totals in which all numbers are whole, and judged as rounded."""
        cells = self.examined.cells
        columns: dict[str, None] = {}
        for each in self.examined.judged:
            is_total = isinstance(each.relation, Total)
            if is_total and all(map(cells.is_whole, each.relation.columns)):
                columns |= dict.fromkeys(each.relation.columns)
        return [column for column in columns if column not in cells.exact]

    def notes(self) -> Iterator[tuple[str, str]]:
        """Yield what was judged less than it could be, and the arguments that judge it."""
        for each in self.not_judged():
            numbers = [
                f"{number['column']} at {number['row']}: {number['printed']}"
                for number in each["numbers"]
            ]
            listed = list_some(numbers, _MOST_NAMES)
            yield (
                f"Not judged: {each['relation']}. By it these do not follow: {listed}. "
                "To judge it:",
                each["how"],
            )
        counts = self.may_be_counts()
        if counts:
            yield (
                "Whole numbers were judged as rounded. If they are counts, judge them exactly:",
                f"--exact {shlex.join(map(str, counts))}",
            )


def to_arguments(relation: Relation) -> str:
    """Return the arguments of the command that name a relation."""
    named = list(_columns_of(relation))
    within = list(getattr(relation, "within", ()))
    if within:
        named += ["--within", *within]
    return shlex.join(map(str, named))


def _columns_of(relation: Relation) -> Iterator[Any]:
    """Yield the arguments that name the columns and members of a relation."""
    if isinstance(relation, Growth):
        yield from ("--growth", relation.rate, relation.new)
        if relation.old is not None:
            yield relation.old
            return
        if relation.entity:
            yield from ("--entity", *relation.entity)
        yield from ("--time", relation.time)
        return
    if isinstance(relation, Share):
        yield from ("--share", relation.share, relation.part, relation.whole)
    elif isinstance(relation, Total):
        yield from ("--total", relation.total)
        yield from (part for part, sign in relation.signs.items() if sign > 0)
        less = [part for part, sign in relation.signs.items() if sign < 0]
        if less:
            yield from ("--less", *less)
        if relation.value:
            yield from ("--value", relation.value)
    entity = getattr(relation, "entity", None)
    if entity:
        yield from ("--entity", entity)


def render(examined: Examined, name: str, form: str) -> str:
    """Return the answer as text, JSON or HTML."""
    forms = {"text": render_text, "json": render_json, "html": render_html}
    report = Report(examined, name)
    return forms[form](report)


def render_text(report: Report) -> str:
    """Return the answer as text, in lines that fit the terminal."""
    lines = [_wrap(report.summary)]
    lines += [_wrap(line, 2) for line in report.relations()]
    lines += ["", _wrap(report.conclusion)]
    for suspect, others in report.causes:
        lines.append(_wrap(report.cause(suspect), 2))
        lines += [_wrap(report.instead(other), 4) for other in others]
    if report.fail:
        lines += ["", _wrap(HINT)]
    for note, how in report.notes():
        # Arguments are not broken, so that they can be copied.
        lines += ["", _wrap(note), f"  {_safe(how)}"]
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


def render_json(report: Report) -> str:
    """Return the answer for programs: the two frames, and what the text says beside them."""
    examined = report.examined
    relations = [
        {
            "relation": each.label,
            "follow": each.follow,
            "numbers": each.numbers,
            "judged": each.is_judged,
        }
        for each in [*examined.judged, *examined.others]
    ]
    answer = {
        "conclusion": report.conclusion,
        "relations": relations,
        "numbers": _records(examined.numbers_table()),
        "causes": _records(examined.causes_table()),
        "not_judged": report.not_judged(),
        "unread": examined.unread(),
        "taken_for_text": list(examined.cells.unknown_columns()),
        "cut_off": report.cut_off,
        "notes": [{"note": note, "how": how} for note, how in report.notes()],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame, with null for what is missing."""
    text = frame.to_json(orient="records", force_ascii=False)
    records: list[dict[str, Any]] = json.loads(text)
    return records


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
a { color: inherit; }
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
.marked td:first-child:not([class]) { position: sticky; left: 0; background: var(--page); }
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


def render_html(report: Report) -> str:
    """Return the answer as a page that needs no other file and has no script."""
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
    title = f"{escape(report.name)}: does it follow from itself?"
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
            nested += f"<li>{escape(report.instead(other))}</li>"
        if nested:
            nested = f"<ul>{nested}</ul>"
        link = f'<a href="#t{number}">in the table</a>'
        items.append(f'<li id="c{number}">{text} {link}{nested}</li>')
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
    if not number:
        return f'<td class="{mark}">{text}</td>'
    link = f'<a href="#c{number}">{number}</a>'
    return f'<td class="{mark}" id="t{number}">{text} {link}</td>'


def _marks(report: Report) -> dict[Cell, str]:
    """Return the mark of each cell; a cause hides that a number does not follow."""
    marks: dict[Cell, str] = {}
    for verdict in report.examined.outcome.verdicts:
        cell = verdict.judged.cell
        if verdict.fails:
            marks[cell] = "fails"
        elif verdict.follows:
            marks.setdefault(cell, "follows")
    for _, others in report.causes:
        marks |= {other.cell: "may" for other in others}
    return marks | {suspect.cell: "cause" for suspect, _ in report.causes}
