"""Laws for every metric over frames. They name no metric, so they apply to a new one at once.

`test_metric_refusals.py` tests what metrics refuse.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Collection
from functools import cache, partial
from itertools import combinations
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from discovery import (
    FRAME,
    KEYS,
    METRICS,
    NUMBERS,
    Metric,
    assert_alike,
    assert_same,
    beyond_the_world,
    compares_years,
    infinities,
    on_index,
    taking,
    usual,
)
from support import REPOSITORY, arrow

from neadigital import divide, growth, inequality, shares
from neadigital.errors import (
    AggregateError,
    BreakWarning,
    MembershipWarning,
    NeadigitalWarning,
    TotalWarning,
)

pytestmark = beyond_the_world
every = taking()
# A metric reads its table in the same way for every choice, so one case for each metric is enough.
each = taking(choices=False)


@pytest.fixture
def frame() -> pd.DataFrame:
    """A copy that a test may change."""
    return FRAME.copy()


@pytest.mark.parametrize(
    "module", [growth, shares, divide, inequality], ids=lambda module: module.__name__
)
def test_every_metric_is_found_and_told_in_the_documents(module):
    """Each public function has a row in docs/metrics.md, and the laws test those of frames."""
    page = (REPOSITORY / "docs" / "metrics.md").read_text(encoding="utf-8")
    rows = "\n".join(re.findall(r"^\|.*\|$", page, re.M))
    short = module.__name__.split(".")[1]
    untold = [name for name in module.__all__ if f"`{short}.{name}`" not in rows]
    homes = [metric.function.__module__ for metric in METRICS.values()]

    assert dir(module) == sorted(module.__all__)
    assert untold == []
    # The functions of `inequality` take no frame.
    assert module is inequality or homes.count(module.__name__) > 8
    assert any("-" in name for name in METRICS)


@every
def test_order_of_rows_never_matters(metric, frame):
    """The order of rows, and of series, changes no number."""
    expected = usual(metric)
    found = metric(frame.sample(frac=1, random_state=5))

    if on_index(expected, frame):
        found = found.reindex(expected.index)
    assert_same(found, expected, exact=False)


@every
def test_input_and_result_are_apart(metric, frame):
    """The frame is not changed, and later changes of one do not reach the other."""
    result = metric(frame)
    before = result.copy(deep=True)
    pd.testing.assert_frame_equal(frame, FRAME)
    turn_round(frame)
    assert_same(result, before)
    changed = frame.copy(deep=True)
    turn_round(result)

    pd.testing.assert_frame_equal(frame, changed)


def turn_round(table: Any) -> None:
    """Reverse the values of each column in place."""
    if isinstance(table, pd.Series):
        table.iloc[:] = table.iloc[::-1].to_numpy()
    else:
        for column in table:
            table.loc[:, column] = table[column].to_numpy()[::-1].copy()


@every
def test_results_are_on_the_index_or_tables(metric, frame):
    """A Series has the data's index and its column's name; a table that or a plain index."""
    result = usual(metric)

    if isinstance(result, pd.Series):
        assert on_index(result, frame)
        assert str(result.name).startswith((*metric.numbers, "segment"))
        return
    plain = pd.RangeIndex(len(result))
    assert on_index(result, frame) or result.index.equals(plain)
    assert result.columns.is_unique
    numbers = result.select_dtypes(["number", "bool"])
    columns = [numbers[name].to_numpy() for name in numbers]
    for one, other in combinations(columns, 2):
        assert not np.shares_memory(one, other)


RESULT_TYPES = {"float64", "Int64", "int64", "bool", "boolean", "str", "object"}


@every
def test_numbers_are_float64_or_whole(metric, frame):
    """Results are float64; ranks, counts and years are integers; no number has dtype object."""
    result = usual(metric)
    table = pd.DataFrame({"": result}) if isinstance(result, pd.Series) else result
    computed = table.drop(columns=[name for name in table if name in frame])

    for _, column in computed.items():
        assert str(column.dtype) in RESULT_TYPES
        if column.dtype == object:
            assert column.map(lambda item: item is None or isinstance(item, str)).all()


@every
@pytest.mark.filterwarnings("ignore::neadigital.errors.MembershipWarning")
def test_a_missing_value_is_as_good_as_a_missing_row(metric, frame):
    """A row without a value has no result, and all other results are as if the row were missing."""
    row = frame.index[3]
    frame[["level", "other", "place"]] = frame[["level", "other", "place"]].astype(
        "Float64"
    )
    without = frame.drop(index=row)
    frame.loc[row, ["level", "other", "place"]] = pd.NA

    expected, refusal = result_or_refusal(metric, without)
    found, same_refusal = result_or_refusal(metric, frame)

    assert refusal == same_refusal
    if refusal:
        return
    if on_index(found, frame):
        own = found.loc[[row]]
        # A metric of statuses reads no value.
        assert own.isna().any(axis=None) or not metric.numbers
        found = found.drop(index=row)
    elif len(found) > len(expected):
        keys = [column for column in found if column in KEYS]
        found = found.merge(expected[keys], on=keys).astype(found.dtypes)
    assert_same(found, expected, exact=False)


def result_or_refusal(
    metric: Callable[..., Any], data: pd.DataFrame
) -> tuple[Any, str]:
    """Return a result, or the error message of a metric that needs the row or the value."""
    try:
        return metric(data), ""
    except ValueError as error:
        return None, str(error)


TEXTS = ("set", "indicator", "economy", "block")


def stored(numbers: Any, years: Any, texts: Any) -> pd.DataFrame:
    """Return the frame with its numbers, its years and its texts stored in another way."""
    types = dict.fromkeys(NUMBERS, numbers) | dict.fromkeys(TEXTS, texts)
    return FRAME.astype({**types, "year": years})


def by_arrow() -> pd.DataFrame:
    """Return the frame with its years as an Arrow dictionary, numbered as they occur."""
    short_texts = arrow.dictionary(arrow.int8(), arrow.string())
    turned = stored("int16[pyarrow]", "int64", pd.ArrowDtype(short_texts))[::-1]
    years = arrow.chunked_array([arrow.array(turned["year"]).dictionary_encode()])
    return turned.assign(year=pd.arrays.ArrowExtensionArray(years))


def in_folders() -> pd.DataFrame:
    """Return the frame as read from Parquet files in a folder for each year."""
    with TemporaryDirectory() as folder:
        rows = FRAME.sample(frac=1, random_state=5)
        rows.to_parquet(folder, partition_cols=["year"])
        return pd.read_parquet(folder)


#: Whole numbers in a category are years like any other, whatever their order there.
BACKWARDS = pd.CategoricalDtype([*range(2030, 2010, -1)])
SHUFFLED = pd.CategoricalDtype([2019, 2022, 2015, 2018, 2016, 2021, 2017, 2020])
STORED = {
    "nullable": partial(stored, "Int64", "Int64", "string[python]"),
    "short, in categories": partial(stored, "float32", BACKWARDS, "category"),
    "objects": partial(stored, object, object, object),
    "as a join leaves it": partial(stored, "Int64", "float64", "string[python]"),
    "shuffled category": partial(stored, "float64", SHUFFLED, "str"),
    "unsigned": partial(stored, "float64", "uint64", "str"),
    "pyarrow": partial(stored, "int16[pyarrow]", "int64[pyarrow]", "string[pyarrow]"),
    "pyarrow, large": lambda: stored(
        "Int64", "int64[pyarrow]", pd.ArrowDtype(arrow.large_string())
    ),
    "pyarrow, dictionaries": by_arrow,
    "pyarrow, Parquet by year": in_folders,
}


@cache
def stored_as(name: str) -> pd.DataFrame:
    """Return the frame in one of the storages."""
    return STORED[name]()


@each
@pytest.mark.parametrize("storage", STORED)
def test_storage_does_not_matter(metric, storage):
    """Numbers, years and texts may be stored in any way that pandas has for them."""
    expected = usual(metric)
    found = metric(stored_as(storage))

    if on_index(expected, FRAME):
        found = found.loc[expected.index]
    if isinstance(found, pd.DataFrame) and "year" in found:
        found = found.astype({"year": "int64"})
    assert_alike(found, expected)


#: Keys of the four economies, and of the two sets.
NUMBERED = {
    "whole numbers": (
        np.array([1, 2, 2**63, 2**64 - 1], dtype=np.uint64),
        [-(2**62), 2**62],
    ),
    "floats": ([0.5, 1.0, 2.25, 1e300], [3, 4]),
    "dates": (pd.date_range("2020-01-01", periods=4), [0.25, 0.5]),
}


@each
@pytest.mark.parametrize("kind", NUMBERED)
def test_keys_need_not_be_text(metric, kind, frame):
    """Whole numbers, floats and dates work as keys like texts."""
    of_economies, of_sets = map(pd.Series, NUMBERED[kind])
    codes = dict(zip(["CHN", "JPN", "KOR", "MNG"], of_economies, strict=True))
    numbered = frame.assign(
        economy=frame["economy"].map(codes),
        set=frame["set"].map(dict(zip("ab", of_sets, strict=True))),
    )
    renamed = dict.fromkeys(options_of_japan(metric), codes["JPN"])
    found = metric(numbered, **renamed)
    expected = usual(metric)

    if isinstance(expected, pd.DataFrame):
        numbers = expected.select_dtypes("number").columns.difference(KEYS)
        found, expected = found[numbers], expected[numbers]
    assert_alike(found, expected)


def options_of_japan(metric: Metric) -> list[str]:
    """Return the options of a metric that name Japan."""
    return [name for name, value in metric.options.items() if value == "JPN"]


PLAIN = FRAME.reset_index(drop=True)


@cache
def on_plain_rows(metric: Metric) -> Any:
    """Return a metric's result for the frame with a plain index."""
    return metric(PLAIN)


@each
@pytest.mark.parametrize(
    "convert",
    [pl.from_pandas, lambda frame: arrow.Table.from_pandas(frame), duckdb.from_df],
    ids=["polars, by pyarrow", "pyarrow", "duckdb"],
)
def test_other_tables_are_accepted(metric, convert):
    """Tables of other libraries are accepted, and the result is a pandas object."""
    assert_alike(metric(convert(PLAIN)), on_plain_rows(metric))


@taking("within")
def test_several_panels_are_several_calls(metric, frame):
    """Each panel of `within` has the result that it has alone."""
    is_one = (frame["set"] == "a") & (frame["indicator"] == "p")
    keys = [name for name in metric.within if name in ("set", "indicator")]
    part = frame[frame[keys].eq(frame.loc[is_one, keys].iloc[0]).all(axis=1)]
    found = usual(metric)
    alone = metric(part)

    if on_index(found, frame):
        here = found.loc[part.index]
    else:
        is_here = found[keys].eq(part[keys].iloc[0]).all(axis=1)
        here = found[is_here].reset_index(drop=True)
    assert_same(here, alone, exact=False)


@taking("within", choices=False)
def test_one_panel_needs_no_name(metric, frame):
    """`within=None` and an empty list treat all rows as one panel."""
    is_one = frame["set"] == "a"
    # A metric for which indicators are no panels takes all of them.
    if "indicator" in metric.within:
        is_one &= frame["indicator"] == "p"
    part = frame[is_one]
    expected = metric(part)
    if isinstance(expected, pd.DataFrame):
        expected = expected.drop(columns=metric.within, errors="ignore")

    assert_same(metric(part, within=None), expected)
    assert_same(metric(part, within=[]), expected)


@taking("entity", choices=False)
def test_names_may_come_from_an_iterator(metric, frame):
    """Column names are read once, so an iterator works like a list."""
    more = {"within": iter(metric.within)} if "within" in metric.defaults else {}

    assert_same(metric(frame, entity=iter(["economy"]), **more), usual(metric))


#: The numpy types of an option, by the type of its default.
HELD: dict[type, list[Any]] = {
    bool: [np.bool_],
    int: [np.int8, np.int64, np.uint8],
    float: [np.float64, np.float32],
}


@every
def test_an_option_may_be_held_by_any_type(metric, frame):
    """A numpy number or truth value of any size works like a Python one."""
    given = metric.defaults | metric.options
    for name, default in metric.defaults.items():
        kinds = HELD.get(type(default), [])
        for kind in kinds:
            value = kind(given[name])
            plain = partial(metric, **{name: value.item()})
            held = partial(metric, **{name: value})
            found, refusal = result_or_refusal(held, frame)
            expected, same_refusal = result_or_refusal(plain, frame)
            assert refusal == same_refusal
            if not refusal:
                assert_same(found, expected)


@every
@pytest.mark.filterwarnings("ignore:No economy has two values:UserWarning")
def test_sizes_at_the_ends_of_their_range_give_numbers(metric, frame):
    """The smallest and largest values and weights, side by side, give no infinite number."""
    given = metric.defaults | metric.options
    is_percentage = "logit" in metric.options.values()
    ends = np.array([1e-150, 1.0, 99.0 if is_percentage else 1e150])
    level = np.random.default_rng(3).choice(ends, len(frame))
    other = np.random.default_rng(4).choice(ends, len(frame))
    frame = frame.assign(level=level, other=other, low=level, high=level, people=other)
    calls = [metric]
    # `gap` takes weights only for the mean.
    if "weights" in given and given.get("to") != "leader":
        calls.append(partial(metric, weights="people"))

    for call in calls:
        result, _ = result_or_refusal(call, frame)
        assert not infinities(result)


@every
def test_no_rows_give_no_rows(metric, frame):
    """An empty frame gives an empty result, or an error that says what is not there."""
    with warnings.catch_warnings(action="ignore"):
        result, refusal = result_or_refusal(metric, frame.iloc[:0])

    if refusal:
        assert re.search("JPN|2015|no rows|not there", refusal)
    else:
        assert len(result) == 0


@taking("entity")
def test_a_single_economy_gives_no_infinite_number(metric, frame):
    """A single economy has a result that is finite or missing."""
    result = metric(frame[frame["economy"] == "JPN"])

    assert len(result) > 0
    assert not infinities(result)


@taking("aggregates")
def test_aggregates_are_left_out_if_asked(metric, frame):
    """With "drop", or if listed by name, rows of the world get no result and change no other."""
    world = frame[frame["economy"] == "KOR"].assign(
        economy="WLD", level=1000.0, other=999.0, block="y"
    )
    world.index = range(len(world))
    expected = usual(metric)

    for aggregates in ("drop", ["WLD"]):
        found = metric(pd.concat([frame, world]), aggregates=aggregates)
        if len(found) > len(expected):
            assert found.loc[world.index].isna().any(axis=None)
            found = found.loc[frame.index]
        assert_same(found, expected, exact=False)


@taking(aggregates=None)
def test_regions_among_themselves_are_members(metric, frame):
    """Where all members are aggregates other than the world, they are compared as members."""
    regions = {
        "CHN": "EAS",
        "JPN": "ECS",
        "KOR": "LCN",
        "MNG": "MEA",
    }
    renamed = dict.fromkeys(options_of_japan(metric), regions["JPN"])
    found = metric(frame.replace({"economy": regions}), **renamed)
    expected = usual(metric)

    if isinstance(expected, pd.DataFrame):
        expected = expected.replace(regions)
    assert_same(found, expected)


@taking(aggregates=None, choices=False)
def test_a_whole_beside_its_parts_is_no_member(metric, frame):
    """A country beside its provinces is an error that names it; the provinces alone are members."""
    codes = {"CHN": "CN", "JPN": "CN-HL", "KOR": "CN-JL", "MNG": "CN-LN"}
    parts = frame.replace({"economy": codes})
    renamed = dict.fromkeys(options_of_japan(metric), codes["JPN"])

    with pytest.raises(AggregateError, match=r"among its members: (CN|p CN, q CN)\."):
        metric(parts, **renamed)
    metric(parts[parts["economy"] != "CN"], **renamed)


@taking(aggregates=None, choices=False)
def test_a_member_that_is_the_sum_of_the_others_is_a_warning(metric, frame):
    """A total that no list knows is named once for each column that has one."""
    others = frame[frame["economy"] != "MNG"]
    sums = others.groupby(["set", "indicator", "year"])[["level", "other"]].sum()
    total = frame[frame["economy"] == "MNG"].drop(columns=["level", "other"])
    total = total.join(sums, on=["set", "indicator", "year"])
    data = pd.concat([others, total])

    with pytest.warns(TotalWarning, match="'MNG' equals the sum of all others"):
        metric(data)
    metric(data, aggregates="keep")


# Members that change


@pytest.fixture
def gappy(frame: pd.DataFrame) -> pd.DataFrame:
    """A copy without KOR's value of 2017 in one panel, and without its row of 2018 in all."""
    is_one = (frame["set"] == "a") & (frame["indicator"] == "p")
    is_korea = frame["economy"] == "KOR"
    frame.loc[is_one & is_korea & (frame["year"] == 2017), "level"] = np.nan
    return frame[~(is_korea & (frame["year"] == 2018))]


@taking("members", choices=False)
def test_a_choice_of_members_is_silent(metric, gappy):
    """Where all years have the same members both choices are the default; a choice never warns."""
    for members in ("each", "common"):
        assert_same(metric(FRAME, members=members), usual(metric))
        metric(gappy, members=members)


@taking("members", choices=False)
def test_common_members_are_those_that_every_year_has(metric, gappy):
    """With "common" a member that lacks one year is as good as absent."""
    found = metric(gappy, members="common")
    expected = metric(FRAME[FRAME["economy"] != "KOR"])

    assert_same(found, expected, exact=False)


@taking("members", choices=False)
def test_each_year_has_its_own_members(metric, gappy):
    """With "each" a year that lacks a member does not change what the others have."""
    found = metric(gappy, members="each")
    if "year" not in found:
        return
    others = found[~found["year"].isin([2017, 2018])].reset_index(drop=True)
    expected = usual(metric)
    expected = expected[~expected["year"].isin([2017, 2018])].reset_index(drop=True)

    assert_same(others, expected, exact=False)


@taking("members", choices=False, members=None)
def test_years_without_the_same_members_are_a_warning(metric, gappy):
    """By default one warning names the years that lack most, and points at the caller."""
    with pytest.warns(MembershipWarning, match="^Some members have no value") as warned:
        found = metric.function(gappy, **metric.options)

    assert len(warned) == 1
    assert warned[0].filename == __file__
    assert "2018 lacks 1 of 4" in str(warned[0].message)
    assert_same(found, metric(gappy, members="each"))


@taking("members", choices=False, members=None)
def test_as_many_members_are_not_the_same_members(metric, frame):
    """The sets count, and not how many there are."""
    is_first = frame["year"] < 2019
    lacking = is_first.map({True: "KOR", False: "MNG"})

    with pytest.warns(MembershipWarning, match="2015 lacks 1 of 4"):
        metric(frame[frame["economy"] != lacking])


@taking("members", choices=False)
def test_too_few_common_members_are_an_error(metric, frame):
    """Fewer than half of the members, or one, are an error that names the years."""
    is_2020 = frame["year"] == 2020
    is_japan = frame["economy"] == "JPN"
    is_korea = frame["economy"] == "KOR"
    one_of_two = frame[is_japan | (is_korea & ~is_2020)]
    one_of_four = frame[is_japan | ~is_2020]

    for data, lacking in ((one_of_two, "1 of 2"), (one_of_four, "3 of 4")):
        told = f"has 1 member of .* 2020 lacks {lacking}.*members='each'"
        with pytest.raises(ValueError, match=told):
            metric(data, members="common")
        metric(data, members="each")


@taking("members", choices=False)
@pytest.mark.filterwarnings("error")
def test_aggregates_go_before_members(metric, frame):
    """An aggregate in one year only changes no members."""
    is_one = (frame["economy"] == "KOR") & (frame["year"] == 2020)
    world = frame[is_one].assign(economy="WLD")
    found = metric(pd.concat([frame, world]), aggregates="drop")

    assert_same(found, usual(metric), exact=False)


@taking("members", "weights", choices=False)
@pytest.mark.filterwarnings("error")
def test_weights_go_before_members(metric, frame):
    """A member whose weight is always 0 is as good as absent, one with a 0 once is missed."""
    is_korea = frame["economy"] == "KOR"
    lighter = frame.assign(people=frame["people"].mask(is_korea, 0.0))
    once = frame.assign(people=frame["people"].mask(frame.index == frame.index[3], 0.0))
    found = metric(lighter.drop(index=frame.index[18]), weights="people")

    expected = metric(frame[~is_korea], weights="people")
    assert_same(found, expected, exact=False)
    if metric.defaults["members"] is None:
        with pytest.raises(MembershipWarning, match="2018 lacks 1 of 4"):
            metric(once, weights="people")


@taking("members", choices=False)
def test_half_of_the_members_are_enough(metric):
    """Two common members of four are measured, two of five are an error."""
    fifth = FRAME[FRAME["economy"] == "KOR"].assign(economy="RUS")
    five = pd.concat([FRAME, fifth], ignore_index=True)
    is_2020 = five["year"] == 2020
    two_of_five = five[~is_2020 | five["economy"].isin(["CHN", "JPN"])]
    two_of_four = two_of_five[two_of_five["economy"] != "RUS"]

    metric(two_of_four, members="common")
    with pytest.raises(ValueError, match="has 2 members of 5"):
        metric(two_of_five, members="common")


@taking("members", choices=False)
def test_common_members_need_years(metric, frame):
    """Without time, or with members that are rows, no member can be in every year."""
    frame = frame[frame["year"] == 2020]
    if "None" not in str(metric.function.__annotations__["time"]):
        return
    with pytest.raises(ValueError, match="members='common' asks which members every"):
        metric(frame, time=None, members="common")
    assert len(metric(frame, time=None)) > 0


@taking("direction", choices=False)
def test_a_direction_is_up_or_down(metric, frame):
    """Only 1 and -1 are directions, of any type of number."""
    for wrong in (0, 2, "up", True, np.nan):
        with pytest.raises(ValueError, match="direction must be 1"):
            metric(frame, direction=wrong)
    expected = metric(frame, direction=-1)
    for kind in (np.int8, float, np.float32):
        assert_same(metric(frame, direction=kind(-1)), expected)


# Breaks


@taking("time")
def test_a_break_between_two_years_is_a_warning(metric, frame):
    """One message that points at the caller; without a break, or within a year, there is none."""
    is_break = (frame["economy"] == "JPN") & (frame["year"] == 2019)
    broken = frame.assign(obs_status=is_break.map({True: "B", False: "A"}))
    begin = frame.assign(
        obs_status=(frame["year"] == 2015).map({True: "B", False: "A"})
    )

    assert_same(metric(begin), usual(metric))
    if not compares_years(metric):
        assert_same(metric(broken), usual(metric))
        return
    with pytest.warns(BreakWarning, match="JPN") as warned:
        found = metric.function(broken, **metric.options)
    assert len(warned) == 1
    assert warned[0].filename == __file__
    assert_same(found, usual(metric))


# Bounds, and too little to tell


def tell(metric: Callable[..., Any], data: pd.DataFrame) -> tuple[Any, bool]:
    """Return a result, None for an error, and whether a warning or the error said something."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        result, refusal = result_or_refusal(metric, data)
    kinds = [warning.category for warning in warned]
    return result, bool(refusal) or any(issubclass(k, NeadigitalWarning) for k in kinds)


def floats_of(result: Any) -> dict[str, pd.Series]:
    """Return the columns of a result that are computed, and neither keys nor counts."""
    table = result.to_frame() if isinstance(result, pd.Series) else result
    floats = table.select_dtypes("float64")
    return {str(name): floats[name] for name in floats if name not in FRAME}


@every
def test_a_share_lies_between_0_and_100_or_says_so(metric, frame):
    """Negative values, and parts above their whole, give no share without a word."""
    if not any("share" in name for name in floats_of(usual(metric))):
        return
    # JPN is the world, and not the greatest.
    for level in (frame["level"] - 50, -frame["level"], frame["place"]):
        data = frame.assign(level=level)
        result, says_so = tell(metric, data)
        if result is None or says_so or {"part", "whole"} <= {*metric.defaults}:
            # A part of another column is none of its own: a balance may be negative.
            continue
        for name, share in floats_of(result).items():
            most = 100 if name.endswith("_pct") else 1
            assert "share" not in name or share.dropna().between(0, most + 1e-9).all()


#: What a column of results can be, by its name.
POSSIBLE = {
    **dict.fromkeys(("gini", "hoover", "atkinson", "hhi", "r2"), (0, 1)),
    **dict.fromkeys(("sd", "cv", "theil", "mld", "palma"), (0, np.inf)),
    **dict.fromkeys(("range_gap", "generalized_entropy"), (0, np.inf)),
    **dict.fromkeys(("range_ratio", "p90_p10"), (1, np.inf)),
    "rank_correlation": (-1, 1),
    **dict.fromkeys(("population_share", "value_share", "weight_share"), (0, 1)),
}


def given_by(metric: Metric, columns: Collection[str]) -> set[str]:
    """Return those of some columns that a metric computes."""
    with warnings.catch_warnings(action="ignore"):
        return {*columns} & {*floats_of(usual(metric))}


@every
def test_no_number_is_what_it_cannot_be(metric, frame):
    """Whatever the signs of the values, an index or a ratio stays in its bounds."""
    names = given_by(metric, POSSIBLE)
    if not names:
        return
    results = [usual(metric)]
    for level in (frame["level"] - 50, -frame["level"]):
        result, _ = tell(metric, frame.assign(level=level))
        results.append(result)

    for result in results:
        if result is None:
            continue
        for name in names:
            least, most = POSSIBLE[name]
            numbers = result[name].dropna()
            assert numbers.between(least - 1e-12, most + 1e-12).all(), name


@taking("bounded", choices=False)
def test_a_value_beyond_its_bounds_is_an_error(metric, frame):
    """A level above or below `bounded` is named, and so are bounds that are none."""
    for bounds in ((0, 50), (50, 100)):
        told = f"'level' holds values beyond bounded={re.escape(str(bounds))}"
        with pytest.raises(ValueError, match=told):
            metric(frame, bounded=bounds)
    for bounds in ((50, 0), (0, 0), (0, np.nan), (0,), 100):
        with pytest.raises((ValueError, TypeError), match="bounded must be"):
            metric(frame, bounded=bounds)
    metric(frame, bounded=(0, 100))
