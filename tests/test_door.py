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
from neadigital._engine import validation as door
from neadigital.errors import UnknownChoiceError

# The aggregates of the World Bank's country list.
WORLD_BANK = """
AFE AFW ARB CEB CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBD IBT IDA IDB IDX INX LAC LCN LDC
LIC LMC LMY LTE MEA MIC MNA NAC OED OSS PRE PSS PST SAS SSA SSF SST TEA TEC TLA TMN TSA TSS UMC
WLD
"""


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


def test_all_aggregates_are_known() -> None:
    """They are those of the World Bank's list, and those that tables print beside their economies."""
    assert sorted(door.AGGREGATE_CODES) == sorted([*WORLD_BANK.split(), "TOP10", "TOP20", "AVG"])


@pytest.mark.parametrize(
    ("read", "good", "bad"),
    [
        (lambda number: door.to_whole("n", number, 1, 3), [1, 3, np.int8(2)], [0, 4, 2.0, True, np.True_, "2", None]),
        (lambda number: door.to_whole("n", number, 2), [2, 10**30], [1, -5]),
        (
            lambda number: door.to_float("n", number, 0),
            [0, 0.0, 1e300, np.float32(2)],
            [-1e-9, np.nan, np.inf, True, "1"],
        ),
        (lambda number: door.to_float("n", number), [-1e300, 0], [-np.inf, None, [1.0]]),
        (lambda year: door.to_year("n", year), [2021, 2021.0, -(2**62), 2**62], [2**62 + 1, 2021.5, True, "2021"]),
        (lambda asked: door.to_bool("n", asked), [True, False, np.True_], [0, 1, "True", None]),
    ],
    ids=["whole", "whole without an end", "finite", "of any sign", "year", "flag"],
)
def test_options_are_read_up_to_their_bounds(read: Any, good: list[Any], bad: list[Any]) -> None:
    """What lies at a bound is let in and comes back as it is; what lies beyond, or is of another kind, is named."""
    assert [read(number) for number in good] == good
    assert not any(isinstance(read(number), np.generic) for number in good)
    for number in bad:
        with pytest.raises((TypeError, ValueError), match=r"n must be .*, not "):
            read(number)


def test_bounds_are_told() -> None:
    """An error says from where to where an option may be."""
    with pytest.raises(ValueError, match=r"draws must be a whole number, at least 2 and at most 1,000,000, not 1\."):
        door.to_whole("draws", 1, 2, door.MOST_DRAWS)
    with pytest.raises(ValueError, match=r"periods must be a whole number, at least 1, not 0\."):
        door.to_whole("periods", 0, 1)
    with pytest.raises(ValueError, match=r"tolerance must be a finite number, 0 or more, not -1\."):
        door.to_float("tolerance", -1, 0)
    with pytest.raises(ValueError, match=r"alpha must be a finite number, not nan\."):
        door.to_float("alpha", np.nan)


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (2021, 2021, "start must lie before end, but start is 2021 and end 2021"),
        (2022, 2021, "start must lie before end"),
        ("2020", None, "start must be a year"),
        (None, 2020.5, "end must be a year"),
    ],
)
def test_a_span_runs_forward(start: Any, end: Any, message: str) -> None:
    """A span has two ends that are years, the first before the last, either of which may be open."""
    for one, other in ((2020, 2021), (None, 2021), (2020, None), (None, None)):
        door.to_span(one, other)
    with pytest.raises((TypeError, ValueError), match=message):
        door.to_span(start, end)


def test_choices_are_listed_the_nearest_first() -> None:
    """A choice that there is not is told beside those that there are; a list is none."""
    door.check_choice("method", "arc", ("point", "arc"))
    with pytest.raises(UnknownChoiceError, match=r"method must be one of 'arc', 'point', not 'arcs'"):
        door.check_choice("method", "arcs", ("point", "arc"))
    with pytest.raises(UnknownChoiceError, match=r"method must be one of .*, not \['arc'\]"):
        door.check_choice("method", ["arc"], ("point", "arc"))


@pytest.mark.parametrize(
    "given", [{"a": 1, "b": 2}, pd.Series({"a": 1, "b": 2}), [("a", 1), ["b", 2]], iter([("a", 1), ("b", 2)])]
)
def test_entries_are_read_from_anything_with_labels(given: Any) -> None:
    """A mapping, a Series and pairs are the same entries."""
    assert door.to_dict("option", given) == {"a": 1, "b": 2}


@pytest.mark.parametrize("given", [5, [1, 2], [("a", 1, 2)], ["ab"], [("a",)]])
def test_entries_without_labels_are_refused(given: Any) -> None:
    """What is no pair of a label and a value is an error that names the option."""
    with pytest.raises(TypeError, match=r"option must be a mapping, a Series or a list of \(label, value\) pairs"):
        door.to_dict("option", given)
    with pytest.raises(ValueError, match="option names 'a' more than once"):
        door.to_dict("option", [("b", 1), ("a", 1), ("a", 2)])


@pytest.mark.parametrize("dtype", [object, "Int64", "Float32", "float64"])
def test_a_missing_number_is_nan_whatever_holds_it(dtype: Any) -> None:
    """However a column says that a number is missing, it is read as NaN."""
    gap = np.nan if dtype == "float64" else pd.NA
    frame = pd.DataFrame({"n": pd.Series([1, gap, 3], dtype=dtype)})

    np.testing.assert_array_equal(door.read_values(frame, "n"), [1.0, np.nan, 3.0])
    with pytest.raises(ValueError, match="read-only"):
        door.read_values(frame, "n")[0] = 5.0
    with pytest.raises(ValueError, match="'n' has missing values"):
        door.read_years(frame, "n")


def test_a_few_of_many_are_listed() -> None:
    """A message lists the first few, and how many more there are."""
    assert door.list_some(list("abcde")) == "a; b; c; d; e"
    assert door.list_some(list("abcdefg")) == "a; b; c; d; e and 2 more"
    assert door.list_some([1, 2, 3], 2, ", ") == "1, 2 and 1 more"


def test_names_are_listed_whoever_holds_them() -> None:
    """One name is a list of one, an iterator is read, and what is no name is an error that says whose."""
    assert [door.names("a"), door.names(b"a"), door.names(5), door.names(iter("ab")), door.names(())] == [  # type: ignore[arg-type]
        ["a"],
        [b"a"],
        [5],
        ["a", "b"],
        [],
    ]
    with pytest.raises(TypeError, match="within must name a column, or several"):
        door.names([["a"]], "within")  # type: ignore[list-item]
    with pytest.raises(TypeError, match="columns must name a column, or several"):
        door.names([["a"]])  # type: ignore[list-item]


def test_whole_numbers_beyond_floats_keep_their_order() -> None:
    """Where floats cannot tell neighbours apart their places stand for them; ties and gaps stay."""
    large = pd.DataFrame({"n": pd.array([2**53 + 1, None, 2**53, 2**53 + 1, -(2**53) - 1], dtype="Int64"), "x": 1.5})
    small = pd.DataFrame({"n": [3, 2**53 - 1, -5]})

    np.testing.assert_array_equal(door.read_sortable(large, "n"), [2, np.nan, 1, 2, 0])
    assert door.read_sortable(large, "x").tolist() == [1.5] * 5
    assert door.read_sortable(small, "n").tolist() == [3, 2**53 - 1, -5]


def test_a_weight_of_zero_takes_its_number_out() -> None:
    """Weights are 0 or more where there is a number; a number of weight 0 does not count."""
    frame = pd.DataFrame({"w": [2.0, 0.0, np.nan, -1.0]})
    numbers, weights = door.read_weighted(frame, "w", np.array([1.0, 5.0, np.nan, np.nan]))

    np.testing.assert_array_equal(numbers, [1.0, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(weights, frame["w"])
    assert door.read_weighted(frame, None, numbers) == (numbers, None)
    for row in (2, 3):
        with pytest.raises(ValueError, match="'w' holds weights that are negative or missing"):
            door.read_weighted(frame.iloc[[0, row]], "w", np.array([1.0, 1.0]))
