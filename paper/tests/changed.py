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


def frame_of(name: str) -> pd.DataFrame:
    """Return the rows that a page reads under a name."""
    return pd.DataFrame(inputs().records(name))


def changed_page(name: str, change: Change) -> Page:
    """Return a page with a changed datum."""
    data = frame_of(name)
    change(data)
    return Page(inputs(), {name: data})


def verdicts(page: Page, check: str) -> dict[str, str]:
    """Run one check."""
    return {
        result.identifier: result.finding.verdict
        for result in checks()[check].run(page)
    }


def put(row: str, column: str, value: object) -> Change:
    """Change the cell whose row holds a label and whose column ends with a label."""

    def change(data: pd.DataFrame) -> None:
        rows = data.index[data.astype(str).eq(row).any(axis="columns")]
        columns = [name for name in data.columns if name.endswith(column)]
        assert len(rows) == 1
        assert len(columns) == 1
        data.loc[rows[0], columns[0]] = value

    return change


def bank(economy: str, year: int, indicator: str, factor: float) -> Change:
    """Scale a value of the World Development Indicators, in the edition that is compared."""

    def change(data: pd.DataFrame) -> None:
        cell = (
            (data["economy"] == economy)
            & (data["year"] == year)
            & (data["indicator"] == indicator)
            & (data["edition"] == "2022")
        )
        assert cell.sum() == 1
        data.loc[cell, "value"] *= factor

    return change


def figure(period: str, what: str, value: float) -> Change:
    """Change a number of another publication on China's digital economy, in per cent."""

    def change(data: pd.DataFrame) -> None:
        own = (
            (data["economy"] == "CHN")
            & (data["period"] == period)
            & (data["unit"] == "%")
        )
        row = own & data["indicator"].str.startswith(f"digital_economy_{what}")
        assert row.sum() == 1
        data.loc[row, "value"] = value

    return change
