"""What `neadigital.shares` promises of ranks."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from shares_support import few_values, four_economies, members

from neadigital import shares
from neadigital.errors import AggregateError


@pytest.fixture
def frame() -> pd.DataFrame:
    """Four economies in two years, with an index that is not the position."""
    return four_economies()


def correlation(data: pd.DataFrame, **options: Any) -> float:
    """The only correlation of data without time."""
    found = shares.rank_correlation(data, "a", "b", time=None, **options)
    return float(found["rank_correlation"].item())


def test_rank_by_hand(frame: pd.DataFrame) -> None:
    """1 is the highest value; equal values share the best place; a missing one takes none."""
    frame.loc[33, "level"] = np.nan

    result = shares.rank(frame, "level")

    assert result.tolist() == [3, 2, 1, pd.NA, 3, 2, 3, 1]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"method": "max"}, [4, 2, 4, 1]),
        ({"method": "dense"}, [3, 2, 3, 1]),
        ({"ascending": True}, [1, 3, 1, 4]),
        ({"ascending": True, "method": "dense"}, [1, 2, 1, 3]),
    ],
)
def test_rank_methods(options: Any, expected: list[int], frame: pd.DataFrame) -> None:
    """Ties share the worst place, or leave no holes; ascending makes 1 the lowest."""
    assert shares.rank(frame, "level", **options)[4:].tolist() == expected


def test_rank_of_a_single_economy_is_1() -> None:
    """Alone, any value is first."""
    assert shares.rank(members([5.0]), "level").tolist() == [1]


def test_rank_refuses_methods_that_give_no_whole_number(frame: pd.DataFrame) -> None:
    """Mean places are not ranks of this package."""
    with pytest.raises(ValueError, match="method must be one of 'dense', 'max', 'min'"):
        shares.rank(frame, "level", method="average")  # type: ignore[arg-type]


@given(st.lists(few_values, min_size=1, max_size=9), st.sampled_from(["min", "max", "dense"]))
def test_rank_equals_scipy(values: list[float], method: Any) -> None:
    """Ranks are those of scipy on the negated values."""
    expected = stats.rankdata(-np.array(values), method=method)

    assert shares.rank(members(values), "level", method=method).tolist() == expected.tolist()


def test_rank_change_is_positive_for_an_improvement() -> None:
    """From place 45 to 43 is +2; across a gap or a missing rank nothing is known."""
    data = pd.DataFrame({"economy": "A", "year": [2022, 2016, 2018, 2020, 2021], "edi_rank": [40, 63, None, 45, 43]})

    assert shares.rank_change(data, "edi_rank").tolist() == [3, pd.NA, pd.NA, pd.NA, 2]
    assert shares.rank_change(data, "edi_rank", periods=2).tolist() == [5, pd.NA, pd.NA, pd.NA, pd.NA]


def test_rank_change_refuses_fractions() -> None:
    """Ranks are whole numbers."""
    with pytest.raises(ValueError, match="'level' must hold whole ranks"):
        shares.rank_change(members([1.5, 1.5]), "level")


@given(st.lists(st.tuples(few_values, few_values), min_size=3, max_size=12))
def test_rank_correlations_equal_scipy(pairs: list[tuple[float, float]]) -> None:
    """With and without ties, both coefficients are those of scipy; NaN for a constant."""
    data = pd.DataFrame(pairs, columns=["a", "b"]).assign(economy=range(len(pairs)))
    constant = data["a"].nunique() == 1 or data["b"].nunique() == 1

    spearman = correlation(data)
    kendall = correlation(data, method="kendall")

    if constant:
        assert np.isnan(spearman)
        assert np.isnan(kendall)
    else:
        assert spearman == pytest.approx(stats.spearmanr(data["a"], data["b"]).statistic, abs=1e-10)
        assert kendall == pytest.approx(stats.kendalltau(data["a"], data["b"]).statistic, abs=1e-10)


@pytest.mark.parametrize("method", ["spearman", "kendall"])
def test_rank_correlation_of_fewer_than_three_rows_is_nan(method: Any) -> None:
    """Rows that lack a value do not count; two rows, one, and none, say nothing."""
    data = pd.DataFrame({"a": [1.0, 2.0, 3.0, np.nan], "b": [1.0, 2.0, np.nan, 4.0], "economy": list("WXYZ")})

    assert np.isnan(correlation(data, method=method))
    assert np.isnan(correlation(data[:1], method=method))
    assert shares.rank_correlation(data[:0], "a", "b", method=method, time=None).empty


@pytest.mark.parametrize("method", ["spearman", "kendall"])
def test_rank_correlation_of_each_year(method: Any) -> None:
    """Each year has its own coefficient and count, whatever the order of rows."""
    data = pd.DataFrame(
        {"year": [2021, 2020] * 4, "a": [1, 1, 2, 2, 3, 3, 4, 4], "b": [4, 10, 3, 20, 2, 30, None, 40]}
    ).assign(economy=range(8))

    result = shares.rank_correlation(data, "a", "b", method=method)

    assert list(result) == ["year", "n", "rank_correlation"]
    assert result["year"].tolist() == [2020, 2021]
    assert result["n"].tolist() == [4, 3]
    assert result["rank_correlation"].tolist() == pytest.approx([1.0, -1.0])


@pytest.mark.parametrize("method", ["spearman", "kendall"])
def test_rank_correlation_of_a_year_without_pairs_is_nan(method: Any) -> None:
    """A year in which no row has both values stays in the table, with n = 0 and NaN."""
    years = [2019] * 3 + [2020] * 3 + [2021] * 3
    data = pd.DataFrame({"year": years, "a": [1, 2, 3] * 3, "b": [3, 2, 1, 1, 2, 3, None, None, None]}).assign(
        economy=range(9)
    )

    result = shares.rank_correlation(data, "a", "b", method=method)

    assert result["n"].tolist() == [3, 3, 0]
    assert result["rank_correlation"].tolist() == pytest.approx([-1.0, 1.0, np.nan], nan_ok=True)


def test_the_method_of_a_rank_correlation_may_stand_fourth() -> None:
    """The method needs no keyword; a group column with the name of a result is an error."""
    data = pd.DataFrame({"economy": list("WXYZ"), "a": [1, 2, 3, 4], "b": [1, 3, 2, 4], "n": 1})

    assert shares.rank_correlation(data, "a", "b", "kendall", time=None)["rank_correlation"][0] == pytest.approx(2 / 3)
    with pytest.raises(ValueError, match="Column 'n' has the name of a column of the result"):
        shares.rank_correlation(data, "a", "b", time=None, within="n")


def test_rank_correlation_refuses_other_methods(frame: pd.DataFrame) -> None:
    """An unknown method is an error that lists the known ones."""
    with pytest.raises(ValueError, match="method must be one of 'spearman', 'kendall'"):
        shares.rank_correlation(frame, "level", "gdp", method="pearson")  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "level",
    [
        np.array([2**53, 2**53 + 1, 2**53 + 1]),
        np.array([2**64 - 2, 2**64 - 1, 2**64 - 1], dtype="uint64"),
        pd.array([2**53, 2**53 + 1, 2**53 + 1], dtype="Int64"),
        pd.Series([2**70, 2**70 + 1, 2**70 + 1], dtype=object),
    ],
)
def test_whole_numbers_that_floats_confuse_are_ranked_apart(level: Any) -> None:
    """Beyond 2^53 neighbours are one float; they are ranked, and correlated, as the numbers that they are."""
    data = members([1.0, 2.0, 2.0]).assign(level=level)

    assert shares.rank(data, "level").tolist() == [3, 1, 1]
    assert shares.rank(data, "level", ascending=True, method="dense").tolist() == [1, 2, 2]
    assert shares.rank_correlation(data.assign(a=[1, 2, 2]), "level", "a")["rank_correlation"].item() == pytest.approx(
        1
    )
    missing = members([1.0, 2.0, 2.0, 3.0]).assign(level=[*data["level"].astype(object), pd.NA])
    assert shares.rank(missing, "level").tolist() == [3, 1, 1, pd.NA]


def test_the_world_has_no_rank(frame: pd.DataFrame) -> None:
    """Before, the world stood among the economies; it is an error, has no rank and takes none, or is ranked by word."""
    world = frame.replace({"economy": {"D": "WLD"}})

    with pytest.raises(AggregateError):
        shares.rank(world, "level")
    assert shares.rank(world, "level", aggregates="drop").tolist() == [3, 2, 1, pd.NA, 2, 1, 2, pd.NA]
    assert shares.rank(world, "level", aggregates="keep").tolist() == shares.rank(frame, "level").tolist()


def test_ascending_is_true_or_false(frame: pd.DataFrame) -> None:
    """A text would always count as true: it is an error that names the option."""
    with pytest.raises(TypeError, match="ascending must be True or False"):
        shares.rank(frame, "level", ascending="no")  # type: ignore[arg-type]


def test_rank_correlation_within_each_indicator() -> None:
    """Each indicator and year has its own coefficient."""
    data = pd.DataFrame(
        {"economy": list("ABC") * 2, "indicator": list("xxxyyy"), "a": [1, 2, 3] * 2, "b": [1, 2, 3, 3, 2, 1]}
    )

    found = shares.rank_correlation(data, "a", "b", time=None, within="indicator")

    assert found.to_numpy().tolist() == [["x", 3, 1.0], ["y", 3, -1.0]]


@pytest.mark.parametrize("method", ["spearman", "kendall"])
def test_rank_correlation_of_nothing_but_missing_values(method: Literal["spearman", "kendall"]) -> None:
    """Where no member has both values each cross-section has n = 0 and no coefficient; Kendall's was an IndexError."""
    data = pd.DataFrame({"economy": list("AB") * 2, "year": [1, 1, 2, 2], "a": np.nan, "b": 1.0})

    found = shares.rank_correlation(data, "a", "b", method)

    assert found["n"].tolist() == [0, 0]
    assert found["rank_correlation"].isna().all()


def test_the_world_agrees_with_nobody() -> None:
    """The world tops every column of totals, and would make rankings agree: it is an error, or left out."""
    data = pd.DataFrame({"economy": ["A", "B", "C", "WLD"], "a": [1.0, 2.0, 3.0, 6.0], "b": [3.0, 2.0, 1.0, 6.0]})

    with pytest.raises(AggregateError):
        shares.rank_correlation(data, "a", "b", time=None)
    found = shares.rank_correlation(data, "a", "b", time=None, aggregates="drop")
    assert found.to_numpy().tolist() == [[3, -1.0]]
    kept = shares.rank_correlation(data, "a", "b", time=None, aggregates="keep")
    assert kept["rank_correlation"].item() == pytest.approx(0.2)
