"""The laws that every metric over frames keeps. No metric is named here, so a new one is held to them at once.

What a metric refuses is in `test_metric_refusals.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from discovery import FRAME, KEYS, METRICS, NUMBERS, Metric, assert_same, on_index, plain, taking
from support import arrow

every = taking()
# Whatever a metric computes, it reads its table in one way.
each = taking(choices=False)


@pytest.fixture
def frame() -> pd.DataFrame:
    """A copy that a test may change."""
    return FRAME.copy()


def test_metrics_are_found() -> None:
    """Each of the three modules has metrics over frames, and their choices among words are found."""
    modules = {metric.function.__module__.split(".")[1] for metric in METRICS.values()}

    assert modules == {"growth", "shares", "divide"}
    assert any("-" in name for name in METRICS)


@every
def test_order_of_rows_never_matters(metric: Metric, frame: pd.DataFrame) -> None:
    """Shuffled rows give the same numbers at the same labels, or the same table."""
    expected, found = metric(frame), metric(frame.sample(frac=1, random_state=5))

    assert_same(found.reindex(expected.index) if on_index(expected, frame) else found, expected, exact=False)


@every
def test_order_of_series_never_matters(metric: Metric, frame: pd.DataFrame) -> None:
    """Series that stand in another order, each in the order of its years, give the same."""
    parts = [part for _, part in frame.groupby(["set", "indicator", "economy"])]
    expected, found = metric(frame), metric(pd.concat(parts[::-1]))

    assert_same(found.reindex(expected.index) if on_index(expected, frame) else found, expected, exact=False)


@every
def test_input_is_never_changed(metric: Metric, frame: pd.DataFrame) -> None:
    """The frame is the same afterwards, and changing the result does not reach it."""
    result = metric(frame)
    if isinstance(result, pd.Series):
        result.iloc[:] = result.iloc[::-1].to_numpy()
    elif isinstance(result, pd.DataFrame):
        turn_round(result)

    pd.testing.assert_frame_equal(frame, FRAME)


@every
def test_a_result_stays_when_the_input_changes(metric: Metric, frame: pd.DataFrame) -> None:
    """What is written to the frame later does not reach a result."""
    result = metric(frame)
    before = result.copy(deep=True)
    turn_round(frame)

    assert_same(result, before)


def turn_round(table: pd.DataFrame) -> None:
    """Write to each column, where it stands, its values from the last to the first."""
    for column in table:
        table.loc[:, column] = table[column].to_numpy()[::-1].copy()


@every
def test_results_are_on_the_index_or_tables(metric: Metric, frame: pd.DataFrame) -> None:
    """A Series has the index of the data and its column's name in its own; a table has that index, or a plain one."""
    result = metric(frame)

    if isinstance(result, pd.Series):
        assert on_index(result, frame)
        assert str(result.name).startswith(tuple(metric.numbers))
    else:
        assert on_index(result, frame) or result.index.equals(pd.RangeIndex(len(result)))
        assert result.columns.is_unique


@every
def test_columns_of_a_result_are_their_own(metric: Metric, frame: pd.DataFrame) -> None:
    """No two columns of a table share their memory, so that a change of one is no change of another."""
    result = metric(frame)
    columns = (
        [result[name].to_numpy() for name in result if result[name].dtype.kind in "fib"] if result.ndim == 2 else []
    )

    assert not any(np.shares_memory(one, other) for one, other in combinations(columns, 2))


@every
def test_numbers_are_float64_or_whole(metric: Metric, frame: pd.DataFrame) -> None:
    """Results are float64; ranks, counts and years are whole; no number is kept as an object."""
    result = metric(frame)
    columns = [result] if isinstance(result, pd.Series) else [result[name] for name in result if name not in frame]

    assert {str(column.dtype) for column in columns} <= {
        "float64",
        "Int64",
        "int64",
        "bool",
        "boolean",
        "str",
        "object",
    }
    for column in columns:
        if column.dtype == object:
            assert column.map(lambda item: item is None or isinstance(item, str)).all()


# Bounds of a row without a value still count.
@taking(without="low")
def test_a_missing_value_is_as_good_as_a_missing_row(metric: Metric, frame: pd.DataFrame) -> None:
    """Without a value a row has no result of its own, and all other results are those without the row."""
    row = frame.index[3]
    frame[["level", "other", "place"]] = frame[["level", "other", "place"]].astype("Float64")
    without = frame.drop(index=row)
    frame.loc[row, ["level", "other", "place", "low", "high"]] = pd.NA

    expected, refusal = result_or_refusal(metric, without)
    found, same_refusal = result_or_refusal(metric, frame)

    assert refusal == same_refusal
    if refusal:
        return
    if on_index(found, frame):
        own = found.loc[[row]]
        assert own.isna().any(axis=None)
        found = found.drop(index=row)
    elif len(found) > len(expected):
        keys = [column for column in found if column in KEYS]
        found = found.merge(expected[keys], on=keys).astype(found.dtypes)
    assert_same(found, expected, exact=False)


def result_or_refusal(metric: Metric, data: pd.DataFrame) -> tuple[Any, str]:
    """Return a result, or the message of a metric that cannot do without the row or the value."""
    try:
        return metric(data), ""
    except ValueError as error:
        return None, str(error)


@each
@pytest.mark.parametrize("dtype", ["Int64", "Float64", "float32", "double[pyarrow]", "int16[pyarrow]", object])
def test_nullable_and_arrow_numbers_are_accepted(metric: Metric, dtype: Any, frame: pd.DataFrame) -> None:
    """Nullable, Arrow, short and object numbers give what float64 gives."""
    other = frame.astype(dict.fromkeys(NUMBERS, dtype))

    assert_same(numeric(metric(other)), numeric(metric(frame)), exact=False)


@each
@pytest.mark.parametrize("dtype", ["Int64", "int16", "uint64", "float64", "int64[pyarrow]", object])
def test_years_of_any_whole_type_are_accepted(metric: Metric, dtype: Any, frame: pd.DataFrame) -> None:
    """Years may be any whole numbers; as floats, too, as other libraries store them after a join."""
    assert_same(numeric(metric(frame.astype({"year": dtype}))), numeric(metric(frame)), exact=False)


def numeric(result: Any) -> Any:
    """Return a result whose whole numbers are of one type, whatever that of the keys."""
    if not isinstance(result, pd.DataFrame):
        return result
    whole = [c for c in result if c in KEYS and not isinstance(result[c].iloc[-1], str)]
    return result.astype(dict.fromkeys(whole, "int64")).drop(columns=[c for c in NUMBERS if c in result])


TEXTS = ["str", "string", "string[pyarrow]", "string[python]", "category", object]
TEXTS += [pd.ArrowDtype(arrow.large_string())] if arrow else []


@each
@pytest.mark.parametrize("dtype", TEXTS, ids=str)
@pytest.mark.parametrize("shuffled", [False, True])
def test_storage_of_keys_does_not_matter(metric: Metric, dtype: Any, shuffled: bool, frame: pd.DataFrame) -> None:
    """Texts of any storage, and categories, are the same keys."""
    frame = frame.sample(frac=1, random_state=8) if shuffled else frame
    texts = dict.fromkeys(["set", "indicator", "economy", "block"], dtype)

    assert_same(plain(metric(frame.astype(texts))), plain(metric(frame)))


NUMBERED = {
    "int64": range(3, 7),
    "uint64": np.array([1, 2, 2**63, 2**64 - 1], dtype=np.uint64),
    "float64": [0.5, 1.0, 2.25, 1e300],
    "far apart": [-(2**62), 0, 1, 2**62],
    "date": pd.date_range("2020-01-01", periods=4),
    "mixed": [1, 2, "a", "b"],
}


@each
@pytest.mark.parametrize("kind", NUMBERED)
def test_keys_need_not_be_text(metric: Metric, kind: str, frame: pd.DataFrame) -> None:
    """Whole numbers, floats, dates and mixed objects name economies as texts do."""
    codes = dict(zip(["CHN", "JPN", "KOR", "MNG"], pd.Series(NUMBERED[kind]), strict=True))
    column = pd.Series([codes[name] for name in frame["economy"]], frame.index)
    renamed = {name: codes[value] for name, value in metric.options.items() if value == "JPN"}

    found, expected = metric(frame.assign(economy=column), **renamed), metric(frame)

    for name in [None] if isinstance(found, pd.Series) else [c for c in expected if expected[c].dtype == "float64"]:
        left, right = (found, expected) if name is None else (found[name], expected[name])
        np.testing.assert_allclose(
            left.to_numpy(np.float64, na_value=np.nan), right.to_numpy(np.float64, na_value=np.nan), 1e-12
        )


@each
@pytest.mark.parametrize(
    "convert",
    [pl.from_pandas, lambda frame: arrow.Table.from_pandas(frame), duckdb.from_df],
    ids=["polars, by pyarrow", "pyarrow", "duckdb"],
)
def test_other_tables_are_accepted(metric: Metric, convert: Callable[..., Any], frame: pd.DataFrame) -> None:
    """Tables of other libraries are read at the door, and pandas comes back."""
    frame = frame.reset_index(drop=True)

    assert_same(plain(metric(convert(frame))), plain(metric(frame)))


@taking("within")
def test_several_panels_are_several_calls(metric: Metric, frame: pd.DataFrame) -> None:
    """Each panel of `within` gives what it gives alone."""
    found = metric(frame)
    names = metric.within
    alone = [metric(part) for _, part in frame.groupby(names)]

    assert_same(
        found.sort_index() if on_index(found, frame) else found,
        pd.concat(alone, ignore_index=not on_index(found, frame)),
        exact=False,
    )


@taking("within")
def test_one_panel_needs_no_name(metric: Metric, frame: pd.DataFrame) -> None:
    """`within=None` and an empty list take all rows as one panel."""
    part = (
        frame[(frame["set"] == "a") & (frame["indicator"] == "p")]
        if len(metric.within) > 1
        else frame[frame["set"] == "a"]
    )
    expected = metric(part)
    expected = expected.drop(columns=metric.within) if isinstance(expected, pd.DataFrame) else expected

    assert_same(metric(part, within=None), expected)
    assert_same(metric(part, within=[]), expected)


@taking("by")
def test_names_may_come_from_an_iterator(metric: Metric, frame: pd.DataFrame) -> None:
    """What names columns is read once, so an iterator does as well as a list."""
    more = {"within": iter(metric.within)} if "within" in metric.defaults else {}

    assert_same(metric(frame, by=iter(["economy"]), **more), metric(frame))


@every
def test_no_rows_give_no_rows(metric: Metric, frame: pd.DataFrame) -> None:
    """An empty frame gives an empty result, or an error that says which year or economy is not there."""
    result, refusal = result_or_refusal(metric, frame.iloc[:0])

    assert refusal or len(result) == 0
    assert not refusal or any(word in refusal for word in ("JPN", "2015", "2022", "not there"))


@taking("by")
def test_a_single_economy_gives_no_infinite_number(metric: Metric, frame: pd.DataFrame) -> None:
    """Alone, an economy has a result that is finite or missing."""
    result = metric(frame[frame["economy"] == "JPN"])

    table = result.to_frame() if isinstance(result, pd.Series) else result
    assert len(table) > 0
    assert not np.isinf(table.select_dtypes("number").to_numpy(dtype=np.float64, na_value=np.nan)).any()


@taking("aggregates")
def test_aggregates_are_left_out_if_asked(metric: Metric, frame: pd.DataFrame) -> None:
    """With `aggregates="drop"` rows of the world get no result of their own and change no other."""
    world = frame[frame["economy"] == "KOR"].assign(economy="WLD", level=1000.0, other=999.0, block="y")
    both = pd.concat([frame, world.set_axis(range(len(world)))])
    found, expected = metric(both, aggregates="drop"), metric(frame)

    if on_index(found, both):
        assert found.loc[world.set_axis(range(len(world))).index].isna().any(axis=None)
        found = found.loc[frame.index]
    assert_same(found, expected, exact=False)
