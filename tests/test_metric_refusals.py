"""What every metric over frames refuses, and that its errors say where. No metric is named here.

The laws of their results are in `test_metric_laws.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from discovery import FRAME, KEYS, Metric, assert_same, taking

from neadigital.errors import AggregateError, DuplicateKeyError

every = taking()
# Whatever a metric computes, it reads its table in one way.
each = taking(choices=False)


@pytest.fixture
def frame() -> pd.DataFrame:
    """A copy that a test may change."""
    return FRAME.copy()


@taking("by")
def test_a_repeated_key_is_listed(metric: Metric, frame: pd.DataFrame) -> None:
    """A key that stands twice raises DuplicateKeyError with its columns and its values."""
    row = frame.index[7]

    with pytest.raises(DuplicateKeyError) as raised:
        metric(pd.concat([frame, frame.loc[[row]]]))

    assert set(raised.value.columns) <= set(KEYS)
    assert {"economy", *metric.within} <= set(raised.value.columns)
    assert raised.value.keys == (tuple(frame.loc[row, list(raised.value.columns)]),)


@taking("within", "by")
def test_a_repeated_key_names_what_would_tell_the_rows_apart(metric: Metric, frame: pd.DataFrame) -> None:
    """Where a column was forgotten in `within` the error proposes it."""
    with pytest.raises(DuplicateKeyError, match=r"within.*'set'"):
        metric(frame, within=metric.within[1:])


@each
def test_an_absent_column_is_an_error_that_lists_those_at_hand(metric: Metric, frame: pd.DataFrame) -> None:
    """Each column that a parameter names must be there; nothing is assumed because one is not."""
    for parameter in [*metric.columns, *(["within"] if "within" in metric.defaults else [])]:
        with pytest.raises(KeyError, match=r"no column 'land'.*set, indicator, economy, year, level"):
            metric(frame, **{parameter: "land"})


@each
def test_default_columns_are_not_optional(metric: Metric, frame: pd.DataFrame) -> None:
    """Without the columns that the defaults name there is an error, not another result."""
    for parameter, column in metric.columns.items():
        with pytest.raises(KeyError, match=f"no column '{column}'"):
            metric(frame.drop(columns=column))
        assert parameter in metric.defaults


@each
def test_a_column_that_stands_twice_is_refused(metric: Metric, frame: pd.DataFrame) -> None:
    """A column name that is not unique is an error."""
    for column in metric.columns.values():
        with pytest.raises(ValueError, match=f"'{column}' stands more than once"):
            metric(pd.concat([frame, frame[[column]]], axis=1))


@every
@pytest.mark.parametrize("infinite", [np.inf, -np.inf])
def test_an_infinite_value_is_named(metric: Metric, infinite: float, frame: pd.DataFrame) -> None:
    """An infinite value raises ValueError with the column and the row."""
    for column in metric.numbers:
        spoiled = frame.copy()
        spoiled.loc[frame.index[0], column] = infinite
        with pytest.raises(ValueError, match=f"'{column}' holds an infinite value, first at row {frame.index[0]}"):
            metric(spoiled)


@each
@pytest.mark.parametrize(
    "wrong", ["text", True, 1j, pd.Timestamp("2020-01-01")], ids=["text", "bool", "complex", "date"]
)
def test_values_that_are_no_numbers_are_refused(metric: Metric, wrong: Any, frame: pd.DataFrame) -> None:
    """Text, truth values, complex numbers and dates raise TypeError with the column's name."""
    for column in metric.numbers:
        with pytest.raises(TypeError, match=f"Column '{column}' must be numeric"):
            metric(frame.assign(**{column: wrong}))


@taking("time", choices=False)
@pytest.mark.parametrize(
    "when",
    [pd.Period("2020", "Y"), pd.Timestamp("2020-01-01"), 2020.5, np.nan, "2020", True],
    ids=["period", "date", "fraction", "missing", "text", "bool"],
)
def test_time_is_whole_numbers(metric: Metric, when: Any, frame: pd.DataFrame) -> None:
    """Only whole numbers are years; anything else raises an error with the column's name."""
    with pytest.raises((TypeError, ValueError), match="Column 'year'"):
        metric(frame.assign(year=when))


@taking("by")
def test_a_missing_key_is_named(metric: Metric, frame: pd.DataFrame) -> None:
    """A row without an economy, or a panel, raises instead of vanishing."""
    for column in ["economy", *metric.within]:
        with pytest.raises(ValueError, match=f"Column '{column}' has missing values"):
            metric(frame.assign(**{column: frame[column].where(frame.index > frame.index[3], None)}))


@taking("by", "time")
def test_member_and_time_are_two_columns(metric: Metric, frame: pd.DataFrame) -> None:
    """One column cannot be both."""
    with pytest.raises(ValueError, match="'year'"):
        metric(frame, by="year")


@every
def test_an_unknown_choice_is_an_error_that_names_the_argument(metric: Metric, frame: pd.DataFrame) -> None:
    """A word that is no choice raises, with the argument and the choices."""
    for argument, words in metric.choices().items():
        with pytest.raises(ValueError, match=argument) as raised:
            metric(frame, **{argument: "nonsense"})
        assert "nonsense" in str(raised.value)
        assert all(repr(word) in str(raised.value) for word in words)


@every
def test_an_unknown_argument_is_an_error(metric: Metric, frame: pd.DataFrame) -> None:
    """A misspelt keyword is never passed over."""
    with pytest.raises(TypeError, match="tiem"):
        metric(frame, tiem="year")


@taking(aggregates=None)
def test_an_aggregate_is_not_a_member(metric: Metric, frame: pd.DataFrame) -> None:
    """Rows of the world, or of a group of countries, among the members raise, with the two ways on."""
    for code in ("WLD", "EUU", "TOP10"):
        with pytest.raises(AggregateError, match=code) as raised:
            metric(frame.assign(economy=frame["economy"].replace("KOR", code)))
        assert "drop" in str(raised.value)
        assert "keep" in str(raised.value)


@taking("periods")
@pytest.mark.parametrize("periods", [0, -1, 1.5, True, np.nan, "1", None])
def test_periods_are_whole_and_positive(metric: Metric, periods: Any, frame: pd.DataFrame) -> None:
    """Zero, negative and fractional periods are errors that name the argument."""
    with pytest.raises((TypeError, ValueError), match="periods"):
        metric(frame, periods=periods)


@taking("start", "end")
def test_start_lies_before_end(metric: Metric, frame: pd.DataFrame) -> None:
    """A span that ends where it starts, or before, is an error."""
    for start, end in ((2022, 2015), (2020, 2020)):
        with pytest.raises(ValueError, match="start"):
            metric(frame, start=start, end=end)
    with pytest.raises(TypeError, match="start"):
        metric(frame, start="2015", end=2022)


@taking("by", choices=False)
def test_a_key_with_the_name_of_a_result_is_refused(metric: Metric, frame: pd.DataFrame) -> None:
    """A key whose name the result needs would be lost, so it is an error; any other column may have such a name."""
    expected = metric(frame)
    for column in [] if isinstance(expected, pd.Series) or "economy" not in expected else expected:
        if column not in frame:
            with pytest.raises(ValueError, match=f"Column '{column}' has the name of a column of the result"):
                metric(frame.rename(columns={"economy": column}), by=column)
            assert_same(metric(frame.assign(**{column: 1.0})), expected)
