"""How the rows of a table are told apart: by member, time and what lies within, whatever holds the keys."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from growth_support import two_economies
from support import arrow

from neadigital import divide, growth, shares
from neadigital._engine.panel import Panel
from neadigital.errors import AggregateError, DuplicateKeyError


@pytest.fixture
def frame() -> pd.DataFrame:
    """Two economies over four years, with an index that is not the position."""
    return two_economies()


@pytest.fixture
def long(frame: pd.DataFrame) -> pd.DataFrame:
    """The same for two indicators, one ten times the other."""
    tenfold = frame.assign(indicator="y", level=10 * frame["level"])
    return pd.concat([frame.assign(indicator="x"), tenfold], ignore_index=True)


def test_an_iterator_of_names_is_read_once(long: pd.DataFrame) -> None:
    """Names that can be read only once name all rows alike: nothing is pooled."""
    growths = growth.yoy(long, "level", by=iter(["economy"]), within=(name for name in ["indicator"]))
    portions = shares.share_of_group(long, "level", time=iter(["year"]), within=map(str, ["indicator"]))

    pd.testing.assert_series_equal(growths, growth.yoy(long, "level", within="indicator"))
    pd.testing.assert_series_equal(portions, shares.share_of_group(long, "level", within="indicator"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": ["economy", "year"]}, "'year' is named in by and time"),
        ({"within": "year"}, "'year' is named in time and within"),
        ({"within": ["indicator", "economy"]}, "'economy' is named in by and within"),
        ({"within": ["indicator", "indicator"]}, "'indicator' is named in within twice"),
        ({"by": None}, "by must name the column of the members"),
    ],
)
def test_each_column_has_one_role(options: Any, message: str, long: pd.DataFrame) -> None:
    """A column that is named in two roles, or twice in one, is an error, and so is no member at all."""
    with pytest.raises(ValueError, match=message):
        growth.yoy(long, "level", **options)
    with pytest.raises(ValueError, match=message):
        shares.rank(long, "level", **options)


def test_time_is_needed_where_years_are_paired(frame: pd.DataFrame) -> None:
    """Without time nothing is paired, and two columns are no time; comparisons do without."""
    with pytest.raises(ValueError, match="time must name their column"):
        growth.yoy(frame, "level", time=None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="time must name one column"):
        growth.yoy(frame, "level", time=["year", "gdp"])

    once = frame[frame["year"] == 2018].drop(columns="year")
    assert shares.rank(once, "level", time=None).tolist() == [1, 2]


@pytest.mark.parametrize(("column", "hint"), [("year", "Pass time=None"), ("economy", "by must name one of them")])
def test_an_absent_column_says_what_to_do(column: str, hint: str, frame: pd.DataFrame) -> None:
    """A column that a default names and the data lack is an error, never an assumption."""
    with pytest.raises(KeyError, match=rf"no column '{column}'.*{hint}"):
        divide.dispersion(frame.drop(columns=column), "level")


@pytest.mark.parametrize("name", [["level"], {"level"}, pd.Index(["level"])])
def test_one_column_is_named_by_one_name(name: Any, frame: pd.DataFrame) -> None:
    """A list of names where one is meant is an error that says so."""
    with pytest.raises(TypeError, match="One column must be named here"):
        growth.yoy(frame, name)


def test_columns_need_not_be_named_by_text(frame: pd.DataFrame) -> None:
    """Whole numbers name columns as well as texts do."""
    numbered = frame.rename(columns={"economy": 0, "year": 1, "level": 2})

    found = growth.yoy(numbered, 2, by=0, time=1)  # type: ignore[arg-type]

    assert found.tolist() == pytest.approx(growth.yoy(frame, "level").tolist(), nan_ok=True)


def test_repeated_rows_name_what_would_tell_them_apart(long: pd.DataFrame) -> None:
    """The columns that would make each row unique are named for `within`: labels before numbers, never values."""
    labelled = long.assign(unit=long["indicator"] + "u", constant="c", serial=range(len(long)))
    numbered = labelled.drop(columns=["indicator", "unit"])

    with pytest.raises(DuplicateKeyError, match="pass within='indicator' or within='unit'") as raised:
        growth.yoy(labelled, "level")
    assert raised.value.candidates == ("indicator", "unit")
    assert raised.value.columns == ("economy", "year")
    with pytest.raises(DuplicateKeyError, match="pass within='serial'"):
        shares.rank(numbered, "level")
    with pytest.raises(DuplicateKeyError, match="Drop or aggregate the repeated rows") as raised:
        shares.rank(numbered.drop(columns="serial"), "level")
    assert raised.value.candidates == ()
    assert raised.value.keys[0] == ("A", 2018)


STORAGES: dict[str, Any] = {
    "object": lambda keys: keys.astype(object),
    "text without Arrow": lambda keys: keys.astype(pd.StringDtype("python", na_value=np.nan)),
    "nullable text": lambda keys: keys.astype(pd.StringDtype("python")),
    "Arrow text": lambda keys: keys.astype("string[pyarrow]"),
    "Arrow dictionary": lambda keys: keys.astype("category").astype("string[pyarrow]").astype("category"),
    "category": lambda keys: keys.astype("category"),
    "category of more": lambda keys: keys.astype(pd.CategoricalDtype(["Z", "A", "B", "C"])),
    "whole": lambda keys: keys.map(ord),
    "bytes": lambda keys: keys.map(ord).astype("uint8"),
    "nullable whole": lambda keys: keys.map(ord).astype("Int16"),
    "Arrow whole": lambda keys: keys.map(ord).astype("int64[pyarrow]"),
    "beyond int64": lambda keys: keys.map(ord).astype("uint64") + np.uint64(2**63),
    "far apart": lambda keys: keys.map({"A": -(2**62), "B": 2**62}),
    "float": lambda keys: keys.map({"A": -0.5, "B": 2.25}),
    "bool": lambda keys: keys == "B",
    "nullable bool": lambda keys: (keys == "B").astype("boolean"),
    "date": lambda keys: keys.map({"A": pd.Timestamp("2020-01-01"), "B": pd.Timestamp("2021-01-01")}),
    "date with a zone": lambda keys: keys.map(
        {"A": pd.Timestamp("2020", tz="UTC"), "B": pd.Timestamp("2021", tz="UTC")}
    ),
    "period": lambda keys: keys.map({"A": pd.Period("2020", "Y"), "B": pd.Period("2021", "Y")}),
    "mixed": lambda keys: keys.map({"A": 5, "B": "five"}).astype(object),
    "hardly comparable": lambda keys: keys.map({"A": pd.Timestamp("2020").date(), "B": "x"}).astype(object),
    "not comparable": lambda keys: keys.map({"A": pd.Timestamp("2020").date(), "B": 5}).astype(object),
}


@pytest.mark.parametrize("order", ["sorted", "shuffled", "reversed"])
@pytest.mark.parametrize("storage", STORAGES)
def test_equal_keys_are_found_whatever_holds_them(storage: str, order: str, frame: pd.DataFrame) -> None:
    """Keys of any type separate members, whether they stand together or not, and come back as they are."""
    rows = {"sorted": frame, "shuffled": frame.sample(frac=1, random_state=2), "reversed": frame[::-1]}[order]
    other = rows.assign(economy=STORAGES[storage](rows["economy"]))

    found = growth.cagr(other, "level")

    assert growth.yoy(other, "level").sort_index().tolist() == pytest.approx(
        growth.yoy(frame, "level").tolist(), nan_ok=True
    )
    assert shares.rank(other, "level").sort_index().tolist() == [1] * 4 + [2] * 4
    assert found["economy"].dtype == other["economy"].dtype
    assert set(found["economy"]) == set(other["economy"])
    with pytest.raises(DuplicateKeyError):
        shares.rank(pd.concat([other, other.iloc[:1]]), "level")


@pytest.mark.parametrize(
    "missing",
    [
        lambda keys: keys.where(keys != "A"),
        lambda keys: keys.astype(object).where(keys != "A", pd.NA),
        lambda keys: keys.astype(object).where(keys != "A", None),
        lambda keys: keys.where(keys != "A").astype("category"),
        lambda keys: keys.map({"B": 1.5}),
        lambda keys: keys.map({"B": 1}).astype("Int64"),
        lambda keys: keys.map({"B": pd.Timestamp("2020")}),
        pytest.param(lambda keys: keys.where(keys != "A").astype("string[pyarrow]"), id="pyarrow"),
    ],
)
def test_a_missing_key_is_an_error(missing: Any, frame: pd.DataFrame) -> None:
    """A row without a member raises instead of vanishing, or of making a member of its own."""
    with pytest.raises(ValueError, match="Column 'economy' has missing values"):
        growth.yoy(frame.assign(economy=missing(frame["economy"])), "level")
    with pytest.raises(ValueError, match="Column 'economy' has missing values"):
        shares.rank(frame.assign(economy=missing(frame["economy"])), "level")


def test_a_code_finds_its_member_in_any_storage(frame: pd.DataFrame) -> None:
    """A reference is found by equality, a text also where the keys are numbers; a code of another type finds nobody."""
    dated = frame.assign(economy=frame["economy"].map({"A": pd.Timestamp("2020"), "B": pd.Timestamp("2021")}))
    numbered = frame.assign(economy=frame["economy"].map({"A": 1, "B": 2}))
    expected = divide.gap(frame, "level", to="B")["level_gap"].tolist()

    assert divide.gap(dated, "level", to=pd.Timestamp("2021"))["level_gap"].tolist() == expected
    assert divide.gap(numbered, "level", to=2.0)["level_gap"].tolist() == expected
    assert divide.gap(numbered, "level", to="2")["level_gap"].tolist() == expected
    assert not panel(dated, "economy", "year").members.named("never").any()
    for nobody in ("C", 3, ("B", "B"), ["B"], None, pd.Timestamp("2021")):
        with pytest.raises(ValueError, match="No row has the code"):
            divide.gap(frame, "level", to=nobody)


@pytest.mark.parametrize(
    "storage", ["object", "text without Arrow", "Arrow text", "category", "whole", "bool", "period"]
)
@pytest.mark.parametrize("code", [10**30, frozenset("A"), object(), None, pd.NA, 2.5, ["A"], pd.Timestamp("1999")])
def test_a_code_that_no_key_can_equal_finds_nobody(storage: str, code: Any, frame: pd.DataFrame) -> None:
    """However the keys are held, a code of another type or size is an error that lists the members."""
    other = frame.assign(economy=STORAGES[storage](frame["economy"]))

    with pytest.raises(ValueError, match="No row has the code"):
        divide.gap(other, "level", to=code)


# Aggregates


@pytest.mark.parametrize("code", ["WLD", "TOP10", "TOP20", "AVG", "EUU", "OED", "HIC", "EAS", "TSS"])
@pytest.mark.parametrize("dtype", [object, "category", "string[pyarrow]", "large_string[pyarrow]"])
def test_aggregates_are_known_in_any_storage(code: str, dtype: Any, frame: pd.DataFrame) -> None:
    """The world, the aggregates of the World Bank's list and those that tables print are no members."""
    summed = frame.replace({"economy": {"B": code}}).astype({"economy": dtype})

    with pytest.raises(AggregateError, match=rf"{code}.*aggregates='drop'.*aggregates='keep'") as raised:
        shares.rank(summed, "level")
    assert raised.value.found == (code,)
    assert raised.value.columns == ("economy",)
    assert isinstance(raised.value, ValueError)
    assert shares.rank(summed, "level", aggregates="drop").tolist() == [1] * 4 + [pd.NA] * 4
    assert shares.rank(summed, "level", aggregates="keep").tolist() == [1] * 4 + [2] * 4


@pytest.mark.parametrize("by", [["economy", "sector"], ["sector", "economy"]])
def test_an_aggregate_is_known_by_any_of_its_keys(by: list[str], frame: pd.DataFrame) -> None:
    """A member of several keys is an aggregate if one of them is the code of one, whichever comes first."""
    both = frame.assign(sector="x").replace({"economy": {"B": "WLD"}})

    with pytest.raises(AggregateError, match="WLD"):
        shares.rank(both, "level", by=by)
    assert shares.rank(both, "level", by=by, aggregates="drop").tolist() == [1] * 4 + [pd.NA] * 4


def test_what_is_dropped_is_not_even_looked_at(frame: pd.DataFrame) -> None:
    """Rows of aggregates that are left out may hold what would be an error, or repeat; those of members may not."""
    world = frame.replace({"economy": {"B": "WLD"}})
    world.loc[40:41, "level"] = [-np.inf, -1.0]

    found = divide.dispersion(world, "level", aggregates="drop")

    assert found["n"].tolist() == [1] * 4
    with pytest.raises(ValueError, match="infinite"):
        divide.dispersion(world, "level", aggregates="keep")


def test_a_cross_section_of_aggregates_only_is_gone(frame: pd.DataFrame) -> None:
    """Where only aggregates have rows, nothing is left to be compared."""
    world = frame.replace({"economy": {"B": "WLD"}}).drop(index=30)

    assert divide.dispersion(world, "level", aggregates="drop")["year"].tolist() == [2019, 2020, 2021]
    assert divide.dispersion(world.loc[40:], "level", aggregates="drop").empty


@pytest.mark.parametrize("asked", ["yes", "", True, 1])
def test_what_becomes_of_aggregates_is_one_of_two(asked: Any, frame: pd.DataFrame) -> None:
    """Any other answer is an error that lists both, aggregates or not."""
    with pytest.raises(ValueError, match=r"aggregates must be one of ('drop', 'keep'|'keep', 'drop'), not"):
        shares.share_of_group(frame, "level", aggregates=asked)
    with pytest.raises(ValueError, match="aggregates must be one of"):
        divide.gap(frame.replace("B", "WLD"), "level", to="world", aggregates=asked)
    with pytest.raises(ValueError, match="aggregates must be one of"):
        growth.contribution(frame, "level", total="A", aggregates=asked)


def test_dates_and_numbers_are_no_aggregates() -> None:
    """Members that are no texts are never taken for the world."""
    data = pd.DataFrame({"economy": [1, 2], "level": [1.0, 3.0]})

    for keys in (data["economy"], pd.to_datetime(["2020", "2021"]), [True, False], [0.5, 1.5]):
        assert shares.share_of_group(data.assign(economy=keys), "level", time=None).tolist() == [25, 75]


def test_pyarrow_numbers_and_times_are_no_aggregates() -> None:
    """Arrow refuses to look for text among decimals; as keys they are found to be none of the codes."""
    data = pd.DataFrame({"economy": [1, 2], "level": [1.0, 3.0]})

    for kind in (arrow.decimal128(25, 1), arrow.int8(), arrow.time64("us")):
        keys = data["economy"].astype(pd.ArrowDtype(arrow.int64())).astype(pd.ArrowDtype(kind))
        assert shares.share_of_group(data.assign(economy=keys), "level", time=None).tolist() == [25, 75]


# Order and pairs


def test_rows_are_sorted_only_where_they_must_be(frame: pd.DataFrame) -> None:
    """Rows that stand by series and rising year keep their places, even if the series themselves do not rise."""
    swapped = pd.concat([frame[4:], frame[:4]])

    assert panel(frame, "economy", "year").order is None
    assert panel(swapped, "economy", "year").order is None
    assert panel(frame[::-1], "economy", "year").order is not None
    apart = panel(frame.iloc[[0, 4, 1, 5]], "economy", "year")
    assert apart.order is not None
    assert apart.order.tolist() == [0, 2, 1, 3]


@pytest.mark.parametrize("step", [1, 7, 2**40])
@pytest.mark.parametrize("lag", [1, 3, 9, 40])
@pytest.mark.parametrize("shuffled", [False, True])
def test_near_and_far_years_are_paired_alike(step: int, lag: int, shuffled: bool) -> None:
    """However many years lie between two rows, and however far apart they are, each row finds its own."""
    rng = np.random.default_rng(lag)
    years = np.sort(rng.choice(60, 45, replace=False)) * step
    data = pd.DataFrame({"economy": np.repeat([3, 1, 2], 45), "year": np.tile(years, 3)})
    data["level"] = rng.normal(size=len(data))
    data = data.sample(frac=1, random_state=1) if shuffled else data
    there = {(row.economy, row.year): row.level for row in data.itertuples()}

    found = growth.point_change(data, "level", periods=lag * step)

    expected = [row.level - there.get((row.economy, row.year - lag * step), np.nan) for row in data.itertuples()]
    np.testing.assert_array_equal(found, expected)
    assert found.notna().any()


@pytest.mark.parametrize("periods", [10**30, 2**62, 2**31])
def test_a_lag_beyond_all_years_gives_nan(periods: int, frame: pd.DataFrame) -> None:
    """No row reaches so far back, and no number overflows."""
    far = frame.assign(year=[-(2**62), 0, 5, 9] * 2)

    for data in (frame, far[::-1]):
        assert growth.yoy(data, "level", periods=periods).isna().sum() >= 6


def test_cross_sections_of_the_same_panel_share_a_within(long: pd.DataFrame) -> None:
    """Each cross-section knows its panel, and each series too."""
    sections = cross_sections(long, "economy", "year", "indicator")
    series = panel(long[::-1], "economy", "year", "indicator")

    assert sections.panels.codes.tolist() == [0] * 4 + [1] * 4
    assert sections.panels.labels["indicator"].tolist() == ["x", "y"]
    assert series.panels.codes.tolist() == [0, 0, 1, 1]
    assert series.labels.to_numpy().tolist() == [["x", "A"], ["x", "B"], ["y", "A"], ["y", "B"]]


@pytest.mark.parametrize("key", ["text", "number"])
def test_many_rows_in_any_order_are_what_they_are_in_order(key: str) -> None:
    """Thousands of rows that stand by year, shuffled or by member have one result each, the same."""
    members = np.repeat(np.arange(600), 9)
    data = pd.DataFrame({"economy": members, "year": np.tile(np.arange(2010, 2019), 600)})
    data["level"] = np.random.default_rng(7).lognormal(size=len(data))
    data["economy"] = data["economy"].map("E{:03}".format) if key == "text" else data["economy"] * 7
    expected = 100 * data.groupby("economy")["level"].pct_change()
    places = data.groupby("year")["level"].rank(ascending=False)

    for rows in (data, data.sort_values(["year", "economy"]), data.sample(frac=1, random_state=4)):
        np.testing.assert_allclose(growth.yoy(rows, "level").sort_index(), expected)
        assert shares.rank(rows, "level").sort_index().tolist() == places.tolist()
    with pytest.raises(DuplicateKeyError):
        growth.yoy(pd.concat([data.sample(frac=1, random_state=4), data[5:6]]), "level")


def test_groups_of_members_are_other_columns(long: pd.DataFrame) -> None:
    """Columns that group members are read once, and are none of those that tell the rows apart."""
    expected = divide.theil_decompose(long, "level", groups="gdp", within="indicator")

    found = divide.theil_decompose(long, "level", groups=iter(["gdp"]), within="indicator")

    pd.testing.assert_frame_equal(found, expected)
    with pytest.raises(ValueError, match="groups names 'economy', which by, time or within names already"):
        divide.theil_decompose(long, "level", groups=iter(["economy"]), within="indicator")


@pytest.mark.parametrize("groups", [None, [None], [pd.NA]])
def test_groups_of_members_have_a_name(groups: Any, long: pd.DataFrame) -> None:
    """What names no column is an error that says which option should."""
    with pytest.raises(TypeError, match="groups must name one column"):
        divide.theil_decompose(long, "level", groups=groups, within="indicator")


def test_few_rows_of_many_keys_are_told_apart() -> None:
    """Where far more pairs of keys are possible than there are rows, those at hand are found all the same."""
    keys = np.arange(400)
    data = pd.DataFrame({"economy": keys, "indicator": keys[::-1], "year": 2020 + keys % 2, "level": keys + 1.0})
    doubled = pd.concat([data, data.assign(year=data["year"] + 1, level=2 * data["level"])])

    found = growth.yoy(doubled.sample(frac=1, random_state=3), "level", within="indicator")

    assert found.dropna().tolist() == [100.0] * 400
    assert shares.share_of_group(data, "level", within="indicator").tolist() == [100.0] * 400
    with pytest.raises(DuplicateKeyError):
        shares.rank(pd.concat([data, data[:1]]), "level", within="indicator")
