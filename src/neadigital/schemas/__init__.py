"""The Pandera models of every bundled file: columns, meaning, unit, key and checks, by the paper's parts.

This is the only place that declares a column. The build derives the descriptor and the columns in each loader's
docstring from it, and the loaders read the descriptor, so a model is needed at run time only by `neadigital.validate`
and by users' own checks.
"""

from __future__ import annotations

from neadigital.schemas._columns import BASIS, FIVE, FOUR, Table
from neadigital.schemas.about import (
    CERTAINTY,
    KINDS,
    Economies,
    ExternalFigures,
    Notes,
    PrintedTitles,
    Sources,
    Statements,
)
from neadigital.schemas.cooperation import (
    B2cEcommerceSales,
    ConnectivityIndex,
    CybersecurityRanks,
    EcommerceSales,
    TradeWithRussia,
)
from neadigital.schemas.development import (
    ICT_MEASURES,
    ITU_INDICATORS,
    OBS_STATUS,
    CityCompetitiveness,
    DigitalCompetitivenessRanks,
    EgovernmentRanks,
    IctIndustry,
    ItuIndicators,
    LocalOnlineServiceRanks,
    TopDigitalEnterprises,
)
from neadigital.schemas.economy import (
    WDI_INDICATORS,
    DigitalEconomyScale,
    GlobalDigitalEconomy,
    GrowthRates,
    WorldDevelopmentIndicators,
)

#: The datasets, in the paper's order; each has a loader of the same name.
DATASETS: dict[str, type[Table]] = {
    model.Config.name: model
    for model in (
        GlobalDigitalEconomy,
        DigitalEconomyScale,
        GrowthRates,
        ItuIndicators,
        EgovernmentRanks,
        LocalOnlineServiceRanks,
        DigitalCompetitivenessRanks,
        CityCompetitiveness,
        TopDigitalEnterprises,
        IctIndustry,
        ConnectivityIndex,
        CybersecurityRanks,
        EcommerceSales,
        B2cEcommerceSales,
        TradeWithRussia,
        WorldDevelopmentIndicators,
    )
}
#: The tables about the data.
ABOUT: dict[str, type[Table]] = {
    model.Config.name: model for model in (Notes, Statements, Sources, ExternalFigures, Economies, PrintedTitles)
}

__all__ = [
    "ABOUT",
    "BASIS",
    "CERTAINTY",
    "DATASETS",
    "FIVE",
    "FOUR",
    "ICT_MEASURES",
    "ITU_INDICATORS",
    "KINDS",
    "OBS_STATUS",
    "WDI_INDICATORS",
    "B2cEcommerceSales",
    "CityCompetitiveness",
    "ConnectivityIndex",
    "CybersecurityRanks",
    "DigitalCompetitivenessRanks",
    "DigitalEconomyScale",
    "EcommerceSales",
    "Economies",
    "EgovernmentRanks",
    "ExternalFigures",
    "GlobalDigitalEconomy",
    "GrowthRates",
    "IctIndustry",
    "ItuIndicators",
    "LocalOnlineServiceRanks",
    "Notes",
    "PrintedTitles",
    "Sources",
    "Statements",
    "Table",
    "TopDigitalEnterprises",
    "TradeWithRussia",
    "WorldDevelopmentIndicators",
]


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
