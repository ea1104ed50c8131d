"""The datasets behind the figures: stated, following from what is stated, or published by others.

`rows` are the rows that the loader returns, and `printed` is the part of them that the paper
prints.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

import pandas as pd

from build import page
from build.page import RULES, TYPED, Row, bank, gdp, short
from build.quotes import QUOTED, identify
from neadigital import growth
from neadigital.schemas._columns import FOUR

YEARS = range(2016, 2022)
# Half a unit of the last digit in table 1, which prints two decimals.
RATE_HALF_WIDTH = 0.005
# A row has a value if its bounds are within this share of it.
CLOSE = 0.01

Interval = tuple[float, float]
Bounds = dict[str, pd.DataFrame]
Facts = dict[tuple[str, ...], Row]


class Recovered(NamedTuple):
    """A dataset's rows, the printed part of them, and facts that notes may quote, by key."""

    rows: list[Row]
    printed: list[Row]
    facts: Facts


#: One function for each dataset that is more than a printed table.
RECOVERED: dict[str, Callable[[], Recovered]] = {}


def recovered(function: Callable[[], Recovered]) -> Callable[[], Recovered]:
    """Mark a function as the source of the dataset of its name."""
    RECOVERED[function.__name__] = function
    return function


def half_unit(text: str) -> float:
    """Return half a unit of a printed number's last digit."""
    exponent = Decimal(text).as_tuple().exponent
    assert isinstance(exponent, int)
    return 0.5 * 10.0**exponent


def interval(text: str) -> Interval:
    """Return the interval of the numbers that are printed like this one."""
    return float(text) - half_unit(text), float(text) + half_unit(text)


def meet(first: Interval, second: Interval) -> Interval:
    """Return the intersection of two intervals; low is above high if it is empty."""
    return max(first[0], second[0]), min(first[1], second[1])


def stated(
    measure: str,
    economy: str,
    year: int | str,
    *,
    subject: str = "digital economy",
    qualifier: str = "",
) -> str:
    """Return a number of the prose as printed, or empty text."""
    found = {
        line["value"]
        for line in page.read(TYPED / "statements.csv")
        if (
            line["measure"],
            line["economy"],
            line["year"],
            line["subject"],
            line["qualifier"],
        )
        == (measure, economy, str(year), subject, qualifier)
    }
    assert len(found) <= 1, (measure, economy, year, found)
    return found.pop() if found else ""


def external(figure: str, *, use: str = "value") -> list[Row]:
    """Return the numbers of other publications for one figure."""
    found = [
        line
        for line in page.read(TYPED / "external_figures.csv")
        if line["figure"] == figure and line["use"] == use
    ]
    QUOTED.update(map(identify, found))
    return found


def gdp_interval(economy: str, year: int) -> Interval:
    """Return the World Bank's GDP in US$ billion, within half a unit of the last digit given."""
    return interval(short(gdp(economy, year)))


def only(row: Row, **printed: str) -> Row:
    """Return the printed part of a row: its economy and year, and these columns."""
    return {
        column: row[column]
        if column in ("economy", "year")
        else printed.get(column, "")
        for column in row
    }


# figures 2 to 6


def scale_anchors(economy: str, *, published: bool = True) -> dict[int, Interval]:
    """Return the known levels: stated, by shares of GDP, and Japan's published one of 2016."""
    anchors: dict[int, Interval] = {}

    def know(year: int, known: Interval) -> None:
        anchors[year] = meet(anchors.get(year, (0.0, math.inf)), known)

    for year in YEARS:
        low, high = gdp_interval(economy, year)
        if level := stated("digital_economy_value_added", economy, year):
            know(year, interval(level))
        if share := stated("share_of_gdp", economy, year):
            know(
                year, (low * interval(share)[0] / 100, high * interval(share)[1] / 100)
            )
        if least := stated("share_of_gdp", economy, year, qualifier="over"):
            know(year, (low * float(least) / 100, math.inf))
    for line in external("4") if published else []:
        if line["economy"] == economy:
            know(int(line["period"]), interval(line["value"]))
    return anchors


def china_share() -> Interval:
    """Return China's share of the four, 64 %, as rounded or as cut off, whichever is wider."""
    text = stated(
        "share_of_total", "CHN", 2021, subject="digital economy among the four"
    )
    return (float(text) - half_unit(text)) / 100, (
        float(text) + 2 * half_unit(text)
    ) / 100


def narrowed_by_share(last: Mapping[str, Interval]) -> dict[str, Interval]:
    """Return the levels of 2021 that China's share of the four allows for each of the four."""
    least, most = china_share()
    china, others = last["CHN"], [economy for economy in FOUR if economy != "CHN"]
    total = (china[0] * (1 - most) / most, china[1] * (1 - least) / least)
    allowed = {}
    for economy in others:
        rest = [last[other] for other in others if other != economy]
        allowed[economy] = (
            total[0] - sum(high for _, high in rest),
            total[1] - sum(low for low, _ in rest),
        )
    everyone = (
        sum(last[other][0] for other in others),
        sum(last[other][1] for other in others),
    )
    allowed["CHN"] = (
        everyone[0] * least / (1 - least),
        everyone[1] * most / (1 - most),
    )
    return allowed


def scale_bounds(
    rates: Mapping[str, pd.Series], anchors: Mapping[str, dict[int, Interval]]
) -> Bounds:
    """Propagate all constraints until no bound narrows any more.

    Raises
    ------
    ValueError
        If an economy's constraints contradict each other.
    """
    known = {economy: dict(anchors[economy]) for economy in FOUR}
    while True:
        found: Bounds = {}
        for economy in FOUR:
            try:
                frame = growth.levels_from_rates(
                    rates[economy],
                    known[economy],
                    base="current",
                    rate_half_width=RATE_HALF_WIDTH,
                )
            except ValueError as error:
                raise ValueError(f"{economy}: {error}") from error
            assert isinstance(frame, pd.DataFrame)
            found[economy] = frame
        last = {
            economy: (found[economy].at[2021, "low"], found[economy].at[2021, "high"])
            for economy in FOUR
        }
        allowed = narrowed_by_share(last)
        new = {economy: meet(last[economy], allowed[economy]) for economy in FOUR}
        if new == last:
            return found
        for economy in FOUR:
            if new[economy][0] > new[economy][1]:
                raise ValueError(
                    f"{economy}: 2021 is {last[economy]}, "
                    f"but China's share allows {allowed[economy]}"
                )
            known[economy][2021] = new[economy]


def rates_of_table_1() -> dict[str, pd.Series]:
    """Return the printed rates of the digital economy, over the current year's value."""
    lines = page.growth_rates()
    return {
        economy: pd.Series(
            {
                int(line["year"]): float(line["digital_economy_growth_pct"])
                for line in lines
                if line["economy"] == economy
            }
        )
        for economy in FOUR
    }


def china_with_one_decimal() -> pd.DataFrame:
    """Return bounds of China's scale if its rate of 2017, printed 15.4, has only one decimal."""
    rates = rates_of_table_1()["CHN"]
    widths = {
        year: RATE_HALF_WIDTH * (10 if year == 2017 else 1) for year in rates.index
    }
    found = growth.levels_from_rates(
        rates, scale_anchors("CHN"), base="current", rate_half_width=widths
    )
    assert isinstance(found, pd.DataFrame)
    return found


def _rounded(value: float, step: str, rounding: str | None = None) -> str:
    return short(Decimal(value).quantize(Decimal(step), rounding))


def check_roundings(bounds: Bounds) -> None:
    """Refuse a recovered series that a published rounding of it contradicts."""
    for line in [*external("2", use="check"), *external("4", use="check")]:
        billions = {"US$ billion": 1, "US$ trillion": 1000}[line["unit"]]
        low, high = (billions * limit for limit in interval(line["value"]))
        found = bounds[line["economy"]].loc[int(line["period"])]
        if found["low"] > high or found["high"] < low:
            raise ValueError(
                f"{line['economy']} {line['period']}: "
                f"recovered {found['low']:.1f} to {found['high']:.1f} US$ billion, "
                f"but {line['source']} rounds it to {line['value']} {line['unit']}"
            )


@recovered
def digital_economy_scale() -> Recovered:
    """Figures 2 to 6: table 1 inverted, from every known level."""
    bounds = scale_bounds(
        rates_of_table_1(), {economy: scale_anchors(economy) for economy in FOUR}
    )
    check_roundings(bounds)
    # The result from the paper alone, without the level that another publication has for Japan.
    alone = scale_bounds(
        rates_of_table_1(),
        {economy: scale_anchors(economy, published=False) for economy in FOUR},
    )
    published = {
        (line["economy"], line["period"]): line["value"] for line in external("4")
    }
    national = {
        line["period"]: line["value"]
        for line in external("2", use="comparison")
        if line["measure"] == "digital_economy_share_of_gdp"
    }
    cells = {
        (row["economy"], row["year"]): row["digital_economy_growth_pct"]
        for row in page.growth_rates()
    }
    loose = china_with_one_decimal()
    rows, printed, facts = [], [], {}
    for economy in FOUR:
        for year in YEARS:
            low, high, mid = bounds[economy].loc[year, ["low", "high", "mid"]]
            level = stated("digital_economy_value_added", economy, year)
            other = published.get((economy, str(year)), "")
            near = high - low <= CLOSE * mid
            basis = (
                "stated"
                if level
                else "external"
                if other
                else "reconstructed"
                if near
                else "bounded"
            )
            value = level or other or (_rounded(mid, "0.1") if near else "")
            product = gdp(economy, year)
            key = {"economy": economy, "year": str(year)}
            rows.append(
                key
                | {
                    "scale_usd_bn": value,
                    # Bounds are rounded outwards, so that they remain valid.
                    "scale_low_usd_bn": _rounded(low, "0.1", ROUND_FLOOR),
                    "scale_high_usd_bn": _rounded(high, "0.1", ROUND_CEILING),
                    "gdp_usd_bn": short(product),
                    "share_of_gdp_pct": _rounded(
                        float(100 * Decimal(value) / product), "0.1"
                    )
                    if value
                    else "",
                    "basis": basis,
                }
            )
            share = stated("share_of_gdp", economy, year)
            printed.append(
                only(
                    rows[-1],
                    scale_usd_bn=level,
                    share_of_gdp_pct=share,
                    basis=basis if level else "",
                )
            )
            solo = alone[economy].loc[year]
            facts[economy, str(year)] = {
                "low": rows[-1]["scale_low_usd_bn"],
                "high": rows[-1]["scale_high_usd_bn"],
                "share_low": f"{100 * low / float(product):.1f}",
                "share_high": f"{100 * high / float(product):.1f}",
                "alone_low": f"{solo['low']:.1f}",
                "alone_high": f"{solo['high']:.1f}",
                "alone_share_low": f"{100 * solo['low'] / float(product):.1f}",
                "alone_share_high": f"{100 * solo['high'] / float(product):.1f}",
            }
            if economy == "CHN":
                own = Decimal(national[str(year)])
                facts[economy, str(year)] |= {
                    # Shares do not depend on the currency, so two shares of one year give the ratio
                    # of the levels.
                    "below": _rounded(
                        float(100 - 10000 * Decimal(value) / product / own), "0.1"
                    ),
                    "first_rate": cells[economy, "2017"],
                    "rate": cells.get((economy, str(year)), ""),
                    "next_rate": cells.get((economy, str(year + 1)), ""),
                    "before": _rounded(bounds[economy]["mid"].get(year - 1, 0), "0.1"),
                    "after": _rounded(bounds[economy]["mid"].get(year + 1, 0), "0.1"),
                    "loose_width": f"{loose.at[year, 'high'] - loose.at[year, 'low']:.1f}",
                    "loose_shift": f"{loose.at[year, 'mid'] - mid:.1f}",
                }
    return Recovered(rows, printed, facts)


# figure 1


@recovered
def global_digital_economy() -> Recovered:
    """Figure 1: the numbers of the prose, and those of the publications that it rests on."""
    others = {(line["measure"], line["period"]): line for line in external("1")}

    def billions(trillions: str) -> str:
        return trillions and short(1000 * Decimal(trillions))

    rows, printed, facts = [], [], {}
    for year in map(str, YEARS):
        level = stated(
            "digital_economy_value_added", "WLD", year, subject="global digital economy"
        )
        share = stated("share_of_gdp", "WLD", year, subject="global digital economy")
        other = others.get(("digital_economy_value_added", year), {}).get("value", "")
        rows.append(
            {
                "economy": "WLD",
                "year": year,
                "scale_usd_bn": billions(level or other),
                "gdp_usd_bn": short(gdp("WLD", int(year))),
                "share_of_gdp_pct": share
                or others.get(("digital_economy_share_of_gdp", year), {}).get(
                    "value", ""
                ),
                "basis": "stated" if level else "external" if other else "",
                # CAICT's series starts in 2018 and covers 47 economies; earlier numbers are from
                # another publication.
                "coverage": "47 economies"
                if int(year) >= 2018
                else "world"
                if other
                else "",
            }
        )
        covered = rows[-1]["coverage"] if level or share else ""
        basis = "stated" if level else ""
        printed.append(
            only(
                rows[-1],
                scale_usd_bn=billions(level),
                share_of_gdp_pct=share,
                basis=basis,
                coverage=covered,
            )
        )
        if scale := level or other:
            facts["WLD", year] = {
                "scale_usd_trn": scale,
                "of_world": _rounded(
                    float(scale) / float(gdp("WLD", int(year))) * 1e5, "0.1"
                ),
            }
    return Recovered(rows, printed, facts)


# section I.5

# Measures of the prose that have another name in the dataset.
ICT_NAMES = {
    "share_of_gdp": "ict_share_of_gdp",
    "contribution_to_growth": "ict_contribution_to_growth",
    "planned_investment": "ict_planned_investment",
}
# Numbers plotted in figures 7, 8 and both figures 9 that neither the text nor another publication
# gives.
UNKNOWN = [
    ("CHN", "2020", "digital_industrialisation_share_of_gdp", "%"),
    ("JPN", "2000-2019", "ict_average_contribution_to_growth", "%"),
    *(("KOR", str(year), "ict_scale", "KRW billion") for year in range(2016, 2023)),
    *(("KOR", str(year), "ict_share_of_gdp", "%") for year in range(2016, 2023)),
]


@recovered
def ict_industry() -> Recovered:
    """Section I.5, Korea's numbers of I.1.4, and the series nearest to figures 7 and 8."""
    rows = []

    def add(
        economy: str, period: str, measure: str, value: str, unit: str, basis: str
    ) -> None:
        rows.append(
            {
                "economy": economy,
                "period": period,
                "measure": measure,
                "year": period[-4:] if "-" in period else period[:4],
                "value": value,
                "unit": unit,
                "basis": basis,
            }
        )

    for line in page.read(TYPED / "statements.csv"):
        ict = line["section"].startswith("I.5") or line["subject"] == "ICT industry"
        # "Over 90 %" of Russia's digital economy is a bound without a year, so it is only in the
        # statements.
        if ict and line["measure"] not in {"share_of_digital_economy", "duration"}:
            period = (
                line["note"].split(";")[0]
                if line["note"].startswith(f"{line['year']}Q")
                else line["year"]
            )
            measure = ICT_NAMES.get(line["measure"], line["measure"])
            add(line["economy"], period, measure, line["value"], line["unit"], "stated")
    for line in [*external("7"), *external("8")]:
        add(
            line["economy"],
            line["period"],
            line["measure"],
            line["value"],
            line["unit"],
            "external",
        )
    for economy, period, measure, unit in UNKNOWN:
        add(economy, period, measure, "", unit, "")
    printed = [
        row if row["basis"] == "stated" else row | {"value": "", "basis": ""}
        for row in rows
    ]
    known = {
        row["measure"]: Decimal(row["value"])
        for row in rows
        if (row["economy"], row["period"]) == ("CHN", "2022")
    }
    implied = {
        name: f"{100 * known[amount] / known[share]:.1f}"
        for name, amount, share in (
            ("gdp_of_text", "ict_value_added", "ict_value_added_share_of_gdp"),
            ("gdp_of_revenue", "ict_revenue", "ict_revenue_share_of_gdp"),
            (
                "gdp_of_caict",
                "digital_industrialisation_value_added",
                "digital_industrialisation_share_of_gdp",
            ),
        )
    }
    return Recovered(
        rows, printed, {("CHN", "2022", measure): implied for measure in known}
    )


@recovered
def world_development_indicators() -> Recovered:
    """The World Bank's series, which are not in the paper."""
    rows = page.read(RULES / "world_development_indicators.csv")
    return Recovered(rows, rows, {})


@recovered
def world_development_indicators_2026() -> Recovered:
    """The World Bank's series of July 2026, with what earlier editions had."""
    rows = page.read(RULES / "world_development_indicators_2026.csv")
    values = {_key(row): Decimal(row["value"]) for row in rows}
    return Recovered(rows, rows, {key: _of_value(key, values) for key in values})


def _key(row: Row) -> tuple[str, str, str]:
    """Return the key of a row of a World Bank table."""
    return row["economy"], row["year"], row["indicator"]


def _of_value(
    key: tuple[str, str, str], values: Mapping[tuple[str, str, str], Decimal]
) -> Row:
    """Return what notes quote beside a value: the year before, an edition, the quotient."""
    economy, year, indicator = key
    found = {"shown": f"{values[key]:.1f}"}
    before = values.get((economy, str(int(year) - 1), indicator))
    if before is not None:
        found["before"] = f"{before:.1f}"
    earlier = bank(economy, int(year), indicator)
    if earlier:
        found |= {
            "earlier": f"{earlier:.1f}",
            "revised": _difference(values[key], earlier),
        }
    if indicator == "NY.GDP.PCAP.CD":
        gdp_of_year = values[economy, year, "NY.GDP.MKTP.CD"]
        quotient = gdp_of_year / values[economy, year, "SP.POP.TOTL"]
        found["quotient"] = _difference(quotient, values[key])
    return found


def _difference(number: Decimal, other: Decimal) -> str:
    """Say how far a number is above or below another."""
    change = 100 * (number / other - 1)
    return f"{abs(change):.1f} % {'higher' if change > 0 else 'lower'}"


@recovered
def egovernment_index() -> Recovered:
    """The e-government indices of the United Nations."""
    rows = page.read(RULES / "egovernment_index.csv")
    return Recovered(rows, rows, {})


@recovered
def cybersecurity_index() -> Recovered:
    """ITU's cybersecurity index, its scores of all editions between 0 and 100."""
    hundred_times = {"0-1": 100, "0-100": 1}
    rows = [
        {
            "economy": line["economy"],
            "year": line["year"],
            "score": short(
                Decimal(line["published_score"])
                * hundred_times[line["published_scale"]]
            ),
            "rank": line["rank"],
        }
        for line in page.read(RULES / "cybersecurity_index.csv")
    ]
    return Recovered(rows, rows, {})
