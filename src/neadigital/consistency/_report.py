"""Say what was found in a table: as text, and as one page of HTML without a script."""

from __future__ import annotations

from html import escape

from neadigital.consistency._examine import Examined

#: What contradicts without anything being wrong.
HINT = (
    "A base that was revised since, a part of a year, constant prices or another coverage also "
    "contradict: then nothing is wrong."
)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def summary_line(examined: Examined, name: str) -> str:
    """Say what was read."""
    frame = examined.cells.frame
    judged = sum(
        numbers for _, _, numbers, is_judged in examined.summary() if is_judged
    )
    return (
        f"{name}: {_count(len(frame), 'row')}, {_count(frame.shape[1], 'column')}, "
        f"{_count(len(examined.labels), 'relation')}, {_count(judged, 'number')} judged."
    )


def conclusion(examined: Examined) -> str:
    """Say how it ends, in one sentence."""
    follow, fail = examined.followed()
    if not follow and not fail:
        return "No relation between its numbers was found that could be checked."
    if not fail:
        return "All that can be checked follows."
    cells = _count(sum(1 for _ in examined.causes()), "cell")
    verb = "does" if fail == 1 else "do"
    return f"{_count(fail, 'number')} {verb} not follow. {cells} would mend it:"


def render_text(examined: Examined, name: str) -> str:
    """Return the answer as text."""
    lines = [summary_line(examined, name), ""]
    for label, follow, numbers, is_judged in examined.summary():
        note = "" if is_judged else " (found, not judged)"
        lines.append(f"  {label}: {follow} of {numbers} follow{note}")
    if examined.outcome.cut:
        cut = ", ".join(sorted(map(str, examined.outcome.cut)))
        lines.append(f"  taken as cut off, not rounded: {cut}")
    lines += ["", conclusion(examined)]
    for column, row, printed, could_be, ends, slip, also in examined.causes():
        ended = f"ends {ends}" if ends > 1 else ""
        notes = "; ".join(filter(None, [slip, ended]))
        lines.append(f"  {column} at {row}: {printed} could be {could_be}")
        lines[-1] += f" ({notes})" if notes else ""
        if also:
            lines.append(f"    or {also.replace('; ', chr(10) + '    or ')}")
    if examined.followed()[1]:
        lines += ["", HINT]
    return "\n".join(lines)


def render_html(examined: Examined, name: str) -> str:
    """Return the answer as a page."""
    return escape(render_text(examined, name))
