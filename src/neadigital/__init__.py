"""The digital economy of Northeast Asia: one paper's data, corrected and as printed.

Each dataset has a loader of its name that gives a new pandas DataFrame; `datasets()` lists them,
`notes()` says what is wrong with which cell, `cite()` how to cite. Importing this package imports
neither pandas nor pandera.
"""

from __future__ import annotations

from importlib import import_module

# Type checkers take a name spelled like this for true. The constant of `typing` would bring in
# that module, whose import takes longer than this one's.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from neadigital import divide as divide
    from neadigital import growth as growth
    from neadigital import inequality as inequality
    from neadigital import plot as plot
    from neadigital import schemas as schemas
    from neadigital import shares as shares
    from neadigital.catalogue import about as about
    from neadigital.catalogue import cite as cite
    from neadigital.catalogue import codebook as codebook
    from neadigital.catalogue import datasets as datasets
    from neadigital.catalogue import economies as economies
    from neadigital.catalogue import economy_code as economy_code
    from neadigital.catalogue import external_figures as external_figures
    from neadigital.catalogue import observations as observations
    from neadigital.catalogue import printed_table as printed_table
    from neadigital.catalogue import sources as sources
    from neadigital.catalogue import statements as statements
    from neadigital.claims import audit as audit
    from neadigital.errors import AggregateError as AggregateError
    from neadigital.errors import AutocorrelationWarning as AutocorrelationWarning
    from neadigital.errors import BreakWarning as BreakWarning
    from neadigital.errors import DataIntegrityError as DataIntegrityError
    from neadigital.errors import DuplicateKeyError as DuplicateKeyError
    from neadigital.errors import MembershipWarning as MembershipWarning
    from neadigital.errors import NeadigitalError as NeadigitalError
    from neadigital.errors import NeadigitalWarning as NeadigitalWarning
    from neadigital.errors import OrdinalError as OrdinalError
    from neadigital.errors import TotalWarning as TotalWarning
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
    from neadigital.loaders.data_tables import (
        world_development_indicators_2026 as world_development_indicators_2026,
    )
    from neadigital.trust import errata as errata
    from neadigital.trust import evidence as evidence
    from neadigital.trust import flags as flags
    from neadigital.trust import notes as notes
    from neadigital.trust import quality as quality
    from neadigital.trust import validate as validate

__version__ = "1.0.0"

# The public names by the module that has them, each imported at its first use. The build writes
# those of the loaders.
_LOADERS = {
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
        "world_development_indicators_2026",
        "egovernment_index",
        "cybersecurity_index",
    ),
}
_NAMES = _LOADERS | {
    "errors": (
        "AggregateError",
        "AutocorrelationWarning",
        "BreakWarning",
        "DataIntegrityError",
        "DuplicateKeyError",
        "MembershipWarning",
        "NeadigitalError",
        "NeadigitalWarning",
        "OrdinalError",
        "TotalWarning",
        "UnknownChoiceError",
        "UnknownDatasetError",
        "UnknownEconomyError",
    ),
    "loaders": ("DatasetName", "load"),
    "trust": ("errata", "evidence", "flags", "notes", "quality", "validate"),
    "claims": ("audit",),
    "catalogue": (
        "about",
        "cite",
        "codebook",
        "datasets",
        "economies",
        "economy_code",
        "external_figures",
        "observations",
        "printed_table",
        "sources",
        "statements",
    ),
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names}
_MODULES = ("divide", "growth", "inequality", "plot", "schemas", "shares")

__all__ = ["__version__", *_HOMES, *_MODULES]


# Not for type checkers, to which it would make every misspelt name a known one.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a public name at its first use (PEP 562)."""
        if name in _HOMES:
            found = getattr(import_module(f"neadigital.{_HOMES[name]}"), name)
        elif name in (*_MODULES, *_NAMES):
            found = import_module(f"neadigital.{name}")
        else:
            # Python suggests the nearest name where it knows name and object.
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message, name=name, obj=import_module(__name__))
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    """List what can be used, loaded or not."""
    return sorted(__all__)
