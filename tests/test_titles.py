"""The titles of pictures on the site: what they say is so."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator
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


def shrank() -> bool:
    """Tell whether the Russian Federation's digital economy alone shrank in 2020."""
    rates = neadigital.growth_rates().query("year == 2020").set_index("economy")
    return [*rates.index[rates["digital_economy_growth_pct"] < 0]] == ["RUS"]


SCALE: Any = neadigital.digital_economy_scale().set_index(["economy", "year"])
NAMES = neadigital.economies().set_index("economy")["name"]
# What a title says without a number, as a question to the data.
CLAIMS: dict[str, Callable[[], bool]] = {
    "The larger the growth, the more the usual base adds": base_adds_more,
    "Inequality among the four more than halved online, and did not fall offline": halved,
    "China started lowest and grew fastest": china_grew_fastest,
    "Fixed broadband stays the most unequal of the three": broadband_most_unequal,
    "Three of four digital economies grew less in real terms than in US dollars": (
        volume_grew_less
    ),
    "Of the four digital economies only the Russian Federation's shrank in 2020": shrank,
}


def named(code: str) -> str:
    """Return an economy as a sentence begins or has it."""
    name = str(NAMES.get(code, code))
    return f"the {name}" if code in ("KOR", "RUS", "USA") else name


def leader(name: str, column: str, of: str = "economy") -> str:
    """Return who has the best rank, or the highest score, each time."""
    rows: Any = neadigital.load(name).set_index(of).dropna(subset=column)
    by_year = rows.groupby("year")[column]
    is_rank = "rank" in column
    best = by_year.idxmin() if is_rank else by_year.idxmax()
    [always] = set(best)
    return named(always)


def share(name: str, query: str, value: str, member: str = "economy") -> str:
    """Return who has most of the sum of the members, and what per cent."""
    rows = neadigital.load(name).query(query).set_index(member)[value]
    members = rows.drop(["TOP10", "TOP20", "WLD", "CN"], errors="ignore")
    largest = members.idxmax()
    per_cent = 100 * members[largest] / members.sum()
    return f"{named(largest)} has {per_cent:.0f} %"


def ends(name: str, query: str, column: str, **options: Any) -> tuple[str, ...]:
    """Return who has the most and the least, and how much, as whole numbers."""
    rows = neadigital.load(name, **options).query(query)
    values = rows.set_index("economy")[column].drop("WLD", errors="ignore")
    most, least = values.idxmax(), values.idxmin()
    high, low = values[most], values[least]
    return named(most), f"{high:.0f}", named(least), f"{low:.0f}"


def of_scale() -> Iterator[str]:
    """Yield the titles of the figures of the digital economy's scale."""
    world = neadigital.global_digital_economy().query("year == 2021")
    [whole] = world["share_of_gdp_pct"]
    yield f"The digital economy is {whole:.0f} % of the GDP of 47 economies in 2021"
    for code in ("CHN", "RUS", "JPN"):
        shares = SCALE["share_of_gdp_pct"].loc[code]
        first, last = shares.loc[[2016, 2021]]
        yield (
            f"{named(code)}'s digital economy rose from {first:.1f} % of GDP in 2016 "
            f"to {last:.1f} % in 2021"
        )
    yield of_bounds()
    levels = SCALE["scale_usd_bn"].xs(2021, level="year")
    china, japan, russia = levels[["CHN", "JPN", "RUS"]]
    yield (
        f"China's digital economy is {china / japan:.1f} times Japan's "
        f"and {china / russia:.0f} times the Russian Federation's in 2021"
    )


def of_bounds() -> str:
    """Return the title of the figure that shows bounds."""
    korea = SCALE.loc["KOR", 2021]
    low, high = korea[["scale_low_usd_bn", "scale_high_usd_bn"]]
    least = math.floor(100 * low / korea["gdp_usd_bn"])
    most = math.ceil(100 * high / korea["gdp_usd_bn"])
    return (
        "the Republic of Korea's digital economy lies between "
        f"{least} and {most} % of GDP in 2021"
    )


def of_industry() -> Iterator[str]:
    """Yield the titles of the figures of the ICT industry."""
    known = neadigital.ict_industry().dropna(subset="value")
    values = known.set_index(["economy", "indicator", "year"])["value"]
    added = values["CHN", "ict_value_added_share_of_gdp", 2022]
    yield f"China's ICT industry makes up {added:.1f} % of GDP in 2022, as printed"
    sold = values["JPN", "ict_sales", 2020] / 1000
    yield f"Japan's ICT industry sold {sold:.1f} trillion yen in 2020"


def of_ends() -> Iterator[str]:
    """Yield the titles that say who has the most and who the least."""
    users = "year == 2021 and indicator == 'internet_users_pct'"
    most, high, least, low = ends("itu_indicators", users, "value")
    yield f"In {most} {high} % of people are online in 2021, in {least} {low} %"
    users = "year == 2024 and indicator == 'IT.NET.USER.ZS'"
    bank = "world_development_indicators"
    most, high, least, low = ends(bank, users, "value", edition="2026")
    yield f"In {most} {high} % of people are online in 2024, in {least} {low} %"
    most, high, least, low = ends("cybersecurity_index", "year == 2024", "score")
    yield f"In cybersecurity {most} scores {high} of 100 in 2024, {least} {low}"


def of_leaders() -> Iterator[str]:
    """Yield the titles that say who is best each time, or in what."""
    best = leader("egovernment_ranks", "egdi_rank")
    yield f"{best} ranks best of the five in e-government each time"
    best = leader("local_online_service_ranks", "rank", "city")
    yield f"{best} ranks best of four cities in online services each time"
    best = leader("digital_competitiveness_ranks", "rank")
    yield f"{best} ranks best of the five in digital competitiveness"
    best = leader("egovernment_index", "egdi")
    yield f"{best} has the highest e-government score of the five each time"
    cities = neadigital.city_competitiveness().set_index("city")
    first = cities.idxmax(numeric_only=True)
    city, talented = first["digital_innovation_score"], first["digital_talent_score"]
    assert first["economic_infrastructure_score"] == city
    yield f"{city} leads in infrastructure and innovation, {talented} in talent"
    economies = neadigital.connectivity_index().set_index("economy")
    first = economies.idxmax(numeric_only=True)
    wired, clever = first["iot_score"], first["ai_score"]
    assert first["broadband_score"] == wired
    assert first["cloud_score"] == clever
    yield (
        f"{named(wired)} leads in broadband and the Internet of Things, "
        f"{named(clever)} in cloud and AI"
    )


def of_shares() -> Iterator[str]:
    """Yield the titles that say who has most of a whole."""
    enterprises = neadigital.top_digital_enterprises()
    counts = enterprises.set_index("economy")["enterprises"].nlargest(3)
    three = [f"{NAMES[code]} {count}" for code, count in counts.items()]
    where = "Most of the top 100 digital enterprises are in three economies"
    yield f"{where}: {', '.join(three)}"
    usa = share("ecommerce_sales", "year == 2019", "total_usd_bn")
    yield f"{usa} of the ten's e-commerce sales in 2019"
    china = share("b2c_ecommerce_sales", "b2c_usd_bn > 0", "b2c_usd_bn")
    yield f"{china} of what twenty economies sell online to consumers"
    year = "year == 2022 and months == 12"
    region = share("trade_with_russia", year, "trade_cny_bn", "region")
    yield f"{region} of the three provinces' trade with Russia in 2022"


COMPUTED = (of_scale, of_industry, of_ends, of_leaders, of_shares)


def test_the_titles_are_those_of_the_data():
    """Each title of a picture has the data's names and numbers, or is asked of the data below."""
    used, computed = set(), set()
    for path in SCRIPTS:
        used |= set(titles(path))
    for titles_of in COMPUTED:
        computed |= {title[:1].upper() + title[1:] for title in titles_of()}

    assert used == computed | {*CLAIMS}


@pytest.mark.parametrize("title", CLAIMS)
def test_a_title_is_true(title):
    """The data say what a title without a number says."""
    assert CLAIMS[title]()


def answers() -> Iterator[str]:
    """Yield the parts with numbers of the answers on the page on trust."""
    yield from of_growth_and_levels()
    yield from of_users()
    for row in neadigital.errata("trade_with_russia").itertuples():
        yield f"{row.printed} → {float(row.value):.10g}".rstrip("0")
    for row in neadigital.errata("digital_competitiveness_ranks").itertuples():
        yield f"{row.printed} → {row.value:.0f} ({row.year}, {row.certainty})"
    tables = neadigital.quality().query("kind == 'table'")
    is_free = tables["corrected_proved"] + tables["corrected_inferred"] == 0
    yield f"**Tables {', '.join(tables['name'][is_free])} have no correction**"


def of_growth_and_levels() -> Iterator[str]:
    """Yield the numbers of growth and of the digital economy's scale, as the answers have them."""
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
    korea = SCALE.loc["KOR", 2021][["scale_low_usd_bn", "scale_high_usd_bn"]]
    yield "US$ {:,.0f} to {:,.0f} billion".format(*korea)
    world = neadigital.global_digital_economy().query("year == 2021").squeeze()
    # The level is published in US$ 100 billion, and a lower bound is rounded down.
    least = math.floor(1000 * (world["scale_usd_bn"] - 50) / world["gdp_usd_bn"]) / 10
    yield f"It is {world['share_of_gdp_pct']:.0f} % of the GDP of 47 economies, at least {least} %"


def of_users() -> Iterator[str]:
    """Yield the numbers of the Internet's users and lines, as the answers have them."""
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
    itu = neadigital.itu_indicators()
    china = itu.query("economy == 'CHN' and year == 2021").set_index("indicator")[
        "value"
    ]
    fixed, mobile = china["fixed_broadband_per_100"], china["mobile_broadband_per_100"]
    yield f"China 2021: {fixed} fixed and {mobile} mobile"
    mongolia = itu.query("economy == 'MNG' and indicator == 'internet_users_pct'")
    times = mongolia["value"].iloc[-1] / mongolia["value"].iloc[0]
    yield f"{times:.2f} times that of 2015, which is {100 * times - 100:.0f} % more"


def test_the_answers_on_trust_have_numbers_of_the_data():
    """Each number in an answer on the page on trust is that of the data."""
    text = (REPOSITORY / "docs" / "trust.md").read_text(encoding="utf-8")

    assert [answer for answer in answers() if answer not in text] == []


def test_a_sign_of_trust_has_one_meaning():
    """Each ground has a sign of its own on the site, and no claim but a confirmed one its tick."""
    text = (REPOSITORY / "docs" / "_ext" / "words.py").read_text(encoding="utf-8")
    signs: dict[str, Any] = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            name = ast.unparse(node.targets[0])
            if name in ("GROUNDS", "VERDICTS"):
                signs[name] = ast.literal_eval(node.value)
    grounds = [sign for sign, _ in signs["GROUNDS"].values()]
    verdicts = list(signs["VERDICTS"].values())
    confirmed = signs["VERDICTS"]["confirmed"]

    assert len(set(grounds)) == len(grounds)
    assert verdicts.count(confirmed) == 1
    assert confirmed == signs["GROUNDS"]["published"][0]
