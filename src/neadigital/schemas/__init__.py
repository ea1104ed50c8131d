"""The Pandera models of every table: columns, meaning, unit, key and checks.

``GrowthRates.validate(mine)`` returns a table that has the form of `growth_rates`, else Pandera's
SchemaError says what is wrong. A model allows only its own columns and values;
docs/extending_models.md shows how to relax it. `neadigital.validate` checks the bundled data.
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
