"""The digital economy of Northeast Asia: one paper's data, corrected, validated, citable, and as printed.

Each dataset has a loader of its name that gives a new pandas DataFrame; `datasets()` lists them, `notes()` says
what is wrong with which cell, `cite()` how to cite. Importing this package imports neither pandas nor pandera.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

# Every public name, once, under the module that defines it. A name that is its own module is a submodule.
_PUBLIC: dict[str, tuple[str, ...]] = {
    "loaders.economy": (
        "global_digital_economy",
        "digital_economy_scale",
        "growth_rates",
        "world_development_indicators",
    ),
    "loaders.development": (
        "itu_indicators",
        "egovernment_ranks",
        "local_online_service_ranks",
        "digital_competitiveness_ranks",
        "city_competitiveness",
        "top_digital_enterprises",
        "ict_industry",
    ),
    "loaders.cooperation": (
        "connectivity_index",
        "cybersecurity_ranks",
        "ecommerce_sales",
        "b2c_ecommerce_sales",
        "trade_with_russia",
    ),
    "loaders": ("load",),
    "catalogue": (
        "datasets",
        "codebook",
        "printed_table",
        "statements",
        "sources",
        "external_figures",
    ),
    "trust": ("notes", "errata", "flags", "quality", "validate"),
    "catalogue.overview": ("about", "observations"),
    "catalogue.citation": ("cite",),
    "claims": ("audit",),
    "catalogue.places": ("economies", "economy_code"),
    "errors": (
        "NeadigitalError",
        "DataIntegrityError",
        "UnknownChoiceError",
        "UnknownDatasetError",
        "UnknownEconomyError",
        "DuplicateKeyError",
        "AggregateError",
    ),
}
_SUBMODULES = ("divide", "growth", "inequality", "plot", "schemas", "shares")
_MODULE_OF = {name: module for module, names in _PUBLIC.items() for name in names}

__all__ = ["__version__", *_MODULE_OF, *_SUBMODULES]

if TYPE_CHECKING:
    from neadigital import divide as divide
    from neadigital import growth as growth
    from neadigital import inequality as inequality
    from neadigital import plot as plot
    from neadigital import schemas as schemas
    from neadigital import shares as shares
    from neadigital.catalogue import codebook as codebook
    from neadigital.catalogue import datasets as datasets
    from neadigital.catalogue import external_figures as external_figures
    from neadigital.catalogue import printed_table as printed_table
    from neadigital.catalogue import sources as sources
    from neadigital.catalogue import statements as statements
    from neadigital.catalogue.citation import cite as cite
    from neadigital.catalogue.overview import about as about
    from neadigital.catalogue.overview import observations as observations
    from neadigital.catalogue.places import economies as economies
    from neadigital.catalogue.places import economy_code as economy_code
    from neadigital.claims import audit as audit
    from neadigital.errors import AggregateError as AggregateError
    from neadigital.errors import DataIntegrityError as DataIntegrityError
    from neadigital.errors import DuplicateKeyError as DuplicateKeyError
    from neadigital.errors import NeadigitalError as NeadigitalError
    from neadigital.errors import UnknownChoiceError as UnknownChoiceError
    from neadigital.errors import UnknownDatasetError as UnknownDatasetError
    from neadigital.errors import UnknownEconomyError as UnknownEconomyError
    from neadigital.loaders import load as load
    from neadigital.loaders.cooperation import b2c_ecommerce_sales as b2c_ecommerce_sales
    from neadigital.loaders.cooperation import connectivity_index as connectivity_index
    from neadigital.loaders.cooperation import cybersecurity_ranks as cybersecurity_ranks
    from neadigital.loaders.cooperation import ecommerce_sales as ecommerce_sales
    from neadigital.loaders.cooperation import trade_with_russia as trade_with_russia
    from neadigital.loaders.development import city_competitiveness as city_competitiveness
    from neadigital.loaders.development import digital_competitiveness_ranks as digital_competitiveness_ranks
    from neadigital.loaders.development import egovernment_ranks as egovernment_ranks
    from neadigital.loaders.development import ict_industry as ict_industry
    from neadigital.loaders.development import itu_indicators as itu_indicators
    from neadigital.loaders.development import local_online_service_ranks as local_online_service_ranks
    from neadigital.loaders.development import top_digital_enterprises as top_digital_enterprises
    from neadigital.loaders.economy import digital_economy_scale as digital_economy_scale
    from neadigital.loaders.economy import global_digital_economy as global_digital_economy
    from neadigital.loaders.economy import growth_rates as growth_rates
    from neadigital.loaders.economy import world_development_indicators as world_development_indicators
    from neadigital.trust import errata as errata
    from neadigital.trust import flags as flags
    from neadigital.trust import notes as notes
    from neadigital.trust import quality as quality
    from neadigital.trust import validate as validate


# Not for type checkers, to which it would make every misspelt name a known one.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a public name at its first use (PEP 562)."""
        if name in _MODULE_OF:
            value: object = getattr(import_module(f"neadigital.{_MODULE_OF[name]}"), name)
        elif name in _SUBMODULES:
            value = import_module(f"neadigital.{name}")
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """List what can be used, loaded or not."""
    return sorted(__all__)
