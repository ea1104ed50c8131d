"""Pages with a changed datum, for the tests of the audit."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd

from paper.audit.checks import Result
from paper.audit.page import Page
from paper.audit.parts import checks
from paper.audit.report import findings
from paper.make.data import inputs

Change = Callable[[pd.DataFrame], None]


@cache
def the_page() -> Page:
    """Return the page with the data as they are typed."""
    return Page(inputs())


@cache
def all_findings() -> tuple[Result, ...]:
    """Return the findings on the paper."""
    return tuple(findings(the_page()))


def changed_page(name: str, change: Change) -> Page:
    """Return a page with a changed datum."""
    data = pd.DataFrame(inputs().records(name))
    change(data)
    return Page(inputs(), {name: data})


def verdicts(page: Page, check: str) -> dict[str, str]:
    """Run one check."""
    return {
        result.identifier: result.finding.verdict
        for result in checks()[check].run(page)
    }


def put(row: str, column: str, value: str) -> Change:
    """Change a cell: its row holds some labels, joined by " & ", its column ends with a label."""

    def change(data: pd.DataFrame) -> None:
        texts = data.astype(str)
        has_labels = pd.Series(True, data.index)
        for label in row.split(" & "):
            has_label = texts.eq(label).any(axis="columns")
            has_labels &= has_label
        names = [name for name in data.columns if name.endswith(column)]
        if column in names:
            names = [column]
        rows = has_labels.sum()
        if rows != 1 or len(names) != 1:
            raise ValueError(
                f"{rows} rows have {row!r} and {len(names)} columns end with "
                f"{column!r}: name one of each; labels of a row are joined by ' & '."
            )
        [name] = names
        is_number = pd.api.types.is_numeric_dtype(data[name])
        data.loc[has_labels, name] = float(value) if is_number else value

    return change
