"""The audit for people: its findings in groups, as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neadigital.claims.arithmetic import CONTRADICTED, MISPRINT, VERDICTS, WRONG_BASE
from neadigital.claims.registry import CHECKS, Check

if TYPE_CHECKING:
    import pandas as pd

#: The verdicts on what does not hold.
FAILING = (CONTRADICTED, MISPRINT, WRONG_BASE)

# So many findings of one check are told one by one; more are a list of numbers.
_FEW = 3


@dataclass(frozen=True)
class Row:
    """A row of the audit, and what its explanation says of it alone."""

    check: str
    where: str
    claim: str
    stated: float
    recomputed: float
    unit: str
    detail: str

    @property
    def numbers(self) -> str:
        """What is stated and what is recomputed, empty if there is no number to compare."""
        stated, recomputed = _short(self.stated), _short(self.recomputed, _decimals(self.stated) + 2)
        if stated and recomputed:
            return f"{stated} -> {recomputed}"
        return stated or recomputed


@dataclass(frozen=True)
class Group:
    """The findings of one check that have one verdict."""

    verdict: str
    check: Check
    rows: list[Row]
    of: int


def _decimals(value: float) -> int:
    text = f"{value:.10g}"
    return len(text.partition(".")[2])


def _short(value: float, decimals: int = 4) -> str:
    # What is missing differs from itself.
    return "" if value != value else f"{round(value, decimals):.10g}"


def _check_of(identifier: str) -> Check:
    """Give the check that a finding's identifier begins with; the longest, as one may begin like another."""
    fitting = [known for known in CHECKS if f"{identifier}-".startswith(f"{known}-")]
    return CHECKS[max(fitting, key=len)]


def groups(frame: pd.DataFrame) -> Iterator[Group]:
    """Group the rows of an audit by verdict, the worst first, and by check, in the paper's order."""
    rows: dict[tuple[str, str], list[Row]] = {}
    for record in frame.to_dict("records"):
        check = _check_of(record["check"])
        detail = record["explanation"].removeprefix(f"{check.rule}.").strip()
        row = Row(
            record["check"],
            record["where"],
            record["claim"],
            record["stated"],
            record["recomputed"],
            record["unit"],
            detail,
        )
        rows.setdefault((record["verdict"], check.id), []).append(row)
    for verdict in VERDICTS:
        for (given, identifier), found in rows.items():
            if given == verdict:
                of = sum(len(other) for (_, check_id), other in rows.items() if check_id == identifier)
                yield Group(verdict, CHECKS[identifier], found, of)


def _fill(text: str, width: int, indent: int) -> str:
    margin = " " * indent
    return textwrap.fill(
        text,
        width,
        initial_indent=margin,
        subsequent_indent=margin,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _one(row: Row, rule: str, width: int) -> list[str]:
    numbers = f"{row.numbers} {row.unit}".strip() if row.numbers else ""
    lines = [_fill(f"{row.where}: {row.claim}.", width, 2)]
    lines += [_fill(f"{numbers}  [{row.check}]".strip(), width, 6)]
    lines += [_fill(f"{row.detail} {rule}".strip(), width, 6)]
    return [line for line in lines if line]


def _many(group: Group, width: int) -> list[str]:
    wheres = list(dict.fromkeys(row.where for row in group.rows))
    where = wheres[0] if len(wheres) == 1 else f"{wheres[0]} and others"
    lines = [_fill(f"{where}: {group.check.about} ({len(group.rows)} of {group.of}).", width, 2)]
    lines += [_fill(f"How: {group.check.rule}.", width, 6)]
    details = {row.detail for row in group.rows}
    if len(details) == 1 and details != {""}:
        lines += [_fill(details.pop(), width, 6)]
    parts = []
    for row in group.rows:
        part = row.check.removeprefix(f"{group.check.id}-")
        parts.append(f"{part} {row.numbers}".strip())
    # A number and what follows from it stay on one line.
    text = _fill("; ".join(part.replace(" ", "\0") for part in parts), width, 6).replace("\0", " ")
    lines += [text, _fill(f"[{group.check.id}-...]", width, 6)]
    return lines


def text(frame: pd.DataFrame, width: int = 80, everything: bool = False) -> str:
    """Tell an audit to people: how many of each verdict, and what does not hold.

    Parameters
    ----------
    frame : DataFrame
        What `audit` gives.
    width : int, default 80
        How many characters a line may have.
    everything : bool, default False
        Tell what holds and what cannot be checked, too.

    Returns
    -------
    str
        Several lines, none wider, none with a space at its end.
    """
    counts = frame["verdict"].value_counts()
    lines = [f"{len(frame)} checks of the paper's claims", ""]
    for verdict, meaning in reversed(VERDICTS.items()):
        lines.append(
            textwrap.fill(f"{counts.get(verdict, 0):>4} {verdict:<13} {meaning}", width, subsequent_indent=" " * 19)
        )
    current = ""
    for group in groups(frame):
        if not everything and group.verdict not in FAILING:
            continue
        if group.verdict != current:
            current = group.verdict
            lines += ["", f"{current.replace('_', ' ').capitalize()}: stated -> recomputed"]
        lines.append("")
        if len(group.rows) <= _FEW:
            # What they have in common is said once, at the end.
            for row in group.rows[:-1]:
                lines += _one(row, "", width)
            lines += _one(group.rows[-1], f"How: {group.check.rule}.", width)
        else:
            lines += _many(group, width)
    if not everything:
        lines += ["", "All checks: neadigital audit --all, or --format csv"]
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines())
