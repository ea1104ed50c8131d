"""The model of the World Bank's series."""

from __future__ import annotations

from pandera.typing import Series

from neadigital.schemas._codes import WDI_INDICATORS
from neadigital.schemas._columns import ECONOMY, FIVE, LongTable, numbers, texts


class WorldDevelopmentIndicators(LongTable):
    """One World Bank indicator of one economy (or the world) in one year."""

    economy: Series[str] = texts(f"{ECONOMY}; WLD is the world", isin=[*FIVE, "WLD"])
    year: Series[int] = numbers("year of the value", "year", role="attribute", ge=1990, le=2021)
    indicator: Series[str] = texts("World Bank indicator code", codes=WDI_INDICATORS)
    value: Series[float] = numbers("the value, in the unit of its row", "see unit", ge=0)
    unit: Series[str] = texts("unit of the value", isin=sorted({unit for _, unit, *_ in WDI_INDICATORS.values()}))
    vintage: Series[str] = texts("month or year in which the series stood so", isin=["2022-10", "2023-02", "2026"])

    class Config:
        name = "world_development_indicators"
        title = "GDP, population and ICT series of the World Bank and ITU, 1990-2021"
        unique = ["economy", "year", "indicator"]
        metadata = {"code": "indicator"}
