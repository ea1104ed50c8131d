"""The sentence above a dataset's picture: what it answers, computed from the data."""

from __future__ import annotations

from typing import Any

from _ext import economies, words

# Sums stand beside what they are the sums of.
SUMS = ["TOP10", "TOP20", "WLD", "CN"]
_SHORT = {"KOR": "Korea", "RUS": "Russia"}


def short(code: Any) -> str:
    """Return the name of an economy as a title has it."""
    return _SHORT.get(code) or str(words.named(code))


def always(name: str, value: str, best: str, sentence: str, of: str = "economy") -> str:
    """Answer by who leads every time; an error if it is not always the same."""
    rows = words.load(name).set_index(of)
    known = rows.dropna(subset=[value])
    leaders = known.groupby("year")[value].agg(best)
    (leader,) = set(leaders)
    return sentence.format(short(leader))


def leads(name: str, fields: dict[str, str], of: str) -> str:
    """Answer by who has the highest score in each of some fields."""
    scores = words.load(name).set_index(of)
    found: dict[str, list[str]] = {}
    for column, field in fields.items():
        leader = short(scores[column].idxmax())
        found.setdefault(leader, []).append(field)
    parts = []
    for leader, own in found.items():
        joined = " and ".join(own)
        parts.append(f"{leader} in {joined}")
    return ", ".join(parts).replace(" in ", " leads in ", 1)


def share(name: str, value: str, of: str, query: str, sentence: str) -> str:
    """Answer by what per cent of the sum of all one member has."""
    rows = words.load(name).query(query)
    member = "economy" if "economy" in rows else "region"
    amounts = rows.set_index(member)[value]
    amounts = amounts.drop(SUMS, errors="ignore")
    per_cent = 100 * amounts[of] / amounts.sum()
    return sentence.format(f"{per_cent:.0f}\u00a0%")


def ends(name: str, column: economies.Column, sentence: str) -> str:
    """Answer by the highest and the lowest of the five in the last year that all have."""
    last: Any = economies.latest(column.load())
    values = last.set_index("economy")["value"]
    return sentence.format(
        first=short(values.idxmax()),
        most=values.max(),
        last=short(values.idxmin()),
        least=values.min(),
        year=last["year"].iloc[0],
    )


def shrank(name: str, value: str) -> str:
    """Answer by the rates of 2020; China's is in doubt, but not its sign."""
    rates = words.load(name).query("year == 2020").set_index("economy")[value]
    (one,) = rates[rates < 0].index
    return f"Of the four digital economies only {short(one)}'s shrank in 2020"


def most(name: str, value: str, sentence: str) -> str:
    """Answer by the three that have most."""
    counts = words.load(name).set_index("economy")[value]
    counts = counts.drop(SUMS, errors="ignore").nlargest(3)
    parts = [f"{short(code)} {number}" for code, number in counts.items()]
    return sentence.format(", ".join(parts))


_ONLINE = (
    "In {first} {most:.0f}\u00a0% of people are online in {year}, "
    "in {last} {least:.0f}\u00a0%"
)
#: By dataset, what answers, and with which columns and words.
ANSWERS: dict[str, tuple[Any, ...]] = {
    "growth_rates": (shrank, "digital_economy_growth_pct"),
    "itu_indicators": (ends, economies.ONLINE.paper, _ONLINE),
    "world_development_indicators": (ends, economies.ONLINE.later, _ONLINE),
    "cybersecurity_index": (
        ends,
        economies.SECURITY.later,
        "In cybersecurity {first} scores {most:.0f} of 100 in {year}, {last} {least:.0f}",
    ),
    "egovernment_ranks": (
        always,
        "egdi_rank",
        "idxmin",
        "{} ranks best of the five in e-government each time",
    ),
    "local_online_service_ranks": (
        always,
        "rank",
        "idxmin",
        "{} ranks best of four cities in online services each time",
        "city",
    ),
    "digital_competitiveness_ranks": (
        always,
        "rank",
        "idxmin",
        "{} ranks best of the five in digital competitiveness every year",
    ),
    "egovernment_index": (
        always,
        "egdi",
        "idxmax",
        "{} has the highest e-government score of the five in every survey",
    ),
    "city_competitiveness": (
        leads,
        {
            "economic_infrastructure_score": "infrastructure",
            "digital_innovation_score": "innovation",
            "digital_talent_score": "talent",
        },
        "city",
    ),
    "connectivity_index": (
        leads,
        {
            "broadband_score": "broadband",
            "iot_score": "the Internet of Things",
            "cloud_score": "cloud",
            "ai_score": "AI",
        },
        "economy",
    ),
    "top_digital_enterprises": (
        most,
        "enterprises",
        "Most of the top 100 digital enterprises are in three economies: {}",
    ),
    "ecommerce_sales": (
        share,
        "total_usd_bn",
        "USA",
        "year == 2019",
        "The United States has {} of the ten's e-commerce sales in 2019",
    ),
    "b2c_ecommerce_sales": (
        share,
        "b2c_usd_bn",
        "CHN",
        "b2c_usd_bn > 0",
        "China has {} of what twenty economies sell online to consumers",
    ),
    "trade_with_russia": (
        share,
        "trade_cny_bn",
        "CN-HL",
        "year == 2022 and months == 12",
        "Heilongjiang has {} of the three provinces' trade with Russia in 2022",
    ),
}


def of_dataset(name: str) -> str | None:
    """Return what the picture of a dataset answers; None if the picture has its own title."""
    if name not in ANSWERS:
        return None
    answer, *options = ANSWERS[name]
    sentence: str = answer(name, *options)
    return sentence
