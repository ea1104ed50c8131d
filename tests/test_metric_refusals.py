"""What every metric over frames refuses, with errors that say where. No metric is named here.

`test_metric_laws.py` tests their results.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from discovery import (
    FRAME,
    KEYS,
    assert_alike,
    assert_same,
    beyond_the_world,
    taking,
    usual,
)

from neadigital.errors import AggregateError, DuplicateKeyError

pytestmark = beyond_the_world
every = taking()
# A metric reads its table in the same way for every choice, so one case for each metric is enough.
each = taking(choices=False)


@pytest.fixture
def frame() -> pd.DataFrame:
    """A copy that a test may change."""
    return FRAME.copy()


@taking("entity", choices=False)
def test_a_repeated_key_is_listed(metric, frame):
    """A repeated key raises DuplicateKeyError with its columns and its values."""
    row = frame.index[7]
    with pytest.raises(DuplicateKeyError) as raised:
        metric(pd.concat([frame, frame.loc[[row]]]))
    columns = [*raised.value.columns]

    assert {"economy", *metric.within} <= {*columns} <= {*KEYS}
    assert raised.value.keys == (tuple(frame.loc[row, columns]),)


@taking("within", "entity", choices=False)
def test_a_repeated_key_names_what_would_tell_the_rows_apart(metric, frame):
    """If a column is missing from `within`, the error suggests it."""
    with pytest.raises(DuplicateKeyError, match=r"within.*'set'"):
        metric(frame, within=metric.within[1:])


@each
def test_an_absent_column_is_an_error_that_lists_those_at_hand(metric, frame):
    """Each column that a parameter names, or its default, must exist."""
    within = {"within"} & {*metric.defaults}
    told = "no column 'land'.*set, indicator, economy, year, level"

    for parameter in {*metric.columns, *within}:
        with pytest.raises(KeyError, match=told):
            metric(frame, **{parameter: "land"})
    for column in metric.columns.values():
        with pytest.raises(KeyError, match=f"no column '{column}'"):
            metric(frame.drop(columns=column))


@taking("aggregates", choices=False)
def test_an_absent_column_is_refused_before_rows_are_looked_at(metric, frame):
    """Rows that repeat, and aggregates, are worth a word only if their values are there."""
    twice = frame.iloc[[7]]
    faulty = pd.concat([frame, twice, twice.assign(economy="WLD")])

    with pytest.raises(DuplicateKeyError):
        metric(faulty)
    for column in {*metric.columns.values()} - {*KEYS}:
        with pytest.raises(KeyError, match=f"no column '{column}'"):
            metric(faulty.drop(columns=column))


@each
def test_a_frame_of_another_shape_is_told_how_to_become_this_one(metric, frame):
    """For a key in the index the error suggests `reset_index()`, for a wide frame `melt`."""
    keys = ["set", "indicator", "economy"]
    wide = frame.pivot(index=keys, columns="year", values="level").reset_index()
    in_index = r"is a level of the index: pass data\.reset_index\(\)"
    in_columns = r"Some columns are years: pass data\.melt\(\['set'"

    for column in metric.columns.values():
        with pytest.raises(KeyError, match=f"columns are: .* '{column}' {in_index}"):
            metric(frame.set_index(column))
    for data in (wide, wide.rename(columns=str)):
        with pytest.raises(KeyError, match=f"columns are: .* {in_columns}"):
            metric(data)


@each
def test_a_column_that_stands_twice_is_refused(metric, frame):
    """A column name that is not unique is an error."""
    for column in metric.columns.values():
        with pytest.raises(ValueError, match=f"'{column}' occurs more than once"):
            metric(pd.concat([frame, frame[[column]]], axis=1))


@each
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (np.inf, "an infinite value"),
        (-np.inf, "an infinite value"),
        (1.5e150, r"1\.5e\+150"),
        (-5e-324, "-4.94066e-324"),
    ],
)
def test_an_infinite_or_extreme_value_is_named(metric, wrong, message, frame):
    """A value that no formula accepts raises ValueError with the column and the row."""
    row = frame.index[5]
    for column in metric.numbers:
        spoiled = frame.assign(
            **{column: frame[column].mask(frame.index == row, wrong)}
        )
        told = f"'{column}' holds {message}, first at row {row}"
        with pytest.raises(ValueError, match=told):
            metric(spoiled)


@each
@pytest.mark.parametrize(
    "wrong",
    ["text", True, 1j, pd.Timestamp("2020-01-01")],
    ids=["text", "bool", "complex", "date"],
)
def test_values_that_are_no_numbers_are_refused(metric, wrong, frame):
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
def test_time_is_whole_numbers(metric, when, frame):
    """Only whole numbers are accepted as years; others raise an error with the column's name."""
    with pytest.raises((TypeError, ValueError), match="Column 'year'"):
        metric(frame.assign(year=when))
    with pytest.raises((TypeError, ValueError), match="Column 'year'"):
        metric(frame.assign(year=pd.Series(when, frame.index, dtype="category")))


@each
@pytest.mark.parametrize(
    ("kind", "told"),
    [(pd.SparseDtype("float64", 0.0), "sparse"), (">f8", "another byte order")],
)
def test_columns_that_are_stored_in_an_unusual_way_are_named(metric, kind, told, frame):
    """A sparse column and one in another byte order are errors that say how to convert them."""
    for column in [*metric.numbers, *(["year"] if "time" in metric.defaults else [])]:
        odd = frame.astype({column: kind})
        with pytest.raises(TypeError, match=f"'{column}' is .*{told}") as raised:
            metric(odd)
        code = str(raised.value).partition("first: ")[2].rstrip(".")
        mended = odd.assign(**{column: eval(code, {"data": odd})})  # noqa: S307
        assert_alike(metric(mended), usual(metric))


@taking("entity", choices=False)
def test_a_missing_key_is_named(metric, frame):
    """A row without an economy or a panel raises instead of being dropped."""
    is_first = frame.index <= frame.index[3]
    for column in ["economy", *metric.within]:
        gap = frame.assign(**{column: frame[column].mask(is_first, None)})
        with pytest.raises(ValueError, match=f"Column '{column}' has missing values"):
            metric(gap)


@taking("time", choices=False)
def test_time_is_one_column_where_years_are_paired(metric, frame):
    """A metric that pairs years needs one column of years; others work without."""
    frame = frame[frame["year"] == 2020]

    if "None" in str(metric.function.__annotations__["time"]):
        metric(frame.drop(columns="year"), time=None)
        return
    with pytest.raises(
        ValueError, match="This metric pairs years, so time must name their column"
    ):
        metric(frame, time=None)
    with pytest.raises(ValueError, match="time must name one column of years"):
        metric(frame, time=["year", "place"])


@every
def test_an_unknown_choice_is_an_error_that_names_the_argument(metric, frame):
    """An unknown choice raises an error with the argument and the choices."""
    for argument, words in metric.choices().items():
        with pytest.raises(ValueError, match=argument) as raised:
            metric(frame, **{argument: "nonsense"})
        assert "nonsense" in str(raised.value)
        assert all(repr(word) in str(raised.value) for word in words)


@each
def test_a_flag_is_true_or_false(metric, frame):
    """A text, which would always count as true, is an error that names the option."""
    for name, default in metric.defaults.items():
        for wrong in ("False", 1, None) if isinstance(default, bool) else ():
            told = f"{name} must be True or False, not {wrong!r}"
            with pytest.raises(TypeError, match=told):
                metric(frame, **{name: wrong})


@taking(aggregates=None, choices=False)
def test_an_aggregate_is_not_a_member(metric, frame):
    """An aggregate among the members is an error that lists the remedies."""
    for aggregate in ("WLD", "EUU", "TOP10", "World", "OWID_WRL"):
        with pytest.raises(
            AggregateError, match=f"{aggregate}.*'drop'.*'keep'.*a list"
        ):
            metric(frame.assign(economy=frame["economy"].replace("KOR", aggregate)))


@taking("periods")
def test_periods_are_whole_and_positive(metric, frame):
    """Zero, negative and fractional periods are errors that name the argument."""
    for periods in (0, -1, 1.5, True, np.nan, "1", None):
        with pytest.raises(
            ValueError, match="periods must be a whole number, at least 1"
        ):
            metric(frame, periods=periods)


@taking("periods", choices=False)
def test_years_that_lie_further_apart_are_a_warning(metric, frame):
    """If no two values are as far apart as asked, a warning names the spacing."""
    sparse = frame[frame["year"].isin([2015, 2018, 2021])]
    apart = "No economy has two values 1 year apart, so all is NaN; they are 3 apart: "
    with pytest.warns(UserWarning, match=f"^{apart}pass periods=3.$"):
        result = metric(sparse.sample(frac=1, random_state=1))
    numbers = pd.DataFrame(result).select_dtypes("float64")

    assert numbers.isna().all(axis=None)
    metric(sparse, periods=3)


@taking("periods", choices=False)
def test_years_that_are_never_so_far_apart_are_a_warning(metric, frame):
    """Without a spacing to propose the warning says that all is NaN, at the caller's line."""
    three = frame[frame["year"].isin([2015, 2018, 2019])]
    one_year = frame[frame["year"] == 2020]

    with pytest.warns(UserWarning, match="they are at least 1 apart: pass periods=1"):
        metric(three, periods=5)
    with pytest.warns(UserWarning, match="so all is NaN.$") as warned:
        metric.function(one_year, **metric.options)
    assert {warning.filename for warning in warned} == {__file__}
    with pytest.warns(UserWarning, match="^No series has two values"):
        metric(one_year[:1], entity=[], within=[])


@taking("start", "end")
@pytest.mark.parametrize(("start", "end"), [(2022, 2015), (2020, 2020)])
def test_start_lies_before_end(metric, start, end, frame):
    """A span that ends at its start or before is an error."""
    told = f"start must lie before end, but start is {start} and end {end}"

    with pytest.raises(ValueError, match=told):
        metric(frame, start=start, end=end)


@taking("start", "end", choices=False)
@pytest.mark.parametrize("end", ["start", "end"])
def test_a_span_is_given_in_years(metric, end, frame):
    """A text, a fraction, a truth value, a period and a list are no years."""
    for year in ("2015", 2018.5, True, pd.Period("2018"), [2018]):
        with pytest.raises(TypeError, match=f"{end} must be a year"):
            metric(frame, **{end: year})


@taking("entity", choices=False)
def test_a_key_with_the_name_of_a_result_is_refused(metric, frame):
    """A key with the name of a result's column is an error, as it would be lost."""
    expected = usual(metric)
    if isinstance(expected, pd.Series) or "economy" not in expected:
        return
    for column in expected.columns.difference([*frame]):
        renamed = frame.rename(columns={"economy": column})
        told = f"Column '{column}' has the name of a column of the result"
        with pytest.raises(ValueError, match=told):
            metric(renamed, entity=column)
        assert_same(metric(frame.assign(**{column: 1.0})), expected)
