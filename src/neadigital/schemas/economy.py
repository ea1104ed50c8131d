"""The models of the introduction and section I.1: scale and growth of the digital economy."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from neadigital.schemas._codes import BASIS, COVERAGE
from neadigital.schemas._columns import ECONOMY, FOUR, Table, numbers, percents, texts, years

# Not printed: the World Bank's GDP gives it.
BANK: Any = {"basis": "external", "source": "wdi-2022-10"}


class GlobalDigitalEconomy(Table):
    """Value added of the world's digital economy in one year, of 47 economies from 2018 on."""

    economy: Series[str] = texts("WLD, the world", isin=["WLD"])
    year: Series[int] = years("year of the value", *range(2016, 2022))
    scale_usd_bn: Series[float] = numbers(
        "value added of the digital economy, of those that coverage names",
        "US$ billion",
        nullable=True,
        measure="digital_economy_value_added",
        gt=0,
    )
    gdp_usd_bn: Series[float] = numbers(
        "gross domestic product of the whole world, World Bank, as of October 2022",
        "US$ billion",
        nullable=True,
        **BANK,
        gt=0,
    )
    share_of_gdp_pct: Series[float] = percents(
        "scale over the GDP of those that coverage names, not over gdp_usd_bn",
        nullable=True,
        basis="external",
        measure="digital_economy_share_of_gdp",
    )
    basis: Series[str] = texts("where scale_usd_bn comes from; empty where it is missing", codes=BASIS, blank=True)
    coverage: Series[str] = texts(
        "whose scale and share these are; empty where both are missing", codes=COVERAGE, blank=True
    )

    class Config:
        name = "global_digital_economy"
        title = "The world's digital economy, 2016-2021"
        unique = ["economy", "year"]
        metadata = {"figures": {"1": {}}, "sources": ["fn01", "fn02", "fn45"]}


class DigitalEconomyScale(Table):
    """Value added of the digital economy of one economy in one year, with its bounds."""

    economy: Series[str] = texts(ECONOMY, isin=FOUR)
    year: Series[int] = years("year of the value", *range(2016, 2022))
    scale_usd_bn: Series[float] = numbers(
        "value added of the digital economy", "US$ billion", nullable=True, measure="digital_economy_value_added", gt=0
    )
    scale_low_usd_bn: Series[float] = numbers(
        "lower bound of the same", "US$ billion", nullable=True, role="low", lowOf="scale_usd_bn", gt=0
    )
    scale_high_usd_bn: Series[float] = numbers(
        "upper bound of the same", "US$ billion", nullable=True, role="high", highOf="scale_usd_bn", gt=0
    )
    gdp_usd_bn: Series[float] = numbers(
        "gross domestic product, World Bank, as of October 2022", "US$ billion", nullable=True, **BANK, gt=0
    )
    share_of_gdp_pct: Series[float] = numbers(
        "scale over GDP",
        "%",
        nullable=True,
        basis="reconstructed",
        measure="digital_economy_share_of_gdp",
        ratioOf=["scale_usd_bn", "gdp_usd_bn"],
        gt=0,
        le=100,
    )
    basis: Series[str] = texts(
        "where scale_usd_bn comes from; as printed, empty where it is missing", codes=BASIS, blank=True
    )

    @pa.dataframe_check(description="the value lies within its bounds")
    def value_within_bounds(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the order."""
        low, value, high = frame["scale_low_usd_bn"], frame["scale_usd_bn"], frame["scale_high_usd_bn"]
        return ~(low > high) & ~(value < low) & ~(value > high)

    @pa.dataframe_check(description="where only bounds can be given, and only there, is no value")
    def bounded_has_no_value(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the basis."""
        return frame["scale_usd_bn"].isna() | (frame["basis"] != "bounded")

    class Config:
        name = "digital_economy_scale"
        title = "Scale of the digital economy and its share of GDP, 2016-2021"
        unique = ["economy", "year"]
        metadata = {
            "tables": [1],
            "figures": {
                "2": {"economy": ["CHN"]},
                "3": {"economy": ["RUS"]},
                "4": {"economy": ["JPN"]},
                "5": {"economy": ["KOR"]},
                "6": {"column": ["scale_usd_bn"]},
            },
            "sources": ["fn03", "fn05", "fn08", "fn12", "fn14", "fn45"],
        }


class GrowthRates(Table):
    """Growth of GDP and of the digital economy of one economy over the previous year."""

    economy: Series[str] = texts(ECONOMY, isin=FOUR)
    year: Series[int] = years("year of the change, from the year before", *range(2017, 2022))
    gdp_growth_pct: Series[float] = numbers("growth of GDP in current US dollars", "%", **BANK, ge=-50, le=60)
    digital_economy_growth_pct: Series[float] = numbers(
        "growth of the digital economy's value added in current US dollars", "%", ge=-50, le=60
    )

    class Config:
        name = "growth_rates"
        title = "Growth of GDP and of the digital economy, 2017-2021"
        unique = ["economy", "year"]
        metadata = {"tables": [1], "sources": ["fn14"]}
