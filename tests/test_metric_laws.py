"""Laws for every metric. They find it by its signature, so they apply to a new one at once."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from metric_support import draw
from support import REPOSITORY

import neadigital

MODULES = ("growth", "shares", "divide", "inequality")
FUNCTIONS: dict[str, Callable[..., Any]] = {
    f"{module}.{name}": getattr(getattr(neadigital, module), name)
    for module in MODULES
    for name in getattr(neadigital, module).__all__
}
# Those that take a table and a column of values; `rank_change` takes one of ranks.
OF_TABLES = {
    name: function
    for name, function in FUNCTIONS.items()
    if {"data", "entity"} <= inspect.signature(function).parameters.keys()
}
#: Values for parameters that have no default, by name.
REQUIRED: dict[str, Any] = {
    "value": "x_pct",
    "rank": "place",
    "base": 2012,
    "exchange_rate": "people",
    "groups": "block",
    "reference": "A",
    "world": "A",
}
KEYS = {"economy", "year", "block"}
#: How the column of a result ends whose docstring says this of it.
UNITS = {"per cent": "_pct", "percentage points": "_pp"}


def table_of_metrics() -> pd.DataFrame:
    """Return a drawn table of one panel: percentages, ranks and a status."""
    table = draw(2).query("group == 'p'")
    ranks = table.groupby("year")["x"].rank(method="first").astype("Int64")
    named = table.rename(columns={"x": "x_pct"})
    return named.assign(place=ranks, obs_status="A")


def call(function: Callable[..., Any]) -> pd.DataFrame:
    """Call a metric with what it requires, and return its result as a frame."""
    parameters = inspect.signature(function).parameters
    required = {name: REQUIRED[name] for name in parameters if name in REQUIRED}
    found = function(table_of_metrics(), **required)
    return found.to_frame() if isinstance(found, pd.Series) else found


def of_the_result(docstring: str) -> str:
    """Return the first line of a docstring and its section Returns, on one line."""
    first, _, rest = docstring.partition("\n")
    section = re.search(r"\n *Returns\n *-+\n(.*?)(?=\n *-+\n|$)", rest, re.S)
    return " ".join(f"{first} {section[1] if section else ''}".split())


@pytest.mark.filterwarnings("ignore::neadigital.errors.NeadigitalWarning")
@pytest.mark.parametrize("name", OF_TABLES)
def test_a_docstring_has_names_and_units_of_the_result(name):
    """A result has the columns that the docstring names, and the unit that it says."""
    docstring = inspect.getdoc(OF_TABLES[name]) or ""
    text = of_the_result(docstring)
    found = {re.sub("^(x_pct|place)_", "_", column) for column in call(OF_TABLES[name])}
    named = {
        re.sub("^<[a-z]+>", "", column)
        for column in re.findall(r"``([\w<>]+)``", docstring)
    }

    assert found - named - KEYS - {"x_pct"} == set()
    for words, ending in UNITS.items():
        # "275 per cent" is an example, not the unit.
        is_said = re.search(rf"(?<!\d ){words}\b", text)
        assert not is_said or any(column.endswith(ending) for column in found), words


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_metric_is_tested(name):
    """A test calls each public metric by its module and name."""
    files = (REPOSITORY / "tests").glob("test_*.py")
    texts = [file.read_text(encoding="utf-8") for file in files]

    assert any(re.search(rf"\b{re.escape(name)}\b", text) for text in texts)
