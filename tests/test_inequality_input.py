"""What the inequality accept, what they refuse, and how many units weights stand for."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neadigital import inequality
from neadigital._engine import indices

levels = st.floats(min_value=0.01, max_value=1e6)
pairs = st.lists(st.tuples(levels, st.integers(1, 9)), min_size=2, max_size=12)


@pytest.mark.parametrize(
    "improper",
    [
        ["1", "2", "5"],
        [1, "2", 5],
        [True, False, True],
        [1, True, 5],
        np.array([True, False, True]),
        np.array(["2020", "2021", "2022"], dtype="datetime64[Y]"),
        pd.Series(pd.to_datetime(["2020-01-01", "2021-01-01", "2022-01-01"])),
        pd.Series(["1", "2", "5"]),
        np.array([1 + 0j, 2, 5]),
        np.ma.MaskedArray([1.0, 2.0, 5.0], mask=[False, True, False]),
    ],
    ids=lambda improper: f"{type(improper).__name__}-{np.asarray(improper).dtype}",
)
def test_what_is_no_number_is_refused(improper: Any) -> None:
    """Text, bool, dates, complex numbers and masked arrays are a TypeError that names the argument."""
    with pytest.raises(TypeError, match=r"\bx\b"):
        inequality.gini(improper)
    with pytest.raises(TypeError, match="weights"):
        inequality.gini([1.0, 2.0, 5.0], improper)
    with pytest.raises(TypeError, match=r"\bx\b"):
        inequality.hhi(improper)


@pytest.mark.parametrize(
    "proper",
    [
        (1, 2, 5),
        range(1, 6, 2),
        np.array([1, 2, 5], dtype=np.uint8),
        np.array([1, 2, 5], dtype=np.float32),
        [Decimal(1), Decimal(2), Decimal(5)],
        [1, 2, None, 5],
        pd.Series([1, 2, 5, None], dtype="Int64"),
        pd.Index([1, 2, 5]),
    ],
    ids=lambda proper: type(proper).__name__,
)
def test_numbers_of_any_storage_are_accepted(proper: Any) -> None:
    """Numbers are read whatever holds them, and a missing one is left out."""
    kept = [float(value) for value in proper if value is not None and value is not pd.NA]

    assert inequality.theil(proper) == pytest.approx(inequality.theil(kept))


@pytest.mark.parametrize("improper", [3, {1.0: 2.0}, "text", [[1.0, 2.0]], np.ones((2, 2))])
def test_other_shapes_are_refused(improper: Any) -> None:
    """A single number, a mapping and a table are no one-dimensional array."""
    with pytest.raises(ValueError, match="one dimension"):
        inequality.gini(improper)


def test_weights_of_another_index_are_refused() -> None:
    """Weights that are a Series belong to values with the same index: never paired by position against it."""
    x = pd.Series([1.0, 2.0, 5.0], index=["CHN", "JPN", "KOR"])
    people = pd.Series([3.0, 1.0, 2.0], index=["JPN", "CHN", "KOR"])

    assert inequality.gini(x, people.reindex(x.index)) == inequality.gini([1, 2, 5], [1, 3, 2])
    assert inequality.gini(x, [1, 3, 2]) == inequality.gini([1, 2, 5], [1, 3, 2])
    for values in (x, x.to_numpy(), x.tolist()):
        with pytest.raises(ValueError, match="index is not that of x"):
            inequality.gini(values, people)


@pytest.mark.parametrize("ddof", [-1, 0.5, True, math.nan, "1", None])
def test_ddof_is_a_whole_number(ddof: Any) -> None:
    """Degrees of freedom are whole and not negative."""
    with pytest.raises(ValueError, match="ddof must be a whole number, at least 0"):
        inequality.cv([1, 2], ddof=ddof)


@pytest.mark.parametrize("parameter", [math.nan, math.inf, -math.inf, "1", True, None, 1j])
def test_parameters_are_finite_numbers(parameter: Any) -> None:
    """The parameters of entropy, Atkinson's index and Palma's ratio are finite numbers."""
    with pytest.raises(ValueError, match="epsilon must be a finite number"):
        inequality.atkinson([1, 2], parameter)
    with pytest.raises(ValueError, match="alpha must be a finite number"):
        inequality.generalized_entropy([1, 2], parameter)
    with pytest.raises(ValueError, match="top must be a finite number"):
        inequality.palma([1, 2], top=parameter)


@pytest.mark.parametrize("flag", [1, "yes", None])
def test_flags_are_true_or_false(flag: Any) -> None:
    """A correction is asked for by True or False, and by numpy's."""
    with pytest.raises(TypeError, match="corrected must be True or False"):
        inequality.gini([1, 2], corrected=flag)
    with pytest.raises(TypeError, match="normalised must be True or False"):
        inequality.hhi([1, 2], normalised=flag)

    assert inequality.gini([1, 3], corrected=np.True_) == 0.5


def test_a_correction_with_weights_has_to_say_what_n_is() -> None:
    """Weights leave open how many units there are, so a correction without `count` is refused."""
    for corrected in (lambda: inequality.gini([1, 2], [3, 4], True), lambda: inequality.cv([1, 2], [3, 4], 1)):
        with pytest.raises(ValueError, match=r"count='weights'.*count='kish'"):
            corrected()
    with pytest.raises(ValueError, match="count must be one of 'weights', 'kish', not 'people'"):
        inequality.cv([1, 2], [3, 4], 1, count="people")  # type: ignore[arg-type]


def test_effective_number_by_hand() -> None:
    """Weights (3, 1) tell as much as 16/10 equal ones: the sum of squares is divided by 3/5 of the mean weight."""
    assert inequality.gini([1, 5], [3, 1], True, count="kish") == pytest.approx(0.375 * 1.6 / 0.6)
    assert inequality.cv([1, 5], [3, 1], 1, count="kish") == pytest.approx(math.sqrt(3 / 4 * 1.6 / 0.6))
    assert math.isnan(inequality.gini([3.0], [5], True, count="kish"))


@given(pairs, st.floats(1e-9, 1e9))
def test_the_effective_number_knows_no_unit(both: list[tuple[float, int]], unit: float) -> None:
    """With Kish's number of units neither correction depends on the unit of the weights; equal ones are none."""
    x, w = map(np.array, zip(*both, strict=True))
    equal = np.full(len(x), unit)

    for kernel in (
        lambda x, w=None: inequality.gini(x, w, True, count="kish"),
        lambda x, w=None: inequality.cv(x, w, 1, count="kish"),
    ):
        assert kernel(x, w * unit) == pytest.approx(kernel(x, w), rel=1e-9, nan_ok=True)
        assert kernel(x, equal) == pytest.approx(kernel(x), rel=1e-9)


@given(pairs)
def test_ninth_and_first_decile_of_repeated_values(both: list[tuple[float, int]]) -> None:
    """The deciles are those of the values repeated as often as their weight says, means where two share one."""
    x, w = map(np.array, zip(*both, strict=True))
    first, ninth = np.quantile(np.repeat(x, w), [0.1, 0.9], method="averaged_inverted_cdf")
    block = indices.Blocks(x.astype(float), np.zeros(1, dtype=np.intp), w.astype(float))

    assert block.p90_p10().item() == pytest.approx(ninth / first, rel=1e-12)


def test_the_concentration_of_each_group() -> None:
    """Groups at once have the Herfindahl index of each, giants and dwarfs side by side."""
    x = np.array([1e308, 1e308, 50.0, 30.0, 20.0, 1e-300])
    _, found = indices.measure_groups(x, np.array([0, 0, 1, 1, 1, 2]), 3, ["hhi", "palma", "mean", "sd"])

    assert found["hhi"].tolist() == pytest.approx([0.5, 0.38, 1])
    assert found["palma"].tolist() == pytest.approx([inequality.palma([1, 1]), inequality.palma([50, 30, 20]), 0.25])
    assert found["mean"].tolist() == pytest.approx([1e308, 100 / 3, 1e-300], rel=1e-12)
    assert found["sd"].tolist() == pytest.approx([0, math.sqrt(1400 / 9), 0], rel=1e-12)


def test_the_standard_deviation_of_giants_of_either_sign() -> None:
    """Neither the squares of giants overflow nor those of dwarfs vanish."""
    for scale in (1e-300, 1e300):
        _, found = indices.measure_groups(np.array([-1.0, 1.0, 3.0]) * scale, np.zeros(3, dtype=np.intp), 1, ["sd", "mean"])
        assert found["sd"].item() == pytest.approx(math.sqrt(8 / 3) * scale)
        assert found["mean"].item() == pytest.approx(scale)


def test_a_ratio_that_overflows_is_nan() -> None:
    """Greatest over least beyond the range of a float is NaN, not infinite."""
    _, found = indices.measure_groups(np.array([1e-300, 1e300]), np.zeros(2, dtype=np.intp), 1, ["range_ratio"])

    assert math.isnan(found["range_ratio"].item())
