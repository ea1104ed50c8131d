"""Consistency: check whether a printed table follows from itself.

A table often prints numbers that follow from others of it: growth from two values, a share from a
part and its whole, a total from its parts. `examine` recomputes them. A printed number is an
interval of half a unit of its last digit, and intervals are carried through exactly, so rounding
alone never makes a contradiction.

A number that does not follow says that some printed numbers do not fit each other; it does not say
which of them is wrong. A base that was revised, a part of a year and growth in constant prices also
contradict, and nothing is wrong with them: read docs/check_a_table.md first, which also gives the
sources.

Text is best, as it keeps all digits: `read` gives it. Numbers may be written in the forms of many
countries: ``1,060.4``, ``22 503,5``, ``(12.3)`` and ``▲12.3`` (negative), ``45.6万``, ``12.3
million``, ``+0.9 %``, ``12.3[1]`` (with a note); text without a digit (``-``, ``..``) is a missing
number. Zeros that all numbers of a column have at their ends are not digits, and a number with
three such zeros more was rounded by itself. Numbers are taken as cut off, instead of rounded, if
most then follow and none fails by its last digit, and whole counts as exact, if their totals show
it.

`growth`, `share`, `total` and `mean` share `entity`, the column of the members, such as an economy,
and `within`, the columns of whatever else separates the rows, such as an indicator or the year. A
cell that cannot be read is left out.
"""

from neadigital.consistency._named import growth, mean, share, total
from neadigital.consistency._reading import read
from neadigital.consistency._result import Result, examine

__all__ = ["Result", "examine", "growth", "mean", "read", "share", "total"]

# Users know a function by the module that they import it from, not by its file.
for _name in __all__:
    globals()[_name].__module__ = __name__


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
