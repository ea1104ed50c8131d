"""
What was corrected
==================

Every number that the paper (Song 2023) misprints: the printed value as a multiple of the correct
one.
"""

from neadigital import plot

plot.corrections()
