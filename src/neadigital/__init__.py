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
from neadigital._catalogue import about, codebook, datasets
from neadigital._citing import cite
from neadigital._find import find
from neadigital._loaders import (
    DatasetName,
    audit,
    b2c_ecommerce_sales,
    city_competitiveness,
    connectivity_index,
    cybersecurity_index,
    cybersecurity_ranks,
    digital_competitiveness_ranks,
    digital_economy_scale,
    digital_strategies,
    ecommerce_sales,
    economies,
    egovernment_index,
    egovernment_ranks,
    global_digital_economy,
    growth_rates,
    ict_industry,
    itu_indicators,
    load,
    local_online_service_ranks,
    notes,
    observations,
    quality,
    sources,
    top_digital_enterprises,
    trade_with_russia,
    world_development_indicators,
)
from neadigital._places import economy_code
from neadigital._tables import errata, printed_table, validate
from neadigital.errors import NeadigitalError, NeadigitalWarning

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

__all__ = [
    "DatasetName",
    "NeadigitalError",
    "NeadigitalWarning",
    "__version__",
    "about",
    "audit",
    "b2c_ecommerce_sales",
    "cite",
    "city_competitiveness",
    "codebook",
    "connectivity_index",
    "consistency",
    "cybersecurity_index",
    "cybersecurity_ranks",
    "datasets",
    "digital_competitiveness_ranks",
    "digital_economy_scale",
    "digital_strategies",
    "divide",
    "ecommerce_sales",
    "economies",
    "economy_code",
    "egovernment_index",
    "egovernment_ranks",
    "errata",
    "errors",
    "find",
    "global_digital_economy",
    "growth",
    "growth_rates",
    "ict_industry",
    "inequality",
    "itu_indicators",
    "load",
    "local_online_service_ranks",
    "notes",
    "observations",
    "plot",
    "printed_table",
    "quality",
    "schemas",
    "shares",
    "sources",
    "top_digital_enterprises",
    "trade_with_russia",
    "validate",
    "world_development_indicators",
]


# Hidden from type checkers, because with it they would accept every misspelt name.
if not _typing.TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a module at its first use (PEP 562)."""
        from importlib import import_module

        if name in _LAZY:
            return import_module(f"neadigital.{name}")
        # With name and object, Python suggests the nearest name.
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message, name=name, obj=import_module(__name__))


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted(__all__)
