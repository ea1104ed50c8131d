"""Put the package's own tables through every metric: what is right, refused or warned of.

What to expect follows from the kinds, units and segments that the models declare, and from
`kinds.RULES`. No table, column or metric is named.
"""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from discovery import FRAME, KEYS, METRICS, Metric, compares_years, uses_of

import neadigital
from neadigital import _store
from neadigital._engine.kinds import RULES
from neadigital.errors import BreakWarning, KindWarning, NeadigitalWarning

PACKAGE = str(Path(neadigital.__file__).parent)
AGGREGATES = set(neadigital.economies().query("kind == 'aggregate'")["economy"])
#: What a model writes of a unit that each economy has for itself.
OWN_UNIT = "LCU|own base year"


@dataclass
class Table:
    """An own table, or one indicator of it; `says` has kind and unit of each column of values.

    They have a row for each row of the table.
    """

    rows: pd.DataFrame
    entity: str
    within: list[str]
    says: dict[str, pd.DataFrame]
    is_one_indicator: bool = False

    @cached_property
    def members(self) -> pd.DataFrame:
        """The rows that are of no aggregate."""
        return self.rows[~self.rows[self.entity].isin(AGGREGATES)]

    @cached_property
    def read(self) -> dict[str, tuple[set[str], bool]]:
        """The kinds of the numbers of each column, and whether a unit is each member's own."""
        found = {}
        for name, says in self.says.items():
            known = says.loc[self.members.index[self.members[name].notna()]]
            is_own = bool(known["unit"].str.contains(OWN_UNIT).any())
            found[name] = {*known["kind"]}, is_own
        return found

    def filtered(self) -> Iterator[Table]:
        """Yield all rows; where series break, also those of the first and the last year alone."""
        years = self.rows["year"]
        is_end = years.isin([years.min(), years.max()])
        if "segment" in self.rows and not is_end.all():
            yield replace(self, rows=self.rows[is_end])
        if not self.is_one_indicator or "segment" not in self.rows:
            yield self


@cache
def own_tables(name: str) -> list[Table]:
    """Return a dataset if it has members, years and numbers; if it is long, also by indicator."""
    data = neadigital.load(name)
    # pandas copies them in each step.
    data.attrs.clear()
    declared = neadigital.codebook(name).dropna(subset="kind")
    entity, *keys = _store.key(name)
    if declared.empty or "year" not in data:
        return []
    is_first = data[entity] < data[entity].mode()[0]
    data = data.assign(block=is_first.map({True: "x", False: "y"}))
    labels = declared.loc[declared["code"].notna(), "column"].unique().tolist()
    within = [key for key in keys if is_a_panel(data, key) and key not in labels]
    about = declared[["kind", "unit"]]
    if not labels:
        of_column = about.set_axis(declared["column"])
        says = {
            column: of_column.loc[[column] * len(data)].set_axis(data.index)
            for column in of_column.index
        }
        return [Table(data, entity, within, says)]
    (label,) = labels
    of_code = about.set_axis(declared["code"])
    says = {"value": of_code.loc[data[label]].set_axis(data.index)}
    whole = Table(data, entity, [*within, label], says)
    # An indicator without a number in any year has nothing to put through.
    of_each = data.dropna(subset="value").groupby(label)
    return [whole, *(Table(rows, entity, within, says, True) for _, rows in of_each)]


def is_a_panel(data: pd.DataFrame, key: str) -> bool:
    """Tell whether a key separates panels: it is no time, each of whose labels is of one year."""
    return key != "year" and bool((data.groupby(key)["year"].nunique() > 1).any())


# Calls


@dataclass
class Call:
    """A metric with columns of an own table in the places of those of `FRAME`."""

    metric: Metric
    table: Table
    #: The column of the table for each column of numbers that the metric reads.
    columns: dict[str, str]
    #: The categories of warnings that were given, and the error.
    said: list[type[Warning]] = field(default_factory=list)
    error: Exception | None = None

    def reference(self, rows: pd.DataFrame) -> Any:
        """Return a member that others can be compared with; an aggregate if all are."""
        names = {*rows[self.table.entity]}
        return min(names - AGGREGATES or names)

    def options(self, rows: pd.DataFrame) -> dict[str, Any]:
        """Return options that fit the rows: their columns, members and years."""
        years = {*rows["year"].tolist()}
        fitting = {"JPN": self.reference(rows), 2015: min(years)} | self.columns
        found = {
            name: fitting.get(value, value)
            for name, value in self.metric.options.items()
            if isinstance(value, str | int)
        }
        given = {
            "entity": self.table.entity,
            "within": self.table.within,
            "aggregates": "drop",
            # So that two years that are left of many are a pair.
            "periods": max(years) - min(years) if len(years) == 2 else 1,
        }
        taken = {key: given[key] for key in given if key in self.metric.defaults}
        return found | taken

    def run(self, rows: pd.DataFrame) -> pd.DataFrame | None:
        """Return the numbers of the result, None for an error."""
        self.said, self.error = [], None
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            try:
                result = self.metric.function(rows, **self.options(rows))
            except Exception as error:
                self.error = error
                return None
        self.said = [warning.category for warning in told]
        table = result.to_frame() if isinstance(result, pd.Series) else result
        read = {*rows, *KEYS}
        return table[
            [name for name in table.select_dtypes("number") if name not in read]
        ]


@cache
def uses() -> dict[str, dict[str, str]]:
    """Return how each metric uses the columns that it measures."""
    plain = {name: metric for name, metric in METRICS.items() if "-" not in name}
    return {name: uses_of(metric, FRAME) for name, metric in plain.items()}


def calls(table: Table, chosen: Iterable[str]) -> Iterator[Call]:
    """Yield a call for each metric and chosen column; a second column is the next of the table."""
    names = [*table.says]
    for metric, used in uses().items():
        # What measures no column, or two where there is one, is left out.
        if not 0 < len(used) <= len(names):
            continue
        for first in chosen:
            place = names.index(first)
            others = names[place + 1 :] + names[:place]
            columns = dict(zip(used, [first, *others], strict=False))
            yield Call(METRICS[metric], table, columns)


# What to expect


def answers(call: Call) -> set[str]:
    """Return what `RULES` answers to the kinds and units of the numbers that a call reads."""
    found = set()
    for column, use in uses()[call.metric.name].items():
        own = call.columns[column]
        rule = RULES[use]
        kinds, is_own = call.table.read[own]
        found |= {getattr(rule, kind) for kind in kinds - {"amount"}}
        if rule.compares_members and is_own:
            found.add("warn")
        if "parts" in found and not adds_up(call, own):
            found.add("warn")
    return found


def adds_up(call: Call, column: str) -> bool:
    """Tell whether the parts of each cross-section add up to a hundred, or to one."""
    rows = call.table.members
    if "world" in call.metric.defaults:
        rows = rows[rows[call.table.entity] != call.reference(rows)]
    sections = rows.groupby([*call.table.within, "year"])
    sums = sections[column].sum(min_count=1).dropna()
    return bool((abs(sums - 100) <= 1).all() or (abs(sums - 1) <= 0.01).all())


def has_impossible_shares(call: Call, result: pd.DataFrame) -> bool:
    """Tell whether a result has a share above a hundred, but for rounding, or below zero."""
    if {"part", "quotient"}.isdisjoint(uses()[call.metric.name].values()):
        return False
    shares = result.filter(like="share")
    return bool(((shares > 101) | (shares < 0)).any(axis=None))


def broken_pairs(call: Call, rows: pd.DataFrame) -> Iterator[tuple[Any, Any]]:
    """Yield the neighbouring years of each series, as rows, between which it breaks."""
    if "segment" not in rows:
        return
    column = next(iter(call.columns.values()))
    known = rows[rows[column].notna()].sort_values("year")
    for _, series in known.groupby([*call.table.within, call.table.entity]):
        is_new = np.diff(series["segment"]) != 0
        yield from zip(series.index[:-1][is_new], series.index[1:][is_new], strict=True)


def puts_together(
    call: Call, rows: pd.DataFrame, plain: pd.DataFrame, pair: tuple[Any, Any]
) -> bool:
    """Tell whether a number depends on the values of both rows: a little more of each moves it."""
    column = next(iter(call.columns.values()))
    rows = rows.astype({column: "float64"})
    moved = []
    for row in pair:
        more = rows[column].where(rows.index != row, rows[column] * 1.01)
        result = call.run(rows.assign(**{column: more}))
        if result is None or result.shape != plain.shape:
            return False
        moved.append(abs(result - plain).fillna(0) > 1e-9)
    return bool((moved[0] & moved[1]).any(axis=None))


def find_fault(call: Call) -> str:
    """Return what is wrong with the answer to a call; an empty text if nothing is."""
    rows = call.table.rows
    result = call.run(rows)
    if call.error is not None:
        raised_in = traceback.extract_tb(call.error.__traceback__)[-1].filename
        return (
            ""
            if raised_in.startswith(PACKAGE)
            else f"not an error of ours: {call.error!r}"
        )
    expected = answers(call)
    said = call.said
    if not all(issubclass(category, NeadigitalWarning) for category in said):
        return f"a warning of another package: {said}"
    if len({*said}) < len(said):
        return f"said twice: {said}"
    is_doubtful = "warn" in expected or has_impossible_shares(call, result)
    if KindWarning in said and not is_doubtful:
        return "an uncalled-for KindWarning"
    if BreakWarning in said and not any(broken_pairs(call, rows)):
        return "an uncalled-for BreakWarning"
    if result.isna().all(axis=None):
        return ""
    if not expected.isdisjoint({"refuse", "ask"}):
        return "a number where ranks or quantities are refused"
    if is_doubtful and not said:
        return "a silent number of a kind that is warned of"
    if not said and len({*rows["year"]}) == 2 and compares_years(call.metric):
        pairs = broken_pairs(call, rows)
        if any(puts_together(call, rows, result, pair) for pair in pairs):
            return "a silent comparison across a break"
    return ""


def find_faults(tables: Iterable[tuple[Table, list[str]]]) -> dict[Any, str]:
    """Return what is wrong with calls on chosen columns of tables, by metric and columns."""
    faults = {}
    for table, columns in tables:
        for rows in table.filtered():
            for call in calls(rows, columns):
                fault = find_fault(call)
                if fault:
                    key = (call.metric.name, *call.columns.values(), len(rows.rows))
                    faults[key] = fault
    return faults


def of_each_kind(name: str) -> Iterator[tuple[Table, list[str]]]:
    """Yield tables with those of their columns that the rules read like no earlier one."""
    seen: list[Any] = []
    for table in own_tables(name):
        segments = table.rows.get("segment", pd.Series(dtype="int64"))
        breaks = segments.nunique() > 1
        columns = []
        for column, kinds_and_unit in table.read.items():
            is_in_parts = table.says[column]["unit"].eq("%").any()
            numbers = table.rows[column]
            has_gaps = numbers.isna().any()
            has_zeros = (numbers <= 0).any()
            read = (kinds_and_unit, breaks, is_in_parts, has_gaps, has_zeros)
            if read not in seen:
                seen.append(read)
                columns.append(column)
        yield table, columns


@pytest.mark.parametrize("name", _store.names("dataset"))
def test_a_call_is_right_refused_or_warned_of(name):
    """A metric of an own column gives a number of sense, an error of ours, or one warning."""
    assert find_faults(of_each_kind(name)) == {}
