"""
What was corrected
==================

Every number in which the paper (Song 2023) has a slip: the printed value as a multiple of the
correct one. Most are rates over another base, or under one swapped header; few are misprints.
"""

from neadigital import plot

plot.corrections()
