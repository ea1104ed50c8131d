"""The Pandera models of every table: columns, unit, key and checks.

``GrowthRates.validate(mine)`` returns a table that has the form of `growth_rates`, else Pandera's
SchemaError says what is wrong. A model allows only its own columns and values;
docs/extending_models.md shows how to relax it. `neadigital.validate` checks the bundled data.
"""

from neadigital.schemas._columns import Table as Table
from neadigital.schemas._data_tables import B2cEcommerceSales as B2cEcommerceSales
from neadigital.schemas._data_tables import CityCompetitiveness as CityCompetitiveness
from neadigital.schemas._data_tables import ConnectivityIndex as ConnectivityIndex
from neadigital.schemas._data_tables import CybersecurityIndex as CybersecurityIndex
from neadigital.schemas._data_tables import CybersecurityRanks as CybersecurityRanks
from neadigital.schemas._data_tables import (
    DigitalCompetitivenessRanks as DigitalCompetitivenessRanks,
)
from neadigital.schemas._data_tables import DigitalEconomyScale as DigitalEconomyScale
from neadigital.schemas._data_tables import DigitalStrategies as DigitalStrategies
from neadigital.schemas._data_tables import EcommerceSales as EcommerceSales
from neadigital.schemas._data_tables import EgovernmentIndex as EgovernmentIndex
from neadigital.schemas._data_tables import EgovernmentRanks as EgovernmentRanks
from neadigital.schemas._data_tables import GlobalDigitalEconomy as GlobalDigitalEconomy
from neadigital.schemas._data_tables import GrowthRates as GrowthRates
from neadigital.schemas._data_tables import IctIndustry as IctIndustry
from neadigital.schemas._data_tables import ItuIndicators as ItuIndicators
from neadigital.schemas._data_tables import (
    LocalOnlineServiceRanks as LocalOnlineServiceRanks,
)
from neadigital.schemas._data_tables import (
    TopDigitalEnterprises as TopDigitalEnterprises,
)
from neadigital.schemas._data_tables import TradeWithRussia as TradeWithRussia
from neadigital.schemas._data_tables import (
    WorldDevelopmentIndicators as WorldDevelopmentIndicators,
)
from neadigital.schemas._metadata_tables import Audit as Audit
from neadigital.schemas._metadata_tables import AuditCells as AuditCells
from neadigital.schemas._metadata_tables import Causes as Causes
from neadigital.schemas._metadata_tables import Economies as Economies
from neadigital.schemas._metadata_tables import ExternalFigures as ExternalFigures
from neadigital.schemas._metadata_tables import Notes as Notes
from neadigital.schemas._metadata_tables import Observations as Observations
from neadigital.schemas._metadata_tables import PrintedCells as PrintedCells
from neadigital.schemas._metadata_tables import PrintedTitles as PrintedTitles
from neadigital.schemas._metadata_tables import Quality as Quality
from neadigital.schemas._metadata_tables import Sources as Sources
from neadigital.schemas._metadata_tables import Statements as Statements

# Every model above is public.
__all__ = sorted(name for name in globals() if name[0].isupper())


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
