"""How rows are identified: by member, time and panel, with keys of any type."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from metric_support import TWO, members, near
from support import REPOSITORY, arrow, read_csv

from neadigital import divide, growth, shares
from neadigital.errors import AggregateError, DuplicateKeyError

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
def test_each_column_has_one_role(options: Any, error: Any, message: str) -> None:
    """A column in two roles, a missing one, and an invalid name are errors that say which."""
    for metric in (growth.yoy, shares.share_of_group):
        with pytest.raises(error, match=message):
            metric(LONG, **{"value": "level", "within": "indicator"} | options)


@pytest.mark.parametrize(
    ("column", "hint"),
    [("year", "Pass time=None"), ("economy", "entity must name one of them")],
)
def test_an_absent_column_says_what_to_do(column: str, hint: str) -> None:
    """A default column that the data lack is an error; nothing is assumed."""
    with pytest.raises(KeyError, match=rf"no column '{column}'.*{hint}"):
        divide.dispersion(TWO.drop(columns=column), "level")


@pytest.mark.parametrize("metric", [growth.yoy, divide.log_t])
def test_a_metric_that_pairs_years_does_not_advise_to_go_without(metric: Any) -> None:
    """Where time is needed, the error for an absent column does not propose time=None."""
    with pytest.raises(KeyError, match=r"no column 'year'.*time must name one of them"):
        metric(TWO.drop(columns="year"), "level")


@pytest.mark.parametrize(
    ("metric", "options"),
    [
        (divide.lorenz, {"weights": pd.NA}),
        (divide.dispersion, {"weights": ["level"]}),
        (divide.concentration_index, {"order": pd.NA}),
    ],
)
def test_a_name_that_is_none_is_an_error_of_its_option(
    metric: Any, options: dict[str, Any]
) -> None:
    """What cannot name a column is refused by the name of its option."""
    with pytest.raises(TypeError, match=f"{next(iter(options))} must name one column"):
        metric(TWO, "level", **options)


def test_columns_need_not_be_named_by_text() -> None:
    """Columns may be named by whole numbers as well as by texts, in results too."""
    numbered = TWO.rename(columns={"economy": 0, "year": 1, "level": 2})
    found = divide.time_distance(numbered, 2, reference="A", entity=0, time=1)

    assert growth.yoy(numbered, 2, entity=0, time=1).tolist() == near(
        growth.yoy(TWO, "level").tolist()
    )
    assert list(found)[:3] == [0, 1, 2]
    assert found[2].tolist() == TWO["level"].tolist()


def test_repeated_rows_name_what_would_tell_them_apart() -> None:
    """The error suggests columns for `within` that make each row unique: labels first."""
    labelled = LONG.assign(
        unit=LONG["indicator"] + "u", constant="c", serial=range(len(LONG))
    )
    numbered = labelled.drop(columns=["indicator", "unit"])

    with pytest.raises(
        DuplicateKeyError, match="pass within='indicator' or within='unit'"
    ) as raised:
        growth.yoy(labelled, "level")
    assert raised.value.candidates == ("indicator", "unit")
    assert raised.value.columns == ("economy", "year")
    with pytest.raises(DuplicateKeyError, match="pass within='serial'"):
        shares.rank(numbered, "level")
    with pytest.raises(
        DuplicateKeyError, match="Drop or aggregate the repeated rows"
    ) as raised:
        shares.rank(numbered.drop(columns="serial"), "level")
    assert raised.value.candidates == ()
    assert raised.value.keys[0] == ("A", 2018)


def test_only_what_works_is_offered_for_within() -> None:
    """A column with missing keys would be refused in `within`, so it is not proposed."""
    data = LONG.assign(currency=LONG["indicator"].where(LONG["indicator"] == "x"))

    with pytest.raises(DuplicateKeyError) as raised:
        growth.yoy(data, "level")
    assert raised.value.candidates == ("indicator",)
    with pytest.raises(DuplicateKeyError) as raised:
        growth.yoy(data.drop(columns="indicator"), "level")
    assert raised.value.candidates == ()


def test_groups_of_a_member_may_be_compared() -> None:
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


@pytest.mark.parametrize("item", [[1], {"a": 1}, {1}, np.array([1, 2])], ids=repr)
def test_a_column_that_cannot_be_compared_is_no_candidate(item: Any) -> None:
    """Lists and the like beside a repeated key do not hide it."""
    twice = pd.concat([TWO, TWO[:1]], ignore_index=True)

    for column in ([item] * 9, pd.Series([[1]] * 9, dtype=LISTS)):
        with pytest.raises(DuplicateKeyError, match="Drop or aggregate") as raised:
            shares.rank(twice.assign(odd=column), "level")
        assert raised.value.keys == (("A", 2018),)


def test_without_keys_all_rows_are_one_group() -> None:
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
def test_equal_keys_are_found_whatever_holds_them(storage: str) -> None:
    """Keys of any type separate members, adjacent or not, and are returned unchanged."""
    for rows in (TWO, TWO.sample(frac=1, random_state=2), TWO[::-1]):
        other = rows.assign(economy=STORAGES[storage](rows["economy"]))
        found = growth.cagr(other, "level")

        assert shares.rank(other, "level").sort_index().tolist() == [1] * 4 + [2] * 4
        assert growth.yoy(other, "level").sort_index().equals(growth.yoy(TWO, "level"))
        assert found["economy"].dtype == other["economy"].dtype
        assert set(found["economy"]) == set(other["economy"])
        with pytest.raises(DuplicateKeyError):
            shares.rank(pd.concat([other, other.iloc[:1]]), "level")


@pytest.mark.parametrize(
    "odd",
    [
        {"A": [1], "B": [2]},
        {"A": datetime.date(2020, 1, 1), "B": 5},
        {"A": {1}, "B": {2}},
    ],
)
def test_keys_that_cannot_be_told_apart_or_sorted_are_named(odd: Any) -> None:
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
def test_a_missing_key_is_an_error(missing: Any) -> None:
    """A row without a member raises an error; it is neither dropped nor taken for a member."""
    data = TWO.assign(economy=missing(TWO["economy"]))

    with pytest.raises(ValueError, match="Column 'economy' has missing values"):
        shares.rank(data, "level")


def test_a_code_finds_its_member_in_any_storage() -> None:
    """A reference is found by equality, also by text if the keys are numbers."""
    expected = divide.gap(TWO, "level", reference="B")["level_gap"].tolist()
    numbered, dated = (
        TWO["economy"].map(to) for to in ({"A": 1, "B": 2}, {"A": "2020", "B": "2021"})
    )

    for keys, code in (
        (numbered, 2.0),
        (numbered, "2"),
        (pd.to_datetime(dated), pd.Timestamp("2021")),
    ):
        assert (
            divide.gap(TWO.assign(economy=keys), "level", reference=code)[
                "level_gap"
            ].tolist()
            == expected
        )


@pytest.mark.parametrize(
    "storage",
    ["text without Arrow", "category of more", "bytes far apart", "bool", "period"],
)
def test_a_code_that_no_key_can_equal_finds_nobody(storage: str) -> None:
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


def test_a_label_names_one_member_over_all_rows() -> None:
    """A part of a key that other members have in other years is an error, not one of them."""
    data = pd.DataFrame(
        {
            "region": ["N", "S", "N", "S"],
            "economy": ["P", "R", "Q", "R"],
            "year": [2020, 2020, 2021, 2021],
            "level": [1.0, 2.0, 3.0, 4.0],
        }
    )
    entity = ["region", "economy"]
    told = "'N' names several members: N P; N Q. Pass a tuple of all the keys"

    for metric, options in (
        (divide.gap, {"reference": "N"}),
        (shares.share_of_world, {"world": "N"}),
        (growth.contribution, {"total": "N"}),
        (shares.share_of_group, {"complete": ["N"]}),
    ):
        with pytest.raises(ValueError, match=told):
            metric(data, "level", entity=entity, **options)
    named = divide.gap(data, "level", entity=entity, reference=("S", "R"))
    assert named["level_gap"].tolist() == [1, 0, 1, 0]
    by_part = divide.gap(data, "level", entity=entity, reference="R")
    assert by_part["level_gap"].equals(named["level_gap"])


def test_members_may_be_tuples() -> None:
    """A key that is a tuple is named by it, or by a tuple of it."""
    keys = pd.Series([("a", 1), ("b", 2)] * 4, index=TWO.index, dtype=object)
    data = TWO.assign(
        economy=keys, year=[2018, 2018, 2019, 2019, 2020, 2020, 2021, 2021]
    )

    for reference in (("b", 2), (("b", 2),)):
        found = divide.gap(data, "level", reference=reference)["level_gap"]
        assert found.tolist()[:2] == [10.0, 0.0]
    with pytest.raises(ValueError, match="No row has the code"):
        divide.gap(data, "level", reference=("a", 2))


def test_without_an_entity_each_row_is_a_member() -> None:
    """Rows of a survey need no names where nothing else needs them."""
    households = pd.DataFrame({"year": [2020] * 3 + [2021], "level": [50, 30, 20, 7]})
    found = shares.hhi(households, "level", entity=None)

    assert found["hhi"].tolist() == pytest.approx([0.38, 1.0])
    assert found["n"].tolist() == [3, 1]
    with pytest.raises(ValueError, match="entity must name the column"):
        shares.rank(households, "level", entity=None)


# Aggregates

#: Codes and names of aggregates as the files of their publishers spell them.
AGGREGATES = read_csv(REPOSITORY / "tests" / "aggregates.csv")
NAMES = [row["name"] for row in AGGREGATES if row["name"]]
CODES = [row["code"] for row in AGGREGATES if row["code"]]
OTHERS = ["WLD", "TOP10", "TOP20", "AVG", "Antarctica", "Asia", "South America"]
#: Countries as files spell them, and what only looks like an aggregate.
COUNTRIES = """
Afghanistan; Albania; Algeria; American Samoa; Andorra; Angola; Antigua and Barbuda; Argentina;
Armenia; Aruba; Australia; Austria; Azerbaijan; Bahamas, The; Bahrain; Bangladesh; Barbados;
Belarus; Belgium; Belize; Benin; Bermuda; Bhutan; Bolivia; Bosnia and Herzegovina; Botswana;
Brazil; British Virgin Islands; Brunei Darussalam; Bulgaria; Burkina Faso; Burundi; Cabo Verde;
Cambodia; Cameroon; Canada; Cayman Islands; Central African Republic; Chad; Channel Islands;
Chile; China; Colombia; Comoros; Congo, Dem. Rep.; Congo, Rep.; Costa Rica; Cote d'Ivoire;
Croatia; Cuba; Curacao; Cyprus; Czechia; Denmark; Djibouti; Dominica; Dominican Republic;
Ecuador; Egypt, Arab Rep.; El Salvador; Equatorial Guinea; Eritrea; Estonia; Eswatini; Ethiopia;
Faroe Islands; Fiji; Finland; France; French Polynesia; Gabon; Gambia, The; Georgia; Germany;
Ghana; Gibraltar; Greece; Greenland; Grenada; Guam; Guatemala; Guinea; Guinea-Bissau; Guyana;
Haiti; Honduras; Hong Kong SAR, China; Hungary; Iceland; India; Indonesia; Iran, Islamic Rep.;
Iraq; Ireland; Isle of Man; Israel; Italy; Jamaica; Japan; Jordan; Kazakhstan; Kenya; Kiribati;
Korea, Dem. People's Rep.; Korea, Rep.; Kosovo; Kuwait; Kyrgyz Republic; Lao PDR; Latvia;
Lebanon; Lesotho; Liberia; Libya; Liechtenstein; Lithuania; Luxembourg; Macao SAR, China;
Madagascar; Malawi; Malaysia; Maldives; Mali; Malta; Marshall Islands; Mauritania; Mauritius;
Mexico; Micronesia, Fed. Sts.; Moldova; Monaco; Mongolia; Montenegro; Morocco; Mozambique;
Myanmar; Namibia; Nauru; Nepal; Netherlands; New Caledonia; New Zealand; Nicaragua; Niger;
Nigeria; North Macedonia; Northern Mariana Islands; Norway; Oman; Pakistan; Palau; Panama; Papua
New Guinea; Paraguay; Peru; Philippines; Poland; Portugal; Puerto Rico; Qatar; Romania; Russian
Federation; Rwanda; Samoa; San Marino; Sao Tome and Principe; Saudi Arabia; Senegal; Serbia;
Seychelles; Sierra Leone; Singapore; Sint Maarten (Dutch part); Slovak Republic; Slovenia;
Solomon Islands; Somalia; South Africa; South Sudan; Spain; Sri Lanka; St. Kitts and Nevis; St.
Lucia; St. Martin (French part); St. Vincent and the Grenadines; Sudan; Suriname; Sweden;
Switzerland; Syrian Arab Republic; Tajikistan; Tanzania; Thailand; Timor-Leste; Togo; Tonga;
Trinidad and Tobago; Tunisia; Turkiye; Turkmenistan; Turks and Caicos Islands; Tuvalu; Uganda;
Ukraine; United Arab Emirates; United Kingdom; United States; Uruguay; Uzbekistan; Vanuatu;
Venezuela, RB; Viet Nam; Virgin Islands (U.S.); West Bank and Gaza; Yemen, Rep.; Zambia;
Zimbabwe; Western Sahara; Taiwan, China; Czech Republic; East Timor; Ivory Coast; Northern
Cyprus; South Korea; North Korea; Micronesia (country); Western Samoa; Low Countries; Europa
Island; American Virgin Islands; EUR; ASM; CAF; EAS Ltd; MAR; MDA; NOR; OMN; SSD; TEA House;
United States of America; The Americas Company
"""


def aggregates_among(*keys: str) -> list[str]:
    """Return the keys that are refused as aggregates."""
    try:
        shares.rank(members(*range(len(keys)), economy=list(keys)), "x")
    except AggregateError as error:
        return sorted(error.found)
    return []


@pytest.mark.parametrize("aggregate", sorted({*NAMES, *CODES, *OTHERS}))
def test_an_aggregate_is_refused_dropped_or_kept(aggregate: str) -> None:
    """Each code and name that a publisher uses is an aggregate beside countries."""
    data = members(1.0, 3.0, 4.0, economy=["China", "Japan", aggregate])

    with pytest.raises(AggregateError) as raised:
        shares.share_of_group(data, "x")
    assert raised.value.found == (aggregate,)
    for aggregates, expected in (
        ("drop", [25, 75, np.nan]),
        ("keep", [12.5, 37.5, 50]),
    ):
        found = shares.share_of_group(data, "x", aggregates=aggregates)
        assert found.tolist() == near(expected)


def test_the_spelling_of_an_aggregate_does_not_matter() -> None:
    """Names are compared without capitals, with `&` as "and", and one space between words."""
    for spell in (
        str.upper,
        str.lower,
        lambda name: name.replace("&", "and"),
        lambda name: f" {name} ".replace(" ", "  ").replace(" and ", " & "),
    ):
        spelt = sorted({spell(name) for name in NAMES})
        assert aggregates_among("China", *spelt) == spelt


def test_a_country_is_never_an_aggregate() -> None:
    """None of some two hundred countries, however they are spelt, is taken for an aggregate."""
    countries = [name.strip() for name in COUNTRIES.replace("\n", " ").split(";")]

    assert len(countries) > 200
    assert aggregates_among(*countries, "World") == ["World"]
    assert aggregates_among(*map(str.upper, countries), "World") == ["World"]


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        (["CHN", "OWID_WRL", "OWID_KOS", "OWID_EUR"], ["OWID_EUR", "OWID_WRL"]),
        (["chn", "jpn", "wld"], ["wld"]),
        (["tea", "coffee"], []),
        (["china", "wld"], []),
        (["CHN", "Wld"], []),
        (["CHN", "Georgia", "Worlds", ""], []),
        # Regions are members if compared only with regions, unless the world is among them.
        (["East Asia & Pacific", "Sub-Saharan Africa"], []),
        (["East Asia & Pacific", "World"], ["East Asia & Pacific", "World"]),
        (["EAS", "WLD"], ["EAS", "WLD"]),
        (["OWID_EUR", "OWID_WRL"], ["OWID_EUR", "OWID_WRL"]),
        (["High income", "CHN"], ["High income"]),
    ],
)
def test_an_aggregate_is_one_beside_members(keys: list[str], found: list[str]) -> None:
    """Lower-case codes count only among lower-case ones, and regions may be compared."""
    assert aggregates_among(*keys) == found


def test_members_to_leave_out_may_be_listed() -> None:
    """Aggregates listed by any of their keys are left out; others are still refused."""
    data = members(
        1.0,
        3.0,
        4.0,
        8.0,
        economy=["CHN", "JPN", "E5", "WLD"],
        name=["China", "Japan", "Five", "World"],
    )
    entity = ["economy", "name"]

    assert shares.share_of_group(data, "x", aggregates=["E5", "WLD"])[:2].tolist() == [
        25,
        75,
    ]
    for listed in (["Five", "WLD"], [("E5", "Five"), "World"], iter(["E5", "World"])):
        assert shares.share_of_group(data, "x", entity=entity, aggregates=listed)[
            :2
        ].tolist() == [25, 75]
    with pytest.raises(AggregateError, match="WLD"):
        shares.share_of_group(data, "x", aggregates=["E5"])
    with pytest.raises(
        ValueError,
        match=r"No row has the code 'TWN' in economy\. As aggregates pass one of: CHN",
    ):
        shares.share_of_group(data, "x", aggregates=["TWN", "WLD"])
    with pytest.raises(TypeError, match="aggregates must name members"):
        shares.share_of_group(data, "x", aggregates=[["WLD"]])
    with pytest.raises(ValueError, match=r"aggregates must be one of .*, not 'yes'"):
        shares.share_of_group(data, "x", aggregates="yes")


def test_an_aggregate_is_known_by_any_of_its_keys() -> None:
    """A member with several keys is an aggregate if any of them names one, in any order."""
    both = TWO.assign(sector="x").replace({"economy": {"B": "WLD"}})

    for entity in (["economy", "sector"], ["sector", "economy"]):
        with pytest.raises(AggregateError, match=r"^\(.*\) holds aggregates.*WLD"):
            shares.rank(both, "level", entity=entity)
        assert (
            shares.rank(both, "level", entity=entity, aggregates="drop").tolist()
            == [1] * 4 + [pd.NA] * 4
        )


def test_what_is_dropped_is_not_even_looked_at() -> None:
    """Aggregates that are left out may hold invalid values or stand twice."""
    world = TWO.replace({"economy": {"B": "WLD"}}).drop(index=30)
    world.loc[40:41, "level"] = [-np.inf, -1.0]

    assert divide.dispersion(world, "level", aggregates="drop")["year"].tolist() == [
        2019,
        2020,
        2021,
    ]
    assert divide.dispersion(world.loc[40:], "level", aggregates="drop").empty
    twice = divide.dispersion(
        pd.concat([world, world.loc[40:]]), "level", aggregates="drop"
    )
    assert twice.equals(divide.dispersion(world, "level", aggregates="drop"))
    with pytest.raises(ValueError, match="infinite"):
        divide.dispersion(world, "level", aggregates="keep")


def test_pyarrow_numbers_and_times_are_no_aggregates() -> None:
    """Arrow's decimals, numbers and times are never mistaken for the world."""
    for kind in (arrow.decimal128(25, 1), arrow.int8(), arrow.time64("us")):
        keys = pd.Series([1, 2]).astype("int64[pyarrow]").astype(pd.ArrowDtype(kind))
        assert shares.share_of_group(members(1.0, 3.0, economy=keys), "x").tolist() == [
            25,
            75,
        ]


# Pairs of years


@pytest.mark.parametrize("step", [1, 7, 2**40])
@pytest.mark.parametrize("lag", [1, 9, 40])
def test_near_and_far_years_are_paired_alike(step: int, lag: int) -> None:
    """Each row finds its pair, however far apart and however large the years are."""
    rng = np.random.default_rng(lag)
    years = np.sort(rng.choice(60, 45, replace=False)) * step
    data = pd.DataFrame(
        {
            "economy": np.repeat([3, 1, 2], 45),
            "year": np.tile(years, 3),
        }
    )
    data = data.assign(level=rng.normal(size=len(data))).sample(frac=1, random_state=1)
    there = {(row.economy, row.year): row.level for row in data.itertuples()}
    expected = [
        row.level - there.get((row.economy, row.year - lag * step), np.nan)
        for row in data.itertuples()
    ]

    found = growth.point_change(data, "level", periods=lag * step)

    np.testing.assert_array_equal(found, expected)
    assert found.notna().any()


@pytest.mark.parametrize("periods", [10**30, 2**62, 2**31])
def test_a_lag_beyond_all_years_gives_nan(periods: int) -> None:
    """A lag longer than the data gives NaN, and no number overflows."""
    far = TWO.assign(year=[-(2**52), 0, 5, 9] * 2)

    for data in (TWO, far[::-1]):
        with pytest.warns(
            UserWarning, match=f"has two values {periods} years apart, so all is NaN"
        ):
            assert growth.yoy(data, "level", periods=periods).isna().all()


@pytest.mark.parametrize(
    "key", ["E{:03}".format, lambda number: 7 * number], ids=["text", "number"]
)
def test_many_rows_in_any_order_are_what_they_are_in_order(key: Any) -> None:
    """Thousands of rows, by year, by member or shuffled, have the results of pandas."""
    names = list(map(key, range(600)))
    data = pd.DataFrame(
        {
            "economy": np.repeat(names, 9),
            "year": np.tile(np.arange(2010, 2019), 600),
        }
    )
    data["level"] = np.random.default_rng(7).lognormal(size=len(data))
    expected = 100 * data.groupby("economy")["level"].pct_change()
    places = data.groupby("year")["level"].rank(ascending=False)

    orders = (
        data,
        data[::-1],
        data.sort_values(["year", "economy"]),
        data.sample(frac=1, random_state=4),
    )
    for rows in orders:
        assert growth.cagr(rows, "level")["economy"].tolist() == names
        np.testing.assert_allclose(growth.yoy(rows, "level").sort_index(), expected)
        assert shares.rank(rows, "level").sort_index().tolist() == places.tolist()
    with pytest.raises(DuplicateKeyError):
        growth.yoy(pd.concat([data.sample(frac=1, random_state=4), data[5:6]]), "level")


def test_few_rows_of_many_keys_are_told_apart() -> None:
    """If far more combinations of keys are possible than occur, these are still found."""
    keys = np.arange(400)
    data = pd.DataFrame(
        {
            "economy": keys,
            "indicator": keys[::-1],
            "year": 2020 + 2 * keys,
            "level": keys + 1.0,
        }
    )
    doubled = pd.concat(
        [data, data.assign(year=data["year"] + 1, level=2 * data["level"])]
    )

    found = growth.yoy(
        doubled.sample(frac=1, random_state=3), "level", within="indicator"
    )

    assert found.dropna().tolist() == [100.0] * 400
    assert (
        shares.share_of_group(data, "level", within="indicator").tolist()
        == [100.0] * 400
    )
    with pytest.raises(DuplicateKeyError):
        shares.rank(pd.concat([data, data[:1]]), "level", within="indicator")
