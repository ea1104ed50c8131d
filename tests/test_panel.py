"""How rows are identified: by member, time and panel, with keys of any type."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from metric_support import TWO, near, paths, table
from support import arrow

from neadigital import divide, growth, shares, trade_with_russia
from neadigital.errors import DuplicateKeyError, NeadigitalWarning

#: Two indicators, one ten times the other.
LONG = pd.concat(
    [TWO.assign(indicator="x"), TWO.assign(indicator="y", level=10 * TWO["level"])],
    ignore_index=True,
)


LISTS: Any = pd.ArrowDtype(arrow.list_(arrow.int64())) if arrow else object


# Columns


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        (
            {"entity": ["economy", "year"]},
            ValueError,
            "'year' is named in entity and time",
        ),
        ({"within": "year"}, ValueError, "'year' is named in time and within"),
        (
            {"within": ["indicator", "indicator"]},
            ValueError,
            "'indicator' is named in within twice",
        ),
        ({"entity": None}, ValueError, "entity must name the column of the members"),
        (
            {"within": [["indicator"]]},
            TypeError,
            "within must name a column, or several",
        ),
        ({"entity": np.array(3)}, TypeError, "entity must name a column, or several"),
        *(
            ({role: missing}, TypeError, f"{role} must name a column.* not .*<NA>")
            for role in ("entity", "time", "within")
            for missing in (pd.NA, [pd.NA])
        ),
        ({"value": ["level"]}, TypeError, "One column must be named here"),
        ({"value": np.array(3)}, TypeError, "One column must be named here"),
    ],
)
def test_each_column_has_one_role(options, error, message):
    """A column in two roles, a missing one, and an invalid name are errors that say which."""
    for metric in (growth.yoy, shares.share_of_group):
        with pytest.raises(error, match=message):
            metric(LONG, **{"value": "level", "within": "indicator"} | options)


@pytest.mark.parametrize(
    ("metric", "column", "told"),
    [
        (divide.dispersion, "year", "no column 'year'.*Pass time=None"),
        (divide.dispersion, "economy", "no column 'economy'.*entity must name one of"),
        # What pairs years is not advised to go without.
        (growth.yoy, "year", r"no column 'year'.*time must name one of them"),
        (growth.cagr, "year", r"no column 'year'.*time must name one of them"),
    ],
)
def test_an_absent_column_says_what_to_do(metric, column, told):
    """A default column that the data lack is an error; nothing is assumed."""
    with pytest.raises(KeyError, match=told):
        metric(TWO.drop(columns=column), "level")


@pytest.mark.parametrize(
    ("metric", "options"),
    [
        (divide.lorenz, {"weights": pd.NA}),
        (divide.dispersion, {"weights": ["level"]}),
        (divide.composite, {"indicator": pd.NA}),
    ],
)
def test_a_name_that_is_none_is_an_error_of_its_option(metric, options):
    """What cannot name a column is refused by the name of its option."""
    with pytest.raises(TypeError, match=f"{next(iter(options))} must name one column"):
        metric(TWO, "level", **options)


def test_columns_need_not_be_named_by_text():
    """Columns may be named by whole numbers as well as by texts, in results too."""
    numbered = TWO.rename(columns={"economy": 0, "year": 1, "level": 2})
    found = divide.time_distance(numbered, 2, reference="A", entity=0, time=1)
    rates = growth.yoy(numbered, 2, entity=0, time=1)

    assert rates.tolist() == near(growth.yoy(TWO, "level").tolist())
    assert [*found][:3] == [0, 1, 2]
    assert found[2].tolist() == TWO["level"].tolist()


def candidates_of(data: pd.DataFrame, told: str, **options: Any) -> tuple[Any, ...]:
    """Return the columns that the error on repeated rows proposes for `within`."""
    with pytest.raises(DuplicateKeyError, match=told) as raised:
        growth.yoy(data, "level", **options)
    return raised.value.candidates


def test_a_year_that_does_not_exist_has_no_value():
    """A base year that no row has is missing for every member, and never another member's value."""
    found = growth.index_number(TWO, "level", base=[1900, 2021], on_missing="nan")

    assert found.isna().all()
    with pytest.raises(ValueError, match=r"no value in base year \[1900, 2021\]"):
        growth.index_number(TWO, "level", base=[1900, 2021])


@pytest.mark.parametrize("metric", [growth.cagr, growth.multiple])
def test_a_span_without_two_values_says_so(metric):
    """Where no member has values in two years, the metric warns that all is NaN."""
    with pytest.warns(NeadigitalWarning, match="both ends of a span") as warned:
        found = metric(TWO[TWO["year"] == 2018], "level")
    assert len(warned) == 1
    assert found.iloc[:, -1].isna().all()


def test_nothing_left_is_said():
    """A table without rows, and aggregates that leave none, give a warning with the result."""
    everybody = TWO["economy"].unique().tolist()

    with pytest.warns(NeadigitalWarning, match="table has no rows"):
        assert shares.rank(TWO[:0], "level").empty
    with pytest.warns(NeadigitalWarning, match="so nothing is left"):
        assert shares.rank(TWO, "level", aggregates=everybody).isna().all()


@pytest.mark.parametrize(
    "metric", [growth.yoy, growth.cagr, growth.contribution, shares.share_of_group]
)
def test_values_of_which_none_can_divide_are_named(metric):
    """A column of debts or losses alone has no growth and no shares, and a warning says so."""
    debts = TWO.assign(level=-TWO["level"])

    with pytest.warns(NeadigitalWarning, match="'level' has no value above 0") as told:
        found = metric(debts, "level")

    assert len(told) == 1
    assert pd.DataFrame(found).iloc[:, -1].isna().all()


def test_years_in_names_of_columns_are_made_rows():
    """Where columns are named gdp_1952 and gdp_1957, the error gives the call that makes rows."""
    wide = pd.DataFrame({"economy": ["A", "B"], "gdp_1952": [1.0, 2], "gdp_1957": 4.0})

    with pytest.raises(
        KeyError, match=r"end in a year: pass pd\.wide_to_long"
    ) as raised:
        growth.yoy(wide, "gdp")
    code = str(raised.value).split("pass ")[1].removesuffix('."')
    long = eval(code, {"pd": pd, "data": wide})  # noqa: S307
    assert growth.yoy(long, "gdp", periods=5).dropna().tolist() == [300.0, 100.0]


@pytest.mark.parametrize(
    ("columns", "told", "candidates"),
    [
        # Texts and numbers alike.
        (
            {"indicator": ["x", "y"], "unit": ["xu", "yu"], "constant": "cc"},
            "pass within='indicator' or within='unit'",
            ("indicator", "unit"),
        ),
        ({"number": [1, 2]}, r"differ in number: 1, 2.*='number'", ("number",)),
        # Where it comes from, or its status, separates no panels.
        ({"basis": ["a", "b"]}, "differ in basis: a, b", ()),
        ({"obs_status": ["a", "b"]}, "differ in obs_status: a, b", ()),
        ({"SOURCE": ["a", "b"]}, "differ in SOURCE: a, b", ()),
        ({"Foot note": ["a", "b"]}, "differ in Foot note: a, b", ()),
        # A column with missing keys would be refused in `within`.
        ({"indicator": ["x", "y"], "currency": ["x", None]}, "in", ("indicator",)),
        # Equal rows are to be dropped.
        ({}, r"equal in every column.*drop_dupl", ()),
    ],
)
def test_repeated_rows_name_what_would_tell_them_apart(columns, told, candidates):
    """The error suggests columns for `within` that make rows unique, and others by name."""
    first, second = (
        TWO.assign(**{name: values[half] for name, values in columns.items()})
        for half in (0, 1)
    )

    assert candidates_of(pd.concat([first, second]), told) == candidates


def test_a_count_separates_no_panels():
    """What is different in every row is no label."""
    counted = pd.concat([TWO, TWO]).assign(people=range(16))

    assert candidates_of(counted, "differ in people: 0, 8") == ()


def test_two_columns_may_be_needed_together():
    """Where no column alone makes rows unique, but all do together, the error names them all."""
    rows = [TWO.assign(sex=sex, age=age) for sex in "MF" for age in ("old", "young")]
    data = pd.concat(rows)
    found = growth.yoy(data, "level", within=["sex", "age"])

    told = r"sex: M, F; age: old, young"
    assert candidates_of(data, told) == (["sex", "age"],)
    assert found.notna().sum() == 4 * 6


@pytest.mark.parametrize(
    "metric", [growth.contribution, divide.beta_convergence, divide.sigma_convergence]
)
def test_months_are_kept_apart_and_not_compared(metric):
    """Of seven months beside twelve the months are named, not the basis or the period."""
    trade = trade_with_russia()
    for rows in (trade, trade[trade["region"] != "CN"], trade[trade["year"] > 2021]):
        with pytest.raises(DuplicateKeyError, match="pass within='months'") as told:
            metric(rows, "trade_cny_bn", entity="region")
        assert told.value.candidates == ("months",)
        assert "'basis'" not in str(told.value)


def test_rates_within_months_are_those_of_the_page():
    """Whoever follows the advice sets seven months beside seven, as the table prints it."""
    trade = trade_with_russia().dropna(subset="trade_cny_bn")
    options = {"entity": "region", "within": "months"}
    off = growth.yoy(trade, "trade_cny_bn", **options) - trade["yoy_growth_pct"]

    # One rate is printed a point below what its two values give.
    assert off.notna().sum() > 5
    assert off.abs().max() <= 1.0


def test_groups_of_a_member_may_be_compared():
    """Beside a column that separates panels the error names the call that compares its groups."""
    areas = pd.concat([TWO.assign(area="urban"), TWO.assign(area="rural", level=5.0)])

    with pytest.raises(
        DuplicateKeyError,
        match="pass within='area'; to compare the groups of 'area' with one another, "
        "pass entity='area', within='economy'; else drop",
    ):
        shares.rank(areas, "level")
    found = shares.rank(areas, "level", entity="area", within="economy")
    assert found.tolist() == [1] * 8 + [2] * 8


@pytest.mark.parametrize("item", [[1], {"a": 1}, np.array([1, 2])], ids=repr)
def test_a_column_that_cannot_be_compared_is_no_candidate(item):
    """Lists and the like beside a repeated key do not hide it."""
    twice = pd.concat([TWO, TWO[:1]], ignore_index=True)
    with pytest.raises(DuplicateKeyError, match="drop_duplicates") as raised:
        shares.rank(twice.assign(odd=[item] * 9), "level")

    assert raised.value.keys == (("A", 2018),)


def test_without_keys_all_rows_are_one_group():
    """`entity=[]` is for data of one member: one row a year, or one row at all."""
    one = TWO[:4]

    assert growth.yoy(one, "level", entity=[]).equals(growth.yoy(one, "level"))
    with pytest.raises(DuplicateKeyError) as raised:
        shares.rank(one[:2], "level", entity=[], time=None)
    assert raised.value.keys == ((),)
    assert shares.rank(one[:1], "level", entity=[], time=None).tolist() == [1]


# Keys

STORAGES: dict[str, Any] = {
    "text without Arrow": lambda keys: keys.astype(
        pd.StringDtype("python", na_value=np.nan)
    ),
    "category of more": lambda keys: keys.astype(
        pd.CategoricalDtype(["Z", "A", "B", "C"])
    ),
    "bytes far apart": lambda keys: keys.map({"A": -128, "B": 127}).astype("int8"),
    "bool": lambda keys: keys == "B",
    "date with a zone": lambda keys: keys.map(
        {key: pd.Timestamp(year, tz="UTC") for key, year in YEARS.items()}
    ),
    "period": lambda keys: keys.map(
        {key: pd.Period(year, "Y") for key, year in YEARS.items()}
    ),
    "surrogate": lambda keys: pd.Series(
        [{"A": "A", "B": "\udc80"}[key] for key in keys], keys.index, dtype=object
    ),
}
YEARS = {"A": "2020", "B": "2021"}


@pytest.mark.parametrize("storage", STORAGES)
def test_equal_keys_are_found_whatever_holds_them(storage):
    """Keys of any type separate members, adjacent or not, and are returned unchanged."""
    for rows in (TWO, TWO.sample(frac=1, random_state=2), TWO[::-1]):
        keys = STORAGES[storage](rows["economy"])
        other = rows.assign(economy=keys)
        rates = growth.yoy(other, "level").sort_index()
        ranks = shares.rank(other, "level").sort_index()
        economies = growth.cagr(other, "level")["economy"]

        assert rates.equals(growth.yoy(TWO, "level"))
        assert ranks.tolist() == [1] * 4 + [2] * 4
        assert economies.dtype == keys.dtype
        assert {*economies} == {*keys}
        with pytest.raises(DuplicateKeyError):
            shares.rank(pd.concat([other, other[:1]]), "level")


@pytest.mark.parametrize(
    "odd",
    [
        {"A": [1], "B": [2]},
        {"A": datetime.date(2020, 1, 1), "B": 5},
        {"A": {1}, "B": {2}},
    ],
)
def test_keys_that_cannot_be_told_apart_or_sorted_are_named(odd):
    """Keys that are lists or cannot be compared are an error that names their column."""
    keys = pd.Series([odd[key] for key in TWO["economy"]], TWO.index)

    with pytest.raises(
        TypeError,
        match="Column 'economy' holds keys that cannot be told apart or sorted",
    ):
        growth.yoy(TWO.assign(economy=keys), "level")


@pytest.mark.parametrize(
    "missing",
    [
        lambda keys: keys.where(keys != "A"),
        lambda keys: keys.astype(object).where(keys != "A", pd.NA),
        lambda keys: keys.where(keys != "A").astype("category"),
        lambda keys: keys.map({"B": 1}).astype("Int64"),
        pytest.param(
            lambda keys: keys.where(keys != "A").astype("string[pyarrow]"), id="pyarrow"
        ),
    ],
)
def test_a_missing_key_is_an_error(missing):
    """A row without a member raises an error; it is neither dropped nor taken for a member."""
    data = TWO.assign(economy=missing(TWO["economy"]))

    with pytest.raises(ValueError, match="Column 'economy' has missing values"):
        shares.rank(data, "level")


@pytest.mark.parametrize(
    ("codes", "reference"),
    [
        ({"A": 1, "B": 2}, 2.0),
        ({"A": 1, "B": 2}, "2"),
        ({"A": pd.Timestamp("2020"), "B": pd.Timestamp("2021")}, pd.Timestamp("2021")),
    ],
)
def test_a_code_finds_its_member_in_any_storage(codes, reference):
    """A reference is found by equality, also by text if the keys are numbers."""
    coded = TWO.assign(economy=TWO["economy"].map(codes))
    expected = divide.gap(TWO, "level", reference="B")
    found = divide.gap(coded, "level", reference=reference)

    assert found["level_gap"].tolist() == expected["level_gap"].tolist()


@pytest.mark.parametrize(
    "storage",
    ["text without Arrow", "category of more", "bytes far apart", "bool", "period"],
)
def test_a_code_that_no_key_can_equal_finds_nobody(storage):
    """With keys of any type, a code of another type or size is an error that lists the members."""
    other = TWO.assign(economy=STORAGES[storage](TWO["economy"]))

    for code in (
        10**400,
        frozenset("A"),
        object(),
        None,
        pd.NA,
        2.5,
        ["A"],
        ("A", "A"),
        pd.Timestamp("1999"),
    ):
        with pytest.raises(ValueError, match="No row has the code"):
            divide.gap(other, "level", reference=code)


@pytest.mark.parametrize(
    ("metric", "option"),
    [
        (divide.gap, "reference"),
        (divide.time_distance, "reference"),
        (divide.catch_up, "reference"),
        (shares.share_of_world, "world"),
        (growth.contribution, "total"),
        (shares.share_of_group, "complete"),
    ],
)
def test_a_label_names_one_member_over_all_rows(metric, option):
    """A part of a key that other members have in other years is an error, not one of them."""
    data = table("""
        region economy year level
        N      P       2020   1.0
        S      R       2020   2.0
        N      Q       2021   3.0
        S      R       2021   4.0
    """)
    given = {option: ["N"] if option == "complete" else "N"}
    told = "'N' names several members: N P; N Q. Pass a tuple of all the keys"

    with pytest.raises(ValueError, match=told):
        metric(data, "level", entity=["region", "economy"], **given)


@pytest.mark.parametrize("reference", ["B", "Beta", ("B", "Beta"), "B Beta"])
def test_a_member_of_several_columns_is_found_by_any(reference):
    """With a list in `entity` a code may be in any column, and a tuple or a text names all."""
    named = TWO.assign(name=TWO["economy"].map({"A": "Alpha", "B": "Beta"}))
    options = {"entity": ["economy", "name"], "reference": reference}
    found = divide.gap(named, "level", **options)
    expected = divide.gap(TWO, "level", reference="B")

    assert found["level_gap"].tolist() == expected["level_gap"].tolist()


@pytest.mark.parametrize("reference", [("b", 2), (("b", 2),)])
def test_members_may_be_tuples(reference):
    """A key that is a tuple is named by it, or by a tuple of it."""
    keys = pd.Series([("a", 1)] * 4 + [("b", 2)] * 4, TWO.index)
    data = TWO.assign(economy=keys)
    found = divide.gap(data, "level", reference=reference)
    expected = divide.gap(TWO, "level", reference="B")

    assert found["level_gap"].tolist() == expected["level_gap"].tolist()
    with pytest.raises(ValueError, match="No row has the code"):
        divide.gap(data, "level", reference=("a", 2))


def test_without_an_entity_each_row_is_a_member():
    """Rows of a survey need no names where nothing else needs them."""
    households = pd.DataFrame({"year": [2020] * 3 + [2021], "level": [50, 30, 20, 7]})
    found = shares.hhi(households, "level", entity=None)

    assert found["hhi"].tolist() == pytest.approx([0.38, 1.0])
    assert found["n"].tolist() == [3, 1]
    with pytest.raises(ValueError, match="entity must name the column"):
        shares.rank(households, "level", entity=None)


# Years and rows


@pytest.mark.parametrize("step", [1, 7, 2**40])
@pytest.mark.parametrize("lag", [1, 9, 40])
def test_near_and_far_years_are_paired_alike(step, lag):
    """Each row finds its pair, however far apart and however large the years are."""
    rng = np.random.default_rng(lag)
    years = step * np.sort(rng.choice(60, 45, replace=False))
    data = paths(years, rng.normal(size=(45, 3))).sample(frac=1, random_state=1)
    levels = data.set_index(["economy", "year"])["x"]
    pairs = zip(data["economy"], data["year"] - lag * step, strict=True)
    before = levels.reindex(pd.MultiIndex.from_tuples(pairs)).to_numpy()
    found = growth.point_change(data, "x", periods=lag * step)

    np.testing.assert_array_equal(found, data["x"] - before)
    assert found.notna().any()


@pytest.mark.parametrize("periods", [10**30, 2**62, 2**31])
def test_a_lag_beyond_all_years_gives_nan(periods):
    """A lag longer than the data gives NaN, and no number overflows."""
    far = TWO.assign(year=[-(2**52), 0, 5, 9] * 2)

    for data in (TWO, far[::-1]):
        with pytest.warns(
            UserWarning, match=f"has two values {periods} years apart, so all is NaN"
        ):
            assert growth.yoy(data, "level", periods=periods).isna().all()


@pytest.mark.parametrize("key", ["E{:03}".format, lambda number: 7 * number])
def test_many_rows_in_any_order_are_what_they_are_in_order(key):
    """Thousands of rows, by year, by member or shuffled, have the results of pandas."""
    names = [key(number) for number in range(600)]
    rows = pd.MultiIndex.from_product([names, range(2010, 2019)])
    data = rows.to_frame(index=False, name=["economy", "year"])
    data["level"] = np.random.default_rng(7).lognormal(size=len(data))
    rates = 100 * data.groupby("economy")["level"].pct_change()
    places = data.groupby("year")["level"].rank(ascending=False)
    mixed = data.sample(frac=1, random_state=4)

    for order in (data, data[::-1], data.sort_values(["year", "economy"]), mixed):
        assert growth.cagr(order, "level")["economy"].tolist() == names
        np.testing.assert_allclose(growth.yoy(order, "level").sort_index(), rates)
        assert shares.rank(order, "level").sort_index().tolist() == places.tolist()
    with pytest.raises(DuplicateKeyError):
        growth.yoy(pd.concat([mixed, data[5:6]]), "level")


def test_few_rows_of_many_keys_are_told_apart():
    """If far more combinations of keys are possible than occur, these are still found."""
    keys = np.arange(400)
    columns = {"economy": keys, "indicator": keys[::-1], "year": 2020 + 2 * keys}
    data = pd.DataFrame(columns).assign(level=keys + 1.0)
    later = data.assign(year=data["year"] + 1, level=2 * data["level"])
    both = pd.concat([data, later]).sample(frac=1, random_state=3)
    found = growth.yoy(both, "level", within="indicator")
    parts = shares.share_of_group(data, "level", within="indicator")

    assert found.dropna().tolist() == [100.0] * 400
    assert parts.tolist() == [100.0] * 400
    with pytest.raises(DuplicateKeyError):
        shares.rank(pd.concat([data, data[:1]]), "level", within="indicator")
