"""What the door of the metrics lets in, and what it refuses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from growth_support import two_economies
from support import arrow

from neadigital import growth


@pytest.fixture
def frame() -> pd.DataFrame:
    """Two economies over four years, with an index that is not the position."""
    return two_economies()


def test_groups_may_be_named_by_large_unsigned_numbers() -> None:
    """Identifiers beyond the signed range group as others do."""
    data = pd.DataFrame({"economy": np.array([2**63 + 5, 2**63, 2**63 + 5, 2**63], dtype="uint64")})
    data = data.assign(year=[2000, 2000, 2001, 2001], level=[1.0, 1.0, 2.0, 3.0])

    np.testing.assert_array_equal(growth.yoy(data, "level"), [np.nan, np.nan, 100, 200])


def test_anything_with_an_arrow_stream_is_accepted(frame: pd.DataFrame) -> None:
    """An object that offers only the Arrow stream interface is read."""

    class Stream:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return arrow.Table.from_pandas(frame).__arrow_c_stream__(requested_schema)

    np.testing.assert_array_equal(growth.yoy(Stream(), "level"), growth.yoy(frame, "level"))


@pytest.mark.parametrize("data", [[1, 2], {"level": [1]}, pd.Series([1.0]), pd.DataFrame])
def test_what_is_no_table_is_refused(data: Any) -> None:
    """Lists, dicts, Series and classes raise TypeError that says what to pass."""
    with pytest.raises(TypeError, match="Pass a pandas or polars DataFrame"):
        growth.yoy(data, "level")


@pytest.mark.parametrize("values", [list("abcdefgh"), [True] * 8, [1j] * 8, pd.date_range("2000", periods=8)])
def test_values_that_are_not_numbers_are_refused(values: Any, frame: pd.DataFrame) -> None:
    """Text, bool, complex and dates raise TypeError with the column's name."""
    with pytest.raises(TypeError, match="Column 'level' must be numeric"):
        growth.yoy(frame.assign(level=values), "level")


def test_column_that_stands_twice_is_refused(frame: pd.DataFrame) -> None:
    """A column name that is not unique is an error."""
    with pytest.raises(ValueError, match="'level' stands more than once"):
        growth.yoy(pd.concat([frame, frame[["level"]]], axis=1), "level")


def test_groups_of_mixed_or_wide_keys_are_told_apart() -> None:
    """Keys that do not compare, and years too far apart for one sort key, still group and sort."""
    mixed = pd.DataFrame({"economy": [1, "x", 1, "x"], "year": [0, 0, 1, 1], "level": [1.0, 1.0, 2.0, 3.0]})
    longest = pd.DataFrame({"economy": list("ABAB"), "year": [1, 1, -(2**63), -(2**63)], "level": [5.0, 7.0, 2.0, 3.0]})
    assert growth.yoy(longest, "level").isna().all()
    wide = pd.DataFrame({"economy": list("BABA"), "year": [2**61, 0, 2**61 + 1, 1], "level": [1.0, 2.0, 2.0, 3.0]})

    np.testing.assert_array_equal(growth.yoy(mixed, "level"), [np.nan, np.nan, 100, 200])
    np.testing.assert_array_equal(growth.yoy(wide, "level"), [np.nan, np.nan, 100, 50])


@pytest.mark.parametrize("dtype", ["uint64", "UInt64", "uint64[pyarrow]"])
def test_years_beyond_the_signed_range_are_refused(dtype: str) -> None:
    """However a whole number is held, as a year it must fit: beyond 2^63 it was taken for a negative one."""
    data = pd.DataFrame({"economy": "A", "year": pd.Series([2**63 + 1, 2**63 + 2], dtype=dtype), "level": [1.0, 2.0]})

    with pytest.raises(ValueError, match=r"'year'.*too large"):
        growth.yoy(data, "level")


def test_decimals_are_numbers() -> None:
    """A column of Decimal, as databases give it, is read as numbers; a gap in it is missing."""
    data = pd.DataFrame({"economy": "A", "year": [2019, 2020, 2021], "level": [Decimal("1.5"), Decimal("3"), None]})

    np.testing.assert_array_equal(growth.yoy(data, "level"), [np.nan, 100, np.nan])


def test_years_that_a_float_cannot_tell_apart_are_refused() -> None:
    """A year stored as a float is refused from 2 ** 53 on, where its neighbours are the same float."""
    data = pd.DataFrame({"economy": "A", "year": [2.0**53 - 1, 2.0**53], "level": [1.0, 2.0]})

    with pytest.raises(ValueError, match="fractions or too large"):
        growth.yoy(data, "level")
