"""What every metric gives for every table of the package, compared with a list that people read.

`outcomes.csv` has a line for each call: numbers from the least to the greatest, an error or a
warning. A change of an outcome is a change of that file: `python tests/test_outcomes.py --write`
writes it anew. Read what differs before you commit it.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from discovery import METRICS, Metric
from pandas.api import types

import neadigital
from neadigital import _store, consistency, divide, growth, shares
from neadigital.errors import DuplicateKeyError, OrdinalError

FILE = Path(__file__).with_name("outcomes.csv")
HEADER = ("dataset", "column", "metric", "call", "outcome")
# Each metric once, and not once for each of its choices.
PLAIN = [metric for name, metric in METRICS.items() if "-" not in name]
# Whole numbers that say what a row is, and measure nothing.
LABELS = ("year", "months", "reference_year", "table")
# Keys of a table that a call does not pass as `within`.
NOT_WITHIN = ("year", "period", "edition", "indicator")
# Neighbours of the paper; of other economies one could only ask whether they are none of these.
NEAR = ("CHN", "JPN", "KOR", "MNG", "RUS")
# An indicator with so many values is a table of its own.
MANY = 10
# Columns of results that repeat what was asked for.
NOT_TOLD = (
    *("start", "end", "years", "n", "n_years", "n_left_out", "point"),
    *("measure", "transform", "covariance", "weighting"),
)
# So many words of a message are written.
WORDS = 10


class Table(NamedTuple):
    """A dataset, or one indicator of it, with how its rows are called."""

    name: str
    data: pd.DataFrame
    entity: str
    within: tuple[str, ...]
    # The columns that are measured, with the name that each has in the list.
    columns: dict[str, str]


class Line(NamedTuple):
    """One line of the list."""

    dataset: str
    column: str
    metric: str
    call: str
    outcome: str


# Tables


def names() -> list[str]:
    """Name every dataset, with each further edition and each that is printed otherwise."""
    found = []
    for name in neadigital.datasets()["dataset"]:
        editions = _store.dataset(name).get("editions", [])
        found += [name, *(f"{name}, edition {edition}" for edition in editions[1:])]
        if differs_in_print(name):
            found.append(f"{name}, as printed")
    return found


def differs_in_print(name: str) -> bool:
    """Tell whether the paper prints other values than the corrected ones."""
    try:
        printed = neadigital.load(name, as_printed=True)
    except TypeError:
        # The dataset is not the paper's.
        return False
    return not printed.equals(neadigital.load(name))


def tables(full_name: str) -> Iterator[Table]:
    """Read a dataset, one of its editions or what the paper prints."""
    name, _, which = full_name.partition(", ")
    if which.startswith("edition"):
        data = neadigital.load(name, edition=which.removeprefix("edition "))
        yield all_together(full_name, with_companions(data), "value")
    else:
        yield from split(
            full_name, neadigital.load(name, as_printed=which == "as printed")
        )


def split(full_name: str, data: pd.DataFrame) -> Iterator[Table]:
    """Take a long table apart: each indicator with many values, and all others together."""
    entity, within = keys_of(full_name)
    data = with_companions(data)
    if "indicator" not in data:
        yield Table(full_name, data, entity, within, {c: c for c in measured(data)})
        return
    yield Table(full_name, data, entity, (), {"value": "value"})
    number = data.dropna(subset=["value"])["indicator"].value_counts()
    long = sorted(number[number >= MANY].index)
    for place, indicator in enumerate(long):
        part = beside(data, indicator, long[(place + 1) % len(long)], entity)
        yield Table(full_name, part, entity, within, {"value": indicator})
    rest = data[~data["indicator"].isin(long)]
    if len(rest):
        yield all_together(full_name, rest, "the short ones")


def all_together(full_name: str, data: pd.DataFrame, label: str) -> Table:
    """Return several indicators as one table, in which they are told apart by `within`."""
    entity, within = keys_of(full_name)
    data = data.rename(columns={"indicator": "series"})
    return Table(full_name, data, entity, ("series", *within), {"value": label})


def keys_of(full_name: str) -> tuple[str, tuple[str, ...]]:
    """Return a dataset's column of members, and the columns that separate its panels."""
    keys = _store.dataset(full_name.partition(", ")[0])["schema"]["primaryKey"]
    return keys[0], tuple(key for key in keys[1:] if key not in NOT_WITHIN)


def measured(data: pd.DataFrame) -> list[str]:
    """Return the columns of numbers that measure something."""
    numbers = data.select_dtypes("number")
    return [name for name in numbers if name not in (*LABELS, "exchange_rate")]


def with_companions(data: pd.DataFrame) -> pd.DataFrame:
    """Add what metrics ask for: the exchange rate of each economy and year, and a group."""
    if "economy" not in data:
        return data.assign(group="one")
    rates = neadigital.world_development_indicators()
    rates = rates[rates["indicator"] == "PA.NUS.FCRF"]
    rates = rates[["economy", "year", "value"]]
    rates = rates.rename(columns={"value": "exchange_rate"})
    group = np.where(data["economy"].isin(NEAR), "near", "far")
    return data.merge(rates, "left", ["economy", "year"]).assign(group=group)


def beside(
    data: pd.DataFrame, indicator: str, following: str, entity: str
) -> pd.DataFrame:
    """Return the rows of one indicator, with the values of another as a column of its name."""
    others = data.loc[data["indicator"] == following, [entity, "year", "value"]]
    others = others.rename(columns={"value": following})
    others = others.drop_duplicates([entity, "year"])
    own = data[data["indicator"] == indicator].drop(columns="indicator")
    return own.merge(others, "left", [entity, "year"])


# Calls


def lines(full_name: str) -> list[Line]:
    """Put a dataset through every metric; columns, and metrics, with one outcome share a line.

    Of what the paper prints, only outcomes that differ from those of the corrected table count.
    """
    found = results(full_name)
    name, _, which = full_name.partition(", ")
    if which == "as printed":
        usual = results(name)
        found = {key: what for key, what in found.items() if usual.get(key) != what}
    columns = joined(
        (metric, call, what, label) for (label, metric, call), what in found.items()
    )
    metrics = joined(
        (labels, call, what, metric) for metric, call, what, labels in columns
    )
    return sorted(
        Line(full_name, labels, names_of, call, what)
        for labels, call, what, names_of in metrics
    )


@cache
def results(full_name: str) -> dict[tuple[str, str, str], str]:
    """Return the outcome of each column, metric and call."""
    return {
        (label, metric, call): outcome.replace(repr(column), "it")
        for table in changed_tables(full_name)
        for column, label in table.columns.items()
        for metric, call, outcome in outcomes(table, column)
    }


def changed_tables(full_name: str) -> list[Table]:
    """Read a dataset; of what the paper prints, the tables that are not as they are corrected."""
    name, _, which = full_name.partition(", ")
    usual = tables(name) if which == "as printed" else []
    same = {tuple(table.columns.values()): table.data for table in usual}
    return [
        table
        for table in tables(full_name)
        if not table.data.equals(same.get(tuple(table.columns.values())))
    ]


def joined(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Join the last elements of rows whose other elements are the same."""
    found: dict[tuple[str, ...], list[str]] = {}
    for *alike, last in rows:
        found.setdefault(tuple(alike), []).append(last)
    return [(*alike, " ".join(last)) for alike, last in found.items()]


def outcomes(table: Table, column: str) -> Iterator[tuple[str, str, str]]:
    """Give for each metric that can be called: its name, the call and what it gives."""
    for metric in PLAIN:
        options = options_of(metric, table, column)
        if options is None:
            continue
        module = metric.function.__module__.split(".")[1]
        name = f"{module}.{metric.name}"
        outcome = outcome_of(metric.function, table.data, options)
        yield name, text_of(metric, options), outcome
        if outcome.startswith("AggregateError"):
            options = options | {"aggregates": "drop"}
            outcome = outcome_of(metric.function, table.data, options)
            yield name, text_of(metric, options), outcome
    yield from other_outcomes(table, column)


def options_of(metric: Metric, table: Table, column: str) -> dict[str, Any] | None:
    """Return the arguments that a reader would pass; None where the table has not what it asks."""
    data = table.data
    is_whole = "indicator" in data
    long = {"sector", "indicator"} & {*metric.defaults}
    if is_whole and not long:
        return None
    given: dict[str, Any] = {
        "value": column,
        **dict.fromkeys(("part", "a", "rank"), column),
        **dict.fromkeys(("versus", "whole", "b", "order"), following(data, column)),
        "low": bound(data, column, "low"),
        "high": bound(data, column, "high"),
        "exchange_rate": "exchange_rate" if "exchange_rate" in data else None,
        "groups": "group",
        "economy": "economy" if "economy" in data else None,
        "sector": "indicator" if is_whole else table.entity,
        "reference": reference(data, table.entity),
        "base": int(data["year"].min()),
        "seed": 1,
    }
    options = {
        name: given[name] if name in given else metric.options[name]
        for name in metric.options
        if name not in ("within", "status", "world", "on_missing", "direction")
    }
    if None in options.values() or options.get("economy") == options.get("sector", 0):
        return None
    if "entity" in metric.defaults and table.entity != "economy":
        options["entity"] = table.entity
    if table.within and "within" in metric.defaults:
        options["within"] = [*table.within]
    return options


def following(data: pd.DataFrame, column: str) -> str | None:
    """Return the measured column after this one, the first after the last; None if it is alone."""
    columns = measured(data)
    if len(columns) == 1:
        return None
    return columns[(columns.index(column) + 1) % len(columns)]


def bound(data: pd.DataFrame, column: str, end: str) -> str | None:
    """Return the column of the lower or upper bounds of a column, if there is one."""
    first, _, rest = column.partition("_")
    name = f"{first}_{end}_{rest}"
    return name if name in data else None


def reference(data: pd.DataFrame, entity: str) -> str:
    """Return Japan where it is there, or else the first member."""
    members = sorted(data[entity].unique())
    return "JPN" if "JPN" in members else members[0]


def text_of(metric: Metric, options: dict[str, Any]) -> str:
    """Return the arguments of a call, without the column that is measured."""
    own = next(iter([*metric.defaults][1:]), "")
    return " ".join(
        f"{name}={'+'.join(value) if isinstance(value, list) else value}"
        for name, value in options.items()
        if name not in (own, "draws")
    )


def other_outcomes(table: Table, column: str) -> Iterator[tuple[str, str, str]]:
    """Do the same for the functions of growth and consistency that take no metric's table."""
    data = table.data
    if column == "value":
        return
    rates = data.set_index("year")[column]
    yield "growth.rate_over_previous", "", outcome_of(growth.rate_over_previous, rates)
    first = rates[(data[table.entity] == data[table.entity].iloc[0]).to_numpy()]
    year = int(first.index.min())
    levels = outcome_of(growth.levels_from_rates, first, {"anchor": {year: 100.0}})
    yield "growth.levels_from_rates", f"of={data[table.entity].iloc[0]}", levels
    part, whole = measured(data)[0], following(data, column)
    if whole is None:
        return
    keys = {"entity": table.entity, "within": [*table.within] or None}
    checks = {"growth": (consistency.growth(column, whole, **keys), f"new={whole}")}
    if "share" in column:
        relation = consistency.share(column, part, following(data, part) or part)
        checks["share"] = relation, f"part={part} whole={following(data, part)}"
    if "total" in column:
        checks["total"] = consistency.total(column, [whole]), f"parts={whole}"
    for name, (relation, call) in checks.items():
        outcome = outcome_of(verdicts, data, {"relation": relation})
        yield f"consistency.{name}", call, outcome


def verdicts(data: pd.DataFrame, relation: Any) -> pd.Series[Any]:
    """Return the verdicts of a relation on the numbers as floats print them."""
    numbers = data.select_dtypes("number")
    texts = numbers.astype(object).where(numbers.notna(), "").astype(str)
    result = consistency.check(data.assign(**texts), relation)
    return result["verdict"].astype(str)


# Outcomes


def outcome_of(
    function: Callable[..., Any], data: Any, options: dict[str, Any] | None = None
) -> str:
    """Call a function; return its numbers and warnings, or its error, in a few words."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            result = function(data, **options or {})
        except (ValueError, TypeError, KeyError) as error:
            return f"{type(error).__name__}: {first_words(str(error))}"
    kinds = sorted({warning.category.__name__ for warning in warned})
    return "; ".join([*kinds, summary(result, data)])


def first_words(message: str) -> str:
    """Return the beginning of a message; its numbers are left out, as they depend on the data."""
    words = re.sub(r"(?<!\w)-?\d[\d.e+]*", "#", message.replace("\n", " ")).split()
    return " ".join(words[:WORDS])


def summary(result: Any, data: Any) -> str:
    """Return each column of a result from its least to its greatest number."""
    if isinstance(result, pd.Series):
        return " ".join(extent(result))
    known = {*getattr(data, "columns", ()), *NOT_TOLD} - {"rank"}
    told, last = [], ""
    for name in result:
        numbers, present = extent(result[name])
        is_constant = result[name].nunique() == 1 and numbers.startswith("all ")
        if name in known or (is_constant and name != "reference"):
            continue
        # How many there are is said where it differs from the column before.
        told.append(f"{name} {numbers}" + (f" {present}" if present != last else ""))
        last = present
    return ", ".join(told)


def extent(column: pd.Series[Any]) -> tuple[str, str]:
    """Return the least and greatest number, or how often each text is; and how many there are."""
    known = column.dropna()
    present = f"({len(known)}/{len(column)})"
    if not len(known):
        return "none", present
    if types.is_bool_dtype(column.dtype):
        return f"{int(known.sum())} true", present
    if not types.is_numeric_dtype(column.dtype):
        counts = known.astype(str).value_counts().sort_index()
        if len(counts) == 1:
            return f"all {counts.index[0]}", present
        return " ".join(f"{text}={n}" for text, n in counts.items()), present
    least, greatest = shown(float(known.min())), shown(float(known.max()))
    return least if least == greatest else f"{least}..{greatest}", present


def shown(number: float) -> str:
    """Return four digits of a number, without the noise of the last bits."""
    if abs(number) < 1e-12:
        return "0"
    return f"{float(f'{number:.10g}'):.4g}"


# The list


def written(rows: list[Line]) -> str:
    """Return the list as the text of a file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADER, *rows])
    return text.getvalue()


def read() -> list[Line]:
    """Read the list."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [Line(*row) for row in csv.reader(file)][1:]


@pytest.mark.slow
@pytest.mark.parametrize("full_name", names())
def test_every_metric_gives_every_table_what_the_list_says(full_name: str) -> None:
    """Each call gives the numbers, the error or the warning that a person has read."""
    listed = [line for line in read() if line.dataset == full_name]

    assert lines(full_name) == listed


def test_the_list_names_every_table_and_every_metric() -> None:
    """No dataset, edition or metric is left out, and no line is of one that is gone."""
    listed = read()
    called = {name for line in listed for name in line.metric.split()}
    public = {
        f"{module.__name__.split('.')[1]}.{name}"
        for module in (consistency, growth, shares, divide)
        for name in module.__all__
    }

    assert {line.dataset for line in listed} <= {*names()}
    assert {*neadigital.datasets()["dataset"]} <= {line.dataset for line in listed}
    assert called == public - {"consistency.check"}


@pytest.mark.parametrize("name", neadigital.datasets()["dataset"])
def test_months_and_indicators_are_never_mixed(name: str) -> None:
    """Without the keys that tell its rows apart, a table is refused by every metric."""
    for table in tables(name):
        column = next(iter(table.columns))
        for metric in PLAIN:
            options = options_of(metric, table, column)
            if not options or "within" not in options or "indicator" in metric.defaults:
                continue
            if "aggregates" in metric.defaults:
                options["aggregates"] = "drop"
            with pytest.raises((DuplicateKeyError, OrdinalError)):
                metric.function(table.data, **options | {"within": None})


if __name__ == "__main__" and "--write" in sys.argv:
    every_line = [line for name in names() for line in lines(name)]
    FILE.write_text(written(every_line), encoding="utf-8")
