"""Rules that every function of `neadigital.divide` keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from divide_support import five_economies, year
from hypothesis import strategies as st

from neadigital import divide
from neadigital.errors import DuplicateKeyError

Metric = Callable[..., Any]
METRICS: dict[str, Metric] = {
    "gap": lambda data, **k: divide.gap(data, "x", **k),
    "gap_mean": lambda data, **k: divide.gap(data, "x", to="mean", relative=True, **k),
    "range_gap": lambda data, **k: divide.range_gap(data, "x", **k),
    "range_ratio": lambda data, **k: divide.range_ratio(data, "x", **k),
    "dispersion": lambda data, **k: divide.dispersion(data, "x", **k),
    "theil_decompose": lambda data, **k: divide.theil_decompose(data, "x", groups="region", **k),
    "lorenz": lambda data, **k: divide.lorenz(data, "x", **k),
    "concentration_index": lambda data, **k: divide.concentration_index(data, "x", order="people", **k),
    "sigma": lambda data, **k: divide.sigma_convergence(data, "x", balanced=False, **k),
    "beta": lambda data, **k: divide.beta_convergence(data, "x", start=2015, end=2021, **k),
    "log_t": lambda data, **k: divide.log_t(data, "x", **k),
    "time_distance": lambda data, **k: divide.time_distance(data, "x", reference="RUS", **k),
    "catch_up": lambda data, **k: divide.catch_up(data, "x", reference="RUS", **k),
    "normalise": lambda data, **k: divide.normalise(data, "x", **k),
    "composite": lambda data, **k: divide.composite(data.assign(indicator="a"), "x", **k),
    "rank_robustness": lambda data, **k: divide.rank_robustness(data.assign(indicator="a"), "x", seed=1, n=20, **k),
}
ON_INDEX = {"gap", "gap_mean", "normalise"}
FOREIGN = METRICS.keys() - {"composite", "rank_robustness"}
KEYED = METRICS.keys() - {"normalise"}
every = pytest.mark.parametrize("name", METRICS)
keyed = pytest.mark.parametrize("name", sorted(KEYED))
levels = st.floats(min_value=0.01, max_value=99.99)
RESULTS = {
    "gap": ["reference", "reference_value", "x_gap"],
    "gap_mean": ["x_ratio", "weighting"],
    "range_gap": ["n", "lowest", "highest", "min", "max", "range_gap"],
    "dispersion": ["n", "mean", "gini", "weighting"],
    "theil_decompose": ["n", "population_share", "within", "total", "weighting"],
    "sigma": ["n", "sd", "slope", "se", "ends_p", "weighting"],
    "time_distance": ["reference", "reference_time", "status"],
    "composite": ["n", "weight_share", "composite"],
    "rank_robustness": ["rank", "median_rank", "rank_p05", "rank_p95"],
}


@pytest.fixture
def users() -> pd.DataFrame:
    """The share of people using the Internet, per cent, with an index that is not the position."""
    return five_economies()


@every
def test_order_of_rows_does_not_matter(name: str, users: pd.DataFrame) -> None:
    """Shuffled rows give the same result: on the same index, or as the same table."""
    shuffled = users.sample(frac=1, random_state=3)
    expected, found = METRICS[name](users), METRICS[name](shuffled)
    found = found.reindex(expected.index) if name in ON_INDEX else found

    check = pd.testing.assert_frame_equal if found.ndim == 2 else pd.testing.assert_series_equal
    check(found, expected)


@every
def test_the_input_is_never_changed(name: str, users: pd.DataFrame) -> None:
    """The frame is the same before and after."""
    before = users.copy(deep=True)
    METRICS[name](users)

    pd.testing.assert_frame_equal(users, before)


@keyed
def test_repeated_keys_are_listed(name: str, users: pd.DataFrame) -> None:
    """An economy that stands twice in a year raises, and the message names both."""
    with pytest.raises(DuplicateKeyError, match=r"CHN.*2015"):
        METRICS[name](pd.concat([users, users.iloc[:1]]))


@every
def test_infinite_values_are_named(name: str, users: pd.DataFrame) -> None:
    """An infinite value raises, and the message names the column."""
    with pytest.raises(ValueError, match="'x' holds an infinite value"):
        METRICS[name](users.assign(x=np.inf))


@every
def test_missing_columns_are_named(name: str, users: pd.DataFrame) -> None:
    """A column that is not there raises, and the message names it."""
    with pytest.raises(KeyError, match="no column 'x'"):
        METRICS[name](users.drop(columns="x"))


@keyed
@pytest.mark.parametrize("when", [2015.5, pd.Timestamp("2015-01-01"), pd.Period("2015", "Y")])
def test_time_is_a_whole_number(name: str, when: Any, users: pd.DataFrame) -> None:
    """Fractions, dates and periods raise, and the message names the column."""
    with pytest.raises((TypeError, ValueError), match="'year' must hold whole numbers"):
        METRICS[name](users.assign(year=when))


@pytest.mark.parametrize("when", ["2015", True])
@keyed
def test_time_is_no_text(name: str, when: Any, users: pd.DataFrame) -> None:
    """Where a column is named as that of years, texts and truth values raise, and the message names the column."""
    with pytest.raises(TypeError, match="'year' must hold whole numbers"):
        METRICS[name](year(users, 2021).assign(year=when))


@pytest.mark.parametrize(
    ("name", "column"), [(name, column) for name, columns in RESULTS.items() for column in columns]
)
def test_keys_named_like_results_are_refused(name: str, column: str, users: pd.DataFrame) -> None:
    """A key whose name the result needs would be lost, so it is an error; any other column may have such a name."""
    metric = METRICS[name] if name != "dispersion" else lambda data, **k: divide.dispersion(data, "x", **k)
    with pytest.raises(ValueError, match=f"Column '{column}' has the name of a column of the result"):
        metric(users.rename(columns={"year": column}), time=column)

    expected = METRICS[name](users)
    pd.testing.assert_frame_equal(METRICS[name](users.assign(**{column: 1.0})), expected)


@every
@pytest.mark.parametrize("dtype", ["Float64", "float32", "double[pyarrow]"])
def test_other_types_of_numbers_are_accepted(name: str, dtype: str, users: pd.DataFrame) -> None:
    """Nullable, Arrow and short floats give the same numbers."""
    users = users.assign(x=users["x"].round(0))
    found, expected = METRICS[name](users.astype({"x": dtype})), METRICS[name](users)
    columns = [] if found.ndim == 1 else [c for c in found if found[c].dtype == "float64"]

    for column in columns:
        assert found[column].tolist() == pytest.approx(expected[column].tolist(), nan_ok=True)
    if found.ndim == 1:
        assert found.tolist() == pytest.approx(expected.tolist(), nan_ok=True)


@pytest.mark.parametrize("name", sorted(FOREIGN))
@pytest.mark.parametrize("convert", [pl.from_pandas, pa.Table.from_pandas, duckdb.from_df])
def test_foreign_frames_are_accepted(name: str, convert: Metric, users: pd.DataFrame) -> None:
    """A polars frame, an Arrow table and a duckdb relation give what pandas gives."""
    plain = users.reset_index(drop=True)
    found, expected = METRICS[name](convert(plain)), METRICS[name](plain)
    check = pd.testing.assert_frame_equal if found.ndim == 2 else pd.testing.assert_series_equal

    check(found, expected, check_dtype=False)


@every
def test_a_frame_without_rows(name: str, users: pd.DataFrame) -> None:
    """Without rows the result has no rows, or, where a year or a reference is asked for, says it is missing."""
    nothing = users.iloc[:0]
    if name in ("beta", "time_distance", "catch_up"):
        with pytest.raises(ValueError, match=r"no row for 2015|has no value"):
            METRICS[name](nothing)
    else:
        assert len(METRICS[name](nothing)) == 0
