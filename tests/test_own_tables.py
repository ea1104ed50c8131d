"""Put the package's own tables through every metric: what is right, refused or warned of.

What to expect follows from the kinds that the models declare, and from `kinds.RULES`. No table,
column or metric is named.
"""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from discovery import FRAME, METRICS, Metric, uses_of

import neadigital
from neadigital import _store
from neadigital._engine.kinds import RULES
from neadigital.errors import BreakWarning, KindWarning, NeadigitalWarning

PACKAGE = str(Path(neadigital.__file__).parent)
AGGREGATES = {*neadigital.economies().query("kind == 'aggregate'")["economy"]}
#: What a model writes of a unit that each economy has for itself.
OWN_UNIT = "LCU|own base year"


@dataclass(frozen=True)
class Table:
    """An own table, or one indicator of it, with the kinds of each column of values.

    A unit that each member has for itself counts as the kind "own".
    """

    rows: pd.DataFrame
    entity: str
    within: list[str]
    kinds: dict[str, set[str]]

    @property
    def breaks(self) -> bool:
        """Whether a series of it breaks."""
        return "segment" in self.rows and self.rows["segment"].nunique() > 1


def kinds_in(declared: pd.DataFrame) -> set[str]:
    """Return the kinds of some lines of the codebook."""
    is_own = declared["unit"].str.contains(OWN_UNIT, na=False).any()
    return {*declared["kind"]} | ({"own"} if is_own else set())


def own_tables(name: str) -> Iterator[Table]:
    """Yield a dataset if it has members, years and numbers; if it is long, also by indicator."""
    data = neadigital.load(name)
    # pandas copies them in each step.
    data.attrs.clear()
    declared = neadigital.codebook(name).dropna(subset="kind")
    entity, *keys = _store.key(name)
    if declared.empty or "year" not in data:
        return
    is_first = data[entity] < data[entity].mode()[0]
    data = data.assign(block=is_first.map({True: "x", False: "y"}))
    # A key of which each label is of one year is a time, and separates no panels.
    panels = [key for key in keys if (data.groupby(key)["year"].nunique() > 1).any()]
    codes = declared.dropna(subset="code")
    if codes.empty:
        of_columns = {
            column: kinds_in(own) for column, own in declared.groupby("column")
        }
        yield Table(data, entity, panels, of_columns)
        return
    [label] = {*codes["column"]}
    yield Table(data, entity, panels, {"value": kinds_in(codes)})
    within = [key for key in panels if key != label]
    for code, rows in data.dropna(subset="value").groupby(label):
        kinds = kinds_in(codes[codes["code"] == code])
        yield Table(rows, entity, within, {"value": kinds})


def filtered(table: Table) -> Iterator[Table]:
    """Yield a table, and where a series breaks its first and last year alone."""
    yield table
    years = table.rows["year"]
    if table.breaks:
        ends = table.rows[years.isin([years.min(), years.max()])]
        yield Table(ends, table.entity, table.within, table.kinds)


@cache
def uses() -> dict[str, dict[str, str]]:
    """Return how each metric uses the columns that it measures."""
    plain = {name: metric for name, metric in METRICS.items() if "-" not in name}
    return {name: uses_of(metric, FRAME) for name, metric in plain.items()}


def options_of(metric: Metric, table: Table, columns: dict[str, str]) -> dict[str, Any]:
    """Return options that fit a table: its columns, members and years."""
    years = {*table.rows["year"].tolist()}
    names = {*table.rows[table.entity]}
    # A member that others can be compared with; an aggregate if all are.
    reference = min(names - AGGREGATES or names)
    fitting = {"JPN": reference, 2015: min(years)} | columns
    found = {
        name: fitting.get(value, value)
        for name, value in metric.options.items()
        if isinstance(value, str | int)
    }
    given = {
        "entity": table.entity,
        "within": table.within,
        "aggregates": "drop",
        # So that two years that are left of many are a pair.
        "periods": max(years) - min(years) if len(years) == 2 else 1,
    }
    return found | {key: given[key] for key in given if key in metric.defaults}


def answers(name: str, table: Table, columns: dict[str, str]) -> set[str]:
    """Return what `RULES` answers to the numbers that a metric reads."""
    found = set()
    for column, use in uses()[name].items():
        kinds = table.kinds[columns[column]]
        found |= {getattr(RULES[use], kind) for kind in kinds - {"amount", "own"}}
        if "own" in kinds and RULES[use].compares_members:
            found.add("warn")
    return found


def find_fault(name: str, table: Table, columns: dict[str, str]) -> str:
    """Return what is wrong with the answer to a call; an empty text if nothing is."""
    metric = METRICS[name]
    options = options_of(metric, table, columns)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            result = pd.DataFrame(metric.function(table.rows, **options))
        except Exception as error:
            raised_in = traceback.extract_tb(error.__traceback__)[-1].filename
            return "" if raised_in.startswith(PACKAGE) else f"not ours: {error!r}"
    said = [warning.category for warning in told]
    expected = answers(name, table, columns)
    may_warn = {"warn", "parts"} & expected or any("share" in each for each in result)
    if not all(issubclass(category, NeadigitalWarning) for category in said):
        return f"a warning of another package: {said}"
    if len({*said}) < len(said):
        return f"said twice: {said}"
    if KindWarning in said and not may_warn:
        return "an uncalled-for KindWarning"
    if BreakWarning in said and not table.breaks:
        return "an uncalled-for BreakWarning"
    numbers = result.select_dtypes("number")
    computed = numbers[numbers.columns.difference([*table.rows])]
    if computed.isna().all(axis=None):
        return ""
    if expected & {"refuse", "ask"}:
        return "a number where ranks or quantities are refused"
    if "warn" in expected and not said:
        return "a silent number of a kind that is warned of"
    return ""


def calls(table: Table) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each metric with columns; a second column is the next one of the table."""
    names = [*table.kinds]
    for metric, used in uses().items():
        # What measures no column, or two where there is one, is left out.
        if 0 < len(used) <= len(names):
            for place in range(len(names)):
                turned = names[place:] + names[:place]
                yield metric, dict(zip(used, turned, strict=False))


@pytest.mark.parametrize("name", _store.names("dataset"))
def test_a_call_is_right_refused_or_warned_of(name):
    """A metric of an own column gives a number of sense, an error of ours, or one warning."""
    faults = {}
    for table in own_tables(name):
        for rows in filtered(table):
            for metric, columns in calls(rows):
                fault = find_fault(metric, rows, columns)
                if fault:
                    faults[metric, *columns.values(), len(rows.rows)] = fault

    assert faults == {}
