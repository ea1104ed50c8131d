"""The models of the introduction and section I.1: how large the digital economy is, and how it grows."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from neadigital.schemas._columns import (
    ATTRIBUTE,
    BASIS,
    ECONOMY,
    FIVE,
    FOUR,
    Table,
    number_column,
    percent_column,
    text_column,
    units_match,
    year_column,
)

# What the World Bank's GDP gives, and the page does not print.
BANK = {"basis": "external", "source": "wdi-2022-10"}
COVERAGE = {
    "47 economies": ("the 47 economies of CAICT's estimate, one series from 2018 on", ""),
    "world": ("the whole world, as another institute estimates it by another method", ""),
}
WDI_INDICATORS = {
    "IT.CEL.SETS.P2": ("mobile cellular subscriptions", "per 100 people"),
    "IT.MLT.MAIN.P2": ("fixed telephone subscriptions", "per 100 people"),
    "IT.NET.BBND.P2": ("fixed broadband subscriptions", "per 100 people"),
    "IT.NET.USER.ZS": ("individuals using the Internet", "% of population"),
    "NY.GDP.MKTP.CD": ("gross domestic product", "US$ (current)"),
    "SP.POP.TOTL": ("population", "persons"),
}


class GlobalDigitalEconomy(Table):
    """Value added of the world's digital economy in one year, of 47 economies from 2018 on."""

    economy: Series[str] = text_column("WLD, the world", isin=["WLD"])
    year: Series[int] = year_column("year of the value", *range(2016, 2022))
    scale_usd_bn: Series[float] = number_column(
        "value added of the digital economy of those that coverage names",
        "US$ billion",
        nullable=True,
        facts={"measure": "digital_economy_value_added"},
        gt=0,
    )
    gdp_usd_bn: Series[float] = number_column(
        "gross domestic product of the whole world, World Bank, as of October 2022",
        "US$ billion",
        nullable=True,
        facts=BANK,
        gt=0,
    )
    share_of_gdp_pct: Series[float] = percent_column(
        "scale as a share of the GDP of those that coverage names, not of gdp_usd_bn",
        nullable=True,
        facts={"basis": "external"},
    )
    basis: Series[str] = text_column(
        "where scale_usd_bn comes from; empty where it is missing", codes=BASIS, blank=True
    )
    coverage: Series[str] = text_column(
        "whose digital economy the scale and the share are of; empty where both are missing",
        codes=COVERAGE,
        blank=True,
    )

    class Config:
        name = "global_digital_economy"
        title = "The world's digital economy, 2016-2021"
        unique = ["economy", "year"]
        metadata = {
            "tables": [],
            "figures": ["1"],
            "plots": {"1": {}},
            "sources": [
                "fn01",
                "fn02",
                "fn45",
                "cacs-2018",
                "caict-2019-global",
                "caict-2020-global",
                "caict-2021-global",
                "caict-2022-global",
                "wdi-2022-10",
            ],
        }


class DigitalEconomyScale(Table):
    """Value added of the digital economy of one economy in one year, with the bounds within which it lies."""

    economy: Series[str] = text_column(ECONOMY, isin=FOUR)
    year: Series[int] = year_column("year of the value", *range(2016, 2022))
    scale_usd_bn: Series[float] = number_column(
        "value added of the digital economy",
        "US$ billion",
        nullable=True,
        facts={"measure": "digital_economy_value_added"},
        gt=0,
    )
    scale_low_usd_bn: Series[float] = number_column(
        "lower bound of the same", "US$ billion", nullable=True, facts={"role": "low", "lowOf": "scale_usd_bn"}, gt=0
    )
    scale_high_usd_bn: Series[float] = number_column(
        "upper bound of the same", "US$ billion", nullable=True, facts={"role": "high", "highOf": "scale_usd_bn"}, gt=0
    )
    gdp_usd_bn: Series[float] = number_column(
        "gross domestic product, World Bank, as of October 2022", "US$ billion", nullable=True, facts=BANK, gt=0
    )
    share_of_gdp_pct: Series[float] = number_column(
        "scale over GDP", "%", nullable=True, facts={"basis": "reconstructed"}, gt=0, le=100
    )
    basis: Series[str] = text_column(
        "where scale_usd_bn comes from; as printed, empty where it is missing", codes=BASIS, blank=True
    )

    @pa.dataframe_check(description="the value lies within its bounds")
    def value_within_bounds(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the order."""
        low, value, high = frame["scale_low_usd_bn"], frame["scale_usd_bn"], frame["scale_high_usd_bn"]
        return ~(low > high) & ~(value < low) & ~(value > high)

    @pa.dataframe_check(description="where only bounds can be given, and only there, is no value")
    def bounded_has_no_value(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the basis; a frame as printed has no values but stated ones."""
        return frame["scale_usd_bn"].isna() | (frame["basis"] != "bounded")

    class Config:
        name = "digital_economy_scale"
        title = "Scale of the digital economy and its share of GDP, 2016-2021"
        unique = ["economy", "year"]
        metadata = {
            "tables": [1],
            "figures": ["2", "3", "4", "5", "6"],
            "plots": {
                "2": {"economy": ["CHN"]},
                "3": {"economy": ["RUS"]},
                "4": {"economy": ["JPN"]},
                "5": {"economy": ["KOR"]},
                "6": {"column": ["scale_usd_bn"]},
            },
            "sources": ["fn03", "fn05", "fn08", "fn12", "fn14", "fn45", "china-info100-2018", "wdi-2022-10"],
        }


class GrowthRates(Table):
    """Growth of GDP and of the digital economy of one economy over the previous year."""

    economy: Series[str] = text_column(ECONOMY, isin=FOUR)
    year: Series[int] = year_column("year of the change, from the year before", *range(2017, 2022))
    gdp_growth_pct: Series[float] = number_column("growth of GDP in current US dollars", "%", facts=BANK, ge=-50, le=60)
    digital_economy_growth_pct: Series[float] = number_column(
        "growth of the digital economy's value added in current US dollars", "%", ge=-50, le=60
    )

    class Config:
        name = "growth_rates"
        title = "Growth of GDP and of the digital economy, 2017-2021"
        unique = ["economy", "year"]
        metadata = {"tables": [1], "figures": [], "sources": ["fn14", "wdi-2022-10"]}


class WorldDevelopmentIndicators(Table):
    """One World Bank indicator of one economy (or the world) in one year, as it stood when the paper was written."""

    economy: Series[str] = text_column(f"{ECONOMY}; WLD is the world", isin=[*FIVE, "WLD"])
    year: Series[int] = number_column("year of the value", "year", facts=ATTRIBUTE, ge=1990, le=2021)
    indicator: Series[str] = text_column("World Bank indicator code", codes=WDI_INDICATORS)
    value: Series[float] = number_column("the value, in the unit of its row", "see unit", ge=0)
    unit: Series[str] = text_column("unit of the value", isin=sorted({unit for _, unit in WDI_INDICATORS.values()}))
    vintage: Series[str] = text_column(
        "month or year in which the series stood so", isin=["2022-10", "2023-02", "2026"]
    )

    @pa.dataframe_check(description="a row's unit is its indicator's")
    def unit_is_the_indicators(cls, frame: pd.DataFrame) -> pd.Series[bool]:  # noqa: N805
        """Check the unit."""
        return units_match(frame, WDI_INDICATORS)

    class Config:
        name = "world_development_indicators"
        title = "GDP, population and ICT series of the World Bank and ITU, 1990-2021"
        unique = ["economy", "year", "indicator"]
        metadata = {"tables": [], "figures": [], "sources": ["wdi-2022-10", "wdi-2023-02", "wdi-2026"]}
