"""The digital economy of Northeast Asia: one paper's data, corrected and as printed.

Each dataset has a loader of its name that gives a new pandas DataFrame; `datasets()` lists them,
`notes()` says what is wrong with which number, `cite()` how to cite. Importing this package imports
neither pandas nor pandera.
"""

from __future__ import annotations

from importlib import import_module

# Type checkers read a name spelled like this as true. Importing the constant from `typing` would
# take longer than importing this package.
TYPE_CHECKING: bool = False

if TYPE_CHECKING:
    from neadigital import consistency as consistency
    from neadigital import divide as divide
    from neadigital import growth as growth
    from neadigital import inequality as inequality
    from neadigital import plot as plot
    from neadigital import schemas as schemas
    from neadigital import shares as shares
    from neadigital.catalogue import about as about
    from neadigital.catalogue import codebook as codebook
    from neadigital.catalogue import datasets as datasets
    from neadigital.citing import cite as cite
    from neadigital.errors import AggregateError as AggregateError
    from neadigital.errors import BreakWarning as BreakWarning
    from neadigital.errors import DataIntegrityError as DataIntegrityError
    from neadigital.errors import DuplicateKeyError as DuplicateKeyError
    from neadigital.errors import KindWarning as KindWarning
    from neadigital.errors import MembershipWarning as MembershipWarning
    from neadigital.errors import NeadigitalError as NeadigitalError
    from neadigital.errors import NeadigitalWarning as NeadigitalWarning
    from neadigital.errors import OrdinalError as OrdinalError
    from neadigital.errors import TotalWarning as TotalWarning
    from neadigital.errors import UnitError as UnitError
    from neadigital.errors import UnknownChoiceError as UnknownChoiceError
    from neadigital.errors import UnknownDatasetError as UnknownDatasetError
    from neadigital.errors import UnknownEconomyError as UnknownEconomyError
    from neadigital.loaders import DatasetName as DatasetName
    from neadigital.loaders import load as load
    from neadigital.loaders.data_tables import (
        b2c_ecommerce_sales as b2c_ecommerce_sales,
    )
    from neadigital.loaders.data_tables import (
        city_competitiveness as city_competitiveness,
    )
    from neadigital.loaders.data_tables import connectivity_index as connectivity_index
    from neadigital.loaders.data_tables import (
        cybersecurity_index as cybersecurity_index,
    )
    from neadigital.loaders.data_tables import (
        cybersecurity_ranks as cybersecurity_ranks,
    )
    from neadigital.loaders.data_tables import (
        digital_competitiveness_ranks as digital_competitiveness_ranks,
    )
    from neadigital.loaders.data_tables import (
        digital_economy_scale as digital_economy_scale,
    )
    from neadigital.loaders.data_tables import ecommerce_sales as ecommerce_sales
    from neadigital.loaders.data_tables import egovernment_index as egovernment_index
    from neadigital.loaders.data_tables import egovernment_ranks as egovernment_ranks
    from neadigital.loaders.data_tables import (
        global_digital_economy as global_digital_economy,
    )
    from neadigital.loaders.data_tables import growth_rates as growth_rates
    from neadigital.loaders.data_tables import ict_industry as ict_industry
    from neadigital.loaders.data_tables import itu_indicators as itu_indicators
    from neadigital.loaders.data_tables import (
        local_online_service_ranks as local_online_service_ranks,
    )
    from neadigital.loaders.data_tables import (
        top_digital_enterprises as top_digital_enterprises,
    )
    from neadigital.loaders.data_tables import trade_with_russia as trade_with_russia
    from neadigital.loaders.data_tables import (
        world_development_indicators as world_development_indicators,
    )
    from neadigital.places import economies as economies
    from neadigital.places import economy_code as economy_code
    from neadigital.tables import audit as audit
    from neadigital.tables import audit_cells as audit_cells
    from neadigital.tables import causes as causes
    from neadigital.tables import errata as errata
    from neadigital.tables import external_figures as external_figures
    from neadigital.tables import flags as flags
    from neadigital.tables import grounds as grounds
    from neadigital.tables import notes as notes
    from neadigital.tables import observations as observations
    from neadigital.tables import printed_table as printed_table
    from neadigital.tables import quality as quality
    from neadigital.tables import sources as sources
    from neadigital.tables import statements as statements
    from neadigital.tables import validate as validate

__version__ = "1.0.0"

# The public names of each module; a name is imported when it is first used.
_NAMES = {
    "loaders.data_tables": (
        "global_digital_economy",
        "digital_economy_scale",
        "growth_rates",
        "itu_indicators",
        "egovernment_ranks",
        "local_online_service_ranks",
        "digital_competitiveness_ranks",
        "city_competitiveness",
        "top_digital_enterprises",
        "ict_industry",
        "connectivity_index",
        "cybersecurity_ranks",
        "ecommerce_sales",
        "b2c_ecommerce_sales",
        "trade_with_russia",
        "world_development_indicators",
        "egovernment_index",
        "cybersecurity_index",
    ),
    "errors": (
        "AggregateError",
        "BreakWarning",
        "DataIntegrityError",
        "DuplicateKeyError",
        "KindWarning",
        "MembershipWarning",
        "NeadigitalError",
        "NeadigitalWarning",
        "OrdinalError",
        "TotalWarning",
        "UnitError",
        "UnknownChoiceError",
        "UnknownDatasetError",
        "UnknownEconomyError",
    ),
    "loaders": ("DatasetName", "load"),
    "places": ("economies", "economy_code"),
    "tables": (
        "audit",
        "audit_cells",
        "causes",
        "errata",
        "external_figures",
        "flags",
        "grounds",
        "notes",
        "observations",
        "printed_table",
        "quality",
        "sources",
        "statements",
        "validate",
    ),
    "catalogue": ("about", "codebook", "datasets"),
    "citing": ("cite",),
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names}
_MODULES = (
    "consistency",
    "divide",
    "growth",
    "inequality",
    "plot",
    "schemas",
    "shares",
)

__all__ = ["__version__", *_HOMES, *_MODULES]


# Hidden from type checkers, because with it they would accept every misspelt name.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a public name at its first use (PEP 562)."""
        if name in _HOMES:
            found = getattr(import_module(f"neadigital.{_HOMES[name]}"), name)
        elif name in (*_MODULES, *_NAMES):
            found = import_module(f"neadigital.{name}")
        else:
            # With name and object, Python suggests the nearest name.
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message, name=name, obj=import_module(__name__))
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted(__all__)
