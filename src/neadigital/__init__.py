"""The digital economy of Northeast Asia: one paper's data, corrected and as printed.

Each dataset has a loader of its name that gives a new pandas DataFrame; `datasets()` lists them,
`notes()` says what is wrong with which number, `cite()` how to cite. Importing this package imports
neither pandas nor pandera.
"""

from __future__ import annotations

from neadigital import errors as errors
from neadigital import loaders as _loaders
from neadigital.catalogue import about, codebook, datasets
from neadigital.citing import cite
from neadigital.errors import NeadigitalError, NeadigitalWarning
from neadigital.loaders import *  # noqa: F403
from neadigital.places import economy_code
from neadigital.tables import errata, printed_table, validate

# Type checkers read a name spelled like this as true.
TYPE_CHECKING: bool = False

if TYPE_CHECKING:
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
    "NeadigitalError",
    "NeadigitalWarning",
    "__version__",
    "about",
    "cite",
    "codebook",
    "consistency",
    "datasets",
    "divide",
    "economy_code",
    "errata",
    "errors",
    "growth",
    "inequality",
    "plot",
    "printed_table",
    "schemas",
    "shares",
    "validate",
]
__all__ += _loaders.__all__


# Hidden from type checkers, because with it they would accept every misspelt name.
if not TYPE_CHECKING:

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
