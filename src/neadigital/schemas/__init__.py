"""The Pandera models of every table: columns, meaning, unit, key and checks.

Only the models declare columns, and what a dataset is: its title, source, licence and chart. Its
description and example are in the help of its loader. Descriptor, pages and licences are built from
the models; at run time only `neadigital.validate` and users' own checks need them.

A model allows only its declared columns and values; docs/extending_models.md shows how to relax it.
"""

from neadigital.schemas._columns import Table
from neadigital.schemas._data_tables import (
    B2cEcommerceSales,
    CityCompetitiveness,
    ConnectivityIndex,
    CybersecurityIndex,
    CybersecurityRanks,
    DigitalCompetitivenessRanks,
    DigitalEconomyScale,
    DigitalStrategies,
    EcommerceSales,
    EgovernmentIndex,
    EgovernmentRanks,
    GlobalDigitalEconomy,
    GrowthRates,
    IctIndustry,
    ItuIndicators,
    LocalOnlineServiceRanks,
    TopDigitalEnterprises,
    TradeWithRussia,
    WorldDevelopmentIndicators,
)
from neadigital.schemas._metadata_tables import (
    Audit,
    AuditCells,
    Causes,
    Economies,
    ExternalFigures,
    Notes,
    Observations,
    PrintedCells,
    PrintedTitles,
    Quality,
    Sources,
    Statements,
)

__all__ = [
    "Audit",
    "AuditCells",
    "B2cEcommerceSales",
    "Causes",
    "CityCompetitiveness",
    "ConnectivityIndex",
    "CybersecurityIndex",
    "CybersecurityRanks",
    "DigitalCompetitivenessRanks",
    "DigitalEconomyScale",
    "DigitalStrategies",
    "EcommerceSales",
    "Economies",
    "EgovernmentIndex",
    "EgovernmentRanks",
    "ExternalFigures",
    "GlobalDigitalEconomy",
    "GrowthRates",
    "IctIndustry",
    "ItuIndicators",
    "LocalOnlineServiceRanks",
    "Notes",
    "Observations",
    "PrintedCells",
    "PrintedTitles",
    "Quality",
    "Sources",
    "Statements",
    "Table",
    "TopDigitalEnterprises",
    "TradeWithRussia",
    "WorldDevelopmentIndicators",
]


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
