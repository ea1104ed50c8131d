"""The Pandera models of every table: columns, meaning, unit, key and checks.

Only the models declare columns, and what a dataset is: its title, description, source, licence and
chart. The descriptor, pages and licences are built from the models; at run time only
`neadigital.validate` and users' own checks need them.

A model allows only its declared columns and values; docs/extending_models.md shows how to relax it.
"""

from __future__ import annotations

from neadigital.schemas._columns import Table as Table
from neadigital.schemas._registry import ABOUT as _ABOUT
from neadigital.schemas._registry import DATASETS as _DATASETS
from neadigital.schemas.data_tables import B2cEcommerceSales as B2cEcommerceSales
from neadigital.schemas.data_tables import CityCompetitiveness as CityCompetitiveness
from neadigital.schemas.data_tables import ConnectivityIndex as ConnectivityIndex
from neadigital.schemas.data_tables import CybersecurityIndex as CybersecurityIndex
from neadigital.schemas.data_tables import CybersecurityRanks as CybersecurityRanks
from neadigital.schemas.data_tables import (
    DigitalCompetitivenessRanks as DigitalCompetitivenessRanks,
)
from neadigital.schemas.data_tables import DigitalEconomyScale as DigitalEconomyScale
from neadigital.schemas.data_tables import DigitalStrategies as DigitalStrategies
from neadigital.schemas.data_tables import EcommerceSales as EcommerceSales
from neadigital.schemas.data_tables import EgovernmentIndex as EgovernmentIndex
from neadigital.schemas.data_tables import EgovernmentRanks as EgovernmentRanks
from neadigital.schemas.data_tables import GlobalDigitalEconomy as GlobalDigitalEconomy
from neadigital.schemas.data_tables import GrowthRates as GrowthRates
from neadigital.schemas.data_tables import IctIndustry as IctIndustry
from neadigital.schemas.data_tables import ItuIndicators as ItuIndicators
from neadigital.schemas.data_tables import (
    LocalOnlineServiceRanks as LocalOnlineServiceRanks,
)
from neadigital.schemas.data_tables import (
    TopDigitalEnterprises as TopDigitalEnterprises,
)
from neadigital.schemas.data_tables import TradeWithRussia as TradeWithRussia
from neadigital.schemas.data_tables import (
    WorldDevelopmentIndicators as WorldDevelopmentIndicators,
)
from neadigital.schemas.metadata_tables import Audit as Audit
from neadigital.schemas.metadata_tables import AuditCells as AuditCells
from neadigital.schemas.metadata_tables import Causes as Causes
from neadigital.schemas.metadata_tables import Economies as Economies
from neadigital.schemas.metadata_tables import ExternalFigures as ExternalFigures
from neadigital.schemas.metadata_tables import Notes as Notes
from neadigital.schemas.metadata_tables import Observations as Observations
from neadigital.schemas.metadata_tables import PrintedTitles as PrintedTitles
from neadigital.schemas.metadata_tables import Quality as Quality
from neadigital.schemas.metadata_tables import Sources as Sources
from neadigital.schemas.metadata_tables import Statements as Statements

__all__ = [
    "Table",
    *(model.__name__ for models in (_DATASETS, _ABOUT) for model in models.values()),
]


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
