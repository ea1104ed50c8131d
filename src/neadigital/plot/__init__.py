"""Pictures: the paper's figures, what was corrected, levels, ranks, bars, Lorenz curves.

Each function draws with matplotlib (the extra `plot`) into the axes that it is given, and returns
them, with titles, units, source and licence. An economy has one colour and shape in every picture,
which the colour-blind can tell apart. A number known only by its bounds is a band, and the text
says what is missing. On a dark background, as under
``matplotlib.style.context("dark_background")``, text is light and colours are lighter.
"""

from neadigital.plot._bars import bars
from neadigital.plot._corrections import corrections
from neadigital.plot._figures import figure
from neadigital.plot._lines import ranks, series
from neadigital.plot._lorenz import lorenz

__all__ = ["bars", "corrections", "figure", "lorenz", "ranks", "series"]

# Users know a function by the module that they import it from, not by its file.
for _name in __all__:
    globals()[_name].__module__ = __name__


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
