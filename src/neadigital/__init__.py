"""The digital economy of Northeast Asia as pandas tables.

The numbers of one paper on China, Japan, the Republic of Korea, Russia and Mongolia (Song Linlin,
2023), corrected and as printed, and series of the World Bank, the UN and ITU::

    import neadigital
    neadigital.datasets()                       # the tables and their years
    neadigital.growth_rates()                   # one of them; each has a loader of its name
    neadigital.growth_rates(as_printed=True)    # the same as the paper prints it
    neadigital.about("growth_rates")            # what it contains and how it is misread
    neadigital.find("34.67")                    # where the paper prints a number; the right one
    neadigital.cite("growth_rates")             # how to cite it
    neadigital.schemas.GrowthRates.validate(d)  # whether a table of yours has this form (Pandera)

`growth`, `shares`, `divide` and `inequality` are metrics of any such table, `plot` draws them, and
`consistency` finds what is wrong in a printed table: `help(neadigital.growth)` and so on.
"""

import typing as _typing

from neadigital import errors as errors
from neadigital._catalogue import about as about
from neadigital._catalogue import codebook as codebook
from neadigital._catalogue import datasets as datasets
from neadigital._citing import cite as cite
from neadigital._find import find as find
from neadigital._loaders import DatasetName as DatasetName
from neadigital._loaders import audit as audit
from neadigital._loaders import b2c_ecommerce_sales as b2c_ecommerce_sales
from neadigital._loaders import city_competitiveness as city_competitiveness
from neadigital._loaders import connectivity_index as connectivity_index
from neadigital._loaders import cybersecurity_index as cybersecurity_index
from neadigital._loaders import cybersecurity_ranks as cybersecurity_ranks
from neadigital._loaders import (
    digital_competitiveness_ranks as digital_competitiveness_ranks,
)
from neadigital._loaders import digital_economy_scale as digital_economy_scale
from neadigital._loaders import digital_strategies as digital_strategies
from neadigital._loaders import ecommerce_sales as ecommerce_sales
from neadigital._loaders import economies as economies
from neadigital._loaders import egovernment_index as egovernment_index
from neadigital._loaders import egovernment_ranks as egovernment_ranks
from neadigital._loaders import global_digital_economy as global_digital_economy
from neadigital._loaders import growth_rates as growth_rates
from neadigital._loaders import ict_industry as ict_industry
from neadigital._loaders import itu_indicators as itu_indicators
from neadigital._loaders import load as load
from neadigital._loaders import local_online_service_ranks as local_online_service_ranks
from neadigital._loaders import notes as notes
from neadigital._loaders import observations as observations
from neadigital._loaders import quality as quality
from neadigital._loaders import sources as sources
from neadigital._loaders import top_digital_enterprises as top_digital_enterprises
from neadigital._loaders import trade_with_russia as trade_with_russia
from neadigital._loaders import (
    world_development_indicators as world_development_indicators,
)
from neadigital._places import economy_code as economy_code
from neadigital._tables import errata as errata
from neadigital._tables import printed_table as printed_table
from neadigital._tables import validate as validate
from neadigital.errors import NeadigitalError as NeadigitalError
from neadigital.errors import NeadigitalWarning as NeadigitalWarning

if _typing.TYPE_CHECKING:
    from neadigital import consistency as consistency
    from neadigital import divide as divide
    from neadigital import growth as growth
    from neadigital import inequality as inequality
    from neadigital import plot as plot
    from neadigital import schemas as schemas
    from neadigital import shares as shares

__version__ = "1.0.0"

# The modules that import pandas: each is imported when it is first used.
_LAZY = (
    "consistency",
    "divide",
    "growth",
    "inequality",
    "plot",
    "schemas",
    "shares",
)

# Every name above that has no underscore is public.
_IMPORTED = [name for name in globals() if not name.startswith("_")]
__all__ = sorted(["__version__", *_IMPORTED, *_LAZY])


# Hidden from type checkers, because with it they would accept every misspelt name.
if not _typing.TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a module at its first use (PEP 562)."""
        from importlib import import_module

        if name in _LAZY:
            return import_module(f"neadigital.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted(__all__)
