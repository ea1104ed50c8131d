"""The metrics and, for each, what does the same work in pandas, polars and duckdb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl

from cases.tables import Tables

SERIES = ["indicator", "economy"]
CROSS = ["indicator", "year"]
WITHIN = {"within": "indicator"}


@dataclass(frozen=True)
class Case:
    """A metric and its rivals.

    A result of the same length (no `keys`) is a column in the order of the rows, from duckdb a table `id, result`; a
    reduction is a table of `keys` and `column` (`result` from the rivals).
    """

    name: str
    ours: Callable[[pd.DataFrame, list[Any]], Any]
    pandas: Callable[[pd.DataFrame, list[Any]], Any] | None = None
    polars: Callable[[pl.DataFrame, list[Any], Any], pl.DataFrame] | None = None
    duckdb: str = ""
    column: str = "result"
    keys: tuple[str, ...] = ()
    # Key columns that the idiom of pandas does not read and the check for duplicates needs.
    unread: tuple[str, ...] = ()
    growth: bool = False
    # What of our table is compared, if not all its rows.
    read: Callable[[pd.DataFrame], pd.DataFrame] = lambda table: table

    def runs(self, tables: Tables) -> dict[str, Callable[[], Any]]:
        """Return the contenders, ready to be timed."""
        first = tables.names[0]
        runs: dict[str, Callable[[], Any]] = {"ours": lambda: self.ours(tables.pandas, tables.names)}
        if self.pandas is not None:
            idiom = self.pandas
            runs["pandas"] = lambda: idiom(tables.pandas, tables.names)
        if self.polars is not None:
            query = self.polars
            # polars is told when rows are sorted, and then does not sort.
            order = None if tables.in_order else "year"
            runs["polars"] = lambda: query(tables.polars, tables.names, order)
        if self.duckdb:
            sql = self.duckdb.replace("{first}", repr(first))
            runs["duckdb"] = lambda: run_sql(tables.duckdb, sql)
        return runs

    def numbers(self, result: Any) -> Any:
        """Return the numbers of a result in an order that all contenders share."""
        if isinstance(result, duckdb.DuckDBPyConnection):
            order = ", ".join(self.keys) or "id"
            result = result.execute(f"select * from result order by {order}").df()
            return result["result"].to_numpy(dtype=np.float64, na_value=np.nan)
        if isinstance(result, pl.DataFrame):
            # An enum sorts by its codes, which are in the order of its labels.
            ordered = result.sort(self.keys) if self.keys else result
            column = self.column if self.column in result.columns else "result"
            return ordered[column].cast(pl.Float64).fill_null(np.nan).to_numpy()
        if isinstance(result, pd.DataFrame):
            column = self.column if self.column in result.columns else "result"
            result = self.read(result) if column == self.column else result
            result = result.set_index(list(self.keys))[column] if self.keys else result[column]
        return result.sort_index().to_numpy(dtype=np.float64, na_value=np.nan)


def run_sql(link: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyConnection:
    """Make a table of the result in memory."""
    link.execute(f"create or replace temp table result as {sql}")
    return link


def every() -> list[Case]:
    """Return the cases of all metrics."""
    from cases import convergence, divide, growth, shares

    return [*growth.CASES, *shares.CASES, *divide.CASES, *convergence.CASES]
