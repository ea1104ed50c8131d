"""The datasets behind the figures: stated, following from what is stated, or published by others.

`rows` are the rows that the loader returns, and `printed` is the part of them that the paper
prints.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache
from itertools import product
from operator import itemgetter
from typing import NamedTuple

import pandas as pd

from neadigital import growth
from neadigital.schemas._columns import FOUR
from paper.rows import notes, page
from paper.rows.intervals import Num
from paper.rows.page import Row, Rows, as_text, cells, gdp, short

YEARS = range(2016, 2022)
RATE = "digital_economy_growth_pct"
LEVEL = "digital_economy_value_added"
SHARE = "digital_economy_share_of_gdp"
# Half a unit of the last digit in table 1, which prints two decimals.
RATE_HALF_WIDTH = 0.005
# A row has a value if its bounds are within this share of it.
CLOSE = 0.01

Interval = tuple[float, float]
Bounds = dict[str, pd.DataFrame]


class Recovered(NamedTuple):
    """A dataset's rows, and the printed part of them."""

    rows: Rows
    printed: Rows


def interval(text: str) -> Interval:
    """Return the interval of the numbers that are printed like this one."""
    number = Num.printed(text)
    return float(number.low), float(number.high)


def outwards(bound: float, decimals: int, rounding: str) -> str:
    """Write a bound, rounded away from the number."""
    # What floats add to a bound is below a billionth.
    exact = Decimal(f"{bound:.9f}")
    last_digit = Decimal(1).scaleb(-decimals)
    return str(exact.quantize(last_digit, rounding))


def meet(first: Interval, second: Interval) -> Interval:
    """Return the intersection of two intervals; low is above high if it is empty."""
    low = max(first[0], second[0])
    high = min(first[1], second[1])
    return low, high


def total(intervals: Iterable[Interval]) -> Interval:
    """Return the interval of the sum of numbers in these intervals."""
    lows, highs = zip(*intervals, strict=True)
    return sum(lows), sum(highs)


_QUANTITY = itemgetter("indicator", "economy", "year", "subject", "qualifier")


def stated(
    indicator: str,
    economy: str,
    year: int | str,
    *,
    subject: str = "digital economy",
    qualifier: str = "",
) -> str:
    """Return a number of the prose as printed, or empty text."""
    quantity = indicator, economy, str(year), subject, qualifier
    found = {
        line["value"]
        for line in page.typed("statements")
        if _QUANTITY(line) == quantity
    }
    assert len(found) <= 1, (quantity, found)
    return found.pop() if found else ""


def external(*figures: str) -> Rows:
    """Return the numbers of other publications for some figures."""
    return [
        line
        for line in page.typed("external_figures")
        if line["figure"] in figures and line["use"] == "value"
    ]


def published() -> dict[tuple[str, str, str], str]:
    """Return what figures 1 and 4 plot and others have, by indicator, economy and year."""
    key = itemgetter("indicator", "economy", "period")
    found = {}
    for line in external("1", "4"):
        found[key(line)] = line["value"]
    return found


def only(row: Row, **printed: str) -> Row:
    """Return the printed part of a row: its economy and year, and these columns."""
    key = cells(row, economy="economy", year="year")
    return dict.fromkeys(row, "") | key | printed


def usual_rates(printed: str) -> Interval:
    """Return the interval of the rate over the old value of a printed one over the new."""
    rate = float(printed)
    low, high = (
        growth.rate_over_previous(rate + slip)
        for slip in (-RATE_HALF_WIDTH, RATE_HALF_WIDTH)
    )
    return low, high


# figures 2 to 6


def scale_anchors(economy: str) -> dict[int, Interval]:
    """Return the known levels: stated, by shares of GDP, and Japan's published one of 2016."""
    known = []
    for year in YEARS:
        for bounds in _by_the_text(economy, year):
            known.append((year, bounds))
    for line in external("4"):
        if line["economy"] == economy:
            year = int(line["period"])
            known.append((year, interval(line["value"])))
    anchors: dict[int, Interval] = {}
    for year, bounds in known:
        before = anchors.get(year, (0.0, math.inf))
        anchors[year] = meet(before, bounds)
    return anchors


def _by_the_text(economy: str, year: int) -> Iterator[Interval]:
    """Yield the bounds of a level by each number of the text: itself, and its share of GDP."""
    level = stated(LEVEL, economy, year)
    if level:
        yield interval(level)
    whole = short(gdp(economy, year))
    low, high = interval(whole)
    share = stated("share_of_gdp", economy, year)
    if share:
        least, most = interval(share)
        lowest = low * least / 100
        yield lowest, high * most / 100
    over = stated("share_of_gdp", economy, year, qualifier="over")
    if over:
        yield low * float(over) / 100, math.inf


def china_over_the_others() -> Interval:
    """Return China's level over that of the other three: its share of the four is 64 %.

    The share may be rounded or cut off, whichever is wider.
    """
    subject = "digital economy among the four"
    text = stated("share_of_total", "CHN", 2021, subject=subject)
    share = Num.printed(text)
    cut_off = share.mid + 2 * share.half
    least = float(share.low) / 100
    most = float(cut_off) / 100
    return least / (1 - least), most / (1 - most)


def narrowed_by_share(last: Mapping[str, Interval]) -> dict[str, Interval]:
    """Return the levels of 2021 that China's share of the four allows for each of the four."""
    least, most = china_over_the_others()
    china_low, china_high = last["CHN"]
    others = dict(last)
    del others["CHN"]
    low, high = total(others.values())
    allowed = {"CHN": (low * least, high * most)}
    for economy, (own_low, own_high) in others.items():
        # What China's level leaves, less the other two.
        allowed[economy] = (
            china_low / most - (high - own_high),
            china_high / least - (low - own_low),
        )
    return allowed


@cache
def rates_of_table_1() -> pd.DataFrame:
    """Return the printed rates of the digital economy, a column per economy."""
    table = pd.DataFrame(page.of_tables()["growth_rates"])
    rows = table.astype({"year": int, RATE: float})
    return rows.pivot(index="year", columns="economy", values=RATE)


def levels(economy: str, known: Mapping[int, Interval]) -> pd.DataFrame:
    """Return bounds of an economy's levels from its rates, which are over the current value."""
    return growth.levels_from_rates(
        rates_of_table_1()[economy],
        known,
        base="current",
        rate_half_width=RATE_HALF_WIDTH,
    )


def scale_bounds(anchors: Mapping[str, dict[int, Interval]]) -> Bounds:
    """Propagate all constraints until no bound narrows any more."""
    known = {economy: dict(anchors[economy]) for economy in FOUR}
    while True:
        found = {economy: levels(economy, known[economy]) for economy in FOUR}
        last = {
            economy: tuple(frame.loc[2021, ["low", "high"]])
            for economy, frame in found.items()
        }
        allowed = narrowed_by_share(last)
        new = {}
        for economy in FOUR:
            new[economy] = meet(last[economy], allowed[economy])
        if new == last:
            return found
        for economy, (low, high) in new.items():
            assert low <= high, f"{economy}: China's share allows no level of 2021"
            known[economy][2021] = low, high


@cache
def scale() -> Bounds:
    """Return the bounds of each level."""
    return scale_bounds({economy: scale_anchors(economy) for economy in FOUR})


def _ends(bounds: Bounds, economy: str, year: int) -> Interval:
    """Return the bounds of one level."""
    of_year = bounds[economy].to_dict("index")[year]
    return of_year["low"], of_year["high"]


def share_bounds(economy: str, year: int) -> Interval:
    """Return the bounds of a level over GDP in per cent, and of what the text says of the share."""
    percent = float(gdp(economy, year)) / 100
    low, high = _ends(scale(), economy, year)
    over = stated("share_of_gdp", economy, year, qualifier="over")
    least = float(over or 0)
    return max(low / percent, least), high / percent


def _best_level(economy: str, year: int) -> tuple[str, str]:
    """Return the best value of a level as text, "" if only bounds are known, and its basis."""
    if level := stated(LEVEL, economy, year):
        return level, "stated"
    quantity = LEVEL, economy, str(year)
    if other := published().get(quantity, ""):
        return other, "external"
    low, high = _ends(scale(), economy, year)
    middle = scale()[economy]["value"]
    mid = middle.to_dict()[year]
    if high - low <= CLOSE * mid:
        return as_text(mid, 1), "reconstructed"
    return "", "bounded"


def digital_economy_scale() -> Recovered:
    """Figures 2 to 6: table 1 inverted, from every known level."""
    rows = []
    printed = []
    for economy, year in product(FOUR, YEARS):
        low, high = _ends(scale(), economy, year)
        value, basis = _best_level(economy, year)
        whole = gdp(economy, year)
        row = {
            "economy": economy,
            "year": str(year),
            "scale_usd_bn": value,
            # Bounds are rounded outwards, so that they remain valid.
            "scale_low_usd_bn": as_text(low, 1, ROUND_FLOOR),
            "scale_high_usd_bn": as_text(high, 1, ROUND_CEILING),
            "gdp_usd_bn": short(whole),
            "share_of_gdp_pct": value and as_text(100 * Decimal(value) / whole, 1),
            "basis": basis,
        }
        rows.append(row)
        level = stated(LEVEL, economy, year)
        on_page = only(
            row,
            scale_usd_bn=level,
            share_of_gdp_pct=stated("share_of_gdp", economy, year),
            basis="stated" if level else "",
        )
        printed.append(on_page)
    return Recovered(rows, printed)


# figure 1


def global_digital_economy() -> Recovered:
    """Figure 1: the numbers of the prose, and those of the publications that it rests on."""

    def billions(trillions: str) -> str:
        return trillions and short(1000 * Decimal(trillions))

    subject = "global digital economy"
    rows = []
    printed = []
    for year in map(str, YEARS):
        level = stated(LEVEL, "WLD", year, subject=subject)
        share = stated("share_of_gdp", "WLD", year, subject=subject)
        others = published()
        other = others.get((LEVEL, "WLD", year), "")
        other_share = others.get((SHARE, "WLD", year), "")
        # CAICT's series starts in 2018 and covers 47 economies; earlier numbers are from another
        # publication.
        coverage = "47 economies" if int(year) >= 2018 else "world"
        basis = "stated" if level else "external"
        row = {
            "economy": "WLD",
            "year": year,
            "scale_usd_bn": billions(level or other),
            "gdp_usd_bn": short(gdp("WLD", year)),
            "share_of_gdp_pct": share or other_share,
            "basis": basis,
            "coverage": coverage,
        }
        rows.append(row)
        printed.append(
            only(
                row,
                scale_usd_bn=billions(level),
                share_of_gdp_pct=share,
                basis=basis if level else "",
                coverage=coverage if level or share else "",
            )
        )
    return Recovered(rows, printed)


# table 13


def trade_with_russia() -> Recovered:
    """Table 13, and the level of the year before that each printed rate rests on."""
    on_page = page.of_tables()["trade_with_russia"]
    key = itemgetter("region", "year", "months")
    known = set(map(key, on_page))
    printed = [row | _no_bounds("stated") for row in on_page]
    rows = [row | _own_level(row) for row in on_page]
    for row in on_page:
        year = int(row["year"])
        before = str(year - 1)
        is_known = key(row | {"year": before}) in known
        # China has no rate; of its months of 2022, which its provinces have, nothing follows.
        is_of_china = row["region"] == "CN" and row["months"] == "12"
        if is_known or is_of_china:
            continue
        gap = row | {
            "year": before,
            "period": row["period"].replace(row["year"], before),
            "trade_cny_bn": "",
            "yoy_growth_pct": "",
        }
        rows.append(gap | _base_of_rate(row))
        printed.append(gap | _no_bounds(""))
    return Recovered(rows, printed)


def _own_level(row: Row) -> Row:
    """Return how a level of the page is known: stated, or inferred from its digits."""
    rule = _correction(row, "trade_cny_bn")
    if not rule or rule["certainty"] != "inferred":
        return _no_bounds("stated")
    return _bounds_of(Num.printed(rule["correct"]))


def _no_bounds(basis: str) -> Row:
    return {"trade_low_cny_bn": "", "trade_high_cny_bn": "", "basis": basis}


def _base_of_rate(row: Row) -> Row:
    """Return the level over one plus the rate, to three decimals, with its bounds."""
    if not row["yoy_growth_pct"]:
        return _no_bounds("")
    level = Num.printed(_corrected(row, "trade_cny_bn"))
    rate = Num.printed(_corrected(row, "yoy_growth_pct"))
    base = level / ((rate + 100) / 100)
    value = {"trade_cny_bn": as_text(base.mid, 3)}
    return value | _bounds_of(base)


def _bounds_of(level: Num) -> Row:
    return {
        "trade_low_cny_bn": as_text(level.low, 3, ROUND_FLOOR),
        "trade_high_cny_bn": as_text(level.high, 3, ROUND_CEILING),
        "basis": "reconstructed",
    }


def _corrected(row: Row, column: str) -> str:
    """Return a printed number of table 13, corrected where a note has the right one."""
    rule = _correction(row, column)
    return notes.correct(rule, row, []) if rule else row[column]


def _correction(row: Row, column: str) -> Row | None:
    """Return the rule of the note that corrects a number of table 13, if there is one."""
    for rule in notes.rules()["trade_with_russia"]:
        is_of_column = rule["column"] == column
        is_here = notes.matches(row, rule["where"])
        if is_of_column and is_here and rule["correct"]:
            return rule
    return None


# section I.5

# Indicators of the prose that have another name in the dataset.
ICT_NAMES = {
    "share_of_gdp": "ict_share_of_gdp",
    "contribution_to_growth": "ict_contribution_to_growth",
    "planned_investment": "ict_planned_investment",
}
# Numbers plotted in figures 7, 8 and both figures 9 that neither the text nor another publication
# gives.
UNKNOWN = [
    ("CHN", "2020", "digital_industrialisation_share_of_gdp", "%"),
    ("JPN", "2000/2019", "ict_average_contribution_to_growth", "%"),
    *(
        ("KOR", str(year), *plotted)
        for plotted in (("ict_scale", "KRW billion"), ("ict_share_of_gdp", "%"))
        for year in range(2016, 2023)
    ),
]


def is_of_ict(line: Row) -> bool:
    """Tell whether a number of the prose goes into `ict_industry`."""
    is_in_section = line["section"].startswith("I.5")
    of_section = is_in_section or line["subject"] == "ICT industry"
    # "Over 90 %" of Russia's digital economy is a bound without a year, so it is only in the
    # statements.
    return of_section and line["indicator"] not in {
        "share_of_digital_economy",
        "duration",
        # What is dated is in `digital_strategies`.
        "year",
    }


def ict_key(line: Row) -> Row:
    """Return the key in `ict_industry` of a number of the prose."""
    indicator = line["indicator"]
    return {
        "economy": line["economy"],
        "period": line["period"] or line["year"],
        "indicator": ICT_NAMES.get(indicator, indicator),
    }


def ict_industry() -> Recovered:
    """Section I.5, Korea's numbers of I.1.4, and the series nearest to figures 7 and 8."""
    lines = [
        line | ict_key(line) | {"basis": "stated"}
        for line in page.typed("statements")
        if is_of_ict(line)
    ]
    for line in external("7", "8"):
        lines.append(line | {"basis": "external"})
    columns = ("economy", "period", "indicator", "unit", "value", "basis")
    for unknown in UNKNOWN:
        values = (*unknown, "", "")
        lines.append(dict(zip(columns, values, strict=True)))
    rows = []
    for line in lines:
        period = line["period"]
        # A span of years has its last year, a quarter has its year.
        is_span = "/" in period
        year = period[-4:] if is_span else period[:4]
        row = {column: line[column] for column in columns}
        rows.append(row | {"year": year})
    printed = []
    for row in rows:
        is_stated = row["basis"] == "stated"
        gap = {"value": "", "basis": ""}
        printed.append(row if is_stated else row | gap)
    return Recovered(rows, printed)


#: One function for each dataset that is more than a printed table.
RECOVERED: dict[str, Callable[[], Recovered]] = {
    function.__name__: function
    for function in (
        digital_economy_scale,
        global_digital_economy,
        trade_with_russia,
        ict_industry,
    )
}
