"""What `divide.normalise` promises: one scale for each indicator, its options by label."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from neadigital import divide
from neadigital.errors import AggregateError


def small(*x: float, **columns: Any) -> pd.DataFrame:
    """One cross-section with an economy per value."""
    return pd.DataFrame({"economy": list("ABCDEFGH")[: len(x)], "year": 2021, "x": x} | columns)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"method": "minmax"}, [0, 1, 0.25, math.nan]),
        ({"method": "minmax", "direction": -1}, [1, 0, 0.75, math.nan]),
        ({"method": "zscore"}, [-0.98058, 1.37281, -0.39223, math.nan]),
        ({"method": "zscore", "ddof": 1}, [-0.80064, 1.12090, -0.32026, math.nan]),
        ({"method": "goalposts", "goalposts": (4, 8)}, [0, 1, 0, math.nan]),
        ({"method": "goalposts", "goalposts": (0, 20)}, [0.1, 0.5, 0.2, math.nan]),
        ({"method": "goalposts", "goalposts": (0, 20), "direction": -1}, [0.9, 0.5, 0.8, math.nan]),
        ({"method": "rank"}, [0, 1, 0.5, math.nan]),
        ({"method": "rank", "direction": -1}, [1, 0, 0.5, math.nan]),
        ({"method": "distance_to_best"}, [0.2, 1, 0.4, math.nan]),
        ({"method": "distance_to_best", "direction": -1}, [1, 0.2, 0.5, math.nan]),
    ],
)
def test_methods_of_normalising(options: dict[str, Any], expected: list[float]) -> None:
    """Each method gives what a pencil gives for 2, 10, 4 and a missing value, in either direction."""
    found = divide.normalise(small(2, 10, 4, math.nan), "x", **options)

    assert found.name == f"x_{options['method']}"
    assert found.tolist() == pytest.approx(expected, abs=1e-5, nan_ok=True)


@pytest.mark.parametrize("method", ["minmax", "zscore", "rank", "distance_to_best"])
@pytest.mark.parametrize("x", [(3.0,), (0.1, 0.1, 0.1), (0.0, 0.0)])
def test_a_constant_has_no_scale(method: Any, x: tuple[float, ...]) -> None:
    """A constant, and a single value, become NaN."""
    for direction in (1, -1):
        assert divide.normalise(small(*x), "x", method=method, direction=direction).isna().all()


def test_distance_to_a_best_of_zero_is_unknown() -> None:
    """Nothing can be measured by a best of 0; a 0 beside a greater best is as far from it as can be."""
    frame = small(0, 2, 4)

    assert divide.normalise(frame, "x", method="distance_to_best").tolist() == [0, 0.5, 1]
    assert divide.normalise(small(0.1, 0.4), "x", method="distance_to_best").tolist() == [0.25, 1]
    with pytest.raises(ValueError, match="'x' holds negative values, for which distance_to_best"):
        divide.normalise(small(-1, 2), "x", method="distance_to_best")
    assert divide.normalise(frame, "x", method="distance_to_best", direction=-1).isna().all()


def test_goalposts_of_no_rows() -> None:
    """Without rows every method gives a Series without rows."""
    assert divide.normalise(small(), "x", method="goalposts", goalposts=(0, 1)).empty
    assert divide.normalise(small(k=[]), "x", within="k", method="goalposts", goalposts={}).empty


def test_within_and_options_by_label() -> None:
    """Inside groups each has its own scale, and may have its own direction and goalposts."""
    frame = small(1, 3, 10, 30, k=["a", "a", "b", "b"])
    turned = divide.normalise(frame, "x", within="k", direction={"a": 1, "b": -1})
    posts = divide.normalise(frame, "x", within="k", method="goalposts", goalposts={"a": (0, 4), "b": (0, 40)})

    assert divide.normalise(frame, "x").tolist()[2] == pytest.approx(9 / 29)
    assert turned.tolist() == [0, 1, 1, 0]
    assert not np.signbit(turned).any()
    assert posts.tolist() == [0.25, 0.75, 0.25, 0.75]
    by_both = divide.normalise(frame.assign(j=7), "x", within=["k", "j"], direction={("a", 7): -1, ("b", 7): 1})
    assert by_both.tolist() == [1, 0, 0, 1]
    with pytest.raises(ValueError, match=r"^direction has no entry for 'b'"):
        divide.normalise(frame, "x", within="k", direction={"a": 1})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "best"}, "method must be one of"),
        ({"method": "goalposts"}, "needs goalposts"),
        ({"method": "goalposts", "goalposts": (3, 3)}, "low below high"),
        ({"method": "goalposts", "goalposts": (None, 3)}, "low below high"),
        (
            {"method": "goalposts", "goalposts": {2020: (0, 1)}, "within": "k"},
            "names 2020, which is not there",
        ),
        ({"direction": 0}, "direction must be 1 or -1"),
        ({"direction": {"A": 1}}, "direction has labels, so `within` must name"),
    ],
)
def test_options_of_normalising_are_checked(options: dict[str, Any], message: str) -> None:
    """Options that cannot be meant raise and say what can."""
    with pytest.raises(ValueError, match=message):
        divide.normalise(small(1, 2, k="x"), "x", **options)


def test_options_may_be_any_labelled_thing() -> None:
    """Goalposts and directions are matched by label, as a mapping, a Series or a list of pairs in any order."""
    frame = small(1, 3, 10, 30, k=["b", "b", "a", "a"])
    posts = {"b": (0, 4), "a": (0, 40)}
    for goalposts in (posts, pd.Series(posts), list(posts.items()), iter(posts.items())):
        found = divide.normalise(frame, "x", within="k", method="goalposts", goalposts=goalposts)
        assert found.tolist() == [0.25, 0.75, 0.25, 0.75]
    for direction in (pd.Series({"b": -1, "a": 1}), [("b", -1), ("a", 1)]):
        assert divide.normalise(frame, "x", within="k", direction=direction).tolist() == [1, 0, 0, 1]
    with pytest.raises(ValueError, match=r"direction names 'c', which is not there\. The labels are: 'a', 'b'"):
        divide.normalise(frame, "x", within="k", direction={"a": 1, "b": 1, "c": 1})
    with pytest.raises(ValueError, match="goalposts names 'a' more than once"):
        divide.normalise(frame, "x", within="k", method="goalposts", goalposts=[("a", (0, 1)), ("a", (0, 2))])


def test_a_range_moves_the_scale() -> None:
    """Any scale but a z-score's may run between other ends, and meets them exactly."""
    found = divide.normalise(small(2, 10, 4, math.nan), "x", range=(1, 100))
    turned = divide.normalise(small(2, 10, 4), "x", method="rank", direction=-1, range=(-1, 0.1))

    assert found.tolist() == pytest.approx([1, 100, 25.75, math.nan], nan_ok=True)
    assert found.iloc[:2].tolist() == [1, 100]
    assert turned.tolist() == pytest.approx([0.1, -1, -0.45])
    assert turned.iloc[0] == 0.1


def test_goalposts_may_be_passed() -> None:
    """Without clipping a value beyond the goalposts stays beyond."""
    found = divide.normalise(small(2, 10, 4), "x", method="goalposts", goalposts=(4, 8), clip=False)

    assert found.tolist() == [-0.5, 1.5, 0]


def test_values_and_goalposts_are_transformed_alike() -> None:
    """UNDP's income index: ln x between the logarithms of its goalposts; a logit that does not exist is an error."""
    income = divide.normalise(
        small(100, 75_000, 12_000), "x", method="goalposts", goalposts=(100, 75_000), transform="log"
    )
    expected = math.log(12_000 / 100) / math.log(750)

    assert income.tolist() == pytest.approx([0, 1, expected])
    assert math.isnan(divide.normalise(small(0, 1, 2), "x", transform="log").iloc[0])
    with pytest.raises(ValueError, match=r"'x' holds 1 values .* such as 100, which have no logit"):
        divide.normalise(small(100, 1, 2), "x", transform="logit")
    with pytest.raises(ValueError, match="goalposts must have a log"):
        divide.normalise(small(1, 2), "x", method="goalposts", goalposts=(0, 3), transform="log")


def test_years_share_a_scale_and_rounding_is_no_spread() -> None:
    """All years of an indicator are pooled; values that differ by rounding are a constant."""
    frame = pd.concat([small(1, 2), small(3, 5).assign(year=2022)])

    assert divide.normalise(frame, "x").tolist() == [0, 0.25, 0.5, 1]
    assert divide.normalise(small(0.1 + 0.2, 0.3), "x").isna().all()
    assert divide.normalise(small(1, 2).drop(columns="year"), "x", time=None).tolist() == [0, 1]


def test_a_zscore_is_that_of_scipy() -> None:
    """Z-scores are those of scipy, with either divisor."""
    rng = np.random.default_rng(22)
    x = rng.normal(50, 10, 8)

    for ddof in (0, 1):
        found = divide.normalise(small(*x), "x", method="zscore", ddof=ddof)
        assert found.to_numpy() == pytest.approx(stats.zscore(x, ddof=ddof), rel=1e-10)


def test_aggregates_are_no_members() -> None:
    """The world's row would be the best of all: an error, or left out, with a missing value in its place."""
    frame = small(1, 2, 9).replace({"economy": {"C": "WLD"}})
    with pytest.raises(AggregateError, match="WLD"):
        divide.normalise(frame, "x")

    assert divide.normalise(frame, "x", aggregates="drop").tolist() == pytest.approx([0, 1, math.nan], nan_ok=True)
    assert divide.normalise(frame, "x", aggregates="keep").iloc[2] == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"goalposts": (0, 1)}, "goalposts does not belong to method='minmax'"),
        ({"clip": False}, "clip does not belong to method='minmax'"),
        ({"ddof": 1}, "ddof does not belong to method='minmax'"),
        ({"method": "zscore", "ddof": -1}, "ddof must be a whole number, at least 0"),
        ({"method": "zscore", "range": (1, 2)}, "range does not belong to method='zscore'"),
        ({"range": (1, 1)}, r"range must be \(low, high\)"),
        ({"range": (0, math.inf)}, r"range must be \(low, high\)"),
        ({"range": 100}, r"range must be \(low, high\)"),
        ({"direction": "up"}, "direction must be one choice, or one for each label"),
        ({"direction": True}, "direction must be 1 or -1"),
        ({"direction": {"x": 0}, "within": "k"}, "direction"),
        ({"transform": "none"}, "transform must be one of"),
        ({"method": "goalposts", "goalposts": (0, math.nan)}, "low below high"),
        ({"method": "goalposts", "goalposts": {"x": 3}, "within": "k"}, "goalposts of 'x' is not one choice"),
    ],
)
def test_nothing_is_swallowed(options: dict[str, Any], message: str) -> None:
    """An option that the method does not use, or that cannot be meant, raises and says what can."""
    with pytest.raises(ValueError, match=message):
        divide.normalise(small(1, 2, k="x"), "x", **options)


@pytest.mark.parametrize("unit", [1e-300, 1.0, 1e291, 1.7e308])
def test_giants_stand_on_a_scale_as_others_do(unit: float) -> None:
    """Where the distance of two values is too large for a number, they are scaled all the same."""
    frame = small(-unit, 0, unit)

    assert divide.normalise(frame, "x").tolist() == [0, 0.5, 1]
    assert divide.normalise(frame, "x", direction=-1).tolist() == [1, 0.5, 0]
    assert divide.normalise(frame, "x", method="zscore").tolist() == pytest.approx([-math.sqrt(1.5), 0, math.sqrt(1.5)])


def scaled_by_hand(x: list[float], method: str, sign: int, ddof: int, posts: tuple[float, float]) -> list[float]:
    """The values of one panel on their scale, one after the other."""
    seen = sorted(value for value in x if not math.isnan(value))
    if method != "goalposts" and len(set(seen)) < 2:
        return [math.nan] * len(x)
    if method == "zscore":
        mean, sd = np.mean(seen), np.std(seen, ddof=ddof)
        return [sign * (value - mean) / sd for value in x]
    if method == "rank":
        places = stats.rankdata([sign * value for value in seen])
        place = {value: (places[seen.index(value)] - 1) / (len(seen) - 1) for value in seen}
        return [place.get(value, math.nan) for value in x]
    if method == "distance_to_best":
        low = seen[0] if seen[0] > 0 else math.nan
        return [value / seen[-1] if sign > 0 else low / value if value else math.nan for value in x]
    low, high = posts if method == "goalposts" else (seen[0], seen[-1])
    found = [(value - low) / (high - low) if sign > 0 else (high - value) / (high - low) for value in x]
    return [min(max(one, 0.0), 1.0) if not math.isnan(one) else one for one in found]


@given(
    panels=st.lists(
        st.lists(st.sampled_from([math.nan, 0.0, 1.0, 2.5, 7.0]), min_size=1, max_size=6), min_size=1, max_size=3
    ),
    signs=st.lists(st.sampled_from([1, -1]), min_size=3, max_size=3),
    method=st.sampled_from(["minmax", "zscore", "goalposts", "rank", "distance_to_best"]),
    ends=st.sampled_from([(0, 1), (1, 100), (-2, 0.5)]),
    ddof=st.sampled_from([0, 1]),
)
def test_each_panel_is_scaled_by_itself(
    panels: list[list[float]], signs: list[int], method: Any, ends: tuple[float, float], ddof: int
) -> None:
    """In either direction and any range, each label has the scale that its own values make."""
    rows = [(f"k{i}", f"E{j}", value) for i, panel in enumerate(panels) for j, value in enumerate(panel)]
    frame = pd.DataFrame(rows, columns=["k", "economy", "x"])[::-1]
    posts = {f"k{i}": (i - 1.0, 2.0 + i) for i in range(len(panels))}
    options: dict[str, Any] = {"direction": {f"k{i}": sign for i, sign in enumerate(signs[: len(panels)])}}
    options |= {"ddof": ddof} if method == "zscore" else {"range": ends}
    options |= {"goalposts": posts} if method == "goalposts" else {}
    low, high = ends if method != "zscore" else (0, 1)

    found = divide.normalise(frame, "x", time=None, within="k", method=method, **options)

    expected = [
        low + (high - low) * one
        for panel, sign, of in zip(panels, signs, posts.values(), strict=False)
        for one in scaled_by_hand(panel, method, sign, ddof, of)
    ]
    np.testing.assert_allclose(found.sort_index(), expected, rtol=1e-12, atol=1e-12)
