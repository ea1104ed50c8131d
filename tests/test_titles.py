"""The titles of pictures on the site, and the answers on trust: what they say is so."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from support import REPOSITORY, listed, text_of

import neadigital
from neadigital import divide

DOCS = REPOSITORY / "docs"
OBSERVED = neadigital.observations()
NAMES = neadigital.economies().set_index("economy")["name"]
# Sums stand beside what they are the sums of.
SUMS = ["TOP10", "TOP20", "WLD", "CN"]


def typed(script: str, name: str) -> Any:
    """Return a table that a script of the site types; its imports are those of the site."""
    text = text_of(f"docs/_ext/{script}")
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
    indices = []
    for side in (users, offline):
        found = divide.dispersion(side, "value", measures="gini")
        indices.append(found.set_index("year")["gini"])
    of_online, of_offline = indices
    has_halved = of_online[2021] < 0.5 * of_online[2015]
    has_fallen = of_offline[2021] < of_offline[2015]
    return bool(has_halved and not has_fallen)


def china_grew_fastest() -> bool:
    """Tell whether China was lowest in 2015 and grew fastest until 2021."""
    wide = four().pivot(index="economy", columns="year", values="value")
    lowest = wide[2015].idxmin()
    times = wide[2021] / wide[2015]
    fastest = times.idxmax()
    return lowest == "CHN" == fastest


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
    first = prices.xs(2016, level="year")
    last = prices.xs(2021, level="year")
    added = last > first
    economies = scale["economy"].unique()
    return int(added[economies].sum()) == 3


def shrank() -> bool:
    """Tell whether the Russian Federation's digital economy alone shrank in 2020."""
    rates = neadigital.growth_rates().query("year == 2020").set_index("economy")
    falls = rates["digital_economy_growth_pct"] < 0
    return [*rates.index[falls]] == ["RUS"]


# What a title says without a number, as a question to the data.
CLAIMS = {
    "The larger the growth, the more the usual base adds": base_adds_more,
    "Inequality among the four more than halved online, and did not fall offline": halved,
    "China started lowest and grew fastest": china_grew_fastest,
    "Fixed broadband stays the most unequal of the three": broadband_most_unequal,
    "Three of four digital economies grew less in real terms than in US dollars": (
        volume_grew_less
    ),
    "Of the four digital economies only the Russian Federation's shrank in 2020": shrank,
}


class Numbers:
    """Numbers of a column or an indicator, by economy or place, as titles and answers name them."""

    def __init__(self, asked: str) -> None:
        column, _, when = asked.partition(" ")
        dataset, _, indicator = column.partition(".")
        is_of_dataset = OBSERVED["dataset"] == dataset
        is_of_indicator = OBSERVED["indicator"] == indicator
        of_column = OBSERVED[is_of_dataset & is_of_indicator]
        of_years = of_column.query(when) if when else of_column
        known = of_years.dropna(subset="value")
        who = known["place"].fillna(known["economy"])
        self.rows = known.set_axis(who)
        self.values = self.rows["value"]
        self.thousands = self.values / 1000
        # The world alone is no sum of others.
        others = self.rows.drop(SUMS, errors="ignore")
        self.members = self.rows if others.empty else others
        values = self.members["value"]
        self.low = values.min()
        self.high = values.max()
        self.least = named(values.idxmin())
        self.most = named(values.idxmax())
        self.share = 100 * self.high / values.sum()
        self.times = self.high / values

    def __getitem__(self, code: str) -> float:
        """Return the number of an economy."""
        return float(self.values[code])

    @property
    def best(self) -> str:
        """Who has the best rank, or the highest score, in each year."""
        values = self.members["value"]
        is_rank = self.members["column"].str.contains("rank")
        better = values.where(~is_rank, -values)
        years = self.members["year"].to_numpy()
        leaders = better.groupby(years).idxmax()
        names = map(named, leaders.unique())
        return " or ".join(names)

    @property
    def three(self) -> str:
        """The three that have most, with their numbers."""
        listed = []
        for code, count in self.values.nlargest(3).items():
            listed.append(f"{NAMES[code]} {count:.0f}")
        return ", ".join(listed)


def named(code: str) -> str:
    """Return an economy or a city as a sentence has it."""
    name = str(NAMES.get(code, code))
    return f"the {name}" if code in ("KOR", "RUS", "USA") else name


def korea() -> tuple[Any, str]:
    """Return the row with the bounds of Korea's digital economy in 2021, and its title."""
    data = neadigital.digital_economy_scale()
    row = data.query("economy == 'KOR' and year == 2021").squeeze()
    low = 100 * row["scale_low_usd_bn"] / row["gdp_usd_bn"]
    high = 100 * row["scale_high_usd_bn"] / row["gdp_usd_bn"]
    # Rounded outwards, a bound stays one.
    least = math.floor(low)
    most = math.ceil(high)
    lies = f"lies between {least} and {most} % of GDP in 2021"
    return row, f"The Republic of Korea's digital economy {lies}"


def test_the_titles_are_those_of_the_data():
    """Each title of a picture has the data's names and numbers, or is asked of the data below."""
    used = set(typed("charts.py", "TITLES").values())
    for study in DOCS.glob("studies/*.py"):
        code = study.read_text(encoding="utf-8")
        used.update(re.findall(r'\btitle ?= ?"(.+)"', code))
    _, of_korea = korea()
    computed = {of_korea}
    for one in listed("titles").to_dict("records"):
        first = Numbers(one["first"])
        second = Numbers(one["second"] or one["first"])
        title = one["title"].format(a=first, b=second)
        computed.add(title[:1].upper() + title[1:])

    is_true = computed | {*CLAIMS}
    assert used - is_true == set(), "compute it in titles.csv, or prove it in CLAIMS"
    assert is_true - used == set(), "no picture has this title of titles.csv or CLAIMS"


@pytest.mark.parametrize("title", CLAIMS)
def test_a_title_is_true(title):
    """The data say what a title without a number says."""
    assert CLAIMS[title]()


def answers_on_scale() -> Iterator[str]:
    """Yield what the page on trust answers with numbers of the digital economy."""
    china = "year == 2021 and economy == 'CHN'"
    growth = Numbers(f"growth_rates.digital_economy_growth_pct {china}").rows.squeeze()
    printed = float(growth["printed"])
    yield f"grow by {printed} % in 2021? | By {growth['value']} %"
    bounds, _ = korea()
    low = bounds["scale_low_usd_bn"]
    high = bounds["scale_high_usd_bn"]
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
        right = f"{row.value:.10g}"
        yield f"{row.printed} → {right}"
    for row in neadigital.errata("digital_competitiveness_ranks").itertuples():
        right = f"{row.value:.0f}"
        how_sure = f"({row.year}, {row.certainty})"
        yield f"{row.printed} → {right} {how_sure}"
    tables = neadigital.quality().query("kind == 'table'")
    corrected = tables["corrected_proved"] + tables["corrected_inferred"]
    names = ", ".join(tables["name"][corrected == 0])
    yield f"**Tables {names} have no correction**"


def answers_on_the_gap() -> Iterator[str]:
    """Yield how far the five are apart in the use of the Internet, and where series break."""
    users = neadigital.world_development_indicators(edition="2026").query(
        "indicator == 'IT.NET.USER.ZS' and economy != 'WLD' and 2015 <= year <= 2024"
    )
    by_year = users.groupby("year")["value"]
    apart = by_year.max() - by_year.min()
    points = apart.round().astype(int)
    yield f"{points[2015]} percentage points apart in 2015"
    yield f"{points[2021]} in 2021 and {points[2024]} in 2024"
    is_break = users["obs_status"] == "B"
    years = sorted(set(users.loc[is_break, "year"]))
    listed = ", ".join(map(str, years))
    yield f"series break in {listed}"


def answers_on_itu() -> Iterator[str]:
    """Yield what it answers with numbers of ITU."""
    fixed = Numbers("itu_indicators.fixed_broadband_per_100 year == 2021")
    mobile = Numbers("itu_indicators.mobile_broadband_per_100 year == 2021")
    yield f"China 2021: {fixed['CHN']} fixed and {mobile['CHN']} mobile"
    mongolia = Numbers("itu_indicators.internet_users_pct economy == 'MNG'")
    first, *_, last = mongolia.values
    times = last / first
    more = 100 * (times - 1)
    yield f"{times:.2f} times that of 2015, which is {more:.0f} % more"


ANSWERS = (answers_on_scale, answers_on_the_gap, answers_on_itu, answers_on_corrections)


def test_the_answers_on_trust_have_numbers_of_the_data():
    """Each number in an answer on the page on trust is that of the data."""
    text = text_of("docs/trust.md")
    for answers_on in ANSWERS:
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
