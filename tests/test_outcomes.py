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
from collections.abc import Callable, Iterator
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
# Arguments of the laws that no reader of these tables would pass.
NOT_PASSED = ("within", "status", "world", "on_missing", "direction")
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


class Outcome(NamedTuple):
    """What one call gives."""

    metric: str
    call: str
    text: str


# Tables


def names() -> list[str]:
    """Name every dataset, with each further edition and each that is printed otherwise."""
    found = []
    for name in neadigital.datasets()["dataset"]:
        found.append(name)
        editions = _store.dataset(name).get("editions", [])
        for edition in editions[1:]:
            found.append(f"{name}, edition {edition}")
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
        edition = which.removeprefix("edition ")
        data = with_companions(neadigital.load(name, edition=edition))
        yield all_together(full_name, data, "value")
        return
    is_printed = which == "as printed"
    data = with_companions(neadigital.load(name, as_printed=is_printed))
    if "indicator" in data:
        yield from split(full_name, data)
    else:
        entity, within = keys_of(full_name)
        columns = {column: column for column in measured(data)}
        yield Table(full_name, data, entity, within, columns)


def split(full_name: str, data: pd.DataFrame) -> Iterator[Table]:
    """Take a long table apart: each indicator with many values, and all others together."""
    entity, within = keys_of(full_name)
    yield Table(full_name, data, entity, (), {"value": "value"})
    known = data.dropna(subset=["value"])
    number = known["indicator"].value_counts()
    long = sorted(number[number >= MANY].index)
    # The values of the next indicator stand beside those of each, the first beside the last.
    following = long[1:] + long[:1]
    for indicator, other in zip(long, following, strict=True):
        part = beside(data, indicator, other, entity)
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
    name = full_name.partition(", ")[0]
    entity, *others = _store.dataset(name)["schema"]["primaryKey"]
    within = tuple(key for key in others if key not in NOT_WITHIN)
    return entity, within


def measured(data: pd.DataFrame) -> list[str]:
    """Return the columns of numbers that measure something."""
    numbers = data.select_dtypes("number")
    return [name for name in numbers if name not in (*LABELS, "exchange_rate")]


def with_companions(data: pd.DataFrame) -> pd.DataFrame:
    """Add what metrics ask for: the exchange rate of each economy and year, and a group."""
    if "economy" not in data:
        return data.assign(group="one")
    bank = neadigital.world_development_indicators()
    rates = bank.loc[bank["indicator"] == "PA.NUS.FCRF", ["economy", "year", "value"]]
    rates = rates.rename(columns={"value": "exchange_rate"})
    both = data.merge(rates, "left", ["economy", "year"])
    is_near = both["economy"].isin(NEAR)
    return both.assign(group=np.where(is_near, "near", "far"))


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
        found = {
            column: [each for each in outcomes if each not in usual.get(column, [])]
            for column, outcomes in found.items()
        }
    columns = labels_of(found)
    metrics = metrics_of(columns)
    rows = [
        Line(full_name, labels, " ".join(told), call, text)
        for (labels, call, text), told in metrics.items()
    ]
    return sorted(rows)


def labels_of(found: dict[str, list[Outcome]]) -> dict[Outcome, list[str]]:
    """Return the columns that have each outcome."""
    labels: dict[Outcome, list[str]] = {}
    for label, outcomes in found.items():
        for outcome in outcomes:
            labels.setdefault(outcome, []).append(label)
    return labels


def metrics_of(
    columns: dict[Outcome, list[str]],
) -> dict[tuple[str, str, str], list[str]]:
    """Return the metrics that give the same columns the same, by columns, call and outcome."""
    metrics: dict[tuple[str, str, str], list[str]] = {}
    for (metric, call, text), labels in columns.items():
        alike = (" ".join(labels), call, text)
        metrics.setdefault(alike, []).append(metric)
    return metrics


@cache
def results(full_name: str) -> dict[str, list[Outcome]]:
    """Return the outcomes of each column, by the name that it has in the list."""
    found: dict[str, list[Outcome]] = {}
    for table in changed_tables(full_name):
        for column, label in table.columns.items():
            own = found.setdefault(label, [])
            for outcome in outcomes(table, column):
                text = outcome.text.replace(repr(column), "it")
                own.append(outcome._replace(text=text))
    return found


def changed_tables(full_name: str) -> list[Table]:
    """Read a dataset; of what the paper prints, the tables that are not as they are corrected."""
    name, _, which = full_name.partition(", ")
    usual = tables(name) if which == "as printed" else []
    corrected = {labels_in(table): table.data for table in usual}
    changed = []
    for table in tables(full_name):
        same = corrected.get(labels_in(table))
        if not table.data.equals(same):
            changed.append(table)
    return changed


def labels_in(table: Table) -> tuple[str, ...]:
    """Return the names that the columns of a table have in the list."""
    return tuple(table.columns.values())


def outcomes(table: Table, column: str) -> Iterator[Outcome]:
    """Give for each metric that can be called: its name, the call and what it gives."""
    for metric in PLAIN:
        options = options_of(metric, table, column)
        if options is None:
            continue
        outcome = call_of(metric, table, options)
        yield outcome
        if outcome.text.startswith("AggregateError"):
            options["aggregates"] = "drop"
            yield call_of(metric, table, options)
    if column != "value":
        yield from of_growth(table, column)
        yield from of_consistency(table, column)


def call_of(metric: Metric, table: Table, options: dict[str, Any]) -> Outcome:
    """Return the outcome of one call of a metric."""
    module = metric.function.__module__.split(".")[1]
    call = text_of(metric, options)
    text = outcome_of(metric.function, table.data, options)
    return Outcome(f"{module}.{metric.name}", call, text)


def options_of(metric: Metric, table: Table, column: str) -> dict[str, Any] | None:
    """Return the arguments that a reader would pass; None where the table has not what it asks."""
    is_whole = "indicator" in table.data
    is_of_many = {"sector", "indicator"} & {*metric.defaults}
    if is_whole and not is_of_many:
        return None
    given = arguments(table, column)
    options = {}
    for name, usual in metric.options.items():
        if name not in NOT_PASSED:
            options[name] = given.get(name, usual)
    if None in options.values():
        return None
    # Where the members are the sectors, none is left to be the economy.
    if "sector" in options and options.get("economy") == options["sector"]:
        return None
    if "entity" in metric.defaults and table.entity != "economy":
        options["entity"] = table.entity
    if "within" in metric.defaults and table.within:
        options["within"] = [*table.within]
    return options


def arguments(table: Table, column: str) -> dict[str, Any]:
    """Return what the table has for each parameter; None for what it has not."""
    data = table.data
    is_whole = "indicator" in data
    other = following(data, column)
    given: dict[str, Any] = {
        "low": bound(data, column, "low"),
        "high": bound(data, column, "high"),
        "groups": "group",
        "sector": "indicator" if is_whole else table.entity,
        "reference": reference(data, table.entity),
        "base": int(data["year"].min()),
        "seed": 1,
    }
    given |= dict.fromkeys(("value", "part", "a", "rank"), column)
    given |= dict.fromkeys(("versus", "whole", "b", "order"), other)
    for name in ("exchange_rate", "economy"):
        given[name] = name if name in data else None
    return given


def following(data: pd.DataFrame, column: str) -> str | None:
    """Return the measured column after this one, the first after the last; None if it is alone."""
    columns = measured(data)
    if len(columns) == 1:
        return None
    place = columns.index(column) + 1
    return columns[place % len(columns)]


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
    _, *parameters = metric.defaults
    left_out = (*parameters[:1], "draws")
    told = []
    for name, value in options.items():
        text = "+".join(value) if isinstance(value, list) else value
        if name not in left_out:
            told.append(f"{name}={text}")
    return " ".join(told)


def of_growth(table: Table, column: str) -> Iterator[Outcome]:
    """Give the outcomes of the functions of growth that take a series."""
    data = table.data
    rates = data.set_index("year")[column]
    text = outcome_of(growth.rate_over_previous, rates)
    yield Outcome("growth.rate_over_previous", "", text)
    member = data[table.entity].iloc[0]
    is_first = data[table.entity] == member
    first = rates[is_first.to_numpy()]
    anchor = {int(first.index.min()): 100.0}
    text = outcome_of(growth.levels_from_rates, first, {"anchor": anchor})
    yield Outcome("growth.levels_from_rates", f"of={member}", text)


def of_consistency(table: Table, column: str) -> Iterator[Outcome]:
    """Give the verdicts of the relations in which a reader might put the column."""
    data = table.data
    whole = following(data, column)
    if whole is None:
        return
    within = [*table.within] or None
    relation = consistency.growth(column, whole, entity=table.entity, within=within)
    yield judged("growth", relation, data, f"new={whole}")
    if "share" in column:
        part = measured(data)[0]
        of = following(data, part)
        relation = consistency.share(column, part, of or part)
        yield judged("share", relation, data, f"part={part} whole={of}")
    if "total" in column:
        relation = consistency.total(column, [whole])
        yield judged("total", relation, data, f"parts={whole}")


def judged(name: str, relation: Any, data: pd.DataFrame, call: str) -> Outcome:
    """Return the outcome of a check of one relation."""
    text = outcome_of(verdicts, data, {"relation": relation})
    return Outcome(f"consistency.{name}", call, text)


def verdicts(data: pd.DataFrame, relation: Any) -> pd.Series[Any]:
    """Return the verdicts of a relation on the numbers as floats print them."""
    numbers = data.select_dtypes("number")
    known = numbers.astype(object).where(numbers.notna(), "")
    printed = data.assign(**known.astype(str))
    result = consistency.check(printed, relation)
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
    line = message.replace("\n", " ")
    words = re.sub(r"(?<!\w)-?\d[\d.e+]*", "#", line).split()
    return " ".join(words[:WORDS])


def summary(result: Any, data: Any) -> str:
    """Return each column of a result from its least to its greatest number."""
    if isinstance(result, pd.Series):
        return " ".join(extent(result))
    known = {*getattr(data, "columns", ()), *NOT_TOLD} - {"rank"}
    told = []
    last = ""
    for name, column in result.items():
        numbers, present = extent(column)
        if name in known or is_plain(column, numbers):
            continue
        # How many there are is said where it differs from the column before.
        more = f" {present}" if present != last else ""
        told.append(f"{name} {numbers}{more}")
        last = present
    return ", ".join(told)


def is_plain(column: pd.Series[Any], numbers: str) -> bool:
    """Tell whether a column has one text in all its rows, and is not the reference."""
    is_one_text = numbers.startswith("all ") and column.nunique() == 1
    return is_one_text and column.name != "reference"


def extent(column: pd.Series[Any]) -> tuple[str, str]:
    """Return the least and greatest number, or how often each text is; and how many there are."""
    known = column.dropna()
    present = f"({len(known)}/{len(column)})"
    if not len(known):
        return "none", present
    if types.is_bool_dtype(column.dtype):
        return f"{int(known.sum())} true", present
    if types.is_numeric_dtype(column.dtype):
        return span(known), present
    return frequencies(known), present


def span(known: pd.Series[Any]) -> str:
    """Return the least and the greatest number, or the only one."""
    least = shown(float(known.min()))
    greatest = shown(float(known.max()))
    return least if least == greatest else f"{least}..{greatest}"


def frequencies(known: pd.Series[Any]) -> str:
    """Return how often each text is."""
    counts = known.astype(str).value_counts().sort_index()
    if len(counts) == 1:
        return f"all {counts.index[0]}"
    return " ".join(f"{text}={number}" for text, number in counts.items())


def shown(number: float) -> str:
    """Return four digits of a number, without the noise of the last bits."""
    if abs(number) < 1e-12:
        return "0"
    rounded = float(f"{number:.10g}")
    return f"{rounded:.4g}"


# The list


def written(rows: list[Line]) -> str:
    """Return the list as the text of a file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Line._fields)
    writer.writerows(rows)
    return text.getvalue()


def read() -> list[Line]:
    """Read the list."""
    with FILE.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return [Line(*row) for row in rows]


@pytest.mark.slow
@pytest.mark.parametrize("full_name", names())
def test_every_metric_gives_every_table_what_the_list_says(full_name: str) -> None:
    """Each call gives the numbers, the error or the warning that a person has read."""
    listed = [line for line in read() if line.dataset == full_name]

    assert lines(full_name) == listed


def test_the_list_names_every_table_and_every_metric() -> None:
    """No dataset, edition or metric is left out, and no line is of one that is gone."""
    listed = read()
    tables_of = {line.dataset for line in listed}
    called = {name for line in listed for name in line.metric.split()}
    public = set()
    for module in (consistency, growth, shares, divide):
        short = module.__name__.split(".")[1]
        public |= {f"{short}.{name}" for name in module.__all__}

    assert tables_of <= {*names()}
    assert {*neadigital.datasets()["dataset"]} <= tables_of
    relations = {"growth", "share", "total"}
    assert called == {
        name
        for name in public
        if not name.startswith("consistency.") or name.split(".")[1] in relations
    }


def mixed(metric: Metric, table: Table) -> dict[str, Any] | None:
    """Return arguments without the keys that tell rows apart; None if the metric needs none."""
    if "indicator" in metric.defaults:
        return None
    column = next(iter(table.columns))
    options = options_of(metric, table, column)
    if options is None or "within" not in options:
        return None
    options["within"] = None
    if "aggregates" in metric.defaults:
        options["aggregates"] = "drop"
    return options


@pytest.mark.parametrize("name", neadigital.datasets()["dataset"])
def test_months_and_indicators_are_never_mixed(name: str) -> None:
    """Without the keys that tell its rows apart, a table is refused by every metric."""
    for table in tables(name):
        for metric in PLAIN:
            options = mixed(metric, table)
            if options is not None:
                with pytest.raises((DuplicateKeyError, OrdinalError)):
                    metric.function(table.data, **options)


if __name__ == "__main__" and "--write" in sys.argv:
    every_line = [line for name in names() for line in lines(name)]
    FILE.write_text(written(every_line), encoding="utf-8")
