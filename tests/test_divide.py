"""What `neadigital.divide` promises, function by function and as properties of random panels."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neadigital import divide, kernels
from neadigital.errors import AggregateError, DuplicateKeyError

Metric = Callable[..., Any]

METRICS: dict[str, Metric] = {
    "gap": lambda data, **k: divide.gap(data, "x", **k),
    "gap_mean": lambda data, **k: divide.gap(data, "x", to="mean", relative=True, **k),
    "range_gap": lambda data, **k: divide.range_gap(data, "x", **k),
    "range_ratio": lambda data, **k: divide.range_ratio(data, "x", **k),
    "dispersion": lambda data, **k: divide.dispersion(data, "x", **k),
    "theil_decompose": lambda data, **k: divide.theil_decompose(data, "x", groups="region", **k),
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


@pytest.fixture
def users() -> pd.DataFrame:
    """The share of people using the Internet, per cent, with an index that is not the position."""
    return pd.DataFrame(
        {
            "economy": ["CHN", "JPN", "KOR", "RUS", "MNG"] * 3,
            "region": ["west", "east", "east", "west", "west"] * 3,
            "year": [2015] * 5 + [2018] * 5 + [2021] * 5,
            "x": [50.3, 91.1, 89.9, 70.1, 22.5, 59.2, 88.8, 96.0, 80.9, 47.1, 73.1, 90.2, 97.6, 88.2, 84.3],
            "people": [5.0, 2.0, 1.0, 2.0, 1.0] * 3,
        },
        index=range(100, 115),
    )


def year(frame: pd.DataFrame, *years: int) -> pd.DataFrame:
    return frame[frame["year"].isin(years)]


def small(*x: float, **columns: Any) -> pd.DataFrame:
    """One cross-section with an economy per value."""
    return pd.DataFrame({"economy": list("ABCDEFGH")[: len(x)], "year": 2021, "x": x} | columns)


# Rules that hold for every function


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


# gap, range


def test_gap_to_the_leader(users: pd.DataFrame) -> None:
    """The leader of 2021 is Korea, China is 24.5 points behind, and the leader itself 0."""
    found = divide.gap(year(users, 2021), "x").set_index("economy")

    assert found["reference"].unique().tolist() == ["KOR"]
    assert found["x_gap"].round(10).to_dict() == {
        "CHN": 24.5,
        "JPN": 7.4,
        "KOR": 0.0,
        "RUS": 9.4,
        "MNG": 13.3,
    }


def test_ties_name_all_leaders() -> None:
    """Leaders that tie are all named, in order of their codes."""
    found = divide.gap(small(5, 9, 9, 1).iloc[::-1], "x")

    assert found["reference"].unique().tolist() == ["B;C"]


@pytest.mark.parametrize(
    ("to", "reference", "expected"),
    [
        ("mean", "mean", [0.0, 2.0, -2.0]),
        ("B", "B", [-2.0, 0.0, -4.0]),
        ("leader", "C", [2.0, 4.0, 0.0]),
    ],
)
def test_the_world_is_no_economy(to: str, reference: str, expected: list[float]) -> None:
    """The row of the world is an error where economies are compared; dropped it has no gap, kept it counts."""
    frame = small(4, 2, 6, 9).replace({"economy": {"D": "WLD"}})

    with pytest.raises(AggregateError, match="WLD"):
        divide.gap(frame, "x", to=to)
    found = divide.gap(frame, "x", to=to, aggregates="drop")
    assert found["reference"].tolist()[:3] == [reference] * 3
    assert found["x_gap"].tolist()[:3] == expected
    assert found.loc[3, ["reference", "x_gap"]].isna().all()
    kept = {"mean": -1.25 + 5, "B": -7.0, "leader": 0.0}
    assert divide.gap(frame, "x", to=to, aggregates="keep")["x_gap"][3] == kept[to] - (7.5 if to == "mean" else 0)


def test_gap_to_the_world() -> None:
    """The world's own row is used when asked for; other aggregates are left out unless they are kept."""
    frame = small(4, 2, 6, 1, 8).replace({"economy": {"D": "WLD", "E": "EUU"}})

    found = divide.gap(frame, "x", to="world")

    assert found["reference"].tolist()[:4] == ["WLD"] * 4
    assert found["x_gap"].tolist() == pytest.approx([-3.0, -1.0, -5.0, 0.0, math.nan], nan_ok=True)
    assert divide.gap(frame, "x", to="world", aggregates="keep")["x_gap"][4] == -7.0
    assert divide.gap(frame.replace("WLD", "W"), "x", to="world", world="W")["x_gap"][0] == -3.0
    one = divide.gap(frame.iloc[[0, 4]], "x", to="EUU")
    assert one["x_gap"].tolist() == [4.0, 0.0]
    with pytest.raises(AggregateError, match="WLD"):
        divide.gap(frame, "x", to="EUU")
    with pytest.raises(ValueError, match="world belongs to to='world'"):
        divide.gap(small(1, 2), "x", world="WLD")


def test_relative_gap_is_a_ratio() -> None:
    """The relative gap is x / reference, and NaN over a reference of 0."""
    assert divide.gap(small(5, 10), "x", relative=True)["x_ratio"].tolist() == [0.5, 1.0]
    assert divide.gap(small(-5, 0), "x", relative=True)["x_ratio"].isna().all()


def test_weighted_mean_as_reference() -> None:
    """The mean may be that of people instead of economies."""
    found = divide.gap(small(2, 6, w=[3, 1]), "x", to="mean", weights="w")

    assert found["reference_value"].tolist() == [3.0, 3.0]
    assert found["weighting"].tolist() == ["w", "w"]
    assert set(divide.gap(small(2, 6), "x", to="mean")["weighting"]) == {"unweighted"}
    with pytest.raises(ValueError, match="weights belong to the mean"):
        divide.gap(small(2, 6, w=[3, 1]), "x", weights="w")


def test_an_economy_of_several_columns_is_found_by_any() -> None:
    """With a list in `by` a code may stand in any of its columns, a tuple in all; the world stays no economy."""
    frame = small(4, 2, 6).assign(economy=["A", "B", "WLD"], name=["Alpha", "Beta", "World"])
    by = ["economy", "name"]

    with pytest.raises(AggregateError, match="WLD World"):
        divide.gap(frame, "x", by=by)
    assert divide.gap(frame, "x", by=by, aggregates="drop")["reference"].tolist()[:2] == ["A Alpha"] * 2
    for to in ("B", "Beta", ("B", "Beta"), "B Beta"):
        assert divide.gap(frame, "x", by=by, to=to, aggregates="keep")["x_gap"].tolist() == [-2.0, 0.0, -4.0]
    assert divide.gap(frame, "x", by=by, to="world")["x_gap"].tolist() == [2.0, 4.0, 0.0]
    found = divide.gap(frame, "x", by=by, to=("B", "Beta"), aggregates="keep")
    assert found["reference"].unique().tolist() == ["B Beta"]
    with pytest.raises(ValueError, match="No row has the code"):
        divide.gap(frame, "x", by=by, to=("B", "Alpha"), aggregates="keep")
    with pytest.raises(ValueError, match="'A' names several rows"):
        divide.gap(frame.assign(economy=["A", "A", "B"]), "x", by=by, to="A")


def test_a_code_may_be_a_number() -> None:
    """Economies numbered instead of named are found by their numbers."""
    frame = small(4, 2, 6).assign(economy=[1, 2, 3])

    assert divide.gap(frame, "x", to=2)["x_gap"].tolist() == [-2.0, 0.0, -4.0]
    assert divide.gap(frame, "x", to="2")["x_gap"].tolist() == [-2.0, 0.0, -4.0]
    assert divide.time_distance(frame, "x", reference=2)["time_distance_years"].iloc[1] == 0


def test_gap_to_nobody_is_an_error(users: pd.DataFrame) -> None:
    """A reference that has no row raises and lists those that have; one without a value in a year gives NaN."""
    with pytest.raises(ValueError, match="No row has the code 'WLD'"):
        divide.gap(users, "x", to="world")
    with pytest.raises(ValueError, match="CHN, JPN"):
        divide.gap(users, "x", to="china")
    partial = users.drop(index=110)

    assert divide.gap(partial, "x", to="CHN").loc[111:, "x_gap"].isna().all()


def test_missing_values_lead_nobody() -> None:
    """A missing value has no gap and is no leader; a year without values has no leader."""
    found = divide.gap(small(math.nan, 3, 1), "x")
    empty = divide.gap(small(math.nan, math.nan), "x")

    assert found["x_gap"].tolist() == pytest.approx([math.nan, 0, 2], nan_ok=True)
    assert empty[["reference", "reference_value", "x_gap"]].isna().all(axis=None)


def test_ranges_name_who_is_where() -> None:
    """Range and range ratio give the ends and their holders; over a least value of 0 the ratio is NaN."""
    found = divide.range_gap(small(3, 1, 4, 1), "x").iloc[0]

    assert (found["n"], found["lowest"], found["highest"], found["range_gap"]) == (4, "B;D", "C", 3.0)
    assert list(divide.range_gap(small(3, 1), "x")) == ["year", "n", "lowest", "highest", "min", "max", "range_gap"]
    assert (found["min"], found["max"]) == (1.0, 4.0)
    assert divide.range_ratio(small(3, 1, 4), "x")["range_ratio"].tolist() == [4.0]
    assert divide.range_ratio(small(3, 0), "x")["range_ratio"].isna().all()
    assert divide.range_gap(small(-3, 2), "x")["range_gap"].tolist() == [5.0]
    with pytest.raises(ValueError, match="'x' holds negative values"):
        divide.range_ratio(small(-3, 2), "x")


# dispersion


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
        assert found[name].iloc[2] == pytest.approx(getattr(kernels, name)(of_2021))
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
    assert then["gini"]["complement"] == pytest.approx(kernels.gini([2, 0.5]))
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
    assert found["cv"] == pytest.approx(kernels.cv(of_2021, ddof=1))
    assert found["gini"] == pytest.approx(kernels.gini(of_2021, corrected=True))
    assert found["atkinson"] == pytest.approx(kernels.atkinson(of_2021, 2))


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


# theil_decompose


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
    whole = (kernels.theil if index == "T" else kernels.mld)(x, w)

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

    assert found["theil"].tolist() == pytest.approx([kernels.theil([1, 3]), 0])
    assert found["between"].iloc[0] == pytest.approx(between)
    assert found["within"].iloc[0] == pytest.approx(kernels.theil([1, 3]) / 3)


def test_each_year_is_decomposed_by_itself(users: pd.DataFrame) -> None:
    """Every year has its own total; with time=None all rows are one cross-section."""
    found = divide.theil_decompose(users, "x", groups="region")
    totals = users.groupby("year")["x"].apply(kernels.theil)
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
    assert found["total"].iloc[0] == pytest.approx(kernels.theil([1, 3, 0]))
    assert found["within_part"].tolist()[1:] == found["between_part"].tolist()[1:] == [0, 0]
    assert zeros["total"].isna().all()


def test_zeros_make_the_other_index_infinite() -> None:
    """A group of zeros has no inequality within, but lies infinitely far from the others by L."""
    found = divide.theil_decompose(small(1, 3, 0, 0, g=list("aabb")), "x", groups="g", index="L")

    assert found["within_part"].tolist() == pytest.approx([kernels.mld([1, 3]) / 2, 0])
    assert np.isinf(found[["between", "total"]]).all(axis=None)
    assert set(found["weighting"]) == {"unweighted"}


def test_decomposition_names_weights_and_refuses_negative_values() -> None:
    """The result says whose weights it has, and a negative value raises with the name of its column."""
    frame = small(1, 3, 4, 4, g=list("aabb"), w=[1, 2, 3, 4])

    assert set(divide.theil_decompose(frame, "x", groups="g", weights="w")["weighting"]) == {"w"}
    with pytest.raises(ValueError, match="'x' holds negative values, for which theil"):
        divide.theil_decompose(frame.assign(x=-1.0), "x", groups="g")


# empty


@every
def test_a_frame_without_rows(name: str, users: pd.DataFrame) -> None:
    """Without rows the result has no rows, or, where a year or a reference is asked for, says it is missing."""
    nothing = users.iloc[:0]
    if name in ("beta", "time_distance", "catch_up"):
        with pytest.raises(ValueError, match=r"no row for 2015|has no value"):
            METRICS[name](nothing)
    else:
        assert len(METRICS[name](nothing)) == 0
