"""Laws for every metric. They find it by its signature, so they apply to a new one at once."""

from __future__ import annotations

import inspect
import re
from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd
import pytest
from metric_support import STORAGES, draw, functions_of

from neadigital.errors import DuplicateKeyError

FUNCTIONS = functions_of("growth", "shares", "divide", "inequality")
# Those that take a table and a column of values; `rank_change` takes one of ranks.
OF_TABLES = {
    name: function
    for name, function in FUNCTIONS.items()
    if {"data", "entity"} <= inspect.signature(function).parameters.keys()
}
#: Values for parameters that have no default, by name.
REQUIRED = {
    "value": "x_pct",
    "rank": "place",
    "base": 2012,
    "exchange_rate": "people",
    "groups": "block",
    "reference": "A",
    "world": "A",
}
KEYS = {"group", "economy", "year", "block"}
#: How the column of a result ends whose docstring says this of it.
UNITS = {"per cent": "_pct", "percentage points": "_pp"}
every = pytest.mark.parametrize("name", OF_TABLES)
# Drawn tables have gaps, which the metrics tell of.
pytestmark = pytest.mark.filterwarnings("ignore::neadigital.errors.NeadigitalWarning")


def table(seed: int = 2, storage: str = "plain") -> pd.DataFrame:
    """Return a drawn table of two panels: percentages, people, ranks and a status."""
    if storage == "arrow":
        pytest.importorskip("pyarrow")
    drawn = draw(seed, storage)
    keys = ["group", "year"]
    ranks = draw(seed).groupby(keys)["x"].rank(method="first").astype("Int64")
    return drawn.rename(columns={"x": "x_pct"}).assign(place=ranks, obs_status="A")


def call(name: str, data: Any, **options: Any) -> pd.DataFrame:
    """Call a metric with what it requires, and return its result as a frame of plain types."""
    metric = OF_TABLES[name]
    parameters = inspect.signature(metric).parameters
    required = {key: REQUIRED[key] for key in parameters if key in REQUIRED}
    # The groups are panels, or the indicators of an index.
    groups = "over" if "over" in parameters else "within"
    required[groups] = "group"
    found = metric(data, **required | options)
    frame = pd.DataFrame(found)
    known = frame.notna()
    return frame.astype(object).where(known, "missing")


@every
def test_the_order_of_rows_never_matters(name):
    """Each row of a shuffled table has the result that it has in order."""
    data = table(3)
    found = call(name, data)
    shuffled = call(name, data.sample(frac=1, random_state=2))
    if found.index.equals(data.index):
        shuffled = shuffled.loc[found.index]

    pd.testing.assert_frame_equal(shuffled, found, rtol=1e-12)


#: Of the fast tests only two, of which a column can be missing a value in another way.
STORED = [
    pytest.param(name, marks=() if name in ("arrow", "nullable") else pytest.mark.slow)
    for name in [*STORAGES][1:]
]


@every
@pytest.mark.parametrize("storage", STORED)
def test_the_storage_never_matters(name, storage):
    """A category, an Arrow column or an object has the result of a plain one."""
    found = call(name, table(5, storage))
    expected = call(name, table(5))

    for column in expected:
        for one, other in zip(found[column], expected[column], strict=True):
            assert one == other or one == pytest.approx(other, rel=1e-12), column


@every
def test_years_as_categories_are_years(name):
    """In whatever order a file has them, first and last are those of the calendar."""
    data = table(3)
    in_order = data.assign(year=data["year"].astype("category"))
    backward = sorted(data["year"].unique(), reverse=True)
    mixed = data.assign(year=pd.Categorical(data["year"], backward))
    found, expected = call(name, mixed), call(name, in_order)

    assert found.astype(str).equals(expected.astype(str))


#: Options that are numbers, and the measures that two of them need.
NUMBERS = {
    **{"periods": 2, "start": 2011, "end": 2016, "base": 2014, "direction": 1},
    **{"epsilon": 2, "alpha": 12},
}
OTHERS = {"measures": ["atkinson", "generalized_entropy"]}
#: The type of the fewest bits for a number, without a sign, with one, and as a float.
SMALL = [
    np.min_scalar_type,
    lambda number: np.min_scalar_type(-number),
    lambda _: np.dtype("float32"),
]


@every
def test_options_of_any_type_of_numbers_are_numbers(name):
    """Of few bits, without a sign, or a float: a small type never overflows."""
    parameters = inspect.signature(OF_TABLES[name]).parameters
    numbers = {key: NUMBERS[key] for key in parameters if key in NUMBERS}
    others = {key: OTHERS[key] for key in parameters if key in OTHERS}
    expected = call(name, table(), **numbers, **others)
    for kind in SMALL:
        typed = {key: kind(number).type(number) for key, number in numbers.items()}

        assert call(name, table(), **typed, **others).equals(expected), typed


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_text_is_no_yes_or_no(name):
    """An option that is True or False takes nothing else: "no" would count as True."""
    for option, parameter in inspect.signature(FUNCTIONS[name]).parameters.items():
        if "bool" in str(parameter.annotation):
            measured = [table(), "x_pct"] if name in OF_TABLES else [[1, 2]]
            with pytest.raises(TypeError, match=f"{option} must be True or False"):
                FUNCTIONS[name](*measured, **{option: "no"})


@every
def test_the_input_is_never_changed(name):
    """A table has the same values and columns after a call."""
    data = table(4)
    copy = data.copy(deep=True)
    call(name, data)

    pd.testing.assert_frame_equal(data, copy)


@every
def test_tables_of_others_are_read(name):
    """A table of polars or pyarrow has the result of one of pandas."""
    pl, pa = pytest.importorskip("polars"), pytest.importorskip("pyarrow")
    data = table(6).reset_index(drop=True)
    expected = call(name, data)

    for other in (pl.from_pandas(data), pa.Table.from_pandas(data)):
        pd.testing.assert_frame_equal(call(name, other), expected)


@every
def test_an_empty_table_has_an_empty_result(name):
    """Without rows there are none in the result; what needs a member or a year says so."""
    # A base year or a reference that no row has is an error.
    with suppress(ValueError):
        found = call(name, table().iloc[:0])

        assert len(found) == 0
        assert len(found.columns) == len(call(name, table()).columns)


@every
def test_what_no_metric_takes_is_refused(name):
    """A column that is absent, repeated keys and text for numbers are errors for each metric."""
    data = table()
    texts = data.assign(x_pct="1,234", place="1,234")

    with pytest.raises(KeyError, match="no column 'economy'"):
        call(name, data.drop(columns="economy"))
    with pytest.raises(DuplicateKeyError):
        call(name, pd.concat([data, data]))
    if {"value", "rank"} & inspect.signature(OF_TABLES[name]).parameters.keys():
        with pytest.raises(TypeError):
            call(name, texts)


def of_the_result(docstring: str) -> str:
    """Return the first line of a docstring and its section Returns, on one line."""
    first, _, rest = docstring.partition("\n")
    section = re.search(r"\n *Returns\n *-+\n(.*?)(?=\n *-+\n|$)", rest, re.S)
    return " ".join(f"{first} {section[1] if section else ''}".split())


@every
def test_a_docstring_has_names_and_units_of_the_result(name):
    """A result has the columns that the docstring names, and the unit that it says."""
    docstring = inspect.getdoc(OF_TABLES[name]) or ""
    text = of_the_result(docstring)
    columns = [column.replace("_2012", "_<base>") for column in call(name, table())]
    found = {re.sub("^(x_pct|place)_", "_", column) for column in columns}
    named = {
        re.sub("^<[a-z]+>", "", column)
        for column in re.findall(r"``([\w<>]+)``", docstring)
    }

    assert found - named - KEYS - {"x_pct"} == set()
    for words, ending in UNITS.items():
        # "275 per cent" is an example, not the unit.
        is_said = re.search(rf"(?<!\d ){words}\b", text)
        assert not is_said or any(column.endswith(ending) for column in found), words
