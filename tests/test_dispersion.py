"""What `neadigital.divide` promises of dispersion and its decomposition."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from divide_support import five_economies, small, year
from hypothesis import given, settings
from hypothesis import strategies as st

from neadigital import divide, inequality
from neadigital.errors import DuplicateKeyError

levels = st.floats(min_value=0.01, max_value=99.99)


@pytest.fixture
def users() -> pd.DataFrame:
    """The share of people using the Internet, per cent, with an index that is not the position."""
    return five_economies()


def test_dispersion_gives_every_measure(users: pd.DataFrame) -> None:
    """One row per cross-section, sorted, with n, all ten measures and the weighting, each that of its kernel."""
    found = divide.dispersion(users, "x")
    of_2021 = year(users, 2021)["x"]

    assert list(found) == [
        "year", "n", "mean", "sd", "cv", "gini", "theil", "mld", "atkinson", "hoover", "palma",
        "generalized_entropy", "p90_p10", "range_gap", "range_ratio", "weighting",
    ]  # fmt: skip
    assert found["year"].tolist() == [2015, 2018, 2021]
    assert found["n"].tolist() == [5, 5, 5]
    for name in ("cv", "gini", "theil", "mld", "atkinson", "hoover"):
        assert found[name].iloc[2] == pytest.approx(getattr(inequality, name)(of_2021))
    assert found["sd"].iloc[2] == pytest.approx(of_2021.std(ddof=0))
    assert set(found["weighting"]) == {"unweighted"}


def test_weights_change_the_question(users: pd.DataFrame) -> None:
    """Weighted results are those of people, equal to each economy repeated, and name the column of weights."""
    found = divide.dispersion(users, "x", weights="people", ddof=1, corrected=True, count="weights")
    many = users.loc[users.index.repeat(users["people"].astype(int))]
    many = many.assign(economy=range(len(many)))
    expected = divide.dispersion(many, "x", ddof=1, corrected=True)

    assert set(found["weighting"]) == {"people"}
    assert found["n"].tolist() == [5, 5, 5]
    same = ["mean", "sd", "cv", "gini", "theil", "mld", "atkinson", "hoover", "range_gap", "range_ratio"]
    pd.testing.assert_frame_equal(found[same], expected[same])


def test_within_separates_indicators(users: pd.DataFrame) -> None:
    """Each `within` and time is measured by itself; without `within` the indicators collide and are no error less."""
    long = pd.concat([users.assign(indicator="b"), users.assign(indicator="a", x=1.0)])
    found = divide.dispersion(long, "x", within="indicator", measures="gini")

    assert list(found) == ["indicator", "year", "n", "gini", "weighting"]
    assert found["indicator"].tolist() == ["a"] * 3 + ["b"] * 3
    assert found["gini"].tolist()[:3] == [0, 0, 0]
    with pytest.raises(DuplicateKeyError, match="within='indicator'"):
        divide.dispersion(long, "x")


@pytest.mark.parametrize("within", ["region", ["region"], [], iter(["region"]), ("region", "year"), None])
def test_any_columns_make_cross_sections(within: Any, users: pd.DataFrame) -> None:
    """Cross-sections are named by one column, several or none."""
    users = users.assign(economy=range(15))
    keys = ["region", "year"] if isinstance(within, tuple) else ["region"] if within else []
    found = divide.dispersion(users, "x", time=None, within=within, measures=["mean"])
    expected = users.groupby(keys)["x"].mean().tolist() if keys else [users["x"].mean()]

    assert found["mean"].tolist() == pytest.approx(expected)


@pytest.mark.parametrize("dtype", ["int8", "uint16", "int64", "Int32", "str", "category"])
def test_the_type_of_the_key_does_not_matter(dtype: str) -> None:
    """Cross-sections come back sorted and in their own type, near and far whole numbers alike."""
    key = pd.Series([3, 1, 3, 1], dtype="int64")
    key = key.astype("str").astype("category") if dtype == "category" else key.astype(dtype)
    found = divide.dispersion(
        pd.DataFrame({"e": range(4), "k": key, "x": [1.0, 2, 3, 4]}),
        "x",
        by="e",
        time=None,
        within="k",
        measures="mean",
    )

    assert found["k"].dtype == key.dtype
    assert found["k"].astype(str).tolist() == ["1", "3"]
    assert found["mean"].tolist() == [3.0, 2.0]


def test_keys_far_apart() -> None:
    """Whole numbers that are far apart are keys like others."""
    frame = pd.DataFrame({"e": range(3), "k": [10**15, -(10**15), 10**15], "x": [1.0, 2, 3]})
    found = divide.dispersion(frame, "x", by="e", time=None, within="k", measures="mean")

    assert found["k"].tolist() == [-(10**15), 10**15]
    assert found["mean"].tolist() == [2.0, 2.0]


def test_missing_values_lower_n_and_empty_groups_are_nan() -> None:
    """A missing value is left out and n falls; a group without values stays, with n = 0 and NaN."""
    frame = small(1, 3, math.nan, math.nan).assign(year=[2020, 2020, 2020, 2021])
    found = divide.dispersion(frame, "x")

    assert found["n"].tolist() == [2, 0]
    assert found["gini"].tolist() == pytest.approx([0.25, math.nan], nan_ok=True)
    assert found.loc[1, "mean":"range_ratio"].isna().all()


def test_a_single_economy_and_a_group_of_zeros() -> None:
    """One economy has dispersion 0, NaN where a correction leaves nothing; zeros only have no relative measure."""
    frame = small(3, 0, 0).assign(year=[2020, 2021, 2021])
    found = divide.dispersion(frame, "x")
    corrected = divide.dispersion(frame, "x", ddof=1, corrected=True)

    relative = ["cv", "gini", "theil", "mld", "atkinson", "hoover"]
    assert (found.loc[0, ["sd", *relative, "range_gap"]] == 0).all()
    assert found.loc[1, [*relative, "range_ratio"]].isna().all()
    assert found.loc[1, ["mean", "sd", "range_gap"]].tolist() == [0, 0, 0]
    assert corrected.loc[0, ["sd", "cv", "gini"]].isna().all()


def test_weights_of_zero_drop_and_wrong_weights_are_named() -> None:
    """An economy of weight 0 does not count; negative and missing weights raise, unless the value is missing."""
    frame = small(1, 3, 7, math.nan, w=[1, 1, 0, math.nan])
    found = divide.dispersion(frame, "x", weights="w")

    assert found["n"].tolist() == [2]
    assert found["gini"].tolist() == [0.25]
    assert divide.dispersion(frame.replace({"x": {7.0: -7.0}}), "x", weights="w").equals(found)
    for wrong in (-1.0, math.nan):
        with pytest.raises(ValueError, match="'w' holds weights that are negative or missing"):
            divide.dispersion(frame.assign(w=wrong), "x", weights="w")


def test_negative_values_have_no_index() -> None:
    """Relative measures of negative values raise and name the column; mean, sd and range stay defined."""
    frame = small(-1, 3)
    with pytest.raises(ValueError, match=r"'x' holds negative values, for which cv"):
        divide.dispersion(frame, "x")
    found = divide.dispersion(frame, "x", measures=["mean", "sd", "range_gap"])

    assert found.loc[0, ["mean", "sd", "range_gap"]].tolist() == [1, 2, 4]


def test_users_and_non_users() -> None:
    """With complement=100 both sides are given and disagree, while the logit treats them alike."""
    earlier, later = small(80, 90), small(98, 99.5)
    first = divide.dispersion(earlier, "x", complement=100).set_index("of")
    then = divide.dispersion(later, "x", complement=100).set_index("of")
    logit = divide.dispersion(later, "x", complement=100, transform="logit").set_index("of")

    assert list(first.index) == ["value", "complement"]
    assert divide.dispersion(earlier, "x", complement=90)["n"].tolist() == [2, 2]
    assert then["gini"]["value"] < first["gini"]["value"]
    assert then["gini"]["complement"] > first["gini"]["complement"]
    assert then["gini"]["complement"] == pytest.approx(inequality.gini([2, 0.5]))
    assert logit["sd"]["value"] == pytest.approx(logit["sd"]["complement"])
    with pytest.raises(ValueError, match="'x' holds values above complement=90"):
        divide.dispersion(later, "x", complement=90)
    for endless in (math.nan, math.inf):
        with pytest.raises(ValueError, match="complement must be a finite number"):
            divide.dispersion(later, "x", complement=endless)


def test_both_sides_stand_together(users: pd.DataFrame) -> None:
    """With a complement each cross-section has its two rows one below the other, on an index of its own."""
    many = pd.DataFrame({"k": np.arange(5000), "x": 10.0})
    assert (
        divide.dispersion(many, "x", by=[], time=None, within="k", complement=100)["of"].tolist()
        == ["value", "complement"] * 5000
    )
    found = divide.dispersion(users, "x", complement=100, measures=["n", "mean"])

    assert list(found) == ["year", "of", "n", "mean", "weighting"]
    assert found["year"].tolist() == [2015, 2015, 2018, 2018, 2021, 2021]
    assert found["of"].tolist() == ["value", "complement"] * 3
    assert found.index.tolist() == list(range(6))
    assert found["mean"][::2].to_numpy() == pytest.approx(100 - found["mean"][1::2].to_numpy())


def test_dispersion_passes_its_options_on(users: pd.DataFrame) -> None:
    """Each convention reaches its kernel."""
    found = divide.dispersion(users, "x", ddof=1, corrected=True, epsilon=2).iloc[2]
    of_2021 = year(users, 2021)["x"]

    assert found["sd"] == pytest.approx(of_2021.std())
    assert found["cv"] == pytest.approx(inequality.cv(of_2021, ddof=1))
    assert found["gini"] == pytest.approx(inequality.gini(of_2021, corrected=True))
    assert found["atkinson"] == pytest.approx(inequality.atkinson(of_2021, 2))


def test_transforms_have_no_relative_measures() -> None:
    """A transform gives mean, sd and range of the logs, leaves out what has none, and refuses an index."""
    found = divide.dispersion(small(1, math.e**2, 0), "x", transform="log")

    assert list(found) == ["year", "n", "mean", "sd", "range_gap", "weighting"]
    assert found.loc[0, ["n", "mean", "sd", "range_gap"]].tolist() == pytest.approx([2, 1, 1, 2])
    assert divide.dispersion(small(1, -1), "x", transform="log")["n"].tolist() == [1]
    with pytest.raises(ValueError, match="transform must be one of 'log', 'logit', not 'none'"):
        divide.dispersion(small(1, 2), "x", transform="none")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no measure gini of values transformed by 'log'"):
        divide.dispersion(small(1, 2), "x", transform="log", measures="gini")


def test_unknown_measures_are_named(users: pd.DataFrame) -> None:
    """A measure that does not exist raises, and the message lists those that do."""
    with pytest.raises(ValueError, match=r"no measure jini\. Choose among: mean, sd"):
        divide.dispersion(users, "x", measures=["gini", "jini"])


def test_many_groups_at_once() -> None:
    """Two million rows in a hundred thousand unsorted groups give what pandas gives."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({"g": rng.integers(0, 100_000, 2_000_000), "x": rng.lognormal(size=2_000_000)})
    frame["e"] = np.arange(len(frame))
    found = divide.dispersion(frame, "x", by="e", time=None, within="g", measures=["mean", "gini"])
    ordered = frame.sort_values(["g", "x"])
    groups = ordered.groupby("g")["x"]
    n = groups.size()
    sums = ((groups.cumcount() + 1) * ordered["x"]).groupby(ordered["g"]).sum()

    assert found["g"].tolist() == n.index.tolist()
    assert found["n"].tolist() == n.tolist()
    assert found["mean"].to_numpy() == pytest.approx(groups.mean().to_numpy(), rel=1e-12)
    assert found["gini"].to_numpy() == pytest.approx((2 * sums / n / groups.sum() - (n + 1) / n).to_numpy())


@pytest.mark.parametrize("last", [2**16 - 2, 2**16 - 1, 2**16, 2**16 + 1, 2**20])
def test_keys_at_the_ends_of_a_type(last: int) -> None:
    """However far whole-number keys reach, the first and the last stay apart."""
    keys = np.append(np.arange(70_000) % (last + 1), last)
    frame = pd.DataFrame({"e": np.arange(70_001), "k": keys - 5, "x": np.arange(70_001.0)})
    found = divide.dispersion(frame, "x", by="e", time=None, within="k", measures="range_gap")
    expected = frame.groupby("k")["x"].agg(["size", "max", "min"])

    assert found["k"].tolist() == expected.index.tolist()
    assert found["n"].tolist() == expected["size"].tolist()
    assert found["range_gap"].tolist() == (expected["max"] - expected["min"]).tolist()


@pytest.mark.parametrize("kind", ["int", "text"])
def test_many_rows_under_two_keys(kind: str) -> None:
    """A third of a million unsorted rows under two keys give what pandas gives."""
    rng = np.random.default_rng(6)
    group, when = rng.integers(0, 300, 350_000), rng.integers(1990, 2000, 350_000)
    frame = pd.DataFrame({"g": group if kind == "int" else group.astype(str), "year": when})
    frame["x"], frame["e"] = rng.lognormal(size=len(frame)), np.arange(len(frame))
    found = divide.dispersion(frame, "x", by="e", within="g", measures=["mean", "range_gap"])
    expected = frame.groupby(["g", "year"])["x"]

    assert found["n"].tolist() == expected.size().tolist()
    assert found["mean"].to_numpy() == pytest.approx(expected.mean().to_numpy())
    assert found["range_gap"].to_numpy() == pytest.approx((expected.max() - expected.min()).to_numpy())


@given(
    x=st.lists(levels | st.just(0.0), min_size=2, max_size=8).filter(any),
    data=st.data(),
    index=st.sampled_from(["T", "L"]),
)
@settings(max_examples=150)
def test_decomposition_adds_up(x: list[float], data: st.DataObject, index: Any) -> None:
    """Between and within add up to the whole index exactly, and the parts of groups to each of them."""
    w = data.draw(st.lists(st.integers(1, 5), min_size=len(x), max_size=len(x)))
    region = data.draw(st.lists(st.sampled_from("abc"), min_size=len(x), max_size=len(x)))
    found = divide.theil_decompose(small(*x, w=w, region=region), "x", groups="region", index=index, weights="w")
    whole = (inequality.theil if index == "T" else inequality.mld)(x, w)

    assert (found["total"] == found["between"] + found["within"]).all()
    assert found["total"].iloc[0] == pytest.approx(whole, abs=1e-12)
    assert found["within_part"].sum() == pytest.approx(found["within"].iloc[0])
    assert found["between_part"].sum() == pytest.approx(found["between"].iloc[0])
    assert found["population_share"].sum() == pytest.approx(1)
    assert found["value_share"].sum() == pytest.approx(1)


def test_decomposition_by_hand() -> None:
    """For (1, 3 | 4, 4) T is between ln terms of shares 1/3 and 2/3 and within a third of the first group's."""
    found = divide.theil_decompose(small(1, 3, 4, 4, g=list("aabb")), "x", groups="g")
    between = math.log((1 / 3) / 0.5) / 3 + 2 * math.log((2 / 3) / 0.5) / 3

    assert found["theil"].tolist() == pytest.approx([inequality.theil([1, 3]), 0])
    assert found["between"].iloc[0] == pytest.approx(between)
    assert found["within"].iloc[0] == pytest.approx(inequality.theil([1, 3]) / 3)


def test_each_year_is_decomposed_by_itself(users: pd.DataFrame) -> None:
    """Every year has its own total; with time=None all rows are one cross-section."""
    found = divide.theil_decompose(users, "x", groups="region")
    totals = users.groupby("year")["x"].apply(inequality.theil)
    one = divide.theil_decompose(year(users, 2021).drop(columns="year"), "x", groups="region", time=None)

    assert found.groupby("year")["total"].first().tolist() == pytest.approx(totals.tolist())
    assert one["total"].iloc[0] == pytest.approx(totals[2021])
    with pytest.raises(ValueError, match="index must be one of 'T', 'L'"):
        divide.theil_decompose(users, "x", groups="region", index="M")  # type: ignore[arg-type]


def test_groups_without_values_add_nothing() -> None:
    """A group of missing values or of zeros takes no part in T, and zeros only have no index."""
    frame = small(1, 3, math.nan, 0, g=list("aabc"))
    found = divide.theil_decompose(frame, "x", groups="g")
    zeros = divide.theil_decompose(small(0, 0, g=list("ab")), "x", groups="g")

    assert found["n"].tolist() == [2, 0, 1]
    assert found["total"].iloc[0] == pytest.approx(inequality.theil([1, 3, 0]))
    assert found["within_part"].tolist()[1:] == found["between_part"].tolist()[1:] == [0, 0]
    assert zeros["total"].isna().all()


def test_zeros_make_the_other_index_infinite() -> None:
    """A group of zeros has no inequality within, but lies infinitely far from the others by L."""
    found = divide.theil_decompose(small(1, 3, 0, 0, g=list("aabb")), "x", groups="g", index="L")

    assert found["within_part"].tolist() == pytest.approx([inequality.mld([1, 3]) / 2, 0])
    assert np.isinf(found[["between", "total"]]).all(axis=None)
    assert set(found["weighting"]) == {"unweighted"}


def test_decomposition_names_weights_and_refuses_negative_values() -> None:
    """The result says whose weights it has, and a negative value raises with the name of its column."""
    frame = small(1, 3, 4, 4, g=list("aabb"), w=[1, 2, 3, 4])

    assert set(divide.theil_decompose(frame, "x", groups="g", weights="w")["weighting"]) == {"w"}
    with pytest.raises(ValueError, match="'x' holds negative values, for which theil"):
        divide.theil_decompose(frame.assign(x=-1.0), "x", groups="g")


def test_weights_of_another_year_do_not_matter() -> None:
    """Shares follow from the weights of their own cross-section, even if those of another are 10^350 times as large."""
    data = pd.DataFrame({"economy": list("AB") * 2, "year": [1, 1, 2, 2], "block": list("xy") * 2, "level": [1, 3] * 2})
    data["people"] = [1e150, 3e150, 1e-200, 3e-200]

    found = divide.theil_decompose(data, "level", groups="block", weights="people")

    assert found["population_share"].tolist() == pytest.approx([0.25, 0.75] * 2)
    assert found["total"].tolist() == pytest.approx([found["total"][0]] * 4)
