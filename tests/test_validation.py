"""Input of the metrics: tables, numbers and years, and options that are never ignored."""

from __future__ import annotations

import datetime
import inspect
import math
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from discovery import FRAME, METRICS, beyond_the_world, infinities
from hypothesis import given
from hypothesis import strategies as st
from metric_support import TWO, near, one
from support import arrow

import neadigital
from neadigital import growth, inequality, shares
from neadigital.errors import UnknownChoiceError

# Tables


@dataclass
class Stream:
    """A table that has only the Arrow stream interface."""

    data: pd.DataFrame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the table by this interface."""
        return arrow.Table.from_pandas(self.data).__arrow_c_stream__(requested_schema)


def test_anything_with_an_arrow_stream_is_accepted():
    """An object with only the Arrow stream interface is accepted."""
    assert growth.yoy(Stream(TWO), "level").tolist() == near(
        growth.yoy(TWO, "level").tolist()
    )


@pytest.mark.parametrize(
    "data", [[1, 2], {"level": [1]}, pd.Series([1.0]), pd.DataFrame, "level", None]
)
def test_what_is_no_table_is_refused(data):
    """Lists, dicts, Series and classes raise a TypeError that says what to pass."""
    with pytest.raises(TypeError, match="Pass a pandas or polars DataFrame"):
        growth.yoy(data, "level")


@pytest.mark.parametrize("convert", [pl.from_pandas, Stream], ids=["polars", "stream"])
def test_a_table_that_needs_pyarrow_says_so(convert, monkeypatch):
    """Without pyarrow a table of another library raises an error that says what to install."""
    data = convert(TWO)
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(ModuleNotFoundError, match=r"install it \(pip install pyarrow"):
        growth.yoy(data, "level")


# Columns


YEAR_COLUMNS: dict[str, Any] = {
    "whole number": int,
    "text": str,
    "R": "X{}".format,
    "World Bank": "{0} [YR{0}]".format,
    "wbgapi": "YR{}".format,
    "Eurostat": "{} ".format,
    "Chinese": "{}年".format,
}


@pytest.mark.parametrize("year", YEAR_COLUMNS.values(), ids=YEAR_COLUMNS)
@pytest.mark.parametrize("nameless", [[], ["Unnamed: 64"]])
def test_a_wide_table_says_how_it_becomes_long(year, nameless):
    """Where years are columns the error gives the code that reshapes just this table."""
    wide = TWO.pivot(index="economy", columns="year", values="level")
    data = wide.rename(columns=year).reset_index().assign(unit="USD")
    data[nameless] = np.nan
    with pytest.raises(KeyError, match="Some columns are years: pass") as raised:
        growth.yoy(data, "level")
    code = raised.value.args[0].partition("pass ")[2].rstrip(".")
    long = eval(code, {"data": data})  # noqa: S307

    assert code.startswith("data.melt(['economy', 'unit'], ")
    assert list(long) == ["economy", "unit", "year", "value"]
    assert growth.cagr(long, "value").equals(growth.cagr(TWO, "level"))


@pytest.mark.parametrize(
    ("part", "times"),
    [
        ("quarter", ["2024-Q1", "2024-Q2", "2025-Q1"]),
        ("quarter", ["2024Q1", "2024Q2", "2025Q1"]),
        ("quarter", pd.PeriodIndex(["2024Q1", "2024Q2", "2025Q1"], freq="Q")),
        ("month", ["2024-01", "2024-02", "2025-01"]),
        ("month", ["2024M01", "2024M02", "2025M01"]),
        ("month", pd.PeriodIndex(["2024-01", "2024-02", "2025-01"], freq="M")),
    ],
)
def test_parts_of_years_are_compared_within_a_part(part, times):
    """For quarters and months the error gives the code that makes growth over the year before."""
    data = one(100.0, 50.0, 110.0).assign(year=times)
    with pytest.raises(TypeError, match=f"within='{part}'") as raised:
        growth.yoy(data, "level")
    code = str(raised.value).partition("columns: ")[2].partition(", and pass")[0]
    parts = eval(code, {"data": data})  # noqa: S307

    found = growth.yoy(parts, "level", within=part)
    assert found.tolist() == near([np.nan, np.nan, 10.0])


def test_an_attribute_of_that_name_need_not_convert():
    """An object whose `df` is no method is refused like any other."""

    class Holder:
        df = TWO

    with pytest.raises(TypeError, match="Cannot read Holder as a table"):
        growth.yoy(Holder(), "level")


def test_decimals_are_numbers():
    """A column of Decimal, as databases return it, is read as numbers."""
    with pytest.raises(ValueError, match="'level' holds a value that is no number"):
        growth.yoy(one(Decimal("sNaN")), "level")
    np.testing.assert_array_equal(
        growth.yoy(one(Decimal("1.5"), Decimal("3"), None), "level"),
        [np.nan, 100, np.nan],
    )


@pytest.mark.parametrize("dtype", [object, "Int64", "Float32", "float64"])
def test_a_missing_number_is_nan_whatever_holds_it(dtype):
    """A missing number is read as NaN in any notation; a year must not be missing."""
    levels = pd.Series([1, np.nan if dtype == "float64" else pd.NA, 3, 6], dtype=dtype)
    data = one(*range(4), level=levels)

    np.testing.assert_array_equal(
        growth.yoy(data, "level"), [np.nan, np.nan, np.nan, 100]
    )
    with pytest.raises(ValueError, match="Column 'level' has missing values"):
        growth.yoy(data, "year", time="level")


def test_a_number_too_large_for_a_float_is_refused():
    """A Python integer too large for a float is an error that names its column."""
    with pytest.raises(
        ValueError, match="Column 'level' holds a number that is too large for a float"
    ):
        growth.yoy(one(1, level=pd.Series([10**400], dtype=object)), "level")


@pytest.mark.parametrize("dtype", ["int64", "UInt64", "uint64[pyarrow]", "float64"])
def test_years_that_are_too_large_are_refused(dtype):
    """A year must be below 2^53, so that a float can hold it, whatever its type."""
    far = one(1.0, 2.0, year=pd.Series([2**53 - 1, 2**53]).astype(dtype))
    with pytest.raises(ValueError, match=r"'year'.*fractions or too large"):
        growth.yoy(far, "level")
    assert growth.yoy(far.assign(year=far["year"] - 1), "level").iloc[1] == 100


# Options


def test_choices_are_listed_the_nearest_first():
    """An unknown choice is an error that lists the known ones; a list is none."""
    with pytest.raises(
        UnknownChoiceError,
        match=r"on_missing must be one of 'nan', 'error', not 'nans'",
    ):
        growth.index_number(TWO, "level", base=2018, on_missing="nans")
    with pytest.raises(
        UnknownChoiceError, match=r"on_missing must be one of .*, not \['nan'\]"
    ):
        growth.index_number(TWO, "level", base=2018, on_missing=["nan"])


def test_a_long_option_is_cut_in_the_message():
    """A message repeats the beginning of an option of ten thousand letters, not all of it."""
    long = "x" * 10_000

    for options in (
        {"periods": long},
        {"entity": long},
        {"entity": [[long]]},
        {"value": long},
    ):
        with pytest.raises((ValueError, KeyError, TypeError)) as raised:
            growth.yoy(TWO, **{"value": "level"} | options)
        assert len(str(raised.value)) < 1000
    for options in ({"method": long}, {"ascending": long}, {"aggregates": [long]}):
        with pytest.raises((ValueError, TypeError)) as raised:
            shares.rank(TWO, "level", **options)
        assert len(str(raised.value)) < 1000


# Values that might be passed by mistake, from plausible to absurd.
JUNK: list[Any] = [None, True, "False", "", "\u202e", b"x", (), ("a", "b"), ["junk"]]
JUNK += [[[]], {"a": 1}, {1}, object(), len, -1, 0, 2, 0.5, 1e308, math.nan, -math.inf]
JUNK += [10**400, 3 + 4j, np.int64(2), np.float64("nan"), np.array(3), pd.NA, pd.NaT]
JUNK += [datetime.date(2020, 1, 1), np.array([1, 2]), pd.Series([1.0])]
JUNK += [pd.Series({"x": 1.0})]
# Errors about the rows name their columns instead: pooled members, and missing columns.
ABOUT_ROWS = ("may occur once", "There is no column")

_SERIES = pd.Series([5.0, 6.0], index=[2017, 2018])
_CALLS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    **{
        f"inequality.{name}": (getattr(inequality, name), {"x": [1.0, 2.0, 5.0]})
        for name in inequality.__all__
    },
    "growth.levels_from_rates": (
        growth.levels_from_rates,
        {"rates": _SERIES, "anchor": {2016: 100.0}},
    ),
    "growth.rate_over_previous": (growth.rate_over_previous, {"rate_pct": 5.0}),
    **{
        name: (getattr(neadigital, name), {})
        for name in ("growth_rates", "codebook", "notes", "errata", "observations")
    },
    **{
        name: (getattr(neadigital, name), {"name": "growth_rates"})
        for name in ("load", "about", "validate")
    },
    "printed_table": (neadigital.printed_table, {"number": 1}),
    "economy_code": (neadigital.economy_code, {"text": "Japan"}),
}
_METRICS = {name: metric for name, metric in METRICS.items() if "-" not in name}
CASES = [
    (name, parameter)
    for name, metric in _METRICS.items()
    for parameter in metric.defaults
    if parameter != "data"
]
CASES += [
    (name, parameter)
    for name, (function, _) in _CALLS.items()
    for parameter in inspect.signature(function).parameters
]


def check(name: str, parameter: str, junk: Any) -> None:
    """Call a function with one invalid argument: finite, or the error names it."""
    told = ""
    try:
        with warnings.catch_warnings():
            # The warning that no years are so far apart is correct for any number of years.
            warnings.filterwarnings(
                "ignore", "No economy has two values" if parameter == "periods" else "-"
            )
            if name in _METRICS:
                result = _METRICS[name](FRAME, **{parameter: junk})
            else:
                function, given_ = _CALLS[name]
                result = function(**{**given_, parameter: junk})
    except (neadigital.NeadigitalError, KeyError, TypeError, ValueError) as error:
        result = None
        told = str(error)
    where = f"{name}({parameter}={junk!r}): {told}"

    assert not told or any(
        part in told
        for part in (parameter, repr(junk).strip("[]"), str(junk), *ABOUT_ROWS)
    ), where
    assert not infinities(result), where
    assert not isinstance(result, float) or not math.isinf(result), where


@beyond_the_world
@pytest.mark.parametrize("name", [*_METRICS, *_CALLS])
def test_nothing_is_swallowed(name):
    """Any argument gives a finite result without a warning, or an error that names it."""
    # Functions that read the data are slow, and None, the first, often asks them for all of it.
    is_fast = name in _METRICS or "." in name
    tried = JUNK if is_fast else JUNK[1::4]
    parameters = [parameter for called, parameter in CASES if called == name]
    for place, parameter in enumerate(parameters):
        # Each parameter takes every third value, from another one on.
        for junk in tried[place % 3 :: 3]:
            check(name, parameter, junk)


@beyond_the_world
@given(
    case=st.sampled_from(CASES),
    junk=st.one_of(st.integers(), st.floats(), st.text("aé中\u202e'\0"), st.none()),
)
def test_nothing_unforeseen_is_swallowed(case, junk):
    """The same holds for arguments drawn at random."""
    check(*case, junk)
