"""
What was corrected
==================

The corrected numbers of ``errata()``, some of them inferred: the printed value as a multiple of the
correct one. Most are rates over another base, or under one swapped header; few are misprints.
"""

from neadigital import plot

plot.corrections()
