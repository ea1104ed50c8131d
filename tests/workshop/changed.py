"""Pages with a changed datum, for the tests of the audit."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from neadigital.claims.checks import Finding
from neadigital.claims.page import Page
from neadigital.claims.parts import checks

import neadigital
from neadigital import _store

Change = Callable[[pd.DataFrame], None]


def frame_of(name: str) -> pd.DataFrame:
    """Return the frame that a page reads under a name."""
    if name == "statements":
        return pd.DataFrame(_store.rows("statements"))
    if name.startswith("table "):
        return neadigital.printed_table(int(name.removeprefix("table ")))
    if name == "external_figures":
        return neadigital.external_figures()
    return neadigital.load(name)


def changed_page(name: str, change: Change) -> Page:
    """Return a page with a changed datum."""
    data = frame_of(name)
    change(data)
    return Page({name: data})


def verdicts(page: Page, check: str) -> dict[str, str]:
    """Run one check."""
    return {
        result.identifier: result.finding.verdict
        for result in checks()[check].run(page)
    }


def found(page: Page, check: str) -> list[Finding]:
    """Run one check."""
    return [result.finding for result in checks()[check].run(page)]


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
    """Scale a value of the World Development Indicators."""

    def change(data: pd.DataFrame) -> None:
        cell = (
            (data["economy"] == economy)
            & (data["year"] == year)
            & (data["indicator"] == indicator)
        )
        assert cell.sum() == 1
        data.loc[cell, "value"] *= factor

    return change


def figure(period: str, measure: str, value: float) -> Change:
    """Change a number of another publication on China's digital economy, in per cent."""

    def change(data: pd.DataFrame) -> None:
        own = (
            (data["economy"] == "CHN")
            & (data["period"] == period)
            & (data["unit"] == "%")
        )
        row = own & data["measure"].str.startswith(f"digital_economy_{measure}")
        assert row.sum() == 1
        data.loc[row, "value"] = value

    return change


def of_ict(period: str, measure: str, value: float) -> Change:
    """Change a number of the published series closest to Figure 7."""

    def change(data: pd.DataFrame) -> None:
        row = (data["period"] == period) & (
            data["measure"] == f"digital_industrialisation_{measure}"
        )
        assert row.sum() == 1
        data.loc[row, "value"] = value

    return change
