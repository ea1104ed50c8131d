"""What is an aggregate and what is a member: by the list, by its parts, by its value."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pycountry
import pytest
from metric_support import TWO, members, near, table
from support import arrow, read_csv

import neadigital
from neadigital import divide, growth, shares
from neadigital._engine import aggregates
from neadigital.errors import AggregateError, NeadigitalWarning, TotalWarning

#: Codes and names of aggregates as their publishers spell them, in the bundled list.
TEXTS = Path(aggregates.__file__).with_name("aggregates.txt").read_text("utf-8")
LISTED = [line for line in TEXTS.splitlines() if line and line[0] != "#"]
NAMES = sorted({text for text in LISTED if not text.isupper()})
MEMBERS = [
    row["text"] for row in read_csv(Path(__file__).with_name("not_aggregates.csv"))
]
COUNTRIES_OF_ISO = list(pycountry.countries)
SUBDIVISIONS = list(pycountry.subdivisions)
#: Countries as the World Bank and others spell them, and what only looks like an aggregate.
COUNTRIES = """
Bahamas, The; Bolivia; British Virgin Islands; Channel Islands; Congo, Dem. Rep.; Congo, Rep.;
Cote d'Ivoire; Curacao; Egypt, Arab Rep.; Gambia, The; Hong Kong SAR, China; Iran, Islamic Rep.;
Korea, Dem. People's Rep.; Korea, Rep.; Kosovo; Kyrgyz Republic; Lao PDR; Macao SAR, China;
Micronesia, Fed. Sts.; Moldova; Russian Federation; Sint Maarten (Dutch part); Slovak Republic;
St. Kitts and Nevis; St. Lucia; St. Martin (French part); St. Vincent and the Grenadines;
Tanzania; Turkiye; United Kingdom; United States; Venezuela, RB; Viet Nam; Virgin Islands (U.S.);
West Bank and Gaza; Yemen, Rep.; Taiwan, China; Czech Republic; East Timor; Ivory Coast; Northern
Cyprus; South Korea; North Korea; Micronesia (country); Western Samoa; Low Countries; Europa
Island; American Virgin Islands; EUR; ASM; CAF; EAS Ltd; MAR; MDA; NOR; OMN; SSD; TEA House;
United States of America; The Americas Company
"""


def aggregates_among(*keys: object) -> list[object]:
    """Return the keys that are refused as aggregates."""
    # Powers of three: none is the sum of others.
    numbers = 3.0 ** (np.arange(len(keys)) % 30)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", TotalWarning)
            shares.rank(members(*numbers, economy=list(keys)), "x")
    except AggregateError as error:
        return sorted(error.found)
    return []


def refused_by_panel(panels: Mapping[str, Sequence[object]]) -> dict[str, list[object]]:
    """Return the keys of each panel that are left out as aggregates, if there are some."""
    rows = [(name, key) for name, keys in panels.items() for key in keys]
    table = pd.DataFrame(rows, columns=["panel", "economy"])
    # Powers of three: none is the sum of others.
    numbers = 3.0 ** (table.groupby("panel").cumcount() % 30)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TotalWarning)
        places = shares.rank(
            table.assign(x=numbers), "x", time=None, within="panel", aggregates="drop"
        )
    refused = table[places.isna()]
    return {str(name): [*keys] for name, keys in refused.groupby("panel")["economy"]}


# The list


def test_every_listed_code_and_name_is_refused():
    """Each line of the list is an aggregate beside the codes and the names of countries."""
    for countries in (("CHN", "JPN", "KOR"), ("China", "Japan", "Korea")):
        panels = {text: [*countries, text] for text in LISTED}

        assert refused_by_panel(panels) == {text: [text] for text in LISTED}


def test_the_list_names_each_aggregate_once_below_where_it_is_from():
    """No line is there twice, and the first line is a publisher."""
    assert TEXTS.startswith("# ")
    assert len(LISTED) == len({*LISTED})


@pytest.mark.parametrize(
    ("total", "members"),
    [
        ("計", ["北海道", "青森県", "岩手県"]),
        ("総 計", ["北海道", "青森県", "岩手県"]),
        ("小計", ["北海道", "青森県", "岩手県"]),
        ("全　国", ["北海道", "青森県", "岩手県"]),
        ("계", ["서울특별시", "부산광역시", "대구광역시"]),
        ("합 계", ["서울특별시", "부산광역시", "대구광역시"]),
        ("소계", ["종로구", "중구", "용산구"]),
        ("Всего", ["Белгородская область", "Брянская область", "Москва"]),
        ("ИТОГО", ["Белгородская область", "Брянская область", "Москва"]),
        ("Улсын дүн", ["Архангай", "Баян-Өлгий", "Улаанбаатар"]),
        ("Нийт", ["Архангай", "Баян-Өлгий", "Улаанбаатар"]),
        ("Бүгд", ["Архангай", "Баян-Өлгий", "Улаанбаатар"]),
        ("共计", ["北京市", "天津市", "河北省"]),
        ("合 计", ["北京市", "天津市", "河北省"]),
        ("Мир", ["Россия", "Китай", "Япония"]),
        ("世界", ["中国", "日本", "韩国"]),
        ("세계", ["중국", "일본", "한국"]),
        ("Дэлхий", ["Монгол", "Хятад", "Япон"]),
        ("ＷＬＤ", ["CHN", "JPN", "KOR"]),
    ],
)
def test_totals_in_the_languages_of_the_region_are_refused(total, members):
    """Blanks between characters and full-width letters make no difference."""
    assert aggregates_among(*members, total) == [total]


@pytest.mark.parametrize("aggregate", ["WLD", "TOP10", "World", "EA17", "High income"])
def test_an_aggregate_is_refused_dropped_or_kept(aggregate):
    """The option `aggregates` decides what happens to an aggregate beside countries."""
    data = members(1.0, 3.0, 4.5, economy=["China", "Japan", aggregate])

    with pytest.raises(AggregateError) as raised:
        shares.share_of_group(data, "x")
    assert raised.value.found == (aggregate,)
    for option, expected in (
        ("drop", [25, 75, np.nan]),
        ("keep", [100 / 8.5, 300 / 8.5, 450 / 8.5]),
    ):
        found = shares.share_of_group(data, "x", aggregates=option)
        assert found.tolist() == near(expected)


@pytest.mark.parametrize(
    "spell",
    [
        str.upper,
        str.lower,
        lambda name: name.replace("&", " and "),
        lambda name: f" {name} ".replace(" ", "  ").replace(" and ", " & "),
        lambda name: name.replace("-", "–"),
        lambda name: f"{name} *",
        lambda name: f"{name}#",
    ],
)
def test_the_spelling_of_a_name_does_not_matter(spell):
    """Capitals, `&`, several blanks, dashes and marks of footnotes make no difference."""
    # Three capitals are a code.
    names = [name for name in NAMES if len(name) != 3]
    spelt = sorted({spell(name) for name in names})

    assert aggregates_among("China", *spelt) == spelt


def test_what_looks_like_an_aggregate_and_is_a_member_passes():
    """No member that is listed as one is refused beside the others, or beside countries."""
    assert aggregates_among(*MEMBERS, "World") == ["World"]
    for beside in (["CHN", "JPN", "WLD"], ["China", "Japan", "World"]):
        panels = {text: [*beside, text] for text in MEMBERS}

        assert refused_by_panel(panels) == dict.fromkeys(MEMBERS, beside[-1:])


@pytest.mark.parametrize(
    "name", ["alpha_2", "alpha_3", "numeric", "name", "official_name", "common_name"]
)
def test_a_country_passes(name):
    """No code and no name of ISO 3166 is an aggregate."""
    keys = [getattr(each, name, each.name) for each in COUNTRIES_OF_ISO]

    assert aggregates_among(*dict.fromkeys(keys)) == []


@pytest.mark.parametrize(
    "keys",
    [
        [country.alpha_3 for country in pycountry.historic_countries],
        [currency.alpha_3 for currency in pycountry.currencies],
        [currency.name for currency in pycountry.currencies],
        [each.code for each in SUBDIVISIONS],
        [each.name for each in SUBDIVISIONS],
        [name.strip() for name in COUNTRIES.replace("\n", " ").split(";")],
    ],
    ids=["historic", "ISO 4217", "currencies", "ISO 3166-2", "subdivisions", "spelt"],
)
def test_a_currency_or_a_subdivision_passes(keys):
    """No key of ISO 3166-2, 3166-3 and ISO 4217 is an aggregate, nor a country's other name."""
    assert aggregates_among(*dict.fromkeys(keys)) == []


def test_a_country_in_capitals_passes():
    """Names of countries are members in capitals, too."""
    names = [country.name.upper() for country in COUNTRIES_OF_ISO]

    assert aggregates_among(*names, "WORLD") == ["WORLD"]


def test_subdivisions_of_one_country_pass_without_it():
    """Subdivisions of a country are members by code, bare code and name; beside it, it is none."""
    by_country: dict[str, list[Any]] = {}
    for each in SUBDIVISIONS:
        by_country.setdefault(each.country_code, []).append(each)
    alone: dict[str, list[object]] = {}
    beside: dict[str, list[object]] = {}
    for country, own in by_country.items():
        codes = [each.code for each in own]
        alone[f"{country}, codes"] = codes
        alone[f"{country}, bare"] = [code[3:] for code in codes]
        alone[f"{country}, names"] = [*{each.name: None for each in own}]
        beside[country] = [country, *codes]

    assert len(by_country) > 190
    assert refused_by_panel(alone) == {}
    assert refused_by_panel(beside) == {name: [name] for name in beside}


#: Keys of other schemes, in a line each, that are members beside one another.
SCHEMES = """
NACE sections: A B C D E F G H I J K L M N O P Q R S T U B-E G-I M_N O-Q R-U
NACE divisions: C10 C101 C10-C12 C26 G45 G46 G47 J61 J62_J63 C_X_C26 A01 A011 T97 T98 U99 T A
states: AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ
states of the south and west: NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR
NUTS 0: AT BE BG CH CZ DE EL ES FR IT NO TR UK ME RS
NUTS 1: AT1 BE1 CZ0 DE1 DEA DEC EL3 FR1 FRC ITC NO0 TR1 UKI
NUTS 2: AT11 BE10 CZ01 DE11 DEA1 EL30 FRC1 ITC1 NO08 TR10 UKI3
tickers: IBM IDA TEC KO GE
sectors: TEA ICT OIL
goods: tea coffee
industry and part: C10 C101 C11
two codes of one: US USA CHN
currencies beside a country: CN CNY USD
region beside currencies: DE DE1 USD CNY
currencies: ALL USD EUR SUM
sexes: _Z _TK F M
sections: T A B C
directions: W A E
code and name: China CHN CN
"""
CITIES = """
Seoul; Busan; Tokyo; Beijing; Ulaanbaatar; Vladivostok; London; Paris; America, Netherlands;
Asia, Peru; East London; Middletown; Centralia; Worldham; North Pole; Oceanside; National City;
Ida Grove; All Saints; Mean Mills; Sumner; Average Village; Extraville; Resteigne; Global Village
"""


@pytest.mark.parametrize(
    "keys",
    [
        *(line.partition(": ")[2].split() for line in SCHEMES.strip().splitlines()),
        [name.strip() for name in CITIES.split(";")],
        ["A", "A1", "B"],
        ["All Nippon Airways", "Sumitomo"],
        ["TotalEnergies", "Shell"],
        ["Ida-Virumaa", "Harjumaa"],
        ["AQ", "Antarctica", "ATA"],
        ["Mena", "Basic", "Georgia"],
        ["United States", "Georgia", "Armenia"],
        ["China", "Japan", "Mongolia"],
        ["Micronesia", "Fiji"],
        ["Russian Federation", "Российская Федерация", "Китай"],
        [2020, 2021],
    ],
    ids=lambda keys: " ".join(map(str, keys[:4])),
)
def test_keys_of_other_schemes_pass(keys):
    """Industries, states, regions of one level, languages, tickers and cities are members."""
    assert aggregates_among(*dict.fromkeys(keys)) == []


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        (["CHN", "OWID_WRL", "OWID_KOS", "OWID_EUR"], ["OWID_EUR", "OWID_WRL"]),
        (["chn", "jpn", "wld"], ["wld"]),
        (["china", "wld"], []),
        (["CHN", "Wld"], []),
        (["CHN", "Georgia", "Worlds", ""], []),
        # Regions are members if compared only with regions, unless the world is among them.
        (["East Asia & Pacific", "Sub-Saharan Africa"], []),
        (["East Asia & Pacific", "World"], ["East Asia & Pacific", "World"]),
        (["EAS", "WLD"], ["EAS", "WLD"]),
        (["OWID_EUR", "OWID_WRL"], ["OWID_EUR", "OWID_WRL"]),
        (["High income", "CHN"], ["High income"]),
        (["China", "World"], ["World"]),
        (["United States", "World"], ["World"]),
        # Totals.
        (["_T", "Y15-24", "Y25-64"], ["_T"]),
        (["TOTAL", "A", "B"], ["TOTAL"]),
        (["TOT", "AUT", "BEL"], ["TOT"]),
        (["All", "Sum", "Men"], ["All", "Sum"]),
        (["GRAND TOTAL", "0-14"], ["GRAND TOTAL"]),
        # A code of three capitals counts where half of the others are countries.
        (["EEA", "DE", "FR"], ["EEA"]),
        (["EUR", "AFR", "CHN", "JPN", "KOR"], ["AFR"]),
        (["TEA", "CHN", "ICT"], ["TEA"]),
        (["TEA", "CHN", "ICT", "OIL"], []),
        # A country by its name is a member beside its regions, too.
        (["China", "Hebei", "Henan", "Jilin"], []),
        (["全国", "北京市", "天津市", "河北省"], ["全国"]),
        (["Volga Federal District", "Perm Krai"], ["Volga Federal District"]),
        # Parts beside their whole.
        (["CN", "CN-HL", "US"], ["CN"]),
        (["DE", "DE1", "DE11", "FR", "EU27_2020"], ["DE", "DE1", "EU27_2020"]),
        (["EL", "EL3", "UK", "UK1", "TR"], ["EL", "UK"]),
        (["ES", "ES-A", "ES-AN"], ["ES"]),
        # Where nine of ten keys are such codes.
        ([*(f"DE{n}" for n in range(8)), "DE", "x"], ["DE"]),
        ([*(f"DE{n}" for n in range(7)), "DE", "x"], []),
        (["DE", "DE1", "USD"], []),
    ],
    ids=lambda keys: " ".join(map(str, keys)),
)
def test_an_aggregate_is_one_beside_members(keys, found):
    """What a key is depends on the keys beside it."""
    assert aggregates_among(*keys) == found


def test_each_table_of_the_package_passes_or_is_refused():
    """In our own tables the aggregates are those that `economies` calls so, and no others."""
    kinds = neadigital.economies().set_index("economy")["kind"]
    for name in neadigital.datasets()["dataset"]:
        data = neadigital.load(name)
        for column in {"economy", "region", "city"} & {*data.columns}:
            keys = data[column].dropna().unique().tolist()
            expected = [key for key in keys if kinds.get(key) == "aggregate"]

            assert aggregates_among(*keys) == sorted(expected), (name, column)


def test_parts_are_looked_for_within_each_panel():
    """A country is an aggregate only in the panels that hold its regions."""
    data = pd.DataFrame(
        {
            "level": [0, 0, 1, 1, 1],
            "geo": ["DE", "FR", "DE", "DE1", "DE2"],
            "x": [1.0, 3.0, 9.0, 1.0, 7.0],
        }
    )
    options: Any = {"entity": "geo", "time": None, "within": "level"}

    with pytest.raises(AggregateError) as raised:
        shares.share_of_group(data, "x", **options)
    assert raised.value.found == ("DE",)
    found = shares.share_of_group(data, "x", **options, aggregates="drop")
    assert found.tolist() == near([25, 75, np.nan, 12.5, 87.5])


def test_a_table_of_regions_beside_one_of_countries_is_no_mixture():
    """Regions compared with regions are members in a panel of their own."""
    data = members(1.0, 3.0, 2.0, 6.0, economy=["CHN", "JPN", "EAS", "SSF"])
    data["set"] = ["a", "a", "b", "b"]

    found = shares.share_of_group(data, "x", within="set")

    assert found.tolist() == near([25, 75, 25, 75])


def test_a_listed_member_stands_beside_nobody():
    """Parts that are left out make no aggregate of their whole."""
    data = members(1.0, 3.0, 2.0, economy=["CN", "US", "CN-HL"])

    found = shares.share_of_group(data, "x", aggregates=["CN-HL"])

    assert found.tolist() == near([25, 75, np.nan])


def test_our_own_china_beside_its_provinces_is_refused():
    """Trade with Russia names China beside three of its provinces: shares need a decision."""
    trade = neadigital.trade_with_russia().query("year == 2022 and months == 12")

    with pytest.raises(AggregateError, match=r"CN\. Pass aggregates='drop'"):
        shares.share_of_group(trade, "trade_cny_bn", entity="region")
    found = shares.share_of_group(
        trade, "trade_cny_bn", entity="region", aggregates="drop"
    )
    assert found.sum() == near(100)


def test_the_list_is_read_when_it_is_needed():
    """A growth rate needs no list; the first comparison of members reads it."""
    aggregates.listed.cache_clear()
    growth.yoy(TWO, "level")
    before = aggregates.listed.cache_info().misses
    shares.rank(TWO, "level")
    after = aggregates.listed.cache_info().misses

    assert (before, after) == (0, 1)


def leave_out(*listed: Any) -> list[float]:
    """Return the shares of two countries beside two aggregates that are named to be left out."""
    data = table("""
        economy name  x
        CHN     China 1.0
        JPN     Japan 3.0
        E5      Five  4.0
        WLD     World 8.0
    """)
    entity = ["economy", "name"]
    found = shares.share_of_group(
        data, "x", entity=entity, time=None, aggregates=listed
    )
    return found.dropna().tolist()


def test_codes_of_countries_are_those_of_iso():
    """The codes beside which others count are every country of ISO 3166, and nothing else."""
    assert {each.alpha_3 for each in COUNTRIES_OF_ISO} == aggregates._COUNTRIES


# Options


@pytest.mark.parametrize(
    "listed", [["E5", "WLD"], ["Five", "WLD"], [("E5", "Five"), "World"]]
)
def test_members_to_leave_out_may_be_listed(listed):
    """Aggregates listed by any of their keys are left out."""
    assert leave_out(*listed) == [25, 75]


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        (["E5"], "WLD"),
        (["TWN", "WLD"], "No row has the code 'TWN' in .* As aggregates pass one of"),
        ([["WLD"]], "aggregates must name members"),
    ],
)
def test_a_list_of_aggregates_is_complete_and_right(listed, told):
    """Others are still refused, and so is what names no member."""
    with pytest.raises((ValueError, TypeError), match=told):
        leave_out(*listed)
    with pytest.raises(ValueError, match=r"aggregates must be one of .*, not 'yes'"):
        shares.rank(TWO, "level", aggregates="yes")


@pytest.mark.parametrize("entity", [["economy", "sector"], ["sector", "economy"]])
def test_an_aggregate_is_known_by_any_of_its_keys(entity):
    """A member with several keys is an aggregate if any of them names one, in any order."""
    both = TWO.assign(sector="x").replace({"economy": {"B": "WLD"}})
    found = shares.rank(both, "level", entity=entity, aggregates="drop")

    with pytest.raises(AggregateError, match=r"^\(.*\) holds aggregates.*WLD"):
        shares.rank(both, "level", entity=entity)
    assert found.tolist() == [1] * 4 + [pd.NA] * 4


@pytest.mark.filterwarnings("ignore:Every row of column economy is of an aggregate")
def test_what_is_dropped_is_not_even_looked_at():
    """Aggregates that are left out may hold invalid values or stand twice."""
    dispersion = partial(divide.dispersion, value="level", aggregates="drop")
    world = TWO.replace({"economy": {"B": "WLD"}})
    world.loc[40:41, "level"] = [-np.inf, -1.0]
    alone = world.loc[40:]

    assert dispersion(world)["n"].tolist() == [1, 1, 1, 1]
    assert dispersion(pd.concat([world, alone])).equals(dispersion(world))
    with pytest.warns(NeadigitalWarning, match="so nothing is left"):
        assert dispersion(alone).empty
    with pytest.raises(ValueError, match="infinite"):
        dispersion(world, aggregates="keep")


@pytest.mark.parametrize("kind", ["decimal128(25, 1)", "int8()", "time64('us')"])
def test_pyarrow_numbers_and_times_are_no_aggregates(kind):
    """Arrow's decimals, numbers and times are never mistaken for the world."""
    dtype = pd.ArrowDtype(eval(f"arrow.{kind}", {"arrow": arrow}))  # noqa: S307
    keys = pd.Series([1, 2]).astype("int64[pyarrow]").astype(dtype)
    found = shares.share_of_group(members(1.0, 3.0, economy=keys), "x")

    assert found.tolist() == [25, 75]


# Totals


def panel(*rows: Sequence[float]) -> pd.DataFrame:
    """Return one row of values per year as a tidy frame of the members A, B, C ..."""
    years = [members(*row).assign(year=2000 + year) for year, row in enumerate(rows)]
    return pd.concat(years, ignore_index=True)


@pytest.mark.parametrize(
    "rows",
    [
        # In one cross-section, of numbers that are not whole.
        [(0.1, 0.2, 0.4, 0.7)],
        [(1e9, 2e9, 0.5, 3e9 + 0.5)],
        [(1, 2, 3, 6), (1, 2, 4, 7)],
        [(0.1, 0.2, 0.4, 0.7), (1.1, 2.2, 0.3, 3.6)],
        [(-1, 2, 4, 5), (-1, 2, 5, 6)],
        [(1.0, np.nan, 2.0, 4.0, 7.0), (3, 2, 2, 4, 11)],
        # To a part in 1e9.
        [(1, 2, 3, 6 * (1 + 0.9e-9)), (1, 2, 3, 6)],
    ],
)
@pytest.mark.filterwarnings("ignore::neadigital.errors.KindWarning")
@pytest.mark.filterwarnings("ignore::neadigital.errors.MembershipWarning")
def test_a_member_that_is_the_sum_of_the_others_is_named(rows):
    """The last member is their total in every year: TotalWarning names it and the way on."""
    data = panel(*rows)
    total = data["economy"].iloc[-1]
    told = rf"'{total}' equals.*aggregates=\['{total}'\]"

    with pytest.warns(TotalWarning, match=told):
        shares.share_of_group(data, "x")
    with warnings.catch_warnings():
        warnings.simplefilter("error", TotalWarning)
        shares.share_of_group(data, "x", aggregates="keep")
        shares.share_of_group(data, "x", aggregates=[total])


@pytest.mark.parametrize(
    "rows",
    [
        # Three members, or whole numbers of one year, may agree by chance.
        [(0.1, 0.2, 0.3), (0.5, 1.1, 1.6), (0.7, 0.9, 1.6)],
        [(1, 2, 3, 6)],
        [(1, 2, 3, np.nan), (1, 2, 4, 7)],
        # Within rounding, which is not exactly.
        [(1, 2, 3, 6 * (1 + 1.1e-9)), (1, 2, 3, 6)],
        [(10.1, 20.2, 30.3, 60.5), (5.5, 12.1, 17.6, 35.2)],
        # Not in every year.
        [(1, 2, 3, 6), (1, 2, 3, 7)],
        [(1, 2, 3, 6), (1, 2, 3, np.nan)],
        # The sum of all others is 0, or two are the sum of the others.
        [(0, 1, -1, 0), (0, 2, -2, 0)],
        [(0, 0, 4, 4), (0, 0, 5, 5)],
        [(np.nan, np.nan, np.nan)],
    ],
)
def test_chance_is_no_total(rows):
    """What may as well be chance, or is no total of all others, gives no warning."""
    data = panel(*rows)

    assert len(shares.rank(data, "x")) == len(data)


def test_a_member_named_as_the_reference_is_no_surprise():
    """A row that the caller names as the world or the total gives no warning."""
    data = panel((1, 2, 3, 6), (2, 2, 4, 8))

    assert shares.share_of_world(data, "x", world="D").iloc[0] == near(100 / 6)
    assert growth.contribution(data, "x", total="D").notna().any()


def test_the_warning_points_at_the_caller():
    """The line that called the metric is the one that the warning names."""
    with pytest.warns(TotalWarning) as caught:
        divide.dispersion(panel((0.1, 0.2, 0.3, 0.6)), "x")

    assert [each.filename for each in caught] == [__file__]
