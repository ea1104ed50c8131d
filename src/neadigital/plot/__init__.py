"""Pictures: the paper's figures redrawn, what was corrected, ranks over time, and the metrics of any frame.

Each function draws with matplotlib (the extra `plot`), takes the axes to draw in, and returns them: titles, units,
source and licence are set. One colour and shape is one economy in every picture, and a reader who is colour-blind can
tell them apart. Nothing is drawn that is not in the data: what is only bounded is a band, what is missing is said.
"""

from __future__ import annotations

from neadigital.plot._convergence import convergence
from neadigital.plot._corrections import corrections
from neadigital.plot._figures import figure
from neadigital.plot._metrics import dispersion, lorenz, time_distance
from neadigital.plot._ranks import ranks

__all__ = ["convergence", "corrections", "dispersion", "figure", "lorenz", "ranks", "time_distance"]

# Where a function is found is where users look for it, not the file that it is written in.
for _name in __all__:
    globals()[_name].__module__ = __name__


def __dir__() -> list[str]:
    """List what is public."""
    return sorted(__all__)
