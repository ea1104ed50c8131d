"""The titles of pictures on the site, and the answers on trust: what they say is so."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from support import REPOSITORY

import neadigital
from neadigital import divide

DOCS = REPOSITORY / "docs"
OBSERVED = neadigital.observations()
NAMES = neadigital.economies().set_index("economy")["name"]
# Sums stand beside what they are the sums of.
SUMS = ["TOP10", "TOP20", "WLD", "CN"]


def typed(script: str, name: str) -> Any:
    """Return a table that a script of the site types; its imports are those of the site."""
    text = (DOCS / "_ext" / script).read_text(encoding="utf-8")
    [table] = re.findall(rf"^{name}\b.* = {{\n([^}}]+)", text, re.M)
    return ast.literal_eval(f"{{{table}}}")


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
    wide = four().pivot(index="economy", columns="year", values="value")
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


def rows(name: str, column: str, when: str) -> Any:
    """Return the known numbers of a column, or of an indicator, by economy or place."""
    asked = OBSERVED.query(f"dataset == @name and indicator == @column and {when}")
    who = asked["place"].fillna(asked["economy"])
    return asked.set_axis(who).drop(SUMS, errors="ignore").dropna(subset="value")


def values(name: str, column: str, when: str) -> Any:
    """Return the known values of a column, or of an indicator, by economy or place."""
    return rows(name, column, when)["value"]


def bounds_of_korea() -> tuple[float, float]:
    """Return between what Korea's digital economy lies in 2021, in US$ billion."""
    is_asked = "indicator == 'scale_usd_bn' and economy == 'KOR' and year == 2021"
    korea = OBSERVED.query(is_asked).squeeze()
    return korea["low"], korea["high"]


def named(code: str) -> str:
    """Return an economy or a city as a sentence has it."""
    name = str(NAMES.get(code, code))
    return f"the {name}" if code in ("KOR", "RUS", "USA") else name


def leader(name: str, column: str) -> str:
    """Return who has the best rank, or the highest score, in each year."""
    sign = 1 if "rank" in column else -1
    best = set()
    for _, of_year in rows(name, column, "year > 0").groupby("year"):
        best.add((sign * of_year["value"]).idxmin())
    [always] = best
    return named(always)


def share(name: str, column: str, when: str) -> str:
    """Return who has most of the sum of all, and what per cent."""
    amounts = values(name, column, when)
    most = amounts.idxmax()
    return f"{named(most)} has {100 * amounts[most] / amounts.sum():.0f} %"


def ends(name: str, column: str, when: str) -> list[str]:
    """Return who has the most and the least, and how much, as whole numbers."""
    ordered = values(name, column, when).sort_values()
    least, *_, most = ordered.index
    return [named(most), f"{ordered[most]:.0f}", named(least), f"{ordered[least]:.0f}"]


def titles_of_shares_of_gdp() -> Iterator[str]:
    """Yield the titles that say how large the digital economy is against GDP."""
    world = neadigital.global_digital_economy().set_index("year")["share_of_gdp_pct"]
    yield f"The digital economy is {world[2021]:.0f} % of the GDP of 47 economies in 2021"
    name = "digital_economy_scale"
    first = values(name, "share_of_gdp_pct", "year == 2016")
    last = values(name, "share_of_gdp_pct", "year == 2021")
    for code in ("CHN", "RUS", "JPN"):
        rise = f"rose from {first[code]:.1f} % of GDP in 2016 to {last[code]:.1f} % in 2021"
        yield f"{named(code)}'s digital economy {rise}"
    gdp = values(name, "gdp_usd_bn", "year == 2021")["KOR"]
    low, high = bounds_of_korea()
    least = math.floor(100 * low / gdp)
    most = math.ceil(100 * high / gdp)
    span = f"lies between {least} and {most} % of GDP in 2021"
    yield f"{named('KOR')}'s digital economy {span}"


def titles_of_levels() -> Iterator[str]:
    """Yield the titles that say how much the digital economy and the ICT industry make."""
    levels = values("digital_economy_scale", "scale_usd_bn", "year == 2021")
    of_japan = levels["CHN"] / levels["JPN"]
    of_russia = levels["CHN"] / levels["RUS"]
    times = f"{of_japan:.1f} times Japan's and {of_russia:.0f} times {named('RUS')}'s"
    yield f"China's digital economy is {times} in 2021"
    added = values("ict_industry", "ict_value_added_share_of_gdp", "year == 2022")
    yield f"China's ICT industry makes up {added['CHN']:.1f} % of GDP in 2022, as printed"
    sold = values("ict_industry", "ict_sales", "year == 2020") / 1000
    yield f"Japan's ICT industry sold {sold['JPN']:.1f} trillion yen in 2020"


def titles_of_ends() -> Iterator[str]:
    """Yield the titles that say who has the most and who the least."""
    online = "In {} {} % of people are online in {}, in {} {} %"
    name, column = "itu_indicators", "internet_users_pct"
    most, high, least, low = ends(name, column, "year == 2021")
    yield online.format(most, high, 2021, least, low)
    name, column = "world_development_indicators", "IT.NET.USER.ZS"
    most, high, least, low = ends(name, column, "year == 2024 and edition == '2026'")
    yield online.format(most, high, 2024, least, low)
    most, high, least, low = ends("cybersecurity_index", "score", "year == 2024")
    yield f"In cybersecurity {most} scores {high} of 100 in 2024, {least} {low}"


def titles_of_leaders() -> Iterator[str]:
    """Yield the titles that say who is best each time, or in what."""
    best = leader("egovernment_ranks", "egdi_rank")
    yield f"{best} ranks best of the five in e-government each time"
    best = leader("local_online_service_ranks", "rank")
    yield f"{best} ranks best of four cities in online services each time"
    best = leader("digital_competitiveness_ranks", "rank")
    yield f"{best} ranks best of the five in digital competitiveness"
    best = leader("egovernment_index", "egdi")
    yield f"{best} has the highest e-government score of the five each time"
    fields: tuple[str, ...]
    fields = ("economic_infrastructure", "digital_innovation", "digital_talent")
    cities = [leader("city_competitiveness", f"{field}_score") for field in fields]
    built, new, talented = cities
    assert built == new
    yield f"{new} leads in infrastructure and innovation, {talented} in talent"
    fields = ("broadband", "iot", "cloud", "ai")
    wired, of_things, cloud, clever = [
        leader("connectivity_index", f"{field}_score") for field in fields
    ]
    assert (wired, cloud) == (of_things, clever)
    yield f"{wired} leads in broadband and the Internet of Things, {cloud} in cloud and AI"


def titles_of_shares() -> Iterator[str]:
    """Yield the titles that say who has most of a whole."""
    counts = values("top_digital_enterprises", "enterprises", "year > 0").nlargest(3)
    three = [f"{NAMES[code]} {count:.0f}" for code, count in counts.items()]
    where = "Most of the top 100 digital enterprises are in three economies"
    yield f"{where}: {', '.join(three)}"
    usa = share("ecommerce_sales", "total_usd_bn", "year == 2019")
    yield f"{usa} of the ten's e-commerce sales in 2019"
    china = share("b2c_ecommerce_sales", "b2c_usd_bn", "year > 0")
    yield f"{china} of what twenty economies sell online to consumers"
    region = share("trade_with_russia", "trade_cny_bn", "period == '2022'")
    yield f"{region} of the three provinces' trade with Russia in 2022"


COMPUTED = (
    titles_of_shares_of_gdp,
    titles_of_levels,
    titles_of_ends,
    titles_of_leaders,
    titles_of_shares,
)


def test_the_titles_are_those_of_the_data():
    """Each title of a picture has the data's names and numbers, or is asked of the data below."""
    used = set(typed("charts.py", "TITLES").values())
    for study in DOCS.glob("studies/*.py"):
        used |= {*re.findall(r'\btitle ?= ?"(.+)"', study.read_text(encoding="utf-8"))}
    computed = set()
    for titles_of in COMPUTED:
        computed |= {title[:1].upper() + title[1:] for title in titles_of()}

    assert used == computed | {*CLAIMS}


@pytest.mark.parametrize("title", CLAIMS)
def test_a_title_is_true(title):
    """The data say what a title without a number says."""
    assert CLAIMS[title]()


def answers_on_scale() -> Iterator[str]:
    """Yield what the page on trust answers with numbers of the digital economy."""
    china = "year == 2021 and economy == 'CHN'"
    growth = rows("growth_rates", "digital_economy_growth_pct", china).squeeze()
    printed = float(growth["printed"])
    yield f"grow by {printed} % in 2021? | By {growth['value']} %"
    low, high = bounds_of_korea()
    yield f"US$ {low:,.0f} to {high:,.0f} billion"
    world = neadigital.global_digital_economy().query("year == 2021").squeeze()
    # The level is published in US$ 100 billion, and a lower bound is rounded down.
    lowest = world["scale_usd_bn"] - 50
    least = math.floor(1000 * lowest / world["gdp_usd_bn"]) / 10
    share = f"{world['share_of_gdp_pct']:.0f} %"
    yield f"It is {share} of the GDP of 47 economies, at least {least} %"


def answers_on_corrections() -> Iterator[str]:
    """Yield what it answers with numbers that are corrected, and with tables."""
    for row in neadigital.errata("trade_with_russia").itertuples():
        yield f"{row.printed} → {float(row.value):.10g}".rstrip("0")
    for row in neadigital.errata("digital_competitiveness_ranks").itertuples():
        yield f"{row.printed} → {row.value:.0f} ({row.year}, {row.certainty})"
    tables = neadigital.quality().query("kind == 'table'")
    corrected = tables["corrected_proved"] + tables["corrected_inferred"]
    names = ", ".join(tables["name"][corrected == 0])
    yield f"**Tables {names} have no correction**"


def answers_on_users() -> Iterator[str]:
    """Yield what it answers with numbers of the Internet's users and lines."""
    users = neadigital.world_development_indicators(edition="2026").query(
        "indicator == 'IT.NET.USER.ZS' and economy != 'WLD' and 2015 <= year <= 2024"
    )
    by_year = users.groupby("year")["value"]
    apart = by_year.max() - by_year.min()
    of_2015, of_2021, of_2024 = apart[[2015, 2021, 2024]].round().astype(int)
    yield f"{of_2015} percentage points apart in 2015, {of_2021} in 2021 and {of_2024} in 2024"
    breaks = users.loc[users["obs_status"] == "B", "year"]
    years = ", ".join(map(str, sorted(set(breaks))))
    yield f"series break in {years}"
    itu = "itu_indicators"
    fixed = values(itu, "fixed_broadband_per_100", "year == 2021")
    mobile = values(itu, "mobile_broadband_per_100", "year == 2021")
    yield f"China 2021: {fixed['CHN']} fixed and {mobile['CHN']} mobile"
    mongolia = values(itu, "internet_users_pct", "economy == 'MNG'")
    times = mongolia.iloc[-1] / mongolia.iloc[0]
    yield f"{times:.2f} times that of 2015, which is {100 * times - 100:.0f} % more"


def test_the_answers_on_trust_have_numbers_of_the_data():
    """Each number in an answer on the page on trust is that of the data."""
    text = (DOCS / "trust.md").read_text(encoding="utf-8")
    for answers_on in (answers_on_scale, answers_on_users, answers_on_corrections):
        for answer in answers_on():
            assert answer in text, "docs/trust.md"


def test_a_sign_of_trust_has_one_meaning():
    """Each ground has a sign of its own on the site, and no claim but a confirmed one its tick."""
    grounds = {
        ground: sign for ground, (sign, _) in typed("words.py", "GROUNDS").items()
    }
    verdicts = typed("words.py", "VERDICTS")
    [tick] = {verdicts.pop("confirmed"), grounds["published"]}

    assert len({*grounds.values()}) == len(grounds)
    assert tick not in verdicts.values()
