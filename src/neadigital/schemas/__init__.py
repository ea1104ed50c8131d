"""The Pandera models of every table: columns, meaning, unit, key and checks.

Columns are declared only here. The build derives the descriptor and the loaders' docstrings from
the models; at run time only `neadigital.validate` and users' own checks need them.

A model allows its own columns and values only; docs/extending_models.md shows how to relax it.
"""

from __future__ import annotations

from neadigital.schemas._columns import Table as Table
from neadigital.schemas._registry import ABOUT as _ABOUT
from neadigital.schemas._registry import COMPUTED as _COMPUTED
from neadigital.schemas._registry import DATASETS as _DATASETS
from neadigital.schemas.about import Audit as Audit
from neadigital.schemas.about import Economies as Economies
from neadigital.schemas.about import ExternalFigures as ExternalFigures
from neadigital.schemas.about import Notes as Notes
from neadigital.schemas.about import Observations as Observations
from neadigital.schemas.about import PrintedTitles as PrintedTitles
from neadigital.schemas.about import Quality as Quality
from neadigital.schemas.about import Sources as Sources
from neadigital.schemas.about import Statements as Statements
from neadigital.schemas.datasets import B2cEcommerceSales as B2cEcommerceSales
from neadigital.schemas.datasets import CityCompetitiveness as CityCompetitiveness
from neadigital.schemas.datasets import ConnectivityIndex as ConnectivityIndex
from neadigital.schemas.datasets import CybersecurityRanks as CybersecurityRanks
from neadigital.schemas.datasets import (
    DigitalCompetitivenessRanks as DigitalCompetitivenessRanks,
)
from neadigital.schemas.datasets import DigitalEconomyScale as DigitalEconomyScale
from neadigital.schemas.datasets import EcommerceSales as EcommerceSales
from neadigital.schemas.datasets import EgovernmentRanks as EgovernmentRanks
from neadigital.schemas.datasets import GlobalDigitalEconomy as GlobalDigitalEconomy
from neadigital.schemas.datasets import GrowthRates as GrowthRates
from neadigital.schemas.datasets import IctIndustry as IctIndustry
from neadigital.schemas.datasets import ItuIndicators as ItuIndicators
from neadigital.schemas.datasets import (
    LocalOnlineServiceRanks as LocalOnlineServiceRanks,
)
from neadigital.schemas.datasets import TopDigitalEnterprises as TopDigitalEnterprises
from neadigital.schemas.datasets import TradeWithRussia as TradeWithRussia
from neadigital.schemas.datasets import (
    WorldDevelopmentIndicators as WorldDevelopmentIndicators,
)

__all__ = [
    "Table",
    *(
        model.__name__
        for models in (_DATASETS, _ABOUT, _COMPUTED)
        for model in models.values()
    ),
]


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
