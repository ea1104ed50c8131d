"""The titles of pictures on the site: what they say is so."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from support import REPOSITORY

import neadigital
from neadigital import divide

SCRIPTS = sorted((REPOSITORY / "docs").glob("studies/*.py"))
SCRIPTS += [REPOSITORY / "docs" / "_ext" / "charts.py"]


def titles(path: Path) -> Iterator[str]:
    """Yield the titles of a script that are plain text, as options or as a table of titles."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "title":
            if isinstance(node.value, ast.Constant):
                yield str(node.value.value)
        elif isinstance(node, ast.Assign) and ast.unparse(node).startswith("title = '"):
            yield ast.literal_eval(node.value)
        elif isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "TITLES":
            assert node.value
            yield from ast.literal_eval(node.value).values()


def base_adds_more() -> bool:
    """Tell whether the usual base adds the more, the larger the growth."""
    column = "digital_economy_growth_pct"
    usual = neadigital.growth_rates()[column]
    added = usual - neadigital.growth_rates(as_printed=True)[column]
    largest = usual.nlargest(8).index
    return bool(added[largest].is_monotonic_decreasing)


def four() -> pd.DataFrame:
    """Return the Internet users of the four whose series do not break, by year and economy."""
    users = neadigital.itu_indicators().query(
        "indicator == 'internet_users_pct' and economy not in ['MNG', 'WLD']"
    )
    # Japan's share of 2021 is of 2020, as the study says.
    return users.drop(columns="reference_year")


def halved() -> bool:
    """Tell whether the Gini index online has more than halved, and offline has not fallen."""
    users = four()
    offline = users.assign(value=100 - users["value"])
    online, offline = (
        divide.dispersion(side, "value", measures="gini").set_index("year")["gini"]
        for side in (users, offline)
    )
    return bool(online[2021] < 0.5 * online[2015] and offline[2021] >= offline[2015])


def china_grew_fastest() -> bool:
    """Tell whether China was lowest in 2015 and grew fastest until 2021."""
    wide = four().pivot(index="economy", columns="year", values="value")  # type: ignore[attr-defined]
    return wide[2015].idxmin() == "CHN" == (wide[2021] / wide[2015]).idxmax()


def broadband_most_unequal() -> bool:
    """Tell whether fixed broadband has the highest Gini index in every year."""
    rows = neadigital.itu_indicators().query(
        "table == 2 and indicator != 'internet_users_pct'"
    )
    found = divide.dispersion(rows, "value", within="indicator", measures=("gini",))
    gini = found.pivot(index="year", columns="indicator", values="gini")
    return set(gini.idxmax(axis="columns")) == {"fixed_broadband_per_100"}


def volume_grew_less() -> bool:
    """Tell whether prices and exchange rate together added to growth in three of the four."""
    scale = neadigital.digital_economy_scale()
    bank = neadigital.world_development_indicators(edition="2022")
    wide = bank.pivot(index=["economy", "year"], columns="indicator", values="value")
    # Growth in US dollars without volume is that of the deflator over the exchange rate.
    prices = wide["NY.GDP.DEFL.ZS"] / wide["PA.NUS.FCRF"]
    added = prices.xs(2021, level="year") > prices.xs(2016, level="year")
    return int(added[scale["economy"].unique()].sum()) == 3


def leaders(name: str, column: str, of: str = "economy") -> set[str]:
    """Return who has the best rank or score of each year."""
    rows: Any = neadigital.load(name).set_index(of).dropna(subset=column)
    by_year = rows.groupby("year")[column]
    best = by_year.idxmin() if "rank" in column else by_year.idxmax()
    return set(best)


def lead(name: str, of: str, columns: Sequence[str]) -> list[str]:
    """Return who has the highest score in each of some columns."""
    rows: Any = neadigital.load(name).set_index(of)
    return [rows[column].idxmax() for column in columns]


def rounded(
    name: str, query: str, value: str, decimals: int = 0, **options: Any
) -> list[float]:
    """Return some values of a dataset, rounded."""
    rows = neadigital.load(name, **options).query(query)
    found: list[float] = rows[value].astype(float).round(decimals).tolist()
    return found


def share(name: str, query: str, value: str, of: str, member: str = "economy") -> int:
    """Return what per cent of the sum of the members one of them has."""
    rows = neadigital.load(name).query(query).set_index(member)[value]
    rows = rows.drop(["TOP10", "TOP20", "WLD", "CN"], errors="ignore")
    return round(100 * rows[of] / rows.sum())


def shrank() -> bool:
    """Tell whether the Russian Federation's digital economy alone shrank in 2020."""
    rates = neadigital.growth_rates().query("year == 2020").set_index("economy")
    return [*rates.index[rates["digital_economy_growth_pct"] < 0]] == ["RUS"]


def of_gdp(code: str) -> list[float]:
    """Return the shares of 2016 and 2021, as figures have them."""
    return rounded(
        "digital_economy_scale",
        f"economy == '{code}' and year in [2016, 2021]",
        "share_of_gdp_pct",
        1,
    )


def online(name: str, year: int, low: str, **options: Any) -> list[float]:
    """Return the shares online of the first and the last of the five, with who is last."""
    rows = neadigital.load(name, **options).query(
        f"year == {year} and economy != 'WLD' "
        "and indicator in ['internet_users_pct', 'IT.NET.USER.ZS']"
    )
    shares = rows.set_index("economy")["value"]
    assert (shares.idxmax(), shares.idxmin()) == ("KOR", low)
    return [round(shares.max()), round(shares.min())]


def korea_between() -> list[int]:
    """Return the bounds of Korea's share, rounded outwards."""
    row = SCALE.loc["KOR", 2021]
    return [
        math.floor(100 * row["scale_low_usd_bn"] / row["gdp_usd_bn"]),
        math.ceil(100 * row["scale_high_usd_bn"] / row["gdp_usd_bn"]),
    ]


def security() -> list[float]:
    """Return the highest and the lowest score of 2024, with whose they are."""
    scores = neadigital.cybersecurity_index().query("year == 2024")
    scores = scores.set_index("economy")["score"]
    assert (scores.idxmax(), scores.idxmin()) == ("KOR", "MNG")
    return [round(scores.max()), round(scores.min())]


SCALE: Any = neadigital.digital_economy_scale().set_index(["economy", "year"])
LEVELS = SCALE["scale_usd_bn"]
# What each title says, as a question to the data.
CLAIMS: dict[str, Callable[[], bool]] = {
    "The larger the growth, the more the usual base adds": base_adds_more,
    "Inequality among the four more than halved online, and did not fall offline": halved,
    "China started lowest and grew fastest": china_grew_fastest,
    "Fixed broadband stays the most unequal of the three": broadband_most_unequal,
    "Three of four digital economies grew less in real terms than in US dollars": (
        volume_grew_less
    ),
    "The digital economy is 45 % of the GDP of 47 economies in 2021": lambda: (
        rounded("global_digital_economy", "year == 2021", "share_of_gdp_pct") == [45]
    ),
    "China's digital economy rose from 30.3 % of GDP in 2016 to 39.8 % in 2021": lambda: (
        of_gdp("CHN") == [30.3, 39.8]
    ),
    "The Russian Federation's digital economy rose from 17.3 % of GDP in 2016 "
    "to 18.9 % in 2021": lambda: of_gdp("RUS") == [17.3, 18.9],
    "Japan's digital economy rose from 45.8 % of GDP in 2016 to 52.0 % in 2021": lambda: (
        of_gdp("JPN") == [45.8, 52.0]
    ),
    "The Republic of Korea's digital economy lies between 51 and 65 % of GDP in 2021": (
        lambda: korea_between() == [51, 65]
    ),
    "China's digital economy is 2.7 times Japan's and 21 times the Russian Federation's "
    "in 2021": lambda: (
        round(LEVELS["CHN", 2021] / LEVELS["JPN", 2021], 1) == 2.7
        and round(LEVELS["CHN", 2021] / LEVELS["RUS", 2021]) == 21
    ),
    "China's ICT industry makes up 7.4 % of GDP in 2022, as printed": lambda: (
        rounded(
            "ict_industry",
            "economy == 'CHN' and indicator == 'ict_value_added_share_of_gdp'",
            "value",
            1,
        )
        == [7.4]
    ),
    "Japan's ICT industry sold 53.4 trillion yen in 2020": lambda: (
        rounded(
            "ict_industry", "indicator == 'ict_sales' and year == 2020", "value", -2
        )
        == [53_400]
    ),
    "Of the four digital economies only the Russian Federation's shrank in 2020": shrank,
    "In the Republic of Korea 98 % of people are online in 2021, in China 73 %": lambda: (
        online("itu_indicators", 2021, "CHN") == [98, 73]
    ),
    "In the Republic of Korea 98 % of people are online in 2024, in Mongolia 85 %": lambda: (
        online("world_development_indicators", 2024, "MNG", edition="2026") == [98, 85]
    ),
    "In cybersecurity the Republic of Korea scores 100 of 100 in 2024, Mongolia 56": (
        lambda: security() == [100, 56]
    ),
    "The Republic of Korea ranks best of the five in e-government each time": lambda: (
        leaders("egovernment_ranks", "egdi_rank") == {"KOR"}
    ),
    "Moscow ranks best of four cities in online services each time": lambda: (
        leaders("local_online_service_ranks", "rank", "city") == {"Moscow"}
    ),
    "The Republic of Korea ranks best of the five in digital competitiveness": lambda: (
        leaders("digital_competitiveness_ranks", "rank") == {"KOR"}
    ),
    "The Republic of Korea has the highest e-government score of the five each time": lambda: (
        leaders("egovernment_index", "egdi") == {"KOR"}
    ),
    "Tokyo leads in infrastructure and innovation, Seoul in talent": lambda: (
        lead(
            "city_competitiveness",
            "city",
            [
                "economic_infrastructure_score",
                "digital_innovation_score",
                "digital_talent_score",
            ],
        )
        == ["Tokyo", "Tokyo", "Seoul"]
    ),
    "Japan leads in broadband and the Internet of Things, China in cloud and AI": lambda: (
        lead(
            "connectivity_index",
            "economy",
            ["broadband_score", "iot_score", "cloud_score", "ai_score"],
        )
        == ["JPN", "JPN", "CHN", "CHN"]
    ),
    "Most of the top 100 digital enterprises are in three economies: "
    "United States 56, Japan 13, China 10": lambda: (
        neadigital.top_digital_enterprises()
        .set_index("economy")["enterprises"]
        .nlargest(3)
        .to_dict()
        == {"USA": 56, "JPN": 13, "CHN": 10}
    ),
    "The United States has 47 % of the ten's e-commerce sales in 2019": lambda: (
        share("ecommerce_sales", "year == 2019", "total_usd_bn", "USA") == 47
    ),
    "China has 38 % of what twenty economies sell online to consumers": lambda: (
        share("b2c_ecommerce_sales", "b2c_usd_bn > 0", "b2c_usd_bn", "CHN") == 38
    ),
    "Heilongjiang has 78 % of the three provinces' trade with Russia in 2022": lambda: (
        share(
            "trade_with_russia",
            "year == 2022 and months == 12",
            "trade_cny_bn",
            "CN-HL",
            "region",
        )
        == 78
    ),
}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_title_is_computed_or_proved(path):
    """Each title of a picture is computed from the data, or among the proved ones below."""
    assert set(titles(path)) <= CLAIMS.keys()


@pytest.mark.parametrize("title", CLAIMS)
def test_a_title_is_true(title):
    """The data say what the title says, and a script has this title."""
    used = {one for path in SCRIPTS for one in titles(path)}

    assert CLAIMS[title]()
    assert title in used


def answers() -> Iterator[str]:
    """Yield the parts with numbers of the answers on the page on trust."""
    rates = [
        neadigital.growth_rates(as_printed=is_printed) for is_printed in (True, False)
    ]
    printed, usual = (
        one.query("economy == 'CHN' and year == 2021")[
            "digital_economy_growth_pct"
        ].item()
        for one in rates
    )
    yield f"grow by {printed} % in 2021? | By {usual} %"
    users = neadigital.world_development_indicators(edition="2026").query(
        "indicator == 'IT.NET.USER.ZS' and economy != 'WLD' and 2015 <= year <= 2024"
    )
    by_year = users.groupby("year")["value"]
    apart = (by_year.max() - by_year.min()).round().astype(int)
    yield (
        f"{apart[2015]} percentage points apart in 2015, {apart[2021]} in 2021 and "
        f"{apart[2024]} in 2024"
    )
    breaks = sorted(set(users["year"][users["obs_status"] == "B"]))
    yield f"series break in {', '.join(map(str, breaks))}"
    korea = SCALE.loc["KOR", 2021][["scale_low_usd_bn", "scale_high_usd_bn"]]
    yield "US$ {:,.0f} to {:,.0f} billion".format(*korea)
    for row in neadigital.errata("trade_with_russia").itertuples():
        yield f"{row.printed} → {float(row.value):.10g}".rstrip("0")
    for row in neadigital.errata("digital_competitiveness_ranks").itertuples():
        yield f"{row.printed} → {row.value:.0f} ({row.year}, {row.certainty})"
    itu = neadigital.itu_indicators()
    china = itu.query("economy == 'CHN' and year == 2021").set_index("indicator")[
        "value"
    ]
    fixed, mobile = china["fixed_broadband_per_100"], china["mobile_broadband_per_100"]
    yield f"China 2021: {fixed} fixed and {mobile} mobile"
    mongolia = itu.query("economy == 'MNG' and indicator == 'internet_users_pct'")
    times = mongolia["value"].iloc[-1] / mongolia["value"].iloc[0]
    yield f"{times:.2f} times that of 2015, which is {100 * times - 100:.0f} % more"
    world = neadigital.global_digital_economy().query("year == 2021").squeeze()
    # The level is published in US$ 100 billion, and a lower bound is rounded down.
    least = math.floor(1000 * (world["scale_usd_bn"] - 50) / world["gdp_usd_bn"]) / 10
    yield f"It is {world['share_of_gdp_pct']:.0f} % of the GDP of 47 economies, at least {least} %"
    tables = neadigital.quality().query("kind == 'table'")
    is_free = tables["corrected_proved"] + tables["corrected_inferred"] == 0
    yield f"**Tables {', '.join(tables['name'][is_free])} have no correction**"


def test_the_answers_on_trust_have_numbers_of_the_data():
    """Each number in an answer on the page on trust is that of the data."""
    text = (REPOSITORY / "docs" / "trust.md").read_text(encoding="utf-8")

    assert [answer for answer in answers() if answer not in text] == []
